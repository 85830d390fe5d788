"""Before a submission is converted: the notebooks that it should hold are graded, whether it holds them or not."""

from pathlib import Path


def expect_notebooks(*, assignment: str, student: str, notebooks: list[str]) -> None:
    """nbgrader's ``pre_convert_hook``, called in the course folder: add what the assignment has to `notebooks`.

    nbgrader skips a notebook of another name and then stops at a submission without a known one; the reader
    says instead what is there. (nbgrader passes the list it works on; `assignment` may be a pattern.)
    """
    for folder in {Path(notebook).parent for notebook in notebooks if "submitted" in Path(notebook).parts}:
        for source in sorted(Path("source", folder.name).glob("*.ipynb")):
            wanted = str(folder / source.name)
            if wanted not in notebooks:
                notebooks.append(wanted)
