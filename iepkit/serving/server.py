"""Starts Voila for a workshop, and says where phones find it."""

from __future__ import annotations

import asyncio
import contextlib
import io
import logging
import os
import shutil
import signal
import socket
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import psutil
import segno
from tornado.ioloop import IOLoop
from traitlets.config import Config
from voila.app import Voila

from iepkit import progress
from iepkit.content import ENGLISH, LANGUAGE_VARIABLE, Content
from iepkit.explorers import load_fitting
from iepkit.pages import FILES_VARIABLE
from iepkit.serving import documents, handlers, network, settings
from iepkit.serving.assets import Packed, assets, page_in
from iepkit.serving.connections import Refusals, RoomHTTPServer
from iepkit.serving.console import Console
from iepkit.serving.front import Front
from iepkit.serving.gate import Gate
from iepkit.serving.health import Health, Probes, see_off
from iepkit.serving.journal import Journal
from iepkit.serving.kernels import RoomKernelManager
from iepkit.serving.line import LINE, MOST_BYTES, PageLine
from iepkit.serving.places import Places
from iepkit.serving.polls.keeper import Answers
from iepkit.serving.polls.stage import LOOK_EVERY, Stage
from iepkit.serving.polls.stream import EVENTS, WALL, Events, Screens, Wall
from iepkit.serving.polls.votes import VOTES, Votes
from iepkit.serving.private import Door
from iepkit.serving.room import Patience, Room
from iepkit.site.folder import files
from iepkit.site.tables import TableError
from iepkit.store.chosen import chosen
from iepkit.store.store import Store
from iepkit.wording import Wording

_KEEP_EVERY = 1
_SECONDS_TO_END = 5
SHARE = Path(__file__).parents[1] / "share" / "jupyter"
_QUIET_LOGGERS = ("asyncio", "tornado.access", "tornado.application", "traitlets")


@dataclass(frozen=True)
class Opening:
    """What a workshop opens with.

    Args:
        content: what the kit says.
        take_home: the take-home folder, packed.
        folder: where the page finds what every phone gets alike.
        assets: that, packed, by name.
        address: under which phones come in.
        phones: how many are expected.
        attendees: for how many of them a place is kept ready; the memory may hold fewer.
        patience: how long the room waits.
        door: where the trainer's own page is.
        answers: where votes are kept.
        front: what stands before the server.
        probes: where a proxy or a cluster asks whether it is ready; they listen already.
        in_language: makes the page as a kernel shows it into the page in a language.
    """

    content: Content
    take_home: dict[str, tuple[Packed, str]]
    folder: str
    assets: dict[str, Packed]
    address: str
    phones: int
    attendees: int
    patience: Patience
    door: Door
    answers: Answers
    front: Front
    probes: list[socket.socket]
    in_language: Callable[[str, str], str]


