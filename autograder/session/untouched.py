"""Whether a test has left the session as it found it: the next test may then have the same fork.

A fork for each test keeps what one test leaves from the next, and it is the dearest part of many. Where nothing was
left, the next test meets the same either way. What is looked at is all that the notebook's functions and classes can
reach, what the test itself asked for, and the settings of Python, torch and numpy. What cannot be told counts as
changed.
"""

import builtins
import contextlib
import functools
import math
import os
import random
import resource
import signal
import sys
import threading
import types
import warnings
import zlib
from collections import OrderedDict, defaultdict, deque
from collections.abc import Callable, Iterable, Iterator
from typing import Any

#: Values and bytes that are looked at; a notebook whose functions reach more gets a fork for each test.
MOST_VALUES = 20_000
MOST_BYTES = 4_000_000
#: A test that used so many bytes of memory more leaves its fork to no other.
MUCH_MEMORY = 64_000_000
#: A function that uses one of these may reach any name.
REACH_ALL = frozenset(
    ("globals", "locals", "vars", "eval", "exec", "compile", "get_ipython", "__import__", "importlib", "inspect", "sys")
)
#: A function that uses one of these may give any attribute of a module another value; others use its name.
CHANGE_ALL = frozenset(("setattr", "delattr", "__setattr__", "__delattr__", "__dict__", "mock", "patch"))
#: Whose values run a notebook: no answer to a test comes from them.
RUNNING = frozenset(("IPython", "autograder"))
#: Whose values hold so many others that to look at them takes longer than a fork.
LARGE = frozenset(("matplotlib", "mpl_toolkits"))
SIGNALS = (signal.SIGALRM, signal.SIGINT, signal.SIGTERM)
PLAIN = frozenset(
    (type(None), bool, int, float, complex, str, bytes, range, slice, type(...), type(NotImplemented), types.CodeType)
)
INERT = frozenset(
    (types.ModuleType, types.WrapperDescriptorType, types.MethodDescriptorType, types.GetSetDescriptorType)
)

Mark = tuple[Any, ...]


class UnknownStateError(Exception):
    """There is something whose state cannot be told."""


class Untouched:
    """The state of a notebook's `namespace` now, to be compared with what it is later."""

    def __init__(self, namespace: dict[str, Any]) -> None:
        self._namespace = namespace
        self._asked: dict[str, list[Mark] | None] = {}
        self._memory = _most_memory()
        self._before = self._look()

    def asked(self, name: str) -> None:
        """The test is about to get the value of `name`, and may do to it what it likes."""
        if name in self._namespace and name not in self._asked:
            self._asked[name] = self._marks([self._namespace[name]])

    def forget(self) -> None:
        """Forget what was asked for: another test begins."""
        self._asked = {}

    def holds(self) -> bool:
        """Whether all is as it was."""
        if _most_memory() - self._memory > MUCH_MEMORY or self._before is None or self._look() != self._before:
            return False
        return all(
            marks is not None and name in self._namespace and self._marks([self._namespace[name]]) == marks
            for name, marks in self._asked.items()
        )

    def _look(self) -> list[Mark] | None:
        own = [value for value in self._namespace.values() if isinstance(value, types.FunctionType | type)]
        found = self._marks(own)
        return None if found is None else [tuple(self._namespace), *found]

    def _marks(self, values: Iterable[Any]) -> list[Mark] | None:
        """What tells a state of `values`, and of all that they reach, from another; None where nothing does."""
        try:
            _no_figure()
            look = _Look(self._namespace, values)
            return [*look.marks, *_settings(), *_attributes(self._namespace, look.names)]
        except Exception:  # whatever the notebook has made of Python
            return None


