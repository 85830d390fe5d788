"""The assignments say what their sources and their physics say."""

import functools
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from autograder.course.cells import read_script
from autograder.course.rehearse import Rehearsal

ROOT = Path(__file__).parents[1]


@functools.cache
def session(name):
    """The names that the reference's notebook holds at its end."""
    return Rehearsal(read_script(ROOT / "solutions" / f"{name}.py")).namespace


@functools.cache
def printed(name):
    """What ``python solutions/NAME.py`` prints."""
    run = subprocess.run(
        [sys.executable, f"solutions/{name}.py"],
        cwd=ROOT,
        env={**os.environ, "MPLBACKEND": "agg", "DEVICE": "cpu"},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert run.returncode == 0, run.stderr
    assert run.stderr == ""
    return run.stdout


def number(pattern, text):
    found = re.search(pattern, text)
    assert found, text
    return float(found.group(1))


def test_firas_gives_the_temperature_of_the_universe():
    import torch

    planck = session("planck")
    T = planck["fit_cmb"](planck["firas_s"], planck["firas_intensity"])
    assert float(torch.as_tensor(T)) == pytest.approx(2.725, abs=0.002)


def test_planck_as_a_script_prints_the_temperature_with_its_error():
    text = printed("planck")
    assert number(r"universe is (2\.7\d+) K ±", text) == pytest.approx(2.725, abs=0.002)


@pytest.mark.parametrize("T", [3, 30, 300, 1000, 3000, 10_000, 30_000])
def test_planck_fits_within_a_thousandth_without_noise(T):
    planck = session("planck")
    assert planck["fit_temperature"](*planck["lab_spectrum"](float(T))) == pytest.approx(T, rel=1e-3)


def test_ohms_own_readings_give_his_constants():
    ohm = session("ohms_law")
    a, b = ohm["fit_ohm_1826"](ohm["ohm"]["length_inch"], ohm["ohm"]["X"])
    assert b == pytest.approx(20.31, abs=0.05)
    assert a == pytest.approx(7269, abs=20)


def test_ohms_law_as_a_script_prints_the_recovered_constants():
    text = printed("ohms_law")
    assert number(r"b = (\d+\.\d+) inch", text) == pytest.approx(20.31, abs=0.05)
    assert number(r"R = (\d+\.\d) Ω", text) == pytest.approx(1000, rel=0.01)


def test_linear_regression_as_a_script_prints_the_recovered_line():
    text = printed("linear_regression_scratch")
    for name, true in (("w1", 2.0), ("w2", -3.4), ("b", 4.2)):
        assert number(rf"{name} = (-?\d+\.\d+)", text) == pytest.approx(true, abs=0.01)


def test_zero_init_as_a_script_prints_that_every_line_arrives_and_which_units_are_alike():
    text = printed("zero_init")
    lines = re.findall(r"Linear regression from (.+): loss (\S+), w1, w2, b = (\S+), (\S+), (\S+)", text)
    assert [start for start, *_ in lines] == ["zeros", "N(0, 0.01²)", "N(0, 1000²)"]
    for _, loss, *found in lines:
        assert float(loss) < 7e-5
        assert [float(value) for value in found] == pytest.approx([2.0, -3.4, 4.2], abs=0.005)
    assert text.count(": as predicted") == 3
    units = dict(re.findall(r"(\w+ from \S+) .*distinct units: (\d)", text))
    assert units == {
        "relu from 0": "1",
        "tanh from 0": "1",
        "sigmoid from 0": "1",
        "tanh from 0.1": "1",
        "tanh from N(0,": "4",
    }
    constant = number(r"relu from 0 .*a constant: (\d\.\d+)", text)
    assert number(r"relu from 0 +: loss +(\d\.\d+)", text) == pytest.approx(constant, abs=0.001)
    assert number(r"sigmoid from 0 +: loss +(\d\.\d+)", text) < constant / 10


def test_first_gradient_at_zero_is_that_of_the_labels():
    import torch

    zero = session("zero_init")
    X, y = zero["line_data"](40, dtype=torch.float64)
    grad_w, grad_b = zero["zero_grad_formula"](X, y)
    assert torch.allclose(grad_w, -(X * y).mean(dim=0).reshape(2, 1))
    assert torch.allclose(grad_b, -y.mean().reshape(1))


def test_gradient_access_as_a_script_prints_the_states_and_two_walks():
    text = printed("gradient_access")
    states = dict(re.findall(r"^(.{29}): predicted \w+ *, found (.+)$", text, re.MULTILINE))
    assert {situation.strip(): state for situation, state in states.items()} == {
        "before backward": "None",
        "after backward": "1 g",
        "second backward": "2 g",
        "zero_grad()": "None",
        "zero_grad(set_to_none=False)": "zeros",
        "non-leaf": "None",
    }
    gaps = re.findall(r"by formula (\S+) off", text)
    assert len(gaps) == 2
    assert all(float(gap) < 1e-5 for gap in gaps)
    for walk in ("as it is", "clipped to 4"):
        found = re.search(rf"Gradient {walk} *: .* w1, w2 = (\S+), (\S+)", text)
        assert [float(value) for value in found.groups()] == pytest.approx([2.0, -3.4], abs=0.2)


def test_one_newton_step_gives_ohms_constants():
    second = session("second_derivatives")
    slope, intercept = second["newton_step"](second["torch"].zeros(2, 1).double(), second["ohm_X"], second["ohm_y"])
    assert float(intercept / slope) == pytest.approx(20.31, abs=0.005)
    assert float(1000 / slope) == pytest.approx(7269.5, abs=0.1)


def test_second_derivatives_as_a_script_prints_ohms_constants_and_what_the_snippets_do():
    text = printed("second_derivatives")
    assert number(r"one Newton step: a = \d+\.\d inch, b = (\d+\.\d+) inch", text) == pytest.approx(20.31, abs=0.01)
    assert number(r"2000 steps of gradient descent: .* b = (\d+\.\d+) inch", text) < 7
    outcomes = re.findall(r"^([A-F]): predicted (.*), ran \2 ", text, re.MULTILINE)
    assert [word for _, word in outcomes] == [
        "no graph", "no graph", "not scalar", "no graph", "wrong number", "no graph",
    ]  # fmt: skip


def test_concise_linear_regression_as_a_script_prints_the_plane_and_the_same_steps():
    text = printed("linear_regression_concise")
    for name, true in (("w1", 2.0), ("w2", -3.4), ("b", 4.2)):
        assert number(rf"{name} = (-?\d+\.\d+)", text) == pytest.approx(true, abs=0.002)
    gaps = [float(gap) for gap in re.findall(r"largest difference of the steps (\S+)", text)]
    assert len(gaps) == 4
    same, unchanged, ragged, adam = gaps
    assert max(same, ragged) < 1e-9
    assert unchanged > 0.1
    assert adam < 1e-7


def test_huber_lines_through_the_calls_have_the_known_slopes():
    huber = session("huber")
    year, calls = huber["phones"]["year"], huber["phones"]["calls"]
    assert huber["fit_robust"](year, calls, huber["squared_loss"], 1.0, 50)[0] == pytest.approx(5.041, abs=1e-3)
    assert huber["fit_robust"](year, calls, huber["huber_loss"], 1.0, 1000)[0] == pytest.approx(1.492, abs=1e-3)


def test_huber_does_not_turn_the_line_through_the_stars_but_leaving_the_giants_out_does():
    huber = session("huber")
    Te, light, giants = huber["stars"]["log_Te"], huber["stars"]["log_light"], huber["GIANTS"]
    assert [huber["stars"]["star"][row] for row in giants] == [11, 20, 30, 34]
    squared, small = huber["squared_loss"], huber["HuberLoss"](0.1, reduction="none")
    assert huber["slope_without"](Te, light, [], squared, 1.0, 50) == pytest.approx(-0.4133, abs=1e-3)
    assert huber["slope_without"](Te, light, [], small, 0.1, 300) == pytest.approx(-0.594, abs=1e-3)
    assert huber["slope_without"](Te, light, giants, squared, 1.0, 50) == pytest.approx(2.047, abs=1e-3)


def test_huber_as_a_script_prints_the_slopes_and_the_shares():
    text = printed("huber")
    assert number(r"squared loss: the calls grow by (\d+\.\d+)", text) == pytest.approx(5.041, abs=1e-3)
    assert number(r"Huber loss  : the calls grow by (\d+\.\d+)", text) == pytest.approx(1.492, abs=1e-3)
    assert number(r"squared  loss: +(\d+\.\d+) %", text) == pytest.approx(99.91, abs=0.01)
    assert number(r"Huber    loss: +(\d+\.\d+) %", text) == pytest.approx(52.63, abs=0.01)
    assert number(r"no giants .* slope ([+-]\d+\.\d+)", text) == pytest.approx(2.047, abs=1e-3)


def test_learning_rates_border_is_where_the_loss_begins_to_grow():
    rates = session("learning_rates")
    X, y = rates["features"], rates["labels"]
    border = rates["critical_lr"](X)
    below, above = (rates["compare_lrs"]([share * border], X, y, 200, len(X)) for share in (0.99, 1.01))
    assert below[0.99 * border][-1] < 1e-2
    assert above[1.01 * border][-1] > above[1.01 * border][0]


def test_learning_rates_as_a_script_prints_the_border_and_what_became_of_each_rate():
    text = printed("learning_rates")
    assert number(r"border for the data above is at (\d\.\d+)", text) == pytest.approx(1.880, abs=1e-3)
    for rate, word in (("0.001", "slow"), ("0.03", "ok"), ("1.0", "ok"), ("3.0", "diverged")):
        assert re.search(rf"learning rate {rate} *: predicted {word} *, ran {word}\n", text), text
    assert number(r"learning rate 1\.97 *: +(\d+)", text) == number(r"learning rate 0\.03 *: +(\d+)\n", text)


USE_A_DEVICE = [path.stem for path in (ROOT / "solutions").glob("*.py") if "get_device()" in path.read_text("utf-8")]


@pytest.mark.parametrize("name", sorted(USE_A_DEVICE))
def test_a_device_that_is_not_there_is_a_clear_error(name):
    import torch

    missing = f"cuda:{torch.cuda.device_count()}" if torch.cuda.is_available() else "cuda"
    run = subprocess.run(
        [sys.executable, f"solutions/{name}.py"],
        cwd=ROOT,
        env={**os.environ, "MPLBACKEND": "agg", "DEVICE": missing},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert run.returncode != 0
    assert f"DEVICE={missing} was asked for" in run.stderr
    assert "DEVICE=cpu" in run.stderr


def test_every_data_file_names_its_source():
    for path in sorted((ROOT / "solutions" / "data").glob("*.csv")):
        first = path.read_text(encoding="utf-8").splitlines()[0]
        assert first.startswith("#"), path.name
        assert len(first) > 30, path.name
