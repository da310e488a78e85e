"""Forked kernels live as ordinary ones do, and have nothing of one another."""

import ast
import asyncio
import contextlib
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import psutil
import pytest
from jupyter_client.manager import KernelManager

from iepkit.serving import forking
from iepkit.serving.forking import parent
from tests.serving.forked import Kernel, Room, run

pytestmark = [
    pytest.mark.alone,
    pytest.mark.skipif(sys.platform != "linux", reason="kernels are forked on Linux alone"),
]


@pytest.fixture(scope="module")
def room():
    with pytest.MonkeyPatch.context() as patch:
        room = Room(patch, "numpy.random")
        yield room
        room.close()


def test_a_kernel_is_forked_and_answers(room):
    async def story():
        async with room.kernels() as [kernel]:
            assert kernel.is_forked
            assert await kernel.run("print(6 * 7)") == "42"
            assert psutil.Process(kernel.pid).ppid() == kernel.parent.pid
            assert os.getpgid(kernel.pid) == os.getsid(kernel.pid) == kernel.pid

    run(story())


@pytest.mark.parametrize("transport", ["tcp", "ipc"])
def test_both_transports_serve_and_leave_no_file(room, transport):
    async def story():
        kernel = await Kernel(room, transport=transport).start()
        assert await kernel.run("print('here')") == "here"
        assert any("-ipc-" in name for name in room.left()) == (transport == "ipc")
        await kernel.shut_down(now=False)

    run(story())
    assert room.left() == []


def test_a_manager_without_a_loop_forks_too(room):
    manager = KernelManager(transport="ipc", connection_file=str(room.folder / "blocking.json"))
    manager.start_kernel()
    client = manager.client()
    client.start_channels()
    client.wait_for_ready(timeout=60)
    client.stop_channels()
    assert isinstance(manager.provisioner.process, forking.link.ForkedKernel)
    manager.shutdown_kernel()
    assert room.left() == []


SURROUNDINGS = """
import gc, json, os, signal, sys
print(json.dumps({
    "argv": sys.argv, "path": sys.path, "flags": list(sys.flags), "executable": sys.executable,
    "cwd": os.getcwd(), "main": __name__, "stdin": sys.__stdin__.read(), "gc": gc.isenabled(),
    "environment": {k: v for k, v in os.environ.items() if k not in ("COLUMNS", "LINES")},
    "signals": {int(s): str(signal.getsignal(s)).split(" at ")[0] for s in signal.valid_signals() if s != 2},
    "umask": os.umask(0o22),
}))
"""


def test_a_fork_has_the_surroundings_of_an_ordinary_kernel(room, tmp_path):
    found = {}

    async def story():
        environment = {**os.environ, "VISITOR": "one", "BYTES": "\udcff"}
        for label, provisioner in (("forked", "forking"), ("ordinary", "local-provisioner")):
            kernel = Kernel(room)
            kernel.manager.kernel_spec.metadata["kernel_provisioner"] = {"provisioner_name": provisioner}
            await kernel.start(env=environment, cwd=str(tmp_path))
            assert kernel.is_forked == (label == "forked")
            said = json.loads(await kernel.run(SURROUNDINGS))
            said["argv"] = [Path(said["argv"][0]).name, *said["argv"][1:2], len(said["argv"])]
            found[label] = said
            await kernel.shut_down()

    run(story())
    assert found["forked"]["environment"].pop("VISITOR") == found["ordinary"]["environment"].pop("VISITOR") == "one"
    assert found["forked"] == found["ordinary"]


def test_nothing_is_left_for_the_next_visitor(room, tmp_path):
    ask = """
import os, random, sys, numpy
print(os.environ.get("LEAK"), os.getcwd(), hasattr(sys, "leak"), random.random(), numpy.random.random(),
      sorted(os.readlink(f"/proc/self/fd/{n}") for n in os.listdir("/proc/self/fd") if os.path.exists(f"/proc/self/fd/{n}")))
"""

    async def story():
        said = []
        for _ in range(2):
            async with room.kernels(cwd=str(tmp_path)) as [kernel]:
                said.append((await kernel.run(ask)).split(" ", 5))
                await kernel.run(
                    "import sys; os.environ['LEAK'] = '1'; os.chdir('/'); sys.leak = 1; "
                    "kept = open('/etc/hostname'); random.seed(1); numpy.random.seed(1)"
                )
        return said

    first, second = run(story())
    assert first[:3] == second[:3] == ["None", str(tmp_path), "False"]
    assert first[3] != second[3]
    assert first[4] != second[4]
    assert "hostname" not in second[5]


