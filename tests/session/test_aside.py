"""A figure that is drawn aside comes as it would have been drawn on the spot, and costs its notebook nothing."""

import os

import pytest

from autograder.judge.remote.pictures import NOT_DRAWN, put_in, waits
from autograder.session import aside
from autograder.session.aside import LATER
from autograder.session.outputs import OUTPUT_BYTES, Outputs

PLOT = "import matplotlib.pyplot as plt\nfig, ax = plt.subplots()\nax.plot([1, 2], label='$x^2$')\nax.legend();"


def data(outputs):
    return [output["data"] for output in outputs if "data" in output]


def said(outputs):
    return "".join(output.get("text", "") for output in outputs)


def shown(session, source, seconds=20):
    """What a cell shows when its pictures have come; that one had to be waited for."""
    outputs, _ = session.run(source, seconds)
    assert waits(outputs), "nothing was drawn aside"
    return put_in(outputs, session.drawn(seconds))


def test_the_picture_is_that_of_a_figure_drawn_on_the_spot(session):
    outputs, _ = session.attempt(PLOT, 20)
    assert not waits(outputs)
    assert data(shown(session, PLOT)) == data(outputs)


def test_a_figure_of_the_last_cell_is_drawn_on_the_spot(session):
    outputs, _ = session.run(PLOT, 20, aside=False)
    assert not waits(outputs)
    assert data(shown(session, PLOT)) == data(outputs)


def test_the_cells_after_it_run_while_a_figure_is_drawn(session):
    session.run("import matplotlib.figure, time\ndef draw(self, *rest):\n    time.sleep(30)", 20)
    session.run("matplotlib.figure.Figure.draw = draw", 20)
    outputs, _ = session.run(PLOT, 5)
    assert waits(outputs)
    outputs, _ = session.run("print('next')", 5)
    assert said(outputs) == "next\n"


def test_a_drawing_that_does_not_end_is_ended_and_the_session_goes_on(session):
    session.run("import matplotlib.figure\ndef draw(self, *rest):\n    while True: pass", 20)
    session.run("matplotlib.figure.Figure.draw = draw", 20)
    assert data(shown(session, PLOT, 2)) == [{"text/plain": NOT_DRAWN}]
    assert said(session.run("print('next')", 5)[0]) == "next\n"


def test_what_is_done_to_a_figure_after_it_was_shown_is_not_in_its_picture(session):
    plain = data(shown(session, PLOT))
    outputs, _ = session.run(f"{PLOT}\nplt.show()\nax.plot([5, 1])\nax.set_title('later')\nNone", 20)
    assert data(put_in(outputs, session.drawn(20))) == plain


def test_a_warning_of_the_drawing_comes_before_the_picture(session):
    outputs = shown(session, f"{PLOT}\nax.set_title('\u4e00');")
    assert [output["output_type"] for output in outputs] == ["stream", "display_data"]
    assert "missing from" in said(outputs)


def test_an_error_of_the_drawing_is_shown(session):
    outputs = shown(session, f"{PLOT}\nax.set_title('$x_{{$');")
    assert any(output["output_type"] == "error" and output["ename"] == "ValueError" for output in outputs)


def test_every_one_of_many_figures_comes(session):
    outputs = shown(session, f"{PLOT}\nfor _ in range(4):\n    fig, ax = plt.subplots()\n    ax.plot([2, 1])")
    pictures = [each["image/png"] for each in data(outputs)]
    assert len(pictures) == 5
    assert len(set(pictures)) == 2


def test_a_figure_as_the_last_expression_is_the_result(session):
    outputs = shown(session, f"{PLOT}\nplt.close(fig)\nfig")
    assert outputs[-1]["output_type"] == "execute_result"
    assert "image/png" in outputs[-1]["data"]
    assert outputs[-1]["execution_count"] == 1


@pytest.mark.parametrize(
    "watches", ["fig.canvas.mpl_connect('draw_event', print)", "fig.set_layout_engine('constrained')"]
)
def test_a_figure_whose_drawing_can_be_noticed_is_drawn_on_the_spot(session, watches):
    outputs, _ = session.run(f"{PLOT}\n{watches};", 20)
    assert not waits(outputs)
    assert any("image/png" in each for each in data(outputs))


def test_with_a_second_thread_a_figure_is_drawn_on_the_spot(session):
    session.run("import threading, time\nthreading.Thread(target=time.sleep, args=(30,), daemon=True).start()", 20)
    outputs, _ = session.run(PLOT, 20)
    assert not waits(outputs)


def test_a_notebook_that_waits_for_all_its_children_keeps_its_picture(session):
    outputs, _ = session.run(PLOT, 20)
    session.run("import os\nos.wait()", 20)
    assert any("image/png" in each for each in data(put_in(outputs, session.drawn(20))))


def test_after_many_bytes_of_pictures_a_figure_is_drawn_on_the_spot(monkeypatch):
    monkeypatch.setattr(aside, "ASIDE_BYTES", 1000)
    pictures = aside.Aside(Outputs(OUTPUT_BYTES), lambda: None)
    found = []
    for size in (900, 900, 900):
        found.append(pictures.draw(lambda size=size: ({"text/plain": size * "x"}, {})))
        if found[-1] is not None:
            os.wait()
    assert found == [0, 1, None]
    assert [len(picture["data"]["text/plain"]) for picture in pictures.take(5)] == [900, 900]


@pytest.mark.parametrize("number", [7, -1, True, None, "0", 2**70])
def test_a_number_that_the_notebook_made_up_gets_no_picture_and_harms_nothing(session, number):
    outputs, _ = session.run(f"display({{'{LATER}': {number!r}}}, raw=True)", 20)
    assert not any("image/png" in (each or {}) for each in data(put_in(outputs, session.drawn(20))))


@pytest.mark.parametrize("drawn", [[], [None], [3], [{"data": {}}], [{"outputs": 3}]])
def test_an_answer_that_is_none_stands_for_a_figure_that_was_not_drawn(drawn):
    output = {"output_type": "display_data", "data": {LATER: 0}, "metadata": {}}
    assert data(put_in([output], drawn)) == [{"text/plain": NOT_DRAWN}]
