"""The widgets of the self-study: Python renders, a small script passes on what is sent."""

from __future__ import annotations

import base64
from typing import Any

import anywidget
import traitlets
from markupsafe import Markup

from iepkit.learning.study.desk import Desk, desk
from iepkit.learning.study.view import Reply, View
from iepkit.rules import Outcome
from iepkit.scripts import lab_style, one_script
from iepkit.wording import labels_drafts, render

_LONGEST_NAME = 60


class Study(anywidget.AnyWidget):
    """One widget of the self-study.

    The browser sends ``{"do": ..., "values": {...}}``, where ``show`` asks for the
    whole and ``refresh`` for what changed elsewhere; what comes back has ``pieces``
    of HTML by name, and may have ``said``, ``focus`` and ``file``.

    Args:
        view: what it shows.
        at: where the learner sits; by default the notebook's own desk.
    """

    _esm = one_script("study_lab.js")
    _css = lab_style("page.css", "study.css")
    name = traitlets.Unicode().tag(sync=True)

    def __init__(self, view: View, at: Desk | None = None) -> None:
        super().__init__(name=view.name)
        self._view = view
        self._desk = at or desk()
        self.on_msg(self._heard)

    def __repr__(self) -> str:
        return f"Study({self.name!r})"

    @labels_drafts
    def html(self) -> str:
        """What can be read with nothing running; it tells nothing of the learner."""
        still = Markup(self._view.still(self._desk.wording))  # noqa: S704 - its template has escaped its texts
        return render(
            "study", self._desk.content, self._desk.language, name=self.name, head="", body=still, is_live=False
        )

    def _heard(self, _widget: object, message: Any, _buffers: object) -> None:
        if isinstance(message, dict):
            answer = self.answer(message.get("do"), message.get("values"))
            if answer:
                self.send(answer)

    def decided(self, topic: str, outcome: Outcome) -> None:
        """Pass on what follows from an outcome of an explorer; see :func:`iepkit.pages.listen`."""
        reply = self._view.decided(self._desk, topic, outcome)
        if reply:
            self.send(self._as_message(reply))

    def answer(self, do: object, values: object) -> dict[str, Any] | None:
        """What is sent back to the browser; None for what can't be asked."""
        match do:
            case "show":
                return {"page": self._page()}
            case "refresh":
                return {"pieces": {"head": self._head(), "body": self._body()}, "is_refresh": True}
            case "sit_down" if isinstance(values, dict) and isinstance(values.get("learner"), str):
                self._sit_down(values["learner"])
                pieces = {"head": self._head(), "body": self._body()}
                return {"pieces": pieces, "focus": "head", "is_other_learner": True}
            case str() if isinstance(values, dict):
                reply = self._view.act(self._desk, do, values)
                return None if reply is None else self._as_message(reply)
        return None

    def _sit_down(self, typed: str) -> None:
        # Who learns here already may have a name that would not be typed so: another kit or an import brought it.
        name = typed if typed in ("", *self._desk.learners) else _name(typed)
        # A name of blanks is nobody's, and above all not that of who learned here first.
        if name or not typed:
            self._desk.sit_down(name)

    def _as_message(self, reply: Reply) -> dict[str, Any]:
        file = reply.file and {
            "name": reply.file.name,
            "type": reply.file.media_type,
            "content": base64.b64encode(reply.file.content).decode(),
        }
        pieces = {"head": self._head(), **reply.pieces}
        return {"pieces": pieces, "said": reply.said, "focus": reply.focus, "file": file}

    @labels_drafts
    def _page(self) -> str:
        # Both have been escaped by their templates.
        head, body = Markup(self._head()), Markup(self._body())  # noqa: S704
        return render(
            "study", self._desk.content, self._desk.language, name=self.name, head=head, body=body, is_live=True
        )

    def _head(self) -> str:
        return render(
            "study_head",
            self._desk.content,
            self._desk.language,
            name=self.name,
            learner=self._desk.learner,
            learners=self._desk.learners,
            troubles=self._desk.troubles,
        )

    def _body(self) -> str:
        body = Markup(self._view.live(self._desk))  # noqa: S704 - its template has escaped its texts
        return Markup('<div data-piece="body">{}</div>').format(body)

    def _repr_mimebundle_(self, **options: Any) -> Any:
        data, metadata = super()._repr_mimebundle_(**options) or ({}, {})
        return {**data, "text/html": self.html()}, metadata


def _name(typed: str) -> str:
    """What was typed as one line of signs that can be shown, and so kept in any place."""
    shown = "".join(sign if sign.isprintable() else " " for sign in typed)
    return " ".join(shown.split())[:_LONGEST_NAME]