class _Look:
    """Goes through values and what they hold, each once."""

    def __init__(self, namespace: dict[str, Any], values: Iterable[Any]) -> None:
        self.marks: list[Mark] = []
        self.names: set[str] = set()  # those that code has which was looked at
        self._namespace = namespace
        self._seen: dict[int, int] = {}
        self._alive: list[Any] = []  # what is gone could lend its id to another
        self._bytes = 0
        self._todo = list(values)
        while self._todo:
            self._look(self._todo.pop())

    def _look(self, value: Any) -> None:
        kind = type(value)
        if kind in PLAIN:
            self.marks.append((kind.__name__, id(value) if kind is types.CodeType else repr(value)))
            return
        if id(value) in self._seen:
            self.marks.append(("seen", self._seen[id(value)]))
            return
        self._seen[id(value)] = len(self._seen)
        self._alive.append(value)
        if len(self._alive) > MOST_VALUES:
            raise UnknownStateError("too many values")
        self.marks.append((id(value), id(kind)))
        if not self._is_inert(value, kind):
            _look_of(kind)(self, value)

    def _is_inert(self, value: Any, kind: type) -> bool:
        """Whether it stays what it is, or is nothing that an answer comes from."""
        if kind in INERT:
            return True
        if kind is types.FunctionType:
            return value.__globals__ is not self._namespace
        if isinstance(value, type):
            return str(value.__module__) != "__main__"
        library = str(kind.__module__).split(".")[0]
        if library in LARGE:
            raise UnknownStateError(f"a {kind.__name__} of {library}")
        return library in RUNNING

    def note(self, *about: Any) -> None:
        """Mark something of the value that is looked at."""
        self.marks.append(about)

    def go_on(self, *values: Any) -> None:
        """Look at these, too."""
        self.note(len(values))
        self._todo += values

    def go_on_to_names(self, code: types.CodeType) -> None:
        """Look at what the names stand for that the code of a function of the notebook uses."""
        used = set(_names_of(code))
        self.names |= used
        names = self._namespace if used & REACH_ALL else sorted(used & self._namespace.keys())
        self.go_on(*(self._namespace[name] for name in names))

    def content(self, data: Any) -> None:
        """Mark what a buffer holds."""
        self._bytes += memoryview(data).nbytes
        if self._bytes > MOST_BYTES:
            raise UnknownStateError("too many bytes")
        self.note(zlib.crc32(data))


def _attributes(namespace: dict[str, Any], names: set[str]) -> Iterator[Mark]:
    """Of the modules that code with these `names` can change: how many attributes they have, and those so called.

    To look at them all would write a count to each, and a fork pays for each page that it writes to.
    """
    import numpy as np
    import torch

    modules = [value for value in namespace.values() if type(value) is types.ModuleType]
    watched = [*modules, builtins, math, np, torch, torch.nn, torch.nn.functional, torch.Tensor, torch.nn.Module]
    for parts in map(vars, watched):
        chosen = parts.keys() if names & (CHANGE_ALL | REACH_ALL) else names & parts.keys()
        yield len(parts), hash(tuple(id(parts[name]) for name in sorted(chosen)))


def _settings() -> list[Mark]:
    """What code can set for all that comes after it, and what may still run."""
    import numpy as np
    import torch

    return [
        (torch.get_default_dtype(), str(torch.get_default_device()), torch.is_grad_enabled(), torch.get_num_threads()),
        (torch.is_inference_mode_enabled(), torch.are_deterministic_algorithms_enabled(), torch.is_anomaly_enabled()),
        (torch.is_autocast_enabled("cpu"), torch.get_float32_matmul_precision()),
        (repr(vars(torch._tensor_str.PRINT_OPTS)),),
        (repr(np.geterr()), repr(np.get_printoptions())),
        (sys.getrecursionlimit(), id(sys.stdout), id(sys.stderr), id(sys.gettrace()), id(sys.getprofile())),
        (os.getcwd(), tuple(os.environ.items()), threading.active_count(), _has_children()),
        (tuple(map(id, warnings.filters)), id(warnings.showwarning), tuple(sys.path)),
        (signal.getitimer(signal.ITIMER_REAL), *(id(signal.getsignal(each)) for each in SIGNALS)),
        tuple(map(id, _parameters().values())),
        tuple(map(len, _hooks_of_all_modules())),
    ]


def _parameters() -> dict[str, Any]:
    """What matplotlib draws with; as it is, for its own way to read a parameter may choose a backend."""
    matplotlib = sys.modules.get("matplotlib")
    return dict(dict.items(matplotlib.rcParams)) if matplotlib else {}


def _hooks_of_all_modules() -> list[dict[int, Any]]:
    """What torch calls for each module of any net."""
    parts = vars(sys.modules["torch.nn.modules.module"])
    return [value for name, value in parts.items() if name.startswith("_global_") and isinstance(value, dict)]


def _no_figure() -> None:
    """None is open as a rule, for a cell closes what it shows; what is drawn into one that is, nobody can tell.

    Raises:
        UnknownStateError: when there is one.
    """
    pyplot = sys.modules.get("matplotlib.pyplot")
    if pyplot and pyplot.get_fignums():
        raise UnknownStateError("an open figure")


