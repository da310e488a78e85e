"""``iepkit serve``: the workshop for the phones of the room."""

from __future__ import annotations

import argparse
import datetime as dt
import os
import signal

from iepkit.cli import arguments
from iepkit.cli.arguments import Commands
from iepkit.content import kit_folder
from iepkit.serving.front import Front

_ANSWERS = "IEPKIT_ANSWERS"


def add(commands: Commands) -> None:
    """Add the command to the others."""
    serve = commands.add_parser("serve", help="show the workshop's pages on the phones of the room")
    serve.add_argument("--host", default="0.0.0.0", help="an address of this laptop (default: all of them)")  # noqa: S104 - for phones
    serve.add_argument("--port", type=arguments.port, default=8000, help="a number from 1 to 65535 (default: 8000)")
    serve.add_argument(
        "--attendees",
        type=arguments.attendees,
        default=25,
        metavar="N",
        help="keep a place ready for N phones (default: 25)",
    )
    serve.add_argument(
        "--console-port", type=arguments.port, metavar="PORT",
        help="where you alone see how the room is (default: the port after the other, or the next that is free)",
    )  # fmt: skip
    serve.add_argument("--metrics", action="store_true", help="let Prometheus ask there too, at /metrics")
    serve.add_argument(
        "--answers", default="", metavar="FILE_OR_URL",
        help="where votes are kept: a file, or the address of a PostgreSQL database "
        f"(default: what {_ANSWERS} in the environment or iepkit.toml names, or answers/workshops.db in the kit's "
        "folder)",
    )  # fmt: skip
    serve.add_argument(
        "--label",
        type=arguments.label,
        default="",
        metavar="TEXT",
        help='what you call this workshop, such as "Springfield"',
    )
    arguments.add_language(serve)
    proxy = serve.add_argument_group("where a proxy stands before several servers")
    proxy.add_argument(
        "--address", type=arguments.address,
        help="what phones open, such as https://workshop.example.org (default: this laptop's own address)",
    )  # fmt: skip
    proxy.add_argument(
        "--proxy", type=arguments.proxies, default=(), metavar="NETWORKS",
        help="the proxy's addresses or networks, with commas between; "
        "what it says of a phone's address is believed, and nobody else's word",
    )  # fmt: skip
    proxy.add_argument(
        "--probe-port", type=arguments.port, metavar="PORT",
        help="answer /live and /ready there, and with --metrics also /metrics, with no secret",
    )  # fmt: skip
    proxy.add_argument(
        "--drain", type=arguments.seconds, default=0, metavar="SECONDS",
        help="when the system ends the server, take so long to send phones to the others (default: 0)",
    )  # fmt: skip
    serve.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    # A Ctrl-C while packages are imported can be swallowed by one of them. Nothing
    # has been started yet, so it ends the process; the server then takes over.
    signal.signal(signal.SIGINT, lambda *_: os._exit(0))
    # Voila takes a second to import, and the other commands do without it.
    from iepkit.report import keeping  # noqa: PLC0415
    from iepkit.serving.network import ServingError  # noqa: PLC0415
    from iepkit.serving.server import serve  # noqa: PLC0415

    # It may hold a password, which no kernel needs to know.
    named = os.environ.pop(_ANSWERS, "").strip()
    try:
        serve(
            kit_folder(),
            options.host,
            options.port,
            options.attendees,
            console_port=options.console_port,
            shows_metrics=options.metrics,
            answers=options.answers or named,
            label=options.label,
            language=options.language,
            tend=lambda store, content: keeping.forget(store, content, dt.datetime.now(dt.UTC)),
            front=Front(options.address or "", options.proxy, options.probe_port, options.drain),
        )
    except ServingError as error:
        print(error)
        return 1
    return 0
