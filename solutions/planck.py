# %% [markdown]
# # The temperature of the universe: Planck's law fitted by gradient descent
#
# Every warm body shines, and the colour of its light tells how warm it is. Planck's law of 1900 gives the
# whole spectrum from one number, the temperature $T$. You will write that law, turn the question round
# (*which $T$ made this spectrum?*), and answer it by gradient descent on a loss, exactly as in linear
# regression, with one parameter instead of many.
#
# The difficulty is not the calculus. A lamp, a star and the empty sky differ by four decades in temperature
# and by twenty in brightness, and one learning rate has to serve them all. Choosing units in which the
# problem looks the same at every temperature is most of the work, here and in deep learning.
#
# At the end you fit the most perfect black body ever measured: the sky itself, seen by the satellite COBE.
#
# | exercise | write | points |
# |---|---|---|
# | 1. Planck's law | `planck` | 15 |
# | 2. Its logarithm, without overflow | `log_planck` | 10 |
# | 3. Wien's guess | `wien_guess` | 10 |
# | 4. The temperature by gradient descent | `fit_temperature` | 35 |
# | 5. The same as linear regression | `linearised_temperature` | 15 |
# | 6. The temperature of the universe | `fit_cmb` | 15 |
#
# Each exercise has visible checks (run the cell below yours) and hidden ones: other temperatures, other
# wavelengths, noise. Units: wavelengths in micrometres (µm), temperatures in kelvin (K).
#
# **Week:** 4. **Time:** 60 minutes. **Before it:** ohms_law. **In the book:** 3.4 Linear Regression
# Implementation from Scratch.

# %% setup
import math

import matplotlib.pyplot as plt
import torch

from autograder import assert_close, check, get_device, load_data, points

device = get_device()

C2 = 14387.768775  # second radiation constant h c / k, in µm K
WIEN_B = 2897.771955  # Wien's displacement constant: (peak wavelength) x T, in µm K

# %% [markdown]
# ## The data
#
# COBE's spectrometer FIRAS compared the sky with a black body of known temperature. The table holds the
# spectrum of the cosmic microwave background, averaged over the sky: wavenumber in 1/cm, intensity in
# MJy/sr (megajansky per steradian; 1 Jy = 10⁻²⁶ W m⁻² Hz⁻¹), and the standard error of each point in
# kJy/sr. Source: Fixsen et al. 1996, *Astrophysical Journal* 473, 576, Table 4, as published by NASA
# LAMBDA.

# %% setup="firas"
firas = load_data("firas.csv")
firas_s = firas["wavenumber_per_cm"].to(device)  # 1/cm
firas_intensity = firas["intensity_MJy_sr"].to(device)  # MJy/sr
firas_sigma = firas["sigma_kJy_sr"].to(device) / 1000  # MJy/sr

fig, ax = plt.subplots(figsize=(6.4, 3.6))
ax.plot(firas_s.cpu(), firas_intensity.cpu(), "o", color="C0", markersize=4, label="COBE/FIRAS")
ax.set_xlabel("wavenumber (1/cm)")
ax.set_ylabel("intensity (MJy/sr)")
ax.set_title("The sky between the stars: how warm is it?\nCOBE/FIRAS, Fixsen et al. 1996", fontsize=10)
ax.legend()
fig.tight_layout()

# %% [markdown]
# ## The laboratory
#
# For exercises 1 to 5 a simulated spectrometer measures black bodies of any temperature. `lab_spectrum(T)`
# gives 40 wavelengths from 0.3 to 8 times the peak wavelength, and the intensity at each. It sums over the
# photons of a mode one by one, as Planck did; that works for these curves, but it carries no gradient and
# fails for long wavelengths: your own `planck` will be the better one.


# %% setup="laboratory"
@torch.no_grad()
def photon_sum(x):
    """Mean number of photons in a mode, e^-x + e^-2x + ... (100 terms: for x > 0.4); float64, no gradient."""
    number = torch.arange(1.0, 101.0, dtype=torch.float64, device=x.device)
    return torch.exp(-number * x.to(torch.float64).unsqueeze(-1)).sum(-1)


def lab_grid(T, num_points=40, shortest=0.3, longest=8.0):
    """Wavelengths (num_points,) in µm around the peak at T kelvin, evenly log-spaced; float64."""
    lo, hi = math.log10(shortest * WIEN_B / T), math.log10(longest * WIEN_B / T)
    return torch.logspace(lo, hi, num_points, dtype=torch.float64)


