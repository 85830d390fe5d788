"""A file tree of the session's own: the readable places, read-only, and a small file system for all it writes."""

import contextlib
import os
import shutil
import stat
from collections.abc import Iterable

from autograder.session.sandbox import system
from autograder.session.sandbox.policy import DEVICES, Policy

#: Places that programs expect to write in; each is the session's own.
SCRATCH = ("/tmp", "/var/tmp", "/dev/shm")
_INODES = 65536


def private_root(policy: Policy, *, proc: bool) -> None:
    """Replace the root of this process (in its own mount namespace) by one that holds what `policy` names.

    `work` is copied into it. With `proc`, /proc is mounted anew for this process's own pid namespace. All that is
    written shares one file system of `policy.disk` bytes. Raises `OSError`.
    """
    base = policy.work
    system.mount("none", "/", "", system.MS_REC | system.MS_PRIVATE)
    options = f"size={policy.disk},nr_inodes={_INODES},mode=755"
    system.mount("tmpfs", base, "tmpfs", system.MS_NOSUID | system.MS_NODEV, options)
    os.chdir(base)
    os.mkdir("old")
    system.pivot_root(".", "old")
    os.chdir("/")
    for path in SCRATCH:
        os.makedirs(path, exist_ok=True)
        os.chmod(path, 0o1777)
        system.mount(path, path, "", system.MS_BIND)  # a mount of its own stays writable when the root is not
    own_proc = proc and _own_proc()
    _show(path for path in (*policy.readable, *DEVICES) if not (own_proc and path.startswith("/proc/")))
    _own_terminals()
    _copy_work(policy.work)
    system.mount(policy.work, policy.work, "", system.MS_BIND)
    system.umount("/old")
    os.rmdir("/old")
    system.mount("none", "/", "", system.MS_REMOUNT | system.MS_BIND | system.MS_RDONLY | system.MS_NOSUID)
    os.chdir(policy.work)


def _show(paths: Iterable[str]) -> None:
    """Bind each path of the old root to the same place in the new one, with the links on the way to it."""
    links: dict[str, str] = {}
    real = {resolved for path in paths if (resolved := _resolve(path, links)) is not None}
    shown: list[str] = []
    for path in sorted(real):
        if _below(path, shown):
            continue
        shown.append(path)
        if os.path.isdir("/old" + path):
            os.makedirs(path, exist_ok=True)
        else:
            os.makedirs(os.path.dirname(path), exist_ok=True)
            os.close(os.open(path, os.O_CREAT | os.O_WRONLY | os.O_CLOEXEC, 0o644))
        system.mount("/old" + path, path, "", system.MS_BIND | system.MS_REC)
        if path not in DEVICES:
            with contextlib.suppress(OSError):  # before Linux 5.12; Landlock and the file modes still close writing
                system.make_readonly(path)
    for link, target in links.items():
        if not _below(link, shown) and not os.path.lexists(link):
            os.makedirs(os.path.dirname(link), exist_ok=True)
            os.symlink(target, link)


def _below(path: str, places: Iterable[str]) -> bool:
    return any(path == place or path.startswith(place + "/") for place in places)


def _resolve(path: str, links: dict[str, str]) -> str | None:
    """Follow `path` in the old root, note each link on the way, and return where it ends, None if nowhere."""
    todo, done = [part for part in path.split("/") if part], ""
    for _ in range(256):
        if not todo:
            return done or None
        part = todo.pop(0)
        if part in (".", ".."):
            done = os.path.dirname(done).rstrip("/") if part == ".." else done
            continue
        here = f"{done}/{part}"
        try:
            kind = os.lstat("/old" + here).st_mode
        except OSError:
            return None
        if not stat.S_ISLNK(kind):
            done = here
            continue
        target = os.readlink("/old" + here)
        links[here] = target
        done = "" if target.startswith("/") else done
        todo = [part for part in target.split("/") if part] + todo
    return None


def _own_proc() -> bool:
    """Mount a /proc of the new pid namespace; say whether it went. Where a container masks parts of its own /proc,
    the kernel refuses, and the single files of the policy must do."""
    os.mkdir("/proc")
    try:
        system.mount("proc", "/proc", "proc", system.MS_NOSUID | system.MS_NODEV | system.MS_NOEXEC)
    except OSError:
        return False
    return True


def _own_terminals() -> None:
    """Give the session terminals of its own, and the links that belong into /dev."""
    os.mkdir("/dev/pts")
    with contextlib.suppress(OSError):
        options = "newinstance,ptmxmode=0666,mode=0600"
        system.mount("devpts", "/dev/pts", "devpts", system.MS_NOSUID | system.MS_NOEXEC, options)
        os.symlink("pts/ptmx", "/dev/ptmx")
    for name, target in (("fd", ""), ("stdin", "/0"), ("stdout", "/1"), ("stderr", "/2")):
        os.symlink(f"/proc/self/fd{target}", f"/dev/{name}")


def _copy_work(work: str) -> None:
    os.makedirs(work, exist_ok=True)
    shutil.copytree("/old" + work, work, symlinks=True, dirs_exist_ok=True)
