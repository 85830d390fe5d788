"""How Python's own types are written to a node, and read from one."""

import math
import re
from collections.abc import Callable
from itertools import chain
from typing import TYPE_CHECKING, Any

from autograder.wire.errors import WireError, shown

if TYPE_CHECKING:
    from autograder.wire.values import Decoder, Encoder

EXACT = 2**53  #: every JSON reader holds whole numbers up to here
_ODD = {"nan": math.nan, "inf": math.inf, "-inf": -math.inf, "-0.0": -0.0}
_HEX = re.compile("-?[1-9a-f][0-9a-f]*")


def fields(node: list[Any], *kinds: type) -> list[Any]:
    """What follows the tag of `node`, if it is exactly of these types.

    Raises:
        WireError: it is more, less, or of other types.
    """
    if [type(field) for field in node[1:]] != list(kinds):
        wanted = ", ".join(kind.__name__ for kind in kinds) or "nothing"
        raise WireError(f"a node {shown(node[0])} holds other fields than {wanted}")
    return node[1:]


def _same(encoder: "Encoder", value: Any) -> Any:
    return value


def _int(encoder: "Encoder", value: int) -> Any:
    if -EXACT <= value <= EXACT:
        return value
    if value.bit_length() > encoder.limits.bits:
        raise WireError(f"an int of more than {encoder.limits.digits} digits cannot be sent")
    return ["i", format(value, "x")]


def _plain_float(value: float) -> float | str:
    return value if value - value == 0.0 and (value or math.copysign(1.0, value) > 0) else repr(value)


def _float(encoder: "Encoder", value: float) -> Any:
    return found if type(found := _plain_float(value)) is float else ["f", found]


def _str(encoder: "Encoder", value: str) -> Any:
    if len(value) > encoder.limits.text:
        raise WireError(f"a text of more than {encoder.limits.text} characters cannot be sent")
    # JSON would read two lone surrogates as one character
    return ["s", value.encode("utf-32-le", "surrogatepass").hex()] if has_surrogate(value) else value


def has_surrogate(text: str) -> bool:
    """Whether `text` is no Unicode that could be written to a file."""
    if text.isascii():
        return False
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return True
    return False


def _sequence(tag: str) -> Callable[["Encoder", Any], Any]:
    return lambda encoder, value: encoder.many(tag, value)


#: How a value of exactly this type is written.
WRITERS: dict[type, Callable[["Encoder", Any], Any]] = {
    type(None): _same,
    bool: _same,
    int: _int,
    float: _float,
    str: _str,
    complex: lambda encoder, value: ["c", _plain_float(value.real), _plain_float(value.imag)],
    bytes: lambda encoder, value: ["b", encoder.buffer(value)],
    list: _sequence("l"),
    tuple: _sequence("t"),
    set: _sequence("e"),
    frozenset: _sequence("z"),
    dict: lambda encoder, value: encoder.many("d", list(chain.from_iterable(value.items()))),
    range: lambda encoder, value: encoder.many("r", (value.start, value.stop, value.step)),
    slice: lambda encoder, value: encoder.many("y", (value.start, value.stop, value.step)),
    type(Ellipsis): lambda encoder, value: ["..."],
}


def _read_int(node: list[Any], decoder: "Decoder") -> int:
    (text,) = fields(node, str)
    if len(text) > decoder.limits.bits // 4 + 2 or not _HEX.fullmatch(text):
        raise WireError(f"{shown(text)} is no int, or one of more than {decoder.limits.digits} digits")
    value = int(text, 16)
    if -EXACT <= value <= EXACT or value.bit_length() > decoder.limits.bits:
        raise WireError(f"the int {shown(text)} is out of the range of its form")
    return value


def _read_float(node: list[Any], decoder: "Decoder") -> float:
    (text,) = fields(node, str)
    if text not in _ODD:
        raise WireError(f"{shown(text)} is no special float")
    return _ODD[text]


def _read_str(node: list[Any], decoder: "Decoder") -> str:
    (text,) = fields(node, str)
    try:
        value = bytes.fromhex(text).decode("utf-32-le", "surrogatepass")
    except ValueError:
        raise WireError(f"{shown(text)} is no text in hexadecimal") from None
    if len(value) > decoder.limits.text or not has_surrogate(value):
        raise WireError("a text is too long, or is in hexadecimal without need")
    return value


def _read_complex(node: list[Any], decoder: "Decoder") -> complex:
    if len(node) != 3:
        raise WireError("a complex number is not made of two floats")
    return complex(*(_read_float(["f", part], decoder) if type(part) is str else _finite(part) for part in node[1:]))


def _finite(part: Any) -> float:
    if type(part) is not float or part - part != 0.0:
        raise WireError(f"a complex number has the part {shown(part)}")
    return part


def read_dict(node: list[Any], decoder: "Decoder") -> dict[Any, Any]:
    """The dict of a node whose members are its keys and values in turn."""
    if len(node) % 2 == 0:
        raise WireError("a dict has a key without a value")
    found: dict[Any, Any] = {}
    for position in range(1, len(node), 2):
        key = decoder.decode(node[position])
        try:
            known = key in found
        except TypeError:
            raise WireError(f"a dict has {shown(key)} as a key, which cannot be hashed") from None
        if known:
            raise WireError("a dict has the same key twice")
        found[key] = decoder.decode(node[position + 1])
    return found


def _read_set(node: list[Any], decoder: "Decoder") -> set[Any]:
    parts = decoder.rest(node)
    try:
        found = set(parts)
    except TypeError:
        raise WireError("a set has a member that cannot be hashed") from None
    if len(found) != len(parts):
        raise WireError("a set has the same member twice")
    return found


def _read_range(node: list[Any], decoder: "Decoder") -> range:
    parts = decoder.rest(node)
    if [type(part) for part in parts] != [int, int, int] or not parts[2]:
        raise WireError("a range is not made of start, stop and step")
    return range(*parts)


def _read_slice(node: list[Any], decoder: "Decoder") -> slice:
    if len(node) != 4:
        raise WireError("a slice is not made of start, stop and step")
    return slice(*decoder.rest(node))


def _read_ellipsis(node: list[Any], decoder: "Decoder") -> Any:
    fields(node)
    return ...


#: How the node with this tag is read.
READERS: dict[str, Callable[[list[Any], "Decoder"], Any]] = {
    "i": _read_int,
    "f": _read_float,
    "s": _read_str,
    "c": _read_complex,
    "b": lambda node, decoder: bytes(decoder.take(*fields(node, int))),
    "l": lambda node, decoder: decoder.rest(node),
    "t": lambda node, decoder: tuple(decoder.rest(node)),
    "d": read_dict,
    "e": _read_set,
    "z": lambda node, decoder: frozenset(_read_set(node, decoder)),
    "r": _read_range,
    "y": _read_slice,
    "...": _read_ellipsis,
}
