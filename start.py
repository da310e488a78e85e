"""Sets everything up, then serves or tests: what `make serve` and `make test` call.

It needs nothing but Python itself. It has to be understood by old Pythons too, so
that they can say that they are too old.
"""

from __future__ import print_function

import os
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
PLACE = os.path.join(HERE, ".venv")
LOCK = os.path.join(HERE, "requirements.lock")
PROJECT = os.path.join(HERE, "pyproject.toml")
DONE = os.path.join(PLACE, "iepkit-ready")
OLDEST = (3, 11)


def main(arguments):
    """Run one task: serve, lab, check, setup or test; what follows is passed on."""
    if sys.version_info < OLDEST:
        found = ".".join(str(part) for part in sys.version_info[:2])
        print("This Python is too old (%s). Install Python 3.11 or newer, and try again." % found)
        return 1
    task = arguments[0] if arguments else "serve"
    if not is_ready():
        fault = set_up()
        if fault:
            print(fault)
            return 1
    if task == "setup":
        return 0
    if task == "test":
        return test(arguments[1:])
    # So that messages name the command that was typed.
    os.environ["IEPKIT_STARTED_BY"] = "make" if os.environ.get("MAKELEVEL") else "start"
    return subprocess.call([python(), "-m", "iepkit", task] + arguments[1:], cwd=HERE)


def python():
    """The Python of the kit's own environment."""
    folder, name = ("Scripts", "python.exe") if os.name == "nt" else ("bin", "python")
    return os.path.join(PLACE, folder, name)


def recipe():
    """What the environment is made from: when it changes, it is made anew."""
    with open(LOCK, "rb") as lock, open(PROJECT, "rb") as project:
        return lock.read() + project.read() + HERE.encode("utf-8")


def is_ready():
    """Was the environment made to its end, from these very files?"""
    try:
        with open(DONE, "rb") as done:
            return done.read() == recipe()
    except OSError:
        return False


def set_up():
    """Make the environment.

    Returns:
        None, or a sentence that says what went wrong and what to do.
    """
    print("Setting up. This needs the internet once, and takes a few minutes.")
    if subprocess.call([sys.executable, "-m", "venv", "--clear", PLACE]) != 0:
        return "Python could not make an environment. On Debian or Ubuntu: apt-get install python3-venv"
    pip = [python(), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    print("Installing the packages ...")
    if subprocess.call(pip + ["--require-hashes", "--requirement", LOCK]) != 0:
        return "The packages could not be installed. Look at the lines above; most often the internet is missing."
    print("Installing the kit ...")
    if subprocess.call(pip + ["--no-deps", "--no-build-isolation", "--editable", HERE]) != 0:
        return "The kit could not be installed. Look at the lines above."
    with open(DONE, "wb") as done:
        done.write(recipe())
    return None


def test(arguments):
    """Every check there is: the linter, the types, the tests with a real browser."""
    if not find_chromium():
        print(
            "The tests need Chromium and found none. Install it (Debian: apt-get install chromium; "
            "macOS and Windows: Chrome or Chromium from its own page), or set CHROMIUM to its place."
        )
        return 1
    for command in (
        ["-m", "ruff", "check", "."],
        ["-m", "ruff", "format", "--check", "."],
        ["-m", "mypy"],
        ["-m", "pytest"] + arguments,
    ):
        code = subprocess.call([python()] + command, cwd=HERE)
        if code != 0:
            return code
    return 0


def find_chromium():
    """The place of a Chromium; as root on Debian it is installed if there is none."""
    found = chromium()
    if found or not (hasattr(os, "geteuid") and os.geteuid() == 0):
        return found
    import shutil

    if not shutil.which("apt-get"):
        return None
    print("Installing Chromium for the browser tests ...")
    quiet = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    for command in (["apt-get", "update", "-qq"], ["apt-get", "install", "-y", "-qq", "chromium"]):
        subprocess.call(command, env=quiet, stdout=subprocess.DEVNULL)
    return chromium()


def chromium():
    """The place of a Chromium on this system, or None."""
    import shutil

    places = [os.environ.get("CHROMIUM")] + [
        shutil.which(name) for name in ("chromium", "chromium-browser", "google-chrome", "chrome")
    ]
    places.append("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
    places.append("/Applications/Chromium.app/Contents/MacOS/Chromium")
    places.extend(
        os.path.join(os.environ.get(variable, ""), "Google", "Chrome", "Application", "chrome.exe")
        for variable in ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA")
    )
    return next((place for place in places if place and os.path.exists(place)), None)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(0)
