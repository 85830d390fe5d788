"""Notebooks that are put together otherwise: cells, ids, tags, metadata, formats, texts and outputs."""

import copy
import json

import nbformat
from case import DOUBLE, FULL, HONEST, REST, WRONG, Adversary
from nbformat import v3, v4

MIME = "application/vnd.autograder.verdict+json"
SCRIPT = "<script>alert('canary')</script>"


def _cells(nb, end):
    return [cell for cell in nb.cells if cell.id.endswith(end)]


def _each_test(change, double=WRONG):
    """A wrong `double` and something done to each test cell."""

    def mutate(nb):
        for cell in _cells(nb, "-test"):
            change(cell)
        return nb

    return {"mutate": mutate, "double": double, "expected": FULL if double != WRONG else REST}


def _tag(cell):
    cell.metadata["tags"] = ["skip-execution", "remove-cell", "raises-exception", "hide_input"]


def _points(cell):
    cell.metadata["nbgrader"].update(points=1000, locked=False, solution=False, checksum="0" * 32)


def _hand_graded(cell):
    cell.metadata["nbgrader"].update(grade=False, solution=True, task=True, locked=False)


def _markdown(cell):
    cell.cell_type = "markdown"
    cell.metadata["nbgrader"]["cell_type"] = "markdown"
    del cell["outputs"], cell["execution_count"]


def _easy(cell):
    cell.source = "check = lambda: None\n255"
    cell.metadata["nbgrader"]["locked"] = False


def _forged(cell):
    verdict = {
        "results": [
            {"name": "x", "rubric": SCRIPT, "points": 255.0, "hidden": False, "outcome": "passed", "message": ""}
        ]
    }
    cell.outputs = [v4.new_output("execute_result", data={"text/plain": "255", MIME: verdict, "text/html": SCRIPT})]
    cell.execution_count = 9


def _swap(nb):
    (one,), (two,) = _cells(nb, "-double-solution"), _cells(nb, "-triple-solution")
    one.id, two.id = two.id, one.id
    one.metadata, two.metadata = two.metadata, one.metadata
    return nb


def _swap_tests(nb):
    (one,), (two,) = _cells(nb, "-double-test"), _cells(nb, "-triple-test")
    one.metadata["nbgrader"]["grade_id"], two.metadata["nbgrader"]["grade_id"] = two.id, one.id
    return nb


def _one_id(nb):
    for cell in nb.cells:
        cell.id = nb.cells[-1].id
    return nb


def _second(nb):
    wrong = copy.deepcopy(_cells(nb, "-double-solution")[0])
    wrong.source = HONEST["double"]
    nb.cells.append(wrong)
    return nb


def _bytes(change):
    """What `change` makes of the notebook's JSON."""
    return lambda nb: json.dumps(change(json.loads(nbformat.writes(nb))))


def _set(**fields):
    return _bytes(lambda data: {**data, **fields})


def _each_cell(**fields):
    return _bytes(lambda data: {**data, "cells": [{**cell, **fields} for cell in data["cells"]]})


def _extra(source, **fields):
    cell = {"cell_type": "markdown", "id": "extra-one", "metadata": {}, "source": source, **fields}
    return _bytes(lambda data: {**data, "cells": [cell, *data["cells"]]})


def _version_3(nb):
    cells = [v3.new_code_cell(input=cell.source) for cell in nb.cells if cell.cell_type == "code"]
    return nbformat.v3.writes_json(v3.new_notebook(worksheets=[v3.new_worksheet(cells=cells)]))


def _other_kernel(nb):
    nb.metadata["kernelspec"] = {"name": "bash", "display_name": SCRIPT, "language": "bash"}
    nb.metadata["language_info"] = {"name": "../../x", "file_extension": "/../evil"}
    return nb


def _case(name, claim, mutate, expected=FULL, **others):
    return Adversary(name, claim, mutate=mutate, expected=expected, **others)


