"""Torch's values on the wire: tensors as dtype, shape and bytes; sizes, dtypes and devices by name."""

import re
import sys
from typing import TYPE_CHECKING, Any

from autograder.wire.arrays import SIZES as _ARRAY_SIZES
from autograder.wire.arrays import bytes_of, read_block
from autograder.wire.errors import WireError, shown

if TYPE_CHECKING:
    from autograder.wire.values import Decoder, Encoder

#: Bytes of one element, by the name of its dtype.
SIZES = {name: size for name, size in _ARRAY_SIZES.items() if name not in ("uint16", "uint32", "uint64")}
SIZES["bfloat16"] = 2

_DEVICE = re.compile(r"(cpu|cuda|mps|xpu|meta)(:\d{1,3})?")


def tensor_node(tensor: Any, encoder: "Encoder") -> list[Any]:
    """``["T", dtype, shape, buffer]``: the tensor's elements, row by row, whatever its strides and device.

    A large buffer is the tensor's own memory where that is possible, so send it before the tensor changes.

    Raises:
        WireError: a sparse, quantised, nested or meta tensor, or a dtype that does not travel.
    """
    torch: Any = sys.modules["torch"]
    if tensor.layout is not torch.strided or tensor.is_quantized or tensor.is_nested or tensor.is_meta:
        raise WireError("a sparse, quantised, nested or meta tensor cannot be sent: only a dense one with its values")
    name = str(tensor.dtype)[6:]  # after "torch."
    if name not in SIZES:
        raise WireError(f"a tensor of dtype {name[:80]} cannot be sent")
    shape = list(tensor.shape)
    if len(shape) > encoder.limits.dims:
        raise WireError(f"a tensor of {len(shape)} dimensions cannot be sent: at most {encoder.limits.dims}")
    try:
        array = _array(torch, tensor.detach().cpu().resolve_conj().resolve_neg())
    except (RuntimeError, TypeError) as error:
        raise WireError(f"a tensor's values cannot be read: {str(error)[:150]}") from None
    return ["T", name, shape, encoder.buffer(bytes_of(array))]


def _array(torch: Any, tensor: Any) -> Any:
    # numpy has no bfloat16
    return (tensor.view(torch.int16) if tensor.dtype is torch.bfloat16 else tensor).numpy()


def read_tensor(node: list[Any], decoder: "Decoder") -> Any:
    """The tensor of a node that `tensor_node` made: a torch.Tensor on the CPU with memory of its own, no gradient.

    Raises:
        WireError: a node of another form, or one whose parts do not fit together.
    """
    import torch

    name, shape, buffer = read_block(node, decoder, SIZES)
    tensor = torch.empty(shape, dtype=getattr(torch, name), device="cpu")
    if buffer:
        # torch's own memory is aligned alike each time, and so the last digits of what is computed with it are too
        memoryview(_array(torch, tensor).reshape(-1).view("uint8"))[:] = buffer
    return tensor


def other_node(value: Any) -> list[Any] | None:
    """The node of a torch.Size, a dtype or a device, None for any other value."""
    torch: Any = sys.modules["torch"]
    kind = type(value)
    if kind is getattr(torch, "Size", None):
        return ["S", *map(int, value)]
    if kind is getattr(torch, "dtype", None):
        return ["D", str(value).removeprefix("torch.")]
    if kind is getattr(torch, "device", None):
        return ["V", str(value)]
    return None


def _read_size(node: list[Any], decoder: "Decoder") -> Any:
    import torch

    sizes = node[1:]
    if len(sizes) > decoder.limits.dims or any(type(size) is not int or not 0 <= size < 2**62 for size in sizes):
        raise WireError(f"{shown(sizes)} is no shape")
    return torch.Size(sizes)


def _text(node: list[Any]) -> str:
    if len(node) != 2 or type(node[1]) is not str:
        raise WireError(f"a node {shown(node[0])} holds other fields than a name")
    text: str = node[1]
    return text


def _read_dtype(node: list[Any], decoder: "Decoder") -> Any:
    import torch

    if (name := _text(node)) not in SIZES:
        raise WireError(f"{shown(name)} is no dtype that is accepted")
    return getattr(torch, name)


def _read_device(node: list[Any], decoder: "Decoder") -> Any:
    import torch

    if not _DEVICE.fullmatch(name := _text(node)):
        raise WireError(f"{shown(name)} is no device that is accepted")
    return torch.device(name)


READERS = {"T": read_tensor, "S": _read_size, "D": _read_dtype, "V": _read_device}
