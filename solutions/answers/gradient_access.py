"""Other answers to gradient_access: right ones in other styles, and the misconceptions with the tests that each loses."""

from autograder.course.answers import misconception, right
from autograder.course.equivalents import equivalent

# ---------------------------------------------------------------------------------------- 1. grads


@right
def grads(net, X, y):
    names, params = zip(*net.named_parameters())
    found = torch.autograd.grad(nn.functional.mse_loss(net(X), y), params)
    return dict(zip(names, found))


@right
def grads(net, X, y):
    for param in net.parameters():
        param.grad = None
    e = net(X) - y.reshape(-1, 1)
    torch.mean(e * e).backward()
    result = {}
    for name, param in net.named_parameters():
        result[name] = param.grad.detach().clone()
    for param in net.parameters():
        param.grad = None
    return result


@right
def grads(net, X, y):
    import copy

    twin = copy.deepcopy(net)
    twin.zero_grad(set_to_none=True)
    ((twin(X) - y) ** 2).sum().div(len(X)).backward()
    return OrderedDict((name, param.grad) for name, param in twin.named_parameters())


@right
def grads(net, X, y):
    from torch.func import functional_call, grad

    params = {name: param.detach() for name, param in net.named_parameters()}
    return grad(lambda p: nn.MSELoss()(functional_call(net, p, (X,)), y))(params)


@misconception(
    "returns_the_weights",
    loses=[
        "test_gradients_of_two_examples",
        "test_gradients_of_one_layer_for_any_shape",
        "test_gradients_of_a_deeper_net",
        "test_gradients_of_named_layers",
        "test_gradients_are_the_same_every_time",
    ],
    hint="You return where the parameters are, not how the loss changes with them. Which attribute of a parameter "
    "does backward() fill?",
)
def grads(net, X, y):
    net.zero_grad()
    nn.MSELoss()(net(X), y).backward()
    return {name: param.data.clone() for name, param in net.named_parameters()}


@misconception(
    "grad_of_the_data",
    loses=[
        "test_gradients_have_the_names_of_the_parameters",
        "test_gradients_of_two_examples",
        "test_gradients_of_one_layer_for_any_shape",
        "test_gradients_of_a_deeper_net",
        "test_gradients_of_named_layers",
        "test_gradients_are_the_same_every_time",
        "test_gradients_are_copies",
    ],
    hint="param.data is another tensor with the same numbers and no history. Whose gradient does backward() store?",
)
def grads(net, X, y):
    net.zero_grad()
    nn.MSELoss()(net(X), y).backward()
    return {name: param.data.grad for name, param in net.named_parameters()}


@misconception(
    "reads_before_backward",
    loses=[
        "test_gradients_have_the_names_of_the_parameters",
        "test_gradients_of_two_examples",
        "test_gradients_of_one_layer_for_any_shape",
        "test_gradients_of_a_deeper_net",
        "test_gradients_of_named_layers",
        "test_gradients_are_the_same_every_time",
        "test_gradients_are_copies",
    ],
    hint="Computing the loss fills no gradient yet. Which call does?",
)
def grads(net, X, y):
    l = nn.MSELoss()(net(X), y)
    return {name: param.grad for name, param in net.named_parameters()}


@misconception(
    "clears_before_reading",
    loses=[
        "test_gradients_of_two_examples",
        "test_gradients_of_one_layer_for_any_shape",
        "test_gradients_of_a_deeper_net",
        "test_gradients_of_named_layers",
        "test_gradients_are_the_same_every_time",
        "test_gradients_are_copies",
    ],
    hint="What is left of a gradient that was set to zero, and when do you read it? Mind the order of your lines.",
)
def grads(net, X, y):
    nn.MSELoss()(net(X), y).backward()
    for param in net.parameters():
        param.grad.zero_()
    return {name: param.grad for name, param in net.named_parameters()}


@misconception(
    "gradients_accumulate",
    loses=["test_gradients_are_the_same_every_time"],
    hint="Call your function twice with the same data and compare. backward() adds to what is there.",
)
def grads(net, X, y):
    nn.MSELoss()(net(X), y).backward()
    return {name: param.grad.clone() for name, param in net.named_parameters()}


@misconception(
    "returns_the_live_tensors",
    loses=["test_gradients_are_copies"],
    hint="What you return is the very tensor that the next backward() adds to. How do you get one that stays?",
)
def grads(net, X, y):
    net.zero_grad()
    nn.MSELoss()(net(X), y).backward()
    return {name: param.grad for name, param in net.named_parameters()}


@misconception(
    "gradient_of_the_sum",
    loses=[
        "test_gradients_of_two_examples",
        "test_gradients_of_one_layer_for_any_shape",
        "test_gradients_of_a_deeper_net",
        "test_gradients_of_named_layers",
        "test_gradients_are_the_same_every_time",
    ],
    hint="Your gradients grow with the number of examples. Is MSELoss a sum or a mean?",
)
def grads(net, X, y):
    net.zero_grad()
    nn.MSELoss(reduction="sum")(net(X), y).backward()
    return {name: param.grad.clone() for name, param in net.named_parameters()}