class WorkshopServer(Voila):
    """Voila runs the notebook and renders it; what an attendee can reach is listed here, and nothing else."""

    def open_for(self, opening: Opening) -> None:
        """What the server needs to know before it starts."""
        self._opening = opening
        self._journal = Journal()
        general = logging.getLogger("tornado.general")
        general.setLevel(logging.INFO)
        general.propagate = False
        general.addHandler(Refusals(self._journal))
        self._gate = Gate(opening.phones)
        self._health = Health()
        # Two, so that no letter waits for a calendar that takes its time.
        self._letter_thread, self._calendar_thread = ThreadPoolExecutor(1), ThreadPoolExecutor(1)
        self._stage = Stage(opening.answers, opening.content, self._journal)

    def init_handlers(self) -> list[Any]:
        """Ours alone: none of Voila's, and none of Jupyter's, whose kernels could be asked for more."""
        opening = self._opening
        content = {"content": opening.content}
        self._places = Places(
            self.kernel_manager, handlers.WORKSHOP, opening.attendees, self._journal, opening.patience.shown
        )
        self._room = Room(self._places, self._journal, opening.patience)
        self._room.in_language = opening.in_language
        self._console = Console(opening.door, self._room, self._gate, opening.content, opening.address, self._stage)
        room = {**content, "room": self._room}
        polls = {**content, "stage": self._stage}
        streams = {**polls, "screens": Screens(self._stage, opening.content), "patience": opening.patience}
        return [
            ("/", handlers.Page, room),
            (LINE, PageLine, {**room, "gate": self._gate}),
            (f"{opening.folder}(.+)", handlers.Kept, {"files": opening.assets}),
            ("/join/?", handlers.Join, {**content, "address": opening.address}),
            (f"{handlers.FILES}(.+)", handlers.Download, content),
            (handlers.SITE.rstrip("/"), handlers.ToTakeHome),
            (f"{handlers.SITE}(.*)", handlers.TakeHome, {"files": opening.take_home}),
            (documents.LETTER, documents.LetterAsPdf, {**content, "thread": self._letter_thread}),
            (documents.CALENDAR, documents.CalendarRead, {**content, "thread": self._calendar_thread}),
            (EVENTS, Events, streams),
            (WALL, Wall, streams),
            (VOTES, Votes, polls),
        ]

    def init_settings(self) -> dict[str, Any]:
        """Voila's settings, with our page for an address that leads nowhere, and our limits."""
        return {
            **super().init_settings(),
            "default_handler_class": handlers.NotHere,
            "default_handler_args": {"content": self._opening.content},
            "gate": self._gate,
            "health": self._health,
            "journal": self._journal,
            "websocket_max_message_size": MOST_BYTES,
            # A phone that left the Wi-Fi says nothing: this finds out.
            "websocket_ping_interval": settings.SECONDS_TO_PING,
            "websocket_ping_timeout": settings.SECONDS_TO_PING,
        }

    def listen(self) -> None:
        """Say that phones may come in, then answer them until the server is ended."""
        self._is_told = False
        # What was asked before the server was ended is there with the first page.
        IOLoop.current().add_callback(self._stage.look)
        for seconds, job in ((_KEEP_EVERY, self._keep), (LOOK_EVERY, self._stage.look)):
            IOLoop.current().add_callback(_every, seconds, job)
        self.ioloop = IOLoop.current()
        signal.signal(signal.SIGINT, self._handle_signal_stop)
        signal.signal(signal.SIGTERM, self._handle_signal_leave)
        server = RoomHTTPServer(
            self.app,
            idle_connection_timeout=settings.SECONDS_IDLE,
            body_timeout=settings.SECONDS_FOR_A_BODY,
            max_body_size=documents.MOST_BYTES_OF_ALL,
            max_buffer_size=2 * documents.MOST_BYTES_OF_ALL,
            max_header_size=settings.BYTES_OF_HEADERS,
        )
        server.limit(self._gate, self._journal, self._opening.front.proxies)
        server.listen(self.port, self.ip, backlog=settings.BACKLOG)
        self._console.open()
        if self._opening.probes:
            metrics = self._console.metrics if self._opening.door.shows_metrics else None
            Probes(self._opening.probes, self._health, metrics).open()
        try:
            self.ioloop.start()
        finally:
            self.stop()

    def _handle_signal_leave(self, number: int, frame: Any) -> None:
        """A cluster ends the server so: where it has time, phones are sent to other servers first."""
        if self._opening.front.drain and not self._health.is_leaving:
            self._health.is_leaving = True
            self.ioloop.add_callback_from_signal(self._leave)
        else:
            self._handle_signal_stop(number, frame)

    async def _leave(self) -> None:
        await see_off(self._room, self._health, self._opening.front.drain)
        self.ioloop.stop()

    def stop(self) -> None:
        """End every kernel, make no letter that still waits, and let go of the votes.

        Voila asks each kernel to end itself, and fails on one that is still
        starting. No kernel holds anything that is to be kept, so each is ended
        at once.
        """
        for thread in (self._letter_thread, self._calendar_thread):
            thread.shutdown(wait=False, cancel_futures=True)
        self._stage.end()
        kernels = psutil.Process().children(recursive=True)
        for kernel in kernels:
            with contextlib.suppress(psutil.NoSuchProcess):
                kernel.kill()
        psutil.wait_procs(kernels, timeout=_SECONDS_TO_END)
        shutil.rmtree(self.connection_dir, ignore_errors=True)

    async def _keep(self) -> None:
        """Keep the room; until all places are ready for the first time, say how many."""
        await self._room.keep()
        if self._is_told:
            return
        attendees = self._opening.attendees
        wanted = min(attendees, self._places.wanted + self._places.taken)
        # A phone may have come already, and its place counts.
        ready = min(self._places.ready + self._places.taken, wanted)
        self._is_told = self._health.is_filled = ready >= wanted
        words = f"Ready for {ready} of {attendees} phones at once."
        progress.show(words, ready, wanted, is_last=self._is_told)


