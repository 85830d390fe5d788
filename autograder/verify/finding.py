"""What a proof found about one assignment."""

from dataclasses import dataclass, field
from typing import Any

#: The part of the mutants that the hidden tests must kill.
KILLED = 0.95
#: The part of its limit that a test of a right answer may take.
TIME = 1 / 3


@dataclass
class Finding:
    """The figures of one assignment, and its problems, a sentence each; without problems its tests are proven."""

    name: str
    right: int = 0
    misconceptions: int = 0
    mutants: int = 0
    killed: int = 0
    equivalent: int = 0
    named_itself: int = 0
    named_other: int = 0
    mutants_named: int = 0
    mutants_misnamed: list[str] = field(default_factory=list)
    gradings: int = 0
    tests: int = 0
    tests_in_double: int = 0
    slowest: float = 0.0
    seconds: float = 0.0
    survivors: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        """Whether the assignment is proven."""
        return not self.problems

    @property
    def rate(self) -> float:
        """The part of the mutants, but for the equivalent ones, that the tests kill."""
        count = self.mutants - self.equivalent
        return self.killed / count if count else 1.0

    def to_json(self) -> dict[str, Any]:
        """The figures as JSON."""
        return {
            "right": self.right,
            "misconceptions": self.misconceptions,
            "mutants": self.mutants,
            "killed": self.killed,
            "equivalent": self.equivalent,
            "rate": round(self.rate, 4),
            "survivors": self.survivors,
            "diagnosis": {
                "misconceptions_named": self.named_itself,
                "misconceptions_misnamed": self.named_other,
                "mutants_named": self.mutants_named,
                "mutants_misnamed": len(self.mutants_misnamed),
                "misnamed": self.mutants_misnamed,
            },
            "gradings": self.gradings,
            "tests": self.tests,
            "tests_in_double": self.tests_in_double,
            "slowest": round(self.slowest, 3),
            "seconds": round(self.seconds, 1),
            "problems": self.problems,
            "ok": self.ok,
        }
