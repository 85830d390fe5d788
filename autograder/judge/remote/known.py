"""What the known misconceptions of an assignment give to its tests, worked out when a notebook may show one."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from autograder.judge.diagnose import Misconception, candidates, diagnose
from autograder.judge.remote.playthrough import Cell
from autograder.judge.remote.process import Zygote
from autograder.judge.remote.setting import Setting
from autograder.judge.remote.shelf import Shelf
from autograder.judge.remote.trials import Terms, Trial, try_out
from autograder.judge.transcript import Transcript
from autograder.judge.verdict import Hint, Verdict


@dataclass
class Known:
    """An assignment's misconceptions, tried on the reference's notebook `cells`; each is tried once.

    What `shelf` has need not be tried at all.
    """

    cells: Sequence[Cell | None]
    misconceptions: Sequence[Misconception]
    files: Sequence[Path]
    shelf: Shelf | None = None
    _tried: dict[Misconception, dict[str, Transcript]] = field(default_factory=dict)

    @classmethod
    def from_json(cls, data: dict[str, Any], trusted: Any, folder: Path, tried: Path | None = None) -> "Known":
        """What the lane was sent; the data files lie in `folder`, and what was tried is kept in the file `tried`."""
        cells = [Cell(*cell) if cell else None for cell in data["cells"]]
        tests = ("loses", "exercise", "used")
        misconceptions = [
            Misconception(**{**entry, **{key: frozenset(entry[key]) for key in tests}})
            for entry in data["misconceptions"]
        ]
        files = sorted(path for path in folder.iterdir() if path.is_file() and path.suffix != ".ipynb")
        shelf = Shelf(tried, json.dumps([data["cells"], trusted]), files) if tried else None
        return cls(cells, misconceptions, files, shelf)

    def missing(self, lost: Collection[str]) -> list[Misconception]:
        """Those that a notebook which lost these tests may show, and that were not tried yet."""
        missing = [one for one in candidates(lost, self.misconceptions) if one not in self._tried]
        if missing and self.shelf:
            self._tried.update(self.shelf.take(missing))
        return [one for one in missing if one not in self._tried]

    def try_out(self, some: Sequence[Misconception], setting: Setting, zygote: Zygote) -> list[dict[str, Transcript]]:
        """What the tests that each of these loses get from it."""
        trials = [Trial(one.source, one.loses) for one in some]
        tried = try_out(self.cells, trials, setting, zygote, self.files, Terms())
        return [each.transcripts for each in tried]

    def keep(self, some: Sequence[Misconception], transcripts: Sequence[dict[str, Transcript]]) -> None:
        """Remember what `try_out` gave."""
        tried = dict(zip(some, transcripts, strict=True))
        self._tried.update(tried)
        if self.shelf:
            self.shelf.put(tried)

    def hints(self, verdicts: Mapping[int, Verdict], transcripts: Mapping[str, Transcript]) -> dict[int, list[Hint]]:
        """The hints for each test cell, by its position in the notebook."""
        lost = {name for verdict in verdicts.values() for name in verdict.lost()}
        found: dict[int, list[Hint]] = {}
        for one in diagnose(lost, transcripts, self._tried):
            for index, verdict in verdicts.items():
                if one.exercise & set(verdict.names()):
                    found.setdefault(index, []).append(one.hint)
                elif verdict.lost() and one.loses >= set(verdict.lost()):
                    found.setdefault(index, []).append(one.elsewhere)
        return found
