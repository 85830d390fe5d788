# %% [markdown]
# # Learning rates: too slow, too fast, and where the border lies
#
# One number decides whether gradient descent crawls, arrives, or blows up: the learning rate. "Try a few and
# look" is how most people choose it. In linear regression you can do better, because the border can be
# *computed*: it is a property of the features alone. Here you compare learning rates fairly, put a name to
# what you see, compute the border, and check that it is where you say.
#
# | exercise | you write | points |
# |---|---|---|
# | 1 | `sgd`: the step | 15 |
# | 2 | `compare_lrs`: a fair comparison | 25 |
# | 3 | `critical_lr`: the border, from the features | 20 |
# | 4 | `classify`: diverged, slow or ok | 15 |
# | 5 | `PREDICT_LR`, `run_lrs`, `REASON_LR`: predict, run, reconcile | 15 |
# | 6 | `steps_to`: how many steps it takes | 10 |
#
# The data are those of the book: $y = Xw + b + \varepsilon$ with $w = (2, -3.4)$, $b = 4.2$ and a noise of
# standard deviation 0.01. All numbers are without units. $n$ is the number of examples, $d$ that of the
# features, $B$ the batch size.
#
# **Week:** 3. **Time:** 50 minutes. **Before it:** linear_regression_scratch, gradient_descent. **In the
# book:** 3.4 Linear Regression Implementation from Scratch; 12.3 Gradient Descent.

# %% setup
import math

import matplotlib.pyplot as plt
import torch

from autograder import as_number, assert_close, check, get_device, points, waits_for

# %% given
from autograder.course.given import given

linreg, squared_loss, data_iter = given("linear_regression_scratch", "linreg", "squared_loss", "data_iter")

# %% setup
device = get_device()
torch.manual_seed(1847)


def book_data(n, generator=None):
    """Features (n, 2) from N(0, 1) and labels (n, 1) on the book's line, with noise of sd 0.01."""
    X = torch.randn(n, 2, generator=generator)
    return X, X @ torch.tensor([[2.0], [-3.4]]) + 4.2 + 0.01 * torch.randn(n, 1, generator=generator)


features, labels = (t.to(device) for t in book_data(1000, torch.Generator().manual_seed(1847)))


# %% [markdown]
# ## The picture to keep in mind
#
# Near its minimum a loss is a parabola, $\tfrac12 \lambda w^2$ with the **curvature** $\lambda$. One step
# of gradient descent takes $w$ to $w - \eta\,\lambda w = (1 - \eta\lambda)\,w$: each step multiplies the
# distance from the minimum by the same factor. Below, $\lambda = 1$, up to eight steps, three learning rates
# $\eta$.


# %% setup="picture"
def draw_parabolas():
    w = torch.linspace(-3.4, 3.4, 200)
    fig, axes = plt.subplots(1, 3, figsize=(10, 3.1), sharey=True)
    for ax, rate, title in zip(axes, (0.1, 0.8, 2.1), ("crawls", "arrives", "blows up"), strict=True):
        places = [-2.2 * (1 - rate) ** k for k in range(9)]
        places = [place for place in places if abs(place) < 3.4]
        ax.plot(w, w**2 / 2, color="0.6")
        ax.plot(places, [place**2 / 2 for place in places], "C0o-", markersize=4, linewidth=1)
        ax.plot(places[:1], [places[0] ** 2 / 2], "C1s", markersize=7)
        ax.set_title(f"$\\eta$ = {rate}: {title}")
        ax.set_xlabel("parameter $w$ (start: square)")
    axes[0].set_ylabel("loss")
    fig.tight_layout()


draw_parabolas()

# %% [markdown]
# ## 1. The step (15 points)
#
# Write `sgd(params, lr, batch_size)`, one step of stochastic gradient descent. Each tensor in the list
# `params` holds in `.grad` the gradient of the **sum** of a batch's losses. The step goes against the
# *mean*,
#
# $$\theta \leftarrow \theta - \frac{\eta}{B}\,\frac{\partial}{\partial\theta}\sum_{i=1}^{B} l_i ,$$
#
# **in place**: the caller's tensors move, they remain leaves, and still require a gradient. Afterwards the
# gradients are cleared, since `backward()` adds to what is there.
#
# Example: $\theta = (1, 2)$ with the summed gradient $(20, 40)$, `lr` 0.1 and `batch_size` 10 becomes $(0.8,
# 1.6)$.
#
# Pitfall: learning rates can only be compared when everybody divides by the same number. Whoever goes from
# the sum of the losses to their mean must *multiply* the learning rate by $B$ to make the same steps. (And
# `nn.MSELoss` has no factor $\tfrac12$: with it, half the learning rate makes the same steps.)


# %% solution="sgd"
def sgd(params, lr, batch_size):
    """Step each parameter, in place, against its gradient divided by batch_size; then clear the gradients."""
    ### BEGIN SOLUTION
    with torch.no_grad():
        for param in params:
            param -= lr * param.grad / batch_size
            param.grad.zero_()
    ### END SOLUTION


# %% test="sgd"
@points(3)
def test_sgd_makes_the_step_of_the_example(student):
    """(1, 2) with the summed gradient (20, 40), lr 0.1 and batch size 10 becomes (0.8, 1.6)."""
    theta = torch.tensor([1.0, 2.0], requires_grad=True)
    theta.grad = torch.tensor([20.0, 40.0])
    student.sgd([theta], 0.1, 10)
    assert_close(theta, torch.tensor([0.8, 1.6]), "theta after the step")


### BEGIN HIDDEN TESTS
@points(4)
def test_sgd_scales_with_rate_and_batch_size(student):
    """The step is proportional to the learning rate and to one over the batch size."""
    for lr, B, wanted in ((0.5, 1, -5.0), (0.5, 10, 4.0), (0.3, 4, 3.5), (0.0, 7, 5.0), (0.02, 100, 4.996)):
        param = torch.tensor([[5.0]], requires_grad=True)
        param.grad = torch.tensor([[20.0]])
        student.sgd([param], lr, B)
        assert_close(param, torch.tensor([[wanted]]), f"the parameter after a step with lr {lr}, B = {B}")


@points(3)
def test_sgd_steps_every_parameter(student):
    """Every parameter in the list moves, each by its own gradient."""
    shapes = ((3, 1), (1,), (2, 2))
    params = [torch.ones(shape, requires_grad=True) for shape in shapes]
    for scale, param in enumerate(params, start=1):
        param.grad = torch.full_like(param, 10.0 * scale)
    student.sgd(list(params), 0.02, 2)
    for scale, (shape, param) in enumerate(zip(shapes, params, strict=True), start=1):
        wanted = torch.full(shape, 1 - 0.1 * scale)
        assert_close(param, wanted, f"parameter {scale} of 3 after the step")


@points(3)
def test_sgd_clears_every_gradient(student):
    """After the step no parameter has anything left in its gradient."""
    params = [torch.ones(2, 1, requires_grad=True), torch.ones(1, requires_grad=True)]
    for param in params:
        param.grad = torch.full_like(param, 3.0)
    student.sgd(list(params), 0.1, 5)
    for number, param in enumerate(params, start=1):
        left = 0.0 if param.grad is None else float(param.grad.abs().max())
        assert left == 0, f"parameter {number} of 2 still has a gradient"


@points(2)
def test_sgd_keeps_parameters_trainable(student):
    """The parameters are still leaves that require a gradient, so that the next backward() works."""
    param = torch.tensor([[1.0], [2.0]], requires_grad=True)
    param.grad = torch.tensor([[1.0], [1.0]])
    student.sgd([param], 0.1, 5)
    assert param.requires_grad, "the parameter no longer requires a gradient"
    assert param.is_leaf, "the parameter is no longer a leaf"


### END HIDDEN TESTS
check()

# %% [markdown]
# ## 2. A fair comparison (25 points)
#
# Write `compare_lrs(lrs, features, labels, num_epochs, batch_size)`. For every learning rate in the list
# `lrs` it trains a model of its own with `data_iter`, `linreg`, `squared_loss` and your `sgd`, and it
# returns a dict from the learning rate to a list of `num_epochs + 1` floats: the **mean loss over all
# examples**,
#
# - first before any step,
# - then after each epoch.
#
# For a fair comparison
#
# - every learning rate starts from the same place: $w = 0$ of shape $(d, 1)$ and $b = 0$ of shape $(1,)$;
# - the number in the list is that of the whole data set, not that of the last mini-batch, which jumps;
# - a run that blows up is a result as well: keep its `inf` and `nan`.
#
# Make the parameters on the device of the features (`device=features.device`); leave features and labels as
# they are.
#
# Example: for the data above, $B = 10$ and the learning rate 0.01, the list is about 16, 2.2, 0.3, ... A
# second learning rate that begins anywhere but near 16 has inherited something.


# %% solution="compare_lrs"
def compare_lrs(lrs, features, labels, num_epochs, batch_size):
    """Train from zero with each lr; {lr: [mean loss on all examples before, after epoch 1, ...]}."""
    ### BEGIN SOLUTION
    losses = {}
    for lr in lrs:
        w = torch.zeros((features.shape[1], 1), device=features.device, requires_grad=True)
        b = torch.zeros(1, device=features.device, requires_grad=True)
        losses[lr] = [squared_loss(linreg(features, w, b), labels).mean().item()]
        for _ in range(num_epochs):
            for X, y in data_iter(batch_size, features, labels):
                squared_loss(linreg(X, w, b), y).sum().backward()
                sgd([w, b], lr, batch_size)
            losses[lr].append(squared_loss(linreg(features, w, b), labels).mean().item())
    return losses
    ### END SOLUTION


