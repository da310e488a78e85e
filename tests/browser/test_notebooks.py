"""The notebooks where trainers and staff open them: in Voila and in JupyterLab."""

from tests.browser.lab import LAB, run_all

COMPARE = "/voila/render/01_compare.ipynb"


def test_the_topic_notebook_in_voila(voila, phone):
    one = phone()
    page = one.open(voila.address(COMPARE))
    assert page.title() == "The comparison: IEP and 504 plan"
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.locator("[data-iepkit=compare] tbody tr").count() == 9
    page.fill("[data-search]", "sports")
    assert page.locator("[data-iepkit=compare] tbody tr:visible").count() == 1
    assert one.sideways()[0] == 0
    assert one.others() == []


def test_the_same_in_spanish_in_voila(voila, phone, content):
    page = phone().open(voila.address("/voila/render/es/01_compare.ipynb"))
    assert page.locator("html").get_attribute("lang") == "es"
    place = page.locator("[data-iepkit=compare][lang=es]")
    assert place.locator("tbody tr").count() == 9
    assert content.words("cell.law.iep", "es")[0][:40] in place.inner_text()


def test_the_chart_in_jupyterlab(run_in_lab):
    one = run_in_lab("01_compare.ipynb")
    page = one.page
    page.wait_for_selector(".jp-OutputArea [data-iepkit=compare] [data-tools]:not([hidden])", timeout=60_000)
    place = page.locator(".jp-OutputArea [data-iepkit=compare]")
    place.locator("[data-search]").fill("sports")
    assert place.locator("tbody tr:visible").count() == 1
    with page.expect_download() as download:
        place.get_by_role("button", name="Get the chart for a spreadsheet").click()
    assert b"not legal advice" in download.value.path().read_bytes()
    assert one.others(LAB) == []


def test_the_explorer_in_jupyterlab(run_in_lab):
    page = run_in_lab("02_eligibility.ipynb").page
    place = page.locator(".jp-OutputArea [data-iepkit=eligibility]")
    place.locator("[data-what-if=begin]").wait_for(timeout=60_000)
    place.locator("[data-question=progress] [value=yes]").check()
    place.locator("[data-reason=progress_yes]").wait_for(timeout=10_000)


def test_a_notebook_in_spanish_speaks_spanish_in_jupyterlab(run_in_lab, content):
    page = run_in_lab("02_eligibility.ipynb", folder="notebooks/es").page
    place = page.locator(".jp-OutputArea [data-iepkit=eligibility][lang=es]")
    place.locator("[data-what-if=begin]").wait_for(timeout=60_000)
    asked = content.words("question.eligibility.progress.ask", "es")[0]
    # Its place is there before the notebook's kernel has said what is asked.
    place.locator("[data-question=progress]").filter(has_text=asked).wait_for(timeout=60_000)


def test_a_letter_and_its_pdf_in_jupyterlab(run_in_lab):
    page = run_in_lab("09_my_letter.ipynb").page
    place = page.locator(".jp-OutputArea [data-mine=letter]")
    place.locator("[data-pick=records]").click(timeout=60_000)
    while place.locator("[data-next]").is_visible():
        place.locator("[data-next]").click()
    with page.expect_download() as download:
        place.locator("[data-get=pdf]").click()
    assert download.value.path().read_bytes().startswith(b"%PDF")
    page.locator(".jp-OutputArea [data-open=dates]").click()
    page.locator(".jp-OutputArea [data-mine=dates] form").wait_for()


def test_a_trainer_sees_the_slides_and_their_notes_in_jupyterlab(run_in_lab, content):
    page = run_in_lab("02_two_laws.ipynb", folder="slides").page
    shown = page.locator(".jp-OutputArea .iepkit-slide")
    shown.first.wait_for(timeout=60_000)
    block = content.blocks["two_laws"]
    assert shown.locator("h2").all_inner_texts() == [content.texts[slide.title_id] for slide in block.slides]
    assert page.locator(".jp-OutputArea .iepkit-notes").count() == len(block.slides)


def test_jupyterlab_opens_with_the_start_page_and_shows_the_guide(lab, phone):
    one = phone(1280)
    page = one.page
    page.goto(lab.address("/"))
    page.get_by_role("heading", name="Start here").wait_for(timeout=60_000)
    run_all(page)
    guide = page.locator(".jp-OutputArea .guide")
    guide.get_by_role("heading", name="Hard questions from the floor").wait_for(timeout=60_000)
    assert guide.get_by_role("heading", level=4).count() > 28
    assert one.others(LAB) == []


def test_the_start_page_in_voila(voila, phone):
    one = phone()
    page = one.open(voila.address("/voila/render/00_start.ipynb"), ready=".guide")
    page.locator(".guide").get_by_role("heading", name="When something fails").wait_for()
    assert one.sideways()[0] == 0
    assert one.others() == []
