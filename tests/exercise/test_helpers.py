"""The helpers of given cells and tests say in one line what is missing or wrong."""

import numpy as np
import pytest
import torch

from autograder import as_number, waits_for


@pytest.mark.parametrize("missing", [NameError("area"), NotImplementedError()])
def test_a_block_that_uses_what_is_not_written_says_what_it_waits_for(missing, capsys):
    with waits_for("exercise 2"):
        raise missing
    assert capsys.readouterr().out == "This cell shows something as soon as you have written exercise 2.\n"


def test_another_error_is_the_students_to_see():
    with pytest.raises(ZeroDivisionError), waits_for("exercise 2"):
        1 / 0  # noqa: B018


@pytest.mark.parametrize(
    "value",
    [2, 2.0, "2", np.float32(2), torch.tensor(2.0), torch.full((1, 1), 2.0, requires_grad=True)],
)
def test_a_number_is_one_whatever_its_shape(value):
    assert as_number(value, "f(1)") == 2


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (torch.ones(2, 3), r"f\(1\) has the shape \(2, 3\); expected one number"),
        (None, "f\\(1\\) is a NoneType; expected one number"),
        ([1], "f\\(1\\) is a list"),
        ("one", "f\\(1\\) is a str"),
    ],
)
def test_what_is_no_number_is_named(value, words):
    with pytest.raises(AssertionError, match=words):
        as_number(value, "f(1)")
