"""The trainer's page on which the room is asked: who gets it, what its buttons do, and what it never shows."""

import contextlib
import json
from urllib.parse import urlsplit

import pytest

from iepkit.learning import polls, steps
from iepkit.serving.doors import HEADERS
from iepkit.serving.polls import told
from iepkit.store.model import Kind
from iepkit.store.store import StoreError
from iepkit.wording import Wording
from tests.served import Server
from tests.serving.polls.asking import Stream, request
from tests.serving.polls.trainer import Asking

PATHS = ["/ask", "/ask/state"]
DEEDS = ["/ask/open", "/ask/close", "/ask/away", "/ask/hands", "/ask/heads"]


@pytest.fixture
def asking(content, tmp_path):
    running = Asking(content, tmp_path / "answers.db")
    yield running
    running.end()


@pytest.fixture
def question(content):
    """A question that has a right answer."""
    return next(one for one in content.bank.values() if one.right)


@pytest.fixture
def opened(asking, question):
    """The trainer's page, with that question open."""
    assert asking.open("question", {"question": question.id}).status == 200
    return asking


def typed(*choices, ask="Shall we go on?"):
    return {"ask": ask, "choices": [*choices, *[""] * (polls.MOST_CHOICES - len(choices))]}


@pytest.mark.parametrize("path", PATHS)
def test_without_the_link_nobody_gets_it(asking, content, path):
    refused = asking.ask(path, knows=False)
    assert refused.status == 403
    assert refused.text == content.texts["ui.console.use_the_link"]


@pytest.mark.parametrize("path", DEEDS)
def test_without_the_link_or_from_another_page_nothing_is_done(opened, path):
    current = opened.state()["round"]
    body = {"round": current, "hands": {"a": 1}, "attended": {"parent.online": 1}, "kind": "question", "asked": {}}
    assert opened.post(path, body, knows=False).status == 403
    for other in ("null", "http://127.0.0.1:8000", f"https://127.0.0.1:{opened.port}"):
        assert opened.post(path, body, Origin=other).status == 403
    assert opened.ask(path, Host=f"workshop.test:{opened.port}").status == 403
    assert opened.state()["is_open"]
    assert opened.stage.current.round.hands == {}
    assert opened.stage.workshop.attended == {}


def test_each_response_has_our_headers_and_is_kept_by_nobody(asking):
    for response in (asking.ask("/ask"), asking.ask("/ask/state"), asking.post("/ask/close", {})):
        assert {name: response.headers[name] for name in HEADERS} == HEADERS
        assert response.headers["Cache-Control"] == "no-store"
        assert "default-src 'none'" in response.headers["Content-Security-Policy"]


@pytest.mark.parametrize("path", DEEDS)
@pytest.mark.parametrize(
    "body", ["", "x", "[]", "1", "{}", '{"round": 1}', '{"kind": "x", "asked": {}}', "\ud800", "[" * 2000]
)
def test_what_no_page_of_ours_sends_is_refused_with_a_sentence(asking, content, path, body):
    refused = asking.ask(path, "POST", body.encode("utf-8", "surrogatepass"))
    assert refused.status in {400, 409}
    known = {content.texts["ui.ask.unreadable"], content.texts["ui.ask.gone_on"]}
    assert json.loads(refused.text)["text"] in known


@pytest.mark.parametrize(
    "changed",
    [
        {"seconds": "30"}, {"seconds": True}, {"seconds": 5}, {"seconds": 10**9}, {"follows": 1},
        {"follows": "nothing"}, {"asked": {"question": "nothing"}}, {"asked": {"question": []}}, {"asked": []},
        {"kind": []},
    ],
)  # fmt: skip
def test_a_question_that_is_malformed_is_not_asked(asking, content, question, changed):
    refused = asking.post("/ask/open", {"kind": "question", "asked": {"question": question.id}} | changed)
    assert (refused.status, json.loads(refused.text)["text"]) == (400, content.texts["ui.ask.unreadable"])
    assert asking.state()["round"] is None


def test_a_body_that_is_too_long_is_refused(asking):
    # The server may hang up before all of it is sent.
    with contextlib.suppress(ConnectionError):
        assert asking.open("typed", typed("a", "b", ask="x" * 9000)).status == 400
    assert asking.state()["round"] is None