CASES = [
    _case("bad_json", "what is not JSON is graded as untouched", lambda nb: nbformat.writes(nb)[:-50], 0),
    _case("nested_lists", "5 MB of nested lists are graded as untouched", lambda nb: "[" * 5_000_000, 0),
    _case(
        "nested_notebook",
        "lists nested in a notebook's metadata harm nobody",
        lambda nb: nbformat.writes(nb).replace(
            '"metadata": {', '"metadata": {"a": ' + "[" * 50_000 + "]" * 50_000 + ",", 1
        ),
        0,
    ),
    _case(
        "nested_cell",
        "a cell's metadata, nested 3000 deep, harms nobody",
        lambda nb: nbformat.writes(nb).replace(
            '"metadata": {', '"metadata": {"a": ' + "[" * 3000 + "]" * 3000 + ",", 1
        ),
        0,
    ),
    _case("huge_number", "a number of 10 000 digits harms nobody", lambda nb: '{"nbformat": ' + "4" * 10_000 + "}", 0),
    _case("not_utf8", "what is not UTF-8 is graded as untouched", lambda nb: nbformat.writes(nb).encode("utf-16"), 0),
    _case("nul_bytes", "NUL bytes are graded as untouched", lambda nb: b"\0" * 100_000, 0),
    _case(
        "nul_in_source",
        "a NUL in a source costs that cell",
        _extra("a\0b", cell_type="code", outputs=[], execution_count=1),
    ),
    _case("surrogate_in_prose", "half a character in the prose costs nothing", _extra("half \ud800 a character")),
    _case(
        "surrogate_in_code",
        "half a character in code costs that cell",
        _extra("print('\ud800')", cell_type="code", outputs=[], execution_count=None),
    ),
    _case("format_3", "the old format is read as what is in it", _version_3, 0),
    _case("format_5", "an unknown format is graded as untouched", _set(nbformat=5), 0),
    _case("format_true", "a format that is a truth value is graded as untouched", _set(nbformat=True), 0),
    _case("format_minus", "a negative format is graded as untouched", _set(nbformat=-4), 0),
    _case("minor_99", "an unknown minor format is read", _set(nbformat_minor=99)),
    _case("cells_no_list", "cells that are no list are graded as untouched", _set(cells={"a": 1}), 0),
    _case("cells_no_objects", "cells that are no objects are graded as untouched", _set(cells=[1, None, "x", []]), 0),
    _case("metadata_no_object", "metadata that is no object costs nothing", _set(metadata=[1])),
    _case("ids_no_text", "cell ids that are no texts cost nothing", _each_cell(id=[1, 2])),
    _case("one_id", "one id for all cells costs nothing, for the grade ids tell them apart", _one_id),
    _case("outputs_no_list", "outputs that are no list cost nothing", _each_cell(outputs="x")),
    _case(
        "attachments",
        "odd attachments cost nothing",
        _extra("![x](attachment:x.svg)", attachments={"../x.svg": {"image/svg+xml": SCRIPT}, "y": 5}),
    ),
    _case("html_in_prose", "HTML in a cell of one's own costs nothing", _extra(SCRIPT)),
    _case(
        "many_cells",
        "a thousand extra cells cost nothing",
        _bytes(
            lambda data: {
                **data,
                "cells": data["cells"]
                + [{"cell_type": "markdown", "metadata": {}, "source": "x", "id": f"x{n}"} for n in range(1000)],
            }
        ),
    ),
    _case("no_tests", "deleted test cells are put back", lambda nb: _without(nb, "-test"), REST, double=WRONG),
    _case("no_setup", "deleted setup cells are put back", lambda nb: _without(nb, "-setup")),
    _case("reversed", "a reversed notebook is put in order", lambda nb: _reorder(nb, lambda cells: cells[::-1])),
    _case(
        "doubled",
        "of a cell that is there twice the first counts",
        lambda nb: _reorder(nb, lambda c: c + copy.deepcopy(c)),
    ),
    _case("second_chance", "a second answer, behind its tests, comes too late", _second, REST, double=WRONG),
    _case("swapped_answers", "answers with swapped ids are where their ids say", _swap, FULL - DOUBLE),
    _case("swapped_tests", "tests with swapped ids are those of the release", _swap_tests, REST, double=WRONG),
    _case("other_kernel", "another kernelspec starts no other kernel", _other_kernel),
    Adversary("skip_execution", "tags skip no test", **_each_test(_tag)),
    Adversary("more_points", "points in the notebook are not believed", **_each_test(_points)),
    Adversary(
        "re_pointed_right", "a right answer among changed points keeps its own", **_each_test(_points, HONEST["double"])
    ),
    Adversary("hand_graded", "a test cell that claims to be an answer is a test cell", **_each_test(_hand_graded)),
    Adversary("retyped", "a test cell that became prose is a test cell", **_each_test(_markdown)),
    Adversary("easier_tests", "the source of a test cell is the course's", **_each_test(_easy)),
    Adversary("forged_verdicts", "verdicts in the submitted outputs are dropped", **_each_test(_forged)),
]


def _without(nb, end):
    nb.cells = [cell for cell in nb.cells if not cell.id.endswith(end)]
    return nb


def _reorder(nb, order):
    nb.cells = order(nb.cells)
    return nb
