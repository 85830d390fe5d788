# %% [markdown]
# # Ohm's law: what a unit does to gradient descent
#
# The voltage across a resistor is linear in the current, $U = I R + b$, with the resistance $R$ and the
# offset $b$ of the voltmeter. So `linreg`, `squared_loss` and `sgd` should find $R$. They do, as long as
# the current happens to be a number near one. A laboratory has milliamperes and tens of amperes, and there
# the same loop with the same learning rate stands still or returns `nan`. You will find out why, repair it,
# and then fit the eight readings with which Georg Simon Ohm found his law.
#
# | exercise | you write | points |
# |---|---|---|
# | 1 | `synthetic_ohm`: a simulated measurement | 15 |
# | 2 | `standardize` and `unscale`: a change of unit and the way back | 15 |
# | 3 | `fit_ohm`: $R$ and $b$ by stochastic gradient descent, in any unit | 30 |
# | 4 | `fit_ohm_1826`: Ohm's own constants from Ohm's own readings | 15 |
# | 5 | `PREDICT_UNITS`, `run_units`, `REASON_UNITS`: predict, run, reconcile | 15 |
# | 6 | `is_ohmic`: does the device obey the law at all? | 10 |
#
# **Week:** 3. **Time:** 45 minutes. **Before it:** linear_regression_scratch. **In the book:** 3.4 Linear
# Regression Implementation from Scratch.

# %% setup
import math

import matplotlib.pyplot as plt
import torch

from autograder import as_number, assert_close, check, get_device, load_data, points, waits_for

# %% given
from autograder.course.given import given

linreg, squared_loss, sgd, data_iter = given("linear_regression_scratch", "linreg", "squared_loss", "sgd", "data_iter")

# %% setup
device = get_device()


def best_line(x, y):
    """Slope and intercept (floats) of the least-squares line of y on x: the yardstick for your fits."""
    x, y = x.detach().reshape(-1).double(), y.detach().reshape(-1).double()
    slope = float(((x - x.mean()) * (y - y.mean())).sum() / ((x - x.mean()) ** 2).sum())
    return slope, float(y.mean()) - slope * float(x.mean())


# %% [markdown]
# In January 1826 Ohm sent the current of a copper-bismuth thermocouple, one junction in boiling water and
# the other in ice, through copper wires of eight lengths. A magnetic needle on a torsion thread showed the
# current: its reading $X$ is proportional to it. (G. S. Ohm, *Bestimmung des Gesetzes, nach welchem Metalle
# die Contaktelektricität leiten*, Schweigger's Journal für Chemie und Physik 46, 1826, p. 137.) These are
# the readings of one of his series.

# %% setup="picture"
ohm = load_data("ohm1826.csv")

fig_data, ax_data = plt.subplots(figsize=(6, 3.6))
ax_data.plot(ohm["length_inch"].tolist(), ohm["X"].tolist(), "o", color="C0", ms=7)
ax_data.set_xlabel("length of the test wire (inch)")
ax_data.set_ylabel("reading X of the torsion balance")
ax_data.set_title("Ohm's measurements of 1826")
ax_data.set_ylim(bottom=0)
fig_data.tight_layout()

# %% [markdown]
# ## 1. A simulated measurement (15 points)
#
# Write `synthetic_ohm(R, b, num_examples, i_max, noise)`. It returns the currents `I` and the voltages `U`,
# both of shape `(num_examples, 1)`:
#
# - the currents (ampere) are random, uniform between 0 and `i_max`, and new in every call;
# - the voltages (volt) are $U = I R + b + \varepsilon$, where each example has its own
#   $\varepsilon \sim N(0, \texttt{noise}^2)$, so that `noise` is a standard deviation in volt.
#
# For example $R = 20\ \Omega$, $b = 1$ V and no noise turn a current of 0.5 A into 11 V.
#
# *Mind the shapes*: a column `(n, 1)` plus a vector `(n,)` is a table of `(n, n)`.

# %% solution="synthetic_ohm"
def synthetic_ohm(R, b, num_examples, i_max, noise):
    """Measure a resistor R (ohm) with a meter of offset b (volt).

    Returns I (num_examples, 1), uniform in (0, i_max) ampere, and U (num_examples, 1) in volt, with normal
    noise of standard deviation `noise` (volt).
    """
    ### BEGIN SOLUTION
    I = i_max * torch.rand(num_examples, 1)
    U = I * R + b + noise * torch.randn(num_examples, 1)
    return I, U
    ### END SOLUTION

# %% test="synthetic_ohm"
@points(2)
def test_currents_and_voltages_are_columns(student):
    """Currents and voltages both have the shape (num_examples, 1)."""
    for n in (7, 1):
        I, U = student.synthetic_ohm(20.0, 1.0, n, 2.0, 0.1)
        for name, column in (("I", I), ("U", U)):
            assert isinstance(column, torch.Tensor), f"{name} is a {type(column).__name__}; expected a tensor"
            shape = tuple(column.shape)
            assert shape == (n, 1), f"{name} has the shape {shape}; expected {(n, 1)}"


@points(3)
def test_noise_free_voltages_lie_on_the_line(student):
    """Without noise every voltage is I R + b."""
    I, U = student.synthetic_ohm(20.0, 1.0, 9, 2.0, 0.0)
    assert_close(U, 20.0 * I + 1.0, "U for R = 20, b = 1, noise = 0")