def test_kernels_keep_no_history_file(room, tmp_path):
    async def story():
        async with room.kernels(env={**os.environ, "IPYTHONDIR": str(tmp_path)}) as [kernel]:
            await kernel.run("secret = 1")
            assert await kernel.run("%history") == "secret = 1\n%history"
            assert await kernel.run("print(get_ipython().history_manager.enabled)") == "False"
            client = kernel.client
            reply = await client.history(hist_access_type="tail", n=5, reply=True, timeout=30)
            assert reply["content"]["history"] == []

    run(story())
    assert list(tmp_path.rglob("*.sqlite")) == []


def test_a_kernel_shares_no_file_but_its_lifeline_with_parent_and_kernels(room):
    def held(pid):
        """Its sockets, pipes and files by number, but for those of the server that it has as 0 to 2."""
        names = set()
        for file in list(Path(f"/proc/{pid}/fd").iterdir()):
            with contextlib.suppress(FileNotFoundError):
                names.add(int(file.name) > 2 and str(file.readlink()))
        return names - {False, "anon_inode:[eventpoll]", "anon_inode:[eventfd]"}

    async def story():
        async with room.kernels(3) as kernels:
            common = held(kernels[0].parent.pid) | held(os.getpid())
            shared = [held(kernel.pid) & common for kernel in kernels]
            assert held(kernels[0].pid) & held(kernels[1].pid) == shared[0]
            return shared

    first, *others = run(story())
    assert others == [first, first]
    assert [file.split(":")[0] for file in first] == ["pipe"]


def test_an_interrupt_reaches_the_cell_and_what_it_started(room):
    async def story():
        async with room.kernels() as [kernel]:
            await kernel.run("import subprocess, time; started = subprocess.Popen(['sleep', '1000'])")
            await kernel.run("print('asleep', flush=True); time.sleep(1000)", wait=False)
            while (await kernel.client.get_iopub_msg(timeout=30))["content"].get("text") != "asleep\n":
                pass
            await kernel.manager.interrupt_kernel()
            reply = await kernel.client.get_shell_msg(timeout=30)
            assert reply["content"]["ename"] == "KeyboardInterrupt"
            assert await kernel.run("print(started.wait(10))") == str(-signal.SIGINT)

    run(story())


@pytest.mark.parametrize("now", [True, False])
def test_a_restart_is_a_fork_too(room, now):
    async def story():
        async with room.kernels() as [kernel]:
            await kernel.run("kept = 1")
            before = kernel.pid
            kernel.client.stop_channels()
            kernel.client = None
            await kernel.manager.restart_kernel(now=now)
            assert kernel.is_forked
            assert kernel.pid != before
            assert not psutil.pid_exists(before)
            assert await kernel.run("kept") == "NameError"

    run(story())


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("import os; os._exit(7)", 7),
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", -signal.SIGKILL),
        ("import os, signal; os.kill(os.getpid(), signal.SIGTERM)", -signal.SIGTERM),
        ("exit()", 0),
    ],
)
def test_an_exit_code_is_what_a_process_of_its_own_would_have(room, code, expected):
    async def story():
        async with room.kernels() as [kernel]:
            await kernel.run(code, wait=False)
            assert await kernel.ended() == expected
            assert not await kernel.manager.is_alive()

    run(story())


def test_what_a_kernel_registered_for_its_end_is_done(room):
    mark = room.folder / "at_exit.py"

    async def story():
        async with room.kernels() as [kernel]:
            await kernel.run(f"import atexit; atexit.register(open, {str(mark)!r}, 'w')")
            await kernel.shut_down(now=False)

    run(story())
    assert mark.exists()


