"""The course folder: where its parts are, and its nbgrader configuration."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.course.cells import Script, read_script
from autograder.course.errors import CourseError, GrammarError, Problem
from autograder.course.rules import check_rules

CONFIG = "nbgrader_config.py"


@dataclass(frozen=True)
class Course:
    """A folder with ``solutions/`` and ``nbgrader_config.py``; `source` and `release` are built in it."""

    root: Path

    @classmethod
    def at(cls, folder: Path) -> "Course":
        """The course in `folder`.

        Raises:
            CourseError: when it is none.
        """
        root = folder.resolve()
        for needed in ("solutions", CONFIG):
            if not (root / needed).exists():
                raise CourseError(
                    f"{root} is not a course folder: it has no {needed}. "
                    "Go to the folder that holds solutions/ and nbgrader_config.py, or name it with --course"
                )
        return cls(root)

    @property
    def solutions(self) -> Path:
        return self.root / "solutions"

    @property
    def source(self) -> Path:
        return self.root / "source"

    @property
    def release(self) -> Path:
        return self.root / "release"

    @property
    def data(self) -> Path:
        return self.solutions / "data"

    def names(self) -> list[str]:
        """The assignments' names, in order."""
        return sorted(path.stem for path in self.solutions.glob("*.py"))

    def script(self, name: str) -> Script:
        """The script of the assignment `name`, held against the grammar.

        Raises:
            CourseError: when there is none.
            GrammarError: when it breaks the grammar.
        """
        path = self.solutions / f"{name}.py"
        if not path.is_file():
            known = ", ".join(self.names()) or "none yet"
            raise CourseError(f"there is no assignment {name} ({path}); the assignments are: {known}")
        script = read_script(path)
        check_rules(script, self.data)
        return script

    def scripts(self, names: list[str] | None = None) -> list[Script]:
        """The scripts of `names` (of all assignments when it is empty).

        Raises:
            GrammarError: with the problems of all of them.
        """
        found: list[Script] = []
        problems: list[Problem] = []
        for name in names or self.names():
            try:
                found.append(self.script(name))
            except GrammarError as error:
                problems += error.problems
        if problems:
            raise GrammarError(problems)
        return found

    def config(self) -> Any:
        """What ``nbgrader_config.py`` says, and nothing that is configured elsewhere on this machine."""
        from traitlets.config import PyFileConfigLoader

        return PyFileConfigLoader(CONFIG, path=str(self.root)).load_config()
