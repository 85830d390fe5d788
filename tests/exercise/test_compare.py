import pytest

torch = pytest.importorskip("torch")

from autograder import assert_close  # noqa: E402  # after the skip

INF, NAN = float("inf"), float("nan")


def complaint(actual, expected, **kwargs):
    with pytest.raises(AssertionError) as caught:
        assert_close(actual, expected, "f(x)", **kwargs)
    return str(caught.value)


@pytest.mark.parametrize(
    ("actual", "expected"),
    [
        (torch.tensor([1.0, 2.0]), torch.tensor([1.0, 2.0])),
        (torch.tensor([1.0, 2.0]), [1, 2]),
        (torch.tensor([[1], [2]]), [[1.0], [2.0]]),
        (torch.tensor([1.0, 2.0], dtype=torch.float64), torch.tensor([1.0, 2.0])),
        (torch.tensor([1, 2]), torch.tensor([1.0, 2.0])),
        (torch.tensor([True, False]), [1, 0]),
        (torch.tensor([1.0], requires_grad=True), [1.0]),
        (torch.tensor([[1.0, 2.0], [3.0, 4.0]]).T, [[1.0, 3.0], [2.0, 4.0]]),
        (torch.tensor(2.0), 2),
        (2, 2.0),
        (True, 1),
        (2, torch.tensor(2.0)),
        (torch.zeros(0, 3), torch.zeros(0, 3)),
        (torch.tensor([INF, -INF]), [INF, -INF]),
    ],
)
def test_equal_values_pass_whatever_their_kind(actual, expected):
    assert_close(actual, expected, "f(x)")


@pytest.mark.parametrize("actual", [1 + 1e-7, 1 - 9e-6, torch.tensor(1 + 9e-6, dtype=torch.float64)])
def test_rounding_is_forgiven(actual):
    assert_close(actual, 1, "f(x)")


@pytest.mark.parametrize("actual", [1 + 1e-4, 1 - 1e-4])
def test_more_than_rounding_is_not_forgiven(actual):
    assert complaint(actual, 1).startswith("f(x): expected 1, yours is ")


def test_the_tolerance_grows_with_the_expected_value_not_with_the_students():
    assert_close(90, 100, "f(x)", rtol=0.1, atol=0)
    assert "expected 90, yours is 100" in complaint(100, 90, rtol=0.1, atol=0)


def test_numbers_that_look_the_same_are_shown_with_the_digits_that_differ():
    assert "expected 20.0, yours is 20.00000000002" in complaint(20.00000000002, 20, rtol=0, atol=0)


def test_the_absolute_tolerance_is_what_counts_beside_zero():
    assert_close(0.04, 0, "f(x)", rtol=0, atol=0.05)
    complaint(0.06, 0, rtol=0, atol=0.05)


@pytest.mark.parametrize("wrong", [NAN, INF, -INF])
def test_a_value_that_is_not_finite_never_equals_a_number(wrong):
    assert complaint(torch.tensor([1.0, wrong]), [1.0, 2.0]) == f"f(x): expected 2 at [1], yours is {wrong}"


def test_nan_does_not_equal_nan():
    assert "yours is nan" in complaint(NAN, NAN)


def test_the_message_names_the_place_that_is_furthest_off():
    actual = torch.tensor([[1.0, 2.5], [9.0, 4.0]])
    assert complaint(actual, [[1, 2], [3, 4]]) == "f(x): expected 3 at [1, 0], yours is 9"


def test_nan_is_further_off_than_any_number():
    assert "expected 2 at [1], yours is nan" in complaint(torch.tensor([1e30, NAN]), [1.0, 2.0])


def test_a_single_value_has_no_place():
    assert complaint(torch.tensor([3.0]), [2.0]) == "f(x): expected 2, yours is 3"


@pytest.mark.parametrize(
    ("actual", "said"),
    [
        (torch.zeros(2, 1), "f(x) has the shape (2, 1); expected (2,)"),
        (torch.zeros(3), "f(x) has the shape (3,); expected (2,)"),
        (torch.tensor(0.0), "f(x) has the shape (); expected (2,)"),
        (torch.zeros(1, 2), "f(x) has the shape (1, 2); expected (2,)"),
    ],
)
def test_a_wrong_shape_is_said_and_never_broadcast(actual, said):
    assert complaint(actual, [0.0, 0.0]) == said


def test_a_column_of_one_is_not_a_number():
    assert complaint(torch.zeros(1), 0.0) == "f(x) has the shape (1,); expected ()"


@pytest.mark.parametrize("expected", [1.0, [1.0, 2.0]])
def test_none_asks_for_a_return(expected):
    assert complaint(None, expected) == "f(x) is None: does your function end in `return …`?"


@pytest.mark.parametrize(
    ("actual", "expected", "said"),
    [
        ([1.0, 2.0], [1.0, 2.0], "f(x) is a list; expected a tensor of shape (2,)"),
        ((1.0,), [1.0], "f(x) is a tuple; expected a tensor of shape (1,)"),
        (1.0, [1.0], "f(x) is a float; expected a tensor of shape (1,)"),
        ("1", 1.0, "f(x) is a str; expected a number"),
        ([1.0], 1.0, "f(x) is a list; expected a number"),
        (1j, 1.0, "f(x) is a complex; expected a number"),
        (len, 1.0, "f(x) is a builtin_function_or_method; expected a number"),
    ],
)
def test_a_value_of_another_kind_is_named_by_its_kind(actual, expected, said):
    assert complaint(actual, expected) == said


@pytest.mark.parametrize(("factor", "said"), [(2.0, "2"), (0.5, "0.5"), (-1.0, "-1"), (1 / 3, "0.3333")])
def test_a_constant_factor_is_said(factor, said):
    expected = torch.tensor([1.0, -2.0, 4.0])
    assert complaint(factor * expected, expected).endswith(f"(each of yours is {said} × the expected value)")


@pytest.mark.parametrize(
    ("actual", "expected"),
    [
        ([2.0, 2.0], [1.0, 2.0]),  # factors differ
        ([2.0, 0.5], [1.0, 0.0]),  # nothing times zero
        ([0.0, 0.0], [1.0, 2.0]),  # zero times everything
        ([2.0], [1.0]),  # one value has always a factor
        ([NAN, 2.0], [1.0, 1.0]),
        ([INF, INF], [1.0, 2.0]),
    ],
)
def test_no_factor_is_said_where_there_is_none(actual, expected):
    assert "×" not in complaint(torch.tensor(actual), expected)


def test_the_students_tensor_keeps_its_gradient_and_its_value():
    actual = torch.tensor([1.0, 2.0], requires_grad=True)
    assert_close(actual, [1.0, 2.0], "f(x)")
    assert actual.requires_grad
    assert actual.tolist() == [1.0, 2.0]
