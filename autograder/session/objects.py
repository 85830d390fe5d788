"""The child's objects that the judge holds by number, and how the child's values go out and the judge's come in."""

import types
from collections.abc import Callable
from typing import Any

from autograder.wire import Decoder, Encoder, Limits, WireError
from autograder.wire.shared import LEAF, PARAMETER, REQUIRES_GRAD, SharedTensors

#: What the judge may do with an object, told by letters: call it, take its next item.
CALLABLE, ITERATOR = "c", "n"


class Objects:
    """Handles, tensors and the judge's callbacks of one conversation, on the student's side."""

    def __init__(self, callback: Callable[[int], Any]) -> None:
        self.tensors = SharedTensors(first=1)
        self.roots: dict[int, Any] = {}
        self._kept: dict[int, Any] = {}
        self._numbers: dict[int, int] = {}
        self._callback = callback
        self._callbacks: dict[int, Any] = {}
        #: Whether the judge asks for gradients now; else it is the student's code that computes them.
        self.judged_backward = False

    def encoder(self) -> Encoder:
        encoder = Encoder(self._handle, lambda tensor: self._tensor(tensor, encoder))
        return encoder

    def tensor_news(self, encoder: Encoder) -> dict[str, Any]:
        """What the judge has to know of the tensors here."""
        flags, fresh = self.tensors.flags(), self.tensors.fresh()
        return {"flags": flags, "fresh": fresh, "changed": self.tensors.changed(encoder)}

    def decoder(self, buffers: list[bytearray]) -> Decoder:
        extra = {"h": self._object, "a": lambda node, _: self.tensors.resolve(node), "j": self._function}
        return Decoder(buffers, Limits(), extra)

    def accept(self, number: int, data: Any, flags: int) -> Any:
        """The child's copy of a tensor of the judge's."""
        import torch

        if not flags & REQUIRES_GRAD:
            return data
        if flags & PARAMETER:
            data = torch.nn.Parameter(data)
        root = data.requires_grad_()
        self.roots[number] = root
        # What is no leaf in the test is none here, so that code which asks for that finds the same.
        return root if flags & LEAF else root.clone()

    def accept_result(self, number: int, data: Any, flags: int) -> Any:
        """The child's copy of what a function of the test gave; where it came from, only the judge knows."""
        from autograder.session.judged import FromTest

        made = self.accept(number, data, flags)
        if not flags & REQUIRES_GRAD or flags & LEAF:
            return made
        known = [each.tensor for each in self.tensors.known.values() if each.tensor.requires_grad]
        return FromTest.apply(self, self.roots[number], *known)

    def _tensor(self, tensor: Any, encoder: Encoder) -> list[Any]:
        node = self.tensors.reference(tensor, encoder)
        if tensor.requires_grad and tensor.is_leaf:
            self.roots.setdefault(node[1], tensor)
        return node

    def _handle(self, value: Any) -> list[Any]:
        number = self._numbers.get(id(value))
        if number is None:
            number = len(self._kept)
            self._kept[number] = value
            self._numbers[id(value)] = number
        can = (CALLABLE if callable(value) else "") + (ITERATOR if hasattr(type(value), "__next__") else "")
        return ["h", number, can, _kind(value)]

    def _object(self, node: Any, decoder: Decoder) -> Any:
        if len(node) != 2 or node[1] not in self._kept:
            raise WireError("there is no such object")
        return self._kept[node[1]]

    def _function(self, node: Any, decoder: Decoder) -> Any:
        number = node[1]
        if number not in self._callbacks:
            self._callbacks[number] = self._callback(number)
        return self._callbacks[number]


def _kind(value: Any) -> str:
    if isinstance(value, types.ModuleType):
        return "module"
    return type(value).__name__[:80]