@misconception(
    "half_the_squared_error",
    loses=[
        "test_gradients_of_two_examples",
        "test_gradients_of_one_layer_for_any_shape",
        "test_gradients_of_a_deeper_net",
        "test_gradients_of_named_layers",
        "test_gradients_are_the_same_every_time",
    ],
    hint="Your gradients have half the size. Which of the two losses has a factor 1/2: squared_loss of the book, or "
    "MSELoss?",
)
def grads(net, X, y):
    net.zero_grad()
    ((net(X) - y) ** 2 / 2).mean().backward()
    return {name: param.grad.clone() for name, param in net.named_parameters()}


@misconception(
    "takes_a_training_step",
    loses=["test_gradients_are_the_same_every_time", "test_looking_changes_no_parameter"],
    hint="Compare the parameters before and after your call. Who asked for a step?",
)
def grads(net, X, y):
    trainer = torch.optim.SGD(net.parameters(), lr=0.03)
    trainer.zero_grad()
    nn.MSELoss()(net(X), y).backward()
    trainer.step()
    return {name: param.grad.clone() for name, param in net.named_parameters()}


@misconception(
    "freezes_the_parameters",
    loses=[
        "test_gradients_are_the_same_every_time",
        "test_gradients_are_copies",
        "test_looking_changes_no_parameter",
    ],
    hint="After your call nobody can train the net any more. What did you switch off?",
)
def grads(net, X, y):
    net.zero_grad()
    nn.MSELoss()(net(X), y).backward()
    found = {name: param.grad.clone() for name, param in net.named_parameters()}
    net.requires_grad_(False)
    return found


@misconception(
    "only_the_first_layer",
    loses=["test_gradients_of_a_deeper_net", "test_gradients_of_named_layers"],
    hint="net[0] is one layer of the net. Ask your function for a net with two.",
)
def grads(net, X, y):
    net.zero_grad()
    nn.MSELoss()(net(X), y).backward()
    return {"0.weight": net[0].weight.grad.clone(), "0.bias": net[0].bias.grad.clone()}


@misconception(
    "numbers_instead_of_names",
    loses=["test_gradients_of_named_layers"],
    hint="Your names are made up from a position. Which method of the net goes through the parameters with their names?",
)
def grads(net, X, y):
    net.zero_grad()
    nn.MSELoss()(net(X), y).backward()
    kinds = ("weight", "bias")
    return {f"{i - i % 2}.{kinds[i % 2]}": param.grad.clone() for i, param in enumerate(net.parameters())}


@misconception(
    "labels_and_predictions_broadcast",
    loses=[
        "test_gradients_of_two_examples",
        "test_gradients_of_one_layer_for_any_shape",
        "test_gradients_of_a_deeper_net",
        "test_gradients_of_named_layers",
        "test_gradients_are_the_same_every_time",
    ],
    hint="Print the shapes of the prediction and of your labels. A column minus a row is a table.",
)
def grads(net, X, y):
    net.zero_grad()
    ((net(X) - y.reshape(-1)) ** 2).mean().backward()
    return {name: param.grad.clone() for name, param in net.named_parameters()}


@misconception(
    "leaves_out_the_biases",
    loses=[
        "test_gradients_have_the_names_of_the_parameters",
        "test_gradients_of_two_examples",
        "test_gradients_of_one_layer_for_any_shape",
        "test_gradients_of_a_deeper_net",
        "test_gradients_of_named_layers",
        "test_gradients_are_the_same_every_time",
    ],
    hint="How many parameters has a linear layer? Compare with the keys of your dict.",
)
def grads(net, X, y):
    net.zero_grad()
    nn.MSELoss()(net(X), y).backward()
    return {name: param.grad.clone() for name, param in net.named_parameters() if param.ndim > 1}


# ---------------------------------------------------------------------------------- 2. manual_grad


@right
def manual_grad(X, y, w, b):
    n = X.shape[0]
    grad_w, grad_b = torch.zeros_like(w), torch.zeros_like(b)
    for i in range(n):
        e = (X[i] * w[0]).sum() + b[0] - y[i, 0]
        grad_w += 2 * e * X[i] / n
        grad_b += 2 * e / n
    return grad_w, grad_b


@right
def manual_grad(X, y, w, b):
    e = nn.functional.linear(X, w, b) - y
    return (2 * e * X).mean(dim=0, keepdim=True), (2 * e).mean().reshape(1)


@right
def manual_grad(X, y, w, b):
    A = torch.cat([X, torch.ones_like(y)], dim=1)
    theta = torch.cat([w.reshape(-1), b]).reshape(-1, 1)
    g = (2 / len(A)) * (A.T @ (A @ theta - y))
    return g[:-1].reshape(w.shape), g[-1].reshape(b.shape)


@right
def manual_grad(X, y, w, b):
    import numpy as np

    features, labels, weight, bias = (t.detach().cpu().numpy() for t in (X, y, w, b))
    e = features @ weight.T + bias - labels
    grads_np = 2 * np.einsum("no,nd->od", e, features) / len(features), 2 * e.mean(axis=0)
    return tuple(torch.from_numpy(np.asarray(g)).to(w.device) for g in grads_np)


@misconception(
    "formula_of_half_the_squared_error",
    loses=[
        "test_formula_for_three_examples",
        "test_formula_gives_the_gradient_of_the_weights",
        "test_formula_gives_the_gradient_of_the_bias",
        "test_formula_in_double_precision",
        "test_manual_means_without_autograd",
    ],
    hint="What comes down when you differentiate a square? Here no 1/2 is there to cancel it.",
)
def manual_grad(X, y, w, b):
    e = X @ w.T + b - y
    return e.T @ X / len(X), e.mean(dim=0)


