# %% [markdown]
# # Second derivatives: how far is the bottom?
#
# The slope of a loss says which way is down. It does not say how far. A learning rate of 0.03 is a guess at
# that distance, made once for all directions and all steps. The *second* derivative, the curvature, knows
# better: it says how quickly the slope changes, and so where the slope will be zero.
#
# Torch differentiates its own derivatives if you ask it well. Here you ask: for a function of one number,
# for a function of many, and for one that has so many that its table of second derivatives would not fit
# into any computer. At the end, one step with the right curvature fits Ohm's measurements of 1826, where
# thousands of steps of gradient descent are still on their way.
#
# | exercise | you write | points |
# |---|---|---|
# | 1 | `first_second` | 25 |
# | 2 | `hessian` | 20 |
# | 3 | `hvp` | 15 |
# | 4 | `loss_hessian` | 15 |
# | 5 | `newton_step` | 15 |
# | 6 | `PREDICT_ERRORS` | 10 |
#
# All quantities are pure numbers unless a unit is given. $n$ is the number of examples, $d$ the number of
# parameters.
#
# **Week:** 5. **Time:** 50 minutes. **Before it:** gradient_access, learning_rates. **In the book:** 2.5
# Automatic Differentiation; 12.3 Gradient Descent.

# %% setup
import math
import time
import warnings

import matplotlib.pyplot as plt
import torch

from autograder import assert_close, check, get_device, load_data, points, waits_for

device = get_device()


# %% [markdown]
# ## The picture
#
# The loss $l(w) = e^w - 2w$, seen from $w = 2$. The tangent (slope only) points down, for ever. The
# parabola with the same slope *and* the same curvature has a lowest point, at
#
# $$w - \frac{l'(w)}{l''(w)},$$
#
# and going there is **Newton's step**. It is not the bottom of the curve yet, but nobody had to choose a
# learning rate.

# %% setup="picture"
picture_w = torch.linspace(-1.0, 2.7, 200)
picture_from, picture_slope, picture_bend = 2.0, math.exp(2.0) - 2, math.exp(2.0)
picture_to = picture_from - picture_slope / picture_bend
picture_step = picture_w - picture_from
picture_line = math.exp(2.0) - 4 + picture_slope * picture_step

fig, ax = plt.subplots(figsize=(6.4, 3.8))
ax.plot(picture_w, torch.exp(picture_w) - 2 * picture_w, "C0-", linewidth=2.5, label="loss")
ax.plot(picture_w, picture_line, "C2:", linewidth=2, label="slope only")
ax.plot(picture_w, picture_line + picture_bend * picture_step**2 / 2, "C1--", label="slope and curvature")
ax.plot([picture_from], [math.exp(2.0) - 4], "ko", label="here")
ax.plot([picture_to], [math.exp(2.0) - 4 - picture_slope**2 / picture_bend / 2], "C1s", label="Newton's step")
ax.set_ylim(-1.5, 7.5)
ax.set_xlabel("parameter $w$ (no unit)")
ax.set_ylabel("loss $l(w)$ (no unit)")
ax.set_title("The slope says where down is, the curvature how far")
ax.legend(fontsize=8, loc="upper left")
fig.tight_layout()

# %% [markdown]
# ## A shelf of functions
#
# Your code differentiates functions that it is given. Here is a shelf of them to try it on; each call makes
# one. The first five are *elementwise*: they take a tensor of any shape and give one of the same shape. The
# last four take a vector of shape $(d,)$ and give a single number.


# %% setup="shelf"
def power(k, scale=1.0):
    """x -> scale * x^k"""
    return lambda x: scale * x**k


def wave(amplitude, omega, phase=0.0):
    """x -> amplitude * sin(omega x + phase)"""
    return lambda x: amplitude * torch.sin(omega * x + phase)


def growth(rate):
    """x -> e^(rate x)"""
    return lambda x: torch.exp(rate * x)


def straight(slope, intercept=0.0):
    """x -> slope x + intercept"""
    return lambda x: slope * x + intercept


def hinge(knee=0.0):
    """x -> max(x - knee, 0)"""
    return lambda x: torch.relu(x - knee)


def monomial(*powers):
    """x -> x[0]^powers[0] * x[1]^powers[1] * ..."""
    return lambda x: torch.stack([part**k for part, k in zip(x, powers, strict=True)]).prod()


def plane(c):
    """x -> c[0] x[0] + c[1] x[1] + ..."""
    return lambda x: (c * x).sum()


def springs(stiffness):
    """Energy of a chain of bodies at x[0], x[1], ...: springs between neighbours, each body held by x^4 / 4."""
    return lambda x: stiffness * (x[1:] - x[:-1]).square().sum() / 2 + x.pow(4).sum() / 4


def fit_loss(X, y):
    """w -> mean of (X w - y)^2 / 2, for X (n, d) and y (n,)"""
    return lambda w: (X @ w - y).square().mean() / 2