def _most_memory() -> int:
    """Bytes of memory that this process has had at once; what one test has used, the next may lack."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def _has_children() -> bool:
    try:
        os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
    except ChildProcessError:
        return False
    return True


def _names_of(code: types.CodeType) -> Iterator[str]:
    yield from code.co_names
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType):
            yield from _names_of(constant)


def _function(look: _Look, value: types.FunctionType) -> None:
    look.go_on(value.__code__, value.__defaults__, value.__kwdefaults__, vars(value))
    for cell in value.__closure__ or ():
        with contextlib.suppress(ValueError):  # it is empty
            look.go_on(cell.cell_contents)
    look.go_on_to_names(value.__code__)


def _class(look: _Look, value: type) -> None:
    parts = {name: part for name, part in vars(value).items() if name not in ("__dict__", "__weakref__")}
    look.go_on(*parts, *parts.values(), value.__bases__)


def _sequence(look: _Look, value: Any) -> None:
    look.go_on(*value)


def _mapping(look: _Look, value: Any) -> None:
    look.go_on(*dict.keys(value), *dict.values(value), getattr(value, "default_factory", None))


def _method(look: _Look, value: Any) -> None:
    look.go_on(getattr(value, "__func__", None), getattr(value, "__self__", None))


def _property(look: _Look, value: property) -> None:
    look.go_on(value.fget, value.fset, value.fdel)


def _partial(look: _Look, value: Any) -> None:
    look.go_on(value.func, value.args, value.keywords)


def _random(look: _Look, value: random.Random) -> None:
    look.note(hash(value.getstate()))


def _by_text(look: _Look, value: Any) -> None:
    look.note(repr(value))


def _tensor(look: _Look, value: Any) -> None:
    import torch

    usual = value.layout is torch.strided and value.device.type == "cpu" and not value.is_quantized
    if value.grad_fn is not None or not usual:  # backward() frees what the history holds, and nothing tells that
        raise UnknownStateError("a tensor with a history, or of an unusual kind")
    data = value.detach()
    look.note(data.data_ptr(), data.dtype, tuple(data.shape), data.stride(), value.requires_grad)
    look.content(data.contiguous().reshape(-1).view(torch.uint8).numpy())
    look.go_on(value.grad, value._backward_hooks, vars(value))


def _array(look: _Look, value: Any) -> None:
    if value.dtype.hasobject:
        raise UnknownStateError("an array of objects")
    look.note(value.ctypes.data, str(value.dtype), value.shape, value.strides, value.flags.writeable)
    look.content(value.tobytes())


def _torch_generator(look: _Look, value: Any) -> None:
    look.content(value.get_state().numpy())


def _instance(look: _Look, value: Any) -> None:
    """Of a class that is written in Python: its attributes, and its class if that is the notebook's."""
    kind = type(value)
    slots = [part for each in kind.__mro__ for part in vars(each).values() if type(part) is types.MemberDescriptorType]
    # An instance that is larger than its attributes has a state that only C code sees.
    size = object.__basicsize__ + 8 * (len(slots) + (kind.__weakrefoffset__ > 0) + (kind.__dictoffset__ > 0))
    if kind.__basicsize__ != size or kind.__itemsize__:
        raise UnknownStateError(f"a {kind.__name__}")
    look.go_on(kind, vars(value) if hasattr(value, "__dict__") else None)
    for slot in slots:
        with contextlib.suppress(AttributeError):  # it is empty
            look.go_on(slot.__get__(value))


KINDS: dict[type, Callable[[_Look, Any], None]] = {
    types.FunctionType: _function,
    type: _class,
    **dict.fromkeys((types.MethodType, types.BuiltinFunctionType, staticmethod, classmethod), _method),
    property: _property,
    functools.partial: _partial,
    random.Random: _random,
    bytearray: _Look.content,
    **dict.fromkeys((list, tuple, set, frozenset, deque), _sequence),
    **dict.fromkeys((dict, OrderedDict, defaultdict, types.MappingProxyType), _mapping),
}


def _look_of(kind: type) -> Callable[[_Look, Any], None]:
    """How to look at a value of this kind."""
    return KINDS.get(kind) or _library_kinds().get(kind) or _other(kind)


@functools.cache
def _library_kinds() -> dict[type, Callable[[_Look, Any], None]]:
    import numpy as np
    import torch

    return {
        **dict.fromkeys((torch.Tensor, torch.nn.Parameter), _tensor),
        **dict.fromkeys((torch.dtype, torch.device, torch.layout, torch.memory_format, torch.Size), _by_text),
        torch.Generator: _torch_generator,
        np.ndarray: _array,
    }


def _other(kind: type) -> Callable[[_Look, Any], None]:
    import numpy as np

    if issubclass(kind, type):
        return _class
    if issubclass(kind, np.generic):
        return _by_text
    if kind.__bases__ == (tuple,) and hasattr(kind, "_fields"):
        return _sequence
    return _instance
