import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.judge.verdict import Hint, MalformedVerdictError, Outcome, Result, TestSpec, Verdict

GOOD = {
    "name": "test_a",
    "rubric": "It adds.",
    "points": 2.0,
    "hidden": False,
    "outcome": "failed",
    "message": "expected 1",
}

results = st.builds(
    Result,
    name=st.text(),
    rubric=st.text(),
    points=st.floats(min_value=0, max_value=1e12),
    hidden=st.booleans(),
    outcome=st.sampled_from(Outcome),
    message=st.text(),
)
hints = st.builds(Hint, st.text(), st.text(), st.text())
verdicts = st.builds(Verdict, st.lists(results, max_size=5).map(tuple), st.lists(hints, max_size=2).map(tuple))


def result(name="test_a", points=1.0, outcome=Outcome.PASSED):
    return Result(name, "rubric", points, False, outcome)


def read(**changes):
    return Verdict.from_json({"results": [GOOD | changes]})


@settings(max_examples=60, deadline=None)
@given(verdicts)
def test_a_verdict_comes_back_from_json_as_it_was(verdict):
    assert Verdict.from_json(json.loads(json.dumps(verdict.to_json(), allow_nan=False))) == verdict


@settings(max_examples=60, deadline=None)
@given(verdicts)
def test_never_more_than_the_points_are_earned(verdict):
    assert 0 <= verdict.earned <= verdict.points


@settings(max_examples=60, deadline=None)
@given(verdicts)
def test_a_test_that_earned_nothing_of_its_points_is_lost(verdict):
    assert verdict.earned == verdict.points or verdict.lost()


def test_a_good_result_is_read_field_by_field():
    assert read().results == (Result("test_a", "It adds.", 2.0, False, Outcome.FAILED, "expected 1"),)


def test_whole_points_are_read_as_a_float():
    assert type(read(points=3).results[0].points) is float


@pytest.mark.parametrize(
    "data",
    [
        None,
        1,
        "results",
        [],
        [GOOD],
        {},
        {"result": [GOOD]},
        {"results": None},
        {"results": 1},
        {"results": GOOD},
    ],
)
def test_data_that_is_no_list_of_results_is_malformed(data):
    with pytest.raises(MalformedVerdictError, match="not a verdict"):
        Verdict.from_json(data)


@pytest.mark.parametrize("entry", [None, 1, "passed", [], list(GOOD), list(GOOD.items())])
def test_a_result_that_is_no_dict_is_malformed(entry):
    with pytest.raises(MalformedVerdictError):
        Verdict.from_json({"results": [entry]})


@pytest.mark.parametrize("field", sorted(GOOD))
def test_a_missing_field_is_malformed(field):
    entry = {key: value for key, value in GOOD.items() if key != field}
    with pytest.raises(MalformedVerdictError, match="other fields"):
        Verdict.from_json({"results": [entry]})


def test_an_extra_field_is_malformed():
    with pytest.raises(MalformedVerdictError, match="other fields"):
        read(earned=2.0)


@pytest.mark.parametrize("points", [float("nan"), float("inf"), -float("inf"), -1, -0.5, True, False, None, "2", [2]])
def test_points_that_are_no_finite_number_are_malformed(points):
    with pytest.raises(MalformedVerdictError):
        read(points=points)


@pytest.mark.parametrize("outcome", ["PASSED", "Passed", "pass", "", "passed ", None, True, 1, [], {}])
def test_an_outcome_that_is_none_of_the_five_is_malformed(outcome):
    with pytest.raises(MalformedVerdictError):
        read(outcome=outcome)


@pytest.mark.parametrize("field", ["name", "rubric", "message"])
@pytest.mark.parametrize("value", [None, 1, b"a", ["a"]])
def test_a_text_that_is_no_text_is_malformed(field, value):
    with pytest.raises(MalformedVerdictError):
        read(**{field: value})


@pytest.mark.parametrize("hidden", [0, 1, None, "false"])
def test_hidden_is_a_bool_and_nothing_like_one(hidden):
    with pytest.raises(MalformedVerdictError):
        read(hidden=hidden)


HINT = {"function": "sgd", "misconception": "adds", "text": "Which way is downhill?"}


def test_a_good_hint_is_read_field_by_field():
    assert Verdict.from_json({"results": [], "hints": [HINT]}).hints == (Hint(**HINT),)


@pytest.mark.parametrize("hints", [None, HINT, [None], ["a"], [{}], [HINT | {"text": 1}], [HINT | {"more": ""}]])
def test_a_hint_that_is_none_is_malformed(hints):
    with pytest.raises(MalformedVerdictError):
        Verdict.from_json({"results": [GOOD], "hints": hints})


def test_one_bad_result_makes_the_whole_verdict_malformed():
    with pytest.raises(MalformedVerdictError):
        Verdict.from_json({"results": [GOOD, GOOD | {"points": -1}]})


@pytest.mark.parametrize("outcome", [outcome for outcome in Outcome if outcome is not Outcome.PASSED])
def test_only_a_passed_test_earns_its_points(outcome):
    verdict = Verdict((result("test_a", 2), result("test_b", 3, outcome)))
    assert (verdict.earned, verdict.points, verdict.lost()) == (2, 5, ["test_b"])


def test_points_add_up_without_rounding_errors():
    assert Verdict(tuple(result(f"test_{i}", 0.1) for i in range(10))).earned == 1.0


def test_a_verdict_of_none_is_zero_with_the_reason_for_each_test():
    verdict = Verdict.of_none([TestSpec("test_a", "a", 2), TestSpec("test_b", "b", 1, hidden=True)], "the kernel died")
    assert (verdict.earned, verdict.points) == (0, 3)
    assert [(each.outcome, each.message) for each in verdict.results] == [(Outcome.NOT_RUN, "the kernel died")] * 2


def test_names_are_in_the_order_of_the_tests():
    assert Verdict((result("test_b"), result("test_a"))).names() == ["test_b", "test_a"]
