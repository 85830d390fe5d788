# %% [markdown]
# # Gradient descent by hand: one weight, three examples
#
# A line through the origin, $\hat y = w x$, and three examples: $(1, 2)$, $(2, 4)$, $(3, 6)$. Everybody sees that
# $w = 2$. The computer does not see; it has to find out, and everything that a large network does to find its
# weights can be watched here on one number, with pencil and paper beside it: the loss, its slope, the step
# downhill, the loop around it, autograd, and the learning rate at which it all blows up.
#
# Because the example is so small, it hides nothing. You will get the same weight from your own derivative and
# from autograd, print two different losses for the very same step, and find a learning rate that is far too large
# and yet arrives in a single step.
#
# | exercise | you write | points |
# |---|---|---|
# | 1 | `sweep`: the loss for many weights | 15 |
# | 2 | `gradient`: the slope, by pencil | 15 |
# | 3 | `sgd_epochs`: gradient descent, digit for digit | 20 |
# | 4 | `autograd_epochs`: the same, for any loss | 20 |
# | 5 | `PREDICT_GD`: what is printed, and what diverges? | 10 |
# | 6 | `loss_before_after`: two losses of one step | 8 |
# | 7 | `epoch_factor`, `max_lr_full_batch`: where it blows up | 12 |
#
# All numbers are pure numbers, without units. $\eta$ is the learning rate `lr`, $n$ the number of examples.
# Exercises 1 to 3, 6 and 7 need no torch: Python's own floats will do. Each exercise has visible checks (run the
# cell below yours) and hidden ones: other examples, other weights, other learning rates.
#
# **Week:** 1. **Time:** 45 minutes. **Before it:** nothing. **In the book:** 2.5 Automatic
# Differentiation; 3.1 Linear Regression; 12.3 Gradient Descent; 12.4 Stochastic Gradient Descent.

# %% setup
import math

import matplotlib.pyplot as plt
import torch

from autograder import as_number, assert_close, check, points, waits_for

XS = (1.0, 2.0, 3.0)  # the examples: y = 2 x
YS = (2.0, 4.0, 6.0)
WS = [k / 10 for k in range(41)]  # 41 weights from 0 to 4


def examples(xs=XS, ys=YS):
    """The examples as a list of pairs (x, y)."""
    return list(zip(xs, ys, strict=True))


def line_data(n, slope, noise=0.5):
    """n other examples to try things on, near the line y = slope x: lists xs and ys of Python floats."""
    xs = (0.5 + torch.rand(n, dtype=torch.float64)) * (1 - 2 * (torch.arange(n) % 3 == 1).double())
    ys = slope * xs + noise * (torch.arange(n) % 4 + torch.rand(n, dtype=torch.float64) - 1.5)
    return xs.tolist(), ys.tolist()


# %% [markdown]
# ## The picture
#
# Left: three weights, and by how much each of them misses the examples. Right: the mean of the squared misses,
# for every weight. It is a parabola. A linear model with a squared loss always has one, with a single lowest
# point, so that there is no other valley to get stuck in. All that gradient descent can do wrong here is to be
# slow, or to jump too far.


# %% setup="picture"
def draw_picture():
    fig, (left, right) = plt.subplots(1, 2, figsize=(9.4, 3.7))
    x = torch.linspace(0, 3.3, 2)
    w = torch.linspace(0, 4, 81)
    right.plot(w, 14 / 3 * (w - 2) ** 2, color="0.6")
    for tried, color in ((1.0, "C0"), (2.0, "C2"), (2.8, "C3")):
        left.plot(x, tried * x, color=color, label=f"$w$ = {tried}")
        left.vlines(XS, YS, [tried * each for each in XS], color=color, linestyles=":")
        right.plot([tried], [14 / 3 * (tried - 2) ** 2], "o", color=color, markersize=8, label=f"$w$ = {tried}")
    left.plot(XS, YS, "ko", label="examples")
    left.set_xlabel("$x$ (no unit)")
    left.set_ylabel("$y$ (no unit)")
    left.set_title("Three lines through the origin")
    right.set_xlabel("weight $w$ (no unit)")
    right.set_ylabel("mean squared error (no unit)")
    right.set_title("How wrong each of them is")
    for ax in (left, right):
        ax.legend(fontsize=8)
    fig.tight_layout()


draw_picture()

# %% [markdown]
# ## 1. The loss for many weights (15 points)
#
# Before descending, look at the landscape. With one weight one can simply try them all: that is called a sweep.
# Write `sweep(ws, xs=XS, ys=YS)`. For each weight $w$ in the list `ws`, in the same order, it computes the
# **mean** squared error over the examples,
#
# $$\mathrm{MSE}(w) = \frac1n \sum_{i=1}^n (w x_i - y_i)^2 ,$$
#
# and it returns these numbers as a list of floats. `xs` and `ys` are lists of numbers of the same length; without
# them, the three examples above are meant. The given `examples(xs, ys)` makes pairs of them.
#
# *With pencil and paper*: for our examples $w x_i - y_i = (w - 2)\,x_i$, so the sum of the squares is
# $(1 + 4 + 9)(w - 2)^2$ and $\mathrm{MSE}(w) = \tfrac{14}{3} (w - 2)^2$. At $w = 0$ that is 18.667.
#
# *Pitfall*: a sum that collects the errors has to begin anew for each weight.


# %% solution="sweep"
def sweep(ws, xs=XS, ys=YS):
    """The mean squared error of y_hat = w x on the examples, for each w in ws: a list of floats."""
    ### BEGIN SOLUTION
    losses = []
    for w in ws:
        total = 0.0
        for x, y in examples(xs, ys):
            total += (w * x - y) ** 2
        losses.append(total / len(xs))
    return losses
    ### END SOLUTION


