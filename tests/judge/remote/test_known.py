"""A notebook's lost tests are compared with what each known misconception gives to them."""

import sys

import pytest

from autograder.judge.diagnose import Misconception
from autograder.judge.remote.grade import Cell, Limits, grade
from autograder.judge.remote.known import Known
from autograder.judge.remote.setting import Setting
from autograder.judge.remote.trials import Terms, Trial, try_out
from autograder.judge.verdict import Outcome

if sys.platform != "linux":
    pytest.skip("sessions need Linux", allow_module_level=True)

SETUP = "import torch\nfrom autograder import assert_close, check, points\n"
STEP = '''
@points(1)
def test_step(student):
    """A step goes downhill."""
    x = torch.randn(3)
    student.step(x, 0.1)
    assert float(x.sum()) < -100, "no"

@points(1)
def test_zero_rate(student):
    """With a rate of zero nothing moves."""
    x = torch.ones(3)
    student.step(x, 0.0)
    assert_close(x, torch.ones(3), "x")
'''
TRAIN = '''
@points(2)
def test_train(student):
    """Three steps."""
    x = torch.zeros(2)
    assert student.train(x, 3) == 3, "not three"
    assert_close(x, torch.full((2,), -300.0), "x")
'''
RIGHT_STEP = "def step(x, lr):\n    x -= 1000 * lr"
RIGHT_TRAIN = "def train(x, n):\n    for _ in range(n):\n        step(x, 0.1)\n    return n"
UPHILL = Misconception(
    "step",
    "uphill",
    "Which way?",
    RIGHT_STEP.replace("-=", "+="),
    *[frozenset(["test_step", "test_train"]), frozenset(["test_step", "test_zero_rate"])],
)
COPIES = Misconception(
    "step", "copies", "In place?", "def step(x, lr):\n    x = x - 1000 * lr", UPHILL.loses, UPHILL.exercise
)
ONCE = Misconception(
    "train",
    "once",
    "How often?",
    RIGHT_TRAIN.replace("range(n)", "range(1)"),
    frozenset(["test_train"]),
    frozenset(["test_train"]),
)
TRUSTED = [("setup", SETUP), ("step", STEP), ("train", TRAIN)]


@pytest.fixture
def setting(tmp_path):
    return Setting(TRUSTED, tmp_path)


def notebook(step=RIGHT_STEP, train=RIGHT_TRAIN):
    cells = [Cell(SETUP), Cell(step), Cell("", "step", True), Cell(train), Cell("", "train", True)]
    return cells


def hints(setting, zygote, known, **answers):
    judged = grade(notebook(**answers), setting, zygote, [], Limits(10, 100))
    lost = {name for verdict in judged.verdicts.values() for name in verdict.lost()}
    some = known.missing(lost)
    known.keep(some, known.try_out(some, setting, zygote) if some else [])
    return {
        index: [(h.misconception, h.text) for h in found]
        for index, found in known.hints(judged.verdicts, judged.transcripts).items()
    }


@pytest.fixture
def known():
    return Known(notebook(), [UPHILL, COPIES, ONCE], [])


def test_an_answer_that_does_the_same_in_other_words_gets_the_hint(setting, zygote, known):
    found = hints(setting, zygote, known, step="def step(params, rate):\n    params.add_(rate * 1e3)")
    assert found == {2: [("uphill", "Which way?")], 4: [("uphill", "This comes from `step`: see the hint there.")]}


def test_a_copy_in_the_place_of_a_step_is_told_from_a_step_uphill(setting, zygote, known):
    found = hints(setting, zygote, known, step="def step(p, lr):\n    p = p.clone()\n    p -= 1000 * lr")
    assert found[2] == [("copies", "In place?")]


def test_a_mistake_in_the_second_exercise_is_named_there(setting, zygote, known):
    found = hints(setting, zygote, known, train="def train(x, n):\n    step(x, 0.1)\n    return n")
    assert found == {4: [("once", "How often?")]}


@pytest.mark.parametrize(
    "step",
    [
        "def step(x, lr):\n    x += 900 * lr",
        "def step(x, lr):\n    raise ValueError",
        "pass",
        "def step(x, lr):\n    exit()",
    ],
)
def test_a_mistake_that_is_not_known_gets_no_hint(setting, zygote, known, step):
    assert hints(setting, zygote, known, step=step) == {}


def test_a_right_notebook_gets_no_hint_and_tries_nothing(setting, zygote, known):
    assert hints(setting, zygote, known) == {}
    assert known.missing(set()) == []


def test_a_misconception_is_tried_once(setting, zygote, known):
    hints(setting, zygote, known, step=UPHILL.source)
    assert known.missing(UPHILL.loses) == []


def test_trials_do_not_see_each_other(setting, zygote):
    every = frozenset(["test_step", "test_zero_rate", "test_train"])
    trials = [
        Trial(UPHILL.source + "\nmark = 1", every),
        Trial("", every),
        Trial(COPIES.source, every),
        Trial("", every),
    ]
    tried = try_out(notebook(), trials, setting, zygote, [], Terms())
    assert [sorted(each.lost()) for each in tried] == [["test_step", "test_train"], [], ["test_step", "test_train"], []]


def test_a_trial_that_ends_its_process_costs_only_itself(setting, zygote):
    every = frozenset(["test_step", "test_zero_rate"])
    trials = [
        Trial("del step\nimport os\nos._exit(1)", every),
        Trial("del step\nwhile True: pass", every),
        Trial("", every),
    ]
    ended, endless, right = try_out(notebook(), trials, setting, zygote, [], Terms(most_seconds=1))
    assert ended.lost() == endless.lost() == every
    assert right.lost() == set()


def test_after_the_first_loss_no_other_test_is_run(setting, zygote):
    every = frozenset(["test_step", "test_zero_rate", "test_train"])
    (tried,) = try_out(notebook(), [Trial(UPHILL.source, every)], setting, zygote, [], Terms(first_loss=True))
    assert tried.lost() == {"test_step"}
    assert {result.outcome for result in tried.results.values()} == {Outcome.FAILED, Outcome.NOT_RUN}


def test_another_seed_gives_other_numbers_and_the_same_seed_the_same(setting, zygote):
    one, again, other = try_out(
        notebook(), [Trial("", frozenset(["test_step"]), seed) for seed in (0, 0, 1)], setting, zygote, [], Terms()
    )
    assert one.transcripts == again.transcripts != other.transcripts
