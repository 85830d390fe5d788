"""nbconvert's HTML exporter with the course kit's own template."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from nbconvert.exporters import HTMLExporter
from traitlets.config import Config

from autograder.gradebook.page.make import make_page
from autograder.gradebook.page.model import points
from autograder.gradebook.page.prose import with_code
from autograder.gradebook.page.text import printable
from autograder.judge.report import mark, tally, worth

#: Where the template lies; another folder before it in ``extra_template_basedirs`` can hold another one.
TEMPLATES = Path(__file__).parents[1] / "templates"
NAME = "autograder_feedback"


class FeedbackExporter(HTMLExporter):  # type: ignore[misc]  # nbconvert ships no types
    """For ``c.GenerateFeedback.exporter_class``.

    It has a name of its own in the configuration, since nbgrader, and the formgrader's button, set the template of
    `HTMLExporter` for their own pages. All that a template writes is escaped, unless it was made safe before.
    """

    @property
    def default_config(self) -> Config:
        own = {"template_name": NAME, "extra_template_basedirs": [str(TEMPLATES)]}
        config = Config(super().default_config or {})
        config.merge(Config({"FeedbackExporter": own}))
        return config

    def default_filters(self) -> Iterator[tuple[str, Any]]:
        yield from super().default_filters()
        yield "feedback_page", make_page
        yield "with_code", with_code
        yield "points", points
        yield "tally", tally
        yield "mark", mark
        yield "worth", worth

    def from_notebook_node(self, nb: Any, resources: Any = None, **kw: Any) -> tuple[str, Any]:
        html, resources = super().from_notebook_node(nb, resources, **kw)
        return printable(html), resources

    def _create_environment(self) -> Any:
        environment = super()._create_environment()
        environment.autoescape = True
        return environment
