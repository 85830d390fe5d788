"""Other answers to huber: right ones in other styles, and the misconceptions with the tests that each loses."""

from autograder.course.answers import misconception, right
from autograder.course.equivalents import equivalent

# --- 1. huber_loss -----------------------------------------------------------------------------------------


@right
def huber_loss(y_hat, y, sigma=1.0):
    return nn.functional.smooth_l1_loss(y_hat, y.reshape(y_hat.shape), reduction="none", beta=sigma)


@right
def huber_loss(y_hat, y, sigma=1.0):
    e = y_hat - y.view_as(y_hat)
    inner = e.clamp(-sigma, sigma)
    return inner * (e - inner / 2) / sigma


@right
def huber_loss(y_hat, y, sigma=1.0):
    losses = []
    for prediction, label in zip(y_hat.reshape(-1), y.reshape(-1)):
        error = abs(prediction - label)
        losses.append(error - sigma / 2 if error > sigma else error**2 / (2 * sigma))
    return torch.stack(losses).reshape(y_hat.shape)


@right
def huber_loss(y_hat, y, sigma=1.0):
    e = (y_hat - y.reshape(y_hat.shape)).abs()
    large = (e > sigma).to(e.dtype)
    return large * (e - 0.5 * sigma) + (1 - large) * 0.5 * e.square() / sigma


@right
def huber_loss(y_hat, y, sigma=1.0):
    labels = torch.as_tensor(y, dtype=torch.float64).reshape(y_hat.shape)
    return nn.HuberLoss(reduction="none", delta=sigma)(y_hat.double(), labels) / sigma


@misconception(
    "batch_mean_decides",
    loses=[
        "test_small_and_large_error_at_sigma_one",
        "test_sign_of_the_error_does_not_matter",
        "test_each_error_is_judged_by_itself",
        "test_row_labels_do_not_broadcast",
        "test_gradient_reaches_the_predictions",
        "test_module_gives_the_mean",
        "test_module_sums_or_keeps_each_loss",
        "test_module_equals_smooth_l1",
        "test_module_passes_the_gradient_of_the_mean",
        "test_module_takes_row_labels",
        "test_factor_takes_one_loss_to_the_other",
        "test_huber_loss_on_the_calls",
        "test_a_tenth_of_outliers_does_not_bend_the_line",
        "test_one_outlier_among_many_under_other_losses",
    ],
    hint="You ask whether the mean error of the batch is large, and then treat all examples alike. Which branch "
    "should a small error take when its neighbour is large?",
)
def huber_loss(y_hat, y, sigma=1.0):
    error = (y_hat - y.reshape(y_hat.shape)).abs()
    if error.mean() > sigma:
        return error - sigma / 2
    return error**2 / (2 * sigma)


@misconception(
    "largest_error_decides",
    loses=[
        "test_small_and_large_error_at_sigma_one",
        "test_sign_of_the_error_does_not_matter",
        "test_each_error_is_judged_by_itself",
        "test_row_labels_do_not_broadcast",
        "test_gradient_reaches_the_predictions",
        "test_module_gives_the_mean",
        "test_module_sums_or_keeps_each_loss",
        "test_module_equals_smooth_l1",
        "test_module_passes_the_gradient_of_the_mean",
        "test_module_takes_row_labels",
        "test_factor_takes_one_loss_to_the_other",
        "test_huber_loss_on_the_calls",
        "test_a_tenth_of_outliers_does_not_bend_the_line",
        "test_one_outlier_among_many_under_other_losses",
    ],
    hint="As soon as one error is large, you treat all of them as large. Is there a function of torch that chooses "
    "for each element?",
)
def huber_loss(y_hat, y, sigma=1.0):
    error = (y_hat - y.reshape(y_hat.shape)).abs()
    if (error > sigma).any():
        return error - sigma / 2
    return error**2 / (2 * sigma)


@misconception(
    "branches_swapped",
    loses=[
        "test_small_and_large_error_at_sigma_one",
        "test_one_loss_for_each_prediction",
        "test_loss_at_other_sigmas",
        "test_sign_of_the_error_does_not_matter",
        "test_each_error_is_judged_by_itself",
        "test_row_labels_do_not_broadcast",
        "test_gradient_reaches_the_predictions",
        "test_module_gives_the_mean",
        "test_module_sums_or_keeps_each_loss",
        "test_module_equals_smooth_l1",
        "test_module_passes_the_gradient_of_the_mean",
        "test_module_takes_row_labels",
        "test_factor_takes_one_loss_to_the_other",
        "test_huber_loss_on_the_calls",
        "test_a_tenth_of_outliers_does_not_bend_the_line",
        "test_one_outlier_among_many_under_other_losses",
        "test_slope_without_uses_the_loss_and_the_steps",
    ],
    hint="Your small errors cost less than nothing. Which of the two formulas belongs to errors up to sigma?",
)
def huber_loss(y_hat, y, sigma=1.0):
    error = (y_hat - y.reshape(y_hat.shape)).abs()
    return torch.where(error > sigma, error**2 / (2 * sigma), error - sigma / 2)


@misconception(
    "linear_branch_too_high",
    loses=[
        "test_small_and_large_error_at_sigma_one",
        "test_one_loss_for_each_prediction",
        "test_loss_at_other_sigmas",
        "test_sign_of_the_error_does_not_matter",
        "test_both_branches_meet",
        "test_each_error_is_judged_by_itself",
        "test_row_labels_do_not_broadcast",
        "test_module_gives_the_mean",
        "test_module_sums_or_keeps_each_loss",
        "test_module_equals_smooth_l1",
        "test_module_takes_row_labels",
        "test_factor_takes_one_loss_to_the_other",
    ],
    hint="At the error sigma your two branches do not meet: the loss jumps. What does the formula take off in the "
    "linear branch?",
)
def huber_loss(y_hat, y, sigma=1.0):
    error = (y_hat - y.reshape(y_hat.shape)).abs()
    return torch.where(error > sigma, error, error**2 / (2 * sigma))


@misconception(
    "quadratic_branch_not_divided",
    loses=[
        "test_loss_at_other_sigmas",
        "test_sign_of_the_error_does_not_matter",
        "test_both_branches_meet",
        "test_row_labels_do_not_broadcast",
        "test_gradient_reaches_the_predictions",
        "test_module_sums_or_keeps_each_loss",
        "test_module_equals_smooth_l1",
        "test_module_passes_the_gradient_of_the_mean",
        "test_module_takes_row_labels",
        "test_factor_takes_one_loss_to_the_other",
    ],
    hint="At sigma 1 your loss is right, and elsewhere the branches do not meet. What else stands in front of the "
    "square?",
)
def huber_loss(y_hat, y, sigma=1.0):
    error = (y_hat - y.reshape(y_hat.shape)).abs()
    return torch.where(error > sigma, error - sigma / 2, error**2 / 2)


@misconception(
    "quadratic_branch_without_half",
    loses=[
        "test_small_and_large_error_at_sigma_one",
        "test_loss_at_other_sigmas",
        "test_sign_of_the_error_does_not_matter",
        "test_both_branches_meet",
        "test_each_error_is_judged_by_itself",
        "test_row_labels_do_not_broadcast",
        "test_gradient_reaches_the_predictions",
        "test_module_gives_the_mean",
        "test_module_sums_or_keeps_each_loss",
        "test_module_equals_smooth_l1",
        "test_module_passes_the_gradient_of_the_mean",
        "test_module_takes_row_labels",
        "test_factor_takes_one_loss_to_the_other",
        "test_huber_loss_on_the_calls",
        "test_one_outlier_among_many_under_other_losses",
    ],
    hint="Your small errors cost twice what they should. Compare the factor in front of the square with the formula.",
)
def huber_loss(y_hat, y, sigma=1.0):
    error = (y_hat - y.reshape(y_hat.shape)).abs()
    return torch.where(error > sigma, error - sigma / 2, error**2 / sigma)


