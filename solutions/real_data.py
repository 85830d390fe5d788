# %% [markdown]
# # Real data: four famous lines
#
# A line is the smallest model there is, and enough to certify an instrument, to find the age of the universe,
# Planck's constant and the shape of the Earth. Here are the measurements themselves. None of them is made up,
# none of them is in convenient units, and each has a trap in which computers, or astronomers, were caught.
#
# You will fit a line to the last digit and see what float32 makes of it, meet a solver that leaves out a
# parameter without a word, and fit a line that a typing error cannot move. Then you go back to data that you
# make yourself, and ask what no real table can tell: how far is a fit from the truth, and how many examples
# does it take to come nearer?
#
# | exercise | you write | points |
# |---|---|---|
# | 1. Certified digits | `least_squares` | 16 |
# | 2. What float32 loses | `correct_digits`, `PREDICT_FLOAT32`, `fit_standardized` | 18 |
# | 3. The age of the universe | `hubble_fit`, `hubble_time` | 12 |
# | 4. Planck's constant | `planck_constant`, `percent_error` | 14 |
# | 5. The shape of the Earth | `least_absolute`, `boscovich_line` | 18 |
# | 6. How many examples? | `estimation_error`, `fit_power_law` | 10 |
# | 7. In which order? | `loss_after_epoch`, `PREDICT_ORDER` | 12 |
#
# $n$ is the number of examples, $d$ the number of features and $B$ the batch size. Units stand with each
# exercise: they are half of it. A result that is a number may be a float or a tensor with one element.
#
# **Week:** 5. **Time:** 60 minutes. **Before it:** ohms_law. **In the book:** 3.1 Linear Regression; 3.6
# Generalization.

# %% setup
import math
import random

import matplotlib.pyplot as plt
import torch

from autograder import as_number, assert_close, check, get_device, load_data, points, waits_for

device = get_device()
random.seed(1929)
torch.manual_seed(1929)

E_CHARGE = 1.602176634e-19  # charge of the electron in coulomb (exact); 1 eV = 1.602176634e-19 J
H_EXACT = 6.62607015  # Planck's constant in 1e-34 J s, exact since 2019
KM_PER_MPC = 3.0856776e19  # kilometres in a megaparsec
SECONDS_PER_GYR = 3.15576e16  # seconds in a thousand million years

# %% given
from autograder.course.given import given

synthetic_data, data_iter, linreg, squared_loss, sgd = given(
    "linear_regression_scratch", "synthetic_data", "data_iter", "linreg", "squared_loss", "sgd"
)

# %% [markdown]
# ## The data
#
# - **Norris**: an instrument for ozone, compared with a standard by the US bureau of standards (NIST): 36
#   readings, whose least-squares line NIST computed with 500 digits and *certified* to 15.
# - **Hubble 1929**: how far 24 nebulae are (in megaparsec, Mpc), and how fast they fly away (in km/s).
# - **Millikan 1916**: light of six frequencies (in Hz) knocks electrons out of a metal; the voltage that just
#   stops them (in V).
# - **Boscovich 1757**: the length of one degree of latitude at five places, in *toises* (1.949 m), less
#   56 700. If the Earth is flat at the poles, a degree is longer there.
#
# torch's usual numbers, float32, hold about 7 digits: too few for certified ones. So Norris is read as
# float64, from the text, and is never a float32 on the way. (Would that matter? Exercise 2.)


# %% setup="tables"
usual_dtype = torch.get_default_dtype()
torch.set_default_dtype(torch.float64)
norris = load_data("norris.csv")
torch.set_default_dtype(usual_dtype)

hubble = load_data("hubble1929.csv")
millikan = load_data("millikan.csv")
boscovich = load_data("boscovich.csv")

NORRIS_SLOPE, NORRIS_INTERCEPT, NORRIS_SD = 1.00211681802045, -0.262323073774029, 0.884796396144373  # certified

norris_X, norris_y = norris["x"].reshape(-1, 1), norris["y"].reshape(-1, 1)
hubble_distance, hubble_velocity = hubble["distance_Mpc"], hubble["velocity_km_s"]
millikan_nu, millikan_V = millikan["nu_Hz"], millikan["V"]
arc_x, arc_y = boscovich["sin2_lat"], boscovich["arc_minus_56700"]


def draw_tables(axes):
    """The four tables on four axes, as points."""
    look = {"color": "C0", "markersize": 4}
    axes[0].plot(norris_X, norris_y - norris_X, "o", **look)
    axes[0].set_xlabel("standard $x$ (ozone, NIST's unit)")
    axes[0].set_ylabel("reading − standard, $y - x$")
    axes[0].set_title("Norris: NIST", fontsize=10)
    axes[1].plot(hubble_distance, hubble_velocity, "o", **look)
    axes[1].set_xlabel("distance (Mpc)")
    axes[1].set_ylabel("velocity (km/s)")
    axes[1].set_title("Hubble 1929", fontsize=10)
    axes[2].plot(millikan_nu / 1e14, millikan_V, "o", **look)
    axes[2].set_xlabel("frequency (10$^{14}$ Hz)")
    axes[2].set_ylabel("stopping potential (V)")
    axes[2].set_title("Millikan 1916", fontsize=10)
    axes[3].plot(arc_x, arc_y, "o", **look)
    for place, across, up in zip(boscovich["site"], arc_x.tolist(), arc_y.tolist(), strict=True):
        axes[3].annotate(place, (across, up), textcoords="offset points", xytext=(6, -3), fontsize=7)
    axes[3].set_xlim(-0.05, 1.0)
    axes[3].set_xlabel("sin² of the latitude (no unit)")
    axes[3].set_ylabel("one degree − 56 700 (toises)")
    axes[3].set_title("Boscovich 1757", fontsize=10)


fig, axes = plt.subplots(2, 2, figsize=(8.6, 6))
draw_tables(axes.reshape(-1))
fig.tight_layout()

# %% [markdown]
# ## 1. Certified digits (16 points)
#
# Write `least_squares(X, y)` for features $X$ of shape $(n, d)$ and labels $y$ of shape $(n, 1)$ or $(n,)$. It
# returns `(w, b, s)`:
#
# - `w` of shape $(d, 1)$ and `b` of shape $(1,)$, for which $\sum_i (x_i^\top w + b - y_i)^2$ is smallest;
# - `s`, the **residual standard deviation**, a number: how far the labels scatter about the fit,
#
# $$s = \sqrt{\frac{1}{n - d - 1} \sum_{i=1}^n \left(x_i^\top w + b - y_i\right)^2}.$$
#
# Why $n - d - 1$? The fit chose $d + 1$ numbers to make the residuals small; only the rest tell of the noise.
# Two points and a line have the residuals 0, and tell nothing.
#
# No loop of gradient steps is needed: $b$ is the weight of a column of ones, and `torch.linalg.lstsq` solves
# least squares. Compute in the dtype of `X`: on Norris, in float64, ten digits must agree with NIST's.
#
# Check by hand: the points (0, 1), (1, 3), (2, 2) have the line $y = 0.5\,x + 1.5$, the residuals 0.5, −1 and
# 0.5, and $s = \sqrt{1.5 / 1}$. *Pitfall*: labels of shape $(n,)$ minus predictions of shape $(n, 1)$ are a
# matrix.


# %% solution="least_squares"
def least_squares(X, y):
    """Least squares of y (n, 1) or (n,) on X (n, d): w (d, 1), b (1,) and the residual sd, a number."""
    ### BEGIN SOLUTION
    A = torch.cat([X, torch.ones_like(X[:, :1])], dim=1)
    y = y.reshape(-1, 1)
    theta = torch.linalg.lstsq(A, y).solution
    s = ((A @ theta - y).square().sum() / (len(A) - A.shape[1])).sqrt()
    return theta[:-1], theta[-1], s
    ### END SOLUTION


# %% setup="three"
def three_parts(value):
    """The parts of what least_squares returned: w, b and s, or a sentence on what is wrong with it."""
    right = isinstance(value, tuple | list) and len(value) == 3
    assert right, f"least_squares should return (w, b, s), yours is a {type(value).__name__}"
    for name, part in zip("wb", value, strict=False):
        assert isinstance(part, torch.Tensor), f"{name} is a {type(part).__name__}; expected a tensor"
    return value


# %% test="least_squares"
@points(2)
def test_weights_and_bias_have_their_shapes(student):
    """For two features w is a column of two, b has one element, and s is one number."""
    corners = torch.tensor([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0], [2.0, 0.0]])
    w, b, s = three_parts(student.least_squares(corners, torch.tensor([[1.0], [2.0], [2.0], [5.0], [3.0]])))
    assert tuple(w.shape) == (2, 1), f"d = 2: w has shape {tuple(w.shape)}, expected (2, 1)"
    assert tuple(b.shape) == (1,), f"b has shape {tuple(b.shape)}, expected (1,)"
    as_number(s, "s")


