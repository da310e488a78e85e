"""Starts Voila for a workshop, and says where phones find it."""

from __future__ import annotations

import contextlib
import io
import logging
import os
import shutil
import signal
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import psutil
import segno
import tornado.web
from tornado.ioloop import IOLoop, PeriodicCallback
from traitlets.config import Config
from voila.app import Voila
from voila.tornado.handler import TornadoVoilaHandler

from iepkit import progress
from iepkit.content import Content
from iepkit.explorers import load_fitting
from iepkit.pages import FILES_VARIABLE
from iepkit.serving import documents, handlers, network, settings
from iepkit.serving.places import Places, RoomKernelManager
from iepkit.site.folder import files
from iepkit.site.tables import TableError

_SECONDS_TO_END = 5
SHARE = Path(__file__).parents[1] / "share" / "jupyter"
_QUIET_LOGGERS = ("tornado.access", "tornado.application", "tornado.general", "traitlets")


class WorkshopServer(Voila):
    """Voila, with the kit's own pages before Voila's."""

    def open_for(self, content: Content, take_home: dict[str, bytes], address: str, attendees: int) -> None:
        """What the server needs to know before it starts."""
        self._content = content
        self._take_home = take_home
        self._address = address
        self._attendees = attendees
        # Two, so that no letter waits for a calendar that takes its time.
        self._letter_thread, self._calendar_thread = ThreadPoolExecutor(1), ThreadPoolExecutor(1)

    def init_handlers(self) -> list[Any]:
        """Voila's handlers, after ours."""
        content = {"content": self._content}
        self._places = Places(self.kernel_manager, handlers.WORKSHOP, self._attendees)
        # Voila hands its own settings over too late for tornado to compress by.
        self.app.transforms.append(tornado.web.GZipContentEncoding)
        return [
            ("/", handlers.WayIn),
            ("/join/?", handlers.Join, {**content, "address": self._address}),
            (f"{handlers.FILES}(.+)", handlers.Download, content),
            (handlers.SITE.rstrip("/"), tornado.web.RedirectHandler, {"url": handlers.SITE}),
            (f"{handlers.SITE}(.*)", handlers.TakeHome, {"files": self._take_home}),
            (documents.LETTER, documents.LetterAsPdf, {**content, "thread": self._letter_thread}),
            (documents.CALENDAR, documents.CalendarRead, {**content, "thread": self._calendar_thread}),
            # Voila's own fails as long as the start of any kernel does.
            ("/voila/api/shutdown/(.+)", handlers.Leave, {"places": self._places}),
            *(self._with_room(handler, content) for handler in super().init_handlers()),
        ]

    def _with_room(self, handler: Any, content: dict[str, Content]) -> Any:
        """Voila's own page of a notebook, with our end of the room before it."""
        if len(handler) > 1 and handler[1] is TornadoVoilaHandler:
            return (handler[0], handlers.Room, {**handler[2], **content, "places": self._places})
        return handler

    def init_settings(self) -> dict[str, Any]:
        """Voila's settings, with our page for an address that leads nowhere."""
        content = {"content": self._content}
        return {
            **super().init_settings(),
            "default_handler_class": handlers.NotHere,
            "default_handler_args": content,
        }

    def listen(self) -> None:
        """Say that phones may come in, then answer them until the server is ended."""
        self._is_told = False
        self._watch = PeriodicCallback(self._keep_places, 1000)
        self._watch.start()
        self.ioloop = IOLoop.current()
        signal.signal(signal.SIGINT, self._handle_signal_stop)
        super().listen()

    def stop(self) -> None:
        """End every kernel, and make no letter that still waits.

        Voila asks each kernel to end itself, and fails on one that is still
        starting. No kernel holds anything that is to be kept, so each is ended
        at once.
        """
        for thread in (self._letter_thread, self._calendar_thread):
            thread.shutdown(wait=False, cancel_futures=True)
        kernels = psutil.Process().children(recursive=True)
        for kernel in kernels:
            with contextlib.suppress(psutil.NoSuchProcess):
                kernel.kill()
        psutil.wait_procs(kernels, timeout=_SECONDS_TO_END)
        shutil.rmtree(self.connection_dir, ignore_errors=True)

    async def _keep_places(self) -> None:
        """Keep as many places ready as may be needed; until all are for the first time, say how many."""
        await self._places.keep()
        if self._is_told:
            return
        wanted = min(self._attendees, self._places.wanted + self._places.taken)
        # A phone may have come already, and its place counts.
        ready = min(self._places.ready + self._places.taken, wanted)
        self._is_told = ready >= wanted
        words = f"Ready for {ready} of {self._attendees} phones at once."
        progress.show(words, ready, wanted, is_last=self._is_told)


