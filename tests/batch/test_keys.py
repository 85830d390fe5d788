"""A grade rests on the submission, the assignment, the engine and its settings; a change of one means another key."""

import pytest
from nbgrader.coursedir import CourseDirectory

from autograder.batch import keys
from autograder.batch.submissions import submissions

FILES = (
    "source/planck/planck.ipynb",
    "source/planck/firas.csv",
    "solutions/planck.py",
    "solutions/answers/planck.py",
    "submitted/ada/planck/planck.ipynb",
)


@pytest.fixture
def course(tmp_path):
    for name in (*FILES, "source/huber/huber.ipynb", "submitted/bob/planck/planck.ipynb"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("1")
    return tmp_path


def key(course, settings=None):
    coursedir = CourseDirectory(root=str(course))
    (submission,) = submissions(coursedir, ("planck",), ("ada",))
    return keys.Keys(coursedir, settings or {"cell_timeout": 60}).of(submission)


def test_the_same_has_the_same_key(course):
    assert key(course) == key(course)


@pytest.mark.parametrize("name", FILES)
def test_each_file_counts(course, name):
    before = key(course)
    (course / name).write_text("2")
    assert key(course) != before


@pytest.mark.parametrize("name", ["source/huber/huber.ipynb", "submitted/bob/planck/planck.ipynb"])
def test_another_assignment_or_student_does_not_count(course, name):
    before = key(course)
    (course / name).write_text("2")
    assert key(course) == before


def test_the_judges_settings_count(course):
    assert key(course) != key(course, {"cell_timeout": 61})


def test_a_mended_engine_grades_again(course, monkeypatch):
    before = key(course)
    monkeypatch.setattr(keys, "engine", lambda: "mended")
    assert key(course) != before
