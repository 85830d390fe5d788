"""Other answers to real_data: right ones in other styles, and the misconceptions with the tests that each loses."""

from autograder.course.answers import misconception, right
from autograder.course.equivalents import equivalent

# --- 1. least_squares ----------------------------------------------------------------------------------------


@right
def least_squares(X, y):
    A = torch.hstack([torch.ones(len(X), 1, dtype=X.dtype), X])
    t = y.reshape(len(X), 1)
    theta = torch.linalg.solve(A.T @ A, A.T @ t)
    e = t - A @ theta
    s = math.sqrt(float((e * e).sum()) / (len(X) - A.shape[1]))
    return theta[1:], theta[0], s


@right
def least_squares(X, y):
    y = y.view(-1, 1)
    mean_X, mean_y = X.mean(0), y.mean(0)
    w = torch.linalg.pinv(X - mean_X) @ (y - mean_y)
    b = mean_y - mean_X @ w
    sse = sum(float(v) ** 2 for v in (linreg(X, w, b) - y).flatten())
    return w, b, (sse / (X.shape[0] - X.shape[1] - 1)) ** 0.5


@right
def least_squares(X, y):
    import numpy as np

    n, d = X.shape
    A = np.column_stack([X.numpy(), np.ones(n, dtype=X.numpy().dtype)])
    theta, *_ = np.linalg.lstsq(A, y.numpy().ravel(), rcond=None)
    residuals = y.numpy().ravel() - A @ theta
    s = np.sqrt(np.sum(residuals**2) / (n - d - 1))
    return torch.from_numpy(theta[:d].reshape(d, 1).copy()), torch.from_numpy(theta[d:].copy()), float(s)


@right
def least_squares(X, y):
    A = torch.cat((X, torch.ones(X.shape[0], 1).to(X)), 1)
    Q, R = torch.linalg.qr(A)
    y = y.reshape(-1, 1)
    theta = torch.linalg.solve_triangular(R, Q.T @ y, upper=True)
    s = torch.linalg.norm(A @ theta - y) / (X.shape[0] - X.shape[1] - 1) ** 0.5
    return [theta[:-1], theta[-1], s]


@right
def least_squares(X, y):
    # Gauss's elimination on the normal equations, with pivots, in plain Python
    n, d = X.shape
    rows = [[*row, 1.0] for row in X.tolist()]
    labels = y.reshape(-1).tolist()
    k = d + 1
    M = [[sum(r[i] * r[j] for r in rows) for j in range(k)] + [sum(r[i] * t for r, t in zip(rows, labels))] for i in range(k)]
    for i in range(k):
        p = max(range(i, k), key=lambda q: abs(M[q][i]))
        M[i], M[p] = M[p], M[i]
        for q in range(k):
            if q != i:
                f = M[q][i] / M[i][i]
                M[q] = [a - f * c for a, c in zip(M[q], M[i])]
    theta = [M[i][k] / M[i][i] for i in range(k)]
    sse = sum((sum(a * t for a, t in zip(r, theta)) - label) ** 2 for r, label in zip(rows, labels))
    w = torch.tensor(theta[:-1], dtype=X.dtype).reshape(-1, 1)
    return w, torch.tensor(theta[-1:], dtype=X.dtype), math.sqrt(sse / (n - k))


@right
def least_squares(X, y):
    # gradient descent with momentum on standardized columns, in float64, to the end
    t = y.reshape(-1, 1).double()
    m, s = X.double().mean(0), X.double().std(0)
    Z = (X.double() - m) / s
    G, c = Z.T @ Z / len(Z), Z.T @ (t - t.mean()) / len(Z)
    lr = 1 / torch.linalg.eigvalsh(G)[-1]
    v, step = torch.zeros_like(c), torch.zeros_like(c)
    for _ in range(1500):
        step = 0.8 * step - lr * (G @ v - c)
        v = v + step
    w = v / s.reshape(-1, 1)
    b = t.mean(0) - m @ w
    rest = (X.double() @ w + b - t).square().sum() / (len(Z) - len(v) - 1)
    return w.to(X.dtype), b.to(X.dtype), rest.sqrt().to(X.dtype)


@misconception(
    "float32_on_the_way",
    loses=[
        "test_norris_line_has_the_certified_digits",
        "test_norris_residual_sd_has_the_certified_digits",
        "test_least_squares_for_any_number_of_features",
    ],
    hint="Your digits end where those of float32 end. In which dtype does X come, and in which do you compute?",
)
def least_squares(X, y):
    A = torch.cat([X.float(), torch.ones(len(X), 1, dtype=torch.float32)], dim=1)
    y = y.float().reshape(-1, 1)
    theta = torch.linalg.lstsq(A, y).solution
    s = ((A @ theta - y).square().sum() / (len(A) - A.shape[1])).sqrt()
    return theta[:-1].to(X.dtype), theta[-1].to(X.dtype), s.to(X.dtype)


@misconception(
    "no_column_of_ones",
    loses=[
        "test_line_through_three_points",
        "test_norris_line_has_the_certified_digits",
        "test_norris_residual_sd_has_the_certified_digits",
        "test_least_squares_for_any_number_of_features",
        "test_residual_sd_counts_the_features",
    ],
    hint="Your line goes through the origin. Which column has b as its weight?",
)
def least_squares(X, y):
    y = y.reshape(-1, 1)
    w = torch.linalg.lstsq(X, y).solution
    s = ((X @ w - y).square().sum() / (len(X) - X.shape[1] - 1)).sqrt()
    return w, torch.zeros(1, dtype=X.dtype), s


@misconception(
    "residual_sd_of_n",
    loses=[
        "test_line_through_three_points",
        "test_norris_residual_sd_has_the_certified_digits",
        "test_residual_sd_counts_the_features",
    ],
    hint="Put a line through two points: how large are the residuals, and what do they tell of the noise? Compare "
    "your denominator with the formula.",
)
def least_squares(X, y):
    A = torch.cat([X, torch.ones_like(X[:, :1])], dim=1)
    y = y.reshape(-1, 1)
    theta = torch.linalg.lstsq(A, y).solution
    return theta[:-1], theta[-1], (A @ theta - y).square().mean().sqrt()


@misconception(
    "residual_sd_of_n_minus_one",
    loses=[
        "test_line_through_three_points",
        "test_norris_residual_sd_has_the_certified_digits",
        "test_residual_sd_counts_the_features",
    ],
    hint="n - 1 belongs to a sample about its own mean, where one number was fitted. How many numbers did this fit "
    "choose?",
)
def least_squares(X, y):
    A = torch.cat([X, torch.ones_like(X[:, :1])], dim=1)
    y = y.reshape(-1, 1)
    theta = torch.linalg.lstsq(A, y).solution
    return theta[:-1], theta[-1], (A @ theta - y).std()


@misconception(
    "residual_sd_of_a_line_for_planes",
    loses=["test_residual_sd_counts_the_features"],
    hint="For one feature your s is right. How many numbers does the fit choose when there are five features?",
)
def least_squares(X, y):
    A = torch.cat([X, torch.ones_like(X[:, :1])], dim=1)
    y = y.reshape(-1, 1)
    theta = torch.linalg.lstsq(A, y).solution
    return theta[:-1], theta[-1], ((A @ theta - y).square().sum() / (len(A) - 2)).sqrt()


@misconception(
    "bias_forgotten_among_the_degrees_of_freedom",
    loses=[
        "test_line_through_three_points",
        "test_norris_residual_sd_has_the_certified_digits",
        "test_residual_sd_counts_the_features",
    ],
    hint="Two points and a line: n = 2, d = 1, and nothing is left over. What does your denominator say?",
)
def least_squares(X, y):
    A = torch.cat([X, torch.ones_like(X[:, :1])], dim=1)
    y = y.reshape(-1, 1)
    theta = torch.linalg.lstsq(A, y).solution
    return theta[:-1], theta[-1], ((A @ theta - y).square().sum() / (len(A) - X.shape[1])).sqrt()


@misconception(
    "variance_for_the_sd",
    loses=[
        "test_line_through_three_points",
        "test_norris_residual_sd_has_the_certified_digits",
        "test_residual_sd_counts_the_features",
    ],
    hint="Look at the unit of your s: it is that of the labels, squared. What is missing?",
)
def least_squares(X, y):
    A = torch.cat([X, torch.ones_like(X[:, :1])], dim=1)
    y = y.reshape(-1, 1)
    theta = torch.linalg.lstsq(A, y).solution
    return theta[:-1], theta[-1], (A @ theta - y).square().sum() / (len(A) - A.shape[1])


@misconception(
    "mean_absolute_residual",
    loses=[
        "test_line_through_three_points",
        "test_norris_residual_sd_has_the_certified_digits",
        "test_residual_sd_counts_the_features",
    ],
    hint="Your s averages the sizes of the residuals. What does the formula do with each of them before the sum?",
)
def least_squares(X, y):
    A = torch.cat([X, torch.ones_like(X[:, :1])], dim=1)
    y = y.reshape(-1, 1)
    theta = torch.linalg.lstsq(A, y).solution
    return theta[:-1], theta[-1], (A @ theta - y).abs().sum() / (len(A) - A.shape[1])


@misconception(
    "row_labels_make_a_matrix",
    loses=["test_least_squares_takes_row_labels"],
    hint="What shape has a column of predictions minus a row of labels? Give the labels one shape first.",
)
def least_squares(X, y):
    A = torch.cat([X, torch.ones_like(X[:, :1])], dim=1)
    theta = torch.linalg.pinv(A) @ y
    theta = theta.reshape(-1, 1)
    s = ((A @ theta - y).square().sum() / (len(A) - A.shape[1])).sqrt()
    return theta[:-1], theta[-1], s


@misconception(
    "columns_mixed_up",
    loses=[
        "test_line_through_three_points",
        "test_norris_line_has_the_certified_digits",
        "test_least_squares_for_any_number_of_features",
    ],
    hint="The order of the weights is that of the columns. Where did you put the ones, and which weight do you "
    "return as b?",
)
def least_squares(X, y):
    A = torch.cat([torch.ones_like(X[:, :1]), X], dim=1)
    y = y.reshape(-1, 1)
    theta = torch.linalg.lstsq(A, y).solution
    s = ((A @ theta - y).square().sum() / (len(A) - A.shape[1])).sqrt()
    return theta[:-1], theta[-1], s


@misconception(
    "bias_is_the_mean_label",
    loses=[
        "test_line_through_three_points",
        "test_norris_line_has_the_certified_digits",
        "test_least_squares_for_any_number_of_features",
    ],
    hint="At x = 0 your line should have the height b. Is the mean of the labels the height at x = 0, or at the "
    "mean of x?",
)
def least_squares(X, y):
    y = y.reshape(-1, 1)
    Z = X - X.mean(dim=0)
    w = torch.linalg.lstsq(Z, y - y.mean()).solution
    s = ((Z @ w + y.mean() - y).square().sum() / (len(X) - X.shape[1] - 1)).sqrt()
    return w, y.mean(dim=0), s


@misconception(
    "features_one_at_a_time",
    loses=["test_least_squares_for_any_number_of_features", "test_residual_sd_counts_the_features"],
    hint="With one feature you are right. With several, does the slope of one leave out what the others explain?",
)
def least_squares(X, y):
    y = y.reshape(-1, 1)
    Z, t = X - X.mean(dim=0), y - y.mean()
    w = ((Z * t).sum(dim=0) / (Z * Z).sum(dim=0)).reshape(-1, 1)
    b = y.mean(dim=0) - X.mean(dim=0) @ w
    s = ((X @ w + b - y).square().sum() / (len(X) - X.shape[1] - 1)).sqrt()
    return w, b, s


@misconception(
    "gradient_descent_in_raw_units",
    loses=[
        "test_line_through_three_points",
        "test_norris_line_has_the_certified_digits",
        "test_norris_residual_sd_has_the_certified_digits",
        "test_least_squares_for_any_number_of_features",
        "test_residual_sd_counts_the_features",
    ],
    hint="Your result is not finite, or not there yet. How large is the curvature of the loss when x goes to 1000, "
    "and does the task need steps at all?",
)
def least_squares(X, y):
    y = y.reshape(-1, 1)
    w = torch.zeros(X.shape[1], 1, dtype=X.dtype, requires_grad=True)
    b = torch.zeros(1, dtype=X.dtype, requires_grad=True)
    for _ in range(1000):
        squared_loss(linreg(X, w, b), y).sum().backward()
        sgd([w, b], 0.03, len(X))
    w, b = w.detach(), b.detach()
    s = ((X @ w + b - y).square().sum() / (len(X) - X.shape[1] - 1)).sqrt()
    return w, b, s


@misconception(
    "gradient_descent_stopped_early",
    loses=[
        "test_norris_line_has_the_certified_digits",
        "test_norris_residual_sd_has_the_certified_digits",
        "test_least_squares_for_any_number_of_features",
        "test_residual_sd_counts_the_features",
    ],
    hint="Your line is close, and stops after five or six digits. Does it still move when you double the number of "
    "steps, and does the task need steps at all?",
)
def least_squares(X, y):
    t = y.reshape(-1, 1)
    m, s = X.mean(0), X.std(0)
    Z = (X - m) / s
    G, c = Z.T @ Z / len(Z), Z.T @ (t - t.mean()) / len(Z)
    v = torch.zeros_like(c)
    lr = 0.4 / torch.linalg.eigvalsh(G)[-1]
    for _ in range(25):
        v = v - lr * (G @ v - c)
    w = v / s.reshape(-1, 1)
    b = t.mean(0) - m @ w
    return w, b, ((X @ w + b - t).square().sum() / (len(Z) - len(v) - 1)).sqrt()


@misconception(
    "bias_of_shape_one_by_one",
    loses=[
        "test_weights_and_bias_have_their_shapes",
        "test_line_through_three_points",
        "test_norris_line_has_the_certified_digits",
        "test_least_squares_for_any_number_of_features",
    ],
    hint="A part of your result has an axis too many or too few. Which shapes are asked for?",
)
def least_squares(X, y):
    A = torch.cat([X, torch.ones_like(X[:, :1])], dim=1)
    y = y.reshape(-1, 1)
    theta = torch.linalg.lstsq(A, y).solution
    s = ((A @ theta - y).square().sum() / (len(A) - A.shape[1])).sqrt()
    return theta[:-1], theta[-1:], s