# %% setup="full_batch"
def with_ones(X):
    """The design matrix [X, 1] in float64: the features and a column of ones for b."""
    return torch.cat([X, torch.ones(len(X), 1)], dim=1).double()


def full_batch_losses(X, y, lr, num_steps):
    """The mean losses of full-batch gradient descent from zero, before and after each step, in float64."""
    A, y = with_ones(X), y.double().reshape(-1, 1)
    theta = torch.zeros(A.shape[1], 1, dtype=torch.float64)
    seen = []
    for _ in range(num_steps + 1):
        e = A @ theta - y
        seen.append(float((e**2).mean() / 2))
        theta = theta - lr * A.T @ e / len(A)
    return seen


def as_losses(value, what):
    """A list of losses as a tensor, or a message that says what else it is."""
    assert isinstance(value, list | tuple), f"{what} is a {type(value).__name__}; expected a list of floats"
    kinds = sorted({type(number).__name__ for number in value} - {"float", "int"})
    assert not kinds, f"{what} holds {', '.join(kinds)}; expected Python floats"
    return torch.tensor([float(number) for number in value], dtype=torch.float64)


# %% test="compare_lrs"
@points(3)
def test_a_list_for_each_learning_rate(student):
    """There is a list for each learning rate, with one float more than there are epochs."""
    X, y = book_data(12)
    found = student.compare_lrs([0.01, 0.1, 0.03], X, y, 4, 5)
    assert isinstance(found, dict), f"compare_lrs gave a {type(found).__name__}; expected a dict"
    assert set(found) == {0.01, 0.1, 0.03}, f"the keys are {list(found)}; expected 0.01, 0.1 and 0.03"
    for lr, losses in found.items():
        count = len(as_losses(losses, f"the entry for {lr}"))
        assert count == 5, f"learning rate {lr}, 4 epochs: expected 5 losses, got {count}"


@points(2)
def test_every_list_begins_at_zero_parameters(student):
    """Every list begins with the mean loss for w = 0 and b = 0."""
    X, y = book_data(20)
    wanted = float((y**2).mean() / 2)
    for lr, losses in student.compare_lrs([0.1, 0.02], X, y, 1, 4).items():
        assert_close(losses[0], wanted, f"the first loss for the learning rate {lr}", rtol=1e-4)


### BEGIN HIDDEN TESTS
@points(5)
def test_learning_rates_do_not_touch_each_other(student):
    """The result for a learning rate does not depend on which others are compared, or in which order."""
    X, y = book_data(16)
    forward = student.compare_lrs([0.5, 0.05], X, y, 4, 16)
    backward = student.compare_lrs([0.05, 0.5], X, y, 4, 16)
    alone = student.compare_lrs([0.05], X, y, 4, 16)
    for lr in (0.5, 0.05):
        one, other = as_losses(forward[lr], "a list"), as_losses(backward[lr], "a list")
        assert_close(one, other, f"the losses for {lr}, first or last", rtol=1e-3, atol=1e-6)
    assert_close(
        as_losses(forward[0.05], "a list"),
        as_losses(alone[0.05], "a list"),
        "with and without 0.5",
        rtol=1e-3,
    )


@points(5)
def test_full_batch_makes_the_known_steps(student):
    """With the whole data set as one batch, the losses are those of gradient descent on the mean loss."""
    for n, d, lr in ((10, 2, 0.1), (7, 1, 0.3), (30, 5, 0.05)):
        X = torch.randn(n, d)
        y = X.sum(dim=1, keepdim=True) + 3 + 0.5 * torch.randn(n, 1)
        losses = as_losses(student.compare_lrs([lr], X, y, 3, n)[lr], "the list")
        wanted = torch.tensor(full_batch_losses(X, y, lr, 3), dtype=torch.float64)
        assert_close(losses, wanted, f"the losses for n = {n}, d = {d}, lr {lr}", rtol=2e-3)


@points(4)
def test_losses_are_those_of_all_examples(student):
    """Each number is the mean over all examples, whichever mini-batch came last."""
    X = torch.randn(7, 2)
    y = torch.tensor([[0.0], [1.0], [-2.0], [30.0], [4.0], [0.5], [-9.0]])
    losses = as_losses(student.compare_lrs([1e-9], X, y, 4, 3)[1e-9], "the list")
    wanted = torch.full((5,), float((y**2).mean() / 2))
    assert_close(losses, wanted, "the losses when almost nothing moves", rtol=1e-3)


