"""nbgrader's configuration for a course, as `nbgrader autograde` finds it, without importing all its applications."""

import contextlib
import logging
import os
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from jupyter_core.paths import jupyter_config_path
from nbgrader.coursedir import CourseDirectory
from sqlalchemy.exc import SAWarning
from traitlets.config import Application


class _Grader(Application):  # type: ignore[misc]  # traitlets is not followed
    """What the converter asks for its configuration and its log."""

    name = "nbgrader"


@contextlib.contextmanager
def configured(root: Path, log: Path) -> Iterator[tuple[Any, Any]]:
    """The parent of nbgrader's converter, and the course's directory; warnings go to the file `log`.

    The course's own ``nbgrader_config.py`` comes before those in Jupyter's folders.
    """
    parent = _Grader()
    parent.load_config_file("nbgrader_config", path=[str(root), *jupyter_config_path()])
    coursedir = CourseDirectory(parent=parent)
    coursedir.root = str(root)
    handler = logging.FileHandler(log, encoding="utf-8", delay=True)
    handler.setFormatter(logging.Formatter("%(message)s"))
    handler.setLevel(logging.WARNING)
    parent.log = logger = logging.Logger("autograder.grade", logging.WARNING)
    logger.addHandler(handler)
    shared = logging.getLogger("traitlets")
    shared.addHandler(handler)
    before = shared.propagate
    shared.propagate = False
    try:
        with warnings.catch_warnings():
            # nbgrader adds rows in an order that SQLAlchemy 2 remarks on
            warnings.simplefilter("ignore", SAWarning)
            yield parent, coursedir
    finally:
        shared.removeHandler(handler)
        shared.propagate = before
        handler.close()


def home(root: Path) -> Path:
    """The folder of the course where runs keep what is theirs."""
    folder = root / ".autograder"
    folder.mkdir(exist_ok=True)
    with contextlib.suppress(OSError):
        os.chmod(folder, 0o700)  # it holds what students handed in, and their grades
    return folder
