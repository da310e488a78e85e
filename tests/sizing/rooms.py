"""Figures as the benchmarks would have written them, of a server whose costs are known."""

from iepkit.sizing.measured import EMPTY, FULL, Arrival, Measured, Rehearsal, Source, Times

SOURCE = Source("benchmarks/arrivals.py", "2026-11-26", "abc1234", 2, 25.3)
PAGE, ANSWER, KERNEL_ANSWER, START, KERNEL_START, DELAY, CLIENT = 0.004, 0.006, 0.008, 0.03, 0.05, 0.02, 0.003
BASE, PLACE = 300_000_000, 28_000_000


def room(phones, column=FULL, started=None, **changed):
    """One room; of every ten phones with a place ready, one more place is made."""
    started = started if started is not None else (1.1 if column == EMPTY else 0.1)
    page = PAGE + CLIENT / 2
    answer = ANSWER + KERNEL_ANSWER + DELAY + CLIENT / 2
    told = {
        "source": SOURCE,
        "column": column,
        "phones": phones,
        "servers": 1,
        "within": 1.0,
        "page": Times(page, page, page),
        "usable": Times(page + answer, page + answer, page + answer),
        "answer_median": answer,
        "lost": 0,
        "server_cpu": PAGE + ANSWER + started * START,
        "kernel_cpu": KERNEL_ANSWER + started * KERNEL_START,
        "client_cpu": CLIENT,
        "started": started,
        "kernels": int(phones * 1.1),
        "memory": BASE + phones * PLACE,
        "memory_server": 200_000_000,
        "other_work": 0,
        "is_settled": True,
    }
    return Arrival(**{**told, **changed})


def measured(*rooms, rehearsals=None):
    """All figures of such a server; by default of three sizes."""
    rooms = rooms or (room(20), room(20, EMPTY), room(100), room(300))
    played = (Rehearsal(SOURCE, answers=1000, alone=0, lost=0, cpu=4.0),) if rehearsals is None else rehearsals
    return Measured(rooms, played, (), "digest")
