"""Letters are filled with what was typed, and with nothing else."""

import pytest

from iepkit.documents.letter import LONGEST, Gap, fill, is_asked, notes_for, told_instead
from iepkit.rules import ImpossibleValueError
from iepkit.wording import Wording
from tests.documents.samples import ROUGH, STATES, every_choice, full


@pytest.fixture(scope="module")
def wording(content):
    return Wording(content)


@pytest.fixture(scope="module")
def first_request(content):
    return content.letters["first_request"]


def text_of(letter):
    return "\n".join(paragraph.text for paragraph in letter.paragraphs)


def gaps_of(letter):
    return sum(piece is Gap.HERE for paragraph in letter.paragraphs for piece in paragraph.pieces)


def test_there_are_seven_kinds(content):
    assert set(content.letters) == {
        "first_request",
        "after_504",
        "chase_consent_form",
        "answer_to_refusal",
        "independent_evaluation",
        "records",
        "reject_in_part",
    }


@pytest.mark.parametrize("state", STATES)
def test_every_kind_is_written_with_all_blanks_and_with_none(content, wording, state):
    for template in content.letters.values():
        empty, filled = (fill(template, answers, wording) for answers in ({"state": state}, full(template, state)))
        by_hand = sum("{hand}" in content.texts[p.text_id] for p in template.passages)
        assert gaps_of(filled) <= by_hand < gaps_of(empty)
        for letter in (empty, filled):
            assert "{" not in text_of(letter)
            assert {"sender", "date", "addressee", "subject", "body", "closing", "signature", "copy"} <= {
                paragraph.kind for paragraph in letter.paragraphs
            }
            assert all(paragraph.pieces for paragraph in letter.paragraphs)


def test_every_choice_gives_a_whole_letter(content, wording):
    for template in content.letters.values():
        seen = set()
        for answers in every_choice(template):
            letter = fill(template, answers, wording)
            assert letter.title in text_of(letter)
            seen |= {paragraph.text for paragraph in letter.paragraphs}
        words = [content.texts[passage.text_id].split("{")[0] for passage in template.passages]
        assert [w for w in words if not any(text.startswith(w) for text in seen)] == []


def test_an_empty_blank_is_a_line_for_the_pen(wording, first_request):
    letter = fill(first_request, {}, wording)
    assert letter.paragraphs[0].pieces == ("From: ", Gap.HERE)
    assert sum(paragraph.pieces == (Gap.HERE,) and paragraph.kind == "item" for paragraph in letter.paragraphs) == 6


def test_white_space_alone_is_an_empty_blank(wording, first_request):
    assert fill(first_request, {"parent": " \n\t "}, wording) == fill(first_request, {}, wording)


def test_a_date_is_written_in_words_and_anything_else_as_it_was_typed(wording, first_request):
    assert "Date: February 29, 2028" in text_of(fill(first_request, {"date": "2028-02-29"}, wording))
    for odd in ("next Monday", "2027-02-29", "3/4/2026"):
        assert f"Date: {odd}" in text_of(fill(first_request, {"date": odd}, wording))


def test_each_line_of_a_list_is_a_point_of_its_own(wording, first_request):
    letter = fill(first_request, {"worries": "He can't read.\r\n\r\nHe cries.\u2028Often."}, wording)
    points = [paragraph.text for paragraph in letter.paragraphs if paragraph.kind == "item"]
    assert points[:3] == ["He can't read.", "He cries.", "Often."]


def test_lines_in_the_middle_of_a_sentence_stay_one_line(wording, first_request):
    assert "Address: 1 Main St, Lynn" in text_of(fill(first_request, {"address": "1 Main St\nLynn"}, wording))


@pytest.mark.parametrize("name", ROUGH)
def test_what_was_typed_is_text_and_nothing_more(content, wording, name):
    for template in content.letters.values():
        answers = full(template, typed=ROUGH[name])
        letter = fill(template, answers, wording)
        plain = fill(template, full(template, typed="X"), wording)
        assert len(letter.paragraphs) == len(plain.paragraphs)
        shown = ROUGH[name].strip()
        if name == "xml":
            shown = "]]> &amp; <?xml?>  end"
        assert any(paragraph.text.endswith(shown) for paragraph in letter.paragraphs)
        if name != "xml":
            assert text_of(letter).replace(shown, "X") == text_of(plain)


def test_a_name_from_right_to_left_sets_the_way_of_its_own_paragraph_alone(wording, first_request):
    arabic = ROUGH["right to left"]
    letter = fill(first_request, {"parent": arabic, "worries": f"{arabic} 12\n123 {arabic}\nHe is {arabic}."}, wording)
    ways = {paragraph.text: paragraph.is_right_to_left for paragraph in letter.paragraphs}
    assert ways[f"From: {arabic}"] is False
    assert (ways[f"{arabic} 12"], ways[f"123 {arabic}"], ways[f"He is {arabic}."]) == (True, True, False)


@pytest.mark.parametrize(
    ("answers", "problem"),
    [
        ({"nothing": "x"}, "question"),
        ({"state": "ohio"}, "choice"),
        ({"child": 7}, "text"),
        ({"child": ["x"]}, "text"),
        ({"child": "x" * (LONGEST + 1)}, "long"),
    ],
)
def test_an_answer_that_cannot_be_is_refused_in_words(content, wording, first_request, answers, problem):
    with pytest.raises(ImpossibleValueError) as caught:
        fill(first_request, answers, wording)
    assert caught.value.problem == problem
    assert f"ui.impossible.{problem}" in content.texts
    assert "xxx" not in str(caught.value)


def test_not_sure_is_a_choice_that_was_not_made(wording, first_request):
    assert fill(first_request, {"state": "not_sure"}, wording) == fill(first_request, {"state": None}, wording)


def test_an_answer_to_what_is_no_longer_asked_does_not_count(content, wording):
    iee = content.letters["independent_evaluation"]
    route = next(blank for blank in iee.blanks if blank.id == "route")
    left_over = {"state": "other", "route": "income"}
    assert not is_asked(route, iee, left_over)
    assert is_asked(route, iee, {"state": "massachusetts"})
    assert fill(iee, left_over, wording) == fill(iee, {"state": "other"}, wording)


def test_another_letter_is_named_where_it_fits_better(content):
    iee = content.letters["independent_evaluation"]
    assert told_instead(iee, {}) is None
    assert told_instead(iee, {"evaluated": "no"}).instead == "first_request"
    assert told_instead(iee, {"evaluated": "yes", "disagree": "no"}).instead == "records"
    assert told_instead(iee, {"evaluated": "yes", "disagree": "yes"}) is None


@pytest.mark.parametrize("state", STATES)
def test_the_notes_are_those_of_the_state(content, wording, state):
    for letter in content.letters.values():
        for note in notes_for((*letter.before, *letter.after), letter, {"state": state}):
            said = wording.plain(note.text_id, **wording.numbers)
            assert not (state == "massachusetts" and said.startswith(("Outside", "What follows outside")))
            assert note.sources


def test_a_letter_is_written_in_the_language_of_its_texts(kit):
    from iepkit.content import load  # noqa: PLC0415 - of the changed kit

    kit.translate("eo", {"letter.frame.opening.1": "De: {parent}", "letter.first_request.subject": "Peto"})
    content = load(kit.folder)
    letter = fill(content.letters["first_request"], {"parent": "{child}"}, Wording(content, "eo"))
    assert (letter.title, letter.language) == ("Peto", "eo")
    assert (letter.paragraphs[0].text, letter.paragraphs[0].language) == ("De: {child}", "eo")
    assert letter.paragraphs[1].language == "en"
