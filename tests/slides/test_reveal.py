"""What reveal.js itself shows is in the deck's language."""

from iepkit.content import load
from iepkit.slides import reveal
from iepkit.wording import Wording


def test_in_english_it_is_as_its_makers_wrote_it_with_all_that_is_replaced_elsewhere(content):
    files = reveal.files(Wording(content))
    assert list(files) == list(reveal.FILES)
    for name, words in reveal.WORDS.items():
        assert [shown for shown, _ in words if shown not in files[name].decode()] == []


def test_in_another_language_none_of_its_english_is_left(content):
    wording = Wording(content, "es")
    for name, words in reveal.WORDS.items():
        script = reveal.files(wording)[name].decode()
        assert [shown for shown, _ in words if shown in script] == []
        assert [text_id for _, text_id in words if wording.plain(f"ui.speaker.{text_id}") not in script] == []
    assert r"<html lang=\"es\">" in script
    assert "toLocaleTimeString( 'es', {" in script


def test_no_sign_of_a_text_ends_the_words_that_it_stands_in(kit):
    kit.translate("eo", {"ui.speaker.default": "l' <b>\\"})
    script = reveal.files(Wording(load(kit.folder), "eo"))["notes.js"].decode()
    assert "'l\u2019 b>'" in script
