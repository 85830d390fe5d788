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
from autograder.course.reach import bound_names, tests_of
from autograder.course.rules import check_rules, stubbed
from autograder.judge.run import run_tests
from autograder.judge.verdict import Verdict


class Rehearsal:
    """A script's notebook in a fresh namespace of this process.

    Args:
        script: the assignment; its data files are found beside it.
        cells: what to run in place of the script's own cells, such as `stub` gives.
    """

    def __init__(self, script: Script, cells: list[Cell] | None = None) -> None:
        self.script = script
        self.namespace: dict[str, Any] = {"__name__": "__main__", "__file__": str(script.path.resolve())}
        with _quiet():
            for number, cell in enumerate(cells or script.cells):
                if cell.is_code:
                    self._run(number, cell)

    def verdict(self, only: set[str] | None = None) -> Verdict:
        """The verdict of the script's tests, or `only` of those named, on what the namespace holds now."""
        specs = [spec for cell in self.script.of(Kind.TEST) for spec in cell.tests()]
        specs = [spec for spec in specs if only is None or spec.name in only]
        tests = [(spec, self.namespace[spec.name]) for spec in specs]
        with _quiet():
            return run_tests(tests, self.namespace, {test.__code__.co_filename for _, test in tests})

    def verdict_with(self, answers: list[Answer]) -> Verdict:
        """The verdict with `answers` in place of the reference's, which are put back afterwards.

        Only the tests that an answer can touch are run; the reference passes the others.
        """
        touched = set().union(*(tests_of(self.script, answer.target) for answer in answers))
        mine = with_answers(self.script, answers)
        changed = [n for n, cell in enumerate(mine) if cell is not self.script.cells[n]]
        before = dict(self.namespace)
        try:
            with _quiet():
                for number in changed:  # a name that the answer fails to bind must not be the reference's
                    for name in {name for node in self.script.cells[number].tree.body for name in bound_names(node)}:
                        self.namespace.pop(name, None)
                    self._run(number, mine[number])
            return self.verdict(touched)
        finally:
            for name in self.namespace.keys() - before.keys():
                del self.namespace[name]
            with _quiet():
                for number in changed:
                    self._run(number, self.script.cells[number])

    def _run(self, number: int, cell: Cell) -> None:
        """Run a cell; one that raises is left behind, as in a notebook, but for a test cell, which is ours."""
        filename = f"<{self.script.name} cell {number}>"
        linecache.cache[filename] = (len(cell.source), None, cell.source.splitlines(keepends=True), filename)
        try:
            exec(compile(cell.source, filename, "exec"), self.namespace)
        except Exception:
            if cell.kind is Kind.TEST:
                raise


def stub(script: Script) -> list[Cell]:
    """The cells as released: each solution region is the stub."""
    return [
        Cell(cell.kind, cell.name, stubbed(cell.source), cell.line) if cell.kind is Kind.SOLUTION else cell
        for cell in script.cells
    ]


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Nothing is printed, shown, or written where the caller stands."""
    import matplotlib.pyplot

    matplotlib.use("Agg")
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            yield
        matplotlib.pyplot.close("all")


def differences(script: Script) -> Iterator[tuple[str, list[str]]]:
    """For the reference, the stub and each answer: a label, and a line for each test wrongly lost or kept."""
    reference = Rehearsal(script)
    verdict = reference.verdict()
    yield "reference", unexpected(verdict, set())
    tests = set(verdict.names())
    yield "untouched stub", unexpected(Rehearsal(script, stub(script)).verdict(), tests)
    for answer in read_answers(script):
        yield answer.label, unexpected(reference.verdict_with([answer]), set(answer.loses))
    yield "reference, after all of them", unexpected(reference.verdict(), set())


def unexpected(verdict: Verdict, loses: set[str]) -> list[str]:
    """What differs between the tests that `verdict` lost and those that it should lose; a line for each."""
    lost = set(verdict.lost())
    messages = {result.name: f"{result.outcome.value}: {result.message}" for result in verdict.results}
    wrong = [f"lost {name}, not named ({messages[name]})" for name in sorted(lost - loses)]
    return wrong + [f"kept {name}, which it should lose" for name in sorted(loses - lost)]


def main(arguments: list[str]) -> int:
    bad = 0
    for path in arguments:
        script = read_script(Path(path))
        check_rules(script, Path(path).parent / "data")
        total = sum(spec.points for cell in script.of(Kind.TEST) for spec in cell.tests())
        print(f"{script.name}: {total:g} points", flush=True)
        for label, wrong in differences(script):
            bad += bool(wrong)
            print(f"  {'✘' if wrong else '✔'} {label}", *wrong, sep="\n      " if wrong else "", flush=True)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
