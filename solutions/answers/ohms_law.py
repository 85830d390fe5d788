"""Other answers to ohms_law: right ones, and the misconceptions with the tests that each loses."""
from autograder.course.answers import misconception, right
from autograder.course.equivalents import equivalent

# ---------------------------------------------------------------- exercise 1: synthetic_ohm


@right
def synthetic_ohm(R, b, num_examples, i_max, noise):
    I = torch.empty(num_examples, 1).uniform_(0, i_max)
    return I, linreg(I, torch.tensor([[float(R)]]), b) + torch.normal(0.0, float(noise), (num_examples, 1))


@right
def synthetic_ohm(R, b, num_examples, i_max, noise):
    currents = [random.uniform(0, i_max) for _ in range(num_examples)]
    voltages = [R * i + b + random.gauss(0, noise) for i in currents]
    return torch.tensor(currents).reshape(-1, 1), torch.tensor(voltages).reshape(-1, 1)


@right
def synthetic_ohm(R, b, num_examples, i_max, noise):
    import numpy as np

    I = np.random.uniform(0, i_max, size=(num_examples, 1))
    U = R * I + b + np.random.normal(0, noise, size=I.shape)
    return torch.from_numpy(I).float(), torch.from_numpy(U).float()


@misconception(
    "currents_from_a_normal_distribution",
    loses=["test_currents_fill_the_range_evenly"],
    hint="Plot a histogram of your currents. Is every current between 0 and i_max equally likely, and can "
    "a current of this experiment be negative?",
)
def synthetic_ohm(R, b, num_examples, i_max, noise):
    I = i_max * torch.randn(num_examples, 1)
    return I, R * I + b + noise * torch.randn(num_examples, 1)


@misconception(
    "currents_between_zero_and_one",
    loses=["test_currents_fill_the_range_evenly"],
    hint="torch.rand draws between 0 and 1. Which argument of the function says how far the currents "
    "reach?",
)
def synthetic_ohm(R, b, num_examples, i_max, noise):
    I = torch.rand(num_examples, 1)
    return I, R * I + b + noise * torch.randn(num_examples, 1)


@misconception(
    "currents_on_a_fixed_grid",
    loses=["test_each_call_measures_anew"],
    hint="Call your function twice and compare the currents. The exercise asks for random ones.",
)
def synthetic_ohm(R, b, num_examples, i_max, noise):
    I = torch.linspace(0, i_max, num_examples).reshape(-1, 1)
    return I, R * I + b + noise * torch.randn(num_examples, 1)


@misconception(
    "seeds_inside_the_function",
    loses=["test_each_call_measures_anew"],
    hint="A seed inside the function makes every call return the same measurement. Where should a seed be "
    "set?",
)
def synthetic_ohm(R, b, num_examples, i_max, noise):
    torch.manual_seed(0)
    I = i_max * torch.rand(num_examples, 1)
    return I, R * I + b + noise * torch.randn(num_examples, 1)


@misconception(
    "noise_taken_as_the_variance",
    loses=["test_scatter_is_normal_with_the_given_sd"],
    hint="`noise` is a standard deviation in volt. What do you multiply a standard normal number with to "
    "get it?",
)
def synthetic_ohm(R, b, num_examples, i_max, noise):
    I = i_max * torch.rand(num_examples, 1)
    return I, R * I + b + noise**0.5 * torch.randn(num_examples, 1)


@misconception(
    "noise_squared",
    loses=["test_scatter_is_normal_with_the_given_sd"],
    hint="The formula N(0, noise²) names the variance. What does the scale argument of a random generator "
    "mean?",
)
def synthetic_ohm(R, b, num_examples, i_max, noise):
    I = i_max * torch.rand(num_examples, 1)
    return I, R * I + b + torch.normal(0.0, float(noise) ** 2, I.shape)


@misconception(
    "noise_from_a_uniform_distribution",
    loses=["test_scatter_is_normal_with_the_given_sd"],
    hint="torch.rand is uniform and never negative. Which function draws from a normal distribution?",
)
def synthetic_ohm(R, b, num_examples, i_max, noise):
    I = i_max * torch.rand(num_examples, 1)
    return I, R * I + b + noise * torch.rand(num_examples, 1)


@misconception(
    "one_random_number_for_all_examples",
    loses=["test_scatter_is_normal_with_the_given_sd"],
    hint="Look at U - (R I + b) for several examples. How many different random numbers are in it?",
)
def synthetic_ohm(R, b, num_examples, i_max, noise):
    I = i_max * torch.rand(num_examples, 1)
    return I, R * I + b + noise * torch.randn(1)


@misconception(
    "noise_vector_broadcasts_to_a_table",
    loses=[
        "test_currents_and_voltages_are_columns",
        "test_noise_free_voltages_lie_on_the_line",
        "test_resistance_and_offset_are_the_ones_asked_for",
    ],
    hint="Print the shapes of the currents, the noise and the sum. A column plus a vector is a table.",
)
def synthetic_ohm(R, b, num_examples, i_max, noise):
    I = i_max * torch.rand(num_examples, 1)
    return I, R * I + b + noise * torch.randn(num_examples)


@misconception(
    "returns_vectors_instead_of_columns",
    loses=["test_currents_and_voltages_are_columns"],
    hint="linreg multiplies matrices: it wants one row per example and one column per feature. What shape "
    "is that here?",
)
def synthetic_ohm(R, b, num_examples, i_max, noise):
    I = i_max * torch.rand(num_examples)
    return I, R * I + b + noise * torch.randn(num_examples)


@misconception(
    "resistance_fixed_at_20_ohm",
    loses=["test_scatter_is_normal_with_the_given_sd", "test_resistance_and_offset_are_the_ones_asked_for"],
    hint="Try your function with another resistance. Does U change?",
)
def synthetic_ohm(R, b, num_examples, i_max, noise):
    I = i_max * torch.rand(num_examples, 1)
    return I, 20 * I + b + noise * torch.randn(num_examples, 1)


@misconception(
    "offset_left_out_of_the_voltage",
    loses=[
        "test_noise_free_voltages_lie_on_the_line",
        "test_scatter_is_normal_with_the_given_sd",
        "test_resistance_and_offset_are_the_ones_asked_for",
    ],
    hint="What does the voltmeter show at zero current? Compare with your U there.",
)
def synthetic_ohm(R, b, num_examples, i_max, noise):
    I = i_max * torch.rand(num_examples, 1)
    return I, R * I + noise * torch.randn(num_examples, 1)


# ---------------------------------------------------------------- exercise 2: standardize, unscale


@right
def standardize(x):
    mean = x.sum() / len(x)
    std = (((x - mean) ** 2).sum() / len(x)).sqrt()
    return (x - mean) / std, mean, std


@right
def standardize(x):
    std, mean = torch.std_mean(x, dim=0, keepdim=True)
    return (x - mean) / std, mean, std


@right
def standardize(x):
    mean, std = x.mean().item(), x.std(correction=0).item()
    return x.sub(mean).div(std), mean, std


@right
def standardize(x):
    values = x.reshape(-1).tolist()
    mean = math.fsum(values) / len(values)
    std = math.sqrt(math.fsum((v - mean) ** 2 for v in values) / (len(values) - 1))
    return (x - mean) / std, mean, std


@misconception(
    "centres_but_does_not_scale",
    loses=[
        "test_standardized_column_has_mean_0_and_sd_1",
        "test_mean_and_sd_belong_to_the_column",
        "test_finds_20_ohm",
        "test_finds_the_offset_of_the_meter",
        "test_finds_a_kiloohm_at_milliamperes",
        "test_finds_a_tenth_of_an_ohm_at_50_ampere",
        "test_noisy_voltages_give_the_least_squares_line",
        "test_batches_that_do_not_divide_the_data",
        "test_the_rest_of_ohms_circuit_is_about_20_inch",
        "test_the_curve_passes_through_ohms_readings",
        "test_b_is_the_least_squares_value",
        "test_a_is_the_least_squares_value",
        "test_other_circuits_give_their_own_constants",
    ],
    hint="What is the standard deviation of your z?",
)
def standardize(x):
    mean, std = x.mean(), x.std()
    return x - mean, mean, std


