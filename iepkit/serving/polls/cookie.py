"""The name that a workshop gives a phone, so that it votes once: random, and signed so that none can be made up."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets

PATH = "/polls/"
_COOKIE = re.compile(r"(?P<phone>[\w-]{22})\.(?P<seal>[0-9a-f]{64})", re.ASCII)


def name_of(workshop: str) -> str:
    """The cookie's name: a browser has the same cookies for all ports of a laptop, and two rooms may be open there.

    Args:
        workshop: its id.
    """
    return f"phone_{workshop}"


def new(secret: bytes) -> str:
    """A cookie for a phone that has none.

    Args:
        secret: the workshop's.
    """
    phone = secrets.token_urlsafe(16)
    return f"{phone}.{_seal(secret, phone)}"


def phone_of(cookie: str | None, secret: bytes) -> str | None:
    """The phone's name; None for a cookie that this workshop has not given.

    Args:
        cookie: as it was sent.
        secret: the workshop's.
    """
    found = _COOKIE.fullmatch(cookie or "")
    if found and hmac.compare_digest(found["seal"], _seal(secret, found["phone"])):
        return found["phone"]
    return None


def _seal(secret: bytes, phone: str) -> str:
    return hmac.new(secret, f"phone {phone}".encode(), hashlib.sha256).hexdigest()
