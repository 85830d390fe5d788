"""seccomp: a filter of system calls, as the few instructions of BPF that the kernel runs before each call.

What is refused fails with EPERM, so that a program gets an error that it can handle. A call in the form of another
architecture kills the process: there is no honest way to it.
"""

import ctypes
import errno
import struct

from autograder.session.sandbox import system

#: Refused for all: numbers on x86_64 and on aarch64 (None: that architecture has no such call).
REFUSED: dict[str, tuple[int, int | None]] = {
    # other processes
    "ptrace": (101, 117),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "process_madvise": (440, 440),
    "process_mrelease": (448, 448),
    "pidfd_getfd": (438, 438),
    "kcmp": (312, 272),
    "move_pages": (279, 239),
    "migrate_pages": (256, 238),
    "rt_sigqueueinfo": (129, 138),
    "rt_tgsigqueueinfo": (297, 240),
    # namespaces and mounts
    "unshare": (272, 97),
    "setns": (308, 268),
    "mount": (165, 40),
    "umount2": (166, 39),
    "pivot_root": (155, 41),
    "chroot": (161, 51),
    "move_mount": (429, 429),
    "open_tree": (428, 428),
    "open_tree_attr": (467, 467),
    "fsopen": (430, 430),
    "fsconfig": (431, 431),
    "fsmount": (432, 432),
    "fspick": (433, 433),
    "mount_setattr": (442, 442),
    "name_to_handle_at": (303, 264),
    "open_by_handle_at": (304, 265),
    "fanotify_init": (300, 262),
    # parts of the kernel with a long record of holes
    "keyctl": (250, 219),
    "add_key": (248, 217),
    "request_key": (249, 218),
    "bpf": (321, 280),
    "perf_event_open": (298, 241),
    "userfaultfd": (323, 282),
    "modify_ldt": (154, None),
    "lookup_dcookie": (212, 18),
    "nfsservctl": (180, 42),
    "uselib": (134, None),
    "_sysctl": (156, None),
    # the machine
    "kexec_load": (246, 104),
    "kexec_file_load": (320, 294),
    "create_module": (174, None),
    "init_module": (175, 105),
    "finit_module": (313, 273),
    "delete_module": (176, 106),
    "reboot": (169, 142),
    "swapon": (167, 224),
    "swapoff": (168, 225),
    "quotactl": (179, 60),
    "quotactl_fd": (443, 443),
    "acct": (163, 89),
    "settimeofday": (164, 170),
    "clock_settime": (227, 112),
    "adjtimex": (159, 171),
    "clock_adjtime": (305, 266),
    "sethostname": (170, 161),
    "setdomainname": (171, 162),
    "syslog": (103, 116),
    "vhangup": (153, 58),
    "iopl": (172, None),
    "ioperm": (173, None),
}
#: It makes sockets past the filter of `socket`, so it goes with that one too.
IO_URING = {"io_uring_setup": (425, 425), "io_uring_enter": (426, 426), "io_uring_register": (427, 427)}
#: Objects that outlive a session and are shared by all where there is no ipc namespace.
SHARED_IPC = {"shmget": (29, 194), "semget": (64, 190), "msgget": (68, 186), "mq_open": (240, 180)}

_ARCHITECTURES = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
_SOCKET, _CLONE, _CLONE3 = (41, 198), (56, 220), (435, 435)
_KILL, _PRLIMIT, _PERSONALITY, _IOCTL, _SETPRIORITY = (62, 129), (302, 261), (135, 92), (16, 29), (141, 140)
_PIDFD_SEND_SIGNAL = (424, 424)
_NAMESPACES = 0x7E020000  # every CLONE_NEW… that clone can take
_TIOCSTI, _TIOCLINUX = 0x5412, 0x541C
_AF_UNIX = 1

_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_ALLOW, _KILL_PROCESS, _ERROR = 0x7FFF0000, 0x80000000, 0x00050000
_REFUSE = _ERROR | errno.EPERM
_NUMBER, _ARCHITECTURE, _FIRST_ARGUMENT = 0, 4, 16
_SET_MODE_FILTER, _ALL_THREADS = 1, 1

