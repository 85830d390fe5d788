# %% [markdown]
# # Zero initialization: where does training start, and does it matter?
#
# Before the first step every parameter needs a value. Zero looks like the fairest of them all. What happens
# if we set the weights of linear regression to zero: does the algorithm still work? And what if there is a
# hidden layer?
#
# The two questions have opposite answers, and most short answers that one hears ("the gradient is zero,
# nothing moves", "it ends in another minimum", "zero never works") are wrong for one of them. You will work
# out the first gradient with pencil and paper, train from several starts, say in advance which parameters
# of a small network can move at all, and then look.
#
# | exercise | you write | points |
# |---|---|---|
# | 1 | `init_params`: a start at zero or at small random numbers | 10 |
# | 2 | `zero_grad_formula`: the first gradient, without autograd | 20 |
# | 3 | `train`: the training loop, for any net | 20 |
# | 4 | `PREDICT_ZERO`: which parameters of a hidden layer move? | 15 |
# | 5 | `mlp_first_grads`: run it | 20 |
# | 6 | `distinct_units`, `QUIZ_ZERO`: what became of the hidden units | 15 |
#
# All numbers are pure numbers, without units. $n$ is the number of examples, $d$ the number of features and
# $B$ the batch size.
#
# **Week:** 3. **Time:** 45 minutes. **Before it:** linear_regression_scratch. **In the book:** 3.4 Linear
# Regression Implementation from Scratch; 5.4 Numerical Stability and Initialization.

# %% setup
import random

import matplotlib.pyplot as plt
import torch

from autograder import assert_close, check, get_device, points, waits_for

# %% given
from autograder.course.given import given

linreg, squared_loss, sgd, data_iter = given("linear_regression_scratch", "linreg", "squared_loss", "sgd", "data_iter")

# %% setup
device = get_device()
random.seed(1986)
torch.manual_seed(1986)

true_w = torch.tensor([[2.0], [-3.4]])
true_b = 4.2


def line_data(n, noise=0.01, dtype=torch.float32):
    """n examples of the line y = 2 x1 - 3.4 x2 + 4.2 with normal noise: X (n, 2) and y (n, 1)."""
    X = torch.randn(n, 2, dtype=dtype)
    return X, X @ true_w.to(dtype) + true_b + noise * torch.randn(n, 1, dtype=dtype)


# %% [markdown]
# ## Two landscapes
#
# Gradient descent walks downhill on the graph of the loss, from the start that you give it. On the left is
# the loss of a linear regression with two weights. On the right is that of the smallest net with a hidden
# layer: two units, $\hat y = \tanh(w_1 x) + \tanh(w_2 x)$, and data that were made with the weights 2 and
# $-0.5$. Swap the two units and nothing changes, so this picture is its own mirror image, and it has two
# valleys. Each cross is a start at zero. Where do you expect to go from there?


# %% setup="picture"
def draw_landscapes():
    w_1, w_2 = torch.meshgrid(torch.linspace(-4, 5, 91), torch.linspace(-6, 3, 91), indexing="xy")
    bowl = ((w_1 - 2) ** 2 + (w_2 + 3.4) ** 2) / 2
    fig, (left, right) = plt.subplots(1, 2, figsize=(9, 4))
    left.contour(w_1, w_2, bowl, levels=[0.2, 1, 3, 6, 10, 15, 21, 28], cmap="viridis")
    left.plot([2], [-3.4], "o", color="C1", label="lowest point")
    left.set_title("Linear regression: one bowl")
    v_1, v_2 = torch.meshgrid(torch.linspace(-2, 4, 91), torch.linspace(-2, 4, 91), indexing="xy")
    x = torch.linspace(-2, 2, 41).reshape(-1, 1, 1)
    y = torch.tanh(2 * x) + torch.tanh(-0.5 * x)
    hills = ((torch.tanh(v_1 * x) + torch.tanh(v_2 * x) - y) ** 2 / 2).mean(dim=0)
    levels = [0.005, 0.02, 0.04, 0.06, 0.08, 0.12, 0.2, 0.35, 0.6]
    right.contour(v_1, v_2, hills, levels=levels, cmap="viridis")
    right.plot([2, -0.5], [-0.5, 2], "o", color="C1", label="lowest points")
    right.plot([-2, 4], [-2, 4], "--", color="0.5", label="mirror line")
    right.set_title("Two hidden units: a mirror image")
    for ax in (left, right):
        ax.plot([0], [0], "x", color="k", markersize=9, markeredgewidth=2, label="start at zero")
        ax.set_xlabel("weight $w_1$ (no unit)")
        ax.set_ylabel("weight $w_2$ (no unit)")
        ax.set_aspect("equal")
        ax.legend(fontsize=8, loc="upper right")
    fig.tight_layout()


draw_landscapes()

# %% [markdown]
# ## 1. Two ways to start (10 points)
#
# Write `init_params(num_inputs, kind="normal", sigma=0.01)`. It returns the parameters `(w, b)` of a linear
# model:
#
# - `w` of shape `(num_inputs, 1)`: all zeros if `kind` is `"zero"`; if it is `"normal"`, random numbers from
#   the normal distribution with mean 0 and **standard deviation** `sigma`, new ones in each call;
# - `b` of shape `(1,)`: zero in both cases.
#
# Both live on `device`, require a gradient, and are *leaves*: tensors that autograd did not compute from
# others. Only a leaf keeps the gradient that `backward()` brings.
#
# For example `init_params(3, "zero")` gives a column of three zeros and a vector of one zero.
#
# *Mind the leaf*: whatever you compute from a tensor that requires a gradient has a history, and is no leaf
# any more. `tensor.is_leaf` tells.


