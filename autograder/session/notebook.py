"""A session's main loop: run a cell, or fork a snapshot that answers the judge's calls."""

import contextlib
import math
import os
import resource
import signal
import socket
import sys
from typing import Any

from autograder.session.aside import Aside
from autograder.session.outputs import Outputs, Stream
from autograder.session.serve import Server
from autograder.session.shell import computing, run_cell
from autograder.wire import Channel, ClosedError


def serve_notebook(channel: Channel, shell: Any) -> None:
    """Answer the grader until it hangs up: ``run`` a cell, ``try`` one on a fork, ``fork`` a snapshot, ``draw``.

    A snapshot that is asked for ``ahead`` comes while the grader still talks to the last one.
    """
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    snapshots: list[int] = []
    aside = shell.display_formatter.aside = Aside(shell.outputs, channel.close)
    while True:
        try:
            request, _ = channel.receive()
        except ClosedError:
            return
        for done in snapshots[:-1] if request.get("ahead") else snapshots:
            _end(done)
        snapshots = snapshots[-1:] if request.get("ahead") else []
        if request["do"] == "run":
            outputs, count = run_cell(shell, request["source"], request["seconds"])
            channel.send({"outputs": outputs, "count": count})
        elif request["do"] == "draw":
            channel.send({"drawn": aside.take(request["seconds"])})
        else:
            snapshots.append(_fork(channel, shell, request))


def _fork(channel: Channel, shell: Any, request: dict[str, Any]) -> int:
    """Fork a snapshot and send the grader its end of the conversation with it; the snapshot's process number."""
    mine, theirs = socket.socketpair()
    pid = os.fork()
    if not pid:
        theirs.close()
        channel.close()
        _be_snapshot(shell, request, mine)
    mine.close()
    with theirs, socket.socket(fileno=os.dup(channel.fileno())) as control:
        socket.send_fds(control, [b"f"], [theirs.fileno()])
    return pid


def _one_thread() -> None:
    """Where a notebook has asked for more threads, torch's in this fork wait for ever for those of its parent."""
    torch = sys.modules.get("torch")
    if torch is not None and torch.get_num_threads() > 1:
        torch.set_num_threads(1)


def _end(pid: int) -> None:
    with contextlib.suppress(ProcessLookupError, ChildProcessError):
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)


def _be_snapshot(shell: Any, request: dict[str, Any], sock: socket.socket) -> None:
    try:
        channel = Channel(sock)
        shell.display_formatter.aside = None
        # What swallows the end of its time is killed somewhat later.
        limit = math.ceil(2 * request["seconds"]) + 2
        resource.setrlimit(resource.RLIMIT_CPU, (limit, limit))
        if request["do"] == "try":
            outputs, count = run_cell(shell, request["source"], request["seconds"])
            channel.send({"outputs": outputs, "count": count})
        else:
            _one_thread()
            nowhere = Outputs(0)
            sys.stdout, sys.stderr = Stream("stdout", nowhere), Stream("stderr", nowhere)
            if request["first"]:
                run_cell(shell, request["first"], request["seconds"])
            with computing(request["seconds"]):
                Server(channel, shell.user_ns).serve()
    finally:
        os._exit(0)