# %% [markdown]
# ## 1. First and second derivative (25 points)
#
# Write `first_second(f, x)` for an elementwise function `f`. It returns a pair of tensors, $f'(x)$ and
# $f''(x)$, each in the shape of `x`. For example $f = x^3$ at $x = 2$ has $f' = 12$ and $f'' = 12$; at
# $x = -1$ it has $3$ and $-6$.
#
# The tool is `torch.autograd.grad(y, x)`. It *returns* the derivatives of a single number `y` by `x`, as a
# tuple with one tensor for each input, and stores nothing in `x.grad`. What to think about:
#
# - Each element of $f(x)$ depends on its own element of $x$ only. Which single number has all the $f'(x_i)$
#   as its derivatives?
# - To differentiate a result, torch must have recorded how it was computed. Does it record the computation
#   of a derivative? Its arguments (`help(torch.autograd.grad)`) say when.
# - A straight line has $f'' = 0$. Torch then has nothing to differentiate, and says so with an error. Your
#   function has to return zeros.
# - The caller's `x` stays as it was: its numbers, its `.grad` (None) and its `requires_grad` (False). Work
#   on a copy.
# - The derivatives are exact to rounding, about $10^{-7}$ in float32 and $10^{-16}$ in float64. Differences
#   such as $(f(x + h) - 2 f(x) + f(x - h))/h^2$ are not: in float32 with $h = 10^{-4}$ they may give 0.0.


# %% solution="first_second"
def first_second(f, x):
    """The derivatives f'(x) and f''(x) of an elementwise f, a pair of tensors in the shape of x."""
    ### BEGIN SOLUTION
    x = x.detach().requires_grad_()  # a tensor of our own
    (slope,) = torch.autograd.grad(f(x).sum(), x, create_graph=True)
    if not slope.requires_grad:  # f is a line: its slope was not computed from x
        return slope, torch.zeros_like(slope)
    (curvature,) = torch.autograd.grad(slope.sum(), x)
    return slope, curvature
    ### END SOLUTION


# %% setup="pairs"
def derivatives_of(pair, what):
    """The two tensors of a pair, or a sentence on what came in their place."""
    is_pair = isinstance(pair, tuple | list) and len(pair) == 2
    assert is_pair, f"{what} gave a {type(pair).__name__}; expected a pair of tensors"
    for name, part in zip(("f'", "f''"), pair, strict=True):
        assert isinstance(part, torch.Tensor), f"{name} of {what} is a {type(part).__name__}; expected a tensor"
    return pair


# %% test="first_second"
@points(4)
def test_derivatives_of_the_cube(student):
    """x^3 has the derivatives 3 x^2 and 6 x at each of three places."""
    x = torch.tensor([-1.0, 0.5, 2.0])
    first, second = derivatives_of(student.first_second(student.power(3), x), "first_second(x^3, x)")
    assert_close(first, torch.tensor([3.0, 0.75, 12.0]), "f' of x^3 at (-1, 0.5, 2)")
    assert_close(second, torch.tensor([-6.0, 3.0, 12.0]), "f'' of x^3 at (-1, 0.5, 2)")


@points(3)
def test_derivatives_have_the_shape_of_x(student):
    """For x of shape (2, 3) both derivatives have the shape (2, 3)."""
    x = torch.tensor([[1.0, 2.0, 3.0], [-1.0, -2.0, -3.0]])
    pair = derivatives_of(student.first_second(student.power(2), x), "first_second(x^2, x)")
    for name, part in zip(("f'", "f''"), pair, strict=True):
        assert tuple(part.shape) == (2, 3), f"{name} has the shape {tuple(part.shape)}; expected (2, 3)"


### BEGIN HIDDEN TESTS
@points(5)
def test_derivatives_of_waves(student):
    """Waves of any amplitude, frequency and phase have the right first and second derivatives."""
    for a, omega, phase in ((1.0, 1.0, 0.0), (3.0, 2.5, 0.7), (0.2, 6.0, -1.0)):
        x = 4 * torch.rand(10) - 2
        first, second = student.first_second(student.wave(a, omega, phase), x)
        angle = omega * x.double() + phase
        assert_close(first, a * omega * torch.cos(angle), "f' of a wave", atol=1e-5 * a * omega)
        assert_close(second, -a * omega**2 * torch.sin(angle), "f'' of a wave", atol=1e-5 * a * omega**2)


@points(4)
def test_derivatives_are_exact_in_double_precision(student):
    """In float64 the derivatives are right to ten digits: differentiated, not approximated by differences."""
    x = 2 * torch.rand(7, dtype=torch.float64) - 1
    for rate in (1.0, -1.5):
        first, second = student.first_second(student.growth(rate), x.clone())
        grown = torch.special.expm1(rate * x) + 1
        assert_close(first, rate * grown, "f' of an exponential", rtol=1e-10, atol=0)
        assert_close(second, rate**2 * grown, "f'' of an exponential", rtol=1e-10, atol=0)


@points(4)
def test_functions_without_curvature(student):
    """A straight line, and a bent one away from its knee, have the right slope and no curvature."""
    x = torch.tensor([-2.0, -0.5, 0.25, 3.0])
    for made, slopes in (
        (student.straight(3.0, -1.0), [3.0, 3.0, 3.0, 3.0]),
        (student.straight(-0.5), [-0.5, -0.5, -0.5, -0.5]),
        (student.hinge(0.0), [0.0, 0.0, 1.0, 1.0]),
    ):
        first, second = derivatives_of(student.first_second(made, x), "first_second of a line")
        assert_close(first, torch.tensor(slopes), "the slope of a line")
        assert_close(second, torch.zeros(4), "the curvature of a line")


@points(3)
def test_derivatives_for_x_of_any_shape(student):
    """A single number, one element, a column and a block give derivatives in their own shape."""
    for shape in ((), (1,), (7, 1), (10,), (2, 3, 2)):
        x = torch.rand(shape) + 0.5
        first, second = student.first_second(student.power(4, 0.5), x)
        assert_close(first, 2 * x**3, f"f' of x^4 / 2 for x of shape {shape}", rtol=1e-4)
        assert_close(second, 6 * x**2, f"f'' of x^4 / 2 for x of shape {shape}", rtol=1e-4)


