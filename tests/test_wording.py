from iepkit.content import load
from iepkit.wording import Wording, render


def test_a_term_is_found_in_all_its_forms_and_the_longest_wins(content):
    wording = Wording(content)
    assert "related-service" in wording.terms_in("cell.eligibility.iep")
    assert "special-education" in wording.terms_in("cell.eligibility.iep")


def test_no_term_is_found_inside_another_word(kit):
    kit.edit("data/interface.csv", "What is the difference, and what do I ask for?", "An IDEAL of Teamwork")
    assert Wording(load(kit.folder)).terms_in("ui.lead") == []


def test_how_far_a_source_is_confirmed_is_said(content):
    wording = Wording(content)
    assert "own words" in wording.confirmed(content.sources["idea"])
    assert "other sources" in wording.confirmed(content.sources["cfr-104-35-a"])
    assert "not sure" in wording.confirmed(content.sources["ma-504-guidance"])
    weak = wording.confirmed(content.sources["cmr-28-08-3"])
    assert "have not read" in weak
    assert "Check with the Bureau of Special Education Appeals (BSEA)." in weak


def test_every_term_is_explained_once_where_it_is_first_used(content):
    from iepkit.comparison import chart_rows  # noqa: PLC0415

    html = render("plain_chart", content, chart=chart_rows(content, "en"))
    for term in content.glossary:
        shown = html.count(f'data-term="{term}">')
        assert shown <= 1, term
        if f'data-term="{term}"' in html:
            assert shown == 1, term


def test_dates_are_written_as_the_language_writes_them(kit):
    kit.translate("tlh", {"ui.title": "Xe?"})
    content = load(kit.folder)
    assert Wording(content, "es").law_as_of == "24 de noviembre de 2026"
    # A language that no calendar knows has dates in English.
    assert Wording(content, "tlh").law_as_of == "November 24, 2026"


def test_languages_name_themselves(kit):
    kit.translate("eo", {"ui.language_name": "Xexe"})
    assert list(Wording(load(kit.folder)).languages()) == [("en", "English"), ("eo", "Xexe"), ("es", "Español")]


def test_a_link_opens_the_page_in_its_language(content):
    english, spanish = Wording(content), Wording(content, "es")
    assert english.link("http://192.168.8.2:8000") == "http://192.168.8.2:8000"
    assert spanish.link("http://192.168.8.2:8000") == "http://192.168.8.2:8000/?lang=es"
    assert spanish.link("https://example.org/iep/?a=1#rights") == "https://example.org/iep/?a=1&lang=es#rights"
    assert spanish.link("") == ""
