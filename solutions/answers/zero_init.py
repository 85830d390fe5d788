"""Other answers to zero_init: right ones in other styles, and the misconceptions with the tests that each loses."""

from autograder.course.answers import misconception, right
from autograder.course.equivalents import equivalent

# ---------------------------------------------------------------------------------- 1. init_params


@right
def init_params(num_inputs, kind="normal", sigma=0.01):
    if kind == "zero":
        w = torch.zeros((num_inputs, 1), requires_grad=True, device=device)
    else:
        w = (sigma * torch.randn(num_inputs, 1, device=device)).detach().requires_grad_(True)
    return w, torch.zeros(1, requires_grad=True, device=device)


@right
def init_params(num_inputs, kind="normal", sigma=0.01):
    from torch import nn

    net = nn.Linear(num_inputs, 1).to(device)
    nn.init.zeros_(net.bias)
    w = nn.Parameter(torch.empty(num_inputs, 1, device=device))
    (nn.init.zeros_ if kind == "zero" else lambda tensor: nn.init.normal_(tensor, std=sigma))(w)
    return w, net.bias


@right
def init_params(num_inputs, kind="normal", sigma=0.01):
    drawn = [[random.gauss(0, sigma) if kind == "normal" else 0.0] for _ in range(num_inputs)]
    w = torch.tensor(drawn, requires_grad=True, device=device)
    return [w, torch.tensor([0.0], requires_grad=True, device=device)]


@right
def init_params(num_inputs, kind="normal", sigma=0.01):
    import numpy as np

    scale = {"zero": 0.0, "normal": sigma}[kind]
    w = torch.from_numpy(np.random.normal(0, 1, (num_inputs, 1)) * scale).to(device)
    return w.requires_grad_(), torch.zeros(1, dtype=torch.float64, device=device, requires_grad=True)


@misconception(
    "parameters_without_requires_grad",
    loses=["test_parameters_can_be_trained", "test_zero_means_zero_and_the_bias_is_zero"],
    hint="backward() fills the gradient of tensors that ask for one. How does a tensor ask?",
)
def init_params(num_inputs, kind="normal", sigma=0.01):
    if kind == "zero":
        return torch.zeros(num_inputs, 1), torch.zeros(1)
    return torch.normal(0, sigma, (num_inputs, 1)), torch.zeros(1)


@misconception(
    "weights_are_no_leaf",
    loses=["test_parameters_can_be_trained"],
    hint="Your weights were computed from a tensor that already required a gradient. Which of the two tensors "
    "will hold the gradient after backward()?",
)
def init_params(num_inputs, kind="normal", sigma=0.01):
    scale = 0.0 if kind == "zero" else sigma
    w = torch.randn(num_inputs, 1, requires_grad=True) * scale
    return w, torch.zeros(1, requires_grad=True)


@misconception(
    "sigma_taken_as_the_variance",
    loses=["test_random_weights_have_the_given_sd"],
    hint="What is the standard deviation of many of your weights? The second argument of torch.normal is the "
    "standard deviation itself.",
)
def init_params(num_inputs, kind="normal", sigma=0.01):
    w = torch.zeros(num_inputs, 1) if kind == "zero" else torch.normal(0, sigma**0.5, (num_inputs, 1))
    return w.requires_grad_(), torch.zeros(1, requires_grad=True)


@misconception(
    "sigma_squared",
    loses=["test_random_weights_have_the_given_sd"],
    hint="N(0, sigma²) names the variance. With which number do you multiply a standard normal number to get "
    "the standard deviation sigma?",
)
def init_params(num_inputs, kind="normal", sigma=0.01):
    w = torch.zeros(num_inputs, 1) if kind == "zero" else sigma**2 * torch.randn(num_inputs, 1)
    return w.requires_grad_(), torch.zeros(1, requires_grad=True)


@misconception(
    "sigma_is_always_a_hundredth",
    loses=["test_random_weights_have_the_given_sd"],
    hint="Call your function with sigma=1. How large are the weights?",
)
def init_params(num_inputs, kind="normal", sigma=0.01):
    w = torch.zeros(num_inputs, 1) if kind == "zero" else torch.normal(0, 0.01, (num_inputs, 1))
    return w.requires_grad_(), torch.zeros(1, requires_grad=True)


@misconception(
    "weights_from_a_uniform_distribution",
    loses=["test_random_weights_have_the_given_sd"],
    hint="torch.rand never gives a negative number. Which function draws from the bell curve about zero?",
)
def init_params(num_inputs, kind="normal", sigma=0.01):
    w = torch.zeros(num_inputs, 1) if kind == "zero" else sigma * torch.rand(num_inputs, 1)
    return w.requires_grad_(), torch.zeros(1, requires_grad=True)


@misconception(
    "weights_as_a_vector",
    loses=[
        "test_parameters_have_their_shapes",
        "test_zero_means_zero_and_the_bias_is_zero",
        "test_random_weights_have_the_given_sd",
        "test_random_weights_are_new_in_each_call",
    ],
    hint="linreg multiplies X of shape (n, d) by w and should give a column. Which shape must w have then?",
)
def init_params(num_inputs, kind="normal", sigma=0.01):
    w = torch.zeros(num_inputs) if kind == "zero" else sigma * torch.randn(num_inputs)
    return w.requires_grad_(), torch.zeros(1, requires_grad=True)


@misconception(
    "weights_as_a_row",
    loses=[
        "test_parameters_have_their_shapes",
        "test_zero_means_zero_and_the_bias_is_zero",
        "test_random_weights_have_the_given_sd",
        "test_random_weights_are_new_in_each_call",
    ],
    hint="nn.Linear keeps its weights as a row, linreg multiplies X by a column. What shape does the exercise ask for?",
)
def init_params(num_inputs, kind="normal", sigma=0.01):
    w = torch.zeros(1, num_inputs) if kind == "zero" else sigma * torch.randn(1, num_inputs)
    return w.requires_grad_(), torch.zeros(1, requires_grad=True)


