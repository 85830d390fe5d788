"""A snapshot that is forked ahead of its test is what the session was then, and none that is stale is ever used."""

import psutil
import pytest

from autograder.judge.remote.link import Link
from autograder.judge.remote.student import RemoteStudent

NOTEBOOK = "x = [1]\ndef change(value):\n    x[0] = value\n    return x[0]\ndef told():\n    return x[0]"


def student(channel):
    return RemoteStudent(Link(channel, []))


@pytest.fixture
def session(zygote):
    """A session in which a test has left something: from then on snapshots are forked ahead."""
    with zygote.session() as session:
        session.run(NOTEBOOK, 20)
        leave_something(session)
        yield session


def leave_something(session, first=""):
    channel = session.snapshot(5, first, more=True)
    student(channel).change(9)
    session.give_back(channel, first)
    session.snapshot(5, first).close()


def test_what_a_test_does_while_the_next_snapshot_is_made_does_not_reach_it(session):
    first = session.snapshot(5, more=True)
    assert session._ahead
    assert student(first).change(7) == 7
    second = session.snapshot(5)
    assert student(second).told() == 1
    first.close()
    second.close()


def test_a_cell_that_runs_in_between_is_seen_by_the_next_snapshot(session):
    session.snapshot(5, more=True).close()
    assert session._ahead
    session.run("x[0] = 2", 20)
    with_it = session.snapshot(5)
    assert student(with_it).told() == 2
    with_it.close()


@pytest.mark.parametrize(("seconds", "first"), [(3, ""), (5, "x[0] = 3")])
def test_a_snapshot_that_is_asked_for_in_another_way_is_made_anew(session, seconds, first):
    session.snapshot(5, more=True).close()
    assert session._ahead
    other = session.snapshot(seconds, first)
    assert student(other).told() == (3 if first else 1)
    other.close()


def test_snapshots_that_nobody_wants_are_ended(session, ended):
    tree = psutil.Process(session._pid)
    before = {process.pid for process in tree.children(recursive=True)}
    for _ in range(3):
        session.snapshot(5, more=True).close()
    made = [process for process in tree.children(recursive=True) if process.pid not in before]
    assert made
    session.run("x[0] = 2", 20)
    assert all(map(ended, made))
