"""Other answers to activations: right ones in other styles, and the misconceptions with the tests that each loses."""

from autograder.course.answers import misconception, right

# ------------------------------------------------------------------------------------------ 1. relu


@right
def relu(x):
    return torch.max(x, torch.zeros_like(x))


@right
def relu(x):
    return torch.where(x > 0, x, torch.zeros((), dtype=x.dtype, device=x.device))


@right
def relu(x):
    return x * (x > 0)


@right
def relu(x):
    return (x + torch.abs(x)) / 2


@right
def relu(x):
    out = x.clone()
    out[out < 0] = 0
    return out


@right
def relu(x):
    flat = [value if value > 0 else value * 0 for value in x.reshape(-1)]
    return torch.stack(flat).reshape(x.shape)


@misconception(
    "relu_ready_made",
    loses=["test_relu_is_written_by_hand"],
    hint="Torch has it ready, but here you are asked to write it. Which comparison decides between x and 0?",
)
def relu(x):
    return torch.relu(x)


@misconception(
    "relu_ready_made",
    loses=["test_relu_is_written_by_hand"],
    hint="Torch has it ready, but here you are asked to write it. Which comparison decides between x and 0?",
)
def relu(x):
    return nn.functional.relu(x)


@misconception(
    "relu_ready_made",
    loses=["test_relu_is_written_by_hand"],
    hint="Torch has it ready, but here you are asked to write it. Which comparison decides between x and 0?",
)
def relu(x):
    return nn.ReLU()(x)


@misconception(
    "leaky",
    loses=[
        "test_relu_of_the_example",
        "test_relu_of_any_tensor",
        "test_relu_has_the_right_slopes",
        "test_relu_is_written_by_hand",
    ],
    hint="For negative numbers yours is small but not 0, which is another activation, the leaky ReLU. What does max(0, x) "
    "give there?",
)
def relu(x):
    return torch.where(x > 0, x, 0.01 * x)


@misconception(
    "changes_its_input",
    loses=["test_relu_leaves_its_input_alone", "test_relu_has_the_right_slopes"],
    hint="You set elements of the tensor that you were given. Who else may still need it, and what does autograd say to "
    "a leaf that is changed in place?",
)
def relu(x):
    x[x < 0] = 0
    return x


@misconception(
    "absolute_value",
    loses=[
        "test_relu_of_the_example",
        "test_relu_of_any_tensor",
        "test_relu_has_the_right_slopes",
        "test_relu_is_written_by_hand",
    ],
    hint="Yours turns the sign of negative numbers. What becomes of -2 in max(0, x)?",
)
def relu(x):
    return torch.abs(x)


@misconception(
    "step_for_relu",
    loses=[
        "test_relu_of_the_example",
        "test_relu_of_any_tensor",
        "test_relu_has_the_right_slopes",
        "test_relu_is_written_by_hand",
    ],
    hint="Yours says whether x is positive, which is the slope of ReLU. What is its value?",
)
def relu(x):
    return (x > 0).to(x.dtype)


@misconception(
    "smaller_of_the_two",
    loses=[
        "test_relu_of_the_example",
        "test_relu_of_any_tensor",
        "test_relu_has_the_right_slopes",
        "test_relu_is_written_by_hand",
    ],
    hint="Look at 1.5 and at -2: which of them should survive? clamp(max=...) sets the largest value that may come out.",
)
def relu(x):
    return x.clamp(max=0)


@misconception(
    "python_max",
    loses=[
        "test_relu_of_the_example",
        "test_relu_of_any_tensor",
        "test_relu_leaves_its_input_alone",
        "test_relu_has_the_right_slopes",
        "test_relu_is_written_by_hand",
    ],
    hint="Python's max and if compare a whole tensor with 0, and a tensor of several elements is neither true nor false. "
    "Which functions of torch choose for each element?",
)
def relu(x):
    return max(x, 0)


@misconception(
    "python_max",
    loses=[
        "test_relu_of_the_example",
        "test_relu_of_any_tensor",
        "test_relu_leaves_its_input_alone",
        "test_relu_has_the_right_slopes",
        "test_relu_is_written_by_hand",
    ],
    hint="Python's max and if compare a whole tensor with 0, and a tensor of several elements is neither true nor false. "
    "Which functions of torch choose for each element?",
)
def relu(x):
    if x > 0:
        return x
    return 0 * x


@misconception(
    "relu_leaves_the_graph",
    loses=["test_relu_has_the_right_slopes"],
    hint="The values are right and no gradient comes back. After detach(), .data, tolist() or numpy a number has no history.",
)
def relu(x):
    return torch.tensor([max(0.0, value) for value in x.reshape(-1).tolist()], dtype=x.dtype).reshape(x.shape)


@misconception(
    "relu_leaves_the_graph",
    loses=["test_relu_has_the_right_slopes"],
    hint="The values are right and no gradient comes back. After detach(), .data, tolist() or numpy a number has no history.",
)
def relu(x):
    out = x.detach().clone()
    out[out < 0] = 0
    return out


@misconception(
    "softplus_for_relu",
    loses=[
        "test_relu_of_the_example",
        "test_relu_of_any_tensor",
        "test_relu_has_the_right_slopes",
        "test_relu_is_written_by_hand",
    ],
    hint="ln(1 + e^x) is a smooth relative of ReLU. What does yours give at 0, and what should it?",
)
def relu(x):
    return torch.log(1 + torch.exp(x))


@misconception(
    "largest_of_all",
    loses=[
        "test_relu_of_the_example",
        "test_relu_of_any_tensor",
        "test_relu_has_the_right_slopes",
        "test_relu_is_written_by_hand",
    ],
    hint="torch.max(x) is the one largest number of the whole tensor. What should be compared with what, element by element?",
)
def relu(x):
    return torch.max(x).clamp(min=0)


@misconception(
    "capped_at_one",
    loses=[
        "test_relu_of_the_example",
        "test_relu_of_any_tensor",
        "test_relu_has_the_right_slopes",
        "test_relu_is_written_by_hand",
    ],
    hint="Yours ends at 1, like a probability. Where does ReLU end for large numbers?",
)
def relu(x):
    return x.clamp(0, 1)


# --------------------------------------------------------------------------------------- 1. sigmoid


@right
def sigmoid(x):
    up = 1 / (1 + torch.exp(-x.clamp(min=0)))
    e = torch.exp(x.clamp(max=0))
    return torch.where(x >= 0, up, e / (1 + e))


@right
def sigmoid(x):
    return torch.exp(-torch.logaddexp(torch.zeros_like(x), -x))


@right
def sigmoid(x):
    return torch.softmax(torch.stack([x, torch.zeros_like(x)]), dim=0)[0]


@right
def sigmoid(x):
    return 1 / (1 + torch.exp(-x.clamp(-80, 80)))


@right
def sigmoid(x):
    # (1 + tanh(x/2)) / 2, with tanh(y) = -m / (2 + m) and m = e^(-2y) - 1 for y > 0
    size = torch.where(x < 0, -x, x)
    m = torch.expm1(-size)
    t = -m / (2 + m)
    return (1 + torch.where(x < 0, -t, t)) / 2


@right
def sigmoid(x):
    wide = x.double().clamp(-300, 300)
    return (1 / (1 + torch.exp(-wide))).to(x.dtype)


@right
def sigmoid(x):
    out = torch.empty_like(x)
    pos = x >= 0
    out[pos] = 1 / (1 + torch.exp(-x[pos]))
    out[~pos] = torch.exp(x[~pos]) / (1 + torch.exp(x[~pos]))
    return out


@misconception(
    "sigmoid_ready_made",
    loses=["test_sigmoid_is_written_by_hand"],
    hint="Torch has it ready, but here you are asked to write it from exp. Which of the two fractions in the text is "
    "harmless for which sign of x?",
)
def sigmoid(x):
    return torch.sigmoid(x)


@misconception(
    "sigmoid_ready_made",
    loses=["test_sigmoid_is_written_by_hand"],
    hint="Torch has it ready, but here you are asked to write it from exp. Which of the two fractions in the text is "
    "harmless for which sign of x?",
)
def sigmoid(x):
    return x.sigmoid()


@misconception(
    "formula_of_the_book",
    loses=["test_sigmoid_has_finite_slopes_far_out"],
    hint="Your values are right everywhere, but try the slope at -100: what is exp(100) in float32, and what is 0 times "
    "that? Let exp see no positive number.",
)
def sigmoid(x):
    return 1 / (1 + torch.exp(-x))


@misconception(
    "exp_over_one_plus_exp",
    loses=["test_sigmoid_far_out", "test_sigmoid_has_finite_slopes_far_out"],
    hint="What is exp(100) in float32, and what is infinity divided by infinity? This fraction is good for one sign of x "
    "only.",
)
def sigmoid(x):
    return torch.exp(x) / (1 + torch.exp(x))


@misconception(
    "where_does_not_shield_the_gradient",
    loses=["test_sigmoid_has_finite_slopes_far_out"],
    hint="The values are right and the slope is nan at both ends: a gradient also runs through the branch that torch.where "
    "did not choose. What does that branch compute there?",
)
def sigmoid(x):
    return torch.where(x >= 0, 1 / (1 + torch.exp(-x)), torch.exp(x) / (1 + torch.exp(x)))


@misconception(
    "flat_at_zero",
    loses=["test_sigmoid_has_the_right_slopes"],
    hint="All is right but the slope at 0, where it should be 1/4. Which slope has torch.abs at 0, and how else can you "
    "write -|x|?",
)
def sigmoid(x):
    e = torch.exp(-torch.abs(x))
    return torch.where(x >= 0, 1.0, e) / (1 + e)