@misconception(
    "formula_of_the_sum",
    loses=[
        "test_formula_for_three_examples",
        "test_formula_gives_the_gradient_of_the_weights",
        "test_formula_gives_the_gradient_of_the_bias",
        "test_formula_in_double_precision",
        "test_manual_means_without_autograd",
    ],
    hint="If every example came twice, would the mean squared error change? Would your gradient?",
)
def manual_grad(X, y, w, b):
    e = X @ w.T + b - y
    return 2 * e.T @ X, 2 * e.sum(dim=0)


@misconception(
    "error_the_wrong_way_round",
    loses=[
        "test_formula_for_three_examples",
        "test_formula_gives_the_gradient_of_the_weights",
        "test_formula_gives_the_gradient_of_the_bias",
        "test_formula_in_double_precision",
        "test_manual_means_without_autograd",
    ],
    hint="If a prediction is too large, in which direction does the loss grow with b? Check the sign of your error.",
)
def manual_grad(X, y, w, b):
    e = y - (X @ w.T + b)
    return 2 / len(X) * e.T @ X, 2 * e.mean(dim=0)


@misconception(
    "formula_without_the_bias",
    loses=[
        "test_formula_for_three_examples",
        "test_formula_gives_the_gradient_of_the_weights",
        "test_formula_gives_the_gradient_of_the_bias",
        "test_formula_in_double_precision",
        "test_manual_means_without_autograd",
    ],
    hint="Which of the four arguments does your prediction not use?",
)
def manual_grad(X, y, w, b):
    e = X @ w.T - y
    return 2 / len(X) * e.T @ X, 2 * e.mean(dim=0)


@misconception(
    "weight_gradient_as_a_column",
    loses=[
        "test_formula_for_three_examples",
        "test_formula_gives_the_gradient_of_the_weights",
        "test_formula_in_double_precision",
        "test_manual_means_without_autograd",
    ],
    hint="A gradient has the shape of its parameter. How does nn.Linear keep its weights?",
)
def manual_grad(X, y, w, b):
    e = X @ w.T + b - y
    return 2 / len(X) * X.T @ e, 2 * e.mean(dim=0)


@misconception(
    "bias_gradient_is_a_sum",
    loses=[
        "test_formula_for_three_examples",
        "test_formula_gives_the_gradient_of_the_bias",
        "test_formula_in_double_precision",
        "test_manual_means_without_autograd",
    ],
    hint="You took the mean for the weights. And for the bias?",
)
def manual_grad(X, y, w, b):
    e = X @ w.T + b - y
    return 2 / len(X) * e.T @ X, 2 * e.sum(dim=0)


@misconception(
    "divides_by_the_number_of_features",
    loses=[
        "test_formula_for_three_examples",
        "test_formula_gives_the_gradient_of_the_weights",
        "test_formula_gives_the_gradient_of_the_bias",
        "test_formula_in_double_precision",
        "test_manual_means_without_autograd",
    ],
    hint="len() and shape count different things. Over what does the loss take its mean?",
)
def manual_grad(X, y, w, b):
    e = X @ w.T + b - y
    return 2 / X.shape[1] * e.T @ X, 2 * e.sum(dim=0) / X.shape[1]


@misconception(
    "errors_times_mean_features",
    loses=[
        "test_formula_for_three_examples",
        "test_formula_gives_the_gradient_of_the_weights",
        "test_formula_in_double_precision",
        "test_manual_means_without_autograd",
    ],
    hint="Is the mean of a product the product of the means? Try two examples whose features are opposite.",
)
def manual_grad(X, y, w, b):
    e = X @ w.T + b - y
    return 2 * e.mean() * X.mean(dim=0, keepdim=True), 2 * e.mean(dim=0)


@misconception(
    "formula_by_autograd",
    loses=["test_manual_means_without_autograd"],
    hint="This exercise wants the formula, the other one had autograd. What is the derivative of the mean squared error "
    "on paper?",
)
def manual_grad(X, y, w, b):
    w, b = w.detach().clone().requires_grad_(), b.detach().clone().requires_grad_()
    nn.MSELoss()(X @ w.T + b, y).backward()
    return w.grad, b.grad


@misconception(
    "finite_differences",
    loses=[
        "test_formula_for_three_examples",
        "test_formula_gives_the_gradient_of_the_weights",
        "test_formula_gives_the_gradient_of_the_bias",
        "test_formula_in_double_precision",
        "test_manual_means_without_autograd",
    ],
    hint="A difference quotient is not the formula, and float32 leaves it few digits. What is the derivative on paper?",
)
def manual_grad(X, y, w, b):
    def l(w, b):
        return ((X @ w.T + b - y) ** 2).mean()

    h = 1e-3
    steps = torch.eye(w.shape[1], dtype=w.dtype, device=w.device).unsqueeze(1) * h
    grad_w = torch.stack([(l(w + s, b) - l(w, b)) / h for s in steps]).reshape(w.shape)
    return grad_w, ((l(w, b + h) - l(w, b)) / h).reshape(b.shape)


# ------------------------------------------------------------------------ 3. LinearNet, get_weight


