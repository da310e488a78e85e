"""What a place, a start, a page and an answer take, worked out from what was measured."""

from __future__ import annotations

from dataclasses import dataclass

from iepkit.sizing.measured import EMPTY, FULL, Arrival, Measured, MeasuredError


@dataclass(frozen=True)
class Memory:
    """Bytes of a server: a straight line through the rooms that were measured.

    Args:
        base: with no place.
        place: for each phone with a place, the few spare ones included.
        rooms: through which the line was drawn.
    """

    base: float
    place: float
    rooms: tuple[Arrival, ...]

    def of(self, places: int) -> float:
        """A server with so many places in use."""
        return self.base + self.place * places


@dataclass(frozen=True)
class Work:
    """Seconds of a core that one phone costs, where it comes at once with its first question.

    Args:
        page: of the server's own process, for the page.
        answer: of the server's own process, for the line and the first answer.
        kernel_answer: of the kernel, for the first answer.
        start: of the server's own process, to start a kernel.
        kernel_start: of the kernel and its parent, to start and run the notebook.
        delay: seconds of the first answer in which nobody works.
        client: of the phones' own process, which ran on the same machine.
        rooms: from which they come: one with a place ready for each phone, one with none.
    """

    page: float
    answer: float
    kernel_answer: float
    start: float
    kernel_start: float
    delay: float
    client: float
    rooms: tuple[Arrival, Arrival]

    @property
    def opening(self) -> float:
        """Of the server's own process, a phone."""
        return self.page + self.answer

    @property
    def making(self) -> float:
        """Of all cores, a place."""
        return self.start + self.kernel_start


def memory(measured: Measured) -> Memory:
    """The line through all rooms with places ready in which no phone was lost (least squares).

    Raises:
        MeasuredError: rooms of two sizes at least are needed.
    """
    rooms = tuple(room for room in measured.of(FULL) if not room.lost)
    if len({room.phones for room in rooms}) < 2:
        message = "Memory was measured with one size of room. Measure two: benchmarks/arrivals.py 20 100 --columns full"
        raise MeasuredError(message)
    middle_x = sum(room.phones for room in rooms) / len(rooms)
    middle_y = sum(room.memory for room in rooms) / len(rooms)
    place = sum((room.phones - middle_x) * (room.memory - middle_y) for room in rooms) / sum(
        (room.phones - middle_x) ** 2 for room in rooms
    )
    return Memory(middle_y - place * middle_x, place, rooms)


def largest(measured: Measured) -> int:
    """The most phones that one server was measured with, none lost.

    Raises:
        MeasuredError: there is no such room.
    """
    counts = [room.phones for room in measured.of(FULL) if not room.lost]
    if not counts:
        message = "No room with places ready was measured. Measure one: benchmarks/arrivals.py 100 --columns full"
        raise MeasuredError(message)
    return max(counts)


def work(measured: Measured, phones: int | None = None) -> Work:
    """The seconds of a core, from a room with places ready and one with none.

    What a kernel's start costs is what the second cost more. Where few come, nobody
    waits for another, so that the page's time is its work.

    Args:
        measured: all figures.
        phones: the size of both rooms; None: the smallest that was measured both ways.

    Raises:
        MeasuredError: no size was measured both ways, or so that the one can't be told from the other.
    """
    both = {room.phones for room in measured.of(FULL)} & {room.phones for room in measured.of(EMPTY)}
    size = min(both, default=0) if phones is None else phones
    full, empty = measured.middle(FULL, size), measured.middle(EMPTY, size)
    if full is None or empty is None or full.page is None or full.answer_median is None:
        message = "No size of room was measured with places ready and with none. Measure it: benchmarks/arrivals.py 20 --columns empty full"
        raise MeasuredError(message)
    more = empty.started - full.started
    if more <= 0:
        message = f"With {size} phones as many kernels were started where places were ready as where none were. Measure both anew: benchmarks/arrivals.py {size} --columns empty full"
        raise MeasuredError(message)
    start = max(0.0, (empty.server_cpu - full.server_cpu) / more)
    kernel_start = max(0.0, (empty.kernel_cpu - full.kernel_cpu) / more)
    server = max(0.0, full.server_cpu - full.started * start)
    kernel = max(0.0, full.kernel_cpu - full.started * kernel_start)
    page = min(server, max(0.0, full.page.median - full.client_cpu / 2))
    answer = server - page
    delay = max(0.0, full.answer_median - answer - kernel - full.client_cpu / 2)
    return Work(page, answer, kernel, start, kernel_start, delay, full.client_cpu, (full, empty))