### BEGIN HIDDEN TESTS
@points(3)
def test_currents_fill_the_range_evenly(student):
    """The currents are uniform between 0 and i_max, for small and for large i_max."""
    for i_max in (0.02, 50.0):
        I, _ = student.synthetic_ohm(3.0, 0.0, 4000, i_max, 0.0)
        share = I.reshape(-1) / i_max
        assert bool(((share >= 0) & (share <= 1)).all()), f"a current lies outside (0, {i_max})"
        for k in range(4):
            inside = float(((share >= k / 4) & (share < (k + 1) / 4)).double().mean())
            assert abs(inside - 0.25) < 0.05, f"{inside:.3f} of the currents lie in quarter {k + 1}"


@points(1)
def test_each_call_measures_anew(student):
    """Every call draws new currents and new noise, in no order."""
    I_one, U_one = student.synthetic_ohm(5.0, 0.0, 50, 1.0, 0.1)
    I_two, U_two = student.synthetic_ohm(5.0, 0.0, 50, 1.0, 0.1)
    assert not torch.equal(I_one, I_two), "two calls gave the same currents"
    same_noise = torch.allclose(U_one - 5 * I_one, U_two - 5 * I_two, atol=1e-4)
    assert not same_noise, "two calls gave the same noise"
    steps = I_one.reshape(-1).diff()
    assert float(steps.max()) > 0 > float(steps.min()), "the currents come sorted"


@points(3)
def test_scatter_is_normal_with_the_given_sd(student):
    """The scatter about the line is normal, independent for each example, with standard deviation `noise`."""
    for noise in (0.25, 3.0):
        I, U = student.synthetic_ohm(8.0, 2.0, 2000, 4.0, noise)
        scatter = (U - 8.0 * I - 2.0).double() / noise
        spread = float(scatter.std())
        assert abs(spread - 1) < 0.1, f"the scatter is {spread:.3f} times the noise asked for"
        assert abs(float(scatter.mean())) < 0.15, "the scatter is not centred on the line"
        core = float((scatter.abs() < 1).double().mean())
        assert 0.63 < core < 0.74, f"a share of {core:.3f} lies within one standard deviation"


@points(3)
def test_resistance_and_offset_are_the_ones_asked_for(student):
    """Other resistances and offsets, also negative ones, give their own line."""
    for R, b, i_max in ((0.1, 0.5, 50.0), (4700.0, -2.0, 0.005), (1.0, 0.0, 10.0)):
        I, U = student.synthetic_ohm(R, b, 30, i_max, 0.0)
        assert_close(U, R * I + b, f"the voltages at {R} ohm", rtol=1e-4, atol=1e-5)
### END HIDDEN TESTS
check()

# %% [markdown]
# ## 2. There and back (15 points)
#
# Subtracting the mean and dividing by the standard deviation gives every column of measurements the same
# unit: $z = (x - \bar x)/s$. A line fitted to the standardized currents, $U = w z + b'$, is the same line,
# written in another variable. Insert $z$ and sort by powers of $x$ to get its slope and intercept in the
# old unit.
#
# Write
#
# - `standardize(x)`: for `x` of shape `(n, 1)` it returns `(z, mean, std)`, `z` in the shape of `x`. Both
#   standard deviations, with $n$ and with $n - 1$, are fine.
# - `unscale(w, b, mean, std)`: the `(slope, intercept)` in terms of $x$ of the line with slope `w` and
#   intercept `b` in terms of $z$. All four are tensors with one element.
#
# For example, with mean 2 and standard deviation 3 the line $U = 6 z + 10$ is $U = 2 x + 6$: at $x = 2$
# both give 10. *The intercept changes as well.*

# %% solution="standardize"
def standardize(x):
    """Bring x (n, 1) to mean 0 and standard deviation 1; returns (z, mean, std) with z in the shape of x."""
    ### BEGIN SOLUTION
    mean, std = x.mean(), x.std()
    return (x - mean) / std, mean, std
    ### END SOLUTION


def unscale(w, b, mean, std):
    """(slope, intercept) in terms of x of the line w z + b, where z = (x - mean) / std."""
    ### BEGIN SOLUTION
    return w / std, b - w * mean / std
    ### END SOLUTION

# %% test="standardize"
@points(2)
def test_standardized_column_has_mean_0_and_sd_1(student):
    """The standardized column keeps its shape and has mean 0 and standard deviation 1."""
    x = torch.tensor([[1.0], [2.0], [3.0], [4.0], [10.0]])
    z, _, _ = student.standardize(x)
    assert isinstance(z, torch.Tensor), f"z is a {type(z).__name__}; expected a tensor"
    assert tuple(z.shape) == (5, 1), f"z has the shape {tuple(z.shape)}; expected (5, 1)"
    mean, sd = float(z.mean()), float(z.std(correction=0))
    assert abs(mean) < 1e-5, f"the mean of z is {mean:.5g}; expected 0"
    near = min(abs(sd - 1), abs(sd - math.sqrt(4 / 5)))
    assert near < 1e-3, f"the standard deviation of z is {sd:.5g}; expected 1"


