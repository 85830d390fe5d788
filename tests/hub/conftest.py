"""A Hub, a browser, and a folder for what the browser showed."""

import os
import shutil

import pytest

from .tryout import ROOT, TryOut, missing

#: Pictures of each step, kept for people to look at.
SHOTS = ROOT / "artifacts" / "hub"
#: Those that the README shows. HUB_PICTURES=1 makes them anew.
OF_THE_README = {
    "3-check-failed": "hub-check.png",
    "5-submissions": "hub-formgrader.png",
    "6-feedback-in-the-lab-alan": "hub-feedback.png",
}

FLAGS = [
    "--no-sandbox",  # tests run as root
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


#: Where a file keeps the name of its first test that failed.
FAILED = pytest.StashKey[str]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    if report.failed:
        item.parent.stash.setdefault(FAILED, item.name)
    return report


@pytest.fixture
def after_the_step_before(request):
    """A step of a story means nothing when one before it failed."""
    if name := request.node.parent.stash.get(FAILED, ""):
        pytest.fail(f"not tried: {name} failed before", pytrace=False)


@pytest.fixture(scope="session", autouse=True)
def all_that_a_hub_needs():
    lacking = missing()
    if lacking:
        pytest.skip(f"left out, the cycle in JupyterHub with a browser: it needs {'; '.join(lacking)}")


@pytest.fixture(scope="module")
def hub(tmp_path_factory):
    tryout = TryOut(tmp_path_factory.mktemp("hub") / "hub.log")
    try:
        yield tryout.start()
    finally:
        tryout.stop()
        SHOTS.mkdir(parents=True, exist_ok=True)
        shutil.copy(tryout.log, SHOTS / "hub.log")


@pytest.fixture(scope="module")
def browser():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def new_page(browser):
    """A page in a browser profile of its own, as on another person's computer."""

    def make():
        context = browser.new_context(viewport={"width": 1280, "height": 860}, locale="en-GB")
        context.set_default_timeout(30_000)
        return context.new_page()

    return make


@pytest.fixture(scope="session")
def picture():
    """Keep a picture of a page under a name."""

    def take(page, name):
        SHOTS.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=SHOTS / f"{name}.png")
        if name in OF_THE_README and os.environ.get("HUB_PICTURES"):
            shutil.copy(SHOTS / f"{name}.png", ROOT / "docs" / OF_THE_README[name])

    return take
