# %% [markdown]
# # Softmax regression: which of ten digits is it?
#
# Linear regression answers *how much*. This notebook answers *which one*. A linear model gives a score to
# each class, softmax turns the scores into probabilities, and the cross-entropy says how surprised the
# model is by the right answer. Two formulas of one line each, and both are wrong on a computer if they are
# typed as they stand in a book: one overflows, the other takes the logarithm of zero.
#
# You write them so that they hold for scores of any size, find out why the gradient of the two together is as
# simple as "probability minus truth", and why the squared error, so good for lines, is a poor teacher here.
# Then you say in advance what torch's own loss does with labels of the wrong form: some raise an error, and
# some are silently wrong. At the end a linear classifier reads noisy digits, and shows you its templates.
#
# | exercise | you write | points |
# |---|---|---|
# | 1 | `softmax`: from scores to probabilities | 15 |
# | 2 | `cross_entropy`, `accuracy`: two ways to judge them | 17 |
# | 3 | `cross_entropy_logits`: the same for any scores | 13 |
# | 4 | `ce_grad`, `mse_vs_ce_grad`: two gradients | 18 |
# | 5 | `PREDICT_TARGETS`, `outcome`, `double_softmax_floor`, `REASON_DOUBLE`: wrong labels, wrong inputs | 17 |
# | 6 | `fit_scratch`: a classifier from scratch | 12 |
# | 7 | `fit_concise`: the same with torch's parts | 8 |
#
# $n$ is the number of examples, $d$ the number of features, $k$ the number of classes and $B$ the batch
# size. Classes are numbered from 0. Costs are in nats (natural logarithm); all else is without units.
#
# **Week:** 5. **Time:** 60 minutes. **Before it:** linear_regression_scratch, linear_regression_concise.
# **In the book:** 4.1 Softmax Regression; 4.4 Softmax Regression Implementation from Scratch; 4.5 Concise
# Implementation of Softmax Regression.

# %% setup
import math
import random

import matplotlib.pyplot as plt
import torch
from torch import nn
from torch.nn import functional as F
from torch.utils.data import DataLoader, TensorDataset

from autograder import as_number, assert_close, check, get_device, points, waits_for

device = get_device()
random.seed(1959)
torch.manual_seed(1959)

# %% given
from autograder.course.given import given

data_iter = given("linear_regression_scratch", "data_iter")

# %% given
from autograder.course.given import given

load_array = given("linear_regression_concise", "load_array")

# %% [markdown]
# ## The data
#
# Ten digits, drawn in 5 × 7 squares as on an old display. Each picture of 8 × 8 squares shows one of them, shifted
# by up to one square to the right and down, under noise. A picture is a row of 64 features, its label is the
# digit: the classes 0 to 9. They are made here, with a fixed seed: 2000 pictures to learn from, and 1000 others
# to be asked about afterwards.

# %% setup="data"
FONT = """
.###. ..#.. .###. ##### ...#. ##### ..##. ##### .###. .###.
#...# .##.. #...# ...#. ..##. #.... .#... ....# #...# #...#
#..## ..#.. ....# ..#.. .#.#. ####. #.... ...#. #...# #...#
#.#.# ..#.. ...#. ...#. #..#. ....# ####. ..#.. .###. .####
##..# ..#.. ..#.. ....# ##### ....# #...# .#... #...# ....#
#...# ..#.. .#... #...# ...#. #...# #...# .#... #...# ...#.
.###. .###. ##### .###. ...#. .###. .###. .#... .###. .##..
"""
font_rows = [line.split() for line in FONT.splitlines() if line]
glyphs = torch.tensor([[[float(square == "#") for square in row[digit]] for row in font_rows] for digit in range(10)])


def digit_pictures(n, noise, draws):
    """n noisy pictures of digits, X (n, 64), with ink 1 and paper 0 before the noise, and their classes y (n,)."""
    y, down, right = (torch.randint(high, (n,), generator=draws) for high in (10, 2, 2))
    X = noise * torch.randn(n, 8, 8, generator=draws)
    for i in range(n):
        X[i, down[i] : down[i] + 7, right[i] + 1 : right[i] + 6] += glyphs[y[i]]
    return X.reshape(n, 64), y


digit_draws = torch.Generator().manual_seed(1959)
X_train, y_train = (tensor.to(device) for tensor in digit_pictures(2000, 0.35, digit_draws))
X_test, y_test = (tensor.to(device) for tensor in digit_pictures(1000, 0.35, digit_draws))


def draw_digits():
    fig, axes = plt.subplots(3, 10, figsize=(8.5, 2.9))
    for digit in range(10):
        mine = X_train[y_train == digit].cpu()
        drawn = F.pad(glyphs[digit], (1, 2, 0, 1))
        for ax, picture, paper in zip(axes[:, digit], (drawn, mine[0], mine[1]), (0, -0.8, -0.8), strict=True):
            ax.imshow(picture.reshape(8, 8), cmap="gray_r", vmin=paper, vmax=1 - paper)
            ax.set_xticks([])
            ax.set_yticks([])
        axes[0, digit].set_title(f"{digit}", fontsize=10)
    for ax, name in zip(axes[:, 0], ("drawn", "seen", "seen"), strict=True):
        ax.set_ylabel(name, fontsize=9)
    fig.suptitle("Which digit is it? The model sees 64 numbers and has to say", fontsize=10)
    fig.tight_layout()


draw_digits()

# %% [markdown]
# ## 1. From scores to probabilities (15 points)
#
# A linear model gives each example one number per class, its scores or *logits* $o_1, \dots, o_k$. Any
# numbers: negative, large. Probabilities have to be positive and add up to 1, and **softmax** makes them so:
#
# $$p_j = \frac{e^{o_j}}{\sum_{l=1}^{k} e^{o_l}}.$$
#
# Write `softmax(X)` for a table of logits `X` of shape $(n, k)$, one row per example. It returns a table of
# the same shape, each **row** a distribution; it carries the gradient, and leaves `X` as it was.
#
# By hand: the row $(0, 0)$ gives $(\frac12, \frac12)$, and $(\ln 1, \ln 2, \ln 5)$ gives
# $(\frac18, \frac28, \frac58)$.
#
# *The trap*: in float32 $e^{89}$ is infinite already, and inf / inf is nan. Logits of 1000 are nothing special: a
# model whose features are grey values from 0 to 255 has them in its first steps. Your function must give
# $(1, 0, 0)$ for $(1000, 0, -1000)$. The way out is on paper: what happens to $p$ if the same number $c$ is
# added to all logits of a row? Which $c$ makes every exponential harmless, *in every row*? (A row of
# $-1000$s has its own trap: 0 / 0.)


# %% solution="softmax"
def softmax(X):
    """Probabilities (n, k) from logits X (n, k): each row positive, with the sum 1, for logits of any size."""
    ### BEGIN SOLUTION
    X_exp = torch.exp(X - X.max(dim=1, keepdim=True).values)
    return X_exp / X_exp.sum(dim=1, keepdim=True)
    ### END SOLUTION


# %% test="softmax"
@points(2)
def test_softmax_of_rows_by_hand(student):
    """Two rows of logits give the probabilities that paper and pencil give."""
    X = torch.tensor([[0.0, math.log(2), math.log(5)], [math.log(3), math.log(3), math.log(4)]])
    wanted = torch.tensor([[0.125, 0.25, 0.625], [0.3, 0.3, 0.4]])
    assert_close(student.softmax(X), wanted, "softmax of the logs of (1, 2, 5) and (3, 3, 4)")


@points(3)
def test_each_row_is_a_distribution(student):
    """For random logits the table keeps its shape, has no negative number, and each row adds up to 1."""
    p = student.softmax(torch.randn(4, 3))
    assert isinstance(p, torch.Tensor), f"softmax(X) is a {type(p).__name__}; expected a tensor"
    assert tuple(p.shape) == (4, 3), f"softmax of a table (4, 3) has the shape {tuple(p.shape)}"
    assert bool((p >= 0).all()), "softmax(X) has negative values"
    assert_close(p.sum(dim=1), torch.ones(4), "the sums of the rows of softmax(X)")


