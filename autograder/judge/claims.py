"""Where an error came from: a line of the student's code, or what a session claims to be one.

A session can claim anything, and what it claims reaches the student's feedback. So that no hidden test's values go
out that way, only what the student's own cells hold is told.
"""

import builtins
import re
from collections.abc import Sequence
from dataclasses import dataclass

#: Errors of the libraries, by names that no student writes.
KNOWN = {"LinAlgError", "_LinAlgError", "OutOfMemoryError", "JSONDecodeError", "BrokenProcessPool"}
#: Python's own names for functions without one.
NAMELESS = {"<lambda>", "<genexpr>", "<listcomp>", "<dictcomp>", "<setcomp>", "<module>"}
#: How a session writes a place.
FORM = re.compile(r"line (\d{1,6})(?: of `([^`]*)`)?: `(.*)`")


@dataclass(frozen=True)
class Place:
    """A line of the student's own code."""

    function: str
    line: int
    text: str

    def __str__(self) -> str:
        where = f"line {self.line}" + ("" if self.function == "<module>" else f" of `{self.function}`")
        return f"{where}: `{self.text}`" if self.text else where


def claimed_place(error: BaseException, cells: Sequence[str]) -> Place | None:
    """The line that a session says the error came from, if it is a line of `cells`."""
    found = FORM.fullmatch(str(getattr(error, "place", "")))
    if not found:
        return None
    number, function, text = int(found[1]), found[2] or "<module>", found[3]
    for cell in cells:
        lines = cell.splitlines()
        if number <= len(lines) and lines[number - 1].strip() == text and _names(function, cell):
            return Place(function, number, text)
    return None


def claimed_kind(error: BaseException, cells: Sequence[str]) -> str:
    """The name of a session's error, if it is Python's, a library's or one that `cells` define."""
    kind = str(getattr(error, "kind", type(error).__name__))
    known = isinstance(getattr(builtins, kind, None), type) or kind in KNOWN
    return kind if known or any(_names(kind, cell) for cell in cells) else "an error"


def _names(name: str, cell: str) -> bool:
    return bool(name) and (name in NAMELESS or re.search(rf"(?<!\w){re.escape(name)}(?!\w)", cell) is not None)
