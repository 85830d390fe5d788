"""System calls that Python's library does not have, by ctypes. Linux on x86_64 and aarch64."""

import ctypes
import functools
import os
import platform
import sys

NEWNS, NEWUTS, NEWIPC = 0x00020000, 0x04000000, 0x08000000
NEWUSER, NEWPID, NEWNET = 0x10000000, 0x20000000, 0x40000000

MS_RDONLY, MS_NOSUID, MS_NODEV, MS_NOEXEC, MS_REMOUNT = 1, 2, 4, 8, 32
MS_BIND, MS_REC, MS_PRIVATE = 1 << 12, 1 << 14, 1 << 18
MNT_DETACH = 2

PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_CAPBSET_DROP = 1, 4, 24
PR_SET_CHILD_SUBREAPER, PR_SET_NO_NEW_PRIVS, PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL = 36, 38, 47, 4

_AT_RECURSIVE, _MOUNT_ATTR_RDONLY, _MOUNT_ATTR_NOSUID = 0x8000, 1, 2
_CAPABILITY_VERSION_3 = 0x20080522
_LAST_CAPABILITY = 63

#: Numbers of the system calls that the C library of an older distribution may not wrap.
_NUMBERS = {
    "x86_64": {"capset": 126, "pivot_root": 155, "seccomp": 317},
    "aarch64": {"capset": 91, "pivot_root": 41, "seccomp": 277},
}
_EVERYWHERE = {
    "mount_setattr": 442,
    "landlock_create_ruleset": 444,
    "landlock_add_rule": 445,
    "landlock_restrict_self": 446,
}


def machine() -> str:
    """Return ``x86_64`` or ``aarch64``, or ``""`` on a system whose layers this package does not know."""
    name = {"x86_64": "x86_64", "aarch64": "aarch64", "arm64": "aarch64"}.get(platform.machine(), "")
    return name if sys.platform == "linux" and sys.maxsize > 2**32 else ""


@functools.cache
def _libc() -> ctypes.CDLL:
    libc = ctypes.CDLL(None, use_errno=True)
    libc.syscall.restype = ctypes.c_long
    return libc


def _checked(what: str, result: int) -> int:
    if result == -1:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")
    return result


def syscall(name: str, *arguments: object) -> int:
    """Call `name` with integers and ctypes pointers and return its result. Raises `OSError`."""
    number = {**_EVERYWHERE, **_NUMBERS[machine()]}[name]
    words = [ctypes.c_long(word) if isinstance(word, int) else word for word in arguments]
    return _checked(name, _libc().syscall(ctypes.c_long(number), *words))


def prctl(option: int, value: int, third: int = 0) -> None:
    """Set one property of this process. Raises `OSError`."""
    words = (ctypes.c_ulong(word) for word in (value, third, 0, 0))
    _checked("prctl", _libc().prctl(ctypes.c_int(option), *words))


def unshare(flags: int) -> None:
    """Leave the namespaces in `flags` (a pid namespace takes the next child). Raises `OSError`."""
    _checked("unshare", _libc().unshare(ctypes.c_int(flags)))


def mount(source: str, target: str, kind: str = "", flags: int = 0, options: str = "") -> None:
    """Mount `source` on `target`. Raises `OSError`."""
    words = (source.encode(), target.encode(), kind.encode() or None, ctypes.c_ulong(flags), options.encode() or None)
    _checked(f"mount on {target}", _libc().mount(*words))


def umount(target: str) -> None:
    """Take what is mounted on `target` away, at the latest when nothing uses it. Raises `OSError`."""
    _checked(f"umount {target}", _libc().umount2(target.encode(), MNT_DETACH))


def pivot_root(new: str, old: str) -> None:
    """Make `new` the root and put the old one on `old`. Raises `OSError`."""
    syscall("pivot_root", ctypes.c_char_p(new.encode()), ctypes.c_char_p(old.encode()))


def make_readonly(target: str) -> None:
    """Make the mount `target`, and every mount below it, read-only and nosuid. Raises `OSError`."""
    words = (ctypes.c_uint64 * 4)(_MOUNT_ATTR_RDONLY | _MOUNT_ATTR_NOSUID, 0, 0, 0)
    at_fdcwd = -100
    syscall("mount_setattr", at_fdcwd, ctypes.c_char_p(target.encode()), _AT_RECURSIVE, words, ctypes.sizeof(words))


def drop_capabilities() -> None:
    """Give up every capability, in the bounding set too where this process may. Raises `OSError`."""
    prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL)
    for capability in range(_LAST_CAPABILITY + 1):
        try:
            prctl(PR_CAPBSET_DROP, capability)
        except OSError:  # not privileged, or past the kernel's last one: no_new_privs keeps what the rest gives
            break
    header = (ctypes.c_uint32 * 2)(_CAPABILITY_VERSION_3, 0)
    syscall("capset", header, (ctypes.c_uint32 * 6)())


def capable(number: int) -> bool:
    """Say whether this process has the capability `number` (21 is CAP_SYS_ADMIN)."""
    with open("/proc/self/status", encoding="utf-8", errors="replace") as status:
        effective = next((line.split()[1] for line in status if line.startswith("CapEff:")), "0")
    return bool(int(effective, 16) >> number & 1)