@points(3)
def test_line_through_three_points(student):
    """The points (0, 1), (1, 3), (2, 2) have slope 0.5, intercept 1.5 and residual sd sqrt(1.5)."""
    across, up = torch.tensor([[0.0], [1.0], [2.0]]), torch.tensor([[1.0], [3.0], [2.0]])
    w, b, s = three_parts(student.least_squares(across, up))
    assert_close(w, torch.tensor([[0.5]]), "w of the three points", rtol=1e-4, atol=1e-5)
    assert_close(b, torch.tensor([1.5]), "b of the three points", rtol=1e-4, atol=1e-5)
    assert_close(as_number(s, "s"), math.sqrt(1.5), "s of the three points", rtol=1e-4)


### BEGIN HIDDEN TESTS
def centred_solution(X, y):
    """w, b and residual sd in float64, by the normal equations of the centred columns."""
    X, y = X.double(), y.double().reshape(-1, 1)
    Z, t = X - X.mean(dim=0), y - y.mean()
    w = torch.linalg.solve(Z.T @ Z, Z.T @ t)
    b = y.mean() - X.mean(dim=0) @ w
    return w, b, float((X @ w + b - y).square().sum() / (len(X) - X.shape[1] - 1)) ** 0.5


def plane_data(n, d):
    """n examples of a plane in d features, away from zero, with noise of sd 0.3; float64."""
    X = 2 * torch.randn(n, d, dtype=torch.float64) + 3
    w = torch.linspace(-2, 3, d, dtype=torch.float64).reshape(d, 1) - 0.7
    return X, X @ w + 5 + 0.3 * torch.randn(n, 1, dtype=torch.float64)


@points(3)
def test_norris_line_has_the_certified_digits(student):
    """On NIST's data set Norris slope and intercept agree with the certified values to eight digits."""
    w, b, _ = three_parts(student.least_squares(norris["x"].reshape(-1, 1), norris["y"].reshape(-1, 1)))
    assert_close(w, torch.tensor([[NORRIS_SLOPE]], dtype=torch.float64), "Norris: w", rtol=1e-8, atol=0)
    assert_close(b, torch.tensor([NORRIS_INTERCEPT], dtype=torch.float64), "Norris: b", rtol=1e-8, atol=0)


@points(2)
def test_norris_residual_sd_has_the_certified_digits(student):
    """On NIST's data set Norris the residual standard deviation agrees with the certified one to eight digits."""
    s = three_parts(student.least_squares(norris["x"].reshape(-1, 1), norris["y"].reshape(-1, 1)))[2]
    assert_close(as_number(s, "s"), NORRIS_SD, "Norris: s", rtol=1e-8, atol=0)


@points(3)
def test_least_squares_for_any_number_of_features(student):
    """For 1, 2 and 5 features w and b are those of least squares, in float64 and in float32."""
    for n, d in ((7, 1), (10, 2), (30, 5), (3, 1)):
        X, y = plane_data(n, d)
        w, b, _ = three_parts(student.least_squares(X.clone(), y.clone()))
        right_w, right_b, _ = centred_solution(X, y)
        assert_close(w, right_w, f"w for n = {n}, d = {d}", rtol=1e-7, atol=1e-8)
        assert_close(b, right_b, f"b for n = {n}, d = {d}", rtol=1e-7, atol=1e-8)
    w, b, _ = three_parts(student.least_squares(X[:, :2].float(), y.float()))
    right_w, right_b, _ = centred_solution(X[:, :2].float(), y.float())
    assert_close(w, right_w, "w in float32", rtol=1e-3, atol=1e-3)
    assert_close(b, right_b, "b in float32", rtol=1e-3, atol=1e-3)


@points(2)
def test_residual_sd_counts_the_features(student):
    """For 2 and 5 features the residual sd is that of n - d - 1 degrees of freedom."""
    for n, d in ((10, 2), (12, 5)):
        X, y = plane_data(n, d)
        s = three_parts(student.least_squares(X, y))[2]
        assert_close(as_number(s, "s"), centred_solution(X, y)[2], f"s for n = {n}, d = {d}", rtol=1e-6, atol=0)


@points(1)
def test_least_squares_takes_row_labels(student):
    """Labels of shape (n,) give the same w, b and s as a column."""
    X, y = plane_data(9, 2)
    w, b, s = three_parts(student.least_squares(X.clone(), y.reshape(-1)))
    column_w, column_b, column_s = three_parts(student.least_squares(X, y))
    assert_close(w, column_w, "w for row labels", rtol=1e-5, atol=1e-6)
    assert_close(b, column_b, "b for row labels", rtol=1e-5, atol=1e-6)
    assert_close(as_number(s, "s"), as_number(column_s, "s"), "s for row labels", rtol=1e-5, atol=0)


### END HIDDEN TESTS
check()

# %% [markdown]
# ## 2. What float32 loses (18 points)
#
# **The yardstick.** Write `correct_digits(value, certified)`: to how many decimal digits do the two agree? NIST
# takes
#
# $$-\log_{10} \frac{|\text{value} - \text{certified}|}{|\text{certified}|},$$
#
# a number that need not be whole. Make it at most 15 (the certified values have no more digits; that includes
# perfect agreement), and 0 where it would be negative or where `value` is inf or nan. For example 3.14 has
# 3.3 correct digits of $\pi$.
#
# `value` is a number or a tensor with one element of any dtype; `certified` is a float, not zero. *Pitfall*: a
# float32 tensor minus a float is computed in float32, where `certified` has lost the digits that you want to
# count.


# %% solution="correct_digits"
def correct_digits(value, certified):
    """Decimal digits to which value agrees with certified, between 0 and 15; nan has none."""
    ### BEGIN SOLUTION
    error = abs(float(value) - certified) / abs(certified)
    if not error < 1:  # nan, too
        return 0.0
    return -math.log10(max(error, 1e-15))
    ### END SOLUTION


# %% test="correct_digits"
@points(1)
def test_digits_of_pi(student):
    """3.14 has 3.295 correct digits of pi, and 3 has 1.346."""
    assert_close(
        as_number(student.correct_digits(3.14, math.pi), "correct_digits"),
        3.295,
        "correct_digits(3.14, pi)",
        rtol=0,
        atol=2e-3,
    )
    assert_close(
        as_number(student.correct_digits(3, math.pi), "correct_digits"),
        1.346,
        "correct_digits(3, pi)",
        rtol=0,
        atol=2e-3,
    )


### BEGIN HIDDEN TESTS
@points(1)
def test_digits_of_negative_and_of_tiny_numbers(student):
    """The digits are counted relative to the certified value, whatever its sign and size."""
    for certified, relative in ((-0.25, 1e-4), (-0.25, -1e-4), (6.6e-34, 2e-3), (3e12, -5e-7)):
        value = certified * (1 + relative)
        wanted = -math.log10(abs(relative))
        assert_close(
            as_number(student.correct_digits(value, certified), "correct_digits"),
            wanted,
            "the digits",
            rtol=0,
            atol=1e-4,
        )


@points(1)
def test_digits_of_a_float32_tensor(student):
    """The digits of a float32 tensor are counted against the certified value in full."""
    for certified in (1.00211681802045, math.pi, -0.262323073774029):
        value = torch.tensor([certified], dtype=torch.float32)
        wanted = -math.log10(abs(value.double().item() - certified) / abs(certified))
        assert_close(
            as_number(student.correct_digits(value, certified), "correct_digits"),
            wanted,
            "the digits in float32",
            rtol=0,
            atol=0.01,
        )


@points(1)
def test_digits_stay_between_0_and_15(student):
    """Perfect agreement has 15 digits; what is far off, infinite or nan has none."""
    for value in (2.5, 2.5 * (1 + 2.3e-16)):
        assert_close(
            as_number(student.correct_digits(value, 2.5), "correct_digits"),
            15.0,
            "perfect agreement",
            rtol=0,
            atol=1e-6,
        )
    for value in (99.0, 6.5, -2.5, float("nan"), float("inf"), -float("inf")):
        assert_close(
            as_number(student.correct_digits(value, 2.5), "correct_digits"), 0.0, f"2.5 and {value}", rtol=0, atol=1e-6
        )


### END HIDDEN TESTS
check()

# %% [markdown]
# **Predict** before you run anything: how many digits of Norris's certified line are left? The line is fitted by
# `torch.linalg.lstsq` on a column of $x$ (0 to 1000) and a column of ones. In three of the rows the instrument
# counts from 20 000, so that all $x$ lie between 20 000 and 21 000; the slope stays what it was.
#
# Choose one of `"none"` (less than 1), `"2 to 5"`, `"6 to 9"` and `"10 or more"` for each row. To think of: a
# float64 holds 16 digits and a float32 holds 7; the labels reach 1000 and the intercept is −0.26; and `lstsq`
# leaves out any direction of the columns that is so short beside the longest that it could be rounding.
#
# ```
# PREDICT_FLOAT32 = {
#     "slope, float64": ...,
#     "slope, float32": ...,
#     "intercept, float32": ...,
#     "slope, data rounded to float32, fitted in float64": ...,
#     "slope, from 20 000, float32": ...,
#     "slope, from 20 000, float32, mean of x taken away first": ...,
# }
# ```