@points(2)
def test_derivatives_leave_x_as_it_was(student):
    """After the call x holds its numbers, no gradient, and does not require one."""
    x = torch.tensor([1.0, 2.0, 3.0])
    student.first_second(student.power(3), x)
    assert_close(x, torch.tensor([1.0, 2.0, 3.0]), "x after the call")
    assert x.grad is None, "a gradient was left in x.grad"
    assert not x.requires_grad, "x requires a gradient after the call"


### END HIDDEN TESTS
check()

# %% [markdown]
# From a position to a velocity and an acceleration: a pendulum that comes to rest, $s(t) = e^{-t/4}
# \cos(2t)$ in centimetres. Where the position is largest, is the velocity zero? Where is the acceleration
# largest?


# %% setup="draw_swing"
def draw_swing():
    t = torch.linspace(0.0, 8.0, 300, device=device)

    def swing(t):
        return torch.exp(-t / 4) * torch.cos(2 * t)

    velocity, acceleration = first_second(swing, t)
    fig, ax = plt.subplots(figsize=(7, 3.6))
    ax.plot(t.cpu(), swing(t).cpu(), "C0-", linewidth=2.5, label="position (cm)")
    ax.plot(t.cpu(), velocity.detach().cpu(), "C1--", label="velocity (cm/s), your $f'$")
    ax.plot(t.cpu(), acceleration.detach().cpu(), "C2:", linewidth=2, label="acceleration (cm/s²), your $f''$")
    ax.axhline(0, color="0.7", linewidth=0.8)
    ax.set_xlabel("time (s)")
    ax.set_ylabel("cm, cm/s, cm/s²")
    ax.set_title("A pendulum, differentiated twice")
    ax.legend(fontsize=8)
    fig.tight_layout()


with waits_for("first_second"):
    draw_swing()

# %% [markdown]
# ## 2. The Hessian (20 points)
#
# A function of $d$ numbers has $d$ first derivatives, the gradient $g$, and $d \times d$ second ones, the
# **Hessian**
#
# $$H_{ij} = \frac{\partial g_i}{\partial x_j} = \frac{\partial^2 f}{\partial x_i\,\partial x_j}.$$
#
# Write `hessian(f, x)` for `x` of shape `(d,)` and a function `f` that gives a single number. It returns $H$
# of shape `(d, d)`. Example: $f = x_0 x_1^2$ has the gradient $(x_1^2,\ 2 x_0 x_1)$, so at $x = (1, 2)$
#
# $$H = \begin{pmatrix} 0 & 2 x_1 \\ 2 x_1 & 2 x_0 \end{pmatrix} = \begin{pmatrix} 0 & 4 \\ 4 & 2 \end{pmatrix}.$$
#
# - The trick of exercise 1 fails here: every $g_i$ may depend on every $x_j$, and what you get from all of
#   them at once is mixed. Differentiate one component of the gradient at a time.
# - Torch frees a record when it has been used once. Which argument of `torch.autograd.grad` keeps it?
# - A plane (`plane`) has $H = 0$, of shape `(d, d)`. `x` stays as it was.
# - Torch has this ready (`torch.func.hessian`, `torch.autograd.functional.hessian`). Build it without them,
#   from `torch.autograd.grad`; in later work use theirs.


# %% solution="hessian"
def hessian(f, x):
    """All second derivatives of f, which maps x (d,) to one number: a tensor (d, d)."""
    ### BEGIN SOLUTION
    x = x.detach().requires_grad_()  # a tensor of our own
    (gradient,) = torch.autograd.grad(f(x), x, create_graph=True)
    if not gradient.requires_grad:
        return x.new_zeros(len(x), len(x))
    return torch.stack([torch.autograd.grad(part, x, retain_graph=True)[0] for part in gradient])
    ### END SOLUTION


# %% setup="chain"
def chain_matrix(stiffness, x):
    """The Hessian of springs(stiffness) at x (d,), worked out by hand; float64."""
    x = x.double()
    H = torch.diag(3 * x**2)
    for i in range(len(x) - 1):
        H[i, i] += stiffness
        H[i + 1, i + 1] += stiffness
        H[i, i + 1] -= stiffness
        H[i + 1, i] -= stiffness
    return H


# %% test="hessian"
@points(4)
def test_hessian_of_the_example(student):
    """The Hessian of x0 x1^2 at (1, 2) is that of the example."""
    H = student.hessian(student.monomial(1, 2), torch.tensor([1.0, 2.0]))
    assert_close(H, torch.tensor([[0.0, 4.0], [4.0, 2.0]]), "hessian of x0 x1^2 at (1, 2)")


@points(2)
def test_hessian_is_a_square_table(student):
    """For x of shape (4,) the Hessian is a tensor of shape (4, 4)."""
    H = student.hessian(student.springs(1.0), torch.tensor([1.0, 0.0, -1.0, 2.0]))
    assert isinstance(H, torch.Tensor), f"hessian gave a {type(H).__name__}; expected a tensor"
    assert tuple(H.shape) == (4, 4), f"hessian at x of shape (4,) has the shape {tuple(H.shape)}; expected (4, 4)"


### BEGIN HIDDEN TESTS
@points(5)
def test_hessian_of_a_coupled_chain(student):
    """Where each component is coupled to its neighbours, every entry of the Hessian is right."""
    for d, stiffness in ((2, 1.5), (5, 0.7), (10, 4.0)):
        x = torch.randn(d)
        H = student.hessian(student.springs(stiffness), x)
        assert_close(H, chain_matrix(stiffness, x), f"the Hessian for d = {d}", rtol=1e-4, atol=1e-5)


