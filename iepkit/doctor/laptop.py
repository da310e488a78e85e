"""The laptop itself: each check looks at one thing, and says it in one sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator

from iepkit.doctor.finding import Finding, Level
from iepkit.doctor.system import System

_OLDEST_PYTHON = (3, 11)
_MB = 1_000_000
_LEAST_MEMORY = 500 * _MB
_LEAST_DISK = 200 * _MB
_LITTLE_DISK = 1000 * _MB
_GNOME = ("gsettings", "get", "org.gnome.settings-daemon.plugins.power")
_FIREWALL_OF_A_MAC = "/usr/libexec/ApplicationFirewall/socketfilterfw"
_INDEX = re.compile(r"0x([0-9a-fA-F]{8})\s*$", re.MULTILINE)
_SLEEP_OF_A_MAC = re.compile(r"^\s*sleep\s+(\d+)", re.MULTILINE)


def look_at(system: System, attendees: int, port: int) -> Iterator[Finding]:
    """All that is quickly seen.

    Args:
        system: what the laptop says of itself.
        attendees: how many phones are expected.
        port: where they come in.
    """
    yield python(system)
    yield memory(system, attendees)
    yield cores(system)
    yield disk(system)
    yield power(system)
    yield sleep(system)
    yield browser(system)
    yield network(system)
    yield room_port(system, port)
    yield console_port(system, port)
    yield firewall(system, port)


def python(system: System) -> Finding:
    """Is Python new enough?"""
    found = ".".join(map(str, system.python))
    if system.python < _OLDEST_PYTHON:
        return Finding("Python", Level.MEND, f"Python {found} is too old; install Python 3.11 or newer.")
    return Finding("Python", Level.GOOD, f"Python {found} runs the kit.")


def memory(system: System, attendees: int) -> Finding:
    """Does the free memory hold the room?"""
    free = f"{system.free_memory / 1000 / _MB:.1f} GB of memory are free"
    if system.free_memory < _LEAST_MEMORY:
        return Finding("Memory", Level.MEND, f"Only {free}; close other programs, or restart the laptop.")
    if system.places < attendees:
        return Finding(
            "Memory", Level.LOOK,
            f"{free}, which hold {system.places} of {attendees} phones; the pages of the others answer by themselves, "
            "or close other programs.",
        )  # fmt: skip
    return Finding("Memory", Level.GOOD, f"{free}, which hold {system.places} phones; {attendees} are expected.")


def cores(system: System) -> Finding:
    """Can the laptop do more than one thing at once?"""
    if system.cores < 2:
        return Finding("Processor", Level.LOOK, "It has one core, so answers may be slow; close all other programs.")
    return Finding("Processor", Level.GOOD, f"It has {system.cores} cores.")


def disk(system: System) -> Finding:
    """Is there room for what the workshop writes?"""
    free = system.free_disk(system.temporary)
    words = f"{free // _MB:,} MB are free where {system.temporary} lies"
    if free < _LEAST_DISK:
        return Finding("Disk", Level.MEND, f"Only {words}; make room: empty the trash, or delete what is not needed.")
    if free < _LITTLE_DISK:
        return Finding("Disk", Level.LOOK, f"{words}, which is enough, but not much.")
    return Finding("Disk", Level.GOOD, f"{words}.")


def power(system: System) -> Finding:
    """Is the charger in?"""
    battery = system.battery
    if battery is None:
        return Finding("Power", Level.GOOD, "It reports no battery, so it runs on mains.")
    if not battery.is_plugged_in:
        return Finding(
            "Power", Level.LOOK,
            f"It runs on its battery, which is {battery.percent} % full; bring the charger, and plug it in.",
        )  # fmt: skip
    return Finding("Power", Level.GOOD, f"The charger is in; the battery is {battery.percent} % full.")


def sleep(system: System) -> Finding:
    """Does it stay awake while nobody touches it?"""
    where = {
        "darwin": "System Settings, Battery and Lock Screen",
        "win32": "Settings, System, Power and battery",
    }.get(system.platform, "the settings for power and for the screen")
    stays = {"darwin": _mac_stays_awake, "win32": _windows_stays_awake}.get(system.platform, _linux_stays_awake)(system)
    if stays is None:
        return Finding("Sleep", Level.LOOK, f"Whether it goes to sleep could not be read; look at {where}.")
    if not stays:
        return Finding(
            "Sleep", Level.LOOK,
            f"It goes to sleep when nobody touches it, and every phone then loses it; switch that off in {where}.",
        )  # fmt: skip
    return Finding("Sleep", Level.GOOD, "On mains it does not go to sleep by itself; leave the lid open.")


def _linux_stays_awake(system: System) -> bool | None:
    what = system.output_of(*_GNOME, "sleep-inactive-ac-type")
    after = system.output_of(*_GNOME, "sleep-inactive-ac-timeout")
    if what is None or after is None:
        return None
    # Such as 'nothing', with its quotation marks; 0 seconds mean never.
    return "nothing" in what or after.split()[-1:] == ["0"]


def _mac_stays_awake(system: System) -> bool | None:
    # What holds now, with the charger as it is.
    minutes = _SLEEP_OF_A_MAC.search(system.output_of("pmset", "-g") or "")
    return int(minutes[1]) == 0 if minutes else None


def _windows_stays_awake(system: System) -> bool | None:
    # The words are in the laptop's language; the last two numbers are always mains and battery, in seconds.
    found = _INDEX.findall(system.output_of("powercfg", "/q", "SCHEME_CURRENT", "SUB_SLEEP", "STANDBYIDLE") or "")
    return int(found[-2], 16) == 0 if len(found) >= 2 else None


def browser(system: System) -> Finding:
    """Is there a browser for the projector?"""
    if system.browser is None:
        return Finding("Browser", Level.LOOK, "None was found; install Chrome, Chromium or Firefox for the projector.")
    return Finding("Browser", Level.GOOD, f"There is one for the projector: {system.browser}.")


def network(system: System) -> Finding:
    """Is there an address for the phones?"""
    address = system.address
    if address is None:
        return Finding(
            "Network", Level.LOOK,
            "This laptop is in no network now; join it to the Wi-Fi of the room or to your router, and run this again.",
        )  # fmt: skip
    if not system.answers_at(address):
        return Finding(
            "Network", Level.MEND,
            f"This laptop can't reach itself at {address}; leave any VPN, join the Wi-Fi again, and run this again.",
        )  # fmt: skip
    return Finding(
        "Network", Level.GOOD,
        f"The address in this network is {address}; whether phones reach it, only a phone can tell: try one in the room.",
    )  # fmt: skip


def room_port(system: System, port: int) -> Finding:
    """Can phones come in?"""
    if fault := system.fault_of_port(port):
        return Finding("Port of the phones", Level.MEND, fault)
    return Finding("Port of the phones", Level.GOOD, f"Port {port} is free.")


def console_port(system: System, port: int) -> Finding:
    """Where does the trainer's own page stand?"""
    found = system.console_port(port)
    others = "" if found == port + 1 else f"; {port + 1} is in use by another program"
    return Finding("Port of your own page", Level.GOOD, f"Port {found} is free{others}.")