# %% solution="predict_float32"
### BEGIN SOLUTION
PREDICT_FLOAT32 = {
    "slope, float64": "10 or more",
    "slope, float32": "6 to 9",
    "intercept, float32": "2 to 5",
    "slope, data rounded to float32, fitted in float64": "6 to 9",
    "slope, from 20 000, float32": "none",
    "slope, from 20 000, float32, mean of x taken away first": "6 to 9",
}
### END SOLUTION


# %% test="predict_float32"
@points(2)
def test_digit_predictions_can_be_read(student):
    """There is one of the four choices for each of the six rows."""
    rows = {
        *("slope, float64", "slope, float32", "intercept, float32"),
        *("slope, data rounded to float32, fitted in float64", "slope, from 20 000, float32"),
        "slope, from 20 000, float32, mean of x taken away first",
    }
    guess = student.PREDICT_FLOAT32
    assert isinstance(guess, dict), f"PREDICT_FLOAT32 is a {type(guess).__name__}; expected a dict"
    assert set(guess) == rows, f"the rows are {sorted(map(str, guess))}; expected {sorted(rows)}"
    for row, choice in guess.items():
        assert choice in ("none", "2 to 5", "6 to 9", "10 or more"), f"{row}: {choice!r} is none of the four choices"


### BEGIN HIDDEN TESTS
@points(2)
def test_predicted_digits_of_the_certified_line(student):
    """The three predictions for Norris as it is, and that for the rounded data, are what happens."""
    guess = student.PREDICT_FLOAT32
    assert guess["slope, float64"] == "10 or more", "another prediction for the slope in float64"
    assert guess["slope, float32"] == "6 to 9", "another prediction for the slope in float32"
    assert guess["intercept, float32"] == "2 to 5", "another prediction for the intercept in float32"
    rounded = guess["slope, data rounded to float32, fitted in float64"]
    assert rounded == "6 to 9", "another prediction for the rounded data"


@points(2)
def test_predicted_digits_far_from_zero(student):
    """The two predictions for the instrument that counts from 20 000 are what happens."""
    guess = student.PREDICT_FLOAT32
    assert guess["slope, from 20 000, float32"] == "none", "another prediction for the data far from zero"
    centred = guess["slope, from 20 000, float32, mean of x taken away first"]
    assert centred == "6 to 9", "another prediction for the centred data"


### END HIDDEN TESTS
check()

# %% [markdown]
# And this is what happens, measured by your `correct_digits` (on the CPU, where `lstsq` can leave directions out):


# %% setup="measure"
def lstsq_line(x, y, taken_away=0.0):
    """Slope and intercept as float64 numbers, by lstsq in the dtype of x; x is shifted by `taken_away` before."""
    slope, intercept = torch.linalg.lstsq(torch.vander(x - taken_away, 2), y.unsqueeze(1)).solution.double()
    return slope.item(), intercept.item() - slope.item() * float(taken_away)


with waits_for("PREDICT_FLOAT32 and correct_digits"):
    x_64, y_64 = norris["x"], norris["y"]
    x_32, y_32, far_32 = x_64.float(), y_64.float(), (x_64 + 20_000).float()
    rounded_line = lstsq_line(x_32.double(), y_32.double())
    measured = {
        "slope, float64": correct_digits(lstsq_line(x_64, y_64)[0], NORRIS_SLOPE),
        "slope, float32": correct_digits(lstsq_line(x_32, y_32)[0], NORRIS_SLOPE),
        "intercept, float32": correct_digits(lstsq_line(x_32, y_32)[1], NORRIS_INTERCEPT),
        "slope, data rounded to float32, fitted in float64": correct_digits(rounded_line[0], NORRIS_SLOPE),
        "slope, from 20 000, float32": correct_digits(lstsq_line(far_32, y_32)[0], NORRIS_SLOPE),
        "slope, from 20 000, float32, mean of x taken away first": correct_digits(
            lstsq_line(far_32, y_32, far_32.mean())[0], NORRIS_SLOPE
        ),
    }
    for row, guess in PREDICT_FLOAT32.items():
        print(f"{row:58s} you said {guess:12s} measured {float(measured[row]):4.1f} digits")
    print(f"The slope from 20 000, in float32, without a word of warning: {lstsq_line(far_32, y_32)[0]:.4f}")

# %% [markdown]
# Far from zero, the column of $x$ and the column of ones point almost the same way. What tells them apart is
# the short remainder, and if that looks like rounding, a careful solver ignores it: there is then *one* number
# left to fit, and it fits it well. (A careless one keeps what is left of the digits: the normal equations give
# some 3 of them.) Taking away the mean is all it needs: the columns are then at right angles.
#
# **The cure.** Write `fit_standardized(X, y)` for $X$ $(n, d)$ and $y$ $(n, 1)$: the `w` $(d, 1)$ and `b` $(1,)$ of
# least squares, as before, but from columns that were *standardized* first (mean 0, standard deviation 1 each),
# so that it also holds in float32 and for columns that lie far from zero or have wild units (a frequency of
# $10^{14}$ Hz beside a length of $10^{-6}$ m). `w` and `b` belong to the columns *as they came*: the scaling has
# to be undone, in the slope and in the intercept. With $z = (x - m) / s$,
#
# $$y = v z + c = \frac{v}{s}\,x + \left(c - \frac{v}{s}\,m\right).$$
#
# Leave `X` and `y` as they are: `X -= X.mean(0)` would change the caller's data.


# %% solution="fit_standardized"
def fit_standardized(X, y):
    """Least squares of y (n, 1) on X (n, d), by way of standardized columns: w (d, 1) and b (1,)."""
    ### BEGIN SOLUTION
    mean, std = X.mean(dim=0), X.std(dim=0)
    Z = torch.cat([(X - mean) / std, torch.ones_like(X[:, :1])], dim=1)
    theta = torch.linalg.lstsq(Z, y).solution
    w = theta[:-1] / std.reshape(-1, 1)
    return w, theta[-1] - mean @ w
    ### END SOLUTION


# %% setup="two"
def two_parts(value, name):
    """The two parts of what the function `name` returned, or a sentence on what is wrong with it."""
    right = isinstance(value, tuple | list) and len(value) == 2
    assert right, f"{name} should return two values, yours is a {type(value).__name__}"
    return value


# %% test="fit_standardized"
@points(3)
def test_standardized_fit_of_five_points(student):
    """For five points with two features w and b are those of ordinary least squares: 1, 2 and 1.5."""
    corners = torch.tensor([[0.0, 30.0], [0.0, 50.0], [20.0, 30.0], [20.0, 50.0], [10.0, 40.0]])
    heights = torch.tensor([[61.5], [101.5], [81.5], [121.5], [91.5]])  # 1 x1 + 2 x2 + 1.5, without noise
    w, b = two_parts(student.fit_standardized(corners, heights), "fit_standardized")
    assert_close(w, torch.tensor([[1.0], [2.0]]), "w of the five points", rtol=1e-4, atol=1e-4)
    assert_close(b, torch.tensor([1.5]), "b of the five points", rtol=1e-4, atol=1e-3)


### BEGIN HIDDEN TESTS
def assert_fits_like_float64(fit, X, y, what):
    """w and b are those that float64 finds for the same numbers, to four digits."""
    X64, y64 = X.double(), y.double()
    mean, std = X64.mean(dim=0), X64.std(dim=0)
    Z = (X64 - mean) / std
    right_w = torch.linalg.solve(Z.T @ Z, Z.T @ (y64 - y64.mean())) / std.reshape(-1, 1)
    right_b = y64.mean(dim=0) - mean @ right_w
    w, b = two_parts(fit, "fit_standardized")
    assert_close(w / right_w, torch.ones_like(right_w), f"{what}: w / right w", rtol=2e-4, atol=0)
    assert_close(b / right_b, torch.ones_like(right_b), f"{what}: b / right b", rtol=2e-4, atol=0)


@points(2)
def test_standardized_fit_far_from_zero(student):
    """In float32, for features that lie far from zero, w and b still have four digits."""
    far = (norris["x"].reshape(-1, 1) + 20_000).float()
    fit = student.fit_standardized(far.clone(), norris["y"].reshape(-1, 1).float())
    assert_fits_like_float64(fit, far, norris["y"].reshape(-1, 1).float(), "Norris from 20 000")
    X = 1e6 + 100 * torch.randn(40, 1, dtype=torch.float32)
    y = 0.7 * (X - 1e6) + 20 + torch.randn(40, 1, dtype=torch.float32)
    assert_fits_like_float64(student.fit_standardized(X.clone(), y.clone()), X, y, "x near a million")


@points(2)
def test_standardized_fit_in_wild_units(student):
    """In float32, for columns in very different units, w and b still have four digits."""
    for scales in ((1e14, 1e-6), (1e-9, 1.0, 1e9, 50.0, 1e4)):
        Z = torch.randn(30, len(scales), dtype=torch.float32)
        y = 22 - Z @ torch.linspace(1, 2, len(scales), dtype=torch.float32).reshape(-1, 1)
        y = y + 0.2 * torch.randn(30, 1, dtype=torch.float32)  # b is far from 0, and has four digits to lose
        X = (Z + 30) * torch.tensor(scales, dtype=torch.float32)
        assert_fits_like_float64(student.fit_standardized(X.clone(), y.clone()), X, y, f"units {scales}")


