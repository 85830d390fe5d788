"""The course map: all assignments on a page, what each needs, and a schedule; made of what the scripts say."""

from collections.abc import Iterator
from pathlib import Path

from autograder.course.about import About, about
from autograder.course.errors import CourseError
from autograder.course.folder import Course

#: Where it is kept in a course; once it is there, `autograder build` keeps it true.
PLACE = Path("docs", "course-map.md")


def read_map(course: Course) -> dict[str, About]:
    """What each script says of its place, in an order in which they can be done.

    Raises:
        CourseError: when one says nothing, names an assignment that is not there, or comes before what it needs.
    """
    found = {script.name: about(script) for script in course.scripts()}
    for name, each in found.items():
        for needed in each.before:
            if needed not in found:
                raise CourseError(f"{name} is to be done after {needed}, which is no assignment: mend its first cell")
            if found[needed].week > each.week:
                raise CourseError(
                    f"{name} is in week {each.week} and needs {needed}, which is in week {found[needed].week}: "
                    "mend the first cell of one of them"
                )
    return dict(_ordered(found))


def _ordered(found: dict[str, About]) -> Iterator[tuple[str, About]]:
    left = dict(sorted(found.items(), key=lambda pair: (pair[1].week, len(pair[1].before), pair[0])))
    while left:
        ready = [name for name, each in left.items() if not set(each.before) & left.keys()]
        if not ready:
            raise CourseError(f"these assignments wait for one another: {', '.join(left)}. Mend their first cells")
        # the rest of a week comes before the next
        yield ready[0], left.pop(ready[0])


def course_map(course: Course) -> str:
    """The page, as Markdown.

    Raises:
        CourseError: as `read_map`.
    """
    found = read_map(course)
    parts = [
        "<!-- made by `autograder map` from solutions/: mend the first cell of a script, not this page -->",
        "# The course map",
        f"{len(found)} assignments, {_points(sum(each.points for each in found.values()))} points, about "
        f"{sum(each.minutes for each in found.values()) / 60:.0f} hours of work. Sections are those of "
        "*Dive into Deep Learning* ([d2l.ai](https://d2l.ai), edition 1.0).",
        "\n".join(_table(found)),
        "## What needs what",
        "An arrow leads from an assignment to those that use what it teaches.",
        "\n".join(_graph(found)),
        f"## {len({each.week for each in found.values()})} weeks",
        "A suggestion: what is needed comes first, and no week asks for much more than another.",
        "\n".join(_schedule(found)),
    ]
    return "\n\n".join(parts) + "\n"


def write_map(course: Course) -> Path:
    """Write the page; where it is.

    Raises:
        CourseError: as `read_map`.
    """
    path = course.root / PLACE
    page = course_map(course)
    path.parent.mkdir(exist_ok=True)
    path.write_text(page, encoding="utf-8", newline="\n")
    return path


def stale_map(course: Course) -> list[str]:
    """A line if there is a page and it is not what the scripts say, or they say nothing that makes one."""
    path = course.root / PLACE
    if not path.exists():
        return []
    try:
        page = course_map(course)
    except CourseError as error:
        return [f"{PLACE} cannot be made: {error}"]
    return [] if path.read_text(encoding="utf-8") == page else [f"{PLACE} is stale"]


def _table(found: dict[str, About]) -> Iterator[str]:
    yield "| assignment | what it is about | needs | minutes | points | in the book |"
    yield "|---|---|---|---:|---:|---|"
    for name, each in found.items():
        needs = ", ".join(f"`{needed}`" for needed in each.before) or "nothing"
        link = f"[`{name}`](../solutions/{name}.py)"
        book = "<br>".join(each.book)
        yield f"| {link} | {each.title} | {needs} | {each.minutes} | {_points(each.points)} | {book} |"


def _graph(found: dict[str, About]) -> Iterator[str]:
    yield "```mermaid"
    yield "flowchart LR"
    for name, each in found.items():
        if not each.before:
            yield f"    {name}"
        for needed in each.before:
            yield f"    {needed} --> {name}"
    yield "```"


def _schedule(found: dict[str, About]) -> Iterator[str]:
    yield "| week | assignments | minutes |"
    yield "|---:|---|---:|"
    for week in sorted({each.week for each in found.values()}):
        mine = {name: each for name, each in found.items() if each.week == week}
        names = ", ".join(f"`{name}`" for name in mine)
        yield f"| {week} | {names} | {sum(each.minutes for each in mine.values())} |"


def _points(number: float) -> str:
    return f"{number:g}" if number < 1e6 else f"{number:.0f}"