# %% solution="init_params"
def init_params(num_inputs, kind="normal", sigma=0.01):
    """Start of a linear model: w (num_inputs, 1), zero or normal with sd sigma, and b (1,), zero."""
    ### BEGIN SOLUTION
    w = torch.zeros(num_inputs, 1, device=device)
    if kind == "normal":
        w = torch.normal(0.0, sigma, size=(num_inputs, 1), device=device)
    b = torch.zeros(1, device=device)
    return w.requires_grad_(), b.requires_grad_()
    ### END SOLUTION


# %% test="init_params"
@points(2)
def test_parameters_have_their_shapes(student):
    """For both kinds w is a column with one row per input, and b has one element."""
    for kind in ("zero", "normal"):
        w, b = student.init_params(3, kind)
        for name, tensor, shape in (("w", w, (3, 1)), ("b", b, (1,))):
            what = f"init_params(3, {kind!r}): {name}"
            assert isinstance(tensor, torch.Tensor), f"{what} is a {type(tensor).__name__}; expected a tensor"
            assert tuple(tensor.shape) == shape, f"{what} has the shape {tuple(tensor.shape)}; expected {shape}"


@points(2)
def test_parameters_can_be_trained(student):
    """For both kinds w and b are leaves that require a gradient."""
    for kind in ("zero", "normal"):
        for name, tensor in zip(("w", "b"), student.init_params(2, kind), strict=True):
            what = f"init_params(2, {kind!r}): {name}"
            assert tensor.requires_grad, f"{what} does not require a gradient"
            assert tensor.is_leaf, f"{what} is not a leaf: autograd computed it, and will keep no gradient in it"


### BEGIN HIDDEN TESTS
@points(2)
def test_zero_means_zero_and_the_bias_is_zero(student):
    """Of the kind "zero" all weights are zero, for one and for five inputs, and can be trained; the bias likewise."""
    for d in (1, 5):
        w, b = student.init_params(d, kind="zero", sigma=3.0)
        assert w.requires_grad, f"w of the kind zero does not require a gradient for {d} inputs"
        assert b.requires_grad, f"b does not require a gradient for {d} inputs"
        assert_close(w, torch.zeros(d, 1), f"w of the kind zero for {d} inputs", atol=0)
        assert_close(b, torch.zeros(1), "b of the kind zero", atol=0)
        assert_close(student.init_params(d, kind="normal", sigma=2.0)[1], torch.zeros(1), "b, normal", atol=0)


@points(3)
def test_random_weights_have_the_given_sd(student):
    """Of the kind "normal" the weights scatter about zero with the standard deviation sigma, 0.01 if not given."""
    for sigma, (w, _) in ((0.01, student.init_params(100_000)), (0.5, student.init_params(100_000, "normal", 0.5))):
        assert tuple(w.shape) == (100_000, 1), f"w has the shape {tuple(w.shape)}"
        wide = w.detach().double()
        assert_close(wide.std() / sigma, 1.0, "the sd of the weights / sigma", rtol=0, atol=0.02)
        assert_close(wide.mean() / sigma, 0.0, "the mean of the weights / sigma", rtol=0, atol=0.02)
        core = float((wide.abs() < sigma).double().mean())
        assert 0.67 < core < 0.695, f"a share of {core:.3f} lies within one sd: not a normal distribution"


@points(1)
def test_random_weights_are_new_in_each_call(student):
    """Two calls give other random weights, for one and for five inputs."""
    for d in (1, 5):
        first, second = (student.init_params(d)[0].detach() for _ in range(2))
        assert tuple(first.shape) == (d, 1), f"w has the shape {tuple(first.shape)} for {d} inputs"
        assert not torch.equal(first, second), "two calls gave the same weights"
        assert len(set(first.reshape(-1).tolist())) == d, "two inputs have the same random weight"


### END HIDDEN TESTS
check()

# %% [markdown]
# ## 2. The first gradient, without autograd (20 points)
#
# Is there a gradient at all when everything is zero? The loss of linear regression is
#
# $$L(w, b) = \frac1n \sum_{i=1}^n \tfrac12 \left(x_i^\top w + b - y_i\right)^2 .$$
#
# Differentiate it with respect to $w$ and $b$, then set $w = 0$ and $b = 0$. Write what is left as
# `zero_grad_formula(features, labels)`. `features` has shape $(n, d)$ and `labels` $(n, 1)$; it returns
# `(grad_w, grad_b)` of the shapes $(d, 1)$ and $(1,)$, computed by your formula: no `backward()`, no
# `torch.autograd`.
#
# One example to check by hand: the single row $x = (1, 2)$ with the label $y = 3$ has the gradient
# $(-3, -6)$ for $w$ and $-3$ for $b$. *Sum or mean?* Try two copies of that row: the loss is the same, so
# the gradient must be, too.


# %% solution="zero_grad_formula"
def zero_grad_formula(features, labels):
    """Gradient of the mean squared_loss of linreg at w = 0, b = 0: grad_w (d, 1) and grad_b (1,)."""
    ### BEGIN SOLUTION
    return -features.T @ labels / len(labels), -labels.mean(dim=0)
    ### END SOLUTION