@misconception(
    "bias_is_random_too",
    loses=["test_zero_means_zero_and_the_bias_is_zero"],
    hint="Only one of the two parameters is drawn at random. Where does the bias start?",
)
def init_params(num_inputs, kind="normal", sigma=0.01):
    if kind == "zero":
        return torch.zeros(num_inputs, 1, requires_grad=True), torch.zeros(1, requires_grad=True)
    w, b = sigma * torch.randn(num_inputs, 1), sigma * torch.randn(1)
    return w.requires_grad_(), b.requires_grad_()


@misconception(
    "kind_is_ignored",
    loses=["test_zero_means_zero_and_the_bias_is_zero"],
    hint="Print the weights of the kind \"zero\". Does your function look at `kind`?",
)
def init_params(num_inputs, kind="normal", sigma=0.01):
    w = sigma * torch.randn(num_inputs, 1)
    return w.requires_grad_(), torch.zeros(1, requires_grad=True)


@misconception(
    "seed_inside_init_params",
    loses=["test_random_weights_are_new_in_each_call"],
    hint="Call your function twice and compare. What does a seed inside a function do to each call?",
)
def init_params(num_inputs, kind="normal", sigma=0.01):
    torch.manual_seed(0)
    w = torch.zeros(num_inputs, 1) if kind == "zero" else sigma * torch.randn(num_inputs, 1)
    return w.requires_grad_(), torch.zeros(1, requires_grad=True)


@misconception(
    "all_weights_the_same_random_number",
    loses=["test_random_weights_have_the_given_sd", "test_random_weights_are_new_in_each_call"],
    hint="Print the weights for five inputs. How many random numbers did you draw?",
)
def init_params(num_inputs, kind="normal", sigma=0.01):
    value = 0.0 if kind == "zero" else random.gauss(0, sigma)
    return torch.full((num_inputs, 1), value, requires_grad=True), torch.zeros(1, requires_grad=True)


# ---------------------------------------------------------------------------- 2. zero_grad_formula


@right
def zero_grad_formula(features, labels):
    e = 0 - labels
    return (features * e).mean(dim=0).reshape(-1, 1), e.mean().reshape(1)


@right
def zero_grad_formula(features, labels):
    n, d = features.shape
    grad_w, grad_b = torch.zeros_like(features[:1].T), torch.zeros_like(labels[0])
    for x, y in zip(features, labels):
        for j in range(d):
            grad_w[j, 0] -= x[j] * y[0] / n
        grad_b -= y / n
    return grad_w, grad_b


@right
def zero_grad_formula(features, labels):
    X = torch.cat([features, torch.ones_like(labels)], dim=1)
    g = torch.einsum("ij,ik->jk", X, -labels) / X.shape[0]
    return g[:-1], g[-1]


@right
def zero_grad_formula(features, labels):
    X, y = features.detach().cpu().numpy(), labels.detach().cpu().numpy()
    grad_w, grad_b = -(X.T @ y) / y.size, -y.mean(axis=0)
    return torch.tensor(grad_w, device=features.device), torch.tensor(grad_b, device=features.device)


@misconception(
    "zero_weights_have_no_gradient",
    loses=[
        "test_first_gradient_of_three_examples",
        "test_weights_have_the_gradient_of_autograd",
        "test_bias_has_the_gradient_of_autograd",
        "test_first_gradient_for_any_shape",
        "test_formula_needs_no_autograd",
    ],
    hint="At w = 0 the prediction is zero, but the labels are not. Evaluate Xᵀ(0 − y): is it zero?",
)
def zero_grad_formula(features, labels):
    return torch.zeros(features.shape[1], 1, dtype=features.dtype), torch.zeros(1, dtype=features.dtype)


@misconception(
    "gradient_with_the_wrong_sign",
    loses=[
        "test_first_gradient_of_three_examples",
        "test_weights_have_the_gradient_of_autograd",
        "test_bias_has_the_gradient_of_autograd",
        "test_first_gradient_for_any_shape",
        "test_formula_needs_no_autograd",
    ],
    hint="The error is prediction minus label, and the prediction is zero here. Which sign does it have when "
    "the labels are positive?",
)
def zero_grad_formula(features, labels):
    return features.T @ labels / len(labels), labels.mean(dim=0)


@misconception(
    "gradient_of_the_sum",
    loses=[
        "test_first_gradient_of_three_examples",
        "test_weights_have_the_gradient_of_autograd",
        "test_bias_has_the_gradient_of_autograd",
        "test_first_gradient_for_any_shape",
        "test_formula_needs_no_autograd",
    ],
    hint="If every example came twice, would the loss change? Would your gradient?",
)
def zero_grad_formula(features, labels):
    return -features.T @ labels, -labels.sum(dim=0)


@misconception(
    "gradient_without_the_half",
    loses=[
        "test_first_gradient_of_three_examples",
        "test_weights_have_the_gradient_of_autograd",
        "test_bias_has_the_gradient_of_autograd",
        "test_first_gradient_for_any_shape",
        "test_formula_needs_no_autograd",
    ],
    hint="squared_loss has a factor in front of the square. What does the derivative of the square bring down, "
    "and what is left of both?",
)
def zero_grad_formula(features, labels):
    return -2 * features.T @ labels / len(labels), -2 * labels.mean(dim=0)


@misconception(
    "mean_over_all_entries_of_the_table",
    loses=[
        "test_first_gradient_of_three_examples",
        "test_weights_have_the_gradient_of_autograd",
        "test_bias_has_the_gradient_of_autograd",
        "test_first_gradient_for_any_shape",
        "test_formula_needs_no_autograd",
    ],
    hint="You divide by the number of entries of the features. Over how many terms does the loss take its mean?",
)
def zero_grad_formula(features, labels):
    return -features.T @ labels / features.numel(), -labels.sum(dim=0) / features.numel()


