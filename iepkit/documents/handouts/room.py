"""The sheets for the room: the way in, the forms, the card of free help."""

from __future__ import annotations

import io

import segno

from iepkit.content.bank import SCALE
from iepkit.documents.handouts.blocks import (
    Block,
    Sheet,
    blank,
    group,
    heading,
    labelled,
    lines,
    para,
    table,
    ticks,
    words,
)
from iepkit.wording import Wording

_CONFIDENT = ("before", "now")
_TALLY_LINES = 5


def evaluation(wording: Wording) -> Sheet:
    """One page with no name on it."""
    check = wording.content.check
    four = [words(wording, f"ui.handout.point_{point}") for point in SCALE]
    shares = [1.8, 1, 1, 1, 1]
    rated = [[words(wording, item.text_id), *("" for _ in SCALE)] for item in check.of("rating")]
    confident = [
        [
            words(wording, f"ui.handout.confidence_{when}", statement=wording.plain(item.text_id)),
            *("" for _ in SCALE),
        ]
        for item in check.of("confidence")
        for when in _CONFIDENT
    ]
    return Sheet(
        title=wording.plain("ui.handout.evaluation"),
        blocks=[
            para(words(wording, "ui.handout.evaluation_lead")),
            table([words(wording, "ui.handout.rate"), *four], rated, shares, height=2.3),
            table([words(wording, "ui.handout.confidence"), *four], confident, shares, height=2.3),
            heading(words(wording, "ui.handout.role")),
            ticks([(words(wording, role.text_id), "") for role in check.of("role")]),
            heading(words(wording, "ui.handout.place")),
            ticks([(words(wording, place.text_id), "") for place in check.of("place")]),
            lines(2, words(wording, "ui.handout.do_first")),
            lines(2, words(wording, "ui.handout.funder")),
        ],
        size=10.5,
    )


def join(wording: Wording, address: str) -> Sheet:
    """The way to the page on a phone; without an address, lines to write it in by hand."""
    organisation = wording.content.organisation
    blocks: list[Block] = []
    if organisation.wifi_name:
        blocks += [para(words(wording, "ui.join_wifi")), _big(organisation.wifi_name)]
    else:
        blocks.append(blank(words(wording, "ui.join_wifi")))
    if address:
        code = io.BytesIO()
        segno.make(wording.link(address), error="m").save(code, kind="svg", border=2, scale=10)
        alt = wording.plain("ui.join_code", address=address)
        blocks += [
            para(words(wording, "ui.join_scan")),
            {"kind": "code", "svg": code.getvalue().decode(), "alt": alt},
            para(words(wording, "ui.join_type")),
            _big(address),
        ]
    else:
        blocks += [lines(1, words(wording, "ui.join_type")), para(words(wording, "ui.handout.find_address"))]
    blocks.append(para(words(wording, "ui.stored")))
    return Sheet(title=wording.plain("ui.join_title"), blocks=blocks, size=14)


def _big(text: str) -> Block:
    return {"kind": "big", "text": text}


def free_help(wording: Wording) -> Sheet:
    """Where to get free help, with what each is for."""
    organisation = wording.content.organisation
    blocks: list[Block] = [para(words(wording, "ui.handout.help_lead"))]
    for place in organisation.help:
        where = "  ".join(filter(None, [place.phone, place.address.removeprefix("https://")]))
        told = [heading(words(wording, f"help.{place.id}.name")), para(words(wording, f"help.{place.id}.what"))]
        if where:
            told.append(para(where))
        if not place.phone:
            told.append(blank(words(wording, "ui.handout.phone")))
        blocks.append(group(told))
    return Sheet(
        title=wording.plain("ui.part.help"),
        blocks=blocks,
        size=12,
        rests_on=tuple(f"help.{place.id}.what" for place in organisation.help),
    )


def sign_in(wording: Wording) -> Sheet:
    """Counts alone: a stroke for each person, and no names."""
    check = wording.content.check
    header = [words(wording, "ui.handout.role"), *(words(wording, place.text_id) for place in check.of("place"))]
    rows = [[words(wording, role.text_id), *("" for _ in check.of("place"))] for role in check.of("role")]
    return Sheet(
        title=wording.plain("ui.handout.sign_in"),
        blocks=[
            para(words(wording, "ui.handout.sign_in_lead")),
            table(header, rows, [1, 1.4, 1.4], height=7),
            blank(words(wording, "ui.handout.workshop_day")),
        ],
        size=12,
    )


def parking_lot(wording: Wording) -> Sheet:
    """Open questions, and nobody's name."""
    return Sheet(
        title=wording.plain("ui.handout.parking_lot"),
        blocks=[
            para(words(wording, "ui.handout.parking_lead")),
            labelled(words(wording, "ui.handout.no_name"), words(wording, "ui.handout.no_name_why")),
            lines(3 * _TALLY_LINES),
        ],
        size=12,
    )
