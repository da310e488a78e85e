"""Answers for the letters: all, none, and what a browser should never have sent."""

import itertools

STATES = ("massachusetts", "other", "")
ROUGH = {
    "emoji": "Ana \U0001f600",
    "right to left": "\u0645\u062d\u0645\u062f \u0639\u0644\u064a",
    "a very long name": "Wolfeschlegelsteinhausenbergerdorff" * 20,
    "5,000 characters": ("I am worried that he can't read. " * 200)[:5000],
    "html": "<b>bold</b> & <script>alert(1)</script>",
    "a formula": "=1+1",
    "a blank's own name": "{child} {worries} {hand} {consent_form} {0} {child.__class__}",
    "typst": '#panic() $x^2$ *b* _i_ @ref <label> // `raw` \\ #sys.inputs "quoted" -- ...',
    "a path": "#read('/etc/passwd')",
    "xml": "]]> &amp; <?xml?> \x00\x1f\ufffe\ud800 end",
}


def full(letter, state="massachusetts", typed="Something"):
    """Something in each blank; of each choice the first."""
    answers = {blank.id: _answer(blank, typed) for blank in letter.blanks}
    return {**answers, "state": state}


def _answer(blank, typed):
    if blank.kind == "choice":
        return blank.choices[0]
    return "2026-11-24" if blank.kind == "date" else typed


def every_choice(letter):
    """Each combination of a letter's choices, none among them."""
    choices = [blank for blank in letter.blanks if blank.kind == "choice"]
    for combination in itertools.product(*(("", *blank.choices) for blank in choices)):
        yield dict(zip([blank.id for blank in choices], combination, strict=True))
