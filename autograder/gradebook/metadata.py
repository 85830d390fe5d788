"""nbgrader's check of its cells' metadata, once for all cells that have the same."""

import json
from typing import Any

from nbgrader.nbgraderformat import MetadataValidator, ValidationError
from nbgrader.nbgraderformat.common import BaseMetadataValidator
from nbgrader.preprocessors import CheckCellMetadata

#: Kinds of metadata that are remembered; a class has one for each cell of its assignments.
MOST = 10_000

_SOUND: set[str] = set()


class _Remembering(BaseMetadataValidator):  # type: ignore[misc]  # nbgrader ships no types
    """The schema is checked, and the metadata by it, when they are new."""

    def validate_cell(self, cell: Any) -> None:
        known = json.dumps(cell.metadata.get("nbgrader"), sort_keys=True, default=repr)
        if known in _SOUND:
            return
        super().validate_cell(cell)
        if len(_SOUND) < MOST:
            _SOUND.add(known)


class _Validator(MetadataValidator, _Remembering):  # type: ignore[misc]  # as above
    """nbgrader's, which asks the class above where it would ask its base."""


class CheckMetadata(CheckCellMetadata):  # type: ignore[misc]  # as above
    """nbgrader's CheckCellMetadata."""

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        try:
            _Validator().validate_nb(nb)
        except ValidationError:
            return super().preprocess(nb, resources)  # type: ignore[no-any-return]  # it says what is wrong
        return nb, resources
