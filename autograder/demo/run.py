"""``autograder demo``: run the cycle under a progress bar and show what came of it."""

import logging
import warnings
import webbrowser
from collections import Counter
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from autograder.course.answers import read_answers
from autograder.course.folder import Course
from autograder.demo.cycle import Cycle
from autograder.demo.folder import contained, fresh_course
from autograder.demo.pupils import Pupil, make_class

Grades = dict[str, dict[str, tuple[float, float]]]

RIGHT, WRONG = 90, 50  # from here a score is shown as good, and below here as bad


def run_demo(course: Course, students: int, folder: Path | None, *, show: bool) -> int:
    """Make a class of `students`, run nbgrader's whole cycle in a fresh folder and print the grades.

    Raises:
        CourseError: when the course does not build or nbgrader refuses a step.
    """
    console = Console()
    demo = fresh_course(course, folder)
    scripts = demo.scripts()
    pupils = make_class(scripts, {script.name: read_answers(script) for script in scripts}, students)
    console.print(f"students: {students}, assignments: {len(scripts)}, folder: {demo.root}", soft_wrap=True)
    logging.getLogger("traitlets").setLevel(logging.CRITICAL)  # each step's log is kept and told in short
    warnings.simplefilter("ignore")
    bar = Progress(
        BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TextColumn("{task.description}"), console=console
    )
    with contained(demo.root), bar:
        task = bar.add_task("build", total=None)
        cycle = Cycle(demo, scripts, pupils, lambda line: bar.update(task, advance=1, description=line))
        bar.update(task, total=cycle.steps())
        cycle.run()
        bar.update(task, description="done")
        grades = cycle.grades()
    _print_grades(console, pupils, grades)
    _print_misconceptions(console, cycle, pupils)
    _print_notes(console, cycle.warnings)
    pages = _print_paths(console, cycle, pupils, grades)
    if show and pages:
        webbrowser.open(pages[0].as_uri())
    return 0


def _print_grades(console: Console, pupils: list[Pupil], grades: Grades) -> None:
    names = list(pupils[0].work)
    table = Table(title="Grades", title_justify="left")
    table.add_column("student", min_width=max(len(pupil.name) for pupil in pupils))
    for name in names:
        most = max((row[name][1] for row in grades.values() if name in row), default=0.0)
        table.add_column(f"{name} ({most:g})".replace("_", "_\n"), justify="right")
    for pupil in pupils:
        table.add_row(pupil.name, *(_score(*grades.get(pupil.name, {}).get(name, (0.0, 0.0))) for name in names))
    console.print(table)


def _print_misconceptions(console: Console, cycle: Cycle, pupils: list[Pupil]) -> None:
    """How often each misconception was found, and how often it was handed in."""
    found: Counter[tuple[str, str, str]] = Counter()
    handed_in: Counter[tuple[str, str, str]] = Counter()
    for pupil in pupils:
        for name, work in pupil.work.items():
            found.update((name, *each) for each in cycle.misconceptions(name, pupil.name))
            handed_in.update((name, each.target, each.misconception) for each in work.answers if not each.is_right)
    table = Table(title="Misconceptions", title_justify="left")
    for column in ("assignment", "function", "misconception"):
        table.add_column(column)
    for column in ("found", "handed in"):
        table.add_column(column, justify="right")
    for key in sorted(found | handed_in, key=lambda key: (key[0], -found[key], key)):
        table.add_row(*key, str(found[key]), str(handed_in[key]))
    if table.rows:
        console.print(table)


def _score(score: float, most: float) -> str:
    if not most:
        return "-"
    share = 100 * score / most
    colour = "green" if share >= RIGHT else "red" if share < WRONG else "yellow"
    return f"[{colour}]{score:g}[/]"


def _print_notes(console: Console, lines: list[str]) -> None:
    if lines:
        console.print("\nWhat grading had to say:")
    for line in lines:
        console.print(f"  {line}", markup=False, highlight=False, soft_wrap=True)


def _print_paths(console: Console, cycle: Cycle, pupils: list[Pupil], grades: Grades) -> list[Path]:
    """Print what each handed in, and where the feedback pages and the gradebook are; return the pages."""
    console.print("\nWhat they handed in, and the feedback that they get:")
    pages = []
    for pupil in pupils:
        console.print(f"  [bold]{pupil.name}[/]")
        for name, work in pupil.work.items():
            page = cycle.feedback(name, pupil.name)
            score, most = grades.get(pupil.name, {}).get(name, (0.0, 0.0))
            console.print(f"    {name}: {score:g} of {most:g}, {work.about}", highlight=False, soft_wrap=True)
            if page.is_file():
                pages.append(page)
                console.print(f"      {page}", markup=False, highlight=False, soft_wrap=True, style="cyan")
            else:
                console.print("      no feedback page: see the notes above", style="red")
    console.print(f"\nGradebook: {cycle.course.root / 'gradebook.db'}", highlight=False, soft_wrap=True)
    return pages
