"""Landlock: the kernel's own allow-list of files, for a process and all it starts."""

import ctypes
import os
import stat
from collections.abc import Iterable

from autograder.session.sandbox import system

# the rights on files, by bit
_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_DIR = 1 << 0, 1 << 1, 1 << 2, 1 << 3
_REMOVE_DIR, _REMOVE_FILE, _MAKE_CHAR, _MAKE_DIR = 1 << 4, 1 << 5, 1 << 6, 1 << 7
_MAKE_REG, _MAKE_SOCK, _MAKE_FIFO, _MAKE_BLOCK, _MAKE_SYM = 1 << 8, 1 << 9, 1 << 10, 1 << 11, 1 << 12
_REFER, _TRUNCATE, _IOCTL_DEV = 1 << 13, 1 << 14, 1 << 15

_READ = _EXECUTE | _READ_FILE | _READ_DIR
_WRITE = (
    _READ | _WRITE_FILE | _REMOVE_DIR | _REMOVE_FILE | _MAKE_DIR | _MAKE_REG | _MAKE_SOCK | _MAKE_FIFO | _MAKE_SYM
) | (_REFER | _TRUNCATE | _IOCTL_DEV)
_ON_A_FILE = _EXECUTE | _WRITE_FILE | _READ_FILE | _TRUNCATE | _IOCTL_DEV

#: Rights on files by the version of the interface that brought them: 1, 2, 3, 5.
_ALL_RIGHTS = {1: (1 << 13) - 1, 2: _REFER, 3: _TRUNCATE, 5: _IOCTL_DEV}
_TCP = 0b11  # bind and connect, since version 4
_SCOPES = 0b11  # abstract UNIX sockets and signals, since version 6
_PATH_BENEATH = 1
_ASK_VERSION = 1


def version() -> int:
    """Return the version of Landlock's interface in this kernel, 0 where there is none."""
    try:
        return system.syscall("landlock_create_ruleset", 0, 0, _ASK_VERSION)
    except OSError:
        return 0


def restrict(readable: Iterable[str], writable: Iterable[str], *, files: bool, scope: bool) -> None:
    """Close all files but those `readable` and `writable` (where `files`), and signals and abstract sockets to
    processes outside (where `scope`). It needs no_new_privs. Raises `OSError`."""
    abi = version()
    if abi == 0 or (scope and abi < 6 and not files):
        raise OSError("this kernel's Landlock is too old or switched off")
    handled = sum(rights for since, rights in _ALL_RIGHTS.items() if since <= abi) if files else 0
    words = [handled, _TCP if files and abi >= 4 else 0, _SCOPES if scope and abi >= 6 else 0]
    size = 24 if abi >= 6 else 16 if abi >= 4 else 8
    attributes = (ctypes.c_uint64 * 3)(*words)
    ruleset = system.syscall("landlock_create_ruleset", attributes, size, 0)
    try:
        if files:
            for path in readable:
                _allow(ruleset, path, _READ & handled)
            for path in writable:
                _allow(ruleset, path, _WRITE & handled)
        system.syscall("landlock_restrict_self", ruleset, 0)
    finally:
        os.close(ruleset)


def _allow(ruleset: int, path: str, rights: int) -> None:
    try:
        there = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:  # what is not there needs no permission
        return
    try:
        if not stat.S_ISDIR(os.fstat(there).st_mode):
            rights &= _ON_A_FILE
        rule = ctypes.create_string_buffer(rights.to_bytes(8, "little") + there.to_bytes(4, "little"), 12)
        system.syscall("landlock_add_rule", ruleset, _PATH_BENEATH, rule, 0)
    finally:
        os.close(there)
