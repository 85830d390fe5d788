"""`autograder grade` gives a class what `nbgrader autograde` gives it, and does no work twice."""

import shutil
import sqlite3

import pytest

from autograder.batch.command import Wanted, Where, grade_class
from autograder.course.build import build
from autograder.course.errors import CourseError
from autograder.course.folder import Course

pytestmark = pytest.mark.cycle


@pytest.fixture(scope="module")
def both(make_course, classroom, bad_class, tmp_path_factory):
    """The same class graded by nbgrader's autograde and by `autograder grade`, with what the latter reported."""
    stock = make_course()
    list(build(stock))
    bad_class(classroom(stock))
    root = tmp_path_factory.mktemp("graded") / "course"
    shutil.copytree(stock.root, root)
    room = classroom(stock)
    done, log = room.autograde("small")
    assert done, log
    ours = classroom(Course.at(root))
    ours.report, _ = grade_class(root, Wanted(), Where(2), quiet=True)
    assert room.feedback("small")
    assert ours.feedback("small")
    return room, ours


def rows(room):
    """Every grade and comment of the gradebook by student and cell, and every student and submission."""
    with room.api.gradebook as gradebook:
        grades, submitted = [], []
        for submission in gradebook.assignment_submissions("small"):
            submitted.append((submission.student.id, submission.timestamp, submission.score, submission.max_score))
            for notebook in submission.notebooks:
                grades += [
                    (
                        *(submission.student.id, each.cell.name, each.auto_score, each.manual_score),
                        *(each.extra_credit, each.needs_manual_grade, notebook.late_submission_penalty),
                    )
                    for each in notebook.grades
                ]
                grades += [
                    (submission.student.id, each.cell.name, each.auto_comment, each.manual_comment)
                    for each in notebook.comments
                ]
        students = [(student.id, student.first_name, student.lms_user_id) for student in gradebook.students]
        return sorted(map(str, grades)), sorted(map(str, submitted)), sorted(map(str, students))


def files(folder):
    return {path.relative_to(folder): path for path in sorted(folder.rglob("*")) if path.is_file()}


def test_every_field_of_the_gradebook_is_the_same(both):
    stock, ours = both
    for theirs, mine in zip(rows(stock), rows(ours), strict=True):
        assert mine == theirs


@pytest.mark.parametrize("step", ["autograded", "feedback"])
def test_every_file_is_the_same_to_the_byte_and_its_mode(both, step):
    stock, ours = (files(room.course.root / step) for room in both)
    assert stock.keys() == ours.keys()
    for name, path in stock.items():
        assert path.stat().st_mode == ours[name].stat().st_mode, f"the mode of {name}"
        mine, theirs = ours[name].read_bytes(), path.read_bytes()
        assert mine.replace(bytes(both[1].course.root), b"") == theirs.replace(bytes(both[0].course.root), b""), name


def test_the_report_counts_the_class(both):
    report = both[1].report
    assert report.found == len(report.graded) == 20
    assert not report.errors
    assert not report.failed_closed


def test_a_second_run_grades_nothing(both):
    report, _ = grade_class(both[1].course.root, Wanted(), Where(2), quiet=True)
    assert (report.graded, report.unchanged) == ([], 20)


def test_what_is_submitted_again_is_graded_again_and_nothing_else(both, answer):
    _, ours = both
    before = rows(ours)
    ours.submit("empty", "small", answer(ours.released("small"), double="def double(x):\n    return 2 * x"))
    report, _ = grade_class(ours.course.root, Wanted(), Where(2), quiet=True)
    assert report.graded == [("small", "empty")]
    assert ours.score("empty", "small") == 3.5
    others = [[row for row in part if "'empty'" not in row] for part in (rows(ours)[0], before[0])]
    assert others[0] == others[1]


def test_a_submission_whose_grade_was_deleted_is_graded_again(both):
    _, ours = both
    with ours.api.gradebook as gradebook:
        gradebook.remove_submission("small", "chatty")
    report, _ = grade_class(ours.course.root, Wanted(), Where(1), quiet=True)
    assert report.graded == [("small", "chatty")]
    assert ours.score("chatty", "small") == 5.5


def test_only_those_asked_for_are_graded(both):
    root = both[1].course.root
    report, _ = grade_class(root, Wanted(("small",), ("right", "dies"), again=True), Where(1), quiet=True)
    assert sorted(report.graded) == [("small", "dies"), ("small", "right")]


def test_what_cannot_be_graded_is_named_with_its_cure_and_the_rest_goes_on(both):
    _, ours = both
    root = ours.course.root
    ours.submit("zed", "small", "# notes only", filename="notes.txt")
    (ours.course.release / "unknown").mkdir()
    ours.submit("right", "unknown", "{}")
    report, _ = grade_class(root, Wanted((), ("zed", "right"), again=True), Where(1), quiet=True)
    assert report.graded == [("small", "right")]
    assert report.errors[("small", "zed")] == "there is no notebook in the folder; nothing was graded"
    assert report.errors[("unknown", "right")].startswith(
        "the gradebook has no assignment unknown: run `autograder build`"
    )
    shutil.rmtree(root / "submitted" / "zed")
    shutil.rmtree(root / "submitted" / "right" / "unknown")


