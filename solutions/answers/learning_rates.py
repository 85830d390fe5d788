"""Other answers to learning_rates: right ones in other styles, and what each misconception loses."""

from autograder.course.answers import misconception, right
from autograder.course.equivalents import equivalent

# --- 1. sgd ------------------------------------------------------------------------------------------------


@right
def sgd(params, lr, batch_size):
    for param in params:
        with torch.no_grad():
            param.sub_(param.grad, alpha=lr / batch_size)
        param.grad = None


@right
def sgd(params, lr, batch_size):
    for param in params:
        param.grad /= batch_size
    trainer = torch.optim.SGD(params, lr=lr)
    trainer.step()
    trainer.zero_grad()


@right
@torch.no_grad()
def sgd(params, lr, batch_size):
    for i in range(len(params)):
        mean = params[i].grad / batch_size
        params[i].copy_(params[i] - lr * mean)
        params[i].grad.fill_(0.0)


@misconception(
    "gradients_pile_up",
    loses=[
        "test_sgd_clears_every_gradient",
        "test_full_batch_makes_the_known_steps",
        "test_mini_batches_learn_as_fast_as_they_should",
        "test_run_is_right_for_other_rates",
    ],
    hint="backward() adds to the gradients that are there. Who clears them between two steps?",
)
def sgd(params, lr, batch_size):
    with torch.no_grad():
        for param in params:
            param -= lr * param.grad / batch_size


@misconception(
    "sum_not_divided",
    loses=[
        "test_sgd_makes_the_step_of_the_example",
        "test_sgd_scales_with_rate_and_batch_size",
        "test_sgd_steps_every_parameter",
        "test_full_batch_makes_the_known_steps",
        "test_mini_batches_learn_as_fast_as_they_should",
        "test_run_is_right_for_other_rates",
    ],
    hint="Your steps are batch_size times too long: a rate of 0.03 acts like 0.3 in batches of ten. Which argument did "
    "you not use?",
)
def sgd(params, lr, batch_size):
    with torch.no_grad():
        for param in params:
            param -= lr * param.grad
            param.grad.zero_()


@misconception(
    "divided_twice",
    loses=[
        "test_sgd_makes_the_step_of_the_example",
        "test_sgd_scales_with_rate_and_batch_size",
        "test_sgd_steps_every_parameter",
        "test_full_batch_makes_the_known_steps",
        "test_mini_batches_learn_as_fast_as_they_should",
        "test_run_is_right_for_other_rates",
    ],
    hint="Your steps are batch_size times too short, as with a rate of lr / B. How often do you divide?",
)
def sgd(params, lr, batch_size):
    with torch.no_grad():
        for param in params:
            param -= lr * (param.grad / batch_size) / batch_size
            param.grad.zero_()


@misconception(
    "multiplied_by_the_batch_size",
    loses=[
        "test_sgd_makes_the_step_of_the_example",
        "test_sgd_scales_with_rate_and_batch_size",
        "test_sgd_steps_every_parameter",
        "test_full_batch_makes_the_known_steps",
        "test_mini_batches_learn_as_fast_as_they_should",
        "test_run_is_right_for_other_rates",
    ],
    hint="A larger batch has a larger summed gradient. Should the step grow with it once more?",
)
def sgd(params, lr, batch_size):
    with torch.no_grad():
        for param in params:
            param -= lr * param.grad * batch_size
            param.grad.zero_()


@misconception(
    "divided_by_the_root",
    loses=[
        "test_sgd_makes_the_step_of_the_example",
        "test_sgd_scales_with_rate_and_batch_size",
        "test_sgd_steps_every_parameter",
        "test_full_batch_makes_the_known_steps",
        "test_run_is_right_for_other_rates",
    ],
    hint="The root of the batch size belongs to the noise of a mean. What is the mean itself?",
)
def sgd(params, lr, batch_size):
    with torch.no_grad():
        for param in params:
            param -= lr * param.grad / math.sqrt(batch_size)
            param.grad.zero_()


@misconception(
    "climbs_instead_of_descending",
    loses=[
        "test_sgd_makes_the_step_of_the_example",
        "test_sgd_scales_with_rate_and_batch_size",
        "test_sgd_steps_every_parameter",
        "test_full_batch_makes_the_known_steps",
        "test_mini_batches_learn_as_fast_as_they_should",
        "test_run_is_right_for_other_rates",
    ],
    hint="Your loss grows from the first step on, however small the rate. In which direction does the gradient point?",
)
def sgd(params, lr, batch_size):
    with torch.no_grad():
        for param in params:
            param += lr * param.grad / batch_size
            param.grad.zero_()


@misconception(
    "new_tensor_under_an_old_name",
    loses=[
        "test_sgd_makes_the_step_of_the_example",
        "test_sgd_scales_with_rate_and_batch_size",
        "test_sgd_steps_every_parameter",
        "test_full_batch_makes_the_known_steps",
        "test_mini_batches_learn_as_fast_as_they_should",
        "test_a_run_that_blows_up_is_reported",
        "test_run_is_right_for_other_rates",
    ],
    hint="`param = param - ...` makes a new tensor and gives it a local name. Does the caller's tensor move?",
)
def sgd(params, lr, batch_size):
    with torch.no_grad():
        for param in params:
            gradient = param.grad
            param = param - lr * gradient / batch_size
            gradient.zero_()


@misconception(
    "steps_the_first_only",
    loses=[
        "test_sgd_steps_every_parameter",
        "test_sgd_clears_every_gradient",
        "test_full_batch_makes_the_known_steps",
        "test_mini_batches_learn_as_fast_as_they_should",
        "test_run_is_right_for_other_rates",
    ],
    hint="Only one of the parameters moves. Where does your loop end?",
)
def sgd(params, lr, batch_size):
    with torch.no_grad():
        for param in params[:1]:
            param -= lr * param.grad / batch_size
            param.grad.zero_()


