"""The student's session is no more."""


class SessionLostError(BaseException):
    """It is gone or speaks nonsense. Not an `Exception`: no test may take it for an error of the student's code."""
