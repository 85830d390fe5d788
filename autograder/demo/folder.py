"""A fresh course folder for a demo, and an environment that writes nowhere else."""

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from autograder.course.errors import CourseError
from autograder.course.folder import CONFIG, Course

#: What Jupyter, IPython, matplotlib and torch would write elsewhere, and where it goes in the folder.
ELSEWHERE = {
    "HOME": "home",
    "IPYTHONDIR": "home/ipython",
    "JUPYTER_CONFIG_DIR": "home/jupyter/config",
    "JUPYTER_DATA_DIR": "home/jupyter/data",
    "JUPYTER_RUNTIME_DIR": "home/jupyter/runtime",
    "MPLCONFIGDIR": "home/matplotlib",
    "XDG_CACHE_HOME": "home/cache",
    "TMPDIR": "home/tmp",
}


def fresh_course(course: Course, folder: Path | None) -> Course:
    """A copy of the scripts and the configuration of `course` in `folder`, or in the next free ``demo/run-N``.

    Raises:
        CourseError: when `folder` is there already and not empty, or cannot be made.
    """
    root = folder.resolve() if folder else _next(course.root / "demo")
    if root.exists() and (not root.is_dir() or any(root.iterdir())):
        raise CourseError(f"{root} is not empty: name a folder that is new, a demo overwrites nothing")
    try:
        root.mkdir(parents=True, exist_ok=True)
        shutil.copytree(course.solutions, root / "solutions", ignore=shutil.ignore_patterns("__pycache__", ".*"))
        shutil.copy(course.root / CONFIG, root)
    except OSError as error:
        raise CourseError(f"cannot make the demo's folder {root}: {error}") from error
    return Course.at(root)


def _next(parent: Path) -> Path:
    number = 1
    while (parent / f"run-{number}").exists():
        number += 1
    return parent / f"run-{number}"


@contextlib.contextmanager
def contained(root: Path) -> Iterator[None]:
    """Run the body, and every process that it starts, so that all they write lies in `root`."""
    before = dict(os.environ)
    for name, part in ELSEWHERE.items():
        (root / part).mkdir(parents=True, exist_ok=True)
        os.environ[name] = str(root / part)
    os.environ.pop("NBGRADER_EXCHANGE", None)
    os.environ["PYTHONDONTWRITEBYTECODE"] = "1"
    tempfile.tempdir = None
    # matplotlib makes its list of fonts once; here, so that no notebook shows a line about it
    subprocess.run([sys.executable, "-c", "import matplotlib.font_manager"], check=True, capture_output=True)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)
        tempfile.tempdir = None