# %% test="zero_grad_formula"
@points(5)
def test_first_gradient_of_three_examples(student):
    """The first gradient of three examples with two features is the one that paper and pencil give."""
    X = torch.tensor([[1.0, 0.0], [0.0, 2.0], [2.0, 1.0]])
    y = torch.tensor([[3.0], [-1.0], [4.0]])
    grad_w, grad_b = student.zero_grad_formula(X, y)
    assert_close(grad_w, torch.tensor([[-11 / 3], [-2 / 3]]), "grad_w of the three examples")
    assert_close(grad_b, torch.tensor([-2.0]), "grad_b of the three examples")


### BEGIN HIDDEN TESTS
def autograd_at_zero(X, y):
    """The gradient of the mean squared_loss at w = 0, b = 0, by autograd."""
    w = torch.zeros(X.shape[1], 1, dtype=X.dtype, requires_grad=True)
    b = torch.zeros(1, dtype=X.dtype, requires_grad=True)
    return torch.autograd.grad(squared_loss(linreg(X, w, b), y).mean(), (w, b))


@points(6)
def test_weights_have_the_gradient_of_autograd(student):
    """On five random data sets the gradient of the weights is that of autograd."""
    for n in (10, 20, 33, 50, 7):
        X, y = line_data(n, noise=1.0)
        got = student.zero_grad_formula(X.clone(), y.clone())[0]
        assert_close(got, autograd_at_zero(X, y)[0], f"grad_w of {n} examples", rtol=1e-5, atol=1e-5)


@points(4)
def test_bias_has_the_gradient_of_autograd(student):
    """On five random data sets the gradient of the bias is that of autograd."""
    for n in (10, 20, 33, 50, 7):
        X, y = line_data(n, noise=1.0)
        got = student.zero_grad_formula(X.clone(), y.clone())[1]
        assert_close(got, autograd_at_zero(X, y)[1], f"grad_b of {n} examples", rtol=1e-5, atol=1e-5)


@points(3)
def test_first_gradient_for_any_shape(student):
    """The formula holds for one example, for one feature and for five, in float64 too."""
    for n, d in ((1, 1), (1, 5), (8, 1), (3, 5), (5, 5)):
        X, y = 3 * torch.randn(n, d, dtype=torch.float64) + 1, torch.randn(n, 1, dtype=torch.float64) - 2
        for got, wanted in zip(student.zero_grad_formula(X, y), autograd_at_zero(X, y), strict=True):
            assert_close(got, wanted, f"a gradient for {n} examples with {d} features", rtol=1e-9, atol=1e-9)


@points(2)
def test_formula_needs_no_autograd(student):
    """The formula works where autograd is switched off."""
    X, y = line_data(12)
    with torch.no_grad():
        grad_w, grad_b = student.zero_grad_formula(X, y)
    wanted_w, wanted_b = autograd_at_zero(X, y)
    assert_close(grad_w, wanted_w, "grad_w under torch.no_grad()", rtol=1e-5, atol=1e-5)
    assert_close(grad_b, wanted_b, "grad_b under torch.no_grad()", rtol=1e-5, atol=1e-5)


### END HIDDEN TESTS
check()

# %% [markdown]
# ## A net with a hidden layer
#
# Later you will train a net with 2 inputs, 4 hidden units with an activation $\phi$, and 1 output,
#
# $$H = \phi(X W_1 + b_1), \qquad \hat y = H W_2 + b_2 .$$
#
# The next cell gives 100 examples with a bend, $y = 2 x_1 - 3.4 x_2 + 4.2 + x_1^2$, as `bend_X` (100, 2) and
# `bend_y` (100, 1), the shapes of the four parameters, and `mlp_net(act)`: the net with the activation of
# that name, as a function of `(X, W1, b1, W2, b2)`. So `mlp_net("tanh")(bend_X, *params)` are the
# predictions, and a `net` for your `train`.

# %% setup="mlp"
MLP_SHAPES = {"W1": (2, 4), "b1": (4,), "W2": (4, 1), "b2": (1,)}
ACTIVATIONS = {"relu": torch.relu, "tanh": torch.tanh, "sigmoid": torch.sigmoid}

bend_draws = torch.Generator().manual_seed(1989)
bend_X = torch.randn(100, 2, generator=bend_draws).to(device)
bend_y = bend_X @ true_w.to(device) + true_b + bend_X[:, :1] ** 2


def mlp_net(act):
    """The net with one hidden layer and the activation named `act`: net(X, W1, b1, W2, b2) -> (n, 1)."""

    def net(X, W1, b1, W2, b2):
        hidden = ACTIVATIONS[act](torch.matmul(X, W1) + b1)
        return torch.matmul(hidden, W2) + b2

    return net


def mlp_start(value=None):
    """The four parameters of the net, all equal to `value`, or drawn from N(0, 1) if it is None."""
    made = [torch.randn(s) if value is None else torch.full(s, float(value)) for s in MLP_SHAPES.values()]
    return [param.to(device).requires_grad_() for param in made]


# %% [markdown]
# ## 3. Training, from any start (20 points)
#
# Write `train(net, loss, params, features, labels, lr, num_epochs, batch_size)`, the training loop for a
# list of parameters of any length:
#
# - `net(X, *params)` gives the predictions and `loss(y_hat, y)` one number per example, as `linreg` and
#   `squared_loss` do;
# - in each of the `num_epochs` epochs go through the mini-batches of `data_iter`; for each of them, one step
#   of stochastic gradient descent with the learning rate `lr`, the gradient being the mean over the batch.
#   (`sgd` divides by the batch size; so call `backward()` on the *sum* of the batch.)
# - start from `params` as they are, and change them in place;
# - return a list with one Python `float` for each epoch: the mean loss over **all** examples after the
#   epoch's last step.
#
# For example, on 1000 examples of the line, with `lr` 0.03 and $B = 10$, the list begins near 0.04 and is at
# 0.00005, the noise, after three epochs.


