"""What given cells and tests of many notebooks need."""

import contextlib
from collections.abc import Iterator
from typing import Any


@contextlib.contextmanager
def waits_for(exercises: str) -> Iterator[None]:
    """Run a given block that uses answers, or say in one line which `exercises` it waits for."""
    try:
        yield
    except (NameError, NotImplementedError):
        print(f"This cell shows something as soon as you have written {exercises}.")


def as_number(value: Any, what: str) -> float:
    """A float from a number, or from a tensor with one element, whatever its shape.

    Raises:
        AssertionError: for anything else, with one sentence in which `what` names the value.
    """
    import torch

    if isinstance(value, torch.Tensor):
        assert value.numel() == 1, f"{what} has the shape {tuple(value.shape)}; expected one number"
        return float(value.detach().reshape(()))
    try:
        return float(value)
    except (TypeError, ValueError):
        raise AssertionError(f"{what} is a {type(value).__name__}; expected one number") from None