@misconception(
    "no_absolute_value",
    loses=[
        "test_sign_of_the_error_does_not_matter",
        "test_each_error_is_judged_by_itself",
        "test_row_labels_do_not_broadcast",
        "test_gradient_reaches_the_predictions",
        "test_module_sums_or_keeps_each_loss",
        "test_module_equals_smooth_l1",
        "test_module_passes_the_gradient_of_the_mean",
        "test_module_takes_row_labels",
        "test_factor_takes_one_loss_to_the_other",
        "test_huber_loss_on_the_calls",
        "test_a_tenth_of_outliers_does_not_bend_the_line",
        "test_slope_without_uses_the_loss_and_the_steps",
    ],
    hint="What happens to a prediction that is much too low? Work out by hand which branch an error of -3 takes.",
)
def huber_loss(y_hat, y, sigma=1.0):
    error = y_hat - y.reshape(y_hat.shape)
    return torch.where(error > sigma, error - sigma / 2, error**2 / (2 * sigma))


@misconception(
    "absolute_value_only_in_the_condition",
    loses=[
        "test_sign_of_the_error_does_not_matter",
        "test_each_error_is_judged_by_itself",
        "test_row_labels_do_not_broadcast",
        "test_gradient_reaches_the_predictions",
        "test_module_sums_or_keeps_each_loss",
        "test_module_equals_smooth_l1",
        "test_module_passes_the_gradient_of_the_mean",
        "test_module_takes_row_labels",
        "test_factor_takes_one_loss_to_the_other",
        "test_huber_loss_on_the_calls",
        "test_a_tenth_of_outliers_does_not_bend_the_line",
        "test_slope_without_uses_the_loss_and_the_steps",
    ],
    hint="You choose the branch by the size of the error, but one branch then uses the error with its sign. What "
    "does a prediction that is much too low cost?",
)
def huber_loss(y_hat, y, sigma=1.0):
    error = y_hat - y.reshape(y_hat.shape)
    return torch.where(error.abs() > sigma, error - sigma / 2, error**2 / (2 * sigma))


@misconception(
    "torch_delta_for_sigma",
    loses=[
        "test_loss_at_other_sigmas",
        "test_sign_of_the_error_does_not_matter",
        "test_both_branches_meet",
        "test_row_labels_do_not_broadcast",
        "test_gradient_reaches_the_predictions",
        "test_module_sums_or_keeps_each_loss",
        "test_module_equals_smooth_l1",
        "test_module_passes_the_gradient_of_the_mean",
        "test_module_takes_row_labels",
        "test_factor_takes_one_loss_to_the_other",
    ],
    hint="torch.nn.HuberLoss keeps another quantity fixed when its threshold changes. Compare its values with the "
    "formula at a sigma that is not 1.",
)
def huber_loss(y_hat, y, sigma=1.0):
    return nn.HuberLoss(reduction="none", delta=sigma)(y_hat, y.reshape(y_hat.shape))


@misconception(
    "beta_is_one_over_sigma_squared",
    loses=[
        "test_loss_at_other_sigmas",
        "test_sign_of_the_error_does_not_matter",
        "test_both_branches_meet",
        "test_row_labels_do_not_broadcast",
        "test_gradient_reaches_the_predictions",
        "test_module_sums_or_keeps_each_loss",
        "test_module_equals_smooth_l1",
        "test_module_passes_the_gradient_of_the_mean",
        "test_module_takes_row_labels",
        "test_factor_takes_one_loss_to_the_other",
    ],
    hint="Some libraries write their threshold as one over sigma squared; torch does not. Where do the branches meet "
    "with your choice, for sigma 2?",
)
def huber_loss(y_hat, y, sigma=1.0):
    return nn.functional.smooth_l1_loss(y_hat, y.reshape(y_hat.shape), reduction="none", beta=1 / sigma**2)


@misconception(
    "sigma_ignored",
    loses=[
        "test_loss_at_other_sigmas",
        "test_sign_of_the_error_does_not_matter",
        "test_both_branches_meet",
        "test_row_labels_do_not_broadcast",
        "test_gradient_reaches_the_predictions",
        "test_module_sums_or_keeps_each_loss",
        "test_module_equals_smooth_l1",
        "test_module_passes_the_gradient_of_the_mean",
        "test_module_takes_row_labels",
        "test_factor_takes_one_loss_to_the_other",
    ],
    hint="Your loss is the same whatever the threshold. Where in your code does sigma act?",
)
def huber_loss(y_hat, y, sigma=1.0):
    return nn.functional.smooth_l1_loss(y_hat, y.reshape(y_hat.shape), reduction="none")


@misconception(
    "threshold_out_of_reach",
    loses=[
        "test_small_and_large_error_at_sigma_one",
        "test_one_loss_for_each_prediction",
        "test_loss_at_other_sigmas",
        "test_sign_of_the_error_does_not_matter",
        "test_each_error_is_judged_by_itself",
        "test_row_labels_do_not_broadcast",
        "test_gradient_reaches_the_predictions",
        "test_module_gives_the_mean",
        "test_module_sums_or_keeps_each_loss",
        "test_module_equals_smooth_l1",
        "test_module_passes_the_gradient_of_the_mean",
        "test_module_takes_row_labels",
        "test_factor_takes_one_loss_to_the_other",
        "test_huber_loss_on_the_calls",
        "test_a_tenth_of_outliers_does_not_bend_the_line",
        "test_one_outlier_among_many_under_other_losses",
        "test_slope_without_uses_the_loss_and_the_steps",
    ],
    hint="No error ever reaches your threshold, so that what is left is the squared loss. Which number did you "
    "compare the errors with?",
)
def huber_loss(y_hat, y, sigma=1.0):
    return nn.HuberLoss(reduction="none", delta=20000.0)(y_hat, y.reshape(y_hat.shape)) / sigma


@misconception(
    "leaves_the_graph_through_numpy",
    loses=[
        "test_gradient_reaches_the_predictions",
        "test_module_passes_the_gradient_of_the_mean",
        "test_huber_loss_on_the_calls",
        "test_a_tenth_of_outliers_does_not_bend_the_line",
        "test_one_outlier_among_many_under_other_losses",
        "test_slope_without_uses_the_loss_and_the_steps",
    ],
    hint="Your values are right, but a numpy array has no history: nothing can be trained with this loss, and no "
    "error tells you. Which function of torch does what numpy's did for you?",
)
def huber_loss(y_hat, y, sigma=1.0):
    import numpy as np

    error = np.abs(y_hat.detach().numpy() - y.detach().numpy().reshape(tuple(y_hat.shape)))
    return torch.from_numpy(np.where(error > sigma, error - sigma / 2, error**2 / (2 * sigma)))


@misconception(
    "leaves_the_graph_through_numbers",
    loses=[
        "test_gradient_reaches_the_predictions",
        "test_module_passes_the_gradient_of_the_mean",
        "test_huber_loss_on_the_calls",
        "test_a_tenth_of_outliers_does_not_bend_the_line",
        "test_one_outlier_among_many_under_other_losses",
        "test_slope_without_uses_the_loss_and_the_steps",
    ],
    hint="float() and .item() give numbers without a history. What reaches y_hat when you call backward() on a "
    "tensor made of them?",
)
def huber_loss(y_hat, y, sigma=1.0):
    errors = [abs(float(a) - float(b)) for a, b in zip(y_hat.reshape(-1), y.reshape(-1))]
    losses = [e - sigma / 2 if e > sigma else e * e / (2 * sigma) for e in errors]
    return torch.tensor(losses, requires_grad=True).reshape(y_hat.shape)