# %% solution="train"
def train(net, loss, params, features, labels, lr, num_epochs, batch_size):
    """Train params in place by mini-batch SGD; the mean loss over all examples after each epoch (floats)."""
    ### BEGIN SOLUTION
    losses = []
    for _ in range(num_epochs):
        for X, y in data_iter(batch_size, features, labels):
            loss(net(X, *params), y).sum().backward()
            sgd(params, lr, batch_size)
        losses.append(loss(net(features, *params), labels).mean().item())
    return losses
    ### END SOLUTION


# %% test="train"
@points(3)
def test_train_returns_one_float_per_epoch(student):
    """train returns a list with one Python float for each epoch."""
    X, y = line_data(12)
    start = [torch.zeros(2, 1, requires_grad=True), torch.zeros(1, requires_grad=True)]
    losses = student.train(student.linreg, student.squared_loss, start, X, y, 0.01, 5, 4)
    assert isinstance(losses, list), f"train returns a {type(losses).__name__}; expected a list"
    assert len(losses) == 5, f"5 epochs gave {len(losses)} losses"
    kinds = sorted({type(value).__name__ for value in losses})
    assert kinds == ["float"], f"each loss should be a Python float; yours: {', '.join(kinds)}"


@points(3)
def test_losses_fall_from_a_start_at_zero(student):
    """From a start at zero, on a line without noise, the loss falls in every epoch."""
    corners = torch.tensor([[1.0, 1.0], [1.0, -1.0], [-1.0, 1.0], [-1.0, -1.0]])
    start = [torch.zeros(2, 1, requires_grad=True), torch.zeros(1, requires_grad=True)]
    labels_here = linreg(corners, true_w, true_b)
    losses = student.train(student.linreg, student.squared_loss, start, corners, labels_here, 0.1, 8, 4)
    assert len(losses) == 8, f"8 epochs gave {len(losses)} losses"
    for epoch in range(1, 8):
        before, after = losses[epoch - 1], losses[epoch]
        assert after < before, f"epoch {epoch + 1}: the loss went from {before:.4g} to {after:.4g}; it should fall"


### BEGIN HIDDEN TESTS
@points(4, seconds=30)
def test_zero_and_random_reach_the_noise_floor(student):
    """From zeros and from small random numbers alike, two epochs lead to the true line and the noise floor."""
    X, y = line_data(1000)
    for w in (torch.zeros(2, 1), 0.01 * torch.randn(2, 1)):
        params = [w.requires_grad_(), torch.zeros(1, requires_grad=True)]
        losses = student.train(student.linreg, student.squared_loss, params, X, y, 0.04, 2, 10)
        assert losses[-1] < 1e-4, f"the last loss is {losses[-1]:.3g}"
        for param, truth in zip(params, (true_w, torch.tensor([true_b])), strict=True):
            assert_close(param, truth, "a parameter after two epochs", rtol=0, atol=0.01)


@points(3, seconds=30)
def test_starts_far_apart_end_together(student):
    """Two starts, one at zero and one far off, end at the same parameters when there is no noise."""
    X, y = line_data(200, noise=0.0)
    ends = []
    for w, b in ((torch.zeros(2, 1), 0.0), (torch.tensor([[9.0], [-7.0]]), -20.0)):
        params = [w.requires_grad_(), torch.tensor([b], requires_grad=True)]
        student.train(student.linreg, student.squared_loss, params, X, y, 0.1, 10, 20)
        ends.append([param.detach() for param in params])
    for one, other, truth in zip(*ends, (true_w, torch.tensor([true_b])), strict=True):
        assert_close(one, truth, "a parameter that started at zero", rtol=0, atol=0.01)
        assert_close(other, one, "a parameter that started far off", rtol=0, atol=0.01)


@points(3)
def test_a_step_is_the_learning_rate_times_the_mean_gradient(student):
    """With one batch of all examples, each epoch is one exact step of gradient descent from the given start."""
    for n, epochs, lr in ((7, 1, 0.1), (10, 3, 0.05), (1, 2, 0.2)):
        X, y = line_data(n, noise=1.0, dtype=torch.float64)
        w, b = torch.tensor([[0.5], [1.5]]).double(), torch.tensor([-1.0]).double()
        params = [w.clone().requires_grad_(), b.clone().requires_grad_()]
        student.train(student.linreg, student.squared_loss, params, X, y, lr, epochs, n)
        for _ in range(epochs):
            e = X @ w + b - y
            w, b = w - lr * X.T @ e / n, b - lr * e.mean(dim=0)
        assert_close(params[0], w, f"w after {epochs} full-batch steps", rtol=1e-9, atol=1e-9)
        assert_close(params[1], b, f"b after {epochs} full-batch steps", rtol=1e-9, atol=1e-9)


@points(2)
def test_every_loss_is_that_of_all_examples(student):
    """The losses are means over all examples, worked out after the epoch's last step."""
    X, y = line_data(11, noise=1.0)
    params = [torch.ones(2, 1, requires_grad=True), torch.zeros(1, requires_grad=True)]
    losses = student.train(student.linreg, student.squared_loss, params, X, y, 0.05, 2, 3)
    wanted = squared_loss(linreg(X, *params), y).mean().item()
    assert_close(losses[-1], wanted, "the last loss", rtol=1e-4)
    params = [torch.ones(2, 1, requires_grad=True), torch.zeros(1, requires_grad=True)]
    wanted = squared_loss(linreg(X, *params), y).mean().item()
    losses = student.train(student.linreg, student.squared_loss, params, X, y, 0.0, 2, 3)
    assert_close(losses[0], wanted, "the first loss at a learning rate of zero", rtol=1e-4)


