import dataclasses
import datetime as dt

from iepkit.content import examine
from iepkit.doctor import kit as checks
from iepkit.doctor.finding import Level


def levels(found):
    return {finding.name: finding.level for finding in found}


def test_the_kit_as_it_is_has_nothing_to_mend(content):
    newest = max(source.verified_on for source in content.sources.values() if source.verified_on)
    assert set(levels(checks.look_at(content, [], newest)).values()) <= {Level.GOOD, Level.LOOK}


def test_what_is_to_mend_is_said_with_the_first_of_it(kit):
    kit.edit("data/sources.csv", "2026-11-24", "soon")
    content, problems = examine(kit.folder)
    found = checks.faults(content, problems)
    assert found.level == Level.MEND
    assert 'data/sources.csv, row 2, column verified_on: "soon" is no date.' in found.sentence
    assert "iepkit check" in found.sentence


def test_content_that_can_not_be_read_is_to_mend_and_nothing_more_is_said(kit):
    kit.path("data/caveats.csv").unlink()
    content, problems = examine(kit.folder)
    assert levels(checks.look_at(content, problems, dt.date(2026, 12, 1))) == {"Content": Level.MEND}


def test_a_clock_before_the_law_is_to_be_set(content):
    newest = max(source.verified_on for source in content.sources.values() if source.verified_on)
    assert checks.clock(content, newest).level == Level.GOOD
    early = checks.clock(content, newest - dt.timedelta(days=1))
    assert early.level == Level.MEND
    assert "set the clock" in early.sentence


def test_sources_over_a_year_old_are_named(content):
    oldest = content.law_as_of
    anniversary = oldest.replace(year=oldest.year + 1)
    assert checks.age(content, anniversary).level == Level.GOOD
    old = checks.age(content, anniversary + dt.timedelta(days=1))
    assert old.level == Level.LOOK
    assert next(s.cite for s in content.sources.values() if s.verified_on == oldest) in old.sentence


def test_an_organization_with_no_name_is_to_be_looked_at(content):
    named, nameless = (
        dataclasses.replace(content, organisation=dataclasses.replace(content.organisation, name=name))
        for name in ("Parents of Xe", "")
    )
    assert "Parents of Xe" in checks.organisation(named).sentence
    assert checks.organisation(nameless).level == Level.LOOK
