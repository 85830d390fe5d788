"""Text of a student's as a page can show it."""

import re

from nbconvert.filters import strip_ansi

#: Control characters other than tabs and line ends, and halves of characters.
INVISIBLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


def words(text: str) -> frozenset[str]:
    """The words of a list that is easier to read as a text."""
    return frozenset(text.split())


def visible(text: str) -> str:
    """`text` without a terminal's colours, as `printable` leaves it."""
    return printable(strip_ansi(text).replace("\r\n", "\n"))


def printable(text: str) -> str:
    """`text` with a mark in place of each character that no page can show."""
    return INVISIBLE.sub("\N{REPLACEMENT CHARACTER}", text)
