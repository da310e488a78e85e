"""What every phone gets alike: made and compressed once, and kept by the phone's browser.

An address holds the version of all of it, so that a browser need never ask again; what
has changed has another address.
"""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
import re
from dataclasses import dataclass

from markupsafe import Markup

from iepkit.content import ENGLISH, Content
from iepkit.pages import PARTS, WORKSHOP, build, whole
from iepkit.scripts import STATIC, one_script
from iepkit.site.folder import answers
from iepkit.wording import Wording

KEPT = "/kept/"
_SCRIPTS = ("room.js", "mine.js", "local.js")
_STYLE = "page.css"
_TITLE = re.compile(r"<title>.*?</title>", re.DOTALL)


@dataclass(frozen=True)
class Packed:
    """A file as it is sent: compressed, with what names this very content."""

    compressed: bytes
    kind: str
    tag: str

    @property
    def plain(self) -> bytes:
        """For the rare one that can't unpack."""
        return gzip.decompress(self.compressed)


def pack(name: str, body: bytes) -> Packed:
    """A file, ready to be sent a hundred times."""
    kind = mimetypes.guess_type(name)[0] or "text/plain"
    # mtime: the same content is the same bytes, whenever the server was started.
    return Packed(gzip.compress(body, mtime=0), f"{kind}; charset=utf-8", f'"{hashlib.sha256(body).hexdigest()[:20]}"')


def assets(content: Content, files: str) -> tuple[str, dict[str, Packed]]:
    """The style, the scripts and all that the page asks for, in every language.

    Args:
        content: what the kit says.
        files: the path under which the page finds the downloads.

    Returns:
        The folder of this version, as a path that ends with a slash; and each file by
        its name in it.
    """
    made = {name: one_script(name).encode() for name in _SCRIPTS}
    made[_STYLE] = (STATIC / _STYLE).read_bytes()
    for language in content.languages:
        made[f"{language}/page.html"] = _page(content, language, files).encode()
        made[f"{language}/answers.json"] = answers(content, language).encode()
        for part in PARTS:
            made[f"{language}/{part}.html"] = build(part, content, language, WORKSHOP, files).encode()
    digest = hashlib.sha256(b"".join(name.encode() + made[name] for name in sorted(made)))
    return f"{KEPT}{digest.hexdigest()[:16]}/", {name: pack(name, body) for name, body in made.items()}


def page_in(shown: str, content: Content, language: str, files: str) -> str:
    """The workshop page in a language, whole in the first response; as it is where the notebook shows another page.

    Args:
        shown: the page around the notebook, as a kernel shows it.
        content: what the kit says.
        language: one of ``content.languages``.
        files: the path under which the page finds the downloads.
    """
    english = _page(content, ENGLISH, files)
    if language == ENGLISH or english not in shown:
        return shown
    wording = Wording(content, language)
    head, _, body = shown.partition("</head>")
    tag = Markup('<html lang="{}" dir="{}">').format(language, wording.plain("ui.direction"))
    head = head.replace('<html lang="en">', tag, 1)
    title = Markup("<title>{}</title>").format(wording.plain("ui.title"))
    return "".join(
        [_TITLE.sub(lambda _: title, head), "</head>", body.replace(english, _page(content, language, files), 1)]
    )


def _page(content: Content, language: str, files: str) -> Markup:
    return Markup(whole(content, language, WORKSHOP, list(PARTS), files=files))  # noqa: S704 - escaped in its template
