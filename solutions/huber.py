# %% [markdown]
# # The Huber loss: a line that a few wrong numbers cannot bend
#
# The squared loss listens to the loudest: an error that is ten times as large pulls ten times as hard, so a
# handful of wrong numbers can carry a whole line away. The Huber loss is quadratic for small errors and
# linear for large ones, and so it bounds the pull of each example. You will write it, compare it with two
# losses of torch (only one of which is the same), and fit real measurements in which somebody mixed up two
# columns.
#
# Then you will find out where it does **not** help. Forty-seven stars of one cluster fool the squared loss
# and the Huber loss alike, and to know why is worth as much as the loss itself.
#
# | exercise | you write | points |
# |---|---|---|
# | 1 | `huber_loss`: the loss of each example | 25 |
# | 2 | `HuberLoss`: the same as a module, with a reduction | 15 |
# | 3 | `huber_grad`: how hard each example pulls | 10 |
# | 4 | `torch_delta_factor`: torch's other Huber loss | 10 |
# | 5 | `fit_robust`: a line by gradient descent with any loss | 20 |
# | 6 | `outlier_share`: who decides where the line goes | 10 |
# | 7 | `PREDICT_STARS`, `slope_without`, `REASON_STARS`: predict, run, reconcile | 10 |
#
# Throughout, $e = \hat y - y$ is the error of an example, prediction minus label. Each exercise has visible
# checks (run the cell below yours) and hidden ones: other numbers, other shapes, other $\sigma$.
#
# **Week:** 4. **Time:** 55 minutes. **Before it:** linear_regression_concise, normal_likelihood. **In the
# book:** 3.5 Concise Implementation of Linear Regression.

# %% setup

import matplotlib.pyplot as plt
import torch
from torch import nn

from autograder import as_number, assert_close, check, get_device, load_data, points, waits_for

# %% given
from autograder.course.given import given

squared_loss = given("linear_regression_scratch", "squared_loss")

# %% setup
device = get_device()


def absolute_loss(y_hat, y):
    """The absolute error of each example, in the shape of y_hat."""
    return (y_hat - y.reshape(y_hat.shape)).abs()


def uneven_loss(y_hat, y):
    """The squared error of each example, times 3/4 where the prediction is too high and 1/4 where it is too low."""
    e = y_hat - y.reshape(y_hat.shape)
    return torch.where(e > 0, 0.75, 0.25) * e**2


# %% [markdown]
# ## The data
#
# The Belgian statistical survey counted the international telephone calls made from Belgium, in tens of
# millions a year. From 1964 to 1969 another recording system was in use, and what it wrote down was the total
# number of *minutes*. Nobody noticed; the years at both ends of the gap hold some of each. (P. J. Rousseeuw
# and A. M. Leroy, *Robust Regression and Outlier Detection*, 1987.) How fast did the number of calls grow?

# %% setup="phones"
phones = load_data("phones.csv")
phone_year, phone_calls = phones["year"].to(device), phones["calls"].to(device)


def draw_phones(ax):
    """The telephone calls of each year; the years recorded in minutes are marked."""
    year, calls = 1900 + phone_year.cpu(), phone_calls.cpu()
    minutes = (phone_year.cpu() >= 64) & (phone_year.cpu() <= 69)
    ax.plot(year[~minutes], calls[~minutes], "o", color="C0", markersize=5, label="counted as calls")
    ax.plot(year[minutes], calls[minutes], "s", color="C3", markersize=5, label="counted in minutes")
    ax.set_xlabel("year")
    ax.set_ylabel("calls (tens of millions)")


fig, ax = plt.subplots(figsize=(6.4, 3.6))
draw_phones(ax)
ax.set_title("International telephone calls from Belgium")
ax.legend()
fig.tight_layout()

# %% [markdown]
# ## 1. The loss of each example (25 points)
#
# Write `huber_loss(y_hat, y, sigma=1.0)`,
#
# $$l(\hat y, y) = \begin{cases} |\hat y - y| - \dfrac{\sigma}{2} & \text{if } |\hat y - y| > \sigma,\\[2ex]
# \dfrac{1}{2\sigma}\,(\hat y - y)^2 & \text{otherwise.}\end{cases}$$
#
# - It gives **one loss for each example**, in the shape of `y_hat`: no sum and no mean.
# - Labels may come as a row $(n,)$ when the predictions are a column $(n, 1)$, or the other way round; the
#   $i$-th label belongs to the $i$-th prediction.
# - The gradient must get through to `y_hat`: stay in torch, with tensors.
#
# Example with $\sigma = 1$: the errors 0.5 and 3 cost 0.125 and 2.5.
#
# Pitfall: a batch holds small and large errors side by side, and each is judged by its own size. A Python
# `if` has one answer for the whole batch; you need a function that chooses element by element. (An answer
# that asks for the *mean* error of the batch often trains as well, so that only its numbers give it away.)


# %% solution="huber_loss"
def huber_loss(y_hat, y, sigma=1.0):
    """The Huber loss of each example, quadratic up to the error sigma and linear beyond; shape of y_hat."""
    ### BEGIN SOLUTION
    size = torch.abs(y_hat - y.reshape(y_hat.shape))
    return torch.where(size > sigma, size - sigma / 2, size**2 / (2 * sigma))
    ### END SOLUTION


# %% test="huber_loss"
@points(3)
def test_small_and_large_error_at_sigma_one(student):
    """With sigma 1 the errors 0.5 and 3 cost 0.125 and 2.5."""
    costs = student.huber_loss(torch.tensor([0.5, 3.0]), torch.tensor([0.0, 0.0]), 1.0)
    assert_close(costs, torch.tensor([0.125, 2.5]), "huber_loss of the errors (0.5, 3) with sigma 1")


@points(2)
def test_one_loss_for_each_prediction(student):
    """The loss has the shape of the predictions; without a sigma it is the loss with sigma 1."""
    costs = student.huber_loss(torch.full((5, 1), 4.0), torch.ones(5, 1))
    assert isinstance(costs, torch.Tensor), f"huber_loss gave a {type(costs).__name__}; expected a tensor"
    shape = tuple(costs.shape)
    assert shape == (5, 1), f"predictions of shape (5, 1): the loss has shape {shape}, expected (5, 1)"
    assert_close(costs, torch.full((5, 1), 2.5), "huber_loss of five errors of 3, without a sigma")


### BEGIN HIDDEN TESTS
@points(4)
def test_loss_at_other_sigmas(student):
    """The loss is right for sigmas below and above 1, for small and for large errors."""
    for sigma in (2.0, 0.5, 0.1, 7.0):
        for e in (0.3 * sigma, 0.9 * sigma, 1.1 * sigma, 5.0 * sigma):
            cost = student.huber_loss(torch.tensor([e + 1]), torch.tensor([1.0]), sigma)
            wanted = e * e / (2 * sigma) if e < sigma else e - sigma / 2
            assert_close(cost, torch.tensor([wanted]), f"error {e:g}, sigma {sigma:g}", rtol=1e-4)


@points(3)
def test_sign_of_the_error_does_not_matter(student):
    """A prediction that is too low costs what one that is as much too high costs."""
    for sigma in (1.0, 3.0):
        errors = torch.tensor([0.2, 0.8, 2.0, 3.5, 20.0])
        low = student.huber_loss(10 - errors, torch.full((5,), 10.0), sigma)
        wanted = nn.SmoothL1Loss(reduction="none", beta=sigma)(errors, torch.zeros(5))
        assert_close(low, wanted, f"predictions below the label, sigma {sigma:g}", rtol=1e-4)


@points(2)
def test_both_branches_meet(student):
    """At the error sigma, and a hair to either side, the loss is the same: no jump."""
    for sigma in (0.5, 1.0, 4.0):
        errors = sigma * torch.tensor([0.9999, 1.0, 1.0001], dtype=torch.float64)
        costs = student.huber_loss(errors, torch.zeros(3, dtype=torch.float64), sigma)
        assert_close(costs, torch.full((3,), sigma / 2), f"the loss at sigma = {sigma:g}", rtol=1e-3)


@points(4)
def test_each_error_is_judged_by_itself(student):
    """In a batch of small and large errors every example gets its own loss, so that their mean is right."""
    batches = {(0.1, 10.0): 4.7525, (0.0, 0.0, 0.0, 3.0): 0.625, (0.9, 1.1): 0.5025, (-3.0, 0.2): 1.26}
    for errors, mean in batches.items():
        e = torch.tensor(errors).reshape(-1, 1)
        costs = student.huber_loss(e + 2, torch.full_like(e, 2.0), 1.0)
        assert tuple(costs.shape) == (len(errors), 1), f"the loss has the shape {tuple(costs.shape)}"
        assert_close(costs.mean(), mean, f"the mean loss of the errors {errors}", rtol=1e-4)


@points(3)
def test_row_labels_do_not_broadcast(student):
    """A column against a row of labels, or a row against a column, still gives one loss per example."""
    for n in (1, 7, 10):
        y_hat, y = 3 * torch.randn(n, 1), torch.randn(n)
        wanted = nn.SmoothL1Loss(reduction="none", beta=1.5)(y_hat.reshape(n), y)
        column = student.huber_loss(y_hat, y, 1.5)
        assert_close(column, wanted.reshape(n, 1), f"column of {n} against row of {n}", rtol=1e-4)
        row = student.huber_loss(y_hat.reshape(n), y.reshape(n, 1), 1.5)
        assert_close(row, wanted, f"row of {n} against column of {n}", rtol=1e-4)


@points(4)
def test_gradient_reaches_the_predictions(student):
    """backward() leaves the right gradient in the predictions, for errors of any size and sign."""
    for sigma in (1.0, 4.0):
        y_hat = torch.tensor([[1.5], [-2.0], [9.0], [-8.0], [0.0]], requires_grad=True)
        y = torch.tensor([[1.0], [-1.2], [1.0], [0.5], [0.0]])
        costs = student.huber_loss(y_hat, y, sigma)
        assert isinstance(costs, torch.Tensor), "the loss is no tensor"
        assert costs.requires_grad, "the loss is cut off from the predictions: no gradient can get through"
        costs.sum().backward()
        slope = [[min(max(e / sigma, -1.0), 1.0)] for e in (0.5, -0.8, 8.0, -8.5, 0.0)]
        assert_close(y_hat.grad, torch.tensor(slope), f"the gradient with sigma {sigma:g}")


### END HIDDEN TESTS
check()

# %% [markdown]
# ## 2. The loss as a module (15 points)
#
# The losses of torch are modules: you set them up once, and then call them. Complete
# `HuberLoss(sigma=1.0, reduction="mean")` on top of your `huber_loss`. `forward(y_hat, y)` returns
#
# - with `reduction="mean"` the mean over all examples, a tensor of shape `()`;
# - with `reduction="sum"` their sum;
# - with `reduction="none"` one loss for each example, as before.
#
# It is torch's own `nn.SmoothL1Loss(beta=sigma)` under another name; the hidden checks compare the two.
#
# Example: with $\sigma = 1$ the errors 0.5 and 3 have the mean $(0.125 + 2.5)/2 = 1.3125$.
#
# Pitfall: `nn.Module` has an `__init__` of its own that must run first. And a module is used in two steps:
# `HuberLoss(2.0)(y_hat, y)`, not `HuberLoss(y_hat, y)`.


