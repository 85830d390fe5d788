"""Any Jupyter client can have forked, warm, sandboxed kernels by one kernel.json."""

import os
import sys

import nbformat
import pytest
from nbclient import NotebookClient
from nbclient.exceptions import DeadKernelError

if sys.platform != "linux":
    pytest.skip("sessions need Linux", allow_module_level=True)

pytestmark = pytest.mark.cycle


@pytest.fixture(scope="module", autouse=True)
def installed(tmp_path_factory):
    """The kernel.json in a Jupyter folder of this module's own."""
    from autograder.kernel.spec import install

    prefix = tmp_path_factory.mktemp("prefix")
    install(str(prefix), user=False)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JUPYTER_PATH", str(prefix / "share" / "jupyter"))
        patch.setenv("NBGRADER_EXECUTION", "autograde")
        patch.setenv("JUPYTERHUB_API_TOKEN", "secret")
        yield


def run(*sources, timeout=60):
    """Execute cells with nbclient in the kernel; the cells."""
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in sources])
    options = {"allow_errors": True, "interrupt_on_timeout": True}
    NotebookClient(notebook, kernel_name="autograder", timeout=timeout, **options).execute()
    return notebook.cells


def text(cell):
    return "".join(output.get("text", "") for output in cell.outputs)


def test_cells_give_streams_results_figures_and_errors():
    cells = run(
        "x = 1\nprint('hello')",
        "x + 1",
        "import matplotlib.pyplot as plt\n%matplotlib inline\nplt.plot([1, 2]);",
        "1 / 0",
        "import torch\ntorch.ones(2).sum().item()",
    )
    assert text(cells[0]) == "hello\n"
    assert cells[1].outputs[0].data["text/plain"] == "2"
    assert "image/png" in cells[2].outputs[0].data
    assert cells[3].outputs[0].ename == "ZeroDivisionError"
    assert cells[4].outputs[0].data["text/plain"] == "2.0"


def test_the_code_sees_no_secret_and_no_grader():
    (cell,) = run("import os; print({**os.environ}, open('/proc/self/environ').read())")
    assert "NBGRADER_EXECUTION" not in text(cell)
    assert "secret" not in text(cell)


def test_the_network_is_closed():
    (cell,) = run("import socket\nsocket.create_connection(('127.0.0.1', 9), 1)")
    assert cell.outputs[0].ename in ("PermissionError", "OSError")


def test_files_of_the_machine_are_closed(tmp_path):
    (tmp_path / "secret.txt").write_text("x")
    (cell,) = run(f"open({str(tmp_path / 'secret.txt')!r})")
    assert cell.outputs[0].ename in ("PermissionError", "FileNotFoundError")


def test_two_kernels_know_nothing_of_each_other():
    run("mark = 5\nopen('left.txt', 'w').write('x')")
    (cell,) = run("import os\nprint('mark' in globals(), os.path.exists('left.txt'))")
    assert text(cell) == "False False\n"


def test_an_endless_cell_is_interrupted_by_a_message():
    first, second = run("while True: pass", "'next'", timeout=3)
    assert first.outputs[0].ename == "KeyboardInterrupt"
    assert second.outputs[0].data["text/plain"] == "'next'"


def test_a_kernel_that_ends_itself_is_seen_to_be_dead():
    with pytest.raises(DeadKernelError):
        run("import os; os._exit(1)")


def test_nothing_is_left_of_a_kernel():
    from autograder.kernel.provisioner import SandboxProvisioner
    from autograder.session.sandbox.tree import descendants

    run("import subprocess\nsubprocess.Popen(['sleep', '1000'], start_new_session=True)")
    zygote = SandboxProvisioner._zygote
    assert descendants(zygote._process.pid) == set()
    assert [name for name in os.listdir(zygote._home) if name.startswith("work-")] == []
