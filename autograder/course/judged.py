"""A script as the judge takes it: the cells of its notebook, and those that it trusts."""

from collections.abc import Sequence

from autograder.course.cells import Cell, Kind, Script
from autograder.course.notebook import cell_ids


def cells_to_judge(script: Script, cells: Sequence[Cell] | None = None) -> list[tuple[str, str, bool, bool] | None]:
    """Source, grade id ("" where no tests are), is it graded, is it given, of each code cell; None for prose.

    Args:
        script: the assignment.
        cells: what stands in the notebook in place of the script's own cells, one for each.
    """
    found: list[tuple[str, str, bool, bool] | None] = []
    for cell, identity in zip(cells or script.cells, cell_ids(script), strict=True):
        is_test = cell.kind is Kind.TEST
        given = cell.kind in (Kind.SETUP, Kind.TEST)
        found.append((cell.source, identity if is_test else "", is_test, given) if cell.is_code else None)
    return found


def cells_to_trust(script: Script) -> list[tuple[str, str]]:
    """Grade id and source of each setup and test cell, in order."""
    pairs = zip(script.cells, cell_ids(script), strict=True)
    return [(identity, cell.source) for cell, identity in pairs if cell.kind in (Kind.SETUP, Kind.TEST)]
