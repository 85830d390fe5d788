"""Other answers to planck: right ones in other styles, and the misconceptions with the tests that each loses."""

from autograder.course.answers import misconception, right
from autograder.course.equivalents import equivalent

# ---------------------------------------------------------------------------------------- 1. planck


@right
def planck(lam, T):
    x = C2 / (lam * T)
    return torch.exp(-x) / (lam.pow(5) * -torch.expm1(-x))


@right
def planck(lam, T):
    T = torch.as_tensor(T, dtype=lam.dtype, device=lam.device)
    occupation = (C2 / torch.mul(lam, T)).expm1().reciprocal()
    return torch.multiply(lam ** (-5.0), occupation)


@right
def planck(lam, T):
    x = C2 / (lam * T)
    log_u = -5 * torch.log(lam) - x - torch.log(-torch.expm1(-x))
    return torch.exp(log_u)


@right
def planck(lam, T):
    x = C2 / lam / T
    return torch.exp(-x / 2) / (2 * torch.sinh(x.clamp(max=160) / 2)) / lam**5 * (x <= 160)


@misconception(
    "exp_minus_one",
    loses=["test_planck_keeps_its_digits_at_small_x"],
    hint="What is exp(0.0001) - 1 in float32, and how many of its digits are right? Torch has a function for that "
    "difference.",
)
def planck(lam, T):
    return 1 / lam**5 / (torch.exp(C2 / (lam * T)) - 1)


@misconception(
    "one_minus_exp",
    loses=["test_planck_keeps_its_digits_at_small_x"],
    hint="Overflow is cured, but 1 - exp(-x) still subtracts nearly equal numbers when x is small. How many digits "
    "survive in float32?",
)
def planck(lam, T):
    boltzmann = torch.exp(-C2 / (lam * T))
    return boltzmann / (1 - boltzmann) / lam**5


@misconception(
    "infinity_over_infinity",
    loses=[
        "test_planck_survives_the_faintest_light",
        "test_planck_keeps_its_digits_at_small_x",
    ],
    hint="For large x two of your terms are infinite. What is inf / inf, and can you write the fraction so that only "
    "one of them can overflow?",
)
def planck(lam, T):
    e = torch.exp(C2 / (lam * T))
    return e / (e * e - e) / lam**5


@misconception(
    "math_exp_in_a_loop",
    loses=[
        "test_planck_carries_the_gradient_of_the_temperature",
        "test_planck_broadcasts_wavelengths_and_temperatures",
        "test_planck_survives_the_faintest_light",
        "test_fit_finds_5772_kelvin",
        "test_fit_finds_cold_bodies",
        "test_fit_finds_warm_bodies",
        "test_fit_finds_hot_stars",
        "test_fit_bears_noise_in_proportion",
        "test_fit_bears_the_noise_of_a_detector",
        "test_fit_needs_no_special_wavelengths",
        "test_fit_improves_with_every_epoch",
    ],
    hint="math.exp knows no gradient and raises an error when it overflows. Is there a function of torch that works on "
    "whole tensors?",
)
def planck(lam, T):
    return torch.tensor([1 / l**5 / math.expm1(C2 / (l * float(T))) for l in lam.tolist()])


@misconception(
    "temperature_leaves_the_graph",
    loses=[
        "test_planck_carries_the_gradient_of_the_temperature",
        "test_planck_broadcasts_wavelengths_and_temperatures",
        "test_planck_survives_the_faintest_light",
        "test_fit_finds_5772_kelvin",
        "test_fit_finds_cold_bodies",
        "test_fit_finds_warm_bodies",
        "test_fit_finds_hot_stars",
        "test_fit_bears_noise_in_proportion",
        "test_fit_bears_the_noise_of_a_detector",
        "test_fit_needs_no_special_wavelengths",
        "test_fit_improves_with_every_epoch",
    ],
    hint="float(T) is a number without a history, and so is what you compute from it. Can T stay the tensor that it is?",
)
def planck(lam, T):
    return 1 / lam**5 / torch.expm1(C2 / (lam * float(T)))


@misconception(
    "wiens_law_for_plancks",
    loses=[
        "test_planck_at_two_wavelengths",
        "test_planck_carries_the_gradient_of_the_temperature",
        "test_planck_broadcasts_wavelengths_and_temperatures",
        "test_planck_survives_the_faintest_light",
        "test_planck_keeps_its_digits_at_small_x",
        "test_fit_finds_cold_bodies",
        "test_fit_finds_warm_bodies",
        "test_fit_finds_hot_stars",
        "test_fit_needs_no_special_wavelengths",
    ],
    hint="exp(-x) is Wien's law of 1896, which fails at long wavelengths. What did Planck add to its denominator?",
)
def planck(lam, T):
    return torch.exp(-C2 / (lam * T)) / lam**5


@misconception(
    "plus_one_instead_of_minus_one",
    loses=[
        "test_planck_at_two_wavelengths",
        "test_planck_carries_the_gradient_of_the_temperature",
        "test_planck_broadcasts_wavelengths_and_temperatures",
        "test_planck_survives_the_faintest_light",
        "test_planck_keeps_its_digits_at_small_x",
        "test_fit_finds_cold_bodies",
        "test_fit_finds_warm_bodies",
        "test_fit_finds_hot_stars",
        "test_fit_needs_no_special_wavelengths",
        "test_fit_improves_with_every_epoch",
    ],
    hint="Your denominator is that of electrons. Which sign does it have for photons?",
)
def planck(lam, T):
    return 1 / lam**5 / (torch.exp(C2 / (lam * T)) + 1)


@misconception(
    "factor_pi_too_large",
    loses=[
        "test_planck_at_two_wavelengths",
        "test_planck_carries_the_gradient_of_the_temperature",
        "test_planck_broadcasts_wavelengths_and_temperatures",
        "test_planck_survives_the_faintest_light",
        "test_planck_keeps_its_digits_at_small_x",
        "test_fit_finds_5772_kelvin",
        "test_fit_finds_cold_bodies",
        "test_fit_finds_warm_bodies",
        "test_fit_finds_hot_stars",
        "test_fit_bears_noise_in_proportion",
        "test_fit_bears_the_noise_of_a_detector",
        "test_fit_needs_no_special_wavelengths",
        "test_fit_improves_with_every_epoch",
    ],
    hint="Radiance and exitance differ by a factor pi. Which prefactor does the formula in the notebook have?",
)
def planck(lam, T):
    return math.pi / lam**5 / torch.expm1(C2 / (lam * T))


@misconception(
    "energy_density_for_radiance",
    loses=[
        "test_planck_at_two_wavelengths",
        "test_planck_carries_the_gradient_of_the_temperature",
        "test_planck_broadcasts_wavelengths_and_temperatures",
        "test_planck_survives_the_faintest_light",
        "test_planck_keeps_its_digits_at_small_x",
        "test_fit_finds_5772_kelvin",
        "test_fit_finds_cold_bodies",
        "test_fit_finds_warm_bodies",
        "test_fit_finds_hot_stars",
        "test_fit_bears_noise_in_proportion",
        "test_fit_bears_the_noise_of_a_detector",
        "test_fit_needs_no_special_wavelengths",
        "test_fit_improves_with_every_epoch",
    ],
    hint="The energy density 8 pi h c / lam^5 ... and the radiance differ by 4 pi / c. Which prefactor is left in the "
    "relative units of the notebook?",
)
def planck(lam, T):
    return 4 * math.pi / 299792458.0 / lam**5 / torch.expm1(C2 / (lam * T))


@misconception(
    "si_units",
    loses=[
        "test_planck_at_two_wavelengths",
        "test_planck_carries_the_gradient_of_the_temperature",
        "test_planck_broadcasts_wavelengths_and_temperatures",
        "test_planck_survives_the_faintest_light",
        "test_planck_keeps_its_digits_at_small_x",
        "test_fit_finds_5772_kelvin",
        "test_fit_finds_cold_bodies",
        "test_fit_finds_warm_bodies",
        "test_fit_finds_hot_stars",
        "test_fit_bears_noise_in_proportion",
        "test_fit_bears_the_noise_of_a_detector",
        "test_fit_needs_no_special_wavelengths",
        "test_fit_improves_with_every_epoch",
    ],
    hint="Your spectrum is in W/m3/sr, fourteen decades away from the measured one. In which units does the exercise "
    "ask for it?",
)
def planck(lam, T):
    metres = lam * 1e-6
    return 2 * 6.62607015e-34 * 299792458.0**2 / metres**5 / torch.expm1(0.014387768775 / (metres * T))


