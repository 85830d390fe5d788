"""Scripts and answers that once were read wrongly: each claim here was false before it was mended."""

import pytest

from autograder.course import reach
from autograder.course.answers import read_answers, with_answers
from autograder.course.cells import Kind, read_script
from autograder.course.errors import CourseError, GrammarError
from autograder.course.notebook import LONGEST_ID, cell_ids, to_notebook, to_text
from autograder.course.rehearse import Rehearsal
from autograder.course.rules import check_rules

EXAMPLE = '''\
# %% setup
from autograder import check, points

# %% solution="double"
def double(x):
    """Twice x."""
    ### BEGIN SOLUTION
    return 2 * x
    ### END SOLUTION

# %% test="double"
@points(1)
def test_doubles_one(student):
    """One becomes two."""
    assert student.double(1) == 2, "double(1) is not 2"
### BEGIN HIDDEN TESTS
@points(2)
def test_doubles_a_negative_number(student):
    """A negative number stays negative."""
    assert student.double(-2) == -4, "double(-2) is not -4"
### END HIDDEN TESTS
check()
'''
RATE = '# %% solution="rate"\nRATE = None\n### BEGIN SOLUTION\nRATE = 3\n### END SOLUTION\n\n'
RATE_TEST = (
    '# %% test="rate"\n@points(1)\ndef test_rate(student):\n    """R."""\n    assert student.RATE == 3, "no"\ncheck()\n'
)
PROSE = "# %% [markdown]\n# text\n\n"


@pytest.fixture
def write(tmp_path):
    def write(text, name="small", answers=None):
        path = tmp_path / "solutions" / f"{name}.py"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
        if answers is not None:
            (path.parent / "answers").mkdir(exist_ok=True)
            (path.parent / "answers" / path.name).write_text(answers, encoding="utf-8")
        return path

    return write


@pytest.fixture
def problems(write, tmp_path):
    def problems(text):
        try:
            check_rules(read_script(write(text)), tmp_path / "solutions" / "data")
        except GrammarError as error:
            return error.problems
        return []

    return problems


@pytest.mark.parametrize("comment", ["copy", "ls", "why?", "cat dog", "%x", "copy of x"])
def test_a_comment_stays_a_comment(write, comment):
    text = EXAMPLE.replace("    return 2 * x", f"# {comment}\n    return 2 * x")
    assert f"# {comment}\n" in read_script(write(text)).of(Kind.SOLUTION)[0].source


def test_names_that_differ_behind_64_characters_share_no_id(write):
    long = "l" * 70
    text = EXAMPLE.replace('="double"', f'="{long}_a"') + EXAMPLE.split("\n", 3)[3].replace('="double"', f'="{long}_b"')
    script = read_script(write(text))
    ids = cell_ids(script)
    assert len(set(ids)) == len(ids)
    assert max(map(len, ids)) <= LONGEST_ID


def test_the_text_of_long_names_is_the_same_twice(write):
    script = read_script(write(EXAMPLE.replace('="double"', f'="{"l" * 70}"')))
    assert to_text(to_notebook(script)) == to_text(to_notebook(script))


@pytest.mark.parametrize("name", ["double", "start"])
def test_setup_solution_and_test_of_one_name_share_no_ids_below(write, name):
    text = EXAMPLE.replace("# %% setup\n", f'{PROSE}# %% setup="{name}"\n').replace('="double"', f'="{name}"')
    for marker in ("# %% solution", "# %% test"):
        text = text.replace(marker, PROSE + marker)
    ids = cell_ids(read_script(write(text + PROSE)))
    assert len(set(ids)) == len(ids)


def test_the_id_of_prose_below_a_test_does_not_depend_on_prose_above_it(write):
    without = cell_ids(read_script(write(EXAMPLE + PROSE)))
    with_prose = cell_ids(read_script(write(EXAMPLE.replace("# %% test", PROSE + "# %% test") + PROSE)))
    assert without[-1] == with_prose[-1]


@pytest.mark.parametrize(
    "answer", ["def RATE(): return 1 / 0", "def double(x=ABSENT): return x", "class double(ABSENT): pass"]
)
def test_an_answer_whose_cell_raises_does_not_leave_the_reference_in_place(write, answer):
    tests = ["test_rate"] if "RATE" in answer else ["test_doubles_one", "test_doubles_a_negative_number"]
    answers = f'@misconception("a", loses={tests}, hint="h")\n{answer}\n'
    script = read_script(write(EXAMPLE + RATE + RATE_TEST, answers=answers))
    found = read_answers(script)
    assert Rehearsal(script, with_answers(script, found)).verdict().lost() == tests  # a fresh notebook
    assert Rehearsal(script).verdict_with(found).lost() == tests


def test_names_that_only_an_answer_binds_do_not_stay(write):
    text = EXAMPLE + RATE.replace("RATE = 3\n", "RATE = 3\nLIMIT = 1\n") + RATE_TEST
    script = read_script(write(text, answers="@right\ndef RATE(): return (extra := 3)\n"))
    rehearsal = Rehearsal(script)
    rehearsal.verdict_with(read_answers(script))
    assert "extra" not in rehearsal.namespace


@pytest.mark.parametrize("use", ["student.quadruple(-1)", "quadruple(-1)"])
def test_a_setup_helper_that_calls_an_exercise_is_within_its_reach(write, use):
    helper = '# %% setup="helper"\ndef quadruple(x):\n    return double(double(x))\n\n# %% test'
    script = read_script(write(EXAMPLE.replace("# %% test", helper).replace("student.double(-2)", use)))
    assert reach.tests_of(script, "double") == {"test_doubles_one", "test_doubles_a_negative_number"}


