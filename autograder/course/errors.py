"""What is wrong with a script: the file, the line, and what to do."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Problem:
    """One thing to mend in a script."""

    path: Path
    line: int
    what: str
    cure: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.what}. {self.cure}."


class CourseError(Exception):
    """Something in the course folder that a person must mend; the message is for that person."""


class GrammarError(CourseError):
    """A script that breaks the cell grammar, with every problem found."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems
