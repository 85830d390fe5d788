"""Other answers to softmax: right ones in other styles, and the misconceptions with the tests that each loses."""

from autograder.course.answers import misconception, right
from autograder.course.equivalents import equivalent

# -------------------------------------------------------------------------------------- 1. softmax


@right
def softmax(X):
    return torch.softmax(X, dim=1)


@right
def softmax(X):
    return torch.exp(X - torch.logsumexp(X, dim=1, keepdim=True))


@right
def softmax(X):
    rows = []
    for row in X:
        parts = (row - row.detach().max()).exp()
        rows.append(parts / parts.sum())
    return torch.stack(rows)


@right
def softmax(X):
    class Softmax(nn.Module):
        def __init__(self):
            super().__init__()
            self.layer = nn.Softmax(dim=-1)

        def forward(self, scores):
            return self.layer(scores)

    return Softmax()(X)


@right
def softmax(X):
    # 1 over the sum of the exponentials of all differences
    return 1 / torch.exp((X.unsqueeze(1) - X.unsqueeze(2)).clamp(max=80.0)).sum(dim=2)


@right
def softmax(X):
    wide = X.double()
    top = wide.max(1)[0].reshape(-1, 1)
    parts = torch.exp(wide - top)
    return torch.divide(parts, torch.sum(parts, 1, True)).to(X.dtype)


@misconception(
    "softmax_as_it_stands",
    loses=["test_softmax_survives_scores_of_any_size", "test_softmax_carries_the_gradient"],
    hint="What is exp(1000) in float32, and inf / inf? The same number may be added to all logits of a row without "
    "changing the probabilities.",
)
def softmax(X):
    X_exp = torch.exp(X)
    return X_exp / X_exp.sum(dim=1, keepdim=True)


@misconception(
    "largest_score_of_the_whole_table",
    loses=["test_softmax_survives_scores_of_any_size"],
    hint="Look at a row of -1000s in a table whose other rows hold 1000s. From which numbers should the largest be taken?",
)
def softmax(X):
    X_exp = torch.exp(X - X.max())
    return X_exp / X_exp.sum(dim=1, keepdim=True)


@misconception(
    "scores_divided_by_the_largest",
    loses=[
        "test_softmax_of_rows_by_hand",
        "test_softmax_for_any_shape",
        "test_softmax_survives_scores_of_any_size",
        "test_softmax_carries_the_gradient",
        "test_softmax_leaves_the_scores_alone",
    ],
    hint="Dividing the logits changes the ratios of the probabilities. What may be done to all logits of a row that leaves "
    "those ratios alone?",
)
def softmax(X):
    X_exp = torch.exp(X / X.abs().max(dim=1, keepdim=True).values)
    return X_exp / X_exp.sum(dim=1, keepdim=True)


@misconception(
    "columns_for_rows",
    loses=[
        "test_softmax_of_rows_by_hand",
        "test_each_row_is_a_distribution",
        "test_softmax_for_any_shape",
        "test_softmax_survives_scores_of_any_size",
        "test_softmax_carries_the_gradient",
        "test_softmax_leaves_the_scores_alone",
    ],
    hint="Add up your probabilities along a row and along a column: which of the two is 1? An example is a row.",
)
def softmax(X):
    return torch.softmax(X, dim=0)


@misconception(
    "one_sum_for_the_whole_table",
    loses=[
        "test_softmax_of_rows_by_hand",
        "test_each_row_is_a_distribution",
        "test_softmax_for_any_shape",
        "test_softmax_survives_scores_of_any_size",
        "test_softmax_carries_the_gradient",
        "test_softmax_leaves_the_scores_alone",
    ],
    hint="All your probabilities together add up to 1. How many distributions should the table hold?",
)
def softmax(X):
    X_exp = torch.exp(X - X.max())
    return X_exp / X_exp.sum()


@misconception(
    "sums_without_keepdim",
    loses=[
        "test_softmax_of_rows_by_hand",
        "test_each_row_is_a_distribution",
        "test_softmax_for_any_shape",
        "test_softmax_survives_scores_of_any_size",
        "test_softmax_carries_the_gradient",
        "test_softmax_leaves_the_scores_alone",
    ],
    hint="What is the shape of your sums, and how does (n, k) / (n,) broadcast? In a square table it even works without an "
    "error, with the wrong sums.",
)
def softmax(X):
    X_exp = torch.exp(X - X.max(dim=1, keepdim=True).values)
    return X_exp / X_exp.sum(dim=1)


@misconception(
    "scores_over_their_sum",
    loses=[
        "test_softmax_of_rows_by_hand",
        "test_each_row_is_a_distribution",
        "test_softmax_for_any_shape",
        "test_softmax_survives_scores_of_any_size",
        "test_softmax_carries_the_gradient",
        "test_softmax_leaves_the_scores_alone",
    ],
    hint="Scores may be negative, and their sum may be zero. Which function makes any number positive before you divide?",
)
def softmax(X):
    return X / X.sum(dim=1, keepdim=True)


@misconception(
    "sigmoid_of_each_score",
    loses=[
        "test_softmax_of_rows_by_hand",
        "test_each_row_is_a_distribution",
        "test_softmax_for_any_shape",
        "test_softmax_survives_scores_of_any_size",
        "test_softmax_carries_the_gradient",
        "test_softmax_leaves_the_scores_alone",
    ],
    hint="Each of your numbers lies between 0 and 1, but do the numbers of a row add up to 1? The classes compete with "
    "each other.",
)
def softmax(X):
    return torch.sigmoid(X)


@misconception(
    "logarithms_of_the_probabilities",
    loses=[
        "test_softmax_of_rows_by_hand",
        "test_each_row_is_a_distribution",
        "test_softmax_for_any_shape",
        "test_softmax_survives_scores_of_any_size",
        "test_softmax_carries_the_gradient",
        "test_softmax_leaves_the_scores_alone",
    ],
    hint="None of your numbers is positive. Is it the probability that you return, or its logarithm?",
)
def softmax(X):
    return torch.log_softmax(X, dim=1)


@misconception(
    "scores_cut_off",
    loses=["test_softmax_survives_scores_of_any_size", "test_softmax_carries_the_gradient"],
    hint="With logits cut off at some number, 200 and 201 look alike. Can you move the row instead of cutting it?",
)
def softmax(X):
    X_exp = torch.exp(torch.clamp(X, -80.0, 80.0))
    return X_exp / X_exp.sum(dim=1, keepdim=True)


@misconception(
    "nan_replaced",
    loses=["test_softmax_survives_scores_of_any_size", "test_softmax_carries_the_gradient"],
    hint="A nan that is replaced by a number is still no probability: does each row add up to 1? Prevent the overflow instead.",
)
def softmax(X):
    X_exp = torch.exp(X)
    return torch.nan_to_num(X_exp / X_exp.sum(dim=1, keepdim=True))


@misconception(
    "small_number_in_the_denominator",
    loses=["test_softmax_survives_scores_of_any_size", "test_softmax_carries_the_gradient"],
    hint="A small number in the denominator turns 0 / 0 into 0, and inf / inf stays nan. Which number, taken from all "
    "logits of a row, prevents both?",
)
def softmax(X):
    X_exp = torch.exp(X)
    return X_exp / (X_exp.sum(dim=1, keepdim=True) + 1e-12)


@misconception(
    "scores_changed_in_place",
    loses=[
        "test_softmax_carries_the_gradient",
        "test_softmax_leaves_the_scores_alone",
    ],
    hint="Print the logits after the call. What does -= do to a tensor that somebody else still needs?",
)
def softmax(X):
    X -= X.max(dim=1, keepdim=True).values
    X_exp = torch.exp(X)
    return X_exp / X_exp.sum(dim=1, keepdim=True)


@misconception(
    "softmax_out_of_the_graph",
    loses=["test_softmax_carries_the_gradient"],
    hint="The values are right, but nothing that is computed from .data or by numpy can be differentiated. Can you stay in torch?",
)
def softmax(X):
    wide = X.detach().numpy()
    import numpy as np

    parts = np.exp(wide - wide.max(axis=1, keepdims=True))
    return torch.from_numpy(parts / parts.sum(axis=1, keepdims=True))


@misconception(
    "powers_of_two",
    loses=[
        "test_softmax_of_rows_by_hand",
        "test_softmax_for_any_shape",
        "test_softmax_survives_scores_of_any_size",
        "test_softmax_carries_the_gradient",
        "test_softmax_leaves_the_scores_alone",
    ],
    hint="What is your answer to the logits (ln 1, ln 2, ln 5)? The base of the exponential matters.",
)
def softmax(X):
    parts = 2 ** (X - X.max(dim=1, keepdim=True).values)
    return parts / parts.sum(dim=1, keepdim=True)


# -------------------------------------------------------------------------------- 2. cross_entropy


@right
def cross_entropy(y_hat, y):
    return F.nll_loss(torch.log(y_hat), y, reduction="none")


@right
def cross_entropy(y_hat, y):
    return -y_hat.gather(1, y.reshape(-1, 1)).squeeze(1).log()


@right
def cross_entropy(y_hat, y):
    return torch.stack([-torch.log(row[int(label)]) for row, label in zip(y_hat, y)])


@right
def cross_entropy(y_hat, y):
    chosen = (y_hat * F.one_hot(y, y_hat.shape[1])).sum(dim=1)
    return torch.log(1 / chosen)


@right
def cross_entropy(y_hat, y):
    tiny = torch.finfo(y_hat.dtype).tiny
    return -torch.log(y_hat[torch.arange(len(y), device=y.device), y].clamp(min=tiny))


@misconception(
    "mean_cost",
    loses=[
        "test_cost_of_each_example_by_hand",
        "test_cost_for_any_shape",
        "test_cost_of_tiny_and_of_certain_probabilities",
        "test_cost_carries_the_gradient",
    ],
    hint="You return one number for all examples. How many does the exercise ask for?",
)
def cross_entropy(y_hat, y):
    return -torch.log(y_hat[range(len(y_hat)), y]).mean()


@misconception(
    "total_cost",
    loses=[
        "test_cost_of_each_example_by_hand",
        "test_cost_for_any_shape",
        "test_cost_of_tiny_and_of_certain_probabilities",
    ],
    hint="You return one number for all examples, their sum. How many numbers does the exercise ask for?",
)
def cross_entropy(y_hat, y):
    return -torch.log(y_hat[range(len(y_hat)), y]).sum()


@misconception(
    "columns_picked_for_all_rows",
    loses=[
        "test_cost_of_each_example_by_hand",
        "test_cost_for_any_shape",
        "test_cost_of_tiny_and_of_certain_probabilities",
        "test_cost_carries_the_gradient",
    ],
    hint="What is the shape of y_hat[:, y]? Each row has its own class: how do you tell torch the rows as well?",
)
def cross_entropy(y_hat, y):
    return -torch.log(y_hat[:, y])