@misconception(
    "bias_without_gradient",
    loses=[
        "test_first_gradient_of_three_examples",
        "test_bias_has_the_gradient_of_autograd",
        "test_first_gradient_for_any_shape",
        "test_formula_needs_no_autograd",
    ],
    hint="The prediction is zero, the mean label is not. In which direction does the bias have to go?",
)
def zero_grad_formula(features, labels):
    return -features.T @ labels / len(labels), torch.zeros_like(labels[0])


@misconception(
    "bias_taken_for_the_sum",
    loses=[
        "test_first_gradient_of_three_examples",
        "test_bias_has_the_gradient_of_autograd",
        "test_first_gradient_for_any_shape",
        "test_formula_needs_no_autograd",
    ],
    hint="You divide the gradient of the weights by n. Does the same hold for the bias?",
)
def zero_grad_formula(features, labels):
    return -features.T @ labels / len(labels), -labels.sum(dim=0)


@misconception(
    "formula_by_autograd",
    loses=["test_formula_needs_no_autograd"],
    hint="This exercise is about the formula on paper. What is left of the gradient when you insert w = 0 and b = 0?",
)
def zero_grad_formula(features, labels):
    w = torch.zeros(features.shape[1], 1, dtype=features.dtype, requires_grad=True)
    b = torch.zeros(1, dtype=features.dtype, requires_grad=True)
    squared_loss(linreg(features, w, b), labels).mean().backward()
    return w.grad, b.grad


@misconception(
    "product_of_the_means",
    loses=[
        "test_first_gradient_of_three_examples",
        "test_weights_have_the_gradient_of_autograd",
        "test_first_gradient_for_any_shape",
        "test_formula_needs_no_autograd",
    ],
    hint="Is the mean of a product the product of the means? Try two examples with opposite features.",
)
def zero_grad_formula(features, labels):
    return -features.mean(dim=0).reshape(-1, 1) * labels.mean(), -labels.mean(dim=0)


@misconception(
    "gradient_as_a_vector",
    loses=[
        "test_first_gradient_of_three_examples",
        "test_weights_have_the_gradient_of_autograd",
        "test_first_gradient_for_any_shape",
        "test_formula_needs_no_autograd",
    ],
    hint="A gradient has the shape of its parameter. Which shape has w in linreg?",
)
def zero_grad_formula(features, labels):
    return -(features * labels).mean(dim=0), -labels.mean(dim=0)


# ---------------------------------------------------------------------------------------- 3. train


@right
def train(net, loss, params, features, labels, lr, num_epochs, batch_size):
    trainer = torch.optim.SGD(params, lr=lr)
    losses = []
    for _ in range(num_epochs):
        for X, y in data_iter(batch_size, features, labels):
            trainer.zero_grad()
            loss(net(X, *params), y).mean().backward()
            trainer.step()
        with torch.no_grad():
            losses.append(float(loss(net(features, *params), labels).mean()))
    return losses


@right
def train(net, loss, params, features, labels, lr, num_epochs, batch_size):
    def mean_loss():
        with torch.no_grad():
            return loss(net(features, *params), labels).sum().item() / len(labels)

    def epoch():
        for part in torch.randperm(len(features)).split(batch_size):
            l = loss(net(features[part], *params), labels[part]).mean()
            gradients = torch.autograd.grad(l, params)
            with torch.no_grad():
                for param, g in zip(params, gradients):
                    param.sub_(lr * g)
        return mean_loss()

    return [epoch() for _ in range(num_epochs)]


@right
def train(net, loss, params, features, labels, lr, num_epochs, batch_size):
    from torch.utils.data import DataLoader, TensorDataset

    batches = DataLoader(TensorDataset(features, labels), batch_size, shuffle=True)
    losses = [0.0] * num_epochs
    for epoch in range(num_epochs):
        for X, y in batches:
            for param in params:
                param.grad = None
            loss(net(X, *params), y).sum().backward()
            sgd(params, lr, len(X))
        with torch.no_grad():
            losses[epoch] = torch.mean(loss(net(features, *params), labels)).item()
    return losses


@misconception(
    "parameters_start_again_at_zero",
    loses=[
        "test_zero_and_random_reach_the_noise_floor",
        "test_starts_far_apart_end_together",
        "test_a_step_is_the_learning_rate_times_the_mean_gradient",
        "test_every_loss_is_that_of_all_examples",
        "test_any_loss",
        "test_any_number_of_parameters",
    ],
    hint="The caller hands over a start and looks at it again afterwards. Does your loop touch those tensors?",
)
def train(net, loss, params, features, labels, lr, num_epochs, batch_size):
    params = [torch.zeros_like(param).requires_grad_() for param in params]
    losses = []
    for _ in range(num_epochs):
        for X, y in data_iter(batch_size, features, labels):
            loss(net(X, *params), y).sum().backward()
            sgd(params, lr, batch_size)
        losses.append(loss(net(features, *params), labels).mean().item())
    return losses


@misconception(
    "starts_at_zero_in_place",
    loses=[
        "test_a_step_is_the_learning_rate_times_the_mean_gradient",
        "test_every_loss_is_that_of_all_examples",
        "test_any_loss",
        "test_any_number_of_parameters",
    ],
    hint="Train from a start that is not zero, with a learning rate of 0. Where are the parameters afterwards?",
)
def train(net, loss, params, features, labels, lr, num_epochs, batch_size):
    with torch.no_grad():
        for param in params:
            param.zero_()
    losses = []
    for _ in range(num_epochs):
        for X, y in data_iter(batch_size, features, labels):
            loss(net(X, *params), y).sum().backward()
            sgd(params, lr, batch_size)
        losses.append(loss(net(features, *params), labels).mean().item())
    return losses


@misconception(
    "loss_of_the_last_batch",
    loses=["test_every_loss_is_that_of_all_examples", "test_any_loss"],
    hint="Your number jumps from epoch to epoch. Over which examples is it a mean?",
)
def train(net, loss, params, features, labels, lr, num_epochs, batch_size):
    losses = []
    for _ in range(num_epochs):
        for X, y in data_iter(batch_size, features, labels):
            l = loss(net(X, *params), y)
            l.sum().backward()
            sgd(params, lr, batch_size)
        losses.append(l.mean().item())
    return losses


