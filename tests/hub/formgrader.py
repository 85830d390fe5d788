"""An instructor in nbgrader's formgrader, which the Hub runs as a service."""

import re

from playwright.sync_api import expect

from .lab import LONG, log_in
from .tryout import ASSIGNMENT, COURSE


class Formgrader:
    """The instructor's browser, at the formgrader."""

    def __init__(self, page, hub, user, password):
        self.page, self.hub = page, hub
        log_in(page, hub, user, password, then="/hub/home")
        page.get_by_role("button", name="Services").click()
        page.get_by_role("link", name=COURSE).click()
        self.row(ASSIGNMENT).wait_for(timeout=LONG)
        self.home = page.url

    def row(self, name):
        return self.page.locator("#main-table tr").filter(has_text=name)

    def press(self, name, column, where="manage_assignments"):
        """Press the button in a row's column; what the dialog that follows says, with its log."""
        self.page.goto(f"{self.home.rsplit('/', 1)[0]}/{where}")
        self.row(name).locator(f".{column} a").click(timeout=LONG)
        dialog = self.page.locator(".modal.in")
        expect(dialog).to_be_visible(timeout=LONG)
        said = dialog.inner_text()
        dialog.get_by_role("button", name="OK").click()
        expect(dialog).to_have_count(0)
        return said

    def submission(self, assignment, student):
        """Status and score of a submission, as its row says."""
        self.page.goto(f"{self.home.rsplit('/', 1)[0]}/manage_submissions/{assignment}")
        row = self.row(student)
        row.wait_for(timeout=LONG)
        return row.locator(".status").inner_text(), row.locator(".score").inner_text()

    def open_submission(self, assignment, student):
        """Go to the page of a submission by Manage Students, as a person does who looks for a name."""
        base = self.home.rsplit("/", 1)[0]
        self.page.goto(f"{base}/manage_students/{student}/{assignment}")
        self.page.locator("#main-table a").filter(has_text=assignment).click(timeout=LONG)
        self.page.locator(".nbgrader_cell").first.wait_for(timeout=LONG)

    def score(self, grade_id):
        """Points of a test cell on the open submission: what stands in the field, or the grey automatic score."""
        automatic = self.automatic(grade_id)
        return float(self.page.locator(f"[id='{grade_id}']").input_value() or automatic)

    def automatic(self, grade_id):
        """The points that the tests gave, whatever a person made of them."""
        field = self.page.locator(f"[id='{grade_id}']")
        expect(field).to_have_attribute("placeholder", re.compile(r"\d"))
        return float(field.get_attribute("placeholder"))

    def set_score(self, grade_id, points):
        field = self.page.locator(f"[id='{grade_id}']")
        with self.page.expect_response(lambda r: "/api/grade/" in r.url and r.request.method == "PUT"):
            field.fill(str(points))
            field.press("Tab")

    def set_comment(self, grade_id, text):
        field = self.page.locator(f"[id='{grade_id}-comment']")
        with self.page.expect_response(lambda r: "/api/comment/" in r.url and r.request.method == "PUT"):
            field.fill(text)
            field.press("Tab")

    def needs_review(self, grade_id):
        """Whether a test cell of the open submission asks for a person's eye (it shows the button Resolve)."""
        self.score(grade_id)  # the page has its grades a moment later than its text
        cell = self.page.locator(".nbgrader_cell").filter(has=self.page.locator(f"[id='{grade_id}']"))
        return cell.locator(".mark-graded").is_visible()
