"""A module that a test makes, so that it hangs on no module of the kit."""

from iepkit.content.modules import Module

NOTHING = dict.fromkeys(("cases", "law", "tasks", "check", "further"), ())


def module(content, **values):
    """A module with the first questions from the floor and myths that there are, or with what is given."""
    usual = NOTHING | {"floor": tuple(content.floor)[:2], "myths": tuple(content.myths)[:2]}
    return Module("sample", "notebooks/self_study/99_sample.ipynb", 15, **usual | values)
