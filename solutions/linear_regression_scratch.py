# %% [markdown]
# # Linear regression from scratch
#
# A line is fitted to data by the loop that also trains every deep network: take a few examples, predict,
# measure the error, step against its gradient. Here you write every part of that loop yourself, from making
# the data to the training, with tensors and `backward()` and nothing else.
#
# The data come from a known line, so that you can see whether the fit is right:
#
# $$y = w_1 x_1 + w_2 x_2 + b + \varepsilon, \qquad w = (2,\ -3.4), \quad b = 4.2, \quad
# \varepsilon \sim \mathcal N(0,\ 0.01^2).$$
#
# All numbers are pure numbers, without units. $n$ is the number of examples, $d$ the number of features and
# $B$ the batch size.
#
# | exercise | you write | points |
# |---|---|---|
# | 1 | `synthetic_data` | 10 |
# | 2 | `data_iter` | 20 |
# | 3 | `PREDICT_SIZES`, `batch_sizes`, `last_batch_weight` | 10 |
# | 4 | `linreg` | 5 |
# | 5 | `PREDICT_SHAPES`, `shape_of`, `REASON_SHAPES` | 10 |
# | 6 | `squared_loss` | 15 |
# | 7 | `bad_loss_limit`, `effective_lr` | 5 |
# | 8 | `sgd` | 15 |
# | 9 | `train` | 10 |
#
# Where you are asked to *predict*, write your guess before you run anything: the guess is what you learn
# from.
#
# **Week:** 2. **Time:** 60 minutes. **Before it:** vectorization, gradient_descent. **In the book:** 3.3
# Synthetic Regression Data; 3.4 Linear Regression Implementation from Scratch.

# %% setup
import itertools
import math
import random

import matplotlib.pyplot as plt
import torch

from autograder import assert_close, check, get_device, points, waits_for

device = get_device()
random.seed(1805)
torch.manual_seed(1805)

true_w = torch.tensor([2.0, -3.4], device=device)
true_b = 4.2


# %% [markdown]
# ## The data
#
# Two hundred examples of the kind that you are going to make. Each panel shows the same labels against one
# of the two features. The label rises with $x_1$ and falls with $x_2$; what looks like noise in one panel
# is almost wholly the other feature. The true noise, 0.01, is much smaller than a dot.


# %% setup="picture"
def draw_examples():
    x = torch.randn(200, 2)
    y = 2.0 * x[:, 0] - 3.4 * x[:, 1] + 4.2
    fig, axes = plt.subplots(1, 2, figsize=(8, 3.2), sharey=True)
    for column, ax in enumerate(axes):
        ax.plot(x[:, column], y, "o", color=f"C{column}", markersize=3, alpha=0.6)
        ax.set_xlabel(f"feature $x_{column + 1}$ (no unit)")
    axes[0].set_ylabel("label $y$ (no unit)")
    fig.suptitle("Labels against each feature")
    fig.tight_layout()


draw_examples()

# %% [markdown]
# ## 1. Data from a known line (10 points)
#
# Write `synthetic_data(w, b, num_examples)`. It returns a pair:
#
# - the features $X$ of shape $(n, d)$, every entry drawn from the standard normal distribution, where $d$
#   is the length of `w`;
# - the labels $y = Xw + b + \varepsilon$ of shape $(n, 1)$: **a column**. Each label has noise of its own,
#   drawn from a normal distribution with mean 0 and **standard deviation** 0.01.
#
# `w` has shape $(d,)$ and `b` is a number. Make new tensors on the device of `w` (`device=w.device`).
#
# Example: with $w = (2, -3.4)$, $b = 4.2$, the features $(1, 1)$ get a label near $2 - 3.4 + 4.2 = 2.8$.
#
# Pitfall: $Xw$ with a one-dimensional `w` has shape $(n,)$. Look at every shape before you add.


# %% solution="synthetic_data"
def synthetic_data(w, b, num_examples):
    """Features (num_examples, d) from N(0, 1), and labels (num_examples, 1) = X w + b + noise of sd 0.01."""
    ### BEGIN SOLUTION
    X = torch.randn(num_examples, len(w), device=w.device)
    y = (X @ w + b).reshape(-1, 1)
    return X, torch.normal(y, 0.01)
    ### END SOLUTION


# %% test="synthetic_data"
@points(2)
def test_labels_are_a_column(student):
    """For two features, X has one row per example and y is a column."""
    made_X, made_y = student.synthetic_data(torch.tensor([2.0, -3.4]), 4.2, 7)
    assert tuple(made_X.shape) == (7, 2), f"n = 7, d = 2: X has shape {tuple(made_X.shape)}, not (7, 2)"
    assert tuple(made_y.shape) == (7, 1), f"n = 7: y has shape {tuple(made_y.shape)}, not (7, 1)"


@points(1)
def test_labels_lie_near_the_line(student):
    """With w = (2, -3.4) and b = 4.2 the labels are close to the line."""
    made_X, made_y = student.synthetic_data(torch.tensor([2.0, -3.4]), 4.2, 50)
    line = 2.0 * made_X[:, 0] - 3.4 * made_X[:, 1] + 4.2
    assert made_y.numel() == 50, f"50 examples: y holds {made_y.numel()} numbers"
    worst = float((made_y.reshape(-1) - line).abs().max())
    assert worst < 1, f"a label is {worst:.3g} away from the line 2 x1 - 3.4 x2 + 4.2"


### BEGIN HIDDEN TESTS
@points(2)
def test_any_number_of_features(student):
    """The number of features follows from w, and the number of examples from num_examples."""
    for d, n in ((1, 7), (5, 10), (3, 1)):
        X, y = student.synthetic_data(torch.linspace(-1.0, 2.0, d), 0.5, n)
        assert tuple(X.shape) == (n, d), f"d = {d}, n = {n}: X has shape {tuple(X.shape)}"
        assert y.numel() == n, f"d = {d}, n = {n}: y holds {y.numel()} numbers"


