"""What ``autograder doctor`` says: which isolation layers this machine has, and what the others leave open."""

import os
import platform
import sys
import textwrap

from autograder.session.sandbox import LAYERS, Layer, MissingLayerError, probe, require

_WIDTH = 100
_INDENT = " " * 12


def run_doctor(required: frozenset[str]) -> int:
    """Print the layers of this machine and return 0, or 2 if one of the `required` is missing or is no layer."""
    print(f"Isolation layers on this machine ({_system()}):")
    for layer in probe().values():
        print("\n".join(_lines(layer)))
    if sys.platform != "linux":
        print(_paragraph(_NOT_LINUX))
    try:
        require(required)
    except (MissingLayerError, ValueError) as error:
        print("\n".join(_paragraph(line) for line in str(error).splitlines()))
        return 2
    if required:
        print(f"Required and there: {', '.join(name for name in LAYERS if name in required)}.")
    return 0


_NOT_LINUX = (
    f"On {platform.system()} none of the layers exists: what a notebook runs here can read and write all that you can, "
    "the course, the answers, gradebook.db and the other submissions included, can use the network, and can leave "
    "processes behind. Grade on Linux (a container or WSL 2 will do), or, for submissions that you trust as your own "
    "code, opt in by requiring no layer."
)


def _system() -> str:
    user = "" if not hasattr(os, "getuid") else ", as root" if os.getuid() == 0 else ", as an ordinary user"
    return f"{platform.system()} {platform.release()} on {platform.machine()}{user}"


def _lines(layer: Layer) -> list[str]:
    if layer.works:
        lines = [_entry(layer.name, f"closed by {layer.how}")]
        return [*lines, _entry("", f"not used: {layer.why}")] if layer.why else lines
    lines = [_entry(layer.name, f"OPEN: {layer.leaves_open}."), _entry("", f"To get it, {layer.cure}.")]
    return [*lines, _entry("", f"What the machine said: {layer.why}.")] if layer.why else lines


def _entry(name: str, text: str) -> str:
    return textwrap.fill(text, _WIDTH, initial_indent=f"  {name:<10}", subsequent_indent=_INDENT)


def _paragraph(text: str) -> str:
    return textwrap.fill(text, _WIDTH)