@points(3)
def test_hessian_of_a_plane_is_zero(student):
    """A linear function has a Hessian of zeros, of the right shape."""
    for d in (1, 4):
        H = student.hessian(student.plane(torch.arange(1.0, d + 1)), torch.randn(d))
        assert_close(H, torch.zeros(d, d), f"the Hessian of a plane, d = {d}")


@points(3)
def test_hessian_of_a_loss(student):
    """The Hessian of the mean squared loss of a linear model is right, for two, three and five weights."""
    for n, d in ((7, 2), (3, 3), (10, 5)):
        X, y = torch.randn(n, d), torch.randn(n)
        H = student.hessian(student.fit_loss(X, y), torch.randn(d))
        wanted = sum(torch.outer(row, row) for row in X.double()) / n
        assert_close(H, wanted, f"the Hessian for n = {n}, d = {d}", rtol=1e-4, atol=1e-5)


@points(1)
def test_hessian_of_one_parameter(student):
    """A function of a single parameter has a Hessian of shape (1, 1)."""
    H = student.hessian(student.monomial(3), torch.tensor([2.0]))
    assert_close(H, torch.tensor([[12.0]]), "the Hessian of x^3 at (2,)")


@points(1)
def test_hessian_in_double_precision(student):
    """In float64 the Hessian is right to ten digits."""
    x = torch.linspace(-1.0, 2.0, 4, dtype=torch.float64)
    H = student.hessian(student.springs(0.3), x)
    assert_close(H, chain_matrix(0.3, x), "the Hessian in float64", rtol=1e-10, atol=1e-10)


@points(1)
def test_hessian_leaves_x_as_it_was(student):
    """After the call x holds its numbers, no gradient, and does not require one."""
    x = torch.tensor([1.0, 2.0])
    student.hessian(student.monomial(2, 2), x)
    assert_close(x, torch.tensor([1.0, 2.0]), "x after hessian")
    assert x.grad is None, "a gradient was left in x.grad by hessian"
    assert not x.requires_grad, "x requires a gradient after hessian"


### END HIDDEN TESTS
check()

# %% [markdown]
# The energy of a chain of bodies on springs, differentiated twice by their positions, is its stiffness: push
# body $j$, and $H_{ij}$ says what body $i$ feels. Only neighbours do.


# %% setup="draw_chain"
def draw_chain():
    H = hessian(springs(1.0), torch.linspace(-0.7, 0.7, 8, device=device)).detach().cpu().numpy()
    fig, ax = plt.subplots(figsize=(4.6, 3.8))
    drawn = ax.imshow(H, cmap="PuOr", vmin=-3.5, vmax=3.5)
    ax.set_xlabel("body $j$ that is pushed")
    ax.set_ylabel("body $i$ that feels it")
    ax.set_title("Your Hessian of eight bodies on springs", fontsize=10)
    fig.colorbar(drawn, label="$H_{ij}$ (no unit)")
    fig.tight_layout()


with waits_for("hessian"):
    draw_chain()

# %% [markdown]
# ## 3. A Hessian that nobody can store (15 points)
#
# A network with a million parameters, a small one, has a Hessian of $10^{12}$ numbers: 4 TB in float32.
# Mostly one needs only its product with a vector, $Hv$: how the gradient changes on the way along $v$.
# That product is the gradient of a single number,
#
# $$(Hv)_i = \sum_j \frac{\partial g_i}{\partial x_j}\, v_j = \frac{\partial}{\partial x_i} \sum_j g_j v_j
# \qquad (v \text{ held fixed}),$$
#
# and costs about as much as two gradients. Write `hvp(f, x, v)` for `x` and `v` of shape `(d,)`. It returns
# $Hv$ of shape `(d,)`, never holds a table of $d \times d$ numbers, gives zeros for a plane, and leaves `x`
# and `v` as they were.
#
# Example: $f = x_0 x_1^2$ at $x = (1, 2)$ with $v = (1, 1)$ has $Hv = (0 + 4,\ 4 + 2) = (4, 6)$.


# %% solution="hvp"
def hvp(f, x, v):
    """The Hessian of f at x (d,) times the vector v (d,), in the shape of x, without the Hessian."""
    ### BEGIN SOLUTION
    x = x.detach().requires_grad_()  # a tensor of our own
    (gradient,) = torch.autograd.grad(f(x), x, create_graph=True)
    if not gradient.requires_grad:
        return torch.zeros_like(gradient)
    (product,) = torch.autograd.grad(gradient, x, grad_outputs=v)
    return product
    ### END SOLUTION


# %% test="hvp"
@points(4)
def test_product_of_three_parameters(student):
    """x0 x1^2 x2 at (1, 2, 3), with v = (1, 0, -1), has the product that one works out by hand."""
    product = student.hvp(student.monomial(1, 2, 1), torch.tensor([1.0, 2.0, 3.0]), torch.tensor([1.0, 0.0, -1.0]))
    assert_close(product, torch.tensor([-4.0, 8.0, 4.0]), "hvp of x0 x1^2 x2 at (1, 2, 3) with v = (1, 0, -1)")


