"""What a session shows of its command line: that of the kernel in which the student wrote the notebook."""

import contextlib
import ctypes
import os
import sys

_ARGUMENTS = ["ipykernel_launcher.py", "-f", "kernel.json"]


def look_like_a_kernel() -> None:
    """Let nothing in ``sys.argv`` or ``/proc/self/cmdline`` tell that this is a grader's process."""
    sys.argv[:] = _ARGUMENTS
    sys.orig_argv[:] = [sys.executable, "-m", "ipykernel_launcher", *_ARGUMENTS[1:]]
    with contextlib.suppress(OSError, ValueError, IndexError):
        with open("/proc/self/stat", "rb") as file:
            fields = file.read().rpartition(b")")[2].split()
        begin, end = int(fields[45]), int(fields[46])  # arg_start and arg_end, fields 48 and 49 of the whole line
        shown = b"\0".join(os.fsencode(part) for part in sys.orig_argv)
        ctypes.memmove(begin, shown[: end - begin - 1].ljust(end - begin, b"\0"), end - begin)
