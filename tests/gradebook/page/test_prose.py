"""Prose, formulas and pictures are readable without a script and without the network."""

import pytest

from autograder.gradebook.page.formulas import formula
from autograder.gradebook.page.images import Images
from autograder.gradebook.page.prose import LONGEST


@pytest.mark.parametrize(
    ("tex", "text"),
    [
        (r"\hat y = X w + b", "y^=Xw+b"),
        (r"\frac{1}{2}", "12"),
        (r"k = \arg\max_i |e_i|", "k=argmaxi|ei|"),
        (r"\texttt{log\_planck}(\lambda)", "log_planck(λ)"),
        (r"\begin{pmatrix} 0 & 4 \\ 4 & 2 \end{pmatrix}", "(0442)"),
        ("a < b", "a<b"),
        (r"\mathcal N \mathbb R \boldsymbol\theta \mathbf x", "𝒩ℝ𝜽𝐱"),
        (r"\begin{aligned} a &= b \\ c &= d \end{aligned} \label{x}", "a=bc=d"),
        (r"\begin{align} a &= b \nonumber \end{align}", "a=b"),
        (r"\begin{eqnarray} a &=& b \end{eqnarray}", "a=b"),
    ],
)
def test_a_formula_becomes_mathml(tex, text):
    assert "".join(formula(tex, False).itertext()) == text


def test_a_unit_stands_upright_and_a_variable_does_not():
    letters = {letter.text: letter.get("mathvariant") for letter in formula(r"T\,\mathrm{K}", False).iter("mi")}
    assert letters == {"T": None, "K": "normal"}


def test_formulas_of_the_course_are_all_made(make):
    import re
    from pathlib import Path

    root = Path(__file__).parents[3]
    found = [
        one
        for path in sorted((root / "solutions").glob("*.py"))
        for cell in path.read_text(encoding="utf-8").split("# %%")
        if cell.startswith(" [markdown]")
        for one in re.findall(r"\$\$?([^$]+)\$\$?", re.sub(r"(?m)^# ?", "", cell))
    ]
    assert len(found) > 300
    for tex in found:
        made = formula(tex, False)
        assert made is not None, tex
        assert "\\" not in "".join(made.itertext()), tex


def test_formulas_in_prose_headings_and_html_stand_where_they_were_written(render, make):
    page = render(make.prose("## The *size* of $\\eta$\n\nLet $$L = \\frac1n$$ be.\n\n<div>and $a < b$</div>"))
    assert len(page.soup.select("h2 math")) == 1
    assert page.soup.select_one("math[display=block] mfrac")
    assert page.soup.select_one("div div math")
    assert "$" not in page.text


def test_a_formula_that_cannot_be_made_is_shown_as_it_was_written(render, make):
    page = render(make.prose(r"So $\begin{x} \frac{$ and $" + 3000 * "x" + "$"))
    assert "\\frac{" in page.text
    assert 3000 * "x" in page.text


@pytest.mark.parametrize("tex", [r"\text{<script>alert(1)</script>}", r"\href{javascript:alert(1)}{x}", r"\unicode{x}"])
def test_a_formula_holds_nothing_but_mathml(tex, render, make):
    page = render(make.prose(f"${tex}$"))
    assert not page.soup.select("script, a, [href]")


def test_a_code_block_keeps_dollars_and_markup(render, make):
    page = render(make.prose("```python\ncost = '$1 and $2'  # <b>\n```\n\n`$x$`"))
    assert "cost = '$1 and $2'  # <b>" in page.soup.select_one("pre").get_text()
    assert page.says("p code") == ["$x$"]


def test_links_inside_the_prose_lead_to_its_own_headings_only(render, make):
    page = render(make.prose("# A part\n\n[there](#A-part) [points](#page-points) <b id='tests'>x</b>"), make.tests())
    assert page.soup.select_one(f"[id='{page.soup.select_one('main p a')['href'][1:]}']").name == "h2"
    assert len(page.soup.select("#tests")) == 1
    assert page.soup.select("main p a")[1]["href"] == "#prose-page-points"


def test_pictures_in_the_notebook_or_beside_it_become_part_of_the_page(render, make, tmp_path):
    import base64

    (tmp_path / "img").mkdir()
    (tmp_path / "img" / "a b.png").write_bytes(base64.b64decode(make.PNG))
    cell = make.prose("![one](attachment:x.png) ![two](img/a%20b.png) <img src='img/a b.png' alt='three'>")
    cell.attachments = {"x.png": {"image/png": make.PNG}}
    page = render(cell, folder=tmp_path)
    assert [(image["alt"], image["src"]) for image in page.soup.select("img")] == [
        (name, f"data:image/png;base64,{make.PNG}") for name in ("one", "two", "three")
    ]


@pytest.mark.parametrize(
    "source", ["../secret.png", "/etc/x.png", "link.png", "file:///etc/x.png", "notes.txt", "img", "\0"]
)
def test_no_picture_comes_from_outside_the_notebook_s_folder(tmp_path, source):
    folder = tmp_path / "folder"
    (folder / "img").mkdir(parents=True)
    (tmp_path / "secret.png").write_bytes(b"secret")
    (folder / "notes.txt").write_bytes(b"secret")
    (folder / "link.png").symlink_to(tmp_path / "secret.png")
    assert Images(folder).find(source) == ""


def test_pictures_beyond_the_limit_are_left_out(tmp_path):
    (tmp_path / "a.png").write_bytes(300 * b"x")
    images = Images(tmp_path, most=1000)
    assert [bool(images.find("a.png")) for _ in range(4)] == [True, True, False, False]


def test_a_missing_attachment_costs_no_page(render, make):
    assert "[picture: my plot]" in render(make.prose("![my plot](attachment:gone.png)")).text


def test_a_picture_elsewhere_becomes_a_link_that_nothing_follows(render, make):
    page = render(make.prose("![chart](https://example.org/spy.png)"))
    assert not page.soup.select("img")
    assert page.soup.select_one("main a")["href"] == "https://example.org/spy.png"
    assert page.says("main a") == ["[picture: chart]"]


def test_prose_without_end_is_shown_as_text(render, make):
    page = render(make.prose("# x\n" * LONGEST))
    assert page.soup.select("pre.written")
    assert not page.soup.select("main h2")


def test_lists_of_tasks_keep_their_ticks(render, make):
    assert "☑ done ☐ open" in render(make.prose("- [x] done\n- [ ] open")).text


@pytest.mark.parametrize(
    ("output", "shown"),
    [
        ({"text__html": "<table><tr><th>a<td>1</table>", "text__plain": "a 1"}, ".shown table"),
        ({"text__markdown": "*hi*"}, ".shown em"),
        ({"text__latex": "$x^2$"}, ".shown msup"),
        ({"image__png": "<b>", "text__plain": "plain"}, "pre.shown"),
        ({"svg": "<svg xmlns='http://www.w3.org/2000/svg'/>"}, "figure img[src^='data:image/svg+xml;base64,']"),
        ({"svg": ["<svg/>", "x"], "text__plain": "plain"}, "pre.shown"),
        ({"text__html": "<script>1</script>", "text__plain": "plain"}, "pre.shown"),
    ],
)
def test_an_output_is_shown_in_a_form_that_does_no_harm(render, make, output, shown):
    assert render(make.answer(outputs=[make.display(**output)])).soup.select(f".answer {shown}")


def test_an_output_that_is_a_script_is_named_and_not_shown(render, make):
    page = render(make.answer(outputs=[make.display(js="alert(1)")]))
    assert "An output of the kind application/javascript is not shown on this page." in page.text
    assert "alert" not in page.html