@points(1)
def test_any_loss(student):
    """Another loss, for labels 0 and 1, is trained and reported too: it is called as loss(prediction, label)."""
    X, y = torch.randn(9, 2), (torch.rand(9, 1) < 0.5).float()
    y[:2, 0] = torch.tensor([0.0, 1.0])
    params = [torch.tensor([[0.5], [-1.0]], requires_grad=True), torch.tensor([0.3], requires_grad=True)]
    e = torch.sigmoid(linreg(X, *(param.detach() for param in params))) - y
    wanted = params[0].detach() - 0.1 * X.T @ e / 9
    loss = student.torch.nn.BCEWithLogitsLoss(reduction="none")
    losses = student.train(student.linreg, loss, params, X, y, 0.1, 1, 9)
    assert_close(params[0], wanted, "w after a step on another loss", rtol=1e-4, atol=1e-5)
    y_hat = linreg(X, *(param.detach() for param in params))
    after = torch.nn.functional.binary_cross_entropy_with_logits(y_hat, y).item()
    assert_close(losses[0], after, "the reported mean of another loss", rtol=1e-4)


@points(1)
def test_any_number_of_parameters(student):
    """A net with a hidden layer is trained as well: all four parameters move, and the loss falls."""
    X, y = line_data(6)
    y += 10
    params = [(0.5 * torch.randn(shape)).requires_grad_() for shape in MLP_SHAPES.values()]
    params[3].data += y.mean() - 3  # near enough for no other start to end below it
    before = [param.detach().clone() for param in params]
    first = squared_loss(mlp_net("tanh")(X, *params), y).mean().item()
    student.train(student.mlp_net("tanh"), student.squared_loss, params, X.clone(), y.clone(), 0.02, 3, 3)
    after = squared_loss(mlp_net("tanh")(X, *params), y).mean().item()
    assert after < first, "the loss of a net with a hidden layer did not fall"
    for old, param in zip(before, params, strict=True):
        assert not torch.equal(old, param.detach()), "a parameter of a net with a hidden layer did not move"


### END HIDDEN TESTS
check()

# %% [markdown]
# Your loop, from three starts: zeros, the book's small random numbers, and absurd ones, with a standard
# deviation of 1000.

# %% setup="use_train"
STARTS = {"zeros": ("zero", 0.0), "N(0, 0.01²)": ("normal", 0.01), "N(0, 1000²)": ("normal", 1000.0)}

line_runs = {}
with waits_for("init_params and train"):
    line_X, line_y = (tensor.to(device) for tensor in line_data(1000))
    for start_name, (start_kind, start_sigma) in STARTS.items():
        line_w, line_b = init_params(2, start_kind, start_sigma)
        line_runs[start_name] = train(linreg, squared_loss, [line_w, line_b], line_X, line_y, 0.03, 6, 10)
        found = ", ".join(f"{value:.3f}" for value in [*line_w.detach().reshape(-1).tolist(), line_b.item()])
        print(f"Linear regression from {start_name}: loss {line_runs[start_name][-1]:.2g}, w1, w2, b = {found}")

# %% [markdown]
# ## 4. Predict: which parameters move? (15 points)
#
# Now the net with the hidden layer, $H = \phi(X W_1 + b_1)$ and $\hat y = H W_2 + b_2$, with $W_1$ of shape
# $(2, 4)$, $b_1$ $(4,)$, $W_2$ $(4, 1)$ and $b_2$ $(1,)$. Let every parameter be **zero**. Which of them
# have a first gradient that is not zero? The chain rule, backwards from the error $e_i = \hat y_i - y_i$,
# says
#
# $$\frac{\partial L}{\partial b_2} = \frac1n \sum_i e_i, \qquad
# \frac{\partial L}{\partial W_2} = \frac1n H^\top e, \qquad
# \frac{\partial L}{\partial W_1} = \frac1n X^\top \left[ (e\, W_2^\top) \odot \phi'(X W_1 + b_1) \right],$$
#
# and for $b_1$ the same as for $W_1$ with ones in place of $X$. All you need are $\phi(0)$, and $\phi'(0)$:
#
# - `"relu"`: $\max(0, z)$, whose slope at 0 is 0 in torch;
# - `"tanh"`: $\tanh z$, with the slope 1 at 0;
# - `"sigmoid"`: $1 / (1 + e^{-z})$, with the slope 1/4 at 0.
#
# Before you run anything, write for each activation four truth values, in the order $W_1, b_1, W_2, b_2$:
# `True` if that parameter moves in the first step. The mean of the labels is not zero.
#
# ```python
# PREDICT_ZERO = {
#     "relu": (..., ..., ..., ...),
#     "tanh": (..., ..., ..., ...),
#     "sigmoid": (..., ..., ..., ...),
# }
# ```

# %% solution="predict_zero"
### BEGIN SOLUTION
PREDICT_ZERO = {
    "relu": (False, False, False, True),
    "tanh": (False, False, False, True),
    "sigmoid": (False, False, True, True),
}
### END SOLUTION


