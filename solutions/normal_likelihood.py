# %% [markdown]
# # The normal distribution: where the squared loss comes from
#
# Why does linear regression square its errors? Why not take their size, or their fourth power? Gauss gave a
# reason in 1809 that still holds: *if* the noise of the measurements is normally distributed, then the line
# with the smallest sum of squares is the line under which the data are most probable. Other noise, other loss.
#
# You will write the normal density and turn it into a loss, the negative log-likelihood. With pencil and paper
# you find out what distinguishes it from the sum of squares, and what does not. Then you change the noise, see
# another loss appear, and say in advance which of the two wins where. At the end both are tried on 66 famous
# measurements of the speed of light.
#
# | exercise | you write | points |
# |---|---|---|
# | 1 | `normal`: the density | 20 |
# | 2 | `PREDICT_PEAK`: what changes its height? | 8 |
# | 3 | `nll`: from a density to a loss | 18 |
# | 4 | `nll_minus_sse`: what distinguishes it from the sum of squares | 10 |
# | 5 | `mle_sigma`: the most likely standard deviation | 10 |
# | 6 | `laplace_nll`: another noise, another loss | 10 |
# | 7 | `best_constant`: which number fits best? | 10 |
# | 8 | `PREDICT_NOISE`, `estimate_errors`, `REASON_NOISE`: predict, run, reconcile | 14 |
#
# Throughout, $e = \hat y - y$ is the error of an example, prediction minus label, and $n$ the number of examples.
# All logarithms are natural. Each exercise has visible checks (run the cell below yours) and hidden ones.
#
# **Week:** 2. **Time:** 50 minutes. **Before it:** linear_regression_scratch. **In the book:** 3.1.3 The
# Normal Distribution and Squared Loss; 22.7 Maximum Likelihood.

# %% setup
import math

import matplotlib.pyplot as plt
import torch

from autograder import as_number, assert_close, check, get_device, load_data, points, waits_for

device = get_device()
torch.manual_seed(1882)

# %% given
from autograder.course.given import given

squared_loss, linreg = given("linear_regression_scratch", "squared_loss", "linreg")

# %% [markdown]
# ## The data
#
# In the summer of 1882 Simon Newcomb sent light from Fort Myer, across the Potomac, to a mirror at the foot of
# the Washington Monument, and timed its return: 7442 metres in some 24 830 nanoseconds. The table holds his 66
# results, as deviations from 24 800 ns. (S. M. Stigler, *Annals of Statistics* 5, 1977, p. 1055.) Everybody
# would read off a value between 20 and 35 ns. But which number sums them up best, and what about the two far out
# on the left?

# %% setup="newcomb"
newcomb = load_data("newcomb.csv")["deviation_ns"].to(device)  # ns, deviations from 24 800 ns


def draw_newcomb(ax, density=False):
    """A histogram of Newcomb's measurements: how many, or as a density in 1/ns."""
    edges = torch.arange(-48.0, 49.0, 4.0).tolist()
    ax.hist(newcomb.tolist(), bins=edges, density=density, color="C0", alpha=0.4, label="Newcomb, 1882")
    ax.set_xlabel("passage time of light, minus 24 800 ns (ns)")
    ax.set_ylabel("density (1/ns)" if density else "number of measurements")


fig, ax = plt.subplots(figsize=(6.4, 3.4))
draw_newcomb(ax)
ax.set_title("How long does light take for 7442 m?")
ax.legend(loc="upper left")
fig.tight_layout()

# %% [markdown]
# ## 1. The density (20 points)
#
# Write `normal(x, mu, sigma)`, the density of the normal distribution with mean $\mu$ and **standard deviation**
# $\sigma$:
#
# $$p(x) = \frac{1}{\sigma \sqrt{2\pi}}\, \exp\left(-\frac{(x - \mu)^2}{2 \sigma^2}\right).$$
#
# - `x` is a tensor of any shape, and so is the result. `mu` is a number, or a tensor in the shape of `x`: the
#   predictions, when `x` are the labels. `sigma` is a positive number.
# - `x` may require a gradient, which must get through. So stay in torch: NumPy's functions cut the graph.
#
# For example `normal(torch.tensor([0.0, 2.0]), 0.0, 1.0)` is 0.398942 and 0.053991.
#
# Two checks with pencil and paper. The area below the curve is 1 for every $\sigma$, for something must come
# out. And at $x = \mu$ the exponential is 1, so the peak is $0.3989/\sigma$.
#
# *Pitfalls*: Python works through `a / 2 * b` from left to right, and so $\sigma$ lands where it should not.
# At $\sigma = 1$ you see nothing of it. And in $\mathcal N(\mu, \sigma^2)$ the second symbol is the variance;
# your third argument is not.


# %% solution="normal"
def normal(x, mu, sigma):
    """Density of the normal distribution with mean mu and standard deviation sigma at x, in the shape of x."""
    ### BEGIN SOLUTION
    return torch.exp(-((x - mu) ** 2) / (2 * sigma**2)) / (sigma * math.sqrt(2 * math.pi))
    ### END SOLUTION


# %% test="normal"
@points(3)
def test_standard_normal_at_three_points(student):
    """With mean 0 and standard deviation 1 the density at -1, 0 and 2 is that of the tables."""
    p = student.normal(torch.tensor([-1.0, 0.0, 2.0]), 0.0, 1.0)
    assert_close(p, torch.tensor([0.2419707, 0.3989423, 0.0539910]), "normal at -1, 0, 2 for mu 0, sigma 1")


def area_and_sd(student, mu, sigma):
    """The area below the student's curve, and its standard deviation (of the curve scaled to the area 1)."""
    x = mu + sigma * torch.linspace(-12, 12, 4801, dtype=torch.float64)
    p = student.normal(x.clone(), mu, sigma)
    assert isinstance(p, torch.Tensor), f"normal(x, mu, sigma) is a {type(p).__name__}; expected a tensor"
    assert p.shape == x.shape, f"x has the shape {tuple(x.shape)}, the density {tuple(p.shape)}"
    p = p.detach()
    area = torch.trapezoid(p, x)
    return area, torch.sqrt(torch.trapezoid((x - mu) ** 2 * p, x) / area)


@points(3)
def test_standard_normal_has_the_area_one(student):
    """With mean 0 and standard deviation 1 the area below the curve is 1."""
    area, _ = area_and_sd(student, 0.0, 1.0)
    assert_close(area, 1.0, "the area below normal(x, 0, 1)", rtol=1e-4)