@misconception(
    "constant_in_nanometres",
    loses=[
        "test_planck_at_two_wavelengths",
        "test_planck_carries_the_gradient_of_the_temperature",
        "test_planck_broadcasts_wavelengths_and_temperatures",
        "test_planck_survives_the_faintest_light",
        "test_planck_keeps_its_digits_at_small_x",
        "test_fit_finds_5772_kelvin",
        "test_fit_finds_cold_bodies",
        "test_fit_finds_warm_bodies",
        "test_fit_finds_hot_stars",
        "test_fit_bears_noise_in_proportion",
        "test_fit_bears_the_noise_of_a_detector",
        "test_fit_needs_no_special_wavelengths",
        "test_fit_improves_with_every_epoch",
    ],
    hint="Your x is wrong by a factor of a thousand. In which unit is the wavelength, and in which is your constant?",
)
def planck(lam, T):
    return 1 / lam**5 / torch.expm1(1.4387768775e7 / (lam * T))


@misconception(
    "celsius_for_kelvin",
    loses=[
        "test_planck_at_two_wavelengths",
        "test_planck_carries_the_gradient_of_the_temperature",
        "test_planck_broadcasts_wavelengths_and_temperatures",
        "test_planck_survives_the_faintest_light",
        "test_fit_finds_5772_kelvin",
        "test_fit_finds_cold_bodies",
        "test_fit_finds_warm_bodies",
        "test_fit_finds_hot_stars",
        "test_fit_bears_noise_in_proportion",
        "test_fit_bears_the_noise_of_a_detector",
        "test_fit_needs_no_special_wavelengths",
        "test_fit_improves_with_every_epoch",
    ],
    hint="T is in kelvin already. Which zero point does your formula shift it to?",
)
def planck(lam, T):
    return 1 / lam**5 / torch.expm1(C2 / (lam * (T + 273.15)))


@misconception(
    "third_power_of_the_wavelength",
    loses=[
        "test_planck_at_two_wavelengths",
        "test_planck_carries_the_gradient_of_the_temperature",
        "test_planck_broadcasts_wavelengths_and_temperatures",
        "test_planck_survives_the_faintest_light",
        "test_planck_keeps_its_digits_at_small_x",
        "test_fit_finds_5772_kelvin",
        "test_fit_finds_cold_bodies",
        "test_fit_finds_warm_bodies",
        "test_fit_finds_hot_stars",
        "test_fit_bears_noise_in_proportion",
        "test_fit_bears_the_noise_of_a_detector",
        "test_fit_needs_no_special_wavelengths",
        "test_fit_improves_with_every_epoch",
    ],
    hint="Per frequency the law has a third power, per wavelength another one. Which one is measured here?",
)
def planck(lam, T):
    return 1 / lam**3 / torch.expm1(C2 / (lam * T))


# ------------------------------------------------------------------------------------ 2. log_planck


@right
def log_planck(lam, T):
    x = C2 / (lam * T)
    small = torch.clamp(x, max=30.0)
    return -5 * torch.log(lam) - torch.where(x > 30, x, torch.log(torch.expm1(small)))


@right
def log_planck(lam, T):
    x = C2 / (lam * T)
    return -(torch.log(lam).mul(5) + x + (-torch.special.expm1(-x)).log())


@right
def log_planck(lam, T):
    # expm1(x) = 2 sinh(x/2) exp(x/2), and sinh(x/2) in its turn by the small exponential
    x = C2 / (lam * T)
    return -torch.log(lam**5) - x - torch.log(2 * torch.tanh(x / 2) / (1 + torch.tanh(x / 2)))


@right
def log_planck(lam, T):
    dtype = lam.dtype
    lam = lam.double()
    x = C2 / (lam * T)
    return (-5 * lam.log() - x - torch.log1p(-torch.exp(-x))).to(dtype)


@misconception(
    "logarithm_of_planck",
    loses=[
        "test_log_planck_is_finite",
        "test_log_planck_has_the_right_gradient",
        "test_log_planck_is_right_to_a_millionth",
    ],
    hint="Where planck is 0 in float32 its logarithm is -inf. Which part of ln(e^x - 1) can you take out before anything "
    "overflows?",
)
def log_planck(lam, T):
    return torch.log(1 / lam**5 / torch.expm1(C2 / (lam * T)))


@misconception(
    "logarithm_of_expm1",
    loses=[
        "test_log_planck_is_finite",
        "test_log_planck_has_the_right_gradient",
        "test_log_planck_is_right_to_a_millionth",
    ],
    hint="expm1(x) is inf from x = 89 on in float32, although its logarithm is only 89. Factor e^x out first.",
)
def log_planck(lam, T):
    return -5 * torch.log(lam) - torch.log(torch.expm1(C2 / (lam * T)))


@misconception(
    "where_does_not_shield_the_gradient",
    loses=["test_log_planck_has_the_right_gradient"],
    hint="The values are right and the gradient is nan: it also runs through the branch that torch.where did not choose. "
    "What does that branch compute at x = 1000?",
)
def log_planck(lam, T):
    x = C2 / (lam * T)
    return -5 * torch.log(lam) - torch.where(x > 50, x, torch.log(torch.expm1(x)))


@misconception(
    "clamped_x",
    loses=[
        "test_log_planck_has_the_right_gradient",
        "test_log_planck_is_right_to_a_millionth",
    ],
    hint="With x clamped, everything fainter looks alike and has the gradient 0. Can you avoid the overflow instead of "
    "cutting it off?",
)
def log_planck(lam, T):
    x = torch.clamp(C2 / (lam * T), max=80.0)
    return -5 * torch.log(lam) - torch.log(torch.expm1(x))


@misconception(
    "small_number_added",
    loses=[
        "test_log_planck_has_the_right_gradient",
        "test_log_planck_is_right_to_a_millionth",
    ],
    hint="Adding a small number hides the -inf, and with it all light that is fainter than this number. What is the "
    "logarithm of u at x = 1000?",
)
def log_planck(lam, T):
    return torch.log(1 / lam**5 / torch.expm1(C2 / (lam * T)) + 1e-37)


@misconception(
    "nan_to_num",
    loses=[
        "test_log_planck_has_the_right_gradient",
        "test_log_planck_is_right_to_a_millionth",
    ],
    hint="A replaced infinity is finite, but it is no logarithm and has no gradient. Where does it come from?",
)
def log_planck(lam, T):
    return torch.nan_to_num(torch.log(1 / lam**5 / torch.expm1(C2 / (lam * T))))


@misconception(
    "exp_subtracted_from_one",
    loses=["test_log_planck_is_right_to_a_millionth"],
    hint="1 - exp(-x) loses most of its digits at x = 0.0001 in float32. The function that saved planck saves this "
    "difference too.",
)
def log_planck(lam, T):
    x = C2 / (lam * T)
    return -5 * torch.log(lam) - x - torch.log1p(-torch.exp(-x))


@misconception(
    "wien_logarithm",
    loses=[
        "test_log_planck_is_the_logarithm_of_the_spectrum",
        "test_log_planck_has_the_right_gradient",
        "test_log_planck_is_right_to_a_millionth",
    ],
    hint="ln(e^x - 1) is nearly x only when x is large. What is left of it when x is small?",
)
def log_planck(lam, T):
    return -5 * torch.log(lam) - C2 / (lam * T)


@misconception(
    "decimal_logarithm",
    loses=[
        "test_log_planck_is_the_logarithm_of_the_spectrum",
        "test_log_planck_has_the_right_gradient",
        "test_log_planck_is_right_to_a_millionth",
    ],
    hint="All your values are 0.434 times the expected ones. Which base does the exercise ask for?",
)
def log_planck(lam, T):
    x = C2 / (lam * T)
    return (-5 * torch.log(lam) - x - torch.log(-torch.expm1(-x))) / math.log(10)


@misconception(
    "wavelength_factor_forgotten",
    loses=[
        "test_log_planck_is_the_logarithm_of_the_spectrum",
        "test_log_planck_is_right_to_a_millionth",
    ],
    hint="The logarithm of a product is a sum. Which factor of planck has no term in yours?",
)
def log_planck(lam, T):
    x = C2 / (lam * T)
    return -x - torch.log(-torch.expm1(-x))


