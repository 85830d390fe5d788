"""A cgroup for one session: limits on the memory and the processes of its whole tree. Versions 1 and 2."""

import contextlib
import errno
import os
import time
from typing import NamedTuple

from autograder.session.sandbox.policy import Policy

_ROOT = "/sys/fs/cgroup"
_PREFIX = "session-"
_WRITE_ONLY = os.O_WRONLY | os.O_CLOEXEC


class Group(NamedTuple):
    """A group: the open folder above it, its name there, and its open list of processes."""

    folder: int
    name: str
    processes: int


def _places() -> list[tuple[str, list[str]]]:
    """List where a group may be made, with the controllers to be had there, the nearest place first."""
    places: list[tuple[str, list[str]]] = []
    with open("/proc/self/cgroup", encoding="utf-8") as lines:
        groups = [line.rstrip("\n").split(":", 2) for line in lines]
    for number, controllers, path in groups:
        if number == "0":
            root = _ROOT if os.path.exists(f"{_ROOT}/cgroup.controllers") else f"{_ROOT}/unified"
            while True:  # a group with processes in it has no children with limits, but its parent may
                places.append((root + path.rstrip("/"), ["memory", "pids"]))
                if path in ("/", ""):
                    break
                path = os.path.dirname(path)
        elif wanted := [name for name in controllers.split(",") if name in ("memory", "pids")]:
            places.append((f"{_ROOT}/{controllers}{path.rstrip('/')}", wanted))
    return places


def create(policy: Policy, name: int) -> list[Group]:
    """Make a group for the session `name`, with the limits of `policy`, in as many hierarchies as it takes.

    Raises `OSError` if one of the limits is not to be had.
    """
    made: list[Group] = []
    missing = {"memory", "pids"}
    for place, controllers in _places():
        wanted = [controller for controller in controllers if controller in missing]
        group = f"{place}/{_PREFIX}{name}"
        if wanted and _make(group, wanted, policy):
            missing.difference_update(wanted)
            folder = os.open(place, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
            made.append(Group(folder, os.path.basename(group), os.open(f"{group}/cgroup.procs", _WRITE_ONLY)))
    if missing:
        leave(made)
        raise OSError(f"no cgroup can be made here with a limit on {' and '.join(sorted(missing))}")
    return made


def join(groups: list[Group]) -> None:
    """Put this process into `groups` and close them here. Raises `OSError`."""
    for group in groups:
        os.write(group.processes, b"0")
        os.close(group.processes)
        os.close(group.folder)


def _make(group: str, controllers: list[str], policy: Policy) -> bool:
    memory = str(policy.memory + policy.disk)
    try:
        os.mkdir(group)
    except OSError:
        return False
    try:
        for controller in controllers:
            if controller == "pids":
                _write(f"{group}/pids.max", str(policy.processes))
            elif os.path.exists(f"{group}/memory.limit_in_bytes"):
                _write(f"{group}/memory.limit_in_bytes", memory)
            else:
                _write(f"{group}/memory.max", memory)
                with contextlib.suppress(OSError):  # a kernel without swap
                    _write(f"{group}/memory.swap.max", "0")
    except OSError:
        with contextlib.suppress(OSError):
            os.rmdir(group)
        return False
    return True


def _write(path: str, text: str) -> None:
    with open(path, "r+", encoding="utf-8") as file:
        file.write(text)


def leave(groups: list[Group]) -> None:
    """Remove the `groups` in which all has ended."""
    for group in groups:
        with contextlib.suppress(OSError):
            _remove(group.name, group.folder)


def _remove(path: str, folder: int | None = None) -> None:
    for _ in range(100):  # a process that has been waited for may be counted a little longer
        try:
            return os.rmdir(path, dir_fd=folder)
        except OSError as error:
            if error.errno != errno.EBUSY:
                raise
            time.sleep(0.001)


def remove(name: int) -> None:
    """Remove the group of the session `name`, whose keeper did not live to do so."""
    with contextlib.suppress(OSError):
        for place, _ in _places():
            with contextlib.suppress(OSError):
                _remove(f"{place}/{_PREFIX}{name}")


def sweep() -> None:
    """Remove the empty groups of sessions whose keeper is no more, such as those of a grader that was killed."""
    with contextlib.suppress(OSError):
        for place, _ in _places():
            for name in os.listdir(place):
                number = name.removeprefix(_PREFIX)
                if name.startswith(_PREFIX) and number.isdigit() and not os.path.exists(f"/proc/{number}"):
                    with contextlib.suppress(OSError):  # one with processes stays
                        os.rmdir(f"{place}/{name}")
