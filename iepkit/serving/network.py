"""Which address phones can reach, and whether this laptop may answer there."""

from __future__ import annotations

import errno
import socket

from tornado.netutil import bind_sockets

from iepkit.commands import typed

EVERYWHERE = "0.0.0.0"  # noqa: S104 - the phones of the room must reach the laptop
LOOPBACK = "127.0.0.1"
_TRIES = 20
_PORTS = 65_536
# Addresses kept for documentation: asking for the way there sends nothing.
_FAR_AWAY = ("192.0.2.1", "198.51.100.1")


class ServingError(Exception):
    """The server can't start; the message says why and what to do."""


def address_for_phones(host: str) -> str:
    """The address under which other devices reach a server that listens on ``host``.

    Returns:
        ``host`` itself; or, where it means every address of this laptop, the one
        in the network it is joined to; 127.0.0.1 where it is in none.
    """
    if host != EVERYWHERE:
        return host
    for far in _FAR_AWAY:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            try:
                probe.connect((far, 9))
            except OSError:
                continue
            return str(probe.getsockname()[0])
    try:
        addresses = socket.gethostbyname_ex(socket.gethostname())[2]
    except OSError:
        addresses = []
    return next((a for a in addresses if not a.startswith("127.")), LOOPBACK)


def claim(host: str, port: int, option: str = "--port") -> None:
    """Make sure that a server can listen there.

    Args:
        host: an address of this laptop, or 0.0.0.0 for all of them.
        port: the port.
        option: how the command line names the port.

    Raises:
        ServingError: the host is not this laptop's, or the port is taken; the
            message offers another.
    """
    fault = _fault(host, port)
    if fault is None:
        return
    if fault in (errno.EADDRINUSE, errno.EACCES):
        offer = next((p for p in range(port + 1, port + _TRIES) if p < _PORTS and _fault(host, p) is None), None)
        why = "is in use by another program" if fault == errno.EADDRINUSE else "is not open to you"
        how = f"Try: {typed('serve', f'{option} {offer}')}" if offer else "Close the other program, and try again."
        message = f"Port {port} {why}; perhaps the workshop already runs in another window. {how}"
        raise ServingError(message)
    found = typed("serve", f"--host {address_for_phones(EVERYWHERE)}")
    message = f'"{host}" is no address of this laptop. Leave --host out, or try: {found}'
    raise ServingError(message)


def listen_for_probes(host: str, port: int | None, room: int) -> list[socket.socket]:
    """Listen where a proxy or a cluster asks whether the server is ready.

    Args:
        host: where the room listens.
        port: the port that was chosen, or None.
        room: the port where phones come in.

    Returns:
        The sockets; none where no port was chosen.

    Raises:
        ServingError: the port is taken; the message offers another.
    """
    if port is None:
        return []
    if port == room:
        message = f"Phones come in at port {room}. Name another behind --probe-port."
        raise ServingError(message)
    claim(host, port, "--probe-port")
    return bind_sockets(port, host)


def listen_for_trainer(port: int | None, room: int) -> list[socket.socket]:
    """Listen for this laptop's own browser, which nobody in the network reaches.

    The sockets listen at once, so that nothing takes the port while the server still starts.

    Args:
        port: the port that was chosen; None: the one after the room's, or the next that is free.
        room: the port where phones come in.

    Raises:
        ServingError: the chosen port is taken; the message offers another.
    """
    if port == room:
        message = f"Phones come in at port {room}. Name another for your own page, or leave --console-port out."
        raise ServingError(message)
    if port is not None:
        claim(LOOPBACK, port, "--console-port")
        return bind_sockets(port, LOOPBACK)
    for near in range(room + 1, min(room + _TRIES, _PORTS)):
        if _fault(LOOPBACK, near) is None:
            return bind_sockets(near, LOOPBACK)
    return bind_sockets(0, LOOPBACK)


def _fault(host: str, port: int) -> int | None:
    """Why a server can't listen there, as an errno; None where it can."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as trial:
        # As the server itself does: a port that was just closed may be taken again.
        if hasattr(socket, "SO_EXCLUSIVEADDRUSE"):
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
            trial.listen(1)
        except OSError as error:
            return error.errno or errno.EADDRNOTAVAIL
    return None