@misconception(
    "log_planck_off_the_graph",
    loses=["test_log_planck_has_the_right_gradient"],
    hint="Your values are right, but autograd cannot see how they depend on T. Which step leaves the graph?",
)
def log_planck(lam, T):
    with torch.no_grad():
        x = C2 / (lam * T)
        return -5 * torch.log(lam) - x - torch.log(-torch.expm1(-x))


# ------------------------------------------------------------------------------------ 3. wien_guess


@right
def wien_guess(lam, u):
    return WIEN_B / lam[torch.argmax(u)]


@right
def wien_guess(lam, u):
    brightest, where = -math.inf, None
    for l, value in zip(lam.tolist(), u.tolist()):
        if value > brightest:
            brightest, where = value, l
    return 2897.77 / where


@right
def wien_guess(lam, u):
    order = torch.sort(u, descending=True).indices
    return (WIEN_B / lam[order[0]]).item()


@right
def wien_guess(lam, u):
    # a parabola through the three values around the largest, in the logarithm of the wavelength
    lam, order = torch.sort(lam)
    u = u[order]
    k = min(max(int(u.argmax()), 1), len(u) - 2)
    step = float(torch.log(lam[k + 1] / lam[k - 1]) / 2)
    a, b, c = (float(u[i] / u.max()) for i in (k - 1, k, k + 1))
    shift = 0.5 * (a - c) / (a - 2 * b + c) if a - 2 * b + c < 0 else 0.0
    return WIEN_B / (float(lam[k]) * math.exp(step * max(-1.0, min(1.0, shift))))


@misconception(
    "constant_of_the_frequency_peak",
    loses=[
        "test_wien_guess_of_the_sun",
        "test_wien_guess_at_every_temperature",
        "test_wien_guess_needs_no_order_and_no_unit",
        "test_fit_finds_5772_kelvin",
        "test_fit_finds_cold_bodies",
        "test_fit_finds_warm_bodies",
        "test_fit_finds_hot_stars",
        "test_fit_bears_noise_in_proportion",
        "test_fit_bears_the_noise_of_a_detector",
        "test_fit_needs_no_special_wavelengths",
        "test_fit_improves_with_every_epoch",
    ],
    hint="All your guesses are 1.76 times too hot. Does your constant belong to curves per wavelength or per frequency?",
)
def wien_guess(lam, u):
    return float(5099.43 / lam[u.argmax()])


@misconception(
    "guess_in_nanometres",
    loses=[
        "test_wien_guess_of_the_sun",
        "test_wien_guess_at_every_temperature",
        "test_wien_guess_needs_no_order_and_no_unit",
        "test_fit_finds_5772_kelvin",
        "test_fit_finds_cold_bodies",
        "test_fit_finds_warm_bodies",
        "test_fit_finds_hot_stars",
        "test_fit_bears_noise_in_proportion",
        "test_fit_bears_the_noise_of_a_detector",
        "test_fit_needs_no_special_wavelengths",
        "test_fit_improves_with_every_epoch",
    ],
    hint="Your guess is a thousand times too hot. In which unit are the wavelengths?",
)
def wien_guess(lam, u):
    return float(2.897771955e6 / lam[u.argmax()])


@misconception(
    "index_for_wavelength",
    loses=[
        "test_wien_guess_of_the_sun",
        "test_wien_guess_at_every_temperature",
        "test_wien_guess_needs_no_order_and_no_unit",
        "test_fit_finds_5772_kelvin",
        "test_fit_finds_cold_bodies",
        "test_fit_finds_warm_bodies",
        "test_fit_finds_hot_stars",
        "test_fit_bears_noise_in_proportion",
        "test_fit_bears_the_noise_of_a_detector",
        "test_fit_needs_no_special_wavelengths",
        "test_fit_improves_with_every_epoch",
    ],
    hint="argmax counts places from 0; it knows nothing of micrometres. What lies at that place?",
)
def wien_guess(lam, u):
    return float(WIEN_B / u.argmax())


@misconception(
    "largest_intensity_for_wavelength",
    loses=[
        "test_wien_guess_of_the_sun",
        "test_wien_guess_at_every_temperature",
        "test_wien_guess_needs_no_order_and_no_unit",
        "test_fit_finds_5772_kelvin",
        "test_fit_finds_cold_bodies",
        "test_fit_finds_warm_bodies",
        "test_fit_finds_hot_stars",
        "test_fit_bears_noise_in_proportion",
        "test_fit_bears_the_noise_of_a_detector",
        "test_fit_needs_no_special_wavelengths",
        "test_fit_improves_with_every_epoch",
    ],
    hint="u.max() is how bright the peak is. The law asks where it is.",
)
def wien_guess(lam, u):
    return float(WIEN_B / u.max())


@misconception(
    "wavelength_returned",
    loses=[
        "test_wien_guess_of_the_sun",
        "test_wien_guess_at_every_temperature",
        "test_wien_guess_needs_no_order_and_no_unit",
        "test_fit_finds_5772_kelvin",
        "test_fit_finds_cold_bodies",
        "test_fit_finds_warm_bodies",
        "test_fit_finds_hot_stars",
        "test_fit_bears_noise_in_proportion",
        "test_fit_bears_the_noise_of_a_detector",
        "test_fit_needs_no_special_wavelengths",
        "test_fit_improves_with_every_epoch",
    ],
    hint="You return the peak in micrometres. Which temperature has its peak there?",
)
def wien_guess(lam, u):
    return float(lam[u.argmax()])


@misconception(
    "place_of_the_peak_assumed",
    loses=["test_wien_guess_needs_no_order_and_no_unit", "test_fit_needs_no_special_wavelengths"],
    hint="Your guess looks at the same place of the grid whatever the spectrum is. Does the spectrum say where its peak is?",
)
def wien_guess(lam, u):
    return float(WIEN_B / lam[14])


# ------------------------------------------------------------------------------- 4. fit_temperature


@right
def fit_temperature(lam, u, lr=0.1, num_epochs=200):
    start = float(wien_guess(lam, u))
    tau = torch.nn.Parameter(torch.ones(1, dtype=lam.dtype, device=lam.device))
    loss, trainer = torch.nn.MSELoss(), torch.optim.SGD([tau], lr=lr)
    target = u / u.max()
    for _ in range(num_epochs):
        trainer.zero_grad()
        l = loss(planck(lam, tau * start) / u.max(), target)
        l.backward()
        trainer.step()
    return tau.item() * start


@right
def fit_temperature(lam, u, lr=0.1, num_epochs=200):
    # the logarithm of the temperature is the parameter: it can never become negative
    start = float(wien_guess(lam, u))
    theta = torch.zeros((), dtype=lam.dtype, device=lam.device, requires_grad=True)
    for _ in range(num_epochs):
        model = planck(lam, start * torch.exp(theta))
        l = (((model - u) / u.max()) ** 2).mean() / 2
        (slope,) = torch.autograd.grad(l, theta)
        theta = (theta - lr * slope).detach().requires_grad_()
    return start * math.exp(theta.item())


@right
def fit_temperature(lam, u, lr=0.1, num_epochs=200):
    # mini-batches of twenty in a new order each epoch, with a step that shrinks
    start = float(wien_guess(lam, u))
    tau = torch.ones((), dtype=lam.dtype, device=lam.device, requires_grad=True)
    for epoch in range(num_epochs):
        for batch in torch.randperm(len(u)).to(lam.device).split(20):
            l = ((planck(lam[batch], tau * start) - u[batch]) / u.max()).square().mean() / 2
            l.backward()
            with torch.no_grad():
                tau -= 0.3 * lr / (1 + 0.1 * epoch) * tau.grad
            tau.grad = None
    return (tau * start).item()


@right
def fit_temperature(lam, u, lr=0.1, num_epochs=200):
    # Adam, with a step that shrinks; it starts colder than the guess
    start = float(wien_guess(lam, u))
    tau = torch.tensor(0.9, dtype=lam.dtype, device=lam.device, requires_grad=True)
    trainer = torch.optim.Adam([tau], lr=0.2 * lr)
    scheduler = torch.optim.lr_scheduler.ExponentialLR(trainer, 1 - 3 / (num_epochs + 3))
    for _ in range(num_epochs):
        trainer.zero_grad()
        (((planck(lam, tau * start) - u) / u.max()) ** 2).mean().backward()
        trainer.step()
        scheduler.step()
    return tau.item() * start


