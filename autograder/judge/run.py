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

from autograder.judge.student import Student
from autograder.judge.verdict import Outcome, Result, TestSpec, Verdict

#: Called for each test with its limit in seconds: a context whose value is the test's `student`.
Students = Callable[[float], contextlib.AbstractContextManager[Any]]
#: A machine that grades a class is busy: by the clock, a remote student has this many times a test's limit.
BUSY = 3

#: pytest without anything of the machine it runs on: no configuration, conftest, plugin, cache or colour.
#: Its watch for unraisable exceptions collects garbage five times at exit, seconds in a session with torch.
ARGUMENTS = [
    *("-c", os.devnull, "--noconftest", "--disable-plugin-autoload", "-p", "autograder.judge.plugin"),
    *("-p", "no:cacheprovider", "-p", "no:unraisableexception", "-p", "no:faulthandler", "-p", "no:doctest"),
    *("-q", "--capture=sys", "-W", "ignore"),
]


def run_tests(
    tests: Sequence[tuple[TestSpec, Callable[..., Any]]],
    namespace: Mapping[str, Any],
    test_files: Collection[str],
    students: Students | None = None,
) -> Verdict:
    """Run `tests` against what `namespace` holds, or each against a student of its own.

    Args:
        tests: each test's declaration and function, in order.
        namespace: the student's session; `student.x` in a test is ``namespace["x"]``.
        test_files: the file names of the tests' code, so that a student's own lines can be told from theirs.
        students: gives each test its `student`, when that is elsewhere.
    """
    import pytest

    from autograder.judge.plugin import PATIENCE, STUDENT, Recorder

    specs = {spec.name: spec for spec, _ in tests}
    recorder = Recorder({name: spec.hidden for name, spec in specs.items()}, namespace, test_files)
    with tempfile.TemporaryDirectory() as folder, _quiet(), _plain_environment():
        cell = Path(folder, "cell.tests")
        cell.touch()
        module = types.ModuleType("cell")
        for spec, function in tests:
            setattr(module, spec.name, function)
        setattr(module, STUDENT, students or (lambda _: contextlib.nullcontext(Student(namespace))))
        setattr(module, PATIENCE, BUSY if students else 1)
        collector = _Collector(cell, module)
        with contextlib.suppress(Exception):  # a student may close what pytest writes to: what ran is known
            pytest.main(
                [*ARGUMENTS, f"--rootdir={folder}", f"--confcutdir={folder}", str(cell)], plugins=[collector, recorder]
            )
    return Verdict(tuple(_result(spec, [*recorder.outcomes.get(spec.name, {}).values()]) for spec in specs.values()))


def _result(spec: TestSpec, outcomes: list[tuple[Outcome, str]]) -> Result:
    """A parametrised test passes when all its cases pass; else the first case that did not speaks for it."""
    if not outcomes:
        return Result.of(spec, Outcome.NOT_RUN, "this test did not run: pytest did not find it")
    bad = [entry for entry in outcomes if entry[0] is not Outcome.PASSED]
    return Result.of(spec, *(bad or outcomes)[0])


class _Collector:
    """Collects the functions of a module that is in memory."""

    def __init__(self, cell: Path, module: types.ModuleType) -> None:
        import pytest

        self.cell = cell.resolve()

        class Cell(pytest.Module):
            def _getobj(self) -> types.ModuleType:
                return module

        self.Cell = Cell

    def pytest_collect_file(self, file_path: Path, parent: Any) -> Any:
        if file_path.resolve() == self.cell:
            return self.Cell.from_parent(parent, path=file_path)
        return None


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