def lab_spectrum(T, lam=None, dtype=torch.float32):
    """A black body of T kelvin: wavelengths (n,) in µm and intensities (n,), in the unit of `planck`."""
    lam = lab_grid(T) if lam is None else lam.to(torch.float64)
    u = photon_sum(C2 / (lam * T)) / lam**5
    return lam.to(dtype), u.to(dtype)


def attempt(name, call):
    """The value of `call()`, or None with a line of text as long as the function `name` is not written."""
    try:
        return call()
    except (NotImplementedError, NameError):
        print(f"{name} is not written yet: this part comes to life when it is.")
        return None


# %% [markdown]
# ## 1. Planck's law (15 points)
#
# Write `planck(lam, T)`, the intensity of a black body at the wavelength $\lambda$,
#
# $$u(\lambda, T) = \frac{1}{\lambda^5}\,\frac{1}{e^{x} - 1}, \qquad x = \frac{C_2}{\lambda\,T},$$
#
# with $\lambda$ in µm, $T$ in K and `C2` $= hc/k = 14387.768775$ µm K. The constant $2hc^2$ in front is
# left out: intensities are in relative units, the same in every exercise. For example $u(10\,\mu\mathrm{m},
# 300\,\mathrm{K}) = 8.3322\cdot 10^{-8}$, where $x = 4.7959$.
#
# * `lam` is a tensor; `T` is a number or a tensor. Shapes broadcast: `lam` (40,) with `T` of shape () gives
#   (40,), and `lam` (4,) with `T` (3, 1) gives (3, 4).
# * `T` may require a gradient: exercise 4 needs $\partial u/\partial T$. Stay in torch.
# * Your function must hold for every $x$ from $10^{-4}$ to $10^4$, in float32. Where the light is too faint
#   for float32 the answer is 0, not nan and not an exception. And where $x$ is small, $e^x$ is so near to 1
#   that a subtraction loses most of its digits; torch has a function for just this difference.


# %% solution="planck"
def planck(lam, T):
    """Intensity of a black body of T kelvin at the wavelengths lam (µm), in relative units.

    lam: tensor; T: number or tensor; the result has their broadcast shape and carries T's gradient.
    """
    ### BEGIN SOLUTION
    return 1 / lam**5 / torch.expm1(C2 / (lam * T))
    ### END SOLUTION


# %% test="planck"
@points(3)
def test_planck_at_two_wavelengths(student):
    """planck gives the intensity at 10 µm of a body of 300 K, and at 0.5 µm of one of 5772 K."""
    room = student.planck(torch.tensor([10.0]), 300.0)
    assert_close(room, torch.tensor([8.332221e-08]), "planck(10 µm, 300 K)", rtol=1e-5, atol=0)
    sun = student.planck(torch.tensor([0.5]), 5772.0)
    assert_close(sun, torch.tensor([0.2202989]), "planck(0.5 µm, 5772 K)", rtol=1e-5, atol=0)


@points(2)
def test_planck_carries_the_gradient_of_the_temperature(student):
    """With a tensor T that requires a gradient, the intensity can be differentiated by T."""
    T = torch.tensor(300.0, requires_grad=True)
    u = student.planck(torch.tensor([10.0]), T)
    assert isinstance(u, torch.Tensor), f"planck(lam, T) is a {type(u).__name__}; expected a tensor"
    assert u.requires_grad, "planck(lam, T) has lost the gradient of T: does T stay a tensor all the way?"
    u.sum().backward()
    assert_close(T.grad, 1.343122e-09, "the derivative of planck(10 µm, T) by T at 300 K", rtol=1e-4, atol=0)


### BEGIN HIDDEN TESTS
@points(3)
def test_planck_broadcasts_wavelengths_and_temperatures(student):
    """The intensity has the broadcast shape of lam and T, for T of shape (), (1,), a column or a row."""
    lam, T = [3.0, 7.0, 10.0, 25.0], [250.0, 400.0, 900.0]
    table = torch.tensor([[1 / l**5 / math.expm1(C2 / (l * t)) for l in lam] for t in T])
    waves, kelvins = torch.tensor(lam), torch.tensor(T)
    assert_close(student.planck(waves, kelvins[1]), table[1], "T of shape ()", rtol=2e-5, atol=0)
    assert_close(student.planck(waves, kelvins[:1]), table[0], "T of shape (1,)", rtol=2e-5, atol=0)
    assert_close(student.planck(waves, kelvins.reshape(3, 1)), table, "T a column", rtol=2e-5, atol=0)
    assert_close(student.planck(waves.reshape(4, 1), kelvins), table.T, "T a row", rtol=2e-5, atol=0)


