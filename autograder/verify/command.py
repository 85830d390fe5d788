"""``autograder verify``: prove assignments one after the other, say what was found, and keep it."""

import json
import sys
from concurrent.futures.process import BrokenProcessPool
from functools import partial

from autograder.course.errors import CourseError
from autograder.course.folder import Course
from autograder.course.verified import digest, record
from autograder.verify.bench import Bench
from autograder.verify.finding import Finding
from autograder.verify.proof import FULL, QUICK, Proof
from autograder.verify.table import print_findings

#: Exit statuses: all is proven; something is not.
PROVEN, NOT_PROVEN = 0, 1


def verify(course: Course, names: list[str], jobs: int, *, quick: bool, as_json: bool) -> int:
    """Prove `names` (all when empty) with `jobs` processes, and record what is proven; the exit status.

    Raises:
        CourseError: when a script or its answers cannot be read, or a worker is killed.
    """
    plan = QUICK if quick else FULL
    findings: list[Finding] = []
    scripts = course.scripts(names)
    with Bench(jobs) as bench:
        for script in scripts:
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
        found = {finding.name: finding.to_json() for finding in findings}
        print(json.dumps({"quick": quick, "assignments": found}, indent=2, ensure_ascii=False))
    else:
        print_findings(findings)
    return PROVEN if all(finding.ok for finding in findings) else NOT_PROVEN


def _kept(finding: Finding) -> dict[str, object]:
    """The figures that are the same in every run."""
    whole = finding.to_json()
    names = ("right", "misconceptions", "mutants", "killed", "equivalent", "gradings", "tests", "tests_in_double")
    return {name: whole[name] for name in names}


def _say(name: str, step: str) -> None:
    print(f"{name}: {step}", file=sys.stderr, flush=True)
