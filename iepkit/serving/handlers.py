"""The server's own pages: the way in, the page for the projector, the downloads, the take-home page."""

from __future__ import annotations

import gzip
import mimetypes
from collections.abc import Iterable
from typing import Any

import segno
import tornado.web
from jupyter_server.auth import IdentityProvider, User
from markupsafe import Markup
from voila.tornado.handler import TornadoVoilaHandler

from iepkit.content import ENGLISH, Content
from iepkit.pages import DOWNLOADS
from iepkit.serving.places import NoPlaceError, Places
from iepkit.wording import render

WORKSHOP = "workshop.ipynb"
FILES = "/files/"
SITE = "/site/"
SECONDS_TO_TRY_AGAIN = 20


class _ContentHandler(tornado.web.RequestHandler):
    def initialize(self, content: Content) -> None:
        self.content = content

    def language(self) -> str:
        wanted = self.get_query_argument("lang", ENGLISH)
        return wanted if wanted in self.content.languages else ENGLISH


class WayIn(tornado.web.RequestHandler):
    """The short address that a parent types leads to the workshop page."""

    def get(self) -> None:
        query = f"?{self.request.query}" if self.request.query else ""
        self.redirect(f"/voila/render/{WORKSHOP}{query}")


class Join(_ContentHandler):
    """The page for the projector: the code in large, the address in words."""

    def initialize(self, content: Content, address: str = "") -> None:
        super().initialize(content)
        self.address = address

    def get(self) -> None:
        # Without a size of its own the code grows with the screen.
        code = Markup(segno.make(self.address, error="m").svg_inline(border=2, omitsize=True))  # noqa: S704 - segno's own
        self.finish(render("join", self.content, self.language(), address=self.address, code=code))


class NotHere(_ContentHandler):
    """Any other address: a sentence, and the way to the first page."""

    def prepare(self) -> None:
        self.set_status(404)
        self.finish(render("not_here", self.content, self.language()))


class Room(TornadoVoilaHandler):
    """A notebook's page; where there is no place left, the way to the page that needs none."""

    def initialize(self, content: Content, places: Places, **kwargs: Any) -> None:
        super().initialize(**kwargs)
        self.content = content
        self.places = places

    async def get(self, path: str | None = None) -> None:
        await self.places.offer()
        if self.places.is_full:
            self._send_on()
            return
        try:
            await super().get(path)
        except (NoPlaceError, OSError, RuntimeError):
            # The laptop may have no process or thread left, whatever its memory holds.
            if self._headers_written:
                raise
            self._send_on()

    def _send_on(self) -> None:
        self.set_status(503)
        self.set_header("Retry-After", str(SECONDS_TO_TRY_AGAIN))
        self.set_header("Cache-Control", "no-store")
        language = self.get_query_argument("lang", ENGLISH)
        known = language if language in self.content.languages else ENGLISH
        self.finish(render("full", self.content, known, site=f"{SITE}?lang={known}"))


class Leave(tornado.web.RequestHandler):
    """A page that is left gives its kernel back."""

    def initialize(self, places: Places) -> None:
        self.places = places

    async def post(self, kernel: str) -> None:
        await self.places.give_back(kernel)
        self.set_status(204)


class TakeHome(tornado.web.RequestHandler):
    """The take-home folder, which needs no kernel.

    Args:
        files: each file, compressed once, by its path.
    """

    def initialize(self, files: dict[str, bytes]) -> None:
        self.files = files

    def get(self, path: str) -> None:
        name = f"{path}index.html" if not path or path.endswith("/") else path
        if name not in self.files:
            raise tornado.web.HTTPError(404)
        kind = mimetypes.guess_type(name)[0] or "text/plain"
        self.set_header("Content-Type", f"{kind}; charset=utf-8")
        # A phone that comes back asks whether it has changed, and gets it again only then.
        self.set_header("Cache-Control", "no-cache")
        if "gzip" in self.request.headers.get("Accept-Encoding", ""):
            self.set_header("Content-Encoding", "gzip")
            self.finish(self.files[name])
        else:
            self.finish(gzip.decompress(self.files[name]))


def compressed(files: Iterable[tuple[str, bytes]]) -> dict[str, bytes]:
    """Files as :class:`TakeHome` keeps them."""
    return {name: gzip.compress(file, mtime=0) for name, file in files}


class Nobody(IdentityProvider):
    """Every visitor is the same one: no cookie, no invented name."""

    async def get_user(self, handler: Any) -> User:  # noqa: ARG002 - the base class gives it
        """The one visitor."""
        return User("visitor")


class Download(_ContentHandler):
    """The chart as a file: a table to keep, or a page to print."""

    def get(self, name: str) -> None:
        if name not in DOWNLOADS:
            raise tornado.web.HTTPError(404)
        if name.endswith(".csv"):
            self.set_header("Content-Type", "text/csv; charset=utf-8")
            self.set_header("Content-Disposition", f'attachment; filename="{name}"')
        self.finish(DOWNLOADS[name](self.content, self.language()))