# %% solution="huber_module"
class HuberLoss(nn.Module):
    """The Huber loss with threshold sigma; reduction is "mean", "sum" or "none"."""

    ### BEGIN SOLUTION
    def __init__(self, sigma=1.0, reduction="mean"):
        super().__init__()
        self.sigma = sigma
        self.reduction = reduction

    def forward(self, y_hat, y):
        loss = huber_loss(y_hat, y, self.sigma)
        if self.reduction == "none":
            return loss
        return loss.sum() if self.reduction == "sum" else loss.mean()

    ### END SOLUTION


# %% test="huber_module"
@points(3)
def test_module_gives_the_mean(student):
    """HuberLoss(1.0), and HuberLoss(), of the errors 0.5 and 3 is their mean loss, 1.3125."""
    module = student.HuberLoss(1.0)
    cost = module(torch.tensor([[0.5], [3.0]]), torch.zeros(2, 1))
    assert_close(cost, torch.tensor(1.3125), "HuberLoss(1.0) of the errors 0.5 and 3")
    by_default = student.HuberLoss()(torch.tensor([[0.5], [3.0]]), torch.zeros(2, 1))
    assert_close(by_default, torch.tensor(1.3125), "HuberLoss() of the errors 0.5 and 3")


### BEGIN HIDDEN TESTS
@points(4)
def test_module_sums_or_keeps_each_loss(student):
    """The reductions "sum" and "none" give the sum, and one loss per example in the shape of y_hat."""
    y_hat, y = torch.tensor([[0.6], [-5.0], [2.0], [-0.3]]), torch.zeros(4, 1)
    each = torch.tensor([[0.09], [4.0], [1.0], [0.0225]])
    kept = student.HuberLoss(2.0, reduction="none")(y_hat, y)
    assert_close(kept, each, 'the loss with reduction "none"', rtol=1e-4)
    total = student.HuberLoss(2.0, reduction="sum")(y_hat, y)
    assert_close(total, torch.tensor(5.1125), 'the loss with reduction "sum"', rtol=1e-4)


@points(4)
def test_module_equals_smooth_l1(student):
    """For sigmas below and above 1 and data of any shape, the mean equals that of torch's SmoothL1Loss."""
    sigmas = (0.1, 0.5, 2.0, 5.0)
    modules = [student.HuberLoss(sigma) for sigma in sigmas]
    for shape in ((10, 1), (7,), (4, 5)):
        y_hat, y = 4 * torch.randn(shape), torch.randn(shape)
        for sigma, module in zip(sigmas, modules, strict=True):
            wanted = nn.SmoothL1Loss(beta=sigma)(y_hat, y)
            assert_close(module(y_hat, y), wanted, f"HuberLoss({sigma}) for {shape}", rtol=1e-4)


@points(2)
def test_module_passes_the_gradient_of_the_mean(student):
    """backward() through the mean leaves in each prediction its clipped error, divided by their number."""
    y_hat = torch.tensor([[1.0], [-6.0], [3.0], [0.5]], requires_grad=True)
    cost = student.HuberLoss(2.0)(y_hat, torch.zeros(4, 1))
    assert isinstance(cost, torch.Tensor), "the loss is no tensor"
    assert cost.requires_grad, "the loss is cut off from the predictions"
    cost.backward()
    assert_close(y_hat.grad, torch.tensor([[0.125], [-0.25], [0.25], [0.0625]]), "the gradient of the mean")


@points(2)
def test_module_takes_row_labels(student):
    """A column of predictions against a row of labels gives a column of losses, and their mean."""
    y_hat, y = 2 * torch.randn(9, 1), torch.randn(9)
    wanted = nn.SmoothL1Loss(beta=0.7)(y_hat, y.reshape(9, 1))
    assert_close(student.HuberLoss(0.7)(y_hat, y), wanted, "HuberLoss(0.7) with row labels", rtol=1e-4)
    each = student.HuberLoss(0.7, reduction="none")(y_hat, y)
    assert tuple(each.shape) == (9, 1), f"the losses have the shape {tuple(each.shape)}, not (9, 1)"


### END HIDDEN TESTS
check()

# %% [markdown]
# ## 3. How hard each example pulls (10 points)
#
# Gradient descent sees a loss only through its derivative. Write `huber_grad(e, sigma)`: the derivative of
# the Huber loss with respect to the prediction, for each error in the tensor `e`, in closed form and without
# autograd. Differentiate both branches of the formula; the result has the shape of `e`.
#
# Example: with $\sigma = 1$ the error 0.5 pulls with 0.5.
#
# Pitfall: a pull has a direction. And look at how strong the strongest pull is, and whether $\sigma$ changes
# that.


# %% solution="huber_grad"
def huber_grad(e, sigma):
    """The derivative of the Huber loss by the prediction, for each error in e (any shape)."""
    ### BEGIN SOLUTION
    return torch.clamp(e / sigma, -1, 1)
    ### END SOLUTION


# %% test="huber_grad"
@points(3)
def test_pull_of_a_small_error(student):
    """With sigma 1 the errors 0.5 and 0.25 pull with 0.5 and 0.25."""
    pull = student.huber_grad(torch.tensor([0.5, 0.25]), 1.0)
    assert_close(pull, torch.tensor([0.5, 0.25]), "huber_grad of the errors (0.5, 0.25) with sigma 1")


### BEGIN HIDDEN TESTS
@points(3)
def test_pull_of_a_large_error(student):
    """Large errors of either sign pull as hard as the formula says, and no harder."""
    for sigma in (0.5, 1.0, 3.0):
        errors = torch.tensor([-1000.0, -2.0, -0.4, 0.0, 0.4, 2.0, 1000.0])
        wanted = torch.tensor([min(max(float(e) / sigma, -1.0), 1.0) for e in errors])
        assert_close(student.huber_grad(errors, sigma), wanted, f"the pull with sigma {sigma:g}")


