# %% [markdown]
# # Where are the gradients?
#
# Training is two lines, `l.backward()` and `trainer.step()`, and between the two something has been stored
# somewhere. How do you get at it? The short answer is one line, `net[0].weight.grad`. It is right, and it
# leaves out everything that goes wrong: the line gives `None` before `backward()` and after `zero_grad()`,
# it gives twice the gradient after a second `backward()`, it hands you a tensor that changes under your
# fingers, and it fails for a net whose layers have names.
#
# You will read gradients out of any net, check them against a formula, look at a gradient in the middle of
# the graph, say in advance what is stored when, and at the end draw the field of arrows that gradient
# descent follows.
#
# | exercise | you write | points |
# |---|---|---|
# | 1 | `grads`: all gradients of a net, as copies | 25 |
# | 2 | `manual_grad`: the same from a formula | 20 |
# | 3 | `LinearNet` and `get_weight`: a net with named layers | 15 |
# | 4 | `output_grad`: a gradient in the middle of the graph | 15 |
# | 5 | `PREDICT_GRAD`: what is stored, and when? | 15 |
# | 6 | `grad_norm` and `clip`: how large is the whole gradient? | 10 |
#
# All numbers are pure numbers, without units. $n$ is the number of examples, $d$ the number of features.
#
# **Week:** 4. **Time:** 45 minutes. **Before it:** linear_regression_concise. **In the book:** 2.5
# Automatic Differentiation; 6.2 Parameter Management.

# %% setup
import itertools
import math
from collections import OrderedDict

import matplotlib.pyplot as plt
import torch
from torch import nn

from autograder import assert_close, check, get_device, points, waits_for

device = get_device()
torch.manual_seed(1847)


def net_from(layers, names=None):
    """nn.Sequential of nn.Linear layers with the given (weight, bias) pairs, a ReLU between two of them.

    names: the layers' names, such as ["hidden", "relu", "output"]; without them they are 0, 1, 2, ...
    """
    modules = []
    for weight, bias in layers:
        linear = nn.Linear(weight.shape[1], weight.shape[0], dtype=weight.dtype, device=weight.device)
        linear.load_state_dict({"weight": weight.detach(), "bias": bias.detach()})
        modules += [nn.ReLU(), linear] if modules else [linear]
    names = names or [str(number) for number in range(len(modules))]
    return nn.Sequential(OrderedDict(zip(names, modules, strict=True)))


def backward(net, X, y):
    """The mean squared error of the net and one call of backward(), without zero_grad()."""
    nn.MSELoss()(net(X), y).backward()


# %% [markdown]
# ## The graph
#
# A net with one linear layer and its loss, as autograd sees it. Forwards (black) every value is computed
# from those to its left. Backwards (orange) the derivative of the loss runs the same ways in the other
# direction. Where does it end up, and where does it only pass through? Note your guess; exercises 4 and 5
# ask for it.


# %% setup="picture"
def draw_graph():
    boxes = {
        "X": (0.9, 2.4, "X\nfeatures"),
        "w": (0.9, 1.3, "0.weight"),
        "b": (0.9, 0.2, "0.bias"),
        "y_hat": (3.6, 1.3, "y_hat\nprediction"),
        "y": (3.6, 0.2, "y\nlabels"),
        "l": (6.2, 1.3, "l\nloss"),
    }
    look = {"boxstyle": "round,pad=0.45", "edgecolor": "0.3"}
    fig, ax = plt.subplots(figsize=(7.5, 3.2))
    for key, (x, height, text) in boxes.items():
        colour = "#cfe3f5" if key in ("w", "b") else "#f3f3f3"
        ax.text(x, height, text, ha="center", va="center", fontsize=10, bbox={**look, "facecolor": colour})
    for start, end in (("X", "y_hat"), ("w", "y_hat"), ("b", "y_hat"), ("y_hat", "l"), ("y", "l")):
        (x_0, y_0, _), (x_1, y_1, _) = boxes[start], boxes[end]
        line = {"arrowstyle": "->", "color": "k", "shrinkA": 44, "shrinkB": 44, "linewidth": 1.2}
        ax.annotate("", (x_1, y_1 + 0.08), (x_0, y_0 + 0.08), arrowprops=line)
        if start in ("w", "b", "y_hat"):
            back = {**line, "color": "C1", "linestyle": "--", "linewidth": 1.8}
            ax.annotate("", (x_0, y_0 - 0.08), (x_1, y_1 - 0.08), arrowprops=back)
    ax.plot([], [], "k-", label="forward")
    ax.plot([], [], "C1--", label="backward()")
    ax.legend(loc="upper right", fontsize=9)
    ax.set_xlim(0, 7.2)
    ax.set_ylim(-0.3, 2.9)
    ax.set_axis_off()
    ax.set_title("What is computed from what, and the way back")
    fig.tight_layout()


draw_graph()

# %% [markdown]
# ## 1. All gradients of a net (25 points)
#
# Write `grads(net, X, y)`. It works out the gradient of `nn.MSELoss()(net(X), y)` and returns a dict from
# the **name** of each parameter to its gradient. For a net with a single layer of two features in an
# `nn.Sequential`, that is
#
# ```python
# {"0.weight": tensor of shape (1, 2), "0.bias": tensor of shape (1,)}
# ```
#
# `net.named_parameters()` knows the names. `X` has shape $(n, d)$ and `y` $(n, 1)$. What is asked for:
#
# - the gradient of **this** loss, whether `grads` is called for the first time or the third, and whatever
#   the parameters' `.grad` held before;
# - **copies**, which stay as they are when somebody calls `zero_grad()` or `backward()` on the net later;
# - the parameters themselves are unchanged: looking is not a training step.


