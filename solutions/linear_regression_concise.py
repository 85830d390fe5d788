# %% [markdown]
# # Linear regression, concisely
#
# A training loop needs data in batches, a model, a loss and a rule for the steps. You have written each of
# them by hand once; torch has them ready: `DataLoader`, `nn.Linear`, `nn.MSELoss`, `torch.optim.SGD`. Here
# you build the same linear regression from those parts. They are short to write, and each hides a decision
# that you should know of: what a layer is called, where its weights start, what is averaged over what.
#
# The last one is the question at the end. A loss can be the *total* over a batch or its *mean*. If you
# replace one by the other, what has to happen to the learning rate?
#
# The data come from a known plane, so that you can see whether the fit is right:
#
# $$y = w_1 x_1 + w_2 x_2 + b + \varepsilon, \qquad w = (2,\ -3.4), \quad b = 4.2, \quad
# \varepsilon \sim \mathcal N(0,\ 0.01^2).$$
#
# All numbers are pure numbers, without units. $n$ is the number of examples, $d$ the number of features and
# $B$ the batch size.
#
# | exercise | you write | points |
# |---|---|---|
# | 1 | `load_array` | 12 |
# | 2 | `net_a`, `net_b`, `net_c` | 12 |
# | 3 | `LinearNet` | 8 |
# | 4 | `PREDICT_NAMES`, `param_names` | 8 |
# | 5 | `init_net` | 12 |
# | 6 | `train_concise` | 18 |
# | 7 | `PREDICT_RULES`, `equivalent_lr`, `mse_lr`, `train_sum`, `train_mean`, `ragged_lrs`, `REASON_ADAM` | 30 |
#
# Where you are asked to *predict*, write your guess before you run anything: the guess is what you learn
# from.
#
# **Week:** 2. **Time:** 60 minutes. **Before it:** linear_regression_scratch. **In the book:** 3.5 Concise
# Implementation of Linear Regression; 6.1 Layers and Modules.

# %% setup
import itertools
from collections import OrderedDict

import matplotlib.pyplot as plt
import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

from autograder import assert_close, check, get_device, points, waits_for

# %% given
from autograder.course.given import given

synthetic_data, squared_loss = given("linear_regression_scratch", "synthetic_data", "squared_loss")

# %% setup
device = get_device()
torch.manual_seed(1805)

true_w = torch.tensor([2.0, -3.4], device=device)
true_b = 4.2
features, labels = synthetic_data(true_w, true_b, 1000)


# %% [markdown]
# ## The data
#
# A thousand examples, seen from above: the colour is the label. It rises from the upper left to the lower
# right, and the lines of equal label are straight and evenly spaced. That is all there is to a plane.


# %% setup="picture"
def draw_examples():
    x, y = features.cpu().numpy(), labels.cpu().reshape(-1).numpy()
    fig, ax = plt.subplots(figsize=(5.8, 4.2))
    seen = ax.scatter(x[:, 0], x[:, 1], c=y, s=9, cmap="cividis")
    fig.colorbar(seen, label="label $y$ (no unit)")
    ax.set_xlabel("feature $x_1$ (no unit)")
    ax.set_ylabel("feature $x_2$ (no unit)")
    ax.set_title("A thousand examples of a plane")
    fig.tight_layout()


draw_examples()

# %% [markdown]
# ## 1. A loader (12 points)
#
# Write `load_array(data_arrays, batch_size, is_train=True)`. `data_arrays` is a tuple of tensors with the
# same number of rows, such as `(features, labels)`. It returns something that can be gone through **again
# and again**, each time one epoch: batches with one tensor for each array, of at most `batch_size` rows.
#
# - Every row comes exactly once in an epoch; a last batch that is not full is kept. Rows stay together.
# - With `is_train` the rows come in an order that is drawn anew in each epoch, without it as they are stored.
#
# `TensorDataset` puts tensors side by side, and `DataLoader` takes a data set and does the rest. Look at its
# arguments: for each of the two points above there is one, and one of them must be left alone.
#
# Example: five rows with `batch_size=2` and `is_train=False` come as the rows 0, 1, then 2, 3, then 4.


# %% solution="load_array"
def load_array(data_arrays, batch_size, is_train=True):
    """An iterable of mini-batches over the rows of data_arrays, shuffled anew in each epoch if is_train."""
    ### BEGIN SOLUTION
    return DataLoader(TensorDataset(*data_arrays), batch_size, shuffle=is_train)
    ### END SOLUTION


# %% setup="numbered"
def numbered(n):
    """Examples that tell their number: example i has the features (i, i + 0.5) and the label i."""
    number = torch.arange(float(n)).reshape(n, 1)
    return torch.cat([number, number + 0.5], dim=1), number.clone()


def one_epoch(loader):
    """The sizes of an epoch's batches, the features (n, 2) and the labels (n,), as they came."""
    pairs = [tuple(batch) for batch in itertools.islice(loader, 100)]
    assert pairs, "the loader gave no batch at all"
    assert len(pairs[0]) == 2, f"two arrays: a batch should have two parts, yours has {len(pairs[0])}"
    sizes = [len(X) for X, _ in pairs]
    return sizes, torch.cat([X for X, _ in pairs]), torch.cat([y.reshape(-1) for _, y in pairs])


# %% test="load_array"
@points(2)
def test_a_batch_has_one_tensor_for_each_array(student):
    """A batch holds the features (B, d) and the labels (B, 1) of B examples."""
    batch = tuple(next(iter(student.load_array(numbered(8), 4))))
    shapes = [tuple(part.shape) for part in batch]
    assert shapes == [(4, 2), (4, 1)], f"B = 4, d = 2: the shapes are {shapes}; expected [(4, 2), (4, 1)]"


@points(2)
def test_rows_come_as_stored_without_is_train(student):
    """With is_train=False the ten rows come in their order."""
    _, _, came = one_epoch(student.load_array(numbered(10), 5, is_train=False))
    assert_close(came, torch.arange(10.0), "the labels of an epoch with is_train=False")


### BEGIN HIDDEN TESTS
@points(3)
def test_no_row_is_lost_or_doubled(student):
    """Each row comes once in batches of at most B, also where B does not divide n or is larger."""
    for n, B in ((10, 5), (10, 3), (7, 10), (1, 1)):
        sizes, _, came = one_epoch(student.load_array(numbered(n), B))
        assert sorted(came.tolist()) == list(range(n)), f"n = {n}, B = {B}: the rows {sorted(came.tolist())} came"
        wanted = [min(B, n - start) for start in range(0, n, B)]
        assert sizes == wanted, f"n = {n}, B = {B}: batches of {sizes}; expected {wanted}"


