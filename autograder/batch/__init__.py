"""A whole class graded at once: what is submitted and not yet graded goes to many judges, and one writer."""
