"""A child that goes through `enter` and runs a function there, as root or as an ordinary user."""

import json
import os
import select
import shutil
import sys
import tempfile

import pytest

from autograder.session import sandbox
from autograder.session.sandbox import machine as here
from autograder.session.sandbox import system, tree

ORDINARY = 54321  # a user of no one, whom no other test uses
SECONDS = 60


def fork(function):
    """Run `function` in a forked child; return its number and a descriptor of its answer, as JSON."""
    reading, writing = os.pipe()
    sys.stdout.flush()
    child = os.fork()
    if child:
        os.close(writing)
        return child, reading
    try:
        os.close(reading)
        try:
            answer = {"value": function()}
        except BaseException as error:
            answer = {"error": f"{type(error).__name__}: {error}"}
        os.write(writing, json.dumps(answer).encode())
    finally:
        os._exit(0)


def answer(reading, seconds=SECONDS):
    """Read one answer of `fork`; None if the child closed it without one."""
    try:
        assert select.select([reading], [], [], seconds)[0], "the child gave no answer in time"
        text = b"".join(iter(lambda: os.read(reading, 65536), b""))
    finally:
        os.close(reading)
    if not text:
        return None
    found = json.loads(text)
    assert "error" not in found, found["error"]
    return found["value"]


def _become_ordinary():
    os.setgroups([])
    os.setresgid(ORDINARY, ORDINARY, ORDINARY)
    os.setresuid(ORDINARY, ORDINARY, ORDINARY)


class Grader:
    """Someone who grades on this machine: this process's user, or an ordinary one."""

    def __init__(self, name):
        self.name = name
        self.ordinary = name == "ordinary user"
        if self.ordinary:
            child, reading = fork(self._explore)
            found = answer(reading)
            sandbox.kill_tree(child)
            self.machine = here.Machine(frozenset(found[0]), found[1], found[2])
        else:
            self.machine = here.machine()

    def _explore(self):
        _become_ordinary()
        here._machine = None
        found = here.machine()
        return sorted(found.mechanisms), found.reasons, found.uid_needs_mounts

    def working(self):
        return [name for name, mechanisms in here.MECHANISMS.items() if self.machine.mechanisms & set(mechanisms)]

    def start(self, work, function, layers=None, **limits):
        """Fork a child for `function` in a session at `work`; return its number and the descriptor of its answer."""
        if self.ordinary:
            os.chown(work, ORDINARY, ORDINARY)
        policy = sandbox.Policy(work=work, readable=sandbox.default_policy(work).readable, **limits)

        def enter_and_run():
            if self.ordinary:
                _become_ordinary()
            here._machine = self.machine
            sandbox.enter(policy, layers)
            return function()

        return fork(enter_and_run)

    def run(self, work, function, layers=None, **limits):
        """Return what `function` gives in a session at `work`, which is over then."""
        child, reading = self.start(work, function, layers, **limits)
        try:
            return answer(reading)
        finally:
            sandbox.kill_tree(child)


@pytest.fixture(scope="session", params=["this user", "ordinary user"])
def grader(request):
    """Who grades."""
    if not system.machine():
        pytest.skip("the layers are Linux's")
    if request.param == "ordinary user" and os.getuid() != 0:
        pytest.skip("only root can become an ordinary user; this user is one")
    return Grader(request.param)


@pytest.fixture(scope="package", autouse=True)
def _orphans_come_here():
    with tree.subreaper():
        yield


@pytest.fixture
def work():
    """A private folder that every user can reach."""
    folder = tempfile.mkdtemp(prefix="session-test-")
    with open(os.path.join(folder, "data.csv"), "w", encoding="utf-8") as file:
        file.write("1,2\n")
    yield folder
    shutil.rmtree(folder)
