"""The filter of system calls, run by a few lines that do as the kernel does."""

import errno
import struct

import pytest

from autograder.session.sandbox import seccomp

ALLOWED, KILLED = "allowed", "killed"
X86, ARM = 0xC000003E, 0xC00000B7
ARCHITECTURES = {"x86_64": X86, "aarch64": ARM}


def decide(machine, name_or_numbers, *arguments, architecture=None, offset=0, **parts):
    """Return what the filter for `machine` does with a call: "allowed", "killed" or the error's name."""
    column = 0 if machine == "x86_64" else 1
    number = name_or_numbers[column] + offset
    words = [*arguments, 0, 0, 0, 0, 0, 0][:6]
    data = struct.pack("<iIQ6Q", number, architecture or ARCHITECTURES[machine], 0, *(word % 2**64 for word in words))
    options = {"net": True, "calls": True, "private_ipc": True, "private_pids": True, **parts}
    code = seccomp.program(machine, **options)
    return _run([struct.unpack_from("<HBBI", code, at) for at in range(0, len(code), 8)], data)


def _run(program, data):
    accumulator = at = 0
    while True:
        operation, yes, no, value = program[at]
        at += 1
        if operation == 0x20:
            (accumulator,) = struct.unpack_from("<I", data, value)
        elif operation == 0x06:
            if value >> 16 == 0x0005:
                return errno.errorcode[value & 0xFFFF]
            return {0x7FFF0000: ALLOWED, 0x80000000: KILLED}[value]
        else:
            true = {0x15: accumulator == value, 0x35: accumulator >= value, 0x45: bool(accumulator & value)}
            at += yes if true[operation] else no


@pytest.fixture(params=ARCHITECTURES)
def machine(request):
    return request.param


READ, GETPID, UNSHARE = (0, 63), (39, 172), (272, 97)
SOCKET, CLONE, CLONE3, KILL, IOCTL = (41, 198), (56, 220), (435, 435), (62, 129), (16, 29)


def test_ordinary_calls_are_allowed(machine):
    assert decide(machine, READ, 0) == ALLOWED
    assert decide(machine, GETPID) == ALLOWED


def test_a_call_of_another_architecture_kills(machine):
    other = ARM if machine == "x86_64" else X86
    assert decide(machine, GETPID, architecture=other) == KILLED
    assert decide(machine, GETPID, architecture=0x40000003) == KILLED  # 32-bit x86


def test_the_x32_form_of_a_call_is_refused():
    assert decide("x86_64", GETPID, offset=0x40000000) == "EPERM"


@pytest.mark.parametrize("name", [*seccomp.REFUSED, *seccomp.IO_URING])
def test_what_a_notebook_does_not_need_is_refused(machine, name):
    numbers = {**seccomp.REFUSED, **seccomp.IO_URING}[name]
    if machine == "aarch64" and numbers[1] is None:
        assert name in {"modify_ldt", "uselib", "_sysctl", "create_module", "iopl", "ioperm"}
        return
    assert decide(machine, numbers) == "EPERM"


def test_no_two_names_share_a_number():
    for column in (0, 1):
        numbers = [pair[column] for pair in (seccomp.REFUSED | seccomp.IO_URING | seccomp.SHARED_IPC).values()]
        numbers = [number for number in numbers if number is not None]
        assert len(numbers) == len(set(numbers))


def test_only_unix_sockets_are_made(machine):
    assert decide(machine, SOCKET, 1, 1) == ALLOWED
    for family in (0, 2, 10, 16, 17, 38, 40):
        assert decide(machine, SOCKET, family, 1) == "EPERM"
        assert decide(machine, SOCKET, family, 1, net=False) == ALLOWED


def test_a_process_may_be_made_but_no_namespace(machine):
    assert decide(machine, CLONE, 17) == ALLOWED
    assert decide(machine, CLONE, 0x3D0F00) == ALLOWED  # a thread
    for bit in (0x00020000, 0x02000000, 0x04000000, 0x08000000, 0x10000000, 0x20000000, 0x40000000):
        assert decide(machine, CLONE, bit | 17) == "EPERM"
    assert decide(machine, CLONE3) == "ENOSYS"
    assert decide(machine, UNSHARE, 0) == "EPERM"


def test_signals_to_all_or_to_groups_are_refused_where_others_can_be_seen(machine):
    for number in (-1, -4000):
        assert decide(machine, KILL, number, 9) == ALLOWED
        assert decide(machine, KILL, number % 2**32, 9, private_pids=False) == "EPERM"
    assert decide(machine, KILL, 4000, 9, private_pids=False) == ALLOWED


def test_typing_into_a_terminal_is_refused(machine):
    assert decide(machine, IOCTL, 0, 0x5412) == "EPERM"
    assert decide(machine, IOCTL, 0, 0x5413) == ALLOWED


def test_limits_and_priorities_of_others_are_refused(machine):
    assert decide(machine, (302, 261), 0) == ALLOWED
    assert decide(machine, (302, 261), 1) == "EPERM"
    assert decide(machine, (141, 140), 0, 0, 5) == ALLOWED
    assert decide(machine, (141, 140), 2, 0, 5) == "EPERM"


def test_the_personality_can_be_asked_but_not_changed(machine):
    assert decide(machine, (135, 92), 0xFFFFFFFF) == ALLOWED
    assert decide(machine, (135, 92), 0x0040000) == "EPERM"


def test_shared_memory_of_system_v_needs_a_namespace_of_its_own(machine):
    for numbers in seccomp.SHARED_IPC.values():
        assert decide(machine, numbers) == ALLOWED
        assert decide(machine, numbers, private_ipc=False) == "EPERM"


def test_the_filter_of_sockets_alone_closes_the_way_around_it(machine):
    assert decide(machine, seccomp.IO_URING["io_uring_setup"], calls=False) == "EPERM"
    assert decide(machine, UNSHARE, calls=False) == ALLOWED
