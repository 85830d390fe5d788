"""A class that hands in straight into ``submitted/``, and nbgrader to grade it, in this process."""

import copy
import json
from datetime import UTC, datetime

import nbformat
import pytest
from nbformat import v3, v4

DOUBLE, TRIPLE = "def double(x):\n    return 2 * x", "def triple(x):\n    return 3 * x"


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


@pytest.fixture(scope="session")
def bad_class(answer):
    """Hand in every kind of bad submission of the assignment `small`, and some good ones."""

    def hand_in(room):
        def right():
            return answer(room.released("small"), double=DOUBLE, triple=TRIPLE)

        def with_double(source):
            return answer(room.released("small"), double=source, triple=TRIPLE)

        room.submit("right", "small", right())
        room.submit("untouched", "small", room.released("small"))
        room.submit("empty", "small", b"")
        room.submit("cut_off", "small", nbformat.writes(right())[:900])
        room.submit("renamed", "small", right(), filename="small (2).ipynb")
        room.submit("two_names", "small", right(), filename="a.ipynb")
        room.submit("two_names", "small", right(), filename="b.ipynb")
        room.submit("elsewhere", "small", room.released("other"))
        room.submit("no_data_file", "small", right(), data=False)
        room.submit("bare", "small", v4.new_notebook(cells=[v4.new_code_cell(DOUBLE), v4.new_code_cell(TRIPLE)]))
        old = v3.new_notebook(worksheets=[v3.new_worksheet(cells=[v3.new_code_cell(input="x = 1")])])
        room.submit("version_3", "small", nbformat.v3.writes_json(old))
        room.submit("dies", "small", with_double(DOUBLE + "\nimport os\nos._exit(0)"))
        room.submit("endless_test", "small", with_double("def double(x):\n    while x: pass\n    return 0"))
        room.submit("exits", "small", with_double("def double(x):\n    raise SystemExit(0)"))
        room.submit("syntax", "small", with_double("def double(x:\n    return 2 * x"))
        room.submit(
            "chatty", "small", with_double(f"import sys\n{DOUBLE}; print(1); print('warning', file=sys.stderr)")
        )
        room.submit(
            "early_warning",
            "small",
            with_double("import warnings\n" + DOUBLE.replace("return", "warnings.warn('x'); return")),
        )
        tagged = right()
        wrong = answer(copy.deepcopy(tagged), double="def double(x):\n    return 0")
        for cell in wrong.cells:
            cell.metadata["tags"] = ["skip-execution"]
        room.submit("tagged", "small", wrong)
        shortened = right()
        shortened.cells = [cell for cell in shortened.cells if not cell.id.endswith("-test")]
        room.submit("no_tests", "small", shortened)
        doubled = right()
        doubled.cells += copy.deepcopy(doubled.cells)
        room.submit("twice", "small", doubled)
        marked = with_double("### BEGIN HIDDEN TESTS\n" + DOUBLE)
        room.submit("marked", "small", marked)

    return hand_in
