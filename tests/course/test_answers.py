"""Reading what else people write, and putting it in the reference's place."""

import ast

import pytest

from autograder.course.answers import misconception, read_answers, right, with_answers
from autograder.course.cells import read_script
from autograder.course.errors import CourseError

CONSTANT = """\
# %% solution="rates"
RATES = None  # your prediction
### BEGIN SOLUTION
RATES = {
    "low": 0.01,
}
### END SOLUTION
LIMIT: float = 1.0
### BEGIN SOLUTION
LIMIT += 1
### END SOLUTION

"""

CLASS = '''\
# %% setup
import dataclasses

# %% solution="model"
LAYERS = 2


@dataclasses.dataclass
class Model:
    """A line."""

    w: float
    ### BEGIN SOLUTION
    b: float = 0.0

    def forward(self, x):
        return self.w * x + self.b
    ### END SOLUTION


def after(x):
    return x

'''

WRONG = '@misconception("returns_x", loses=["test_doubles_one"], hint="How much is 2 · 1?")\n'


@pytest.fixture
def script(write, example):
    """A script with a function, constants and a class to write, and these answers beside it."""

    def script(answers, text=example + CONSTANT + CLASS):
        return read_script(write(text, answers=answers))

    return script


@pytest.fixture
def replaced(script):
    """The text of the cell that the first answer changes; every other cell must stay."""

    def replaced(answers):
        found = script(answers)
        cells = with_answers(found, read_answers(found)[:1])
        changed = [new for new, old in zip(cells, found.cells, strict=True) if new != old]
        (cell,) = changed
        ast.parse(cell.source)
        return cell.source

    return replaced


def run(source, namespace=None):
    namespace = namespace if namespace is not None else {}
    exec(source, namespace)
    return namespace


def test_a_script_without_an_answers_file_has_no_answers(write, example):
    assert read_answers(read_script(write(example))) == []


def test_a_right_answer_loses_nothing(script):
    (answer,) = read_answers(script("# first\n@right\ndef double(x):\n    return x + x\n"))
    assert answer.is_right
    assert (answer.target, answer.line, answer.loses, answer.hint) == ("double", 3, (), "")
    assert answer.source == "def double(x):\n    return x + x"
    assert answer.label == "double: right, line 3"


def test_a_misconception_has_its_name_losses_and_hint(script):
    (answer,) = read_answers(script(WRONG + "def double(x):\n    return x\n"))
    assert not answer.is_right
    assert (answer.target, answer.misconception, answer.line) == ("double", "returns_x", 2)
    assert (answer.loses, answer.hint) == (("test_doubles_one",), "How much is 2 · 1?")
    assert answer.source == "def double(x):\n    return x"
    assert answer.label == "double: returns_x"


def test_answers_come_in_the_order_of_the_file_and_other_definitions_are_none(script):
    answers = "import math\n\n@right\ndef double(x): return x + x\n\ndef helper(): ...\n\n" + WRONG
    answers += "def double(x): return x\n\n@right\ndef double(x): return x * 2\n"
    assert [answer.label for answer in read_answers(script(answers))] == [
        "double: right, line 4",
        "double: returns_x",
        "double: right, line 12",
    ]


def test_the_file_of_answers_is_read_and_not_run(script):
    assert read_answers(script("import no_such_module\nraise SystemExit\n")) == []


def test_the_marks_leave_a_function_as_it_is():
    def answer():
        return 1

    assert right(answer) is answer
    assert misconception("name", loses=["test"], hint="hint")(answer) is answer


def test_a_function_in_capitals_stands_for_a_constant(script):
    (answer,) = read_answers(script('@right\ndef RATES():\n    return {\n        "low": 1,  # one\n    }\n'))
    assert (answer.target, answer.source) == ("RATES", "RATES = {'low': 1}")


def test_an_answer_s_own_decorators_are_kept_and_ours_are_not(script):
    answers = "@functools.cache\n" + WRONG + "@functools.wraps(\n    print\n)\ndef double(x):\n    return x\n"
    (answer,) = read_answers(script(answers))
    assert answer.source == ("@functools.cache\n@functools.wraps(\n    print\n)\ndef double(x):\n    return x")


def test_comments_and_strings_of_an_answer_stay_as_they_are(script):
    body = 'def double(x):\n    """Two\n  lines."""\n    # why\n\n    return x  # because'
    (answer,) = read_answers(script(f"@right\n{body}\n\n# behind\n"))
    assert answer.source == body


def test_an_answer_takes_the_place_of_the_reference_s_function(replaced):
    source = replaced("@right\ndef double(x):\n    y = x\n    return x + y\n")
    assert source == "def double(x):\n    y = x\n    return x + y"


def test_an_answer_takes_the_place_of_both_statements_of_a_constant(replaced):
    source = replaced('@right\ndef RATES(): return {"low": 5}\n')
    assert run(source)["RATES"] == {"low": 5}
    assert source.count("RATES") == 1
    assert run(source)["LIMIT"] == 2.0, "the cell's other constant stays"


