"""Whether a test has left the session as it found it: the next test may then have the same fork.

A fork for each test keeps what one test leaves from the next, and it is the dearest part of many. Where nothing was
left, the next test meets the same either way. What is looked at is all that the notebook's functions and classes can
reach, what the test itself asked for, and the settings of Python, torch and numpy. What cannot be told counts as
changed.
"""

import resource
import types
from collections.abc import Iterable
from typing import Any

from autograder.session.look import Look, Mark
from autograder.session.settings import attributes, no_figure, settings

#: A test that used so many bytes of memory more leaves its fork to no other.
MUCH_MEMORY = 64_000_000


class Untouched:
    """The state of a notebook's `namespace` now, to be compared with what it is later."""

    def __init__(self, namespace: dict[str, Any]) -> None:
        self._namespace = namespace
        self._asked: dict[str, list[Mark] | None] = {}
        self._memory = _most_memory()
        self._before = self._look()

    def asked(self, name: str) -> None:
        """The test is about to get the value of `name`, and may do to it what it likes."""
        if name in self._namespace and name not in self._asked:
            self._asked[name] = self._marks([self._namespace[name]])

    def forget(self) -> None:
        """Forget what was asked for: another test begins."""
        self._asked = {}

    def holds(self) -> bool:
        """Whether all is as it was."""
        if _most_memory() - self._memory > MUCH_MEMORY:
            return False
        try:
            return _alike(self._look(), self._before) and all(
                name in self._namespace and _alike(self._marks([self._namespace[name]]), marks)
                for name, marks in self._asked.items()
            )
        except Exception:  # what is compared may be of the notebook's own kinds
            return False

    def _look(self) -> list[Mark] | None:
        own = [value for value in self._namespace.values() if isinstance(value, types.FunctionType | type)]
        found = self._marks(own)
        return None if found is None else [tuple(self._namespace), *found]

    def _marks(self, values: Iterable[Any]) -> list[Mark] | None:
        """What tells a state of `values`, and of all that they reach, from another; None where nothing does."""
        try:
            no_figure()
            look = Look(self._namespace, values)
            return [*look.marks, *settings(), *attributes(self._namespace, look.names)]
        except Exception:  # whatever the notebook has made of Python
            return None


def _alike(now: list[Mark] | None, before: list[Mark] | None) -> bool:
    return now is not None and now == before


def _most_memory() -> int:
    """Bytes of memory that this process has had at once; what one test has used, the next may lack."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