@misconception(
    "scales_but_does_not_centre",
    loses=[
        "test_standardized_column_has_mean_0_and_sd_1",
        "test_mean_and_sd_belong_to_the_column",
        "test_finds_the_offset_of_the_meter",
        "test_finds_a_kiloohm_at_milliamperes",
        "test_finds_a_tenth_of_an_ohm_at_50_ampere",
        "test_noisy_voltages_give_the_least_squares_line",
        "test_the_rest_of_ohms_circuit_is_about_20_inch",
        "test_the_curve_passes_through_ohms_readings",
        "test_b_is_the_least_squares_value",
        "test_other_circuits_give_their_own_constants",
    ],
    hint="Your z has standard deviation 1. What is its mean?",
)
def standardize(x):
    mean, std = x.mean(), x.std()
    return x / std, mean, std


@misconception(
    "divides_by_the_variance",
    loses=[
        "test_standardized_column_has_mean_0_and_sd_1",
        "test_mean_and_sd_belong_to_the_column",
        "test_finds_a_kiloohm_at_milliamperes",
        "test_finds_a_tenth_of_an_ohm_at_50_ampere",
        "test_the_rest_of_ohms_circuit_is_about_20_inch",
        "test_the_curve_passes_through_ohms_readings",
        "test_b_is_the_least_squares_value",
        "test_a_is_the_least_squares_value",
        "test_other_circuits_give_their_own_constants",
    ],
    hint="If x is in ampere, in which unit is its variance? z should have none.",
)
def standardize(x):
    mean, std = x.mean(), x.var()
    return (x - mean) / std, mean, std


@misconception(
    "scales_to_zero_and_one",
    loses=[
        "test_standardized_column_has_mean_0_and_sd_1",
        "test_mean_and_sd_belong_to_the_column",
        "test_finds_20_ohm",
        "test_batches_that_do_not_divide_the_data",
    ],
    hint="You brought the smallest value to 0 and the largest to 1. The exercise asks for another pair of "
    "numbers.",
)
def standardize(x):
    low, span = x.min(), x.max() - x.min()
    return (x - low) / span, low, span


@misconception(
    "mean_and_sd_in_the_wrong_order",
    loses=[
        "test_mean_and_sd_belong_to_the_column",
        "test_finds_20_ohm",
        "test_finds_the_offset_of_the_meter",
        "test_finds_a_kiloohm_at_milliamperes",
        "test_finds_a_tenth_of_an_ohm_at_50_ampere",
        "test_noisy_voltages_give_the_least_squares_line",
        "test_batches_that_do_not_divide_the_data",
        "test_the_rest_of_ohms_circuit_is_about_20_inch",
        "test_the_curve_passes_through_ohms_readings",
        "test_b_is_the_least_squares_value",
        "test_a_is_the_least_squares_value",
        "test_other_circuits_give_their_own_constants",
    ],
    hint="Compare the order in which you return the three results with the docstring.",
)
def standardize(x):
    std, mean = torch.std_mean(x)
    return (x - mean) / std, std, mean


@misconception(
    "adds_a_constant_to_the_sd",
    loses=["test_mean_and_sd_belong_to_the_column"],
    hint="A small number in the denominator is small compared with what? Try a column in milliampere, "
    "given in ampere.",
)
def standardize(x):
    mean, std = x.mean(), x.std() + 1e-3
    return (x - mean) / std, mean, std


@right
def unscale(w, b, mean, std):
    slope = w / std
    return slope, b - slope * mean


@right
def unscale(w, b, mean, std):
    def at(x):
        return float(w) * (x - float(mean)) / float(std) + float(b)

    return at(1.0) - at(0.0), at(0.0)


@right
def unscale(w, b, mean, std):
    # two changes of variable, one after the other, as matrices that act on (x, 1)
    w, b, mean, std = (float(v) for v in (w, b, mean, std))
    line = torch.tensor([[w, b], [0.0, 1.0]], dtype=torch.float64)
    to_z = torch.tensor([[1.0, -mean], [0.0, std]], dtype=torch.float64) / std
    slope, intercept = (line @ to_z)[0]
    return slope, intercept


@misconception(
    "intercept_not_shifted_back",
    loses=[
        "test_unscale_gives_the_line_of_the_example",
        "test_ten_lines_come_back_from_the_round_trip",
        "test_unscale_for_other_means_and_sds",
        "test_finds_the_offset_of_the_meter",
        "test_finds_a_kiloohm_at_milliamperes",
        "test_finds_a_tenth_of_an_ohm_at_50_ampere",
        "test_noisy_voltages_give_the_least_squares_line",
        "test_the_rest_of_ohms_circuit_is_about_20_inch",
        "test_the_curve_passes_through_ohms_readings",
        "test_b_is_the_least_squares_value",
        "test_other_circuits_give_their_own_constants",
    ],
    hint="At x = mean your line in x and the line in z must give the same voltage. Do they?",
)
def unscale(w, b, mean, std):
    return w / std, b


@misconception(
    "multiplies_by_the_sd",
    loses=[
        "test_unscale_gives_the_line_of_the_example",
        "test_ten_lines_come_back_from_the_round_trip",
        "test_unscale_for_other_means_and_sds",
        "test_finds_20_ohm",
        "test_finds_the_offset_of_the_meter",
        "test_finds_a_kiloohm_at_milliamperes",
        "test_finds_a_tenth_of_an_ohm_at_50_ampere",
        "test_noisy_voltages_give_the_least_squares_line",
        "test_batches_that_do_not_divide_the_data",
        "test_the_rest_of_ohms_circuit_is_about_20_inch",
        "test_the_curve_passes_through_ohms_readings",
        "test_b_is_the_least_squares_value",
        "test_a_is_the_least_squares_value",
        "test_other_circuits_give_their_own_constants",
    ],
    hint="w is volt per unit of z, and one unit of z is `std` ampere. How many volt per ampere is that?",
)
def unscale(w, b, mean, std):
    return w * std, b - w * std * mean


@misconception(
    "intercept_shifted_the_wrong_way",
    loses=[
        "test_unscale_gives_the_line_of_the_example",
        "test_ten_lines_come_back_from_the_round_trip",
        "test_unscale_for_other_means_and_sds",
        "test_finds_the_offset_of_the_meter",
        "test_finds_a_kiloohm_at_milliamperes",
        "test_finds_a_tenth_of_an_ohm_at_50_ampere",
        "test_noisy_voltages_give_the_least_squares_line",
        "test_the_rest_of_ohms_circuit_is_about_20_inch",
        "test_the_curve_passes_through_ohms_readings",
        "test_b_is_the_least_squares_value",
        "test_other_circuits_give_their_own_constants",
    ],
    hint="Which z belongs to x = 0? Mind its sign.",
)
def unscale(w, b, mean, std):
    return w / std, b + w * mean / std


@misconception(
    "intercept_shifted_by_the_standardized_slope",
    loses=[
        "test_unscale_gives_the_line_of_the_example",
        "test_ten_lines_come_back_from_the_round_trip",
        "test_unscale_for_other_means_and_sds",
        "test_finds_the_offset_of_the_meter",
        "test_finds_a_kiloohm_at_milliamperes",
        "test_finds_a_tenth_of_an_ohm_at_50_ampere",
        "test_noisy_voltages_give_the_least_squares_line",
        "test_the_rest_of_ohms_circuit_is_about_20_inch",
        "test_the_curve_passes_through_ohms_readings",
        "test_b_is_the_least_squares_value",
        "test_other_circuits_give_their_own_constants",
    ],
    hint="w times mean: in which units are the two? Insert z = (x - mean) / std into the line, and sort.",
)
def unscale(w, b, mean, std):
    return w / std, b - w * mean


# ---------------------------------------------------------------- exercise 3: fit_ohm


@right
def fit_ohm(I, U, lr, num_epochs, batch_size):
    from torch import nn
    from torch.utils.data import DataLoader, TensorDataset

    mean, std = I.mean(), I.std()
    net = nn.Linear(1, 1).to(I.device)
    loss = nn.MSELoss()
    trainer = torch.optim.SGD(net.parameters(), lr=lr)
    batches = DataLoader(TensorDataset((I - mean) / std, U), batch_size, shuffle=True)
    for _ in range(num_epochs):
        for X, y in batches:
            trainer.zero_grad()
            loss(net(X), y).backward()
            trainer.step()
    slope = net.weight.item() / std.item()
    return slope, net.bias.item() - slope * mean.item()


