"""Pictures as part of the page: it loads none, so that none can tell who reads it and when."""

import re
from base64 import b64encode
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import unquote

#: Bytes of all pictures that the prose of a page shows.
MOST = 20_000_000
KINDS = {
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "gif": "image/gif",
    "webp": "image/webp",
    "svg": "image/svg+xml",
}
BASE64 = re.compile(r"[A-Za-z0-9+/]+={0,2}")
DATA = re.compile(rf"data:({'|'.join(map(re.escape, KINDS.values()))});base64,({BASE64.pattern})")


def data_uri(kind: str, encoded: Any) -> str:
    """The address of a picture in base64 that is part of the page; nothing for what is no picture."""
    if kind not in KINDS.values() or not isinstance(encoded, str):
        return ""
    encoded = "".join(encoded.split())
    return f"data:{kind};base64,{encoded}" if BASE64.fullmatch(encoded) else ""


def svg_uri(drawing: Any) -> str:
    """The address of an SVG drawing: as a picture it runs no script and loads nothing."""
    if not isinstance(drawing, str) or "<svg" not in drawing:
        return ""
    return data_uri("image/svg+xml", b64encode(drawing.encode("utf-8", "replace")).decode())


class Images:
    """Where the pictures of a notebook's prose are: in itself, or in files beside it."""

    def __init__(self, folder: Path | None, most: int = MOST) -> None:
        self.folder = folder.resolve() if folder else None
        self.attachments: Any = {}
        self._left = most

    def find(self, source: str) -> str:
        """The picture that prose names, as a data address; nothing when it is elsewhere or no picture."""
        source = unescape(source).strip()
        found = DATA.fullmatch(source)
        uri = source if found else self._attached(source) or self._beside(source)
        self._left -= len(uri)
        return uri if self._left >= 0 else ""

    def _attached(self, source: str) -> str:
        scheme, _, name = source.partition(":")
        if scheme != "attachment" or not isinstance(self.attachments, dict):
            return ""
        forms = self.attachments.get(unquote(name), self.attachments.get(name))
        made = (data_uri(kind, encoded) for kind, encoded in forms.items()) if isinstance(forms, dict) else ()
        return next(filter(None, made), "")

    def _beside(self, source: str) -> str:
        """A file in the notebook's folder: not one that a link or ``..`` leads to elsewhere."""
        if self.folder is None or ":" in source or source.startswith(("/", "\\", "#")):
            return ""
        kind = KINDS.get(source.rpartition(".")[2].lower(), "")
        try:
            path = (self.folder / unquote(source)).resolve(strict=True)
            if not kind or not path.is_relative_to(self.folder) or not path.is_file():
                return ""
            if path.stat().st_size > self._left:
                return ""
            return data_uri(kind, b64encode(path.read_bytes()).decode())
        except (OSError, ValueError, RuntimeError):
            return ""