@right
class LinearNet(nn.Module):
    def __init__(self, num_inputs):
        nn.Module.__init__(self)
        linear = nn.Linear(in_features=num_inputs, out_features=1, bias=True)
        nn.init.normal_(linear.weight, std=0.01)
        nn.init.zeros_(linear.bias)
        self.add_module("linear", linear)

    def forward(self, X):
        return X @ self.linear.weight.T + self.linear.bias


@right
class LinearNet(nn.Sequential):
    def __init__(self, num_inputs):
        super().__init__(OrderedDict(linear=nn.Linear(num_inputs, 1)))


@right
class LinearNet(torch.nn.Module):
    def __init__(self, *sizes, **options):
        super(LinearNet, self).__init__()
        self.linear = nn.Linear(*sizes, out_features=1, **options)

    def forward(self, features):
        y_hat = nn.functional.linear(features, self.linear.weight, self.linear.bias)
        return y_hat


@misconception(
    "layer_in_a_python_list",
    loses=[
        "test_linear_net_has_named_parameters",
        "test_linear_net_is_a_linear_model",
        "test_gradients_of_a_linear_net",
        "test_weight_of_a_linear_net",
    ],
    hint="list(net.parameters()) is empty: a module does not look into a Python list. How does it get to know a layer?",
)
class LinearNet(nn.Module):
    def __init__(self, num_inputs):
        super().__init__()
        self.layers = [nn.Linear(num_inputs, 1)]

    def forward(self, X):
        return self.layers[0](X)


@misconception(
    "no_super_init",
    loses=[
        "test_linear_net_has_named_parameters",
        "test_linear_net_is_a_linear_model",
        "test_gradients_of_a_linear_net",
        "test_weight_of_a_linear_net",
    ],
    hint="Read the AttributeError: it names what has to be called before a layer can be stored. Where does that belong?",
)
class LinearNet(nn.Module):
    def __init__(self, num_inputs):
        self.linear = nn.Linear(num_inputs, 1)

    def forward(self, X):
        return self.linear(X)


@misconception(
    "layer_under_another_name",
    loses=[
        "test_linear_net_has_named_parameters",
        "test_linear_net_is_a_linear_model",
        "test_gradients_of_a_linear_net",
        "test_weight_of_a_linear_net",
    ],
    hint="Print the names of your net's parameters. Where does their first part come from?",
)
class LinearNet(nn.Module):
    def __init__(self, num_inputs):
        super().__init__()
        self.fc = nn.Linear(num_inputs, 1)

    def forward(self, X):
        return self.fc(X)


@misconception(
    "layer_without_a_bias",
    loses=[
        "test_linear_net_has_named_parameters",
        "test_linear_net_is_a_linear_model",
        "test_gradients_of_a_linear_net",
    ],
    hint="What does your net predict for features that are all zero? A linear model has an intercept.",
)
class LinearNet(nn.Module):
    def __init__(self, num_inputs):
        super().__init__()
        self.linear = nn.Linear(num_inputs, 1, bias=False)

    def forward(self, X):
        return self.linear(X)


@misconception(
    "activation_behind_the_layer",
    loses=["test_linear_net_is_a_linear_model", "test_gradients_of_a_linear_net"],
    hint="Can your net predict a negative number? A linear model can.",
)
class LinearNet(nn.Module):
    def __init__(self, num_inputs):
        super().__init__()
        self.linear = nn.Linear(num_inputs, 1)

    def forward(self, X):
        return torch.relu(self.linear(X))


@misconception(
    "inputs_and_outputs_swapped",
    loses=[
        "test_linear_net_has_named_parameters",
        "test_linear_net_is_a_linear_model",
        "test_gradients_of_a_linear_net",
    ],
    hint="What is the first argument of nn.Linear, and what the second? Look at the shape of the weight.",
)
class LinearNet(nn.Module):
    def __init__(self, num_inputs):
        super().__init__()
        self.linear = nn.Linear(1, num_inputs)

    def forward(self, X):
        return self.linear(X)


@misconception(
    "forward_returns_a_vector",
    loses=["test_linear_net_is_a_linear_model", "test_gradients_of_a_linear_net"],
    hint="Which shape do the labels have? Predictions should have the same.",
)
class LinearNet(nn.Module):
    def __init__(self, num_inputs):
        super().__init__()
        self.linear = nn.Linear(num_inputs, 1)

    def forward(self, X):
        return self.linear(X).reshape(-1)


@misconception(
    "number_of_inputs_fixed",
    loses=["test_linear_net_has_named_parameters", "test_linear_net_is_a_linear_model"],
    hint="Make a net for five features. Does your class use its argument?",
)
class LinearNet(nn.Module):
    def __init__(self, num_inputs):
        super().__init__()
        self.linear = nn.Linear(2, 1)

    def forward(self, X):
        return self.linear(X)


@misconception(
    "new_layer_in_every_forward",
    loses=["test_linear_net_is_a_linear_model", "test_gradients_of_a_linear_net"],
    hint="Call your net twice on the same features: why do the predictions differ? A layer is made once.",
)
class LinearNet(nn.Module):
    def __init__(self, num_inputs):
        super().__init__()
        self.num_inputs = num_inputs
        self.linear = nn.Linear(num_inputs, 1)

    def forward(self, X):
        self.linear = nn.Linear(self.num_inputs, 1)
        return self.linear(X)