# %% solution="grads"
def grads(net, X, y):
    """Gradients of the mean squared error of net(X) and y: {name of the parameter: a copy of its gradient}."""
    ### BEGIN SOLUTION
    net.zero_grad()
    nn.MSELoss()(net(X), y).backward()
    return {name: param.grad.clone() for name, param in net.named_parameters()}
    ### END SOLUTION


# %% setup="grad_checks"
def random_layers(*widths, dtype=torch.float32):
    """Random (weight, bias) pairs for layers of these widths, such as 3, 8, 1."""
    pairs = itertools.pairwise(widths)
    return [(torch.randn(o, i, dtype=dtype), torch.randn(o, dtype=dtype)) for i, o in pairs]


def random_data(n, d, dtype=torch.float32):
    """Features (n, d) and labels (n, 1) that no net of this notebook fits."""
    return torch.randn(n, d, dtype=dtype), 3 * torch.randn(n, 1, dtype=dtype) + 1


def mse_gradients(layers, X, y):
    """The gradients of the mean squared error of net_from(layers), from autograd: weight, bias, weight, ..."""
    leaves = [tensor.detach().clone().requires_grad_() for pair in layers for tensor in pair]
    out = X
    for number in range(0, len(leaves), 2):
        out = (torch.relu(out) if number else out) @ leaves[number].T + leaves[number + 1]
    return torch.autograd.grad(((out - y) ** 2).mean(), leaves)


# %% test="grads"
def as_dict(found):
    """A dict's content as plain tensors of this moment, or a clear message."""
    assert isinstance(found, dict), f"grads gave a {type(found).__name__}; expected a dict"
    for name, value in found.items():
        assert isinstance(value, torch.Tensor), f"the gradient of {name} is {value!r:.60}; expected a tensor"
    return {name: value.detach().clone() for name, value in found.items()}


@points(3)
def test_gradients_have_the_names_of_the_parameters(student):
    """grads gives a dict with one gradient for each parameter's name, in the parameter's shape."""
    net = student.net_from([(torch.tensor([[1.0, -2.0]]), torch.tensor([0.5]))])
    found = as_dict(student.grads(net, torch.ones(3, 2), torch.zeros(3, 1)))
    assert set(found) == {"0.weight", "0.bias"}, f"the names are {sorted(found)}; expected 0.bias and 0.weight"
    shapes = {name: tuple(value.shape) for name, value in found.items()}
    expected = {"0.weight": (1, 2), "0.bias": (1,)}
    assert shapes == expected, f"the shapes are {shapes}; expected {expected}"


@points(4)
def test_gradients_of_two_examples(student):
    """For two examples, the gradients are those of the mean squared error."""
    net = student.net_from([(torch.tensor([[1.0, -2.0]]), torch.tensor([0.5]))])
    found = as_dict(student.grads(net, torch.tensor([[1.0, 0.0], [2.0, 1.0]]), torch.tensor([[1.0], [-1.0]])))
    # The errors are 0.5 and 1.5.
    assert_close(found["0.weight"], torch.tensor([[3.5, 1.5]]), "the gradient of 0.weight")
    assert_close(found["0.bias"], torch.tensor([2.0]), "the gradient of 0.bias")


### BEGIN HIDDEN TESTS
@points(4)
def test_gradients_of_one_layer_for_any_shape(student):
    """The gradients of a single layer are right for other numbers of examples and features, in float64 too."""
    for n, d, dtype in ((1, 1, torch.float32), (7, 5, torch.float32), (10, 2, torch.float64)):
        layers, (X, y) = random_layers(d, 1, dtype=dtype), random_data(n, d, dtype)
        found = as_dict(student.grads(student.net_from(layers), X, y))
        for name, wanted in zip(("0.weight", "0.bias"), mse_gradients(layers, X, y), strict=True):
            assert_close(found[name], wanted, f"{name} for n = {n}, d = {d}", rtol=1e-4, atol=1e-5)


@points(4)
def test_gradients_of_a_deeper_net(student):
    """A net with three linear layers has six gradients, each under its own name."""
    layers, (X, y) = random_layers(3, 4, 2, 1), random_data(10, 3)
    found = as_dict(student.grads(student.net_from(layers), X, y))
    names = [f"{layer}.{kind}" for layer in (0, 2, 4) for kind in ("weight", "bias")]
    assert set(found) == set(names), f"the names are {sorted(found)}"
    for name, wanted in zip(names, mse_gradients(layers, X, y), strict=True):
        assert_close(found[name], wanted, f"the gradient of {name}", rtol=1e-4, atol=1e-4)


@points(2)
def test_gradients_of_named_layers(student):
    """Layers with names of their own give the gradients under these names."""
    layers, (X, y) = random_layers(2, 3, 1), random_data(7, 2)
    found = as_dict(student.grads(student.net_from(layers, ["hidden", "bend", "output"]), X, y))
    names = ["hidden.weight", "hidden.bias", "output.weight", "output.bias"]
    assert set(found) == set(names), f"the names are {sorted(found)}"
    for name, wanted in zip(names, mse_gradients(layers, X, y), strict=True):
        assert_close(found[name], wanted, f"the gradient of {name}", rtol=1e-4, atol=1e-4)


