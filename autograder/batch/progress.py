"""What a person sees of a run: a bar with the rate and the time left, and a table at the end."""

from collections import Counter
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from autograder.batch.run import Report

#: Of what waits for a person, so many lines are printed.
MOST_LINES = 40


class _Rate(ProgressColumn):
    def render(self, task: Task) -> Text:
        speed = task.finished_speed or task.speed
        return Text(f"{60 * speed:.0f} a minute" if speed else "")


class Bar:
    """A progress bar on the screen; nothing when `quiet`."""

    def __init__(self, *, quiet: bool) -> None:
        self._bar = Progress(
            BarColumn(),
            MofNCompleteColumn(),
            _Rate(),
            TimeRemainingColumn(),
            TextColumn("{task.description}"),
            console=Console(stderr=True),
            disable=quiet,
            speed_estimate_period=120,
        )
        self._task: Any = None

    def __enter__(self) -> "Bar":
        self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.stop()

    def begin(self, total: int) -> None:
        """So many submissions are to be graded."""
        self._task = self._bar.add_task("starting the judges" if total else "nothing is new", total=total)

    def update(self, report: Report) -> None:
        """One more is done."""
        told = f"compared {len(report.compared)}" if report.compared else f"graded {len(report.graded)}"
        for count, what in (
            (len(report.review), "for review"),
            (len(report.failed_closed), "failed closed"),
            (len(report.errors), "not graded"),
        ):
            told += f", {what} {count}" if count else ""
        self._bar.update(
            self._task, completed=len(report.graded) + len(report.compared) + len(report.errors), description=told
        )


def print_report(report: Report, seconds: float) -> None:
    """What a run did: a table by assignment, and a line for each submission that needs a person."""
    console = Console()
    graded = Counter(name for name, _ in report.graded)
    columns: dict[str, Counter[str]] = {
        "graded": graded,
        "for review": Counter(name for name, _ in report.review),
        "failed closed": Counter(name for name, _ in report.failed_closed),
        "not graded": Counter(name for name, _ in report.errors),
    }
    names = sorted(set().union(*columns.values()))
    if names:
        table = Table("assignment", title="Graded", title_justify="left")
        for column in columns:
            table.add_column(column, justify="right")
        for name in names:
            table.add_row(name, *(str(counts[name]) for counts in columns.values()))
        console.print(table)
    lines = [f"{who[1]}, {who[0]}: not graded: {said}" for who, said in sorted(report.errors.items())]
    lines += [f"{who[1]}, {who[0]}: failed closed: {said}" for who, said in sorted(report.failed_closed.items())]
    lines += [
        f"{who[1]}, {who[0]}: for review: {said}"
        for who, cells in sorted(report.review.items())
        if who not in report.failed_closed
        for said in cells
    ]
    for line in lines[:MOST_LINES]:
        console.print(line, markup=False, highlight=False, soft_wrap=True)
    if len(lines) > MOST_LINES:
        console.print(f"and {len(lines) - MOST_LINES} more lines: --json has them all")
    if report.compared:
        print_changes(console, report)
        return
    rate = f", {60 * len(report.graded) / seconds:.0f} a minute" if report.graded else ""
    if report.tests_kept:
        console.print(f"{report.tests_kept} of {report.tests} tests had passed before, and did not run again")
    if report.left:
        console.print(
            f"{report.left} were not begun: the time of a run (c.Grade.run_timeout) was over. Run the command again",
            highlight=False,
            soft_wrap=True,
        )
    console.print(
        f"{report.found} submissions: {len(report.graded)} graded in {seconds:.0f} s{rate}, "
        f"{report.unchanged} unchanged, {len(report.errors)} not graded",
        highlight=False,
    )


def print_changes(console: Console, report: Report) -> None:
    """What a run without --diff would change."""
    for (name, student), changes in sorted(report.changes.items()):
        told = ", ".join(map(str, changes))
        console.print(f"{student}, {name}: {told}", markup=False, highlight=False, soft_wrap=True)
    console.print(
        f"{report.found} submissions: {report.unchanged} unchanged, {len(report.compared)} compared, the grades of "
        f"{len(report.changes)} would change. Nothing was written: `autograder grade` writes it, and judges none again",
        highlight=False,
        soft_wrap=True,
    )