@misconception(
    "step_recorded_by_autograd",
    loses=[
        "test_sgd_makes_the_step_of_the_example",
        "test_sgd_scales_with_rate_and_batch_size",
        "test_sgd_steps_every_parameter",
        "test_sgd_clears_every_gradient",
        "test_sgd_keeps_parameters_trainable",
        "test_a_list_for_each_learning_rate",
        "test_every_list_begins_at_zero_parameters",
        "test_learning_rates_do_not_touch_each_other",
        "test_full_batch_makes_the_known_steps",
        "test_losses_are_those_of_all_examples",
        "test_mini_batches_learn_as_fast_as_they_should",
        "test_a_run_that_blows_up_is_reported",
        "test_features_and_labels_stay_as_they_are",
        "test_run_names_what_happens",
        "test_run_is_right_for_other_rates",
    ],
    hint="Autograd does not let you change a leaf in place while it is watching. How do you tell it to look away?",
)
def sgd(params, lr, batch_size):
    for param in params:
        param -= lr * param.grad / batch_size
        param.grad.zero_()


@misconception(
    "parameters_frozen_after_the_step",
    loses=[
        "test_sgd_keeps_parameters_trainable",
        "test_a_list_for_each_learning_rate",
        "test_every_list_begins_at_zero_parameters",
        "test_learning_rates_do_not_touch_each_other",
        "test_full_batch_makes_the_known_steps",
        "test_losses_are_those_of_all_examples",
        "test_mini_batches_learn_as_fast_as_they_should",
        "test_a_run_that_blows_up_is_reported",
        "test_features_and_labels_stay_as_they_are",
        "test_run_names_what_happens",
        "test_run_is_right_for_other_rates",
    ],
    hint="After your step the parameters no longer require a gradient. What will the next backward() say?",
)
def sgd(params, lr, batch_size):
    for param in params:
        param.requires_grad_(False)
        param -= lr * param.grad / batch_size
        param.grad.zero_()


# --- 2. compare_lrs ----------------------------------------------------------------------------------------


@right
def compare_lrs(lrs, features, labels, num_epochs, batch_size):
    def mean_loss(w, b):
        with torch.no_grad():
            return squared_loss(linreg(features, w, b), labels).mean().item()

    def run(lr):
        w = torch.zeros(features.shape[1], 1, device=features.device).requires_grad_()
        b = torch.zeros(1, device=features.device).requires_grad_()
        yield mean_loss(w, b)
        for _ in range(num_epochs):
            for X, y in data_iter(batch_size, features, labels):
                l = squared_loss(linreg(X, w, b), y)
                l.backward(torch.ones_like(l))
                sgd([w, b], lr, batch_size)
            yield mean_loss(w, b)

    return {lr: list(run(lr)) for lr in lrs}


@right
def compare_lrs(lrs, features, labels, num_epochs, batch_size):
    found = {}
    for lr in lrs:
        net = torch.nn.Linear(features.shape[1], 1).to(features.device)
        for param in net.parameters():
            torch.nn.init.zeros_(param)
        history = []
        for epoch in range(num_epochs + 1):
            if epoch > 0:
                for X, y in data_iter(batch_size, features, labels):
                    squared_loss(net(X), y).sum().backward()
                    sgd(list(net.parameters()), lr, batch_size)
            total = 0.0
            for X, y in data_iter(50, features, labels):
                total += float(squared_loss(net(X), y).sum().detach())
            history.append(total / len(features))
        found[lr] = history
    return found


@right
def compare_lrs(lrs, features, labels, num_epochs, batch_size):
    losses = {lr: [] for lr in lrs}
    params = {lr: [torch.zeros(features.shape[1], 1), torch.zeros(1)] for lr in lrs}
    for epoch in range(num_epochs + 1):
        for lr, (w, b) in params.items():
            losses[lr].append(squared_loss(linreg(features, w, b), labels).mean().item())
            if epoch == num_epochs:
                continue
            for X, y in data_iter(batch_size, features, labels):
                error = linreg(X, w, b) - y
                w -= lr * X.T @ error / batch_size
                b -= lr * error.sum(dim=0) / batch_size
    return losses


@misconception(
    "parameters_carried_over",
    loses=[
        "test_every_list_begins_at_zero_parameters",
        "test_learning_rates_do_not_touch_each_other",
        "test_mini_batches_learn_as_fast_as_they_should",
        "test_run_is_right_for_other_rates",
    ],
    hint="Your second learning rate starts where the first one ended. Where do you make w and b: before the loop over "
    "the rates, or in it?",
)
def compare_lrs(lrs, features, labels, num_epochs, batch_size):
    losses = {}
    w = torch.zeros((features.shape[1], 1), requires_grad=True)
    b = torch.zeros(1, requires_grad=True)
    for lr in lrs:
        losses[lr] = [float(squared_loss(linreg(features, w, b), labels).mean().detach())]
        for _ in range(num_epochs):
            for X, y in data_iter(batch_size, features, labels):
                squared_loss(linreg(X, w, b), y).sum().backward()
                sgd([w, b], lr, batch_size)
            losses[lr].append(float(squared_loss(linreg(features, w, b), labels).mean().detach()))
    return losses


