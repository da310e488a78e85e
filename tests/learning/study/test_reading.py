"""The law's own words beside plain ones, and the sources to read on."""

import datetime as dt
from dataclasses import replace

import pytest
from markupsafe import escape

from iepkit import learning
from iepkit.content.modules import OfficialWords


@pytest.fixture
def quoting(content):
    """The kit with one quotation, whose source is not firm, so that all that is said of it can be seen."""
    weak = next(source for source in content.sources.values() if not source.is_firm)
    official = OfficialWords("sample", weak.id, "1 Law 2(a)", dt.date(2026, 2, 28))
    module = replace(content.modules["eligibility"], law=(official,))
    texts = {**content.texts, official.words_id: "Words & <no> more ...", official.plain_id: "Plain words."}
    return replace(content, modules={**content.modules, module.id: module}, texts=texts), weak


def test_the_laws_words_stand_beside_plain_ones_with_their_source(quoting):
    content, source = quoting
    html = learning.law("sample", content).data
    assert f'<blockquote cite="{source.address}" lang="en"><p>Words &amp; &lt;no&gt; more ...</p></blockquote>' in html
    assert "<p>Plain words.</p>" in html
    assert ">1 Law 2(a)</a>" in html
    assert "Compared with a copy of the official text on February 28, 2026." in html
    assert str(content.texts[f"source.{source.id}.check_with"]) in html.replace("&#39;", "'")
    assert content.texts["ui.not_reviewed"] in html


def test_words_that_there_are_not_say_which_there_are(quoting):
    with pytest.raises(KeyError, match=r'no words of the law "nothing"; there are: .*sample'):
        learning.law("nothing", quoting[0])


def test_the_sources_of_a_module_stand_in_its_order(content):
    html = learning.further("eligibility", content).data
    places = [html.index(f">{escape(content.sources[one].cite)}</a>") for one in content.modules["eligibility"].further]
    assert places
    assert places == sorted(places)
    assert html.count("<li>") == len(places)


def test_a_module_that_there_is_not_says_which_there_are(content):
    with pytest.raises(KeyError, match=r'no module "nothing"; the modules are: .*eligibility'):
        learning.further("nothing", content)
