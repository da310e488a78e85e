"""What is asked is shown, what is voted is counted once, and nothing is seen before it may be."""

import contextlib
import json

import pytest

from iepkit.learning import polls
from iepkit.wording import Wording
from tests.kit import Kit
from tests.serving.polls.asking import TYPED, AskedRoom, Phone, Stream, all_at_once, request

FLOODER = "127.0.0.31"
SECRET_CHOICES = {"ask": "Which day?", "choices": ["Monday", "Tuesday", "Wednesday"]}


@pytest.fixture(scope="module")
def room(tmp_path_factory):
    folder = tmp_path_factory.mktemp("polls")
    kit = Kit(folder / "kit")
    running = AskedRoom(kit.folder, folder / "log")
    yield running
    assert running.end() == 0
    assert "Traceback" not in running.printed()


def question(content, kind="knowledge"):
    return next(one for one in content.bank.values() if one.kind == kind)


def test_nothing_is_stored_before_something_is_asked(tmp_path):
    kit = Kit(tmp_path / "kit")
    fresh = AskedRoom(kit.folder, tmp_path / "log")
    try:
        with contextlib.closing(Stream(fresh)) as stream:
            assert stream.state()["state"] == "idle"
            assert stream.cookie is None
            assert not kit.path("answers").exists()
            asked = fresh.opens()
            assert stream.until(lambda state: state["round"] == asked)["state"] == "open"
            # The page opens another stream, and its phone gets a name with it.
            assert stream.state() is None
        assert Phone(fresh).votes(asked) == 200
        assert [path.name for path in kit.path("answers").iterdir() if path.suffix == ".db"] == ["workshops.db"]
    finally:
        assert fresh.end() == 0
    # What was written stands in the one file.
    assert [path.name for path in kit.path("answers").iterdir()] == ["workshops.db"]


def test_a_hundred_phones_vote_at_once_and_each_counts_once(room):
    asked = room.opens()
    phones = [Phone(room) for _ in range(100)]
    assert len({phone.cookie for phone in phones}) == 100
    votes = [(phone, str(1 + number % 2)) for number, phone in enumerate(phones)]
    assert set(all_at_once(votes, lambda vote: vote[0].votes(asked, vote[1]))) == {200}
    room.until(lambda state: state["now"]["voters"] == 100)
    # Half of them change their mind.
    assert set(all_at_once(phones[::2], lambda phone: phone.votes(asked, "2"))) == {200}
    assert room.does("close") is None
    assert room.state()["now"]["votes"] == {"1": 0, "2": 100}


def test_phones_and_the_wall_follow_what_is_asked(room, content):
    # Before a workshop has begun a phone has no cookie, and its stream ends so that it comes back for one.
    room.opens()
    room.does("put_away")
    one = question(content)
    with contextlib.closing(Stream(room, "/polls/wall?lang=en")) as wall, contextlib.closing(Stream(room)) as phone:
        asked = room.opens("question", {"question": one.id})
        for stream in (wall, phone):
            state = stream.until(lambda state: state["round"] == asked)
            assert (state["state"], state["kind"], state["seconds"]) == ("open", "question", None)
            assert "<section" in state["html"]
            assert state["news"] == content.texts["ui.poll.news.open"]
        phones = [Phone(room) for _ in range(5)]
        assert {each.votes(asked, polls.NOT_SURE) for each in phones} == {200}
        said = content.texts["ui.poll.voted.many"].format(count=5)
        for stream in (wall, phone):
            state = stream.until(lambda state: state["count"] == said)
            # The form stands there already.
            assert "html" not in state
        room.does("close")
        for stream in (wall, phone):
            state = stream.until(lambda state: state["state"] == "closed")
            assert "100" in state["html"]
            assert state["news"] == content.texts["ui.poll.news.closed"]
        room.does("put_away")
        for stream in (wall, phone):
            assert stream.until(lambda state: state["round"] is None)["html"] == ""
    assert room.state()["history"][0]["votes"][polls.NOT_SURE] == 5


@pytest.mark.parametrize("form", ["before", "after"])
def test_a_closed_check_is_not_told_as_a_result(room, content, form):
    with contextlib.closing(Stream(room)) as phone:
        asked = room.opens("check", {"form": form, "length": "short"})
        room.does("close")
        state = phone.until(lambda state: (state["round"], state["state"]) == (asked, "closed"))
    assert state["news"] == content.texts[f"ui.poll.news.closed_{form}"] != content.texts["ui.poll.news.closed"]


