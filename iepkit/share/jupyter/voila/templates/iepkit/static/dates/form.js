// "My dates": the days that a parent enters and the district's school days give two
// lists, which are never mixed, and a calendar file. All of it happens in this page;
// only a district's file is read elsewhere.

import { dayWriter, today } from "../day_words.js";
import { printOnly, saveFile } from "../hand_over.js";
import { dayAfter } from "../rules/days.js";
import { NOT_SURE } from "../rules/given.js";
import { calendarFile, FILE_NAME, MEDIA_TYPE } from "./calendar_file.js";
import { sentencesOf, workOut, words } from "./dates.js";
import { daysOf, readLines, saysSchool } from "./district_days.js";
import { monthsOf } from "./months.js";

const OTHER = "other";

export function startDates(place, root, { where, readFile }) {
  const find = (mark) => place.querySelector(`[data-${mark}]`);
  const holder = find("sheet");
  const sheet = JSON.parse(holder.textContent);
  const form = place.querySelector("form");
  const dayInWords = dayWriter(root.lang);
  const { kept } = root.iepkit;
  const state = (kept.dates ??= nothing());
  const items = new Map([...find("all-deadlines").children].map((item) => [item.dataset.deadline, item]));
  let shown = { actBy: [], owed: [] };
  let chosenFile = null;
  let reads = 0;
  let pause = null;
  let written = "";

  // --- what was entered ------------------------------------------------------------

  const stateNow = () => state.state ?? (kept.letter?.answers.state || NOT_SURE);

  function putEntered() {
    for (const box of place.querySelectorAll("[name=dates-state]")) box.checked = box.value === stateNow();
    for (const event of place.querySelectorAll("[data-event]")) {
      const day = state.events[event.dataset.event];
      event.querySelector("[data-has]").checked = day !== undefined;
      event.querySelector("[data-entered]").hidden = day === undefined;
      event.querySelector("[data-day]").value = day ?? "";
    }
    place.querySelectorAll("[data-year]").forEach((year, at) => {
      for (const end of year.querySelectorAll("[data-end]")) end.value = state.years[at][end.dataset.end] ?? "";
    });
    find("lines").value = state.lines;
    for (const box of place.querySelectorAll("[name=dates-order]")) box.checked = box.value === state.order;
    find("says-more").checked = state.saysMore;
    find("neutral").hidden = state.saysMore;
  }

  // Each event that a limit hangs on in this state; one that was ticked stays.
  function showEvents() {
    for (const event of place.querySelectorAll("[data-event]")) {
      const states = event.dataset.states.split(" ");
      event.hidden = stateNow() !== NOT_SURE && !states.includes(stateNow()) && !(event.dataset.event in state.events);
    }
  }

  // While 2026 is typed a date field holds the years 2, 20 and 202.
  const whole = (day) => (day >= "1000" ? day : "");

  function events() {
    return Object.fromEntries(Object.entries(state.events).filter(([, day]) => whole(day)));
  }

  // --- the district's days ---------------------------------------------------------

  const keyOf = ({ first, last, words }) => `${first} ${last} ${words}`;

  function entries() {
    const read = readLines(state.lines, sheet.calendar_words, state.order);
    const all = [...read.entries, ...(state.file?.entries ?? [])].map((entry) => ({
      ...entry,
      // Where no word says it, the parent is asked.
      kind: state.kinds[keyOf(entry)] ?? (entry.kind || (saysSchool(entry.words, sheet.calendar_words) ? "school" : "")),
    }));
    return { all, faults: read.faults, asksForOrder: read.asksForOrder || Boolean(state.file?.asksForOrder) };
  }

  function showEntries({ all, faults, asksForOrder }) {
    find("order").hidden = !asksForOrder && !state.order;
    find("entries-place").hidden = all.length === 0;
    find("forget-file").hidden = !state.file;
    const told = [...faults.map(({ shown: said, problem }) => [said, words(sheet, `ui.days.${problem}`)]), ...(state.file?.faults ?? [])];
    find("faults").replaceChildren(...told.map(([said, text]) => {
      const item = document.createElement("li");
      item.textContent = `\u201c${said}\u201d: ${text}`;
      return item;
    }));
    // The list stands as it is while a finger is on it.
    if (written === JSON.stringify(all)) return;
    written = JSON.stringify(all);
    const list = find("entries");
    const open = list.contains(document.activeElement) ? document.activeElement.closest("li").dataset.key : null;
    list.replaceChildren(...all.map((entry) => {
      const item = find("entry-of-days").content.firstElementChild.cloneNode(true);
      item.dataset.key = keyOf(entry);
      const days = entry.first === entry.last ? [entry.first] : [entry.first, entry.last];
      item.querySelector("[data-days]").textContent = [days.map(dayInWords).join(" \u2013 "), entry.words].filter(Boolean).join(": ");
      const choice = item.querySelector("select");
      choice.value = entry.kind;
      choice.setAttribute("aria-label", `${choice.getAttribute("aria-label")}: ${item.querySelector("[data-days]").textContent}`);
      choice.onchange = () => {
        state.kinds[item.dataset.key] = choice.value;
      };
      return item;
    }));
    if (open) [...list.children].find((item) => item.dataset.key === open)?.querySelector("select").focus();
  }

  // The first and the last day may stand among the days that were read.
  function yearsFrom(all) {
    const named = (kind) => all.filter((entry) => entry.kind === kind).map((entry) => entry.first).sort();
    const [firsts, lasts] = [named("first_day"), named("last_day")];
    return state.years
      .map(({ first, last }, at) => ({ first: whole(first ?? "") || firsts[at] || "", last: whole(last ?? "") || lasts[at] || null }))
      .filter(({ first }) => first);
  }

  // --- what follows ------------------------------------------------------------------

  function change() {
    showEvents();
    const read = entries();
    showEntries(read);
    const calendar = { years: yearsFrom(read.all), noSchool: daysOf(read.all, "no_school"), staffOnly: daysOf(read.all, "staff_only") };
    const { faults, dates } = possible(calendar);
    for (const event of place.querySelectorAll("[data-event]")) tellAbout(event, faults);
    const lacksFirst = state.years.some(({ first, last }) => whole(last ?? "") && !whole(first ?? "")) && !calendar.years.length;
    const yearsFault = faults.years ? words(sheet, `ui.impossible.${faults.years}`) : lacksFirst ? find("years-fault").dataset.noFirst : "";
    say(find("years-fault"), yearsFault);
    const isHalfRead = read.faults.length > 0 || read.asksForOrder || read.all.some(({ kind }) => !kind) || Boolean(state.file?.faults.length);
    find("half-read").hidden = !isHalfRead;
    show(dates);
  }

  // No limit goes away without a word: a day that is not whole, or can't be, says so,
  // and so does a day from which nothing is known to run in this state.
  function tellAbout(event, faults) {
    const { event: id } = event.dataset;
    const field = event.querySelector("[data-day]");
    const isOpen = id in state.events && !whole(field.value) && field !== document.activeElement;
    const fault = faults[id] ? words(sheet, `ui.impossible.${faults[id]}`) : isOpen ? form.dataset.noDay : "";
    say(event.querySelector("[data-fault-here]"), fault);
    if (fault) field.setAttribute("aria-invalid", "true");
    else field.removeAttribute("aria-invalid");
    const elsewhere = sheet.deadlines.filter((deadline) => deadline.event === id && !deadline.states.includes(OTHER));
    const isElsewhere = id in state.events && stateNow() === OTHER && elsewhere.length > 0;
    say(event.querySelector("[data-elsewhere]"), isElsewhere ? form.dataset.elsewhere : "");
  }

  // What follows from the days that can be; each that can't gets its sentence, and is left out.
  function possible(calendar) {
    const [given, faults] = [events(), {}];
    let known = calendar;
    for (;;) {
      const { dates, problem } = workOut(sheet, { state: stateNow(), events: given, calendar: known }, today());
      if (!problem || problem.event in faults) return { faults, dates };
      faults[problem.event] = problem.problem;
      if (problem.event in given) delete given[problem.event];
      else known = { years: [], noSchool: [], staffOnly: [] };
    }
  }

  function say(here, text) {
    if (here.textContent !== text) here.textContent = text;
  }

  function show(dates) {
    shown = dates;
    find("results").hidden = !dates.actBy.length && !dates.owed.length;
    for (const [name, list] of Object.entries(dates)) {
      const section = place.querySelector(`[data-list=${name}]`);
      section.hidden = !list.length;
      const ordered = section.querySelector("ol");
      for (const item of [...ordered.children]) if (!list.some(({ deadline }) => deadline === item.dataset.deadline)) find("all-deadlines").append(item);
      list.forEach((date, at) => {
        const item = items.get(date.deadline);
        showDate(item, date);
        if (ordered.children[at] !== item) ordered.insertBefore(item, ordered.children[at] ?? null);
      });
    }
    const said = find("said");
    const count = said.dataset.count.replace("{act_by}", dates.actBy.length).replace("{owed}", dates.owed.length);
    const [next] = dates.actBy;
    say(said, next ? `${count} ${sentencesOf(sheet, next, today(), dayInWords).told[0]}` : count);
  }

  function showDate(item, date) {
    const { told, more } = sentencesOf(sheet, date, today(), dayInWords);
    item.querySelector("[data-told]").replaceChildren(...[...told, ...more].map((sentence) => {
      const line = document.createElement("p");
      line.textContent = sentence;
      return line;
    }));
    const box = item.querySelector("[data-chosen]");
    box.checked = !state.left.includes(date.deadline);
    const days = date.window?.days.length ? date.window.days : calendarDays(sheet, date);
    const counting = item.querySelector("[data-counting]");
    counting.hidden = !days.length;
    const draw = () => {
      counting.querySelector("[data-months]").replaceChildren(
        ...(date.window?.days.length ? [find("months-words").firstElementChild.cloneNode(true)] : []),
        ...monthsOf(date.start, days, root.lang, { kindInWords, countInWords }),
      );
    };
    // Most counts are never looked at.
    counting.ontoggle = draw;
    if (counting.open && days.length) draw();
  }

  const kindInWords = (kind) => {
    if (kind === EACH_DAY) return "";
    return kind === "start" ? holder.dataset.start : words(sheet, `ui.dates.day.${kind}`);
  };
  const countInWords = ({ most, least }) =>
    most === least
      ? holder.dataset.counted.replace("{number}", most)
      : holder.dataset.countedOr.replace("{least}", least).replace("{most}", most);

  // --- what can be pressed ------------------------------------------------------------

  for (const box of place.querySelectorAll("[name=dates-state]")) {
    box.onchange = () => {
      state.state = box.value;
    };
  }
  for (const event of place.querySelectorAll("[data-event]")) {
    const { event: id } = event.dataset;
    const field = event.querySelector("[data-day]");
    event.querySelector("[data-has]").onchange = ({ target }) => {
      event.querySelector("[data-entered]").hidden = !target.checked;
      if (target.checked) {
        state.events[id] = field.value;
        field.focus();
      } else delete state.events[id];
    };
    field.onchange = () => {
      state.events[id] = field.value;
    };
  }
  place.querySelectorAll("[data-year]").forEach((year, at) => {
    for (const end of year.querySelectorAll("[data-end]")) {
      end.onchange = () => {
        state.years[at][end.dataset.end] = end.value;
      };
    }
  });
  find("lines").oninput = () => {
    state.lines = find("lines").value;
    // What is still being typed is no fault yet.
    clearTimeout(pause);
    pause = setTimeout(change, 600);
  };
  for (const box of place.querySelectorAll("[name=dates-order]")) {
    box.onchange = () => {
      state.order = box.value;
      if (chosenFile) takeFile(chosenFile);
    };
  }
  find("file-of-days").onchange = ({ target }) => {
    if (target.files[0]) takeFile(target.files[0]);
  };
  find("forget-file").onclick = () => {
    reads += 1;
    chosenFile = null;
    state.file = null;
    find("file-of-days").value = "";
    find("lines").focus();
    change();
  };

  async function takeFile(file) {
    chosenFile = file;
    const told = find("read");
    told.textContent = told.dataset.reading;
    const kind = file.name.toLowerCase().endsWith(".csv") ? "csv" : "ics";
    // Another file takes the place of the one before, also if it can't be read.
    state.file = null;
    reads += 1;
    const mine = reads;
    const read = await readFile(file, { kind, order: state.order ?? "", lang: root.lang, tooBig: words(sheet, "ui.days.too_big") });
    // Another file, or none at all, was chosen meanwhile.
    if (mine !== reads) return;
    told.textContent = read.text ?? (read.entries ? "" : told.dataset.unread);
    if (read.entries) state.file = {
      entries: read.entries,
      faults: read.faults.map(({ shown: said, text }) => [said, text]),
      asksForOrder: read.asks_for_order,
    };
    change();
  }

  for (const item of items.values()) {
    item.querySelector("[data-chosen]").onchange = ({ target }) => {
      const { deadline } = item.dataset;
      state.left = state.left.filter((one) => one !== deadline).concat(target.checked ? [] : deadline);
    };
  }
  find("says-more").onchange = ({ target }) => {
    state.saysMore = target.checked;
    find("neutral").hidden = target.checked;
  };
  find("save").onclick = () => {
    const chosen = [...shown.actBy, ...shown.owed].filter(({ deadline }) => !state.left.includes(deadline));
    const file = calendarFile(sheet, chosen, new Date(), { saysMore: state.saysMore, dayInWords });
    const got = find("got");
    const isEmpty = !file.includes("BEGIN:VEVENT");
    got.textContent = isEmpty ? got.dataset.none : got.dataset.saved;
    if (!isEmpty) saveFile(file, `${MEDIA_TYPE};charset=utf-8`, FILE_NAME);
  };
  find("print").onclick = () => {
    const chosen = [...form.querySelectorAll("[name=dates-state]:checked + span")].map((state) => state.textContent);
    const entered = Object.entries(events()).map(([id, day]) => {
      const [said] = form.querySelectorAll(`[data-event=${id}] label span`);
      return `${said.textContent}: ${dayInWords(day)}`;
    });
    find("printed-on").textContent = [dayInWords(today()), ...chosen, ...entered].join(". ") + ".";
    printOnly(place);
  };
  find("forget").onclick = () => {
    Object.assign(state, nothing());
    reads += 1;
    find("read").textContent = find("got").textContent = "";
    chosenFile = null;
    find("file-of-days").value = "";
    putEntered();
    change();
    form.querySelector("input").focus();
  };
  form.onsubmit = (event) => event.preventDefault();
  form.addEventListener("change", change);
  form.addEventListener("focusout", ({ target }) => {
    if (target.type === "date") setTimeout(change);
  });
  for (const one of place.querySelectorAll("[data-where]")) one.hidden = !one.dataset.where.split(" ").includes(where);
  form.hidden = false;
  place.closest("[data-part]").addEventListener("opened", () => {
    putEntered();
    change();
  });
  putEntered();
  change();
}

// A count of months or years is no longer seen in days.
const FEW_DAYS = 60;
const EACH_DAY = "each_day";

// The days of a limit in calendar days, each of which counts.
function calendarDays(sheet, { deadline, start, day, window }) {
  const { how, number } = sheet.deadlines.find(({ id }) => id === deadline);
  const last = day ?? window.latest;
  if (how !== "after" || number.unit !== "calendar_days" || number.value > FEW_DAYS || !last) return [];
  const days = [];
  for (let at = dayAfter(start), count = 1; at <= last; at = dayAfter(at), count += 1) {
    days.push({ day: at, kind: EACH_DAY, most: count, least: count });
  }
  return days;
}

// What is entered at the start: `left` are the dates that do not go into the calendar,
// `kinds` what the parent said of days that were read.
const nothing = () => ({
  state: null, events: {}, years: [{}, {}], lines: "", order: null, file: null, kinds: {}, left: [], saysMore: false,
});
