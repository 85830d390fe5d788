"""Python values as JSON trees with raw buffers beside them, and back.

None, bool, str, int within ±2**53 and finite float stand for themselves; everything else is a list whose first item
is a tag. The containers of `collections` have a form of their own; what else is subclassed (an IntEnum, a class of the
student's own) has none here: the caller's `default` may give it one.
"""

import sys
from collections.abc import Callable, Collection, Mapping, Sequence
from itertools import islice
from typing import Any

from autograder.wire import arrays, collected, tensors
from autograder.wire.errors import WireError, shown
from autograder.wire.limits import DEFAULT, Limits
from autograder.wire.plain import EXACT, READERS, WRITERS, fields, has_surrogate

__all__ = ["Decoder", "Encoder", "fields"]

_WRITERS = {**WRITERS, **collected.WRITERS}
_READERS = {**READERS, **collected.READERS, **arrays.READERS, **tensors.READERS}


class Encoder:
    """Encodes one message's values; collects its `buffers`.

    `tensor` is asked first about each torch.Tensor (subclasses too), `default` about each value that has no form
    here. Either returns the value's node, made with this encoder's `encode` and `buffer`, or None for "not mine".
    """

    def __init__(
        self,
        default: Callable[[Any], Any] | None = None,
        tensor: Callable[[Any], Any] | None = None,
        limits: Limits = DEFAULT,
    ) -> None:
        self.buffers: list[bytes | memoryview] = []
        self.limits = limits
        self._default = default
        self._tensor = tensor
        self._items = 0
        self._depth = 0

    def encode(self, value: Any) -> Any:
        """The tree of `value`. On an error the buffers are as before, so that a caller can send something else.

        Raises:
            WireError: `value`, or something in it, cannot be sent.
        """
        before = len(self.buffers), self._items, self._depth
        try:
            self._count(1)
            return self._node(value)
        except BaseException as error:
            count, self._items, self._depth = before
            del self.buffers[count:]
            if isinstance(error, RecursionError):
                raise WireError("a value is nested too deep to be sent") from None
            raise

    def buffer(self, data: bytes | memoryview) -> int:
        """Send `data` beside the tree; its index there."""
        if len(self.buffers) >= self.limits.buffers:
            raise WireError(f"more than {self.limits.buffers} tensors, arrays and byte strings cannot be sent at once")
        self.buffers.append(data)
        return len(self.buffers) - 1

    def _count(self, more: int) -> None:
        self._items += more
        if self._items > self.limits.items:
            raise WireError(f"more than {self.limits.items} values cannot be sent at once")

    def _node(self, value: Any) -> Any:
        native = _WRITERS.get(type(value))
        return self._foreign(value) if native is None else native(self, value)

    def many(self, tag: str, values: Collection[Any]) -> list[Any]:
        """The node of a container: its tag and its encoded members."""
        self._count(len(values))
        self._descend()
        node = [tag]
        for value in values:  # numbers are most of what is sent, and a call for each would double its cost
            kind = type(value)
            plain = (kind is float and value - value == 0.0 != value) or (kind is int and -EXACT <= value <= EXACT)
            node.append(value if plain else self._node(value))
        self._depth -= 1
        return node

    def _descend(self) -> None:
        if self._depth >= self.limits.depth:
            raise WireError(f"a value nested more than {self.limits.depth} deep, or in itself, cannot be sent")
        self._depth += 1

    def _foreign(self, value: Any) -> Any:
        # what is not imported has made no value
        torch, numpy = sys.modules.get("torch"), sys.modules.get("numpy")
        node = collected.named_node(value, self) if isinstance(value, tuple) else None
        if node is not None:
            return node
        if torch is not None and isinstance(value, getattr(torch, "Tensor", ())):
            node = self._tensor(value) if self._tensor is not None else None
            if node is None and type(value) in (torch.Tensor, torch.nn.Parameter):
                return tensors.tensor_node(value, self)
        elif torch is not None:
            node = tensors.other_node(value)
        if node is None and numpy is not None:
            node = arrays.numpy_node(value, self)
        if node is None and self._default is not None:
            self._descend()
            node = self._default(value)
            self._depth -= 1
        if node is None:
            name = type(value).__name__[:80]
            raise WireError(f"{'an' if name[0] in 'AEIOUaeiou' else 'a'} {name} cannot be sent")
        return node


class Decoder:
    """Decodes one message's trees. Each buffer belongs to one value; `finish` when all trees are read.

    `extra` adds tags, or replaces those here: a handler gets the whole node (a list whose first item is the tag, the
    rest unchecked; see `fields`) and this decoder, and raises `WireError` at what it does not like.
    """

    def __init__(
        self,
        buffers: Sequence[bytearray],
        limits: Limits = DEFAULT,
        extra: Mapping[str, Callable[[list[Any], "Decoder"], Any]] | None = None,
    ) -> None:
        self.limits = limits
        self._buffers: list[bytearray | None] = list(buffers)
        self._readers = {**_READERS, **extra} if extra else _READERS
        self._items = 0
        self._depth = 0

    def decode(self, tree: Any) -> Any:
        """The value that `tree` stands for.

        Raises:
            WireError: it stands for none, or for more than the limits allow.
        """
        self._count(1)
        return self._value(tree)

    def _count(self, more: int) -> None:
        self._items += more
        if self._items > self.limits.items:
            raise WireError(f"there are more than {self.limits.items} values in a message")

    def _value(self, tree: Any) -> Any:
        kind = type(tree)
        if kind is list:
            return self._tagged(tree)
        if (
            (kind is float and tree - tree == 0.0)
            or (kind is int and -EXACT <= tree <= EXACT)
            or (kind is str and len(tree) <= self.limits.text and not has_surrogate(tree))
            or kind is bool
            or tree is None
        ):
            return tree
        raise WireError(f"{shown(tree)} stands for no value")

    def take(self, index: Any) -> bytearray:
        """The buffer with this index, once."""
        if type(index) is not int or not 0 <= index < len(self._buffers):
            raise WireError(f"there is no buffer {shown(index)}")
        buffer = self._buffers[index]
        if buffer is None:
            raise WireError(f"buffer {index} is used twice")
        self._buffers[index] = None
        return buffer

    def finish(self) -> None:
        """Raises WireError if a buffer belongs to no value."""
        if unused := sum(buffer is not None for buffer in self._buffers):
            raise WireError(f"{unused} of the buffers belong to no value")

    def _tagged(self, node: list[Any]) -> Any:
        tag = node[0] if node else None
        read = self._readers.get(tag) if type(tag) is str else None
        if read is None:
            raise WireError(f"a node starts with {shown(tag)}, which is no tag" if node else "a node is empty")
        if self._depth > self.limits.depth:
            raise WireError(f"values are nested more than {self.limits.depth} deep")
        self._depth += 1
        try:
            return read(node, self)
        except RecursionError:
            raise WireError("values are nested too deep") from None
        finally:
            self._depth -= 1

    def rest(self, node: list[Any]) -> list[Any]:
        """The decoded members of a container's node."""
        self._count(len(node) - 1)
        return [
            part if type(part) is float and part - part == 0.0 else self._value(part) for part in islice(node, 1, None)
        ]
