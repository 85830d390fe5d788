"""What the adversaries share with the tests of the cycle, and the folder for imports between their files."""

import importlib.util
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

_spec = importlib.util.spec_from_file_location("cycle_fixtures", Path(__file__).parents[1] / "cycle" / "conftest.py")
_cycle = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(_cycle)
answer, classroom, own_tools = _cycle.answer, _cycle.classroom, _cycle.own_tools
