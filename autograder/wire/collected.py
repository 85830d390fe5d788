"""The containers of the module `collections`, which tests use as the list, dict or tuple that they are."""

import functools
import keyword
from collections import Counter, OrderedDict, defaultdict, deque, namedtuple
from collections.abc import Callable
from itertools import chain
from typing import TYPE_CHECKING, Any

from autograder.wire.errors import WireError, shown
from autograder.wire.plain import read_dict

if TYPE_CHECKING:
    from autograder.wire.values import Decoder, Encoder

MOST_FIELDS = 64  #: of a named tuple
LONGEST_NAME = 80


def _mapping(tag: str) -> Callable[["Encoder", Any], Any]:
    return lambda encoder, value: encoder.many(tag, list(chain.from_iterable(dict.items(value))))


#: How a value of exactly this type is written. A defaultdict's factory stays where it is: it is code.
WRITERS: dict[type, Callable[["Encoder", Any], Any]] = {
    OrderedDict: _mapping("do"),
    defaultdict: _mapping("dd"),
    Counter: _mapping("dc"),
    deque: lambda encoder, value: encoder.many("q", [value.maxlen, *value]),
}


def named_node(value: Any, encoder: "Encoder") -> list[Any] | None:
    """The node of a named tuple that is nothing but that; None for every other value."""
    cls = type(value)
    if cls.__mro__[1:] != (tuple, object) or not _is_plain_named(cls):
        return None
    names = cls._fields
    if len(value) != len(names) or not _may_be_named(cls.__name__, names):
        return None
    return encoder.many("nt", [cls.__name__, *names, *value])


def _is_plain_named(cls: type) -> bool:
    names = cls.__dict__.get("_fields")
    if type(names) is not tuple or not all(type(name) is str for name in names):
        return False
    own = {name for name in cls.__dict__ if not name.startswith("__")}
    return own <= {*names, "_fields", "_field_defaults", "_make", "_replace", "_asdict"}


def _may_be_named(title: str, names: tuple[str, ...]) -> bool:
    return (
        len(names) <= MOST_FIELDS
        and len(set(names)) == len(names)
        and all(
            len(name) <= LONGEST_NAME and name.isascii() and name.isidentifier() and not keyword.iskeyword(name)
            for name in (title, *names)
        )
        and not any(name.startswith("_") for name in names)
    )


@functools.lru_cache(maxsize=256)
def _named(title: str, names: tuple[str, ...]) -> Any:
    return namedtuple(title, names)


def _read_named(node: list[Any], decoder: "Decoder") -> Any:
    title, *rest = decoder.rest(node) if len(node) > 1 else [""]
    names, values = tuple(rest[: len(rest) // 2]), rest[len(rest) // 2 :]
    if len(names) != len(values) or not all(type(name) is str for name in (title, *names)):
        raise WireError("a named tuple is not made of a name, its fields' names and as many values")
    if not _may_be_named(title, names):
        raise WireError(f"{shown(title)} or one of its fields cannot be the name of a named tuple")
    return _named(title, names)(*values)


def _read_deque(node: list[Any], decoder: "Decoder") -> Any:
    most, *values = decoder.rest(node) if len(node) > 1 else [-1]
    if most is not None and (type(most) is not int or not len(values) <= most < 2**63):
        raise WireError(f"a deque has the greatest length {shown(most)}")
    return deque(values, most)


def _read_counter(node: list[Any], decoder: "Decoder") -> Any:
    found: Any = Counter()
    dict.update(found, read_dict(node, decoder))  # a Counter's own update would add
    return found


#: How the node with this tag is read.
READERS: dict[str, Callable[[list[Any], "Decoder"], Any]] = {
    "do": lambda node, decoder: OrderedDict(read_dict(node, decoder)),
    "dd": lambda node, decoder: defaultdict(None, read_dict(node, decoder)),
    "dc": _read_counter,
    "q": _read_deque,
    "nt": _read_named,
}
