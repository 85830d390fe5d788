"""A new assignment: a minimal script that builds and passes."""

from autograder.course.cells import NAME
from autograder.course.errors import CourseError
from autograder.course.folder import Course

TEMPLATE = '''\
# %% [markdown]
# # {title}
#
# Say in two sentences what this is about, and what the student will have at the end.
#
# | exercise | you write | points |
# |---|---|---|
# | 1 | `mean_error` | 100 |

# %% setup
import torch

from autograder import assert_close, check, points

# %% [markdown]
# ## 1. The mean error (100 points)
#
# `mean_error(y_hat, y)` is the mean of $\\hat y_i - y_i$ over all examples. Both tensors have the shape `(n,)`; the
# result is a tensor of shape `()`. For the predictions $(1, 4)$ and the labels $(0, 2)$ it is 1.5.

# %% solution="mean_error"
def mean_error(y_hat, y):
    """The mean of y_hat - y; both have shape (n,), the result has shape ()."""
    ### BEGIN SOLUTION
    return (y_hat - y).mean()
    ### END SOLUTION


# %% test="mean_error"
@points(40)
def test_mean_error_of_two_examples(student):
    """The predictions (1, 4) and the labels (0, 2) have the mean error 1.5."""
    error = student.mean_error(torch.tensor([1.0, 4.0]), torch.tensor([0.0, 2.0]))
    assert_close(error, 1.5, "mean_error((1, 4), (0, 2))")


### BEGIN HIDDEN TESTS
@points(60)
def test_mean_error_keeps_its_sign(student):
    """Errors of opposite sign cancel, for any number of examples."""
    for n in (1, 3, 10):
        y_hat, y = torch.randn(n), torch.randn(n)
        assert_close(student.mean_error(y_hat, y), y_hat.mean() - y.mean(), f"the mean error of {{n}} examples")


### END HIDDEN TESTS
check()
'''


def new_assignment(course: Course, name: str) -> str:
    """Write ``solutions/NAME.py`` and return its path.

    Raises:
        CourseError: when the name cannot be one, or the script exists already.
    """
    if not NAME.fullmatch(name):
        raise CourseError(f"{name!r} cannot name an assignment: use lower-case letters, digits and _")
    path = course.solutions / f"{name}.py"
    if path.exists():
        raise CourseError(f"{path} exists already: choose another name")
    path.write_text(TEMPLATE.format(title=name.replace("_", " ").capitalize()), encoding="utf-8")
    return str(path)
