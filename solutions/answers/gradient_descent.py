"""Other answers to gradient_descent: right ones in other styles, and the misconceptions with the tests each loses."""

from autograder.course.answers import misconception, right
from autograder.course.equivalents import equivalent

# ---------------------------------------------------------------------------------------- 1. sweep


@right
def sweep(ws, xs=XS, ys=YS):
    return [sum((w * x - y) ** 2 for x, y in zip(xs, ys)) / len(xs) for w in ws]


@right
def sweep(ws, xs=XS, ys=YS):
    w = torch.tensor(ws, dtype=torch.float64).reshape(-1, 1)
    e = w * torch.tensor(xs, dtype=torch.float64) - torch.tensor(ys, dtype=torch.float64)
    return (e**2).mean(dim=1).tolist()


@right
def sweep(ws, xs=XS, ys=YS):
    x, y = torch.tensor(list(xs)), torch.tensor(list(ys))
    return [torch.nn.functional.mse_loss(w * x, y).item() for w in ws]


@right
def sweep(ws, xs=XS, ys=YS):
    # The parabola itself: its three coefficients, once.
    n = len(xs)
    a = sum(x * x for x in xs) / n
    b = sum(x * y for x, y in examples(xs, ys)) / n
    c = sum(y * y for y in ys) / n
    return [a * w * w - 2 * b * w + c for w in ws]


@right
def sweep(ws, xs=XS, ys=YS):
    import numpy as np

    e = np.outer(ws, xs) - np.asarray(ys)
    return list(np.square(e).mean(axis=1))


@misconception(
    "sum_for_mean",
    loses=[
        "test_sweep_is_lowest_at_two",
        "test_sweep_is_the_parabola",
        "test_sweep_of_other_examples",
        "test_sweep_keeps_the_order_of_the_weights",
    ],
    hint="With three examples your losses are three times too large. What does the M in MSE stand for?",
)
def sweep(ws, xs=XS, ys=YS):
    return [sum((w * x - y) ** 2 for x, y in zip(xs, ys)) for w in ws]


@misconception(
    "half_the_square",
    loses=[
        "test_sweep_is_lowest_at_two",
        "test_sweep_is_the_parabola",
        "test_sweep_of_other_examples",
        "test_sweep_keeps_the_order_of_the_weights",
    ],
    hint="Elsewhere the squared loss carries a factor that makes its derivative prettier. Is it in the formula of this exercise?",
)
def sweep(ws, xs=XS, ys=YS):
    return [sum((w * x - y) ** 2 / 2 for x, y in zip(xs, ys)) / len(xs) for w in ws]


@misconception(
    "absolute_errors",
    loses=[
        "test_sweep_is_lowest_at_two",
        "test_sweep_is_the_parabola",
        "test_sweep_of_other_examples",
        "test_sweep_keeps_the_order_of_the_weights",
    ],
    hint="Your curve has a sharp corner at its lowest point, and a parabola has none. What happens to each error before the mean is taken?",
)
def sweep(ws, xs=XS, ys=YS):
    return [sum(abs(w * x - y) for x, y in zip(xs, ys)) / len(xs) for w in ws]


@misconception(
    "root_of_the_mse",
    loses=[
        "test_sweep_is_lowest_at_two",
        "test_sweep_is_the_parabola",
        "test_sweep_of_other_examples",
        "test_sweep_keeps_the_order_of_the_weights",
    ],
    hint="Square your values and they are right. Which of MSE and RMSE does the exercise ask for?",
)
def sweep(ws, xs=XS, ys=YS):
    return [math.sqrt(sum((w * x - y) ** 2 for x, y in zip(xs, ys)) / len(xs)) for w in ws]


@misconception(
    "square_of_the_mean_error",
    loses=[
        "test_sweep_is_lowest_at_two",
        "test_sweep_is_the_parabola",
        "test_sweep_of_other_examples",
        "test_sweep_keeps_the_order_of_the_weights",
    ],
    hint="Two errors of +1 and -1 cancel in your loss. Which comes first, the square or the mean?",
)
def sweep(ws, xs=XS, ys=YS):
    return [(sum(w * x - y for x, y in zip(xs, ys)) / len(xs)) ** 2 for w in ws]


@misconception(
    "last_example_only",
    loses=[
        "test_sweep_is_lowest_at_two",
        "test_sweep_is_the_parabola",
        "test_sweep_of_other_examples",
        "test_sweep_keeps_the_order_of_the_weights",
    ],
    hint="Each example overwrites the loss of the one before it. Where do the others remain?",
)
def sweep(ws, xs=XS, ys=YS):
    losses = []
    for w in ws:
        for x, y in zip(xs, ys):
            l = (w * x - y) ** 2
        losses.append(l)
    return losses


@misconception(
    "sum_is_never_reset",
    loses=[
        "test_sweep_is_lowest_at_two",
        "test_sweep_is_the_parabola",
        "test_sweep_of_other_examples",
        "test_sweep_keeps_the_order_of_the_weights",
    ],
    hint="Your losses only ever grow from weight to weight. Where does the sum begin for the second weight?",
)
def sweep(ws, xs=XS, ys=YS):
    total = 0.0
    losses = []
    for w in ws:
        for x, y in zip(xs, ys):
            total += (w * x - y) ** 2
        losses.append(total / len(xs))
    return losses


@misconception(
    "returns_inside_the_loop",
    loses=[
        "test_sweep_gives_a_loss_for_each_weight",
        "test_sweep_is_lowest_at_two",
        "test_sweep_is_the_parabola",
        "test_sweep_of_other_examples",
        "test_sweep_keeps_the_order_of_the_weights",
    ],
    hint="Your function ends with the first weight. How far is `return` indented?",
)
def sweep(ws, xs=XS, ys=YS):
    losses = []
    for w in ws:
        losses.append(sum((w * x - y) ** 2 for x, y in zip(xs, ys)) / len(xs))
        return losses


@misconception(
    "a_loss_for_each_example",
    loses=[
        "test_sweep_gives_a_loss_for_each_weight",
        "test_sweep_is_lowest_at_two",
        "test_sweep_is_the_parabola",
        "test_sweep_of_other_examples",
        "test_sweep_keeps_the_order_of_the_weights",
    ],
    hint="You collect a number for each example of each weight. How many numbers should there be for 41 weights, and where does the mean belong?",
)
def sweep(ws, xs=XS, ys=YS):
    losses = []
    for w in ws:
        for x, y in zip(xs, ys):
            losses.append((w * x - y) ** 2)
    return losses


@misconception(
    "returns_the_best_weight",
    loses=[
        "test_sweep_gives_a_loss_for_each_weight",
        "test_sweep_is_lowest_at_two",
        "test_sweep_is_the_parabola",
        "test_sweep_of_other_examples",
        "test_sweep_keeps_the_order_of_the_weights",
    ],
    hint="You return where the loss is smallest. The exercise wants the whole curve, so that one can look at it: what belongs in the list?",
)
def sweep(ws, xs=XS, ys=YS):
    return min(ws, key=lambda w: sum((w * x - y) ** 2 for x, y in zip(xs, ys)))


@misconception(
    "divides_by_the_number_of_weights",
    loses=[
        "test_sweep_is_lowest_at_two",
        "test_sweep_is_the_parabola",
        "test_sweep_of_other_examples",
        "test_sweep_keeps_the_order_of_the_weights",
    ],
    hint="Your losses change when more weights are tried. The mean is one over what?",
)
def sweep(ws, xs=XS, ys=YS):
    return [sum((w * x - y) ** 2 for x, y in zip(xs, ys)) / len(ws) for w in ws]


@misconception(
    "always_divides_by_three",
    loses=["test_sweep_of_other_examples"],
    hint="For the examples of the notebook your losses are right. How many examples are there in somebody else's list?",
)
def sweep(ws, xs=XS, ys=YS):
    return [sum((w * x - y) ** 2 for x, y in zip(xs, ys)) / 3 for w in ws]


@misconception(
    "other_examples_are_ignored",
    loses=["test_sweep_of_other_examples"],
    hint="Call your function with other examples: nothing changes. Which names does it read, those of its arguments or those of the notebook?",
)
def sweep(ws, xs=XS, ys=YS):
    return [sum((w * x - y) ** 2 for x, y in zip(XS, YS)) / len(XS) for w in ws]


@misconception(
    "every_input_with_every_label",
    loses=[
        "test_sweep_is_lowest_at_two",
        "test_sweep_is_the_parabola",
        "test_sweep_of_other_examples",
        "test_sweep_keeps_the_order_of_the_weights",
    ],
    hint="Two nested loops pair the first input with the third label, too. How many pairs do three examples make?",
)
def sweep(ws, xs=XS, ys=YS):
    return [sum((w * x - y) ** 2 for x in xs for y in ys) / len(xs) ** 2 for w in ws]


# ------------------------------------------------------------------------------------- 2. gradient


@right
def gradient(x, y, w):
    e = w * x - y
    return e * x + x * e


@right
def gradient(x, y, w):
    return 2 * x**2 * w - 2 * x * y


@right
def gradient(x, y, w):
    outer = 2 * (x * w - y)
    inner = x
    return outer * inner


@right
def gradient(x, y, w):
    import numpy as np

    return np.dot(2.0 * x, np.float64(w) * x - y)


@right
def gradient(x, y, w):
    # The slope of a parabola is that of the chord around it.
    h = 0.5
    return (((w + h) * x - y) ** 2 - ((w - h) * x - y) ** 2) / (2 * h)


@misconception(
    "finite_difference",
    loses=["test_gradient_takes_whole_numbers"],
    hint="Your slope comes from two losses: that is the check of a derivative, and close to it. What does the chain rule give?",
)
def gradient(x, y, w):
    return finite_difference(x, y, w)