@misconception(
    "bias_carried_over",
    loses=[
        "test_every_list_begins_at_zero_parameters",
        "test_learning_rates_do_not_touch_each_other",
        "test_run_is_right_for_other_rates",
    ],
    hint="You reset w for each learning rate. What about the other parameter?",
)
def compare_lrs(lrs, features, labels, num_epochs, batch_size):
    losses = {}
    b = torch.zeros(1, requires_grad=True)
    for lr in lrs:
        w = torch.zeros((features.shape[1], 1), requires_grad=True)
        losses[lr] = [float(squared_loss(linreg(features, w, b), labels).mean().detach())]
        for _ in range(num_epochs):
            for X, y in data_iter(batch_size, features, labels):
                squared_loss(linreg(X, w, b), y).sum().backward()
                sgd([w, b], lr, batch_size)
            losses[lr].append(float(squared_loss(linreg(features, w, b), labels).mean().detach()))
    return losses


@misconception(
    "loss_of_the_last_batch",
    loses=[
        "test_full_batch_makes_the_known_steps",
        "test_losses_are_those_of_all_examples",
        "test_run_is_right_for_other_rates",
    ],
    hint="Your curve jumps from epoch to epoch. Over which examples is the mean that you report?",
)
def compare_lrs(lrs, features, labels, num_epochs, batch_size):
    losses = {}
    for lr in lrs:
        w = torch.zeros((features.shape[1], 1), requires_grad=True)
        b = torch.zeros(1, requires_grad=True)
        losses[lr] = [float(squared_loss(linreg(features, w, b), labels).mean().detach())]
        for _ in range(num_epochs):
            for X, y in data_iter(batch_size, features, labels):
                l = squared_loss(linreg(X, w, b), y)
                l.sum().backward()
                sgd([w, b], lr, batch_size)
            losses[lr].append(float(l.mean().detach()))
    return losses


@misconception(
    "running_mean_of_the_epoch",
    loses=["test_full_batch_makes_the_known_steps", "test_run_is_right_for_other_rates"],
    hint="Your number is a mean over an epoch in which w and b were still moving. Which w and b should it be about?",
)
def compare_lrs(lrs, features, labels, num_epochs, batch_size):
    losses = {}
    for lr in lrs:
        w = torch.zeros((features.shape[1], 1), requires_grad=True)
        b = torch.zeros(1, requires_grad=True)
        losses[lr] = [float(squared_loss(linreg(features, w, b), labels).mean().detach())]
        for _ in range(num_epochs):
            total = 0.0
            for X, y in data_iter(batch_size, features, labels):
                l = squared_loss(linreg(X, w, b), y).sum()
                l.backward()
                sgd([w, b], lr, batch_size)
                total += float(l.detach())
            losses[lr].append(total / len(features))
    return losses


@misconception(
    "mean_and_batch_size",
    loses=[
        "test_full_batch_makes_the_known_steps",
        "test_mini_batches_learn_as_fast_as_they_should",
        "test_run_is_right_for_other_rates",
    ],
    hint="You call backward() on a mean, and sgd divides once more: your curve is that of lr / B. Which of the two "
    "divisions should go?",
)
def compare_lrs(lrs, features, labels, num_epochs, batch_size):
    losses = {}
    for lr in lrs:
        w = torch.zeros((features.shape[1], 1), requires_grad=True)
        b = torch.zeros(1, requires_grad=True)
        losses[lr] = [float(squared_loss(linreg(features, w, b), labels).mean().detach())]
        for _ in range(num_epochs):
            for X, y in data_iter(batch_size, features, labels):
                squared_loss(linreg(X, w, b), y).mean().backward()
                sgd([w, b], lr, batch_size)
            losses[lr].append(float(squared_loss(linreg(features, w, b), labels).mean().detach()))
    return losses


@misconception(
    "batch_size_one_for_sgd",
    loses=[
        "test_full_batch_makes_the_known_steps",
        "test_mini_batches_learn_as_fast_as_they_should",
        "test_run_is_right_for_other_rates",
    ],
    hint="You sum the losses of a batch and tell sgd that there is one example. How many were summed?",
)
def compare_lrs(lrs, features, labels, num_epochs, batch_size):
    losses = {}
    for lr in lrs:
        w = torch.zeros((features.shape[1], 1), requires_grad=True)
        b = torch.zeros(1, requires_grad=True)
        losses[lr] = [float(squared_loss(linreg(features, w, b), labels).mean().detach())]
        for _ in range(num_epochs):
            for X, y in data_iter(batch_size, features, labels):
                squared_loss(linreg(X, w, b), y).sum().backward()
                sgd([w, b], lr, 1)
            losses[lr].append(float(squared_loss(linreg(features, w, b), labels).mean().detach()))
    return losses


@misconception(
    "mean_squared_error_without_the_half",
    loses=[
        "test_every_list_begins_at_zero_parameters",
        "test_full_batch_makes_the_known_steps",
        "test_losses_are_those_of_all_examples",
        "test_run_is_right_for_other_rates",
    ],
    hint="Your losses are twice those of squared_loss, and so are your steps: the rate 0.03 acts like 0.06. Which loss "
    "was asked for?",
)
def compare_lrs(lrs, features, labels, num_epochs, batch_size):
    losses = {}
    mse = torch.nn.MSELoss(reduction="sum")
    for lr in lrs:
        w = torch.zeros((features.shape[1], 1), requires_grad=True)
        b = torch.zeros(1, requires_grad=True)
        losses[lr] = [float(mse(linreg(features, w, b), labels).detach()) / len(features)]
        for _ in range(num_epochs):
            for X, y in data_iter(batch_size, features, labels):
                mse(linreg(X, w, b), y).backward()
                sgd([w, b], lr, batch_size)
            losses[lr].append(float(mse(linreg(features, w, b), labels).detach()) / len(features))
    return losses


