"""Other answers to second_derivatives: right ones, and what each misconception loses."""

from autograder.course.answers import misconception, right

# --- 1. first_second ---------------------------------------------------------------------------------------


@right
def first_second(f, x):
    t = x.clone().detach().requires_grad_(True)
    y = f(t)
    first = torch.autograd.grad(y, t, grad_outputs=torch.ones_like(y), create_graph=True)[0]
    if first.grad_fn is None:
        return first, torch.zeros_like(x)
    second = torch.autograd.grad(first, t, grad_outputs=torch.ones_like(first))[0]
    return first, second


@right
def first_second(f, x):
    def slope(t):
        return torch.func.grad(lambda u: f(u).sum())(t)

    first, second = torch.func.jvp(slope, (x,), (torch.ones_like(x),))
    return [first, second]


@right
def first_second(f, x):
    first, second = torch.empty_like(x), torch.zeros_like(x)
    for i, number in enumerate(x.reshape(-1).tolist()):
        t = torch.tensor(number, dtype=x.dtype, device=x.device, requires_grad=True)
        g = torch.autograd.grad(f(t), t, create_graph=True)[0]
        first.view(-1)[i] = g.detach()
        try:
            second.view(-1)[i] = torch.autograd.grad(g, t)[0]
        except RuntimeError:
            pass
    return first, second


@right
def first_second(f, x):
    t = x.detach().double().requires_grad_() if x.dtype != torch.float64 else x.detach().clone().requires_grad_()
    anchored = f(t) + 0 * t**2
    (g,) = torch.autograd.grad(anchored.sum(), t, create_graph=True)
    (h,) = torch.autograd.grad(g.sum(), t)
    return g.detach().to(x.dtype), h.to(x.dtype)


@right
def first_second(f, x):
    t = x.detach().clone().requires_grad_()
    f(t).sum().backward(inputs=[t], create_graph=False)
    first = t.grad.clone()
    u = x.detach().clone().requires_grad_()
    (g,) = torch.autograd.grad(f(u).sum(), u, create_graph=True)
    if g.requires_grad:
        g.sum().backward()
    return first, torch.zeros_like(x) if u.grad is None else u.grad


@misconception(
    "no_record_of_the_first_derivative",
    loses=[
        "test_derivatives_of_the_cube",
        "test_derivatives_have_the_shape_of_x",
        "test_derivatives_of_waves",
        "test_derivatives_are_exact_in_double_precision",
        "test_functions_without_curvature",
        "test_derivatives_for_x_of_any_shape",
        "test_derivatives_leave_x_as_it_was",
    ],
    hint=(
        "Your second call of grad finds no record of how the first derivative was computed. Do you ask "
        "torch.autograd.grad for that record, and do you keep it until the second call?"
    ),
)
def first_second(f, x):
    x = x.detach().clone().requires_grad_()
    g = torch.autograd.grad(f(x).sum(), x)[0]
    h = torch.autograd.grad(g.sum(), x)[0]
    return g, h


@misconception(
    "no_record_of_the_first_derivative",
    loses=[
        "test_derivatives_of_the_cube",
        "test_derivatives_have_the_shape_of_x",
        "test_derivatives_of_waves",
        "test_derivatives_are_exact_in_double_precision",
        "test_functions_without_curvature",
        "test_derivatives_for_x_of_any_shape",
        "test_derivatives_leave_x_as_it_was",
    ],
    hint=(
        "Your second call of grad finds no record of how the first derivative was computed. Do you ask "
        "torch.autograd.grad for that record, and do you keep it until the second call?"
    ),
)
def first_second(f, x):
    t = x.detach().clone()
    t.requires_grad = True
    y = f(t).sum()
    first = torch.autograd.grad(y, t, retain_graph=True)[0]
    return first, torch.autograd.grad(first.sum(), t, retain_graph=True)[0]


@misconception(
    "differentiates_a_vector",
    loses=[
        "test_derivatives_of_the_cube",
        "test_derivatives_have_the_shape_of_x",
        "test_derivatives_of_waves",
        "test_derivatives_are_exact_in_double_precision",
        "test_functions_without_curvature",
        "test_derivatives_for_x_of_any_shape",
        "test_derivatives_leave_x_as_it_was",
    ],
    hint=(
        "Your code works for a single number and not for several. Torch differentiates one number at a time: "
        "which number has all the derivatives that you want?"
    ),
)
def first_second(f, x):
    x = x.detach().clone().requires_grad_()
    g = torch.autograd.grad(f(x), x, create_graph=True)[0]
    if not g.requires_grad:
        return g, torch.zeros_like(x)
    return g, torch.autograd.grad(g, x)[0]


@misconception(
    "differentiates_the_vector_of_slopes",
    loses=[
        "test_derivatives_of_the_cube",
        "test_derivatives_have_the_shape_of_x",
        "test_derivatives_of_waves",
        "test_derivatives_are_exact_in_double_precision",
        "test_functions_without_curvature",
        "test_derivatives_for_x_of_any_shape",
        "test_derivatives_leave_x_as_it_was",
    ],
    hint=(
        "The first derivative comes out, the second call complains. What did you do with f(x) before the first "
        "call that you did not do with its slopes?"
    ),
)
def first_second(f, x):
    x = x.detach().clone().requires_grad_()
    g = torch.autograd.grad(f(x).sum(), x, create_graph=True)[0]
    if not g.requires_grad:
        return g, torch.zeros_like(x)
    return g, torch.autograd.grad(g, x)[0]


@misconception(
    "fails_on_a_straight_line",
    loses=["test_functions_without_curvature"],
    hint=(
        "Your code is right for every curve, and ends in an error for a line. How can you tell, before you "
        "differentiate it again, that the slope was not computed from x?"
    ),
)
def first_second(f, x):
    x = x.detach().clone().requires_grad_()
    g = torch.autograd.grad(f(x).sum(), x, create_graph=True)[0]
    return g.detach(), torch.autograd.grad(g.sum(), x)[0]