def test_a_phone_that_comes_back_hears_what_it_has_said_and_no_other_does(room):
    asked = room.opens()
    phone, other = Phone(room), Phone(room)
    assert phone.sees()["mine"] is None
    assert phone.votes(asked, "2") == 200
    assert phone.sees()["mine"] == {"choice": "2"}
    assert other.sees()["mine"] is None
    room.does("close")
    assert phone.sees()["mine"] == {"choice": "2"}
    room.opens()
    assert phone.sees()["mine"] is None


def test_of_several_votes_of_one_phone_the_last_that_was_confirmed_counts(room):
    asked = room.opens(asked=SECRET_CHOICES)
    phone = Phone(room)
    for choice in "123121":
        assert phone.votes(asked, choice) == 200
    assert phone.sees()["mine"] == {"choice": "1"}
    assert set(all_at_once([phone] * 10, lambda phone: phone.votes(asked, "3"))) == {200}
    assert phone.sees()["mine"] == {"choice": "3"}
    room.until(lambda state: state["now"]["voters"] == 1)


def test_what_can_be_voted_on_no_more_is_refused(room):
    closed = room.opens()
    phones = [Phone(room) for _ in range(6)]
    assert {phone.votes(closed) for phone in phones} == {200}
    room.does("close")
    assert phones[0].votes(closed, "2") == 409
    away = room.opens()
    room.does("put_away")
    assert phones[0].votes(away) == 409
    assert phones[0].votes("none") == 409
    assert next(one for one in room.state()["history"] if one["round"] == closed)["votes"] == {"1": 6, "2": 0}


@pytest.mark.parametrize(
    "answers",
    [
        {"choice": "3"}, {"choice": "not_sure"}, {"choice": 1}, {"choice": ["1"]}, {"choice": None}, {}, [], None, "1",
        {"choice": "1", "more": "1"}, {"Choice": "1"}, {"choice": "1 "},
    ],
)  # fmt: skip
def test_what_no_page_sends_is_refused_with_a_sentence(room, content, answers):
    asked = room.opens()
    phone = Phone(room)
    assert phone.sends({"round": asked, "answers": answers}) == 400
    assert json.loads(phone.said)["text"] == content.texts["ui.poll.forged"]
    assert phone.sees()["mine"] is None


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[" * 7000,
        b"[]",
        b"null",
        b"\xff\xfe",
        b'{"round": 1, "answers": {}}',
        b'{"round": "x"}',
        b'"round"',
    ],
)
def test_a_body_that_is_no_vote_is_refused(room, body):
    assert Phone(room).sends(body) == 400


def test_a_body_that_is_too_big_is_refused_before_it_has_come(room):
    asked = room.opens()
    vote = json.dumps({"round": asked, "answers": {"choice": "1"}}).encode()
    assert Phone(room).sends(vote.ljust(8000)) == 200
    phone = Phone(room)
    assert phone.sends(vote.ljust(8001)) == 413
    assert phone.sees()["mine"] is None


def test_a_cookie_that_the_workshop_has_not_given_is_none(room):
    asked = room.opens()
    given = Phone(room).cookie
    name, _, seal = given.partition(".")
    other = Phone(room).cookie
    for cookie in (
        "",
        f"{name.partition('=')[0]}=",
        name,
        f"{name}.{'0' * 64}",
        f"{other.partition('.')[0]}.{seal}",
        given[:-1],
        given + "0",
    ):
        assert Phone(room, cookie).votes(asked) == 401, cookie
    assert room.state()["now"]["voters"] == 0
    assert Phone(room, given).votes(asked) == 200


def test_another_workshop_on_the_same_laptop_does_not_take_a_phones_name(room):
    asked = room.opens()
    given = Phone(room).cookie
    other = f"phone_of-another-workshop={given.partition('=')[2]}"
    assert Phone(room, f"{other}; {given}").votes(asked) == 200
    assert Phone(room, other).votes(asked) == 401
    # Browsers tell the cookies of two ports apart by their names alone.
    assert given.partition("=")[0] == f"phone_{room.state()['workshop']['id']}"


