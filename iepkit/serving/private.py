"""The door to the trainer's own pages: who comes in, and what every answer there carries."""

from __future__ import annotations

import hmac
import secrets
import socket
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Generic, Protocol, TypeVar

import tornado.web

from iepkit.content import ENGLISH, Content
from iepkit.serving.doors import HEADERS, policy
from iepkit.serving.network import LOOPBACK
from iepkit.wording import Wording

# A name that leads to this laptop by a stranger's name server is none of these (DNS rebinding).
_OWN_NAMES = (LOOPBACK, "localhost")


@dataclass(frozen=True)
class Door:
    """Where the trainer comes in.

    Args:
        sockets: they listen already, on this laptop's own address.
        shows_metrics: whether Prometheus may ask too.
        language: in which it speaks until another one is chosen.
        token: the secret in the link.
    """

    sockets: list[socket.socket]
    shows_metrics: bool = False
    language: str = ENGLISH
    token: str = field(default_factory=lambda: secrets.token_urlsafe(24), repr=False)

    @property
    def port(self) -> int:
        return int(self.sockets[0].getsockname()[1])

    @property
    def link(self) -> str:
        """The whole address, with the secret."""
        return f"http://{LOOPBACK}:{self.port}/?token={self.token}"

    @property
    def cookie(self) -> str:
        """The cookie's name: a browser has the same cookies for all ports of a laptop."""
        return f"console_{self.port}"

    @property
    def language_cookie(self) -> str:
        """The name of the cookie that keeps the language that was chosen."""
        return f"console_language_{self.port}"

    def knows(self, token: str) -> bool:
        """Is this the secret?"""
        return hmac.compare_digest(token.encode(), self.token.encode())


class Owner(Protocol):
    """Whose handlers they are: it has a door, and says something."""

    door: Door
    content: Content


OwnerT = TypeVar("OwnerT", bound=Owner)


class Private(tornado.web.RequestHandler, Generic[OwnerT]):
    """A handler that answers who has the secret, and nobody else."""

    def initialize(self, owner: OwnerT) -> None:
        self.owner = owner
        self.words = Wording(owner.content, owner.door.language)

    def _language(self) -> str:
        """As the address says; else as it was chosen before; else as the server was started."""
        door, chosen = self.owner.door, self.get_query_argument("lang", "")
        if chosen in self.owner.content.languages:
            self.set_cookie(door.language_cookie, chosen, httponly=True, samesite="Strict")
            return chosen
        kept = self.get_cookie(door.language_cookie, "") or ""
        return kept if kept in self.owner.content.languages else door.language

    def set_default_headers(self) -> None:
        for name, value in HEADERS.items():
            self.set_header(name, value)
        self.set_header("Content-Security-Policy", policy(self.request.host))
        self.set_header("Cache-Control", "no-store")

    def prepare(self) -> None:
        own = f"http://{self.request.host}"
        is_own = self.request.host_name in _OWN_NAMES and self.request.headers.get("Origin", own) == own
        if not is_own or not any(map(self.owner.door.knows, self._tokens())):
            self.set_status(HTTPStatus.FORBIDDEN)
            self.set_header("Content-Type", "text/plain; charset=utf-8")
            self.finish(self.words.plain("ui.console.use_the_link"))
            return
        self.words = Wording(self.owner.content, self._language())

    def _tokens(self) -> list[str]:
        """What may be the secret: of the link, of the cookie that the link has set, of a program."""
        given = self.request.headers.get("Authorization", "").removeprefix("Bearer ")
        return [self.get_query_argument("token", ""), self.get_cookie(self.owner.door.cookie, "") or "", given]