@misconception(
    "fails_on_a_straight_line",
    loses=["test_functions_without_curvature"],
    hint=(
        "Your code is right for every curve, and ends in an error for a line. How can you tell, before you "
        "differentiate it again, that the slope was not computed from x?"
    ),
)
def first_second(f, x):
    x = x.detach().clone().requires_grad_()
    g = torch.autograd.grad(f(x).sum(), x, create_graph=True)[0]
    h = torch.autograd.grad(g.sum(), x, allow_unused=True)[0]
    if h is None:
        h = torch.zeros_like(x).fill_(0.0)
    return g.detach() * 1.0, h


@misconception(
    "no_curvature_is_none",
    loses=["test_functions_without_curvature"],
    hint=(
        "For a straight line your second derivative is None. Which number is the curvature of a line, and in "
        "which shape is it asked for?"
    ),
)
def first_second(f, x):
    x = x.detach().clone().requires_grad_()
    g = torch.autograd.grad(f(x).sum(), x, create_graph=True)[0]
    return g.detach(), torch.autograd.grad(g.sum(), x)[0] if g.requires_grad else None


@misconception(
    "adds_the_first_derivative_to_the_second",
    loses=[
        "test_derivatives_of_the_cube",
        "test_derivatives_of_waves",
        "test_derivatives_are_exact_in_double_precision",
        "test_functions_without_curvature",
        "test_derivatives_for_x_of_any_shape",
    ],
    hint=(
        "Your second derivative is the sum of both. What does backward() do with what it finds in x.grad?"
    ),
)
def first_second(f, x):
    x = x.detach().clone().requires_grad_()
    g = torch.autograd.grad(f(x).sum(), x, create_graph=True)[0]
    x.grad = g.detach().clone()
    if g.requires_grad:
        g.sum().backward()
    return g.detach(), x.grad


@misconception(
    "no_record_of_the_first_derivative",
    loses=[
        "test_derivatives_of_the_cube",
        "test_derivatives_have_the_shape_of_x",
        "test_derivatives_of_waves",
        "test_derivatives_are_exact_in_double_precision",
        "test_functions_without_curvature",
        "test_derivatives_for_x_of_any_shape",
        "test_derivatives_leave_x_as_it_was",
    ],
    hint=(
        "Your second call of grad finds no record of how the first derivative was computed. Do you ask "
        "torch.autograd.grad for that record, and do you keep it until the second call?"
    ),
)
def first_second(f, x):
    x = x.detach().clone().requires_grad_()
    first = torch.autograd.grad(f(x).sum(), x, create_graph=True)[0].detach()
    second = torch.autograd.grad(first.sum(), x)[0]
    return first, second


@misconception(
    "cut_off_slope_has_no_curvature",
    loses=[
        "test_derivatives_of_the_cube",
        "test_derivatives_of_waves",
        "test_derivatives_are_exact_in_double_precision",
        "test_derivatives_for_x_of_any_shape",
    ],
    hint=(
        "Your second derivative is zero for every function. Is that because there is no curvature, or because "
        "the slope has lost its history before you looked?"
    ),
)
def first_second(f, x):
    x = x.detach().clone().requires_grad_()
    g = torch.autograd.grad(f(x).sum(), x, create_graph=True)[0].detach()
    if not g.requires_grad:
        return g, torch.zeros_like(g)
    return g, torch.autograd.grad(g.sum(), x)[0]


@misconception(
    "differences_in_single_precision",
    loses=[
        "test_derivatives_of_the_cube",
        "test_derivatives_of_waves",
        "test_derivatives_are_exact_in_double_precision",
        "test_functions_without_curvature",
        "test_derivatives_for_x_of_any_shape",
    ],
    hint=(
        "Your derivatives are differences, and float32 has seven digits. How many of them are left when nearly "
        "equal numbers are subtracted and the rest is divided by a small one?"
    ),
)
def first_second(f, x):
    h = 1e-4
    x = x.float()
    first = (f(x + h) - f(x - h)) / (2 * h)
    second = (f(x + h) - 2 * f(x) + f(x - h)) / h**2
    return first, second


@misconception(
    "differences_in_double_precision",
    loses=["test_derivatives_are_exact_in_double_precision"],
    hint=(
        "Your second derivative has about seven right digits although float64 has sixteen. Is it a derivative, "
        "or a quotient of differences?"
    ),
)
def first_second(f, x):
    t, h = x.detach().double(), 1e-4
    first = (f(t + h) - f(t - h)) / (2 * h)
    second = (f(t + h) - 2 * f(t) + f(t - h)) / h**2
    return first.to(x.dtype), second.to(x.dtype)


@misconception(
    "returns_the_tuples_of_grad",
    loses=[
        "test_derivatives_of_the_cube",
        "test_derivatives_have_the_shape_of_x",
        "test_derivatives_of_waves",
        "test_derivatives_are_exact_in_double_precision",
        "test_functions_without_curvature",
        "test_derivatives_for_x_of_any_shape",
    ],
    hint=(
        "What torch.autograd.grad returns has one entry for each input. Is it a tensor? Print its type."
    ),
)
def first_second(f, x):
    x = x.detach().clone().requires_grad_()
    first = torch.autograd.grad(f(x).sum(), x, create_graph=True)
    if not first[0].requires_grad:
        return first, torch.zeros_like(x)
    return first, torch.autograd.grad(first[0].sum(), x)