@points(1)
def test_rows_of_the_arrays_stay_together(student):
    """Shuffled or not, each row of features comes with its own label."""
    for is_train in (True, False):
        _, rows, came = one_epoch(student.load_array(numbered(30), 8, is_train))
        assert_close(came, rows[:, 0], "the labels beside the numbers of their rows")


@points(2)
def test_training_epochs_are_shuffled_anew(student):
    """With is_train, which is the default, each epoch has its own order, and none is that of the storage."""
    loader = student.load_array(numbered(60), 6)
    orders = [one_epoch(loader)[2].tolist() for _ in range(3)]
    assert len({tuple(order) for order in orders}) == 3, "two epochs came in the same order"
    assert list(range(60)) not in orders, "an epoch came in the order of the storage"
    tops = [max(orders[0][k : k + 6]) for k in range(0, 60, 6)]
    assert tops != sorted(tops), "the batches came in the order of the storage"


@points(1)
def test_a_loader_can_be_used_again(student):
    """The loader gives a whole epoch each time it is gone through."""
    loader = student.load_array(numbered(9), 4, is_train=False)
    for epoch in (1, 2):
        came = sum(len(part[0]) for part in itertools.islice(iter(loader), 100))
        assert came == 9, f"{came} of 9 rows came in epoch {epoch}"


@points(1)
def test_any_number_of_arrays(student):
    """One array, or three, give batches with one part, or three."""
    X, y = numbered(6)
    for arrays in ((X,), (X, y, -y)):
        batches = [tuple(batch) for batch in itertools.islice(student.load_array(arrays, 2), 100)]
        counts = [len(batch) for batch in batches]
        assert set(counts) == {len(arrays)}, f"{len(arrays)} arrays: the batches have {counts} parts"
        for part, array in zip(zip(*batches, strict=True), arrays, strict=True):
            came = torch.cat(part)
            assert_close(came[came[:, 0].abs().argsort()], array, "the rows of an array, sorted")


### END HIDDEN TESTS
check()

# %% [markdown]
# ## 2. One net, three ways (12 points)
#
# `nn.Linear(d, 1)` computes $\hat y = X w^\top + b$ with a `weight` of shape $(1, d)$ and a `bias` of shape
# $(1,)$. `nn.Sequential` puts layers in a row; here the row has one. Write three functions that each make a
# **new** net for `num_inputs` features and one output:
#
# - `net_a(num_inputs)`: the layer is handed to `nn.Sequential` when it is made;
# - `net_b(num_inputs)`: start with an empty `nn.Sequential()` and add the layer by `add_module`, under the
#   name `linear`;
# - `net_c(num_inputs)`: hand an `OrderedDict` of names and layers to `nn.Sequential`; the name is `linear`
#   again.
#
# All three compute the same. They differ in what the parameters are called, and so in whether saved weights
# can be loaded: the keys of `net.state_dict()` are `0.weight` and `0.bias` for the first, `linear.weight`
# and `linear.bias` for the others.


# %% solution="nets"
def net_a(num_inputs):
    """A linear net whose layer is known by its place."""
    ### BEGIN SOLUTION
    return nn.Sequential(nn.Linear(num_inputs, 1))
    ### END SOLUTION


def net_b(num_inputs):
    """A linear net whose layer was added to an empty one under the name linear."""
    ### BEGIN SOLUTION
    net = nn.Sequential()
    net.add_module("linear", nn.Linear(num_inputs, 1))
    return net
    ### END SOLUTION


def net_c(num_inputs):
    """A linear net made of an OrderedDict with the name linear."""
    ### BEGIN SOLUTION
    return nn.Sequential(OrderedDict([("linear", nn.Linear(num_inputs, 1))]))
    ### END SOLUTION


# %% setup="planes"
def assert_plane(net, prefix, d, what):
    """The net maps X (n, d) to X weight^T + bias of shape (n, 1)."""
    X, state = torch.randn(7, d), net.state_dict()
    weight, bias = state[f"{prefix}.weight"], state[f"{prefix}.bias"]
    assert tuple(weight.shape) == (1, d), f"{what}: the weight has the shape {tuple(weight.shape)}, not (1, {d})"
    wanted = (X.double() * weight.double()).sum(dim=1, keepdim=True) + bias.double()
    assert_close(net(X), wanted, f"the output of {what}", rtol=1e-4, atol=1e-5)


# %% test="nets"
@points(2)
def test_net_a_names_its_parameters_by_place(student):
    """The parameters of net_a are called 0.weight and 0.bias."""
    keys = list(student.net_a(2).state_dict())
    assert keys == ["0.weight", "0.bias"], f"the keys of net_a(2).state_dict() are {keys}"


@points(2)
def test_nets_b_and_c_name_their_parameters_by_name(student):
    """The parameters of net_b and net_c are called linear.weight and linear.bias."""
    for name, net in (("net_b", student.net_b(2)), ("net_c", student.net_c(2))):
        keys = list(net.state_dict())
        assert keys == ["linear.weight", "linear.bias"], f"the keys of {name}(2).state_dict() are {keys}"


### BEGIN HIDDEN TESTS
@points(2)
def test_net_a_is_a_plane(student):
    """net_a computes X weight^T + bias, of shape (n, 1), for one, two and five features."""
    for d in (1, 2, 5):
        assert_plane(student.net_a(d), "0", d, f"net_a({d})")


@points(2)
def test_net_b_is_a_plane(student):
    """net_b computes X weight^T + bias, of shape (n, 1), for one, two and five features."""
    for d in (1, 2, 5):
        assert_plane(student.net_b(d), "linear", d, f"net_b({d})")


@points(2)
def test_net_c_is_a_plane(student):
    """net_c computes X weight^T + bias, of shape (n, 1), for one, two and five features."""
    for d in (1, 2, 5):
        assert_plane(student.net_c(d), "linear", d, f"net_c({d})")


@points(1)
def test_each_call_makes_a_new_net(student):
    """Two calls make two nets with parameters of their own."""
    for make in (student.net_a, student.net_b, student.net_c):
        one, two = next(iter(make(3).parameters())), next(iter(make(3).parameters()))
        assert not torch.equal(one, two), "two nets have the same weights"


