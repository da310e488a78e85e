"""The law as code: pure functions of facts, with nothing but the standard library.

A topic is a module with a frozen ``Facts``, a function ``derive`` that reduces a
parent's answers to facts of a declared, finite set, and ``decide(facts)``. What a
reason says is in ``data/reasons``, under its id.
"""

from iepkit.rules.days import Clock, Due, Number
from iepkit.rules.model import Answer, Direction, Finding, ImpossibleValueError, Outcome

__all__ = ["Answer", "Clock", "Direction", "Due", "Finding", "ImpossibleValueError", "Number", "Outcome"]
