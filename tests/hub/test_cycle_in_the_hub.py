"""The whole cycle, by an instructor and two students in browsers. Each test is a step, and goes on from the one before.

ada makes a mistake, sees it in the table of check(), mends it and gets all points. alan makes one that no visible
test finds, looks where he should not, and hands in again when he has read his feedback.
"""

import re
import time

import nbformat
import pytest

from autograder.course.answers import read_answers
from autograder.course.cells import Kind
from autograder.course.folder import Course
from autograder.course.notebook import cell_ids
from autograder.demo.pupils import Work
from autograder.demo.work import fill_in

from .formgrader import Formgrader
from .lab import Lab
from .tryout import ASSIGNMENT, COURSE, PASSWORD, ROOT

pytestmark = pytest.mark.usefixtures("after_the_step_before")

NAME = ASSIGNMENT
FILE = f"{NAME}/{NAME}.ipynb"
INIT = f"{NAME}-init_params"

#: Loses a visible test; and one that only a hidden test finds.
ADAS = "parameters_without_requires_grad"
ALANS = "sigma_taken_as_the_variance"

#: What alan tries, as a cell of his notebook: what the grader's process, its files and the Hub might give away.
SPY = """
import glob, os
print("SPY", sorted(name for name in os.environ if "JUPYTERHUB" in name or "TOKEN" in name or "NBGRADER" in name))
for where in ("/home/grader-linear-networks/linear-networks/gradebook.db", "/srv/jupyterhub/jupyterhub.sqlite",
              "/home/ada/zero_init/zero_init.ipynb", "/etc/shadow", "/srv/nbgrader/exchange/linear-networks/inbound"):
    try:
        print("SPY", where, os.listdir(where) if os.path.isdir(where) else open(where, "rb").read(20))
    except OSError as error:
        print("SPY", where, type(error).__name__)
print("SPY", glob.glob("/home/*/*/*.ipynb"), glob.glob("/home/grader*/*"))
""".strip()

#: What alan tries in his own terminal: the course, another student, what is submitted, hidden tests, a name in the way.
FORBIDDEN = (
    f"ls /home/grader-{COURSE}/{COURSE}",
    f"cat /home/grader-{COURSE}/{COURSE}/gradebook.db",
    f"cat /home/grader-{COURSE}/{COURSE}/source/{NAME}/{NAME}.ipynb",
    "ls /home/ada",
    f"cat /home/ada/{FILE}",
    f"ls /srv/nbgrader/exchange/{COURSE}/inbound",
    f"mv /srv/nbgrader/exchange/{COURSE} /srv/nbgrader/exchange/gone",
    f"touch /srv/nbgrader/exchange/{COURSE}/outbound/{NAME}/{NAME}.ipynb",
    "ls /srv/jupyterhub",
    "cat /etc/shadow",
)


class Story:
    """Who takes part, and where things are in the notebook."""

    def __init__(self, hub, new_page):
        self.hub = hub
        course = Course.at(ROOT)
        self.script = course.script(NAME)
        self.answers = {answer.misconception: answer for answer in read_answers(self.script) if not answer.is_right}
        released = nbformat.read(course.release / FILE, as_version=4)
        self.places = {cell.metadata.nbgrader.grade_id: i for i, cell in enumerate(released.cells)
                       if "nbgrader" in cell.metadata}  # fmt: skip
        self.released = released
        self.instructor = Formgrader(new_page(), hub, "instructor", PASSWORD)
        self.ada = Lab(new_page(), hub, "ada", PASSWORD)
        self.alan = Lab(new_page(), hub, "alan", PASSWORD)

    def sources(self, *misconceptions):
        """What a student types: the source of each solution cell by its place in the notebook."""
        notebook = nbformat.from_dict(self.released)
        notebook = nbformat.reads(nbformat.writes(notebook), as_version=4)
        fill_in(notebook, self.script, Work("typed", tuple(self.answers[name] for name in misconceptions)))
        solutions = {
            identity
            for identity, cell in zip(cell_ids(self.script), self.script.cells, strict=True)
            if cell.kind is Kind.SOLUTION
        }
        return {place: cell.source for place, cell in enumerate(notebook.cells) if cell.id in solutions}

    def place(self, what, kind):
        return self.places[f"{NAME}-{what}-{kind}"]


@pytest.fixture(scope="module")
def story(hub, new_page):
    return Story(hub, new_page)


def test_the_instructor_generates_and_releases_an_assignment(story, picture):
    grader = story.instructor
    assert grader.row(NAME).locator(".status").inner_text() == "draft"
    picture(grader.page, "1-formgrader")
    assert f"Successfully created the student version of '{NAME}'" in grader.press(NAME, "assign")
    assert f"Successfully released '{NAME}'" in grader.press(NAME, "release")
    assert grader.row(NAME).locator(".status").inner_text() == "released"


