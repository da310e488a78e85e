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
PACKAGES_DONE = os.path.join(PLACE, "iepkit-packages")
KIT_DONE = os.path.join(PLACE, "iepkit-kit")
OLDEST = (3, 11)
NO_CHROMIUM = (
    "The tests need Chromium and found none. Install it (Debian: apt-get install chromium; "
    "macOS and Windows: Chrome or Chromium from its own page), or set CHROMIUM to its place."
)
NO_POSTGRESQL = (
    "The tests need PostgreSQL and found none. Install it (Debian: apt-get install postgresql; "
    "macOS: brew install postgresql), and see that initdb is on the path."
)
NO_HAPROXY = (
    "The tests need HAProxy and found none. Install it (Debian: apt-get install haproxy; macOS: brew install haproxy), "
    "and see that it is on the path."
)


def main(arguments):
    """Run one task: serve, lab, check, setup or test; what follows is passed on."""
    if sys.version_info < OLDEST:
        found = ".".join(str(part) for part in sys.version_info[:2])
        print("This Python is too old (%s). Install Python 3.11 or newer, and try again." % found)
        return 1
    task = arguments[0] if arguments else "serve"
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


def recipe(names):
    """What a part of the environment is made from: when it changes, that part is made anew."""
    made_from = [HERE.encode("utf-8")]
    for name in names:
        with open(name, "rb") as part:
            made_from.append(part.read())
    return b"".join(made_from)


def kit_files():
    """The files that the kit's own installation copies or reads."""
    share = os.path.join(HERE, "iepkit", "share")
    found = [os.path.join(folder, name) for folder, _, names in os.walk(share) for name in names]
    return [PROJECT] + sorted(found)


def is_made(done, names):
    """Was this part made to its end, from these very files?"""
    try:
        with open(done, "rb") as stamp:
            return stamp.read() == recipe(names)
    except OSError:
        return False


def set_up():
    """Make what is missing or out of date; the packages need the internet, the kit does not.

    Returns:
        None, or a sentence that says what went wrong and what to do.
    """
    pip = [python(), "-m", "pip", "install", "-qq", "--disable-pip-version-check"]
    if not is_made(PACKAGES_DONE, [LOCK]):
        print("Setting up. This needs the internet once, and takes a few minutes.")
        if subprocess.call([sys.executable, "-m", "venv", "--clear", PLACE]) != 0:
            return "Python could not make an environment. On Debian or Ubuntu: apt-get install python3-venv"
        print("Installing the packages ...")
        if subprocess.call(pip + ["--require-hashes", "--requirement", LOCK]) != 0:
            return "The packages could not be installed. Look at the lines above; most often the internet is missing."
        stamp(PACKAGES_DONE, [LOCK])
    if not is_made(KIT_DONE, kit_files()):
        print("Installing the kit ...")
        if subprocess.call(pip + ["--no-deps", "--no-build-isolation", "--editable", HERE]) != 0:
            return "The kit could not be installed. Look at the lines above."
        stamp(KIT_DONE, kit_files())
    return None


def stamp(done, names):
    """Remember that a part was made to its end."""
    with open(done, "wb") as written:
        written.write(recipe(names))


def test(arguments):
    """Every check there is: the linter, the types, the tests with a real browser and a real database."""
    fault = find_programs()
    if fault:
        print(fault)
        return 1
    everything = (
        ["-m", "ruff", "check", "."],
        ["-m", "ruff", "format", "--check", "."],
        ["-m", "mypy"],
        # Each branch of the law has to be taken by a test.
        ["-m", "pytest", "-q", "tests/rules", "tests/test_cases.py"]
        + ["--cov=iepkit.rules", "--cov-branch", "--cov-fail-under=100"],
        # What has just been run for its coverage need not be run again. Tests wait more than they work, so several
        # files go on at once; what counts seconds, or takes the whole machine, comes after them.
        ["-m", "pytest", "--ignore=tests/rules", "--ignore=tests/test_cases.py", "-m", "not alone"]
        + ["--numprocesses=3", "--dist=loadfile"],
        ["-m", "pytest", "-m", "alone", "tests"],
    )
    for command in [["-m", "pytest"] + arguments] if arguments else everything:
        code = subprocess.call([python()] + command, cwd=HERE)
        if code != 0:
            return code
    return 0


def find_programs():
    """See that what the tests need of the system is there; as root on Debian, what is missing is installed.

    Returns:
        None, or a sentence that says what is missing.
    """
    import shutil

    wanted = [package for find, packages, _ in needed() if not find() for package in packages]
    if wanted and hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get"):
        print("Installing what the tests need: %s ..." % ", ".join(wanted))
        quiet = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
        for command in (["apt-get", "update", "-qq"], ["apt-get", "install", "-y", "-qq"] + wanted):
            subprocess.call(command, env=quiet, stdout=subprocess.DEVNULL)
    return next((fault for find, _, fault in needed() if not find()), None)


def needed():
    """What the tests need of the system: how it is found, Debian's packages of it, and what to say without it."""
    return (
        (
            chromium,
            # Beside it what the tests of a clock that is set and of a Wi-Fi that is gone need.
            ["chromium", "faketime", "iproute2"],
            NO_CHROMIUM,
        ),
        (postgresql, ["postgresql"], NO_POSTGRESQL),
        (haproxy, ["haproxy"], NO_HAPROXY),
    )


def postgresql():
    """The folder of PostgreSQL's programs, or None; Debian keeps it off the path."""
    import glob
    import shutil

    found = shutil.which("initdb")
    places = [found] if found else sorted(glob.glob("/usr/lib/postgresql/*/bin/initdb"))
    return os.path.dirname(places[-1]) if places else None


def haproxy():
    """The place of HAProxy, or None; Debian keeps it off the path of those who are not root."""
    import shutil

    return shutil.which("haproxy") or shutil.which("haproxy", path="/usr/sbin:/usr/local/sbin")


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