@points(1)
def test_standardizing_leaves_the_data_alone(student):
    """fit_standardized does not change the features and the labels that it is given."""
    X = 5 + 2 * torch.randn(12, 2, dtype=torch.float64)
    y = 3 + torch.randn(12, 1, dtype=torch.float64)
    given_X, given_y = X.clone(), y.clone()
    student.fit_standardized(given_X, given_y)
    assert torch.equal(given_X, X), "X is not what it was before the call"
    assert torch.equal(given_y, y), "y is not what it was before the call"


### END HIDDEN TESTS
check()

# %% [markdown]
# ## 3. The age of the universe (12 points)
#
# Hubble's nebulae fly away, the farther the faster: $v = H\,r$, with the velocity $v$ in km/s, the distance $r$ in
# Mpc, and so $H$ in km/s per Mpc. Should the line pass through the origin? The law says so; a free intercept
# lets the data say it.
#
# Write `hubble_fit(distance, velocity, through_origin=True)` for two tensors of shape $(n,)$. It returns
# `(H, v0)`, two numbers: slope and intercept of least squares of $v$ on $r$. Through the origin, `v0` is 0, and
# setting the derivative of $\sum_i (H r_i - v_i)^2$ to zero gives $H$: do it on paper.
#
# Example: the points (0, 1), (1, 2) and (3, 4) have $H = 7/5$ through the origin, and the line $1 \cdot r + 1$
# otherwise.
# *Pitfall*: the mean of the ratios $v_i / r_i$ is no least squares. It trusts each nebula equally, and the
# ratio of one at 0.03 Mpc is mostly its own motion.


# %% solution="hubble_fit"
def hubble_fit(distance, velocity, through_origin=True):
    """Slope (km/s/Mpc) and intercept (km/s) of velocity (n,) in km/s on distance (n,) in Mpc."""
    ### BEGIN SOLUTION
    if through_origin:
        return (distance * velocity).sum() / (distance**2).sum(), 0.0
    r = distance - distance.mean()
    H = (r * velocity).sum() / (r**2).sum()
    return H, velocity.mean() - H * distance.mean()
    ### END SOLUTION


# %% test="hubble_fit"
@points(2)
def test_lines_through_three_points(student):
    """The points (0, 1), (1, 2) and (3, 4) have slope 1.4 through the origin; slope 1 and intercept 1 otherwise."""
    near, far = torch.tensor([0.0, 1.0, 3.0]), torch.tensor([1.0, 2.0, 4.0])
    H, v0 = two_parts(student.hubble_fit(near, far), "hubble_fit")
    assert_close(as_number(H, "H"), 1.4, "H through the origin", rtol=1e-4)
    assert_close(as_number(v0, "v0"), 0.0, "v0 through the origin", atol=1e-5)
    H, v0 = two_parts(student.hubble_fit(near, far, through_origin=False), "hubble_fit")
    assert_close(as_number(H, "H"), 1.0, "H with a free intercept", rtol=1e-4)
    assert_close(as_number(v0, "v0"), 1.0, "v0 with a free intercept", rtol=1e-4)


### BEGIN HIDDEN TESTS
@points(2)
def test_hubble_1929_through_the_origin(student):
    """For Hubble's 24 nebulae the slope through the origin is the published one, 423.9 km/s/Mpc."""
    H, v0 = two_parts(student.hubble_fit(hubble["distance_Mpc"], hubble["velocity_km_s"]), "hubble_fit")
    assert_close(as_number(H, "H"), 423.937, "H of 1929 through the origin", rtol=1e-4)
    assert_close(as_number(v0, "v0"), 0.0, "v0 of 1929 through the origin", atol=1e-3)


@points(2)
def test_hubble_1929_with_a_free_intercept(student):
    """For Hubble's 24 nebulae slope and intercept are the published ones, 454.16 km/s/Mpc and -40.8 km/s."""
    fit = student.hubble_fit(hubble["distance_Mpc"], hubble["velocity_km_s"], False)
    H, v0 = two_parts(fit, "hubble_fit")
    assert_close(as_number(H, "H"), 454.158, "H of 1929 with a free intercept", rtol=1e-4)
    assert_close(as_number(v0, "v0"), -40.784, "v0 of 1929 with a free intercept", rtol=1e-3)


@points(3)
def test_other_universes_expand_as_they_do(student):
    """For other nebulae both lines are those of least squares, in float64."""
    for n, H_true in ((5, 70.0), (10, 500.0), (40, -20.0)):
        r = 0.1 + 3 * torch.rand(n, dtype=torch.float64)
        v = H_true * r + 30 + 10 * torch.randn(n, dtype=torch.float64)
        H, v0 = two_parts(student.hubble_fit(r, v, through_origin=True), "hubble_fit")
        assert_close(as_number(H, "H"), float(r @ v / (r @ r)), f"H through the origin, n = {n}", rtol=1e-6)
        assert_close(as_number(v0, "v0"), 0.0, f"v0 through the origin, n = {n}", atol=1e-9)
        centred = r - r.mean()
        right = float(centred @ v / (centred @ centred))
        H, v0 = two_parts(student.hubble_fit(r, v, through_origin=False), "hubble_fit")
        assert_close(as_number(H, "H"), right, f"H with a free intercept, n = {n}", rtol=1e-6)
        intercept = float(v.mean()) - right * float(r.mean())
        assert_close(as_number(v0, "v0"), intercept, f"v0 with a free intercept, n = {n}", rtol=1e-5)


### END HIDDEN TESTS
check()

# %% [markdown]
# If the nebulae always flew at the speed that they have now, they were all in one place a time $r / v = 1 / H$
# ago. Write `hubble_time(H)`: that time in **Gyr** (thousand million years), for $H$ in km/s/Mpc. Units are the
# whole exercise. Given are `KM_PER_MPC` and `SECONDS_PER_GYR`: first write down the unit of $1 / H$ on paper.
# Today's $H$ = 70 km/s/Mpc gives 13.97 Gyr.


# %% solution="hubble_time"
def hubble_time(H):
    """The time 1 / H in Gyr for H in km/s/Mpc."""
    ### BEGIN SOLUTION
    return KM_PER_MPC / H / SECONDS_PER_GYR
    ### END SOLUTION


# %% test="hubble_time"
@points(1)
def test_hubble_time_of_today(student):
    """H = 70 km/s/Mpc gives 13.97 Gyr."""
    assert_close(as_number(student.hubble_time(70.0), "hubble_time"), 13.968, "hubble_time(70)", rtol=1e-3)


### BEGIN HIDDEN TESTS
@points(2)
def test_hubble_time_of_other_universes(student):
    """Other expansion rates give other times, the faster the shorter."""
    for H in (50.0, 500.0, 1000.0, 423.9):
        wanted = 3.0856776e19 / (H * 3.15576e16)
        assert_close(as_number(student.hubble_time(H), "hubble_time"), wanted, f"hubble_time({H})", rtol=1e-5)


### END HIDDEN TESTS
check()

# %% setup="age"
with waits_for("hubble_fit and hubble_time"):
    for through_origin, kind in ((True, "through the origin"), (False, "with a free intercept")):
        fitted_H, fitted_v0 = hubble_fit(hubble_distance.to(device), hubble_velocity.to(device), through_origin)
        fitted_age = float(hubble_time(float(fitted_H)))
        line = f"v = {float(fitted_H):.1f} km/s/Mpc · r {float(fitted_v0):+.1f} km/s"
        print(f"{kind:22s}: {line}; the universe is {fitted_age:.2f} Gyr old")

# %% [markdown]
# The intercept, −41 km/s, has a standard error of 83 km/s: nothing in the data speaks against the origin. But the
# age is absurd: the oldest rocks are 4 Gyr old. The fit is right and the data are wrong. All of Hubble's
# distances were too short by a factor of about seven, mostly because two kinds of stars were taken for one. No
# residual shows that: **a scale error common to all data leaves a perfect line.** (His own analysis, with the
# motion of the Sun as further weights, gave 465 ± 50 and 513 ± 60.)

# %% [markdown]
# ## 4. Planck's constant (14 points)
#
# Light of the frequency $\nu$ comes in portions of the energy $h \nu$. An electron that takes one must pay the
# energy $W$ to leave the metal, and what it has left can be measured: a voltage $V$ that just stops it. Einstein
# predicted a line in 1905, and Millikan, who did not believe it, spent ten years to measure it:
#
# $$e\,V = h\,\nu - W .$$
#
# Write `planck_constant(frequency, voltage)` for the frequencies in **Hz** and the voltages in **V**, both of
# shape $(n,)$ and of one dtype, float32 or float64. It returns `(h, W)`, two numbers: $h$ in units of **10⁻³⁴ J s**
# (so today's value is 6.626), and $W$ in **eV**. By hand: what are slope and intercept of $V$ on $\nu$ in terms of
# $h$, $e$ and $W$? One eV is the energy of one elementary charge at one volt; the charge in coulomb is given as
# `E_CHARGE`.
#
# *The trap.* Beside frequencies of $10^{15}$, a column of ones is rounding, and `lstsq` in raw Hz quietly leaves it
# out, as in exercise 2, in float64 too: $W$ comes out as 0 and $h$ as half of what it is. In another unit
# ($10^{14}$ Hz), or with centred frequencies, all is well; then bring $h$ back to the unit that is asked for.


