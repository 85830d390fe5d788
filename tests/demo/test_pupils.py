"""The class of the demo has every kind of student, and is the same each time."""

from pathlib import Path

import pytest

from autograder.course.answers import read_answers
from autograder.course.cells import read_script
from autograder.course.notebook import to_notebook
from autograder.demo.pupils import KINDS, make_class
from autograder.demo.work import fill_in

ROOT = Path(__file__).parents[2]
SCRIPTS = [read_script(path) for path in sorted((ROOT / "solutions").glob("*.py"))]
ANSWERS = {script.name: read_answers(script) for script in SCRIPTS}


def test_the_class_is_the_same_each_time():
    assert make_class(SCRIPTS, ANSWERS, 20) == make_class(SCRIPTS, ANSWERS, 20)


def test_twelve_students_are_of_every_kind():
    works = [work for pupil in make_class(SCRIPTS, ANSWERS, 12) for work in pupil.work.values()]
    for kind in ("untouched", "executed", "cut_off", "crashes"):
        assert any(getattr(work, kind) for work in works), kind
    assert len({a.misconception for work in works for a in work.answers if not a.is_right}) > 20
    assert sum(bool(work.answers) and all(a.is_right for a in work.answers) for work in works) > 6


@pytest.mark.parametrize("count", [1, 5, 12, 40])
def test_there_are_as_many_students_as_asked_for_with_names_of_their_own(count):
    names = [pupil.name for pupil in make_class(SCRIPTS, ANSWERS, count)]
    assert len(names) == len(set(names)) == count


def test_a_student_beyond_the_twelfth_is_drawn_from_the_ordinary_kinds():
    pupils = make_class(SCRIPTS, ANSWERS, 60)[len(KINDS) :]
    assert not any(work.crashes or work.cut_off for pupil in pupils for work in pupil.work.values())


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
def test_what_is_handed_in_is_python_without_markers(script):
    for pupil in make_class(SCRIPTS, ANSWERS, 12):
        notebook = to_notebook(script)
        fill_in(notebook, script, pupil.work[script.name])
        for cell in notebook.cells:
            if cell.id.endswith("-solution"):
                compile(cell.source, cell.id, "exec")
                assert "### " not in cell.source
