import os
import sys
import tempfile
import types
from pathlib import Path

import pytest

from autograder.judge.explain import LONGEST_MESSAGE
from autograder.judge.live import run_cell
from autograder.judge.run import run_tests
from autograder.judge.verdict import Outcome, TestSpec, Verdict

PASSED, FAILED, ERROR, TIMED_OUT = Outcome.PASSED, Outcome.FAILED, Outcome.ERROR, Outcome.TIMED_OUT
NOT_RUN = Outcome.NOT_RUN

TWO_TESTS = """
def test_first(student): student.f()
def test_second(student): assert student.two == 2
"""


def outcomes(verdict):
    return {result.name: result.outcome for result in verdict.results}


def message(verdict):
    (only,) = verdict.results
    return only.message


@pytest.mark.parametrize(
    ("student", "test", "outcome"),
    [
        ("x = 1", "assert student.x == 1", PASSED),
        ("x = 1", "assert student.x == 2", FAILED),
        ("x = 1", "student.y", FAILED),
        ("def x(): raise NotImplementedError()", "student.x()", FAILED),
        ("import pytest", "pytest.fail('no')", FAILED),
        ("x = None", "student.x[0]", ERROR),
        ("def x(): 1 / 0", "student.x()", ERROR),
        ("import pytest", "pytest.skip('not today')", NOT_RUN),
        ("import pytest", "pytest.importorskip('no_such_module')", NOT_RUN),
    ],
)
def test_every_end_of_a_test_has_its_outcome(judge, student, test, outcome):
    assert outcomes(judge(student, f"def test_it(student): {test}")) == {"test_it": outcome}


@pytest.mark.parametrize("test", ["pytest.xfail('known')", "pytest.skip('not today')"])
def test_a_test_that_gives_up_earns_nothing(judge, test):
    verdict = judge("", f"import pytest\nfrom autograder import points\n@points(2)\ndef test_it(student): {test}")
    assert (verdict.earned, verdict.points) == (0, 2)


def test_a_test_past_its_limit_is_timed_out_and_the_next_one_runs(judge):
    tests = f"from autograder import points\n@points(1, seconds=0.1){TWO_TESTS}"
    verdict = judge("two = 2\ndef f():\n    while True: pass", tests)
    assert outcomes(verdict) == {"test_first": TIMED_OUT, "test_second": PASSED}
    assert verdict.results[0].message.startswith("this test was stopped after 0.1 s")


def test_results_are_in_the_order_of_the_tests(judge):
    tests = "".join(f"def test_{name}(student): ...\n" for name in "zambia")
    assert judge("", tests).names() == ["test_z", "test_a", "test_m", "test_b", "test_i"]


def test_no_tests_are_a_verdict_without_results():
    assert run_tests([], {}, set()) == Verdict(())


def test_a_declared_test_that_pytest_does_not_collect_is_not_run():
    def helper(student): ...

    verdict = run_tests([(TestSpec("helper", "a", 1.0), helper)], {}, set())
    assert outcomes(verdict) == {"helper": NOT_RUN}


@pytest.mark.parametrize(
    ("x", "outcome", "said"),
    [("[1, 1]", PASSED, ""), ("[1, 5]", FAILED, "case 1"), ("[5, 5]", FAILED, "case 0")],
)
def test_a_parametrised_test_is_one_result_that_its_first_bad_case_speaks_for(judge, x, outcome, said):
    tests = (
        "import pytest\n@pytest.mark.parametrize('i', [0, 1])\n"
        "def test_it(student, i): assert student.x[i] == 1, f'case {i}'"
    )
    verdict = judge(f"x = {x}", tests)
    assert (outcomes(verdict), message(verdict)) == ({"test_it": outcome}, said)


@pytest.mark.parametrize("stop", ["raise SystemExit(0)", "raise KeyboardInterrupt", "exit(0)"])
def test_a_student_who_leaves_python_does_not_pass(judge, stop):
    verdict = judge(f"two = 2\ndef f(): {stop}", TWO_TESTS)
    assert verdict.names() == ["test_first", "test_second"]
    assert "test_first" in verdict.lost()


@pytest.mark.parametrize("stop", ["raise SystemExit(0)", "raise GeneratorExit", "return f()", "1 / 0"])
def test_a_student_error_costs_only_the_test_that_met_it(judge, stop):
    assert judge(f"two = 2\ndef f(): {stop}", TWO_TESTS).lost() == ["test_first"]


def test_a_test_that_did_not_run_says_so(judge):
    verdict = judge("def f(): raise KeyboardInterrupt", TWO_TESTS)
    assert verdict.results[1].outcome is NOT_RUN
    assert "did not run" in verdict.results[1].message


def test_endless_recursion_is_an_error_of_the_student(judge):
    verdict = judge("def f(): return f()", "def test_it(student): student.f()")
    assert outcomes(verdict) == {"test_it": ERROR}
    assert message(verdict).startswith("your code raised RecursionError: maximum recursion depth exceeded")


def test_nothing_that_a_test_or_student_prints_is_seen(judge, capsys):
    judge(
        "import sys\ndef f():\n    print('student'); print('student', file=sys.stderr)",
        "def test_it(student): student.f(); print('test'); assert False",
    )
    assert capsys.readouterr() == ("", "")


def test_warnings_of_the_student_are_not_seen(judge, recwarn, capsys):
    verdict = judge("import warnings\ndef f(): warnings.warn('careful')", "def test_it(student): student.f()")
    assert verdict.lost() == []
    assert (len(recwarn), capsys.readouterr()) == (0, ("", ""))


