import pytest

from autograder.judge.diagnose import Misconception, diagnose


def one(name, loses, exercise="ab", function="f", used=""):
    return Misconception(function, name, "What?", "", frozenset(loses), frozenset(exercise), frozenset(used))


def named(lost, transcripts, known):
    known = {one: theirs if isinstance(theirs, dict) else dict.fromkeys(one.loses, theirs) for one, theirs in known}
    return {one.name for one in diagnose(lost, transcripts, known)}


A = [["call", "", "gave", 1.0], ["failed"]]
B = [["call", "", "gave", 2.0], ["failed"]]


def test_the_misconception_that_gave_the_same_is_named():
    assert named("a", {"a": A}, [(one("mine", "a"), A), (one("another", "a"), B)]) == {"mine"}


def test_an_answer_that_loses_nothing_has_no_misconception():
    assert named("", {}, [(one("mine", "a"), A), (one("empty", ""), A)]) == set()


def test_two_that_give_the_same_are_not_told_apart_and_none_is_named():
    assert named("a", {"a": A}, [(one("mine", "a"), A), (one("twin", "a"), A)]) == set()


def test_one_misconception_in_two_ways_is_named_once():
    twice = [Misconception("f", "mine", "What?", source, frozenset("a"), frozenset("ab")) for source in ("1", "2")]
    assert diagnose("a", {"a": A}, {each: {"a": A} for each in twice}) == twice[1:]


def test_a_test_more_or_less_of_the_exercise_is_another_mistake():
    assert named("ab", {"a": A, "b": A}, [(one("mine", "a"), A)]) == set()
    assert named("a", {"a": A}, [(one("mine", "ab"), A)]) == set()


def test_all_lost_tests_must_agree():
    assert named("ab", {"a": A, "b": B}, [(one("mine", "ab"), {"a": A, "b": A})]) == set()
    assert named("ab", {"a": A, "b": B}, [(one("mine", "ab"), {"a": A, "b": B})]) == {"mine"}


def test_a_mistake_in_another_exercise_hides_none_here():
    assert named("ac", {"a": A, "c": B}, [(one("mine", "a"), A)]) == {"mine"}


def test_no_mistake_is_named_where_an_exercise_that_it_uses_lost_tests_too():
    assert named("ac", {"a": A, "c": B}, [(one("mine", "a", used="cd"), A)]) == set()
    assert named("a", {"a": A}, [(one("mine", "a", used="cd"), A)]) == {"mine"}


def test_two_mistakes_in_two_exercises_are_both_named():
    known = [(one("mine", "a"), A), (one("other", "c", "cd", "g"), B)]
    assert named("ac", {"a": A, "c": B}, known) == {"mine", "other"}


def test_the_mistake_that_explains_more_is_named():
    known = [(one("step", "ac", "ab"), A), (one("training", "c", "cd", "g"), A)]
    assert named("ac", {"a": A, "c": A}, known) == {"step"}


def test_two_that_explain_the_same_test_in_part_name_nothing():
    known = [(one("step", "ac", "ab"), A), (one("training", "cd", "cd", "g"), A)]
    assert named("acd", {"a": A, "c": A, "d": A}, known) == set()


@pytest.mark.parametrize("missing", ["mine", "theirs"])
def test_a_test_without_a_transcript_proves_nothing(missing):
    mine = {} if missing == "mine" else {"a": A}
    assert named("a", mine, [(one("mine", "a"), {} if missing == "theirs" else A)]) == set()