@misconception(
    "mean_of_the_losses_on_the_way",
    loses=[
        "test_zero_and_random_reach_the_noise_floor",
        "test_every_loss_is_that_of_all_examples",
        "test_any_loss",
    ],
    hint="You average losses that were worked out before the steps of the epoch. With which parameters should the "
    "epoch's loss be worked out?",
)
def train(net, loss, params, features, labels, lr, num_epochs, batch_size):
    losses = []
    for _ in range(num_epochs):
        total = 0.0
        for X, y in data_iter(batch_size, features, labels):
            l = loss(net(X, *params), y).sum()
            l.backward()
            total += l.item()
            sgd(params, lr, batch_size)
        losses.append(total / len(labels))
    return losses


@misconception(
    "sum_of_the_losses",
    loses=[
        "test_zero_and_random_reach_the_noise_floor",
        "test_every_loss_is_that_of_all_examples",
        "test_any_loss",
    ],
    hint="If every example came twice, your numbers would double. Does the exercise ask for the sum or for the mean?",
)
def train(net, loss, params, features, labels, lr, num_epochs, batch_size):
    losses = []
    for _ in range(num_epochs):
        for X, y in data_iter(batch_size, features, labels):
            loss(net(X, *params), y).sum().backward()
            sgd(params, lr, batch_size)
        losses.append(loss(net(features, *params), labels).sum().item())
    return losses


@misconception(
    "divides_by_the_batch_size_twice",
    loses=[
        "test_zero_and_random_reach_the_noise_floor",
        "test_starts_far_apart_end_together",
        "test_a_step_is_the_learning_rate_times_the_mean_gradient",
        "test_any_loss",
    ],
    hint="sgd divides by the batch size. What does mean() do?",
)
def train(net, loss, params, features, labels, lr, num_epochs, batch_size):
    losses = []
    for _ in range(num_epochs):
        for X, y in data_iter(batch_size, features, labels):
            loss(net(X, *params), y).mean().backward()
            sgd(params, lr, batch_size)
        losses.append(loss(net(features, *params), labels).mean().item())
    return losses


@misconception(
    "does_not_divide_by_the_batch_size",
    loses=[
        "test_starts_far_apart_end_together",
        "test_a_step_is_the_learning_rate_times_the_mean_gradient",
        "test_any_loss",
    ],
    hint="The gradient of a sum grows with the batch. Who divides it, and by what?",
)
def train(net, loss, params, features, labels, lr, num_epochs, batch_size):
    losses = []
    for _ in range(num_epochs):
        for X, y in data_iter(batch_size, features, labels):
            loss(net(X, *params), y).sum().backward()
            sgd(params, lr, 1)
        losses.append(loss(net(features, *params), labels).mean().item())
    return losses


@misconception(
    "gradients_are_never_cleared",
    loses=[
        "test_losses_fall_from_a_start_at_zero",
        "test_zero_and_random_reach_the_noise_floor",
        "test_starts_far_apart_end_together",
        "test_a_step_is_the_learning_rate_times_the_mean_gradient",
    ],
    hint="backward() adds to the gradient that is there already. What is in it at the second step?",
)
def train(net, loss, params, features, labels, lr, num_epochs, batch_size):
    trainer = torch.optim.SGD(params, lr=lr)
    losses = []
    for _ in range(num_epochs):
        for X, y in data_iter(batch_size, features, labels):
            loss(net(X, *params), y).mean().backward()
            trainer.step()
        losses.append(loss(net(features, *params), labels).mean().item())
    return losses


@misconception(
    "one_step_per_epoch",
    loses=["test_zero_and_random_reach_the_noise_floor", "test_starts_far_apart_end_together"],
    hint="Count the steps of one epoch over 1000 examples in batches of 10. How often should sgd be called?",
)
def train(net, loss, params, features, labels, lr, num_epochs, batch_size):
    losses = []
    for _ in range(num_epochs):
        for X, y in data_iter(batch_size, features, labels):
            loss(net(X, *params), y).sum().backward()
        sgd(params, lr, len(features))
        losses.append(loss(net(features, *params), labels).mean().item())
    return losses


@misconception(
    "never_steps",
    loses=[
        "test_losses_fall_from_a_start_at_zero",
        "test_zero_and_random_reach_the_noise_floor",
        "test_starts_far_apart_end_together",
        "test_a_step_is_the_learning_rate_times_the_mean_gradient",
        "test_any_loss",
        "test_any_number_of_parameters",
    ],
    hint="Your losses do not change from epoch to epoch. Which line of the loop moves the parameters?",
)
def train(net, loss, params, features, labels, lr, num_epochs, batch_size):
    losses = []
    for _ in range(num_epochs):
        for X, y in data_iter(batch_size, features, labels):
            loss(net(X, *params), y).sum().backward()
        losses.append(loss(net(features, *params), labels).mean().item())
    return losses


@misconception(
    "only_two_parameters",
    loses=["test_any_number_of_parameters"],
    hint="Your loop knows a w and a b. How many parameters has a net with a hidden layer?",
)
def train(net, loss, params, features, labels, lr, num_epochs, batch_size):
    w, b = params[0], params[1]
    losses = []
    for _ in range(num_epochs):
        for X, y in data_iter(batch_size, features, labels):
            loss(net(X, w, b), y).sum().backward()
            sgd([w, b], lr, batch_size)
        losses.append(loss(net(features, w, b), labels).mean().item())
    return losses


@misconception(
    "losses_returned_as_tensors",
    loses=["test_train_returns_one_float_per_epoch"],
    hint="A tensor with one element is not yet a number, and it drags its graph along. Which method gives the float?",
)
def train(net, loss, params, features, labels, lr, num_epochs, batch_size):
    losses = []
    for _ in range(num_epochs):
        for X, y in data_iter(batch_size, features, labels):
            loss(net(X, *params), y).sum().backward()
            sgd(params, lr, batch_size)
        losses.append(loss(net(features, *params), labels).mean().detach())
    return losses


