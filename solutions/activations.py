# %% [markdown]
# # Activations: what makes a net more than a straight line
#
# Put one linear layer behind another and you get a linear layer: nothing is won, however many units there
# are. A net can do more only because something bent stands between its layers. That something is one short
# function, the *activation*, applied to each number by itself.
#
# You will write the three classic ones so that neither they nor their slopes break at large numbers, say in
# advance where their slopes vanish, prove that without them ten layers are one, and train a net with a
# hidden layer to part two spirals that no straight line can part.
#
# | exercise | you write | points |
# |---|---|---|
# | 1 | `relu`, `sigmoid`, `tanh`: from scratch, and stable | 24 |
# | 2 | `PREDICT_SLOPES`, `slope`: where gradients vanish | 16 |
# | 3 | `PREDICT_LINEAR`, `collapse`: two linear layers are one | 18 |
# | 4 | `mlp`, `mlp_concise`: a net with a hidden layer, by hand and with torch's API | 17 |
# | 5 | `train`, `predict_labels`: a small classifier | 16 |
# | 6 | `dead_share`: units that have gone silent | 9 |
#
# All numbers are without units. $n$ is the number of examples, $d$ that of the inputs, $h$ that of the hidden
# units and $q$ that of the outputs.
#
# **Week:** 6. **Time:** 60 minutes. **Before it:** linear_regression_scratch, zero_init. **In the book:**
# 5.1 Multilayer Perceptrons; 5.2 Implementation of Multilayer Perceptrons.

# %% setup
import contextlib
import itertools
import math
from unittest import mock

import matplotlib.pyplot as plt
import torch
from torch import nn

from autograder import as_number, assert_close, check, get_device, points, waits_for

device = get_device()
torch.manual_seed(1958)


def spirals(n, generator=None):
    """Points X (n, 2) on two spiral arms of 1.25 turns, with some scatter, and their arms y (n, 1), 0 or 1."""
    y = (torch.arange(n) % 2).float().reshape(-1, 1)
    radius = torch.rand(n, 1, generator=generator).sqrt()
    angle = 2.5 * math.pi * radius + math.pi * y
    X = 2 * radius * torch.cat([angle.cos(), angle.sin()], dim=1)
    return X + 0.05 * torch.randn(n, 2, generator=generator), y


X, y = (t.to(device) for t in spirals(300, torch.Generator().manual_seed(1958)))

# %% given
from autograder.course.given import given

sgd = given("linear_regression_scratch", "sgd")

# %% [markdown]
# ## The task, and the tools
#
# On the left are the data: two spirals, made by the cell above with a fixed seed. Lay a straight line through them: how
# many of the points can you get on the right side? On the right are the three functions that will help.


# %% setup="picture"
def draw_data(ax, size=14):
    """The two arms, as a scatter plot on ax."""
    for arm, (marker, colour) in enumerate((("o", "C0"), ("s", "C1"))):
        on_it = (y == arm).reshape(-1).cpu()
        ax.scatter(*X.cpu()[on_it].T, s=size, marker=marker, color=colour, label=f"y = {arm}", linewidths=0)
    ax.set_xlabel("$x_1$ (no unit)")
    ax.set_aspect("equal")


def draw_task():
    fig, (left, right) = plt.subplots(1, 2, figsize=(9.5, 4))
    draw_data(left)
    left.set_ylabel("$x_2$ (no unit)")
    left.legend(loc="upper left", fontsize=8)
    left.set_title("Two spirals")
    z = torch.linspace(-4, 4, 161)
    for act, look in ((torch.relu, "C2-"), (torch.sigmoid, "C3--"), (torch.tanh, "C4-.")):
        right.plot(z, act(z), look, label=act.__name__)
    right.axhline(0, color="0.8", linewidth=0.8, zorder=0)
    right.set_ylim(-1.2, 2.2)
    right.set_xlabel("$x$ (no unit)")
    right.set_ylabel("activation (no unit)")
    right.set_title("Three activations")
    right.legend()
    fig.tight_layout()


draw_task()

# %% [markdown]
# ## 1. Three activations (24 points)
#
# Write the three functions for a tensor `x` of any shape. They work element by element and give a new tensor
# of the same shape and kind (float32 or float64), through which gradients flow; `x` itself stays as it is.
#
# $$\mathrm{relu}(x) = \max(0, x), \qquad \mathrm{sigmoid}(x) = \frac{1}{1 + e^{-x}}, \qquad
# \tanh(x) = \frac{e^{x} - e^{-x}}{e^{x} + e^{-x}} = \frac{1 - e^{-2x}}{1 + e^{-2x}}.$$
#
# *From scratch* means: from arithmetic, comparisons and functions such as `torch.exp`, `torch.abs`,
# `torch.max` and `torch.where`. What torch has ready (`torch.relu`, `torch.sigmoid`, `torch.tanh`, `nn.ReLU`,
# `nn.functional` ...) is out of reach in one of the tests.
#
# **ReLU.** For example $(-2, -0.5, 0, 1.5)$ becomes $(0, 0, 0, 1.5)$. At the kink, $x = 0$, there is no
# derivative; any slope from 0 to 1 will do there.


# %% solution="relu"
def relu(x):
    """max(0, x) for each element of x, as a new tensor."""
    ### BEGIN SOLUTION
    return x.clamp(min=0)
    ### END SOLUTION


# %% setup="checks"
READY_MADE = ("relu", "relu_", "relu6", "leaky_relu", "threshold", "sigmoid", "sigmoid_", "logsigmoid", "expit")
READY_MADE += ("hardsigmoid", "silu", "tanh", "tanh_", "hardtanh", "gelu")


def by_hand(function, x):
    """function(x), while torch's own activations are out of reach."""

    def out_of_reach(*args, **kwargs):
        raise RuntimeError("this activation is torch's own: write it from arithmetic, exp and comparisons")

    with contextlib.ExitStack() as stack:
        for place in (torch, torch.Tensor, torch.special, nn.functional):
            for name in READY_MADE:
                if hasattr(place, name):
                    stack.enter_context(mock.patch.object(place, name, out_of_reach))
        return function(x)


def slopes_of(function, x):
    """The gradient that backward() brings from function(x).sum() to a copy of x."""
    z = x.clone().requires_grad_()
    value = function(z)
    assert isinstance(value, torch.Tensor), f"a {type(value).__name__} came back; expected a tensor"
    assert value.requires_grad, "the gradient is lost on the way: does x stay a tensor of torch all the time?"
    value.sum().backward()
    return z.grad


def assert_elementwise(function, right, name):
    """function keeps every shape and float32 or float64, is right to the digits of its kind, and leaves x alone."""
    for shape in ((), (1,), (7,), (10, 1), (1, 3), (2, 3, 5)):
        for dtype, tolerance in ((torch.float32, 1e-6), (torch.float64, 1e-12)):
            x = 6 * torch.rand(shape, dtype=dtype) - 3
            kept, wanted = x.clone(), right(x)
            value = function(x)
            what = f"{name}(x) for x of shape {shape} in {dtype}"
            assert_close(value, wanted, what, rtol=10 * tolerance, atol=tolerance)
            assert value.dtype == dtype, f"{what} is of {value.dtype}; expected {dtype}"
            assert torch.equal(x, kept), f"{name} has changed the tensor that it was given"


# %% test="relu"
@points(2)
def test_relu_of_the_example(student):
    """relu of (-2, -0.5, 0, 1.5) is (0, 0, 0, 1.5)."""
    value = student.relu(torch.tensor([-2.0, -0.5, 0.0, 1.5]))
    assert_close(value, torch.tensor([0.0, 0.0, 0.0, 1.5]), "relu of (-2, -0.5, 0, 1.5)")