@right
def fit_temperature(lam, u, lr=0.1, num_epochs=200):
    # the derivative by hand: d u / d tau = u x / (1 - exp(-x)) / tau
    start, peak, tau = float(wien_guess(lam, u)), u.max(), 1.0
    for _ in range(num_epochs):
        x = C2 / (lam * (tau * start))
        model = 1 / lam**5 / torch.expm1(x) / peak
        slope = model * x / -torch.expm1(-x) / tau
        tau -= lr * float(((model - u / peak) * slope).mean())
    return tau * start


@right
def fit_temperature(lam, u, lr=0.1, num_epochs=200):
    # wavelengths in units of the peak: planck is asked about a body near 2898 K only
    where = lam[u.argmax()]
    tau = torch.tensor([WIEN_B], dtype=lam.dtype, device=lam.device) * 0 + 1
    tau.requires_grad_(True)
    for _ in range(num_epochs):
        error = (planck(lam / where, WIEN_B * tau) - u * where**5) / (u.max() * where**5)
        l = (error**2 / 2).sum() / len(u)
        l.backward()
        tau = (tau - lr * tau.grad).detach().requires_grad_(True)
    return float(tau.detach() * WIEN_B / where)


@misconception(
    "start_returned",
    loses=[
        "test_fit_finds_5772_kelvin",
        "test_fit_finds_cold_bodies",
        "test_fit_finds_warm_bodies",
        "test_fit_finds_hot_stars",
        "test_fit_bears_noise_in_proportion",
        "test_fit_bears_the_noise_of_a_detector",
        "test_fit_needs_no_special_wavelengths",
        "test_fit_improves_with_every_epoch",
    ],
    hint="What you return is only the start value: WIEN_B over the wavelength of the largest intensity. Which line changes "
    "it?",
)
def fit_temperature(lam, u, lr=0.1, num_epochs=200):
    return float(wien_guess(lam, u))


@misconception(
    "closed_form_instead_of_descent",
    loses=["test_fit_bears_the_noise_of_a_detector", "test_fit_improves_with_every_epoch"],
    hint="This is the method of the next exercise: it needs the logarithm of every intensity. What is lr for in your "
    "function?",
)
def fit_temperature(lam, u, lr=0.1, num_epochs=200):
    y = torch.log1p(1 / (u * lam**5))
    return float(C2 * (1 / lam**2).sum() / (y / lam).sum())


@misconception(
    "kelvin_as_parameter",
    loses=[
        "test_fit_finds_5772_kelvin",
        "test_fit_finds_cold_bodies",
        "test_fit_finds_warm_bodies",
        "test_fit_finds_hot_stars",
        "test_fit_bears_noise_in_proportion",
        "test_fit_bears_the_noise_of_a_detector",
        "test_fit_needs_no_special_wavelengths",
        "test_fit_improves_with_every_epoch",
    ],
    hint="For a cold body your parameter is of order one and moves; for a hot one it is of order ten thousand and a step of "
    "0.1 is nothing. In which unit is the temperature of order one for every body?",
)
def fit_temperature(lam, u, lr=0.1, num_epochs=200):
    T = torch.tensor(float(wien_guess(lam, u)), requires_grad=True)
    for _ in range(num_epochs):
        l = ((planck(lam, T) / u.max() - u / u.max()) ** 2 / 2).mean()
        l.backward()
        with torch.no_grad():
            T -= lr * T.grad
            T.grad.zero_()
    return T.item()


@misconception(
    "kelvin_and_raw_intensities",
    loses=[
        "test_fit_finds_5772_kelvin",
        "test_fit_finds_cold_bodies",
        "test_fit_finds_warm_bodies",
        "test_fit_finds_hot_stars",
        "test_fit_bears_noise_in_proportion",
        "test_fit_bears_the_noise_of_a_detector",
        "test_fit_needs_no_special_wavelengths",
        "test_fit_improves_with_every_epoch",
    ],
    hint="Print the gradient at the first step: how large is lr times it, compared to T? Both the temperature and the "
    "intensities have a unit to choose.",
)
def fit_temperature(lam, u, lr=0.1, num_epochs=200):
    T = torch.tensor(float(wien_guess(lam, u)), requires_grad=True)
    for _ in range(num_epochs):
        l = ((planck(lam, T) - u) ** 2 / 2).mean()
        l.backward()
        with torch.no_grad():
            T -= lr * T.grad
            T.grad.zero_()
    return T.item()


@misconception(
    "si_units_with_one_learning_rate",
    loses=[
        "test_fit_finds_5772_kelvin",
        "test_fit_finds_cold_bodies",
        "test_fit_finds_warm_bodies",
        "test_fit_finds_hot_stars",
        "test_fit_bears_noise_in_proportion",
        "test_fit_bears_the_noise_of_a_detector",
        "test_fit_needs_no_special_wavelengths",
        "test_fit_improves_with_every_epoch",
    ],
    hint="In SI units the loss of a star is 32 decades steeper than that of liquid helium. Can one learning rate serve "
    "both, or should the units change?",
)
def fit_temperature(lam, u, lr=0.1, num_epochs=200):
    to_si = 1.191042972e-16 * 1e30  # 2 h c^2, and micrometres^-5 to metres^-5
    T = torch.tensor(float(wien_guess(lam, u)), requires_grad=True)
    for _ in range(num_epochs):
        l = ((to_si * planck(lam, T) - to_si * u) ** 2 / 2).mean()
        l.backward()
        with torch.no_grad():
            T -= lr * T.grad
            T.grad.zero_()
    return T.item()


@misconception(
    "intensities_not_normalised",
    loses=[
        "test_fit_finds_cold_bodies",
        "test_fit_finds_warm_bodies",
        "test_fit_finds_hot_stars",
        "test_fit_bears_noise_in_proportion",
        "test_fit_bears_the_noise_of_a_detector",
        "test_fit_needs_no_special_wavelengths",
    ],
    hint="It works at 5772 K because intensities happen to be of order one there. How large are they at 300 K and at 30 000 "
    "K?",
)
def fit_temperature(lam, u, lr=0.1, num_epochs=200):
    T0 = float(wien_guess(lam, u))
    tau = torch.tensor(1.0, requires_grad=True)
    for _ in range(num_epochs):
        l = ((planck(lam, tau * T0) - u) ** 2 / 2).mean()
        l.backward()
        with torch.no_grad():
            tau -= lr * tau.grad
            tau.grad.zero_()
    return tau.item() * T0


@misconception(
    "only_the_measurement_normalised",
    loses=[
        "test_fit_finds_5772_kelvin",
        "test_fit_finds_cold_bodies",
        "test_fit_finds_warm_bodies",
        "test_fit_finds_hot_stars",
        "test_fit_bears_noise_in_proportion",
        "test_fit_bears_the_noise_of_a_detector",
        "test_fit_needs_no_special_wavelengths",
        "test_fit_improves_with_every_epoch",
    ],
    hint="The measurement is in units of its maximum. In which unit is the model that you subtract from it?",
)
def fit_temperature(lam, u, lr=0.1, num_epochs=200):
    T0 = float(wien_guess(lam, u))
    tau = torch.tensor(1.0, requires_grad=True)
    for _ in range(num_epochs):
        l = ((planck(lam, tau * T0) - u / u.max()) ** 2 / 2).mean()
        l.backward()
        with torch.no_grad():
            tau -= lr * tau.grad
            tau.grad.zero_()
    return tau.item() * T0


@misconception(
    "model_too_small_by_pi",
    loses=[
        "test_fit_finds_5772_kelvin",
        "test_fit_finds_cold_bodies",
        "test_fit_finds_warm_bodies",
        "test_fit_finds_hot_stars",
        "test_fit_bears_noise_in_proportion",
        "test_fit_bears_the_noise_of_a_detector",
        "test_fit_needs_no_special_wavelengths",
        "test_fit_improves_with_every_epoch",
    ],
    hint="Your temperatures are 1.22 times too hot at every T. Which constant factor is too much between model and "
    "measurement?",
)
def fit_temperature(lam, u, lr=0.1, num_epochs=200):
    T0, peak = float(wien_guess(lam, u)), u.max()
    tau = torch.tensor(1.0, requires_grad=True)
    for _ in range(num_epochs):
        l = ((planck(lam, tau * T0) / math.pi / peak - u / peak) ** 2 / 2).mean()
        l.backward()
        with torch.no_grad():
            tau -= lr * tau.grad
            tau.grad.zero_()
    return tau.item() * T0


