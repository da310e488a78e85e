// The two lists of dates: what a parent must do by a day, and what the district
// owes: rules/deadlines.py. A deadline is `{ id, event, number, how, inside }`, with
// `inside` another deadline or null.

import { lastDay, plusDays } from "./days.js";
import { PERHAPS, count, leftInYear, trimmed, yearOf } from "./school_days.js";

// Where the last day of school is not known, it is taken to be no earlier.
const EARLIEST_LAST_DAY = "06-01";

// By when must the parent act, and when is the reminder? It is today where few days are left.
export function actBy({ id, number }, start, reminder, today) {
  const day = lastDay(start, number);
  return {
    deadline: id,
    start,
    day,
    clock: clockOf(day, today),
    remindOn: day < plusDays(today, reminder.at_once_below) ? today : plusDays(day, -reminder.before),
  };
}

// Between which days is it due? `events` holds the day of the deadline's event.
export function owed(deadline, events, known, limits, today) {
  let start = events[deadline.event];
  let { window, notes } = windowOf(deadline, start, known, limits);
  const outer = deadline.inside;
  if (outer && events[outer.event]) {
    const bound = windowOf(outer, events[outer.event], known, limits);
    const earliest = first(window.earliest, bound.window.earliest);
    const latest = first(window.latest, bound.window.latest);
    if (earliest !== window.earliest || latest !== window.latest) {
      window = trimmed({ earliest, latest, days: window.days });
      notes = ["inside", ...bound.notes];
      // What bounds it is counted from its own event.
      start = events[outer.event];
    }
  }
  return { deadline: deadline.id, start, window, clock: clockOf(window.latest, today), notes };
}

// The day for the proposed IEP or the finding, where the school year may end first:
// with more days left the usual count ends before the summer, with fewer it goes on
// in the fall. With just 45 left both may be meant. Where the last day is not known,
// it may be the first one that leaves 30.
// Source: 603 CMR 28.05(1)
export function nearYearEnd(consent, number, known, limits) {
  const usual = count(consent, number, known);
  if (isLastDayUnknown(consent, known)) {
    return trimmed({ ...usual, earliest: first(usual.earliest, earliestSummer(usual, consent, limits)) });
  }
  const last = yearOf(consent, known)?.last;
  if (!last) return usual;
  const { least, most } = leftInYear(consent, last, number.unit, known);
  const summer = lastDay(last, limits.after_school_year);
  const shortest = limits.end_of_year_least.value;
  const longest = limits.end_of_year_most.value;
  return trimmed({
    earliest: shortest <= most && most < longest ? summer : usual.earliest,
    latest: shortest <= least && least <= longest ? summer : usual.latest,
    days: usual.days,
  });
}

// Has school an end that was not entered? A consent between two years lies in the summer.
function isLastDayUnknown(consent, known) {
  const year = yearOf(consent, known);
  return year ? !year.last : !known.years.length || consent < known.years[0].first;
}

// The day for the proposed IEP if school ends as early as it can; null where that changes nothing.
function earliestSummer({ days }, consent, limits) {
  const ends = `${consent.slice(0, 4)}-${EARLIEST_LAST_DAY}`;
  if (consent > ends) return null;
  const last = days.find(({ day, most }) => day >= ends && most >= limits.end_of_year_least.value);
  return last ? lastDay(last.day, limits.after_school_year) : null;
}

function windowOf({ number, how }, start, known, limits) {
  if (how === "before") {
    const day = plusDays(start, -number.value);
    return { window: { earliest: day, latest: day, days: [] }, notes: [] };
  }
  const usual = count(start, number, known);
  const window = how === "year_end" ? nearYearEnd(start, number, known, limits) : usual;
  if (window.earliest === usual.earliest && window.latest === usual.latest) {
    return { window: usual, notes: notesOf(usual, number.unit) };
  }
  if (isLastDayUnknown(start, known)) return { window, notes: ["last_day_not_known", ...notesOf(window, number.unit)] };
  const isOneDay = window.earliest === window.latest;
  return { window, notes: ["year_end", ...(isOneDay ? [] : notesOf(window, number.unit))] };
}

function notesOf({ earliest, latest, days }, unit) {
  const kinds = days.map(({ kind }) => kind);
  const notes = [];
  if (kinds.includes("not_known")) notes.push("calendar_not_known");
  else if (latest === null) notes.push("next_year_not_known");
  const summer = kinds.indexOf("summer");
  if (summer >= 0 && kinds.includes("school", summer)) notes.push("fall");
  if (earliest !== latest && kinds.includes("staff_only") && PERHAPS[unit].includes("staff_only")) {
    notes.push("staff_days");
  }
  return notes;
}

function clockOf(latest, today) {
  if (latest === null) return "not_sure";
  return today > latest ? "past" : "ahead";
}

function first(one, other) {
  return [one, other].filter((day) => day !== null).sort()[0] ?? null;
}
