"""The last words of a run name every submission that needs a person."""

from autograder.batch.desk import Change
from autograder.batch.progress import MOST_LINES, print_report
from autograder.batch.run import Report


def test_a_table_by_assignment_and_a_line_for_each_that_needs_a_person(capsys):
    report = Report(found=5, unchanged=1, graded=[("huber", "ada"), ("huber", "bob"), ("planck", "ada")])
    report.errors = {("planck", "bob"): "there is no notebook in the folder; nothing was graded"}
    report.failed_closed = {("huber", "bob"): "the judge ended without an answer"}
    report.review = {("huber", "bob"): ["x: y"], ("planck", "ada"): ["planck-fit-test: the tests did not run"]}
    print_report(report, 30.0)
    out = capsys.readouterr().out
    assert "bob, planck: not graded: there is no notebook in the folder; nothing was graded" in out
    assert "bob, huber: failed closed: the judge ended without an answer" in out
    assert "ada, planck: for review: planck-fit-test: the tests did not run" in out
    assert "5 submissions: 3 graded in 30 s, 6 a minute, 1 unchanged, 1 not graded" in out


def test_a_name_like_markup_is_printed_as_it_is(capsys):
    print_report(Report(found=1, errors={("planck", "[red]ada"): "[/] no"}), 1.0)
    assert "[red]ada, planck: not graded: [/] no" in capsys.readouterr().out


def test_a_thousand_lines_are_cut_and_counted(capsys):
    report = Report(found=1000, errors={("planck", f"s{number}"): "no" for number in range(1000)})
    print_report(report, 1.0)
    out = capsys.readouterr().out
    assert out.count(": not graded: no") == MOST_LINES
    assert f"and {1000 - MOST_LINES} more lines" in out


def test_a_comparison_names_each_score_that_would_change(capsys):
    report = Report(found=2, compared=[("planck", "ada"), ("planck", "bob")])
    report.changes = {
        ("planck", "ada"): [Change("planck-fit-test", 12.0, 14.5), Change("planck-guess-test", None, 0.0)]
    }
    print_report(report, 1.0)
    out = capsys.readouterr().out
    assert "ada, planck: planck-fit-test 12 → 14.5, planck-guess-test none → 0" in out
    assert "2 compared, the grades of 1 would change. Nothing was written" in out


def test_what_a_run_had_no_time_for_is_said_with_what_to_do(capsys):
    print_report(Report(found=9, graded=[("planck", "ada")], left=8), 60.0)
    out = capsys.readouterr().out
    assert "8 were not begun: the time of a run (c.Grade.run_timeout) was over. Run the command again" in out