# %% test="predict_zero"
@points(3)
def test_four_truth_values_for_each_activation(student):
    """There are four truth values for each of the three activations."""
    guess = student.PREDICT_ZERO
    assert isinstance(guess, dict), f"PREDICT_ZERO is a {type(guess).__name__}; expected a dict"
    assert set(guess) == {"relu", "tanh", "sigmoid"}, f"the keys are {list(guess)}; expected the activations"
    for name, values in guess.items():
        assert isinstance(values, tuple | list), f"{name}: {values!r} is no tuple of four truth values"
        assert [type(v) for v in values] == [bool] * 4, f"{name}: {values!r}; expected four of True and False"


### BEGIN HIDDEN TESTS
@points(4)
def test_prediction_for_relu(student):
    """The prediction for ReLU is what happens."""
    assert list(student.PREDICT_ZERO["relu"]) == [False, False, False, True], "another prediction for relu"


@points(4)
def test_prediction_for_tanh(student):
    """The prediction for tanh is what happens."""
    assert list(student.PREDICT_ZERO["tanh"]) == [False, False, False, True], "another prediction for tanh"


@points(4)
def test_prediction_for_sigmoid(student):
    """The prediction for the sigmoid is what happens."""
    guess = student.PREDICT_ZERO["sigmoid"]
    assert list(guess) == [False, False, True, True], "another prediction for the sigmoid"


### END HIDDEN TESTS
check()

# %% [markdown]
# ## 5. Run: the first gradients (20 points)
#
# Write `mlp_first_grads(act, value)`. It sets **all** parameters of the net to `value`, works out the
# gradient of the *mean* `squared_loss` over the 100 examples (autograd is welcome now), and returns a dict
# with the keys `"W1"`, `"b1"`, `"W2"`, `"b2"` and, for each, the largest absolute value in that
# parameter's gradient, as a `float`. `mlp_start(value)` makes the four parameters, in this order.
#
# For example `mlp_first_grads("tanh", 0.0)["b2"]` is 5.76, the size of the mean label. *Mind the sign*: the
# largest value and the largest absolute value differ where the gradient is negative.


# %% solution="mlp_first_grads"
def mlp_first_grads(act, value):
    """Largest absolute gradient of W1, b1, W2 and b2 (dict of floats) with all parameters equal to value."""
    ### BEGIN SOLUTION
    W1, b1, W2, b2 = mlp_start(value)
    squared_loss(mlp_net(act)(bend_X, W1, b1, W2, b2), bend_y).mean().backward()
    params = {"W1": W1, "b1": b1, "W2": W2, "b2": b2}
    return {name: param.grad.abs().max().item() for name, param in params.items()}
    ### END SOLUTION


# %% test="mlp_first_grads"
@points(4)
def test_a_number_for_each_parameter(student):
    """mlp_first_grads gives one number, not below zero, for each of W1, b1, W2 and b2."""
    grads = student.mlp_first_grads("tanh", 0.1)
    assert isinstance(grads, dict), f"mlp_first_grads gave a {type(grads).__name__}; expected a dict"
    assert set(grads) == set(MLP_SHAPES), f"the keys are {list(grads)}; expected {list(MLP_SHAPES)}"
    for name, size in grads.items():
        assert isinstance(size, float), f"{name}: a {type(size).__name__}; expected a float"
        assert size >= 0, f"{name}: {size:.4g} is no absolute value"


### BEGIN HIDDEN TESTS
def assert_first_grads(grads, act, value):
    """The four numbers are the largest absolute gradients, by hand; exact zeros are exact."""
    X, y = bend_X.double().cpu(), bend_y.double().cpu()
    weights = torch.full((4, 1), float(value)).double()
    z = value * X.sum(dim=1, keepdim=True) + value + torch.zeros(1, 4)
    hidden = ACTIVATIONS[act](z)
    slope = {"relu": (z > 0).double(), "tanh": 1 - hidden**2, "sigmoid": hidden * (1 - hidden)}[act]
    e = hidden @ weights + value - y
    back = (e @ weights.T) * slope
    truth = {"W1": X.T @ back, "b1": back.sum(dim=0), "W2": hidden.T @ e, "b2": e.sum(dim=0)}
    for name, total in truth.items():
        size = float(total.abs().max()) / len(X)
        what = f"the gradient of {name} for {act} at {value}"
        assert_close(grads[name], size, what, rtol=1e-4, atol=1e-5 if size else 0)


@points(4)
def test_first_gradients_of_relu_and_tanh_at_zero(student):
    """With ReLU and with tanh, all parameters zero: the gradients that vanish are exactly 0, the others right."""
    for act in ("relu", "tanh"):
        assert_first_grads(student.mlp_first_grads(act, 0.0), act, 0.0)


@points(4)
def test_first_gradients_of_sigmoid_at_zero(student):
    """With the sigmoid, all parameters zero: the gradients that vanish are exactly 0, the others right."""
    assert_first_grads(student.mlp_first_grads("sigmoid", 0), "sigmoid", 0.0)


@points(4)
def test_first_gradients_at_a_tenth(student):
    """With all parameters 0.1 no gradient vanishes, and each has its size, for all three activations."""
    for act in ACTIVATIONS:
        assert_first_grads(student.mlp_first_grads(act, 0.1), act, 0.1)


@points(4)
def test_first_gradients_at_other_values(student):
    """The gradients have their size for other, also negative, common values."""
    for act, value in (("relu", 1.0), ("relu", -0.3), ("tanh", -0.7), ("tanh", 0.5), ("sigmoid", 2.0)):
        assert_first_grads(student.mlp_first_grads(act, value), act, value)


### END HIDDEN TESTS
check()

# %% [markdown]
# Prediction and outcome, side by side. Where they differ, look up the line of the chain rule above that
# tells why.