def test_a_question_is_asked_counted_closed_and_put_away(opened, content, question):
    state = opened.state()
    assert state["is_open"]
    assert content.texts[question.text_id] in state["now"]
    assert state["asked"] == [question.id]
    assert state["count"] == content.texts["ui.ask.voted.many"].format(count=0)
    wrong = next(choice.id for choice in question.choices if not choice.is_right)
    opened.vote({question.right: 6, wrong: 1, polls.NOT_SURE: 1})
    opened.wait_for(count=content.texts["ui.ask.voted.many"].format(count=8))
    assert opened.post("/ask/close", {"round": state["round"]}).status == 200
    closed = opened.state()
    assert not closed["is_open"]
    assert "6 (75 %)" in closed["now"]
    assert opened.post("/ask/away", {"round": state["round"]}).status == 200
    away = opened.state()
    assert away["round"] is None
    assert away["now"].strip() == f"<p>{content.texts['ui.ask.nothing']}</p>"
    assert content.texts[question.text_id] in away["history"]
    assert "75 %" in away["history"]
    assert away["asked"] == [question.id]


def test_what_is_shown_never_tells_votes_before_the_end_or_of_fewer_than_five_phones(opened, content, question):
    opened.vote({question.right: polls.FEWEST - 1})
    opened.wait_for(count=content.texts["ui.ask.voted.many"].format(count=polls.FEWEST - 1))
    open_now = opened.state()["now"]
    opened.vote({polls.NOT_SURE: polls.FEWEST - 1})
    # Whatever was chosen, the page is the same.
    assert opened.state()["now"] == open_now
    current = opened.state()["round"]
    opened.post("/ask/close", {"round": current})
    closed = opened.state()
    assert "%" not in closed["now"]
    assert content.texts["ui.poll.hidden"] in closed["now"]
    opened.post("/ask/away", {"round": current})
    away = opened.state()
    assert "%" not in away["history"]
    assert content.texts["ui.ask.hidden"] in away["history"]


def test_what_is_open_is_closed_only_by_who_was_told_so(opened, content, question):
    current = opened.state()["round"]
    answer = opened.open("typed", typed("Yes", "No"))
    assert answer.status == 409
    said = json.loads(answer.text)
    assert said["closes"] == current
    assert content.texts[question.text_id] in said["text"]
    assert opened.state()["round"] == current
    assert opened.open("typed", typed("Yes", "No"), closes="another").status == 409
    assert opened.open("typed", typed("Yes", "No"), closes=current).status == 200
    state = opened.state()
    assert "Shall we go on?" in state["now"]
    assert content.texts[question.text_id] in state["history"]


@pytest.mark.parametrize(
    ("asked", "field", "problem"),
    [
        (typed("Yes", "No", ask="  "), "ask", "no_question"),
        (typed("Yes", "No", ask="x" * 201), "ask", "long_question"),
        (typed("Yes", ask="Why?"), "choices.2", "few_choices"),
        (typed("", "Yes"), "choices.1", "few_choices"),
        (typed("Yes", "", "No", " yes "), "choices.4", "same_choice"),
        (typed("Yes", "N" * 81), "choices.2", "long_choice"),
        (typed("Yes", "No\nMaybe"), "choices.2", "odd_signs"),
        (typed("Yes", "No", ask="A\u202eB"), "ask", "odd_signs"),
    ],
)
def test_a_fault_in_the_trainers_own_words_is_said_at_its_field(asking, content, asked, field, problem):
    refused = asking.open("typed", asked)
    assert refused.status == 400
    assert json.loads(refused.text) == {"text": content.texts[f"ui.ask.{problem}"], "field": field}
    assert asking.state()["round"] is None


@pytest.mark.parametrize("choices", [None, [1, 2], "Yes"])
def test_choices_that_are_no_words_are_refused(asking, content, choices):
    refused = asking.open("typed", {"ask": "Why?", "choices": choices})
    assert (refused.status, json.loads(refused.text)) == (400, {"text": content.texts["ui.ask.unreadable"]})


def test_typed_words_are_shown_as_they_were_typed(asking):
    script = "<script>alert(1)</script>"
    assert asking.open("typed", typed(f" {script}", "", "B & C", ask=script)).status == 200
    state = asking.state()
    assert asking.stage.current.round.asked == {"ask": script, "choices": [script, "B & C"]}
    assert "<script" not in state["now"]
    asking.post("/ask/away", {"round": state["round"]})
    assert "<script" not in asking.state()["history"]


def test_hands_are_counted_until_the_poll_closes(opened, content, question):
    current = opened.state()["round"]
    wrong = next(choice.id for choice in question.choices if not choice.is_right)
    opened.vote({question.right: 5})
    counted = opened.post("/ask/hands", {"round": current, "hands": {question.right: 3, wrong: 0, polls.NOT_SURE: 2}})
    assert json.loads(counted.text)["text"] == content.texts["ui.ask.hands_counted"]
    assert opened.stage.current.round.hands == {question.right: 3, polls.NOT_SURE: 2}
    opened.post("/ask/close", {"round": current})
    assert "8 (80 %)" in opened.state()["now"]
    refused = opened.post("/ask/hands", {"round": current, "hands": {question.right: 30}})
    assert (refused.status, json.loads(refused.text)["text"]) == (400, content.texts["ui.ask.hands_closed"])


