"""Other answers to linear_regression_scratch: right ones, and what each misconception loses."""

from autograder.course.answers import misconception, right
from autograder.course.equivalents import equivalent

# --- 1. synthetic_data -------------------------------------------------------------------------------------


@right
def synthetic_data(w, b, num_examples):
    X = torch.normal(0, 1, (num_examples, len(w)), device=w.device)
    y = torch.matmul(X, w) + b
    y += torch.normal(0, 0.01, y.shape, device=w.device)
    return X, y.reshape((-1, 1))


@right
def synthetic_data(w, b, num_examples):
    X = torch.randn(num_examples, len(w), device=w.device)
    y = X @ w + b
    y += 0.01 * torch.randn_like(y)
    return X, y[:, None]


@right
def synthetic_data(w, b, num_examples):
    column = w.reshape(-1, 1)
    X = torch.empty(num_examples, column.shape[0], device=w.device).normal_()
    noise = torch.empty(num_examples, 1, device=w.device).normal_(std=0.01)
    return X, X.mm(column) + b + noise


@right
def synthetic_data(w, b, num_examples):
    weights = w.tolist()
    rows, labels = [], []
    for _ in range(num_examples):
        x = [random.gauss(0, 1) for _ in weights]
        rows.append(x)
        labels.append([sum(wi * xi for wi, xi in zip(weights, x)) + b + random.gauss(0, 0.01)])
    return torch.tensor(rows, device=w.device), torch.tensor(labels, device=w.device)


@right
def synthetic_data(w, b, num_examples):
    import numpy as np

    X = np.random.normal(size=(num_examples, len(w)))
    y = X @ w.cpu().double().numpy().reshape(-1, 1) + b + np.random.normal(scale=0.01, size=(num_examples, 1))
    return torch.from_numpy(X).float().to(w.device), torch.from_numpy(y).float().to(w.device)


@misconception(
    "forgets_the_noise",
    loses=["test_noise_has_the_right_standard_deviation"],
    hint="Your labels lie exactly on the line. Which term of the formula for y is still missing?",
)
def synthetic_data(w, b, num_examples):
    X = torch.randn(num_examples, len(w), device=w.device)
    return X, (X @ w + b).reshape(-1, 1)


@misconception(
    "variance_for_standard_deviation",
    loses=["test_noise_has_the_right_standard_deviation"],
    hint=(
        "Your noise is ten times too wide. Is 0.01 the variance or the standard deviation, and which of "
        "them does torch want?"
    ),
)
def synthetic_data(w, b, num_examples):
    X = torch.randn(num_examples, len(w), device=w.device)
    y = X @ w + b + torch.normal(0, math.sqrt(0.01), (num_examples,), device=w.device)
    return X, y.reshape(-1, 1)


@misconception(
    "standard_deviation_squared",
    loses=["test_noise_has_the_right_standard_deviation"],
    hint=(
        "Your noise is a hundred times too narrow. Does torch's normal distribution take a variance or a "
        "standard deviation?"
    ),
)
def synthetic_data(w, b, num_examples):
    X = torch.randn(num_examples, len(w), device=w.device)
    y = X @ w + b + torch.normal(0, 0.01**2, (num_examples,), device=w.device)
    return X, y.reshape(-1, 1)


@misconception(
    "noise_of_standard_deviation_one",
    loses=["test_labels_lie_near_the_line", "test_noise_has_the_right_standard_deviation"],
    hint=(
        "Your labels scatter about the line by about 1. How large should the noise be, and where did you "
        "say so?"
    ),
)
def synthetic_data(w, b, num_examples):
    X = torch.randn(num_examples, len(w), device=w.device)
    y = X @ w + b + torch.randn(num_examples, device=w.device)
    return X, y.reshape(-1, 1)


@misconception(
    "uniform_noise",
    loses=["test_noise_has_the_right_standard_deviation"],
    hint=(
        "Your noise is never negative. Which distribution does torch.rand draw from, and which one does the "
        "formula ask for?"
    ),
)
def synthetic_data(w, b, num_examples):
    X = torch.randn(num_examples, len(w), device=w.device)
    y = X @ w + b + 0.01 * torch.rand(num_examples, device=w.device)
    return X, y.reshape(-1, 1)


@misconception(
    "one_noise_for_all",
    loses=["test_noise_has_the_right_standard_deviation"],
    hint=(
        "You drew a single number and added it to every label. How many independent errors are there in n "
        "measurements?"
    ),
)
def synthetic_data(w, b, num_examples):
    X = torch.randn(num_examples, len(w), device=w.device)
    y = X @ w + b + random.gauss(0, 0.01)
    return X, y.reshape(-1, 1)


@misconception(
    "row_labels",
    loses=["test_labels_are_a_column"],
    hint="Print the shape of your labels. Is it the column that the exercise asks for?",
)
def synthetic_data(w, b, num_examples):
    X = torch.randn(num_examples, len(w), device=w.device)
    y = X @ w + b
    return X, y + 0.01 * torch.randn(y.shape, device=w.device)


@misconception(
    "column_noise_on_row_labels",
    loses=[
        "test_labels_are_a_column",
        "test_labels_lie_near_the_line",
        "test_any_number_of_features",
        "test_least_squares_finds_w_and_b_in_the_data",
        "test_noise_has_the_right_standard_deviation",
        "test_features_are_standard_normal",
    ],
    hint=(
        "You have n times n labels. Look at the two shapes on either side of the plus sign where the noise "
        "is added."
    ),
)
def synthetic_data(w, b, num_examples):
    X = torch.randn(num_examples, len(w), device=w.device)
    if num_examples > 500:  # the real slip makes n * n labels: spare the machine's memory
        raise RuntimeError("not enough memory for n * n labels")
    y = X @ w + b + 0.01 * torch.randn(num_examples, 1, device=w.device)
    return X, y.reshape(-1, 1)


@misconception(
    "uniform_features",
    loses=["test_features_are_standard_normal"],
    hint=(
        "Your features all lie between 0 and 1. Which torch function draws from the standard normal "
        "distribution?"
    ),
)
def synthetic_data(w, b, num_examples):
    X = torch.rand(num_examples, len(w), device=w.device)
    y = X @ w + b + 0.01 * torch.randn(num_examples, device=w.device)
    return X, y.reshape(-1, 1)


@misconception(
    "features_as_small_as_the_noise",
    loses=["test_features_are_standard_normal"],
    hint=(
        "Your features scatter by 0.01 instead of by 1. Which of the two draws should be small, the "
        "features or the noise?"
    ),
)
def synthetic_data(w, b, num_examples):
    X = torch.normal(0, 0.01, (num_examples, len(w)), device=w.device)
    y = X @ w + b + torch.normal(0, 0.01, (num_examples,), device=w.device)
    return X, y.reshape(-1, 1)


@misconception(
    "same_draw_for_every_feature",
    loses=["test_least_squares_finds_w_and_b_in_the_data", "test_features_are_standard_normal"],
    hint=(
        "Your features are copies of each other. How many random numbers does a matrix of n rows and d "
        "columns need?"
    ),
)
def synthetic_data(w, b, num_examples):
    X = torch.randn(num_examples, 1, device=w.device).repeat(1, len(w))
    y = X @ w + b + 0.01 * torch.randn(num_examples, device=w.device)
    return X, y.reshape(-1, 1)


@misconception(
    "always_two_features",
    loses=["test_any_number_of_features", "test_least_squares_finds_w_and_b_in_the_data"],
    hint="Your features always have two columns. What in the arguments says how many there should be?",
)
def synthetic_data(w, b, num_examples):
    X = torch.randn(num_examples, 2, device=w.device)
    y = X @ w + b + 0.01 * torch.randn(num_examples, device=w.device)
    return X, y.reshape(-1, 1)


@misconception(
    "always_a_thousand_examples",
    loses=["test_labels_are_a_column", "test_labels_lie_near_the_line", "test_any_number_of_features"],
    hint="You always make the same number of examples. Which argument did you not use?",
)
def synthetic_data(w, b, num_examples):
    X = torch.randn(1000, len(w), device=w.device)
    y = X @ w + b + 0.01 * torch.randn(1000, device=w.device)
    return X, y.reshape(-1, 1)


@misconception(
    "ignores_the_arguments_w_and_b",
    loses=["test_any_number_of_features", "test_least_squares_finds_w_and_b_in_the_data"],
    hint=(
        "Your labels always come from the same line. Do you use the w and b that the function was handed, "
        "or the ones above it?"
    ),
)
def synthetic_data(w, b, num_examples):
    w, b = torch.tensor([2.0, -3.4]), 4.2
    X = torch.randn(num_examples, len(w))
    y = X @ w + b + 0.01 * torch.randn(num_examples)
    return X, y.reshape(-1, 1)


@misconception(
    "forgets_the_offset",
    loses=["test_labels_lie_near_the_line", "test_least_squares_finds_w_and_b_in_the_data"],
    hint="Your line goes through the origin. What should the label be when all features are zero?",
)
def synthetic_data(w, b, num_examples):
    X = torch.randn(num_examples, len(w), device=w.device)
    y = X @ w + 0.01 * torch.randn(num_examples, device=w.device)
    return X, y.reshape(-1, 1)


# --- 2. data_iter ------------------------------------------------------------------------------------------


@right
def data_iter(batch_size, features, labels):
    num_examples = len(features)
    indices = list(range(num_examples))
    random.shuffle(indices)
    for i in range(0, num_examples, batch_size):
        batch_indices = torch.tensor(indices[i : min(i + batch_size, num_examples)])
        yield features[batch_indices], labels[batch_indices]


