"""What goes wrong on the wire, and how an exception of the student's code travels over it as data."""

import builtins
from typing import Any

_MESSAGE = 2000
_PLACE = 300
_KIND = 80

_NAMES = """
    ValueError TypeError KeyError IndexError RuntimeError ZeroDivisionError NotImplementedError AttributeError NameError
    UnboundLocalError AssertionError ArithmeticError OverflowError FloatingPointError LookupError OSError
    FileNotFoundError PermissionError MemoryError RecursionError ImportError ModuleNotFoundError UnicodeError EOFError
    BufferError Exception
"""

# all of them take one message; none of them means something to pytest, to a loop or to the interpreter's exit
_ALLOWED: dict[str, type[Exception]] = {name: getattr(builtins, name) for name in _NAMES.split()}


class WireError(Exception):
    """A message that cannot be read, or a value that cannot be sent: says what and where."""


class ClosedError(WireError):
    """The peer is gone, or the channel was left in the middle of a frame."""


class StudentError(Exception):
    """An exception of the student's code that has no trusted type here; `kind` is the name that it claims."""

    kind: str = "Exception"


def shown(value: Any) -> str:
    """A few printable characters that stand for a peer's `value` in a message."""
    if isinstance(value, str):
        return repr(value[:60]) + ("…" if len(value) > 60 else "")
    if isinstance(value, int):
        return repr(value) if value.bit_length() < 200 else "a huge number"
    if value is None or isinstance(value, float):
        return repr(value)
    if isinstance(value, list):
        return f"a list of {len(value)}"
    return f"a {type(value).__name__[:60]}"


def encode_error(error: BaseException, place: str | None = None) -> dict[str, Any]:
    """`error` as a tree: the name of its type, its nearest built-in ancestor, its message, and the caller's `place`."""
    base = next((kind.__name__ for kind in type(error).__mro__ if _ALLOWED.get(kind.__name__) is kind), None)
    try:
        # str() of a KeyError is the repr of its key, which the receiving KeyError would quote once more
        message = str(error.args[0]) if isinstance(error, KeyError) and len(error.args) == 1 else str(error)
    except Exception:
        message = "(its message cannot be read)"
    return {"type": type(error).__name__[:_KIND], "base": base, "message": message[:_MESSAGE], "place": place}


def decode_error(tree: Any) -> Exception:
    """The exception that `encode_error` described, with `from_session`, `place` and the claimed `kind` as attributes.

    Its type is the built-in that it names, or that it claims to derive from, where that is on a fixed list, else
    `StudentError`.

    Raises:
        WireError: at a tree of another form.
    """
    if type(tree) is not dict or set(tree) != {"type", "base", "message", "place"}:
        raise WireError(f"an error's description has other fields: {shown(tree)}")
    name, base, message, place = (tree[key] for key in ("type", "base", "message", "place"))
    if type(name) is not str or type(message) is not str or type(base) not in (str, type(None)):
        raise WireError("an error's description has fields of other kinds")
    if type(place) not in (str, type(None)):
        raise WireError(f"the place of an error is {shown(place)}")
    claimed = _ALLOWED.get(name) or _ALLOWED.get(base)
    # "it derives from Exception" says nothing that StudentError does not say too, and that one keeps the name
    trusted = StudentError if claimed in (None, Exception) and name != "Exception" else claimed or StudentError
    # a lone surrogate would fail wherever the message is printed
    error: Any = trusted(message[:_MESSAGE].encode("utf-8", "replace").decode())
    error.kind = "".join(c for c in name[: 4 * _KIND] if c.isalnum() or c == "_")[:_KIND] or "Exception"
    error.place = None if place is None else "".join(c for c in place[: 4 * _PLACE] if c.isprintable())[:_PLACE]
    error.from_session = True
    found: Exception = error
    return found