### BEGIN HIDDEN TESTS
@points(1)
def test_relu_of_any_tensor(student):
    """relu keeps shape and kind of its tensor, in float32 and float64, and is right for each element."""
    for shape in ((), (1,), (7,), (10, 1), (1, 3), (2, 3, 5)):
        for dtype in (torch.float32, torch.float64):
            x = 3 * torch.randn(shape, dtype=dtype)
            wanted = (x.clone() + x.abs()) / 2
            value = student.relu(x.clone())
            assert_close(value, wanted, f"relu(x) for x of shape {shape} in {dtype}")
            assert value.dtype == dtype, f"relu of {dtype} is of {value.dtype}"


@points(1)
def test_relu_leaves_its_input_alone(student):
    """relu gives a new tensor and does not change the one that it was given."""
    x = torch.tensor([[-1.0, 2.0], [3.0, -4.0]])
    student.relu(x)
    assert_close(x, torch.tensor([[-1.0, 2.0], [3.0, -4.0]]), "x after relu(x)", atol=0)


@points(1)
def test_relu_has_the_right_slopes(student):
    """The slope of relu is 1 for positive and 0 for negative numbers, at 100 and -100 too, and from 0 to 1 at 0."""
    x = torch.tensor([-1000.0, -100.0, -1.0, -1e-3, 1e-3, 1.0, 100.0, 1000.0])
    wanted = torch.tensor([0.0, 0.0, 0.0, 0.0, 1.0, 1.0, 1.0, 1.0])
    assert_close(slopes_of(student.relu, x), wanted, "the slopes of relu from -1000 to 1000")
    kink = float(slopes_of(student.relu, torch.zeros(1)))
    assert 0 <= kink <= 1, f"the slope of relu at 0 is {kink:g}; expected a number from 0 to 1"


@points(1)
def test_relu_is_written_by_hand(student):
    """relu does without torch's own activations."""
    value = student.by_hand(student.relu, torch.tensor([-3.0, 5.0]))
    assert_close(value, torch.tensor([0.0, 5.0]), "relu of (-3, 5) without torch's own activations")


### END HIDDEN TESTS
check()

# %% [markdown]
# **Sigmoid.** For example $\mathrm{sigmoid}(\ln 3) = \tfrac34$ and $\mathrm{sigmoid}(-\ln 3) = \tfrac14$. Its
# slope is $s\,(1 - s)$, so $\tfrac14$ at 0. The formula above is right on paper. In float32 it gives 0 at
# $x = -100$, which is right too, and the slope `nan` there: $e^{100}$ is `inf`, and on the way back $0 \cdot
# \infty$ is `nan`. Such a `nan` spreads to all parameters in one step.
#
# The cure is to let `exp` see no positive number. With $e = \exp(-|x|)$, never larger than 1,
#
# $$\mathrm{sigmoid}(x) = \begin{cases} 1 / (1 + e) & x \ge 0 \\ e / (1 + e) & x < 0 . \end{cases}$$
#
# Two pitfalls. `torch.where` chooses among *values*: a gradient also runs into the branch that was not
# chosen, so both branches must be harmless everywhere. And `torch.abs` has the slope **0** at 0 in torch: work
# out what the formula then says for the slope of the sigmoid at 0. (`torch.where(x < 0, x, -x)` is $-|x|$,
# too. Which slope has it at 0?)


# %% solution="sigmoid"
def sigmoid(x):
    """1 / (1 + e^-x) for each element of x; value and slope are finite for every x."""
    ### BEGIN SOLUTION
    e = torch.exp(torch.where(x < 0, x, -x))
    return torch.where(x < 0, e, 1) / (1 + e)
    ### END SOLUTION


# %% test="sigmoid"
@points(2)
def test_sigmoid_of_the_example(student):
    """sigmoid of (-ln 3, 0, ln 3) is (1/4, 1/2, 3/4)."""
    value = student.sigmoid(torch.tensor([-math.log(3), 0.0, math.log(3)]))
    assert_close(value, torch.tensor([0.25, 0.5, 0.75]), "sigmoid of (-ln 3, 0, ln 3)")


@points(1)
def test_sigmoid_keeps_shape_and_kind(student):
    """sigmoid of a 2 x 2 table in float64 is such a table again, right to twelve digits."""
    value = student.sigmoid(torch.tensor([[0.0, 1.0], [2.0, -1.0]], dtype=torch.float64))
    wanted = torch.tensor([[0.5, 1 / (1 + math.exp(-1))], [1 / (1 + math.exp(-2)), 1 / (1 + math.exp(1))]]).double()
    assert_close(value, wanted, "sigmoid of ((0, 1), (2, -1))", rtol=1e-6)
    assert value.dtype == torch.float64, f"sigmoid of a tensor of torch.float64 is of {value.dtype}"


### BEGIN HIDDEN TESTS
@points(1)
def test_sigmoid_of_any_tensor(student):
    """sigmoid keeps shape and kind of any tensor, is right to the digits of its kind, and leaves the tensor alone."""
    assert_elementwise(student.sigmoid, torch.sigmoid, "sigmoid")


@points(1)
def test_sigmoid_far_out(student):
    """sigmoid is 1 at 20, 100 and 1000 and 0 at -20, -100 and -1000, within a millionth: never nan."""
    x = torch.tensor([-1000.0, -100.0, -50.0, -20.0, 20.0, 50.0, 100.0, 1000.0])
    wanted = torch.tensor([0.0, 0.0, 0.0, 0.0, 1.0, 1.0, 1.0, 1.0])
    assert_close(student.sigmoid(x), wanted, "sigmoid from -1000 to 1000", rtol=0, atol=1e-6)


@points(2)
def test_sigmoid_has_the_right_slopes(student):
    """The slope of the sigmoid is s (1 - s) from -10 to 10, and 1/4 at 0."""
    x = torch.cat([torch.tensor([0.0]), torch.linspace(-10, 10, 17), 4 * torch.rand(6) - 2])
    s = 1 / (1 + torch.exp(-x.double()))
    assert_close(slopes_of(student.sigmoid, x), s * (1 - s), "the slopes of sigmoid", rtol=1e-3, atol=1e-6)


@points(1)
def test_sigmoid_has_finite_slopes_far_out(student):
    """The slope of the sigmoid is 0 at 100 and -100, at 1000 and -1000, within a millionth: never nan."""
    x = torch.tensor([-1000.0, -100.0, 100.0, 1000.0])
    assert_close(slopes_of(student.sigmoid, x), torch.zeros(4), "the slopes of sigmoid at -1000, -100, 100, 1000")


@points(1)
def test_sigmoid_is_written_by_hand(student):
    """sigmoid does without torch's own activations."""
    value = student.by_hand(student.sigmoid, torch.tensor([0.0, 1.0]))
    assert_close(value, torch.tensor([0.5, 0.7310586]), "sigmoid of (0, 1) without torch's own activations")


### END HIDDEN TESTS
check()

# %% [markdown]
# **Tanh.** For example $\tanh(\ln 2) = \tfrac35$. Its slope is $1 - t^2$, so 1 at 0. Both formulas above give
# `nan` at $x = -100$, the first one at $x = 100$ as well. The same cure helps: $e = \exp(-2|x|)$ is never
# larger than 1, and $\tanh$ is *odd*, $\tanh(-x) = -\tanh(x)$. A check for pencil and paper, if you prefer
# another way: $\tanh(x) = 2\,\mathrm{sigmoid}(2x) - 1$. Mind both twos.


# %% solution="tanh"
def tanh(x):
    """Hyperbolic tangent of each element of x; value and slope are finite for every x."""
    ### BEGIN SOLUTION
    e = torch.exp(2 * torch.where(x < 0, x, -x))
    return torch.where(x < 0, e - 1, 1 - e) / (1 + e)
    ### END SOLUTION


