"""The same test source gives the same verdict against the namespace itself and against the remote view."""

import functools
import random
import re
import sys
from pathlib import Path

import pytest

from autograder.course.answers import read_answers, with_answers
from autograder.course.cells import read_script
from autograder.course.judged import cells_to_judge, cells_to_trust
from autograder.course.rehearse import Rehearsal
from autograder.judge.remote.grade import Cell, Limits, grade
from autograder.judge.remote.setting import Setting

if sys.platform != "linux":
    pytest.skip("sessions need Linux", allow_module_level=True)

ROOT = Path(__file__).parents[1]
SCRIPTS = {path.stem: read_script(path) for path in sorted((ROOT / "solutions").glob("*.py"))}
DRAWS = re.compile(r"(?<![\w.])random\.(?!seed)")
DATA = sorted((ROOT / "solutions" / "data").iterdir())


@pytest.fixture(scope="module")
def zygote():
    import torch

    from autograder.judge.remote.process import Zygote

    torch.set_num_threads(1)
    with Zygote() as started:
        yield started


@functools.cache
def here(name):
    return Rehearsal(SCRIPTS[name])


@functools.cache
def setting(name):
    return Setting(cells_to_trust(SCRIPTS[name]), ROOT / "solutions" / "data")


def there(name, answers, zygote):
    """The lost tests and the outcomes, by the judge."""
    mine = cells_to_judge(SCRIPTS[name], with_answers(SCRIPTS[name], answers))
    cells = [Cell(*cell) if cell else None for cell in mine]
    judged = grade(cells, setting(name), zygote, DATA, Limits())
    assert judged.ended == {}
    return {result.name: result for verdict in judged.verdicts.values() for result in verdict.results}


def chosen(name, kind):
    """No answer of another's, right ones of other styles, or a mistake in each exercise."""
    draw = random.Random(f"{name} {kind}")
    answers = [answer for answer in read_answers(SCRIPTS[name]) if answer.is_right == kind.startswith("right")]
    targets = sorted({answer.target for answer in answers})
    return [] if kind == "reference" else [draw.choice([a for a in answers if a.target == t]) for t in targets]


@pytest.mark.parametrize("kind", ["right", "mistaken"])
@pytest.mark.parametrize("name", SCRIPTS)
def test_inside_and_outside_agree_test_by_test(name, kind, zygote):
    answers = chosen(name, kind)
    inside = {result.name: result for result in here(name).verdict_with(answers).results} if answers else {}
    inside = inside or {result.name: result for result in here(name).verdict().results}
    outside = there(name, answers, zygote)
    labels = [answer.label for answer in answers]
    told = {
        test: (result.outcome, result.message, outside[test].outcome, outside[test].message)
        for test, result in inside.items()
    }
    # of Python's `random` only a seed goes over to the session, not the state: it draws other numbers
    draws = DRAWS.search("".join([*(c.source for c in SCRIPTS[name].cells), *(a.source for a in answers)]))
    differ = {test: each for test, each in told.items() if each[: 1 if draws else 2] != each[2 : 3 if draws else 4]}
    assert (differ, labels) == ({}, labels)