@points(3)
def test_unscale_gives_the_line_of_the_example(student):
    """The line 6 z + 10 with mean 2 and standard deviation 3 is the line 2 x + 6."""
    slope, intercept = student.unscale(*(torch.tensor(v) for v in (6.0, 10.0, 2.0, 3.0)))
    assert_close(as_number(slope, "the slope"), 2.0, "the slope")
    assert_close(as_number(intercept, "the intercept"), 6.0, "the intercept")


### BEGIN HIDDEN TESTS
@points(4)
def test_mean_and_sd_belong_to_the_column(student):
    """mean + std * z gives the column back, in that order, for tiny and for huge numbers."""
    for size, offset, n in ((1e-3, 5e-3, 40), (20.0, -300.0, 7), (1e4, 0.0, 2)):
        x = offset + size * torch.linspace(-1, 2, n).reshape(-1, 1) ** 3
        z, mean, std = student.standardize(x.clone())
        mean, std = as_number(mean, "mean"), as_number(std, "std")
        centre, sd = float(x.mean()), float(x.std(correction=0))
        assert_close(mean, centre, "the mean", rtol=1e-3, atol=1e-4 * size)
        off = min(abs(std / sd - 1), abs(std / sd - math.sqrt(n / (n - 1))))
        assert off < 1e-3, f"std is {std:.5g}, not {sd:.5g}"
        assert_close(mean + std * z, x, "mean + std * z", rtol=1e-3, atol=1e-3 * size)


@points(4)
def test_ten_lines_come_back_from_the_round_trip(student):
    """Ten random lines, written in z and scaled back, have their own slope and intercept again."""
    for k in range(10):
        x = (torch.randn(30, 1).double() + 2 * k) * 10.0 ** (k % 5 - 3)
        true_slope, true_intercept = (10 * torch.randn(2).double()).tolist()
        _, mean, std = student.standardize(x)
        m, s = as_number(mean, "mean"), as_number(std, "std")
        w = torch.tensor(true_slope * s, dtype=torch.float64)
        b = torch.tensor(true_intercept + true_slope * m, dtype=torch.float64)
        slope, intercept = student.unscale(w, b, mean, std)
        room = 1e-4 * (abs(true_slope) * (abs(m) + s) + abs(true_intercept) + 1e-3)
        slope, intercept = as_number(slope, "slope"), as_number(intercept, "intercept")
        assert_close(slope, true_slope, "the slope of a random line", rtol=1e-4, atol=1e-4)
        assert_close(intercept, true_intercept, "the intercept of a random line", rtol=1e-4, atol=room)


@points(2)
def test_unscale_for_other_means_and_sds(student):
    """unscale is right for other numbers too, such as a negative mean or a standard deviation below one."""
    lines = ((3.0, 0.5, -4.0, 0.25), (-1.5, 7.0, 100.0, 12.0), (0.2, -2.0, 0.01, 0.005))
    for slope, intercept, m, s in lines:
        w, b, mean, std = (torch.tensor(v).double() for v in (slope * s, intercept + slope * m, m, s))
        got_slope, got_intercept = student.unscale(w, b, mean, std)
        assert_close(as_number(got_slope, "the slope"), slope, "the slope", rtol=1e-4)
        assert_close(as_number(got_intercept, "the intercept"), intercept, "the intercept", rtol=1e-4)
### END HIDDEN TESTS
check()

# %% [markdown]
# ## 3. The resistance, by gradient descent (30 points)
#
# Write `fit_ohm(I, U, lr, num_epochs, batch_size)`. It returns `(R, b)` in ohm and volt, as numbers or as
# tensors with one element. `I` (ampere) and `U` (volt) have the shape `(n, 1)`.
#
# Train $U = I R + b$ with `data_iter`, `linreg`, `squared_loss`, autograd and `sgd`, as in the book (or
# with `nn.Linear` and `torch.optim.SGD`): `num_epochs` passes over the data with the learning rate `lr`. A
# good start is zero. The answer must come within 1 % of the least-squares line (`best_line`, given, is
# the yardstick) for
#
# - a resistor of 20 Ω at currents of a few ampere,
# - one of 1 kΩ at currents up to 20 mA (0.02 A!), and one of 0.1 Ω at currents up to 50 A,
#
# **with one and the same learning rate**, 0.1. The gradient with respect to $R$ is the mean of
# $I\,(\hat U - U)$, so the curvature along $R$ is the mean of $I^2$: about $10^{-4}$ for the second
# resistor and almost $10^3$ for the third. Exercise 2 is the cure. Leave the tensors that you are given as
# they are.

# %% solution="fit_ohm"
def fit_ohm(I, U, lr, num_epochs, batch_size):
    """Fit U = I R + b by mini-batch SGD with autograd, for currents of any size.

    I (n, 1) in ampere, U (n, 1) in volt. Returns (R, b) in ohm and volt.
    """
    ### BEGIN SOLUTION
    z, mean, std = standardize(I)
    w = torch.zeros((1, 1), device=I.device, requires_grad=True)
    b = torch.zeros(1, device=I.device, requires_grad=True)
    for _ in range(num_epochs):
        for z_batch, U_batch in data_iter(batch_size, z, U):
            squared_loss(linreg(z_batch, w, b), U_batch).sum().backward()
            sgd([w, b], lr, batch_size)
    R, offset = unscale(w.detach(), b.detach(), mean, std)
    return float(R), float(offset)
    ### END SOLUTION

