"""The hub for staff with its shipped settings: two learners, who log in with accounts of the system."""

import json
import time

import psutil
import psycopg
import pytest
import requests
import websocket

from tests.deploy.hub import GROUP, Hub, Person, line_to, may_have_hubs
from tests.served import LOOPBACK

pytestmark = pytest.mark.skipif(not may_have_hubs(), reason="accounts of its own need Linux and root")

PASSWORDS = {"ana": "parsley-7", "ben": "thyme-9"}
OUTSIDER = {"eve": "sage-5"}
NOTEBOOK = "notebooks/self_study/02_law.ipynb"
START = "lab/tree/notebooks/self_study/01_start.ipynb"
QUESTION = "law_two_laws"
CHECK = "learning.check('law')"
WIDGET = "application/vnd.jupyter.widget-view+json"


def learner(hub, name):
    """Somebody who has logged in and has JupyterLab open."""
    person = Person(hub, name)
    assert person.log_in(PASSWORDS[name]).status_code == 302
    assert person.open_lab() == f"/user/{name}/{START}"
    return person


def answer(person, choice):
    """Answer a question of the second module; gives what the page then shows."""
    notebook = person.notebook(NOTEBOOK)
    assert CHECK.replace("'", '"') in notebook.cells
    widget = notebook.widget(f"from iepkit import learning\n{CHECK}")
    told = notebook.send(widget, "answer", question=QUESTION, choice=choice)
    notebook.close()
    return told["pieces"][f"question-{QUESTION}"]


def page(person):
    """What the check of the second module shows when it is opened."""
    notebook = person.notebook(NOTEBOOK)
    shown = notebook.send(notebook.widget(f"from iepkit import learning\n{CHECK}"), "show")["page"]
    notebook.close()
    return shown.split(f'data-piece="question-{QUESTION}"')[1].split("data-piece=")[0]


def printed(notebook, code):
    """What a cell printed; one that failed prints the name of its error."""
    guarded = f"try:\n    print({code})\nexcept BaseException as error:\n    print(type(error).__name__)"
    return "".join(content["text"] for kind, content in notebook.run(guarded) if kind == "stream").strip()


@pytest.fixture(scope="module")
def hub():
    # As shipped both are 300 seconds.
    quick = "c.Authenticator.auth_refresh_age = 1\nc.Spawner.environment = {'JUPYTERHUB_ACTIVITY_INTERVAL': '2'}"
    running = Hub(PASSWORDS, OUTSIDER, more=quick)
    try:
        running.start()
        yield running
    finally:
        running.remove()


@pytest.fixture
def ana(hub):
    return learner(hub, "ana")


@pytest.fixture
def ben(hub):
    return learner(hub, "ben")


@pytest.fixture(scope="module")
def people(hub):
    """Ana, who has answered a question, and Ben."""
    ana, ben = (learner(hub, name) for name in PASSWORDS)
    answer(ana, "a")
    return ana, ben


@pytest.mark.parametrize(
    ("name", "password"),
    [("eve", OUTSIDER["eve"]), ("ana", PASSWORDS["ben"]), ("ana", ""), ("root", ""), ("nobody-at-all", "x")],
)
def test_who_is_not_staff_or_does_not_know_the_password_stays_outside(hub, name, password):
    stranger = Person(hub, name)
    assert stranger.log_in(password).status_code == 403
    assert "/hub/login" in stranger.get(f"/user/{name}/lab").url
    assert stranger.get(f"/hub/api/users/{name}").status_code == 403


def test_nobody_administers_the_hub_from_a_browser(people):
    for person in people:
        assert person.get("/hub/admin").status_code == 403


def test_progress_is_kept_over_a_restart_of_the_hub(hub, people):
    del people
    hub.end()
    hub.start()
    ana, ben = (learner(hub, name) for name in PASSWORDS)
    assert 'data-do="again"' in page(ana)
    assert 'data-do="again"' not in page(ben)
    assert hub.run("stat --format '%U %a' /home/ana/.local/share/iepkit/progress.jsonl") == "ana 600"