# %% setup="compare_zero"
with waits_for("mlp_first_grads and PREDICT_ZERO"):
    for act_name in ACTIVATIONS:
        first_grads = mlp_first_grads(act_name, 0.0)
        moves = tuple(first_grads[name] != 0 for name in MLP_SHAPES)
        sizes = ", ".join(f"{name} {first_grads[name]:.2f}" for name in MLP_SHAPES)
        verdict = "as predicted" if moves == tuple(PREDICT_ZERO[act_name]) else "not as predicted"
        print(f"{act_name:7} from zero: largest first gradients {sizes}: {verdict}")

# %% [markdown]
# ## 6. What became of the units (15 points)
#
# Four hidden units can do more than one, but only if they do different things. How many different ones are
# there after training? The weights $W_1$ tell.
#
# Write `distinct_units(W1, tol=1e-6)`: the number of hidden units with different incoming weights, an
# `int`. `W1` has shape $(d, h)$, one **column** per unit. Two units count as the same if none of their $d$
# weights differs by more than `tol`. `W1` may require a gradient.
#
# For example
# $W_1 = \begin{pmatrix} 1 & 1 & 2 & 1 \\ 3 & 3 & 3 & 3 \end{pmatrix}$ has 2 distinct units.


# %% solution="distinct_units"
def distinct_units(W1, tol=1e-6):
    """Number of columns of W1 (d, h) that differ from one another by more than tol in some entry."""
    ### BEGIN SOLUTION
    kept = []
    for unit in W1.T:
        if all((unit - other).abs().max() > tol for other in kept):
            kept.append(unit)
    return len(kept)
    ### END SOLUTION


# %% test="distinct_units"
@points(2)
def test_units_of_the_example(student):
    """Of the four units in the example, three are the same."""
    count = student.distinct_units(torch.tensor([[1.0, 1.0, 2.0, 1.0], [3.0, 3.0, 3.0, 3.0]]))
    assert isinstance(count, int), f"distinct_units gave a {type(count).__name__}; expected an int"
    assert count == 2, f"distinct_units of the example: expected 2, yours is {count}"


### BEGIN HIDDEN TESTS
@points(2)
def test_units_differ_if_any_weight_differs(student):
    """Units with one equal and one different weight, of other sign or in other order, are distinct."""
    tables = {
        3: [[1.0, 1.0, 1.0], [2.0, 3.0, 4.0]],
        4: [[1.0, 2.0, -1.0, -2.0], [2.0, 1.0, -2.0, -1.0]],
        2: [[5.0, 0.0, 5.0, 0.0, 5.0]],
        1: [[0.3], [0.1], [0.2], [0.4], [0.5]],
        5: [[0.0, 1.0, 2.0, 3.0, 4.0], [4.0, 3.0, 2.0, 1.0, 0.0], [1.0, 1.0, 1.0, 1.0, 1.0]],
    }
    for wanted, table in tables.items():
        count = student.distinct_units(torch.tensor(table))
        assert count == wanted, f"{count} units where {wanted} are distinct"


@points(2)
def test_tolerance_decides_what_is_the_same(student):
    """Differences up to tol do not count, larger ones do; without tol a millionth is the limit."""
    W1 = torch.tensor([[1.0, 1.0, 1.0, 1.4], [2.0, 2.02, 2.0, 2.0]]).double()
    for tol, wanted in ((1e-6, 3), (0.01, 3), (0.1, 2), (0.5, 1)):
        count = student.distinct_units(W1, tol)
        assert count == wanted, f"tol = {tol}: {count} units, not {wanted}"
    assert student.distinct_units(torch.tensor([[0.0, 0.5]]), 0.5) == 1, "a difference of just tol counts"
    for shift, wanted in ((5e-7, 1), (1.5e-6, 2)):
        count = student.distinct_units(torch.tensor([[0.1, 0.1 + shift]], dtype=torch.float64))
        assert count == wanted, f"a difference of {shift}: {count} units, not {wanted}"


@points(2)
def test_units_after_training(student):
    """After training, a start with equal units has one distinct unit, a random start as many as there are units."""
    for value, wanted in ((0.1, 1), (None, 4)):
        for act in ("tanh", "sigmoid"):
            params, net = [param.detach().cpu().requires_grad_() for param in mlp_start(value)], mlp_net(act)
            if value is None:
                params[0].data[:, 0] += 10  # one unit beyond all others, whatever was drawn
            for _ in range(30):
                squared_loss(net(bend_X.cpu(), *params), bend_y.cpu()).sum().backward()
                sgd(params, 0.05, 100)
            count = student.distinct_units(params[0])
            assert count == wanted, f"{act}, start {value}: {count} units, not {wanted}"


### END HIDDEN TESTS
check()

# %% [markdown]
# Five nets, trained for 300 steps with **your** `train`, and their units counted with your
# `distinct_units`. The dashed line in the picture at the end is half the variance of the labels: the best
# that a *constant* prediction can do.

# %% setup="hidden_runs"
NET_STARTS = {
    "relu from 0": ("relu", 0.0),
    "tanh from 0": ("tanh", 0.0),
    "sigmoid from 0": ("sigmoid", 0.0),
    "tanh from 0.1": ("tanh", 0.1),
    "tanh from N(0, 1)": ("tanh", None),
}