@right
def fit_ohm(I, U, lr, num_epochs, batch_size):
    unit = I.abs().max()
    w = torch.zeros(1, 1, requires_grad=True)
    b = torch.zeros(1, requires_grad=True)
    for _ in range(num_epochs):
        for X, y in data_iter(batch_size, I / unit, U):
            l = squared_loss(linreg(X, w, b), y).mean()
            l.backward()
            with torch.no_grad():
                for p in (w, b):
                    p -= lr * p.grad
                    p.grad = None
    return w / unit, b


@right
def fit_ohm(I, U, lr, num_epochs, batch_size):
    z, mean, std = standardize(I)
    y, shift, volts = standardize(U)
    theta = torch.normal(0, 0.01, (2,)).requires_grad_()
    for _ in range(num_epochs):
        order = torch.randperm(len(z))
        for part in order.split(batch_size):
            error = theta[0] * z[part] + theta[1] - y[part]
            (g,) = torch.autograd.grad((error**2 / 2).mean(), theta)
            theta = (theta - lr * g).detach().requires_grad_()
    R = theta[0] * volts / std
    return R.detach(), (theta[1] * volts + shift - R * mean).detach()


@right
def fit_ohm(I, U, lr, num_epochs, batch_size):
    rms = (I**2).mean().sqrt()
    w, b = (torch.zeros((), requires_grad=True) for _ in range(2))
    trainer = torch.optim.SGD([w, b], lr=lr)
    for _ in range(num_epochs):
        for X, y in data_iter(batch_size, I / rms, U):
            trainer.zero_grad(set_to_none=False)
            squared_loss(w * X + b, y).mean().backward()
            trainer.step()
    return (w / rms).item(), b.item()


@right
def fit_ohm(I, U, lr, num_epochs, batch_size):
    from torch import nn

    net = nn.Sequential(nn.Linear(1, 1))
    nn.init.normal_(net[0].weight, 0, 0.01)
    nn.init.zeros_(net[0].bias)
    loss, trainer = nn.MSELoss(), torch.optim.SGD(net.parameters(), lr=lr)
    for epoch in range(num_epochs):
        for X, y in data_iter(batch_size, I / I.std(), U):
            l = loss(net(X), y)
            trainer.zero_grad()
            l.backward()
            trainer.step()
    return net[0].weight.detach() / I.std(), net[0].bias.detach()


@misconception(
    "current_left_in_ampere",
    loses=[
        "test_finds_a_kiloohm_at_milliamperes",
        "test_finds_a_tenth_of_an_ohm_at_50_ampere",
        "test_the_rest_of_ohms_circuit_is_about_20_inch",
        "test_the_curve_passes_through_ohms_readings",
        "test_b_is_the_least_squares_value",
        "test_a_is_the_least_squares_value",
        "test_other_circuits_give_their_own_constants",
    ],
    hint="The gradient of R is scaled by the current: its square is 1e-4 A² at ten milliampere and 1e3 A² "
    "at thirty ampere. In which unit would the current be about one?",
)
def fit_ohm(I, U, lr, num_epochs, batch_size):
    R = torch.zeros(1, 1, requires_grad=True)
    b = torch.zeros(1, requires_grad=True)
    for _ in range(num_epochs):
        for X, y in data_iter(batch_size, I, U):
            squared_loss(linreg(X, R, b), y).sum().backward()
            sgd([R, b], lr, batch_size)
    return R.item(), b.item()


@misconception(
    "current_always_in_milliampere",
    loses=[
        "test_finds_20_ohm",
        "test_finds_the_offset_of_the_meter",
        "test_finds_a_kiloohm_at_milliamperes",
        "test_finds_a_tenth_of_an_ohm_at_50_ampere",
        "test_noisy_voltages_give_the_least_squares_line",
        "test_batches_that_do_not_divide_the_data",
        "test_the_rest_of_ohms_circuit_is_about_20_inch",
        "test_the_curve_passes_through_ohms_readings",
        "test_b_is_the_least_squares_value",
        "test_a_is_the_least_squares_value",
        "test_other_circuits_give_their_own_constants",
    ],
    hint="Your fit ends as nan: the learning rate must stay below 2 / mean(I²), with I in the unit in "
    "which you train. Milliampere suit only one of the resistors; let the data choose the unit.",
)
def fit_ohm(I, U, lr, num_epochs, batch_size):
    R = torch.zeros(1, 1, requires_grad=True)
    b = torch.zeros(1, requires_grad=True)
    for _ in range(num_epochs):
        for X, y in data_iter(batch_size, 1000 * I, U):
            squared_loss(linreg(X, R, b), y).sum().backward()
            sgd([R, b], lr, batch_size)
    return 1000 * R.item(), b.item()


@misconception(
    "fits_the_current_on_the_voltage",
    loses=[
        "test_finds_20_ohm",
        "test_finds_the_offset_of_the_meter",
        "test_finds_a_kiloohm_at_milliamperes",
        "test_finds_a_tenth_of_an_ohm_at_50_ampere",
        "test_noisy_voltages_give_the_least_squares_line",
        "test_batches_that_do_not_divide_the_data",
        "test_the_rest_of_ohms_circuit_is_about_20_inch",
        "test_the_curve_passes_through_ohms_readings",
        "test_b_is_the_least_squares_value",
        "test_a_is_the_least_squares_value",
        "test_other_circuits_give_their_own_constants",
    ],
    hint="Your number is in ampere per volt. Which of the two quantities does the model predict?",
)
def fit_ohm(I, U, lr, num_epochs, batch_size):
    z, mean, std = standardize(U)
    w = torch.zeros(1, 1, requires_grad=True)
    b = torch.zeros(1, requires_grad=True)
    for _ in range(num_epochs):
        for X, y in data_iter(batch_size, z, I):
            squared_loss(linreg(X, w, b), y).sum().backward()
            sgd([w, b], lr, batch_size)
    slope, intercept = unscale(w.detach(), b.detach(), mean, std)
    return slope.item(), intercept.item()


@misconception(
    "inverts_the_fit_of_current_on_voltage",
    loses=["test_noisy_voltages_give_the_least_squares_line"],
    hint="The noise is in the voltage. If you predict the current and invert, R comes out too large by "
    "1/corr²: which of the two should the squared errors be of?",
)
def fit_ohm(I, U, lr, num_epochs, batch_size):
    z, mean, std = standardize(U)
    w = torch.zeros(1, 1, requires_grad=True)
    b = torch.zeros(1, requires_grad=True)
    for _ in range(num_epochs):
        for X, y in data_iter(batch_size, z, I):
            squared_loss(linreg(X, w, b), y).sum().backward()
            sgd([w, b], lr, batch_size)
    slope, intercept = unscale(w.detach(), b.detach(), mean, std)
    return 1 / slope.item(), -intercept.item() / slope.item()


@misconception(
    "mean_of_voltage_over_current",
    loses=[
        "test_finds_the_offset_of_the_meter",
        "test_finds_a_kiloohm_at_milliamperes",
        "test_finds_a_tenth_of_an_ohm_at_50_ampere",
        "test_noisy_voltages_give_the_least_squares_line",
        "test_batches_that_do_not_divide_the_data",
        "test_the_rest_of_ohms_circuit_is_about_20_inch",
        "test_the_curve_passes_through_ohms_readings",
        "test_b_is_the_least_squares_value",
        "test_a_is_the_least_squares_value",
        "test_other_circuits_give_their_own_constants",
    ],
    hint="A quotient U/I near I = 0 is as large as it likes, and an offset of the meter makes it wrong "
    "everywhere. What does the exercise ask you to train?",
)
def fit_ohm(I, U, lr, num_epochs, batch_size):
    return (U / I).mean().item(), 0.0


@misconception(
    "scaling_of_the_current_not_undone",
    loses=[
        "test_finds_20_ohm",
        "test_finds_the_offset_of_the_meter",
        "test_finds_a_kiloohm_at_milliamperes",
        "test_finds_a_tenth_of_an_ohm_at_50_ampere",
        "test_noisy_voltages_give_the_least_squares_line",
        "test_batches_that_do_not_divide_the_data",
        "test_the_rest_of_ohms_circuit_is_about_20_inch",
        "test_the_curve_passes_through_ohms_readings",
        "test_b_is_the_least_squares_value",
        "test_a_is_the_least_squares_value",
        "test_other_circuits_give_their_own_constants",
    ],
    hint="Your R is off by exactly the standard deviation of the current. In which unit is the current "
    "that you trained with?",
)
def fit_ohm(I, U, lr, num_epochs, batch_size):
    z, mean, std = standardize(I)
    w = torch.zeros(1, 1, requires_grad=True)
    b = torch.zeros(1, requires_grad=True)
    for _ in range(num_epochs):
        for X, y in data_iter(batch_size, z, U):
            squared_loss(linreg(X, w, b), y).sum().backward()
            sgd([w, b], lr, batch_size)
    return w.item(), b.item()