# %% setup="as_losses"
def as_losses(value, count, what):
    """A list of `count` numbers as a tensor, or a message that says what else it is."""
    assert isinstance(value, list | tuple), f"{what} is a {type(value).__name__}; expected a list of floats"
    assert len(value) == count, f"{what} has {len(value)} numbers; expected {count}, one for each weight"
    return torch.tensor([as_number(one, f"a number in {what}") for one in value], dtype=torch.float64)


# %% test="sweep"
@points(2)
def test_sweep_gives_a_loss_for_each_weight(student):
    """For 41 weights, sweep gives a list of 41 numbers."""
    as_losses(student.sweep(WS), 41, "sweep(WS)")


@points(3)
def test_sweep_is_lowest_at_two(student):
    """The losses at the weights 0, 1, 2 and 4 are 56/3, 14/3, 0 and 56/3, and no weight of the 41 is better than 2."""
    losses = as_losses(student.sweep(WS), 41, "sweep(WS)")
    wanted = torch.tensor([56 / 3, 14 / 3, 0.0, 56 / 3])
    assert_close(losses[[0, 10, 20, 40]], wanted, "the losses at w = 0, 1, 2, 4", atol=1e-5)
    best = WS[int(losses.argmin())]
    assert best == 2.0, f"the smallest of your losses is at w = {best}; expected it at 2.0"


### BEGIN HIDDEN TESTS
@points(4)
def test_sweep_is_the_parabola(student):
    """At other weights, negative and large ones too, the losses lie on the parabola that pencil and paper give."""
    ws = [-3.0, 0.25, 1.9, 2.1, 7.5, 2 + float(torch.rand(())), 40.0]
    losses = as_losses(student.sweep(list(ws)), 7, "sweep of seven weights")
    wanted = [14 / 3 * (w - 2) ** 2 for w in ws]
    assert_close(losses, torch.tensor(wanted), "the losses at seven other weights", rtol=1e-4, atol=1e-5)


@points(4)
def test_sweep_of_other_examples(student):
    """For one, seven and ten other examples, near a line and not on it, the losses are the mean squared errors."""
    for n, slope in ((1, 3.0), (7, -1.5), (10, 0.5)):
        xs, ys = line_data(n, slope)
        ws = [-2.0, 0.0, 1.0, 5.5]
        wanted = [sum((w * x - y) ** 2 for x, y in examples(xs, ys)) / n for w in ws]
        losses = as_losses(student.sweep(ws, xs, ys), 4, f"sweep with {n} examples")
        assert_close(losses, torch.tensor(wanted), f"the losses for {n} other examples", rtol=1e-4)


@points(2)
def test_sweep_keeps_the_order_of_the_weights(student):
    """Weights in any order, some of them twice, give their losses in that order; a single one gives a list of one."""
    for ws in ([4.0, 1.0, 3.0, 1.0, 0.0], [3.0]):
        losses = as_losses(student.sweep(list(ws), xs=list(XS), ys=list(YS)), len(ws), f"sweep({ws})")
        wanted = [14 / 3 * (w - 2) ** 2 for w in ws]
        assert_close(losses, torch.tensor(wanted), f"sweep({ws})", rtol=1e-4)


### END HIDDEN TESTS
check()

# %% [markdown]
# ## 2. The slope, by pencil (15 points)
#
# A sweep over one weight costs 41 evaluations; over a million weights it would cost $41^{1000000}$. The slope of
# the loss says in which direction to go, at the cost of about one evaluation, for any number of weights.
#
# Take a single example $(x, y)$ and its loss $(w x - y)^2$, as it stands, without a $\tfrac12$. Differentiate it
# **with respect to $w$** with the chain rule (outer derivative times inner derivative), and write the result as
# `gradient(x, y, w)`, a number. Use no autograd, and nothing but the three arguments.
#
# *Two checks.* For $(x, y) = (1, 2)$ and $w = 1$ the prediction is too small by 1, and the gradient is $-2$. And
# at the bottom of the valley, where $w x = y$, it is zero. Below it, is the slope positive or negative?
#
# There is also a check for every derivative that you will ever write: the **finite difference**. Evaluate the
# loss a little to the right and a little to the left; with $l(w) = (w x - y)^2$,
#
# $$\frac{l(w + h) - l(w - h)}{2h} \approx l'(w), \qquad h = 10^{-4}.$$


# %% solution="gradient"
def gradient(x, y, w):
    """Derivative of the loss (w x - y)^2 of the example (x, y) with respect to w: a number."""
    ### BEGIN SOLUTION
    return 2 * x * (w * x - y)
    ### END SOLUTION


# %% setup="finite_difference"
def finite_difference(x, y, w, h=1e-4):
    """The slope of the loss of one example at w from two losses, h to the right and h to the left; float64."""
    right, left = ((w + h) * x - y) ** 2, ((w - h) * x - y) ** 2
    return (right - left) / (2 * h)


# %% test="gradient"
@points(3)
def test_gradients_of_the_three_examples(student):
    """At w = 1 the gradients of the three examples are -2, -8 and -18."""
    for x, y, wanted in ((1.0, 2.0, -2.0), (2.0, 4.0, -8.0), (3.0, 6.0, -18.0)):
        value = as_number(student.gradient(x, y, 1.0), f"gradient({x}, {y}, 1.0)")
        assert_close(value, wanted, f"gradient({x}, {y}, 1.0)")


@points(2)
def test_gradient_agrees_with_a_finite_difference(student):
    """At (x, y) = (2, 1) and w = 3 the gradient is the finite difference."""
    value = as_number(student.gradient(2.0, 1.0, 3.0), "gradient(2.0, 1.0, 3.0)")
    assert_close(value, finite_difference(2.0, 1.0, 3.0), "gradient(2.0, 1.0, 3.0)")


