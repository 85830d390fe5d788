"""What students install holds nothing of the course, and loads fast."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """The names and the text of all files of the wheel."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    run = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert run.returncode == 0, run.stdout + run.stderr
    (path,) = folder.glob("*.whl")
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name).decode("utf-8") for name in archive.namelist()}


def test_the_wheel_holds_the_package_and_nothing_else(wheel):
    assert {name.split("/")[0].split("-")[0] for name in wheel} == {"autograder"}
    assert "autograder/exercise/check.py" in wheel


def test_the_wheel_holds_no_solution_no_hidden_test_and_no_answer(wheel):
    from autograder.course.answers import read_answers
    from autograder.course.cells import Kind, read_script

    text = "\n".join(wheel.values())
    for path in sorted((ROOT / "solutions").glob("*.py")):
        script = read_script(path)
        for cell in script.of(Kind.TEST):
            for spec in cell.tests():
                assert spec.name not in text
        for answer in read_answers(script):
            assert answer.is_right or answer.hint not in text


def test_the_wheel_holds_the_template_of_the_feedback_page(wheel):
    folder = ROOT / "autograder" / "gradebook" / "templates"
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert len(files) > 3
    for path in files:
        assert wheel[path.relative_to(ROOT).as_posix()] == path.read_text(encoding="utf-8")


def test_the_wheel_names_the_command_and_the_pytest_plugin(wheel):
    (entry_points,) = (text for name, text in wheel.items() if name.endswith("entry_points.txt"))
    assert "autograder = autograder.cli:main" in entry_points
    assert "autograder = autograder.judge.plugin" in entry_points


def test_imports_go_one_way():
    """wire ← session ← judge ← course ← gradebook ← batch ← demo; course ← verify: none knows one above it."""
    below = {
        "exercise": {"judge"},  # only inside check(), when a student calls it
        "wire": set(),
        "session": {"wire"},
        "judge": {"exercise", "wire", "session"},
        "course": {"exercise", "judge"},
        "gradebook": {"judge", "session", "course"},
        "verify": {"session", "exercise", "judge", "course"},
        "batch": {"judge", "course", "gradebook"},
        "demo": {"exercise", "judge", "course", "gradebook", "batch"},
    }
    for room, others in below.items():
        allowed = {room, *others}
        for path in (ROOT / "autograder" / room).rglob("*.py"):
            for line in path.read_text(encoding="utf-8").splitlines():
                if line.strip().startswith(("from autograder.", "import autograder.")):
                    assert line.split()[1].split(".")[1] in allowed, f"{path.name}: {line}"
