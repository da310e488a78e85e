"""What the benchmarks wrote is read whole, and what is not theirs gets a sentence."""

import json

import pytest

from iepkit.sizing.measured import EMPTY, FILE, FULL, MeasuredError, read, times
from tests.sizing.rooms import measured, room


def test_the_kits_own_figures_say_where_each_comes_from():
    found = read()
    assert found.of(FULL)
    assert found.of(EMPTY)
    assert found.rehearsals
    for figure in (*found.arrivals, *found.rehearsals, *found.votes):
        assert figure.source.program.startswith("benchmarks/")
        assert figure.source.day > "2026"
        assert figure.source.commit
        assert figure.source.cores > 0


def test_a_phones_share_is_what_was_used_while_all_came():
    told = json.loads(FILE.read_text())["arrivals"][0]
    found = read().arrivals[0]
    usage = told["usage"]
    assert found.server_cpu * told["phones"] == pytest.approx(
        usage["after"]["server_cpu"] - usage["before"]["server_cpu"]
    )
    both = ("kernel_cpu", "parent_cpu")
    assert found.kernel_cpu * told["phones"] == pytest.approx(
        sum(usage["after"][name] - usage["before"][name] for name in both)
    )
    assert found.started * told["phones"] == usage["after"]["kernels"] - usage["before"]["kernels"]
    assert found.memory == usage["rest"]["server_memory"] + usage["rest"]["other_memory"]


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"arrivals": [{}], "rehearsals": [], "polls": []}', "\x00"])
def test_a_file_that_no_benchmark_wrote_gets_a_sentence(tmp_path, text):
    file = tmp_path / "measured.json"
    file.write_text(text)
    with pytest.raises(MeasuredError, match=r"is not what benchmarks/keep\.py writes .* Put it back"):
        read(file)


def test_a_file_that_is_not_there_gets_a_sentence(tmp_path):
    with pytest.raises(MeasuredError, match=r"can't be read \(No such file or directory\)"):
        read(tmp_path / "measured.json")


def test_another_digest_for_other_figures(tmp_path):
    file = tmp_path / "measured.json"
    told = json.loads(FILE.read_text())
    file.write_text(json.dumps(told))
    before = read(file).digest
    told["arrivals"].pop()
    file.write_text(json.dumps(told))
    assert read(file).digest != before


@pytest.mark.parametrize(
    ("waits", "found"),
    [
        ([3.0], (3.0, 3.0, 3.0)),
        ([2.0, 1.0], (1.0, 2.0, 2.0)),
        ([float(n) for n in range(100, 0, -1)], (50.0, 95.0, 100.0)),
    ],
)
def test_each_quantile_is_a_wait_that_somebody_had(waits, found):
    assert tuple(times(waits).values()) == found


def test_of_no_waits_there_is_none():
    assert times([]) is None


def test_the_middle_run_stands_for_several_alike():
    slow, quick, lost = (
        room(20, usable=usable) for usable in (room(20).usable.__class__(9, 9, 9), room(20).usable, None)
    )
    figures = measured(slow, quick, lost, room(20, EMPTY))
    assert figures.middle(FULL, 20) is slow
    assert figures.middle(FULL, 50) is None


def test_a_room_at_several_servers_is_another_room():
    figures = measured(room(100), room(100, servers=4, lost=2), room(20), room(20, EMPTY))
    assert figures.middle(FULL, 100).lost == 0
    assert figures.middle(FULL, 100, 4).lost == 2
    assert {one.servers for one in figures.of(FULL)} == {1}