def test_a_cookie_is_kept_from_scripts_and_other_sites_and_ends_with_the_browser(room):
    room.opens()
    with contextlib.closing(Stream(room)) as stream:
        _, *attributes = stream.answer.headers["Set-Cookie"].split("; ")
        assert sorted(attributes) == ["HttpOnly", "Path=/polls/", "SameSite=Strict"]
        cookie = stream.cookie
    with contextlib.closing(Stream(room, headers={"Cookie": cookie})) as stream:
        assert stream.cookie is None
    with contextlib.closing(Stream(room, "/polls/wall")) as stream:
        assert stream.cookie is None


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://elsewhere.test"}, {"Origin": "null"}, {"Origin": "http://127.0.0.1:1"},
        {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"},
    ],
)  # fmt: skip
def test_a_page_of_another_site_can_neither_vote_nor_listen(room, headers):
    asked = room.opens()
    phone = Phone(room)
    assert phone.votes(asked, headers=headers) == 403
    assert phone.sees()["mine"] is None
    for path in ("/polls/events", "/polls/wall"):
        status, given, _ = request(room.port, "GET", path, headers=headers)
        assert (status, given["Set-Cookie"]) == (403, None)
    own = {"Origin": f"http://127.0.0.1:{room.port}", "Sec-Fetch-Site": "same-origin"}
    assert phone.votes(asked, headers=own) == 200


def test_a_thousand_votes_from_one_page_are_one_and_others_are_served(room):
    asked = room.opens()
    flooder, parent = Phone(room), Phone(room)
    statuses = []
    for number in range(1000):
        statuses.append(flooder.votes(asked, str(1 + number % 2), source=FLOODER))
        if number % 250 == 0:
            assert parent.votes(asked) == 200
    assert set(statuses) == {200, 429}
    assert statuses.count(429) > 500
    assert room.until(lambda state: state["now"]["voters"])["now"]["voters"] == 2


def test_what_was_chosen_is_in_no_byte_before_voting_has_ended(room):
    """The same room with other votes is sent the same bytes."""
    heard = []
    for choices in ("11111", "12322"):
        asked = room.opens(asked=SECRET_CHOICES)
        with contextlib.closing(Stream(room, "/polls/wall")) as wall, contextlib.closing(Stream(room)) as phone:
            assert {Phone(room).votes(asked, choice) for choice in choices} == {200}
            for stream in (wall, phone):
                stream.until(lambda state: state["count"].startswith("5 "))
        assert room.state()["now"]["votes"] is None
        heard.append([form_and_last(stream).replace(asked.encode(), b"ROUND") for stream in (wall, phone)])
    assert heard[0] == heard[1]


def form_and_last(stream):
    """All that was sent, without how many had voted whenever a second was over in between."""
    events = [event for event in stream.heard.split(b"\n\n") if event.startswith(b"data: ")]
    assert b'"html"' in events[0]
    assert all(b'"html"' not in event for event in events[1:])
    return events[0] + events[-1]


def test_votes_of_fewer_than_five_phones_stay_hidden(room):
    heard = []
    for choices in ("1111", "1233"):
        asked = room.opens(asked=SECRET_CHOICES)
        for choice in choices:
            assert Phone(room).votes(asked, choice) == 200
        assert room.does("count_hands", hands={"1": 7}) is None
        room.does("close")
        with contextlib.closing(Stream(room, "/polls/wall")) as wall, contextlib.closing(Stream(room)) as phone:
            states = [wall.state(), phone.state()]
        assert {state["state"] for state in states} == {"closed"}
        now = room.state()["now"]
        assert (now["votes"], now["voters"]) == (None, 11)
        heard.append(json.dumps(states).replace(asked, "ROUND"))
    assert heard[0] == heard[1]


def test_typed_words_stay_words(room):
    script = "<script>alert(1)</script>"
    room.opens(asked={"ask": script, "choices": [f"{script}a", "<b>&amp;"]})
    for path in ("/polls/events", "/polls/wall"):
        with contextlib.closing(Stream(room, path)) as stream:
            html = stream.state()["html"]
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
        assert "&lt;b&gt;&amp;amp;" in html
        assert "<script" not in html


def test_a_poll_with_a_time_ends_by_itself(room):
    with contextlib.closing(Stream(room)) as stream:
        asked = room.opens(seconds=10)
        assert stream.until(lambda state: state["round"] == asked)["seconds"] in (9, 10)
        phones = [Phone(room) for _ in range(5)]
        assert {phone.votes(asked) for phone in phones} == {200}
        assert stream.until(lambda state: state["state"] == "closed")["seconds"] is None
    assert phones[0].votes(asked, "2") == 409
    assert room.state()["now"]["votes"] == {"1": 5, "2": 0}


