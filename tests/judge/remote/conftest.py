"""A student's session without its sandbox: a forked child that answers calls."""

import contextlib
import linecache
import os
import socket
import sys
from pathlib import Path

import pytest

#: Where `counters` is.
sys.path.insert(0, str(Path(__file__).parent))


@pytest.fixture
def remote():
    """Run a source in a forked child; give the `student` of a test and its link."""
    from autograder.judge.remote.link import Link
    from autograder.judge.remote.student import RemoteStudent
    from autograder.session.serve import Server
    from autograder.wire import Channel

    started = []

    def start(source):
        mine, theirs = socket.socketpair()
        pid = os.fork()
        if not pid:
            with contextlib.suppress(BaseException):
                mine.close()
                name = "<cell>"
                linecache.cache[name] = (len(source), None, source.splitlines(keepends=True), name)
                namespace = {"__name__": "__main__"}
                exec(compile(source, name, "exec"), namespace)
                Server(Channel(theirs), namespace, lambda seconds: None).serve(more=True)
            os._exit(0)
        theirs.close()
        link = Link(Channel(mine))
        started.append((pid, link))
        student = RemoteStudent(link)
        return student

    yield start
    for pid, link in started:
        link.close()
        os.waitpid(pid, 0)


@pytest.fixture(scope="module", autouse=True)
def one_thread():
    """torch in a forked child hangs where the parent has used two threads."""
    import torch

    torch.set_num_threads(1)


@pytest.fixture(scope="module")
def zygote():
    """One zygote for all sessions of a file."""
    from autograder.judge.remote.process import Zygote

    with Zygote() as started:
        yield started