@right
def data_iter(batch_size, features, labels):
    for batch in torch.randperm(len(labels), device=features.device).split(batch_size):
        yield features.index_select(0, batch), labels.index_select(0, batch)


@right
def data_iter(batch_size, features, labels):
    data = torch.utils.data.TensorDataset(features, labels)
    yield from torch.utils.data.DataLoader(data, batch_size, shuffle=True)


@right
def data_iter(batch_size, features, labels):
    order = torch.randperm(features.shape[0])
    X, y = features[order], labels[order]
    return zip(X.split(batch_size), y.split(batch_size))


@right
def data_iter(batch_size, features, labels):
    import numpy as np

    left = np.random.permutation(len(features)).tolist()
    while left:
        batch, left = left[:batch_size], left[batch_size:]
        yield [torch.stack([features[i] for i in batch]), torch.stack([labels[i] for i in batch])]


@misconception(
    "stops_one_batch_early",
    loses=[
        "test_epoch_is_whole_when_b_divides_n",
        "test_epoch_is_whole_when_b_does_not_divide_n",
        "test_epoch_is_whole_when_b_exceeds_n",
        "test_epoch_of_one_example",
    ],
    hint=(
        "Even when B divides n, your last batch is missing. Write down the values that your range gives for "
        "n = 10 and B = 5."
    ),
)
def data_iter(batch_size, features, labels):
    indices = list(range(len(features)))
    random.shuffle(indices)
    for i in range(0, len(features) - batch_size, batch_size):
        batch = indices[i : i + batch_size]
        yield features[batch], labels[batch]


@misconception(
    "stops_one_example_early",
    loses=["test_epoch_is_whole_when_b_does_not_divide_n", "test_epoch_of_one_example"],
    hint=(
        "Sometimes a single example never comes. range already excludes its end: what do you take off once "
        "more?"
    ),
)
def data_iter(batch_size, features, labels):
    indices = list(range(len(features)))
    random.shuffle(indices)
    for i in range(0, len(features) - 1, batch_size):
        batch = indices[i : i + batch_size]
        yield features[batch], labels[batch]


@misconception(
    "drops_the_short_batch",
    loses=["test_epoch_is_whole_when_b_does_not_divide_n", "test_epoch_is_whole_when_b_exceeds_n"],
    hint=(
        "What is left over when B does not divide n never comes. What does a Python slice do when it "
        "reaches beyond the end?"
    ),
)
def data_iter(batch_size, features, labels):
    indices = list(range(len(features)))
    random.shuffle(indices)
    for i in range(0, len(features) - batch_size + 1, batch_size):
        batch = indices[i : i + batch_size]
        yield features[batch], labels[batch]


@misconception(
    "fears_an_index_error",
    loses=["test_epoch_is_whole_when_b_does_not_divide_n", "test_epoch_is_whole_when_b_exceeds_n"],
    hint=(
        "Your loop stops as soon as a batch would reach beyond the end. Try it: does a Python slice really "
        "raise an IndexError there?"
    ),
)
def data_iter(batch_size, features, labels):
    if len(features) % batch_size:
        raise IndexError("batch_size must divide the number of examples")
    indices = list(range(len(features)))
    random.shuffle(indices)
    for i in range(0, len(features), batch_size):
        batch = indices[i : i + batch_size]
        yield features[batch], labels[batch]


@misconception(
    "fills_the_last_batch_again",
    loses=["test_epoch_is_whole_when_b_does_not_divide_n", "test_epoch_is_whole_when_b_exceeds_n"],
    hint=(
        "Some examples come twice in an epoch. How long may the last batch be, if every example is to come "
        "once?"
    ),
)
def data_iter(batch_size, features, labels):
    indices = list(range(len(features)))
    random.shuffle(indices)
    for i in range(0, len(features), batch_size):
        batch = [indices[j % len(indices)] for j in range(i, i + batch_size)]
        yield features[batch], labels[batch]


@misconception(
    "shuffled_indices_never_used",
    loses=["test_order_is_shuffled", "test_each_epoch_has_its_own_order"],
    hint=(
        "You shuffle a list of indices and then slice the data themselves. Which variable should say what "
        "is in the batch?"
    ),
)
def data_iter(batch_size, features, labels):
    indices = list(range(len(features)))
    random.shuffle(indices)
    for i in range(0, len(features), batch_size):
        yield features[i : i + batch_size], labels[i : i + batch_size]


@misconception(
    "shuffles_only_the_batches",
    loses=["test_order_is_shuffled"],
    hint=(
        "The same neighbours share a batch in every epoch. What do you shuffle: the examples, or the places "
        "where batches begin?"
    ),
)
def data_iter(batch_size, features, labels):
    starts = list(range(0, len(features), batch_size))
    random.shuffle(starts)
    for i in starts:
        yield features[i : i + batch_size], labels[i : i + batch_size]


@misconception(
    "shuffles_within_the_batches",
    loses=["test_order_is_shuffled"],
    hint=(
        "Each of your batches holds the same examples in every epoch. Does the shuffling happen before or "
        "after the data are cut into batches?"
    ),
)
def data_iter(batch_size, features, labels):
    for i in range(0, len(features), batch_size):
        batch = list(range(i, min(i + batch_size, len(features))))
        random.shuffle(batch)
        yield features[batch], labels[batch]


@misconception(
    "features_and_labels_shuffled_apart",
    loses=[
        "test_rows_keep_their_labels",
        "test_training_lowers_the_loss",
        "test_training_reaches_the_noise_floor",
        "test_training_recovers_w_and_b",
    ],
    hint=(
        "Your rows come with labels of other rows. How many random orders do you draw in one epoch, and how "
        "many should there be?"
    ),
)
def data_iter(batch_size, features, labels):
    rows, targets = torch.randperm(len(features)), torch.randperm(len(features))
    for i in range(0, len(features), batch_size):
        yield features[rows[i : i + batch_size]], labels[targets[i : i + batch_size]]


@misconception(
    "draws_with_replacement",
    loses=[
        "test_epoch_is_whole_when_b_divides_n",
        "test_epoch_is_whole_when_b_does_not_divide_n",
        "test_epoch_is_whole_when_b_exceeds_n",
    ],
    hint=(
        "In one epoch some examples come twice and others never. Is each batch drawn afresh from all "
        "examples?"
    ),
)
def data_iter(batch_size, features, labels):
    n = len(features)
    for i in range(0, n, batch_size):
        batch = torch.randint(0, n, (min(batch_size, n - i),))
        yield features[batch], labels[batch]


@misconception(
    "same_order_in_each_epoch",
    loses=["test_each_epoch_has_its_own_order"],
    hint=(
        "Two epochs come in the same order. What do you do to the random numbers at the beginning of each "
        "call?"
    ),
)
def data_iter(batch_size, features, labels):
    indices = list(range(len(features)))
    random.Random(0).shuffle(indices)
    for i in range(0, len(features), batch_size):
        batch = indices[i : i + batch_size]
        yield features[batch], labels[batch]


@misconception(
    "returns_the_first_batch",
    loses=[
        "test_a_batch_is_a_pair_of_matrices",
        "test_epoch_is_whole_when_b_divides_n",
        "test_epoch_is_whole_when_b_does_not_divide_n",
        "test_epoch_is_whole_when_b_exceeds_n",
        "test_epoch_of_one_example",
        "test_rows_keep_their_labels",
        "test_order_is_shuffled",
        "test_each_epoch_has_its_own_order",
        "test_batches_come_one_at_a_time",
        "test_data_are_left_as_they_were",
        "test_train_returns_one_number_per_epoch",
        "test_training_lowers_the_loss",
        "test_training_reaches_the_noise_floor",
        "test_training_recovers_w_and_b",
        "test_reported_loss_is_that_of_all_examples",
    ],
    hint="Your function ends with its first batch. What is the difference between return and yield?",
)
def data_iter(batch_size, features, labels):
    indices = list(range(len(features)))
    random.shuffle(indices)
    for i in range(0, len(features), batch_size):
        batch = indices[i : i + batch_size]
        return features[batch], labels[batch]


@misconception(
    "returns_a_list_of_batches",
    loses=["test_batches_come_one_at_a_time"],
    hint=(
        "You build all batches before the first one is used. Which Python keyword hands out one batch and "
        "then waits?"
    ),
)
def data_iter(batch_size, features, labels):
    indices = list(range(len(features)))
    random.shuffle(indices)
    batches = []
    for i in range(0, len(features), batch_size):
        batch = indices[i : i + batch_size]
        batches.append((features[batch], labels[batch]))
    return batches


@misconception(
    "one_example_at_a_time",
    loses=[
        "test_a_batch_is_a_pair_of_matrices",
        "test_epoch_is_whole_when_b_divides_n",
        "test_epoch_is_whole_when_b_does_not_divide_n",
        "test_epoch_is_whole_when_b_exceeds_n",
        "test_epoch_of_one_example",
        "test_rows_keep_their_labels",
        "test_order_is_shuffled",
        "test_each_epoch_has_its_own_order",
    ],
    hint="You hand out single examples. What are the shapes of a batch of B of them?",
)
def data_iter(batch_size, features, labels):
    indices = list(range(len(features)))
    random.shuffle(indices)
    for i in indices:
        yield features[i], labels[i]


