"""A phone of a family that speaks Spanish: in its language from the first response, and what that weighs."""

import gzip
import http.client
import json
import re
import time

import pytest

from iepkit.content import load
from iepkit.pages import PARTS, WORKSHOP, whole
from iepkit.serving.assets import assets, page_in
from iepkit.serving.handlers import FILES, first_spoken
from iepkit.wording import Wording
from tests.kit import ROOT
from tests.served import LOOPBACK, Server

MOST_BYTES_MORE = 20_000
FIRST_VISIT = ("page.css", "room.js", "{}/answers.json")
CONTENT = load(ROOT)


def get(server, path, accepted=""):
    line = http.client.HTTPConnection(LOOPBACK, server.port, timeout=60)
    try:
        line.request("GET", path, headers={"Accept-Language": accepted} if accepted else {})
        answer = line.getresponse()
        body = answer.read().decode()
        if answer.status == http.HTTPStatus.FOUND:
            # No kernel shows the page yet.
            time.sleep(1)
            return get(server, path, accepted)
        return answer.status, answer.headers, body
    finally:
        line.close()


def head_of(html):
    return re.search(r"<html [^>]*>", html)[0], re.search(r"<title>(.*?)</title>", html)[1]


@pytest.fixture(scope="module")
def spanish(content):
    return Wording(content, "es")


def test_the_first_response_is_in_the_language_of_the_address(server, content, spanish):
    _, headers, html = get(server, "/?lang=es")
    assert head_of(html) == ('<html lang="es" dir="ltr">', spanish("ui.title"))
    assert '<div class="iepkit" data-iepkit="workshop" lang="es" dir="ltr"' in html
    body = html.split("<main>")[1]
    for cell in content.cells.values():
        assert str(spanish(cell.text_id, **spanish.numbers)) in body
    assert headers["ETag"] != get(server, "/?lang=en")[1]["ETag"]
    assert headers["ETag"] == get(server, "/?lang=es")[1]["ETag"]


@pytest.mark.parametrize(
    ("path", "accepted", "language"),
    [
        ("/", "es-PR,es;q=0.9,en;q=0.8", "es"),
        ("/?lang=en", "es", "en"),
        ("/?lang=es", "en-US,en", "es"),
        ("/", "pt-BR,pt;q=0.9", "en"),
    ],
)
def test_the_address_wins_over_what_the_phone_is_set_to(server, path, accepted, language):
    assert head_of(get(server, path, accepted)[2])[0].startswith(f'<html lang="{language}"')


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("", "en"),
        ("es", "es"),
        ("es;q=0, fr", "en"),
        ("en;q=0.5, es;q=0.8", "es"),
        ("es-419", "es"),
        ("en-US,es;q=0.9", "en"),
        ("*", "en"),
        ("fr, es;q=0.1", "es"),
        (";;,q=9,es;q=x,\u00e9", "en"),
        ("es;q=0.7," + "x" * 5000, "es"),
    ],
)
def test_of_the_languages_here_the_one_that_a_phone_would_rather_have(accepted, language):
    assert first_spoken(accepted, ["en", "es"]) == language


@pytest.mark.parametrize(
    ("accepted", "language"),
    [("zh-Hant-TW", "zh-Hant"), ("zh-TW", "en"), ("PT-br", "pt-BR"), ("pt-PT,es;q=0.5", "es")],
)
def test_a_language_with_a_script_or_a_country_is_found_by_its_whole_name(accepted, language):
    assert first_spoken(accepted, ["en", "es", "pt-BR", "zh-Hant"]) == language


def test_what_the_trainers_own_programs_speak_is_not_what_phones_see(tmp_path, monkeypatch):
    monkeypatch.setenv("IEPKIT_LANGUAGE", "es")
    own = Server(ROOT, tmp_path / "log")
    try:
        html = get(own, "/?lang=en")[2]
        assert str(Wording(CONTENT)("ui.lead")) in html
        assert '<html lang="en"' in html
        assert str(Wording(CONTENT, "es")("ui.lead")) not in html
    finally:
        own.end()


def test_a_language_can_be_chosen_before_any_script_runs(server):
    html = get(server, "/?lang=es")[2]
    before, _, _ = html.partition("<h1>")
    assert '<a href="?lang=en" lang="en"' in before
    assert 'aria-current="true">Espa\u00f1ol</a>' in before


def test_the_code_on_a_spanish_screen_leads_to_the_spanish_page(server):
    html = get(server, "/join?lang=es")[2]
    assert re.search(r"<strong>http://[^<]*/\?lang=es</strong>", html)
    assert 'data-wall="/polls/wall?lang=es"' in html
    # Whatever the trainer's own browser is set to: the room's language is the address's.
    assert "?lang=es" not in get(server, "/join", "es")[2]


def test_an_address_that_leads_nowhere_says_so_in_spanish(server, spanish):
    status, _, html = get(server, "/nothing-here", "es")
    assert status == 404
    assert str(spanish("ui.not_here")) in html
    assert 'href="/?lang=es"' in html


def test_a_vote_is_answered_in_the_language_of_the_phone(server, spanish):
    line = http.client.HTTPConnection(LOOPBACK, server.port, timeout=60)
    line.request("POST", "/polls/votes?lang=es", b"x" * 9000)
    said = json.loads(line.getresponse().read())
    line.close()
    assert said == {"text": spanish.plain("ui.poll.forged")}


def test_a_letter_that_is_none_is_refused_in_the_language_of_the_page(server, spanish):
    line = http.client.HTTPConnection(LOOPBACK, server.port, timeout=60)
    line.request("POST", "/letter.pdf?lang=es", b"{")
    said = json.loads(line.getresponse().read())
    line.close()
    assert said == {"text": spanish.plain("ui.letter.not_read")}


def test_the_take_home_pages_lead_to_each_other(server):
    assert '<a href="es/index.html" lang="es"' in get(server, "/site/")[2]
    spanish = get(server, "/site/es/")[2]
    assert '<a href="../index.html" lang="en"' in spanish
    assert head_of(spanish)[0] == '<html lang="es" dir="ltr">'


def test_another_page_in_the_notebook_stays_as_it_is(content):
    shown = '<html lang="en"><head><title>Mine</title></head><main>A page of the trainer</main>'
    assert page_in(shown, content, "es", FILES) == shown


def weight(text):
    return len(gzip.compress(text.encode()))


def test_a_first_visit_weighs_little_more_than_in_english():
    _, files = assets(CONTENT, FILES)
    page = {}
    for language in ("en", "es"):
        page[language] = len(whole(CONTENT, language, WORKSHOP, list(PARTS), files=FILES).encode())
        named = [name.format(language) for name in FIRST_VISIT]
        page[language] = weight(whole(CONTENT, language, WORKSHOP, list(PARTS), files=FILES))
        page[language] += sum(len(files[name].compressed) for name in named)
    assert page["es"] - page["en"] < MOST_BYTES_MORE