# %% solution="planck_constant"
def planck_constant(frequency, voltage):
    """h in 1e-34 J s and W in eV from stopping potentials (n,) in V of light of the frequencies (n,) in Hz."""
    ### BEGIN SOLUTION
    nu = frequency - frequency.mean()
    slope = (nu * voltage).sum() / (nu**2).sum()  # V s
    return E_CHARGE * slope * 1e34, slope * frequency.mean() - voltage.mean()
    ### END SOLUTION


# %% test="planck_constant"
@points(3)
def test_planck_constant_of_a_perfect_experiment(student):
    """Three voltages made with h = 8e-34 J s and W = 2 eV give these back."""
    light = torch.tensor([6e14, 9e14, 12e14])
    volts = 8e-34 / 1.602176634e-19 * light - 2.0
    h, W = two_parts(student.planck_constant(light, volts), "planck_constant")
    assert_close(as_number(h, "h"), 8.0, "h in 1e-34 J s", rtol=1e-4)
    assert_close(as_number(W, "W"), 2.0, "W in eV", rtol=1e-4)


### BEGIN HIDDEN TESTS
@points(3)
def test_millikan_finds_the_constant(student):
    """Millikan's data give the published slope, 4.0882e-15 V s, times the charge of the electron."""
    h, _ = two_parts(student.planck_constant(millikan["nu_Hz"], millikan["V"]), "planck_constant")
    assert_close(as_number(h, "h") / 1.602176634, 4.08823, "Millikan: h / e in 1e-15 V s", rtol=1e-4)


@points(2)
def test_millikan_finds_the_energy(student):
    """Millikan's data give an energy of 1.7312 eV."""
    _, W = two_parts(student.planck_constant(millikan["nu_Hz"], millikan["V"]), "planck_constant")
    assert_close(as_number(W, "W"), 1.73124, "Millikan: W in eV", rtol=1e-4)


@points(3)
def test_other_metals_and_other_constants(student):
    """For other metals and other values of h, in float32 and float64, h and W are those of least squares."""
    for n, h_true, W_true in ((7, 5e-34, 4.3), (10, 9e-34, 0.6), (30, 6.6e-34, 2.3)):
        for dtype in (torch.float64, torch.float32):
            nu = (4e14 + 1.2e15 * torch.rand(n, dtype=torch.float64)).to(dtype)
            V = (h_true / 1.602176634e-19 * nu.double() - W_true + 0.05 * torch.randn(n, dtype=torch.float64)).to(dtype)
            unit = nu.double() / 1e14
            centred = unit - unit.mean()
            slope = float(centred @ V.double() / (centred @ centred))
            h, W = two_parts(student.planck_constant(nu.clone(), V.clone()), "planck_constant")
            right_h, right_W = slope * 16.02176634, slope * float(unit.mean()) - float(V.double().mean())
            assert_close(as_number(h, "h"), right_h, f"h in 1e-34 J s, n = {n}, {dtype}", rtol=2e-4)
            assert_close(as_number(W, "W"), right_W, f"W in eV, n = {n}, {dtype}", rtol=2e-4)


### END HIDDEN TESTS
check()

# %% [markdown]
# How good was he? Write `percent_error(value, reference)`: by how many per cent of the reference is the value too
# large (positive) or too small (negative)? 98 for 100 is −2. The reference may be any number but zero.


# %% solution="percent_error"
def percent_error(value, reference):
    """By how many per cent of |reference| value is too large (+) or too small (-)."""
    ### BEGIN SOLUTION
    return 100 * (value - reference) / abs(reference)
    ### END SOLUTION


# %% test="percent_error"
@points(1)
def test_error_of_two_percent(student):
    """98 for 100 is an error of -2 per cent, and 5 for 4 one of +25."""
    assert_close(as_number(student.percent_error(5.0, 4.0), "percent_error"), 25.0, "percent_error(5, 4)", rtol=1e-5)
    assert_close(
        as_number(student.percent_error(98.0, 100.0), "percent_error"), -2.0, "percent_error(98, 100)", rtol=1e-5
    )


### BEGIN HIDDEN TESTS
@points(2)
def test_percent_errors_of_any_size(student):
    """The error is right for tiny references, and a value that is too large is positive for negative ones, too."""
    cases = ((6.55e-34, 6.62607015e-34, -1.1480), (2e20, 1e20, 100.0), (-90.0, -100.0, 10.0), (-3.0, -2.0, -50.0))
    for value, reference, wanted in cases:
        got = as_number(student.percent_error(value, reference), "percent_error")
        assert_close(got, wanted, f"percent_error({value:g}, {reference:g})", rtol=1e-3)


### END HIDDEN TESTS
check()

# %% setup="millikan"
with waits_for("planck_constant and percent_error"):
    fitted_h, fitted_W = planck_constant(millikan_nu.to(device), millikan_V.to(device))
    off = percent_error(float(fitted_h), H_EXACT)
    print(f"h = {float(fitted_h):.3f}e-34 J s, {float(off):+.2f} % off the exact 6.626e-34 J s")
    print(f"W = {float(fitted_W):.3f} eV")

# %% [markdown]
# ## 5. The shape of the Earth (18 points)
#
# If the Earth is an ellipsoid, the length of a degree is $y = a + b \sin^2(\text{latitude})$, and the slope $b$
# tells how flat it is. Boscovich had five degrees, from Quito at the equator to Lapland, measured by expeditions
# that he trusted differently. In 1757, half a century before least squares, he wanted a line that no single bad
# degree could bend, and minimised the sum of the *absolute* residuals.
#
# Write `least_absolute(x, y)` for two tensors of shape $(n,)$: `(slope, intercept)`, two numbers, for which
# $\sum_i |y_i - \text{slope} \cdot x_i - \text{intercept}|$ is smallest. Some $x$ may be equal, but not all.
#
# The sum is made of straight pieces, with an edge wherever the line passes through a point. So its lowest place
# is a corner: **a best line passes through two of the points**, and for $n$ points there are only $n (n - 1) / 2$
# such lines to try. Or walk down by subgradient descent (the gradient of $|e|$ is the sign of $e$), with steps that
# become shorter and shorter: your sum may be above the smallest one by 0.1 %.
#
# By hand: for (0, 0), (1, 1), (2, 2), (3, 3), (4, 40) the line $y = x$ costs 36. What does a line cost that goes
# to meet the last point? Least squares has slope 8.2. *Pitfall*: two points with the same $x$ have no slope, and a
# nan is not larger than anything: `argmin` returns its place.


# %% solution="least_absolute"
def least_absolute(x, y):
    """Slope and intercept of the line with the smallest sum of absolute residuals of y (n,) on x (n,)."""
    ### BEGIN SOLUTION
    i, j = torch.combinations(torch.arange(len(x), device=x.device)).T
    i, j = i[x[i] != x[j]], j[x[i] != x[j]]
    slope = (y[j] - y[i]) / (x[j] - x[i])
    intercept = y[i] - slope * x[i]
    total = (y - slope.unsqueeze(1) * x - intercept.unsqueeze(1)).abs().sum(dim=1)
    best = total.argmin()
    return slope[best], intercept[best]
    ### END SOLUTION


# %% test="least_absolute"
@points(3)
def test_line_ignores_a_far_point(student):
    """Four points on y = x and one far above have the line y = x."""
    along, above = torch.tensor([0.0, 1.0, 2.0, 3.0, 4.0]), torch.tensor([0.0, 1.0, 2.0, 3.0, 40.0])
    slope, intercept = two_parts(student.least_absolute(along, above), "least_absolute")
    assert_close(as_number(slope, "the slope"), 1.0, "the slope of the five points", rtol=0, atol=0.02)
    assert_close(as_number(intercept, "the intercept"), 0.0, "the intercept of the five points", rtol=0, atol=0.04)


### BEGIN HIDDEN TESTS
def absolute_total(x, y, fit, name):
    """The sum of absolute residuals of the line `fit`, in float64."""
    slope, intercept = two_parts(fit, name)
    line = as_number(slope, "the slope") * x.double() + as_number(intercept, "the intercept")
    return float((y.double() - line).abs().sum())


def least_total(x, y):
    """The smallest sum of absolute residuals of any line, in float64: the best of all lines through two points."""
    pairs = [(p, q) for p in range(len(x)) for q in range(p) if float(x[p]) != float(x[q])]
    first, second = (torch.tensor(part) for part in zip(*pairs, strict=True))
    x, y = x.double(), y.double()
    slopes = (y[first] - y[second]) / (x[first] - x[second])
    residuals = (y - y[first].unsqueeze(1)) - slopes.unsqueeze(1) * (x - x[first].unsqueeze(1))
    return float(residuals.abs().sum(dim=1).min())


