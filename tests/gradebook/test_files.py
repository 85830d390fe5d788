"""What a student hands in beside the notebook reaches the session only if it does no harm."""

import os

import pytest

from autograder.gradebook import files
from autograder.gradebook.files import beside


@pytest.fixture
def folders(tmp_path):
    source, handed = tmp_path / "source", tmp_path / "handed"
    source.mkdir()
    handed.mkdir()
    (source / "numbers.csv").write_text("the course's")
    (source / "small.ipynb").write_text("{}")
    return source, handed


def names(folders):
    found, notes = beside(folders[1], folders[0])
    return [file.name for file in found], [str(note) for note in notes]


def test_the_courses_own_data_comes_along_and_no_notebook(folders):
    assert names(folders) == (["numbers.csv"], [])


def test_the_courses_own_copy_wins(folders):
    (folders[1] / "numbers.csv").write_text("the student's")
    (found,) = beside(folders[1], folders[0])[0]
    assert found.read_text() == "the course's"


@pytest.mark.parametrize("name", ["mine.csv", "photo.png", "my_helpers.py", "notes.txt"])
def test_an_ordinary_file_comes_along(folders, name):
    (folders[1] / name).write_text("x")
    assert names(folders) == (["numbers.csv", name], [])


@pytest.mark.parametrize(
    "name", ["torch.py", "json.py", "pytest.py", "autograder.py", "conftest.py", "sitecustomize.py", "usercustomize.py"]
)
def test_a_module_with_the_name_of_a_library_is_left_out(folders, name):
    (folders[1] / name).write_text("x")
    found, (note,) = names(folders)
    assert found == ["numbers.csv"]
    assert note == f"the file '{name}' was left out: a library has this name. The notebook was graded without it."


@pytest.mark.parametrize("name", ["evil.so", "evil.pth", "evil.pyc", "evil.whl"])
def test_a_library_is_left_out(folders, name):
    (folders[1] / name).write_text("x")
    assert "it is a library" in names(folders)[1][0]


def test_a_link_is_left_out_wherever_it_points(folders):
    (folders[1] / "gradebook.csv").symlink_to(folders[0] / "numbers.csv")
    (folders[1] / "folder.csv").symlink_to(folders[0])
    found, notes = names(folders)
    assert found == ["numbers.csv"]
    assert len(notes) == 2
    assert all("it is a link" in note for note in notes)


def test_a_fifo_is_left_out_and_nobody_waits_for_it(folders):
    os.mkfifo(folders[1] / "pipe.csv")
    assert "no ordinary file" in names(folders)[1][0]


def test_a_huge_file_is_left_out(folders, monkeypatch):
    monkeypatch.setattr(files, "LARGEST", 2**20)
    (folders[1] / "huge.csv").write_bytes(bytes(2**20 + 1))
    assert "larger than 1 MB" in names(folders)[1][0]


def test_many_files_are_left_out_beyond_their_sum(folders, monkeypatch):
    monkeypatch.setattr(files, "ALTOGETHER", 2**20)
    for number in range(3):
        (folders[1] / f"{number}.csv").write_bytes(bytes(2**19))
    found, (note,) = names(folders)
    assert found == ["numbers.csv", "0.csv", "1.csv"]
    assert "together" in note


def test_what_nbgrader_and_jupyter_leave_there_is_not_mentioned(folders):
    (folders[1] / "timestamp.txt").write_text("x")
    (folders[1] / ".ipynb_checkpoints").mkdir()
    (folders[1] / "small.ipynb").write_text("{}")
    assert names(folders) == (["numbers.csv"], [])


def test_a_student_who_handed_in_nothing_gets_the_courses_files(folders):
    folders[1].rmdir()
    assert names(folders) == (["numbers.csv"], [])
