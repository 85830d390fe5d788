"""A verdict as a table: HTML for a notebook and the feedback page, plain text for a terminal."""

from html import escape
from typing import Any

from autograder.judge.verdict import MIME, Hint, Outcome, Result, Verdict

MARK = {Outcome.PASSED: "✔"}


class Report:
    """A verdict that draws itself in a notebook; its plain text is the points, which nbgrader reads.

    A student's notebook has not the hidden tests, nor their points. When all that it has passed, the plain text is no
    number: nbgrader's Validate compares a number with all the points of the cell, and would call it a failure.
    """

    def __init__(self, verdict: Verdict) -> None:
        self.verdict = verdict

    def __repr__(self) -> str:
        return as_text(self.verdict)

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        data = bundle(self.verdict)
        if self.verdict.results and all(r.outcome is Outcome.PASSED and not r.hidden for r in self.verdict.results):
            data["text/plain"] = _headline(self.verdict)
        return data


def bundle(verdict: Verdict) -> dict[str, Any]:
    """The data of the one ``execute_result`` that a test cell ends with."""
    return {
        "text/plain": f"{verdict.earned:.15g}",
        "text/html": as_html(verdict),
        MIME: verdict.to_json(),
    }


def as_text(verdict: Verdict) -> str:
    """The table for a terminal, one line a test and its message below."""
    lines = [_headline(verdict)]
    for result in verdict.results:
        lines.append(f"  {mark(result)} {result.outcome.value:9} {worth(result):>7}  {result.rubric}")
        if result.message:
            lines += [f"      {line}" for line in result.message.splitlines()]
    for hint in verdict.hints:
        first, *more = hint.text.splitlines() or [""]
        lines += [f"  Hint for {hint.function}: {first}", *(f"      {line}" for line in more)]
    return "\n".join(lines)


def as_html(verdict: Verdict) -> str:
    """The table for a browser; every text in it is escaped, and no meaning rests on colour alone."""
    rows = "".join(_row(result) for result in verdict.results)
    left = 'style="text-align:left;padding:4px 12px 4px 4px"'
    heads = "".join(f'<th scope="col" {left}>{name}</th>' for name in ("Result", "Points", "What is tested"))
    return (
        '<table style="border-collapse:collapse;margin:4px 0;font-size:14px;max-width:60em">'
        f'<caption style="caption-side:top;text-align:left;font-weight:bold;padding:4px">{escape(_headline(verdict))}'
        f"</caption><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>" + "".join(map(_hint, verdict.hints))
    )


def _row(result: Result) -> str:
    passed = result.outcome is Outcome.PASSED
    colour = "#1a7f37" if passed else "#b3261e"
    cell = "text-align:left;vertical-align:top;padding:4px 12px 4px 4px;border-top:1px solid #c8c8c8"
    message = ""
    if result.message:
        message = f'<div style="white-space:pre-wrap;margin-top:2px">{escape(result.message)}</div>'
    state = f"{mark(result)}&nbsp;{escape(result.outcome.value)}"
    return (
        f'<tr><td style="{cell};white-space:nowrap;color:{colour};font-weight:bold">{state}</td>'
        f'<td style="{cell};white-space:nowrap">{worth(result)}</td>'
        f'<td style="{cell}">{escape(result.rubric)}{message}</td></tr>'
    )


def _hint(hint: Hint) -> str:
    """A box of its own; the name of the misconception stays with the teachers."""
    box = "border-left:4px solid #8a6100;padding:4px 12px;margin:8px 0;max-width:60em;font-size:14px"
    return (
        f'<div role="note" style="{box}"><strong>Hint</strong> for <code>{escape(hint.function)}</code>: '
        f'<span style="white-space:pre-wrap">{escape(hint.text)}</span></div>'
    )


def _headline(verdict: Verdict) -> str:
    """How many tests passed, and the points of the cell."""
    if not verdict.results:
        return "This cell holds no test."
    return f"{tally(verdict)}: {verdict.earned:.15g} of {verdict.points:.15g} points"


def tally(verdict: Verdict) -> str:
    """How many tests passed."""
    passed = sum(result.outcome is Outcome.PASSED for result in verdict.results)
    tests = "test" if len(verdict.results) == 1 else "tests"
    return f"{passed} of {len(verdict.results)} {tests} passed"


def worth(result: Result) -> str:
    """The points that a test earned, of those that it is worth."""
    return f"{result.earned:.15g} / {result.points:.15g}"


def mark(result: Result) -> str:
    """The symbol that goes with the outcome's word."""
    return MARK.get(result.outcome, "✘")