@misconception(
    "model_too_large_by_pi",
    loses=[
        "test_fit_finds_5772_kelvin",
        "test_fit_finds_cold_bodies",
        "test_fit_finds_warm_bodies",
        "test_fit_finds_hot_stars",
        "test_fit_bears_noise_in_proportion",
        "test_fit_bears_the_noise_of_a_detector",
        "test_fit_needs_no_special_wavelengths",
        "test_fit_improves_with_every_epoch",
    ],
    hint="Your temperatures are 0.80 times the right ones, or negative. Is there a factor pi in the model that the "
    "measurement does not have?",
)
def fit_temperature(lam, u, lr=0.1, num_epochs=200):
    T0, peak = float(wien_guess(lam, u)), u.max()
    tau = torch.tensor(1.0, requires_grad=True)
    for _ in range(10 * num_epochs):
        l = ((math.pi * planck(lam, tau * T0) / peak - u / peak) ** 2 / 2).mean()
        l.backward()
        with torch.no_grad():
            tau -= 0.2 * lr * tau.grad
            tau.grad.zero_()
    return tau.item() * T0


@misconception(
    "wien_model_in_the_fit",
    loses=[
        "test_fit_finds_cold_bodies",
        "test_fit_finds_warm_bodies",
        "test_fit_finds_hot_stars",
        "test_fit_needs_no_special_wavelengths",
    ],
    hint="Your temperatures are 0.22 % too hot at every T: the model is nearly Planck's law. Does it keep the -1?",
)
def fit_temperature(lam, u, lr=0.1, num_epochs=200):
    T0, peak = float(wien_guess(lam, u)), u.max()
    tau = torch.tensor(1.0, requires_grad=True)
    for _ in range(num_epochs):
        model = torch.exp(-C2 / (lam * tau * T0)) / lam**5
        l = ((model / peak - u / peak) ** 2 / 2).mean()
        l.backward()
        with torch.no_grad():
            tau -= lr * tau.grad
            tau.grad.zero_()
    return tau.item() * T0


@misconception(
    "logarithm_of_negative_values",
    loses=["test_fit_bears_the_noise_of_a_detector"],
    hint="A detector's noise makes some faint values negative, and their logarithm is nan. Which loss bears them?",
)
def fit_temperature(lam, u, lr=0.1, num_epochs=200):
    T0 = float(wien_guess(lam, u))
    theta = torch.tensor(0.0, requires_grad=True)
    for _ in range(num_epochs):
        l = ((log_planck(lam, T0 * torch.exp(theta)) - torch.log(u)) ** 2 / 2).mean()
        l.backward()
        with torch.no_grad():
            theta -= 0.1 * lr * theta.grad
            theta.grad.zero_()
    return T0 * math.exp(theta.item())


@misconception(
    "negative_values_dropped",
    loses=["test_fit_bears_the_noise_of_a_detector"],
    hint="Dropping the negative values keeps only those that the noise made too large, and the logarithm weighs them most. "
    "Which loss needs no logarithm?",
)
def fit_temperature(lam, u, lr=0.1, num_epochs=200):
    T0 = float(wien_guess(lam, u))
    lam, u = lam[u > 0], u[u > 0]
    theta = torch.tensor(0.0, requires_grad=True)
    for _ in range(num_epochs):
        l = ((log_planck(lam, T0 * torch.exp(theta)) - torch.log(u)) ** 2 / 2).mean()
        l.backward()
        with torch.no_grad():
            theta -= 0.1 * lr * theta.grad
            theta.grad.zero_()
    return T0 * math.exp(theta.item())


@misconception(
    "sum_instead_of_mean",
    loses=[
        "test_fit_finds_5772_kelvin",
        "test_fit_finds_cold_bodies",
        "test_fit_finds_warm_bodies",
        "test_fit_finds_hot_stars",
        "test_fit_bears_noise_in_proportion",
        "test_fit_bears_the_noise_of_a_detector",
        "test_fit_needs_no_special_wavelengths",
        "test_fit_improves_with_every_epoch",
    ],
    hint="The sum over 40 wavelengths is 40 times as steep as their mean, and so is your step. What does the exercise ask "
    "for?",
)
def fit_temperature(lam, u, lr=0.1, num_epochs=200):
    T0, peak = float(wien_guess(lam, u)), u.max()
    tau = torch.tensor(1.0, requires_grad=True)
    for _ in range(num_epochs):
        l = ((planck(lam, tau * T0) / peak - u / peak) ** 2 / 2).sum()
        l.backward()
        with torch.no_grad():
            tau -= lr * tau.grad
            tau.grad.zero_()
    return tau.item() * T0


@misconception(
    "start_too_cold",
    loses=[
        "test_fit_finds_5772_kelvin",
        "test_fit_finds_cold_bodies",
        "test_fit_finds_warm_bodies",
        "test_fit_finds_hot_stars",
        "test_fit_bears_noise_in_proportion",
        "test_fit_bears_the_noise_of_a_detector",
        "test_fit_needs_no_special_wavelengths",
        "test_fit_improves_with_every_epoch",
    ],
    hint="At a hundredth of the temperature x is a hundred times larger, and expm1 overflows: the model is 0 and its "
    "gradient nan. What do you know about T before the first step?",
)
def fit_temperature(lam, u, lr=0.1, num_epochs=200):
    T0, peak = float(wien_guess(lam, u)), u.max()
    tau = torch.tensor(0.01, requires_grad=True)
    for _ in range(num_epochs):
        l = ((planck(lam, tau * T0) / peak - u / peak) ** 2 / 2).mean()
        l.backward()
        with torch.no_grad():
            tau -= lr * tau.grad
            tau.grad.zero_()
    return tau.item() * T0


@misconception(
    "start_too_hot",
    loses=[
        "test_fit_finds_5772_kelvin",
        "test_fit_finds_cold_bodies",
        "test_fit_finds_warm_bodies",
        "test_fit_finds_hot_stars",
        "test_fit_bears_noise_in_proportion",
        "test_fit_bears_the_noise_of_a_detector",
        "test_fit_needs_no_special_wavelengths",
        "test_fit_improves_with_every_epoch",
    ],
    hint="The intensity grows like a high power of T, so a start at twice the temperature makes a huge first step. What do "
    "you know about T before it?",
)
def fit_temperature(lam, u, lr=0.1, num_epochs=200):
    T0, peak = float(wien_guess(lam, u)), u.max()
    tau = torch.tensor(2.0, requires_grad=True)
    for _ in range(num_epochs):
        l = ((planck(lam, tau * T0) / peak - u / peak) ** 2 / 2).mean()
        l.backward()
        with torch.no_grad():
            tau -= lr * tau.grad
            tau.grad.zero_()
    return tau.item() * T0


@misconception(
    "start_at_the_sun",
    loses=[
        "test_fit_finds_cold_bodies",
        "test_fit_finds_warm_bodies",
        "test_fit_finds_hot_stars",
        "test_fit_bears_noise_in_proportion",
        "test_fit_bears_the_noise_of_a_detector",
        "test_fit_needs_no_special_wavelengths",
    ],
    hint="Your scale is that of the Sun, so only stars like it are of order one. Which temperature does the spectrum itself "
    "suggest?",
)
def fit_temperature(lam, u, lr=0.1, num_epochs=200):
    peak = u.max()
    tau = torch.tensor(0.95, requires_grad=True)
    for _ in range(num_epochs):
        l = ((planck(lam, tau * 5772.0) / peak - u / peak) ** 2 / 2).mean()
        l.backward()
        with torch.no_grad():
            tau -= lr * tau.grad
            tau.grad.zero_()
    return tau.item() * 5772.0


