"""The file for a cluster says what the plan says."""

import functools

import yaml

from iepkit.serving.settings import places_in
from iepkit.sizing.plan import GIB, Wish, plan
from iepkit.sizing.values import FIRST_LINE, as_text, values
from tests.sizing.rooms import SOURCE, measured

BY_RULE = functools.partial(places_in, forks=True)


def planned(**wish):
    return plan(Wish(2000, **wish), measured(), BY_RULE)


def server_of(told):
    (server,) = told["spec"]["template"]["spec"]["containers"]
    return server


def test_servers_places_and_what_each_may_take():
    found = planned(cores=3)
    told = values(found)
    assert (told["kind"], told["metadata"]["name"]) == ("StatefulSet", "iepkit")
    assert told["spec"]["replicas"] == found.servers == 8
    server = server_of(told)
    assert server["env"] == [{"name": "ATTENDEES", "value": "286"}]
    resources = server["resources"]
    assert resources["requests"]["cpu"] == "3"
    assert "cpu" not in resources["limits"]
    assert resources["requests"]["memory"] == resources["limits"]["memory"]
    assert 0 <= int(resources["limits"]["memory"].removesuffix("Mi")) * 2**20 - found.memory_given < 2**20


def test_in_the_memory_that_it_names_a_server_keeps_its_places():
    found = planned()
    limit = int(server_of(values(found))["resources"]["limits"]["memory"].removesuffix("Mi")) * 2**20
    assert BY_RULE(int(limit - found.memory.base)) >= found.places


def test_the_memory_that_was_asked_for_is_the_limit():
    assert server_of(values(planned(memory=32 * GIB)))["resources"]["limits"]["memory"] == "32768Mi"


def test_the_text_is_that_with_where_it_comes_from():
    found = planned()
    text = as_text(found, "iepkit plan --attendees 2000")
    assert text.startswith(FIRST_LINE)
    assert "#   iepkit plan --attendees 2000\n" in text
    assert text.count(SOURCE.text) == 1
    assert f"takes {found.memory_used / GIB:.1f} GiB" in text
    assert yaml.safe_load(text) == values(found)