@misconception(
    "forward_leaves_the_graph",
    loses=["test_gradients_of_a_linear_net"],
    hint="Your predictions are right, but they have no history. What switched autograd off?",
)
class LinearNet(nn.Module):
    def __init__(self, num_inputs):
        super().__init__()
        self.linear = nn.Linear(num_inputs, 1)

    @torch.no_grad()
    def forward(self, X):
        return self.linear(X)


@right
def get_weight(net):
    for part in net.modules():
        if type(part) is nn.Linear:
            return part.weight


@right
def get_weight(net):
    return next(param for name, param in net.named_parameters() if name.split(".")[-1] == "weight")


@right
def get_weight(net):
    if isinstance(net, nn.Linear):
        return net.weight
    for child in net.children():
        found = get_weight(child)
        if found is not None:
            return found
    return None


@misconception(
    "weight_of_the_net_itself",
    loses=[
        "test_weight_of_one_layer_is_a_row",
        "test_weight_of_any_kind_of_net",
        "test_weight_of_a_linear_net",
        "test_weight_is_the_parameter_itself",
    ],
    hint="A net made of layers has no weight of its own, the layer has. How do you get from the net to its layer?",
)
def get_weight(net):
    return net.weight


@misconception(
    "weight_by_position",
    loses=["test_weight_of_any_kind_of_net", "test_weight_of_a_linear_net"],
    hint="net[0] works for an nn.Sequential, and only if its first part is the layer. What about a class of your own?",
)
def get_weight(net):
    return net[0].weight


@misconception(
    "weight_by_the_name_linear",
    loses=[
        "test_weight_of_one_layer_is_a_row",
        "test_weight_of_any_kind_of_net",
        "test_weight_is_the_parameter_itself",
    ],
    hint="Not every net calls its layer `linear`. How do you find the layer by its kind?",
)
def get_weight(net):
    return net.linear.weight


@misconception(
    "weight_data",
    loses=["test_weight_is_the_parameter_itself"],
    hint="`.data` is another tensor: does it have a gradient after backward()?",
)
def get_weight(net):
    return next(part.weight for part in net.modules() if isinstance(part, nn.Linear)).data


@misconception(
    "weight_as_a_copy",
    loses=["test_weight_is_the_parameter_itself"],
    hint="A clone is computed from the parameter, and is no leaf. Which of the two does backward() fill?",
)
def get_weight(net):
    return next(part.weight for part in net.modules() if isinstance(part, nn.Linear)).clone()


@misconception(
    "weight_of_the_last_layer",
    loses=["test_weight_of_any_kind_of_net"],
    hint="A deeper net has several weights. Which one does the exercise ask for, and which does your loop end with?",
)
def get_weight(net):
    for part in net.modules():
        if isinstance(part, nn.Linear):
            weight = part.weight
    return weight


@misconception(
    "gradient_instead_of_the_weight",
    loses=[
        "test_weight_of_one_layer_is_a_row",
        "test_weight_of_any_kind_of_net",
        "test_weight_of_a_linear_net",
        "test_weight_is_the_parameter_itself",
    ],
    hint="The exercise asks for the parameter. What do you return before the first backward()?",
)
def get_weight(net):
    return next(part.weight.grad for part in net.modules() if isinstance(part, nn.Linear))


@misconception(
    "first_layer_that_is_a_child",
    loses=["test_weight_of_any_kind_of_net"],
    hint="A net can be inside a net, and a bare layer has no parts. Which method goes through all levels?",
)
def get_weight(net):
    return next(part.weight for part in net.children() if isinstance(part, nn.Linear))


# ---------------------------------------------------------------------------------- 4. output_grad


@right
def output_grad(net, X, y):
    y_hat = net(X)
    y_hat.retain_grad()
    nn.MSELoss()(y_hat, y).backward()
    return y_hat.grad


@right
def output_grad(net, X, y):
    y_hat = net(X).detach().clone().requires_grad_(True)
    ((y_hat - y) ** 2).mean().backward()
    return y_hat.grad


@right
def output_grad(net, X, y):
    with torch.no_grad():
        e = net(X) - y
    return 2 * e / e.numel()


@right
def output_grad(net, X, y):
    caught = []
    y_hat = net(X)
    y_hat.register_hook(caught.append)
    nn.functional.mse_loss(y_hat, y.reshape(y_hat.shape)).backward()
    return caught[0].clone()


@misconception(
    "grad_of_a_tensor_that_is_no_leaf",
    loses=[
        "test_output_gradient_of_four_examples",
        "test_output_gradient_of_one_layer",
        "test_output_gradient_of_a_deeper_net",
        "test_output_gradient_is_the_same_every_time",
    ],
    hint="y_hat was computed, so it keeps no gradient unless you ask for it. Which of the three ways in the text do you "
    "want to take?",
)
def output_grad(net, X, y):
    import warnings

    y_hat = net(X)
    nn.MSELoss()(y_hat, y).backward()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return y_hat.grad


@misconception(
    "returns_the_errors",
    loses=[
        "test_output_gradient_of_four_examples",
        "test_output_gradient_of_one_layer",
        "test_output_gradient_of_a_deeper_net",
        "test_output_gradient_is_the_same_every_time",
    ],
    hint="The error is part of the gradient. Which factors does the mean of the squares bring?",
)
def output_grad(net, X, y):
    return (net(X) - y).detach()