@misconception(
    "weights_in_a_row",
    loses=[
        "test_weights_and_bias_have_their_shapes",
        "test_line_through_three_points",
        "test_norris_line_has_the_certified_digits",
        "test_least_squares_for_any_number_of_features",
    ],
    hint="A weight vector of shape (d,) and a bias without an axis are not what linreg takes. Which shapes are "
    "asked for?",
)
def least_squares(X, y):
    A = torch.cat([X, torch.ones_like(X[:, :1])], dim=1)
    y = y.reshape(-1, 1)
    theta = torch.linalg.lstsq(A, y).solution
    s = ((A @ theta - y).square().sum() / (len(A) - A.shape[1])).sqrt()
    return theta[:-1].reshape(-1), theta[-1, 0], s


# --- 2. correct_digits, PREDICT_FLOAT32, fit_standardized -----------------------------------------------------


@right
def correct_digits(value, certified):
    value = torch.as_tensor(value, dtype=torch.float64).reshape(1)
    relative = (value - certified).abs() / abs(certified)
    if not torch.isfinite(relative):
        return 0
    return (-torch.log10(relative)).clamp(0, 15)


@right
def correct_digits(value, certified):
    import numpy as np

    with np.errstate(all="ignore"):
        digits = -np.log10(abs(np.float64(float(value)) / certified - 1))
    return float(np.clip(np.nan_to_num(digits, nan=0.0, posinf=15.0, neginf=0.0), 0, 15))


@right
def correct_digits(value, certified):
    value = value.item() if isinstance(value, torch.Tensor) else value
    if not math.isfinite(value):
        return 0.0
    if value == certified:
        return 15.0
    digits = math.log10(abs(certified)) - math.log10(abs(value - certified))
    return max(0.0, min(digits, 15.0))


@misconception(
    "absolute_error_counted",
    loses=["test_digits_of_pi", "test_digits_of_negative_and_of_tiny_numbers", "test_digits_of_a_float32_tensor"],
    hint="You count decimals, not digits: 6.6e-34 has 34 zeros after the point. What is the difference relative to?",
)
def correct_digits(value, certified):
    error = abs(float(value) - certified)
    if not error < 1:
        return 0.0
    return -math.log10(max(error, 1e-15))


@misconception(
    "natural_logarithm_counted",
    loses=["test_digits_of_pi", "test_digits_of_negative_and_of_tiny_numbers", "test_digits_of_a_float32_tensor"],
    hint="All your counts are 2.303 times too large. Which base do decimal digits have?",
)
def correct_digits(value, certified):
    error = abs(float(value) - certified) / abs(certified)
    if not error < 1:
        return 0.0
    return min(15.0, -math.log(max(error, 1e-15)))


@misconception(
    "sign_of_the_certified_value_kept",
    loses=["test_digits_of_negative_and_of_tiny_numbers", "test_digits_of_a_float32_tensor"],
    hint="Try it with a certified value below zero. What is the logarithm of a negative number?",
)
def correct_digits(value, certified):
    error = abs(float(value) - certified) / certified
    if not error < 1:
        return 0.0
    return -math.log10(max(error, 1e-15))


@misconception(
    "sign_of_the_difference_kept",
    loses=[
        "test_digits_of_pi",
        "test_digits_of_negative_and_of_tiny_numbers",
        "test_digits_of_a_float32_tensor",
        "test_digits_stay_between_0_and_15",
    ],
    hint="A value that is too small has digits, too. What does your formula say of 3.14 and pi?",
)
def correct_digits(value, certified):
    error = (float(value) - certified) / abs(certified)
    if not error < 1:
        return 0.0
    return -math.log10(max(error, 1e-15))


@misconception(
    "compared_in_float32",
    loses=["test_digits_of_a_float32_tensor"],
    hint="Print value - certified for a float32 tensor: in which dtype is it? Turn the value into a Python number "
    "first.",
)
def correct_digits(value, certified):
    error = torch.as_tensor(value - certified).double().abs().reshape(()) / abs(certified)
    if not error < 1:
        return 0.0
    return -torch.log10(error.clamp(min=1e-15))


@misconception(
    "logarithm_of_zero",
    loses=["test_digits_stay_between_0_and_15"],
    hint="What is the logarithm of the error when the two agree perfectly? Treat that case, and cut at 15.",
)
def correct_digits(value, certified):
    error = abs(float(value) - certified) / abs(certified)
    if not error < 1:
        return 0.0
    return -math.log10(error)


@misconception(
    "digits_not_cut_at_15",
    loses=["test_digits_stay_between_0_and_15"],
    hint="Your count goes beyond 15 where the certified value has no more digits. What does the task say of perfect"
    " agreement?",
)
def correct_digits(value, certified):
    error = abs(float(value) - certified) / abs(certified)
    if not error < 1:
        return 0.0
    return -math.log10(max(error, 1e-17))


@misconception(
    "negative_counts",
    loses=["test_digits_stay_between_0_and_15"],
    hint="Can a number have fewer than no correct digits? Look at a value that is ten times too large.",
)
def correct_digits(value, certified):
    error = abs(float(value) - certified) / abs(certified)
    if not math.isfinite(error):
        return 0.0
    return -math.log10(max(error, 1e-15))


@misconception(
    "nan_has_all_digits",
    loses=["test_digits_stay_between_0_and_15"],
    hint="min and max do not notice a nan: every comparison with it is false. What does your function say of nan?",
)
def correct_digits(value, certified):
    error = abs(float(value) - certified) / abs(certified)
    return -math.log10(min(1.0, max(1e-15, error)))


@misconception(
    "nan_passed_on",
    loses=["test_digits_stay_between_0_and_15"],
    hint="A fit that gives nan has no correct digit. What does your function say of nan?",
)
def correct_digits(value, certified):
    error = abs(float(value) - certified) / abs(certified)
    if error >= 1:
        return 0.0
    return -math.log10(max(error, 1e-15))


@misconception(
    "whole_digits_only",
    loses=["test_digits_of_pi", "test_digits_of_negative_and_of_tiny_numbers", "test_digits_of_a_float32_tensor"],
    hint="The number of digits need not be whole. Compare your count for 3.14 with the example.",
)
def correct_digits(value, certified):
    error = abs(float(value) - certified) / abs(certified)
    if not error < 1:
        return 0
    return int(-math.log10(max(error, 1e-15)))


@misconception(
    "relative_to_the_value",
    loses=["test_digits_of_pi", "test_digits_of_negative_and_of_tiny_numbers", "test_digits_stay_between_0_and_15"],
    hint="A value of 99 has no digit of 2.5, and yours has one? By which of the two numbers do you divide?",
)
def correct_digits(value, certified):
    value = float(value)
    error = abs(value - certified) / abs(value)
    if not error < 1:
        return 0.0
    return -math.log10(max(error, 1e-15))


@right
def PREDICT_FLOAT32():
    return dict(
        [
            ("slope, from 20 000, float32", "none"),
            ("slope, from 20 000, float32, mean of x taken away first", "6 to 9"),
            ("slope, data rounded to float32, fitted in float64", "6 to 9"),
            ("intercept, float32", "2 to 5"),
            ("slope, float32", "6 to 9"),
            ("slope, float64", "10 or more"),
        ]
    )


@misconception(
    "a_dtype_has_its_digits_everywhere",
    loses=["test_predicted_digits_of_the_certified_line", "test_predicted_digits_far_from_zero"],
    hint="You give each row the digits of its dtype. What does a difference of two large, nearly equal numbers keep"
    " of its digits?",
)
def PREDICT_FLOAT32():
    return {
        "slope, float64": "10 or more",
        "slope, float32": "6 to 9",
        "intercept, float32": "6 to 9",
        "slope, data rounded to float32, fitted in float64": "6 to 9",
        "slope, from 20 000, float32": "6 to 9",
        "slope, from 20 000, float32, mean of x taken away first": "6 to 9",
    }


@misconception(
    "double_brings_digits_back",
    loses=["test_predicted_digits_of_the_certified_line"],
    hint="Print 0.1 as float32, then .double() of it. Which digits come back?",
)
def PREDICT_FLOAT32():
    return {
        "slope, float64": "10 or more",
        "slope, float32": "6 to 9",
        "intercept, float32": "2 to 5",
        "slope, data rounded to float32, fitted in float64": "10 or more",
        "slope, from 20 000, float32": "none",
        "slope, from 20 000, float32, mean of x taken away first": "6 to 9",
    }


@misconception(
    "a_shift_costs_some_digits_only",
    loses=["test_predicted_digits_far_from_zero"],
    hint="lstsq does not only round: beside a column of 20 000s it judges what is left to be nothing. How many "
    "numbers are then fitted?",
)
def PREDICT_FLOAT32():
    return {
        "slope, float64": "10 or more",
        "slope, float32": "6 to 9",
        "intercept, float32": "2 to 5",
        "slope, data rounded to float32, fitted in float64": "6 to 9",
        "slope, from 20 000, float32": "2 to 5",
        "slope, from 20 000, float32, mean of x taken away first": "6 to 9",
    }


@misconception(
    "a_shift_changes_nothing",
    loses=["test_predicted_digits_far_from_zero"],
    hint="On paper a shift leaves the slope alone. What is the angle between a column of ones and a column of "
    "numbers between 20 000 and 21 000?",
)
def PREDICT_FLOAT32():
    return {
        "slope, float64": "10 or more",
        "slope, float32": "6 to 9",
        "intercept, float32": "2 to 5",
        "slope, data rounded to float32, fitted in float64": "6 to 9",
        "slope, from 20 000, float32": "6 to 9",
        "slope, from 20 000, float32, mean of x taken away first": "6 to 9",
    }


@misconception(
    "the_mean_does_not_help",
    loses=["test_predicted_digits_far_from_zero"],
    hint="Without its mean, the column of x lies between -500 and 500 again. What was wrong with it before?",
)
def PREDICT_FLOAT32():
    return {
        "slope, float64": "10 or more",
        "slope, float32": "6 to 9",
        "intercept, float32": "2 to 5",
        "slope, data rounded to float32, fitted in float64": "6 to 9",
        "slope, from 20 000, float32": "none",
        "slope, from 20 000, float32, mean of x taken away first": "none",
    }


@misconception(
    "float32_loses_nearly_all",
    loses=["test_predicted_digits_of_the_certified_line", "test_predicted_digits_far_from_zero"],
    hint="Rounding an x of 500 to float32 changes its eighth digit. Why should a slope that averages over 36 of "
    "them lose five?",
)
def PREDICT_FLOAT32():
    return {
        "slope, float64": "10 or more",
        "slope, float32": "2 to 5",
        "intercept, float32": "2 to 5",
        "slope, data rounded to float32, fitted in float64": "2 to 5",
        "slope, from 20 000, float32": "none",
        "slope, from 20 000, float32, mean of x taken away first": "2 to 5",
    }


@misconception(
    "numbers_instead_of_choices",
    loses=[
        "test_digit_predictions_can_be_read",
        "test_predicted_digits_of_the_certified_line",
        "test_predicted_digits_far_from_zero",
    ],
    hint="The rows ask for one of four choices, each a string. Which choice does your number fall into?",
)
def PREDICT_FLOAT32():
    return {
        "slope, float64": 14,
        "slope, float32": 7,
        "intercept, float32": 4,
        "slope, data rounded to float32, fitted in float64": 8,
        "slope, from 20 000, float32": 0,
        "slope, from 20 000, float32, mean of x taken away first": 7,
    }


@right
def fit_standardized(X, y):
    # in float64 nothing is lost on the way
    A = torch.cat([X, torch.ones_like(X[:, :1])], dim=1).double()
    length = A.norm(dim=0)
    theta = torch.linalg.lstsq(A / length, y.double()).solution.reshape(-1) / length
    return theta[:-1].reshape(-1, 1).to(X.dtype), theta[-1:].to(X.dtype)


@right
def fit_standardized(X, y):
    m, s = X.mean(0, keepdim=True), X.std(0, keepdim=True, unbiased=False)
    Z = (X - m) / s
    Z = torch.cat([Z, torch.ones(len(Z), 1, dtype=Z.dtype)], 1)
    v = torch.linalg.solve(Z.T @ Z, Z.T @ y)
    w = v[:-1] / s.T
    return w, v[-1] - (m @ w).reshape(-1)


@right
def fit_standardized(X, y):
    # by the largest deviation in place of the standard deviation, and with y scaled as well
    centre, scale = X.mean(dim=0), (X - X.mean(dim=0)).abs().max(dim=0).values
    Z = (X - centre) / scale
    t, unit = y - y.mean(), y.std()
    v = torch.linalg.pinv(Z) @ (t / unit)
    w = (v[:, 0] * unit / scale).unsqueeze(1)
    return w, (y.mean() - (centre * w[:, 0]).sum()).reshape(1)


@right
def fit_standardized(X, y):
    import numpy as np

    x, t = X.numpy().astype(np.float64), y.numpy().astype(np.float64)
    centre, spread = x.mean(axis=0), x.std(axis=0)
    weights = np.linalg.lstsq((x - centre) / spread, t - t.mean(), rcond=None)[0][:, 0] / spread
    w = torch.tensor(weights, dtype=X.dtype).reshape(-1, 1)
    return w, torch.tensor([t.mean() - centre @ weights], dtype=X.dtype)


@misconception(
    "scaling_not_undone",
    loses=[
        "test_standardized_fit_of_five_points",
        "test_standardized_fit_far_from_zero",
        "test_standardized_fit_in_wild_units",
    ],
    hint="Your weights belong to the standardized columns. Insert z = (x - m) / s in your line: what stands before "
    "x, and what remains?",
)
def fit_standardized(X, y):
    Z = (X - X.mean(dim=0)) / X.std(dim=0)
    v = torch.linalg.lstsq(Z, y - y.mean()).solution
    return v, y.mean(dim=0)


