"""docs/scaling.md says what the files say, and no figure of it is typed."""

import json
from dataclasses import replace

import pytest

from iepkit.sizing.measured import EMPTY, read
from tests.sizing.rooms import measured, room
from tools.write_scaling import NOT_YET, PAGE, SIMULATED, StaleError, page

WAITS = {"median": 0.1, "most": 0.25, "worst": 1.5}
TOLD = {
    "of": "digest",
    "work": dict.fromkeys(
        ("page", "answer", "kernel_answer", "start", "kernel_start", "delay", "start_delay", "client"), 0.0125
    ),
    "beside": [
        {"column": "full", "phones": 20, "servers": 1, "page": WAITS, "answer": WAITS},
        {"column": "full", "phones": 400, "servers": 4, "page": WAITS, "answer": WAITS},
        {"column": "empty", "phones": 400, "servers": 1, "page": WAITS, "answer": WAITS},
    ],
    "crowds": [
        {
            "people": 2000, "phones": 2000, "what": "as planned", "servers": 8, "page": WAITS, "answer": None, "alone": 1234,
            "fullest": 250, "memory": 64 * 2**30,
        },
    ],
}  # fmt: skip


def block(name, figures=None):
    text = page(f"Before.\n<!-- written: {name} -->\nold\n<!-- end -->\nAfter.\n", figures or measured(), TOLD)
    head, *lines, end, after = text.splitlines()
    assert (head, end, after) == ("Before.", "<!-- end -->", "After.")
    assert "old" not in lines
    return lines[1:]


def test_the_page_is_as_the_tool_writes_it():
    written = PAGE.read_text(encoding="utf-8")
    assert page(written, read(), json.loads(SIMULATED.read_text())) == written, "run tools/write_scaling.py"


def test_what_was_simulated_from_other_figures_is_not_written():
    with pytest.raises(StaleError, match=r"run benchmarks/simulation\.py"):
        page("", measured(), {**TOLD, "of": "another"})


def test_measured_and_simulated_stand_side_by_side():
    lines = block("beside")
    (twenty,) = (line for line in lines if line.startswith("| 20 "))
    assert "(calibrated here)" in twenty
    assert twenty.count("0.100, 0.250, 1.5") == 2
    assert "0.005, 0.005, 0.005" in twenty


def test_what_is_not_measured_yet_stays_open_and_its_command_is_named():
    lines = block("beside")
    (four_hundred,) = (line for line in lines if line.startswith("| 400 "))
    assert four_hundred.count(NOT_YET) == 2
    assert any("benchmarks/arrivals.py 400 --servers 4 --columns full" in line for line in lines)
    done = block("beside", measured(room(20), room(20, EMPTY), room(100), room(400, servers=4)))
    assert not any(NOT_YET in line or "arrivals.py" in line for line in done)


def test_a_crowd_has_its_waits_and_who_found_no_place():
    assert block("crowds")[2] == "| 2,000 | as planned | 8 | 0.100, 0.250, 1.5 | - | 1,234 | 250 | 64 |"


def test_plans_memory_work_and_sources():
    assert block("plans")[2].startswith("| 2,000 | 8 | 286 | 2 | ")
    memory = block("memory")
    assert memory[0] == "A server without places takes 300 MB; each phone with a place 28.0 MB more."
    assert len(memory) == 4 + 3
    assert all(line.endswith("| 12.5 |") for line in block("work")[2:])
    sources = block("sources", measured(room(20, other_work=68), room(20, EMPTY), room(100), room(400, servers=4)))
    assert sources[0].endswith(". Phones: 20, 100, 400 at 4 servers; other programs took up to 68 % of the machine")
    assert sources[1].endswith("1,000 answers, 0 lost, 4.0 ms of a core each")


def test_rooms_of_several_states_of_the_kit_are_told():
    later = replace(room(20).source, commit="def5678")
    figures = measured(room(20, source=later), room(20, EMPTY), room(100))
    assert "- These rooms are of 2 states of the kit." in block("sources", figures)[2]
    assert not any("states of the kit" in line for line in block("sources"))


def test_a_block_that_is_not_known_is_an_error():
    with pytest.raises(KeyError):
        block("none")