# %% test="tanh"
@points(2)
def test_tanh_of_the_example(student):
    """tanh of (-ln 2, 0, ln 2) is (-3/5, 0, 3/5)."""
    value = student.tanh(torch.tensor([-math.log(2), 0.0, math.log(2)]))
    assert_close(value, torch.tensor([-0.6, 0.0, 0.6]), "tanh of (-ln 2, 0, ln 2)")


@points(1)
def test_tanh_keeps_shape_and_kind(student):
    """tanh of a 2 x 2 table in float64 is such a table again, right to six digits."""
    value = student.tanh(torch.tensor([[0.0, 1.0], [2.0, 0.5]], dtype=torch.float64))
    wanted = torch.tensor([[0.0, math.tanh(1.0)], [math.tanh(2.0), math.tanh(0.5)]]).double()
    assert_close(value, wanted, "tanh of ((0, 1), (2, 0.5))", rtol=1e-6)
    assert value.dtype == torch.float64, f"tanh of a tensor of torch.float64 is of {value.dtype}"


### BEGIN HIDDEN TESTS
@points(1)
def test_tanh_of_any_tensor(student):
    """tanh keeps shape and kind of any tensor, is right to the digits of its kind, and leaves the tensor alone."""
    assert_elementwise(student.tanh, torch.tanh, "tanh")


@points(1)
def test_tanh_far_out(student):
    """tanh is 1 at 20, 100 and 1000 and -1 at -20, -100 and -1000, within a millionth: never nan."""
    x = torch.tensor([-1000.0, -100.0, -50.0, -20.0, 20.0, 50.0, 100.0, 1000.0])
    wanted = torch.tensor([-1.0, -1.0, -1.0, -1.0, 1.0, 1.0, 1.0, 1.0])
    assert_close(student.tanh(x), wanted, "tanh from -1000 to 1000", rtol=0, atol=1e-6)


@points(2)
def test_tanh_has_the_right_slopes(student):
    """The slope of tanh is 1 - t^2 from -5 to 5, and 1 at 0."""
    x = torch.cat([torch.tensor([0.0]), torch.linspace(-5, 5, 17), 2 * torch.rand(6) - 1])
    t = torch.tanh(x.double())
    assert_close(slopes_of(student.tanh, x), 1 - t**2, "the slopes of tanh", rtol=1e-3, atol=1e-6)


@points(1)
def test_tanh_has_finite_slopes_far_out(student):
    """The slope of tanh is 0 at 100 and -100, at 1000 and -1000, within a millionth: never nan."""
    x = torch.tensor([-1000.0, -100.0, 100.0, 1000.0])
    assert_close(slopes_of(student.tanh, x), torch.zeros(4), "the slopes of tanh at -1000, -100, 100, 1000")


@points(1)
def test_tanh_is_written_by_hand(student):
    """tanh does without torch's own activations."""
    value = student.by_hand(student.tanh, torch.tensor([0.0, 1.0]))
    assert_close(value, torch.tensor([0.0, 0.7615942]), "tanh of (0, 1) without torch's own activations")


### END HIDDEN TESTS
check()

# %% [markdown]
# ## 2. Where gradients vanish (16 points)
#
# A gradient on its way back through a net is multiplied, at each activation, by the slope $\phi'$ at the
# number that went in. Where the slope is 0, nothing behind it learns.
#
# **Predict**, before you run anything. What you need is above, and this: torch's *own* `torch.sigmoid` and
# `torch.tanh` remember their value and work out the slope from it, as $s\,(1 - s)$ and as $1 - t^2$, in
# float32. The largest float32 number below 1 is $1 - 6\cdot 10^{-8}$: whatever is nearer to 1 is rounded to
# one of the two. Near 0 the numbers are much denser, down to $10^{-38}$. And $e^{-20} = 2\cdot 10^{-9}$.
#
# | key | the question | answer |
# |---|---|---|
# | `"largest sigmoid"` | the largest slope of the sigmoid | a number |
# | `"largest tanh"` | the largest slope of tanh | a number |
# | `"sigmoid at 20"` | the slope that torch gives for `torch.sigmoid` at $x = 20$ | a word |
# | `"sigmoid at -20"` | the same at $x = -20$ | a word |
# | `"tanh at 20"` | the same for `torch.tanh` at $x = 20$ | a word |
# | `"relu at 20"` | the same for `torch.relu` at $x = 20$ | a word |
# | `"relu at -1"` | the same for `torch.relu` at $x = -1$ | a word |
# | `"layers"` | the least number of sigmoid layers whose slopes multiply to less than 1/1000 for *any* inputs | int |
#
# The words are `"zero"` (exactly 0.0), `"tiny"` (not 0, but below $10^{-6}$) and `"one"` (exactly 1).
#
# ```python
# PREDICT_SLOPES = {
#     "largest sigmoid": ...,
#     "largest tanh": ...,
#     "sigmoid at 20": "...",
#     "sigmoid at -20": "...",
#     "tanh at 20": "...",
#     "relu at 20": "...",
#     "relu at -1": "...",
#     "layers": ...,
# }
# ```

# %% solution="predict_slopes"
### BEGIN SOLUTION
PREDICT_SLOPES = {
    "largest sigmoid": 0.25,
    "largest tanh": 1.0,
    "sigmoid at 20": "zero",
    "sigmoid at -20": "tiny",
    "tanh at 20": "zero",
    "relu at 20": "one",
    "relu at -1": "zero",
    "layers": 5,
}
### END SOLUTION


# %% test="predict_slopes"
@points(3)
def test_each_question_on_slopes_is_answered(student):
    """PREDICT_SLOPES answers each of the eight questions, with a number or with one of the three words."""
    guess = student.PREDICT_SLOPES
    assert isinstance(guess, dict), f"PREDICT_SLOPES is a {type(guess).__name__}; expected a dict"
    words = ["sigmoid at 20", "sigmoid at -20", "tanh at 20", "relu at 20", "relu at -1"]
    asked = ["largest sigmoid", "largest tanh", *words, "layers"]
    assert set(guess) == set(asked), f"the keys are {list(guess)}; expected {asked}"
    for key in words:
        assert guess[key] in ("zero", "tiny", "one"), f'"{key}": {guess[key]!r}; expected "zero", "tiny" or "one"'
    for key in ("largest sigmoid", "largest tanh"):
        as_number(guess[key], f'"{key}"')
    assert isinstance(guess["layers"], int), f'"layers": {guess["layers"]!r}; expected an int'


### BEGIN HIDDEN TESTS
@points(2)
def test_prediction_of_the_largest_slopes(student):
    """The largest slopes of the sigmoid and of tanh are predicted."""
    guess = student.PREDICT_SLOPES
    for key, wanted in (("largest sigmoid", 0.25), ("largest tanh", 1.0)):
        assert abs(as_number(guess[key], key) - wanted) < 1e-3, f'"{key}": another number'


@points(2)
def test_prediction_for_the_sigmoid_far_out(student):
    """What torch gives as the slope of the sigmoid at 20 and at -20 is predicted."""
    guess = student.PREDICT_SLOPES
    assert guess["sigmoid at 20"] == "zero", 'another word for "sigmoid at 20"'
    assert guess["sigmoid at -20"] == "tiny", 'another word for "sigmoid at -20"'


@points(2)
def test_prediction_for_tanh_and_relu(student):
    """What torch gives as the slope of tanh at 20, and of ReLU at 20 and at -1, is predicted."""
    guess = student.PREDICT_SLOPES
    for key, wanted in (("tanh at 20", "zero"), ("relu at 20", "one"), ("relu at -1", "zero")):
        assert guess[key] == wanted, f'another word for "{key}"'


@points(2)
def test_prediction_of_the_number_of_layers(student):
    """The number of sigmoid layers that dim every gradient a thousandfold is predicted."""
    assert student.PREDICT_SLOPES["layers"] == 5, "another number of layers"


### END HIDDEN TESTS
check()