@points(1)
def test_least_squares_finds_w_and_b_in_the_data(student):
    """A least-squares fit to the data gives back the w and b that were asked for, whatever they are."""
    for w, b in (([1.5, 0.25, -2.0], -3.0), ([-4.0], 0.7)):
        X, y = student.synthetic_data(torch.tensor(w), b, 20000)
        columns = torch.cat([X, torch.ones(len(X), 1)], dim=1).double()
        fitted = torch.linalg.lstsq(columns, y.detach().reshape(-1, 1).double()).solution.reshape(-1)
        assert_close(fitted, torch.tensor([*w, b]), "the least-squares fit", rtol=0, atol=0.05)


@points(2)
def test_noise_has_the_right_standard_deviation(student):
    """The noise scatters from label to label with a standard deviation of 0.01."""
    w = torch.tensor([1.0, -2.0])
    X, y = student.synthetic_data(w, 3.0, 10000)
    columns = torch.cat([X, torch.ones(len(X), 1)], dim=1).double()
    targets = y.detach().reshape(-1, 1).double()
    left = targets - columns @ torch.linalg.lstsq(columns, targets, driver="gelsd").solution
    sd = float(left.std())
    assert 0.009 < sd < 0.011, f"the standard deviation of the noise is {sd:.4g}"


@points(2)
def test_features_are_standard_normal(student):
    """Each feature has mean 0, standard deviation 1 and the bell's share within one sd; no two are alike."""
    X, _ = student.synthetic_data(torch.tensor([1.0, -2.0]), 3.0, 10000)
    assert_close(X.mean(dim=0), torch.zeros(2), "the mean of each feature", rtol=0, atol=0.15)
    assert_close(X.std(dim=0), torch.ones(2), "the sd of each feature", rtol=0, atol=0.1)
    share = (X.abs() < 1).double().mean(dim=0)
    assert_close(share, torch.full((2,), 0.6827), "the share within one sd", rtol=0, atol=0.07)
    twin = float((X[:, 0] * X[:, 1]).mean())
    assert abs(twin) < 0.15, f"the two features are correlated: {twin:.3g}"


### END HIDDEN TESTS
check()

# %% [markdown]
# ## 2. Mini-batches (20 points)
#
# Write `data_iter(batch_size, features, labels)`, a generator: it yields pairs `(X, y)` of at most
# `batch_size` examples, and one run through it (an *epoch*) gives
#
# - every example exactly once, also when $B$ does not divide $n$ (the last batch is then shorter) and when
#   $B > n$ (there is then one batch of $n$);
# - each row of features together with its own label;
# - an order that is drawn anew in each epoch.
#
# It leaves `features` and `labels` as they were. With features $(n, d)$ and labels $(n, 1)$, a batch has the
# shapes $(B, d)$ and $(B, 1)$.
#
# Example: five examples and $B = 2$ could come as $\{3, 0\}$, $\{4, 1\}$, $\{2\}$.
#
# Pitfall: check the last batch with pencil and paper. A Python slice that reaches beyond the end is cut
# there, without an error.


# %% solution="data_iter"
def data_iter(batch_size, features, labels):
    """Yield (X, y) mini-batches that cover all examples once, in a new random order on every call."""
    ### BEGIN SOLUTION
    indices = list(range(len(features)))
    random.shuffle(indices)
    for start in range(0, len(indices), batch_size):
        batch = indices[start : start + batch_size]
        yield features[batch], labels[batch]
    ### END SOLUTION


# %% setup="epoch_checks"
def numbered(n):
    """Examples that tell their number: example i has the features (i, i + 0.5) and the label i."""
    number = torch.arange(float(n)).reshape(n, 1)
    return torch.cat([number, number + 0.5], dim=1), number.clone()


def one_epoch(batches):
    """The sizes of the batches, the features (n, 2) and the labels (n,) of an epoch, as they came."""
    pairs = [(X, y) for X, y in itertools.islice(batches, 200)]
    assert pairs, "data_iter gave no batch at all"
    sizes = [len(X) for X, _ in pairs]
    return sizes, torch.cat([X for X, _ in pairs]), torch.cat([y.reshape(-1) for _, y in pairs])


def assert_whole_epoch(batches, n, batch_size):
    """Every example 0 ... n - 1 came once, in batches of `batch_size` and a shorter last one."""
    what = f"n = {n}, batch size {batch_size}"
    sizes, seen_features, seen_labels = one_epoch(batches)
    for kind, seen in (("features", seen_features[:, 0]), ("labels", seen_labels)):
        came = sorted(int(i) for i in seen)
        assert came == list(range(n)), f"{what}: expected each example once, got the {kind} of {came}"
    count = math.ceil(n / batch_size)
    right = len(sizes) == count and max(sizes) <= batch_size
    assert right, f"{what}: expected {count} batches of at most {batch_size}, got batches of {sizes}"


# %% test="data_iter"
@points(2)
def test_a_batch_is_a_pair_of_matrices(student):
    """A batch holds the features (B, d) and the labels (B, 1) of B examples."""
    first = next(iter(student.data_iter(4, *numbered(8))))
    assert len(first) == 2, f"a batch should be a pair (X, y), yours has {len(first)} parts"
    batch_X, batch_y = first
    assert tuple(batch_X.shape) == (4, 2), f"B = 4, d = 2: X has shape {tuple(batch_X.shape)}, not (4, 2)"
    assert tuple(batch_y.shape) == (4, 1), f"B = 4: y has shape {tuple(batch_y.shape)}, not (4, 1)"


@points(3)
def test_epoch_is_whole_when_b_divides_n(student):
    """Ten examples in batches of five: every example comes exactly once."""
    assert_whole_epoch(student.data_iter(5, *numbered(10)), 10, 5)


### BEGIN HIDDEN TESTS
@points(3)
def test_epoch_is_whole_when_b_does_not_divide_n(student):
    """When B does not divide n, every example still comes exactly once and the last batch is shorter."""
    assert_whole_epoch(student.data_iter(3, *numbered(10)), 10, 3)


@points(2)
def test_epoch_is_whole_when_b_exceeds_n(student):
    """When B is larger than n there is one batch, and it holds all examples."""
    assert_whole_epoch(student.data_iter(10, *numbered(7)), 7, 10)


@points(1)
def test_epoch_of_one_example(student):
    """A data set of a single example gives one batch of one."""
    assert_whole_epoch(student.data_iter(1, *numbered(1)), 1, 1)


@points(3)
def test_rows_keep_their_labels(student):
    """Each row of features comes with its own label."""
    _, rows, targets = one_epoch(student.data_iter(8, *numbered(40)))
    assert_close(targets, rows[:, 0], "the labels, beside the numbers of their rows")


