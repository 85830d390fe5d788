"""Run test functions with real pytest, in this process, and return what came of each."""

import contextlib
import importlib
import io
import os
import sys
import tempfile
import types
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from autograder.judge.cell import CellTests
from autograder.judge.verdict import Outcome, Result, TestSpec, Verdict

#: pytest without anything of the machine it runs on: no configuration, conftest, plugin, cache or colour.
#: Its watch for unraisable exceptions collects garbage five times at exit, seconds in a session with torch.
ARGUMENTS = [
    *("-c", os.devnull, "--noconftest", "--disable-plugin-autoload", "-p", "autograder.judge.plugin"),
    *("-p", "no:cacheprovider", "-p", "no:unraisableexception", "-p", "no:faulthandler", "-p", "no:doctest"),
    *("-p", "no:logging", "-p", "no:threadexception", "-p", "no:pastebin", "-p", "no:junitxml", "-p", "no:stepwise"),
    *("-p", "no:setuponly", "-p", "no:setupplan", "-p", "no:legacypath"),
    *("-q", "--capture=sys", "-W", "ignore"),
]


def run_tests(
    tests: Sequence[tuple[TestSpec, Callable[..., Any]]], namespace: Mapping[str, Any], test_files: Collection[str]
) -> Verdict:
    """Run `tests`, each with its declaration, against what `namespace` holds.

    Args:
        tests: each test's declaration and function, in order.
        namespace: the student's session; `student.x` in a test is ``namespace["x"]``.
        test_files: the file names of the tests' code, so that a student's own lines can be told from theirs.
    """
    (verdict,) = run_cells([CellTests(tuple(tests), namespace, test_files)])
    return verdict


def run_cells(cells: Sequence[CellTests]) -> list[Verdict]:
    """Run the tests of `cells`, in order and in one run of pytest; a verdict for each cell."""
    import pytest

    from autograder.judge.plugin import CELL, Recorder

    if not cells:  # pytest without a file to run would look for tests in the working directory, and run them
        return []
    recorder = Recorder()
    with tempfile.TemporaryDirectory() as folder, _quiet(), _plain_environment():
        modules = {}
        for number, cell in enumerate(cells):
            path = Path(folder, f"{number}.tests").resolve()
            path.touch()
            modules[path] = module = types.ModuleType(f"cell {number}")
            for spec, function in cell.tests:
                setattr(module, spec.name, function)
            setattr(module, CELL, cell)
        command = [*ARGUMENTS, f"--rootdir={folder}", f"--confcutdir={folder}", *map(str, modules)]
        with contextlib.suppress(Exception):  # a student may close what pytest writes to: what ran is known
            pytest.main(command, plugins=[_Collector(modules), recorder])
    return [Verdict(tuple(_result(spec, recorder.of(cell, spec.name)) for spec, _ in cell.tests)) for cell in cells]


def _result(spec: TestSpec, outcomes: list[tuple[Outcome, str]]) -> Result:
    """A parametrised test passes when all its cases pass; else the first case that did not speaks for it."""
    if not outcomes:
        return Result.of(spec, Outcome.NOT_RUN, "this test did not run: pytest did not find it")
    bad = [entry for entry in outcomes if entry[0] is not Outcome.PASSED]
    return Result.of(spec, *(bad or outcomes)[0])


class _Collector:
    """Collects the functions of modules that are in memory."""

    def __init__(self, modules: Mapping[Path, types.ModuleType]) -> None:
        import pytest

        class Cell(pytest.Module):
            def _getobj(self) -> types.ModuleType:
                return modules[self.path]

        self.Cell = Cell
        self.modules = modules

    def pytest_collect_file(self, file_path: Path, parent: Any) -> Any:
        return self.Cell.from_parent(parent, path=file_path) if file_path in self.modules else None


@contextlib.contextmanager
def _plain_environment() -> Iterator[None]:
    """No variable of the machine or the student adds options or plugins to the run."""
    kept = {name: os.environ.pop(name) for name in ("PYTEST_ADDOPTS", "PYTEST_PLUGINS") if name in os.environ}
    try:
        yield
    finally:
        os.environ.update(kept)


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Nothing that pytest or a test prints or displays reaches the notebook; nothing is written beside it."""
    ipython = sys.modules.get("IPython")
    before = sys.dont_write_bytecode
    sys.dont_write_bytecode = True
    try:
        if ipython and ipython.get_ipython():
            capture = importlib.import_module("IPython.utils.capture").capture_output()
            with capture:
                yield
        else:
            with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
                yield
    finally:
        sys.dont_write_bytecode = before
