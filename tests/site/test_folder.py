"""The take-home folder: what it holds, and where it may be written."""

import gzip
import json
import re

import pytest

from iepkit.content import load
from iepkit.explorers import TOPICS
from iepkit.folder import write_folder
from iepkit.pages import PARTS
from iepkit.site import folder

MOST_ON_THE_WIRE = 300_000


@pytest.fixture(scope="module")
def page(content):
    return folder.page(content)


def test_it_holds_a_page_in_each_language_and_the_worker(kit, tmp_path):
    kit.translate("eo", {"ui.title": "Xe?"})
    made = load(kit.folder)
    written = list(write_folder(tmp_path / "site", folder.names(made), folder.files(made)))
    here = {str(path.relative_to(tmp_path / "site")) for path in (tmp_path / "site").rglob("*") if path.is_file()}
    assert here == set(written) == set(folder.names(made))
    assert here == {"index.html", "eo/index.html", "es/index.html", "sw.js"}
    worker = (tmp_path / "site/sw.js").read_text()
    assert json.loads(re.search(r"const FILES = (\[.*?\]);", worker)[1]) == sorted(here - {"sw.js"})


def test_the_worker_is_another_one_when_a_word_changes(kit, content):
    kit.edit("data/interface.csv", "IEP or 504 plan?", "504 plan or IEP?")
    texts = [dict(folder.files(one))["sw.js"] for one in (content, load(kit.folder), content)]
    assert texts[0] != texts[1]
    assert texts[0] == texts[2]


def test_every_part_is_in_the_page_and_no_script_ends_early(page):
    kept = dict(re.findall(r'<script type="text/html" data-html="(\w+)">(.*?)</script>', page, re.DOTALL))
    first, *others = PARTS
    assert list(kept) == others
    assert f'data-part="{first}"' in page
    for html in kept.values():
        assert "<script" not in html
        assert "<!--" not in html
    sheets = dict(re.findall(r'<script type="application/json" data-sheet="(\w+)">(.*?)</script>', page, re.DOTALL))
    assert {topic: json.loads(sheet)["topic"] for topic, sheet in sheets.items()} == {topic: topic for topic in TOPICS}


def test_all_of_it_is_small(page):
    assert len(gzip.compress(page.encode())) <= MOST_ON_THE_WIRE
