"""A student in JupyterLab: the assignment list, a notebook, the keyboard."""

import re

from playwright.sync_api import expect

#: Seconds that a server may take to start, and a cell to run, on a machine that has other things to do.
LONG = 120_000

#: The prompt of a cell that has run.
_NUMBERED = re.compile(r"\[\d+\]:")


class Lab:
    """One student's browser, logged in."""

    def __init__(self, page, hub, user, password):
        self.page, self.hub, self.user = page, hub, user
        self.errors = []
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        log_in(page, hub, user, password)
        page.wait_for_url(f"**/user/{user}/lab**", timeout=LONG, wait_until="commit")
        page.locator(".lm-MenuBar-item").get_by_text("Nbgrader", exact=True).wait_for(timeout=LONG)

    # --- the assignment list ---------------------------------------------------------------------------------------
    def open_assignment_list(self):
        self.menu("Nbgrader", "Assignment List")
        expect(self.page.locator("#released_assignments_list")).to_be_visible(timeout=LONG)
        self.refresh()

    def refresh(self):
        self.page.locator("#refresh_assignments_list").click()
        self.page.locator("#released_assignments_list_loading").wait_for(state="hidden")

    def assignments(self, status):
        """The rows of the list that is `released`, `fetched` or `submitted`."""
        return self.page.locator(f"#{status}_assignments_list > .list_item")

    def fetch(self, name):
        self.assignments("released").filter(has_text=name).get_by_role("button", name="Fetch").click()
        expect(self.assignments("fetched").filter(has_text=name)).to_be_visible(timeout=LONG)

    def submit(self, name):
        """Press Submit; how many submissions of this assignment the list shows then."""
        submissions = self.assignments("submitted").filter(has_text=name).locator(".list_item .item_name")
        before = submissions.count()
        self.assignments("fetched").filter(has_text=name).get_by_role("button", name="Submit").click()
        expect(submissions).not_to_have_count(before, timeout=LONG)
        return submissions.count()

    def fetch_feedback(self, name):
        self.refresh()
        self.assignments("submitted").filter(has_text=name).get_by_role("button", name="Fetch Feedback").click()
        link = self.assignments("submitted").filter(has_text=name).get_by_text("view feedback")
        expect(link.first).to_be_visible(timeout=LONG)

    def view_feedback(self, name):
        """Click on (view feedback), and on the page in the folder that it shows; the text of that page."""
        self.assignments("submitted").filter(has_text=name).get_by_text("view feedback").first.click()
        self.page.locator(".jp-DirListing-item").filter(has_text=f"{name}.html").dblclick(timeout=LONG)
        page = self.page.frame_locator(".jp-HTMLViewer iframe").locator("body")
        page.get_by_role("heading").first.wait_for(timeout=LONG)
        return page.inner_text()

    # --- the notebook ----------------------------------------------------------------------------------------------
    def open_notebook(self, path):
        self.page.goto(f"{self.hub.url}/user/{self.user}/lab/tree/{path}")
        self.cells.first.wait_for(timeout=LONG)
        expect(self.page.locator("#jp-main-statusbar")).to_contain_text("| Idle", timeout=LONG)

    @property
    def cells(self):
        return self.page.locator(".jp-Notebook:visible .jp-Cell")

    def type_into(self, place, source, keys=False):
        """Replace the source of cell number `place` by typing: key by key, or at once, as an input method does."""
        editor = self.cells.nth(place).locator(".cm-content")
        editor.scroll_into_view_if_needed()
        editor.click()
        self.page.keyboard.press("Control+a")
        if keys:
            self.page.keyboard.type(source, delay=4)
        else:
            self.page.keyboard.insert_text(source)

    def run(self, place):
        """Run cell number `place`; its output as text."""
        cell = self.cells.nth(place)
        cell.locator(".cm-content").click()
        self.page.keyboard.press("Control+Enter")
        expect(cell.locator(".jp-InputPrompt")).to_have_text(_NUMBERED, timeout=LONG)
        return cell.locator(".jp-Cell-outputArea").inner_text().replace("\xa0", " ")

    def show_output(self, place):
        """Scroll to what a cell has put out."""
        self.cells.nth(place).locator(".jp-Cell-outputArea").scroll_into_view_if_needed()

    def run_all(self):
        self.menu("Run", "Run All Cells")
        last = self.page.locator(".jp-Notebook:visible .jp-CodeCell").last
        expect(last.locator(".jp-InputPrompt")).to_have_text(_NUMBERED, timeout=LONG)

    def add_cell(self, source):
        """A cell of the student's own at the end of the notebook."""
        self.cells.last.locator(".jp-InputPrompt, .jp-MarkdownOutput").first.click()
        self.page.keyboard.press("Escape")
        self.page.keyboard.press("b")
        self.type_into(self.cells.count() - 1, source)
        return self.run(self.cells.count() - 1)

    def save(self):
        self.page.keyboard.press("Control+s")
        expect(self.page.locator(".lm-TabBar-tab.jp-mod-dirty")).to_have_count(0, timeout=LONG)

    def validate(self):
        """Press Validate; what its dialog says."""
        self.page.get_by_role("button", name="Validate").first.click()
        dialog = self.page.locator(".jp-Dialog")
        expect(dialog).to_be_visible(timeout=LONG)
        said = dialog.inner_text()
        dialog.get_by_role("button").last.click()
        return said

    def menu(self, bar, item):
        self.page.locator(".lm-MenuBar-item").get_by_text(bar, exact=True).click()
        self.page.locator(".lm-Menu-item").get_by_text(item, exact=True).click()

    def complaints(self):
        """What the Lab complains about: dialogs and notifications that are open, and errors of its scripts."""
        boxes = self.page.locator(".jp-Dialog, .Toastify__toast").all_inner_texts()
        return boxes + self.errors


def log_in(page, hub, user, password, then=""):
    page.goto(f"{hub.url}/hub/login?next={then}")
    page.get_by_label("Username").fill(user)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()