@misconception(
    "python_if_on_a_tensor",
    loses=[
        "test_small_and_large_error_at_sigma_one",
        "test_one_loss_for_each_prediction",
        "test_sign_of_the_error_does_not_matter",
        "test_both_branches_meet",
        "test_each_error_is_judged_by_itself",
        "test_row_labels_do_not_broadcast",
        "test_gradient_reaches_the_predictions",
        "test_module_gives_the_mean",
        "test_module_sums_or_keeps_each_loss",
        "test_module_equals_smooth_l1",
        "test_module_passes_the_gradient_of_the_mean",
        "test_module_takes_row_labels",
        "test_factor_takes_one_loss_to_the_other",
        "test_huber_loss_on_the_calls",
        "test_a_tenth_of_outliers_does_not_bend_the_line",
        "test_one_outlier_among_many_under_other_losses",
        "test_slope_without_uses_the_loss_and_the_steps",
    ],
    hint="A Python `if` wants one yes or no, and a batch has many. What chooses between two tensors element by "
    "element?",
)
def huber_loss(y_hat, y, sigma=1.0):
    error = (y_hat - y.reshape(y_hat.shape)).abs()
    if error > sigma:
        return error - sigma / 2
    else:
        return error**2 / (2 * sigma)


@misconception(
    "labels_not_reshaped",
    loses=["test_row_labels_do_not_broadcast", "test_module_takes_row_labels"],
    hint="A column minus a row is a table: each prediction against each label. Print the shapes before you subtract.",
)
def huber_loss(y_hat, y, sigma=1.0):
    error = (y_hat - y).abs()
    return torch.where(error > sigma, error - sigma / 2, error**2 / (2 * sigma))


@misconception(
    "predictions_take_the_shape_of_the_labels",
    loses=["test_row_labels_do_not_broadcast", "test_module_takes_row_labels"],
    hint="Your loss has the shape of the labels. Which of the two should be reshaped to the other?",
)
def huber_loss(y_hat, y, sigma=1.0):
    error = (y_hat.reshape(y.shape) - y).abs()
    return torch.where(error > sigma, error - sigma / 2, error**2 / (2 * sigma))


@misconception(
    "mean_instead_of_each",
    loses=[
        "test_small_and_large_error_at_sigma_one",
        "test_one_loss_for_each_prediction",
        "test_loss_at_other_sigmas",
        "test_sign_of_the_error_does_not_matter",
        "test_both_branches_meet",
        "test_each_error_is_judged_by_itself",
        "test_row_labels_do_not_broadcast",
        "test_gradient_reaches_the_predictions",
        "test_module_sums_or_keeps_each_loss",
        "test_module_takes_row_labels",
        "test_factor_takes_one_loss_to_the_other",
    ],
    hint="You return one number for the whole batch. How many losses are asked for here, and in which exercise does "
    "the mean come?",
)
def huber_loss(y_hat, y, sigma=1.0):
    error = (y_hat - y.reshape(y_hat.shape)).abs()
    return torch.where(error > sigma, error - sigma / 2, error**2 / (2 * sigma)).mean()


# --- 2. HuberLoss ------------------------------------------------------------------------------------------


@right
class HuberLoss(nn.SmoothL1Loss):
    def __init__(self, sigma=1.0, reduction="mean"):
        super().__init__(reduction=reduction, beta=sigma)

    def forward(self, y_hat, y):
        return super().forward(y_hat, y.reshape(y_hat.shape))


@right
class HuberLoss(nn.Module):
    def __init__(self, sigma=1.0, reduction="mean"):
        super(HuberLoss, self).__init__()
        self.inner = nn.HuberLoss(delta=sigma, reduction=reduction)
        self.register_buffer("sigma", torch.tensor(float(sigma)), persistent=False)

    def forward(self, y_hat, y):
        return self.inner(y_hat, y.reshape(y_hat.shape)) / self.sigma


@right
class HuberLoss(nn.Module):
    def __init__(self, sigma=1.0, reduction="mean"):
        nn.Module.__init__(self)
        reductions = {"mean": torch.mean, "sum": torch.sum, "none": lambda losses: losses}
        self.sigma, self.reduce = sigma, reductions[reduction]

    def forward(self, y_hat, y):
        return self.reduce(huber_loss(y_hat, y, sigma=self.sigma))


@right
class HuberLoss(nn.Module):
    def __init__(self, sigma=1.0, reduction="mean"):
        super().__init__()
        self.sigma, self.reduction = sigma, reduction

    def forward(self, y_hat, y):
        e = (y_hat - y.reshape(y_hat.shape)).abs()
        small = e.clamp(max=self.sigma)
        losses = small**2 / (2 * self.sigma) + (e - small)
        if self.reduction == "mean":
            return losses.sum() / losses.numel()
        if self.reduction == "sum":
            return losses.sum()
        return losses


@misconception(
    "init_of_module_never_runs",
    loses=[
        "test_module_gives_the_mean",
        "test_module_sums_or_keeps_each_loss",
        "test_module_equals_smooth_l1",
        "test_module_passes_the_gradient_of_the_mean",
        "test_module_takes_row_labels",
    ],
    hint="nn.Module keeps books that its own __init__ opens. Does yours call it?",
)
class HuberLoss(nn.Module):
    def __init__(self, sigma=1.0, reduction="mean"):
        self.sigma = sigma
        self.reduction = reduction

    def forward(self, y_hat, y):
        loss = huber_loss(y_hat, y, self.sigma)
        return {"none": loss, "sum": loss.sum(), "mean": loss.mean()}[self.reduction]


@misconception(
    "data_in_the_constructor",
    loses=[
        "test_module_gives_the_mean",
        "test_module_sums_or_keeps_each_loss",
        "test_module_equals_smooth_l1",
        "test_module_passes_the_gradient_of_the_mean",
        "test_module_takes_row_labels",
    ],
    hint="You hand predictions and labels to the constructor. What does a module learn when it is set up, and what "
    "when it is called?",
)
class HuberLoss(nn.Module):
    def __init__(self, y_hat, y, sigma=1.0):
        super().__init__()
        self.value = huber_loss(y_hat, y, sigma).mean()

    def forward(self):
        return self.value


@misconception(
    "always_the_mean",
    loses=["test_module_sums_or_keeps_each_loss", "test_module_takes_row_labels"],
    hint="Your module gives the mean whatever it is asked for. Where does `reduction` act?",
)
class HuberLoss(nn.Module):
    def __init__(self, sigma=1.0, reduction="mean"):
        super().__init__()
        self.sigma = sigma

    def forward(self, y_hat, y):
        return huber_loss(y_hat, y, self.sigma).mean()


@misconception(
    "always_each_loss",
    loses=[
        "test_module_gives_the_mean",
        "test_module_sums_or_keeps_each_loss",
        "test_module_equals_smooth_l1",
        "test_module_passes_the_gradient_of_the_mean",
        "test_module_takes_row_labels",
    ],
    hint="Your module returns all losses. What turns them into one number, and when?",
)
class HuberLoss(nn.Module):
    def __init__(self, sigma=1.0, reduction="mean"):
        super().__init__()
        self.sigma = sigma

    def forward(self, y_hat, y):
        return huber_loss(y_hat, y, self.sigma)


@misconception(
    "sum_for_mean",
    loses=[
        "test_module_gives_the_mean",
        "test_module_equals_smooth_l1",
        "test_module_passes_the_gradient_of_the_mean",
        "test_module_takes_row_labels",
    ],
    hint="Your mean grows with the number of examples. By what should the sum be divided?",
)
class HuberLoss(nn.Module):
    def __init__(self, sigma=1.0, reduction="mean"):
        super().__init__()
        self.sigma = sigma
        self.reduction = reduction

    def forward(self, y_hat, y):
        loss = huber_loss(y_hat, y, self.sigma)
        return loss if self.reduction == "none" else loss.sum()


@misconception(
    "sigma_not_passed_on",
    loses=[
        "test_module_sums_or_keeps_each_loss",
        "test_module_equals_smooth_l1",
        "test_module_passes_the_gradient_of_the_mean",
        "test_module_takes_row_labels",
    ],
    hint="Every module of yours has the same threshold. What becomes of the sigma that the constructor is given?",
)
class HuberLoss(nn.Module):
    def __init__(self, sigma=1.0, reduction="mean"):
        super().__init__()
        self.reduction = reduction

    def forward(self, y_hat, y):
        loss = huber_loss(y_hat, y)
        return {"none": loss, "sum": loss.sum(), "mean": loss.mean()}[self.reduction]


