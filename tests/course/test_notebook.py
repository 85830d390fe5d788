"""A script as nbgrader's instructor notebook: metadata, ids, and text that never changes by itself."""

import json
import re
import shutil

import nbformat
import pytest

from autograder.course.cells import Cell, Kind, Script, read_script
from autograder.course.notebook import cell_ids, to_notebook, to_text

PROSE = "# %% [markdown]\n# text\n\n"
NBFORMAT_ID = re.compile(r"[a-zA-Z0-9-_]{1,64}")


@pytest.fixture
def notebook(write):
    return lambda text, name="small": to_notebook(read_script(write(text, name)))


@pytest.fixture
def ids(write):
    return lambda text, name="small": cell_ids(read_script(write(text, name)))


@pytest.mark.parametrize(
    ("number", "grade_id", "grade", "locked", "solution", "points"),
    [
        pytest.param(0, "small-start-setup-1", False, True, False, None, id="setup"),
        pytest.param(1, "small-double-solution", False, False, True, None, id="solution"),
        pytest.param(2, "small-double-test", True, True, False, 3, id="test"),
    ],
)
def test_nbgrader_is_told_what_a_cell_is(notebook, example, number, grade_id, grade, locked, solution, points):
    cell = notebook(example).cells[number]
    expected = {
        "grade": grade,
        "grade_id": grade_id,
        "locked": locked,
        "schema_version": 3,
        "solution": solution,
        "task": False,
    }
    assert cell.metadata == {"nbgrader": expected | ({} if points is None else {"points": points})}
    assert (cell.cell_type, cell.id) == ("code", grade_id)


def test_a_prose_cell_is_markdown_without_metadata(notebook, example):
    cell = notebook(PROSE + example).cells[0]
    assert (cell.cell_type, cell.source, cell.metadata) == ("markdown", "text", {})


@pytest.mark.parametrize(
    ("worths", "total"),
    [((1, 2), "3"), ((0.5, 1.5), "2"), ((0.5, 1), "1.5"), ((0, 0), "0"), ((0.1, 0.2), "0.3")],
)
def test_a_test_cell_is_worth_the_sum_of_its_tests(notebook, example, worths, total):
    text = example.replace("@points(1)", f"@points({worths[0]})").replace("@points(2)", f"@points({worths[1]})")
    points = notebook(text).cells[2].metadata["nbgrader"]["points"]
    assert f"{points:.12g}" == total
    assert isinstance(points, int) == ("." not in total), "whole points are written without a fraction"


def test_the_notebook_holds_the_text_of_each_cell_in_order(notebook, example):
    sources = [cell.source for cell in notebook(PROSE + example).cells]
    assert sources[0] == "text"
    code = [piece.split("\n", 1)[1].rstrip("\n") for piece in example.split("# %% ")[1:]]
    assert sources[1:] == code


def test_no_cell_holds_an_output(real):
    for cell in to_notebook(real).cells:
        assert cell.get("outputs", []) == []
        assert cell.get("execution_count") is None


def test_nothing_of_jupytext_is_in_the_notebook(notebook, example):
    header = "# ---\n# jupyter:\n#   jupytext:\n#     text_representation:\n#       extension: .py\n# ---\n\n"
    made = notebook(header + example.replace("\n# %% test", "\n\n\n\n# %% test"))
    assert set(made.metadata) == {"kernelspec", "language_info"}
    assert "jupytext" not in to_text(made)
    assert "lines_to" not in to_text(made)


def test_the_real_notebooks_are_valid_for_nbformat_and_nbgrader(real):
    from nbgrader.nbgraderformat import MetadataValidator

    text = to_text(to_notebook(real))
    again = nbformat.reads(text, as_version=4)
    nbformat.validate(again)
    MetadataValidator().validate_nb(again)
    assert (again.nbformat, again.nbformat_minor) == (4, 5)


def test_the_text_is_json_that_ends_with_its_only_last_newline(notebook, example):
    text = to_text(notebook(example))
    assert json.loads(text)["nbformat"] == 4
    assert text.endswith("}\n")


def test_the_text_is_the_same_each_time_and_in_each_folder(real, tmp_path):
    shutil.copytree(real.path.parent, tmp_path / "elsewhere")
    copy = tmp_path / "elsewhere" / real.path.name
    assert to_text(to_notebook(real)) == to_text(to_notebook(read_script(copy)))


def test_characters_beyond_ascii_stay_as_they_are(notebook, example):
    assert "R = 1 Ω" in to_text(notebook(example.replace("Twice x.", "R = 1 Ω")))


def test_ids_are_unique_and_valid(real):
    found = cell_ids(real)
    assert len(found) == len(set(found))
    assert all(NBFORMAT_ID.fullmatch(identity) for identity in found)


def test_ids_begin_with_the_script_s_name(ids, example):
    assert ids(example, "ohm") == ["ohm-start-setup-1", "ohm-double-solution", "ohm-double-test"]


def test_a_cell_without_a_name_is_counted_from_the_named_one_above_it(ids, example):
    setup = "# %% setup\nx = 1\n\n"
    text = PROSE + PROSE + example.replace("# %% solution", setup + '# %% setup="pictures"\ny = 1\n\n# %% solution')
    text = text.replace("# %% solution", PROSE + setup + PROSE + "# %% solution")
    found = ids(text)
    assert found[:4] == [f"small-start-{part}" for part in ("prose-1", "prose-2", "setup-1", "setup-2")]
    assert found[4] == "small-pictures-setup"
    assert all(identity.startswith("small-pictures-") for identity in found[5:8])
    assert [identity[-7:] for identity in found[5:8]] == ["prose-1", "setup-1", "prose-2"]
    assert found[8:] == ["small-double-solution", "small-double-test"]


def test_cells_around_a_test_of_the_solution_s_name_do_not_share_ids(ids, example):
    found = ids(example.replace("# %% test", PROSE + "# %% setup\nx = 1\n\n# %% test") + PROSE + "# %% setup\ny = 1\n")
    assert len(set(found)) == len(found) == 7


def test_ids_of_named_cells_and_of_other_sections_stay_when_prose_is_added(real):
    def sections(cells):
        anchor = ""
        for cell in cells:
            anchor = cell.name or anchor
            yield anchor, bool(cell.name)

    before = cell_ids(real)
    for place in range(len(real.cells) + 1):
        above, below = real.cells[:place], real.cells[place:]
        after = cell_ids(Script(real.path, [*above, Cell(Kind.PROSE, "", "text", 0), *below]))
        del after[place]
        mine = [("", False), *sections(above)][-1][0]
        for old, new, (section, named) in zip(before, after, sections(real.cells), strict=True):
            assert old == new or (section == mine and not named), f"prose added as cell {place}"