@misconception(
    "factor_two_missing",
    loses=[
        "test_gradients_of_the_three_examples",
        "test_gradient_agrees_with_a_finite_difference",
        "test_gradient_agrees_with_finite_differences",
        "test_gradient_takes_whole_numbers",
        "test_ten_epochs_reproduce_every_digit",
        "test_no_epoch_and_one_epoch",
    ],
    hint="All your slopes are half of what the finite difference says. What is the derivative of a square, when there is no one half before it?",
)
def gradient(x, y, w):
    return x * (w * x - y)


@misconception(
    "wrong_sign",
    loses=[
        "test_gradients_of_the_three_examples",
        "test_gradient_agrees_with_a_finite_difference",
        "test_gradient_agrees_with_finite_differences",
        "test_gradient_is_zero_at_the_bottom",
        "test_gradient_takes_whole_numbers",
        "test_ten_epochs_reproduce_every_digit",
        "test_no_epoch_and_one_epoch",
    ],
    hint="Left of the bottom the loss falls to the right, so its slope is negative there. Which sign has yours, and which comes first in the error, the prediction or the label?",
)
def gradient(x, y, w):
    return 2 * x * (y - w * x)


@misconception(
    "inner_derivative_missing",
    loses=[
        "test_gradients_of_the_three_examples",
        "test_gradient_agrees_with_a_finite_difference",
        "test_gradient_agrees_with_finite_differences",
        "test_gradient_is_zero_at_the_bottom",
        "test_gradient_takes_whole_numbers",
        "test_ten_epochs_reproduce_every_digit",
        "test_no_epoch_and_one_epoch",
    ],
    hint="For x = 1 your slope is right, for others it is not. The chain rule has two factors: which one is the inner derivative?",
)
def gradient(x, y, w):
    return 2 * (w * x - y)


@misconception(
    "derivative_by_the_input",
    loses=[
        "test_gradients_of_the_three_examples",
        "test_gradient_agrees_with_a_finite_difference",
        "test_gradient_agrees_with_finite_differences",
        "test_gradient_is_zero_at_the_bottom",
        "test_gradient_takes_whole_numbers",
        "test_ten_epochs_reproduce_every_digit",
        "test_no_epoch_and_one_epoch",
    ],
    hint="Your formula says how the loss changes when the input changes. Which of the letters is it that training can change?",
)
def gradient(x, y, w):
    return 2 * w * (w * x - y)


@misconception(
    "loss_for_its_slope",
    loses=[
        "test_gradients_of_the_three_examples",
        "test_gradient_agrees_with_a_finite_difference",
        "test_gradient_agrees_with_finite_differences",
        "test_gradient_is_zero_at_the_bottom",
        "test_gradient_takes_whole_numbers",
        "test_ten_epochs_reproduce_every_digit",
        "test_no_epoch_and_one_epoch",
        "test_every_example_meets_the_newest_weight",
        "test_start_rate_and_epochs_are_those_asked_for",
    ],
    hint="A square is never negative, and a slope sometimes is. Do you return the loss or its derivative?",
)
def gradient(x, y, w):
    return (w * x - y) ** 2


@misconception(
    "exponent_not_lowered",
    loses=[
        "test_gradients_of_the_three_examples",
        "test_gradient_agrees_with_a_finite_difference",
        "test_gradient_agrees_with_finite_differences",
        "test_gradient_is_zero_at_the_bottom",
        "test_gradient_takes_whole_numbers",
        "test_ten_epochs_reproduce_every_digit",
        "test_no_epoch_and_one_epoch",
        "test_every_example_meets_the_newest_weight",
        "test_start_rate_and_epochs_are_those_asked_for",
    ],
    hint="You brought the exponent down in front of the bracket. What becomes of the exponent itself?",
)
def gradient(x, y, w):
    return 2 * x * (w * x - y) ** 2


@misconception(
    "slope_of_the_absolute_error",
    loses=[
        "test_gradients_of_the_three_examples",
        "test_gradient_agrees_with_a_finite_difference",
        "test_gradient_agrees_with_finite_differences",
        "test_gradient_takes_whole_numbers",
        "test_ten_epochs_reproduce_every_digit",
        "test_no_epoch_and_one_epoch",
    ],
    hint="Your slope has the same size however far away the label is. For which loss would that be right?",
)
def gradient(x, y, w):
    e = w * x - y
    return x * ((e > 0) - (e < 0))


@misconception(
    "brackets_forgotten",
    loses=[
        "test_gradients_of_the_three_examples",
        "test_gradient_agrees_with_a_finite_difference",
        "test_gradient_agrees_with_finite_differences",
        "test_gradient_is_zero_at_the_bottom",
        "test_gradient_takes_whole_numbers",
        "test_ten_epochs_reproduce_every_digit",
        "test_no_epoch_and_one_epoch",
    ],
    hint="In what order does Python multiply and subtract? The factors in front should act on the whole error.",
)
def gradient(x, y, w):
    return 2 * x * w * x - y


@misconception(
    "prediction_and_label_added",
    loses=[
        "test_gradients_of_the_three_examples",
        "test_gradient_agrees_with_a_finite_difference",
        "test_gradient_agrees_with_finite_differences",
        "test_gradient_is_zero_at_the_bottom",
        "test_gradient_takes_whole_numbers",
        "test_ten_epochs_reproduce_every_digit",
        "test_no_epoch_and_one_epoch",
    ],
    hint="At the bottom of the valley the slope is zero, and yours is not. What is the error of a prediction that is right?",
)
def gradient(x, y, w):
    return 2 * x * (w * x + y)


@misconception(
    "mean_slope_of_the_notebooks_examples",
    loses=[
        "test_gradients_of_the_three_examples",
        "test_gradient_agrees_with_a_finite_difference",
        "test_gradient_agrees_with_finite_differences",
        "test_gradient_is_zero_at_the_bottom",
        "test_gradient_takes_whole_numbers",
        "test_ten_epochs_reproduce_every_digit",
        "test_no_epoch_and_one_epoch",
    ],
    hint="Whatever example your function is given, it looks at the three of the notebook. Which numbers may it use?",
)
def gradient(x, y, w):
    return sum(2 * a * (w * a - b) for a, b in examples()) / len(XS)


@misconception(
    "weight_is_always_one",
    loses=[
        "test_gradient_agrees_with_a_finite_difference",
        "test_gradient_agrees_with_finite_differences",
        "test_gradient_is_zero_at_the_bottom",
        "test_gradient_takes_whole_numbers",
        "test_ten_epochs_reproduce_every_digit",
        "test_no_epoch_and_one_epoch",
    ],
    hint="Ask for the slope at two different weights: you get the same number. Does your formula use its third argument?",
)
def gradient(x, y, w):
    return 2 * x * (1.0 * x - y)


@misconception(
    "one_sided_difference_with_a_large_step",
    loses=[
        "test_gradients_of_the_three_examples",
        "test_gradient_agrees_with_a_finite_difference",
        "test_gradient_agrees_with_finite_differences",
        "test_gradient_is_zero_at_the_bottom",
        "test_gradient_takes_whole_numbers",
        "test_ten_epochs_reproduce_every_digit",
        "test_no_epoch_and_one_epoch",
    ],
    hint="A difference to one side is only nearly the slope, and at the bottom it is not even zero. The chain rule gives the exact one: outer times inner derivative.",
)
def gradient(x, y, w):
    h = 0.01
    return (((w + h) * x - y) ** 2 - (w * x - y) ** 2) / h


# ----------------------------------------------------------------------------------- 3. sgd_epochs


@right
def sgd_epochs(w, lr, n, xs=XS, ys=YS):
    for epoch in range(n):
        for i in range(len(xs)):
            w -= lr * 2 * (w * xs[i] - ys[i]) * xs[i]
    return w


@right
def sgd_epochs(w, lr, n, xs=XS, ys=YS):
    if n == 0:
        return w
    for x, y in zip(xs, ys):
        w = w - lr * gradient(x, y, w)
    return sgd_epochs(w, lr, n - 1, xs, ys)


@right
def sgd_epochs(w, lr, n, xs=XS, ys=YS):
    from functools import reduce

    return reduce(lambda weight, pair: weight - lr * gradient(*pair, weight), n * examples(xs, ys), w)


@right
def sgd_epochs(w, lr, n, xs=XS, ys=YS):
    w = torch.tensor(w, dtype=torch.float64)
    for _ in range(n):
        for x, y in zip(xs, ys):
            w = w - lr * (2 * x * (x * w - y))
    return w.item()


@right
def sgd_epochs(w, lr, n, xs=XS, ys=YS):
    import numpy as np

    w = np.float64(w)
    x, y = np.asarray(xs, dtype=float), np.asarray(ys, dtype=float)
    for step in range(n * len(x)):
        i = step % len(x)
        w += -lr * 2.0 * x[i] * (x[i] * w - y[i])
    return w


@misconception(
    "climbs",
    loses=[
        "test_ten_epochs_reproduce_every_digit",
        "test_no_epoch_and_one_epoch",
        "test_walks_on_other_examples",
        "test_every_example_meets_the_newest_weight",
        "test_start_rate_and_epochs_are_those_asked_for",
    ],
    hint="Your weight runs away from 2. In which direction does the slope point, uphill or downhill?",
)
def sgd_epochs(w, lr, n, xs=XS, ys=YS):
    for _ in range(n):
        for x, y in zip(xs, ys):
            w = w + lr * gradient(x, y, w)
    return w


@misconception(
    "mean_of_the_gradients",
    loses=[
        "test_ten_epochs_reproduce_every_digit",
        "test_no_epoch_and_one_epoch",
        "test_walks_on_other_examples",
        "test_every_example_meets_the_newest_weight",
        "test_start_rate_and_epochs_are_those_asked_for",
    ],
    hint="You make one step per epoch, with a mean over the examples. How many steps are there in an epoch of three examples?",
)
def sgd_epochs(w, lr, n, xs=XS, ys=YS):
    for _ in range(n):
        w = w - lr * sum(gradient(x, y, w) for x, y in zip(xs, ys)) / len(xs)
    return w