### BEGIN HIDDEN TESTS
@points(4)
def test_product_equals_hessian_times_vector(student):
    """For one, five and ten parameters the product is that of the Hessian with v, whatever v is."""
    for d, stiffness in ((1, 1.0), (5, 2.0), (10, 0.5)):
        x, v = torch.randn(d), 3 * torch.randn(d)
        wanted = chain_matrix(stiffness, x) @ v.double()
        product = student.hvp(student.springs(stiffness), x, v)
        assert_close(product, wanted, f"the product for d = {d}", rtol=1e-4, atol=1e-4)


@points(4)
def test_product_of_very_many_parameters(student):
    """With so many parameters that their Hessian would fill 10 GB, the product is still right."""
    d = 50_000
    x, v = torch.randn(d), torch.randn(d)
    wanted = 3 * x.double() ** 2 * v.double()
    gap = v.double().diff()
    wanted[1:] += gap
    wanted[:-1] -= gap
    assert_close(student.hvp(student.springs(1.0), x, v), wanted, "the product", rtol=1e-4, atol=1e-4)


@points(2)
def test_product_of_a_plane_is_zero(student):
    """For a linear function the product is a vector of zeros."""
    for d in (1, 6):
        product = student.hvp(student.plane(torch.arange(1.0, d + 1)), torch.randn(d), torch.randn(d))
        assert_close(product, torch.zeros(d), f"the product of a plane, d = {d}")


@points(1)
def test_product_leaves_x_and_v_as_they_were(student):
    """After the call x and v hold their numbers and no gradient, and do not require one."""
    x, v = torch.tensor([1.0, 2.0]), torch.tensor([3.0, -1.0])
    student.hvp(student.monomial(2, 1), x, v)
    assert_close(x, torch.tensor([1.0, 2.0]), "x after hvp")
    assert_close(v, torch.tensor([3.0, -1.0]), "v after hvp")
    for name, part in (("x", x), ("v", v)):
        assert part.grad is None, f"a gradient was left in {name}.grad by hvp"
        assert not part.requires_grad, f"{name} requires a gradient after hvp"


### END HIDDEN TESTS
check()

# %% [markdown]
# A quarter of a million bodies on springs, on your machine:

# %% setup="bodies"
with waits_for("hvp"):
    many_x, many_v = torch.randn(2, 250_000, device=device)
    many_start = time.perf_counter()
    many_product = hvp(springs(1.0), many_x, many_v)
    many_seconds = time.perf_counter() - many_start
    print(f"H times v for {len(many_product):,} parameters: {many_seconds:.2g} s, 1 MB for the answer.")
    print("The Hessian itself would take 250,000 MB.")

# %% [markdown]
# ## 4. The Hessian of the squared loss (15 points)
#
# For the linear model without an intercept, $\hat y = Xw$, the mean of the squared loss is
#
# $$l(w) = \frac1n \sum_{i=1}^{n} \tfrac12 (x_i^\top w - y_i)^2,$$
#
# with $x_i$ the rows of $X$. Differentiate twice by hand (the first derivative is
# $\frac1n \sum_i (x_i^\top w - y_i)\, x_i$) and write `loss_hessian(X)`: the Hessian, of shape `(d, d)`, for
# `X` of shape `(n, d)`, by a formula, without autograd.
#
# The signature says already that neither $y$ nor $w$ is in it: the valley has the same shape everywhere.
# That is what makes linear regression easy. Example: the rows $(1, 0)$, $(1, 2)$, $(1, 4)$ give
#
# $$H = \begin{pmatrix} 1 & 2 \\ 2 & 20/3 \end{pmatrix}.$$


# %% solution="loss_hessian"
def loss_hessian(X):
    """Second derivatives (d, d) of the mean squared loss of X w, for X (n, d), in closed form."""
    ### BEGIN SOLUTION
    return X.T @ X / len(X)
    ### END SOLUTION


# %% test="loss_hessian"
@points(5)
def test_loss_hessian_of_the_example(student):
    """Three examples of two features have the Hessian of the example."""
    rows = torch.tensor([[1.0, 0.0], [1.0, 2.0], [1.0, 4.0]])
    H = student.loss_hessian(rows)
    assert_close(H, torch.tensor([[1.0, 2.0], [2.0, 20 / 3]]), "loss_hessian of the example")


### BEGIN HIDDEN TESTS
@points(6)
def test_loss_hessian_agrees_with_autograd(student):
    """The formula equals what autograd finds, at any weights and labels."""
    for n, d in ((10, 2), (7, 5), (2, 3)):
        X = torch.randn(n, d, dtype=torch.float64)
        H = student.loss_hessian(X)
        for _ in range(2):
            y = 5 * torch.randn(n, dtype=torch.float64)
            at = 10 * torch.randn(d, dtype=torch.float64)
            wanted = torch.autograd.functional.hessian(lambda w, X=X, y=y: (X @ w - y).pow(2).sum() / (2 * len(y)), at)
            assert_close(H, wanted, f"the Hessian for n = {n}, d = {d}", rtol=1e-8, atol=1e-8)


@points(4)
def test_loss_hessian_of_one_feature_or_one_example(student):
    """With a single feature, or a single example, the Hessian still has the shape (d, d)."""
    single = student.loss_hessian(torch.tensor([[1.0], [2.0], [-3.0], [0.0]]))
    assert_close(single, torch.tensor([[3.5]]), "the Hessian of one feature")
    alone = student.loss_hessian(torch.tensor([[2.0, -1.0, 3.0]]))
    wanted = torch.tensor([[4.0, -2.0, 6.0], [-2.0, 1.0, -3.0], [6.0, -3.0, 9.0]])
    assert_close(alone, wanted, "the Hessian of one example")