def test_the_same_asked_again_shows_both(room):
    first = room.opens()
    for _ in range(5):
        Phone(room).votes(first)
    assert room.does("open", kind="typed", asked=TYPED, follows=first) == "unreadable", "it is still open"
    room.does("close")
    assert room.does("open", kind="typed", asked=SECRET_CHOICES, follows=first) == "unreadable", (
        "it asks something else"
    )
    again = room.opens(follows=first)
    assert room.state()["now"]["before"] == {"1": 5, "2": 0}
    for _ in range(5):
        Phone(room).votes(again, "2")
    room.does("close")
    now = room.state()["now"]
    assert (now["before"], now["votes"]) == ({"1": 5, "2": 0}, {"1": 0, "2": 5})


def test_the_check_after_is_as_long_as_the_one_before(room):
    asked = room.opens("check", {"form": "before", "length": "full"})
    phone = Phone(room)
    assert phone.sends({"round": asked, "answers": {"code": ["Ma", "7", "b"], "role": "parent"}}) == 200
    assert phone.sees()["mine"]["role"] == "parent"
    assert phone.sends({"round": asked, "answers": {"role": "none"}}) == 400
    assert phone.sends({"round": asked, "answers": {"ratings": {"quality": 4}}}) == 400
    room.does("close")
    now = room.state()["now"]
    assert (now["votes"], now["voters"]) == (None, 1)
    room.opens("check", {"form": "after", "length": "short"})
    assert room.state()["now"]["asked"] == {"form": "after", "length": "full"}


def test_a_case_is_steered_to_its_end(room, content):
    from iepkit.learning import steps  # noqa: PLC0415 - of this test alone

    case, answers = steps.steered(content)[0], {}
    told = {"topic": case.topic, "case": case.id}
    while step := steps.next_question(case, answers, content):
        asked = room.opens("step", {**told, "question": step.id, "answers": answers})
        assert Phone(room).votes(asked, step.choices[0].id) == 200
        assert room.does("open", kind="outcome", asked={**told, "answers": answers}, is_closed=True) == "unreadable"
        answers[step.id] = step.choices[0].id
    room.opens("outcome", {**told, "answers": answers}, is_closed=True)
    with contextlib.closing(Stream(room)) as stream:
        state = stream.state()
    assert (state["state"], state["kind"], state["count"]) == ("closed", "outcome", "")
    assert state["news"] == content.texts["ui.poll.news.outcome"]
    assert Phone(room).votes(state["round"]) == 400


def test_heads_and_hands_are_counted(room):
    asked = room.opens()
    assert room.does("count_hands", hands={"1": 3, "2": 0}) is None
    assert room.state()["now"]["voters"] == 3
    assert room.does("count_hands", hands={"3": 1}) == "unreadable"
    assert room.does("count_hands", hands={"1": 501}) == "no_number"
    assert room.does("count_hands", hands={"1": True}) == "no_number"
    room.does("close")
    assert room.does("count_hands", hands={"1": 4}) == "hands_closed"
    assert room.state()["now"] | {"round": asked, "votes": {"1": 3, "2": 0}} == room.state()["now"]
    assert room.does("count_heads", attended={"parent.in_person": 12}) is None
    assert room.state()["workshop"]["attended"] == {"parent.in_person": 12}
    assert room.does("count_heads", attended={"parent": 12}) == "unreadable"


def test_phones_of_two_languages_vote_in_one_poll(room, content):
    one = question(content)
    asked = room.opens("question", {"question": one.id})
    phones = [Phone(room) for _ in range(6)]
    for language in ("en", "es"):
        words = Wording(content, language)
        with contextlib.closing(Stream(room, f"/polls/events?lang={language}")) as stream:
            shown = stream.state()
        assert str(words(f"bank.{one.id}.ask", **words.numbers)) in shown["html"]
        assert shown["news"] == words.plain("ui.poll.news.open")
    assert [phone.votes(asked, one.choices[0].id) for phone in phones] == [200] * 6
    with contextlib.closing(Stream(room, "/polls/wall?lang=es")) as wall:
        state = wall.until(lambda state: "6" in state["count"])
    assert state["count"] == Wording(content, "es").plain("ui.poll.voted.many", count=6)
    assert room.does("close") is None
    assert room.state()["now"]["votes"][one.choices[0].id] == 6
    for language in ("en", "es"):
        words = Wording(content, language)
        with contextlib.closing(Stream(room, f"/polls/events?lang={language}")) as stream:
            assert (
                words.plain(f"bank.{one.id}.{one.choices[0].id}.feedback", **words.numbers)[:20]
                in stream.state()["html"]
            )
