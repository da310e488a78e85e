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
const AND = ["", ",", ";", "and", "&", "y", "e"];
const BETWEEN = ["between", "entre"];

// What Python takes for the end of a line and for a space; a browser takes others.
const LINE_END = /\r\n|[\n-\r\x1c-\x1e\x85\u2028\u2029]/;
const SPACE = "[\\t-\\r\\x1c- \\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]";
const SPACES = new RegExp(`${SPACE}+`, "g");
const BESIDE = new RegExp(`^${SPACE}+|${SPACE}+$`, "g");

const BLANK = "[\\t-\\r ]{1,3}";
const LEAD = `(?:\\b(?<opens>between|entre|from|desde)${BLANK})?(?:\\b(?:del|el)${BLANK})?`;
const WEEKDAY = `(?:\\b(?:mon|tue|wed|thu|fri|sat|sun|lun|mar|mi[e\u00e9\u00c9]|jue|vie|s[a\u00e1\u00c1]b|dom)[a-z]{0,6}\\.?,?${BLANK})?`;
// "Martes" is a Tuesday.
const month = (name) => `(?!martes)(?<${name}>${MONTH})[a-z]{0,7}\\.?`;
const ORDINAL = "(?:st|nd|rd|th|ro|\\.?[o\u00ba\u00b0])?";
const WAYS = [
  "(?<y1>\\d{4})(?<s1>[-/.])(?<m1>\\d{1,2})\\k<s1>(?<d1>\\d{1,2})",
  "(?<one>\\d{1,2})(?<s2>[-/.])(?<other>\\d{1,2})\\k<s2>(?<y2>\\d{4})",
  `${month("n3")}${BLANK}(?<d3>\\d{1,2})(?:st|nd|rd|th)?,?${BLANK}(?<y3>\\d{4})`,
  `(?<d4>\\d{1,2})${ORDINAL}${BLANK}(?:de${BLANK})?${month("n4")}(?:,|${BLANK}del?)?${BLANK}(?<y4>\\d{4})`,
];
// A program writes midnight beside a day without a time.
const TIME = "(?:[ T]\\d{1,2}:\\d{2}(?::\\d{2})?(?: ?[ap]m)?)?";
const DATE = `${LEAD}${WEEKDAY}(?:${WAYS.join("|")})(?!\\d)${TIME}`;
const DASHES = "\\-\u2010-\u2015\u2212/";
// What is left of a day that could not be read whole, such as 11/26 or 26-27/2026.
const PIECE = new RegExp(`\\p{Nd} ?[${DASHES}.]|[${DASHES}.] ?\\p{Nd}|\\p{Nd}{4}`, "u");

// What follows looks for a day without its year in the words beside the whole ones, with single spaces.
const LAST = "(?:until|till|through|thru|hasta)(?![a-z])";
const TILL = `(?:${LAST}|(?:to|a|al)(?![a-z]))`;
const JOIN = `(?:${TILL}|(?:and|or|y|e|o|u|plus|also|then|as well as|tambi[e\u00e9\u00c9]n)(?![a-z]))`;
const FIGURE = "\\d{1,2}(?:st|nd|rd|th|e?ro|er|do|\\.?[o\u00ba\u00b0])?";
const NAMED = `(?!martes)(?:${MONTH})[a-z]{0,7}(?![a-z])\\.?`;
const DAY_OF = `(?:${FIGURE} ?(?:de |of )?${NAMED}|\\b${NAMED} (?:the )?${FIGURE})`;
// Whole names: a marathon is no month, and Martin no weekday.
const MONTH_ALONE =
  "(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?" +
  "|nov(?:ember)?|dec(?:ember)?|ene(?:ro)?|febrero|marzo|abr(?:il)?|mayo|junio|julio|ago(?:sto)?" +
  "|sep?tiembre|octubre|noviembre|dic(?:iembre)?)(?![a-z])";