@pytest.mark.parametrize("number", [-1, polls.MOST_HANDS + 1, 1.5, "3", None, True])
def test_what_is_no_number_of_people_is_refused(opened, content, question, number):
    current = opened.state()["round"]
    for path, body in (
        ("/ask/hands", {"round": current, "hands": {question.right: number}}),
        ("/ask/heads", {"attended": {"parent.online": number}}),
    ):
        refused = opened.post(path, body)
        assert (refused.status, json.loads(refused.text)["text"]) == (400, content.texts["ui.ask.no_number"])


def test_heads_are_kept_and_stand_there_again(asking, content):
    kept = asking.post("/ask/heads", {"attended": {"parent.in_person": 12, "student.online": 0}})
    assert json.loads(kept.text)["text"] == content.texts["ui.ask.heads_counted"]
    assert asking.stage.workshop.attended == {"parent.in_person": 12}
    assert 'name="parent.in_person" aria-labelledby="head_parent head_in_person" value="12"' in asking.ask("/ask").text
    assert asking.post("/ask/heads", {"attended": {"parent.nowhere": 1}}).status == 400


def test_a_click_on_what_has_gone_on_does_nothing(opened, content):
    for path in ("/ask/close", "/ask/away", "/ask/hands"):
        refused = opened.post(path, {"round": "another", "hands": {}})
        assert (refused.status, json.loads(refused.text)["text"]) == (409, content.texts["ui.ask.gone_on"])
    assert opened.state()["is_open"]


def test_closing_twice_is_closing_once(opened):
    current = opened.state()["round"]
    assert [opened.post("/ask/close", {"round": current}).status for _ in range(2)] == [200, 200]
    assert opened.state()["round"] == current


def test_the_same_again_stands_beside_what_came_before(opened, question):
    wrong = next(choice.id for choice in question.choices if not choice.is_right)
    opened.vote({wrong: 6})
    first = opened.state()["round"]
    opened.post("/ask/away", {"round": first})
    (again,) = [json.loads(body) for body in opened.buttons("history")]
    assert again == {"kind": "question", "asked": {"question": question.id}, "seconds": None, "follows": first}
    assert opened.post("/ask/open", again).status == 200
    opened.vote({question.right: 5, wrong: 1})
    opened.post("/ask/close", {"round": opened.state()["round"]})
    now = opened.state()["now"]
    assert "6 (100 %)" in now
    assert "5 (83 %)" in now


def test_a_time_limit_is_said_and_kept_when_the_same_is_asked_again(asking, content, question):
    asking.open("question", {"question": question.id}, seconds=60)
    state = asking.state()
    left = content.texts["ui.ask.left.many"].partition("{count}")[2]
    assert state["left"].endswith(left)
    assert 0 < int(state["left"].removesuffix(left)) <= 60
    asking.post("/ask/close", {"round": state["round"]})
    assert asking.state()["left"] == ""
    assert [json.loads(body)["seconds"] for body in asking.buttons("now")] == [60]


@pytest.fixture
def case(content):
    """A case of more than one step."""
    return next(case for case in steps.steered(content) if steps.count(case, {}, content)[1] > 1)


def step_of(case, content):
    return told.first_step(case, content)


def test_a_case_goes_on_by_what_the_room_has_chosen_to_its_end(asking, content, case):
    assert asking.open("step", step_of(case, content)).status == 200
    answers = {}
    while asking.stage.current.round.kind is Kind.STEP:
        asked = asking.stage.current.round
        choice = next(iter(told.choices(Kind.STEP, asked.asked, Wording(content))))
        asking.vote({choice: 6, polls.NOT_SURE: 1})
        asking.post("/ask/close", {"round": asked.id})
        leading = asking.buttons("now")[0]
        answers[asked.asked["question"]] = choice
        assert json.loads(leading)["asked"]["answers"] == answers
        assert asking.post("/ask/open", json.loads(leading)).status == 200
    end = asking.stage.current.round
    assert (end.kind, end.asked) == (Kind.OUTCOME, {"topic": case.topic, "case": case.id, "answers": answers})
    assert steps.next_question(case, answers, content) is None
    state = asking.state()
    assert not state["is_open"]
    assert state["count"] == ""
    assert content.texts["ui.poll.title_outcome"] in state["now"]


