"""Frames over a stream socket: a header, the lengths of the buffers, a JSON tree, the buffers.

Header (little endian): magic and version ``AGW1``, then the tree's bytes (u32), the number of buffers (u32) and the
sum of their bytes (u64). Each length (u64 per buffer) is checked before memory is taken for it.
"""

import json
import socket
import struct
from collections.abc import Sequence
from typing import Any

from autograder.wire.errors import ClosedError, WireError
from autograder.wire.limits import DEFAULT, Limits

_HEADER = struct.Struct("<4sIIQ")
_MAGIC = b"AGW1"
_STEP = 16 * 2**20  # a peer that announces much and sends little costs no more than this
_SMALL = 64 * 2**10  # up to here one read fetches lengths, tree and buffers together
_GATHER = 512  # buffers per system call; Linux takes 1024
_NO_SIGNAL = getattr(socket, "MSG_NOSIGNAL", 0)

_NOT_BRACKETS = bytes(set(range(256)) - set(b"[]{}"))


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise WireError("an object has the same key twice")
    return found


def _constant(text: str) -> Any:
    raise WireError(f"{text} is not JSON")


def _integer(text: str) -> int:
    if len(text) > 20:  # int() takes quadratic time
        raise WireError(f"a JSON number has {len(text)} digits")
    return int(text)


def _real(text: str) -> float:
    value = float(text)
    if value in (float("inf"), float("-inf")):
        raise WireError("a JSON number is beyond what a float holds")
    return value


# two readers of the same JSON; the strict one calls Python for each number
_FAST = json.JSONDecoder(object_pairs_hook=_object, parse_constant=_constant)
_STRICT = json.JSONDecoder(object_pairs_hook=_object, parse_constant=_constant, parse_int=_integer, parse_float=_real)
_DIGITS = bytes.maketrans(b"123456789E", b"000000000e")
_LONG = (b"0" * 20, b"e000", b"e+000")  # a number beyond a float, or beyond 19 digits, has one of these
_ENCODER = json.JSONEncoder(allow_nan=False, separators=(",", ":"))


def dump(tree: Any) -> bytes:
    """`tree` as JSON.

    Raises:
        WireError: for what JSON has no form for, and for a cycle.
    """
    try:
        return _ENCODER.encode(tree).encode("ascii")
    except (TypeError, ValueError, RecursionError) as error:
        raise WireError(f"this tree cannot be sent: {str(error)[:200]}") from None


def parse(data: bytearray, depth: int) -> Any:
    """The tree in `data`, if it is JSON of at most `depth` brackets inside one another.

    Raises:
        WireError: at anything else.
    """
    if data.count(b"[") + data.count(b"{") > depth:
        _check_depth(data, depth)
    try:
        digits = data.translate(_DIGITS)
        decoder = _STRICT if any(pattern in digits for pattern in _LONG) else _FAST
        return decoder.decode(data.decode("utf-8"))
    except RecursionError:
        raise WireError("the tree is nested too deep") from None
    except UnicodeDecodeError as error:
        raise WireError(f"the tree is not UTF-8 at byte {error.start}") from None
    except json.JSONDecodeError as error:
        raise WireError(f"the tree is not JSON at character {error.pos}: {error.msg[:100]}") from None


def _check_depth(data: bytearray, depth: int) -> None:
    # the parser recurses, and how deep it may is no setting of ours; so the brackets outside of strings are counted
    # first: each turn takes away the innermost pairs, all of them
    quotes = bytes(data).replace(b"\\\\", b"").replace(b'\\"', b"").split(b'"')
    left = b"".join(quotes[::2]).translate(None, _NOT_BRACKETS)
    for _ in range(depth):
        if not left:
            return
        left = left.replace(b"[]", b"").replace(b"{}", b"")
    if left:
        raise WireError(f"the tree is nested more than {depth} deep, or its brackets do not match")