### END HIDDEN TESTS
check()

# %% [markdown]
# Three ways to the same table, your `hessian`, your `loss_hessian` and torch's own:

# %% setup="three_ways"
with waits_for("hessian and loss_hessian"):
    ways_X, ways_y = torch.randn(50, 3, device=device), torch.randn(50, device=device)
    ways_H = loss_hessian(ways_X)
    ways_own = hessian(fit_loss(ways_X, ways_y), torch.randn(3, device=device))
    ways_torch = torch.autograd.functional.hessian(fit_loss(ways_X, ways_y), torch.randn(3, device=device))
    print(f"hessian and loss_hessian differ by at most {float((ways_own - ways_H).abs().max()):.1g},")
    print(f"torch's own and loss_hessian by at most {float((ways_torch - ways_H).abs().max()):.1g}.")

# %% [markdown]
# ## 5. Newton's step (15 points)
#
# In $d$ dimensions the step of the picture becomes
#
# $$w_\text{new} = w - H^{-1} g,$$
#
# with the gradient $g$ of the mean squared loss at $w$ and its Hessian $H$ of exercise 4. The loss *is* a
# parabola here, so one step reaches the bottom, the least-squares solution, from any $w$.
#
# Write `newton_step(w, X, y)` for `w` of shape `(d, 1)`, `X` `(n, d)` and `y` `(n, 1)`. It returns the new
# weights as a new tensor of shape `(d, 1)` and leaves its arguments as they were. You may take it that $n
# \ge d$ and that $H$ can be inverted.
#
# - Write $g$ by the formula in exercise 4, in matrices. Both $g$ and $H$ belong to the *mean*.
# - `torch.linalg.solve(H, g)` gives $H^{-1} g$ without the inverse; it is quicker and loses fewer digits.
#
# Example: $X = (1, 2)^\top$, $y = (2, 4)^\top$ and $w = 5$ have $g = \frac12(3 \cdot 1 + 6 \cdot 2) = 7.5$
# and $H = 2.5$, so that $w_\text{new} = 5 - 3 = 2$.


# %% solution="newton_step"
def newton_step(w, X, y):
    """New weights (d, 1) after one Newton step on the mean squared loss of X w against y, from w (d, 1)."""
    ### BEGIN SOLUTION
    residual = X @ w - y
    return w - torch.linalg.solve(X.T @ X, X.T @ residual)  # the n of g and that of H cancel
    ### END SOLUTION


# %% test="newton_step"
@points(3)
def test_step_of_one_weight(student):
    """The example with one weight steps from 5 to 2."""
    stepped = student.newton_step(
        torch.tensor([[5.0]]), torch.tensor([[1.0], [2.0]]), torch.tensor([[2.0], [4.0]])
    )
    assert_close(stepped, torch.tensor([[2.0]]), "newton_step of the example")


@points(3)
def test_step_reaches_least_squares(student):
    """From zero weights one step reaches the least-squares solution of noisy data."""
    inputs = torch.randn(20, 3)
    targets = inputs @ torch.tensor([[2.0], [-3.4], [1.0]]) + 0.5 * torch.randn(20, 1)
    best = torch.linalg.lstsq(inputs, targets).solution
    stepped = student.newton_step(torch.zeros(3, 1), inputs, targets)
    assert_close(stepped, best, "newton_step from zero", rtol=1e-3, atol=1e-3)


### BEGIN HIDDEN TESTS
@points(4)
def test_step_from_very_far_away(student):
    """From a start a thousand units away one step reaches the least-squares solution to a millionth."""
    for n, d in ((7, 1), (10, 2), (30, 5)):
        X, y = torch.randn(n, d).double(), torch.randn(n, 1).double()
        best = torch.linalg.lstsq(X, y).solution
        w = student.newton_step(best + 1e3 * torch.randn(d, 1).double(), X, y)
        assert_close(w, best, f"the weights for n = {n}, d = {d}", rtol=1e-6, atol=1e-6)


@points(3)
def test_step_in_a_narrow_valley(student):
    """One step is enough where the features have very different sizes and go together."""
    X = torch.stack([100 * torch.rand(12) + 20, torch.ones(12), torch.rand(12) / 50], dim=1).double()
    y = torch.randn(12, 1).double()
    best = torch.linalg.lstsq(X, y).solution
    w = student.newton_step(torch.ones(3, 1).double(), X, y)
    assert_close(w, best, "the weights in a narrow valley", rtol=1e-5, atol=1e-5)


@points(2)
def test_step_makes_a_new_tensor(student):
    """The step leaves w, X and y as they were, and at the bottom of the valley it goes nowhere."""
    X, w = torch.tensor([[1.0, 1.0], [1.0, -1.0], [2.0, 0.0]]), torch.tensor([[3.0], [-2.0]])
    y = X @ w
    stayed = student.newton_step(w, X, y)
    assert_close(stayed, torch.tensor([[3.0], [-2.0]]), "the weights after a step from the bottom")
    student.newton_step(w, X, y + 1)
    assert_close(w, torch.tensor([[3.0], [-2.0]]), "the caller's w after the step")
    assert_close(X, torch.tensor([[1.0, 1.0], [1.0, -1.0], [2.0, 0.0]]), "the caller's X after the step")
    assert_close(y, torch.tensor([[1.0], [5.0], [6.0]]), "the caller's y after the step")


### END HIDDEN TESTS
check()

