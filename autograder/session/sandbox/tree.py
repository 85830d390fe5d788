"""The processes of a session: the one that keeps them, and the end of all."""

import contextlib
import os
import signal
import sys
import time
from collections.abc import Iterator
from typing import NoReturn

from autograder.session.sandbox import cgroup, system

_PATIENCE = 10.0
_GONE = ("Z", "X", "")  # the states of a process that has ended


class TreeError(RuntimeError):
    """Some process of a session would not end."""


_subreaper_in: int | None = None


def become_subreaper() -> None:
    """Make this process the parent of every orphan below it (the zygote calls it once). Does nothing off Linux."""
    global _subreaper_in
    if sys.platform == "linux":
        system.prctl(system.PR_SET_CHILD_SUBREAPER, 1)
        _subreaper_in = os.getpid()


@contextlib.contextmanager
def subreaper() -> Iterator[None]:
    """Be one in the body, so that what `kill_tree` ends there can be reaped, and no longer unless it was one."""
    global _subreaper_in
    before = _subreaper_in
    become_subreaper()
    try:
        yield
    finally:
        if before != os.getpid():
            system.prctl(system.PR_SET_CHILD_SUBREAPER, 0)
            _subreaper_in = before


def descendants(pid: int) -> set[int]:
    """Return the processes below `pid` that have not ended."""
    return {process for process in _below(pid) if _state(process) not in _GONE}


def _below(pid: int) -> set[int]:
    """Return all below `pid`, with those that have ended and that nobody has waited for."""
    children: dict[int, list[int]] = {}
    for entry in os.listdir("/proc"):
        if entry.isdigit() and (found := _parent(entry)) is not None:
            children.setdefault(found, []).append(int(entry))
    below: set[int] = set()
    todo = [pid]
    while todo:
        for child in children.get(todo.pop(), []):
            if child not in below:
                below.add(child)
                todo.append(child)
    return below


def _stat(pid: int | str) -> list[str]:
    """Return state, parent and what follows of /proc/PID/stat, empty if it is gone (its name may hold anything)."""
    try:
        with open(f"/proc/{pid}/stat", encoding="utf-8", errors="replace") as file:
            return file.read().rpartition(")")[2].split()
    except OSError:
        return []


def _parent(pid: str) -> int | None:
    fields = _stat(pid)
    return int(fields[1]) if len(fields) > 1 else None


def _state(pid: int) -> str:
    fields = _stat(pid)
    return fields[0] if fields else ""


def _kill_below(pid: int, deadline: float) -> set[int]:
    """Kill all below `pid`, and return them. Each is stopped before any is killed, so that none can fork away.

    Some may not have ended yet: the first process of a pid namespace waits for the others to be reaped.
    """
    killed: set[int] = set()
    while left := descendants(pid) - killed:
        if time.monotonic() > deadline:
            raise TreeError(f"the session {pid} makes processes faster than they can be ended")
        stopped: set[int] = set()
        while new := left - stopped:
            for process in new:
                _signal(process, signal.SIGSTOP)
            stopped |= new
            left |= descendants(pid) - killed
        for process in left:
            _signal(process, signal.SIGKILL)
        killed |= left
    return killed


def _signal(pid: int, number: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.kill(pid, number)


def kill_tree(pid: int) -> None:
    """End the child `pid` and every process below it, daemons too, reap it, and return when none is left.

    `pid` is a child of this process: what ``os.fork()`` gave for a session. Do not kill it by other means, since it
    is the keeper by which the rest is found. This process should be a subreaper. Raises `TreeError` if something
    lives on after ten seconds.
    """
    if _ended(pid, {pid}):  # a keeper ends after all that it kept
        cgroup.remove(pid)
        return
    deadline = time.monotonic() + _PATIENCE
    _signal(pid, signal.SIGSTOP)  # a keeper must not start its session while we look, and catches orphans all the same
    tree = left = _kill_below(pid, deadline) | _below(pid) | {pid}
    _signal(pid, signal.SIGKILL)
    while left := {process for process in left if not _ended(process, tree)}:
        if time.monotonic() > deadline:
            raise TreeError(f"processes of the session {pid} would not end: {sorted(left)}")
        time.sleep(0.001)
    cgroup.remove(pid)


def _ended(pid: int, tree: set[int]) -> bool:
    """Reap `pid` if it has ended and has become our child; say whether it is gone, or another's to reap."""
    try:
        return os.waitpid(pid, os.WNOHANG) != (0, 0)
    except ChildProcessError:
        fields = _stat(pid)
        return not fields or (fields[0] in _GONE and int(fields[1]) not in tree | {os.getpid()})


def keep(inner: int, alive: int | None, groups: list[cgroup.Group]) -> NoReturn:
    """Wait for the session `inner`, end what is left of its tree, and exit as it did (128 + signal).

    `alive` is the descriptor that keeps its pid namespace, None if it has none.
    """
    status = 125
    try:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT, signal.SIGALRM, signal.SIGPIPE):
            signal.signal(number, signal.SIG_IGN)
        _close_all_but({group.folder for group in groups} | ({alive} if alive is not None else set()))
        status = _outcome(inner)
        if alive is not None:
            os.close(alive)  # the first process of the namespace ends, and the kernel ends the rest
        else:
            _kill_below(os.getpid(), time.monotonic() + _PATIENCE)
        with contextlib.suppress(ChildProcessError):
            while True:
                os.waitpid(-1, 0)
        cgroup.leave(groups)
    finally:
        os._exit(status)


def _outcome(inner: int) -> int:
    while True:
        pid, status = os.waitpid(-1, 0)  # without a pid namespace the orphans come here too
        if pid == inner:
            code = os.waitstatus_to_exitcode(status)
            return code if code >= 0 else 128 - code


def _close_all_but(kept: set[int]) -> None:
    low = 0
    for fd in sorted(kept):
        os.closerange(low, fd)
        low = fd + 1
    os.closerange(low, 2**20)
