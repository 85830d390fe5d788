import json
from collections import OrderedDict

import numpy as np
import pytest
import torch

from autograder.judge.transcript import MOST_MEMBERS, MOST_NUMBERS, alike, noted

VALUES = [
    None,
    True,
    3,
    2**70,
    10**6000,
    1.5,
    float("nan"),
    float("inf"),
    "text",
    [1, (2.0, {"a": torch.ones(2)})],
    {1, 2},
    OrderedDict(a=1),
    torch.tensor([1.0, float("nan")]),
    torch.tensor(1 + 2j),
    torch.randn(50, 50),
    torch.zeros(0),
    torch.tensor([True]),
    np.arange(3.0),
    np.float32(1.5),
    np.array(["a"]),
    object(),
]


@pytest.mark.parametrize("value", VALUES, ids=lambda value: type(value).__name__)
def test_what_is_noted_is_json_and_like_itself(value):
    note = noted(value)
    assert alike(json.loads(json.dumps(note, allow_nan=False)), note)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (1, 2),
        (1, True),
        (1.0, 1.001),
        (0.0, 1e-5),
        ("a", "b"),
        ([1], (1,)),
        ([1], [1, 2]),
        (None, 0),
        (float("nan"), 0.0),
        ({"a": 1}, {"a": 2}),
        (torch.zeros(2), torch.zeros(3)),
        (torch.zeros(2), torch.zeros(2, 1)),
        (torch.zeros(2), torch.zeros(2, dtype=torch.float64)),
        (torch.zeros(2), torch.zeros(2, requires_grad=True)),
        (torch.tensor([0.0, 1.0]), torch.tensor([1.0, 0.0])),
        (torch.zeros(2), [0.0, 0.0]),
        (np.zeros(2), torch.zeros(2)),
    ],
    ids=repr,
)
def test_values_that_differ_are_not_alike(one, other):
    assert not alike(noted(one), noted(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (1.0, 1.0 + 1e-6),
        (1, 1.0),
        (torch.tensor([1e6]), torch.tensor([1e6 + 1])),
        (torch.tensor([0.1, -2.0]), torch.tensor([0.1 + 1e-7, -2.0])),
        ([float("nan")], [float("nan")]),
    ],
    ids=repr,
)
def test_rounding_makes_no_difference(one, other):
    assert alike(noted(one), noted(other))


def test_a_gradient_is_part_of_a_tensor():
    one, other = (torch.ones(2, requires_grad=True) for _ in range(2))
    one.grad = torch.ones(2)
    assert not alike(noted(one), noted(other))


def test_one_number_of_many_makes_a_difference():
    one = torch.zeros(1000)
    for place in (0, 1, 517, 999):
        other = one.clone()
        other[place] = 1.0
        assert not alike(noted(one), noted(other))


def test_what_cannot_be_noted_raises_nothing():
    class Odd(dict):
        def items(self):
            raise RuntimeError("no")

    assert noted([Odd(a=1)]) == ["not noted", "RuntimeError"]


def test_large_values_are_noted_in_short():
    assert len(json.dumps(noted(torch.randn(100_000)))) < 30 * MOST_NUMBERS
    assert len(noted(list(range(10_000)))) <= MOST_MEMBERS + 2
    assert len(noted("a" * 10_000)) < 1000
