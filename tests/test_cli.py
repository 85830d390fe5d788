"""The command says what it did, what is wrong and what to do, and its exit status agrees."""

import pytest

from autograder.cli import main


@pytest.fixture(scope="module")
def course(make_course):
    return make_course()


def run(capsys, *arguments):
    status = main([str(argument) for argument in arguments])
    captured = capsys.readouterr()
    return status, captured.out, captured.err


def test_build_says_what_it_wrote_and_check_then_finds_nothing(course, capsys):
    status, out, _ = run(capsys, "build", "--course", course.root)
    assert status == 0
    assert "WARNING: small is NOT VERIFIED" in out
    assert "built small: source/small/small.ipynb and release/small/small.ipynb" in out
    assert run(capsys, "build", "--check", "--course", course.root)[:2] == (
        0,
        "source/ and release/ are up to date.\n",
    )


def test_check_exits_1_and_names_what_is_stale(make_course, capsys):
    course = make_course()
    status, out, _ = run(capsys, "build", "--check", "--course", course.root)
    assert status == 1
    assert "source/small/small.ipynb is missing\n" in out
    assert "Run `autograder build` to mend this." in out


@pytest.mark.parametrize("command", [["build"], ["build", "--check"], ["verify"], ["new", "x"], ["demo"]])
def test_a_folder_that_is_no_course_is_named_with_the_cure(tmp_path, capsys, command):
    status, _, err = run(capsys, *command, "--course", tmp_path)
    assert status == 2
    assert f"{tmp_path} is not a course folder: it has no solutions" in err
    assert "--course" in err
    assert list(tmp_path.iterdir()) == []


def test_a_grammar_error_is_shown_with_file_line_and_cure_and_no_traceback(make_course, capsys):
    course = make_course()
    path = course.solutions / "small.py"
    path.write_text(path.read_text().replace("# %% setup", "# %% set up"))
    status, _, err = run(capsys, "build", "--course", course.root)
    assert status == 2
    assert f"{path}:4: unknown kind of cell" in err
    assert "Traceback" not in err


def test_new_says_what_to_do_next(make_course, capsys):
    course = make_course()
    status, out, _ = run(capsys, "new", "tiny", "--course", course.root)
    assert status == 0
    assert "autograder build tiny" in out


def test_demo_overwrites_nothing(course, tmp_path, capsys):
    (tmp_path / "thesis.txt").write_text("mine")
    status, _, err = run(capsys, "demo", "--course", course.root, "--folder", tmp_path)
    assert status == 2
    assert "is not empty" in err
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


@pytest.mark.parametrize("students", ["0", "-1", "many", "1000"])
def test_demo_wants_a_number_of_students(capsys, students):
    with pytest.raises(SystemExit):
        main(["demo", f"--students={students}"])
    assert "is not a number of students from 1 to 999" in capsys.readouterr().err