@points(4)
def test_pull_equals_the_gradient_of_autograd(student):
    """For errors of any shape the pull is what autograd finds for torch's SmoothL1Loss."""
    for shape, sigma in (((10, 1), 2.0), ((7,), 0.3), ((3, 4), 1.0), ((1,), 5.0)):
        errors = (4 * torch.randn(shape, dtype=torch.float64)).requires_grad_()
        nn.SmoothL1Loss(beta=sigma, reduction="sum")(errors, torch.zeros_like(errors)).backward()
        pull = student.huber_grad(errors.detach().clone(), sigma)
        assert_close(pull, errors.grad, f"the pull for {shape}, sigma {sigma:g}")


### END HIDDEN TESTS
check()

# %% [markdown]
# See it: on the left the losses, on the right how hard an error pulls. The squared loss pulls harder and
# harder; yours stops at 1.


# %% setup="draw_losses"
def draw_losses():
    e = torch.linspace(-4, 4, 401, device=device)
    fig, (left, right) = plt.subplots(1, 2, figsize=(9, 3.4))
    left.plot(e.cpu(), squared_loss(e, torch.zeros_like(e)).cpu(), color="0.4", label="squared loss")
    right.plot(e.cpu(), e.cpu(), color="0.4", label="squared loss")
    for sigma, style in ((0.5, "C0--"), (1.0, "C1-"), (2.0, "C2:")):
        label = f"Huber, $\\sigma$ = {sigma:g}"
        left.plot(e.cpu(), huber_loss(e, torch.zeros_like(e), sigma).cpu(), style, linewidth=2, label=label)
        right.plot(e.cpu(), huber_grad(e, sigma).cpu(), style, linewidth=2, label=label)
    left.set_ylabel("loss (no unit)")
    left.set_ylim(-0.2, 5)
    right.set_ylabel("derivative (no unit)")
    right.set_ylim(-3, 3)
    for panel, title in ((left, "What an error costs"), (right, "How hard it pulls")):
        panel.set_xlabel("error $e = \\hat y - y$ (no unit)")
        panel.set_title(title)
    left.legend(loc="upper center", fontsize=8)
    fig.tight_layout()


with waits_for("huber_loss and huber_grad"):
    draw_losses()

# %% [markdown]
# ## 4. Torch's other Huber loss (10 points)
#
# Torch has `nn.SmoothL1Loss(beta=...)` and also `nn.HuberLoss(delta=...)`. The second keeps its *curvature*
# when the threshold changes, where the formula above keeps its *slope*. With the threshold $\delta$ it is
#
# $$\tfrac12 e^2 \ \text{ for small errors}, \qquad \delta\,\bigl(|e| - \tfrac12\delta\bigr)\ \text{ for large
# ones.}$$
#
# Write `torch_delta_factor(sigma)`: the number by which you must multiply the loss of exercise 1 with
# threshold `sigma` to get `nn.HuberLoss(delta=sigma)`. It is the same number for small and for large
# errors.
#
# Pitfall: at $\sigma = 1$ the two are equal, so a check at 1 shows nothing. When you swap one for the other
# in your own work, this factor acts like a factor on the learning rate.


# %% solution="torch_delta_factor"
def torch_delta_factor(sigma):
    """The factor that takes huber_loss with threshold sigma to nn.HuberLoss(delta=sigma): a number."""
    ### BEGIN SOLUTION
    return sigma
    ### END SOLUTION


# %% test="torch_delta_factor"
@points(2)
def test_factor_at_one(student):
    """At sigma 1 both losses are the same: the factor is 1."""
    factor = as_number(student.torch_delta_factor(1.0), "torch_delta_factor(1.0)")
    assert_close(factor, 1.0, "torch_delta_factor(1.0)", rtol=1e-4)


### BEGIN HIDDEN TESTS
@points(5)
def test_factor_at_other_sigmas(student):
    """The factor is right for thresholds below and above 1."""
    for sigma in (0.1, 0.5, 2.0, 7.5):
        torch_loss = nn.HuberLoss(delta=sigma)(torch.tensor([3 * sigma]), torch.zeros(1))
        wanted = float(torch_loss) / (2.5 * sigma)
        factor = as_number(student.torch_delta_factor(sigma), "the factor")
        assert_close(factor, wanted, f"the factor for sigma {sigma:g}", rtol=1e-3)


@points(3)
def test_factor_takes_one_loss_to_the_other(student):
    """The factor times your own loss is torch's HuberLoss, for small and for large errors."""
    y_hat, y = torch.tensor([0.2, -0.9, 4.0, -30.0]), torch.zeros(4)
    for sigma in (0.4, 3.0):
        wanted = nn.HuberLoss(delta=sigma, reduction="none")(y_hat, y)
        factor = as_number(student.torch_delta_factor(sigma), "the factor")
        mine = factor * student.huber_loss(y_hat, y, sigma)
        assert_close(mine, wanted, f"the factor times the loss for sigma {sigma:g}", rtol=1e-3)


### END HIDDEN TESTS
check()

# %% [markdown]
# ## 5. A line by any loss (20 points)
#
# Write `fit_robust(x, y, loss, lr, num_epochs)`. It fits $\hat y = \text{slope}\cdot x + \text{intercept}$ by
# gradient descent and returns `(slope, intercept)`, as numbers or as tensors with one element.
#
# - `x` and `y` have the shape `(n,)`. `loss(y_hat, y)` gives one loss for each example; minimise their
#   **mean**.
# - The full batch, `num_epochs` steps of size `lr`, the gradient by autograd. Start with both parameters at
#   zero.
# - Years near 60 make a badly conditioned problem. **Standardise** $x$: train $\hat y = w z + c$ with $z =
#   (x - \bar x)/s$, where $s$ is the standard deviation (with $n$ or $n - 1$), and give back slope and
#   intercept in terms of $x$. Both change on the way back.
# - Leave $y$ in its unit: $\sigma$ is an error in the unit of $y$. Leave the tensors as they are.
#
# The squared loss on the calls gives 5.04 (tens of millions a year) within a few steps. The Huber loss
# needs patience, about 500 steps with `lr` 1.0: each example pulls with at most 1, so however far away the
# line is, a step moves it by `lr` at most. With `lr` 0.1 it has not arrived after 3000.
#
# Example: the line through $(50, 1)$ and $(70, 41)$ has the slope 2 and the intercept $-99$.


