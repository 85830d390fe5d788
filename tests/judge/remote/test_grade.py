"""A notebook is judged from outside: what its code breaks costs what it broke, and nothing else."""

import sys

import pytest

from autograder.judge.remote.grade import Cell, Limits, grade
from autograder.judge.remote.setting import Setting, SettingError
from autograder.judge.verdict import Outcome

if sys.platform != "linux":
    pytest.skip("sessions need Linux", allow_module_level=True)

SETUP = """
import torch
from autograder import assert_close, check, points
base = torch.arange(3.0)
"""

DOUBLE = '''
@points(1)
def test_two(student):
    """Twice two."""
    assert_close(student.double(torch.tensor([2.0])), torch.tensor([4.0]), "double(2)")

### BEGIN HIDDEN TESTS
@points(2, seconds=1)
def test_base(student):
    """Twice the base."""
    assert_close(student.double(base), torch.tensor([0.0, 2.0, 4.0]), "double(base)")

@points(4, seconds=1)
def test_base_again(student):
    """The base is as it was."""
    assert_close(base, torch.arange(3.0), "base")
    assert_close(student.double(base + 1), torch.tensor([2.0, 4.0, 6.0]), "double(base + 1)")
### END HIDDEN TESTS
check()
'''

TRIPLE = '''
@points(8)
def test_three(student):
    """Three times three."""
    assert student.triple(3) == 9, "triple(3) is not 9"
check()
'''

SHORT = Limits(5, 60)
RIGHT = "def double(x):\n    return 2 * x"
TRUSTED = [("setup", SETUP), ("double", DOUBLE), ("triple", TRIPLE)]


@pytest.fixture(scope="module")
def setting(tmp_path_factory):
    import torch

    torch.set_num_threads(1)
    return Setting(TRUSTED, tmp_path_factory.mktemp("data"))


@pytest.fixture
def judged(zygote, setting):
    def run(double, triple="def triple(x):\n    return 3 * x", extra="", limits=SHORT):
        cells = [Cell(SETUP), Cell(double), Cell(DOUBLE, tests="double", graded=True), None, Cell(extra or "pass")]
        cells += [Cell(triple), Cell(TRIPLE, tests="triple", graded=True)]
        return grade(cells, setting, zygote, [], limits)

    return run


def earned(found):
    return sum(verdict.earned for verdict in found.verdicts.values())


def outcomes(found):
    return {result.name: result.outcome for verdict in found.verdicts.values() for result in verdict.results}


def messages(found):
    return {result.name: result.message for verdict in found.verdicts.values() for result in verdict.results}


def test_right_answers_get_all_points(judged):
    assert earned(judged(RIGHT)) == 15


def test_a_wrong_answer_loses_its_test_and_hears_why(judged):
    found = judged("def double(x):\n    return 2 * x + (x == 2)")
    assert earned(found) == 8
    assert messages(found)["test_two"] == "double(2): expected 4, yours is 5"
    assert messages(found)["test_base"] == ""


@pytest.mark.parametrize(
    ("fault", "outcome"),
    [
        ("import os; os._exit(0)", Outcome.CRASHED),
        ("import ctypes; ctypes.string_at(0)", Outcome.CRASHED),
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", Outcome.CRASHED),
        ("while True: pass", Outcome.TIMED_OUT),
        ("import time; time.sleep(1000)", Outcome.TIMED_OUT),
        ("return torch.empty(10**12)", Outcome.OUT_OF_MEMORY),
        ("return bytearray(10**12)", Outcome.OUT_OF_MEMORY),
        ("raise SystemExit", Outcome.ERROR),
        ("raise ValueError('mine')", Outcome.ERROR),
        ("return double(x)", Outcome.ERROR),
    ],
)
def test_a_fault_in_one_test_loses_that_test_only(judged, fault, outcome):
    found = judged(
        f"import torch\ndef double(x):\n    if len(x) == 3 and x[0] == 0:\n        {fault}\n    return 2 * x"
    )
    assert outcomes(found)["test_base"] is outcome
    assert earned(found) == 13
    assert found.ended == {}


def test_a_time_out_names_the_line_that_it_was_at(judged):
    found = judged("def double(x):\n    while len(x) == 3:\n        pass\n    return 2 * x")
    assert " of `double`" in messages(found)["test_base"]


def test_an_answer_changed_in_place_reaches_no_later_test(judged):
    found = judged("def double(x):\n    x *= 2\n    return x")
    assert earned(found) == 15


def test_a_cell_that_ends_the_session_costs_itself_and_the_rest_is_judged(judged):
    found = judged(RIGHT, extra="import os; os._exit(3)")
    assert earned(found) == 15
    assert found.ended == {4: "ended the Python process"}