async def _every(seconds: float, job: Callable[[], Awaitable[None]]) -> None:
    """Do something, with so many seconds of rest before each time.

    Tornado's own goes by the clock on the wall: set back by an hour, it rests for an hour.
    """
    while True:
        await asyncio.sleep(seconds)
        try:
            await job()
        except Exception:
            logging.getLogger("tornado.application").exception("It is done again.")


def _say(line: str) -> None:
    print(line, flush=True)


def serve(
    folder: Path,
    host: str,
    port: int,
    attendees: int,
    *,
    console_port: int | None = None,
    shows_metrics: bool = False,
    say: Callable[[str], None] = _say,
    patience: Patience | None = None,
    answers: str = "",
    label: str = "",
    language: str = ENGLISH,
    tend: Callable[[Store, Content], object] | None = None,
    front: Front | None = None,
) -> None:
    """Serve the workshop's dashboards until Ctrl-C; then end all that was started.

    Args:
        folder: the kit's folder.
        host: an address of this laptop, or 0.0.0.0 for all of them.
        port: where to listen.
        attendees: for how many phones a place is kept ready.
        console_port: where the trainer's own page is; None: the port after the other, or the next that is free.
        shows_metrics: whether Prometheus may ask there too.
        say: prints a line for the trainer.
        patience: how long the room waits for phones and kernels; by default as on the day.
        answers: the file or the database in which votes are kept; "": what iepkit.toml names, or the usual file.
        label: what the trainer calls the workshop, or "".
        language: in which the trainer's page speaks, and the codes open the page of the phones.
        tend: is done once with what is kept, when it has been opened; may raise a StoreError.
        front: what stands before the server; by default nothing.

    Raises:
        ContentError: the content is broken.
        ServingError: the server can't start; the message says what to do.
    """
    content = load_fitting(folder)
    if wrong := content.not_spoken(language):
        raise network.ServingError(wrong)
    notebooks = folder / "notebooks"
    if not (notebooks / handlers.WORKSHOP).is_file():
        message = f"The page for attendees is missing: {handlers.WORKSHOP} in the folder notebooks. Put it back, from a copy or from the kit."
        raise network.ServingError(message)
    try:
        take_home = handlers.take_home(dict(files(content)))
    except TableError as error:
        raise network.ServingError(str(error)) from None
    front = front or Front()
    network.claim(host, port)
    probes = network.listen_for_probes(host, front.probe_port, port)
    door = Door(network.listen_for_trainer(console_port, port), shows_metrics, language)
    settings.allow_many_files()
    places = min(attendees, settings.places_in_memory())
    phones = network.address_for_phones(host)
    address = front.address or f"http://{phones}:{port}"

    # A phone's language is its own choice; kernels that inherited this would all speak one.
    os.environ.pop(LANGUAGE_VARIABLE, None)
    os.environ["IEPKIT_HOME"] = str(folder.resolve())
    os.environ[FILES_VARIABLE] = handlers.FILES
    place, made = assets(content, handlers.FILES)
    # Our template is found in the package itself, ahead of an installed copy.
    os.environ["JUPYTER_PATH"] = os.pathsep.join(filter(None, [str(SHARE), os.environ.get("JUPYTER_PATH")]))
    if settings.can_fork():
        os.environ.update(settings.FORKING)
    for name in _QUIET_LOGGERS:
        logging.getLogger(name).setLevel(logging.CRITICAL)

    server = WorkshopServer(config=_config(notebooks, host, port, places, place))
    server.initialize(["--no-browser"])
    named = content.organisation.answers_file
    kept = Answers(chosen(folder, named, answers), is_named=bool(answers or named), label=label)
    if tend:
        kept = replace(kept, tend=lambda store: tend(store, content))
    server.open_for(
        Opening(
            *(content, take_home, place, made, address, attendees, places, patience or Patience(), door, kept),
            *(front, probes, lambda html, language: page_in(html, content, language, handlers.FILES)),
        )
    )
    for line in (
        *_welcome(address, front.address or phones, door.link, places, attendees, Wording(content, language)),
        *_unfilled(content),
    ):
        say(line)
    server.start()
    say("The server has ended.")


