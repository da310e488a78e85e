"""A learner at a desk, with a clock that a test sets."""

import datetime as dt

from iepkit.learning.study.desk import Desk
from iepkit.learning.study.progress.file import File

MONDAY = dt.datetime(2026, 3, 2, 15, tzinfo=dt.UTC)


class Clock:
    def __init__(self, moment):
        self.moment = moment

    def __call__(self):
        return self.moment


def desk_at(folder, content, moment=MONDAY):
    clock = Clock(moment)
    return Desk(content, File(folder / "progress.jsonl"), clock), clock
