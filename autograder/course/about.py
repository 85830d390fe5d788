"""What a script says of its place in the course, in the last lines of its first prose cell::

**Week:** 1. **Time:** 45 minutes. **Before it:** nothing. **In the book:** 3.4 Linear Regression from Scratch.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from autograder.course.cells import Kind, Script
from autograder.course.errors import CourseError

FORM = (
    "**Week:** 1. **Time:** 45 minutes. **Before it:** other_assignment, another (or nothing). "
    "**In the book:** 3.1 Linear Regression; 3.2 Object-Oriented Design."
)
_LINE = re.compile(
    r"\*\*Week:\*\* (?P<week>\d+)\. \*\*Time:\*\* (?P<minutes>\d+) minutes\. "
    r"\*\*Before it:\*\* (?P<before>[\w, `]+)\. \*\*In the book:\*\* (?P<book>.+?)\.?"
)
_TITLE = re.compile(r"^# (.+)", re.MULTILINE)


@dataclass(frozen=True)
class About:
    """An assignment's place: its week, minutes of work, the assignments to do before it, and the book's sections."""

    title: str
    points: float
    week: int
    minutes: int
    before: tuple[str, ...]
    book: tuple[str, ...]


def about(script: Script) -> About:
    """What the script says of itself.

    Raises:
        CourseError: when its first prose cell has no title, or no line of the form `FORM`.
    """
    prose = next((cell.source for cell in script.of(Kind.PROSE)), "")
    title = _TITLE.search(prose)
    found = [match for match in map(_LINE.fullmatch, _paragraphs(prose)) if match]
    if not title or len(found) != 1:
        raise CourseError(
            f"{script.path}: the course map needs a title in its first prose cell, and there one paragraph like: {FORM}"
        )
    line = found[0]
    before = tuple(re.findall(r"\w+", line["before"]))
    points = sum(test.points for cell in script.of(Kind.TEST) for test in cell.tests())
    return About(
        title[1].strip(),
        points,
        int(line["week"]),
        int(line["minutes"]),
        () if before == ("nothing",) else before,
        tuple(each.strip() for each in line["book"].split(";")),
    )


def _paragraphs(prose: str) -> Iterator[str]:
    for part in prose.split("\n\n"):
        yield " ".join(part.split())
