"""The next test has the last one's fork where nothing was left in it, and where something was it has one of its own."""

import sys
import time

import pytest
from counters import COUNTERS

from autograder.judge.lost import SessionLostError
from autograder.judge.remote.grade import Cell, Limits, grade
from autograder.judge.remote.link import Link
from autograder.judge.remote.process import Session
from autograder.judge.remote.setting import Setting
from autograder.judge.remote.student import RemoteStudent
from autograder.judge.verdict import Outcome
from autograder.wire import ClosedError, StudentError, WireError

if sys.platform != "linux":
    pytest.skip("sessions need Linux", allow_module_level=True)

SETUP = "import os, random, torch\nimport numpy as np\nfrom torch import nn\nfrom autograder import check, points"
#: Each of two tests calls f once; the second would see what the first has left.
TESTS = '''
@points(1)
def test_first(student):
    """Once."""
    assert student.f() == 1

@points(1)
def test_second(student):
    """Once, in a session that is new."""
    assert student.f() == 1

@points(1, seconds=1)
def test_third(student):
    """Once, in a session that is new."""
    assert student.f() == 1
check()
'''
SHORT = Limits(20, 60)


@pytest.fixture(scope="module")
def setting(tmp_path_factory):
    return Setting([("setup", SETUP), ("tests", TESTS)], tmp_path_factory.mktemp("data"))


@pytest.fixture
def again(monkeypatch):
    """For each snapshot that was given back and asked for again: whether it was as it had been."""
    found = []
    ask = Session._again

    def asked(session, *args):
        there = session._back is not None
        channel = ask(session, *args)
        if there:
            found.append(channel is not None)
        return channel

    monkeypatch.setattr(Session, "_again", asked)
    return found


def outcomes(zygote, setting, answer):
    found = grade([Cell(SETUP), Cell(answer), Cell(TESTS, "tests", True)], setting, zygote, [], SHORT)
    return [result.outcome for result in found.verdicts[2].results]


def test_tests_that_leave_nothing_share_a_fork(zygote, setting, again):
    assert outcomes(zygote, setting, "def f():\n    return 1") == [Outcome.PASSED] * 3
    assert again == [True, True]


@pytest.mark.parametrize("where", COUNTERS)
def test_no_test_sees_what_another_has_left_in(zygote, setting, again, where):
    assert outcomes(zygote, setting, COUNTERS[where]) == [Outcome.PASSED] * 3
    assert again == [False]


def test_the_counters_count(zygote, setting, monkeypatch):
    """Else the test above would show nothing: two calls in one test are not the same."""
    twice = TESTS.replace("assert student.f() == 1", "assert [student.f(), student.f()] == [1, 1]")
    setting = Setting([("setup", SETUP), ("tests", twice)], setting.folder)
    for where, answer in COUNTERS.items():
        found = grade([Cell(SETUP), Cell(answer), Cell(twice, "tests", True)], setting, zygote, [], SHORT)
        assert found.verdicts[2].results[0].outcome is Outcome.FAILED, where


@pytest.mark.parametrize("answer", ["return 2", "raise ValueError(f)", "return g", "f.__code__.no", "return 1 / 0"])
def test_a_test_that_fails_and_leaves_nothing_gives_its_fork_to_the_next(zygote, setting, again, answer):
    lost = outcomes(zygote, setting, f"def f():\n    {answer}")
    assert set(lost) <= {Outcome.FAILED, Outcome.ERROR}
    assert again == [True, True]


def test_a_test_that_ends_its_fork_ends_no_other(zygote, setting, again):
    answer = "import pathlib\ndef f():\n    if pathlib.Path('once').exists():\n        return 1\n"
    answer += "    pathlib.Path('once').touch()\n    os._exit(0)"
    assert outcomes(zygote, setting, answer) == [Outcome.CRASHED, Outcome.PASSED, Outcome.PASSED]
    assert again == [True]


def test_a_test_that_never_ends_ends_no_other(zygote, setting, again):
    answer = "import pathlib\ndef f():\n    if pathlib.Path('once').exists():\n        return 1\n"
    answer += "    pathlib.Path('once').touch()\n    while True:\n        pass"
    quick = TESTS.replace("@points(1)", "@points(1, seconds=1)")
    setting = Setting([("setup", SETUP), ("tests", quick)], setting.folder)
    found = grade([Cell(SETUP), Cell(answer), Cell(quick, "tests", True)], setting, zygote, [], SHORT)
    assert [result.outcome is Outcome.PASSED for result in found.verdicts[2].results] == [False, True, True]


def test_a_test_that_used_much_memory_gives_its_fork_to_nobody(zygote, setting, again):
    assert outcomes(zygote, setting, "def f():\n    return int(torch.ones(25_000_000).max())") == [Outcome.PASSED] * 3
    assert again == [False]


def test_what_was_imported_meanwhile_is_nothing_left(zygote, setting, again):
    answer = "def f():\n    import fractions\n    return int(fractions.Fraction(1))"
    assert outcomes(zygote, setting, answer) == [Outcome.PASSED] * 3
    assert again == [True, True]


def test_a_test_draws_the_same_numbers_in_a_fork_of_its_own(zygote, tmp_path):
    seen = "values = []\n" + TESTS.replace("assert student.f() == 1", "values.append(student.f())")
    setting = Setting([("setup", SETUP), ("tests", seen)], tmp_path)
    setting.restore = lambda: None
    draws = "def f():\n    return float(torch.rand(1)) + float(np.random.rand()) + random.random()"
    found = []
    for more in ("", "\nseen = iter([])\ndef g():\n    return seen"):  # of an iterator nobody can tell its state
        setting.namespace["values"].clear()
        grade([Cell(SETUP), Cell(draws + more), Cell(seen, "tests", True)], setting, zygote, [], SHORT)
        found.append(list(setting.namespace["values"]))
    assert len(set(found[0])) == 3
    assert found[0] == found[1]


@pytest.fixture
def session(zygote):
    with zygote.session() as session:
        session.run(
            "import time\ndef f():\n    return 1\ndef spin(seconds):\n    t = time.process_time()\n"
            "    while time.process_time() - t < seconds:\n        pass\n    return 1",
            20,
        )
        yield session


def student(channel):
    return RemoteStudent(Link(channel, []))


def test_each_test_has_seconds_of_its_own(session):
    channel = session.snapshot(1, more=True)
    assert student(channel).spin(0.7) == 1
    session.give_back(channel)
    channel = session.snapshot(1, more=True)
    assert student(channel).spin(0.7) == 1
    session.give_back(channel)
    channel = session.snapshot(0.3)
    began = time.monotonic()
    with pytest.raises(StudentError) as caught:
        student(channel).spin(60)
    assert caught.value.kind == "CellTimeout"
    assert time.monotonic() - began < 10
    channel.close()


def test_who_had_the_snapshot_before_has_it_no_more(session):
    channel = session.snapshot(5, more=True)
    before = student(channel)
    f = before.f
    session.give_back(channel)
    after = session.snapshot(5)
    with pytest.raises(SessionLostError, match="closed"):
        f()
    assert student(after).f() == 1
    after.close()


@pytest.mark.parametrize("answer", [{"again": False}, {}, [], "again", {"again": True, "more": 1}])
def test_a_session_that_answers_otherwise_has_left_something(session, answer):
    channel = session.snapshot(5, more=True)
    session.give_back(channel)
    kept = session._back[1]
    kept.receive = lambda: (answer, [])
    fresh = session.snapshot(5)
    assert kept.broken
    assert student(fresh).f() == 1
    fresh.close()


@pytest.mark.parametrize("error", [WireError("x"), ClosedError("x"), ConnectionResetError()])
def test_a_session_that_breaks_when_it_is_asked_again_gives_a_new_snapshot(session, error):
    channel = session.snapshot(5, more=True)
    session.give_back(channel)

    def broken():
        raise error

    session._back[1].receive = broken
    fresh = session.snapshot(5)
    assert student(fresh).f() == 1
    fresh.close()


def test_a_snapshot_that_was_given_back_ends_when_another_cell_runs(session):
    channel = session.snapshot(5, more=True)
    session.give_back(channel)
    kept = session._back[1]
    session.run("def f():\n    return 2", 20)
    assert kept.broken
    fresh = session.snapshot(5)
    assert student(fresh).f() == 2
    fresh.close()