@misconception(
    "intercept_not_undone",
    loses=[
        "test_standardized_fit_of_five_points",
        "test_standardized_fit_far_from_zero",
        "test_standardized_fit_in_wild_units",
    ],
    hint="The slopes are right, and your b is the height at the means of x. What is the height at x = 0?",
)
def fit_standardized(X, y):
    std = X.std(dim=0)
    v = torch.linalg.lstsq((X - X.mean(dim=0)) / std, y - y.mean()).solution
    return v / std.reshape(-1, 1), y.mean(dim=0)


@misconception(
    "multiplied_instead_of_divided",
    loses=[
        "test_standardized_fit_of_five_points",
        "test_standardized_fit_far_from_zero",
        "test_standardized_fit_in_wild_units",
    ],
    hint="Your weights are wrong by the square of a standard deviation. If x is a thousand times larger, is its "
    "weight larger or smaller?",
)
def fit_standardized(X, y):
    mean, std = X.mean(dim=0), X.std(dim=0)
    v = torch.linalg.lstsq((X - mean) / std, y - y.mean()).solution
    w = v * std.reshape(-1, 1)
    return w, y.mean(dim=0) - mean @ w


@misconception(
    "labels_scaled_and_left_so",
    loses=[
        "test_standardized_fit_of_five_points",
        "test_standardized_fit_far_from_zero",
        "test_standardized_fit_in_wild_units",
    ],
    hint="You standardized the labels, too. Which unit have your weights, and how do they get back that of y?",
)
def fit_standardized(X, y):
    mean, std = X.mean(dim=0), X.std(dim=0)
    v = torch.linalg.lstsq((X - mean) / std, (y - y.mean()) / y.std()).solution
    w = v / std.reshape(-1, 1)
    return w, y.mean(dim=0) - mean @ w


@misconception(
    "intercept_from_the_scaled_weights",
    loses=[
        "test_standardized_fit_of_five_points",
        "test_standardized_fit_far_from_zero",
        "test_standardized_fit_in_wild_units",
    ],
    hint="The slopes are right. With which slopes does your b get from the means of x back to 0?",
)
def fit_standardized(X, y):
    mean, std = X.mean(dim=0), X.std(dim=0)
    v = torch.linalg.lstsq((X - mean) / std, y - y.mean()).solution
    return v / std.reshape(-1, 1), y.mean(dim=0) - mean @ v


@misconception(
    "mean_added_with_the_wrong_sign",
    loses=[
        "test_standardized_fit_of_five_points",
        "test_standardized_fit_far_from_zero",
        "test_standardized_fit_in_wild_units",
    ],
    hint="The slopes are right. Draw a rising line: from the means of x back to 0, does it go up or down?",
)
def fit_standardized(X, y):
    mean, std = X.mean(dim=0), X.std(dim=0)
    w = torch.linalg.lstsq((X - mean) / std, y - y.mean()).solution / std.reshape(-1, 1)
    return w, y.mean(dim=0) + mean @ w


@misconception(
    "not_standardized_at_all",
    loses=["test_standardized_fit_far_from_zero", "test_standardized_fit_in_wild_units"],
    hint="This is the fit of exercise 1, which is right on paper and in float64. What did it do with the instrument"
    " that counts from 20 000?",
)
def fit_standardized(X, y):
    A = torch.cat([X, torch.ones_like(X[:, :1])], dim=1)
    theta = torch.linalg.lstsq(A, y).solution
    return theta[:-1], theta[-1]


@misconception(
    "raw_normal_equations",
    loses=["test_standardized_fit_far_from_zero", "test_standardized_fit_in_wild_units"],
    hint="The squares of large numbers swallow what tells the columns apart. Which columns do you square?",
)
def fit_standardized(X, y):
    A = torch.cat([X, torch.ones_like(X[:, :1])], dim=1)
    theta = torch.linalg.solve(A.T @ A, A.T @ y)
    return theta[:-1], theta[-1]


@misconception(
    "divided_but_not_centred",
    loses=["test_standardized_fit_far_from_zero"],
    hint="You changed the unit of each column, but it still points along the column of ones. What did taking away "
    "the mean do in the table above?",
)
def fit_standardized(X, y):
    std = X.std(dim=0)
    A = torch.cat([X / std, torch.ones_like(X[:, :1])], dim=1)
    theta = torch.linalg.lstsq(A, y).solution
    return theta[:-1] / std.reshape(-1, 1), theta[-1]


@misconception(
    "one_scale_for_all_columns",
    loses=["test_standardized_fit_in_wild_units"],
    hint="One mean and one standard deviation for the whole table: what is left of a column of micrometres beside "
    "one of terahertz?",
)
def fit_standardized(X, y):
    mean, std = X.mean(), X.std()
    A = torch.cat([(X - mean) / std, torch.ones_like(X[:, :1])], dim=1)
    theta = torch.linalg.lstsq(A, y).solution
    w = theta[:-1] / std
    return w, theta[-1] - mean * w.sum()


@misconception(
    "standardized_in_place",
    loses=["test_standardizing_leaves_the_data_alone"],
    hint="Print X before and after the call. What does -= do to the tensor of the one who calls?",
)
def fit_standardized(X, y):
    mean, std = X.mean(dim=0), X.std(dim=0)
    X -= mean
    X /= std
    w = torch.linalg.lstsq(X, y - y.mean()).solution / std.reshape(-1, 1)
    return w, y.mean(dim=0) - mean @ w


@misconception(
    "labels_centred_in_place",
    loses=["test_standardizing_leaves_the_data_alone"],
    hint="Print y before and after the call. What does -= do to the tensor of the one who calls?",
)
def fit_standardized(X, y):
    mean, std, height = X.mean(dim=0), X.std(dim=0), y.mean(dim=0)
    y -= height
    w = torch.linalg.lstsq((X - mean) / std, y).solution / std.reshape(-1, 1)
    return w, height - mean @ w


# --- 3. hubble_fit, hubble_time ------------------------------------------------------------------------------


@right
def hubble_fit(distance, velocity, through_origin=True):
    columns = [distance] if through_origin else [distance, torch.ones_like(distance)]
    theta = torch.linalg.lstsq(torch.stack(columns, dim=1), velocity.unsqueeze(1)).solution.flatten()
    return (theta[0], torch.zeros(())) if through_origin else (theta[0], theta[1])


@right
def hubble_fit(distance, velocity, through_origin=True):
    r, v = distance.tolist(), velocity.tolist()
    n = 1 if through_origin else len(r)
    mean_r, mean_v = (0.0, 0.0) if through_origin else (sum(r) / n, sum(v) / n)
    H = sum((a - mean_r) * (c - mean_v) for a, c in zip(r, v)) / sum((a - mean_r) ** 2 for a in r)
    return H, mean_v - H * mean_r


@right
def hubble_fit(distance, velocity, through_origin=True):
    import numpy as np

    r, v = distance.double().numpy(), velocity.double().numpy()
    if through_origin:
        return float(r @ v / (r @ r)), 0
    H, v0 = np.polyfit(r, v, 1)
    return float(H), float(v0)


@right
def hubble_fit(distance, velocity, through_origin=True):
    if through_origin:
        return torch.dot(distance, velocity) / distance.dot(distance), 0.0
    w, b, _ = least_squares(distance.reshape(-1, 1).double(), velocity.double())
    return w.item(), b.item()


@misconception(
    "mean_of_the_ratios",
    loses=[
        "test_lines_through_three_points",
        "test_hubble_1929_through_the_origin",
        "test_other_universes_expand_as_they_do",
    ],
    hint="You trust each ratio v/r equally, that of the nearest nebula, too. What does the derivative of the "
    "squared error give?",
)
def hubble_fit(distance, velocity, through_origin=True):
    if through_origin:
        return (velocity / distance).mean(), 0.0
    r = distance - distance.mean()
    H = (r * velocity).sum() / (r**2).sum()
    return H, velocity.mean() - H * distance.mean()


@misconception(
    "ratio_of_the_means",
    loses=[
        "test_lines_through_three_points",
        "test_hubble_1929_through_the_origin",
        "test_other_universes_expand_as_they_do",
    ],
    hint="A line through the point of the means is not yet that of least squares. What does the derivative of the "
    "squared error give?",
)
def hubble_fit(distance, velocity, through_origin=True):
    if through_origin:
        return velocity.mean() / distance.mean(), 0.0
    r = distance - distance.mean()
    H = (r * velocity).sum() / (r**2).sum()
    return H, velocity.mean() - H * distance.mean()


@misconception(
    "distance_on_velocity",
    loses=[
        "test_lines_through_three_points",
        "test_hubble_1929_through_the_origin",
        "test_hubble_1929_with_a_free_intercept",
        "test_other_universes_expand_as_they_do",
    ],
    hint="You minimise errors of the distance, then turn the line over. Which of the two does the sum of squares "
    "measure?",
)
def hubble_fit(distance, velocity, through_origin=True):
    if through_origin:
        return (velocity**2).sum() / (distance * velocity).sum(), 0.0
    v = velocity - velocity.mean()
    H = (v**2).sum() / (v * distance).sum()
    return H, velocity.mean() - H * distance.mean()


@misconception(
    "slope_in_mpc_per_velocity",
    loses=[
        "test_lines_through_three_points",
        "test_hubble_1929_through_the_origin",
        "test_hubble_1929_with_a_free_intercept",
        "test_other_universes_expand_as_they_do",
    ],
    hint="Which unit has your H? It should be km/s per Mpc.",
)
def hubble_fit(distance, velocity, through_origin=True):
    if through_origin:
        return (distance * velocity).sum() / (velocity**2).sum(), 0.0
    v = velocity - velocity.mean()
    H = (v * distance).sum() / (v**2).sum()
    return H, distance.mean() - H * velocity.mean()


@misconception(
    "origin_not_asked_for",
    loses=[
        "test_lines_through_three_points",
        "test_hubble_1929_through_the_origin",
        "test_other_universes_expand_as_they_do",
    ],
    hint="Call your function with both values of through_origin. Does it give two lines?",
)
def hubble_fit(distance, velocity, through_origin=True):
    r = distance - distance.mean()
    H = (r * velocity).sum() / (r**2).sum()
    return H, velocity.mean() - H * distance.mean()


@misconception(
    "always_through_the_origin",
    loses=[
        "test_lines_through_three_points",
        "test_hubble_1929_with_a_free_intercept",
        "test_other_universes_expand_as_they_do",
    ],
    hint="Call your function with both values of through_origin. Does it give two lines?",
)
def hubble_fit(distance, velocity, through_origin=True):
    return (distance * velocity).sum() / (distance**2).sum(), 0.0


@misconception(
    "origin_the_wrong_way_round",
    loses=[
        "test_lines_through_three_points",
        "test_hubble_1929_through_the_origin",
        "test_hubble_1929_with_a_free_intercept",
        "test_other_universes_expand_as_they_do",
    ],
    hint="Which of your two lines has an intercept, and for which value of through_origin?",
)
def hubble_fit(distance, velocity, through_origin=True):
    if not through_origin:
        return (distance * velocity).sum() / (distance**2).sum(), 0.0
    r = distance - distance.mean()
    H = (r * velocity).sum() / (r**2).sum()
    return H, velocity.mean() - H * distance.mean()


@misconception(
    "free_slope_with_the_intercept_set_to_zero",
    loses=[
        "test_lines_through_three_points",
        "test_hubble_1929_through_the_origin",
        "test_other_universes_expand_as_they_do",
    ],
    hint="You fit a line with an intercept and then leave the intercept out. Is its slope the best one of all lines"
    " through the origin?",
)
def hubble_fit(distance, velocity, through_origin=True):
    r = distance - distance.mean()
    H = (r * velocity).sum() / (r**2).sum()
    return H, 0.0 if through_origin else velocity.mean() - H * distance.mean()


@misconception(
    "intercept_first",
    loses=[
        "test_lines_through_three_points",
        "test_hubble_1929_through_the_origin",
        "test_hubble_1929_with_a_free_intercept",
        "test_other_universes_expand_as_they_do",
    ],
    hint="You return the two numbers in the other order. Which one comes first?",
)
def hubble_fit(distance, velocity, through_origin=True):
    if through_origin:
        return 0.0, (distance * velocity).sum() / (distance**2).sum()
    r = distance - distance.mean()
    H = (r * velocity).sum() / (r**2).sum()
    return velocity.mean() - H * distance.mean(), H


@misconception(
    "slope_only",
    loses=[
        "test_lines_through_three_points",
        "test_hubble_1929_through_the_origin",
        "test_hubble_1929_with_a_free_intercept",
        "test_other_universes_expand_as_they_do",
    ],
    hint="Two numbers are asked for. What is the second when the line goes through the origin?",
)
def hubble_fit(distance, velocity, through_origin=True):
    if through_origin:
        return (distance * velocity).sum() / (distance**2).sum()
    r = distance - distance.mean()
    return (r * velocity).sum() / (r**2).sum()


@misconception(
    "half_of_the_columns_centred",
    loses=[
        "test_lines_through_three_points",
        "test_hubble_1929_with_a_free_intercept",
        "test_other_universes_expand_as_they_do",
    ],
    hint="Your slope for a free intercept is wrong. In the denominator, from where are the distances measured?",
)
def hubble_fit(distance, velocity, through_origin=True):
    if through_origin:
        return (distance * velocity).sum() / (distance**2).sum(), 0.0
    r = distance - distance.mean()
    H = (r * velocity).sum() / (distance**2).sum()
    return H, velocity.mean() - H * distance.mean()


@misconception(
    "published_values_copied",
    loses=["test_lines_through_three_points", "test_other_universes_expand_as_they_do"],
    hint="Your result does not depend on the data. What would you say of another universe?",
)
def hubble_fit(distance, velocity, through_origin=True):
    return (423.937, 0.0) if through_origin else (454.158, -40.784)


@right
def hubble_time(H):
    per_second = H / KM_PER_MPC
    return 1 / per_second / SECONDS_PER_GYR


@right
def hubble_time(H):
    return 977.79222 / torch.as_tensor(H, dtype=torch.float64)


