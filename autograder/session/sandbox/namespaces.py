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

#: Where the first process of a pid namespace may lie.
CATS = ("/bin/cat", "/usr/bin/cat", "/run/current-system/sw/bin/cat")


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

    It is waited for until it has said back what it was told: a ``cat`` that still looks for its libraries while the
    session changes the root of both finds none, ends, and takes the session with it.
    """
    reading, writing = os.pipe()
    hearing, saying = os.pipe()
    before = signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    try:
        actions = [
            (os.POSIX_SPAWN_DUP2, reading, 0),
            (os.POSIX_SPAWN_DUP2, saying, 1),
            (os.POSIX_SPAWN_OPEN, 2, "/dev/null", os.O_WRONLY, 0),
        ]
        program = next(path for path in CATS if os.access(path, os.X_OK))
        os.posix_spawn(program, ["cat"], {}, file_actions=actions)
    except StopIteration:
        raise OSError("there is no program `cat` for the first process of a pid namespace") from None
    finally:
        signal.signal(signal.SIGCHLD, before if before is not None else signal.SIG_DFL)
        os.close(reading)
        os.close(saying)
    os.write(writing, b"?")
    heard = os.read(hearing, 1)
    os.close(hearing)
    if heard != b"?":
        raise OSError("the first process of a pid namespace, `cat`, did not start")
    return writing
