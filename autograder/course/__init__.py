"""Authoring: from one script to a notebook, its release and its rehearsal. It knows no student.

``cells`` (read) ← ``rules`` (the grammar) ← ``notebook`` (cells to nbformat) ← ``build``; ``answers`` ← ``rehearse``.
"""