# %% test="fit_ohm"
@points(4, seconds=30)
def test_finds_20_ohm(student):
    """A resistor of 20 ohm at currents between -4 A and 4 A is found within 1 %."""
    I = 8 * torch.rand(390, 1) - 4
    U = 20 * I + 0.01 * torch.randn(390, 1)
    best = best_line(I, U)[0]
    R, _ = student.fit_ohm(I, U, 0.1, 40, 30)
    R = as_number(R, "R")
    assert abs(R - best) < 0.01 * best, f"R is {R:.5g} ohm; expected {best:.5g} ohm within 1 %"


@points(4, seconds=30)
def test_finds_the_offset_of_the_meter(student):
    """A voltmeter that shows 1.5 V too much is found out within 0.05 V."""
    I = 2 * torch.rand(210, 1)
    U = 5 * I + 1.5 + 0.01 * torch.randn(210, 1)
    R, b = student.fit_ohm(I, U, 0.1, 150, 30)
    R, b = as_number(R, "R"), as_number(b, "b")
    assert abs(R - 5) < 0.05, f"R is {R:.5g} ohm; expected 5 ohm within 1 %"
    assert abs(b - 1.5) < 0.05, f"b is {b:.5g} V; expected 1.5 V within 0.05 V"


### BEGIN HIDDEN TESTS
@points(6, seconds=30)
def test_finds_a_kiloohm_at_milliamperes(student):
    """A resistor near 1 kilo-ohm at currents below 20 mA, given in ampere, is found within 1 %."""
    I = 0.0005 + 0.0195 * torch.rand(300, 1)
    U = 1000 * I + 5 + 0.05 * torch.randn(300, 1)
    slope, offset = best_line(I, U)
    R, b = student.fit_ohm(I, U, 0.1, 105, 30)
    assert_close(as_number(R, "R"), slope, "R in ohm", rtol=0.01)
    assert_close(as_number(b, "b"), offset, "b in volt", rtol=0, atol=0.1)


@points(5, seconds=30)
def test_finds_a_tenth_of_an_ohm_at_50_ampere(student):
    """A resistor of about 0.1 ohm at currents up to 50 A is found within 1 %."""
    I = 50 * torch.rand(300, 1)
    U = 0.1 * I + 0.5 + 0.01 * torch.randn(300, 1)
    slope, offset = best_line(I, U)
    R, b = student.fit_ohm(I, U, 0.1, 105, 30)
    assert_close(as_number(R, "R"), slope, "R of the thick wire", rtol=0.01)
    assert_close(as_number(b, "b"), offset, "b of the thick wire", rtol=0, atol=0.03)


@points(4, seconds=30)
def test_noisy_voltages_give_the_least_squares_line(student):
    """With noisy voltages and the whole data set as one batch the fit is the least-squares line of U on I."""
    I = torch.rand(200, 1)
    U = 20 * I + 2 + 2.0 * torch.randn(200, 1)
    slope, offset = best_line(I, U)
    R, b = student.fit_ohm(I, U, 0.1, 1000, 200)
    assert_close(as_number(R, "R"), slope, "R from noisy voltages", rtol=0.01)
    assert_close(as_number(b, "b"), offset, "b from noisy voltages", rtol=0, atol=0.1)


@points(2, seconds=30)
def test_batches_that_do_not_divide_the_data(student):
    """Batch sizes that do not divide the number of examples, or exceed it, work too."""
    for n, batch_size, lr, num_epochs in ((10, 16, 0.1, 400), (25, 10, 0.1, 120)):
        I = torch.linspace(-2.0, 2.0, n).reshape(-1, 1)
        U = 7 * I - 1
        R, b = student.fit_ohm(I, U, lr, num_epochs, batch_size)
        assert_close(as_number(R, "R"), 7.0, f"R for n = {n}, batch size {batch_size}", rtol=0.01)
        assert_close(as_number(b, "b"), -1.0, f"b for n = {n}, batch size {batch_size}", rtol=0, atol=0.05)


@points(4)
def test_training_is_what_finds_the_answer(student):
    """Learning rate and number of epochs matter: one epoch at a tiny rate does not reach the answer."""
    far = []
    for _ in range(6):
        I = 2 * torch.rand(100, 1)
        U = 20 * I + 3
        R, _ = student.fit_ohm(I, U, 1e-5, 1, 10)
        far.append(abs(as_number(R, "R") / 20 - 1) > 0.05)
    assert any(far), "R was right although nothing could have been learnt"


@points(1)
def test_the_measurements_stay_as_they_are(student):
    """The tensors I and U that the function is given are not changed."""
    I = 3 * torch.rand(20, 1)
    U = 4 * I + 1
    I_before, U_before = I.clone(), U.clone()
    student.fit_ohm(I, U, 0.1, 2, 5)
    assert torch.equal(I, I_before), "I was changed in place"
    assert torch.equal(U, U_before), "U was changed in place"
### END HIDDEN TESTS
check()

# %% [markdown]
# Your `fit_ohm` on a simulated kilo-ohm, measured with a meter that shows half a volt too much:

