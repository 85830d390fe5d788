"""nbgrader's configuration for this course. Everything below is one of nbgrader's own settings."""

import os
from pathlib import Path

from nbgrader.preprocessors import (
    AssignLatePenalties,
    CheckCellMetadata,
    IgnorePattern,
    LimitOutput,
    SaveAutoGrades,
)

from autograder.gradebook.feedback import Grades, HideTests
from autograder.gradebook.hook import prepare
from autograder.gradebook.judge import Judge
from autograder.gradebook.page.exporter import FeedbackExporter
from autograder.gradebook.reader import SubmissionReader
from autograder.gradebook.rebuild import Rebuild
from autograder.gradebook.review import FlagForReview
from autograder.gradebook.settle import SettleVerdicts

c = get_config()  # noqa: F821 (nbgrader runs this file with get_config in it)

course = Path(__file__).resolve().parent
c.CourseDirectory.root = str(course)
c.CourseDirectory.course_id = "linear-networks"

# Where assignments go out and come in. On a Hub that is a folder which all may enter, such as
# /srv/nbgrader/exchange; NBGRADER_EXCHANGE names it. Without it, a folder of this course serves for a try-out.
exchange = Path(os.environ.get("NBGRADER_EXCHANGE", course / "exchange"))
c.Exchange.root = str(exchange)
if "NBGRADER_EXCHANGE" not in os.environ:
    exchange.mkdir(mode=0o777, exist_ok=True)
    exchange.chmod(0o777)

# Seconds for one cell of a student, and for all cells and tests of a notebook; a test has its own limit.
c.Judge.cell_timeout = 60
c.Judge.notebook_timeout = 900
# Seconds after which `autograder grade` begins with no further submission (0: no limit); run again, it goes on.
c.Grade.run_timeout = 0
# The layers of the sandbox without which nothing is graded; `autograder doctor` says what this machine has. (Where
# there are none, `autograder.gradebook.execute.ExecuteToTheEnd` can stand in Judge's place below: the tests then run
# in the student's own kernel, and a student can forge their result.)
c.Judge.require = ["limits", "files", "net", "syscalls"]

# What a student submitted is read whatever it is, and put together as it was released ...
c.Autograde.exporter_class = SubmissionReader
c.Autograde.pre_convert_hook = prepare
c.Autograde.sanitize_preprocessors = [Rebuild, CheckCellMetadata]
# ... run in a sandboxed session and judged from outside, and given what its verdicts say; what has no verdict gets
# no points and a person's eye.
c.Autograde.autograde_preprocessors = [
    Judge,
    IgnorePattern,
    SettleVerdicts,
    LimitOutput,
    SaveAutoGrades,
    FlagForReview,
    AssignLatePenalties,
    CheckCellMetadata,
]
# Feedback shows neither the source nor the traceback of a hidden test, on a page without scripts that loads nothing.
# Its template is in autograder/gradebook/templates; another one goes by c.FeedbackExporter.template_name and
# c.FeedbackExporter.extra_template_basedirs, as nbconvert has it.
c.GenerateFeedback.exporter_class = FeedbackExporter
c.GenerateFeedback.preprocessors = [HideTests, Grades]
