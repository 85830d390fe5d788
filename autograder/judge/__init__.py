"""Running tests against a student's session and saying what came of it.

``verdict`` (the data) ← ``declared`` (from a source), ``explain``, ``limits``, ``student`` ← ``run`` (real pytest) ←
``live`` (in the notebook itself); ``report`` draws a verdict, ``plugin`` is what pytest loads.
"""
