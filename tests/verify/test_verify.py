"""`autograder verify` accepts tests that are right, and names what is wrong with those that are not."""

import gc
import json
import subprocess
import sys
import time

import pytest

from autograder.cli import main
from autograder.course.answers import read_answers
from autograder.course.folder import Course
from autograder.course.verified import changed, never_proven
from autograder.verify.bench import Bench
from autograder.verify.proof import Plan, Proof

if sys.platform != "linux":
    pytest.skip("sessions need Linux", allow_module_level=True)

SCRIPT = '''\
# %% [markdown]
# # Steps

# %% setup
import torch
from autograder import assert_close, check, points

# %% solution="step"
def step(x, lr):
    """Step x, in place, by lr."""
    ### BEGIN SOLUTION
    x -= lr
    ### END SOLUTION

# %% test="step"
@points(1)
def test_step_of_one(student):
    """A step of one."""
    x = torch.ones(2)
    student.step(x, 1.0)
    assert_close(x, torch.zeros(2), "x")


### BEGIN HIDDEN TESTS
@points(2)
def test_any_step(student):
    """Any step."""
    x = torch.randn(3)
    wanted = x - 0.5
    student.step(x, 0.5)
    assert_close(x, wanted, "x")


### END HIDDEN TESTS
check()
'''

ANSWERS = """\
from autograder.course.answers import misconception, right


@right
def step(x, lr):
    x.add_(-lr)


@right
def step(x, lr):
    x.data = x.data - lr


@misconception("uphill", loses=["test_step_of_one", "test_any_step"], hint="Which way is downhill? Try a step of one.")
def step(x, lr):
    x += lr


@misconception("only_whole_steps", loses=["test_any_step"], hint="Try half a step: how far does it go? And in theory?")
def step(x, lr):
    x -= int(lr)
"""


@pytest.fixture(scope="module")
def bench():
    with Bench(1) as bench:
        yield bench


@pytest.fixture
def course(tmp_path):
    (tmp_path / "nbgrader_config.py").write_text("c = get_config()\n")
    (tmp_path / "solutions" / "answers").mkdir(parents=True)
    (tmp_path / "solutions" / "data").mkdir()
    write(tmp_path)
    return Course.at(tmp_path)


def write(root, script=SCRIPT, answers=ANSWERS):
    (root / "solutions" / "steps.py").write_text(script)
    (root / "solutions" / "answers" / "steps.py").write_text(answers)


def prove(course, bench, repeats=1, mutants=None):
    return Proof(course.script("steps"), bench, Plan(repeats, mutants), lambda step: None).run()


def test_tests_that_are_right_are_proven(course, bench):
    found = prove(course, bench, repeats=8)
    assert (found.problems, found.ok) == ([], True)
    assert (found.right, found.misconceptions, found.named_itself, found.named_other) == (2, 2, 2, 0)
    assert found.mutants == found.killed >= 3
    assert found.gradings == 2 * 8  # the reference, and a notebook of right answers
    assert found.tests_in_double == found.tests == 2
    assert found.mutants_misnamed == []
    assert found.mutants_named >= 1  # x += lr is a mutant, and is a misconception


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("wanted = x - 0.5", "wanted = x - 0.25", "the reference is right and loses test_any_step"),
        ("    x = torch.randn(3)\n", "    x = torch.randn(3)\n    return\n", "the untouched stub passes test_any_step"),
        ("wanted = x - 0.5", 'wanted = x - 0.5\n    assert x.dtype == torch.float32, "no float32"', ""),
    ],
    ids=["wrong", "empty", "for one type of tensors, which is none of its mistakes"],
)
def test_a_test_that_is_wrong_is_named(course, bench, old, new, problem):
    write(course.root, SCRIPT.replace(old, new))
    problems = prove(course, bench).problems
    assert any(problem in each for each in problems) if problem else problems == []


TWIN = '''\
@misconception("twin", loses=["test_step_of_one", "test_any_step"], hint="Which way is downhill?")
def step(x, lr):
    x.add_(lr)


@misconception("only_whole_steps"'''
FROM = "from autograder.course.answers"
EQUIVALENT = (
    f"from autograder.course.equivalents import equivalent\nequivalent('step: `%s` → `%s`', why='none')\n{FROM}"
)


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("x.add_(-lr)", "x.add_(lr)", "is right and loses test_any_step"),
        ("x -= int(lr)", "x -= lr", "step: only_whole_steps passes test_any_step, which it should lose"),
        ("x -= int(lr)", "x += int(lr)", "step: only_whole_steps loses test_step_of_one"),
        ('@misconception("only_whole_steps"', TWIN, "twin is diagnosed as nothing, for another gives the same answers"),
        (FROM, EQUIVALENT % ("a", "b"), "is no mutant"),
        (FROM, EQUIVALENT % ("x -= lr", "x += lr"), "is called equivalent and loses"),
    ],
    ids=["no right answer", "keeps one", "loses one", "twins", "no mutant", "not equivalent"],
)
def test_an_answer_that_is_not_what_it_says_is_named(course, bench, old, new, problem):
    write(course.root, answers=ANSWERS.replace(old, new, 1))
    assert any(problem in each for each in prove(course, bench).problems)


def test_a_helper_that_the_notebook_shows_and_that_is_an_answer_is_named(course, bench):
    helper = "def downhill(x, lr):\n    x -= lr\n\n\n"
    assert prove(course, bench).ok
    write(course.root, SCRIPT.replace("# %% solution", f"{helper}# %% solution"))
    (problem,) = prove(course, bench).problems
    assert problem == "`downhill`, which the notebook shows, passes for `step`: put it among the hidden tests"
    write(course.root, SCRIPT.replace("### BEGIN HIDDEN TESTS\n", f"### BEGIN HIDDEN TESTS\n{helper}"))
    assert prove(course, bench).ok