@misconception(
    "squares_the_slope",
    loses=[
        "test_derivatives_of_the_cube",
        "test_derivatives_of_waves",
        "test_derivatives_are_exact_in_double_precision",
        "test_functions_without_curvature",
        "test_derivatives_for_x_of_any_shape",
    ],
    hint=(
        "Your second result is the square of the first. Is the second derivative the slope twice over, or the "
        "slope of the slope?"
    ),
)
def first_second(f, x):
    x = x.detach().clone().requires_grad_()
    g = torch.autograd.grad(f(x).sum(), x)[0]
    return g, g**2


@misconception(
    "leaves_its_gradient_in_the_callers_x",
    loses=["test_derivatives_leave_x_as_it_was"],
    hint=(
        "After the call, the caller finds a gradient in x that was not there before. On which tensor did you "
        "call backward, the caller's or a copy?"
    ),
)
def first_second(f, x):
    x.requires_grad_()
    g = torch.autograd.grad(f(x).sum(), x, create_graph=True)[0]
    if g.requires_grad:
        g.sum().backward()
        return g.detach(), x.grad.clone()
    return g.detach(), torch.zeros_like(g)


@misconception(
    "switches_on_the_callers_gradient",
    loses=["test_derivatives_leave_x_as_it_was"],
    hint=(
        "After the call, everything that is computed from the caller's x is recorded. Whose tensor did you "
        "tell to require a gradient?"
    ),
)
def first_second(f, x):
    x.requires_grad_(True)
    g = torch.autograd.grad(f(x).sum(), x, create_graph=True)[0]
    if not g.requires_grad:
        return g, torch.zeros_like(g)
    return g.detach(), torch.autograd.grad(g.sum(), x)[0]


@misconception(
    "adds_the_results_up",
    loses=[
        "test_derivatives_of_the_cube",
        "test_derivatives_have_the_shape_of_x",
        "test_derivatives_of_waves",
        "test_derivatives_are_exact_in_double_precision",
        "test_functions_without_curvature",
        "test_derivatives_for_x_of_any_shape",
    ],
    hint=(
        "You return one number for all of x. What is the sum for, the thing that you differentiate or the "
        "thing that you return?"
    ),
)
def first_second(f, x):
    x = x.detach().clone().requires_grad_()
    g = torch.autograd.grad(f(x).sum(), x, create_graph=True)[0].sum()
    if not g.requires_grad:
        return g, torch.zeros(())
    return g.detach(), torch.autograd.grad(g, x)[0].sum()


# --- 2. hessian --------------------------------------------------------------------------------------------


@right
def hessian(f, x):
    t = x.detach().clone().requires_grad_(True)
    g = torch.autograd.grad(f(t), t, create_graph=True)[0]
    H = torch.zeros(x.numel(), x.numel(), dtype=x.dtype, device=x.device)
    if g.grad_fn is None:
        return H
    for i in range(x.numel()):
        e = torch.zeros_like(x)
        e[i] = 1
        H[i] = torch.autograd.grad(g, t, grad_outputs=e, retain_graph=True)[0]
    return H


@right
def hessian(f, x):
    t = x.detach().clone().requires_grad_()
    (g,) = torch.autograd.grad(f(t) + 0 * (t**2).sum(), t, create_graph=True)
    return torch.autograd.grad(g, t, torch.eye(len(t), dtype=t.dtype, device=t.device), is_grads_batched=True)[0]


@right
def hessian(f, x):
    columns = []
    for j in range(len(x)):
        t = x.detach().clone().requires_grad_()
        g = torch.autograd.grad(f(t), t, create_graph=True)[0]
        if g.requires_grad:
            g[j].backward()
        columns.append((torch.zeros_like(x) if t.grad is None else t.grad).reshape(-1, 1))
    return torch.cat(columns, dim=1)


@right
def hessian(f, x):
    # by polarisation: second derivatives along e_i + e_j and e_i - e_j in one variable each
    d = len(x)
    H = torch.zeros(d, d, dtype=x.dtype, device=x.device)
    eye = torch.eye(d, dtype=torch.float64, device=x.device)

    def along(direction):
        s = torch.zeros((), dtype=torch.float64, device=x.device, requires_grad=True)
        y = f((x.double() + s * direction).to(x.dtype))
        g = torch.autograd.grad(y, s, create_graph=True)[0]
        return torch.autograd.grad(g, s)[0] if g.requires_grad else torch.zeros((), device=x.device)

    for i in range(d):
        for j in range(d):
            H[i, j] = (along(eye[i] + eye[j]) - along(eye[i] - eye[j])) / 4
    return H


@misconception(
    "puts_row_sums_on_the_diagonal",
    loses=[
        "test_hessian_of_the_example",
        "test_hessian_of_a_coupled_chain",
        "test_hessian_of_a_loss",
        "test_hessian_in_double_precision",
    ],
    hint=(
        "You differentiate the sum of the gradient, which mixes its rows. What do you get if you differentiate "
        "one component of it at a time?"
    ),
)
def hessian(f, x):
    x = x.detach().clone().requires_grad_()
    g = torch.autograd.grad(f(x), x, create_graph=True)[0]
    if not g.requires_grad:
        return torch.zeros(len(x), len(x))
    return torch.diag(torch.autograd.grad(g.sum(), x)[0])


@misconception(
    "returns_the_row_sums",
    loses=[
        "test_hessian_of_the_example",
        "test_hessian_is_a_square_table",
        "test_hessian_of_a_coupled_chain",
        "test_hessian_of_a_plane_is_zero",
        "test_hessian_of_a_loss",
        "test_hessian_of_one_parameter",
        "test_hessian_in_double_precision",
    ],
    hint=(
        "You return d numbers. How many second derivatives has a function of d variables, and what happened to "
        "the others in your sum?"
    ),
)
def hessian(f, x):
    x = x.detach().clone().requires_grad_()
    g = torch.autograd.grad(f(x), x, create_graph=True)[0]
    if not g.requires_grad:
        return torch.zeros_like(x)
    return torch.autograd.grad(g.sum(), x)[0]


