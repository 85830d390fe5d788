import pytest

from autograder.exercise.points import DEFAULT_SECONDS, points

NAN, INF = float("nan"), float("inf")


def anything(student): ...


@pytest.mark.parametrize("worth", [0, 1, 2.5])
def test_a_test_carries_what_it_is_worth(worth):
    def test(student): ...

    assert points(worth)(test).points == worth


def test_the_marked_test_is_the_very_same_function():
    def test(student): ...

    assert points(1)(test) is test


def test_worth_and_limit_are_floats_whatever_was_written():
    def test(student): ...

    points(2, seconds=3)(test)
    assert (type(test.points), type(test.seconds)) == (float, float)


def test_the_limit_is_the_default_unless_said_otherwise():
    def test(student): ...

    assert points(1)(test).seconds == DEFAULT_SECONDS


def test_the_limit_can_be_set():
    def test(student): ...

    assert points(1, seconds=0.5)(test).seconds == 0.5


@pytest.mark.parametrize("worth", [-1, -0.001, NAN, INF, -INF])
def test_a_worth_that_no_gradebook_can_add_is_refused(worth):
    with pytest.raises(ValueError, match="zero or more; got"):
        points(worth)


@pytest.mark.parametrize("seconds", [0, -1, NAN, INF])
def test_a_limit_that_is_no_positive_time_is_refused(seconds):
    with pytest.raises(ValueError, match="positive number of seconds; got"):
        points(1, seconds=seconds)


def test_a_forgotten_call_is_refused_where_it_stands():
    with pytest.raises(TypeError):
        points(anything)