@misconception(
    "all_gradients_at_the_old_weight",
    loses=[
        "test_ten_epochs_reproduce_every_digit",
        "test_no_epoch_and_one_epoch",
        "test_walks_on_other_examples",
        "test_every_example_meets_the_newest_weight",
        "test_start_rate_and_epochs_are_those_asked_for",
    ],
    hint="In your epoch all gradients are taken at the weight that it began with. Which weight should the second example meet?",
)
def sgd_epochs(w, lr, n, xs=XS, ys=YS):
    for _ in range(n):
        w = w - lr * sum(gradient(x, y, w) for x, y in zip(xs, ys))
    return w


@misconception(
    "step_outside_the_inner_loop",
    loses=[
        "test_ten_epochs_reproduce_every_digit",
        "test_no_epoch_and_one_epoch",
        "test_walks_on_other_examples",
        "test_every_example_meets_the_newest_weight",
        "test_start_rate_and_epochs_are_those_asked_for",
    ],
    hint="Only the last example of each epoch moves your weight. How far is the line with the step indented?",
)
def sgd_epochs(w, lr, n, xs=XS, ys=YS):
    for _ in range(n):
        for x, y in zip(xs, ys):
            grad = gradient(x, y, w)
        w = w - lr * grad
    return w


@misconception(
    "steps_for_epochs",
    loses=[
        "test_ten_epochs_reproduce_every_digit",
        "test_no_epoch_and_one_epoch",
        "test_walks_on_other_examples",
        "test_every_example_meets_the_newest_weight",
        "test_start_rate_and_epochs_are_those_asked_for",
        "test_a_walk_can_be_continued",
    ],
    hint="You make n steps altogether. How many steps are there in n epochs?",
)
def sgd_epochs(w, lr, n, xs=XS, ys=YS):
    for step in range(n):
        i = step % len(xs)
        w = w - lr * gradient(xs[i], ys[i], w)
    return w


@misconception(
    "returns_after_the_first_epoch",
    loses=[
        "test_ten_epochs_reproduce_every_digit",
        "test_no_epoch_and_one_epoch",
        "test_walks_on_other_examples",
        "test_every_example_meets_the_newest_weight",
        "test_start_rate_and_epochs_are_those_asked_for",
        "test_a_walk_can_be_continued",
    ],
    hint="Your walk ends after one epoch, however many are asked for. How far is `return` indented, and what comes back after no epoch at all?",
)
def sgd_epochs(w, lr, n, xs=XS, ys=YS):
    for _ in range(n):
        for x, y in zip(xs, ys):
            w = w - lr * gradient(x, y, w)
        return w


@misconception(
    "one_epoch_too_many",
    loses=[
        "test_ten_epochs_reproduce_every_digit",
        "test_no_epoch_and_one_epoch",
        "test_walks_on_other_examples",
        "test_every_example_meets_the_newest_weight",
        "test_start_rate_and_epochs_are_those_asked_for",
        "test_a_walk_can_be_continued",
    ],
    hint="After no epoch your weight has already moved. How many numbers does your range hold?",
)
def sgd_epochs(w, lr, n, xs=XS, ys=YS):
    for _ in range(n + 1):
        for x, y in zip(xs, ys):
            w = w - lr * gradient(x, y, w)
    return w


@misconception(
    "one_epoch_too_few",
    loses=[
        "test_ten_epochs_reproduce_every_digit",
        "test_no_epoch_and_one_epoch",
        "test_walks_on_other_examples",
        "test_every_example_meets_the_newest_weight",
        "test_start_rate_and_epochs_are_those_asked_for",
        "test_a_walk_can_be_continued",
    ],
    hint="After one epoch your weight is still where it began. How many numbers does your range hold?",
)
def sgd_epochs(w, lr, n, xs=XS, ys=YS):
    for _ in range(1, n):
        for x, y in zip(xs, ys):
            w = w - lr * gradient(x, y, w)
    return w


@misconception(
    "every_epoch_from_the_start",
    loses=[
        "test_ten_epochs_reproduce_every_digit",
        "test_walks_on_other_examples",
        "test_every_example_meets_the_newest_weight",
        "test_start_rate_and_epochs_are_those_asked_for",
        "test_a_walk_can_be_continued",
    ],
    hint="Ten epochs of yours end where one does. What does the second epoch begin with?",
)
def sgd_epochs(w, lr, n, xs=XS, ys=YS):
    end = w
    for _ in range(n):
        end = w
        for x, y in zip(xs, ys):
            end = end - lr * gradient(x, y, end)
    return end


@misconception(
    "every_gradient_at_the_start",
    loses=[
        "test_ten_epochs_reproduce_every_digit",
        "test_no_epoch_and_one_epoch",
        "test_walks_on_other_examples",
        "test_every_example_meets_the_newest_weight",
        "test_start_rate_and_epochs_are_those_asked_for",
        "test_a_walk_can_be_continued",
    ],
    hint="Your steps never get shorter, although the valley gets flatter towards its bottom. At which weight is each gradient taken?",
)
def sgd_epochs(w, lr, n, xs=XS, ys=YS):
    start = w
    for _ in range(n):
        for x, y in zip(xs, ys):
            w = w - lr * gradient(x, y, start)
    return w


@misconception(
    "rate_is_always_a_hundredth",
    loses=[
        "test_walks_on_other_examples",
        "test_every_example_meets_the_newest_weight",
        "test_start_rate_and_epochs_are_those_asked_for",
    ],
    hint="Try your function with another learning rate: the weight is the same. Which number stands where `lr` should?",
)
def sgd_epochs(w, lr, n, xs=XS, ys=YS):
    for _ in range(n):
        for x, y in zip(xs, ys):
            w = w - 0.01 * gradient(x, y, w)
    return w


@misconception(
    "start_is_always_one",
    loses=[
        "test_walks_on_other_examples",
        "test_every_example_meets_the_newest_weight",
        "test_start_rate_and_epochs_are_those_asked_for",
        "test_a_walk_can_be_continued",
    ],
    hint="Try your function from another weight: it ends at the same place. Which line takes the caller's start away?",
)
def sgd_epochs(w, lr, n, xs=XS, ys=YS):
    w = 1.0
    for _ in range(n):
        for x, y in zip(xs, ys):
            w = w - lr * gradient(x, y, w)
    return w


@misconception(
    "walk_ignores_other_examples",
    loses=["test_walks_on_other_examples", "test_every_example_meets_the_newest_weight"],
    hint="On the examples of the notebook your walk is right, and with others nothing changes. Which names does your loop read?",
)
def sgd_epochs(w, lr, n, xs=XS, ys=YS):
    for _ in range(n):
        for x, y in zip(XS, YS):
            w = w - lr * gradient(x, y, w)
    return w


@misconception(
    "prediction_returned",
    loses=[
        "test_ten_epochs_reproduce_every_digit",
        "test_no_epoch_and_one_epoch",
        "test_walks_on_other_examples",
        "test_every_example_meets_the_newest_weight",
        "test_start_rate_and_epochs_are_those_asked_for",
        "test_a_walk_can_be_continued",
    ],
    hint="You return the prediction for x = 4. What does the exercise want back, from which that prediction is made?",
)
def sgd_epochs(w, lr, n, xs=XS, ys=YS):
    for _ in range(n):
        for x, y in zip(xs, ys):
            w = w - lr * gradient(x, y, w)
    return 4 * w


@misconception(
    "whole_path_returned",
    loses=[
        "test_ten_epochs_reproduce_every_digit",
        "test_no_epoch_and_one_epoch",
        "test_walks_on_other_examples",
        "test_every_example_meets_the_newest_weight",
        "test_start_rate_and_epochs_are_those_asked_for",
        "test_a_walk_can_be_continued",
    ],
    hint="You return a list of weights. Which one of them is the answer?",
)
def sgd_epochs(w, lr, n, xs=XS, ys=YS):
    path = [w]
    for _ in range(n):
        for x, y in zip(xs, ys):
            w = w - lr * gradient(x, y, w)
        path.append(w)
    return path


@misconception(
    "step_divided_by_the_number_of_examples",
    loses=[
        "test_ten_epochs_reproduce_every_digit",
        "test_no_epoch_and_one_epoch",
        "test_walks_on_other_examples",
        "test_every_example_meets_the_newest_weight",
        "test_start_rate_and_epochs_are_those_asked_for",
    ],
    hint="Your steps are a third of the right size for three examples. Over how many examples does the gradient of one step go?",
)
def sgd_epochs(w, lr, n, xs=XS, ys=YS):
    for _ in range(n):
        for x, y in zip(xs, ys):
            w = w - lr * gradient(x, y, w) / len(xs)
    return w


@misconception(
    "float32_weight",
    loses=["test_ten_epochs_reproduce_every_digit"],
    hint="Your weight is right to seven digits, as a number of 32 bits is. How many bits has a Python float?",
)
def sgd_epochs(w, lr, n, xs=XS, ys=YS):
    w = torch.tensor(float(w), dtype=torch.float32)
    for _ in range(n):
        for x, y in zip(xs, ys):
            w = w - lr * 2 * x * (w * x - y)
    return w.item()


@misconception(
    "rounded_on_the_way",
    loses=[
        "test_ten_epochs_reproduce_every_digit",
        "test_no_epoch_and_one_epoch",
        "test_walks_on_other_examples",
        "test_every_example_meets_the_newest_weight",
        "test_start_rate_and_epochs_are_those_asked_for",
    ],
    hint="Rounding is for reading, not for computing. What is lost at each step, and where would it be harmless?",
)
def sgd_epochs(w, lr, n, xs=XS, ys=YS):
    for _ in range(n):
        for x, y in zip(xs, ys):
            w = round(w - lr * gradient(x, y, w), 3)
    return w


