"""Other answers to normal_likelihood: right ones in other styles, and misconceptions with the tests that each loses."""

from autograder.course.answers import misconception, right
from autograder.course.equivalents import equivalent

# ----------------------------------------------------------------------------------------- 1. normal


@right
def normal(x, mu, sigma):
    z = (x - mu) / sigma
    return (-0.5 * z.square()).exp() / math.sqrt(2 * math.pi * sigma**2)


@right
def normal(x, mu, sigma):
    return torch.distributions.Normal(mu, sigma).log_prob(x).exp()


@right
def normal(x, mu, sigma):
    variance = torch.tensor(sigma, dtype=x.dtype) ** 2
    factor = 1 / torch.sqrt(2 * torch.pi * variance)
    return factor * torch.exp(-torch.pow(x - mu, 2) / (2 * variance))


@right
def normal(x, mu, sigma):
    # one value after the other, in float64
    shape = x.shape
    mus = mu.reshape(-1) if isinstance(mu, torch.Tensor) else [mu] * x.numel()
    values = []
    for each, centre in zip(x.reshape(-1), mus):
        z = (each.double() - centre) / sigma
        values.append(math.e ** (-z * z / 2) / sigma / (2 * math.pi) ** 0.5)
    return torch.stack(values).reshape(shape)


@misconception(
    "sigma_in_the_numerator_of_the_exponent",
    loses=[
        "test_standard_normal_at_three_points",
        "test_standard_normal_has_the_area_one",
        "test_area_is_one_for_every_sigma",
        "test_width_of_the_curve_is_sigma",
        "test_mean_moves_the_curve",
        "test_density_passes_the_gradient_on",
        "test_far_out_the_density_is_tiny_or_zero",
    ],
    hint="Your curve has the right peak and the wrong area. Read your exponent from left to right, as Python does: "
    "what is divided by what?",
)
def normal(x, mu, sigma):
    return torch.exp(-0.5 / 2 * sigma**2 * (x - mu) ** 2) / (sigma * math.sqrt(2 * math.pi))


@misconception(
    "sigma_taken_for_the_variance",
    loses=["test_peak_of_wide_and_narrow_curves", "test_width_of_the_curve_is_sigma"],
    hint="The area below your curve is 1, but is it as wide as it should be? N(mu, sigma²) names the variance; what "
    "is the third argument here?",
)
def normal(x, mu, sigma):
    return torch.exp(-((x - mu) ** 2) / (2 * sigma)) / math.sqrt(2 * math.pi * sigma)


@misconception(
    "divided_by_two_times_sigma_squared",
    loses=["test_area_is_one_for_every_sigma", "test_width_of_the_curve_is_sigma"],
    hint="Python works through a / 2 * b from left to right. Is the square of sigma in your exponent above or below "
    "the line?",
)
def normal(x, mu, sigma):
    return torch.exp(-((x - mu) ** 2) / 2 * sigma**2) / (sigma * math.sqrt(2 * math.pi))


@misconception(
    "no_root_over_two_pi",
    loses=[
        "test_standard_normal_at_three_points",
        "test_standard_normal_has_the_area_one",
        "test_peak_of_wide_and_narrow_curves",
        "test_area_is_one_for_every_sigma",
        "test_mean_moves_the_curve",
        "test_density_passes_the_gradient_on",
        "test_far_out_the_density_is_tiny_or_zero",
    ],
    hint="Work out your curve at x = mu, where the exponential is 1. By which factor is it too low?",
)
def normal(x, mu, sigma):
    return torch.exp(-((x - mu) ** 2) / (2 * sigma**2)) / (2 * math.pi * sigma**2)


@misconception(
    "no_root_over_two_pi",
    loses=[
        "test_standard_normal_at_three_points",
        "test_standard_normal_has_the_area_one",
        "test_peak_of_wide_and_narrow_curves",
        "test_area_is_one_for_every_sigma",
        "test_mean_moves_the_curve",
        "test_density_passes_the_gradient_on",
        "test_far_out_the_density_is_tiny_or_zero",
    ],
    hint="Work out your curve at x = mu, where the exponential is 1. By which factor is it too low?",
)
def normal(x, mu, sigma):
    return torch.exp(-((x - mu) ** 2) / (2 * sigma**2)) / (sigma * 2 * math.pi)


@misconception(
    "multiplied_by_sigma_in_front",
    loses=["test_peak_of_wide_and_narrow_curves", "test_area_is_one_for_every_sigma"],
    hint="Your wide curves are high and your narrow ones low. In the factor before the exponential, what does Python "
    "divide by?",
)
def normal(x, mu, sigma):
    return 1 / math.sqrt(2 * math.pi) * sigma * torch.exp(-((x - mu) ** 2) / (2 * sigma**2))


@misconception(
    "no_sigma_in_front",
    loses=["test_peak_of_wide_and_narrow_curves", "test_area_is_one_for_every_sigma"],
    hint="All your curves have the same height. Can a wide one and a narrow one then have the same area?",
)
def normal(x, mu, sigma):
    return torch.exp(-((x - mu) ** 2) / (2 * sigma**2)) / math.sqrt(2 * math.pi)


@misconception(
    "variance_in_front",
    loses=["test_peak_of_wide_and_narrow_curves", "test_area_is_one_for_every_sigma"],
    hint="The width of your curve is right, and its area is not. Which power of sigma stands before the exponential?",
)
def normal(x, mu, sigma):
    return torch.exp(-((x - mu) ** 2) / (2 * sigma**2)) / (sigma**2 * math.sqrt(2 * math.pi))


@misconception(
    "no_factor_in_front",
    loses=[
        "test_standard_normal_at_three_points",
        "test_standard_normal_has_the_area_one",
        "test_peak_of_wide_and_narrow_curves",
        "test_area_is_one_for_every_sigma",
        "test_mean_moves_the_curve",
        "test_density_passes_the_gradient_on",
        "test_far_out_the_density_is_tiny_or_zero",
    ],
    hint="Your curve has the height 1 everywhere. What is the area below it, and what should it be?",
)
def normal(x, mu, sigma):
    return torch.exp(-((x - mu) ** 2) / (2 * sigma**2))


@misconception(
    "no_minus_in_the_exponent",
    loses=[
        "test_standard_normal_at_three_points",
        "test_standard_normal_has_the_area_one",
        "test_area_is_one_for_every_sigma",
        "test_width_of_the_curve_is_sigma",
        "test_mean_moves_the_curve",
        "test_density_passes_the_gradient_on",
        "test_far_out_the_density_is_tiny_or_zero",
    ],
    hint="Your density grows without limit away from the mean. What is the sign of the exponent?",
)
def normal(x, mu, sigma):
    return torch.exp((x - mu) ** 2 / (2 * sigma**2)) / (sigma * math.sqrt(2 * math.pi))


@misconception(
    "no_half_in_the_exponent",
    loses=[
        "test_standard_normal_at_three_points",
        "test_standard_normal_has_the_area_one",
        "test_area_is_one_for_every_sigma",
        "test_width_of_the_curve_is_sigma",
        "test_mean_moves_the_curve",
        "test_density_passes_the_gradient_on",
        "test_far_out_the_density_is_tiny_or_zero",
    ],
    hint="Your curve is too narrow, by the same factor for every sigma. Compare the exponent with the formula.",
)
def normal(x, mu, sigma):
    return torch.exp(-(((x - mu) / sigma) ** 2)) / (sigma * math.sqrt(2 * math.pi))


@misconception(
    "sigma_not_squared",
    loses=["test_area_is_one_for_every_sigma", "test_width_of_the_curve_is_sigma"],
    hint="In the exponent a distance is compared with a width. Do both have the same power in yours?",
)
def normal(x, mu, sigma):
    return torch.exp(-((x - mu) ** 2) / (2 * sigma)) / (sigma * math.sqrt(2 * math.pi))


