"""Tensors that both ends of the wire know: each has a copy of its own, and the copies are kept alike.

A tensor is sent once, as ``[number, data, flags, grad]`` in a message's ``fresh``, and named by its number after
that. Each message also carries, in ``changed``, what its sender's side did in place since the last one, and in
``flags`` the leaves that it made require a gradient, or no longer.
"""

import functools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from autograder.wire.errors import WireError
from autograder.wire.tensors import read_tensor, tensor_node
from autograder.wire.values import Decoder, Encoder

#: How a tensor takes part in autograd on the side that sends it.
REQUIRES_GRAD, LEAF, PARAMETER = 1, 2, 4

Make = Callable[[int, Any, int], Any]


@dataclass
class Known:
    """A tensor, and what the other side has of it."""

    tensor: Any
    data: Any
    grad: Any
    version: int
    requires_grad: bool | None


class SharedTensors:
    """The tensors of one conversation, by number; one end counts in even numbers and the other in odd ones."""

    def __init__(self, first: int) -> None:
        self.known: dict[int, Known] = {}
        self._numbers: dict[int, int] = {}
        self._next = first
        self._fresh: list[Any] = []

    def reference(self, tensor: Any, encoder: Encoder) -> list[Any]:
        """The node for `tensor` in a message; one that the other side does not know goes with its ``fresh``."""
        number = self._numbers.get(id(tensor))
        if number is None:
            node = [self._next, tensor_node(tensor.detach(), encoder), flags_of(tensor), None]
            grad = tensor.grad if tensor.is_leaf else None
            if grad is not None:
                node[3] = tensor_node(grad.detach(), encoder)
            number, self._next = self._next, self._next + 2
            self._fresh.append(node)
            self.keep(number, tensor)
        return ["a", number]

    def keep(self, number: int, tensor: Any) -> None:
        """Know `tensor` by `number`, as it is now."""
        self.known[number] = Known(tensor, *_state(tensor), tensor._version, _leaf_flag(tensor))
        self._numbers[id(tensor)] = number

    def fresh(self) -> list[Any]:
        """The tensors that this message sends for the first time."""
        taken, self._fresh = self._fresh, []
        return taken

    def forget_fresh(self) -> None:
        """The message that they were to go with is not sent."""
        for node in self._fresh:
            known = self.known.pop(node[0])
            del self._numbers[id(known.tensor)]
        self._fresh = []

    def changed(self, encoder: Encoder) -> list[Any]:
        """What has changed in place since the last message, here: ``[number, data or None, grad or "same", quiet]``.

        `quiet`: the change went past autograd's count of changes, by ``tensor.data``.
        """
        found = []
        for number, known in self.known.items():
            data, grad = known.tensor.detach(), known.tensor.grad if known.tensor.is_leaf else None
            other_data = None if _same(data, known.data) else tensor_node(data, encoder)
            other_grad: Any = "same"
            if not _same(grad, known.grad):
                other_grad = None if grad is None else tensor_node(grad.detach(), encoder)
            if other_data is not None or other_grad != "same":
                found.append([number, other_data, other_grad, known.tensor._version == known.version])
                known.data, known.grad = _state(known.tensor)
            known.version = known.tensor._version
        return found

    def apply(self, nodes: Any, decoder: Decoder) -> list[int]:
        """Do to the copies here what the other side did; the numbers of those whose values have changed."""
        touched = []
        for number, data, grad, quiet in _rows(nodes, 4):
            known = self._find(number)
            if data is not None:
                _write(known, read_tensor(data, decoder), quiet is True)
                touched.append(number)
            if grad != "same":
                _write_grad(known.tensor, None if grad is None else read_tensor(grad, decoder))
            known.data, known.grad = _state(known.tensor)
            known.version = known.tensor._version
        return touched

    def flags(self) -> list[Any]:
        """The leaves that have been made to require a gradient, or none, since the last message: ``[number, flag]``."""
        found = []
        for number, known in self.known.items():
            flag = _leaf_flag(known.tensor)
            if flag is not None and flag != known.requires_grad:
                found.append([number, flag])
            known.requires_grad = flag
        return found

    def apply_flags(self, nodes: Any) -> list[int]:
        """Do the same to the copies here; the numbers of those that require a gradient now."""
        found = []
        for number, flag in _rows(nodes, 2):
            known = self._find(number)
            if type(flag) is not bool or (flag and not known.tensor.is_leaf):
                raise WireError("a tensor that was computed cannot be made a leaf")
            if not known.tensor.is_leaf:  # cut off there, in place; here its history stays
                continue
            if flag and not (known.tensor.is_floating_point() or known.tensor.is_complex()):
                raise WireError("a tensor of whole numbers cannot require a gradient")
            known.requires_grad = known.tensor.requires_grad_(flag).requires_grad
            found += [number] if flag else []
        return found

    def accept(self, nodes: Any, decoder: Decoder, make: Make) -> None:
        """Take the other side's ``fresh``: `make` gives the tensor for a number, its data and its flags."""
        for number, data, flags, grad in _rows(nodes, 4):
            if number in self.known or type(flags) is not int or not 0 <= flags < 8:
                raise WireError("a tensor has a number or flags that cannot be")
            tensor = make(number, read_tensor(data, decoder), flags)
            if grad is not None:
                _write_grad(tensor, read_tensor(grad, decoder))
            self.keep(number, tensor)

    def resolve(self, node: Any) -> Any:
        """The tensor that the node ``["a", number]`` names."""
        if len(node) != 2:
            raise WireError("a reference to a tensor has two parts")
        return self._find(node[1]).tensor

    def _find(self, number: Any) -> Known:
        if type(number) is not int or number not in self.known:
            raise WireError(f"there is no tensor {number!r:.40}")
        return self.known[number]


