"""What a session finds when it begins."""

import os
import subprocess
import sys
import tempfile
import threading
import time

import pytest

from autograder.session import sandbox
from autograder.session.sandbox import LAYERS, MissingLayerError, SandboxError, mounts, namespaces, system
from autograder.session.sandbox import machine as here

pytestmark = pytest.mark.skipif(not system.machine(), reason="the layers are Linux's")

SECRETS = {"JUPYTERHUB_API_TOKEN": "secret", "NBGRADER_EXECUTION": "autograde", "AWS_SECRET_ACCESS_KEY": "secret"}


def test_the_environment_holds_no_secret_and_no_sign_of_grading(grader, work, monkeypatch):
    for name, value in SECRETS.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("DEVICE", "cpu")
    found = grader.run(work, lambda: dict(os.environ))
    assert not found.keys() & SECRETS.keys()
    assert "secret" not in found.values()
    assert found["HOME"] == work
    assert found["DEVICE"] == "cpu"
    assert found["MPLBACKEND"] == "agg"


def test_threads_of_a_session_sleep_while_they_wait(work, monkeypatch):
    monkeypatch.setenv("OMP_WAIT_POLICY", "active")
    assert sandbox.clean_environment(work)["OMP_WAIT_POLICY"] == "passive"


def test_a_process_started_with_the_clean_environment_never_held_a_secret(work, monkeypatch):
    for name, value in SECRETS.items():
        monkeypatch.setenv(name, value)
    command = [sys.executable, "-c", "print(open('/proc/self/environ').read())"]
    environment = sandbox.clean_environment(work)
    shown = subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout
    assert "secret" not in shown
    assert "NBGRADER" not in shown


def test_a_session_begins_in_its_folder_with_the_files_of_the_course(grader, work):
    folder, names = grader.run(work, lambda: (os.getcwd(), os.listdir()))
    assert folder == work
    assert "data.csv" in names


def test_what_it_writes_is_for_no_other_user(grader, work):
    def mode():
        with open("mine", "w", encoding="utf-8"):
            return os.stat("mine").st_mode & 0o777

    assert grader.run(work, mode) == 0o600