@misconception(
    "distance_not_squared",
    loses=[
        "test_standard_normal_at_three_points",
        "test_standard_normal_has_the_area_one",
        "test_area_is_one_for_every_sigma",
        "test_width_of_the_curve_is_sigma",
        "test_mean_moves_the_curve",
        "test_density_passes_the_gradient_on",
        "test_far_out_the_density_is_tiny_or_zero",
    ],
    hint="On one side of the mean your density grows, on the other it falls. What makes the normal density "
    "symmetric?",
)
def normal(x, mu, sigma):
    return torch.exp(-(x - mu) / (2 * sigma**2)) / (sigma * math.sqrt(2 * math.pi))


@misconception(
    "mean_forgotten",
    loses=[
        "test_peak_of_wide_and_narrow_curves",
        "test_width_of_the_curve_is_sigma",
        "test_mean_moves_the_curve",
        "test_density_passes_the_gradient_on",
        "test_far_out_the_density_is_tiny_or_zero",
    ],
    hint="Where is the peak of your curve for mu = 3? Look for mu in your formula.",
)
def normal(x, mu, sigma):
    return torch.exp(-(x**2) / (2 * sigma**2)) / (sigma * math.sqrt(2 * math.pi))


@misconception(
    "mean_added",
    loses=[
        "test_peak_of_wide_and_narrow_curves",
        "test_width_of_the_curve_is_sigma",
        "test_mean_moves_the_curve",
        "test_density_passes_the_gradient_on",
        "test_far_out_the_density_is_tiny_or_zero",
    ],
    hint="For mu = 3 your curve peaks at -3. At which x is the exponent of the formula zero?",
)
def normal(x, mu, sigma):
    return torch.exp(-((x + mu) ** 2) / (2 * sigma**2)) / (sigma * math.sqrt(2 * math.pi))


@misconception(
    "density_through_numpy",
    loses=["test_density_passes_the_gradient_on"],
    hint="Your values are right, but nothing connects them with x. Which of your functions knows nothing of torch's "
    "graph?",
)
def normal(x, mu, sigma):
    import numpy as np

    mu = mu.numpy() if isinstance(mu, torch.Tensor) else mu
    return torch.from_numpy(np.exp(-((x.detach().numpy() - mu) ** 2) / (2 * sigma**2)) / (sigma * np.sqrt(2 * np.pi)))


@misconception(
    "density_through_numpy",
    loses=["test_density_passes_the_gradient_on"],
    hint="Your values are right, but nothing connects them with x. Which of your functions knows nothing of torch's "
    "graph?",
)
def normal(x, mu, sigma):
    import numpy as np

    return np.exp(-((x - mu) ** 2) / (2 * sigma**2)) / (sigma * np.sqrt(2 * np.pi))


@misconception(
    "scaled_to_its_own_sum",
    loses=[
        "test_standard_normal_at_three_points",
        "test_standard_normal_has_the_area_one",
        "test_peak_of_wide_and_narrow_curves",
        "test_area_is_one_for_every_sigma",
        "test_mean_moves_the_curve",
        "test_density_passes_the_gradient_on",
        "test_far_out_the_density_is_tiny_or_zero",
    ],
    hint="A density at one point does not depend on which other points you ask for. What do you divide by?",
)
def normal(x, mu, sigma):
    p = torch.exp(-((x - mu) ** 2) / (2 * sigma**2))
    return p / p.sum()


@misconception(
    "log_density_returned",
    loses=[
        "test_standard_normal_at_three_points",
        "test_standard_normal_has_the_area_one",
        "test_peak_of_wide_and_narrow_curves",
        "test_area_is_one_for_every_sigma",
        "test_width_of_the_curve_is_sigma",
        "test_mean_moves_the_curve",
        "test_density_passes_the_gradient_on",
        "test_far_out_the_density_is_tiny_or_zero",
    ],
    hint="Can a density be negative? Yours is the logarithm of one.",
)
def normal(x, mu, sigma):
    return torch.distributions.Normal(mu, sigma).log_prob(x)


@misconception(
    "cumulative_distribution",
    loses=[
        "test_standard_normal_at_three_points",
        "test_standard_normal_has_the_area_one",
        "test_peak_of_wide_and_narrow_curves",
        "test_area_is_one_for_every_sigma",
        "test_width_of_the_curve_is_sigma",
        "test_mean_moves_the_curve",
        "test_density_passes_the_gradient_on",
        "test_far_out_the_density_is_tiny_or_zero",
    ],
    hint="Your values grow from 0 to 1: they are probabilities of lying below x. The density is another function of "
    "the same distribution.",
)
def normal(x, mu, sigma):
    return torch.distributions.Normal(mu, sigma).cdf(x)


@misconception(
    "x_changed_in_place",
    loses=["test_density_passes_the_gradient_on", "test_far_out_the_density_is_tiny_or_zero"],
    hint="Look at x after the call. Which of your lines writes into a tensor that is not yours?",
)
def normal(x, mu, sigma):
    x -= mu
    x /= sigma
    return torch.exp(-(x**2) / 2) / (sigma * math.sqrt(2 * math.pi))


# ----------------------------------------------------------------------------------- 2. PREDICT_PEAK


@misconception(
    "peak_never_changes",
    loses=["test_factors_for_another_standard_deviation", "test_factor_for_another_variance"],
    hint="If a curve becomes wider and keeps its height, what happens to the area below it?",
)
def PREDICT_PEAK():
    return {"mu + 1": 1, "sigma * 2": 1, "sigma / 10": 1, "variance / 4": 1}


@misconception(
    "peak_grows_with_sigma",
    loses=["test_factors_for_another_standard_deviation", "test_factor_for_another_variance"],
    hint="You have wide curves high and narrow ones low. What would be the area below them?",
)
def PREDICT_PEAK():
    return {"mu + 1": 1, "sigma * 2": 2, "sigma / 10": 0.1, "variance / 4": 0.5}


@misconception(
    "peak_goes_with_the_variance",
    loses=["test_factor_for_another_variance"],
    hint="The standard deviations are right. How many times smaller is the standard deviation when the variance is "
    "divided by 4?",
)
def PREDICT_PEAK():
    return {"mu + 1": 1, "sigma * 2": 0.5, "sigma / 10": 10, "variance / 4": 4}


@misconception(
    "variance_goes_the_other_way",
    loses=["test_factor_for_another_variance"],
    hint="The standard deviations are right. Does the standard deviation grow or shrink when the variance is divided "
    "by 4?",
)
def PREDICT_PEAK():
    return {"mu + 1": 1, "sigma * 2": 0.5, "sigma / 10": 10, "variance / 4": 0.5}


@misconception(
    "peak_goes_with_sigma_squared",
    loses=["test_factors_for_another_standard_deviation", "test_factor_for_another_variance"],
    hint="Which power of sigma stands before the exponential? Set x = mu in the formula.",
)
def PREDICT_PEAK():
    return {"mu + 1": 1, "sigma * 2": 0.25, "sigma / 10": 100, "variance / 4": 4}


@misconception(
    "peak_goes_with_the_root_of_sigma",
    loses=["test_factors_for_another_standard_deviation"],
    hint="In the formula with the variance there is a root, and under it sigma squared. What is left of the two?",
)
def PREDICT_PEAK():
    return {"mu + 1": 1, "sigma * 2": 0.5**0.5, "sigma / 10": 10**0.5, "variance / 4": 2}


@misconception(
    "looks_at_a_fixed_x",
    loses=["test_factor_for_another_mean"],
    hint="With another mean the curve at x = 0 is lower, but where is its highest point now, and how high is it?",
)
def PREDICT_PEAK():
    return {"mu + 1": 0.6065, "sigma * 2": 0.5, "sigma / 10": 10, "variance / 4": 2}


@misconception(
    "density_cannot_exceed_one",
    loses=["test_factors_for_another_standard_deviation"],
    hint="You stop at the height 1. Is it the height of a density that may not exceed 1, or is it its area?",
)
def PREDICT_PEAK():
    return {"mu + 1": 1, "sigma * 2": 0.5, "sigma / 10": 2.5, "variance / 4": 2}