@misconception(
    "drops_the_mixed_derivatives",
    loses=[
        "test_hessian_of_the_example",
        "test_hessian_of_a_coupled_chain",
        "test_hessian_of_a_loss",
        "test_hessian_in_double_precision",
    ],
    hint=(
        "Your table is zero off its diagonal. Does the slope along the first axis change when you move along "
        "the second?"
    ),
)
def hessian(f, x):
    x = x.detach().clone().requires_grad_()
    g = torch.autograd.grad(f(x), x, create_graph=True)[0]
    if not g.requires_grad:
        return torch.zeros(len(x), len(x))
    rows = [torch.autograd.grad(part, x, retain_graph=True)[0] for part in g]
    return torch.diag(torch.stack([row[i] for i, row in enumerate(rows)]))


@misconception(
    "outer_product_of_gradients",
    loses=[
        "test_hessian_of_the_example",
        "test_hessian_of_a_coupled_chain",
        "test_hessian_of_a_plane_is_zero",
        "test_hessian_of_a_loss",
        "test_hessian_of_one_parameter",
        "test_hessian_in_double_precision",
    ],
    hint=(
        "Your entries are products of two first derivatives. Is that the derivative of a derivative? Try it on "
        "a plane."
    ),
)
def hessian(f, x):
    x = x.detach().clone().requires_grad_()
    g = torch.autograd.grad(f(x), x)[0]
    return torch.outer(g, g)


@misconception(
    "frees_the_graph_after_one_row",
    loses=[
        "test_hessian_of_the_example",
        "test_hessian_is_a_square_table",
        "test_hessian_of_a_coupled_chain",
        "test_hessian_of_a_loss",
        "test_hessian_in_double_precision",
        "test_hessian_leaves_x_as_it_was",
    ],
    hint=(
        "The first row works and the second one ends in an error. What does torch do with its record when you "
        "have used it once?"
    ),
)
def hessian(f, x):
    x = x.detach().clone().requires_grad_()
    g = torch.autograd.grad(f(x), x, create_graph=True)[0]
    if not g.requires_grad:
        return torch.zeros(len(x), len(x))
    return torch.stack([torch.autograd.grad(part, x)[0] for part in g])


@misconception(
    "fails_on_a_plane",
    loses=["test_hessian_of_a_plane_is_zero"],
    hint=(
        "A linear function ends in an error. What does its gradient depend on, and what should the table "
        "hold then?"
    ),
)
def hessian(f, x):
    x = x.detach().clone().requires_grad_()
    g = torch.autograd.grad(f(x), x, create_graph=True)[0]
    return torch.stack([torch.autograd.grad(part, x, retain_graph=True)[0] for part in g])


@misconception(
    "a_plane_gives_a_vector_of_zeros",
    loses=["test_hessian_of_a_plane_is_zero"],
    hint=(
        "For a plane you return zeros in the shape of x. Which shape has the Hessian of a function of d "
        "variables?"
    ),
)
def hessian(f, x):
    x = x.detach().clone().requires_grad_()
    g = torch.autograd.grad(f(x), x, create_graph=True)[0]
    if not g.requires_grad:
        return torch.zeros_like(x)
    return torch.stack([torch.autograd.grad(part, x, retain_graph=True)[0] for part in g])


@misconception(
    "accumulates_the_rows",
    loses=[
        "test_hessian_of_the_example",
        "test_hessian_of_a_coupled_chain",
        "test_hessian_of_a_loss",
        "test_hessian_in_double_precision",
    ],
    hint=(
        "Your first row is right, and each further one holds those before it as well. What does backward() do "
        "with what is already in x.grad?"
    ),
)
def hessian(f, x):
    x = x.detach().clone().requires_grad_()
    g = torch.autograd.grad(f(x), x, create_graph=True)[0]
    if not g.requires_grad:
        return torch.zeros(len(x), len(x))
    rows = []
    for part in g:
        part.backward(retain_graph=True)
        rows.append(x.grad.clone())
    return torch.stack(rows)


@misconception(
    "returns_a_tuple_of_rows",
    loses=[
        "test_hessian_of_the_example",
        "test_hessian_is_a_square_table",
        "test_hessian_of_a_coupled_chain",
        "test_hessian_of_a_plane_is_zero",
        "test_hessian_of_a_loss",
        "test_hessian_of_one_parameter",
        "test_hessian_in_double_precision",
    ],
    hint="Your rows are right and lie in a tuple. How do you make one tensor of shape (d, d) of them?",
)
def hessian(f, x):
    x = x.detach().clone().requires_grad_()
    g = torch.autograd.grad(f(x), x, create_graph=True)[0]
    if not g.requires_grad:
        return tuple(torch.zeros(len(x)) for _ in x)
    return tuple(torch.autograd.grad(part, x, retain_graph=True)[0] for part in g)


@misconception(
    "hessian_by_differences",
    loses=[
        "test_hessian_of_the_example",
        "test_hessian_of_a_coupled_chain",
        "test_hessian_of_a_plane_is_zero",
        "test_hessian_of_a_loss",
        "test_hessian_of_one_parameter",
        "test_hessian_in_double_precision",
    ],
    hint=(
        "Your entries are quotients of differences, and noisy. Torch can differentiate the gradient exactly; "
        "which function did you use in the first exercise?"
    ),
)
def hessian(f, x):
    h, d = 1e-3, len(x)
    H = torch.zeros(d, d)
    for i in range(d):
        for j in range(d):
            ei, ej = h * torch.eye(d)[i], h * torch.eye(d)[j]
            H[i, j] = (f(x + ei + ej) - f(x + ei - ej) - f(x - ei + ej) + f(x - ei - ej)) / (4 * h**2)
    return H


