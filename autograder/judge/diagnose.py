"""Which misconception an answer shows: the one to which the tests that it lost asked the same and from which they got
the same."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from autograder.judge.transcript import Transcript, alike
from autograder.judge.verdict import Hint


@dataclass(frozen=True)
class Misconception:
    """A known mistake: a hint for it, the tests that it loses, those of its own exercise, and those of others it uses.

    `source` is the solution cell with the mistake in place of the right function.
    """

    function: str
    name: str
    text: str
    source: str
    loses: frozenset[str]
    exercise: frozenset[str]
    used: frozenset[str] = frozenset()

    @property
    def key(self) -> tuple[str, str]:
        """What tells it from others: one misconception may be written in several ways."""
        return self.function, self.name

    @property
    def hint(self) -> Hint:
        """The words for the exercise itself."""
        return Hint(self.function, self.name, self.text)

    @property
    def elsewhere(self) -> Hint:
        """The words for another exercise, whose tests are lost through this one's."""
        return Hint(self.function, self.name, f"This comes from `{self.function}`: see the hint there.")


def candidates(lost: Collection[str], known: Iterable[Misconception]) -> list[Misconception]:
    """Those that lose nothing that a notebook keeps, and of their exercise all that it loses.

    Where an exercise that the function uses lost tests of its own, these may be lost through it: none is a candidate.
    """
    names = frozenset(lost)
    return [
        one
        for one in known
        if one.loses
        and one.loses <= names
        and one.exercise & names == one.exercise & one.loses
        and one.used & names <= one.loses
    ]


def diagnose(
    lost: Collection[str],
    transcripts: Mapping[str, Transcript],
    known: Mapping[Misconception, Mapping[str, Transcript]],
) -> list[Misconception]:
    """The misconceptions that a notebook shows.

    Args:
        lost: the names of all tests that it lost.
        transcripts: what these asked and got.
        known: each misconception with what the tests that it loses asked and got.

    One is named only if it is among the `candidates` and each test that it loses got the same as from it. Where two
    explain the same test, the one that explains more is named; else none.
    """
    found = [
        one
        for one in candidates(lost, known)
        if all(name in transcripts and name in known[one] for name in one.loses)
        and all(alike(transcripts[name], known[one][name]) for name in one.loses)
    ]
    widest = [one for one in found if not any(one.loses < other.loses for other in found)]
    alone = [one for one in widest if not any(one.key != other.key and one.loses & other.loses for other in widest)]
    return list({one.key: one for one in alone}.values())
