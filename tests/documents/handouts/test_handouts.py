"""Every handout is tagged, on its paper, in its look, whole, and says what the content says."""

import functools
import io
import re
import struct
import zlib
from dataclasses import replace
from time import perf_counter

import pypdf
import pytest

from iepkit.content import load
from iepkit.content.model import CATEGORIES, PLANS
from iepkit.documents.handouts import IDS, LOOKS, PAPERS, handouts, names
from iepkit.explorers import TOPICS
from iepkit.wording import Wording

POINTS = {"letter": (612, 792), "a4": (595, 842)}
ONE_PAGE = ("chart", "check_before", "check_after", "evaluation", "help", "join", "sign_in", "parking_lot")
ADDRESS = "http://192.168.8.2:8000"


@pytest.fixture(scope="module")
def made(content):
    """All handouts by their path, opened."""
    files = handouts(content, address=ADDRESS)
    return {name: pypdf.PdfReader(io.BytesIO(file)) for name, file in files}


def looked_at(made):
    """Those that are laid out each in its own way: black and white differs from colour by colour alone."""
    return [(name, reader) for name, reader in made.items() if "black_and_white" not in name]


@functools.cache
def pages_of(reader):
    """Each page's text with no white space: where a line breaks is not what is asked."""
    return [squeezed(page.extract_text()) for page in reader.pages]


def words_of(reader):
    """All text with no white space."""
    return "".join(pages_of(reader))


def squeezed(text):
    return re.sub(r"\s", "", text)


def one(content, name, look="colour", paper="letter", **options):
    """One handout, opened."""
    ((_, file),) = handouts(content, only=[name], looks=[look], papers=[paper], **options)
    return pypdf.PdfReader(io.BytesIO(file))


def test_each_is_made_in_the_order_of_its_names(made):
    assert list(made) == names()
    assert len(made) == len(IDS) * len(LOOKS) * len(PAPERS)


def test_each_is_tagged_and_has_title_language_and_paper(made):
    for name, reader in made.items():
        root = reader.trailer["/Root"]
        assert root["/MarkInfo"]["/Marked"], name
        assert root["/StructTreeRoot"]["/K"], name
        assert root["/Lang"] == "en", name
        assert reader.metadata.title, name
        for page in reader.pages:
            width, height = (round(float(side)) for side in page.mediabox[2:])
            assert (width, height) == POINTS[name.split("/")[0]], name


def test_the_short_ones_have_one_page_and_no_worksheet_more_than_four(made):
    for name, reader in made.items():
        _, look, sheet = name.removesuffix(".pdf").split("/")
        if look != "large_print":
            most = 1 if sheet in ONE_PAGE else 4
            assert len(reader.pages) <= most, name


def test_no_word_of_the_chart_is_cut(made, content):
    t = Wording(content)
    for name in [name for name in made if name.endswith("chart.pdf")]:
        said = words_of(made[name])
        assert squeezed(content.texts["ui.handout.check_legend"]) in said
        for cell in content.cells.values():
            # A cell can go on after the head of the next page, where large print runs over.
            parts = [t.plain(cell.text_id), t.plain(cell.caveat_id)]
            parts.append(str(t.check_in_short((*cell.cell_sources, *cell.sources)).striptags()))
            if "large_print" in name:
                parts = [word for part in parts for word in part.split()]
            for part in parts:
                assert squeezed(part) in said, (name, cell.text_id)


@functools.cache
def drawn(reader):
    """Where each piece of text stands, and how large it is: page, left, bottom, points, text."""
    found = []
    for number, page in enumerate(reader.pages):

        def note(text, cm, tm, _font, size, number=number):
            if text.strip():
                scale = abs(tm[3] * cm[3])
                found.append((number, tm[4] * cm[0] + cm[4], tm[5] * cm[3] + cm[5], size * scale, text))

        page.extract_text(visitor_text=note)
    return found


def test_large_print_is_at_least_eighteen_points(made):
    for name in [name for name in made if "large_print" in name]:
        assert min(size for *_, size, _ in drawn(made[name])) >= 17.99, name


