"""Each fault in the letters, the papers and the steps gets its sentence."""

import pytest

from iepkit.content import ContentError, load

FIRST = "data/letters/first_request.yaml"
FRAME = "data/letter_frame.yaml"
PAPERS = "data/papers.yaml"
STEPS = "data/next_steps.yaml"
FAULTS = {
    "no frame": (
        lambda kit: kit.path(FRAME).unlink(),
        f"{FRAME}: the file is missing.",
    ),
    "a frame that asks for nothing": (
        lambda kit: kit.edit(FRAME, "  - id: state\n    kind: choice", "  - id: state\n    kinds: choice"),
        f'{FRAME}, row 5: the key "kinds" is not known.',
    ),
    "an unknown key": (
        lambda kit: kit.edit(FIRST, "when:", "whenever:"),
        'the key "whenever" is not known.',
    ),
    "a letter in two files": (
        lambda kit: kit.path("data/letters/z.yaml").write_text(kit.path(FIRST).read_text()),
        'data/letters/z.yaml, row 1: the letter "first_request" stands in another file too.',
    ),
    "a blank of a kind that is none": (
        lambda kit: kit.edit(FIRST, "kind: lines", "kind: essay"),
        f'{FIRST}, row 1: the blank "worries": the kind "essay" is not known. Write one of: line, lines',
    ),
    "choices of what is no choice": (
        lambda kit: kit.edit(FIRST, "kind: choice", "kind: line"),
        'the blank "also_504": a choice has choices, and nothing else has.',
    ),
    "a choice with no text": (
        lambda kit: kit.edit(FIRST, '{id: "yes", text: "Yes"}', '{id: "yes"}'),
        '"text" is missing or empty.',
    ),
    "a paragraph of a kind that is none": (
        lambda kit: kit.edit(FIRST, '- {kind: item, text: "{worries}"}', '- {kind: point, text: "{worries}"}'),
        'the kind "point" of a paragraph is not known. Write one of: sender, date',
    ),
    "a blank that nothing uses": (
        lambda kit: kit.edit(FIRST, '"{areas}"', '"{worries}"'),
        'nothing in the letter "first_request" uses the blank "areas".',
    ),
    "a blank with the name of a number": (
        lambda kit: kit.edit(FIRST, "id: areas", "id: consent_form"),
        'the blank "consent_form" has a name that is taken.',
    ),
    "a blank of the frame asked for again": (
        lambda kit: kit.edit(FIRST, "id: areas", "id: child"),
        'the blank "child" has a name that is taken.',
    ),
    "a curly bracket by mistake": (
        lambda kit: kit.edit(FIRST, "This is what I see:", "This is {what I see:"),
        "letter.first_request.2 has a curly bracket that names nothing.",
    ),
    "a condition on what is not asked": (
        lambda kit: kit.edit(FIRST, "if: {also_504:", "if: {also_505:"),
        'looks at "also_505", which is no choice that was asked for before.',
    ),
    "a condition on what is asked later": (
        lambda kit: kit.edit(FIRST, "ask: What worries you?", 'ask: What worries you?\n    if: {also_504: ["yes"]}'),
        'the blank "worries" looks at "also_504", which is no choice that was asked for before.',
    ),
    "a condition on a choice that is none": (
        lambda kit: kit.edit(FIRST, 'if: {also_504: ["yes"]}', "if: {also_504: [yes]}"),
        '"also_504" has no choice "True". Write some of: yes, no.',
    ),
    "a condition that is not understood": (
        lambda kit: kit.edit(FIRST, 'if: {also_504: ["yes"]}', "if: {also_504: maybe}"),
        "a condition is not understood. Write it as {state: [massachusetts, not_sure]}.",
    ),
    "a number of the law with no source": (
        lambda kit: kit.edit(FIRST, "This is what I see:", "Please answer within {consent_form}:"),
        "letter.first_request.2 speaks of the law and has no source.",
    ),
    "a rule with no source": (
        lambda kit: kit.edit(FIRST, "This is what I see:", "See 34 CFR 300.111:"),
        "letter.first_request.2 speaks of the law and has no source.",
    ),
    "a rule with the source of another": (
        lambda kit: kit.edit(FRAME, "(34 CFR 300.301)", "(34 CFR 300.302)"),
        "cites 34 CFR 300.302, and none of its sources does.",
    ),
    "a source that is not there": (
        lambda kit: kit.edit(FIRST, "[cfr-300-111, ", "[cfr-300-112, "),
        'there is no source "cfr-300-112".',
    ),
    "a note with no source": (
        lambda kit: kit.edit(FIRST, "sources: [cfr-104-35-d]", "sources: []"),
        '"sources" is missing or empty.',
    ),
    "a note whose only source is not there": (
        lambda kit: kit.edit(FIRST, "sources: [cfr-104-35-d]", "sources: [nothing]"),
        "letter.first_request.before.1 speaks of the law and has no source.",
    ),
    "shared paragraphs that are not there": (
        lambda kit: kit.edit(FIRST, "{use: evaluation}", "{use: evaluations}"),
        f'"use: evaluations" names nothing in {FRAME}. Write one of: evaluation.',
    ),
    "shared paragraphs that nobody uses": (
        lambda kit: kit.append(FRAME, "  spare:\n    - {text: Spare, sources: [idea]}"),
        f'{FRAME}: no letter uses "spare".',
    ),
    "another letter that is not there": (
        lambda kit: kit.edit("data/letters/independent_evaluation.yaml", "instead: records", "instead: record"),
        'the letter "independent_evaluation" names the letter "record", and there is none.',
    ),
    "a day of no kind": (
        lambda kit: kit.edit(FIRST, "This is what I see:", "I see this for 30 days:"),
        'the text "letter.first_request.2" says "30 days", and not which kind of day.',
    ),
    "a paper with no source": (
        lambda kit: kit.edit(PAPERS, "sources: [cfr-300-301-c, cmr-28-04]", "sources: []"),
        '"sources" is missing or empty.',
    ),
    "a step in a state that is none": (
        lambda kit: kit.edit(STEPS, "state: [massachusetts]", "state: [ohio]"),
        'column state: there is no state "ohio". Write some of: massachusetts, other, not_sure.',
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_gets_its_sentence(kit, name):
    make, sentence = FAULTS[name]
    make(kit)
    assert [p for p in kit.problems() if sentence in p], kit.problems()
    with pytest.raises(ContentError):
        load(kit.folder)


def test_a_frame_with_no_blank_left_is_told_and_nothing_breaks(kit):
    text = kit.path(FRAME).read_text()
    start, end = text.index("blanks:"), text.index("opening:")
    kit.path(FRAME).write_text(text[:start] + "blanks:\n  - {id: state}\n" + text[end:])
    assert any('"kind" is missing or empty' in problem for problem in kit.problems())
