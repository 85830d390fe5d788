"""JSON of a student's, made fit for a file and for whoever walks through it."""

from typing import Any

#: Levels of lists and objects in a notebook; outputs of widgets have about a dozen.
DEEPEST = 100


def plain(value: Any, deepest: int = DEEPEST) -> Any:
    """`value` without halves of characters, which no file can hold, and without what is nested deeper."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    if isinstance(value, list):
        return [plain(item, deepest - 1) for item in value] if deepest else []
    if isinstance(value, dict):
        return {plain(name, 1): plain(item, deepest - 1) for name, item in value.items()} if deepest else {}
    return value