@points(2)
def test_order_is_shuffled(student):
    """The examples come in another order than that in which they are stored."""
    _, rows, _ = one_epoch(student.data_iter(6, *numbered(60)))
    came = rows[:, 0].tolist()
    followers = sum(after == before + 1 for before, after in itertools.pairwise(came))
    assert followers < 20, f"{followers} of 60 examples came right after their neighbour in the data"
    tops = [max(came[k : k + 6]) for k in range(0, len(came), 6)]
    assert tops != sorted(tops), "the examples came block after block, in the order in which they are stored"


@points(2)
def test_each_epoch_has_its_own_order(student):
    """Every call of data_iter draws a new order."""
    orders = [one_epoch(student.data_iter(6, *numbered(60)))[1][:, 0].tolist() for _ in range(3)]
    assert len({tuple(order) for order in orders}) == 3, "two epochs came in the same order"


@points(1)
def test_batches_come_one_at_a_time(student):
    """data_iter yields batches one by one; it does not return a list or a tuple."""
    batches = student.data_iter(4, *numbered(12))
    assert not isinstance(batches, list | tuple), f"data_iter returned a {type(batches).__name__}"
    assert len(next(iter(batches))) == 2, "the first thing that came is not a pair"


@points(1)
def test_data_are_left_as_they_were(student):
    """After an epoch the features and labels that were handed in are unchanged."""
    features, labels = numbered(30)
    one_epoch(student.data_iter(5, features, labels))
    assert_close(features, numbered(30)[0], "the features after an epoch")
    assert_close(labels, numbered(30)[1], "the labels after an epoch")


### END HIDDEN TESTS
check()

# %% [markdown]
# ## 3. Batch sizes that do not divide n (10 points)
#
# **Predict.** How large are the batches of one epoch, in the order in which they come? For each case write
# a list of whole numbers, or the word `"error"` if you think that the loop stops with an error. Copy and
# fill in:
#
# ```python
# PREDICT_SIZES = {
#     "n=1000, B=300": ...,
#     "n=10, B=3": ...,
#     "n=7, B=10": ...,
# }
# ```

# %% setup="size_cases"
SIZE_CASES = {"n=1000, B=300": (1000, 300), "n=10, B=3": (10, 3), "n=7, B=10": (7, 10)}

# %% solution="predict_sizes"
### BEGIN SOLUTION
PREDICT_SIZES = {"n=1000, B=300": [300, 300, 300, 100], "n=10, B=3": [3, 3, 3, 1], "n=7, B=10": [7]}
### END SOLUTION


# %% test="predict_sizes"
@points(1)
def test_size_predictions_can_be_read(student):
    """Each of the three predictions is a list of whole numbers or the word "error"."""
    predicted = student.PREDICT_SIZES
    for case in SIZE_CASES:
        assert case in predicted, f'PREDICT_SIZES has no entry for "{case}"'
        guess = predicted[case]
        listed = isinstance(guess, list | tuple) and all(isinstance(size, int) for size in guess)
        assert listed or guess == "error", f'"{case}": write a list of sizes or "error", not {guess!r}'


### BEGIN HIDDEN TESTS
@points(2)
def test_predicted_sizes_with_a_remainder(student):
    """The sizes are predicted right where B does not divide n."""
    guess = student.PREDICT_SIZES
    assert list(guess["n=1000, B=300"]) == [300, 300, 300, 100], "n=1000, B=300 is predicted wrong"
    assert list(guess["n=10, B=3"]) == [3, 3, 3, 1], "n=10, B=3 is predicted wrong"


@points(1)
def test_predicted_sizes_of_an_oversized_batch(student):
    """The sizes are predicted right where B is larger than n."""
    assert list(student.PREDICT_SIZES["n=7, B=10"]) == [7], "n=7, B=10 is predicted wrong"


### END HIDDEN TESTS
check()

# %% [markdown]
# **Run.** The next cell puts what your `data_iter` does beside what you predicted.

# %% setup="run_sizes"
with waits_for("data_iter and PREDICT_SIZES"):
    for size_case, (size_n, size_B) in SIZE_CASES.items():
        size_ran = one_epoch(data_iter(size_B, *numbered(size_n)))[0]
        print(f"{size_case}: predicted {PREDICT_SIZES.get(size_case)}, ran {size_ran}")

# %% [markdown]
# Now say it in general. `batch_sizes(n, B)` returns the list of the sizes of one epoch's batches, for any
# $n \ge 1$ and $B \ge 1$. Example: `batch_sizes(10, 4)` is `[4, 4, 2]`.


# %% solution="batch_sizes"
def batch_sizes(n, B):
    """The sizes of the mini-batches of one epoch over n examples, in order: a list of whole numbers."""
    ### BEGIN SOLUTION
    return [min(B, n - start) for start in range(0, n, B)]
    ### END SOLUTION


# %% test="batch_sizes"
@points(1)
def test_batch_sizes_of_ten_by_four(student):
    """batch_sizes(10, 4) is [4, 4, 2]."""
    sizes = student.batch_sizes(10, 4)
    assert list(sizes) == [4, 4, 2], f"batch_sizes(10, 4): expected [4, 4, 2], yours is {sizes!r}"


### BEGIN HIDDEN TESTS
@points(2)
def test_batch_sizes_for_any_n_and_b(student):
    """batch_sizes is right for other n and B: with and without a remainder, B = 1, B = n, B > n."""
    for n, B in ((1000, 7), (12, 3), (5, 1), (6, 6), (1, 1), (4, 9), (1000, 999)):
        full, rest = divmod(n, B)
        wanted = [B] * full + ([rest] if rest else [])
        sizes = list(student.batch_sizes(n, B))
        assert sizes == wanted, f"batch_sizes({n}, {B}): expected {wanted[-3:]} at the end, got {sizes[-3:]}"


### END HIDDEN TESTS
check()

# %% [markdown]
# In exercise 8 the *sum* of a batch's gradients is divided by the nominal batch size $B$, for the short
# last batch too. Its step therefore counts less than that of a full batch. `last_batch_weight(n, B)`
# returns that weight,
#
# $$\frac{\text{number of examples in the last batch}}{B},$$
#
# a number in $(0, 1]$; it is 1 when the last batch is full. Example: `last_batch_weight(10, 4)` is 0.5.