@points(3)
def test_gradients_are_the_same_every_time(student):
    """A second and a third call, or a backward() before the first, do not change the result."""
    layers, (X, y) = random_layers(2, 1), random_data(7, 2)
    net = student.net_from(layers)
    student.backward(net, X + 1, y)
    for call in ("first", "second", "third"):
        found = as_dict(student.grads(net, X, y))
        for name, wanted in zip(("0.weight", "0.bias"), mse_gradients(layers, X, y), strict=True):
            assert_close(found[name], wanted, f"{name} in the {call} call", rtol=1e-4, atol=1e-5)


@points(3)
def test_gradients_are_copies(student):
    """What grads returned stays as it is when the net's gradients are zeroed or added to afterwards."""
    layers, (X, y) = random_layers(2, 1), random_data(7, 2)
    net = student.net_from(layers)
    for later in ("backward", "zero_grad"):
        found = student.grads(net, X, y)
        before = as_dict(found)
        if later == "backward":
            student.backward(net, X, y)
        else:
            net.zero_grad(set_to_none=False)
        for name, value in as_dict(found).items():
            assert_close(value, before[name], f"{name} after {later}()")


@points(2)
def test_looking_changes_no_parameter(student):
    """After grads the parameters of the net are what they were, and can still be trained."""
    layers, (X, y) = random_layers(2, 3, 1), random_data(7, 2)
    net = student.net_from(layers)
    student.grads(net, X, y)
    wanted = [tensor for pair in layers for tensor in pair]
    for param, value in zip(net.parameters(), wanted, strict=True):
        assert_close(param, value, "a parameter after grads", atol=0, rtol=0)
        assert param.requires_grad, "a parameter no longer requires a gradient"


### END HIDDEN TESTS
check()

# %% [markdown]
# ## 2. The same by hand (20 points)
#
# For a single linear layer the gradient has a closed form. `nn.Linear` keeps its weights as a **row**: $w$
# of shape $(1, d)$, $b$ of shape $(1,)$, and $\hat y = X w^\top + b$. The mean squared error is
#
# $$L = \frac1n \sum_{i=1}^n (\hat y_i - y_i)^2,$$
#
# with no factor 1/2. Differentiate, and write the result as `manual_grad(X, y, w, b)`. It returns
# `(grad_w, grad_b)` in the shapes of $w$ and $b$, $(1, d)$ and $(1,)$, and works without autograd: no
# `backward()`, no `torch.autograd`.
#
# One example to check by hand: $x = (1, 2)$ with $y = 4$, $w = (1, 1)$ and $b = 0$ has the prediction 3,
# the error $-1$, and the gradients $(-2, -4)$ and $-2$.


# %% solution="manual_grad"
def manual_grad(X, y, w, b):
    """Gradients of the mean squared error of X w^T + b by the formula: grad_w (1, d) and grad_b (1,)."""
    ### BEGIN SOLUTION
    e = X @ w.T + b - y
    return 2 / len(X) * e.T @ X, 2 * e.mean(dim=0)
    ### END SOLUTION


# %% test="manual_grad"
@points(6)
def test_formula_for_three_examples(student):
    """For three examples with two features the formula gives the numbers of paper and pencil."""
    X = torch.tensor([[1.0, 2.0], [0.0, 1.0], [3.0, -1.0]])
    y = torch.tensor([[5.0], [-1.0], [3.0]])
    grad_w, grad_b = student.manual_grad(X, y, torch.tensor([[1.0, 1.0]]), torch.tensor([1.0]))
    # The errors are -1, 3 and 0.
    assert_close(grad_w, torch.tensor([[-2 / 3, 2 / 3]]), "grad_w of the three examples")
    assert_close(grad_b, torch.tensor([4 / 3]), "grad_b of the three examples")


### BEGIN HIDDEN TESTS
@points(5)
def test_formula_gives_the_gradient_of_the_weights(student):
    """On random data with 1, 2 and 5 features the gradient of the weights is that of autograd."""
    for n, d in ((7, 2), (10, 1), (10, 5), (1, 2), (1, 1), (5, 5)):
        layers, (X, y) = random_layers(d, 1), random_data(n, d)
        got = student.manual_grad(X, y, *(tensor.clone() for tensor in layers[0]))[0]
        wanted = mse_gradients(layers, X, y)[0]
        assert_close(got, wanted, f"grad_w for n = {n}, d = {d}", rtol=1e-4, atol=1e-5)


@points(5)
def test_formula_gives_the_gradient_of_the_bias(student):
    """On random data with 1, 2 and 5 features the gradient of the bias is that of autograd."""
    for n, d in ((7, 2), (10, 1), (10, 5), (1, 2), (1, 1), (5, 5)):
        layers, (X, y) = random_layers(d, 1), random_data(n, d)
        got = student.manual_grad(X, y, *(tensor.clone() for tensor in layers[0]))[1]
        wanted = mse_gradients(layers, X, y)[1]
        assert_close(got, wanted, f"grad_b for n = {n}, d = {d}", rtol=1e-4, atol=1e-5)