### BEGIN HIDDEN TESTS
@points(3)
def test_peak_of_wide_and_narrow_curves(student):
    """A wide curve has a low peak and a narrow one a high peak: 0.3989 divided by sigma."""
    for mu, sigma in ((0.0, 2.0), (3.0, 0.5), (-1.0, 0.01), (7.0, 40.0)):
        peak = student.normal(torch.tensor([mu]), mu, sigma)
        assert_close(peak * sigma, torch.tensor([0.3989423]), f"sigma times the peak at sigma {sigma:g}", rtol=1e-5)


@points(3)
def test_area_is_one_for_every_sigma(student):
    """The area below the curve is 1 for standard deviations above and below 1."""
    for mu, sigma in ((0.0, 2.0), (1.0, 0.5), (-4.0, 7.0)):
        area, _ = area_and_sd(student, mu, sigma)
        assert_close(area, 1.0, f"the area below the curve at sigma {sigma:g}", rtol=1e-4)


@points(2)
def test_width_of_the_curve_is_sigma(student):
    """The standard deviation that the curve itself has is the sigma that was asked for."""
    for mu, sigma in ((0.0, 1.5), (2.0, 0.25)):
        _, sd = area_and_sd(student, mu, sigma)
        assert_close(sd, sigma, f"the standard deviation of the curve at sigma {sigma:g}", rtol=1e-4)


@points(2)
def test_mean_moves_the_curve(student):
    """For other means, also a mean of its own for each x, the density is right."""
    for shape in ((1,), (7,), (10, 1), (5, 2)):
        x, mu = torch.randn(shape), 2 * torch.randn(shape)
        wanted = torch.exp(-((x - mu) ** 2) / 2) * 0.3989422804
        assert_close(student.normal(x.clone(), mu, 1.0), wanted, f"x and mu of the shape {shape}", rtol=1e-4)
        wanted = torch.exp(-((x + 2.5) ** 2) / 2) * 0.3989422804
        assert_close(student.normal(x.clone(), -2.5, 1.0), wanted, f"x of the shape {shape}, mu -2.5", rtol=1e-4)


@points(2)
def test_density_passes_the_gradient_on(student):
    """With an x that requires a gradient, the density can be differentiated, and its slope is right."""
    x = torch.tensor([[0.0], [1.5], [1.0], [-2.0]], requires_grad=True)
    p = student.normal(x, 1.0, 1.0)
    assert isinstance(p, torch.Tensor), f"normal(x, mu, sigma) is a {type(p).__name__}; expected a tensor"
    assert p.requires_grad, "the density is cut off from x: no gradient can get through"
    p.sum().backward()
    z = x.detach() - 1
    assert_close(x.grad, -z * torch.exp(-(z**2) / 2) * 0.3989422804, "the slope of the density", rtol=1e-4)


@points(2)
def test_far_out_the_density_is_tiny_or_zero(student):
    """Up to 9 standard deviations out the density is right; at 30 it is 0; x itself stays as it was."""
    x = torch.tensor([5.0, 10.0, -8.0, 31.0, -29.0])
    kept = x.clone()
    p = student.normal(x, 1.0, 1.0)
    wanted = torch.tensor([math.exp(-(z**2) / 2) / math.sqrt(2 * math.pi) for z in (4.0, 9.0, 9.0)])
    assert_close(p[:3], wanted, "the density at 5, 10 and -8 for mu 1", rtol=1e-3, atol=0)
    assert_close(p[3:], torch.zeros(2), "the density at 31 and -29 for mu 1", rtol=0, atol=1e-37)
    assert torch.equal(x, kept), "normal has changed the x that it was given"


### END HIDDEN TESTS
check()

# %% [markdown]
# ## 2. Predict: what changes the height? (8 points)
#
# Before you plot a single curve: start from $\mu = 0$, $\sigma = 1$, and change **one** thing. By which factor
# does the *highest value of the curve*, wherever it is, change? (1 if it stays, 3 if it trebles, 1/3 if it falls
# to a third.)
#
# - `"mu + 1"`: the mean grows by 1;
# - `"sigma * 2"`: the standard deviation is doubled;
# - `"sigma / 10"`: the standard deviation is divided by 10;
# - `"variance / 4"`: the variance is divided by 4.
#
# The area below the curve, remember, is 1 before and after.
#
# ```python
# PREDICT_PEAK = {"mu + 1": ..., "sigma * 2": ..., "sigma / 10": ..., "variance / 4": ...}
# ```

# %% solution="predict_peak"
### BEGIN SOLUTION
PREDICT_PEAK = {"mu + 1": 1, "sigma * 2": 1 / 2, "sigma / 10": 10, "variance / 4": 2}
### END SOLUTION


# %% test="predict_peak"
@points(2)
def test_a_factor_for_each_change(student):
    """There is a factor, a positive number, for each of the four changes."""
    guess = student.PREDICT_PEAK
    assert isinstance(guess, dict), f"PREDICT_PEAK is a {type(guess).__name__}; expected a dict"
    changes = {"mu + 1", "sigma * 2", "sigma / 10", "variance / 4"}
    assert set(guess) == changes, f"the keys are {list(guess)}; expected {sorted(changes)}"
    for change, factor in guess.items():
        assert as_number(factor, f'"{change}"') > 0, f'"{change}": {factor!r} is no positive number'


### BEGIN HIDDEN TESTS
@points(1)
def test_factor_for_another_mean(student):
    """The prediction for another mean is what happens."""
    assert_close(student.PREDICT_PEAK["mu + 1"], 1.0, "mu + 1: the factor", rtol=0.01)


@points(3)
def test_factors_for_another_standard_deviation(student):
    """The predictions for a doubled standard deviation, and for a tenth of it, are what happens."""
    assert_close(student.PREDICT_PEAK["sigma * 2"], 0.5, "sigma * 2: the factor", rtol=0.01)
    assert_close(student.PREDICT_PEAK["sigma / 10"], 10.0, "sigma / 10: the factor", rtol=0.01)


@points(2)
def test_factor_for_another_variance(student):
    """The prediction for a quarter of the variance is what happens."""
    assert_close(student.PREDICT_PEAK["variance / 4"], 2.0, "variance / 4: the factor", rtol=0.01)


### END HIDDEN TESTS
check()

# %% [markdown]
# Now run it, with your own density.

# %% setup="run_peak"
CHANGES = {"mu + 1": (1.0, 1.0), "sigma * 2": (0.0, 2.0), "sigma / 10": (0.0, 0.1), "variance / 4": (0.0, 0.5)}