@misconception(
    "cost_of_all_classes",
    loses=[
        "test_cost_of_each_example_by_hand",
        "test_cost_for_any_shape",
        "test_cost_of_tiny_and_of_certain_probabilities",
        "test_cost_carries_the_gradient",
    ],
    hint="You add the logarithms of all classes, and the label is not used. Of which class is the probability wanted?",
)
def cross_entropy(y_hat, y):
    return -torch.log(y_hat).sum(dim=1)


@misconception(
    "entropy_of_the_prediction",
    loses=[
        "test_cost_of_each_example_by_hand",
        "test_cost_for_any_shape",
        "test_cost_of_tiny_and_of_certain_probabilities",
        "test_cost_carries_the_gradient",
    ],
    hint="You compute how undecided the model is. Where does the right class enter?",
)
def cross_entropy(y_hat, y):
    return -(y_hat * torch.log(y_hat)).sum(dim=1)


@misconception(
    "cost_without_the_minus",
    loses=[
        "test_cost_of_each_example_by_hand",
        "test_cost_for_any_shape",
        "test_cost_of_tiny_and_of_certain_probabilities",
        "test_cost_carries_the_gradient",
    ],
    hint="The logarithm of a probability is not positive. Which sign has a cost?",
)
def cross_entropy(y_hat, y):
    return torch.log(y_hat[range(len(y_hat)), y])


@misconception(
    "cost_in_bits",
    loses=[
        "test_cost_of_each_example_by_hand",
        "test_cost_for_any_shape",
        "test_cost_of_tiny_and_of_certain_probabilities",
        "test_cost_carries_the_gradient",
    ],
    hint="All your costs are 1.4427 times the expected ones. Which base has the logarithm of the exercise?",
)
def cross_entropy(y_hat, y):
    return -torch.log2(y_hat[range(len(y_hat)), y])


@misconception(
    "small_number_in_the_logarithm",
    loses=["test_cost_of_tiny_and_of_certain_probabilities"],
    hint="What does a probability of 1e-30 cost in your function? A number added to be safe hides all that is smaller.",
)
def cross_entropy(y_hat, y):
    return -torch.log(y_hat[range(len(y_hat)), y] + 1e-8)


@misconception(
    "probabilities_clamped",
    loses=["test_cost_of_tiny_and_of_certain_probabilities"],
    hint="What does a probability of 1e-30 cost in your function? All that is smaller than your limit costs the same.",
)
def cross_entropy(y_hat, y):
    return -torch.log(y_hat.clamp(1e-12, 1 - 1e-12)[range(len(y_hat)), y])


@misconception(
    "softmax_once_more",
    loses=[
        "test_cost_of_each_example_by_hand",
        "test_cost_for_any_shape",
        "test_cost_of_tiny_and_of_certain_probabilities",
        "test_cost_carries_the_gradient",
    ],
    hint="torch's cross-entropy expects logits. What do you give it, and what does it do to that before it takes the logarithm?",
)
def cross_entropy(y_hat, y):
    return F.cross_entropy(y_hat, y, reduction="none")


@misconception(
    "nll_without_the_logarithm",
    loses=[
        "test_cost_of_each_example_by_hand",
        "test_cost_for_any_shape",
        "test_cost_of_tiny_and_of_certain_probabilities",
        "test_cost_carries_the_gradient",
    ],
    hint="nll_loss only picks and changes the sign. Who takes the logarithm?",
)
def cross_entropy(y_hat, y):
    return F.nll_loss(y_hat, y, reduction="none")


@misconception(
    "costs_in_a_column",
    loses=[
        "test_cost_of_each_example_by_hand",
        "test_cost_for_any_shape",
        "test_cost_of_tiny_and_of_certain_probabilities",
    ],
    hint="Your costs have the shape (n, 1). Which shape does the exercise ask for?",
)
def cross_entropy(y_hat, y):
    return -torch.log(y_hat.gather(1, y.reshape(-1, 1)))


@misconception(
    "cost_of_the_predicted_class",
    loses=[
        "test_cost_of_each_example_by_hand",
        "test_cost_for_any_shape",
        "test_cost_of_tiny_and_of_certain_probabilities",
        "test_cost_carries_the_gradient",
    ],
    hint="You look at the class that the model prefers. Which class is the right one?",
)
def cross_entropy(y_hat, y):
    return -torch.log(y_hat.max(dim=1).values)


@misconception(
    "one_against_the_rest",
    loses=[
        "test_cost_of_each_example_by_hand",
        "test_cost_for_any_shape",
        "test_cost_of_tiny_and_of_certain_probabilities",
        "test_cost_carries_the_gradient",
    ],
    hint="The terms with 1 - p belong to yes-or-no questions. With k classes that exclude each other, how many terms are left?",
)
def cross_entropy(y_hat, y):
    t = F.one_hot(y, y_hat.shape[1]).to(y_hat.dtype)
    return F.binary_cross_entropy(y_hat, t, reduction="none").sum(dim=1)


@misconception(
    "cost_out_of_the_graph",
    loses=["test_cost_carries_the_gradient"],
    hint="The values are right, but math.log and torch.tensor know no gradient. Can the costs stay tensors all the way?",
)
def cross_entropy(y_hat, y):
    costs = [-math.log(max(row[label], 1e-45)) for row, label in zip(y_hat.tolist(), y.tolist())]
    return torch.tensor(costs, dtype=y_hat.dtype)


@misconception(
    "one_minus_the_probability",
    loses=[
        "test_cost_of_each_example_by_hand",
        "test_cost_for_any_shape",
        "test_cost_of_tiny_and_of_certain_probabilities",
        "test_cost_carries_the_gradient",
    ],
    hint="Your cost is never larger than 1. What should it cost to be certain of the wrong class?",
)
def cross_entropy(y_hat, y):
    return 1 - y_hat[range(len(y_hat)), y]


# ------------------------------------------------------------------------------------- 2. accuracy


@right
def accuracy(y_hat, y):
    return float((y_hat.argmax(1) == y).sum()) / len(y)


@right
def accuracy(y_hat, y):
    right_ones = 0
    for row, label in zip(y_hat.tolist(), y.tolist()):
        right_ones += row.index(max(row)) == label
    return right_ones / len(y_hat)


@right
def accuracy(y_hat, y):
    import numpy as np

    return np.mean(np.argmax(y_hat.detach().cpu().numpy(), axis=1) == y.cpu().numpy())


@right
def accuracy(y_hat, y):
    own = y_hat[torch.arange(len(y), device=y.device), y]
    return torch.mean((own >= y_hat.max(dim=1).values).double())


@misconception(
    "number_of_right_ones",
    loses=["test_accuracy_by_hand", "test_accuracy_counts_the_right_ones", "test_accuracy_of_any_scores"],
    hint="You return how many are right. Which share of the examples is that?",
)
def accuracy(y_hat, y):
    return float((y_hat.argmax(dim=1) == y).sum())


@misconception(
    "share_of_wrong_ones",
    loses=["test_accuracy_by_hand", "test_accuracy_counts_the_right_ones", "test_accuracy_of_any_scores"],
    hint="What does your function say of a model that is right every time?",
)
def accuracy(y_hat, y):
    return (y_hat.argmax(dim=1) != y).float().mean()


@misconception(
    "guesses_in_a_column",
    loses=["test_accuracy_counts_the_right_ones", "test_accuracy_of_any_scores"],
    hint="Print the shape of the comparison. How does a column (n, 1) broadcast with labels (n,)?",
)
def accuracy(y_hat, y):
    return (y_hat.argmax(dim=1, keepdim=True) == y).float().mean()


@misconception(
    "largest_of_each_column",
    loses=["test_accuracy_by_hand", "test_accuracy_counts_the_right_ones", "test_accuracy_of_any_scores"],
    hint="You ask which example has the largest value of a class. Along which dimension do the classes lie?",
)
def accuracy(y_hat, y):
    return (y_hat.argmax(dim=0) == y).float().mean()


@misconception(
    "largest_of_the_whole_table",
    loses=["test_accuracy_counts_the_right_ones", "test_accuracy_of_any_scores"],
    hint="argmax without a dimension counts through the whole table. How many guesses do you need?",
)
def accuracy(y_hat, y):
    return (y_hat.argmax() == y).float().mean()


@misconception(
    "more_than_a_half",
    loses=["test_accuracy_by_hand", "test_accuracy_counts_the_right_ones", "test_accuracy_of_any_scores"],
    hint="With more than two classes the largest probability may be below one half. What decides which class is guessed?",
)
def accuracy(y_hat, y):
    return (y_hat[range(len(y)), y] > 0.5).float().mean()


@misconception(
    "mean_probability_of_the_right_class",
    loses=["test_accuracy_by_hand", "test_accuracy_counts_the_right_ones", "test_accuracy_of_any_scores"],
    hint="You average how sure the model is. The accuracy only asks whether the right class is the largest of its row.",
)
def accuracy(y_hat, y):
    return y_hat[range(len(y)), y].mean()


@misconception(
    "values_compared_with_classes",
    loses=["test_accuracy_by_hand", "test_accuracy_counts_the_right_ones", "test_accuracy_of_any_scores"],
    hint="max gives the largest value and where it stands. Which of the two can be compared with a class?",
)
def accuracy(y_hat, y):
    return (y_hat.max(dim=1).values == y).float().mean()


@misconception(
    "smallest_for_largest",
    loses=["test_accuracy_by_hand", "test_accuracy_counts_the_right_ones", "test_accuracy_of_any_scores"],
    hint="Is the guess of the model the class with the smallest or with the largest value?",
)
def accuracy(y_hat, y):
    return (y_hat.argmin(dim=1) == y).float().mean()


@misconception(
    "accuracy_in_percent",
    loses=["test_accuracy_by_hand", "test_accuracy_counts_the_right_ones", "test_accuracy_of_any_scores"],
    hint="Your numbers are a hundred times the expected ones. Between which limits should a share lie?",
)
def accuracy(y_hat, y):
    return 100 * (y_hat.argmax(dim=1) == y).float().mean()


@misconception(
    "divided_by_the_number_of_classes",
    loses=["test_accuracy_by_hand", "test_accuracy_counts_the_right_ones", "test_accuracy_of_any_scores"],
    hint="By which of the two sizes of y_hat do you divide? A share of the examples is a number of examples over their number.",
)
def accuracy(y_hat, y):
    return float((y_hat.argmax(dim=1) == y).sum()) / y_hat.shape[1]


# ------------------------------------------------------------------------- 3. cross_entropy_logits


@right
def cross_entropy_logits(X, y):
    return F.cross_entropy(X, y, reduction="none")


@right
def cross_entropy_logits(X, y):
    top = X.max(dim=1, keepdim=True).values
    shifted = X - top
    return torch.log(torch.exp(shifted).sum(dim=1)) - shifted[range(len(y)), y]


@right
def cross_entropy_logits(X, y):
    return -torch.log_softmax(X, dim=1).gather(1, y.unsqueeze(1)).squeeze(1)


@right
def cross_entropy_logits(X, y):
    costs = []
    for row, label in zip(X, y):
        top = row.detach().max()
        costs.append(top + (row - top).exp().sum().log() - row[label])
    return torch.stack(costs)


