"""A server is simulated as the real one works, and what is kept of it is of the figures that are kept."""

import json
import math
import random
from dataclasses import replace

import pytest

from benchmarks import simulation
from benchmarks.simulation import Crowd, Room, Size, beside, crowds, room, shares, simulate, start_delay_of
from iepkit.serving import places
from iepkit.sizing import costs
from iepkit.sizing.measured import EMPTY, FULL, Times, read
from iepkit.sizing.plan import GIB
from tests.sizing import rooms
from tests.sizing.rooms import ANSWER, CLIENT, DELAY, KERNEL_ANSWER, KERNEL_START, PAGE, START, measured

WORK = costs.work(measured())
MEMORY = costs.memory(measured())
ENOUGH = Size(cores=2, attendees=20, ready=20, most=1000)


def test_spare_places_are_reckoned_as_the_server_does():
    assert (simulation._FEWEST_SPARE, simulation._SHARE_SPARE) == (places._FEWEST_SPARE, places._SHARE_SPARE)


def test_where_nobody_waits_for_another_a_wait_is_the_work():
    (seen,) = room(replace(ENOUGH, ready=100, attendees=10), WORK, 0, [10.0 * n for n in range(5)])
    assert seen.page == pytest.approx([CLIENT / 2 + PAGE] * 5)
    assert seen.answer == pytest.approx([CLIENT + PAGE + ANSWER + KERNEL_ANSWER + DELAY] * 5)
    assert seen.alone == 0


def test_without_a_place_ready_a_phone_waits_for_one_start():
    (made,) = room(Size(2, 1, 0, 10), WORK, 0.5, [0.0])[0].answer
    # The place is in the making from the start; two spare ones are made beside it once it is taken.
    assert made >= START + KERNEL_START + 0.5 + KERNEL_ANSWER + DELAY
    assert made <= 3 * (START + KERNEL_START) + 0.5 + PAGE + ANSWER + KERNEL_ANSWER + DELAY + CLIENT


def test_one_process_serves_a_burst_one_after_the_other():
    (seen,) = room(replace(ENOUGH, attendees=50, ready=50), replace(WORK, client=0), 0, [0.0] * 50)
    assert max(seen.page) >= 50 * PAGE
    assert max(seen.answer) >= 50 * (PAGE + ANSWER)


def test_more_cores_make_nobody_wait_longer():
    slow, quick = (room(Size(cores, 40, 0, 100), WORK, 0, [0.0] * 40)[0] for cores in (1, 4))
    assert max(quick.answer) < max(slow.answer)
    # All the work has to be done by somebody.
    assert slow.ended >= 40 * (PAGE + ANSWER + KERNEL_ANSWER + START + KERNEL_START)


def test_servers_on_one_machine_share_its_cores():
    burst = [0.0] * 40
    (one,) = room(Size(1, 40, 40, 100), replace(WORK, client=0), 0, burst)
    four = room(Size(1, 40, 40, 100), replace(WORK, client=0), 0, burst, servers=4)
    assert [len(seen.answer) for seen in four] == [10] * 4
    # One core has the same to do.
    assert max(max(seen.answer) for seen in four) == pytest.approx(max(one.answer), rel=0.1)


def test_whom_the_memory_does_not_hold_is_alone():
    (seen,) = room(Size(2, 8, 8, 8), WORK, 0, [0.1 * n for n in range(20)])
    assert (len(seen.page), len(seen.answer), seen.alone, seen.kernels) == (20, 8, 12, 8)


def test_places_are_made_for_who_may_still_come_and_a_few_more():
    (nobody,) = room(Size(2, 20, 0, 100), WORK, 0, [])
    assert nobody.kernels == 20
    (all_here,) = room(Size(2, 20, 20, 100), WORK, 0, [0.1 * n for n in range(20)])
    assert all_here.kernels == 20 + 2


def test_who_is_there_already_keeps_a_place():
    (seen,) = room(Size(2, 20, 5, most=20, taken=15), WORK, 0, [0.1 * n for n in range(7)])
    assert (len(seen.answer), seen.alone, seen.kernels) == (5, 2, 20)


