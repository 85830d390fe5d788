"""The session tells the names of the student's functions once; what they stand for is never stale."""

import random
import socket

import pytest

from autograder.judge.lost import SessionLostError
from autograder.judge.remote.link import Link
from autograder.judge.remote.randomness import RandomStates
from autograder.judge.remote.student import RemoteStudent
from autograder.judge.student import UndefinedNameError
from autograder.wire import Channel

ANSWER = """
def one():
    return 1

def swap():
    global one
    one = lambda: 2

def spoil():
    global one
    one = 3

def lose():
    global one
    del one

def swap_within(function):
    swap()
    return function()

class Net:
    pass
"""


@pytest.fixture
def asked(monkeypatch):
    """The names that were asked for."""
    names = []
    request = Link.request

    def noted(self, op, name="", *args, **kwargs):
        if op == "get":
            names.append(name)
        return request(self, op, name, *args, **kwargs)

    monkeypatch.setattr(Link, "request", noted)
    return names


def test_a_function_need_not_be_asked_for(remote, asked):
    student = remote(ANSWER)
    assert [student.one() for _ in range(3)] == [1, 1, 1]
    assert asked == []


@pytest.mark.parametrize("name", ["Net", "missing"])
def test_what_is_no_function_is_asked_for(remote, asked, name):
    student = remote(ANSWER)
    try:
        getattr(student, name)
    except UndefinedNameError:
        assert name == "missing"
    assert asked == [name]


def test_a_function_that_the_student_binds_anew_is_the_new_one(remote, asked):
    student = remote(ANSWER)
    assert student.one() == 1
    student.swap()
    assert student.one() == 2
    assert asked == ["one"]


def test_a_function_that_became_a_number_is_the_number(remote):
    student = remote(ANSWER)
    student.spoil()
    assert student.one == 3


def test_a_function_that_is_gone_is_gone(remote):
    student = remote(ANSWER)
    student.lose()
    with pytest.raises(UndefinedNameError):
        student.one()


def test_a_callback_sees_what_the_caller_has_bound_anew(remote):
    student = remote(ANSWER)
    assert student.swap_within(lambda: student.one()) == 2


def test_a_test_draws_the_same_random_numbers_whether_it_asks_or_not():
    def drawn(step):
        random.seed(3)
        states = RandomStates()
        step(states)
        return random.random()

    def asks(states):
        states.changed()
        states.advance()

    assert drawn(asks) == drawn(RandomStates.pass_over)


def test_what_a_name_that_is_not_asked_for_would_have_told_the_next_request_tells():
    random.seed(4)
    asking = RandomStates().changed()
    random.seed(4)
    states = RandomStates()
    states.pass_over()
    states.pass_over()
    told = states.changed()
    assert told is not None
    assert told[0] == asking[0]
    assert bool((told[1] == asking[1]).all())
    assert states.changed() is None


@pytest.mark.parametrize(
    "greeting",
    [
        [],
        {},
        {"names": []},
        {"names": {"f": ["h"]}},
        {"names": {"f": ["h", 0, "c", 1]}},
        {"names": {str(n): ["h", n, "c", "function"] for n in range(300)}},
        {"names": {"f": ["nothing"]}},
    ],
)
def test_a_greeting_that_is_none_ends_the_session(greeting):
    mine, theirs = socket.socketpair()
    Channel(theirs).send(greeting)
    with pytest.raises(SessionLostError):
        RemoteStudent(Link(Channel(mine))).f()
    mine.close()
    theirs.close()


@pytest.mark.parametrize("value", [3, "text", None, [1, 2]])
def test_a_greeting_gives_functions_and_no_values(value):
    mine, theirs = socket.socketpair()
    channel = Channel(theirs)
    channel.send({"names": {"f": value if not isinstance(value, list) else ["l", *value]}})
    channel.send({"ok": 5, "flags": [], "fresh": [], "changed": [], "written": {}})
    assert RemoteStudent(Link(Channel(mine))).f == 5
    mine.close()
    theirs.close()


@pytest.mark.parametrize("gone", ["one", {"one": 1}, [1], [["one"]]])
def test_names_that_are_gone_are_a_list_of_names(gone):
    mine, theirs = socket.socketpair()
    channel = Channel(theirs)
    channel.send({"names": {}})
    channel.send({"ok": 5, "flags": [], "fresh": [], "changed": [], "written": {}, "gone": gone})
    with pytest.raises(SessionLostError):
        _ = RemoteStudent(Link(Channel(mine))).f
    mine.close()
    theirs.close()