# -------------------------------------------------------------------------------------------- 3. nll


@right
def nll(e, sigma):
    return -torch.distributions.Normal(0.0, sigma).log_prob(e).sum()


@right
def nll(e, sigma):
    total = torch.zeros((), dtype=e.dtype)
    for error in e.flatten():
        total = total + 0.5 * math.log(2 * math.pi * sigma**2) + 0.5 * (error / sigma) ** 2
    return total


@right
def nll(e, sigma):
    loss = torch.nn.GaussianNLLLoss(full=True, reduction="sum", eps=1e-12)
    return loss(e, torch.zeros_like(e), torch.full_like(e, sigma**2))


@right
def nll(e, sigma):
    z = e.reshape(-1) / sigma
    constant = torch.log(torch.tensor(sigma)) + 0.5 * torch.log(torch.tensor(2 * torch.pi))
    return (z @ z) / 2 + e.numel() * constant


@right
def nll(e, sigma):
    each = e.square() / (2 * sigma**2) + (math.log(sigma) + math.log(2 * math.pi) / 2)
    return each.sum(dim=0).reshape(())


@misconception(
    "mean_of_the_log_likelihood",
    loses=[
        "test_nll_of_three_errors",
        "test_nll_passes_the_gradient_on",
        "test_nll_at_other_sigmas",
        "test_nll_adds_up",
        "test_nll_of_many_errors",
        "test_nll_of_a_column",
    ],
    hint="Put every error in twice: by how much should the result grow? The logarithm of a product of n factors is a "
    "sum of n.",
)
def nll(e, sigma):
    return (math.log(sigma * math.sqrt(2 * math.pi)) + e**2 / (2 * sigma**2)).mean()


@misconception(
    "sigma_taken_for_the_variance",
    loses=["test_nll_at_other_sigmas"],
    hint="At sigma 1 yours is right, elsewhere not. Does your formula use the standard deviation or the variance, "
    "and which of them is sigma?",
)
def nll(e, sigma):
    return len(e) * math.log(2 * math.pi * sigma) / 2 + (e**2).sum() / (2 * sigma)


@misconception(
    "constant_counted_once",
    loses=[
        "test_nll_of_three_errors",
        "test_nll_at_other_sigmas",
        "test_nll_adds_up",
        "test_nll_of_many_errors",
        "test_nll_of_a_column",
    ],
    hint="Each factor of the product has its own 1/(sigma sqrt(2 pi)). How many of them are there?",
)
def nll(e, sigma):
    return math.log(sigma * math.sqrt(2 * math.pi)) + (e**2).sum() / (2 * sigma**2)


@misconception(
    "only_the_squares",
    loses=[
        "test_nll_of_three_errors",
        "test_nll_at_other_sigmas",
        "test_nll_of_errors_far_out",
        "test_nll_of_many_errors",
        "test_nll_of_a_column",
    ],
    hint="The gradient is right, the value is not. What becomes of the factor before the exponential?",
)
def nll(e, sigma):
    return (e**2).sum() / (2 * sigma**2)


@misconception(
    "no_minus_sign",
    loses=[
        "test_nll_of_three_errors",
        "test_nll_passes_the_gradient_on",
        "test_nll_at_other_sigmas",
        "test_nll_of_errors_far_out",
        "test_nll_of_many_errors",
        "test_nll_of_a_column",
    ],
    hint="Larger errors should cost more. Is yours a loss, or the logarithm of the likelihood itself?",
)
def nll(e, sigma):
    return -len(e) * math.log(sigma * math.sqrt(2 * math.pi)) - (e**2).sum() / (2 * sigma**2)


@misconception(
    "minus_only_before_the_squares",
    loses=[
        "test_nll_of_three_errors",
        "test_nll_at_other_sigmas",
        "test_nll_of_errors_far_out",
        "test_nll_of_many_errors",
        "test_nll_of_a_column",
    ],
    hint="The factor with sigma stands below the line. Which sign does its logarithm have, and which after the minus "
    "in front?",
)
def nll(e, sigma):
    return -len(e) * math.log(sigma * math.sqrt(2 * math.pi)) + (e**2).sum() / (2 * sigma**2)


@misconception(
    "log_of_the_density",
    loses=["test_nll_of_errors_far_out"],
    hint="What is your density at an error of 40 sigma, and what is the logarithm of that? Simplify on paper first.",
)
def nll(e, sigma):
    p = torch.exp(-(e**2) / (2 * sigma**2)) / (sigma * math.sqrt(2 * math.pi))
    return -torch.log(p).sum()


@misconception(
    "log_of_the_product",
    loses=["test_nll_of_errors_far_out", "test_nll_of_many_errors"],
    hint="What is the product of two thousand numbers below a half, on a computer? Take the logarithm before you "
    "multiply.",
)
def nll(e, sigma):
    p = torch.exp(-(e**2) / (2 * sigma**2)) / (sigma * math.sqrt(2 * math.pi))
    return -torch.log(torch.prod(p))


@misconception(
    "small_number_added_inside_the_log",
    loses=["test_nll_of_errors_far_out"],
    hint="A small number under the logarithm keeps infinity away, but what does an error of 40 sigma cost now, and "
    "what one of 80? And does it still pull?",
)
def nll(e, sigma):
    p = torch.exp(-(e**2) / (2 * sigma**2)) / (sigma * math.sqrt(2 * math.pi))
    return -torch.log(p + 1e-12).sum()


@misconception(
    "one_loss_for_each_error",
    loses=[
        "test_nll_of_three_errors",
        "test_nll_passes_the_gradient_on",
        "test_nll_at_other_sigmas",
        "test_nll_adds_up",
        "test_nll_of_many_errors",
        "test_nll_of_a_column",
        "test_nll_leaves_the_errors_alone",
    ],
    hint="The likelihood is one number for all errors together. What does the logarithm make of the product?",
)
def nll(e, sigma):
    return math.log(sigma * math.sqrt(2 * math.pi)) + e**2 / (2 * sigma**2)


@misconception(
    "no_half_before_the_squares",
    loses=[
        "test_nll_of_three_errors",
        "test_nll_passes_the_gradient_on",
        "test_nll_at_other_sigmas",
        "test_nll_of_errors_far_out",
        "test_nll_of_many_errors",
        "test_nll_of_a_column",
    ],
    hint="Your gradient at sigma 1 is twice the error. Which factor is left of the exponent?",
)
def nll(e, sigma):
    return len(e) * math.log(sigma * math.sqrt(2 * math.pi)) + ((e / sigma) ** 2).sum()


@misconception(
    "half_of_the_root_forgotten",
    loses=[
        "test_nll_of_three_errors",
        "test_nll_at_other_sigmas",
        "test_nll_of_errors_far_out",
        "test_nll_of_many_errors",
        "test_nll_of_a_column",
    ],
    hint="Compare your value for a single error of 0 with -ln 0.3989. The logarithm of a root is half of a "
    "logarithm.",
)
def nll(e, sigma):
    return len(e) * math.log(2 * math.pi * sigma**2) + (e**2).sum() / (2 * sigma**2)


@misconception(
    "sigma_left_out_of_the_log",
    loses=["test_nll_at_other_sigmas"],
    hint="At sigma 1 yours is right. What does sigma do in the factor before the exponential?",
)
def nll(e, sigma):
    return len(e) * math.log(2 * math.pi) / 2 + (e**2).sum() / (2 * sigma**2)


@misconception(
    "divided_by_two_times_sigma_squared",
    loses=["test_nll_at_other_sigmas"],
    hint="At sigma 1 yours is right. Python works through a / 2 * b from left to right; where does the square of "
    "sigma land?",
)
def nll(e, sigma):
    return len(e) * math.log(sigma * math.sqrt(2 * math.pi)) + (e**2).sum() / 2 * sigma**2