@points(4)
def test_planck_survives_the_faintest_light(student):
    """For x up to 1e4 every intensity is finite, right where float32 can hold it and 0 beyond: never nan."""
    lam = torch.tensor([1.0, 2.0])
    for x in (12.0, 40.0, 75.0):
        right = torch.tensor([math.exp(-x), math.exp(-x / 2) / -math.expm1(-x / 2) / 32])
        assert_close(student.planck(lam, C2 / x), right, f"planck at x = {x:g}", rtol=1e-4, atol=0)
    for x in (200.0, 1000.0, 1e4):
        faint = student.planck(lam[:1], C2 / x)
        assert_close(faint, torch.zeros(1), f"planck at x = {x:g}", rtol=0, atol=1e-37)
    all_x = torch.logspace(1, 4, 40)
    u = student.planck(torch.ones(40), C2 / all_x)
    assert bool(torch.isfinite(u).all()), "planck has values that are not finite for x between 10 and 1e4"
    assert bool((u >= 0).all()), "planck has negative values for x between 10 and 1e4"


@points(3)
def test_planck_keeps_its_digits_at_small_x(student):
    """For x between 1e-4 and 1e-2 the intensity is right to four digits and more, in float32."""
    T = 1e8  # so hot that the intensities are large numbers
    lam = (C2 / (torch.logspace(-4, -2, 25, dtype=torch.float64) * T)).to(torch.float32)
    wide = lam.to(torch.float64)
    right = 1 / wide**5 / torch.special.expm1(C2 / (wide * T))
    assert_close(student.planck(lam, T) / right, torch.ones(25), "planck / right", rtol=3e-5, atol=0)


### END HIDDEN TESTS
check()

# %% [markdown]
# ## 2. Its logarithm, without overflow (10 points)
#
# Intensities span so many decades that one plots, and often fits, their logarithm. Write
#
# $$\texttt{log\_planck}(\lambda, T) = \ln u(\lambda, T) = -5 \ln\lambda - \ln\left(e^x - 1\right)$$
#
# (natural logarithm; broadcast shapes as before). For $x = 200$, $u$ is too small for float32, but its
# logarithm is a harmless number near $-200$. So do not take the logarithm of `planck`. Bring the large part
# out first: $e^x - 1 = e^x\,(1 - e^{-x})$, and the logarithm of a product is a sum.
#
# For every $x$ from $10^{-4}$ to $10^4$ in float32, the value must be right to a millionth, and **the
# gradient with respect to $T$ must be finite and right too**. Two warnings. Here again, do not subtract
# nearly equal numbers. And `torch.where` chooses among *values*: the gradient still runs through the branch
# that was not chosen, and $0\cdot\infty$ is nan.


# %% solution="log_planck"
def log_planck(lam, T):
    """Natural logarithm of planck(lam, T); it and its gradient are finite for x from 1e-4 to 1e4."""
    ### BEGIN SOLUTION
    x = C2 / (lam * T)
    return -5 * torch.log(lam) - x - torch.log(-torch.expm1(-x))
    ### END SOLUTION


# %% test="log_planck"
@points(3)
def test_log_planck_is_the_logarithm_of_the_spectrum(student):
    """At 1000 K log_planck equals the logarithm of the laboratory's spectrum."""
    lam, u = lab_spectrum(1000.0)
    value = student.log_planck(lam, 1000.0)
    assert_close(value, torch.log(u), "log_planck(lam, 1000 K)", rtol=1e-5, atol=1e-5)


### BEGIN HIDDEN TESTS
@points(2)
def test_log_planck_is_finite(student):
    """For x from 1e-4 to 1e4 every value of log_planck is finite, in float32."""
    x = torch.logspace(-4, 4, 81)
    value = student.log_planck(torch.ones(81), C2 / x)
    assert bool(torch.isfinite(value).all()), "log_planck has values that are not finite"


@points(2)
def test_log_planck_has_the_right_gradient(student):
    """For x from 1e-4 to 1e4 the gradient of log_planck by T is finite and right, in float32."""
    x = torch.logspace(-4, 4, 81, dtype=torch.float64)
    T = (C2 / x).to(torch.float32).requires_grad_()
    value = student.log_planck(torch.ones(81), T)
    assert value.requires_grad, "log_planck has lost the gradient of T"
    value.sum().backward()
    right = x / -torch.expm1(-x)  # d ln u / d ln T
    assert_close(T.grad * T.detach(), right, "T times the gradient", rtol=2e-3, atol=0)