@misconception(
    "reports_the_sum",
    loses=[
        "test_every_list_begins_at_zero_parameters",
        "test_full_batch_makes_the_known_steps",
        "test_losses_are_those_of_all_examples",
        "test_mini_batches_learn_as_fast_as_they_should",
    ],
    hint="Your numbers grow with the number of examples. Is it the sum of the losses or their mean that is asked for?",
)
def compare_lrs(lrs, features, labels, num_epochs, batch_size):
    losses = {}
    for lr in lrs:
        w = torch.zeros((features.shape[1], 1), requires_grad=True)
        b = torch.zeros(1, requires_grad=True)
        losses[lr] = [float(squared_loss(linreg(features, w, b), labels).sum().detach())]
        for _ in range(num_epochs):
            for X, y in data_iter(batch_size, features, labels):
                squared_loss(linreg(X, w, b), y).sum().backward()
                sgd([w, b], lr, batch_size)
            losses[lr].append(float(squared_loss(linreg(features, w, b), labels).sum().detach()))
    return losses


@misconception(
    "start_not_recorded",
    loses=[
        "test_a_list_for_each_learning_rate",
        "test_every_list_begins_at_zero_parameters",
        "test_full_batch_makes_the_known_steps",
        "test_losses_are_those_of_all_examples",
        "test_mini_batches_learn_as_fast_as_they_should",
        "test_a_run_that_blows_up_is_reported",
        "test_run_is_right_for_other_rates",
    ],
    hint="Your lists begin after the first epoch. What is the first number that they should hold?",
)
def compare_lrs(lrs, features, labels, num_epochs, batch_size):
    losses = {}
    for lr in lrs:
        w = torch.zeros((features.shape[1], 1), requires_grad=True)
        b = torch.zeros(1, requires_grad=True)
        losses[lr] = []
        for _ in range(num_epochs):
            for X, y in data_iter(batch_size, features, labels):
                squared_loss(linreg(X, w, b), y).sum().backward()
                sgd([w, b], lr, batch_size)
            losses[lr].append(float(squared_loss(linreg(features, w, b), labels).mean().detach()))
    return losses


@misconception(
    "random_start",
    loses=[
        "test_every_list_begins_at_zero_parameters",
        "test_learning_rates_do_not_touch_each_other",
        "test_full_batch_makes_the_known_steps",
        "test_losses_are_those_of_all_examples",
        "test_mini_batches_learn_as_fast_as_they_should",
    ],
    hint="Each of your learning rates starts at another place. Where should all of them start?",
)
def compare_lrs(lrs, features, labels, num_epochs, batch_size):
    losses = {}
    for lr in lrs:
        w = torch.randn(features.shape[1], 1).requires_grad_()
        b = torch.randn(1).requires_grad_()
        losses[lr] = [float(squared_loss(linreg(features, w, b), labels).mean().detach())]
        for _ in range(num_epochs):
            for X, y in data_iter(batch_size, features, labels):
                squared_loss(linreg(X, w, b), y).sum().backward()
                sgd([w, b], lr, batch_size)
            losses[lr].append(float(squared_loss(linreg(features, w, b), labels).mean().detach()))
    return losses


@misconception(
    "one_iterator_for_all_epochs",
    loses=[
        "test_full_batch_makes_the_known_steps",
        "test_mini_batches_learn_as_fast_as_they_should",
        "test_run_is_right_for_other_rates",
    ],
    hint="Only your first epoch has any batches. What is left in a generator that has been run through?",
)
def compare_lrs(lrs, features, labels, num_epochs, batch_size):
    losses = {}
    for lr in lrs:
        w = torch.zeros((features.shape[1], 1), requires_grad=True)
        b = torch.zeros(1, requires_grad=True)
        losses[lr] = [float(squared_loss(linreg(features, w, b), labels).mean().detach())]
        batches = data_iter(batch_size, features, labels)
        for _ in range(num_epochs):
            for X, y in batches:
                squared_loss(linreg(X, w, b), y).sum().backward()
                sgd([w, b], lr, batch_size)
            losses[lr].append(float(squared_loss(linreg(features, w, b), labels).mean().detach()))
    return losses


@misconception(
    "stops_at_the_first_infinity",
    loses=["test_a_run_that_blows_up_is_reported"],
    hint="You end a run as soon as it blows up, and its list is shorter than the others. What belongs in the places "
    "that are left?",
)
def compare_lrs(lrs, features, labels, num_epochs, batch_size):
    losses = {}
    for lr in lrs:
        w = torch.zeros((features.shape[1], 1), requires_grad=True)
        b = torch.zeros(1, requires_grad=True)
        losses[lr] = [float(squared_loss(linreg(features, w, b), labels).mean().detach())]
        for _ in range(num_epochs):
            for X, y in data_iter(batch_size, features, labels):
                squared_loss(linreg(X, w, b), y).sum().backward()
                sgd([w, b], lr, batch_size)
            losses[lr].append(float(squared_loss(linreg(features, w, b), labels).mean().detach()))
            if not losses[lr][-1] < 1e6:
                break
    return losses


@misconception(
    "tensors_in_the_lists",
    loses=[
        "test_a_list_for_each_learning_rate",
        "test_learning_rates_do_not_touch_each_other",
        "test_full_batch_makes_the_known_steps",
        "test_losses_are_those_of_all_examples",
        "test_a_run_that_blows_up_is_reported",
    ],
    hint="Your lists hold tensors, each with its graph behind it. How does a tensor of one element become a Python "
    "number?",
)
def compare_lrs(lrs, features, labels, num_epochs, batch_size):
    losses = {}
    for lr in lrs:
        w = torch.zeros((features.shape[1], 1), requires_grad=True)
        b = torch.zeros(1, requires_grad=True)
        losses[lr] = [squared_loss(linreg(features, w, b), labels).mean()]
        for _ in range(num_epochs):
            for X, y in data_iter(batch_size, features, labels):
                squared_loss(linreg(X, w, b), y).sum().backward()
                sgd([w, b], lr, batch_size)
            losses[lr].append(squared_loss(linreg(features, w, b), labels).mean())
    return losses