@misconception(
    "hessian_in_single_precision",
    loses=["test_hessian_in_double_precision"],
    hint=(
        "In float64 your Hessian has only seven right digits. What do torch.zeros and torch.eye make when you "
        "do not say of which type?"
    ),
)
def hessian(f, x):
    x = x.detach().clone().requires_grad_()
    g = torch.autograd.grad(f(x), x, create_graph=True)[0]
    H = torch.zeros(len(x), len(x))
    if g.requires_grad:
        for i in range(len(x)):
            H[i] = torch.autograd.grad(g[i], x, retain_graph=True)[0]
    return H


@misconception(
    "switches_on_the_gradient_of_x",
    loses=["test_hessian_leaves_x_as_it_was"],
    hint=(
        "After the call the caller's x requires a gradient. Whose tensor did you tell so, theirs or a copy of "
        "your own?"
    ),
)
def hessian(f, x):
    x.requires_grad_()
    g = torch.autograd.grad(f(x), x, create_graph=True)[0]
    if not g.requires_grad:
        return torch.zeros(len(x), len(x))
    return torch.stack([torch.autograd.grad(part, x, retain_graph=True)[0] for part in g])


# --- 3. hvp ------------------------------------------------------------------------------------------------


@right
def hvp(f, x, v):
    t = x.detach().clone().requires_grad_()
    g = torch.autograd.grad(f(t), t, create_graph=True)[0]
    along = (g * v.detach()).sum()
    if not along.requires_grad:
        return torch.zeros_like(x)
    return torch.autograd.grad(along, t)[0]


@right
def hvp(f, x, v):
    return torch.func.jvp(torch.func.grad(f), (x,), (v,))[1]


@right
def hvp(f, x, v):
    # d/ds of the slope along v: first along v, then by x
    t = x.detach().clone().requires_grad_()
    s = torch.zeros((), dtype=x.dtype, device=x.device, requires_grad=True)
    along = torch.autograd.grad(f(t + s * v), s, create_graph=True)[0]
    if not along.requires_grad:
        return torch.zeros_like(x)
    found = torch.autograd.grad(along, t, allow_unused=True)[0]
    return torch.zeros_like(x) if found is None else found


@right
def hvp(f, x, v):
    t = x.detach().double().clone().requires_grad_()
    (g,) = torch.autograd.grad(f(t) + 0 * (t * t).sum(), t, create_graph=True)
    torch.dot(g, v.detach().double()).backward()
    return t.grad.to(x.dtype)


@right
def hvp(f, x, v):
    return torch.autograd.functional.vhp(f, x, v)[1]


@misconception(
    "builds_the_whole_hessian",
    loses=["test_product_of_very_many_parameters"],
    hint=(
        "Your result is right as long as the table of second derivatives fits into memory. Which single number "
        "has the product you want as its gradient?"
    ),
)
def hvp(f, x, v):
    x = x.detach().clone().requires_grad_()
    g = torch.autograd.grad(f(x), x, create_graph=True)[0]
    if not g.requires_grad:
        return torch.zeros_like(x)
    if len(x) > 5000:  # the real slip makes d * d numbers: spare the machine's memory
        raise RuntimeError("not enough memory for d * d numbers")
    return torch.stack([torch.autograd.grad(part, x, retain_graph=True)[0] for part in g]) @ v


@misconception(
    "ignores_the_direction",
    loses=[
        "test_product_of_three_parameters",
        "test_product_equals_hessian_times_vector",
        "test_product_of_very_many_parameters",
    ],
    hint="Your result does not depend on v. Where does v come into the sum that you differentiate?",
)
def hvp(f, x, v):
    x = x.detach().clone().requires_grad_()
    g = torch.autograd.grad(f(x), x, create_graph=True)[0]
    if not g.requires_grad:
        return torch.zeros_like(x)
    return torch.autograd.grad(g.sum(), x)[0]


@misconception(
    "multiplies_the_row_sums_by_v",
    loses=[
        "test_product_of_three_parameters",
        "test_product_equals_hessian_times_vector",
        "test_product_of_very_many_parameters",
    ],
    hint=(
        "You multiply by v when the derivatives are already added up. Must v come before the second "
        "derivative or after it?"
    ),
)
def hvp(f, x, v):
    x = x.detach().clone().requires_grad_()
    g = torch.autograd.grad(f(x), x, create_graph=True)[0]
    if not g.requires_grad:
        return torch.zeros_like(x)
    return torch.autograd.grad(g.sum(), x)[0] * v


@misconception(
    "gradient_times_vector",
    loses=[
        "test_product_of_three_parameters",
        "test_product_equals_hessian_times_vector",
        "test_product_of_very_many_parameters",
        "test_product_of_a_plane_is_zero",
    ],
    hint=(
        "You return the products of first derivatives with v. Should the result for a plane be zero, and is "
        "yours?"
    ),
)
def hvp(f, x, v):
    x = x.detach().clone().requires_grad_()
    return torch.autograd.grad(f(x), x)[0] * v


@misconception(
    "curvature_along_v_as_one_number",
    loses=[
        "test_product_of_three_parameters",
        "test_product_equals_hessian_times_vector",
        "test_product_of_very_many_parameters",
        "test_product_of_a_plane_is_zero",
    ],
    hint=(
        "You return a single number, the curvature along v. How many components has the product of a matrix "
        "and a vector?"
    ),
)
def hvp(f, x, v):
    x = x.detach().clone().requires_grad_()
    g = torch.autograd.grad(f(x), x, create_graph=True)[0]
    if not g.requires_grad:
        return torch.zeros(())
    return torch.autograd.grad(g @ v, x)[0] @ v