class Channel:
    """One end of a conversation in frames, for one thread at a time.

    An exception inside `send` or `receive` (a bad frame, or a time limit that rings there) leaves the stream at an
    unknown place: the channel is broken then, and each later use is a `ClosedError`. Only a frame that `send`
    refuses before its first byte leaves the channel as it was.
    """

    def __init__(self, sock: socket.socket, limits: Limits = DEFAULT) -> None:
        self._socket = sock
        self._limits = limits
        self.broken = False

    def fileno(self) -> int:
        return self._socket.fileno()

    def close(self) -> None:
        self.broken = True
        self._socket.close()

    def handed_on(self) -> "Channel":
        """The same stream for another owner; this end is closed."""
        self._check_open()
        self.broken = True
        return Channel(self._socket, self._limits)

    def send(self, tree: Any, buffers: Sequence[bytes | bytearray | memoryview] = ()) -> None:
        """Send one frame; blocks until the peer has taken it or the system holds it.

        Raises:
            WireError: the frame is beyond the limits or its tree is not JSON; nothing was sent.
            ClosedError: the peer is gone, or the channel is broken.
        """
        self._check_open()
        data = dump(tree)
        views = [memoryview(buffer).cast("B") if len(buffer) else memoryview(b"") for buffer in buffers]
        sizes = [len(view) for view in views]
        self._check_sizes(len(data), len(sizes), sum(sizes))
        head = _HEADER.pack(_MAGIC, len(data), len(sizes), sum(sizes)) + struct.pack(f"<{len(sizes)}Q", *sizes) + data
        try:
            self._write([memoryview(head), *(view for view in views if view)])
        except TimeoutError:
            self.broken = True
            raise
        except OSError as error:
            self.broken = True
            raise ClosedError(f"the peer takes nothing more: {error.strerror}") from None
        except BaseException:
            self.broken = True
            raise

    def receive(self) -> tuple[Any, list[bytearray]]:
        """Wait for one frame: its tree and its buffers.

        Raises:
            WireError: the frame is malformed or beyond the limits.
            ClosedError: the peer is gone, in the middle of a frame too, or the channel is broken.
        """
        self._check_open()
        try:
            return self._frame()
        except TimeoutError:
            self.broken = True
            raise
        except OSError as error:
            self.broken = True
            raise ClosedError(f"the connection is gone: {error.strerror}") from None
        except BaseException:
            self.broken = True
            raise

    def _check_open(self) -> None:
        if self.broken:
            raise ClosedError("the channel is closed, or was left in the middle of a frame")

    def _check_sizes(self, tree: int, count: int, total: int) -> None:
        limits = self._limits
        if tree > limits.tree:
            raise WireError(f"a tree of {tree} bytes is too large: at most {limits.tree}")
        if count > limits.buffers:
            raise WireError(f"{count} buffers are too many: at most {limits.buffers}")
        if (frame := _HEADER.size + 8 * count + tree + total) > limits.frame:
            raise WireError(f"a message of {frame} bytes is too large: at most {limits.frame}")

    def _write(self, parts: list[memoryview]) -> None:
        first = 0
        while first < len(parts):
            sent = self._socket.sendmsg(parts[first : first + _GATHER], [], _NO_SIGNAL)
            while first < len(parts) and sent >= len(parts[first]):
                sent -= len(parts[first])
                first += 1
            if sent:
                parts[first] = parts[first][sent:]

    def _frame(self) -> tuple[Any, list[bytearray]]:
        magic, tree, count, total = _HEADER.unpack(self._read(_HEADER.size, "at the start of a frame"))
        if magic != _MAGIC:
            raise WireError(f"a frame starts with {magic!r}, not with {_MAGIC!r}")
        self._check_sizes(tree, count, total)
        start = 8 * count + tree
        small = start + total <= _SMALL
        body = self._read(start + total if small else start)
        sizes = struct.unpack_from(f"<{count}Q", body)
        if sum(sizes) != total:
            raise WireError(f"the buffers' lengths do not add up to {total}")
        found = parse(body[8 * count : start], 2 * self._limits.depth + 8)  # room for the caller's own nodes
        buffers = []
        for size in sizes:
            buffers.append(body[start : start + size] if small else self._read(size))
            start += size
        return found, buffers

    def _read(self, size: int, where: str = "in the middle of a frame") -> bytearray:
        data = bytearray(min(size, _STEP))
        done = 0
        while done < size:
            if done == len(data):
                data.extend(bytes(min(size - done, _STEP)))
            with memoryview(data) as view, view[done:] as rest:
                got = self._socket.recv_into(rest)
            if not got:
                raise ClosedError(f"the peer closed the connection {where}")
            done += got
        return data
