"""Whether a namespace is as it was: a change anywhere within reach is seen, and looking is none."""

import functools
import random
import types
from collections import Counter, OrderedDict, defaultdict, deque, namedtuple
from dataclasses import dataclass

import numpy as np
import pytest
import torch
from matplotlib import pyplot as plt
from torch import nn

from autograder.session.look import MOST_BYTES, MOST_VALUES
from autograder.session.untouched import Untouched

Pair = namedtuple("Pair", "a b")


@dataclass
class Point:
    x: list


@pytest.fixture(autouse=True)
def no_figure():
    """No test begins with what one of another file has drawn in this process."""
    plt.close("all")
    yield
    plt.close("all")


def reaching(**values):
    """A notebook whose one function uses all of `values`."""
    namespace = {"__name__": "__main__", **values}
    exec(f"def f():\n    return [{', '.join(values)}]", namespace)
    return namespace


@pytest.mark.parametrize(
    "value",
    [
        *(None, 1, 2.0, float("nan"), 1j, "text", b"bytes", range(3), slice(1), ..., True),
        *(
            [1, [2]],
            (1, 2),
            {1, 2},
            frozenset((1,)),
            {"a": [1]},
            deque([1]),
            OrderedDict(a=1),
            defaultdict(list, a=[1]),
        ),
        *(Pair(1, [2]), Point([1]), bytearray(b"1"), functools.partial(print, 1), random.Random(1)),
        *(
            torch.ones(2),
            nn.Parameter(torch.ones(2)),
            torch.ones(2, dtype=torch.bfloat16),
            torch.ones(()),
            torch.ones(0),
        ),
        *(torch.float32, torch.device("cpu"), torch.Size([1]), torch.Generator(), np.ones(3), np.float64(1)),
        *(nn.Linear(2, 1), nn.Sequential(nn.Linear(2, 1), nn.ReLU()), nn.MSELoss(), torch.optim.SGD([torch.ones(1)])),
        *(torch.utils.data.TensorDataset(torch.ones(3, 1)), torch.relu, torch.Tensor.add_, [].append, len, nn.Linear),
        *(
            types.SimpleNamespace,
            {"itself": []},
            property(len),
            types.MappingProxyType({"a": [1]}),
            Point,
            staticmethod(len),
            torch.complex(torch.ones(1), torch.ones(1)),
        ),
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_nobody_touches_is_as_it_was(value):
    state = Untouched(reaching(value=value))
    assert state.holds()
    assert state.holds()


def test_an_open_figure_counts_as_changed():
    plt.switch_backend("agg")  # which the first figure would choose, and that is a change, too
    state = Untouched(reaching(value=1))
    plt.figure()
    assert not state.holds()
    plt.close("all")
    assert state.holds()
    plt.figure()
    assert not Untouched(reaching(value=1)).holds()


def test_what_holds_itself_can_be_looked_at():
    value = []
    value.append(value)
    state = Untouched(reaching(value=value))
    assert state.holds()
    value.append(1)
    assert not state.holds()


@pytest.mark.parametrize(
    ("value", "change"),
    [
        ([1, [2]], lambda value: value[1].append(3)),
        ({"a": {"b": 1}}, lambda value: value["a"].update(b=2)),
        ({"a": 1, "b": 2}, lambda value: value.update(a=value.pop("a"))),
        (defaultdict(list), lambda value: value["new"]),
        (Point([1]), lambda value: value.x.append(2)),
        (Point([1]), lambda value: setattr(value, "y", 2)),
        (Pair(1, [2]), lambda value: value.b.append(3)),
        (functools.partial(print, [1]), lambda value: value.args[0].append(2)),
        (torch.zeros(3), lambda value: value[1].fill_(1)),
        (torch.zeros(3), lambda value: value.requires_grad_()),
        (torch.zeros(2, 3), lambda value: value.t_()),
        (torch.zeros(3), lambda value: value.resize_(2)),
        (torch.zeros(3), lambda value: setattr(value, "note", 1)),
        (nn.Parameter(torch.zeros(1)), lambda value: value.data.add_(1)),
        (nn.Parameter(torch.zeros(1)), lambda value: value.sum().backward()),
        (nn.Parameter(torch.zeros(1)), lambda value: value.register_hook(lambda grad: 2 * grad)),
        (nn.Linear(1, 1), lambda value: value.eval()),
        (nn.Linear(1, 1), lambda value: value.register_forward_hook(print)),
        (nn.Linear(1, 1), lambda value: setattr(value, "forward", print)),
        (torch.optim.SGD([torch.ones(1)], lr=1), lambda value: value.param_groups[0].update(lr=2)),
        (torch.Generator(), lambda value: torch.rand(1, generator=value)),
        (random.Random(1), lambda value: value.random()),
        (np.zeros(3), lambda value: value.__setitem__(1, 1)),
        (np.zeros(3), lambda value: value.setflags(write=False)),
        ([1].append, lambda value: value(2)),
    ],
)
def test_a_change_in_place_is_seen(value, change):
    namespace = reaching(value=value)
    state = Untouched(namespace)
    change(value)
    assert not state.holds()


@pytest.mark.parametrize(
    "value",
    [
        iter([1]),
        (number for number in range(3)),
        map(len, []),
        zip([1], strict=True),
        Counter(a=1),
        ValueError("kept"),
        functools.cache(len),
        torch.ones(1, requires_grad=True) * 2,
        torch.ones(2).to_sparse(),
        np.array([[], None], dtype=object),
        torch.zeros(MOST_BYTES // 4 + 1),
        list(map(str, range(3))) + [[number] for number in range(MOST_VALUES)],
        open(__file__),  # noqa: SIM115  # it is about the open file
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_nobody_can_tell_counts_as_changed(value):
    assert not Untouched(reaching(value=value)).holds()


def test_what_no_function_reaches_is_no_matter_until_a_test_asks_for_it():
    namespace = {"__name__": "__main__", "free": [1]}
    state = Untouched(namespace)
    namespace["free"].append(2)
    assert state.holds()
    state.asked("free")
    assert state.holds()
    namespace["free"].append(3)
    assert not state.holds()
    state.forget()
    assert state.holds()


def test_what_a_test_asked_for_and_nobody_can_tell_counts_as_changed():
    namespace = {"__name__": "__main__", "free": iter([1])}
    state = Untouched(namespace)
    assert state.holds()
    state.asked("free")
    assert not state.holds()


def test_a_name_that_came_or_went_is_seen():
    namespace = reaching(value=1)
    state = Untouched(namespace)
    namespace["new"] = 1
    assert not state.holds()
    del namespace["new"]
    assert state.holds()
    del namespace["value"]
    assert not state.holds()


def test_another_function_of_the_same_name_is_seen():
    namespace = reaching(value=1)
    state = Untouched(namespace)
    exec("def f():\n    return 2", namespace)
    assert not state.holds()


def test_a_function_that_got_other_code_is_seen():
    namespace = reaching(value=1)
    state = Untouched(namespace)
    namespace["f"].__code__ = (lambda: 2).__code__
    assert not state.holds()


def test_what_a_function_within_a_function_uses_is_within_reach():
    namespace = {"__name__": "__main__", "deep": [1]}
    exec("def f():\n    return [lambda: deep.append(1) for _ in range(1)]", namespace)
    state = Untouched(namespace)
    namespace["deep"].append(2)
    assert not state.holds()
