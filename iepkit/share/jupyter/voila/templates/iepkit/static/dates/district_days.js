// Reads the days with no school from typed or pasted lines, and guesses nothing:
// documents/days_in_text.py, and what documents/district_calendar.py does with lines.
// A lookbehind would keep the whole script from older browsers, so there is none.

import { isDay, plusDays } from "../rules/days.js";

const MOST_SIGNS = 1_000_000;
const LONGEST_LINE = 500;
// The most days of one vacation, and the years in which a day may lie.
const LONGEST = 100;
const YEARS = [2015, 2040];
const KINDS = ["first_day", "last_day", "staff_only", "no_school"];
const MONTHS = ["jan ene", "feb", "mar", "apr abr", "may", "jun", "jul", "aug ago", "sep set", "oct", "nov", "dec dic"];
const MONTH_OF = new Map(MONTHS.flatMap((names, place) => names.split(" ").map((name) => [name, place + 1])));
const MONTH = [...MONTH_OF.keys()].join("|");
const TO = ["-", "\u2013", "\u2014", "/", "to", "until", "through", "thru", "a", "al", "hasta"];
const AND = ["", ",", ";", "and", "&", "y"];

// What Python takes for the end of a line and for a space; a browser takes others.
const LINE_END = /\r\n|[\n-\r\x1c-\x1e\x85\u2028\u2029]/;
const SPACE = "[\\t-\\r\\x1c- \\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]";
const SPACES = new RegExp(`${SPACE}+`, "g");
const BESIDE = new RegExp(`^${SPACE}+|${SPACE}+$`, "g");

const BLANK = "[\\t-\\r ]{1,3}";
const LEAD = `(?:\\b(?:del|desde${BLANK}el|el)${BLANK})?`;
const WEEKDAY = `(?:\\b(?:mon|tue|wed|thu|fri|sat|sun|lun|mar|mi[e\u00e9\u00c9]|jue|vie|s[a\u00e1\u00c1]b|dom)[a-z]{0,6}\\.?,?${BLANK})?`;
// "Martes" is a Tuesday.
const month = (name) => `(?!martes)(?<${name}>${MONTH})[a-z]{0,7}\\.?`;
const WAYS = [
  "(?<y1>\\d{4})(?<s1>[-/.])(?<m1>\\d{1,2})\\k<s1>(?<d1>\\d{1,2})",
  "(?<one>\\d{1,2})(?<s2>[-/.])(?<other>\\d{1,2})\\k<s2>(?<y2>\\d{4})",
  `${month("n3")}${BLANK}(?<d3>\\d{1,2})(?:st|nd|rd|th)?,?${BLANK}(?<y3>\\d{4})`,
  `(?<d4>\\d{1,2})(?:st|nd|rd|th|ro|\\.?[o\u00ba\u00b0])?${BLANK}(?:de${BLANK})?${month("n4")}(?:,|${BLANK}del?)?${BLANK}(?<y4>\\d{4})`,
];
// A program writes midnight beside a day without a time.
const TIME = "(?:[ T]\\d{1,2}:\\d{2}(?::\\d{2})?(?: ?[ap]m)?)?";
const DATE = `${LEAD}${WEEKDAY}(?:${WAYS.join("|")})(?!\\d)${TIME}`;
// What is left of a day that could not be read whole, such as 11/26 or 26-27/2026.
const PIECE = new RegExp(`\\p{Nd}${SPACE}?[-\u2013/.]|[-\u2013/.]${SPACE}?\\p{Nd}|\\p{Nd}{4}`, "u");
// A day before the first whole one that shares its month or its year, such as "24 al 31 de diciembre de 2026".
const BEGUN = new RegExp(
  `\\d(?:st|nd|rd|th|ro)?(?:${BLANK}(?:de${BLANK})?(?:${MONTH})[a-z]{0,7}\\.?)?[\\t-\\r ]{0,3}(?:,|;|&|to|until|through|thru|and|a|al|hasta|y)[\\t-\\r ]{0,3}$`,
  "i",
);

// A line that can't be read: `problem` is the id of its sentence, `ui.days.<problem>`.
class Unreadable extends Error {
  constructor(problem) {
    super(problem);
    this.problem = problem;
  }
}

// Each day of the entries of this kind, once.
export function daysOf(entries, kind) {
  const days = new Set();
  for (const { first, last } of entries.filter((entry) => entry.kind === kind)) {
    for (let day = first; day <= last; day = plusDays(day, 1)) days.add(day);
  }
  return [...days];
}

