import socket

import pytest

from iepkit.commands import STARTED_BY, typed
from iepkit.serving.network import EVERYWHERE, LOOPBACK, ServingError, address_for_phones, claim, listen_for_probes
from tests.served import free_port


@pytest.fixture(autouse=True)
def _as_installed(monkeypatch):
    monkeypatch.delenv(STARTED_BY, raising=False)


@pytest.fixture
def taken():
    with socket.socket() as listener:
        listener.bind((LOOPBACK, 0))
        listener.listen()
        yield listener.getsockname()[1]


def test_a_free_port_is_claimed(taken):
    claim(LOOPBACK, taken + 1 if taken < 65000 else taken - 1)


def test_a_port_in_use_is_named_and_the_next_is_offered(taken):
    with pytest.raises(
        ServingError, match=rf"Port {taken} is in use by another program; perhaps .* Try: iepkit serve --port \d+"
    ):
        claim(LOOPBACK, taken)


@pytest.mark.parametrize("host", ["203.0.113.9", "no such host", "no-such-host.invalid"])
def test_a_host_that_is_not_ours_gets_a_sentence(host):
    with pytest.raises(ServingError, match=f'"{host}" is no address of this laptop. Leave --host out'):
        claim(host, 8000)


def test_an_address_that_was_chosen_is_the_one_for_phones():
    assert address_for_phones("127.0.0.2") == "127.0.0.2"


def test_a_laptop_in_a_network_has_an_address_that_others_can_reach():
    address = address_for_phones(EVERYWHERE)
    socket.inet_aton(address)
    assert address != EVERYWHERE


def test_a_laptop_in_no_network_says_its_own_address(monkeypatch):
    def unreachable(*_):
        raise OSError

    monkeypatch.setattr(socket.socket, "connect", unreachable)
    monkeypatch.setattr(socket, "gethostbyname_ex", lambda _: ("laptop", [], ["127.0.1.1"]))
    assert address_for_phones(EVERYWHERE) == LOOPBACK
    monkeypatch.setattr(socket, "gethostbyname_ex", lambda _: ("laptop", [], ["127.0.1.1", "192.168.4.2"]))
    assert address_for_phones(EVERYWHERE) == "192.168.4.2"


@pytest.mark.parametrize(
    ("started_by", "expected"),
    [
        ("make", 'make serve ARGS="--port 9"'),
        ("start", "python3 start.py serve --port 9"),
        ("", "iepkit serve --port 9"),
    ],
)
def test_a_command_is_named_as_it_was_typed(monkeypatch, started_by, expected):
    monkeypatch.setenv(STARTED_BY, started_by)
    assert typed("serve", "--port 9") == expected
    assert typed("check") == expected.split("serve", maxsplit=1)[0] + "check"


def test_probes_have_a_port_only_where_one_was_named(taken):
    assert listen_for_probes(LOOPBACK, None, 8000) == []
    with pytest.raises(ServingError, match=rf"Port {taken} is in use by another program; .* --probe-port \d+"):
        listen_for_probes(LOOPBACK, taken, 8000)
    with pytest.raises(ServingError, match=r"Phones come in at port 8000\. Name another behind --probe-port"):
        listen_for_probes(LOOPBACK, 8000, 8000)
    sockets = listen_for_probes(LOOPBACK, free_port(), 8000)
    assert {one.getsockname()[0] for one in sockets} == {LOOPBACK}
    for one in sockets:
        one.close()