@misconception(
    "line_forced_through_the_origin",
    loses=[
        "test_finds_the_offset_of_the_meter",
        "test_finds_a_kiloohm_at_milliamperes",
        "test_finds_a_tenth_of_an_ohm_at_50_ampere",
        "test_noisy_voltages_give_the_least_squares_line",
        "test_batches_that_do_not_divide_the_data",
        "test_the_rest_of_ohms_circuit_is_about_20_inch",
        "test_the_curve_passes_through_ohms_readings",
        "test_b_is_the_least_squares_value",
        "test_a_is_the_least_squares_value",
        "test_other_circuits_give_their_own_constants",
    ],
    hint="A voltmeter may show something at zero current. How many parameters does U = I R + b have?",
)
def fit_ohm(I, U, lr, num_epochs, batch_size):
    unit = (I**2).mean().sqrt()
    w = torch.zeros(1, 1, requires_grad=True)
    for _ in range(num_epochs):
        for X, y in data_iter(batch_size, I / unit, U):
            squared_loss(torch.matmul(X, w), y).sum().backward()
            sgd([w], lr, batch_size)
    return (w / unit).item(), 0.0


@misconception(
    "predictions_broadcast_against_labels",
    loses=[
        "test_finds_20_ohm",
        "test_finds_the_offset_of_the_meter",
        "test_finds_a_kiloohm_at_milliamperes",
        "test_finds_a_tenth_of_an_ohm_at_50_ampere",
        "test_noisy_voltages_give_the_least_squares_line",
        "test_batches_that_do_not_divide_the_data",
        "test_the_rest_of_ohms_circuit_is_about_20_inch",
        "test_the_curve_passes_through_ohms_readings",
        "test_b_is_the_least_squares_value",
        "test_a_is_the_least_squares_value",
        "test_other_circuits_give_their_own_constants",
    ],
    hint="Print the shapes of the predictions and of the labels, and of their difference. Only equal "
    "shapes are subtracted example by example; else R ends near 0 and b at the mean voltage.",
)
def fit_ohm(I, U, lr, num_epochs, batch_size):
    z, mean, std = standardize(I)
    w = torch.zeros(1, requires_grad=True)
    b = torch.zeros(1, requires_grad=True)
    for _ in range(num_epochs):
        for X, y in data_iter(batch_size, z, U):
            y_hat = torch.matmul(X, w) + b
            ((y_hat - y) ** 2 / 2).mean().backward()
            sgd([w, b], lr, 1)
    slope, intercept = unscale(w.detach(), b.detach(), mean, std)
    return slope.item(), intercept.item()


@misconception(
    "summed_loss_not_divided_by_the_batch_size",
    loses=[
        "test_finds_20_ohm",
        "test_finds_the_offset_of_the_meter",
        "test_finds_a_kiloohm_at_milliamperes",
        "test_finds_a_tenth_of_an_ohm_at_50_ampere",
        "test_noisy_voltages_give_the_least_squares_line",
        "test_other_circuits_give_their_own_constants",
    ],
    hint="With the whole data set as one batch your steps are n times too long. Is your loss a sum or a "
    "mean?",
)
def fit_ohm(I, U, lr, num_epochs, batch_size):
    z, mean, std = standardize(I)
    w = torch.zeros(1, 1, requires_grad=True)
    b = torch.zeros(1, requires_grad=True)
    for _ in range(num_epochs):
        for X, y in data_iter(batch_size, z, U):
            squared_loss(linreg(X, w, b), y).sum().backward()
            sgd([w, b], lr, 1)
    slope, intercept = unscale(w.detach(), b.detach(), mean, std)
    return slope.item(), intercept.item()


@misconception(
    "gradients_never_set_back_to_zero",
    loses=[
        "test_finds_20_ohm",
        "test_finds_the_offset_of_the_meter",
        "test_finds_a_kiloohm_at_milliamperes",
        "test_finds_a_tenth_of_an_ohm_at_50_ampere",
        "test_noisy_voltages_give_the_least_squares_line",
        "test_batches_that_do_not_divide_the_data",
        "test_the_rest_of_ohms_circuit_is_about_20_inch",
        "test_the_curve_passes_through_ohms_readings",
        "test_b_is_the_least_squares_value",
        "test_a_is_the_least_squares_value",
        "test_other_circuits_give_their_own_constants",
    ],
    hint="backward() adds to .grad. What is in it at the second step?",
)
def fit_ohm(I, U, lr, num_epochs, batch_size):
    z, mean, std = standardize(I)
    w = torch.zeros(1, 1, requires_grad=True)
    b = torch.zeros(1, requires_grad=True)
    for _ in range(num_epochs):
        for X, y in data_iter(batch_size, z, U):
            squared_loss(linreg(X, w, b), y).mean().backward()
            with torch.no_grad():
                w -= lr * w.grad
                b -= lr * b.grad
    slope, intercept = unscale(w.detach(), b.detach(), mean, std)
    return slope.item(), intercept.item()


@misconception(
    "last_incomplete_batch_dropped",
    loses=["test_batches_that_do_not_divide_the_data"],
    hint="How many batches does your loop make of 10 examples when the batch size is 16?",
)
def fit_ohm(I, U, lr, num_epochs, batch_size):
    z, mean, std = standardize(I)
    w = torch.zeros(1, 1, requires_grad=True)
    b = torch.zeros(1, requires_grad=True)
    for _ in range(num_epochs):
        for start in range(0, len(z) - batch_size + 1, batch_size):
            X, y = z[start : start + batch_size], U[start : start + batch_size]
            squared_loss(linreg(X, w, b), y).sum().backward()
            sgd([w, b], lr, batch_size)
    slope, intercept = unscale(w.detach(), b.detach(), mean, std)
    return slope.item(), intercept.item()


@misconception(
    "learning_rate_and_epochs_without_effect",
    loses=["test_training_is_what_finds_the_answer"],
    hint="What changes in your answer when you change the learning rate and the number of epochs? The exercise "
    "asks you to train the line, with the rate and the number of epochs that are given.",
)
def fit_ohm(I, U, lr, num_epochs, batch_size):
    return best_line(I, U)


@misconception(
    "learning_rate_and_epochs_without_effect",
    loses=["test_training_is_what_finds_the_answer"],
    hint="What changes in your answer when you change the learning rate and the number of epochs? The exercise "
    "asks you to train the line, with the rate and the number of epochs that are given.",
)
def fit_ohm(I, U, lr, num_epochs, batch_size):
    z, mean, std = standardize(I)
    w = torch.zeros(1, 1, requires_grad=True)
    b = torch.zeros(1, requires_grad=True)
    for _ in range(600):
        squared_loss(linreg(z, w, b), U).mean().backward()
        sgd([w, b], 0.3, 1)
    slope, intercept = unscale(w.detach(), b.detach(), mean, std)
    return slope.item(), intercept.item()


@misconception(
    "measurements_changed_in_place",
    loses=["test_the_measurements_stay_as_they_are"],
    hint="An operator such as -= or /= changes the tensor of the caller. What does the next one find who "
    "uses it?",
)
def fit_ohm(I, U, lr, num_epochs, batch_size):
    mean, std = I.mean(), I.std()
    I -= mean
    I /= std
    w = torch.zeros(1, 1, requires_grad=True)
    b = torch.zeros(1, requires_grad=True)
    for _ in range(num_epochs):
        for X, y in data_iter(batch_size, I, U):
            squared_loss(linreg(X, w, b), y).sum().backward()
            sgd([w, b], lr, batch_size)
    slope, intercept = unscale(w.detach(), b.detach(), mean, std)
    return slope.item(), intercept.item()