@misconception(
    "sign_of_the_exponent",
    loses=[
        "test_sigmoid_of_the_example",
        "test_sigmoid_keeps_shape_and_kind",
        "test_sigmoid_of_any_tensor",
        "test_sigmoid_far_out",
        "test_sigmoid_has_the_right_slopes",
        "test_sigmoid_has_finite_slopes_far_out",
        "test_sigmoid_is_written_by_hand",
    ],
    hint="Does yours rise or fall from left to right? Look at the sign in the exponent.",
)
def sigmoid(x):
    return 1 / (1 + torch.exp(x))


@misconception(
    "missing_brackets",
    loses=[
        "test_sigmoid_of_the_example",
        "test_sigmoid_keeps_shape_and_kind",
        "test_sigmoid_of_any_tensor",
        "test_sigmoid_far_out",
        "test_sigmoid_has_the_right_slopes",
        "test_sigmoid_has_finite_slopes_far_out",
        "test_sigmoid_is_written_by_hand",
    ],
    hint="Python divides before it adds. What does 1 / 1 + e mean?",
)
def sigmoid(x):
    return 1 / 1 + torch.exp(-x)


@misconception(
    "tanh_for_sigmoid",
    loses=[
        "test_sigmoid_of_the_example",
        "test_sigmoid_keeps_shape_and_kind",
        "test_sigmoid_of_any_tensor",
        "test_sigmoid_far_out",
        "test_sigmoid_has_the_right_slopes",
        "test_sigmoid_is_written_by_hand",
    ],
    hint="Yours runs from -1 to 1 and is 0 at 0. Between which two numbers does the sigmoid run?",
)
def sigmoid(x):
    e = torch.exp(2 * torch.where(x < 0, x, -x))
    return torch.where(x < 0, e - 1, 1 - e) / (1 + e)


@misconception(
    "half_argument_forgotten",
    loses=[
        "test_sigmoid_of_the_example",
        "test_sigmoid_keeps_shape_and_kind",
        "test_sigmoid_of_any_tensor",
        "test_sigmoid_has_the_right_slopes",
        "test_sigmoid_is_written_by_hand",
    ],
    hint="Yours has the right ends and the right middle, but it is too steep: what is its slope at 0? Solve tanh(x) = "
    "2 sigmoid(2x) - 1 for the sigmoid once more.",
)
def sigmoid(x):
    e = torch.exp(2 * torch.where(x < 0, x, -x))
    return (1 + torch.where(x < 0, e - 1, 1 - e) / (1 + e)) / 2


@misconception(
    "sigmoid_leaves_the_graph",
    loses=["test_sigmoid_has_the_right_slopes", "test_sigmoid_has_finite_slopes_far_out"],
    hint="The values are right and no gradient comes back. math and numpy know nothing of gradients; which functions do?",
)
def sigmoid(x):
    values = [(1 + math.tanh(value / 2)) / 2 for value in x.reshape(-1).tolist()]
    return torch.tensor(values, dtype=x.dtype).reshape(x.shape)


@misconception(
    "sigmoid_leaves_the_graph",
    loses=["test_sigmoid_has_the_right_slopes", "test_sigmoid_has_finite_slopes_far_out"],
    hint="The values are right and no gradient comes back. math and numpy know nothing of gradients; which functions do?",
)
def sigmoid(x):
    x = x.detach()
    e = torch.exp(torch.where(x < 0, x, -x))
    return torch.where(x < 0, e, 1) / (1 + e)


@misconception(
    "softmax_for_sigmoid",
    loses=[
        "test_sigmoid_of_the_example",
        "test_sigmoid_keeps_shape_and_kind",
        "test_sigmoid_of_any_tensor",
        "test_sigmoid_far_out",
        "test_sigmoid_has_the_right_slopes",
        "test_sigmoid_has_finite_slopes_far_out",
        "test_sigmoid_is_written_by_hand",
    ],
    hint="Your values add up to 1 over the whole tensor. In the formula each number has its own denominator: what stands in "
    "it?",
)
def sigmoid(x):
    return torch.exp(x) / torch.exp(x).sum()


@misconception(
    "slope_for_sigmoid",
    loses=[
        "test_sigmoid_of_the_example",
        "test_sigmoid_keeps_shape_and_kind",
        "test_sigmoid_of_any_tensor",
        "test_sigmoid_far_out",
        "test_sigmoid_has_the_right_slopes",
        "test_sigmoid_is_written_by_hand",
    ],
    hint="s (1 - s) is the slope of the sigmoid. What is asked for here is its value.",
)
def sigmoid(x):
    e = torch.exp(torch.where(x < 0, x, -x))
    s = torch.where(x < 0, e, 1) / (1 + e)
    return s * (1 - s)


@misconception(
    "hard_sigmoid",
    loses=[
        "test_sigmoid_of_the_example",
        "test_sigmoid_keeps_shape_and_kind",
        "test_sigmoid_of_any_tensor",
        "test_sigmoid_has_the_right_slopes",
        "test_sigmoid_is_written_by_hand",
    ],
    hint="Three straight pieces are a rough picture of the sigmoid. Compare yours with the formula at x = 1.",
)
def sigmoid(x):
    return (x / 4 + 0.5).clamp(0, 1)


@misconception(
    "clamped_too_early",
    loses=["test_sigmoid_far_out"],
    hint="Clamping avoids the overflow, but yours cuts where exp is still harmless. What is the sigmoid at 20, and what is "
    "yours?",
)
def sigmoid(x):
    return 1 / (1 + torch.exp(-x.clamp(-12, 12)))


@misconception(
    "sigmoid_in_float32_only",
    loses=["test_sigmoid_keeps_shape_and_kind", "test_sigmoid_of_any_tensor"],
    hint="What comes back for a tensor in float64? A constant or a conversion in your function has made it float32.",
)
def sigmoid(x):
    x = x.float()
    e = torch.exp(torch.where(x < 0, x, -x))
    return torch.where(x < 0, e, 1) / (1 + e)


# ------------------------------------------------------------------------------------------ 1. tanh


@right
def tanh(x):
    return 2 * sigmoid(2 * x) - 1


@right
def tanh(x):
    up = torch.exp(-2 * x.clamp(min=0))
    down = torch.exp(2 * x.clamp(max=0))
    return torch.where(x >= 0, (1 - up) / (1 + up), (down - 1) / (down + 1))


@right
def tanh(x):
    small = torch.expm1(-2 * torch.where(x < 0, -x, x))
    value = -small / (2 + small)
    return torch.where(x < 0, -value, value)


@right
def tanh(x):
    z = x.clamp(-30, 30)
    return (torch.exp(z) - torch.exp(-z)) / (torch.exp(z) + torch.exp(-z))


@right
def tanh(x):
    z = x.clamp(-30, 30)
    return torch.sinh(z) / torch.cosh(z)


@right
def tanh(x):
    pair = torch.softmax(torch.stack([x, -x]), dim=0)
    return pair[0] - pair[1]


@misconception(
    "tanh_ready_made",
    loses=["test_tanh_is_written_by_hand"],
    hint="Torch has it ready, but here you are asked to write it from exp. With e = exp(-2|x|), what is tanh for positive x?",
)
def tanh(x):
    return torch.tanh(x)


@misconception(
    "tanh_ready_made",
    loses=["test_tanh_is_written_by_hand"],
    hint="Torch has it ready, but here you are asked to write it from exp. With e = exp(-2|x|), what is tanh for positive x?",
)
def tanh(x):
    return nn.Tanh()(x)


@misconception(
    "tanh_formula_of_the_book",
    loses=["test_tanh_far_out", "test_tanh_has_finite_slopes_far_out"],
    hint="What is exp(200) in float32, and what is infinity divided by infinity? Your fraction is good for positive x; think "
    "of the symmetry for the others.",
)
def tanh(x):
    return (1 - torch.exp(-2 * x)) / (1 + torch.exp(-2 * x))


@misconception(
    "quotient_of_infinities",
    loses=["test_tanh_far_out", "test_tanh_has_finite_slopes_far_out"],
    hint="At 100 and at -100 both numerator and denominator are infinite. Divide them by the larger of the two exponentials "
    "before you compute anything.",
)
def tanh(x):
    return (torch.exp(x) - torch.exp(-x)) / (torch.exp(x) + torch.exp(-x))


@misconception(
    "quotient_of_infinities",
    loses=["test_tanh_far_out", "test_tanh_has_finite_slopes_far_out"],
    hint="At 100 and at -100 both numerator and denominator are infinite. Divide them by the larger of the two exponentials "
    "before you compute anything.",
)
def tanh(x):
    return torch.sinh(x) / torch.cosh(x)


@misconception(
    "tanh_where_does_not_shield_the_gradient",
    loses=["test_tanh_has_finite_slopes_far_out"],
    hint="The values are right and the slope is nan at both ends: a gradient also runs through the branch that torch.where "
    "did not choose. What does that branch compute there?",
)
def tanh(x):
    up, down = torch.exp(-2 * x), torch.exp(2 * x)
    return torch.where(x >= 0, (1 - up) / (1 + up), (down - 1) / (down + 1))


@misconception(
    "tanh_flat_at_zero",
    loses=["test_tanh_has_the_right_slopes"],
    hint="All is right but the slope at 0, where it should be 1. Which slopes have torch.abs and torch.sign at 0, and how else "
    "can you write -|x|?",
)
def tanh(x):
    e = torch.exp(-2 * torch.abs(x))
    return torch.sign(x) * (1 - e) / (1 + e)


