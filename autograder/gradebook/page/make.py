"""From an autograded notebook, its grades and comments in it, to the page that shows it."""

import math
from pathlib import Path
from typing import Any

from markupsafe import Markup
from nbgrader import utils
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import TextLexer, get_lexer_by_name
from pygments.util import ClassNotFound

from autograder.gradebook.page.images import Images
from autograder.gradebook.page.model import NOTHING, Cell, Grade, Kind, Page
from autograder.gradebook.page.outputs import shown
from autograder.gradebook.page.prose import LONGEST, as_written, prose
from autograder.gradebook.page.readable import Outline
from autograder.gradebook.page.text import visible
from autograder.judge.verdict import MIME, MalformedVerdictError, Verdict

#: Where the grade of a cell says in the notebook that a person has still to look.
WAITS = "needs_manual_grade"


def make_page(nb: Any, resources: Any) -> Page:
    """The page of a notebook that went through nbgrader's preprocessors."""
    about = resources.get("nbgrader", {})
    folder = resources.get("metadata", {}).get("path")
    reader = Reader(nb.metadata, Path(folder) if folder else None)
    notebook = str(about.get("notebook") or resources.get("metadata", {}).get("name", ""))
    score = None
    if "score" in about:
        score = Grade(_number(about["score"]), _number(about.get("max_score")))
    return Page(
        assignment=visible(str(about.get("assignment") or notebook)),
        notebook=visible(notebook),
        student=visible(str(about.get("student", ""))),
        cells=tuple(reader.read(cell) for cell in nb.cells),
        score=score,
        penalty=_number(about.get("late_penalty")),
    )


class Reader:
    """Reads the cells of a notebook in their order."""

    def __init__(self, metadata: Any, folder: Path | None) -> None:
        self._outline = Outline()
        self._images = Images(folder)
        self._lexer = _lexer(metadata)

    def read(self, cell: Any) -> Cell:
        marks = cell.metadata.get("nbgrader")
        marks = marks if isinstance(marks, dict) else {}
        kind = _kind(cell, marks)
        verdict = _verdict(cell) if kind is Kind.TESTS else None
        source = NOTHING if verdict and "def " not in cell.source else self._source(cell)
        grade = _grade(marks)
        is_answer = kind in (Kind.ANSWER, Kind.TASK)
        comment = marks.get("comment") if is_answer else None
        identity = visible(str(marks.get("grade_id", "")))
        heading = self._outline.take() if grade else self._outline.last
        continues = bool(verdict and not heading and self._outline.last)
        return Cell(
            kind=kind,
            source=source,
            is_code=cell.cell_type == "code",
            identity=identity,
            title=heading or (self._outline.last if continues else identity),
            level=self._outline.below(),
            number=_count(cell),
            verdict=verdict,
            outputs=() if verdict else shown(cell.get("outputs", [])),
            grade=grade,
            comment=prose(str(comment)) if comment else NOTHING,
            continues=continues,
        )

    def _source(self, cell: Any) -> Markup:
        source = str(cell.source)
        if cell.cell_type == "markdown":
            self._images.attachments = cell.get("attachments", {})
            return prose(source, self._outline, self._images)
        if cell.cell_type != "code" or len(source) > LONGEST:
            return as_written(source)
        coloured = highlight(visible(source), self._lexer, HtmlFormatter(nowrap=True))
        return Markup('<pre class="code" tabindex="0"><code>{}</code></pre>').format(Markup(coloured))


def _kind(cell: Any, marks: Any) -> Kind:
    if utils.is_task(cell):
        return Kind.TASK
    if utils.is_solution(cell):
        return Kind.ANSWER
    if utils.is_grade(cell):
        return Kind.TESTS
    if cell.cell_type != "code":
        return Kind.PROSE
    return Kind.GIVEN if marks.get("locked") else Kind.OWN


def _grade(marks: Any) -> Grade | None:
    """What the gradebook says of a cell that has points."""
    if not (marks.get("grade") or marks.get("task")):
        return None
    return Grade(_number(marks.get("score")), _number(marks.get("points")), bool(marks.get(WAITS)))


def _verdict(cell: Any) -> Verdict | None:
    """The verdict of a test cell, which is its one output: what a student's code displays is none."""
    outputs = cell.get("outputs", [])
    if len(outputs) != 1 or outputs[0].get("output_type") != "execute_result":
        return None
    data = outputs[0].get("data", {})
    try:
        verdict = Verdict.from_json(data.get(MIME))
    except MalformedVerdictError:
        return None
    return verdict if data.get("text/plain") == f"{verdict.earned:.15g}" else None


def _number(value: Any) -> float:
    """Points; what is no number is none."""
    return float(value) if isinstance(value, int | float) and math.isfinite(value) else 0.0


def _count(cell: Any) -> int | None:
    count = cell.get("execution_count")
    return count if isinstance(count, int) else None


def _lexer(metadata: Any) -> Any:
    """What colours the code of the notebook's language."""
    about = metadata.get("language_info", {})
    name = about.get("pygments_lexer", about.get("name", "python")) if isinstance(about, dict) else "python"
    name = str(name.get("name", "text") if isinstance(name, dict) else name).lower()
    try:
        return get_lexer_by_name("ipython3" if name in ("python", "ipython") else name, stripnl=False)
    except ClassNotFound:
        return TextLexer(stripnl=False)
