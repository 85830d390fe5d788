"""The zygote: a warm process that forks a child for each notebook.

``python -m autograder.session.zygote FD`` with a socket on the file descriptor FD. A request is a line of JSON with
the file descriptors that its child needs, such as the child's end of its conversation; the answer is the child's
process number. The zygote never sees a notebook.
"""

import contextlib
import json
import os
import random
import shutil
import signal
import socket
import sys
from collections.abc import Callable
from typing import Any

LARGEST = 65536
MOST_DESCRIPTORS = 8
#: Where a child says why it could not be closed in; it is closed before anything of the student's runs.
COMPLAINTS = 63
#: How the name of a folder begins that a grader makes for its zygote.
HOME_PREFIX = "notebooks-"

#: What a child does with the shell, the request and its descriptors.
Child = Callable[[Any, dict[str, Any], list[int]], None]


def main(number: int, child: Child) -> None:
    """Warm up, say so, and fork on request until the grader hangs up; `child` is what a fork becomes.

    The folder that the grader made for it to start in is gone at the end.
    """
    from autograder.session.sandbox import become_subreaper, kill_tree, probe
    from autograder.session.warm import warm_up

    control = socket.socket(fileno=number)
    os.dup2(2, COMPLAINTS, inheritable=False)  # warming up runs cells, which close the other
    become_subreaper()
    probe()
    shell = warm_up()
    control.sendall(b"ready")
    running: set[int] = set()
    while True:
        data, descriptors, _, _ = socket.recv_fds(control, LARGEST, MOST_DESCRIPTORS)
        if not data:
            break
        request = json.loads(data)
        if request["do"] == "start":
            pid = _start(child, shell, request, descriptors, control)
            running.add(pid)
            control.sendall(str(pid).encode())
        else:
            kill_tree(request["pid"])
            running.discard(request["pid"])
            control.sendall(b"gone")
    # a grader that was killed ends nothing and removes nothing itself
    for pid in running:
        kill_tree(pid)
    home = os.getcwd()
    if os.path.basename(home).startswith(HOME_PREFIX):  # started by hand it may be in anybody's folder
        shutil.rmtree(home, ignore_errors=True)


def _start(child: Child, shell: Any, request: dict[str, Any], descriptors: list[int], control: socket.socket) -> int:
    pid = os.fork()
    if pid:
        for descriptor in descriptors:
            os.close(descriptor)
        return pid
    try:
        control.close()
        child(shell, request, descriptors)
    except BaseException as error:
        with contextlib.suppress(OSError):
            os.write(COMPLAINTS, f"a session did not start: {type(error).__name__}: {error}\n".encode())
    finally:
        os._exit(0)


def close_in(request: dict[str, Any]) -> None:
    """In the child: the sandbox, before anything of the student's."""
    from autograder.session.guise import look_like_a_kernel
    from autograder.session.sandbox import Policy, default_policy, enter, scrub_environment

    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.chdir(request["work"])
    scrub_environment(request["work"])
    policy: Policy = default_policy(request["work"])
    enter(policy, request["layers"])
    os.close(COMPLAINTS)
    sys.path[:] = ["", *[entry for entry in sys.path if entry]]
    look_like_a_kernel()


def _become_session(shell: Any, request: dict[str, Any], descriptors: list[int]) -> None:
    from autograder.session.notebook import serve_notebook
    from autograder.session.shell import seed_everything
    from autograder.wire import Channel

    close_in(request)
    seed_everything(request["seed"])
    random.seed(request["seed"])
    serve_notebook(Channel(socket.socket(fileno=descriptors[0])), shell)


if __name__ == "__main__":
    main(int(sys.argv[1]), _become_session)