# %% [markdown]
# **Run.** Write `slope(phi, x)`, which asks autograd: the derivative $\phi'$ of the elementwise function `phi`
# at each element of the tensor `x`, as a tensor of the same shape, without a history of its own. `x` stays as
# it is: it does not require a gradient afterwards if it did not before, and its `.grad` is left alone.
#
# For example `slope(torch.exp, torch.tensor([0.0, 1.0]))` is $(1, 2.71828)$. *Sum or mean?* `backward` wants
# one number. Each element of $\phi(x)$ depends on one element of $x$ only; what is then the derivative of
# the sum?


# %% solution="slope"
def slope(phi, x):
    """phi'(x) for each element of x, by autograd; x is left as it is."""
    ### BEGIN SOLUTION
    x = x.detach().requires_grad_()
    return torch.autograd.grad(phi(x).sum(), x)[0]
    ### END SOLUTION


# %% test="slope"
@points(2)
def test_slope_of_the_example(student):
    """The slopes of exp at 0 and 1 are 1 and e."""
    found = student.slope(student.torch.exp, torch.tensor([0.0, 1.0]))
    assert_close(found, torch.tensor([1.0, math.e]), "slope(torch.exp, (0, 1))", rtol=1e-4)


### BEGIN HIDDEN TESTS
@points(2)
def test_slope_of_any_function(student):
    """slope is right to five digits for other functions, for tensors of other shapes, and in float64."""
    cases = [("sin", torch.cos), ("square", lambda x: 2 * x), ("neg", lambda x: -torch.ones_like(x))]
    cases += [("tanh", lambda x: 1 - torch.tanh(x) ** 2)]
    for name, right in cases:
        for shape, dtype in (((7,), torch.float32), ((3, 2), torch.float64), ((), torch.float32)):
            x = torch.randn(shape, dtype=dtype)
            found = student.slope(getattr(student.torch, name), x.clone())
            assert_close(found, right(x), f"slope(torch.{name}, x) for x of shape {shape}", rtol=3e-5, atol=3e-6)


@points(1)
def test_slope_leaves_its_input_alone(student):
    """slope changes nothing in x, neither its values nor its .grad, and gives a tensor without history."""
    plain, trained = torch.tensor([0.5, -1.0]), torch.tensor([0.5, -1.0], requires_grad=True)
    trained.grad = torch.tensor([3.0, 4.0])
    for x in (plain, trained):
        found = student.slope(student.torch.exp, x)
        assert not found.requires_grad, "what slope gives requires a gradient"
    assert not plain.requires_grad, "x requires a gradient after slope(phi, x)"
    assert plain.grad is None, "x has a .grad after slope(phi, x)"
    assert_close(trained.grad, torch.tensor([3.0, 4.0]), "the .grad that x had before", atol=0)


### END HIDDEN TESTS
check()

# %% [markdown]
# Prediction and outcome, side by side, and the slopes of *your* three functions. Your own sigmoid may well
# have a slope that is not 0 at 20: yours works with $e^{-20}$ itself, torch's with a value that was rounded
# to 1.

# %% setup="compare_slopes"
TORCH_ACTIVATIONS = {"sigmoid": torch.sigmoid, "tanh": torch.tanh, "relu": torch.relu}

with waits_for("PREDICT_SLOPES and slope"):
    fine = torch.linspace(-4, 4, 801)
    outcome = {}
    for name in ("sigmoid", "tanh"):
        outcome[f"largest {name}"] = round(float(slope(TORCH_ACTIVATIONS[name], fine).max()), 4)
    for name, place in (("sigmoid", 20), ("sigmoid", -20), ("tanh", 20), ("relu", 20), ("relu", -1)):
        found = float(slope(TORCH_ACTIVATIONS[name], torch.tensor([float(place)])))
        outcome[f"{name} at {place}"] = {0.0: "zero", 1.0: "one"}.get(found, "tiny")
    enough = (count for count in range(1, 100) if outcome["largest sigmoid"] ** count < 1e-3)
    outcome["layers"] = next(enough, None)
    for key, found in outcome.items():
        predicted = PREDICT_SLOPES.get(key)
        print(f"{key:16} predicted {predicted!s:6} found {found!s:6} {'' if predicted == found else '<- look again'}")

# %% setup="slopes_picture"
with waits_for("relu, sigmoid, tanh and slope"):
    fine = torch.linspace(-6, 6, 482)  # 0 is not among them: ReLU has a kink there
    drawn = [(name, slope(act, fine)) for name, act in (("relu", relu), ("sigmoid", sigmoid), ("tanh", tanh))]
    fig, ax = plt.subplots(figsize=(6.4, 3.4))
    for (name, slopes), look in zip(drawn, ("C2-", "C3--", "C4-."), strict=True):
        ax.plot(fine, slopes, look, label=f"slope of your {name}")
    ax.set_xlabel("$x$ (no unit)")
    ax.set_ylabel("slope (no unit)")
    ax.set_title("What a gradient is multiplied by on its way back")
    ax.legend(fontsize=8)
    fig.tight_layout()

# %% [markdown]
# ## 3. Two linear layers are one (18 points)
#
# What if the activation is left out? With $X$ $(n, d)$, $W_1$ $(d, h)$, $b_1$ $(h,)$, $W_2$ $(h, q)$ and $b_2$
# $(q,)$, two linear layers give
#
# $$O = (X W_1 + b_1)\, W_2 + b_2 .$$
#
# **Predict** what such nets, *without* any activation, can do:
#
# - `"border"`, a word: two inputs, 100 hidden units, one output. Where the output is 0, there is `"a line"` (one
#   straight line), `"lines"` (several straight pieces) or `"a curve"`.
# - `"ten layers"`, a word: what can ten such layers do that one cannot? `"nothing"`, `"lines"` (borders of several
#   pieces) or `"curves"`.
# - `"xor"`, an int: the points (0, 0) and (1, 1) have the label 0, (0, 1) and (1, 0) the label 1. How many of the
#   four can such a net get right at best?
# - `"narrow"`, an int: five inputs, two hidden units, five outputs. What is the largest rank that the matrix from
#   inputs to outputs can have?
#
# ```python
# PREDICT_LINEAR = {"border": "...", "ten layers": "...", "xor": ..., "narrow": ...}
# ```

# %% solution="predict_linear"
### BEGIN SOLUTION
PREDICT_LINEAR = {"border": "a line", "ten layers": "nothing", "xor": 3, "narrow": 2}
### END SOLUTION


# %% test="predict_linear"
@points(2)
def test_each_question_on_linear_nets_is_answered(student):
    """PREDICT_LINEAR answers each of the four questions, with one of the words or with an int."""
    guess = student.PREDICT_LINEAR
    assert isinstance(guess, dict), f"PREDICT_LINEAR is a {type(guess).__name__}; expected a dict"
    asked = ["border", "ten layers", "xor", "narrow"]
    assert set(guess) == set(asked), f"the keys are {list(guess)}; expected {asked}"
    for key, words in (("border", ("a line", "lines", "a curve")), ("ten layers", ("nothing", "lines", "curves"))):
        assert guess[key] in words, f'"{key}": {guess[key]!r}; expected one of {words}'
    for key in ("xor", "narrow"):
        assert isinstance(guess[key], int), f'"{key}": {guess[key]!r}; expected an int'


### BEGIN HIDDEN TESTS
@points(2)
def test_prediction_of_borders(student):
    """It is predicted what border many units, and many layers, without an activation make."""
    guess = student.PREDICT_LINEAR
    assert guess["border"] == "a line", 'another word for "border"'
    assert guess["ten layers"] == "nothing", 'another word for "ten layers"'


@points(2)
def test_prediction_for_xor(student):
    """It is predicted how many of the four points of XOR a net without an activation gets right."""
    assert student.PREDICT_LINEAR["xor"] == 3, 'another number for "xor"'