@misconception(
    "differences_of_gradients",
    loses=[
        "test_product_of_three_parameters",
        "test_product_equals_hessian_times_vector",
        "test_product_of_very_many_parameters",
    ],
    hint=(
        "The difference of two nearby gradients is a good idea and a coarse number. Which sum can torch "
        "differentiate for you instead?"
    ),
)
def hvp(f, x, v):
    h = 1e-5

    def gradient(at):
        at = at.detach().clone().requires_grad_()
        return torch.autograd.grad(f(at), at)[0]

    return (gradient(x + h * v) - gradient(x - h * v)) / (2 * h)


@misconception(
    "product_fails_on_a_plane",
    loses=["test_product_of_a_plane_is_zero"],
    hint="A linear function ends in an error. What is its Hessian, and so its product with any v?",
)
def hvp(f, x, v):
    x = x.detach().clone().requires_grad_()
    g = torch.autograd.grad(f(x), x, create_graph=True)[0]
    return torch.autograd.grad(g @ v, x)[0]


@misconception(
    "product_switches_on_the_gradient_of_x",
    loses=["test_product_leaves_x_and_v_as_they_were"],
    hint=(
        "After the call the caller's x requires a gradient. Whose tensor did you tell so, theirs or a copy of "
        "your own?"
    ),
)
def hvp(f, x, v):
    x.requires_grad_()
    g = torch.autograd.grad(f(x), x, create_graph=True)[0]
    if not g.requires_grad:
        return torch.zeros_like(x)
    return torch.autograd.grad(g, x, grad_outputs=v)[0]


@misconception(
    "scales_v_to_length_one",
    loses=[
        "test_product_of_three_parameters",
        "test_product_equals_hessian_times_vector",
        "test_product_of_very_many_parameters",
    ],
    hint=(
        "Your result is the right one divided by the length of v. Does the exercise ask for a direction, or "
        "for the product with v as it is?"
    ),
)
def hvp(f, x, v):
    x = x.detach().clone().requires_grad_()
    g = torch.autograd.grad(f(x), x, create_graph=True)[0]
    if not g.requires_grad:
        return torch.zeros_like(x)
    return torch.autograd.grad(g, x, grad_outputs=v / v.norm())[0]


# --- 4. loss_hessian ---------------------------------------------------------------------------------------


@right
def loss_hessian(X):
    return torch.einsum("ni,nj->ij", X, X) / X.shape[0]


@right
def loss_hessian(X):
    return (X.unsqueeze(2) * X.unsqueeze(1)).mean(dim=0)


@right
def loss_hessian(X):
    n, d = X.shape
    H = torch.zeros(d, d, dtype=X.dtype, device=X.device)
    for i in range(d):
        for j in range(d):
            H[i, j] = sum(float(row[i]) * float(row[j]) for row in X) / n
    return H


@right
def loss_hessian(X):
    import numpy as np

    rows = X.cpu().numpy()
    return torch.from_numpy(np.dot(rows.T, rows) / rows.shape[0]).to(X.device)


@misconception(
    "sum_in_place_of_the_mean",
    loses=["test_loss_hessian_of_the_example", "test_loss_hessian_agrees_with_autograd",
           "test_loss_hessian_of_one_feature_or_one_example"],
    hint="Your table is n times too large. Is the loss the sum over the examples or their mean?",
)
def loss_hessian(X):
    return X.T @ X


@misconception(
    "forgets_the_half",
    loses=["test_loss_hessian_of_the_example", "test_loss_hessian_agrees_with_autograd",
           "test_loss_hessian_of_one_feature_or_one_example"],
    hint="Your table is twice too large. Which factor stands before the square in this loss?",
)
def loss_hessian(X):
    return 2 * X.T @ X / len(X)


@misconception(
    "keeps_the_half",
    loses=["test_loss_hessian_of_the_example", "test_loss_hessian_agrees_with_autograd",
           "test_loss_hessian_of_one_feature_or_one_example"],
    hint="Your table is half as large as it should be. What becomes of the square when it is differentiated?",
)
def loss_hessian(X):
    return X.T @ X / (2 * len(X))


@misconception(
    "products_of_examples",
    loses=["test_loss_hessian_of_the_example", "test_loss_hessian_agrees_with_autograd",
           "test_loss_hessian_of_one_feature_or_one_example"],
    hint="Your table has a row for each example. Whose second derivatives are they, those of n or of d variables?",
)
def loss_hessian(X):
    return X @ X.T / len(X)


@misconception(
    "divides_by_the_number_of_features",
    loses=["test_loss_hessian_of_the_example", "test_loss_hessian_agrees_with_autograd",
           "test_loss_hessian_of_one_feature_or_one_example"],
    hint="Over what is the mean of the loss taken, and how long is that axis of X?",
)
def loss_hessian(X):
    return X.T @ X / X.shape[1]


@misconception(
    "diagonal_only",
    loses=["test_loss_hessian_of_the_example", "test_loss_hessian_agrees_with_autograd",
           "test_loss_hessian_of_one_feature_or_one_example"],
    hint=(
        "You have the mean square of each feature and zeros elsewhere. Does the slope by one weight not "
        "depend on the other weights?"
    ),
)
def loss_hessian(X):
    return torch.diag((X**2).mean(dim=0))


@misconception(
    "covariance_in_place_of_mean_products",
    loses=["test_loss_hessian_of_the_example", "test_loss_hessian_agrees_with_autograd",
           "test_loss_hessian_of_one_feature_or_one_example"],
    hint="You subtract the mean of each feature. Where in the formula of the loss is there such a mean?",
)
def loss_hessian(X):
    centred = X - X.mean(dim=0)
    return centred.T @ centred / len(X)