# %% solution="last_batch_weight"
def last_batch_weight(n, B):
    """Size of the last mini-batch of an epoch, as a share of the nominal size B: a number in (0, 1]."""
    ### BEGIN SOLUTION
    return ((n - 1) % B + 1) / B
    ### END SOLUTION


# %% test="last_batch_weight"
@points(1)
def test_last_batch_weight_of_ten_by_four(student):
    """last_batch_weight(10, 4) is 0.5."""
    assert_close(student.last_batch_weight(10, 4), 0.5, "last_batch_weight(10, 4)")


### BEGIN HIDDEN TESTS
@points(2)
def test_last_batch_weight_for_any_n_and_b(student):
    """last_batch_weight is right with and without a remainder, for B = 1 and for B > n."""
    for n, B, wanted in ((1000, 300, 1 / 3), (1000, 7, 6 / 7), (12, 3, 1.0), (5, 1, 1.0), (7, 10, 0.7)):
        assert_close(student.last_batch_weight(n, B), wanted, f"last_batch_weight({n}, {B})")


### END HIDDEN TESTS
check()

# %% [markdown]
# ## 4. The model (5 points)
#
# `linreg(X, w, b)` is the prediction $\hat y = Xw + b$ of the linear model, with `X` of shape $(n, d)$, `w`
# of shape $(d, 1)$ and `b` of shape $(1,)$. The result has shape $(n, 1)$: one prediction for each example.
#
# Example: $X = (1\ \ 2)$, $w = (3, 0.5)^\top$, $b = 10$ gives $3 + 1 + 10 = 14$.
#
# Pitfall: the parameters that you train are columns, unlike the `w` of exercise 1.


# %% solution="linreg"
def linreg(X, w, b):
    """The predictions X w + b of the linear model, of shape (n, 1)."""
    ### BEGIN SOLUTION
    return torch.matmul(X, w) + b
    ### END SOLUTION


# %% test="linreg"
@points(2)
def test_linreg_predicts_by_hand(student):
    """Three examples of two features get the predictions that one works out by hand."""
    rows = torch.tensor([[1.0, 2.0], [0.0, 4.0], [-1.0, 0.0]])
    predicted = student.linreg(rows, torch.tensor([[3.0], [0.5]]), torch.tensor([10.0]))
    assert_close(predicted, torch.tensor([[14.0], [12.0], [7.0]]), "linreg(X, w, b)")


### BEGIN HIDDEN TESTS
@points(2)
def test_linreg_for_any_shape(student):
    """The predictions are right for other numbers of examples and features."""
    for n, d in ((1, 1), (7, 1), (1, 5), (4, 4), (10, 5)):
        X, w, b = torch.randn(n, d), torch.randn(d, 1), torch.randn(1)
        wanted = (X.double() * w.double().T).sum(dim=1, keepdim=True) + b.double()
        assert_close(student.linreg(X, w, b), wanted, f"linreg for n = {n}, d = {d}", rtol=1e-4, atol=1e-5)


@points(1)
def test_gradients_reach_w_and_b(student):
    """backward() through the prediction leaves the right gradients in w and b."""
    X = torch.tensor([[1.0, -2.0], [0.5, 4.0], [2.0, 3.0]])
    w, b = torch.zeros(2, 1, requires_grad=True), torch.zeros(1, requires_grad=True)
    student.linreg(X, w, b).sum().backward()
    assert w.grad is not None, "no gradient reached w"
    assert b.grad is not None, "no gradient reached b"
    assert_close(w.grad, torch.tensor([[3.5], [5.0]]), "the gradient of w")
    assert_close(b.grad, torch.tensor([3.0]), "the gradient of b")


### END HIDDEN TESTS
check()

# %% [markdown]
# ## 5. Shapes that broadcast (10 points)
#
# Torch lets you subtract tensors of different shapes, if it can *broadcast* one to the other. It does so
# without a word, and that is how the most common error in a loss function stays unseen.
#
# **Predict.** What is the shape of the difference of two tensors with these shapes? For each case write a
# tuple such as `(5, 3)`, or the word `"error"`. Copy and fill in:
#
# ```python
# PREDICT_SHAPES = {
#     "(4, 1) - (4, 1)": ...,
#     "(4,) - (4,)": ...,
#     "(4, 1) - (4,)": ...,
#     "(4, 1) - (3,)": ...,
#     "(4, 2) - (4,)": ...,
#     "(4, 2) - (2,)": ...,
# }
# ```

# %% setup="shape_cases"
SHAPE_CASES = {
    "(4, 1) - (4, 1)": ((4, 1), (4, 1)),
    "(4,) - (4,)": ((4,), (4,)),
    "(4, 1) - (4,)": ((4, 1), (4,)),
    "(4, 1) - (3,)": ((4, 1), (3,)),
    "(4, 2) - (4,)": ((4, 2), (4,)),
    "(4, 2) - (2,)": ((4, 2), (2,)),
}

# %% solution="predict_shapes"
### BEGIN SOLUTION
PREDICT_SHAPES = dict(zip(SHAPE_CASES, [(4, 1), (4,), (4, 4), (4, 3), "error", (4, 2)], strict=True))
### END SOLUTION


# %% test="predict_shapes"
@points(1)
def test_shape_predictions_can_be_read(student):
    """Each of the six predictions is a tuple of whole numbers or the word "error"."""
    predicted = student.PREDICT_SHAPES
    for case in SHAPE_CASES:
        assert case in predicted, f'PREDICT_SHAPES has no entry for "{case}"'
        guess = predicted[case]
        shaped = isinstance(guess, list | tuple) and all(isinstance(length, int) for length in guess)
        assert shaped or guess == "error", f'"{case}": write a shape such as (5, 3) or "error", not {guess!r}'


### BEGIN HIDDEN TESTS
@points(1)
def test_predicted_shape_of_equal_shapes(student):
    """The shape is predicted right for two tensors of equal shape."""
    guess = student.PREDICT_SHAPES
    assert tuple(guess["(4, 1) - (4, 1)"]) == (4, 1), "(4, 1) - (4, 1) is predicted wrong"
    assert tuple(guess["(4,) - (4,)"]) == (4,), "(4,) - (4,) is predicted wrong"


