"""The browser's scripts as one."""

import re

import pytest

from iepkit.scripts import STATIC, one_script

ENTRIES = ("lab.js", "site.js", "check.js", "room.js", "console.js", "ask.js", "wall.js", "study_lab.js")
# The others import these themselves, in a browser.
IMPORTED_LATER = ("mine.js", "local.js", "served.js")


@pytest.mark.parametrize("entry", ENTRIES)
def test_it_holds_what_it_imports_once_and_imports_nothing(entry):
    script = one_script(entry)
    assert not re.search(r"^(import|export (?!default))", script, re.MULTILINE)
    assert [
        name for name in re.findall(r"^const (from_\w+) =", script, re.MULTILINE) if script.count(f"const {name} =") > 1
    ] == []


def test_every_script_is_used():
    taken = "".join(one_script.__wrapped__(entry) for entry in (*ENTRIES, *IMPORTED_LATER))
    for path in STATIC.rglob("*.js"):
        if path.name not in {*ENTRIES, *IMPORTED_LATER, "sw.js"}:
            assert f"const from_{path.stem}_" in taken, path
