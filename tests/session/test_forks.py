"""A fork of a session does what it was forked for, and little else."""

OPEN_FONTS = "from matplotlib import font_manager\nprint(font_manager._get_font.cache_info().currsize)"
LABEL = (
    "import matplotlib.pyplot as plt\nfig, ax = plt.subplots()\nax.set_title('title')\nfig.tight_layout()\nplt.close()"
)


def text(outputs):
    return "".join(output.get("text", "") for output in outputs if output["output_type"] == "stream")


def test_fonts_are_closed_before_a_fork_and_not_in_each(session):
    session.run(LABEL, 20)
    assert int(text(session.run(OPEN_FONTS, 20)[0])) > 0
    session.snapshot(5).close()
    assert text(session.run(OPEN_FONTS, 20)[0]) == "0\n"


def test_a_figure_after_a_fork_has_its_letters(session):
    before, _ = session.attempt(LABEL + "\nfig", 20)
    session.snapshot(5).close()
    after, _ = session.attempt(LABEL + "\nfig", 20)
    assert before[-1]["data"]["image/png"] == after[-1]["data"]["image/png"]


def test_no_handler_of_a_library_is_made_anew_in_a_fork(session):
    outputs, _ = session.run("import logging\nprint(len(logging._at_fork_reinit_lock_weakset))", 20)
    assert text(outputs) == "0\n"


def test_a_notebook_that_logs_does_so_in_a_fork_too(session):
    session.run(
        "import logging, sys\nlog = logging.getLogger('mine')\nlog.addHandler(logging.StreamHandler(sys.stdout))", 20
    )
    outputs, _ = session.attempt("log.handlers[0].setStream(sys.stdout)\nlog.warning('from the fork')", 20)
    assert text(outputs) == "from the fork\n"