@misconception(
    "scaled_parameter_returned",
    loses=[
        "test_fit_finds_5772_kelvin",
        "test_fit_finds_cold_bodies",
        "test_fit_finds_warm_bodies",
        "test_fit_finds_hot_stars",
        "test_fit_bears_noise_in_proportion",
        "test_fit_bears_the_noise_of_a_detector",
        "test_fit_needs_no_special_wavelengths",
        "test_fit_improves_with_every_epoch",
    ],
    hint="You return a number near 1 for every body. In which unit is it?",
)
def fit_temperature(lam, u, lr=0.1, num_epochs=200):
    T0, peak = float(wien_guess(lam, u)), u.max()
    tau = torch.tensor(1.0, requires_grad=True)
    for _ in range(num_epochs):
        l = ((planck(lam, tau * T0) / peak - u / peak) ** 2 / 2).mean()
        l.backward()
        with torch.no_grad():
            tau -= lr * tau.grad
            tau.grad.zero_()
    return tau.item()


@misconception(
    "peak_wavelength_returned",
    loses=[
        "test_fit_finds_5772_kelvin",
        "test_fit_finds_cold_bodies",
        "test_fit_finds_warm_bodies",
        "test_fit_finds_hot_stars",
        "test_fit_bears_noise_in_proportion",
        "test_fit_bears_the_noise_of_a_detector",
        "test_fit_needs_no_special_wavelengths",
        "test_fit_improves_with_every_epoch",
    ],
    hint="What you return is in micrometres. Which quantity does the exercise ask for, and in which unit?",
)
def fit_temperature(lam, u, lr=0.1, num_epochs=200):
    T0, peak = float(wien_guess(lam, u)), u.max()
    tau = torch.tensor(1.0, requires_grad=True)
    for _ in range(num_epochs):
        l = ((planck(lam, tau * T0) / peak - u / peak) ** 2 / 2).mean()
        l.backward()
        with torch.no_grad():
            tau -= lr * tau.grad
            tau.grad.zero_()
    return WIEN_B / (tau.item() * T0)


@misconception(
    "gradient_never_zeroed",
    loses=[
        "test_fit_finds_5772_kelvin",
        "test_fit_finds_cold_bodies",
        "test_fit_finds_warm_bodies",
        "test_fit_finds_hot_stars",
        "test_fit_bears_noise_in_proportion",
        "test_fit_bears_the_noise_of_a_detector",
        "test_fit_needs_no_special_wavelengths",
        "test_fit_improves_with_every_epoch",
    ],
    hint="Your temperature swings to and fro and never settles. What does backward do to a gradient that is already there?",
)
def fit_temperature(lam, u, lr=0.1, num_epochs=200):
    T0, peak = float(wien_guess(lam, u)), u.max()
    tau = torch.tensor(1.0, requires_grad=True)
    for _ in range(num_epochs):
        l = ((planck(lam, tau * T0) / peak - u / peak) ** 2 / 2).mean()
        l.backward()
        with torch.no_grad():
            tau -= lr * tau.grad
    return tau.item() * T0


@misconception(
    "uphill",
    loses=[
        "test_fit_finds_5772_kelvin",
        "test_fit_finds_cold_bodies",
        "test_fit_finds_warm_bodies",
        "test_fit_finds_hot_stars",
        "test_fit_bears_noise_in_proportion",
        "test_fit_bears_the_noise_of_a_detector",
        "test_fit_needs_no_special_wavelengths",
        "test_fit_improves_with_every_epoch",
    ],
    hint="Print the loss: does it fall? The gradient points uphill.",
)
def fit_temperature(lam, u, lr=0.1, num_epochs=200):
    T0, peak = float(wien_guess(lam, u)), u.max()
    tau = torch.tensor(1.0, requires_grad=True)
    for _ in range(num_epochs):
        l = ((planck(lam, tau * T0) / peak - u / peak) ** 2 / 2).mean()
        l.backward()
        with torch.no_grad():
            tau += lr * tau.grad
            tau.grad.zero_()
    return tau.item() * T0


@misconception(
    "settings_ignored",
    loses=["test_fit_improves_with_every_epoch"],
    hint="Your answer does not depend on lr and num_epochs. Whose numbers does your loop use?",
)
def fit_temperature(lam, u, lr=0.1, num_epochs=200):
    T0, peak = float(wien_guess(lam, u)), u.max()
    tau = torch.tensor(1.0, requires_grad=True)
    for _ in range(200):
        l = ((planck(lam, tau * T0) / peak - u / peak) ** 2 / 2).mean()
        l.backward()
        with torch.no_grad():
            tau -= 0.1 * tau.grad
            tau.grad.zero_()
    return tau.item() * T0


# ------------------------------------------------------------------------ 5. linearised_temperature


@right
def linearised_temperature(lam, u):
    # one weight through the origin: the sum formula
    y, x = torch.log(1 + 1 / (u * lam**5)), C2 / lam
    return ((x * x).sum() / (x * y).sum()).item()


@right
def linearised_temperature(lam, u):
    # with an intercept, which comes out as 0
    y = torch.log1p(1 / (u * lam**5))
    X = torch.stack([1 / lam, torch.ones_like(lam)], dim=1)
    w = torch.linalg.lstsq(X, y.reshape(-1, 1)).solution
    return C2 / w[0].item()


@right
def linearised_temperature(lam, u):
    import numpy as np

    l, v = lam.cpu().numpy(), u.cpu().numpy()
    slope = np.linalg.lstsq((1 / l)[:, None], np.log1p(1 / (v * l**5)), rcond=None)[0][0]
    return C2 / float(slope)


@right
def linearised_temperature(lam, u):
    # linreg by gradient descent on one weight, in units in which it is of order one
    y = torch.log1p(1 / (u * lam**5))
    x = (1 / lam) / (1 / lam).max()
    scale = y.max()
    w = torch.zeros((), dtype=lam.dtype, device=lam.device, requires_grad=True)
    for _ in range(300):
        l = ((w * x - y / scale) ** 2 / 2).mean()
        l.backward()
        with torch.no_grad():
            w -= 1.0 * w.grad
            w.grad.zero_()
    return float(C2 * (1 / lam).max() / (w.detach() * scale))


@right
def linearised_temperature(lam, u):
    # each wavelength gives a temperature; without noise they are all the same
    each = C2 / (lam * torch.log1p(1 / (u * lam.pow(5))))
    return each.mean().item()


@misconception(
    "wien_approximation",
    loses=[
        "test_line_gives_300_kelvin",
        "test_line_is_exact_at_every_temperature",
        "test_line_is_exact_far_from_the_peak",
    ],
    hint="Your temperatures are 3 % too cold on this grid, everywhere. What became of the 1 in the logarithm?",
)
def linearised_temperature(lam, u):
    X = torch.stack([1 / lam, torch.ones_like(lam)], dim=1)
    w = torch.linalg.lstsq(X, torch.log(u * lam**5).reshape(-1, 1)).solution
    return -C2 / w[0].item()


@misconception(
    "wien_approximation_through_the_origin",
    loses=[
        "test_line_gives_300_kelvin",
        "test_line_is_exact_at_every_temperature",
        "test_line_is_exact_far_from_the_peak",
    ],
    hint="Your temperatures are wrong by the same factor everywhere. What became of the 1 in the logarithm?",
)
def linearised_temperature(lam, u):
    y = -torch.log(u * lam**5)
    return float(C2 * (1 / lam**2).sum() / (y / lam).sum())


@misconception(
    "slope_returned",
    loses=[
        "test_line_gives_300_kelvin",
        "test_line_is_exact_at_every_temperature",
        "test_line_is_exact_far_from_the_peak",
    ],
    hint="The slope of the line is C2/T, in micrometres. How do you get T from it?",
)
def linearised_temperature(lam, u):
    y = torch.log1p(1 / (u * lam**5))
    return torch.linalg.lstsq((1 / lam).reshape(-1, 1), y.reshape(-1, 1)).solution.item()


@misconception(
    "constant_forgotten",
    loses=[
        "test_line_gives_300_kelvin",
        "test_line_is_exact_at_every_temperature",
        "test_line_is_exact_far_from_the_peak",
    ],
    hint="Your result is not in kelvin. Which constant stands between the slope and 1/T?",
)
def linearised_temperature(lam, u):
    y = torch.log1p(1 / (u * lam**5))
    return 1 / torch.linalg.lstsq((1 / lam).reshape(-1, 1), y.reshape(-1, 1)).solution.item()


