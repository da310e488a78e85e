"""What a module gives to read: the law's own words beside plain ones, and the sources to read on."""

from __future__ import annotations

from IPython.display import HTML

from iepkit.content import Content, load
from iepkit.content.modules import Module
from iepkit.language import spoken
from iepkit.wording import render


def law(law_id: str, content: Content | None = None) -> HTML:
    """The law's own words beside plain ones, ready for a notebook.

    Args:
        law_id: an id under ``law`` of a file in ``data/study``.
        content: what the kit says; by default it is read from ``data/``.

    Raises:
        KeyError: there are no such words; the message lists those that there are.
        ContentError: the content is broken.
    """
    content = content or load()
    official = {words.id: words for module in content.modules.values() for words in module.law}
    if law_id not in official:
        message = f'there are no words of the law "{law_id}"; there are: {", ".join(official)}'
        raise KeyError(message)
    return HTML(render("study_law", content, spoken(content), official=official[law_id]))


def further(module: str, content: Content | None = None) -> HTML:
    """The sources of a module to read on, ready for a notebook.

    Args:
        module: its id, such as ``eligibility``.
        content: what the kit says; by default it is read from ``data/``.

    Raises:
        KeyError: there is no such module; the message lists those that there are.
        ContentError: the content is broken.
    """
    content = content or load()
    return HTML(render("study_further", content, spoken(content), ids=module_of(module, content).further))


def module_of(name: str, content: Content) -> Module:
    """The module of this name.

    Raises:
        KeyError: there is none; the message lists those that there are.
    """
    if name not in content.modules:
        message = f'there is no module "{name}"; the modules are: {", ".join(content.modules)}'
        raise KeyError(message)
    return content.modules[name]
