"""The judge's random numbers govern the student's, one way: a test that seeds gets the same numbers again."""

import random
from typing import Any


class RandomStates:
    """Tells when the test has drawn or seeded since the last request."""

    def __init__(self) -> None:
        self._last: Any = None
        self._passed_over: tuple[int, Any] | None = None

    def changed(self) -> tuple[int, Any] | None:
        """A seed for ``random`` and numpy, and torch's state, if they are not those of the last request."""
        found, self._passed_over = self._changed() or self._passed_over, None
        return found

    def pass_over(self) -> None:
        """Go on as after a request that was not needed; what it would have told, the next one tells."""
        self._passed_over = self._changed() or self._passed_over
        self.advance()

    def _changed(self) -> tuple[int, Any] | None:
        import torch

        state = (random.getstate(), torch.get_rng_state())
        if self._last is not None and state[0] == self._last[0] and bool(torch.equal(state[1], self._last[1])):
            return None
        self._last = state
        return hash(state[0][1]) & 0xFFFFFFFF, state[1]

    def advance(self) -> None:
        """Go on with other numbers, as if the student's code had drawn some: seeding again is then seen."""
        import torch

        random.random()
        torch.rand(1)
        self._last = (random.getstate(), torch.get_rng_state())
