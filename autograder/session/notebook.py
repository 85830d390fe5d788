"""A session's main loop: run a cell, or fork a snapshot that answers the judge's calls."""

import contextlib
import math
import os
import resource
import signal
import socket
import sys
from typing import Any

from autograder.session.aside import Aside, Unwanted
from autograder.session.outputs import Outputs, Stream
from autograder.session.serve import Server
from autograder.session.shell import run_cell, stop_after
from autograder.wire import Channel, ClosedError


def serve_notebook(channel: Channel, shell: Any) -> None:
    """Answer the grader until it hangs up: ``run`` a cell, ``try`` one on a fork, ``fork`` a snapshot, ``draw``.

    A snapshot that is asked for ``ahead`` comes while the grader still talks to the last one. The ``rest`` of the
    notebook runs on a fork beside the snapshots.
    """
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    control = socket.socket(fileno=os.dup(channel.fileno()))
    snapshots: list[int] = []

    def hang_up() -> None:
        control.close()
        channel.close()

    aside = Aside(shell.outputs, hang_up)
    while True:
        try:
            request, _ = channel.receive()
        except ClosedError:
            return
        going_on = request.get("ahead") or request["do"] == "rest"
        for done in snapshots[:-1] if going_on else snapshots:
            _end(done)
        snapshots = snapshots[-1:] if going_on else []
        if request["do"] == "run":
            shell.display_formatter.aside = (aside if request["aside"] else None) if request["draw"] else Unwanted()
            outputs, count = run_cell(shell, request["source"], request["seconds"])
            channel.send({"outputs": outputs, "count": count})
        elif request["do"] == "draw":
            channel.send({"drawn": aside.take(request["seconds"])})
        elif request["do"] == "rest":
            _fork(channel, control, shell, request)
        else:
            snapshots.append(_fork(channel, control, shell, request))


def _fork(channel: Channel, control: socket.socket, shell: Any, request: dict[str, Any]) -> int:
    """Fork a snapshot and send the grader its end of the conversation with it; the snapshot's process number."""
    mine, theirs = socket.socketpair()
    pid = os.fork()
    if not pid:
        theirs.close()
        control.close()
        channel.close()
        _be_snapshot(shell, request, mine)
    mine.close()
    with theirs:
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


def _end_after(seconds: float, *, for_good: bool = True) -> None:
    """What swallows the end of its time is killed somewhat later; where that is not `for_good`, more may be given."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    limit = math.ceil(used.ru_utime + used.ru_stime + 2 * seconds) + 2
    most = resource.getrlimit(resource.RLIMIT_CPU)[1]
    limit = limit if most == resource.RLIM_INFINITY else min(limit, most)
    resource.setrlimit(resource.RLIMIT_CPU, (limit, limit if for_good else most))


def _allow(seconds: float) -> None:
    """Give a snapshot the time for another test."""
    _end_after(seconds, for_good=False)
    stop_after(seconds)


def _be_snapshot(shell: Any, request: dict[str, Any], sock: socket.socket) -> None:
    try:
        channel = Channel(sock)
        shell.display_formatter.aside = None
        sources = request.get("sources", ())
        _end_after(request["seconds"] * max(1, len(sources)), for_good=not request.get("more"))
        for source in sources:
            outputs, count = run_cell(shell, source, request["seconds"])
            channel.send({"outputs": outputs, "count": count})
        if request["do"] == "fork":
            _one_thread()
            nowhere = Outputs(0)
            sys.stdout, sys.stderr = Stream("stdout", nowhere), Stream("stderr", nowhere)
            if request["first"]:
                run_cell(shell, request["first"], request["seconds"])
            stop_after(request["seconds"])
            Server(channel, shell.user_ns, _allow).serve(more=request["more"])
    finally:
        os._exit(0)
