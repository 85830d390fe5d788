import pytest

from autograder.judge.student import Student, UndefinedNameError, missing

NOTEBOOK = """
import itertools
import math as maths
from collections import Counter, OrderedDict
from itertools import chain as joined
from textwrap import dedent

def data_iterator(batch_size): ...
class Net: ...
_hidden_helper = lambda: 0
def test_datas(student): ...
LEARNING_RATE = 0.1
PREDICT_SIZE = {"a": 1}
squared = 3.0
"""


@pytest.fixture
def namespace():
    names = {"__name__": "__main__"}
    exec(NOTEBOOK, names)
    return names


def test_the_student_is_what_the_notebook_holds(namespace):
    assert Student(namespace).data_iterator is namespace["data_iterator"]


def test_the_student_is_what_the_notebook_holds_now(namespace):
    student = Student(namespace)
    namespace["squared"] = 4.0
    assert student.squared == 4.0


def test_a_name_that_is_none_is_there():
    assert Student({"nothing": None}).nothing is None


def test_dir_lists_the_names_of_the_notebook():
    assert dir(Student({"b": 1, "a": 2})) == ["a", "b"]


def test_a_test_can_ask_whether_a_name_is_there(namespace):
    student = Student(namespace)
    assert (hasattr(student, "Net"), hasattr(student, "Nets")) == (True, False)


def test_a_test_cannot_write_into_the_notebook(namespace):
    with pytest.raises(AttributeError):
        Student(namespace).squared = 5.0
    assert namespace["squared"] == 3.0


@pytest.mark.parametrize(
    ("needed", "defined"),
    [
        ("data_iter", "data_iterator"),
        ("net", "Net"),
        ("data_iterater", "data_iterator"),
        ("LEARNING_RATES", "LEARNING_RATE"),
        ("PREDICT_SIZES", "PREDICT_SIZE"),
    ],
)
def test_the_nearest_name_is_proposed(namespace, needed, defined):
    with pytest.raises(UndefinedNameError) as caught:
        getattr(Student(namespace), needed)
    assert str(caught.value) == f"you defined `{defined}`; this cell needs `{needed}`"


def test_the_nearest_of_several_is_proposed():
    names = {"__name__": "__main__"}
    exec("def train_epoch(): ...\ndef train_epochs(): ...\ndef train_one(): ...", names)
    assert missing("train_epoches", names).startswith("you defined `train_epochs`;")


@pytest.mark.parametrize(
    "needed",
    [
        "itertool",  # a module
        "maths_",  # a module under another name
        "counter",  # a class of the library
        "join",  # the same under another name
        "dedents",  # a function of the library
        "hidden_helper",  # private
        "test_data",  # a test
        "square",  # a value where a function is needed
        "RATE",  # too far from LEARNING_RATE
        "sgd",
    ],
)
def test_what_the_student_did_not_write_or_mean_is_not_proposed(namespace, needed):
    assert missing(needed, namespace).startswith(f"`{needed}` is not defined yet: write it in the cell above")


def test_a_name_that_is_not_there_raises_no_key_error_behind_it(namespace):
    with pytest.raises(UndefinedNameError) as caught:
        _ = Student(namespace).sgd
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__
