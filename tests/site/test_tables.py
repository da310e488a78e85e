"""The tables say what the rules decide, and are not kept when the rules change."""

import dataclasses
import json
import random
from types import SimpleNamespace

import pytest

from iepkit.explorers import TOPICS
from iepkit.rules import Answer, Direction, Finding, Outcome
from iepkit.rules.model import fact, values_of
from iepkit.site import tables
from iepkit.site.tables import TableError, TooManyError, read_table, table_of


def looked_up(table, facts):
    """What the page's script finds: ``look`` in decide.js."""

    def end(way):
        while way >= 0:
            number, *ways = table["nodes"][way]
            name = list(table["facts"])[number]
            way = ways[table["facts"][name].index(getattr(facts, name))]
        return ~way

    def one(choice):
        return choice["of"][end(choice["at"])]

    def several(found):
        return tuple(i for i in found["orders"][end(found["order"])] if end(found["has"][i]))

    def finding(plan):
        return Finding(one(plan["answer"]), several(plan["reasons"]), several(plan["routes"]))

    return Outcome(
        iep=finding(table["iep"]),
        plan_504=finding(table["plan_504"]),
        both=several(table["both"]),
        first_plan=one(table["first_plan"]),
    )


@pytest.mark.parametrize("topic", TOPICS)
def test_the_table_in_the_package_is_what_the_rules_decide(topic):
    worked_out = json.loads(json.dumps(table_of(TOPICS[topic])))
    assert worked_out == read_table(topic), "make tables"


@pytest.mark.parametrize("topic", TOPICS)
def test_what_is_looked_up_is_what_the_rules_decide(topic):
    rules, table, draw = TOPICS[topic], read_table(topic), random.Random(1)
    values = values_of(rules.Facts)
    for _ in range(2000):
        facts = rules.Facts(**{name: draw.choice(options) for name, options in values.items()})
        assert looked_up(table, facts) == rules.decide(facts), facts


def topic_of(decide, *names):
    """A topic of yes, no and not sure."""
    made = dataclasses.make_dataclass(
        "Facts", [(name, Answer, fact(Answer, Direction.NEITHER)) for name in names], frozen=True
    )
    return SimpleNamespace(
        Facts=made, decide=decide, SEEN_BY={"iep": names, "plan_504": names[:1]}, __name__="rules.made_up"
    )


def test_reasons_that_change_places_keep_them():
    def decide(facts):
        reasons = ("one", "two") if facts.a is Answer.YES else ("two", "one")
        return Outcome(Finding("ask", reasons, ()), Finding("ask", ("other",), ()))

    rules = topic_of(decide, "a", "b")
    table = table_of(rules)
    assert len(table["iep"]["reasons"]["orders"]) == 2
    for a in Answer:
        facts = rules.Facts(a, Answer.NO)
        assert looked_up(table, facts) == decide(facts)


def test_too_many_combinations_are_named_with_their_count_and_what_causes_them():
    names = [f"fact_{number}" for number in range(13)]
    with pytest.raises(TooManyError) as told:
        table_of(topic_of(None, *names))
    assert str(told.value).startswith(
        "made_up: the finding iep has 1,594,323 combinations of facts, and at most 1,000,000 can be gone through. "
        "They come from fact_0 (3 values), "
    )


def test_a_table_of_other_rules_is_refused(tmp_path, monkeypatch):
    kept = json.loads((tables.FOLDER / "team.json").read_text(encoding="utf-8"))
    monkeypatch.setattr(tables, "FOLDER", tmp_path)
    for other in (None, {}, {**kept, "rules": "0123"}):
        if other is not None:
            (tmp_path / "team.json").write_text(json.dumps(other))
        with pytest.raises(TableError, match=r"The rules on team have changed .* make tables"):
            read_table("team")
