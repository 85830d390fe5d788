"""What a test cell is worth: exactly what its verdict says, and nothing when there is none."""

import math
import re
from typing import Any

from nbformat import v4
from nbgrader import utils
from nbgrader.preprocessors import NbGraderPreprocessor

from autograder.gradebook.execute import ENDED, STOPPED, TIMEOUT
from autograder.judge.declared import declared_tests
from autograder.judge.report import bundle
from autograder.judge.verdict import MIME, MalformedVerdictError, TestSpec, Verdict

#: Where `review` finds the cells that a person should look at, each with the reason.
REVIEW = "autograder_review"
#: How a number of numpy shows itself.
NUMPY = re.compile(r"np\.(?:float|int|uint)\d+\((.*)\)")


class SettleVerdicts(NbGraderPreprocessor):  # type: ignore[misc]  # nbgrader ships no types
    """Leave each graded cell with one output: its points as a number, which nbgrader reads, and the table.

    It fails closed. A test that did not run, a verdict of other tests than the cell's, a number that is
    not finite or not within the cell's points: zero for the cell, with the reason, and a flag for review.
    """

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        resources[REVIEW] = {}
        return super().preprocess(nb, resources)  # type: ignore[no-any-return]

    def preprocess_cell(self, cell: Any, resources: Any, index: int) -> tuple[Any, Any]:
        if not utils.is_grade(cell) or utils.is_solution(cell) or cell.cell_type != "code":
            return cell, resources
        specs = declared_tests(cell.source)
        reason = (_settle_tests if specs else _settle_number)(cell, specs, resources.get(STOPPED, ""))
        if reason:
            identity = cell.metadata.nbgrader["grade_id"]
            about = resources["nbgrader"]
            resources[REVIEW][identity] = reason
            if reason != resources.get(STOPPED):  # that has been said
                self.log.warning(f"{about['student']}, {about['assignment']}: {identity} gets no points: {reason}")
        return cell, resources


def _settle_tests(cell: Any, specs: list[TestSpec], stopped: str) -> str:
    """Write the verdict of a cell of `specs`; the reason when it is zero for want of one."""
    verdict, reason = _verdict(cell, specs)
    worth = math.fsum(spec.points for spec in specs)
    if not reason and not math.isclose(worth, cell.metadata.nbgrader["points"], abs_tol=1e-9):
        reason = (
            f"its tests are worth {worth:g} points, the gradebook says {cell.metadata.nbgrader['points']:g}: "
            "run `autograder build` and grade again"
        )
    if reason:
        reason = stopped or reason
        verdict = Verdict.of_none(specs, reason)
    count = cell.execution_count
    cell.outputs = [v4.new_output("execute_result", data=bundle(verdict), execution_count=count)]
    return reason


def _verdict(cell: Any, specs: list[TestSpec]) -> tuple[Verdict, str]:
    found = [output["data"][MIME] for output in cell.outputs if MIME in output.get("data", {})]
    none = Verdict(())
    if len(found) != 1:
        return none, _why(cell) if not found else "the cell gave more than one verdict"
    try:
        verdict = Verdict.from_json(found[0])
    except MalformedVerdictError as error:
        return none, str(error)
    declared = [(spec.name, spec.rubric, spec.points, spec.hidden) for spec in specs]
    if [(r.name, r.rubric, r.points, r.hidden) for r in verdict.results] != declared:
        return none, "the verdict is not one of this cell's tests"
    return verdict, ""


def _why(cell: Any) -> str:
    """Why a test cell has no verdict, in one sentence."""
    errors = [output for output in cell.outputs if output.output_type == "error"]
    if errors and errors[0].ename == TIMEOUT:
        return "the tests ran past the time for the cell"
    if errors and errors[0].ename == ENDED:
        return str(errors[0].evalue)
    if errors:
        return f"the cell ended in {errors[0].ename} before its tests had run"
    return "the tests did not run"


def _settle_number(cell: Any, specs: list[TestSpec], stopped: str) -> str:
    """Hold a cell of plain asserts to its points: nbgrader takes NaN, text and negative numbers for all of them."""
    if utils.has_failed(cell):
        return stopped
    results = [output for output in cell.outputs if output.output_type == "execute_result"]
    reason = stopped
    if cell.execution_count is None and cell.source.strip():
        reason = reason or "the cell did not run"
    for result in results:
        shown = NUMPY.fullmatch(str(result.data.get("text/plain")))
        if shown:
            result.data["text/plain"] = shown[1]
        reason = reason or _not_points(result.data.get("text/plain"), cell.metadata.nbgrader["points"])
    if reason:
        text = {"text/plain": "0"}
        cell.outputs = [
            v4.new_output("stream", name="stdout", text=f"No points: {reason}\n"),
            v4.new_output("execute_result", data=text, execution_count=cell.execution_count),
        ]
    return reason


def _not_points(text: Any, worth: float) -> str:
    if text == "True":  # a cell that ends in a comparison; nbgrader gives all points
        return ""
    try:
        number = float(text)
    except (TypeError, ValueError):
        return f"the result {text!r:.60} is not a number of points"
    if not math.isfinite(number) or not 0 <= number <= worth:
        return f"the result {number!r} is not a number of points from 0 to {worth:g}"
    return ""