# %% solution="fit_robust"
def fit_robust(x, y, loss, lr, num_epochs):
    """Fit y = slope x + intercept to x (n,) and y (n,) by full-batch gradient descent on the mean loss.

    loss(y_hat, y) gives one loss per example. Returns (slope, intercept) in the units of x and y.
    """
    ### BEGIN SOLUTION
    mean, std = x.mean(), x.std()
    z = (x - mean) / std
    params = torch.zeros(2, device=x.device, requires_grad=True)  # w and c
    for _ in range(num_epochs):
        loss(params[0] * z + params[1], y).mean().backward()
        with torch.no_grad():
            params -= lr * params.grad
            params.grad.zero_()
    w, c = params.detach()
    return float(w / std), float(c - w * mean / std)
    ### END SOLUTION


# %% test="fit_robust"
@points(3, seconds=20)
def test_squared_loss_on_the_calls(student):
    """With the squared loss the calls grow by 5.04 a year, the least-squares slope."""
    slope, _ = student.fit_robust(
        phones["year"].clone(), phones["calls"].clone(), student.squared_loss, 1.0, 40
    )
    slope = as_number(slope, "the slope")
    assert abs(slope - 5.041) < 0.01, f"the slope is {slope:.4g} a year; expected 5.041"


@points(2, seconds=20)
def test_two_points_make_a_line(student):
    """The line through (50, 1) and (70, 41) has the slope 2 and the intercept -99."""
    slope, intercept = student.fit_robust(
        torch.tensor([50.0, 70.0]), torch.tensor([1.0, 41.0]), student.squared_loss, 0.5, 60
    )
    assert_close(as_number(slope, "the slope"), 2.0, "the slope", rtol=1e-3)
    assert_close(as_number(intercept, "the intercept"), -99.0, "the intercept", rtol=1e-3)


### BEGIN HIDDEN TESTS
@points(6, seconds=30)
def test_huber_loss_on_the_calls(student):
    """The line through the calls by the Huber loss has the known slope and intercept; an uneven loss gives its own."""
    slope, intercept = student.fit_robust(
        phones["year"].clone(), phones["calls"].clone(), student.huber_loss, 1.0, 500
    )
    assert_close(as_number(slope, "the slope"), 1.492, "the slope of the calls", rtol=0, atol=0.05)
    assert_close(as_number(intercept, "the intercept"), -73.7, "their intercept", rtol=0, atol=2.5)
    x, y = torch.tensor([0.0, 0.0, 1.0, 1.0]), torch.tensor([0.0, 4.0, 2.0, 6.0])
    _, intercept = student.fit_robust(x, y, student.uneven_loss, 1.0, 60)
    intercept = as_number(intercept, "the intercept")
    assert_close(intercept, 1.0, "the intercept under a loss that is larger for predictions too high", rtol=1e-3)


@points(4, seconds=20)
def test_a_tenth_of_outliers_does_not_bend_the_line(student):
    """With a tenth of the labels wrong by 100, on one side, the Huber slope is right within 0.05."""
    for true_slope, true_intercept in ((2.0, 4.0), (-1.5, 7.0)):
        x = 20 * torch.rand(40)
        y = true_slope * x + true_intercept + 0.01 * torch.randn(40)
        y[x.argsort()[-20::5]] += 100.0
        slope, intercept = student.fit_robust(x, y, student.huber_loss, 1.0, 120)
        assert_close(as_number(slope, "the slope"), true_slope, "the slope", rtol=0, atol=0.05)
        off = abs(as_number(intercept, "the intercept") - true_intercept)
        assert off < 0.6, f"the intercept is off by {off:.3g}"


@points(2, seconds=20)
def test_unit_of_x_does_not_matter(student):
    """Measurements with x in another unit, from another zero, in double precision, give the same line."""
    x = torch.linspace(-1.0, 2.0, 15)
    y = 3 * x - 5
    for unit, zero in ((1e3, 5e3), (1e-3, 0.0), (1.0, -60.0)):
        slope, intercept = student.fit_robust(
            (unit * x + zero).double(), y.double(), student.squared_loss, 1.0, 40
        )
        assert_close(as_number(slope, "the slope"), 3 / unit, f"the slope in unit {unit:g}", rtol=2e-3)
        wanted = -5 - 3 * zero / unit
        assert_close(
            as_number(intercept, "the intercept"), wanted, f"the intercept in unit {unit:g}", rtol=2e-3
        )


@points(2, seconds=20)
def test_steps_are_those_asked_for(student):
    """From zero, two steps with a small learning rate go as far as two steps on the mean loss go."""
    x = torch.linspace(-3.0, 3.0, 60)
    slope, intercept = student.fit_robust(x, 40 * x + 8, student.squared_loss, 0.1, 2)
    assert_close(as_number(slope, "the slope"), 0.19 * 40, "the slope after two steps", rtol=0.05)
    assert_close(as_number(intercept, "the intercept"), 0.19 * 8, "the intercept after two steps", rtol=0.05)


@points(1, seconds=20)
def test_measurements_stay_as_they_are(student):
    """The tensors that the function is given are not changed."""
    x, y = torch.linspace(10.0, 20.0, 8), torch.linspace(0.0, 3.0, 8)
    x_before, y_before = x.clone(), y.clone()
    student.fit_robust(x, y, student.absolute_loss, 0.1, 3)
    assert torch.equal(x, x_before), "x was changed in place"
    assert torch.equal(y, y_before), "y was changed in place"


