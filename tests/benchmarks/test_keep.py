"""What is kept of the benchmarks' files: whole rooms, the newest of each, and nobody's single wait."""

import json
import sys

import pytest

from benchmarks import keep
from iepkit.sizing.measured import NOT_WRITTEN, read

MACHINE = {"cores": 2, "memory_gb": 25.3, "system": "Linux", "busy_percent_at_start": 1.0}
TOLD = {"day": "2026-11-26", "machine": MACHINE, "versions": {"commit": "abc1234", "python": "3.11.7"}}


def usage(**changed):
    used = dict.fromkeys(("server_cpu", "kernel_cpu", "parent_cpu"), 1.0) | {"kernels": 3}
    return used | {"server_memory": 10, "other_memory": 20} | changed


def arrivals(*runs):
    return {**TOLD, "runs": 1, "within": 1.0, "results": list(runs)}


def run(column="full", count=2, number=1, **changed):
    phones = [
        {"page": 0.1, "usable": 0.4, "lost": None},
        {"page": 0.2, "usable": None, "lost": "no answer within 180 s"},
    ]
    return {
        "column": column, "count": count, "run": number, "figures": {"load client, CPU s": 0.5}, "lost": 1,
        "phones": phones, "usage": {"before": usage(), "after": usage(server_cpu=2.0), "rest": usage()},
        "settled": True, "other_work_percent": 7, **changed,
    }  # fmt: skip


REHEARSAL = {**TOLD, "results": {"iepkit": {"answers": [0.1, 0.2], "alone": 1, "lost": ["a"], "server_cpu": 4.0}}}
POLLS = {
    **TOLD, "phones": 3, "votes": 6, "counted": 6, "kept_in": "file", "seen": {"confirmed": [0.1, 0.3, 0.2]},
}  # fmt: skip


def kept(*files, before=None):
    return keep.merged(before or keep.NONE, files)


def test_a_room_is_kept_with_where_it_comes_from():
    (found,) = kept(arrivals(run()))["arrivals"]
    assert found["source"]["program"] == "benchmarks/arrivals.py"
    assert (found["source"]["day"], found["source"]["commit"]) == ("2026-11-26", "abc1234")
    assert (found["column"], found["phones"], found["lost"], found["other_work_percent"]) == ("full", 2, 1, 7)
    assert found["page"] == {"median": 0.1, "most": 0.2, "worst": 0.2}
    assert found["usable"] == {"median": 0.4, "most": 0.4, "worst": 0.4}
    assert found["answer_median"] == pytest.approx(0.3)
    assert found["client_cpu"] == 0.5


def test_only_our_own_rooms_that_came_about_are_kept():
    failed = {"column": "full", "count": 9, "run": 1, "failed": "it did not open its port"}
    found = kept(arrivals(run("plain"), run("solara"), failed, run("empty")))["arrivals"]
    assert [room["column"] for room in found] == ["empty"]


def test_a_room_of_which_nobody_came_has_no_times():
    phones = [{"page": None, "usable": None, "lost": "refused"}]
    (found,) = kept(arrivals(run(phones=phones)))["arrivals"]
    assert found["page"] is found["usable"] is found["answer_median"] is None


def test_what_is_measured_anew_takes_the_place_of_the_same_room_alone():
    before = kept(arrivals(run(number=1), run(number=2), run("empty"), run(count=100), run(count=20)), REHEARSAL)
    after = kept(arrivals(run(lost=0)), before=before)
    rooms = [(room["column"], room["phones"], room["lost"]) for room in after["arrivals"]]
    assert rooms == [("empty", 2, 1), ("full", 2, 0), ("full", 20, 1), ("full", 100, 1)]
    assert after["rehearsals"] == before["rehearsals"] != []


def test_a_room_at_several_servers_is_another_room():
    found = kept(arrivals(run()), {**arrivals(run()), "servers": 4})["arrivals"]
    assert [(room["servers"], room["phones"]) for room in found] == [(1, 2), (4, 2)]


def test_a_workshop_and_votes_are_kept():
    found = kept(REHEARSAL, POLLS)
    (workshop,) = found["rehearsals"]
    assert (workshop["answers"], workshop["alone"], workshop["lost"], workshop["cpu"]) == (2, 1, 1, 4.0)
    (votes,) = found["polls"]
    assert (votes["phones"], votes["votes"], votes["counted"], votes["kept_in"]) == (3, 6, 6, "file")
    assert votes["confirmed"] == {"median": 0.2, "most": 0.3, "worst": 0.3}


def test_a_rehearsal_of_others_alone_brings_nothing():
    assert kept({**TOLD, "results": {"plain Voila": {"failed": "x"}}})["rehearsals"] == []


def test_what_a_benchmark_did_not_say_is_not_made_up():
    told = {name: value for name, value in REHEARSAL.items() if name != "versions"}
    assert kept(told)["rehearsals"][0]["source"]["commit"] == NOT_WRITTEN


def test_another_file_is_refused():
    with pytest.raises(ValueError, match="no benchmark that is known here"):
        kept({"day": "2026-11-26"})


def test_what_is_kept_can_be_read(tmp_path, monkeypatch, capsys):
    failed = {"column": "full", "count": 9, "run": 1, "failed": "it did not open its port"}
    files = []
    for number, told in enumerate((arrivals(run(), failed), REHEARSAL, POLLS)):
        file = tmp_path / f"{number}.json"
        file.write_text(json.dumps(told))
        files.append(str(file))
    to = tmp_path / "measured.json"
    monkeypatch.setattr(sys, "argv", ["keep.py", *files, "--to", str(to)])
    keep.main()
    printed = capsys.readouterr().out.splitlines()
    assert printed == [
        "Not kept: full, 9 phones, run 1: it did not open its port",
        f"{to}: 1 arrivals, 1 rehearsals, 1 polls",
    ]
    found = read(to)
    assert found.arrivals[0].server_cpu == pytest.approx(0.5)
    assert found.rehearsals[0].cpu_an_answer == 2
    assert found.votes[0].confirmed.worst == 0.3