def firewall(system: System, port: int) -> Finding:
    """May phones come in at all, as far as it can be read?"""
    judge = {"darwin": _firewall_of_a_mac, "win32": _firewall_of_windows}.get(system.platform, _firewall_of_linux)
    level, sentence = judge(system, port)
    return Finding("Firewall", level, sentence)


def _firewall_of_windows(_system: System, _port: int) -> tuple[Level, str]:
    return Level.LOOK, (
        "When the server starts for the first time, Windows asks whether Python may be reached: "
        "choose private networks, and allow it; the Wi-Fi has to be a private one in Windows' settings too."
    )


def _firewall_of_a_mac(system: System, _port: int) -> tuple[Level, str]:
    state = system.output_of(_FIREWALL_OF_A_MAC, "--getglobalstate")
    if state is None:
        return Level.LOOK, "It could not be read; look at System Settings, Network, Firewall."
    if "State = 0" in state:
        return Level.GOOD, "The Mac's firewall is off, so it keeps no phone out."
    return Level.LOOK, "The Mac's firewall is on; when it asks whether Python may accept connections, choose Allow."


def _firewall_of_linux(system: System, port: int) -> tuple[Level, str]:
    ufw = system.text_of("/etc/ufw/ufw.conf")
    if ufw is not None and re.search(r"^ENABLED=yes", ufw, re.MULTILINE):
        return Level.LOOK, f"The firewall ufw is on; let phones in: sudo ufw allow {port}/tcp"
    if (system.output_of("firewall-cmd", "--state") or "").strip() == "running":
        return Level.LOOK, f"The firewall firewalld is on; let phones in: sudo firewall-cmd --add-port={port}/tcp"
    if ufw is not None:
        return Level.GOOD, "The firewall ufw is off."
    return (
        Level.LOOK,
        "Neither ufw nor firewalld was seen at work; if phones can't come in, ask who looks after this laptop.",
    )