@misconception(
    "shuffled_examples",
    loses=[
        "test_walks_on_other_examples",
        "test_every_example_meets_the_newest_weight",
        "test_a_walk_can_be_continued",
    ],
    hint="Shuffling is a good habit in stochastic gradient descent, but then no two runs give the same digits. Which order does this exercise ask for?",
)
def sgd_epochs(w, lr, n, xs=XS, ys=YS):
    import random

    for _ in range(n):
        pairs = examples(xs, ys)
        random.shuffle(pairs)
        for x, y in pairs:
            w = w - lr * gradient(x, y, w)
    return w


@misconception(
    "backwards",
    loses=["test_walks_on_other_examples", "test_every_example_meets_the_newest_weight"],
    hint="On a single line the order of the examples makes no difference, elsewhere it does. Which example comes first in yours?",
)
def sgd_epochs(w, lr, n, xs=XS, ys=YS):
    for _ in range(n):
        for x, y in reversed(examples(xs, ys)):
            w = w - lr * gradient(x, y, w)
    return w


@misconception(
    "rate_that_decays",
    loses=[
        "test_ten_epochs_reproduce_every_digit",
        "test_walks_on_other_examples",
        "test_every_example_meets_the_newest_weight",
        "test_start_rate_and_epochs_are_those_asked_for",
        "test_a_walk_can_be_continued",
    ],
    hint="Your steps get smaller from epoch to epoch of themselves, even without you. Should the learning rate change, too?",
)
def sgd_epochs(w, lr, n, xs=XS, ys=YS):
    for epoch in range(n):
        for x, y in zip(xs, ys):
            w = w - lr / (epoch + 1) * gradient(x, y, w)
    return w


@misconception(
    "stops_when_the_loss_is_small",
    loses=[
        "test_ten_epochs_reproduce_every_digit",
        "test_walks_on_other_examples",
        "test_every_example_meets_the_newest_weight",
        "test_start_rate_and_epochs_are_those_asked_for",
        "test_a_walk_can_be_continued",
    ],
    hint="Your loop ends when an example fits well, although the others may not. How many epochs does the caller ask for?",
)
def sgd_epochs(w, lr, n, xs=XS, ys=YS):
    for _ in range(n):
        for x, y in zip(xs, ys):
            if (w * x - y) ** 2 < 0.05:
                return w
            w = w - lr * gradient(x, y, w)
    return w


# ------------------------------------------------------------------------------ 4. autograd_epochs


@right
def autograd_epochs(w, lr, n, xs=XS, ys=YS, loss=squared_error):
    w = torch.tensor([float(w)], dtype=torch.float64, requires_grad=True)
    for _ in range(n):
        for x, y in zip(xs, ys):
            l = loss(x * w, y)
            l.backward()
            w.data = w.data - lr * w.grad.data
            w.grad.data.zero_()
    return w.item()


@right
def autograd_epochs(w, lr, n, xs=XS, ys=YS, loss=squared_error):
    weight = torch.nn.Parameter(torch.tensor(1.0 * w))
    trainer = torch.optim.SGD([weight], lr=lr)
    for _ in range(n):
        for x, y in zip(torch.tensor(xs), torch.tensor(ys)):
            trainer.zero_grad()
            loss(weight * x, y).backward()
            trainer.step()
    return float(weight.detach())


@right
def autograd_epochs(w, lr, n, xs=XS, ys=YS, loss=squared_error):
    w = float(w)
    for _ in range(n):
        for x, y in zip(xs, ys):
            leaf = torch.tensor(w, requires_grad=True, dtype=torch.float64)
            (slope,) = torch.autograd.grad(loss(leaf * x, y), leaf)
            w = w - lr * slope.item()
    return w


@right
def autograd_epochs(w, lr, n, xs=XS, ys=YS, loss=squared_error):
    w = torch.tensor(float(w)).requires_grad_()
    for _ in range(n):
        for x, y in zip(xs, ys):
            loss(w * x, y).backward()
            w = (w - lr * w.grad).detach().requires_grad_()
    return w.tolist()


@right
def autograd_epochs(w, lr, n, xs=XS, ys=YS, loss=squared_error):
    net = torch.nn.Linear(1, 1, bias=False).double()
    torch.nn.init.constant_(net.weight, w)
    for _ in range(n):
        for x, y in zip(xs, ys):
            net.zero_grad()
            loss(net(torch.tensor([[x]], dtype=torch.float64)), y).sum().backward()
            with torch.no_grad():
                net.weight.sub_(lr * net.weight.grad)
    return net.weight.item()


@misconception(
    "gradients_pile_up",
    loses=[
        "test_autograd_ends_where_the_hand_does",
        "test_autograd_with_the_absolute_error",
        "test_autograd_on_other_examples",
        "test_autograd_with_other_losses",
        "test_autograd_takes_a_whole_number_and_gives_a_float",
        "test_each_step_has_its_own_gradient",
        "test_each_walk_begins_anew",
    ],
    hint="Print the gradient at each step: -2, -9.84, -25.7, when -2, -7.84, -16.2 would be right. What does backward() do with the gradient that it finds?",
)
def autograd_epochs(w, lr, n, xs=XS, ys=YS, loss=squared_error):
    w = torch.tensor(float(w), requires_grad=True)
    for _ in range(n):
        for x, y in zip(xs, ys):
            loss(w * x, y).backward()
            with torch.no_grad():
                w -= lr * w.grad
    return w.item()


@misconception(
    "gradients_pile_up",
    loses=[
        "test_autograd_ends_where_the_hand_does",
        "test_autograd_with_the_absolute_error",
        "test_autograd_on_other_examples",
        "test_autograd_with_other_losses",
        "test_autograd_takes_a_whole_number_and_gives_a_float",
        "test_each_step_has_its_own_gradient",
        "test_each_walk_begins_anew",
    ],
    hint="Print the gradient at each step: -2, -9.84, -25.7, when -2, -7.84, -16.2 would be right. What does backward() do with the gradient that it finds?",
)
def autograd_epochs(w, lr, n, xs=XS, ys=YS, loss=squared_error):
    weight = torch.nn.Parameter(torch.tensor(float(w)))
    trainer = torch.optim.SGD([weight], lr=lr)
    for _ in range(n):
        for x, y in zip(xs, ys):
            loss(weight * x, y).backward()
            trainer.step()
    return weight.item()


@misconception(
    "cleared_once_per_epoch",
    loses=[
        "test_autograd_ends_where_the_hand_does",
        "test_autograd_with_the_absolute_error",
        "test_autograd_on_other_examples",
        "test_autograd_with_other_losses",
        "test_autograd_takes_a_whole_number_and_gives_a_float",
        "test_each_walk_begins_anew",
    ],
    hint="You clear the gradient, but only between two epochs. How many calls of backward() add up in the meantime?",
)
def autograd_epochs(w, lr, n, xs=XS, ys=YS, loss=squared_error):
    w = torch.tensor(float(w), requires_grad=True)
    for _ in range(n):
        for x, y in zip(xs, ys):
            loss(w * x, y).backward()
            with torch.no_grad():
                w -= lr * w.grad
        w.grad.zero_()
    return w.item()


@misconception(
    "weight_replaced_by_another_tensor",
    loses=[
        "test_autograd_ends_where_the_hand_does",
        "test_autograd_with_the_absolute_error",
        "test_autograd_on_other_examples",
        "test_autograd_with_other_losses",
        "test_autograd_takes_a_whole_number_and_gives_a_float",
        "test_each_step_has_its_own_gradient",
        "test_each_walk_begins_anew",
    ],
    hint="After `w = w - ...` the name w stands for another tensor, one that has no gradient of its own to keep. What would change the old one instead, and where may that be done?",
)
def autograd_epochs(w, lr, n, xs=XS, ys=YS, loss=squared_error):
    w = torch.tensor(float(w), requires_grad=True)
    for _ in range(n):
        for x, y in zip(xs, ys):
            loss(w * x, y).backward()
            w = w - lr * w.grad
            w.grad.zero_()
    return w.item()


@misconception(
    "in_place_under_the_eyes_of_autograd",
    loses=[
        "test_autograd_ends_where_the_hand_does",
        "test_autograd_with_the_absolute_error",
        "test_autograd_on_other_examples",
        "test_autograd_with_other_losses",
        "test_autograd_takes_a_whole_number_and_gives_a_float",
        "test_each_step_has_its_own_gradient",
        "test_each_walk_begins_anew",
    ],
    hint="Torch forbids to change a leaf in place while it takes notes for the gradient. With which block do you tell it not to look?",
)
def autograd_epochs(w, lr, n, xs=XS, ys=YS, loss=squared_error):
    w = torch.tensor(float(w), requires_grad=True)
    for _ in range(n):
        for x, y in zip(xs, ys):
            loss(w * x, y).backward()
            w -= lr * w.grad
            w.grad.zero_()
    return w.item()


@misconception(
    "weight_replaced_by_another_tensor",
    loses=[
        "test_autograd_ends_where_the_hand_does",
        "test_autograd_with_the_absolute_error",
        "test_autograd_on_other_examples",
        "test_autograd_with_other_losses",
        "test_autograd_takes_a_whole_number_and_gives_a_float",
        "test_each_step_has_its_own_gradient",
        "test_each_walk_begins_anew",
    ],
    hint="After `w = w - ...` the name w stands for another tensor, one that has no gradient of its own to keep. What would change the old one instead, and where may that be done?",
)
def autograd_epochs(w, lr, n, xs=XS, ys=YS, loss=squared_error):
    w = torch.tensor(float(w), requires_grad=True)
    for _ in range(n):
        for x, y in zip(xs, ys):
            loss(w * x, y).backward()
            with torch.no_grad():
                w = w - lr * w.grad
                w.grad.zero_()
    return w.item()


