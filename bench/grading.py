"""What it costs to grade one notebook: the judge against a floor, and against stock nbgrader.

``python bench/grading.py [NAME…]`` from the course's root. For each assignment, with the reference's answers:

- floor: the same cells, run by IPython with their figures drawn, and the same tests in one warm process, without a
  boundary, a sandbox or a fork;
- judge: a session for the notebook, a fork for each test, calls over the wire;
- stock: `nbgrader autograde` as nbgrader ships it, a kernel for the notebook.

The least of five runs each, in seconds, and the ratios to the floor.
"""

import atexit
import contextlib
import logging
import multiprocessing
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import nbformat

from autograder.cli import find_own_tools
from autograder.course.build import build
from autograder.course.cells import Kind, Script
from autograder.course.folder import Course
from autograder.course.judged import cells_to_judge, cells_to_trust
from autograder.demo.pupils import Work
from autograder.demo.work import fill_in
from autograder.judge.cell import CellTests
from autograder.judge.remote.grade import Cell, Limits, grade
from autograder.judge.remote.process import Zygote
from autograder.judge.remote.setting import Setting
from autograder.judge.run import run_cells
from autograder.session.shell import run_cell
from autograder.session.warm import warm_up

#: The floor runs all tests at the end, as the judge does.
NO_CHECK = "check = lambda: None\n"


def least(work: Callable[[], object], runs: int = 5) -> float:
    """Seconds of the quickest of `runs`."""
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


def floor_of(script: Script, data: Path) -> float:
    """Seconds for the script's cells and tests in one process, which is this one's fork."""
    with multiprocessing.get_context("fork").Pool(1) as pool:
        return pool.apply(_floor, (script, data))


def _floor(script: Script, data: Path) -> float:
    return least(unguarded(script, data))


def unguarded(script: Script, data: Path) -> Callable[[], object]:
    """Run the script's cells and tests in this process."""
    shell = warm_up()
    tests = {cell.name: {spec.name: spec for spec in cell.tests()} for cell in script.of(Kind.TEST)}

    def run() -> None:
        shell.reset(new_session=True)
        with contextlib.chdir(data):
            found = []
            for cell in (cell for cell in script.cells if cell.is_code):
                run_cell(shell, NO_CHECK + cell.source if cell.kind is Kind.TEST else cell.source, 300)
                if cell.kind is Kind.TEST:
                    pairs = [(spec, shell.user_ns[name]) for name, spec in tests[cell.name].items()]
                    found.append(CellTests(tuple(pairs), shell.user_ns, set()))
            lost = [name for verdict in run_cells(found) for name in verdict.lost()]
        if lost:
            raise RuntimeError(f"the floor loses {lost}")

    return run


def judged(script: Script, data: Path, zygote: Zygote) -> Callable[[], object]:
    """Grade the script's notebook once."""
    setting = Setting(cells_to_trust(script), data)
    cells = [Cell(*cell) if cell else None for cell in cells_to_judge(script)]
    files = sorted(data.iterdir())
    return lambda: grade(cells, setting, zygote, files, Limits())


def stock(course: Course, name: str) -> Callable[[], object]:
    """Autograde one submission with nbgrader's own preprocessors."""
    from nbgrader.apps.api import NbGraderAPI
    from nbgrader.auth import Authenticator
    from nbgrader.coursedir import CourseDirectory
    from traitlets.config import Config

    root = Path(tempfile.mkdtemp(prefix="stock-"))
    atexit.register(shutil.rmtree, root, ignore_errors=True)
    shutil.copytree(course.solutions, root / "solutions")
    shutil.copy(course.root / "nbgrader_config.py", root)
    fresh = Course.at(root)
    list(build(fresh, [name]))
    handed_in = root / "submitted" / "ada" / name
    shutil.copytree(fresh.release / name, handed_in)
    path = handed_in / f"{name}.ipynb"
    notebook = nbformat.read(path, as_version=4)
    fill_in(notebook, fresh.script(name), Work("reference"))
    nbformat.write(notebook, path)
    config = Config()
    config.CourseDirectory.root = str(root)
    config.Execute.timeout = 300
    config.KernelManager.transport_encryption = "auto"
    coursedir = CourseDirectory(config=config)
    api = NbGraderAPI(coursedir, Authenticator(config=config), config=config)

    def run() -> None:
        result = api.autograde(name, "ada")
        if not result["success"]:
            raise RuntimeError(result["log"])

    return run


def main(names: list[str]) -> None:
    import torch

    torch.set_num_threads(1)
    find_own_tools()
    logging.getLogger("traitlets").setLevel(logging.CRITICAL)
    course = Course.at(Path())
    with Zygote() as zygote:
        for name in names or course.names():
            script = course.script(name)
            floor = floor_of(script, course.solutions / "data")
            judge = least(judged(script, course.solutions / "data", zygote))
            slow = least(stock(course, name))
            print(
                f"{name:28} floor {floor:5.2f} s, judge {judge:5.2f} s = {judge / floor:.1f} x the floor, "
                f"stock {slow:5.2f} s = {slow / judge:.1f} x the judge",
                flush=True,
            )


if __name__ == "__main__":
    main(sys.argv[1:])
