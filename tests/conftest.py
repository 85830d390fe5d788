"""Fixtures that more than one file uses."""

import itertools
import linecache
import os
import shutil
import sysconfig
from pathlib import Path

import psutil
import pytest
from hypothesis import HealthCheck, settings

#: A machine that is busy makes no example wrong.
settings.register_profile("wire", deadline=None)

#: The fuzzers run as many cases each as AUTOGRADER_FUZZ says.
settings.register_profile(
    "fuzz",
    max_examples=int(os.environ.get("AUTOGRADER_FUZZ", "500")),
    deadline=None,
    suppress_health_check=list(HealthCheck),
)

ROOT = Path(__file__).parents[1]

#: nbgrader starts `alembic` by its name, also where the environment is not activated.
os.environ["PATH"] = os.pathsep.join([sysconfig.get_path("scripts"), os.environ.get("PATH", os.defpath)])

_NUMBERS = itertools.count()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """Keep a file's tests on one worker, which has made what they share; of a file on all assignments, each one's."""
    from xdist.scheduler import LoadScopeScheduling

    assignments = [path.stem for path in (ROOT / "solutions").glob("*.py")]

    class ByFileAndAssignment(LoadScopeScheduling):
        def _split_scope(self, nodeid):
            file, _, test = nodeid.partition("::")
            if file.startswith("tests/hub/"):
                return "tests/hub"  # one Hub at a time: it has ports of its own
            return next((f"{file}[{name}]" for name in assignments if f"[{name}" in test), file)

    return ByFileAndAssignment(config, log)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """A log may hold a file name that is no text; workers can send only text."""
    report = yield
    report.sections = [
        tuple(part.encode("utf-8", "replace").decode() for part in section) for section in report.sections
    ]
    return report


@pytest.fixture(scope="session")
def ended():
    """Tell whether a process (of psutil, or its id) is gone, or dead and only not yet collected.

    An orphan's entry stays until process 1 collects it; in a container without an init process that is never.
    """

    def tell(process):
        try:
            process = process if isinstance(process, psutil.Process) else psutil.Process(process)
            return not process.is_running() or process.status() == psutil.STATUS_ZOMBIE
        except psutil.NoSuchProcess:
            return True

    return tell


@pytest.fixture
def run_source():
    """Run a source in a namespace as IPython runs a cell, its lines kept for messages; give its file name."""
    names = []

    def run(source, namespace):
        name = f"<cell-of-a-test-{next(_NUMBERS)}>"
        names.append(name)
        linecache.cache[name] = (len(source), None, source.splitlines(keepends=True), name)
        exec(compile(source, name, "exec"), namespace)
        return name

    yield run
    for name in names:
        linecache.cache.pop(name, None)


@pytest.fixture
def judge(run_source):
    """The verdict on a student's source by the source of a test cell, in a session of its own."""
    from autograder.judge.live import run_cell

    def run(student, tests):
        namespace = {"__name__": "__main__"}
        run_source(student, namespace)
        theirs = set(namespace)
        run_source(tests, namespace)
        functions = [namespace[name] for name in namespace if name.startswith("test_") and name not in theirs]
        return run_cell(functions, namespace, tests)

    return run


SMALL = '''\
# %% [markdown]
# # Two exercises

# %% setup
from autograder import check, load_data, points

table = load_data("numbers.csv")

# %% solution="double"
def double(x):
    """Twice x."""
    ### BEGIN SOLUTION
    return 2 * x
    ### END SOLUTION

# %% test="double"
@points(1)
def test_double_of_two(student):
    """Twice two is four."""
    assert student.double(2) == 4, "double(2) is not 4"


### BEGIN HIDDEN TESTS
@points(2.5)
def test_double_of_any_number(student):
    """Twice any number is right."""
    assert student.double(-3) == -6, "double(-3) is not -6"


### END HIDDEN TESTS
check()

# %% solution="triple"
def triple(x):
    """Three times x."""
    ### BEGIN SOLUTION
    return 3 * x
    ### END SOLUTION

# %% test="triple"
@points(2)
def test_triple_of_two(student):
    """Three times two is six."""
    assert student.triple(2) == 6, "triple(2) is not 6"
check()
'''

ANSWERS = """\
from autograder.course.answers import misconception, right


@right
def double(x):
    return x + x


@misconception("square_for_double", loses=["test_double_of_any_number"], hint="Try 3. Is that twice 3?")
def double(x):
    return x * x


@right
def triple(x):
    return x + x + x


@misconception("triple_is_a_power", loses=["test_triple_of_two"], hint="Try 2. What is three times 2?")
def triple(x):
    return x**3
"""


@pytest.fixture(scope="session")
def make_course(tmp_path_factory):
    """Make a course folder of its own with two small assignments, `small` and `other`, not yet built."""
    from autograder.cli import find_own_tools
    from autograder.course.folder import Course

    find_own_tools()

    def make():
        root = tmp_path_factory.mktemp("course")
        shutil.copy(ROOT / "nbgrader_config.py", root)
        for folder in ("data", "answers"):
            (root / "solutions" / folder).mkdir(parents=True)
        (root / "solutions" / "data" / "numbers.csv").write_text("# made up\nn\n1\n2\n")
        (root / "solutions" / "small.py").write_text(SMALL)
        (root / "solutions" / "answers" / "small.py").write_text(ANSWERS)
        other = SMALL
        for name in ("double", "triple"):
            other = other.replace(name, f"other_{name}")
        (root / "solutions" / "other.py").write_text(other)
        return Course.at(root)

    return make