@misconception(
    "output_gradient_of_the_sum",
    loses=[
        "test_output_gradient_of_four_examples",
        "test_output_gradient_of_one_layer",
        "test_output_gradient_of_a_deeper_net",
        "test_output_gradient_is_the_same_every_time",
    ],
    hint="If every example came twice, how would the pull on each single prediction change? The loss is a mean.",
)
def output_grad(net, X, y):
    return (2 * (net(X) - y)).detach()


@misconception(
    "output_gradient_without_the_two",
    loses=[
        "test_output_gradient_of_four_examples",
        "test_output_gradient_of_one_layer",
        "test_output_gradient_of_a_deeper_net",
        "test_output_gradient_is_the_same_every_time",
    ],
    hint="MSELoss has no 1/2. What comes down from the exponent?",
)
def output_grad(net, X, y):
    return ((net(X) - y) / len(X)).detach()


@misconception(
    "output_gradient_with_the_wrong_sign",
    loses=[
        "test_output_gradient_of_four_examples",
        "test_output_gradient_of_one_layer",
        "test_output_gradient_of_a_deeper_net",
        "test_output_gradient_is_the_same_every_time",
    ],
    hint="If a prediction is too large, what does the loss do when it grows further? Check the sign.",
)
def output_grad(net, X, y):
    return (2 * (y - net(X)) / len(X)).detach()


@misconception(
    "gradient_of_the_features",
    loses=[
        "test_output_gradient_of_four_examples",
        "test_output_gradient_of_one_layer",
        "test_output_gradient_of_a_deeper_net",
        "test_output_gradient_is_the_same_every_time",
    ],
    hint="Compare the shape of your result with that of the predictions. With respect to what did you differentiate?",
)
def output_grad(net, X, y):
    X = X.clone().requires_grad_()
    return torch.autograd.grad(nn.MSELoss()(net(X), y), X)[0]


@misconception(
    "gradient_of_the_first_output",
    loses=["test_output_gradient_of_a_deeper_net"],
    hint="For a net with a hidden layer, which output is the prediction: that of the first layer, or that of the last?",
)
def output_grad(net, X, y):
    inside = net[0](X)
    inside.retain_grad()
    rest = inside
    for layer in list(net)[1:]:
        rest = layer(rest)
    nn.MSELoss()(rest, y).backward()
    return inside.grad


@misconception(
    "returns_the_tuple",
    loses=[
        "test_output_gradient_of_four_examples",
        "test_output_gradient_of_one_layer",
        "test_output_gradient_of_a_deeper_net",
        "test_output_gradient_is_the_same_every_time",
    ],
    hint="torch.autograd.grad answers with a tuple, one gradient for each input. Which entry is yours?",
)
def output_grad(net, X, y):
    y_hat = net(X)
    return torch.autograd.grad(nn.MSELoss()(y_hat, y), y_hat)


@misconception(
    "mean_of_the_output_gradient",
    loses=[
        "test_output_gradient_of_four_examples",
        "test_output_gradient_of_one_layer",
        "test_output_gradient_of_a_deeper_net",
        "test_output_gradient_is_the_same_every_time",
    ],
    hint="Every prediction has a gradient of its own. How many are there?",
)
def output_grad(net, X, y):
    y_hat = net(X)
    return torch.autograd.grad(nn.MSELoss()(y_hat, y), y_hat)[0].mean()


# --------------------------------------------------------------------------------- 5. PREDICT_GRAD


@misconception(
    "predicts_zeros_before_backward",
    loses=["test_prediction_before_backward"],
    hint="Nobody has worked out a gradient yet. Would you store a tensor of zeros for that, or nothing?",
)
def PREDICT_GRAD():
    return {
        "before backward": "zeros",
        "after backward": "value",
        "second backward": "2x",
        "zero_grad()": "None",
        "zero_grad(set_to_none=False)": "zeros",
        "non-leaf": "None",
    }


@misconception(
    "predicts_that_backward_replaces",
    loses=["test_prediction_after_a_second_backward"],
    hint="Why does every training loop call zero_grad()? Think of what would happen without it.",
)
def PREDICT_GRAD():
    return {
        "before backward": "None",
        "after backward": "value",
        "second backward": "value",
        "zero_grad()": "None",
        "zero_grad(set_to_none=False)": "zeros",
        "non-leaf": "None",
    }


@misconception(
    "predicts_that_zero_grad_leaves_zeros",
    loses=["test_prediction_after_zero_grad"],
    hint="The name says zero, but its default has changed with torch 2.0. What does its argument say?",
)
def PREDICT_GRAD():
    return {
        "before backward": "None",
        "after backward": "value",
        "second backward": "2x",
        "zero_grad()": "zeros",
        "zero_grad(set_to_none=False)": "zeros",
        "non-leaf": "None",
    }


@misconception(
    "predicts_that_zero_grad_always_removes",
    loses=["test_prediction_after_zero_grad_to_zeros"],
    hint="The argument says: do not set to None. What is left then?",
)
def PREDICT_GRAD():
    return {
        "before backward": "None",
        "after backward": "value",
        "second backward": "2x",
        "zero_grad()": "None",
        "zero_grad(set_to_none=False)": "None",
        "non-leaf": "None",
    }