@right
def cross_entropy_logits(X, y):
    # ln of the sum of the exponentials of the leads over the right class
    own = X.gather(1, y.reshape(-1, 1))
    return torch.logsumexp(X - own, dim=-1)


@misconception(
    "logarithm_of_softmax",
    loses=[
        "test_cost_of_a_confident_mistake",
        "test_cost_from_logits_of_any_size",
        "test_cost_from_logits_carries_the_gradient",
    ],
    hint="The probability of a confident mistake is 0 in float32, and its logarithm infinite. Can the logarithm and the "
    "exponential cancel before a number is computed?",
)
def cross_entropy_logits(X, y):
    return -torch.log(torch.softmax(X, dim=1))[range(len(y)), y]


@misconception(
    "small_number_beside_the_softmax",
    loses=[
        "test_cost_of_a_confident_mistake",
        "test_cost_from_logits_of_any_size",
        "test_cost_from_logits_carries_the_gradient",
    ],
    hint="Your costs never exceed a certain number, and there the gradient is lost. What should the logits (1000, 0, -1000) "
    "cost for the class 1?",
)
def cross_entropy_logits(X, y):
    return -torch.log(torch.softmax(X, dim=1)[range(len(y)), y] + 1e-12)


@misconception(
    "small_number_beside_the_softmax",
    loses=[
        "test_cost_of_a_confident_mistake",
        "test_cost_from_logits_of_any_size",
        "test_cost_from_logits_carries_the_gradient",
    ],
    hint="Your costs never exceed a certain number, and there the gradient is lost. What should the logits (1000, 0, -1000) "
    "cost for the class 1?",
)
def cross_entropy_logits(X, y):
    return -torch.log(torch.softmax(X, dim=1)[range(len(y)), y].clamp(min=1e-12))


@misconception(
    "sum_of_bare_exponentials",
    loses=[
        "test_cost_of_a_confident_mistake",
        "test_cost_from_logits_of_any_size",
        "test_cost_from_logits_carries_the_gradient",
    ],
    hint="exp(1000) is infinite, although the logarithm of the sum would be only 1000. What does m do in the last form of "
    "the formula?",
)
def cross_entropy_logits(X, y):
    return torch.log(torch.exp(X).sum(dim=1)) - X[range(len(y)), y]


@misconception(
    "largest_logit_of_the_table",
    loses=["test_cost_from_logits_of_any_size", "test_cost_from_logits_carries_the_gradient"],
    hint="One number m for all rows saves the row that holds it. What becomes of a row of -1000s in the same table?",
)
def cross_entropy_logits(X, y):
    shifted = X - X.max()
    return torch.log(torch.exp(shifted).sum(dim=1)) - shifted[range(len(y)), y]


@misconception(
    "m_not_added_again",
    loses=[
        "test_cost_from_logits_by_hand",
        "test_cost_of_a_confident_mistake",
        "test_cost_from_logits_for_any_shape",
        "test_cost_from_logits_of_any_size",
        "test_cost_from_logits_carries_the_gradient",
    ],
    hint="A cost can never be negative: is yours? What was taken from the logits has to come back in the end.",
)
def cross_entropy_logits(X, y):
    top = X.max(dim=1, keepdim=True).values
    return torch.log(torch.exp(X - top).sum(dim=1)) - X[range(len(y)), y]


@misconception(
    "mean_cost_from_logits",
    loses=[
        "test_cost_from_logits_by_hand",
        "test_cost_of_a_confident_mistake",
        "test_cost_from_logits_for_any_shape",
        "test_cost_from_logits_of_any_size",
        "test_cost_from_logits_carries_the_gradient",
    ],
    hint="torch's loss averages if nobody tells it otherwise. How many numbers does the exercise ask for?",
)
def cross_entropy_logits(X, y):
    return F.cross_entropy(X, y)


@misconception(
    "softmax_before_the_loss",
    loses=[
        "test_cost_from_logits_by_hand",
        "test_cost_of_a_confident_mistake",
        "test_cost_from_logits_for_any_shape",
        "test_cost_from_logits_of_any_size",
        "test_cost_from_logits_carries_the_gradient",
    ],
    hint="How often is softmax applied between your logits and the cost? torch's loss brings its own.",
)
def cross_entropy_logits(X, y):
    return F.cross_entropy(torch.softmax(X, dim=1), y, reduction="none")


@misconception(
    "logits_taken_for_probabilities",
    loses=[
        "test_cost_from_logits_by_hand",
        "test_cost_of_a_confident_mistake",
        "test_cost_from_logits_for_any_shape",
        "test_cost_from_logits_of_any_size",
        "test_cost_from_logits_carries_the_gradient",
    ],
    hint="A logit may be negative or larger than 1. What does its logarithm mean?",
)
def cross_entropy_logits(X, y):
    return -torch.log(X[range(len(y)), y])


@misconception(
    "logsumexp_of_the_columns",
    loses=[
        "test_cost_from_logits_by_hand",
        "test_cost_of_a_confident_mistake",
        "test_cost_from_logits_for_any_shape",
        "test_cost_from_logits_of_any_size",
        "test_cost_from_logits_carries_the_gradient",
    ],
    hint="The sum runs over the classes of one example. Along which dimension do they lie?",
)
def cross_entropy_logits(X, y):
    return -torch.log_softmax(X, dim=0)[range(len(y)), y]


@misconception(
    "minus_the_logit_only",
    loses=[
        "test_cost_from_logits_by_hand",
        "test_cost_of_a_confident_mistake",
        "test_cost_from_logits_for_any_shape",
        "test_cost_from_logits_of_any_size",
        "test_cost_from_logits_carries_the_gradient",
    ],
    hint="nll_loss picks from logarithms of probabilities. Is a logit one, or is a term still missing?",
)
def cross_entropy_logits(X, y):
    return F.nll_loss(X, y, reduction="none")


@misconception(
    "lead_of_the_largest",
    loses=[
        "test_cost_from_logits_by_hand",
        "test_cost_from_logits_for_any_shape",
        "test_cost_from_logits_of_any_size",
        "test_cost_from_logits_carries_the_gradient",
    ],
    hint="Your cost is the lead of the largest logit over that of the right class. Which term of the last form did you leave out, "
    "and when is it small?",
)
def cross_entropy_logits(X, y):
    return X.max(dim=1).values - X[range(len(y)), y]


@misconception(
    "logits_cut_off",
    loses=[
        "test_cost_of_a_confident_mistake",
        "test_cost_from_logits_of_any_size",
        "test_cost_from_logits_carries_the_gradient",
    ],
    hint="Cut-off logits overflow no more, but 500 and 300 have become the same. Can you move the row instead of cutting it?",
)
def cross_entropy_logits(X, y):
    X = X.clamp(-80.0, 80.0)
    return torch.log(torch.exp(X).sum(dim=1)) - X[range(len(y)), y]


@misconception(
    "logits_out_of_the_graph",
    loses=["test_cost_from_logits_carries_the_gradient"],
    hint="The values are right, but .detach() or .data cuts the gradient off. Which of your tensors must stay in the graph?",
)
def cross_entropy_logits(X, y):
    X = X.detach()
    return torch.logsumexp(X, dim=1) - X[range(len(y)), y]


# -------------------------------------------------------------------------------------- 4. ce_grad


@right
def ce_grad(X, y):
    p = torch.softmax(X.detach(), dim=1)
    p[range(len(y)), y] -= 1
    return p


@right
def ce_grad(X, y):
    table = []
    for row, label in zip(X, y):
        p = (row - row.max()).exp()
        p = p / p.sum()
        table.append(torch.stack([p[j] - (1.0 if j == int(label) else 0.0) for j in range(len(row))]))
    return torch.stack(table)


@right
def ce_grad(X, y):
    import numpy as np

    scores = X.detach().cpu().numpy()
    p = np.exp(scores - scores.max(axis=1, keepdims=True))
    p /= p.sum(axis=1, keepdims=True)
    return torch.from_numpy(p - np.eye(X.shape[1], dtype=p.dtype)[y.cpu().numpy()]).to(X.device)


@right
def ce_grad(X, y):
    classes = torch.arange(X.shape[1], device=X.device)
    return softmax(X) - (y.unsqueeze(1) == classes).to(X.dtype)


@right
def ce_grad(X, y):
    t = torch.zeros_like(X).scatter_(1, y.reshape(-1, 1), 1.0)
    return torch.exp(X - torch.logsumexp(X, 1, keepdim=True)).sub(t)


@misconception(
    "truth_minus_probability",
    loses=[
        "test_gradient_by_hand",
        "test_gradient_for_any_shape",
        "test_gradient_of_any_logits",
        "test_gradient_needs_no_autograd",
    ],
    hint="In which direction does the cost rise if the logit of a wrong class grows? Compare the sign with yours.",
)
def ce_grad(X, y):
    return F.one_hot(y, X.shape[1]) - torch.softmax(X, dim=1)


@misconception(
    "gradient_of_the_mean",
    loses=[
        "test_gradient_by_hand",
        "test_gradient_for_any_shape",
        "test_gradient_of_any_logits",
        "test_gradient_needs_no_autograd",
    ],
    hint="You divide by the number of examples. The exercise asks for the gradient of each example's own cost.",
)
def ce_grad(X, y):
    return (torch.softmax(X, dim=1) - F.one_hot(y, X.shape[1])) / len(X)


@misconception(
    "probabilities_without_the_truth",
    loses=[
        "test_gradient_by_hand",
        "test_gradient_for_any_shape",
        "test_gradient_of_any_logits",
        "test_gradient_needs_no_autograd",
    ],
    hint="Your gradient does not depend on the right class. What does the second term of the cost give?",
)
def ce_grad(X, y):
    return torch.softmax(X, dim=1)


@misconception(
    "logits_minus_truth",
    loses=[
        "test_gradient_by_hand",
        "test_gradient_for_any_shape",
        "test_gradient_of_any_logits",
        "test_gradient_needs_no_autograd",
    ],
    hint="Logit minus truth would be linear regression. What do you have to make of the logits first?",
)
def ce_grad(X, y):
    return X - F.one_hot(y, X.shape[1])


@misconception(
    "class_numbers_subtracted",
    loses=[
        "test_gradient_by_hand",
        "test_gradient_for_any_shape",
        "test_gradient_of_any_logits",
        "test_gradient_needs_no_autograd",
    ],
    hint="You subtract the number of the class from every probability, 3 from all of them for class 3. What does one-hot mean?",
)
def ce_grad(X, y):
    return torch.softmax(X, dim=1) - y.reshape(-1, 1)


@misconception(
    "ones_in_whole_columns",
    loses=[
        "test_gradient_by_hand",
        "test_gradient_for_any_shape",
        "test_gradient_of_any_logits",
        "test_gradient_needs_no_autograd",
    ],
    hint="p[:, y] means these columns in all rows. How many ones should each row lose?",
)
def ce_grad(X, y):
    p = torch.softmax(X, dim=1)
    p[:, y] -= 1
    return p


