"""Which misconception an answer shows: the one to which the tests that it lost asked the same and from which they got
the same."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from autograder.judge.transcript import Transcript, alike
from autograder.judge.verdict import Hint


@dataclass(frozen=True)
class Misconception:
    """A known mistake: a hint for it, the tests that it loses, and those of its own exercise.

    `source` is the solution cell with the mistake in place of the right function.
    """

    function: str
    name: str
    text: str
    source: str
    loses: frozenset[str]
    exercise: frozenset[str]

    @property
    def hint(self) -> Hint:
        return Hint(self.function, self.name, self.text)


def diagnose(
    lost: Collection[str],
    transcripts: Mapping[str, Transcript],
    known: Sequence[tuple[Misconception, Mapping[str, Transcript]]],
) -> list[Misconception]:
    """The misconceptions that a notebook shows.

    Args:
        lost: the names of all tests that it lost.
        transcripts: what these asked and got.
        known: each misconception with what the tests that it loses asked and got.

    One is named only if the notebook loses all that it loses, and nothing else of its exercise, and each of these
    tests got the same as from it. Where two explain the same test, the one that explains more is named; else none.
    """
    lost = set(lost)
    found = [
        misconception
        for misconception, theirs in known
        if misconception.loses
        and misconception.loses <= lost
        and misconception.exercise & lost == misconception.exercise & misconception.loses
        and all(
            name in transcripts and name in theirs and alike(transcripts[name], theirs[name])
            for name in misconception.loses
        )
    ]
    widest = [one for one in found if not any(one.loses < other.loses for other in found)]
    return [one for one in widest if not any(one is not other and one.loses & other.loses for other in widest)]
