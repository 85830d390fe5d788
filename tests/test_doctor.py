"""What the doctor says."""

import pytest

from autograder import doctor
from autograder.session.sandbox import LAYERS, Layer, probe


def test_every_layer_has_its_line(capsys):
    assert doctor.run_doctor(frozenset()) == 0
    printed = capsys.readouterr().out
    for name, layer in probe().items():
        assert f"\n  {name:<10}{'closed by' if layer.works else 'OPEN:'} " in printed


def test_a_missing_layer_is_told_with_what_it_leaves_open_and_how_to_get_it():
    layer = Layer("files", False, "", "all files can be read", "use Linux 5.13 or later", "landlock: not implemented")
    text = "\n".join(doctor._lines(layer))
    assert "files     OPEN: all files can be read." in text
    assert "To get it, use Linux 5.13 or later." in text
    assert "not implemented" in text


def test_a_layer_of_which_a_part_is_missing_says_which():
    layer = Layer("net", True, "a seccomp filter", "", "", "network namespace: Operation not permitted")
    assert "not used: network namespace: Operation not permitted" in "\n".join(doctor._lines(layer))


def test_a_required_layer_that_is_missing_gives_status_2(capsys, monkeypatch):
    from autograder.session.sandbox import machine

    monkeypatch.setattr(machine, "_machine", machine.Machine(reasons={"landlock": "not in this kernel"}))
    assert doctor.run_doctor(frozenset({"files"})) == 2
    printed = " ".join(capsys.readouterr().out.split())
    assert "The layer `files` is missing on this machine (landlock: not in this kernel)" in printed
    assert "take its name out of the required layers" in printed


def test_a_required_layer_that_is_there_gives_status_0(capsys):
    there = [name for name, layer in probe().items() if layer.works]
    if not there:
        pytest.skip("no layer works on this machine")
    assert doctor.run_doctor(frozenset(there)) == 0
    assert "Required and there: " in capsys.readouterr().out


def test_a_name_that_is_no_layer_gives_status_2_and_the_names(capsys):
    assert doctor.run_doctor(frozenset({"firewall"})) == 2
    printed = capsys.readouterr().out
    assert "no layer is called firewall" in printed
    assert "cgroup" in printed


def test_off_linux_it_says_what_is_not_protected_and_asks_for_an_opt_in(capsys, monkeypatch):
    from autograder.session.sandbox import machine

    monkeypatch.setattr(doctor.sys, "platform", "darwin")
    monkeypatch.setattr(machine, "_machine", machine.Machine(reasons=dict.fromkeys(machine.HOW, "none on darwin")))
    assert doctor.run_doctor(frozenset()) == 0
    printed = " ".join(capsys.readouterr().out.split())
    assert printed.count("OPEN:") == len(LAYERS)
    assert "gradebook.db" in printed
    assert "opt in" in printed