@misconception(
    "even_instead_of_odd",
    loses=[
        "test_tanh_of_the_example",
        "test_tanh_of_any_tensor",
        "test_tanh_far_out",
        "test_tanh_has_the_right_slopes",
    ],
    hint="What does yours give at 1 and at -1? With |x| the sign of x is lost: put it back.",
)
def tanh(x):
    e = torch.exp(2 * torch.where(x < 0, x, -x))
    return (1 - e) / (1 + e)


@misconception(
    "sigmoid_for_tanh",
    loses=[
        "test_tanh_of_the_example",
        "test_tanh_keeps_shape_and_kind",
        "test_tanh_of_any_tensor",
        "test_tanh_far_out",
        "test_tanh_has_the_right_slopes",
        "test_tanh_is_written_by_hand",
    ],
    hint="Yours runs from 0 to 1. Between which two numbers does tanh run, and what is it at 0?",
)
def tanh(x):
    return sigmoid(x)


@misconception(
    "inner_two_forgotten",
    loses=[
        "test_tanh_of_the_example",
        "test_tanh_keeps_shape_and_kind",
        "test_tanh_of_any_tensor",
        "test_tanh_has_the_right_slopes",
        "test_tanh_is_written_by_hand",
    ],
    hint="Yours has the right ends, but the slope at 0 is 1/2 where it should be 1. How often does the 2 stand in the formula?",
)
def tanh(x):
    return 2 * sigmoid(x) - 1


@misconception(
    "inner_two_forgotten",
    loses=[
        "test_tanh_of_the_example",
        "test_tanh_keeps_shape_and_kind",
        "test_tanh_of_any_tensor",
        "test_tanh_has_the_right_slopes",
        "test_tanh_is_written_by_hand",
    ],
    hint="Yours has the right ends, but the slope at 0 is 1/2 where it should be 1. How often does the 2 stand in the formula?",
)
def tanh(x):
    e = torch.exp(torch.where(x < 0, x, -x))
    return torch.where(x < 0, e - 1, 1 - e) / (1 + e)


@misconception(
    "minus_one_forgotten",
    loses=[
        "test_tanh_of_the_example",
        "test_tanh_keeps_shape_and_kind",
        "test_tanh_of_any_tensor",
        "test_tanh_far_out",
        "test_tanh_is_written_by_hand",
    ],
    hint="Your slopes are right, but the function lies too high. What is tanh(0)?",
)
def tanh(x):
    return 2 * sigmoid(2 * x)


@misconception(
    "falls_instead_of_rising",
    loses=[
        "test_tanh_of_the_example",
        "test_tanh_keeps_shape_and_kind",
        "test_tanh_of_any_tensor",
        "test_tanh_far_out",
        "test_tanh_has_the_right_slopes",
        "test_tanh_is_written_by_hand",
    ],
    hint="Every sign of yours is turned. Which of the two exponentials in the numerator is the positive one?",
)
def tanh(x):
    e = torch.exp(2 * torch.where(x < 0, x, -x))
    return torch.where(x < 0, 1 - e, e - 1) / (1 + e)


@misconception(
    "hard_tanh",
    loses=[
        "test_tanh_of_the_example",
        "test_tanh_keeps_shape_and_kind",
        "test_tanh_of_any_tensor",
        "test_tanh_has_the_right_slopes",
        "test_tanh_is_written_by_hand",
    ],
    hint="Three straight pieces are a rough picture of tanh. Compare yours with the formula at x = 1.",
)
def tanh(x):
    return x.clamp(-1, 1)


@misconception(
    "tanh_leaves_the_graph",
    loses=["test_tanh_has_the_right_slopes", "test_tanh_has_finite_slopes_far_out"],
    hint="The values are right and no gradient comes back. math and numpy know nothing of gradients; which functions do?",
)
def tanh(x):
    return torch.tensor([math.tanh(value) for value in x.reshape(-1).tolist()], dtype=x.dtype).reshape(x.shape)


@misconception(
    "slope_for_tanh",
    loses=[
        "test_tanh_of_the_example",
        "test_tanh_keeps_shape_and_kind",
        "test_tanh_of_any_tensor",
        "test_tanh_far_out",
        "test_tanh_has_the_right_slopes",
        "test_tanh_is_written_by_hand",
    ],
    hint="1 - t^2 is the slope of tanh. What is asked for here is its value.",
)
def tanh(x):
    e = torch.exp(2 * torch.where(x < 0, x, -x))
    t = torch.where(x < 0, e - 1, 1 - e) / (1 + e)
    return 1 - t * t


@misconception(
    "quotient_upside_down",
    loses=[
        "test_tanh_of_the_example",
        "test_tanh_keeps_shape_and_kind",
        "test_tanh_of_any_tensor",
        "test_tanh_has_the_right_slopes",
        "test_tanh_is_written_by_hand",
    ],
    hint="Yours is infinite at 0. Which of the two, sum or difference of the exponentials, stands below the line?",
)
def tanh(x):
    e = torch.exp(2 * torch.where(x < 0, x, -x))
    return (1 + e) / torch.where(x < 0, e - 1, 1 - e)


@misconception(
    "tanh_in_float32_only",
    loses=["test_tanh_keeps_shape_and_kind", "test_tanh_of_any_tensor"],
    hint="What comes back for a tensor in float64? A constant or a conversion in your function has made it float32.",
)
def tanh(x):
    x = x.float()
    e = torch.exp(2 * torch.where(x < 0, x, -x))
    return torch.where(x < 0, e - 1, 1 - e) / (1 + e)


# -------------------------------------------------------------------------------- 2. PREDICT_SLOPES


@misconception(
    "sigmoid_as_steep_as_tanh",
    loses=["test_prediction_of_the_largest_slopes"],
    hint="The slope of the sigmoid is s (1 - s). Which s between 0 and 1 makes this product largest?",
)
def PREDICT_SLOPES():
    return {
        "largest sigmoid": 1.0,
        "largest tanh": 1.0,
        "sigmoid at 20": "zero",
        "sigmoid at -20": "tiny",
        "tanh at 20": "zero",
        "relu at 20": "one",
        "relu at -1": "zero",
        "layers": 5,
    }


@misconception(
    "value_for_slope_of_the_sigmoid",
    loses=["test_prediction_of_the_largest_slopes", "test_prediction_of_the_number_of_layers"],
    hint="One half is the value of the sigmoid at 0. What is s (1 - s) there, and what does that mean for your layers?",
)
def PREDICT_SLOPES():
    return {
        "largest sigmoid": 0.5,
        "largest tanh": 1.0,
        "sigmoid at 20": "zero",
        "sigmoid at -20": "tiny",
        "tanh at 20": "zero",
        "relu at 20": "one",
        "relu at -1": "zero",
        "layers": 10,
    }


@misconception(
    "tanh_as_flat_as_sigmoid",
    loses=["test_prediction_of_the_largest_slopes"],
    hint="The slope of tanh is 1 - t^2, and t may be 0. Both are S-shaped, but tanh rises by 2 and in half the width.",
)
def PREDICT_SLOPES():
    return {
        "largest sigmoid": 0.25,
        "largest tanh": 0.25,
        "sigmoid at 20": "zero",
        "sigmoid at -20": "tiny",
        "tanh at 20": "zero",
        "relu at 20": "one",
        "relu at -1": "zero",
        "layers": 5,
    }


@misconception(
    "tanh_only_twice_as_steep",
    loses=["test_prediction_of_the_largest_slopes"],
    hint="tanh(x) = 2 sigmoid(2x) - 1 holds two twos. What becomes of the inner one when you differentiate?",
)
def PREDICT_SLOPES():
    return {
        "largest sigmoid": 0.25,
        "largest tanh": 0.5,
        "sigmoid at 20": "zero",
        "sigmoid at -20": "tiny",
        "tanh at 20": "zero",
        "relu at 20": "one",
        "relu at -1": "zero",
        "layers": 5,
    }


@misconception(
    "both_ends_round_alike",
    loses=["test_prediction_for_the_sigmoid_far_out"],
    hint="Paper and pencil say the same for 20 and -20, but float32 does not: how near to 1, and how near to 0, can a "
    "float32 number be? Work out s (1 - s) at both ends with the rounded s.",
)
def PREDICT_SLOPES():
    return {
        "largest sigmoid": 0.25,
        "largest tanh": 1.0,
        "sigmoid at 20": "zero",
        "sigmoid at -20": "zero",
        "tanh at 20": "zero",
        "relu at 20": "one",
        "relu at -1": "zero",
        "layers": 5,
    }


@misconception(
    "ends_exchanged",
    loses=["test_prediction_for_the_sigmoid_far_out"],
    hint="Near which of the two numbers, 0 or 1, are float32 numbers denser? Work out s (1 - s) at both ends with the rounded s.",
)
def PREDICT_SLOPES():
    return {
        "largest sigmoid": 0.25,
        "largest tanh": 1.0,
        "sigmoid at 20": "tiny",
        "sigmoid at -20": "zero",
        "tanh at 20": "zero",
        "relu at 20": "one",
        "relu at -1": "zero",
        "layers": 5,
    }


@misconception(
    "never_exactly_zero",
    loses=["test_prediction_for_the_sigmoid_far_out", "test_prediction_for_tanh_and_relu"],
    hint="On paper no slope of an S-curve is ever 0. What is 1 - 0.000000002 in float32, and what is 1 minus that?",
)
def PREDICT_SLOPES():
    return {
        "largest sigmoid": 0.25,
        "largest tanh": 1.0,
        "sigmoid at 20": "tiny",
        "sigmoid at -20": "tiny",
        "tanh at 20": "tiny",
        "relu at 20": "one",
        "relu at -1": "zero",
        "layers": 5,
    }


