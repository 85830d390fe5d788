"""Who is in the class: what each hands in for each assignment."""

import random
from collections.abc import Callable
from dataclasses import dataclass

from autograder.course.answers import Answer
from autograder.course.cells import Script

NAMES = ("ada", "blaise", "emmy", "carl", "dorothy", "edsger", "grace", "hedy", "isaac", "joan", "karl", "leonhard")


@dataclass(frozen=True)
class Work:
    """What is handed in for one assignment: the answers in place of the reference's, and what becomes of the file."""

    about: str
    answers: tuple[Answer, ...] = ()
    untouched: bool = False
    executed: bool = False
    cut_off: bool = False
    crashes: bool = False


@dataclass(frozen=True)
class Pupil:
    """One student, and the work for each assignment by its name."""

    name: str
    work: dict[str, Work]


Answers = dict[str, list[Answer]]


def make_class(scripts: list[Script], answers: Answers, count: int) -> list[Pupil]:
    """`count` students, the same in each demo; `answers` are those of each assignment by its name."""
    draw = random.Random(1795)
    found = []
    for number in range(count):
        name = NAMES[number] if number < len(NAMES) else f"student{number + 1:03}"
        kind = KINDS[number] if number < len(KINDS) else draw.choice(KINDS[6:])
        found.append(Pupil(name, {s.name: kind(s, answers.get(s.name, []), draw, scripts) for s in scripts}))
    return found


Kind = Callable[[Script, list[Answer], random.Random, list[Script]], Work]


def _executed(script: Script, answers: list[Answer], draw: random.Random, scripts: list[Script]) -> Work:
    return Work("right, saved with outputs and cells of their own", executed=True)


def _other_style(script: Script, answers: list[Answer], draw: random.Random, scripts: list[Script]) -> Work:
    chosen = _one_each([answer for answer in answers if answer.is_right], draw)
    return Work("right, in another style", tuple(chosen))


def _untouched(script: Script, answers: list[Answer], draw: random.Random, scripts: list[Script]) -> Work:
    return Work("as released", untouched=True)


def _cut_off(script: Script, answers: list[Answer], draw: random.Random, scripts: list[Script]) -> Work:
    """The last assignment's file ends in the middle; the others are right."""
    if script is not scripts[-1]:
        return _other_style(script, answers, draw, scripts)
    return Work("the file is cut off", cut_off=True)


def _crashes(script: Script, answers: list[Answer], draw: random.Random, scripts: list[Script]) -> Work:
    """The middle assignment takes its kernel down; the others have one mistake."""
    if script is not scripts[len(scripts) // 2]:
        return _mistaken(1)(script, answers, draw, scripts)
    return Work("takes the kernel down", crashes=True)


def _mistaken(count: int) -> Kind:
    def work(script: Script, answers: list[Answer], draw: random.Random, scripts: list[Script]) -> Work:
        wrong = _one_each([answer for answer in answers if not answer.is_right], draw)
        chosen = draw.sample(wrong, min(count, len(wrong)))
        named = ", ".join(answer.misconception for answer in chosen)
        return Work(f"mistaken: {named}" if named else "right", tuple(chosen))

    return work


def _one_each(answers: list[Answer], draw: random.Random) -> list[Answer]:
    """One of the answers to each exercise."""
    targets = sorted({answer.target for answer in answers})
    return [draw.choice([answer for answer in answers if answer.target == target]) for target in targets]


#: The kinds of students, in the order in which they come; beyond the twelfth they are drawn from the last six.
KINDS: tuple[Kind, ...] = (
    _executed,
    _mistaken(2),
    _other_style,
    _untouched,
    _cut_off,
    _crashes,
    _mistaken(1),
    _other_style,
    _mistaken(3),
    _mistaken(5),
    _other_style,
    _mistaken(4),
)