@misconception(
    "loss_called_with_its_arguments_swapped",
    loses=["test_any_loss"],
    hint="squared_loss does not mind which of its arguments comes first, other losses do. Where does the prediction go?",
)
def train(net, loss, params, features, labels, lr, num_epochs, batch_size):
    losses = []
    for _ in range(num_epochs):
        for X, y in data_iter(batch_size, features, labels):
            loss(y, net(X, *params)).sum().backward()
            sgd(params, lr, batch_size)
        losses.append(loss(labels, net(features, *params)).mean().item())
    return losses


@misconception(
    "loss_written_into_the_loop",
    loses=["test_any_loss"],
    hint="The caller chooses the loss, and hands it over. Does your loop use that argument?",
)
def train(net, loss, params, features, labels, lr, num_epochs, batch_size):
    losses = []
    for _ in range(num_epochs):
        for X, y in data_iter(batch_size, features, labels):
            squared_loss(net(X, *params), y).sum().backward()
            sgd(params, lr, batch_size)
        losses.append(squared_loss(net(features, *params), labels).mean().item())
    return losses


@misconception(
    "returns_after_the_first_epoch",
    loses=[
        "test_train_returns_one_float_per_epoch",
        "test_losses_fall_from_a_start_at_zero",
        "test_zero_and_random_reach_the_noise_floor",
        "test_starts_far_apart_end_together",
        "test_a_step_is_the_learning_rate_times_the_mean_gradient",
    ],
    hint="How many losses does your list hold after five epochs? Look at the indentation of the last line.",
)
def train(net, loss, params, features, labels, lr, num_epochs, batch_size):
    losses = []
    for _ in range(num_epochs):
        for X, y in data_iter(batch_size, features, labels):
            loss(net(X, *params), y).sum().backward()
            sgd(params, lr, batch_size)
        losses.append(loss(net(features, *params), labels).mean().item())
        return losses


@misconception(
    "steps_with_the_wrong_sign",
    loses=[
        "test_losses_fall_from_a_start_at_zero",
        "test_zero_and_random_reach_the_noise_floor",
        "test_starts_far_apart_end_together",
        "test_a_step_is_the_learning_rate_times_the_mean_gradient",
        "test_any_loss",
        "test_any_number_of_parameters",
    ],
    hint="The gradient points uphill. In which direction should a parameter go?",
)
def train(net, loss, params, features, labels, lr, num_epochs, batch_size):
    losses = []
    for _ in range(num_epochs):
        for X, y in data_iter(batch_size, features, labels):
            l = loss(net(X, *params), y).mean()
            with torch.no_grad():
                for param, g in zip(params, torch.autograd.grad(l, params)):
                    param += lr * g
        losses.append(loss(net(features, *params), labels).mean().item())
    return losses


# --------------------------------------------------------------------------------- 4. PREDICT_ZERO


@misconception(
    "predicts_that_nothing_moves",
    loses=["test_prediction_for_relu", "test_prediction_for_tanh", "test_prediction_for_sigmoid"],
    hint="At zero the prediction is zero, but the labels are not. What is the mean error, and which parameter "
    "does it pull directly?",
)
def PREDICT_ZERO():
    return {name: (False, False, False, False) for name in ("relu", "tanh", "sigmoid")}


@misconception(
    "predicts_that_everything_moves",
    loses=["test_prediction_for_relu", "test_prediction_for_tanh", "test_prediction_for_sigmoid"],
    hint="On the way back to W1 the error is multiplied by W2. What is W2 at the start?",
)
def PREDICT_ZERO():
    return {name: (True, True, True, True) for name in ("relu", "tanh", "sigmoid")}


@misconception(
    "predicts_that_the_output_weights_always_move",
    loses=["test_prediction_for_relu", "test_prediction_for_tanh"],
    hint="The gradient of W2 contains the hidden values H. What are relu(0) and tanh(0)?",
)
def PREDICT_ZERO():
    return {name: (False, False, True, True) for name in ("relu", "tanh", "sigmoid")}


@misconception(
    "predicts_that_relu_moves_the_output_weights",
    loses=["test_prediction_for_relu"],
    hint="At the start each hidden unit computes relu(0·x + 0). What is that, and what is the slope there?",
)
def PREDICT_ZERO():
    return {
        "relu": (False, False, True, True),
        "tanh": (False, False, False, True),
        "sigmoid": (False, False, True, True),
    }


@misconception(
    "predicts_that_sigmoid_is_like_tanh",
    loses=["test_prediction_for_sigmoid"],
    hint="Both are S-shaped, but one of them does not go through the origin. What is sigmoid(0)?",
)
def PREDICT_ZERO():
    return {name: (False, False, False, True) for name in ("relu", "tanh", "sigmoid")}


@misconception(
    "predicts_by_the_slope_of_the_activation",
    loses=["test_prediction_for_tanh", "test_prediction_for_sigmoid"],
    hint="A slope that is not zero lets a gradient through, but which factor comes before it on the way back? "
    "Look at W2.",
)
def PREDICT_ZERO():
    return {
        "relu": (False, False, False, True),
        "tanh": (True, True, False, True),
        "sigmoid": (True, True, True, True),
    }


@misconception(
    "predicts_that_only_biases_move",
    loses=["test_prediction_for_relu", "test_prediction_for_tanh", "test_prediction_for_sigmoid"],
    hint="The chain rule gives b1 the same factors as W1, with ones in place of X. Which of those factors is "
    "zero?",
)
def PREDICT_ZERO():
    return {
        "relu": (False, True, False, True),
        "tanh": (False, True, False, True),
        "sigmoid": (False, True, True, True),
    }


# ------------------------------------------------------------------------------ 5. mlp_first_grads