@misconception(
    "tanh_like_the_sigmoid_at_minus_twenty",
    loses=["test_prediction_for_tanh_and_relu"],
    hint="tanh tends to 1 at its right end. How near to 1 can a float32 number be without being 1?",
)
def PREDICT_SLOPES():
    return {
        "largest sigmoid": 0.25,
        "largest tanh": 1.0,
        "sigmoid at 20": "zero",
        "sigmoid at -20": "tiny",
        "tanh at 20": "tiny",
        "relu at 20": "one",
        "relu at -1": "zero",
        "layers": 5,
    }


@misconception(
    "relu_saturates_too",
    loses=["test_prediction_for_tanh_and_relu"],
    hint="Draw ReLU to the right of 0: does it bend again further out?",
)
def PREDICT_SLOPES():
    return {
        "largest sigmoid": 0.25,
        "largest tanh": 1.0,
        "sigmoid at 20": "zero",
        "sigmoid at -20": "tiny",
        "tanh at 20": "zero",
        "relu at 20": "zero",
        "relu at -1": "zero",
        "layers": 5,
    }


@misconception(
    "relu_leaks",
    loses=["test_prediction_for_tanh_and_relu"],
    hint="To the left of 0 ReLU is constant. What is the slope of a constant, exactly?",
)
def PREDICT_SLOPES():
    return {
        "largest sigmoid": 0.25,
        "largest tanh": 1.0,
        "sigmoid at 20": "zero",
        "sigmoid at -20": "tiny",
        "tanh at 20": "zero",
        "relu at 20": "one",
        "relu at -1": "tiny",
        "layers": 5,
    }


@misconception(
    "relu_slope_is_always_one",
    loses=["test_prediction_for_tanh_and_relu"],
    hint="Draw ReLU to the left of 0. How steep is it there?",
)
def PREDICT_SLOPES():
    return {
        "largest sigmoid": 0.25,
        "largest tanh": 1.0,
        "sigmoid at 20": "zero",
        "sigmoid at -20": "tiny",
        "tanh at 20": "zero",
        "relu at 20": "one",
        "relu at -1": "one",
        "layers": 5,
    }


@misconception(
    "slopes_add_up",
    loses=["test_prediction_of_the_number_of_layers"],
    hint="1000 quarters make 250, but how do slopes combine along a chain of functions? Multiply the largest ones.",
)
def PREDICT_SLOPES():
    return {
        "largest sigmoid": 0.25,
        "largest tanh": 1.0,
        "sigmoid at 20": "zero",
        "sigmoid at -20": "tiny",
        "tanh at 20": "zero",
        "relu at 20": "one",
        "relu at -1": "zero",
        "layers": 250,
    }


@misconception(
    "one_layer_too_few",
    loses=["test_prediction_of_the_number_of_layers"],
    hint="What is the fourth power of a quarter, and is it below a thousandth?",
)
def PREDICT_SLOPES():
    return {
        "largest sigmoid": 0.25,
        "largest tanh": 1.0,
        "sigmoid at 20": "zero",
        "sigmoid at -20": "tiny",
        "tanh at 20": "zero",
        "relu at 20": "one",
        "relu at -1": "zero",
        "layers": 4,
    }


# ----------------------------------------------------------------------------------------- 2. slope


@right
def slope(phi, x):
    z = x.clone().detach().requires_grad_(True)
    phi(z).sum().backward()
    return z.grad


@right
def slope(phi, x):
    z = x.detach().clone()
    z.requires_grad = True
    value = phi(z)
    (found,) = torch.autograd.grad(value, z, grad_outputs=torch.ones_like(value))
    return found


@right
def slope(phi, x):
    found = []
    for number in x.detach().reshape(-1):
        z = number.clone().requires_grad_()
        phi(z).backward()
        found.append(z.grad)
    return torch.stack(found).reshape(x.shape)


@right
def slope(phi, x):
    return torch.func.jvp(phi, (x.detach(),), (torch.ones_like(x),))[1].detach()


@misconception(
    "mean_for_sum",
    loses=["test_slope_of_the_example", "test_slope_of_any_function"],
    hint="Your slopes are too small by the number of elements. What does a mean divide by?",
)
def slope(phi, x):
    x = x.detach().requires_grad_()
    return torch.autograd.grad(phi(x).mean(), x)[0]


@misconception(
    "gradient_left_in_x",
    loses=["test_slope_leaves_its_input_alone"],
    hint="Look at x and x.grad after your function: what has it done to the caller's tensor? Work on a copy without history.",
)
def slope(phi, x):
    x.requires_grad_()
    phi(x).sum().backward()
    return x.grad


@misconception(
    "gradient_left_in_x",
    loses=["test_slope_leaves_its_input_alone"],
    hint="Look at x and x.grad after your function: what has it done to the caller's tensor? Work on a copy without history.",
)
def slope(phi, x):
    x.requires_grad_()
    x.grad = None
    phi(x).sum().backward()
    return x.grad


@misconception(
    "x_made_trainable",
    loses=["test_slope_leaves_its_input_alone"],
    hint="x.grad is left alone, but does x require a gradient now where it did not before? Work on a copy without history.",
)
def slope(phi, x):
    x.requires_grad_()
    return torch.autograd.grad(phi(x).sum(), x)[0]


@misconception(
    "finite_difference",
    loses=["test_slope_of_any_function"],
    hint="The difference of two nearly equal float32 numbers keeps few of their digits. Autograd gives the derivative without "
    "a step width.",
)
def slope(phi, x):
    x = x.detach()
    return (phi(x + 1e-3) - phi(x - 1e-3)) / 2e-3


@misconception(
    "step_width_below_the_digits",
    loses=["test_slope_of_the_example", "test_slope_of_any_function"],
    hint="A smaller step is not a better one: what is 1 + 0.00000001 in float32? Autograd gives the derivative without a "
    "step width.",
)
def slope(phi, x):
    x = x.detach()
    return (phi(x + 1e-8) - phi(x)) / 1e-8


@misconception(
    "value_for_slope",
    loses=["test_slope_of_any_function"],
    hint="You return phi(x) itself. The example cannot tell: which function is its own derivative?",
)
def slope(phi, x):
    return phi(x.detach())


@misconception(
    "rise_over_x",
    loses=["test_slope_of_the_example", "test_slope_of_any_function"],
    hint="phi(x) / x is the slope of the line from the origin to the curve. Which line touches the curve?",
)
def slope(phi, x):
    return phi(x.detach()) / x.detach()


@misconception(
    "slopes_added_together",
    loses=["test_slope_of_the_example", "test_slope_of_any_function"],
    hint="One number comes back for the whole tensor. Which sum is needed before the derivative, and which is not after it?",
)
def slope(phi, x):
    x = x.detach().requires_grad_()
    return torch.autograd.grad(phi(x).sum(), x)[0].sum()


@misconception(
    "sigmoids_formula_for_all",
    loses=["test_slope_of_the_example", "test_slope_of_any_function"],
    hint="s (1 - s) is the slope of one activation only. phi may be any function: let autograd differentiate it.",
)
def slope(phi, x):
    s = phi(x.detach())
    return s * (1 - s)


@misconception(
    "history_kept",
    loses=["test_slope_leaves_its_input_alone"],
    hint="What you return requires a gradient itself. When is create_graph needed, and is it here?",
)
def slope(phi, x):
    x = x.detach().requires_grad_()
    return torch.autograd.grad(phi(x).sum(), x, create_graph=True)[0]


@misconception(
    "tuple_for_tensor",
    loses=["test_slope_of_the_example", "test_slope_of_any_function", "test_slope_leaves_its_input_alone"],
    hint="torch.autograd.grad gives one gradient for each input that it is asked about. What kind of thing holds them?",
)
def slope(phi, x):
    x = x.detach().requires_grad_()
    return torch.autograd.grad(phi(x).sum(), x)


# -------------------------------------------------------------------------------- 3. PREDICT_LINEAR


@misconception(
    "many_units_bend",
    loses=["test_prediction_of_borders"],
    hint="A hundred units give a hundred linear functions. What is a weighted sum of linear functions?",
)
def PREDICT_LINEAR():
    return {"border": "a curve", "ten layers": "nothing", "xor": 3, "narrow": 2}


@misconception(
    "each_unit_adds_a_piece",
    loses=["test_prediction_of_borders"],
    hint="Straight pieces need kinks between them. Where in the formula could a kink come from?",
)
def PREDICT_LINEAR():
    return {"border": "lines", "ten layers": "nothing", "xor": 3, "narrow": 2}


@misconception(
    "depth_bends",
    loses=["test_prediction_of_borders"],
    hint="Multiply out the brackets for two layers, and then for a third one. Does anything come in that is not linear?",
)
def PREDICT_LINEAR():
    return {"border": "a line", "ten layers": "curves", "xor": 3, "narrow": 2}


@misconception(
    "depth_folds",
    loses=["test_prediction_of_borders"],
    hint="A border of several pieces needs a kink. What does a linear layer make of a linear function?",
)
def PREDICT_LINEAR():
    return {"border": "a line", "ten layers": "lines", "xor": 3, "narrow": 2}


@misconception(
    "layers_are_all_it_takes",
    loses=["test_prediction_of_borders", "test_prediction_for_xor"],
    hint="Multiply out the brackets: what is left of hidden units and layers? Then draw the four points and try to part them "
    "with what is left.",
)
def PREDICT_LINEAR():
    return {"border": "a curve", "ten layers": "curves", "xor": 4, "narrow": 2}