# %% setup="use_fit"
with waits_for("exercise 3"):
    lab_I, lab_U = (column.to(device) for column in synthetic_ohm(1000.0, 0.5, 300, 0.02, 0.05))
    lab_R, lab_b = (as_number(v, "the fit") for v in fit_ohm(lab_I, lab_U, 0.1, 70, 20))
    print(f"Simulated resistor: R = {lab_R:.1f} Ω and b = {lab_b:.3f} V (true values 1000 Ω and 0.5 V).")
    print("Least squares:      R = {:.1f} Ω and b = {:.3f} V.".format(*best_line(lab_I, lab_U)))

# %% [markdown]
# ## 4. Ohm, 1826 (15 points)
#
# Ohm put his readings into the form
#
# $$X = \frac{a}{b + x}.$$
#
# Here $x$ is the length of the test wire in inches, $a$ stands for the thermocouple's voltage, and $b$ is
# the resistance of all the rest of the circuit, as the length in inches of test wire that would resist as
# much. He found $b = 20\tfrac14$ inch and $a = 7285$. The curve is not a line in $x$, but its reciprocal
# is:
#
# $$\frac1X = \frac{b}{a} + \frac{x}{a}.$$
#
# Write `fit_ohm_1826(length, X)`: it returns `(a, b)` of the least-squares line of $1/X$ on the length.
# Both arguments have the shape `(n,)`, as `load_data` gives them. Your `fit_ohm` does the work; any other
# way to the least-squares line is fine too.
#
# For example, readings that follow $X = 100/(5 + x)$ exactly give $a = 100$ and $b = 5$. *Mind the shapes*:
# `fit_ohm` wants columns. And the slope is not yet $a$.

# %% solution="fit_ohm_1826"
def fit_ohm_1826(length, X):
    """Ohm's (a, b) in X = a / (b + length), by least squares of 1/X on length; both of shape (n,)."""
    ### BEGIN SOLUTION
    x = length.reshape(-1, 1)
    y = 1 / X.reshape(-1, 1)
    slope, intercept = fit_ohm(x, y, lr=0.2, num_epochs=500, batch_size=len(x))
    return 1 / slope, intercept / slope
    ### END SOLUTION

# %% test="fit_ohm_1826"
@points(3)
def test_the_rest_of_ohms_circuit_is_about_20_inch(student):
    """Ohm's readings give a b between 15 and 25 inch."""
    _, b = student.fit_ohm_1826(ohm["length_inch"].clone(), ohm["X"].clone())
    b = as_number(b, "b")
    assert 15 < b < 25, f"b is {b:.5g} inch; expected a value between 15 and 25 inch"


@points(2)
def test_the_curve_passes_through_ohms_readings(student):
    """The curve a / (b + length) passes within 2 % of each of Ohm's eight readings."""
    a, b = student.fit_ohm_1826(ohm["length_inch"].clone(), ohm["X"].clone())
    curve = as_number(a, "a") / (as_number(b, "b") + ohm["length_inch"])
    assert_close(curve, ohm["X"], "a / (b + length)", rtol=0.02)


### BEGIN HIDDEN TESTS
@points(4)
def test_b_is_the_least_squares_value(student):
    """Ohm's readings give the b of the least-squares line of 1/X on the length, near his own 20 1/4 inch."""
    b = student.fit_ohm_1826(ohm["length_inch"].clone(), ohm["X"].clone())[1]
    assert_close(as_number(b, "b"), 20.31, "b of 1826", rtol=0, atol=0.05)


@points(3)
def test_a_is_the_least_squares_value(student):
    """Ohm's readings give the a of the least-squares line of 1/X on the length, near his own 7285."""
    a = student.fit_ohm_1826(ohm["length_inch"].clone(), ohm["X"].clone())[0]
    assert_close(as_number(a, "a"), 7269.0, "a of 1826", rtol=0, atol=20)


@points(3, seconds=30)
def test_other_circuits_give_their_own_constants(student):
    """Exact readings of other circuits, with other lengths, give their a and b within 1 %."""
    circuits = ((100.0, 5.0, 6, 40.0), (50000.0, 60.0, 12, 300.0), (900.0, 12.0, 2, 30.0))
    for a_true, b_true, n, longest in circuits:
        length = torch.linspace(1.0, longest, n) + 0.5 * torch.rand(n)
        a, b = student.fit_ohm_1826(length, a_true / (b_true + length))
        assert_close(as_number(a, "a"), a_true, "a of another circuit", rtol=0.01)
        assert_close(as_number(b, "b"), b_true, "b of another circuit", rtol=0.01)
### END HIDDEN TESTS
check()

# %% [markdown]
# ## 5. Predict, run, reconcile (15 points)
#
# What exactly goes wrong *without* the change of unit? The next cell holds 60 measurements of a resistor
# of 1 kΩ at currents from 0.5 mA to 20 mA, `unit_I` in **ampere** and `unit_U` in volt. Imagine the plain
# loop, starting at zero, 50 epochs, batch size 10, with the current in one of two units and one of two
# rates:

# %% setup="unit_data"
UNIT_CASES = [("ampere", 0.03), ("mA", 0.03), ("mA", 0.003)]  # (unit of the current, learning rate)
OUTCOMES = ("frozen", "nan", "ok")

unit_draws = torch.Generator().manual_seed(1826)
unit_I = 0.0005 + 0.0195 * torch.rand(60, 1, generator=unit_draws)
unit_U = 1000 * unit_I + 0.02 * torch.randn(60, 1, generator=unit_draws)
unit_I, unit_U = unit_I.to(device), unit_U.to(device)

