"""The whole page in Spanish, from right to left, and with ideographs: nothing sticks out, and axe finds nothing."""

import pytest

from iepkit import pages
from iepkit.folder import write_folder
from iepkit.site import folder
from tests.browser.conftest import WIDTHS, TakeHome
from tests.languages.made import LANGUAGES

OPEN_ALL = "document.querySelectorAll('details').forEach((d) => { d.open = true })"
ALL = ("es", *LANGUAGES)


@pytest.fixture(scope="module")
def strange_page(strange, tmp_path_factory):
    """The take-home page, which has all that the served one has."""
    place = tmp_path_factory.mktemp("take_home")
    list(write_folder(place, folder.names(strange), folder.files(strange)))
    return TakeHome(place)


def opened(strange_page, phone, language, width, part=""):
    one = phone(width)
    one.open(
        f"{strange_page.address(f'/{language}/index.html')}#{part}", ready=f"[data-part={part or 'compare'}]:visible"
    )
    one.wait_for_kernel()
    return one


def each_part(one):
    """Opens each part, with all that can be opened in it."""
    for part in pages.PARTS:
        one.page.click(f"[data-open={part}]")
        one.page.wait_for_selector(f"[data-part={part}]:not(:has([data-empty]))")
        one.page.evaluate(OPEN_ALL)
        yield part


@pytest.mark.parametrize("language", ALL)
@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_sticks_out_to_the_side(strange_page, phone, language, width):
    one = opened(strange_page, phone, language, width)
    assert {part: one.sideways() for part in each_part(one)} == {part: [0, []] for part in pages.PARTS}


@pytest.mark.parametrize("part", pages.PARTS)
def test_axe_finds_nothing_in_spanish(strange_page, phone, part):
    one = opened(strange_page, phone, "es", 390, part)
    assert one.axe() == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_nothing_in_a_made_language(strange_page, phone, language):
    one = opened(strange_page, phone, language, 390, "papers")
    one.page.evaluate(OPEN_ALL)
    assert one.axe() == []


def test_a_page_from_right_to_left_is_the_mirror_of_one_from_left_to_right(strange_page, phone):
    begins = """() => [document.querySelector("h1"), document.querySelector("[data-open]")].map((e, isButton) => {
        const words = document.createRange();
        words.selectNodeContents(e);
        const box = (isButton ? e : words).getBoundingClientRect();
        return [box.left, document.documentElement.clientWidth - box.right];
    })"""
    from_left = opened(strange_page, phone, "zh", 1280).page.evaluate(begins)
    from_right = opened(strange_page, phone, "ar", 1280).page.evaluate(begins)
    for (left, _), (_, right) in zip(from_left, from_right, strict=True):
        assert left == pytest.approx(right, abs=2)
