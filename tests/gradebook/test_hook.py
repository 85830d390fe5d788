"""Each notebook that an assignment has is graded, whether it was submitted under its name or not."""

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
