"""With each layer of the sandbox taken away in turn, no verdict can be forged: the judge does not rest on them."""

import cases_patches
import cases_values
import cases_wire
import pytest
from case import FULL, HONEST
from course import notebook, trusted

from autograder.judge.remote.grade import Limits, grade
from autograder.judge.remote.process import Zygote
from autograder.judge.remote.setting import Setting
from autograder.session.sandbox import LAYERS, probe

NAMES = ["patched_tensor_methods", "patched_channel", "always_equal", "answer_in_advance", "writes_the_arguments"]
BY_NAME = {case.name: case for theme in (cases_patches, cases_values, cases_wire) for case in theme.CASES}


@pytest.fixture(scope="module")
def setting(tmp_path_factory):
    import torch

    torch.set_num_threads(1)
    return Setting(trusted(), tmp_path_factory.mktemp("course"))


@pytest.fixture(scope="module", params=[*LAYERS, "all"])
def zygote(request):
    """A zygote whose sessions lack a layer, or all of them."""
    if request.param != "all" and not probe()[request.param].works:
        pytest.skip(f"this machine has no layer `{request.param}` to take away")
    layers = [] if request.param == "all" else [name for name in LAYERS if name != request.param]
    with Zygote(layers=layers) as zygote:
        yield zygote


def score(sources, setting, zygote):
    judged = grade(notebook(sources), setting, zygote, [], Limits(cell=10, notebook=120))
    return sum(verdict.earned for verdict in judged.verdicts.values())


@pytest.mark.parametrize("name", NAMES)
def test_a_forger_scores_what_it_earned_without_a_layer(name, setting, zygote):
    assert score(BY_NAME[name].sources(), setting, zygote) == BY_NAME[name].expected


def test_an_honest_student_has_full_marks_without_a_layer(setting, zygote):
    assert score(HONEST, setting, zygote) == FULL