@misconception(
    "xor_can_be_parted",
    loses=["test_prediction_for_xor"],
    hint="Draw the four points and a straight line. Can both corners of one diagonal lie on one side of it, and both of the "
    "other diagonal on the other?",
)
def PREDICT_LINEAR():
    return {"border": "a line", "ten layers": "nothing", "xor": 4, "narrow": 2}


@misconception(
    "xor_is_a_coin",
    loses=["test_prediction_for_xor"],
    hint="The average of the two classes is the same, but a line need not treat all points alike. Can it cut off one corner?",
)
def PREDICT_LINEAR():
    return {"border": "a line", "ten layers": "nothing", "xor": 2, "narrow": 2}


@misconception(
    "narrow_layer_is_free",
    loses=["test_prediction_for_a_narrow_layer"],
    hint="Everything that reaches the outputs has passed through two numbers. How many independent columns can be made of them?",
)
def PREDICT_LINEAR():
    return {"border": "a line", "ten layers": "nothing", "xor": 3, "narrow": 5}


@misconception(
    "ranks_multiply",
    loses=["test_prediction_for_a_narrow_layer"],
    hint="You counted entries. How many rows of a product of a 5 x 2 and a 2 x 5 matrix can be independent?",
)
def PREDICT_LINEAR():
    return {"border": "a line", "ten layers": "nothing", "xor": 3, "narrow": 10}


# -------------------------------------------------------------------------------------- 3. collapse


@right
def collapse(W1, b1, W2, b2):
    W = torch.matmul(W1, W2)
    b = torch.matmul(b1.reshape(1, -1), W2).reshape(-1) + b2
    return W, b


@right
def collapse(W1, b1, W2, b2):
    d, h, q = W1.shape[0], W1.shape[1], W2.shape[1]
    W, b = torch.zeros(d, q, dtype=W1.dtype, device=W1.device), b2.clone()
    for j in range(q):
        for k in range(h):
            b[j] += b1[k] * W2[k, j]
            for i in range(d):
                W[i, j] += W1[i, k] * W2[k, j]
    return W, b


@right
def collapse(W1, b1, W2, b2):
    # what the two layers do to 0 and to the unit vectors says it all
    def both(X):
        return (X @ W1 + b1) @ W2 + b2

    b = both(torch.zeros_like(W1[:, 0]))
    return both(torch.eye(len(W1), dtype=W1.dtype, device=W1.device)) - b, b


@right
def collapse(W1, b1, W2, b2):
    return torch.einsum("dh,hq->dq", W1, W2), torch.einsum("h,hq->q", b1, W2) + b2


@right
def collapse(W1, b1, W2, b2):
    both = torch.cat([W1, b1.unsqueeze(0)]) @ W2
    return [both[:-1], both[-1] + b2]


@misconception(
    "biases_added",
    loses=[
        "test_collapse_of_the_example",
        "test_collapse_has_the_right_shapes",
        "test_one_layer_does_the_same_as_two",
    ],
    hint="b1 lives among the hidden units and b2 among the outputs. What happens to b1 when you multiply out the bracket?",
)
def collapse(W1, b1, W2, b2):
    return W1 @ W2, b1 + b2


@misconception(
    "first_bias_forgotten",
    loses=["test_collapse_of_the_example", "test_one_layer_does_the_same_as_two"],
    hint="Let X be 0. What do the two layers give, and what does yours?",
)
def collapse(W1, b1, W2, b2):
    return W1 @ W2, b2


@misconception(
    "second_bias_forgotten",
    loses=["test_collapse_of_the_example", "test_one_layer_does_the_same_as_two"],
    hint="Let X and b1 be 0. What do the two layers give, and what does yours?",
)
def collapse(W1, b1, W2, b2):
    return W1 @ W2, b1 @ W2


@misconception(
    "order_of_the_layers",
    loses=[
        "test_collapse_of_the_example",
        "test_collapse_has_the_right_shapes",
        "test_one_layer_does_the_same_as_two",
        "test_collapse_leaves_the_layers_alone",
    ],
    hint="X comes from the left: which of the two matrices does it meet first? Write the shapes below the product.",
)
def collapse(W1, b1, W2, b2):
    return W2 @ W1, W2 @ b1 + b2


@misconception(
    "weight_transposed",
    loses=[
        "test_collapse_of_the_example",
        "test_collapse_has_the_right_shapes",
        "test_one_layer_does_the_same_as_two",
    ],
    hint="nn.Linear stores its weight as (outputs, inputs), but here the layer is X W + b. Which shape has W then?",
)
def collapse(W1, b1, W2, b2):
    return (W1 @ W2).T, b1 @ W2 + b2


@misconception(
    "bias_as_a_row",
    loses=["test_collapse_of_the_example", "test_collapse_has_the_right_shapes"],
    hint="Your numbers are right, but which shape has your b, and which should it have?",
)
def collapse(W1, b1, W2, b2):
    return W1 @ W2, b1.reshape(1, -1) @ W2 + b2


@misconception(
    "weights_multiplied_element_by_element",
    loses=[
        "test_collapse_of_the_example",
        "test_collapse_has_the_right_shapes",
        "test_one_layer_does_the_same_as_two",
        "test_collapse_leaves_the_layers_alone",
    ],
    hint="In Python * multiplies element by element. Which operator sums over the hidden units?",
)
def collapse(W1, b1, W2, b2):
    return W1 * W2.T, (b1 * W2.T).sum(dim=1) + b2


@misconception(
    "relu_between_the_layers",
    loses=["test_collapse_of_the_example", "test_one_layer_does_the_same_as_two"],
    hint="With an activation between them two layers cannot be collapsed. Leave it out, and multiply out the brackets.",
)
def collapse(W1, b1, W2, b2):
    return W1.clamp(min=0) @ W2, b1.clamp(min=0) @ W2 + b2


@misconception(
    "bias_and_weight_exchanged",
    loses=[
        "test_collapse_of_the_example",
        "test_collapse_has_the_right_shapes",
        "test_one_layer_does_the_same_as_two",
    ],
    hint="Your two results are right. In which order are they asked for?",
)
def collapse(W1, b1, W2, b2):
    return b1 @ W2 + b2, W1 @ W2


@misconception(
    "changes_the_second_bias",
    loses=["test_collapse_leaves_the_layers_alone"],
    hint="+= and add_ work in place. Whose tensor is b2?",
)
def collapse(W1, b1, W2, b2):
    b2 += b1 @ W2
    return W1 @ W2, b2


# ------------------------------------------------------------------------------------------- 4. mlp


@right
def mlp(X, W1, b1, W2, b2, phi):
    hidden = phi(torch.matmul(X, W1) + b1)
    return torch.matmul(hidden, W2) + b2


@right
def mlp(X, W1, b1, W2, b2, phi):
    F = nn.functional
    return F.linear(phi(F.linear(X, W1.T, b1)), W2.T, b2)


@right
def mlp(X, W1, b1, W2, b2, phi):
    rows = []
    for x in X:
        hidden = phi((x.reshape(-1, 1) * W1).sum(dim=0) + b1)
        rows.append((hidden.reshape(-1, 1) * W2).sum(dim=0) + b2)
    return torch.stack(rows)


@right
def mlp(X, W1, b1, W2, b2, phi):
    return torch.addmm(b2, phi(torch.addmm(b1, X, W1)), W2)


@right
def mlp(X, W1, b1, W2, b2, phi):
    out = torch.zeros(len(X), W2.shape[1], dtype=W2.dtype, device=W2.device)
    for k in range(W1.shape[1]):
        unit = phi(X @ W1[:, k] + b1[k])
        out = out + torch.outer(unit, W2[k])
    return out + b2


@misconception(
    "no_activation",
    loses=[
        "test_mlp_of_the_example",
        "test_mlp_with_any_shape_and_activation",
        "test_gradients_reach_all_four_parameters",
    ],
    hint="Where does phi come in? Without it exercise 3 tells what your net is worth.",
)
def mlp(X, W1, b1, W2, b2, phi):
    return (X @ W1 + b1) @ W2 + b2


@misconception(
    "activation_on_the_output_too",
    loses=[
        "test_mlp_with_any_shape_and_activation",
        "test_gradients_reach_all_four_parameters",
    ],
    hint="Which numbers can your outputs never take? A logit may be any number, so where does phi not belong?",
)
def mlp(X, W1, b1, W2, b2, phi):
    return phi(phi(X @ W1 + b1) @ W2 + b2)


@misconception(
    "activation_on_the_output_only",
    loses=[
        "test_mlp_of_the_example",
        "test_mlp_with_any_shape_and_activation",
        "test_gradients_reach_all_four_parameters",
    ],
    hint="Between the two linear layers yours has nothing, and exercise 3 tells what they are then. Where does phi belong?",
)
def mlp(X, W1, b1, W2, b2, phi):
    return phi((X @ W1 + b1) @ W2 + b2)


@misconception(
    "activation_before_the_bias",
    loses=[
        "test_mlp_of_the_example",
        "test_mlp_with_any_shape_and_activation",
        "test_gradients_reach_all_four_parameters",
    ],
    hint="The bias decides where a hidden unit bends. Can it do so when it is added after the bend?",
)
def mlp(X, W1, b1, W2, b2, phi):
    return (phi(X @ W1) + b1) @ W2 + b2


@misconception(
    "activation_of_the_inputs",
    loses=[
        "test_mlp_of_the_example",
        "test_mlp_with_any_shape_and_activation",
        "test_gradients_reach_all_four_parameters",
    ],
    hint="You bend the inputs before the first layer, so that the two layers stand side by side again. What should phi act on?",
)
def mlp(X, W1, b1, W2, b2, phi):
    return (phi(X) @ W1 + b1) @ W2 + b2


