"""A student's error, cut to the lines that are the student's own."""

import re
from typing import Any

from autograder.gradebook.page.text import visible

#: Lines of an error that are shown.
MOST_LINES = 60
#: The line that starts a frame in a cell, and one that starts a frame anywhere else, as IPython writes them.
OWN = re.compile(r"\s*(Cell In ?\[\d+\]|Input In ?\[\d+\]|<ipython-input-\d+)")
FOREIGN = re.compile(r"\s*File |[~/][^\n]*:\d+|[~/][^\n]* in |[A-Za-z]:\\|<[^>]+> in ")
REPEATED = re.compile(r"\s*\[\.\.\. skipping similar frames")
CHAINED = (
    "During handling of the above exception, another exception occurred:",
    "The above exception was the direct cause of",
)
#: What IPython adds to the words of a syntax error.
WHERE = re.compile(r" \(<?(ipython-input|tmp|unknown)[^)]*\)$")


def own_lines(output: Any) -> str:
    """The frames of an ``error`` output that lie in cells, and what the error says."""
    name = visible(str(output.get("ename", "")))
    said = WHERE.sub("", visible(str(output.get("evalue", ""))))
    lines = visible("\n".join(map(str, output.get("traceback", [])))).split("\n")
    kept, left_out = _frames(lines, name)
    if left_out:
        kept += ["", f"({left_out} more {'step' if left_out == 1 else 'steps'} inside libraries)"]
    if len(kept) > MOST_LINES:
        half = MOST_LINES // 2
        kept = [*kept[:half], "", f"({len(kept) - 2 * half} lines left out)", "", *kept[-half:]]
    last = f"{name}: {said}" if said else name
    return "\n".join([*kept, "", last]).strip("\n")


def _frames(lines: list[str], name: str) -> tuple[list[str], int]:
    """The lines of own frames, and how many frames are others'."""
    kept: list[str] = []
    left_out = 0
    mine, before = False, ""
    for line in lines:
        if OWN.match(line):
            mine = True
            kept += ["", line.strip()] if kept else [line.strip()]
        elif line.startswith(CHAINED):
            kept += ["", *filter(None, [before]), "", line]
            mine = False
        elif FOREIGN.match(line):
            left_out += 1
            mine = False
        elif not line.strip():
            mine = False
        elif REPEATED.match(line) or (mine and not line.startswith(f"{name}:")):
            kept.append(line)
        else:
            before = line
    return kept, left_out