@misconception(
    "gradient_by_the_probabilities",
    loses=[
        "test_gradient_by_hand",
        "test_gradient_for_any_shape",
        "test_gradient_of_any_logits",
        "test_gradient_needs_no_autograd",
    ],
    hint="-1/p is the slope of the cost by the probability. The logits lie one step further back: what does the chain rule add?",
)
def ce_grad(X, y):
    return -F.one_hot(y, X.shape[1]) / torch.softmax(X, dim=1)


@misconception(
    "right_class_only",
    loses=[
        "test_gradient_by_hand",
        "test_gradient_for_any_shape",
        "test_gradient_of_any_logits",
        "test_gradient_needs_no_autograd",
    ],
    hint="Raising the logit of a wrong class makes the right one less probable. Can its gradient be zero?",
)
def ce_grad(X, y):
    t = F.one_hot(y, X.shape[1])
    return (torch.softmax(X, dim=1) - 1) * t


@misconception(
    "gradient_of_columns",
    loses=[
        "test_gradient_by_hand",
        "test_gradient_for_any_shape",
        "test_gradient_of_any_logits",
        "test_gradient_needs_no_autograd",
    ],
    hint="Each row of the gradient should add up to zero. Along which dimension is your softmax?",
)
def ce_grad(X, y):
    return torch.softmax(X, dim=0) - F.one_hot(y, X.shape[1])


@misconception(
    "one_hot_guesses_the_classes",
    loses=["test_gradient_of_any_logits"],
    hint="F.one_hot takes the largest label that it sees for the last class. What if no example belongs to the last class?",
)
def ce_grad(X, y):
    return torch.softmax(X, dim=1) - F.one_hot(y)


@misconception(
    "ce_grad_by_autograd",
    loses=["test_gradient_needs_no_autograd"],
    hint="The exercise asks for the formula, which also works where no graph is kept. What does the text say the gradient is?",
)
def ce_grad(X, y):
    leaf = X.clone().requires_grad_()
    F.cross_entropy(leaf, y, reduction="sum").backward()
    return leaf.grad


@misconception(
    "exponentials_overflow_in_the_gradient",
    loses=["test_gradient_of_any_logits"],
    hint="Try the logits (1000, 0, -1000). Your softmax of exercise 1, or torch's, holds there; a formula typed once more may not.",
)
def ce_grad(X, y):
    p = torch.exp(X) / torch.exp(X).sum(dim=1, keepdim=True)
    return p - F.one_hot(y, X.shape[1])


@misconception(
    "truth_subtracted_from_the_logits_in_place",
    loses=["test_gradient_needs_no_autograd"],
    hint="Print X after the call. Which operation writes into the tensor that was handed in?",
)
def ce_grad(X, y):
    X.copy_(torch.softmax(X, dim=1))
    X[range(len(y)), y] -= 1
    return X


# ------------------------------------------------------------------------------- 4. mse_vs_ce_grad


@right
def mse_vs_ce_grad(o, y):
    t = torch.nn.functional.one_hot(torch.tensor(y), len(o)).to(o)
    sizes = []
    for loss in (lambda z: -torch.log_softmax(z, 0)[y], lambda z: ((torch.softmax(z, 0) - t) ** 2).sum() / 2):
        leaf = o.detach().clone().requires_grad_()
        loss(leaf).backward()
        sizes.append(leaf.grad.abs().max().item())
    return sizes[0], sizes[1]


@right
def mse_vs_ce_grad(o, y):
    p = torch.softmax(o, dim=0)
    e = p.clone()
    e[y] -= 1
    J = torch.diag(p) - torch.outer(p, p)
    return [float(e.abs().max()), float((J @ e).abs().max())]


@right
def mse_vs_ce_grad(o, y):
    scores = o.tolist()
    parts = [math.exp(s - max(scores)) for s in scores]
    p = [part / sum(parts) for part in parts]
    e = [value - (j == y) for j, value in enumerate(p)]
    mean = sum(a * b for a, b in zip(p, e))
    return max(abs(v) for v in e), max(abs(a * (b - mean)) for a, b in zip(p, e))


@right
def mse_vs_ce_grad(o, y):
    def probability_error(z):
        return torch.softmax(z, dim=-1) - (torch.arange(len(z), device=z.device) == y).to(z.dtype)

    def half_squares(z):
        return probability_error(z).square().sum() / 2

    return probability_error(o).abs().max(), torch.func.grad(half_squares)(o).abs().max()


@misconception(
    "squares_without_the_half",
    loses=[
        "test_two_gradients_of_a_confident_mistake",
        "test_two_gradients_of_any_logits",
        "test_two_gradients_where_one_vanishes",
    ],
    hint="Your second number is twice the expected one. What does SE have in front of its sum?",
)
def mse_vs_ce_grad(o, y):
    p = torch.softmax(o, dim=0)
    t = F.one_hot(torch.tensor(y), len(o))
    e = p - t
    return e.abs().max(), 2 * (p * (e - (p * e).sum())).abs().max()


@misconception(
    "mean_of_the_squares",
    loses=["test_two_gradients_of_any_logits", "test_two_gradients_where_one_vanishes"],
    hint="F.mse_loss divides by the number of classes, SE by 2. For how many classes do the two agree?",
)
def mse_vs_ce_grad(o, y):
    t = F.one_hot(torch.tensor(y), len(o)).to(o.dtype)
    leaf = o.clone().requires_grad_()
    (ce,) = torch.autograd.grad(F.cross_entropy(leaf, torch.tensor(y)), leaf)
    (se,) = torch.autograd.grad(F.mse_loss(torch.softmax(leaf, dim=0), t), leaf)
    return ce.abs().max(), se.abs().max()


@misconception(
    "slope_of_softmax_forgotten",
    loses=[
        "test_two_gradients_of_a_confident_mistake",
        "test_two_gradients_of_any_logits",
        "test_two_gradients_where_one_vanishes",
    ],
    hint="Your two numbers are the same. The slope by the probability is not yet the slope by the logit: which factor is missing?",
)
def mse_vs_ce_grad(o, y):
    e = torch.softmax(o, dim=0) - F.one_hot(torch.tensor(y), len(o))
    return e.abs().max(), e.abs().max()


@misconception(
    "diagonal_of_the_slope_only",
    loses=[
        "test_two_gradients_of_a_confident_mistake",
        "test_two_gradients_of_any_logits",
        "test_two_gradients_where_one_vanishes",
    ],
    hint="p(1 - p) is how a probability depends on its own logit. What about the logits of the other classes?",
)
def mse_vs_ce_grad(o, y):
    p = torch.softmax(o, dim=0)
    e = p - F.one_hot(torch.tensor(y), len(o))
    return e.abs().max(), (p * (1 - p) * e).abs().max()


@misconception(
    "two_gradients_in_the_other_order",
    loses=[
        "test_two_gradients_of_a_confident_mistake",
        "test_two_gradients_of_any_logits",
        "test_two_gradients_where_one_vanishes",
    ],
    hint="Both numbers are there. Which of the two losses comes first in the pair?",
)
def mse_vs_ce_grad(o, y):
    p = torch.softmax(o, dim=0)
    e = p - F.one_hot(torch.tensor(y), len(o))
    return (p * (e - (p * e).sum())).abs().max(), e.abs().max()


@misconception(
    "largest_instead_of_largest_absolute",
    loses=["test_two_gradients_of_any_logits"],
    hint="The gradient by the right class is negative. Is it the largest value or the largest absolute value that is asked for?",
)
def mse_vs_ce_grad(o, y):
    p = torch.softmax(o, dim=0)
    e = p - F.one_hot(torch.tensor(y), len(o))
    return e.max(), (p * (e - (p * e).sum())).max()


@misconception(
    "gradients_of_the_right_class",
    loses=["test_two_gradients_of_any_logits", "test_two_gradients_where_one_vanishes"],
    hint="You look at one component, that of the right class. Is it always the largest of the gradient?",
)
def mse_vs_ce_grad(o, y):
    p = torch.softmax(o, dim=0)
    e = p - F.one_hot(torch.tensor(y), len(o))
    return e[y].abs(), (p * (e - (p * e).sum()))[y].abs()


@misconception(
    "gradients_accumulate",
    loses=[
        "test_two_gradients_of_a_confident_mistake",
        "test_two_gradients_of_any_logits",
        "test_two_gradients_where_one_vanishes",
    ],
    hint="Is your second number nearly as large as the first, or larger? The second backward() adds to what .grad holds already.",
)
def mse_vs_ce_grad(o, y):
    leaf = o.clone().requires_grad_()
    t = F.one_hot(torch.tensor(y), len(o)).to(o.dtype)
    F.cross_entropy(leaf, torch.tensor(y)).backward()
    ce = leaf.grad.abs().max().item()
    (((torch.softmax(leaf, dim=0) - t) ** 2).sum() / 2).backward()
    return ce, leaf.grad.abs().max().item()


@misconception(
    "squared_error_of_the_logits",
    loses=[
        "test_two_gradients_of_a_confident_mistake",
        "test_two_gradients_of_any_logits",
        "test_two_gradients_where_one_vanishes",
    ],
    hint="Your squared error compares the logits with the truth. What is compared with it in SE?",
)
def mse_vs_ce_grad(o, y):
    t = F.one_hot(torch.tensor(y), len(o))
    return (torch.softmax(o, dim=0) - t).abs().max(), (o - t).abs().max()


@misconception(
    "length_of_the_gradient",
    loses=[
        "test_two_gradients_of_a_confident_mistake",
        "test_two_gradients_of_any_logits",
        "test_two_gradients_where_one_vanishes",
    ],
    hint="You return the length of the vector. The exercise asks for its largest component.",
)
def mse_vs_ce_grad(o, y):
    p = torch.softmax(o, dim=0)
    e = p - F.one_hot(torch.tensor(y), len(o))
    return e.norm(), (p * (e - (p * e).sum())).norm()


@misconception(
    "o_made_to_require_a_gradient",
    loses=["test_two_gradients_where_one_vanishes"],
    hint="After the call the logits that were handed in require a gradient. Of which tensor could you ask for one instead?",
)
def mse_vs_ce_grad(o, y):
    o.requires_grad_()
    t = F.one_hot(torch.tensor(y), len(o))
    (ce,) = torch.autograd.grad(-torch.log_softmax(o, dim=0)[y], o)
    (se,) = torch.autograd.grad(((torch.softmax(o, dim=0) - t) ** 2).sum() / 2, o)
    return ce.abs().max().item(), se.abs().max().item()


# ------------------------------------------------------------------------------ 5. PREDICT_TARGETS


@right
def PREDICT_TARGETS():
    return {
        **dict.fromkeys(TARGET_CASES, "silently wrong"),
        **dict.fromkeys(("column", "floats", "one-hot", "from 1"), "error"),
        "one-hot floats": "ok",
    }


