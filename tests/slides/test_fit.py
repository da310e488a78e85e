from iepkit.content import load
from iepkit.slides.fit import misfits
from tests.content.test_deck import BLOCK, OURS


def test_no_slide_of_the_kit_says_too_much(content):
    assert misfits(content) == []


def test_a_slide_with_too_many_words_is_named_by_block_and_title(kit):
    kit.path(OURS).write_text(BLOCK.replace("Look at it.", "word " * 40))
    (problem,) = misfits(load(kit.folder))
    assert 'block ours, the slide "First" has' in str(problem)
    assert "40 are the most that a room reads" in str(problem)


def test_a_slide_with_too_many_words_in_another_language_is_named_for_a_look(kit):
    kit.translate("eo", {"deck.my_letter.dates.title": "vorto " * 45})
    (problem,) = [problem for problem in misfits(load(kit.folder)) if "translations/eo" in str(problem)]
    assert "45 are the most in another language" in str(problem)
    assert not problem.stops


def test_a_part_of_the_page_that_is_none_is_named_with_those_that_are(kit):
    kit.path(OURS).write_text(BLOCK.replace("part: compare", "part: nowhere"))
    problem = misfits(load(kit.folder))[0]
    assert 'the workshop page has no part "nowhere". Write one of: compare' in str(problem)


def test_a_slide_whose_words_have_moved_is_named_for_a_look(kit):
    kit.edit("data/comparison.csv", "A federal law, IDEA", "There are two laws here. A federal law, IDEA")
    (problem,) = misfits(load(kit.folder))
    assert str(problem).startswith('slides/02_two_laws.ipynb: the slide "Two laws" shows other words than when')
    assert not problem.stops