@misconception(
    "threshold_shared_by_all_modules",
    loses=["test_module_equals_smooth_l1"],
    hint="Each new module of yours changes the threshold of those that are there already. Where do you keep sigma: in "
    "the module, or in the class that all modules share?",
)
class HuberLoss(nn.Module):
    sigma = 1.0

    def __init__(self, sigma=1.0, reduction="mean"):
        super().__init__()
        HuberLoss.sigma = sigma
        self.reduction = reduction

    def forward(self, y_hat, y):
        loss = huber_loss(y_hat, y, HuberLoss.sigma)
        return {"none": loss, "sum": loss.sum(), "mean": loss.mean()}[self.reduction]


@misconception(
    "torch_huber_for_the_formula",
    loses=[
        "test_module_sums_or_keeps_each_loss",
        "test_module_equals_smooth_l1",
        "test_module_passes_the_gradient_of_the_mean",
        "test_module_takes_row_labels",
    ],
    hint="Your module and the formula agree at sigma 1 and nowhere else. Compare nn.HuberLoss with the branches of "
    "exercise 1.",
)
class HuberLoss(nn.Module):
    def __init__(self, sigma=1.0, reduction="mean"):
        super().__init__()
        self.inner = nn.HuberLoss(delta=sigma, reduction=reduction)

    def forward(self, y_hat, y):
        return self.inner(y_hat, y.reshape(y_hat.shape))


@misconception(
    "loss_of_the_mean_error",
    loses=[
        "test_module_gives_the_mean",
        "test_module_equals_smooth_l1",
        "test_module_passes_the_gradient_of_the_mean",
        "test_module_takes_row_labels",
    ],
    hint="You take the mean of the errors first, and then its loss. Do an error of +5 and one of -5 cost nothing "
    "together?",
)
class HuberLoss(nn.Module):
    def __init__(self, sigma=1.0, reduction="mean"):
        super().__init__()
        self.sigma = sigma
        self.reduction = reduction

    def forward(self, y_hat, y):
        if self.reduction == "mean":
            error = (y_hat - y.reshape(y_hat.shape)).mean()
            return huber_loss(error, torch.zeros_like(error), self.sigma)
        loss = huber_loss(y_hat, y, self.sigma)
        return loss.sum() if self.reduction == "sum" else loss


@misconception(
    "mean_as_a_python_number",
    loses=["test_module_passes_the_gradient_of_the_mean"],
    hint="A Python number cannot be differentiated. What should the training loop call backward() on?",
)
class HuberLoss(nn.Module):
    def __init__(self, sigma=1.0, reduction="mean"):
        super().__init__()
        self.sigma = sigma
        self.reduction = reduction

    def forward(self, y_hat, y):
        loss = huber_loss(y_hat, y, self.sigma)
        if self.reduction == "none":
            return loss
        return loss.sum().item() if self.reduction == "sum" else loss.mean().item()


# --- 3. huber_grad -----------------------------------------------------------------------------------------


@right
def huber_grad(e, sigma):
    return torch.where(e.abs() > sigma, torch.sign(e), e / sigma)


@right
def huber_grad(e, sigma):
    one = torch.ones_like(e)
    return torch.minimum(torch.maximum(e / sigma, -one), one)


@right
def huber_grad(e, sigma):
    pulls = [max(-1.0, min(1.0, value / sigma)) for value in e.reshape(-1).tolist()]
    return torch.tensor(pulls, dtype=e.dtype).reshape(e.shape)


@right
def huber_grad(e, sigma):
    return nn.functional.hardtanh(e / sigma)


@misconception(
    "pull_without_bound",
    loses=["test_pull_of_a_large_error", "test_pull_equals_the_gradient_of_autograd"],
    hint="Your pull grows with the error for ever, as that of the squared loss does. What is the derivative of the "
    "linear branch?",
)
def huber_grad(e, sigma):
    return e / sigma


@misconception(
    "pull_without_direction",
    loses=["test_pull_of_a_large_error", "test_pull_equals_the_gradient_of_autograd"],
    hint="All your pulls are positive. What does the derivative of |e| know about the side on which the prediction "
    "lies?",
)
def huber_grad(e, sigma):
    return torch.clamp(e.abs() / sigma, max=1.0)


@misconception(
    "pull_bounded_by_sigma",
    loses=["test_pull_of_a_large_error", "test_pull_equals_the_gradient_of_autograd"],
    hint="The pull of your large errors depends on sigma. That is the case for torch's nn.HuberLoss; differentiate "
    "the branches of exercise 1.",
)
def huber_grad(e, sigma):
    return torch.clamp(e, -sigma, sigma)


@misconception(
    "pull_not_divided_by_sigma",
    loses=["test_pull_of_a_large_error", "test_pull_equals_the_gradient_of_autograd"],
    hint="Your pull does not depend on sigma at all. What is left of the factor 1 / (2 sigma) when you differentiate "
    "the square?",
)
def huber_grad(e, sigma):
    return torch.clamp(e, -1, 1)


@misconception(
    "only_the_sign",
    loses=[
        "test_pull_of_a_small_error",
        "test_pull_of_a_large_error",
        "test_pull_equals_the_gradient_of_autograd",
    ],
    hint="Your pull is that of the absolute loss, which jumps at zero. How hard should a small error pull?",
)
def huber_grad(e, sigma):
    return torch.sign(e)


@misconception(
    "pull_by_the_label",
    loses=[
        "test_pull_of_a_small_error",
        "test_pull_of_a_large_error",
        "test_pull_equals_the_gradient_of_autograd",
    ],
    hint="Your sign is the other way round: you differentiated with respect to the label. Should a prediction that "
    "is too high have a positive or a negative derivative?",
)
def huber_grad(e, sigma):
    return -torch.clamp(e / sigma, -1, 1)


@misconception(
    "derivative_of_the_square_keeps_the_two",
    loses=[
        "test_pull_of_a_small_error",
        "test_pull_of_a_large_error",
        "test_pull_equals_the_gradient_of_autograd",
    ],
    hint="At the error sigma your pull jumps. Differentiate the square again, together with the factor in front "
    "of it.",
)
def huber_grad(e, sigma):
    return torch.where(e.abs() > sigma, torch.sign(e), e / (2 * sigma))


# --- 4. torch_delta_factor ---------------------------------------------------------------------------------


@right
def torch_delta_factor(sigma):
    e = torch.tensor(3.0 * sigma, dtype=torch.float64)
    zero = torch.zeros_like(e)
    ours = nn.functional.smooth_l1_loss(e, zero, beta=sigma)
    return (nn.HuberLoss(delta=sigma)(e, zero) / ours).item()


@right
def torch_delta_factor(sigma):
    small = sigma / 2
    return (small**2 / 2) / (small**2 / (2 * sigma))


@right
def torch_delta_factor(sigma):
    return torch.tensor(float(sigma))


@misconception(
    "they_are_the_same_loss",
    loses=["test_factor_at_other_sigmas", "test_factor_takes_one_loss_to_the_other"],
    hint="At sigma 1 both losses agree. Put an error of 1 into both formulas with the threshold 2.",
)
def torch_delta_factor(sigma):
    return 1.0


@misconception(
    "factor_the_wrong_way_round",
    loses=["test_factor_at_other_sigmas", "test_factor_takes_one_loss_to_the_other"],
    hint="Your factor leads from torch's loss to ours. Which of the two is to be multiplied?",
)
def torch_delta_factor(sigma):
    return 1 / sigma


@misconception(
    "factor_squared",
    loses=["test_factor_at_other_sigmas", "test_factor_takes_one_loss_to_the_other"],
    hint="Your factor is right at sigma 1 only. Divide the two formulas for a small error, term by term.",
)
def torch_delta_factor(sigma):
    return sigma**2


@misconception(
    "factor_half_sigma",
    loses=["test_factor_at_one", "test_factor_at_other_sigmas", "test_factor_takes_one_loss_to_the_other"],
    hint="Both formulas have their own factor of one half. Divide one by the other for a small error and see what "
    "is left.",
)
def torch_delta_factor(sigma):
    return sigma / 2


