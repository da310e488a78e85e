import csv
import io

import pandas as pd

from iepkit.comparison import as_csv, load_comparison, printable_page, table
from iepkit.content import CATEGORIES, load
from tests.kit import ROOT


def test_the_chart_is_a_frame_of_nine_topics_and_two_plans(content):
    frame = load_comparison(content)
    assert frame.index.name == "category"
    assert tuple(frame.index) == CATEGORIES
    assert list(frame.columns) == ["iep", "plan_504"]
    assert frame.notna().all(axis=None)


def test_the_frame_is_the_file(content):
    file = pd.read_csv(ROOT / "data/comparison.csv", index_col="category")
    pd.testing.assert_frame_equal(load_comparison(content), file)


def test_the_table_has_a_caption_and_headers_with_scope(content):
    html = table(content).data
    assert "<caption>" in html
    assert html.count('scope="col"') == 3
    assert html.count('scope="row"') == 9
    assert html.count('<td role="cell"') == 18


def test_every_print_carries_notice_date_and_review(content):
    for html in (table(content).data, printable_page(content)):
        assert "Teaching material, not legal advice. Law as of November 24, 2026," in html
        assert "No lawyer has reviewed this text yet." in html


def test_a_print_holds_every_caveat_every_source_and_whom_to_ask(content):
    html = printable_page(content)
    for text_id, words in content.texts.items():
        if text_id.startswith(("cell.", "caveat.", "article.")):
            assert words.replace('"', "&#34;").replace("'", "&#39;") in html, text_id
    named = {i for cell in content.cells.values() for i in (*cell.cell_sources, *cell.sources)}
    named |= {i for term in content.glossary.values() for i in term.sources}
    assert named < content.sources.keys()
    for source in (content.sources[i] for i in named):
        assert source.address.replace("&", "&amp;") in html
        if not source.is_firm:
            assert f"Check with {source.check_with.replace(chr(39), '&#39;')}." in html


def test_the_csv_is_what_excel_reads_right(content):
    text = as_csv(content)
    assert text.startswith("\ufeff")
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert len(rows) == 18
    for row, cell in zip(rows, content.cells.values(), strict=True):
        assert row["What the chart says"] == content.texts[cell.text_id]
        assert row["Take care"] == content.texts[cell.caveat_id]
        assert row["Sources of the chart"]
        assert row["Sources of what is added"]
        assert row["Review by a lawyer"] == "No lawyer has reviewed this text yet."
        assert "not legal advice" in row["Notice"]
    assert not [value for row in rows for value in row.values() if value.startswith(("=", "+", "-", "@"))]


def test_what_is_not_confirmed_names_whom_to_ask_in_the_csv(content):
    rows = csv.DictReader(io.StringIO(as_csv(content).removeprefix("\ufeff")))
    rights = next(r for r in rows if r["Topic"] == "Parental rights" and r["Plan"] == "504 plan")
    assert (
        "603 CMR 28.08(3)(a): We have not read the text yet. Check with the Bureau of Special"
        in rights["Not fully confirmed"]
    )


def test_another_language_is_shown_and_what_it_lacks_is_marked_english(kit):
    kit.translate("eo", {"category.law": "Zaw", "cell.law.iep": "Ze xaw."})
    content = load(kit.folder)
    html = table(content, "eo").data
    assert "<h3>Zaw</h3>" in html
    assert '<p class="says">Ze xaw.</p>' in html
    assert '<span lang="en">Eligibility</span>' in html
    assert load_comparison(content, "eo").loc["Law", "iep"] == "Ze xaw."


def test_markup_in_a_cell_is_shown_as_text(kit):
    kit.edit("data/comparison.csv", "A federal law, IDEA", "<script>alert(1)</script>")
    assert "<script>" not in table(load(kit.folder)).data
