"""The names of the layers, what each closes, and what to say where one is missing."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType

#: Each layer, from the most to the least portable, with what it is.
LAYERS: Mapping[str, str] = MappingProxyType(
    {
        "limits": "limits on memory, processes, file size and open files; no new privileges",
        "files": "only the named files can be read, and only the private folder written (Landlock)",
        "net": "no network: neither TCP nor UDP nor DNS (seccomp, a network namespace)",
        "syscalls": "system calls that a notebook does not need are refused (seccomp)",
        "processes": "no other process can be seen, and the whole tree ends at once (a pid namespace)",
        "mounts": "a private, size-limited file tree with its own /tmp and /dev/shm (a mount namespace)",
        "ipc": "private shared memory, queues and abstract sockets (namespaces, Landlock's scopes)",
        "uid": "another user, who owns nothing else (needs root)",
        "cgroup": "limits on the memory and the processes of the whole tree (needs root or delegation)",
    }
)

#: What grading requires on Linux unless the instructor lowers it.
CORE = frozenset({"limits", "files", "net", "syscalls"})

#: What each layer is made of. One of its mechanisms is enough for the layer to work; all that work are used.
MECHANISMS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "limits": ("rlimits",),
        "files": ("landlock",),
        "net": ("socket filter", "network namespace"),
        "syscalls": ("system call filter",),
        "processes": ("pid namespace",),
        "mounts": ("mount namespace",),
        "ipc": ("ipc namespace", "landlock scope"),
        "uid": ("spare uid",),
        "cgroup": ("cgroup",),
    }
)

#: How a mechanism closes what it closes, in words.
HOW: Mapping[str, str] = MappingProxyType(
    {
        "rlimits": "rlimits and no_new_privs",
        "landlock": "Landlock",
        "socket filter": "a seccomp filter that allows UNIX sockets only",
        "network namespace": "an empty network namespace",
        "system call filter": "a seccomp filter",
        "pid namespace": "a pid namespace",
        "mount namespace": "a mount namespace with a private root",
        "ipc namespace": "ipc and uts namespaces",
        "landlock scope": "Landlock's scopes for signals and abstract sockets",
        "spare uid": "a spare user id for each session",
        "cgroup": "a cgroup for each session",
    }
)

#: What a session can do where the layer is missing.
LEAVES_OPEN: Mapping[str, str] = MappingProxyType(
    {
        "limits": "a notebook can fill the memory, and setuid programs can raise its rights",
        "files": "where mounts is missing too, a notebook can read and write whatever the grader's user can: "
        "the course, gradebook.db, other submissions",
        "net": "a notebook can reach the network and send away what it reads",
        "syscalls": "a notebook can trace other processes of the same user and reach rarely tested parts of the kernel",
        "processes": "the process list and command lines can be seen where files is missing too, "
        "and the end of a tree is by search and not at once",
        "mounts": "/dev/shm is shared, named UNIX sockets of the same user can be reached, "
        "and the private folder has no size limit",
        "ipc": "abstract UNIX sockets of other programs can be reached, and where processes is missing too, the other "
        "processes of the same user can be killed; the system call filter closes System V shared memory and queues",
        "uid": "the session runs as the grader's user, so only the other layers stand between it and that user's "
        "files; for root there is no limit on the number of processes but the cgroup's",
        "cgroup": "memory is limited per process and not for the whole tree",
    }
)

#: How to get a layer.
CURES: Mapping[str, str] = MappingProxyType(
    {
        "limits": "grade on Linux",
        "files": "use Linux 5.13 or later with CONFIG_SECURITY_LANDLOCK and `landlock` among the `lsm=` names; "
        "gVisor has none",
        "net": "use a kernel with CONFIG_SECCOMP_FILTER, or allow user namespaces",
        "syscalls": "use a kernel with CONFIG_SECCOMP_FILTER on x86_64 or aarch64",
        "processes": "allow user namespaces (sysctl user.max_user_namespaces > 0, "
        "kernel.apparmor_restrict_unprivileged_userns=0), or run the container with `--cap-add SYS_ADMIN` "
        "or a seccomp profile that allows unshare",
        "mounts": "the same as for processes; in a container also `--security-opt apparmor=unconfined`",
        "ipc": "Linux 6.12 or later for Landlock's scopes, or namespaces as for processes",
        "uid": "run the grader as root in a container of its own, with Python where every user can read it",
        "cgroup": "run as root with a writable /sys/fs/cgroup, or under `systemd-run --user --scope -p Delegate=yes`",
    }
)


@dataclass(frozen=True)
class Layer:
    """One layer on this machine, in words; `why` is what the machine said to the mechanisms that do not work."""

    name: str
    works: bool
    how: str
    leaves_open: str
    cure: str
    why: str = ""


class SandboxError(RuntimeError):
    """A session cannot be closed off as planned, so nothing of a student may run in it."""


class MissingLayerError(RuntimeError):
    """A layer that grading requires does not work on this machine."""


def unknown(names: Collection[str]) -> list[str]:
    """Return the names that are not those of layers, sorted."""
    return sorted(set(names) - set(LAYERS))