@points(2)
def test_formula_in_double_precision(student):
    """In float64 the formula agrees with autograd to nine digits."""
    layers, (X, y) = random_layers(3, 1, dtype=torch.float64), random_data(20, 3, torch.float64)
    got = student.manual_grad(X, y, *layers[0])
    for name, value, wanted in zip(("grad_w", "grad_b"), got, mse_gradients(layers, X, y), strict=True):
        assert_close(value, wanted, f"{name} in float64", rtol=1e-9, atol=1e-9)


@points(2)
def test_manual_means_without_autograd(student):
    """The formula works where autograd is switched off."""
    layers, (X, y) = random_layers(2, 1), random_data(7, 2)
    with torch.no_grad():
        got = student.manual_grad(X, y, *layers[0])
    for name, value, wanted in zip(("grad_w", "grad_b"), got, mse_gradients(layers, X, y), strict=True):
        assert_close(value, wanted, f"{name} under torch.no_grad()", rtol=1e-4, atol=1e-5)


### END HIDDEN TESTS
check()

# %% [markdown]
# Autograd and your formula, side by side:

# %% setup="compare_grads"
with waits_for("grads and manual_grad"):
    demo_X, demo_y = (tensor.to(device) for tensor in random_data(100, 2))
    demo_w, demo_b = torch.tensor([[0.5, -1.0]], device=device), torch.tensor([2.0], device=device)
    by_autograd = grads(net_from([(demo_w, demo_b)]), demo_X, demo_y)
    by_formula = dict(zip(("0.weight", "0.bias"), manual_grad(demo_X, demo_y, demo_w, demo_b), strict=True))
    for name, value in by_autograd.items():
        gap = float((value - by_formula[name]).abs().max())
        print(f"{name:8}: by autograd {[round(v, 4) for v in value.reshape(-1).tolist()]}, by formula {gap:.0e} off")

# %% [markdown]
# ## 3. A net with named layers (15 points)
#
# `net[0]` works for an `nn.Sequential` only. Write a class and a function:
#
# - `LinearNet(num_inputs)`, an `nn.Module` with one layer, `nn.Linear(num_inputs, 1)`, stored as the
#   attribute `linear`; its `forward(X)` gives the predictions $(n, 1)$. So its parameters have the names
#   `linear.weight` and `linear.bias`.
# - `get_weight(net)`: the weight of the **first** `nn.Linear` layer in the net, of shape $(1, d)$ if the net
#   has one layer: for a `LinearNet`, for an `nn.Sequential` with or without names, with another kind of
#   layer in front, and for a bare `nn.Linear`. It returns the parameter **itself**, not a copy and not its
#   data, so that `get_weight(net).grad` is there after `backward()`.
#
# Look at `net.modules()`, which goes through all parts of a net, the net included, and at
# `net.named_parameters()`.


# %% solution="linear_net"
class LinearNet(nn.Module):
    """A net with a single linear layer, called `linear`: (n, num_inputs) -> (n, 1)."""

    ### BEGIN SOLUTION
    def __init__(self, num_inputs):
        super().__init__()
        self.linear = nn.Linear(num_inputs, 1)

    def forward(self, X):
        return self.linear(X)
    ### END SOLUTION


def get_weight(net):
    """The weight, a parameter, of the first nn.Linear layer in the net, whatever the net's class."""
    ### BEGIN SOLUTION
    return next(part.weight for part in net.modules() if isinstance(part, nn.Linear))
    ### END SOLUTION


# %% test="linear_net"
@points(3)
def test_linear_net_has_named_parameters(student):
    """LinearNet(3) has the two parameters linear.weight and linear.bias, in their shapes."""
    net = student.LinearNet(3)
    shapes = {name: tuple(param.shape) for name, param in net.named_parameters()}
    expected = {"linear.weight": (1, 3), "linear.bias": (1,)}
    assert shapes == expected, f"the parameters of LinearNet(3) are {shapes}; expected {expected}"


@points(2)
def test_weight_of_one_layer_is_a_row(student):
    """get_weight gives the weight (1, d) of a Sequential with one layer."""
    weight = torch.tensor([[1.0, -2.0, 3.0]])
    found = student.get_weight(student.net_from([(weight, torch.tensor([0.5]))]))
    assert_close(found, weight, "get_weight of a net with one layer")


### BEGIN HIDDEN TESTS
@points(3)
def test_linear_net_is_a_linear_model(student):
    """LinearNet predicts X wᵀ + b with its own parameters, for 1, 2 and 5 features."""
    for n, d in ((7, 1), (1, 2), (10, 5)):
        net, X = student.LinearNet(d), random_data(n, d)[0]
        params = {name: param.detach() for name, param in net.named_parameters()}
        wanted = X @ params["linear.weight"].T + params["linear.bias"]
        assert_close(net(X), wanted, f"LinearNet({d}) of {n} examples")


@points(1)
def test_gradients_of_a_linear_net(student):
    """After backward() both parameters of a LinearNet hold the gradient of the mean squared error."""
    net, (X, y) = student.LinearNet(2), random_data(7, 2)
    params = dict(list(net.named_parameters()))
    layers = [(params["linear.weight"].detach().clone(), params["linear.bias"].detach().clone())]
    student.backward(net, X, y)
    for name, wanted in zip(("linear.weight", "linear.bias"), mse_gradients(layers, X, y), strict=True):
        assert_close(params[name].grad, wanted, f"the gradient of {name}", rtol=1e-4, atol=1e-5)


