"""``iepkit agenda``: a workshop that fits into so many minutes."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from iepkit import made, progress
from iepkit.agenda.plan import TOO_SHORT, Item, NoPlanError, Plan, Wish, plan
from iepkit.agenda.room import PAPERS, Room
from iepkit.agenda.run_log import LEAST_RUNS, Run, corrections, holds_minutes, learned, read_runs
from iepkit.agenda.said import clock, cut_sentence, form, spare, title
from iepkit.cli import arguments
from iepkit.cli.arguments import Commands
from iepkit.cli.saying import NO_ADDRESS, OUTPUT, room_address, say_problems, sentence_of, speaks, write
from iepkit.commands import typed
from iepkit.content import Content, Problem
from iepkit.content.workshop import INTERPRETERS
from iepkit.explorers import load_fitting
from iepkit.folder import FolderError
from iepkit.wording import Wording

_NO_PAGE = (
    "iepkit.toml names no page under [online], so the slides show no QR code. Put the take-home page on a web host "
    "(make site), and write its address there, or name it: --address https://..."
)


def add(commands: Commands) -> None:
    """Add the command to the others."""
    agenda = commands.add_parser("agenda", help="plan a workshop that fits into so many minutes")
    agenda.add_argument(
        "--minutes", type=arguments.minutes, required=True, metavar="N", help="such as 20, 45, 60, 90 or 120"
    )
    agenda.add_argument(
        "--interpreter",
        choices=INTERPRETERS,
        default="none",
        help="one after the other (consecutive), or both at once (simultaneous) (default: none)",
    )
    agenda.add_argument("--online", action="store_true", help="the workshop is online, and paper is sent as files")
    for name in INTERPRETERS[1:]:
        agenda.add_argument(
            f"--{name}-factor", type=arguments.factor, metavar="F",
            help=f"how many times as long talking takes with a {name} interpreter (default: as data/agenda.yaml says)",
        )  # fmt: skip
    agenda.add_argument("--start", type=arguments.clock, metavar="HH:MM", help="when it starts, such as 18:30")
    agenda.add_argument(
        "--people", type=arguments.people, default=25, metavar="N", help="for how many to print (default: 25)"
    )
    agenda.add_argument("--paper", choices=PAPERS, default="letter", help="of the run sheet (default: letter)")
    agenda.add_argument(
        "--log", type=Path, action="append", default=[], metavar="FILE",
        help="a run_log.csv that you filled in after a workshop; may be given more than once",
    )  # fmt: skip
    agenda.add_argument(
        OUTPUT, type=Path, default=Path("agenda"), metavar="FOLDER",
        help="a new folder, or one that this has written before (default: agenda in this folder)",
    )  # fmt: skip
    agenda.add_argument("--only-plan", action="store_true", help="print the plan, and write nothing")
    agenda.add_argument(
        "--address", type=arguments.address, metavar="ADDRESS",
        help="where the QR code leads to (default: what iepkit.toml says, else this laptop as its network knows it now)",
    )  # fmt: skip
    arguments.add_language(agenda)
    agenda.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    content, wish = load_fitting(), Wish(options.minutes, options.interpreter, options.online)
    problems: list[Problem] = []
    if not speaks(content, options.language):
        return 1
    runs = read_runs(options.log, tuple(content.blocks), problems)
    if problems:
        say_problems(problems)
        print("Mend the run log first; nothing was written.")
        return 1
    wording = Wording(content, options.language)
    given = {name: getattr(options, f"{name}_factor") for name in INTERPRETERS[1:]}
    factors = {**content.agenda.factors, **{name: factor for name, factor in given.items() if factor}}
    try:
        planned = plan(
            tuple(content.blocks.values()), wish, replace(content.agenda, factors=factors), corrections(runs)
        )
    except NoPlanError as error:
        print("\n".join(_no_plan(error, wish, wording)))
        return 1
    room = Room(options.start, options.people, options.paper)
    print("\n".join(_lines(planned, room, runs, wording)))
    return 0 if options.only_plan else _write(options, planned, content, room)


def _write(options: argparse.Namespace, planned: Plan, content: Content, room: Room) -> int:
    # The makers of slides and PDF take a moment to import.
    from iepkit.agenda import kit  # noqa: PLC0415
    from iepkit.agenda.folder import RUN_LOG  # noqa: PLC0415
    from iepkit.documents.typesetting import LogoError, UnprintableError  # noqa: PLC0415
    from iepkit.slides.notebooks import DeckError, notebooks_of, run  # noqa: PLC0415

    folder: Path = options.output
    if holds_minutes(folder / RUN_LOG):
        print(
            f"{folder / RUN_LOG} holds what you wrote down after a workshop. Nothing was written. "
            f"Name another folder with {OUTPUT}, or move the file."
        )
        return 1
    where, on_paper = _address(options, content), _address_on_paper(options, content)
    made_of = made.recipe(
        content.folder,
        ["agenda", planned, room, where, on_paper, options.language],
        filter(None, [content.organisation.logo]),
    )
    if made.is_made(folder, made_of):
        print(f"Nothing has changed: all in {folder} is as it has to be.")
        return 0
    try:
        progress.show("the notebooks of the slides", 0, 1, is_last=False)
        paths = notebooks_of(content.folder, content)
        own = run(
            {item.block.id: paths[item.block.id] for item in planned.blocks},
            content,
            address=where,
            language=options.language,
        )
        whole = kit.Kit(planned, room, kit.as_planned(planned, own), where, on_paper)
        names = kit.names(planned, room)
        write(folder, names, kit.files(whole, content, options.language), OUTPUT)
        made.stamp(folder, made_of, names)
    except (DeckError, FolderError, LogoError, UnprintableError, OSError) as error:
        print(sentence_of(error, folder))
        return 1
    print(
        f"All of it stands in {folder}: slides, notes, run sheet and paper. Start with {folder / kit.START}. "
        f"After the workshop, fill in {RUN_LOG}."
    )
    if added := kit.added_minutes(whole):
        print(f"The slides that you added take {added:g} minutes more than the plan has.")
    if where:
        print(f"The QR code leads to {where}. Elsewhere: --address ADDRESS")
    else:
        print(_NO_PAGE if options.online else NO_ADDRESS)
    return 0


def _address_on_paper(options: argparse.Namespace, content: Content) -> str:
    """Paper outlives tonight's network: it says only what somebody wrote down."""
    if options.address is not None:
        return str(options.address)
    return content.organisation.online_page if options.online else content.organisation.wifi_address