### BEGIN HIDDEN TESTS
@points(5)
def test_gradient_agrees_with_finite_differences(student):
    """At other examples and weights, negative ones too, the gradient is the finite difference."""
    for x, y, w in ((0.5, 3.0, -1.0), (-2.0, 1.0, 0.75), (1.5, -4.0, 2.0), (-3.0, -2.5, -1.0), (4.0, 0.0, 1.25)):
        x, y, w = (each * (1 + 0.2 * float(torch.rand(()))) for each in (x, y, w))
        what = f"gradient({x:.3f}, {y:.3f}, {w:.3f})"
        assert_close(as_number(student.gradient(x, y, w), what), finite_difference(x, y, w), what, rtol=1e-4)


@points(3)
def test_gradient_is_zero_at_the_bottom(student):
    """The gradient is zero where the prediction is right, negative where w is too small, positive where too large."""
    for x, y in ((2.0, 5.0), (-0.5, 1.0), (4.0, -6.0)):
        bottom = y / x
        at = as_number(student.gradient(x, y, bottom), "a gradient at the bottom")
        assert_close(at, 0.0, f"gradient({x}, {y}, {bottom})", atol=1e-6)
        left = as_number(student.gradient(x, y, bottom - 1), "a gradient")
        right = as_number(student.gradient(x, y, bottom + 1), "a gradient")
        assert left < 0 < right, f"on the left and right of the bottom the slopes are {left:.4g} and {right:.4g}"


@points(2)
def test_gradient_takes_whole_numbers(student):
    """For whole numbers, among them zeros, the gradient is exactly the number that pencil and paper give."""
    for x, y, w, wanted in ((2, 1, 3, 20.0), (0, 5, 2, 0.0), (3, 0, 1, 18.0), (1, 4, 0, -8.0), (-1, 1, 2, 6.0)):
        value = as_number(student.gradient(x, y, w), f"gradient({x}, {y}, {w})")
        assert_close(value, wanted, f"gradient({x}, {y}, {w})", rtol=0, atol=0)


### END HIDDEN TESTS
check()

# %% [markdown]
# Your derivative beside the finite difference, for a few weights. (A finite difference needs two losses for each
# weight of a model. That is why it is a check, and not a way to train.)

# %% setup="gradient_check"
with waits_for("exercise 2"):
    table = [(x, y, w, float(gradient(x, y, w))) for x, y in examples() for w in (0.0, 1.0, 2.0, 3.0)]
    print("   x     y     w   your gradient   finite difference")
    for x, y, w, mine in table:
        print(f"{x:4}  {y:4}  {w:4}   {mine:13.6f}   {finite_difference(x, y, w):17.6f}")

# %% [markdown]
# ## 3. Gradient descent, digit for digit (20 points)
#
# Now walk downhill. Write `sgd_epochs(w, lr, n, xs=XS, ys=YS)`: it starts from the weight `w`, goes through all
# examples `n` times (`n` **epochs**), and returns the weight at the end. After **each example**, in the given
# order, it makes a step with your `gradient` of this example,
#
# $$w \leftarrow w - \eta \cdot \frac{\partial}{\partial w} (w x_i - y_i)^2 ,$$
#
# so that the next example already meets the new weight. That is stochastic gradient descent with mini-batches of
# one, without the shuffling.
#
# *With pencil and paper*: from $w = 1$ with $\eta = 0.01$, the first example takes it to
# $1 + 0.01\cdot 2 = 1.02$, the second to $1.0984$, the third to $1.260688$. That was one epoch.
#
# After ten epochs, the trained model predicts $4w$ for $x = 4$, and in Python's floats (float64, 16 digits) this
# is **7.804863933862125**. Get exactly that. Why so strict? The example comes from a popular lecture, whose code
# says 20 epochs while the printed result is 7.8048639...: only when you reproduce the digits do you know that ten
# were run. (After 20 it is 7.990480...) "About 7.8" could be many things, a wrong one among them.
#
# If your `gradient` has a mistake, these digits are lost, but not the exercise: its hidden tests also accept the
# walk to which your own `gradient` leads.


# %% solution="sgd_epochs"
def sgd_epochs(w, lr, n, xs=XS, ys=YS):
    """The weight after n epochs of steps of size lr, one for each example in turn, from w: a number."""
    ### BEGIN SOLUTION
    for _ in range(n):
        for x, y in examples(xs, ys):
            w = w - lr * gradient(x, y, w)
    return w
    ### END SOLUTION


# %% test="sgd_epochs"
@points(4)
def test_ten_epochs_reproduce_every_digit(student):
    """From w = 1 with lr 0.01, ten epochs end at 4w = 7.804863933862125, to the last digits of a Python float."""
    w = as_number(student.sgd_epochs(1.0, 0.01, 10), "sgd_epochs(1.0, 0.01, 10)")
    right = abs(4 * w - 7.804863933862125) <= 1e-13
    assert right, f"after ten epochs 4w is {4 * w!r}; expected 7.804863933862125"


@points(2)
def test_no_epoch_and_one_epoch(student):
    """No epoch leaves the weight where it is; one epoch takes it from 1 to 1.260688."""
    none = as_number(student.sgd_epochs(1.0, 0.01, 0), "sgd_epochs(1.0, 0.01, 0)")
    assert_close(none, 1.0, "the weight after no epoch")
    one = as_number(student.sgd_epochs(1.0, 0.01, 1), "sgd_epochs(1.0, 0.01, 1)")
    assert_close(one, 1.260688, "the weight after one epoch")


### BEGIN HIDDEN TESTS
def walked(w, lr, n, xs, ys, slope):
    """Where n epochs lead from w, by the gradient that `slope` gives, and the weight before the last step."""
    before = w
    for _ in range(n):
        for x, y in examples(xs, ys):
            before, w = w, w - lr * slope(x, y, w)
    return before, w


