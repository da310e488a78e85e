"""The server's own pages: the workshop page, the page for the projector, the downloads, the take-home page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import segno
import tornado.web
from jupyter_server.auth import IdentityProvider, User
from markupsafe import Markup

from iepkit.content import ENGLISH, Content
from iepkit.pages import DOWNLOADS, POLLS
from iepkit.scripts import one_script
from iepkit.serving.assets import Packed, pack
from iepkit.serving.doors import HEADERS, policy
from iepkit.serving.gate import Gate
from iepkit.serving.journal import Event, Journal
from iepkit.serving.room import Room
from iepkit.wording import Wording, render

WORKSHOP = "workshop.ipynb"
FILES = "/files/"
SITE = "/site/"
_NO_POLLS, _IN_THE_ROOM = b'data-polls=""', f'data-polls="{POLLS}"'.encode()
_SPOKEN = re.compile(
    r"\s*(?P<tag>[A-Za-z]{2,3}(?:-[A-Za-z0-9]+)*)\s*(?:;\s*q\s*=\s*(?P<quality>[01](?:\.\d{0,3})?)\s*)?$"
)
_NO_GZIP = re.compile(r"gzip\s*;\s*q\s*=\s*0(\.0*)?\s*(,|$)")


class Guarded(tornado.web.RequestHandler):
    """A handler that lets nobody ask without end, and says on each response what a browser may do with it."""

    cost: float = 1

    def set_default_headers(self) -> None:
        """The headers of every response."""
        for name, value in HEADERS.items():
            self.set_header(name, value)
        self.set_header("Content-Security-Policy", policy(self.request.host))

    def prepare(self) -> None:
        """Refuse who asks too much."""
        gate: Gate = self.settings["gate"]
        if not gate.lets_in(str(self.request.remote_ip), self.cost):
            self.refuse()

    def refuse(self) -> None:
        """Say that this address has asked too much, and when it may ask again."""
        journal: Journal = self.settings["journal"]
        journal.note(Event.TOO_MANY)
        self.set_status(429)
        self.set_header("Retry-After", "5")
        self.finish()

    def send(self, file: Packed, *, is_for_ever: bool = False, by_language: bool = False) -> None:
        """Send a file that was packed before; a browser that has it already is told so.

        Args:
            file: the file.
            is_for_ever: whether what stands at this address never changes.
            by_language: whether another browser gets it in another language.
        """
        keep = "public, max-age=31536000, immutable" if is_for_ever else "no-cache"
        self.set_header("Content-Type", file.kind)
        self.set_header("Cache-Control", keep)
        self.set_header("ETag", file.tag)
        self.set_header("Vary", "Accept-Encoding, Accept-Language" if by_language else "Accept-Encoding")
        if self.check_etag_header():
            self.set_status(304)
            self.finish()
            return
        accepted = self.request.headers.get("Accept-Encoding", "")
        if "gzip" in accepted and not _NO_GZIP.search(accepted):
            self.set_header("Content-Encoding", "gzip")
            self.finish(file.compressed)
        else:
            self.finish(file.plain)


class _ContentHandler(Guarded):
    def initialize(self, content: Content) -> None:
        self.content = content

    def language(self) -> str:
        wanted = self.get_query_argument("lang", ENGLISH)
        return wanted if wanted in self.content.languages else ENGLISH

    def language_of_browser(self) -> str:
        """The language that the address names, or else the one that the phone itself is set to."""
        wanted = self.get_query_argument("lang", "")
        if wanted in self.content.languages:
            return wanted
        return first_spoken(self.request.headers.get("Accept-Language", ""), self.content.languages)

    def send_page(self, page: str) -> None:
        """Send a page that may hold scripts of its own."""
        self.set_header("Content-Security-Policy", policy(self.request.host, page))
        self.finish(page)


def first_spoken(accepted: str, languages: Sequence[str]) -> str:
    """Of these languages the one that a browser would rather have; English where it wants none of them.

    Args:
        accepted: its ``Accept-Language``, such as ``es-PR,es;q=0.9,en;q=0.8``.
        languages: codes such as ``es``.
    """
    here = {language.lower(): language for language in languages}
    wanted = [
        (float(match["quality"] or 1), match["tag"].lower())
        for match in map(_SPOKEN.match, accepted.split(","))
        if match
    ]
    for _, tag in sorted((one for one in wanted if one[0]), key=lambda one: -one[0]):
        # "es-PR" is served by "es-PR", or else by "es".
        parts = tag.split("-")
        for count in range(len(parts), 0, -1):
            if (found := here.get("-".join(parts[:count]))) is not None:
                return found
    return ENGLISH


class Page(_ContentHandler):
    """The workshop page: the same for every phone of a language, so that it is compressed once."""

    # Tornado gives each handler what stands beside its address.
    def initialize(self, content: Content, room: Room) -> None:  # type: ignore[override]
        super().initialize(content)
        self.room = room

    async def get(self) -> None:
        language = self.language_of_browser()
        page = await self.room.page(language)
        if page is None:
            # Nothing can be started: the take-home page needs no kernel.
            self.set_header("Cache-Control", "no-store")
            self.redirect(SITE if language == ENGLISH else f"{SITE}{language}/")
            return
        self.send(page, by_language=True)

    head = get


class Kept(Guarded):
    """What every phone gets alike, and its browser keeps."""

    def initialize(self, files: dict[str, Packed]) -> None:
        self.files = files

    def get(self, name: str) -> None:
        if name not in self.files:
            raise tornado.web.HTTPError(404)
        self.send(self.files[name], is_for_ever=True)

    head = get


class Join(_ContentHandler):
    """The page for the projector: the code in large, the address in words."""

    def initialize(self, content: Content, address: str = "") -> None:
        super().initialize(content)
        self.address = address

    def get(self) -> None:
        language = self.language()
        # A phone that reads this code speaks the language of this screen.
        address = Wording(self.content, language).link(self.address)
        # Without a size of its own the code grows with the screen.
        code = Markup(segno.make(address, error="m").svg_inline(border=2, omitsize=True))  # noqa: S704 - segno's own
        script = Markup(one_script("wall.js"))  # noqa: S704 - our own
        page = render("join", self.content, language, address=address, code=code, script=script, polls=POLLS)
        self.send_page(page)

    head = get


class NotHere(_ContentHandler):
    """Any other address: a sentence, and the way to the first page."""

    def prepare(self) -> None:
        super().prepare()
        if not self._finished:
            self.set_status(404)
            self.send_page(render("not_here", self.content, self.language_of_browser()))


class ToTakeHome(Guarded):
    """Its address without the slash at the end."""

    def get(self) -> None:
        self.redirect(SITE)

    head = get


class TakeHome(Guarded):
    """The take-home folder, which needs no kernel.

    Args:
        files: each file, packed once, by its path; with the policy for its scripts.
    """

    def initialize(self, files: dict[str, tuple[Packed, str]]) -> None:
        self.files = files

    def get(self, path: str) -> None:
        name = f"{path}index.html" if not path or path.endswith("/") else path
        if name not in self.files:
            raise tornado.web.HTTPError(404)
        file, allowed = self.files[name]
        self.set_header("Content-Security-Policy", allowed)
        # A phone that comes back asks whether it has changed, and gets it again only then.
        self.send(file)

    head = get


def take_home(files: dict[str, bytes]) -> dict[str, tuple[Packed, str]]:
    """The take-home folder as :class:`TakeHome` keeps it: in the room its pages take part in polls."""
    return {
        name: (pack(name, body), policy("", body.decode() if name.endswith(".html") else ""))
        for name, body in ((name, body.replace(_NO_POLLS, _IN_THE_ROOM, 1)) for name, body in files.items())
    }


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
        made = DOWNLOADS[name](self.content, self.language())
        if name.endswith(".csv"):
            self.set_header("Content-Type", "text/csv; charset=utf-8")
            self.set_header("Content-Disposition", f'attachment; filename="{name}"')
            self.finish(made)
        else:
            self.send_page(made)

    head = get