@misconception(
    "predicts_a_gradient_for_every_tensor",
    loses=["test_prediction_for_a_computed_tensor"],
    hint="The gradient passes through v on its way to the weight. Which tensors keep what passes through them?",
)
def PREDICT_GRAD():
    return {
        "before backward": "None",
        "after backward": "value",
        "second backward": "2x",
        "zero_grad()": "None",
        "zero_grad(set_to_none=False)": "zeros",
        "non-leaf": "value",
    }


@misconception(
    "predicts_that_the_loss_fills_the_gradient",
    loses=["test_prediction_before_backward"],
    hint="Computing the loss only builds the graph. When is it run through backwards?",
)
def PREDICT_GRAD():
    return {
        "before backward": "value",
        "after backward": "value",
        "second backward": "2x",
        "zero_grad()": "None",
        "zero_grad(set_to_none=False)": "zeros",
        "non-leaf": "None",
    }


@misconception(
    "predicts_that_backward_keeps_nothing",
    loses=["test_prediction_after_backward", "test_prediction_after_a_second_backward"],
    hint="backward() frees the graph, but not what it came for. Where does the optimizer find the gradient?",
)
def PREDICT_GRAD():
    return {
        "before backward": "None",
        "after backward": "None",
        "second backward": "value",
        "zero_grad()": "None",
        "zero_grad(set_to_none=False)": "zeros",
        "non-leaf": "None",
    }


@misconception(
    "predicts_zeros_wherever_there_is_none",
    loses=[
        "test_prediction_before_backward",
        "test_prediction_after_zero_grad",
        "test_prediction_for_a_computed_tensor",
    ],
    hint="None and a tensor of zeros are not the same. In which of the six situations did anybody make a tensor?",
)
def PREDICT_GRAD():
    return {
        "before backward": "zeros",
        "after backward": "value",
        "second backward": "2x",
        "zero_grad()": "zeros",
        "zero_grad(set_to_none=False)": "zeros",
        "non-leaf": "zeros",
    }


# ------------------------------------------------------------------------------ 6. grad_norm, clip


@right
def grad_norm(net):
    parts = [param.grad.reshape(-1) for param in net.parameters() if param.grad is not None]
    return torch.cat(parts).norm()


@right
def grad_norm(net):
    total = 0.0
    for _, param in net.named_parameters():
        if param.grad is None:
            continue
        for value in param.grad.reshape(-1).tolist():
            total += value * value
    return total**0.5


@right
def grad_norm(net):
    lengths = [torch.linalg.vector_norm(p.grad).double() for p in net.parameters() if p.grad is not None]
    return torch.linalg.vector_norm(torch.stack(lengths)).reshape(1)


@misconception(
    "sum_of_the_lengths",
    loses=[
        "test_norm_of_the_example",
        "test_clip_shortens_the_example",
        "test_norm_is_that_of_torch",
        "test_clip_is_that_of_torch",
    ],
    hint="Try the gradients (3, 0) and (4). Do lengths at a right angle add up?",
)
def grad_norm(net):
    return sum(float(p.grad.norm()) for p in net.parameters() if p.grad is not None)


@misconception(
    "norm_without_the_root",
    loses=[
        "test_norm_of_the_example",
        "test_clip_shortens_the_example",
        "test_norm_is_that_of_torch",
        "test_clip_is_that_of_torch",
        "test_clip_passes_over_parameters_without_a_gradient",
    ],
    hint="You have the square of the length. What is missing?",
)
def grad_norm(net):
    return sum(float((p.grad**2).sum()) for p in net.parameters() if p.grad is not None)


@misconception(
    "norm_of_the_parameters",
    loses=[
        "test_norm_of_the_example",
        "test_clip_shortens_the_example",
        "test_norm_is_that_of_torch",
        "test_clip_is_that_of_torch",
        "test_clip_passes_over_parameters_without_a_gradient",
    ],
    hint="You measure where the net is, not how steep the loss is there. Which attribute did you leave out?",
)
def grad_norm(net):
    return math.sqrt(sum(float((p**2).sum().detach()) for p in net.parameters() if p.grad is not None))


@misconception(
    "norm_of_the_largest_entry",
    loses=[
        "test_norm_of_the_example",
        "test_clip_shortens_the_example",
        "test_norm_is_that_of_torch",
        "test_clip_is_that_of_torch",
    ],
    hint="The largest entry is one way to measure a vector. Is it its length?",
)
def grad_norm(net):
    return max(float(p.grad.abs().max()) for p in net.parameters() if p.grad is not None)


@misconception(
    "norm_of_the_first_parameter",
    loses=[
        "test_norm_of_the_example",
        "test_clip_shortens_the_example",
        "test_norm_is_that_of_torch",
        "test_clip_is_that_of_torch",
    ],
    hint="How many gradients has a net? Your loop leaves early.",
)
def grad_norm(net):
    for p in net.parameters():
        if p.grad is not None:
            return float(p.grad.norm())


@misconception(
    "norm_needs_every_gradient",
    loses=["test_norm_is_that_of_torch", "test_clip_passes_over_parameters_without_a_gradient"],
    hint="A parameter that took no part in the loss has no gradient. What is None squared?",
)
def grad_norm(net):
    return math.sqrt(sum(float((p.grad**2).sum()) for p in net.parameters()))