### BEGIN HIDDEN TESTS
def probabilities(X):
    """Softmax of each row in float64, by the largest score of the row."""
    wide = X.detach().double()
    parts = (wide - wide.amax(dim=1, keepdim=True)).exp()
    return parts / parts.sum(dim=1, keepdim=True)


@points(3)
def test_softmax_for_any_shape(student):
    """softmax holds for one, seven and ten examples with one to five classes, in float32 and float64."""
    for n, k in ((1, 5), (7, 2), (10, 5), (3, 3), (4, 1)):
        for dtype, rtol in ((torch.float32, 2e-5), (torch.float64, 1e-9)):
            X = 3 * torch.randn(n, k, dtype=dtype)
            assert_close(student.softmax(X.clone()), probabilities(X), f"softmax ({n}, {k})", rtol=rtol, atol=1e-12)


@points(4)
def test_softmax_survives_scores_of_any_size(student):
    """Logits of a thousand, above and below zero, in rows that differ, give the right probabilities, never nan."""
    X = torch.tensor([[1000.0, 0.0, -1000.0], [-1000.0, -1000.0, -1000.0], [200.0, 201.0, 199.0], [-3e4, 3e4, 0.0]])
    for rows in (X[1:2], X[:1], X[2:3], X, X.flip(0), X.double()):
        p = student.softmax(rows.clone())
        assert bool(torch.isfinite(p).all()), f"softmax of {rows.tolist()} has values that are not finite"
        assert_close(p, probabilities(rows), f"softmax of {rows.tolist()}", rtol=2e-4, atol=1e-7)


@points(2)
def test_softmax_carries_the_gradient(student):
    """The probabilities can be differentiated by the logits, small ones and large."""
    for X in (torch.tensor([[0.5, -1.0, 2.0], [1.0, 1.5, 0.0]]), torch.tensor([[900.0, 901.0, 899.5]])):
        leaf, weights = X.clone().requires_grad_(), torch.arange(1.0, 1 + X.numel()).reshape(X.shape)
        p = student.softmax(leaf)
        assert p.requires_grad, "softmax(X) has lost the gradient of X"
        (p * weights).sum().backward()
        right = probabilities(X)
        wanted = right * (weights - (right * weights).sum(dim=1, keepdim=True))
        assert_close(leaf.grad, wanted, "the gradient of a weighted sum of softmax(X)", rtol=1e-3, atol=1e-5)


@points(1)
def test_softmax_leaves_the_scores_alone(student):
    """The logits that the function is given are not changed."""
    X = torch.tensor([[5.0, 1.0], [-2.0, 3.0]])
    kept = X.clone()
    assert_close(student.softmax(X), probabilities(kept), "softmax of two rows")
    assert_close(X, kept, "X after softmax(X)", rtol=0, atol=0)


### END HIDDEN TESTS
check()

# %% [markdown]
# The book's formula as it stands, beside yours, for logits $(a, 0, -a)$ of growing size:

# %% setup="naive"
with waits_for("softmax"):
    for size in (1.0, 10.0, 100.0, 1000.0):
        naive_row = torch.tensor([[size, 0.0, -size]]).exp()
        naive_row = (naive_row / naive_row.sum(dim=1, keepdim=True)).reshape(-1).tolist()
        your_row = softmax(torch.tensor([[size, 0.0, -size]])).reshape(-1).tolist()
        shown = [", ".join(f"{value:.4f}" for value in row) for row in (naive_row, your_row)]
        print(f"logits ({size:g}, 0, {-size:g}): as it stands ({shown[0]}), yours ({shown[1]})")

# %% [markdown]
# ## 2. How surprised, and how often right? (17 points)
#
# The model gave the right class $y$ the probability $p_y$. The **cross-entropy** of this example is its
# surprise, $-\ln p_y$: zero if the model was certain, $\ln k$ if it gave all classes the same chance, and
# without limit if it was certain of something else. Write
#
# - `cross_entropy(y_hat, y)`: `y_hat` holds **probabilities**, $(n, k)$; `y` holds the classes, $(n,)$,
#   whole numbers. It returns the cost of each example, shape $(n,)$, not their mean, and carries the gradient.
# - `accuracy(y_hat, y)`: the share of the examples, from 0 to 1, whose class has the largest value of its
#   row. `y_hat` may be probabilities or logits. A number (a `float` or a tensor with one element).
#
# By hand, for
# $\hat y = \begin{pmatrix} 0.1 & 0.3 & 0.6 \\ 0.3 & 0.2 & 0.5 \end{pmatrix}$ and $y = (0, 2)$: the costs
# are $-\ln 0.1 = 2.3026$ and $-\ln 0.5 = 0.6931$, and the accuracy is $\frac12$.
#
# *Two traps.* One number per row has to be picked: `y_hat[:, y]` picks something else, look at its shape.
# And do not add a small number inside the logarithm "to be safe": $p = 10^{-30}$ is an honest float32, and
# its cost is $69.1$. What should happen where $p$ has become exactly 0 is the question of exercise 3; here
# any answer is accepted.


# %% solution="cross_entropy"
def cross_entropy(y_hat, y):
    """Cost -ln(probability of the right class) of each example, (n,), from probabilities (n, k) and classes (n,)."""
    ### BEGIN SOLUTION
    return -torch.log(y_hat[range(len(y_hat)), y])
    ### END SOLUTION


def accuracy(y_hat, y):
    """Share of the examples for which the largest of the row y_hat (n, k) stands at the class y (n,); a number."""
    ### BEGIN SOLUTION
    return (y_hat.argmax(dim=1) == y).float().mean()
    ### END SOLUTION


# %% test="cross_entropy"
@points(3)
def test_cost_of_each_example_by_hand(student):
    """The two examples of the text have the costs that paper and pencil give, one number each."""
    y_hat = torch.tensor([[0.1, 0.3, 0.6], [0.3, 0.2, 0.5]])
    costs = student.cross_entropy(y_hat, torch.tensor([0, 2]))
    assert_close(costs, torch.tensor([2.3025851, 0.6931472]), "cross_entropy of the two examples")


@points(2)
def test_accuracy_by_hand(student):
    """Of the two examples of the text one is right; if both were of class 2, both would be."""
    y_hat = torch.tensor([[0.1, 0.3, 0.6], [0.3, 0.2, 0.5]])
    for classes, wanted in (([0, 2], 0.5), ([2, 2], 1.0)):
        share = as_number(student.accuracy(y_hat, torch.tensor(classes)), "accuracy(y_hat, y)")
        assert_close(share, wanted, f"accuracy of the two examples for the classes {classes}")


### BEGIN HIDDEN TESTS
def random_classes(n, k):
    """n classes of k, among them the first and the last where there is room."""
    y = torch.randint(k, (n,))
    y[0], y[-1] = 0, k - 1
    return y


@points(3)
def test_cost_for_any_shape(student):
    """The costs are right for one, seven and ten examples with two to five classes, in float32 and float64."""
    for n, k in ((1, 5), (7, 2), (10, 5), (4, 4)):
        for dtype, rtol in ((torch.float32, 2e-5), (torch.float64, 1e-9)):
            p, y = torch.rand(n, k, dtype=dtype) + 0.05, random_classes(n, k)
            p = p / p.sum(dim=1, keepdim=True)
            wanted = torch.tensor([-math.log(row[c]) for row, c in zip(p.tolist(), y.tolist(), strict=True)]).double()
            costs = student.cross_entropy(p.clone(), y.clone())
            assert_close(costs, wanted, f"cross_entropy of ({n}, {k})", rtol=rtol, atol=1e-6)