def _config(notebooks: Path, host: str, port: int, places: int, folder: str) -> Config:
    config = Config(settings.VOILA)
    config.VoilaConfiguration.page_config_hook = lambda page, **_: {**page, "room": {"line": LINE, "files": folder}}
    # The room itself takes back the kernels of pages that are away.
    config.MappingKernelManager.cull_idle_timeout = 0
    config.VoilaConfiguration.multi_kernel_manager_class = RoomKernelManager
    config.RoomKernelManager.most = settings.places_in_memory()
    config.RoomKernelManager.most_memory = settings.BYTES_A_KERNEL
    config.VoilaConfiguration.preheat_kernel = True
    config.VoilaConfiguration.default_pool_size = 0
    config.VoilaKernelManager.fill_delay = 0
    # Voila has run nothing in a kernel that was started again: its page would stay deaf.
    config.KernelManager.autorestart = False
    if settings.can_fork():
        # No two kernels draw the same port, and nobody in the room can reach one.
        config.KernelManager.transport = "ipc"
    config.VoilaKernelManager.kernel_pools_config = {
        handlers.WORKSHOP: {"pool_size": places},
        "default": {"pool_size": 0},
    }
    config.Voila.root_dir = str(notebooks.resolve())
    config.Voila.ip = host
    config.Voila.port = port
    config.Voila.port_retries = 0
    config.Voila.open_browser = False
    config.Voila.identity_provider_class = handlers.Nobody
    # What fails stands in the journal, in words; a traceback helps no trainer.
    config.Voila.log_level = logging.CRITICAL
    return config


def _unfilled(content: Content) -> list[str]:
    """What the organisation has not filled in yet, a line each."""
    organisation = content.organisation
    lines = []
    if not organisation.name:
        lines.append("Your organization's name is not in iepkit.toml yet; the pages show none.")
    if not organisation.wifi_name:
        lines.append(
            "The Wi-Fi's name is not in iepkit.toml yet; the page on the projector does not say which to join."
        )
    return lines


def _welcome(  # noqa: PLR0917 - each is another line
    address: str, phones: str, console: str, places: int, attendees: int, wording: Wording
) -> list[str]:
    """What a trainer has to know, with the code that phones read."""
    code = io.StringIO()
    segno.make(wording.link(address), error="m").terminal(code, border=2, compact=True)
    lines = [""]
    if phones == network.LOOPBACK:
        lines.append("This laptop is in no network: only its own browser can open the page.")
    lines += [
        f"On a phone:        {wording.link(address)}",
        f"On the projector:  {wording.link(f'{address}/join')}",
        f"For you alone:     {console}",
        "",
        code.getvalue().rstrip(),
    ]
    if places < attendees:
        lines.append(
            f"The memory of this laptop holds {places} phones at once; the pages of more answer by themselves."
        )
    lines.append("Phones may come in now; the first ones wait a few seconds longer. To end: press Ctrl and C.")
    return lines