@points(1)
def test_predicted_shape_of_column_and_row(student):
    """The shape is predicted right for a column against a row, of equal and of different lengths."""
    guess = student.PREDICT_SHAPES
    assert tuple(guess["(4, 1) - (4,)"]) == (4, 4), "(4, 1) - (4,) is predicted wrong"
    assert tuple(guess["(4, 1) - (3,)"]) == (4, 3), "(4, 1) - (3,) is predicted wrong"


@points(1)
def test_predicted_shape_of_matrix_and_row(student):
    """The shape is predicted right for a matrix against a row, of fitting and of unfitting length."""
    guess = student.PREDICT_SHAPES
    assert guess["(4, 2) - (4,)"] == "error", "(4, 2) - (4,) is predicted wrong"
    assert tuple(guess["(4, 2) - (2,)"]) == (4, 2), "(4, 2) - (2,) is predicted wrong"


### END HIDDEN TESTS
check()

# %% [markdown]
# **Run.** `shape_of(a, b)` takes two shapes (tuples of whole numbers) and returns the shape of the
# difference of two such tensors as a tuple, or `None` if torch cannot broadcast them. Find out by letting
# torch do it.
#
# Example: `shape_of((2, 3), (2, 3))` is `(2, 3)`.


# %% solution="shape_of"
def shape_of(a, b):
    """The shape, as a tuple, of a tensor of shape a minus one of shape b; None if they do not broadcast."""
    ### BEGIN SOLUTION
    try:
        return (torch.empty(a) - torch.empty(b)).shape
    except RuntimeError:
        return None
    ### END SOLUTION


# %% test="shape_of"
@points(1)
def test_shape_of_equal_shapes(student):
    """shape_of((2, 3), (2, 3)) is (2, 3)."""
    same = student.shape_of((2, 3), (2, 3))
    assert tuple(same or ()) == (2, 3), f"shape_of((2, 3), (2, 3)) is {same!r}, not (2, 3)"


### BEGIN HIDDEN TESTS
@points(1)
def test_shape_of_shapes_that_broadcast(student):
    """shape_of gives the broadcast shape, also for shapes with axes of length 1 or with missing axes."""
    cases = {
        ((7, 1), (7,)): (7, 7),
        ((5,), (3, 1)): (3, 5),
        ((1,), (6, 2)): (6, 2),
        ((4, 1, 3), (5, 1)): (4, 5, 3),
        ((), (2, 2)): (2, 2),
    }
    for (a, b), wanted in cases.items():
        got = student.shape_of(a, b)
        assert tuple(got or ()) == wanted, f"shape_of({a}, {b}): expected {wanted}, got {got!r}"


@points(1)
def test_shape_of_shapes_that_do_not_broadcast(student):
    """shape_of is None for shapes that cannot be broadcast."""
    for a, b in (((3, 2), (3,)), ((5,), (4,)), ((2, 3), (3, 2)), ((10, 1), (9, 2))):
        got = student.shape_of(a, b)
        assert got is None, f"shape_of({a}, {b}): expected None, got {got!r}"


### END HIDDEN TESTS
check()

# %% setup="run_shapes"
with waits_for("PREDICT_SHAPES and shape_of"):
    for shape_case, shape_pair in SHAPE_CASES.items():
        shape_ran = shape_of(*shape_pair)
        print(f"{shape_case}: predicted {PREDICT_SHAPES.get(shape_case)}, ran {shape_ran or 'error'}")

# %% [markdown]
# **Reconcile.** Compare the two columns above. Which rule explains all six outcomes? Set `REASON_SHAPES` to
# one letter, as in `REASON_SHAPES = "A"`.
#
# - **A**: Shapes are lined up at their left ends; a missing axis is added on the right, so `(4,)` acts as
#   `(4, 1)`.
# - **B**: Shapes are lined up at their right ends; a missing axis is added on the left, so `(4,)` acts as
#   `(1, 4)`; then axes of length 1 are stretched.
# - **C**: Tensors must have equal shapes; the shorter one is otherwise repeated until it is long enough.
# - **D**: As soon as the shapes differ, each element of one is paired with each element of the other.

# %% solution="reason_shapes"
### BEGIN SOLUTION
REASON_SHAPES = "B"
### END SOLUTION


# %% test="reason_shapes"
@points(1)
def test_reason_is_a_letter(student):
    """REASON_SHAPES is one of the letters A, B, C and D."""
    letter = student.REASON_SHAPES
    assert letter in ("A", "B", "C", "D"), f'REASON_SHAPES should be "A", "B", "C" or "D", not {letter!r}'


### BEGIN HIDDEN TESTS
@points(2)
def test_reason_explains_all_shapes(student):
    """The chosen rule explains all six shapes."""
    assert student.REASON_SHAPES == "B", "another rule explains all six cases"


### END HIDDEN TESTS
check()

# %% [markdown]
# ## 6. The loss (15 points)
#
# `squared_loss(y_hat, y)` returns half of the squared error of **each** example,
#
# $$\ell_i = \tfrac12\,(\hat y_i - y_i)^2,$$
#
# in the shape of `y_hat`: no sum and no mean. Labels may come as a column $(n, 1)$ or as a row $(n,)$,
# whatever the shape of `y_hat`; the $i$-th label belongs to the $i$-th prediction. A wrong *number* of
# labels is an error. The gradient $\partial \ell_i / \partial \hat y_i = \hat y_i - y_i$ must get through.
#
# Example: predictions $(1, 4)$ and labels $(3, 4)$ give $(2, 0)$.
#
# Pitfall: exercise 5.


# %% solution="squared_loss"
def squared_loss(y_hat, y):
    """Half the squared error of each example, in the shape of y_hat."""
    ### BEGIN SOLUTION
    return (y_hat - y.reshape(y_hat.shape)) ** 2 / 2
    ### END SOLUTION


# %% test="squared_loss"
@points(2)
def test_loss_has_the_shape_of_the_prediction(student):
    """The loss has one value per prediction."""
    costs = student.squared_loss(torch.zeros(5, 1), torch.ones(5, 1))
    shape = tuple(costs.shape)
    assert shape == (5, 1), f"predictions of shape (5, 1): the loss has shape {shape}, expected (5, 1)"