@points(2)
def test_cost_of_tiny_and_of_certain_probabilities(student):
    """A tiny probability has its full cost, and a certain one costs nothing."""
    y_hat = torch.tensor([[1e-30, 1.0], [1e-7, 0.9999999], [1.0, 0.0], [0.0, 1.0]])
    costs = student.cross_entropy(y_hat, torch.tensor([0, 0, 0, 1]))
    wanted = torch.tensor([69.077553, 16.118096, 0.0, 0.0])
    assert_close(costs, wanted, "the costs of 1e-30, 1e-7, 1 and 1", rtol=1e-5, atol=1e-6)


@points(2)
def test_cost_carries_the_gradient(student):
    """The gradient of the costs is -1/p at the right class and 0 elsewhere; y_hat is left as it was."""
    p, y = torch.tensor([[0.2, 0.5, 0.3], [0.7, 0.1, 0.2], [0.25, 0.25, 0.5]]), torch.tensor([1, 1, 0])
    leaf = p.clone().requires_grad_()
    costs = student.cross_entropy(leaf, y)
    assert costs.requires_grad, "cross_entropy(y_hat, y) has lost the gradient of y_hat"
    costs.sum().backward()
    wanted = torch.tensor([[0.0, -2.0, 0.0], [0.0, -10.0, 0.0], [-4.0, 0.0, 0.0]])
    assert_close(leaf.grad, wanted, "the gradient of the costs by y_hat", rtol=1e-4, atol=1e-6)
    assert_close(leaf, p, "y_hat after cross_entropy(y_hat, y)", rtol=0, atol=0)


@points(3)
def test_accuracy_counts_the_right_ones(student):
    """The accuracy is the share of right examples, for other numbers of examples and classes."""
    for n, k, wrong in ((7, 2, 3), (10, 5, 4), (4, 4, 1), (3, 5, 0), (5, 3, 5), (1, 2, 0)):
        y = random_classes(n, k)
        y_hat = 0.9 * torch.rand(n, k)
        guess = torch.where(torch.arange(n) < wrong, (y + 1) % k, y)
        y_hat[range(n), guess] = 1.0
        share = as_number(student.accuracy(y_hat / y_hat.sum(dim=1, keepdim=True), y), "accuracy(y_hat, y)")
        assert_close(share, (n - wrong) / n, f"accuracy with {wrong} of {n} wrong")


@points(2)
def test_accuracy_of_any_scores(student):
    """Logits serve as well as probabilities: negative and large scores are ranked within their row."""
    y_hat = [[-5.0, -9.0, -7.0], [100.0, 300.0, 200.0], [-2.0, -0.5, -0.7], [0.1, 0.3, 0.2], [7.0, 6.0, 5.0]]
    y_hat = torch.tensor(y_hat)
    for classes, wanted in (([0, 1, 2, 2, 0], 0.6), ([0, 1, 1, 1, 0], 1.0), ([1, 2, 0, 0, 2], 0.0)):
        share = as_number(student.accuracy(y_hat, torch.tensor(classes)), "accuracy(y_hat, y)")
        assert_close(share, wanted, f"accuracy of five rows of scores for the classes {classes}")


### END HIDDEN TESTS
check()

# %% [markdown]
# ## 3. The same for any scores (13 points)
#
# Now put the two together for an example with the logits $(1000, 0, -1000)$ and the right class 1. Your
# softmax gives it $e^{-1000}$, which float32 can only call 0, and the cost of 0 is infinite. No
# repair of `cross_entropy` can help: the probability does not hold the information any more. But the
# *logits* do. On paper the logarithm and the exponential cancel,
#
# $$-\ln \frac{e^{o_y}}{\sum_l e^{o_l}} = \ln\Big(\sum_l e^{o_l}\Big) - o_y
# = m + \ln\Big(\sum_l e^{o_l - m}\Big) - o_y, \qquad m = \max_l o_l,$$
#
# and in the last form nothing overflows, and the sum is never below 1. The cost of the example is 1000.
#
# Write `cross_entropy_logits(X, y)`: the cost of each example, $(n,)$, from **logits** `X` $(n, k)$ and
# classes `y` $(n,)$. Costs and gradients must be finite and right for logits of any size. This is what torch's
# `nn.CrossEntropyLoss` does, and why it wants logits; write it without that one. (`torch.logsumexp`, which is
# the first term, may be used.)
#
# By hand: for equal logits, of whatever size, each class costs $\ln k$.


# %% solution="cross_entropy_logits"
def cross_entropy_logits(X, y):
    """Cross-entropy of each example, (n,), from logits X (n, k) of any size and classes y (n,)."""
    ### BEGIN SOLUTION
    return torch.logsumexp(X, dim=1) - X[range(len(X)), y]
    ### END SOLUTION


# %% test="cross_entropy_logits"
@points(2)
def test_cost_from_logits_by_hand(student):
    """From the logits (ln 1, ln 2, ln 5) the costs of the classes are those of 1/8, 2/8 and 5/8."""
    X = torch.tensor([[0.0, math.log(2), math.log(5)]]).repeat(3, 1)
    costs = student.cross_entropy_logits(X, torch.tensor([2, 0, 1]))
    assert_close(costs, torch.tensor([0.4700036, 2.0794415, 1.3862944]), "the costs of the classes 2, 0 and 1")


@points(3)
def test_cost_of_a_confident_mistake(student):
    """For the logits (1000, 0, -1000) the classes cost 0, 1000 and 2000."""
    X = torch.tensor([[1000.0, 0.0, -1000.0]]).repeat(3, 1)
    costs = student.cross_entropy_logits(X, torch.tensor([0, 1, 2]))
    assert_close(costs, torch.tensor([0.0, 1000.0, 2000.0]), "the costs of the classes 0, 1 and 2")


### BEGIN HIDDEN TESTS
@points(3)
def test_cost_from_logits_for_any_shape(student):
    """The costs are those of softmax and logarithm, for other numbers of examples and classes, also in float64."""
    for n, k in ((1, 5), (7, 2), (10, 5), (4, 4), (3, 1)):
        for dtype, rtol in ((torch.float32, 2e-5), (torch.float64, 1e-9)):
            X, y = 2 * torch.randn(n, k, dtype=dtype), random_classes(n, k)
            wanted = -probabilities(X)[range(n), y].log()
            costs = student.cross_entropy_logits(X.clone(), y.clone())
            assert_close(costs, wanted, f"cross_entropy_logits of ({n}, {k})", rtol=rtol, atol=2e-6)


@points(3)
def test_cost_from_logits_of_any_size(student):
    """Rows of very large and very small logits side by side have their finite costs."""
    X = torch.tensor([[-1000.0, -1000.0], [500.0, 300.0], [-3e4, 3e4], [90.0, 91.0], [-150.0, -149.0]])
    y, ln2, soft = torch.tensor([1, 1, 0, 0, 1]), math.log(2), math.log1p(math.e)
    wanted = torch.tensor([ln2, 200.0, 6e4, soft, soft - 1])
    for table, classes, costs in ((X, y, wanted), (X.flip(0), y.flip(0), wanted.flip(0)), (X[:1], y[:1], wanted[:1])):
        got = student.cross_entropy_logits(table.clone(), classes.clone())
        assert_close(got, costs, f"cross_entropy_logits of {table.tolist()}", rtol=2e-5, atol=3e-4)


@points(2)
def test_cost_from_logits_carries_the_gradient(student):
    """The gradient by the logits is finite and right, for small and for very large logits; X is left as it was."""
    X = torch.tensor([[0.5, -1.0, 2.0], [1000.0, 0.0, -1000.0], [-800.0, -801.0, -800.0]])
    y, leaf = torch.tensor([1, 1, 2]), X.clone().requires_grad_()
    costs = student.cross_entropy_logits(leaf, y)
    assert costs.requires_grad, "cross_entropy_logits(X, y) has lost the gradient of X"
    costs.sum().backward()
    wanted = probabilities(X)
    wanted[range(3), y] -= 1
    assert_close(leaf.grad, wanted, "the gradient of the costs by the logits", rtol=1e-4, atol=2e-4)
    assert_close(leaf, X, "X after cross_entropy_logits(X, y)", rtol=0, atol=0)


