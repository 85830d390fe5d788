"""What a cell shows, as nbformat outputs: streams, displays, results and errors, within a limit of bytes."""

import io
from base64 import b64encode
from typing import Any

from autograder.wire.errors import WireError
from autograder.wire.frames import dump, parse
from autograder.wire.limits import DEFAULT

#: Bytes of one cell's outputs.
OUTPUT_BYTES = 2_000_000
CUT = "\n[the output was cut here: it is longer than {limit} bytes]\n"


class Outputs:
    """The outputs of the cell that runs now."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.clear()

    def start(self) -> None:
        """Begin a new cell."""
        self.clear()

    def clear(self) -> None:
        self.found: list[dict[str, Any]] = []
        self._left = self.limit
        self._cut = False
        self._clear_next = False

    def write(self, name: str, text: str) -> None:
        """Text on the stream `name`; consecutive texts of a stream are one output."""
        text = self._within(text)
        if not text:
            return
        self._wait()
        last = self.found[-1] if self.found else None
        if last and last["output_type"] == "stream" and last["name"] == name:
            last["text"] = carriage_return(last["text"] + text)
        else:
            self.found.append({"output_type": "stream", "name": name, "text": carriage_return(text)})

    def add(self, output: dict[str, Any]) -> None:
        """An output of another kind; one that would go beyond the limit, or that the wire refuses, is left out."""
        try:
            size = len(sendable(output))
        except WireError:
            return
        if size > self._left:
            self._cut_off()
            return
        self._left -= size
        self._wait()
        self.found.append(output)

    def update(self, display_id: str, data: dict[str, Any], metadata: dict[str, Any]) -> None:
        """Put other data into the outputs of this cell that have the `display_id`."""
        for output in self.found:
            if output.get("transient", {}).get("display_id") == display_id:
                output["data"], output["metadata"] = data, metadata

    def clear_output(self, wait: bool) -> None:
        """IPython's clear_output: now, or when the next output comes."""
        if wait:
            self._clear_next = True
        else:
            self.found = []

    def take(self) -> list[dict[str, Any]]:
        """The outputs, fit for nbformat."""
        taken = [{key: value for key, value in output.items() if key != "transient"} for output in self.found]
        self.clear()
        return taken

    def _wait(self) -> None:
        if self._clear_next:
            self._clear_next = False
            self.found = []

    def _within(self, text: str) -> str:
        if len(text) <= self._left:
            self._left -= len(text)
            return text
        text, self._left = text[: self._left], 0
        if text:
            self.write("stdout", text)
        self._cut_off()
        return ""

    def _cut_off(self) -> None:
        if not self._cut:
            self._cut = True
            self.found.append({"output_type": "stream", "name": "stderr", "text": CUT.format(limit=self.limit)})


def clean(data: Any) -> dict[str, Any]:
    """A mime bundle that nbformat takes: text as text, bytes as base64."""
    found: dict[str, Any] = {}
    for mime, value in dict(data).items():
        found[str(mime)] = b64encode(value).decode() if isinstance(value, bytes) else value
    return found


def carriage_return(text: str) -> str:
    """What a terminal shows of text with ``\\r``, as a progress bar writes it: the last state of each line."""
    if "\r" not in text:
        return text
    lines = text.replace("\r\n", "\n").split("\n")
    shown = []
    for line in lines:
        parts = line.split("\r")
        # a bar that ends in \r waits for its next state: keep the mark
        tail = "\r" if line.endswith("\r") and len(parts) > 1 else ""
        visible = [part for part in parts if part]
        shown.append((visible[-1] if visible else "") + tail)
    return "\n".join(shown)


def sendable(tree: Any) -> bytes:
    """`tree` as JSON that the judge takes.

    Raises:
        WireError: when there is none: not a number, too long a number, too deep.
    """
    text = dump(tree)
    parse(bytearray(text), DEFAULT.depth)
    return text


class Stream(io.TextIOBase):
    """``sys.stdout`` or ``sys.stderr`` of a session."""

    encoding = "utf-8"
    errors = "replace"

    def __init__(self, name: str, outputs: Outputs) -> None:
        self.name = name
        self._outputs = outputs

    def write(self, text: str) -> int:
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        self._outputs.write(self.name, text)
        return len(text)

    def writable(self) -> bool:
        return True

    def isatty(self) -> bool:
        return False
