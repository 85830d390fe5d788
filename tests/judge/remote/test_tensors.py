"""Tensors across the wire: values, changes in place, gradients."""

import pytest
import torch

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


@pytest.fixture
def student(remote):
    return remote(CODE)


def test_values_come_back_plain(student):
    X, w = torch.randn(4, 2), torch.randn(2, 1)
    found = student.linreg(X, w, 1.5)
    assert type(found) is torch.Tensor
    assert torch.equal(found, X @ w + 1.5)
    assert not found.requires_grad


def test_the_argument_that_comes_back_is_the_same_tensor(student):
    x = torch.ones(2)
    assert student.same(x) is x


def test_a_step_in_place_moves_the_tests_parameter(student):
    theta = torch.tensor([1.0, 2.0], requires_grad=True)
    theta.grad = torch.tensor([10.0, -10.0])
    grad = theta.grad
    student.sgd([theta], 0.1, 1)
    assert torch.allclose(theta, torch.tensor([0.0, 3.0]))
    assert theta.is_leaf
    assert theta.requires_grad
    assert theta.grad is grad
    assert torch.equal(grad, torch.zeros(2))


@pytest.mark.parametrize(("step", "left"), [("sgd_data", None), ("sgd_data_in_place", [2.0])])
def test_a_step_on_data_is_seen_too(student, step, left):
    theta = torch.tensor([1.0], requires_grad=True)
    theta.grad = torch.tensor([2.0])
    getattr(student, step)([theta], 0.5, 1)
    assert theta.item() == 0.0
    assert (theta.grad is None) if left is None else theta.grad.tolist() == left


def test_training_in_the_session_moves_the_tests_parameters(student):
    w, b = torch.zeros(2, 1, requires_grad=True), torch.zeros(1, requires_grad=True)
    X, y = torch.eye(2), torch.ones(2, 1)
    student.train(w, b, X, y)
    assert torch.allclose(w, torch.full((2, 1), 0.05))
    assert torch.allclose(b, torch.tensor([0.1]))


def test_gradients_flow_through_the_students_code(student):
    X, w, b = torch.randn(5, 2), torch.randn(2, 1, requires_grad=True), torch.zeros(1, requires_grad=True)
    y = torch.randn(5)
    student.squared_loss(student.linreg(X, w, b), y).sum().backward()
    got = w.grad.clone(), b.grad.clone()
    w.grad = b.grad = None
    ((X @ w + b - y.reshape(-1, 1)) ** 2 / 2).sum().backward()
    assert torch.allclose(got[0], w.grad)
    assert torch.allclose(got[1], b.grad)


def test_gradients_flow_through_the_tests_own_steps_in_between(student):
    x = torch.randn(3, requires_grad=True)
    hidden = torch.sin(x)
    student.squared_loss(hidden, torch.zeros(3)).sum().backward()
    assert torch.allclose(x.grad, torch.sin(x) * torch.cos(x))


def test_second_derivatives_are_right(student):
    x = torch.tensor([2.0], requires_grad=True)
    (first,) = torch.autograd.grad(student.cube(x), x, create_graph=True)
    assert first.item() == 12.0
    (second,) = torch.autograd.grad(first, x)
    assert second.item() == 12.0


def test_gradcheck_and_gradgradcheck_pass(student):
    x = torch.randn(3, dtype=torch.float64, requires_grad=True)
    assert torch.autograd.gradcheck(student.cube, (x,))
    assert torch.autograd.gradgradcheck(student.cube, (x,))


def test_gradients_flow_through_a_function_of_the_tests(student):
    x = torch.tensor([1.0, 2.0], requires_grad=True)
    student.apply(lambda t: t**2, x).backward()
    assert x.grad.tolist() == [2.0, 4.0]


def test_a_module_is_called_trained_and_read(student):
    before = student.net[0].weight.detach().clone()
    X, y = torch.randn(8, 2), torch.randn(8, 1)
    student.trainer.zero_grad()
    student.loss(student.net(X), y).backward()
    student.trainer.step()
    after = student.net[0].weight
    assert isinstance(after, torch.nn.Parameter)
    assert not torch.equal(before, after)


def test_a_test_can_set_the_students_parameters(student):
    with torch.no_grad():
        student.net[0].weight.copy_(torch.tensor([[1.0, 2.0]]))
        student.net[0].bias.zero_()
    assert student.net(torch.tensor([[1.0, 1.0]])).item() == 3.0


def test_an_optimizer_of_the_tests_steps_the_students_parameters(student):
    params = list(student.net.parameters())
    trainer = torch.optim.SGD(params, lr=0.1)
    X, y = torch.randn(16, 2), torch.ones(16, 1)
    first = float(student.loss(student.net(X), y))
    for _ in range(5):
        trainer.zero_grad()
        student.loss(student.net(X), y).backward()
        trainer.step()
    assert float(student.loss(student.net(X), y)) < first


def test_no_grad_in_the_test_holds_in_the_session(student):
    w = torch.ones(2, 1, requires_grad=True)
    with torch.no_grad():
        assert not student.linreg(torch.eye(2), w, 0.0).requires_grad


def test_batches_of_a_generator_are_tensors(student):
    assert torch.equal(torch.cat(list(student.batches(torch.eye(3)))), torch.eye(3))


@pytest.mark.parametrize("dtype", [torch.float64, torch.int64, torch.bool, torch.bfloat16, torch.complex64])
def test_kinds_and_shapes_are_kept(student, dtype):
    for x in (
        torch.ones(2, 3).to(dtype),
        torch.ones(()).to(dtype),
        torch.ones(0, 4).to(dtype),
        torch.ones(3, 2).to(dtype).T,
    ):
        found = student.same([x.clone()])[0]
        assert found.dtype == dtype
        assert torch.equal(found, x)
