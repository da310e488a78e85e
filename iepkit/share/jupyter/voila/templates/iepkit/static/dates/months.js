// The count of school days as a small calendar, month by month. It is a table, so that
// a screen reader gives each day with its weekday, its kind and its number in the count.

import { monthWriter } from "../day_words.js";

const DAYS_A_WEEK = 7;

// `days` are those of a window in rules/school_days.js; `said` gives the words for a kind
// of day, and for a day that counts from its numbers.
export function monthsOf(start, days, language, said) {
  const { month, week } = monthWriter(language);
  const byMonth = new Map();
  for (const day of [{ day: start, kind: "start" }, ...days]) {
    const name = day.day.slice(0, 7);
    byMonth.set(name, [...(byMonth.get(name) ?? []), day]);
  }
  let before = { most: 0, least: 0 };
  return [...byMonth.values()].map((some) => {
    const table = element("table", "month");
    table.append(element("caption", "", month(some[0].day)), head(week));
    const body = element("tbody");
    let row = null;
    for (const one of some) {
      const weekday = new Date(one.day).getUTCDay();
      if (!row || weekday === 0) {
        row = element("tr");
        body.append(row);
      }
      // Days before the first one that is counted are left empty.
      while (row.children.length < weekday) row.append(element("td"));
      row.append(cell(one, before, said));
      if (one.kind !== "start") before = one;
    }
    for (const short of body.children) while (short.children.length < DAYS_A_WEEK) short.append(element("td"));
    table.append(body);
    return table;
  });
}

function head(week) {
  const row = element("tr");
  for (const [short, long] of week) {
    const name = element("th");
    name.scope = "col";
    name.append(Object.assign(element("abbr", "", short), { title: long }));
    row.append(name);
  }
  const top = element("thead");
  top.append(row);
  return top;
}

function cell({ day, kind, most, least }, before, said) {
  const place = element("td", `cell ${kind}`);
  place.append(element("span", "date", String(Number(day.slice(8)))));
  const counts = kind !== "start" && most > before.most;
  if (counts) {
    const shown = element("b", "", most === least ? String(most) : `${least}/${most}`);
    shown.setAttribute("aria-hidden", "true");
    place.append(shown);
  }
  const words = [said.kindInWords(kind), counts ? said.countInWords({ most, least }) : ""].filter(Boolean).join(", ");
  place.append(element("span", "unseen", ` ${words}`));
  return place;
}

function element(name, className = "", text = "") {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text) made.textContent = text;
  return made;
}
