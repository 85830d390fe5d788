"""The command ``autograder``."""

import argparse
import os
import sys
import sysconfig
from pathlib import Path

from autograder import __version__
from autograder.course.errors import CourseError

#: Exit statuses: all is well; something is stale; something must be mended first.
OK, STALE, ERROR = 0, 1, 2


def main(arguments: list[str] | None = None) -> int:
    """Run ``autograder`` with `arguments` (those of the process by default) and return its exit status."""
    options = _parser().parse_args(arguments)
    spare_imports()
    find_own_tools()
    try:
        status: int = options.run(options)
    except CourseError as error:
        print(f"autograder {options.command}: {error}", file=sys.stderr)
        return ERROR
    except KeyboardInterrupt:
        print(f"autograder {options.command}: stopped", file=sys.stderr)
        return 130
    return status


def spare_imports() -> None:
    """jsonschema, which nbformat imports, makes a grammar of web addresses for seconds; none is checked here."""
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]


def find_own_tools() -> None:
    """nbgrader calls `alembic` by its name, which an environment that is not activated would not find."""
    scripts = sysconfig.get_path("scripts")
    os.environ["PATH"] = os.pathsep.join([scripts, os.environ.get("PATH", os.defpath)])


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="autograder", description="Exercises and autograding on nbgrader.")
    parser.add_argument("--version", action="version", version=f"autograder {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    course = argparse.ArgumentParser(add_help=False)
    course.add_argument(
        "--course", type=Path, default=Path(), metavar="DIR", help="the course folder (default: this one)"
    )

    build = commands.add_parser(
        "build", parents=[course], help="make source/ and release/ from the scripts in solutions/"
    )
    build.add_argument("names", nargs="*", metavar="NAME", help="assignments (default: all)")
    build.add_argument("--check", action="store_true", help="write nothing; exit 1 and name what is stale")
    build.set_defaults(run=_build)

    build.add_argument("--unverified", action="store_true", help="build what `autograder verify` has not proven, too")

    verify = commands.add_parser("verify", parents=[course], help="prove that the tests of assignments are right")
    verify.add_argument("names", nargs="*", metavar="NAME", help="assignments (default: all)")
    verify.add_argument("--quick", action="store_true", help="fewer mutants and repeats: a minute or two an assignment")
    verify.add_argument("--again", action="store_true", help="prove again what was proven in full and is unchanged")
    verify.add_argument("--json", action="store_true", help="print the figures as JSON")
    verify.add_argument("--jobs", type=_jobs, default=os.cpu_count() or 1, metavar="N", help="default: all cores")
    verify.set_defaults(run=_verify)

    course_map = commands.add_parser("map", parents=[course], help="make the course map, docs/course-map.md")
    course_map.set_defaults(run=_map)

    new = commands.add_parser("new", parents=[course], help="begin a new assignment in solutions/")
    new.add_argument("name", metavar="NAME", help="lower-case letters, digits and _")
    new.set_defaults(run=_new)

    grade = commands.add_parser("grade", parents=[course], help="grade all that is submitted and not yet graded")
    grade.add_argument("names", nargs="*", metavar="ASSIGNMENT", help="assignments (default: all)")
    grade.add_argument("--student", action="append", default=[], metavar="S", help="only this one; may be repeated")
    grade.add_argument("--regrade", action="store_true", help="grade again what is graded, too")
    grade.add_argument("--diff", action="store_true", help="say which scores would change, and write nothing")
    grade.add_argument("--jobs", type=_jobs, default=os.cpu_count() or 1, metavar="N", help="default: all cores")
    grade.add_argument("--cluster", default="", metavar="ADDRESS", help="a Dask scheduler whose workers judge")
    grade.add_argument("--json", action="store_true", help="print what was done as JSON")
    grade.set_defaults(run=_grade)

    demo = commands.add_parser("demo", parents=[course], help="grade a class that is made up, in a fresh folder")
    demo.add_argument("--students", type=_count, default=12, metavar="N", help="how many (default: 12)")
    demo.add_argument("--folder", type=Path, metavar="DIR", help="where (default: a new folder under demo/)")
    demo.add_argument("--open", action="store_true", help="open a feedback page in the browser at the end")
    demo.set_defaults(run=_demo)

    doctor = commands.add_parser("doctor", help="say which layers of the sandbox this machine has, and what is open")
    doctor.add_argument(
        "--require", type=_layers, default=frozenset(), metavar="LAYER,…", help="exit 2 when one of these is missing"
    )
    doctor.set_defaults(run=_doctor)

    kernel = commands.add_parser("kernel", help="install a kernel.json whose kernels are forked, warm and sandboxed")
    where = kernel.add_mutually_exclusive_group()
    where.add_argument("--user", action="store_true", help="for this user only")
    where.add_argument("--prefix", default=sys.prefix, metavar="DIR", help="default: this Python's own")
    kernel.set_defaults(run=_kernel)
    return parser


def _layers(text: str) -> frozenset[str]:
    return frozenset(name.strip() for name in text.split(",") if name.strip())


def _count(text: str) -> int:
    if not text.isdigit() or not 1 <= int(text) <= 999:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of students from 1 to 999")
    return int(text)


def _jobs(text: str) -> int:
    if not text.isdigit() or not 1 <= int(text) <= 256:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of processes from 1 to 256")
    return int(text)


def _build(options: argparse.Namespace) -> int:
    from autograder.course.build import build, stale
    from autograder.course.folder import Course
    from autograder.course.map import PLACE, stale_map, write_map
    from autograder.course.verified import changed, never_proven

    course = Course.at(options.course)
    stale_proofs = changed(course, options.names)
    if not options.check:
        unproven = [*stale_proofs, *never_proven(course, options.names)]
        if stale_proofs and not options.unverified:
            raise CourseError(
                f"changed since it was verified: {', '.join(stale_proofs)}. Run `autograder verify --quick "
                f"{' '.join(stale_proofs)}` first; `--unverified` builds it all the same"
            )
        for name in build(course, options.names):
            print(f"built {name}: source/{name}/{name}.ipynb and release/{name}/{name}.ipynb")
            if name in unproven:
                print(f"WARNING: {name} is NOT VERIFIED: its tests may refuse right answers or let mistakes pass")
        if (course.root / PLACE).exists():
            print(f"built the course map: {write_map(course).relative_to(course.root)}")
        return OK
    lines = [*stale(course, options.names), *stale_map(course)]
    if not options.unverified:
        lines += [
            f"solutions/{name}.py: changed since it was verified: run `autograder verify {name}`"
            for name in stale_proofs
        ]
    for line in lines:
        print(line)
    print("Run `autograder build` to mend this." if lines else "source/ and release/ are up to date.")
    return STALE if lines else OK


def _verify(options: argparse.Namespace) -> int:
    from autograder.course.folder import Course
    from autograder.verify.command import verify

    how = {"quick": options.quick, "as_json": options.json, "again": options.again}
    return verify(Course.at(options.course), options.names, options.jobs, **how)


def _grade(options: argparse.Namespace) -> int:
    from autograder.batch.command import Wanted, Where, grade

    wanted = Wanted(tuple(options.names), tuple(options.student), options.regrade, options.diff)
    return grade(options.course, wanted, Where(options.jobs, options.cluster), as_json=options.json)


def _map(options: argparse.Namespace) -> int:
    from autograder.course.folder import Course
    from autograder.course.map import write_map

    print(f"wrote {write_map(Course.at(options.course))}\n`autograder build` keeps it true from now on")
    return OK


def _new(options: argparse.Namespace) -> int:
    from autograder.course.folder import Course
    from autograder.course.new import new_assignment

    path = new_assignment(Course.at(options.course), options.name)
    print(f"wrote {path}\nnext: `pytest {path}`, then `autograder build {options.name}`")
    return OK


def _doctor(options: argparse.Namespace) -> int:
    from autograder.doctor import run_doctor

    return run_doctor(options.require)


def _kernel(options: argparse.Namespace) -> int:
    from autograder.kernel.spec import NAME, install

    path = install(None if options.user else options.prefix, user=options.user)
    print(f"wrote {path}/kernel.json: notebooks run in it by the name {NAME!r} (c.Execute.kernel_name in nbgrader)")
    return OK


def _demo(options: argparse.Namespace) -> int:
    from autograder.course.folder import Course
    from autograder.demo.run import run_demo

    return run_demo(Course.at(options.course), options.students, options.folder, show=options.open)