with waits_for("exercises 1 and 2"):
    peak_x = torch.linspace(-5, 5, 2001, dtype=torch.float64)
    peak_start = normal(peak_x, 0.0, 1.0)
    fig, ax = plt.subplots(figsize=(6.4, 3.4))
    ax.plot(peak_x, peak_start, "k", linewidth=2, label="$\\mu$ = 0, $\\sigma$ = 1")
    for change_name, (change_mu, change_sigma) in CHANGES.items():
        change_p = normal(peak_x, change_mu, change_sigma)
        change_factor = float(change_p.max() / peak_start.max())
        print(f"{change_name:12}: predicted {float(PREDICT_PEAK[change_name]):.3g}, it is {change_factor:.3g}")
        if change_name != "sigma / 10":  # it would leave the picture at the top
            ax.plot(peak_x, change_p, label=change_name)
    ax.set_xlabel("x")
    ax.set_ylabel("density (1 / unit of x)")
    ax.set_title("One area, many heights")
    ax.legend()
    fig.tight_layout()

# %% [markdown]
# With $\sigma = 0.1$ the density reaches 3.99. There is nothing wrong with that: a density is no probability,
# but a probability *per unit of x*. Measure the same lengths in millimetres instead of metres, and all its
# values become a thousand times smaller. Only areas are probabilities.
#
# ## 3. From a density to a loss (18 points)
#
# A model predicts $\hat y_i$; the label is $y_i$. Suppose that the errors $e_i = \hat y_i - y_i$ are noise, all
# from the normal distribution with mean 0 and standard deviation $\sigma$, each independent of the others. The
# density of all of them together, the **likelihood**, is then a product of $n$ factors, $p(e_1)\,p(e_2) \cdots
# p(e_n)$. We want a model that makes it large.
#
# Nobody computes that product. A thousand factors below 1 are zero in float32. The logarithm turns it into a
# sum, and with a minus sign it is small where the likelihood is large, as a loss should be. Write this
# **negative log-likelihood** as `nll(e, sigma)`:
#
# $$\mathrm{nll}(e, \sigma) = -\ln \prod_{i=1}^n p(e_i) = -\sum_{i=1}^n \ln p(e_i).$$
#
# - `e` is a tensor of shape $(n,)$ or $(n, 1)$, `sigma` a positive number. The result is one number, the **sum**
#   over the examples, as a tensor through which the gradient reaches `e`.
# - Work out $\ln p(e_i)$ on paper before you write anything. The logarithm undoes the exponential; what is left
#   needs neither `exp` nor your `normal`.
#
# For example the errors $(1, -2, 0)$ with $\sigma = 1$ give $2.5 + 3 \cdot 0.918939 = 5.256816$.
#
# *Pitfall*: an error of $40\,\sigma$ is rare, but a model that has just begun to learn makes many. Its density is
# $10^{-348}$: zero on the computer. Its logarithm is a harmless $-801$, if you never compute the density.


# %% solution="nll"
def nll(e, sigma):
    """Negative log-likelihood (one number) of the errors e (n,) or (n, 1) under normal noise with sd sigma."""
    ### BEGIN SOLUTION
    return len(e) * math.log(sigma * math.sqrt(2 * math.pi)) + (e**2).sum() / (2 * sigma**2)
    ### END SOLUTION


# %% test="nll"
@points(3)
def test_nll_of_three_errors(student):
    """The errors (1, -2, 0) with sigma 1 have the negative log-likelihood 5.256816."""
    value = as_number(student.nll(torch.tensor([1.0, -2.0, 0.0]), 1.0), "nll((1, -2, 0), 1)")
    assert_close(value, 5.256816, "nll((1, -2, 0), 1)")


@points(3)
def test_nll_passes_the_gradient_on(student):
    """With sigma 1 the gradient of nll by the errors is the errors themselves."""
    e = torch.tensor([[1.0], [-2.0], [0.5]], requires_grad=True)
    value = student.nll(e, 1.0)
    assert isinstance(value, torch.Tensor), f"nll(e, sigma) is a {type(value).__name__}; expected a tensor"
    assert value.numel() == 1, f"nll(e, sigma) has the shape {tuple(value.shape)}; expected one number"
    assert value.requires_grad, "nll(e, sigma) is cut off from e: no gradient can get through"
    value.sum().backward()
    assert_close(e.grad, e.detach(), "the gradient of nll(e, 1) by e")


### BEGIN HIDDEN TESTS
def normal_oracle(e, sigma):
    """The same by torch.distributions, in float64."""
    wide = e.detach().double()
    return -torch.distributions.Normal(torch.zeros_like(wide), sigma).log_prob(wide).sum()


@points(4)
def test_nll_at_other_sigmas(student):
    """For standard deviations above and below 1, and any number of errors, nll is right."""
    for n in (1, 7, 10):
        for sigma in (0.3, 2.0, 5.0):
            e = sigma * (1 + 2 * torch.randn(n)).clamp(-3, 3)
            value = as_number(student.nll(e.clone(), sigma), f"nll of {n} errors")
            assert_close(value, normal_oracle(e, sigma), f"nll of {n} errors, sigma {sigma:g}", rtol=1e-4, atol=1e-4)


@points(2)
def test_nll_adds_up(student):
    """What two sets of errors cost together is what they cost apart, added."""
    for n, m in ((3, 1), (5, 10)):
        one, other = 0.5 + torch.rand(n), -1 - torch.rand(m)
        apart = [as_number(student.nll(e.clone(), 1.5), f"nll of {len(e)} errors") for e in (one, other)]
        together = as_number(student.nll(torch.cat((one, other)), 1.5), f"nll of {n + m} errors")
        assert_close(together, sum(apart), f"nll of {n} and {m} errors together", rtol=1e-4, atol=1e-4)


@points(2)
def test_nll_of_errors_far_out(student):
    """Errors of 20 and of 40 standard deviations have the negative log-likelihoods 200.92 and 800.92, not infinity."""
    for z, wanted in ((20.0, 200.918939), (-40.0, 800.918939)):
        value = as_number(student.nll(torch.tensor([z]), 1.0), "nll of one error")
        assert_close(value, wanted, f"nll of one error of {abs(z):g} standard deviations", rtol=1e-4)


@points(2)
def test_nll_of_many_errors(student):
    """The nll of two thousand errors, whose likelihood is zero in float32 and in float64, is right."""
    for dtype in (torch.float32, torch.float64):
        e = 0.5 + torch.randn(2000, dtype=dtype)
        value = as_number(student.nll(e.clone(), 1.0), "nll of 2000 errors")
        assert_close(value, normal_oracle(e, 1.0), f"nll of 2000 errors in {dtype}", rtol=1e-4)