@pytest.mark.parametrize(
    ("votes", "leads", "said"),
    [
        ((2, 4), [1], "leading"),
        ((3, 3), [0, 1], "equal"),
        ((0, 0), [], "none"),
        ((1, 2), [], "hidden"),
    ],
)
def test_what_has_the_most_votes_stands_first(asking, case, votes, leads, said):
    content = asking.content
    asked = step_of(case, content)
    asking.open("step", asked)
    names = list(told.choices(Kind.STEP, asked, Wording(content)))
    asking.vote({name: count for name, count in zip(names, votes, strict=False) if count})
    asking.post("/ask/close", {"round": asking.state()["round"]})
    ways = told.ways_on(asking.stage.current, Wording(content))
    chosen = [json.loads(way.body)["asked"]["answers"][asked["question"]] for way in ways]
    assert sorted(chosen) == sorted(names)
    assert chosen[: len(leads)] == [names[at] for at in leads]
    assert [way.is_leading for way in ways] == [at < len(leads) for at in range(len(ways))]
    assert content.texts[f"ui.ask.how_on_{said}"] in asking.state()["now"]


def test_the_check_after_is_as_long_as_the_one_before(asking, content):
    assert asking.state()["length"] is None
    asking.open("check", {"form": "before", "length": "full"})
    state = asking.state()
    assert state["length"] == "full"
    assert content.texts["ui.ask.close_check"] in state["now"]
    assert state["count"] == content.texts["ui.ask.sent.many"].format(count=0)
    asking.post("/ask/away", {"round": state["round"]})
    asking.open("check", {"form": "after", "length": "short"})
    assert asking.stage.current.round.asked == {"form": "after", "length": "full"}
    assert asking.state()["length"] == "full"


@pytest.mark.parametrize("kind", ["before", "after"])
def test_what_a_check_asks_is_no_question_to_ask_again(asking, kind):
    asking.open("check", {"form": kind, "length": "short"})
    asking.post("/ask/close", {"round": asking.state()["round"]})
    assert asking.buttons("now") == []


def test_what_keeps_votes_from_being_saved_is_said_and_asks_nothing(asking, content, question):
    asking.fail_with(StoreError("full", "answers.db"))
    refused = asking.open("question", {"question": question.id})
    sentence = content.texts["ui.store.full"].format(place="answers.db")
    assert (refused.status, json.loads(refused.text)["text"]) == (503, sentence)
    assert asking.state()["problem"] == sentence
    asking.fail_with(None)
    assert asking.open("question", {"question": question.id}).status == 200
    assert asking.state()["problem"] == ""


def test_it_says_where_votes_are_kept_and_which_workshop_it_is(asking, content, question):
    state = asking.state()
    assert state["workshop"] == content.texts["ui.ask.not_begun"]
    assert state["place"].endswith("answers.db")
    asking.open("question", {"question": question.id})
    assert asking.state()["workshop"].endswith("Springfield library")


def test_all_that_can_be_asked_stands_on_the_page(asking, content):
    page = asking.ask("/ask").text
    for question in content.bank.values():
        assert f'value="{question.id}"' in page
    for case in steps.steered(content):
        assert content.texts[f"case.{case.id}.name"] in page.replace("&#39;", "'").replace("&#34;", '"')


def test_what_is_shown_stays_the_same_until_something_else_is_asked(opened, question):
    before = opened.state()
    opened.vote({question.right: 3})
    opened.post("/ask/hands", {"round": before["round"], "hands": {question.right: 3}})
    after = opened.state()
    assert (before["key"], before["history_key"]) == (after["key"], after["history_key"])
    opened.post("/ask/close", {"round": before["round"]})
    assert opened.state()["key"] != before["key"]


@pytest.fixture
def served(kit, tmp_path):
    running = Server(kit.folder, tmp_path / "log", attendees=1)
    yield running
    running.end()


def test_what_the_trainer_asks_stands_on_phones_and_on_the_wall(served, content, question):
    link = urlsplit(served.link())
    token = {"Authorization": f"Bearer {link.query.partition('=')[2]}"}

    def does(path, body):
        return request(link.port, "POST", path, json.dumps(body), headers=token)[0]

    assert 'href="/ask"' in request(link.port, "GET", "/", headers=token)[2].decode()
    assert does("/ask/open", {"kind": "question", "asked": {"question": question.id}}) == 200
    round_id = json.loads(request(link.port, "GET", "/ask/state", headers=token)[2])["round"]
    with contextlib.closing(Stream(served)) as phone, contextlib.closing(Stream(served, "/polls/wall?lang=en")) as wall:
        for stream in (phone, wall):
            assert stream.until(lambda state: state["state"] == "open")["round"] == round_id
        assert does("/ask/close", {"round": round_id}) == 200
        for stream in (phone, wall):
            shown = stream.until(lambda state: state["state"] == "closed")
            assert content.texts["ui.poll.nobody"] in shown["html"]
        assert does("/ask/away", {"round": round_id}) == 200
        assert wall.until(lambda state: state["state"] == "idle")["html"] == ""
    # No phone reaches it at the room's own address.
    assert request(served.port, "GET", "/ask/state", headers=token)[0] == 404
