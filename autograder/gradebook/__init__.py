"""nbgrader's side: what `nbgrader_config.py` plugs into nbgrader's own configuration points.

``reader`` (any file to a notebook) → ``rebuild`` (the cells as released) → ``execute`` → ``settle`` (fail closed) →
``review`` (flags for a person); ``feedback`` hides the hidden tests; ``notes`` is what they tell people.
"""