def test_a_proxy_that_counts_gives_each_server_as_many():
    crowd = Crowd(100, 100, 60, 3, ENOUGH, "even", "")
    found = shares(crowd, random.Random(1))
    assert sorted(map(len, found)) == [33, 33, 34]
    assert all(dues == sorted(dues) and 0 <= dues[0] <= dues[-1] <= 60 for dues in found)
    by_chance = shares(replace(crowd, spread="random"), random.Random(1))
    assert sum(map(len, by_chance)) == 100
    assert sorted(map(len, by_chance)) != [33, 33, 34]


def test_a_crowd_is_the_sum_of_its_servers():
    told = simulate(Crowd(40, 40, 60, 2, ENOUGH, "even", "as planned"), WORK, 0, MEMORY)
    assert (told["phones"], told["alone"], told["fullest"]) == (40, 0, 20)
    assert told["kernels"] == 2 * 22
    assert told["memory"] == pytest.approx(2 * (rooms.BASE + 22 * rooms.PLACE))
    # A crowd's phones do not work on the servers.
    assert told["page"]["median"] == pytest.approx(PAGE, abs=1e-3)


def test_the_same_figures_give_the_same_crowd():
    crowd = Crowd(60, 60, 10, 2, ENOUGH, "random", "")
    assert simulate(crowd, WORK, 0, MEMORY) == simulate(crowd, WORK, 0, MEMORY)


def test_each_crowd_tries_the_plan_and_what_goes_wrong_with_it():
    found = {crowd.what: crowd for crowd in crowds(2000, 60, measured())}
    planned = found["as planned"]
    assert planned.servers * planned.size.attendees >= 2000 + planned.size.attendees
    assert planned.size.ready == planned.size.attendees <= planned.size.most
    assert found["the spare server is gone"].servers == planned.servers - 1
    assert found["no place is ready"].size.ready == 0
    (ended,) = (crowd for what, crowd in found.items() if what.startswith("one server has ended"))
    assert ended.servers == planned.servers - 1
    assert 2000 - ended.servers < ended.phones + ended.servers * ended.size.taken <= 2000
    # As many find a place as come.
    assert ended.servers * ended.size.ready >= ended.phones
    assert found["half of the places are ready"].size.ready == planned.size.ready // 2
    assert found["as planned for a proxy that chooses at random"].servers > planned.servers


def test_at_the_size_that_it_was_calibrated_with_it_gives_what_was_measured():
    slow = Times(0.5, 0.6, 0.7)
    figures = measured(
        rooms.room(20), rooms.room(20, EMPTY, usable=slow), rooms.room(100), rooms.room(300)
    )  # fmt: skip
    delay = start_delay_of(figures)
    assert delay > 0
    assert beside(figures, Room(EMPTY, 20), delay)["answer"]["median"] == pytest.approx(0.5, rel=0.2)
    assert beside(figures, Room(FULL, 20), delay)["answer"]["median"] == pytest.approx(
        rooms.room(20).usable.median, rel=0.1
    )


def test_a_start_that_was_no_slower_than_its_work_has_no_delay():
    assert start_delay_of(measured()) == 0


def test_what_is_kept_was_simulated_from_the_figures_that_are_kept():
    told = json.loads(simulation.SIMULATED.read_text())
    figures = read()
    assert told["of"] == figures.digest, "run benchmarks/simulation.py --json benchmarks/simulated.json"
    delay = start_delay_of(figures)
    assert told["work"]["start_delay"] == delay
    for one in told["beside"]:
        if one["phones"] <= 50:
            assert beside(figures, Room(one["column"], one["phones"], one["servers"]), delay) == one
    assert {crowd["people"] for crowd in told["crowds"]} == {2000, 20_000}
    assert {(one["phones"], one["servers"]) for one in told["beside"]} >= {(100, 1), (400, 4)}


def test_the_table_has_a_line_for_each_crowd():
    told = json.loads(simulation.SIMULATED.read_text())
    lines = list(simulation.lines(told))
    assert len(lines) == 2 + len(told["crowds"])
    assert lines[2].startswith("| 2,000 | as planned |")
    # In whole GiB, rounded up: no server is bought in parts.
    assert lines[2].endswith(f"| 0 | {math.ceil(told['crowds'][0]['memory'] / GIB)} |")