@points(3)
def test_loss_is_half_the_squared_error(student):
    """The loss of one example is half its squared error."""
    cost = student.squared_loss(torch.tensor([[3.0]]), torch.tensor([[-1.0]]))
    assert_close(cost.reshape(()), 8.0, "squared_loss of the prediction 3 and the label -1")


### BEGIN HIDDEN TESTS
@points(2)
def test_loss_of_every_example(student):
    """The loss of every example is right, in data sets of other sizes."""
    for n in (3, 7, 10):
        y_hat, y = torch.randn(n, 1), 3 * torch.randn(n, 1)
        wanted = 0.5 * torch.square(y_hat - y)
        assert_close(student.squared_loss(y_hat, y), wanted, f"the loss of {n} examples")


@points(4)
def test_row_labels_do_not_broadcast(student):
    """A column of predictions against a row of labels still gives one loss per example."""
    y_hat, y = torch.randn(6, 1), torch.randn(6)
    loss = student.squared_loss(y_hat, y)
    assert tuple(loss.shape) == (6, 1), f"the loss has the shape {tuple(loss.shape)}, not (6, 1)"
    same = student.squared_loss(y_hat, y.unsqueeze(1))
    assert_close(loss, same, "the loss with row labels, against that with column labels")


@points(1)
def test_row_predictions_keep_their_shape(student):
    """A row of predictions against a column of labels gives a row of losses."""
    y_hat, y = torch.randn(6), torch.randn(6, 1)
    loss = student.squared_loss(y_hat, y)
    assert tuple(loss.shape) == (6,), f"the loss has the shape {tuple(loss.shape)}, not (6,)"
    same = student.squared_loss(y_hat, y.squeeze(1))
    assert_close(loss, same, "the loss with column labels, against that with row labels")


@points(2)
def test_loss_gradient_is_the_error(student):
    """The gradient of the summed loss with respect to each prediction is its error."""
    y_hat = torch.tensor([[1.0], [-2.0], [0.5], [4.0]], requires_grad=True)
    y = torch.tensor([[3.0], [-2.5], [0.5], [1.0]])
    loss = student.squared_loss(y_hat, y)
    assert loss.requires_grad, "the loss is cut off from the predictions: no gradient can get through"
    loss.sum().backward()
    assert_close(y_hat.grad, torch.tensor([[-2.0], [0.5], [0.0], [3.0]]), "the gradient")


@points(1)
def test_wrong_number_of_labels_is_an_error(student):
    """Ten predictions and another number of labels raise an error."""
    import pytest

    student.squared_loss(torch.zeros(10, 1), torch.zeros(10, 1))
    with pytest.raises((RuntimeError, ValueError, IndexError, AssertionError)):
        student.squared_loss(torch.zeros(10, 1), torch.zeros(9))


### END HIDDEN TESTS
check()

# %% [markdown]
# ## 7. What happens without the reshape (5 points)
#
# A column of $B$ predictions minus a row of $B$ labels is a $B \times B$ table: *every* prediction is
# compared with *every* label. No error appears. The training even runs, but to a wrong end. Two numbers
# tell it apart:
#
# 1. `bad_loss_limit(y)`. To be near all labels at once, all predictions go to the mean of the labels. The
#    mean over the table then stands at
#    $$\tfrac12 \operatorname{var}(y) = \frac1{2n} \sum_i (y_i - \bar y)^2 .$$
#    `y` has shape $(n, 1)$ or $(n,)$; the result is one number.
# 2. `effective_lr(B, lr)`. The gradient of the *sum* over the table for one prediction is
#    $\sum_j (\hat y_i - y_j) = B\,(\hat y_i - \bar y)$, where the right loss gives $\hat y_i - y_i$. The step is still
#    `lr` times the summed gradient over $B$. Which learning rate would the right number of terms need to make
#    a step of that size?
#
# Examples: the labels $(1, 3)$ have the limit 0.5; with $B = 1$ nothing changes, and `effective_lr(1,
# 0.03)` is 0.03.


# %% solution="bad_loss_limit"
def bad_loss_limit(y):
    """Where the mean loss ends when each prediction is compared with every label: one number."""
    ### BEGIN SOLUTION
    return y.var(correction=0) / 2
    ### END SOLUTION


# %% test="bad_loss_limit"
@points(1)
def test_limit_of_two_labels(student):
    """The labels 1 and 3 have the limit 0.5."""
    pair = torch.tensor([1.0, 3.0])
    assert_close(student.bad_loss_limit(pair), 0.5, "bad_loss_limit of the labels 1 and 3")


### BEGIN HIDDEN TESTS
@points(2)
def test_limit_of_any_labels(student):
    """The limit is right for other numbers of labels, in a row and in a column, also far from zero."""
    uneven = torch.tensor([[2.0], [2.0], [8.0]])
    for y in (torch.randn(5), 4 + 3 * torch.randn(9, 1), uneven, torch.tensor([5.0])):
        centre = float(y.double().mean())
        wanted = sum((float(label) - centre) ** 2 for label in y.reshape(-1)) / len(y) / 2
        assert_close(student.bad_loss_limit(y), wanted, f"the limit of {len(y)} labels", rtol=1e-4)


### END HIDDEN TESTS
check()


# %% solution="effective_lr"
def effective_lr(B, lr):
    """The learning rate that the loss without reshape amounts to, for batches of B and the given lr."""
    ### BEGIN SOLUTION
    return lr * B
    ### END SOLUTION


# %% test="effective_lr"
@points(1)
def test_effective_lr_of_a_batch_of_one(student):
    """With batches of one example the learning rate is what it was."""
    assert_close(student.effective_lr(1, 0.03), 0.03, "effective_lr(1, 0.03)")


### BEGIN HIDDEN TESTS
@points(1)
def test_effective_lr_of_larger_batches(student):
    """The effective learning rate is right for larger batches."""
    for B, lr, wanted in ((10, 0.03, 0.3), (100, 0.03, 3.0), (7, 0.2, 1.4)):
        assert_close(student.effective_lr(B, lr), wanted, f"effective_lr({B}, {lr})")


### END HIDDEN TESTS
check()

# %% [markdown]
# See it: the predictions go from "the mean for everyone" (0) to "right for each example" (1). The right
# loss falls to the noise; the loss without reshape *rises*, from half the variance to the whole.


