"""The head of the page and its table of contents say what the gradebook says."""

import pytest

from autograder.judge.verdict import Outcome

GRADED = {"score": 71.0, "max_score": 100.0, "late_penalty": 0}


def test_the_page_begins_with_the_assignment_the_score_and_the_student(render):
    page = render(about=GRADED)
    assert page.says("header > *") == ["planck", "71 of 100 points", "Handed in by ada."]
    assert page.soup.title.get_text() == "Feedback: planck"


def test_a_notebook_with_another_name_than_the_assignment_is_named(render):
    assert "notebook problem2" in render(about={"notebook": "problem2"}).text


def test_a_late_penalty_is_told_apart_from_what_was_earned(render, make):
    page = render(make.tests(), about={**GRADED, "late_penalty": 5})
    assert "71 of 100 points" in page.text
    assert "These are 76 points, less a penalty of 5 because the work was late." in page.text
    assert ["Penalty because the work was late", "", "−5"] in rows(page)


def test_what_waits_for_a_person_is_counted_and_marked(render, make):
    page = render(
        make.written(points=2, score=0, needs_manual_grade=True), make.tests(needs_manual_grade=True), make.tests()
    )
    assert "2 exercises wait for a person to grade: the score may still change." in page.text
    assert [row[1] for row in rows(page)] == ["… waits for a person", "… waits for a person", "✔ all points"]


def rows(page):
    return [
        [cell.get_text().strip() for cell in row.select("th, td")]
        for row in page.soup.select(".points tbody tr, tfoot tr")
    ]


def test_the_contents_have_each_exercise_with_its_result_and_points(render, make):
    found = make.verdict(make.result(points=2), make.result(points=1.5, outcome=Outcome.FAILED))
    none = make.verdict(make.result(outcome=Outcome.FAILED))
    page = render(
        make.prose("# Notebook\n\n## 1. A law"),
        make.answer(),
        make.tests(found, "first"),
        make.prose("## 2. Its *logarithm* in $\\mu$m"),
        make.tests(none, "second"),
        make.graded([], "third", points=1, score=1),
        about={"score": 3, "max_score": 5.5},
    )
    assert rows(page) == [
        ["1. A law", "◐ some points", "2 / 3.5"],
        ["2. Its logarithm in μm", "✘ no points", "0 / 1"],
        ["third", "✔ all points", "1 / 1"],
        ["All together", "", "3 / 5.5"],
    ]


def test_every_link_of_the_contents_leads_to_a_place_on_the_page(render, make):
    page = render(
        make.tests(grade_id="a test/cell"),
        make.written(points=1, score=1, comment="Good."),
        make.prose("Draw.", **make.marks("task", task=True, points=3, score=1, comment="Nice.")),
    )
    targets = {element["id"] for element in page.soup.select("[id]")}
    links = [link["href"] for link in page.soup.select("a[href^='#']")]
    from urllib.parse import unquote

    assert len(page.soup.select("nav a")) == 5
    assert {unquote(link[1:]) for link in links} <= targets


def test_a_heading_names_one_cell_of_another_course_and_not_the_next_one(render, make):
    page = render(make.prose("## One"), make.written(points=1, score=0), make.graded([], "t", points=1, score=1))
    assert [row[0] for row in rows(page)] == ["One", "t"]


def test_points_are_rounded_as_nbgrader_rounds_them(render, make):
    page = render(make.tests(score=1 / 3, points=2.0), about={"score": 2 / 3, "max_score": 10})
    assert "0.67 of 10 points" in page.text
    assert rows(page)[0][2] == "0.33 / 2"


def test_a_notebook_without_grades_has_no_table_and_no_score(render, make):
    page = render(make.prose("Hello."), make.answer())
    assert not page.soup.select("nav, .score")


def test_what_a_person_changed_is_told(render, make):
    assert "The tests give 1 of 1 points; a person has decided otherwise." in render(make.tests(score=0.5)).text


@pytest.mark.parametrize("broken", [None, "", float("nan"), [1], "3"])
def test_a_score_that_is_no_number_costs_no_page(render, make, broken):
    assert "0 of 10 points" in render(make.tests(score=broken), about={"score": broken, "max_score": 10}).text


def test_test_cells_below_one_heading_are_one_exercise(render, make):
    two, three = (make.verdict(make.result(points=points)) for points in (2, 3))
    page = render(
        make.prose("## 6. Units (5 points)"),
        make.tests(two, "a"),
        make.tests(three, "b"),
        make.prose("## 7. More"),
        make.tests(grade_id="c"),
    )
    assert [(row[0], row[2]) for row in rows(page)] == [("6. Units (5 points)", "5 / 5"), ("7. More", "1 / 1")]
