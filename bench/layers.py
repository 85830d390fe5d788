"""What each layer of the sandbox costs: one notebook graded with none, with each alone, and with all.

``python bench/layers.py [NAME]`` from the course's root (default: gradient_access). The least of five gradings each,
in seconds, and what it is more than without any layer; and the seconds until the zygote is ready.
"""

import sys
import time
from collections.abc import Collection
from pathlib import Path

from grading import judged, least

from autograder.cli import find_own_tools
from autograder.course.folder import Course
from autograder.judge.remote.process import Zygote
from autograder.session.sandbox import LAYERS, probe

RUNS = 5


def measured(course: Course, name: str, layers: Collection[str]) -> tuple[float, float]:
    """Seconds until a zygote with `layers` is ready, and of the quickest grading with it."""
    began = time.perf_counter()
    with Zygote(layers=layers) as zygote:
        ready = time.perf_counter() - began
        grade = judged(course.script(name), course.solutions / "data", zygote)
        grade()
        return ready, least(grade, RUNS)


def main(name: str) -> None:
    import torch

    torch.set_num_threads(1)
    find_own_tools()
    course = Course.at(Path())
    there = [layer for layer in LAYERS if probe()[layer].works]
    _, floor = measured(course, name, [])
    print(f"{name}: without a layer {floor:.2f} s", flush=True)
    for label, layers in [*((f"only {layer}", [layer]) for layer in there), ("all", there)]:
        ready, seconds = measured(course, name, layers)
        print(f"{label:20} {seconds:.2f} s, {1000 * (seconds - floor):+4.0f} ms; zygote {ready:.1f} s", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:2] or ["gradient_access"])