@points(1)
def test_saved_weights_fit_by_name(student):
    """What net_c saves can be loaded into net_b, and computes the same there."""
    saved, other = student.net_c(3), student.net_b(3)
    other.load_state_dict(saved.state_dict())
    X = torch.randn(5, 3)
    assert_close(other(X), saved(X).detach(), "net_b with the weights of net_c")


### END HIDDEN TESTS
check()

# %% [markdown]
# ## 3. A net of your own class (8 points)
#
# Write the class `LinearNet(num_inputs)`, an `nn.Module` with the layer in the attribute `linear`. Its
# `forward(X)` maps $(n, d)$ to $(n, 1)$. Calling the net, `net(X)`, calls `forward`.
#
# Torch finds the parameters by itself, if two things are right: `nn.Module` has been set up before you store
# anything (`super().__init__()`), and the layer is stored as an attribute of its own. What hides in a plain
# Python list is not found: such a net has no parameters, and an optimizer refuses it.


# %% solution="linear_net"
class LinearNet(nn.Module):
    """Linear regression as a class: the layer `linear` maps num_inputs features to one output."""

    def __init__(self, num_inputs):
        ### BEGIN SOLUTION
        super().__init__()
        self.linear = nn.Linear(num_inputs, 1)
        ### END SOLUTION

    def forward(self, X):
        """Predictions (n, 1) for X (n, d)."""
        ### BEGIN SOLUTION
        return self.linear(X)
        ### END SOLUTION


# %% test="linear_net"
@points(2)
def test_linear_net_gives_a_column(student):
    """LinearNet(2) maps four examples to a column of four predictions."""
    shape = tuple(student.LinearNet(2)(torch.ones(4, 2)).shape)
    assert shape == (4, 1), f"LinearNet(2) of X (4, 2) has the shape {shape}; expected (4, 1)"


@points(1)
def test_linear_net_has_its_parameters(student):
    """The parameters of LinearNet are called linear.weight and linear.bias."""
    keys = list(student.LinearNet(2).state_dict())
    assert keys == ["linear.weight", "linear.bias"], f"the keys of LinearNet(2).state_dict() are {keys}"


### BEGIN HIDDEN TESTS
@points(3)
def test_linear_net_is_a_plane(student):
    """LinearNet computes X weight^T + bias for one, two and five features, the same in each call."""
    for d in (1, 2, 5):
        net, X = student.LinearNet(d), torch.randn(3, d)
        assert_close(net(X), net(X).detach(), f"a second prediction of LinearNet({d}) for the same X")
        assert_plane(net, "linear", d, f"LinearNet({d})")


@points(2)
def test_linear_net_can_be_trained(student):
    """backward() through LinearNet leaves the right gradients in all its parameters."""
    net = student.LinearNet(2)
    net(torch.tensor([[1.0, -2.0], [3.0, 0.5]])).sum().backward()
    assert_close(net.linear.weight.grad, torch.tensor([[4.0, -1.5]]), "the gradient of the weight")
    assert_close(net.linear.bias.grad, torch.tensor([2.0]), "the gradient of the bias")


### END HIDDEN TESTS
check()

# %% [markdown]
# ## 4. What is it called? (8 points)
#
# Four nets:


# %% setup="gallery"
def gallery_a():
    return nn.Sequential(nn.Linear(2, 3), nn.ReLU(), nn.Linear(3, 1))


def gallery_b():
    net = nn.Sequential()
    net.add_module("layer", nn.Linear(2, 3))
    net.add_module("layer", nn.Linear(2, 1))
    return net


