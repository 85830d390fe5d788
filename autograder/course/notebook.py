"""A script's cells as the instructor's notebook, with nbgrader's metadata."""

import hashlib
import math
from typing import Any

from autograder.course.cells import Cell, Kind, Script

LONGEST_ID = 64  # nbformat's limit for a cell id

#: What tells the cells below a named one from those below its namesakes.
BELOW = {Kind.SETUP: "-setup", Kind.SOLUTION: "", Kind.TEST: "-after"}


def to_notebook(script: Script) -> Any:
    """The notebook of `script`: no outputs, and nothing in it that depends on the machine or the day."""
    from nbformat import v4

    cells = [
        (v4.new_code_cell if cell.is_code else v4.new_markdown_cell)(
            cell.source, id=identity, metadata=_metadata(cell, identity)
        )
        for cell, identity in zip(script.cells, cell_ids(script), strict=True)
    ]
    notebook = v4.new_notebook(
        cells=cells,
        metadata={
            "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        },
    )
    notebook.nbformat_minor = 5
    return notebook


def to_text(notebook: Any) -> str:
    """The notebook as the text of an ``.ipynb`` file."""
    import nbformat

    nbformat.validate(notebook)
    return str(nbformat.writes(notebook)) + "\n"


def cell_ids(script: Script) -> list[str]:
    """An id for each cell, which is its nbgrader grade id too: the script's name is its stem.

    A cell without a name is counted from the named cell above it, so that it keeps its id when cells are
    added elsewhere.
    """
    ids: list[str] = []
    anchor, count = "start", {Kind.PROSE: 0, Kind.SETUP: 0}
    for cell in script.cells:
        if cell.name:
            below = BELOW[cell.kind] or "-below" * (cell.name == "start")
            anchor, count = cell.name + below, {Kind.PROSE: 0, Kind.SETUP: 0}
            part = f"{cell.name}-{cell.kind.value}"
        else:
            count[cell.kind] += 1
            part = f"{anchor}-{cell.kind.value}-{count[cell.kind]}"
        ids.append(_short(f"{script.name}-{part}"))
    return ids


def _short(identity: str) -> str:
    """An id within nbformat's limit; one that is cut ends in a digest of the whole, so that no two are the same."""
    if len(identity) <= LONGEST_ID:
        return identity
    digest = hashlib.blake2b(identity.encode(), digest_size=5).hexdigest()
    return f"{identity[: LONGEST_ID - len(digest) - 1]}-{digest}"


def _metadata(cell: Cell, identity: str) -> dict[str, Any]:
    if cell.kind is Kind.PROSE:
        return {}
    nbgrader: dict[str, Any] = {
        "grade": cell.kind is Kind.TEST,
        "grade_id": identity,
        "locked": cell.kind is not Kind.SOLUTION,
        "schema_version": 3,
        "solution": cell.kind is Kind.SOLUTION,
        "task": False,
    }
    if cell.kind is Kind.TEST:
        nbgrader["points"] = _number(math.fsum(spec.points for spec in cell.tests()))
    return {"nbgrader": nbgrader}


def _number(points: float) -> float:
    return int(points) if points == int(points) else points