@points(3, seconds=20)
def test_mini_batches_learn_as_fast_as_they_should(student):
    """In mini-batches of ten a good rate soon reaches the noise, and a small one is on its way."""
    X, y = book_data(300)
    found = student.compare_lrs([0.1, 0.01], X, y, 3, 10)
    assert found[0.1][-1] < 1e-3, f"after three epochs with lr 0.1 the loss is {found[0.1][-1]:.3g}"
    early = found[0.01][1]
    assert 2 < early < 15, f"after one epoch with lr 0.01 the loss is {early:.3g}"
    assert found[0.01][3] < 0.5 * early, "with lr 0.01 the later epochs bring too little"


@points(2)
def test_a_run_that_blows_up_is_reported(student):
    """A learning rate that is far too large gives a full list that grows beyond bounds, and no exception."""
    X, y = book_data(200)
    losses = as_losses(student.compare_lrs([9.0], X, y, 3, 5)[9.0], "the list")
    assert len(losses) == 4, f"3 epochs: the list has {len(losses)} numbers"
    assert not float(losses[-1]) < 1e6, f"the last loss is {float(losses[-1]):.3g}"


@points(1)
def test_features_and_labels_stay_as_they_are(student):
    """The tensors that the function is given are not changed."""
    X, y = book_data(9)
    X_before, y_before = X.clone(), y.clone()
    student.compare_lrs([0.1], X, y, 2, 4)
    assert torch.equal(X, X_before), "the features were changed"
    assert torch.equal(y, y_before), "the labels were changed"


### END HIDDEN TESTS
check()

# %% [markdown]
# ## 3. The border (20 points)
#
# With several parameters the parabola is a bowl. The mean loss has the matrix of second derivatives
#
# $$H = \frac1n\,\tilde X^\top \tilde X, \qquad \tilde X = [X,\ 1],$$
#
# where the column of ones belongs to $b$, which is a parameter like the others. Along each eigenvector of
# $H$ a full-batch step multiplies the distance by $1 - \eta\lambda$, with the eigenvalue $\lambda$ for the
# curvature. *All* these factors must lie between $-1$ and $1$. So gradient descent converges exactly for
#
# $$\eta < \eta_\mathrm{c} = \frac{2}{\lambda_\mathrm{max}} .$$
#
# Write `critical_lr(features)`, which returns $\eta_\mathrm{c}$ as a number for features of shape $(n, d)$.
# The labels do not matter. `torch.linalg.eigvalsh` gives the eigenvalues of a symmetric matrix, in
# ascending order.
#
# Example: the features $(1)$ and $(-1)$ make $H$ the unit matrix, and the border is 2.
#
# Pitfall: a single feature in a small unit, and so with large numbers, moves the border for all parameters.
# That is why one standardises.


# %% solution="critical_lr"
def critical_lr(features):
    """The learning rate above which full-batch descent on the mean squared_loss diverges: a number."""
    ### BEGIN SOLUTION
    X = torch.cat([features, torch.ones_like(features[:, :1])], dim=1)
    return 2 / float(torch.linalg.eigvalsh(X.T @ X / len(X))[-1])
    ### END SOLUTION


# %% test="critical_lr"
@points(4)
def test_border_of_two_opposite_examples(student):
    """For the features 1 and -1 the border is 2."""
    rate = as_number(student.critical_lr(torch.tensor([[1.0], [-1.0]])), "critical_lr")
    assert_close(rate, 2.0, "critical_lr of the features (1) and (-1)", rtol=1e-4)


### BEGIN HIDDEN TESTS
def border(X):
    """The border by singular values of [X, 1], in float64."""
    return 2 * len(X) / float(torch.linalg.matrix_norm(with_ones(X), 2)) ** 2


@points(6)
def test_border_for_any_features(student):
    """The border is right for other numbers of examples and features, in float32 and float64."""
    for n, d, dtype in (
        (10, 1, torch.float32),
        (7, 2, torch.float64),
        (30, 5, torch.float32),
        (1, 3, torch.float32),
    ):
        X = torch.randn(n, d) + 0.3 * torch.arange(d)
        rate = as_number(student.critical_lr(X.to(dtype)), "critical_lr")
        assert_close(rate, border(X), f"the border for n = {n}, d = {d}", rtol=1e-3)


