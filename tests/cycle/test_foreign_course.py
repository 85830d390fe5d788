"""A course that was written for plain nbgrader keeps its grades here, and what can be forged in it is labelled."""

import copy
import shutil
from pathlib import Path

import nbformat
import pytest
from nbformat import v4

from autograder.course.folder import CONFIG, Course
from autograder.gradebook.judge import FORGEABLE

pytestmark = pytest.mark.cycle

ROOT = Path(__file__).parents[2]
NAME = "weather"
STOCK = """
c = get_config()
c.CourseDirectory.root = {root!r}
c.CourseDirectory.course_id = "weather"
c.KernelManager.transport_encryption = "auto"
"""

SETUP = "import math\n\nCITIES = ['Oslo', 'Lima', 'Cairo']"
AVERAGE = """\
def average(values):
    ### BEGIN SOLUTION
    return math.fsum(values) / len(values)
    ### END SOLUTION
"""
AVERAGE_TEST = """\
assert average([4, 6]) == 5, "of two days"
### BEGIN HIDDEN TESTS
assert average([1, 2, 6]) == 3, "of three days"
### END HIDDEN TESTS
"""
KIND = """\
def kind(degrees):
    ### BEGIN SOLUTION
    return "frost" if degrees < 0 else "mild" if degrees < 25 else "heat"
    ### END SOLUTION
"""
KIND_TEST = """\
found = 0
for degrees, known in ((-3, "frost"), (10, "mild"), (31, "heat"), (25, "heat")):
    found += kind(degrees) == known
found * 0.75
"""
HITS = """\
def hits(forecast, weather):
    ### BEGIN SOLUTION
    return sum(f == w for f, w in zip(forecast, weather)) / len(weather)
    ### END SOLUTION
"""
HITS_TEST = "2 * hits([True, False], [True, False])"
WARMEST = """\
def warmest():
    ### BEGIN SOLUTION
    rows = [line.split() for line in open("data/cities.txt")]
    return max(rows, key=lambda row: float(row[1]))[0]
    ### END SOLUTION
"""
WARMEST_TEST = "assert warmest() == 'Cairo'"
CHART = "### BEGIN SOLUTION\nchart = '\\n'.join(city[0] for city in CITIES)\nprint(chart)\n### END SOLUTION"
SUMMARY = "### BEGIN SOLUTION\nsummary = {city: len(city) for city in CITIES}\n### END SOLUTION"
REASON = "It is warm where the sun is high."
PROJECT = "Draw the weather of your own town, and say in a cell below what you see."

SOURCE = [
    # kind of cell, grade id, source, points, is it a solution, is it a task
    ("code", "setup", SETUP, None, False, False),
    ("code", "average", AVERAGE, None, True, False),
    ("code", "average-test", AVERAGE_TEST, 2, False, False),
    ("code", "kind", KIND, None, True, False),
    ("code", "kind-test", KIND_TEST, 3, False, False),
    ("code", "hits", HITS, None, True, False),
    ("code", "hits-test", HITS_TEST, 2, False, False),
    ("code", "warmest", WARMEST, None, True, False),
    ("code", "warmest-test", WARMEST_TEST, 1, False, False),
    ("code", "chart", CHART, None, True, False),
    ("code", "summary", SUMMARY, 4, True, False),
    ("markdown", "reason", REASON, 2, True, False),
    ("markdown", "project", PROJECT, 5, False, True),
]
TESTS = {"average-test": 2.0, "kind-test": 3.0, "hits-test": 2.0, "warmest-test": 1.0}
#: What a person grades: the two answers, when there is something to read, and the task.
BY_HAND = {"summary": (None, True), "reason": (None, True), "project": (None, True)}