@points(3)
def test_log_planck_is_right_to_a_millionth(student):
    """For x from 1e-4 to 1e4 log_planck is right to a millionth, in float32 and in float64."""
    lam = C2 / (torch.logspace(-4, 4, 81, dtype=torch.float64) * 1000)
    for dtype in (torch.float64, torch.float32):
        given = lam.to(dtype)
        wide = given.to(torch.float64)
        x = C2 / (wide * 1000)
        right = -5 * wide.log() - x - (-torch.special.expm1(-x)).log()
        assert_close(student.log_planck(given, 1000.0), right, f"log_planck in {dtype}", rtol=1e-6, atol=0)


### END HIDDEN TESTS
check()

# %% [markdown]
# ## 3. Wien's guess (10 points)
#
# The warmer the body, the shorter the wavelength at which $u(\lambda)$ peaks: $\lambda_\mathrm{peak}\,T =
# 2897.77$ µm K, which is the given constant `WIEN_B`. (It belongs to curves *per wavelength*. A curve per
# frequency peaks elsewhere and has another constant.)
#
# Write `wien_guess(lam, u)`: the temperature in K, a number, at which the law puts the peak where the
# spectrum `u` (n,) has its largest value among the wavelengths `lam` (n,) in µm. The wavelengths need not
# be sorted, and the unit of `u` does not matter. A spectrum whose largest value is at 10 µm gives 289.8 K.
#
# It can only be a guess: the true peak lies between two wavelengths of the grid.


# %% solution="wien_guess"
def wien_guess(lam, u):
    """Temperature (K) of the black body that peaks at the wavelength (µm) at which u is largest."""
    ### BEGIN SOLUTION
    return float(WIEN_B / lam[u.argmax()])
    ### END SOLUTION


# %% test="wien_guess"
@points(4)
def test_wien_guess_of_the_sun(student):
    """For a spectrum of 5772 K the guess is within 5 %."""
    lam, u = lab_spectrum(5772.0)
    guess = student.wien_guess(lam, u)
    assert_close(guess, 5772.0, "wien_guess of a 5772 K spectrum (± 5 %)", rtol=0.05, atol=0)


### BEGIN HIDDEN TESTS
@points(3)
def test_wien_guess_at_every_temperature(student):
    """The guess is within 5 % from the coldest to the hottest spectrum."""
    for T in (3.0, 30.0, 300.0, 1000.0, 3000.0, 10000.0, 30000.0):
        assert_close(student.wien_guess(*lab_spectrum(T)), T, f"wien_guess at {T:g} K", rtol=0.05, atol=0)


@points(3)
def test_wien_guess_needs_no_order_and_no_unit(student):
    """On a fine grid in scrambled order, with intensities in another unit, the guess is within 1 %."""
    for T in (700.0, 7000.0):
        lam, u = lab_spectrum(T, lab_grid(T, 400, 0.4, 5.0)[torch.randperm(400)])
        assert_close(student.wien_guess(lam, u * 1e6), T, f"wien_guess at {T:g} K", rtol=0.01, atol=0)


### END HIDDEN TESTS
check()

# %% [markdown]
# ## 4. The temperature by gradient descent (35 points)
#
# Given a measured spectrum `lam`, `u` (in the units of `planck`), find the temperature that minimises the
# mean of the halved squared errors between model and measurement. One parameter, the gradient by autograd,
# full batch, `num_epochs` steps of size `lr`.
#
# Now look at the picture below. On the left, spectra as they come: peak heights differ by fourteen decades
# between 10 K and 5772 K. The curvature of the loss, and so the learning rate that it bears (at most 2 /
# curvature), changes even more: with $T$ in kelvin and intensities as they are, a rate that is right for
# one body leaves a colder one frozen at its start and throws a hotter one to nan. On the right, the same
# spectra, each in units of its own maximum and over $\lambda/\lambda_\mathrm{peak}$: *one* curve. In such
# units there is only one problem to solve.

# %% setup="collapse"
fig, (left, right) = plt.subplots(1, 2, figsize=(9, 3.4))
for T, style in ((10.0, "C0-"), (310.0, "C1--"), (5772.0, "C2:")):
    lam, u = lab_spectrum(T, lab_grid(T, 200))
    left.loglog(lam, u, style, linewidth=2, label=f"{T:g} K")
    right.plot(lam * T / WIEN_B, u / u.max(), style, linewidth=2, label=f"{T:g} K")
