"""The organisation's logo as a page shows it; for paper see :mod:`iepkit.documents.typesetting`."""

from __future__ import annotations

import base64
import mimetypes

from iepkit.content import Content


def logo_for_page(content: Content) -> str:
    """The logo as an address that holds it, or "" where there is none."""
    path = content.organisation.logo
    if path is None:
        return ""
    kind = mimetypes.guess_type(path.name)[0]
    return f"data:{kind};base64,{base64.b64encode(path.read_bytes()).decode()}"