# %% [markdown]
# **Predict** before you run anything. For each case choose
#
# - `"nan"`: $R$ ends as nan or infinity,
# - `"ok"`: $R$, in ohm, ends within 5 % of 1000 Ω,
# - `"frozen"`: $R$ is a number, but not within 5 % of 1000 Ω.
#
# ```python
# PREDICT_UNITS = {("ampere", 0.03): "...", ("mA", 0.03): "...", ("mA", 0.003): "..."}
# ```

# %% solution="predict_units"
### BEGIN SOLUTION
PREDICT_UNITS = {("ampere", 0.03): "frozen", ("mA", 0.03): "nan", ("mA", 0.003): "ok"}
### END SOLUTION

# %% test="predict_units"
@points(1)
def test_a_prediction_for_each_unit(student):
    """There is one prediction for each of the three cases, in the given words."""
    guess = student.PREDICT_UNITS
    assert isinstance(guess, dict), f"PREDICT_UNITS is a {type(guess).__name__}; expected a dict"
    assert set(guess) == set(UNIT_CASES), f"the keys are {list(guess)}; expected {UNIT_CASES}"
    for case, word in guess.items():
        assert word in OUTCOMES, f"the prediction for {case} is {word!r}; expected one of {OUTCOMES}"


### BEGIN HIDDEN TESTS
@points(2)
def test_prediction_for_ampere(student):
    """The prediction for the current in ampere is what happens."""
    assert student.PREDICT_UNITS[("ampere", 0.03)] == "frozen", "ampere, 0.03: another prediction"


@points(2)
def test_prediction_for_milliampere(student):
    """The prediction for the current in mA with the larger learning rate is what happens."""
    assert student.PREDICT_UNITS[("mA", 0.03)] == "nan", "mA, 0.03: another prediction"


@points(1)
def test_prediction_for_milliampere_with_a_smaller_rate(student):
    """The prediction for the current in mA with the smaller learning rate is what happens."""
    assert student.PREDICT_UNITS[("mA", 0.003)] == "ok", "mA, 0.003: another prediction"
### END HIDDEN TESTS
check()

# %% [markdown]
# **Run.** Write `run_units(cases)`: for every `(unit, lr)` in `cases` it trains the plain loop on `unit_I`
# and `unit_U` (no standardizing; 50 epochs, batch size 10, start at zero) with the current in that unit,
# `"ampere"` or `"mA"`, and returns a dict from each case to its outcome, one of the three words above. It
# must really train: it is graded with other rates too.
#
# Two pitfalls: if the current is in mA, the slope is in volt per *milli*ampere. And `nan` compares unequal
# to everything, itself included.

# %% solution="run_units"
def run_units(cases=UNIT_CASES):
    """Train 50 epochs without standardizing for each (unit, lr): {(unit, lr): "frozen", "nan" or "ok"}."""
    ### BEGIN SOLUTION
    outcome = {}
    for unit, lr in cases:
        per_ampere = 1000 if unit == "mA" else 1
        w = torch.zeros((1, 1), device=unit_I.device, requires_grad=True)
        b = torch.zeros(1, device=unit_I.device, requires_grad=True)
        for _ in range(50):
            for I, U in data_iter(10, per_ampere * unit_I, unit_U):
                squared_loss(linreg(I, w, b), U).sum().backward()
                sgd([w, b], lr, 10)
        R = w.item() * per_ampere
        if not math.isfinite(R):
            outcome[unit, lr] = "nan"
        else:
            outcome[unit, lr] = "ok" if abs(R - 1000) < 50 else "frozen"
    return outcome
    ### END SOLUTION

# %% test="run_units"
@points(2, seconds=30)
def test_run_names_an_outcome_for_each_unit(student):
    """run_units() gives one of the three words for each of the three cases."""
    outcome = student.run_units()
    assert isinstance(outcome, dict), f"run_units() gave a {type(outcome).__name__}; expected a dict"
    assert set(outcome) == set(UNIT_CASES), f"the cases are {list(outcome)}; expected {UNIT_CASES}"
    for case, word in outcome.items():
        assert word in OUTCOMES, f"the outcome of {case} is {word!r}; expected one of {OUTCOMES}"


### BEGIN HIDDEN TESTS
@points(2, seconds=30)
def test_run_shows_what_happens(student):
    """The three outcomes of run_units() are what the plain loop does."""
    seen = student.run_units()
    assert [seen[case] for case in UNIT_CASES] == ["frozen", "nan", "ok"], f"the outcomes are {seen}"


@points(2, seconds=30)
def test_run_really_trains(student):
    """run_units is right for other units and learning rates too."""
    truth = {("ampere", 3.0): "nan", ("ampere", 0.3): "frozen", ("mA", 0.001): "ok", ("mA", 1e-7): "frozen"}
    seen = student.run_units(list(truth))
    for case, word in truth.items():
        assert seen[case] == word, f"{case} gave {seen[case]!r} instead of {word!r}"
### END HIDDEN TESTS
check()

# %% setup="use_units"
with waits_for("run_units"):
    for (unit, rate), word in run_units().items():
        print(f"current in {unit:6}, learning rate {rate:<5}: {word}")

