"""The zygote: a warm process that forks a child for each notebook.

``python -m autograder.session.zygote FD`` with a socket on the file descriptor FD. A request is a line of JSON with
one file descriptor, the child's end of its conversation; the answer is the child's process number. The zygote never
sees a notebook.
"""

import json
import os
import random
import signal
import socket
import sys
from typing import Any

LARGEST = 65536


def main(number: int) -> None:
    """Warm up, say so, and fork on request until the grader hangs up."""
    from autograder.session.sandbox import become_subreaper, kill_tree, probe
    from autograder.session.warm import warm_up

    control = socket.socket(fileno=number)
    become_subreaper()
    probe()
    shell = warm_up()
    control.sendall(b"ready")
    while True:
        data, descriptors, _, _ = socket.recv_fds(control, LARGEST, 1)
        if not data:
            return
        request = json.loads(data)
        if request["do"] == "start":
            control.sendall(str(_start(shell, request, descriptors[0], control)).encode())
        else:
            kill_tree(request["pid"])
            control.sendall(b"gone")


def _start(shell: Any, request: dict[str, Any], descriptor: int, control: socket.socket) -> int:
    pid = os.fork()
    if pid:
        os.close(descriptor)
        return pid
    try:
        control.close()
        _become_session(shell, request, descriptor)
    except BaseException as error:
        os.write(2, f"a session ended: {type(error).__name__}: {error}\n".encode())
    finally:
        os._exit(0)


def _become_session(shell: Any, request: dict[str, Any], descriptor: int) -> None:
    """In the child: the sandbox first, then the student's cells."""
    from autograder.session.notebook import serve_notebook
    from autograder.session.sandbox import Policy, default_policy, enter, scrub_environment
    from autograder.session.shell import seed_everything
    from autograder.wire import Channel

    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.chdir(request["work"])
    scrub_environment(request["work"])
    policy: Policy = default_policy(request["work"])
    enter(policy, request["layers"])
    sys.path[:] = ["", *[entry for entry in sys.path if entry]]
    seed_everything(request["seed"])
    random.seed(request["seed"])
    serve_notebook(Channel(socket.socket(fileno=descriptor)), shell)


if __name__ == "__main__":
    main(int(sys.argv[1]))