@right
def hubble_time(H):
    gyr_per_mpc_per_km_s = KM_PER_MPC / SECONDS_PER_GYR
    return float(gyr_per_mpc_per_km_s * H ** (-1))


@misconception(
    "units_left_out",
    loses=["test_hubble_time_of_today", "test_hubble_time_of_other_universes"],
    hint="1/H is in Mpc times seconds per kilometre. How many kilometres has a megaparsec, and how many seconds a "
    "Gyr?",
)
def hubble_time(H):
    return 1 / H


@misconception(
    "seconds_returned",
    loses=["test_hubble_time_of_today", "test_hubble_time_of_other_universes"],
    hint="Your result is a number of seconds. In which unit is it asked for?",
)
def hubble_time(H):
    return KM_PER_MPC / H


@misconception(
    "years_returned",
    loses=["test_hubble_time_of_today", "test_hubble_time_of_other_universes"],
    hint="Your result is a thousand million times too large. What does the G in Gyr stand for?",
)
def hubble_time(H):
    return KM_PER_MPC / H / (SECONDS_PER_GYR / 1e9)


@misconception(
    "megayears_returned",
    loses=["test_hubble_time_of_today", "test_hubble_time_of_other_universes"],
    hint="Your result is a thousand times too large. Is a Gyr a million years, or a thousand million?",
)
def hubble_time(H):
    return KM_PER_MPC / H / (SECONDS_PER_GYR / 1e3)


@misconception(
    "rate_for_time",
    loses=["test_hubble_time_of_today", "test_hubble_time_of_other_universes"],
    hint="The faster a universe expands, the younger it is. What does your function say of a larger H?",
)
def hubble_time(H):
    return H / KM_PER_MPC * SECONDS_PER_GYR


@misconception(
    "factors_upside_down",
    loses=["test_hubble_time_of_today", "test_hubble_time_of_other_universes"],
    hint="Write the units beside each factor: do kilometres and seconds cancel?",
)
def hubble_time(H):
    return SECONDS_PER_GYR / (H * KM_PER_MPC)


@misconception(
    "two_thirds_of_the_time",
    loses=["test_hubble_time_of_today", "test_hubble_time_of_other_universes"],
    hint="Two thirds of 1/H is the age of a universe that gravity slows down. Which time is asked for?",
)
def hubble_time(H):
    return 2 / 3 * KM_PER_MPC / H / SECONDS_PER_GYR


@misconception(
    "time_of_1929_copied",
    loses=["test_hubble_time_of_other_universes"],
    hint="Your result does not depend on H. What would you say of another universe?",
)
def hubble_time(H):
    return 13.968


# --- 4. planck_constant, percent_error -----------------------------------------------------------------------


@right
def planck_constant(frequency, voltage):
    A = torch.stack([frequency / 1e14, torch.ones_like(frequency)], dim=1)
    slope, intercept = torch.linalg.lstsq(A, voltage.unsqueeze(1)).solution.flatten().tolist()
    return E_CHARGE * slope * 1e20, -intercept


@right
def planck_constant(frequency, voltage):
    nu, V = frequency.tolist(), voltage.tolist()
    mean_nu, mean_V = sum(nu) / len(nu), sum(V) / len(V)
    slope = sum((a - mean_nu) * (c - mean_V) for a, c in zip(nu, V)) / sum((a - mean_nu) ** 2 for a in nu)
    return slope * E_CHARGE * 1e34, mean_nu * slope - mean_V


@right
def planck_constant(frequency, voltage):
    import numpy as np

    slope, intercept = np.polyfit(frequency.double().numpy() * 1e-15, voltage.double().numpy(), 1)
    return float(slope) * 1.602176634, -float(intercept)


@right
def planck_constant(frequency, voltage):
    w, b = fit_standardized(frequency.reshape(-1, 1).double(), voltage.reshape(-1, 1).double())
    return (w * E_CHARGE / 1e-34).squeeze(), -b


@right
def planck_constant(frequency, voltage):
    # gradient descent in units that suit it: energies in eV, frequencies standardized
    nu, V = frequency.double(), voltage.double()
    z = (nu - nu.mean()) / nu.std(unbiased=False)
    slope, height = torch.zeros((), dtype=torch.float64), torch.zeros((), dtype=torch.float64)
    for _ in range(200):
        e = slope * z + height - V
        slope, height = slope - 0.3 * (e * z).mean(), height - 0.3 * e.mean()
    slope = slope / nu.std(unbiased=False)
    return E_CHARGE * 1e34 * slope, slope * nu.mean() - height


@misconception(
    "energy_to_leave_forgotten",
    loses=[
        "test_planck_constant_of_a_perfect_experiment",
        "test_millikan_finds_the_constant",
        "test_millikan_finds_the_energy",
        "test_other_metals_and_other_constants",
    ],
    hint="Your line passes through the origin, as if electrons left the metal for nothing. Which part of the law is "
    "missing? If you gave it a column of ones: what does lstsq make of that beside one of 10^15?",
)
def planck_constant(frequency, voltage):
    A = torch.stack([frequency, torch.ones_like(frequency)], dim=1)
    # of the drivers the one that always finds A to be of rank 1; the usual one is unsure, and differs from run to run
    found = torch.linalg.lstsq(A, voltage.unsqueeze(1), driver="gelsd").solution
    slope, intercept = found.flatten().double().tolist()
    return E_CHARGE * slope * 1e34, -intercept


@misconception(
    "energy_to_leave_forgotten",
    loses=[
        "test_planck_constant_of_a_perfect_experiment",
        "test_millikan_finds_the_constant",
        "test_millikan_finds_the_energy",
        "test_other_metals_and_other_constants",
    ],
    hint="Your line passes through the origin, as if electrons left the metal for nothing. Which part of the law is "
    "missing? If you gave it a column of ones: what does lstsq make of that beside one of 10^15?",
)
def planck_constant(frequency, voltage):
    return E_CHARGE * 1e34 * (frequency * voltage).sum() / (frequency**2).sum(), 0.0


@misconception(
    "mean_of_the_voltage_ratios",
    loses=[
        "test_planck_constant_of_a_perfect_experiment",
        "test_millikan_finds_the_constant",
        "test_millikan_finds_the_energy",
        "test_other_metals_and_other_constants",
    ],
    hint="V / nu is not h / e as long as W is not 0. Which line does the law describe?",
)
def planck_constant(frequency, voltage):
    return E_CHARGE * 1e34 * (voltage / frequency).mean(), 0.0


@misconception(
    "charge_forgotten",
    loses=[
        "test_planck_constant_of_a_perfect_experiment",
        "test_millikan_finds_the_constant",
        "test_other_metals_and_other_constants",
    ],
    hint="Your h is a number of eV s. What makes J of eV?",
)
def planck_constant(frequency, voltage):
    nu = frequency - frequency.mean()
    slope = (nu * voltage).sum() / (nu**2).sum()
    return slope * 1e34, slope * frequency.mean() - voltage.mean()


@misconception(
    "joule_seconds_returned",
    loses=[
        "test_planck_constant_of_a_perfect_experiment",
        "test_millikan_finds_the_constant",
        "test_other_metals_and_other_constants",
    ],
    hint="Your h is 6.6e-34 instead of 6.6. In which unit is it asked for?",
)
def planck_constant(frequency, voltage):
    nu = frequency - frequency.mean()
    slope = (nu * voltage).sum() / (nu**2).sum()
    return E_CHARGE * slope, slope * frequency.mean() - voltage.mean()


@misconception(
    "divided_by_the_charge",
    loses=[
        "test_planck_constant_of_a_perfect_experiment",
        "test_millikan_finds_the_constant",
        "test_other_metals_and_other_constants",
    ],
    hint="How many joules is one eV: more than one, or far less? Your h has gone the wrong way.",
)
def planck_constant(frequency, voltage):
    nu = frequency - frequency.mean()
    slope = (nu * voltage).sum() / (nu**2).sum()
    return slope.double() / E_CHARGE * 1e34, slope * frequency.mean() - voltage.mean()


@misconception(
    "unit_of_frequency_not_undone",
    loses=[
        "test_planck_constant_of_a_perfect_experiment",
        "test_millikan_finds_the_constant",
        "test_other_metals_and_other_constants",
    ],
    hint="Your h is too large by a power of ten that you know. In which unit did you measure the frequency?",
)
def planck_constant(frequency, voltage):
    nu = frequency / 1e14 - (frequency / 1e14).mean()
    slope = (nu * voltage).sum() / (nu**2).sum()
    return E_CHARGE * slope * 1e34, slope * (frequency / 1e14).mean() - voltage.mean()


@misconception(
    "unit_of_frequency_undone_the_wrong_way",
    loses=[
        "test_planck_constant_of_a_perfect_experiment",
        "test_millikan_finds_the_constant",
        "test_other_metals_and_other_constants",
    ],
    hint="Your h is too large by a power of ten, twice the one that you took out. If the unit of frequency is "
    "larger, is the slope larger or smaller?",
)
def planck_constant(frequency, voltage):
    nu = frequency / 1e14 - (frequency / 1e14).mean()
    slope = ((nu * voltage).sum() / (nu**2).sum()).double()
    return E_CHARGE * slope * 1e48, slope * (frequency / 1e14).mean() - voltage.mean()


@misconception(
    "ten_to_the_thirteen_for_fourteen",
    loses=[
        "test_planck_constant_of_a_perfect_experiment",
        "test_millikan_finds_the_constant",
        "test_other_metals_and_other_constants",
    ],
    hint="Your h is wrong by a factor of ten. Did you go into one unit of frequency and come back from another?",
)
def planck_constant(frequency, voltage):
    nu = frequency / 1e14 - (frequency / 1e14).mean()
    slope = (nu * voltage).sum() / (nu**2).sum()
    return E_CHARGE * slope * 1e21, slope * (frequency / 1e14).mean() - voltage.mean()


@misconception(
    "energy_with_the_sign_of_the_intercept",
    loses=[
        "test_planck_constant_of_a_perfect_experiment",
        "test_millikan_finds_the_energy",
        "test_other_metals_and_other_constants",
    ],
    hint="Does an electron pay or earn when it leaves the metal? Compare your line with the law, sign by sign.",
)
def planck_constant(frequency, voltage):
    nu = frequency - frequency.mean()
    slope = (nu * voltage).sum() / (nu**2).sum()
    return E_CHARGE * slope * 1e34, voltage.mean() - slope * frequency.mean()


@misconception(
    "energy_in_joules",
    loses=[
        "test_planck_constant_of_a_perfect_experiment",
        "test_millikan_finds_the_energy",
        "test_other_metals_and_other_constants",
    ],
    hint="Your W is right, in joules. In which unit is it asked for?",
)
def planck_constant(frequency, voltage):
    nu = frequency - frequency.mean()
    slope = (nu * voltage).sum() / (nu**2).sum()
    return E_CHARGE * slope * 1e34, E_CHARGE * (slope * frequency.mean() - voltage.mean())


@misconception(
    "threshold_frequency_for_the_energy",
    loses=[
        "test_planck_constant_of_a_perfect_experiment",
        "test_millikan_finds_the_energy",
        "test_other_metals_and_other_constants",
    ],
    hint="You return where the line meets the axis, a frequency. Which quantity of the law is asked for?",
)
def planck_constant(frequency, voltage):
    nu = frequency - frequency.mean()
    slope = (nu * voltage).sum() / (nu**2).sum()
    return E_CHARGE * slope * 1e34, frequency.mean() - voltage.mean() / slope


@misconception(
    "frequency_on_voltage",
    loses=[
        "test_millikan_finds_the_constant",
        "test_millikan_finds_the_energy",
        "test_other_metals_and_other_constants",
    ],
    hint="You minimise errors of the frequency, which is known well, then turn the line over. Which of the two "
    "scatters?",
)
def planck_constant(frequency, voltage):
    V = voltage - voltage.mean()
    slope = (V**2).sum() / (V * frequency).sum()
    return E_CHARGE * slope * 1e34, slope * frequency.mean() - voltage.mean()


@misconception(
    "line_through_the_first_and_last_point",
    loses=[
        "test_millikan_finds_the_constant",
        "test_millikan_finds_the_energy",
        "test_other_metals_and_other_constants",
    ],
    hint="Two of the points decide your line. What do the others say?",
)
def planck_constant(frequency, voltage):
    slope = (voltage[-1] - voltage[0]) / (frequency[-1] - frequency[0])
    return E_CHARGE * slope * 1e34, slope * frequency[0] - voltage[0]


@misconception(
    "exact_value_copied",
    loses=[
        "test_planck_constant_of_a_perfect_experiment",
        "test_millikan_finds_the_constant",
        "test_millikan_finds_the_energy",
        "test_other_metals_and_other_constants",
    ],
    hint="Your h does not depend on the data. What would another experiment say?",
)
def planck_constant(frequency, voltage):
    slope = H_EXACT * 1e-34 / E_CHARGE
    return H_EXACT, slope * frequency.mean() - voltage.mean()


@misconception(
    "gradient_steps_in_raw_hertz",
    loses=[
        "test_planck_constant_of_a_perfect_experiment",
        "test_millikan_finds_the_constant",
        "test_millikan_finds_the_energy",
        "test_other_metals_and_other_constants",
    ],
    hint="Print your parameters after the first step. How large is the curvature of the loss when frequencies are "
    "counted in Hz?",
)
def planck_constant(frequency, voltage):
    w = torch.zeros((), dtype=frequency.dtype)
    b = torch.zeros((), dtype=frequency.dtype)
    for _ in range(300):
        e = w * frequency + b - voltage
        w, b = w - 0.03 * (e * frequency).mean(), b - 0.03 * e.mean()
    return E_CHARGE * w * 1e34, -b


@right
def percent_error(value, reference):
    return (value / reference - 1) * 100 * (1 if reference > 0 else -1)


@right
def percent_error(value, reference):
    return float(torch.tensor((value - reference) / reference, dtype=torch.float64) * math.copysign(100, reference))


@right
def percent_error(value, reference):
    difference = value - reference
    return 1e2 * difference / math.fabs(reference)


@misconception(
    "error_without_sign",
    loses=["test_error_of_two_percent", "test_percent_errors_of_any_size"],
    hint="Too large or too small? Your error does not say.",
)
def percent_error(value, reference):
    return 100 * abs(value - reference) / abs(reference)


