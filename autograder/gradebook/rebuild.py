"""Put the notebook together as it was released: the student's answers, and everything else from the gradebook."""

import copy
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
from nbformat import v4
from nbgrader.preprocessors import NbGraderPreprocessor

from autograder.gradebook.notes import SOURCE, Note, log_line, take_notes
from autograder.gradebook.opened import opened

AGAIN = "It is graded as an untouched notebook: fetch the assignment again, copy the answers into it and submit it"


class Rebuild(NbGraderPreprocessor):  # type: ignore[misc]  # nbgrader ships no types
    """Cells go by their grade id: kinds, order, points, locks and tests are those of the instructor's version.

    Of a submission only the sources of solution cells count, with the pictures pasted into them, and the student's
    extra cells, each after the cell that it followed. What is missing is put back, a second cell of the same id is
    an extra one.
    It takes the place of nbgrader's OverwriteCells.
    """

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        about = resources["nbgrader"]
        with opened(resources) as gradebook:
            stored = gradebook.find_notebook(about["notebook"], about["assignment"])
            released = {cell.name: _released(cell, stored) for cell in stored.source_cells}
            kernelspec = json.loads(stored.kernelspec or "{}")
        told = take_notes(nb)
        for note in _strangers(nb, released):
            self.log.warning(log_line(resources, note))
            told.append(str(note))
            nb.cells = []
        source = _cells_of(Path(resources[SOURCE], about["notebook"] + ".ipynb"))
        if not nb.cells:
            nb.cells = list(_as_released(source, released))
        for identity in _missing(nb.cells, released):
            self.log.warning(log_line(resources, _put_back(identity)))
        cells = list(_in_order(nb.cells, _order(source, released), released))
        if told:
            cells.insert(0, _markdown("**About this submission.** " + "\n\n".join(told)))
        rebuilt = v4.new_notebook(cells=_distinct(cells), metadata={"kernelspec": kernelspec})
        rebuilt.metadata.language_info = {"name": kernelspec.get("language", "python")}
        rebuilt.nbformat_minor = 5
        return rebuilt, resources


def _released(cell: Any, stored: Any) -> Any:
    """A cell of the gradebook as a notebook cell: the solution cleared, the hidden tests in it."""
    grade = {c.name: c for c in stored.grade_cells}.get(cell.name)
    task = {c.name: c for c in stored.task_cells}.get(cell.name)
    solution = cell.name in {c.name for c in stored.solution_cells}
    make = v4.new_code_cell if cell.cell_type == "code" else v4.new_markdown_cell
    nbgrader: dict[str, Any] = {
        "grade": grade is not None,
        "grade_id": cell.name,
        "locked": cell.locked,
        "schema_version": 3,
        "solution": solution,
        "task": task is not None,
        "checksum": cell.checksum,
        "cell_type": cell.cell_type,
    }
    worth = grade or task
    if worth is not None:
        nbgrader["points"] = worth.max_score
    return make(cell.source, metadata={"nbgrader": nbgrader})


def grade_id(cell: Any) -> str:
    """The grade id that a submitted cell claims, or its cell id, which the kit's notebooks make the same."""
    nbgrader = cell.metadata.get("nbgrader")
    claimed = nbgrader.get("grade_id") if isinstance(nbgrader, dict) else None
    return claimed if isinstance(claimed, str) else str(cell.get("id", ""))


def _strangers(nb: Any, released: dict[str, Any]) -> Iterator[Note]:
    """A note when a notebook that has cells has none of this assignment, which has some."""
    if not nb.cells or not released or any(grade_id(cell) in released for cell in nb.cells):
        return
    claimed = [c.metadata["nbgrader"].get("grade_id") for c in nb.cells if isinstance(c.metadata.get("nbgrader"), dict)]
    named = next((name for name in claimed if isinstance(name, str)), None)
    if named is None:
        what = "the notebook has lost nbgrader's metadata: none of its cells can be told"
    else:
        what = f"this is the notebook of another assignment (it has a cell {named})"
    yield Note(what, AGAIN)


def _missing(cells: list[Any], released: dict[str, Any]) -> list[str]:
    there = {grade_id(cell) for cell in cells}
    return [identity for identity in released if identity not in there]


def _cells_of(source: Path) -> list[Any]:
    """The cells of the instructor's notebook: it has what the gradebook does not keep, their order and the prose."""
    try:
        return list(nbformat.read(source, as_version=4).cells)
    except (OSError, ValueError):
        return []


def _as_released(source: list[Any], released: dict[str, Any]) -> Iterator[Any]:
    """The notebook that nobody touched: the instructor's prose, and the released cells."""
    for cell in source:
        if grade_id(cell) in released:
            yield copy.deepcopy(released[grade_id(cell)])
        elif cell.cell_type == "markdown":
            yield _markdown(cell.source)


def _order(source: list[Any], released: dict[str, Any]) -> list[str]:
    """The ids of the released cells, in the order of the instructor's notebook."""
    known = [grade_id(cell) for cell in source if grade_id(cell) in released]
    return known + [identity for identity in released if identity not in known]


def _in_order(cells: list[Any], order: list[str], released: dict[str, Any]) -> Iterator[Any]:
    """The rebuilt cells: each released one, and behind it the student's own."""
    answers: dict[str, Any] = {}
    extras: dict[str, list[Any]] = {"": []}
    last = ""
    for cell in cells:
        identity = grade_id(cell)
        if identity in released and identity not in answers:
            answers[identity] = cell
            last = identity
            extras.setdefault(last, [])
        else:
            extras[last].append(_bare(cell))
    yield from extras[""]
    for identity in order:
        cell = released[identity]
        if identity in answers and not cell.metadata.nbgrader["locked"]:
            cell.source = answers[identity].source
            if cell.cell_type == "markdown" and "attachments" in answers[identity]:
                cell.attachments = answers[identity].attachments  # a picture that was pasted into the answer
        elif identity not in answers:
            yield _markdown(str(_put_back(identity)))
        cell.id = identity
        yield cell
        yield from extras.get(identity, [])


def _put_back(identity: str) -> Note:
    return Note(f"the cell {identity} was missing", "It was put back as it was released")


def _bare(cell: Any) -> Any:
    """A student's own cell: its text, and no tag or metadata that could tell nbgrader what to do."""
    cell.metadata = {}
    return cell


def _markdown(text: str) -> Any:
    return v4.new_markdown_cell(text)


def _distinct(cells: list[Any]) -> list[Any]:
    """Give each cell an id that nbformat allows and no other has; the released ones keep theirs."""
    kept = {cell.id for cell in cells if "nbgrader" in cell.metadata}
    for number, cell in enumerate(cells):
        if "nbgrader" in cell.metadata and re.fullmatch(r"[a-zA-Z0-9_-]{1,64}", cell.id):
            continue
        cell.id = f"extra-{number}"
        while cell.id in kept:
            cell.id += "x"
    return cells
