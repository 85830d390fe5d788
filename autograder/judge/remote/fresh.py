"""Fresh copies of the data that tests share, so that nothing that one test's student does to it reaches the next."""

from collections import deque
from collections.abc import Mapping
from typing import Any

from autograder.wire.containers import DICTS


def fresh_data(namespace: Mapping[str, Any]) -> dict[str, Any]:
    """The names in `namespace` that hold data that can be changed, each with a copy of it.

    Data are tensors, numpy arrays, lists, dicts, sets and the like, and what these hold. What two names share stays
    shared.
    """
    memo: dict[int, Any] = {}
    return {
        name: _copy(value, memo) for name, value in namespace.items() if not name.startswith("__") and _is_data(value)
    }


def _is_data(value: Any) -> bool:
    import numpy as np
    import torch

    return isinstance(value, torch.Tensor | np.ndarray) or type(value) in (list, deque, set, tuple, bytearray, *DICTS)


def _copy(value: Any, memo: dict[int, Any]) -> Any:
    if id(value) not in memo and _is_data(value):
        _remember(value, memo)
    return memo.get(id(value), value)


def _remember(value: Any, memo: dict[int, Any]) -> None:
    import torch

    key = id(value)
    if isinstance(value, torch.Tensor):
        memo[key] = _tensor(value)
    elif type(value) in (list, deque):
        memo[key] = made = value.copy()
        made.clear()
        made.extend([_copy(item, memo) for item in value])
    elif type(value) in DICTS:
        memo[key] = made = value.copy()
        dict.update(made, {name: _copy(item, memo) for name, item in value.items()})
    elif type(value) is tuple:
        memo[key] = tuple(_copy(item, memo) for item in value)
    else:
        memo[key] = value.copy()


def _tensor(value: Any) -> Any:
    import torch

    made = value.detach().clone()
    if isinstance(value, torch.nn.Parameter):
        return torch.nn.Parameter(made, value.requires_grad)
    return made.requires_grad_(value.requires_grad)
