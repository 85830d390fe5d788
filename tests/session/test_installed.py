"""What belongs to a library stays what it is; what a library has made of something of a notebook may not."""

import contextlib
import functools
import importlib.util
import math
import sys
import types
from collections import namedtuple
from dataclasses import make_dataclass

import pytest
import torch
from matplotlib import pyplot as plt
from torch import nn
from torch.nn import functional

import autograder
from autograder.session.installed import is_installed, is_of_installed, is_space_of_installed


def own():
    """A function of this file, which is no library's."""


def named(name, qualname):
    def function():
        pass

    function.__module__, function.__qualname__ = name, qualname
    return function


@pytest.mark.parametrize("module", [sys, math, types, torch, functional, plt, autograder], ids=lambda m: m.__name__)
def test_a_library_is_installed(module):
    assert is_installed(module)
    assert is_space_of_installed(vars(module))


def test_a_module_that_a_notebook_makes_or_writes_is_not(tmp_path):
    file = tmp_path / "written.py"
    file.write_text("n = 0")
    spec = importlib.util.spec_from_file_location("written", file)
    written = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(written)
    for module in (written, types.ModuleType("made"), types.ModuleType("torch")):
        assert not is_installed(module)
        assert not is_space_of_installed(vars(module))


@pytest.mark.parametrize(
    "value",
    [functional.relu, nn.Linear, nn.Linear.forward, contextlib.contextmanager, plt.plot, int, torch.no_grad, dict],
    ids=lambda value: value.__qualname__,
)
def test_what_a_library_calls_by_its_name_is_its_own(value):
    assert is_of_installed(value)


@pytest.mark.parametrize(
    "value",
    [
        own,
        lambda: None,
        torch.no_grad()(own),
        contextlib.contextmanager(own),
        torch.vmap(own),
        namedtuple("Pair", "a b"),
        make_dataclass("Point", ["x"]),
        named("torch.nn.functional", "relu"),
        named("torch", "no.such.thing"),
        named("no_such_module", "f"),
        named(None, "f"),
    ],
)
def test_what_a_library_made_or_only_seems_to_have_made_is_not(value):
    assert not is_of_installed(value)


def test_a_function_that_a_notebook_has_put_in_a_library_is_not_the_librarys(monkeypatch):
    @functools.wraps(functional.relu)
    def relu(x):
        return x

    monkeypatch.setattr(functional, "relu", relu)
    assert not is_of_installed(relu)


def test_names_that_only_say_they_are_a_librarys_are_not():
    assert not is_space_of_installed({"__name__": "torch"})
    assert not is_space_of_installed({})