@misconception(
    "returns_offset_before_resistance",
    loses=[
        "test_finds_20_ohm",
        "test_finds_the_offset_of_the_meter",
        "test_finds_a_kiloohm_at_milliamperes",
        "test_finds_a_tenth_of_an_ohm_at_50_ampere",
        "test_noisy_voltages_give_the_least_squares_line",
        "test_batches_that_do_not_divide_the_data",
        "test_the_rest_of_ohms_circuit_is_about_20_inch",
        "test_the_curve_passes_through_ohms_readings",
        "test_b_is_the_least_squares_value",
        "test_a_is_the_least_squares_value",
        "test_other_circuits_give_their_own_constants",
    ],
    hint="Compare the order of your two results with the docstring.",
)
def fit_ohm(I, U, lr, num_epochs, batch_size):
    z, mean, std = standardize(I)
    w = torch.zeros(1, 1, requires_grad=True)
    b = torch.zeros(1, requires_grad=True)
    for _ in range(num_epochs):
        for X, y in data_iter(batch_size, z, U):
            squared_loss(linreg(X, w, b), y).sum().backward()
            sgd([w, b], lr, batch_size)
    slope, intercept = unscale(w.detach(), b.detach(), mean, std)
    return intercept.item(), slope.item()


# ---------------------------------------------------------------- exercise 4: fit_ohm_1826


@right
def fit_ohm_1826(length, X):
    slope, intercept = best_line(length, 1 / X)
    return 1 / slope, intercept / slope


@right
def fit_ohm_1826(length, X):
    A = torch.stack([torch.ones_like(length), length], dim=1).double()
    c = torch.linalg.lstsq(A, (1 / X.double()).unsqueeze(1)).solution
    return 1 / c[1], c[0] / c[1]


@right
def fit_ohm_1826(length, X):
    import numpy as np

    slope, intercept = np.polyfit(length.cpu().numpy(), 1 / X.cpu().numpy(), 1)
    return float(1 / slope), float(intercept / slope)


@right
def fit_ohm_1826(length, X):
    from torch import nn

    x, y = length.reshape(-1, 1), 1 / X.reshape(-1, 1)
    x, y = (x - x.mean()) / x.std(), y / y.max()
    net = nn.Linear(1, 1)
    trainer = torch.optim.SGD(net.parameters(), lr=0.1)
    for _ in range(400):
        trainer.zero_grad()
        nn.functional.mse_loss(net(x), y).backward()
        trainer.step()
    slope = net.weight.item() / length.std().item()
    intercept = net.bias.item() - slope * length.mean().item()
    return (X.min() / slope).item(), intercept / slope


@misconception(
    "reading_itself_fitted_to_a_line",
    loses=[
        "test_the_rest_of_ohms_circuit_is_about_20_inch",
        "test_the_curve_passes_through_ohms_readings",
        "test_b_is_the_least_squares_value",
        "test_a_is_the_least_squares_value",
        "test_other_circuits_give_their_own_constants",
    ],
    hint="Plot the reading X against the length. Is that a line? Which function of X would be one?",
)
def fit_ohm_1826(length, X):
    slope, intercept = best_line(length, X)
    return 1 / slope, intercept / slope


@misconception(
    "slope_returned_as_a",
    loses=[
        "test_the_curve_passes_through_ohms_readings",
        "test_a_is_the_least_squares_value",
        "test_other_circuits_give_their_own_constants",
    ],
    hint="The slope of 1/X is 1/a. Is your a near 7000 or far below one?",
)
def fit_ohm_1826(length, X):
    slope, intercept = best_line(length, 1 / X)
    return slope, intercept / slope


@misconception(
    "intercept_returned_as_b",
    loses=[
        "test_the_rest_of_ohms_circuit_is_about_20_inch",
        "test_the_curve_passes_through_ohms_readings",
        "test_b_is_the_least_squares_value",
        "test_other_circuits_give_their_own_constants",
    ],
    hint="The intercept of 1/X is b/a, not b. Which unit has your b: inches?",
)
def fit_ohm_1826(length, X):
    slope, intercept = best_line(length, 1 / X)
    return 1 / slope, intercept


@misconception(
    "factor_1000_of_the_reciprocal_forgotten",
    loses=[
        "test_the_curve_passes_through_ohms_readings",
        "test_a_is_the_least_squares_value",
        "test_other_circuits_give_their_own_constants",
    ],
    hint="You fitted 1000/X to have handy numbers. Which of a and b depends on the factor?",
)
def fit_ohm_1826(length, X):
    slope, intercept = best_line(length, 1000 / X)
    return 1 / slope, intercept / slope


@misconception(
    "minimises_the_errors_of_the_reading",
    loses=["test_b_is_the_least_squares_value", "test_a_is_the_least_squares_value"],
    hint="Your curve is a good one, but its squared errors are those of X. Which quantity does the "
    "exercise fit to a line?",
)
def fit_ohm_1826(length, X):
    x, y = length.double(), X.double()
    slope, intercept = best_line(x, 1 / y)
    a, b = 1 / slope, intercept / slope
    for _ in range(30):
        jacobian = torch.stack([1 / (b + x), -a / (b + x) ** 2], dim=1)
        step = torch.linalg.lstsq(jacobian, (y - a / (b + x)).reshape(-1, 1)).solution
        a, b = a + step[0].item(), b + step[1].item()
    return a, b


@misconception(
    "ohms_own_constants_copied",
    loses=["test_other_circuits_give_their_own_constants"],
    hint="Your function gives the same constants for every circuit. What does it do with its arguments?",
)
def fit_ohm_1826(length, X):
    return 7269.47, 20.3086


@misconception(
    "length_fitted_without_a_change_of_unit",
    loses=[
        "test_the_rest_of_ohms_circuit_is_about_20_inch",
        "test_the_curve_passes_through_ohms_readings",
        "test_b_is_the_least_squares_value",
        "test_a_is_the_least_squares_value",
        "test_other_circuits_give_their_own_constants",
    ],
    hint="The lengths reach 130 inches, so the mean of their squares is about 3000. How small must the "
    "learning rate be then, and how long does the intercept take with it?",
)
def fit_ohm_1826(length, X):
    x, y = length.reshape(-1, 1), 1000 / X.reshape(-1, 1)
    w = torch.zeros(1, 1, requires_grad=True)
    b = torch.zeros(1, requires_grad=True)
    for _ in range(2000):
        squared_loss(linreg(x, w, b), y).mean().backward()
        sgd([w, b], 3e-4, 1)
    return 1000 / w.item(), b.item() / w.item()


@misconception(
    "row_of_reciprocals_broadcasts",
    loses=[
        "test_the_rest_of_ohms_circuit_is_about_20_inch",
        "test_the_curve_passes_through_ohms_readings",
        "test_b_is_the_least_squares_value",
        "test_a_is_the_least_squares_value",
        "test_other_circuits_give_their_own_constants",
    ],
    hint="Both columns of the file have the shape (n,). Which shape has the prediction, and which the "
    "difference?",
)
def fit_ohm_1826(length, X):
    z, mean, std = standardize(length.reshape(-1, 1))
    y = 1000 / X
    w = torch.zeros(1, 1, requires_grad=True)
    b = torch.zeros(1, requires_grad=True)
    for _ in range(500):
        ((linreg(z, w, b) - y) ** 2 / 2).mean().backward()
        sgd([w, b], 0.1, 1)
    slope, intercept = unscale(w.detach(), b.detach(), mean, std)
    return 1000 / slope.item(), (intercept / slope).item()


# ---------------------------------------------------------------- exercise 5: units


@misconception(
    "predicts_that_units_do_not_matter",
    loses=["test_prediction_for_ampere", "test_prediction_for_milliampere"],
    hint="The line is the same in every unit, the gradient is not. What does the gradient of R contain?",
)
def PREDICT_UNITS():
    return {("ampere", 0.03): "ok", ("mA", 0.03): "ok", ("mA", 0.003): "ok"}


@misconception(
    "predicts_nan_for_small_currents",
    loses=["test_prediction_for_ampere", "test_prediction_for_milliampere"],
    hint="A current of 0.01 A makes the gradient of R small. Can small steps diverge?",
)
def PREDICT_UNITS():
    return {("ampere", 0.03): "nan", ("mA", 0.03): "frozen", ("mA", 0.003): "ok"}


@misconception(
    "predicts_that_a_smaller_rate_freezes",
    loses=["test_prediction_for_milliampere_with_a_smaller_rate"],
    hint="A rate is small or large only beside the curvature, here the mean of I² in mA². What is their "
    "product?",
)
def PREDICT_UNITS():
    return {("ampere", 0.03): "frozen", ("mA", 0.03): "nan", ("mA", 0.003): "frozen"}