def test_temporary_files_are_its_own(grader, work, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", "/nowhere")
    for layers in (None, LAYERS.keys() - {"mounts"}):
        folder = grader.run(work, lambda: os.path.dirname(tempfile.mkdtemp()), layers)
        assert folder == "/tmp" or folder.startswith(work)


def test_the_private_tmp_shows_nothing_of_the_real_one(grader, work):
    if "mounts" not in grader.working():
        pytest.skip("no mount namespace here")
    with tempfile.NamedTemporaryFile(prefix="of-the-grader-") as file:
        names = grader.run(work, lambda: os.listdir("/tmp"))
        assert os.path.basename(file.name) not in names


def test_it_cannot_gain_rights(grader, work):
    def rights():
        with open("/proc/self/status", encoding="utf-8") as file:
            lines = dict(line.split(":\t") for line in file if ":\t" in line)
        return {name: int(lines[name], 16) for name in ("CapPrm", "CapEff", "CapInh", "CapAmb", "NoNewPrivs")}

    found = grader.run(work, rights)
    assert found == {"CapPrm": 0, "CapEff": 0, "CapInh": 0, "CapAmb": 0, "NoNewPrivs": 1}


def test_each_session_of_root_is_another_user(grader, work):
    if "uid" not in grader.working():
        pytest.skip("only root has users to spare")
    first, second = grader.run(work, os.getuid), grader.run(work, os.getuid)
    assert 0 not in (first, second)
    assert first != second


def test_a_snapshot_of_a_session_is_as_closed_as_the_session(grader, work):
    def in_a_snapshot():
        reading, writing = os.pipe()
        if os.fork() == 0:
            try:
                os.listdir("/etc")
            except OSError:
                os.write(writing, b"closed")
            os._exit(0)
        os.wait()
        return os.read(reading, 10).decode()

    assert grader.run(work, in_a_snapshot) == "closed"


def test_a_session_with_threads_is_refused(work):
    def start_late():
        stop = threading.Event()
        threading.Thread(target=stop.wait, daemon=True).start()
        try:
            sandbox.enter(sandbox.default_policy(work))
        except SandboxError as error:
            os.write(writing, str(error).encode())
        os._exit(0)

    here.machine()
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        start_late()
    os.waitpid(child, 0)
    assert b"one thread" in os.read(reading, 1000)
    os.close(reading)
    os.close(writing)


def test_the_machine_is_explored_once(monkeypatch):
    before = here.machine()
    monkeypatch.setattr(here, "_explore", lambda: pytest.fail("a second time"))
    assert sandbox.probe() == sandbox.probe()
    assert here.machine() is before


def test_a_missing_layer_is_named_with_what_it_leaves_open_its_cure_and_the_setting(monkeypatch):
    without = here.Machine(here.machine().mechanisms - {"landlock"}, {"landlock": "Function not implemented"})
    monkeypatch.setattr(here, "_machine", without)
    with pytest.raises(MissingLayerError) as caught:
        sandbox.require({"files", "limits"})
    text = str(caught.value)
    for part in ("`files`", "Function not implemented", "gradebook.db", "Linux 5.13", "--require"):
        assert part in text


def test_a_layer_that_is_there_can_be_required():
    sandbox.require([name for name, layer in sandbox.probe().items() if layer.works])


def test_a_layer_of_another_name_is_refused(work):
    with pytest.raises(ValueError, match="no layer is called network"):
        sandbox.require({"network"})
    with pytest.raises(ValueError, match="no layer is called network"):
        here.plan({"network"})


def test_a_spare_user_who_needs_the_private_root_goes_with_it(monkeypatch):
    both = here.Machine(frozenset({"mount namespace", "spare uid"}), {}, uid_needs_mounts=True)
    monkeypatch.setattr(here, "_machine", both)
    assert here.plan(None) == both.mechanisms
    assert here.plan({"uid", "limits"}) == frozenset()


def test_a_layer_that_fails_stops_the_session(work, monkeypatch):
    """Closed it fails: the session does not go on with one layer less."""
    monkeypatch.setattr("autograder.session.sandbox.landlock.version", lambda: 0)
    here.machine()
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            sandbox.enter(sandbox.default_policy(work), {"files"})
            os.write(writing, b"open")
        except SandboxError as error:
            os.write(writing, str(error).encode())
        finally:
            os._exit(0)
    os.close(writing)
    answer = os.read(reading, 1000)
    os.close(reading)
    sandbox.kill_tree(child)
    assert b"cannot be closed off" in answer


def test_a_policy_tells_what_it_shows(work):
    policy = sandbox.default_policy(work)
    assert sandbox.exposed(policy, os.__file__)
    assert sandbox.exposed(policy, "/usr")
    assert sandbox.exposed(policy, work) == ""
    assert sandbox.exposed(policy, os.path.join(os.path.dirname(__file__), "answers.py")) == ""


def test_the_package_loads_nothing_heavy():
    code = "import sys, autograder.session.sandbox, autograder.doctor; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not {"torch", "numpy", "IPython", "nbgrader", "autograder.judge", "autograder.course"} & set(loaded)


TRAIN = """
import os, sys, time
import torch
from torch.utils.data import DataLoader, TensorDataset
torch.set_num_threads(1)
from autograder.session import sandbox

sandbox.become_subreaper()
sandbox.probe()
child = os.fork()
if child == 0:
    try:
        sandbox.enter(sandbox.default_policy(sys.argv[1]))
        torch.set_num_threads(2)
        product = torch.ones(300, 300) @ torch.ones(300, 300)
        weight = torch.zeros(3, requires_grad=True)
        (weight * 2).sum().backward()
        torch.optim.SGD([weight], 0.5).step()  # it imports much of torch, late
        data = TensorDataset(torch.arange(40.0))
        loaded = sum(batch[0].sum().item() for batch in DataLoader(data, 10, num_workers=2))
        try:
            torch.ones(2**31)
        except RuntimeError as error:
            full = "can't allocate memory" in str(error)
        print(product[0, 0].item(), weight.tolist(), loaded, full, flush=True)
    finally:
        os._exit(0)
os.waitpid(child, 0)
"""


def test_torch_works_inside_with_threads_late_imports_and_workers(work):
    pytest.importorskip("torch")
    done = subprocess.run([sys.executable, "-c", TRAIN, work], capture_output=True, text=True, timeout=120)
    assert done.stdout == "300.0 [-1.0, -1.0, -1.0] 780.0 True\n", done.stderr


SLOW_CAT = "#!/bin/sh\nsleep 0.2\nexec /bin/cat\n"


@pytest.fixture
def slow_cat():
    """A `cat` that is slow to start, where every user can reach it."""
    with tempfile.TemporaryDirectory(prefix="session-test-") as folder:
        os.chmod(folder, 0o755)
        path = os.path.join(folder, "cat")
        with open(path, "w", encoding="utf-8") as file:
            file.write(SLOW_CAT)
        os.chmod(path, 0o755)
        yield path


def test_a_first_process_that_is_slow_to_start_ends_no_session(grader, work, monkeypatch, slow_cat):
    if not {"processes", "mounts"} <= set(grader.working()):
        pytest.skip("the layers processes and mounts do not work here")
    show = mounts._show

    def show_slowly(paths):
        time.sleep(0.5)
        show(paths)

    monkeypatch.setattr(namespaces, "CATS", (slow_cat,))
    monkeypatch.setattr(mounts, "_show", show_slowly)
    assert grader.run(work, lambda: "lives") == "lives"