def test_the_formgrader_leads_to_the_files_of_an_assignment(story, picture):
    """It links from the host's root, where the Hub has nothing; the Hub's configuration leads on."""
    with story.instructor.page.context.expect_page() as opened:
        story.instructor.row(NAME).locator(".name a").click()
    opened.value.get_by_text(f"{NAME}.ipynb").wait_for()
    picture(opened.value, "1-files")
    opened.value.close()


def test_both_students_fetch_it_from_the_assignment_list(story, picture):
    for student in (story.ada, story.alan):
        student.open_assignment_list()
        assert student.assignments("released").count() == 1
        student.fetch(NAME)
    picture(story.ada.page, "2-assignment-list")


def test_students_have_no_formgrader(story):
    for lab in (story.ada, story.alan):
        lab.page.locator(".lm-MenuBar-item").get_by_text("Nbgrader", exact=True).click()
        items = [text.strip() for text in lab.page.locator(".lm-Menu-item").all_inner_texts()]
        assert [text for text in items if text] == ["Assignment List"]
        lab.page.keyboard.press("Escape")
        own = lab.page.request.get(f"{story.hub.url}/user/{lab.user}/formgrader/manage_assignments")
        assert own.status == 404
        service = lab.page.request.get(f"{story.hub.url}/services/{COURSE}/formgrader/manage_assignments")
        assert service.status == 403


def test_check_shows_a_mistake_and_that_it_is_mended(story, picture):
    ada = story.ada
    ada.open_notebook(FILE)
    answer, test = story.place("init_params", "solution"), story.place("init_params", "test")
    for place in range(answer):
        if story.released.cells[place].cell_type == "code":
            ada.run(place)
    ada.type_into(answer, story.sources(ADAS)[answer])
    ada.run(answer)
    table = ada.run(test)
    assert re.search(r"✘ failed.*For both kinds w and b are leaves that require a gradient", table, re.S), table
    assert "does not require a gradient" in table
    ada.show_output(test)
    picture(ada.page, "3-check-failed")
    ada.type_into(answer, story.sources()[answer])
    ada.run(answer)
    table = ada.run(test)
    assert "✘" not in table
    assert "✔ passed" in table
    ada.show_output(test)
    picture(ada.page, "3-check-passed")


def test_a_line_typed_key_by_key_is_what_was_typed(story):
    ada = story.ada
    assert ada.add_cell("x = 1") == ""
    place = ada.cells.count() - 1
    ada.type_into(place, "print(x + 41)", keys=True)
    assert ada.run(place).strip() == "42"


def test_the_whole_notebook_is_typed_validated_and_submitted(story, picture):
    for student, misconceptions in ((story.ada, ()), (story.alan, (ALANS,))):
        student.open_notebook(FILE)
        for place, source in story.sources(*misconceptions).items():
            student.type_into(place, source)
        if student is story.alan:
            student.add_cell(SPY)
        student.run_all()
        student.save()
        assert not student.complaints()
    said = story.ada.validate()
    assert "Success! Your notebook passes all the tests." in said, said
    picture(story.ada.page, "4-notebook")
    for student in (story.ada, story.alan):
        student.open_assignment_list()
        assert student.submit(NAME) == 1
    picture(story.alan.page, "4-submitted")


def test_a_saved_notebook_keeps_what_nbgrader_needs(story):
    said, status = story.hub.run_as("ada", f"cat {FILE}")
    assert status == 0
    saved = nbformat.reads(said, as_version=4)
    for before, after in zip(story.released.cells, saved.cells, strict=False):
        assert before.metadata.get("nbgrader") == after.metadata.get("nbgrader")
    outputs = [out for cell in saved.cells if cell.cell_type == "code" for out in cell.outputs]
    assert any("✔&nbsp;passed" in str(out) for out in outputs), "check()'s table is saved"


def test_a_student_reads_nothing_that_is_not_theirs(story):
    for command in FORBIDDEN:
        said, status = story.hub.run_as("alan", command)
        assert status != 0, command
        assert re.search("Permission denied|Operation not permitted", said), (command, said)
    said, _ = story.hub.run_as("alan", "grep -rl 'BEGIN HIDDEN' /srv/nbgrader/exchange /home /opt 2>/dev/null; true")
    assert not said.strip()
    hidden = [
        test.name for cell in story.script.cells if cell.kind is Kind.TEST for test in cell.tests() if test.hidden
    ]
    said, _ = story.hub.run_as("alan", f"grep -rlE '{'|'.join(hidden)}' /srv /home 2>/dev/null; true")
    assert hidden
    assert not said.strip()


def test_the_instructor_collects_and_autogrades(story, picture):
    grader = story.instructor
    assert f"Successfully collected submissions of '{NAME}'" in grader.press(NAME, "collect")
    times = []
    for student in ("ada", "alan"):
        assert grader.submission(NAME, student)[0] == "needs autograding"
        start = time.monotonic()
        said = grader.press(student, "autograde", f"manage_submissions/{NAME}")
        times.append(time.monotonic() - start)
        assert f"Successfully autograded '{NAME}' for student '{student}'" in said
    assert grader.submission(NAME, "ada") == ("graded", "100 / 100")
    assert grader.submission(NAME, "alan") == ("graded", "97 / 100")
    picture(grader.page, "5-submissions")
    print(f"from pressing autograde to the grade: {times[0]:.1f} s and {times[1]:.1f} s")


