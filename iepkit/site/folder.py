"""The take-home folder: a page in each language that holds everything, and a service worker."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from markupsafe import Markup

from iepkit.content import ENGLISH, Content
from iepkit.explorers import TOPICS
from iepkit.pages import DOWNLOADS, PARTS, WORKSHOP, build, whole
from iepkit.scripts import STATIC, one_script
from iepkit.site.sheet import sheet
from iepkit.site.tables import read_table
from iepkit.wording import Wording, render

PAGE = "index.html"
# The page holds its downloads itself, so that it can be sent alone.
_NO_FILES = ""
_WORKER = "sw.js"


def files(content: Content) -> Iterator[tuple[str, bytes]]:
    """Every file of the folder, by its path in it."""
    made: dict[str, str] = {}
    for language in content.languages:
        name = _path(language)
        made[name] = page(content, language)
        yield name, made[name].encode()
    yield _WORKER, _worker(made).encode()


def names(content: Content) -> list[str]:
    """The paths of all files of the folder."""
    return [*map(_path, content.languages), _WORKER]


def _path(language: str) -> str:
    return PAGE if language == ENGLISH else f"{language}/{PAGE}"


def _links(content: Content, language: str) -> dict[str, str]:
    """Where each language's page lies, seen from the page in this one."""
    home = "" if language == ENGLISH else "../"
    return {code: f"{home}{_path(code)}" for code in content.languages}


def page(content: Content, language: str = ENGLISH) -> str:
    """The page in one language: the chart at once, every other part when it is opened."""
    first, *others = PARTS
    return render(
        "site",
        content,
        language,
        root=Markup(  # noqa: S704 - escaped in its template
            whole(content, language, WORKSHOP, [first, *others], files=_NO_FILES, links=_links(content, language))
        ),
        style=Markup((STATIC / "page.css").read_text(encoding="utf-8")),  # noqa: S704 - our own
        script=Markup(one_script("site.js")),  # noqa: S704 - our own
        parts={part: Markup(build(part, content, language, WORKSHOP, _NO_FILES)) for part in others},  # noqa: S704 - as above
        sheets={topic: _json(_sheet(topic, content)) for topic in TOPICS},
        sentences=_json(_sentences(content, language)),
        texts={name: _json(download(content, language)) for name, download in DOWNLOADS.items()},
    )


def _sheet(topic: str, content: Content) -> dict[str, Any]:
    return {**sheet(topic, content), "table": read_table(topic)}


def _sentences(content: Content, language: str) -> dict[str, str]:
    """What is said of an answer that can't be, by its problem."""
    wording = Wording(content, language)
    named = [i for i in content.texts if i.startswith("ui.impossible.")]
    return {i.removeprefix("ui.impossible."): wording.plain(i) for i in named}


def answers(content: Content, language: str) -> str:
    """All that the page answers from where no kernel does, as JSON: ``sheets`` by topic, and ``sentences``."""
    sheets = {topic: _sheet(topic, content) for topic in TOPICS}
    return _json({"sheets": sheets, "sentences": _sentences(content, language)})


def _json(value: Any) -> Markup:
    """As it may stand in a script element, which ends at the first end tag."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=list)
    return Markup(text.replace("<", "\\u003c"))  # noqa: S704 - no tag is left in it


def _worker(made: dict[str, str]) -> str:
    """The service worker: it keeps this very version of the folder."""
    version = hashlib.sha256("".join(made[name] for name in sorted(made)).encode()).hexdigest()[:12]
    script = (STATIC / _WORKER).read_text(encoding="utf-8")
    return script.replace("{version}", version).replace('"{files}"', json.dumps(sorted(made)))