@points(4)
def test_border_moves_with_the_unit(student):
    """The border is right when a feature is far from zero, or in a unit that makes it ten times as large."""
    X = torch.randn(40, 2)
    for scaled in (X * torch.tensor([10.0, 1.0]), X + torch.tensor([0.0, 6.0]), X * 0.01, X * 100):
        assert_close(
            as_number(student.critical_lr(scaled), "critical_lr"), border(scaled), "the border", rtol=1e-3
        )


@points(6)
def test_border_divides_falling_from_growing(student):
    """Two per cent below the border the loss falls in 200 full-batch steps, two per cent above it grows."""
    for unit in ([1.0, 1.0, 1.0], [10.0, 1.0, 0.5]):
        X = torch.randn(25, 3) * torch.tensor(unit) + 1
        y = X.sum(dim=1) + 2 + torch.randn(25)
        rate = as_number(student.critical_lr(X), "critical_lr")
        below, above = (full_batch_losses(X, y, share * rate, 200) for share in (0.98, 1.02))
        assert below[-1] < below[0], "just below the border the loss does not fall"
        assert below[-1] < 1.001 * min(below), "just below the border the loss grows again"
        assert above[-1] > 10 * above[0], "just above the border the loss does not grow"


### END HIDDEN TESTS
check()

# %% setup="use_border"
with waits_for("critical_lr"):
    data_border = as_number(critical_lr(features), "critical_lr")
    print(f"The border for the data above is at {data_border:.3f}. Full batch, loss after 200 steps:")
    for border_share in (0.98, 1.02):
        border_end = full_batch_losses(features.cpu(), labels.cpu(), border_share * data_border, 200)[-1]
        print(f"  learning rate {border_share * data_border:.3f}: {border_end:.3g}")

# %% [markdown]
# This is the border for full batches. A mini-batch has a curvature of its own, now larger, now smaller than
# that of all the data, so that small batches need a smaller rate: on these data batches of 10 still bear
# 1.5, batches of 1 fail between 0.5 and 0.8.
#
# ## 4. What happened? (15 points)
#
# Write `classify(losses)`: for a list of three or more losses, as `compare_lrs` gives them, the word
#
# - `"diverged"` if any of them is `nan` or infinite, or if the last is larger than the first;
# - otherwise `"slow"` if the last epoch still brought more than 1 % of the whole fall: the drop from the
#   last loss but one to the last is more than 0.01 times the drop from the first loss to the last;
# - otherwise `"ok"`.
#
# Example: in `[16.0, 0.04, 0.0001]` the last epoch brought 0.0399 of 15.9999, which is 0.25 %: `"ok"`.
#
# Pitfalls: `nan` is neither larger nor smaller than anything, itself included. At the noise floor losses go
# up and down a little: that is no divergence. And a loss that hardly moves is not "ok" because it is flat.


# %% solution="classify"
def classify(losses):
    """The word for a training run: "diverged", "slow" or "ok"; losses[0] is the loss before training."""
    ### BEGIN SOLUTION
    if not all(math.isfinite(loss) for loss in losses) or losses[-1] > losses[0]:
        return "diverged"
    if losses[-2] - losses[-1] > 0.01 * (losses[0] - losses[-1]):
        return "slow"
    return "ok"
    ### END SOLUTION


# %% setup="verdicts"
WORDS = ("diverged", "slow", "ok")


def assert_verdicts(student, lists, word):
    """classify calls each of the lists by the same word."""
    for losses in lists:
        got = student.classify(list(losses))
        assert got in WORDS, f"classify({losses}) is {got!r}; expected one of {WORDS}"
        assert got == word, f'classify({losses}) is "{got}"; expected "{word}"'


# %% test="classify"
@points(4)
def test_three_plain_cases(student):
    """A run that blows up, one that crawls and one that arrives get their words."""
    assert_verdicts(student, [[16.0, 300.0, 7000.0]], "diverged")
    assert_verdicts(student, [[16.0, 13.0, 11.0, 9.0]], "slow")
    assert_verdicts(student, [[16.0, 0.04, 0.0001]], "ok")


### BEGIN HIDDEN TESTS
@points(3)
def test_nan_and_infinity_are_divergence(student):
    """A list with nan or infinity anywhere is a diverged run."""
    nan, inf = math.nan, math.inf
    runs = [
        [16.0, inf, nan, nan],
        [16.0, 4.0, 1.0, nan],
        [16.0, 4.0, inf],
        [16.0, nan, 2.0, 1.0],
        [16.0, inf, 2.0, 1.9],
    ]
    assert_verdicts(student, runs, "diverged")


@points(2)
def test_growth_is_divergence(student):
    """A loss that ends above its start has diverged, be it by little, and wherever it went in between."""
    assert_verdicts(
        student, [[5.0, 5.1, 5.2], [5.0, 2.0, 6.0], [1e-3, 2e-3, 4e-3], [5.0, 50.0, 40.0]], "diverged"
    )


