"""HTML that a student wrote or displayed, held to what can only be read."""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import accumulate
from typing import Any

from bleach.html5lib_shim import Filter
from bleach.sanitizer import Cleaner
from markupsafe import Markup

from autograder.gradebook.page.text import words

#: A token of html5lib: a tag with its attributes, or text.
Token = dict[str, Any]
#: A step from tokens to tokens.
Step = Callable[[Iterable[Token]], Iterator[Token]]

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
KEPT = words(
    "a abbr b blockquote br caption cite code dd del details dfn div dl dt em figcaption figure hr i img ins kbd li "
    "mark ol p pre q s samp small span strike strong sub summary sup table tbody td tfoot th thead tr tt u ul var "
    "wbr"
).union(HEADINGS)
#: Of these the content stays.
UNWRAPPED = words("article aside big button center fieldset font footer form header label legend main nav section")
#: Of these nothing stays, neither as a tag nor as text.
DROPPED = words(
    "applet area audio base canvas embed frame frameset iframe input link math meta noembed noframes noscript object "
    "option param script select source style svg template textarea title track video"
)
#: The attributes that stay. The only classes are those of coloured code; ids cannot be those of the page.
ATTRIBUTES = {
    "*": ["class", "id", "name", "title"],
    "a": ["href"],
    "img": ["src", "alt"],
    "ol": ["start"],
    "td": ["colspan", "rowspan"],
    "th": ["colspan", "rowspan"],
    "input": ["type", "checked"],
}
#: Tags within each other; HTML that is nested deeper is not for readers, and reading it takes long.
DEEPEST = 200
NESTED = re.compile(r"<(/?)(?!(?:br|dd|dt|hr|img|input|li|p|td|th|tr|wbr)\b)[a-z]", re.IGNORECASE)
COLOURED = re.compile(r"highlight|[a-z]{1,2}[0-9]?")
LINK = re.compile(r"(https?://|mailto:|#)\S+", re.IGNORECASE)
#: What stands before the ids and the links of prose.
OURS = "prose-"


def clean(html: str, find: Callable[[str], str], steps: Iterable[Step] = (), strip: bool = False) -> Markup:
    """The harmless part of `html`.

    `find` gives the address of a picture within the page, or nothing; `steps` come after. Tags that HTML does not
    know are shown as text, or taken away with `strip`.
    """
    if depth(html) > DEEPEST:
        raise ValueError("the tags are nested too deep")
    filters: list[Any] = [_filter(partial(harmless, find=find)), *map(_filter, steps)]
    cleaner = Cleaner(
        tags=KEPT | UNWRAPPED | DROPPED,
        attributes=ATTRIBUTES,
        protocols={"http", "https", "mailto", "data", "attachment"},
        strip=strip,
        strip_comments=True,
        filters=filters,
    )
    return Markup(cleaner.clean(html))


def _filter(step: Step) -> Any:
    class Steps(Filter):  # type: ignore[misc]  # bleach ships no types
        def __iter__(self) -> Iterator[Token]:
            return step(self.source)

    return Steps


def harmless(tokens: Iterable[Token], find: Callable[[str], str]) -> Iterator[Token]:
    """Drop, unwrap and mend: no script, no style, nothing that loads or leads where the reader does not look."""
    inside = 0
    for token in tokens:
        kind, name = token["type"], token.get("name", "")
        if inside or (kind == "StartTag" and name in DROPPED):
            inside += {"StartTag": 1, "EndTag": -1}.get(kind, 0)
        elif kind == "EmptyTag" and name == "input":
            yield from _ticked(token)
        elif kind not in ("StartTag", "EndTag", "EmptyTag"):
            yield token
        elif name == "img" and kind != "EndTag":
            yield from _picture(token, find)
        elif name in KEPT:
            token["data"] = {} if kind == "EndTag" else _attributes(name, token["data"])
            yield token


def depth(html: str) -> int:
    """How deep tags are nested, at the most."""
    levels = (-1 if tag[1] else 1 for tag in NESTED.finditer(html))
    return max(accumulate(levels), default=0)


def attribute(token: Token, name: str) -> str:
    """The attribute of a tag, or nothing."""
    return str(token["data"].get((None, name), ""))


def text(data: str) -> Token:
    return {"type": "Characters", "data": data}


def start(name: str, **attributes: str) -> Token:
    return {
        "type": "StartTag",
        "name": name,
        "namespace": None,
        "data": {(None, key): value for key, value in attributes.items()},
    }


def end(name: str) -> Token:
    return {"type": "EndTag", "name": name, "namespace": None, "data": {}}


def _attributes(tag: str, given: dict[Any, str]) -> dict[Any, str]:
    kept = {}
    for (_, name), value in given.items():
        if name == "class":
            value = " ".join(word for word in value.split() if COLOURED.fullmatch(word))
        elif name in ("id", "name"):
            name, value = "id", OURS + value
        elif name == "href":
            value = value.strip() if LINK.fullmatch(value.strip()) else ""
            value = f"#{OURS}{value[1:]}" if value.startswith("#") else value
            if value and not value.startswith("#"):
                kept[None, "rel"] = "noopener noreferrer"
        elif name in ("start", "colspan", "rowspan") and not re.fullmatch(r"\d{1,3}", value):
            value = ""
        if value:
            kept[None, name] = value
    return kept


def _picture(token: Token, find: Callable[[str], str]) -> Iterator[Token]:
    """A picture that is part of the page, or else its words; a link where it is elsewhere."""
    source, said = attribute(token, "src"), attribute(token, "alt") or attribute(token, "title")
    found = find(source)
    if found:
        data = {"src": found, "alt": said or "picture without a description"}
        yield {**start("img", **data), "type": "EmptyTag"}
        return
    said = f"[picture: {said}]" if said else "[picture]"
    if source.lower().startswith(("http://", "https://")) and LINK.fullmatch(source):
        yield start("a", href=source, rel="noopener noreferrer")
        yield text(said)
        yield end("a")
    else:
        yield text(said)


def _ticked(token: Token) -> Iterator[Token]:
    """A tick of a list of tasks."""
    if attribute(token, "type") == "checkbox":
        yield text("☑ " if (None, "checked") in token["data"] else "☐ ")