# --- 3. critical_lr ----------------------------------------------------------------------------------------


@right
def critical_lr(features):
    X = torch.nn.functional.pad(features.double(), (0, 1), value=1.0)
    return 2 * len(X) / torch.linalg.matrix_norm(X, ord=2).item() ** 2


@right
def critical_lr(features):
    import numpy as np

    X = np.column_stack([features.double().numpy(), np.ones(len(features))])
    return 2 / np.linalg.eigvalsh(X.T @ X / len(X)).max()


@right
def critical_lr(features):
    theta = torch.zeros(features.shape[1] + 1, dtype=torch.float64)

    def mean_loss(theta):
        return ((features.double() @ theta[:-1] + theta[-1]) ** 2).mean() / 2

    H = torch.autograd.functional.hessian(mean_loss, theta)
    return 2 / torch.linalg.eigvals(H).real.max()


@right
def critical_lr(features):
    X = torch.cat([features.double(), torch.ones(len(features), 1, dtype=torch.float64)], dim=1)
    v = torch.randn(X.shape[1], 1, dtype=torch.float64)
    for _ in range(3000):
        v = X.T @ (X @ v) / len(X)
        size = v.norm()
        v = v / size
    return 2 / float(size)


@misconception(
    "one_over_the_curvature",
    loses=[
        "test_border_of_two_opposite_examples",
        "test_border_for_any_features",
        "test_border_moves_with_the_unit",
        "test_border_divides_falling_from_growing",
    ],
    hint="Your rate is the one that hits the minimum of the steepest direction in one step. How much further may a step "
    "go until it no longer comes nearer?",
)
def critical_lr(features):
    X = torch.cat([features, torch.ones_like(features[:, :1])], dim=1)
    return 1 / float(torch.linalg.eigvalsh(X.T @ X / len(X))[-1])


@misconception(
    "column_of_ones_forgotten",
    loses=[
        "test_border_for_any_features",
        "test_border_moves_with_the_unit",
        "test_border_divides_falling_from_growing",
    ],
    hint="Your matrix knows nothing of b. Which column belongs to it?",
)
def critical_lr(features):
    return 2 / float(torch.linalg.eigvalsh(features.T @ features / len(features))[-1])


@misconception(
    "sum_of_the_losses",
    loses=[
        "test_border_of_two_opposite_examples",
        "test_border_for_any_features",
        "test_border_moves_with_the_unit",
        "test_border_divides_falling_from_growing",
    ],
    hint="Your border shrinks with the number of examples: it is that of the summed loss. Which loss does the exercise "
    "mean?",
)
def critical_lr(features):
    X = torch.cat([features, torch.ones_like(features[:, :1])], dim=1)
    return 2 / float(torch.linalg.eigvalsh(X.T @ X)[-1])


@misconception(
    "smallest_curvature",
    loses=[
        "test_border_for_any_features",
        "test_border_moves_with_the_unit",
        "test_border_divides_falling_from_growing",
    ],
    hint="You took the flattest direction, which sets the speed. Which direction blows up first?",
)
def critical_lr(features):
    X = torch.cat([features, torch.ones_like(features[:, :1])], dim=1)
    return 2 / float(torch.linalg.eigvalsh(X.T @ X / len(X))[0].clamp(min=1e-12))


@misconception(
    "singular_value_not_squared",
    loses=[
        "test_border_for_any_features",
        "test_border_moves_with_the_unit",
        "test_border_divides_falling_from_growing",
    ],
    hint="The singular values of the design matrix are not the eigenvalues of its Gram matrix. How are the two related?",
)
def critical_lr(features):
    X = torch.cat([features, torch.ones_like(features[:, :1])], dim=1)
    return 2 / float(torch.linalg.matrix_norm(X, 2) / len(X) ** 0.5)


@misconception(
    "sum_of_the_curvatures",
    loses=[
        "test_border_of_two_opposite_examples",
        "test_border_for_any_features",
        "test_border_moves_with_the_unit",
        "test_border_divides_falling_from_growing",
    ],
    hint="The trace adds the curvatures of all directions. Each direction has its own factor: which of them counts?",
)
def critical_lr(features):
    X = torch.cat([features, torch.ones_like(features[:, :1])], dim=1)
    return 2 / float(torch.trace(X.T @ X / len(X)))


@misconception(
    "columns_taken_one_by_one",
    loses=[
        "test_border_for_any_features",
        "test_border_moves_with_the_unit",
        "test_border_divides_falling_from_growing",
    ],
    hint="You look at each column by itself. What if two of them rise and fall together, or one is far from zero?",
)
def critical_lr(features):
    X = torch.cat([features, torch.ones_like(features[:, :1])], dim=1)
    return 2 / float((X**2).mean(dim=0).max())


@misconception(
    "covariance_for_the_curvature",
    loses=[
        "test_border_for_any_features",
        "test_border_moves_with_the_unit",
        "test_border_divides_falling_from_growing",
    ],
    hint="You took the mean of each feature away. The loss does not: what is the curvature of features that are far "
    "from zero?",
)
def critical_lr(features):
    X = torch.cat([features - features.mean(dim=0), torch.ones_like(features[:, :1])], dim=1)
    return 2 / float(torch.linalg.eigvalsh(X.T @ X / len(X))[-1])


