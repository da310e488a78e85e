"""A deck of twelve blocks with minutes like those of the kit, and what is made of it."""

import shutil

import nbformat
import yaml

from iepkit.content.workshop import Agenda, Block, Break, Slide

AGENDA = Agenda(
    lengths=(20, 45, 60, 90, 120),
    factors={"none": 1.0, "consecutive": 2.0, "simultaneous": 1.2},
    breaks=(Break(90, 10),),
    set_up={"room": 60, "online": 30},
    questions="questions",
    most_questions=20,
    ground_rules=1,
    copies={"join": "room", "chart": "person", "letter": "person"},
)


def slide(name, *, short=False, minutes=(1, 2), doing=(0, 0)):
    return Slide(
        id=name,
        block="block",
        short=short,
        minutes=minutes,
        doing=doing,
        body=(),
        is_online_different=False,
        myth="",
        more=(),
        sources=(),
    )


def block(name, priority, *slides, always=False, handouts=()):
    return Block(name, priority, always, "", handouts, slides)


def ordinary(name, priority, *, more=(3, 5)):
    """A block of 3 to 4 minutes in its short form, and of more in full."""
    return block(name, priority, slide("a", short=True, minutes=(3, 4)), slide("b", minutes=more))


BLOCKS = (
    block(
        "welcome", 1, slide("a", short=True), slide("b", short=True, minutes=(2, 3)), slide("c", minutes=(2, 3)),
        always=True, handouts=("join",),
    ),
    block("two_laws", 2, slide("a", short=True, minutes=(4, 5)), slide("b", minutes=(2, 3)), always=True,
          handouts=("chart",)),
    ordinary("who_qualifies", 5, more=(5, 8)),
    ordinary("what_each_gives", 7),
    ordinary("team", 9),
    ordinary("rights", 6, more=(5, 8)),
    ordinary("progress", 11, more=(1, 2)),
    ordinary("discipline", 8, more=(5, 8)),
    ordinary("pathway", 10),
    block("my_letter", 3, slide("a", short=True, minutes=(1, 2)), slide("b", short=True, minutes=(1, 1), doing=(6, 8)),
          slide("c", minutes=(2, 4)), always=True, handouts=("letter", "chart")),
    block("questions", 12, slide("a", short=True, minutes=(5, 8)), slide("b", minutes=(3, 7))),
    block("close", 4, slide("a", short=True, minutes=(1, 2)), slide("b", short=True, minutes=(2, 2)),
          slide("c", minutes=(1, 2)), always=True),
)  # fmt: skip


def write_deck(kit):
    """Put these blocks and their notebooks in the place of the kit's own."""
    for path in kit.path("slides").glob("*.ipynb"):
        path.unlink()
    folder = kit.path("data/deck")
    shutil.rmtree(folder)
    folder.mkdir()
    for number, one in enumerate(BLOCKS, start=1):
        entry = {
            "id": one.id, "title": one.id.replace("_", " ").capitalize(), "aim": "You know it.",
            "priority": one.priority, "always": one.always,
            **({"handouts": list(one.handouts)} if one.handouts else {}),
            "slides": [
                {
                    "id": it.id, "title": f"Slide {it.id}", "short": it.short, "minutes": list(it.minutes),
                    "doing": list(it.doing), "body": [{"text": "A word."}], "say": "Hello.", "ask": "Who knows?",
                }
                for it in one.slides
            ],
        }  # fmt: skip
        (folder / f"{number:02}_{one.id}.yaml").write_text(yaml.safe_dump(entry))
        nbformat.write(_notebook(one), kit.path(f"slides/{number:02}_{one.id}.ipynb"))


def _notebook(one):
    cells = []
    for it in one.slides:
        for call, kind in (("slide", "slide"), ("notes", "notes")):
            source = f'from iepkit.slides import {call}\n{call}("{one.id}.{it.id}")'
            cells.append(nbformat.v4.new_code_cell(source, metadata={"slideshow": {"slide_type": kind}}))
    return nbformat.v4.new_notebook(cells=cells)
