"""What a session may read, write and use."""

import os
import site
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

#: Programs, libraries and facts about the machine; what is missing here is left out.
SYSTEM = (
    "/usr",
    "/bin",
    "/sbin",
    "/lib",
    "/lib32",
    "/lib64",
    "/libx32",
    "/etc/ld.so.cache",
    "/etc/ld.so.conf",
    "/etc/ld.so.conf.d",
    "/etc/alternatives",
    "/etc/fonts",
    "/etc/localtime",
    "/etc/nsswitch.conf",
    "/etc/mime.types",
    "/var/cache/fontconfig",
    "/sys/devices/system/cpu",
    "/sys/devices/system/node",
    "/sys/kernel/mm/transparent_hugepage",
    "/proc/cpuinfo",
    "/proc/meminfo",
    "/proc/stat",
    "/proc/version",
    "/proc/filesystems",
    "/proc/sys/kernel/osrelease",
    "/proc/sys/vm/overcommit_memory",
)

#: Devices that may be read and written.
DEVICES = ("/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom")

#: What a session keeps of the grader's environment: the language, the time zone and the run's own settings.
KEPT = ("LANG", "LC_ALL", "LC_CTYPE", "TZ", "DEVICE", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "PYTHONHASHSEED")


@dataclass(frozen=True)
class Policy:
    """The limits of one session. Sizes are in bytes."""

    work: str
    readable: tuple[str, ...]
    memory: int = 4 * 2**30
    processes: int = 64
    file_size: int = 64 * 2**20
    open_files: int = 256
    disk: int = 256 * 2**20


def default_policy(work: str) -> Policy:
    """Return the usual policy for the private folder `work`: Python, its packages, this package and the system."""
    return Policy(work=os.path.realpath(work), readable=(*python_folders(), *SYSTEM))


def exposed(policy: Policy, path: str) -> str:
    """Return what of `policy.readable` shows `path` to a session, "" if nothing does."""
    path = os.path.realpath(path)
    for place in policy.readable:
        real = os.path.realpath(place)
        if os.path.commonpath([real, path]) == real:
            return place
    return ""


def python_folders() -> tuple[str, ...]:
    """Python's own folders. Not all of sys.path, which an editable install opens to its whole repository."""
    candidates = [sys.prefix, sys.base_prefix, sys.exec_prefix, sys.base_exec_prefix]
    candidates += [os.path.dirname(os.path.realpath(sys.executable))] if sys.executable else []
    candidates += [os.path.dirname(os.__file__)]
    if site.ENABLE_USER_SITE:
        candidates.append(site.getusersitepackages())
    candidates += [path for path in sys.path if Path(path).name in ("site-packages", "dist-packages")]
    candidates.append(str(Path(__file__).parents[2]))
    return tuple(dict.fromkeys(path for path in candidates if path not in ("", "/") and os.path.isdir(path)))


def clean_environment(work: str) -> dict[str, str]:
    """Return the environment for a session at `work`, and for the zygote: no token, nothing of nbgrader or the hub.

    A process that is started with it shows the same in ``/proc/self/environ``, which a later change does not reach.
    """
    scripts = os.path.dirname(sys.executable) if sys.executable else ""
    return {
        **{name: os.environ[name] for name in KEPT if name in os.environ},
        "PATH": os.pathsep.join(path for path in (scripts, "/usr/local/bin", "/usr/bin", "/bin") if path),
        "HOME": work,
        "USER": "student",
        "LOGNAME": "student",
        "MPLBACKEND": "agg",
        "MPLCONFIGDIR": os.path.join(work, ".config", "matplotlib"),
        "TMPDIR": "/tmp",
        # Threads that wait sleep: one that spins takes the time of its neighbour, and counts as time of the student.
        "OMP_WAIT_POLICY": "passive",
    }


def scrub_environment(work: str) -> None:
    """Make `os.environ` that of a session, and let `tempfile` look for its folder again."""
    environment = clean_environment(work)
    os.environ.clear()
    os.environ.update(environment)
    tempfile.tempdir = None
