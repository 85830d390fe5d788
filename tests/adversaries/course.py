"""The assignment that the adversaries hand in: four exercises, and a marker in what no student may read."""

from case import COUNT, LAST, LOOK, MANY, MARKER, STEP, WHOLE

NAME = "cheats"

SCRIPT = f'''\
# %% [markdown]
# # Four exercises

# %% setup
import torch

from autograder import assert_close, check, points

UNIT = torch.tensor([1.0])
RATES = [0.5, 0.25]

# %% solution="double"
def double(x):
    """Twice x."""
    ### BEGIN SOLUTION
    return 2 * x  # the answer, {MARKER}
    ### END SOLUTION

# %% test="double"
@points({LOOK}, seconds=1)
def test_double_of_a_tensor(student):
    """Each number is twice as large."""
    assert_close(student.double(torch.tensor([1.0, -2.0])), torch.tensor([2.0, -4.0]), "double([1, -2])")


### BEGIN HIDDEN TESTS
@points({MANY}, seconds=1)
def test_double_of_many(student):
    """Twice any tensor is right, and the tensor stays."""
    marker = "{MARKER}"
    x = torch.randn(3, 4)
    before, wanted, wanted_next = x.clone(), 2 * x, -2 * x
    got = student.double(x)
    following = student.double(-x)
    assert got.dtype == torch.float32, marker
    assert_close(got, wanted, marker)
    assert_close(following, wanted_next, marker)
    assert torch.equal(x, before), marker


@points({WHOLE}, seconds=1)
def test_double_of_a_whole_number(student):
    """Twice a whole number is a whole number."""
    got = student.double(21)
    assert type(got) is int, "{MARKER}"
    assert got == 42, "{MARKER}"


@points({LAST}, seconds=1)
def test_double_of_each(student):
    """Each of a row of numbers is doubled, and a gradient goes through."""
    assert [student.double(n) for n in range(5)] == [0, 2, 4, 6, 8], "{MARKER}"
    x = torch.tensor([1.0, 3.0], requires_grad=True)
    student.double(x).sum().backward()
    assert_close(x.grad, torch.tensor([2.0, 2.0]), "{MARKER}")
    assert student.double(RATES) == [0.5, 0.25, 0.5, 0.25], "{MARKER}"
    assert_close(student.double(UNIT), torch.tensor([2.0]), "{MARKER}")


### END HIDDEN TESTS
check()

# %% solution="triple"
def triple(x):
    """Three times x."""
    ### BEGIN SOLUTION
    return 3 * x  # the answer, {MARKER}
    ### END SOLUTION

# %% test="triple"
@points(16, seconds=1)
def test_triple_of_the_unit(student):
    """Three times the unit is three."""
    wanted = 3 * UNIT
    assert_close(student.triple(UNIT), wanted, "triple(UNIT)")


### BEGIN HIDDEN TESTS
@points(32, seconds=1)
def test_triple_of_the_rates(student):
    """Three times each rate is right."""
    for rate in RATES:
        assert student.triple(rate) == 3 * rate, "{MARKER}"


### END HIDDEN TESTS
check()

# %% solution="step"
def step(params, lr):
    """One step down the gradient, in place."""
    ### BEGIN SOLUTION
    with torch.no_grad():
        for p in params:
            p -= lr * p.grad  # the answer, {MARKER}
    ### END SOLUTION

# %% test="step"
### BEGIN HIDDEN TESTS
@points({STEP}, seconds=3)
def test_step_goes_down_the_gradient(student):
    """Each parameter moves against its gradient."""
    w = torch.tensor([1.0, 2.0], requires_grad=True)
    b = torch.zeros(1, requires_grad=True)
    ((w * w).sum() + 3 * b).sum().backward()
    student.step([w, b], 0.1)
    assert_close(w, torch.tensor([0.8, 1.6]), "{MARKER}")
    assert_close(b, torch.tensor([-0.3]), "{MARKER}")


### END HIDDEN TESTS
check()

# %% solution="count"
def count(n, tell):
    """Yield 0 to n - 1, and tell each before."""
    ### BEGIN SOLUTION
    for i in range(n):
        tell(i)  # the answer, {MARKER}
        yield i
    ### END SOLUTION

# %% test="count"
### BEGIN HIDDEN TESTS
@points({COUNT}, seconds=1)
def test_count_tells_each_number(student):
    """The numbers are told and yielded, one after the other."""
    told = []
    assert list(student.count(3, told.append)) == [0, 1, 2], "{MARKER}"
    assert told == [0, 1, 2], "{MARKER}"


### END HIDDEN TESTS
check()
'''


def parts():
    """The script's cells: ``(kind, name, source)``."""
    for part in SCRIPT.split("# %% ")[1:]:
        head, _, source = part.partition("\n")
        kind, _, name = head.partition("=")
        yield kind, name.strip('"'), source.strip() + "\n"


def trusted():
    """The instructor's half: setup and test cells by their ids."""
    return [(f"{name or 'setup'}-{kind}", source) for kind, name, source in parts() if kind in ("setup", "test")]


def notebook(sources):
    """The cells that are graded, with a student's `sources` as the answers."""
    from autograder.judge.remote.grade import Cell

    made = []
    for kind, name, source in parts():
        if kind == "test":
            made.append(Cell(source, f"{name}-test", graded=True))
        elif kind == "solution":
            made.append(Cell(sources[name]))
        elif kind == "setup":
            made.append(Cell(source))
        else:
            made.append(None)
    return made