def test_the_chart_is_as_large_as_the_page_lets_it(made):
    for name in ("letter/colour/chart.pdf", "a4/black_and_white/chart.pdf"):
        sizes = [round(size, 1) for *_, size, text in drawn(made[name]) for _ in text]
        assert max(set(sizes), key=sizes.count) >= 6.5


def test_no_colour_in_black_and_white(made):
    for name in [name for name in made if "black_and_white" in name]:
        for page in made[name].pages:
            stream = page.get_contents().get_data().decode("latin-1")
            for values in re.findall(r"((?:[\d.]+ ){3})(?:sc|scn|rg|SC|SCN|RG)\b", stream):
                red, green, blue = map(float, values.split())
                assert red == green == blue, name


def test_the_colours_of_the_organisation_show(content):
    ours = replace(content.organisation, colours={**content.organisation.colours, "accent": "#123456"})
    stream = one(replace(content, organisation=ours), "help").pages[0].get_contents().get_data().decode("latin-1")
    assert "0.070588" in stream


def test_each_foot_tells_the_day_of_law_the_review_and_the_disclaimer(made, content):
    t = Wording(content)
    said = [t.plain("ui.notice", day=t.law_as_of), t.plain("ui.not_reviewed"), t.plain("organisation.disclaimer")]
    for name, reader in looked_at(made):
        # In large print it ends the sheet; else it stands on each page.
        for text in pages_of(reader)[-1:] if "large_print" in name else pages_of(reader):
            assert all(squeezed(part) in text for part in said), name


def png():
    """A picture of one red point."""

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    drawn = zlib.compress(b"\0\xff\0\0")
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", drawn) + chunk(b"IEND", b"")


def test_the_organisation_says_who_it_is(kit):
    kit.path("logo.png").write_bytes(png())
    kit.edit("iepkit.toml", 'logo = ""', 'logo = "logo.png"')
    kit.edit("iepkit.toml", 'name = ""', 'name = "Parents of Xyz"')
    kit.edit("iepkit.toml", 'contact = ""', 'contact = "info@xyz.example"')
    reader = one(load(kit.folder), "sign_in")
    assert squeezed("Parents of Xyz, info@xyz.example") in words_of(reader)
    assert len(reader.pages[0].images) == 1


def test_a_changed_cell_shows_in_the_chart_with_no_old_words_left(kit):
    old = "A second federal law, the ADA, also covers public schools."
    kit.edit("data/comparison.csv", old, "Xylophones are covered.")
    for look in LOOKS:
        said = words_of(one(load(kit.folder), "chart", look))
        assert squeezed("Xylophones are covered.") in said
        assert squeezed("A second federal law, the ADA") not in said


def test_a_longer_chart_gets_smaller_type_and_stays_on_one_page(kit):
    kit.edit("data/comparison.csv", "No extra federal money.", "No extra federal money. " * 40)
    reader = one(load(kit.folder), "chart")
    assert len(reader.pages) == 1
    assert words_of(reader).count(squeezed("No extra federal money.")) == 40


def test_the_time_limits_are_apart_and_the_short_ones_first(made, content):
    t = Wording(content)
    said = words_of(made["letter/colour/time_limits.pdf"])
    parent, district = (said.index(squeezed(t.plain(f"ui.handout.limits_{who}"))) for who in ("parent", "district"))
    assert parent < district
    for limit in content.limits.values():
        name = squeezed(t.plain(f"limit.{limit.id}.name") + f" {t.numbers[limit.id]}. (")
        if limit.owed_by:
            assert (said.index(name) > district) == (limit.owed_by == "district"), limit.id
        else:
            assert name not in said, limit.id
    short = ("appeal_37h34", "answer_iep", "ocr_complaint", "state_complaint", "due_process")
    places = [said.index(squeezed(t.plain(f"limit.{i}.name") + f" {t.numbers[i]}.")) for i in short]
    assert places == sorted(places)


def test_each_worksheet_asks_all_questions_and_tells_one_story(made, content):
    t = Wording(content)
    for topic in TOPICS:
        said = words_of(made[f"letter/colour/worksheet_{topic}.pdf"])
        for question in content.interviews[topic].questions:
            assert squeezed(t.plain(f"question.{topic}.{question.id}.ask")) in said
        stories = [case for case in content.cases.values() if case.topic == topic and case.workshop]
        assert sum(squeezed(t.plain(f"case.{case.id}.name")) in said for case in stories) == 1
        assert squeezed("On this paper each box is looked at alone") in said
        assert squeezed("This sheet decides nothing.") in said


