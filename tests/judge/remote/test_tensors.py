"""Tensors across the wire: values, changes in place, gradients."""

import pytest
import torch

from autograder.judge.lost import SessionLostError

CODE = """
import torch
from torch import nn

def linreg(X, w, b):
    return X @ w + b

def squared_loss(y_hat, y):
    return (y_hat - y.reshape(y_hat.shape)) ** 2 / 2

def sgd(params, lr, batch_size):
    with torch.no_grad():
        for p in params:
            p -= lr * p.grad / batch_size
            p.grad.zero_()

def sgd_data(params, lr, batch_size):
    for p in params:
        p.data = p.data - lr * p.grad / batch_size
        p.grad = None

def sgd_data_in_place(params, lr, batch_size):
    for p in params:
        p.data -= lr * p.grad / batch_size

def train(w, b, X, y):
    squared_loss(linreg(X, w, b), y).sum().backward()
    sgd([w, b], 0.1, len(X))

def same(x):
    return x

def slope(f, x):
    return torch.autograd.grad(f(x), x)

def apply(f, x):
    return f(x).sum()

net = nn.Sequential(nn.Linear(2, 1))
loss = nn.MSELoss()
trainer = torch.optim.SGD(net.parameters(), lr=0.5)
def cube(x):
    return x ** 3
def batches(X):
    for i in range(len(X)):
        yield X[i : i + 1]
"""


@pytest.fixture(name="pupil")
def _pupil(remote):
    """Not called `student`: a test of that name's fixture has an exercise's time limit."""
    return remote(CODE)


def test_values_come_back_plain(pupil):
    X, w = torch.randn(4, 2), torch.randn(2, 1)
    found = pupil.linreg(X, w, 1.5)
    assert type(found) is torch.Tensor
    assert torch.equal(found, X @ w + 1.5)
    assert not found.requires_grad


def test_the_argument_that_comes_back_is_the_same_tensor(pupil):
    x = torch.ones(2)
    assert pupil.same(x) is x


def test_a_step_in_place_moves_the_tests_parameter(pupil):
    theta = torch.tensor([1.0, 2.0], requires_grad=True)
    theta.grad = torch.tensor([10.0, -10.0])
    grad = theta.grad
    pupil.sgd([theta], 0.1, 1)
    assert torch.allclose(theta, torch.tensor([0.0, 3.0]))
    assert theta.is_leaf
    assert theta.requires_grad
    assert theta.grad is grad
    assert torch.equal(grad, torch.zeros(2))


@pytest.mark.parametrize(("step", "left"), [("sgd_data", None), ("sgd_data_in_place", [2.0])])
def test_a_step_on_data_is_seen_too(pupil, step, left):
    theta = torch.tensor([1.0], requires_grad=True)
    theta.grad = torch.tensor([2.0])
    getattr(pupil, step)([theta], 0.5, 1)
    assert theta.item() == 0.0
    assert (theta.grad is None) if left is None else theta.grad.tolist() == left


def test_training_in_the_session_moves_the_tests_parameters(pupil):
    w, b = torch.zeros(2, 1, requires_grad=True), torch.zeros(1, requires_grad=True)
    X, y = torch.eye(2), torch.ones(2, 1)
    pupil.train(w, b, X, y)
    assert torch.allclose(w, torch.full((2, 1), 0.05))
    assert torch.allclose(b, torch.tensor([0.1]))


def test_gradients_flow_through_the_students_code(pupil):
    X, w, b = torch.randn(5, 2), torch.randn(2, 1, requires_grad=True), torch.zeros(1, requires_grad=True)
    y = torch.randn(5)
    pupil.squared_loss(pupil.linreg(X, w, b), y).sum().backward()
    got = w.grad.clone(), b.grad.clone()
    w.grad = b.grad = None
    ((X @ w + b - y.reshape(-1, 1)) ** 2 / 2).sum().backward()
    assert torch.allclose(got[0], w.grad)
    assert torch.allclose(got[1], b.grad)


def test_gradients_flow_through_the_tests_own_steps_in_between(pupil):
    x = torch.randn(3, requires_grad=True)
    hidden = torch.sin(x)
    pupil.squared_loss(hidden, torch.zeros(3)).sum().backward()
    assert torch.allclose(x.grad, torch.sin(x) * torch.cos(x))


def test_second_derivatives_are_right(pupil):
    x = torch.tensor([2.0], requires_grad=True)
    (first,) = torch.autograd.grad(pupil.cube(x), x, create_graph=True)
    assert first.item() == 12.0
    (second,) = torch.autograd.grad(first, x)
    assert second.item() == 12.0