# --- 4. classify -------------------------------------------------------------------------------------------


@right
def classify(losses):
    first, before, last = losses[0], losses[-2], losses[-1]
    for loss in losses:
        if loss != loss or loss in (math.inf, -math.inf):
            return "diverged"
    if last > first:
        return "diverged"
    fell, brought = first - last, before - last
    return "slow" if brought > fell / 100 else "ok"


@right
def classify(losses):
    history = torch.tensor(losses, dtype=torch.float64)
    if not torch.isfinite(history).all() or not history[-1] <= history[0]:
        return "diverged"
    drops = -history.diff()
    return "slow" if drops[-1] > 0.01 * drops.sum() else "ok"


@right
def classify(losses):
    import numpy as np

    if np.isfinite(losses).all() and losses[-1] <= losses[0]:
        return ["ok", "slow"][int((losses[-2] - losses[-1]) > 0.01 * (losses[0] - losses[-1]))]
    return "diverged"


@misconception(
    "nan_compared_with_nan",
    loses=["test_nan_and_infinity_are_divergence"],
    hint="Ask Python whether nan equals nan. Which function of math answers the question that you meant?",
)
def classify(losses):
    if any(loss == math.inf or loss == math.nan for loss in losses) or losses[-1] > losses[0]:
        return "diverged"
    if losses[-2] - losses[-1] > 0.01 * (losses[0] - losses[-1]):
        return "slow"
    return "ok"


@misconception(
    "only_the_last_is_looked_at",
    loses=["test_nan_and_infinity_are_divergence"],
    hint="A run that went through infinity has diverged, even if the last number looks harmless. Which numbers do you "
    "test?",
)
def classify(losses):
    if not math.isfinite(losses[-1]) or losses[-1] > losses[0]:
        return "diverged"
    if losses[-2] - losses[-1] > 0.01 * (losses[0] - losses[-1]):
        return "slow"
    return "ok"


@misconception(
    "growth_without_infinity_is_overlooked",
    loses=["test_three_plain_cases", "test_growth_is_divergence", "test_unit_of_the_loss_does_not_matter"],
    hint="Is a loss of 7000 that began at 16 a success, only because it is a number? Compare the end with the start.",
)
def classify(losses):
    if not all(math.isfinite(loss) for loss in losses):
        return "diverged"
    if losses[-2] - losses[-1] > 0.01 * abs(losses[0] - losses[-1]):
        return "slow"
    return "ok"


@misconception(
    "any_rise_is_divergence",
    loses=["test_a_plateau_is_ok", "test_what_still_falls_is_slow"],
    hint="At the noise floor a loss goes up and down by a little. Has such a run diverged?",
)
def classify(losses):
    rises = any(after > before for before, after in zip(losses, losses[1:]))
    if rises or not all(math.isfinite(loss) for loss in losses):
        return "diverged"
    if losses[-2] - losses[-1] > 0.01 * (losses[0] - losses[-1]):
        return "slow"
    return "ok"


@misconception(
    "flat_means_arrived",
    loses=["test_a_plateau_is_ok", "test_what_still_falls_is_slow", "test_unit_of_the_loss_does_not_matter"],
    hint="You compare the last drop with the loss itself. What do you call a run that has hardly moved from its start?",
)
def classify(losses):
    if not all(math.isfinite(loss) for loss in losses) or losses[-1] > losses[0]:
        return "diverged"
    if losses[-1] < 0.99 * losses[-2] and losses[-1] > 0.001 * losses[0]:
        return "slow"
    return "ok"


@misconception(
    "absolute_threshold",
    loses=[
        "test_a_plateau_is_ok",
        "test_unit_of_the_loss_does_not_matter",
        "test_run_is_right_for_other_rates",
    ],
    hint="Your verdict depends on the unit of the loss. With which fall should the last drop be compared?",
)
def classify(losses):
    if not all(math.isfinite(loss) for loss in losses) or losses[-1] > losses[0]:
        return "diverged"
    return "ok" if losses[-1] < 1e-2 else "slow"


@misconception(
    "share_of_the_start_left",
    loses=[
        "test_a_plateau_is_ok",
        "test_what_still_falls_is_slow",
        "test_unit_of_the_loss_does_not_matter",
        "test_run_is_right_for_other_rates",
    ],
    hint="You ask how much of the first loss is left. Can a run that has arrived on a high plateau get any lower?",
)
def classify(losses):
    if not all(math.isfinite(loss) for loss in losses) or losses[-1] > losses[0]:
        return "diverged"
    return "slow" if losses[-1] > 0.01 * losses[0] else "ok"


@misconception(
    "still_falling_at_all",
    loses=[
        "test_three_plain_cases",
        "test_a_plateau_is_ok",
        "test_unit_of_the_loss_does_not_matter",
        "test_run_is_right_for_other_rates",
    ],
    hint="In your eyes a run is slow as long as it falls, by however little. How much must the last epoch bring?",
)
def classify(losses):
    if not all(math.isfinite(loss) for loss in losses) or losses[-1] > losses[0]:
        return "diverged"
    return "slow" if losses[-1] < losses[-2] else "ok"


@misconception(
    "slow_and_ok_swapped",
    loses=[
        "test_three_plain_cases",
        "test_a_plateau_is_ok",
        "test_what_still_falls_is_slow",
        "test_unit_of_the_loss_does_not_matter",
        "test_run_is_right_for_other_rates",
    ],
    hint="Read your two words once more. Which of them belongs to a run whose last epoch still mattered?",
)
def classify(losses):
    if not all(math.isfinite(loss) for loss in losses) or losses[-1] > losses[0]:
        return "diverged"
    return "ok" if losses[-2] - losses[-1] > 0.01 * (losses[0] - losses[-1]) else "slow"


