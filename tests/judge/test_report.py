import re
from html import unescape
from html.parser import HTMLParser

import pytest

from autograder.judge.report import Report, as_html, as_text, bundle
from autograder.judge.verdict import MIME, Hint, Outcome, Result, Verdict

EVIL = "<script>alert('1')</script> & \"quotes\" <b onclick=x>"


def result(outcome=Outcome.PASSED, points=1.0, message="", rubric="It adds.", hidden=False):
    return Result("test_a", rubric, points, hidden, outcome, message)


class Table(HTMLParser):
    """The tags, the attributes and the rows of a table, read as a browser reads it."""

    def __init__(self, html):
        super().__init__()
        self.open, self.tags, self.attributes, self.rows = [], [], [], []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.open.append(tag)
        self.tags.append(tag)
        self.attributes += attrs
        if tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th"):
            self.rows[-1].append("")

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if "tr" in self.open:
            self.rows[-1][-1] += data


ALL = Verdict(tuple(result(outcome, index + 1, "because") for index, outcome in enumerate(Outcome)))


@pytest.mark.parametrize(
    ("points", "plain"),
    [([], "0"), ([2.0], "2"), ([0.5, 1.0], "1.5"), ([0.1, 0.2], "0.3"), ([100.0] * 12, "1200")],
)
def test_the_plain_text_is_the_number_of_points(points, plain):
    assert bundle(Verdict(tuple(result(points=each) for each in points)))["text/plain"] == plain


def test_the_plain_text_counts_only_what_was_earned():
    assert bundle(Verdict((result(points=2), result(Outcome.FAILED, points=3))))["text/plain"] == "2"


def test_the_bundle_carries_the_verdict_itself():
    assert Verdict.from_json(bundle(ALL)[MIME]) == ALL


def test_a_report_draws_itself_with_the_bundle():
    assert Report(ALL)._repr_mimebundle_(include=None, exclude=None) == bundle(ALL)


def test_the_report_on_visible_tests_that_all_passed_is_no_number():
    passed = Verdict((result(points=2), result(points=1)))
    assert Report(passed)._repr_mimebundle_() == bundle(passed) | {"text/plain": "2 of 2 tests passed: 3 of 3 points"}


def test_with_a_hidden_test_the_report_stays_a_number():
    passed = Verdict((result(points=2), result(points=1, hidden=True)))
    assert Report(passed)._repr_mimebundle_() == bundle(passed)


def test_a_report_in_a_terminal_is_the_text_table():
    assert repr(Report(ALL)) == as_text(ALL)


@pytest.mark.parametrize("field", ["message", "rubric"])
def test_no_text_of_a_verdict_becomes_html(field):
    table = Table(as_html(Verdict((result(Outcome.FAILED, **{field: EVIL}),))))
    assert set(table.tags) <= {"table", "caption", "thead", "tbody", "tr", "th", "td", "div"}
    assert {name for name, _ in table.attributes} <= {"style", "scope"}


@pytest.mark.parametrize("field", ["message", "rubric"])
def test_escaped_text_still_reads_as_it_was_written(field):
    table = Table(as_html(Verdict((result(Outcome.FAILED, **{field: EVIL}),))))
    assert EVIL in table.rows[1][2]


def test_every_tag_is_closed():
    assert Table(as_html(ALL)).open == []


def test_without_its_colours_a_table_says_the_same():
    bare = Table(re.sub(r' style="[^"]*"', "", as_html(ALL)))
    assert [row[0].replace("\xa0", " ") for row in bare.rows[1:]] == [
        "✔ passed",
        "✘ failed",
        "✘ error",
        "✘ timed out",
        "✘ crashed",
        "✘ out of memory",
        "✘ not run",
    ]


def test_each_row_says_what_its_test_earned_of_what_it_is_worth():
    assert [row[1] for row in Table(as_html(ALL)).rows[1:]] == ["1 / 1", *(f"0 / {n}" for n in range(2, 8))]


def test_columns_have_headings_that_a_screen_reader_finds():
    html = as_html(ALL)
    assert Table(html).rows[0] == ["Result", "Points", "What is tested"]
    assert html.count('<th scope="col"') == 3


def test_a_message_keeps_its_lines():
    html = as_html(Verdict((result(Outcome.FAILED, message="first\nsecond"),)))
    assert "white-space:pre-wrap" in html
    assert "first\nsecond" in html


def test_a_test_without_a_message_has_no_room_for_one():
    assert "div" not in Table(as_html(Verdict((result(),)))).tags


@pytest.mark.parametrize(
    ("results", "headline"),
    [
        ([], "This cell holds no test."),
        ([result()], "1 of 1 test passed: 1 of 1 points"),
        ([result(), result(Outcome.ERROR, 2.5)], "1 of 2 tests passed: 1 of 3.5 points"),
        ([result(Outcome.NOT_RUN, 0)], "0 of 1 test passed: 0 of 0 points"),
    ],
)
@pytest.mark.parametrize("draw", [as_text, lambda verdict: unescape(as_html(verdict))])
def test_the_headline_counts_tests_and_points(results, headline, draw):
    assert headline in draw(Verdict(tuple(results)))


def test_the_text_table_has_a_line_for_each_test():
    lines = as_text(Verdict((result(rubric="It adds."), result(Outcome.TIMED_OUT, 2, rubric="It ends.")))).splitlines()
    assert [line.split() for line in lines[1:]] == [
        ["✔", "passed", "1", "/", "1", "It", "adds."],
        ["✘", "timed", "out", "0", "/", "2", "It", "ends."],
    ]


def test_in_the_text_table_a_message_stands_below_its_test():
    lines = as_text(Verdict((result(Outcome.FAILED, message="first\nsecond"), result()))).splitlines()
    assert lines[2:4] == ["      first", "      second"]
    assert "passed" in lines[4]


HINT = Hint("squared_loss", "row_label_broadcast", "What shape has y_hat - y?\nPrint it.")
HINTED = Verdict((result(Outcome.FAILED),), (HINT,))


def test_a_hint_stands_below_the_table_with_its_function():
    html = as_html(HINTED)
    box = html[html.index("</table>") :]
    assert "<strong>Hint</strong> for <code>squared_loss</code>" in box
    assert HINT.text in unescape(box)
    assert Table(html).open == []


def test_in_the_text_table_a_hint_stands_last():
    assert as_text(HINTED).splitlines()[-2:] == [
        "  Hint for squared_loss: What shape has y_hat - y?",
        "      Print it.",
    ]


@pytest.mark.parametrize("draw", [as_text, as_html])
def test_the_name_of_a_misconception_is_not_for_the_student(draw):
    assert HINT.misconception not in draw(HINTED)


def test_no_text_of_a_hint_becomes_html():
    table = Table(as_html(Verdict((result(),), (Hint(EVIL, EVIL, EVIL),))))
    assert set(table.tags) <= {"table", "caption", "thead", "tbody", "tr", "th", "td", "div", "strong", "code", "span"}
    assert {name for name, _ in table.attributes} <= {"style", "scope", "role"}
