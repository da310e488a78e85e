"""What goes wrong with one kernel or with the parent is noticed by no other visitor."""

import asyncio
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from iepkit.serving.forking import ForkingProvisioner, link
from tests.serving.forked import Kernel, Room, kill_parent, lives, run, wait_until

pytestmark = [
    pytest.mark.alone,
    pytest.mark.skipif(sys.platform != "linux", reason="kernels are forked on Linux alone"),
]


@pytest.fixture
def room(monkeypatch):
    room = Room(monkeypatch)
    yield room
    room.close()


def start_one(room, **options):
    """Start a kernel, let it answer, and say whether it was forked."""

    async def story():
        async with room.kernels(**options) as [kernel]:
            assert await kernel.run("print('here')") == "here"
            return kernel.is_forked

    return run(story())


def test_a_killed_kernel_is_noticed_and_no_other_is_hurt(room):
    async def story():
        async with room.kernels(2) as [killed, other]:
            os.kill(killed.pid, signal.SIGKILL)
            assert await killed.ended() == -signal.SIGKILL
            assert await other.run("print('here')") == "here"

    run(story())


def test_a_killed_kernel_is_noticed_before_its_parent_can_tell(room):
    async def story():
        async with room.kernels() as [killed]:
            killed.parent.suspend()
            os.kill(killed.pid, signal.SIGKILL)
            wait_until(lambda: not lives(killed.pid))
            assert not await killed.manager.is_alive()
            killed.parent.resume()
            wait_until(lambda: killed.process.poll() == -signal.SIGKILL)

    run(story())


def test_a_hundred_killed_kernels_are_noticed_and_replaced(room):
    async def story():
        async with room.kernels() as [other]:
            kernels = [Kernel(room) for _ in range(100)]
            await asyncio.gather(*(kernel.start() for kernel in kernels))
            assert all(kernel.is_forked for kernel in kernels)
            for kernel in kernels:
                os.kill(kernel.pid, signal.SIGKILL)
            assert {await kernel.ended() for kernel in kernels} == {-signal.SIGKILL}
            assert await other.run("print('here')") == "here"
            assert other.parent.children() == [psutil.Process(other.pid)]
            await asyncio.gather(*(kernel.shut_down() for kernel in kernels))
        assert room.left() == []

    run(story())
    assert start_one(room)


def test_kernels_outlive_their_parent_and_can_still_be_managed(room):
    async def story():
        async with room.kernels(4) as kernels:
            ending, killed, restarted, interrupted = kernels
            kill_parent(ending)
            wait_until(lambda: ending.process._link.gone)
            for number, kernel in enumerate(kernels):
                assert await kernel.run(f"print({number})") == str(number)
                assert await kernel.manager.is_alive()
            await ending.run("import os; os._exit(7)", wait=False)
            # Only its parent could have read the code.
            assert await ending.ended() == link.CODE_UNKNOWN
            os.kill(killed.pid, signal.SIGKILL)
            assert await killed.ended() == link.CODE_UNKNOWN
            await interrupted.run("import time; time.sleep(1000)", wait=False)
            await asyncio.sleep(0.5)
            await interrupted.manager.interrupt_kernel()
            assert (await interrupted.client.get_shell_msg(timeout=30))["content"]["ename"] == "KeyboardInterrupt"
            before = restarted.pid
            restarted.client.stop_channels()
            restarted.client = None
            await restarted.manager.restart_kernel()
            assert restarted.is_forked
            assert not lives(before)
            assert await restarted.run("print('again')") == "again"
            pids = [kernel.pid for kernel in kernels]
        assert not any(lives(pid) for pid in pids)
        assert room.left() == []

    run(story())


def test_another_process_with_the_number_of_an_orphan_is_left_alone(room):
    stranger = subprocess.Popen(["sleep", "1000"], start_new_session=True)

    async def story():
        async with room.kernels(connect=False) as [kernel]:
            kill_parent(kernel)
            wait_until(lambda: kernel.process._link.gone)
            os.kill(kernel.pid, signal.SIGKILL)
            wait_until(lambda: kernel.process.poll() is not None)
            # As if it had been given the number that has become free.
            kernel.process.pid, kernel.process.returncode = stranger.pid, None
            kernel.process.kill()
            assert kernel.process.poll() == link.CODE_UNKNOWN
            assert stranger.poll() is None

    run(story())
    stranger.kill()
    stranger.wait()


