"""How a value is looked at: what tells its state from another, and what it holds, down to the last."""

import contextlib
import functools
import random
import sys
import types
import zlib
from collections import OrderedDict, defaultdict, deque
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from autograder.session.installed import is_installed, is_of_installed, is_space_of_installed

#: Values and bytes that are looked at; a notebook whose functions reach more gets a fork for each test.
MOST_VALUES = 20_000
MOST_BYTES = 4_000_000
#: A function that uses one of these may reach any name.
REACH_ALL = frozenset(("globals", "locals", "vars"))
#: Nobody can tell what a function reaches that uses one of these.
REACH_ANYTHING = frozenset(("eval", "exec", "__import__", "importlib", "inspect", "sys", "get_ipython", "gc"))
#: Whose values run a notebook: no answer to a test comes from them.
RUNNING = frozenset(("IPython", "autograder"))
#: Whose values hold so many others that to look at them takes longer than a fork.
LARGE = frozenset(("matplotlib", "mpl_toolkits"))
PLAIN = frozenset(
    (type(None), bool, int, float, complex, str, bytes, range, slice, type(...), type(NotImplemented), types.CodeType)
)
INERT = frozenset((types.WrapperDescriptorType, types.MethodDescriptorType, types.GetSetDescriptorType))

Mark = tuple[Any, ...]


class UnknownStateError(Exception):
    """There is something whose state cannot be told."""


class Look:
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
            self.marks.append((kind.__name__, value if kind is types.CodeType else repr(value)))
            return
        if id(value) in self._seen:
            self.marks.append(("seen", self._seen[id(value)]))
            return
        self._seen[id(value)] = len(self._seen)
        self._alive.append(value)
        if len(self._alive) > MOST_VALUES:
            raise UnknownStateError("too many values")
        if self._is_inert(value, kind):
            self.marks.append((value, kind))  # it is kept: what is gone could lend its id to another
        else:
            self.marks.append((id(value), kind))
            _look_of(kind)(self, value)

    def _is_inert(self, value: Any, kind: type) -> bool:
        """Whether it stays what it is, or is nothing that an answer comes from."""
        if kind in INERT:
            return True
        if kind is types.ModuleType:
            return is_installed(value)
        if kind is types.FunctionType or isinstance(value, type):
            return is_of_installed(value)
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

    def go_on_to_names(self, code: types.CodeType, space: dict[str, Any]) -> None:
        """Look at what the names stand for in `space` that the code of a function uses."""
        if is_space_of_installed(space):
            return
        used = set(_names_of(code))
        if used & REACH_ANYTHING:
            raise UnknownStateError("a function that may reach anything")
        self.names |= used
        self.go_on(*(space[name] for name in sorted(used & space.keys())))
        self.go_on(*(sys.modules[name] for name in sorted(used & sys.modules.keys())))  # what it may import
        if used & REACH_ALL:
            self.go_on(*space.values())

    def content(self, data: Any) -> None:
        """Mark what a buffer holds."""
        self._bytes += memoryview(data).nbytes
        if self._bytes > MOST_BYTES:
            raise UnknownStateError("too many bytes")
        self.note(zlib.crc32(data))


def _names_of(code: types.CodeType) -> Iterator[str]:
    yield from code.co_names
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType):
            yield from _names_of(constant)


def _function(look: Look, value: types.FunctionType) -> None:
    look.go_on(value.__code__, value.__defaults__, value.__kwdefaults__, vars(value))
    for cell in value.__closure__ or ():
        with contextlib.suppress(ValueError):  # it is empty
            look.go_on(cell.cell_contents)
    look.go_on_to_names(value.__code__, value.__globals__)


def _module(look: Look, value: types.ModuleType) -> None:
    """One that the notebook has written."""
    parts = {name: part for name, part in vars(value).items() if not name.startswith("__")}
    look.go_on(*parts, *parts.values())


def _class(look: Look, value: type) -> None:
    parts = {name: part for name, part in vars(value).items() if name not in ("__dict__", "__weakref__")}
    look.go_on(*parts, *parts.values(), value.__bases__, type(value))


def _sequence(look: Look, value: Any) -> None:
    look.go_on(*value)


def _mapping(look: Look, value: Any) -> None:
    look.go_on(*dict.keys(value), *dict.values(value), getattr(value, "default_factory", None))


def _method(look: Look, value: Any) -> None:
    look.go_on(getattr(value, "__func__", None), getattr(value, "__self__", None))


def _property(look: Look, value: property) -> None:
    look.go_on(value.fget, value.fset, value.fdel)


def _partial(look: Look, value: Any) -> None:
    look.go_on(value.func, value.args, value.keywords)


def _random(look: Look, value: random.Random) -> None:
    look.note(hash(value.getstate()))


def _by_text(look: Look, value: Any) -> None:
    look.note(repr(value))


def _tensor(look: Look, value: Any) -> None:
    import torch

    usual = value.layout is torch.strided and value.device.type == "cpu" and not value.is_quantized
    if value.grad_fn is not None or not usual:  # backward() frees what the history holds, and nothing tells that
        raise UnknownStateError("a tensor with a history, or of an unusual kind")
    data = value.detach()
    look.note(data.data_ptr(), data.dtype, tuple(data.shape), data.stride(), value.requires_grad)
    look.content(data.contiguous().reshape(-1).view(torch.uint8).numpy())
    look.go_on(value.grad, value._backward_hooks, vars(value))


def _array(look: Look, value: Any) -> None:
    if value.dtype.hasobject:
        raise UnknownStateError("an array of objects")
    look.note(value.ctypes.data, str(value.dtype), value.shape, value.strides, value.flags.writeable)
    look.content(value.tobytes())


def _torch_generator(look: Look, value: Any) -> None:
    look.content(value.get_state().numpy())


def _instance(look: Look, value: Any) -> None:
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


KINDS: dict[type, Callable[[Look, Any], None]] = {
    types.FunctionType: _function,
    types.ModuleType: _module,
    type: _class,
    **dict.fromkeys((types.MethodType, types.BuiltinFunctionType, staticmethod, classmethod), _method),
    property: _property,
    functools.partial: _partial,
    random.Random: _random,
    bytearray: Look.content,
    **dict.fromkeys((list, tuple, set, frozenset, deque), _sequence),
    **dict.fromkeys((dict, OrderedDict, defaultdict), _mapping),
    types.MappingProxyType: lambda look, value: look.go_on(*value.keys(), *value.values()),
}


def _look_of(kind: type) -> Callable[[Look, Any], None]:
    """How to look at a value of this kind."""
    return KINDS.get(kind) or _library_kinds().get(kind) or _other(kind)


@functools.cache
def _library_kinds() -> dict[type, Callable[[Look, Any], None]]:
    import numpy as np
    import torch

    return {
        **dict.fromkeys((torch.Tensor, torch.nn.Parameter), _tensor),
        **dict.fromkeys((torch.dtype, torch.device, torch.layout, torch.memory_format, torch.Size), _by_text),
        torch.Generator: _torch_generator,
        np.ndarray: _array,
    }


def _other(kind: type) -> Callable[[Look, Any], None]:
    import numpy as np

    if issubclass(kind, type):
        return _class
    if issubclass(kind, np.generic):
        return _by_text
    if kind.__bases__ == (tuple,) and hasattr(kind, "_fields"):
        return _sequence
    return _instance
