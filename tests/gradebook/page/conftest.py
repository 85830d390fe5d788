"""Notebooks that were graded, as the page finds them, and the page as a browser reads it."""

import re
from types import SimpleNamespace

import pytest
from bs4 import BeautifulSoup
from nbformat import v4

from autograder.judge.report import bundle
from autograder.judge.verdict import Hint, Outcome, Result, Verdict

PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="


def result(rubric="It adds.", outcome=Outcome.PASSED, points=1.0, message="", name="test_a"):
    return Result(name, rubric, points, False, outcome, message)


def verdict(*results, hints=()):
    return Verdict(results or (result(),), tuple(Hint(*hint) for hint in hints))


def marks(grade_id, **given):
    flags = {"grade": False, "locked": False, "solution": False, "task": False, "schema_version": 3}
    return {"nbgrader": {"grade_id": grade_id, **flags, **given}}


def prose(source, **metadata):
    return v4.new_markdown_cell(source, metadata=metadata)


def setup(source="x = 1", outputs=(), grade_id="setup"):
    return v4.new_code_cell(source, outputs=list(outputs), metadata=marks(grade_id, locked=True), execution_count=1)


def answer(source="x = 2", outputs=(), grade_id="answer", **given):
    metadata = marks(grade_id, solution=True, **given)
    return v4.new_code_cell(source, outputs=list(outputs), metadata=metadata, execution_count=7)


def written(source="Because.", grade_id="written", **given):
    return prose(source, **marks(grade_id, solution=True, grade=True, **given))


def graded(outputs=(), grade_id="tests", source="assert x == 2", **given):
    metadata = marks(grade_id, grade=True, locked=True, **given)
    return v4.new_code_cell(source, outputs=list(outputs), metadata=metadata, execution_count=8)


def judged(found=None, grade_id="tests", source="def test_a(student): ...\ncheck()", **given):
    """A test cell as `SettleVerdicts` and nbgrader's grades leave it."""
    found = found or verdict()
    given = {"points": found.points, "score": found.earned, **given}
    return graded([v4.new_output("execute_result", data=bundle(found))], grade_id, source, **given)


def display(**data):
    """An output with the forms `image__png` and so on."""
    mimes = {"svg": "image/svg+xml", "js": "application/javascript"}
    return v4.new_output("display_data", data={mimes.get(k, k.replace("__", "/")): v for k, v in data.items()})


def printed(text, name="stdout"):
    return v4.new_output("stream", name=name, text=text)


def raised(ename="ValueError", evalue="no", traceback=()):
    return v4.new_output("error", ename=ename, evalue=evalue, traceback=list(traceback))


@pytest.fixture(scope="session")
def make():
    return SimpleNamespace(
        PNG=PNG,
        tests=judged,
        **{each.__name__: each for each in (result, verdict, prose, setup, answer, written, graded)},
        **{each.__name__: each for each in (display, printed, raised, marks)},
    )


class Page:
    """The HTML of a page, and what a reader meets in it."""

    def __init__(self, html):
        self.html = html
        self.soup = BeautifulSoup(html, "html.parser")

    @property
    def text(self):
        """The words of the page, as they follow each other."""
        return re.sub(r"\s+", " ", self.soup.body.get_text(" "))

    def says(self, css):
        """The text of each element that a selector finds."""
        return [re.sub(r"\s+", " ", each.get_text()).strip() for each in self.soup.select(css)]


@pytest.fixture(scope="session")
def exporter():
    from autograder.gradebook.page.exporter import FeedbackExporter

    return FeedbackExporter()


@pytest.fixture(scope="session")
def render(exporter):
    """The page of these cells."""

    def make_page(*cells, about=None, folder="", metadata=None):
        about = {"assignment": "planck", "notebook": "planck", "student": "ada", **(about or {})}
        notebook = v4.new_notebook(cells=list(cells), metadata=metadata or {})
        html, _ = exporter.from_notebook_node(notebook, {"nbgrader": about, "metadata": {"path": str(folder)}})
        return Page(html)

    return make_page
