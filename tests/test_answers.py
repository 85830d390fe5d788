"""What `autograder verify` does not ask of ``solutions/answers``: that there is something to every exercise."""

from pathlib import Path

import pytest

from autograder.course.answers import read_answers
from autograder.course.cells import Kind, read_script
from autograder.course.reach import bound_names

ROOT = Path(__file__).parents[1]
SCRIPTS = {path.stem: read_script(path) for path in sorted((ROOT / "solutions").glob("*.py"))}
ANSWERS = {name: read_answers(script) for name, script in SCRIPTS.items()}


@pytest.mark.parametrize("name", SCRIPTS)
def test_an_assignment_is_worth_100_points(name):
    assert sum(spec.points for cell in SCRIPTS[name].of(Kind.TEST) for spec in cell.tests()) == 100


@pytest.mark.parametrize("name", SCRIPTS)
def test_every_exercise_has_right_answers_and_misconceptions_with_hints(name):
    script = SCRIPTS[name]
    tested = {cell.name for cell in script.of(Kind.TEST)}
    graded = [cell for cell in script.of(Kind.SOLUTION) if cell.name in tested]
    for cell in graded:
        names = {bound for node in cell.tree.body for bound in bound_names(node)}
        mine = [answer for answer in ANSWERS[name] if answer.target in names]
        assert [a for a in mine if not a.is_right], f"{cell.name}: no misconception"
        for function in (name for name in names if not name.isupper()):
            right = [a for a in mine if a.is_right and a.target == function]
            assert len(right) >= 3, f"{function}: {len(right)} other right answers"
    for answer in ANSWERS[name]:
        assert answer.is_right or len(answer.hint) > 30, f"{answer.label}: no hint"
        for spec in (spec for cell in script.of(Kind.TEST) for spec in cell.tests()):
            assert spec.name not in answer.hint