def test_widgets_find_their_kernel(monkeypatch):
    room = Room(monkeypatch, "ipywidgets")

    async def story():
        async with room.kernels() as [kernel]:
            targets = "import ipywidgets; print(sorted(get_ipython().kernel.comm_manager.targets))"
            assert await kernel.run(targets) == "['jupyter.widget', 'jupyter.widget.control']"
            assert await kernel.run("slider = ipywidgets.IntSlider(); print(slider.comm.kernel is not None)") == "True"

    run(story())
    room.close()


@pytest.mark.parametrize(
    "options",
    [
        {"stdout": subprocess.DEVNULL},
        {"env": {**os.environ, "PYTHONUTF8": "1"}},
        {"independent": True},
    ],
)
def test_what_a_fork_can_not_be_starts_the_ordinary_way(room, options):
    async def story():
        async with room.kernels(**options) as [kernel]:
            assert isinstance(kernel.process, subprocess.Popen)

    run(story())


@pytest.mark.parametrize(
    "argv", [["bash", "-c", "true"], [sys.executable, "-I", "-m", "ipykernel_launcher", "-f", "x"]]
)
def test_another_command_is_not_forked(argv):
    assert "command" in forking.provisioner._obstacle(argv, {"env": {}})


@pytest.mark.parametrize(
    ("argv", "options"),
    [
        (["no-such-python", "-m", "ipykernel_launcher", "-f", "x"], {}),
        ([sys.executable, "-m", "ipykernel_launcher", "-f", "x"], {"cwd": "no-such-folder"}),
    ],
)
def test_another_python_or_a_missing_folder_is_not_forked(argv, options):
    assert forking.provisioner._obstacle(argv, options)


def test_options_of_python_that_a_parent_can_have_are_no_obstacle(room):
    async def story():
        kernel = Kernel(room)
        kernel.manager.kernel_spec.argv.insert(1, "-Xfrozen_modules=off")
        await kernel.start()
        assert kernel.is_forked
        assert await kernel.run("import sys; print(sys._xoptions)") == "{'frozen_modules': 'off'}"
        await kernel.shut_down()

    run(story())


def test_only_so_many_boot_at_once(monkeypatch):
    room = Room(monkeypatch, "faults:slow")
    most = 0

    async def watch():
        nonlocal most
        while True:
            for link in room.parents._links.values():
                kernels = list(link._kernels.values())
                most = max(most, sum(bool(k.forked_at) and not k.boot.done() for k in kernels))
            await asyncio.sleep(0.01)

    async def story():
        watching = asyncio.ensure_future(watch())
        async with room.kernels(3 * parent.BOOTS_AT_ONCE, connect=False) as kernels:
            assert all(kernel.is_forked for kernel in kernels)
        watching.cancel()

    run(story())
    room.close()
    assert 1 < most <= parent.BOOTS_AT_ONCE


def test_a_start_that_is_called_off_leaves_no_kernel(monkeypatch):
    room = Room(monkeypatch, "faults:slow")

    async def story():
        async with room.kernels(connect=False) as [first]:
            starts = [asyncio.ensure_future(Kernel(room).start()) for _ in range(3 * parent.BOOTS_AT_ONCE)]
            await asyncio.sleep(0.2)
            for start in starts:
                start.cancel()
            await asyncio.gather(*starts, return_exceptions=True)
            # The parent reaps a kernel first, and tells the server of it afterwards.
            end = asyncio.get_running_loop().time() + 10
            while len(first.parent.children()) > 1 or len(first.process._link._kernels) > 1:
                assert asyncio.get_running_loop().time() < end
                await asyncio.sleep(0.05)

    run(story())
    room.close()


def test_the_parent_holds_nothing_of_the_project(room):
    async def story():
        async with room.kernels() as [kernel]:
            return await kernel.run("import sys; print([m for m in sys.modules if m.startswith(('iepkit', 'voila'))])")

    assert run(story()) == "[]"


def test_the_package_imports_nothing_of_the_rest():
    for path in Path(forking.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = (
                [node.module]
                if isinstance(node, ast.ImportFrom)
                else [alias.name for alias in getattr(node, "names", [])]
            )
            ours = [name for name in names if str(name).split(".")[0] == "iepkit"]
            assert all(name.startswith("iepkit.serving.forking") for name in ours), path
