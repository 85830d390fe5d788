"""The pytest plugin: the `student` of a script's own tests, each test's time limit and seed, and the recorder."""

import random
import sys
import zlib
from collections.abc import Iterator
from typing import Any

import pytest

from autograder.exercise.points import DEFAULT_SECONDS
from autograder.judge.cell import CellTests
from autograder.judge.explain import explain
from autograder.judge.limits import time_limit
from autograder.judge.student import Student
from autograder.judge.verdict import Outcome

#: The attribute of a collected module that holds its `CellTests`.
CELL = "__cell__"

NOT_RUN = "this test did not run: an earlier one stopped the whole run"


@pytest.fixture
def student(request: pytest.FixtureRequest) -> Iterator[Any]:
    """The student's session; in a script (``pytest solutions``) that is the script itself."""
    cell = cell_of(request.node)
    if cell is None:
        yield Student(vars(request.module))
    else:
        if cell.watch and not cell.watch.wants(request.node.originalname):
            pytest.skip()
        with cell.student(seconds_of(request.node)) as found:
            yield found


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    """Give an exercise's test its own seed and its time limit; leave every other test alone."""
    if "student" not in getattr(item, "fixturenames", ()):
        return (yield)
    cell = cell_of(item)
    seed(zlib.crc32(item.name.encode(), cell.seed if cell else 0))
    with time_limit(seconds_of(item) * (cell.patience if cell else 1)):
        return (yield)


def cell_of(item: Any) -> CellTests | None:
    """The cell that a test belongs to; None in a script."""
    return getattr(getattr(item, "module", None), CELL, None)


def seconds_of(item: Any) -> float:
    """How long a test may take."""
    cell = cell_of(item)
    declared = float(getattr(getattr(item, "function", None), "seconds", DEFAULT_SECONDS))
    return min(declared, cell.most_seconds) if cell else declared


def seed(number: int) -> None:
    """Seed every generator that the book's code draws from; one that is not imported stays so."""
    random.seed(number)
    if "numpy" in sys.modules:
        sys.modules["numpy"].random.seed(number)
    torch = sys.modules.get("torch")
    if torch is not None:
        # Without an accelerator, torch.manual_seed keeps the whole stack as a text for each kind that might yet appear.
        (torch.manual_seed if torch.accelerator.is_available() else torch.default_generator.manual_seed)(number)


class Recorder:
    """Keeps each test's outcome and message; a name occurs once for each case of a parametrised test."""

    def __init__(self) -> None:
        self._outcomes: dict[tuple[int, str], dict[str, tuple[Outcome, str]]] = {}

    def of(self, cell: CellTests, name: str) -> list[tuple[Outcome, str]]:
        """The outcomes of a test's cases; none when pytest did not find it."""
        return [*self._outcomes.get((id(cell), name), {}).values()]

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """Every case counts as not run until it ran, so that a run that stops between two cases is no pass."""
        for item in session.items:
            self._keep(item, (Outcome.NOT_RUN, NOT_RUN))

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_makereport(self, item: pytest.Item, call: pytest.CallInfo[None]) -> pytest.TestReport:
        """Keep what came of it, and report it to pytest without a traceback.

        Nobody would read one, and pytest takes longer to write it than most tests take to run.
        """
        if call.excinfo is None:
            if call.when == "call":
                self._keep(item, (Outcome.PASSED, ""))
        elif isinstance(call.excinfo.value, pytest.skip.Exception):
            self._keep(item, (Outcome.NOT_RUN, "this test was skipped"))
        else:
            self._keep(item, _explained(item, call.excinfo.value))
        cell = cell_of(item)
        if cell and cell.watch and isinstance(item, pytest.Function) and _has_run(call):
            outcome, _ = self._outcomes[id(cell), item.originalname][item.nodeid]
            cell.watch.saw(item.originalname, outcome, call.duration)
        return _report(item, call)

    def _keep(self, item: pytest.Item, outcome: tuple[Outcome, str]) -> None:
        cell = cell_of(item)
        if cell and isinstance(item, pytest.Function):
            self._outcomes.setdefault((id(cell), item.originalname), {})[item.nodeid] = outcome


def _report(item: pytest.Item, call: pytest.CallInfo[None]) -> pytest.TestReport:
    """What pytest has to know: the outcome."""
    assert call.when != "collect"
    skipped = call.excinfo is not None and isinstance(call.excinfo.value, pytest.skip.Exception)
    return pytest.TestReport(
        item.nodeid,
        item.location,
        dict.fromkeys(item.keywords, 1),
        "passed" if call.excinfo is None else "skipped" if skipped else "failed",
        ("", 0, "") if skipped else None,
        call.when,
        duration=call.duration,
        start=call.start,
        stop=call.stop,
    )


def _has_run(call: pytest.CallInfo[None]) -> bool:
    """Whether a test ended in this phase: as a rule in its call, else where getting ready for it failed."""
    return call.when == "call" or (
        call.excinfo is not None and not isinstance(call.excinfo.value, pytest.skip.Exception)
    )


def _explained(item: pytest.Item, error: BaseException) -> tuple[Outcome, str]:
    cell = cell_of(item)
    assert cell
    assert isinstance(item, pytest.Function)
    try:
        return explain(error, cell.namespace, cell.test_files, cell.is_hidden(item.originalname), cell.cells)
    except Exception:  # a student's exception may fail to say what it is
        return Outcome.ERROR, "your code raised an error that cannot be shown"