@points(3)
def test_weight_of_any_kind_of_net(student):
    """get_weight finds the first linear layer of named, of deeper and of nested nets, and of a bare layer."""
    layers = random_layers(3, 4, 1)
    named = student.net_from(layers, ["first", "bend", "last"])
    assert_close(student.get_weight(named), layers[0][0], "get_weight of named layers")
    bare = student.nn.Linear(5, 1)
    assert_close(student.get_weight(bare), bare.weight.detach(), "get_weight of a bare nn.Linear")
    flat = student.nn.Sequential(student.nn.Flatten(), student.nn.ReLU(), student.net_from(layers))
    assert_close(student.get_weight(flat), layers[0][0], "get_weight of a net that begins with other layers")
    single = student.net_from(random_layers(3, 1), ["line"])
    assert tuple(student.get_weight(single).shape) == (1, 3), "get_weight of one named layer has another shape"


@points(1)
def test_weight_of_a_linear_net(student):
    """get_weight finds the weight of a LinearNet."""
    net = student.LinearNet(4)
    wanted = {name: param.detach() for name, param in net.named_parameters()}["linear.weight"]
    assert_close(student.get_weight(net), wanted, "get_weight of a LinearNet")


@points(2)
def test_weight_is_the_parameter_itself(student):
    """What get_weight returns is trainable, and holds the gradient after backward()."""
    layers, (X, y) = random_layers(2, 1), random_data(7, 2)
    net = student.net_from(layers)
    weight = student.get_weight(net)
    assert isinstance(weight, torch.Tensor), f"get_weight gave a {type(weight).__name__}"
    assert weight.requires_grad, "what get_weight returned does not require a gradient"
    assert weight.is_leaf, "what get_weight returned is no leaf"
    student.backward(net, X, y)
    assert weight.grad is not None, "no gradient has come to what get_weight returned"
    assert_close(weight.grad, mse_gradients(layers, X, y)[0], "its gradient", rtol=1e-4, atol=1e-5)


### END HIDDEN TESTS
check()

# %% [markdown]
# ## 4. In the middle of the graph (15 points)
#
# The gradient with respect to the predictions is needed on the way back to the weights, but `backward()`
# does not leave it anywhere: `y_hat` was computed, it is no *leaf*, and only leaves keep their gradient.
# (Asking for `y_hat.grad` gives `None`, and a warning.) Three ways lead to it: `y_hat.retain_grad()` before
# `backward()`; `torch.autograd.grad(l, y_hat)`; or a leaf of your own in its place.
#
# Write `output_grad(net, X, y)`: the gradient of `nn.MSELoss()(y_hat, y)` with respect to `y_hat = net(X)`,
# a tensor of the shape of `y_hat`, $(n, 1)$. It should not depend on what happened to the net before. For
# example, if two examples have the errors $-1$ and 3, it is the column $(-1, 3)$; with four such examples,
# $(-1, 3, -1, 3)$, it is $(-0.5, 1.5, -0.5, 1.5)$.


# %% solution="output_grad"
def output_grad(net, X, y):
    """Gradient of the mean squared error with respect to the predictions net(X), of shape (n, 1)."""
    ### BEGIN SOLUTION
    y_hat = net(X)
    return torch.autograd.grad(nn.MSELoss()(y_hat, y), y_hat)[0]
    ### END SOLUTION


# %% test="output_grad"
@points(4)
def test_output_gradient_of_four_examples(student):
    """For four examples with the errors -1, 3, -1 and 3, it is a column of two numbers, each twice."""
    net = student.net_from([(torch.tensor([[1.0, 1.0]]), torch.tensor([0.0]))])
    X, y = torch.tensor([[1.0, 2.0], [2.0, 2.0]]).repeat(2, 1), torch.tensor([[4.0], [1.0]]).repeat(2, 1)
    found = student.output_grad(net, X, y)
    assert found is not None, "output_grad gave None: y_hat is no leaf, and keeps no gradient by itself"
    assert_close(found, torch.tensor([[-0.5], [1.5], [-0.5], [1.5]]), "output_grad for the errors -1, 3, -1, 3")


### BEGIN HIDDEN TESTS
@points(5)
def test_output_gradient_of_one_layer(student):
    """For a single layer it is right for other numbers of examples and features, in float64 too."""
    for n, d, dtype in ((1, 2, torch.float32), (7, 1, torch.float32), (10, 5, torch.float64)):
        [(w, b)], (X, y) = random_layers(d, 1, dtype=dtype), random_data(n, d, dtype)
        e = X @ w.T + b - y
        found = student.output_grad(student.net_from([(w, b)]), X, y)
        assert_close(found, e * 2 / n, f"output_grad for n = {n}, d = {d}", rtol=1e-4, atol=1e-5)


@points(3)
def test_output_gradient_of_a_deeper_net(student):
    """For a net with a hidden layer it is the gradient of the last output."""
    [(W1, b1), (W2, b2)], (X, y) = random_layers(3, 4, 1), random_data(8, 3)
    e = torch.relu(X @ W1.T + b1) @ W2.T + b2 - y
    found = student.output_grad(student.net_from([(W1, b1), (W2, b2)]), X, y)
    assert_close(found, e * 2 / 8, "output_grad of a net with a hidden layer", rtol=1e-4, atol=1e-4)