@misconception(
    "fraction_for_percent",
    loses=["test_error_of_two_percent", "test_percent_errors_of_any_size"],
    hint="Your error is a fraction. How many per cent is 0.02?",
)
def percent_error(value, reference):
    return (value - reference) / abs(reference)


@misconception(
    "error_relative_to_the_value",
    loses=["test_error_of_two_percent", "test_percent_errors_of_any_size"],
    hint="By how many per cent of the reference? Look at what you divide by.",
)
def percent_error(value, reference):
    return 100 * (value - reference) / abs(value)


@misconception(
    "error_the_other_way_round",
    loses=["test_error_of_two_percent", "test_percent_errors_of_any_size"],
    hint="98 for 100 is too small. Which sign should the error have?",
)
def percent_error(value, reference):
    return 100 * (reference - value) / abs(reference)


@misconception(
    "sign_of_the_reference_kept",
    loses=["test_percent_errors_of_any_size"],
    hint="-90 is larger than -100. What does your function say of it?",
)
def percent_error(value, reference):
    return 100 * (value - reference) / reference


@misconception(
    "ratio_in_percent",
    loses=["test_error_of_two_percent", "test_percent_errors_of_any_size"],
    hint="You return how many per cent of the reference the value is. By how many is it off?",
)
def percent_error(value, reference):
    return 100 * value / reference


@misconception(
    "absolute_difference_in_percent",
    loses=["test_error_of_two_percent", "test_percent_errors_of_any_size"],
    hint="What would your function say of two tiny numbers? Per cent of what?",
)
def percent_error(value, reference):
    return 100 * (value - reference)


# --- 5. least_absolute, boscovich_line -----------------------------------------------------------------------


@right
def least_absolute(x, y):
    # through each point in turn the best slope is a weighted median
    best = None
    for p in range(len(x)):
        apart = x != x[p]
        dx, dy = (x[apart] - x[p]).double(), (y[apart] - y[p]).double()
        slopes, order = (dy / dx).sort()
        weights = dx.abs()[order].cumsum(0)
        slope = slopes[(weights >= weights[-1] / 2).nonzero()[0, 0]].item()
        intercept = y[p].item() - slope * x[p].item()
        total = (y - slope * x - intercept).abs().sum().item()
        if best is None or total < best[0]:
            best = total, slope, intercept
    return best[1], best[2]


@right
def least_absolute(x, y):
    import itertools

    points = list(zip(x.tolist(), y.tolist()))
    lines = []
    for (x1, y1), (x2, y2) in itertools.combinations(points, 2):
        if x1 != x2:
            slope = (y2 - y1) / (x2 - x1)
            lines.append((slope, y1 - slope * x1))
    return min(lines, key=lambda line: sum(abs(b - line[0] * a - line[1]) for a, b in points))


@right
def least_absolute(x, y):
    # subgradient descent on a standardized x with steps that shrink, keeping the best place
    m, s = x.double().mean(), x.double().std()
    z, t = (x.double() - m) / s, y.double()
    unit = (t - t.median()).abs().mean()
    theta = torch.tensor([0.0, t.median().item()], dtype=torch.float64)
    A = torch.stack([z, torch.ones_like(z)], dim=1)
    step, best, kept = 2.0 * unit, None, theta
    for _ in range(4000):
        e = A @ theta - t
        total = e.abs().sum().item()
        if best is None or total < best:
            best, kept = total, theta
        g = A.T @ e.sign()
        if float(g.norm()) == 0:
            break
        theta = theta - step * g / g.norm()
        step = step * 0.9965
    slope = kept[0] / s
    return slope.item(), (kept[1] - slope * m).item()


@right
def least_absolute(x, y):
    # least squares again and again, each point weighted by one over its residual
    import numpy as np

    a, t = x.double().numpy(), y.double().numpy()
    A = np.stack([a, np.ones_like(a)], axis=1)
    weight = np.ones_like(a)
    size = np.abs(t - np.median(t)).mean() + 1e-12
    for k in range(600):
        root = np.sqrt(weight)[:, None]
        theta = np.linalg.lstsq(A * root, t * root[:, 0], rcond=None)[0]
        floor = size * max(1e-9, 0.5**k)
        weight = 1 / np.maximum(np.abs(t - A @ theta), floor)
    # the line nearby that passes through two points
    near = np.argsort(np.abs(t - A @ theta))[:8]
    best = (np.abs(t - A @ theta).sum(), *theta)
    for p in near:
        for q in near:
            if a[p] != a[q]:
                slope = (t[q] - t[p]) / (a[q] - a[p])
                line = slope, t[p] - slope * a[p]
                best = min(best, (np.abs(t - A @ np.array(line)).sum(), *line))
    return float(best[1]), float(best[2])


@right
def least_absolute(x, y):
    x, y = x.double(), y.double()
    dx, dy = x - x.reshape(-1, 1), y - y.reshape(-1, 1)
    slope = torch.where(dx == 0, 0.0, dy / torch.where(dx == 0, 1.0, dx)).flatten()
    intercept = (y.reshape(-1, 1) - slope.reshape(len(x), -1) * x.reshape(-1, 1)).flatten()
    total = (y - torch.outer(slope, x) - intercept[:, None]).abs().sum(-1)
    k = int(total.argmin())
    return slope[k], intercept[k]


@misconception(
    "least_squares_again",
    loses=[
        "test_line_ignores_a_far_point",
        "test_arcs_have_the_published_line",
        "test_sum_of_absolute_residuals_is_smallest",
        "test_points_above_each_other",
    ],
    hint="One far point bends your line: you minimise squares. Which sum is asked for?",
)
def least_absolute(x, y):
    d = x - x.mean()
    slope = (d * y).sum() / (d**2).sum()
    return slope, y.mean() - slope * x.mean()


@misconception(
    "residuals_without_absolute_value",
    loses=[
        "test_line_ignores_a_far_point",
        "test_arcs_have_the_published_line",
        "test_sum_of_absolute_residuals_is_smallest",
        "test_points_above_each_other",
    ],
    hint="Residuals above and below cancel in your sum, and a line far below all points has the smallest. What is "
    "missing?",
)
def least_absolute(x, y):
    i, j = torch.combinations(torch.arange(len(x))).T
    i, j = i[x[i] != x[j]], j[x[i] != x[j]]
    slope = (y[j] - y[i]) / (x[j] - x[i])
    intercept = y[i] - slope * x[i]
    best = (y - slope[:, None] * x - intercept[:, None]).sum(dim=1).argmin()
    return slope[best], intercept[best]


@misconception(
    "squares_of_the_pair_lines",
    loses=[
        "test_line_ignores_a_far_point",
        "test_sum_of_absolute_residuals_is_smallest",
        "test_points_above_each_other",
    ],
    hint="You choose among the right lines by the wrong sum. What happens to a far point in it?",
)
def least_absolute(x, y):
    i, j = torch.combinations(torch.arange(len(x))).T
    i, j = i[x[i] != x[j]], j[x[i] != x[j]]
    slope = (y[j] - y[i]) / (x[j] - x[i])
    intercept = y[i] - slope * x[i]
    best = (y - slope[:, None] * x - intercept[:, None]).square().sum(dim=1).argmin()
    return slope[best], intercept[best]


@misconception(
    "largest_residual_made_small",
    loses=[
        "test_line_ignores_a_far_point",
        "test_sum_of_absolute_residuals_is_smallest",
        "test_points_above_each_other",
    ],
    hint="You look at the worst residual only, and a far point is the worst. Which sum is asked for?",
)
def least_absolute(x, y):
    i, j = torch.combinations(torch.arange(len(x))).T
    i, j = i[x[i] != x[j]], j[x[i] != x[j]]
    slope = (y[j] - y[i]) / (x[j] - x[i])
    intercept = y[i] - slope * x[i]
    best = (y - slope[:, None] * x - intercept[:, None]).abs().amax(dim=1).argmin()
    return slope[best], intercept[best]


@misconception(
    "same_x_divided_by_zero",
    loses=["test_points_above_each_other"],
    hint="Two points with the same x: what is their slope, and which of nan and 5 does argmin call smaller?",
)
def least_absolute(x, y):
    i, j = torch.combinations(torch.arange(len(x))).T
    slope = (y[j] - y[i]) / (x[j] - x[i])
    intercept = y[i] - slope * x[i]
    best = (y - slope[:, None] * x - intercept[:, None]).abs().sum(dim=1).argmin()
    return slope[best], intercept[best]


@misconception(
    "neighbours_only",
    loses=[
        "test_arcs_have_the_published_line",
        "test_sum_of_absolute_residuals_is_smallest",
        "test_points_above_each_other",
    ],
    hint="You try lines through points that follow each other in the table. Which other pairs are there?",
)
def least_absolute(x, y):
    i, j = torch.arange(len(x) - 1), torch.arange(1, len(x))
    i, j = i[x[i] != x[j]], j[x[i] != x[j]]
    slope = (y[j] - y[i]) / (x[j] - x[i])
    intercept = y[i] - slope * x[i]
    best = (y - slope[:, None] * x - intercept[:, None]).abs().sum(dim=1).argmin()
    return slope[best], intercept[best]


@misconception(
    "lines_through_the_first_point",
    loses=["test_sum_of_absolute_residuals_is_smallest", "test_points_above_each_other"],
    hint="All your lines pass through the first point. Must the best one?",
)
def least_absolute(x, y):
    j = torch.arange(1, len(x))
    j = j[x[j] != x[0]]
    slope = (y[j] - y[0]) / (x[j] - x[0])
    intercept = y[0] - slope * x[0]
    best = (y - slope[:, None] * x - intercept[:, None]).abs().sum(dim=1).argmin()
    return slope[best], intercept[best]


@misconception(
    "median_of_all_slopes",
    loses=[
        "test_arcs_have_the_published_line",
        "test_sum_of_absolute_residuals_is_smallest",
        "test_points_above_each_other",
    ],
    hint="The median of all slopes is a robust line, that of Theil and Sen. Is its sum of absolute residuals the "
    "smallest?",
)
def least_absolute(x, y):
    i, j = torch.combinations(torch.arange(len(x))).T
    i, j = i[x[i] != x[j]], j[x[i] != x[j]]
    slope = ((y[j] - y[i]) / (x[j] - x[i])).median()
    return slope, (y - slope * x).median()


@misconception(
    "residuals_summing_to_zero_asked_too_early",
    loses=[
        "test_line_ignores_a_far_point",
        "test_arcs_have_the_published_line",
        "test_sum_of_absolute_residuals_is_smallest",
        "test_points_above_each_other",
    ],
    hint="You keep the line at the point of the means. May this exercise's line leave it?",
)
def least_absolute(x, y):
    dx, dy = x - x.mean(), y - y.mean()
    slope = dy[dx != 0] / dx[dx != 0]
    best = slope[(dy - slope[:, None] * dx).abs().sum(dim=1).argmin()]
    return best, y.mean() - best * x.mean()


@misconception(
    "constant_steps",
    loses=[
        "test_line_ignores_a_far_point",
        "test_arcs_have_the_published_line",
        "test_sum_of_absolute_residuals_is_smallest",
        "test_points_above_each_other",
    ],
    hint="The sign of a residual does not become small near the end. What happens there if your steps do not "
    "either?",
)
def least_absolute(x, y):
    slope, intercept = torch.zeros((), dtype=x.dtype), torch.zeros((), dtype=x.dtype)
    for _ in range(1000):
        sign = torch.sign(slope * x + intercept - y)
        slope, intercept = slope - 0.4 * (sign * x).mean(), intercept - 0.4 * sign.mean()
    return slope, intercept


@misconception(
    "intercept_returned_first",
    loses=[
        "test_line_ignores_a_far_point",
        "test_arcs_have_the_published_line",
        "test_sum_of_absolute_residuals_is_smallest",
        "test_points_above_each_other",
    ],
    hint="You return the two numbers in the other order. Which one comes first?",
)
def least_absolute(x, y):
    i, j = torch.combinations(torch.arange(len(x))).T
    i, j = i[x[i] != x[j]], j[x[i] != x[j]]
    slope = (y[j] - y[i]) / (x[j] - x[i])
    intercept = y[i] - slope * x[i]
    best = (y - slope[:, None] * x - intercept[:, None]).abs().sum(dim=1).argmin()
    return intercept[best], slope[best]


@right
def boscovich_line(x, y):
    # the weighted median of the slopes
    mean_x, mean_y = x.double().mean(), y.double().mean()
    dx, dy = x.double() - mean_x, y.double() - mean_y
    keep = dx.abs() > 1e-12
    slopes, order = (dy[keep] / dx[keep]).sort()
    weights = dx[keep].abs()[order].cumsum(0)
    slope = slopes[int((weights < weights[-1] / 2).sum())]
    return slope.item(), (mean_y - slope * mean_x).item()


@right
def boscovich_line(x, y):
    xs, ys = x.tolist(), y.tolist()
    mean_x, mean_y = sum(xs) / len(xs), sum(ys) / len(ys)
    best, chosen = float("inf"), 0.0
    for a, c in zip(xs, ys):
        if a == mean_x:
            continue
        slope = (c - mean_y) / (a - mean_x)
        total = sum(abs(q - mean_y - slope * (p - mean_x)) for p, q in zip(xs, ys))
        if total < best:
            best, chosen = total, slope
    return chosen, mean_y - chosen * mean_x


@right
def boscovich_line(x, y):
    # the slope of the convex sum is bisected where it changes sign
    import numpy as np

    dx, dy = (part.double().numpy() - part.double().numpy().mean() for part in (x, y))
    low, high = -1e9, 1e9
    for _ in range(120):
        middle = (low + high) / 2
        if np.sum(np.sign(middle * dx - dy) * dx) > 0:
            high = middle
        else:
            low = middle
    slope = (low + high) / 2
    return float(slope), float(y.double().mean() - slope * x.double().mean())