left.set_xlabel("wavelength (µm)")
left.set_ylabel("u (relative units)")
left.set_title("as measured", fontsize=10)
right.set_xlabel("wavelength / peak wavelength")
right.set_ylabel("u / max u")
right.set_title("in its own units", fontsize=10)
left.legend()
right.legend()
fig.tight_layout()

# %% [markdown]
# Write `fit_temperature(lam, u, lr=0.1, num_epochs=200)`, which returns the temperature in K as a float.
#
# * Think first: what should the parameter be, so that it is near 1 for a star and for liquid helium? In
#   which unit should both intensities enter the loss? Model *and* measurement need the same one.
# * Start near the answer. A start that is much too cold has no gradient (the model is 0 everywhere), one
#   that is much too hot has far too much: $u$ grows at least like $T$, near its peak like $T^5$.
# * The defaults must work as they stand: within 0.1 % without noise at *any* temperature, and within 0.5 %
#   with 1 % noise.
# * A detector adds noise of the same size everywhere, so in the faint ends of a spectrum some measured
#   values are zero or negative. The fit has to bear that.
# * `lr` and `num_epochs` are those of your training loop.
#
# If the loss falls but the answer is wrong by the same factor at every temperature, check the model. If it
# is right at one temperature only, check the units.


# %% solution="fit_temperature"
def fit_temperature(lam, u, lr=0.1, num_epochs=200):
    """Temperature (K, a float) of the black body that fits the spectrum u (n,) at lam (n,) in µm best."""
    ### BEGIN SOLUTION
    T0, peak = wien_guess(lam, u), u.max()
    tau = torch.ones((), device=lam.device, requires_grad=True)  # T / T0
    for _ in range(num_epochs):
        l = ((planck(lam, tau * T0) / peak - u / peak) ** 2 / 2).mean()
        l.backward()
        with torch.no_grad():
            tau -= lr * tau.grad
            tau.grad.zero_()
    return tau.item() * T0
    ### END SOLUTION


# %% test="fit_temperature"
@points(9, seconds=30)
def test_fit_finds_5772_kelvin(student):
    """The fit of a noise-free spectrum of 5772 K is within 1 %."""
    lam, u = lab_spectrum(5772.0)
    T = student.fit_temperature(lam, u)
    assert_close(T, 5772.0, "fit_temperature of a 5772 K spectrum (± 1 %)", rtol=0.01, atol=0)


### BEGIN HIDDEN TESTS
@points(5, seconds=60)
def test_fit_finds_cold_bodies(student):
    """Noise-free spectra of very cold bodies are fitted within 0.1 %."""
    for T in (3.0, 30.0):
        assert_close(student.fit_temperature(*lab_spectrum(T)), T, f"the fit at {T:g} K", rtol=1e-3, atol=0)


@points(5, seconds=60)
def test_fit_finds_warm_bodies(student):
    """Noise-free spectra of bodies from room temperature to a lamp's filament are fitted within 0.1 %."""
    for T in (300.0, 1000.0, 3000.0):
        assert_close(student.fit_temperature(*lab_spectrum(T)), T, f"the fit at {T:g} K", rtol=1e-3, atol=0)


@points(5, seconds=60)
def test_fit_finds_hot_stars(student):
    """Noise-free spectra of stars hotter than the Sun are fitted within 0.1 %."""
    for T in (30000.0, 10000.0):
        assert_close(student.fit_temperature(*lab_spectrum(T)), T, f"the fit at {T:g} K", rtol=1e-3, atol=0)


@points(3, seconds=60)
def test_fit_bears_noise_in_proportion(student):
    """With an error of 1 % of each value the fit is within 0.5 %."""
    for T in (4.0, 400.0, 20000.0):
        lam, exact = lab_spectrum(T)
        noisy = exact * (1 + 0.01 * torch.randn(len(exact)))
        assert_close(student.fit_temperature(lam, noisy), T, f"the fit at {T:g} K", rtol=5e-3, atol=0)


