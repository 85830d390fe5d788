"""What a feedback page shows, as plain data for its template."""

from dataclasses import dataclass
from enum import Enum

from markupsafe import Markup

from autograder.judge.verdict import Verdict

NOTHING = Markup("")


class Kind(Enum):
    """What a cell is to its reader."""

    PROSE = "prose"
    GIVEN = "given"
    OWN = "own"
    ANSWER = "answer"
    TESTS = "tests"
    TASK = "task"


@dataclass(frozen=True)
class Grade:
    """Points of the gradebook, and whether a person has still to look."""

    earned: float
    points: float
    waits: bool = False

    def __add__(self, other: "Grade") -> "Grade":
        return Grade(self.earned + other.earned, self.points + other.points, self.waits or other.waits)

    @property
    def mark(self) -> str:
        return self._status[0]

    @property
    def words(self) -> str:
        return self._status[1]

    @property
    def _status(self) -> tuple[str, str]:
        if self.waits:
            return "…", "waits for a person"
        if self.earned >= self.points:
            return "✔", "all points"
        return ("◐", "some points") if self.earned > 0 else ("✘", "no points")


@dataclass(frozen=True)
class Shown:
    """One output of a cell: text, HTML that was made safe, or a picture."""

    kind: str
    text: str = ""
    html: Markup = NOTHING
    picture: str = ""


@dataclass(frozen=True)
class Cell:
    """A cell with all that is shown of it; `level` is that of its heading, where it has one."""

    kind: Kind
    source: Markup = NOTHING
    is_code: bool = False
    identity: str = ""
    title: str = ""
    level: int = 2
    number: int | None = None
    outputs: tuple[Shown, ...] = ()
    verdict: Verdict | None = None
    grade: Grade | None = None
    comment: Markup = NOTHING
    #: Whether this is a further test cell below one heading, whose points belong to that exercise.
    continues: bool = False


@dataclass(frozen=True)
class Exercise:
    """One line in the table of points: a heading with all test cells below it."""

    title: str
    identity: str
    grade: Grade


@dataclass(frozen=True)
class Page:
    """The whole page; without a `score` the notebook did not come from a gradebook."""

    assignment: str
    notebook: str
    student: str
    cells: tuple[Cell, ...]
    score: Grade | None = None
    penalty: float = 0.0

    @property
    def exercises(self) -> list[Exercise]:
        """What has points, in order."""
        found: list[Exercise] = []
        for cell in self.cells:
            if cell.grade and cell.continues and found:
                first = found.pop()
                found.append(Exercise(first.title, first.identity, first.grade + cell.grade))
            elif cell.grade:
                found.append(Exercise(cell.title, cell.identity, cell.grade))
        return found

    @property
    def commented(self) -> list[Cell]:
        return [cell for cell in self.cells if cell.comment]

    @property
    def waiting(self) -> int:
        """How many exercises a person has still to look at."""
        return sum(exercise.grade.waits for exercise in self.exercises)


def points(number: float) -> str:
    """Points as a person writes them."""
    return f"{round(number, 2):.15g}"
