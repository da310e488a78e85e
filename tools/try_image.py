"""Runs the Dockerfile's steps in an empty Debian, where there is no container engine, and starts what came out.

As root on Debian or Ubuntu, with debootstrap and the internet::

    python3 tools/try_image.py --to /var/tmp/image

Each stage is a folder, made by debootstrap; each RUN runs in it by chroot. At the end the image's own command runs as
its own user, on a file system that is read-only but for the image's volumes, in namespaces of its own, until its
health check passes and its places are ready. What this does not try is the engine: layers, and how it reads the file.
"""

from __future__ import annotations

import argparse
import fnmatch
import json
import os
import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[1]
DOCKERFILE = ROOT / "deploy/kubernetes/Dockerfile"
_KNOWN = {"RUN", "COPY", "ENV", "WORKDIR", "USER", "VOLUME", "EXPOSE", "HEALTHCHECK", "ENTRYPOINT"}
_RELEASE = "bookworm"
_BASE = f"debian:{_RELEASE}-slim"
_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
# The whole room's patience, and a slow machine's.
_SECONDS_TO_READY = 120
# Where certificates lie while a stage is made.
_LENT = "lent.pem"
_PROBE = """
import sys, time, urllib.request
end = time.monotonic() + float(sys.argv[1])
while True:
    try:
        print(urllib.request.urlopen("http://127.0.0.1:9000/ready", timeout=4).read().decode().strip())
        break
    except OSError as fault:
        if time.monotonic() > end:
            sys.exit(f"It is not ready: {fault}")
        time.sleep(0.5)
page = urllib.request.urlopen("http://127.0.0.1:8000/", timeout=10).read()
print(f"The page came, {len(page)} bytes.")
"""


@dataclass(frozen=True)
class Step:
    """One line of a Dockerfile: its instruction, and what follows as it is written and as words."""

    kind: str
    text: str
    words: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Stage:
    """What stands after one FROM."""

    base: str
    name: str
    steps: list[Step]


def stages(text: str) -> list[Stage]:
    """Read a Dockerfile, as far as ours goes.

    Raises:
        ValueError: it holds an instruction that is not known here.
    """
    found: list[Stage] = []
    for line in text.splitlines():
        kind, _, rest = line.strip().partition(" ")
        if not kind or kind.startswith("#"):
            continue
        if kind == "FROM":
            base, _, name = rest.partition(" AS ")
            found.append(Stage(base, name, []))
        elif kind in _KNOWN:
            found[-1].steps.append(Step(kind, rest, _words(kind, rest)))
        else:
            message = f"This tool does not know the instruction {kind}."
            raise ValueError(message)
    return found


def _words(kind: str, rest: str) -> list[str]:
    if kind == "HEALTHCHECK":
        rest = rest.partition(" CMD ")[2]
    return [str(word) for word in json.loads(rest)] if rest.startswith("[") else shlex.split(rest)


def is_let_in(name: str, ignored: str) -> bool:
    """Does the file of what is ignored let this file into the build?

    Args:
        name: a path from the top of the repository.
        ignored: each line a pattern, ``!`` before those that are let in after all; the last that fits decides.
    """
    is_in = True
    for line in ignored.split():
        pattern = line.removeprefix("!")
        above = [name, *map(str, Path(name).parents)]
        anywhere = pattern.startswith("**/") and pattern.removeprefix("**/") in Path(name).parts
        if anywhere or any(fnmatch.fnmatch(one, pattern) and one.count("/") == pattern.count("/") for one in above):
            is_in = line.startswith("!")
    return is_in


