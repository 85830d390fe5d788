"""Exercises and autograding for linear neural networks in PyTorch.

What a notebook imports is here and nothing else; it is light (no torch, no nbgrader, no pytest).
The rooms behind it: :mod:`autograder.course` (authoring), :mod:`autograder.judge` (running tests),
:mod:`autograder.gradebook` (nbgrader), :mod:`autograder.demo` (a class to look at).
"""

from autograder.exercise.check import check
from autograder.exercise.compare import assert_close
from autograder.exercise.data import load_data
from autograder.exercise.device import get_device
from autograder.exercise.helpers import as_number, waits_for
from autograder.exercise.points import points

__version__ = "0.1.0"

__all__ = ["as_number", "assert_close", "check", "get_device", "load_data", "points", "waits_for"]