def assert_least_total(student, x, y, what):
    """The student's line costs at most 0.1 % more than the best one."""
    got = absolute_total(x, y, student.least_absolute(x.clone(), y.clone()), "least_absolute")
    best = least_total(x, y)
    assert got <= 1.001 * best + 1e-5, f"{what}: your line has the sum {got:.6g}, the best one {best:.6g}"


@points(3)
def test_arcs_have_the_published_line(student):
    """Boscovich's five degrees have the published line: slope 800.14, intercept 51."""
    fit = student.least_absolute(boscovich["sin2_lat"], boscovich["arc_minus_56700"])
    slope, intercept = two_parts(fit, "least_absolute")
    assert_close(as_number(slope, "the slope"), 800.143, "the slope of the degrees", rtol=0.01, atol=0)
    assert_close(as_number(intercept, "the intercept"), 51.0, "the intercept of the degrees", rtol=0, atol=3)


@points(3)
def test_sum_of_absolute_residuals_is_smallest(student):
    """On random data, some with typing errors, no line has a smaller sum (0.1 % apart), in both dtypes."""
    for n, slope in ((3, 2.0), (7, -3.0), (10, 0.5), (24, -1.0)):
        x = 4 * torch.rand(n, dtype=torch.float64) - 1
        y = slope * x + 1 + 0.5 * torch.randn(n, dtype=torch.float64)
        assert_least_total(student, x, y, f"n = {n}")
        y[: n // 5] += 15 + 5 * torch.rand(n // 5, dtype=torch.float64)
        assert_least_total(student, x, y, f"n = {n} with typing errors")
    assert_least_total(student, x.float(), y.float(), "float32")


@points(2)
def test_points_above_each_other(student):
    """Points with the same x are no obstacle, in whichever place they stand."""
    x = torch.tensor([1.0, 1.0, 2.0, 2.0, 2.0, 4.0, 4.0, 7.0], dtype=torch.float64)
    for order in (torch.arange(8), torch.arange(7, -1, -1), torch.randperm(8)):
        y = 3 - 2 * x + torch.randn(8, dtype=torch.float64)
        y[1] = y[0]  # the same point twice
        assert_least_total(student, x[order], y[order], "points with the same x")


### END HIDDEN TESTS
check()

# %% [markdown]
# Boscovich asked for one thing more: that the residuals **sum to zero**, as many toises above the line as below.
# Write `boscovich_line(x, y)`: `(slope, intercept)` of the line with the smallest sum of absolute residuals *among
# those whose residuals sum to zero*.
#
# On paper: the residuals of a line sum to zero just if it passes through the point of the means $(\bar x, \bar y)$.
# So only the slope is left to choose, and its sum $\sum_i |(y_i - \bar y) - \text{slope}\,(x_i - \bar x)|$ has its
# corners where the line meets a point: $n$ slopes to try. (Or: the best one is the *weighted median* of these
# slopes $(y_i - \bar y) / (x_i - \bar x)$, with the weights $|x_i - \bar x|$.) Again 0.1 % is allowed, and again
# there is a division to look at: what if a point lies at $\bar x$?
#
# Example: (0, 0), (1, 2), (3, 3), (6, 5) have the means (2.5, 2.5) and the slopes 1, ⅓, 1, 5/7 with the weights
# 2.5, 1.5, 0.5, 3.5. Half of all weight is 4, and 5/7 is where it is reached.


# %% solution="boscovich_line"
def boscovich_line(x, y):
    """Slope and intercept of least absolute residuals of y (n,) on x (n,), with residuals that sum to zero."""
    ### BEGIN SOLUTION
    dx, dy = x - x.mean(), y - y.mean()
    slope = dy[dx != 0] / dx[dx != 0]
    total = (dy - slope.unsqueeze(1) * dx).abs().sum(dim=1)
    best = slope[total.argmin()]
    return best, y.mean() - best * x.mean()
    ### END SOLUTION


# %% test="boscovich_line"
@points(2)
def test_boscovich_line_of_four_points(student):
    """The four points of the example have slope 5/7, and residuals that sum to zero."""
    along, above = torch.tensor([0.0, 1.0, 3.0, 6.0]), torch.tensor([0.0, 2.0, 3.0, 5.0])
    slope, intercept = two_parts(student.boscovich_line(along, above), "boscovich_line")
    slope, intercept = as_number(slope, "the slope"), as_number(intercept, "the intercept")
    left_over = float((above - slope * along - intercept).sum())
    assert_close(left_over, 0.0, "the sum of the residuals", atol=1e-3)
    assert_close(slope, 5 / 7, "the slope of the four points", rtol=0.01)


### BEGIN HIDDEN TESTS
def assert_boscovich_line(student, x, y, what):
    """The residuals sum to zero, and their absolute values to at most 0.1 % more than the smallest sum."""
    slope, intercept = two_parts(student.boscovich_line(x.clone(), y.clone()), "boscovich_line")
    slope, intercept = as_number(slope, "the slope"), as_number(intercept, "the intercept")
    residuals = y.double() - slope * x.double() - intercept
    size = float((y.double() - y.double().mean()).abs().sum())
    assert_close(float(residuals.sum()) / size, 0.0, f"{what}: the sum of the residuals, beside the data", atol=1e-4)
    dx, dy = x.double() - x.double().mean(), y.double() - y.double().mean()
    slopes = [float(b / a) for a, b in zip(dx, dy, strict=True) if abs(float(a)) > 1e-9]
    best = min(float((dy - each * dx).abs().sum()) for each in slopes)
    got = float((dy - slope * dx).abs().sum())
    assert got <= 1.001 * best + 1e-6, f"{what}: your slope has the sum {got:.6g}, the best one {best:.6g}"


@points(2)
def test_boscovich_finds_his_slope(student):
    """The five degrees of 1757 have slope 692.3 toises and an intercept as large as Quito's degree, 51."""
    fit = student.boscovich_line(boscovich["sin2_lat"], boscovich["arc_minus_56700"])
    slope, intercept = two_parts(fit, "boscovich_line")
    assert_close(as_number(slope, "the slope"), 692.283, "Boscovich's slope", rtol=0.01, atol=0)
    assert_close(as_number(intercept, "the intercept"), 51.0, "Boscovich's intercept", rtol=0, atol=3)


@points(2)
def test_boscovich_line_of_other_measurements(student):
    """On random data, some with typing errors, the residuals sum to zero and no such line is better."""
    for n, slope in ((3, 2.0), (7, -3.0), (10, 0.5), (25, -1.0)):
        x = 4 * torch.rand(n, dtype=torch.float64) + 2
        y = slope * x + 9 + 0.5 * torch.randn(n, dtype=torch.float64)
        assert_boscovich_line(student, x, y, f"n = {n}")
        y[: n // 5] += 15
        assert_boscovich_line(student, x, y, f"n = {n} with typing errors")


@points(1)
def test_boscovich_line_with_a_point_at_the_mean(student):
    """A point that lies exactly at the mean of x, on the line or off it, is no obstacle."""
    for middle, name in ((0.0, "in the middle of the others"), (3.0, "above them")):
        x = torch.tensor([-3.0, -1.0, 0.0, 1.5, 2.5], dtype=torch.float64)
        y = torch.tensor([-4.0, -2.0, middle, 2.5, 3.5], dtype=torch.float64)
        assert_boscovich_line(student, x, y, f"a point at the mean of x, {name}")


### END HIDDEN TESTS
check()

# %% [markdown]
# What happens if a clerk types 3370 for 337, the degree at the Cape of Good Hope?


# %% setup="typing_error"
def show_typing_error():
    wrong_y = torch.where(arc_y == 337, 3370.0, arc_y)
    for label, tried in (("as measured", arc_y), ("3370 for 337", wrong_y)):
        squares = least_squares(arc_x.reshape(-1, 1).to(device), tried.reshape(-1, 1).to(device))[0]
        absolute = least_absolute(arc_x.to(device), tried.to(device))[0]
        print(f"{label:13s} least squares: slope {float(squares):8.1f}; least absolute: slope {float(absolute):8.1f}")


with waits_for("least_squares, least_absolute and boscovich_line"):
    show_typing_error()
    slope_1757 = float(boscovich_line(arc_x.to(device), arc_y.to(device))[0])
    print(f"The Earth is flattened by 1 part in {3 * 56751 / slope_1757 + 2:.0f}, says Boscovich's line (today: 298).")

# %% [markdown]
# The line of least absolute residuals counts on which *side* of it a point lies, not how far away: the Cape may be
# as far above as it likes. (That is protection against wrong $y$. A wrong $x$, far out, can still turn the line.)
# Boscovich's condition costs a part of that: the mean moves with every typing error.
#
# ## 6. How many examples? (10 points)
#
# How far is a fit from the truth? Real data cannot tell, made ones can. Write `estimation_error(w, b, num_examples,
# num_trials)`. Each trial draws new data with the given `synthetic_data(w, b, num_examples)` ($w$ has shape
# $(d,)$, $b$ is a number, the noise has sd 0.01), finds the least-squares $\hat w$ and $\hat b$, and measures the
# distance $\sqrt{\lVert \hat w - w \rVert^2 + (\hat b - b)^2}$. Return the typical distance, a number: the root of
# the mean, over the trials, of the *squared* distance.
#
# You may use your `least_squares`. *Pitfall*: the shapes of $\hat w$, $(d, 1)$, and $w$, $(d,)$.


# %% solution="estimation_error"
def estimation_error(w, b, num_examples, num_trials):
    """Root mean square distance of the least-squares (w, b) from the true ones, over num_trials data sets."""
    ### BEGIN SOLUTION
    total = 0.0
    for _ in range(num_trials):
        X, y = synthetic_data(w, b, num_examples)
        A = torch.cat([X, torch.ones_like(y)], dim=1)
        found = torch.linalg.lstsq(A, y).solution.reshape(-1)
        total += (found[:-1] - w).square().sum() + (found[-1] - b) ** 2
    return (total / num_trials) ** 0.5
    ### END SOLUTION


# %% test="estimation_error"
@points(2)
def test_error_of_a_hundred_examples(student):
    """With w = (2, -3.4) and b = 4.2, a hundred examples leave an error between 0.0013 and 0.0023."""
    error = as_number(student.estimation_error(torch.tensor([2.0, -3.4]), 4.2, 100, 100), "estimation_error")
    assert 0.0013 < error < 0.0023, f"estimation_error with 100 examples is {error:.4g}"


### BEGIN HIDDEN TESTS
@points(4, seconds=30)
def test_error_is_that_of_the_theory(student):
    """For 1, 2 and 5 features and several numbers of examples the error is that of the theory, within 20 %."""
    for n, w in ((30, [1.5]), (200, [-7.0]), (50, [2.0, -3.4]), (25, [0.5, 1.0, -1.0, 2.0, 4.0])):
        d = len(w)
        # E|w_hat - w|^2 = sd^2 d / (n - d - 2) for standard normal features, and that of b is a little more than 1/n.
        theory = 0.01 * math.sqrt(d / (n - d - 2) + (1 + d / (n - d - 2)) / n)
        error = as_number(student.estimation_error(torch.tensor(w), -1.3, n, 400), "estimation_error")
        assert_close(error / theory, 1.0, f"n = {n}, d = {d}: the error / theory", rtol=0, atol=0.2)


### END HIDDEN TESTS
check()

# %% [markdown]
# How does the error fall with $n$? A power law $\varepsilon = C\,n^p$ is a line in logarithms: $\ln \varepsilon = p
# \ln n + \ln C$. Write `fit_power_law(n, error)` for two tensors of shape $(k,)$, all positive: `(p, C)`, two
# numbers, from the least-squares line of $\ln \varepsilon$ on $\ln n$ (all points, not just the two at the ends).
# For $n$ = (1, 10, 100) and $\varepsilon$ = (5, 0.5, 0.05) they are $p = -1$ and $C = 5$.


# %% solution="fit_power_law"
def fit_power_law(n, error):
    """Exponent p and factor C of error = C n^p, by least squares of the logarithms of n (k,) and error (k,)."""
    ### BEGIN SOLUTION
    x, y = torch.log(n), torch.log(error)
    dx = x - x.mean()
    p = (dx * y).sum() / (dx**2).sum()
    return p, torch.exp(y.mean() - p * x.mean())
    ### END SOLUTION


# %% test="fit_power_law"
@points(1)
def test_power_law_through_three_points(student):
    """The points (1, 5), (10, 0.5) and (100, 0.05) have p = -1 and C = 5."""
    n, error = torch.tensor([1.0, 10.0, 100.0]), torch.tensor([5.0, 0.5, 0.05])
    p, C = two_parts(student.fit_power_law(n, error), "fit_power_law")
    assert_close(as_number(p, "p"), -1.0, "p of the three points", rtol=1e-4)
    assert_close(as_number(C, "C"), 5.0, "C of the three points", rtol=1e-4)


### BEGIN HIDDEN TESTS
@points(3)
def test_power_law_of_scattered_points(student):
    """For scattered points p and C are those of least squares of the logarithms, for any p and C."""
    for k, p_true, C_true in ((5, -0.5, 0.02), (8, 2.0, 7.0), (7, -1.5, 300.0)):
        n = 10 ** (4 * torch.rand(k, dtype=torch.float64) + 0.5)
        error = C_true * n**p_true * torch.exp(0.3 * torch.randn(k, dtype=torch.float64))
        x, y = n.log(), error.log()
        right = float((x - x.mean()) @ y / ((x - x.mean()) @ (x - x.mean())))
        p, C = two_parts(student.fit_power_law(n, error), "fit_power_law")
        assert_close(as_number(p, "p"), right, f"p for {k} points", rtol=1e-5, atol=1e-6)
        right_C = math.exp(float(y.mean()) - right * float(x.mean()))
        assert_close(as_number(C, "C"), right_C, f"C for {k} points", rtol=1e-4, atol=0)


### END HIDDEN TESTS
check()


# %% setup="error_figure"
def draw_errors():
    numbers = torch.tensor([10.0, 20.0, 50.0, 100.0, 300.0, 1000.0, 3000.0, 10000.0])
    w_true = torch.tensor([2.0, -3.4], device=device)
    errors = torch.tensor([float(estimation_error(w_true, 4.2, int(n), 60)) for n in numbers])
    p, C = (float(part) for part in fit_power_law(numbers, errors))
    fig, ax = plt.subplots(figsize=(6.4, 3.8))
    ax.loglog(numbers, errors, "o", label="your estimation_error, 60 trials each")
    ax.loglog(numbers, C * numbers**p, "C1-", label=f"your power law, {C:.3g} · n^({p:.3f})")
    ax.set_xlabel("number of examples $n$")
    ax.set_ylabel("distance from the true $(w, b)$ (no unit)")
    ax.set_title("Ten times the accuracy costs a hundred times the examples?", fontsize=10)
    ax.legend()
    fig.tight_layout()


with waits_for("estimation_error and fit_power_law"):
    draw_errors()

# %% [markdown]
# ## 7. In which order? (12 points)
#
# `data_iter` shuffles. Does it have to? Write `loss_after_epoch(batches, lr)`, one epoch of mini-batch SGD in the
# order that it is given:
#
# - `batches` is a list of pairs `(X, y)` of the shapes $(B, d)$ and $(B, 1)$; the batches may differ in length;
# - start with $w$ $(d, 1)$ and $b$ $(1,)$ at zero, in the dtype of the data;
# - for each batch, in the order of the list, one step with the given `linreg`, `squared_loss` and `sgd`, whose
#   `batch_size` is the number of examples in *this* batch;
# - at the end return the mean `squared_loss` over **all** examples of all batches, a number.
#
# By hand: two batches of one example each, $(x, y) = (1, 2)$ and $(1, 0)$, and `lr` 0.25 lead from $(w, b) = (0, 0)$ to
# $(0.5, 0.5)$ and to $(0.25, 0.25)$; the mean loss is then $(1.5^2 / 2 + 0.5^2 / 2) / 2 = 0.625$. In the other order
# it is 0.5.


# %% solution="loss_after_epoch"
def loss_after_epoch(batches, lr):
    """Mean squared_loss on all examples after one epoch of SGD from zeros, over the batches in their order."""
    ### BEGIN SOLUTION
    X, y = torch.cat([X for X, _ in batches]), torch.cat([y for _, y in batches])
    w = torch.zeros(X.shape[1], 1, dtype=X.dtype, device=X.device, requires_grad=True)
    b = torch.zeros(1, dtype=X.dtype, device=X.device, requires_grad=True)
    for X_batch, y_batch in batches:
        squared_loss(linreg(X_batch, w, b), y_batch).sum().backward()
        sgd([w, b], lr, len(y_batch))
    return squared_loss(linreg(X, w, b), y).mean().item()
    ### END SOLUTION


# %% test="loss_after_epoch"
@points(2)
def test_loss_after_two_tiny_batches(student):
    """The two batches of the example leave the loss 0.625, and 0.5 in the other order."""
    up, down = (torch.tensor([[1.0]]), torch.tensor([[2.0]])), (torch.tensor([[1.0]]), torch.tensor([[0.0]]))
    loss = as_number(student.loss_after_epoch([up, down], 0.25), "loss_after_epoch")
    assert_close(loss, 0.625, "the loss after (1, 2), then (1, 0)", rtol=1e-4)
    loss = as_number(student.loss_after_epoch([down, up], 0.25), "loss_after_epoch")
    assert_close(loss, 0.5, "the loss after (1, 0), then (1, 2)", rtol=1e-4)


### BEGIN HIDDEN TESTS
def sgd_by_hand(batches, lr):
    """The same epoch with the gradient as a formula, in float64."""
    d = batches[0][0].shape[1]
    w, b = torch.zeros(d, 1, dtype=torch.float64), 0.0
    for X, y in batches:
        e = X.double() @ w + b - y.double()
        w, b = w - lr * X.double().T @ e / len(X), b - lr * float(e.mean())
    errors = torch.cat([(X.double() @ w + b - y.double()).reshape(-1) for X, y in batches])
    return float(errors.square().mean()) / 2


@points(3)
def test_loss_after_batches_of_one_size(student):
    """For 1, 2 and 5 features, in the order given, the loss on all examples is right, in both dtypes."""
    for d, B, dtype in ((1, 1, torch.float64), (2, 3, torch.float64), (5, 4, torch.float32), (2, 6, torch.float32)):
        X = torch.randn(12, d, dtype=dtype)
        y = X.sum(dim=1, keepdim=True) * 2 + 1 + torch.arange(12, dtype=dtype).reshape(-1, 1) / 4
        batches = [(X[start : start + B], y[start : start + B]) for start in range(0, 12, B)]
        loss = as_number(student.loss_after_epoch(batches, 0.1), "loss_after_epoch")
        rtol = 1e-9 if dtype == torch.float64 else 1e-4
        assert_close(loss, sgd_by_hand(batches, 0.1), f"d = {d}, B = {B}: the loss", rtol=rtol, atol=0)


@points(2)
def test_loss_after_batches_of_different_size(student):
    """Each batch counts by its number of examples: in the step, and in the mean at the end."""
    for sizes in ((4, 1), (1, 5, 2), (7,)):
        batches = [(torch.randn(size, 2), 2 + size + torch.randn(size, 1)) for size in sizes]
        loss = as_number(student.loss_after_epoch(batches, 0.3), "loss_after_epoch")
        assert_close(loss, sgd_by_hand(batches, 0.3), f"batches of {sizes}: the loss", rtol=1e-4, atol=0)


### END HIDDEN TESTS
check()

# %% [markdown]
# **Predict.** A malicious colleague sorts the data by their label, the smallest first. 1000 examples of the line
# with $w = (2, -3.4)$, $b = 4.2$ and noise 0.01; `lr` 0.03 and one epoch, if nothing else is said. In each row the
# loss at the end is compared with that of shuffled data, everything else being equal. Is it `"worse"` (more than
# three times as large) or `"as good"`?
#
# And why? Choose one: `"rate"`: the learning rate is too large for sorted data; `"alike"`: the examples of a batch
# are alike, and its gradient is not, not even on average, that of all data; `"unused"`: some examples are never
# used; `"minimum"`: sorted data have another best line.
#
# ```
# PREDICT_ORDER = {
#     "sorted, B = 10": ...,
#     "sorted, cut into batches of 10, batches shuffled": ...,
#     "sorted, B = 1000": ...,
#     "sorted, B = 10, three epochs": ...,
#     "why": ...,
# }
# ```

# %% solution="predict_order"
### BEGIN SOLUTION
PREDICT_ORDER = {
    "sorted, B = 10": "worse",
    "sorted, cut into batches of 10, batches shuffled": "as good",
    "sorted, B = 1000": "as good",
    "sorted, B = 10, three epochs": "as good",
    "why": "alike",
}
### END SOLUTION


# %% test="predict_order"
@points(1)
def test_order_predictions_can_be_read(student):
    """There is one of the choices for each of the four rows, and for the reason."""
    rows = {
        *("sorted, B = 10", "sorted, cut into batches of 10, batches shuffled", "sorted, B = 1000"),
        *("sorted, B = 10, three epochs", "why"),
    }
    guess = student.PREDICT_ORDER
    assert isinstance(guess, dict), f"PREDICT_ORDER is a {type(guess).__name__}; expected a dict"
    assert set(guess) == rows, f"the rows are {sorted(map(str, guess))}; expected {sorted(rows)}"
    for row, choice in guess.items():
        choices = ("rate", "alike", "unused", "minimum") if row == "why" else ("worse", "as good")
        assert choice in choices, f"{row}: {choice!r} is none of {choices}"


### BEGIN HIDDEN TESTS
@points(2)
def test_predicted_harm_of_one_sorted_epoch(student):
    """The three predictions for one epoch are what happens."""
    guess = student.PREDICT_ORDER
    assert guess["sorted, B = 10"] == "worse", "another prediction for sorted data"
    cut = guess["sorted, cut into batches of 10, batches shuffled"]
    assert cut == "as good", "another prediction for sorted data in shuffled batches"
    assert guess["sorted, B = 1000"] == "as good", "another prediction for the full batch"


@points(1)
def test_predicted_harm_of_three_sorted_epochs(student):
    """The prediction for three epochs is what happens."""
    assert student.PREDICT_ORDER["sorted, B = 10, three epochs"] == "as good", "another prediction for three epochs"


@points(1)
def test_reason_for_the_harm(student):
    """The reason is the right one."""
    assert student.PREDICT_ORDER["why"] == "alike", "another reason"


### END HIDDEN TESTS
check()


# %% setup="order_figure"
def in_batches(X, y, B):
    """A list of batches (X, y) in the order of the examples."""
    return list(zip(X.split(B), y.split(B), strict=True))


def order_losses():
    """The loss after one epoch, and more, for shuffled and for sorted data."""
    X, y = synthetic_data(torch.tensor([2.0, -3.4], device=device), 4.2, 1000)
    rising = y.reshape(-1).argsort()
    up = in_batches(X[rising], y[rising], 10)
    down = in_batches(X[rising.flip(0)], y[rising.flip(0)], 10)
    mixed = random.sample(up, len(up))
    shuffled = [list(data_iter(10, X, y)) for _ in range(3)]
    return {
        "shuffled, B = 10": loss_after_epoch(shuffled[0], 0.03),
        "sorted, B = 10": loss_after_epoch(up, 0.03),
        "sorted, largest first, B = 10": loss_after_epoch(down, 0.03),
        "sorted, cut into batches of 10, batches shuffled": loss_after_epoch(mixed, 0.03),
        "shuffled, B = 1000": loss_after_epoch([(X, y)], 0.03),
        "sorted, B = 1000": loss_after_epoch([(X[rising], y[rising])], 0.03),
        "shuffled, B = 10, three epochs": loss_after_epoch([batch for epoch in shuffled for batch in epoch], 0.03),
        "sorted, B = 10, three epochs": loss_after_epoch(up * 3, 0.03),
    }


with waits_for("PREDICT_ORDER and loss_after_epoch"):
    order_found = {row: float(loss) for row, loss in order_losses().items()}
    fig, ax = plt.subplots(figsize=(8.4, 3.6))
    order_rows = list(order_found)[::-1]
    ax.barh(order_rows, [order_found[row] for row in order_rows], color=["C1", "C0", *["C1", "C0"], *["C1"] * 3, "C0"])
    ax.set_xscale("log")
    ax.set_xlabel("mean loss on all examples (no unit)")
    ax.set_title("Sorted by the label (orange) and shuffled (blue)", fontsize=10)
    fig.tight_layout()
    for row, guess in PREDICT_ORDER.items():
        if row in order_found:
            print(f"{row:50s} you said {guess:8s} loss {order_found[row]:.3g}")

# %% [markdown]
# Sorted the other way the loss is no worse at all: what an order does depends on where the last batches happen to
# pull. That is the danger of it: it may go well. And on this line, with hardly any noise, each batch alone would
# lead to the same answer, so two more epochs repair everything. With real noise they do not: the labels of a
# sorted batch are all too large or all too small for the line, and each batch pulls its own way.
#
# ## What you have built


# %% setup="result"
def draw_fits():
    """The four tables with the lines that were fitted to them."""
    w, b, s = (float(part) for part in least_squares(norris_X, norris_y))
    expansion = [[float(part) for part in hubble_fit(hubble_distance, hubble_velocity, way)] for way in (True, False)]
    ages = [float(hubble_time(H)) for H, _ in expansion]
    h, W = (float(part) for part in planck_constant(millikan_nu, millikan_V))
    off = float(percent_error(h, H_EXACT))
    arcs = {
        "least absolute": least_absolute(arc_x, arc_y),
        "Boscovich": boscovich_line(arc_x, arc_y),
        "least squares": least_squares(arc_x.reshape(-1, 1), arc_y.reshape(-1, 1))[:2],
    }
    fig, axes = plt.subplots(2, 2, figsize=(9, 6.6))
    axes = axes.reshape(-1)
    draw_tables(axes)
    axes[0].plot([0, 1000], [b, (w - 1) * 1000 + b], "C1", label=f"slope {w:.8f}, sd {s:.4f}")
    for (H, v0), age, style in zip(expansion, ages, ("C1-", "C2--"), strict=True):
        axes[1].plot([0, 2.1], [v0, v0 + 2.1 * H], style, label=f"{H:.0f} km/s/Mpc: {age:.2f} Gyr")
    light = torch.tensor([4.2, 12.0])
    axes[2].plot(light, h * 1e-34 / E_CHARGE * 1e14 * light - W, "C1", label=f"h = {h:.2f}e-34 J s ({off:+.1f} %)")
    for (name, line), style in zip(arcs.items(), ("C1-", "C3-.", "C2--"), strict=True):
        slope, intercept = (float(part) for part in line)
        axes[3].plot([0, 0.9], [intercept, intercept + 0.9 * slope], style, label=f"{name}: {slope:.0f}")
    for ax in axes:
        ax.legend(fontsize=7, loc="upper left")
    fig.tight_layout()


with waits_for("least_squares, hubble_fit, hubble_time, planck_constant, percent_error and the lines of exercise 5"):
    draw_fits()
