"""A check of ten pairs and one question of the funder, which no change of the bank moves."""

import dataclasses
import datetime as dt

from iepkit.content.bank import BankChoice, BankQuestion, Check, CheckPair
from iepkit.content.model import FunderQuestion
from iepkit.store.model import Kind, Record, Round, Workshop

PAIRS = 10
SHORT = 3


def with_check(content, pairs=PAIRS, ask="What is asked in {form} {number}?"):
    """The kit's content with a check of its own: questions ``before_1`` and ``after_1`` and so on; "a" is right."""
    bank, texts = dict(content.bank), dict(content.texts)
    for number in range(1, pairs + 1):
        for form in ("before", "after"):
            name = f"{form}_{number}"
            choices = tuple(BankChoice(name, choice, choice == "a", ()) for choice in "abc")
            bank[name] = BankQuestion(name, "law", "knowledge", 1, choices)
            texts[f"bank.{name}.ask"] = ask.format(form=form, number=number)
            for choice in choices:
                texts[choice.text_id] = f"Choice {choice.id} of {name}"
                texts[choice.feedback_id] = f"Why {choice.id} of {name}"
    check_pairs = tuple(CheckPair(f"before_{n}", f"after_{n}", n <= SHORT) for n in range(1, pairs + 1))
    texts |= {
        "funder.heard.ask": "How did you hear about us?",
        "funder.heard.1": "From school",
        "funder.heard.2": "From a parent",
        "funder.heard.3": "Online",
    }
    return dataclasses.replace(
        content,
        bank=bank,
        texts=texts,
        check=Check(check_pairs, content.check.items),
        organisation=dataclasses.replace(content.organisation, funder=(FunderQuestion("heard", ("1", "2", "3")),)),
    )


def workshop(**given):
    """A workshop of the library in Springfield."""
    started = dt.datetime(2026, 11, 26, 23, 30, tzinfo=dt.UTC)
    return dataclasses.replace(Workshop("w1", started, "Springfield library", b"secret"), **given)


def record(before=(), after=(), *, length="full", after_length=None, polls=(), **given):
    """What is kept of a workshop with one round of each form, and these polls, each a list of choices."""
    asked = [
        (Kind.CHECK, {"form": "before", "length": length}, before),
        (Kind.CHECK, {"form": "after", "length": after_length or length}, after),
        *((Kind.QUESTION, {"question": "before_1"}, [{"choice": choice} for choice in poll]) for poll in polls),
    ]
    opened = dt.datetime(2026, 11, 26, 23, 40, tzinfo=dt.UTC)
    rounds = tuple(Round(f"r{n}", "w1", n, kind, of, opened) for n, (kind, of, _) in enumerate(asked, start=1))
    return Record(workshop(**given), rounds, {f"r{n}": tuple(said) for n, (*_, said) in enumerate(asked, start=1)})


def sheet(form, code, right, of=PAIRS, **more):
    """A sheet with the first questions right, and "b" at the others."""
    items = {f"{form}_{n}": "a" if n <= right else "b" for n in range(1, of + 1)}
    return {"code": code, "items": items, **more} if code else {"items": items, **more}


def codes(count):
    """Codes of which none is a slip of another."""
    return [
        f"{letter * 2}{number:02}{letter}" for number, letter in enumerate("ABCDEFGHIJKLMNOPQRSTUVWXYZ"[:count], 10)
    ]