@misconception(
    "predicts_that_milliampere_always_work",
    loses=["test_prediction_for_milliampere"],
    hint="In mA the mean of I² is about 135. Up to which learning rate does gradient descent on such a "
    "curvature converge?",
)
def PREDICT_UNITS():
    return {("ampere", 0.03): "frozen", ("mA", 0.03): "ok", ("mA", 0.003): "ok"}


@misconception(
    "predicts_that_milliampere_never_work",
    loses=["test_prediction_for_milliampere_with_a_smaller_rate"],
    hint="Compare 2 / mean(I²) in mA with both learning rates.",
)
def PREDICT_UNITS():
    return {("ampere", 0.03): "frozen", ("mA", 0.03): "nan", ("mA", 0.003): "nan"}


@right
def run_units(cases=UNIT_CASES):
    from torch import nn

    def train(I, lr):
        net = nn.Linear(1, 1).to(I.device)
        nn.init.zeros_(net.weight)
        nn.init.zeros_(net.bias)
        trainer = torch.optim.SGD(net.parameters(), lr)
        for _ in range(50):
            for X, y in data_iter(10, I, unit_U):
                trainer.zero_grad()
                squared_loss(net(X), y).mean().backward()
                trainer.step()
        return net.weight.item()

    def judge(R):
        if R != R or abs(R) == float("inf"):
            return "nan"
        return "ok" if 950 <= R <= 1050 else "frozen"

    factor = {"ampere": 1.0, "mA": 1000.0}
    return {(unit, lr): judge(factor[unit] * train(unit_I * factor[unit], lr)) for unit, lr in cases}


@right
def run_units(cases=UNIT_CASES):
    result = {}
    for case in cases:
        scale = 1e3 if case[0] == "mA" else 1.0
        theta = torch.zeros(2, requires_grad=True)
        for _ in range(50):
            for part in torch.randperm(len(unit_I)).split(10):
                l = ((theta[0] * scale * unit_I[part] + theta[1] - unit_U[part]) ** 2 / 2).mean()
                (g,) = torch.autograd.grad(l, theta)
                theta = (theta - case[1] * g).detach().requires_grad_()
        R = (theta[0] * scale).detach()
        close = torch.isclose(R, torch.tensor(1000.0), rtol=0.05)
        result[tuple(case)] = "nan" if not torch.isfinite(R) else "ok" if close else "frozen"
    return result


@right
def run_units(cases=UNIT_CASES):
    # both gradients by hand, without autograd
    per_ampere = {"ampere": 1, "mA": 1000}

    def outcome(unit, lr):
        x = unit_I * per_ampere[unit]
        w = b = torch.zeros((), device=x.device)
        for _ in range(50):
            for part in torch.randperm(len(x)).reshape(-1, 10):
                e = w * x[part] + b - unit_U[part]
                w, b = w - lr * (e * x[part]).mean(), b - lr * e.mean()
        R = float(w) * per_ampere[unit]
        if R != R or R in (math.inf, -math.inf):
            return "nan"
        return "ok" if 0.95 < R / 1000 < 1.05 else "frozen"

    return {(unit, lr): outcome(unit, lr) for unit, lr in cases}


@misconception(
    "run_returns_the_prediction",
    loses=["test_run_really_trains"],
    hint="A prediction is not an outcome. Ask your function for a learning rate that nobody predicted.",
)
def run_units(cases=UNIT_CASES):
    return {case: PREDICT_UNITS.get(tuple(case), "ok") for case in cases}


@misconception(
    "nan_looked_for_with_equality",
    loses=["test_run_shows_what_happens", "test_run_really_trains"],
    hint="nan == nan is False. Which function of math or torch tells whether a number is finite?",
)
def run_units(cases=UNIT_CASES):
    outcome = {}
    for unit, lr in cases:
        k = 1000 if unit == "mA" else 1
        w, b = torch.zeros(1, 1, requires_grad=True), torch.zeros(1, requires_grad=True)
        for _ in range(50):
            for X, y in data_iter(10, k * unit_I, unit_U):
                squared_loss(linreg(X, w, b), y).sum().backward()
                sgd([w, b], lr, 10)
        R = w.item() * k
        outcome[unit, lr] = "nan" if R == float("nan") else "ok" if abs(R - 1000) < 50 else "frozen"
    return outcome


@misconception(
    "slope_left_in_volt_per_milliampere",
    loses=["test_run_shows_what_happens", "test_run_really_trains"],
    hint="With the current in mA the slope is in volt per mA. How many ohm is 1 V/mA?",
)
def run_units(cases=UNIT_CASES):
    outcome = {}
    for unit, lr in cases:
        k = 1000 if unit == "mA" else 1
        w, b = torch.zeros(1, 1, requires_grad=True), torch.zeros(1, requires_grad=True)
        for _ in range(50):
            for X, y in data_iter(10, k * unit_I, unit_U):
                squared_loss(linreg(X, w, b), y).sum().backward()
                sgd([w, b], lr, 10)
        R = w.item()
        outcome[unit, lr] = "nan" if not math.isfinite(R) else "ok" if abs(R - 1000) < 50 else "frozen"
    return outcome


@misconception(
    "current_multiplied_in_the_wrong_unit",
    loses=["test_run_shows_what_happens", "test_run_really_trains"],
    hint="unit_I is in ampere. What is 0.01 A in mA: more or less than one?",
)
def run_units(cases=UNIT_CASES):
    outcome = {}
    for unit, lr in cases:
        k = 0.001 if unit == "mA" else 1
        w, b = torch.zeros(1, 1, requires_grad=True), torch.zeros(1, requires_grad=True)
        for _ in range(50):
            for X, y in data_iter(10, k * unit_I, unit_U):
                squared_loss(linreg(X, w, b), y).sum().backward()
                sgd([w, b], lr, 10)
        R = w.item() * k
        outcome[unit, lr] = "nan" if not math.isfinite(R) else "ok" if abs(R - 1000) < 50 else "frozen"
    return outcome


@misconception(
    "parameters_carried_from_case_to_case",
    loses=["test_run_shows_what_happens", "test_run_really_trains"],
    hint="Where does the second case start? Every case has to start at zero.",
)
def run_units(cases=UNIT_CASES):
    outcome = {}
    w, b = torch.zeros(1, 1, requires_grad=True), torch.zeros(1, requires_grad=True)
    for unit, lr in cases:
        k = 1000 if unit == "mA" else 1
        for _ in range(50):
            for X, y in data_iter(10, k * unit_I, unit_U):
                squared_loss(linreg(X, w, b), y).sum().backward()
                sgd([w, b], lr, 10)
        R = w.item() * k
        outcome[unit, lr] = "nan" if not math.isfinite(R) else "ok" if abs(R - 1000) < 50 else "frozen"
    return outcome


@misconception(
    "run_standardizes_the_current",
    loses=["test_run_shows_what_happens", "test_run_really_trains"],
    hint="The run is about what happens without a change of unit. Does your loop see amperes at all?",
)
def run_units(cases=UNIT_CASES):
    outcome = {}
    for unit, lr in cases:
        R, _ = fit_ohm(unit_I, unit_U, lr, 50, 10)
        outcome[unit, lr] = "nan" if not math.isfinite(R) else "ok" if abs(R - 1000) < 50 else "frozen"
    return outcome


@misconception(
    "blames_the_precision_of_float32",
    loses=["test_the_reason_explains_all_three"],
    hint="float32 keeps seven digits of 0.001 as well as of 1000. Would float64 change the three outcomes? "
    "Try it.",
)
def REASON_UNITS():
    return "precision"


@misconception(
    "blames_the_noise",
    loses=["test_the_reason_explains_all_three"],
    hint="The voltage and its noise are the same in all three cases. Does a change of the current's unit "
    "touch them?",
)
def REASON_UNITS():
    return "noise"


@misconception(
    "blames_a_second_minimum",
    loses=["test_the_reason_explains_all_three"],
    hint="The squared loss of a line is a parabola in R and b. How many minima has it?",
)
def REASON_UNITS():
    return "minimum"


@misconception(
    "blames_too_few_epochs",
    loses=["test_the_reason_explains_all_three"],
    hint="Does a run that has reached nan come back when it goes on?",
)
def REASON_UNITS():
    return "epochs"


# ---------------------------------------------------------------- exercise 6: is_ohmic


@right
def is_ohmic(I, U):
    order = I.reshape(-1).argsort()
    x, y = I.reshape(-1)[order], U.reshape(-1)[order]
    slope, intercept = best_line(x, y)
    e = y - (slope * x + intercept)
    if e.abs().max() < 1e-3 * (y.max() - y.min()):
        return True
    changes = (e[1:].sign() != e[:-1].sign()).sum().item()
    return changes > len(x) / 4