def _leaf_flag(tensor: Any) -> bool | None:
    return bool(tensor.requires_grad) if tensor.is_leaf else None


def flags_of(tensor: Any) -> int:
    """The flags of a tensor that is sent."""
    import torch

    flags = REQUIRES_GRAD if tensor.requires_grad else 0
    flags |= LEAF if tensor.is_leaf else 0
    return flags | (PARAMETER if isinstance(tensor, torch.nn.Parameter) else 0)


def _rows(nodes: Any, width: int) -> Iterator[list[Any]]:
    if not isinstance(nodes, list) or not all(isinstance(row, list) and len(row) == width for row in nodes):
        raise WireError("the tensors of a message are a list of rows")
    seen: set[int] = set()
    for row in nodes:
        if type(row[0]) is not int or row[0] in seen:
            raise WireError("a message names a tensor twice, or by no number")
        seen.add(row[0])
        yield row


def _state(tensor: Any) -> tuple[Any, Any]:
    grad = tensor.grad if tensor.is_leaf else None
    return tensor.detach().clone(), None if grad is None else grad.detach().clone()


@functools.cache
def torch_equal() -> Any:
    """``torch.equal`` as it is at the first call, which comes before any of the student's code."""
    import torch

    return torch.equal


def _same(one: Any, other: Any) -> bool:
    if one is None or other is None:
        return one is other
    return one.dtype == other.dtype and one.shape == other.shape and bool(torch_equal()(one, other))


def _write(known: Known, data: Any, quiet: bool) -> None:
    import torch

    tensor = known.tensor
    if quiet and tensor.shape == data.shape and tensor.dtype == data.dtype:
        tensor.data.copy_(data)
    elif tensor.shape == data.shape and tensor.dtype == data.dtype:
        with torch.no_grad():
            tensor.copy_(data)
    else:
        tensor.data = data


def _write_grad(tensor: Any, grad: Any) -> None:
    import torch

    if not tensor.is_leaf:
        raise WireError("a tensor that is no leaf has no gradient of its own")
    if grad is not None and (grad.shape != tensor.shape or grad.dtype != tensor.dtype):
        raise WireError("a gradient has another shape or kind than its tensor")
    if grad is None or tensor.grad is None:
        tensor.grad = grad
    else:
        with torch.no_grad():
            tensor.grad.copy_(grad)