@misconception(
    "always_relu",
    loses=["test_mlp_with_any_shape_and_activation", "test_gradients_reach_all_four_parameters"],
    hint="Call your net with two different activations: does anything change? phi is the one that is asked for.",
)
def mlp(X, W1, b1, W2, b2, phi):
    return torch.relu(X @ W1 + b1) @ W2 + b2


@misconception(
    "hidden_bias_forgotten",
    loses=[
        "test_mlp_of_the_example",
        "test_mlp_with_any_shape_and_activation",
        "test_gradients_reach_all_four_parameters",
    ],
    hint="One of the five tensors is never used, and all your units bend at the origin. Which one is it?",
)
def mlp(X, W1, b1, W2, b2, phi):
    return phi(X @ W1) @ W2 + b2


@misconception(
    "output_bias_forgotten",
    loses=[
        "test_mlp_of_the_example",
        "test_mlp_with_any_shape_and_activation",
        "test_gradients_reach_all_four_parameters",
    ],
    hint="What does your net give when all hidden units are 0, and what should it give?",
)
def mlp(X, W1, b1, W2, b2, phi):
    return phi(X @ W1 + b1) @ W2


@misconception(
    "hidden_layer_returned",
    loses=[
        "test_mlp_of_the_example",
        "test_mlp_gives_one_row_per_example",
        "test_mlp_with_any_shape_and_activation",
        "test_gradients_reach_all_four_parameters",
    ],
    hint="How many columns does your result have? The second layer is still to come.",
)
def mlp(X, W1, b1, W2, b2, phi):
    return phi(X @ W1 + b1)


@misconception(
    "probabilities_for_logits",
    loses=[
        "test_mlp_of_the_example",
        "test_mlp_with_any_shape_and_activation",
        "test_gradients_reach_all_four_parameters",
    ],
    hint="Your outputs lie between 0 and 1. Which loss follows in exercise 5, and what does it do to the logits first?",
)
def mlp(X, W1, b1, W2, b2, phi):
    return torch.sigmoid(phi(X @ W1 + b1) @ W2 + b2)


@misconception(
    "column_squeezed",
    loses=["test_mlp_of_the_example", "test_mlp_with_any_shape_and_activation"],
    hint="With one output your result is a vector, and labels (n, 1) would broadcast against it. Which shape is asked for?",
)
def mlp(X, W1, b1, W2, b2, phi):
    return (phi(X @ W1 + b1) @ W2 + b2).squeeze(-1)


@misconception(
    "activation_twice",
    loses=[
        "test_mlp_with_any_shape_and_activation",
        "test_gradients_reach_all_four_parameters",
    ],
    hint="ReLU of ReLU is ReLU, so the example cannot tell. How often does phi act on the hidden layer in the formula?",
)
def mlp(X, W1, b1, W2, b2, phi):
    return phi(phi(X @ W1 + b1)) @ W2 + b2


@misconception(
    "net_leaves_the_graph",
    loses=["test_gradients_reach_all_four_parameters"],
    hint="The outputs are right, but no gradient comes back to the parameters. Where do you leave autograd?",
)
def mlp(X, W1, b1, W2, b2, phi):
    with torch.no_grad():
        return phi(X @ W1 + b1) @ W2 + b2


# ----------------------------------------------------------------------------------- 4. mlp_concise


@right
def mlp_concise(num_inputs, num_hiddens, num_outputs):
    return nn.Sequential(nn.LazyLinear(num_hiddens), nn.ReLU(), nn.LazyLinear(num_outputs))


@right
def mlp_concise(num_inputs, num_hiddens, num_outputs):
    class Net(nn.Module):
        def __init__(self):
            super().__init__()
            self.hidden = nn.Linear(num_inputs, num_hiddens)
            self.output = nn.Linear(num_hiddens, num_outputs)

        def forward(self, X):
            return self.output(nn.functional.relu(self.hidden(X)))

    return Net()


@right
def mlp_concise(num_inputs, num_hiddens, num_outputs):
    net = nn.Sequential()
    net.add_module("flatten", nn.Flatten())
    net.add_module("hidden", nn.Linear(num_inputs, num_hiddens))
    net.add_module("relu", nn.ReLU(inplace=True))
    net.add_module("output", nn.Linear(num_hiddens, num_outputs))
    return net


@right
def mlp_concise(num_inputs, num_hiddens, num_outputs):
    layers = [nn.Linear(num_inputs, num_hiddens), nn.ReLU(), nn.Linear(num_hiddens, num_outputs)]
    for layer in layers[::2]:
        nn.init.normal_(layer.weight, std=0.5)
        nn.init.zeros_(layer.bias)
    return nn.Sequential(*layers)


@misconception(
    "concise_without_activation",
    loses=["test_concise_net_is_a_relu_net"],
    hint="Two linear layers in a row: what did exercise 3 say about them?",
)
def mlp_concise(num_inputs, num_hiddens, num_outputs):
    return nn.Sequential(nn.Linear(num_inputs, num_hiddens), nn.Linear(num_hiddens, num_outputs))


@misconception(
    "concise_with_relu_at_the_end",
    loses=["test_concise_net_is_a_relu_net"],
    hint="Can your net say a negative number? Logits must be able to.",
)
def mlp_concise(num_inputs, num_hiddens, num_outputs):
    return nn.Sequential(nn.Linear(num_inputs, num_hiddens), nn.Linear(num_hiddens, num_outputs), nn.ReLU())


@misconception(
    "concise_with_relu_twice",
    loses=["test_concise_net_is_a_relu_net"],
    hint="The hidden layer is right. Can your net say a negative number at its output?",
)
def mlp_concise(num_inputs, num_hiddens, num_outputs):
    hidden, output = nn.Linear(num_inputs, num_hiddens), nn.Linear(num_hiddens, num_outputs)
    return nn.Sequential(hidden, nn.ReLU(), output, nn.ReLU())


@misconception(
    "concise_with_another_activation",
    loses=["test_concise_net_is_a_relu_net"],
    hint="Your net has a bend in the right place, but which activation is asked for?",
)
def mlp_concise(num_inputs, num_hiddens, num_outputs):
    return nn.Sequential(nn.Linear(num_inputs, num_hiddens), nn.Sigmoid(), nn.Linear(num_hiddens, num_outputs))


@misconception(
    "concise_with_another_activation",
    loses=["test_concise_net_is_a_relu_net"],
    hint="Your net has a bend in the right place, but which activation is asked for?",
)
def mlp_concise(num_inputs, num_hiddens, num_outputs):
    return nn.Sequential(nn.Linear(num_inputs, num_hiddens), nn.Tanh(), nn.Linear(num_hiddens, num_outputs))


@misconception(
    "concise_with_probabilities",
    loses=["test_concise_net_is_a_relu_net"],
    hint="The loss of exercise 5 takes logits and does the sigmoid itself. What does your last layer do?",
)
def mlp_concise(num_inputs, num_hiddens, num_outputs):
    layers = [nn.Linear(num_inputs, num_hiddens), nn.ReLU(), nn.Linear(num_hiddens, num_outputs), nn.Sigmoid()]
    return nn.Sequential(*layers)


@misconception(
    "python_list_of_layers",
    loses=[
        "test_concise_net_has_four_parameters",
        "test_concise_net_is_a_relu_net",
        "test_concise_nets_are_new_and_can_be_trained",
    ],
    hint="Your net computes something, but how many parameters does net.parameters() find? Layers in a plain Python list "
    "are hidden from torch.",
)
def mlp_concise(num_inputs, num_hiddens, num_outputs):
    class Net(nn.Module):
        def __init__(self):
            super().__init__()
            self.layers = [nn.Linear(num_inputs, num_hiddens), nn.ReLU(), nn.Linear(num_hiddens, num_outputs)]

        def forward(self, X):
            for layer in self.layers:
                X = layer(X)
            return X

    return Net()


@misconception(
    "list_handed_to_sequential",
    loses=[
        "test_concise_net_maps_examples_to_outputs",
        "test_concise_net_has_four_parameters",
        "test_concise_net_is_a_relu_net",
        "test_concise_nets_are_new_and_can_be_trained",
    ],
    hint="nn.Sequential takes the layers one by one, not as a list. Which sign unpacks a list in a call?",
)
def mlp_concise(num_inputs, num_hiddens, num_outputs):
    return nn.Sequential([nn.Linear(num_inputs, num_hiddens), nn.ReLU(), nn.Linear(num_hiddens, num_outputs)])


@misconception(
    "layers_without_bias",
    loses=[
        "test_concise_net_has_four_parameters",
        "test_concise_net_is_a_relu_net",
    ],
    hint="How many parameters has your net, and how many has the formula?",
)
def mlp_concise(num_inputs, num_hiddens, num_outputs):
    hidden = nn.Linear(num_inputs, num_hiddens, bias=False)
    return nn.Sequential(hidden, nn.ReLU(), nn.Linear(num_hiddens, num_outputs, bias=False))


@misconception(
    "two_hidden_layers",
    loses=[
        "test_concise_net_has_four_parameters",
        "test_concise_net_is_a_relu_net",
    ],
    hint="Count the layers with parameters in your net. One hidden layer and one output layer are asked for.",
)
def mlp_concise(num_inputs, num_hiddens, num_outputs):
    first, second = nn.Linear(num_inputs, num_hiddens), nn.Linear(num_hiddens, num_hiddens)
    return nn.Sequential(first, nn.ReLU(), second, nn.ReLU(), nn.Linear(num_hiddens, num_outputs))