@misconception(
    "logarithm_to_base_ten",
    loses=[
        "test_nll_of_three_errors",
        "test_nll_at_other_sigmas",
        "test_nll_of_errors_far_out",
        "test_nll_of_many_errors",
        "test_nll_of_a_column",
    ],
    hint="Your constant is too small by the factor 2.3026. Which logarithm undoes exp?",
)
def nll(e, sigma):
    return len(e) * math.log10(sigma * math.sqrt(2 * math.pi)) + (e**2).sum() / (2 * sigma**2)


@misconception(
    "square_of_the_sum",
    loses=[
        "test_nll_of_three_errors",
        "test_nll_passes_the_gradient_on",
        "test_nll_at_other_sigmas",
        "test_nll_adds_up",
        "test_nll_of_many_errors",
        "test_nll_of_a_column",
    ],
    hint="An error of 1 and one of -1 cancel in your result. Which comes first, the square or the sum?",
)
def nll(e, sigma):
    return len(e) * math.log(sigma * math.sqrt(2 * math.pi)) + e.sum() ** 2 / (2 * sigma**2)


@misconception(
    "mean_taken_out_of_the_errors",
    loses=[
        "test_nll_of_three_errors",
        "test_nll_passes_the_gradient_on",
        "test_nll_at_other_sigmas",
        "test_nll_adds_up",
        "test_nll_of_errors_far_out",
        "test_nll_of_many_errors",
        "test_nll_of_a_column",
    ],
    hint="If all errors are 3 the model is off by 3 everywhere. What does that cost in yours?",
)
def nll(e, sigma):
    e = e - e.mean()
    return len(e) * math.log(sigma * math.sqrt(2 * math.pi)) + (e**2).sum() / (2 * sigma**2)


@misconception(
    "loss_cut_off_from_the_errors",
    loses=["test_nll_passes_the_gradient_on"],
    hint="The value is right, but no gradient reaches the errors. Which of your calls turns a tensor into a plain "
    "number?",
)
def nll(e, sigma):
    return len(e) * math.log(sigma * math.sqrt(2 * math.pi)) + (e**2).sum().item() / (2 * sigma**2)


@misconception(
    "errors_changed_in_place",
    loses=["test_nll_passes_the_gradient_on", "test_nll_leaves_the_errors_alone"],
    hint="Call your function twice with the same errors. Which of your lines writes into a tensor that is not yours?",
)
def nll(e, sigma):
    e **= 2
    return len(e) * math.log(sigma * math.sqrt(2 * math.pi)) + e.sum() / (2 * sigma**2)


# ---------------------------------------------------------------------------------- 4. nll_minus_sse


@right
def nll_minus_sse(e, sigma):
    return e.numel() / 2 * math.log(2 * math.pi * sigma**2)


@right
def nll_minus_sse(e, sigma):
    return -torch.distributions.Normal(0.0, sigma).log_prob(torch.zeros_like(e)).sum()


@right
def nll_minus_sse(e, sigma):
    return nll(torch.zeros(len(e)), sigma)


@right
def nll_minus_sse(e, sigma):
    import numpy as np

    return sum(np.log(sigma) + np.log(2 * np.pi) / 2 for _ in e)


@misconception(
    "computer_subtracts",
    loses=["test_difference_keeps_its_digits"],
    hint="For large errors you subtract one huge number from another, and float32 has seven digits for both. "
    "Subtract on paper.",
)
def nll_minus_sse(e, sigma):
    sse = (e**2).sum()
    return len(e) * math.log(sigma * math.sqrt(2 * math.pi)) + sse / (2 * sigma**2) - sse / (2 * sigma**2)


@misconception(
    "computer_subtracts",
    loses=["test_difference_keeps_its_digits"],
    hint="For large errors you subtract one huge number from another, and float32 has seven digits for both. "
    "Subtract on paper.",
)
def nll_minus_sse(e, sigma):
    return nll(e, sigma) - (e**2).sum() / (2 * sigma**2)


@misconception(
    "sum_of_squares_without_its_factor",
    loses=[
        "test_difference_of_three_errors",
        "test_difference_is_the_same_for_other_errors",
        "test_difference_at_other_sigmas",
        "test_difference_grows_with_the_number_of_errors",
        "test_difference_keeps_its_digits",
    ],
    hint="Your result depends on the errors. By which factor does the sum of squares enter the negative "
    "log-likelihood?",
)
def nll_minus_sse(e, sigma):
    return len(e) * math.log(sigma * math.sqrt(2 * math.pi)) + (e**2).sum() / (2 * sigma**2) - (e**2).sum()


@misconception(
    "half_the_sum_of_squares",
    loses=[
        "test_difference_is_the_same_for_other_errors",
        "test_difference_at_other_sigmas",
        "test_difference_keeps_its_digits",
    ],
    hint="At sigma 1 nothing is left of the errors, at other sigmas something is. By what is the sum of squares "
    "divided?",
)
def nll_minus_sse(e, sigma):
    return len(e) * math.log(sigma * math.sqrt(2 * math.pi)) + (e**2).sum() / (2 * sigma**2) - (e**2).sum() / 2


@misconception(
    "mean_of_squares_subtracted",
    loses=[
        "test_difference_of_three_errors",
        "test_difference_is_the_same_for_other_errors",
        "test_difference_at_other_sigmas",
        "test_difference_grows_with_the_number_of_errors",
        "test_difference_keeps_its_digits",
    ],
    hint="Your result depends on the errors. Do both of your parts add up the examples, or does one take their mean?",
)
def nll_minus_sse(e, sigma):
    return len(e) * math.log(sigma * math.sqrt(2 * math.pi)) + ((e**2).sum() - (e**2).mean()) / (2 * sigma**2)


@misconception(
    "the_whole_nll",
    loses=[
        "test_difference_of_three_errors",
        "test_difference_is_the_same_for_other_errors",
        "test_difference_at_other_sigmas",
        "test_difference_grows_with_the_number_of_errors",
        "test_difference_keeps_its_digits",
    ],
    hint="This is the whole negative log-likelihood. Which part of it should go?",
)
def nll_minus_sse(e, sigma):
    return len(e) * math.log(sigma * math.sqrt(2 * math.pi)) + (e**2).sum() / (2 * sigma**2)


@misconception(
    "the_other_part",
    loses=[
        "test_difference_of_three_errors",
        "test_difference_is_the_same_for_other_errors",
        "test_difference_at_other_sigmas",
        "test_difference_grows_with_the_number_of_errors",
        "test_difference_keeps_its_digits",
    ],
    hint="This is the part that grows with the errors. What is left when it has gone?",
)
def nll_minus_sse(e, sigma):
    return (e**2).sum() / (2 * sigma**2)


@misconception(
    "constant_counted_once",
    loses=[
        "test_difference_of_three_errors",
        "test_difference_at_other_sigmas",
        "test_difference_grows_with_the_number_of_errors",
        "test_difference_keeps_its_digits",
    ],
    hint="What is left of a single error? And of n of them?",
)
def nll_minus_sse(e, sigma):
    return math.log(sigma * math.sqrt(2 * math.pi))


@misconception(
    "nothing_is_left",
    loses=[
        "test_difference_of_three_errors",
        "test_difference_at_other_sigmas",
        "test_difference_grows_with_the_number_of_errors",
        "test_difference_keeps_its_digits",
    ],
    hint="The two losses have the same minimum, but are they equal? Put in an error of zero.",
)
def nll_minus_sse(e, sigma):
    return 0.0


@misconception(
    "half_of_the_root_forgotten",
    loses=[
        "test_difference_of_three_errors",
        "test_difference_at_other_sigmas",
        "test_difference_grows_with_the_number_of_errors",
        "test_difference_keeps_its_digits",
    ],
    hint="Yours is twice too large at sigma 1. The logarithm of a root is half of a logarithm.",
)
def nll_minus_sse(e, sigma):
    return len(e) * math.log(2 * math.pi * sigma**2)


@misconception(
    "sigma_taken_for_the_variance",
    loses=["test_difference_at_other_sigmas", "test_difference_keeps_its_digits"],
    hint="At sigma 1 yours is right, at other sigmas not. Is there the standard deviation or the variance under your "
    "root?",
)
def nll_minus_sse(e, sigma):
    return len(e) / 2 * math.log(2 * math.pi * sigma)


