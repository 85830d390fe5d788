"""What works on this machine: every mechanism tried for real in a throw-away process."""

import os
import select
import shutil
import sys
import tempfile
from collections.abc import Collection
from dataclasses import dataclass, field

from autograder.session.sandbox import cgroup, system, tree
from autograder.session.sandbox.checks import CHECKS, Check, check_python, look_at_python
from autograder.session.sandbox.entry import enter_with
from autograder.session.sandbox.layers import (
    CURES,
    HOW,
    LAYERS,
    LEAVES_OPEN,
    MECHANISMS,
    Layer,
    MissingLayerError,
    unknown,
)
from autograder.session.sandbox.policy import Policy, default_policy, scrub_environment

_SECONDS = 20.0

#: If all together fail, these are left out one after the other until the rest works.
_GIVE_UP = ("cgroup", "spare uid", "mount namespace", "pid namespace", "ipc namespace", "network namespace")


@dataclass
class Machine:
    """The mechanisms that work, what the others said, and whether a spare user needs the private root."""

    mechanisms: frozenset[str] = frozenset()
    reasons: dict[str, str] = field(default_factory=dict)
    uid_needs_mounts: bool = False


_machine: Machine | None = None


def machine() -> Machine:
    """Return what works here; found out once, and inherited by every process that is forked later."""
    global _machine
    if _machine is None:
        if system.machine():
            with tree.subreaper():
                _machine = _explore()
        else:
            _machine = Machine(reasons=dict.fromkeys(HOW, _no_linux()))
    return _machine


def _no_linux() -> str:
    return f"no layer is known on {sys.platform} ({os.uname().machine})" if hasattr(os, "uname") else "not Linux"


def _explore() -> Machine:
    cgroup.sweep()
    look_at_python()
    found = Machine()
    for mechanism, check in CHECKS.items():
        reason = _try(frozenset({mechanism}), check)
        if reason and mechanism == "spare uid" and "mount namespace" in found.mechanisms:
            # Python may live where only root looks; the private root shows just that part of it
            reason = _try(frozenset({mechanism, "mount namespace"}), check)
            found.uid_needs_mounts = not reason
        if reason:
            found.reasons[mechanism] = reason
        else:
            found.mechanisms |= {mechanism}
    for mechanism in _GIVE_UP:
        reason = _try(found.mechanisms, check_python)
        if not reason:
            break
        if mechanism in found.mechanisms:
            found.mechanisms -= {mechanism}
            found.reasons[mechanism] = f"it does not go together with the other layers: {reason}"
    return found


def _try(mechanisms: frozenset[str], check: Check) -> str:
    """Enter with `mechanisms` in a throw-away process and run `check` there; return what is wrong, "" if nothing."""
    work = tempfile.mkdtemp(prefix="session-")
    reading, writing = os.pipe()
    policy = default_policy(work)
    sys.stdout.flush()
    sys.stderr.flush()
    child = os.fork()
    if child == 0:
        _try_inside(mechanisms, check, policy, writing)
    os.close(writing)
    try:
        ready = select.select([reading], [], [], _SECONDS)[0]
        answer = os.read(reading, 4096).decode(errors="replace") if ready else "it did not end in time"
    finally:
        os.close(reading)
        tree.kill_tree(child)
        shutil.rmtree(work, ignore_errors=True)
    return "" if answer == "ok" else answer or "the process died"


def _try_inside(mechanisms: frozenset[str], check: Check, policy: Policy, writing: int) -> None:
    try:
        enter_with(policy, mechanisms)
        answer = check(policy) or "ok"
    except BaseException as error:  # whatever it is, this copy of the program must not go on
        answer = str(error) or type(error).__name__
    os.write(writing, answer.encode())
    os._exit(0)


def probe() -> dict[str, Layer]:
    """Return every layer, in the order of `LAYERS`, with whether it works here. The first call takes some 0.1 s."""
    here = machine()
    return {name: _layer(name, here) for name in LAYERS}


def _layer(name: str, here: Machine) -> Layer:
    working = [mechanism for mechanism in MECHANISMS[name] if mechanism in here.mechanisms]
    how = " and ".join(HOW[mechanism] for mechanism in working)
    why = "; ".join(
        f"{mechanism}: {here.reasons[mechanism]}" for mechanism in MECHANISMS[name] if mechanism in here.reasons
    )
    return Layer(name, bool(working), how, LEAVES_OPEN[name], CURES[name], why)


def require(names: Collection[str]) -> None:
    """Return if all the layers `names` work here.

    Raises `MissingLayerError` that says what is missing, what that leaves open, how to get it and what lowers the
    floor, and `ValueError` for a name that is no layer's.
    """
    if wrong := unknown(names):
        raise ValueError(f"no layer is called {', '.join(wrong)}; the layers are {', '.join(LAYERS)}")
    missing = [layer for name, layer in probe().items() if name in names and not layer.works]
    if missing:
        lines = [
            f"The layer `{layer.name}` is missing on this machine ({layer.why}): {layer.leaves_open}. "
            f"To get it, {layer.cure}."
            for layer in missing
        ]
        raise MissingLayerError("\n".join([*lines, FLOOR]))


#: The setting that lowers the floor, in words.
FLOOR = (
    "To grade without it all the same, take its name out of the required layers "
    "(`--require`, or the same setting in nbgrader_config.py)."
)


def plan(layers: Collection[str] | None) -> frozenset[str]:
    """Return the mechanisms for `layers` (None: all) that work here. Raises `ValueError` for an unknown name."""
    if layers is not None and (wrong := unknown(layers)):
        raise ValueError(f"no layer is called {', '.join(wrong)}; the layers are {', '.join(LAYERS)}")
    here = machine()
    names = LAYERS.keys() if layers is None else layers
    chosen = {mechanism for name in names for mechanism in MECHANISMS[name]} & here.mechanisms
    if here.uid_needs_mounts and "mount namespace" not in chosen:
        chosen.discard("spare uid")
    return frozenset(chosen)


def enter(policy: Policy, layers: Collection[str] | None = None) -> None:
    """Close this process in for a student's code, with `layers` (None: all that work here).

    Call it in a fresh fork with one thread, before any line of the student's, with every file descriptor closed
    that the student must not have. It forks: the outer process stays behind as the keeper and never returns; it
    exits as the inner one does (128 + signal) when the whole tree has ended. Returns in the inner process, in
    `policy.work`, with a scrubbed environment. Raises `SandboxError` if a layer fails now that worked before: then
    no student's code may run in this process.
    """
    if not system.machine():
        os.umask(0o077)
        os.chdir(policy.work)
        scrub_environment(policy.work)
        return
    enter_with(policy, plan(layers))
