"""``autograder verify``: prove assignments one after the other, say what was found, and keep it."""

import json
import sys
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from typing import Any

from autograder.course.errors import CourseError
from autograder.course.folder import Course
from autograder.course.verified import digest, proven_in_full, record
from autograder.verify.bench import Bench
from autograder.verify.finding import Finding
from autograder.verify.proof import FULL, QUICK, Proof
from autograder.verify.table import print_findings

#: Exit statuses: all is proven; something is not.
PROVEN, NOT_PROVEN = 0, 1


def verify(course: Course, names: list[str], jobs: int, *, quick: bool, as_json: bool, again: bool = False) -> int:
    """Prove `names` (all when empty) with `jobs` processes, and record what is proven; the exit status.

    The whole proof takes hours. It leaves out what was proven in full as it is now, unless it is to be done `again`:
    so a command that was stopped goes on where it was.

    Raises:
        CourseError: when a script or its answers cannot be read, or a worker is killed.
    """
    plan = QUICK if quick else FULL
    findings: list[Finding] = []
    scripts = course.scripts(names)
    done: dict[str, dict[str, Any]] = {}
    with Bench(jobs) as bench:
        for script in scripts:
            known = None if quick or again else proven_in_full(course, script.name)
            if known:
                _say(script.name, "proven in full before, and not changed since (--again proves it again)")
                done[script.name] = {**known, "ok": True, "before": True}
                continue
            before = digest(course, script.name)
            try:
                finding = Proof(script, bench, plan, partial(_say, script.name)).run()
            except BrokenProcessPool as error:
                raise CourseError(
                    f"{script.name}: a process that tried answers was killed: is there too little memory? "
                    "Fewer at a time: --jobs 1"
                ) from error
            findings.append(finding)
            if finding.ok:
                record(course, script.name, before, {"quick": quick, **_kept(finding)})
    if as_json:
        found = done | {finding.name: finding.to_json() for finding in findings}
        print(json.dumps({"quick": quick, "assignments": found}, indent=2, ensure_ascii=False))
    elif findings:
        print_findings(findings)
    return PROVEN if all(finding.ok for finding in findings) else NOT_PROVEN


def _kept(finding: Finding) -> dict[str, object]:
    """The figures that are the same in every run."""
    whole = finding.to_json()
    names = ("right", "misconceptions", "mutants", "killed", "equivalent", "diagnosis", "gradings", "tests")
    return {name: whole[name] for name in (*names, "tests_in_double")}


def _say(name: str, step: str) -> None:
    print(f"{name}: {step}", file=sys.stderr, flush=True)