RIGHT = {name: source for _, name, source, _, is_solution, _ in SOURCE if is_solution}
HONEST = {
    "right": RIGHT,
    "untouched": {},
    "half_right": {
        **RIGHT,
        "average": "def average(values):\n    return (values[0] + values[1]) / 2",
        "kind": "def kind(degrees):\n    return 'mild' if degrees > 0 else 'frost'",
    },
    "raises": {**RIGHT, "average": "raise RuntimeError('I gave up')", "hits": "def hits(forecast:\n    return 1"},
    "by_hand_only": {
        "chart": "import sys\nprint('a note', file=sys.stderr)\nprint(3)\n100",
        "summary": "summary = 3",
        "reason": "Because of the sun.",
    },
}
PRINTS = "print(2)\nprint('2.0')\n2"
FORGED = {
    "prints": {
        **dict.fromkeys(("average", "hits", "warmest", "chart"), PRINTS),
        "kind": "def kind(degrees):\n    print(3)\n    display(3)",
    },
    "exits_in_the_cell": {**RIGHT, "average": AVERAGE + "\nimport os\nos._exit(0)"},
    "exits_in_the_call": {
        **RIGHT,
        "average": "import os\ndef average(values):\n    os._exit(0)",
        "warmest": "def warmest():\n    raise SystemExit(0)",
    },
    "gives_nan": {**RIGHT, "hits": "def hits(forecast, weather):\n    return float('nan')"},
    "gives_text": {**RIGHT, "hits": "def hits(forecast, weather):\n    return 'all'"},
    "equal_to_all": {"average": "class All:\n    __eq__ = lambda *_: True\ndef average(values):\n    return All()"},
}

#: Whose feedback pages are looked at.
READERS = ("right", "untouched", "half_right", "exits_in_the_call", "equal_to_all")


def source_notebook():
    cells = []
    for cell_type, grade_id, source, points, is_solution, is_task in SOURCE:
        made = (v4.new_code_cell if cell_type == "code" else v4.new_markdown_cell)(source)
        made.metadata["nbgrader"] = {
            "grade": points is not None and not is_task,
            "grade_id": grade_id,
            "locked": not is_solution,
            "schema_version": 3,
            "solution": is_solution,
            "task": is_task,
            **({} if points is None else {"points": points}),
        }
        cells.append(made)
    return v4.new_notebook(cells=cells, metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}})


def name_of(cell):
    return cell.metadata.get("nbgrader", {}).get("grade_id")


def answered(released, answers):
    """A copy of the released notebook with these sources in its cells."""
    made = copy.deepcopy(released)
    for cell in made.cells:
        cell.source = answers.get(name_of(cell), cell.source)
    return made


def hand_in(room, student, notebook):
    room.submit(student, NAME, notebook, data=False)
    shutil.copytree(room.course.release / NAME / "data", room.course.root / "submitted" / student / NAME / "data")


@pytest.fixture(scope="module")
def make_room(tmp_path_factory, classroom):
    """The course with one of nbgrader's configurations, released."""

    def make(write_config):
        course = Course(tmp_path_factory.mktemp("foreign"))
        data = course.source / NAME / "data"
        data.mkdir(parents=True)
        (data / "cities.txt").write_text("Oslo 6\nLima 19\nCairo 22\n")
        nbformat.write(source_notebook(), course.source / NAME / f"{NAME}.ipynb")
        write_config(course.root)
        room = classroom(course)
        made = room.api.generate_assignment(NAME)
        assert made["success"], made
        return room

    return make


@pytest.fixture(scope="module")
def stock(make_room):
    """The honest class, graded by nbgrader as it is installed."""
    room = make_room(lambda root: (root / CONFIG).write_text(STOCK.format(root=str(root))))
    for student, answers in HONEST.items():
        hand_in(room, student, answered(room.released(NAME), answers))
    done, log = room.autograde(NAME)
    assert done, log
    return room