# %% [markdown]
# **Reconcile.** Which reason explains all three outcomes? Choose its word.
#
# - `"precision"`: float32 has seven digits, too few for currents of a thousandth of an ampere.
# - `"noise"`: in ampere the noise of the voltage drowns the signal.
# - `"minimum"`: in ampere the loss has a second minimum near $R = 1$ Ω, and the steps cannot leave it.
# - `"epochs"`: 50 epochs are too few; after enough of them all three would be at 1000 Ω.
# - `"curvature"`: the curvature of the loss along $R$ is the mean of $I^2$; the learning rate must suit it,
#   and the unit of the current decides how large it is.
#
# ```python
# REASON_UNITS = "..."
# ```

# %% solution="reason_units"
### BEGIN SOLUTION
REASON_UNITS = "curvature"
### END SOLUTION

# %% test="reason_units"
@points(1)
def test_a_reason_from_the_list(student):
    """The reason is one of the five words."""
    words = ("precision", "noise", "minimum", "epochs", "curvature")
    reason = student.REASON_UNITS
    assert reason in words, f"REASON_UNITS is {reason!r}; expected one of {words}"


### BEGIN HIDDEN TESTS
@points(2)
def test_the_reason_explains_all_three(student):
    """The reason explains all three outcomes."""
    assert student.REASON_UNITS == "curvature", "another reason was chosen"
### END HIDDEN TESTS
check()

# %% [markdown]
# ## 6. Is it a resistor at all? (10 points)
#
# A line can be fitted to anything. Whether the law *holds* is told by the residuals, $U - (I R + b)$: not
# by their size, which is the noise of the meter, but by their pattern. A device that bends the
# characteristic leaves residuals of one sign in the middle and of the other at both ends.
#
# Write `is_ohmic(I, U)` for columns of shape `(n, 1)`: `True` for a straight characteristic (with or
# without offset), `False` for a bent one. A rule that works: call it bent if a parabola
# $U = p + q I + r I^2$ leaves less than **half** of the line's sum of squared residuals. Two things to
# mind:
#
# - residuals below a thousandth of the range of $U$ (its maximum minus its minimum) are no evidence of
#   anything: on an exact line they are rounding errors;
# - the verdict must be the same in ampere, mA and µA. A parabola in raw mA or µA is badly conditioned in
#   float32: standardize first. `torch.linalg.lstsq(A, U).solution` solves $A c \approx U$.
#
# The measurements in `diode_1N4007.csv` are the forward characteristic of a rectifier diode, type 1N4007,
# from a student laboratory; its voltage grows with the logarithm of the current.

# %% setup="diode_data"
diode = load_data("diode_1N4007.csv")
diode_I, diode_U = diode["I_mA"].reshape(-1, 1), diode["V"].reshape(-1, 1)

# %% solution="is_ohmic"
def is_ohmic(I, U):
    """True if U (n, 1) is a straight line in I (n, 1) up to noise, False if the residuals show a bend."""
    ### BEGIN SOLUTION
    z, y = standardize(I)[0].double(), U.double()
    line = torch.cat([torch.ones_like(z), z], dim=1)
    parabola = torch.cat([line, z**2], dim=1)
    rest = [y - A @ torch.linalg.lstsq(A, y).solution for A in (line, parabola)]
    if rest[0].std() < 1e-3 * (y.max() - y.min()):
        return True
    return bool((rest[1] ** 2).sum() > 0.5 * (rest[0] ** 2).sum())
    ### END SOLUTION

# %% test="is_ohmic"
@points(1)
def test_an_exact_line_is_ohmic(student):
    """An exact line, with or without offset, is ohmic."""
    for R, b in ((20.0, 0.0), (4.7, 1.5)):
        I = torch.linspace(0.1, 2.0, 40).reshape(-1, 1)
        verdict = student.is_ohmic(I, R * I + b)
        assert verdict in (True, False), f"is_ohmic gave {verdict!r}; expected True or False"
        assert verdict, f"U = {R} I + {b} was called not ohmic"


@points(1)
def test_a_parabola_is_not_ohmic(student):
    """A parabola is not ohmic."""
    I = torch.linspace(0.0, 2.0, 40).reshape(-1, 1)
    verdict = student.is_ohmic(I, 5 * I**2)
    assert verdict in (True, False), f"is_ohmic gave {verdict!r}; expected True or False"
    assert not verdict, "U = 5 I² was called ohmic"


### BEGIN HIDDEN TESTS
@points(2)
def test_the_diode_is_not_ohmic(student):
    """The measured 1N4007 diode is not ohmic, in whatever order its points come."""
    for order in (torch.arange(len(diode_I)), torch.randperm(len(diode_I))):
        answer = student.is_ohmic(diode_I[order], diode_U[order])
        assert answer in (True, False), f"is_ohmic gave {answer!r}"
        assert not answer, "the diode was called ohmic"


