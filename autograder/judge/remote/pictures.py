"""Put the pictures that a session drew aside where its cells showed the figures."""

from collections.abc import Sequence
from typing import Any

from autograder.session.aside import LATER

#: What stands for a picture that did not come.
NOT_DRAWN = "(a figure that could not be drawn)"


def waits(outputs: Sequence[Any]) -> bool:
    """Whether a picture of these outputs comes later."""
    return any(_number(output) is not None for output in outputs)


def put_in(outputs: Sequence[Any], drawn: Sequence[Any]) -> list[Any]:
    """The outputs with their pictures, and with what drawing them had to say before each."""
    found: list[Any] = []
    for output in outputs:
        number = _number(output)
        if number is None:
            found.append(output)
            continue
        picture = drawn[number] if 0 <= number < len(drawn) else None
        if not isinstance(picture, dict) or not isinstance(picture.get("outputs"), list):
            picture = {"data": {"text/plain": NOT_DRAWN}, "metadata": {}, "outputs": []}
        found += picture["outputs"]
        found.append({**output, "data": picture.get("data"), "metadata": picture.get("metadata")})
    return found


def _number(output: Any) -> int | None:
    data = output.get("data") if isinstance(output, dict) else None
    number = data.get(LATER) if isinstance(data, dict) else None
    return number if type(number) is int else None