### END HIDDEN TESTS
check()

# %% setup="use_fit"
phone_fits = {}
with waits_for("huber_loss and fit_robust"):
    for phone_name, phone_loss, phone_steps in (
        ("squared loss", squared_loss, 50),
        ("Huber loss", huber_loss, 1000),
    ):
        phone_fit = fit_robust(phone_year, phone_calls, phone_loss, 1.0, phone_steps)
        phone_fits[phone_name] = tuple(as_number(value, "the fit") for value in phone_fit)
        print(f"{phone_name:12}: the calls grow by {phone_fits[phone_name][0]:.3f} tens of millions a year")
    calls_only = ((phone_year < 64) | (phone_year > 69)).nonzero().reshape(-1)
    calls_slope = fit_robust(phone_year[calls_only], phone_calls[calls_only], squared_loss, 1.0, 50)[0]
    print(f"squared loss without 1964-69: {as_number(calls_slope, 'the slope'):.3f}")

# %% [markdown]
# A quarter of the labels is wrong, and the Huber line stays near the one that least squares finds without
# them. They still pull, each as hard as any other example that is far from the line: bounded is not zero.
#
# ## 6. Who decides where the line goes (10 points)
#
# Write `outlier_share(errors, loss)`: the share of the whole pull that the example with the **largest
# absolute error** has,
#
# $$\frac{|g_k|}{\sum_i |g_i|}, \qquad g_i = \frac{\partial}{\partial \hat y_i} \sum_j l(\hat y_j, y_j), \qquad
# k = \arg\max_i |e_i|,$$
#
# a number between 0 and 1. `errors` is a tensor of any shape, `loss(y_hat, y)` gives one loss for each
# example. Only the errors matter, so call it with `y_hat = errors` and labels of zero, and let autograd find
# the $g_i$, whatever the loss is. Leave `errors` as it is.
#
# Example: four errors of 2 share the pull equally, 0.25 each, with any loss.


# %% solution="outlier_share"
def outlier_share(errors, loss):
    """The share of the summed absolute gradients that the largest absolute error has: a number."""
    ### BEGIN SOLUTION
    y_hat = errors.clone().reshape(-1).requires_grad_()
    loss(y_hat, torch.zeros_like(y_hat)).sum().backward()
    pull = y_hat.grad.abs()
    return float(pull[errors.abs().argmax()] / pull.sum())
    ### END SOLUTION


# %% test="outlier_share"
@points(2)
def test_equal_errors_share_equally(student):
    """Of four errors of 2, each has a quarter of the pull."""
    share = as_number(student.outlier_share(torch.full((4,), 2.0), student.squared_loss), "the share")
    assert_close(share, 0.25, "the share of one of four equal errors", rtol=1e-4)


### BEGIN HIDDEN TESTS
@points(3)
def test_one_outlier_owns_the_squared_loss(student):
    """The share of a single large error under the squared loss is right."""
    for small, large, n in ((0.1, 1000.0, 9), (1.0, 6.0, 4)):
        errors = torch.tensor([small] * n + [large])
        share = as_number(student.outlier_share(errors, student.squared_loss), "the share")
        assert_close(
            share, large / (large + n * small), f"the share of {large:g} among {n} of {small:g}", rtol=1e-4
        )


@points(3)
def test_one_outlier_among_many_under_other_losses(student):
    """The share of a single large error is right under the Huber loss and under the absolute loss."""
    errors = torch.tensor([0.1] * 9 + [1000.0])
    huber = as_number(student.outlier_share(errors, student.huber_loss), "the share")
    assert_close(huber, 1 / 1.9, "the share under the Huber loss", rtol=1e-4)
    absolute = as_number(student.outlier_share(errors, student.absolute_loss), "the share")
    assert_close(absolute, 0.1, "the share under the absolute loss", rtol=1e-4)


@points(2)
def test_outlier_may_be_anywhere_and_negative(student):
    """The largest error may be negative, stand anywhere, the errors may be a table, and the loss may be uneven."""
    for shape in ((8,), (8, 1), (2, 4)):
        errors = torch.tensor([0.5, -0.5, -9.0, 1.0, 2.0, -1.0, 0.5, 0.5]).reshape(shape)
        before = errors.clone()
        share = as_number(student.outlier_share(errors, student.squared_loss), "the share")
        assert_close(share, 0.6, f"the share of -9 in a tensor of {shape}", rtol=1e-4)
        uneven = as_number(student.outlier_share(errors, student.uneven_loss), "the share")
        assert_close(uneven, 0.375, f"the share of -9 in {shape} under a loss that is uneven", rtol=1e-4)
        assert torch.equal(errors, before), "errors was changed in place"


### END HIDDEN TESTS
check()

# %% setup="use_shares"
with waits_for("huber_loss and outlier_share"):
    share_errors = torch.tensor([0.1] * 9 + [1000.0], device=device)
    print("Nine errors of 0.1 and one of 1000. The share of the one in the pull:")
    for share_name, share_loss in (
        ("squared", squared_loss),
        ("Huber", huber_loss),
        ("absolute", absolute_loss),
    ):
        share_value = as_number(outlier_share(share_errors, share_loss), "the share")
        print(f"  {share_name:8} loss: {100 * share_value:6.2f} %")

# %% [markdown]
# ## 7. Predict, run, reconcile: the stars of CYG OB1 (10 points)
#
# In a star cluster the hotter stars are the brighter ones: along the main sequence light rises with
# temperature. Here are 47 stars in the direction of Cygnus (R. M. Humphreys 1978; table in Rousseeuw and
# Leroy 1987), with the logarithm of the surface temperature and of the light. Four of them are red giants:
# cool, but so large that they outshine the rest. (Astronomers plot temperature from right to left; here it
# grows to the right.)