@points(4, seconds=60)
def test_fit_bears_the_noise_of_a_detector(student):
    """With an error of 1 % of the peak everywhere, and some values below zero, the fit is within 0.5 %."""
    for T in (4.0, 40.0, 400.0, 2000.0, 20000.0):
        lam, exact = lab_spectrum(T)
        noise = 0.01 * exact.max() * torch.randn(len(exact))
        noise[0] = -noise[0].abs() - 1e-2 * exact.max()  # the faintest value is below zero for any seed
        assert_close(student.fit_temperature(lam, exact + noise), T, f"the fit at {T:g} K", rtol=5e-3, atol=0)


@points(2, seconds=60)
def test_fit_needs_no_special_wavelengths(student):
    """On random wavelengths in scrambled order, in float32 and float64, the fit is within 0.1 %."""
    for T, dtype in ((50.0, torch.float32), (500.0, torch.float64), (8000.0, torch.float64)):
        # One wavelength in each of 40 cells between 0.5 and 6 peak wavelengths.
        cell = torch.arange(40) + torch.rand(40)
        lam = 0.5 * 12 ** (cell[torch.randperm(40)].to(torch.float64) / 40) * WIEN_B / T
        lam, u = lab_spectrum(T, lam, dtype)
        assert_close(student.fit_temperature(lam, u), T, f"the fit at {T:g} K", rtol=1e-3, atol=0)


@points(2, seconds=60)
def test_fit_improves_with_every_epoch(student):
    """The defaults, 200 steps of 0.1, come at least ten times as near to the answer as one tiny step."""
    sun = lab_spectrum(5772.0)
    first = abs(float(student.fit_temperature(*sun, lr=1e-3, num_epochs=1)) - 5772.0)
    last = abs(float(student.fit_temperature(*sun)) - 5772.0)
    assert last < 0.1 * first, "num_epochs or lr does not act on the result"
    # Far from the end each step still counts.
    short, asked = student.fit_temperature(*sun, lr=3e-4), student.fit_temperature(*sun, lr=3e-4, num_epochs=200)
    assert_close(short, float(asked), "the fit with lr=3e-4, without and with num_epochs=200", rtol=1e-5, atol=0)
    step, asked = student.fit_temperature(*sun, num_epochs=1), student.fit_temperature(*sun, lr=0.1, num_epochs=1)
    assert_close(step, float(asked), "the fit with num_epochs=1, without and with lr=0.1", rtol=8e-3, atol=0)


### END HIDDEN TESTS
check()

# %% [markdown]
# One learning rate, from ten kelvin to a blue star, with a detector's noise of 1 % of the peak:

# %% setup="decades"
noise_source = torch.Generator().manual_seed(1900)
for T in (10.0, 310.0, 5772.0, 25000.0):
    lam, u = lab_spectrum(T)
    u = u + 0.01 * u.max() * torch.randn(len(u), generator=noise_source)
    fitted = attempt("fit_temperature", lambda lam=lam, u=u: fit_temperature(lam.to(device), u.to(device)))
    if fitted is None:
        break
    print(f"A body of {T:7.0f} K: the fit says {fitted:10.2f} K, wrong by {100 * (fitted / T - 1):+.3f} %.")

# %% [markdown]
# ## 5. The same as linear regression (15 points)
#
# Solve $u = \lambda^{-5} / (e^x - 1)$ for $x$ and Planck's law becomes a straight line through the origin:
#
# $$y = \ln\left(1 + \frac{1}{u\,\lambda^5}\right) = C_2 \cdot \frac{1}{T} \cdot \frac{1}{\lambda}.$$
#
# So $1/T$ is, up to $C_2$, a weight of the linear regression of $y$ on $1/\lambda$. Write
# `linearised_temperature(lam, u)`, which returns $T$ in K. Least squares in closed form is the way here
# (`torch.linalg.lstsq`, or the formula for one weight): on noise-free float64 spectra the result must be
# right to a millionth, at every temperature and on any grid. Mini-example: at 10 µm a body of 300 K has
# $u\lambda^5 = 0.0083322$, so $y = 4.7959$ and $T = 14387.77/(10\cdot 4.7959) = 300$.
#
# The 1 in the logarithm matters. Dropping it is Wien's approximation, good only where $e^x$ is large. (And
# a value of $u$ below zero breaks this method: it is exact, but not robust.)


# %% solution="linearised_temperature"
def linearised_temperature(lam, u):
    """Temperature (K) from the slope of ln(1 + 1/(u lam^5)) against 1/lam, with lam in µm."""
    ### BEGIN SOLUTION
    y = torch.log1p(1 / (u * lam**5))
    slope = torch.linalg.lstsq((1 / lam).reshape(-1, 1), y).solution
    return float(C2 / slope)
    ### END SOLUTION


