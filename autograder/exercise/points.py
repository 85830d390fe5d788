"""`@points(n)`: what a test is worth."""

from collections.abc import Callable
from typing import Any, TypeVar

Test = TypeVar("Test", bound=Callable[..., Any])

#: Seconds a test may take unless it says otherwise.
DEFAULT_SECONDS = 10.0


def points(worth: float, *, seconds: float = DEFAULT_SECONDS) -> Callable[[Test], Test]:
    """Mark a test as worth `worth` points, with a limit of `seconds` for one run of it.

    Raises:
        ValueError: when `worth` is negative or not finite, or `seconds` is not positive.
    """
    if not 0 <= worth < float("inf"):
        raise ValueError(f"a test is worth a finite number of points, zero or more; got {worth!r}")
    if not 0 < seconds < float("inf"):
        raise ValueError(f"a test's limit is a positive number of seconds; got {seconds!r}")

    def mark(test: Test) -> Test:
        test.points = float(worth)  # type: ignore[attr-defined]
        test.seconds = float(seconds)  # type: ignore[attr-defined]
        return test

    return mark
