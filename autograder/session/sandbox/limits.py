"""The limits of each process."""

import contextlib
import os
import sys

from autograder.session.sandbox import system
from autograder.session.sandbox.policy import Policy

if sys.platform != "win32":
    import resource  # at once: a spare user may not be able to later


def figures(policy: Policy, *, own_count: bool) -> dict[int, int]:
    """Return the limits of `policy` for this process by their numbers; it needs the machine's own /proc.

    `own_count` says that this session's processes are counted for themselves. Raises `OSError`.
    """
    # the kernel counts the processes of a user, so without a count of its own the session comes on top of the rest
    processes = policy.processes + (0 if own_count else _threads_of_user())
    with contextlib.suppress(OSError), open("/proc/self/oom_score_adj", "w", encoding="utf-8") as score:
        score.write("1000")  # a machine short of memory ends the session and not the grader
    return {
        resource.RLIMIT_AS: _size() + policy.memory,
        resource.RLIMIT_NPROC: processes,
        resource.RLIMIT_FSIZE: policy.file_size,
        resource.RLIMIT_NOFILE: policy.open_files,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_RTPRIO: 0,
    }


def apply_limits(wanted: dict[int, int]) -> None:
    """Set the limits `wanted`, or those in force where they are lower. Raises `OSError` or `ValueError`."""
    for which, value in wanted.items():
        hard = resource.getrlimit(which)[1]
        limit = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(which, (limit, limit))


def _size() -> int:
    with open("/proc/self/statm", encoding="utf-8") as statm:
        return int(statm.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")


def _threads_of_user() -> int:
    """Count the threads of this user, which is what the kernel compares with the limit."""
    count = 0
    for entry in os.scandir("/proc"):
        if entry.name.isdigit():
            with contextlib.suppress(OSError):
                if entry.stat().st_uid == os.getuid():
                    count += os.stat(f"/proc/{entry.name}/task").st_nlink - 2
    return count


def no_new_privileges() -> None:
    """Give up all capabilities and the way to new ones. Raises `OSError`."""
    system.drop_capabilities()
    system.prctl(system.PR_SET_NO_NEW_PRIVS, 1)
