"""What a test asked of the student's code and what it got, as plain data that can be compared and kept.

Two answers to an exercise are alike where the same test, with the same seed, gets the same from both.
"""

import math
from collections.abc import Collection, Mapping
from typing import Any

#: Entries of one test; a test that asks more often is compared by what came first.
MOST_ENTRIES = 400
#: Numbers of one tensor, evenly spread over it, that are kept beside its sums.
MOST_NUMBERS = 64
#: Members of one container that are kept.
MOST_MEMBERS = 256
LONGEST_TEXT = 300
#: Two numbers are alike within this part of their size.
RTOL = 1e-4
ATOL = 1e-7

#: The entries of one test in order, each a list that JSON can hold.
Transcript = list[Any]


def noted(value: Any) -> Any:
    """`value` as JSON can hold it: numbers as they are, the rest as lists that begin with their kind.

    Taking notes never changes what a test gets: what cannot be noted is noted as that.
    """
    try:
        return _noted(value, 0)
    except Exception as error:
        return ["not noted", type(error).__name__]


def _noted(value: Any, depth: int) -> Any:
    import numpy as np
    import torch

    kind = type(value)
    if value is None or kind is bool or kind is int:
        return (
            value if kind is not int or abs(value) < 2**63 else ["int", format(value, "x")[:LONGEST_TEXT]]
        )  # str() refuses very long ones
    if kind is float:
        return value if math.isfinite(value) else ["float", repr(value)]
    if kind is str:
        return value[:LONGEST_TEXT]
    if depth > 8:
        return ["deep"]
    if isinstance(value, torch.Tensor):
        return _tensor(value)
    if isinstance(value, np.ndarray | np.generic):
        if value.dtype.kind not in "biufc":
            return ["array", str(value.dtype), list(value.shape)]
        wide = np.asarray(value, np.complex128 if value.dtype.kind == "c" else np.float64)
        return ["array", str(value.dtype), *_tensor(torch.from_numpy(np.atleast_1d(wide).copy()))[2:]]
    if isinstance(value, Mapping):
        pairs = list(value.items())[:MOST_MEMBERS]
        return [kind.__name__, len(value), *([_noted(k, depth + 1), _noted(v, depth + 1)] for k, v in pairs)]
    if isinstance(value, Collection) and kind.__module__ in ("builtins", "collections"):
        members = [_noted(member, depth + 1) for member in list(value)[:MOST_MEMBERS]]
        return [kind.__name__, len(value), *(sorted(members, key=repr) if isinstance(value, set) else members)]
    return [kind.__name__]


def _tensor(tensor: Any) -> list[Any]:
    import torch

    data = tensor.detach()
    flags = [bool(tensor.requires_grad), None if tensor.grad_fn is not None or tensor.grad is None else "grad"]
    if data.is_complex():
        data = torch.view_as_real(data.resolve_conj())
    numbers = data.reshape(-1).to("cpu", torch.float64)
    step = max(1, -(-numbers.numel() // MOST_NUMBERS))
    sums = [float(numbers.sum()), float(numbers.abs().sum())] if step > 1 else []
    found = [*sums, *numbers[::step].tolist()]
    grad = _tensor(tensor.grad) if flags[1] else None
    shape = list(tensor.shape)
    return ["tensor", str(tensor.dtype), shape, flags[0], grad, [x if math.isfinite(x) else repr(x) for x in found]]


def alike(one: object, other: object) -> bool:
    """Whether two transcripts, or parts of them, are the same within rounding."""
    if type(one) is list and type(other) is list:
        return len(one) == len(other) and all(map(alike, one, other))
    if isinstance(one, int | float) and isinstance(other, int | float) and not {type(one), type(other)} & {bool}:
        return one == other or abs(one - other) <= ATOL + RTOL * max(abs(one), abs(other))
    return type(one) is type(other) and one == other