@right
def mlp_first_grads(act, value):
    W1, b1, W2, b2 = params = mlp_start(value)
    e = mlp_net(act)(bend_X, W1, b1, W2, b2) - bend_y
    gradients = torch.autograd.grad((e**2).mean() / 2, params)
    return dict(zip(("W1", "b1", "W2", "b2"), (float(g.abs().max()) for g in gradients)))


@right
def mlp_first_grads(act, value):
    X, y = bend_X.double(), bend_y.double()
    n, one = len(X), torch.ones(len(X), 1, dtype=torch.float64, device=X.device)
    W2 = torch.full((4, 1), float(value), dtype=torch.float64, device=X.device)
    z = (X.sum(dim=1, keepdim=True) * value + value).expand(n, 4)
    H = ACTIVATIONS[act](z)
    slope = (z > 0).double() if act == "relu" else 1 - H**2 if act == "tanh" else H * (1 - H)
    e = H @ W2 + value - y
    back = (e @ W2.T) * slope
    found = {"W1": X.T @ back, "b1": one.T @ back, "W2": H.T @ e, "b2": one.T @ e}
    return {name: (g / n).abs().max().item() for name, g in found.items()}


@right
def mlp_first_grads(act, value):
    from torch import nn

    layers = {"relu": nn.ReLU, "tanh": nn.Tanh, "sigmoid": nn.Sigmoid}
    net = nn.Sequential(nn.Linear(2, 4), layers[act](), nn.Linear(4, 1)).to(device)
    for param in net.parameters():
        nn.init.constant_(param, value)
    (nn.MSELoss()(net(bend_X), bend_y) / 2).backward()
    largest = [max(abs(v) for v in param.grad.reshape(-1).tolist()) for param in net.parameters()]
    return {"b2": largest[3], "W2": largest[2], "b1": largest[1], "W1": largest[0]}


@misconception(
    "largest_instead_of_largest_absolute",
    loses=[
        "test_a_number_for_each_parameter",
        "test_first_gradients_of_relu_and_tanh_at_zero",
        "test_first_gradients_of_sigmoid_at_zero",
        "test_first_gradients_at_a_tenth",
        "test_first_gradients_at_other_values",
    ],
    hint="A gradient of -5 is larger in size than one of 1. Does max() know that?",
)
def mlp_first_grads(act, value):
    params = mlp_start(value)
    squared_loss(mlp_net(act)(bend_X, *params), bend_y).mean().backward()
    return {name: param.grad.max().item() for name, param in zip(MLP_SHAPES, params)}


@misconception(
    "absolute_value_of_the_largest",
    loses=["test_first_gradients_at_a_tenth", "test_first_gradients_at_other_values"],
    hint="abs() and max() do not commute. Which of the two comes first?",
)
def mlp_first_grads(act, value):
    params = mlp_start(value)
    squared_loss(mlp_net(act)(bend_X, *params), bend_y).mean().backward()
    return {name: abs(param.grad.max().item()) for name, param in zip(MLP_SHAPES, params)}


@misconception(
    "mean_instead_of_largest",
    loses=["test_first_gradients_at_a_tenth", "test_first_gradients_at_other_values"],
    hint="The two rows of W1 have gradients of different size. Which number of the two does the exercise ask for?",
)
def mlp_first_grads(act, value):
    params = mlp_start(value)
    squared_loss(mlp_net(act)(bend_X, *params), bend_y).mean().backward()
    return {name: param.grad.abs().mean().item() for name, param in zip(MLP_SHAPES, params)}


@misconception(
    "first_gradients_of_the_sum",
    loses=[
        "test_first_gradients_of_relu_and_tanh_at_zero",
        "test_first_gradients_of_sigmoid_at_zero",
        "test_first_gradients_at_a_tenth",
        "test_first_gradients_at_other_values",
    ],
    hint="Your gradients are a hundred times too large. Is the loss the sum over the examples, or their mean?",
)
def mlp_first_grads(act, value):
    params = mlp_start(value)
    squared_loss(mlp_net(act)(bend_X, *params), bend_y).sum().backward()
    return {name: param.grad.abs().max().item() for name, param in zip(MLP_SHAPES, params)}


@misconception(
    "first_gradients_of_mse",
    loses=[
        "test_first_gradients_of_relu_and_tanh_at_zero",
        "test_first_gradients_of_sigmoid_at_zero",
        "test_first_gradients_at_a_tenth",
        "test_first_gradients_at_other_values",
    ],
    hint="nn.MSELoss and squared_loss differ by a constant factor. Which one?",
)
def mlp_first_grads(act, value):
    params = mlp_start(value)
    torch.nn.functional.mse_loss(mlp_net(act)(bend_X, *params), bend_y).backward()
    return {name: param.grad.abs().max().item() for name, param in zip(MLP_SHAPES, params)}


@misconception(
    "parameters_instead_of_gradients",
    loses=[
        "test_first_gradients_of_relu_and_tanh_at_zero",
        "test_first_gradients_of_sigmoid_at_zero",
        "test_first_gradients_at_a_tenth",
        "test_first_gradients_at_other_values",
    ],
    hint="You return how large the parameters are. Where does backward() put the gradients?",
)
def mlp_first_grads(act, value):
    params = mlp_start(value)
    squared_loss(mlp_net(act)(bend_X, *params), bend_y).mean().backward()
    return {name: param.abs().max().item() for name, param in zip(MLP_SHAPES, params)}


@misconception(
    "always_starts_at_zero",
    loses=["test_first_gradients_at_a_tenth", "test_first_gradients_at_other_values"],
    hint="Ask your function for the value 0.1. Does anything change?",
)
def mlp_first_grads(act, value):
    params = mlp_start(0.0)
    squared_loss(mlp_net(act)(bend_X, *params), bend_y).mean().backward()
    return {name: param.grad.abs().max().item() for name, param in zip(MLP_SHAPES, params)}


