"""The tests of one cell, run where the notebook lives: `check()`, and stock nbgrader without the engine."""

import contextlib
import random
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from autograder.judge.declared import hidden_lines, rubric_of
from autograder.judge.run import run_tests
from autograder.judge.verdict import TestSpec, Verdict


def run_cell(tests: Sequence[Callable[..., Any]], namespace: Mapping[str, Any], source: str) -> Verdict:
    """Run a cell's `tests` (functions of that cell) against `namespace`; `source` is the cell's text."""
    hidden = hidden_lines(source)
    pairs = [(_spec(test, hidden), test) for test in tests]
    with _random_state_kept():
        return run_tests(pairs, namespace, {test.__code__.co_filename for test in tests})


def _spec(test: Callable[..., Any], hidden: set[int]) -> TestSpec:
    worth = float(getattr(test, "points", 0.0))
    rubric = rubric_of(test.__doc__ or test.__name__)
    return TestSpec(test.__name__, rubric, worth, test.__code__.co_firstlineno in hidden)


@contextlib.contextmanager
def _random_state_kept() -> Iterator[None]:
    """A test is seeded; the student's own random numbers go on as if it had not been."""
    state = random.getstate()
    numpy, torch = sys.modules.get("numpy"), sys.modules.get("torch")
    numpy_state = numpy.random.get_state() if numpy else None
    torch_state = torch.get_rng_state() if torch else None
    try:
        yield
    finally:
        random.setstate(state)
        if numpy:
            numpy.random.set_state(numpy_state)
        if torch:
            torch.set_rng_state(torch_state)
