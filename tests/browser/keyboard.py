"""Answering an explorer's questions with the keyboard alone."""

import datetime as dt

import pytest

from tests.browser.waiting import wait_until


def tab_to(page, selector, limit=80):
    """Press Tab until the element has the focus, as a person with no mouse does."""
    for _ in range(limit):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    pytest.fail(f"{selector} can't be reached with Tab")


def open_part(page, name):
    """Go to a part's button, press Enter, and wait until its heading has the focus."""
    page.evaluate("document.activeElement.blur(); scrollTo(0, 0)")
    tab_to(page, f"[data-open={name}]")
    page.keyboard.press("Enter")
    wait_until(page, "name => document.activeElement.matches(`[data-part='${name}'] h2`)", arg=name, seconds=60)


def answer(page, interview, given):
    """Enter a story's answers, question by question, in the order in which Tab meets them."""
    for question in interview.questions:
        if question.id in given:
            place = f'[data-part="{interview.id}"] [data-question="{question.id}"]'
            _enter(page, place, question, given[question.id])


def _enter(page, place, question, value):
    if value == "not_sure":
        tab_to(page, f'{place} > label > [value="not_sure"], {place} > label > [type=radio]')
        if question.kind == "one":
            _choose(page, f"{place} > label", value)
        else:
            page.keyboard.press("Space")
    elif question.kind == "one":
        tab_to(page, f"{place} > label > [type=radio]")
        _choose(page, f"{place} > label", value)
    elif question.kind == "many":
        for choice in [choice.id for choice in question.choices if choice.id in value]:
            tab_to(page, f'{place} > label > [value="{choice}"]')
            page.keyboard.press("Space")
    elif question.kind == "list":
        for number, row in enumerate(value, start=1):
            tab_to(page, f"{place} [data-add]")
            page.keyboard.press("Enter")
            _enter_row(page, f"{place} .row:nth-child({number})", question, row)
    else:
        _type(page, question, place, value)


def _enter_row(page, row, question, values):
    # Adding a row puts the focus into its first field already.
    first = True
    for field in question.fields:
        name = field.id.rpartition(".")[2]
        place = f'{row} [data-field="{name}"]'
        if name in values:
            if first and field.kind in ("number", "date") and values[name] != "not_sure":
                page.keyboard.type(_keys(field, values[name]))
            else:
                _enter(page, place, field, values[name])
        first = False


def _choose(page, labels, value):
    if page.evaluate("!document.activeElement.checked"):
        page.keyboard.press("Space")
    for _ in range(page.locator(f"{labels} > [type=radio]").count()):
        if page.evaluate("document.activeElement.value") == value:
            return
        page.keyboard.press("ArrowDown")
    pytest.fail(f"{value} can't be reached with the arrow keys")


def _type(page, question, place, value):
    tab_to(page, f"{place} [data-entry]")
    page.keyboard.type(_keys(question, value))
    page.keyboard.press("Tab")


def _keys(question, value):
    """What is typed into a field; a date as an American phone asks for it."""
    if question.kind == "number":
        return str(value)
    return dt.date.fromisoformat(value).strftime("%m%d%Y")
