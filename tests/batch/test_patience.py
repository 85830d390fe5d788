"""A gradebook that is locked or away is waited for, one that refuses is not, and what was half done is undone."""

import sqlite3

import pytest
from nbgrader.api import InvalidEntry
from sqlalchemy.exc import IntegrityError, InterfaceError, OperationalError

from autograder.batch import patience
from autograder.batch.errors import DeskError
from autograder.batch.patience import patiently


class Gradebook:
    undone = 0

    def undo(self):
        self.undone += 1


@pytest.fixture
def gradebook(monkeypatch):
    monkeypatch.setattr(patience, "PAUSE", 0)
    return Gradebook()


def failing(times, error):
    left = [error] * times

    def do():
        if left:
            raise left.pop()
        return "done"

    return do


def of(kind, original):
    return kind("SELECT", {}, original)


def raised_by_nbgrader(error):
    """What nbgrader's methods that add a row make of an error of the database."""
    found = InvalidEntry(*error.args)
    found.__context__ = error
    return found


AWAY = [
    of(OperationalError, sqlite3.OperationalError("database is locked")),
    of(OperationalError, ConnectionRefusedError("connection refused")),
    of(InterfaceError, Exception("connection already closed")),
]
NO = [
    of(OperationalError, sqlite3.OperationalError("attempt to write a readonly database")),
    of(OperationalError, sqlite3.OperationalError("database or disk is full")),
    of(IntegrityError, sqlite3.IntegrityError("UNIQUE constraint failed")),
]


@pytest.mark.parametrize("error", AWAY, ids=lambda error: str(error.orig))
def test_it_is_done_again_until_it_succeeds_each_time_from_the_start(gradebook, error):
    assert patiently(gradebook, failing(3, error)) == "done"
    assert patiently(gradebook, failing(2, raised_by_nbgrader(error))) == "done"
    assert gradebook.undone == 5


@pytest.mark.parametrize("error", NO, ids=lambda error: str(error.orig))
def test_what_waiting_cannot_mend_is_said_at_once(gradebook, error):
    with pytest.raises(DeskError, match=str(error.orig)):
        patiently(gradebook, failing(1, error))
    with pytest.raises(DeskError, match=str(error.orig)):
        patiently(gradebook, failing(1, raised_by_nbgrader(error)))
    assert gradebook.undone == 2


def test_patience_has_an_end(gradebook, monkeypatch):
    monkeypatch.setattr(patience, "PATIENCE", 0)
    with pytest.raises(DeskError, match="the gradebook cannot be used: database is locked"):
        patiently(gradebook, failing(10**6, AWAY[0]))


def test_another_error_goes_on_its_way_and_what_was_half_done_is_undone(gradebook):
    with pytest.raises(ZeroDivisionError):
        patiently(gradebook, failing(1, ZeroDivisionError()))
    assert gradebook.undone == 1
