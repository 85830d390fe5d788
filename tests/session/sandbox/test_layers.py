"""Every attack stays closed, and every need met, with all layers and with each taken away in turn."""

import importlib.util
import os
import shutil
import tempfile
from pathlib import Path

import pytest

from autograder.session.sandbox import CORE, LAYERS
from autograder.session.sandbox.layers import MECHANISMS

_spec = importlib.util.spec_from_file_location("sandbox_attacks", Path(__file__).with_name("attacks.py"))
attacks = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(attacks)


@pytest.fixture(scope="module")
def target():
    folder = tempfile.mkdtemp(prefix="course-test-")
    target = attacks.Target(folder)
    yield target
    target.close()
    shutil.rmtree(folder)


TAKEN_AWAY = {
    "with all": frozenset(),
    **{f"without {name}": frozenset({name}) for name in LAYERS},
    "with the core alone": LAYERS.keys() - CORE,
}


@pytest.fixture(scope="module", params=TAKEN_AWAY)
def session(request, grader, target):
    """The mechanisms in use, and what came of everything that was tried under them."""
    away = TAKEN_AWAY[request.param]
    if len(away) == 1 and not away & set(grader.working()):
        pytest.skip(f"the layer does not work here for {grader.name}: {request.param}")
    layers = [name for name in LAYERS if name not in away]
    used = grader.machine.mechanisms - {mechanism for name in away for mechanism in MECHANISMS[name]}
    work = tempfile.mkdtemp(prefix="session-test-")
    Path(work, "data.csv").write_text("1,2\n", encoding="utf-8")
    try:
        yield used, grader.run(work, lambda: attacks.all_of_it(target), layers)
    finally:
        shutil.rmtree(work)


@pytest.mark.parametrize("attack", attacks.ATTACKS)
def test_a_session_cannot(session, attack):
    used, outcome = session
    closers = attacks.ATTACKS[attack][1]
    closed = any(used.issuperset(closer if isinstance(closer, tuple) else (closer,)) for closer in closers)
    if not closed and outcome[attack] != "closed":
        pytest.skip(f"open without it, as `autograder doctor` says: {outcome[attack]}")
    assert outcome[attack] == "closed"


@pytest.mark.parametrize("need", attacks.NEEDS)
def test_a_session_has(session, need):
    assert session[1][need] == attacks.NEEDS[need][1]


def test_nothing_was_written_outside(session, target):
    assert os.listdir(os.path.join(target.folder, "open")) == []
    assert Path(target.secret).read_text(encoding="utf-8") == "grades"
