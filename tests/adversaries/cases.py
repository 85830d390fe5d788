"""All adversaries; ``ADVERSARIES=pattern`` takes those whose names match it."""

import os
import re

import cases_bombs
import cases_exit
import cases_files
import cases_outputs
import cases_patches
import cases_reach
import cases_reading
import cases_state
import cases_structure
import cases_time
import cases_values
import cases_wire

_THEMES = [
    cases_exit,
    cases_patches,
    cases_values,
    cases_reading,
    cases_reach,
    cases_bombs,
    cases_files,
    cases_structure,
    cases_outputs,
    cases_wire,
    cases_state,
    cases_time,
]
_ALL = [case for theme in _THEMES for case in theme.CASES]
assert len({case.name for case in _ALL}) == len(_ALL), "two adversaries have the same name"
CASES = [case for case in _ALL if re.search(os.environ.get("ADVERSARIES", ""), case.name)]