# %% setup="draw_bad_loss"
def draw_bad_loss():
    x = torch.randn(300, 2)
    clean = (2.0 * x[:, 0] - 3.4 * x[:, 1] + 4.2).reshape(-1, 1)
    row = (clean + 0.01 * torch.randn(300, 1)).reshape(-1)
    way = torch.linspace(0, 1, 21)
    columns = [row.mean() + share * (clean - row.mean()) for share in way]
    fig, ax = plt.subplots(figsize=(6.5, 3.6))
    good = [float(squared_loss(column, row).mean()) for column in columns]
    bad = [float(((column - row) ** 2 / 2).mean()) for column in columns]
    ax.plot(way, good, "C0o-", label="your squared_loss")
    ax.plot(way, bad, "C1s-", label="without reshape")
    ax.axhline(float(bad_loss_limit(row)), color="0.3", linestyle="--", label="bad_loss_limit")
    ax.set_xlabel("predictions, from the mean (0) to the true line (1)")
    ax.set_ylabel("mean loss (no unit)")
    ax.set_title("A column of predictions against a row of labels")
    ax.legend()
    fig.tight_layout()


with waits_for("squared_loss and bad_loss_limit"):
    draw_bad_loss()

# %% [markdown]
# ## 8. Stochastic gradient descent (15 points)
#
# `sgd(params, lr, batch_size)` makes one step. `params` is a list of tensors whose `.grad` holds the
# gradient of the **sum** of a batch's losses. For each parameter $\theta$
#
# $$\theta \leftarrow \theta - \frac{\eta}{B}\, \frac{\partial}{\partial\theta} \sum_{i=1}^{B} \ell_i,$$
#
# and then its gradient is cleared, because `backward()` *adds* to what is there. The tensors are changed
# **in place**: the caller's `w` and `b` move, they remain leaves and still require a gradient. Nothing is
# returned.
#
# Example: $\theta = 1$, gradient of the sum 20, `lr` 0.1 and `batch_size` 10 give $1 - 0.1 \cdot 20 / 10 =
# 0.8$.
#
# Pitfall: autograd must not record the step itself (`torch.no_grad()`), and `param = param - ...` gives a
# new tensor to a local name.


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
@points(4)
def test_sgd_steps_against_the_gradient(student):
    """With a batch size of 1, a parameter moves by -lr times its gradient."""
    theta = torch.tensor([1.0, 2.0], requires_grad=True)
    theta.grad = torch.tensor([10.0, -10.0])
    student.sgd([theta], 0.1, 1)
    assert_close(theta, torch.tensor([0.0, 3.0]), "(1, 2) after a step with lr 0.1 and gradient (10, -10)")


### BEGIN HIDDEN TESTS
@points(3)
def test_sgd_divides_by_the_batch_size(student):
    """The step is the summed gradient divided by the batch size, once."""
    for lr, B, wanted in ((0.5, 10, 4.0), (0.3, 4, 3.5)):
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
    student.sgd(list(params), 0.01, 1)
    for scale, (shape, param) in enumerate(zip(shapes, params, strict=True), start=1):
        wanted = torch.full(shape, 1 - 0.1 * scale)
        assert_close(param, wanted, f"parameter {scale} of 3 after the step")


@points(3)
def test_sgd_clears_every_gradient(student):
    """After the step no parameter has anything left in its gradient."""
    params = [torch.ones(2, 1, requires_grad=True), torch.ones(1, requires_grad=True)]
    for param in params:
        param.grad = torch.full_like(param, 3.0)
    student.sgd(list(params), 0.1, 1)
    for number, param in enumerate(params, start=1):
        left = 0.0 if param.grad is None else float(param.grad.abs().max())
        assert left == 0, f"parameter {number} of 2 still has a gradient"


@points(2)
def test_sgd_keeps_parameters_trainable(student):
    """The parameters are still leaves that require a gradient, so that the next backward() works."""
    param = torch.tensor([[1.0], [2.0]], requires_grad=True)
    param.grad = torch.tensor([[1.0], [1.0]])
    student.sgd([param], 0.1, 1)
    assert param.requires_grad, "the parameter no longer requires a gradient"
    assert param.is_leaf, "the parameter is no longer a leaf"


### END HIDDEN TESTS
check()

# %% [markdown]
# ## 9. Training (10 points)
#
# `train(w, b, features, labels, lr, num_epochs, batch_size)` puts the parts together. In each epoch it runs
# through your `data_iter`; for each batch it computes your `squared_loss` of your `linreg`, calls
# `backward()` on the *sum*, and lets your `sgd` step `[w, b]`. It starts from the `w` and `b` that it is
# given and changes them in place.
#
# It returns a list with one number (a Python `float`) for each epoch: the mean loss over **all** examples,
# worked out after the epoch's last step. The last mini-batch alone is a poor witness: it jumps from epoch
# to epoch.
#
# Example: on 1000 examples from the line at the top, with `lr` 0.03 and $B = 10$, the list begins near 0.04
# and reaches about 0.00005 after three epochs. That is the noise: $\tfrac12 \cdot 0.01^2$.


# %% solution="train"
def train(w, b, features, labels, lr, num_epochs, batch_size):
    """Train w and b in place by mini-batch SGD; return the mean loss on all examples after each epoch."""
    ### BEGIN SOLUTION
    losses = []
    for _ in range(num_epochs):
        for X, y in data_iter(batch_size, features, labels):
            squared_loss(linreg(X, w, b), y).sum().backward()
            sgd([w, b], lr, batch_size)
        losses.append(squared_loss(linreg(features, w, b), labels).mean().item())
    return losses
    ### END SOLUTION


# %% test="train"
@points(2)
def test_train_returns_one_number_per_epoch(student):
    """train returns a list with one float for each epoch."""
    weight, bias = torch.zeros(2, 1, requires_grad=True), torch.zeros(1, requires_grad=True)
    inputs = torch.randn(12, 2)
    history = student.train(weight, bias, inputs, inputs[:, :1] + 1, 0.01, 5, 4)
    assert isinstance(history, list), f"train should return a list, yours is a {type(history).__name__}"
    assert len(history) == 5, f"5 epochs: expected 5 losses, got {len(history)}"
    kinds = sorted({type(value).__name__ for value in history})
    assert kinds == ["float"], f"each loss should be a Python float, yours: {', '.join(kinds)}"