def test_the_way_in_is_there_as_code_and_in_words_or_as_lines(content, made):
    t = Wording(content)
    assert ADDRESS in words_of(made["letter/colour/join.pdf"])
    by_hand = words_of(one(content, "join"))
    assert "http" not in by_hand
    assert squeezed(t.plain("ui.handout.find_address")) in by_hand
    ours = replace(content.organisation, wifi_name="Library of Xyz")
    assert squeezed("Library of Xyz") in words_of(one(replace(content, organisation=ours), "join"))


def test_the_letter_and_the_checklist_are_whole(made, content):
    t = Wording(content)
    letter = words_of(made["letter/colour/letter.pdf"])
    assert squeezed("I ask for a special education evaluation of the student named above") in letter
    checklist = words_of(made["letter/colour/checklist.pdf"])
    for paper in content.papers:
        assert squeezed(t.plain(f"paper.{paper}.name")) in checklist
    for step in content.steps:
        assert squeezed(t.plain(f"step.{step}.say", **t.numbers)) in checklist


def test_help_names_each_place(made, content):
    said = words_of(made["a4/black_and_white/help.pdf"])
    for place in content.organisation.help:
        assert squeezed(content.texts[f"help.{place.id}.what"]) in said
    # Where nobody has written down a number, there is a line for a pen.
    assert said.count("Telephone:") == len([place for place in content.organisation.help if not place.phone])


def test_nothing_stands_outside_of_its_page(made):
    for name, reader in looked_at(made):
        width, height = POINTS[name.split("/")[0]]
        for _, left, bottom, _, text in drawn(reader):
            assert 0 < left < width, (name, text)
            assert 0 < bottom < height, (name, text)


def test_the_topics_and_plans_name_the_chart(made, content):
    said = words_of(made["a4/colour/chart.pdf"])
    assert all(squeezed(topic) in said for topic in CATEGORIES)
    assert all(squeezed(Wording(content).plain(f"ui.plan.{plan}")) in said for plan in PLANS)


def test_a_language_falls_back_to_english_where_it_has_no_words(kit):
    kit.translate("eo", {"ui.part.help": "Xelpo"})
    reader = one(load(kit.folder), "help", language="eo")
    assert reader.trailer["/Root"]["/Lang"] == "eo"
    assert reader.metadata.title == "Xelpo"
    assert squeezed("This help is free.") in words_of(reader)


@pytest.mark.alone
def test_all_looks_and_papers_are_made_in_time(content):
    start = perf_counter()
    assert sum(1 for _ in handouts(content)) == len(names())
    assert perf_counter() - start < 30


@pytest.mark.parametrize("paper", PAPERS)
def test_a_spanish_sheet_has_the_pages_of_the_english_one(made, content, paper):
    """But for large print, whose type is never made smaller."""
    for name, file in handouts(content, looks=("colour",), papers=(paper,), language="es", address=ADDRESS):
        reader = pypdf.PdfReader(io.BytesIO(file))
        assert len(reader.pages) == len(made[name].pages), name
        assert reader.trailer["/Root"]["/Lang"] == "es", name


def test_a_spanish_form_for_a_pen_is_not_set_in_tiny_type(content):
    sizes = sorted(size for *_, size, words in drawn(one(content, "check_before", language="es")) if len(words) > 3)
    assert sizes[len(sizes) // 2] >= 8


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_words_in_two_languages_say_where_each_was_seen(content, language):
    said = words_of(one(content, "terms", language=language))
    law = [pair for pair in content.terms["es"] if pair.kind == "law"]
    for pair in law:
        assert squeezed(pair.english) in said
        assert squeezed(pair.text) in said
    own = squeezed(content.words("ui.handout.terms_not_seen", language)[0])
    assert said.count(own) >= sum(not pair.seen_in for pair in law)
    assert squeezed("quien dirige el taller") not in said