net_runs = {}
constant_loss = float(((bend_y - bend_y.mean()) ** 2).mean() / 2)
with waits_for("train and distinct_units"):
    for run_name, (run_act, run_start) in NET_STARTS.items():
        run_params = mlp_start(run_start)
        net_losses = train(mlp_net(run_act), squared_loss, run_params, bend_X, bend_y, 0.05, 300, 100)
        net_runs[run_name] = (net_losses, distinct_units(run_params[0]))
        end, count = net_losses[-1], net_runs[run_name][1]
        print(f"{run_name:18}: loss {end:6.3f} (a constant: {constant_loss:.3f}), distinct units: {count}")

# %% [markdown]
# **Reconcile.** Choose for each start the word that says how training ends:
#
# - `"best"`: at the smallest loss that this model can have, as from every other start;
# - `"constant"`: only the last bias has learnt; the prediction is the same for all examples;
# - `"one unit"`: the net does use its features, but its hidden units are all alike, as if there were one;
# - `"several"`: the hidden units have become different.
#
# And choose for `"why"` the word of the reason:
#
# - `"gradient"`: where all parameters are zero the whole gradient is zero, and no parameter can move;
# - `"minimum"`: a start at zero rolls into another local minimum than a random start, with one layer too;
# - `"size"`: zero is too small a number; equal parameters of 0.1 or 1 would do;
# - `"symmetry"`: hidden units that start alike get equal gradients and stay alike; a model without a hidden
#   layer has no such units, and its loss is one bowl.
#
# ```python
# QUIZ_ZERO = {
#     "linear regression from 0": "...",
#     "relu net from 0": "...",
#     "sigmoid net from 0": "...",
#     "tanh net from 0.1": "...",
#     "tanh net from random": "...",
#     "why": "...",
# }
# ```

# %% solution="quiz_zero"
### BEGIN SOLUTION
QUIZ_ZERO = {
    "linear regression from 0": "best",
    "relu net from 0": "constant",
    "sigmoid net from 0": "one unit",
    "tanh net from 0.1": "one unit",
    "tanh net from random": "several",
    "why": "symmetry",
}
### END SOLUTION


# %% test="quiz_zero"
@points(1)
def test_a_word_for_each_question(student):
    """Each question of QUIZ_ZERO is answered by one of its words."""
    quiz = student.QUIZ_ZERO
    assert isinstance(quiz, dict), f"QUIZ_ZERO is a {type(quiz).__name__}; expected a dict"
    asked = ["linear regression from 0", "relu net from 0", "sigmoid net from 0", "tanh net from 0.1"]
    asked += ["tanh net from random", "why"]
    assert set(quiz) == set(asked), f"the keys are {list(quiz)}; expected {asked}"
    for question, word in quiz.items():
        words = ("best", "constant", "one unit", "several")
        if question == "why":
            words = ("gradient", "minimum", "size", "symmetry")
        assert word in words, f"{question}: {word!r}; expected one of {words}"


### BEGIN HIDDEN TESTS
@points(2)
def test_fate_of_a_start_at_zero(student):
    """It is told how training from zero ends: without a hidden layer, with ReLU and with the sigmoid."""
    quiz = student.QUIZ_ZERO
    assert quiz["linear regression from 0"] == "best", "another word for linear regression"
    assert quiz["relu net from 0"] == "constant", "another word for relu"
    assert quiz["sigmoid net from 0"] == "one unit", "another word for the sigmoid"


@points(2)
def test_fate_of_the_tanh_nets(student):
    """It is told how training of the tanh net ends from equal and from random parameters."""
    quiz = student.QUIZ_ZERO
    assert quiz["tanh net from 0.1"] == "one unit", "another word for equal parameters"
    assert quiz["tanh net from random"] == "several", "another word for random parameters"


@points(2)
def test_the_reason_is_told(student):
    """The reason explains both why linear regression may start at zero and why a hidden layer may not."""
    assert student.QUIZ_ZERO["why"] == "symmetry", "another reason was chosen"


### END HIDDEN TESTS
check()

# %% [markdown]
# ## The picture to show
#
# Draw your results: on the left the losses of linear regression from the three starts, `line_runs`, after
# each epoch; on the right those of the five nets, `net_runs`, after each step, each with its number of
# distinct units in the legend (`net_runs[name]` is the pair of losses and number). Use logarithmic axes for
# the loss. (This plot is not graded.)
#
# What to take home: linear regression may start anywhere, even at 1000. A hidden layer needs a start in
# which the units differ, and small random numbers are the simplest way to tell them apart.

# %% solution="plot_starts"
### BEGIN SOLUTION
fig_starts, (ax_line, ax_nets) = plt.subplots(1, 2, figsize=(10, 4.2))
for look, (name, losses) in zip(("C0o-", "C1s--", "C2^-"), line_runs.items(), strict=True):
    ax_line.semilogy(range(1, len(losses) + 1), losses, look, label=f"from {name}")
ax_line.axhline(0.5 * 0.01**2, color="0.3", linestyle=":", label="noise floor")
ax_line.set_xlabel("epoch")
ax_line.set_ylabel("mean loss (no unit)")
ax_line.set_title("Linear regression: every start arrives")
ax_line.legend(fontsize=8)
for look, (name, (losses, count)) in zip(("C3-", "C1--", "C2-", "C4--", "C0-"), net_runs.items(), strict=True):
    ax_nets.loglog(range(1, len(losses) + 1), losses, look, label=f"{name}: {count} distinct unit{'s'[: count > 1]}")
ax_nets.axhline(constant_loss, color="0.3", linestyle=":", label="the best constant")
ax_nets.set_xlabel("step")
ax_nets.set_ylabel("mean loss (no unit)")
ax_nets.set_title("Four hidden units: equal stays equal")
ax_nets.legend(fontsize=8)
fig_starts.tight_layout()
### END SOLUTION
