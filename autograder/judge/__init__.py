"""Running tests against a student's session and saying what came of it.

``verdict`` (the data) ← ``explain``, ``limits``, ``student`` ← ``run`` (real pytest) ← ``live`` (in the notebook itself).
"""
