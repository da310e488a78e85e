"""Real kernels of a real manager, forked or not, and faults for the parent to have."""

import asyncio
import contextlib
import shutil
import signal
import tempfile
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil
from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning.factory import KernelProvisionerFactory

from iepkit.serving.forking import ForkingProvisioner
from iepkit.serving.forking.link import ForkedKernel
from iepkit.serving.forking.provisioner import MODULES_VARIABLE, Parents

PATIENCE = 60


def run(story):
    """Run a coroutine in a thread of its own: the browser's tests leave a loop running in this one."""
    with ThreadPoolExecutor(max_workers=1) as thread:
        return thread.submit(asyncio.run, story).result()


FAULTS = """
import os, threading, time

def no_fork():
    def fork():
        raise OSError(11, "Resource temporarily unavailable")
    os.fork = fork

def hang():
    os.register_at_fork(after_in_child=lambda: time.sleep(1000))

def crash():
    os.register_at_fork(after_in_child=lambda: os._exit(3))

def slow():
    os.register_at_fork(after_in_child=lambda: time.sleep(0.3))

def thread():
    threading.Thread(target=time.sleep, args=(1000,), daemon=True).start()
"""


class Kernel:
    """One kernel, its manager and its client."""

    def __init__(self, room, **options):
        # A path of its own for each, short enough for a socket.
        place = room.folder / f"{uuid.uuid4().hex[:8]}.json"
        self.manager = AsyncKernelManager(connection_file=str(place), **{"transport": "ipc", **options})
        self.client = None

    async def start(self, **options):
        await self.manager.start_kernel(**options)
        return self

    @property
    def process(self):
        return self.manager.provisioner.process

    @property
    def pid(self):
        return self.manager.provisioner.pid

    @property
    def is_forked(self):
        return isinstance(self.process, ForkedKernel)

    @property
    def parent(self):
        return psutil.Process(self.process._link._process.pid)

    async def connect(self):
        self.client = self.manager.client()
        self.client.start_channels()
        await self.client.wait_for_ready(timeout=PATIENCE)
        return self.client

    async def run(self, code, *, wait=True):
        """What the code prints, or the name of the error that it raises."""
        client = self.client or await self.connect()
        if not wait:
            return client.execute(code)
        said = []
        reply = await client.execute_interactive(
            code,
            timeout=PATIENCE,
            output_hook=lambda message: said.append(message["content"].get("text", "")),
        )
        return reply["content"].get("ename") or "".join(said).strip()

    async def ended(self):
        """Its exit code, once it has ended."""
        end = time.monotonic() + PATIENCE
        while (code := await self.manager.provisioner.poll()) is None:
            assert time.monotonic() < end
            await asyncio.sleep(0.02)
        return code

    async def shut_down(self, *, now=True):
        if self.client:
            self.client.stop_channels()
            self.client = None
        await self.manager.shutdown_kernel(now=now)


class Room:
    """A place with the forking provisioner set, and a parent of its own."""

    def __init__(self, monkeypatch, *modules):
        self.folder = Path(tempfile.mkdtemp(prefix="k"))
        self.parents = Parents()
        self._patch = monkeypatch
        (self.folder / "faults.py").write_text(FAULTS)
        self._patch.setenv("PYTHONPATH", str(self.folder))
        self._patch.setenv("JUPYTER_DEFAULT_PROVISIONER_NAME", "forking")
        self._patch.setattr(ForkingProvisioner, "parents", self.parents)
        self.load(*modules)
        KernelProvisionerFactory.clear_instance()

    def load(self, *modules):
        self._patch.setenv(MODULES_VARIABLE, ",".join(modules))

    @contextlib.asynccontextmanager
    async def kernels(self, count=1, *, connect=True, **options):
        kernels = [Kernel(self) for _ in range(count)]
        try:
            await asyncio.gather(*(kernel.start(**options) for kernel in kernels))
            if connect:
                await asyncio.gather(*(kernel.connect() for kernel in kernels))
            yield kernels
        finally:
            await asyncio.gather(*(kernel.shut_down() for kernel in kernels))

    def left(self):
        return sorted(path.name for path in self.folder.iterdir() if path.suffix != ".py" and not path.is_dir())

    def close(self):
        for link in self.parents._links.values():
            link.end()
            wait_until(lambda link=link: link.gone)
        shutil.rmtree(self.folder)
        KernelProvisionerFactory.clear_instance()


def kill_parent(kernel):
    kernel.parent.send_signal(signal.SIGKILL)


def lives(pid):
    """Whether it runs; not every system's first process clears away those that have ended."""
    with contextlib.suppress(psutil.NoSuchProcess):
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    return False


def wait_until(holds, seconds=10):
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.02)