@misconception(
    "divides_by_n_minus_one",
    loses=["test_loss_hessian_of_the_example", "test_loss_hessian_agrees_with_autograd",
           "test_loss_hessian_of_one_feature_or_one_example"],
    hint="This is a mean over examples and not the estimate of a variance. What is it divided by?",
)
def loss_hessian(X):
    return X.T @ X / (len(X) - 1)


# --- 5. newton_step ----------------------------------------------------------------------------------------


@right
def newton_step(w, X, y):
    H = X.T @ X / len(X)
    g = X.T @ (X @ w - y) / len(X)
    return w - torch.linalg.inv(H) @ g


@right
def newton_step(w, X, y):
    return torch.linalg.lstsq(X, y).solution


@right
def newton_step(w, X, y):
    def loss(weights):
        return ((X @ weights.reshape(-1, 1) - y) ** 2 / 2).mean()

    flat = w.detach().reshape(-1)
    g = torch.func.grad(loss)(flat)
    H = torch.func.hessian(loss)(flat)
    return w.detach() - torch.linalg.solve(H, g).reshape(w.shape)


@right
def newton_step(w, X, y):
    correction = torch.linalg.lstsq(X, y - X @ w).solution
    return w + correction


@right
def newton_step(w, X, y):
    import numpy as np

    data, residual = X.double().numpy(), (X.double() @ w.double() - y.double()).numpy()
    step = np.linalg.solve(data.T @ data, data.T @ residual)
    return (w.double() - torch.from_numpy(step)).to(w.dtype)


@misconception(
    "gradient_step_without_curvature",
    loses=[
        "test_step_of_one_weight",
        "test_step_reaches_least_squares",
        "test_step_from_very_far_away",
        "test_step_in_a_narrow_valley",
    ],
    hint="You go as far as the gradient is long. Which quantity says how far the bottom is?",
)
def newton_step(w, X, y):
    return w - X.T @ (X @ w - y) / len(X)


@misconception(
    "uphill",
    loses=[
        "test_step_of_one_weight",
        "test_step_reaches_least_squares",
        "test_step_from_very_far_away",
        "test_step_in_a_narrow_valley",
    ],
    hint="Your step has the right length and ends twice as far from the bottom. Which sign has the residual?",
)
def newton_step(w, X, y):
    return w - torch.linalg.solve(X.T @ X, X.T @ (y - X @ w))


@misconception(
    "gradient_of_the_sum_and_hessian_of_the_mean",
    loses=[
        "test_step_of_one_weight",
        "test_step_reaches_least_squares",
        "test_step_from_very_far_away",
        "test_step_in_a_narrow_valley",
    ],
    hint="Your step is n times too long. Do the gradient and the Hessian belong to the same loss?",
)
def newton_step(w, X, y):
    return w - torch.linalg.solve(X.T @ X / len(X), X.T @ (X @ w - y))


@misconception(
    "gradient_of_the_mean_and_hessian_of_the_sum",
    loses=[
        "test_step_of_one_weight",
        "test_step_reaches_least_squares",
        "test_step_from_very_far_away",
        "test_step_in_a_narrow_valley",
    ],
    hint="Your step is n times too short. Do the gradient and the Hessian belong to the same loss?",
)
def newton_step(w, X, y):
    return w - torch.linalg.solve(X.T @ X, X.T @ (X @ w - y) / len(X))


@misconception(
    "curvature_of_each_weight_alone",
    loses=["test_step_reaches_least_squares", "test_step_from_very_far_away", "test_step_in_a_narrow_valley"],
    hint=(
        "You divide each slope by its own curvature. That is right for one weight; what do the entries off the "
        "diagonal say when there are more?"
    ),
)
def newton_step(w, X, y):
    g = X.T @ (X @ w - y) / len(X)
    return w - g / (X**2).mean(dim=0).reshape(-1, 1)


@misconception(
    "divides_elementwise_by_the_hessian",
    loses=[
        "test_step_reaches_least_squares",
        "test_step_from_very_far_away",
        "test_step_in_a_narrow_valley",
        "test_step_makes_a_new_tensor",
    ],
    hint="What is the shape of a gradient divided by a matrix, entry by entry? Solve H p = g instead.",
)
def newton_step(w, X, y):
    g = X.T @ (X @ w - y) / len(X)
    return w - g / (X.T @ X / len(X))


@misconception(
    "multiplies_by_the_hessian",
    loses=[
        "test_step_of_one_weight",
        "test_step_reaches_least_squares",
        "test_step_from_very_far_away",
        "test_step_in_a_narrow_valley",
    ],
    hint="Where the valley is steep, should the step be longer or shorter? Compare with the step of the picture.",
)
def newton_step(w, X, y):
    g = X.T @ (X @ w - y) / len(X)
    return w - X.T @ X / len(X) @ g


@misconception(
    "looks_for_a_zero_of_the_loss",
    loses=[
        "test_step_of_one_weight",
        "test_step_reaches_least_squares",
        "test_step_from_very_far_away",
        "test_step_in_a_narrow_valley",
        "test_step_makes_a_new_tensor",
    ],
    hint=(
        "The loss divided by its slope leads to where the loss is zero. Is that what you look for, or is it "
        "the place where the slope is zero?"
    ),
)
def newton_step(w, X, y):
    e = X @ w - y
    loss, g = (e**2 / 2).mean(), X.T @ e / len(X)
    return w - loss / g


@misconception(
    "ignores_where_it_starts",
    loses=[
        "test_step_of_one_weight",
        "test_step_from_very_far_away",
        "test_step_in_a_narrow_valley",
        "test_step_makes_a_new_tensor",
    ],
    hint="Your gradient is that at zero weights. What is the prediction at the w that you are given?",
)
def newton_step(w, X, y):
    return w + torch.linalg.solve(X.T @ X, X.T @ y)


