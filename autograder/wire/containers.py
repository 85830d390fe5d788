"""The lists, dicts and sets of a call, which what is called may change in place."""

from typing import Any


def containers(value: Any, found: list[Any] | None = None, depth: int = 0) -> list[Any]:
    """The lists, dicts and sets in a call's arguments, in an order that is the same on both sides."""
    found = [] if found is None else found
    if depth > 20:
        return found
    if type(value) in (list, dict, set):
        found.append(value)
    if type(value) in (list, tuple):
        for item in value:
            containers(item, found, depth + 1)
    elif type(value) is dict:
        for item in value.values():
            containers(item, found, depth + 1)
    return found
