"""Self-study for staff: the calls that stand in its notebooks."""

from __future__ import annotations

from iepkit.content import load
from iepkit.content.modules import Module
from iepkit.learning.study.views.check import CheckView
from iepkit.learning.study.widget import Study


def check(module: str) -> Study:
    """The questions of a module, with feedback on every choice.

    Args:
        module: its id, such as ``eligibility``.

    Raises:
        KeyError: there is no such module; the message lists those that there are.
    """
    return Study(CheckView(_module(module)))


def _module(name: str) -> Module:
    modules = load().modules
    if name not in modules:
        message = f'there is no module "{name}"; the modules are: {", ".join(modules)}'
        raise KeyError(message)
    return modules[name]