@misconception(
    "sigma_left_out",
    loses=["test_difference_at_other_sigmas", "test_difference_keeps_its_digits"],
    hint="Your difference is the same for every sigma. Look at the factor before the exponential again.",
)
def nll_minus_sse(e, sigma):
    return len(e) * math.log(2 * math.pi) / 2


@misconception(
    "sign_turned_round",
    loses=[
        "test_difference_of_three_errors",
        "test_difference_at_other_sigmas",
        "test_difference_grows_with_the_number_of_errors",
        "test_difference_keeps_its_digits",
    ],
    hint="The sign is wrong. The factor stands below the line: follow its sign through the logarithm and the minus "
    "in front.",
)
def nll_minus_sse(e, sigma):
    return -len(e) * math.log(sigma * math.sqrt(2 * math.pi))


# -------------------------------------------------------------------------------------- 5. mle_sigma


@right
def mle_sigma(e):
    return math.sqrt(sum(error**2 for error in e.flatten().tolist()) / len(e))


@right
def mle_sigma(e):
    import numpy as np

    return float(np.sqrt(np.mean(e.detach().cpu().numpy().astype("float64") ** 2)))


@right
def mle_sigma(e):
    return torch.linalg.vector_norm(e) / e.numel() ** 0.5


@right
def mle_sigma(e):
    return torch.nn.functional.mse_loss(e, torch.zeros_like(e)) ** 0.5


@right
def mle_sigma(e):
    # the variance about zero: that about the mean, and the square of the mean
    wide = e.double()
    return torch.sqrt(wide.var(correction=0) + wide.mean() ** 2)


@misconception(
    "variance_returned",
    loses=[
        "test_sigma_of_two_errors",
        "test_sigma_of_one_error",
        "test_sigma_of_any_errors",
        "test_sigma_makes_the_nll_smallest",
        "test_sigma_of_newcombs_measurements",
        "test_sigma_of_perfect_predictions",
    ],
    hint="Give your errors in millimetres instead of metres: your result grows by a million. Which power of the "
    "errors is it?",
)
def mle_sigma(e):
    return (e**2).mean()


@misconception(
    "sd_of_a_sample",
    loses=[
        "test_sigma_of_two_errors",
        "test_sigma_of_one_error",
        "test_sigma_of_any_errors",
        "test_sigma_makes_the_nll_smallest",
        "test_sigma_of_newcombs_measurements",
        "test_sigma_of_perfect_predictions",
    ],
    hint="torch's standard deviation takes out the mean and divides by n - 1. What would it say of errors that are "
    "all 3, and what of a single error?",
)
def mle_sigma(e):
    return e.std()


@misconception(
    "mean_taken_out_first",
    loses=[
        "test_sigma_of_two_errors",
        "test_sigma_of_one_error",
        "test_sigma_of_any_errors",
        "test_sigma_makes_the_nll_smallest",
    ],
    hint="The mean of the noise is known to be zero. What does your result say of errors that are all 3?",
)
def mle_sigma(e):
    return ((e - e.mean()) ** 2).mean().sqrt()


@misconception(
    "divided_by_n_minus_one",
    loses=[
        "test_sigma_of_two_errors",
        "test_sigma_of_one_error",
        "test_sigma_of_any_errors",
        "test_sigma_makes_the_nll_smallest",
        "test_sigma_of_newcombs_measurements",
        "test_sigma_of_perfect_predictions",
    ],
    hint="Your result is a little too large, and for a single error it is infinite. Solve the equation of the "
    "derivative again: what does it divide by?",
)
def mle_sigma(e):
    return torch.sqrt((e**2).sum() / (len(e) - 1))


@misconception(
    "mean_size_of_the_errors",
    loses=[
        "test_sigma_of_two_errors",
        "test_sigma_of_any_errors",
        "test_sigma_makes_the_nll_smallest",
        "test_sigma_of_newcombs_measurements",
    ],
    hint="The mean size of the errors belongs to another noise. Which power of the errors stands in the derivative "
    "of nll?",
)
def mle_sigma(e):
    return e.abs().mean()


@misconception(
    "root_of_the_sum",
    loses=[
        "test_sigma_of_two_errors",
        "test_sigma_of_any_errors",
        "test_sigma_makes_the_nll_smallest",
        "test_sigma_of_newcombs_measurements",
        "test_sigma_of_perfect_predictions",
    ],
    hint="Twice as many errors of the same size should have the same standard deviation. What do you divide by?",
)
def mle_sigma(e):
    return (e**2).sum().sqrt()


@misconception(
    "divided_outside_the_root",
    loses=[
        "test_sigma_of_two_errors",
        "test_sigma_of_any_errors",
        "test_sigma_makes_the_nll_smallest",
        "test_sigma_of_newcombs_measurements",
        "test_sigma_of_perfect_predictions",
    ],
    hint="Twice as many errors of the same size should have the same standard deviation. What is below the root, and "
    "what is not?",
)
def mle_sigma(e):
    return (e**2).sum().sqrt() / len(e)


@misconception(
    "half_from_the_loss",
    loses=[
        "test_sigma_of_two_errors",
        "test_sigma_of_one_error",
        "test_sigma_of_any_errors",
        "test_sigma_makes_the_nll_smallest",
        "test_sigma_of_newcombs_measurements",
        "test_sigma_of_perfect_predictions",
    ],
    hint="Your result is too small by the root of 2 everywhere. What does differentiating do to 1/(2 sigma²)?",
)
def mle_sigma(e):
    return torch.sqrt((e**2).mean() / 2)


# ------------------------------------------------------------------------------------ 6. laplace_nll


@right
def laplace_nll(e, scale):
    return -torch.distributions.Laplace(0.0, scale).log_prob(e).sum()


@right
def laplace_nll(e, scale):
    total = torch.zeros((), dtype=e.dtype)
    for error in e.flatten():
        total = total + torch.abs(error) / scale + math.log(scale) + math.log(2)
    return total


@right
def laplace_nll(e, scale):
    loss = torch.nn.L1Loss(reduction="sum")
    return loss(e, torch.zeros_like(e)) / scale + e.numel() * torch.log(torch.tensor(2.0 * scale))


@right
def laplace_nll(e, scale):
    each = torch.maximum(e, -e) / scale - math.log(0.5 / scale)
    return torch.sum(each, dim=0).reshape(())


@misconception(
    "mean_of_the_log_likelihood",
    loses=[
        "test_laplace_nll_of_three_errors",
        "test_laplace_nll_pulls_with_equal_strength",
        "test_laplace_nll_at_other_scales",
        "test_laplace_nll_adds_up",
        "test_laplace_nll_of_many_errors",
        "test_laplace_nll_of_a_column",
    ],
    hint="Put every error in twice: by how much should the result grow? The logarithm of a product of n factors is a "
    "sum of n.",
)
def laplace_nll(e, scale):
    return (math.log(2 * scale) + e.abs() / scale).mean()


@misconception(
    "constant_counted_once",
    loses=[
        "test_laplace_nll_of_three_errors",
        "test_laplace_nll_at_other_scales",
        "test_laplace_nll_adds_up",
        "test_laplace_nll_of_many_errors",
        "test_laplace_nll_of_a_column",
    ],
    hint="Each factor of the product has its own 1/(2b). How many of them are there?",
)
def laplace_nll(e, scale):
    return math.log(2 * scale) + e.abs().sum() / scale


@misconception(
    "only_the_absolute_errors",
    loses=[
        "test_laplace_nll_of_three_errors",
        "test_laplace_nll_at_other_scales",
        "test_laplace_nll_of_errors_far_out",
        "test_laplace_nll_of_many_errors",
        "test_laplace_nll_of_a_column",
    ],
    hint="The gradient is right, the value is not. What becomes of the factor before the exponential?",
)
def laplace_nll(e, scale):
    return e.abs().sum() / scale