@points(2)
def test_a_plateau_is_ok(student):
    """A run that has come down to a plateau, high or low, level or a little rough, is ok."""
    runs = [
        [16.0, 5.0, 5.0, 5.0],
        [16.0, 4.7e-5, 4.9e-5, 4.6e-5],
        [16.0, 4e-5, 6e-5],
        [900.0, 30.0, 29.0, 28.9],
        [16.0, 15.5, 1.0, 0.9],
        [110.0, 10.995, 10.0],
    ]
    assert_verdicts(student, [*runs, [16.0, 9.0, 7.0, 5.0, 5.0, 5.0]], "ok")


@points(2)
def test_what_still_falls_is_slow(student):
    """A run whose last epoch still mattered is slow, even if it has come far or has hardly moved at all."""
    runs = [
        [16.0, 15.999, 15.998, 15.997],
        [16.0, 2.25, 0.31, 0.043],
        [16.0, 8.0, 4.0, 2.0],
        [9.0, 4.0, 5.0, 4.5],
        [5.0, 6.0, 5.0],
    ]
    assert_verdicts(student, [*runs, [16.0, 8.0, 4.0, 2.0, 1.0]], "slow")


@points(2)
def test_unit_of_the_loss_does_not_matter(student):
    """All losses multiplied by the same number get the same word."""
    for scale in (1e-6, 1e6):
        assert_verdicts(student, [[scale * loss for loss in (3.0, 1.0, 0.95, 0.9)]], "slow")
        assert_verdicts(student, [[scale * loss for loss in (3.0, 1.0, 0.99, 0.98)]], "ok")
        assert_verdicts(student, [[scale * loss for loss in (3.0, 2.0, 3.3)]], "diverged")


### END HIDDEN TESTS
check()

# %% [markdown]
# ## 5. Predict, run, reconcile (15 points)
#
# **Predict** before you run anything: the thousand examples from above, batches of 10, 3 epochs, so 300
# steps. What becomes of these four learning rates? Choose among `"diverged"`, `"slow"` and `"ok"`.
#
# ```python
# PREDICT_LR = {0.001: "...", 0.03: "...", 1.0: "...", 3.0: "..."}
# ```

# %% solution="predict_lr"
### BEGIN SOLUTION
PREDICT_LR = {0.001: "slow", 0.03: "ok", 1.0: "ok", 3.0: "diverged"}
### END SOLUTION


# %% test="predict_lr"
@points(1)
def test_a_prediction_for_each_learning_rate(student):
    """There is one prediction for each of the four learning rates, in the given words."""
    guess = student.PREDICT_LR
    assert isinstance(guess, dict), f"PREDICT_LR is a {type(guess).__name__}; expected a dict"
    assert set(guess) == {0.001, 0.03, 1.0, 3.0}, (
        f"the keys are {list(guess)}; expected 0.001, 0.03, 1.0, 3.0"
    )
    for lr, word in guess.items():
        assert word in WORDS, f"the prediction for {lr} is {word!r}; expected one of {WORDS}"


### BEGIN HIDDEN TESTS
@points(1)
def test_prediction_for_a_thousandth(student):
    """The prediction for 0.001 is what happens."""
    assert student.PREDICT_LR[0.001] == "slow", "0.001: another prediction"


@points(1)
def test_prediction_for_the_rate_of_the_book(student):
    """The prediction for 0.03, the book's choice, is what happens."""
    assert student.PREDICT_LR[0.03] == "ok", "0.03: another prediction"


@points(2)
def test_prediction_for_one(student):
    """The prediction for 1.0 is what happens."""
    assert student.PREDICT_LR[1.0] == "ok", "1.0: another prediction"


@points(1)
def test_prediction_for_three(student):
    """The prediction for 3.0 is what happens."""
    assert student.PREDICT_LR[3.0] == "diverged", "3.0: another prediction"


### END HIDDEN TESTS
check()

# %% [markdown]
# **Run.** Write `run_lrs(lrs)`: a dict from each learning rate in `lrs` to its word. It trains on
# `features` and `labels` from above with batches of 10 for 3 epochs. Your two functions do all the work. It
# is graded with other learning rates, too.


# %% solution="run_lrs"
def run_lrs(lrs):
    """Train 3 epochs in batches of 10 with each learning rate: {lr: "diverged", "slow" or "ok"}."""
    ### BEGIN SOLUTION
    return {lr: classify(losses) for lr, losses in compare_lrs(lrs, features, labels, 3, 10).items()}
    ### END SOLUTION


