"""nbgrader's own `generate_feedback`, and the formgrader's button, make this page from the gradebook."""

import shutil
from pathlib import Path

import nbformat
import pytest
from nbformat import v4

from autograder.judge.verdict import Hint, Outcome, Result, Verdict

ROOT = Path(__file__).parents[3]
FAILED = Verdict((Result("test_a", "It adds.", 2.0, False, Outcome.FAILED, "no"),), (Hint("f", "wrong_way", "Look."),))


@pytest.fixture(scope="module")
def graded(tmp_path_factory, make):
    """A course with one graded submission, which is late, has a comment, and an answer that waits; its settings."""
    from nbgrader.api import Gradebook
    from traitlets.config import PyFileConfigLoader

    root = tmp_path_factory.mktemp("course")
    shutil.copy(ROOT / "nbgrader_config.py", root)
    config = PyFileConfigLoader("nbgrader_config.py", path=str(root)).load_config()
    config.CourseDirectory.db_url = f"sqlite:///{root / 'gradebook.db'}"
    with Gradebook(config.CourseDirectory.db_url) as gradebook:
        gradebook.add_assignment("ps1")
        gradebook.add_student("ada")
        gradebook.add_notebook("p1", "ps1")
        for name, worth in (("tests", 2), ("written", 3)):
            gradebook.add_grade_cell(name, "p1", "ps1", max_score=worth, cell_type="code")
        for name in ("answer", "written"):
            gradebook.add_solution_cell(name, "p1", "ps1")
        gradebook.add_submission("ps1", "ada")
        gradebook.find_submission_notebook("p1", "ps1", "ada").late_submission_penalty = 0.5
        gradebook.find_comment("answer", "p1", "ps1", "ada").manual_comment = "Mind the **sign**."
        tests = gradebook.find_grade("tests", "p1", "ps1", "ada")
        tests.auto_score, tests.needs_manual_grade = 0, False
        written = gradebook.find_grade("written", "p1", "ps1", "ada")
        written.manual_score, written.needs_manual_grade = 2.5, True
        gradebook.db.commit()
    folder = root / "autograded" / "ada" / "ps1"
    folder.mkdir(parents=True)
    hidden = "def test_a(student): ...\n### BEGIN HIDDEN TESTS\nsecret = 1\n### END HIDDEN TESTS\ncheck()"
    cells = [make.prose("# Numbers"), make.answer("x = 1"), make.tests(FAILED, source=hidden), make.written("So.")]
    nbformat.write(v4.new_notebook(cells=cells), folder / "p1.ipynb")
    return root, config


def generate(graded, **settings):
    """The page by the function that the formgrader's button calls, with its own settings for its own pages."""
    from nbgrader.apps.api import NbGraderAPI
    from nbgrader.auth import Authenticator
    from nbgrader.coursedir import CourseDirectory

    root, config = graded
    config = config.copy()
    config.HTMLExporter.update(settings)
    api = NbGraderAPI(CourseDirectory(config=config), Authenticator(config=config), config=config)
    made = api.generate_feedback("ps1", "ada")
    assert made["success"], made
    return (root / "feedback" / "ada" / "ps1" / "p1.html").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def page(graded):
    return generate(graded)


def test_the_score_the_penalty_and_what_waits_are_the_gradebook_s(page):
    assert "2 of 5 points" in page
    assert "These are 2.5 points, less a penalty of 0.5 because the work was late." in page
    assert "1 exercise waits for a person to grade" in page
    assert "2.5 / 3" in page


def test_the_comment_and_the_hint_are_on_the_page_and_the_hidden_test_is_not(page):
    assert "Mind the <strong>sign</strong>." in page
    assert "Look." in page
    assert "wrong_way" not in page
    assert "secret" not in page


def test_the_formgrader_s_own_template_is_not_taken_for_the_feedback(graded, page):
    assert generate(graded, template_name="formgrade", extra_template_basedirs=["/nowhere"]) == page


def test_another_template_can_be_named(graded, tmp_path):
    root, config = graded
    (tmp_path / "plain").mkdir()
    (tmp_path / "plain" / "index.html.j2").write_text("<p>{{ (nb | feedback_page(resources)).assignment }}</p>")
    other = config.copy()
    other.FeedbackExporter.template_name = "plain"
    other.FeedbackExporter.extra_template_basedirs = [str(tmp_path)]
    assert generate((root, other)).strip() == "<p>ps1</p>"