@points(1)
def test_nll_of_a_column(student):
    """Errors may come as a column, in float32 and in float64: n is the number of its rows."""
    for dtype in (torch.float32, torch.float64):
        e = torch.tensor([[0.5], [-1.0], [2.0], [0.0], [1.5]], dtype=dtype)
        value = as_number(student.nll(e, 1.0), "nll of a column")
        assert_close(value, 3.75 + 5 * 0.9189385, f"nll of a column in {dtype}", rtol=1e-5)


@points(1)
def test_nll_leaves_the_errors_alone(student):
    """nll does not change the errors: a second call gives the same."""
    e = torch.tensor([1.0, 3.0, 8.0])
    first = as_number(student.nll(e, 1.0), "nll")
    assert torch.equal(e, torch.tensor([1.0, 3.0, 8.0])), f"the errors (1, 3, 8) became {e.tolist()}"
    assert_close(as_number(student.nll(e, 1.0), "nll"), first, "nll, called again")


### END HIDDEN TESTS
check()

# %% [markdown]
# ## 4. What distinguishes it from the sum of squares (10 points)
#
# Look at your sum: one part of it grows with the errors. It is $\mathrm{SSE}/(2\sigma^2)$, with the sum of squared
# errors $\mathrm{SSE} = \sum_i e_i^2$. What is left,
#
# $$\mathrm{nll}(e, \sigma) - \frac{\mathrm{SSE}}{2\sigma^2},$$
#
# is what you write now, as `nll_minus_sse(e, sigma)`. Subtract **on paper**, see which properties of `e` are
# still in it, and write that. The result is one number.
#
# For example it is $2.756816$ for the errors $(1, -2, 0)$ with $\sigma = 1$, and for $(5, 6, 7)$ too.
#
# *Pitfall*: if you let the computer subtract, you get the difference of two large numbers. For errors of a
# million, float32 keeps nothing of it.


# %% solution="nll_minus_sse"
def nll_minus_sse(e, sigma):
    """nll(e, sigma) minus the sum of squared errors over 2 sigma²: one number."""
    ### BEGIN SOLUTION
    return len(e) * math.log(sigma * math.sqrt(2 * math.pi))
    ### END SOLUTION


# %% test="nll_minus_sse"
@points(1)
def test_difference_of_three_errors(student):
    """For three errors and sigma 1 the difference is 2.756816."""
    value = as_number(student.nll_minus_sse(torch.tensor([1.0, -2.0, 0.0]), 1.0), "nll_minus_sse((1, -2, 0), 1)")
    assert_close(value, 2.756816, "nll_minus_sse((1, -2, 0), 1)", rtol=1e-4)


@points(2)
def test_difference_is_the_same_for_other_errors(student):
    """Other errors, as many of them, have the same difference."""
    for sigma in (1.0, 2.0):
        first = as_number(student.nll_minus_sse(torch.tensor([1.0, -2.0, 0.0]), sigma), "nll_minus_sse")
        other = as_number(student.nll_minus_sse(torch.tensor([5.0, 6.0, 7.0]), sigma), "nll_minus_sse")
        what = f"nll_minus_sse of (5, 6, 7), compared with (1, -2, 0), at sigma {sigma:g}"
        assert_close(other, first, what, rtol=1e-3, atol=1e-3)


### BEGIN HIDDEN TESTS
@points(2)
def test_difference_at_other_sigmas(student):
    """For standard deviations above and below 1 the difference is right; for a small sigma it is negative."""
    for sigma in (2.0, 0.2, 0.05, 30.0):
        value = as_number(student.nll_minus_sse(torch.tensor([0.3, -0.1]), sigma), "nll_minus_sse of two errors")
        wanted = 2 * (math.log(sigma) + 0.9189385)
        assert_close(value, wanted, f"nll_minus_sse of two errors, sigma {sigma:g}", rtol=1e-3)


@points(2)
def test_difference_grows_with_the_number_of_errors(student):
    """For 1, 7 and 10 errors, in a row or in a column, the difference is 1, 7 and 10 times that of one error."""
    for n in (1, 7, 10):
        for e in (torch.randn(n), torch.randn(n, 1).double()):
            value = as_number(student.nll_minus_sse(e, 1.0), f"nll_minus_sse of {n} errors")
            assert_close(value, n * 0.9189385, f"nll_minus_sse of {n} errors, sigma 1", rtol=1e-3)


@points(3)
def test_difference_keeps_its_digits(student):
    """For errors of a million, in float32, the difference is right to four digits."""
    for sigma in (1.0, 3.0):
        e = torch.tensor([1e6, -2e6, 1.5e6])
        value = as_number(student.nll_minus_sse(e, sigma), "nll_minus_sse of three large errors")
        assert_close(value, 3 * (math.log(sigma) + 0.9189385), f"three errors of a million, sigma {sigma:g}", rtol=1e-4)


### END HIDDEN TESTS
check()

# %% [markdown]
# So the two losses differ by something in which no prediction occurs, and by the factor $1/(2\sigma^2)$, which is
# the same for all. Whatever the model: **the parameters that make one smallest make the other smallest.** That is
# why least squares does not need to know $\sigma$. Here is a line without an intercept, $\hat y = w x$, through
# 20 points, and both losses for every slope $w$. (At $\sigma = 1$ they are parallel: `squared_loss` has the half
# already.)

# %% setup="run_slopes"
slope_draws = torch.Generator().manual_seed(1801)
slope_x = torch.randn(20, 1, generator=slope_draws)
slope_y = 2 * slope_x + 1.5 * torch.randn(20, 1, generator=slope_draws)

with waits_for("exercise 3"):
    slopes = torch.linspace(-1, 5, 121)
    slope_errors = [linreg(slope_x, w.reshape(1, 1), 0.0) - slope_y for w in slopes]
    slope_curves = {
        f"nll with sigma {s:g}": [as_number(nll(e, s), "nll") for e in slope_errors] for s in (1.0, 2.0, 4.0)
    }
    slope_curves["sum of squared_loss"] = [float(squared_loss(e, torch.zeros(20, 1)).sum()) for e in slope_errors]
    fig, ax = plt.subplots(figsize=(6.4, 3.8))
    for curve_name, curve in slope_curves.items():
        lowest = min(range(121), key=curve.__getitem__)
        ax.plot(slopes, curve, "k--" if "squared" in curve_name else "-", label=curve_name)
        ax.plot([float(slopes[lowest])], [curve[lowest]], "o", color="k", markersize=5)
        print(f"{curve_name}: smallest at w = {slopes[lowest]:.2f}")
    ax.set_xlabel("slope w (no unit)")
    ax.set_ylabel("loss (no unit)")
    ax.set_ylim(0, 160)
    ax.set_title("Four losses, one best slope")
    ax.legend(fontsize=8)
    fig.tight_layout()