@right
def is_ohmic(I, U):
    import numpy as np

    x, y = (v.reshape(-1).double().numpy() for v in (I, U))
    x = (x - x.mean()) / x.std()
    sse = [np.sum((y - np.polyval(np.polyfit(x, y, k), x)) ** 2) for k in (1, 2)]
    floor = len(x) * (1e-4 * np.ptp(y)) ** 2
    return bool(sse[0] < floor or sse[1] > sse[0] / 2)


@right
def is_ohmic(I, U):
    z = standardize(I)[0]
    slope, intercept = best_line(z, U)
    e = (U - slope * z - intercept).reshape(-1)
    if e.abs().max() < 1e-3 * (U.max() - U.min()):
        return torch.tensor(True)
    bend = z.reshape(-1) ** 2
    correlation = torch.corrcoef(torch.stack([e, bend - bend.mean()]))[0, 1]
    return correlation.abs() < 0.4


@right
def is_ohmic(I, U):
    x, y = I - I.mean(), U - U.mean()  # a line through the middle: any fit settles quickly
    R, b = fit_ohm(x, y, 0.15, 500, len(I))
    residual = (y - R * x - b).reshape(-1)[I.reshape(-1).argsort()]
    if residual.abs().max() < 0.001 * (U.max() - U.min()):
        return True
    third = len(residual) // 3
    left, middle, right_ = (part.mean() for part in (residual[:third], residual[third:-third], residual[-third:]))
    return not bool((middle - (left + right_) / 2).abs() > 0.8 * residual.std())


@misconception(
    "every_device_is_ohmic",
    loses=[
        "test_a_parabola_is_not_ohmic",
        "test_the_diode_is_not_ohmic",
        "test_a_gentle_bend_is_not_ohmic",
        "test_the_unit_does_not_change_the_verdict",
    ],
    hint="A line can be fitted to anything. What would the residuals of a diode look like?",
)
def is_ohmic(I, U):
    return True


@misconception(
    "residuals_compared_with_the_range",
    loses=["test_a_noisy_line_is_ohmic", "test_a_gentle_bend_is_not_ohmic"],
    hint="Your rule asks how large the residuals are beside the range of U, as a correlation does. But large "
    "residuals may be plain noise, and small ones may bend: what tells the two apart?",
)
def is_ohmic(I, U):
    r = torch.corrcoef(torch.cat([I, U], dim=1).T)[0, 1]
    return bool(r**2 > 0.98)


@misconception(
    "judges_by_the_size_of_the_residuals",
    loses=["test_a_noisy_line_is_ohmic", "test_the_unit_does_not_change_the_verdict"],
    hint="Ten millivolt are much or little, depending on the meter and on its unit. Does the pattern of "
    "your residuals matter?",
)
def is_ohmic(I, U):
    slope, intercept = best_line(I, U)
    return bool((U - slope * I - intercept).abs().max() < 0.01)


@misconception(
    "residuals_compared_with_the_range",
    loses=["test_a_noisy_line_is_ohmic", "test_a_gentle_bend_is_not_ohmic"],
    hint="Your rule asks how large the residuals are beside the range of U, as a correlation does. But large "
    "residuals may be plain noise, and small ones may bend: what tells the two apart?",
)
def is_ohmic(I, U):
    slope, intercept = best_line(I, U)
    return bool((U - slope * I - intercept).abs().max() < 0.05 * (U.max() - U.min()))


@misconception(
    "asks_whether_the_offset_is_zero",
    loses=["test_an_exact_line_is_ohmic", "test_a_noisy_line_is_ohmic", "test_a_gentle_bend_is_not_ohmic"],
    hint="A voltmeter with an offset does not make a resistor a diode. Does your rule look for a bend?",
)
def is_ohmic(I, U):
    _, intercept = best_line(I, U)
    return abs(intercept) < 0.05 * float(U.max() - U.min())


@misconception(
    "compares_the_quotients_of_voltage_and_current",
    loses=[
        "test_an_exact_line_is_ohmic",
        "test_a_noisy_line_is_ohmic",
        "test_a_gentle_bend_is_not_ohmic",
        "test_the_unit_does_not_change_the_verdict",
    ],
    hint="U/I is the same everywhere only without noise and without offset. What is left of U after a line "
    "is taken away?",
)
def is_ohmic(I, U):
    R = U / I
    return bool(R.std() < 0.05 * R.mean())


@misconception(
    "every_improvement_by_a_parabola_is_a_bend",
    loses=["test_a_noisy_line_is_ohmic", "test_the_unit_does_not_change_the_verdict"],
    hint="A parabola has one more parameter and always fits a little better, even to pure noise. How much "
    "better is enough?",
)
def is_ohmic(I, U):
    z, y = standardize(I)[0].double(), U.double()
    sse = []
    for k in (2, 3):
        A = torch.cat([z**p for p in range(k)], dim=1)
        sse.append(((y - A @ torch.linalg.lstsq(A, y).solution) ** 2).sum())
    if sse[0] < 1e-6 * len(y) * (y.max() - y.min()) ** 2:
        return True
    return not bool(sse[1] < sse[0])


@misconception(
    "answer_the_wrong_way_round",
    loses=[
        "test_an_exact_line_is_ohmic",
        "test_a_parabola_is_not_ohmic",
        "test_the_diode_is_not_ohmic",
        "test_a_noisy_line_is_ohmic",
        "test_a_gentle_bend_is_not_ohmic",
        "test_a_bend_too_small_to_measure_is_none",
        "test_the_unit_does_not_change_the_verdict",
    ],
    hint="True means ohmic. Try your function on an exact line.",
)
def is_ohmic(I, U):
    z, y = standardize(I)[0].double(), U.double()
    sse = []
    for k in (2, 3):
        A = torch.cat([z**p for p in range(k)], dim=1)
        sse.append(((y - A @ torch.linalg.lstsq(A, y).solution) ** 2).sum())
    return bool(sse[0] > 1e-6 * len(y) * (y.max() - y.min()) ** 2) and bool(sse[1] < sse[0] / 2)


# ---------------------------------------------------------------- mutants that are no mistakes

equivalent(
    "synthetic_ohm: `U = I * R + b + noise * torch.randn(num_examples, 1)` → "
    "`U = I * R + b - noise * torch.randn(num_examples, 1)`",
    why="the normal distribution is symmetric: its negative is as good a noise",
)

equivalent(
    "fit_ohm_1826: `y = 1 / X.reshape(-1, 1)` → "
    "`y = 1 / X`",
    why="the given squared_loss brings the labels into the shape of the predictions",
)

equivalent(
    "fit_ohm_1826: `slope, intercept = fit_ohm(x, y, lr=0.2, num_epochs=500, batch_size=len(x))` → "
    "`slope, intercept = fit_ohm(x, y, lr=0.4, num_epochs=500, batch_size=len(x))`",
    why="the task leaves the learning rate and the number of epochs open, and either is enough for the line",
)

equivalent(
    "fit_ohm_1826: `slope, intercept = fit_ohm(x, y, lr=0.2, num_epochs=500, batch_size=len(x))` → "
    "`slope, intercept = fit_ohm(x, y, lr=0.2, num_epochs=501, batch_size=len(x))`",
    why="the task leaves the learning rate and the number of epochs open, and either is enough for the line",
)

equivalent(
    "fit_ohm_1826: `slope, intercept = fit_ohm(x, y, lr=0.2, num_epochs=500, batch_size=len(x))` → "
    "`slope, intercept = fit_ohm(x, y, lr=0.2, num_epochs=499, batch_size=len(x))`",
    why="the task leaves the learning rate and the number of epochs open, and either is enough for the line",
)

equivalent(
    "is_ohmic: `if rest[0].std() < 0.001 * (y.max() - y.min()):` → "
    "`if rest[0].std() <= 0.001 * (y.max() - y.min()):`",
    why="no measured residuals are a thousandth of the range to the last digit",
)

equivalent(
    "is_ohmic: `if rest[0].std() < 0.001 * (y.max() - y.min()):` → "
    "`if rest[0].std() < 0.002 * (y.max() - y.min()):`",
    why="the task leaves open which size of the residuals counts: the largest is about twice their standard deviation",
)

