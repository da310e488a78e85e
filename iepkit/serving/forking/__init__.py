"""Kernels forked from a warm parent: a kernel provisioner for any Voila or Jupyter server.

A server that is set to it by ``JUPYTER_DEFAULT_PROVISIONER_NAME=forking`` keeps one
process, the parent, that has imported what kernels need; each kernel is a fork of
it. ``docs/serving.md`` says how to use it. Three modules, in the order to read
them: ``provisioner`` (what jupyter_client calls), ``link`` (the server's end of a
parent), ``parent`` (the parent's own program, and how its fork becomes a kernel).
None of them imports anything else of this project.
"""

from iepkit.serving.forking.provisioner import ForkingProvisioner

__all__ = ["ForkingProvisioner"]