# %% [markdown]
# ## 5. The most likely standard deviation (10 points)
#
# The best slope does not need $\sigma$, but the likelihood can tell $\sigma$, too. Take the errors as they are,
# differentiate $\mathrm{nll}(e, \sigma)$ by $\sigma$, and find where the derivative is zero. Write the solution
# as `mle_sigma(e)`: the standard deviation under which the errors `e`, $(n,)$ or $(n, 1)$, are most likely. The
# result is one number.
#
# For example the errors $(1, 7)$ have the most likely standard deviation 5.
#
# *Pitfall*: torch has a function for the standard deviation of a sample, and it answers another question: it first
# takes the mean out of the numbers, and then divides by $n - 1$. Here the mean of the noise is known to be zero. If
# all errors are 3, the model is three off everywhere; is the most likely $\sigma$ zero?


# %% solution="mle_sigma"
def mle_sigma(e):
    """The standard deviation sigma that makes nll(e, sigma) smallest: one number."""
    ### BEGIN SOLUTION
    return (e**2).mean().sqrt()
    ### END SOLUTION


# %% test="mle_sigma"
@points(2)
def test_sigma_of_two_errors(student):
    """The most likely standard deviation of the errors (1, 7) is 5."""
    value = as_number(student.mle_sigma(torch.tensor([1.0, 7.0])), "mle_sigma((1, 7))")
    assert_close(value, 5.0, "mle_sigma((1, 7))")


@points(1)
def test_sigma_of_one_error(student):
    """A single error of -3 is most likely under a standard deviation of 3."""
    value = as_number(student.mle_sigma(torch.tensor([-3.0])), "mle_sigma((-3))")
    assert_close(value, 3.0, "mle_sigma((-3))")


### BEGIN HIDDEN TESTS
@points(3)
def test_sigma_of_any_errors(student):
    """For any number of errors, whether or not they lie around zero, the most likely standard deviation is right."""
    for n in (2, 7, 10):
        for shift in (0.0, 3.0):
            e = shift + torch.randn(n, 1)
            value = as_number(student.mle_sigma(e.clone()), f"mle_sigma of {n} errors")
            wanted = math.sqrt(sum(each**2 for each in e.reshape(-1).tolist()) / n)
            assert_close(value, wanted, f"mle_sigma of a column of {n} errors", rtol=1e-4)


@points(2)
def test_sigma_makes_the_nll_smallest(student):
    """With a sigma 2 % larger or smaller the negative log-likelihood is larger."""
    for scale in (0.01, 1.0, 200.0):
        e = scale * (1.5 + torch.randn(9, dtype=torch.float64))
        best = as_number(student.mle_sigma(e.clone()), "mle_sigma of 9 errors")
        assert best > 0, f"mle_sigma gave {best:g}; a standard deviation is positive"
        less, at, more = (9 * math.log(s * best) + float((e**2).sum()) / (2 * (s * best) ** 2) for s in (0.98, 1, 1.02))
        assert at < min(less, more), f"at {best:.5g} the nll of errors of about {scale:g} is not smallest"


@points(1)
def test_sigma_of_newcombs_measurements(student):
    """About their mean, Newcomb's measurements have the most likely standard deviation 10.66 ns."""
    e = newcomb.cpu() - newcomb.cpu().mean()
    value = as_number(student.mle_sigma(e), "mle_sigma of Newcomb's measurements")
    assert_close(value, 10.6636, "mle_sigma of Newcomb's measurements (ns)", rtol=1e-4)


@points(1)
def test_sigma_of_perfect_predictions(student):
    """Where there is no error the most likely standard deviation is 0; the errors stay as they were."""
    assert_close(as_number(student.mle_sigma(torch.zeros(4)), "mle_sigma of zeros"), 0.0, "mle_sigma of zeros")
    e = torch.tensor([2.0, -2.0])
    assert_close(as_number(student.mle_sigma(e), "mle_sigma((2, -2))"), 2.0, "mle_sigma((2, -2))")
    assert torch.equal(e, torch.tensor([2.0, -2.0])), f"the errors (2, -2) became {e.tolist()}"


### END HIDDEN TESTS
check()

# %% [markdown]
# ## 6. Another noise, another loss (10 points)
#
# Some noise is mostly small and now and then very large: a slip of the pen, a passing lorry. The Laplace
# distribution is a simple model of it. With the scale $b$ its density is
#
# $$p(e) = \frac{1}{2b}\, \exp\left(-\frac{|e|}{b}\right).$$
#
# Write its negative log-likelihood, `laplace_nll(e, scale)`, as in exercise 3: `e` of shape $(n,)$ or $(n, 1)$, the
# **sum** over the examples, one number, through which the gradient reaches `e`. Again, simplify on paper.
#
# For example the errors $(1, -2, 0)$ with $b = 1$ give $3 + 3 \ln 2 = 5.079442$.
#
# *Pitfall*: $b$ is not the standard deviation (which is $\sqrt 2\, b$). Just use $b$ as the formula does.


# %% solution="laplace_nll"
def laplace_nll(e, scale):
    """Negative log-likelihood (one number) of the errors e (n,) or (n, 1) under Laplace noise with this scale."""
    ### BEGIN SOLUTION
    return len(e) * math.log(2 * scale) + e.abs().sum() / scale
    ### END SOLUTION


# %% test="laplace_nll"
@points(2)
def test_laplace_nll_of_three_errors(student):
    """The errors (1, -2, 0) with the scale 1 have the negative log-likelihood 5.079442."""
    value = as_number(student.laplace_nll(torch.tensor([1.0, -2.0, 0.0]), 1.0), "laplace_nll((1, -2, 0), 1)")
    assert_close(value, 5.079442, "laplace_nll((1, -2, 0), 1)")