def _address(options: argparse.Namespace, content: Content) -> str:
    if options.address is not None:
        return str(options.address)
    return content.organisation.online_page if options.online else room_address(content)


def _lines(made: Plan, room: Room, runs: Sequence[Run], wording: Wording) -> Iterator[str]:
    """The plan as a table of lines, what is cut and why, and what the run logs say."""
    yield f"{_asked(made.wish, wording)}:"
    minutes = wording.plain("agenda.in_minutes")
    for item in made.items:
        when = clock(item.start, room.start, wording)
        what = (
            f"{title(item, wording)} ({form(item, wording)})"
            if isinstance(item, Item)
            else wording.plain("agenda.break")
        )
        yield f"  {when:>8}  {item.minutes:>3} {minutes}  {what}"
    yield f"  {clock(made.minutes, room.start, wording):>8}           {wording.plain('agenda.end')}"
    if left := spare(made, wording):
        yield left
    if not made.cuts:
        yield wording.plain("agenda.no_cuts")
    yield from (f"- {cut_sentence(cut, wording)}" for cut in made.cuts)
    yield from _learned(runs, made.wish.interpreter, wording)


def _learned(runs: Sequence[Run], interpreter: str, wording: Wording) -> Iterator[str]:
    for one in learned(runs, interpreter):
        name = wording.plain(f"deck.{one.block}.title")
        if one.correction is None:
            yield f"- {wording.plain('agenda.learned.few', block=name, runs=one.runs, needed=LEAST_RUNS)}"
        elif one.correction == 1:
            yield f"- {wording.plain('agenda.learned.as_planned', block=name, runs=one.runs)}"
        else:
            which = "agenda.learned.of_all" if one.of_all else "agenda.learned.corrected"
            yield f"- {wording.plain(which, block=name, times=f'{one.correction:g}', runs=one.runs)}"


def _asked(wish: Wish, wording: Wording) -> str:
    """How long, with which interpreter, and whether it is online."""
    place = "online_for" if wish.online else "for"
    return wording.plain(f"agenda.{place}.{wish.interpreter}", minutes=wish.minutes)


def _no_plan(error: NoPlanError, wish: Wish, wording: Wording) -> Iterator[str]:
    asked = _asked(wish, wording)
    if error.why == TOO_SHORT:
        yield wording.plain("agenda.too_short", asked=asked, minutes=error.bound)
    else:
        yield wording.plain("agenda.too_long", asked=asked, minutes=error.bound)
    if error.nearest:
        yield wording.plain("agenda.works")
    for other in error.nearest:
        command = f"--minutes {other.minutes} --interpreter {other.interpreter}{' --online' * other.online}"
        yield f"- {_asked(other, wording)}: {typed('agenda', command)}"