# %% test="linearised_temperature"
@points(4)
def test_line_gives_300_kelvin(student):
    """The regression of a noise-free 300 K spectrum gives 300 K."""
    lam, u = lab_spectrum(300.0, dtype=torch.float64)
    T = student.linearised_temperature(lam, u)
    assert_close(T, 300.0, "linearised_temperature of a 300 K spectrum", rtol=1e-5, atol=0)


### BEGIN HIDDEN TESTS
@points(7)
def test_line_is_exact_at_every_temperature(student):
    """From the coldest to the hottest noise-free spectrum the regression is right to a millionth."""
    for T in (3.0, 30.0, 300.0, 1000.0, 3000.0, 10000.0, 30000.0):
        lam, exact = lab_spectrum(T, dtype=torch.float64)
        assert_close(student.linearised_temperature(lam, exact), T, f"the line at {T:g} K", rtol=1e-6, atol=0)


@points(4)
def test_line_is_exact_far_from_the_peak(student):
    """On long wavelengths only, in scrambled order, the regression is right to a millionth."""
    for T in (20.0, 6000.0):
        lam = lab_grid(T, 25, 2.0, 50.0)[torch.randperm(25)]
        u = 1 / lam**5 / torch.special.expm1(C2 / (lam * T))
        assert_close(student.linearised_temperature(lam, u), T, f"the line at {T:g} K", rtol=1e-6, atol=0)


### END HIDDEN TESTS
check()

# %% [markdown]
# ## 6. The temperature of the universe (15 points)
#
# FIRAS measured per *frequency*, not per wavelength, and gave the frequency as a wavenumber $s = 1/\lambda$
# in 1/cm. In these units, with the intensity in MJy/sr, Planck's law is
#
# $$B(s, T) = \frac{39.728917\; s^3}{e^{x} - 1}\ \mathrm{MJy/sr}, \qquad x = \frac{1.4387769\; s}{T}
# \quad (s\ \text{in 1/cm},\ T\ \text{in K}).$$
#
# At $s = 5\ \mathrm{cm}^{-1}$ a body of 3 K has $B = 496.58$ MJy/sr.
#
# Write `fit_cmb(wavenumber, intensity)`, which returns the best temperature in K as a float: least squares
# by gradient descent, as in exercise 4. The temperature is known to lie between 2 and 4 K, so kelvin is a
# fair unit for this parameter. Is MJy/sr a fair unit for the intensity? In raw MJy/sr the curvature of the
# loss is about $8.5\cdot 10^4$; think of the learning rate that it bears. Choose the number of steps such
# that further steps change nothing in the fourth decimal. The hidden tests also try a warmer and a colder
# universe.


# %% solution="fit_cmb"
def fit_cmb(wavenumber, intensity):
    """Temperature (K, a float) of the black body that fits intensity (MJy/sr) over wavenumber (1/cm) best."""
    ### BEGIN SOLUTION
    peak = intensity.max()
    T = torch.tensor(3.0, device=wavenumber.device, requires_grad=True)
    for _ in range(200):
        model = 39.728917 * wavenumber**3 / torch.expm1(1.4387769 * wavenumber / T)
        l = ((model / peak - intensity / peak) ** 2 / 2).mean()
        l.backward()
        with torch.no_grad():
            T -= 0.5 * T.grad
            T.grad.zero_()
    return T.item()
    ### END SOLUTION


# %% test="fit_cmb"
@points(4, seconds=30)
def test_universe_is_between_two_and_four_kelvin(student):
    """The fit of the FIRAS spectrum lies between 2 K and 4 K."""
    T = float(student.fit_cmb(firas["wavenumber_per_cm"], firas["intensity_MJy_sr"]))
    assert 2 < T < 4, f"fit_cmb of the FIRAS spectrum is {T:.6g} K; expected a value between 2 K and 4 K"


### BEGIN HIDDEN TESTS
@points(6, seconds=30)
def test_universe_has_the_published_temperature(student):
    """The fit of the FIRAS spectrum agrees with the published temperature within 0.002 K."""
    T = student.fit_cmb(firas["wavenumber_per_cm"], firas["intensity_MJy_sr"])
    assert_close(T, 2.725, "fit_cmb of the FIRAS spectrum", rtol=0, atol=0.002)