class TestApart:
    """What one learner can reach of the other's."""

    @pytest.fixture
    def bens(self, ben):
        notebook = ben.notebook(NOTEBOOK)
        yield notebook
        notebook.close()

    def test_through_the_hub(self, ana, ben):
        kernel = ana.notebook(NOTEBOOK).kernel
        for path in ("lab", "api/contents", "api/kernels", f"api/kernels/{kernel}", f"files/{NOTEBOOK}"):
            assert ana.get(f"/user/ana/{path}").status_code == 200
            assert ben.get(f"/user/ana/{path}").status_code == 403
        for path in ("users", "users/ana", "users/ana/tokens", "proxy", "groups"):
            assert ben.get(f"/hub/api/{path}").status_code in (403, 404)
        channels = f"/user/ana/api/kernels/{kernel}/channels"
        line_to(ana, channels).close()
        with pytest.raises(websocket.WebSocketBadStatusException):
            line_to(ben, channels)

    def test_past_the_hub(self, hub, ana, ben):
        del ana
        (own,) = (one for one in hub.servers()["ana"].net_connections() if one.status == psutil.CONN_LISTEN)
        assert own.laddr.ip == LOOPBACK
        for cookies in (None, ben.browser.cookies):
            answer = requests.get(
                f"http://{LOOPBACK}:{own.laddr.port}/user/ana/api/contents", cookies=cookies, timeout=30
            )
            assert answer.status_code == 403

    def test_the_kernels_listen_in_a_folder_that_is_closed_to_others(self, hub, ana):
        kernel = ana.notebook(NOTEBOOK).kernel
        folder = hub.home("ana") / ".local/share/jupyter/runtime"
        told = json.loads((folder / f"kernel-{kernel}.json").read_text())
        assert told["transport"] == "ipc"
        assert told["ip"].startswith(f"/{folder.relative_to(hub.folder)}/")
        assert folder.stat().st_mode & 0o077 == 0

    def test_by_what_a_cell_can_do(self, hub, ana, bens):
        server = hub.servers()["ana"].pid
        ana.notebook(NOTEBOOK)
        assert printed(bens, "open('/home/ben/.local/share/jupyter/notebook_secret').read() != ''") == "True"
        for code, error in (
            ("open('/home/ana/.local/share/iepkit/progress.jsonl').read()", "PermissionError"),
            ("__import__('os').listdir('/home/ana/iepkit')", "PermissionError"),
            ("__import__('os').listdir('/home/ana/.local/share/jupyter/runtime')", "PermissionError"),
            (f"open('{hub.state}/jupyterhub.sqlite').read()", "PermissionError"),
            (f"open('{hub.state}/cookie_secret').read()", "PermissionError"),
            # With ProtectProc, as the service of systemd has it, processes of others are not even seen.
            (f"open('/proc/{server}/environ').read()", "FileNotFoundError"),
            (f"open('/proc/{server}/cmdline').read()", "FileNotFoundError"),
            (f"__import__('os').kill({server}, 15)", "PermissionError"),
        ):
            assert printed(bens, code) == error, code
        assert hub.servers()["ana"].pid == server

    def test_what_anyone_may_see_of_a_process_holds_no_secret(self, hub, ana):
        del ana
        environment = hub.servers()["ana"].environ()
        everything = [one.cmdline() for one in psutil.Process(hub.process.pid).children(recursive=True)]
        assert not [line for line in everything if environment["JUPYTERHUB_API_TOKEN"] in " ".join(line)]
        assert "CONFIGPROXY_AUTH_TOKEN" not in environment


