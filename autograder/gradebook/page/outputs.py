"""What a cell showed, in the one form of each output that can do no harm."""

from collections.abc import Iterable, Iterator
from typing import Any

from autograder.gradebook.page.errors import own_lines
from autograder.gradebook.page.images import data_uri, svg_uri
from autograder.gradebook.page.model import Shown
from autograder.gradebook.page.prose import displayed, prose
from autograder.gradebook.page.text import visible

PICTURES = ("image/png", "image/jpeg", "image/gif", "image/webp")


def shown(outputs: Iterable[Any]) -> tuple[Shown, ...]:
    """The outputs of a cell; pictures with words for who cannot see them."""
    found = [each for each in map(_shown, outputs) if each]
    count = sum(1 for each in found if each.picture)
    return tuple(_worded(found, count))


def _shown(output: Any) -> Shown | None:
    kind = output.get("output_type")
    if kind == "stream":
        name = "stderr" if output.get("name") == "stderr" else "stdout"
        return Shown(name, visible(str(output.get("text", ""))))
    if kind == "error":
        return Shown("error", own_lines(output))
    data, about = output.get("data"), output.get("metadata")
    if not isinstance(data, dict) or not data:
        return None
    return _data(data, about if isinstance(about, dict) else {})


def _data(data: dict[str, Any], about: dict[str, Any]) -> Shown:
    """A picture, or HTML, or prose, or text; what is none of them (a script, a widget) is only named."""
    for kind in PICTURES:
        picture = data_uri(kind, data.get(kind))
        if picture:
            return Shown("picture", _alt(about, kind), picture=picture)
    drawing = svg_uri(data.get("image/svg+xml"))
    if drawing:
        return Shown("picture", _alt(about, "image/svg+xml"), picture=drawing)
    html = displayed(data.get("text/html"))
    if html:
        return Shown("html", html=html)
    for kind in ("text/markdown", "text/latex"):
        if isinstance(data.get(kind), str):
            return Shown("html", html=prose(data[kind]))
    if isinstance(data.get("text/plain"), str):
        return Shown("result", visible(data["text/plain"]))
    kinds = visible(", ".join(map(str, data)))
    return Shown("note", f"An output of the kind {kinds:.200} is not shown on this page.")


def _alt(about: dict[str, Any], kind: str) -> str:
    """The words for a picture that its cell gives."""
    own = about.get(kind)
    words = own.get("alt") if isinstance(own, dict) else about.get("alt")
    return visible(words) if isinstance(words, str) else ""


def _worded(found: list[Shown], count: int) -> Iterator[Shown]:
    number = 0
    for each in found:
        if each.picture:
            number += 1
            which = "plot" if count == 1 else f"plot {number} of {count}"
            each = Shown(each.kind, each.text or f"{which} drawn by the cell above", picture=each.picture)
        yield each
