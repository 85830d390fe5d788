"""The way into a session: every mechanism in the order that works."""

import contextlib
import os
import signal
import tempfile

from autograder.session.sandbox import cgroup, landlock, limits, mounts, namespaces, seccomp, system, tree
from autograder.session.sandbox.layers import SandboxError
from autograder.session.sandbox.policy import DEVICES, Policy, scrub_environment

#: Spare user ids begin here: above what systems, containers and directory services give out. Each session gets its
#: own by adding its process number (< 2**22), so that sessions cannot reach one another, and the kernel's count of
#: processes per user is a count per session.
SPARE_UIDS = 1_500_000_000
NOBODY = 65534


def enter_with(policy: Policy, mechanisms: frozenset[str]) -> None:
    """Fork a keeper off and close this process in with `mechanisms`, taken at their word.

    Returns in the inner process only. Raises `SandboxError`, in the outer or the inner process.
    """
    if len(os.listdir("/proc/self/task")) != 1:
        raise SandboxError("a session must have one thread when it is closed off")
    try:
        spare = spare_uid() if "spare uid" in mechanisms else None
        groups = cgroup.create(policy, os.getpid()) if "cgroup" in mechanisms else []
        own_user, own_pids = False, "pid namespace" in mechanisms
        with contextlib.suppress(PermissionError):  # it leads a session already
            os.setsid()
        system.prctl(system.PR_SET_PDEATHSIG, signal.SIGKILL)
        alive = None
        if own_pids:
            own_user = namespaces.leave(mechanisms)
            alive = namespaces.start_init()
        else:
            tree.become_subreaper()
        keeper = os.getpid()
        inner = os.fork()
        if inner:
            tree.keep(inner, alive, groups)
        if alive is not None:
            os.close(alive)
        cgroup.join(groups)
        if not own_pids:
            own_user = namespaces.leave(mechanisms)
        _close_in(policy, mechanisms, spare, own_user=own_user)
        if not own_pids and os.getppid() != keeper:  # it died before this process asked to die with it
            os.kill(os.getpid(), signal.SIGKILL)
    except (OSError, ValueError) as error:
        raise SandboxError(f"the session cannot be closed off: {error}") from error


def _close_in(policy: Policy, mechanisms: frozenset[str], spare: int | None, *, own_user: bool) -> None:
    """Everything that the inner process does to itself."""
    private = "mount namespace" in mechanisms
    own_pids = "pid namespace" in mechanisms
    figures = {}
    if "rlimits" in mechanisms:
        figures = limits.figures(policy, own_count=own_user or spare not in (None, NOBODY))
    if private:
        os.umask(0o022)
        mounts.private_root(policy, proc=own_pids)
    os.umask(0o077)
    os.chdir(policy.work)
    scratch = list(mounts.SCRATCH) if private else ["/dev/shm"]
    temporary = "/tmp" if private else _own_temporary(policy.work)
    if spare is not None:
        _own(policy.work, spare)
    limits.apply_limits(figures)
    if spare is not None:
        become(spare)
        if not os.access(policy.work, os.R_OK | os.W_OK | os.X_OK):
            raise SandboxError(f"the spare user cannot reach {policy.work}: its parents must be searchable by all")
    # a change of user clears both
    system.prctl(system.PR_SET_PDEATHSIG, signal.SIGKILL)
    system.prctl(system.PR_SET_DUMPABLE, 1)
    limits.no_new_privileges()
    if mechanisms & {"landlock", "landlock scope"}:
        readable = [*policy.readable, *_proc(own=private and own_pids)]
        writable = [policy.work, *scratch, *DEVICES, *(["/dev/pts"] if private else [])]
        landlock.restrict(readable, writable, files="landlock" in mechanisms, scope="landlock scope" in mechanisms)
    _filter(mechanisms, own_pids=own_pids)
    scrub_environment(policy.work)
    os.environ["TMPDIR"] = temporary
    tempfile.tempdir = None


def _proc(*, own: bool) -> list[str]:
    """What of /proc may be read: all of one's own, else only this process's entry."""
    return ["/proc"] if own else [f"/proc/{os.getpid()}"] if os.path.exists("/proc/self") else []


def _own_temporary(work: str) -> str:
    path = os.path.join(work, ".cache", "tmp")
    os.makedirs(path, exist_ok=True)
    return path


def _filter(mechanisms: frozenset[str], *, own_pids: bool) -> None:
    net, calls = "socket filter" in mechanisms, "system call filter" in mechanisms
    if net or calls:
        private_ipc = "ipc namespace" in mechanisms
        code = seccomp.program(system.machine(), net=net, calls=calls, private_ipc=private_ipc, private_pids=own_pids)
        seccomp.install(code)


def spare_uid() -> int:
    """Return the user id for a session that this process begins. Raises `OSError` if this is not root."""
    if os.geteuid() != 0:
        raise OSError("only root can change the user")
    wanted = SPARE_UIDS + os.getpid()
    for path in ("/proc/self/uid_map", "/proc/self/gid_map"):
        with open(path, encoding="utf-8") as lines:
            ranges = [tuple(map(int, line.split())) for line in lines]
        if not any(first <= wanted < first + count for first, _, count in ranges):
            return NOBODY  # a container with few users
    return wanted


def become(uid: int) -> None:
    """Give up this user and all groups for `uid`, for good. Raises `OSError`."""
    os.setgroups([])
    os.setresgid(uid, uid, uid)
    os.setresuid(uid, uid, uid)


def _own(folder: str, uid: int) -> None:
    """Give `folder` and all in it to `uid`; links are changed themselves and not followed."""
    os.chown(folder, uid, uid)
    for parent, folders, files in os.walk(folder):
        for name in (*folders, *files):
            os.chown(os.path.join(parent, name), uid, uid, follow_symlinks=False)
