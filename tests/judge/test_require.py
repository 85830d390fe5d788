"""Nothing is graded below the required layers; an ordinary user can grade with what there is."""

import json
import os
import shutil
import subprocess
import sys

import pytest

from autograder.gradebook.judge import Judge
from autograder.judge.lane import Lane, LaneError
from autograder.session.sandbox import LAYERS, probe
from autograder.session.sandbox.layers import MECHANISMS

if sys.platform != "linux":
    pytest.skip("sessions need Linux", allow_module_level=True)

WITHOUT = """
import sys
from autograder.session.sandbox import machine
from autograder.judge.lane import main

missing, required = sys.argv[1].split(","), sys.argv[2].split(",")
found = machine.machine()
kept = frozenset(found.mechanisms - set(missing))
machine._machine = machine.Machine(mechanisms=kept, reasons=dict.fromkeys(missing, "taken away"))
main(required)
"""

AS_USER = """
import json, sys, tempfile
from autograder.judge.lane import Lane, Work

SETUP = "from autograder import check, points"
TESTS = '''
@points(2)
def test_two(student):
    "Twice two is four."
    assert student.double(2) == 4, "double(2) is not 4"

@points(3)
def test_closed(student):
    "The machine is closed."
    assert student.reads(sys.argv[1]) == "closed"
check()
'''.replace("sys.argv[1]", repr(sys.argv[1]))
ANSWER = '''
def double(x): return 2 * x
def reads(path):
    try:
        return open(path).read()
    except OSError:
        return "closed"
'''
lane = Lane(sys.argv[2].split(","))
cells = [[SETUP, "", False], [ANSWER, "", False], [TESTS, "double", True]]
judged = lane.judge(Work(cells, [("setup", SETUP), ("double", TESTS)], tempfile.mkdtemp(), [], 20, 60))
lane.close()
print(json.dumps([result.outcome.value for result in judged.verdicts[2].results]))
"""


@pytest.mark.parametrize("layer", LAYERS)
def test_a_layer_that_is_taken_away_is_named_and_nothing_starts(layer):
    command = [sys.executable, "-c", WITHOUT, ",".join(MECHANISMS[layer]), layer]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, stdin=subprocess.DEVNULL)
    error = json.loads(done.stdout)["error"]
    assert f"The layer `{layer}` is missing on this machine" in error
    assert "taken away" in error
    assert "nbgrader_config.py" in error


def test_the_judge_of_nbgrader_refuses_and_does_not_grade_as_zero(monkeypatch):
    monkeypatch.setattr(Judge, "_lane", None)
    with pytest.raises(LaneError, match="no layer is called walls"):
        Judge(require=["walls"])._start()


def test_a_lane_below_the_floor_leaves_no_process():
    with pytest.raises(LaneError):
        Lane(["walls"])


NO_PRIVILEGE = ["setpriv", "--bounding-set=-all", "--inh-caps=-all", "--no-new-privs"]


def _ordinary():
    """A command's beginning and options to run it without privileges: as this user, or as another where this is root.

    Where no other may look into this environment (it lies in root's home), as a root who can do no more than others.
    """
    if os.geteuid():
        return [], {}
    other = {"user": 54322, "group": 54322, "extra_groups": []}
    try:
        subprocess.run([sys.executable, "-c", "import autograder"], cwd="/", check=True, capture_output=True, **other)
    except (OSError, subprocess.CalledProcessError):
        if not shutil.which("setpriv"):
            pytest.skip("this environment lies where no ordinary user may look, and there is no setpriv")
        return NO_PRIVILEGE, {}
    return [], other


def test_an_ordinary_user_grades_in_the_portable_core(tmp_path_factory):
    folder = tmp_path_factory.mktemp("home")
    folder.chmod(0o777)
    secret = folder / "gradebook.db"
    secret.write_text("grades")
    secret.chmod(0o644)
    core = ",".join(name for name in ("limits", "files", "net", "syscalls") if probe()[name].works)
    before, options = _ordinary()
    done = subprocess.run(
        [*before, sys.executable, "-c", AS_USER, str(secret), core],
        capture_output=True,
        text=True,
        timeout=200,
        cwd="/",
        env={**os.environ, "HOME": str(folder), "TMPDIR": str(folder), "MPLCONFIGDIR": str(folder)},
        **options,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    assert json.loads(done.stdout) == ["passed", "passed"]