@misconception(
    "nothing_asks_for_a_gradient",
    loses=[
        "test_autograd_ends_where_the_hand_does",
        "test_autograd_with_the_absolute_error",
        "test_autograd_on_other_examples",
        "test_autograd_with_other_losses",
        "test_autograd_takes_a_whole_number_and_gives_a_float",
        "test_each_step_has_its_own_gradient",
        "test_each_walk_begins_anew",
    ],
    hint="Torch says that the loss has no history: nothing that it was computed from asks for a gradient. Which tensor should, and is it the one in the loss?",
)
def autograd_epochs(w, lr, n, xs=XS, ys=YS, loss=squared_error):
    w = torch.tensor(float(w))
    for _ in range(n):
        for x, y in zip(xs, ys):
            loss(w * x, y).backward()
            with torch.no_grad():
                w -= lr * w.grad
                w.grad.zero_()
    return w.item()


@misconception(
    "nothing_asks_for_a_gradient",
    loses=[
        "test_autograd_ends_where_the_hand_does",
        "test_autograd_with_the_absolute_error",
        "test_autograd_on_other_examples",
        "test_autograd_with_other_losses",
        "test_autograd_takes_a_whole_number_and_gives_a_float",
        "test_each_step_has_its_own_gradient",
        "test_each_walk_begins_anew",
    ],
    hint="Torch says that the loss has no history: nothing that it was computed from asks for a gradient. Which tensor should, and is it the one in the loss?",
)
def autograd_epochs(w, lr, n, xs=XS, ys=YS, loss=squared_error):
    w = torch.tensor(float(w), requires_grad=True)
    for _ in range(n):
        for x, y in zip(xs, ys):
            l = loss(torch.tensor(w.item() * x), y)
            l.backward()
            with torch.no_grad():
                w -= lr * w.grad
                w.grad.zero_()
    return w.item()


@misconception(
    "backward_forgotten",
    loses=[
        "test_autograd_ends_where_the_hand_does",
        "test_autograd_with_the_absolute_error",
        "test_autograd_on_other_examples",
        "test_autograd_with_other_losses",
        "test_autograd_takes_a_whole_number_and_gives_a_float",
        "test_each_step_has_its_own_gradient",
        "test_each_walk_begins_anew",
    ],
    hint="A loss alone brings no gradient: w.grad is still None when you use it. Which call fills it?",
)
def autograd_epochs(w, lr, n, xs=XS, ys=YS, loss=squared_error):
    w = torch.tensor(float(w), requires_grad=True)
    for _ in range(n):
        for x, y in zip(xs, ys):
            l = loss(w * x, y)
            with torch.no_grad():
                w -= lr * w.grad
                w.grad.zero_()
    return w.item()


@misconception(
    "cleared_before_the_step",
    loses=[
        "test_autograd_ends_where_the_hand_does",
        "test_autograd_with_the_absolute_error",
        "test_autograd_on_other_examples",
        "test_autograd_with_other_losses",
        "test_autograd_takes_a_whole_number_and_gives_a_float",
        "test_each_step_has_its_own_gradient",
        "test_each_walk_begins_anew",
    ],
    hint="Your weight never moves. What is in w.grad at the moment of the step?",
)
def autograd_epochs(w, lr, n, xs=XS, ys=YS, loss=squared_error):
    w = torch.tensor(float(w), requires_grad=True)
    for _ in range(n):
        for x, y in zip(xs, ys):
            loss(w * x, y).backward()
            with torch.no_grad():
                w.grad.zero_()
                w -= lr * w.grad
    return w.item()


@misconception(
    "whole_numbers_make_integers",
    loses=["test_autograd_takes_a_whole_number_and_gives_a_float"],
    hint="torch.tensor(1) and torch.tensor(1.0) are tensors of different kinds. Which one of them can have a gradient?",
)
def autograd_epochs(w, lr, n, xs=XS, ys=YS, loss=squared_error):
    w = torch.tensor(w, requires_grad=True)
    for _ in range(n):
        for x, y in zip(xs, ys):
            loss(w * x, y).backward()
            with torch.no_grad():
                w -= lr * w.grad
                w.grad.zero_()
    return w.item()


@misconception(
    "tensor_returned",
    loses=["test_autograd_takes_a_whole_number_and_gives_a_float"],
    hint="What you return is still a tensor of torch. How do you get the Python number out of it?",
)
def autograd_epochs(w, lr, n, xs=XS, ys=YS, loss=squared_error):
    w = torch.tensor(float(w), requires_grad=True)
    for _ in range(n):
        for x, y in zip(xs, ys):
            loss(w * x, y).backward()
            with torch.no_grad():
                w -= lr * w.grad
                w.grad.zero_()
    return w


@misconception(
    "one_step_for_the_summed_loss",
    loses=[
        "test_autograd_ends_where_the_hand_does",
        "test_autograd_on_other_examples",
        "test_autograd_with_other_losses",
        "test_autograd_takes_a_whole_number_and_gives_a_float",
        "test_each_walk_begins_anew",
    ],
    hint="You add up the losses of an epoch and make one step. When does the second example of exercise 3 get its turn?",
)
def autograd_epochs(w, lr, n, xs=XS, ys=YS, loss=squared_error):
    w = torch.tensor(float(w), requires_grad=True)
    for _ in range(n):
        sum(loss(w * x, y) for x, y in zip(xs, ys)).backward()
        with torch.no_grad():
            w -= lr * w.grad
            w.grad.zero_()
    return w.item()


@misconception(
    "one_step_for_the_mean_loss",
    loses=[
        "test_autograd_ends_where_the_hand_does",
        "test_autograd_with_the_absolute_error",
        "test_autograd_on_other_examples",
        "test_autograd_with_other_losses",
        "test_autograd_takes_a_whole_number_and_gives_a_float",
        "test_each_walk_begins_anew",
    ],
    hint="You make one step per epoch with the mean loss of all examples. How many steps did the epochs of exercise 3 have?",
)
def autograd_epochs(w, lr, n, xs=XS, ys=YS, loss=squared_error):
    x, y = torch.tensor(list(xs)), torch.tensor(list(ys))
    w = torch.tensor(float(w), requires_grad=True)
    for _ in range(n):
        loss(w * x, y).mean().backward()
        with torch.no_grad():
            w -= lr * w.grad
            w.grad.zero_()
    return w.item()


@misconception(
    "always_the_squared_error",
    loses=["test_autograd_with_the_absolute_error", "test_autograd_with_other_losses"],
    hint="Whichever loss the caller names, yours descends on the squared error. Does your function use its last argument?",
)
def autograd_epochs(w, lr, n, xs=XS, ys=YS, loss=squared_error):
    w = torch.tensor(float(w), requires_grad=True)
    for _ in range(n):
        for x, y in zip(xs, ys):
            ((w * x - y) ** 2).backward()
            with torch.no_grad():
                w -= lr * w.grad
                w.grad.zero_()
    return w.item()


@misconception(
    "always_the_squared_error",
    loses=["test_autograd_with_the_absolute_error", "test_autograd_with_other_losses"],
    hint="Whichever loss the caller names, yours descends on the squared error. Does your function use its last argument?",
)
def autograd_epochs(w, lr, n, xs=XS, ys=YS, loss=squared_error):
    w = float(w)
    for _ in range(n):
        for x, y in zip(xs, ys):
            w = w - lr * gradient(x, y, w)
    return w


@misconception(
    "prediction_and_label_change_places",
    loses=["test_autograd_with_other_losses"],
    hint="For a loss that is the same both ways yours is right, and relative_error is not. Which of the two does it divide by, and in which order does it want them?",
)
def autograd_epochs(w, lr, n, xs=XS, ys=YS, loss=squared_error):
    w = torch.tensor(float(w), requires_grad=True)
    for _ in range(n):
        for x, y in zip(xs, ys):
            loss(y, w * x).backward()
            with torch.no_grad():
                w -= lr * w.grad
                w.grad.zero_()
    return w.item()


@misconception(
    "gradient_returned",
    loses=[
        "test_autograd_ends_where_the_hand_does",
        "test_autograd_with_the_absolute_error",
        "test_autograd_on_other_examples",
        "test_autograd_with_other_losses",
        "test_autograd_takes_a_whole_number_and_gives_a_float",
        "test_each_step_has_its_own_gradient",
        "test_each_walk_begins_anew",
    ],
    hint="You return the last slope, not the place. Which number does training want to find?",
)
def autograd_epochs(w, lr, n, xs=XS, ys=YS, loss=squared_error):
    w = torch.tensor(float(w), requires_grad=True)
    grad = torch.tensor(0.0)
    for _ in range(n):
        for x, y in zip(xs, ys):
            loss(w * x, y).backward()
            with torch.no_grad():
                w -= lr * w.grad
                grad = w.grad.clone()
                w.grad.zero_()
    return grad.item()


@misconception(
    "loss_returned",
    loses=[
        "test_autograd_ends_where_the_hand_does",
        "test_autograd_with_the_absolute_error",
        "test_autograd_on_other_examples",
        "test_autograd_with_other_losses",
        "test_autograd_takes_a_whole_number_and_gives_a_float",
        "test_each_step_has_its_own_gradient",
        "test_each_walk_begins_anew",
    ],
    hint="You return how large the last loss is. Which number does training want to find?",
)
def autograd_epochs(w, lr, n, xs=XS, ys=YS, loss=squared_error):
    w = torch.tensor(float(w), requires_grad=True)
    l = torch.tensor(0.0)
    for _ in range(n):
        for x, y in zip(xs, ys):
            l = loss(w * x, y)
            l.backward()
            with torch.no_grad():
                w -= lr * w.grad
                w.grad.zero_()
    return l.item()


@misconception(
    "autograd_climbs",
    loses=[
        "test_autograd_ends_where_the_hand_does",
        "test_autograd_with_the_absolute_error",
        "test_autograd_on_other_examples",
        "test_autograd_with_other_losses",
        "test_autograd_takes_a_whole_number_and_gives_a_float",
        "test_each_step_has_its_own_gradient",
        "test_each_walk_begins_anew",
    ],
    hint="The gradient points uphill. Which way does your step go?",
)
def autograd_epochs(w, lr, n, xs=XS, ys=YS, loss=squared_error):
    w = torch.tensor(float(w), requires_grad=True)
    for _ in range(n):
        for x, y in zip(xs, ys):
            loss(w * x, y).backward()
            with torch.no_grad():
                w += lr * w.grad
                w.grad.zero_()
    return w.item()