@points(3)
def test_output_gradient_is_the_same_every_time(student):
    """A second call gives the same, and the parameters are not changed."""
    [(w, b)], (X, y) = random_layers(2, 1), random_data(6, 2)
    net = student.net_from([(w, b)])
    student.backward(net, X, y)
    for call in ("first", "second"):
        found = student.output_grad(net, X, y)
        assert_close(found, (X @ w.T + b - y) * 2 / 6, f"output_grad in the {call} call", rtol=1e-4, atol=1e-5)
    for param, value in zip(net.parameters(), (w, b), strict=True):
        assert_close(param, value, "a parameter after output_grad", atol=0, rtol=0)


### END HIDDEN TESTS
check()

# %% [markdown]
# ## 5. Predict: what is stored, and when? (15 points)
#
# A new `net = nn.Sequential(nn.Linear(2, 1))`, features `X`, labels `y`, and `loss = nn.MSELoss()`. Let $g$
# be the gradient of `loss(net(X), y)` with respect to the weight; it is not zero. In which state is the
# `.grad` at the end of each line? Choose
#
# - `"None"`: there is none,
# - `"zeros"`: a tensor of zeros,
# - `"value"`: $g$,
# - `"2x"`: twice $g$.
#
# | situation | what is run on the new net | asked for |
# |---|---|---|
# | `"before backward"` | `l = loss(net(X), y)` | `net[0].weight.grad` |
# | `"after backward"` | the same, then `l.backward()` | `net[0].weight.grad` |
# | `"second backward"` | `loss(net(X), y).backward()`, two times | `net[0].weight.grad` |
# | `"zero_grad()"` | `loss(net(X), y).backward()`, then `net.zero_grad()` | `net[0].weight.grad` |
# | `"zero_grad(set_to_none=False)"` | the same, with this argument | `net[0].weight.grad` |
# | `"non-leaf"` | `v = 1 * net[0].weight`, then `loss(X @ v.T + net[0].bias, y).backward()` | `v.grad` |
#
# Write down your prediction before you run anything:
#
# ```python
# PREDICT_GRAD = {
#     "before backward": "...",
#     "after backward": "...",
#     "second backward": "...",
#     "zero_grad()": "...",
#     "zero_grad(set_to_none=False)": "...",
#     "non-leaf": "...",
# }
# ```

# %% solution="predict_grad"
### BEGIN SOLUTION
PREDICT_GRAD = {
    "before backward": "None",
    "after backward": "value",
    "second backward": "2x",
    "zero_grad()": "None",
    "zero_grad(set_to_none=False)": "zeros",
    "non-leaf": "None",
}
### END SOLUTION


# %% test="predict_grad"
@points(3)
def test_a_word_for_each_situation(student):
    """There is one of the four words for each of the six situations."""
    guess = student.PREDICT_GRAD
    assert isinstance(guess, dict), f"PREDICT_GRAD is a {type(guess).__name__}; expected a dict"
    situations = ["before backward", "after backward", "second backward", "zero_grad()"]
    situations += ["zero_grad(set_to_none=False)", "non-leaf"]
    assert set(guess) == set(situations), f"the keys are {list(guess)}; expected {situations}"
    for situation, word in guess.items():
        words = ("None", "zeros", "value", "2x")
        assert word in words, f"{situation}: {word!r}; expected one of the words {words}"


### BEGIN HIDDEN TESTS
@points(2)
def test_prediction_before_backward(student):
    """The prediction for the state before backward() is what happens."""
    assert student.PREDICT_GRAD["before backward"] == "None", "another prediction"


@points(2)
def test_prediction_after_backward(student):
    """The prediction for the state after one backward() is what happens."""
    assert student.PREDICT_GRAD["after backward"] == "value", "another prediction"


@points(2)
def test_prediction_after_a_second_backward(student):
    """The prediction for the state after a second backward() is what happens."""
    assert student.PREDICT_GRAD["second backward"] == "2x", "another prediction"


@points(2)
def test_prediction_after_zero_grad(student):
    """The prediction for the state after zero_grad() is what happens."""
    assert student.PREDICT_GRAD["zero_grad()"] == "None", "another prediction"


@points(2)
def test_prediction_after_zero_grad_to_zeros(student):
    """The prediction for the state after zero_grad(set_to_none=False) is what happens."""
    assert student.PREDICT_GRAD["zero_grad(set_to_none=False)"] == "zeros", "another prediction"


@points(2)
def test_prediction_for_a_computed_tensor(student):
    """The prediction for a tensor that was computed from the weight is what happens."""
    assert student.PREDICT_GRAD["non-leaf"] == "None", "another prediction"


### END HIDDEN TESTS
check()

# %% [markdown]
# Now try the six situations here, and compare. (This cell is yours, and not graded. A `UserWarning` about a
# `.grad` that was asked of the wrong tensor belongs to the lesson.)

# %% solution="try_states"
### BEGIN SOLUTION
def try_states():
    X, y = random_data(10, 2)

    def fresh():
        torch.manual_seed(7)
        return nn.Sequential(nn.Linear(2, 1))

    seen = {}
    net = fresh()
    l = nn.MSELoss()(net(X), y)
    seen["before backward"] = net[0].weight.grad
    l.backward()
    g = net[0].weight.grad.clone()
    seen["after backward"] = g
    backward(net, X, y)
    seen["second backward"] = net[0].weight.grad.clone()
    net.zero_grad(set_to_none=False)
    seen["zero_grad(set_to_none=False)"] = net[0].weight.grad.clone()
    net.zero_grad()
    seen["zero_grad()"] = net[0].weight.grad
    v = 1 * net[0].weight
    v.register_hook(lambda passing: print(f"a gradient of shape {tuple(passing.shape)} passes through v"))
    nn.MSELoss()(X @ v.T + net[0].bias, y).backward()
    seen["non-leaf"] = v.grad if v.is_leaf else None  # asking a non-leaf gives None and a warning
    for situation, grad in seen.items():
        state = "None" if grad is None else "zeros" if not grad.any() else f"{float((grad / g).mean()):g} g"
        print(f"{situation:29}: predicted {PREDICT_GRAD[situation]:5}, found {state}")


