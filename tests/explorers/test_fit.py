"""Rules, reasons, questions, numbers and stories fit, both ways; where they do not, check says so."""

import pytest
import yaml

from iepkit.content import ContentError, load
from iepkit.explorers import load_fitting, misfits
from tests.kit import ROOT

FAULTS = {
    "a reason that is missing": (
        ("data/reasons/eligibility.yaml", "- id: steps_first", "- id: steps_later"),
        'the rules give the reason "steps_first", and it is not here.',
    ),
    "a reason that no rule gives": (
        ("data/reasons/eligibility.yaml", "- id: steps_first", "- id: steps_later"),
        'no rule gives the reason "steps_later".',
    ),
    "a question that is missing": (
        ("data/interviews/eligibility.yaml", "- id: progress", "- id: headway"),
        'the rules wait for the question "progress".',
    ),
    "a question that no rule looks at": (
        ("data/interviews/eligibility.yaml", "- id: progress", "- id: headway"),
        'no rule looks at the question "headway".',
    ),
    "a choice that no rule knows": (
        ("data/interviews/eligibility.yaml", "{id: instruction,", "{id: lessons,"),
        'question "need": no rule knows the choice "lessons".',
    ),
    "a choice that is missing": (
        ("data/interviews/eligibility.yaml", "{id: instruction,", "{id: lessons,"),
        'question "need": the rules wait for the choice "instruction".',
    ),
    "an answer that no rule gives": (
        (
            "data/interviews/eligibility.yaml",
            "ask_about_age",
            "ask_later",
        ),
        'answers of iep: no rule gives "ask_later".',
    ),
    "a number that is missing": (
        ("data/limits.csv", "special_education_from_age,", "from_age,"),
        'the number "special_education_from_age" is missing.',
    ),
    "a number that nothing uses": (
        ("data/limits.csv", "special_education_from_age,", "from_age,"),
        'nothing uses the number "from_age".',
    ),
    "a letter that names what is not asked for": (
        ("data/letters/first_request.yaml", '"{areas}"', '"{areas} {area}"'),
        'letter.first_request.5 names "area", which is no blank and no number.',
    ),
    "a note that names a blank": (
        ("data/letters/first_request.yaml", "There is a letter for that.", "There is a letter for {child}."),
        'letter.first_request.before.1 names "child", which is no blank and no number.',
    ),
    "a question of a letter that names a number that is none": (
        ("data/letter_frame.yaml", "at {age_of_majority}, unless", "at {age}, unless"),
        'blank.frame.adult.help names "age", which is no blank and no number.',
    ),
    "a paper that waits for a reason that is not given": (
        ("data/papers.yaml", "[steps_first]", "[steps_last]"),
        'the paper "extra_help" waits for the reason "steps_last", which the rules on eligibility never give.',
    ),
    "a step on a route that is none": (
        ("data/next_steps.yaml", "[mediation]", "[meditation]"),
        'the step "mediation" names the route "meditation", and there is none.',
    ),
    "a paper with a number that is none": (
        ("data/papers.yaml", "They see your child", "Within {days} they see your child"),
        'paper.teachers.why names the number "days".',
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_what_does_not_fit_gets_its_sentence(kit, name):
    change, sentence = FAULTS[name]
    name, old, new = change
    for _ in range(kit.path(name).read_text(encoding="utf-8").count(old)):
        kit.edit(name, old, new)
    found = [str(problem) for problem in misfits(load(kit.folder))]
    assert [problem for problem in found if sentence in problem], found


def test_the_kit_itself_fits():
    assert misfits(load(ROOT)) == []


def test_the_server_does_not_start_on_what_does_not_fit(kit, monkeypatch, capsys):
    import signal  # noqa: PLC0415

    from iepkit.cli import main  # noqa: PLC0415

    kit.edit("data/reasons/eligibility.yaml", "- id: steps_first", "- id: steps_later")
    monkeypatch.setenv("IEPKIT_HOME", str(kit.folder))
    before = signal.getsignal(signal.SIGINT)
    try:
        assert main(["serve"]) == 1
    finally:
        signal.signal(signal.SIGINT, before)
    assert 'the rules give the reason "steps_first"' in capsys.readouterr().out


def test_content_that_does_not_fit_is_refused_with_every_fault(kit):
    assert load_fitting(kit.folder) is load(kit.folder)
    kit.edit("data/reasons/eligibility.yaml", "- id: steps_first", "- id: steps_later")
    with pytest.raises(ContentError) as caught:
        load_fitting(kit.folder)
    assert caught.value.problems == [problem for problem in misfits(load(kit.folder)) if problem.stops]
    assert len(caught.value.problems) > 1


def with_task(kit, **changes):
    """A copy in which one task of the self-study is another; gives its file and the task."""
    for path in sorted(kit.path("data/study").glob("*.yaml")):
        module = yaml.safe_load(path.read_text(encoding="utf-8"))
        if module.get("tasks"):
            module["tasks"][0] |= changes
            path.write_text(yaml.safe_dump(module, sort_keys=False), encoding="utf-8")
            return path.name, module["tasks"][0]
    raise AssertionError


def test_a_task_with_facts_that_cannot_be_gets_its_sentence(kit):
    file, task = with_task(kit, topic="eligibility", goal={"iep": ["ask_now"]}, worked={"age": 200})
    (problem,) = misfits(load(kit.folder))
    assert problem.file == f"data/study/{file}"
    assert problem.wrong.startswith(f'the task "{task["id"]}": "age":')
    assert problem.mend.startswith("Write a whole number from ")
    assert problem.stops


def test_a_task_that_answers_what_is_not_asked_gets_its_sentence(kit):
    with_task(kit, topic="eligibility", goal={"iep": ["ask_now"]}, worked={"shoe_size": 3})
    (problem,) = misfits(load(kit.folder))
    assert problem.mend.startswith("The questions are: state, age")


def test_a_task_whose_facts_miss_its_goal_gets_its_sentence(kit):
    file, task = with_task(kit, topic="eligibility", goal={"iep": ["ask_about_age"]}, worked={"age": 10})
    (problem,) = misfits(load(kit.folder))
    assert problem.file == f"data/study/{file}"
    assert f'the worked facts of the task "{task["id"]}" give "ask_' in problem.wrong
    assert problem.mend == "Mend the facts so that they give ask_about_age, or mend the goal."