@points(2)
def test_prediction_for_a_narrow_layer(student):
    """It is predicted what a hidden layer takes away that is narrower than its inputs and outputs."""
    assert student.PREDICT_LINEAR["narrow"] == 2, 'another number for "narrow"'


### END HIDDEN TESTS
check()

# %% [markdown]
# **Run.** Write `collapse(W1, b1, W2, b2)`, which returns the one layer that does the same: `(W, b)` of shapes
# $(d, q)$ and $(q,)$ with $X W + b = (X W_1 + b_1) W_2 + b_2$ for every $X$. Multiply out the brackets first;
# what becomes of $b_1$?
#
# To check by hand: $W_1 = \begin{pmatrix} 1 & 2 \\ 0 & 1 \end{pmatrix}$, $b_1 = (1, -1)$, $W_2 =
# \begin{pmatrix} 3 \\ 1 \end{pmatrix}$ and $b_2 = 4$ collapse to $W = \begin{pmatrix} 5 \\ 1 \end{pmatrix}$
# and $b = 6$.


# %% solution="collapse"
def collapse(W1, b1, W2, b2):
    """The layer (W, b) of shapes (d, q) and (q,) that equals layer (W1, b1) followed by layer (W2, b2)."""
    ### BEGIN SOLUTION
    return W1 @ W2, b1 @ W2 + b2
    ### END SOLUTION


# %% test="collapse"
@points(2)
def test_collapse_of_the_example(student):
    """The two layers of the example collapse to W = (5, 1) and b = 6."""
    W1, b1 = torch.tensor([[1.0, 2.0], [0.0, 1.0]]), torch.tensor([1.0, -1.0])
    W, b = student.collapse(W1, b1, torch.tensor([[3.0], [1.0]]), torch.tensor([4.0]))
    assert_close(W, torch.tensor([[5.0], [1.0]]), "W of the example")
    assert_close(b, torch.tensor([6.0]), "b of the example")


@points(1)
def test_collapse_has_the_right_shapes(student):
    """From 3 inputs over 4 hidden units to 2 outputs, W is (3, 2) and b is (2,)."""
    W, b = student.collapse(torch.randn(3, 4), torch.randn(4), torch.randn(4, 2), torch.randn(2))
    assert tuple(W.shape) == (3, 2), f"W has the shape {tuple(W.shape)}; expected (3, 2)"
    assert tuple(b.shape) == (2,), f"b has the shape {tuple(b.shape)}; expected (2,)"


### BEGIN HIDDEN TESTS
def random_layers(d, h, q, dtype=torch.float64):
    """W1, b1, W2 and b2 of a random net with d inputs, h hidden units and q outputs."""
    return [torch.randn(shape, dtype=dtype) for shape in ((d, h), (h,), (h, q), (q,))]


@points(5)
def test_one_layer_does_the_same_as_two(student):
    """For random layers of many shapes, square ones too, one layer gives the outputs of the two, in float64."""
    for d, h, q in ((1, 1, 1), (2, 5, 1), (5, 2, 3), (3, 3, 3), (1, 7, 2)):
        X, (W1, b1, W2, b2) = torch.randn(10, d).double(), random_layers(d, h, q)
        W, b = student.collapse(W1.clone(), b1.clone(), W2.clone(), b2.clone())
        what = f"X W + b for {d} inputs, {h} hidden units and {q} outputs"
        assert_close(X @ W + b, (X @ W1 + b1) @ W2 + b2, what, rtol=1e-9, atol=1e-9)


@points(2)
def test_collapse_leaves_the_layers_alone(student):
    """collapse does not change the layers that it is given."""
    layers = random_layers(2, 3, 3, torch.float32)
    kept = [t.clone() for t in layers]
    student.collapse(*layers)
    for name, now, before in zip(("W1", "b1", "W2", "b2"), layers, kept, strict=True):
        assert torch.equal(now, before), f"{name} is changed after collapse"


### END HIDDEN TESTS
check()

