"""Numpy scalars and arrays on the wire, and what they have in common with tensors."""

import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from autograder.wire.errors import WireError, shown

if TYPE_CHECKING:
    from autograder.wire.values import Decoder, Encoder

#: Bytes of one element, by the name of its dtype.
SIZES = {
    "bool": 1,
    "uint8": 1,
    "uint16": 2,
    "uint32": 4,
    "uint64": 8,
    "int8": 1,
    "int16": 2,
    "int32": 4,
    "int64": 8,
    "float16": 2,
    "float32": 4,
    "float64": 8,
    "complex64": 8,
    "complex128": 16,
}

_COPIED = 4096  # bytes; below, a copy costs less than a view
_SPAN = 2**62  # bytes; torch and numpy overflow beyond, at sizes that one zero makes free


def read_block(node: list[Any], decoder: "Decoder", sizes: Mapping[str, int]) -> tuple[str, list[int], bytearray]:
    """The dtype's name, the shape and the buffer of a node ``[tag, dtype, shape, index]``, which fit together.

    Raises:
        WireError: they do not, or the dtype is none of `sizes`.
    """
    if len(node) != 4:
        raise WireError(f"a node {shown(node[0])} is not made of dtype, shape and buffer")
    _, name, shape, index = node
    if type(name) is not str or name not in sizes:
        raise WireError(f"{shown(name)} is no dtype that is accepted")
    if type(shape) is not list or len(shape) > decoder.limits.dims:
        raise WireError(f"a shape is {shown(shape)}, not a list of at most {decoder.limits.dims} sizes")
    elements, span = 1, sizes[name]
    for size in shape:
        if type(size) is not int or size < 0:
            raise WireError(f"a shape has the size {shown(size)}")
        elements *= size
        span *= max(size, 1)
    if span > _SPAN:
        raise WireError("a shape is beyond all memory")
    buffer = decoder.take(index)
    if len(buffer) != elements * sizes[name]:
        raise WireError(f"{elements} elements of {name} came in {len(buffer)} bytes")
    if name == "bool" and buffer.translate(None, b"\x00\x01"):
        raise WireError("a truth value is neither 0 nor 1")  # torch and numpy would count a 2 as two
    return name, shape, buffer


def numpy_node(value: Any, encoder: "Encoder") -> list[Any] | None:
    """The node of an array or of a numpy scalar, None for any other value.

    Raises:
        WireError: its dtype is not one that travels.
    """
    numpy = sys.modules["numpy"]
    if type(value) is numpy.ndarray:
        name = _checked(value.dtype.name, "an array")
        shape = list(value.shape)
        if len(shape) > encoder.limits.dims:
            raise WireError(f"an array of {len(shape)} dimensions cannot be sent")
        native = value if value.dtype.isnative else value.astype(value.dtype.newbyteorder("="))
        return ["A", name, shape, encoder.buffer(bytes_of(native))]
    if isinstance(value, numpy.generic) and type(value) is value.dtype.type:
        return ["n", _checked(value.dtype.name, "a numpy number"), value.tobytes().hex()]
    return None


def _checked(name: str, what: str) -> str:
    if name not in SIZES:
        raise WireError(f"{what} of dtype {name[:80]} cannot be sent")
    return name


def bytes_of(array: Any) -> bytes | memoryview:
    """The elements of `array`, row by row: its own memory where it is large and in that order already."""
    if array.dtype.name == "bool":
        array = array.view("uint8") != 0  # uninitialised truth values may be any byte
    if array.nbytes <= _COPIED:
        data: bytes = array.tobytes()
        return data
    return memoryview(sys.modules["numpy"].ascontiguousarray(array).reshape(-1).view("uint8"))


def _read_array(node: list[Any], decoder: "Decoder") -> Any:
    import numpy

    name, shape, buffer = read_block(node, decoder, SIZES)
    return numpy.frombuffer(buffer, dtype=name).reshape(shape).copy()  # a copy owns its memory


def _read_scalar(node: list[Any], decoder: "Decoder") -> Any:
    import numpy

    if len(node) != 3 or type(node[1]) is not str or type(node[2]) is not str or node[1] not in SIZES:
        raise WireError("a numpy number is not made of an accepted dtype and its bytes")
    _, name, text = node
    try:
        data = bytes.fromhex(text)
    except ValueError:
        raise WireError(f"a numpy number has the bytes {shown(text)}") from None
    if len(data) != SIZES[name] or (name == "bool" and data not in (b"\x00", b"\x01")):
        raise WireError(f"a numpy number of {name} has the bytes {shown(text)}")
    return numpy.frombuffer(data, dtype=name)[0]


READERS = {"A": _read_array, "n": _read_scalar}