@pytest.mark.parametrize("wanted", [Wanted(("smal",)), Wanted((), ("nobody",))])
def test_a_name_that_is_not_there_is_an_error_with_words(both, wanted):
    with pytest.raises(CourseError, match=r"nothing is submitted for the (assignment smal|student nobody)"):
        grade_class(both[1].course.root, wanted, Where(1), quiet=True)


def test_a_score_that_a_person_gave_stays_and_asks_for_review(both):
    _, ours = both
    with ours.api.gradebook as gradebook:
        grade = gradebook.find_grade("small-double-test", "small", "small", "tagged")
        grade.manual_score = 1.5
        gradebook.db.commit()
    grade_class(ours.course.root, Wanted((), ("tagged",), again=True), Where(1), quiet=True)
    with ours.api.gradebook as gradebook:
        grade = gradebook.find_grade("small-double-test", "small", "small", "tagged")
        assert (grade.manual_score, grade.needs_manual_grade) == (1.5, True)


def test_a_comparison_says_what_would_change_and_writes_nothing_and_then_it_is_only_written(both, answer, monkeypatch):
    from autograder.batch import judges

    _, ours = both
    ours.submit("cut_off", "small", answer(ours.released("small"), triple="def triple(x):\n    return 3 * x"))

    def written():
        return {name: path.read_bytes() for name, path in files(ours.course.root / "autograded").items()}

    before = rows(ours), written()
    report, _ = grade_class(ours.course.root, Wanted(only_compare=True), Where(1), quiet=True)
    assert [str(each) for each in report.changes[("small", "cut_off")]] == ["small-triple-test 0 → 2"]
    assert report.changes.keys() == {("small", "cut_off")}
    assert (rows(ours), written()) == before
    monkeypatch.setattr(judges, "judge", lambda *_: pytest.fail("it was judged before"))
    report, _ = grade_class(ours.course.root, Wanted(), Where(1), quiet=True)
    assert report.graded == [("small", "cut_off")]
    assert ours.score("cut_off", "small") == 2


def test_a_locked_gradebook_is_waited_for(both):
    import threading

    _, ours = both
    with ours.api.gradebook as gradebook:
        gradebook.remove_submission("small", "right")  # or there would be nothing to write
    other = sqlite3.connect(ours.course.root / "gradebook.db", isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    released = threading.Event()
    release = threading.Timer(20, lambda: (released.set(), other.rollback()))
    release.start()
    report, _ = grade_class(ours.course.root, Wanted((), ("right",), again=True), Where(1), quiet=True)
    waited = released.is_set()
    release.join()
    other.close()
    assert report.graded == [("small", "right")], report.errors
    assert waited
    assert ours.score("right", "small") == 5.5


def test_a_ledger_that_is_damaged_is_begun_anew(both):
    root = both[1].course.root
    (root / ".autograder" / "ledger.db").write_bytes(b"no database " * 400)
    for extra in ("ledger.db-wal", "ledger.db-shm"):
        (root / ".autograder" / extra).unlink(missing_ok=True)
    report, _ = grade_class(root, Wanted((), ("right",)), Where(1), quiet=True)
    assert report.graded == [("small", "right")]


def test_after_a_change_of_one_test_only_that_test_and_lost_ones_run_again(make_course, classroom, answer):
    course = make_course()
    list(build(course))
    room = classroom(course)
    for student, double in {"ada": "2 * x", "bob": "x * x"}.items():
        sources = {"double": f"def double(x):\n    return {double}", "triple": "def triple(x):\n    return 3 * x"}
        room.submit(student, "small", answer(room.released("small"), **sources))
    first, _ = grade_class(course.root, Wanted(), Where(2), quiet=True)
    assert (first.tests, first.tests_kept) == (6, 0)
    with sqlite3.connect(course.root / ".autograder" / "tried.db") as tried:  # bob's mistake, for the next run
        assert tried.execute("SELECT count(*) FROM tried").fetchone() == (1,)
    script = course.solutions / "small.py"
    changed = script.read_text().replace("student.double(-3) == -6", "student.double(-4) == -8")
    script.write_text(changed.replace("@points(2.5)", "@points(1.5)"))
    list(build(course))
    again, _ = grade_class(course.root, Wanted(), Where(2), quiet=True)
    assert len(again.graded) == 2
    assert (again.tests, again.tests_kept) == (6, 4)  # of both: the one that was changed, which bob had lost
    kept = rows(room)
    all_anew, _ = grade_class(course.root, Wanted(again=True), Where(2), quiet=True)
    assert all_anew.tests_kept == 0
    assert rows(room) == kept


def test_a_run_whose_time_is_over_finishes_what_it_began_and_the_next_goes_on(make_course, classroom, answer):
    course = make_course()
    list(build(course))
    room = classroom(course)
    students = ("ada", "bob", "cyd")
    for student in students:
        room.submit(student, "small", answer(room.released("small"), double="def double(x):\n    return 2 * x"))
    config = course.root / "nbgrader_config.py"
    config.write_text(config.read_text() + "\nc.Grade.run_timeout = 0.001\n")
    for number, student in enumerate(students):
        report, _ = grade_class(course.root, Wanted(), Where(1), quiet=True)
        assert (report.graded, report.left) == ([("small", student)], 2 - number)
    assert [room.score(student, "small") for student in students] == [3.5] * 3