@misconception(
    "returns_the_step_alone",
    loses=[
        "test_step_of_one_weight",
        "test_step_reaches_least_squares",
        "test_step_from_very_far_away",
        "test_step_in_a_narrow_valley",
        "test_step_makes_a_new_tensor",
    ],
    hint="You return how far to go. Where does one arrive who starts at w?",
)
def newton_step(w, X, y):
    return torch.linalg.solve(X.T @ X, X.T @ (X @ w - y))


@misconception(
    "changes_the_callers_weights",
    loses=["test_step_makes_a_new_tensor"],
    hint="Your step is right, but the caller's w has moved as well. Which operation changes a tensor in place?",
)
def newton_step(w, X, y):
    w -= torch.linalg.solve(X.T @ X, X.T @ (X @ w - y))
    return w.clone()


@misconception(
    "weights_in_a_row",
    loses=[
        "test_step_of_one_weight",
        "test_step_reaches_least_squares",
        "test_step_from_very_far_away",
        "test_step_in_a_narrow_valley",
        "test_step_makes_a_new_tensor",
    ],
    hint="Your numbers may be right. Is their shape the one that w has?",
)
def newton_step(w, X, y):
    return torch.linalg.lstsq(X, y).solution.reshape(-1)


# --- 6. predictions ----------------------------------------------------------------------------------------


@right
def PREDICT_ERRORS():
    return dict(zip("FEDCBA", ["no graph", "wrong number", "no graph", "not scalar", "no graph", "no graph"]))


@misconception(
    "predicts_that_all_is_well",
    loses=[
        "test_prediction_for_a_plain_gradient",
        "test_prediction_for_a_graph_that_is_kept",
        "test_prediction_for_several_numbers",
        "test_prediction_for_a_line",
        "test_prediction_for_two_backward_calls",
        "test_prediction_for_a_detached_gradient",
    ],
    hint="Type each snippet into a cell of its own and read the last line of what torch says. Which one runs?",
)
def PREDICT_ERRORS():
    return {letter: "ok" for letter in "ABCDEF"}


@misconception(
    "predicts_that_a_kept_graph_is_enough",
    loses=["test_prediction_for_a_graph_that_is_kept"],
    hint=(
        "Keeping the record of f lets you use it twice. Does it also record how the derivative itself was "
        "computed?"
    ),
)
def PREDICT_ERRORS():
    return {"A": "no graph", "B": "ok", "C": "not scalar", "D": "no graph", "E": "wrong number", "F": "no graph"}


@misconception(
    "predicts_zero_for_a_line",
    loses=["test_prediction_for_a_line"],
    hint="The right answer for a line would be zero. From what would torch compute it, if the slope is just 3?",
)
def PREDICT_ERRORS():
    return {"A": "no graph", "B": "no graph", "C": "not scalar", "D": "ok", "E": "wrong number", "F": "no graph"}


@misconception(
    "predicts_that_backward_replaces",
    loses=["test_prediction_for_two_backward_calls"],
    hint="Does backward() write into x.grad, or does it add to what is there? Count with x = 2.",
)
def PREDICT_ERRORS():
    return {"A": "no graph", "B": "no graph", "C": "not scalar", "D": "no graph", "E": "ok", "F": "no graph"}


@misconception(
    "predicts_that_detach_only_copies",
    loses=["test_prediction_for_a_detached_gradient"],
    hint="What does a tensor lose when it is detached? Look at its grad_fn before and after.",
)
def PREDICT_ERRORS():
    return {"A": "no graph", "B": "no graph", "C": "not scalar", "D": "no graph", "E": "wrong number", "F": "ok"}


@misconception(
    "predicts_that_vectors_are_fine",
    loses=["test_prediction_for_several_numbers"],
    hint="The first derivative of the sum is a vector. Can torch differentiate a vector without being told more?",
)
def PREDICT_ERRORS():
    return {"A": "no graph", "B": "no graph", "C": "ok", "D": "no graph", "E": "wrong number", "F": "no graph"}


@misconception(
    "predicts_mixed_rows_for_a_vector",
    loses=["test_prediction_for_several_numbers"],
    hint="You expect numbers that are mixed up. Does torch add up a vector by itself, or does it refuse?",
)
def PREDICT_ERRORS():
    return {
        "A": "no graph",
        "B": "no graph",
        "C": "wrong number",
        "D": "no graph",
        "E": "wrong number",
        "F": "no graph",
    }


@misconception(
    "predicts_wrong_numbers_for_lost_graphs",
    loses=[
        "test_prediction_for_a_plain_gradient",
        "test_prediction_for_a_graph_that_is_kept",
        "test_prediction_for_a_line",
        "test_prediction_for_a_detached_gradient",
    ],
    hint="When torch has no record to go back through, does it guess a number, or does it stop?",
)
def PREDICT_ERRORS():
    return {
        "A": "wrong number",
        "B": "wrong number",
        "C": "not scalar",
        "D": "wrong number",
        "E": "wrong number",
        "F": "wrong number",
    }


@misconception(
    "predicts_in_other_words",
    loses=[
        "test_predictions_can_be_read",
        "test_prediction_for_a_plain_gradient",
        "test_prediction_for_a_graph_that_is_kept",
        "test_prediction_for_several_numbers",
        "test_prediction_for_a_line",
        "test_prediction_for_two_backward_calls",
        "test_prediction_for_a_detached_gradient",
    ],
    hint="Use one of the four outcomes, letter by letter. Which kind of error do you expect in each case?",
)
def PREDICT_ERRORS():
    return {letter: "error" for letter in "ABCDEF"}
