"""Which kit this is: a digest of its code."""

import functools
import hashlib
from collections.abc import Iterable
from pathlib import Path

import autograder


@functools.cache
def engine() -> str:
    """A digest of the kit itself: a mended engine grades again, and all machines of a cluster must have the same."""
    return digest(sorted(Path(autograder.__file__).parent.rglob("*.py")))


def digest(paths: Iterable[Path]) -> str:
    """A digest of the files among `paths`, by their names and what they hold."""
    found = hashlib.sha256()
    for path in paths:
        if path.is_file():
            content = path.read_bytes()
            found.update(f"{path.name} {len(content)}\n".encode() + content)
    return found.hexdigest()
