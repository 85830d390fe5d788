"""Namespaces, and the two processes that a pid namespace needs beside the session's own."""

import contextlib
import os
import signal

from autograder.session.sandbox import system

_CAP_SYS_ADMIN = 21

#: What each mechanism asks of unshare.
FLAGS = {
    "network namespace": system.NEWNET,
    "pid namespace": system.NEWPID,
    "mount namespace": system.NEWNS,
    "ipc namespace": system.NEWIPC | system.NEWUTS,
}


def leave(mechanisms: frozenset[str]) -> bool:
    """Leave the namespaces of the `mechanisms` among `FLAGS`; return whether this took a user namespace.

    Raises `OSError` where the machine does not allow it.
    """
    flags = 0
    for mechanism in mechanisms & FLAGS.keys():
        flags |= FLAGS[mechanism]
    if not flags:
        return False
    own_user = not system.capable(_CAP_SYS_ADMIN)
    uid, gid = os.getuid(), os.getgid()
    system.unshare(flags | (system.NEWUSER if own_user else 0))
    if own_user:
        system.prctl(system.PR_SET_DUMPABLE, 1)  # else root owns the files below, in a grader that gave root up
        with contextlib.suppress(FileNotFoundError):
            _write("/proc/self/setgroups", "deny")
        _write("/proc/self/uid_map", f"{uid} {uid} 1")
        _write("/proc/self/gid_map", f"{gid} {gid} 1")
    return own_user


def _write(path: str, text: str) -> None:
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


def start_init() -> int:
    """Start the first process of the new pid namespace and return a file descriptor that keeps it alive.

    It is ``cat``, reading from this descriptor: when the last copy is closed, by the keeper's end of any kind, it
    ends, and with it the kernel kills all of the namespace. The session itself is not the first process, for
    which signals have another meaning. Zombies that end up at it go by themselves, since it ignores SIGCHLD.
    """
    reading, writing = os.pipe()
    before = signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    try:
        actions = [
            (os.POSIX_SPAWN_DUP2, reading, 0),
            (os.POSIX_SPAWN_OPEN, 1, "/dev/null", os.O_WRONLY, 0),
            (os.POSIX_SPAWN_DUP2, 1, 2),
        ]
        program = next(path for path in ("/bin/cat", "/usr/bin/cat", "/run/current-system/sw/bin/cat") if _runs(path))
        os.posix_spawn(program, ["cat"], {}, file_actions=actions)
    except StopIteration:
        raise OSError("there is no program `cat` for the first process of a pid namespace") from None
    finally:
        signal.signal(signal.SIGCHLD, before if before is not None else signal.SIG_DFL)
        os.close(reading)
    return writing


def _runs(path: str) -> bool:
    return os.access(path, os.X_OK)