def _say(line: str) -> None:
    print(line, flush=True)


def serve(folder: Path, host: str, port: int, attendees: int, say: Callable[[str], None] = _say) -> None:
    """Serve the workshop's dashboards until Ctrl-C; then end all that was started.

    Args:
        folder: the kit's folder.
        host: an address of this laptop, or 0.0.0.0 for all of them.
        port: where to listen.
        attendees: for how many phones a place is kept ready.
        say: prints a line for the trainer.

    Raises:
        ContentError: the content is broken.
        ServingError: the server can't start; the message says what to do.
    """
    content = load_fitting(folder)
    notebooks = folder / "notebooks"
    if not (notebooks / handlers.WORKSHOP).is_file():
        message = f"The page for attendees is missing: {handlers.WORKSHOP} in the folder notebooks. Put it back, from a copy or from the kit."
        raise network.ServingError(message)
    try:
        take_home = handlers.compressed(files(content))
    except TableError as error:
        raise network.ServingError(str(error)) from None
    network.claim(host, port)
    settings.allow_many_files()
    places = min(attendees, settings.places_in_memory())
    phones = network.address_for_phones(host)
    address = f"http://{phones}:{port}"

    os.environ["IEPKIT_HOME"] = str(folder.resolve())
    os.environ[FILES_VARIABLE] = handlers.FILES
    # Our template is found in the package itself, ahead of an installed copy.
    os.environ["JUPYTER_PATH"] = os.pathsep.join(filter(None, [str(SHARE), os.environ.get("JUPYTER_PATH")]))
    if settings.can_fork():
        os.environ.update(settings.FORKING)
    for name in _QUIET_LOGGERS:
        logging.getLogger(name).setLevel(logging.CRITICAL)

    server = WorkshopServer(config=_config(notebooks, host, port, places))
    server.initialize(["--no-browser"])
    server.open_for(content, take_home, address, places)
    for line in (*_welcome(address, phones, places, attendees), *_unfilled(content)):
        say(line)
    server.start()
    say("The server has ended.")


def _config(notebooks: Path, host: str, port: int, places: int) -> Config:
    config = Config(settings.VOILA)
    config.VoilaConfiguration.multi_kernel_manager_class = RoomKernelManager
    config.RoomKernelManager.most = settings.places_in_memory()
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
    config.Voila.log_level = logging.ERROR
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


def _welcome(address: str, phones: str, places: int, attendees: int) -> list[str]:
    """What a trainer has to know, with the code that phones read."""
    code = io.StringIO()
    segno.make(address, error="m").terminal(code, border=2, compact=True)
    lines = [""]
    if phones == network.LOOPBACK:
        lines.append("This laptop is in no network: only its own browser can open the page.")
    lines += [f"On a phone:        {address}", f"On the projector:  {address}/join", "", code.getvalue().rstrip()]
    if places < attendees:
        lines.append(f"The memory of this laptop holds {places} phones at once; more get the take-home page.")
    lines.append("Phones may come in now; the first ones wait a few seconds longer. To end: press Ctrl and C.")
    return lines
