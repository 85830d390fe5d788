"""What grading has to tell people about a submission: a line in the log, a note in the notebook."""

from dataclasses import dataclass
from typing import Any

#: Where the notes wait in a notebook's metadata.
KEY = "autograder_notes"
#: Where nbgrader's resources keep the folder of the instructor's version.
SOURCE = "autograder_source"
#: Where they keep the folder that the student handed in.
SUBMITTED = "autograder_submitted"


@dataclass(frozen=True)
class Note:
    """Something about a submission that its student and the instructor should know."""

    what: str
    cure: str

    def __str__(self) -> str:
        return f"{self.what}. {self.cure}."


def add_note(notebook: Any, note: Note) -> None:
    """Keep `note` in the notebook's metadata until `take_notes` shows it."""
    notebook.metadata.setdefault(KEY, []).append(str(note))


def take_notes(notebook: Any) -> list[str]:
    """Take the notes out of the notebook's metadata."""
    found = notebook.metadata.pop(KEY, [])
    return [str(note) for note in found]


def log_line(resources: Any, note: Note) -> str:
    """The line for the log: who, which assignment, what, and the cure."""
    about = resources["nbgrader"]
    return f"{about['student']}, {about['assignment']}: {note}"


def printable(text: object) -> str:
    """`text` for a log or a page: without control characters and what no encoding holds."""
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in str(text))