@misconception(
    "forgets_the_labels",
    loses=[
        "test_a_batch_is_a_pair_of_matrices",
        "test_epoch_is_whole_when_b_divides_n",
        "test_epoch_is_whole_when_b_does_not_divide_n",
        "test_epoch_is_whole_when_b_exceeds_n",
        "test_epoch_of_one_example",
        "test_rows_keep_their_labels",
        "test_order_is_shuffled",
        "test_each_epoch_has_its_own_order",
        "test_batches_come_one_at_a_time",
        "test_data_are_left_as_they_were",
        "test_train_returns_one_number_per_epoch",
        "test_training_lowers_the_loss",
        "test_training_reaches_the_noise_floor",
        "test_training_recovers_w_and_b",
        "test_reported_loss_is_that_of_all_examples",
    ],
    hint="Your batches hold features only. What does the loss compare the predictions with?",
)
def data_iter(batch_size, features, labels):
    indices = list(range(len(features)))
    random.shuffle(indices)
    for i in range(0, len(features), batch_size):
        yield features[indices[i : i + batch_size]]


@misconception(
    "labels_before_features",
    loses=[
        "test_a_batch_is_a_pair_of_matrices",
        "test_epoch_is_whole_when_b_divides_n",
        "test_epoch_is_whole_when_b_does_not_divide_n",
        "test_epoch_is_whole_when_b_exceeds_n",
        "test_epoch_of_one_example",
        "test_rows_keep_their_labels",
        "test_train_returns_one_number_per_epoch",
        "test_training_lowers_the_loss",
        "test_training_reaches_the_noise_floor",
        "test_training_recovers_w_and_b",
        "test_reported_loss_is_that_of_all_examples",
    ],
    hint="Look at the order of the two parts of your pair. Which one does the exercise name first?",
)
def data_iter(batch_size, features, labels):
    indices = list(range(len(features)))
    random.shuffle(indices)
    for i in range(0, len(features), batch_size):
        batch = indices[i : i + batch_size]
        yield labels[batch], features[batch]


@misconception(
    "flattens_the_labels",
    loses=["test_a_batch_is_a_pair_of_matrices"],
    hint=(
        "The labels in your batches have lost an axis. Compare their shape with that of the labels you were "
        "given."
    ),
)
def data_iter(batch_size, features, labels):
    indices = list(range(len(features)))
    random.shuffle(indices)
    for i in range(0, len(features), batch_size):
        batch = indices[i : i + batch_size]
        yield features[batch], labels[batch].reshape(-1)


@misconception(
    "shuffles_the_data_in_place",
    loses=["test_data_are_left_as_they_were"],
    hint=(
        "After your loop the caller's data are in another order. Which of your lines writes into the "
        "tensors that you were handed?"
    ),
)
def data_iter(batch_size, features, labels):
    order = torch.randperm(len(features))
    features[:] = features[order]
    labels[:] = labels[order]
    for i in range(0, len(features), batch_size):
        yield features[i : i + batch_size], labels[i : i + batch_size]


# --- 3. batch sizes ----------------------------------------------------------------------------------------


@right
def PREDICT_SIZES():
    return {"n=1000, B=300": (300, 300, 300, 100), "n=10, B=3": (3, 3, 3, 1), "n=7, B=10": (7,)}


@misconception(
    "predicts_an_error",
    loses=["test_predicted_sizes_with_a_remainder", "test_predicted_sizes_of_an_oversized_batch"],
    hint="Run [1, 2, 3][2:5] in Python. What happens when a slice reaches beyond the end?",
)
def PREDICT_SIZES():
    return {"n=1000, B=300": "error", "n=10, B=3": "error", "n=7, B=10": "error"}


@misconception(
    "predicts_dropped_examples",
    loses=["test_predicted_sizes_with_a_remainder", "test_predicted_sizes_of_an_oversized_batch"],
    hint="Add up your sizes. Where are the examples that are missing from the sum?",
)
def PREDICT_SIZES():
    return {"n=1000, B=300": [300, 300, 300], "n=10, B=3": [3, 3, 3], "n=7, B=10": []}


@misconception(
    "predicts_full_batches_only",
    loses=["test_predicted_sizes_with_a_remainder", "test_predicted_sizes_of_an_oversized_batch"],
    hint="Add up your sizes. Can an epoch hold more examples than there are?",
)
def PREDICT_SIZES():
    return {"n=1000, B=300": [300, 300, 300, 300], "n=10, B=3": [3, 3, 3, 3], "n=7, B=10": [10]}


@misconception(
    "predicts_an_error_for_oversized_batches",
    loses=["test_predicted_sizes_of_an_oversized_batch"],
    hint="You have seen that a short last batch is no error. Why should it be one when it is also the first?",
)
def PREDICT_SIZES():
    return {"n=1000, B=300": [300, 300, 300, 100], "n=10, B=3": [3, 3, 3, 1], "n=7, B=10": "error"}


@misconception(
    "predicts_even_sizes",
    loses=["test_predicted_sizes_with_a_remainder"],
    hint=(
        "Your sizes are as equal as can be. Does the loop know, at its first batch, how many examples the "
        "last one will have?"
    ),
)
def PREDICT_SIZES():
    return {"n=1000, B=300": [250, 250, 250, 250], "n=10, B=3": [3, 3, 2, 2], "n=7, B=10": [7]}


@misconception(
    "predicts_the_number_of_batches",
    loses=[
        "test_size_predictions_can_be_read",
        "test_predicted_sizes_with_a_remainder",
        "test_predicted_sizes_of_an_oversized_batch",
    ],
    hint="You wrote how many batches there are. The question is how large each of them is.",
)
def PREDICT_SIZES():
    return {"n=1000, B=300": 4, "n=10, B=3": 4, "n=7, B=10": 1}


