// From a parent's answers to facts, and the count of removals: rules/discipline/answers.py.

import { dayAfter, weekdays } from "./days.js";
import { Impossible, NOT_SURE, entered, many, named, one } from "./given.js";

const SUREST_LAST = ["not_counted", "may_count", "counted"];
const IN_SCHOOL_OR_BUS = ["in_school_with_help", "in_school_without", "bus_in_plan", "bus_other"];
const USE = ["drugs", "using_now", "none"];

export const discipline = { derive, count };

export function derive(answers, limits) {
  const plan = one(answers, "plan");
  const conduct = many(answers, "conduct");
  const days = count(answers, limits);
  const rows = [...rowsOf(answers, limits).values()];
  // Who uses drugs or alcohol now may have had alcohol alone, which is no illegal drug.
  const isUnclear = named(conduct, "drugs") === "no" && conduct.includes("using_now");
  const drugs = isUnclear ? NOT_SURE : named(conduct, "drugs");
  const s37h = named(conduct, "weapon", "assault_staff", "drugs");
  return {
    state: one(answers, "state"),
    plan: plan === "evaluation_asked" ? "none" : plan,
    basis: basis(plan, one(answers, "asked_before")),
    removed: rows.length ? removed(days, limits) : NOT_SURE,
    unclear: days.may_count ? "yes" : "no",
    in_school_or_bus: rows.some((row) => IN_SCHOOL_OR_BUS.includes(row.how)) ? "yes" : "no",
    decided: one(answers, "decided"),
    manifestation: one(answers, "manifestation"),
    weapon: named(conduct, "weapon"),
    drugs,
    serious_injury: named(conduct, "serious_injury"),
    s37h: s37h === "no" ? drugs : s37h,
    felony: felony(conduct),
    other_offense: otherOffense(conduct),
    current_use: currentUse(conduct),
  };
}

// The school days of removal, in whatever order they were entered. A row with a day
// is spread over the weekdays from that day on, so that a day that was entered twice
// counts once, with what is surer, and rows that follow each other make one run. A
// row without a day is added as it is.
// Source: 71 Fed. Reg. 46715 (2006); 603 CMR 27.03
export function count(answers, limits) {
  const rows = rowsOf(answers, limits);
  const byDay = new Map();
  const tally = { not_counted: 0, may_count: 0, counted: 0 };
  for (const { first, days, status } of rows.values()) {
    if (!first) tally[status] += days;
    for (const day of first ? weekdays(first, days) : []) {
      if (SUREST_LAST.indexOf(status) > SUREST_LAST.indexOf(byDay.get(day))) byDay.set(day, status);
    }
  }
  for (const status of byDay.values()) tally[status] += 1;
  const all = tally.not_counted + tally.may_count + tally.counted;
  if (all > limits.school_year_scheduled.value) throw tooManyDays(rows);
  const withoutDay = [...rows.values()].filter((row) => !row.first && row.status === "counted");
  const surely = [...byDay.keys()].filter((day) => byDay.get(day) === "counted");
  return { ...tally, in_a_row: Math.max(longestRun(surely), ...withoutDay.map((row) => row.days)) };
}

function longestRun(days) {
  let longest = 0;
  let run = 0;
  let next = null;
  for (const day of days.sort()) {
    run = day === next ? run + 1 : 1;
    longest = Math.max(longest, run);
    [next] = weekdays(dayAfter(day), 1);
  }
  return longest;
}

// The rows by their places in the form.
function rowsOf(answers, limits) {
  const rows = new Map();
  (entered(answers, "removals") ?? []).forEach((values, place) => {
    // A row in which nothing is filled in yet is no removal.
    if (Object.keys(values).length) rows.set(place, rowOf(place, values));
  });
  if ([...rows.values()].some((row) => row.days > limits.school_year_scheduled.value)) throw tooManyDays(rows);
  const dated = [...rows].filter(([, row]) => row.first);
  const last = Math.max(...dated.map(([, row]) => schoolYear(row.first, limits)));
  for (const [place, row] of dated) {
    if (schoolYear(row.first, limits) < last) throw new Impossible("removals.day", "two_school_years", place);
  }
  return rows;
}

function rowOf(place, values) {
  const [how, days] = [one(values, "how"), entered(values, "days")];
  if (days === 0) throw new Impossible("removals.days", "number", place);
  // A row that names no number stands for one day.
  return { first: entered(values, "day"), how, days: days ?? 1, status: statusOf(how, one(values, "part")) };
}

// In-school and bus days as the guidance on IDEA counts them; a part of a day may count.
// Source: 71 Fed. Reg. 46715 (2006)
function statusOf(how, part) {
  if (how === "bus_in_plan" || (how === "suspended" && part === "whole")) return "counted";
  return ["in_school_with_help", "bus_other"].includes(how) ? "not_counted" : "may_count";
}

// The year in which the day's school year ends.
function schoolYear(day, limits) {
  const [year, month] = day.split("-").map(Number);
  return month >= limits.school_year_begins.value ? year + 1 : year;
}

function tooManyDays(rows) {
  const [place] = [...rows].reduce((longest, row) => (row[1].days > longest[1].days ? row : longest));
  return new Impossible("removals.days", "too_many_days", place);
}

function removed(days, limits) {
  const limit = limits.removal_days.value;
  if (days.in_a_row > limit) return "over_ten_in_a_row";
  if (days.counted > limit) return "over_ten";
  return days.counted + days.may_count > limit ? "maybe_over_ten" : "up_to_ten";
}

function basis(plan, askedBefore) {
  if (plan === "plan_504") return askedBefore;
  return { evaluation_asked: "yes", not_sure: NOT_SURE }[plan] ?? "no";
}

function felony(conduct) {
  if (conduct.includes("felony_conviction")) return "conviction";
  if (conduct.includes("felony_charge")) return "charge";
  return conduct.length ? "no" : NOT_SURE;
}

function otherOffense(conduct) {
  // Alcohol falls under s. 37H3/4, a controlled substance does not.
  if (conduct.length === 1 && conduct.includes("using_now")) return NOT_SURE;
  return named(conduct, "other", "serious_injury");
}

function currentUse(conduct) {
  if (!conduct.length) return NOT_SURE;
  if (!conduct.includes("using_now")) return "no";
  if (conduct.some((kind) => !USE.includes(kind))) return "with_other";
  // The choice on drugs names selling too, which is neither use nor possession.
  return conduct.includes("drugs") ? NOT_SURE : "only";
}