@misconception(
    "weight_made_anew_in_each_epoch",
    loses=[
        "test_autograd_ends_where_the_hand_does",
        "test_autograd_with_the_absolute_error",
        "test_autograd_on_other_examples",
        "test_autograd_with_other_losses",
        "test_each_step_has_its_own_gradient",
        "test_each_walk_begins_anew",
    ],
    hint="Ten epochs of yours end where one does. Where is the tensor of the weight made, before the loop or within it?",
)
def autograd_epochs(w, lr, n, xs=XS, ys=YS, loss=squared_error):
    weight = torch.tensor(float(w), requires_grad=True)
    for _ in range(n):
        weight = torch.tensor(float(w), requires_grad=True)
        for x, y in zip(xs, ys):
            loss(weight * x, y).backward()
            with torch.no_grad():
                weight -= lr * weight.grad
                weight.grad.zero_()
    return weight.item()


@misconception(
    "starts_at_one_whatever_is_asked",
    loses=[
        "test_autograd_with_the_absolute_error",
        "test_autograd_on_other_examples",
        "test_autograd_with_other_losses",
        "test_autograd_takes_a_whole_number_and_gives_a_float",
        "test_each_step_has_its_own_gradient",
    ],
    hint="Try your function from another weight: it ends at the same place. What is your tensor made of?",
)
def autograd_epochs(w, lr, n, xs=XS, ys=YS, loss=squared_error):
    w = torch.tensor(1.0, requires_grad=True)
    for _ in range(n):
        for x, y in zip(xs, ys):
            loss(w * x, y).backward()
            with torch.no_grad():
                w -= lr * w.grad
                w.grad.zero_()
    return w.item()


@misconception(
    "autograd_ignores_other_examples",
    loses=[
        "test_autograd_on_other_examples",
        "test_autograd_with_other_losses",
        "test_each_step_has_its_own_gradient",
    ],
    hint="With other examples your result does not change. Which names does your loop read, those of the arguments or those of the notebook?",
)
def autograd_epochs(w, lr, n, xs=XS, ys=YS, loss=squared_error):
    w = torch.tensor(float(w), requires_grad=True)
    for _ in range(n):
        for x, y in zip(XS, YS):
            loss(w * x, y).backward()
            with torch.no_grad():
                w -= lr * w.grad
                w.grad.zero_()
    return w.item()


@misconception(
    "adam_for_plain_descent",
    loses=[
        "test_autograd_ends_where_the_hand_does",
        "test_autograd_with_the_absolute_error",
        "test_autograd_on_other_examples",
        "test_autograd_with_other_losses",
        "test_autograd_takes_a_whole_number_and_gives_a_float",
        "test_each_step_has_its_own_gradient",
        "test_each_walk_begins_anew",
    ],
    hint="Adam chooses its own step for each weight. Which step does the exercise ask for, and which trainer makes it?",
)
def autograd_epochs(w, lr, n, xs=XS, ys=YS, loss=squared_error):
    weight = torch.nn.Parameter(torch.tensor(float(w)))
    trainer = torch.optim.Adam([weight], lr=lr)
    for _ in range(n):
        for x, y in zip(xs, ys):
            trainer.zero_grad()
            loss(weight * x, y).backward()
            trainer.step()
    return weight.item()


@misconception(
    "momentum_for_plain_descent",
    loses=[
        "test_autograd_ends_where_the_hand_does",
        "test_autograd_with_the_absolute_error",
        "test_autograd_on_other_examples",
        "test_autograd_with_other_losses",
        "test_autograd_takes_a_whole_number_and_gives_a_float",
        "test_each_step_has_its_own_gradient",
        "test_each_walk_begins_anew",
    ],
    hint="With momentum a step remembers those before it. Does the step of exercise 3?",
)
def autograd_epochs(w, lr, n, xs=XS, ys=YS, loss=squared_error):
    weight = torch.nn.Parameter(torch.tensor(float(w)))
    trainer = torch.optim.SGD([weight], lr=lr, momentum=0.9)
    for _ in range(n):
        for x, y in zip(xs, ys):
            trainer.zero_grad()
            loss(weight * x, y).backward()
            trainer.step()
    return weight.item()


# ----------------------------------------------------------------------------------- 5. PREDICT_GD


@misconception(
    "both_print_the_loss_after_the_step",
    loses=["test_prediction_of_what_is_printed"],
    hint="After the first epoch the two programs print different numbers. Does backward() compute the loss again when the weight has moved?",
)
def PREDICT_GD():
    return {
        "hand": "after",
        "autograd": "after",
        "sample 0.15": "converges",
        "sample 0.21": "diverges",
        "sample 0.5": "converges",
        "full 0.21": "converges",
        "full 0.5": "diverges",
    }


@misconception(
    "both_print_the_loss_before_the_step",
    loses=["test_prediction_of_what_is_printed"],
    hint="After the first epoch the two programs print different numbers. In the program \"hand\", which comes first, the loss or the step?",
)
def PREDICT_GD():
    return {
        "hand": "before",
        "autograd": "before",
        "sample 0.15": "converges",
        "sample 0.21": "diverges",
        "sample 0.5": "converges",
        "full 0.21": "converges",
        "full 0.5": "diverges",
    }


@misconception(
    "before_and_after_swapped",
    loses=["test_prediction_of_what_is_printed"],
    hint="Go through the lines of one example in each program with a finger. At which of them does the weight change, and has the loss been computed by then?",
)
def PREDICT_GD():
    return {
        "hand": "before",
        "autograd": "after",
        "sample 0.15": "converges",
        "sample 0.21": "diverges",
        "sample 0.5": "converges",
        "full 0.21": "converges",
        "full 0.5": "diverges",
    }


@misconception(
    "believes_that_any_step_too_far_diverges",
    loses=["test_prediction_for_example_after_example", "test_prediction_for_the_rate_one_half"],
    hint="It is true that the third example throws the weight away from 2. What have the first two done to the distance before, in the same epoch?",
)
def PREDICT_GD():
    return {
        "hand": "after",
        "autograd": "before",
        "sample 0.15": "diverges",
        "sample 0.21": "diverges",
        "sample 0.5": "diverges",
        "full 0.21": "converges",
        "full 0.5": "diverges",
    }


@misconception(
    "believes_in_one_border_for_both",
    loses=["test_prediction_for_example_after_example", "test_prediction_for_the_rate_one_half"],
    hint="Three steps, each with its own factor, are not one step with their mean. Multiply the three factors for 0.21, and for 0.5.",
)
def PREDICT_GD():
    return {
        "hand": "after",
        "autograd": "before",
        "sample 0.15": "converges",
        "sample 0.21": "converges",
        "sample 0.5": "diverges",
        "full 0.21": "converges",
        "full 0.5": "diverges",
    }


@misconception(
    "believes_that_larger_is_always_worse",
    loses=["test_prediction_for_the_rate_one_half"],
    hint="What does the very first step do, with the first example and the rate 0.5? Compute where it ends, and what the gradients are there.",
)
def PREDICT_GD():
    return {
        "hand": "after",
        "autograd": "before",
        "sample 0.15": "converges",
        "sample 0.21": "diverges",
        "sample 0.5": "diverges",
        "full 0.21": "converges",
        "full 0.5": "diverges",
    }


@misconception(
    "believes_that_a_bowl_always_converges",
    loses=["test_prediction_for_example_after_example", "test_prediction_for_the_full_batch"],
    hint="A single lowest point does not mean that every walk gets there. Where does a step with 0.5 and the mean gradient lead from w = 1?",
)
def PREDICT_GD():
    return {
        "hand": "after",
        "autograd": "before",
        "sample 0.15": "converges",
        "sample 0.21": "converges",
        "sample 0.5": "converges",
        "full 0.21": "converges",
        "full 0.5": "converges",
    }


@misconception(
    "believes_that_overshooting_is_diverging",
    loses=[
        "test_prediction_for_example_after_example",
        "test_prediction_for_the_rate_one_half",
        "test_prediction_for_the_full_batch",
    ],
    hint="A step may jump over the bottom and still end nearer to it than before. How near is a distance of 1 after a step with the factor -0.96?",
)
def PREDICT_GD():
    return {
        "hand": "after",
        "autograd": "before",
        "sample 0.15": "diverges",
        "sample 0.21": "diverges",
        "sample 0.5": "diverges",
        "full 0.21": "diverges",
        "full 0.5": "diverges",
    }


@misconception(
    "believes_that_the_full_batch_is_the_shakier_one",
    loses=["test_prediction_for_the_full_batch"],
    hint="The mean of the squares of 1, 2 and 3 is 14/3. Which factor has one step of the full batch with 0.21, and is its size above 1?",
)
def PREDICT_GD():
    return {
        "hand": "after",
        "autograd": "before",
        "sample 0.15": "converges",
        "sample 0.21": "diverges",
        "sample 0.5": "converges",
        "full 0.21": "diverges",
        "full 0.5": "diverges",
    }


@misconception(
    "believes_that_one_by_one_is_the_safer_way",
    loses=["test_prediction_for_example_after_example"],
    hint="Small steps one after the other sound safe, but the third example has the slope of 2·9 per unit of distance. Which three factors are multiplied at 0.21?",
)
def PREDICT_GD():
    return {
        "hand": "after",
        "autograd": "before",
        "sample 0.15": "converges",
        "sample 0.21": "converges",
        "sample 0.5": "converges",
        "full 0.21": "converges",
        "full 0.5": "diverges",
    }


# ---------------------------------------------------------------------------- 6. loss_before_after


