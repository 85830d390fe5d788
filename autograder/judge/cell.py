"""The tests of one cell as they go to pytest."""

import contextlib
import math
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from autograder.judge.student import Student
from autograder.judge.verdict import Outcome, TestSpec

#: Called for each test with its limit in seconds: a context whose value is the test's `student`.
Students = Callable[[float], contextlib.AbstractContextManager[Any]]
#: A machine that grades a class is busy: by the clock, a remote student has this many times a test's limit.
BUSY = 3


class Watch(Protocol):
    """Looks on while tests run."""

    def wants(self, name: str) -> bool:
        """Whether the test `name` shall run."""

    def saw(self, name: str, outcome: Outcome, seconds: float) -> None:
        """The test `name` ended so, by the clock."""


@dataclass(frozen=True)
class CellTests:
    """Tests with their declarations, in order, and what they are run against.

    `namespace` is the student's session (``student.x`` in a test is ``namespace["x"]``), or the names that the tests
    use where `students` gives each test a student that is elsewhere. `test_files` are the file names of the tests'
    code, so that a student's own lines can be told from theirs; `cells` are the sources of the student's cells.
    No test may take longer than `most_seconds`, and `watch` is told of each. Another `seed` gives them other numbers.
    """

    tests: tuple[tuple[TestSpec, Callable[..., Any]], ...]
    namespace: Mapping[str, Any]
    test_files: Collection[str]
    students: Students | None = None
    cells: Sequence[str] = ()
    most_seconds: float = math.inf
    watch: "Watch | None" = None
    seed: int = 0

    def student(self, seconds: float) -> contextlib.AbstractContextManager[Any]:
        """The `student` of one test that may take `seconds`."""
        return self.students(seconds) if self.students else contextlib.nullcontext(Student(self.namespace))

    @property
    def patience(self) -> int:
        """How many times its own limit a test may take by the clock.

        A remote student is held to the limit by the time that they compute.
        """
        return BUSY if self.students else 1

    def is_hidden(self, name: str) -> bool:
        """Whether no word of the test `name` may be told; so of any that is not declared."""
        return all(spec.hidden for spec, _ in self.tests if spec.name == name)
