"""A small script run as a notebook: which tests the reference, the stub and an answer lose."""

import os
from pathlib import Path

import pytest

from autograder.course.answers import read_answers
from autograder.course.cells import read_script
from autograder.course.rehearse import Rehearsal, main, stub, unexpected
from autograder.judge.verdict import Outcome, Result, TestSpec, Verdict

BOTH = ["test_doubles_one", "test_doubles_a_negative_number"]
ANSWERS = """\
@right
def double(x): return x + x


@misconception("absolute", loses=["test_doubles_a_negative_number"], hint="And below zero?")
def double(x): return abs(2 * x)
"""
CONSTANT = '''\
# %% solution="rate"
RATE = 1
### BEGIN SOLUTION
RATE = 5
### END SOLUTION

# %% test="rate"
@points(1)
def test_rate(student):
    """The rate is five."""
    assert student.RATE == 5, f"the rate is {student.RATE}"
check()
'''


@pytest.fixture
def script(write, example):
    return read_script(write(example, answers=ANSWERS))


def test_the_reference_loses_nothing(script):
    verdict = Rehearsal(script).verdict()
    assert (verdict.names(), verdict.lost(), verdict.earned) == (BOTH, [], 3.0)


def test_the_stub_loses_every_test(script):
    assert Rehearsal(script, stub(script)).verdict().lost() == BOTH


def test_the_stub_keeps_all_but_the_solution(write, example):
    script = read_script(write(example + CONSTANT))
    assert [cell.source for cell in stub(script)] == [
        script.cells[0].source,
        'def double(x):\n    """Twice x."""\n    raise NotImplementedError()',
        script.cells[2].source,
        "RATE = 1\nraise NotImplementedError()",
        script.cells[4].source,
    ]


def test_a_cell_that_raises_keeps_what_it_did_before(write, example):
    script = read_script(write(example + CONSTANT))
    rehearsal = Rehearsal(script, stub(script))
    assert rehearsal.namespace["RATE"] == 1
    assert rehearsal.verdict().lost() == [*BOTH, "test_rate"]


def test_a_test_cell_that_raises_is_no_student_s_mistake(write, example):
    script = read_script(write(example.replace("\ncheck()", "\nraise ZeroDivisionError\ncheck()")))
    with pytest.raises(ZeroDivisionError):
        Rehearsal(script)


def test_an_answer_loses_its_test_and_the_reference_is_put_back(script):
    right, wrong = read_answers(script)
    rehearsal = Rehearsal(script)
    assert rehearsal.verdict_with([right]).lost() == []
    verdict = rehearsal.verdict_with([wrong])
    assert verdict.lost() == ["test_doubles_a_negative_number"]
    assert "double(-2) is not -4" not in verdict.results[0].message
    assert rehearsal.verdict().lost() == []
    assert rehearsal.namespace["double"](-2) == -4


def test_the_reference_is_put_back_when_the_tests_are_interrupted(script, monkeypatch):
    def interrupted(*arguments):
        raise KeyboardInterrupt

    rehearsal = Rehearsal(script)
    with monkeypatch.context() as patch:
        patch.setattr("autograder.course.rehearse.run_tests", interrupted)
        with pytest.raises(KeyboardInterrupt):
            rehearsal.verdict_with(read_answers(script)[1:])
    assert rehearsal.namespace["double"](-2) == -4


def test_only_the_tests_that_an_answer_touches_are_run(write, example):
    answers = "@right\ndef RATE(): return 4 + 1\n\n@right\ndef double(x): return x + x\n"
    script = read_script(write(example + CONSTANT, answers=answers))
    rehearsal = Rehearsal(script)
    rate, double = read_answers(script)
    assert rehearsal.verdict_with([rate]).names() == ["test_rate"]
    assert rehearsal.verdict_with([double]).names() == BOTH
    assert rehearsal.verdict_with([rate, double]).names() == [*BOTH, "test_rate"]


def test_two_rehearsals_do_not_share_a_namespace(script):
    reference = Rehearsal(script)
    assert Rehearsal(script, stub(script)).verdict().lost() == BOTH
    assert reference.verdict().lost() == []


def test_the_notebook_finds_its_data_beside_the_script(write, example, tmp_path):
    path = write(example.replace("import check, points\n", "import check, points\n\nhere = __file__, __name__\n"))
    assert Rehearsal(read_script(path)).namespace["here"] == (str(path), "__main__")


def test_nothing_is_printed_shown_or_written_and_no_one_is_moved(write, example, tmp_path, monkeypatch, capfd):
    noise = (
        "import sys, matplotlib.pyplot as plt\n\nprint('out')\nprint('err', file=sys.stderr)\n"
        "plt.figure()\nplt.show()\nopen('litter.txt', 'w').write('x')\n"
    )
    text = example.replace("from autograder", noise + "from autograder").replace(
        "    return 2 * x", "    print(x)\n    return 2 * x"
    )
    answers = ANSWERS.replace("return abs", "print('answer'); open('litter.txt', 'w').close(); return abs")
    script = read_script(write(text, answers=answers))
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    before = sorted(tmp_path.rglob("*"))
    capfd.readouterr()

    rehearsal = Rehearsal(script)
    assert rehearsal.verdict().lost() == []
    assert rehearsal.verdict_with(read_answers(script)[1:]).lost() == ["test_doubles_a_negative_number"]

    import matplotlib.pyplot

    assert capfd.readouterr() == ("", "")
    assert Path.cwd() == tmp_path / "here"
    assert sorted(tmp_path.rglob("*")) == before
    assert matplotlib.pyplot.get_fignums() == []


def test_no_one_is_moved_by_a_cell_that_raises(write, example, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    script = read_script(write(example.replace("\ncheck()", "\nraise ZeroDivisionError\ncheck()")))
    with pytest.raises(ZeroDivisionError):
        Rehearsal(script)
    assert os.getcwd() == str(tmp_path)


def test_a_test_that_did_not_run_counts_as_lost():
    verdict = Verdict((Result.of(TestSpec("test_a", "A.", 1.0), Outcome.NOT_RUN, "stopped"),))
    assert unexpected(verdict, set()) == ["lost test_a, not named (not run: stopped)"]
    assert unexpected(verdict, {"test_a"}) == []


def test_the_command_is_content_with_an_answers_file_that_says_the_truth(script, capsys):
    assert main([str(script.path)]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "small: 3 points",
        "  ✔ reference",
        "  ✔ untouched stub",
        "  ✔ double: right, line 2",
        "  ✔ double: absolute",
        "  ✔ reference, after all of them",
    ]


def test_the_command_names_a_loss_that_does_not_happen_and_one_that_is_not_named(write, example, capsys):
    untrue = ANSWERS.replace('"test_doubles_a_negative_number"', '"test_doubles_one"').replace("x + x", "x")
    assert main([str(write(example, answers=untrue))]) == 1
    lines = capsys.readouterr().out.splitlines()
    right, wrong = lines.index("  ✘ double: right, line 2"), lines.index("  ✘ double: absolute")
    assert [line.split(",")[0] for line in lines[right + 1 : wrong]] == [f"      lost {name}" for name in sorted(BOTH)]
    assert lines[wrong + 1].startswith("      lost test_doubles_a_negative_number, not named (failed: ")
    assert lines[wrong + 2 :] == [
        "      kept test_doubles_one, which it should lose",
        "  ✔ reference, after all of them",
    ]