@right
def loss_before_after(w, lr, xs=XS, ys=YS):
    *first, (x, y) = examples(xs, ys)
    for a, b in first:
        w -= lr * gradient(a, b, w)
    moved = w - lr * gradient(x, y, w)
    return squared_error(w * x, y), squared_error(moved * x, y)


@right
def loss_before_after(w, lr, xs=XS, ys=YS):
    # The factor of each step acts on the distance from the bottom of its own example.
    for i in range(len(xs)):
        e = w * xs[i] - ys[i]
        w = w - 2 * lr * xs[i] * e
    return [e**2, ((1 - 2 * lr * xs[-1] ** 2) * e) ** 2]


@right
def loss_before_after(w, lr, xs=XS, ys=YS):
    w = torch.tensor(float(w), dtype=torch.float64, requires_grad=True)
    for x, y in zip(xs, ys):
        l = (w * x - y) ** 2
        l.backward()
        with torch.no_grad():
            w -= lr * w.grad
            w.grad.zero_()
    return l.item(), ((w * xs[-1] - ys[-1]) ** 2).item()


@right
def loss_before_after(w, lr, xs=XS, ys=YS):
    import numpy as np

    w = sgd_epochs(float(w), lr, 1, xs[:-1], ys[:-1])
    end = sgd_epochs(w, lr, 1, xs[-1:], ys[-1:])
    return tuple(np.square(np.array([w, end]) * xs[-1] - ys[-1]))


@misconception(
    "after_comes_first",
    loses=[
        "test_losses_of_the_first_epoch",
        "test_step_shrinks_the_loss_by_the_square_of_its_factor",
        "test_losses_of_other_examples",
        "test_losses_from_other_starts",
    ],
    hint="Both of your numbers are right. In which order does the exercise want them?",
)
def loss_before_after(w, lr, xs=XS, ys=YS):
    for x, y in zip(xs, ys):
        before = (w * x - y) ** 2
        w = w - lr * 2 * x * (w * x - y)
        after = (w * x - y) ** 2
    return after, before


@misconception(
    "both_losses_after_the_step",
    loses=[
        "test_losses_of_the_first_epoch",
        "test_step_shrinks_the_loss_by_the_square_of_its_factor",
        "test_losses_of_other_examples",
        "test_losses_from_other_starts",
    ],
    hint="Your two losses are always the same. On which side of the step is each of them computed?",
)
def loss_before_after(w, lr, xs=XS, ys=YS):
    for x, y in zip(xs, ys):
        w = w - lr * 2 * x * (w * x - y)
        before = (w * x - y) ** 2
        after = (w * x - y) ** 2
    return before, after


@misconception(
    "both_losses_before_the_step",
    loses=[
        "test_losses_of_the_first_epoch",
        "test_step_shrinks_the_loss_by_the_square_of_its_factor",
        "test_losses_of_other_examples",
        "test_losses_from_other_starts",
    ],
    hint="Your two losses are always the same. On which side of the step is each of them computed?",
)
def loss_before_after(w, lr, xs=XS, ys=YS):
    for x, y in zip(xs, ys):
        before = after = (w * x - y) ** 2
        w = w - lr * 2 * x * (w * x - y)
    return before, after


@misconception(
    "before_the_whole_epoch",
    loses=["test_losses_of_the_first_epoch", "test_losses_of_other_examples", "test_losses_from_other_starts"],
    hint="Your first loss is that at the start of the epoch. How many steps have been made when the last example gets its turn?",
)
def loss_before_after(w, lr, xs=XS, ys=YS):
    before = (w * xs[-1] - ys[-1]) ** 2
    for x, y in zip(xs, ys):
        w = w - lr * 2 * x * (w * x - y)
    return before, (w * xs[-1] - ys[-1]) ** 2


@misconception(
    "only_the_last_example_makes_a_step",
    loses=["test_losses_of_the_first_epoch", "test_losses_of_other_examples", "test_losses_from_other_starts"],
    hint="You make one step with the last example, straight from the start. What have the other examples done to the weight before?",
)
def loss_before_after(w, lr, xs=XS, ys=YS):
    x, y = xs[-1], ys[-1]
    before = (w * x - y) ** 2
    w = w - lr * 2 * x * (w * x - y)
    return before, (w * x - y) ** 2


@misconception(
    "losses_of_the_first_example",
    loses=["test_losses_of_the_first_epoch", "test_losses_of_other_examples", "test_losses_from_other_starts"],
    hint="Your losses belong to the first example. Whose loss is printed at the end of an epoch?",
)
def loss_before_after(w, lr, xs=XS, ys=YS):
    for x, y in zip(xs, ys):
        before = (w * x - y) ** 2
        w = w - lr * 2 * x * (w * x - y)
        return before, (w * x - y) ** 2


@misconception(
    "losses_added_up",
    loses=["test_losses_of_the_first_epoch", "test_losses_of_other_examples", "test_losses_from_other_starts"],
    hint="You add up the losses of all examples. Which one of them does the exercise ask for?",
)
def loss_before_after(w, lr, xs=XS, ys=YS):
    before = after = 0.0
    for x, y in zip(xs, ys):
        before += (w * x - y) ** 2
        w = w - lr * 2 * x * (w * x - y)
        after += (w * x - y) ** 2
    return before, after


@misconception(
    "mean_squared_errors",
    loses=["test_losses_of_the_first_epoch", "test_losses_of_other_examples", "test_losses_from_other_starts"],
    hint="Yours is the mean over all examples, before and after the epoch. Which example, and which step, are meant?",
)
def loss_before_after(w, lr, xs=XS, ys=YS):
    def mse(w):
        return sum((w * x - y) ** 2 for x, y in zip(xs, ys)) / len(xs)

    before = mse(w)
    for x, y in zip(xs, ys):
        w = w - lr * 2 * x * (w * x - y)
    return before, mse(w)


@misconception(
    "halved_losses",
    loses=[
        "test_losses_of_the_first_epoch",
        "test_step_shrinks_the_loss_by_the_square_of_its_factor",
        "test_losses_of_other_examples",
        "test_losses_from_other_starts",
    ],
    hint="Your losses are half of those that are printed. Is there a factor in the loss of this notebook?",
)
def loss_before_after(w, lr, xs=XS, ys=YS):
    for x, y in zip(xs, ys):
        before = (w * x - y) ** 2 / 2
        w = w - lr * 2 * x * (w * x - y)
        after = (w * x - y) ** 2 / 2
    return before, after


@misconception(
    "errors_not_squared",
    loses=[
        "test_losses_of_the_first_epoch",
        "test_step_shrinks_the_loss_by_the_square_of_its_factor",
        "test_losses_of_other_examples",
        "test_losses_from_other_starts",
    ],
    hint="Your numbers may be negative, and a squared error cannot. What is still to be done with the error?",
)
def loss_before_after(w, lr, xs=XS, ys=YS):
    for x, y in zip(xs, ys):
        before = w * x - y
        w = w - lr * 2 * x * (w * x - y)
        after = w * x - y
    return before, after


@misconception(
    "weights_for_losses",
    loses=[
        "test_losses_of_the_first_epoch",
        "test_step_shrinks_the_loss_by_the_square_of_its_factor",
        "test_losses_of_other_examples",
        "test_losses_from_other_starts",
    ],
    hint="You return the weight before and after the last step. What does the program print of it?",
)
def loss_before_after(w, lr, xs=XS, ys=YS):
    for x, y in zip(xs, ys):
        before = w
        w = w - lr * 2 * x * (w * x - y)
    return before, w


@misconception(
    "step_without_the_two",
    loses=[
        "test_losses_of_the_first_epoch",
        "test_step_shrinks_the_loss_by_the_square_of_its_factor",
        "test_losses_of_other_examples",
        "test_losses_from_other_starts",
    ],
    hint="Your steps are half as long as those of exercise 3. Which factor has the derivative of a square?",
)
def loss_before_after(w, lr, xs=XS, ys=YS):
    for x, y in zip(xs, ys):
        before = (w * x - y) ** 2
        w = w - lr * x * (w * x - y)
        after = (w * x - y) ** 2
    return before, after


@misconception(
    "losses_of_the_notebooks_examples",
    loses=["test_step_shrinks_the_loss_by_the_square_of_its_factor", "test_losses_of_other_examples"],
    hint="With other examples your losses do not change. Which names does your loop read?",
)
def loss_before_after(w, lr, xs=XS, ys=YS):
    for x, y in zip(XS, YS):
        before = (w * x - y) ** 2
        w = w - lr * 2 * x * (w * x - y)
        after = (w * x - y) ** 2
    return before, after


# --------------------------------------------------------------------------------- 7. epoch_factor


@right
def epoch_factor(lr, xs=XS):
    factor = 1.0
    for x in xs:
        factor *= 1 - 2 * lr * x * x
    return factor


@right
def epoch_factor(lr, xs=XS):
    return torch.prod(1 - 2 * lr * torch.tensor(xs, dtype=torch.float64).square()).item()


@right
def epoch_factor(lr, xs=XS):
    # One epoch from a distance of 1, on examples whose bottom is at 0.
    distance = 1.0
    for x in xs:
        distance -= lr * 2 * x * (distance * x)
    return distance


@right
def epoch_factor(lr, xs=XS):
    import numpy as np

    return np.prod(1.0 - 2.0 * lr * np.square(np.array(xs, dtype=float)))


@misconception(
    "factors_of_the_sum",
    loses=[
        "test_epoch_factor_of_the_three_examples",
        "test_epoch_factor_at_other_rates",
        "test_epoch_factor_of_other_examples",
    ],
    hint="You add up what the examples do, as if all of them met the same distance. What does the second example find after the first one's step?",
)
def epoch_factor(lr, xs=XS):
    return 1 - 2 * lr * sum(x**2 for x in xs)