@misconception(
    "starts_at_random_numbers",
    loses=[
        "test_first_gradients_of_relu_and_tanh_at_zero",
        "test_first_gradients_of_sigmoid_at_zero",
        "test_first_gradients_at_a_tenth",
        "test_first_gradients_at_other_values",
    ],
    hint="Call your function twice with the same value. All four parameters should be that value.",
)
def mlp_first_grads(act, value):
    params = mlp_start()
    squared_loss(mlp_net(act)(bend_X, *params), bend_y).mean().backward()
    return {name: param.grad.abs().max().item() for name, param in zip(MLP_SHAPES, params)}


@misconception(
    "only_the_weights_get_the_value",
    loses=["test_first_gradients_at_a_tenth", "test_first_gradients_at_other_values"],
    hint="The exercise sets all parameters to the value. Which of the four are biases?",
)
def mlp_first_grads(act, value):
    params = mlp_start(value)
    with torch.no_grad():
        params[1].zero_()
        params[3].zero_()
    squared_loss(mlp_net(act)(bend_X, *params), bend_y).mean().backward()
    return {name: param.grad.abs().max().item() for name, param in zip(MLP_SHAPES, params)}


@misconception(
    "every_activation_is_tanh",
    loses=[
        "test_first_gradients_of_sigmoid_at_zero",
        "test_first_gradients_at_a_tenth",
        "test_first_gradients_at_other_values",
    ],
    hint="Compare your numbers for the three activations. Does `act` reach the net?",
)
def mlp_first_grads(act, value):
    params = mlp_start(value)
    squared_loss(mlp_net("tanh")(bend_X, *params), bend_y).mean().backward()
    return {name: param.grad.abs().max().item() for name, param in zip(MLP_SHAPES, params)}


@misconception(
    "gradients_after_a_training_step",
    loses=[
        "test_first_gradients_of_relu_and_tanh_at_zero",
        "test_first_gradients_of_sigmoid_at_zero",
        "test_first_gradients_at_a_tenth",
        "test_first_gradients_at_other_values",
    ],
    hint="You look at the second gradient. After one step the parameters are no longer all equal to the value.",
)
def mlp_first_grads(act, value):
    params = mlp_start(value)
    for _ in range(2):
        for param in params:
            param.grad = None
        squared_loss(mlp_net(act)(bend_X, *params), bend_y).mean().backward()
        with torch.no_grad():
            for param in params:
                param -= 0.1 * param.grad
    return {name: param.grad.abs().max().item() for name, param in zip(MLP_SHAPES, params)}


# ------------------------------------------------------------------------------- 6. distinct_units


@right
def distinct_units(W1, tol=1e-6):
    units = W1.detach().T
    same = (units.unsqueeze(0) - units.unsqueeze(1)).abs().amax(dim=-1) <= tol
    return int((~same.triu(diagonal=1).any(dim=0)).sum())


@right
def distinct_units(W1, tol=1e-6):
    columns = list(zip(*W1.tolist()))
    count = 0
    while columns:
        first = columns[0]
        columns = [c for c in columns if max(abs(a - b) for a, b in zip(first, c)) > tol]
        count += 1
    return count


@right
def distinct_units(W1, tol=1e-6):
    import numpy as np

    found = np.empty((0, W1.shape[0]))
    for unit in W1.detach().cpu().double().numpy().T:
        if not np.any(np.all(np.abs(found - unit) <= tol, axis=1)):
            found = np.vstack([found, unit])
    return len(found)


@right
def distinct_units(W1, tol=1e-6):
    gaps = torch.cdist(W1.detach().T.double(), W1.detach().T.double(), p=float("inf"))
    group = list(range(len(gaps)))
    for i in range(len(gaps)):
        for j in range(i):
            if gaps[i, j] <= tol:
                group = [group[j] if g == group[i] else g for g in group]
    return len(set(group))


@misconception(
    "counts_rows_instead_of_columns",
    loses=[
        "test_units_differ_if_any_weight_differs",
        "test_tolerance_decides_what_is_the_same",
        "test_units_after_training",
    ],
    hint="A row of W1 belongs to one feature. What belongs to one hidden unit?",
)
def distinct_units(W1, tol=1e-6):
    kept = []
    for unit in W1.detach():
        if all((unit - other).abs().max() > tol for other in kept):
            kept.append(unit)
    return len(kept)


@misconception(
    "counts_all_units",
    loses=[
        "test_units_of_the_example",
        "test_units_differ_if_any_weight_differs",
        "test_tolerance_decides_what_is_the_same",
        "test_units_after_training",
    ],
    hint="You return how many units there are. How many of them are different?",
)
def distinct_units(W1, tol=1e-6):
    return W1.shape[1]


@misconception(
    "compares_the_first_weight_only",
    loses=["test_units_differ_if_any_weight_differs", "test_tolerance_decides_what_is_the_same"],
    hint="Two units may have the same weight for the first feature and another for the second. Are they the same?",
)
def distinct_units(W1, tol=1e-6):
    kept = []
    for weight in W1.detach()[0]:
        if all((weight - other).abs() > tol for other in kept):
            kept.append(weight)
    return len(kept)


@misconception(
    "same_if_any_weight_agrees",
    loses=[
        "test_units_of_the_example",
        "test_units_differ_if_any_weight_differs",
        "test_tolerance_decides_what_is_the_same",
    ],
    hint="You call two units the same as soon as one of their weights agrees. What does the exercise ask of the others?",
)
def distinct_units(W1, tol=1e-6):
    kept = []
    for unit in W1.detach().T:
        if all((unit - other).abs().min() > tol for other in kept):
            kept.append(unit)
    return len(kept)


@misconception(
    "compares_neighbours_only",
    loses=[
        "test_units_of_the_example",
        "test_units_differ_if_any_weight_differs",
        "test_tolerance_decides_what_is_the_same",
    ],
    hint="The first unit and the third may be the same although the second is another. With which units should each "
    "be compared?",
)
def distinct_units(W1, tol=1e-6):
    units = W1.detach().T
    return 1 + sum(bool((a - b).abs().max() > tol) for a, b in zip(units[1:], units[:-1]))