def test_an_answer_takes_the_place_of_an_annotated_constant_and_its_change(replaced):
    namespace = run(replaced("@right\ndef LIMIT(): return 7\n"))
    assert (namespace["LIMIT"], namespace["RATES"]) == (7, {"low": 0.01})


def test_an_answer_takes_the_place_of_a_class_with_its_decorators(replaced):
    source = replaced("@right\nclass Model:\n    def __init__(self, w):\n        self.w = 3 * w\n")
    namespace = run(source)
    assert namespace["Model"](1).w == 3
    assert "dataclass" not in source
    assert (namespace["LAYERS"], namespace["after"](1)) == (2, 1)


def test_an_answer_s_class_may_have_decorators_of_its_own(replaced):
    source = replaced("@right\n@dataclasses.dataclass\nclass Model:\n    w: float = 4.0\n")
    assert run(source, run("import dataclasses"))["Model"]().w == 4.0


def test_two_answers_may_change_the_same_cell(script):
    found = script("@right\ndef RATES(): return 1\n\n@right\ndef LIMIT(): return 2\n")
    cells = with_answers(found, read_answers(found))
    (changed,) = [new for new, old in zip(cells, found.cells, strict=True) if new != old]
    namespace = run(changed.source)
    assert (namespace["RATES"], namespace["LIMIT"]) == (1, 2)


def test_answers_leave_the_script_itself_as_it_was(script):
    found = script("@right\ndef double(x): return 1\n")
    before = [cell.source for cell in found.cells]
    with_answers(found, read_answers(found))
    assert [cell.source for cell in found.cells] == before


def test_each_answer_of_the_real_scripts_gives_a_cell_that_is_python_and_defines_its_name(real):
    answers = read_answers(real)
    assert any(answer.is_right for answer in answers)
    assert not all(answer.is_right for answer in answers)
    for answer in answers:
        changed = [new for new, old in zip(with_answers(real, [answer]), real.cells, strict=True) if new is not old]
        assert len(changed) == 1, answer.label
        assert answer.source in changed[0].source, answer.label
        ast.parse(changed[0].source)


@pytest.mark.parametrize(
    ("answers", "line", "what"),
    [
        pytest.param(
            "@right\ndef triple(x): ...\n",
            2,
            "no solution cell of small.py defines `triple`",
            id="no exercise",
        ),
        pytest.param("@right\ndef points(x): ...\n", 2, "defines `points`", id="a name of the setup"),
        pytest.param("@right\ndef test_doubles_one(x): ...\n", 2, "`test_doubles_one`", id="a test"),
        pytest.param(
            '@misconception("a", loses=["test_absent", "test_doubles_one"], hint="h")\ndef double(x): ...\n',
            2,
            "no such test: test_absent",
            id="an unknown test",
        ),
        pytest.param(
            '@misconception("a", loses=[], hint="h")\ndef double(x): ...\n',
            2,
            "a loses no test: name the tests",
            id="a misconception that loses nothing",
        ),
        pytest.param(
            f"{WRONG}def double(x): return 1\n\n\n{WRONG.replace('How', 'Say: how')}def double(x): return 2\n",
            6,
            "a second misconception named returns_x, with another hint",
            id="two misconceptions of one name",
        ),
        pytest.param(
            '\n@misconception("a", loses=TESTS, hint="h")\ndef double(x): ...\n',
            2,
            "with literals",
            id="a name in loses",
        ),
        pytest.param(
            '@right\n@misconception(f"{1}", loses=["test_doubles_one"], hint="h")\ndef double(x): ...\n',
            2,
            "with literals",
            id="a computed name",
        ),
        pytest.param(
            '@misconception("a", loses=["test_doubles_one"])\ndef double(x): ...\n',
            1,
            "hint=",
            id="no hint",
        ),
        pytest.param('@misconception("a", hint="h")\ndef double(x): ...\n', 1, "loses=", id="no losses"),
        pytest.param(
            '@misconception(loses=["test_doubles_one"], hint="h")\ndef double(x): ...\n',
            1,
            '"name"',
            id="no name",
        ),
        pytest.param(
            '@misconception("a", **OPTIONS)\ndef double(x): ...\n',
            1,
            "with literals",
            id="options from elsewhere",
        ),
    ],
)
def test_is_refused_with_its_line(script, answers, line, what):
    found = script(answers)
    path = found.path.parent / "answers" / "small.py"
    with pytest.raises(CourseError) as caught:
        read_answers(found)
    assert str(caught.value).startswith(f"{path}:{line}: ")
    assert what in str(caught.value)


def test_one_name_of_a_misconception_may_serve_two_exercises(script):
    answers = f"{WRONG}def double(x): return 1\n\n{WRONG}def RATES(): return 2\n"
    assert [answer.label for answer in read_answers(script(answers))] == [
        "double: returns_x",
        "RATES: returns_x",
    ]


def test_a_constant_s_answer_without_a_return_is_refused(script):
    with pytest.raises(CourseError, match="RATES is one `return`"):
        read_answers(script("@right\ndef RATES():\n    pass\n"))