def test_a_right_answer_that_depends_on_the_seed_is_found(course, bench):
    write(course.root, answers=ANSWERS.replace("x.add_(-lr)", "x.add_(-lr if x[0] < 1.5 else 0)"))
    assert any("seed" in each for each in prove(course, bench, repeats=40).problems)


def test_a_test_is_timed_without_what_was_imported_before_it(course, monkeypatch):
    from autograder.verify import bench

    monkeypatch.setattr(bench, "_KEPT", {})
    gc.unfreeze()
    bench._setting(course.script("steps"), "float32")
    try:
        assert gc.get_freeze_count() > 100_000  # torch is among it: to go through it takes 0.2 s
        assert len(gc.get_objects()) < 1000
    finally:
        gc.unfreeze()


def test_each_right_answer_has_its_turn_in_the_mixtures(course):
    proof = Proof(course.script("steps"), None, Plan(), lambda step: None)
    right = [answer for answer in read_answers(course.script("steps")) if answer.is_right]
    labels = [proof._mixed(right, turn)[0] for turn in range(6)]
    assert [sum(answer.label in label for label in labels) for answer in right] == [3, 3]


def test_a_slow_right_answer_is_found(course, bench):
    slow = (
        "import time\n    end = time.process_time() + 0.5\n    while time.process_time() < end: pass\n    x.add_(-lr)"
    )
    write(course.root, SCRIPT.replace("points(2)", "points(2, seconds=1)"), ANSWERS.replace("x.add_(-lr)", slow))
    found = prove(course, bench, repeats=0)
    assert any("more than a third of its 1 s" in each for each in found.problems)
    assert found.slowest > 0.33


def test_a_mutant_that_survives_is_shown_and_may_be_called_equivalent(course, bench):
    script = SCRIPT.replace("    x -= lr\n", "    lr = lr * 1\n    x -= lr\n")
    write(course.root, script)
    found = prove(course, bench, repeats=0)
    assert "step: `lr = lr * 1` → `lr = lr / 1`" in found.survivors
    listed = "\n".join(f"equivalent({label!r}, why='one is one')" for label in found.survivors)
    write(course.root, script, f"{ANSWERS}\n\nfrom autograder.course.equivalents import equivalent\n{listed}\n")
    found = prove(course, bench, repeats=0)
    assert (found.problems, found.survivors) == ([], [])
    assert found.equivalent >= 2


@pytest.mark.skipif(sys.platform != "linux", reason="a worker ends with its parent by a call of Linux")
def test_a_command_that_is_killed_leaves_no_worker(ended):
    code = """
import os, time
from autograder.verify.bench import Bench
if __name__ == "__main__":
    with Bench(1) as bench:
        print(bench._pool.submit(os.getpid).result(), flush=True)
        bench._pool.submit(time.sleep, 600).result()
"""
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as command:
        worker = int(command.stdout.readline())
        assert not ended(worker)
        command.kill()
    for _ in range(300):
        if ended(worker):
            break
        time.sleep(0.1)
    assert ended(worker)


def test_the_command_records_what_is_proven_and_build_asks_for_it(course, capsys):
    root = ["--course", str(course.root)]
    assert never_proven(course) == ["steps"]
    assert main(["verify", "--quick", "--json", "--jobs", "1", *root]) == 0
    figures = json.loads(capsys.readouterr().out)["assignments"]["steps"]
    assert (figures["ok"], figures["right"], figures["misconceptions"]) == (True, 2, 2)
    assert figures["mutants"] == figures["killed"] + figures["equivalent"]
    assert (changed(course), never_proven(course)) == ([], [])
    write(course.root, answers=ANSWERS + "\n# more\n")
    assert changed(course) == ["steps"]
    write(course.root, SCRIPT.replace("A step of one.", "One step."))
    assert changed(course) == ["steps"]
    assert main(["build", *root]) == 2
    assert "changed since it was verified: steps. Run `autograder verify --quick steps`" in capsys.readouterr().err
    assert main(["build", "--check", *root]) == 1
    assert "solutions/steps.py: changed since it was verified: run `autograder verify steps`" in capsys.readouterr().out


def test_what_is_not_proven_is_not_recorded(course, capsys):
    write(course.root, SCRIPT.replace("wanted = x - 0.5", "wanted = x - 0.25"))
    assert main(["verify", "--quick", "--jobs", "1", "--course", str(course.root)]) == 1
    out = capsys.readouterr().out
    assert "✘ steps: the reference is right and loses test_any_step" in out
    assert not (course.solutions / "verified.json").exists()


def test_a_whole_proof_is_left_out_while_nothing_changes_and_a_sample_never_replaces_it(course, capsys, monkeypatch):
    from autograder.verify import command

    root = ["--jobs", "1", "--json", "--course", str(course.root)]
    monkeypatch.setattr(command, "FULL", Plan(repeats=1))
    assert main(["verify", *root]) == 0
    first = json.loads(capsys.readouterr().out)["assignments"]["steps"]
    assert "before" not in first
    whole = (course.solutions / "verified.json").read_bytes()
    assert main(["verify", *root]) == 0
    again = json.loads(capsys.readouterr().out)["assignments"]["steps"]
    assert (again["before"], again["mutants"], again["diagnosis"]) == (True, first["mutants"], first["diagnosis"])
    assert main(["verify", "--quick", *root]) == 0
    assert (course.solutions / "verified.json").read_bytes() == whole
