import shutil

import pytest
from markupsafe import escape

from iepkit import pages
from iepkit.content import load
from iepkit.explorers import TOPICS
from iepkit.wording import Wording


class Heard(pages.Page):
    """A page whose answers are kept instead of sent to a browser."""

    def send(self, content, buffers=None):  # noqa: ARG002
        self.answers.append(content)

    def ask(self, question):
        self.answers = []
        self._answer(self, question, None)
        return self.answers


@pytest.fixture
def page():
    return Heard("workshop", list(pages.PARTS), headed=True)


def test_the_first_part_is_there_and_the_others_are_not_built(page):
    html = page.html()
    assert html.count('<td role="cell"') == 18
    assert html.count("data-empty") == len(pages.PARTS) - 1 - len(pages._BUILT_AT_ONCE)
    assert "https://fcsn.org" in html
    assert "<dl" not in html


def test_the_output_is_readable_where_no_widget_is(page):
    data, _ = page._repr_mimebundle_()
    assert data["text/html"] == page.html()
    assert data["text/plain"] == "Page('workshop')"


@pytest.mark.parametrize("name", pages.PARTS)
def test_a_part_is_built_when_it_is_asked_for(page, name):
    (answer,) = page.ask({"ask": "part", "name": name, "language": "en"})
    assert answer["name"] == name
    assert answer["html"]


@pytest.mark.parametrize("name", pages.DOWNLOADS)
def test_a_file_is_made_when_it_is_asked_for(page, name):
    (answer,) = page.ask({"ask": "file", "name": name, "language": "en"})
    assert "not legal advice" in answer["text"]


@pytest.mark.parametrize(
    "question",
    [
        None,
        [],
        {},
        {"ask": "part", "name": "../etc", "language": "en"},
        {"ask": "part", "name": ["compare"], "language": "en"},
        {"ask": "part", "name": "compare", "language": "../en"},
        {"ask": "file", "name": "passwd", "language": "en"},
        {"ask": "code", "name": "1+1", "language": "en"},
        {"ask": "file", "name": ["comparison.csv"], "language": "en"},
        {"ask": "decide", "name": {"eligibility": 1}, "answers": {}, "language": "en"},
        {"ask": "decide", "name": "nothing", "answers": {}, "language": "en"},
    ],
)
def test_a_question_that_can_not_be_asked_is_dropped(page, question):
    assert page.ask(question) == []