@misconception(
    "two_left_out_of_the_factor",
    loses=[
        "test_laplace_nll_of_three_errors",
        "test_laplace_nll_at_other_scales",
        "test_laplace_nll_of_errors_far_out",
        "test_laplace_nll_of_many_errors",
        "test_laplace_nll_of_a_column",
    ],
    hint="Yours is too small by 0.693 for each error. Compare the factor before the exponential.",
)
def laplace_nll(e, scale):
    return len(e) * math.log(scale) + e.abs().sum() / scale


@misconception(
    "no_size_of_the_errors",
    loses=[
        "test_laplace_nll_of_three_errors",
        "test_laplace_nll_pulls_with_equal_strength",
        "test_laplace_nll_at_other_scales",
        "test_laplace_nll_of_errors_far_out",
        "test_laplace_nll_of_many_errors",
        "test_laplace_nll_of_a_column",
    ],
    hint="A negative error makes your loss smaller. What do the two bars in the density mean?",
)
def laplace_nll(e, scale):
    return len(e) * math.log(2 * scale) + e.sum() / scale


@misconception(
    "size_of_the_sum",
    loses=[
        "test_laplace_nll_of_three_errors",
        "test_laplace_nll_pulls_with_equal_strength",
        "test_laplace_nll_at_other_scales",
        "test_laplace_nll_adds_up",
        "test_laplace_nll_of_many_errors",
        "test_laplace_nll_of_a_column",
    ],
    hint="An error of 1 and one of -1 cancel in your result. Which comes first, the size or the sum?",
)
def laplace_nll(e, scale):
    return len(e) * math.log(2 * scale) + e.sum().abs() / scale


@misconception(
    "still_the_squares",
    loses=[
        "test_laplace_nll_of_three_errors",
        "test_laplace_nll_pulls_with_equal_strength",
        "test_laplace_nll_at_other_scales",
        "test_laplace_nll_of_errors_far_out",
        "test_laplace_nll_of_many_errors",
        "test_laplace_nll_of_a_column",
    ],
    hint="Large errors pull harder than small ones in yours. What stands in the exponent of this density?",
)
def laplace_nll(e, scale):
    return len(e) * math.log(2 * scale) + (e**2).sum() / scale


@misconception(
    "scale_taken_for_the_sd",
    loses=[
        "test_laplace_nll_of_three_errors",
        "test_laplace_nll_pulls_with_equal_strength",
        "test_laplace_nll_at_other_scales",
        "test_laplace_nll_of_errors_far_out",
        "test_laplace_nll_of_many_errors",
        "test_laplace_nll_of_a_column",
    ],
    hint="Yours is off by a root of 2. Is the second argument the standard deviation, or the b of the formula?",
)
def laplace_nll(e, scale):
    b = scale / math.sqrt(2)
    return len(e) * math.log(2 * b) + e.abs().sum() / b


@misconception(
    "scale_squared",
    loses=["test_laplace_nll_at_other_scales"],
    hint="At the scale 1 yours is right. Which power of b belongs in the exponent of this density?",
)
def laplace_nll(e, scale):
    return len(e) * math.log(2 * scale) + e.abs().sum() / scale**2


@misconception(
    "scale_left_out_of_the_log",
    loses=["test_laplace_nll_at_other_scales"],
    hint="At the scale 1 yours is right. What does b do in the factor before the exponential?",
)
def laplace_nll(e, scale):
    return len(e) * math.log(2) + e.abs().sum() / scale


@misconception(
    "exponent_with_a_two",
    loses=[
        "test_laplace_nll_of_three_errors",
        "test_laplace_nll_pulls_with_equal_strength",
        "test_laplace_nll_at_other_scales",
        "test_laplace_nll_of_errors_far_out",
        "test_laplace_nll_of_many_errors",
        "test_laplace_nll_of_a_column",
    ],
    hint="The exponent of the normal density has a 2 below the line. Does this one?",
)
def laplace_nll(e, scale):
    return len(e) * math.log(2 * scale) + e.abs().sum() / (2 * scale)


@misconception(
    "no_minus_sign",
    loses=[
        "test_laplace_nll_of_three_errors",
        "test_laplace_nll_pulls_with_equal_strength",
        "test_laplace_nll_at_other_scales",
        "test_laplace_nll_of_errors_far_out",
        "test_laplace_nll_of_many_errors",
        "test_laplace_nll_of_a_column",
    ],
    hint="Larger errors should cost more. Is yours a loss, or the logarithm of the likelihood itself?",
)
def laplace_nll(e, scale):
    return -len(e) * math.log(2 * scale) - e.abs().sum() / scale


@misconception(
    "minus_only_before_the_errors",
    loses=[
        "test_laplace_nll_of_three_errors",
        "test_laplace_nll_at_other_scales",
        "test_laplace_nll_of_errors_far_out",
        "test_laplace_nll_of_many_errors",
        "test_laplace_nll_of_a_column",
    ],
    hint="The factor with b stands below the line. Which sign does its logarithm have, and which after the minus in "
    "front?",
)
def laplace_nll(e, scale):
    return -len(e) * math.log(2 * scale) + e.abs().sum() / scale


@misconception(
    "log_of_the_density",
    loses=["test_laplace_nll_of_errors_far_out"],
    hint="What is your density at an error of 200 scales, and what is the logarithm of that? Simplify on paper "
    "first.",
)
def laplace_nll(e, scale):
    return -torch.log(torch.exp(-e.abs() / scale) / (2 * scale)).sum()


@misconception(
    "log_of_the_product",
    loses=["test_laplace_nll_of_errors_far_out", "test_laplace_nll_of_many_errors"],
    hint="What is the product of two thousand numbers below a half, on a computer? Take the logarithm before you "
    "multiply.",
)
def laplace_nll(e, scale):
    return -torch.log(torch.prod(torch.exp(-e.abs() / scale) / (2 * scale)))


@misconception(
    "one_loss_for_each_error",
    loses=[
        "test_laplace_nll_of_three_errors",
        "test_laplace_nll_pulls_with_equal_strength",
        "test_laplace_nll_at_other_scales",
        "test_laplace_nll_adds_up",
        "test_laplace_nll_of_many_errors",
        "test_laplace_nll_of_a_column",
    ],
    hint="The likelihood is one number for all errors together. What does the logarithm make of the product?",
)
def laplace_nll(e, scale):
    return math.log(2 * scale) + e.abs() / scale


@misconception(
    "loss_cut_off_from_the_errors",
    loses=["test_laplace_nll_pulls_with_equal_strength"],
    hint="The value is right, but no gradient reaches the errors. Which of your calls turns a tensor into a plain "
    "number?",
)
def laplace_nll(e, scale):
    return torch.tensor(len(e) * math.log(2 * scale) + e.detach().abs().sum().item() / scale)


@misconception(
    "errors_changed_in_place",
    loses=["test_laplace_nll_of_a_column"],
    hint="Look at the errors after the call. Which of your lines writes into a tensor that is not yours?",
)
def laplace_nll(e, scale):
    sizes = e.abs() if e.requires_grad else e.abs_()
    return len(e) * math.log(2 * scale) + sizes.sum() / scale


# ---------------------------------------------------------------------------------- 7. best_constant


@right
def best_constant(x, loss):
    import statistics

    numbers = x.reshape(-1).tolist()
    return statistics.fmean(numbers) if loss == "squared" else statistics.median(numbers)


