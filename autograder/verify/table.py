"""The findings of all assignments as a table for a terminal, and their problems below."""

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from autograder.verify.finding import Finding

#: Characters of a line where no terminal says how many there are.
WIDTH = 125
_COLUMNS = (
    *("assignment", "right", "miscon-\nceptions", "named\nitself", "mu-\ntants", "killed", "equi-\nvalent", "rate"),
    *("grad-\nings", "slow-\nest", "sec-\nonds", ""),
)


def print_findings(findings: list[Finding], console: Console | None = None) -> None:
    """Print the table, and a line for each problem."""
    console = console or Console()
    if not console.is_terminal:
        console.width = WIDTH
    table = Table(title="autograder verify")
    for number, column in enumerate(_COLUMNS):
        table.add_column(column, justify="right" if 0 < number < len(_COLUMNS) - 1 else "left", no_wrap=not number)
    for finding in findings:
        table.add_row(
            finding.name,
            str(finding.right),
            str(finding.misconceptions),
            str(finding.named_itself),
            str(finding.mutants),
            str(finding.killed),
            str(finding.equivalent),
            f"{finding.rate:.1%}",
            str(finding.gradings),
            f"{finding.slowest:.0%}",
            f"{finding.seconds:.0f}",
            "✔" if finding.ok else f"✘ {len(finding.problems)}",
        )
    console.print(table)
    for finding in findings:
        for problem in finding.problems:
            console.print(f"✘ {escape(finding.name)}: {escape(problem)}", soft_wrap=True, highlight=False)
