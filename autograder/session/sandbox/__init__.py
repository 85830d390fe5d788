"""The sandbox: layers that close a session in, each used where the machine allows it. Standard library only."""

from autograder.session.sandbox.layers import CORE, LAYERS, Layer, MissingLayerError, SandboxError
from autograder.session.sandbox.machine import enter, probe, require
from autograder.session.sandbox.policy import Policy, clean_environment, default_policy, exposed, scrub_environment
from autograder.session.sandbox.tree import TreeError, become_subreaper, kill_tree

__all__ = [
    "CORE",
    "LAYERS",
    "Layer",
    "MissingLayerError",
    "Policy",
    "SandboxError",
    "TreeError",
    "become_subreaper",
    "clean_environment",
    "default_policy",
    "enter",
    "exposed",
    "kill_tree",
    "probe",
    "require",
    "scrub_environment",
]