Instruction = tuple[int, int, int, int]


def program(machine: str, *, net: bool, calls: bool, private_ipc: bool, private_pids: bool) -> bytes:
    """Return the filter for `machine`: of sockets (`net`) and of system calls (`calls`).

    Without a namespace of its own for ipc or pids, the session also loses the calls that reach others through those.
    """
    column = 0 if machine == "x86_64" else 1
    code: list[Instruction] = [
        (_LOAD, 0, 0, _ARCHITECTURE),
        (_EQUAL, 1, 0, _ARCHITECTURES[machine]),
        (_RETURN, 0, 0, _KILL_PROCESS),
        (_LOAD, 0, 0, _NUMBER),
    ]
    if machine == "x86_64":
        code += [(_AT_LEAST, 0, 1, 0x40000000), (_RETURN, 0, 0, _REFUSE)]  # the x32 form of every call
    refused = {**IO_URING}
    if net:
        code += _unless(_SOCKET[column], 0, _EQUAL, _AF_UNIX)
    if calls:
        refused |= REFUSED  # type: ignore[arg-type]
        refused |= {} if private_ipc else SHARED_IPC
        code += _clone(column)
        code += _unless(_PERSONALITY[column], 0, _EQUAL, 0xFFFFFFFF)  # asking is allowed
        code += _unless(_PRLIMIT[column], 0, _EQUAL, 0)  # the limits of others
        code += _unless(_SETPRIORITY[column], 0, _EQUAL, 0)  # the priority of a group or of all of a user
        code += _when(_IOCTL[column], 1, _EQUAL, _TIOCSTI)  # typing into a terminal
        code += _when(_IOCTL[column], 1, _EQUAL, _TIOCLINUX)
        if not private_pids:
            code += _when(_KILL[column], 0, _AT_LEAST, 0x80000000)  # -1 is every process of the user
            refused |= {"pidfd_send_signal": _PIDFD_SEND_SIGNAL}
    for numbers in refused.values():
        number = numbers[column]
        if number is not None:
            code += [(_EQUAL, 0, 1, number), (_RETURN, 0, 0, _REFUSE)]
    code.append((_RETURN, 0, 0, _ALLOW))
    return b"".join(struct.pack("=HBBI", *instruction) for instruction in code)


def _unless(number: int, argument: int, test: int, value: int) -> list[Instruction]:
    """Refuse the call `number` unless the low half of its argument passes the test."""
    return [
        (_EQUAL, 0, 4, number),
        (_LOAD, 0, 0, _FIRST_ARGUMENT + 8 * argument),
        (test, 1, 0, value),
        (_RETURN, 0, 0, _REFUSE),
        (_LOAD, 0, 0, _NUMBER),
    ]


def _when(number: int, argument: int, test: int, value: int) -> list[Instruction]:
    """Refuse the call `number` when the low half of its argument passes the test."""
    return [
        (_EQUAL, 0, 4, number),
        (_LOAD, 0, 0, _FIRST_ARGUMENT + 8 * argument),
        (test, 0, 1, value),
        (_RETURN, 0, 0, _REFUSE),
        (_LOAD, 0, 0, _NUMBER),
    ]


def _clone(column: int) -> list[Instruction]:
    """Refuse clone with a namespace; clone3 hides its flags in memory, and glibc takes clone where there is none."""
    return [
        *_when(_CLONE[column], 0, _ANY_BIT, _NAMESPACES),
        (_EQUAL, 0, 1, _CLONE3[column]),
        (_RETURN, 0, 0, _ERROR | errno.ENOSYS),
    ]


def install(code: bytes) -> None:
    """Put the filter `code` on every thread of this process. It needs no_new_privs. Raises `OSError`."""
    instructions = ctypes.create_string_buffer(code, len(code))
    header = struct.pack("@HxxxxxxQ", len(code) // 8, ctypes.addressof(instructions))
    failed = system.syscall("seccomp", _SET_MODE_FILTER, _ALL_THREADS, ctypes.create_string_buffer(header, len(header)))
    if failed:
        raise OSError(errno.ESRCH, "seccomp: a thread has a filter of its own")