def assert_walk(student, w, lr, n, xs, ys, what):
    """The walk ends where the right gradient leads, or the student's own: that one has lost its points already."""
    got = as_number(student.sgd_epochs(w, lr, n, list(xs), list(ys)), what)
    wanted = walked(w, lr, n, xs, ys, lambda x, y, w: 2 * x * (w * x - y))[1]
    if math.isclose(got, wanted, rel_tol=1e-5, abs_tol=1e-6):
        return
    try:
        own = float(walked(w, lr, n, xs, ys, student.gradient)[1])
        assert math.isclose(got, own, rel_tol=1e-5, abs_tol=1e-6)
    except Exception:
        assert_close(got, wanted, what)


@points(5)
def test_walks_on_other_examples(student):
    """With one, seven and ten other examples, near a line and not on it, the walk ends where it should."""
    for n, slope, lr in ((1, 3.0, 0.1), (7, -1.5, 0.02), (10, 0.5, 0.01)):
        xs, ys = line_data(n, slope)
        assert_walk(student, 0.5, lr, 4, xs, ys, f"the weight after 4 epochs of {n} other examples")


@points(3)
def test_every_example_meets_the_newest_weight(student):
    """With large steps, and examples that disagree, they come in their order, and each meets the newest weight."""
    xs, ys = [1.0, -2.0, 0.5, 1.5, 1.0, -1.0, 2.0], [4.0, 3.0, -5.0, 0.0, 7.0, 1.0, -2.0]
    for epochs in (1, 3):
        assert_walk(student, 0.0, 0.1, epochs, xs, ys, f"the weight after {epochs} epochs of examples that disagree")
    assert_walk(student, 0.0, 0.1, 1, xs[::-1], ys[::-1], "the weight after an epoch in the opposite order")


@points(4)
def test_start_rate_and_epochs_are_those_asked_for(student):
    """Other starts, learning rates and numbers of epochs, among them a rate that is too large, act as they should."""
    for w, lr, n in ((-3.0, 0.01, 5), (1.0, 0.05, 2), (5, 0.001, 20), (1.0, 0.01, 20), (0.0, 0.3, 6), (1.5, 0.0, 3)):
        assert_walk(student, w, lr, n, XS, YS, f"the weight after {n} epochs from {w} with lr {lr}")


@points(2)
def test_a_walk_can_be_continued(student):
    """Two epochs and then three more, from where they ended, lead to the same weight as five."""
    xs, ys = [0.5, 1.0, -0.8, 1.2], [1.0, -0.5, -1.5, 1.0]
    first = as_number(student.sgd_epochs(-0.5, 0.05, 2, xs=xs, ys=ys), "the weight after 2 epochs")
    parts = as_number(student.sgd_epochs(first, 0.05, 3, xs=xs, ys=ys), "the weight after 3 more")
    whole = as_number(student.sgd_epochs(-0.5, 0.05, 5, xs=xs, ys=ys), "the weight after 5 epochs")
    assert_close(parts, whole, "the weight after 2 and 3 epochs, beside that after 5")
    assert abs(whole - first) > 1e-9, "the last three of five epochs have moved nothing"


### END HIDDEN TESTS
check()

# %% [markdown]
# Four times the weight, after ten epochs and after twenty, with all digits:

# %% setup="digits"
with waits_for("exercise 3"):
    for num_epochs in (10, 20):
        print(f"{num_epochs} epochs: the prediction for x = 4 is {4 * sgd_epochs(1.0, 0.01, num_epochs)!r}")
    print("wanted:    7.804863933862125 after ten")

# %% [markdown]
# ## 4. The same by autograd, for any loss (20 points)
#
# Deriving by hand was easy once. For another loss you would have to do it again, for a network with a million
# weights you would rather not. Autograd differentiates whatever you compute from a tensor that requires a
# gradient; the loop around it stays the same for ever. To show that, yours takes the loss as an argument:
# `autograd_epochs(w, lr, n, xs=XS, ys=YS, loss=squared_error)` does what `sgd_epochs` does, but with the gradient
# of `loss(w * x, y)` by autograd, and it returns the weight at the end as a Python float. The start `w` is a
# number, maybe a whole one.
#
# The cell below gives four losses. Things to mind:
#
# - The weight has to be a tensor that requires a gradient, and a *leaf*: one that was not computed from others. A
#   leaf can only be changed in place, and only where autograd does not look (`torch.no_grad()`).
# - `backward()` *adds* to the gradient that is there. What has to happen between two steps?
# - A whole number makes a tensor of integers, and integers have no gradient.
# - Old programs wrap the weight in a `Variable` and change its `.data`. Both are things of the past: a tensor and
#   `torch.no_grad()` do it.
#
# With the squared error you get the weight of exercise 3: 4w is 7.80486. A tensor made of a Python float is
# float32 and knows seven digits; with `dtype=torch.float64` you would get them all, and either is right here.
# *One more with pencil and paper*: the slope of $|wx - y|$ is $-x$ as long as the prediction is too small. So
# with the `absolute_error`, from $w = 0$, with $\eta = 0.01$ and the labels $(10, 20, 30)$, each epoch adds
# $0.01\cdot(1 + 2 + 3)$, and three epochs end at 0.18.


# %% setup="losses"
def squared_error(y_hat, y):
    """(y_hat - y)^2"""
    return (y_hat - y) ** 2


def absolute_error(y_hat, y):
    """|y_hat - y|"""
    return abs(y_hat - y)


def soft_error(y_hat, y):
    """sqrt(1 + (y_hat - y)^2) - 1: near 0 a parabola, far away like the absolute value"""
    return (1 + (y_hat - y) ** 2) ** 0.5 - 1


def relative_error(y_hat, y):
    """((y_hat - y) / y)^2: the squared error in units of the label, so that 1 % counts the same everywhere"""
    return ((y_hat - y) / y) ** 2


# %% solution="autograd_epochs"
def autograd_epochs(w, lr, n, xs=XS, ys=YS, loss=squared_error):
    """The weight (a float) after n epochs of steps of size lr, one for each example in turn, on loss(w x, y)."""
    ### BEGIN SOLUTION
    w = torch.tensor(float(w), requires_grad=True)
    for _ in range(n):
        for x, y in examples(xs, ys):
            loss(w * x, y).backward()
            with torch.no_grad():
                w -= lr * w.grad
                w.grad.zero_()
    return w.item()
    ### END SOLUTION