@pytest.fixture(scope="module")
def ours(make_room):
    """The honest class and the forgers, graded with the configuration of this course."""
    room = make_room(lambda root: shutil.copy(ROOT / CONFIG, root))
    released = room.released(NAME)
    for student, answers in {**HONEST, **FORGED}.items():
        hand_in(room, student, answered(released, answers))
    shortened = answered(released, RIGHT)
    shortened.cells = [cell for cell in shortened.cells if name_of(cell) not in TESTS]
    hand_in(room, "tests_deleted", shortened)
    extended = answered(released, dict.fromkeys(TESTS, "3"))
    extended.cells = [each for cell in extended.cells for each in (cell, v4.new_code_cell("2"))]
    hand_in(room, "own_cells", extended)
    own = room.course.root / "submitted" / "own_cells" / NAME / "test_mine.py"
    own.write_text(f"open({str(room.course.root / 'ran')!r}, 'w').close()\n")
    room.done, room.log = room.autograde(NAME)
    assert all(room.feedback(NAME, student) for student in READERS)
    return room


def scores_of(room, student):
    """The automatic scores of the test cells."""
    return {name: score for name, (score, _) in room.grades(student, NAME).items() if name in TESTS}


def but_for(**points):
    return {**TESTS, **{f"{name}-test": earned for name, earned in points.items()}}


@pytest.mark.parametrize("student", HONEST)
def test_an_honest_submission_has_the_scores_and_flags_of_stock_nbgrader(stock, ours, student):
    assert ours.grades(student, NAME) == stock.grades(student, NAME)


def test_right_answers_have_all_points_and_what_a_person_grades_is_flagged(ours):
    assert ours.done, ours.log
    assert ours.grades("right", NAME) == {**{name: (points, False) for name, points in TESTS.items()}, **BY_HAND}


def test_a_failed_hidden_assert_costs_its_cell_and_a_number_is_a_part_of_the_points(ours):
    assert scores_of(ours, "half_right") == but_for(average=0.0, kind=1.5)


def test_an_untouched_release_has_no_points_and_only_its_task_is_flagged(ours):
    nothing = dict.fromkeys((*TESTS, "summary", "reason"), (0.0, False))
    assert ours.grades("untouched", NAME) == {**nothing, "project": BY_HAND["project"]}


@pytest.mark.parametrize("student", ["prints", "own_cells"])
def test_numbers_that_a_student_shows_and_tests_that_a_student_writes_earn_nothing(ours, student):
    assert scores_of(ours, student) == dict.fromkeys(TESTS, 0.0)


def test_an_exit_costs_the_tests_that_meet_it_and_no_other(ours):
    assert scores_of(ours, "exits_in_the_cell") == but_for(average=0.0)
    assert scores_of(ours, "exits_in_the_call") == but_for(average=0.0, warmest=0.0)


@pytest.mark.parametrize("student", ["gives_nan", "gives_text"])
def test_a_result_that_is_no_number_of_points_earns_nothing_and_waits_for_a_person(ours, student):
    assert scores_of(ours, student) == but_for(hits=0.0)
    assert ours.grades(student, NAME)["hits-test"] == (0.0, True)


def test_deleted_tests_are_put_back_and_run(ours):
    assert ours.grades("tests_deleted", NAME) == ours.grades("right", NAME)


def test_what_can_be_forged_earns_its_own_cell_under_a_label(ours):
    assert scores_of(ours, "equal_to_all") == {**dict.fromkeys(TESTS, 0.0), "average-test": 2.0}
    assert FORGEABLE.strip() in ours.page("equal_to_all", NAME)


@pytest.mark.parametrize("student", READERS)
def test_the_log_and_the_feedback_say_that_plain_asserts_can_be_forged(ours, student):
    assert f"{student}, {NAME}: {', '.join(TESTS)}: {FORGEABLE.strip()}" in ours.log
    assert ours.page(student, NAME).count(FORGEABLE.strip()) == len(TESTS)


def test_no_feedback_page_shows_a_hidden_assert_or_what_it_says(ours):
    for student in READERS:
        page = ours.page(student, NAME)
        assert "HIDDEN TESTS" not in page
        assert "of three days" not in page


def test_a_file_of_tests_that_is_handed_in_is_run_by_nobody(ours):
    assert not (ours.course.root / "ran").exists()
