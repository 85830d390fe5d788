"""Settings of a run, in nbgrader_config.py."""

from traitlets import Float
from traitlets.config import Configurable


class Grade(Configurable):  # type: ignore[misc]  # traitlets is untyped
    """`autograder grade`: ``c.Grade…``. What one notebook may take is the Judge's."""

    run_timeout = Float(
        0.0,
        help="Seconds after which a run begins with no further submission; those under way are finished. 0: no limit.",
    ).tag(config=True)