def test_gradcheck_and_gradgradcheck_pass(pupil):
    x = torch.randn(3, dtype=torch.float64, requires_grad=True)
    assert torch.autograd.gradcheck(pupil.cube, (x,))
    assert torch.autograd.gradgradcheck(pupil.cube, (x,))


def test_gradients_flow_through_a_function_of_the_tests(pupil):
    x = torch.tensor([1.0, 2.0], requires_grad=True)
    pupil.apply(lambda t: t**2, x).backward()
    assert x.grad.tolist() == [2.0, 4.0]


def test_a_student_who_differentiates_a_function_of_the_test_hears_that_the_grader_cannot(pupil):
    x = torch.tensor([1.0, 2.0], requires_grad=True)
    with pytest.raises(RuntimeError, match=r"a function of the test computed"):
        pupil.slope(lambda t: (t**2).sum(), x)


def test_a_module_is_called_trained_and_read(pupil):
    before = pupil.net[0].weight.detach().clone()
    X, y = torch.randn(8, 2), torch.randn(8, 1)
    pupil.trainer.zero_grad()
    pupil.loss(pupil.net(X), y).backward()
    pupil.trainer.step()
    after = pupil.net[0].weight
    assert isinstance(after, torch.nn.Parameter)
    assert not torch.equal(before, after)


def test_a_test_can_set_the_students_parameters(pupil):
    with torch.no_grad():
        pupil.net[0].weight.copy_(torch.tensor([[1.0, 2.0]]))
        pupil.net[0].bias.zero_()
    assert pupil.net(torch.tensor([[1.0, 1.0]])).item() == 3.0


def test_an_optimizer_of_the_tests_steps_the_students_parameters(pupil):
    params = list(pupil.net.parameters())
    trainer = torch.optim.SGD(params, lr=0.1)
    X, y = torch.randn(16, 2), torch.ones(16, 1)
    first = float(pupil.loss(pupil.net(X), y).detach())
    for _ in range(5):
        trainer.zero_grad()
        pupil.loss(pupil.net(X), y).backward()
        trainer.step()
    assert float(pupil.loss(pupil.net(X), y).detach()) < first


def test_no_grad_in_the_test_holds_in_the_session(pupil):
    w = torch.ones(2, 1, requires_grad=True)
    with torch.no_grad():
        assert not pupil.linreg(torch.eye(2), w, 0.0).requires_grad


def test_batches_of_a_generator_are_tensors(pupil):
    assert torch.equal(torch.cat(list(pupil.batches(torch.eye(3)))), torch.eye(3))


@pytest.mark.parametrize("dtype", [torch.float64, torch.int64, torch.bool, torch.bfloat16, torch.complex64])
def test_kinds_and_shapes_are_kept(pupil, dtype):
    for x in (
        torch.ones(2, 3).to(dtype),
        torch.ones(()).to(dtype),
        torch.ones(0, 4).to(dtype),
        torch.ones(3, 2).to(dtype).T,
    ):
        found = pupil.same([x.clone()])[0]
        assert found.dtype == dtype
        assert torch.equal(found, x)


def test_a_tensor_that_is_made_to_require_a_gradient_does_so_for_the_test(remote):
    student = remote("def on(x):\n    x.requires_grad_()\n\ndef off(x):\n    x.requires_grad_(False)")
    x = torch.ones(2)
    student.on(x)
    assert x.requires_grad
    assert x.is_leaf
    student.off(x)
    assert not x.requires_grad


def test_a_gradient_flows_to_a_tensor_that_the_student_made_a_leaf(remote):
    student = remote(
        "def f(x):\n    x.requires_grad_()\n    return (3 * x).sum()\n\ndef again(x):\n    return (5 * x).sum()"
    )
    x = torch.ones(2)
    student.f(x).backward()
    assert x.grad.tolist() == [3.0, 3.0]
    student.again(x).backward()
    assert x.grad.tolist() == [8.0, 8.0]


def test_a_tensor_that_the_test_made_a_leaf_between_two_calls_is_one_for_the_student(remote):
    student = remote("def asks(x):\n    return x.requires_grad\n\ndef f(x):\n    return (x * x).sum()")
    x = torch.ones(2)
    assert not student.asks(x)
    x.requires_grad_()
    assert student.asks(x)
    student.f(x).backward()
    assert x.grad.tolist() == [2.0, 2.0]
    x.requires_grad_(False)
    assert not student.asks(x)


def test_whole_numbers_are_never_made_to_require_a_gradient(remote):
    student = remote("def f(x):\n    x.data = torch.ones(2)\n    x.requires_grad_()\nimport torch")
    x = torch.ones(2, dtype=torch.int64)
    with pytest.raises(SessionLostError):
        student.f(x)
    assert not x.requires_grad
