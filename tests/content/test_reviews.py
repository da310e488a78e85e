"""A review holds for the words that were reviewed, and for twelve months."""

import datetime as dt

from iepkit.content import examine, load
from iepkit.wording import Wording


def review(kit, text_id, day="2026-11-24"):
    words = load(kit.folder).texts[text_id].replace('"', '""')
    kit.append("data/reviews.csv", f'{text_id},Ada Ruiz,{day},"{words}"')


def test_text_that_no_lawyer_reviewed_says_so(content):
    assert "No lawyer has reviewed" in Wording(content).reviewed("cell.law.iep")


def test_a_review_is_shown(kit):
    review(kit, "cell.law.iep")
    content = load(kit.folder)
    assert Wording(content).reviewed("cell.law.iep") == "Reviewed by Ada Ruiz on November 24, 2026."


def test_a_cell_is_reviewed_only_as_a_whole(kit):
    review(kit, "cell.law.iep")
    content = load(kit.folder)
    assert "No lawyer" in Wording(content).reviewed("cell.law.iep", "caveat.law.iep")


def test_words_that_changed_are_not_reviewed(kit):
    review(kit, "cell.law.iep")
    kit.edit("data/comparison.csv", "A federal law, IDEA", "A law, IDEA")
    assert load(kit.folder).review("cell.law.iep") is None
    assert any("have changed since Ada Ruiz read them" in problem for problem in kit.problems())


def test_an_old_review_is_named(kit):
    review(kit, "cell.law.iep", "2025-11-23")
    _, problems = examine(kit.folder, today=dt.date(2026, 11, 24))
    assert any("the review is of 2025-11-23, over twelve months ago" in str(problem) for problem in problems)


def test_the_page_is_reviewed_when_every_cell_is(kit):
    assert not Wording(load(kit.folder)).is_reviewed()
    content = load(kit.folder)
    for cell in content.cells.values():
        for text_id in cell.text_ids:
            words = content.texts[text_id].replace('"', '""')
            kit.append("data/reviews.csv", f'{text_id},Ada Ruiz,2026-11-24,"{words}"')
    assert Wording(load(kit.folder)).is_reviewed()
