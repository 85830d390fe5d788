"""What the instructor's cells show that come before any of a student's: the same for a whole class, and drawn once."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

#: A cell's outputs and its execution count.
Came = tuple[list[Any], int | None]
#: Assignments that are kept.
MOST = 32


class Openings:
    """The openings of the notebooks that a lane has judged, by all that they come from."""

    def __init__(self) -> None:
        self._kept: dict[str, dict[int, Came]] = {}

    def known(self, request: Mapping[str, Any]) -> dict[int, Came]:
        """What the first cells of the notebook in a lane's `request` show, by their position, if that is known."""
        return self._kept.get(_key(request), {})

    def keep(self, request: Mapping[str, Any], answer: Mapping[str, Any]) -> None:
        """Learn it from what came of a notebook, unless something went wrong."""
        key = _key(request)
        if not key or key in self._kept or answer.get("ended") or "outputs" not in answer:
            return
        outputs, counts = ({int(index): came for index, came in answer[part].items()} for part in ("outputs", "counts"))
        places = _opening(request["cells"])
        if all(place in outputs and not failed(outputs[place]) for place in places):
            if len(self._kept) >= MOST:
                self._kept.clear()
            self._kept[key] = {place: (outputs[place], counts.get(place)) for place in places}


def failed(outputs: Sequence[Any]) -> bool:
    """Whether a cell has ended in an error."""
    return any(isinstance(output, dict) and output.get("output_type") == "error" for output in outputs)


def _opening(cells: Sequence[Any]) -> list[int]:
    """The positions of the code cells above the first one that is graded or not the instructor's, to the letter."""
    found = []
    for place, cell in enumerate(cells):
        if cell:
            _, tests, graded, *given = cell
            if tests or graded or given != [True]:
                break
            found.append(place)
    return found


def _key(request: Mapping[str, Any]) -> str:
    """All that an opening comes from; "" where files of a student's are beside the notebook, which it may read."""
    files = [Path(file) for file in request["files"]]
    places = _opening(request["cells"])
    if not places or not all(file.is_relative_to(request["folder"]) for file in files):
        return ""
    try:
        states = [(str(file), file.stat().st_mtime_ns, file.stat().st_size) for file in files]
    except OSError:
        return ""
    return json.dumps([states, [[place, request["cells"][place][0]] for place in places]])
