"""Markdown to HTML that is safe to show: nbconvert's own Markdown, then everything but the harmless left out."""

import re
from functools import partial
from html import escape, unescape
from typing import Any

from markupsafe import Markup
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

from autograder.gradebook.page.clean import clean
from autograder.gradebook.page.images import Images
from autograder.gradebook.page.readable import CLOSE, OPEN, Outline, distinct, formulas, headings, tables
from autograder.gradebook.page.text import visible

#: Characters of one cell's prose, or of one displayed piece of HTML, that are taken as more than text.
LONGEST = 50_000
IN_HTML = re.compile(r"\$\$([^$]+)\$\$|(?<![\\$])\$([^$\n]+)\$")
PLACES = re.compile(f"[{OPEN}{CLOSE}]")


class Renderer(IPythonRenderer):  # type: ignore[misc]  # nbconvert ships no types
    """Markdown's parts as HTML, with a number in the place of each formula."""

    def __init__(self) -> None:
        super().__init__(escape=False, exclude_anchor_links=True)
        self.found: list[tuple[str, bool]] = []

    def inline_math(self, body: str) -> str:
        return self._place(body, False)

    def block_math(self, body: str) -> str:
        return self._place(body, True)

    def latex_environment(self, name: str, body: str) -> str:
        return self._place(f"\\begin{{{name}}}{body}\\end{{{name}}}", True)

    def block_html(self, html: str) -> str:
        """Formulas in HTML, which Markdown leaves alone."""
        if "<pre" not in html and "<code" not in html:
            html = IN_HTML.sub(lambda one: self._place(unescape(one[1] or one[2]), bool(one[1])), html)
        return str(super().block_html(html))

    def image(self, text: str, url: str, title: str | None = None) -> str:
        """As Markdown has it: what the address stands for is decided later."""
        return str(super(IPythonRenderer, self).image(text, url, title))

    def block_mermaidjs(self, code: str) -> str:
        return f"<pre><code>{escape(code)}</code></pre>"

    def _place(self, tex: str, display: bool) -> str:
        self.found.append((tex, display))
        return f"{OPEN}{len(self.found) - 1}{CLOSE}"


def prose(source: str, outline: Outline | None = None, images: Images | None = None) -> Markup:
    """Markdown as harmless HTML; its headings go into the `outline`, or are none."""
    source = PLACES.sub("", visible(source))
    if len(source) > LONGEST:
        return as_written(source)
    try:
        renderer = Renderer()
        html = MarkdownWithMath(renderer=renderer).render(source)
        return safe(html, outline, images, renderer.found)
    except Exception:  # a student's text may be anything, and must not cost the page
        return as_written(source)


def displayed(html: Any) -> Markup | None:
    """The harmless part of HTML that a cell displayed; None where that cannot be told."""
    if not isinstance(html, str) or len(html) > LONGEST:
        return None
    try:
        return safe(PLACES.sub("", visible(html)), strip=True) or None
    except Exception:  # as above
        return None


def safe(
    html: str,
    outline: Outline | None = None,
    images: Images | None = None,
    found: list[tuple[str, bool]] | None = None,
    strip: bool = False,
) -> Markup:
    """The harmless part of `html`, readable."""
    steps: list[Any] = [
        partial(formulas, found=found or []),
        partial(headings, outline=outline),
        tables,
        partial(distinct, seen=outline.ids if outline else None),
    ]
    return clean(html, (images or Images(None)).find, steps, strip)


def as_written(source: Any) -> Markup:
    """Text, as text."""
    return Markup('<pre class="written" tabindex="0">{}</pre>').format(visible(str(source)))


def with_code(text: str) -> Markup:
    """A sentence of a test, in which names and lines of code stand between backticks."""
    return Markup(re.sub(r"`([^`\n]+)`", r"<code>\1</code>", str(escape(visible(text)))))
