"""The summary for a supervisor: tagged, the same in plain text, in neutral words."""

import dataclasses
import datetime as dt
import io
import re

import pypdf
import pytest

from iepkit.documents.study_summary import Gone, Summary, Try, as_pdf, as_text
from tests.documents.tagged import tags

DAY = dt.date(2026, 3, 15)
NOT_YET = Try(DAY.replace(day=14), 19, 25, 7, 8, is_passed=False, topics={"law": (1, 2), "discipline": (3, 4)})
PASSED = Try(DAY, 22, 25, 8, 8, is_passed=True, topics={"law": (2, 2), "discipline": (4, 4)})


@pytest.fixture
def summary(content):
    modules = [Gone(content.modules["eligibility"], DAY)]
    return Summary("Jo\u00e3o Mu\u00f1oz", modules, 25, [DAY], [NOT_YET, PASSED], ["law"], DAY)


def read(summary, content):
    return pypdf.PdfReader(io.BytesIO(as_pdf(summary, content)))


def words(text):
    return re.sub(r"\s|\u2022|[-:;]", "", text).casefold()


def test_it_is_tagged_and_names_its_language_and_title(summary, content):
    reader = read(summary, content)
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert reader.trailer["/Root"]["/Lang"] == "en"
    assert reader.metadata.title == "Self-study: a summary"
    assert {"/H1", "/H2", "/P", "/Table", "/TH", "/TD"} <= set(tags(reader.trailer["/Root"]["/StructTreeRoot"]))


def test_both_say_the_same(summary, content):
    told = words("".join(page.extract_text() for page in read(summary, content).pages))
    # A row of the text repeats the heads of its columns.
    text = re.sub(r"\b(Module|Gone through on|Minutes|Topic|Right|Asked): ", "", as_text(summary, content).decode())
    for line in text.splitlines():
        for piece in line.split("; "):
            assert words(piece) in told


def test_the_text_tells_modules_days_hours_and_tries(summary, content):
    told = as_text(summary, content).decode()
    assert f"Gone through: 1 of {len(content.modules)} modules, 0.5 hours" in told
    assert "Days of study: March 15, 2026." in told
    module = content.modules["eligibility"]
    title = content.texts[module.title_id]
    assert f"- Module: {title}; Gone through on: March 15, 2026; Minutes: {module.minutes}" in told
    assert "Right: 22 of 25 questions." in told
    assert "where each one must be right: 8 of 8." in told
    assert "- Topic: Discipline; Right: 3; Asked: 4" in told
    assert "- The two laws" in told
    assert "no credential of an advocate or a lawyer" in told


def test_it_does_not_say_that_somebody_is_ready_who_is_not(summary, content):
    told = as_text(dataclasses.replace(summary, tries=[NOT_YET]), content).decode().casefold()
    assert "ready to lead" not in told
    assert "passed on" not in told
    assert "fail" not in told


def test_what_is_left_out_leaves_no_trace(summary, content):
    short = dataclasses.replace(summary, comes_back=None, tries=[dataclasses.replace(PASSED, topics={})])
    told = as_text(short, content).decode()
    assert "Topic" not in told
    assert "often" not in told
    assert "March 14" not in told


def test_one_who_has_just_begun_can_make_one(content):
    nothing = Summary("Ana", [], 0, [], [], [], DAY)
    told = as_text(nothing, content).decode()
    assert "Gone through: 0 of" in told
    assert "No try is in this summary." in told
    assert "No topic comes back often" in told
    assert len(read(nothing, content).pages) == 1


def test_a_module_of_reading_alone_has_no_day(summary, content):
    reading = dataclasses.replace(summary, modules=[Gone(content.modules["eligibility"], None)])
    assert "Gone through on: reading alone" in as_text(reading, content).decode()


@pytest.mark.parametrize("name", ["\u0645\u062d\u0645\u062f", "<script>", "#panic()", "W" * 80])
def test_each_name_can_be_put_on_it(summary, content, name):
    reader = read(dataclasses.replace(summary, name=name), content)
    assert words(name) in words(reader.pages[0].extract_text()) or not name.isascii()
    assert name in as_text(dataclasses.replace(summary, name=name), content).decode()