const WEEKDAY_ALONE =
  "(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?|lun(?:es)?|martes|mi[e\u00e9\u00c9](?:rcoles)?" +
  "|jue(?:ves)?|vie(?:rnes)?|s[a\u00e1\u00c1]b(?:ado)?|dom(?:ingo)?)(?![a-z])";
const ASIDE = "(?: ?\\([^()]*\\))?";
const STRONG = `[${DASHES}&+~>\u2192]`;
const SIGN = `(?:${STRONG}|[,;])`;
// What can stand between two days beside the word or the sign that joins them; without a limit, a long line takes long.
const FILL = `(?:[ .]|${SIGN}|${JOIN}|${WEEKDAY_ALONE}|(?:the|el|del|on|up|including|inclusive)(?![a-z])){0,12}`;
// Such as "24 al" or "12, 13 y", before a day that lends them its month.
const BEGUN = new RegExp(`${FIGURE}${ASIDE}${FILL}(?:${SIGN}|${JOIN})${FILL}$`, "i");
const BEGUN_BEFORE_ANY = new RegExp(
  `(?:${DAY_OF}${ASIDE}${FILL}(?:${SIGN}|${JOIN})|${DAY_OF}.*\\b${JOIN}|${FIGURE}${ASIDE}${FILL}(?:${STRONG}|${JOIN})` +
    `|\\b${MONTH_ALONE}${FILL}${TILL}|\\b${LAST}` +
    `|\\b(?:between|entre|from|desde) (?:the|los|days?|d[i\u00ed\u00cd]as?|dates?)(?: (?:days?|d[i\u00ed\u00cd]as?|dates?|of)){0,2})` +
    `${FILL}$`,
  "i",
);
// A lone figure after a comma can be a count, and "March" after a dash can name a break: these are let be.
const GOES_ON = new RegExp(
  `^${ASIDE}${FILL}(?:${LAST}|${TILL}${FILL}(?:\\d|${MONTH_ALONE}|${WEEKDAY_ALONE})` +
    `|${STRONG}${FILL}\\d|(?:[&+]|${JOIN})${FILL}(?:\\d|${WEEKDAY_ALONE})|${SIGN}${FILL}${DAY_OF}` +
    `|[,;]${FILL}${FIGURE}${ASIDE}(?:${FILL}(?:${SIGN}|${JOIN})|$))` +
    `|\\b${JOIN}${FILL}${DAY_OF}`,
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
  const before = singleSpaced(line.slice(0, found[0].start));
  const after = singleSpaced(line.slice(found[found.length - 1].end));
  const isBegun = BEGUN_BEFORE_ANY.test(before) || (found[0].part.d4 && BEGUN.test(before));
  if (isBegun || GOES_ON.test(after) || PIECE.test(before) || PIECE.test(after)) throw new Unreadable("not_understood");
  const spans = joined(line, found, order);
  spans.forEach(check);
  return { spans, words: `${before} ${after}`.replace(/^[ ,;:\-\u2013]+|[ ,;:\-\u2013]+$/g, "") };
}

const singleSpaced = (text) => strip(text).replace(SPACES, " ");

// The whole days found in a line, by what stands between them.
function joined(line, found, order) {
  const [day, ...days] = found.map(({ part }) => dayOf(part, order));
  const spans = [[day, day]];
  // A word such as "from" or "between" still waits for its last day.
  let opened = opening(found[0]);
  days.forEach((following, place) => {
    const between = strip(line.slice(found[place].end, found[place + 1].start)).toLowerCase();
    const opens = opening(found[place + 1]);
    const latest = spans[spans.length - 1];
    const isLast = TO.includes(between) || (BETWEEN.includes(opened) && ["and", "&", "y", "e"].includes(between));
    if (isLast && latest[0] === latest[1] && !opens) {
      latest[1] = following;
      opened = "";
    } else if (AND.includes(between) && !opened) {
      spans.push([following, following]);
      opened = opens;
    } else throw new Unreadable("not_understood");
  });
  if (opened) throw new Unreadable("not_understood");
  return spans;
}

const opening = ({ part }) => (part.opens ?? "").toLowerCase();

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