### END HIDDEN TESTS
check()

# %% [markdown]
# ## 4. Two gradients (18 points)
#
# Gradient descent never sees the cost, only its slope. Differentiate $\ln\sum_l e^{o_l} - o_y$ by the logit
# $o_j$: the first term gives just the probability $p_j$, the second $-1$ if $j$ is the right class. So the
# gradient is **probability minus truth**,
#
# $$\frac{\partial\,\mathrm{CE}}{\partial o_j} = p_j - t_j, \qquad t = \text{one-hot}(y) = (0, \dots, 1, \dots, 0),$$
#
# the very form that $\hat y - y$ has in linear regression. Write
#
# - `ce_grad(X, y)`: this gradient for each example, $(n, k)$, from logits `X` and classes `y`; by the
#   formula, so that it works where autograd is switched off, and with `X` left as it was.
#
# From here on `torch.softmax(X, dim=1)` and `F.one_hot(y, k)` are welcome beside your own. By hand:
# the logits $(\ln 1, \ln 2, \ln 5)$ and the class 0 give $(-\frac78, \frac28, \frac58)$.
#
# Why not train on the squared error of the probabilities, $\mathrm{SE} = \frac12\sum_j (p_j - t_j)^2$? Then
# the chain rule brings in the slope of softmax as a second factor:
#
# $$\frac{\partial\,\mathrm{SE}}{\partial o_j} = p_j\,\Big[(p_j - t_j) - \sum_l p_l\,(p_l - t_l)\Big].$$
#
# What is left of it when the model is certain, and wrong? Write
#
# - `mse_vs_ce_grad(o, y)`: for **one** example with the logits `o` $(k,)$ and the class `y` (an `int`) a
#   pair of numbers: the largest absolute value in the gradient, by the logits, of the cross-entropy, and in that
#   of SE. Formula or autograd, as you like; `o` does not require a gradient, and stays as it is.
#
# By hand: for $o = (0, 0)$ and the class 1, $p = (\frac12, \frac12)$ and $p - t = (\frac12, -\frac12)$; the
# bracket is the same, and so the pair is $(\frac12, \frac14)$. *Mind the whole vector*: every probability
# depends on every logit, so that the slope of softmax is not only $p_j(1 - p_j)$.


# %% solution="ce_grad"
def ce_grad(X, y):
    """Gradient (n, k) of each example's cross-entropy by its logits X (n, k), for the classes y (n,)."""
    ### BEGIN SOLUTION
    return torch.softmax(X, dim=1) - F.one_hot(y, X.shape[1])
    ### END SOLUTION


def mse_vs_ce_grad(o, y):
    """Largest absolute gradients by the logits o (k,) of one example of class y: cross-entropy, SE."""
    ### BEGIN SOLUTION
    p, t = torch.softmax(o, dim=0), torch.zeros_like(o)
    t[y] = 1
    ce = p - t
    se = p * (ce - (p * ce).sum())
    return ce.abs().max(), se.abs().max()
    ### END SOLUTION


# %% test="ce_grad"
@points(3)
def test_gradient_by_hand(student):
    """From the logits (ln 1, ln 2, ln 5) the gradient is (1, 2, 5)/8 with 1 less at the right class."""
    X = torch.tensor([[0.0, math.log(2), math.log(5)]]).repeat(2, 1)
    grad = student.ce_grad(X, torch.tensor([0, 2]))
    assert_close(grad, torch.tensor([[-0.875, 0.25, 0.625], [0.125, 0.25, -0.375]]), "ce_grad for the classes 0 and 2")


@points(3)
def test_two_gradients_of_a_confident_mistake(student):
    """For the logits (10, 0) and the class 1 cross-entropy pulls with 1, the squared error with 0.00009."""
    pair = student.mse_vs_ce_grad(torch.tensor([10.0, 0.0], dtype=torch.float64), 1)
    assert isinstance(pair, tuple | list), f"mse_vs_ce_grad gave a {type(pair).__name__}; expected two numbers"
    assert len(pair) == 2, f"mse_vs_ce_grad gave {len(pair)} values; expected two"
    assert_close(as_number(pair[0], "the first number"), 0.9999546, "the largest CE gradient", rtol=1e-4)
    assert_close(as_number(pair[1], "the second number"), 9.0791e-05, "the largest SE gradient", rtol=1e-2, atol=0)


### BEGIN HIDDEN TESTS
@points(3)
def test_gradient_for_any_shape(student):
    """The gradient is that of autograd for other numbers of examples and classes, in float32 and float64."""
    for n, k in ((1, 5), (7, 2), (10, 5), (4, 4)):
        for dtype, rtol in ((torch.float32, 2e-5), (torch.float64, 1e-9)):
            X, y = 2 * torch.randn(n, k, dtype=dtype), random_classes(n, k)
            leaf = X.clone().requires_grad_()
            F.cross_entropy(leaf, y, reduction="sum").backward()
            assert_close(student.ce_grad(X.clone(), y.clone()), leaf.grad, f"ce_grad of ({n}, {k})", rtol=rtol)


@points(2)
def test_gradient_of_any_logits(student):
    """The gradient is finite and right for very large logits, and for classes that no example has."""
    X = torch.tensor([[1000.0, 0.0, -1000.0], [-1000.0, -1000.0, -2000.0]])
    wanted = torch.tensor([[1.0, -1.0, 0.0], [-0.5, 0.5, 0.0]])
    assert_close(student.ce_grad(X, torch.tensor([1, 0])), wanted, "ce_grad of logits of a thousand", atol=2e-4)


@points(1)
def test_gradient_needs_no_autograd(student):
    """The gradient is worked out where autograd is switched off, and X and y stay as they were."""
    X, y = torch.randn(3, 4), torch.tensor([3, 0, 2])
    kept, classes = X.clone(), y.clone()
    wanted = probabilities(X)
    wanted[range(3), y] -= 1
    with torch.no_grad():
        assert_close(student.ce_grad(X, y), wanted, "ce_grad under torch.no_grad()")
    assert_close(X, kept, "X after ce_grad(X, y)", rtol=0, atol=0)
    assert_close(y, classes, "y after ce_grad(X, y)", rtol=0, atol=0)


def two_gradients(o, y):
    """The largest absolute gradients of cross-entropy and of half the squared error, by autograd in float64."""
    leaf = o.detach().double().requires_grad_()
    (ce,) = torch.autograd.grad(-torch.log_softmax(leaf, dim=0)[y], leaf)
    truth = torch.zeros_like(leaf).index_fill(0, torch.tensor([y]), 1.0)
    (se,) = torch.autograd.grad(((torch.softmax(leaf, dim=0) - truth) ** 2).sum() / 2, leaf)
    return float(ce.abs().max()), float(se.abs().max())


@points(4)
def test_two_gradients_of_any_logits(student):
    """Both gradients are right for two to five classes, whether the model is undecided, right or wrong."""
    cases = [([1.0, -0.5, 0.3], 0), ([0.2, 1.5, 0.4, -1.0], 3), ([3.0, 0.0, 0.0, 0.0, 0.0], 0), ([-1.0, 2.0], 0)]
    cases += [([2.0, 1.9, -3.0], 2), ([0.0, 4.0, 3.5, 0.0, 1.0], 4), ([-6.0, -6.5, -6.2], 1)]
    for numbers, y in cases:
        o = torch.tensor(numbers, dtype=torch.float64)
        pair = student.mse_vs_ce_grad(o.clone(), y)
        for got, wanted, name in zip(pair, two_gradients(o, y), ("CE", "SE"), strict=True):
            got = as_number(got, f"the {name} gradient")
            assert_close(got, wanted, f"the largest {name} gradient of {numbers}, class {y}", rtol=1e-3, atol=1e-6)