try_states()
### END SOLUTION

# %% [markdown]
# ## 6. The whole gradient as one arrow (10 points)
#
# Put all gradients of a net into one long vector. Its length,
#
# $$\lVert g \rVert = \sqrt{\textstyle\sum_p \sum_{i} g_{p,i}^2},$$
#
# over all parameters $p$ and all their entries $i$, tells how steep the loss is here. Where it is very
# steep, a step of gradient descent goes far, often too far. *Clipping* shortens the vector to a greatest
# length and leaves its direction. Write, for a net whose gradients are there already:
#
# - `grad_norm(net)`: the length, as a number (a `float` or a tensor with one element). Parameters without a
#   gradient (`None`) do not count.
# - `clip(net, max_norm)`: if the length exceeds `max_norm`, multiply **all** gradients, in place, by the
#   same factor, so that the length becomes `max_norm`; else leave them alone.
#
# For the gradients $(3, 0)$ and $(4)$ the length is 5, and `clip` with 1 makes them $(0.6, 0)$ and $(0.8)$.
# `torch.nn.utils.clip_grad_norm_` does this too; write it without.


# %% solution="grad_norm"
def grad_norm(net):
    """Length of the vector of all gradients of the net; parameters without a gradient do not count."""
    ### BEGIN SOLUTION
    return math.sqrt(sum((p.grad**2).sum() for p in net.parameters() if p.grad is not None))
    ### END SOLUTION


def clip(net, max_norm):
    """Shorten the vector of all gradients of the net to the length max_norm, in place, if it is longer."""
    ### BEGIN SOLUTION
    norm = grad_norm(net)
    for p in net.parameters():
        if p.grad is not None and norm > max_norm:
            p.grad *= max_norm / norm
    ### END SOLUTION


# %% setup="norm_checks"
def give_gradients(net, gradients):
    """Store the gradients, one for each parameter of the net, or None."""
    for param, grad in zip(net.parameters(), gradients, strict=True):
        param.grad = None if grad is None else grad.clone()
    return net


# %% test="grad_norm"
def one_number(value, what):
    """A float from a number or from a tensor with one element, whatever its shape."""
    if isinstance(value, torch.Tensor):
        assert value.numel() == 1, f"{what} has the shape {tuple(value.shape)}; expected one number"
        return float(value.detach().reshape(()))
    assert isinstance(value, float | int), f"{what} is a {type(value).__name__}; expected a number"
    return float(value)


@points(2)
def test_norm_of_the_example(student):
    """The gradients (3, 0) and (4) have the length 5."""
    net = student.net_from([(torch.ones(1, 2), torch.ones(1))])
    student.give_gradients(net, [torch.tensor([[3.0, 0.0]]), torch.tensor([4.0])])
    assert_close(one_number(student.grad_norm(net), "grad_norm"), 5.0, "grad_norm of (3, 0) and (4)")


@points(1)
def test_clip_shortens_the_example(student):
    """Clipped to the length 1, the gradients (3, 0) and (4) become (0.6, 0) and (0.8)."""
    net = student.net_from([(torch.ones(1, 2), torch.ones(1))])
    student.give_gradients(net, [torch.tensor([[3.0, 0.0]]), torch.tensor([4.0])])
    student.clip(net, 1.0)
    weight, bias = [param.grad for param in net.parameters()]
    assert_close(weight, torch.tensor([[0.6, 0.0]]), "the gradient (3, 0), clipped", rtol=1e-4, atol=1e-5)
    assert_close(bias, torch.tensor([0.8]), "the gradient (4), clipped", rtol=1e-4, atol=1e-5)


### BEGIN HIDDEN TESTS
def clipped_by_torch(net, max_norm):
    """torch's own total norm, and the gradients that it leaves, on copies; a None stays one."""
    shadows = [param.detach().clone().requires_grad_() for param in net.parameters()]
    for shadow, param in zip(shadows, net.parameters(), strict=True):
        shadow.grad = None if param.grad is None else param.grad.detach().clone()
    norm = torch.nn.utils.clip_grad_norm_(shadows, max_norm)
    return float(norm), [shadow.grad for shadow in shadows]


@points(3)
def test_norm_is_that_of_torch(student):
    """The length is torch's for random nets, also when some parameters have no gradient, or none has."""
    for widths in ((2, 1), (3, 4, 1), (1, 5, 2, 1)):
        net, (X, y) = student.net_from(random_layers(*widths)), random_data(7, widths[0])
        student.backward(net, X, y)
        norm = one_number(student.grad_norm(net), "grad_norm")
        assert_close(norm, clipped_by_torch(net, 1.0)[0], f"grad_norm of a net {widths}", rtol=1e-4)
    net = student.net_from(random_layers(2, 1))
    for gradients, wanted in (([None, torch.tensor([-3.0])], 3.0), ([torch.tensor([[1.0, -2.0]]), None], 5**0.5)):
        student.give_gradients(net, gradients)
        assert_close(one_number(student.grad_norm(net), "grad_norm"), wanted, "grad_norm with one None", rtol=1e-4)


