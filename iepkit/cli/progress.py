"""``iepkit progress``: how far the self-study is; saves it, takes it in, deletes it."""

from __future__ import annotations

import argparse
import datetime as dt
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from iepkit.cli.arguments import Commands
from iepkit.content import Content
from iepkit.explorers import load_fitting
from iepkit.wording import Wording

if TYPE_CHECKING:
    from iepkit.learning.study.events import Event
    from iepkit.learning.study.progress import Log


def add(commands: Commands) -> None:
    """Add the command to the others."""
    progress = commands.add_parser("progress", help="show how far the self-study is; save it, take it in, delete it")
    which = progress.add_mutually_exclusive_group()
    which.add_argument("--export", type=Path, metavar="FILE", help="save progress in a new file")
    which.add_argument("--import", type=Path, metavar="FILE", dest="taken", help="take in what such a file holds")
    which.add_argument("--delete", action="store_true", help="delete what one person did")
    progress.add_argument("--learner", metavar="NAME", help='only this person; "" for who learned here first')
    progress.add_argument("--yes", action="store_true", help="delete without asking first")
    progress.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    # The database and the schedule take a moment to import.
    from iepkit.learning.study.progress import opened  # noqa: PLC0415

    content = load_fitting()
    wording = Wording(content)
    log = opened()
    if options.taken:
        code = _import(options, log, wording)
    else:
        everyone = log.read()
        learners = list(dict.fromkeys(event.learner for event in everyone))
        if not everyone and log.troubles:
            # It can't be read: to say that nothing is kept would be untrue.
            code = 1
        elif options.learner is not None and options.learner not in learners:
            names = _names(learners, wording)
            _say(wording, "no_learner" if learners else "nothing", name=options.learner, place=log.shown, names=names)
            code = 1
        elif options.delete:
            code = _delete(options, log, learners, wording)
        elif options.export:
            code = _export(options, everyone, wording)
        else:
            chosen = learners if options.learner is None else [options.learner]
            _show(log, everyone, chosen, content)
            code = 0
    for trouble in log.troubles:
        print(wording.plain(f"ui.study.trouble.{trouble.sentence}", **trouble.fill))
    return code


def _say(wording: Wording, sentence: str, **fill: object) -> None:
    print(wording.plain(f"ui.progress.{sentence}", **fill))


def _names(learners: Sequence[str], wording: Wording) -> str:
    return ", ".join(_name(learner, wording) for learner in learners)


def _name(learner: str, wording: Wording) -> str:
    # A file that was taken in may hold any signs, such as those that a terminal obeys.
    shown = "".join(sign if sign.isprintable() else " " for sign in learner)
    return shown or wording.plain("ui.study.first_learner_short")


def _show(log: Log, everyone: Sequence[Event], learners: Sequence[str], content: Content) -> None:
    from iepkit.learning.study import clock  # noqa: PLC0415

    wording = Wording(content)
    _say(wording, "place" if everyone else "nothing", place=log.shown)
    now = dt.datetime.now(dt.UTC)
    counted = clock.trusted([event for event in everyone if event.is_known], now)
    for learner in learners:
        _show_learner([event for event in counted if event.learner == learner], _name(learner, wording), now, content)


def _show_learner(events: Sequence[Event], name: str, now: dt.datetime, content: Content) -> None:
    from iepkit.learning.study.path import path_of  # noqa: PLC0415
    from iepkit.learning.study.readiness import standing  # noqa: PLC0415

    wording = Wording(content)
    print(f"\n{name}")
    path = path_of(events, content, now)
    for stage in path.stages:
        title = wording.plain(stage.module.title_id)
        _say(wording, "module", title=title, done=len(stage.done), total=len(stage.module.items))
    _say(wording, "left", count=path.minutes_left)
    _say(wording, "due", count=path.due)
    ready = standing(events, content)
    _say(wording, "tries", count=len(ready.results))
    if ready.passed:
        _say(wording, "passed", day=wording.day(ready.passed.on))
    if path.days:
        _say(wording, "last_day", day=wording.day(path.days[-1]))


def _export(options: argparse.Namespace, everyone: Sequence[Event], wording: Wording) -> int:
    from iepkit.learning.study.progress.lines import as_lines  # noqa: PLC0415

    chosen = _of(everyone, options.learner)
    try:
        # It is for its owner alone, as the file of progress is.
        file = os.open(options.export, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with open(file, "w", encoding="ascii", newline="\n") as opened:  # noqa: PTH123 - a path can't be made private
                opened.write(as_lines(chosen))
        except OSError:
            # Half of it would be taken for the whole, and keep the next try from its name.
            options.export.unlink(missing_ok=True)
            raise
    except FileExistsError:
        _say(wording, "is_there", file=options.export)
        return 1
    except OSError as error:
        _say(wording, "cant_write", file=options.export, reason=error.strerror)
        return 1
    _say(wording, "exported", file=options.export, count=len(chosen))
    return 0


def _import(options: argparse.Namespace, log: Log, wording: Wording) -> int:
    from iepkit.learning.study.progress.lines import decoded, from_lines  # noqa: PLC0415

    try:
        found = from_lines(decoded(options.taken.read_bytes()))
    except OSError as error:
        _say(wording, "cant_read", file=options.taken, reason=error.strerror)
        return 1
    chosen = _of(found.events, options.learner)
    if not chosen:
        _say(wording, "import_empty", file=options.taken)
        return 1
    count = log.take_in(chosen)
    if any(trouble.sentence == "not_taken_in" for trouble in log.troubles):
        return 1
    _say(wording, "imported", count=count, known=len(chosen) - count)
    if found.unreadable:
        _say(wording, "import_unread", file=options.taken, count=found.unreadable)
    return 0


def _of(events: Sequence[Event], learner: str | None) -> list[Event]:
    return [event for event in events if learner is None or event.learner == learner]


def _delete(options: argparse.Namespace, log: Log, learners: Sequence[str], wording: Wording) -> int:
    if options.learner is None and len(learners) != 1:
        _say(wording, "which" if learners else "nothing", place=log.shown, names=_names(learners, wording))
        return 1
    learner = learners[0] if options.learner is None else options.learner
    name = _name(learner, wording)
    count = len(_of(log.read(), learner))
    if not (options.yes or _is_sure(wording.plain("ui.progress.ask", count=count, name=name, place=log.shown))):
        _say(wording, "not_deleted")
        return 1
    deleted = log.forget(learner)
    if any(trouble.sentence == "not_forgotten" for trouble in log.troubles):
        return 1
    _say(wording, "deleted", count=deleted, name=name)
    return 0


def _is_sure(question: str) -> bool:
    try:
        return input(f"{question} ").strip().lower() == "yes"
    except EOFError:
        # Nobody is there to ask.
        print()
        return False
