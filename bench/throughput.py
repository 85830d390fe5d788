"""What it costs to grade a class: `autograder grade` against stock `nbgrader autograde`, and against a floor.

``python bench/throughput.py [--quick] [--json] [--jobs N] [--count N] [NAME…]`` from the course's root. A class like
the demo's hands in each assignment (right answers in several styles, misconceptions); the same submissions go to

- nbgrader: one call of `nbgrader autograde` as nbgrader ships it, for a few of them;
- grade: `autograder grade`, sandbox, judge, diagnosis and gradebook included;
- floor: the CPU time of the reference's cells and tests in one warm process (see ``grading.py``).

Seconds each are those between the first submissions that are done and the last, so that the start of the judges, which
a class pays once, is a figure of its own.
"""

import argparse
import contextlib
import copy
import json
import os
import resource
import shutil
import tempfile
import time
from pathlib import Path

import nbformat
from grading import floor_of

from autograder.batch.command import Wanted, Where, grade_class
from autograder.cli import find_own_tools, spare_imports
from autograder.course.answers import read_answers
from autograder.course.build import build
from autograder.course.folder import Course
from autograder.demo.pupils import Work, make_class
from autograder.demo.work import fill_in
from autograder.gradebook.judge import Judge
from autograder.judge.lane import Lane

#: Submissions that stock nbgrader is given: it takes seconds for each.
STOCK = 3


def new_course(course: Course, name: str, root: Path) -> Course:
    """A course of its own in `root` that has released the assignment `name`."""
    shutil.copytree(course.solutions, root / "solutions")
    shutil.copy(course.root / "nbgrader_config.py", root)
    fresh = Course.at(root)
    list(build(fresh, [name]))
    return fresh


def hand_in(fresh: Course, name: str, first: int, count: int) -> None:
    """Submissions of the students from number `first` to `count`; unreadable and crashing ones count as right ones."""
    script = fresh.script(name)
    released = nbformat.read(fresh.release / name / f"{name}.ipynb", as_version=4)
    pupils = make_class([script], {name: read_answers(script)}, count + 6)[6:]
    for number in range(first, count):
        work = pupils[number].work[name]
        folder = fresh.root / "submitted" / f"s{number:04}" / name
        shutil.copytree(fresh.release / name, folder)
        notebook = copy.deepcopy(released)
        fill_in(notebook, script, Work(work.about, work.answers))
        nbformat.write(notebook, folder / f"{name}.ipynb")


def stock_seconds(course: Course, name: str, count: int) -> float:
    """Seconds for each of `count` submissions in one call of nbgrader's autograde, as nbgrader ships it."""
    from nbgrader.apps.api import NbGraderAPI
    from nbgrader.auth import Authenticator
    from nbgrader.coursedir import CourseDirectory
    from traitlets.config import Config

    config = Config()
    config.CourseDirectory.root = str(course.root)
    config.CourseDirectory.db_url = f"sqlite:///{course.root}/stock.db"
    config.CourseDirectory.autograded_directory = "stock"
    config.Execute.timeout = 300
    config.KernelManager.transport_encryption = "auto"
    shutil.copy(course.root / "gradebook.db", course.root / "stock.db")
    coursedir = CourseDirectory(config=config)
    coursedir.student_id_exclude = ",".join(sorted(p.name for p in (course.root / "submitted").iterdir())[count:])
    api = NbGraderAPI(coursedir, Authenticator(config=config), config=config)
    began = time.perf_counter()
    result = api.autograde(name, "*")
    if not result["success"]:
        raise RuntimeError(result["log"])
    return (time.perf_counter() - began) / count


def cpu() -> float:
    """Seconds that this process and those that have ended below it have computed."""
    both = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in both)


def start_cpu() -> float:
    """What a lane computes until it is ready, and to end."""
    before = cpu()
    Lane(Judge().require).close()
    return cpu() - before


def class_figures(course: Course, name: str, count: int, jobs: int, *, stock: bool = False) -> dict[str, float]:
    """What `autograder grade` takes for a class, and for a few of it nbgrader's autograde if `stock`."""
    with tempfile.TemporaryDirectory(prefix="throughput-") as folder:
        fresh = new_course(course, name, Path(folder, "course"))
        hand_in(fresh, name, 0, count)
        nbgrader = {"nbgrader_seconds_each": round(stock_seconds(fresh, name, min(STOCK, count)), 2)} if stock else {}
        start = start_cpu()
        done: list[float] = []
        before, began = cpu(), time.perf_counter()
        report, _ = grade_class(
            fresh.root, Wanted(), Where(jobs), quiet=True, tell=lambda _: done.append(time.perf_counter())
        )
        used = cpu() - before - jobs * start
        if len(report.graded) != count:
            raise RuntimeError(f"not all were graded: {report}")
        again_began = time.perf_counter()
        grade_class(fresh.root, Wanted(), Where(jobs), quiet=True)
        again = time.perf_counter() - again_began
    return {
        "submissions": count,
        "jobs": jobs,
        **nbgrader,
        "grade_seconds_each": round((done[-1] - done[jobs - 1]) / (count - jobs), 3),
        "grade_seconds_to_the_first": round(done[0] - began, 2),
        "grade_cpu_each": round(used / count, 3),
        "again_seconds": round(again, 2),
    }


def measured(course: Course, name: str, count: int, jobs: int) -> dict[str, float]:
    """The figures of one assignment."""
    floor = floor_of(course.script(name), course.solutions / "data")
    found = class_figures(course, name, count, jobs, stock=True)
    return {
        **found,
        "floor_cpu": round(floor, 2),
        "vs_nbgrader": round(found["nbgrader_seconds_each"] / found["grade_seconds_each"], 1),
        "vs_floor": round(found["grade_cpu_each"] / floor, 2),
    }


def main() -> None:
    import torch

    parser = argparse.ArgumentParser(description="What it costs to grade a class.")
    parser.add_argument("names", nargs="*", metavar="NAME", help="assignments (default: gradient_access)")
    parser.add_argument("--quick", action="store_true", help="six submissions")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--count", type=int, default=24, help="submissions of each assignment")
    options = parser.parse_args()
    spare_imports()
    find_own_tools()
    torch.set_num_threads(1)
    course = Course.at(Path())
    count = max(options.jobs + 1, 6 if options.quick else options.count)
    found = {}
    with contextlib.redirect_stderr(open(os.devnull, "w")):  # nbgrader's log
        for name in options.names or ["gradient_access"]:
            found[name] = measured(course, name, count, options.jobs)
            if not options.json:
                figures = ", ".join(f"{key} {value:g}" for key, value in found[name].items())
                print(f"{name}: {figures}", flush=True)
    if options.json:
        least = {key: min(each[key] for each in found.values()) for key in ("vs_nbgrader",)}
        most = {key: max(each[key] for each in found.values()) for key in ("vs_floor",)}
        print(json.dumps({**least, **most, "assignments": found}, indent=2))


if __name__ == "__main__":
    main()