@misconception(
    "predicts_that_a_column_is_reshaped",
    loses=["test_predictions_for_a_column_of_labels"],
    hint="squared_loss of the book reshapes the labels. Does torch's loss do so, and what does == do with (n, 1) and (n,)?",
)
def PREDICT_TARGETS():
    return {
        "column": "ok",
        "floats": "error",
        "one-hot": "error",
        "one-hot floats": "ok",
        "from 1": "error",
        "softmax first": "silently wrong",
        "no logarithm": "silently wrong",
        "dim 0": "silently wrong",
        "column accuracy": "ok",
    }


@misconception(
    "predicts_that_columns_broadcast_as_in_mse",
    loses=["test_predictions_for_a_column_of_labels"],
    hint="A column against a row of labels broadcasts in nn.MSELoss. Does a loss that has to pick one entry per row accept it?",
)
def PREDICT_TARGETS():
    return {
        "column": "silently wrong",
        "floats": "error",
        "one-hot": "error",
        "one-hot floats": "ok",
        "from 1": "error",
        "softmax first": "silently wrong",
        "no logarithm": "silently wrong",
        "dim 0": "silently wrong",
        "column accuracy": "silently wrong",
    }


@misconception(
    "predicts_that_shapes_are_checked",
    loses=["test_predictions_for_a_column_of_labels"],
    hint="The loss looks at the shape of its labels. Who looks at the shapes of the two sides of ==?",
)
def PREDICT_TARGETS():
    return {
        "column": "error",
        "floats": "error",
        "one-hot": "error",
        "one-hot floats": "ok",
        "from 1": "error",
        "softmax first": "silently wrong",
        "no logarithm": "silently wrong",
        "dim 0": "silently wrong",
        "column accuracy": "error",
    }


@misconception(
    "predicts_that_floats_are_converted",
    loses=["test_predictions_for_other_kinds_of_labels"],
    hint="Labels that are floats mean something else to this loss than whole numbers do. Which shape would they need?",
)
def PREDICT_TARGETS():
    return {
        "column": "error",
        "floats": "ok",
        "one-hot": "ok",
        "one-hot floats": "ok",
        "from 1": "error",
        "softmax first": "silently wrong",
        "no logarithm": "silently wrong",
        "dim 0": "silently wrong",
        "column accuracy": "silently wrong",
    }


@misconception(
    "predicts_that_one_hot_is_never_allowed",
    loses=["test_predictions_for_other_kinds_of_labels"],
    hint="Since version 1.10 torch's loss also takes class probabilities. What would they look like for labels that are certain?",
)
def PREDICT_TARGETS():
    return {
        "column": "error",
        "floats": "error",
        "one-hot": "error",
        "one-hot floats": "error",
        "from 1": "error",
        "softmax first": "silently wrong",
        "no logarithm": "silently wrong",
        "dim 0": "silently wrong",
        "column accuracy": "silently wrong",
    }


@misconception(
    "predicts_that_one_hot_is_always_allowed",
    loses=["test_predictions_for_other_kinds_of_labels"],
    hint="Probabilities are not whole numbers. What is the dtype of F.one_hot(y, 3)?",
)
def PREDICT_TARGETS():
    return {
        "column": "error",
        "floats": "error",
        "one-hot": "ok",
        "one-hot floats": "ok",
        "from 1": "error",
        "softmax first": "silently wrong",
        "no logarithm": "silently wrong",
        "dim 0": "silently wrong",
        "column accuracy": "silently wrong",
    }


@misconception(
    "predicts_that_classes_from_one_are_shifted_silently",
    loses=["test_prediction_for_classes_from_one"],
    hint="With three classes counted from 1, which column is picked for the last one? Does the table have it?",
)
def PREDICT_TARGETS():
    return {
        "column": "error",
        "floats": "error",
        "one-hot": "error",
        "one-hot floats": "ok",
        "from 1": "silently wrong",
        "softmax first": "silently wrong",
        "no logarithm": "silently wrong",
        "dim 0": "silently wrong",
        "column accuracy": "silently wrong",
    }


@misconception(
    "predicts_that_a_second_softmax_does_no_harm",
    loses=["test_predictions_for_other_inputs"],
    hint="Work out softmax of (1, 0, 0) on paper. Is it (1, 0, 0) again?",
)
def PREDICT_TARGETS():
    return {
        "column": "error",
        "floats": "error",
        "one-hot": "error",
        "one-hot floats": "ok",
        "from 1": "error",
        "softmax first": "ok",
        "no logarithm": "silently wrong",
        "dim 0": "silently wrong",
        "column accuracy": "silently wrong",
    }


@misconception(
    "predicts_that_nll_takes_the_logarithm",
    loses=["test_predictions_for_other_inputs"],
    hint="In spite of its name, NLLLoss takes no logarithm: it picks and changes the sign. Can a cost be negative?",
)
def PREDICT_TARGETS():
    return {
        "column": "error",
        "floats": "error",
        "one-hot": "error",
        "one-hot floats": "ok",
        "from 1": "error",
        "softmax first": "silently wrong",
        "no logarithm": "ok",
        "dim 0": "silently wrong",
        "column accuracy": "silently wrong",
    }


@misconception(
    "predicts_that_torch_raises_an_error_for_every_mistake",
    loses=["test_predictions_for_a_column_of_labels", "test_predictions_for_other_inputs"],
    hint="A function can check shapes and dtypes. Can it know whether the numbers in a table are logits or probabilities?",
)
def PREDICT_TARGETS():
    return {
        "column": "error",
        "floats": "error",
        "one-hot": "error",
        "one-hot floats": "ok",
        "from 1": "error",
        "softmax first": "error",
        "no logarithm": "error",
        "dim 0": "error",
        "column accuracy": "error",
    }


@misconception(
    "predicts_that_torch_raises_no_error",
    loses=[
        "test_predictions_for_a_column_of_labels",
        "test_predictions_for_other_kinds_of_labels",
        "test_prediction_for_classes_from_one",
    ],
    hint="The loss uses a label as the number of a column. What if it is no whole number, or there is no such column?",
)
def PREDICT_TARGETS():
    return {
        "column": "silently wrong",
        "floats": "silently wrong",
        "one-hot": "silently wrong",
        "one-hot floats": "silently wrong",
        "from 1": "silently wrong",
        "softmax first": "silently wrong",
        "no logarithm": "silently wrong",
        "dim 0": "silently wrong",
        "column accuracy": "silently wrong",
    }


# -------------------------------------------------------------------------------------- 5. outcome


@right
def outcome(call, right):
    try:
        value = float(call())
    except Exception:
        return "error"
    return "ok" if math.isclose(value, right, rel_tol=0, abs_tol=1e-4) else "silently wrong"


@right
def outcome(call, right):
    import contextlib

    found = []
    with contextlib.suppress(Exception):
        found.append(torch.as_tensor(call()).double())
    if not found:
        return "error"
    return ("silently wrong", "ok")[int(torch.allclose(found[0], torch.tensor(right).double(), rtol=0, atol=1e-4))]


@right
def outcome(call, right):
    word = "silently wrong"
    try:
        if right - 1e-4 < call() < right + 1e-4:
            word = "ok"
    except Exception:
        word = "error"
    return word


@misconception(
    "only_runtime_errors",
    loses=["test_outcomes_of_all_kinds"],
    hint="A class out of range is an IndexError. Which exceptions does your except let through?",
)
def outcome(call, right):
    try:
        value = call()
    except RuntimeError:
        return "error"
    return "ok" if abs(value - right) < 1e-4 else "silently wrong"


@misconception(
    "exact_comparison",
    loses=["test_outcomes_of_all_kinds"],
    hint="The right number is known to four decimals, and float32 rounds. How far may a value be from it?",
)
def outcome(call, right):
    try:
        value = call()
    except Exception:
        return "error"
    return "ok" if value == right else "silently wrong"


@misconception(
    "nan_counts_as_ok",
    loses=["test_outcomes_of_all_kinds"],
    hint="What is nan > 0.0001? Ask whether the difference is small, not whether it is large.",
)
def outcome(call, right):
    try:
        value = call()
    except Exception:
        return "error"
    if abs(value - right) > 1e-4:
        return "silently wrong"
    return "ok"


@misconception(
    "difference_without_abs",
    loses=["test_outcomes_of_all_kinds"],
    hint="A value that is far too small differs from the right one, too. Which sign has the difference then?",
)
def outcome(call, right):
    try:
        value = call()
    except Exception:
        return "error"
    return "ok" if value - right < 1e-4 else "silently wrong"


@misconception(
    "relative_difference",
    loses=["test_outcomes_of_all_kinds"],
    hint="Your tolerance grows with the right number. Is it a difference or a ratio that the exercise limits to 0.0001?",
)
def outcome(call, right):
    try:
        value = call()
    except Exception:
        return "error"
    return "ok" if abs(value - right) < 1e-4 * max(abs(right), 1) else "silently wrong"


@misconception(
    "call_not_called",
    loses=["test_the_three_outcomes", "test_outcomes_of_all_kinds"],
    hint="`call` is a function. Where do you call it, and is that inside the try?",
)
def outcome(call, right):
    try:
        return "ok" if abs(call - right) < 1e-4 else "silently wrong"
    except Exception:
        return "error"


@misconception(
    "no_exception_means_ok",
    loses=["test_the_three_outcomes", "test_outcomes_of_all_kinds"],
    hint="A call without an exception may still give a wrong number. What is `right` for?",
)
def outcome(call, right):
    try:
        call()
    except Exception:
        return "error"
    return "ok"


@misconception(
    "outcome_without_try",
    loses=["test_the_three_outcomes", "test_outcomes_of_all_kinds"],
    hint="An exception in the call ends your function, too. Which statement of Python catches it?",
)
def outcome(call, right):
    return "ok" if abs(call() - right) < 1e-4 else "silently wrong"


# ------------------------------------------------------------------------- 5. double_softmax_floor


@right
def double_softmax_floor(num_classes):
    perfect = torch.zeros(1, num_classes)
    perfect[0, 0] = 1
    return nn.CrossEntropyLoss()(perfect, torch.tensor([0]))


@right
def double_softmax_floor(num_classes):
    return -math.log(math.e / (math.e + (num_classes - 1)))


@right
def double_softmax_floor(num_classes):
    return math.log1p((num_classes - 1) * math.exp(-1))


@right
def double_softmax_floor(num_classes):
    row = [1.0] + [0.0] * (num_classes - 1)
    return math.log(sum(math.exp(value) for value in row)) - row[0]


@misconception(
    "floor_of_zero",
    loses=["test_floor_of_three_classes", "test_floor_of_any_number_of_classes"],
    hint="The second softmax gets 1 and zeros. Does it give 1 and zeros?",
)
def double_softmax_floor(num_classes):
    return 0.0


@misconception(
    "floor_of_blind_guessing",
    loses=["test_floor_of_three_classes", "test_floor_of_any_number_of_classes"],
    hint="ln k is the cost of equal logits. Are the probabilities of a perfect prediction equal?",
)
def double_softmax_floor(num_classes):
    return math.log(num_classes)