@right
def boscovich_line(x, y):
    dx, dy = x - x.mean(), y - y.mean()
    slope = torch.where(dx == 0, torch.inf, dy / dx)
    total = torch.stack([(dy - s * dx).abs().sum() if torch.isfinite(s) else torch.tensor(torch.inf) for s in slope])
    best = slope[total.min(dim=0).indices]
    return torch.stack([best, y.mean() - best * x.mean()]).unbind()


@misconception(
    "least_squares_through_the_means",
    loses=[
        "test_boscovich_line_of_four_points",
        "test_boscovich_finds_his_slope",
        "test_boscovich_line_of_other_measurements",
        "test_boscovich_line_with_a_point_at_the_mean",
    ],
    hint="The residuals of least squares sum to zero, too. But is the sum of their absolute values the smallest?",
)
def boscovich_line(x, y):
    d = x - x.mean()
    slope = (d * y).sum() / (d**2).sum()
    return slope, y.mean() - slope * x.mean()


@misconception(
    "zero_sum_forgotten",
    loses=[
        "test_boscovich_line_of_four_points",
        "test_boscovich_finds_his_slope",
        "test_boscovich_line_of_other_measurements",
        "test_boscovich_line_with_a_point_at_the_mean",
    ],
    hint="Add up the residuals of your line. Which condition does this exercise add to the last one?",
)
def boscovich_line(x, y):
    i, j = torch.combinations(torch.arange(len(x))).T
    i, j = i[x[i] != x[j]], j[x[i] != x[j]]
    slope = (y[j] - y[i]) / (x[j] - x[i])
    intercept = y[i] - slope * x[i]
    best = (y - slope.unsqueeze(1) * x - intercept.unsqueeze(1)).abs().sum(dim=1).argmin()
    return slope[best], intercept[best]


@misconception(
    "medians_for_means",
    loses=[
        "test_boscovich_line_of_four_points",
        "test_boscovich_finds_his_slope",
        "test_boscovich_line_of_other_measurements",
        "test_boscovich_line_with_a_point_at_the_mean",
    ],
    hint="Through which point must a line pass if its residuals sum to zero? Add them up on paper.",
)
def boscovich_line(x, y):
    dx, dy = x - x.median(), y - y.median()
    slope = dy[dx != 0] / dx[dx != 0]
    best = slope[(dy - slope[:, None] * dx).abs().sum(dim=1).argmin()]
    return best, y.median() - best * x.median()


@misconception(
    "median_without_weights",
    loses=["test_boscovich_finds_his_slope", "test_boscovich_line_of_other_measurements"],
    hint="A point far from the mean moves the line more than one beside it. What does a plain median know of that?",
)
def boscovich_line(x, y):
    dx, dy = x - x.mean(), y - y.mean()
    slope = (dy[dx != 0] / dx[dx != 0]).median()
    return slope, y.mean() - slope * x.mean()


@misconception(
    "weighted_mean_for_the_weighted_median",
    loses=[
        "test_boscovich_line_of_four_points",
        "test_boscovich_finds_his_slope",
        "test_boscovich_line_of_other_measurements",
        "test_boscovich_line_with_a_point_at_the_mean",
    ],
    hint="A weighted mean of the slopes lies between them all. Does the best line pass through one of the points?",
)
def boscovich_line(x, y):
    dx, dy = x - x.mean(), y - y.mean()
    keep = dx != 0
    weight = dx[keep].abs()
    slope = (weight * (dy[keep] / dx[keep])).sum() / weight.sum()
    return slope, y.mean() - slope * x.mean()


@misconception(
    "weights_squared",
    loses=["test_boscovich_line_of_other_measurements"],
    hint="The sum grows with the distance of a point from the mean of x, not with its square. Which weights does "
    "the median need?",
)
def boscovich_line(x, y):
    dx, dy = x - x.mean(), y - y.mean()
    slopes, order = (dy[dx != 0] / dx[dx != 0]).sort()
    weights = (dx[dx != 0] ** 2)[order].cumsum(0)
    slope = slopes[(weights >= weights[-1] / 2).nonzero()[0, 0]]
    return slope, y.mean() - slope * x.mean()


@misconception(
    "slopes_not_sorted",
    loses=[
        "test_boscovich_line_of_four_points",
        "test_boscovich_finds_his_slope",
        "test_boscovich_line_of_other_measurements",
        "test_boscovich_line_with_a_point_at_the_mean",
    ],
    hint="A median needs an order. In which order do you add up the weights?",
)
def boscovich_line(x, y):
    dx, dy = x - x.mean(), y - y.mean()
    slopes = dy[dx != 0] / dx[dx != 0]
    weights = dx[dx != 0].abs().cumsum(0)
    slope = slopes[(weights >= weights[-1] / 2).nonzero()[0, 0]]
    return slope, y.mean() - slope * x.mean()


@misconception(
    "point_at_the_mean_divided_by_zero",
    loses=["test_boscovich_line_with_a_point_at_the_mean"],
    hint="What is your slope for a point exactly at the mean of x, and what does argmin make of a nan?",
)
def boscovich_line(x, y):
    dx, dy = x - x.mean(), y - y.mean()
    slope = dy / dx
    best = slope[(dy - slope[:, None] * dx).abs().sum(dim=1).argmin()]
    return best, y.mean() - best * x.mean()


@misconception(
    "line_through_the_point_with_the_least_residual",
    loses=[
        "test_boscovich_line_of_four_points",
        "test_boscovich_finds_his_slope",
        "test_boscovich_line_of_other_measurements",
        "test_boscovich_line_with_a_point_at_the_mean",
    ],
    hint="You shift the best slope of the last exercise. Is it still the best when the line has to pass through the"
    " means?",
)
def boscovich_line(x, y):
    i, j = torch.combinations(torch.arange(len(x))).T
    i, j = i[x[i] != x[j]], j[x[i] != x[j]]
    slope = (y[j] - y[i]) / (x[j] - x[i])
    intercept = y[i] - slope * x[i]
    best = slope[(y - slope.unsqueeze(1) * x - intercept.unsqueeze(1)).abs().sum(dim=1).argmin()]
    return best, y.mean() - best * x.mean()


@misconception(
    "mean_of_the_slopes_of_all_pairs",
    loses=[
        "test_boscovich_line_of_four_points",
        "test_boscovich_finds_his_slope",
        "test_boscovich_line_of_other_measurements",
        "test_boscovich_line_with_a_point_at_the_mean",
    ],
    hint="The mean of the slopes of all pairs was Boscovich's first idea, and he gave it up. Two points close to "
    "each other have any slope: how much do they count?",
)
def boscovich_line(x, y):
    i, j = torch.combinations(torch.arange(len(x))).T
    i, j = i[x[i] != x[j]], j[x[i] != x[j]]
    slope = ((y[j] - y[i]) / (x[j] - x[i])).mean()
    return slope, y.mean() - slope * x.mean()


# --- 6. estimation_error, fit_power_law ----------------------------------------------------------------------


@right
def estimation_error(w, b, num_examples, num_trials):
    squares = []
    for _ in range(num_trials):
        X, y = synthetic_data(w, b, num_examples)
        w_hat, b_hat, _ = least_squares(X, y)
        squares.append(float(((w_hat.reshape(-1) - w) ** 2).sum() + (b_hat - b) ** 2))
    return math.sqrt(sum(squares) / len(squares))


@right
def estimation_error(w, b, num_examples, num_trials):
    import numpy as np

    truth = np.append(w.double().numpy(), b)
    found = []
    for _ in range(num_trials):
        X, y = (part.double().numpy() for part in synthetic_data(w, b, num_examples))
        A = np.hstack([X, np.ones((num_examples, 1))])
        found.append(np.linalg.solve(A.T @ A, A.T @ y)[:, 0])
    return float(np.sqrt(np.mean(np.sum((np.array(found) - truth) ** 2, axis=1))))


@right
def estimation_error(w, b, num_examples, num_trials):
    # all trials at once, as a batch of matrices
    drawn = [synthetic_data(w, b, num_examples) for _ in range(num_trials)]
    X, y = torch.stack([part[0] for part in drawn]), torch.stack([part[1] for part in drawn])
    A = torch.cat([X, torch.ones_like(y)], dim=2)
    theta = torch.linalg.pinv(A) @ y
    truth = torch.cat([w, torch.tensor([b], dtype=w.dtype)]).reshape(-1, 1)
    return (theta - truth).norm(dim=1).square().mean().sqrt()


@right
def estimation_error(w, b, num_examples, num_trials):
    # the plain mean of the distances is as typical
    distances = torch.zeros(num_trials)
    for k in range(num_trials):
        X, y = synthetic_data(w, b, num_examples)
        w_hat, b_hat = fit_standardized(X, y)
        distances[k] = torch.cat([w_hat.flatten() - w, b_hat - b]).norm()
    return distances.mean().item()


@misconception(
    "distances_of_a_matrix",
    loses=["test_error_of_a_hundred_examples", "test_error_is_that_of_the_theory"],
    hint="What is a column of weights minus a row of weights? Look at its shape before you square it.",
)
def estimation_error(w, b, num_examples, num_trials):
    total = 0.0
    for _ in range(num_trials):
        X, y = synthetic_data(w, b, num_examples)
        A = torch.cat([X, torch.ones_like(y)], dim=1)
        found = torch.linalg.lstsq(A, y).solution
        total += (found[:-1] - w).square().sum() + ((found[-1] - b) ** 2).sum()
    return (total / num_trials) ** 0.5


@misconception(
    "bias_left_out_of_the_distance",
    loses=["test_error_is_that_of_the_theory"],
    hint="Your distance is that of the weights. What else was estimated?",
)
def estimation_error(w, b, num_examples, num_trials):
    total = 0.0
    for _ in range(num_trials):
        X, y = synthetic_data(w, b, num_examples)
        A = torch.cat([X, torch.ones_like(y)], dim=1)
        found = torch.linalg.lstsq(A, y).solution.reshape(-1)
        total += (found[:-1] - w).square().sum()
    return (total / num_trials) ** 0.5


@misconception(
    "squared_distance_returned",
    loses=["test_error_of_a_hundred_examples", "test_error_is_that_of_the_theory"],
    hint="Your number is the square of a distance. What does the formula do last?",
)
def estimation_error(w, b, num_examples, num_trials):
    total = 0.0
    for _ in range(num_trials):
        X, y = synthetic_data(w, b, num_examples)
        A = torch.cat([X, torch.ones_like(y)], dim=1)
        found = torch.linalg.lstsq(A, y).solution.reshape(-1)
        total += (found[:-1] - w).square().sum() + (found[-1] - b) ** 2
    return total / num_trials


@misconception(
    "estimates_averaged_first",
    loses=["test_error_of_a_hundred_examples", "test_error_is_that_of_the_theory"],
    hint="The mean of many fits is nearer to the truth than each of them. Average the distances, not the estimates.",
)
def estimation_error(w, b, num_examples, num_trials):
    total = 0.0
    for _ in range(num_trials):
        X, y = synthetic_data(w, b, num_examples)
        A = torch.cat([X, torch.ones_like(y)], dim=1)
        # without pivots: what is left of the distance is rounding, and that of the usual driver differs from run to run
        total = total + torch.linalg.lstsq(A, y, driver="gels").solution.reshape(-1)
    found = total / num_trials
    return ((found[:-1] - w).square().sum() + (found[-1] - b) ** 2) ** 0.5


@misconception(
    "sum_over_the_trials",
    loses=["test_error_of_a_hundred_examples", "test_error_is_that_of_the_theory"],
    hint="Double the number of trials: your error grows. Sum or mean?",
)
def estimation_error(w, b, num_examples, num_trials):
    total = 0.0
    for _ in range(num_trials):
        X, y = synthetic_data(w, b, num_examples)
        A = torch.cat([X, torch.ones_like(y)], dim=1)
        found = torch.linalg.lstsq(A, y).solution.reshape(-1)
        total += (found[:-1] - w).square().sum() + (found[-1] - b) ** 2
    return total**0.5


@misconception(
    "residuals_for_the_distance",
    loses=["test_error_of_a_hundred_examples", "test_error_is_that_of_the_theory"],
    hint="You measure how far the labels are from the fit. How far is the fit from the truth?",
)
def estimation_error(w, b, num_examples, num_trials):
    total = 0.0
    for _ in range(num_trials):
        X, y = synthetic_data(w, b, num_examples)
        A = torch.cat([X, torch.ones_like(y)], dim=1)
        found = torch.linalg.lstsq(A, y).solution
        total += (A @ found - y).square().mean()
    return (total / num_trials) ** 0.5


@misconception(
    "mean_over_the_parameters",
    loses=["test_error_of_a_hundred_examples", "test_error_is_that_of_the_theory"],
    hint="You average over the parameters as well. Is the distance of two points the mean or the sum of the squared"
    " differences?",
)
def estimation_error(w, b, num_examples, num_trials):
    total = 0.0
    for _ in range(num_trials):
        X, y = synthetic_data(w, b, num_examples)
        A = torch.cat([X, torch.ones_like(y)], dim=1)
        found = torch.linalg.lstsq(A, y).solution.reshape(-1)
        total += torch.cat([found[:-1] - w, found[-1:] - b]).square().mean()
    return (total / num_trials) ** 0.5


@misconception(
    "fit_without_a_bias",
    loses=["test_error_of_a_hundred_examples", "test_error_is_that_of_the_theory"],
    hint="Your error does not become smaller with more examples: the model cannot be right. Which parameter is not "
    "fitted?",
)
def estimation_error(w, b, num_examples, num_trials):
    total = 0.0
    for _ in range(num_trials):
        X, y = synthetic_data(w, b, num_examples)
        found = torch.linalg.lstsq(X, y).solution.reshape(-1)
        total += (found - w).square().sum() + (y.mean() - b) ** 2
    return (total / num_trials) ** 0.5


@misconception(
    "signed_errors_summed",
    loses=["test_error_of_a_hundred_examples", "test_error_is_that_of_the_theory"],
    hint="Errors of opposite sign cancel in your sum. What does the distance do with each difference?",
)
def estimation_error(w, b, num_examples, num_trials):
    total = 0.0
    for _ in range(num_trials):
        X, y = synthetic_data(w, b, num_examples)
        A = torch.cat([X, torch.ones_like(y)], dim=1)
        found = torch.linalg.lstsq(A, y).solution.reshape(-1)
        total += (found[:-1] - w).sum() + (found[-1] - b)
    return abs(total / num_trials)


