"""A class that is made up, through the whole of nbgrader's cycle: ``autograder demo``.

``pupils`` (who they are) ← ``work`` (what they hand in) ← ``cycle`` (nbgrader, step by step) ← ``run``; ``folder``
keeps everything in one place.
"""