@points(2)
def test_two_gradients_where_one_vanishes(student):
    """The more certain the mistake, the smaller the gradient of the squared error, while that of CE stays at 1."""
    for margin, others in ((5.0, 1), (12.0, 1), (8.0, 3)):
        o = torch.tensor([0.0] * others + [margin], dtype=torch.float64)
        kept = o.clone()
        ce, se = student.mse_vs_ce_grad(o, 0)
        right_ce, right_se = two_gradients(kept, 0)
        what = f"gradient of {kept.tolist()}, class 0"
        assert_close(as_number(ce, "the CE gradient"), right_ce, f"the largest CE {what}", rtol=1e-3)
        assert_close(as_number(se, "the SE gradient"), right_se, f"the largest SE {what}", rtol=2e-2, atol=0)
        assert_close(o, kept, "o after mse_vs_ce_grad(o, y)", rtol=0, atol=0)
        assert not o.requires_grad, "mse_vs_ce_grad has made o require a gradient"


### END HIDDEN TESTS
check()

# %% [markdown]
# The pull of both losses on an example with two classes, over the lead that the wrong class has. On the
# left the model is right, on the right it is wrong: there a good loss pulls hard.


# %% setup="draw_pulls"
def draw_pulls():
    leads = torch.linspace(-15, 15, 61, dtype=torch.float64)
    pulls = [[float(pull) for pull in mse_vs_ce_grad(torch.stack([lead, 0 * lead]), 1)] for lead in leads]
    fig, ax = plt.subplots(figsize=(6.4, 3.4))
    ax.semilogy(leads, [max(pull[0], 1e-9) for pull in pulls], "C0-", label="cross-entropy")
    ax.semilogy(leads, [max(pull[1], 1e-9) for pull in pulls], "C1--", label="squared error of the probabilities")
    ax.axvline(0, color="0.7", linewidth=1)
    ax.set_xlabel("logit of the wrong class − logit of the right class (no unit)")
    ax.set_ylabel("largest gradient (no unit)")
    ax.set_title("The squared error gives up on what is most wrong", fontsize=10)
    ax.legend(fontsize=8)
    fig.tight_layout()


with waits_for("mse_vs_ce_grad"):
    draw_pulls()

# %% [markdown]
# ## 5. Predict: what does the loss do with this? (17 points)
#
# `nn.CrossEntropyLoss` takes logits $(n, k)$ and classes $(n,)$, whole numbers from 0. What if it gets
# something else? Here are four examples with three classes, and what is right for them:
#
# ```python
# O = torch.tensor([[2.0, 0.0, -1.0], [0.5, 1.5, 0.0], [1.0, 0.0, 3.0], [0.0, 2.0, 1.0]])
# y = torch.tensor([0, 2, 1, 2])
# loss = nn.CrossEntropyLoss()      # loss(O, y) is 1.6779, and the accuracy is 0.25
# ```
#
# | situation | what is run |
# |---|---|
# | `"column"` | `loss(O, y.reshape(-1, 1))` |
# | `"floats"` | `loss(O, y.float())` |
# | `"one-hot"` | `loss(O, F.one_hot(y, 3))` |
# | `"one-hot floats"` | `loss(O, F.one_hot(y, 3).float())` |
# | `"from 1"` | `loss(O, y + 1)` |
# | `"softmax first"` | `loss(torch.softmax(O, dim=1), y)` |
# | `"no logarithm"` | `nn.NLLLoss()(torch.softmax(O, dim=1), y)` |
# | `"dim 0"` | `-torch.log_softmax(O, dim=0)[range(4), y].mean()` |
# | `"column accuracy"` | `(O.argmax(dim=1, keepdim=True) == y).float().mean()` |
#
# Before you run anything, choose for each: `"ok"` (the right number), `"error"` (an exception), or
# `"silently wrong"` (another number, and nobody says a word). A hint: labels that are floats can be *class
# probabilities*, one row per example; and `nn.NLLLoss` expects logarithms of probabilities, and picks.
#
# ```python
# PREDICT_TARGETS = {
#     "column": "...",
#     "floats": "...",
#     "one-hot": "...",
#     "one-hot floats": "...",
#     "from 1": "...",
#     "softmax first": "...",
#     "no logarithm": "...",
#     "dim 0": "...",
#     "column accuracy": "...",
# }
# ```

# %% setup="target_words"
TARGET_CASES = ("column", "floats", "one-hot", "one-hot floats", "from 1")
TARGET_CASES += ("softmax first", "no logarithm", "dim 0", "column accuracy")
TARGET_WORDS = ("ok", "error", "silently wrong")

# %% solution="predict_targets"
### BEGIN SOLUTION
PREDICT_TARGETS = {
    "column": "error",
    "floats": "error",
    "one-hot": "error",
    "one-hot floats": "ok",
    "from 1": "error",
    "softmax first": "silently wrong",
    "no logarithm": "silently wrong",
    "dim 0": "silently wrong",
    "column accuracy": "silently wrong",
}
### END SOLUTION


# %% test="predict_targets"
@points(1)
def test_a_word_for_each_situation(student):
    """There is one of the three words for each of the nine situations."""
    guess = student.PREDICT_TARGETS
    assert isinstance(guess, dict), f"PREDICT_TARGETS is a {type(guess).__name__}; expected a dict"
    assert set(guess) == set(TARGET_CASES), f"the keys are {list(guess)}; expected {list(TARGET_CASES)}"
    for situation, word in guess.items():
        assert word in TARGET_WORDS, f"{situation}: {word!r}; expected one of the words {TARGET_WORDS}"


### BEGIN HIDDEN TESTS
@points(2)
def test_predictions_for_a_column_of_labels(student):
    """The predictions for labels, and for guesses, that stand in a column are what happens."""
    assert student.PREDICT_TARGETS["column"] == "error", "column: another prediction"
    assert student.PREDICT_TARGETS["column accuracy"] == "silently wrong", "column accuracy: another prediction"


@points(2)
def test_predictions_for_other_kinds_of_labels(student):
    """The predictions for labels as floats and for one-hot labels, whole numbers and floats, are what happens."""
    assert student.PREDICT_TARGETS["floats"] == "error", "floats: another prediction"
    assert student.PREDICT_TARGETS["one-hot"] == "error", "one-hot: another prediction"
    assert student.PREDICT_TARGETS["one-hot floats"] == "ok", "one-hot floats: another prediction"


@points(1)
def test_prediction_for_classes_from_one(student):
    """The prediction for classes that are counted from 1 is what happens."""
    assert student.PREDICT_TARGETS["from 1"] == "error", "from 1: another prediction"


@points(2)
def test_predictions_for_other_inputs(student):
    """The predictions for probabilities where others are wanted, and for the other direction, are what happens."""
    for situation in ("softmax first", "no logarithm", "dim 0"):
        assert student.PREDICT_TARGETS[situation] == "silently wrong", f"{situation}: another prediction"


### END HIDDEN TESTS
check()

# %% [markdown]
# **Run.** To find out, write `outcome(call, right)`. It calls `call()`, a function without arguments, and
# returns
#
# - `"error"` if the call raises an exception of any kind,
# - `"ok"` if the value, a number or a tensor with one element, differs from the number `right` by less than
#   0.0001,
# - `"silently wrong"` for any other value. *Mind nan*: every comparison with it is false, so that "not too
#   large" and "small enough" are not the same question.
#
# For example `outcome(lambda: 1 / 0, 2.0)` is `"error"`.


# %% solution="outcome"
def outcome(call, right):
    """What call() does: "error", "ok" (a number within 0.0001 of right) or "silently wrong"."""
    ### BEGIN SOLUTION
    try:
        value = call()
    except Exception:
        return "error"
    return "ok" if abs(value - right) < 1e-4 else "silently wrong"
    ### END SOLUTION


# %% test="outcome"
@points(1)
def test_the_three_outcomes(student):
    """A right value, a wrong value and an exception are told apart."""
    assert student.outcome(lambda: torch.tensor(2.0), 2.0) == "ok", "a call that gives 2.0 where 2.0 is right"
    assert student.outcome(lambda: torch.tensor(3.0), 2.0) == "silently wrong", "a call that gives 3.0 for 2.0"

    def fails():
        raise RuntimeError("0D or 1D target tensor expected")

    assert student.outcome(fails, 2.0) == "error", "a call that raises a RuntimeError"


