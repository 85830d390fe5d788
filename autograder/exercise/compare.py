"""One comparison for tests, whose failure says to a student what was wanted, what came, and where."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import torch


def assert_close(actual: Any, expected: Any, what: str, *, rtol: float = 1e-5, atol: float = 1e-6) -> None:
    """Assert that a student's `actual` value equals `expected` within ``atol + rtol * |expected|``.

    Args:
        actual: what the student's code gave: a tensor, or a number where `expected` is one number.
        expected: the right value: a tensor, a number or (nested) lists of numbers.
        what: names the value in the message, such as ``"squared_loss(y_hat, y)"``.

    Raises:
        AssertionError: with one sentence on the kind, shape or value that differs.
    """
    import torch

    wanted = torch.as_tensor(expected, dtype=None if isinstance(expected, torch.Tensor) else torch.float64)
    got = _as_tensor(actual, wanted, what)
    if got.shape != wanted.shape:
        raise AssertionError(f"{what} has the shape {_shape(got)}; expected {_shape(wanted)}")
    if got.is_complex() and not wanted.is_complex():
        raise AssertionError(f"{what} holds complex numbers; expected real ones")
    got, wanted = (t.detach().to("cpu", torch.float64) for t in (got, wanted))
    wrong = ~torch.isclose(got, wanted, rtol=rtol, atol=atol, equal_nan=False)
    if not bool(wrong.any()):
        return
    # Show the worst place; nan and inf are worst of all.
    gap = torch.where(wrong, (got - wanted).abs().nan_to_num(nan=float("inf")), torch.zeros_like(wanted))
    index = _index(int(gap.argmax()), gap.shape)
    place = f" at [{', '.join(map(str, index))}]" if gap.numel() > 1 else ""
    right, yours = _numbers(float(wanted[index]), float(got[index]))
    raise AssertionError(f"{what}: expected {right}{place}, yours is {yours}{_ratio(got, wanted)}")


def _as_tensor(actual: Any, wanted: "torch.Tensor", what: str) -> "torch.Tensor":
    import torch

    if isinstance(actual, torch.Tensor):
        return actual
    if actual is None:
        raise AssertionError(f"{what} is None: does your function end in `return …`?")
    if wanted.ndim == 0 and not isinstance(actual, str):
        try:
            return torch.tensor(float(actual), dtype=torch.float64)
        except (TypeError, ValueError):
            pass
    wish = "a number" if wanted.ndim == 0 else f"a tensor of shape {_shape(wanted)}"
    raise AssertionError(f"{what} is a {type(actual).__name__}; expected {wish}")


def _index(number: int, shape: Sequence[int]) -> tuple[int, ...]:
    """The index of the element `number` of a tensor; torch's own function would import sympy, for a quarter second."""
    index: list[int] = []
    for size in reversed(shape):
        number, at = divmod(number, size)
        index.insert(0, at)
    return tuple(index)


def _ratio(got: "torch.Tensor", wanted: "torch.Tensor") -> str:
    """A constant factor between the two is the best clue there is: say it."""
    import torch

    if wanted.numel() < 2 or not bool(torch.isfinite(got).all()) or not bool((wanted != 0).all()):
        return ""
    ratios = got / wanted
    ratio = float(ratios.mean())
    if bool(((ratios - ratio).abs() <= 1e-4 * abs(ratio)).all()) and abs(ratio) > 1e-12 and abs(ratio - 1) > 1e-3:
        return f" (each of yours is {ratio:.4g} × the expected value)"
    return ""


def _shape(tensor: "torch.Tensor") -> str:
    return str(tuple(tensor.shape))


def _numbers(*values: float) -> list[str]:
    """The numbers with so many digits that they can be told apart."""
    short = [f"{value:.6g}" for value in values]
    return short if len(set(short)) == len(values) else [repr(value) for value in values]
