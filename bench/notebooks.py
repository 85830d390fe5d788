"""How long each notebook takes with the reference's answers, in a real kernel, against its script in one process.

``python bench/notebooks.py [NAME…]`` from the course's root. The bound is 20 s on two cores.
"""

import os
import subprocess
import sys
import time
from pathlib import Path

import nbformat
from nbclient import NotebookClient

from autograder.course.folder import Course
from autograder.demo.pupils import Work
from autograder.demo.work import fill_in

BOUND = 20  # seconds


def script_time(course: Course, name: str) -> float:
    """Seconds of ``python solutions/NAME.py``: the floor, the same pipeline without kernel and tests."""
    start = time.perf_counter()
    environment = {**os.environ, "MPLBACKEND": "agg"}
    command = [sys.executable, str(course.solutions / f"{name}.py")]
    subprocess.run(command, check=True, env=environment, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def notebook_time(course: Course, name: str) -> float:
    """Seconds of the notebook from the start of its kernel to its end, all hidden tests included."""
    folder = course.source / name
    notebook = nbformat.read(folder / f"{name}.ipynb", as_version=4)
    fill_in(notebook, course.script(name), Work("reference"))
    start = time.perf_counter()
    resources = {"metadata": {"path": str(folder)}}
    NotebookClient(notebook, timeout=300, resources=resources, config=course.config()).execute()
    return time.perf_counter() - start


def main(names: list[str]) -> int:
    course = Course.at(Path())
    slow = False
    for name in names or course.names():
        floor, seconds = script_time(course, name), notebook_time(course, name)
        slow |= seconds > BOUND
        print(f"{name:28} {seconds:5.1f} s, {seconds / floor:.1f} x the script ({floor:.1f} s)")
    return 1 if slow else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
