"""An adversary: a submission that tries something, and the exact score that it has earned."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

HONEST = {
    "double": "def double(x):\n    return 2 * x\n",
    "triple": "def triple(x):\n    return 3 * x\n",
    "step": "def step(params, lr):\n"
    "    with torch.no_grad():\n        for p in params:\n            p -= lr * p.grad\n",
    "count": "def count(n, tell):\n    for i in range(n):\n        tell(i)\n        yield i\n",
}
#: Right in none of its tests.
WRONG = "def double(x):\n    return 7 * x + 1\n"

#: The points of the tests of `double`: each test a bit of its own, so that a score tells which of them passed.
LOOK, MANY, WHOLE, LAST = 1, 2, 4, 8
DOUBLE = LOOK + MANY + WHOLE + LAST
TRIPLE = 16 + 32
STEP, COUNT = 64, 128
FULL = DOUBLE + TRIPLE + STEP + COUNT
#: What is left to one whose `double` is all wrong.
REST = FULL - DOUBLE

#: Built from pieces, so that this file does not hold it.
MARKER = "-".join(["quartz", "heron", "5511"])


@dataclass(frozen=True)
class Adversary:
    """A submission: the sources of its answers, what is done to the notebook, and the files beside it.

    In sources and file contents, ``@NAME@`` is put in by the fixture: @TCP@, @UDP@, @UNIX@, @ABSTRACT@, @COURSE@,
    @CANARY@. `mutate` gives another notebook, or the text or bytes that are handed in instead of one; `links` are
    made beside it, name to target; `leaves` is an extra check of what grading has left.
    """

    name: str
    claim: str
    double: str = HONEST["double"]
    triple: str = HONEST["triple"]
    step: str = HONEST["step"]
    count: str = HONEST["count"]
    expected: float = FULL
    mutate: Callable[[Any], Any] | None = None
    files: dict[str, bytes] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)
    leaves: Callable[[Any], None] | None = None

    def sources(self) -> dict[str, str]:
        return {name: getattr(self, name) for name in HONEST}


def cheat(name: str, claim: str, before: str, expected: float = REST, **others: Any) -> Adversary:
    """A wrong `double` behind a cheat: it earns what the rest of the notebook earns."""
    return Adversary(name, claim, double=before + "\n" + WRONG, expected=expected, **others)