# --- 5. fit_robust -----------------------------------------------------------------------------------------


@right
def fit_robust(x, y, loss, lr, num_epochs):
    mean, std = x.mean(), x.std(correction=0)
    w = torch.zeros(1, requires_grad=True)
    b = torch.zeros(1, requires_grad=True)
    trainer = torch.optim.SGD([w, b], lr=lr)
    for _ in range(num_epochs):
        trainer.zero_grad()
        loss((x - mean) / std * w + b, y).mean().backward()
        trainer.step()
    slope = w.detach() / std
    return slope, b.detach() - slope * mean


@right
def fit_robust(x, y, loss, lr, num_epochs):
    z = ((x - x.mean()) / x.std()).double()
    A = torch.stack([z, torch.ones_like(z)], dim=1)
    theta = torch.zeros(2, dtype=torch.float64)
    for _ in range(num_epochs):
        theta.requires_grad_()
        (gradient,) = torch.autograd.grad(loss(A @ theta, y.double()).sum() / len(y), theta)
        theta = theta.detach() - lr * gradient
    slope = theta[0].item() / x.std().item()
    return slope, theta[1].item() - slope * x.mean().item()


@right
def fit_robust(x, y, loss, lr, num_epochs):
    centre, spread = float(x.mean()), float(x.std())
    line = nn.Linear(1, 1).to(x.dtype)
    nn.init.zeros_(line.weight)
    nn.init.zeros_(line.bias)
    z = ((x - centre) / spread).unsqueeze(1)
    for _ in range(num_epochs):
        line.zero_grad()
        l = loss(line(z).squeeze(1), y)
        l.backward(torch.full_like(l, 1 / len(l)))
        with torch.no_grad():
            for param in line.parameters():
                param -= lr * param.grad
    slope = line.weight.item() / spread
    return slope, line.bias.item() - centre * slope


@misconception(
    "squared_loss_whatever_is_asked",
    loses=[
        "test_huber_loss_on_the_calls",
        "test_a_tenth_of_outliers_does_not_bend_the_line",
        "test_slope_without_uses_the_loss_and_the_steps",
    ],
    hint="Your line is the same for every loss. What do you do with the function that you are handed?",
)
def fit_robust(x, y, loss, lr, num_epochs):
    mean, std = x.mean(), x.std()
    params = torch.zeros(2, dtype=x.dtype, requires_grad=True)
    for _ in range(num_epochs):
        squared_loss(params[0] * (x - mean) / std + params[1], y).mean().backward()
        with torch.no_grad():
            params -= lr * params.grad
            params.grad.zero_()
    w, c = params.detach()
    return float(w / std), float(c - w * mean / std)


@misconception(
    "least_squares_in_closed_form",
    loses=[
        "test_huber_loss_on_the_calls",
        "test_a_tenth_of_outliers_does_not_bend_the_line",
        "test_steps_are_those_asked_for",
        "test_slope_without_uses_the_loss_and_the_steps",
    ],
    hint="The formula that you use knows one loss only, and takes no steps. How does gradient descent find the line "
    "for any loss?",
)
def fit_robust(x, y, loss, lr, num_epochs):
    slope = ((x - x.mean()) * (y - y.mean())).sum() / ((x - x.mean()) ** 2).sum()
    return float(slope), float(y.mean() - slope * x.mean())


@misconception(
    "x_not_standardised",
    loses=[
        "test_squared_loss_on_the_calls",
        "test_two_points_make_a_line",
        "test_huber_loss_on_the_calls",
        "test_a_tenth_of_outliers_does_not_bend_the_line",
        "test_unit_of_x_does_not_matter",
        "test_steps_are_those_asked_for",
        "test_slope_without_one_bad_point",
        "test_slope_of_the_stars",
        "test_slope_without_any_rows",
        "test_slope_without_uses_the_loss_and_the_steps",
    ],
    hint="With x near 60 the gradient of the slope is 60 times that of the intercept, and its curvature 3600 times. "
    "Bring x to mean 0 and standard deviation 1 first.",
)
def fit_robust(x, y, loss, lr, num_epochs):
    params = torch.zeros(2, dtype=x.dtype, requires_grad=True)
    for _ in range(num_epochs):
        loss(params[0] * x + params[1], y).mean().backward()
        with torch.no_grad():
            params -= lr * params.grad
            params.grad.zero_()
    slope, intercept = params.detach()
    return float(slope), float(intercept)


@misconception(
    "x_centred_only",
    loses=[
        "test_squared_loss_on_the_calls",
        "test_two_points_make_a_line",
        "test_huber_loss_on_the_calls",
        "test_a_tenth_of_outliers_does_not_bend_the_line",
        "test_unit_of_x_does_not_matter",
        "test_steps_are_those_asked_for",
        "test_slope_of_the_stars",
        "test_slope_without_any_rows",
        "test_slope_without_uses_the_loss_and_the_steps",
    ],
    hint="You take the mean away, and leave the unit of x as it is. What is the curvature along the slope when x "
    "runs over thousands?",
)
def fit_robust(x, y, loss, lr, num_epochs):
    mean = x.mean()
    params = torch.zeros(2, dtype=x.dtype, requires_grad=True)
    for _ in range(num_epochs):
        loss(params[0] * (x - mean) + params[1], y).mean().backward()
        with torch.no_grad():
            params -= lr * params.grad
            params.grad.zero_()
    w, c = params.detach()
    return float(w), float(c - w * mean)


@misconception(
    "slope_not_scaled_back",
    loses=[
        "test_squared_loss_on_the_calls",
        "test_two_points_make_a_line",
        "test_huber_loss_on_the_calls",
        "test_a_tenth_of_outliers_does_not_bend_the_line",
        "test_unit_of_x_does_not_matter",
        "test_steps_are_those_asked_for",
        "test_slope_without_one_bad_point",
        "test_slope_of_the_stars",
        "test_slope_without_any_rows",
        "test_slope_without_uses_the_loss_and_the_steps",
    ],
    hint="Your slope is per standard deviation of x. How many years is that?",
)
def fit_robust(x, y, loss, lr, num_epochs):
    mean, std = x.mean(), x.std()
    params = torch.zeros(2, dtype=x.dtype, requires_grad=True)
    for _ in range(num_epochs):
        loss(params[0] * (x - mean) / std + params[1], y).mean().backward()
        with torch.no_grad():
            params -= lr * params.grad
            params.grad.zero_()
    w, c = params.detach()
    return float(w), float(c - w * mean / std)


@misconception(
    "intercept_not_moved_back",
    loses=[
        "test_two_points_make_a_line",
        "test_huber_loss_on_the_calls",
        "test_a_tenth_of_outliers_does_not_bend_the_line",
        "test_unit_of_x_does_not_matter",
    ],
    hint="Your intercept is the height of the line at the mean of x. Where is x = 0?",
)
def fit_robust(x, y, loss, lr, num_epochs):
    mean, std = x.mean(), x.std()
    params = torch.zeros(2, dtype=x.dtype, requires_grad=True)
    for _ in range(num_epochs):
        loss(params[0] * (x - mean) / std + params[1], y).mean().backward()
        with torch.no_grad():
            params -= lr * params.grad
            params.grad.zero_()
    w, c = params.detach()
    return float(w / std), float(c)


@misconception(
    "intercept_moved_the_wrong_way",
    loses=[
        "test_two_points_make_a_line",
        "test_huber_loss_on_the_calls",
        "test_a_tenth_of_outliers_does_not_bend_the_line",
        "test_unit_of_x_does_not_matter",
    ],
    hint="Insert z = (x - mean) / std into your line and collect what does not depend on x. Which sign does it have?",
)
def fit_robust(x, y, loss, lr, num_epochs):
    mean, std = x.mean(), x.std()
    params = torch.zeros(2, dtype=x.dtype, requires_grad=True)
    for _ in range(num_epochs):
        loss(params[0] * (x - mean) / std + params[1], y).mean().backward()
        with torch.no_grad():
            params -= lr * params.grad
            params.grad.zero_()
    w, c = params.detach()
    return float(w / std), float(c + w * mean / std)


