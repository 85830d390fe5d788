"""Real measurements beside a notebook, as columns."""

import csv
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import torch


def load_data(filename: str) -> "dict[str, torch.Tensor | list[str]]":
    """The columns of a CSV file that came with the notebook.

    Lines that begin with ``#`` name the source; the first other line names the columns.

    Returns:
        ``{column: tensor of shape (rows,)}`` in torch's default dtype; a column of words is a list.

    Raises:
        FileNotFoundError: when the file is not beside the notebook (or in ``data/`` beside the script).
        ValueError: when a row does not have as many values as the heading.
    """
    import torch

    path = _find(filename, sys._getframe(1).f_globals.get("__file__"))
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(line for line in file if line.strip() and not line.startswith("#")))
    if not rows:
        raise ValueError(f"{path} holds no data: fetch the assignment again")
    heading, body = rows[0], rows[1:]
    for number, row in enumerate(body, start=1):
        if len(row) != len(heading):
            raise ValueError(
                f"{path}: data row {number} has {len(row)} values where the heading has {len(heading)}: "
                "fetch the assignment again"
            )
    columns: dict[str, torch.Tensor | list[str]] = {}
    for name, *values in zip(heading, *body, strict=True):
        try:
            columns[name] = torch.tensor([float(value) for value in values])
        except ValueError:
            columns[name] = values
    return columns


def _find(filename: str, script: str | None) -> Path:
    places = [Path.cwd()]
    if script:
        places += [Path(script).resolve().parent / "data", Path(script).resolve().parent]
    for place in places:
        if (place / filename).is_file():
            return place / filename
    looked = ", ".join(str(place) for place in places)
    raise FileNotFoundError(
        f"the data file {filename} is not beside this notebook (looked in {looked}): fetch the assignment again, "
        "or put the file back where the notebook is"
    )
