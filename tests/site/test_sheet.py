"""What the browser's script is given of each topic."""

import json

import pytest

from iepkit.content import load
from iepkit.explorers import TOPICS
from iepkit.site.sheet import sheet
from tests.kit import ROOT

CONTENT = load(ROOT)


@pytest.mark.parametrize("topic", TOPICS)
def test_a_sheet_is_ready_for_json_and_holds_each_limit_that_it_names(topic):
    made = sheet(topic, CONTENT)
    assert json.loads(json.dumps(made)) == made
    dated = {limit for limits in made["limits_of_reasons"].values() for limit in limits} | {*made["limits_of_routes"]}
    assert dated <= made["clocks"].keys() <= made["limits"].keys()
    assert {question["id"] for question in made["questions"]} >= {*made["clocks"].values()}


def test_a_number_of_the_law_stands_in_place_of_its_name():
    questions = {question["id"]: question for question in sheet("eligibility", CONTENT)["questions"]}
    assert questions["diploma"]["ask_if"] == {"age": {"at_least": 14}}
    assert questions["age"]["bounds"] == [0, 30]


def test_a_list_has_its_fields():
    questions = {question["id"]: question for question in sheet("team", CONTENT)["questions"]}
    assert [field["id"] for field in questions["absent"]["fields"]][:2] == ["absent.who", "absent.discussed"]


def test_routes_name_no_limit_that_a_reason_alone_dates():
    made = sheet("rights", CONTENT)
    assert "due_process" in made["limits_of_routes"]
    assert not {*TOPICS["rights"].DATED_BY_REASONS} & {*made["limits_of_routes"]}
    assert {*TOPICS["rights"].DATED_BY_REASONS} <= {i for ids in made["limits_of_reasons"].values() for i in ids}


def test_what_the_rules_declare_comes_with_it():
    assert "autism" in sheet("eligibility", CONTENT)["kinds"]
    assert sheet("services", CONTENT)["needs"]["instruction"] == ["teaching"]
    assert "said" not in sheet("team", CONTENT)
