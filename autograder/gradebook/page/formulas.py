"""Formulas as MathML, which browsers draw and read out without a script and without the network."""

import re
from html import unescape
from typing import Any
from xml.etree.ElementTree import Element

from autograder.gradebook.page.text import words

#: Characters of a formula; a longer one is shown as it was written.
LONGEST = 2000
#: MathML Core, less what could lead out of the page.
ELEMENTS = words(
    "math mrow mi mn mo mtext mspace mfrac msqrt mroot mstyle mpadded mphantom menclose "
    "msub msup msubsup munder mover munderover mmultiscripts mprescripts mtable mtr mtd"
)
ATTRIBUTES = words(
    "display displaystyle scriptlevel stretchy fence accent accentunder mathvariant linethickness width height depth "
    "lspace rspace minsize maxsize form symmetric largeop movablelimits columnalign columnspan notation"
)
VALUE = re.compile(r"[\w.%+-]{1,20}( [\w.%+-]{1,20}){0,20}")
#: A command that the converter does not know, or an escaped character in a text.
COMMAND = re.compile(r"\\([A-Za-z]+|[^A-Za-z\s])")


def formula(tex: str, display: bool) -> Element | None:
    """The MathML of a formula in TeX; None where it cannot be made."""
    if len(tex) > LONGEST:
        return None
    try:
        from latex2mathml.converter import convert_to_element

        made = convert_to_element(tex.strip(), display="block" if display else "inline")
        return _checked(made)
    except Exception:  # a formula may be anything, and none is worth a page
        return None


def _checked(element: Any) -> Element:
    """The same tree of known elements with known attributes; others give way to their content."""
    known = element.tag if element.tag in ELEMENTS else "mrow"
    made = Element(known, {name: value for name, value in element.attrib.items() if _harmless(name, value)})
    made.text = _text(element.text)
    made.extend(_checked(child) for child in element)
    return made


def _harmless(name: str, value: str) -> bool:
    return name in ATTRIBUTES and VALUE.fullmatch(value) is not None


def _text(text: str | None) -> str:
    """The converter writes characters as entities, and what it does not know as a command."""
    return COMMAND.sub(r"\1", unescape(text or ""))
