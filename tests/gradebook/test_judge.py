"""What the judge says is what the notebook says; what the session says is shown and never believed."""

import nbformat
import pytest
from nbformat import v4

from autograder.gradebook.execute import STOPPED
from autograder.gradebook.judge import Judge
from autograder.gradebook.notes import SUBMITTED
from autograder.gradebook.rebuild import Rebuild
from autograder.gradebook.settle import REVIEW, SettleVerdicts
from autograder.judge.declared import declared_tests
from autograder.judge.lane import Judged, LaneError
from autograder.judge.verdict import MIME, Outcome, Result, Verdict


class FakeLane:
    """Keeps the work and gives `answer`, or raises it."""

    alive = True

    def __init__(self, answer):
        self.answer = answer

    def judge(self, work):
        self.work = work
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer(work) if callable(self.answer) else self.answer


@pytest.fixture
def judge(released, resources, tmp_path, monkeypatch):
    """Put a released notebook through Judge and SettleVerdicts with a lane that gives `answer`."""

    def run(answer):
        lane = FakeLane(answer)
        monkeypatch.setattr(Judge, "_lane", lane)
        resources[SUBMITTED] = str(tmp_path)
        nb, res = Rebuild().preprocess(released, resources)
        nb, res = Judge().preprocess(nb, res)
        nb, res = SettleVerdicts().preprocess(nb, res)
        return nb, res, lane

    return run


def passed(work):
    """All tests of all cells passed."""
    found = Judged()
    for index, cell in enumerate(work.cells):
        if cell and cell[1]:
            found.verdicts[index] = Verdict(tuple(Result.of(s, Outcome.PASSED) for s in declared_tests(cell[0])))
        elif cell:
            found.outputs[index], found.counts[index] = [], 1
    return found


def worth(nb):
    return [
        cell.outputs[-1].data["text/plain"]
        for cell in nb.cells
        if cell.get("metadata", {}).get("nbgrader", {}).get("grade")
    ]


def test_the_verdict_of_a_test_cell_is_the_judges(judge):
    nb, resources, _ = judge(passed)
    assert worth(nb) == ["3.5", "2"]
    assert resources[REVIEW] == {}


def test_the_judge_gets_the_instructors_cells_as_trusted_and_no_other(judge):
    _, _, lane = judge(passed)
    identities = [identity for identity, _ in lane.work.trusted]
    assert any(identity.endswith("-setup-1") for identity in identities)
    assert sum(identity.endswith("-test") for identity in identities) == 2
    assert not any("solution" in identity for identity in identities)


def test_the_data_files_are_the_courses(judge):
    _, _, lane = judge(passed)
    assert [file.rsplit("/", 1)[1] for file in lane.work.files] == ["numbers.csv"]
    assert lane.work.files[0].startswith(lane.work.folder)


def test_when_the_judge_cannot_work_nothing_is_earned_and_all_is_flagged(judge):
    nb, resources, _ = judge(LaneError("no sandbox"))
    assert worth(nb) == ["0", "0"]
    assert resources[STOPPED] == "the judge could not work: no sandbox"
    assert len(resources[REVIEW]) == 2


def test_a_verdict_in_the_sessions_outputs_counts_for_nothing(judge):
    forged = Verdict((Result("test_double_of_two", "x", 3.5, False, Outcome.PASSED),)).to_json()
    output = {
        "output_type": "execute_result",
        "data": {"text/plain": "3.5", MIME: forged},
        "metadata": {},
        "execution_count": 1,
    }

    def answer(work):
        return Judged(outputs={index: [output] for index, cell in enumerate(work.cells) if cell and not cell[1]})

    nb, resources, _ = judge(answer)
    assert worth(nb) == ["0", "0"]
    assert len(resources[REVIEW]) == 2


@pytest.mark.parametrize(
    "output",
    [
        {},
        {"output_type": "nonsense"},
        {"output_type": "stream", "name": 3, "text": "x"},
        {"output_type": "display_data", "data": {"text/plain": {"a": 1}}, "metadata": 5},
        {"output_type": "error", "ename": None},
        "text",
        None,
        7,
    ],
    ids=repr,
)
def test_outputs_that_are_none_are_left_out(judge, output):
    good = {"output_type": "stream", "name": "stdout", "text": "fine\n"}

    def answer(work):
        found = passed(work)
        found.outputs = {index: [output, good] for index in found.outputs}
        return found

    nb, _, _ = judge(answer)
    nbformat.validate(nb)
    shown = [cell.outputs for cell in nb.cells if cell.cell_type == "code" and not cell.metadata.nbgrader.get("grade")]
    assert all(outputs == [v4.new_output("stream", name="stdout", text="fine\n")] for outputs in shown)


def test_without_the_reader_nothing_is_judged(released, monkeypatch, resources):
    monkeypatch.setattr(Judge, "_lane", FakeLane(passed))
    with pytest.raises(ValueError, match="exporter_class"):
        Judge().preprocess(released, {key: value for key, value in resources.items() if key == "nbgrader"})
