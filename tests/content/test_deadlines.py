"""Each fault in the files of the dates gets its sentence: what, where, how to mend."""

import pytest

from iepkit.content import load
from iepkit.explorers import misfits

DEADLINES, EVENTS, WORDS = "data/deadlines.csv", "data/events.csv", "data/calendar_words.csv"
CASES, CALENDARS = "data/dates/request.yaml", "data/dates/calendars.yaml"
FORM = "consent_form,request_received,consent_form,after,,massachusetts"

FAULTS = {
    "an unknown event": (
        (DEADLINES, FORM, "consent_form,request_sent,consent_form,after,,massachusetts"),
        'data/deadlines.csv, row 12, column event: there is no event "request_sent".',
    ),
    "an unknown number": (
        (DEADLINES, FORM, "consent_form,request_received,form,after,,massachusetts"),
        'data/deadlines.csv, row 12, column limit: there is no number "form".',
    ),
    "a number that nobody owes": (
        (DEADLINES, FORM, "consent_form,request_received,long_term_ma,after,,massachusetts"),
        'column limit: nobody owes "long_term_ma".',
    ),
    "a number of no days": (
        ("data/limits.csv", "consent_form,Consent form sent to you,5", "consent_form,Consent form sent to you,0"),
        'column limit: no date can be counted from "consent_form".',
    ),
    "a kind of day that no date is counted in": (
        ("data/limits.csv", "you,5,school_days", "you,5,business_days"),
        'column limit: no date can be counted from "consent_form". Its unit is one of: calendar_days, school_days',
    ),
    "a way of counting that is none": (
        (DEADLINES, FORM, "consent_form,request_received,consent_form,soon,,massachusetts"),
        'column how: "soon" is not known. Write one of: after, before, year_end.',
    ),
    "school days counted back": (
        (DEADLINES, FORM, "consent_form,request_received,consent_form,before,,massachusetts"),
        "column how: only calendar days are counted back.",
    ),
    "a deadline inside one that is none": (
        (DEADLINES, FORM, "consent_form,request_received,consent_form,after,no_such,massachusetts"),
        'column inside: "no_such" is no deadline that can hold this one.',
    ),
    "a deadline inside itself": (
        (DEADLINES, FORM, "consent_form,request_received,consent_form,after,consent_form,massachusetts"),
        'column inside: "consent_form" is no deadline',
    ),
    "a state that is none": (
        (DEADLINES, FORM, "consent_form,request_received,consent_form,after,,maine"),
        'column states: "maine" is not known. Write some of: massachusetts; other.',
    ),
    "a deadline with no sources": (
        (DEADLINES, "When will the consent form come?,cmr-28-04", "When will the consent form come?,"),
        "data/deadlines.csv, row 12, column sources: the cell is empty.",
    ),
    "a source that does not exist": (
        (DEADLINES, "When will the consent form come?,cmr-28-04", "When will the consent form come?,cmr-0"),
        'data/deadlines.csv, row 12, column sources: there is no source "cmr-0".',
    ),
    "a time limit with no deadline": (
        (DEADLINES, FORM, "consent_form,request_received,iee_answer,after,,massachusetts"),
        'data/deadlines.csv: the time limit "consent_form" has no row.',
    ),
    "an event with no deadline": (
        (DEADLINES, FORM, "consent_form,consent_received,consent_form,after,,massachusetts"),
        'data/events.csv: no deadline runs from the event "request_received".',
    ),
    "the rule on the end of the year, which no deadline uses": (
        (DEADLINES, ",year_end,", ",after,"),
        'data/deadlines.csv: the time limit "after_school_year" has no row.',
    ),
    "an event with no question": (
        (EVENTS, "request_received,On which day did the district receive your request for an evaluation?", "request_received,"),
        "data/events.csv, row 2, column ask: the cell is empty.",
    ),
    "an event that comes after none": (
        (EVENTS, ",,request_received,consent_before_request", ",,sent,consent_before_request"),
        'data/events.csv, row 3, column not_before: "sent" is not known.',
    ),
    "an order with no sentence": (
        (EVENTS, ",,request_received,consent_before_request", ",,request_received,"),
        "data/events.csv, row 3: not_before and problem go together.",
    ),
    "an order with a sentence that is none": (
        (EVENTS, "consent_before_request", "consent_first"),
        'data/events.csv, row 3, column problem: there is no sentence "impossible.consent_first".',
    ),
    "an event that may be ahead or not": (
        (EVENTS, ",yes,", ",perhaps,"),
        'data/events.csv, row 4, column ahead: "perhaps" is not known.',
    ),
    "a kind of word that is none": (
        (WORDS, "no-school,no_school,", "no-school,free,"),
        'data/calendar_words.csv, row 2, column kind: "free" is not known. Write one of: no_school, staff_only',
    ),
    "a word that is none": (
        (WORDS, "no-school,no_school,no school", "no-school,no_school,"),
        "data/calendar_words.csv, row 2, column word: the cell is empty.",
    ),
    "a worked date that is no date": (
        (CASES, "request_received: 2026-09-14", "request_received: soon"),
        "data/dates/request.yaml, row 2: the case \"form_plain_week\" can't be read:",
    ),
    "a worked date with a calendar that is none": (
        (CASES, "calendar: river", "calendar: lake"),
        'the case "form_plain_week" names the calendar "lake". Write an id of data/dates/calendars.yaml.',
    ),
    "a worked date with a state that is none": (
        (CASES, "state: massachusetts", "state: maine"),
        'data/dates/request.yaml, row 2: the case "form_plain_week" names the state "maine".',
    ),
    "a worked date with an event that is none": (
        (CASES, "{request_received: 2026-09-14}", "{sent: 2026-09-14}"),
        'the case "form_plain_week" names the event "sent".',
    ),
    "a worked date with a deadline that is none": (
        (CASES, "{consent_form: 2026-09-21}", "{form: 2026-09-21}"),
        'the case "form_plain_week" names the deadline "form".',
    ),
    "two worked dates with one name": (
        ("data/dates/consent.yaml", "id: consent_september", "id: form_plain_week"),
        'the case "form_plain_week" stands twice.',
    ),
    "a calendar with a day that is none": (
        (CALENDARS, "2026-12-24 to 2027-01-01", "2026-12-24 to 2027-01-41"),
        "can't be read:",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_gets_its_sentence(kit, name):
    (file, old, new), sentence = FAULTS[name]
    kit.edit(file, old, new)
    assert any(sentence in problem for problem in kit.problems())


def test_a_number_in_a_note_must_be_one_of_the_law(kit):
    kit.edit(DEADLINES, "{appeal_37h34_more}", "{appeal_more}")
    kit.edit("data/interface.csv", "{after_school_year}", "{after_year}")
    problems = "\n".join(map(str, misfits(load(kit.folder))))
    assert 'data/deadlines.csv: deadline.appeal_37h34.note names the number "appeal_more".' in problems
    assert 'data/interface.csv: ui.dates.note.year_end names the number "after_year".' in problems
