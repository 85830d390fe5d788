"""What a run can end in, and what a submission can."""


class DeskError(Exception):
    """A submission cannot be graded; the message says why. Its old grade, if any, stays."""


class RefusedError(Exception):
    """Nothing may be judged here; the message says why."""