@points(1)
def test_laplace_nll_pulls_with_equal_strength(student):
    """With the scale 1 the gradient of laplace_nll is 1 or -1, however large the error."""
    e = torch.tensor([[0.1], [-2.0], [50.0]], requires_grad=True)
    value = student.laplace_nll(e, 1.0)
    assert isinstance(value, torch.Tensor), f"laplace_nll is a {type(value).__name__}; expected a tensor"
    assert value.numel() == 1, f"laplace_nll has the shape {tuple(value.shape)}; expected one number"
    assert value.requires_grad, "laplace_nll is cut off from e: no gradient can get through"
    value.sum().backward()
    assert_close(e.grad, torch.tensor([[1.0], [-1.0], [1.0]]), "the gradient of laplace_nll(e, 1) by e")


### BEGIN HIDDEN TESTS
def laplace_oracle(e, scale):
    """The same by torch.distributions, in float64."""
    wide = e.detach().double()
    return -torch.distributions.Laplace(torch.zeros_like(wide), scale).log_prob(wide).sum()


@points(3)
def test_laplace_nll_at_other_scales(student):
    """For scales above and below 1, and any number of errors, laplace_nll is right."""
    for n in (1, 7, 10):
        for scale in (0.3, 2.0, 5.0):
            e = scale * (1 + 2 * torch.randn(n)).clamp(-4, 4)
            value = as_number(student.laplace_nll(e.clone(), scale), f"laplace_nll of {n} errors")
            what = f"laplace_nll of {n} errors, scale {scale:g}"
            assert_close(value, laplace_oracle(e, scale), what, rtol=1e-4, atol=1e-4)


@points(1)
def test_laplace_nll_adds_up(student):
    """What two sets of errors cost together is what they cost apart, added."""
    for n, m in ((3, 1), (5, 10)):
        one, other = 0.5 + torch.rand(n), -1 - torch.rand(m)
        apart = [as_number(student.laplace_nll(e.clone(), 1.5), "laplace_nll of each") for e in (one, other)]
        together = as_number(student.laplace_nll(torch.cat((one, other)), 1.5), f"laplace_nll of {n + m} errors")
        assert_close(together, sum(apart), f"laplace_nll of {n} and {m} errors together", rtol=1e-4, atol=1e-4)


@points(1)
def test_laplace_nll_of_errors_far_out(student):
    """Errors of 200 and of -1000 scales have finite negative log-likelihoods, and the right ones."""
    for e, wanted in ((200.0, 200.693147), (-1000.0, 1000.693147)):
        value = as_number(student.laplace_nll(torch.tensor([e]), 1.0), "laplace_nll of one error")
        assert_close(value, wanted, f"laplace_nll of one error of {e:g}", rtol=1e-5)


@points(1)
def test_laplace_nll_of_many_errors(student):
    """The laplace_nll of two thousand errors is right in float32 and in float64."""
    for dtype in (torch.float32, torch.float64):
        e = torch.randn(2000, dtype=dtype)
        value = as_number(student.laplace_nll(e.clone(), 1.0), "laplace_nll of 2000 errors")
        assert_close(value, laplace_oracle(e, 1.0), f"laplace_nll of 2000 errors in {dtype}", rtol=1e-4)


@points(1)
def test_laplace_nll_of_a_column(student):
    """Errors may come as a column, and are left as they were."""
    e = torch.tensor([[0.5], [-1.0], [2.0], [0.0], [1.5]])
    kept = e.clone()
    value = as_number(student.laplace_nll(e, 1.0), "laplace_nll of a column")
    assert_close(value, 5.0 + 5 * 0.6931472, "laplace_nll of a column of five errors")
    assert torch.equal(e, kept), "laplace_nll has changed the errors that it was given"


### END HIDDEN TESTS
check()

# %% [markdown]
# ## 7. Which number fits best? (10 points)
#
# Now the simplest model of all: one constant $c$ for all examples. Which one is best depends on the loss, and the
# loss, as you have seen, on the noise. Write `best_constant(x, loss)`: the number $c$ that makes
#
# - $\sum_i (c - x_i)^2$ smallest, if `loss` is `"squared"`;
# - $\sum_i |c - x_i|$ smallest, if `loss` is `"absolute"`.
#
# `x` is a tensor of shape $(n,)$ or $(n, 1)$, in no order, and stays as it is. If several constants are equally
# good, any of them will do.
#
# For example for $x = (2, 9, 1)$ the best constants are 4 (`"squared"`) and 2 (`"absolute"`).
#
# Pencil and paper: differentiate. Each $x_i$ contributes $2(c - x_i)$ to the first derivative: far points pull
# harder. To the second it contributes only a sign, $+1$ or $-1$: when do the signs cancel? You know both numbers by
# name; no search and no gradient descent is needed.


# %% solution="best_constant"
def best_constant(x, loss):
    """The constant with the smallest sum of losses to x (n,) or (n, 1); loss is "squared" or "absolute"."""
    ### BEGIN SOLUTION
    if loss == "squared":
        return x.mean()
    return x.median()
    ### END SOLUTION


# %% test="best_constant"
@points(1)
def test_best_constant_for_squared_loss(student):
    """For the numbers 2, 9 and 1 the best constant under the squared loss is 4."""
    value = as_number(student.best_constant(torch.tensor([2.0, 9.0, 1.0]), "squared"), "best_constant")
    assert_close(value, 4.0, "best_constant((2, 9, 1), 'squared')", rtol=1e-3)


@points(2)
def test_best_constant_for_absolute_loss(student):
    """For the numbers 2, 9 and 1 the best constant under the absolute loss is 2."""
    value = as_number(student.best_constant(torch.tensor([2.0, 9.0, 1.0]), "absolute"), "best_constant")
    assert_close(value, 2.0, "best_constant((2, 9, 1), 'absolute')", rtol=1e-3)


### BEGIN HIDDEN TESTS
@points(2)
def test_best_constant_of_any_numbers_for_squared_loss(student):
    """Under the squared loss the constant is best for any numbers, in a row or a column."""
    for n in (1, 7, 10):
        for x in (5 + 3 * torch.randn(n), 100 * torch.randn(n, 1) - 300):
            value = as_number(student.best_constant(x.clone(), "squared"), f"best_constant of {n} numbers")
            wanted = sum(x.reshape(-1).tolist()) / n
            assert_close(value, wanted, f"best_constant of {n} numbers, 'squared'", rtol=1e-3, atol=1e-3)