// What typed or pasted lines hold: `entries` `{ first, last, words, kind }` in the
// order of the days, and `faults` `{ line, problem, shown }`. `known`: kind and word of
// each word of school calendars; `order`: "month_first", "day_first" or null where it
// has not been asked, which `asksForOrder` does. A text that is too big is one fault
// of line 0.
export function readLines(text, known, order) {
  if (longerThan(MOST_SIGNS, text)) {
    return { entries: [], faults: [{ line: 0, problem: "too_big", shown: "" }], asksForOrder: false };
  }
  const entries = [];
  const faults = [];
  text.split(LINE_END).forEach((whole, place) => {
    const line = strip(whole);
    if (!line) return;
    try {
      const { spans, words } = spansIn(line, order);
      const kind = words ? kindOf(words, known) : "no_school";
      entries.push(...spans.map(([first, last]) => ({ first, last, words, kind })));
    } catch (fault) {
      if (!(fault instanceof Unreadable)) throw fault;
      faults.push({ line: place + 1, problem: fault.problem, shown: line });
    }
  });
  entries.sort((one, other) => (one.first < other.first ? -1 : Number(one.first > other.first)));
  return { entries, faults, asksForOrder: faults.some(({ problem }) => problem === "order") };
}

// Python counts an emoji as one sign, a browser as two.
const longerThan = (most, text) => text.length > most && [...text].length > most;
const strip = (text) => text.replace(BESIDE, "");

function spansIn(line, order) {
  const found = longerThan(LONGEST_LINE, line) ? [] : datesIn(line);
  if (!found.length) throw new Unreadable("not_understood");
  const before = line.slice(0, found[0].start);
  const after = line.slice(found[found.length - 1].end);
  const isBegun = found[0].part.d4 && BEGUN.test(before);
  if (isBegun || PIECE.test(before) || PIECE.test(after)) throw new Unreadable("not_understood");
  const [day, ...days] = found.map(({ part }) => dayOf(part, order));
  const spans = [[day, day]];
  days.forEach((following, place) => {
    const between = strip(line.slice(found[place].end, found[place + 1].start)).toLowerCase();
    const latest = spans[spans.length - 1];
    if (TO.includes(between) && latest[0] === latest[1]) latest[1] = following;
    else if (AND.includes(between)) spans.push([following, following]);
    else throw new Unreadable("not_understood");
  });
  spans.forEach(check);
  const words = strip(`${before} ${after}`).replace(SPACES, " ");
  return { spans, words: words.replace(/^[ ,;:\-\u2013]+|[ ,;:\-\u2013]+$/g, "") };
}

function datesIn(line) {
  const pattern = new RegExp(DATE, "gi");
  const found = [];
  for (let match = pattern.exec(line); match; match = pattern.exec(line)) {
    const isPart = /\d/.test(line.charAt(match.index - 1));
    if (isPart) pattern.lastIndex = match.index + 1;
    else found.push({ start: match.index, end: pattern.lastIndex, part: match.groups });
  }
  return found;
}

function dayOf(part, order) {
  const year = part.y1 ?? part.y2 ?? part.y3 ?? part.y4;
  const name = part.n3 ?? part.n4;
  const [inYear, inMonth] = part.one
    ? inOrder(Number(part.one), Number(part.other), order)
    : [name ? MONTH_OF.get(name.toLowerCase()) : Number(part.m1), Number(part.d1 ?? part.d3 ?? part.d4)];
  const day = [year, ...[inYear, inMonth].map((figures) => String(figures).padStart(2, "0"))].join("-");
  // A browser has a year 0.
  if (year === "0000" || !isDay(day)) throw new Unreadable("no_such_day");
  return day;
}

// Month and day, from two figures of which either can come first.
function inOrder(one, other, order) {
  const months = MONTHS.length;
  if (one > months && other > months) throw new Unreadable("no_such_day");
  if (one === other) return [one, other];
  const only = one > months ? "day_first" : other > months ? "month_first" : order;
  if (!only) throw new Unreadable("order");
  if (order && only !== order) throw new Unreadable("mixed");
  return only === "month_first" ? [one, other] : [other, one];
}

// Refuse days that can't be one vacation.
function check([first, last]) {
  const isFarOff = (day) => Number(day.slice(0, 4)) < YEARS[0] || Number(day.slice(0, 4)) > YEARS[1];
  if (isFarOff(first) || isFarOff(last)) throw new Unreadable("far_off");
  if (last < first) throw new Unreadable("backwards");
  if (last >= plusDays(first, LONGEST)) throw new Unreadable("too_long");
}

// Do these words say that there is school?
export const saysSchool = (words, known) => kindsIn(words, known).includes("school");

// What kind of entry these words stand for: a word of a day with school goes before
// all others, and a day with staff alone before one with no school.
function kindOf(words, known) {
  const found = kindsIn(words, known);
  return found.includes("school") ? "" : KINDS.find((kind) => found.includes(kind)) ?? "";
}

function kindsIn(words, known) {
  // In Python a small i is also that of Turkish, with a dot or without one; and a Greek
  // mark that a browser takes for a letter is none.
  const said = words.replace(/[\u0130\u0131]/g, "i").replace(/\u0345/g, "\ufffd");
  return known.filter(([, word]) => wordPattern(word).test(said)).map(([kind]) => kind);
}

function wordPattern(word) {
  const letters = word.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
  return new RegExp(`(?:^|[^\\p{L}\\p{N}_])${letters}(?![\\p{L}\\p{N}_])`, "iu");
}
