"""The trusted half of an assignment: its setup and its tests, run in the judge and never in a session."""

import contextlib
import io
import linecache
import sys
import types
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.judge.declared import declared_tests
from autograder.judge.remote.fresh import fresh_data
from autograder.judge.verdict import TestSpec

#: The name of the module that the cells are run in.
MODULE = "autograder_assignment"


class SettingError(Exception):
    """The tests of an assignment cannot be run: the message names the cell and the error."""


@dataclass(frozen=True)
class TestCell:
    """A test cell's tests, and the file name that its code has."""

    __test__ = False

    tests: tuple[tuple[TestSpec, Callable[..., Any]], ...]
    file: str


class Setting:
    """The names that tests use, and the tests of each cell by its grade id."""

    def __init__(self, cells: Sequence[tuple[str, str]], folder: Path) -> None:
        """Run the instructor's `cells` (grade id, source) in order; their data files are in `folder`.

        A setup cell that runs the student's functions stops there, for there are none here.

        Raises:
            SettingError: when a cell with tests does not run.
        """
        self.folder = folder
        module = types.ModuleType(MODULE)
        self.namespace: dict[str, Any] = vars(module)
        self.namespace["__file__"] = str(folder / "assignment.py")
        self.cells: dict[str, TestCell] = {}
        sys.modules[MODULE] = module
        for identity, source in cells:
            self._run(identity, source)
        self._kept = fresh_data(self.namespace)

    def restore(self) -> None:
        """Undo what a test, or a student's code through one, did to the setting's tensors, arrays and containers."""
        self.namespace.update(fresh_data(self._kept))

    def _run(self, identity: str, source: str) -> None:
        file = f"<{identity}>"
        linecache.cache[file] = (len(source), None, source.splitlines(keepends=True), file)
        specs = {spec.name: spec for spec in declared_tests(source)}
        try:
            with _silence():
                exec(compile(source, file, "exec"), self.namespace)
        except Exception as error:
            if specs:
                raise SettingError(f"the tests of {identity} do not run: {type(error).__name__}: {error}") from error
        if specs:
            tests = tuple((spec, self.namespace[name]) for name, spec in specs.items())
            self.cells[identity] = TestCell(tests, file)


@contextlib.contextmanager
def _silence() -> Iterator[None]:
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        yield
    pyplot = sys.modules.get("matplotlib.pyplot")
    if pyplot:
        pyplot.close("all")
