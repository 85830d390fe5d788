"""nbgrader's own commands, from the course's root: the whole cycle of one student."""

import csv
import os
import subprocess
import sys
import sysconfig

import nbformat
import pytest

from autograder.course.build import build

pytestmark = pytest.mark.cycle

SCRIPTS = sysconfig.get_path("scripts")


def nbgrader(folder, course, *arguments):
    """Run an nbgrader command in `folder`; what it printed."""
    environment = {
        **os.environ,
        "PATH": os.pathsep.join([SCRIPTS, os.environ["PATH"]]),
        "NBGRADER_EXCHANGE": str(course.root / "exchange"),
        "JUPYTER_CONFIG_PATH": str(course.root),
    }
    command = [sys.executable, "-m", "nbgrader", *arguments]
    run = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=300)
    assert run.returncode == 0, run.stdout + run.stderr
    assert "Traceback" not in run.stderr
    return run.stdout + run.stderr


@pytest.fixture(scope="module")
def course(make_course):
    course = make_course()
    exchange = course.root / "exchange"
    exchange.mkdir()
    exchange.chmod(0o777)
    return course


@pytest.fixture(scope="module")
def cycle(course, answer):
    """All steps up to the feedback; the course's folder and the student's."""
    root, home = course.root, course.root / "home"
    home.mkdir()
    mine = ["--course", "linear-networks"]
    list(build(course, ["small"]))
    nbgrader(root, course, "generate_assignment", "small", "--force")
    nbgrader(root, course, "release_assignment", "small")
    assert "small" in nbgrader(home, course, "list", *mine)
    nbgrader(home, course, "fetch_assignment", "small", *mine)
    path = home / "small" / "small.ipynb"
    filled = answer(nbformat.read(path, as_version=4), double="def double(x):\n    return x + x")
    nbformat.write(filled, path)
    nbgrader(home, course, "submit", "small", *mine)
    nbgrader(root, course, "collect", "small")
    nbgrader(root, course, "autograde", "small")
    nbgrader(root, course, "generate_feedback", "small")
    nbgrader(root, course, "release_feedback", "small")
    nbgrader(home, course, "fetch_feedback", "small", *mine)
    nbgrader(root, course, "export")
    return root, home


def test_the_student_fetches_a_notebook_without_hidden_tests_and_its_data(cycle):
    _, home = cycle
    assert (home / "small" / "numbers.csv").is_file()
    assert "test_double_of_any_number" not in (home / "small" / "small.ipynb").read_text()


def test_partial_credit_reaches_the_export(cycle):
    root, _ = cycle
    with (root / "grades.csv").open() as file:
        (row,) = (row for row in csv.DictReader(file) if row["assignment"] == "small")
    assert (float(row["score"]), float(row["max_score"])) == (3.5, 5.5)


def test_the_student_fetches_the_feedback_with_every_rubric_line_and_no_hidden_test(cycle):
    _, home = cycle
    (page,) = (home / "small").rglob("*.html")
    text = page.read_text(encoding="utf-8")
    for rubric in ("Twice two is four.", "Twice any number is right.", "Three times two is six."):
        assert rubric in text
    assert "test_double_of_any_number" not in text
    assert "is still empty" in text
