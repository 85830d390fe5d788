"""`check()`: the last line of a test cell."""

import linecache
import sys
from collections.abc import Callable
from types import FrameType
from typing import Any


def check() -> Any:
    """Run the tests of the cell that calls it, on what the notebook holds now, and show a table.

    In a notebook the value is a report: a table for people, and the number of points for nbgrader.
    In a terminal IPython it prints the table. In a script it does nothing, because there pytest runs the tests.
    """
    cell = sys._getframe(1)
    shell = _shell()
    if shell is None or cell.f_globals is not shell.user_ns:
        return None

    from autograder.judge.live import run_cell
    from autograder.judge.report import Report, as_text

    source = "".join(linecache.getlines(cell.f_code.co_filename))
    verdict = run_cell(_tests(cell), cell.f_globals, source)
    if getattr(shell, "kernel", None) is None:
        print(as_text(verdict))
        return None
    return Report(verdict)


def _shell() -> Any:
    """IPython's shell if this is a notebook; asking must not import IPython."""
    ipython = sys.modules.get("IPython")
    return ipython.get_ipython() if ipython else None


def _tests(cell: FrameType) -> list[Callable[..., Any]]:
    """The test functions that this very cell defined, in the order in which they stand."""
    tests = [
        value
        for name, value in cell.f_globals.items()
        if name.startswith("test_") and _file_of(value) == cell.f_code.co_filename
    ]
    return sorted(tests, key=lambda test: test.__code__.co_firstlineno)


def _file_of(value: Any) -> str | None:
    code = getattr(value, "__code__", None)
    return getattr(code, "co_filename", None)
