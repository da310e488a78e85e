"""A trainer's own cells in print."""

import base64

import nbformat

from iepkit.slides.plain import paragraphs


def test_headings_items_and_words_are_kept_in_order():
    cell = nbformat.v4.new_markdown_cell("# Our *town*\n\nTwo **lines**\nof words.\n\n- one\n- [two](https://a.b)\n")
    assert list(paragraphs([cell])) == [
        {"kind": "heading", "text": "Our town"},
        {"kind": "text", "text": "Two lines of words."},
        {"kind": "item", "text": "one"},
        {"kind": "item", "text": "two"},
    ]


def test_a_picture_is_a_picture_and_html_its_words():
    outputs = [
        nbformat.v4.new_output(
            "display_data", {"image/png": base64.b64encode(b"png").decode(), "text/plain": "<Figure>"}
        ),
        nbformat.v4.new_output("execute_result", {"text/html": "<p>A <b>table</b> &amp; more</p>", "text/plain": "x"}),
        nbformat.v4.new_output("execute_result", {"text/plain": "42"}),
    ]
    cell = nbformat.v4.new_code_cell("show()", outputs=outputs)
    assert list(paragraphs([cell])) == [
        {"kind": "picture", "bytes": [*b"png"]},
        {"kind": "text", "text": "A table & more"},
        {"kind": "text", "text": "42"},
    ]