@misconception(
    "mean_square_of_the_gradient",
    loses=[
        "test_norm_of_the_example",
        "test_clip_shortens_the_example",
        "test_norm_is_that_of_torch",
        "test_clip_is_that_of_torch",
    ],
    hint="Does the length of a vector get smaller when a zero is appended to it? You divide by the number of entries.",
)
def grad_norm(net):
    return math.sqrt(sum(float((p.grad**2).mean()) for p in net.parameters() if p.grad is not None))


@right
def clip(net, max_norm):
    factor = min(1.0, max_norm / (float(grad_norm(net)) + 1e-6))
    for param in net.parameters():
        if param.grad is not None:
            param.grad.mul_(factor)


@right
def clip(net, max_norm):
    found = [param for param in net.parameters() if param.grad is not None]
    length = torch.cat([param.grad.flatten() for param in found]).norm()
    if length <= max_norm:
        return net
    with torch.no_grad():
        for param in found:
            param.grad.copy_(param.grad * (max_norm / length))
    return net


@right
def clip(net, max_norm):
    norm = float(grad_norm(net))
    if norm > max_norm:
        for param in net.parameters():
            param.grad = param.grad / norm * max_norm if param.grad is not None else None
    return norm


@misconception(
    "clips_every_entry",
    loses=["test_clip_shortens_the_example", "test_clip_is_that_of_torch"],
    hint="Cutting each entry turns the arrow. What has to be the same for all entries, so that the direction stays?",
)
def clip(net, max_norm):
    for p in net.parameters():
        if p.grad is not None:
            p.grad.clamp_(-max_norm, max_norm)


@misconception(
    "clips_every_parameter_by_itself",
    loses=["test_clip_shortens_the_example", "test_clip_is_that_of_torch"],
    hint="Each parameter gets a factor of its own, so the direction of the whole changes. How many factors are there?",
)
def clip(net, max_norm):
    for p in net.parameters():
        if p.grad is not None and p.grad.norm() > max_norm:
            p.grad *= max_norm / p.grad.norm()


@misconception(
    "lengthens_short_gradients",
    loses=["test_clip_is_that_of_torch"],
    hint="What does your function do to a gradient that is shorter than max_norm? It should be left alone.",
)
def clip(net, max_norm):
    norm = float(grad_norm(net))
    for p in net.parameters():
        if p.grad is not None:
            p.grad *= max_norm / norm


@misconception(
    "norm_worked_out_again_for_each_parameter",
    loses=["test_clip_shortens_the_example", "test_clip_is_that_of_torch"],
    hint="After the first gradient is shortened, the length is another one. When should it be worked out?",
)
def clip(net, max_norm):
    for p in net.parameters():
        if p.grad is not None:
            p.grad *= min(1.0, max_norm / float(grad_norm(net)))


@misconception(
    "clips_copies",
    loses=[
        "test_clip_shortens_the_example",
        "test_clip_is_that_of_torch",
        "test_clip_passes_over_parameters_without_a_gradient",
    ],
    hint="After your call the net's gradients are what they were. What did you change instead?",
)
def clip(net, max_norm):
    norm = float(grad_norm(net))
    for p in net.parameters():
        if p.grad is not None:
            grad = p.grad.clone()
            grad *= min(1.0, max_norm / norm)


@misconception(
    "clips_the_parameters",
    loses=[
        "test_clip_shortens_the_example",
        "test_clip_is_that_of_torch",
        "test_clip_passes_over_parameters_without_a_gradient",
    ],
    hint="It is the gradient that is too long, not the weights. What do you multiply?",
)
def clip(net, max_norm):
    norm = float(grad_norm(net))
    with torch.no_grad():
        for p in net.parameters():
            if norm > max_norm:
                p *= max_norm / norm


@misconception(
    "divides_by_the_norm_only",
    loses=["test_clip_is_that_of_torch", "test_clip_passes_over_parameters_without_a_gradient"],
    hint="Your clipped gradient always has the length 1. What should it have?",
)
def clip(net, max_norm):
    norm = float(grad_norm(net))
    if norm > max_norm:
        for p in net.parameters():
            if p.grad is not None:
                p.grad /= norm


@misconception(
    "clip_stumbles_over_none",
    loses=["test_clip_passes_over_parameters_without_a_gradient"],
    hint="A parameter without a gradient is no error. What should happen to it?",
)
def clip(net, max_norm):
    factor = min(1.0, max_norm / float(grad_norm(net)))
    for p in net.parameters():
        p.grad *= factor


# ------------------------------------------------------------------------------------ mutants that are no mistakes

equivalent(
    "grads: `nn.MSELoss()(net(X), y).backward()` → `nn.MSELoss()(y, net(X)).backward()`",
    why="the square of a difference is the same either way round",
)

equivalent(
    "output_grad: `return torch.autograd.grad(nn.MSELoss()(y_hat, y), y_hat)[0]` → "
    "`return torch.autograd.grad(nn.MSELoss()(y, y_hat), y_hat)[0]`",
    why="the square of a difference is the same either way round",
)

equivalent(
    "clip: `if p.grad is not None and norm > max_norm:` → "
    "`if p.grad is not None and norm >= max_norm:`",
    why="at exactly the largest length the gradients are multiplied by 1",
)

equivalent(
    "clip: `p.grad *= max_norm / norm` → "
    "`p.grad = p.grad * (max_norm / norm)`",
    why="a new gradient in the place of the old one is as right as one that is changed in place",
)