@misconception(
    "k_wrong_classes",
    loses=["test_floor_of_three_classes", "test_floor_of_any_number_of_classes"],
    hint="How many terms has the denominator of your softmax? One of the classes is the right one.",
)
def double_softmax_floor(num_classes):
    return math.log(math.e + num_classes) - 1


@misconception(
    "floor_of_three_for_all",
    loses=["test_floor_of_any_number_of_classes"],
    hint="Your floor does not depend on the number of classes. How many zeros stand beside the 1?",
)
def double_softmax_floor(num_classes):
    return 0.5514


@misconception(
    "probability_for_its_cost",
    loses=["test_floor_of_three_classes", "test_floor_of_any_number_of_classes"],
    hint="You return what the second softmax gives the right class. What does this probability cost?",
)
def double_softmax_floor(num_classes):
    return math.e / (math.e + num_classes - 1)


@misconception(
    "three_times_softmax",
    loses=["test_floor_of_three_classes", "test_floor_of_any_number_of_classes"],
    hint="The loss applies softmax itself. How many times have you applied it in all, beside the one that gave 1 and zeros?",
)
def double_softmax_floor(num_classes):
    perfect = torch.eye(num_classes)[:1]
    return F.cross_entropy(torch.softmax(perfect, dim=1), torch.tensor([0]))


@misconception(
    "floor_in_bits",
    loses=["test_floor_of_three_classes", "test_floor_of_any_number_of_classes"],
    hint="Your floors are 1.4427 times the expected ones. In which unit are the costs of this notebook?",
)
def double_softmax_floor(num_classes):
    return (math.log(math.e + num_classes - 1) - 1) / math.log(2)


@misconception(
    "term_of_the_right_class_forgotten",
    loses=["test_floor_of_three_classes", "test_floor_of_any_number_of_classes"],
    hint="The logarithm of the sum is only one of two terms of the cost. Which logit has the right class?",
)
def double_softmax_floor(num_classes):
    return math.log(math.e + num_classes - 1)


# -------------------------------------------------------------------------------- 5. REASON_DOUBLE


@misconception(
    "believes_that_softmax_of_softmax_is_softmax",
    loses=["test_the_reason_explains_the_floor"],
    hint="Rows that add up to 1 do not stay as they are: your floor is not 0. What does softmax do with (1, 0, 0)?",
)
def REASON_DOUBLE():
    return "unchanged"


@misconception(
    "believes_in_an_overflow",
    loses=["test_the_reason_explains_the_floor"],
    hint="How large can the numbers be that the second softmax gets? Is the exponential of such a number dangerous?",
)
def REASON_DOUBLE():
    return "overflow"


@misconception(
    "believes_in_rounding",
    loses=["test_the_reason_explains_the_floor"],
    hint="You worked the floor out on paper, without any rounding. What would float64 change?",
)
def REASON_DOUBLE():
    return "rounding"


# ---------------------------------------------------------------------------------- 6. fit_scratch


@right
def fit_scratch(X, y, num_classes, lr, num_epochs, batch_size):
    W = torch.zeros(X.shape[1], num_classes, dtype=X.dtype, device=X.device, requires_grad=True)
    b = torch.zeros(num_classes, dtype=X.dtype, device=X.device, requires_grad=True)
    for _ in range(num_epochs):
        for X_batch, y_batch in data_iter(batch_size, X, y):
            cross_entropy_logits(X_batch @ W + b, y_batch).mean().backward()
            with torch.no_grad():
                for param in (W, b):
                    param -= lr * param.grad
                    param.grad.zero_()
    return W, b


@right
def fit_scratch(X, y, num_classes, lr, num_epochs, batch_size):
    W = torch.zeros((X.shape[1], num_classes)).to(X)
    b = torch.zeros(num_classes).to(X)
    for _ in range(num_epochs):
        for part in torch.randperm(len(X), device=X.device).split(batch_size):
            leaf_W, leaf_b = W.detach().requires_grad_(), b.detach().requires_grad_()
            l = -torch.log(softmax(torch.matmul(X[part], leaf_W) + leaf_b)[range(len(part)), y[part]]).mean()
            grad_W, grad_b = torch.autograd.grad(l, (leaf_W, leaf_b))
            W, b = leaf_W - lr * grad_W, leaf_b - lr * grad_b
    return W.detach(), b.detach()


@right
def fit_scratch(X, y, num_classes, lr, num_epochs, batch_size):
    # the bias as one more weight, of a feature that is always 1
    ones = torch.cat([X, torch.ones_like(X[:, :1])], dim=1)
    weights = torch.zeros_like(ones[:1]).T.repeat(1, num_classes)
    for _ in range(num_epochs):
        for features, labels in data_iter(batch_size, ones, y):
            weights = weights - lr * torch.einsum("nd,nk->dk", features, ce_grad(features @ weights, labels)) / len(labels)
    return weights[:-1], weights[-1]


@right
def fit_scratch(X, y, num_classes, lr, num_epochs, batch_size):
    import numpy as np

    features, labels = X.detach().cpu().numpy(), y.cpu().numpy()
    W, b = np.zeros((features.shape[1], num_classes), features.dtype), np.zeros(num_classes, features.dtype)
    truth = np.eye(num_classes, dtype=features.dtype)[labels]
    for _ in range(num_epochs):
        order = np.random.permutation(len(features))
        for start in range(0, len(order), batch_size):
            part = order[start : start + batch_size]
            scores = features[part] @ W + b
            p = np.exp(scores - scores.max(1, keepdims=True))
            e = p / p.sum(1, keepdims=True) - truth[part]
            W = W - (lr * features[part].T @ e / len(part)).astype(W.dtype)
            b = b - (lr * e.mean(0)).astype(b.dtype)
    return [torch.from_numpy(W).to(X.device), torch.from_numpy(b).to(X.device)]


@misconception(
    "divided_by_the_nominal_batch_size",
    loses=["test_every_batch_is_a_step_by_its_own_mean"],
    hint="Seven examples in batches of three: how many has the last batch, and by what do you divide its sum?",
)
def fit_scratch(X, y, num_classes, lr, num_epochs, batch_size):
    W, b = X.new_zeros(X.shape[1], num_classes), X.new_zeros(num_classes)
    for _ in range(num_epochs):
        for X_batch, y_batch in data_iter(batch_size, X, y):
            e = torch.softmax(X_batch @ W + b, dim=1) - F.one_hot(y_batch, num_classes)
            W -= lr * X_batch.T @ e / batch_size
            b -= lr * e.sum(dim=0) / batch_size
    return W, b


@misconception(
    "step_on_the_sum",
    loses=[
        "test_a_full_batch_is_one_exact_step",
        "test_every_batch_is_a_step_by_its_own_mean",
        "test_scratch_knows_classes_that_are_not_there",
    ],
    hint="If every example came twice, your step would be twice as long. Is the loss a sum or a mean?",
)
def fit_scratch(X, y, num_classes, lr, num_epochs, batch_size):
    W, b = X.new_zeros(X.shape[1], num_classes), X.new_zeros(num_classes)
    for _ in range(num_epochs):
        for X_batch, y_batch in data_iter(batch_size, X, y):
            e = torch.softmax(X_batch @ W + b, dim=1) - F.one_hot(y_batch, num_classes)
            W -= lr * X_batch.T @ e
            b -= lr * e.sum(dim=0)
    return W, b


@misconception(
    "bias_by_the_sum",
    loses=[
        "test_a_full_batch_is_one_exact_step",
        "test_every_batch_is_a_step_by_its_own_mean",
        "test_scratch_knows_classes_that_are_not_there",
    ],
    hint="The step of the weights is divided by the size of the batch. What about that of the bias?",
)
def fit_scratch(X, y, num_classes, lr, num_epochs, batch_size):
    W, b = X.new_zeros(X.shape[1], num_classes), X.new_zeros(num_classes)
    for _ in range(num_epochs):
        for X_batch, y_batch in data_iter(batch_size, X, y):
            e = torch.softmax(X_batch @ W + b, dim=1) - F.one_hot(y_batch, num_classes)
            W -= lr * X_batch.T @ e / len(X_batch)
            b -= lr * e.sum(dim=0)
    return W, b


@misconception(
    "uphill",
    loses=[
        "test_first_step_by_hand",
        "test_scratch_learns_to_tell_blobs_apart",
        "test_a_full_batch_is_one_exact_step",
        "test_every_batch_is_a_step_by_its_own_mean",
        "test_scratch_knows_classes_that_are_not_there",
    ],
    hint="Does the loss fall or grow with your steps? Look at the sign of the step and at that of p - t.",
)
def fit_scratch(X, y, num_classes, lr, num_epochs, batch_size):
    W, b = X.new_zeros(X.shape[1], num_classes), X.new_zeros(num_classes)
    for _ in range(num_epochs):
        for X_batch, y_batch in data_iter(batch_size, X, y):
            e = F.one_hot(y_batch, num_classes) - torch.softmax(X_batch @ W + b, dim=1)
            W -= lr * X_batch.T @ e / len(X_batch)
            b -= lr * e.mean(dim=0)
    return W, b


@misconception(
    "bias_stays_at_zero",
    loses=[
        "test_first_step_by_hand",
        "test_a_full_batch_is_one_exact_step",
        "test_every_batch_is_a_step_by_its_own_mean",
        "test_scratch_knows_classes_that_are_not_there",
    ],
    hint="Print b after training. Which of the two parameters takes a step in your loop?",
)
def fit_scratch(X, y, num_classes, lr, num_epochs, batch_size):
    W, b = X.new_zeros(X.shape[1], num_classes), X.new_zeros(num_classes)
    for _ in range(num_epochs):
        for X_batch, y_batch in data_iter(batch_size, X, y):
            e = torch.softmax(X_batch @ W + b, dim=1) - F.one_hot(y_batch, num_classes)
            W -= lr * X_batch.T @ e / len(X_batch)
    return W, b


@misconception(
    "weights_start_at_random",
    loses=[
        "test_first_step_by_hand",
        "test_a_full_batch_is_one_exact_step",
        "test_every_batch_is_a_step_by_its_own_mean",
        "test_scratch_knows_classes_that_are_not_there",
    ],
    hint="Two trainings on the same full batch should give the same weights. Where does the exercise start?",
)
def fit_scratch(X, y, num_classes, lr, num_epochs, batch_size):
    W = 0.01 * torch.randn(X.shape[1], num_classes, dtype=X.dtype)
    b = X.new_zeros(num_classes)
    for _ in range(num_epochs):
        for X_batch, y_batch in data_iter(batch_size, X, y):
            e = torch.softmax(X_batch @ W + b, dim=1) - F.one_hot(y_batch, num_classes)
            W -= lr * X_batch.T @ e / len(X_batch)
            b -= lr * e.mean(dim=0)
    return W, b