### BEGIN HIDDEN TESTS
@points(2)
def test_outcomes_of_all_kinds(student):
    """Other exceptions, values on both sides, small differences, nan and infinity are told apart."""
    for error in (IndexError, ValueError, TypeError, ZeroDivisionError):

        def fails(error=error):
            raise error("no")

        assert student.outcome(fails, 1.0) == "error", f"another word for a {error.__name__}"
    cases = [(1.00003, 1.0, "ok"), (0.99997, 1.0, "ok"), (-0.5, -0.5, "ok"), (1.00015, 1.0, "silently wrong")]
    cases += [(0.5, 1.0, "silently wrong"), (-1.0, 1.0, "silently wrong"), (0.0, 5.0, "silently wrong")]
    cases += [(100.005, 100.0, "silently wrong"), (math.nan, 1.0, "silently wrong"), (math.inf, 1.0, "silently wrong")]
    for value, right, word in cases:
        for form in (float, torch.tensor):
            found = student.outcome(lambda value=value, form=form: form(value), right)
            assert found == word, f"a call that gives {value} where {right} is right: {found!r}"


### END HIDDEN TESTS
check()

# %% [markdown]
# Prediction and outcome, side by side. (It runs on the CPU: there a class out of range is an exception that
# one can read; on a GPU it is a "device-side assert", after which the whole session is of no use.)

# %% setup="run_targets"
O = torch.tensor([[2.0, 0.0, -1.0], [0.5, 1.5, 0.0], [1.0, 0.0, 3.0], [0.0, 2.0, 1.0]])
y_four = torch.tensor([0, 2, 1, 2])
target_loss = nn.CrossEntropyLoss()
target_calls = {
    "column": lambda: target_loss(O, y_four.reshape(-1, 1)),
    "floats": lambda: target_loss(O, y_four.float()),
    "one-hot": lambda: target_loss(O, F.one_hot(y_four, 3)),
    "one-hot floats": lambda: target_loss(O, F.one_hot(y_four, 3).float()),
    "from 1": lambda: target_loss(O, y_four + 1),
    "softmax first": lambda: target_loss(torch.softmax(O, dim=1), y_four),
    "no logarithm": lambda: nn.NLLLoss()(torch.softmax(O, dim=1), y_four),
    "dim 0": lambda: -torch.log_softmax(O, dim=0)[range(4), y_four].mean(),
    "column accuracy": lambda: (O.argmax(dim=1, keepdim=True) == y_four).float().mean(),
}


def said(call):
    """What a call gives, or says, in a few words."""
    try:
        return f"{float(call()):.4f}"
    except Exception as error:
        return f"{type(error).__name__}: {str(error).splitlines()[0]}"


with waits_for("PREDICT_TARGETS and outcome"):
    for target_case, target_call in target_calls.items():
        guessed = PREDICT_TARGETS.get(target_case)
        ran = outcome(target_call, 0.25 if target_case == "column accuracy" else 1.6779)
        print(f"{target_case:15}: predicted {guessed!s:14}, ran {ran!s:14} ({said(target_call)})")

# %% [markdown]
# **Reconcile.** The commonest of the silent ones is softmax before a loss that applies softmax itself. The net
# still learns something, and that is the trouble. Suppose it is perfect: the probabilities are 1 for the right
# class and 0 for the others. Now the loss takes *those* for logits. What does it say?
#
# Write `double_softmax_floor(num_classes)`: the cross-entropy of a perfect, certain prediction after one
# softmax too many, a number. For three classes it is 0.5514, about half of what blind guessing costs,
# $\ln 3 = 1.0986$. (By hand: softmax of $(1, 0, 0)$, and the logarithm of its first entry.)


# %% solution="double_softmax_floor"
def double_softmax_floor(num_classes):
    """Cross-entropy (a number) of a perfect prediction among num_classes after one softmax too many."""
    ### BEGIN SOLUTION
    return math.log(math.e + num_classes - 1) - 1
    ### END SOLUTION


# %% test="double_softmax_floor"
@points(1)
def test_floor_of_three_classes(student):
    """With three classes a perfect prediction still costs 0.5514."""
    floor = as_number(student.double_softmax_floor(3), "double_softmax_floor(3)")
    assert_close(floor, 0.551445, "double_softmax_floor(3)", rtol=1e-4)


### BEGIN HIDDEN TESTS
@points(2)
def test_floor_of_any_number_of_classes(student):
    """The floor is right for other numbers of classes, from one to a thousand."""
    for k in (2, 1, 5, 10, 1000):
        truth = torch.eye(k)[:1].double()
        wanted = float(F.cross_entropy(truth, torch.tensor([0])))
        floor = as_number(student.double_softmax_floor(k), f"double_softmax_floor({k})")
        assert_close(floor, wanted, f"double_softmax_floor({k})", rtol=1e-4, atol=1e-5)


### END HIDDEN TESTS
check()

# %% [markdown]
# And why can no training push the loss below this floor? Choose the word of the reason:
#
# - `"unchanged"`: the rows add up to 1 already, so that a second softmax changes nothing;
# - `"bounded"`: probabilities lie between 0 and 1, and logits so near to each other cannot make any class
#   nearly certain;
# - `"overflow"`: the exponential of a large logit overflows, and the loss cannot be worked out;
# - `"rounding"`: small probabilities become 0 in float32, and with float64 there would be no floor.
#
# ```python
# REASON_DOUBLE = "..."
# ```

# %% solution="reason_double"
### BEGIN SOLUTION
REASON_DOUBLE = "bounded"
### END SOLUTION


# %% test="reason_double"
@points(1)
def test_a_reason_of_the_list(student):
    """REASON_DOUBLE is one of the four words."""
    words = ("unchanged", "bounded", "overflow", "rounding")
    assert student.REASON_DOUBLE in words, f"REASON_DOUBLE is {student.REASON_DOUBLE!r}; expected one of {words}"


### BEGIN HIDDEN TESTS
@points(2)
def test_the_reason_explains_the_floor(student):
    """The reason explains why one softmax too many leaves a floor."""
    assert student.REASON_DOUBLE == "bounded", "another reason was chosen"


### END HIDDEN TESTS
check()

# %% [markdown]
# ## 6. A classifier from scratch (12 points)
#
# The model is linear, with one column of weights and one bias per class: the logits are $O = X W + b$ with $W$ of
# shape $(d, k)$ and $b$ $(k,)$. By the chain rule and exercise 4 the gradient of the mean cross-entropy over a
# batch of $B$ examples is
#
# $$\frac{\partial L}{\partial W} = \frac1B X^\top (P - T), \qquad
# \frac{\partial L}{\partial b} = \frac1B \sum_{i=1}^B (p_i - t_i),$$
#
# with the rows $p_i$ of probabilities and $t_i$ of truth: linear regression's formula, once more. Write
# `fit_scratch(X, y, num_classes, lr, num_epochs, batch_size)`, which returns `(W, b)`:
#
# - start from zeros, in the dtype and on the device of `X`. (There is one bowl and no hidden layer: zero is
#   as good a start as any);
# - in each epoch go through the mini-batches of `data_iter(batch_size, X, y)`, given above: every example
#   once, in a new random order;
# - for each batch one step $W \leftarrow W - \eta\,\partial L/\partial W$, and the same for $b$, with
#   $\eta$ = `lr`. The mean is over the examples that the batch **really has**: the last one may be smaller,
#   and $B$ may be larger than $n$.
#
# Formula or autograd, as you like; no `nn.Module` and no `torch.optim` here. *Mind the classes*: a batch need
# not contain all of them, so `F.one_hot` has to be told their number.
#
# By hand: one example $x = (2)$ of class 0 of 2, `lr` 1, one epoch: $p = (\frac12, \frac12)$, $p - t =
# (-\frac12, \frac12)$, so $W = (1, -1)$ and $b = (\frac12, -\frac12)$.


