"""What comes back from a session and is no data: a function, a generator, a module, an instance."""

from collections.abc import Iterator
from typing import Any

from autograder.wire import WireError


class Handle:
    """An object of the student's. It can be called, iterated and read; what that gives is data again.

    What it says of itself (its kind, its length, its attributes) are claims of the student's code.
    """

    __slots__ = ("_can", "_kind", "_link", "_number")

    def __init__(self, link: Any, number: int, can: str, kind: str) -> None:
        for name, value in (("_link", link), ("_number", number), ("_can", can), ("_kind", kind)):
            object.__setattr__(self, name, value)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self._link.call(self, args, kwargs)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return self._link.request("attr", name=name, on=self)

    def __setattr__(self, name: str, value: Any) -> None:
        self._link.request("set", name=name, on=self, value=value)

    def __getitem__(self, key: Any) -> Any:
        return self._link.request("item", on=self, key=key)

    def __len__(self) -> int:
        found = self._link.request("len", on=self)
        if type(found) is not int or found < 0:
            raise WireError("a length is a whole number")
        return found

    def __iter__(self) -> Iterator[Any]:
        return self if "n" in self._can else self._link.request("iter", on=self)

    def __next__(self) -> Any:
        found = self._link.request("next", on=self)
        if not isinstance(found, list) or len(found) > 1:
            raise WireError("the next item is one or none")
        if not found:
            raise StopIteration
        return found[0]

    def __bool__(self) -> bool:
        raise TypeError(f"a {self._kind} of the student's is neither true nor false")

    def __repr__(self) -> str:
        return f"<a {self._kind} of the student's>"

    def __reduce__(self) -> Any:
        raise TypeError("an object of the student's is not copied or pickled")


def number_of(handle: Handle) -> int:
    number: int = handle._number
    return number