@misconception(
    "linear_regression_on_one_hot_labels",
    loses=[
        "test_first_step_by_hand",
        "test_a_full_batch_is_one_exact_step",
        "test_every_batch_is_a_step_by_its_own_mean",
        "test_scratch_knows_classes_that_are_not_there",
    ],
    hint="You compare the logits themselves with the truth. What has to be made of them before the difference is taken?",
)
def fit_scratch(X, y, num_classes, lr, num_epochs, batch_size):
    W, b = X.new_zeros(X.shape[1], num_classes), X.new_zeros(num_classes)
    for _ in range(num_epochs):
        for X_batch, y_batch in data_iter(batch_size, X, y):
            e = X_batch @ W + b - F.one_hot(y_batch, num_classes)
            W -= lr * X_batch.T @ e / len(X_batch)
            b -= lr * e.mean(dim=0)
    return W, b


@misconception(
    "one_softmax_too_many",
    loses=[
        "test_first_step_by_hand",
        "test_a_full_batch_is_one_exact_step",
        "test_every_batch_is_a_step_by_its_own_mean",
        "test_scratch_knows_classes_that_are_not_there",
    ],
    hint="F.cross_entropy wants logits. How many times does softmax occur in your training, and what did exercise 5 say of that?",
)
def fit_scratch(X, y, num_classes, lr, num_epochs, batch_size):
    W = torch.zeros(X.shape[1], num_classes, dtype=X.dtype, requires_grad=True)
    b = torch.zeros(num_classes, dtype=X.dtype, requires_grad=True)
    for _ in range(num_epochs):
        for X_batch, y_batch in data_iter(batch_size, X, y):
            F.cross_entropy(torch.softmax(X_batch @ W + b, dim=1), y_batch).backward()
            with torch.no_grad():
                for param in (W, b):
                    param -= lr * param.grad
                    param.grad.zero_()
    return W, b


@misconception(
    "gradients_never_zeroed",
    loses=[
        "test_a_full_batch_is_one_exact_step",
        "test_every_batch_is_a_step_by_its_own_mean",
        "test_scratch_knows_classes_that_are_not_there",
    ],
    hint="The first step is right, the second too long. What does backward() do with the gradient that is already there?",
)
def fit_scratch(X, y, num_classes, lr, num_epochs, batch_size):
    W = torch.zeros(X.shape[1], num_classes, dtype=X.dtype, requires_grad=True)
    b = torch.zeros(num_classes, dtype=X.dtype, requires_grad=True)
    for _ in range(num_epochs):
        for X_batch, y_batch in data_iter(batch_size, X, y):
            F.cross_entropy(X_batch @ W + b, y_batch).backward()
            with torch.no_grad():
                W -= lr * W.grad
                b -= lr * b.grad
    return W, b


@misconception(
    "softmax_over_the_examples",
    loses=[
        "test_first_step_by_hand",
        "test_a_full_batch_is_one_exact_step",
        "test_every_batch_is_a_step_by_its_own_mean",
        "test_scratch_knows_classes_that_are_not_there",
    ],
    hint="The classes of one example compete with each other, not the examples of one batch. Along which dimension is your softmax?",
)
def fit_scratch(X, y, num_classes, lr, num_epochs, batch_size):
    W, b = X.new_zeros(X.shape[1], num_classes), X.new_zeros(num_classes)
    for _ in range(num_epochs):
        for X_batch, y_batch in data_iter(batch_size, X, y):
            e = torch.softmax(X_batch @ W + b, dim=0) - F.one_hot(y_batch, num_classes)
            W -= lr * X_batch.T @ e / len(X_batch)
            b -= lr * e.mean(dim=0)
    return W, b


@misconception(
    "one_hot_of_the_batch",
    loses=[
        "test_first_step_by_hand",
        "test_every_batch_is_a_step_by_its_own_mean",
        "test_scratch_knows_classes_that_are_not_there",
        "test_scratch_draws_the_order_anew",
    ],
    hint="How many columns has F.one_hot of a batch in which the last class does not occur? It has to be told the number of classes.",
)
def fit_scratch(X, y, num_classes, lr, num_epochs, batch_size):
    W, b = X.new_zeros(X.shape[1], num_classes), X.new_zeros(num_classes)
    for _ in range(num_epochs):
        for X_batch, y_batch in data_iter(batch_size, X, y):
            e = torch.softmax(X_batch @ W + b, dim=1) - F.one_hot(y_batch)
            W -= lr * X_batch.T @ e / len(X_batch)
            b -= lr * e.mean(dim=0)
    return W, b


@misconception(
    "classes_counted_from_the_labels",
    loses=["test_first_step_by_hand", "test_every_batch_is_a_step_by_its_own_mean", "test_scratch_knows_classes_that_are_not_there"],
    hint="You take the number of classes from the labels. What if nobody has drawn an example of the last class?",
)
def fit_scratch(X, y, num_classes, lr, num_epochs, batch_size):
    k = int(y.max()) + 1
    W, b = X.new_zeros(X.shape[1], k), X.new_zeros(k)
    for _ in range(num_epochs):
        for X_batch, y_batch in data_iter(batch_size, X, y):
            e = torch.softmax(X_batch @ W + b, dim=1) - F.one_hot(y_batch, k)
            W -= lr * X_batch.T @ e / len(X_batch)
            b -= lr * e.mean(dim=0)
    return W, b


@misconception(
    "last_batch_dropped",
    loses=["test_every_batch_is_a_step_by_its_own_mean"],
    hint="Count the steps for seven examples in batches of three, and for four in batches of nine. Does every example get its turn?",
)
def fit_scratch(X, y, num_classes, lr, num_epochs, batch_size):
    W, b = X.new_zeros(X.shape[1], num_classes), X.new_zeros(num_classes)
    for _ in range(num_epochs):
        for X_batch, y_batch in data_iter(batch_size, X, y):
            if len(X_batch) < batch_size:
                continue
            e = torch.softmax(X_batch @ W + b, dim=1) - F.one_hot(y_batch, num_classes)
            W -= lr * X_batch.T @ e / len(X_batch)
            b -= lr * e.mean(dim=0)
    return W, b


@misconception(
    "one_epoch_only",
    loses=["test_a_full_batch_is_one_exact_step", "test_every_batch_is_a_step_by_its_own_mean", "test_scratch_knows_classes_that_are_not_there"],
    hint="Does your result change if num_epochs is doubled? Look at the indentation of the return.",
)
def fit_scratch(X, y, num_classes, lr, num_epochs, batch_size):
    W, b = X.new_zeros(X.shape[1], num_classes), X.new_zeros(num_classes)
    for _ in range(num_epochs):
        for X_batch, y_batch in data_iter(batch_size, X, y):
            e = torch.softmax(X_batch @ W + b, dim=1) - F.one_hot(y_batch, num_classes)
            W -= lr * X_batch.T @ e / len(X_batch)
            b -= lr * e.mean(dim=0)
        return W, b


@misconception(
    "always_the_full_batch",
    loses=["test_every_batch_is_a_step_by_its_own_mean", "test_scratch_draws_the_order_anew"],
    hint="How many steps does your epoch have, and where does batch_size enter? Each mini-batch is a step.",
)
def fit_scratch(X, y, num_classes, lr, num_epochs, batch_size):
    W, b = X.new_zeros(X.shape[1], num_classes), X.new_zeros(num_classes)
    for _ in range(num_epochs):
        e = torch.softmax(X @ W + b, dim=1) - F.one_hot(y, num_classes)
        W -= lr * X.T @ e / len(X)
        b -= lr * e.mean(dim=0)
    return W, b


@misconception(
    "batches_in_the_order_of_the_data",
    loses=["test_scratch_draws_the_order_anew"],
    hint="Call your function twice with small batches and compare. In which order do the examples come?",
)
def fit_scratch(X, y, num_classes, lr, num_epochs, batch_size):
    W, b = X.new_zeros(X.shape[1], num_classes), X.new_zeros(num_classes)
    for _ in range(num_epochs):
        for start in range(0, len(X), batch_size):
            X_batch, y_batch = X[start : start + batch_size], y[start : start + batch_size]
            e = torch.softmax(X_batch @ W + b, dim=1) - F.one_hot(y_batch, num_classes)
            W -= lr * X_batch.T @ e / len(X_batch)
            b -= lr * e.mean(dim=0)
    return W, b


@misconception(
    "one_row_per_class",
    loses=[
        "test_first_step_by_hand",
        "test_a_full_batch_is_one_exact_step",
        "test_every_batch_is_a_step_by_its_own_mean",
        "test_scratch_knows_classes_that_are_not_there",
    ],
    hint="nn.Linear keeps one row of weights per class. Which shape of W does the exercise ask for?",
)
def fit_scratch(X, y, num_classes, lr, num_epochs, batch_size):
    W, b = X.new_zeros(num_classes, X.shape[1]), X.new_zeros(num_classes)
    for _ in range(num_epochs):
        for X_batch, y_batch in data_iter(batch_size, X, y):
            e = torch.softmax(X_batch @ W.T + b, dim=1) - F.one_hot(y_batch, num_classes)
            W -= lr * e.T @ X_batch / len(X_batch)
            b -= lr * e.mean(dim=0)
    return W, b


# ---------------------------------------------------------------------------------- 7. fit_concise


@right
def fit_concise(X, y, num_classes, lr, num_epochs, batch_size):
    net = nn.Sequential(nn.Flatten(), nn.Linear(X.shape[1], num_classes)).to(X.device)
    for param in net.parameters():
        nn.init.constant_(param, 0.0)
    trainer = torch.optim.SGD(net.parameters(), lr)
    for _ in range(num_epochs):
        for features, labels in load_array((X, y), batch_size):
            l = F.cross_entropy(net(features), labels)
            trainer.zero_grad()
            l.backward()
            trainer.step()
    return net


@right
def fit_concise(X, y, num_classes, lr, num_epochs, batch_size):
    class SoftmaxRegression(nn.Module):
        def __init__(self):
            super().__init__()
            self.linear = nn.Linear(X.shape[1], num_classes)
            with torch.no_grad():
                self.linear.weight.fill_(0)
                self.linear.bias.fill_(0)

        def forward(self, features):
            return self.linear(features)

    net, truth = SoftmaxRegression().to(X.device), F.one_hot(y, num_classes).float()
    trainer, loss = torch.optim.SGD(net.parameters(), lr=lr), nn.CrossEntropyLoss(reduction="sum")
    for _ in range(num_epochs):
        for features, labels in load_array((X, truth), batch_size):
            net.zero_grad()
            (loss(net(features), labels) / len(features)).backward()
            trainer.step()
    return net


@right
def fit_concise(X, y, num_classes, lr, num_epochs, batch_size):
    # logarithms of probabilities are logits, too
    net = nn.Sequential(nn.Linear(X.shape[1], num_classes), nn.LogSoftmax(dim=1)).to(X.device)
    net[0].weight.data.zero_()
    net[0].bias.data.zero_()
    loss, trainer = nn.NLLLoss(), torch.optim.SGD(net.parameters(), lr=lr)
    batches = DataLoader(TensorDataset(X, y), batch_size=batch_size, shuffle=True)
    epoch = 0
    while epoch < num_epochs:
        for features, labels in batches:
            trainer.zero_grad()
            loss(net(features), labels).backward()
            trainer.step()
        epoch += 1
    return net.eval()


