"""What every topic's rules must do, over every combination of facts."""

import ast
import dataclasses
import inspect
import re
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iepkit.content import load
from iepkit.explorers import TOPICS
from iepkit.rules import Answer, Direction, Outcome
from iepkit.rules.model import all_of, direction_of, values_of
from tests.kit import ROOT

CONTENT = load(ROOT)
PLANS = ("iep", "plan_504")
NOT_SURE = "not_sure"
MOST = 400_000
NO_PREDICATES = ("derive", "decide", "count")

# Where a fact that is declared protective takes something away all the same, and the source that says so.
EXCEPTIONS = {
    ("eligibility", "state", "iep"): (lambda facts: facts.main_reason == "rules_only", "M.G.L. c. 71B, s. 1"),
}

topics = pytest.mark.parametrize("topic", TOPICS)


def sides(topic):
    """The findings of a topic, each with the facts on which it depends."""
    return TOPICS[topic].SEEN_BY


def combinations(topic, side):
    """Every combination of the facts that a finding depends on; the others stay as they are declared first."""
    values = values_of(TOPICS[topic].Facts)
    seen = sides(topic)[side]
    first = {name: options[0] for name, options in values.items()}
    for combination in product(*(values[name] for name in seen)):
        yield TOPICS[topic].Facts(**{**first, **dict(zip(seen, combination, strict=True))})


def facts_of(topic):
    rules = TOPICS[topic]
    return st.builds(rules.Facts, **{name: st.sampled_from(v) for name, v in values_of(rules.Facts).items()})


def rank(topic, outcome, plan):
    return TOPICS[topic].ANSWERS[plan].index(getattr(outcome, plan).answer)


def with_value(facts, name, value):
    return dataclasses.replace(facts, **{name: value})


def reasons_of(outcome, side):
    found = getattr(outcome, side)
    return found if side == "both" else found.reasons


@topics
def test_every_combination_gives_an_outcome_made_of_what_is_declared(topic, capsys):
    rules = TOPICS[topic]
    numbers = {}
    for side in sides(topic):
        reached, answers, routes, count = set(), set(), set(), 0
        for facts in combinations(topic, side):
            outcome = rules.decide(facts)
            reasons = reasons_of(outcome, side)
            assert len(reasons) == len(set(reasons))
            reached.update(reasons)
            if side != "both":
                finding = getattr(outcome, side)
                assert reasons
                assert len(finding.routes) == len(set(finding.routes))
                answers.add(finding.answer)
                routes.update(finding.routes)
            count += 1
        assert count <= MOST
        assert reached == set(rules.REASONS[side]), side
        if side != "both":
            assert answers == set(rules.ANSWERS[side])
            assert routes <= set(getattr(rules, "ROUTES", ()))
        numbers[side] = count
    assert sides(topic).keys() == rules.REASONS.keys()
    with capsys.disabled():
        print(f"\n{topic}: combinations of derived facts by finding: {numbers}", end="")


@topics
@settings(max_examples=300, deadline=None)
@given(data=st.data())
def test_a_finding_depends_on_the_facts_that_it_names_and_on_nothing_else(topic, data):
    facts, others = data.draw(facts_of(topic)), data.draw(facts_of(topic))
    for side, seen in sides(topic).items():
        changed = dataclasses.replace(others, **{name: getattr(facts, name) for name in seen})
        outcome = TOPICS[topic].decide(facts)
        assert isinstance(outcome, Outcome)
        assert getattr(outcome, side) == getattr(TOPICS[topic].decide(changed), side)


@topics
@settings(max_examples=500, deadline=None)
@given(data=st.data())
def test_not_sure_is_never_worse_than_the_worse_of_the_sure_answers(topic, data):
    values = values_of(TOPICS[topic].Facts)
    facts = data.draw(facts_of(topic))
    name = data.draw(st.sampled_from([name for name, options in values.items() if NOT_SURE in options]))
    unsure = TOPICS[topic].decide(with_value(facts, name, next(v for v in values[name] if v == NOT_SURE)))
    sure = [TOPICS[topic].decide(with_value(facts, name, value)) for value in values[name] if value != NOT_SURE]
    for plan in PLANS:
        assert rank(topic, unsure, plan) >= min(rank(topic, outcome, plan) for outcome in sure), name


@topics
@settings(max_examples=500, deadline=None)
@given(data=st.data())
def test_a_protective_fact_never_takes_anything_away(topic, data):
    rules = TOPICS[topic]
    values = values_of(rules.Facts)
    facts = data.draw(facts_of(topic))
    name = data.draw(st.sampled_from([n for n in values if direction_of(rules.Facts, n) is not Direction.NEITHER]))
    outcomes = [rules.decide(with_value(facts, name, value)) for value in values[name] if value != NOT_SURE]
    if direction_of(rules.Facts, name) is Direction.AGAINST:
        outcomes.reverse()
    for plan in PLANS:
        is_exception, source = EXCEPTIONS.get((topic, name, plan), (lambda _: False, "none"))
        if is_exception(facts):
            assert source in {cited.cite for cited in CONTENT.sources.values()}
        else:
            ranks = [rank(topic, outcome, plan) for outcome in outcomes]
            assert ranks == sorted(ranks), (name, plan, ranks)


@topics
def test_every_predicate_says_its_question_and_its_source(topic):
    cited = {source.cite for source in CONTENT.sources.values()}
    functions = dict(inspect.getmembers(TOPICS[topic], inspect.isfunction))
    predicates = {name: function for name, function in functions.items() if name not in NO_PREDICATES}
    assert predicates
    for name, function in predicates.items():
        first, *_ = function.__doc__.splitlines()
        assert first.endswith("?"), name
        assert "Source: " in function.__doc__, name
        sources = " ".join(function.__doc__.split("Source: ")[1].split())
        for part in sources.split("; "):
            section = re.match(r"[^(]*", part)[0].split(",")[0].rstrip(".")
            assert any(section in cite for cite in cited), (name, part)


@topics
def test_no_question_asks_too_much(topic):
    questions = [q for q in CONTENT.interviews[topic].questions if not q.switch]
    exclusive = [q for q in questions if q.ask_if]
    always = len(questions) - len(exclusive)
    choosing = {other for question in exclusive for other in question.ask_if}
    # The longest path is over one answer to each question on which others wait.
    options = []
    for other in choosing:
        answers = next(q for q in CONTENT.interviews[topic].questions if q.id == other).choices
        options.append([(other, answer.id) for answer in answers] or [(other, None)])
    longest = 0
    for path in product(*options):
        chosen = dict(path)
        asked = sum(
            all("at_least" in c or chosen[o] in c["is"] for o, c in question.ask_if.items()) for question in exclusive
        )
        longest = max(longest, asked)
    assert always + longest <= 8


def test_no_bare_number_stands_in_a_rule():
    for path in (ROOT / "iepkit/rules").rglob("*.py"):
        numbers = {
            node.value
            for node in ast.walk(ast.parse(path.read_text()))
            if isinstance(node, ast.Constant)
            and isinstance(node.value, (int, float))
            and not isinstance(node.value, bool)
        }
        # A calendar has its own: twelve months, the first of which is 1.
        assert numbers <= ({0, 1, 12} if path.name == "days.py" else {0}), path


def test_all_of_is_a_no_only_where_one_is():
    assert all_of(Answer.YES, Answer.YES) is Answer.YES
    assert all_of(Answer.YES, Answer.NOT_SURE) is Answer.NOT_SURE
    assert all_of(Answer.NOT_SURE, Answer.NO) is Answer.NO