# %% test="run_lrs"
@points(2, seconds=20)
def test_run_names_what_happens(student):
    """run_lrs gives one of the three words for each learning rate that it is given."""
    found = student.run_lrs([0.3])
    assert isinstance(found, dict), f"run_lrs gave a {type(found).__name__}; expected a dict"
    assert set(found) == {0.3}, f"the keys are {list(found)}; expected 0.3"
    assert found[0.3] in WORDS, f"the word for 0.3 is {found[0.3]!r}; expected one of {WORDS}"


### BEGIN HIDDEN TESTS
@points(4, seconds=20)
def test_run_is_right_for_other_rates(student):
    """The words are right for learning rates that were not predicted, on both sides of the border to slow."""
    truth = {0.0114: "ok", 0.0115: "ok", 0.0116: "ok", 0.0103: "slow", 0.0102: "slow", 0.004: "slow"}
    found = student.run_lrs(list(truth))
    for lr, word in truth.items():
        assert found[lr] == word, f"the learning rate {lr} was called {found[lr]!r} instead of {word!r}"


### END HIDDEN TESTS
check()

# %% setup="use_run"
with waits_for("exercise 5"):
    for run_lr, run_word in run_lrs(list(PREDICT_LR)).items():
        print(f"learning rate {run_lr:<5}: predicted {PREDICT_LR[run_lr]:8}, ran {run_word}")

# %% [markdown]
# **Reconcile.** Thirty-three times the book's learning rate is still fine, a hundred times is not. Which
# reason explains all four outcomes? Choose its word.
#
# - `"one"`: learning rates up to 1 always converge, and those above 1 never do.
# - `"epochs"`: 3.0 needs more than three epochs; in the end it would arrive as well.
# - `"curvature"`: a step multiplies the distance along each direction by $1 - \eta\lambda$. That shrinks
#   for all directions as long as $\eta$ is below about $2/\lambda_\mathrm{max}$, and slowly where
#   $\eta\lambda$ is small.
# - `"noise"`: large steps amplify the noise of the labels; without noise 3.0 would arrive.
# - `"minimum"`: at 3.0 the steps jump out of the right minimum into another one.
#
# ```python
# REASON_LR = "..."
# ```

# %% solution="reason_lr"
### BEGIN SOLUTION
REASON_LR = "curvature"
### END SOLUTION


# %% test="reason_lr"
@points(1)
def test_a_reason_from_the_list(student):
    """The reason is one of the five words."""
    words = ("one", "epochs", "curvature", "noise", "minimum")
    reason = student.REASON_LR
    assert reason in words, f"REASON_LR is {reason!r}; expected one of {words}"


### BEGIN HIDDEN TESTS
@points(2)
def test_the_reason_explains_all_four(student):
    """The reason explains all four outcomes."""
    assert student.REASON_LR == "curvature", "another reason was chosen"


### END HIDDEN TESTS
check()

# %% [markdown]
# ## 6. How many steps? (10 points)
#
# Back to one direction with the curvature $\lambda$, where a step is $w \leftarrow (1 - \eta\lambda)\,w$.
# Write `steps_to(lr, lam, ratio)`: the **smallest** number of steps (an `int`) after which the distance
# $|w|$ from the minimum is at most `ratio` times what it was. The rate is below the border, $0 <
# \eta\lambda < 2$, and `ratio` is positive.
#
# Example: with $\eta = 0.5$, $\lambda = 1$ the distance halves with each step. To come down to 0.3 of it
# takes 2 steps.
#
# Pitfalls: beyond $\eta\lambda = 1$ a step overshoots, the sign of $w$ alternates, and a *larger* rate takes
# *more* steps. And the logarithm of 0 does not exist.


# %% solution="steps_to"
def steps_to(lr, lam, ratio):
    """The smallest number of steps w <- (1 - lr lam) w until |w| is at most ratio times its start: an int."""
    ### BEGIN SOLUTION
    steps = 0
    while abs(1 - lr * lam) ** steps > ratio:
        steps += 1
    return steps
    ### END SOLUTION


# %% test="steps_to"
@points(3)
def test_steps_of_the_example(student):
    """With lr 0.5 and curvature 1 it takes 2 steps to come down to 0.3."""
    steps = student.steps_to(0.5, 1.0, 0.3)
    assert steps == 2, f"steps_to(0.5, 1.0, 0.3) is {steps!r}; expected 2"
    assert isinstance(steps, int), f"steps_to gave a {type(steps).__name__}; expected an int"