class TestServer:
    """What a learner's own server does, and what it does not."""

    def test_it_opens_no_window_of_commands(self, ana):
        assert ana.get("/user/ana/api/terminals").status_code == 404

    def test_it_installs_no_extension(self, ana):
        assert ana.get("/user/ana/lab/api/extensions").status_code == 200
        asked = {"cmd": "install", "extension_name": "jupyterlab-git"}
        assert ana.post("/user/ana/lab/api/extensions", json=asked).status_code >= 400

    def test_what_is_saved_can_be_read_with_nothing_running(self, ana):
        shown = {WIDGET: {"model_id": "a", "version_major": 2, "version_minor": 0}, "text/html": "<p>to read</p>"}
        output = {"output_type": "display_data", "data": shown, "metadata": {}}
        cell = {
            "cell_type": "code", "id": "a", "source": "1", "outputs": [output], "metadata": {}, "execution_count": 1,
        }  # fmt: skip
        notebook = {"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
        path = "/user/ana/api/contents/notebooks/mine.ipynb"
        saved = ana.put(path, json={"type": "notebook", "format": "json", "content": notebook})
        assert saved.status_code == 201
        (read,) = ana.get(path).json()["content"]["cells"]
        assert read["outputs"][0]["data"] == {"text/html": "<p>to read</p>"}

    def test_a_cell_that_wants_too_much_memory_hurts_itself_alone(self, ana):
        notebook = ana.notebook(NOTEBOOK)
        assert printed(notebook, "len(bytearray(2**28))") == str(2**28)
        assert printed(notebook, "len(bytearray(2**30))") == "MemoryError"
        assert printed(notebook, "1 + 1") == "2"
        notebook.close()

    def test_it_needs_no_right_on_the_kit(self, hub, ana):
        notebook = ana.notebook(NOTEBOOK)
        assert printed(notebook, f"open('{hub.kit.folder}/iepkit.toml', 'a')") == "PermissionError"
        assert printed(notebook, "open('../mine.txt', 'w').write('a')") == "1"
        notebook.close()


@pytest.mark.parametrize("way", ["gpasswd --delete ben {group}", "sed -i s/^ben:/gone:/ /etc/passwd"])
def test_who_is_taken_out_of_the_staff_is_out(hub, ben, way):
    assert ben.get("/hub/home").url.endswith("/hub/home")
    server = hub.servers()["ben"]
    hub.run("cp -a /etc/passwd /etc/group /etc/gshadow /home")
    try:
        hub.run(way.format(group=GROUP))
        server.wait(timeout=30)
        for page in ("/hub/home", "/user/ben/lab", "/user/ben/api/contents"):
            assert "/hub/login" in ben.get(page).url
        assert ben.log_in(PASSWORDS["ben"]).status_code == 403
    finally:
        hub.run("mv /home/passwd /home/group /home/gshadow /etc")
    assert ben.get("/hub/home").url.endswith("/hub/home")


def test_in_one_database_each_has_their_own(postgres):
    place = postgres.database()
    hub = Hub(PASSWORDS, IEPKIT_PROGRESS=place)
    try:
        hub.start()
        ana, ben = (learner(hub, name) for name in PASSWORDS)
        answer(ana, "a")
        assert 'data-do="again"' in page(ana)
        assert 'data-do="again"' not in page(ben)
        with psycopg.connect(place) as connection:
            assert connection.execute("SELECT DISTINCT account FROM study_records").fetchall() == [("ana",)]
        assert not (hub.home("ana") / ".local/share/iepkit/progress.jsonl").exists()
    finally:
        hub.remove()


def test_a_server_that_nobody_uses_ends():
    hub = Hub(PASSWORDS, more="c.JupyterHub.services[0]['command'][-2:] = ['--timeout=15', '--cull-every=1']")
    try:
        hub.start()
        learner(hub, "ana")
        assert list(hub.servers()) == ["ana"]
        end = time.monotonic() + 60
        while hub.servers() and time.monotonic() < end:
            time.sleep(0.5)
        assert hub.servers() == {}
    finally:
        hub.remove()
