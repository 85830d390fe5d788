"""Headings in order, tables with headers, formulas: what makes prose readable for everybody."""

import re
from collections.abc import Iterable, Iterator
from html import unescape
from typing import Any
from urllib.parse import quote

from autograder.gradebook.page.clean import HEADINGS, OURS, Token, attribute, end, start, text
from autograder.gradebook.page.formulas import formula

#: In place of a formula: its number, between two characters that stand for nothing else.
OPEN, CLOSE = "\ue000", "\ue001"
PLACE = re.compile(f"{OPEN}([0-9]{{1,6}}){CLOSE}")
DEEPEST = len(HEADINGS)
#: Formulas in one cell's prose; those after them are shown as they were written.
MOST_FORMULAS = 500


class Outline:
    """The headings of a page: none skips a level, and none is the page's own first."""

    def __init__(self) -> None:
        self.level = 1
        self.ids: set[str] = set()
        self.last = ""
        self._title = ""

    def heading(self, wanted: int) -> int:
        """The level at which a heading of the prose stands."""
        self.level = min(wanted + 1, self.level + 1, DEEPEST)
        return self.level

    def below(self) -> int:
        """The level of a heading below the last one of the prose."""
        return min(self.level + 1, DEEPEST)

    def say(self, title: str) -> None:
        """A heading that was read."""
        self.last = self._title = title

    def take(self) -> str:
        """The last heading, if nothing has taken it."""
        title, self._title = self._title, ""
        return title


def headings(tokens: Iterable[Token], outline: Outline | None) -> Iterator[Token]:
    """Put headings into the outline; without one they become paragraphs."""
    held: list[Token] = []
    for token in tokens:
        name = token.get("name", "")
        if outline is None and name in HEADINGS:
            yield start("p") if token["type"] == "StartTag" else end("p")
        elif name in HEADINGS and token["type"] == "StartTag" and not held:
            held = [token]
        elif held and token["type"] == "EndTag" and name == held[0]["name"]:
            yield from _heading(held, outline or Outline())
            held = []
        elif held and name not in HEADINGS:
            held.append(token)
        elif name not in HEADINGS:
            yield token
    yield from held[1:]


def _heading(held: list[Token], outline: Outline) -> Iterator[Token]:
    title = " ".join("".join(map(_words, held[1:])).split())
    if not title:
        return
    tag = f"h{outline.heading(int(held[0]['name'][1]))}"
    outline.say(title)
    identity = attribute(held[0], "id") or OURS + quote(title.replace(" ", "-"), safe="?/:@!$&'()*+,;=")
    yield start(tag, id=identity)
    yield from held[1:]
    yield end(tag)


def _words(token: Token) -> str:
    if token["type"] == "Entity":
        return unescape(f"&{token['name']};")
    return str(token["data"]) if token["type"] in ("Characters", "SpaceCharacters") else ""


def distinct(tokens: Iterable[Token], seen: set[str] | None) -> Iterator[Token]:
    """Each id once on the page, or none."""
    for token in tokens:
        if token["type"] in ("StartTag", "EmptyTag"):
            identity = attribute(token, "id")
            if identity and (seen is None or identity in seen):
                del token["data"][None, "id"]
            elif identity and seen is not None:
                seen.add(identity)
        yield token


def tables(tokens: Iterable[Token]) -> Iterator[Token]:
    """Tables that scroll within themselves, and headers that say what they are headers of."""
    part = "tbody"
    for token in tokens:
        kind, name = token["type"], token.get("name", "")
        if kind == "StartTag" and name in ("thead", "tbody", "tfoot"):
            part = name
        if kind == "StartTag" and name == "table":
            part = "tbody"
            yield start("div", **{"class": "scroll", "tabindex": "0"})
        if kind == "StartTag" and name == "th":
            token["data"][None, "scope"] = "col" if part == "thead" else "row"
        yield token
        if kind == "EndTag" and name == "table":
            yield end("div")


def formulas(tokens: Iterable[Token], found: list[tuple[str, bool]]) -> Iterator[Token]:
    """Formulas in their places; where there is none to be made, what was written."""
    for token in tokens:
        if token["type"] in ("StartTag", "EmptyTag"):
            for name, value in token["data"].items():
                token["data"][name] = PLACE.sub(lambda place: _written(place, found), value)
        if token["type"] != "Characters":
            yield token
            continue
        at = 0
        for place in PLACE.finditer(token["data"]):
            yield text(token["data"][at : place.start()])
            yield from _formula(place, found)
            at = place.end()
        yield text(token["data"][at:])


def _written(place: re.Match[str], found: list[tuple[str, bool]]) -> str:
    number = int(place[1])
    return found[number][0] if number < len(found) else ""


def _formula(place: re.Match[str], found: list[tuple[str, bool]]) -> Iterator[Token]:
    number = int(place[1])
    if number >= len(found):
        return
    tex, display = found[number]
    made = formula(tex, display) if number < MOST_FORMULAS else None
    if made is None:
        yield start("code")
        yield text(tex)
        yield end("code")
    else:
        yield from _tree(made)


def _tree(element: Any) -> Iterator[Token]:
    yield start(element.tag, **element.attrib)
    yield text(element.text or "")
    for child in element:
        yield from _tree(child)
    yield end(element.tag)