# %% test="autograd_epochs"
@points(4)
def test_autograd_ends_where_the_hand_does(student):
    """With the squared error, ten epochs from w = 1 end at 4w = 7.80486, as by hand."""
    w = as_number(student.autograd_epochs(1.0, 0.01, 10), "autograd_epochs(1.0, 0.01, 10)")
    assert_close(4 * w, 7.804863933862125, "4w after ten epochs")


@points(2)
def test_autograd_with_the_absolute_error(student):
    """With the absolute error and the labels 10, 20, 30, three epochs from w = 0 end at 0.18."""
    w = student.autograd_epochs(0.0, 0.01, 3, list(XS), [10.0, 20.0, 30.0], student.absolute_error)
    assert_close(as_number(w, "the weight after three epochs"), 0.18, "the weight after three epochs")


### BEGIN HIDDEN TESTS
@points(4)
def test_autograd_on_other_examples(student):
    """With one, seven and ten other examples, the squared error's walk ends where it should."""
    for n, slope, lr in ((1, -2.0, 0.1), (7, 1.5, 0.05), (10, -0.5, 0.02)):
        xs, ys = line_data(n, slope)
        got = as_number(student.autograd_epochs(-0.5, lr, 4, xs, ys), f"the weight for {n} other examples")
        wanted = walked(-0.5, lr, 4, xs, ys, lambda x, y, w: 2 * x * (w * x - y))[1]
        assert_close(got, wanted, f"the weight after 4 epochs of {n} other examples", rtol=1e-4, atol=1e-5)


@points(4)
def test_autograd_with_other_losses(student):
    """With another loss, on other examples, with other learning rates, the walk ends where that loss leads."""
    for n, slope, lr, epochs in ((1, 3.0, 0.5, 3), (5, 2.5, 0.3, 2), (8, -1.0, 0.1, 5)):
        xs, ys = line_data(n, slope)
        got = student.autograd_epochs(1.0, lr, epochs, xs, ys, loss=student.soft_error)
        soft = walked(1.0, lr, epochs, xs, ys, lambda x, y, w: x * (w * x - y) / (1 + (w * x - y) ** 2) ** 0.5)[1]
        what = f"the weight after {epochs} epochs with soft_error"
        assert_close(as_number(got, what), soft, what, rtol=1e-4, atol=1e-5)
    got = student.autograd_epochs(4.0, 0.25, 2, [1.0, 3.0], [-30.0, -40.0], loss=student.absolute_error)
    assert_close(as_number(got, "the weight"), 2.0, "the weight after 2 epochs with absolute_error")
    xs, ys = [1.0, -2.0, 1.5], [4.0, -5.0, 2.0]
    got = student.autograd_epochs(1.0, 0.3, 2, xs, ys, loss=student.relative_error)
    wanted = walked(1.0, 0.3, 2, xs, ys, lambda x, y, w: 2 * x * (w * x - y) / y**2)[1]
    what = "the weight after 2 epochs with relative_error"
    assert_close(as_number(got, what), wanted, what, rtol=1e-4)


@points(2)
def test_autograd_takes_a_whole_number_and_gives_a_float(student):
    """A whole number is a start, too; the weight that comes back is a Python float, after no epoch as well."""
    for start, n, wanted in ((1, 1, 1.260688), (3, 0, 3.0), (0.5, 0, 0.5)):
        w = student.autograd_epochs(start, 0.01, n)
        assert isinstance(w, float), f"autograd_epochs({start}, 0.01, {n}) is a {type(w).__name__}; expected a float"
        assert_close(w, wanted, f"autograd_epochs({start}, 0.01, {n})")


@points(2)
def test_each_step_has_its_own_gradient(student):
    """With one example, each of the first steps multiplies the distance from the bottom by the same factor."""
    for n in (1, 2, 3, 6):
        w = as_number(student.autograd_epochs(0.0, 0.05, n, [2.0], [8.0]), f"the weight after {n} steps")
        assert_close(w, 4 - 4 * 0.6**n, f"the weight after {n} steps towards 4", rtol=1e-4)


@points(2)
def test_each_walk_begins_anew(student):
    """A second walk knows nothing of the first, whatever its examples were."""
    first = as_number(student.autograd_epochs(1.0, 0.01, 2), "the first walk")
    student.autograd_epochs(-7.0, 0.02, 1, [3.0], [5.0])
    again = as_number(student.autograd_epochs(1.0, 0.01, 2), "the same walk again")
    assert_close(first, 2 - 0.739312**2, "the weight after two epochs", rtol=1e-4)
    assert_close(again, first, "the weight of the same walk, a second time")


### END HIDDEN TESTS
check()

# %% [markdown]
# ## 5. Predict (10 points)
#
# Two things happen in this example that surprise most people. Say what you expect **before** you run anything;
# the cell after the next exercise runs it. A prediction that turned out wrong may be corrected, if you know why.
#
# **What is printed?** Two programs train with $\eta = 0.01$ from $w = 1$, and at the end of each epoch they print
# the last loss that they computed. Their weights agree in every digit, but after the first epoch one prints
# 4.9192 and the other one 7.3159. For each example,
#
# - the program `"hand"` computes the gradient by hand, makes the step, and then computes the loss to see how it
#   goes;
# - the program `"autograd"` computes the loss, calls `backward()` on it, makes the step, and clears the gradient.
#
# So does the number that each prints belong to the weight `"before"` the last step of the epoch, or `"after"` it?
#
# **What blows up?** Five walks of many epochs, from $w = 1$, on our three examples. `"sample 0.15"` is your
# `sgd_epochs` with $\eta = 0.15$, and so on. `"full 0.21"` makes one step per epoch, with the *mean* of the three
# gradients, all taken at the same $w$ (full-batch gradient descent), with $\eta = 0.21$. Does the weight get ever
# nearer to 2 (`"converges"`), or ever farther from it (`"diverges"`)? On the way, single steps may lead away.
#
# *With pencil and paper*: what does one step with the example $(x, 2x)$ do to the distance $w - 2$? It multiplies
# it by a number that depends on $\eta$ and $x$ only. Then think of three in a row, and of their mean.
#
# Replace each `...` by `"before"` or `"after"`, and by `"converges"` or `"diverges"`:
#
# ```python
# PREDICT_GD = {
#     "hand": ...,
#     "autograd": ...,
#     "sample 0.15": ...,
#     "sample 0.21": ...,
#     "sample 0.5": ...,
#     "full 0.21": ...,
#     "full 0.5": ...,
# }
# ```