@points(2)
def test_a_noisy_line_is_ohmic(student):
    """A resistor stays ohmic when the voltmeter is noisy: large residuals without a pattern are no bend."""
    rng = torch.Generator().manual_seed(61)
    for R, b, noise in ((10.0, 0.0, 1.0), (3.0, 4.0, 0.8)):
        I = torch.linspace(0.1, 1.0, 80).double().reshape(-1, 1)
        smooth, _ = torch.linalg.qr(torch.cat([I**k for k in range(4)], dim=1))
        scatter = torch.randn(80, 1, generator=rng).double()
        scatter = scatter - smooth @ (smooth.T @ scatter)  # no line, parabola or cubic is left in the noise,
        scatter = scatter + 0.17 * scatter.norm() * smooth[:, 2:3]  # but as much of a parabola as chance gives
        readings = torch.cat([I, R * I + b + noise * scatter], dim=1)[torch.randperm(80)]
        answer = student.is_ohmic(*readings.to(torch.get_default_dtype()).split(1, dim=1))
        assert answer in (True, False), f"is_ohmic gave {answer!r}"
        assert answer, "a noisy resistor was called not ohmic"


@points(2)
def test_a_gentle_bend_is_not_ohmic(student):
    """A lamp whose resistance changes by a tenth is not ohmic, however close the line comes, with any offset."""
    I = torch.linspace(0.1, 1.0, 60).reshape(-1, 1)
    for bend, offset in ((1.0, 0.0), (-1.0, 500.0)):
        answer = student.is_ohmic(I, offset + 10 * I + bend * I**2 + 0.003 * torch.randn(60, 1))
        assert answer in (True, False), f"is_ohmic gave {answer!r}"
        assert not answer, f"a lamp was called ohmic, with an offset of {offset:g} V"


@points(1)
def test_a_bend_too_small_to_measure_is_none(student):
    """Residuals far below a thousandth of the range of U are no evidence, even if they bend: still ohmic."""
    I = torch.linspace(0.1, 1.0, 60).reshape(-1, 1)
    for bend in (0.005, -0.005):
        answer = student.is_ohmic(I, 10 * I + bend * I**2)
        assert answer in (True, False), f"is_ohmic gave {answer!r}"
        assert answer, "a line with residuals of a ten-thousandth of the range was called not ohmic"


@points(1, seconds=30)
def test_the_unit_does_not_change_the_verdict(student):
    """The verdict is the same in ampere, milliampere and microampere, in millivolt, volt and kilovolt."""
    line_I = torch.linspace(0.001, 0.02, 50).reshape(-1, 1)
    line_U = 1000 * line_I + 0.5 + 0.5 * torch.tensor([1.0, -1.0]).repeat(25).reshape(-1, 1)
    for unit_of_I, unit_of_U in ((1.0, 1e-3), (1.0, 1.0), (1e3, 1e3), (1e6, 1.0)):
        straight = student.is_ohmic(line_I * unit_of_I, line_U * unit_of_U)
        bent = student.is_ohmic(diode_I / 1000 * unit_of_I, diode_U * unit_of_U)
        for answer in (straight, bent):
            assert answer in (True, False), f"is_ohmic gave {answer!r}"
        assert straight, "a resistor was called not ohmic in another unit"
        assert not bent, "the diode was called ohmic in another unit"
### END HIDDEN TESTS
check()

# %% [markdown]
# ## What you found
#
# The next cell prints your results. Then finish with a picture of your own: plot Ohm's eight readings $1/X$
# against the length with your straight line through them, and beside it the readings $X$ with your curve
# $a/(b + x)$. The line cuts the horizontal axis at $-b$: that much wire was already in the circuit. (This
# plot is not graded.)

# %% setup="results"
with waits_for("exercise 4"):
    length_1826, X_1826 = (ohm[name].to(device, copy=True) for name in ("length_inch", "X"))
    a_fit, b_fit = (as_number(v, "the fit") for v in fit_ohm_1826(length_1826, X_1826))
    print(f"Ohm's readings: a = {a_fit:.1f} and b = {b_fit:.2f} inch; Ohm gave a = 7285 and b = 20 1/4 inch.")
with waits_for("exercise 6"):
    diode_verdict = "obeys" if is_ohmic(diode_I.to(device), diode_U.to(device)) else "does not obey"
    print(f"The diode 1N4007 {diode_verdict} Ohm's law.")

# %% solution="plot_1826"
### BEGIN SOLUTION
x_line = torch.linspace(-b_fit, 140, 200)
fig_fit, (ax_line, ax_curve) = plt.subplots(1, 2, figsize=(9, 3.6))
ax_line.plot(x_line.tolist(), ((b_fit + x_line) / a_fit).tolist(), "-", color="C1", label="fit of 1/X")
ax_line.plot(ohm["length_inch"].tolist(), (1 / ohm["X"]).tolist(), "o", color="C0", label="Ohm, 1826")
ax_line.plot([-b_fit], [0], "s", color="C1", ms=7, label=f"−b = −{b_fit:.2f} inch")
ax_line.set_xlabel("length of the test wire (inch)")
ax_line.set_ylabel("1/X")
ax_line.set_title("The reciprocal is a straight line")
ax_line.legend()
x_curve = torch.linspace(0, 140, 200)
ax_curve.plot(x_curve.tolist(), (a_fit / (b_fit + x_curve)).tolist(), "-", color="C1", label="a / (b + x)")
ax_curve.plot(ohm["length_inch"].tolist(), ohm["X"].tolist(), "o", color="C0", label="Ohm, 1826")
ax_curve.set_xlabel("length of the test wire (inch)")
ax_curve.set_ylabel("reading X of the torsion balance")
ax_curve.set_title("Ohm's law in his own form")
ax_curve.set_ylim(bottom=0)
ax_curve.legend()
fig_fit.tight_layout()
### END SOLUTION
