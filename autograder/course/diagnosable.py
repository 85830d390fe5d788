"""The misconceptions of a script, as a diagnosis needs them."""

from autograder.course.answers import Answer, read_answers, with_answers
from autograder.course.cells import Cell, Kind, Script
from autograder.course.reach import bound_names, exercises_used_by
from autograder.judge.diagnose import Misconception


def misconceptions_of(script: Script) -> list[Misconception]:
    """The misconceptions that the script's answers list, in order."""
    return [misconception_of(script, answer) for answer in read_answers(script) if not answer.is_right]


def misconception_of(script: Script, answer: Answer) -> Misconception:
    """A wrong answer, with the solution cell that holds it, the tests of its exercise and of those that it uses."""
    own, home = _home(script, answer)
    return Misconception(
        answer.target,
        answer.misconception,
        answer.hint,
        in_place_of(own, home.source),
        frozenset(answer.loses),
        _tests(script, {own.name}),
        _tests(script, exercises_used_by(script, own)),
    )


def _tests(script: Script, exercises: set[str]) -> frozenset[str]:
    return frozenset(spec.name for cell in script.of(Kind.TEST) if cell.name in exercises for spec in cell.tests())


def source_with(script: Script, answer: Answer) -> str:
    """The solution cell with the answer in it, as `in_place_of` gives it."""
    own, home = _home(script, answer)
    return in_place_of(own, home.source)


def in_place_of(cell: Cell, source: str) -> str:
    """`source` for a notebook in which the solution `cell` has run: what it does not define is then not defined."""
    names = [*dict.fromkeys(name for node in cell.tree.body for name in bound_names(node))]
    return f"[globals().pop(name, None) for name in {names}]\n{source}"


def sources_with(script: Script, answers: list[Answer]) -> str:
    """The same for one answer to each of several exercises, in the order of the notebook."""
    cells = with_answers(script, answers)
    pairs = [(own, cell) for cell, own in zip(cells, script.cells, strict=True) if cell is not own]
    return "\n\n".join(in_place_of(own, cell.source) for own, cell in pairs)


def _home(script: Script, answer: Answer) -> tuple[Cell, Cell]:
    """The solution cell that an answer belongs to, as it is and with the answer."""
    cells = with_answers(script, [answer])
    return next((own, cell) for cell, own in zip(cells, script.cells, strict=True) if cell is not own)