# %% solution="predict_gd"
### BEGIN SOLUTION
PREDICT_GD = {
    "hand": "after",
    "autograd": "before",
    "sample 0.15": "converges",  # 0.7 x -0.2 x -1.7 = 0.238
    "sample 0.21": "diverges",  # 0.58 x -0.68 x -2.78 = 1.096
    "sample 0.5": "converges",  # the first step ends at 2, where all gradients are zero
    "full 0.21": "converges",  # 1 - 0.42 x 14/3 = -0.96
    "full 0.5": "diverges",  # 1 - 14/3 = -3.67
}
### END SOLUTION


# %% test="predict_gd"
@points(2)
def test_predictions_can_be_read(student):
    """Each of the seven predictions is one of the two words that it may be."""
    predicted = student.PREDICT_GD
    assert isinstance(predicted, dict), f"PREDICT_GD is a {type(predicted).__name__}; expected a dict"
    wanted = ["hand", "autograd", "sample 0.15", "sample 0.21", "sample 0.5", "full 0.21", "full 0.5"]
    for key in wanted:
        words = ("before", "after") if key in ("hand", "autograd") else ("converges", "diverges")
        assert key in predicted, f'PREDICT_GD has no entry for "{key}"'
        assert predicted[key] in words, f'"{key}": {predicted[key]!r}; expected "{words[0]}" or "{words[1]}"'


### BEGIN HIDDEN TESTS
@points(2)
def test_prediction_of_what_is_printed(student):
    """The prediction of which loss each of the two programs prints is what happens."""
    predicted = student.PREDICT_GD
    right = predicted["hand"] == "after" and predicted["autograd"] == "before"
    assert right, "the two programs do not print what you predict: which line comes first, the loss or the step?"


@points(2)
def test_prediction_for_example_after_example(student):
    """The predictions for one step per example, with 0.15 and 0.21, are what happens."""
    predicted = student.PREDICT_GD
    assert predicted["sample 0.15"] == "converges", "sample 0.15 is predicted wrong"
    assert predicted["sample 0.21"] == "diverges", "sample 0.21 is predicted wrong"


@points(2)
def test_prediction_for_the_rate_one_half(student):
    """The prediction for one step per example with 0.5 is what happens."""
    assert student.PREDICT_GD["sample 0.5"] == "converges", "sample 0.5 is predicted wrong"


@points(2)
def test_prediction_for_the_full_batch(student):
    """The predictions for the full batch, with 0.21 and 0.5, are what happens."""
    predicted = student.PREDICT_GD
    assert predicted["full 0.21"] == "converges", "full 0.21 is predicted wrong"
    assert predicted["full 0.5"] == "diverges", "full 0.5 is predicted wrong"


### END HIDDEN TESTS
check()

# %% [markdown]
# ## 6. Two losses of one step (8 points)
#
# To see which loss is printed, compute both. Write `loss_before_after(w, lr, xs=XS, ys=YS)`. It goes through the
# examples **once**, from the weight `w`, with one step of size `lr` after each example, as in exercise 3. It
# returns a pair of numbers, `(before, after)`: the squared error of the **last** example with the weight just
# before the last step, and with the weight just after it.
#
# *With pencil and paper*: from $w = 1$ with $\eta = 0.01$, the third example meets $w = 1.0984$, and its squared
# error is $(3.2952 - 6)^2 = 7.3159$. The step multiplies the distance from the bottom by
# $1 - 2\cdot 0.01\cdot 3^2 = 0.82$, so afterwards the squared error is $0.82^2\cdot 7.3159 = 4.9192$.
#
# A loss that falls from line to line looks the same in both programs. But somebody who compares the two
# printouts, in order to find out which program learns faster, compares different moments.


# %% solution="loss_before_after"
def loss_before_after(w, lr, xs=XS, ys=YS):
    """The squared error of the last example before and after its step, in one epoch from w: a pair of numbers."""
    ### BEGIN SOLUTION
    for x, y in examples(xs, ys):
        before = (w * x - y) ** 2
        w = w - lr * 2 * x * (w * x - y)
        after = (w * x - y) ** 2
    return before, after
    ### END SOLUTION


# %% setup="as_pair"
def as_pair(value, what):
    """The two numbers of a pair, or a sentence on what came in their place."""
    is_pair = isinstance(value, tuple | list) and len(value) == 2
    assert is_pair, f"{what} gave a {type(value).__name__}; expected a pair of numbers (before, after)"
    return [as_number(one, f"the loss {name} in {what}") for name, one in zip(("before", "after"), value, strict=True)]


# %% test="loss_before_after"
@points(2)
def test_losses_of_the_first_epoch(student):
    """From w = 1 with lr 0.01, the last example of the first epoch has the losses 7.3159 and 4.9192."""
    before, after = as_pair(student.loss_before_after(1.0, 0.01), "loss_before_after(1.0, 0.01)")
    assert_close(before, 7.3159, "the loss before the last step", rtol=1e-4)
    assert_close(after, 4.9192, "the loss after the last step", rtol=1e-4)