@misconception(
    "factor_of_the_mean",
    loses=[
        "test_epoch_factor_of_the_three_examples",
        "test_epoch_factor_at_other_rates",
        "test_epoch_factor_of_other_examples",
    ],
    hint="That is the factor of one step with the mean gradient. How many steps has an epoch of sgd_epochs?",
)
def epoch_factor(lr, xs=XS):
    return 1 - 2 * lr * sum(x**2 for x in xs) / len(xs)


@misconception(
    "factors_added",
    loses=[
        "test_epoch_factor_of_the_three_examples",
        "test_epoch_factor_at_other_rates",
        "test_epoch_factor_of_other_examples",
    ],
    hint="One step makes 98 of 100, the next one 92 % of that. How are such factors combined?",
)
def epoch_factor(lr, xs=XS):
    return sum(1 - 2 * lr * x**2 for x in xs)


@misconception(
    "factors_averaged",
    loses=[
        "test_epoch_factor_of_the_three_examples",
        "test_epoch_factor_at_other_rates",
        "test_epoch_factor_of_other_examples",
    ],
    hint="You take all the factors at once, to a power. Which factor belongs to which example?",
)
def epoch_factor(lr, xs=XS):
    return (1 - 2 * lr * sum(x**2 for x in xs) / len(xs)) ** len(xs)


@misconception(
    "two_missing_in_the_factor",
    loses=[
        "test_epoch_factor_of_the_three_examples",
        "test_epoch_factor_at_other_rates",
        "test_epoch_factor_of_other_examples",
    ],
    hint="Your factor would be right for half the squared error. Which number stands in the gradient of exercise 2?",
)
def epoch_factor(lr, xs=XS):
    return math.prod(1 - lr * x**2 for x in xs)


@misconception(
    "input_not_squared",
    loses=[
        "test_epoch_factor_of_the_three_examples",
        "test_epoch_factor_at_other_rates",
        "test_epoch_factor_of_other_examples",
    ],
    hint="The input enters a step twice: once in the error and once as the inner derivative. How often does it stand in your factor?",
)
def epoch_factor(lr, xs=XS):
    return math.prod(1 - 2 * lr * x for x in xs)


@misconception(
    "sign_lost",
    loses=["test_epoch_factor_at_other_rates"],
    hint="Your factor says how much nearer, but not on which side. What has happened when it is negative?",
)
def epoch_factor(lr, xs=XS):
    return abs(math.prod(1 - 2 * lr * x**2 for x in xs))


@misconception(
    "factor_of_the_last_example",
    loses=[
        "test_epoch_factor_of_the_three_examples",
        "test_epoch_factor_at_other_rates",
        "test_epoch_factor_of_other_examples",
    ],
    hint="That is the factor of one step only. Which of the examples have a share in an epoch?",
)
def epoch_factor(lr, xs=XS):
    return 1 - 2 * lr * xs[-1] ** 2


@misconception(
    "factor_of_the_loss",
    loses=[
        "test_epoch_factor_of_the_three_examples",
        "test_epoch_factor_at_other_rates",
        "test_epoch_factor_of_other_examples",
    ],
    hint="Your number says what becomes of the squared distance. What becomes of the distance itself?",
)
def epoch_factor(lr, xs=XS):
    return math.prod((1 - 2 * lr * x**2) ** 2 for x in xs)


@misconception(
    "steps_in_the_wrong_direction",
    loses=[
        "test_epoch_factor_of_the_three_examples",
        "test_epoch_factor_at_other_rates",
        "test_epoch_factor_of_other_examples",
    ],
    hint="With a small learning rate the distance should shrink, and your factor is above 1. Which sign has the step?",
)
def epoch_factor(lr, xs=XS):
    return math.prod(1 + 2 * lr * x**2 for x in xs)


@misconception(
    "factor_of_the_three_examples",
    loses=["test_epoch_factor_of_other_examples"],
    hint="For other inputs your factor stays the same. Where do 1, 2 and 3 stand in your formula?",
)
def epoch_factor(lr, xs=XS):
    return (1 - 2 * lr) * (1 - 8 * lr) * (1 - 18 * lr)


@misconception(
    "distance_for_factor",
    loses=[
        "test_epoch_factor_of_the_three_examples",
        "test_epoch_factor_at_other_rates",
        "test_epoch_factor_of_other_examples",
    ],
    hint="You return how much of the distance is gone. Which part of it is left?",
)
def epoch_factor(lr, xs=XS):
    return 1 - math.prod(1 - 2 * lr * x**2 for x in xs)


# ---------------------------------------------------------------------------- 7. max_lr_full_batch


@right
def max_lr_full_batch(xs=XS):
    return 1 / (torch.tensor(list(xs), dtype=torch.float64) ** 2).mean().item()


@right
def max_lr_full_batch(xs=XS):
    curvature = 0.0  # the second derivative of the mean squared error
    for x in xs:
        curvature += 2 * x * x / len(xs)
    return 2 / curvature


@right
def max_lr_full_batch(xs=XS):
    import numpy as np

    return len(xs) / np.dot(xs, xs)


@right
def max_lr_full_batch(xs=XS):
    # The second derivative, by autograd twice.
    w = torch.zeros((), dtype=torch.float64, requires_grad=True)
    x = torch.tensor(list(xs), dtype=torch.float64)
    (slope,) = torch.autograd.grad(((w * x) ** 2).mean(), w, create_graph=True)
    (curvature,) = torch.autograd.grad(slope, w)
    return 2 / curvature


@misconception(
    "two_over_the_mean_square",
    loses=[
        "test_border_of_the_three_examples",
        "test_border_of_other_examples",
        "test_descent_falls_below_the_border_and_grows_above",
    ],
    hint="2 over the curvature is a good rule. What is the curvature of a squared error without the one half?",
)
def max_lr_full_batch(xs=XS):
    return 2 * len(xs) / sum(x**2 for x in xs)


@misconception(
    "rate_that_arrives_in_one_step",
    loses=[
        "test_border_of_the_three_examples",
        "test_border_of_other_examples",
        "test_descent_falls_below_the_border_and_grows_above",
    ],
    hint="With your rate the factor of a step is zero: it arrives at once. Which factor has a step at the border?",
)
def max_lr_full_batch(xs=XS):
    return len(xs) / (2 * sum(x**2 for x in xs))


@misconception(
    "border_for_the_sum",
    loses=["test_border_of_the_three_examples", "test_border_of_other_examples", "test_descent_falls_below_the_border_and_grows_above"],
    hint="Your border would be right if the gradients were added up. What does the full batch take of them?",
)
def max_lr_full_batch(xs=XS):
    return 1 / sum(x**2 for x in xs)


@misconception(
    "border_of_the_largest_input",
    loses=["test_border_of_the_three_examples", "test_border_of_other_examples", "test_descent_falls_below_the_border_and_grows_above"],
    hint="The largest input alone would bear no more than that. How do the others moderate it in a mean?",
)
def max_lr_full_batch(xs=XS):
    return 1 / max(x**2 for x in xs)


@misconception(
    "square_of_the_mean_input",
    loses=["test_border_of_the_three_examples", "test_border_of_other_examples", "test_descent_falls_below_the_border_and_grows_above"],
    hint="The inputs 3 and -3 have the mean zero, but they do not make the loss flat. Which comes first, the square or the mean?",
)
def max_lr_full_batch(xs=XS):
    return 1 / (sum(xs) / len(xs)) ** 2


@misconception(
    "mean_input_not_squared",
    loses=["test_border_of_the_three_examples", "test_border_of_other_examples", "test_descent_falls_below_the_border_and_grows_above"],
    hint="Twice as large inputs bear a quarter of the learning rate. What does your formula say?",
)
def max_lr_full_batch(xs=XS):
    return len(xs) / sum(abs(x) for x in xs)


@misconception(
    "always_three_fourteenths",
    loses=["test_border_of_other_examples", "test_descent_falls_below_the_border_and_grows_above"],
    hint="Your border does not depend on the inputs. Where do the 3 and the 14 come from?",
)
def max_lr_full_batch(xs=XS):
    return 3 / 14


@misconception(
    "curvature_for_border",
    loses=["test_border_of_the_three_examples", "test_border_of_other_examples", "test_descent_falls_below_the_border_and_grows_above"],
    hint="The steeper the valley, the smaller the steps must be. Does your border fall when the inputs grow?",
)
def max_lr_full_batch(xs=XS):
    return sum(x**2 for x in xs) / len(xs)


@misconception(
    "three_examples_whatever_is_given",
    loses=["test_border_of_other_examples", "test_descent_falls_below_the_border_and_grows_above"],
    hint="For three inputs your border is right, for more or fewer it is not. The mean is one over what?",
)
def max_lr_full_batch(xs=XS):
    return 3 / sum(x**2 for x in xs)


@misconception(
    "variance_for_mean_square",
    loses=["test_border_of_the_three_examples", "test_border_of_other_examples", "test_descent_falls_below_the_border_and_grows_above"],
    hint="The variance is measured from the mean input. From where is the input of a line through the origin measured?",
)
def max_lr_full_batch(xs=XS):
    mean = sum(xs) / len(xs)
    variance = sum((x - mean) ** 2 for x in xs) / len(xs)
    return 1 / variance if variance else math.inf


# --------------------------------------------------------------------- mutants that are no mistakes

equivalent(
    "sweep: `total += (w * x - y) ** 2` → `total += (y - w * x) ** 2`",
    why="a square is the same for a difference either way round",
)
equivalent(
    "sweep: `total += (w * x - y) ** 2` → `total = total + (w * x - y) ** 2`",
    why="a Python float cannot change in place: the name is bound anew either way",
)
equivalent(
    "loss_before_after: `before = (w * x - y) ** 2` → `before = (y - w * x) ** 2`",
    why="a square is the same for a difference either way round",
)
equivalent(
    "loss_before_after: `after = (w * x - y) ** 2` → `after = (y - w * x) ** 2`",
    why="a square is the same for a difference either way round",
)