@misconception(
    "labels_standardised_too",
    loses=[
        "test_huber_loss_on_the_calls",
        "test_a_tenth_of_outliers_does_not_bend_the_line",
        "test_steps_are_those_asked_for",
        "test_slope_without_uses_the_loss_and_the_steps",
    ],
    hint="You standardise y as well, so that sigma is no longer an error in the unit of y. How large is sigma 1 "
    "in your new unit?",
)
def fit_robust(x, y, loss, lr, num_epochs):
    mean, std = x.mean(), x.std()
    labels = (y - y.mean()) / y.std()
    params = torch.zeros(2, dtype=x.dtype, requires_grad=True)
    for _ in range(num_epochs):
        loss(params[0] * (x - mean) / std + params[1], labels).mean().backward()
        with torch.no_grad():
            params -= lr * params.grad
            params.grad.zero_()
    w, c = params.detach() * y.std()
    return float(w / std), float(c + y.mean() - w * mean / std)


@misconception(
    "gradients_pile_up",
    loses=[
        "test_squared_loss_on_the_calls",
        "test_two_points_make_a_line",
        "test_huber_loss_on_the_calls",
        "test_a_tenth_of_outliers_does_not_bend_the_line",
        "test_unit_of_x_does_not_matter",
        "test_steps_are_those_asked_for",
        "test_slope_without_one_bad_point",
        "test_slope_of_the_stars",
        "test_slope_without_any_rows",
        "test_slope_without_uses_the_loss_and_the_steps",
    ],
    hint="backward() adds to what is in .grad already. What should happen between two steps?",
)
def fit_robust(x, y, loss, lr, num_epochs):
    mean, std = x.mean(), x.std()
    params = torch.zeros(2, dtype=x.dtype, requires_grad=True)
    for _ in range(num_epochs):
        loss(params[0] * (x - mean) / std + params[1], y).mean().backward()
        with torch.no_grad():
            params -= lr * params.grad
    w, c = params.detach()
    return float(w / std), float(c - w * mean / std)


@misconception(
    "sum_instead_of_mean",
    loses=[
        "test_squared_loss_on_the_calls",
        "test_huber_loss_on_the_calls",
        "test_a_tenth_of_outliers_does_not_bend_the_line",
        "test_unit_of_x_does_not_matter",
        "test_steps_are_those_asked_for",
        "test_slope_without_one_bad_point",
        "test_slope_of_the_stars",
        "test_slope_without_any_rows",
        "test_slope_without_uses_the_loss_and_the_steps",
    ],
    hint="Your steps are n times too large. Is it the sum of the losses or their mean that you are to minimise?",
)
def fit_robust(x, y, loss, lr, num_epochs):
    mean, std = x.mean(), x.std()
    params = torch.zeros(2, dtype=x.dtype, requires_grad=True)
    for _ in range(num_epochs):
        loss(params[0] * (x - mean) / std + params[1], y).sum().backward()
        with torch.no_grad():
            params -= lr * params.grad
            params.grad.zero_()
    w, c = params.detach()
    return float(w / std), float(c - w * mean / std)


@misconception(
    "mean_divided_once_more",
    loses=[
        "test_squared_loss_on_the_calls",
        "test_huber_loss_on_the_calls",
        "test_a_tenth_of_outliers_does_not_bend_the_line",
        "test_unit_of_x_does_not_matter",
        "test_steps_are_those_asked_for",
        "test_slope_of_the_stars",
        "test_slope_without_any_rows",
        "test_slope_without_uses_the_loss_and_the_steps",
    ],
    hint="You take the mean, and then divide the gradient by n once more. Which of the two divisions should go?",
)
def fit_robust(x, y, loss, lr, num_epochs):
    mean, std = x.mean(), x.std()
    params = torch.zeros(2, dtype=x.dtype, requires_grad=True)
    for _ in range(num_epochs):
        loss(params[0] * (x - mean) / std + params[1], y).mean().backward()
        with torch.no_grad():
            params -= lr * params.grad / len(x)
            params.grad.zero_()
    w, c = params.detach()
    return float(w / std), float(c - w * mean / std)


@misconception(
    "settings_fixed_inside",
    loses=["test_steps_are_those_asked_for", "test_slope_without_uses_the_loss_and_the_steps"],
    hint="You choose the learning rate and the number of steps yourself. What did the caller ask for?",
)
def fit_robust(x, y, loss, lr, num_epochs):
    mean, std = x.mean(), x.std()
    params = torch.zeros(2, dtype=x.dtype, requires_grad=True)
    for _ in range(600):
        loss(params[0] * (x - mean) / std + params[1], y).mean().backward()
        with torch.no_grad():
            params -= params.grad
            params.grad.zero_()
    w, c = params.detach()
    return float(w / std), float(c - w * mean / std)


@misconception(
    "line_through_the_origin_of_z",
    loses=[
        "test_two_points_make_a_line",
        "test_huber_loss_on_the_calls",
        "test_a_tenth_of_outliers_does_not_bend_the_line",
        "test_unit_of_x_does_not_matter",
        "test_steps_are_those_asked_for",
        "test_slope_without_uses_the_loss_and_the_steps",
    ],
    hint="Your line has a slope only, and must pass through zero at the mean of x. How many parameters does a line "
    "have?",
)
def fit_robust(x, y, loss, lr, num_epochs):
    mean, std = x.mean(), x.std()
    w = torch.zeros(1, dtype=x.dtype, requires_grad=True)
    for _ in range(num_epochs):
        loss(w * (x - mean) / std, y).mean().backward()
        with torch.no_grad():
            w -= lr * w.grad
            w.grad.zero_()
    return float(w.detach() / std), float(-w.detach() * mean / std)


@misconception(
    "slope_and_intercept_swapped",
    loses=[
        "test_squared_loss_on_the_calls",
        "test_two_points_make_a_line",
        "test_huber_loss_on_the_calls",
        "test_a_tenth_of_outliers_does_not_bend_the_line",
        "test_unit_of_x_does_not_matter",
        "test_steps_are_those_asked_for",
        "test_slope_without_one_bad_point",
        "test_slope_of_the_stars",
        "test_slope_without_any_rows",
        "test_slope_without_uses_the_loss_and_the_steps",
    ],
    hint="You return both numbers in the other order. Which one comes first?",
)
def fit_robust(x, y, loss, lr, num_epochs):
    mean, std = x.mean(), x.std()
    params = torch.zeros(2, dtype=x.dtype, requires_grad=True)
    for _ in range(num_epochs):
        loss(params[0] * (x - mean) / std + params[1], y).mean().backward()
        with torch.no_grad():
            params -= lr * params.grad
            params.grad.zero_()
    w, c = params.detach()
    return float(c - w * mean / std), float(w / std)


@misconception(
    "step_recorded_by_autograd",
    loses=[
        "test_squared_loss_on_the_calls",
        "test_two_points_make_a_line",
        "test_huber_loss_on_the_calls",
        "test_a_tenth_of_outliers_does_not_bend_the_line",
        "test_unit_of_x_does_not_matter",
        "test_steps_are_those_asked_for",
        "test_measurements_stay_as_they_are",
        "test_slope_without_one_bad_point",
        "test_slope_of_the_stars",
        "test_slope_without_any_rows",
        "test_slope_without_uses_the_loss_and_the_steps",
    ],
    hint="Autograd does not let you change a leaf in place while it is watching. How do you tell it to look away?",
)
def fit_robust(x, y, loss, lr, num_epochs):
    mean, std = x.mean(), x.std()
    params = torch.zeros(2, dtype=x.dtype, requires_grad=True)
    for _ in range(num_epochs):
        loss(params[0] * (x - mean) / std + params[1], y).mean().backward()
        params -= lr * params.grad
        params.grad.zero_()
    w, c = params.detach()
    return float(w / std), float(c - w * mean / std)