# %% setup="compare_linear"
with waits_for("PREDICT_LINEAR and collapse"):
    two = [torch.randn(shape) / shape[0] ** 0.5 for shape in ((2, 100), (100,), (100, 1), (1,))]
    W_one, b_one = collapse(*two)
    some = torch.randn(1000, 2)
    gap = float(((some @ two[0] + two[1]) @ two[2] + two[3] - (some @ W_one + b_one)).abs().max())
    line = f"{float(W_one[0]):+.3f} x1 {float(W_one[1]):+.3f} x2 {float(b_one):+.3f} = 0"
    print(f'"border": predicted {PREDICT_LINEAR["border"]!r}. 100 hidden units without activation: {line}')
    print(f"  (the outputs of the two layers and of the one differ by {gap:.0e} at most)")
    deep = torch.eye(2), torch.zeros(2)
    for _ in range(10):
        deep = collapse(*deep, torch.randn(2, 2), torch.randn(2))
    print(f'"ten layers": predicted {PREDICT_LINEAR["ten layers"]!r}. Ten layers make one W {tuple(deep[0].shape)}')
    corners = torch.tensor([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    tried = corners @ torch.randn(2, 20000) + torch.randn(20000)  # (4 points, 20000 straight lines)
    hits = ((tried > 0) == torch.tensor([[False], [True], [True], [False]])).sum(dim=0)
    print(f'"xor": predicted {PREDICT_LINEAR["xor"]}. The best of 20000 random lines has {int(hits.max())} right')
    W_one, _ = collapse(torch.randn(5, 2), torch.zeros(2), torch.randn(2, 5), torch.zeros(5))
    print(f'"narrow": predicted {PREDICT_LINEAR["narrow"]}. The rank is {int(torch.linalg.matrix_rank(W_one))}')

# %% [markdown]
# ## 4. A net with a hidden layer (17 points)
#
# Now with the activation $\phi$ between the layers, a *multilayer perceptron*:
#
# $$H = \phi(X W_1 + b_1), \qquad O = H W_2 + b_2 .$$
#
# **By hand.** Write `mlp(X, W1, b1, W2, b2, phi)`, which returns $O$ of shape $(n, q)$. `phi` is a function such
# as your `relu`. It acts once, on the hidden layer, after its bias is added. The outputs are *logits*, any
# real numbers: they stay as they are, and the loss of exercise 5 will make probabilities of them.
#
# To check by hand: with the four tensors of the example in exercise 3 and ReLU, $X = (1, -2)$ gives $X W_1 + b_1
# = (2, -1)$, $H = (2, 0)$ and $O = 10$. (Without the activation it would be 9.)


# %% solution="mlp"
def mlp(X, W1, b1, W2, b2, phi):
    """Outputs (n, q) of the net with one hidden layer and the activation phi for the examples X (n, d)."""
    ### BEGIN SOLUTION
    H = phi(X @ W1 + b1)
    return H @ W2 + b2
    ### END SOLUTION


# %% test="mlp"
@points(2)
def test_mlp_of_the_example(student):
    """The net of the example gives 10 for (1, -2) with ReLU, and other numbers for other examples."""
    W1, b1 = torch.tensor([[1.0, 2.0], [0.0, 1.0]]), torch.tensor([1.0, -1.0])
    X_here = torch.tensor([[1.0, -2.0], [-2.0, 0.0], [1.0, 1.0]])
    out = student.mlp(X_here, W1, b1, torch.tensor([[3.0], [1.0]]), torch.tensor([4.0]), student.torch.relu)
    assert_close(out, torch.tensor([[10.0], [4.0], [12.0]]), "mlp of (1, -2), (-2, 0) and (1, 1)")


@points(1)
def test_mlp_gives_one_row_per_example(student):
    """For 5 examples and 3 outputs mlp gives a tensor of shape (5, 3)."""
    out = student.mlp(torch.randn(5, 2), torch.randn(2, 4), *map(torch.randn, (4, (4, 3), 3)), student.torch.tanh)
    assert tuple(out.shape) == (5, 3), f"mlp gave the shape {tuple(out.shape)}; expected (5, 3)"


### BEGIN HIDDEN TESTS
def random_net(d, h, q, dtype=torch.float64):
    """W1, b1, W2 and b2 of a random net with d inputs, h hidden units and q outputs."""
    return [torch.randn(shape, dtype=dtype) for shape in ((d, h), (h,), (h, q), (q,))]


@points(4)
def test_mlp_with_any_shape_and_activation(student):
    """mlp is right for 1, 2 and 5 inputs, 1, 7 and 10 examples, several outputs and four activations, in float64."""
    cases = ((1, 2, 3, 1), (7, 5, 5, 5), (10, 1, 4, 2), (10, 5, 1, 1))
    for (n, d, h, q), name in zip(cases, ("tanh", "sigmoid", "cos", "square"), strict=True):
        X_here, (W1, b1, W2, b2) = torch.randn(n, d).double(), random_net(d, h, q)
        out = student.mlp(X_here.clone(), *(t.clone() for t in (W1, b1, W2, b2)), getattr(student.torch, name))
        wanted = getattr(torch, name)(X_here @ W1 + b1) @ W2 + b2
        assert_close(out, wanted, f"mlp of {n} examples with torch.{name}", rtol=1e-9, atol=1e-9)


@points(2)
def test_gradients_reach_all_four_parameters(student):
    """Gradients flow through mlp to W1, b1, W2 and b2, and none of the tensors is changed."""
    X_here, params = torch.randn(6, 3), random_net(3, 4, 2, torch.float32)
    mine, theirs = ([t.clone().requires_grad_() for t in params] for _ in range(2))
    (torch.tanh(X_here @ mine[0] + mine[1]) @ mine[2] + mine[3]).square().sum().backward()
    student.mlp(X_here.clone(), *theirs, student.torch.tanh).square().sum().backward()
    for name, wanted, got, before in zip(("W1", "b1", "W2", "b2"), mine, theirs, params, strict=True):
        assert got.grad is not None, f"no gradient reaches {name}"
        assert_close(got.grad, wanted.grad, f"the gradient of {name}", rtol=1e-3, atol=1e-4)
        assert torch.equal(got.detach(), before), f"{name} is changed after mlp"


### END HIDDEN TESTS
check()

# %% [markdown]
# **The concise way.** Write `mlp_concise(num_inputs, num_hiddens, num_outputs)`: a new `nn.Module` that computes
# the same with ReLU, for example an `nn.Sequential` of layers. Torch then makes the four parameters, gives
# them random starting values, and finds them by itself (`net.parameters()`): first weight and bias of the
# hidden layer, then those of the output layer. (`nn.Linear` stores its weight transposed, as (outputs,
# inputs).)


# %% solution="mlp_concise"
def mlp_concise(num_inputs, num_hiddens, num_outputs):
    """A new net with one hidden layer of num_hiddens ReLU units, made of torch's own layers."""
    ### BEGIN SOLUTION
    return nn.Sequential(nn.Linear(num_inputs, num_hiddens), nn.ReLU(), nn.Linear(num_hiddens, num_outputs))
    ### END SOLUTION


# %% test="mlp_concise"
@points(1)
def test_concise_net_maps_examples_to_outputs(student):
    """mlp_concise(2, 8, 3) maps four examples with two inputs to a tensor of shape (4, 3)."""
    shape = tuple(student.mlp_concise(2, 8, 3)(torch.ones(4, 2)).shape)
    assert shape == (4, 3), f"mlp_concise(2, 8, 3) of X (4, 2) has the shape {shape}; expected (4, 3)"


@points(2)
def test_concise_net_has_four_parameters(student):
    """The parameters of mlp_concise(2, 8, 3) have the shapes (8, 2), (8,), (3, 8) and (3,)."""
    net = student.mlp_concise(2, 8, 3)
    net(torch.zeros(1, 2))  # some layers learn their shapes from the first example
    shapes = [tuple(param.shape) for param in net.parameters()]
    assert shapes == [(8, 2), (8,), (3, 8), (3,)], f"the parameters have the shapes {shapes}"


### BEGIN HIDDEN TESTS
@points(3)
def test_concise_net_is_a_relu_net(student):
    """With its own parameters, mlp_concise gives relu(X W1 + b1) W2 + b2, for 1, 2 and 5 inputs."""
    for d, h, q in ((2, 8, 1), (1, 5, 2), (5, 3, 40)):
        net, X_here = student.mlp_concise(d, h, q), 5 * torch.randn(10, d)
        out = net(X_here)
        params = [param.detach() for param in net.parameters()]
        shapes = [tuple(param.shape) for param in params]
        assert shapes == [(h, d), (h,), (q, h), (q,)], f"mlp_concise({d}, {h}, {q}) has parameters {shapes}"
        wanted = torch.relu(X_here @ params[0].T + params[1]) @ params[2].T + params[3]
        assert_close(out, wanted, f"the outputs of mlp_concise({d}, {h}, {q})", rtol=1e-4, atol=1e-5)


@points(2)
def test_concise_nets_are_new_and_can_be_trained(student):
    """Each call makes a net with other starting values, and gradients reach all of its parameters."""
    nets, X_here = [student.mlp_concise(3, 20, 2) for _ in range(2)], torch.randn(9, 3)
    for net in nets:
        cost = net(X_here).square().sum()
        assert cost.requires_grad, "no gradient flows back from the outputs of the net"
        cost.backward()
        grads = [param.grad for param in net.parameters()]
        assert len(grads) > 0, "the net has no parameters"
        assert all(grad is not None for grad in grads), "no gradient reaches one of the parameters"
    one, two = (next(iter(net.parameters())).detach() for net in nets)
    assert not torch.equal(one, two), "two nets have the same weights"


### END HIDDEN TESTS
check()

# %% [markdown]
# ## 5. A classifier (16 points)
#
# The output of the net is one logit $o$ for each point; $\mathrm{sigmoid}(o)$ is the probability that its
# label is 1. The loss that goes with it is the *binary cross-entropy*. Torch takes the logits and does the
# sigmoid inside, in a way that cannot overflow:
#
# ```python
# nn.functional.binary_cross_entropy_with_logits(logits, y)  # the mean over all examples, one number
# ```
#
# **Train.** Write `train(net, params, X, y, lr, num_steps)`. `net(X, *params)` gives the logits $(n, 1)$; `y` $(n,
# 1)$ holds the labels 0 and 1 as floats. Take `num_steps` steps of gradient descent on this loss over *all*
# examples, each time changing the tensors in the list `params` **in place**, by `-lr` times the gradient. Return
# a list of `num_steps` Python floats: the loss **before** each step.
#
# The given `sgd(params, lr, batch_size)` (from an earlier assignment; it is in a cell at the top) takes the
# step and clears the gradients. It divides by `batch_size`, since it expects the gradient of a *sum*. This
# loss is a mean already: what has `batch_size` to be?
#
# To check: with all parameters 0 every logit is 0, and the first loss is $\ln 2 = 0.6931$.


# %% solution="train"
def train(net, params, X, y, lr, num_steps):
    """Gradient descent on the cross-entropy of net(X, *params), in place; the loss before each step (floats)."""
    ### BEGIN SOLUTION
    losses = []
    for _ in range(num_steps):
        l = nn.functional.binary_cross_entropy_with_logits(net(X, *params), y)
        l.backward()
        sgd(params, lr, 1)
        losses.append(l.item())
    return losses
    ### END SOLUTION


# %% setup="nets"
def mlp_start(num_hiddens):
    """Random W1 (2, h), b1 (h,), W2 (h, 1), and b2 (1,) zero, on the device, as a list; all require a gradient."""
    made = [torch.randn(2, num_hiddens), torch.randn(num_hiddens), torch.randn(num_hiddens, 1), torch.zeros(1)]
    made[2] /= num_hiddens**0.5
    return [param.to(device).requires_grad_() for param in made]


def mlp_with(phi):
    """The net of your mlp with the activation phi, as a function of (X, W1, b1, W2, b2)."""
    return lambda X, W1, b1, W2, b2: mlp(X, W1, b1, W2, b2, phi)


# %% test="train"
def two_groups(n, d, dtype=torch.float32):
    """n points X (n, d), their labels y (n, 1), and a start [weight (1, d), bias (1,)] for functional.linear."""
    X_here, y_here = torch.randn(n, d, dtype=dtype), (torch.arange(n) % 2).to(dtype).reshape(-1, 1)
    return X_here + y_here, y_here, [torch.full((1, d), 0.5, dtype=dtype), torch.full((1,), -1.0, dtype=dtype)]


@points(2)
def test_train_gives_one_float_per_step(student):
    """train returns a list with one Python float for each step, and begins with ln 2 where all logits are 0."""
    X_here, y_here, _ = two_groups(8, 2)
    start = [torch.zeros(1, 2, requires_grad=True), torch.zeros(1, requires_grad=True)]
    losses = student.train(student.nn.functional.linear, start, X_here, y_here, 0.1, 3)
    assert isinstance(losses, list), f"train returns a {type(losses).__name__}; expected a list"
    assert len(losses) == 3, f"3 steps gave {len(losses)} losses"
    kinds = sorted({type(value).__name__ for value in losses})
    assert kinds == ["float"], f"each loss should be a Python float; yours: {', '.join(kinds)}"
    assert_close(losses[0], math.log(2), "the first loss, with all parameters 0", rtol=1e-4)


@points(1)
def test_the_loss_falls(student):
    """Step by step the loss falls, for four points that a line can part."""
    X_here = torch.tensor([[2.0, 1.0], [1.0, 2.0], [-1.0, -2.0], [-2.0, -1.0]])
    start = [torch.zeros(1, 2, requires_grad=True), torch.zeros(1, requires_grad=True)]
    y_here = torch.tensor([[1.0], [1.0], [0.0], [0.0]])
    losses = student.train(student.nn.functional.linear, start, X_here, y_here, 0.2, 6)
    for number, (before, after) in enumerate(itertools.pairwise(losses), 1):
        assert after < before, f"step {number}: the loss went from {before:.4g} to {after:.4g}; it should fall"


### BEGIN HIDDEN TESTS
@points(3)
def test_each_step_is_the_learning_rate_times_the_gradient(student):
    """After 1, 2 and 3 steps the parameters are where exact gradient descent leads, in float64, for other shapes."""
    for n, d, steps, lr in ((7, 2, 1, 0.5), (10, 5, 3, 0.2), (1, 1, 2, 0.3)):
        X_here, y_here, (w, b) = two_groups(n, d, torch.float64)
        params = [w.clone().requires_grad_(), b.clone().requires_grad_()]
        student.train(student.nn.functional.linear, params, X_here.clone(), y_here.clone(), lr, steps)
        for _ in range(steps):
            e = torch.sigmoid(X_here @ w.T + b) - y_here
            w, b = w - lr * e.T @ X_here / n, b - lr * e.mean(dim=0)
        assert_close(params[0], w, f"the weight after {steps} steps", rtol=1e-7, atol=1e-7)
        assert_close(params[1], b, f"the bias after {steps} steps", rtol=1e-7, atol=1e-7)


@points(2)
def test_each_loss_is_the_one_before_its_step(student):
    """The losses are those before each step, the mean over all examples, as floats."""
    X_here, y_here, (w, _) = two_groups(9, 3)
    params = [w.T.clone().requires_grad_()]
    losses = student.train(student.torch.matmul, params, X_here, y_here, 0.3, 4)
    assert len(losses) == 4, f"4 steps gave {len(losses)} losses"
    assert all(isinstance(value, float) for value in losses), "not all losses are Python floats"
    w, wanted = w.T.double(), []
    for _ in range(4):
        logits = X_here.double() @ w
        wanted.append(float(nn.functional.binary_cross_entropy_with_logits(logits, y_here.double())))
        w = w - 0.3 * X_here.double().T @ (torch.sigmoid(logits) - y_here) / 9
    assert_close(torch.tensor(losses), torch.tensor(wanted), "the losses before each of four steps", rtol=1e-4)


@points(2)
def test_training_can_go_on(student):
    """Two calls of two steps each lead to the same parameters as one call of four; they stay trainable leaves."""
    X_here, y_here, (w, b) = two_groups(10, 2)
    ends = []
    for calls in ((4,), (2, 2)):
        params = [w.clone().requires_grad_(), b.clone().requires_grad_()]
        for steps in calls:
            before = [param.detach().clone() for param in params]
            student.train(student.nn.functional.linear, params, X_here.clone(), y_here.clone(), 0.4, steps)
            for name, param, start in zip(("weight", "bias"), params, before, strict=True):
                assert param.is_leaf, f"the {name} is no leaf after training"
                assert not torch.equal(param.detach(), start), f"the {name} has not moved in one of the calls"
        ends.append(torch.cat([param.detach().reshape(-1) for param in params]))
    assert_close(ends[1], ends[0], "the parameters after 2 + 2 steps, against 4", rtol=1e-4, atol=1e-5)


### END HIDDEN TESTS
check()

# %% [markdown]
# **Decide.** Write `predict_labels(logits)`: for logits of any shape the labels, 0.0 or 1.0, as a
# floating-point tensor of the same shape. The label is 1 where the probability of label 1 is *greater* than one
# half. For example the logits $(-2, 0.3, 4)$ give $(0, 1, 1)$. Which logit belongs to the probability one
# half?


# %% solution="predict_labels"
def predict_labels(logits):
    """Labels 0.0 and 1.0 in the shape of logits: 1 where the probability of label 1 is above one half."""
    ### BEGIN SOLUTION
    return (logits > 0).float()
    ### END SOLUTION


# %% test="predict_labels"
@points(2)
def test_labels_of_the_example(student):
    """The logits (-2, 0.3, 4) give the labels (0, 1, 1), in the same shape."""
    labels = student.predict_labels(torch.tensor([[-2.0], [0.3], [4.0]]))
    assert_close(labels, torch.tensor([[0.0], [1.0], [1.0]]), "predict_labels of (-2, 0.3, 4)")


### BEGIN HIDDEN TESTS
@points(2)
def test_border_between_the_labels(student):
    """The label changes at the logit whose probability is one half, and there it is 0."""
    logits = torch.tensor([-0.7, -0.3, -0.01, 0.0, 0.01, 0.2, 0.45, 0.55, 0.9])
    wanted = torch.tensor([0.0, 0.0, 0.0, 0.0, 1.0, 1.0, 1.0, 1.0, 1.0])
    assert_close(student.predict_labels(logits), wanted, "predict_labels of logits near 0")


@points(2)
def test_labels_have_shape_and_kind_of_the_data(student):
    """The labels have the shape of the logits, one or many, and are floating-point numbers as y is."""
    for shape in ((1, 1), (7, 1), (10,), (3, 2), ()):
        logits = (1 + torch.rand(shape, dtype=torch.float64)) * (-1) ** len(shape)
        logits.reshape(-1)[::2] *= -1
        labels = student.predict_labels(logits.clone())
        assert_close(labels, (logits > 0).double(), f"predict_labels of logits of shape {shape}")
        assert labels.is_floating_point(), f"the labels are of {labels.dtype}; expected floating-point numbers"


### END HIDDEN TESTS
check()


# %% [markdown]
# Four nets learn the spirals, with *your* functions: 32 hidden units without an activation, with your `relu`
# and with your `tanh`, and your concise net. 1000 steps each.

# %% setup="runs"
runs = {}
with waits_for("exercises 1, 4 and 5"):
    torch.manual_seed(1986)
    candidates = {
        "no activation": (mlp_with(lambda z: z), mlp_start(32)),
        "your relu": (mlp_with(relu), mlp_start(32)),
        "your tanh": (mlp_with(tanh), mlp_start(32)),
    }
    concise = mlp_concise(2, 32, 1).to(device)
    candidates["concise"] = (lambda X, *params: concise(X), list(concise.parameters()))
    for name, (net, params) in candidates.items():
        losses = train(net, params, X, y, 1.0 if name != "no activation" else 0.1, 1000)
        with torch.no_grad():
            share = float((predict_labels(net(X, *params)) == y).float().mean())
        runs[name] = (net, params, losses, share)
        print(f"{name:14} loss {losses[0]:.3f} -> {losses[-1]:.3f}, {100 * share:.1f} % of the points are right")

# %% [markdown]
# ## 6. Dead units (9 points)
#
# ReLU has a price. A hidden unit whose input is negative for *every* example gives 0 for all of them, and its
# slope is 0 for all of them as well: no gradient reaches its weights, and it will never come back. It is
# dead. One step that is too long is enough.
#
# Write `dead_share(H)`. `H` $(n, h)$ holds the outputs of the hidden layer, one row per example, one column per
# unit. Return, as a number from 0 to 1, the share of *units* that are exactly 0 for *every* example. For
# example
#
# $$H = \begin{pmatrix} 0 & 2 & 0 & 0 \\ 0 & 0 & 0 & 1 \end{pmatrix}$$
#
# has two dead units of four: 0.5. (Five of its eight entries are 0, but that is healthy: a ReLU unit is meant
# to be silent for some examples.) *Mind the sum*: the outputs of a tanh unit can add up to 0 although it is
# alive.


# %% solution="dead_share"
def dead_share(H):
    """Share (0 to 1) of the columns of H (n, h), the hidden units, that are 0 for every example."""
    ### BEGIN SOLUTION
    return (H == 0).all(dim=0).float().mean()
    ### END SOLUTION


# %% test="dead_share"
@points(2)
def test_dead_share_of_the_example(student):
    """Of the four units of the example half are dead."""
    H = torch.tensor([[0.0, 2.0, 0.0, 0.0], [0.0, 0.0, 0.0, 1.0]])
    assert_close(as_number(student.dead_share(H), "dead_share of the example"), 0.5, "dead_share of the example")


@points(1)
def test_dead_share_of_a_living_layer(student):
    """A layer in which every unit says something has no dead units."""
    H = torch.tensor([[1.0, 0.0, 0.2], [0.0, 3.0, 0.1]])
    assert_close(as_number(student.dead_share(H), "dead_share"), 0.0, "dead_share of a living layer")


### BEGIN HIDDEN TESTS
@points(2)
def test_dead_share_of_layers_of_many_shapes(student):
    """The share is right for 1, 7 and 50 examples, for one unit and for many, in float32 and float64."""
    for n, h, dead in ((1, 5, 2), (7, 1, 1), (7, 1, 0), (10, 10, 3), (50, 8, 8), (4, 12, 1)):
        H = torch.rand(n, h, dtype=torch.float64 if n > 7 else torch.float32) + 0.1
        if n > 2:
            H[:, ::2] *= (torch.arange(n) % 2).to(H.dtype).reshape(-1, 1)  # silent for some examples, not dead
        H[:, h - dead :] = 0
        found = as_number(student.dead_share(H), "dead_share")
        assert_close(found, dead / h, f"dead_share of {n} examples and {h} units", rtol=1e-4)


@points(2)
def test_a_silent_example_is_no_dead_unit(student):
    """An example for which all units are 0 does not count, only units that are 0 for all examples."""
    H = torch.tensor([[0.0, 0.0, 0.0, 0.0], [0.0, 3.0, 1.0, 2.0], [0.0, 0.0, 0.0, 0.0]])
    assert_close(as_number(student.dead_share(H), "dead_share"), 0.25, "dead_share with two silent examples")


@points(2)
def test_negative_and_small_outputs_are_alive(student):
    """Outputs below 0, outputs that add up to 0, and very small ones are not 0."""
    H = torch.tensor([[1.0, -2.0, -1.0, 1e-9, 1e-8, 1e-7, 0.0], [-1.0, -3.0, -0.5, 0.0, 1e-9, 0.0, 0.0]])
    share = as_number(student.dead_share(H), "dead_share")
    assert_close(share, 1 / 7, "dead_share with negative and small outputs", rtol=1e-4)


### END HIDDEN TESTS
check()

# %% [markdown]
# Your `relu` net again, 100 steps each with ever larger learning rates, and the share of its units that are
# dead in the end. Compare with tanh, which has no dead units in this sense: what happens to *its* slopes you
# have predicted.

# %% setup="dead_units"
with waits_for("exercises 1, 4, 5 and 6"):
    for lr in (1.0, 5.0, 30.0):
        shares = {}
        for name, phi in (("relu", relu), ("tanh", tanh)):
            torch.manual_seed(1986)
            params = mlp_start(32)
            losses = train(mlp_with(phi), params, X, y, lr, 100)
            with torch.no_grad():
                shares[name] = float(dead_share(phi(X @ params[0] + params[1])))
        dead = ", ".join(f"{name} {100 * share:.0f} %" for name, share in shares.items())
        print(f"learning rate {lr:5g}: dead units {dead}")

# %% [markdown]
# ## The picture to show
#
# Where each of your nets says 1 (orange) and 0 (blue), and how its loss fell. Without an activation the border is a
# straight line, whatever the 32 hidden units do. With ReLU it is made of straight pieces, one kink for each
# unit that it crosses; with tanh it is smooth.


# %% setup="result"
SHADES = ("#a9cbe6", "#cbdff0", "#e8f1f8", "#feeedd", "#fcd6b0", "#f9ba80")  # from surely 0 to surely 1


def draw_regions(ax, net, params):
    """Colour the plane by the probability that net gives to label 1."""
    side = torch.linspace(-2.5, 2.5, 161)
    plane = torch.cartesian_prod(side, side).to(device)
    with torch.no_grad():
        chance = torch.sigmoid(net(plane, *params)).reshape(161, 161).cpu().T
    ax.contourf(side, side, chance, levels=[0, 0.1, 0.3, 0.5, 0.7, 0.9, 1], colors=SHADES)
    ax.contour(side, side, chance, levels=[0.5], colors="k", linewidths=1)
    draw_data(ax, size=7)


if runs:
    fig, axes = plt.subplots(1, 4, figsize=(13, 3.6), width_ratios=[1, 1, 1, 1.15])
    for ax, (name, (net, params, _, share)) in zip(axes, list(runs.items())[:3], strict=False):
        draw_regions(ax, net, params)
        ax.set_title(f"{name}: {100 * share:.0f} % right", fontsize=10)
    axes[0].set_ylabel("$x_2$ (no unit)")
    for (name, (_, _, losses, _)), look in zip(runs.items(), ("0.5", "C2-", "C4-.", "C3:"), strict=True):
        axes[3].loglog(range(1, len(losses) + 1), losses, look, label=name)
    axes[3].set_xlabel("step")
    axes[3].set_ylabel("loss before the step (no unit)")
    axes[3].set_title("cross-entropy", fontsize=10)
    axes[3].legend(fontsize=8)
    fig.tight_layout()

# %% [markdown]
# What to take home: layers become more than one layer only through what is bent between them. Smooth
# activations saturate, and then their slopes vanish; ReLU keeps the slope 1 on its right side, and pays with
# units that can die. That is why modern nets mostly use ReLU and its relatives, start with small random
# weights, and take steps that are not too long.