def test_partial_credit_a_score_by_hand_and_a_comment(story, picture):
    grader = story.instructor
    grader.open_submission(NAME, "alan")
    assert grader.score(f"{INIT}-test") == 7
    grader.set_score(f"{INIT}-test", 8)
    grader.set_comment(f"{INIT}-solution", "Half right: look up what the second argument of torch.normal means.")
    picture(grader.page, "5-manual")
    assert grader.submission(NAME, "alan") == ("graded", "98 / 100")


def test_code_that_is_graded_sees_no_secret_of_the_grader(story):
    """alan's own cell printed what it could find, in his notebook and in the grader's session."""
    said, status = story.hub.run_as(f"grader-{COURSE}", f"cat {COURSE}/autograded/alan/{FILE}")
    assert status == 0
    graded = nbformat.reads(said, as_version=4)
    lines = [
        line
        for cell in graded.cells
        if cell.cell_type == "code" and "SPY" in cell.source
        for out in cell.outputs
        for line in out.get("text", "").splitlines()
    ]
    assert lines[0] == "SPY []"
    assert all(line.endswith(("PermissionError", "FileNotFoundError")) for line in lines[1:-1]), lines
    assert lines[-1] == "SPY [] []"


def test_feedback_is_generated_and_released(story):
    grader = story.instructor
    assert "Successfully generated feedback" in grader.press(NAME, "generate-feedback")
    assert "Successfully released feedback" in grader.press(NAME, "release-feedback")


def test_students_read_their_feedback(story, new_page, picture):
    for student, says in (
        (story.ada, ("100 / 100",)),
        (
            story.alan,
            ("98 / 100", "Half right: look up what", "What is the standard deviation of many of your weights?"),
        ),
    ):
        student.open_assignment_list()
        student.fetch_feedback(NAME)
        picture(student.page, f"6-feedback-list-{student.user}")
        shown = student.view_feedback(NAME)
        for part in says:
            assert part in shown, f"{student.user}: {part!r} is not in the feedback\n{shown[:3000]}"
        picture(student.page, f"6-feedback-in-the-lab-{student.user}")
        path, _ = story.hub.run_as(student.user, f"find {NAME}/feedback -name {NAME}.html")
        page = student.page.context.new_page()
        page.goto(f"{story.hub.url}/user/{student.user}/files/{path.strip()}")
        text = page.locator("body").inner_text()
        for part in says:
            assert part in text, f"{student.user}: {part!r} is not in the feedback\n{text[:3000]}"
        assert "def test_" not in text
        picture(page, f"6-feedback-{student.user}")
        page.close()


def test_nobody_opens_anothers_feedback(story):
    path, _ = story.hub.run_as("alan", f"find {NAME}/feedback -name {NAME}.html")
    said, status = story.hub.run_as("ada", f"cat /home/alan/{path.strip()}")
    assert status != 0
    assert "Permission denied" in said
    said, status = story.hub.run_as("ada", f"ls /srv/nbgrader/exchange/{COURSE}/feedback")
    assert status != 0
    assert "Permission denied" in said
    answer = story.ada.page.request.get(f"{story.hub.url}/user/alan/files/{path.strip()}")
    assert answer.status == 403


def test_a_second_submission_gets_a_new_grade_and_the_score_by_hand_is_reviewed(story, picture):
    alan, grader = story.alan, story.instructor
    alan.open_notebook(FILE)
    place = story.place("init_params", "solution")
    alan.type_into(place, story.sources()[place])
    alan.run_all()
    alan.save()
    alan.open_assignment_list()
    assert alan.submit(NAME) == 2
    assert "Successfully collected" in grader.press(NAME, "collect")
    assert grader.submission(NAME, "alan")[0] == "needs autograding"
    assert "Successfully autograded" in grader.press("alan", "autograde", f"manage_submissions/{NAME}")
    assert grader.submission(NAME, "alan") == ("needs manual grading", "98 / 100")
    grader.open_submission(NAME, "alan")
    assert grader.automatic(f"{INIT}-test") == 10
    assert grader.score(f"{INIT}-test") == 8
    assert grader.needs_review(f"{INIT}-test")
    grader.page.locator(f"[id='{INIT}-test']").scroll_into_view_if_needed()
    picture(grader.page, "7-review")
    grader.set_score(f"{INIT}-test", 10)
    assert grader.submission(NAME, "alan") == ("graded", "100 / 100")


def test_nobody_was_shown_an_error(story):
    assert story.ada.complaints() == []
    assert story.alan.complaints() == []