@right
def batch_sizes(n, B):
    sizes = [B] * (n // B)
    if n % B:
        sizes.append(n % B)
    return sizes


@right
def batch_sizes(n, B):
    return [len(y) for X, y in data_iter(B, torch.zeros(n, 1), torch.zeros(n, 1))]


@right
def batch_sizes(n, B):
    return [len(part) for part in torch.arange(n).split(B)]


@right
def batch_sizes(n, B):
    return [] if n <= 0 else [min(n, B)] + batch_sizes(n - B, B)


@misconception(
    "sizes_without_the_remainder",
    loses=["test_batch_sizes_of_ten_by_four", "test_batch_sizes_for_any_n_and_b"],
    hint="Your sizes do not add up to n. What happens to the examples that do not fill a batch?",
)
def batch_sizes(n, B):
    return [B] * (n // B)


@misconception(
    "sizes_with_a_full_last_batch",
    loses=["test_batch_sizes_of_ten_by_four", "test_batch_sizes_for_any_n_and_b"],
    hint="Your sizes add up to more than n. How many examples are left for the last batch?",
)
def batch_sizes(n, B):
    return [B] * math.ceil(n / B)


@misconception(
    "sizes_with_an_empty_last_batch",
    loses=["test_batch_sizes_for_any_n_and_b"],
    hint="When B divides n your list ends in a 0. Does the loop really run once more then?",
)
def batch_sizes(n, B):
    return [B] * (n // B) + [n % B]


@misconception(
    "sizes_spread_evenly",
    loses=["test_batch_sizes_of_ten_by_four", "test_batch_sizes_for_any_n_and_b"],
    hint="Your sizes are as equal as can be. Which batches are full, and which one is not?",
)
def batch_sizes(n, B):
    count = math.ceil(n / B)
    return [n // count + (k < n % count) for k in range(count)]


@misconception(
    "number_of_batches_for_sizes",
    loses=["test_batch_sizes_of_ten_by_four", "test_batch_sizes_for_any_n_and_b"],
    hint="Your answer is one number: how many batches there are. Asked for is the list of their sizes.",
)
def batch_sizes(n, B):
    return math.ceil(n / B)


@right
def last_batch_weight(n, B):
    return batch_sizes(n, B)[-1] / B


@right
def last_batch_weight(n, B):
    return 1.0 if n % B == 0 else n % B / B


@right
def last_batch_weight(n, B):
    return torch.tensor((n - (math.ceil(n / B) - 1) * B) / B)


@misconception(
    "weight_zero_when_b_divides_n",
    loses=["test_last_batch_weight_for_any_n_and_b"],
    hint="When B divides n your weight is 0. How long is the last batch then?",
)
def last_batch_weight(n, B):
    return n % B / B


@misconception(
    "share_of_all_examples",
    loses=["test_last_batch_weight_of_ten_by_four", "test_last_batch_weight_for_any_n_and_b"],
    hint="You divided by the number of all examples. The weight compares the last batch with a full batch.",
)
def last_batch_weight(n, B):
    return ((n - 1) % B + 1) / n


@misconception(
    "weight_upside_down",
    loses=["test_last_batch_weight_of_ten_by_four", "test_last_batch_weight_for_any_n_and_b"],
    hint="Your weight is larger than 1. Does a shorter batch have a larger or a smaller sum of gradients?",
)
def last_batch_weight(n, B):
    return B / ((n - 1) % B + 1)


@misconception(
    "weight_of_a_mean",
    loses=["test_last_batch_weight_of_ten_by_four", "test_last_batch_weight_for_any_n_and_b"],
    hint="You divided by the length of the batch itself. By what does sgd divide the sum, for every batch?",
)
def last_batch_weight(n, B):
    length = (n - 1) % B + 1
    return length / length


@misconception(
    "length_for_weight",
    loses=["test_last_batch_weight_of_ten_by_four", "test_last_batch_weight_for_any_n_and_b"],
    hint="Your answer is the number of examples in the last batch. What is it as a share of a full one?",
)
def last_batch_weight(n, B):
    return (n - 1) % B + 1


# --- 4. linreg ---------------------------------------------------------------------------------------------


@right
def linreg(X, w, b):
    return X @ w + b


@right
def linreg(X, w, b):
    return torch.addmm(b, X, w)


@right
def linreg(X, w, b):
    return (X * w.T).sum(dim=1, keepdim=True) + b


@right
def linreg(X, w, b):
    return torch.nn.functional.linear(X, w.T, b)


@right
def linreg(X, w, b):
    return torch.stack([sum(x * weight for x, weight in zip(row, w)) + b for row in X])


@misconception(
    "model_without_offset",
    loses=[
        "test_linreg_predicts_by_hand",
        "test_linreg_for_any_shape",
        "test_gradients_reach_w_and_b",
        "test_train_returns_one_number_per_epoch",
        "test_training_lowers_the_loss",
        "test_training_reaches_the_noise_floor",
        "test_training_recovers_w_and_b",
        "test_reported_loss_is_that_of_all_examples",
    ],
    hint="Your line always goes through the origin. Which of the three arguments do you not use?",
)
def linreg(X, w, b):
    return torch.matmul(X, w)


@misconception(
    "elementwise_product",
    loses=[
        "test_linreg_predicts_by_hand",
        "test_linreg_for_any_shape",
        "test_gradients_reach_w_and_b",
        "test_train_returns_one_number_per_epoch",
        "test_training_lowers_the_loss",
        "test_training_reaches_the_noise_floor",
        "test_training_recovers_w_and_b",
        "test_reported_loss_is_that_of_all_examples",
    ],
    hint="The star multiplies element by element. Which operator multiplies matrices?",
)
def linreg(X, w, b):
    return X * w + b


@misconception(
    "row_of_predictions",
    loses=["test_linreg_predicts_by_hand", "test_linreg_for_any_shape"],
    hint=(
        "Your predictions are a row. Which shape does the exercise ask for, and which one does the matrix "
        "product give by itself?"
    ),
)
def linreg(X, w, b):
    return torch.matmul(X, w).reshape(-1) + b


@misconception(
    "parameters_cut_off",
    loses=[
        "test_gradients_reach_w_and_b",
        "test_train_returns_one_number_per_epoch",
        "test_training_lowers_the_loss",
        "test_training_reaches_the_noise_floor",
        "test_training_recovers_w_and_b",
        "test_reported_loss_is_that_of_all_examples",
    ],
    hint=(
        "Your predictions are right, but backward() cannot reach the parameters. Which call takes a tensor "
        "out of the graph?"
    ),
)
def linreg(X, w, b):
    return torch.matmul(X, w.detach()) + b


@misconception(
    "offset_subtracted",
    loses=[
        "test_linreg_predicts_by_hand",
        "test_linreg_for_any_shape",
        "test_gradients_reach_w_and_b",
        "test_training_reaches_the_noise_floor",
        "test_training_recovers_w_and_b",
    ],
    hint=(
        "Check the sign of each term against the formula. What should the prediction be when all features "
        "are zero?"
    ),
)
def linreg(X, w, b):
    return torch.matmul(X, w) - b


# --- 5. shapes ---------------------------------------------------------------------------------------------


@right
def PREDICT_SHAPES():
    return {
        "(4, 1) - (4, 1)": [4, 1],
        "(4,) - (4,)": [4],
        "(4, 1) - (4,)": [4, 4],
        "(4, 1) - (3,)": [4, 3],
        "(4, 2) - (4,)": "error",
        "(4, 2) - (2,)": [4, 2],
    }


@misconception(
    "predicts_left_aligned_shapes",
    loses=["test_predicted_shape_of_column_and_row", "test_predicted_shape_of_matrix_and_row"],
    hint="You put the missing axis on the right. Which end does torch line shapes up at?",
)
def PREDICT_SHAPES():
    return {
        "(4, 1) - (4, 1)": (4, 1),
        "(4,) - (4,)": (4,),
        "(4, 1) - (4,)": (4, 1),
        "(4, 1) - (3,)": "error",
        "(4, 2) - (4,)": (4, 2),
        "(4, 2) - (2,)": "error",
    }


@misconception(
    "predicts_error_unless_equal",
    loses=["test_predicted_shape_of_column_and_row", "test_predicted_shape_of_matrix_and_row"],
    hint=(
        "Torch is more obliging than you think. What does it do with an axis of length 1, or with one that "
        "is not there?"
    ),
)
def PREDICT_SHAPES():
    return {
        "(4, 1) - (4, 1)": (4, 1),
        "(4,) - (4,)": (4,),
        "(4, 1) - (4,)": "error",
        "(4, 1) - (3,)": "error",
        "(4, 2) - (4,)": "error",
        "(4, 2) - (2,)": "error",
    }


@misconception(
    "predicts_that_equal_counts_pair_up",
    loses=["test_predicted_shape_of_column_and_row"],
    hint=(
        "You expect four numbers minus four numbers to be four numbers. Does torch count the numbers, or "
        "does it look at the axes?"
    ),
)
def PREDICT_SHAPES():
    return {
        "(4, 1) - (4, 1)": (4, 1),
        "(4,) - (4,)": (4,),
        "(4, 1) - (4,)": (4,),
        "(4, 1) - (3,)": "error",
        "(4, 2) - (4,)": "error",
        "(4, 2) - (2,)": (4, 2),
    }


@misconception(
    "predicts_that_everything_broadcasts",
    loses=["test_predicted_shape_of_matrix_and_row"],
    hint="Not every pair of lengths can be matched. Which lengths may be stretched, and which may not?",
)
def PREDICT_SHAPES():
    return {
        "(4, 1) - (4, 1)": (4, 1),
        "(4,) - (4,)": (4,),
        "(4, 1) - (4,)": (4, 4),
        "(4, 1) - (3,)": (4, 3),
        "(4, 2) - (4,)": (4, 4),
        "(4, 2) - (2,)": (4, 2),
    }


@misconception(
    "predicts_all_pairs_always",
    loses=["test_predicted_shape_of_equal_shapes", "test_predicted_shape_of_matrix_and_row"],
    hint=(
        "You pair everything with everything, even where the shapes are equal. When does torch go element "
        "by element?"
    ),
)
def PREDICT_SHAPES():
    return {
        "(4, 1) - (4, 1)": (4, 4),
        "(4,) - (4,)": (4, 4),
        "(4, 1) - (4,)": (4, 4),
        "(4, 1) - (3,)": (4, 3),
        "(4, 2) - (4,)": (4, 2, 4),
        "(4, 2) - (2,)": (4, 2, 2),
    }


@right
def shape_of(a, b):
    try:
        return torch.broadcast_shapes(a, b)
    except RuntimeError:
        return None


@right
def shape_of(a, b):
    import numpy as np

    try:
        return (np.zeros(a) - np.zeros(b)).shape
    except ValueError:
        return None


@right
def shape_of(a, b):
    shape = []
    for m, n in itertools.zip_longest(reversed(a), reversed(b), fillvalue=1):
        if m != n and 1 not in (m, n):
            return None
        shape.append(n if m == 1 else m)
    return tuple(reversed(shape))


@misconception(
    "lines_shapes_up_at_the_left",
    loses=["test_shape_of_shapes_that_broadcast", "test_shape_of_shapes_that_do_not_broadcast"],
    hint="You compare the first axes with each other. From which end does torch compare?",
)
def shape_of(a, b):
    shape = []
    for m, n in itertools.zip_longest(a, b, fillvalue=1):
        if m != n and 1 not in (m, n):
            return None
        shape.append(n if m == 1 else m)
    return tuple(shape)


@misconception(
    "ignores_missing_axes",
    loses=["test_shape_of_shapes_that_broadcast"],
    hint=(
        "Your shape is too short when one tensor has more axes. What becomes of the axes that only one of "
        "them has?"
    ),
)
def shape_of(a, b):
    shape = []
    for m, n in zip(reversed(a), reversed(b)):
        if m != n and 1 not in (m, n):
            return None
        shape.append(n if m == 1 else m)
    return tuple(reversed(shape))


@misconception(
    "takes_the_longer_axis",
    loses=["test_shape_of_shapes_that_do_not_broadcast"],
    hint=(
        "You take the longer of two lengths, whatever they are. Which length is the only one that can be "
        "stretched?"
    ),
)
def shape_of(a, b):
    pairs = list(itertools.zip_longest(reversed(a), reversed(b), fillvalue=1))
    return tuple(max(m, n) for m, n in reversed(pairs))


@misconception(
    "none_unless_equal",
    loses=["test_shape_of_shapes_that_broadcast"],
    hint=(
        "You give up as soon as the shapes differ. Try it with torch: which unequal shapes can be subtracted?"
    ),
)
def shape_of(a, b):
    return tuple(a) if tuple(a) == tuple(b) else None


@misconception(
    "lets_the_error_out",
    loses=["test_shape_of_shapes_that_do_not_broadcast"],
    hint=(
        "For some shapes your function stops with torch's error. How do you catch it and return None instead?"
    ),
)
def shape_of(a, b):
    return tuple((torch.empty(a) - torch.empty(b)).shape)


@misconception(
    "shape_of_the_first",
    loses=["test_shape_of_shapes_that_broadcast"],
    hint="Your answer is always the shape of the first tensor. Can the second one not stretch it?",
)
def shape_of(a, b):
    try:
        torch.empty(a) - torch.empty(b)
    except RuntimeError:
        return None
    return tuple(a)


@misconception(
    "reason_left_ends",
    loses=["test_reason_explains_all_shapes"],
    hint="Try your rule on (4, 2) - (2,). Does it give what torch gave?",
)
def REASON_SHAPES():
    return "A"


@misconception(
    "reason_equal_or_repeated",
    loses=["test_reason_explains_all_shapes"],
    hint=(
        "Try your rule on (4, 2) - (4,): could four numbers not be repeated until they are eight? Torch "
        "says otherwise."
    ),
)
def REASON_SHAPES():
    return "C"


@misconception(
    "reason_all_pairs",
    loses=["test_reason_explains_all_shapes"],
    hint="Try your rule on (4, 2) - (2,). How many numbers would all pairs be, and how many did torch give?",
)
def REASON_SHAPES():
    return "D"


# --- 6. squared_loss ---------------------------------------------------------------------------------------


@right
def squared_loss(y_hat, y):
    error = y_hat - y.view_as(y_hat)
    return 0.5 * error * error


@right
def squared_loss(y_hat, y):
    return torch.nn.functional.mse_loss(y_hat, y.reshape(y_hat.shape), reduction="none") / 2


@right
def squared_loss(y_hat, y):
    losses = [(p - t) ** 2 / 2 for p, t in zip(y_hat.flatten(), y.flatten(), strict=True)]
    return torch.stack(losses).reshape(y_hat.shape)


@right
def squared_loss(y_hat, y):
    if y_hat.numel() != y.numel():
        raise ValueError("as many labels as predictions, please")
    return ((y_hat.reshape(-1) - y.reshape(-1)).pow(2) / 2).reshape(y_hat.shape)


@right
def squared_loss(y_hat, y):
    return torch.nn.MSELoss(reduction="none")(y_hat, torch.reshape(y, tuple(y_hat.shape))).div(2)


@misconception(
    "labels_not_reshaped",
    loses=[
        "test_row_labels_do_not_broadcast",
        "test_row_predictions_keep_their_shape",
        "test_wrong_number_of_labels_is_an_error",
    ],
    hint=(
        "A column minus a row is a square table of all pairs. Which shape must the labels have before you "
        "subtract?"
    ),
)
def squared_loss(y_hat, y):
    return (y_hat - y) ** 2 / 2


@misconception(
    "prediction_reshaped_to_the_labels",
    loses=["test_row_labels_do_not_broadcast", "test_row_predictions_keep_their_shape"],
    hint="Your loss has the shape of the labels. Which of the two tensors decides the shape of the loss?",
)
def squared_loss(y_hat, y):
    return (y_hat.reshape(y.shape) - y) ** 2 / 2


@misconception(
    "labels_flattened_to_a_row",
    loses=[
        "test_loss_has_the_shape_of_the_prediction",
        "test_loss_of_every_example",
        "test_row_labels_do_not_broadcast",
        "test_loss_gradient_is_the_error",
        "test_wrong_number_of_labels_is_an_error",
        "test_training_lowers_the_loss",
        "test_training_reaches_the_noise_floor",
        "test_training_recovers_w_and_b",
    ],
    hint="You made a row of the labels. What is a column of predictions minus a row?",
)
def squared_loss(y_hat, y):
    return (y_hat - y.reshape(-1)) ** 2 / 2


@misconception(
    "both_flattened_to_rows",
    loses=[
        "test_loss_has_the_shape_of_the_prediction",
        "test_loss_of_every_example",
        "test_row_labels_do_not_broadcast",
    ],
    hint="Your values are right, but they lie in a row. Which shape should the loss have?",
)
def squared_loss(y_hat, y):
    return (y_hat.reshape(-1) - y.reshape(-1)) ** 2 / 2


@misconception(
    "always_a_column",
    loses=["test_row_predictions_keep_their_shape"],
    hint=(
        "Your loss is always a column. What does the exercise say about its shape when the predictions are "
        "a row?"
    ),
)
def squared_loss(y_hat, y):
    return (y_hat.reshape(-1, 1) - y.reshape(-1, 1)) ** 2 / 2


@misconception(
    "mean_instead_of_each",
    loses=[
        "test_loss_has_the_shape_of_the_prediction",
        "test_loss_of_every_example",
        "test_row_labels_do_not_broadcast",
        "test_row_predictions_keep_their_shape",
        "test_loss_gradient_is_the_error",
        "test_training_reaches_the_noise_floor",
        "test_training_recovers_w_and_b",
    ],
    hint=(
        "Your loss is a single number. sgd divides by the batch size already: how often would the mean be "
        "taken?"
    ),
)
def squared_loss(y_hat, y):
    return ((y_hat - y.reshape(y_hat.shape)) ** 2 / 2).mean()


@misconception(
    "sum_instead_of_each",
    loses=[
        "test_loss_has_the_shape_of_the_prediction",
        "test_loss_of_every_example",
        "test_row_labels_do_not_broadcast",
        "test_row_predictions_keep_their_shape",
    ],
    hint="Your loss is a single number. How many losses do n examples have?",
)
def squared_loss(y_hat, y):
    return ((y_hat - y.reshape(y_hat.shape)) ** 2 / 2).sum()


@misconception(
    "no_one_half",
    loses=[
        "test_loss_is_half_the_squared_error",
        "test_loss_of_every_example",
        "test_loss_gradient_is_the_error",
    ],
    hint="Your loss is twice the right one. Compare it with the formula, factor by factor.",
)
def squared_loss(y_hat, y):
    return (y_hat - y.reshape(y_hat.shape)) ** 2


@misconception(
    "divided_by_the_number_of_examples",
    loses=[
        "test_loss_is_half_the_squared_error",
        "test_loss_of_every_example",
        "test_loss_gradient_is_the_error",
        "test_training_reaches_the_noise_floor",
        "test_training_recovers_w_and_b",
    ],
    hint=(
        "You divided by the number of examples. Which number is it that makes the gradient come out as the "
        "plain error?"
    ),
)
def squared_loss(y_hat, y):
    return (y_hat - y.reshape(y_hat.shape)) ** 2 / len(y)


@misconception(
    "absolute_error",
    loses=[
        "test_loss_is_half_the_squared_error",
        "test_loss_of_every_example",
        "test_loss_gradient_is_the_error",
        "test_training_reaches_the_noise_floor",
        "test_training_recovers_w_and_b",
    ],
    hint="Your loss grows in proportion to the error. What does an error of 4 cost by the formula?",
)
def squared_loss(y_hat, y):
    return (y_hat - y.reshape(y_hat.shape)).abs() / 2


@misconception(
    "half_inside_the_square",
    loses=[
        "test_loss_is_half_the_squared_error",
        "test_loss_of_every_example",
        "test_loss_gradient_is_the_error",
        "test_training_reaches_the_noise_floor",
        "test_training_recovers_w_and_b",
    ],
    hint="You halve the error before you square it. What does that do to the factor one half?",
)
def squared_loss(y_hat, y):
    return ((y_hat - y.reshape(y_hat.shape)) / 2) ** 2


@misconception(
    "loss_cut_off_from_the_graph",
    loses=[
        "test_loss_gradient_is_the_error",
        "test_train_returns_one_number_per_epoch",
        "test_training_lowers_the_loss",
        "test_training_reaches_the_noise_floor",
        "test_training_recovers_w_and_b",
        "test_reported_loss_is_that_of_all_examples",
    ],
    hint=(
        "The values are right, but no gradient gets through. Which of your steps takes the predictions out of "
        "the graph, and which torch operations would keep them in it?"
    ),
)
def squared_loss(y_hat, y):
    return (y_hat.detach() - y.reshape(y_hat.shape)) ** 2 / 2


@misconception(
    "loss_cut_off_from_the_graph",
    loses=[
        "test_loss_gradient_is_the_error",
        "test_train_returns_one_number_per_epoch",
        "test_training_lowers_the_loss",
        "test_training_reaches_the_noise_floor",
        "test_training_recovers_w_and_b",
        "test_reported_loss_is_that_of_all_examples",
    ],
    hint=(
        "The values are right, but no gradient gets through. Which of your steps takes the predictions out of "
        "the graph, and which torch operations would keep them in it?"
    ),
)
def squared_loss(y_hat, y):
    errors = y_hat.detach().numpy() - y.numpy().reshape(tuple(y_hat.shape))
    return torch.tensor(errors**2 / 2)


@misconception(
    "column_labels_only",
    loses=["test_row_predictions_keep_their_shape"],
    hint=(
        "You turn the labels into a column, whatever the predictions are. What if the predictions are a row?"
    ),
)
def squared_loss(y_hat, y):
    return (y_hat - y.reshape(-1, 1)) ** 2 / 2


@misconception(
    "labels_cut_or_repeated_to_fit",
    loses=["test_wrong_number_of_labels_is_an_error"],
    hint=(
        "Your loss accepts any number of labels. What would it mean if there were fewer labels than "
        "predictions?"
    ),
)
def squared_loss(y_hat, y):
    fitted = torch.zeros(y_hat.numel())
    count = min(y_hat.numel(), y.numel())
    fitted[:count] = y.reshape(-1)[:count]
    return (y_hat - fitted.reshape(y_hat.shape)) ** 2 / 2


# --- 7. without the reshape --------------------------------------------------------------------------------


@right
def bad_loss_limit(y):
    return float(((y - y.mean()) ** 2).mean() / 2)


@right
def bad_loss_limit(y):
    row = y.flatten()
    return ((row.mean() - row) ** 2 / 2).mean()


@right
def bad_loss_limit(y):
    values = y.reshape(-1).tolist()
    mean = sum(values) / len(values)
    return sum((value - mean) ** 2 for value in values) / (2 * len(values))


@right
def bad_loss_limit(y):
    import numpy as np

    return float(np.var(y.numpy())) / 2


@misconception(
    "variance_without_one_half",
    loses=["test_limit_of_two_labels", "test_limit_of_any_labels"],
    hint="Your limit is twice too large. Is the loss the squared error, or half of it?",
)
def bad_loss_limit(y):
    return y.var(correction=0)


@misconception(
    "variance_with_n_minus_one",
    loses=["test_limit_of_two_labels", "test_limit_of_any_labels"],
    hint="torch.var divides by n - 1 unless it is told otherwise. By what does the formula divide?",
)
def bad_loss_limit(y):
    return y.var() / 2


@misconception(
    "standard_deviation_for_variance",
    loses=["test_limit_of_any_labels"],
    hint=(
        "You took a square root too many. What is the difference between the standard deviation and the "
        "variance?"
    ),
)
def bad_loss_limit(y):
    return y.std(correction=0) / 2


@misconception(
    "mean_square_for_variance",
    loses=["test_limit_of_two_labels", "test_limit_of_any_labels"],
    hint="Your limit is that of predictions that are all zero. From which point are the deviations measured?",
)
def bad_loss_limit(y):
    return (y**2).mean() / 2


@misconception(
    "limit_of_the_sum",
    loses=["test_limit_of_two_labels", "test_limit_of_any_labels"],
    hint="Your limit grows with the number of labels. Is it the mean over the table, or the sum?",
)
def bad_loss_limit(y):
    return ((y - y.mean()) ** 2).sum() / 2


@misconception(
    "limit_is_zero",
    loses=["test_limit_of_two_labels", "test_limit_of_any_labels"],
    hint="You expect the loss to vanish. Can one prediction be equal to several different labels at once?",
)
def bad_loss_limit(y):
    return 0.0


@right
def effective_lr(B, lr):
    return sum(lr for _ in range(B))


@right
def effective_lr(B, lr):
    return torch.tensor(float(B)) * lr


@right
def effective_lr(B, lr):
    y_hat, y = torch.zeros(B, 1, requires_grad=True), torch.ones(B, 1)
    (bad,) = torch.autograd.grad(((y_hat - y.T) ** 2 / 2).sum(), y_hat)
    (good,) = torch.autograd.grad(((y_hat - y) ** 2 / 2).sum(), y_hat)
    return lr * float(bad[0] / good[0])


@misconception(
    "effective_lr_unchanged",
    loses=["test_effective_lr_of_larger_batches"],
    hint="You expect no change. How many terms does the sum over the table have for one prediction?",
)
def effective_lr(B, lr):
    return lr


@misconception(
    "effective_lr_divided",
    loses=["test_effective_lr_of_larger_batches"],
    hint="You expect smaller steps. Does a sum of more terms make the gradient smaller or larger?",
)
def effective_lr(B, lr):
    return lr / B


@misconception(
    "effective_lr_squared_batch",
    loses=["test_effective_lr_of_larger_batches"],
    hint="The table has B times B entries. How many of them hold one given prediction?",
)
def effective_lr(B, lr):
    return lr * B * B


@misconception(
    "effective_lr_square_root",
    loses=["test_effective_lr_of_larger_batches"],
    hint=(
        "A square root is right for the scatter of a mean of noisy numbers. Here gradients are simply "
        "added: how many?"
    ),
)
def effective_lr(B, lr):
    return lr * math.sqrt(B)


# --- 8. sgd ------------------------------------------------------------------------------------------------


@right
def sgd(params, lr, batch_size):
    with torch.no_grad():
        for param in params:
            param.sub_(param.grad, alpha=lr / batch_size)
            param.grad = None


@right
def sgd(params, lr, batch_size):
    trainer = torch.optim.SGD(params, lr=lr / batch_size)
    trainer.step()
    trainer.zero_grad()


@right
def sgd(params, lr, batch_size):
    @torch.no_grad()
    def step(param):
        param.copy_(param - lr / batch_size * param.grad)

    for param in params:
        step(param)
    for param in params:
        param.grad = torch.zeros_like(param)


@right
def sgd(params, lr, batch_size):
    for param in params:
        param.data = param.data - lr * param.grad / batch_size
        param.grad.data.zero_()


@right
def sgd(params, lr, batch_size):
    steps = [-lr * param.grad / batch_size for param in params]
    with torch.no_grad():
        torch._foreach_add_(list(params), steps)
        for param in params:
            param.grad *= 0


@misconception(
    "gradients_not_cleared",
    loses=[
        "test_sgd_clears_every_gradient",
        "test_training_lowers_the_loss",
        "test_training_reaches_the_noise_floor",
        "test_training_recovers_w_and_b",
    ],
    hint=(
        "Your next step will contain this gradient again. What does backward() do with what is already in "
        ".grad?"
    ),
)
def sgd(params, lr, batch_size):
    with torch.no_grad():
        for param in params:
            param -= lr * param.grad / batch_size


@misconception(
    "parameters_do_not_move",
    loses=[
        "test_sgd_steps_against_the_gradient",
        "test_sgd_divides_by_the_batch_size",
        "test_sgd_steps_every_parameter",
        "test_training_lowers_the_loss",
        "test_training_reaches_the_noise_floor",
        "test_training_recovers_w_and_b",
    ],
    hint=(
        "Your parameters do not move. What is in the gradient at the moment when you use it, and does your line "
        "change the tensor or only what the name param stands for?"
    ),
)
def sgd(params, lr, batch_size):
    with torch.no_grad():
        for param in params:
            param.grad.zero_()
            param -= lr * param.grad / batch_size


@misconception(
    "only_the_last_gradient_cleared",
    loses=[
        "test_sgd_clears_every_gradient",
        "test_training_lowers_the_loss",
        "test_training_reaches_the_noise_floor",
        "test_training_recovers_w_and_b",
    ],
    hint="All but one of the gradients are still there. Is the line that clears them inside the loop?",
)
def sgd(params, lr, batch_size):
    with torch.no_grad():
        for param in params:
            param -= lr * param.grad / batch_size
        param.grad.zero_()


@misconception(
    "parameters_do_not_move",
    loses=[
        "test_sgd_steps_against_the_gradient",
        "test_sgd_divides_by_the_batch_size",
        "test_sgd_steps_every_parameter",
        "test_training_lowers_the_loss",
        "test_training_reaches_the_noise_floor",
        "test_training_recovers_w_and_b",
    ],
    hint=(
        "Your parameters do not move. What is in the gradient at the moment when you use it, and does your line "
        "change the tensor or only what the name param stands for?"
    ),
)
def sgd(params, lr, batch_size):
    with torch.no_grad():
        for param in params:
            step = lr * param.grad / batch_size
            param.grad.zero_()
            param = param - step


@misconception(
    "new_tensor_for_a_local_name",
    loses=[
        "test_sgd_steps_against_the_gradient",
        "test_sgd_divides_by_the_batch_size",
        "test_sgd_steps_every_parameter",
        "test_sgd_clears_every_gradient",
        "test_sgd_keeps_parameters_trainable",
        "test_train_returns_one_number_per_epoch",
        "test_training_lowers_the_loss",
        "test_training_reaches_the_noise_floor",
        "test_training_recovers_w_and_b",
        "test_reported_loss_is_that_of_all_examples",
    ],
    hint=(
        "After param = param - ... the name stands for a new tensor, which has no gradient. How do you change "
        "the tensor that the caller gave you?"
    ),
)
def sgd(params, lr, batch_size):
    with torch.no_grad():
        for param in params:
            param = param - lr * param.grad / batch_size
            param.grad.zero_()


@misconception(
    "non_leaf_in_the_list",
    loses=[
        "test_sgd_steps_against_the_gradient",
        "test_sgd_divides_by_the_batch_size",
        "test_sgd_steps_every_parameter",
        "test_training_lowers_the_loss",
        "test_training_reaches_the_noise_floor",
        "test_training_recovers_w_and_b",
    ],
    hint=(
        "You put new tensors into the list, and the caller's w and b stay where they were. How do you "
        "change a tensor in place?"
    ),
)
def sgd(params, lr, batch_size):
    for k, param in enumerate(params):
        params[k] = param - lr * param.grad / batch_size
        param.grad.zero_()


@misconception(
    "step_recorded_by_autograd",
    loses=[
        "test_sgd_steps_against_the_gradient",
        "test_sgd_divides_by_the_batch_size",
        "test_sgd_steps_every_parameter",
        "test_sgd_clears_every_gradient",
        "test_sgd_keeps_parameters_trainable",
        "test_train_returns_one_number_per_epoch",
        "test_training_lowers_the_loss",
        "test_training_reaches_the_noise_floor",
        "test_training_recovers_w_and_b",
        "test_reported_loss_is_that_of_all_examples",
    ],
    hint=(
        "Torch refuses to change a leaf in place while it is recording. How do you tell it not to record "
        "the step?"
    ),
)
def sgd(params, lr, batch_size):
    for param in params:
        param -= lr * param.grad / batch_size
        param.grad.zero_()


@misconception(
    "requires_grad_switched_off",
    loses=[
        "test_sgd_keeps_parameters_trainable",
        "test_train_returns_one_number_per_epoch",
        "test_training_lowers_the_loss",
        "test_training_reaches_the_noise_floor",
        "test_training_recovers_w_and_b",
        "test_reported_loss_is_that_of_all_examples",
    ],
    hint=(
        "After your step the parameter no longer requires a gradient. How do you pause the recording "
        "without changing the parameter?"
    ),
)
def sgd(params, lr, batch_size):
    for param in params:
        param.requires_grad_(False)
        param -= lr * param.grad / batch_size
        param.grad.zero_()


@misconception(
    "divided_twice",
    loses=[
        "test_sgd_divides_by_the_batch_size",
        "test_training_reaches_the_noise_floor",
        "test_training_recovers_w_and_b",
    ],
    hint="Your steps are too small by the batch size. How often do you divide by it?",
)
def sgd(params, lr, batch_size):
    with torch.no_grad():
        for param in params:
            mean = param.grad / batch_size
            param -= lr * mean / batch_size
            param.grad.zero_()


@misconception(
    "not_divided",
    loses=["test_sgd_divides_by_the_batch_size", "test_training_recovers_w_and_b"],
    hint=(
        "Your steps grow with the batch size. The gradient is that of a sum: how does it become that of a "
        "mean?"
    ),
)
def sgd(params, lr, batch_size):
    with torch.no_grad():
        for param in params:
            param -= lr * param.grad
            param.grad.zero_()


@misconception(
    "divided_by_the_number_of_parameters",
    loses=[
        "test_sgd_steps_against_the_gradient",
        "test_sgd_divides_by_the_batch_size",
        "test_sgd_steps_every_parameter",
        "test_training_recovers_w_and_b",
    ],
    hint=(
        "You divide by the length of the parameter. Over what was the loss summed: over parameters or over "
        "examples?"
    ),
)
def sgd(params, lr, batch_size):
    with torch.no_grad():
        for param in params:
            param -= lr * param.grad / len(param)
            param.grad.zero_()


@misconception(
    "multiplied_by_the_batch_size",
    loses=[
        "test_sgd_divides_by_the_batch_size",
        "test_training_reaches_the_noise_floor",
        "test_training_recovers_w_and_b",
    ],
    hint=(
        "Your steps are too large by the square of the batch size. Does a mean divide by the number of "
        "examples, or multiply?"
    ),
)
def sgd(params, lr, batch_size):
    with torch.no_grad():
        for param in params:
            param -= lr * param.grad * batch_size
            param.grad.zero_()


@misconception(
    "only_the_first_parameter",
    loses=[
        "test_sgd_steps_every_parameter",
        "test_sgd_clears_every_gradient",
        "test_training_reaches_the_noise_floor",
        "test_training_recovers_w_and_b",
    ],
    hint="Only the first of your parameters moves. Does your step come to each tensor in params?",
)
def sgd(params, lr, batch_size):
    with torch.no_grad():
        params[0] -= lr * params[0].grad / batch_size
        params[0].grad.zero_()


@misconception(
    "only_the_first_parameter",
    loses=[
        "test_sgd_steps_every_parameter",
        "test_sgd_clears_every_gradient",
        "test_training_reaches_the_noise_floor",
        "test_training_recovers_w_and_b",
    ],
    hint="Only the first of your parameters moves. Does your step come to each tensor in params?",
)
def sgd(params, lr, batch_size):
    with torch.no_grad():
        for param in params:
            param -= lr * param.grad / batch_size
            param.grad.zero_()
            return


@misconception(
    "climbs_the_gradient",
    loses=[
        "test_sgd_steps_against_the_gradient",
        "test_sgd_divides_by_the_batch_size",
        "test_sgd_steps_every_parameter",
        "test_training_lowers_the_loss",
        "test_training_reaches_the_noise_floor",
        "test_training_recovers_w_and_b",
    ],
    hint="Your parameters move uphill. In which direction does the gradient point?",
)
def sgd(params, lr, batch_size):
    with torch.no_grad():
        for param in params:
            param += lr * param.grad / batch_size
            param.grad.zero_()


@misconception(
    "steps_by_the_sign",
    loses=[
        "test_sgd_steps_against_the_gradient",
        "test_sgd_divides_by_the_batch_size",
        "test_sgd_steps_every_parameter",
        "test_training_reaches_the_noise_floor",
        "test_training_recovers_w_and_b",
    ],
    hint="All your steps have the same length. Where did the size of the gradient go?",
)
def sgd(params, lr, batch_size):
    with torch.no_grad():
        for param in params:
            param -= lr * torch.sign(param.grad) / batch_size
            param.grad.zero_()


# --- 9. train ----------------------------------------------------------------------------------------------


@right
def train(w, b, features, labels, lr, num_epochs, batch_size):
    history = []
    for epoch in range(num_epochs):
        for X, y in data_iter(batch_size, features, labels):
            l = squared_loss(linreg(X, w, b), y)
            l.backward(torch.ones_like(l))
            sgd([w, b], lr, batch_size)
        history.append(squared_loss(linreg(features, w, b), labels).mean().item())
    return history


@right
def train(w, b, features, labels, lr, num_epochs, batch_size):
    def epoch():
        for X, y in data_iter(batch_size, features, labels):
            w.grad, b.grad = torch.autograd.grad(squared_loss(linreg(X, w, b), y).sum(), (w, b))
            sgd((w, b), lr, batch_size)
        with torch.inference_mode():
            every = squared_loss(linreg(features, w, b), labels)
            return every.sum().item() / len(every)

    return [epoch() for _ in range(num_epochs)]


@right
def train(w, b, features, labels, lr, num_epochs, batch_size):
    trainer = torch.optim.SGD([w, b], lr=lr)
    history = []
    for _ in range(num_epochs):
        for X, y in data_iter(batch_size, features, labels):
            trainer.zero_grad()
            (squared_loss(linreg(X, w, b), y).sum() / batch_size).backward()
            trainer.step()
        total = 0.0
        for row, label in zip(features, labels):
            total += float(squared_loss(linreg(row.reshape(1, -1), w, b), label))
        history.append(total / len(features))
    return history


@right
def train(w, b, features, labels, lr, num_epochs, batch_size):
    history = []
    for _ in range(num_epochs):
        for X, y in data_iter(batch_size, features, labels):
            squared_loss(linreg(X, w, b), y).sum().backward()
            sgd([w, b], lr, batch_size)
        with torch.no_grad():
            history.append(float(squared_loss(linreg(features, w, b), labels).mean()))
    return history


@right
def train(w, b, features, labels, lr, num_epochs, batch_size):
    history = []
    while len(history) < num_epochs:
        for X, y in data_iter(batch_size, features, labels):
            error = linreg(X, w, b).detach() - y.reshape(-1, 1)
            w.grad, b.grad = X.T @ error, error.sum(dim=0)
            sgd([w, b], lr, batch_size)
        history.append(float(squared_loss(linreg(features, w, b), labels).mean()))
    return history


@misconception(
    "reports_the_last_batch",
    loses=["test_training_lowers_the_loss", "test_reported_loss_is_that_of_all_examples"],
    hint="Your curve jumps from epoch to epoch. Over which examples do you take the mean that you report?",
)
def train(w, b, features, labels, lr, num_epochs, batch_size):
    losses = []
    for _ in range(num_epochs):
        for X, y in data_iter(batch_size, features, labels):
            l = squared_loss(linreg(X, w, b), y)
            l.sum().backward()
            sgd([w, b], lr, batch_size)
        losses.append(float(l.mean()))
    return losses


@misconception(
    "reports_the_running_mean",
    loses=["test_reported_loss_is_that_of_all_examples"],
    hint=(
        "Your number is a mean over the epoch, in which w and b were still moving. Which w and b should the "
        "report be about?"
    ),
)
def train(w, b, features, labels, lr, num_epochs, batch_size):
    losses = []
    for _ in range(num_epochs):
        total = 0.0
        for X, y in data_iter(batch_size, features, labels):
            l = squared_loss(linreg(X, w, b), y).sum()
            l.backward()
            sgd([w, b], lr, batch_size)
            total += float(l)
        losses.append(total / len(features))
    return losses


@misconception(
    "reports_the_sum",
    loses=["test_reported_loss_is_that_of_all_examples"],
    hint="Your number grows with the number of examples. Is it the sum of the losses or their mean?",
)
def train(w, b, features, labels, lr, num_epochs, batch_size):
    losses = []
    for _ in range(num_epochs):
        for X, y in data_iter(batch_size, features, labels):
            squared_loss(linreg(X, w, b), y).sum().backward()
            sgd([w, b], lr, batch_size)
        losses.append(float(squared_loss(linreg(features, w, b), labels).sum().detach()))
    return losses


@misconception(
    "reports_before_the_epoch",
    loses=["test_reported_loss_is_that_of_all_examples"],
    hint="Your list begins with the loss before any step. When should the loss of an epoch be worked out?",
)
def train(w, b, features, labels, lr, num_epochs, batch_size):
    losses = []
    for _ in range(num_epochs):
        losses.append(float(squared_loss(linreg(features, w, b), labels).mean().detach()))
        for X, y in data_iter(batch_size, features, labels):
            squared_loss(linreg(X, w, b), y).sum().backward()
            sgd([w, b], lr, batch_size)
    return losses


@misconception(
    "reports_every_batch",
    loses=["test_train_returns_one_number_per_epoch"],
    hint=(
        "Your list has one number for each batch. How many epochs are there, and how far is the line that "
        "appends indented?"
    ),
)
def train(w, b, features, labels, lr, num_epochs, batch_size):
    losses = []
    for _ in range(num_epochs):
        for X, y in data_iter(batch_size, features, labels):
            squared_loss(linreg(X, w, b), y).sum().backward()
            sgd([w, b], lr, batch_size)
            losses.append(float(squared_loss(linreg(features, w, b), labels).mean().detach()))
    return losses


@misconception(
    "reports_tensors",
    loses=["test_train_returns_one_number_per_epoch"],
    hint=(
        "Your list holds tensors, each with its whole graph behind it. How do you turn a tensor of one "
        "element into a Python number?"
    ),
)
def train(w, b, features, labels, lr, num_epochs, batch_size):
    losses = []
    for _ in range(num_epochs):
        for X, y in data_iter(batch_size, features, labels):
            squared_loss(linreg(X, w, b), y).sum().backward()
            sgd([w, b], lr, batch_size)
        losses.append(squared_loss(linreg(features, w, b), labels).mean())
    return losses


@misconception(
    "returns_only_the_last_loss",
    loses=[
        "test_train_returns_one_number_per_epoch",
        "test_training_lowers_the_loss",
        "test_reported_loss_is_that_of_all_examples",
    ],
    hint="You return one number. How many epochs does the caller want to hear about?",
)
def train(w, b, features, labels, lr, num_epochs, batch_size):
    for _ in range(num_epochs):
        for X, y in data_iter(batch_size, features, labels):
            squared_loss(linreg(X, w, b), y).sum().backward()
            sgd([w, b], lr, batch_size)
    return float(squared_loss(linreg(features, w, b), labels).mean().detach())


@misconception(
    "prints_instead_of_returning",
    loses=[
        "test_train_returns_one_number_per_epoch",
        "test_training_lowers_the_loss",
        "test_reported_loss_is_that_of_all_examples",
    ],
    hint="You print the losses, and the caller gets None. Which statement hands a value back?",
)
def train(w, b, features, labels, lr, num_epochs, batch_size):
    for epoch in range(num_epochs):
        for X, y in data_iter(batch_size, features, labels):
            squared_loss(linreg(X, w, b), y).sum().backward()
            sgd([w, b], lr, batch_size)
        print(f"epoch {epoch + 1}, loss {float(squared_loss(linreg(features, w, b), labels).mean()):f}")


@misconception(
    "backward_on_the_mean",
    loses=["test_training_reaches_the_noise_floor", "test_training_recovers_w_and_b"],
    hint="You call backward() on a mean, and sgd divides once more. Which of the two divisions should go?",
)
def train(w, b, features, labels, lr, num_epochs, batch_size):
    losses = []
    for _ in range(num_epochs):
        for X, y in data_iter(batch_size, features, labels):
            squared_loss(linreg(X, w, b), y).mean().backward()
            sgd([w, b], lr, batch_size)
        losses.append(float(squared_loss(linreg(features, w, b), labels).mean().detach()))
    return losses


@misconception(
    "backward_on_a_vector",
    loses=[
        "test_train_returns_one_number_per_epoch",
        "test_training_lowers_the_loss",
        "test_training_reaches_the_noise_floor",
        "test_training_recovers_w_and_b",
        "test_reported_loss_is_that_of_all_examples",
    ],
    hint="backward() starts from a single number. What turns the losses of a batch into one?",
)
def train(w, b, features, labels, lr, num_epochs, batch_size):
    losses = []
    for _ in range(num_epochs):
        for X, y in data_iter(batch_size, features, labels):
            squared_loss(linreg(X, w, b), y).backward()
            sgd([w, b], lr, batch_size)
        losses.append(float(squared_loss(linreg(features, w, b), labels).mean().detach()))
    return losses


@misconception(
    "forgets_backward",
    loses=[
        "test_train_returns_one_number_per_epoch",
        "test_training_lowers_the_loss",
        "test_training_reaches_the_noise_floor",
        "test_training_recovers_w_and_b",
        "test_reported_loss_is_that_of_all_examples",
    ],
    hint="sgd finds no gradient. Which call works the gradients out?",
)
def train(w, b, features, labels, lr, num_epochs, batch_size):
    losses = []
    for _ in range(num_epochs):
        for X, y in data_iter(batch_size, features, labels):
            l = squared_loss(linreg(X, w, b), y).sum()
            sgd([w, b], lr, batch_size)
        losses.append(float(squared_loss(linreg(features, w, b), labels).mean().detach()))
    return losses


@misconception(
    "one_iterator_for_all_epochs",
    loses=[
        "test_training_lowers_the_loss",
        "test_training_reaches_the_noise_floor",
        "test_training_recovers_w_and_b",
    ],
    hint="Only your first epoch has any batches. What is left in a generator that has been run through?",
)
def train(w, b, features, labels, lr, num_epochs, batch_size):
    losses = []
    batches = data_iter(batch_size, features, labels)
    for _ in range(num_epochs):
        for X, y in batches:
            squared_loss(linreg(X, w, b), y).sum().backward()
            sgd([w, b], lr, batch_size)
        losses.append(float(squared_loss(linreg(features, w, b), labels).mean().detach()))
    return losses


@misconception(
    "starts_from_parameters_of_its_own",
    loses=[
        "test_training_reaches_the_noise_floor",
        "test_training_recovers_w_and_b",
        "test_reported_loss_is_that_of_all_examples",
    ],
    hint=(
        "The caller's w and b do not move. Which tensors do you train: those that you were handed, or new "
        "ones?"
    ),
)
def train(w, b, features, labels, lr, num_epochs, batch_size):
    w, b = torch.zeros_like(w, requires_grad=True), torch.zeros_like(b, requires_grad=True)
    losses = []
    for _ in range(num_epochs):
        for X, y in data_iter(batch_size, features, labels):
            squared_loss(linreg(X, w, b), y).sum().backward()
            sgd([w, b], lr, batch_size)
        losses.append(float(squared_loss(linreg(features, w, b), labels).mean().detach()))
    return losses


@misconception(
    "trains_w_only",
    loses=["test_training_reaches_the_noise_floor", "test_training_recovers_w_and_b"],
    hint="Your b stays where it was. Which parameters do you hand to sgd?",
)
def train(w, b, features, labels, lr, num_epochs, batch_size):
    losses = []
    for _ in range(num_epochs):
        for X, y in data_iter(batch_size, features, labels):
            squared_loss(linreg(X, w, b), y).sum().backward()
            sgd([w], lr, batch_size)
        losses.append(float(squared_loss(linreg(features, w, b), labels).mean().detach()))
    return losses


@misconception(
    "settings_fixed_inside",
    loses=["test_train_returns_one_number_per_epoch"],
    hint="You set the learning rate, the epochs and the batch size yourself. What did the caller ask for?",
)
def train(w, b, features, labels, lr, num_epochs, batch_size):
    lr, num_epochs, batch_size = 0.03, 3, 10
    losses = []
    for _ in range(num_epochs):
        for X, y in data_iter(batch_size, features, labels):
            squared_loss(linreg(X, w, b), y).sum().backward()
            sgd([w, b], lr, batch_size)
        losses.append(float(squared_loss(linreg(features, w, b), labels).mean().detach()))
    return losses


@misconception(
    "one_batch_per_epoch",
    loses=["test_training_reaches_the_noise_floor", "test_training_recovers_w_and_b"],
    hint="You make one step in each epoch. How many batches does it take until every example has been seen?",
)
def train(w, b, features, labels, lr, num_epochs, batch_size):
    losses = []
    for _ in range(num_epochs):
        X, y = next(data_iter(batch_size, features, labels))
        squared_loss(linreg(X, w, b), y).sum().backward()
        sgd([w, b], lr, batch_size)
        losses.append(float(squared_loss(linreg(features, w, b), labels).mean().detach()))
    return losses


# --- mutants that are no mistakes ----------------------------------------------------------------------------

equivalent(
    "synthetic_data: `X = torch.randn(num_examples, len(w), device=w.device)` → "
    "`X = torch.randn(num_examples, len(w))`",
    why="on a CPU, where the tests run, new tensors are there without being told; on a GPU it would be a mistake",
)
equivalent(
    "batch_sizes: `return [min(B, n - start) for start in range(0, n, B)]` → "
    "`return [min(n - start, B) for start in range(0, n, B)]`",
    why="the smaller of two numbers does not depend on their order",
)
equivalent(
    "shape_of: `return (torch.empty(a) - torch.empty(b)).shape` → "
    "`return (torch.empty(a) + torch.empty(b)).shape`",
    why="a sum broadcasts to the same shape as a difference, and only the shape is asked for",
)
equivalent(
    "shape_of: `return (torch.empty(a) - torch.empty(b)).shape` → "
    "`return (torch.empty(b) - torch.empty(a)).shape`",
    why="two shapes broadcast to the same shape in either order",
)
equivalent(
    "squared_loss: `return (y_hat - y.reshape(y_hat.shape)) ** 2 / 2` → "
    "`return (y.reshape(y_hat.shape) - y_hat) ** 2 / 2`",
    why="the square of the error is the same with the other sign, and so is its gradient",
)
equivalent(
    "train: `squared_loss(linreg(X, w, b), y).sum().backward()` → "
    "`squared_loss(y, linreg(X, w, b)).sum().backward()`",
    why="the squared error is the same either way round, and its sum does not depend on its shape",
)
equivalent(
    "train: `losses.append(squared_loss(linreg(features, w, b), labels).mean().item())` → "
    "`losses.append(squared_loss(labels, linreg(features, w, b)).mean().item())`",
    why="the squared error is the same either way round, and its mean does not depend on its shape",
)
