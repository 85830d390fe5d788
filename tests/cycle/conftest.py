"""A class that hands in straight into ``submitted/``, and nbgrader to grade it, in this process."""

import json
from datetime import UTC, datetime

import nbformat
import pytest


class Classroom:
    """A built course, and what its students hand in."""

    def __init__(self, course):
        from nbgrader.apps.api import NbGraderAPI
        from nbgrader.auth import Authenticator
        from nbgrader.coursedir import CourseDirectory

        config = course.config()
        self.course = course
        self.coursedir = CourseDirectory(config=config)
        self.api = NbGraderAPI(self.coursedir, Authenticator(config=config), config=config)

    def released(self, name):
        """The released notebook, to be filled in."""
        return nbformat.read(self.course.release / name / f"{name}.ipynb", as_version=4)

    def submit(self, student, name, content, filename=None, data=True):
        """Put a notebook, a text or bytes where `collect` would put it, with the data files of the release."""
        folder = self.course.root / "submitted" / student / name
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "timestamp.txt").write_text(datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S.%f UTC"))
        for file in (self.course.release / name).iterdir():
            if data and file.suffix != ".ipynb":
                (folder / file.name).write_bytes(file.read_bytes())
        if not isinstance(content, str | bytes):
            content = nbformat.writes(content)
        content = content.encode() if isinstance(content, str) else content
        (folder / (filename or f"{name}.ipynb")).write_bytes(content)

    def autograde(self, name, student="*"):
        """Run nbgrader's autograde; its log and whether it says that all is well."""
        result = self.api.autograde(name, student)
        return result["success"], result.get("log") or ""

    def feedback(self, name, student="*"):
        return self.api.generate_feedback(name, student)["success"]

    def score(self, student, name):
        with self.api.gradebook as gradebook:
            return gradebook.find_submission(name, student).score

    def grades(self, student, name):
        """The automatic score and the flag of each test cell by its grade id."""
        with self.api.gradebook as gradebook:
            (notebook,) = gradebook.find_submission(name, student).notebooks
            return {grade.cell.name: (grade.auto_score, grade.needs_manual_grade) for grade in notebook.grades}

    def autograded(self, student, name):
        return nbformat.read(self.course.root / "autograded" / student / name / f"{name}.ipynb", as_version=4)

    def page(self, student, name):
        """The text of the feedback page."""
        return (self.course.root / "feedback" / student / name / f"{name}.html").read_text(encoding="utf-8")


@pytest.fixture(scope="session", autouse=True)
def own_tools():
    """nbgrader calls a tool of its environment by name."""
    from autograder.cli import find_own_tools

    find_own_tools()


@pytest.fixture(scope="session")
def classroom():
    return Classroom


@pytest.fixture(scope="session")
def answer():
    """Set the source of a solution cell, and give the notebook."""

    def fill(notebook, **sources):
        for cell in notebook.cells:
            for name, source in sources.items():
                if cell.id.endswith(f"-{name}-solution"):
                    cell.source = source
        return json.loads(json.dumps(notebook), object_hook=nbformat.from_dict)

    return fill
