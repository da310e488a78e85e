import pytest

from iepkit.doctor import laptop
from iepkit.doctor.finding import Level
from iepkit.doctor.system import Battery
from tests.doctor.laptop import GB, Laptop

AC_TYPE, AC_TIMEOUT = ("gsettings", "sleep-inactive-ac-type"), ("gsettings", "sleep-inactive-ac-timeout")
MAC_SLEEP, WINDOWS_SLEEP = ("pmset", "-g"), ("powercfg", "STANDBYIDLE")
MAC_FIREWALL = ("/usr/libexec/ApplicationFirewall/socketfilterfw", "--getglobalstate")
POWERCFG = """
    Minimale mögliche Einstellung: 0x00000000
    Aktueller Wechselstrom-Einstellungsindex: 0x{mains:08x}
    Aktueller Gleichstrom-Einstellungsindex: 0x00000384
"""
PMSET = "System-wide power settings:\nCurrently in use:\n disksleep            10\n sleep                {}\n displaysleep 2\n"
UFW = "/etc/ufw/ufw.conf"


@pytest.mark.parametrize(
    ("check", "laptop_is", "level", "words"),
    [
        (laptop.python, {}, Level.GOOD, "3.12"),
        (laptop.python, {"python": (3, 10)}, Level.MEND, "install Python 3.11"),
        (laptop.cores, {}, Level.GOOD, "4 cores"),
        (laptop.cores, {"cores": 1}, Level.LOOK, "one core"),
        (laptop.disk, {}, Level.GOOD, "50,000 MB"),
        (laptop.disk, {"disk": GB // 2}, Level.LOOK, "not much"),
        (laptop.disk, {"disk": GB // 10}, Level.MEND, "make room"),
        (laptop.power, {}, Level.GOOD, "no battery"),
        (laptop.power, {"battery": Battery(80, is_plugged_in=True)}, Level.GOOD, "80 % full"),
        (laptop.power, {"battery": Battery(80, is_plugged_in=False)}, Level.LOOK, "plug it in"),
        (laptop.browser, {}, Level.GOOD, "/usr/bin/chromium"),
        (laptop.browser, {"browser": None}, Level.LOOK, "install Chrome"),
        (laptop.network, {}, Level.GOOD, "192.168.8.2"),
        (laptop.network, {"address": None}, Level.LOOK, "in no network"),
        (laptop.network, {"answers": False}, Level.MEND, "can't reach itself at 192.168.8.2"),
    ],
)
def test_what_is_found_is_said(check, laptop_is, level, words):
    found = check(Laptop(**laptop_is))
    assert found.level == level
    assert words in found.sentence


def test_the_memory_is_held_against_the_room():
    assert laptop.memory(Laptop(), 100).level == Level.GOOD
    short = laptop.memory(Laptop(), 101)
    assert short.level == Level.LOOK
    assert "100 of 101 phones" in short.sentence
    assert laptop.memory(Laptop(free_memory=GB // 10), 10).level == Level.MEND


def test_a_taken_port_says_what_to_type():
    assert laptop.room_port(Laptop(), 8000).level == Level.GOOD
    taken = laptop.room_port(Laptop(fault="Try 8001."), 8000)
    assert (taken.level, taken.sentence) == (Level.MEND, "Port 8000: Try 8001.")
    assert laptop.console_port(Laptop(), 8000).sentence == "Port 8001 is free."
    assert "8001 is in use" in laptop.console_port(Laptop(console=8002), 8000).sentence


@pytest.mark.parametrize(
    ("platform", "outputs", "level"),
    [
        ("linux", {AC_TYPE: "'nothing'\n", AC_TIMEOUT: "3600\n"}, Level.GOOD),
        ("linux", {AC_TYPE: "'suspend'\n", AC_TIMEOUT: "0\n"}, Level.GOOD),
        ("linux", {AC_TYPE: "'suspend'\n", AC_TIMEOUT: "uint32 0\n"}, Level.GOOD),
        ("linux", {AC_TYPE: "'suspend'\n", AC_TIMEOUT: "3600\n"}, Level.LOOK),
        ("darwin", {MAC_SLEEP: PMSET.format("0 (sleep prevented by powerd)")}, Level.GOOD),
        ("darwin", {MAC_SLEEP: PMSET.format(10)}, Level.LOOK),
        ("win32", {WINDOWS_SLEEP: POWERCFG.format(mains=0)}, Level.GOOD),
        ("win32", {WINDOWS_SLEEP: POWERCFG.format(mains=1800)}, Level.LOOK),
    ],
)
def test_sleep_is_read_on_each_system(platform, outputs, level):
    found = laptop.sleep(Laptop(platform=platform, outputs=outputs))
    assert found.level == level
    assert "could not be read" not in found.sentence


@pytest.mark.parametrize("platform", ["linux", "darwin", "win32"])
def test_what_can_not_be_read_says_where_to_look(platform):
    found = laptop.sleep(Laptop(platform=platform))
    assert found.level == Level.LOOK
    assert "could not be read; look at " in found.sentence


@pytest.mark.parametrize(
    ("laptop_is", "level", "words"),
    [
        ({"platform": "win32"}, Level.LOOK, "private networks"),
        ({"platform": "darwin"}, Level.LOOK, "could not be read"),
        ({"platform": "darwin", "outputs": {MAC_FIREWALL: "Firewall is disabled. (State = 0)"}}, Level.GOOD, "off"),
        ({"platform": "darwin", "outputs": {MAC_FIREWALL: "Firewall is enabled. (State = 1)"}}, Level.LOOK, "Allow"),
        ({"files": {UFW: "# ENABLED=yes\nENABLED=no\n"}}, Level.GOOD, "off"),
        ({"files": {UFW: "ENABLED=yes\n"}}, Level.LOOK, "sudo ufw allow 8000/tcp"),
        ({"outputs": {("firewall-cmd", "--state"): "running\n"}}, Level.LOOK, "--add-port=8000/tcp"),
        ({"outputs": {("firewall-cmd", "--state"): "not running\n"}}, Level.LOOK, "Neither"),
        ({}, Level.LOOK, "Neither"),
    ],
)
def test_the_firewall_is_read_where_it_can_be(laptop_is, level, words):
    found = laptop.firewall(Laptop(**laptop_is), 8000)
    assert found.level == level
    assert words in found.sentence
