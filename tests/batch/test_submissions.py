"""What is submitted is found where nbgrader puts it, and known by what it holds."""

import os
from pathlib import Path

import pytest
from nbgrader.coursedir import CourseDirectory

from autograder.batch.submissions import submissions


@pytest.fixture
def coursedir(tmp_path):
    for student in ("ada", "bob"):
        for name in ("planck", "huber"):
            folder = tmp_path / "submitted" / student / name
            folder.mkdir(parents=True)
            (folder / f"{name}.ipynb").write_text(f"{student} {name}")
            (folder / "timestamp.txt").write_text("2026-01-31 23:59:59.000000 UTC")
    (tmp_path / "submitted" / "ada" / "notes.txt").write_text("no folder")
    return CourseDirectory(root=str(tmp_path))


def names(found):
    return [(each.assignment, each.student) for each in found]


def test_those_of_one_assignment_come_together(coursedir):
    everything = [("huber", "ada"), ("huber", "bob"), ("planck", "ada"), ("planck", "bob")]
    assert names(submissions(coursedir, (), ())) == everything


def test_only_those_asked_for_are_found(coursedir):
    assert names(submissions(coursedir, ("huber",), ())) == [("huber", "ada"), ("huber", "bob")]
    assert names(submissions(coursedir, (), ("bob",))) == [("huber", "bob"), ("planck", "bob")]


def test_a_student_that_the_configuration_excludes_is_left(coursedir):
    coursedir.student_id_exclude = "ada,eve"
    assert names(submissions(coursedir, (), ())) == [("huber", "bob"), ("planck", "bob")]


def test_another_directory_structure_is_nbgraders_business(coursedir):
    coursedir.directory_structure = "{nbgrader_step}/{assignment_id}/{student_id}"
    assert names(submissions(coursedir, ("ada",), ())) == [("ada", "huber"), ("ada", "planck")]


@pytest.fixture
def digest(coursedir):
    (found,) = submissions(coursedir, ("planck",), ("ada",))
    return found.digest, Path(found.folder)


@pytest.mark.parametrize("name", ["planck.ipynb", "timestamp.txt", "more.py", "folder/deep.csv"])
def test_a_file_that_is_new_or_changed_makes_another_submission(digest, name):
    digest, folder = digest
    before = digest()
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_text("changed")
    assert digest() != before


def test_a_file_that_was_renamed_makes_another_submission(digest):
    digest, folder = digest
    before = digest()
    (folder / "planck.ipynb").rename(folder / "planck (1).ipynb")
    assert digest() != before


def test_what_was_only_touched_is_the_same_submission(digest):
    digest, folder = digest
    before = digest()
    os.utime(folder / "planck.ipynb", (0, 0))
    assert digest() == before


def test_a_link_is_no_part_of_a_submission_for_it_is_never_graded(digest):
    digest, folder = digest
    before = digest()
    (folder / "all").symlink_to("/etc")
    (folder / "nowhere").symlink_to("/no/such")
    assert digest() == before
