"""Each notebook that an assignment has is graded, whether it was submitted under its name or not."""

import os

import pytest

from autograder.gradebook.hook import prepare


def expected(tmp_path, monkeypatch, *notebooks):
    (tmp_path / "source" / "small").mkdir(parents=True)
    (tmp_path / "source" / "small" / "small.ipynb").touch()
    monkeypatch.chdir(tmp_path)
    found = [str(tmp_path / notebook) for notebook in notebooks]
    prepare(assignment="small", student="*", notebooks=found)
    return [path.removeprefix(f"{tmp_path}/") for path in found]


def test_a_renamed_notebook_brings_the_expected_one_with_it(tmp_path, monkeypatch):
    renamed = "submitted/bob/small/mine.ipynb"
    assert expected(tmp_path, monkeypatch, renamed) == [renamed, "submitted/bob/small/small.ipynb"]


def test_a_notebook_that_is_there_is_not_named_twice(tmp_path, monkeypatch):
    there = "submitted/bob/small/small.ipynb"
    assert expected(tmp_path, monkeypatch, there) == [there]


def test_other_steps_than_autograde_are_left_alone(tmp_path, monkeypatch):
    assert expected(tmp_path, monkeypatch, "autograded/bob/small/x.ipynb") == ["autograded/bob/small/x.ipynb"]


@pytest.fixture
def submission(tmp_path, monkeypatch):
    """A submission's folder in a course."""
    folder = tmp_path / "submitted" / "bob" / "small"
    folder.mkdir(parents=True)
    (folder / "small.ipynb").write_text("{}")
    (tmp_path / "source" / "small").mkdir(parents=True)
    (tmp_path / "gradebook.db").write_text("secret")
    monkeypatch.chdir(tmp_path)
    return folder


def prepared(folder):
    prepare(assignment="small", student="*", notebooks=[str(folder / "small.ipynb")])
    aside = folder.parents[2] / "set_aside" / "bob" / "small"
    moved = [path.name for path in aside.rglob("*") if path.is_symlink() or not path.is_dir()]
    return sorted(path.name for path in folder.iterdir()), sorted(moved)


def test_a_link_is_set_aside_and_not_followed(submission):
    (submission / "numbers.db").symlink_to(submission.parents[2] / "gradebook.db")
    assert prepared(submission) == (["small.ipynb"], ["numbers.db"])


def test_a_link_to_nowhere_and_a_pipe_are_set_aside(submission):
    (submission / "nowhere.txt").symlink_to("/nowhere/at/all")
    os.mkfifo(submission / "pipe.txt")
    assert prepared(submission) == (["small.ipynb"], ["nowhere.txt", "pipe.txt"])


def test_a_link_within_a_folder_is_set_aside(submission):
    (submission / "data").mkdir()
    (submission / "data" / "up").symlink_to("/")
    assert prepared(submission)[1] == ["up"]


@pytest.mark.parametrize("text", ["yesterday", "<b>\0", "2026-99-99 25:00:00 UTC"])
def test_a_timestamp_that_is_none_is_set_aside(submission, text):
    (submission / "timestamp.txt").write_text(text)
    assert prepared(submission)[1] == ["timestamp.txt"]


@pytest.mark.parametrize("text", ["2026-01-31 23:59:59.000001 UTC", "2026-01-31 23:59:59 +0100", ""])
def test_a_timestamp_stays(submission, text):
    (submission / "timestamp.txt").write_text(text)
    assert prepared(submission) == (["small.ipynb", "timestamp.txt"], [])


def test_what_was_set_aside_before_gives_way(submission):
    for _ in range(2):
        (submission / "x").symlink_to("/nowhere")
        assert prepared(submission)[1] == ["x"]