@right
def fit_concise(X, y, num_classes, lr, num_epochs, batch_size):
    W, b = fit_scratch(X, y, num_classes, lr, num_epochs, batch_size)
    net = nn.Linear(*W.shape).to(X.device)
    net.load_state_dict({"weight": W.detach().T, "bias": b.detach()})
    return net


@misconception(
    "softmax_layer_before_the_loss",
    loses=["test_net_takes_exact_steps", "test_net_takes_a_step_for_every_batch"],
    hint="nn.CrossEntropyLoss applies softmax itself. How many softmaxes lie between your features and the loss?",
)
def fit_concise(X, y, num_classes, lr, num_epochs, batch_size):
    net = nn.Sequential(nn.Linear(X.shape[1], num_classes), nn.Softmax(dim=1))
    nn.init.zeros_(net[0].weight)
    nn.init.zeros_(net[0].bias)
    loss, trainer = nn.CrossEntropyLoss(), torch.optim.SGD(net.parameters(), lr=lr)
    for _ in range(num_epochs):
        for X_batch, y_batch in load_array((X, y), batch_size):
            trainer.zero_grad()
            loss(net(X_batch), y_batch).backward()
            trainer.step()
    return net


@misconception(
    "net_gives_probabilities",
    loses=["test_net_takes_exact_steps", "test_net_takes_a_step_for_every_batch"],
    hint="The training is right, but the net that you return ends in a softmax. What should it give, logits or probabilities?",
)
def fit_concise(X, y, num_classes, lr, num_epochs, batch_size):
    net = nn.Linear(X.shape[1], num_classes)
    nn.init.zeros_(net.weight)
    nn.init.zeros_(net.bias)
    loss, trainer = nn.CrossEntropyLoss(), torch.optim.SGD(net.parameters(), lr=lr)
    for _ in range(num_epochs):
        for X_batch, y_batch in load_array((X, y), batch_size):
            trainer.zero_grad()
            loss(net(X_batch), y_batch).backward()
            trainer.step()
    return nn.Sequential(net, nn.Softmax(dim=1))


@misconception(
    "no_zero_grad",
    loses=["test_net_takes_exact_steps", "test_net_takes_a_step_for_every_batch"],
    hint="The first step is right, the second too long. Who clears the gradients between two batches?",
)
def fit_concise(X, y, num_classes, lr, num_epochs, batch_size):
    net = nn.Linear(X.shape[1], num_classes)
    nn.init.zeros_(net.weight)
    nn.init.zeros_(net.bias)
    loss, trainer = nn.CrossEntropyLoss(), torch.optim.SGD(net.parameters(), lr=lr)
    for _ in range(num_epochs):
        for X_batch, y_batch in load_array((X, y), batch_size):
            loss(net(X_batch), y_batch).backward()
            trainer.step()
    return net


@misconception(
    "torchs_own_start",
    loses=["test_net_takes_exact_steps", "test_net_takes_a_step_for_every_batch"],
    hint="nn.Linear draws its weights at random. Where does the exercise want the net to start, so that it can be compared?",
)
def fit_concise(X, y, num_classes, lr, num_epochs, batch_size):
    net = nn.Linear(X.shape[1], num_classes)
    loss, trainer = nn.CrossEntropyLoss(), torch.optim.SGD(net.parameters(), lr=lr)
    for _ in range(num_epochs):
        for X_batch, y_batch in load_array((X, y), batch_size):
            trainer.zero_grad()
            loss(net(X_batch), y_batch).backward()
            trainer.step()
    return net


@misconception(
    "total_loss",
    loses=["test_net_takes_exact_steps", "test_net_takes_a_step_for_every_batch"],
    hint="With reduction=\"sum\" a batch of ten takes a step ten times as long. Which loss does the exercise ask for?",
)
def fit_concise(X, y, num_classes, lr, num_epochs, batch_size):
    net = nn.Linear(X.shape[1], num_classes)
    nn.init.zeros_(net.weight)
    nn.init.zeros_(net.bias)
    loss, trainer = nn.CrossEntropyLoss(reduction="sum"), torch.optim.SGD(net.parameters(), lr=lr)
    for _ in range(num_epochs):
        for X_batch, y_batch in load_array((X, y), batch_size):
            trainer.zero_grad()
            loss(net(X_batch), y_batch).backward()
            trainer.step()
    return net


@misconception(
    "sum_over_the_nominal_batch_size",
    loses=["test_net_takes_a_step_for_every_batch"],
    hint="Seven examples in batches of three: by what is the loss of the last batch divided?",
)
def fit_concise(X, y, num_classes, lr, num_epochs, batch_size):
    net = nn.Linear(X.shape[1], num_classes)
    nn.init.zeros_(net.weight)
    nn.init.zeros_(net.bias)
    loss, trainer = nn.CrossEntropyLoss(reduction="sum"), torch.optim.SGD(net.parameters(), lr=lr / batch_size)
    for _ in range(num_epochs):
        for X_batch, y_batch in load_array((X, y), batch_size):
            trainer.zero_grad()
            loss(net(X_batch), y_batch).backward()
            trainer.step()
    return net


@misconception(
    "net_on_the_squared_error",
    loses=["test_net_takes_exact_steps", "test_net_takes_a_step_for_every_batch"],
    hint="nn.MSELoss is the loss of linear regression. Which loss belongs to classes?",
)
def fit_concise(X, y, num_classes, lr, num_epochs, batch_size):
    net = nn.Linear(X.shape[1], num_classes)
    nn.init.zeros_(net.weight)
    nn.init.zeros_(net.bias)
    truth = F.one_hot(y, num_classes).float()
    loss, trainer = nn.MSELoss(), torch.optim.SGD(net.parameters(), lr=lr)
    for _ in range(num_epochs):
        for X_batch, t_batch in load_array((X, truth), batch_size):
            trainer.zero_grad()
            loss(net(X_batch), t_batch).backward()
            trainer.step()
    return net


@misconception(
    "adam_for_sgd",
    loses=["test_net_takes_exact_steps", "test_net_takes_a_step_for_every_batch"],
    hint="Adam takes steps of its own size. With which trainer is a step just the learning rate times the gradient?",
)
def fit_concise(X, y, num_classes, lr, num_epochs, batch_size):
    net = nn.Linear(X.shape[1], num_classes)
    nn.init.zeros_(net.weight)
    nn.init.zeros_(net.bias)
    loss, trainer = nn.CrossEntropyLoss(), torch.optim.Adam(net.parameters(), lr=lr)
    for _ in range(num_epochs):
        for X_batch, y_batch in load_array((X, y), batch_size):
            trainer.zero_grad()
            loss(net(X_batch), y_batch).backward()
            trainer.step()
    return net


@misconception(
    "net_sees_the_data_in_order",
    loses=["test_net_draws_the_order_anew"],
    hint="Train twice with small batches and compare. What does the third argument of load_array decide?",
)
def fit_concise(X, y, num_classes, lr, num_epochs, batch_size):
    net = nn.Linear(X.shape[1], num_classes)
    nn.init.zeros_(net.weight)
    nn.init.zeros_(net.bias)
    loss, trainer = nn.CrossEntropyLoss(), torch.optim.SGD(net.parameters(), lr=lr)
    for _ in range(num_epochs):
        for X_batch, y_batch in load_array((X, y), batch_size, is_train=False):
            trainer.zero_grad()
            loss(net(X_batch), y_batch).backward()
            trainer.step()
    return net


@misconception(
    "net_drops_the_last_batch",
    loses=["test_net_takes_a_step_for_every_batch"],
    hint="Count the steps for seven examples in batches of three, and for four in batches of nine. What does drop_last leave out?",
)
def fit_concise(X, y, num_classes, lr, num_epochs, batch_size):
    net = nn.Linear(X.shape[1], num_classes)
    nn.init.zeros_(net.weight)
    nn.init.zeros_(net.bias)
    loss, trainer = nn.CrossEntropyLoss(), torch.optim.SGD(net.parameters(), lr=lr)
    for _ in range(num_epochs):
        for X_batch, y_batch in DataLoader(TensorDataset(X, y), batch_size, shuffle=True, drop_last=True):
            trainer.zero_grad()
            loss(net(X_batch), y_batch).backward()
            trainer.step()
    return net


@misconception(
    "net_without_a_bias",
    loses=["test_net_takes_exact_steps", "test_net_takes_a_step_for_every_batch"],
    hint="What does your net say to a picture of zeros? Each class has a bias besides its weights.",
)
def fit_concise(X, y, num_classes, lr, num_epochs, batch_size):
    net = nn.Linear(X.shape[1], num_classes, bias=False)
    nn.init.zeros_(net.weight)
    loss, trainer = nn.CrossEntropyLoss(), torch.optim.SGD(net.parameters(), lr=lr)
    for _ in range(num_epochs):
        for X_batch, y_batch in load_array((X, y), batch_size):
            trainer.zero_grad()
            loss(net(X_batch), y_batch).backward()
            trainer.step()
    return net


@misconception(
    "optimizer_never_steps",
    loses=["test_net_learns_to_tell_blobs_apart", "test_net_takes_exact_steps", "test_net_takes_a_step_for_every_batch", "test_net_draws_the_order_anew"],
    hint="Print the weights after training. backward() only fills the gradients: what moves the parameters?",
)
def fit_concise(X, y, num_classes, lr, num_epochs, batch_size):
    net = nn.Linear(X.shape[1], num_classes)
    nn.init.zeros_(net.weight)
    nn.init.zeros_(net.bias)
    loss, trainer = nn.CrossEntropyLoss(), torch.optim.SGD(net.parameters(), lr=lr)
    for _ in range(num_epochs):
        for X_batch, y_batch in load_array((X, y), batch_size):
            trainer.zero_grad()
            loss(net(X_batch), y_batch).backward()
    return net


# --------------------------------------------------------------------- mutants that are no mistakes

equivalent(
    "mse_vs_ce_grad: `ce = p - t` → `ce = t - p`",
    why="both gradients only change their sign, and it is their size that is asked for",
)
equivalent(
    "mse_vs_ce_grad: `se = p * (ce - (p * ce).sum())` → `se = p * ((p * ce).sum() - ce)`",
    why="the gradient only changes its sign, and it is its size that is asked for",
)
equivalent(
    "outcome: `return 'ok' if abs(value - right) < 0.0001 else 'silently wrong'` → "
    "`return 'ok' if abs(value - right) <= 0.0001 else 'silently wrong'`",
    why="no value differs from the right one by just 0.0001, and at the edge of a tolerance either word will do",
)
equivalent(
    "outcome: `return 'ok' if abs(value - right) < 0.0001 else 'silently wrong'` → "
    "`return 'ok' if abs(right - value) < 0.0001 else 'silently wrong'`",
    why="a distance is the same in both directions",
)
