import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

KIT = Path(__file__).parents[2]

SCRIPT = """
import json
import random
import signal
import sys

import pytest

from autograder import points

answer = 42
random.seed(1805)


def keep(request, **facts):
    facts["draw"] = random.random()
    facts["alarm"] = signal.getitimer(signal.ITIMER_REAL)[0] if hasattr(signal, "SIGALRM") else None
    with open("facts.jsonl", "a") as file:
        print(json.dumps({"test": request.node.name} | facts), file=file)


def test_ordinary(request):
    keep(request)


@points(1)
def test_student(student, request):
    missing = ""
    try:
        student.answers
    except AttributeError as error:
        missing = str(error)
    keep(request, answer=student.answer, live=student.keep is keep, missing=missing)


@points(1, seconds=3000)
def test_patient(student, request):
    keep(request)


@points(1, seconds=0.1)
def test_endless(student):
    with pytest.raises(Exception):
        while True:
            pass


def test_unmarked(student, request):
    keep(request)


@pytest.mark.parametrize("case", [1, 2])
def test_cases(student, request, case):
    keep(request)


class TestInClass:
    def test_method(self, student, request):
        keep(request, answer=student.answer)
"""


def run_pytest(folder, *arguments):
    """The lines that pytest writes about a script in `folder`, and the facts that its tests kept, by test."""
    (folder / "script.py").write_text(SCRIPT)
    options = ["--disable-plugin-autoload", "-p", "autograder.judge.plugin", "-p", "no:cacheprovider"]
    path = os.pathsep.join(filter(None, [str(KIT), os.environ.get("PYTHONPATH")]))
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-rA",
            "--tb=line",
            "-c",
            os.devnull,
            *options,
            "script.py",
            *arguments,
        ],
        cwd=folder,
        env=environment | {"PYTHONPATH": path},
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    facts = [json.loads(line) for line in (folder / "facts.jsonl").read_text().splitlines()]
    return done.stdout.splitlines(), {fact["test"]: fact for fact in facts}


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    return run_pytest(tmp_path_factory.mktemp("script"))


@pytest.fixture(scope="module")
def output(run):
    return run[0]


@pytest.fixture(scope="module")
def facts(run):
    return run[1]


@pytest.fixture(scope="module")
def facts_of_few(tmp_path_factory):
    """The facts of a run of two tests of the script alone."""
    return run_pytest(tmp_path_factory.mktemp("few"), "-k", "test_student or test_unmarked")[1]


def test_the_student_of_a_script_is_the_script_itself(facts):
    assert (facts["test_student"]["answer"], facts["test_student"]["live"]) == (42, True)


def test_a_test_in_a_class_has_the_same_student(facts):
    assert facts["test_method"]["answer"] == 42


def test_a_name_that_the_script_lacks_is_told_as_in_a_notebook(facts):
    assert "`answers` is not defined yet" in facts["test_student"]["missing"]


@pytest.mark.parametrize("name", ["test_student", "test_unmarked"])
def test_random_numbers_do_not_depend_on_which_tests_run(facts, facts_of_few, name):
    assert facts[name]["draw"] == facts_of_few[name]["draw"]


def test_each_test_and_each_case_has_random_numbers_of_its_own(facts):
    seeded = [fact["draw"] for name, fact in facts.items() if name != "test_ordinary"]
    assert len(set(seeded)) == len(seeded) == 6


def test_an_ordinary_test_is_not_seeded(facts):
    import random

    assert facts["test_ordinary"]["draw"] == random.Random(1805).random()


needs_alarm = pytest.mark.skipif(sys.platform == "win32", reason="this system has no SIGALRM")


@needs_alarm
def test_an_ordinary_test_has_no_limit(facts):
    assert facts["test_ordinary"]["alarm"] == 0


@needs_alarm
def test_a_test_has_the_limit_that_it_declares(facts):
    assert 2000 < facts["test_patient"]["alarm"] <= 3000


@needs_alarm
@pytest.mark.parametrize("name", ["test_student", "test_unmarked"])
def test_a_test_that_declares_no_limit_has_the_default_one(facts, name):
    assert 0 < facts[name]["alarm"] <= 10


@needs_alarm
def test_an_endless_test_fails_and_the_others_run(output):
    assert [line.split("::")[1].split()[0] for line in output if line.startswith("FAILED")] == ["test_endless"]
    assert "7 passed" in output[-1]


def test_the_name_of_the_timeout_is_told(output):
    assert any("TestTimeout" in line for line in output)