# --- 5. predict, run, reconcile ----------------------------------------------------------------------------


@misconception(
    "one_is_far_too_large",
    loses=["test_prediction_for_one"],
    hint="A rate of 1.0 feels too large. Compare it with the border that you computed.",
)
def PREDICT_LR():
    return {0.001: "slow", 0.03: "ok", 1.0: "diverged", 3.0: "diverged"}


@misconception(
    "three_is_still_fine",
    loses=["test_prediction_for_three"],
    hint="By which factor does a step with 3.0 multiply the distance, when the curvature is about 1?",
)
def PREDICT_LR():
    return {0.001: "slow", 0.03: "ok", 1.0: "ok", 3.0: "ok"}


@misconception(
    "a_small_rate_is_always_safe",
    loses=["test_prediction_for_a_thousandth"],
    hint="Three hundred steps of a thousandth each: which share of the way is that, when the curvature is about 1?",
)
def PREDICT_LR():
    return {0.001: "ok", 0.03: "ok", 1.0: "ok", 3.0: "diverged"}


@misconception(
    "three_epochs_are_never_enough",
    loses=["test_prediction_for_the_rate_of_the_book"],
    hint="Three epochs in batches of ten are 300 steps. By which factor does the distance shrink in them with 0.03?",
)
def PREDICT_LR():
    return {0.001: "slow", 0.03: "slow", 1.0: "ok", 3.0: "diverged"}


@misconception(
    "larger_is_slower",
    loses=["test_prediction_for_one"],
    hint="Large steps that overshoot can still shrink the distance at once. What is 1 - lr times curvature for 1.0?",
)
def PREDICT_LR():
    return {0.001: "slow", 0.03: "ok", 1.0: "slow", 3.0: "diverged"}


@right
def run_lrs(lrs):
    words = {}
    for lr in lrs:
        words[lr] = classify(compare_lrs([lr], features, labels, 3, 10)[lr])
    return words


@right
def run_lrs(lrs):
    found = compare_lrs(list(lrs), features, labels, num_epochs=3, batch_size=10)
    return dict(zip(found, map(classify, found.values())))


@right
def run_lrs(lrs):
    seen = compare_lrs(features=features, labels=labels, lrs=lrs, batch_size=10, num_epochs=3)
    words = {}
    for rate in seen:
        words.update({rate: classify(seen[rate])})
    return words


@misconception(
    "answers_from_the_prediction",
    loses=["test_run_is_right_for_other_rates"],
    hint="You look the words up instead of training. What do you say of a rate that nobody predicted?",
)
def run_lrs(lrs):
    return {lr: PREDICT_LR.get(lr, "ok") for lr in lrs}


@misconception(
    "one_epoch_more_for_the_slow",
    loses=["test_run_is_right_for_other_rates"],
    hint="You train longer than you were asked to. How many epochs are there?",
)
def run_lrs(lrs):
    return {lr: classify(losses) for lr, losses in compare_lrs(lrs, features, labels, 4, 10).items()}


@misconception(
    "full_batches",
    loses=["test_run_is_right_for_other_rates"],
    hint="Three epochs of full batches are three steps. How large should the batches be?",
)
def run_lrs(lrs):
    return {lr: classify(losses) for lr, losses in compare_lrs(lrs, features, labels, 3, len(features)).items()}


@misconception(
    "losses_instead_of_words",
    loses=["test_run_names_what_happens", "test_run_is_right_for_other_rates"],
    hint="You return the losses themselves. Which of your functions turns a list of losses into a word?",
)
def run_lrs(lrs):
    return compare_lrs(lrs, features, labels, 3, 10)


@misconception(
    "one_is_the_border",
    loses=["test_the_reason_explains_all_four"],
    hint="Where does the 1 come from? Multiply all features by ten and compute the border again.",
)
def REASON_LR():
    return "one"


@misconception(
    "more_epochs_cure_it",
    loses=["test_the_reason_explains_all_four"],
    hint="Look at the losses of 3.0, epoch by epoch. In which direction would the next one go?",
)
def REASON_LR():
    return "epochs"


@misconception(
    "noise_is_to_blame",
    loses=["test_the_reason_explains_all_four"],
    hint="Make labels without noise and run 3.0 again. Does it arrive?",
)
def REASON_LR():
    return "noise"


@misconception(
    "another_minimum",
    loses=["test_the_reason_explains_all_four"],
    hint="How many minima has a parabola, and a bowl?",
)
def REASON_LR():
    return "minimum"


# --- 6. steps_to -------------------------------------------------------------------------------------------


@right
def steps_to(lr, lam, ratio):
    if ratio >= 1:
        return 0
    factor = abs(1 - lr * lam)
    if factor < 1e-12:
        return 1
    return math.ceil(math.log(ratio) / math.log(factor))


@right
def steps_to(lr, lam, ratio):
    steps, distance = 0, 1.0
    while distance > ratio:
        distance *= abs(1 - lr * lam)
        steps += 1
    return steps


@right
def steps_to(lr, lam, ratio):
    w = torch.ones((), dtype=torch.float64)
    for step in range(10**6):
        if w.abs() <= ratio:
            return step
        w = w - lr * (lam * w)
    raise ValueError("the rate is beyond the border")


@misconception(
    "rounded_down",
    loses=[
        "test_steps_of_the_example",
        "test_steps_for_any_rate_and_curvature",
        "test_steps_when_it_overshoots",
    ],
    hint="After your number of steps the distance is still a little too large. In which direction do you round?",
)
def steps_to(lr, lam, ratio):
    factor = abs(1 - lr * lam)
    return max(0, int(math.log(ratio) / math.log(factor))) if factor > 1e-12 else 1