# %% setup="stars"
stars = load_data("starsCYG.csv")
star_Te, star_light = stars["log_Te"].to(device), stars["log_light"].to(device)
GIANTS = [10, 19, 29, 33]  # the rows, from 0, of the stars numbered 11, 20, 30 and 34 in the table


def draw_stars(ax):
    """The stars of CYG OB1, the four giants marked."""
    giant = torch.zeros(len(star_Te), dtype=torch.bool)
    giant[GIANTS] = True
    Te, light = star_Te.cpu(), star_light.cpu()
    ax.plot(Te[~giant], light[~giant], "o", color="C0", markersize=4, label="43 stars")
    ax.plot(Te[giant], light[giant], "s", color="C3", markersize=6, label="4 giants")
    ax.set_xlabel("$\\log_{10}$ of the temperature in kelvin")
    ax.set_ylabel("$\\log_{10}$ of the light (relative)")


fig, ax = plt.subplots(figsize=(6.4, 3.6))
draw_stars(ax)
ax.set_title("47 stars of the cluster CYG OB1")
ax.legend()
fig.tight_layout()

# %% [markdown]
# **Predict**, before you run anything. The least-squares line through all 47 stars *falls*: its slope is
# $-0.41$, which is the wrong sign. What will these three lines do? For each write `"rises"` or `"falls"`:
#
# - `"sigma=0.1"`: the Huber loss with $\sigma = 0.1$, all 47 stars;
# - `"sigma=0.01"`: the Huber loss with $\sigma = 0.01$, all 47 stars, trained to the end;
# - `"no giants"`: the *squared* loss, the four giants left out.
#
# ```python
# PREDICT_STARS = {"sigma=0.1": "...", "sigma=0.01": "...", "no giants": "..."}
# ```

# %% solution="predict_stars"
### BEGIN SOLUTION
PREDICT_STARS = {"sigma=0.1": "falls", "sigma=0.01": "falls", "no giants": "rises"}
### END SOLUTION


# %% test="predict_stars"
@points(1)
def test_a_prediction_for_each_line(student):
    """There is one prediction for each of the three lines, "rises" or "falls"."""
    guess = student.PREDICT_STARS
    assert isinstance(guess, dict), f"PREDICT_STARS is a {type(guess).__name__}; expected a dict"
    cases = {"sigma=0.1", "sigma=0.01", "no giants"}
    assert set(guess) == cases, f"the keys are {list(guess)}; expected {sorted(cases)}"
    for case, word in guess.items():
        assert word in ("rises", "falls"), f'"{case}": write "rises" or "falls", not {word!r}'


### BEGIN HIDDEN TESTS
@points(1)
def test_prediction_for_the_huber_line(student):
    """The prediction for the Huber loss is what happens."""
    assert student.PREDICT_STARS["sigma=0.1"] == "falls", "sigma=0.1: another prediction"


@points(1)
def test_prediction_for_a_smaller_sigma(student):
    """The prediction for the Huber loss with a much smaller sigma is what happens."""
    assert student.PREDICT_STARS["sigma=0.01"] == "falls", "sigma=0.01: another prediction"


@points(1)
def test_prediction_without_the_giants(student):
    """The prediction for the squared loss without the giants is what happens."""
    assert student.PREDICT_STARS["no giants"] == "rises", "no giants: another prediction"


### END HIDDEN TESTS
check()

# %% [markdown]
# **Run.** Write `slope_without(x, y, left_out, loss, lr, num_epochs)`: the slope, a number, that your
# `fit_robust` finds when the examples at the positions `left_out` (a list of row numbers, counted from 0; it
# may be empty) are left out. It is graded with other data, too; `x` and `y` stay as they are.
#
# Example: of the points $(0, 0), (1, 2), (2, 50), (3, 6)$ without number 2, the slope is 2.


# %% solution="slope_without"
def slope_without(x, y, left_out, loss, lr, num_epochs):
    """The slope of fit_robust on x (n,) and y (n,) without the examples at the positions left_out."""
    ### BEGIN SOLUTION
    keep = torch.ones(len(x), dtype=torch.bool, device=x.device)
    keep[left_out] = False
    return float(fit_robust(x[keep], y[keep], loss, lr, num_epochs)[0])
    ### END SOLUTION


# %% test="slope_without"
@points(1, seconds=20)
def test_slope_without_one_bad_point(student):
    """Of (0, 0), (1, 2), (2, 50), (3, 6) without number 2, the slope is 2."""
    x, y = torch.arange(4.0), torch.tensor([0.0, 2.0, 50.0, 6.0])
    slope = as_number(student.slope_without(x, y, [2], student.squared_loss, 1.0, 60), "slope_without(...)")
    assert abs(slope - 2) < 0.01, f"the slope without number 2 is {slope:.4g}; expected 2"


### BEGIN HIDDEN TESTS
@points(1, seconds=20)
def test_slope_of_the_stars(student):
    """The stars have the known slopes, with the giants and without them."""
    x, y = stars["log_Te"].clone(), stars["log_light"].clone()
    for left_out, wanted in (([], -0.4133), (GIANTS, 2.0467)):
        slope = as_number(
            student.slope_without(x, y, list(left_out), student.squared_loss, 1.0, 40), "the slope"
        )
        assert_close(slope, wanted, f"the slope without {len(left_out)} stars", rtol=0, atol=0.01)


@points(1, seconds=20)
def test_slope_without_any_rows(student):
    """Rows may be left out in any order and at both ends, and the data are not changed."""
    x = torch.arange(9.0)
    y = 4 * x + 1
    y[[0, 5, 8]] = torch.tensor([70.0, -80.0, 90.0])
    x_before, y_before = x.clone(), y.clone()
    slope = as_number(student.slope_without(x, y, [8, 0, 5], student.squared_loss, 1.0, 40), "the slope")
    assert_close(slope, 4.0, "the slope without three rows", rtol=0, atol=0.01)
    assert torch.equal(x, x_before), "x was changed in place"
    assert torch.equal(y, y_before), "y was changed in place"


