"""What several servers have used is the sum of each."""

from benchmarks.measured import Usage


def test_two_servers_have_used_what_each_has():
    one = Usage(server_cpu=1, kernel_cpu=2, parent_cpu=3, kernels=4, server_memory=5, other_memory=6)
    two = Usage(server_cpu=10, kernel_cpu=20, parent_cpu=30, kernels=40, server_memory=50, other_memory=60)
    both = one + two
    assert (both.server_cpu, both.kernel_cpu, both.parent_cpu, both.kernels) == (11, 22, 33, 44)
    assert (both.server_memory, both.other_memory, both.cpu) == (55, 66, 66)