def test_no_file_is_left_beside_the_notebook(judge, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    judge("def f(): ...", TWO_TESTS)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("conftest.py", "raise RuntimeError('the conftest was read')"),
        ("pytest.ini", "[pytest]\naddopts = --no-such-option\n"),
        ("pyproject.toml", "[tool.pytest.ini_options]\naddopts = '--no-such-option'\n"),
    ],
)
def test_what_lies_beside_or_above_the_run_changes_nothing(judge, tmp_path, monkeypatch, name, text):
    (tmp_path / name).write_text(text)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))  # pytest looks in the folders above its own as well
    assert judge("two = 2\ndef f(): ...", TWO_TESTS).lost() == []


@pytest.mark.parametrize("state", [lambda: Path.cwd(), lambda: list(sys.path), lambda: sys.dont_write_bytecode])
def test_the_process_is_left_as_it_was(judge, state):
    before = state()
    judge("def f(): 1 / 0", TWO_TESTS)
    assert state() == before


def test_a_student_who_changes_the_folder_does_not_move_the_notebook(judge):
    before = Path.cwd()
    judge("import os\ndef f(): os.chdir('/')", TWO_TESTS)
    assert Path.cwd() == before


def test_no_module_of_the_run_stays_behind(judge):
    judge("", TWO_TESTS)  # the first run imports what pytest needs
    before = set(sys.modules)
    judge("", TWO_TESTS)
    assert set(sys.modules) == before


def test_no_environment_variable_of_the_run_stays_behind(judge):
    mine = "PYTEST_CURRENT_TEST"  # what pytest says of this very test, which a run inside it cannot keep
    before = {name: value for name, value in os.environ.items() if name != mine}
    judge("", "def test_it(student): ...")
    assert {name: value for name, value in os.environ.items() if name != mine} == before


def test_random_numbers_of_a_test_are_the_same_from_run_to_run(judge):
    student = "import random\ndef f(): raise ValueError(random.random())"
    tests = "def test_it(student): student.f()"
    first = judge(student, tests)
    judge("", "import random\ndef test_other(student): random.random()")
    assert judge(student, tests) == first


def test_random_numbers_of_a_test_do_not_depend_on_the_tests_before_it(judge):
    student = "import random\ndef f(): raise ValueError(random.random())"
    alone = judge(student, "def test_it(student): student.f()").results[-1]
    before = "import random\ndef test_before(student): random.random()\n"
    assert judge(student, f"{before}def test_it(student): student.f()").results[-1] == alone


def test_two_tests_draw_different_random_numbers(judge):
    student = "import random\ndef f(): raise ValueError(random.random())"
    first, second = judge(student, "def test_a(student): student.f()\ndef test_b(student): student.f()").results
    assert first.message != second.message


@pytest.mark.parametrize("library", ["numpy.random.rand()", "torch.rand(1).item()"])
def test_random_numbers_of_the_libraries_are_the_same_as_well(judge, library):
    name = library.split(".")[0]
    pytest.importorskip(name)
    student = f"import {name}\ndef f(): raise ValueError({library})"
    assert judge(student, "def test_it(student): student.f()") == judge(student, "def test_it(student): student.f()")


def test_a_long_message_is_cut(judge):
    verdict = judge("def f(): raise ValueError('x' * 10**5)", "def test_it(student): student.f()")
    assert len(message(verdict)) <= LONGEST_MESSAGE


HIDDEN = """
### BEGIN HIDDEN TESTS
def test_hidden(student):
    assert student.f() == 41, 'the secret is 41'
### END HIDDEN TESTS
"""


def test_a_hidden_message_is_never_shown(judge):
    verdict = judge("def f(): return 1", HIDDEN)
    assert (verdict.results[0].hidden, outcomes(verdict), message(verdict)) == (
        True,
        {"test_hidden": FAILED},
        "",
    )


@pytest.mark.parametrize("student", ["def f(): return 1", "def f(): 1 / 0", "def f(): return [].pop()", "f = 3", ""])
def test_nothing_that_a_hidden_test_compares_with_is_in_its_message(judge, student):
    assert "41" not in message(judge(student, HIDDEN))


def test_a_hidden_test_that_passes_earns_its_points(judge):
    tests = HIDDEN.replace("def test", "@points(3)\ndef test")
    assert judge("def f(): return 41", f"from autograder import points\n{tests}").earned == 3


def test_a_student_who_redefines_setup_hooks_of_pytest_changes_nothing(judge):
    student = "two = 2\ndef f(): ...\ndef setup_module(): 1 / 0\ndef setup_function(): 1 / 0\npytest_plugins = ['nope']"
    assert judge(student, TWO_TESTS).lost() == []


def test_a_broken_result_costs_only_the_test_that_looks_at_it(judge):
    student = "class Liar:\n    def __eq__(self, other): raise ValueError('no')\nliar = Liar()"
    tests = "def test_a(student): assert student.liar == 1\ndef test_b(student): assert student.liar is not None"
    assert judge(student, tests).lost() == ["test_a"]


def test_each_run_asks_the_namespace_of_its_own(run_source):
    verdicts = []
    for value in (1, 2):
        namespace = {"__name__": "__main__", "x": value}
        run_source("def test_it(student): assert student.x == 1", namespace)
        verdicts.append(run_cell([namespace["test_it"]], namespace, ""))
    assert [verdict.lost() for verdict in verdicts] == [[], ["test_it"]]


def test_a_namespace_needs_no_module_around_it():
    def test_it(student):
        assert student.x == 1

    spec = TestSpec("test_it", "It is one.", 2.0)
    verdict = run_tests([(spec, test_it)], types.MappingProxyType({"x": 1}), {__file__})
    assert (verdict.earned, verdict.results[0].rubric) == (2.0, "It is one.")
