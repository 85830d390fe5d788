"""What came of the tests of one cell, as plain data that travels as JSON."""

import math
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from enum import Enum
from typing import Any

#: The key of a verdict in a notebook output.
MIME = "application/vnd.autograder.verdict+json"


class MalformedVerdictError(ValueError):
    """Data that claims to be a verdict and is not one."""


class Outcome(Enum):
    """What came of one test."""

    PASSED = "passed"
    FAILED = "failed"
    ERROR = "error"
    TIMED_OUT = "timed out"
    CRASHED = "crashed"
    OUT_OF_MEMORY = "out of memory"
    NOT_RUN = "not run"


@dataclass(frozen=True)
class TestSpec:
    """A test as its source declares it."""

    __test__ = False  # the name is pytest's word for it, and it is no test

    name: str
    rubric: str
    points: float
    hidden: bool = False


@dataclass(frozen=True)
class Result:
    """One test and what came of it; `message` is what a student may read."""

    name: str
    rubric: str
    points: float
    hidden: bool
    outcome: Outcome
    message: str = ""

    @classmethod
    def of(cls, spec: TestSpec, outcome: Outcome, message: str = "") -> "Result":
        return cls(spec.name, spec.rubric, spec.points, spec.hidden, outcome, message)

    @property
    def earned(self) -> float:
        return self.points if self.outcome is Outcome.PASSED else 0.0


@dataclass(frozen=True)
class Hint:
    """A misconception that was found in a student's answer: its function, its name, and words that lead on."""

    function: str
    misconception: str
    text: str


@dataclass(frozen=True)
class Verdict:
    """The results of one test cell, in the order of its tests, and the hints that go with them."""

    results: tuple[Result, ...]
    hints: tuple[Hint, ...] = ()

    @property
    def points(self) -> float:
        return math.fsum(result.points for result in self.results)

    @property
    def earned(self) -> float:
        return math.fsum(result.earned for result in self.results)

    def names(self) -> list[str]:
        """The names of the tests."""
        return [result.name for result in self.results]

    def lost(self) -> list[str]:
        """The names of the tests that did not pass."""
        return [result.name for result in self.results if result.outcome is not Outcome.PASSED]

    @classmethod
    def of_none(cls, specs: Iterable[TestSpec], reason: str) -> "Verdict":
        """The verdict of a cell whose tests did not run: zero, with the reason."""
        return cls(tuple(Result.of(spec, Outcome.NOT_RUN, reason) for spec in specs))

    def to_json(self) -> dict[str, Any]:
        results = [asdict(result) | {"outcome": result.outcome.value} for result in self.results]
        return {"results": results, "hints": [asdict(hint) for hint in self.hints]}

    @classmethod
    def from_json(cls, data: Any) -> "Verdict":
        """Read what `to_json` wrote.

        Raises:
            MalformedVerdictError: at anything else; a verdict is not guessed.
        """
        try:
            results, hints = data["results"], data.get("hints", [])
            if not set(data) <= {"results", "hints"} or not isinstance(results, list) or not isinstance(hints, list):
                raise ValueError("it has other fields than a list of results and one of hints")
            verdict = cls(tuple(map(_result, results)), tuple(map(_hint, hints)))
            _ = verdict.points  # too many to add up raises here
            return verdict
        except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as error:
            raise MalformedVerdictError(f"not a verdict: {error}") from error


def _hint(entry: dict[str, Any]) -> Hint:
    if set(entry) != {"function", "misconception", "text"} or not all(isinstance(text, str) for text in entry.values()):
        raise ValueError(f"a hint has other fields: {sorted(entry)}")
    return Hint(**entry)


def _result(entry: dict[str, Any]) -> Result:
    if set(entry) != {"name", "rubric", "points", "hidden", "outcome", "message"}:
        raise ValueError(f"a result has other fields: {sorted(entry)}")
    name, rubric, points, hidden, message = (entry[key] for key in ("name", "rubric", "points", "hidden", "message"))
    if not all(isinstance(text, str) for text in (name, rubric, message)) or not isinstance(hidden, bool):
        raise ValueError("a result's fields are of other kinds")
    if isinstance(points, bool) or not isinstance(points, int | float) or not 0 <= points < math.inf:
        raise ValueError(f"{points!r} is not a finite number of points")
    return Result(name, rubric, float(points), hidden, Outcome(entry["outcome"]), message)