# %% [markdown]
# ## 6. What can go wrong (10 points)
#
# Six snippets, each meant to give the second derivative of a function. **Predict** before you run anything:
# what comes out? Choose for each one of
#
# - `"ok"`: the right number or numbers;
# - `"no graph"`: an error, because something was not recorded ("element 0 of tensors does not require grad");
# - `"not scalar"`: an error, because torch differentiates single numbers only ("grad can be implicitly
#   created only for scalar outputs");
# - `"wrong number"`: a number, without an error, that is not $f''$.
#
# Copy and fill in:
#
# ```python
# PREDICT_ERRORS = {"A": "...", "B": "...", "C": "...", "D": "...", "E": "...", "F": "..."}
# ```


# %% setup="snippets"
def snippet_a():
    """x^3 at 2"""
    x = torch.tensor(2.0, requires_grad=True)
    (g,) = torch.autograd.grad(x**3, x)
    return torch.autograd.grad(g, x)[0]


def snippet_b():
    """x^3 at 2"""
    x = torch.tensor(2.0, requires_grad=True)
    (g,) = torch.autograd.grad(x**3, x, retain_graph=True)
    return torch.autograd.grad(g, x)[0]


def snippet_c():
    """x^3 at 1, 2 and 3"""
    x = torch.tensor([1.0, 2.0, 3.0], requires_grad=True)
    (g,) = torch.autograd.grad((x**3).sum(), x, create_graph=True)
    return torch.autograd.grad(g, x)[0]


def snippet_d():
    """3 x at 2"""
    x = torch.tensor(2.0, requires_grad=True)
    (g,) = torch.autograd.grad(3 * x, x, create_graph=True)
    return torch.autograd.grad(g, x)[0]


def snippet_e():
    """x^3 at 2"""
    x = torch.tensor(2.0, requires_grad=True)
    y = x**3
    y.backward(create_graph=True)
    x.grad.backward()
    return x.grad


def snippet_f():
    """x^3 at 2"""
    x = torch.tensor(2.0, requires_grad=True)
    (g,) = torch.autograd.grad(x**3, x, create_graph=True)
    return torch.autograd.grad(g.detach(), x)[0]


ERROR_WORDS = ("ok", "no graph", "not scalar", "wrong number")

# %% solution="predict_errors"
### BEGIN SOLUTION
PREDICT_ERRORS = {
    "A": "no graph",
    "B": "no graph",
    "C": "not scalar",
    "D": "no graph",
    "E": "wrong number",
    "F": "no graph",
}
### END SOLUTION


# %% test="predict_errors"
@points(2)
def test_predictions_can_be_read(student):
    """Each of the six predictions is one of the four outcomes."""
    predicted = student.PREDICT_ERRORS
    for letter in "ABCDEF":
        assert letter in predicted, f'PREDICT_ERRORS has no entry for "{letter}"'
        word = predicted[letter]
        assert word in ERROR_WORDS, f'"{letter}": {word!r} is none of {", ".join(ERROR_WORDS)}'


### BEGIN HIDDEN TESTS
@points(1)
def test_prediction_for_a_plain_gradient(student):
    """The prediction for snippet A is what happens."""
    assert student.PREDICT_ERRORS["A"] == "no graph", "snippet A is predicted wrong"


@points(2)
def test_prediction_for_a_graph_that_is_kept(student):
    """The prediction for snippet B is what happens."""
    assert student.PREDICT_ERRORS["B"] == "no graph", "snippet B is predicted wrong"


@points(1)
def test_prediction_for_several_numbers(student):
    """The prediction for snippet C is what happens."""
    assert student.PREDICT_ERRORS["C"] == "not scalar", "snippet C is predicted wrong"


@points(2)
def test_prediction_for_a_line(student):
    """The prediction for snippet D is what happens."""
    assert student.PREDICT_ERRORS["D"] == "no graph", "snippet D is predicted wrong"


@points(1)
def test_prediction_for_two_backward_calls(student):
    """The prediction for snippet E is what happens."""
    assert student.PREDICT_ERRORS["E"] == "wrong number", "snippet E is predicted wrong"


@points(1)
def test_prediction_for_a_detached_gradient(student):
    """The prediction for snippet F is what happens."""
    assert student.PREDICT_ERRORS["F"] == "no graph", "snippet F is predicted wrong"


### END HIDDEN TESTS
check()

# %% [markdown]
# **Run.** The next cell puts what happens beside what you predicted. (Torch also warns of snippet E, which
# leaves a circle of references behind; the cell is quiet about it.)


