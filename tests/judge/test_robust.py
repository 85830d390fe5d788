"""What a student's code does to the process that runs the tests changes no verdict but its own."""

import os
import signal

import pytest

from autograder import assert_close
from autograder.judge import limits
from autograder.judge.report import bundle
from autograder.judge.verdict import MalformedVerdictError, Outcome, Result, Verdict

CASES = "import pytest\n@pytest.mark.parametrize('i', [0, 1])\ndef test_it(student, i): student.f(i)"
TWO = "def test_first(student): student.f()\ndef test_second(student): ..."


@pytest.mark.parametrize(
    "stop", ["raise KeyboardInterrupt", "import pytest; pytest.exit('bye')", "import pytest; pytest.skip('x')"]
)
def test_a_parametrised_test_whose_second_case_stops_the_run_does_not_pass(judge, stop):
    assert judge(f"def f(i):\n  if i: {stop}", CASES).lost() == ["test_it"]


def test_a_parametrised_test_whose_second_error_cannot_be_shown_does_not_pass(judge):
    source = "class E(Exception):\n  def __str__(self): return 5\ndef f(i):\n  if i: raise E()"
    assert judge(source, CASES).lost() == ["test_it"]


@pytest.mark.parametrize("stop", ["raise KeyboardInterrupt", "import pytest; pytest.exit('bye')"])
def test_an_interrupt_never_gives_points_to_tests_that_did_not_run(judge, stop):
    verdict = judge(f"def f(): {stop}", TWO)
    assert verdict.earned == 0
    assert verdict.lost() == ["test_first", "test_second"]


@pytest.mark.parametrize(
    "error",
    [
        "class E(Exception):\n  def __str__(self): 1/0",
        "from autograder.judge.limits import TestTimeout as T\nclass E(T):\n  def __init__(self): super().__init__()",
    ],
)
def test_an_exception_that_cannot_be_printed_costs_only_its_own_test(judge, error):
    assert judge(f"{error}\ndef f(): raise E()", TWO).lost() == ["test_first"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PYTEST_ADDOPTS", "-x"),
        ("PYTEST_ADDOPTS", "-k nothing"),
        ("PYTEST_ADDOPTS", "--nope"),
        ("PYTEST_PLUGINS", "nope_nope"),
    ],
)
def test_the_environment_does_not_change_a_verdict(judge, monkeypatch, name, value):
    monkeypatch.setenv(name, value)
    assert judge("def f(): 1 / 0", TWO).lost() == ["test_first"]
    assert os.environ[name] == value


def test_an_error_of_torch_is_no_empty_stub(judge):
    source = "import torch\ndef f():\n    torch.empty(3, dtype=torch.long).normal_()"
    assert "is still empty" not in judge(source, "def test_it(student): student.f()").results[0].message


def test_a_student_who_closes_the_standard_streams_gets_a_verdict(judge):
    verdict = judge("import sys\ndef f(): sys.stdout.close(); sys.stderr.close()", TWO)
    assert verdict.names() == ["test_first", "test_second"]


@pytest.mark.parametrize("data", [{"results": {}}, {"results": ""}, {"results": [], "extra": 1}])
def test_a_verdict_of_another_form_is_not_guessed(data):
    with pytest.raises(MalformedVerdictError):
        Verdict.from_json(data)


@pytest.mark.parametrize("points", [[10**400], [1e308, 1e308]])
def test_points_that_cannot_be_added_up_are_malformed(points):
    entry = {"name": "a", "rubric": "", "hidden": False, "outcome": "passed", "message": ""}
    with pytest.raises(MalformedVerdictError):
        Verdict.from_json({"results": [entry | {"points": worth} for worth in points]})


@pytest.mark.parametrize("points", [1234.125, 1234567.0])
def test_the_plain_text_is_all_of_the_points(points):
    assert float(bundle(Verdict((Result("a", "", points, False, Outcome.PASSED),)))["text/plain"]) == points


def test_a_factor_of_one_is_no_clue():
    import torch

    with pytest.raises(AssertionError, match="expected 3") as caught:
        assert_close(torch.tensor([1, 2, 3.0002]), [1, 2, 3], "v")
    assert "×" not in str(caught.value)


def test_a_complex_number_is_not_close_to_a_real_one():
    import torch

    with pytest.raises(AssertionError, match="complex"):
        assert_close(torch.tensor([1 + 2j]), [1], "v")


def test_the_working_folder_is_put_back(judge, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    judge("import os\ndef f(): os.chdir('/')", TWO)
    assert os.getcwd() == str(tmp_path)


def test_an_alarm_in_the_last_moment_leaves_no_alarm(monkeypatch):
    """The alarm rings between the body's end and the timer's reset."""
    before = signal.getsignal(signal.SIGALRM)
    real = signal.setitimer
    rung = []

    def late(which, seconds, interval=0.0):
        if seconds == 0 and not rung:
            rung.append(1)
            os.kill(os.getpid(), signal.SIGALRM)
            for _ in range(1000):
                pass
        return real(which, seconds, interval)

    monkeypatch.setattr(signal, "setitimer", late)
    try:
        with limits.time_limit(60):
            pass
    except limits.TestTimeout:
        pass
    finally:
        monkeypatch.undo()
    left = signal.getsignal(signal.SIGALRM), real(signal.ITIMER_REAL, 0)[0]
    signal.signal(signal.SIGALRM, before)
    assert left == (before, 0.0)
