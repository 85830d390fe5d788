"""Fixtures that more than one file uses."""

import itertools
import linecache

import pytest

_NUMBERS = itertools.count()


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