def test_the_next_start_has_a_new_parent_however_often_it_is_killed(room):
    async def story():
        parents = set()
        async with room.kernels() as [other]:
            for _ in range(3):
                async with room.kernels() as [kernel]:
                    assert kernel.is_forked
                    parents.add(kernel.parent.pid)
                    kill_parent(kernel)
            assert await other.run("print('here')") == "here"
        return len(parents)

    assert run(story()) == 3


def test_a_parent_that_is_killed_twice_in_a_second_is_noticed_by_nobody(room):
    async def story():
        async with room.kernels() as [other]:
            kill_parent(other)
            start = asyncio.ensure_future(Kernel(room).start())
            dead = other.process._link
            while (current := next(iter(room.parents._links.values()))) is dead:
                assert not start.done()
                await asyncio.sleep(0.01)
            # While it still imports.
            current.end()
            kernel = await start
            assert await kernel.run("print('here')") == "here"
            assert await other.run("print('here')") == "here"
            await kernel.shut_down()
            async with room.kernels(connect=False) as [next_one]:
                assert next_one.is_forked

    run(story())


def test_a_parent_that_is_killed_while_kernels_start_costs_no_one_a_kernel(room):
    async def story():
        async with room.kernels() as [first]:
            kernels = [Kernel(room) for _ in range(10)]
            starts = [asyncio.ensure_future(kernel.start()) for kernel in kernels]
            await asyncio.sleep(0.1)
            kill_parent(first)
            await asyncio.gather(*starts)
            for kernel in kernels:
                assert await kernel.run("print('here')") == "here"
            known = {first.pid, *(kernel.pid for kernel in kernels)}
            await asyncio.gather(*(kernel.shut_down() for kernel in kernels))
        return known

    before = kernels_of(room)
    run(story())
    assert before == []
    wait_until(lambda: kernels_of(room) == [])


def kernels_of(room):
    """Every process that runs a kernel of this room, orphans included."""
    found = []
    for process in psutil.process_iter():
        try:
            if process.environ().get("PYTHONPATH") == str(room.folder) and process.pid != os.getpid():
                found.append(process)
        except (psutil.NoSuchProcess, psutil.AccessDenied, psutil.ZombieProcess):
            continue
    links = room.parents._links.values()
    return [process for process in found if process.pid not in {link._process.pid for link in links}]


@pytest.mark.parametrize("fault", ["no_fork", "crash"])
def test_a_fork_that_fails_falls_back_and_the_parent_goes_on(room, fault):
    room.load(f"faults:{fault}")
    assert not start_one(room)
    assert not start_one(room)
    [only] = room.parents._links.values()
    assert only.usable
    assert room.left() == []


def test_a_fork_that_hangs_is_given_up_and_killed(room, monkeypatch):
    room.load("faults:hang")
    monkeypatch.setattr(ForkingProvisioner.timeout, "default_value", 5.0)
    begun = time.monotonic()
    assert not start_one(room)
    assert time.monotonic() - begun < 30
    [only] = room.parents._links.values()
    wait_until(lambda: psutil.Process(only._process.pid).children() == [])


def test_a_parent_that_hangs_is_given_up_and_its_kernels_live_on(room, monkeypatch):
    monkeypatch.setattr(ForkingProvisioner.timeout, "default_value", 5.0)

    async def story():
        async with room.kernels() as [other]:
            other.parent.suspend()
            async with room.kernels() as [kernel]:
                assert await kernel.run("print('here')") == "here"
            assert await other.run("print('here')") == "here"

    run(story())
    assert start_one(room)