@points(1)
def test_training_lowers_the_loss(student):
    """On data without noise and with a small learning rate the loss falls in every epoch."""
    corners = torch.tensor([[1.0, 1.0], [1.0, -1.0], [-1.0, 1.0], [-1.0, -1.0]])
    weight, bias = torch.zeros(2, 1, requires_grad=True), torch.zeros(1, requires_grad=True)
    targets = 2.0 * corners[:, :1] - 3.4 * corners[:, 1:]
    history = student.train(weight, bias, corners, targets, 0.1, 10, 2)
    for epoch, (before, after) in enumerate(itertools.pairwise(history), start=2):
        assert after < before, f"the loss did not fall in epoch {epoch}: {before:.4g}, then {after:.4g}"


### BEGIN HIDDEN TESTS
@points(2, seconds=30)
def test_training_reaches_the_noise_floor(student):
    """On 1000 examples with noise 0.01 the loss reaches the noise floor within three epochs."""
    X = torch.randn(1000, 2)
    y = X @ torch.tensor([[2.0], [-3.4]]) + 4.2 + 0.01 * torch.randn(1000, 1)
    w, b = (0.01 * torch.randn(2, 1)).requires_grad_(), torch.zeros(1).requires_grad_()
    student.train(w, b, X.clone(), y.clone(), 0.03, 3, 10)
    reached = float(torch.square(X @ w.detach() + b.detach() - y).mean()) / 2
    assert reached < 7e-5, f"the loss after three epochs is {reached:.3g}"


@points(2, seconds=30)
def test_training_recovers_w_and_b(student):
    """The w and b that were handed in end at the true values, for another line and another batch size."""
    X, true = torch.randn(1000, 3), torch.tensor([[1.5], [-0.7], [2.4]])
    y = X @ true - 1.8 + 0.01 * torch.randn(1000, 1)
    w, b = torch.zeros(3, 1).requires_grad_(), torch.zeros(1).requires_grad_()
    student.train(w, b, X, y, 0.1, 10, 100)
    assert_close(w, true, "w after training", rtol=0, atol=0.002)
    assert_close(b, torch.tensor([-1.8]), "b after training", rtol=0, atol=0.002)


@points(3)
def test_reported_loss_is_that_of_all_examples(student):
    """The last number in the list is the mean loss on all examples, with the w and b at the end."""
    X = torch.randn(30, 2)
    y = X @ torch.tensor([[1.0], [2.0]]) + 3.0 + 0.5 * torch.randn(30, 1)
    w, b = torch.zeros(2, 1).requires_grad_(), torch.zeros(1).requires_grad_()
    losses = student.train(w, b, X, y, 0.05, 2, 6)
    every = student.squared_loss(student.linreg(X, w.detach(), b.detach()), y)
    assert_close(losses[-1], float(every.mean()), "the last loss in the list", rtol=1e-4)


### END HIDDEN TESTS
check()

# %% [markdown]
# ## The whole pipeline
#
# Your own parts, from the data to the fitted line, on the device that the environment variable `DEVICE`
# names.

# %% setup="pipeline"
with waits_for("synthetic_data, data_iter, linreg, squared_loss, sgd and train"):
    features, labels = synthetic_data(true_w, true_b, 1000)
    w_fit = (0.01 * torch.randn(2, 1, device=device)).requires_grad_()
    b_fit = torch.zeros(1, device=device, requires_grad=True)
    epoch_losses = train(w_fit, b_fit, features, labels, lr=0.03, num_epochs=5, batch_size=10)

    print(f"Trained on {device.type} with {len(features)} examples, in batches of 10, learning rate 0.03:")
    for epoch_number, epoch_loss in enumerate(epoch_losses, start=1):
        print(f"  epoch {epoch_number}: mean loss {epoch_loss:.3g}")
    found = [*w_fit.detach().reshape(-1).tolist(), float(b_fit.detach())]
    for found_name, found_value, found_truth in zip(("w1", "w2", "b"), found, (2.0, -3.4, 4.2), strict=True):
        found_error = f"error {found_value - found_truth:+.4f}"
        print(f"{found_name} = {found_value:.4f} (true {found_truth}, {found_error}, no unit)")

# %% [markdown]
# Left: the loss after each epoch. It falls by powers of ten and then stays at the noise, $\tfrac12\cdot
# 0.01^2$, which no line can go below for long. Middle and right: the data against each feature, with the
# fitted effect of the other feature and of $b$ taken away, so that what is left is one line, with the true
# line in dashes.


# %% setup="draw_fit"
def draw_fit():
    x, y, w = features.cpu(), labels.cpu().reshape(-1), w_fit.detach().cpu().reshape(-1)
    fig, axes = plt.subplots(1, 3, figsize=(11, 3.6))
    epochs = range(1, len(epoch_losses) + 1)
    axes[0].semilogy(epochs, epoch_losses, "C0o-", label="your training")
    axes[0].axhline(0.5 * 0.01**2, color="0.3", linestyle="--", label="noise floor")
    axes[0].set_xticks(list(epochs))
    axes[0].set_xlabel("epoch")
    axes[0].set_ylabel("mean loss (no unit)")
    axes[0].set_title("Loss on all examples")
    axes[0].legend()
    for column, ax in enumerate(axes[1:]):
        other = 1 - column
        rest = y - w[other] * x[:, other] - float(b_fit.detach())
        ends = torch.tensor([-3.5, 3.5])
        ax.plot(ends, w[column] * ends, "C0-", linewidth=6, alpha=0.4, label=f"fitted, slope {w[column]:.3f}")
        ax.plot(ends, float(true_w[column]) * ends, "C1--", label=f"true, slope {true_w[column]:.1f}")
        ax.plot(x[::20, column], rest[::20], "ko", markersize=3, label="data, the rest taken away")
        ax.set_xlabel(f"feature $x_{column + 1}$ (no unit)")
        ax.set_ylabel(f"$y - w_{other + 1} x_{other + 1} - b$ (no unit)")
        ax.set_title(f"The effect of $x_{column + 1}$")
        ax.legend(fontsize=8)
    fig.tight_layout()


with waits_for("synthetic_data, data_iter, linreg, squared_loss, sgd and train"):
    draw_fit()