equivalent(
    "is_ohmic: `rest = [y - A @ torch.linalg.lstsq(A, y).solution for A in (line, parabola)]` → "
    "`rest = [A @ torch.linalg.lstsq(A, y).solution - y for A in (line, parabola)]`",
    why="only squares and the spread of the residuals are used, which have no sign",
)

equivalent(
    "is_ohmic: `return bool((rest[1] ** 2).sum() > 0.5 * (rest[0] ** 2).sum())` → "
    "`return bool((rest[1] ** 2).sum() >= 0.5 * (rest[0] ** 2).sum())`",
    why="no measured sum of squares is half of another one to the last digit",
)

equivalent(
    "is_ohmic: `parabola = torch.cat([line, z ** 2], dim=1)` → "
    "`parabola = torch.cat([line, 2 ** z], dim=1)`",
    why="an exponential function bends as a parabola does, and the task leaves the rule open",
)

equivalent(
    "fit_ohm: `w = torch.zeros((1, 1), device=I.device, requires_grad=True)` → "
    "`w = torch.ones((1, 1), device=I.device, requires_grad=True)`",
    why="the task calls zero a good start, not the only one; other right answers start at small random numbers",
)

equivalent(
    "fit_ohm: `w = torch.zeros((1, 1), device=I.device, requires_grad=True)` → "
    "`w = torch.zeros((1, 1), requires_grad=True)`",
    why="on a CPU, where grading runs, a new tensor lies beside the data without being told so",
)

equivalent(
    "fit_ohm: `b = torch.zeros(1, device=I.device, requires_grad=True)` → "
    "`b = torch.ones(1, device=I.device, requires_grad=True)`",
    why="the task calls zero a good start, not the only one; other right answers start at small random numbers",
)

equivalent(
    "fit_ohm: `b = torch.zeros(1, device=I.device, requires_grad=True)` → "
    "`b = torch.zeros(1, requires_grad=True)`",
    why="on a CPU, where grading runs, a new tensor lies beside the data without being told so",
)

equivalent(
    "fit_ohm: `R, offset = unscale(w.detach(), b.detach(), mean, std)` → "
    "`R, offset = unscale(w, b.detach(), mean, std)`",
    why="the float that is returned leaves the graph in any case",
)

equivalent(
    "fit_ohm: `R, offset = unscale(w.detach(), b.detach(), mean, std)` → "
    "`R, offset = unscale(w.detach(), b, mean, std)`",
    why="the float that is returned leaves the graph in any case",
)

equivalent(
    "fit_ohm: `return (float(R), float(offset))` → "
    "`return (R, float(offset))`",
    why="the task lets numbers be tensors with one element",
)

equivalent(
    "fit_ohm: `return (float(R), float(offset))` → "
    "`return (float(R), offset)`",
    why="the task lets numbers be tensors with one element",
)

equivalent(
    "fit_ohm: `squared_loss(linreg(z_batch, w, b), U_batch).sum().backward()` → "
    "`squared_loss(U_batch, linreg(z_batch, w, b)).sum().backward()`",
    why="the square is the same for a difference either way round, and both have the shape of a column",
)

equivalent(
    "run_units: `w = torch.zeros((1, 1), device=unit_I.device, requires_grad=True)` → "
    "`w = torch.zeros((1, 1), requires_grad=True)`",
    why="on a CPU, where grading runs, a new tensor lies beside the data without being told so",
)

equivalent(
    "run_units: `b = torch.zeros(1, device=unit_I.device, requires_grad=True)` → "
    "`b = torch.zeros(1, requires_grad=True)`",
    why="on a CPU, where grading runs, a new tensor lies beside the data without being told so",
)

equivalent(
    "run_units: `per_ampere = 1000 if unit == 'mA' else 1` → "
    "`per_ampere = 1001 if unit == 'mA' else 1`",
    why="what the current is multiplied by, the slope is too: R is in ohm with any factor, and no outcome changes",
)

equivalent(
    "run_units: `per_ampere = 1000 if unit == 'mA' else 1` → "
    "`per_ampere = 999 if unit == 'mA' else 1`",
    why="what the current is multiplied by, the slope is too: R is in ohm with any factor, and no outcome changes",
)

equivalent(
    "run_units: `per_ampere = 1000 if unit == 'mA' else 1` → "
    "`per_ampere = 1000 if unit == 'mA' else 2`",
    why="in ampere no learning rate brings R near 1000 ohm in 50 epochs: frozen or nan, whatever the factor",
)

equivalent(
    "run_units: `per_ampere = 1000 if unit == 'mA' else 1` → "
    "`per_ampere = 1000 if unit == 'mA' else 0`",
    why="in ampere no learning rate brings R near 1000 ohm in 50 epochs: frozen or nan, whatever the factor",
)

equivalent(
    "run_units: `for _ in range(50):` → "
    "`for _ in range(51):`",
    why="the outcomes are words, and one epoch more or less changes none of them",
)

equivalent(
    "run_units: `for _ in range(50):` → "
    "`for _ in range(49):`",
    why="the outcomes are words, and one epoch more or less changes none of them",
)

equivalent(
    "run_units: `R = w.item() * per_ampere` → "
    "`R = w * per_ampere`",
    why="a tensor of one element is compared as a number is, and only words are returned",
)

equivalent(
    "run_units: `for I, U in data_iter(10, per_ampere * unit_I, unit_U):` → "
    "`for I, U in data_iter(11, per_ampere * unit_I, unit_U):`",
    why="the outcomes are words, and a batch or a divisor of one more or one less changes none of them",
)

equivalent(
    "run_units: `for I, U in data_iter(10, per_ampere * unit_I, unit_U):` → "
    "`for I, U in data_iter(9, per_ampere * unit_I, unit_U):`",
    why="the outcomes are words, and a batch or a divisor of one more or one less changes none of them",
)

equivalent(
    "run_units: `sgd([w, b], lr, 10)` → "
    "`sgd([w, b], lr, 11)`",
    why="the outcomes are words, and a batch or a divisor of one more or one less changes none of them",
)

equivalent(
    "run_units: `sgd([w, b], lr, 10)` → "
    "`sgd([w, b], lr, 9)`",
    why="the outcomes are words, and a batch or a divisor of one more or one less changes none of them",
)

equivalent(
    "run_units: `squared_loss(linreg(I, w, b), U).sum().backward()` → "
    "`squared_loss(U, linreg(I, w, b)).sum().backward()`",
    why="the square is the same for a difference either way round, and both have the shape of a column",
)

equivalent(
    "run_units: `outcome[unit, lr] = 'ok' if abs(R - 1000) < 50 else 'frozen'` → "
    "`outcome[unit, lr] = 'ok' if abs(R - 1000) <= 50 else 'frozen'`",
    why="a part in a thousand at the border of 5 % changes no outcome: training ends there only by chance",
)

equivalent(
    "run_units: `outcome[unit, lr] = 'ok' if abs(R - 1000) < 50 else 'frozen'` → "
    "`outcome[unit, lr] = 'ok' if abs(R - 1000) < 51 else 'frozen'`",
    why="a part in a thousand at the border of 5 % changes no outcome: training ends there only by chance",
)

equivalent(
    "run_units: `outcome[unit, lr] = 'ok' if abs(R - 1000) < 50 else 'frozen'` → "
    "`outcome[unit, lr] = 'ok' if abs(R - 1000) < 49 else 'frozen'`",
    why="a part in a thousand at the border of 5 % changes no outcome: training ends there only by chance",
)

equivalent(
    "run_units: `outcome[unit, lr] = 'ok' if abs(R - 1000) < 50 else 'frozen'` → "
    "`outcome[unit, lr] = 'ok' if abs(R - 1001) < 50 else 'frozen'`",
    why="a part in a thousand at the border of 5 % changes no outcome: training ends there only by chance",
)

equivalent(
    "run_units: `outcome[unit, lr] = 'ok' if abs(R - 1000) < 50 else 'frozen'` → "
    "`outcome[unit, lr] = 'ok' if abs(R - 999) < 50 else 'frozen'`",
    why="a part in a thousand at the border of 5 % changes no outcome: training ends there only by chance",
)

equivalent(
    "run_units: `outcome[unit, lr] = 'ok' if abs(R - 1000) < 50 else 'frozen'` → "
    "`outcome[unit, lr] = 'ok' if abs(1000 - R) < 50 else 'frozen'`",
    why="the size of a difference is the same either way round",
)