@misconception(
    "standardises_in_place",
    loses=["test_measurements_stay_as_they_are"],
    hint="After your fit the caller's x is another one. Which of your lines writes into a tensor that is not yours?",
)
def fit_robust(x, y, loss, lr, num_epochs):
    mean, std = x.mean(), x.std()
    x -= mean
    x /= std
    params = torch.zeros(2, dtype=x.dtype, requires_grad=True)
    for _ in range(num_epochs):
        loss(params[0] * x + params[1], y).mean().backward()
        with torch.no_grad():
            params -= lr * params.grad
            params.grad.zero_()
    w, c = params.detach()
    return float(w / std), float(c - w * mean / std)


# --- 6. outlier_share --------------------------------------------------------------------------------------


@right
def outlier_share(errors, loss):
    e = torch.tensor(errors.tolist(), requires_grad=True)
    (g,) = torch.autograd.grad(loss(e, torch.zeros(e.shape)).mean(), e)
    size, pull = e.detach().abs().flatten(), g.abs().flatten()
    return pull[size == size.max()][0] / pull.sum()


@right
def outlier_share(errors, loss):
    pulls = []
    for error in errors.reshape(-1).tolist():
        y_hat = torch.tensor([error], requires_grad=True)
        loss(y_hat, torch.zeros(1)).sum().backward()
        pulls.append((abs(error), abs(y_hat.grad.item())))
    return max(pulls)[1] / sum(pull for _, pull in pulls)


@right
def outlier_share(errors, loss):
    y_hat = errors.clone().double().requires_grad_()
    losses = loss(y_hat, torch.zeros_like(y_hat))
    losses.backward(torch.ones_like(losses))
    order = errors.flatten().abs().argsort(descending=True)
    pull = y_hat.grad.flatten().abs()[order]
    return (pull[0] / pull.sum()).item()


@misconception(
    "share_of_the_loss",
    loses=[
        "test_one_outlier_owns_the_squared_loss",
        "test_one_outlier_among_many_under_other_losses",
        "test_outlier_may_be_anywhere_and_negative",
    ],
    hint="You compare what the errors cost. Gradient descent never sees the loss: what does it see?",
)
def outlier_share(errors, loss):
    cost = loss(errors, torch.zeros_like(errors)).reshape(-1)
    return float(cost[errors.reshape(-1).abs().argmax()] / cost.sum())


@misconception(
    "share_of_the_errors",
    loses=["test_one_outlier_among_many_under_other_losses", "test_outlier_may_be_anywhere_and_negative"],
    hint="The share of the errors themselves is the pull of one loss only. What do you do with the loss that you "
    "are handed?",
)
def outlier_share(errors, loss):
    size = errors.reshape(-1).abs()
    return float(size.max() / size.sum())


@misconception(
    "pulls_cancel_in_the_sum",
    loses=["test_outlier_may_be_anywhere_and_negative"],
    hint="In your sum, pulls in opposite directions cancel. What does the formula add up?",
)
def outlier_share(errors, loss):
    y_hat = errors.clone().reshape(-1).requires_grad_()
    loss(y_hat, torch.zeros_like(y_hat)).sum().backward()
    return float(y_hat.grad[errors.reshape(-1).abs().argmax()] / y_hat.grad.sum())


@misconception(
    "largest_by_sign",
    loses=["test_outlier_may_be_anywhere_and_negative"],
    hint="Can a prediction that is far too low be the outlier? Look at how you find the largest error.",
)
def outlier_share(errors, loss):
    y_hat = errors.clone().reshape(-1).requires_grad_()
    loss(y_hat, torch.zeros_like(y_hat)).sum().backward()
    pull = y_hat.grad.abs()
    return float(pull[errors.reshape(-1).argmax()] / pull.sum())


@misconception(
    "outlier_taken_for_the_last",
    loses=["test_outlier_may_be_anywhere_and_negative"],
    hint="You take the last example for the outlier. Where can the largest error stand?",
)
def outlier_share(errors, loss):
    y_hat = errors.clone().reshape(-1).requires_grad_()
    loss(y_hat, torch.zeros_like(y_hat)).sum().backward()
    pull = y_hat.grad.abs()
    return float(pull[-1] / pull.sum())


@misconception(
    "flat_index_into_a_table",
    loses=["test_outlier_may_be_anywhere_and_negative"],
    hint="argmax counts through the whole tensor, row after row. What does that number mean as an index of a table?",
)
def outlier_share(errors, loss):
    y_hat = errors.clone().requires_grad_()
    loss(y_hat, torch.zeros_like(y_hat)).sum().backward()
    pull = y_hat.grad.abs()
    return float(pull[errors.abs().argmax()] / pull.sum())


@misconception(
    "share_of_all_others",
    loses=[
        "test_equal_errors_share_equally",
        "test_one_outlier_owns_the_squared_loss",
        "test_one_outlier_among_many_under_other_losses",
        "test_outlier_may_be_anywhere_and_negative",
    ],
    hint="Four equal pulls: you compare one with the other three. Of how many is it a share?",
)
def outlier_share(errors, loss):
    y_hat = errors.clone().reshape(-1).requires_grad_()
    loss(y_hat, torch.zeros_like(y_hat)).sum().backward()
    pull = y_hat.grad.abs()
    most = pull[errors.reshape(-1).abs().argmax()]
    return float(most / (pull.sum() - most))


@misconception(
    "share_in_percent",
    loses=[
        "test_equal_errors_share_equally",
        "test_one_outlier_owns_the_squared_loss",
        "test_one_outlier_among_many_under_other_losses",
        "test_outlier_may_be_anywhere_and_negative",
    ],
    hint="Your share is larger than 1. In which unit is it asked for?",
)
def outlier_share(errors, loss):
    y_hat = errors.clone().reshape(-1).requires_grad_()
    loss(y_hat, torch.zeros_like(y_hat)).sum().backward()
    pull = y_hat.grad.abs()
    return float(100 * pull[errors.reshape(-1).abs().argmax()] / pull.sum())


# --- 7. the stars ------------------------------------------------------------------------------------------


@misconception(
    "huber_repairs_everything",
    loses=["test_prediction_for_the_huber_line", "test_prediction_for_a_smaller_sigma"],
    hint="You trust the Huber loss with any outlier. In which direction do the giants lie far away from the others: "
    "in y, or in x?",
)
def PREDICT_STARS():
    return {"sigma=0.1": "rises", "sigma=0.01": "rises", "no giants": "rises"}


@misconception(
    "smaller_sigma_repairs_it",
    loses=["test_prediction_for_a_smaller_sigma"],
    hint="The limit of a very small sigma is the absolute loss, where every pull is 1. How long is the lever at which "
    "the giants pull?",
)
def PREDICT_STARS():
    return {"sigma=0.1": "falls", "sigma=0.01": "rises", "no giants": "rises"}


@misconception(
    "four_stars_cannot_matter",
    loses=["test_prediction_without_the_giants"],
    hint="Cover the four giants in the picture with your thumb. Which way do the other 43 stars go?",
)
def PREDICT_STARS():
    return {"sigma=0.1": "falls", "sigma=0.01": "falls", "no giants": "falls"}


@right
def slope_without(x, y, left_out, loss, lr, num_epochs):
    rows = [row for row in range(len(x)) if row not in left_out]
    return fit_robust(x[rows], y[rows], loss, lr=lr, num_epochs=num_epochs)[0]


@right
def slope_without(x, y, left_out, loss, lr, num_epochs):
    pairs = [pair for row, pair in enumerate(zip(x.tolist(), y.tolist())) if row not in set(left_out)]
    kept_x, kept_y = (torch.tensor(column) for column in zip(*pairs))
    slope, _ = fit_robust(kept_x, kept_y, loss, lr, num_epochs)
    return slope


@right
def slope_without(x, y, left_out, loss, lr, num_epochs):
    import numpy as np

    kept = np.delete(np.arange(len(x)), np.array(left_out, dtype=int))
    return float(fit_robust(x[torch.from_numpy(kept)], y[torch.from_numpy(kept)], loss, lr, num_epochs)[0])