# %% solution="fit_scratch"
def fit_scratch(X, y, num_classes, lr, num_epochs, batch_size):
    """Weights W (d, k) and bias b (k,) of softmax regression on X (n, d), y (n,), by mini-batch SGD from zeros."""
    ### BEGIN SOLUTION
    W, b = X.new_zeros(X.shape[1], num_classes), X.new_zeros(num_classes)
    for _ in range(num_epochs):
        for X_batch, y_batch in data_iter(batch_size, X, y):
            e = torch.softmax(X_batch @ W + b, dim=1) - F.one_hot(y_batch, num_classes)
            W = W - lr * X_batch.T @ e / len(X_batch)
            b = b - lr * e.mean(dim=0)
    return W, b
    ### END SOLUTION


# %% setup="blobs"
def blobs(n, k, dtype=torch.float32):
    """n examples around k corners, in turn, far apart: X (n, k) and classes y (n,)."""
    y = torch.arange(n) % k
    return 4 * torch.eye(k, dtype=dtype)[y] + 0.3 * torch.randn(n, k, dtype=dtype), y


# %% test="fit_scratch"
@points(2)
def test_first_step_by_hand(student):
    """One example, one step: the weights and the bias are those of paper and pencil."""
    found = student.fit_scratch(torch.tensor([[2.0]]), torch.tensor([0]), 2, 1.0, 1, 1)
    assert isinstance(found, tuple | list), f"fit_scratch gave a {type(found).__name__}; expected (W, b)"
    assert len(found) == 2, f"fit_scratch gave {len(found)} values; expected W and b"
    assert_close(found[0], torch.tensor([[1.0, -1.0]]), "W after one step from x = 2 of class 0")
    assert_close(found[1], torch.tensor([0.5, -0.5]), "b after one step from x = 2 of class 0")


@points(2)
def test_scratch_learns_to_tell_blobs_apart(student):
    """Three clouds of points that lie far apart are all classified right after ten epochs."""
    X, y = blobs(60, 3)
    W, b = student.fit_scratch(X.clone(), y.clone(), 3, 0.2, 10, 30)
    right = int(((X @ W.detach() + b.detach()).argmax(dim=1) == y).sum())
    assert right == 60, f"{right} of 60 points are classified right; expected all"


### BEGIN HIDDEN TESTS
def steps_by_autograd(X, y, k, lr, num_steps):
    """W and b after full-batch steps on the mean cross-entropy from zeros, float64."""
    X = X.detach().double()
    W, b = torch.zeros(X.shape[1], k).double().requires_grad_(), torch.zeros(k).double().requires_grad_()
    for _ in range(num_steps):
        grads = torch.autograd.grad(F.cross_entropy(X @ W + b, y), (W, b))
        W, b = ((param - lr * grad).detach().requires_grad_() for param, grad in zip((W, b), grads, strict=True))
    return W, b


@points(3)
def test_a_full_batch_is_one_exact_step(student):
    """With one batch of all examples each epoch is one exact step, for one, two and five features; X and y stay."""
    for n, d, k, lr, epochs in ((7, 1, 2, 0.5, 1), (10, 5, 3, 0.1, 3), (1, 2, 5, 0.2, 2), (4, 4, 4, 0.3, 2)):
        X, y = torch.randn(n, d, dtype=torch.float64), random_classes(n, k)
        kept, classes = X.clone(), y.clone()
        W, b = student.fit_scratch(X, y, k, lr, epochs, n)
        right_W, right_b = steps_by_autograd(kept, classes, k, lr, epochs)
        assert_close(W, right_W, f"W after {epochs} full-batch steps, ({n}, {d}), {k} classes", rtol=1e-9, atol=1e-9)
        assert_close(b, right_b, f"b after {epochs} full-batch steps, ({n}, {d}), {k} classes", rtol=1e-9, atol=1e-9)
        assert_close(X, kept, "X after fit_scratch", rtol=0, atol=0)
        assert_close(y, classes, "y after fit_scratch", rtol=0, atol=0)


@points(2)
def test_every_batch_is_a_step_by_its_own_mean(student):
    """Small last batches and batches larger than the data take whole steps, as many as there are batches."""
    for n, B, epochs in ((7, 3, 2), (5, 2, 1), (4, 9, 3), (3, 1, 2)):
        X, y = torch.randn(1, 2, dtype=torch.float64).repeat(n, 1), torch.full((n,), 1)  # alike: no order matters
        right_W, right_b = steps_by_autograd(X[:1], y[:1], 3, 0.4, epochs * math.ceil(n / B))
        W, b = student.fit_scratch(X, y, 3, 0.4, epochs, B)
        what = f"after {epochs} epochs of {n} examples in batches of {B}"
        assert_close(W, right_W, f"W {what}", rtol=1e-8, atol=1e-9)
        assert_close(b, right_b, f"b {what}", rtol=1e-8, atol=1e-9)


@points(2)
def test_scratch_knows_classes_that_are_not_there(student):
    """Classes that no example of a batch, or of all data, belongs to have their weights, too."""
    X, y = torch.randn(6, 2, dtype=torch.float64), torch.tensor([1, 0, 1, 0, 0, 1])
    right_W, right_b = steps_by_autograd(X, y, 4, 0.3, 2)
    W, b = student.fit_scratch(X, y, 4, 0.3, 2, 6)
    assert_close(W, right_W, "W for four classes, two of them without examples", rtol=1e-9, atol=1e-9)
    assert_close(b, right_b, "b for four classes, two of them without examples", rtol=1e-9, atol=1e-9)
    W, _ = student.fit_scratch(X, y, 4, 0.3, 1, 1)
    assert tuple(W.shape) == (2, 4), f"with a batch size of 1 W has the shape {tuple(W.shape)}, not (2, 4)"


@points(1)
def test_scratch_draws_the_order_anew(student):
    """Two calls go through the examples in other orders."""
    X, y = torch.randn(12, 5), torch.arange(12) % 3
    first, second = (student.fit_scratch(X.clone(), y.clone(), 3, 1.0, 1, 1)[0].detach() for _ in range(2))
    assert not torch.equal(first, second), "two calls gave the same weights: the order is always the same"


### END HIDDEN TESTS
check()

# %% [markdown]
# ## 7. The same with torch's parts (8 points)
#
# Write `fit_concise(X, y, num_classes, lr, num_epochs, batch_size)`, which returns the trained net, an
# `nn.Module` that gives **logits** $(n, k)$ for features $(n, d)$ in float32. (A number that is added to all
# logits of a row does not count.) Use `nn.Linear`, `nn.CrossEntropyLoss`, `torch.optim.SGD`, and the given
# `load_array((X, y), batch_size)` for the batches, which come in a new order in each epoch. The net lives where
# `X` does.
#
# So that it can be compared with exercise 6, weights and bias start at zero again (`nn.init.zeros_`) and
# every batch is one step on the mean loss: the same data in one batch must give the same numbers. *Mind the
# last layer*: how many times does softmax occur, from the features to the loss?


# %% solution="fit_concise"
def fit_concise(X, y, num_classes, lr, num_epochs, batch_size):
    """A net that gives logits (n, k) for features (n, d), trained on X (n, d), y (n,) by torch's SGD from zeros."""
    ### BEGIN SOLUTION
    net = nn.Linear(X.shape[1], num_classes).to(X.device)
    nn.init.zeros_(net.weight)
    nn.init.zeros_(net.bias)
    loss, trainer = nn.CrossEntropyLoss(), torch.optim.SGD(net.parameters(), lr=lr)
    batches = load_array((X, y), batch_size)
    for _ in range(num_epochs):
        for X_batch, y_batch in batches:
            trainer.zero_grad()
            loss(net(X_batch), y_batch).backward()
            trainer.step()
    return net
    ### END SOLUTION


