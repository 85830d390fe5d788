"""What belongs to an installed library; all else may be the notebook's own, and have a state of its own."""

import site
import sys
import sysconfig
import types
from pathlib import Path
from typing import Any

#: Where Python and its libraries are, and this package, which may be installed from its own folder.
PLACES = tuple(
    f"{place}/"
    for place in {
        *(sysconfig.get_path(name) for name in ("stdlib", "platstdlib", "purelib", "platlib")),
        *site.getsitepackages(),
        str(Path(__file__).parents[1]),
    }
)


def is_installed(module: types.ModuleType) -> bool:
    """Whether this module is a library's, and none that the notebook wrote or made."""
    origin = getattr(vars(module).get("__spec__"), "origin", None)
    return isinstance(origin, str) and (origin in ("built-in", "frozen") or origin.startswith(PLACES))


def is_of_installed(value: Any) -> bool:
    """Whether a function or a class is what an installed module calls by its name.

    What a library's decorator or factory has made of something in a notebook is not, nor what a notebook has put there.
    """
    if isinstance(value, types.FunctionType) and not is_space_of_installed(value.__globals__):
        return False
    module = sys.modules.get(str(value.__module__))
    if type(module) is not types.ModuleType or not is_installed(module):
        return False
    found: Any = module
    for part in value.__qualname__.split("."):
        parts = getattr(found, "__dict__", {})
        if part not in parts:
            return False
        found = parts[part]
    return getattr(found, "__func__", found) is value


def is_space_of_installed(space: dict[str, Any]) -> bool:
    """Whether these are the global names of an installed module."""
    module = sys.modules.get(str(space.get("__name__")))
    return type(module) is types.ModuleType and vars(module) is space and is_installed(module)
