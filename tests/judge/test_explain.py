import pytest

from autograder.judge.explain import LONGEST_MESSAGE, explain, trim
from autograder.judge.limits import TestTimeout
from autograder.judge.student import Student
from autograder.judge.verdict import Outcome


@pytest.fixture
def told(run_source):
    """The outcome and the message when a test of that source meets the student's code of that source."""

    def tell(student, test, hidden=False):
        namespace = {"__name__": "__main__"}
        run_source(student, namespace)
        file = run_source(f"def test_it(student):\n    {test}\n", namespace)
        with pytest.raises(BaseException) as caught:  # any error is explained
            namespace["test_it"](Student(namespace))
        return explain(caught.value, namespace, {file}, hidden)

    return tell


def test_a_failed_comparison_is_told_in_the_words_of_the_test(told):
    assert told("def f(): return 1", "assert student.f() == 2, 'expected 2, yours is 1'") == (
        Outcome.FAILED,
        "expected 2, yours is 1",
    )


def test_a_failed_comparison_of_a_hidden_test_is_not_told(told):
    assert told("def f(): return 1", "assert student.f() == 2, 'expected 2'", hidden=True) == (
        Outcome.FAILED,
        "",
    )


@pytest.mark.parametrize("line", ["pytest.fail('no mini-batch')", "raise AssertionError('no mini-batch')"])
def test_a_test_that_fails_by_hand_has_failed(told, line):
    assert told("import pytest", line) == (Outcome.FAILED, "no mini-batch")


def test_an_error_that_did_not_come_has_failed(told):
    outcome, message = told("import pytest\ndef f(x): ...", "with pytest.raises(ValueError): student.f(0)")
    assert outcome is Outcome.FAILED
    assert "DID NOT RAISE" in message


def test_a_students_error_is_told_with_its_line(told):
    assert told("def f(x):\n    return x / 0", "student.f(1)") == (
        Outcome.ERROR,
        "your code raised ZeroDivisionError: division by zero (line 2 of `f`: `return x / 0`)",
    )


def test_of_a_students_error_the_innermost_line_of_theirs_is_told(told):
    source = "import json\ndef outer(x):\n    return inner(x)\ndef inner(x):\n    return json.loads(x)"
    assert told(source, "student.outer('{')")[1].endswith("(line 5 of `inner`: `return json.loads(x)`)")


def test_a_students_error_in_a_hidden_test_is_told_without_what_it_said(told):
    source = "def f(x):\n    raise ValueError(f'bad {x}')"
    assert told(source, "student.f('SECRET')", hidden=True) == (
        Outcome.ERROR,
        "your code raised ValueError (line 2 of `f`: `raise ValueError(f'bad {x}')`)",
    )


def test_a_students_own_assert_is_an_error_of_their_code(told):
    outcome, message = told("def f(x):\n    assert x > 0, 'x is not positive'", "student.f(-1)")
    assert outcome is Outcome.ERROR
    assert message.startswith("your code raised AssertionError: x is not positive (line 2 of `f`")


def test_an_error_without_words_is_told_by_its_kind(told):
    assert told("def f():\n    raise KeyError", "student.f()")[1].startswith("your code raised KeyError (line 2")


def test_a_result_that_the_test_cannot_use_is_no_error_of_the_students_line(told):
    assert told("def f(): return None", "student.f() + 1") == (
        Outcome.ERROR,
        "the test could not use what your code gave back "
        "(TypeError: unsupported operand type(s) for +: 'NoneType' and 'int')",
    )


def test_a_hidden_test_that_cannot_use_a_result_tells_only_the_kind(told):
    message = told("def f(): return {}", "student.f()['SECRET']", hidden=True)[1]
    assert message == "the test could not use what your code gave back (KeyError)"


@pytest.mark.parametrize("hidden", [False, True])
def test_a_stub_is_told_to_be_empty(told, hidden):
    assert told("def f():\n    raise NotImplementedError()", "student.f()", hidden) == (
        Outcome.FAILED,
        "`f` is still empty: replace `raise NotImplementedError()` by your code",
    )


def test_of_nested_stubs_the_one_that_raised_is_named(told):
    source = "def f():\n    return g()\ndef g():\n    raise NotImplementedError"
    assert told(source, "student.f()")[1].startswith("`g` is still empty")


@pytest.mark.parametrize("hidden", [False, True])
def test_a_misspelt_name_is_told(told, hidden):
    assert told("def synthesize_data(): ...", "student.synthetic_data()", hidden) == (
        Outcome.FAILED,
        "you defined `synthesize_data`; this cell needs `synthetic_data`",
    )


def test_a_timeout_is_told_with_the_limit_and_the_line(told):
    source = "from autograder.judge.limits import TestTimeout\ndef f():\n    raise TestTimeout(2.5)"
    outcome, message = told(source, "student.f()")
    assert outcome is Outcome.TIMED_OUT
    assert message.startswith("this test was stopped after 2.5 s")
    assert "line 3 of `f`" in message


def test_a_timeout_outside_the_students_code_has_no_line():
    assert explain(TestTimeout(1.0), {}, set(), hidden=False) == (
        Outcome.TIMED_OUT,
        "this test was stopped after 1 s: does a loop never end?",
    )


def test_a_line_outside_a_function_is_told_by_its_number_alone(told):
    source = "def f():\n    exec(compile('1 / 0', '<student>', 'exec'), globals())"
    assert told(source, "student.f()")[1].endswith("(line 1)")


@pytest.mark.parametrize("length", [LONGEST_MESSAGE, LONGEST_MESSAGE + 1, 10**6])
def test_a_message_is_never_longer_than_the_longest(length):
    assert len(trim("x" * length)) == LONGEST_MESSAGE


def test_a_message_that_was_cut_says_so():
    assert (trim("x" * (LONGEST_MESSAGE + 1))[-1], trim("x" * LONGEST_MESSAGE)[-1]) == ("…", "x")


def test_a_message_loses_the_white_space_around_it():
    assert trim("\n  two\n  lines \n") == "two\n  lines"
