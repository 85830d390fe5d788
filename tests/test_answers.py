"""Each answer in ``solutions/answers`` loses exactly the tests that it names, a right one none."""

import functools
import random
from pathlib import Path

import pytest

from autograder.course.answers import read_answers
from autograder.course.cells import Kind, read_script
from autograder.course.reach import bound_names
from autograder.course.rehearse import Rehearsal, stub, unexpected

ROOT = Path(__file__).parents[1]
SCRIPTS = {path.stem: read_script(path) for path in sorted((ROOT / "solutions").glob("*.py"))}
ANSWERS = {name: read_answers(script) for name, script in SCRIPTS.items()}
EXERCISES = [(name, target) for name in SCRIPTS for target in sorted({a.target for a in ANSWERS[name]})]


@functools.cache
def reference(name):
    return Rehearsal(SCRIPTS[name])


@pytest.mark.parametrize(("name", "target"), EXERCISES)
def test_each_answer_loses_exactly_the_tests_that_it_names(name, target):
    wrong = []
    for answer in ANSWERS[name]:
        if answer.target == target:
            verdict = reference(name).verdict_with([answer])
            wrong += [f"{answer.label}: {line}" for line in unexpected(verdict, set(answer.loses))]
    assert wrong == []


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("name", SCRIPTS)
def test_right_answers_of_different_styles_go_together(name, seed):
    draw = random.Random(seed)
    right = [answer for answer in ANSWERS[name] if answer.is_right]
    targets = sorted({answer.target for answer in right})
    chosen = [draw.choice([answer for answer in right if answer.target == target]) for target in targets]
    labels = [answer.label for answer in chosen]
    assert (unexpected(reference(name).verdict_with(chosen), set()), labels) == ([], labels)


@pytest.mark.parametrize("name", SCRIPTS)
def test_the_reference_loses_nothing_and_is_worth_100_points(name):
    verdict = reference(name).verdict()
    assert unexpected(verdict, set()) == []
    assert verdict.points == 100


@pytest.mark.parametrize("name", SCRIPTS)
def test_the_untouched_stub_loses_every_test(name):
    verdict = Rehearsal(SCRIPTS[name], stub(SCRIPTS[name])).verdict()
    assert verdict.lost() == verdict.names()


@pytest.mark.parametrize("name", SCRIPTS)
def test_every_exercise_has_right_answers_and_misconceptions_with_hints(name):
    script = SCRIPTS[name]
    tested = {cell.name for cell in script.of(Kind.TEST)}
    graded = [cell for cell in script.of(Kind.SOLUTION) if cell.name in tested]
    for cell in graded:
        names = {bound for node in cell.tree.body for bound in bound_names(node)}
        mine = [answer for answer in ANSWERS[name] if answer.target in names]
        assert [a for a in mine if not a.is_right], f"{cell.name}: no misconception"
        functions = any(bound.islower() for bound in names)
        assert [a for a in mine if a.is_right] or not functions, f"{cell.name}: no other right answer"
    for answer in ANSWERS[name]:
        assert answer.is_right or len(answer.hint) > 30, f"{answer.label}: no hint"
        for spec in (spec for cell in script.of(Kind.TEST) for spec in cell.tests()):
            assert spec.name not in answer.hint