@right
def fit_power_law(n, error):
    import numpy as np

    p, c = np.polyfit(np.log10(n.double().numpy()), np.log10(error.double().numpy()), 1)
    return float(p), float(10**c)


@right
def fit_power_law(n, error):
    A = torch.stack([n.log(), torch.ones_like(n)], dim=-1)
    p, c = torch.linalg.lstsq(A, error.log().unsqueeze(-1)).solution
    return p, c.exp()


@right
def fit_power_law(n, error):
    x, y = [math.log2(v) for v in n.tolist()], [math.log2(v) for v in error.tolist()]
    k = len(x)
    p = (k * sum(a * c for a, c in zip(x, y)) - sum(x) * sum(y)) / (k * sum(a * a for a in x) - sum(x) ** 2)
    return p, 2 ** ((sum(y) - p * sum(x)) / k)


@right
def fit_power_law(n, error):
    w, b, _ = least_squares(n.double().log().reshape(-1, 1), error.double().log())
    return w.item(), math.exp(b)


@misconception(
    "logarithm_of_the_factor",
    loses=["test_power_law_through_three_points", "test_power_law_of_scattered_points"],
    hint="Your C is its own logarithm. What is the intercept of the line, in terms of C?",
)
def fit_power_law(n, error):
    x, y = torch.log(n), torch.log(error)
    dx = x - x.mean()
    p = (dx * y).sum() / (dx**2).sum()
    return p, y.mean() - p * x.mean()


@misconception(
    "two_bases",
    loses=["test_power_law_through_three_points", "test_power_law_of_scattered_points"],
    hint="You took one logarithm and undid another. Which base have the logarithms that you fitted?",
)
def fit_power_law(n, error):
    x, y = torch.log10(n), torch.log10(error)
    dx = x - x.mean()
    p = (dx * y).sum() / (dx**2).sum()
    return p, torch.exp(y.mean() - p * x.mean())


@misconception(
    "no_logarithms",
    loses=["test_power_law_through_three_points", "test_power_law_of_scattered_points"],
    hint="A straight line in n and the error is no power law. What has to be taken of both?",
)
def fit_power_law(n, error):
    dx = n - n.mean()
    p = (dx * error).sum() / (dx**2).sum()
    return p, error.mean() - p * n.mean()


@misconception(
    "logarithm_of_the_error_only",
    loses=["test_power_law_through_three_points", "test_power_law_of_scattered_points"],
    hint="You fit an exponential law. A power law is a line only if both axes are logarithmic.",
)
def fit_power_law(n, error):
    y = torch.log(error)
    dx = n - n.mean()
    p = (dx * y).sum() / (dx**2).sum()
    return p, torch.exp(y.mean() - p * n.mean())


@misconception(
    "first_and_last_point_only",
    loses=["test_power_law_of_scattered_points"],
    hint="Two of the points decide your exponent. What do the others say?",
)
def fit_power_law(n, error):
    p = torch.log(error[-1] / error[0]) / torch.log(n[-1] / n[0])
    return p, error[0] / n[0] ** p


@misconception(
    "exponent_without_its_sign",
    loses=["test_power_law_through_three_points", "test_power_law_of_scattered_points"],
    hint="An error that falls has a negative exponent in C n^p. Which sign has yours?",
)
def fit_power_law(n, error):
    x, y = torch.log(n), torch.log(error)
    dx = x - x.mean()
    p = (dx * y).sum() / (dx**2).sum()
    return -p, torch.exp(y.mean() - p * x.mean())


@misconception(
    "examples_on_error",
    loses=["test_power_law_of_scattered_points"],
    hint="You fit ln n on the logarithm of the error. Which of the two does the law express by the other?",
)
def fit_power_law(n, error):
    x, y = torch.log(n), torch.log(error)
    dy = y - y.mean()
    q = (dy * x).sum() / (dy**2).sum()
    return q, torch.exp(x.mean() - q * y.mean())


@misconception(
    "exponent_one_half_assumed",
    loses=["test_power_law_through_three_points", "test_power_law_of_scattered_points"],
    hint="The exponent is to be found, not assumed. What would you say of another law?",
)
def fit_power_law(n, error):
    return -0.5, torch.exp((torch.log(error) + 0.5 * torch.log(n)).mean())


@misconception(
    "factor_first",
    loses=["test_power_law_through_three_points", "test_power_law_of_scattered_points"],
    hint="You return the two numbers in the other order. Which one comes first?",
)
def fit_power_law(n, error):
    x, y = torch.log(n), torch.log(error)
    dx = x - x.mean()
    p = (dx * y).sum() / (dx**2).sum()
    return torch.exp(y.mean() - p * x.mean()), p


@misconception(
    "factor_is_the_first_error",
    loses=["test_power_law_of_scattered_points"],
    hint="The first error is C only if n begins at 1 and nothing scatters. Where does your line meet n = 1?",
)
def fit_power_law(n, error):
    x, y = torch.log(n), torch.log(error)
    dx = x - x.mean()
    p = (dx * y).sum() / (dx**2).sum()
    return p, error[0]


# --- 7. loss_after_epoch, PREDICT_ORDER ----------------------------------------------------------------------


@right
def loss_after_epoch(batches, lr):
    d = batches[0][0].shape[1]
    w, b = torch.zeros(d, 1, dtype=batches[0][0].dtype), torch.zeros(1, dtype=batches[0][0].dtype)
    for X, y in batches:
        e = X @ w + b - y
        w = w - lr * X.T @ e / len(X)
        b = b - lr * e.mean()
    losses = [squared_loss(linreg(X, w, b), y) for X, y in batches]
    return float(torch.cat(losses).mean())


@right
def loss_after_epoch(batches, lr):
    X_all = torch.cat([X for X, _ in batches])
    y_all = torch.cat([y for _, y in batches])
    net = torch.nn.Linear(X_all.shape[1], 1).to(X_all.dtype)
    torch.nn.init.zeros_(net.weight)
    torch.nn.init.zeros_(net.bias)
    trainer = torch.optim.SGD(net.parameters(), lr=lr)
    for X, y in batches:
        trainer.zero_grad()
        (torch.nn.functional.mse_loss(net(X), y) / 2).backward()
        trainer.step()
    return torch.nn.functional.mse_loss(net(X_all), y_all).detach() / 2


@right
def loss_after_epoch(batches, lr):
    first = batches[0][0]
    w = first.new_zeros((first.shape[1], 1)).requires_grad_()
    b = first.new_zeros(1).requires_grad_()
    for X, y in batches:
        l = squared_loss(linreg(X, w, b), y).mean()
        l.backward()
        sgd([w, b], lr, 1)
    with torch.no_grad():
        total = sum(squared_loss(linreg(X, w, b), y).sum() for X, y in batches)
    return (total / sum(len(X) for X, _ in batches)).item()


@right
def loss_after_epoch(batches, lr):
    import numpy as np

    w, b = np.zeros((batches[0][0].shape[1], 1)), 0.0
    for X, y in batches:
        X, y = X.double().numpy(), y.double().numpy()
        e = X @ w + b - y
        w, b = w - lr / len(X) * X.T @ e, b - lr / len(X) * e.sum()
    errors = np.concatenate([X.double().numpy() @ w + b - y.double().numpy() for X, y in batches])
    return float(np.mean(errors**2) / 2)


@misconception(
    "loss_of_the_last_batch",
    loses=[
        "test_loss_after_two_tiny_batches",
        "test_loss_after_batches_of_one_size",
        "test_loss_after_batches_of_different_size",
    ],
    hint="You report the loss of the last batch. Which examples does the task ask about?",
)
def loss_after_epoch(batches, lr):
    w = torch.zeros(batches[0][0].shape[1], 1, dtype=batches[0][0].dtype, requires_grad=True)
    b = torch.zeros(1, dtype=batches[0][0].dtype, requires_grad=True)
    for X, y in batches:
        squared_loss(linreg(X, w, b), y).sum().backward()
        sgd([w, b], lr, len(y))
    return squared_loss(linreg(X, w, b), y).mean().item()


@misconception(
    "loss_on_the_way",
    loses=[
        "test_loss_after_two_tiny_batches",
        "test_loss_after_batches_of_one_size",
        "test_loss_after_batches_of_different_size",
    ],
    hint="You average the losses that were measured on the way, with parameters that have changed since. Which w "
    "and b does the task ask about?",
)
def loss_after_epoch(batches, lr):
    w = torch.zeros(batches[0][0].shape[1], 1, dtype=batches[0][0].dtype, requires_grad=True)
    b = torch.zeros(1, dtype=batches[0][0].dtype, requires_grad=True)
    losses = []
    for X, y in batches:
        l = squared_loss(linreg(X, w, b), y)
        l.sum().backward()
        losses.append(l.detach())
        sgd([w, b], lr, len(y))
    return torch.cat(losses).mean().item()


@misconception(
    "order_shuffled_away",
    loses=["test_loss_after_batches_of_one_size", "test_loss_after_batches_of_different_size"],
    hint="Call your function twice with the same list. Who decides on the order?",
)
def loss_after_epoch(batches, lr):
    X, y = (torch.cat(parts) for parts in zip(*batches))
    w = torch.zeros(X.shape[1], 1, dtype=X.dtype, requires_grad=True)
    b = torch.zeros(1, dtype=X.dtype, requires_grad=True)
    order = torch.randperm(len(X))
    for i in order.split(len(batches[0][0])):
        squared_loss(linreg(X[i], w, b), y[i]).sum().backward()
        sgd([w, b], lr, len(i))
    return squared_loss(linreg(X, w, b), y).mean().item()


@misconception(
    "order_turned_round",
    loses=[
        "test_loss_after_two_tiny_batches",
        "test_loss_after_batches_of_one_size",
        "test_loss_after_batches_of_different_size",
    ],
    hint="Walk through the example by hand. Which batch comes first?",
)
def loss_after_epoch(batches, lr):
    X, y = (torch.cat(parts) for parts in zip(*batches))
    w = torch.zeros(X.shape[1], 1, dtype=X.dtype, requires_grad=True)
    b = torch.zeros(1, dtype=X.dtype, requires_grad=True)
    for X_batch, y_batch in batches[::-1]:
        squared_loss(linreg(X_batch, w, b), y_batch).sum().backward()
        sgd([w, b], lr, len(y_batch))
    return squared_loss(linreg(X, w, b), y).mean().item()


@misconception(
    "one_full_batch",
    loses=[
        "test_loss_after_two_tiny_batches",
        "test_loss_after_batches_of_one_size",
        "test_loss_after_batches_of_different_size",
    ],
    hint="You make one step with all examples. How many steps has an epoch?",
)
def loss_after_epoch(batches, lr):
    X, y = (torch.cat(parts) for parts in zip(*batches))
    w = torch.zeros(X.shape[1], 1, dtype=X.dtype, requires_grad=True)
    b = torch.zeros(1, dtype=X.dtype, requires_grad=True)
    squared_loss(linreg(X, w, b), y).sum().backward()
    sgd([w, b], lr, len(y))
    return squared_loss(linreg(X, w, b), y).mean().item()


@misconception(
    "mean_of_the_batch_means",
    loses=["test_loss_after_batches_of_different_size"],
    hint="A batch of one counts as much as a batch of ten in your mean. Over what is it to be taken?",
)
def loss_after_epoch(batches, lr):
    w = torch.zeros(batches[0][0].shape[1], 1, dtype=batches[0][0].dtype, requires_grad=True)
    b = torch.zeros(1, dtype=batches[0][0].dtype, requires_grad=True)
    for X, y in batches:
        squared_loss(linreg(X, w, b), y).sum().backward()
        sgd([w, b], lr, len(y))
    means = [squared_loss(linreg(X, w, b), y).mean().item() for X, y in batches]
    return sum(means) / len(means)


@misconception(
    "size_of_the_first_batch_for_all",
    loses=["test_loss_after_batches_of_different_size"],
    hint="The last batch may be shorter. By how many examples do you divide its gradient?",
)
def loss_after_epoch(batches, lr):
    X, y = (torch.cat(parts) for parts in zip(*batches))
    w = torch.zeros(X.shape[1], 1, dtype=X.dtype, requires_grad=True)
    b = torch.zeros(1, dtype=X.dtype, requires_grad=True)
    for X_batch, y_batch in batches:
        squared_loss(linreg(X_batch, w, b), y_batch).sum().backward()
        sgd([w, b], lr, len(batches[0][0]))
    return squared_loss(linreg(X, w, b), y).mean().item()


@misconception(
    "gradient_not_divided",
    loses=["test_loss_after_batches_of_one_size", "test_loss_after_batches_of_different_size"],
    hint="Your steps grow with the batch. What is the third argument of sgd for?",
)
def loss_after_epoch(batches, lr):
    X, y = (torch.cat(parts) for parts in zip(*batches))
    w = torch.zeros(X.shape[1], 1, dtype=X.dtype, requires_grad=True)
    b = torch.zeros(1, dtype=X.dtype, requires_grad=True)
    for X_batch, y_batch in batches:
        squared_loss(linreg(X_batch, w, b), y_batch).sum().backward()
        sgd([w, b], lr, 1)
    return squared_loss(linreg(X, w, b), y).mean().item()


@misconception(
    "gradient_divided_twice",
    loses=["test_loss_after_batches_of_one_size", "test_loss_after_batches_of_different_size"],
    hint="The mean divides by the number of examples, and so does sgd. How often should it be?",
)
def loss_after_epoch(batches, lr):
    X, y = (torch.cat(parts) for parts in zip(*batches))
    w = torch.zeros(X.shape[1], 1, dtype=X.dtype, requires_grad=True)
    b = torch.zeros(1, dtype=X.dtype, requires_grad=True)
    for X_batch, y_batch in batches:
        squared_loss(linreg(X_batch, w, b), y_batch).mean().backward()
        sgd([w, b], lr, len(y_batch))
    return squared_loss(linreg(X, w, b), y).mean().item()


