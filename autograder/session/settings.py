"""What code can set for all that comes after it: in Python, torch, numpy and matplotlib."""

import builtins
import math
import os
import signal
import sys
import threading
import types
import warnings
from collections.abc import Iterator
from typing import Any

from autograder.session.look import REACH_ALL, Mark, UnknownStateError

#: A function that uses one of these may give any attribute of a module another value; others use its name.
CHANGE_ALL = frozenset(("setattr", "delattr", "__setattr__", "__delattr__", "__dict__", "mock", "patch"))
SIGNALS = (signal.SIGALRM, signal.SIGINT, signal.SIGTERM)


def settings() -> list[Mark]:
    """What code can set for all that comes after it, and what may still run.

    The very objects, not their ids: what is gone could lend its id to another.
    """
    import numpy as np
    import torch

    return [
        (torch.get_default_dtype(), str(torch.get_default_device()), torch.is_grad_enabled(), torch.get_num_threads()),
        (torch.is_inference_mode_enabled(), torch.are_deterministic_algorithms_enabled(), torch.is_anomaly_enabled()),
        (torch.is_autocast_enabled("cpu"), torch.get_float32_matmul_precision()),
        (repr(vars(torch._tensor_str.PRINT_OPTS)),),
        (repr(np.geterr()), repr(np.get_printoptions())),
        (sys.getrecursionlimit(), sys.stdout, sys.stderr, sys.gettrace(), sys.getprofile()),
        (os.getcwd(), tuple(os.environ.items()), threading.active_count(), _has_children()),
        (tuple(warnings.filters), warnings.showwarning, tuple(sys.path)),
        (signal.getitimer(signal.ITIMER_REAL), *map(signal.getsignal, SIGNALS)),
        _parameters(),
        tuple(map(len, _hooks_of_all_modules())),
    ]


def _parameters() -> Mark:
    """What matplotlib draws with; as it is, for its own way to read a parameter may choose a backend."""
    matplotlib = sys.modules.get("matplotlib")
    return tuple(dict.values(matplotlib.rcParams)) if matplotlib else ()


def _hooks_of_all_modules() -> list[dict[int, Any]]:
    """What torch calls for each module of any net."""
    parts = vars(sys.modules["torch.nn.modules.module"])
    return [value for name, value in parts.items() if name.startswith("_global_") and isinstance(value, dict)]


def no_figure() -> None:
    """None is open as a rule, for a cell closes what it shows; what is drawn into one that is, nobody can tell.

    Raises:
        UnknownStateError: when there is one.
    """
    pyplot = sys.modules.get("matplotlib.pyplot")
    if pyplot and pyplot.get_fignums():
        raise UnknownStateError("an open figure")


def attributes(namespace: dict[str, Any], names: set[str]) -> Iterator[Mark]:
    """Of the modules and classes that code with these `names` can get at: how many attributes they have, and which.

    To look at all of them would write a count to each, and a fork pays for each page that it writes to.

    Raises:
        UnknownStateError: when one of them is a function or a class of the notebook's.
    """
    import numpy as np
    import torch

    modules = [value for value in namespace.values() if type(value) is types.ModuleType]
    todo: list[Any] = [*modules, builtins, math, np, torch, torch.nn, torch.nn.functional]
    todo += [torch.Tensor, torch.nn.Module]
    seen = set(map(id, todo))
    for each in todo:
        parts = vars(each)
        named = sorted(names & parts.keys())
        yield len(parts), *(parts[name] for name in (sorted(parts) if names & (CHANGE_ALL | REACH_ALL) else named))
        for part in (parts[name] for name in named):
            if not isinstance(part, types.ModuleType | types.FunctionType | type) or id(part) in seen:
                continue
            seen.add(id(part))
            if getattr(part, "__globals__", None) is namespace or getattr(part, "__module__", "") == "__main__":
                raise UnknownStateError("a library has something of the notebook's")
            if not isinstance(part, types.FunctionType):
                todo.append(part)


def _has_children() -> bool:
    try:
        os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
    except ChildProcessError:
        return False
    return True
