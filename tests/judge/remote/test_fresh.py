"""What one test's student does to the data that tests share does not reach the next test."""

import types

import numpy as np
import torch

from autograder.judge.remote.fresh import fresh_data


def test_data_are_copied_and_all_else_is_not_named():
    names = {"x": torch.ones(2), "rates": [0.5], "f": len, "math": types, "n": 3, "__all__": ["x"]}
    copied = fresh_data(names)
    assert set(copied) == {"x", "rates"}
    assert copied["x"] is not names["x"]
    assert torch.equal(copied["x"], names["x"])


def test_what_is_cleared_or_emptied_comes_back():
    names = {"x": torch.ones(1), "rates": [0.5], "table": {"a": [1]}, "array": np.ones(2)}
    kept = fresh_data(names)
    names["rates"].clear()
    names["x"].data = names["x"].data[:0]
    names["table"]["a"].append(2)
    names["array"][:] = 7
    names.update(fresh_data(kept))
    assert names["rates"] == [0.5]
    assert names["x"].shape == (1,)
    assert names["table"] == {"a": [1]}
    assert names["array"].tolist() == [1, 1]


def test_what_two_names_share_stays_shared():
    x = torch.ones(2)
    copied = fresh_data({"x": x, "pair": (x, [x])})
    assert copied["pair"][0] is copied["x"]
    assert copied["pair"][1][0] is copied["x"]


def test_parameters_and_leaves_keep_their_kind():
    copied = fresh_data({"w": torch.nn.Parameter(torch.ones(2)), "b": torch.zeros(1, requires_grad=True)})
    assert isinstance(copied["w"], torch.nn.Parameter)
    assert copied["b"].requires_grad
    assert copied["b"].is_leaf


def test_a_list_that_holds_itself_is_copied():
    loop = []
    loop.append(loop)
    copied = fresh_data({"loop": loop})
    assert copied["loop"][0] is copied["loop"]
