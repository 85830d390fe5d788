"""Whatever a student submits is read, and what is wrong with it is said."""

import json

import nbconvert
import nbformat
import pytest
from nbformat import v3, v4

from autograder.gradebook.reader import missing_files, read_notebook


def problems(path):
    notebook, notes = read_notebook(path)
    return notebook, " ".join(map(str, notes))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "small.ipynb is empty (0 bytes)"),
        (b"  \n", "small.ipynb is empty (3 bytes)"),
        (b'{"cells": [', "small.ipynb is not JSON"),
        (b"\xff\xfe\x00", "small.ipynb cannot be read"),
        (b"[1, 2]", "small.ipynb is JSON but no Jupyter notebook"),
        (b'{"a": 1}', "small.ipynb is JSON but no Jupyter notebook"),
        (b'{"nbformat": 9, "nbformat_minor": 0}', "small.ipynb has the unknown notebook format 9"),
        (b'{"nbformat": 4, "nbformat_minor": 5}', "small.ipynb is a damaged notebook"),
        (b'{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": 3}', "small.ipynb is a damaged notebook"),
    ],
)
def test_a_file_that_is_no_notebook_is_named_with_its_cure(tmp_path, content, said):
    path = tmp_path / "small.ipynb"
    path.write_bytes(content)
    notebook, text = problems(path)
    assert notebook.cells == []
    assert said in text
    assert "submit it again" in text


def test_a_missing_notebook_is_named_with_what_there_is(tmp_path):
    for name in ("a.ipynb", "b.ipynb"):
        (tmp_path / name).write_text(nbformat.writes(v4.new_notebook()))
    notebook, text = problems(tmp_path / "small.ipynb")
    assert notebook.cells == []
    assert "small.ipynb was not submitted (there is: a.ipynb, b.ipynb)" in text


def test_a_renamed_notebook_is_graded_in_its_place(tmp_path):
    renamed = v4.new_notebook(cells=[v4.new_code_cell("x = 1")])
    (tmp_path / "small (1).ipynb").write_text(nbformat.writes(renamed))
    notebook, text = problems(tmp_path / "small.ipynb")
    assert [cell.source for cell in notebook.cells] == ["x = 1"]
    assert "submitted as small (1).ipynb" in text
    assert "name it small.ipynb" in text


def test_an_old_format_is_converted_and_said(tmp_path):
    old = v3.new_notebook(worksheets=[v3.new_worksheet(cells=[v3.new_code_cell(input="x = 1")])])
    path = tmp_path / "small.ipynb"
    path.write_text(json.dumps(old))
    notebook, text = problems(path)
    assert [cell.source for cell in notebook.cells] == ["x = 1"]
    assert "old notebook format 3" in text


def test_a_good_notebook_needs_no_word(tmp_path):
    path = tmp_path / "small.ipynb"
    path.write_text(nbformat.writes(v4.new_notebook(cells=[v4.new_markdown_cell("é")])), encoding="utf-8")
    notebook, text = problems(path)
    assert text == ""
    assert [cell.source for cell in notebook.cells] == ["é"]


def test_damaged_cells_are_left_out_and_counted(tmp_path):
    data = json.loads(nbformat.writes(v4.new_notebook(cells=[v4.new_code_cell("x = 1")])))
    data["cells"] += [{"cell_type": "code"}, "no cell", {"cell_type": "gif", "source": "", "metadata": {}}]
    path = tmp_path / "small.ipynb"
    path.write_text(json.dumps(data))
    notebook, text = problems(path)
    assert [cell.source for cell in notebook.cells] == ["x = 1"]
    assert "3 damaged cells" in text


def test_outputs_of_a_submission_are_not_carried_over(tmp_path):
    output = v4.new_output("execute_result", data={"text/plain": "100"})
    path = tmp_path / "small.ipynb"
    path.write_text(nbformat.writes(v4.new_notebook(cells=[v4.new_code_cell("1", outputs=[output])])))
    notebook, _ = problems(path)
    assert notebook.cells[0].outputs == []


def test_a_data_file_that_was_not_submitted_is_noted_and_nothing_is_lost(tmp_path):
    source, submitted = tmp_path / "source", tmp_path / "submitted"
    for folder in (source, submitted):
        folder.mkdir()
        (folder / "small.ipynb").touch()
    for name in ("here.csv", "gone.csv"):
        (source / name).touch()
    (submitted / "here.csv").touch()
    (note,) = missing_files(submitted / "small.ipynb", source)
    assert str(note) == "the file gone.csv was not submitted. The course's own copy was used, nothing is lost."


@pytest.mark.parametrize("attachments", [{}, {"y": 5}, {"x.svg": {}}, {"../x.svg": {"image/svg+xml": "<svg/>"}}])
def test_prose_with_an_attachment_that_is_not_there_is_shown_as_text(tmp_path, attachments):
    data = v4.new_notebook(cells=[v4.new_markdown_cell("![x](attachment:x.svg)")])
    data["cells"][0]["attachments"] = attachments
    path = tmp_path / "small.ipynb"
    path.write_text(json.dumps(data))
    notebook, _ = read_notebook(path)
    assert notebook.cells[0].source == "    ![x](attachment:x.svg)"
    nbconvert.HTMLExporter().from_notebook_node(notebook)


def test_prose_with_its_attachment_stays(tmp_path):
    prose = v4.new_markdown_cell("![x](attachment:x.png)", attachments={"x.png": {"image/png": "aaaa"}})
    path = tmp_path / "small.ipynb"
    path.write_text(json.dumps(v4.new_notebook(cells=[prose])))
    notebook, _ = read_notebook(path)
    assert notebook.cells[0] == prose
