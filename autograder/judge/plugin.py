"""The pytest plugin: the `student` of a script's own tests, each test's time limit and seed, and the recorder."""

import random
import sys
import zlib
from collections.abc import Collection, Iterator, Mapping
from typing import Any

import pytest

from autograder.exercise.points import DEFAULT_SECONDS
from autograder.judge.explain import explain
from autograder.judge.limits import time_limit
from autograder.judge.student import Student
from autograder.judge.verdict import Outcome

#: The attribute of a collected module that gives each test its student.
STUDENT = "__student__"

#: The attribute that says how many times its own limit a test may take by the clock, where its student is held to
#: the limit by the time that they compute.
PATIENCE = "__patience__"

NOT_RUN = "this test did not run: an earlier one stopped the whole run"


@pytest.fixture
def student(request: pytest.FixtureRequest) -> Iterator[Any]:
    """The student's session; in a script (``pytest solutions``) that is the script itself."""
    students = getattr(request.module, STUDENT, None)
    if students is None:
        yield Student(vars(request.module))
    else:
        with students(seconds_of(request.node)) as found:
            yield found


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    """Give an exercise's test its own seed and its time limit; leave every other test alone."""
    if "student" not in getattr(item, "fixturenames", ()):
        return (yield)
    seed(zlib.crc32(item.name.encode()))
    with time_limit(seconds_of(item) * getattr(getattr(item, "module", None), PATIENCE, 1)):
        return (yield)


def seconds_of(item: Any) -> float:
    """How long a test may take."""
    return float(getattr(getattr(item, "function", None), "seconds", DEFAULT_SECONDS))


def seed(number: int) -> None:
    """Seed every generator that the book's code draws from; one that is not imported stays so."""
    random.seed(number)
    if "numpy" in sys.modules:
        sys.modules["numpy"].random.seed(number)
    if "torch" in sys.modules:
        sys.modules["torch"].manual_seed(number)


class Recorder:
    """Keeps each test's outcome and message; a name occurs once for each case of a parametrised test."""

    def __init__(self, hidden: Mapping[str, bool], namespace: Mapping[str, Any], test_files: Collection[str]) -> None:
        self.outcomes: dict[str, dict[str, tuple[Outcome, str]]] = {}
        self._hidden = hidden
        self._namespace = namespace
        self._test_files = test_files

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """Every case counts as not run until it ran, so that a run that stops between two cases is no pass."""
        for item in session.items:
            if isinstance(item, pytest.Function):
                self.outcomes.setdefault(item.originalname, {})[item.nodeid] = (Outcome.NOT_RUN, NOT_RUN)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self, item: pytest.Function, call: pytest.CallInfo[None]) -> Iterator[None]:
        report = yield
        name = item.originalname
        if call.excinfo is None:
            if call.when == "call":
                self.outcomes[name][item.nodeid] = (Outcome.PASSED, "")
        elif isinstance(call.excinfo.value, pytest.skip.Exception):
            self.outcomes[name][item.nodeid] = (Outcome.NOT_RUN, "this test was skipped")
        else:
            try:
                found = explain(call.excinfo.value, self._namespace, self._test_files, self._hidden.get(name, True))
            except Exception:  # a student's exception may fail to say what it is
                found = (Outcome.ERROR, "your code raised an error that cannot be shown")
            self.outcomes[name][item.nodeid] = found
        return report
