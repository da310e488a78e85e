"""How many servers a crowd needs: from what was measured, and from nothing else.

``measured.json`` is what the benchmarks wrote (``benchmarks/keep.py``). Four modules, in the order to read
them: ``measured`` (reads it), ``costs`` (what a place, a start and an answer take), ``plan`` (how many servers
that makes), ``values`` (the plan as a file for Kubernetes). None of them imports anything else of this project.
"""