# %% setup="run_snippets"
def outcome_of(snippet, wanted):
    """The outcome of a snippet in words, with what it gave."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            got = snippet().detach()
    except RuntimeError as error:
        word = "not scalar" if "scalar outputs" in str(error) else "no graph"
        said = str(error).split(" and ")[0]
        return word, f"RuntimeError: {said}"
    right = torch.allclose(got, torch.tensor(wanted))
    return ("ok" if right else "wrong number"), f"{got.tolist()} where {wanted} is right"


with waits_for("PREDICT_ERRORS"):
    for letter, snippet, wanted in (
        ("A", snippet_a, 12.0),
        ("B", snippet_b, 12.0),
        ("C", snippet_c, [6.0, 12.0, 18.0]),
        ("D", snippet_d, 0.0),
        ("E", snippet_e, 12.0),
        ("F", snippet_f, 12.0),
    ):
        happened, detail = outcome_of(snippet, wanted)
        print(f"{letter}: predicted {PREDICT_ERRORS.get(letter)}, ran {happened} ({detail})")

# %% [markdown]
# Three questions to think over: `x.grad` holds $f'(2) = 12$ after the first `backward` of snippet E; what
# does the second one do with the 12 that it finds? Why is it good luck that $f'(2)$ and $f''(2)$ are equal
# here, if you want to see the mistake, or bad luck, if you test your own code with this number? And which of
# the six would give a *right* answer if the function were $f = x^3$ at $x = 0$?
#
# ## Ohm's valley
#
# In 1826 Ohm measured the current $X$ (the reading of a torsion balance, no unit) through wires of length $\ell$
# (inches) and found $X = a/(b + \ell)$. So $1000/X$ is a straight line in $\ell$,
#
# $$\frac{1000}{X} = \frac{1000}{a}\,\ell + \frac{1000\,b}{a},$$
#
# with a slope and an intercept as the two weights, for the features $\ell$ and 1. (Source: G. S. Ohm,
# Schweigger's *Journal für Chemie und Physik* 46, 1826, p. 137. He gives $b = 20\frac14$ inches.) The lengths
# run from 2 to 130, so the valley of the loss is steep across and almost flat along. Gradient descent with
# the largest sensible learning rate, $1/\lambda_\text{max}$, against one step of yours, both from zero:

# %% setup="ohm_fit"
ohm = load_data("ohm1826.csv")
ohm_length = ohm["length_inch"].double().to(device)
ohm_X = torch.stack([ohm_length, torch.ones_like(ohm_length)], dim=1)
ohm_y = (1000 / ohm["X"].double().to(device)).reshape(-1, 1)


def descend(H, num_steps):
    """The weights (num_steps + 1, 2) on the way of gradient descent from zero, learning rate 1 / largest curvature."""
    w = torch.zeros(2, 1, dtype=torch.float64, device=device)
    lr = 1 / torch.linalg.eigvalsh(H)[-1]
    path = [w.reshape(-1)]
    for _ in range(num_steps):
        w = w - lr * ohm_X.T @ (ohm_X @ w - ohm_y) / len(ohm_y)
        path.append(w.reshape(-1))
    return torch.stack(path)


with waits_for("loss_hessian and newton_step"):
    ohm_H = loss_hessian(ohm_X)
    flat, steep = torch.linalg.eigvalsh(ohm_H).tolist()
    print(f"Curvature of the valley: {steep:.0f} across, {flat:.2f} along; ratio {steep / flat:.0f}.")
    ohm_path = descend(ohm_H, 2000)
    ohm_newton = newton_step(torch.zeros(2, 1, dtype=torch.float64, device=device), ohm_X, ohm_y).reshape(-1)
    for ohm_way, (ohm_slope, ohm_intercept) in (
        ("one Newton step", ohm_newton.tolist()),
        ("2000 steps of gradient descent", ohm_path[-1].tolist()),
    ):
        ohm_a, ohm_b = 1000 / ohm_slope, ohm_intercept / ohm_slope
        print(f"{ohm_way}: a = {ohm_a:.1f} inch, b = {ohm_b:.2f} inch")
    print("Ohm's own: a = 7285, b = 20.25 inch")


# %% setup="draw_valley"
def draw_valley():
    slope, intercept = torch.meshgrid(
        torch.linspace(-0.02, 0.22, 240), torch.linspace(-0.6, 4.2, 240), indexing="xy"
    )
    X, y = ohm_X.cpu(), ohm_y.cpu().reshape(-1)
    grid = torch.stack([slope.reshape(-1), intercept.reshape(-1)]).double()
    losses = ((X @ grid - y.reshape(-1, 1)) ** 2 / 2).mean(dim=0).reshape(slope.shape)
    path, end = ohm_path.cpu(), ohm_newton.cpu()
    fig, (left, right) = plt.subplots(1, 2, figsize=(10, 4))
    shades = left.contourf(slope, intercept, torch.log10(losses), levels=16, cmap="Blues_r")
    fig.colorbar(shades, ax=left, label="log10 of the mean loss")
    left.plot(path[:, 0], path[:, 1], "C1.-", markersize=4, label="gradient descent, 2000 steps")
    left.plot([0, end[0]], [0, end[1]], "k--", linewidth=1.2, label="your Newton step")
    left.plot([end[0]], [end[1]], "k*", markersize=12)
    left.set_xlabel("slope $1000/a$ (1/inch)")
    left.set_ylabel("intercept $1000\\,b/a$ (no unit)")
    left.set_title("The valley of the loss", fontsize=10)
    left.legend(fontsize=8, loc="upper left")
    ends = torch.tensor([0.0, 135.0])
    right.plot(X[:, 0], y, "ko", markersize=5, label="Ohm's measurements")
    right.plot(ends, end[0] * ends + end[1], "k--", label="one Newton step")
    right.plot(ends, path[-1, 0] * ends + path[-1, 1], "C1-", label="2000 steps of gradient descent")
    right.set_xlabel("length of the wire (inch)")
    right.set_ylabel("$1000/X$ (no unit)")
    right.set_title("Ohm's measurements of 1826 and the two fits", fontsize=10)
    right.legend(fontsize=8)
    fig.tight_layout()


with waits_for("loss_hessian and newton_step"):
    draw_valley()

# %% [markdown]
# The steps of gradient descent fall into the valley at once and then creep along its floor; after 2000 of
# them the intercept is a third of what it should be. Newton's step knew both curvatures.
# What it costs is the solution of $d$ equations with $d$ unknowns: fine for two weights or a thousand, out of
# the question for a million. There one has `hvp`, or a learning rate.
