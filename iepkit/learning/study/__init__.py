"""Self-study for staff: the calls that stand in its notebooks."""

from __future__ import annotations

from iepkit import pages
from iepkit.content import load
from iepkit.learning.study.reading import further as further
from iepkit.learning.study.reading import law as law
from iepkit.learning.study.reading import module_of
from iepkit.learning.study.views.case import CaseView
from iepkit.learning.study.views.check import CheckView
from iepkit.learning.study.views.due import DueView
from iepkit.learning.study.views.floor import FloorView
from iepkit.learning.study.views.myths import MythsView
from iepkit.learning.study.views.ready import ReadyView
from iepkit.learning.study.views.start import StartView
from iepkit.learning.study.views.tasks import TasksView
from iepkit.learning.study.widget import Study


def case(name: str) -> Study:
    """A story: what do you think, and what do the rules say?

    Args:
        name: the id of a story in ``data/cases``.

    Raises:
        KeyError: there is no such story; the message lists those of the modules.
    """
    content = load()
    if name not in content.cases:
        named = [one for module in content.modules.values() for one in module.cases]
        message = f'there is no story "{name}"; the modules tell: {", ".join(named)}'
        raise KeyError(message)
    return Study(CaseView(content.cases[name]))


def check(module: str) -> Study:
    """The questions of a module, with feedback on every choice.

    Args:
        module: its id, such as ``eligibility``.

    Raises:
        KeyError: there is no such module; the message lists those that there are.
    """
    return Study(CheckView(module_of(module, load())))


def ready() -> Study:
    """Ready to co-lead: a try over all topics, the certificate, and the summary for a supervisor."""
    return Study(ReadyView())


def due() -> Study:
    """What comes back today, mixed over topics."""
    return Study(DueView())


def floor(module: str) -> Study:
    """The module's questions from the floor: say an answer, compare it, rate yourself.

    Args:
        module: its id; see :func:`check`.
    """
    return Study(FloorView(module_of(module, load())))


def myths(module: str) -> Study:
    """The module's myths: say an answer, compare it, rate yourself.

    Args:
        module: its id; see :func:`check`.
    """
    return Study(MythsView(module_of(module, load())))


def start() -> Study:
    """Where the learner is on the path, what is due today, and what comes next."""
    return Study(StartView())


def tasks(module: str) -> Study:
    """What to find with the module's explorer, which tells it what was found.

    Args:
        module: its id; see :func:`check`.
    """
    study = Study(TasksView(module_of(module, load())))
    pages.listen(study.name, study)
    return study
