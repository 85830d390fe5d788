"""What grading a class costs: `autograder grade` against ``otter run`` of otter-grader 7, on an equivalent notebook.

``python bench/against_otter.py --otter OTTER [--json] [--jobs N] [--count N] [NAME]`` from the course's root (default:
gradient_access), where OTTER is the command of an environment of its own that has this kit and its PyTorch, too::

    python -m venv otter && otter/bin/pip install -c constraints.txt torch
    otter/bin/pip install -c constraints.txt -e . && otter/bin/pip install otter-grader==7.0.0
    python bench/against_otter.py --otter otter/bin/otter

Otter gets the reference's notebook with the same test functions, which its test files call one by one, and must give
full marks. It has no sandbox, and tests run in the student's process. ``otter run`` takes one submission a call.
"""

import argparse
import contextlib
import json
import os
import shutil
import subprocess
import tempfile
import zipfile
from pathlib import Path

from grading import NO_CHECK, least
from nbformat import v4, write
from throughput import class_figures

from autograder.cli import find_own_tools, spare_imports
from autograder.course.cells import Cell, Kind, Script
from autograder.course.folder import Course

TEST_FILE = """\
from autograder.judge.student import Student
from otter.test_files import test_case

OK_FORMAT = False
name = {name!r}
"""
TEST = """

@test_case(points={points})
def case_{number}(env):
    env[{test!r}](Student(env))
"""


def source(cell: Cell) -> str:
    """A cell of the equivalent notebook: otter checks at the end, as a grader does."""
    return NO_CHECK + cell.source if cell.kind is Kind.TEST else cell.source


def make_notebook(script: Script, path: Path) -> None:
    """The reference, as a student would hand it in to otter."""
    notebook = v4.new_notebook(metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}})
    notebook.cells = [
        v4.new_code_cell(source(cell)) if cell.is_code else v4.new_markdown_cell(cell.source) for cell in script.cells
    ]
    write(notebook, path)


def make_autograder(script: Script, data: Path, path: Path) -> float:
    """Otter's zip file, with a test file for each test cell; the points that are to be had."""
    total = 0.0
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("otter_config.json", json.dumps({"show_all_public": True, "print_summary": False}))
        for each in sorted(data.iterdir()):
            file.write(each, f"files/{each.name}")
        for cell in script.of(Kind.TEST):
            text = TEST_FILE.format(name=cell.name)
            for number, spec in enumerate(cell.tests()):
                text += TEST.format(points=spec.points, number=number, test=spec.name)
                total += spec.points
            file.writestr(f"tests/{cell.name}.py", text)
    return total


def otter_seconds(command: str, script: Script, data: Path) -> float:
    """Seconds of one ``otter run``, the quickest of three.

    Raises:
        RuntimeError: when otter does not give full marks; the two would not be comparable.
    """
    with tempfile.TemporaryDirectory(prefix="otter-") as folder:
        here = Path(folder)
        make_notebook(script, here / "submission.ipynb")
        total = make_autograder(script, data, here / "autograder.zip")
        env = {**os.environ, "PATH": f"{Path(command).resolve().parent}{os.pathsep}{os.environ['PATH']}"}

        def run() -> None:
            done = subprocess.run(
                [shutil.which(command) or command, "run", "--no-logo", "-a", "autograder.zip", "submission.ipynb"],
                cwd=here,
                env=env,
                capture_output=True,
                text=True,
                check=False,
            )
            if done.returncode:
                raise RuntimeError(done.stdout[-3000:] + done.stderr[-3000:])
            tests = json.loads((here / "results.json").read_text(encoding="utf-8"))["tests"]
            score = sum(test.get("score", 0) for test in tests)
            if abs(score - total) > 1e-6:
                raise RuntimeError(f"otter gives {score:g} of {total:g} points: {done.stdout[-3000:]}")

        return least(run, 3)


def main() -> None:
    import torch

    parser = argparse.ArgumentParser(description="autograder grade against otter run.")
    parser.add_argument("name", nargs="?", default="gradient_access", metavar="NAME")
    parser.add_argument("--otter", required=True, help="the command `otter` of its environment")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--count", type=int, default=24, help="submissions that autograder grade gets")
    options = parser.parse_args()
    spare_imports()
    find_own_tools()
    torch.set_num_threads(1)
    course = Course.at(Path())
    with contextlib.redirect_stderr(open(os.devnull, "w")):  # nbgrader's log
        otter = otter_seconds(options.otter, course.script(options.name), course.solutions / "data")
        ours = class_figures(course, options.name, options.count, options.jobs)
    found = {
        "assignment": options.name,
        "otter_seconds_each": round(otter, 2),
        "grade_seconds_each": ours["grade_seconds_each"],
        "vs_otter": round(otter / ours["grade_seconds_each"], 1),
    }
    print(json.dumps(found, indent=2) if options.json else ", ".join(f"{key} {each}" for key, each in found.items()))


if __name__ == "__main__":
    main()