@pytest.mark.parametrize("module", ["no_such_module", "faults:no_such_function", "faults:thread"])
def test_a_parent_that_does_not_come_up_is_tried_less_and_less(room, module, capfd):
    room.load(module)
    assert not start_one(room)
    assert room.parents._failures == 2
    assert not start_one(room)
    assert room.parents._failures == 2
    assert "no_such" in (said := capfd.readouterr().err) or "started a thread" in said


def test_upgraded_files_are_never_mixed_with_old_ones(room):
    package = room.folder / "fresh"
    package.mkdir()
    (package / "__init__.py").write_text("VALUE = 1")
    (package / "later.py").write_text("VALUE = 1")
    (package / "page.html").write_text("1")
    ask = "import fresh; from fresh import later; print(fresh.VALUE, later.VALUE)"
    room.load("fresh")

    async def story():
        async with room.kernels() as [old]:
            assert await old.run(ask) == "1 1"
            first = old.parent
            for name in ("__init__.py", "later.py"):
                (package / name).write_text("VALUE = 20")
            async with room.kernels() as [new]:
                assert new.is_forked
                assert await new.run(ask) == "20 20"
                second = new.parent
                assert second != first
            (package / "page.html").write_text("20")
            async with room.kernels() as [newest]:
                assert newest.is_forked
                assert newest.parent not in (first, second)
            wait_until(lambda: not second.is_running())
            assert await old.run(ask) == "1 1"
            assert first.is_running()
        wait_until(lambda: not first.is_running())

    run(story())


def test_files_that_change_while_they_are_imported_are_not_used(room, capfd):
    (room.folder / "fickle.py").write_text("import pathlib\npathlib.Path(__file__).touch()")
    room.load("fickle")
    assert not start_one(room)
    assert "has changed while" in capfd.readouterr().err


def test_files_that_change_just_after_they_were_imported_are_not_used(room):
    # What the parent collects before its first fork is the last that it does before it takes orders.
    (room.folder / "late.py").write_text(
        "import gc, pathlib\ngc.callbacks.append(lambda *_: pathlib.Path(__file__).touch())"
    )
    room.load("late")
    assert not start_one(room)


def test_a_signal_that_the_parent_could_not_pass_on_is_not_lost(room):
    async def story():
        async with room.kernels(connect=False) as [kernel]:
            kernel.parent.suspend()
            kernel.process.kill()
            kill_parent(kernel)
            assert await kernel.ended() == link.CODE_UNKNOWN

    run(story())


SERVER = """
import asyncio, sys
from tests.serving.forked import Kernel, Room
import pytest

async def main(count):
    with pytest.MonkeyPatch.context() as patch:
        room = Room(patch)
        kernels = await asyncio.gather(*(Kernel(room).start() for _ in range(count)))
        assert all(kernel.is_forked for kernel in kernels)
        await kernels[0].run("import subprocess; subprocess.Popen(['sleep', '1000'])")
        if sys.argv[2] == "deaf":
            # No thread of it runs again, not even the one that watches the server.
            await kernels[1].run("import re; re.match('(a+)+$', 'a' * 60 + 'b')", wait=False)
            await asyncio.sleep(0.3)
        print(room.folder, flush=True)
        await asyncio.sleep(1000)

asyncio.run(main(int(sys.argv[1])))
"""


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
@pytest.mark.parametrize("trouble", ["none", "deaf", "no parent"])
def test_a_server_that_is_ended_leaves_no_process_and_no_file(how, trouble):
    server = subprocess.Popen([sys.executable, "-c", SERVER, "5", trouble], stdout=subprocess.PIPE, text=True)
    with server.stdout:
        folder = Path(server.stdout.readline().strip())
    parent, *kernels = family = psutil.Process(server.pid).children(recursive=True)
    assert len(kernels) == 5 + 1
    if trouble == "no parent":
        parent.kill()
        wait_until(lambda: kernels[0].ppid() != parent.pid)
    server.send_signal(how)
    server.wait()
    wait_until(lambda: not any(lives(process.pid) for process in family))
    left = [path.name for path in folder.iterdir()]
    shutil.rmtree(folder)
    assert left == ["faults.py"]