@right
def slope_without(x, y, left_out, loss, lr, num_epochs):
    for row in sorted(left_out, reverse=True):
        x, y = torch.cat([x[:row], x[row + 1 :]]), torch.cat([y[:row], y[row + 1 :]])
    return fit_robust(x, y, loss, lr, num_epochs)[0]


@misconception(
    "nothing_left_out",
    loses=[
        "test_slope_without_one_bad_point",
        "test_slope_of_the_stars",
        "test_slope_without_any_rows",
        "test_slope_without_uses_the_loss_and_the_steps",
    ],
    hint="You fit all examples. What do you do with the positions that you are given?",
)
def slope_without(x, y, left_out, loss, lr, num_epochs):
    return fit_robust(x, y, loss, lr, num_epochs)[0]


@misconception(
    "only_the_left_out",
    loses=[
        "test_slope_without_one_bad_point",
        "test_slope_of_the_stars",
        "test_slope_without_any_rows",
        "test_slope_without_uses_the_loss_and_the_steps",
    ],
    hint="You fit the very examples that should be left out. How do you turn a selection round?",
)
def slope_without(x, y, left_out, loss, lr, num_epochs):
    return fit_robust(x[left_out], y[left_out], loss, lr, num_epochs)[0]


@misconception(
    "rows_move_up_while_deleting",
    loses=["test_slope_of_the_stars", "test_slope_without_any_rows"],
    hint="When you delete a row, those behind it move up. Does the next position still mean the same row?",
)
def slope_without(x, y, left_out, loss, lr, num_epochs):
    x_kept, y_kept = x.tolist(), y.tolist()
    for row in sorted(left_out):
        if row < len(x_kept):
            del x_kept[row]
            del y_kept[row]
    return fit_robust(torch.tensor(x_kept), torch.tensor(y_kept), loss, lr, num_epochs)[0]


@misconception(
    "rows_counted_from_one",
    loses=["test_slope_without_one_bad_point", "test_slope_of_the_stars", "test_slope_without_any_rows"],
    hint="You leave out the neighbours of the right rows. From which number does Python count?",
)
def slope_without(x, y, left_out, loss, lr, num_epochs):
    rows = [row for row in range(len(x)) if row + 1 not in left_out]
    return fit_robust(x[rows], y[rows], loss, lr, num_epochs)[0]


@misconception(
    "label_zero_for_left_out",
    loses=[
        "test_slope_without_one_bad_point",
        "test_slope_of_the_stars",
        "test_slope_without_any_rows",
        "test_slope_without_uses_the_loss_and_the_steps",
    ],
    hint="An example with the label 0 is still an example, and pulls like any other. How many examples does the fit "
    "see?",
)
def slope_without(x, y, left_out, loss, lr, num_epochs):
    labels = y.clone()
    labels[left_out] = 0.0
    return fit_robust(x, labels, loss, lr, num_epochs)[0]


@misconception(
    "always_the_squared_loss",
    loses=["test_slope_without_uses_the_loss_and_the_steps"],
    hint="Your slope is the same for every loss. Do you pass on the one that you are given?",
)
def slope_without(x, y, left_out, loss, lr, num_epochs):
    rows = [row for row in range(len(x)) if row not in left_out]
    return fit_robust(x[rows], y[rows], squared_loss, lr, num_epochs)[0]


@misconception(
    "intercept_for_slope",
    loses=[
        "test_slope_without_one_bad_point",
        "test_slope_of_the_stars",
        "test_slope_without_any_rows",
        "test_slope_without_uses_the_loss_and_the_steps",
    ],
    hint="fit_robust returns two numbers. Which of them do you return?",
)
def slope_without(x, y, left_out, loss, lr, num_epochs):
    rows = [row for row in range(len(x)) if row not in left_out]
    return fit_robust(x[rows], y[rows], loss, lr, num_epochs)[1]


@misconception(
    "patience_of_its_own",
    loses=["test_slope_without_uses_the_loss_and_the_steps"],
    hint="You always train with the same settings. What do you do with the learning rate and the number of epochs "
    "that you are given?",
)
def slope_without(x, y, left_out, loss, lr, num_epochs):
    rows = [row for row in range(len(x)) if row not in left_out]
    return fit_robust(x[rows], y[rows], loss, 0.1, 300)[0]


@misconception(
    "blames_sigma",
    loses=["test_the_reason_explains_stars_and_calls"],
    hint="You ran a line with a sigma ten times smaller. Did it turn?",
)
def REASON_STARS():
    return "sigma"


@misconception(
    "blames_the_training",
    loses=["test_the_reason_explains_stars_and_calls"],
    hint="Run the fit again with ten times as many epochs. Does the slope still move?",
)
def REASON_STARS():
    return "epochs"


@misconception(
    "blames_the_number_of_outliers",
    loses=["test_the_reason_explains_stars_and_calls"],
    hint="Four of 47 is a smaller share than six of 24, and with those six the line was fine. What do the giants have "
    "that the minutes did not?",
)
def REASON_STARS():
    return "number"


@misconception(
    "blames_a_local_minimum",
    loses=["test_the_reason_explains_stars_and_calls"],
    hint="Look at the picture of the loss: is there more than one valley? And what is the sum of convex functions?",
)
def REASON_STARS():
    return "curvature"


# ------------------------------------------------------------------------------------ mutants that are no mistakes

equivalent(
    "huber_loss: `size = torch.abs(y_hat - y.reshape(y_hat.shape))` → "
    "`size = torch.abs(y.reshape(y_hat.shape) - y_hat)`",
    why="the size of a difference is the same either way round",
)

equivalent(
    "huber_loss: `return torch.where(size > sigma, size - sigma / 2, size ** 2 / (2 * sigma))` → "
    "`return torch.where(size >= sigma, size - sigma / 2, size ** 2 / (2 * sigma))`",
    why="at the error sigma both branches have the same value and the same slope",
)

equivalent(
    "fit_robust: `params = torch.zeros(2, device=x.device, requires_grad=True)` → "
    "`params = torch.zeros(2, requires_grad=True)`",
    why="on a CPU, where it is graded, there is no other device",
)

equivalent(
    "fit_robust: `w, c = params.detach()` → `w, c = params`",
    why="float() leaves the graph behind, so that the numbers are the same",
)

equivalent(
    "fit_robust: `return (float(w / std), float(c - w * mean / std))` → "
    "`return (w / std, float(c - w * mean / std))`",
    why="the text allows a tensor with one element",
)

equivalent(
    "fit_robust: `return (float(w / std), float(c - w * mean / std))` → "
    "`return (float(w / std), c - w * mean / std)`",
    why="the text allows a tensor with one element",
)

equivalent(
    "outlier_share: `y_hat = errors.clone().reshape(-1).requires_grad_()` → "
    "`y_hat = errors.reshape(-1).requires_grad_()`",
    why="a view that requires a gradient leaves the tensor that it views as it was",
)

equivalent(
    "outlier_share: `loss(y_hat, torch.zeros_like(y_hat)).sum().backward()` → "
    "`loss(y_hat, torch.zeros_like(y_hat)).mean().backward()`",
    why="a factor that all pulls have drops out of the share",
)

equivalent(
    "outlier_share: `return float(pull[errors.abs().argmax()] / pull.sum())` → "
    "`return pull[errors.abs().argmax()] / pull.sum()`",
    why="the text asks for a number, and leaves open whether a tensor holds it",
)

equivalent(
    "slope_without: `keep = torch.ones(len(x), dtype=torch.bool, device=x.device)` → "
    "`keep = torch.ones(len(x), dtype=torch.bool)`",
    why="on a CPU, where it is graded, there is no other device",
)

equivalent(
    "slope_without: `return float(fit_robust(x[keep], y[keep], loss, lr, num_epochs)[0])` → "
    "`return fit_robust(x[keep], y[keep], loss, lr, num_epochs)[0]`",
    why="fit_robust gives a number already, or a tensor with one element",
)