@points(1, seconds=20)
def test_slope_without_uses_the_loss_and_the_steps(student):
    """The loss, the learning rate and the number of epochs are those asked for."""
    x = torch.arange(9.0)
    y = 2 * x
    y[6] = 60.0
    robust = as_number(student.slope_without(x, y, [3], student.huber_loss, 0.5, 60), "the slope")
    assert_close(robust, 2.04, "the slope under the Huber loss, one outlier left in", rtol=0, atol=0.05)
    pulled = as_number(student.slope_without(x, y, [3], student.squared_loss, 0.5, 60), "the slope")
    assert_close(pulled, 3.53, "the slope under the squared loss, one outlier left in", rtol=0, atol=0.05)
    early = as_number(student.slope_without(x, 2 * x, [1], student.squared_loss, 0.1, 2), "the slope")
    assert_close(early, 0.19 * 2, "the slope after two small steps", rtol=0.2)


### END HIDDEN TESTS
check()

# %% setup="run_stars"
star_slopes = {}
with waits_for("exercise 7"):
    for star_name, star_sigma, star_out in (
        ("sigma=0.1", 0.1, []),
        ("sigma=0.01", 0.01, []),
        ("no giants", 0, GIANTS),
    ):
        star_loss = HuberLoss(star_sigma, reduction="none") if star_sigma else squared_loss
        star_slope = slope_without(star_Te, star_light, star_out, star_loss, lr=0.1, num_epochs=300)
        star_slopes[star_name] = as_number(star_slope, "the slope")
        star_ran = "rises" if star_slopes[star_name] > 0 else "falls"
        star_guess = PREDICT_STARS[star_name]
        print(f"{star_name:10}: predicted {star_guess}, it {star_ran}, slope {star_slopes[star_name]:+.3f}")

# %% [markdown]
# **Reconcile.** Six bad years of 24 did not bend the Huber line; four giants of 47 stars do. Which reason
# explains it? Choose its word.
#
# - `"sigma"`: $\sigma$ is too large; with a smaller one the line would rise.
# - `"epochs"`: the training stopped too early; in the end the line would rise.
# - `"number"`: four of 47 are too many outliers for any loss.
# - `"leverage"`: the giants lie far out in $x$. The gradient of the slope is the pull *times* the distance in
#   $x$, which no loss of the error bounds, and the line that turns towards them makes their errors small.
# - `"curvature"`: the Huber loss is not convex, and the line is stuck in a local minimum.
#
# ```python
# REASON_STARS = "..."
# ```

# %% solution="reason_stars"
### BEGIN SOLUTION
REASON_STARS = "leverage"
### END SOLUTION


# %% test="reason_stars"
@points(1)
def test_a_reason_from_the_list(student):
    """The reason is one of the five words."""
    words = ("sigma", "epochs", "number", "leverage", "curvature")
    reason = student.REASON_STARS
    assert reason in words, f"REASON_STARS is {reason!r}; expected one of {words}"


### BEGIN HIDDEN TESTS
@points(1)
def test_the_reason_explains_stars_and_calls(student):
    """The reason explains why the calls were fitted well and the stars were not."""
    assert student.REASON_STARS == "leverage", "another reason was chosen"


### END HIDDEN TESTS
check()

# %% [markdown]
# Now you can say what the loss is good for, and what not:
#
# - It bounds the pull of a wrong **label**, in the $y$ direction. A tenth of wrong labels moved your slope by
#   less than 0.05.
# - It does not bound the pull of an example that lies far out in **x**. To find those, look at the data (or
#   at the distances in $x$, before any fit); to bound them, methods exist that look at both, such as least
#   trimmed squares.
# - It is not free: bounded pulls need more steps.
#
# And whether a red giant is an error at all is not a question for a loss. The giants were measured well; they
# are another kind of star.
#
# ## What you found
#
# Finish with a picture to show: on the left the calls with both of your lines, on the right the stars with
# the line of the squared loss, that of your Huber loss, and the one without the giants. (`draw_phones(ax)`
# and `draw_stars(ax)` draw the data; `fit_robust` gives you slope and intercept. This plot is not graded.)

# %% solution="plot"
### BEGIN SOLUTION
fig, (left, right) = plt.subplots(1, 2, figsize=(11, 4))
draw_phones(left)
span = torch.tensor([1950.0, 1973.0])
for (name, (slope, intercept)), style in zip(phone_fits.items(), ("C1--", "C0-"), strict=True):
    left.plot(
        span, slope * (span - 1900) + intercept, style, linewidth=2, label=f"{name}: {slope:.2f} a year"
    )
left.set_title("It helps: wrong labels")
left.legend(fontsize=8)

draw_stars(right)
kept = [row for row in range(len(star_Te)) if row not in GIANTS]
star_huber = HuberLoss(0.1, reduction="none")
lines = {
    "squared loss": (star_Te, star_light, squared_loss, "C1--"),
    "Huber loss, $\\sigma$ = 0.1": (star_Te, star_light, star_huber, "C0-"),
    "squared loss, no giants": (star_Te[kept], star_light[kept], squared_loss, "C2:"),
}
span = torch.tensor([3.45, 4.65])
for name, (Te, light, loss, style) in lines.items():
    slope, intercept = fit_robust(Te, light, loss, 0.1, 300)
    right.plot(span, slope * span + intercept, style, linewidth=2, label=f"{name}: {slope:+.2f}")
right.set_ylim(2.3, 6.5)
right.set_title("It does not help: leverage")
right.legend(fontsize=8, loc="lower left")
fig.tight_layout()
### END SOLUTION
