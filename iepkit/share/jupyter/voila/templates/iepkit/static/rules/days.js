// Counting days as the law counts them: rules/days.py. A day is a text such as
// "2026-09-01", which sorts as days do; it is counted in UTC, since in a phone's
// own time a day can have 23 hours.

import { NOT_SURE } from "./given.js";

const MONTHS_A_YEAR = 12;
const DAY = 24 * 60 * 60 * 1000;
const WEEKEND = [0, 6];

const textOf = (time) => new Date(time).toISOString().slice(0, 10);

export function isDay(text) {
  const time = Date.parse(text);
  // Another way to write it is refused, and February 30, which some browsers take for March 2.
  return !Number.isNaN(time) && textOf(time) === text;
}

export function dayAfter(day) {
  return plusDays(day, 1);
}

// The last day of a limit that runs from an event on `start`, which is not counted.
// Source: 34 CFR 300.11; 603 CMR 28.02(5)
export function lastDay(start, { value, unit }) {
  switch (unit) {
    case "calendar_days":
      return plusDays(start, value);
    case "school_days":
    case "school_working_days":
    case "business_days":
      return [start, ...weekdays(dayAfter(start), value)].pop();
    case "months":
      return plusMonths(start, value);
    case "years":
      return plusMonths(start, value * MONTHS_A_YEAR);
    default:
      throw new RangeError(`no day is that many ${unit} away`);
  }
}

// Where a limit from this day stands; *not sure* without a day.
export function clock(start, number, today) {
  if (!start) return NOT_SURE;
  return today > lastDay(start, number) ? "past" : "ahead";
}

// `count` weekdays in a row, from the first one that is not before `first`.
export function weekdays(first, count) {
  const days = [];
  for (let day = first; days.length < count; day = dayAfter(day)) {
    if (!isWeekend(day)) days.push(day);
  }
  return days;
}

export function isWeekend(day) {
  return WEEKEND.includes(new Date(day).getUTCDay());
}

export function plusDays(day, count) {
  return textOf(Date.parse(day) + count * DAY);
}

function plusMonths(start, count) {
  const [year, month, day] = start.split("-").map(Number);
  // Day 0 of a month is the last day of the one before it.
  const length = new Date(Date.UTC(year, month + count, 0)).getUTCDate();
  return textOf(Date.UTC(year, month - 1 + count, Math.min(day, length)));
}