def test_the_organisations_logo_is_in_the_page(kit, monkeypatch):
    kit.path("logo.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    kit.edit("iepkit.toml", 'logo = ""', 'logo = "logo.svg"')
    monkeypatch.setenv("IEPKIT_HOME", str(kit.folder))
    assert 'src="data:image/svg+xml;base64,' in pages.workshop().html()


def test_the_language_is_chosen_where_there_is_a_choice(kit, monkeypatch):
    monkeypatch.setenv("IEPKIT_HOME", str(kit.folder))
    shutil.rmtree(kit.path("data/translations"))
    assert "data-languages" not in pages.workshop().html()
    kit.translate("eo", {"ui.language_name": "Xexe", "ui.title": "Xe?"})
    html = pages.workshop().html("eo")
    links = '<a href="?lang={0}" lang="{0}" hreflang="{0}" data-turn="{0}"{1}>{2}</a>'
    assert links.format("eo", ' aria-current="true"', "Xexe") in html
    assert links.format("en", "", "English") in html
    assert "<h1>Xe?</h1>" in html


def test_the_address_names_the_language_in_voila(monkeypatch):
    monkeypatch.setenv("QUERY_STRING", "lang=es")
    assert (
        '<div class="iepkit" data-iepkit="workshop" lang="es"' in pages.workshop()._repr_mimebundle_()[0]["text/html"]
    )
    monkeypatch.setenv("QUERY_STRING", "lang=none")
    assert (
        '<div class="iepkit" data-iepkit="workshop" lang="en"' in pages.workshop()._repr_mimebundle_()[0]["text/html"]
    )


def test_downloads_are_links_where_a_server_offers_them(monkeypatch):
    assert 'data-file="comparison.csv"' in pages.explore_comparison().html()
    monkeypatch.setenv(pages.FILES_VARIABLE, "/files/")
    assert 'href="/files/comparison.csv?lang=en" download' in pages.explore_comparison().html()


def test_no_page_starts_on_broken_content(kit, monkeypatch):
    from iepkit.content import ContentError  # noqa: PLC0415

    kit.path("data/caveats.csv").unlink()
    monkeypatch.setenv("IEPKIT_HOME", str(kit.folder))
    with pytest.raises(ContentError):
        pages.workshop()
    with pytest.raises(ContentError):
        load(kit.folder)


def test_an_outcome_is_ids_alone_and_names_its_turn(page):
    question = {"ask": "decide", "name": "eligibility", "answers": {"age": 9}, "turn": 7, "language": "en"}
    (answer,) = page.ask(question)
    assert answer["turn"] == 7
    assert answer["outcome"]["iep"]["answer"] == "ask_now"
    ids = [*answer["outcome"]["both"], *(r for plan in ("iep", "plan_504") for r in answer["outcome"][plan]["reasons"])]
    assert ids
    assert all(" " not in reason for reason in ids)


def test_an_answer_that_can_not_be_gets_its_sentence(page):
    question = {"ask": "decide", "name": "eligibility", "answers": {"age": 400}, "turn": 1, "language": "en"}
    (answer,) = page.ask(question)
    assert answer["problems"] == [{"question": "age", "row": None, "text": "This number can't be. Look at it again."}]
    assert answer["outcome"]["iep"]["answer"] == "ask_now"


def test_one_slip_does_not_hold_back_the_rest(page):
    rows = [{"how": "suspended", "days": 4, "part": "whole"}, {"day": "1925-01-01"}, {"days": 400}]
    answers = {"plan": "gold", "removals": rows, "decided": "nothing", "nothing": 1}
    (answer,) = page.ask({"ask": "decide", "name": "discipline", "answers": answers, "turn": 1, "language": "en"})
    assert {(problem["question"], problem["row"]) for problem in answer["problems"]} == {
        ("plan", None), ("removals.day", 1), ("nothing", None), ("removals.days", 2),
    }  # fmt: skip
    assert answer["outcome"]["counts"]["counted"] == 4


@pytest.mark.parametrize("answers", [None, [], "x", {"kinds": [["autism"]]}, {"age": {}}, {5: 5}])
def test_no_answers_at_all_break_nothing(page, answers):
    (answer,) = page.ask({"ask": "decide", "name": "eligibility", "answers": answers, "turn": 1, "language": "en"})
    assert answer["outcome"]["plan_504"]["reasons"]


def test_an_unknown_explorer_says_which_there_are():
    with pytest.raises(KeyError, match="the explorers are: eligibility"):
        pages.explore("nothing")


@pytest.mark.parametrize("topic", TOPICS)
def test_the_form_shows_every_reason_route_and_choice_before_any_script(content, topic):
    html = pages.build(topic, content, "en", "workshop")
    for plan, reasons in TOPICS[topic].REASONS.items():
        assert f'data-finding="{plan}"' in html
        for reason in reasons:
            assert f'data-reason="{reason}"' in html
    for route in getattr(TOPICS[topic], "ROUTES", ()):
        assert f'data-route="{route}"' in html
    questions = content.interviews[topic].questions
    inputs = len(questions) + sum(len(question.fields) for question in questions)
    assert html.count('value="not_sure"') == html.count("<fieldset") == html.count("<legend") == inputs


@pytest.mark.parametrize("topic", TOPICS)
def test_each_time_limit_says_how_it_is_counted(content, topic):
    html = pages.build(topic, content, "en", "workshop")
    shown = Wording(content).limits_in(
        *(i for r in TOPICS[topic].REASONS.values() for reason in r for i in content.reasons[reason].text_ids)
    )
    for limit in shown:
        assert str(escape(content.texts[f"limit.{limit}.counted_from"])) in html
        assert str(escape(content.texts[f"unit.{content.limits[limit].unit}.counting"])) in html
    for limit in TOPICS[topic].CLOCKS:
        assert f'data-due="{limit}"' in html, limit