@misconception(
    "sign_forgotten",
    loses=["test_steps_when_it_overshoots"],
    hint="When a step overshoots, w changes its sign. Is a negative w already near the minimum?",
)
def steps_to(lr, lam, ratio):
    steps, w = 0, 1.0
    while w > ratio:
        w *= 1 - lr * lam
        steps += 1
    return steps


@misconception(
    "exponential_decay",
    loses=[
        "test_steps_of_the_example",
        "test_steps_for_any_rate_and_curvature",
        "test_steps_when_it_overshoots",
        "test_steps_at_both_ends",
    ],
    hint="exp(-lr lam) is the factor for very small steps only. What is the factor of one step exactly?",
)
def steps_to(lr, lam, ratio):
    return max(0, math.ceil(-math.log(ratio) / (lr * lam)))


@misconception(
    "distance_of_the_loss",
    loses=[
        "test_steps_of_the_example",
        "test_steps_for_any_rate_and_curvature",
        "test_steps_when_it_overshoots",
    ],
    hint="The loss falls with the square of the distance. Of which of the two is `ratio` the ratio?",
)
def steps_to(lr, lam, ratio):
    steps, loss = 0, 1.0
    while loss > ratio:
        loss *= (1 - lr * lam) ** 2
        steps += 1
    return steps


@misconception(
    "one_step_too_many",
    loses=[
        "test_steps_of_the_example",
        "test_steps_for_any_rate_and_curvature",
        "test_steps_when_it_overshoots",
        "test_steps_at_both_ends",
    ],
    hint="You count the step after which you find out that you have arrived. How many steps does it take when none is "
    "needed?",
)
def steps_to(lr, lam, ratio):
    steps, distance = 1, 1.0
    while distance > ratio:
        distance *= abs(1 - lr * lam)
        steps += 1
    return steps


@misconception(
    "curvature_forgotten",
    loses=[
        "test_steps_for_any_rate_and_curvature",
        "test_steps_when_it_overshoots",
        "test_steps_at_both_ends",
    ],
    hint="Your number depends on the learning rate only. What does a steep valley do to the factor of a step?",
)
def steps_to(lr, lam, ratio):
    steps, distance = 0, 1.0
    while distance > ratio:
        distance *= abs(1 - lr)
        steps += 1
    return steps


@misconception(
    "number_of_steps_with_a_fraction",
    loses=[
        "test_steps_of_the_example",
        "test_steps_for_any_rate_and_curvature",
        "test_steps_when_it_overshoots",
    ],
    hint="There is no such thing as 1.7 steps. Which whole number is meant?",
)
def steps_to(lr, lam, ratio):
    factor = abs(1 - lr * lam)
    return max(0.0, math.log(ratio) / math.log(factor)) if factor > 1e-12 else 1.0


# ------------------------------------------------------------------------------------ mutants that are no mistakes

equivalent(
    "compare_lrs: `w = torch.zeros((features.shape[1], 1), device=features.device, requires_grad=True)` → "
    "`w = torch.zeros((features.shape[1], 1), requires_grad=True)`",
    why="on a CPU, where answers are graded, there is no other device",
)

equivalent(
    "compare_lrs: `b = torch.zeros(1, device=features.device, requires_grad=True)` → "
    "`b = torch.zeros(1, requires_grad=True)`",
    why="on a CPU, where answers are graded, there is no other device",
)

equivalent(
    "compare_lrs: `losses[lr] = [squared_loss(linreg(features, w, b), labels).mean().item()]` → "
    "`losses[lr] = [squared_loss(labels, linreg(features, w, b)).mean().item()]`",
    why="the square of a difference is the same either way round",
)

equivalent(
    "compare_lrs: `squared_loss(linreg(X, w, b), y).sum().backward()` → "
    "`squared_loss(y, linreg(X, w, b)).sum().backward()`",
    why="the square of a difference, and so its gradient, is the same either way round",
)

equivalent(
    "compare_lrs: `losses[lr].append(squared_loss(linreg(features, w, b), labels).mean().item())` → "
    "`losses[lr].append(squared_loss(labels, linreg(features, w, b)).mean().item())`",
    why="the square of a difference is the same either way round",
)

equivalent(
    "classify: `if losses[-2] - losses[-1] > 0.01 * (losses[0] - losses[-1]):` → "
    "`if losses[-2] - losses[-1] >= 0.01 * (losses[0] - losses[-1]):`",
    why="it differs only where the last drop is exactly a hundredth of the fall, and for a run without any fall, of which "
    "the rule says ok and the pitfall below it the contrary",
)

equivalent(
    "critical_lr: `return 2 / float(torch.linalg.eigvalsh(X.T @ X / len(X))[-1])` → "
    "`return 2 / torch.linalg.eigvalsh(X.T @ X / len(X))[-1]`",
    why="a tensor with one element is accepted as a number",
)

equivalent(
    "critical_lr: `return 2 / float(torch.linalg.eigvalsh(X.T @ X / len(X))[-1])` → "
    "`return 2 / float(torch.linalg.eigvalsh(X @ X.T / len(X))[-1])`",
    why="X X^T has the same largest eigenvalue as X^T X: it is only a larger matrix",
)

equivalent(
    "steps_to: `while abs(1 - lr * lam) ** steps > ratio:` → "
    "`while abs(lr * lam - 1) ** steps > ratio:`",
    why="the absolute value of a difference is the same either way round",
)

equivalent("steps_to: `steps += 1` → `steps = steps + 1`", why="a counter is a Python number, which is never changed in place")
