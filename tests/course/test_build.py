"""source/ and release/ follow from the scripts, byte for byte."""

import shutil
from pathlib import Path

import pytest

from autograder.course.build import build, stale
from autograder.course.errors import CourseError, GrammarError
from autograder.course.folder import Course

ROOT = Path(__file__).parents[2]


def files(course):
    return {
        str(path.relative_to(course.root)): path.read_bytes()
        for part in (course.source, course.release)
        for path in sorted(part.rglob("*"))
        if path.is_file()
    }


@pytest.fixture(scope="module")
def built(make_course):
    course = make_course()
    list(build(course))
    return course


@pytest.fixture
def course(built, tmp_path):
    """A built course that a test may change."""
    shutil.copytree(built.root, tmp_path / "course")
    return Course.at(tmp_path / "course")


def test_notebooks_and_data_files_are_written(built):
    assert sorted(files(built)) == [
        f"{part}/{name}/{file}"
        for part in ("release", "source")
        for name in ("other", "small")
        for file in ("numbers.csv", f"{name}.ipynb")
    ]


def test_another_folder_and_a_fresh_gradebook_give_the_same_bytes(built, make_course):
    again = make_course()
    list(build(again))
    assert files(again) == files(built)


def test_building_again_changes_no_byte(course):
    before = files(course)
    list(build(course))
    assert files(course) == before


def test_what_is_committed_is_what_the_scripts_give():
    assert stale(Course.at(ROOT)) == []


def test_an_up_to_date_course_has_nothing_stale(course):
    assert stale(course) == []


@pytest.mark.parametrize(
    ("harm", "line"),
    [
        (lambda root: (root / "source/small/small.ipynb").unlink(), "source/small/small.ipynb is missing"),
        (
            lambda root: (root / "release/small/small.ipynb").write_text("{}"),
            "release/small/small.ipynb is stale",
        ),
        (lambda root: (root / "release/small/numbers.csv").unlink(), "release/small/numbers.csv is missing"),
        (
            lambda root: (root / "solutions/data/numbers.csv").write_text("n\n3\n"),
            "source/small/numbers.csv is stale",
        ),
        (
            lambda root: (root / "solutions/small.py").unlink(),
            "source/small has no script in solutions/: delete it",
        ),
    ],
)
def test_what_is_stale_is_named(course, harm, line):
    harm(course.root)
    assert line in stale(course)


def test_a_changed_script_makes_both_notebooks_stale_and_a_check_writes_nothing(course):
    script = course.solutions / "small.py"
    script.write_text(script.read_text().replace("Twice x.", "Two times x."))
    before = files(course)
    assert stale(course) == ["source/small/small.ipynb is stale", "release/small/small.ipynb is stale"]
    assert files(course) == before


def test_one_assignment_can_be_built_alone(make_course):
    course = make_course()
    assert list(build(course, ["small"])) == ["small"]
    assert not (course.source / "other").exists()


def test_a_script_with_errors_stops_the_build_before_anything_is_written(make_course):
    course = make_course()
    for name in ("small", "other"):
        path = course.solutions / f"{name}.py"
        path.write_text(path.read_text().replace("@points(1)\n", ""))
    with pytest.raises(GrammarError) as caught:
        list(build(course))
    assert str(caught.value).count("has no points") == 2
    assert not course.source.exists()


def test_an_unknown_assignment_is_named_with_those_that_there_are(built):
    with pytest.raises(CourseError, match=r"there is no assignment nothing .* the assignments are: other, small"):
        list(build(built, ["nothing"]))


def test_cells_cannot_change_under_submissions_and_the_message_says_what_to_do(course):
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{course.root / 'gradebook.db'}") as gradebook:
        gradebook.add_student("bob")
        gradebook.add_submission("small", "bob")
    script = course.solutions / "small.py"
    script.write_text(script.read_text() + '\n# %% setup="more"\nmore = 1\n')
    with pytest.raises(
        CourseError, match=r"small: nbgrader will not add or remove cells .* give the assignment a new name"
    ):
        list(build(course, ["small"]))
