// Counting school days on a district's own calendar, as a range where the count is
// not certain: rules/school_days.py. A calendar is `{ years: [{ first, last }],
// noSchool, staffOnly, holidays }`, the last three as sets of days; `last` is null
// where it is not known. No years means that nothing is known of its summer.

import { dayAfter, isWeekend, lastDay } from "./days.js";
import { Impossible } from "./given.js";

const A_YEAR = { value: 1, unit: "years" };

// The kinds of day that count, by unit.
// Source: 34 CFR 300.11(c); 603 CMR 28.02(5), 28.04, 28.05
const SURE = { school_days: ["school"], school_working_days: ["school"] };

// The kinds of day that may count, by unit: no rule says what a school working day
// is, so that a day with staff only is counted both ways.
export const PERHAPS = { school_days: ["not_known"], school_working_days: ["not_known", "staff_only"] };

// Refuse school years that are not in order, and such with one missing between them.
export function checkYears(years) {
  for (const { first, last } of years) withinAYear(first, last);
  years.slice(1).forEach(({ first }, place) => withinAYear(years[place].last ?? years[place].first, first));
}

function withinAYear(earlier, later) {
  if (later === null) return;
  if (later <= earlier) throw new Impossible("years", "years_order");
  if (later > lastDay(earlier, A_YEAR)) throw new Impossible("years", "year_missing");
}

// The school year in which this day lies, where one is known.
export function yearOf(day, { years }) {
  return years.find(({ first, last }) => first <= day && (last === null || day <= last));
}

// What kind of day this is, for a count that runs from `event`. Of a year with no
// last day, only a count that comes into it from before it is sure.
export function kindOf(day, event, known) {
  if (isWeekend(day)) return "weekend";
  if (known.holidays.has(day)) return "holiday";
  if (known.staffOnly.has(day)) return "staff_only";
  if (known.noSchool.has(day)) return "no_school";
  if (!known.years.length || day < known.years[0].first) return "not_known";
  const year = yearOf(day, known);
  if (!year) return "summer";
  return year.last !== null || event < year.first ? "school" : "not_known";
}

// The last day of a limit that runs from an event, which is not counted, at the
// earliest and at the latest, null where what is known does not reach so far; and
// the days after the event, one by one, where school days are counted.
export function count(event, number, known) {
  if (!(number.unit in SURE)) {
    const day = lastDay(event, number);
    return { earliest: day, latest: day, days: [] };
  }
  const days = [];
  let earliest = null;
  let latest = null;
  for (const counted of oneByOne(event, number.unit, known)) {
    days.push(counted);
    if (counted.most >= number.value) earliest ??= counted.day;
    if (counted.least >= number.value) latest = counted.day;
    // Without a calendar no day is sure, and the count would never end.
    if (latest || (earliest && !known.years.length)) break;
  }
  return trimmed({ earliest, latest, days });
}

// The same range, with the days until its end and none after it.
export function trimmed({ earliest, latest, days }) {
  const end = latest ?? earliest;
  return { earliest, latest, days: days.filter(({ day }) => end === null || day <= end) };
}

// How many days are left after the event until the last day of school, at least and at most.
export function leftInYear(event, last, unit, known) {
  let left = { most: 0, least: 0 };
  for (const counted of oneByOne(event, unit, known)) {
    if (counted.day > last) break;
    left = counted;
  }
  return left;
}

// The days after the event, with the count so far, as far as the calendar is known.
function* oneByOne(event, unit, known) {
  const until = knownUntil(known);
  let most = 0;
  let least = 0;
  for (let day = event; until === null || day < until; ) {
    day = dayAfter(day);
    const kind = kindOf(day, event, known);
    const isSure = SURE[unit].includes(kind);
    if (isSure) least += 1;
    if (isSure || PERHAPS[unit].includes(kind)) most += 1;
    yield { day, kind, most, least };
  }
}

function knownUntil({ years }) {
  if (!years.length) return null;
  const { first, last } = years[years.length - 1];
  return last ?? lastDay(first, A_YEAR);
}