@points(3)
def test_clip_is_that_of_torch(student):
    """Clipping leaves what torch's clipping leaves: long gradients shortened together, short ones untouched."""
    for widths, max_norm in (((2, 1), 0.5), ((3, 4, 1), 2.0), ((2, 3, 1), 1e6), ((1, 1), 1e-3)):
        net, (X, y) = student.net_from(random_layers(*widths)), random_data(7, widths[0])
        student.backward(net, X + 1, y - 5)
        _, wanted = clipped_by_torch(net, max_norm)
        student.clip(net, max_norm)
        for param, grad in zip(net.parameters(), wanted, strict=True):
            assert_close(param.grad, grad, f"a gradient clipped to {max_norm}", rtol=1e-4, atol=1e-6)


@points(1)
def test_clip_passes_over_parameters_without_a_gradient(student):
    """A parameter without a gradient has none after clipping either; the others are clipped."""
    net = student.net_from(random_layers(2, 1))
    student.give_gradients(net, [None, torch.tensor([-8.0])])
    student.clip(net, 2.0)
    weight, bias = [param.grad for param in net.parameters()]
    assert weight is None, "a gradient appeared where there was none"
    assert_close(bias, torch.tensor([-2.0]), "the only gradient, clipped to 2", rtol=1e-4)


### END HIDDEN TESTS
check()

# %% [markdown]
# ## The field that gradient descent follows
#
# Now use what you wrote. The next cell makes 100 examples of the line $y = 2 x_1 - 3.4 x_2 + 4.2$ with a
# skew between the features, and walks downhill from a far start for 60 steps, twice: with the gradients as
# they are, and with your `clip` at the length 4. It records the weights and your `grad_norm` before every
# step in `walks[name]`, a pair of lists.

# %% setup="walks"
skew = torch.tensor([[1.0, 0.0], [1.0, 0.8]], device=device)
line_X = torch.randn(100, 2, device=device) @ skew
line_y = line_X @ torch.tensor([[2.0], [-3.4]], device=device) + 4.2

walks = {}
with waits_for("get_weight, grad_norm and clip"):
    for walk_name, longest in (("as it is", math.inf), ("clipped to 4", 4.0)):
        walk_net = net_from([(torch.tensor([[-6.0, 4.0]]).to(device), torch.tensor([4.2]).to(device))])
        places, norms = [], []
        for _ in range(60):
            walk_net.zero_grad()
            backward(walk_net, line_X, line_y)
            places.append(get_weight(walk_net).detach().reshape(-1).tolist())
            norms.append(float(grad_norm(walk_net)))
            clip(walk_net, longest)
            torch.optim.SGD(walk_net.parameters(), lr=0.15).step()
        walks[walk_name] = (places, norms)
        at_end = ", ".join(f"{value:.3f}" for value in get_weight(walk_net).detach().reshape(-1).tolist())
        print(f"Gradient {walk_name:12}: norm {norms[0]:6.2f} at first, {norms[-1]:.1e} at last; w1, w2 = {at_end}")

# %% [markdown]
# Draw two panels. On the left the plane of the two weights: at each point of a grid an arrow along
# $-\partial L / \partial w$ at that point (your `manual_grad` or `grads`; all arrows of one length show the
# direction best), and over it the two walks. On the right `grad_norm` against the step, on a logarithmic
# axis. (This plot is not graded.) How far does the first step go with and without `clip`?

# %% solution="plot_field"
### BEGIN SOLUTION
fig_field, (ax_field, ax_norm) = plt.subplots(1, 2, figsize=(10, 4.4))
across, up = torch.meshgrid(torch.linspace(-8, 8, 17), torch.linspace(-8, 6, 15), indexing="xy")
b_true = torch.tensor([4.2], device=device)
arrows = []
for point in torch.stack([across.reshape(-1), up.reshape(-1)], dim=1).to(device):
    arrow = -manual_grad(line_X, line_y, point.reshape(1, 2), b_true)[0].reshape(-1)
    arrows.append((arrow / arrow.norm()).tolist())
ax_field.quiver(across, up, *zip(*arrows, strict=True), color="0.6", pivot="mid", width=0.004)
for look, (name, (places, norms)) in zip(("C0o-", "C1s--"), walks.items(), strict=True):
    ax_field.plot(*zip(*places, strict=True), look, markersize=4, label=f"gradient {name}")
    ax_norm.semilogy(range(len(norms)), norms, look, markersize=3, label=f"gradient {name}")
ax_field.plot([2], [-3.4], "k*", markersize=12, label="true weights")
ax_field.set_xlabel("weight $w_1$ (no unit)")
ax_field.set_ylabel("weight $w_2$ (no unit)")
ax_field.set_title("The field −∂L/∂w and two walks through it")
ax_field.legend(fontsize=8, loc="lower left")
ax_norm.axhline(4, color="0.3", linestyle=":", label="max_norm = 4")
ax_norm.set_xlabel("step")
ax_norm.set_ylabel("grad_norm before clipping (no unit)")
ax_norm.set_title("The length of the gradient")
ax_norm.legend(fontsize=8)
fig_field.tight_layout()
### END SOLUTION
