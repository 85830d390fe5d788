"""A notebook reaches another machine with the files that it needs, and nothing of the course but these."""

from pathlib import Path

import pytest

from autograder.batch import parcel
from autograder.judge.lane import Work


@pytest.fixture(autouse=True)
def temporary(tmp_path, monkeypatch):
    (tmp_path / "tmp").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "tmp"))
    return tmp_path / "tmp"


@pytest.fixture
def work(tmp_path):
    source, submitted = tmp_path / "source", tmp_path / "submitted"
    for path, text in [
        (source / "planck.ipynb", "the hidden tests"),
        (source / "firas.csv", "1,2"),
        (source / "deep" / "more.csv", "3,4"),
        (submitted / "helpers.py", "x = 1"),
        (submitted / "planck.ipynb", "answers"),
    ]:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    files = [source / "firas.csv", source / "deep" / "more.csv", submitted / "helpers.py"]
    names = [str(file) for file in files]
    tried = str(tmp_path / "tried.db")
    return Work(cells=[["x = 1", "", False]], trusted=[], folder=str(source), files=names, tried=tried)


@pytest.fixture
def judged(monkeypatch):
    """What `judge` was asked, in place of a lane; and what was in the files then."""
    asked = []

    def judge(require, work):
        asked.append((work, {Path(file).name: Path(file).read_text() for file in work["files"]}))
        return {"verdicts": {}}

    monkeypatch.setattr(parcel, "judge", judge)
    return asked


def test_the_files_arrive_and_the_course_folder_is_not_named(work, judged, temporary):
    assert parcel.judge_parcel(("limits",), parcel.pack(work)) == {"verdicts": {}}
    ((asked, contents),) = judged
    assert contents == {"firas.csv": "1,2", "more.csv": "3,4", "helpers.py": "x = 1"}
    assert asked["cells"] == work.cells
    assert Path(asked["folder"], "deep", "more.csv").read_text() == "3,4"
    assert all(Path(place).is_relative_to(temporary) for place in [asked["folder"], asked["tried"], *asked["files"]])


def test_no_notebook_of_the_course_is_in_a_parcel(work):
    assert "the hidden tests" not in str(parcel.pack(work))


def test_what_a_student_handed_in_does_not_stay(work, judged, temporary):
    parcel.judge_parcel((), parcel.pack(work))
    assert not list(temporary.rglob("helpers.py"))


def test_the_course_folder_is_the_same_for_all_of_a_class_and_another_when_a_file_changes(work, judged):
    parcel.judge_parcel((), parcel.pack(work))
    parcel.judge_parcel((), parcel.pack(work))
    Path(work.folder, "firas.csv").write_text("1,3")
    parcel.judge_parcel((), parcel.pack(work))
    first, second, third = (asked["folder"] for asked, _ in judged)
    assert first == second != third


def test_a_worker_with_another_version_of_the_kit_refuses(work, judged):
    packed = {**parcel.pack(work), "engine": "another"}
    assert "another version of the kit" in parcel.judge_parcel((), packed)["refused"]
    assert not judged


def test_a_folder_that_others_prepared_is_not_trusted(work, judged, temporary, monkeypatch):
    parcel.judge_parcel((), parcel.pack(work))
    (place,) = temporary.glob("autograder-*")
    another = place.stat().st_uid + 1
    place.rename(place.with_name(f"autograder-{another}"))
    monkeypatch.setattr("os.getuid", lambda: another)
    with pytest.raises(PermissionError, match="belongs to somebody else"):
        parcel.judge_parcel((), parcel.pack(work))
