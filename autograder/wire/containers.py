"""The lists, dicts, sets and the like of a call, which what is called may change in place."""

from collections import Counter, OrderedDict, defaultdict, deque
from typing import Any

DICTS = (dict, OrderedDict, defaultdict, Counter)


def containers(value: Any, found: list[Any] | None = None, depth: int = 0) -> list[Any]:
    """Those in a call's arguments, in an order that is the same on both sides."""
    found = [] if found is None else found
    if depth > 20:
        return found
    if type(value) in (list, deque, set, *DICTS):
        found.append(value)
    if type(value) in (list, deque, tuple):
        for item in value:
            containers(item, found, depth + 1)
    elif type(value) in DICTS:
        for item in value.values():
            containers(item, found, depth + 1)
    return found