### BEGIN HIDDEN TESTS
@points(4)
def test_steps_for_any_rate_and_curvature(student):
    """The number of steps is right for other rates, curvatures and ratios."""
    for lr, lam, wanted in ((0.03, 1.0, 7), (0.1, 4.0, 3), (0.2, 0.5, 40), (0.7, 1.3, 1), (0.001, 20.0, 150)):
        ratio = (1 - lr * lam) ** (wanted - 0.5)
        steps = student.steps_to(lr, lam, ratio)
        assert int(steps) == wanted, f"steps_to({lr}, {lam}, {ratio:.4g}): expected {wanted}, got {steps!r}"


@points(2)
def test_steps_when_it_overshoots(student):
    """The number of steps is right where each step overshoots the minimum."""
    for lr, lam, wanted in ((1.5, 1.0, 5), (0.4, 4.5, 12), (1.9, 1.0, 30)):
        ratio = (lr * lam - 1) ** (wanted - 0.5)
        steps = student.steps_to(lr, lam, ratio)
        assert int(steps) == wanted, f"steps_to({lr}, {lam}, {ratio:.4g}): expected {wanted}, got {steps!r}"


@points(1)
def test_steps_at_both_ends(student):
    """No step is needed where the ratio is 1 or more, and one where the first step hits the minimum."""
    for ratio in (1.0, 3.0):
        steps = student.steps_to(0.1, 1.0, ratio)
        assert int(steps) == 0, f"steps_to(0.1, 1.0, {ratio}): expected 0, got {steps!r}"
    steps = student.steps_to(0.5, 2.0, 1e-6)
    assert int(steps) == 1, f"steps_to(0.5, 2.0, 1e-6): expected 1, got {steps!r}"


### END HIDDEN TESTS
check()

# %% setup="use_steps"
with waits_for("steps_to and critical_lr"):
    print("Steps to a thousandth of the distance, for the curvature with the border 2:")
    for step_lr in (0.001, 0.03, 0.3, 1.0, 1.7, 1.97):
        print(f"  learning rate {step_lr:<5}: {steps_to(step_lr, 1.0, 1e-3):5d}")

# %% [markdown]
# ## What you found
#
# The next cell trains with learning rates over four powers of ten, and prints where each of them ends.
# Finish with a picture to show: on the left the loss against the epoch, one curve for each of five or six
# rates; on the right the loss after three epochs against the learning rate, with your `critical_lr` as a
# line. Use logarithmic axes: on a linear one everything below a hundredth of the first loss is invisible.
# (This plot is not graded.)

# %% setup="sweep"
sweep = {}
with waits_for("compare_lrs and classify"):
    sweep_lrs = [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 1.5, 2.0, 3.0]
    sweep = compare_lrs(sweep_lrs, features, labels, 3, 10)
    for sweep_lr, sweep_losses in sweep.items():
        print(f"learning rate {sweep_lr:<5}: loss {sweep_losses[-1]:8.3g}, {classify(sweep_losses)}")

# %% solution="plot"
### BEGIN SOLUTION
fig, (left, right) = plt.subplots(1, 2, figsize=(11, 4))
shown = [lr for lr in (0.001, 0.01, 0.03, 0.3, 1.0, 2.0) if lr in sweep]
for lr, marker in zip(shown, "osD^vX", strict=False):
    seen = [(epoch, loss) for epoch, loss in enumerate(sweep[lr]) if loss < 1e4]
    if len(seen) < len(sweep[lr]):  # it goes on beyond the upper edge
        seen.append((len(seen), 1e7))
    name = f"$\\eta$ = {lr:g}: {classify(sweep[lr])}"
    left.semilogy(*zip(*seen, strict=True), f"{marker}-", markersize=5, label=name)
left.set_xticks(range(4))
left.set_ylim(1e-5, 1e6)
left.set_xlabel("epoch (100 steps each)")
left.set_ylabel("mean loss on all examples")
left.set_title("Loss against epoch")
left.legend(fontsize=8, ncol=2, loc="upper right")

for word, look in (("slow", "C0o"), ("ok", "C2s"), ("diverged", "C3X")):
    ends = [(lr, min(losses[-1], 1e3)) for lr, losses in sweep.items() if classify(losses) == word]
    ends = [(lr, end if math.isfinite(end) else 1e3) for lr, end in ends]
    if ends:
        right.loglog(*zip(*ends, strict=True), look, markersize=7, label=word)
right.axvline(critical_lr(features), color="0.3", linestyle="--", label="critical_lr")
right.axhline(0.01**2 / 2, color="0.6", linestyle=":", label="noise")
right.set_ylim(1e-5, 3e3)
right.set_xlabel("learning rate $\\eta$")
right.set_ylabel("mean loss after 3 epochs")
right.set_title("Where each learning rate ends (1000: beyond)")
right.legend(fontsize=8, loc="lower left", bbox_to_anchor=(0.02, 0.12))
fig.tight_layout()
### END SOLUTION
