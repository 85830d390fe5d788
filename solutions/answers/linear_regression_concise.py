"""Other answers to linear_regression_concise: right ones, and what each misconception loses."""

from autograder.course.answers import misconception, right
from autograder.course.equivalents import equivalent

# --- 1. load_array -----------------------------------------------------------------------------------------


@right
def load_array(data_arrays, batch_size, is_train=True):
    dataset = torch.utils.data.TensorDataset(*data_arrays)
    return torch.utils.data.DataLoader(dataset=dataset, batch_size=batch_size, shuffle=is_train, drop_last=False)


@right
def load_array(data_arrays, batch_size, is_train=True):
    rows = list(zip(*data_arrays))
    return DataLoader(rows, batch_size=batch_size, shuffle=is_train)


@right
def load_array(data_arrays, batch_size, is_train=True):
    class Loader:
        def __iter__(self):
            n = len(data_arrays[0])
            order = torch.randperm(n) if is_train else torch.arange(n)
            for chunk in order.split(batch_size):
                yield tuple(array[chunk] for array in data_arrays)

        def __len__(self):
            return -(-len(data_arrays[0]) // batch_size)

    return Loader()


@right
def load_array(data_arrays, batch_size, is_train=True):
    dataset = TensorDataset(*data_arrays)
    kind = torch.utils.data.RandomSampler if is_train else torch.utils.data.SequentialSampler
    return DataLoader(dataset, batch_sampler=torch.utils.data.BatchSampler(kind(dataset), batch_size, False))


@misconception(
    "never_shuffles",
    loses=["test_training_epochs_are_shuffled_anew"],
    hint="Your batches always come in the order of the storage. Which argument of DataLoader is is_train meant for?",
)
def load_array(data_arrays, batch_size, is_train=True):
    return DataLoader(TensorDataset(*data_arrays), batch_size)


@misconception(
    "always_shuffles",
    loses=["test_rows_come_as_stored_without_is_train"],
    hint="Your rows are shuffled even when nobody is training. Which argument of yours did you not use?",
)
def load_array(data_arrays, batch_size, is_train=True):
    return DataLoader(TensorDataset(*data_arrays), batch_size, shuffle=True)


@misconception(
    "shuffles_the_wrong_way_round",
    loses=["test_rows_come_as_stored_without_is_train", "test_training_epochs_are_shuffled_anew"],
    hint="When do you want a random order, in training or in a test? Compare with what your two cases do.",
)
def load_array(data_arrays, batch_size, is_train=True):
    return DataLoader(TensorDataset(*data_arrays), batch_size, shuffle=not is_train)


@misconception(
    "drops_the_last_batch",
    loses=["test_no_row_is_lost_or_doubled", "test_a_loader_can_be_used_again"],
    hint="Count the rows of an epoch when the batch size does not divide their number. What became of the rest?",
)
def load_array(data_arrays, batch_size, is_train=True):
    return DataLoader(TensorDataset(*data_arrays), batch_size, shuffle=is_train, drop_last=True)


@misconception(
    "hands_the_tuple_to_the_data_set",
    loses=[
        "test_a_batch_has_one_tensor_for_each_array",
        "test_rows_come_as_stored_without_is_train",
        "test_no_row_is_lost_or_doubled",
        "test_rows_of_the_arrays_stay_together",
        "test_training_epochs_are_shuffled_anew",
        "test_a_loader_can_be_used_again",
        "test_any_number_of_arrays",
        "test_training_reaches_the_noise",
    ],
    hint="TensorDataset takes tensors as arguments of their own. What does a star before a tuple do in a call?",
)
def load_array(data_arrays, batch_size, is_train=True):
    return DataLoader(TensorDataset(data_arrays), batch_size, shuffle=is_train)


@misconception(
    "loads_arrays_in_place_of_rows",
    loses=[
        "test_a_batch_has_one_tensor_for_each_array",
        "test_rows_come_as_stored_without_is_train",
        "test_no_row_is_lost_or_doubled",
        "test_rows_of_the_arrays_stay_together",
        "test_training_epochs_are_shuffled_anew",
        "test_a_loader_can_be_used_again",
        "test_any_number_of_arrays",
        "test_training_reaches_the_noise",
    ],
    hint="Your loader takes the pair of arrays for a data set of two examples. What puts tensors side by side, row by row?",
)
def load_array(data_arrays, batch_size, is_train=True):
    return DataLoader(data_arrays, batch_size, shuffle=is_train)


@misconception(
    "always_batches_of_ten",
    loses=["test_a_batch_has_one_tensor_for_each_array", "test_no_row_is_lost_or_doubled"],
    hint="Your batches have the same size whatever is asked for. Which argument did you not pass on?",
)
def load_array(data_arrays, batch_size, is_train=True):
    return DataLoader(TensorDataset(*data_arrays), 10, shuffle=is_train)


@misconception(
    "runs_dry_after_one_epoch",
    loses=["test_training_epochs_are_shuffled_anew", "test_a_loader_can_be_used_again", "test_training_reaches_the_noise"],
    hint="The second epoch is empty. What happens to a generator that has been gone through once?",
)
def load_array(data_arrays, batch_size, is_train=True):
    return (batch for batch in DataLoader(TensorDataset(*data_arrays), batch_size, shuffle=is_train))


@misconception(
    "one_order_for_all_epochs",
    loses=["test_training_epochs_are_shuffled_anew"],
    hint="Your rows are shuffled, but each epoch has the same order. When is the order drawn?",
)
def load_array(data_arrays, batch_size, is_train=True):
    n = len(data_arrays[0])
    order = torch.randperm(n) if is_train else torch.arange(n)
    return [tuple(array[chunk] for array in data_arrays) for chunk in order.split(batch_size)]


@misconception(
    "shuffles_each_array_by_itself",
    loses=["test_rows_of_the_arrays_stay_together", "test_training_reaches_the_noise"],
    hint="Your features and labels are no longer those of one example. How many orders do you draw, and how many are needed?",
)
def load_array(data_arrays, batch_size, is_train=True):
    class Loader:
        def __iter__(self):
            mixed = [a[torch.randperm(len(a))] if is_train else a for a in data_arrays]
            yield from zip(*(a.split(batch_size) for a in mixed))

    return Loader()


@misconception(
    "draws_with_replacement",
    loses=["test_no_row_is_lost_or_doubled", "test_any_number_of_arrays"],
    hint="Some rows come twice in an epoch and others not at all. Are your numbers drawn with or without putting back?",
)
def load_array(data_arrays, batch_size, is_train=True):
    class Loader:
        def __iter__(self):
            n = len(data_arrays[0])
            order = torch.randint(n, (n,)) if is_train else torch.arange(n)
            for chunk in order.split(batch_size):
                yield tuple(array[chunk] for array in data_arrays)

    return Loader()


# --- 2. three nets -----------------------------------------------------------------------------------------


@right
def net_a(num_inputs):
    net = nn.Sequential()
    net.append(nn.Linear(in_features=num_inputs, out_features=1, bias=True))
    return net


@right
def net_a(num_inputs):
    layers = [nn.Linear(num_inputs, 1)]
    return nn.Sequential(*layers)


@right
def net_a(num_inputs):
    net = torch.nn.Sequential()
    net.add_module("0", torch.nn.Linear(num_inputs, 1))
    return net


@misconception(
    "hands_a_list_to_sequential",
    loses=["test_net_a_names_its_parameters_by_place", "test_net_a_is_a_plane", "test_each_call_makes_a_new_net"],
    hint="Sequential takes layers as arguments of their own. What does the error say about the list?",
)
def net_a(num_inputs):
    return nn.Sequential([nn.Linear(num_inputs, 1)])


@misconception(
    "a_python_list_of_layers",
    loses=["test_net_a_names_its_parameters_by_place", "test_net_a_is_a_plane", "test_each_call_makes_a_new_net"],
    hint="A list of layers is not a net. What can a net do that a list cannot?",
)
def net_a(num_inputs):
    return [nn.Linear(num_inputs, 1)]


@misconception(
    "bare_layer",
    loses=["test_net_a_names_its_parameters_by_place", "test_net_a_is_a_plane"],
    hint="Your net is the layer itself, and so its parameters have no place in their names. What is the layer to be put in?",
)
def net_a(num_inputs):
    return nn.Linear(num_inputs, 1)


@misconception(
    "inputs_and_outputs_swapped",
    loses=["test_net_a_is_a_plane"],
    hint="Your layer has one input and many outputs. In which order does Linear take its two sizes?",
)
def net_a(num_inputs):
    return nn.Sequential(nn.Linear(1, num_inputs))


@misconception(
    "relu_at_the_end",
    loses=["test_net_a_is_a_plane"],
    hint="Your predictions are never negative. Does linear regression have an activation?",
)
def net_a(num_inputs):
    return nn.Sequential(nn.Linear(num_inputs, 1), nn.ReLU())


@misconception(
    "no_bias",
    loses=["test_net_a_names_its_parameters_by_place", "test_net_a_is_a_plane"],
    hint="Your plane goes through the origin. What did you tell the layer about its bias?",
)
def net_a(num_inputs):
    return nn.Sequential(nn.Linear(num_inputs, 1, bias=False))


@misconception(
    "always_two_inputs",
    loses=["test_net_a_is_a_plane"],
    hint="Your net has two inputs whatever is asked for. Which argument did you not use?",
)
def net_a(num_inputs):
    return nn.Sequential(nn.Linear(2, 1))


@right
def net_b(num_inputs):
    net = nn.Sequential()
    layer = nn.Linear(num_inputs, 1)
    net.add_module(name="linear", module=layer)
    return net


@right
def net_b(num_inputs):
    net = nn.Sequential()
    net.linear = nn.Linear(num_inputs, 1)
    return net


@right
def net_b(num_inputs):
    net = nn.Sequential()
    net.register_module("linear", nn.Linear(num_inputs, 1))
    return net


@misconception(
    "appends_without_a_name",
    loses=["test_nets_b_and_c_name_their_parameters_by_name", "test_net_b_is_a_plane", "test_saved_weights_fit_by_name"],
    hint="Your layer is known by its place again. Which method of an empty net takes a name as well?",
)
def net_b(num_inputs):
    net = nn.Sequential()
    net.append(nn.Linear(num_inputs, 1))
    return net


@misconception(
    "name_and_layer_swapped",
    loses=[
        "test_nets_b_and_c_name_their_parameters_by_name",
        "test_net_b_is_a_plane",
        "test_each_call_makes_a_new_net",
        "test_saved_weights_fit_by_name",
    ],
    hint="The error says that a module's name should be a string. In which order does add_module take its arguments?",
)
def net_b(num_inputs):
    net = nn.Sequential()
    net.add_module(nn.Linear(num_inputs, 1), "linear")
    return net


@misconception(
    "another_name",
    loses=["test_nets_b_and_c_name_their_parameters_by_name", "test_net_b_is_a_plane", "test_saved_weights_fit_by_name"],
    hint="Your layer has a name, and it is not the one asked for. Does it matter when weights are loaded?",
)
def net_b(num_inputs):
    net = nn.Sequential()
    net.add_module("layer", nn.Linear(num_inputs, 1))
    return net


@misconception(
    "dot_in_the_name",
    loses=[
        "test_nets_b_and_c_name_their_parameters_by_name",
        "test_net_b_is_a_plane",
        "test_each_call_makes_a_new_net",
        "test_saved_weights_fit_by_name",
    ],
    hint="The error says what a module's name may not contain. Which part of `linear.weight` is the layer's own name?",
)
def net_b(num_inputs):
    net = nn.Sequential()
    net.add_module("linear.weight", nn.Linear(num_inputs, 1))
    return net


@misconception(
    "returns_what_add_module_returns",
    loses=[
        "test_nets_b_and_c_name_their_parameters_by_name",
        "test_net_b_is_a_plane",
        "test_each_call_makes_a_new_net",
        "test_saved_weights_fit_by_name",
    ],
    hint="Your function returns None. What does add_module return, and what do you want to return?",
)
def net_b(num_inputs):
    return nn.Sequential().add_module("linear", nn.Linear(num_inputs, 1))


@right
def net_c(num_inputs):
    layers = OrderedDict()
    layers["linear"] = nn.Linear(num_inputs, 1)
    return nn.Sequential(layers)


@right
def net_c(num_inputs):
    return nn.Sequential(OrderedDict(linear=nn.Linear(num_inputs, 1)))


@right
def net_c(num_inputs):
    return torch.nn.Sequential(OrderedDict({"linear": torch.nn.Linear(num_inputs, 1)}))


@misconception(
    "a_plain_dict",
    loses=[
        "test_nets_b_and_c_name_their_parameters_by_name",
        "test_net_c_is_a_plane",
        "test_each_call_makes_a_new_net",
        "test_saved_weights_fit_by_name",
    ],
    hint="Sequential wants to be sure of the order of its layers. Which kind of dictionary was named in the exercise?",
)
def net_c(num_inputs):
    return nn.Sequential({"linear": nn.Linear(num_inputs, 1)})


@misconception(
    "unpacks_the_values",
    loses=["test_nets_b_and_c_name_their_parameters_by_name", "test_net_c_is_a_plane", "test_saved_weights_fit_by_name"],
    hint="You hand over the layers and leave their names behind. What should Sequential get, the values or the whole?",
)
def net_c(num_inputs):
    layers = OrderedDict([("linear", nn.Linear(num_inputs, 1))])
    return nn.Sequential(*layers.values())


@misconception(
    "flat_pair_for_the_dict",
    loses=[
        "test_nets_b_and_c_name_their_parameters_by_name",
        "test_net_c_is_a_plane",
        "test_each_call_makes_a_new_net",
        "test_saved_weights_fit_by_name",
    ],
    hint="An OrderedDict is made of a list of pairs. Of what is yours made, a list of pairs or one pair?",
)
def net_c(num_inputs):
    return nn.Sequential(OrderedDict(("linear", nn.Linear(num_inputs, 1))))


# --- 3. LinearNet ------------------------------------------------------------------------------------------


@right
class LinearNet(nn.Module):
    def __init__(self, num_inputs):
        super(LinearNet, self).__init__()
        self.linear = torch.nn.Linear(num_inputs, 1)

    def forward(self, X):
        y = self.linear(X)
        return y


@right
class LinearNet(torch.nn.Module):
    def __init__(self, num_inputs):
        nn.Module.__init__(self)
        self.add_module("linear", nn.Linear(in_features=num_inputs, out_features=1))

    def forward(self, X):
        return nn.functional.linear(X, self.linear.weight, self.linear.bias)


@right
class LinearNet(nn.Module):
    def __init__(self, num_inputs):
        super().__init__()
        self.linear = nn.LazyLinear(1)
        self.linear(torch.zeros(1, num_inputs))

    def forward(self, X):
        return X @ self.linear.weight.T + self.linear.bias


@misconception(
    "layer_in_a_python_list",
    loses=["test_linear_net_has_its_parameters", "test_linear_net_is_a_plane", "test_linear_net_can_be_trained",
           "test_training_reaches_the_noise"],
    hint="Your net computes and has no parameters. Where does torch look for them, and where did you put the layer?",
)
class LinearNet(nn.Module):
    def __init__(self, num_inputs):
        super().__init__()
        self.layers = [nn.Linear(num_inputs, 1)]

    def forward(self, X):
        return self.layers[0](X)


@misconception(
    "module_not_set_up",
    loses=["test_linear_net_gives_a_column", "test_linear_net_has_its_parameters", "test_linear_net_is_a_plane",
           "test_linear_net_can_be_trained", "test_training_reaches_the_noise"],
    hint="Torch cannot assign a module before something else has been called. What is the first line of __init__ for?",
)
class LinearNet(nn.Module):
    def __init__(self, num_inputs):
        self.linear = nn.Linear(num_inputs, 1)

    def forward(self, X):
        return self.linear(X)


@misconception(
    "flattens_the_predictions",
    loses=["test_linear_net_gives_a_column", "test_linear_net_is_a_plane", "test_training_reaches_the_noise"],
    hint="Your predictions are a row and the labels are a column. What does the loss make of their difference?",
)
class LinearNet(nn.Module):
    def __init__(self, num_inputs):
        super().__init__()
        self.linear = nn.Linear(num_inputs, 1)

    def forward(self, X):
        return self.linear(X).reshape(-1)


@misconception(
    "activation_after_the_layer",
    loses=["test_linear_net_is_a_plane", "test_linear_net_can_be_trained", "test_training_reaches_the_noise"],
    hint="Your predictions are squeezed between zero and one. Does a regression have an activation at its end?",
)
class LinearNet(nn.Module):
    def __init__(self, num_inputs):
        super().__init__()
        self.linear = nn.Linear(num_inputs, 1)

    def forward(self, X):
        return torch.sigmoid(self.linear(X))


@misconception(
    "new_layer_in_each_call",
    loses=["test_linear_net_has_its_parameters", "test_linear_net_is_a_plane", "test_linear_net_can_be_trained",
           "test_training_reaches_the_noise"],
    hint="A layer that is made in forward lives for one call. Where should it be made, so that training can hold on to it?",
)
class LinearNet(nn.Module):
    def __init__(self, num_inputs):
        super().__init__()
        self.num_inputs = num_inputs

    def forward(self, X):
        return nn.Linear(self.num_inputs, 1)(X)


@misconception(
    "predicts_outside_the_graph",
    loses=["test_linear_net_can_be_trained", "test_training_reaches_the_noise"],
    hint="The predictions are right and carry no gradient. What in forward keeps autograd from watching?",
)
class LinearNet(nn.Module):
    def __init__(self, num_inputs):
        super().__init__()
        self.linear = nn.Linear(num_inputs, 1)

    def forward(self, X):
        with torch.no_grad():
            return self.linear(X)


@misconception(
    "another_attribute",
    loses=["test_linear_net_has_its_parameters", "test_linear_net_is_a_plane", "test_linear_net_can_be_trained"],
    hint="Your layer is stored under another name. How will those who load saved weights find it?",
)
class LinearNet(nn.Module):
    def __init__(self, num_inputs):
        super().__init__()
        self.layer = nn.Linear(num_inputs, 1)

    def forward(self, X):
        return self.layer(X)


# --- 4. names ----------------------------------------------------------------------------------------------


@right
def PREDICT_NAMES():
    return {
        "A": ("0.weight", "0.bias", "2.weight", "2.bias"),
        "B": ("layer.weight", "layer.bias"),
        "C": (),
        "D": ("layers.0.weight", "layers.0.bias", "layers.1.weight", "layers.1.bias"),
    }


@misconception(
    "counts_only_layers_with_weights",
    loses=["test_predicted_names_of_layers_without_parameters"],
    hint="Does a layer without parameters take a place in the row? Print net A.",
)
def PREDICT_NAMES():
    return {
        "A": ["0.weight", "0.bias", "1.weight", "1.bias"],
        "B": ["layer.weight", "layer.bias"],
        "C": [],
        "D": ["layers.0.weight", "layers.0.bias", "layers.1.weight", "layers.1.bias"],
    }


@misconception(
    "counts_from_one",
    loses=["test_predicted_names_of_layers_without_parameters", "test_predicted_names_of_two_kinds_of_list"],
    hint="Your first layer has the number 1. Which number has the first element of a Python list?",
)
def PREDICT_NAMES():
    return {
        "A": ["1.weight", "1.bias", "3.weight", "3.bias"],
        "B": ["layer.weight", "layer.bias"],
        "C": [],
        "D": ["layers.1.weight", "layers.1.bias", "layers.2.weight", "layers.2.bias"],
    }


@misconception(
    "keeps_both_of_one_name",
    loses=["test_predicted_names_of_a_name_used_twice"],
    hint="A net keeps its layers in a dictionary, under their names. What does that do with a second value for the same key?",
)
def PREDICT_NAMES():
    return {
        "A": ["0.weight", "0.bias", "2.weight", "2.bias"],
        "B": ["layer.weight", "layer.bias", "layer.weight", "layer.bias"],
        "C": [],
        "D": ["layers.0.weight", "layers.0.bias", "layers.1.weight", "layers.1.bias"],
    }


@misconception(
    "numbers_the_second_of_one_name",
    loses=["test_predicted_names_of_a_name_used_twice"],
    hint="Torch does not invent names. What does a dictionary do with a second value for the same key?",
)
def PREDICT_NAMES():
    return {
        "A": ["0.weight", "0.bias", "2.weight", "2.bias"],
        "B": ["layer.weight", "layer.bias", "layer_1.weight", "layer_1.bias"],
        "C": [],
        "D": ["layers.0.weight", "layers.0.bias", "layers.1.weight", "layers.1.bias"],
    }


@misconception(
    "finds_layers_in_any_list",
    loses=["test_predicted_names_of_two_kinds_of_list"],
    hint="Net C keeps its layers in a list of Python's own. What does torch look at when an attribute is stored, only the "
    "attribute or also what is inside it?",
)
def PREDICT_NAMES():
    return {
        "A": ["0.weight", "0.bias", "2.weight", "2.bias"],
        "B": ["layer.weight", "layer.bias"],
        "C": ["layers.0.weight", "layers.0.bias", "layers.1.weight", "layers.1.bias"],
        "D": ["layers.0.weight", "layers.0.bias", "layers.1.weight", "layers.1.bias"],
    }


@misconception(
    "forgets_the_attribute_before_the_place",
    loses=["test_predicted_names_of_two_kinds_of_list"],
    hint="The list is itself stored in the net, under a name. Is the way to a parameter one step or two?",
)
def PREDICT_NAMES():
    return {
        "A": ["0.weight", "0.bias", "2.weight", "2.bias"],
        "B": ["layer.weight", "layer.bias"],
        "C": [],
        "D": ["0.weight", "0.bias", "1.weight", "1.bias"],
    }


@misconception(
    "names_in_one_string",
    loses=[
        "test_name_predictions_can_be_read",
        "test_predicted_names_of_layers_without_parameters",
        "test_predicted_names_of_a_name_used_twice",
        "test_predicted_names_of_two_kinds_of_list",
    ],
    hint="Write each name as a string of its own, in a list. How does a list without anything in it look?",
)
def PREDICT_NAMES():
    return {
        "A": "0.weight, 0.bias, 2.weight, 2.bias",
        "B": "layer.weight, layer.bias",
        "C": "none",
        "D": "layers.0.weight, layers.0.bias, layers.1.weight, layers.1.bias",
    }


@right
def param_names(net):
    return list(dict(net.named_parameters()))


@right
def param_names(net):
    names = []
    for path, module in net.named_modules():
        for key in module._parameters:
            if module._parameters[key] is not None:
                names.append(f"{path}.{key}" if path else key)
    return names


@right
def param_names(net):
    kept = {key for key, _ in net.named_buffers()}
    return [key for key in net.state_dict() if key not in kept]


@misconception(
    "counts_what_is_merely_kept",
    loses=["test_names_of_other_nets"],
    hint="Your list holds more than training changes. What else does a state_dict save?",
)
def param_names(net):
    return list(net.state_dict())


@misconception(
    "names_of_the_layers",
    loses=["test_names_of_the_first_net", "test_names_of_other_nets"],
    hint="You list the layers. How many parameters has a linear layer, and what are they called?",
)
def param_names(net):
    return [name for name, _ in net.named_children()]


@misconception(
    "pairs_of_name_and_tensor",
    loses=["test_names_of_other_nets"],
    hint="Your list holds pairs. Which part of each pair is the name?",
)
def param_names(net):
    return list(net.named_parameters())


@misconception(
    "gives_a_generator",
    loses=["test_names_of_the_first_net"],
    hint="Your names come one at a time from a generator. What makes a list of it?",
)
def param_names(net):
    return (name for name, _ in net.named_parameters())


@misconception(
    "last_part_of_the_name",
    loses=["test_names_of_other_nets"],
    hint="Two of your names are alike. What tells the weight of one layer from that of another?",
)
def param_names(net):
    return [name.split(".")[-1] for name, _ in net.named_parameters()]


# --- 5. init_net -------------------------------------------------------------------------------------------


@right
def init_net(net, sigma):
    for layer in net.modules():
        if type(layer) is nn.Linear:
            layer.weight.data.normal_(0, sigma)
            layer.bias.data.fill_(0)


@right
def init_net(net, sigma):
    def start(module):
        if isinstance(module, torch.nn.Linear):
            torch.nn.init.normal_(module.weight, mean=0.0, std=sigma)
            torch.nn.init.constant_(module.bias, 0.0)

    return net.apply(start)


@right
def init_net(net, sigma):
    with torch.no_grad():
        for name, param in net.named_parameters():
            if name.endswith("weight"):
                param.copy_(sigma * torch.randn(param.shape, device=param.device))
            else:
                param.zero_()
    return net


@right
def init_net(net, sigma):
    import numpy as np

    for layer in net.modules():
        if isinstance(layer, nn.Linear):
            drawn = torch.from_numpy(np.random.normal(0.0, sigma, tuple(layer.weight.shape)))
            layer.load_state_dict({"weight": drawn.float(), "bias": torch.zeros(layer.out_features)})


@misconception(
    "sigma_as_the_mean",
    loses=["test_weights_are_normal_with_the_given_sd", "test_every_linear_layer_is_initialised",
           "test_weights_start_small_and_bias_at_zero"],
    hint="Your weights scatter by 1 about sigma. In which order does normal_ take mean and standard deviation?",
)
def init_net(net, sigma):
    for layer in net.modules():
        if isinstance(layer, nn.Linear):
            nn.init.normal_(layer.weight, sigma)
            nn.init.zeros_(layer.bias)


@misconception(
    "sigma_as_the_variance",
    loses=["test_weights_are_normal_with_the_given_sd", "test_every_linear_layer_is_initialised",
           "test_weights_start_small_and_bias_at_zero"],
    hint="Your weights are wider than asked for. Is sigma the variance or the standard deviation, and which does torch take?",
)
def init_net(net, sigma):
    for layer in net.modules():
        if isinstance(layer, nn.Linear):
            nn.init.normal_(layer.weight, std=sigma**0.5)
            nn.init.zeros_(layer.bias)


@misconception(
    "sigma_squared",
    loses=["test_weights_are_normal_with_the_given_sd"],
    hint="Your weights are narrower than asked for. The formula has a squared sigma; what does torch want?",
)
def init_net(net, sigma):
    for layer in net.modules():
        if isinstance(layer, nn.Linear):
            nn.init.normal_(layer.weight, std=sigma**2)
            nn.init.zeros_(layer.bias)


@misconception(
    "always_a_hundredth",
    loses=["test_weights_are_normal_with_the_given_sd"],
    hint="Your weights start at the same size whatever is asked for. Which argument did you not use?",
)
def init_net(net, sigma):
    for layer in net.modules():
        if isinstance(layer, nn.Linear):
            nn.init.normal_(layer.weight, std=0.01)
            nn.init.zeros_(layer.bias)


@misconception(
    "uniform_start",
    loses=["test_weights_are_normal_with_the_given_sd"],
    hint="Your weights are spread evenly and end at a sharp edge. Which distribution is asked for?",
)
def init_net(net, sigma):
    for layer in net.modules():
        if isinstance(layer, nn.Linear):
            nn.init.uniform_(layer.weight, -sigma, sigma)
            nn.init.zeros_(layer.bias)


@misconception(
    "weights_of_zero",
    loses=["test_weights_start_small_and_bias_at_zero", "test_weights_are_normal_with_the_given_sd",
           "test_each_start_is_drawn_anew"],
    hint="All your weights are equal. How would two units of a layer ever become different?",
)
def init_net(net, sigma):
    for layer in net.modules():
        if isinstance(layer, nn.Linear):
            nn.init.zeros_(layer.weight)
            nn.init.zeros_(layer.bias)


@misconception(
    "leaves_the_start_to_torch",
    loses=["test_weights_start_small_and_bias_at_zero", "test_weights_are_normal_with_the_given_sd",
           "test_every_linear_layer_is_initialised"],
    hint="Your net starts where torch puts it. How wide is that, and where should the weights and the bias start here?",
)
def init_net(net, sigma):
    for layer in net.modules():
        if isinstance(layer, nn.Linear):
            layer.reset_parameters()


@misconception(
    "forgets_the_bias",
    loses=["test_weights_start_small_and_bias_at_zero", "test_every_linear_layer_is_initialised"],
    hint="A linear layer has two parameters. What did torch put into the one that you left alone?",
)
def init_net(net, sigma):
    for layer in net.modules():
        if isinstance(layer, nn.Linear):
            nn.init.normal_(layer.weight, std=sigma)


@misconception(
    "random_bias",
    loses=["test_weights_start_small_and_bias_at_zero", "test_every_linear_layer_is_initialised"],
    hint="You treat weight and bias alike. Where should the bias start?",
)
def init_net(net, sigma):
    for param in net.parameters():
        nn.init.normal_(param, std=sigma)


@misconception(
    "first_layer_only",
    loses=["test_every_linear_layer_is_initialised", "test_weights_are_normal_with_the_given_sd",
           "test_parameters_stay_trainable", "test_each_start_is_drawn_anew"],
    hint="You reach for the layer at place 0. What if it is not a linear layer, or if there are more of them?",
)
def init_net(net, sigma):
    net[0].weight.data.normal_(0, sigma)
    net[0].bias.data.fill_(0)


@misconception(
    "outer_layers_only",
    loses=["test_every_linear_layer_is_initialised", "test_weights_are_normal_with_the_given_sd"],
    hint="A layer that sits inside a net inside the net keeps its old weights. Which method visits all of them?",
)
def init_net(net, sigma):
    for layer in net.children():
        if isinstance(layer, nn.Linear):
            nn.init.normal_(layer.weight, std=sigma)
            nn.init.zeros_(layer.bias)


@misconception(
    "in_place_under_autograd",
    loses=["test_weights_start_small_and_bias_at_zero", "test_weights_are_normal_with_the_given_sd",
           "test_every_linear_layer_is_initialised", "test_parameters_stay_trainable", "test_each_start_is_drawn_anew"],
    hint="Autograd is watching while you change a parameter in place. How do you tell it to look away?",
)
def init_net(net, sigma):
    for layer in net.modules():
        if isinstance(layer, nn.Linear):
            layer.weight.normal_(0, sigma)
            layer.bias.zero_()


@misconception(
    "assigns_a_plain_tensor",
    loses=["test_weights_start_small_and_bias_at_zero", "test_weights_are_normal_with_the_given_sd",
           "test_every_linear_layer_is_initialised", "test_parameters_stay_trainable", "test_each_start_is_drawn_anew"],
    hint="A layer does not take a plain tensor for its weight. Can you change the numbers instead of the parameter?",
)
def init_net(net, sigma):
    for layer in net.modules():
        if isinstance(layer, nn.Linear):
            layer.weight = sigma * torch.randn(layer.weight.shape)
            layer.bias = torch.zeros(layer.bias.shape)


@misconception(
    "freezes_the_parameters",
    loses=["test_parameters_stay_trainable"],
    hint="The numbers are right, but training would not move them any more. What did you switch off and not on again?",
)
def init_net(net, sigma):
    for layer in net.modules():
        if isinstance(layer, nn.Linear):
            layer.requires_grad_(False)
            layer.weight.normal_(0, sigma)
            layer.bias.zero_()


@misconception(
    "same_draw_for_every_net",
    loses=["test_each_start_is_drawn_anew"],
    hint="Two nets start with the same weights. Who sets the random numbers back each time?",
)
def init_net(net, sigma):
    torch.manual_seed(0)
    for layer in net.modules():
        if isinstance(layer, nn.Linear):
            nn.init.normal_(layer.weight, std=sigma)
            nn.init.zeros_(layer.bias)


# --- 6. train_concise --------------------------------------------------------------------------------------


@right
def train_concise(net, data_iter, lr, num_epochs):
    loss = nn.MSELoss(reduction="sum")
    trainer = torch.optim.SGD(net.parameters(), lr=lr)
    history = []
    for epoch in range(num_epochs):
        for X, y in data_iter:
            l = loss(net(X), y) / len(y)
            trainer.zero_grad()
            l.backward()
            trainer.step()
        total, count = 0.0, 0
        with torch.no_grad():
            for X, y in data_iter:
                total += loss(net(X), y).item()
                count += len(y)
        history.append(total / count)
    return history


@right
def train_concise(net, data_iter, lr, num_epochs):
    history = []
    for _ in range(num_epochs):
        for X, y in data_iter:
            error = (net(X) - y).square().mean()
            grads = torch.autograd.grad(error, list(net.parameters()))
            with torch.no_grad():
                for param, grad in zip(net.parameters(), grads):
                    param.sub_(lr * grad)
        with torch.no_grad():
            squares = torch.cat([(net(X) - y).square().reshape(-1) for X, y in data_iter])
        history.append(squares.mean().item())
    return history


@right
def train_concise(net, data_iter, lr, num_epochs):
    optimizer = torch.optim.SGD(net.parameters(), lr)

    def everything():
        parts = list(data_iter)
        X, y = (torch.cat([part[k] for part in parts]) for k in (0, 1))
        return float(nn.functional.mse_loss(net(X), y).detach())

    def epoch():
        for X, y in data_iter:
            optimizer.zero_grad(set_to_none=False)
            nn.functional.mse_loss(net(X), y).backward()
            optimizer.step()
        return everything()

    return [epoch() for _ in range(num_epochs)]


@misconception(
    "loss_of_the_last_batch",
    loses=["test_reported_error_is_that_of_all_examples"],
    hint="You report what the last mini-batch had before its step. What is the error of all examples, after it?",
)
def train_concise(net, data_iter, lr, num_epochs):
    loss = nn.MSELoss()
    trainer = torch.optim.SGD(net.parameters(), lr=lr)
    losses = []
    for _ in range(num_epochs):
        for X, y in data_iter:
            trainer.zero_grad()
            l = loss(net(X), y)
            l.backward()
            trainer.step()
        losses.append(l.item())
    return losses


@misconception(
    "mean_of_the_batch_means",
    loses=["test_reported_error_is_that_of_all_examples"],
    hint="Your average gives each batch the same weight. How much does an example in the short last batch count?",
)
def train_concise(net, data_iter, lr, num_epochs):
    loss = nn.MSELoss()
    trainer = torch.optim.SGD(net.parameters(), lr=lr)
    losses = []
    for _ in range(num_epochs):
        for X, y in data_iter:
            trainer.zero_grad()
            loss(net(X), y).backward()
            trainer.step()
        with torch.no_grad():
            means = [float(loss(net(X), y)) for X, y in data_iter]
        losses.append(sum(means) / len(means))
    return losses


@misconception(
    "running_mean_during_the_epoch",
    loses=["test_reported_error_is_that_of_all_examples"],
    hint="You add up the losses while the net is changing. Which net do the early ones belong to?",
)
def train_concise(net, data_iter, lr, num_epochs):
    loss = nn.MSELoss()
    trainer = torch.optim.SGD(net.parameters(), lr=lr)
    losses = []
    for _ in range(num_epochs):
        total = count = 0
        for X, y in data_iter:
            trainer.zero_grad()
            l = loss(net(X), y)
            l.backward()
            trainer.step()
            total, count = total + float(l.detach()) * len(X), count + len(X)
        losses.append(total / count)
    return losses


@misconception(
    "gradients_are_never_cleared",
    loses=["test_training_lowers_the_error", "test_each_step_is_plain_gradient_descent",
           "test_training_reaches_the_noise", "test_training_finds_another_plane"],
    hint="Your steps become longer and longer, and swing. What does backward() do with the gradients that it finds?",
)
def train_concise(net, data_iter, lr, num_epochs):
    loss = nn.MSELoss()
    trainer = torch.optim.SGD(net.parameters(), lr=lr)
    losses = []
    for _ in range(num_epochs):
        for X, y in data_iter:
            loss(net(X), y).backward()
            trainer.step()
        with torch.no_grad():
            totals = [(float(loss(net(X), y)) * len(X), len(X)) for X, y in data_iter]
        losses.append(sum(t for t, _ in totals) / sum(c for _, c in totals))
    return losses


@misconception(
    "gradients_cleared_once_an_epoch",
    loses=["test_each_step_is_plain_gradient_descent", "test_training_reaches_the_noise",
           "test_training_finds_another_plane"],
    hint="Within an epoch your gradients pile up. How often must they be cleared, and where does that line belong?",
)
def train_concise(net, data_iter, lr, num_epochs):
    loss = nn.MSELoss()
    trainer = torch.optim.SGD(net.parameters(), lr=lr)
    losses = []
    for _ in range(num_epochs):
        trainer.zero_grad()
        for X, y in data_iter:
            loss(net(X), y).backward()
            trainer.step()
        with torch.no_grad():
            totals = [(float(loss(net(X), y)) * len(X), len(X)) for X, y in data_iter]
        losses.append(sum(t for t, _ in totals) / sum(c for _, c in totals))
    return losses


@misconception(
    "gradients_cleared_before_the_step",
    loses=["test_training_lowers_the_error", "test_training_reaches_the_noise", "test_training_finds_another_plane",
           "test_each_step_is_plain_gradient_descent"],
    hint="Nothing moves. In which order must the three calls stand so that the step finds a gradient?",
)
def train_concise(net, data_iter, lr, num_epochs):
    loss = nn.MSELoss()
    trainer = torch.optim.SGD(net.parameters(), lr=lr)
    losses = []
    for _ in range(num_epochs):
        for X, y in data_iter:
            loss(net(X), y).backward()
            trainer.zero_grad()
            trainer.step()
        with torch.no_grad():
            totals = [(float(loss(net(X), y)) * len(X), len(X)) for X, y in data_iter]
        losses.append(sum(t for t, _ in totals) / sum(c for _, c in totals))
    return losses


@misconception(
    "loss_called_like_a_function",
    loses=["test_training_gives_one_number_per_epoch", "test_training_lowers_the_error",
           "test_training_reaches_the_noise", "test_training_finds_another_plane",
           "test_each_step_is_plain_gradient_descent", "test_reported_error_is_that_of_all_examples"],
    hint="nn.MSELoss is a class, and its call makes a loss. What must be called with the predictions and labels?",
)
def train_concise(net, data_iter, lr, num_epochs):
    trainer = torch.optim.SGD(net.parameters(), lr=lr)
    losses = []
    for _ in range(num_epochs):
        for X, y in data_iter:
            trainer.zero_grad()
            nn.MSELoss(net(X), y).backward()
            trainer.step()
        losses.append(float(nn.MSELoss(net(X), y)))
    return losses


@misconception(
    "steps_on_the_total",
    loses=["test_training_reaches_the_noise", "test_training_finds_another_plane",
           "test_each_step_is_plain_gradient_descent"],
    hint="Your steps are too long by the number of examples in the batch. Which reduction does your loss use?",
)
def train_concise(net, data_iter, lr, num_epochs):
    trainer = torch.optim.SGD(net.parameters(), lr=lr)
    losses = []
    for _ in range(num_epochs):
        for X, y in data_iter:
            trainer.zero_grad()
            nn.MSELoss(reduction="sum")(net(X), y).backward()
            trainer.step()
        with torch.no_grad():
            totals = [(float(nn.MSELoss(reduction="sum")(net(X), y)), len(X)) for X, y in data_iter]
        losses.append(sum(t for t, _ in totals) / sum(c for _, c in totals))
    return losses


@misconception(
    "half_the_squared_error",
    loses=["test_each_step_is_plain_gradient_descent", "test_reported_error_is_that_of_all_examples"],
    hint="Your loss and your steps are half as large as they should be. Does nn.MSELoss have a factor before the square?",
)
def train_concise(net, data_iter, lr, num_epochs):
    trainer = torch.optim.SGD(net.parameters(), lr=lr)
    losses = []
    for _ in range(num_epochs):
        for X, y in data_iter:
            trainer.zero_grad()
            squared_loss(net(X), y).mean().backward()
            trainer.step()
        with torch.no_grad():
            totals = [(float(squared_loss(net(X), y).sum()), len(X)) for X, y in data_iter]
        losses.append(sum(t for t, _ in totals) / sum(c for _, c in totals))
    return losses


@misconception(
    "divides_by_the_batch_once_more",
    loses=["test_each_step_is_plain_gradient_descent", "test_training_finds_another_plane",
           "test_training_reaches_the_noise"],
    hint="nn.MSELoss is a mean already. What is the batch size still doing in your step?",
)
def train_concise(net, data_iter, lr, num_epochs):
    loss = nn.MSELoss()
    losses = []
    for _ in range(num_epochs):
        for X, y in data_iter:
            trainer = torch.optim.SGD(net.parameters(), lr=lr / len(X))
            trainer.zero_grad()
            loss(net(X), y).backward()
            trainer.step()
        with torch.no_grad():
            totals = [(float(loss(net(X), y)) * len(X), len(X)) for X, y in data_iter]
        losses.append(sum(t for t, _ in totals) / sum(c for _, c in totals))
    return losses


@misconception(
    "adam_in_place_of_sgd",
    loses=["test_training_reaches_the_noise", "test_training_finds_another_plane",
           "test_each_step_is_plain_gradient_descent"],
    hint="Your steps are all about as long as the learning rate. Which optimizer did you choose, and which is asked for?",
)
def train_concise(net, data_iter, lr, num_epochs):
    loss = nn.MSELoss()
    trainer = torch.optim.Adam(net.parameters(), lr=lr)
    losses = []
    for _ in range(num_epochs):
        for X, y in data_iter:
            trainer.zero_grad()
            loss(net(X), y).backward()
            trainer.step()
        with torch.no_grad():
            totals = [(float(loss(net(X), y)) * len(X), len(X)) for X, y in data_iter]
        losses.append(sum(t for t, _ in totals) / sum(c for _, c in totals))
    return losses


@misconception(
    "trains_a_copy",
    loses=["test_training_reaches_the_noise", "test_training_finds_another_plane",
           "test_each_step_is_plain_gradient_descent", "test_reported_error_is_that_of_all_examples"],
    hint="The errors fall, and the net that was handed in is as before. Which net do you train?",
)
def train_concise(net, data_iter, lr, num_epochs):
    import copy

    net, loss = copy.deepcopy(net), nn.MSELoss()
    trainer = torch.optim.SGD(net.parameters(), lr=lr)
    losses = []
    for _ in range(num_epochs):
        for X, y in data_iter:
            trainer.zero_grad()
            loss(net(X), y).backward()
            trainer.step()
        with torch.no_grad():
            totals = [(float(loss(net(X), y)) * len(X), len(X)) for X, y in data_iter]
        losses.append(sum(t for t, _ in totals) / sum(c for _, c in totals))
    return losses


@misconception(
    "errors_as_tensors",
    loses=["test_training_gives_one_number_per_epoch"],
    hint="Your list holds tensors. What turns a tensor with one element into a Python number?",
)
def train_concise(net, data_iter, lr, num_epochs):
    loss = nn.MSELoss()
    trainer = torch.optim.SGD(net.parameters(), lr=lr)
    losses = []
    for _ in range(num_epochs):
        for X, y in data_iter:
            trainer.zero_grad()
            loss(net(X), y).backward()
            trainer.step()
        with torch.no_grad():
            totals = [(loss(net(X), y) * len(X), len(X)) for X, y in data_iter]
        losses.append(sum(t for t, _ in totals) / sum(c for _, c in totals))
    return losses


# --- 7. total and mean -------------------------------------------------------------------------------------


@right
def PREDICT_RULES():
    return {
        "SGD, total to mean": "times B",
        "SGD, mean of half squares to MSELoss": "divided by 2",
        "your own sgd on the total to torch's SGD on the mean": "unchanged",
        "Adam, total to mean": "unchanged",
    }


@misconception(
    "divides_by_the_batch_size",
    loses=["test_predicted_rule_for_the_mean"],
    hint="Is the gradient of the mean larger or smaller than that of the total? What keeps their steps equal?",
)
def PREDICT_RULES():
    return {
        "SGD, total to mean": "divided by B",
        "SGD, mean of half squares to MSELoss": "divided by 2",
        "your own sgd on the total to torch's SGD on the mean": "unchanged",
        "Adam, total to mean": "unchanged",
    }


@misconception(
    "nothing_needs_to_change",
    loses=["test_predicted_rule_for_the_mean", "test_predicted_rule_for_mseloss"],
    hint="Total and mean have the same minimum. Do they have the same slope on the way to it?",
)
def PREDICT_RULES():
    return {
        "SGD, total to mean": "unchanged",
        "SGD, mean of half squares to MSELoss": "unchanged",
        "your own sgd on the total to torch's SGD on the mean": "unchanged",
        "Adam, total to mean": "unchanged",
    }


@misconception(
    "adam_needs_the_batch_size_too",
    loses=["test_predicted_rule_for_adam"],
    hint="How long is Adam's first step when the gradient is doubled? Try it with one parameter.",
)
def PREDICT_RULES():
    return {
        "SGD, total to mean": "times B",
        "SGD, mean of half squares to MSELoss": "divided by 2",
        "your own sgd on the total to torch's SGD on the mean": "unchanged",
        "Adam, total to mean": "times B",
    }


@misconception(
    "corrects_the_scratch_code_twice",
    loses=["test_predicted_rule_for_the_scratch_code"],
    hint="The scratch step already divides by something. What is left to correct?",
)
def PREDICT_RULES():
    return {
        "SGD, total to mean": "times B",
        "SGD, mean of half squares to MSELoss": "divided by 2",
        "your own sgd on the total to torch's SGD on the mean": "times B",
        "Adam, total to mean": "unchanged",
    }


@misconception(
    "forgets_the_half_of_the_squares",
    loses=["test_predicted_rule_for_mseloss"],
    hint="Differentiate the square of the error, with and without the factor before it. Are the slopes the same?",
)
def PREDICT_RULES():
    return {
        "SGD, total to mean": "times B",
        "SGD, mean of half squares to MSELoss": "unchanged",
        "your own sgd on the total to torch's SGD on the mean": "unchanged",
        "Adam, total to mean": "unchanged",
    }


@misconception(
    "doubles_for_the_missing_half",
    loses=["test_predicted_rule_for_mseloss"],
    hint="Without the factor one half, is the slope larger or smaller? Which way must the learning rate go?",
)
def PREDICT_RULES():
    return {
        "SGD, total to mean": "times B",
        "SGD, mean of half squares to MSELoss": "times 2",
        "your own sgd on the total to torch's SGD on the mean": "unchanged",
        "Adam, total to mean": "unchanged",
    }


@misconception(
    "square_root_of_the_batch_size",
    loses=["test_rule_predictions_can_be_read", "test_predicted_rule_for_the_mean"],
    hint="The rule with a root is about noise and other batch sizes. Here the batch is the same; by what does its gradient change?",
)
def PREDICT_RULES():
    return {
        "SGD, total to mean": "times sqrt(B)",
        "SGD, mean of half squares to MSELoss": "divided by 2",
        "your own sgd on the total to torch's SGD on the mean": "unchanged",
        "Adam, total to mean": "unchanged",
    }


@right
def train_sum(net, batches, lr, optimizer="sgd"):
    params = list(net.parameters())
    trainer = torch.optim.Adam(params, lr) if optimizer == "adam" else torch.optim.SGD(params, lr)
    steps = torch.zeros(len(batches), sum(p.numel() for p in params), dtype=params[0].dtype, device=params[0].device)
    for k, (X, y) in enumerate(batches):
        l = 0.5 * nn.functional.mse_loss(net(X), y, reduction="sum")
        trainer.zero_grad()
        l.backward()
        trainer.step()
        steps[k] = nn.utils.parameters_to_vector(params).detach()
    return steps


@right
def train_sum(net, batches, lr, optimizer="sgd"):
    if optimizer == "adam":
        trainer = torch.optim.Adam(net.parameters(), lr=lr)
    rows = []
    for X, y in batches:
        for param in net.parameters():
            param.grad = None
        squared_loss(net(X), y).backward(torch.ones_like(y))
        if optimizer == "adam":
            trainer.step()
        else:
            with torch.no_grad():
                for param in net.parameters():
                    param -= lr * param.grad
        rows.append([v for param in net.parameters() for v in param.detach().reshape(-1).tolist()])
    return torch.tensor(rows, dtype=torch.float64)


@right
def train_sum(net, batches, lr, optimizer="sgd"):
    trainer = getattr(torch.optim, {"sgd": "SGD", "adam": "Adam"}[optimizer])(net.parameters(), lr=lr)
    rows = None
    for X, y in batches:
        trainer.zero_grad()
        for i in range(len(X)):
            (squared_loss(net(X[i : i + 1]), y[i : i + 1])).sum().backward()
        trainer.step()
        row = torch.cat([p.detach().flatten() for p in net.parameters()]).unsqueeze(0).clone()
        rows = row if rows is None else torch.cat([rows, row])
    return rows


@misconception(
    "trajectory_of_views",
    loses=["test_total_takes_the_steps_of_the_sum", "test_adam_takes_steps_of_its_own"],
    hint="All your rows are equal to the last one. Are they copies of the parameters, or the parameters themselves?",
)
def train_sum(net, batches, lr, optimizer="sgd"):
    trainer = {"sgd": torch.optim.SGD, "adam": torch.optim.Adam}[optimizer](net.parameters(), lr=lr)
    rows = []
    for X, y in batches:
        trainer.zero_grad()
        squared_loss(net(X), y).sum().backward()
        trainer.step()
        rows.append([param.detach().reshape(-1) for param in net.parameters()])
    return torch.stack([torch.cat(row) for row in rows])


@misconception(
    "records_before_the_step",
    loses=["test_first_steps_by_hand", "test_total_takes_the_steps_of_the_sum", "test_adam_takes_steps_of_its_own"],
    hint="Your first row is where the net started. Are the rows those before or after the steps?",
)
def train_sum(net, batches, lr, optimizer="sgd"):
    trainer = {"sgd": torch.optim.SGD, "adam": torch.optim.Adam}[optimizer](net.parameters(), lr=lr)
    rows = []
    for X, y in batches:
        rows.append(torch.cat([param.detach().reshape(-1) for param in net.parameters()]))
        trainer.zero_grad()
        squared_loss(net(X), y).sum().backward()
        trainer.step()
    return torch.stack(rows)


@misconception(
    "total_without_the_half",
    loses=["test_first_steps_by_hand", "test_total_takes_the_steps_of_the_sum"],
    hint="Your steps are twice too long. Which of the three losses at the top of the exercise did you take?",
)
def train_sum(net, batches, lr, optimizer="sgd"):
    trainer = {"sgd": torch.optim.SGD, "adam": torch.optim.Adam}[optimizer](net.parameters(), lr=lr)
    rows = []
    for X, y in batches:
        trainer.zero_grad()
        nn.MSELoss(reduction="sum")(net(X), y).backward()
        trainer.step()
        rows.append(torch.cat([param.detach().reshape(-1) for param in net.parameters()]))
    return torch.stack(rows)


@misconception(
    "mean_for_the_total",
    loses=["test_first_steps_by_hand", "test_total_takes_the_steps_of_the_sum"],
    hint="Your steps on the total are those on the mean. What does the loss of the batch have to be here?",
)
def train_sum(net, batches, lr, optimizer="sgd"):
    trainer = {"sgd": torch.optim.SGD, "adam": torch.optim.Adam}[optimizer](net.parameters(), lr=lr)
    rows = []
    for X, y in batches:
        trainer.zero_grad()
        squared_loss(net(X), y).mean().backward()
        trainer.step()
        rows.append(torch.cat([param.detach().reshape(-1) for param in net.parameters()]))
    return torch.stack(rows)


@misconception(
    "totals_pile_up",
    loses=["test_total_takes_the_steps_of_the_sum", "test_adam_takes_steps_of_its_own"],
    hint="The first step is right and the others are too long. What is left from the batch before?",
)
def train_sum(net, batches, lr, optimizer="sgd"):
    trainer = {"sgd": torch.optim.SGD, "adam": torch.optim.Adam}[optimizer](net.parameters(), lr=lr)
    rows = []
    for X, y in batches:
        squared_loss(net(X), y).sum().backward()
        trainer.step()
        rows.append(torch.cat([param.detach().reshape(-1) for param in net.parameters()]))
    return torch.stack(rows)


@misconception(
    "sgd_whatever_is_asked",
    loses=["test_adam_takes_steps_of_its_own"],
    hint="Both optimizers take the same steps in your function. Which argument did you not use?",
)
def train_sum(net, batches, lr, optimizer="sgd"):
    trainer = torch.optim.SGD(net.parameters(), lr=lr)
    rows = []
    for X, y in batches:
        trainer.zero_grad()
        squared_loss(net(X), y).sum().backward()
        trainer.step()
        rows.append(torch.cat([param.detach().reshape(-1) for param in net.parameters()]))
    return torch.stack(rows)


@misconception(
    "new_optimizer_for_each_batch",
    loses=["test_adam_takes_steps_of_its_own"],
    hint="Adam remembers the gradients that it has seen. How long does yours live?",
)
def train_sum(net, batches, lr, optimizer="sgd"):
    rows = []
    for X, y in batches:
        trainer = {"sgd": torch.optim.SGD, "adam": torch.optim.Adam}[optimizer](net.parameters(), lr=lr)
        trainer.zero_grad()
        squared_loss(net(X), y).sum().backward()
        trainer.step()
        rows.append(torch.cat([param.detach().reshape(-1) for param in net.parameters()]))
    return torch.stack(rows)


@right
def train_mean(net, batches, lr, optimizer="sgd"):
    params = list(net.parameters())
    trainer = torch.optim.Adam(params, lr) if optimizer == "adam" else torch.optim.SGD(params, lr)
    rows = []
    for X, y in batches:
        l = nn.functional.mse_loss(net(X), y) / 2
        trainer.zero_grad()
        l.backward()
        trainer.step()
        rows.append(nn.utils.parameters_to_vector(params).detach().clone())
    return torch.vstack(rows)


@right
def train_mean(net, batches, lr, optimizer="sgd"):
    make = torch.optim.SGD if optimizer == "sgd" else torch.optim.Adam
    trainer, rows = make(net.parameters(), lr=lr), []
    for X, y in batches:
        loss = squared_loss(net(X), y).sum() / X.shape[0]
        for param, grad in zip(net.parameters(), torch.autograd.grad(loss, list(net.parameters()))):
            param.grad = grad
        trainer.step()
        rows.append([v for param in net.parameters() for v in param.flatten().tolist()])
    return torch.tensor(rows, dtype=torch.float64)


@right
def train_mean(net, batches, lr, optimizer="sgd"):
    parts = list(net.parameters())
    trainer = torch.optim.Adam(parts, lr=lr) if optimizer == "adam" else None
    trajectory = torch.empty(0, sum(part.numel() for part in parts), dtype=parts[0].dtype, device=parts[0].device)
    for X, y in batches:
        net.zero_grad()
        losses = squared_loss(net(X), y)
        losses.backward(torch.full_like(losses, 1 / losses.numel()))
        with torch.no_grad():
            if trainer is None:
                for part in parts:
                    part.add_(part.grad, alpha=-lr)
            else:
                trainer.step()
        row = torch.hstack([part.detach().ravel() for part in parts])
        trajectory = torch.cat([trajectory, row[None]])
    return trajectory


@misconception(
    "total_for_the_mean",
    loses=["test_first_steps_by_hand", "test_mean_takes_the_steps_of_the_mean"],
    hint="Your steps on the mean are those on the total. What does the loss of the batch have to be here?",
)
def train_mean(net, batches, lr, optimizer="sgd"):
    trainer = {"sgd": torch.optim.SGD, "adam": torch.optim.Adam}[optimizer](net.parameters(), lr=lr)
    rows = []
    for X, y in batches:
        trainer.zero_grad()
        squared_loss(net(X), y).sum().backward()
        trainer.step()
        rows.append(torch.cat([param.detach().reshape(-1) for param in net.parameters()]))
    return torch.stack(rows)


@misconception(
    "mean_squared_error_without_the_half",
    loses=["test_first_steps_by_hand", "test_mean_takes_the_steps_of_the_mean"],
    hint="Your steps are twice too long. Which of the three losses at the top of the exercise did you take?",
)
def train_mean(net, batches, lr, optimizer="sgd"):
    trainer = {"sgd": torch.optim.SGD, "adam": torch.optim.Adam}[optimizer](net.parameters(), lr=lr)
    rows = []
    for X, y in batches:
        trainer.zero_grad()
        nn.MSELoss()(net(X), y).backward()
        trainer.step()
        rows.append(torch.cat([param.detach().reshape(-1) for param in net.parameters()]))
    return torch.stack(rows)


@misconception(
    "divides_by_the_nominal_batch_size",
    loses=["test_mean_takes_the_steps_of_the_mean"],
    hint="Your step on the short last batch is too short. Over how many examples is its mean?",
)
def train_mean(net, batches, lr, optimizer="sgd"):
    trainer = {"sgd": torch.optim.SGD, "adam": torch.optim.Adam}[optimizer](net.parameters(), lr=lr)
    rows = []
    for X, y in batches:
        trainer.zero_grad()
        (squared_loss(net(X), y).sum() / len(batches[0][0])).backward()
        trainer.step()
        rows.append(torch.cat([param.detach().reshape(-1) for param in net.parameters()]))
    return torch.stack(rows)


@misconception(
    "mean_and_division_by_the_batch",
    loses=["test_first_steps_by_hand", "test_mean_takes_the_steps_of_the_mean"],
    hint="You take the mean and divide by the number of examples as well. How often is that division needed?",
)
def train_mean(net, batches, lr, optimizer="sgd"):
    trainer = {"sgd": torch.optim.SGD, "adam": torch.optim.Adam}[optimizer](net.parameters(), lr=lr)
    rows = []
    for X, y in batches:
        trainer.zero_grad()
        (squared_loss(net(X), y).mean() / len(X)).backward()
        trainer.step()
        rows.append(torch.cat([param.detach().reshape(-1) for param in net.parameters()]))
    return torch.stack(rows)


@misconception(
    "means_pile_up",
    loses=["test_mean_takes_the_steps_of_the_mean", "test_adam_takes_steps_of_its_own"],
    hint="The first step is right and the others are too long. What is left from the batch before?",
)
def train_mean(net, batches, lr, optimizer="sgd"):
    trainer = {"sgd": torch.optim.SGD, "adam": torch.optim.Adam}[optimizer](net.parameters(), lr=lr)
    rows = []
    for X, y in batches:
        squared_loss(net(X), y).mean().backward()
        trainer.step()
        rows.append(torch.cat([param.detach().reshape(-1) for param in net.parameters()]))
    return torch.stack(rows)


@right
def equivalent_lr(lr_sum, B):
    return sum([lr_sum] * B)


@right
def equivalent_lr(lr_sum, B):
    return lr_sum / (1 / B)


@right
def equivalent_lr(lr_sum, B):
    return torch.tensor(float(lr_sum), dtype=torch.float64) * B


@misconception(
    "lr_divided_by_the_batch_size",
    loses=["test_equivalent_lr_of_larger_batches"],
    hint="Is the gradient of the mean larger or smaller than that of the total? What keeps their product with the rate?",
)
def equivalent_lr(lr_sum, B):
    return lr_sum / B


@misconception(
    "lr_unchanged",
    loses=["test_equivalent_lr_of_larger_batches"],
    hint="Total and mean have the same minimum. Do they have the same slope on the way to it?",
)
def equivalent_lr(lr_sum, B):
    return lr_sum


@misconception(
    "lr_times_the_root_of_the_batch_size",
    loses=["test_equivalent_lr_of_larger_batches"],
    hint="The rule with a root is about noise when the batch grows. Here the batch is the same; by what does its gradient change?",
)
def equivalent_lr(lr_sum, B):
    return lr_sum * B**0.5


@misconception(
    "lr_with_a_factor_of_two",
    loses=["test_equivalent_lr_of_batches_of_one", "test_equivalent_lr_of_larger_batches"],
    hint="Both losses have the factor one half here. Where does your factor of two come from?",
)
def equivalent_lr(lr_sum, B):
    return lr_sum * B / 2


@right
def mse_lr(lr_half):
    return 0.5 * lr_half


@right
def mse_lr(lr_half):
    return lr_half - lr_half / 2


@right
def mse_lr(lr_half):
    # the slope of e^2 / 2 is e, that of e^2 is 2 e
    e = torch.tensor(3.0, dtype=torch.float64, requires_grad=True)
    (half,) = torch.autograd.grad(e**2 / 2, e)
    (whole,) = torch.autograd.grad(e**2, e)
    return float(lr_half * half / whole)


@misconception(
    "mse_lr_doubled",
    loses=["test_mse_lr_of_any_rate"],
    hint="Without the factor one half, is the slope larger or smaller? Which way must the learning rate go?",
)
def mse_lr(lr_half):
    return 2 * lr_half


@misconception(
    "mse_lr_unchanged",
    loses=["test_mse_lr_of_any_rate"],
    hint="Differentiate the square of the error, with and without the factor before it. Are the slopes the same?",
)
def mse_lr(lr_half):
    return lr_half


@misconception(
    "mse_lr_by_the_root_of_two",
    loses=["test_mse_lr_of_any_rate"],
    hint="The slope of a loss is proportional to the factor before it. Is there a root in that?",
)
def mse_lr(lr_half):
    return lr_half / 2**0.5


@right
def ragged_lrs(lr_sum, n, B):
    full, rest = divmod(n, B)
    return [lr_sum * B] * full + ([lr_sum * rest] if rest else [])


@right
def ragged_lrs(lr_sum, n, B):
    return torch.tensor([lr_sum * len(part) for part in torch.arange(n).split(B)], dtype=torch.float64)


@right
def ragged_lrs(lr_sum, n, B):
    rates, left = [], n
    while left > 0:
        rates.append(equivalent_lr(lr_sum, min(left, B)))
        left -= B
    return rates


@misconception(
    "nominal_size_for_the_last_batch",
    loses=["test_ragged_lrs_of_short_batches"],
    hint="Your last batch has the rate of a full one. Over how many examples is its mean taken?",
)
def ragged_lrs(lr_sum, n, B):
    return [lr_sum * B for _ in range(0, n, B)]


@misconception(
    "rates_divided_by_the_sizes",
    loses=["test_ragged_lrs_of_short_batches"],
    hint="Is the gradient of a mean larger or smaller than that of the total? Your rates go the other way.",
)
def ragged_lrs(lr_sum, n, B):
    return [lr_sum / min(B, n - start) for start in range(0, n, B)]


@misconception(
    "forgets_the_last_batch",
    loses=["test_ragged_lrs_of_short_batches"],
    hint="Count your rates when the batch size does not divide n. Which batch has none?",
)
def ragged_lrs(lr_sum, n, B):
    return [lr_sum * B] * (n // B)


@misconception(
    "share_of_the_last_batch",
    loses=["test_ragged_lrs_of_short_batches"],
    hint="You give the rate for the total a weight for each batch. What is the rate of a full batch on the mean?",
)
def ragged_lrs(lr_sum, n, B):
    return [lr_sum * min(B, n - start) / B for start in range(0, n, B)]


@misconception(
    "a_last_batch_of_zero",
    loses=["test_ragged_lrs_of_full_batches", "test_ragged_lrs_of_short_batches"],
    hint="Where B divides n you have one rate too many. How large is the batch that it belongs to?",
)
def ragged_lrs(lr_sum, n, B):
    return [lr_sum * B] * (n // B) + [lr_sum * (n % B)]


@right
def REASON_ADAM():
    return "sca" + "le"


@misconception(
    "reason_momentum",
    loses=["test_the_reason_explains_adam"],
    hint="If every gradient is doubled, so is their average. What else does Adam do with the gradient?",
)
def REASON_ADAM():
    return "momentum"


@misconception(
    "reason_small_learning_rate",
    loses=["test_the_reason_explains_adam"],
    hint="The cell above used a learning rate of 0.1. Was that small?",
)
def REASON_ADAM():
    return "small"


@misconception(
    "reason_same_minimum",
    loses=["test_the_reason_explains_adam"],
    hint="The minimum is the same for SGD too. Did its steps agree?",
)
def REASON_ADAM():
    return "minimum"


@misconception(
    "reason_batch_size",
    loses=["test_the_reason_explains_adam"],
    hint="You think that Adam knows the batch size. What does an optimizer get to see, the batch or only the gradients?",
)
def REASON_ADAM():
    return "batch"


@misconception(
    "reason_in_own_words",
    loses=["test_a_reason_of_the_list", "test_the_reason_explains_adam"],
    hint="Choose one of the five words of the list. Which of them comes nearest to what you mean?",
)
def REASON_ADAM():
    return "because Adam adapts"


# --- mutants that are no mistakes --------------------------------------------------------------------------

equivalent(
    "train_concise: `with torch.no_grad():` → `totals = [(float(loss(net(X), y)) * len(X), len(X)) for X, y in data_iter]`",
    why="float() leaves the graph behind, so that the numbers and the net are the same; no_grad only saves work, and "
    "cutting the loss off afterwards is as right",
)

equivalent(
    "train_concise: `loss(net(X), y).backward()` → `loss(y, net(X)).backward()`",
    why="a squared error is the same either way round, and so is its gradient",
)

equivalent(
    "train_concise: `totals = [(float(loss(net(X), y)) * len(X), len(X)) for X, y in data_iter]` → "
    "`totals = [(float(loss(y, net(X))) * len(X), len(X)) for X, y in data_iter]`",
    why="a squared error is the same either way round",
)

equivalent(
    "train_sum: `squared_loss(net(X), y).sum().backward()` → `squared_loss(y, net(X)).sum().backward()`",
    why="the given squared_loss is the same either way round, and so is its gradient",
)

equivalent(
    "train_mean: `squared_loss(net(X), y).mean().backward()` → `squared_loss(y, net(X)).mean().backward()`",
    why="the given squared_loss is the same either way round, and so is its gradient",
)

equivalent(
    "train_sum: `rows.append(torch.cat([param.detach().reshape(-1) for param in net.parameters()]))` → "
    "`rows.append(torch.cat([param.reshape(-1) for param in net.parameters()]))`",
    why="torch.cat makes a copy, so that the numbers are the same, and the text leaves open whether the trajectory "
    "remembers where it comes from",
)

equivalent(
    "train_mean: `rows.append(torch.cat([param.detach().reshape(-1) for param in net.parameters()]))` → "
    "`rows.append(torch.cat([param.reshape(-1) for param in net.parameters()]))`",
    why="torch.cat makes a copy, so that the numbers are the same, and the text leaves open whether the trajectory "
    "remembers where it comes from",
)

equivalent(
    "ragged_lrs: `return [lr_sum * min(B, n - start) for start in range(0, n, B)]` → "
    "`return [lr_sum * min(n - start, B) for start in range(0, n, B)]`",
    why="the smaller of two numbers is the same either way round",
)
