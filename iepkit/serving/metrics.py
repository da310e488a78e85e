"""The room in numbers for Prometheus (https://prometheus.io/docs/instrumenting/exposition_formats/)."""

from __future__ import annotations

from collections.abc import Iterator

from prometheus_client import CollectorRegistry, Histogram, generate_latest
from prometheus_client.metrics_core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from iepkit.serving.journal import Event
from iepkit.serving.room import Room

# Seconds: a kernel that waits answers within hundredths, and after the room's patience nobody waits any more.
_BUCKETS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)


class Metrics:
    """What Prometheus asks for, in a registry of its own: Jupyter fills the global one with other things.

    Args:
        room: the room; it tells of each answer from now on.
    """

    def __init__(self, room: Room) -> None:
        self._registry = CollectorRegistry()
        self._registry.register(_OfRoom(room))
        answers = Histogram(
            "iepkit_answer_seconds",
            "Seconds until a kernel answered a question",
            buckets=_BUCKETS,
            registry=self._registry,
        )
        room.on_answer = answers.observe

    def text(self) -> bytes:
        """All of it, as Prometheus reads it."""
        return generate_latest(self._registry)


class _OfRoom(Collector):
    """What the room can say whenever it is asked."""

    def __init__(self, room: Room) -> None:
        self._room = room

    def collect(self) -> Iterator[Metric]:
        state, totals = self._room.state(), self._room.journal.totals
        yield _gauge(
            "iepkit_pages",
            "Pages that are open",
            "state",
            {"here": state.here, "asleep": state.asleep, "without_kernel": state.without_kernel},
        )
        yield _gauge(
            "iepkit_kernels",
            "Kernels that run",
            "state",
            {
                "in_use": state.kernels_in_use,
                "ready": state.kernels_ready,
                "in_the_making": state.kernels_in_the_making,
            },
        )
        yield GaugeMetricFamily("iepkit_kernels_most", "Kernels that may run at once", state.kernels_most)
        yield GaugeMetricFamily("iepkit_kernels_wanted", "Kernels that should wait now", state.kernels_wanted)
        taken = state.memory_taken
        yield _gauge(
            "iepkit_memory_bytes",
            "Memory: free in this machine, and taken (on Linux as proportional share)",
            "of",
            {"free": state.memory_free, **({"server": taken.server, "kernels": taken.kernels} if taken else {})},
        )
        yield CounterMetricFamily(
            "iepkit_pages_opened", "Lines opened, those that came back included", state.pages_opened
        )
        yield CounterMetricFamily("iepkit_questions_failed", "Questions that no kernel answered", state.answers_failed)
        events = CounterMetricFamily("iepkit_events", "What happened in the room", labels=["event"])
        for event in Event:
            events.add_metric([event], totals[event])
        yield events


def _gauge(name: str, what: str, label: str, values: dict[str, int]) -> GaugeMetricFamily:
    gauge = GaugeMetricFamily(name, what, labels=[label])
    for value, number in values.items():
        gauge.add_metric([value], number)
    return gauge
