"""What each response carries, so that a page stays what it is: headers, and the policy for its scripts."""

from __future__ import annotations

import base64
import hashlib
import re

_INLINE = re.compile(r"<script(?P<attributes>[^>]*)>(?P<script>.*?)</script>", re.DOTALL)
_OTHER_KIND = re.compile(r'type="(?!module")[^"]*"|\bsrc=')
_HOST = re.compile(r"[A-Za-z0-9.\-:\[\]]{1,255}")

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
    # Which program in which version answers is nobody's business.
    "Server": "iepkit",
}
"""On every response."""


def policy(host: str, page: str = "") -> str:
    """The Content-Security-Policy of a page: it loads from this server alone.

    Args:
        host: the name and port under which it was asked for.
        page: the page as HTML, where it holds scripts of its own: each is allowed by
            its hash, and no other.
    """
    scripts = " ".join(["'self'", *_hashes(page)])
    # Older Safaris do not count a websocket to the same host as 'self'.
    line = f" ws://{host} wss://{host}" if _HOST.fullmatch(host) else ""
    return "; ".join(
        [
            "default-src 'none'",
            f"script-src {scripts}",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            f"connect-src 'self'{line}",
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors 'none'",
        ]
    )


def _hashes(page: str) -> list[str]:
    found = [m["script"] for m in _INLINE.finditer(page) if not _OTHER_KIND.search(m["attributes"])]
    return [f"'sha256-{base64.b64encode(hashlib.sha256(s.encode()).digest()).decode()}'" for s in found]