@right
def best_constant(x, loss):
    numbers = sorted(float(each) for each in x.flatten())
    if loss == "absolute":
        return numbers[len(numbers) // 2]
    return sum(numbers) / len(numbers)


@right
def best_constant(x, loss):
    import numpy as np

    return {"squared": np.mean, "absolute": np.median}[loss](x.detach().cpu().numpy())


@right
def best_constant(x, loss):
    # one of the points is always best for the absolute loss; the squares are a least-squares problem
    flat = x.reshape(-1).double()
    if loss == "absolute":
        return flat[(flat.reshape(-1, 1) - flat).abs().sum(dim=0).argmin()]
    return torch.linalg.lstsq(torch.ones(len(flat), 1, dtype=flat.dtype), flat.reshape(-1, 1)).solution[0, 0]


@right
def best_constant(x, loss):
    # both losses are convex in c: search by thirds
    flat = x.reshape(-1).double()
    cost = (lambda c: ((flat - c) ** 2).sum()) if loss == "squared" else (lambda c: (flat - c).abs().sum())
    low, high = flat.min(), flat.max()
    for _ in range(60):
        third = (high - low) / 3
        if cost(low + third) <= cost(high - third):
            high = high - third
        else:
            low = low + third
    return (low + high) / 2


@misconception(
    "mean_for_both_losses",
    loses=[
        "test_best_constant_for_absolute_loss",
        "test_best_constant_of_any_numbers_for_absolute_loss",
        "test_best_constants_of_newcombs_measurements",
    ],
    hint="The sum of the absolute errors of (2, 9, 1) about their mean is 10. Try a few other constants.",
)
def best_constant(x, loss):
    return x.mean()


@misconception(
    "median_for_both_losses",
    loses=[
        "test_best_constant_for_squared_loss",
        "test_best_constant_of_any_numbers_for_squared_loss",
        "test_best_constants_of_newcombs_measurements",
    ],
    hint="The sum of the squared errors of (2, 9, 1) about the middle one is 50. Try a few other constants.",
)
def best_constant(x, loss):
    return x.median()


@misconception(
    "losses_exchanged",
    loses=[
        "test_best_constant_for_squared_loss",
        "test_best_constant_for_absolute_loss",
        "test_best_constant_of_any_numbers_for_squared_loss",
        "test_best_constant_of_any_numbers_for_absolute_loss",
        "test_best_constants_of_newcombs_measurements",
    ],
    hint="You know both numbers, but which belongs to which loss? One point far out: under which loss does it pull "
    "harder?",
)
def best_constant(x, loss):
    return x.median() if loss == "squared" else x.mean()


@misconception(
    "middle_of_an_unsorted_row",
    loses=[
        "test_best_constant_for_absolute_loss",
        "test_best_constant_of_any_numbers_for_absolute_loss",
        "test_best_constants_of_newcombs_measurements",
    ],
    hint="Half of the numbers should lie below your constant, and half above. Is the one in the middle of the row "
    "such a one?",
)
def best_constant(x, loss):
    return x.mean() if loss == "squared" else x[len(x) // 2]


@misconception(
    "middle_of_the_range",
    loses=[
        "test_best_constant_for_absolute_loss",
        "test_best_constant_of_any_numbers_for_absolute_loss",
        "test_best_constants_of_newcombs_measurements",
    ],
    hint="Move the largest number far away: should the best constant under the absolute loss follow it?",
)
def best_constant(x, loss):
    return x.mean() if loss == "squared" else (x.min() + x.max()) / 2


@misconception(
    "most_frequent_value",
    loses=[
        "test_best_constant_for_absolute_loss",
        "test_best_constant_of_any_numbers_for_absolute_loss",
        "test_best_constants_of_newcombs_measurements",
    ],
    hint="The most frequent value counts how often a number is hit exactly. The absolute loss also asks how far off "
    "the others are; when do their pulls cancel?",
)
def best_constant(x, loss):
    return x.mean() if loss == "squared" else x.reshape(-1).mode().values


@misconception(
    "mean_of_the_sizes",
    loses=["test_best_constant_of_any_numbers_for_absolute_loss"],
    hint="Absolute are the errors, not the numbers. Where do the bars stand in the sum?",
)
def best_constant(x, loss):
    return x.mean() if loss == "squared" else x.abs().median()


@misconception(
    "root_of_the_mean_square",
    loses=[
        "test_best_constant_for_squared_loss",
        "test_best_constant_of_any_numbers_for_squared_loss",
        "test_best_constants_of_newcombs_measurements",
    ],
    hint="Squared are the errors, not the numbers. Differentiate the sum of squares, and solve for c.",
)
def best_constant(x, loss):
    return (x**2).mean().sqrt() if loss == "squared" else x.median()


@misconception(
    "smallest_loss_returned",
    loses=[
        "test_best_constant_for_squared_loss",
        "test_best_constant_for_absolute_loss",
        "test_best_constant_of_any_numbers_for_squared_loss",
        "test_best_constant_of_any_numbers_for_absolute_loss",
        "test_best_constants_of_newcombs_measurements",
    ],
    hint="You return how small the loss becomes. Is that the constant, or what it costs?",
)
def best_constant(x, loss):
    return ((x - x.mean()) ** 2).sum() if loss == "squared" else (x - x.median()).abs().sum()


@misconception(
    "walk_too_short",
    loses=["test_best_constant_of_any_numbers_for_absolute_loss", "test_best_constants_of_newcombs_measurements"],
    hint="The absolute loss pulls with the same strength, however far away the numbers are. How far does your "
    "descent get?",
)
def best_constant(x, loss):
    if loss == "squared":
        return x.mean()
    c = torch.zeros((), dtype=torch.float64, requires_grad=True)
    for step in range(500):
        (g,) = torch.autograd.grad((c - x.double()).abs().mean(), c)
        c = (c - 0.5 * 0.98**step * g).detach().requires_grad_()
    return c.detach()


@misconception(
    "sorted_in_place",
    loses=["test_best_constant_leaves_the_numbers_alone"],
    hint="Look at the numbers after the call. NumPy's view of a tensor is the same memory; what does its sort do?",
)
def best_constant(x, loss):
    if loss == "squared":
        return x.mean()
    numbers = x.numpy().reshape(-1)
    numbers.sort()
    return numbers[len(numbers) // 2]


@misconception(
    "place_of_the_median",
    loses=[
        "test_best_constant_for_absolute_loss",
        "test_best_constant_of_any_numbers_for_absolute_loss",
        "test_best_constants_of_newcombs_measurements",
    ],
    hint="torch's median with a dim returns a value and where it stood. Which of the two do you return?",
)
def best_constant(x, loss):
    return x.mean() if loss == "squared" else x.reshape(-1).median(dim=0).indices


# ---------------------------------------------------------------------------------- 8. PREDICT_NOISE


@misconception(
    "mean_is_always_best",
    loses=["test_prediction_for_laplace_noise", "test_prediction_for_noise_with_outliers"],
    hint="The mean belongs to the squared loss, and the squared loss to the normal noise. What do the other losses "
    "say, and how hard does an outlier pull at a mean?",
)
def PREDICT_NOISE():
    return {"normal": "mean", "laplace": "mean", "uniform": "mean", "outliers": "mean"}


@misconception(
    "median_is_always_best",
    loses=["test_prediction_for_normal_noise", "test_prediction_for_uniform_noise"],
    hint="The median only asks on which side a measurement lies, not how far. What does it give away where no "
    "measurement is far out?",
)
def PREDICT_NOISE():
    return {"normal": "median", "laplace": "median", "uniform": "median", "outliers": "median"}


@misconception(
    "mean_only_for_the_normal",
    loses=["test_prediction_for_uniform_noise"],
    hint="Uniform noise is not normal, but on which side does it differ: are its large errors more frequent, or "
    "less?",
)
def PREDICT_NOISE():
    return {"normal": "mean", "laplace": "median", "uniform": "median", "outliers": "median"}


@misconception(
    "median_only_against_outliers",
    loses=["test_prediction_for_laplace_noise"],
    hint="You keep the median for outliers. Which loss did you derive from the Laplace density, and which constant "
    "makes it smallest?",
)
def PREDICT_NOISE():
    return {"normal": "mean", "laplace": "mean", "uniform": "mean", "outliers": "median"}


@misconception(
    "a_tenth_cannot_matter",
    loses=["test_prediction_for_noise_with_outliers"],
    hint="Nine measurements in ten are normal. Which share of the sum of squares comes from the tenth one, five "
    "times as wide?",
)
def PREDICT_NOISE():
    return {"normal": "mean", "laplace": "median", "uniform": "mean", "outliers": "mean"}


@misconception(
    "everything_turned_round",
    loses=[
        "test_prediction_for_normal_noise",
        "test_prediction_for_laplace_noise",
        "test_prediction_for_uniform_noise",
        "test_prediction_for_noise_with_outliers",
    ],
    hint="How hard does a measurement far out pull at the mean, and how hard at the median? Which noises have such "
    "measurements?",
)
def PREDICT_NOISE():
    return {"normal": "median", "laplace": "mean", "uniform": "median", "outliers": "mean"}


# -------------------------------------------------------------------------------- 8. estimate_errors


@right
def estimate_errors(samples, truth):
    import statistics

    mean_square = median_square = 0.0
    for row in samples.tolist():
        mean_square += (statistics.fmean(row) - truth) ** 2
        median_square += (statistics.median(row) - truth) ** 2
    return math.sqrt(mean_square / len(samples)), math.sqrt(median_square / len(samples))


@right
def estimate_errors(samples, truth):
    import numpy as np

    table = samples.detach().cpu().numpy().astype(float)
    return tuple(np.sqrt(np.mean((each(table, axis=1) - truth) ** 2)) for each in (np.mean, np.median))


@right
def estimate_errors(samples, truth):
    errors = samples - truth
    middle = errors.sort(dim=1).values[:, samples.shape[1] // 2]
    return torch.stack([errors.mean(1).square().mean(), middle.square().mean()]).sqrt()


@right
def estimate_errors(samples, truth):
    estimates = torch.tensor([[float(best_constant(row, loss)) for row in samples] for loss in ("squared", "absolute")])
    return [torch.nn.functional.mse_loss(each, torch.full_like(each, truth)).sqrt().item() for each in estimates]


@misconception(
    "truth_forgotten",
    loses=["test_errors_of_two_experiments", "test_errors_of_means", "test_errors_of_medians"],
    hint="You measure how far the estimates scatter about their own mean. From where should the distance be taken?",
)
def estimate_errors(samples, truth):
    means, medians = samples.mean(dim=1), samples.median(dim=1).values
    return means.std(correction=0), medians.std(correction=0)


@misconception(
    "errors_cancel",
    loses=["test_errors_of_two_experiments", "test_errors_of_means", "test_errors_of_medians"],
    hint="One estimate 1 too high and one 1 too low make 0 in yours. What does the square do in the formula, and "
    "when?",
)
def estimate_errors(samples, truth):
    means, medians = samples.mean(dim=1), samples.median(dim=1).values
    return (means - truth).mean().abs(), (medians - truth).mean().abs()


@misconception(
    "root_forgotten",
    loses=["test_errors_of_two_experiments", "test_errors_of_means", "test_errors_of_medians"],
    hint="Your mean error of the example is 2. The formula has one more step after the mean of the squares.",
)
def estimate_errors(samples, truth):
    means, medians = samples.mean(dim=1), samples.median(dim=1).values
    return ((means - truth) ** 2).mean(), ((medians - truth) ** 2).mean()


@misconception(
    "mean_distance",
    loses=["test_errors_of_two_experiments", "test_errors_of_means", "test_errors_of_medians"],
    hint="You take the mean of the distances. Which mean does the exercise ask for?",
)
def estimate_errors(samples, truth):
    means, medians = samples.mean(dim=1), samples.median(dim=1).values
    return (means - truth).abs().mean(), (medians - truth).abs().mean()


@misconception(
    "columns_for_rows",
    loses=["test_errors_of_two_experiments", "test_errors_of_means", "test_errors_of_medians"],
    hint="Each row is one experiment. Over which dimension do you take the mean and the median?",
)
def estimate_errors(samples, truth):
    means, medians = samples.mean(dim=0), samples.median(dim=0).values
    return ((means - truth) ** 2).mean().sqrt(), ((medians - truth) ** 2).mean().sqrt()


@misconception(
    "error_of_each_measurement",
    loses=["test_errors_of_two_experiments", "test_errors_of_means", "test_errors_of_medians"],
    hint="You measure how far single measurements lie from the truth. What should be done with the measurements of "
    "one experiment first?",
)
def estimate_errors(samples, truth):
    errors = samples - truth
    return (errors**2).mean().sqrt(), (errors**2).median().sqrt()


@misconception(
    "all_experiments_in_one",
    loses=["test_errors_of_two_experiments", "test_errors_of_means", "test_errors_of_medians"],
    hint="You throw all measurements into one big experiment. How many estimates should there be?",
)
def estimate_errors(samples, truth):
    return (samples.mean() - truth).abs(), (samples.median() - truth).abs()


@misconception(
    "pair_turned_round",
    loses=["test_errors_of_two_experiments", "test_errors_of_means", "test_errors_of_medians"],
    hint="Both numbers are right. In which order are they asked for?",
)
def estimate_errors(samples, truth):
    means, medians = samples.mean(dim=1), samples.median(dim=1).values
    return ((medians - truth) ** 2).mean().sqrt(), ((means - truth) ** 2).mean().sqrt()


@misconception(
    "place_of_the_median",
    loses=["test_errors_of_two_experiments", "test_errors_of_medians"],
    hint="torch's median with a dim returns values and where they stood. Which of the two do you compare with the "
    "truth?",
)
def estimate_errors(samples, truth):
    means, medians = samples.mean(dim=1), samples.median(dim=1).indices
    return ((means - truth) ** 2).mean().sqrt(), ((medians.to(means.dtype) - truth) ** 2).mean().sqrt()


@misconception(
    "middle_of_an_unsorted_row",
    loses=["test_errors_of_two_experiments", "test_errors_of_medians"],
    hint="Half of the measurements should lie below the median. Is the one in the middle of the row such a one?",
)
def estimate_errors(samples, truth):
    means, middles = samples.mean(dim=1), samples[:, samples.shape[1] // 2]
    return ((means - truth) ** 2).mean().sqrt(), ((middles - truth) ** 2).mean().sqrt()


# ----------------------------------------------------------------------------------- 8. REASON_NOISE


@misconception(
    "blames_the_spread",
    loses=["test_the_reason_explains_all_four_noises"],
    hint="Look up how wide the four noises are. Do they differ in that?",
)
def REASON_NOISE():
    return "spread"


@misconception(
    "blames_the_bounds",
    loses=["test_the_reason_explains_all_four_noises"],
    hint="One of the two noises for which the mean won is bounded. And the other?",
)
def REASON_NOISE():
    return "bounded"


@misconception(
    "blames_the_asymmetry",
    loses=["test_the_reason_explains_all_four_noises"],
    hint="Look at the four histograms. Which of them prefers one side?",
)
def REASON_NOISE():
    return "asymmetry"


@misconception(
    "blames_luck",
    loses=["test_the_reason_explains_all_four_noises"],
    hint="Run the comparison with 25 measurements replaced by 401. Does the mean catch up?",
)
def REASON_NOISE():
    return "luck"


# ------------------------------------------------------------------------------------ mutants that are no mistakes

equivalent(
    "normal: `return torch.exp(-(x - mu) ** 2 / (2 * sigma ** 2)) / (sigma * math.sqrt(2 * math.pi))` → "
    "`return torch.exp(-(mu - x) ** 2 / (2 * sigma ** 2)) / (sigma * math.sqrt(2 * math.pi))`",
    why="the square of a distance is the same either way round",
)

equivalent(
    "estimate_errors: `return (((means - truth) ** 2).mean().sqrt(), ((medians - truth) ** 2).mean().sqrt())` → "
    "`return (((truth - means) ** 2).mean().sqrt(), ((medians - truth) ** 2).mean().sqrt())`",
    why="the square of a distance is the same either way round",
)

equivalent(
    "estimate_errors: `return (((means - truth) ** 2).mean().sqrt(), ((medians - truth) ** 2).mean().sqrt())` → "
    "`return (((means - truth) ** 2).mean().sqrt(), ((truth - medians) ** 2).mean().sqrt())`",
    why="the square of a distance is the same either way round",
)
