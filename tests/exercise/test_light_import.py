import json
import subprocess
import sys

import pytest

SCRIPT = "import autograder, json, sys; print(json.dumps(sorted(sys.modules)))"


@pytest.fixture(scope="module")
def loaded():
    """The modules that a fresh Python holds after `import autograder`."""
    done = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=True, timeout=60)
    return set(json.loads(done.stdout))


@pytest.mark.parametrize("heavy", ["torch", "nbgrader", "pytest", "IPython", "matplotlib", "numpy", "nbformat"])
def test_importing_autograder_imports_nothing_heavy(loaded, heavy):
    assert heavy not in loaded


@pytest.mark.parametrize("room", ["course", "judge", "gradebook", "demo", "session"])
def test_importing_autograder_opens_no_room_behind_it(loaded, room):
    assert f"autograder.{room}" not in loaded


def test_importing_autograder_imports_its_exercise_helpers(loaded):
    assert "autograder.exercise.check" in loaded