@points(2)
def test_best_constant_of_any_numbers_for_absolute_loss(student):
    """Under the absolute loss no other constant is better, for odd and even n, in a row or a column."""
    for n in (1, 7, 10, 2, 5):
        for x in (5 + 3 * torch.randn(n), 100 * torch.randn(n, 1) - 300):
            value = as_number(student.best_constant(x.clone(), "absolute"), f"best_constant of {n} numbers")
            numbers = sorted(x.reshape(-1).tolist())
            low, high = numbers[(n - 1) // 2], numbers[n // 2]
            slack = 1e-3 * max(1.0, abs(low))
            what = f"best_constant of {n} numbers, 'absolute', is {value:.6g}"
            assert low - slack <= value <= high + slack, f"{what}: a better one lies between {low:.6g} and {high:.6g}"


@points(2)
def test_best_constants_of_newcombs_measurements(student):
    """Newcomb's measurements have the best constants 26.21 ns under the squared and 27 ns under the absolute loss."""
    for loss, wanted in (("squared", 26.2121), ("absolute", 27.0)):
        value = as_number(student.best_constant(newcomb.cpu().clone(), loss), f"best_constant, {loss!r}")
        assert_close(value, wanted, f"best_constant of Newcomb's measurements (ns), {loss!r}", rtol=1e-3)


@points(1)
def test_best_constant_leaves_the_numbers_alone(student):
    """The numbers are not changed, neither their values nor their order."""
    x = torch.tensor([9.0, -1.0, 2.0, 5.0])
    for loss in ("squared", "absolute"):
        as_number(student.best_constant(x, loss), "best_constant")
        assert x.tolist() == [9.0, -1.0, 2.0, 5.0], f"{loss!r}: the numbers (9, -1, 2, 5) became {x.tolist()}"


### END HIDDEN TESTS
check()

# %% [markdown]
# ## 8. Predict, run, reconcile: which one for which noise? (14 points)
#
# Two ways to find a true value from 25 noisy measurements: their mean, and their median. Which one comes closer, on
# the average over many repetitions? Four kinds of noise, **all with the mean 0 and the standard deviation 1**, all
# symmetric:
#
# - `"normal"`: the normal distribution;
# - `"laplace"`: the Laplace distribution;
# - `"uniform"`: every value between $-1.73$ and $1.73$ equally often, none beyond;
# - `"outliers"`: normal, but one measurement in ten comes from a normal distribution five times as wide.

# %% setup="noise"
NOISES = ("normal", "laplace", "uniform", "outliers")


def draw_noise(kind, trials, n):
    """Noise (trials, n) of one of the four kinds, with the mean 0 and the standard deviation 1."""
    if kind == "laplace":
        return torch.distributions.Laplace(0.0, math.sqrt(0.5)).sample((trials, n))
    if kind == "uniform":
        return math.sqrt(3) * (2 * torch.rand(trials, n) - 1)
    noise = torch.randn(trials, n)
    if kind == "outliers":
        noise = torch.where(torch.rand(trials, n) < 0.1, 5 * noise, noise) / math.sqrt(0.9 + 0.1 * 25)
    return noise


fig, axes = plt.subplots(1, 4, figsize=(10, 2.4), sharex=True, sharey=True)
for ax, noise_kind in zip(axes, NOISES, strict=True):
    ax.hist(draw_noise(noise_kind, 1, 20000)[0].tolist(), bins=80, range=(-5, 5), density=True, color="C0")
    ax.set_title(noise_kind)
    ax.set_xlabel("noise (sd 1)")
axes[0].set_ylabel("density")
fig.tight_layout()

# %% [markdown]
# **Predict** before you run anything: write `"mean"` or `"median"` for each, whichever comes closer to the truth.
#
# ```python
# PREDICT_NOISE = {"normal": "...", "laplace": "...", "uniform": "...", "outliers": "..."}
# ```

# %% solution="predict_noise"
### BEGIN SOLUTION
PREDICT_NOISE = {"normal": "mean", "laplace": "median", "uniform": "mean", "outliers": "median"}
### END SOLUTION


# %% test="predict_noise"
@points(1)
def test_a_winner_for_each_noise(student):
    """There is one prediction for each of the four kinds of noise, "mean" or "median"."""
    guess = student.PREDICT_NOISE
    assert isinstance(guess, dict), f"PREDICT_NOISE is a {type(guess).__name__}; expected a dict"
    assert set(guess) == set(NOISES), f"the keys are {list(guess)}; expected {list(NOISES)}"
    for noise, winner in guess.items():
        assert winner in ("mean", "median"), f'"{noise}": write "mean" or "median", not {winner!r}'


### BEGIN HIDDEN TESTS
@points(1)
def test_prediction_for_normal_noise(student):
    """The prediction for normal noise is what happens."""
    assert student.PREDICT_NOISE["normal"] == "mean", "normal: another prediction"


@points(1)
def test_prediction_for_laplace_noise(student):
    """The prediction for Laplace noise is what happens."""
    assert student.PREDICT_NOISE["laplace"] == "median", "laplace: another prediction"


@points(1)
def test_prediction_for_uniform_noise(student):
    """The prediction for uniform noise is what happens."""
    assert student.PREDICT_NOISE["uniform"] == "mean", "uniform: another prediction"


@points(1)
def test_prediction_for_noise_with_outliers(student):
    """The prediction for noise with outliers is what happens."""
    assert student.PREDICT_NOISE["outliers"] == "median", "outliers: another prediction"


### END HIDDEN TESTS
check()

# %% [markdown]
# **Run.** Write `estimate_errors(samples, truth)`. `samples` has the shape (trials, n): each **row** is one
# experiment with $n$ measurements, $n$ odd, of the same true value `truth` (a number). Take the mean of each row
# and the median of each row, and return `(mean_error, median_error)`: for each of the two ways, how far it lies from
# the truth, as the root of the mean over the trials of $(\text{estimate} - \text{truth})^2$.
#
# For example the two experiments $(4, 0, -1)$ and $(1, 6, 2)$ with the truth 1 have the means 1 and 3, and so the
# mean error $\sqrt{(0^2 + 2^2)/2} = 1.414214$, and the medians 0 and 2, and so the median error 1.
#
# *Pitfall*: with a `dim`, torch's `median` returns two things: the values, and where they stood.


# %% solution="estimate_errors"
def estimate_errors(samples, truth):
    """Root mean square errors (of the means, of the medians) of the rows of samples (trials, n)."""
    ### BEGIN SOLUTION
    means, medians = samples.mean(dim=1), samples.median(dim=1).values
    return ((means - truth) ** 2).mean().sqrt(), ((medians - truth) ** 2).mean().sqrt()
    ### END SOLUTION


# %% test="estimate_errors"
def both_errors(student, samples, truth):
    """The student's two errors, as numbers."""
    pair = student.estimate_errors(samples.clone(), truth)
    shown = "a tensor" if isinstance(pair, torch.Tensor) else f"a {type(pair).__name__}"
    assert isinstance(pair, tuple | list | torch.Tensor), f"estimate_errors gave {shown}; expected two numbers"
    assert len(pair) == 2, f"estimate_errors gave {shown} of length {len(pair)}; expected two numbers"
    return as_number(pair[0], "the mean error"), as_number(pair[1], "the median error")


@points(2)
def test_errors_of_two_experiments(student):
    """The experiments (4, 0, -1) and (1, 6, 2) with the truth 1 have the mean error 1.4142 and the median error 1."""
    mean_error, median_error = both_errors(student, torch.tensor([[4.0, 0.0, -1.0], [1.0, 6.0, 2.0]]), 1.0)
    assert_close(mean_error, 1.414214, "the mean error of (4, 0, -1) and (1, 6, 2), truth 1")
    assert_close(median_error, 1.0, "the median error of (4, 0, -1) and (1, 6, 2), truth 1")


### BEGIN HIDDEN TESTS
def rms(estimates, truth):
    """Root mean square distance of numbers from the truth."""
    return math.sqrt(sum((each - truth) ** 2 for each in estimates) / len(estimates))


@points(2)
def test_errors_of_means(student):
    """For any number of experiments with any number of measurements, the error of the means is right."""
    for trials, n in ((5, 7), (7, 5), (9, 9), (1, 3), (4, 1)):
        samples = 3 + 2 * torch.randn(trials, n)
        wanted = rms([sum(row) / n for row in samples.tolist()], 2.5)
        mean_error, _ = both_errors(student, samples, 2.5)
        assert_close(mean_error, wanted, f"the mean error of {trials} experiments of {n}, truth 2.5", rtol=1e-4)


@points(2)
def test_errors_of_medians(student):
    """For any number of experiments with any number of measurements, the error of the medians is right."""
    for trials, n in ((5, 7), (7, 5), (9, 9), (1, 3), (4, 1)):
        samples = 3 + 2 * torch.randn(trials, n, dtype=torch.float64)
        wanted = rms([sorted(row)[n // 2] for row in samples.tolist()], 2.5)
        _, median_error = both_errors(student, samples, 2.5)
        assert_close(median_error, wanted, f"the median error of {trials} experiments of {n}, truth 2.5", rtol=1e-4)


### END HIDDEN TESTS
check()

# %% setup="run_noise"
with waits_for("exercise 8"):
    for noise_kind in NOISES:
        noise_mean, noise_median = estimate_errors(5 + draw_noise(noise_kind, 4000, 25), 5.0)
        noise_mean, noise_median = as_number(noise_mean, "mean error"), as_number(noise_median, "median error")
        noise_won = "mean" if noise_mean < noise_median else "median"
        noise_text = f"mean off by {noise_mean:.3f}, median by {noise_median:.3f}"
        print(f"{noise_kind:9}: {noise_text}: predicted {PREDICT_NOISE[noise_kind]}, the {noise_won} is closer")

# %% [markdown]
# **Reconcile.** The mean is off by about $1/\sqrt{25} = 0.2$ for every noise, whatever its shape. The median is
# sometimes better, sometimes worse. Which reason explains all four lines? Choose its word.
#
# - `"spread"`: the median wins where the noise has the larger standard deviation.
# - `"bounded"`: the mean wins where the noise is bounded, and only there.
# - `"shape"`: the loss that fits is the minus log of the noise's density. Where large errors are too frequent for a
#   normal density, a loss that grows more slowly than the square fits better, and the median belongs to one.
# - `"asymmetry"`: the median wins where the noise prefers one side.
# - `"luck"`: 25 measurements are too few; with more of them the mean would win everywhere.
#
# ```python
# REASON_NOISE = "..."
# ```

# %% solution="reason_noise"
### BEGIN SOLUTION
REASON_NOISE = "shape"
### END SOLUTION


# %% test="reason_noise"
@points(1)
def test_a_reason_from_the_list(student):
    """The reason is one of the five words."""
    words = ("spread", "bounded", "shape", "asymmetry", "luck")
    reason = student.REASON_NOISE
    assert reason in words, f"REASON_NOISE is {reason!r}; expected one of {words}"


### BEGIN HIDDEN TESTS
@points(2)
def test_the_reason_explains_all_four_noises(student):
    """The reason explains why the mean wins for two kinds of noise, and the median for the other two."""
    assert student.REASON_NOISE == "shape", "another reason was chosen"


### END HIDDEN TESTS
check()

# %% [markdown]
# ## What you found
#
# A loss is a statement about noise. The squared loss says *normal*, the absolute loss says *Laplace*, and the
# Huber loss says *normal in the middle, Laplace far out*. None of them is right by itself: look at the errors.
#
# Finish with a picture to show. Which noise did Newcomb's experiment have? Draw his measurements with
# `draw_newcomb(ax, density=True)`, the normal density with the most likely mean and standard deviation, and the
# Laplace density with the most likely centre and scale (differentiate once more: the scale is the mean of $|e|$).
# Give the negative log-likelihood of each in the legend: the smaller one describes the data better. This plot is
# not graded.

# %% solution="plot"
### BEGIN SOLUTION
x = torch.linspace(-48, 60, 1081)
data = newcomb.cpu()
mean, median = float(best_constant(data, "squared")), float(best_constant(data, "absolute"))
sigma, scale = float(mle_sigma(mean - data)), float((median - data).abs().mean())
curves = {
    f"normal, mean {mean:.1f}, $\\sigma$ {sigma:.1f}: nll {nll(mean - data, sigma):.0f}": normal(x, mean, sigma),
    f"Laplace, median {median:.0f}, $b$ {scale:.1f}: nll {laplace_nll(median - data, scale):.0f}": torch.exp(
        -(x - median).abs() / scale
    )
    / (2 * scale),
}
fig, ax = plt.subplots(figsize=(7.2, 4))
draw_newcomb(ax, density=True)
for (label, p), colour in zip(curves.items(), ("C1", "C3"), strict=True):
    ax.plot(x, p, color=colour, linewidth=2, label=label)
ax.axvline(33.02, color="0.4", linestyle=":", label="today's speed of light")
ax.set_title("Two noises for one experiment")
ax.legend(fontsize=8, loc="upper left")
fig.tight_layout()
### END SOLUTION

# %% [markdown]
# The two bad measurements make the normal curve twice as wide as the bulk of the data deserves. And notice what no
# loss can mend: mean *and* median lie several nanoseconds below today's value. An error that all measurements share
# has no distribution that they could show.
