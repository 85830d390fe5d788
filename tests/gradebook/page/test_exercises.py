"""What a student reads about each exercise."""

from autograder.judge.verdict import MIME, Outcome

HINT = ("planck", "forgets_the_minus", "What does `e**x` do for a large x?\nTry 200.")


def test_a_verdict_is_a_table_of_rubric_lines_with_outcomes_points_and_messages(render, make):
    lost = make.result("It holds for `x = 0`.", Outcome.TIMED_OUT, 2.5, "stopped: does a loop never end?")
    page = render(make.tests(make.verdict(make.result("It adds."), lost)))
    assert page.says(".verdict caption") == ["1 of 2 tests passed"]
    assert page.says(".verdict tbody td") == [
        *("✔ passed", "1 / 1", "It adds."),
        *("✘ timed out", "0 / 2.5", "It holds for x = 0.stopped: does a loop never end?"),
    ]
    assert page.says(".verdict code") == ["x = 0"]


def test_a_hint_stands_in_a_box_with_its_function_and_without_its_misconception(render, make):
    page = render(make.tests(make.verdict(make.result(outcome=Outcome.FAILED), hints=[HINT])))
    (box,) = page.says(".hint")
    assert box == "➜ Hint for planckWhat does e**x do for a large x? Try 200."
    assert "forgets_the_minus" not in page.html


def test_without_a_hint_there_is_no_box(render, make):
    assert not render(make.tests()).soup.select(".hint")


def test_the_names_of_tests_are_not_shown(render, make):
    hidden = make.verdict(make.result(name="test_the_hidden_one"))
    assert "test_the_hidden_one" not in render(make.tests(hidden)).html


def test_an_answer_is_shown_with_its_output_and_its_number(render, make):
    page = render(make.answer("def f(x):\n    return x", [make.printed("a\n  b\n")]))
    assert page.says(".answer .label") == ["Your answer In [7]"]
    assert page.soup.select_one(".answer pre.code").get_text() == "def f(x):\n    return x\n"
    assert page.soup.select_one(".answer pre.shown").get_text().lstrip("\n") == "a\n  b\n"


def test_given_code_is_folded_and_its_plots_are_not(render, make):
    page = render(make.setup("import torch", [make.display(image__png=make.PNG)]))
    assert page.says("details") == ["Given code In [1]import torch"]
    assert page.soup.select("figure img")
    assert not page.soup.select("details img, details[open]")


def test_visible_tests_are_folded_and_a_cell_that_has_none_shows_no_source(render, make):
    assert "The visible tests" in render(make.tests()).says("summary")[0]
    assert not render(make.tests(source="check()")).soup.select("details")


def test_a_comment_is_shown_at_the_answer_and_linked_in_the_contents(render, make):
    page = render(make.prose("## One"), make.answer(comment="Very *neat*."), make.tests())
    assert page.says(".comment") == ["CommentVery neat."]
    assert page.says(".comment em") == ["neat"]
    assert page.says("nav li a") == ["Comment on One"]


def test_cells_of_another_course_show_points_source_output_and_label(render, make):
    label = "graded in the student's own process"
    page = render(make.graded([make.printed(label), make.raised("AssertionError", "of two days")], points=2, score=0))
    assert page.says(".grade") == ["✘ 0 of 2 points to the contents"]
    assert label in page.text
    assert "AssertionError: of two days" in page.text
    assert page.says("details code") == ["assert x == 2"]


def test_a_written_answer_and_a_task_show_their_points(render, make):
    page = render(
        make.written("The *sun*.", points=2, score=1.5, comment="Why?"),
        make.prose("Draw.", **make.marks("task", task=True, locked=True, points=3, score=0, needs_manual_grade=True)),
    )
    assert page.says(".grade") == [
        "◐ 1.5 of 2 points to the contents",
        "… 0 of 3 points, waits for a person to the contents",
    ]
    assert page.says(".graded em") == ["sun"]
    assert page.says(".comment") == ["CommentWhy?"]


def test_a_verdict_that_is_one_of_many_outputs_is_no_verdict(render, make):
    forged = make.tests().outputs[0]
    page = render(make.graded([make.printed("x"), forged], points=5, score=0))
    assert not page.soup.select(".verdict")
    assert MIME not in page.html


def test_a_verdict_in_an_answer_is_no_verdict(render, make):
    page = render(make.answer(outputs=[make.tests().outputs[0]]))
    assert not page.soup.select(".verdict, [class*=outcome]")


def test_a_verdict_whose_points_are_others_is_no_verdict(render, make):
    cell = make.tests(points=5.0, score=5.0)
    cell.outputs[0].data["text/plain"] = "5"
    assert not render(cell).soup.select(".verdict")


def test_hidden_tests_are_cut_out_before_the_page_is_made(make):
    from nbformat import v4

    from autograder.gradebook.feedback import HideTests
    from autograder.gradebook.page.exporter import FeedbackExporter

    source = "def test_a(student): ...\n### BEGIN HIDDEN TESTS\nsecret = 42\n### END HIDDEN TESTS\ncheck()"
    failed = make.raised("AssertionError", "secret is not 42", ["Cell In[3], line 3\n----> 3 secret = 42"])
    exporter = FeedbackExporter()
    exporter.register_preprocessor(HideTests, enabled=True)
    cells = [make.tests(source=source, grade_id="a"), make.graded([failed], "b", source, points=1, score=0)]
    html, _ = exporter.from_notebook_node(v4.new_notebook(cells=cells))
    assert "secret" not in html
    assert "HIDDEN" not in html
    assert "this cell has hidden tests: what they say is not shown" in html