@misconception(
    "inputs_and_outputs_exchanged",
    loses=[
        "test_concise_net_maps_examples_to_outputs",
        "test_concise_net_has_four_parameters",
        "test_concise_net_is_a_relu_net",
        "test_concise_nets_are_new_and_can_be_trained",
    ],
    hint="The weight is stored as (outputs, inputs), but in which order does nn.Linear want its arguments?",
)
def mlp_concise(num_inputs, num_hiddens, num_outputs):
    return nn.Sequential(nn.Linear(num_hiddens, num_inputs), nn.ReLU(), nn.Linear(num_outputs, num_hiddens))


@misconception(
    "sizes_of_the_notebook",
    loses=[
        "test_concise_net_maps_examples_to_outputs",
        "test_concise_net_has_four_parameters",
        "test_concise_net_is_a_relu_net",
        "test_concise_nets_are_new_and_can_be_trained",
    ],
    hint="Your net has the same sizes whatever it is asked for. Where are the three arguments used?",
)
def mlp_concise(num_inputs, num_hiddens, num_outputs):
    return nn.Sequential(nn.Linear(2, 32), nn.ReLU(), nn.Linear(32, 1))


@misconception(
    "starts_from_zero",
    loses=["test_concise_nets_are_new_and_can_be_trained"],
    hint="All your nets start alike, with hidden units that are all the same. What did zero_init say about such a start?",
)
def mlp_concise(num_inputs, num_hiddens, num_outputs):
    net = nn.Sequential(nn.Linear(num_inputs, num_hiddens), nn.ReLU(), nn.Linear(num_hiddens, num_outputs))
    for param in net.parameters():
        nn.init.zeros_(param)
    return net


# ----------------------------------------------------------------------------------------- 5. train


@right
def train(net, params, X, y, lr, num_steps):
    trainer = torch.optim.SGD(params, lr=lr)
    loss = nn.BCEWithLogitsLoss()
    losses = []
    for _ in range(num_steps):
        trainer.zero_grad()
        l = loss(net(X, *params), y)
        l.backward()
        trainer.step()
        losses.append(float(l))
    return losses


@right
def train(net, params, X, y, lr, num_steps):
    losses = []
    for _ in range(num_steps):
        l = nn.functional.binary_cross_entropy_with_logits(net(X, *params), y, reduction="sum")
        l.backward()
        sgd(params, lr, len(X))
        losses.append(l.item() / len(X))
    return losses


@right
def train(net, params, X, y, lr, num_steps):
    losses = []
    while len(losses) < num_steps:
        logits = net(X, *params)
        l = (torch.logaddexp(torch.zeros_like(logits), logits) - y * logits).mean()
        grads = torch.autograd.grad(l, params)
        with torch.no_grad():
            for param, grad in zip(params, grads):
                param.sub_(lr * grad)
        losses.append(l.item())
    return losses


@right
def train(net, params, X, y, lr, num_steps):
    history = torch.empty(num_steps, dtype=X.dtype)
    for step in range(num_steps):
        for param in params:
            param.grad = None
        l = torch.nn.functional.binary_cross_entropy_with_logits(net(X, *params), y)
        history[step] = l.detach()
        l.backward()
        with torch.no_grad():
            for param in params:
                param += -lr * param.grad
    return history.tolist()


@misconception(
    "divided_twice",
    loses=[
        "test_each_step_is_the_learning_rate_times_the_gradient",
        "test_each_loss_is_the_one_before_its_step",
    ],
    hint="Your steps are too short by the number of examples. The loss is a mean already: what does sgd divide by once more?",
)
def train(net, params, X, y, lr, num_steps):
    losses = []
    for _ in range(num_steps):
        l = nn.functional.binary_cross_entropy_with_logits(net(X, *params), y)
        l.backward()
        sgd(params, lr, len(X))
        losses.append(l.item())
    return losses


@misconception(
    "gradient_of_the_sum",
    loses=[
        "test_train_gives_one_float_per_step",
        "test_each_step_is_the_learning_rate_times_the_gradient",
        "test_each_loss_is_the_one_before_its_step",
    ],
    hint="Your losses and your steps grow with the number of examples. Sum or mean?",
)
def train(net, params, X, y, lr, num_steps):
    losses = []
    for _ in range(num_steps):
        l = nn.functional.binary_cross_entropy_with_logits(net(X, *params), y, reduction="sum")
        l.backward()
        sgd(params, lr, 1)
        losses.append(l.item())
    return losses


@misconception(
    "sigmoid_twice",
    loses=[
        "test_train_gives_one_float_per_step",
        "test_each_step_is_the_learning_rate_times_the_gradient",
        "test_each_loss_is_the_one_before_its_step",
    ],
    hint="binary_cross_entropy_with_logits does the sigmoid inside. How often is it done in your loss?",
)
def train(net, params, X, y, lr, num_steps):
    losses = []
    for _ in range(num_steps):
        l = nn.functional.binary_cross_entropy_with_logits(torch.sigmoid(net(X, *params)), y)
        l.backward()
        sgd(params, lr, 1)
        losses.append(l.item())
    return losses


@misconception(
    "squared_error",
    loses=[
        "test_train_gives_one_float_per_step",
        "test_each_step_is_the_learning_rate_times_the_gradient",
        "test_each_loss_is_the_one_before_its_step",
    ],
    hint="For a logit of 5 and the label 1, which error do you punish? The loss of this exercise is another one.",
)
def train(net, params, X, y, lr, num_steps):
    losses = []
    for _ in range(num_steps):
        l = nn.functional.mse_loss(net(X, *params), y)
        l.backward()
        sgd(params, lr, 1)
        losses.append(l.item())
    return losses


@misconception(
    "gradients_pile_up",
    loses=[
        "test_each_step_is_the_learning_rate_times_the_gradient",
        "test_each_loss_is_the_one_before_its_step",
    ],
    hint="The first step is right, the second is not. What does backward() do to a gradient that is still there?",
)
def train(net, params, X, y, lr, num_steps):
    losses = []
    for _ in range(num_steps):
        l = nn.functional.binary_cross_entropy_with_logits(net(X, *params), y)
        l.backward()
        with torch.no_grad():
            for param in params:
                param -= lr * param.grad
        losses.append(l.item())
    return losses


@misconception(
    "loss_after_the_step",
    loses=["test_train_gives_one_float_per_step", "test_each_loss_is_the_one_before_its_step"],
    hint="Your list begins one step too late. Before or after the step?",
)
def train(net, params, X, y, lr, num_steps):
    losses = []
    for _ in range(num_steps):
        nn.functional.binary_cross_entropy_with_logits(net(X, *params), y).backward()
        sgd(params, lr, 1)
        losses.append(nn.functional.binary_cross_entropy_with_logits(net(X, *params), y).item())
    return losses


@misconception(
    "tensors_for_floats",
    loses=["test_train_gives_one_float_per_step", "test_each_loss_is_the_one_before_its_step"],
    hint="Your list holds tensors, with their whole history in memory. Which method gives the number?",
)
def train(net, params, X, y, lr, num_steps):
    losses = []
    for _ in range(num_steps):
        l = nn.functional.binary_cross_entropy_with_logits(net(X, *params), y)
        l.backward()
        sgd(params, lr, 1)
        losses.append(l)
    return losses


@misconception(
    "uphill",
    loses=[
        "test_the_loss_falls",
        "test_each_step_is_the_learning_rate_times_the_gradient",
        "test_each_loss_is_the_one_before_its_step",
    ],
    hint="Does your loss rise or fall? The gradient points uphill.",
)
def train(net, params, X, y, lr, num_steps):
    losses = []
    for _ in range(num_steps):
        l = nn.functional.binary_cross_entropy_with_logits(net(X, *params), y)
        l.backward()
        sgd(params, -lr, 1)
        losses.append(l.item())
    return losses


@misconception(
    "parameters_bound_anew",
    loses=[
        "test_each_step_is_the_learning_rate_times_the_gradient",
        "test_training_can_go_on",
    ],
    hint="Your losses are right, but the caller's parameters have not moved. What is the difference between p = p - ... and "
    "p -= ...?",
)
def train(net, params, X, y, lr, num_steps):
    losses = []
    params = [param.detach().clone().requires_grad_() for param in params]
    for _ in range(num_steps):
        l = nn.functional.binary_cross_entropy_with_logits(net(X, *params), y)
        grads = torch.autograd.grad(l, params)
        params = [(param - lr * grad).detach().requires_grad_() for param, grad in zip(params, grads)]
        losses.append(l.item())
    return losses


@misconception(
    "one_step_only",
    loses=[
        "test_train_gives_one_float_per_step",
        "test_each_step_is_the_learning_rate_times_the_gradient",
        "test_each_loss_is_the_one_before_its_step",
        "test_training_can_go_on",
    ],
    hint="How many steps does your loop take before it returns? Look at the indentation of the last line.",
)
def train(net, params, X, y, lr, num_steps):
    losses = []
    for _ in range(num_steps):
        l = nn.functional.binary_cross_entropy_with_logits(net(X, *params), y)
        l.backward()
        sgd(params, lr, 1)
        losses.append(l.item())
        return losses


@misconception(
    "last_loss_only",
    loses=[
        "test_train_gives_one_float_per_step",
        "test_the_loss_falls",
        "test_each_loss_is_the_one_before_its_step",
    ],
    hint="You return the last loss. Where are those of the other steps kept?",
)
def train(net, params, X, y, lr, num_steps):
    for _ in range(num_steps):
        l = nn.functional.binary_cross_entropy_with_logits(net(X, *params), y)
        l.backward()
        sgd(params, lr, 1)
    return l.item()


