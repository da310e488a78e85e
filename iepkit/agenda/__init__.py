"""An agenda that fits: which blocks, in which form, for how many minutes, and what a trainer needs beside it."""

from iepkit.agenda.plan import Corrections, Cut, Item, NoPlanError, Pause, Plan, PlannedSlide, Wish, plan

__all__ = ["Corrections", "Cut", "Item", "NoPlanError", "Pause", "Plan", "PlannedSlide", "Wish", "plan"]
