"""What must be true inside a throw-away session for a mechanism to count as working."""

import os
import socket
import sys
import tempfile
from collections.abc import Callable

from autograder.session.sandbox import system
from autograder.session.sandbox.policy import Policy, python_folders

if sys.platform != "win32":
    import resource

Check = Callable[[Policy], str]


def _refused(what: str, action: Callable[[], object]) -> str:
    try:
        action()
    except OSError:
        return ""
    return f"{what} is still possible"


def _check_limits(policy: Policy) -> str:
    limit = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    return "" if limit <= policy.open_files else f"{limit} files may be open"


def _check_files(policy: Policy) -> str:
    with open(os.path.join(policy.work, "probe"), "w", encoding="utf-8") as file:
        file.write("x")
    return _refused("reading outside", lambda: os.listdir("/"))


def _check_sockets(policy: Policy) -> str:
    for one in socket.socketpair():
        one.close()
    return _refused("an internet socket", lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM).close())


def _check_network(policy: Policy) -> str:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        return _refused("the loopback interface", lambda: probe.connect(("127.0.0.1", 9)))


def _check_calls(policy: Policy) -> str:
    return _refused("unshare", lambda: system.unshare(0))


def _check_pids(policy: Policy) -> str:
    return "" if os.getppid() == 0 else "the process has its old number"


def _check_mounts(policy: Policy) -> str:
    return "the old root is still there" if os.path.exists("/old") else _writable("/tmp") or check_python(policy)


def _writable(folder: str) -> str:
    with tempfile.TemporaryFile(dir=folder):
        return ""


def check_python(policy: Policy) -> str:
    """Check that all of Python that could be read and run before still can, for later imports and spawned workers."""
    for path, mode in _usable:
        if not os.access(path, mode):
            return f"{path} cannot be {'run' if mode == os.X_OK else 'read'} any more"
    child = os.fork()
    if child == 0:
        os._exit(0)
    os.waitpid(child, 0)
    return _writable(policy.work)


_usable: list[tuple[str, int]] = []


def look_at_python() -> None:
    """Note what of Python this process can read and run, for `check_python` in a fork of it."""
    wanted = [(path, os.R_OK) for path in (*python_folders(), os.__file__)] + [(sys.executable, os.X_OK)]
    _usable[:] = [(path, mode) for path, mode in wanted if os.access(path, mode)]


def _check_user(policy: Policy) -> str:
    return check_python(policy) if os.getuid() != 0 else "the user is still root"


def _check_scope(policy: Policy) -> str:
    return _refused("a signal to a process outside", lambda: os.kill(os.getppid(), 0))  # to the keeper


def _check_nothing(policy: Policy) -> str:
    return ""


#: For each mechanism the check that returns what is wrong, "" if nothing.
CHECKS: dict[str, Check] = {
    "rlimits": _check_limits,
    "landlock": _check_files,
    "socket filter": _check_sockets,
    "network namespace": _check_network,
    "system call filter": _check_calls,
    "pid namespace": _check_pids,
    "mount namespace": _check_mounts,
    "ipc namespace": _check_nothing,
    "landlock scope": _check_scope,
    "spare uid": _check_user,
    "cgroup": _check_nothing,
}
