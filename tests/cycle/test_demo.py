"""``autograder demo`` runs the whole cycle and leaves everything in its folder."""

import os
import re
import subprocess
import sys

import pytest

pytestmark = pytest.mark.cycle


@pytest.fixture(scope="module")
def demo(make_course, tmp_path_factory):
    """A demo of the first six students, which are of every kind, on two small assignments; its folder and output."""
    course = make_course()
    folder, home = tmp_path_factory.mktemp("demo") / "here", tmp_path_factory.mktemp("home")
    command = [sys.executable, "-m", "autograder", "demo", "--students", "6", "--folder", str(folder)]
    environment = {**os.environ, "HOME": str(home), "COLUMNS": "200", "NBGRADER_EXCHANGE": str(home / "exchange")}
    before = sorted(course.root.rglob("*"))
    run = subprocess.run(command, cwd=course.root, env=environment, capture_output=True, text=True, timeout=600)
    assert run.returncode == 0, run.stdout + run.stderr
    run.course, run.before, run.home, run.folder = course, before, home, folder
    return run


def test_the_grade_table_has_a_row_for_each_student_and_a_column_for_each_assignment(demo):
    table = [line.strip("│ ").split("│") for line in demo.stdout.splitlines() if line.startswith("│")]
    rows = {row[0].strip(): [score.strip() for score in row[1:]] for row in table if len(row) == 3}
    assert re.search(r"student +┃ +other \(5\.5\) ┃ small \(5\.5\)", demo.stdout)
    assert set(rows) == {"ada", "blaise", "emmy", "carl", "dorothy", "edsger"}
    assert rows["ada"] == ["5.5", "5.5"]
    assert rows["emmy"] == ["5.5", "5.5"]
    assert rows["carl"] == ["0", "0"]


def test_wrong_answers_and_a_cut_off_file_and_a_crash_cost_points(demo):
    assert "small: 0 of 5.5, the file is cut off" in demo.stdout
    assert "small: 3.5 of 5.5, takes the kernel down" in demo.stdout  # in the last cell: what came before counts
    assert "mistaken: square_for_double, triple_is_a_power" in demo.stdout


def test_it_says_how_often_each_misconception_was_found(demo):
    assert re.search(r"small +│ double +│ square_for_double +│ +[1-9]\d* │ +[1-9]", demo.stdout)
    assert re.search(r"small +│ triple +│ triple_is_a_power +│ +[1-9]\d* │ +[1-9]", demo.stdout)


def test_it_says_why_in_one_line_for_each(demo):
    assert "dorothy, small: small.ipynb is not JSON" in demo.stdout
    assert re.search(r"edsger, small: the cell small-\w+-solution ended the Python process", demo.stdout)


def test_every_path_that_it_prints_is_there(demo):
    pages = re.findall(r"^\s+(/\S+\.html)$", demo.stdout, re.M)
    assert len(pages) == 12
    gradebook = re.search(r"Gradebook: (\S+)", demo.stdout).group(1)
    for path in [*pages, gradebook]:
        assert os.path.isfile(path), path
        assert path.startswith(str(demo.folder))


def test_nothing_is_written_outside_its_folder(demo):
    assert sorted(demo.course.root.rglob("*")) == demo.before
    assert list(demo.home.rglob("*")) == []


def test_no_noise_reaches_the_terminal(demo):
    assert "Traceback" not in demo.stdout + demo.stderr
    assert "WARNING" not in demo.stdout + demo.stderr