class GalleryC(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = [nn.Linear(2, 3), nn.Linear(3, 1)]


class GalleryD(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = nn.ModuleList([nn.Linear(2, 3), nn.Linear(3, 1)])


# %% [markdown]
# **Predict.** What are the parameters of each net called, in order? Write lists of strings; a net without
# parameters has the empty list. Copy and fill in:
#
# ```python
# PREDICT_NAMES = {"A": [...], "B": [...], "C": [...], "D": [...]}
# ```

# %% solution="predict_names"
### BEGIN SOLUTION
PREDICT_NAMES = {
    "A": ["0.weight", "0.bias", "2.weight", "2.bias"],
    "B": ["layer.weight", "layer.bias"],
    "C": [],
    "D": ["layers.0.weight", "layers.0.bias", "layers.1.weight", "layers.1.bias"],
}
### END SOLUTION


# %% test="predict_names"
@points(1)
def test_name_predictions_can_be_read(student):
    """Each of the four predictions is a list of strings."""
    predicted = student.PREDICT_NAMES
    for letter in "ABCD":
        assert letter in predicted, f'PREDICT_NAMES has no entry for "{letter}"'
        guess = predicted[letter]
        listed = isinstance(guess, list | tuple) and all(isinstance(name, str) for name in guess)
        assert listed, f'"{letter}": write a list of strings, not {guess!r}'


### BEGIN HIDDEN TESTS
@points(1)
def test_predicted_names_of_layers_without_parameters(student):
    """The names are predicted right for net A."""
    wanted = ["0.weight", "0.bias", "2.weight", "2.bias"]
    assert list(student.PREDICT_NAMES["A"]) == wanted, "net A is predicted wrong"


@points(1)
def test_predicted_names_of_a_name_used_twice(student):
    """The names are predicted right for net B."""
    assert list(student.PREDICT_NAMES["B"]) == ["layer.weight", "layer.bias"], "net B is predicted wrong"


@points(1)
def test_predicted_names_of_two_kinds_of_list(student):
    """The names are predicted right for the nets C and D."""
    assert list(student.PREDICT_NAMES["C"]) == [], "net C is predicted wrong"
    wanted = ["layers.0.weight", "layers.0.bias", "layers.1.weight", "layers.1.bias"]
    assert list(student.PREDICT_NAMES["D"]) == wanted, "net D is predicted wrong"


### END HIDDEN TESTS
check()

# %% [markdown]
# **Run.** Write `param_names(net)`, which asks any net: the names of its parameters, in order, as a list of
# strings. Parameters are what training changes; `state_dict` also holds what is merely kept, such as the
# running means of a batch normalisation.


# %% solution="param_names"
def param_names(net):
    """The names of the parameters of net, in order: a list of strings."""
    ### BEGIN SOLUTION
    return [name for name, _ in net.named_parameters()]
    ### END SOLUTION


# %% setup="kept"
def normalised_net():
    """A net that keeps more than its parameters."""
    return nn.Sequential(nn.BatchNorm1d(2), nn.Linear(2, 1, bias=False))


# %% test="param_names"
@points(1)
def test_names_of_the_first_net(student):
    """param_names of net A gives the names of its four parameters."""
    names = student.param_names(student.gallery_a())
    assert isinstance(names, list), f"param_names gave a {type(names).__name__}; expected a list"
    assert len(names) == 4, f"net A has four parameters, you found {len(names)}: {names}"


### BEGIN HIDDEN TESTS
@points(3)
def test_names_of_other_nets(student):
    """param_names is right for nets of every kind, also for one that keeps more than its parameters."""
    for make, wanted in (
        (student.gallery_a, ["0.weight", "0.bias", "2.weight", "2.bias"]),
        (student.gallery_b, ["layer.weight", "layer.bias"]),
        (student.GalleryC, []),
        (student.GalleryD, ["layers.0.weight", "layers.0.bias", "layers.1.weight", "layers.1.bias"]),
        (student.normalised_net, ["0.weight", "0.bias", "1.weight"]),
    ):
        names = list(student.param_names(make()))
        assert names == wanted, f"the names are {names}; expected {wanted}"


### END HIDDEN TESTS
check()

# %% setup="run_names"
with waits_for("PREDICT_NAMES and param_names"):
    for letter, made in (("A", gallery_a()), ("B", gallery_b()), ("C", GalleryC()), ("D", GalleryD())):
        print(f"{letter}: predicted {PREDICT_NAMES.get(letter)}")
        print(f"   found     {param_names(made)}")

# %% [markdown]
# ## 5. Where the weights start (12 points)
#
# A new `nn.Linear(2, 1)` starts with weights and a bias that are uniform in $\pm 1/\sqrt 2$. The book starts
# elsewhere: weights from $\mathcal N(0, \sigma^2)$, biases zero.
#
# Write `init_net(net, sigma)`. It does so for **every** `nn.Linear` in the net, wherever it is
# (`net.modules()` visits all), in place; what it returns does not matter. `sigma` is the **standard
# deviation**. The parameters remain the same parameters: leaves that require a gradient, so that an
# optimizer that already knows them goes on to train them.
#
# Pitfall: a parameter cannot be changed in place while autograd is watching, and it cannot be replaced by a
# plain tensor. `nn.init` has functions for just this; look at the order of their arguments.


# %% solution="init_net"
def init_net(net, sigma):
    """Set, in place, the weights of every linear layer to N(0, sigma^2) and its bias to zero."""
    ### BEGIN SOLUTION
    for layer in net.modules():
        if isinstance(layer, nn.Linear):
            nn.init.normal_(layer.weight, std=sigma)
            nn.init.zeros_(layer.bias)
    ### END SOLUTION


# %% setup="wide"
def wide_net(width=100):
    """A net with 100 inputs, two linear layers, and one of them inside another net."""
    return nn.Sequential(nn.Sequential(nn.Linear(100, width), nn.ReLU()), nn.Linear(width, 10))


# %% test="init_net"
@points(3)
def test_weights_start_small_and_bias_at_zero(student):
    """With sigma = 0.01 the weights of a small net are near zero but not zero, and its bias is zero."""
    net = student.gallery_a()
    student.init_net(net, 0.01)
    weight, bias = net[0].weight.detach(), net[0].bias.detach()
    assert_close(bias, torch.zeros(3), "the bias after init_net")
    largest = float(weight.abs().max())
    assert 0 < largest < 0.1, f"sigma = 0.01: the largest weight is {largest:.3g}"


### BEGIN HIDDEN TESTS
@points(4)
def test_weights_are_normal_with_the_given_sd(student):
    """The weights are normally distributed about zero with the standard deviation sigma, large or small."""
    for sigma in (0.01, 0.5):
        net = student.wide_net()
        student.init_net(net, sigma)
        weight = net[0][0].weight.detach().double() / sigma
        assert abs(float(weight.mean())) < 0.06, "the weights are not centred on zero"
        assert abs(float(weight.std()) - 1) < 0.06, f"the sd of the weights is {float(weight.std()):.3g} sigma"
        core = float((weight.abs() < 1).double().mean())
        assert 0.65 < core < 0.72, f"a share of {core:.3f} of the weights lies within one sigma"


@points(2)
def test_every_linear_layer_is_initialised(student):
    """All linear layers of a net are initialised, in whatever kind of net they are."""
    deep, own = student.wide_net(), student.GalleryD()
    student.init_net(deep, 0.01)
    student.init_net(own, 0.01)
    for layer in (deep[0][0], deep[1], own.layers[0], own.layers[1]):
        assert float(layer.weight.detach().abs().max()) < 0.1, "a weight is not as small as sigma"
        assert float(layer.bias.detach().abs().max()) == 0, "a bias is not zero"


@points(2)
def test_parameters_stay_trainable(student):
    """After init_net all parameters are still leaves that require and receive gradients."""
    net = student.wide_net(4)
    student.init_net(net, 0.1)
    for param in net.parameters():
        assert param.requires_grad, "a parameter no longer requires a gradient"
        assert param.is_leaf, "a parameter is no longer a leaf"
    net(torch.randn(3, 100)).sum().backward()
    assert_close(net[1].bias.grad, torch.full((10,), 3.0), "the gradient of the last bias")


@points(1)
def test_each_start_is_drawn_anew(student):
    """Two nets start with different weights, and so do two layers of one net."""
    one, two = student.wide_net(), student.wide_net()
    student.init_net(one, 1.0)
    student.init_net(two, 1.0)
    assert not torch.equal(one[0][0].weight, two[0][0].weight), "two nets start with the same weights"
    assert not torch.equal(one[0][0].weight[:10], one[1].weight), "two layers start with the same weights"


### END HIDDEN TESTS
check()

# %% [markdown]
# ## 6. Training (18 points)
#
# Write `train_concise(net, data_iter, lr, num_epochs)`. It trains `net` in place with `nn.MSELoss` and
# `torch.optim.SGD`, one step for each batch `(X, y)` of `data_iter`, which is gone through once for each
# epoch: your loader, or simply a list of batches.
#
# It returns a list with one Python `float` for each epoch: the mean squared error over **all** examples,
# after the epoch's last step. Go through `data_iter` once more to find it, without gradients. Two pitfalls:
#
# - The loss of the last mini-batch is not it.
# - The mean of the batches' means is not it either, when the last batch is shorter: an example in it would
#   count more than the others. Add up totals, count examples, divide once.
#
# And one of every day: `backward()` adds to the gradients that are there.
#
# Example: with noise of standard deviation 0.01 a right fit ends near $0.01^2 = 0.0001$. (`nn.MSELoss` has
# no factor ½.)


# %% solution="train_concise"
def train_concise(net, data_iter, lr, num_epochs):
    """Train net in place by SGD on the mean squared error; return the error on all examples after each epoch."""
    ### BEGIN SOLUTION
    loss = nn.MSELoss()
    trainer = torch.optim.SGD(net.parameters(), lr=lr)
    losses = []
    for _ in range(num_epochs):
        for X, y in data_iter:
            trainer.zero_grad()
            loss(net(X), y).backward()
            trainer.step()
        with torch.no_grad():
            totals = [(float(loss(net(X), y)) * len(X), len(X)) for X, y in data_iter]
        losses.append(sum(total for total, _ in totals) / sum(count for _, count in totals))
    return losses
    ### END SOLUTION


# %% setup="given_nets"
def plane_net(w, b):
    """A linear layer that starts at the weights w (a list of d numbers) and the bias b; float64."""
    layer = nn.Linear(len(w), 1, dtype=torch.float64)
    layer.load_state_dict({"weight": torch.tensor([w]).double(), "bias": torch.tensor([b]).double()})
    return layer


def in_batches(X, y, B):
    """The rows of X and y as a list of batches, in order."""
    return [(X[start : start + B], y[start : start + B]) for start in range(0, len(X), B)]


# %% test="train_concise"
@points(2)
def test_training_gives_one_number_per_epoch(student):
    """train_concise returns a list with one float for each epoch."""
    inputs = torch.randn(12, 2).double()
    history = student.train_concise(student.plane_net([0.0, 0.0], 0.0), in_batches(inputs, inputs[:, :1], 5), 0.01, 4)
    assert isinstance(history, list), f"train_concise should return a list, yours is a {type(history).__name__}"
    kinds = [type(value).__name__ for value in history]
    assert kinds == ["float"] * 4, f"4 epochs: expected 4 floats, got {kinds}"


@points(3)
def test_training_lowers_the_error(student):
    """On data without noise and with a small learning rate the error falls in every epoch."""
    corners = torch.tensor([[1.0, 1.0], [1.0, -1.0], [-1.0, 1.0], [-1.0, -1.0]]).double()
    batches = in_batches(corners, 2.0 * corners[:, :1] - 3.4 * corners[:, 1:], 2)
    history = student.train_concise(student.plane_net([0.0, 0.0], 0.0), batches, 0.05, 8)
    for epoch, (before, after) in enumerate(itertools.pairwise(history), start=2):
        assert after < before, f"the error did not fall in epoch {epoch}: {before:.4g}, then {after:.4g}"


### BEGIN HIDDEN TESTS
@points(3, seconds=30)
def test_training_reaches_the_noise(student):
    """With the student's own loader and net the error falls to the variance of the noise."""
    X, y = synthetic_data(torch.tensor([2.0, -3.4]), 4.2, 200)
    net = student.LinearNet(2)
    student.train_concise(net, student.load_array((X, y), 10), 0.1, 3)
    reached = float((net(X).detach() - y).square().mean())
    assert reached < 1.5e-4, f"the net that was handed in has the error {reached:.3g} after three epochs"


@points(2, seconds=30)
def test_training_finds_another_plane(student):
    """Another plane with three features is found, in batches that do not divide the examples."""
    X = torch.randn(100, 3).double()
    net = student.plane_net([0.0, 0.0, 0.0], 0.0)
    y = X @ torch.tensor([[1.5], [-0.7], [2.4]]).double() - 1.8
    student.train_concise(net, in_batches(X, y, 7), 0.15, 5)
    assert_close(net.weight, torch.tensor([[1.5, -0.7, 2.4]]), "the weights", rtol=0, atol=0.002)
    assert_close(net.bias, torch.tensor([-1.8]), "the bias", rtol=0, atol=0.002)


@points(4)
def test_each_step_is_plain_gradient_descent(student):
    """After two epochs the parameters are where SGD on the mean squared error of each batch leads."""
    X, y = torch.randn(10, 2).double(), torch.randn(10, 1).double()
    theta = torch.tensor([[0.3], [-0.2], [0.1]]).double()
    for lr in (0.05, 0.2):
        net, wanted = student.plane_net([0.3, -0.2], 0.1), theta.clone()
        for part, target in in_batches(X, y, 4) * 2:
            A = torch.cat([part, torch.ones_like(target)], dim=1)
            wanted = wanted - lr * 2 / len(part) * A.T @ (A @ wanted - target)
        student.train_concise(net, in_batches(X, y, 4), lr, 2)
        found = torch.cat([net.weight.detach().reshape(-1), net.bias.detach()])
        assert_close(found, wanted.reshape(-1), f"weights and bias with lr {lr}", rtol=1e-6, atol=1e-7)


@points(4)
def test_reported_error_is_that_of_all_examples(student):
    """Each number is the mean squared error over all examples, all of equal weight, after that epoch."""
    X, y = torch.randn(10, 2).double(), 3 * torch.randn(10, 1).double() + 1
    y[8:] += 10  # the short last batch is unlike the others
    histories = []
    for num_epochs in (1, 3):
        net = student.plane_net([0.5, 0.5], 0.0)
        history = student.train_concise(net, in_batches(X, y, 4), 0.02, num_epochs)
        every = float((net(X).detach() - y).square().mean())
        assert_close(history[-1], every, f"the error after epoch {num_epochs}", rtol=1e-5)
        histories.append(history)
    assert_close(histories[1][0], histories[0][0], "the error after the first of three epochs", rtol=1e-6)


### END HIDDEN TESTS
check()

# %% [markdown]
# Your parts together, on the device that the environment variable `DEVICE` names:

# %% setup="pipeline"
with waits_for("load_array, LinearNet, init_net and train_concise"):
    fitted_net = LinearNet(2).to(device)
    init_net(fitted_net, 0.01)
    epoch_errors = train_concise(fitted_net, load_array((features, labels), 10), lr=0.03, num_epochs=3)
    print(f"Trained on {device.type} with {len(features)} examples, in batches of 10, learning rate 0.03:")
    for epoch_number, epoch_error in enumerate(epoch_errors, start=1):
        print(f"  epoch {epoch_number}: mean squared error {epoch_error:.3g}")
    found = [*fitted_net.linear.weight.detach().reshape(-1).tolist(), float(fitted_net.linear.bias.detach())]
    for found_name, found_value, found_truth in zip(("w1", "w2", "b"), found, (2.0, -3.4, 4.2), strict=True):
        found_error = f"error {found_value - found_truth:+.4f}"
        print(f"{found_name} = {found_value:.4f} (true {found_truth}, {found_error}, no unit)")

# %% [markdown]
# ## 7. From the total to the mean (30 points)
#
# For a batch of $B$ examples with errors $e_i = \hat y_i - y_i$ there are three losses in use, the total
# and the mean of the half squares, and torch's `nn.MSELoss`:
#
# $$\sum_{i=1}^{B} \tfrac12 e_i^2, \qquad \frac1B \sum_{i=1}^{B} \tfrac12 e_i^2, \qquad
# \frac1B \sum_{i=1}^{B} e_i^2.$$
#
# **Predict.** A training works well with some learning rate. Now the loss is replaced. What must be done to
# the learning rate so that the *same steps* are taken? Choose one of `"times B"`, `"divided by B"`,
# `"times 2"`, `"divided by 2"`, `"unchanged"`. Copy and fill in:
#
# ```python
# PREDICT_RULES = {
#     "SGD, total to mean": "...",
#     "SGD, mean of half squares to MSELoss": "...",
#     "your own sgd on the total to torch's SGD on the mean": "...",
#     "Adam, total to mean": "...",
# }
# ```
#
# (In the third case "your own sgd" is the one of the scratch assignment: it divides the gradient of the total
# by $B$ itself.)

# %% setup="rule_cases"
RULE_CASES = (
    "SGD, total to mean",
    "SGD, mean of half squares to MSELoss",
    "your own sgd on the total to torch's SGD on the mean",
    "Adam, total to mean",
)
RULE_WORDS = ("times B", "divided by B", "times 2", "divided by 2", "unchanged")

# %% solution="predict_rules"
### BEGIN SOLUTION
PREDICT_RULES = dict(zip(RULE_CASES, ["times B", "divided by 2", "unchanged", "unchanged"], strict=True))
### END SOLUTION


# %% test="predict_rules"
@points(1)
def test_rule_predictions_can_be_read(student):
    """Each of the four predictions is one of the five rules."""
    predicted = student.PREDICT_RULES
    for case in RULE_CASES:
        assert case in predicted, f'PREDICT_RULES has no entry for "{case}"'
        word = predicted[case]
        assert word in RULE_WORDS, f'"{case}": {word!r} is none of {", ".join(RULE_WORDS)}'


### BEGIN HIDDEN TESTS
@points(2)
def test_predicted_rule_for_the_mean(student):
    """The rule is predicted right for SGD from the total to the mean."""
    assert student.PREDICT_RULES[RULE_CASES[0]] == "times B", "SGD, total to mean: predicted wrong"


@points(1)
def test_predicted_rule_for_mseloss(student):
    """The rule is predicted right for SGD from the mean of half squares to MSELoss."""
    assert student.PREDICT_RULES[RULE_CASES[1]] == "divided by 2", "MSELoss: predicted wrong"


@points(1)
def test_predicted_rule_for_the_scratch_code(student):
    """The rule is predicted right for the way from the scratch code to torch."""
    assert student.PREDICT_RULES[RULE_CASES[2]] == "unchanged", "the scratch code: predicted wrong"


@points(1)
def test_predicted_rule_for_adam(student):
    """The rule is predicted right for Adam."""
    assert student.PREDICT_RULES[RULE_CASES[3]] == "unchanged", "Adam: predicted wrong"


### END HIDDEN TESTS
check()

# %% [markdown]
# **Run.** To see the steps themselves, write `train_sum(net, batches, lr, optimizer="sgd")` and
# `train_mean(net, batches, lr, optimizer="sgd")`. Both take one step for each `(X, y)` of the list `batches`,
# the one on the total, the other on the mean of the given `squared_loss` (with its ½). `optimizer` is
# `"sgd"` (`torch.optim.SGD`) or `"adam"` (`torch.optim.Adam`), with the learning rate `lr`.
#
# Both return the *trajectory*: a tensor with one row for each step, which holds all parameters of the net
# **after** that step, in the order of `net.parameters()`: for $d$ features $(w_1, \dots, w_d, b)$. For 8
# batches and $d = 2$ its shape is $(8, 3)$.
#
# Example: one batch with $X = (1, 2)^\top$, $y = (2, 4)^\top$, a net at zero and `lr` 0.1. The gradient of
# the total is $-2\cdot 1 - 4\cdot 2 = -10$ by $w$ and $-6$ by $b$, so `train_sum` gives the row $(1,\ 0.6)$
# and `train_mean` $(0.5,\ 0.3)$.
#
# Pitfall: a row that is only a view of the parameters changes with them.


# %% solution="train_sum"
def train_sum(net, batches, lr, optimizer="sgd"):
    """The parameters (steps, d + 1) of net after each step on the total of the batch's squared_loss."""
    ### BEGIN SOLUTION
    trainer = {"sgd": torch.optim.SGD, "adam": torch.optim.Adam}[optimizer](net.parameters(), lr=lr)
    rows = []
    for X, y in batches:
        trainer.zero_grad()
        squared_loss(net(X), y).sum().backward()
        trainer.step()
        rows.append(torch.cat([param.detach().reshape(-1) for param in net.parameters()]))
    return torch.stack(rows)
    ### END SOLUTION


def train_mean(net, batches, lr, optimizer="sgd"):
    """The parameters (steps, d + 1) of net after each step on the mean of the batch's squared_loss."""
    ### BEGIN SOLUTION
    trainer = {"sgd": torch.optim.SGD, "adam": torch.optim.Adam}[optimizer](net.parameters(), lr=lr)
    rows = []
    for X, y in batches:
        trainer.zero_grad()
        squared_loss(net(X), y).mean().backward()
        trainer.step()
        rows.append(torch.cat([param.detach().reshape(-1) for param in net.parameters()]))
    return torch.stack(rows)
    ### END SOLUTION


# %% test="train_sum"
@points(1)
def test_trajectories_have_a_row_for_each_step(student):
    """For three batches and two features both trajectories have the shape (3, 3)."""
    batches = in_batches(torch.ones(6, 2).double(), torch.ones(6, 1).double(), 2)
    for name, train in (("train_sum", student.train_sum), ("train_mean", student.train_mean)):
        rows = train(student.plane_net([0.0, 0.0], 0.0), batches, 0.01)
        assert isinstance(rows, torch.Tensor), f"{name} gave a {type(rows).__name__}; expected a tensor"
        assert tuple(rows.shape) == (3, 3), f"{name}: the shape is {tuple(rows.shape)}; expected (3, 3)"


@points(2)
def test_first_steps_by_hand(student):
    """The example's one step on the total, and its one step on the mean."""
    batches = [(torch.tensor([[1.0], [2.0]]).double(), torch.tensor([[2.0], [4.0]]).double())]
    total = student.train_sum(student.plane_net([0.0], 0.0), batches, 0.1)
    assert_close(total, torch.tensor([[1.0, 0.6]]), "train_sum of the example")
    mean = student.train_mean(student.plane_net([0.0], 0.0), batches, 0.1)
    assert_close(mean, torch.tensor([[0.5, 0.3]]), "train_mean of the example")


### BEGIN HIDDEN TESTS
def steps_by_hand(batches, lr, d, share):
    """The trajectory of plain gradient steps from zero; `share(n)` is what the total of n examples is divided by."""
    theta, rows = torch.zeros(d + 1, 1).double(), []
    for part, target in batches:
        A = torch.cat([part, torch.ones_like(target)], dim=1)
        theta = theta - lr / share(len(part)) * A.T @ (A @ theta - target)
        rows.append(theta.reshape(-1))
    return torch.stack(rows)


@points(2)
def test_total_takes_the_steps_of_the_sum(student):
    """Every row of train_sum is where SGD on the total leads, also with a shorter last batch, in two epochs."""
    for n, d, B in ((10, 2, 4), (7, 5, 3)):
        X, y = torch.randn(n, d).double(), torch.randn(n, 1).double()
        batches = in_batches(X, y, B) * 2
        rows = student.train_sum(student.plane_net([0.0] * d, 0.0), batches, 0.01)
        assert_close(rows, steps_by_hand(batches, 0.01, d, lambda size: 1), "train_sum", rtol=1e-9, atol=1e-9)


@points(2)
def test_mean_takes_the_steps_of_the_mean(student):
    """Every row of train_mean is where SGD on the mean leads, also with a shorter last batch, in two epochs."""
    for n, d, B in ((10, 2, 4), (7, 5, 3)):
        X, y = torch.randn(n, d).double(), torch.randn(n, 1).double()
        batches = in_batches(X, y, B) * 2
        rows = student.train_mean(student.plane_net([0.0] * d, 0.0), batches, 0.1)
        assert_close(rows, steps_by_hand(batches, 0.1, d, lambda size: size), "train_mean", rtol=1e-9, atol=1e-9)


@points(3)
def test_adam_takes_steps_of_its_own(student):
    """With optimizer="adam" the trajectories are those of Adam, on the total and on the mean."""
    X, y = torch.randn(8, 2).double(), torch.randn(8, 1).double() + 5
    batches = in_batches(X, y, 4)
    for train, scale in ((student.train_sum, 1.0), (student.train_mean, 0.25)):
        rows = train(student.plane_net([0.0, 0.0], 0.0), batches, 0.5, optimizer="adam")
        theta, m, v, wanted = torch.zeros(3, 1).double(), 0.0, 0.0, []
        for t, (part, target) in enumerate(batches, start=1):
            A = torch.cat([part, torch.ones_like(target)], dim=1)
            g = scale * A.T @ (A @ theta - target)
            m, v = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g**2
            theta = theta - 0.5 * (m / (1 - 0.9**t)) / ((v / (1 - 0.999**t)).sqrt() + 1e-8)
            wanted.append(theta.reshape(-1))
        assert_close(rows, torch.stack(wanted), "the trajectory of Adam", rtol=1e-7, atol=1e-8)


### END HIDDEN TESTS
check()

# %% [markdown]
# Now the rules as functions:
#
# - `equivalent_lr(lr_sum, B)`: the learning rate with which SGD on the mean takes the same steps as on the
#   total with `lr_sum`, for batches of `B`;
# - `mse_lr(lr_half)`: the learning rate with which SGD on `nn.MSELoss` takes the same steps as on the mean of
#   the half squares with `lr_half`;
# - `ragged_lrs(lr_sum, n, B)`: where $B$ does not divide $n$, no single learning rate will do, because the
#   mean of the short last batch is taken over fewer examples. Return the list of the learning rates, one for
#   each batch of an epoch over `n` examples, with which the mean takes the same steps as the total with
#   `lr_sum`.
#
# Your `train_sum` and `train_mean` can tell you whether you are right.


# %% solution="equivalent_lr"
def equivalent_lr(lr_sum, B):
    """The learning rate for the mean that takes the steps of lr_sum on the total, in batches of B."""
    ### BEGIN SOLUTION
    return lr_sum * B
    ### END SOLUTION


def mse_lr(lr_half):
    """The learning rate for nn.MSELoss that takes the steps of lr_half on the mean of half squares."""
    ### BEGIN SOLUTION
    return lr_half / 2
    ### END SOLUTION


def ragged_lrs(lr_sum, n, B):
    """For each batch of an epoch, the learning rate for the mean that takes the step of lr_sum on the total."""
    ### BEGIN SOLUTION
    return [lr_sum * min(B, n - start) for start in range(0, n, B)]
    ### END SOLUTION


# %% test="equivalent_lr"
@points(1)
def test_equivalent_lr_of_batches_of_one(student):
    """With batches of one example total and mean are the same, and so are their learning rates."""
    assert_close(student.equivalent_lr(0.2, 1), 0.2, "equivalent_lr(0.2, 1)")


@points(1)
def test_ragged_lrs_of_full_batches(student):
    """Where B divides n there is one learning rate for each batch, all of them equal."""
    rates = [float(rate) for rate in student.ragged_lrs(0.01, 12, 4)]
    assert len(rates) == 3, f"12 examples in batches of 4: expected 3 learning rates, got {len(rates)}"
    assert max(rates) - min(rates) < 1e-9, f"12 examples in batches of 4: the learning rates are {rates}"


### BEGIN HIDDEN TESTS
@points(3)
def test_equivalent_lr_of_larger_batches(student):
    """equivalent_lr is right for other batch sizes, and takes the same steps."""
    for lr_sum, B, wanted in ((0.003, 10, 0.03), (0.5, 4, 2.0), (1e-4, 256, 0.0256)):
        assert_close(student.equivalent_lr(lr_sum, B), wanted, f"equivalent_lr({lr_sum}, {B})", atol=1e-9)


@points(3)
def test_mse_lr_of_any_rate(student):
    """mse_lr is right for any learning rate."""
    for lr_half, wanted in ((0.03, 0.015), (1.0, 0.5), (0.007, 0.0035)):
        assert_close(student.mse_lr(lr_half), wanted, f"mse_lr({lr_half})", atol=1e-9)


@points(3)
def test_ragged_lrs_of_short_batches(student):
    """The learning rates are right with a shorter last batch, for B = 1, and for B larger than n."""
    for lr_sum, n, B, sizes in (
        (0.01, 10, 4, [4, 4, 2]),
        (0.5, 3, 1, [1, 1, 1]),
        (0.1, 7, 10, [7]),
        (0.2, 6, 3, [3, 3]),
        (0.003, 1000, 300, [300, 300, 300, 100]),
    ):
        rates = torch.tensor([float(rate) for rate in student.ragged_lrs(lr_sum, n, B)]).double()
        assert_close(rates, lr_sum * torch.tensor(sizes).double(), f"ragged_lrs({lr_sum}, {n}, {B})")


### END HIDDEN TESTS
check()

# %% setup="run_rules"
with waits_for("train_sum, train_mean, equivalent_lr, mse_lr and ragged_lrs"):
    ragged_X, ragged_y = (part.double().to("cpu") for part in (features[:25], labels[:25]))
    ragged_batches = in_batches(ragged_X, ragged_y, 10)

    def gap(one, two):
        """The largest difference of two trajectories, as text."""
        return f"largest difference of the steps {float((one - two).abs().max()):.1g}"

    def start():
        return plane_net([0.0, 0.0], 0.0)

    total = train_sum(start(), ragged_batches[:2], 0.003)
    mean_net, mean_rates = start(), ragged_lrs(0.003, 25, 10)
    ragged = [train_mean(mean_net, [b], r) for b, r in zip(ragged_batches, mean_rates, strict=True)]
    adam = [train(start(), ragged_batches[:2], 0.1, "adam") for train in (train_sum, train_mean)]
    print("total against mean, SGD, full batches, equivalent_lr:")
    print("  ", gap(total, train_mean(start(), ragged_batches[:2], equivalent_lr(0.003, 10))))
    print("the same learning rate for both:")
    print("  ", gap(total, train_mean(start(), ragged_batches[:2], 0.003)))
    print("with a short last batch, ragged_lrs:")
    print("  ", gap(train_sum(start(), ragged_batches, 0.003), torch.cat(ragged)))
    print("total against mean, Adam, full batches, the same learning rate for both:")
    print("  ", gap(*adam))

# %% [markdown]
# **Reconcile.** Why does Adam behave as it does, where SGD does not? Choose the word of the reason.
#
# - `"momentum"`: Adam averages over many gradients, and the average of a total is a mean.
# - `"small"`: Adam's usual learning rate, 0.001, is so small that a factor of $B$ cannot be seen.
# - `"scale"`: Adam divides the gradient by its own running size, so that a constant factor drops out.
# - `"minimum"`: total and mean have their minimum in the same place, so every optimizer takes the same steps.
# - `"batch"`: `torch.optim.Adam` looks up the batch size and corrects for it.
#
# ```python
# REASON_ADAM = "..."
# ```

# %% solution="reason_adam"
### BEGIN SOLUTION
REASON_ADAM = "scale"
### END SOLUTION


# %% test="reason_adam"
@points(1)
def test_a_reason_of_the_list(student):
    """The reason is one of the five words."""
    words = ("momentum", "small", "scale", "minimum", "batch")
    reason = student.REASON_ADAM
    assert reason in words, f"REASON_ADAM is {reason!r}; expected one of {words}"


### BEGIN HIDDEN TESTS
@points(2)
def test_the_reason_explains_adam(student):
    """The reason explains why Adam and SGD differ."""
    assert student.REASON_ADAM == "scale", "another reason was chosen"


### END HIDDEN TESTS
check()

# %% [markdown]
# ## The whole picture
#
# One epoch over all 1000 examples in batches of 10, from zero: your total with the learning rate 0.003, and
# your mean with three learning rates. Left the loss on all examples after each step, right the way through
# the plane of the two weights. One of the three lies on the total, step by step; the other two are the
# answers that come to mind first.


# %% setup="draw_steps"
def draw_steps():
    X, y = features.double().cpu(), labels.double().cpu()
    batches = in_batches(X, y, 10)

    def begin():
        return plane_net([0.0, 0.0], 0.0)

    ways = [
        ("total, lr 0.003", train_sum(begin(), batches, 0.003), "C0-", 5, 0.4),
        (f"mean, equivalent_lr = {equivalent_lr(0.003, 10):g}",
         train_mean(begin(), batches, equivalent_lr(0.003, 10)), "C1--", 1.6, 1),
        ("mean, lr 0.003", train_mean(begin(), batches, 0.003), "C2-.", 1.6, 1),
        ("mean, lr 0.0003", train_mean(begin(), batches, 0.0003), "C3:", 2.2, 1),
    ]  # fmt: skip
    fig, (left, right) = plt.subplots(1, 2, figsize=(10, 4))
    for label, rows, style, width, alpha in ways:
        rows = rows.detach()
        losses = ((X @ rows[:, :2].T + rows[:, 2] - y) ** 2 / 2).mean(dim=0)
        left.semilogy(range(1, len(rows) + 1), losses.tolist(), style, linewidth=width, alpha=alpha, label=label)
        right.plot(rows[:, 0].tolist(), rows[:, 1].tolist(), style, linewidth=width, alpha=alpha, label=label)
    left.axhline(0.5 * 0.01**2, color="0.3", linewidth=0.8)
    left.text(101, 0.5 * 0.01**2 * 1.15, "noise", ha="right", fontsize=8)
    left.set_xlabel("step")
    left.set_ylabel("mean of half squares (no unit)")
    left.set_title("The loss on all examples", fontsize=10)
    left.legend(fontsize=8)
    right.plot([2.0], [-3.4], "k*", markersize=12, label="true weights")
    right.set_xlabel("$w_1$ (no unit)")
    right.set_ylabel("$w_2$ (no unit)")
    right.set_title("The way of the weights", fontsize=10)
    right.legend(fontsize=8)
    fig.tight_layout()


with waits_for("train_sum, train_mean and equivalent_lr"):
    draw_steps()
