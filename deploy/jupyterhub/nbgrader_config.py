"""nbgrader for everyone on this machine: which course there is, and where assignments go out and come in.

How submissions are graded is not here but in the course folder, which students cannot read.
"""

c = get_config()  # noqa: F821 (nbgrader runs this file with get_config in it)

c.CourseDirectory.course_id = "linear-networks"
c.Exchange.root = "/srv/nbgrader/exchange"