def test_a_figure_above_a_cell_that_ends_the_session_is_drawn_all_the_same(judged):
    plot = "import matplotlib.pyplot as plt\nplt.plot([1, 2]);"
    found = judged(f"{RIGHT}\n{plot}", extra="import os; os._exit(3)")
    assert list(found.ended) == [4]
    assert any("image/png" in output.get("data", {}) for output in found.outputs[1])


def test_the_answer_in_a_cell_that_ends_the_session_is_lost(judged):
    found = judged(RIGHT + "\nimport os; os._exit(0)")
    assert earned(found) == 8
    assert list(found.ended) == [1]
    assert "`double` is not defined yet" in messages(found)["test_two"]


def test_a_stub_is_told_to_be_filled_in(judged):
    found = judged("def double(x):\n    raise NotImplementedError()")
    assert earned(found) == 8
    assert messages(found)["test_two"].startswith("`double` is still empty")


def test_code_that_is_no_python_defines_nothing(judged):
    found = judged("def double(x:\n    return 2 * x")
    assert earned(found) == 8
    assert "is not defined yet" in messages(found)["test_two"]


def test_a_notebook_that_runs_past_its_time_keeps_what_was_judged(judged):
    found = judged(RIGHT, extra="import time; time.sleep(100)", limits=Limits(100, 4))
    assert earned(found) == 7
    assert found.ended[6] == "was not run: the notebook had used up its time"


def test_warnings_plots_and_noise_cost_nothing(judged):
    noise = "import sys, warnings\nwarnings.warn('w')\nprint('e', file=sys.stderr)\n"
    found = judged(noise + "def double(x):\n    warnings.warn('w')\n    print('e', file=sys.stderr)\n    return 2 * x")
    assert earned(found) == 15


def test_a_cell_of_plain_asserts_is_run_apart_and_its_names_stay(zygote, setting):
    cells = [Cell("x = 1"), Cell("assert x == 1\nhelper = 5\n0.5", graded=True), Cell("print(helper)")]
    found = grade(cells, setting, zygote, [], Limits(5, 30))
    assert found.outputs[1][0]["data"]["text/plain"] == "0.5"
    assert found.outputs[2][0]["text"] == "5\n"


DEAF = "import signal\nsignal.signal(signal.SIGALRM, signal.SIG_IGN)\nwhile True: pass"


@pytest.mark.parametrize("end", ["import os; os._exit(0)", DEAF])
def test_a_cell_of_plain_asserts_that_ends_its_process_costs_itself(zygote, setting, end):
    cells = [Cell("x = 1"), Cell(end, graded=True), Cell("assert x == 1\n2", graded=True)]
    found = grade(cells, setting, zygote, [], Limits(1, 60))
    assert found.outputs[2][0]["data"]["text/plain"] == "2"
    assert 1 in found.ended


def test_a_setting_whose_tests_do_not_run_is_refused(tmp_path):
    with pytest.raises(SettingError, match="the tests of double do not run: NameError"):
        Setting([("double", DOUBLE)], tmp_path)


def test_a_setup_that_calls_the_student_stops_there(tmp_path):
    found = Setting([("setup", SETUP), ("use", "first = 1\nresult = double(2)\n"), ("double", DOUBLE)], tmp_path)
    assert found.namespace["first"] == 1
    assert [spec.name for spec, _ in found.cells["double"].tests] == ["test_two", "test_base", "test_base_again"]


def test_a_notebook_that_asks_for_threads_keeps_its_points(zygote, tmp_path):
    answer = "import torch\ntorch.set_num_threads(4)\nbig = torch.randn(600, 600)\n_ = big @ big\n"
    answer += "def double(x):\n    _ = (big @ big).exp().sum()\n    return 2 * x"
    cells = [Cell(SETUP), Cell(answer), Cell("", "double", True)]
    judged = grade(cells, Setting(TRUSTED, tmp_path), zygote, [], SHORT)
    assert [result.outcome for result in judged.verdicts[2].results] == [Outcome.PASSED] * 3


def test_a_session_that_dies_by_chance_costs_nothing_and_one_that_dies_again_its_cell(judged, monkeypatch):
    from autograder.judge.remote.process import DIED, Session, SessionEnded

    run, deaths = Session.run, [RIGHT]

    def dies(self, source, seconds, **rest):
        if source in deaths:
            deaths.remove(source)
            self.alive = False
            raise SessionEnded(DIED)
        return run(self, source, seconds, **rest)

    monkeypatch.setattr(Session, "run", dies)
    found = judged(RIGHT)
    assert (earned(found), found.ended, deaths) == (15, {}, [])
    deaths += [RIGHT, RIGHT]
    found = judged(RIGHT)
    assert (earned(found), found.ended, deaths) == (8, {1: DIED}, [])
