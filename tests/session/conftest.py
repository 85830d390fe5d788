"""One zygote for all sessions of a file."""

import sys

import pytest


@pytest.fixture(scope="module")
def zygote():
    if sys.platform != "linux":
        pytest.skip("sessions need Linux")
    from autograder.judge.remote.process import Zygote

    with Zygote() as started:
        yield started


@pytest.fixture
def session(zygote):
    with zygote.session() as started:
        yield started
