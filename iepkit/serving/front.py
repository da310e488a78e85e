"""What stands between the phones and this server: nothing in a room, a proxy where several servers share the phones."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

Network: TypeAlias = ipaddress.IPv4Network | ipaddress.IPv6Network
Address: TypeAlias = ipaddress.IPv4Address | ipaddress.IPv6Address


@dataclass(frozen=True)
class Front:
    """What a server has to know of the proxy before it.

    Args:
        address: what phones open, such as ``https://workshop.example.org``; "": this laptop's own address.
        proxies: whose word on a phone's address is believed; nobody's where there are none.
        probe_port: where a cluster asks whether the server lives and is ready; None: nowhere.
        drain: seconds in which phones are sent to other servers before this one ends; 0: it ends at once.
    """

    address: str = ""
    proxies: tuple[Network, ...] = ()
    probe_port: int | None = None
    drain: float = 0


def networks(text: str) -> tuple[Network, ...]:
    """Addresses and networks with commas between, such as ``127.0.0.1,10.0.0.0/8``.

    Raises:
        ValueError: one of them is neither.
    """
    return tuple(ipaddress.ip_network(one.strip()) for one in text.split(","))


def phone_behind(peer: str, forwarded: Iterable[str], proxies: tuple[Network, ...]) -> str:
    """The address of whoever asks.

    Each proxy adds, at the end of what it was told, who has asked it. So the list is
    read from its end, and only as long as the one who says it is a proxy that was named:
    what stands further to the front may have been written by the phone itself.

    Args:
        peer: who has opened the connection.
        forwarded: each ``X-Forwarded-For`` of the request, in their order.
        proxies: whose word is believed.
    """
    address = peer
    for said in reversed(",".join(forwarded).split(",")):
        speaker, named = _read(address), _read(said.strip())
        if speaker is None or named is None or not any(speaker in network for network in proxies):
            break
        address = str(named)
    return address


def _read(text: str) -> Address | None:
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return None
    # One that listens for both kinds hears of an old address in this form.
    return getattr(address, "ipv4_mapped", None) or address
