// From the days that a parent enters to the two lists of dates, and what is said of
// each, without a server: documents/dates.py and documents/said.py. For the sheet
// see iepkit/documents/dates_sheet.py.

import { dayAfter, isDay } from "../rules/days.js";
import { actBy, owed } from "../rules/deadlines.js";
import { Impossible, NOT_SURE, inOrder } from "../rules/given.js";
import { checkYears } from "../rules/school_days.js";

const MASSACHUSETTS = "massachusetts";

// Every date that runs from these days in this state; in a state not known, those of
// all. `events`: the days by event; those not known are left out. `calendar`:
// `{ years: [{ first, last }], noSchool, staffOnly }`, the last two as lists.
// Where a day can't be, `problem` names its event (of a calendar "years") and the
// sentence that says why.
export function workOut(sheet, { state, events, calendar }, today) {
  try {
    checkCalendar(sheet, calendar);
    checkState(sheet, state);
    checkEvents(sheet, events, today);
    return { dates: datesOf(sheet, state, events, withHolidays(sheet, state, calendar), today), problem: null };
  } catch (fault) {
    if (!(fault instanceof Impossible)) throw fault;
    return { dates: { actBy: [], owed: [] }, problem: { event: fault.question, problem: fault.problem } };
  }
}

function datesOf(sheet, state, events, known, today) {
  const running = sheet.deadlines.filter(
    (deadline) => events[deadline.event] && (state === NOT_SURE || deadline.states.includes(state))
  );
  const of = (owner) => running.filter(({ owed_by: owedBy }) => owedBy === owner);
  return {
    actBy: of("parent")
      .map((deadline) => actBy(deadline, events[deadline.event], sheet.reminder, today))
      .sort((one, other) => (one.day < other.day ? -1 : Number(one.day > other.day))),
    owed: of("district").map((deadline) => owed(whole(sheet, deadline), events, known, sheet.limits, today)),
  };
}

const whole = (sheet, deadline) => ({
  ...deadline,
  inside: sheet.deadlines.find(({ id }) => id === deadline.inside) ?? null,
});

function withHolidays(sheet, state, { years, noSchool, staffOnly }) {
  const { everywhere, massachusetts, elsewhere } = sheet.holidays;
  const holidays = [everywhere, state === MASSACHUSETTS ? massachusetts : elsewhere].join(" ").split(" ");
  return { years, noSchool: new Set(noSchool), staffOnly: new Set(staffOnly), holidays: new Set(holidays) };
}

function checkCalendar(sheet, { years, noSchool, staffOnly }) {
  const bounds = years.flatMap(({ first, last }) => (last === null ? [first] : [first, last]));
  if (![...bounds, ...noSchool, ...staffOnly].every(isDay)) throw new Impossible("years", "date");
  checkYears(years);
  if (years.some(({ first }) => isFarOff(sheet, first))) throw new Impossible("years", "far_off");
}

function checkState(sheet, state) {
  const isKnown = state === NOT_SURE || sheet.deadlines.some(({ states }) => states.includes(state));
  if (!isKnown) throw new Impossible("state", "choice");
}

function isFarOff({ years: [first, last] }, day) {
  const year = Number(day.slice(0, 4));
  return year < first || year > last;
}

function checkEvents(sheet, events, today) {
  for (const [name, day] of Object.entries(events)) {
    const event = sheet.events.find(({ id }) => id === name);
    if (!event) throw new Impossible(name, "question");
    if (!isDay(day)) throw new Impossible(name, "date");
    if (isFarOff(sheet, day)) throw new Impossible(name, "far_off");
    // It is already tomorrow in another time zone.
    if (day > dayAfter(today) && !event.ahead) throw new Impossible(name, "future");
    inOrder(events[event.not_before], day, name, event.problem);
  }
}

// The words of a sheet, with what is filled in.
export function words(sheet, id, fill = {}) {
  return sheet.texts[id].replace(/\{(\w+)\}/g, (_, name) => fill[name]);
}

// What is said of a date, in the order in which it is shown: `told`, `note`, `more`,
// and what the parent can `say`.
export function sentencesOf(sheet, date, today, dayInWords) {
  const said = date.window ? ofDistrict : ofParent;
  return {
    ...said(sheet, date, today, dayInWords),
    note: words(sheet, `deadline.${date.deadline}.note`),
    say: words(sheet, `deadline.${date.deadline}.say`),
  };
}

function ofParent(sheet, { start, day, clock, remindOn }, today, dayInWords) {
  const fill = { start: dayInWords(start), day: dayInWords(day) };
  const told = [words(sheet, `ui.due.parent.${day === today ? "last_day" : clock}`, fill)];
  if (clock === "ahead") {
    const remind = remindOn === today ? "ui.dates.remind_at_once" : "ui.dates.remind";
    told.push(words(sheet, remind, { day: dayInWords(remindOn) }));
  }
  return { told, more: [words(sheet, "ui.dates.exceptions")] };
}

function ofDistrict(sheet, { start, window, clock, notes }, today, dayInWords) {
  const { earliest, latest, days } = window;
  const fill = {
    start: dayInWords(start),
    earliest: earliest && dayInWords(earliest),
    latest: latest && dayInWords(latest),
  };
  const told = [words(sheet, `ui.dates.${shapeOf(window)}`, fill)];
  if (clock === "past") told.push(words(sheet, "ui.dates.owed_past"));
  told.push(...notes.map((note) => words(sheet, `ui.dates.note.${note}`)));
  return { told, more: days.length ? [words(sheet, "ui.dates.snow")] : [] };
}

function shapeOf({ earliest, latest }) {
  if (earliest === null) return "owed_open";
  if (latest === null) return "owed_from";
  return earliest === latest ? "owed_day" : "owed_range";
}