@misconception(
    "exact_equality",
    loses=["test_tolerance_decides_what_is_the_same"],
    hint="After training, rounding may leave a difference in the seventh digit. What is `tol` for?",
)
def distinct_units(W1, tol=1e-6):
    return len({tuple(unit) for unit in W1.T.tolist()})


@misconception(
    "compares_the_length_of_the_weights",
    loses=["test_units_differ_if_any_weight_differs"],
    hint="The units (1, 2) and (2, 1) have weights of the same length. Do they do the same?",
)
def distinct_units(W1, tol=1e-6):
    kept = []
    for length in W1.detach().norm(dim=0):
        if all((length - other).abs() > tol for other in kept):
            kept.append(length)
    return len(kept)


@misconception(
    "forgets_the_sign_of_the_difference",
    loses=["test_units_differ_if_any_weight_differs", "test_units_after_training"],
    hint="A difference of -3 is not larger than tol, but the units do differ. What is missing?",
)
def distinct_units(W1, tol=1e-6):
    kept = []
    for unit in W1.detach().T:
        if all((unit - other).max() > tol for other in kept):
            kept.append(unit)
    return len(kept)


@misconception(
    "rank_of_the_weights",
    loses=[
        "test_units_differ_if_any_weight_differs",
        "test_tolerance_decides_what_is_the_same",
        "test_units_after_training",
    ],
    hint="A matrix with two rows has rank two at most, however many units it holds. Is a unit with twice the weights "
    "of another the same unit?",
)
def distinct_units(W1, tol=1e-6):
    return int(torch.linalg.matrix_rank(W1.detach(), atol=tol))


# ------------------------------------------------------------------------------------ 6. QUIZ_ZERO


@misconception(
    "believes_the_gradient_is_zero",
    loses=["test_fate_of_a_start_at_zero", "test_the_reason_is_told"],
    hint="Compare with your exercise 2: what is the gradient of the linear model at zero? Look at the run of exercise 3, too.",
)
def QUIZ_ZERO():
    return {
        "linear regression from 0": "constant",
        "relu net from 0": "constant",
        "sigmoid net from 0": "constant",
        "tanh net from 0.1": "one unit",
        "tanh net from random": "several",
        "why": "gradient",
    }


@misconception(
    "believes_in_another_minimum",
    loses=["test_the_reason_is_told"],
    hint="The loss of linear regression is a bowl. How many lowest points has it, and where did your three runs end?",
)
def QUIZ_ZERO():
    return {
        "linear regression from 0": "best",
        "relu net from 0": "constant",
        "sigmoid net from 0": "one unit",
        "tanh net from 0.1": "one unit",
        "tanh net from random": "several",
        "why": "minimum",
    }


@misconception(
    "believes_that_zero_is_only_too_small",
    loses=["test_fate_of_the_tanh_nets", "test_the_reason_is_told"],
    hint="Look at the units of the net that started with 0.1 everywhere. Did they become different?",
)
def QUIZ_ZERO():
    return {
        "linear regression from 0": "best",
        "relu net from 0": "constant",
        "sigmoid net from 0": "one unit",
        "tanh net from 0.1": "several",
        "tanh net from random": "several",
        "why": "size",
    }


@misconception(
    "takes_relu_from_zero_for_one_neuron",
    loses=["test_fate_of_a_start_at_zero"],
    hint="A single neuron would use its features. Compare the loss of the ReLU net from zero with that of a constant.",
)
def QUIZ_ZERO():
    return {
        "linear regression from 0": "best",
        "relu net from 0": "one unit",
        "sigmoid net from 0": "one unit",
        "tanh net from 0.1": "one unit",
        "tanh net from random": "several",
        "why": "symmetry",
    }


@misconception(
    "takes_every_start_at_zero_for_a_constant",
    loses=["test_fate_of_a_start_at_zero"],
    hint="Two of the three models that start at zero get below the loss of a constant. Which ones, in the runs above?",
)
def QUIZ_ZERO():
    return {
        "linear regression from 0": "constant",
        "relu net from 0": "constant",
        "sigmoid net from 0": "constant",
        "tanh net from 0.1": "one unit",
        "tanh net from random": "several",
        "why": "symmetry",
    }


@misconception(
    "takes_every_net_for_the_best",
    loses=["test_fate_of_a_start_at_zero", "test_fate_of_the_tanh_nets"],
    hint="Only a loss that is a bowl has one lowest point for all starts. How many different units had each net at the end?",
)
def QUIZ_ZERO():
    return {
        "linear regression from 0": "best",
        "relu net from 0": "best",
        "sigmoid net from 0": "best",
        "tanh net from 0.1": "best",
        "tanh net from random": "best",
        "why": "symmetry",
    }


# --------------------------------------------------------------------- mutants that are no mistakes

equivalent(
    "init_params: `w = torch.zeros(num_inputs, 1, device=device)` → `w = torch.zeros(num_inputs, 1)`",
    why="on a CPU, where the tests run, new tensors are there without being told; on a GPU it would be a mistake",
)
equivalent(
    "init_params: `w = torch.normal(0.0, sigma, size=(num_inputs, 1), device=device)` → "
    "`w = torch.normal(0.0, sigma, size=(num_inputs, 1))`",
    why="on a CPU, where the tests run, new tensors are there without being told; on a GPU it would be a mistake",
)
equivalent(
    "init_params: `b = torch.zeros(1, device=device)` → `b = torch.zeros(1)`",
    why="on a CPU, where the tests run, new tensors are there without being told; on a GPU it would be a mistake",
)
equivalent(
    "mlp_first_grads: `squared_loss(mlp_net(act)(bend_X, W1, b1, W2, b2), bend_y).mean().backward()` → "
    "`squared_loss(bend_y, mlp_net(act)(bend_X, W1, b1, W2, b2)).mean().backward()`",
    why="both are columns of 100, and the squared error is the same either way round",
)
equivalent(
    "distinct_units: `if all(((unit - other).abs().max() > tol for other in kept)):` → "
    "`if all(((other - unit).abs().max() > tol for other in kept)):`",
    why="a distance is the same in both directions",
)