@misconception(
    "first_parameter_only",
    loses=[
        "test_each_step_is_the_learning_rate_times_the_gradient",
        "test_training_can_go_on",
    ],
    hint="Which of the parameters have moved after training? The list has several.",
)
def train(net, params, X, y, lr, num_steps):
    losses = []
    for _ in range(num_steps):
        l = nn.functional.binary_cross_entropy_with_logits(net(X, *params), y)
        l.backward()
        sgd(params[:1], lr, 1)
        for param in params:
            param.grad = None
        losses.append(l.item())
    return losses


@misconception(
    "adam_for_gradient_descent",
    loses=[
        "test_each_step_is_the_learning_rate_times_the_gradient",
        "test_each_loss_is_the_one_before_its_step",
        "test_training_can_go_on",
    ],
    hint="Adam takes steps of about lr, however large the gradient is. Which step is asked for?",
)
def train(net, params, X, y, lr, num_steps):
    trainer = torch.optim.Adam(params, lr=lr)
    losses = []
    for _ in range(num_steps):
        trainer.zero_grad()
        l = nn.functional.binary_cross_entropy_with_logits(net(X, *params), y)
        l.backward()
        trainer.step()
        losses.append(l.item())
    return losses


@misconception(
    "logits_and_labels_exchanged",
    loses=[
        "test_train_gives_one_float_per_step",
        "test_each_step_is_the_learning_rate_times_the_gradient",
        "test_each_loss_is_the_one_before_its_step",
    ],
    hint="The two arguments of the loss are not alike: one may be any number, the other is 0 or 1. Which comes first?",
)
def train(net, params, X, y, lr, num_steps):
    losses = []
    for _ in range(num_steps):
        l = nn.functional.binary_cross_entropy_with_logits(y, net(X, *params))
        l.backward()
        sgd(params, lr, 1)
        losses.append(l.item())
    return losses


# -------------------------------------------------------------------------------- 5. predict_labels


@right
def predict_labels(logits):
    return torch.where(logits > 0, 1.0, 0.0)


@right
def predict_labels(logits):
    return (torch.sigmoid(logits) > 0.5).to(logits.dtype)


@right
def predict_labels(logits):
    return torch.heaviside(logits, torch.zeros_like(logits))


@right
def predict_labels(logits):
    flat = [1.0 if logit > 0 else 0.0 for logit in logits.reshape(-1).tolist()]
    return torch.tensor(flat).reshape(logits.shape)


@misconception(
    "logit_taken_for_a_probability",
    loses=["test_labels_of_the_example", "test_border_between_the_labels"],
    hint="You compare the logits themselves with one half. Which logit has the probability one half?",
)
def predict_labels(logits):
    return (logits > 0.5).float()


@misconception(
    "probabilities_for_labels",
    loses=["test_labels_of_the_example", "test_border_between_the_labels", "test_labels_have_shape_and_kind_of_the_data"],
    hint="Your numbers lie between 0 and 1. A label is one of the two.",
)
def predict_labels(logits):
    return torch.sigmoid(logits)


@misconception(
    "truth_values_for_numbers",
    loses=["test_labels_have_shape_and_kind_of_the_data"],
    hint="Your labels are not floating-point numbers, as y is. Which method turns them into such?",
)
def predict_labels(logits):
    return logits > 0


@misconception(
    "truth_values_for_numbers",
    loses=["test_labels_have_shape_and_kind_of_the_data"],
    hint="Your labels are not floating-point numbers, as y is. Which method turns them into such?",
)
def predict_labels(logits):
    return (logits > 0).long()


@misconception(
    "argmax_of_one_column",
    loses=["test_labels_of_the_example", "test_border_between_the_labels", "test_labels_have_shape_and_kind_of_the_data"],
    hint="argmax asks which column is the largest. How many columns have the logits of two classes here?",
)
def predict_labels(logits):
    return logits.argmax(dim=-1, keepdim=True).float()


@misconception(
    "labels_exchanged",
    loses=["test_labels_of_the_example", "test_border_between_the_labels", "test_labels_have_shape_and_kind_of_the_data"],
    hint="A large logit means a large probability of which label?",
)
def predict_labels(logits):
    return (logits < 0).float()


@misconception(
    "signs_for_labels",
    loses=["test_labels_of_the_example", "test_border_between_the_labels", "test_labels_have_shape_and_kind_of_the_data"],
    hint="Your labels are -1 and 1. Which two numbers does y hold?",
)
def predict_labels(logits):
    return torch.sign(logits)


@misconception(
    "half_counts_as_one",
    loses=["test_border_between_the_labels"],
    hint="What is your label where the probability is exactly one half? Greater, or greater or equal?",
)
def predict_labels(logits):
    return (logits >= 0).float()


@misconception(
    "labels_flattened",
    loses=["test_labels_of_the_example", "test_labels_have_shape_and_kind_of_the_data"],
    hint="Your labels have another shape than the logits, and == with y would broadcast. Which shape is asked for?",
)
def predict_labels(logits):
    return (logits > 0).float().reshape(-1)


@misconception(
    "rounded_logits",
    loses=["test_labels_of_the_example", "test_border_between_the_labels", "test_labels_have_shape_and_kind_of_the_data"],
    hint="You round the logits. To the left of 0 and to the right of 1.5, what comes out?",
)
def predict_labels(logits):
    return torch.round(logits)


# ------------------------------------------------------------------------------------ 6. dead_share


@right
def dead_share(H):
    n, h = H.shape
    dead = sum(all(H[i, k] == 0 for i in range(n)) for k in range(h))
    return dead / h


@right
def dead_share(H):
    return 1 - (H != 0).any(dim=0).double().mean().item()


@right
def dead_share(H):
    return float((H.abs().amax(dim=0) == 0).sum()) / H.shape[1]


@right
def dead_share(H):
    import numpy as np

    return np.mean(np.count_nonzero(H.detach().cpu().numpy(), axis=0) == 0).item()


@misconception(
    "share_of_zero_entries",
    loses=[
        "test_dead_share_of_the_example",
        "test_dead_share_of_a_living_layer",
        "test_dead_share_of_layers_of_many_shapes",
        "test_a_silent_example_is_no_dead_unit",
        "test_negative_and_small_outputs_are_alive",
    ],
    hint="You count zeros. A unit that is silent for some examples is healthy: when is a whole unit dead?",
)
def dead_share(H):
    return (H == 0).float().mean()


@misconception(
    "any_zero_kills",
    loses=[
        "test_dead_share_of_the_example",
        "test_dead_share_of_a_living_layer",
        "test_dead_share_of_layers_of_many_shapes",
        "test_a_silent_example_is_no_dead_unit",
        "test_negative_and_small_outputs_are_alive",
    ],
    hint="For yours, one silent example is enough to call a unit dead. For how many examples must it be 0?",
)
def dead_share(H):
    return (H == 0).any(dim=0).float().mean()


@misconception(
    "silent_examples",
    loses=[
        "test_dead_share_of_the_example",
        "test_dead_share_of_layers_of_many_shapes",
        "test_a_silent_example_is_no_dead_unit",
        "test_negative_and_small_outputs_are_alive",
    ],
    hint="You look along the rows, so you find examples. Where does a unit stand in H?",
)
def dead_share(H):
    return (H == 0).all(dim=1).float().mean()


@misconception(
    "number_for_share",
    loses=[
        "test_dead_share_of_the_example",
        "test_dead_share_of_layers_of_many_shapes",
        "test_a_silent_example_is_no_dead_unit",
        "test_negative_and_small_outputs_are_alive",
    ],
    hint="You return how many units are dead. How large can a share be?",
)
def dead_share(H):
    return int((H == 0).all(dim=0).sum())


@misconception(
    "share_of_the_living",
    loses=[
        "test_dead_share_of_a_living_layer",
        "test_dead_share_of_layers_of_many_shapes",
        "test_a_silent_example_is_no_dead_unit",
        "test_negative_and_small_outputs_are_alive",
    ],
    hint="What does yours give for a layer in which every unit is alive? The example, with its one half, cannot tell.",
)
def dead_share(H):
    return (H != 0).any(dim=0).float().mean()


@misconception(
    "sum_is_zero",
    loses=["test_negative_and_small_outputs_are_alive"],
    hint="Numbers can add up to 0 without being 0. What do you have to ask of each of them?",
)
def dead_share(H):
    return (H.sum(dim=0) == 0).float().mean()


@misconception(
    "negative_counts_as_silent",
    loses=["test_negative_and_small_outputs_are_alive"],
    hint="A unit of tanh with the output -2 or -0.5 is very much alive. What does exactly 0 mean?",
)
def dead_share(H):
    return (H <= 0).all(dim=0).float().mean()


@misconception(
    "small_counts_as_silent",
    loses=["test_negative_and_small_outputs_are_alive"],
    hint="A small output is not 0, and its unit still learns. Is a tolerance asked for?",
)
def dead_share(H):
    return (H.abs() < 1e-6).all(dim=0).float().mean()


@misconception(
    "share_per_example",
    loses=[
        "test_dead_share_of_the_example",
        "test_dead_share_of_layers_of_many_shapes",
        "test_a_silent_example_is_no_dead_unit",
        "test_negative_and_small_outputs_are_alive",
    ],
    hint="You divide by the number of something else. A share of the units is a part of how many?",
)
def dead_share(H):
    return (H == 0).all(dim=0).float().sum() / H.shape[0]