@misconception(
    "decimal_logarithm_in_the_line",
    loses=[
        "test_line_gives_300_kelvin",
        "test_line_is_exact_at_every_temperature",
        "test_line_is_exact_far_from_the_peak",
    ],
    hint="Your temperatures are 2.303 times too hot. Which logarithm undoes e^x?",
)
def linearised_temperature(lam, u):
    y = torch.log10(1 + 1 / (u * lam**5))
    return C2 / torch.linalg.lstsq((1 / lam).reshape(-1, 1), y.reshape(-1, 1)).solution.item()


@misconception(
    "fifth_power_forgotten",
    loses=[
        "test_line_gives_300_kelvin",
        "test_line_is_exact_at_every_temperature",
        "test_line_is_exact_far_from_the_peak",
    ],
    hint="Solve Planck's law for e^x by hand, step by step. Which factor stands beside u?",
)
def linearised_temperature(lam, u):
    y = torch.log1p(1 / u)
    return C2 / torch.linalg.lstsq((1 / lam).reshape(-1, 1), y.reshape(-1, 1)).solution.item()


@misconception(
    "line_in_nanometres",
    loses=[
        "test_line_gives_300_kelvin",
        "test_line_is_exact_at_every_temperature",
        "test_line_is_exact_far_from_the_peak",
    ],
    hint="Your temperatures are wrong by a factor of a thousand. Do your constant and your wavelengths have the same unit?",
)
def linearised_temperature(lam, u):
    y = torch.log1p(1 / (u * lam**5))
    return 1000 * C2 / torch.linalg.lstsq((1 / lam).reshape(-1, 1), y.reshape(-1, 1)).solution.item()


@misconception(
    "regressed_on_the_wavelength",
    loses=[
        "test_line_gives_300_kelvin",
        "test_line_is_exact_at_every_temperature",
        "test_line_is_exact_far_from_the_peak",
    ],
    hint="Plot y against what you regress it on: is it a straight line? The formula names the variable in which it is.",
)
def linearised_temperature(lam, u):
    y = torch.log1p(1 / (u * lam**5))
    return C2 / torch.linalg.lstsq(lam.reshape(-1, 1), y.reshape(-1, 1)).solution.item()


@misconception(
    "celsius_returned",
    loses=[
        "test_line_gives_300_kelvin",
        "test_line_is_exact_at_every_temperature",
        "test_line_is_exact_far_from_the_peak",
    ],
    hint="Your temperatures are 273.15 too small. Which scale does the exercise ask for?",
)
def linearised_temperature(lam, u):
    y = torch.log1p(1 / (u * lam**5))
    return C2 / torch.linalg.lstsq((1 / lam).reshape(-1, 1), y.reshape(-1, 1)).solution.item() - 273.15


# --------------------------------------------------------------------------------------- 6. fit_cmb


@right
def fit_cmb(wavenumber, intensity):
    T = torch.nn.Parameter(torch.tensor([2.0], dtype=wavenumber.dtype, device=wavenumber.device))
    trainer, loss = torch.optim.SGD([T], lr=0.3), torch.nn.MSELoss()
    for _ in range(300):
        trainer.zero_grad()
        model = 39.728917 * wavenumber**3 / torch.expm1(1.4387769 * wavenumber / T)
        loss(model / intensity.max(), intensity / intensity.max()).backward()
        trainer.step()
    return T.item()


@right
def fit_cmb(wavenumber, intensity):
    # back to wavelengths in micrometres: B ds = B' dlam, so B' is proportional to B s^2
    lam, u = 1e4 / wavenumber, intensity * 1e-20 / 39.728917 * wavenumber**2
    T0 = WIEN_B / float(lam[u.argmax()])
    tau = torch.ones((), device=lam.device, requires_grad=True)
    for _ in range(400):
        model = planck(lam, tau * T0) * lam**2
        ((model - u * lam**2) / (u * lam**2).max()).square().mean().div(2).backward()
        with torch.no_grad():
            tau -= 0.05 * tau.grad
            tau.grad.zero_()
    return float(tau.detach()) * T0


@right
def fit_cmb(wavenumber, intensity):
    # Gauss-Newton: the step that the curvature itself gives
    s, B = wavenumber.double(), intensity.double()
    T = torch.tensor(3.0, dtype=torch.float64, device=s.device)
    for _ in range(20):
        x = 1.4387769 * s / T
        model = 39.728917 * s**3 / torch.expm1(x)
        slope = model * x / -torch.expm1(-x) / T
        T = T + (slope * (B - model)).sum() / (slope * slope).sum()
    return float(T)


@right
def fit_cmb(wavenumber, intensity):
    # the logarithm of T, started at the peak of a frequency curve: s_peak = 1.961 T
    start = wavenumber[intensity.argmax()] / 1.961
    theta = torch.zeros((), device=wavenumber.device, requires_grad=True)
    trainer = torch.optim.Adam([theta], lr=0.01)
    scheduler = torch.optim.lr_scheduler.ExponentialLR(trainer, 0.99)
    for _ in range(600):
        trainer.zero_grad()
        model = 39.728917 * wavenumber**3 / torch.expm1(1.4387769 * wavenumber / (start * theta.exp()))
        l = (((model - intensity) / intensity.max()) ** 2).sum()
        l.backward()
        trainer.step()
        scheduler.step()
    return (start * theta.exp()).item()


@misconception(
    "step_too_long_for_the_loss",
    loses=[
        "test_universe_is_between_two_and_four_kelvin",
        "test_universe_has_the_published_temperature",
        "test_other_universes_have_other_temperatures",
    ],
    hint="Print the temperature after the first step: a step is the learning rate times the slope of the loss. Are model and "
    "measurement in one unit, both of order one, and is the loss a mean?",
)
def fit_cmb(wavenumber, intensity):
    T = torch.tensor(3.0, requires_grad=True)
    for _ in range(500):
        model = 39.728917 * wavenumber**3 / torch.expm1(1.4387769 * wavenumber / T)
        l = ((model - intensity) ** 2 / 2).mean()
        l.backward()
        with torch.no_grad():
            T -= 0.1 * T.grad
            T.grad.zero_()
    return T.item()


@misconception(
    "too_few_steps",
    loses=["test_universe_has_the_published_temperature", "test_other_universes_have_other_temperatures"],
    hint="Double the number of steps: does your result still change? A small learning rate needs patience.",
)
def fit_cmb(wavenumber, intensity):
    peak = intensity.max()
    T = torch.tensor(3.0, requires_grad=True)
    for _ in range(100):
        model = 39.728917 * wavenumber**3 / torch.expm1(1.4387769 * wavenumber / T)
        l = ((model / peak - intensity / peak) ** 2 / 2).mean()
        l.backward()
        with torch.no_grad():
            T -= 0.01 * T.grad
            T.grad.zero_()
    return T.item()


@misconception(
    "published_value_copied",
    loses=["test_other_universes_have_other_temperatures"],
    hint="Your result does not depend on the data. What would you say of a warmer universe?",
)
def fit_cmb(wavenumber, intensity):
    return 2.725


@misconception(
    "frequency_peak_returned",
    loses=["test_universe_has_the_published_temperature", "test_other_universes_have_other_temperatures"],
    hint="The largest value of the table gives the temperature to a few per cent only. What do the other points say?",
)
def fit_cmb(wavenumber, intensity):
    return float(wavenumber[intensity.argmax()]) * 1.4387769 / 2.821439


@misconception(
    "wavelength_law_on_a_frequency_curve",
    loses=[
        "test_universe_is_between_two_and_four_kelvin",
        "test_universe_has_the_published_temperature",
        "test_other_universes_have_other_temperatures",
    ],
    hint="WIEN_B and planck belong to curves per wavelength; the table is per frequency, and such a curve peaks elsewhere and has "
    "another shape. Which formula of this exercise is its law?",
)
def fit_cmb(wavenumber, intensity):
    return float(wien_guess(1e4 / wavenumber, intensity))


@misconception(
    "wavelength_law_on_a_frequency_curve",
    loses=[
        "test_universe_is_between_two_and_four_kelvin",
        "test_universe_has_the_published_temperature",
        "test_other_universes_have_other_temperatures",
    ],
    hint="WIEN_B and planck belong to curves per wavelength; the table is per frequency, and such a curve peaks elsewhere and has "
    "another shape. Which formula of this exercise is its law?",
)
def fit_cmb(wavenumber, intensity):
    return fit_temperature(1e4 / wavenumber, intensity)