### BEGIN HIDDEN TESTS
@points(2)
def test_step_shrinks_the_loss_by_the_square_of_its_factor(student):
    """With a single example the loss after the step is (1 - 2 lr x^2)^2 times the loss before it."""
    for x, y, w, lr in ((1.0, 3.0, 1.0, 0.1), (-2.0, 1.0, 1.5, 0.05), (0.5, 4.0, -1.0, 1.0), (3.0, -2.0, 0.0, 0.15)):
        before, after = as_pair(student.loss_before_after(w, lr, [x], [y]), "loss_before_after")
        assert_close(before, (w * x - y) ** 2, f"the loss before the only step, lr {lr}", rtol=1e-4)
        wanted = (1 - 2 * lr * x * x) ** 2 * (w * x - y) ** 2
        assert_close(after, wanted, f"the loss after the only step, lr {lr}", rtol=1e-4)


@points(2)
def test_losses_of_other_examples(student):
    """With two, seven and ten other examples, the losses are those of the last one."""
    for n, slope, lr in ((2, 3.0, 0.1), (7, -1.5, 0.05), (10, 0.5, 0.02)):
        xs, ys = line_data(n, slope)
        ys[-1] = 6.0 * slope * xs[-1]
        before, after = as_pair(student.loss_before_after(0.4, lr, xs, ys), "loss_before_after")
        both = walked(0.4, lr, 1, xs, ys, lambda x, y, w: 2 * x * (w * x - y))
        wanted = [(w * xs[-1] - ys[-1]) ** 2 for w in both]
        assert_close(before, wanted[0], f"the loss before the last step of {n}", rtol=1e-4)
        assert_close(after, wanted[1], f"the loss after the last step of {n}", rtol=1e-4)


@points(2)
def test_losses_from_other_starts(student):
    """From other starts, with other learning rates, the losses are those of the example x = 3."""
    for w, lr in ((0.0, 0.02), (4, 0.001), (-3.0, 0.1), (2.5, 0.3), (1.0, 0.0)):
        before, after = as_pair(student.loss_before_after(w, lr), "loss_before_after")
        wanted = (9 * (w - 2) ** 2) * ((1 - 2 * lr) * (1 - 8 * lr)) ** 2
        assert_close(before, wanted, f"the loss before the last step, from {w} with lr {lr}", rtol=1e-4)
        assert_close(after, wanted * (1 - 18 * lr) ** 2, f"the loss after it, from {w} with lr {lr}", rtol=1e-4)


### END HIDDEN TESTS
check()

# %% [markdown]
# **Run.** What happens, beside what you predicted. The last column shows the distance from 2 after one epoch,
# after two, and after 40.


# %% setup="run_predictions"
def full_batch_epochs(w, lr, n):
    """The weight after n steps of size lr, each with the mean of the examples' gradients."""
    for _ in range(n):
        slopes = [gradient(x, y, w) for x, y in examples()]
        w = w - lr * sum(slopes) / len(slopes)
    return w


with waits_for("exercises 2, 3, 5 and 6"):
    loss_before, loss_after = (float(each) for each in loss_before_after(1.0, 0.01))
    print(f'hand:        predicted "{PREDICT_GD.get("hand")}", prints {loss_after:.4f}, the loss after the step')
    print(f'autograd:    predicted "{PREDICT_GD.get("autograd")}", prints {loss_before:.4f}, the loss before it')
    for kind, walk in (("sample", sgd_epochs), ("full", full_batch_epochs)):
        for rate in (0.15, 0.21, 0.5) if kind == "sample" else (0.21, 0.5):
            gaps = [abs(float(walk(1.0, rate, num_epochs)) - 2) for num_epochs in (1, 2, 40)]
            happened = "converges" if gaps[-1] < 1 else "diverges"
            predicted = PREDICT_GD.get(f"{kind} {rate}")
            shown = ", ".join(f"{gap:.3g}" for gap in gaps)
            print(f'{f"{kind} {rate}:":12} predicted "{predicted}", ran "{happened}": {shown}')

# %% [markdown]
# ## 7. Where it blows up (12 points)
#
# Two formulas explain all that. You have seen in exercise 6 what one step with the example $(x, y)$ does: it
# multiplies the distance from the bottom of *this* example by $1 - 2\eta x^2$. If all examples lie on one line
# through the origin, as ours do, they all have the same bottom.
#
# Write `epoch_factor(lr, xs=XS)`, the number by which one epoch of `sgd_epochs`, a step for each example,
# multiplies the distance from that common bottom. For our examples and $\eta = 0.01$ it is
# $0.98\cdot 0.92\cdot 0.82 = 0.739312$. Keep the sign: a negative factor means that the weight has jumped to the
# other side.
#
# Write `max_lr_full_batch(xs=XS)`, the border for full-batch gradient descent on the mean squared error: below
# this learning rate it converges, above it diverges. Now there is *one* step per epoch, with the mean of the
# gradients. By what does it multiply the distance from the bottom, and when is that number $-1$? For our examples
# the border is $3/14 \approx 0.2143$. (Examples that lie on no line move the bottom, but not the border.)


# %% solution="epoch_factor"
def epoch_factor(lr, xs=XS):
    """The number by which one epoch with a step of size lr per example multiplies the distance from the bottom."""
    ### BEGIN SOLUTION
    return math.prod(1 - 2 * lr * x**2 for x in xs)
    ### END SOLUTION


# %% test="epoch_factor"
@points(2)
def test_epoch_factor_of_the_three_examples(student):
    """With lr 0.01 the distance is multiplied by 0.739312 in each epoch."""
    factor = as_number(student.epoch_factor(0.01), "epoch_factor(0.01)")
    assert_close(factor, 0.739312, "epoch_factor(0.01)")


