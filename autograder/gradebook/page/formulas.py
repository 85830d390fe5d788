"""Formulas as MathML, which browsers draw and read out without a script and without the network."""

import re
import unicodedata
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
#: What the converter does not know, by what it knows; numbers of equations are left out, which MathJax counts anew.
KNOWN = (
    (re.compile(r"\\(nonumber|notag)(?![A-Za-z])|\\label\{[^{}]*\}"), ""),
    (re.compile(r"\\(begin|end)\{aligned\}"), r"\\\1{split}"),
    (re.compile(r"\\(begin|end)\{align\}"), r"\\\1{align*}"),
    (re.compile(r"\\(begin|end)\{(?:gathered|gather\*?)\}"), r"\\\1{matrix}"),
    (re.compile(r"\\begin\{eqnarray\*?\}"), r"\\begin{array}{rcl}"),
    (re.compile(r"\\end\{eqnarray\*?\}"), r"\\end{array}"),
)
#: A command that the converter left, or an escaped character in a text.
COMMAND = re.compile(r"\\([A-Za-z]+|[^A-Za-z\s])")
#: How the converter writes the one letter of ``\\mathrm{K}``; a variable is written as itself.
UPRIGHT = re.compile(r"&#x000(4[1-9A-F]|5[0-9A]|6[1-9A-F]|7[0-9A]);")


def formula(tex: str, display: bool) -> Element | None:
    """The MathML of a formula in TeX; None where it cannot be made."""
    if len(tex) > LONGEST:
        return None
    for unknown, known in KNOWN:
        tex = unknown.sub(known, tex)
    try:
        from latex2mathml.converter import convert_to_element

        made = convert_to_element(tex.strip(), display="block" if display else "inline")
        return None if any(each.text == "&" for each in made.iter()) else _checked(made)
    except Exception:  # a formula may be anything, and none is worth a page
        return None


def _checked(element: Any) -> Element:
    """The same tree of known elements with known attributes; others give way to their content."""
    known = element.tag if element.tag in ELEMENTS else "mrow"
    made = Element(known, {name: value for name, value in element.attrib.items() if _harmless(name, value)})
    if known == "mi" and UPRIGHT.fullmatch(element.text or ""):
        made.set("mathvariant", "normal")
    made.text = _text(element.text)
    if known == "mi" and made.get("mathvariant", "normal") != "normal":
        made.text = "".join(_lettered(letter, made.attrib["mathvariant"]) for letter in made.text)
    made.extend(_checked(child) for child in element)
    return made


def _harmless(name: str, value: str) -> bool:
    return name in ATTRIBUTES and VALUE.fullmatch(value) is not None


def _text(text: str | None) -> str:
    """The converter writes characters as entities, and what it does not know as a command."""
    return COMMAND.sub(r"\1", unescape(text or ""))


def _lettered(letter: str, variant: str) -> str:
    """A letter of an alphabet that has characters of its own, since browsers know no other way to it."""
    name = unicodedata.name(letter, "")
    for alphabet in ("LATIN ", "GREEK ", "LETTER "):
        name = name.replace(alphabet, "")
    style = variant.upper()
    for full in (f"MATHEMATICAL {style} {name}", f"MATHEMATICAL {style.replace('-', ' ')} {name}", f"{style} {name}"):
        try:
            return unicodedata.lookup(full)
        except KeyError:
            continue
    return letter