class Root:
    """A folder that is a stage's whole file system."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self.environment = {"PATH": _PATH}
        self.folder = "/"
        self.user = "0:0"
        self.volumes: list[str] = []
        self.health: list[str] = []
        self.entrypoint: list[str] = []

    def inside(self, path: str) -> Path:
        """A path of the stage, as this machine has it."""
        return self.place / str(Path(self.folder) / path).lstrip("/")

    def do(self, step: Step, others: dict[str, Root]) -> None:
        """Do one step."""
        match step.kind:
            case "RUN":
                self._run(step.text)
            case "COPY":
                self._copy(step.words, others)
            case "ENV":
                self.environment |= dict(word.split("=", 1) for word in step.words)
            case "WORKDIR":
                self.folder = step.words[0]
                self.inside("").mkdir(parents=True, exist_ok=True)
            case "USER":
                self.user = step.words[0]
            case "VOLUME":
                self.volumes = step.words
            case "HEALTHCHECK":
                self.health = step.words
            case "ENTRYPOINT":
                self.entrypoint = step.words

    def _run(self, command: str) -> None:
        passed = {name: value for name, value in os.environ.items() if name.lower().endswith("_proxy")}
        if (self.place / _LENT).exists():
            passed["PIP_CERT"] = f"/{_LENT}"
        subprocess.run(
            [_program("chroot"), str(self.place), "/bin/sh", "-ec", f"cd {shlex.quote(self.folder)}; {command}"],
            check=True,
            env={**passed, **self.environment, "DEBIAN_FRONTEND": "noninteractive"},
        )

    def _copy(self, words: list[str], others: dict[str, Root]) -> None:
        *sources, target = [word for word in words if not word.startswith("--")]
        (stage,) = [word.removeprefix("--from=") for word in words if word.startswith("--from=")] or [""]
        for source in sources:
            from_where = others[stage].inside(source) if stage else ROOT / source
            to = self.inside(target)
            if from_where.is_dir():
                shutil.copytree(from_where, to, symlinks=True, dirs_exist_ok=True, ignore=None if stage else _unwanted)
            else:
                to = to / from_where.name if target.endswith("/") else to
                to.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(from_where, to)

    def start(self, arguments: list[str]) -> int:
        """Start the image's command as the engine would, wait until it is ready, run its health check, and end it."""
        inside = ["chroot", f"--userspec={self.user}", str(self.place), "/usr/bin/env", "-i"]
        inside += [f"{name}={value}" for name, value in self.environment.items()]
        volumes = [f"mount -t tmpfs -o mode=1777,size=64m tmpfs {self.place}{volume}" for volume in self.volumes]
        script = [
            "set -e",
            "ip link set lo up 2>/dev/null || true",
            f"mount --bind {self.place} {self.place}",
            f"mount -o remount,bind,ro {self.place}",
            f"mount -t proc proc {self.place}/proc",
            f"mount --rbind /dev {self.place}/dev",
            *volumes,
            f"{shlex.join([*inside, *self.entrypoint, *arguments])} & server=$!",
            f"{shlex.join([*inside, self.health[0], '-c', _PROBE, str(_SECONDS_TO_READY)])} || {{ kill $server; exit 1; }}",
            f"{shlex.join([*inside, *self.health])} && echo 'The health check passes.'",
            f"if chroot {self.place} touch /kit/new 2>/dev/null; then echo 'Root may write.'; exit 1; fi",
            "kill -TERM $server; wait $server && echo 'It has ended by itself.'",
        ]
        unshare = [_program("unshare"), "--mount", "--net", "--pid", "--fork", "--kill-child"]
        return subprocess.call([*unshare, "/bin/sh", "-c", "\n".join(script)])


def _program(name: str) -> str:
    """Where a program of the system is."""
    found = shutil.which(name)
    if found is None:
        sys.exit(f"{name} is missing. On Debian or Ubuntu: apt-get install {name}")
    return found


def _unwanted(_: str, names: list[str]) -> set[str]:
    return {name for name in names if name in ("__pycache__", ".ipynb_checkpoints")}


def main() -> int:
    """Run all stages, then start the last."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--to", type=Path, required=True, help="an empty folder, for about 3 GB")
    parser.add_argument("--mirror", default="http://deb.debian.org/debian", help="where Debian's packages come from")
    parser.add_argument("--ca", type=Path, help="certificates that pip is to trust while the stages are made")
    options = parser.parse_args()
    to: Path = options.to
    debian = to / "debian"
    if not debian.exists():
        subprocess.run(
            [_program("debootstrap"), "--variant=minbase", _RELEASE, str(debian), options.mirror],
            check=True, stdout=subprocess.DEVNULL,
        )  # fmt: skip
    made: dict[str, Root] = {}
    for number, stage in enumerate(stages(DOCKERFILE.read_text())):
        if stage.base != _BASE:
            sys.exit(f"This tool makes {_BASE} alone, and the Dockerfile asks for {stage.base}.")
        name = stage.name or str(number)
        root = made[name] = Root(to / name)
        shutil.rmtree(root.place, ignore_errors=True)
        subprocess.run([_program("cp"), "-a", str(debian), str(root.place)], check=True)
        shutil.copy("/etc/resolv.conf", root.place / "etc/resolv.conf")
        if options.ca:
            shutil.copy(options.ca, root.place / _LENT)
        for step in stage.steps:
            print(f"{name}: {step.kind} {step.text[:100]}", flush=True)
            root.do(step, made)
        (root.place / _LENT).unlink(missing_ok=True)
    return root.start(["--host", "127.0.0.1", "--attendees", "2", "--answers", "/tmp/answers.db"])  # noqa: S108 - the image's own, in memory


if __name__ == "__main__":
    sys.exit(main())