### BEGIN HIDDEN TESTS
@points(2)
def test_epoch_factor_at_other_rates(student):
    """At rates where it is negative, zero, one, or larger than one, the factor is right, sign included."""
    for lr, wanted in ((0.1, -0.128), (0.15, 0.238), (0.25, 1.75), (0.5, 0.0), (0.125, 0.0), (0.0, 1.0), (1.0, -119.0)):
        factor = as_number(student.epoch_factor(lr), f"epoch_factor({lr})")
        assert_close(factor, wanted, f"epoch_factor({lr})")


@points(2)
def test_epoch_factor_of_other_examples(student):
    """For one, two, seven and ten other inputs, negative ones too, the factor is right."""
    for n, lr in ((1, 0.2), (2, 0.1), (7, 0.05), (10, 0.02)):
        xs, _ = line_data(n, 1.0)
        factor = as_number(student.epoch_factor(lr, xs), f"epoch_factor({lr}) of {n} inputs")
        wanted = walked(1.0, lr, 1, xs, [0.0] * n, lambda x, y, w: 2 * x * (w * x - y))[1]
        assert_close(factor, wanted, f"epoch_factor({lr}) of {n} other inputs", rtol=1e-4)


### END HIDDEN TESTS
check()


# %% solution="max_lr_full_batch"
def max_lr_full_batch(xs=XS):
    """The learning rate above which full-batch gradient descent on the mean squared error of w x diverges."""
    ### BEGIN SOLUTION
    return len(xs) / sum(x**2 for x in xs)
    ### END SOLUTION


# %% test="max_lr_full_batch"
@points(2)
def test_border_of_the_three_examples(student):
    """For the inputs 1, 2, 3 the border is 3/14."""
    assert_close(as_number(student.max_lr_full_batch(), "max_lr_full_batch()"), 3 / 14, "max_lr_full_batch()")


### BEGIN HIDDEN TESTS
def full_batch_gap(lr, xs, num_steps):
    """The distance from the bottom, 1 at first, after full-batch steps on the mean squared error."""
    gap = 1.0
    for _ in range(num_steps):
        gap -= lr * sum(2 * x * x * gap for x in xs) / len(xs)
    return abs(gap)


@points(2)
def test_border_of_other_examples(student):
    """For one, two, five and ten other inputs, negative and large ones too, the border is right."""
    for xs in ([2.0], [0.5, -1.5], [3, 0, 4, -12, 1], line_data(10, 1.0)[0], [1000.0, -1000.0]):
        border = as_number(student.max_lr_full_batch(list(xs)), f"the border of {len(xs)} inputs")
        wanted = 1 / (sum(x * x for x in xs) / len(xs))
        assert_close(border, wanted, f"the border of {len(xs)} other inputs", rtol=1e-4, atol=1e-12)


@points(2)
def test_descent_falls_below_the_border_and_grows_above(student):
    """Full-batch descent with a rate 2 % below the border comes nearer to the bottom, 2 % above it goes away."""
    for xs in ([0.3, 0.2, -0.1], line_data(7, 1.0)[0]):
        border = as_number(student.max_lr_full_batch(list(xs)), f"the border of {len(xs)} inputs")
        below, above = full_batch_gap(0.98 * border, xs, 50), full_batch_gap(1.02 * border, xs, 50)
        assert 0.01 < below < 1, f"50 steps with 0.98 times your border multiply the distance by {below:.3g}"
        assert above > 1, f"50 steps with 1.02 times your border multiply the distance by {above:.3g}"


### END HIDDEN TESTS
check()

# %% [markdown]
# ## What you built
#
# On the left, your sweep, and on it your walk with $\eta = 0.01$, epoch by epoch, by hand and by autograd. On the
# right, by how much one epoch multiplies the distance from the bottom, for all learning rates: everything below
# the dashed line converges.


# %% setup="result"
def draw_result():
    by_hand = [float(sgd_epochs(1.0, 0.01, num_epochs)) for num_epochs in range(11)]
    by_autograd = [float(autograd_epochs(1.0, 0.01, num_epochs)) for num_epochs in range(11)]
    rates = [k / 1000 for k in range(561)]
    factors, border = [abs(float(epoch_factor(rate))) for rate in rates], float(max_lr_full_batch())
    losses = sweep(WS)
    fig, (left, right) = plt.subplots(1, 2, figsize=(10.4, 4.2))
    left.plot(WS, losses, ".-", color="0.6", label="sweep")
    left.plot(by_hand, sweep(by_hand), "C0o", markersize=8, label="by hand, after each epoch")
    left.plot(by_autograd, sweep(by_autograd), "C1x", label="by autograd, after each epoch")
    left.set_xlabel("weight $w$ (no unit)")
    left.set_ylabel("mean squared error (no unit)")
    left.set_title("Ten epochs with learning rate 0.01", fontsize=10)
    right.plot(rates, factors, "C0", label="a step for each example")
    right.plot(rates, [abs(1 - 2 * rate / border) for rate in rates], "C2", label="full batch")
    right.axhline(1, color="k", linestyle="--", linewidth=1)
    right.axvline(border, color="C2", linestyle=":", label=f"border of the full batch, {border:.4f}")
    right.set_ylim(0, 3.8)
    right.set_xlabel("learning rate (no unit)")
    right.set_ylabel("|factor| of one epoch (no unit)")
    right.set_title("Where it blows up", fontsize=10)
    for ax in (left, right):
        ax.legend(fontsize=8)
    fig.tight_layout()


with waits_for("exercises 1, 3, 4 and 7"):
    draw_result()

# %% [markdown]
# Three things to think over. The curve of the steps example by example touches zero three times: at which
# learning rates, and what do they have to do with $x = 1, 2, 3$? Around 0.5 lies an island of convergence, in the
# middle of divergence. If the examples did not lie exactly on one line, the factors would be the same: but would
# the weights there go to the lowest point of the sweep? And which is the best learning rate of the full batch,
# the one that arrives in a single step?