@misconception(
    "started_at_random",
    loses=[
        "test_loss_after_two_tiny_batches",
        "test_loss_after_batches_of_one_size",
        "test_loss_after_batches_of_different_size",
    ],
    hint="Call your function twice with the same list. Where does it start?",
)
def loss_after_epoch(batches, lr):
    X, y = (torch.cat(parts) for parts in zip(*batches))
    w = torch.randn(X.shape[1], 1, dtype=X.dtype).requires_grad_()
    b = torch.zeros(1, dtype=X.dtype, requires_grad=True)
    for X_batch, y_batch in batches:
        squared_loss(linreg(X_batch, w, b), y_batch).sum().backward()
        sgd([w, b], lr, len(y_batch))
    return squared_loss(linreg(X, w, b), y).mean().item()


@misconception(
    "zeros_of_the_usual_dtype",
    loses=["test_loss_after_batches_of_one_size"],
    hint="torch.zeros makes float32 unless it is told otherwise. Which dtype have the data?",
)
def loss_after_epoch(batches, lr):
    X, y = (torch.cat(parts) for parts in zip(*batches))
    w = torch.zeros(X.shape[1], 1, dtype=torch.float32, requires_grad=True)
    b = torch.zeros(1, dtype=torch.float32, requires_grad=True)
    for X_batch, y_batch in batches:
        squared_loss(linreg(X_batch, w, b), y_batch).sum().backward()
        sgd([w, b], lr, len(y_batch))
    return squared_loss(linreg(X, w, b), y).mean().item()


@misconception(
    "no_bias_trained",
    loses=[
        "test_loss_after_two_tiny_batches",
        "test_loss_after_batches_of_one_size",
        "test_loss_after_batches_of_different_size",
    ],
    hint="Print w and b at the end. Which of them is still zero?",
)
def loss_after_epoch(batches, lr):
    X, y = (torch.cat(parts) for parts in zip(*batches))
    w = torch.zeros(X.shape[1], 1, dtype=X.dtype, requires_grad=True)
    b = torch.zeros(1, dtype=X.dtype)
    for X_batch, y_batch in batches:
        squared_loss(linreg(X_batch, w, b), y_batch).sum().backward()
        sgd([w], lr, len(y_batch))
    return squared_loss(linreg(X, w, b), y).mean().item()


@misconception(
    "squared_error_without_the_half",
    loses=[
        "test_loss_after_two_tiny_batches",
        "test_loss_after_batches_of_one_size",
        "test_loss_after_batches_of_different_size",
    ],
    hint="Your loss is twice the given one. Which function measures it?",
)
def loss_after_epoch(batches, lr):
    X, y = (torch.cat(parts) for parts in zip(*batches))
    w = torch.zeros(X.shape[1], 1, dtype=X.dtype, requires_grad=True)
    b = torch.zeros(1, dtype=X.dtype, requires_grad=True)
    for X_batch, y_batch in batches:
        squared_loss(linreg(X_batch, w, b), y_batch).sum().backward()
        sgd([w, b], lr, len(y_batch))
    return torch.nn.functional.mse_loss(linreg(X, w, b), y).item()


@misconception(
    "trained_on_mse",
    loses=[
        "test_loss_after_two_tiny_batches",
        "test_loss_after_batches_of_one_size",
        "test_loss_after_batches_of_different_size",
    ],
    hint="nn.MSELoss has no half, and your steps are twice as long. Which loss is given?",
)
def loss_after_epoch(batches, lr):
    X, y = (torch.cat(parts) for parts in zip(*batches))
    w = torch.zeros(X.shape[1], 1, dtype=X.dtype, requires_grad=True)
    b = torch.zeros(1, dtype=X.dtype, requires_grad=True)
    for X_batch, y_batch in batches:
        torch.nn.functional.mse_loss(linreg(X_batch, w, b), y_batch).backward()
        sgd([w, b], lr, 1)
    return squared_loss(linreg(X, w, b), y).mean().item()


@misconception(
    "gradients_not_cleared",
    loses=["test_loss_after_batches_of_one_size", "test_loss_after_batches_of_different_size"],
    hint="backward() adds to what is there. Who clears the gradients after your step?",
)
def loss_after_epoch(batches, lr):
    X, y = (torch.cat(parts) for parts in zip(*batches))
    w = torch.zeros(X.shape[1], 1, dtype=X.dtype, requires_grad=True)
    b = torch.zeros(1, dtype=X.dtype, requires_grad=True)
    for X_batch, y_batch in batches:
        squared_loss(linreg(X_batch, w, b), y_batch).mean().backward()
        with torch.no_grad():
            w -= lr * w.grad
            b -= lr * b.grad
    return squared_loss(linreg(X, w, b), y).mean().item()


@misconception(
    "sum_of_the_losses",
    loses=[
        "test_loss_after_two_tiny_batches",
        "test_loss_after_batches_of_one_size",
        "test_loss_after_batches_of_different_size",
    ],
    hint="Your loss grows with the number of examples. Sum or mean?",
)
def loss_after_epoch(batches, lr):
    X, y = (torch.cat(parts) for parts in zip(*batches))
    w = torch.zeros(X.shape[1], 1, dtype=X.dtype, requires_grad=True)
    b = torch.zeros(1, dtype=X.dtype, requires_grad=True)
    for X_batch, y_batch in batches:
        squared_loss(linreg(X_batch, w, b), y_batch).sum().backward()
        sgd([w, b], lr, len(y_batch))
    return squared_loss(linreg(X, w, b), y).sum().item()


@right
def PREDICT_ORDER():
    return dict(
        zip(
            ["why", "sorted, B = 10", "sorted, B = 10, three epochs", "sorted, B = 1000"],
            ["alike", "worse", "as good", "as good"],
        ),
        **{"sorted, cut into batches of 10, batches shuffled": "as good"},
    )


@misconception(
    "order_never_matters",
    loses=["test_predicted_harm_of_one_sorted_epoch"],
    hint="The sum of the losses is the same in any order. Is a path of a hundred steps, too?",
)
def PREDICT_ORDER():
    return {
        "sorted, B = 10": "as good",
        "sorted, cut into batches of 10, batches shuffled": "as good",
        "sorted, B = 1000": "as good",
        "sorted, B = 10, three epochs": "as good",
        "why": "alike",
    }


@misconception(
    "order_always_matters",
    loses=["test_predicted_harm_of_one_sorted_epoch", "test_predicted_harm_of_three_sorted_epochs"],
    hint="With B = 1000 there is one step, and a mean does not depend on the order. And does a shuffled list of "
    "batches still have a first and a last label?",
)
def PREDICT_ORDER():
    return {
        "sorted, B = 10": "worse",
        "sorted, cut into batches of 10, batches shuffled": "worse",
        "sorted, B = 1000": "worse",
        "sorted, B = 10, three epochs": "worse",
        "why": "alike",
    }


@misconception(
    "sorted_training_never_recovers",
    loses=["test_predicted_harm_of_three_sorted_epochs"],
    hint="On a line with hardly any noise, which line does each single batch lead to? Then what do two more epochs "
    "do?",
)
def PREDICT_ORDER():
    return {
        "sorted, B = 10": "worse",
        "sorted, cut into batches of 10, batches shuffled": "as good",
        "sorted, B = 1000": "as good",
        "sorted, B = 10, three epochs": "worse",
        "why": "alike",
    }


@misconception(
    "another_minimum_feared",
    loses=[
        "test_predicted_harm_of_one_sorted_epoch",
        "test_predicted_harm_of_three_sorted_epochs",
        "test_reason_for_the_harm",
    ],
    hint="The mean loss over all examples is a sum, and a sum does not depend on the order. Can its minimum?",
)
def PREDICT_ORDER():
    return {
        "sorted, B = 10": "worse",
        "sorted, cut into batches of 10, batches shuffled": "as good",
        "sorted, B = 1000": "worse",
        "sorted, B = 10, three epochs": "worse",
        "why": "minimum",
    }


@misconception(
    "learning_rate_blamed",
    loses=["test_reason_for_the_harm"],
    hint="The same rate serves shuffled data well, and no loss grows without bound. What else is different in a "
    "sorted batch?",
)
def PREDICT_ORDER():
    return {
        "sorted, B = 10": "worse",
        "sorted, cut into batches of 10, batches shuffled": "as good",
        "sorted, B = 1000": "as good",
        "sorted, B = 10, three epochs": "as good",
        "why": "rate",
    }


@misconception(
    "unused_examples_blamed",
    loses=["test_reason_for_the_harm"],
    hint="Count the examples of an epoch, sorted or not. Is one of them missing?",
)
def PREDICT_ORDER():
    return {
        "sorted, B = 10": "worse",
        "sorted, cut into batches of 10, batches shuffled": "as good",
        "sorted, B = 1000": "as good",
        "sorted, B = 10, three epochs": "as good",
        "why": "unused",
    }


@misconception(
    "harm_by_mixing_sorted_batches",
    loses=["test_predicted_harm_of_one_sorted_epoch"],
    hint="Each batch is alike in itself, but are two that follow each other? Think of the mean of ten steps.",
)
def PREDICT_ORDER():
    return {
        "sorted, B = 10": "worse",
        "sorted, cut into batches of 10, batches shuffled": "worse",
        "sorted, B = 1000": "as good",
        "sorted, B = 10, three epochs": "as good",
        "why": "alike",
    }


# --- mutants that are no mistakes ----------------------------------------------------------------------------

equivalent(
    "least_squares: `s = ((A @ theta - y).square().sum() / (len(A) - A.shape[1])).sqrt()` → "
    "`s = ((y - A @ theta).square().sum() / (len(A) - A.shape[1])).sqrt()`",
    why="a square is the same for a difference either way round",
)
equivalent(
    "correct_digits: `if not error < 1:` → "
    "`if not error <= 1:`",
    why="an error of exactly 1 has the count -log10(1) = 0 by either way",
)
equivalent(
    "correct_digits: `error = abs(float(value) - certified) / abs(certified)` → "
    "`error = abs(certified - float(value)) / abs(certified)`",
    why="a distance is the same in both directions",
)
equivalent(
    "correct_digits: `return -math.log10(max(error, 1e-15))` → "
    "`return -math.log10(max(1e-15, error))`",
    why="the order of max matters for a nan only, and that has returned before",
)
equivalent(
    "least_absolute: `total = (y - slope.unsqueeze(1) * x - intercept.unsqueeze(1)).abs().sum(dim=1)` → "
    "`total = (y - slope.unsqueeze(1) * x - intercept.unsqueeze(1)).abs().mean(dim=1)`",
    why="all sums have the same number of terms, so that the smallest mean is the smallest sum",
)
equivalent(
    "least_absolute: `i, j = torch.combinations(torch.arange(len(x), device=x.device)).T` → "
    "`i, j = torch.combinations(torch.arange(len(x))).T`",
    why="on a CPU, where grading runs, a new tensor lies beside the data without being told so; on a GPU it would be a mistake",
)
equivalent(
    "least_absolute: `total = (y - slope.unsqueeze(1) * x - intercept.unsqueeze(1)).abs().sum(dim=1)` → "
    "`total = (intercept.unsqueeze(1) - (y - slope.unsqueeze(1) * x)).abs().sum(dim=1)`",
    why="a distance is the same in both directions",
)
equivalent(
    "boscovich_line: `total = (dy - slope.unsqueeze(1) * dx).abs().sum(dim=1)` → "
    "`total = (dy - slope.unsqueeze(1) * dx).abs().mean(dim=1)`",
    why="all sums have the same number of terms, so that the smallest mean is the smallest sum",
)
equivalent(
    "boscovich_line: `total = (dy - slope.unsqueeze(1) * dx).abs().sum(dim=1)` → "
    "`total = (slope.unsqueeze(1) * dx - dy).abs().sum(dim=1)`",
    why="a distance is the same in both directions",
)
equivalent(
    "estimation_error: `total += (found[:-1] - w).square().sum() + (found[-1] - b) ** 2` → "
    "`total = total + ((found[:-1] - w).square().sum() + (found[-1] - b) ** 2)`",
    why="a number of the function's own is changed, and nobody else holds it",
)
equivalent(
    "estimation_error: `total += (found[:-1] - w).square().sum() + (found[-1] - b) ** 2` → "
    "`total += (found[:-1] - w).square().sum() + (b - found[-1]) ** 2`",
    why="a square is the same for a difference either way round",
)
equivalent(
    "estimation_error: `total += (found[:-1] - w).square().sum() + (found[-1] - b) ** 2` → "
    "`total += (w - found[:-1]).square().sum() + (found[-1] - b) ** 2`",
    why="a square is the same for a difference either way round",
)
equivalent(
    "loss_after_epoch: `w = torch.zeros(X.shape[1], 1, dtype=X.dtype, device=X.device, requires_grad=True)` → "
    "`w = torch.zeros(X.shape[1], 1, dtype=X.dtype, requires_grad=True)`",
    why="on a CPU, where grading runs, a new tensor lies beside the data without being told so; on a GPU it would be a mistake",
)
equivalent(
    "loss_after_epoch: `b = torch.zeros(1, dtype=X.dtype, device=X.device, requires_grad=True)` → "
    "`b = torch.zeros(1, dtype=X.dtype, requires_grad=True)`",
    why="on a CPU, where grading runs, a new tensor lies beside the data without being told so; on a GPU it would be a mistake",
)
equivalent(
    "loss_after_epoch: `return squared_loss(linreg(X, w, b), y).mean().item()` → "
    "`return squared_loss(linreg(X, w, b), y).mean()`",
    why="the task takes a tensor with one element for a number",
)
equivalent(
    "loss_after_epoch: `return squared_loss(linreg(X, w, b), y).mean().item()` → "
    "`return squared_loss(y, linreg(X, w, b)).mean().item()`",
    why="both are columns, and a squared error is the same either way round",
)
equivalent(
    "loss_after_epoch: `squared_loss(linreg(X_batch, w, b), y_batch).sum().backward()` → "
    "`squared_loss(y_batch, linreg(X_batch, w, b)).sum().backward()`",
    why="both are columns, and a squared error is the same either way round",
)
