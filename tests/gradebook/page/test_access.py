"""The page serves who reads it on a phone, with a screen reader, in the dark or on paper."""

import itertools
import re

import pytest

from autograder.gradebook.page.exporter import NAME, TEMPLATES
from autograder.judge.verdict import Outcome

CSS = (TEMPLATES / NAME / "style.css").read_text(encoding="utf-8")
WORDS = ("text", "soft", "link", "good", "bad", "word", "string", "name")
GROUNDS = ("page", "panel", "hint", "wrong")


@pytest.fixture(scope="module")
def page(render, make):
    lost = make.verdict(make.result(outcome=Outcome.FAILED, message="no"), hints=[("f", "wrong_way", "Look again.")])
    plot = make.display(image__png=make.PNG)
    return render(
        make.prose("# Notebook\n\n# Another\n\n#### Deep\n\n| a | b |\n|---|---|\n| 1 | 2 |"),
        make.setup("x = 1", [plot]),
        make.prose("###### Deeper"),
        make.answer(
            "y = x", [plot, plot, make.printed("y"), make.printed("w", "stderr"), make.raised()], comment="Good."
        ),
        make.tests(lost, "first"),
        make.prose("<h1>Mine</h1><h5>x</h5>\n\n#\n\n## Two"),
        make.written(points=1, score=1, comment="# Loud"),
        make.tests(grade_id="second"),
        about={"score": 1, "max_score": 3, "late_penalty": 1},
    )


def test_the_page_names_its_language_its_title_and_its_width(page):
    assert page.soup.html["lang"] == "en"
    assert page.soup.title.get_text()
    assert page.soup.select_one("meta[name=viewport]")["content"] == "width=device-width, initial-scale=1"
    assert page.html.startswith("<!DOCTYPE html>")


def test_one_first_heading_and_no_level_is_skipped(page):
    levels = [int(heading.name[1]) for heading in page.soup.find_all(re.compile(r"^h[1-6]$"))]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))
    assert all(page.says("h1, h2, h3, h4, h5, h6"))


def test_everything_stands_in_a_landmark(page):
    assert [child.name for child in page.soup.body.find_all(recursive=False)] == ["header", "nav", "main"]
    for element in page.soup.select("[aria-labelledby]"):
        assert page.soup.find(id=element["aria-labelledby"]).name in ("h2", "h3", "h4", "h5", "h6")


def test_each_id_is_there_once(page):
    ids = [element["id"] for element in page.soup.select("[id]")]
    assert len(ids) == len(set(ids))


def test_tables_have_headers_with_a_scope_and_ours_a_caption(page):
    assert page.soup.select("th")
    assert all(header.get("scope") in ("row", "col") for header in page.soup.select("th"))
    for table in page.soup.select(".points, .verdict"):
        assert table.caption.get_text(strip=True)
        assert table.select("thead th[scope=col]")
    assert page.soup.select(".points tbody th[scope=row]")


def test_each_picture_says_what_it_is(page):
    assert [image["alt"] for image in page.soup.select("img")] == [
        "plot drawn by the cell above",
        "plot 1 of 2 drawn by the cell above",
        "plot 2 of 2 drawn by the cell above",
    ]


def test_a_picture_s_own_words_come_first(render, make):
    plot = make.display(image__png=make.PNG)
    plot.metadata = {"image/png": {"alt": "a line through six points"}}
    assert render(make.answer(outputs=[plot])).soup.img["alt"] == "a line through six points"


def test_no_meaning_is_in_a_colour_or_a_symbol_alone(page):
    for mark in page.soup.select(".mark"):
        assert mark["aria-hidden"] == "true"
        assert mark.parent.get_text().replace(mark.get_text(), "").strip()


def test_what_scrolls_can_be_reached_by_the_keyboard(page):
    assert all(element.get("tabindex") == "0" for element in page.soup.select("pre, .scroll, div.shown"))


def test_links_say_where_they_lead(page):
    assert all(link.get_text(strip=True) for link in page.soup.select("a"))


def test_no_width_is_fixed():
    assert not re.search(r"(?<!max-)(?<!min-)width:\s*[\d.]+(px|rem|em)", CSS.replace("(max-width", ""))
    assert re.search(r"pre \{[^}]*overflow: auto", CSS)


def colours(block):
    return dict(re.findall(r"--([\w]+): (#[0-9a-f]{6});", block))


LIGHT, DARK = (colours(block) for block in re.findall(r":root \{(.*?)\}", CSS, re.S)[:2])
PAPER = {**LIGHT, **colours(CSS[CSS.index("@media print") :])}


def luminance(colour):
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    dark, bright = sorted((luminance(one), luminance(other)))
    return (bright + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("word", WORDS)
@pytest.mark.parametrize("theme", [LIGHT, DARK, PAPER], ids=["light", "dark", "paper"])
def test_words_stand_out_from_every_ground_by_4_5_to_1(theme, word, ground):
    assert contrast(theme[word], theme[ground]) >= 4.5


def test_every_colour_of_the_style_is_one_of_those():
    ruled = re.sub(r":root \{.*?\}", "", CSS, flags=re.S)
    assert set(re.findall(r"var\(--(\w+)\)", ruled)) == {*WORDS, *GROUNDS, "line", "edge"}
    assert set(re.findall(r"#[0-9a-f]{3,6}\b", ruled)) == {"#ffffff"}  # what lies below a plot


def test_dark_mode_and_paper_have_a_style():
    assert "@media (prefers-color-scheme: dark)" in CSS
    assert set(DARK) == set(LIGHT)
    assert re.search(r"@media print \{.*max-height: none", CSS, re.S)