@misconception(
    "cmb_without_minus_one",
    loses=["test_universe_has_the_published_temperature", "test_other_universes_have_other_temperatures"],
    hint="At radio wavelengths x is of order one, where Wien's law is far off. Does your model keep the -1?",
)
def fit_cmb(wavenumber, intensity):
    peak = intensity.max()
    T = torch.tensor(3.0, requires_grad=True)
    for _ in range(500):
        model = 39.728917 * wavenumber**3 * torch.exp(-1.4387769 * wavenumber / T)
        l = ((model / peak - intensity / peak) ** 2 / 2).mean()
        l.backward()
        with torch.no_grad():
            T -= 0.5 * T.grad
            T.grad.zero_()
    return T.item()


@misconception(
    "cmb_factor_pi",
    loses=[
        "test_universe_has_the_published_temperature",
        "test_other_universes_have_other_temperatures",
    ],
    hint="The constant of the notebook is for MJy/sr, per steradian. Does your model have a factor pi besides?",
)
def fit_cmb(wavenumber, intensity):
    peak = intensity.max()
    T = torch.tensor(3.0, requires_grad=True)
    for _ in range(500):
        model = math.pi * 39.728917 * wavenumber**3 / torch.expm1(1.4387769 * wavenumber / T)
        l = ((model / peak - intensity / peak) ** 2 / 2).mean()
        l.backward()
        with torch.no_grad():
            T -= 0.1 * T.grad
            T.grad.zero_()
    return T.item()


@misconception(
    "started_at_the_published_value",
    loses=["test_other_universes_have_other_temperatures"],
    hint="Your fit starts at the published value and hardly moves. Does it arrive when the universe is a warmer one?",
)
def fit_cmb(wavenumber, intensity):
    T = torch.tensor(2.725, requires_grad=True)
    for _ in range(20):
        model = 39.728917 * wavenumber**3 / torch.expm1(1.4387769 * wavenumber / T)
        l = (((model - intensity) / 383.478) ** 2 / 2).mean()
        l.backward()
        with torch.no_grad():
            T -= 0.1 * T.grad
            T.grad.zero_()
    return T.item()


@misconception(
    "step_too_long_for_the_loss",
    loses=[
        "test_universe_is_between_two_and_four_kelvin",
        "test_universe_has_the_published_temperature",
        "test_other_universes_have_other_temperatures",
    ],
    hint="Print the temperature after the first step: a step is the learning rate times the slope of the loss. Are model and "
    "measurement in one unit, both of order one, and is the loss a mean?",
)
def fit_cmb(wavenumber, intensity):
    peak = intensity.max()
    T = torch.tensor(3.0, requires_grad=True)
    for _ in range(500):
        model = 39728.917 * wavenumber**3 / torch.expm1(1.4387769 * wavenumber / T)
        l = ((model / peak - intensity / peak) ** 2 / 2).mean()
        l.backward()
        with torch.no_grad():
            T -= 0.5 * T.grad
            T.grad.zero_()
    return T.item()


@misconception(
    "step_too_long_for_the_loss",
    loses=[
        "test_universe_is_between_two_and_four_kelvin",
        "test_universe_has_the_published_temperature",
        "test_other_universes_have_other_temperatures",
    ],
    hint="Print the temperature after the first step: a step is the learning rate times the slope of the loss. Are model and "
    "measurement in one unit, both of order one, and is the loss a mean?",
)
def fit_cmb(wavenumber, intensity):
    peak = intensity.max()
    T = torch.tensor(3.0, requires_grad=True)
    for _ in range(500):
        model = 39.728917 * wavenumber**3 / torch.expm1(1.4387769 * wavenumber / T)
        l = ((model / peak - intensity / peak) ** 2 / 2).sum()
        l.backward()
        with torch.no_grad():
            T -= 0.5 * T.grad
            T.grad.zero_()
    return T.item()


# ------------------------------------------------------------------------------------ mutants that are no mistakes

equivalent(
    "wien_guess: `return float(WIEN_B / lam[u.argmax()])` → "
    "`return WIEN_B / lam[u.argmax()]`",
    why="a tensor of one element serves as a number in all that follows; another right answer returns one",
)

equivalent(
    "fit_temperature: `tau = torch.ones((), device=lam.device, requires_grad=True)` → "
    "`tau = torch.ones((), requires_grad=True)`",
    why="on a CPU, where grading runs, a new tensor lies beside the spectrum without being told so",
)

equivalent(
    "fit_temperature: `l = ((planck(lam, tau * T0) / peak - u / peak) ** 2 / 2).mean()` → "
    "`l = ((planck(lam, tau * T0) / peak - u / peak) ** 2).mean()`",
    why="a constant factor of the loss moves no minimum, and 0.1 suits it still; another right answer leaves the half out",
)

equivalent(
    "fit_temperature: `l = ((planck(lam, tau * T0) / peak - u / peak) ** 2 / 2).mean()` → "
    "`l = ((planck(lam, tau * T0) / peak - u / peak) ** 2 / 1).mean()`",
    why="a constant factor of the loss moves no minimum, and 0.1 suits it still; another right answer leaves the half out",
)

equivalent(
    "fit_temperature: `l = ((planck(lam, tau * T0) / peak - u / peak) ** 2 / 2).mean()` → "
    "`l = ((planck(lam, tau * T0) / peak - u / peak) ** 2 / 3).mean()`",
    why="a constant factor of the loss moves no minimum, and 0.1 suits it still; another right answer leaves the half out",
)

equivalent(
    "fit_temperature: `l = ((planck(lam, tau * T0) / peak - u / peak) ** 2 / 2).mean()` → "
    "`l = ((u / peak - planck(lam, tau * T0) / peak) ** 2 / 2).mean()`",
    why="a square is the same for a difference either way round",
)

equivalent(
    "fit_temperature: `return tau.item() * T0` → "
    "`return tau * T0`",
    why="the tests and the notebook take a tensor of one element for a number, and so may a student",
)

equivalent(
    "fit_cmb: `T = torch.tensor(3.0, device=wavenumber.device, requires_grad=True)` → "
    "`T = torch.tensor(3.0, requires_grad=True)`",
    why="on a CPU, where grading runs, a new tensor lies beside the table without being told so",
)

equivalent(
    "fit_cmb: `return T.item()` → "
    "`return T`",
    why="the tests and the notebook take a tensor of one element for a number, and so may a student",
)

equivalent(
    "fit_cmb: `for _ in range(200):` → "
    "`for _ in range(201):`",
    why="the task leaves the number of steps open, so long as more of them change nothing in the fourth decimal",
)

equivalent(
    "fit_cmb: `for _ in range(200):` → "
    "`for _ in range(199):`",
    why="the task leaves the number of steps open, so long as more of them change nothing in the fourth decimal",
)

equivalent(
    "fit_cmb: `T -= 0.5 * T.grad` → "
    "`T -= T.grad`",
    why="the task leaves the learning rate open, and 1 suits this loss too",
)

equivalent(
    "fit_cmb: `T -= 0.5 * T.grad` → "
    "`T -= 1.0 * T.grad`",
    why="the task leaves the learning rate open, and 1 suits this loss too",
)

equivalent(
    "fit_cmb: `l = ((model / peak - intensity / peak) ** 2 / 2).mean()` → "
    "`l = ((model / peak - intensity / peak) ** 2).mean()`",
    why="a constant factor of the loss moves no minimum, and the rate suits it still; another right answer leaves the half out",
)

equivalent(
    "fit_cmb: `l = ((model / peak - intensity / peak) ** 2 / 2).mean()` → "
    "`l = ((model / peak - intensity / peak) ** 2 / 1).mean()`",
    why="a constant factor of the loss moves no minimum, and the rate suits it still; another right answer leaves the half out",
)

equivalent(
    "fit_cmb: `l = ((model / peak - intensity / peak) ** 2 / 2).mean()` → "
    "`l = ((model / peak - intensity / peak) ** 2 / 3).mean()`",
    why="a constant factor of the loss moves no minimum, and the rate suits it still; another right answer leaves the half out",
)

equivalent(
    "fit_cmb: `l = ((model / peak - intensity / peak) ** 2 / 2).mean()` → "
    "`l = ((intensity / peak - model / peak) ** 2 / 2).mean()`",
    why="a square is the same for a difference either way round",
)