# %% test="fit_concise"
@points(1)
def test_net_gives_a_score_for_each_class(student):
    """The net gives one number for each class of each example."""
    X, y = blobs(8, 4)
    net = student.fit_concise(X.clone(), y.clone(), 4, 0.1, 1, 4)
    assert tuple(net(X).shape) == (8, 4), f"the net gives the shape {tuple(net(X).shape)}; expected (8, 4)"


@points(2)
def test_net_learns_to_tell_blobs_apart(student):
    """Three clouds of points that lie far apart are all classified right after ten epochs."""
    X, y = blobs(60, 3)
    net = student.fit_concise(X.clone(), y.clone(), 3, 0.2, 10, 30)
    right = int((net(X).detach().argmax(dim=1) == y).sum())
    assert right == 60, f"{right} of 60 points are classified right; expected all"


### BEGIN HIDDEN TESTS
def assert_logits(net, X, W, b, what):
    """The net gives the logits X W + b, up to a number for each row."""
    wanted = X.double() @ W.detach() + b.detach()
    got = net(X).detach().double()
    assert tuple(got.shape) == tuple(wanted.shape), f"{what}: the net gives the shape {tuple(got.shape)}"
    got, wanted = (table - table.mean(dim=1, keepdim=True) for table in (got, wanted))
    assert_close(got, wanted, f"the logits {what} (less the mean of each row)", rtol=1e-4, atol=1e-5)


@points(2)
def test_net_takes_exact_steps(student):
    """With one batch of all examples each epoch is one exact step on the mean loss, from zeros."""
    for n, d, k, lr, epochs in ((7, 1, 2, 0.5, 1), (10, 5, 3, 0.1, 3), (1, 2, 5, 0.2, 2)):
        X, y = torch.randn(n, d), random_classes(n, k)
        net = student.fit_concise(X.clone(), y.clone(), k, lr, epochs, n)
        W, b = steps_by_autograd(X, y, k, lr, epochs)
        fresh = torch.cat([torch.zeros(1, d), 2 * torch.randn(4, d)])
        assert_logits(net, fresh, W, b, f"after {epochs} full-batch steps, ({n}, {d}), {k} classes")


@points(2)
def test_net_takes_a_step_for_every_batch(student):
    """Small last batches and batches larger than the data take whole steps, as many as there are batches."""
    for n, B, epochs in ((7, 3, 2), (4, 9, 3), (3, 1, 2)):
        X, y = torch.randn(1, 2).repeat(n, 1), torch.full((n,), 1)  # alike: no order matters
        net = student.fit_concise(X.clone(), y.clone(), 3, 0.4, epochs, B)
        W, b = steps_by_autograd(X[:1], y[:1], 3, 0.4, epochs * math.ceil(n / B))
        assert_logits(net, torch.randn(3, 2), W, b, f"after {epochs} epochs of {n} examples in batches of {B}")


@points(1)
def test_net_draws_the_order_anew(student):
    """Two calls go through the examples in other orders."""
    X, y = torch.randn(12, 5), torch.arange(12) % 3
    first, second = (student.fit_concise(X.clone(), y.clone(), 3, 1.0, 1, 1)(X).detach() for _ in range(2))
    assert not torch.equal(first, second), "two calls gave the same net: the order is always the same"


### END HIDDEN TESTS
check()

# %% [markdown]
# ## It reads
#
# Both classifiers on the digits, 15 epochs in batches of 50, and the share of pictures that they get right.
# Blind guessing is right for one in ten.

# %% setup="digits"
W_digits = None
with waits_for("accuracy, fit_scratch and fit_concise"):
    random.seed(1959)
    torch.manual_seed(1959)
    W_digits, b_digits = (param.detach() for param in fit_scratch(X_train, y_train, 10, 0.2, 15, 50))
    net_digits = fit_concise(X_train, y_train, 10, 0.2, 15, 50)
    with torch.no_grad():
        for way, model in (("from scratch", lambda X: X @ W_digits + b_digits), ("concise", net_digits)):
            seen, new = (float(accuracy(model(X), y)) for X, y in ((X_train, y_train), (X_test, y_test)))
            print(f"{way:12} on {device.type}: right for {seen:.1%} of the pictures seen, {new:.1%} of new ones")

# %% [markdown]
# A linear classifier compares each picture with one template per class, its column of $W$: red squares
# speak for the class if there is ink, blue ones against it. Where two digits look alike, the templates sharpen
# the difference: find the squares that tell 8 from 0, or 5 from 6. Below are the new pictures that cost most, with
# what the model says.


# %% setup="draw_templates"
def draw_templates():
    limit = float(W_digits.abs().max())
    with torch.no_grad():
        p = softmax(X_test @ W_digits + b_digits)
        cost = cross_entropy(p, y_test)
    fig, axes = plt.subplots(2, 10, figsize=(9.5, 2.9), layout="constrained")
    for digit, ax in enumerate(axes[0]):
        shown = ax.imshow(W_digits[:, digit].reshape(8, 8).cpu(), cmap="RdBu_r", vmin=-limit, vmax=limit)
        ax.set_title(f"{digit}", fontsize=10)
    for number, ax in zip(cost.argsort(descending=True)[:10].tolist(), axes[1], strict=True):
        ax.imshow(X_test[number].reshape(8, 8).cpu(), cmap="gray_r", vmin=-0.8, vmax=1.8)
        guess = int(p[number].argmax())
        ax.set_title(f"is a {int(y_test[number])}", fontsize=9)
        ax.set_xlabel(f"{guess}: {float(p[number, guess]):.0%}", fontsize=9)
    for ax in axes.reshape(-1):
        ax.set_xticks([])
        ax.set_yticks([])
    axes[0, 0].set_ylabel("template", fontsize=9)
    axes[1, 0].set_ylabel("costs most", fontsize=9)
    fig.colorbar(shown, ax=axes[0], label="weight", shrink=0.9)
    fig.suptitle("What the classifier looks for, and where it is most surprised (below: what it says)", fontsize=10)


with waits_for("softmax, cross_entropy and fit_scratch"):
    if W_digits is not None:
        draw_templates()

# %% [markdown]
# And one softmax too many, on the same digits: the loss creeps towards the floor of your exercise 5, which it can
# never pass, while the accuracy looks respectable. That is how this mistake survives for years. A loss that will
# not fall is worth a question, even if the results look fine.


# %% setup="draw_double"
def learning_curve(times, epochs=20):
    """Mean loss after each epoch, and accuracy on new digits, with softmax applied `times` times in all."""
    net = nn.Linear(64, 10).to(device)
    trainer, losses = torch.optim.SGD(net.parameters(), lr=0.2), []

    def loss(X, y):
        scores = net(X)
        for _ in range(times - 1):
            scores = torch.softmax(scores, dim=1)
        return F.cross_entropy(scores, y)

    for _ in range(epochs):
        for X, y in DataLoader(TensorDataset(X_train, y_train), 50, shuffle=True):
            trainer.zero_grad()
            loss(X, y).backward()
            trainer.step()
        with torch.no_grad():
            losses.append(float(loss(X_train, y_train)))
    with torch.no_grad():
        return losses, float((net(X_test).argmax(dim=1) == y_test).float().mean())


def draw_double():
    floor = float(double_softmax_floor(10))
    fig, ax = plt.subplots(figsize=(6.4, 3.6))
    for times, look, name in ((1, "C0o-", "once, by the loss"), (2, "C1s--", "twice")):
        losses, share = learning_curve(times)
        label = f"softmax {name}: {share:.0%} of new digits right"
        ax.plot(range(1, len(losses) + 1), losses, look, markersize=4, label=label)
    ax.axhline(floor, color="0.3", linestyle=":", label=f"floor of the double softmax, {floor:.4f}")
    ax.set_ylim(0, 3.3)
    ax.set_xticks(range(0, 21, 5))
    ax.set_xlabel("epoch")
    ax.set_ylabel("mean cross-entropy (nats)")
    ax.set_title("One softmax too many: no error, no warning, a floor", fontsize=10)
    ax.legend(fontsize=8, loc="upper right")
    fig.tight_layout()


with waits_for("double_softmax_floor"):
    draw_double()
