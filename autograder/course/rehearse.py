"""Run an assignment as a student's notebook would run it, and see which tests it loses.

``python -m autograder.course.rehearse solutions/NAME.py`` compares every answer with what it says it loses.
"""

import contextlib
import io
import linecache
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from autograder.course.answers import Answer, read_answers, with_answers
from autograder.course.cells import Cell, Kind, Script, read_script
from autograder.course.rules import SOLUTION, check_rules
from autograder.judge.live import run_cell
from autograder.judge.verdict import Verdict

STUB = "raise NotImplementedError()"


def rehearse(script: Script, cells: list[Cell]) -> dict[str, Verdict]:
    """Run `cells` one after another in a fresh namespace; the verdict of each test cell by its name.

    A cell that raises is left behind, as in a notebook. Data files are those of the script.
    """
    namespace: dict[str, Any] = {"__name__": "__main__", "__file__": str(script.path)}
    verdicts = {}
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder), _quiet():
        for number, cell in enumerate(cells):
            if not cell.is_code:
                continue
            filename = f"<{script.name} cell {number}>"
            linecache.cache[filename] = (len(cell.source), None, cell.source.splitlines(keepends=True), filename)
            try:
                exec(compile(cell.source, filename, "exec"), namespace)
            except Exception:
                if cell.kind is Kind.TEST:
                    raise
            if cell.kind is Kind.TEST:
                tests = [namespace[spec.name] for spec in cell.tests()]
                verdicts[cell.name] = run_cell(tests, namespace, cell.source)
    return verdicts


def lost(verdicts: dict[str, Verdict]) -> set[str]:
    """The names of all tests that did not pass."""
    return {name for verdict in verdicts.values() for name in verdict.lost()}


def stub(script: Script) -> list[Cell]:
    """The cells as released: each solution region is the stub."""
    return [
        Cell(cell.kind, cell.name, _stubbed(cell.source), cell.line) if cell.kind is Kind.SOLUTION else cell
        for cell in script.cells
    ]


def _stubbed(source: str) -> str:
    lines = []
    inside = False
    for line in source.splitlines():
        if SOLUTION[0] in line:
            inside = True
            lines.append(line[: len(line) - len(line.lstrip())] + STUB)
        elif SOLUTION[1] in line:
            inside = False
        elif not inside:
            lines.append(line)
    return "\n".join(lines)


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    import matplotlib

    matplotlib.use("Agg")
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        yield
    matplotlib.pyplot.close("all")


def differences(script: Script) -> Iterator[tuple[str, list[str]]]:
    """For the reference, the stub and each answer: a label, and a line for each test that it should not have lost or kept."""
    tests = {spec.name for cell in script.of(Kind.TEST) for spec in cell.tests()}
    cases: list[tuple[str, list[Cell], set[str], Answer | None]] = [
        ("reference", script.cells, set(), None),
        ("untouched stub", stub(script), tests, None),
    ]
    for answer in read_answers(script):
        cases.append((answer.label, with_answers(script, [answer]), set(answer.loses), answer))
    for label, cells, expected, _ in cases:
        verdicts = rehearse(script, cells)
        found = lost(verdicts)
        messages = {r.name: r.message for verdict in verdicts.values() for r in verdict.results}
        wrong = [f"lost {name}, not named: {messages[name]}" for name in sorted(found - expected)]
        wrong += [f"kept {name}, which it should lose" for name in sorted(expected - found)]
        yield label, wrong


def main(arguments: list[str]) -> int:
    bad = 0
    for path in arguments:
        script = read_script(Path(path))
        check_rules(script, Path(path).parent / "data")
        total = sum(spec.points for cell in script.of(Kind.TEST) for spec in cell.tests())
        print(f"{script.name}: {total:g} points")
        for label, wrong in differences(script):
            bad += bool(wrong)
            print(f"  {'✘' if wrong else '✔'} {label}", *wrong, sep="\n      " if wrong else "")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
