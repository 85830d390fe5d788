"""A session that takes too much loses what it took, and nothing of it lives on."""

import errno
import os
import resource
import select
import signal
import time
from pathlib import Path

import pytest

from autograder.session import sandbox
from autograder.session.sandbox import LAYERS, Policy, system
from autograder.session.sandbox.tree import descendants

pytestmark = pytest.mark.skipif(not system.machine(), reason="the layers are Linux's")

MB = 2**20


def _counted(grader):
    """Skip where nothing limits the processes of `grader`."""
    if not grader.machine.mechanisms & {"spare uid", "cgroup", "rlimits"}:
        pytest.skip("no layer here limits processes")


def test_a_fork_bomb_stops_at_the_limit_and_is_gone_afterwards(grader, work):
    _counted(grader)
    before = descendants(os.getpid())

    def bomb():
        for count in range(300):
            try:
                child = os.fork()
            except BlockingIOError:
                return count
            if child == 0:
                time.sleep(600)
        return 300

    child, reading = grader.start(work, lambda: [bomb(), time.sleep(0)], processes=40)
    try:
        assert select.select([reading], [], [], 60)[0]
        count = int(os.read(reading, 100).decode().split("[")[1].split(",")[0])
    finally:
        os.close(reading)
        sandbox.kill_tree(child)
    assert 20 <= count <= 40
    assert descendants(os.getpid()) == before


def test_too_much_memory_is_a_memory_error(grader, work):
    def fill():
        try:
            return len(bytearray(600 * MB))
        except MemoryError:
            return "MemoryError"

    assert grader.run(work, fill, memory=400 * MB) == "MemoryError"
    assert grader.run(work, fill, memory=900 * MB) == 600 * MB


def test_too_large_a_file_is_an_error(grader, work):
    def fill():
        try:
            with open("large", "wb") as file:
                file.write(bytes(3 * MB))
        except OSError as error:
            return error.errno
        return 0

    assert grader.run(work, fill, file_size=2 * MB) == errno.EFBIG
    assert grader.run(work, fill, file_size=4 * MB) == 0


def test_too_many_open_files_are_an_error(grader, work):
    def hold():
        held = []
        try:
            for _ in range(200):
                held.append(os.dup(2))
        except OSError as error:
            return error.errno
        return 0

    assert grader.run(work, hold, open_files=100) == errno.EMFILE


def test_too_many_files_fill_the_private_disk_and_no_other(grader, work):
    if "mounts" not in grader.working():
        pytest.skip("without a mount namespace the private folder has no size limit, as the doctor says")

    def fill():
        try:
            for number in range(20):
                for folder in (".", "/tmp", "/dev/shm"):
                    with open(f"{folder}/{number}", "wb") as file:
                        file.write(bytes(MB))
        except OSError as error:
            return error.errno
        return 0

    assert grader.run(work, fill, disk=16 * MB) == errno.ENOSPC
    assert os.listdir(work) == ["data.csv"]


@pytest.mark.parametrize("without", ["", "processes"])
def test_a_daemon_is_gone_afterwards(grader, work, without):
    before = descendants(os.getpid())

    def daemonize():
        if os.fork() == 0:
            os.setsid()
            if os.fork() == 0:
                for number in range(1, 32):
                    if number not in (signal.SIGKILL, signal.SIGSTOP):
                        signal.signal(number, signal.SIG_IGN)
                time.sleep(600)
            os._exit(0)
        os.wait()
        return "started"

    layers = [name for name in LAYERS if name != without]
    child, reading = grader.start(work, daemonize, layers)
    assert os.read(reading, 100) == b'{"value": "started"}'
    os.close(reading)
    # the session has ended, and its keeper ends the daemon without being asked
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert descendants(os.getpid()) == before


@pytest.mark.parametrize("without", ["", "processes"])
def test_the_keeper_tells_how_the_session_ended(grader, work, without):
    layers = [name for name in LAYERS if name != without]
    for end, status in ((lambda: os._exit(5), 5), (lambda: os.kill(os.getpid(), signal.SIGKILL), 137)):
        child, reading = grader.start(work, end, layers)
        os.close(reading)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == status


@pytest.mark.parametrize("without", ["", "processes"])
def test_a_session_ends_with_its_keeper(grader, work, without):
    layers = [name for name in LAYERS if name != without]

    def say_and_wait():
        os.write(writing, b"in")
        time.sleep(600)

    reading, writing = os.pipe()
    child, unused = grader.start(work, say_and_wait, layers)
    assert os.read(reading, 2) == b"in"
    below = descendants(child)
    assert below
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    until = time.monotonic() + 10
    while below and time.monotonic() < until:  # they are this process's children now
        below = {process for process in below if os.waitpid(process, os.WNOHANG) == (0, 0)}
    assert not below
    sandbox.kill_tree(child)  # its cgroup, which a dead keeper cannot remove
    for descriptor in (reading, writing, unused):
        os.close(descriptor)


@pytest.mark.parametrize("without", ["", "processes"])
def test_a_stopped_session_can_be_ended(grader, work, without):
    layers = [name for name in LAYERS if name != without]
    child, reading = grader.start(work, lambda: os.kill(os.getpid(), signal.SIGSTOP), layers)
    time.sleep(0.3)
    sandbox.kill_tree(child)
    os.close(reading)
    assert child not in descendants(os.getpid())


def test_a_tree_without_a_keeper_ends_too():
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        if os.fork() == 0:
            os.setsid()
            os.write(writing, b"x")
        time.sleep(600)
        os._exit(0)
    os.close(writing)
    assert os.read(reading, 1) == b"x"
    sandbox.kill_tree(child)
    assert os.read(reading, 1) == b""  # no one is left who could write
    os.close(reading)


def test_the_limits_of_the_grader_itself_do_not_change(grader, work):
    before = resource.getrlimit(resource.RLIMIT_NOFILE), os.getcwd(), dict(os.environ), os.umask(0o22)
    os.umask(before[3])
    grader.run(work, os.getpid)
    after = resource.getrlimit(resource.RLIMIT_NOFILE), os.getcwd(), dict(os.environ), os.umask(before[3])
    assert after == before


def test_fifty_sessions_leave_nothing_behind(grader, work):
    def traces():
        return len(os.listdir("/proc/self/fd")), descendants(os.getpid()), Path("/proc/self/mounts").read_text()

    before, children = traces(), []
    for _ in range(50):
        child, reading = grader.start(work, os.getpid)
        children.append(child)
        os.close(reading)
        sandbox.kill_tree(child)
    assert traces() == before
    groups = {name for _, names, _ in os.walk("/sys/fs/cgroup") for name in names}
    assert not groups & {f"session-{child}" for child in children}


def test_the_usual_policy_has_the_usual_limits(work):
    policy = sandbox.default_policy(work)
    assert isinstance(policy, Policy)
    assert (policy.memory, policy.processes, policy.file_size) == (4 * 2**30, 64, 64 * MB)
    assert (policy.open_files, policy.disk) == (256, 256 * MB)