@points(5, seconds=60)
def test_other_universes_have_other_temperatures(student):
    """Spectra of a colder and of a warmer universe give their own temperatures within 0.002 K."""
    waves = firas["wavenumber_per_cm"]
    for T in (2.2, 3.1):
        intensity = 39.728917 * waves**3 / torch.special.expm1(1.4387769 * waves / T)
        assert_close(student.fit_cmb(waves, intensity), T, f"a universe of {T} K", rtol=0, atol=0.002)


### END HIDDEN TESTS
check()

# %% [markdown]
# ## The result, with its error
#
# A fit is worth little without an error. Near the minimum a small error $\delta I_i$ of one intensity moves
# the best temperature by $\delta T = \sum_i B'_i\,\delta I_i \,/ \sum_i B_i'^2$, with $B'_i = \partial
# B(s_i, T)/\partial T$. With independent standard errors $\sigma_i$, therefore
#
# $$\sigma_T = \frac{\sqrt{\sum_i (B'_i\,\sigma_i)^2}}{\sum_i B_i'^2}\ \mathrm{in\ K}.$$
#
# The denominator is the curvature of the loss: the sharper the valley, the surer its floor. The weighted
# residuals $(I_i - B_i)/\sigma_i$ tell whether the $\sigma_i$ are to be believed: $\chi^2$, the sum of
# their squares, should be about the number of points less one.


# %% setup="error"
def cmb_brightness(s, T):
    """Black body of T kelvin at the wavenumbers s (1/cm), in MJy/sr, float64, no gradient."""
    return 39.728917 * s.to(torch.float64) ** 3 * photon_sum(1.4387769 * s.to(torch.float64) / T)


def temperature_error(s, sigma, T):
    """Standard error in K of a least-squares temperature, from the standard errors sigma (MJy/sr)."""
    slope = (cmb_brightness(s, T + 1e-3) - cmb_brightness(s, T - 1e-3)) / 2e-3  # MJy/sr per K
    return float((slope * sigma).square().sum().sqrt() / slope.square().sum())


T_universe = attempt("fit_cmb", lambda: fit_cmb(firas_s, firas_intensity))
if T_universe is not None:
    T_universe = float(T_universe)
    T_error = temperature_error(firas_s, firas_sigma, T_universe)
    weighted = (firas_intensity - cmb_brightness(firas_s, T_universe)) / firas_sigma
    print(f"The temperature of the universe is {T_universe:.5f} K ± {T_error:.5f} K (statistical error).")
    print(f"chi2 = {float(weighted.square().sum()):.1f} for {len(weighted) - 1} degrees of freedom.")
    print("Published: 2.725 K ± 0.001 K (NASA LAMBDA); its error is that of the thermometer on board.")

# %% [markdown]
# The statistical error is a hundred times smaller than the published one: the scatter of the points hardly
# matters, the thermometer in the reference black body does. (The published table *is* a black body of 2.725
# K plus the measured residuals, so the scale of your result is that of the instrument's calibration. What
# the data show on their own is that the sky follows Planck's law, to 50 millionths of its peak.)

# %% setup="result"
if T_universe is not None and math.isfinite(T_universe) and T_universe > 0.5:
    magnified = 400
    s_fine = torch.linspace(1.5, 22.0, 300)
    fig, (top, bottom) = plt.subplots(2, 1, figsize=(7, 5.4), sharex=True, height_ratios=[3, 1])
    top.plot(s_fine, cmb_brightness(s_fine, T_universe), color="C1", label=f"your fit, {T_universe:.4f} K")
    look = {"fmt": "o", "color": "C0", "markersize": 3, "linewidth": 1}
    label = f"COBE/FIRAS (error bars magnified {magnified} times)"
    s, sigma = firas_s.cpu(), firas_sigma.cpu()
    top.errorbar(s, firas_intensity.cpu(), yerr=magnified * sigma, label=label, **look)
    top.set_ylabel("intensity (MJy/sr)")
    top.set_ylim(-60, 430)
    top.set_title("The cosmic microwave background, COBE/FIRAS (Fixsen et al. 1996)", fontsize=10)
    top.legend(fontsize=8)
    residual = 1000 * (firas_intensity - cmb_brightness(firas_s, T_universe))
    bottom.errorbar(s, residual.cpu(), yerr=1000 * sigma, **look)
    bottom.axhline(0, color="C1")
    bottom.set_xlabel("wavenumber (1/cm)")
    bottom.set_ylabel("data − fit (kJy/sr)\ntrue error bars", fontsize=8)
    fig.tight_layout()