def test_a_name_asked_of_student_by_getattr_is_within_its_reach(write):
    script = read_script(write(EXAMPLE.replace("student.double(-2)", 'getattr(student, "double")(-2)')))
    assert "test_doubles_a_negative_number" in reach.tests_of(script, "double")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("### END HIDDEN TESTS\ncheck()\n", "check()\n### END HIDDEN TESTS\n"),
        ("### BEGIN HIDDEN TESTS\n@points(2)\n", "@points(2)\n### BEGIN HIDDEN TESTS\n"),
        ("    ### BEGIN SOLUTION\n", "      ### BEGIN SOLUTION\n"),
    ],
    ids=["check() is hidden", "a decorator is left behind", "the stub is indented wrongly"],
)
def test_a_region_whose_removal_breaks_the_released_cell_is_refused(problems, old, new):
    assert problems(EXAMPLE.replace(old, new))


def test_a_constant_s_answer_of_several_statements_is_refused_or_kept(write):
    script = read_script(write(EXAMPLE + RATE, answers="@right\ndef RATE():\n    x = 3\n    return x\n"))
    with pytest.raises(CourseError, match=r"answers.small\.py:2: .*RATE"):
        read_answers(script)


def test_a_constant_s_answer_without_return_names_its_file(write):
    script = read_script(write(EXAMPLE + RATE, answers="@right\ndef RATE():\n    pass\n"))
    with pytest.raises(CourseError, match=r"answers.small\.py:2: "):
        read_answers(script)


@pytest.mark.parametrize("mark", ["@right()", "@misconception", "@answers.right"])
def test_a_mark_written_wrongly_is_refused_and_not_passed_over(write, mark):
    script = read_script(write(EXAMPLE, answers=f"{mark}\ndef double(x): return x + x\n"))
    with pytest.raises(CourseError):
        read_answers(script)


@pytest.mark.parametrize(
    "answers",
    [
        "def double(x) return 1\n",
        '@misconception("a", loses=None, hint="h")\ndef double(x): return 1\n',
        '@misconception("", loses=["test_doubles_one"], hint="h")\ndef double(x): return 1\n',
    ],
    ids=["not Python", "loses=None", "an empty name counts as right"],
)
def test_a_broken_answers_file_is_a_course_error(write, answers):
    script = read_script(write(EXAMPLE, answers=answers))
    with pytest.raises(CourseError):
        read_answers(script)


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("# %% solution", "#%% solution", 4),
        ("    return 2 * x", "    # %% setup\n    return 2 * x", 8),
        ("# %% solution", "# %%time solution", 4),
        ('    """Twice x."""', '    """Twice x.', 6),
    ],
    ids=["no blank", "indented", "time", "a string that never ends"],
)
def test_a_marker_or_string_written_wrongly_is_named_by_its_own_line(problems, old, new, line):
    text = EXAMPLE.replace(old, new)
    if '"""Twice x.\n' in text:  # no other triple quotes behind it
        text = text[: text.index("# %% test")] + '# %% test="double"\ncheck()\n'
    found = problems(text)
    assert line in [problem.line for problem in found]
    assert not any("text before" in problem.what for problem in found)


@pytest.mark.parametrize(
    ("old", "new"),
    [("return 2 * x", "return (2 * x\n            % 1000)"), ('"""Twice x."""', '"""Twice x.\n\n    % of it\n    """')],
)
def test_a_percent_sign_that_begins_a_line_of_plain_python_is_allowed(problems, old, new):
    assert problems(EXAMPLE.replace(old, new)) == []


@pytest.mark.parametrize("constant", ["RATE: float = 1", "RATE, LIMIT = 1, 2"])
def test_a_constant_is_seen_however_it_is_assigned(problems, constant):
    assert problems(EXAMPLE + f'# %% setup="a"\n{constant}\n# %% setup="b"\n{constant}\n')


def test_a_cell_that_is_not_python_does_not_hide_problems_of_other_cells(problems):
    text = EXAMPLE.replace("double(-2) is not -4", "").replace("test_doubles_a_negative_number", "test_doubles_one")
    text += '# %% setup="late"\nx = = 1\n'
    text = text.replace("import check, points\n", 'import check, load_data, points\n\nload_data("absent.csv")\n')
    assert [problem.line for problem in problems(text)] == [4, 20, 26]


def test_a_test_cell_that_is_not_python_does_not_hide_those_of_the_next(problems):
    more = EXAMPLE.split("\n", 3)[3].replace("double", "triple").replace("@points(1)\n", "")
    found = problems(EXAMPLE.replace("student.double(1) == 2", "student.double(1) = = 2") + "\n" + more)
    assert any("no points" in problem.what for problem in found)


def test_points_that_are_not_finite_are_refused(problems):
    assert problems(EXAMPLE.replace("@points(1)", "@points(1e999)"))


def test_a_byte_order_mark_is_no_text_before_the_first_cell(write):
    assert read_script(write("\ufeff" + EXAMPLE)).of(Kind.SOLUTION)[0].name == "double"


@pytest.mark.parametrize("name", ["My", "a b", "é", "a-b"])
def test_a_file_name_that_names_no_assignment_is_refused(write, name):
    with pytest.raises(CourseError, match="the file's name is the assignment's"):
        read_script(write(EXAMPLE, name=name))


def test_a_header_that_jupytext_cannot_read_is_named(write):
    header = "# ---\n# jupyter:\n#   kernelspec:\n#     name: python3\n# ---\n\n"
    with pytest.raises(CourseError, match=r"small.py:1: the header cannot be read, delete it"):
        read_script(write(header + EXAMPLE))
