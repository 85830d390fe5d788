"""A session's main loop: run a cell, or fork a snapshot that answers the judge's calls."""

import contextlib
import os
import signal
import socket
import sys
from typing import Any

from autograder.session.outputs import Outputs, Stream
from autograder.session.serve import Server
from autograder.session.shell import computing, run_cell
from autograder.wire import Channel, ClosedError


def serve_notebook(channel: Channel, shell: Any) -> None:
    """Answer the grader until it hangs up: ``run`` a cell, ``try`` one on a fork, ``fork`` a snapshot."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    while True:
        try:
            request, _ = channel.receive()
        except ClosedError:
            return
        with contextlib.suppress(ChildProcessError):
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass
        if request["do"] == "run":
            outputs, count = run_cell(shell, request["source"], request["seconds"])
            channel.send({"outputs": outputs, "count": count})
        else:
            mine, theirs = socket.socketpair()
            pid = os.fork()
            if not pid:
                channel.close()
                _be_snapshot(shell, request, mine)
            mine.close()
            socket.send_fds(socket.socket(fileno=os.dup(channel.fileno())), [b"f"], [theirs.fileno()])
            theirs.close()


def _be_snapshot(shell: Any, request: dict[str, Any], sock: socket.socket) -> None:
    try:
        channel = Channel(sock)
        if request["do"] == "try":
            outputs, count = run_cell(shell, request["source"], request["seconds"])
            channel.send({"outputs": outputs, "count": count})
        else:
            nowhere = Outputs(0)
            sys.stdout, sys.stderr = Stream("stdout", nowhere), Stream("stderr", nowhere)
            with computing(request["seconds"]):
                Server(channel, shell.user_ns).serve()
    finally:
        os._exit(0)
