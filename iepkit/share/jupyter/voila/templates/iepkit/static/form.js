// The form of an explorer: it gathers answers as ids, is given what follows from
// them, and shows the reasons that stand in the HTML already.

import { isAsked } from "./asked.js";
import { showDates, showDays, showRoutes } from "./outcome.js";
import { showMeanings } from "./words.js";

const NOT_SURE = "not_sure";

// `place` holds the forms; `root` is the page, which is asked what follows.
export function startForms(place, root = place) {
  for (const explorer of place.querySelectorAll("[data-explorer]")) startForm(explorer, root.iepkit);
}

function startForm(explorer, page) {
  const topic = explorer.dataset.explorer;
  const form = explorer.querySelector("[data-form]");
  const state = { outcome: JSON.parse(explorer.dataset.first), before: null, own: null, latest: 0 };
  const story = startStories(explorer, form, state, change);

  async function change() {
    const answers = ask(form);
    page.kept[topic] = answers;
    state.latest += 1;
    const mine = state.latest;
    const decided = page.wish({ ask: "decide", name: topic, answers });
    const lost = explorer.querySelector("[data-lost-answer]");
    const isLate = !(await Promise.race([decided, late()]));
    if (mine !== state.latest) return;
    lost.hidden = !isLate;
    // It may come all the same, from a kernel that was busy or from the take-home page.
    const answer = await decided;
    if (mine !== state.latest) return;
    lost.hidden = knows(explorer, answer.outcome);
    if (!lost.hidden) return;
    for (const problem of answer.problems) tell(form, problem);
    const last = state.outcome;
    state.outcome = answer.outcome;
    show(explorer, state, last);
    leftOut(explorer, form);
  }

  form.addEventListener("change", (event) => {
    alone(event.target);
    if (!state.before) story.left();
    change();
  });
  form.onsubmit = (event) => event.preventDefault();
  // A year that was left half typed is a fault only when its field is left.
  form.addEventListener("focusout", ({ target }) => {
    if (target.type === "date" && isHalfTyped(target)) setTimeout(change);
  });
  startLists(form, change);
  startWhatIf(explorer, form, state, story, change);
  explorer.querySelector("[data-clear]").onclick = () => {
    story.gone();
    form.reset();
    for (const list of form.querySelectorAll("[data-question][data-kind=list]")) empty(list);
    change();
  };
  if (page.kept[topic]) {
    put(form, page.kept[topic], change);
    change();
  }
  ask(form);
  show(explorer, state, state.outcome);
  for (const hidden of explorer.querySelectorAll("[data-alive]")) hidden.hidden = false;
}

// A server that was started anew may have other words than this page, which then has to be opened again.
function knows(explorer, { both, iep, plan_504: plan504 }) {
  return [...both, ...iep.reasons, ...plan504.reasons].every((id) => explorer.querySelector(`[data-reason="${id}"]`));
}

// A fault may stand far from the answer, which says so too.
function leftOut(explorer, form) {
  const place = explorer.querySelector("[data-left-out]");
  const fault = form.querySelector("[data-fault-here]:not(:empty)");
  place.hidden = !fault;
  place.querySelector("[data-left-out-go]").onclick = () => {
    fault.closest("[data-field], [data-question]").querySelector("input").focus();
  };
}

// An answer that has not come by then is not waited for in silence.
const PATIENT_FOR = 8000;

const late = () => new Promise((resolve) => setTimeout(() => resolve(null), PATIENT_FOR));

// --- questions and answers -----------------------------------------------------

// The answers to all questions that are asked now; the others are put away. An
// answer that can't be gets its sentence, and counts as none.
function ask(form) {
  const answers = {};
  let number = 0;
  for (const question of form.querySelectorAll("[data-question]")) {
    question.hidden = !isAsked(JSON.parse(question.dataset.askIf ?? "{}"), answers);
    if (question.hidden) continue;
    if (!("switch" in question.dataset)) {
      number += 1;
      question.querySelector("[data-number]").textContent = `${number}. `;
    }
    const read = KINDS[question.dataset.kind](question);
    say(question, read.fault ?? "");
    if (!read.fault && read.value !== undefined) answers[question.dataset.question] = read.value;
  }
  return answers;
}

// What belongs to a question or to a field of a row, and not to the rows inside it.
const own = (place, selector) =>
  [...place.querySelectorAll(selector)].filter((found) => found.closest("[data-question], [data-field]") === place);

const checked = (place) => own(place, "[value]:checked").map((box) => box.value);

// While 2026 is typed a date field holds the years 2, 20 and 202.
const isHalfTyped = (field) => field.value !== "" && field.value < "1000";

function entry(place, read) {
  if (checked(place).includes(NOT_SURE)) return { value: NOT_SURE };
  const [field] = own(place, "[data-entry]");
  if (field.value === "" && !field.validity.badInput) return {};
  if (field === document.activeElement && field.type === "date" && isHalfTyped(field)) return {};
  return field.checkValidity() ? { value: read(field.value) } : { fault: field.dataset.fault };
}

const KINDS = {
  one: (place) => ({ value: checked(place)[0] }),
  many: (place) => {
    const values = checked(place);
    return { value: values.includes(NOT_SURE) ? NOT_SURE : values.length ? values : undefined };
  },
  number: (place) => entry(place, Number),
  date: (place) => entry(place, String),
  list: (place) => {
    if (checked(place).includes(NOT_SURE)) return { value: NOT_SURE };
    // A row with a fault is left out whole, and keeps its place.
    const rows = [...place.querySelectorAll(".row")].map((row) => {
      const answers = {};
      let isWhole = true;
      for (const field of row.querySelectorAll("[data-field]")) {
        const read = KINDS[field.dataset.kind](field);
        say(field, read.fault ?? "");
        if (read.fault) isWhole = false;
        else if (read.value !== undefined) answers[field.dataset.field] = read.value;
      }
      return isWhole ? answers : {};
    });
    return { value: rows.length ? rows : undefined };
  },
};

// A sentence in the place that a question or a field has for it.
function say(place, text) {
  const [here] = own(place, "[data-fault-here]");
  if (here.textContent !== text) here.textContent = text;
}

// What only the rules find out: it stands at its question, or at its field of a row.
function tell(form, { question: name, row, text }) {
  const question = form.querySelector(`[data-question="${name.split(".")[0]}"]`);
  const rows = question.querySelectorAll(".row");
  const field = rows[row]?.querySelector(`[data-field="${name.split(".")[1]}"]`);
  say(field ?? question, text);
}

// "None of these" and "I don't know" go with no other answer, nor with an entry or a row.
function alone(changed) {
  const place = changed.closest("[data-field], [data-question]");
  const [unsure] = own(place, "[data-unsure]");
  if (unsure) {
    if (changed !== unsure) unsure.checked = false;
    else if (unsure.checked) {
      for (const field of own(place, "[data-entry]")) field.value = "";
      if (place.querySelector("[data-rows]")) empty(place);
    }
  } else if (changed.type === "checkbox" && changed.checked) {
    for (const box of own(place, "[type=checkbox]")) {
      if (box !== changed && ("alone" in changed.dataset || "alone" in box.dataset)) box.checked = false;
    }
  }
  const list = place.parentElement.closest("[data-question]");
  if (list) alone(list.querySelector("[data-rows]"));
}

// Rows grow and shrink; each radio group has a name of its own.
function startLists(form, change) {
  for (const question of form.querySelectorAll("[data-question][data-kind=list]")) {
    question.querySelector("[data-add]").onclick = () => {
      addRow(question, change).querySelector("input").focus();
      alone(question.querySelector("[data-rows]"));
      change();
    };
  }
}

let made = 0;

function addRow(question, change) {
  const rows = question.querySelector("[data-rows]");
  const row = question.querySelector("[data-row]").content.firstElementChild.cloneNode(true);
  made += 1;
  for (const box of row.querySelectorAll("[name]")) box.name += `-${made}`;
  row.querySelector("[data-remove]").onclick = () => {
    const next = row.nextElementSibling;
    row.remove();
    number(question);
    (next ?? question).querySelector(next ? "input" : "[data-add]").focus();
    change();
  };
  row.querySelector("[data-copy]").onclick = () => {
    copyRow(row, addRow(question, change)).querySelector("input").focus();
    change();
  };
  rows.append(row);
  number(question);
  return row;
}

// All but the day: what was said once need not be said again.
function copyRow(row, copy) {
  for (const field of row.querySelectorAll("[data-field]:not([data-kind=date])")) {
    const { value } = KINDS[field.dataset.kind](field);
    if (value !== undefined) fillIn(copy.querySelector(`[data-field="${field.dataset.field}"]`), value);
  }
  return copy;
}

function empty(question) {
  question.querySelector("[data-rows]").replaceChildren();
  number(question);
}

function number(question) {
  const rows = question.querySelector("[data-rows]");
  [...rows.children].forEach((row, i) => row.setAttribute("aria-label", row.dataset.label.replace("{number}", i + 1)));
  const isFull = rows.children.length >= Number(rows.dataset.most);
  for (const more of question.querySelectorAll("[data-add], [data-copy]")) more.disabled = isFull;
}

// Fill the form with these answers; a question without one is left open.
function put(form, answers, change) {
  for (const question of form.querySelectorAll("[data-question]")) {
    const answer = answers[question.dataset.question];
    fillIn(question, answer);
    const rows = question.querySelector("[data-rows]");
    if (!rows) continue;
    empty(question);
    for (const values of Array.isArray(answer) ? answer : []) {
      for (const field of addRow(question, change).querySelectorAll("[data-field]")) {
        fillIn(field, values[field.dataset.field]);
      }
    }
  }
}

// A story says "3 days ago", so that it does not grow old.
function day(answer) {
  const ago = /^(\d+) days? ago$/.exec(answer);
  if (!ago) return answer;
  const then = new Date();
  then.setDate(then.getDate() - Number(ago[1]));
  return [then.getFullYear(), then.getMonth() + 1, then.getDate()].map((n) => String(n).padStart(2, "0")).join("-");
}

function fillIn(place, answer) {
  const chosen = [answer].flat().map(String);
  for (const box of own(place, "[value]:is([type=radio], [type=checkbox])")) box.checked = chosen.includes(box.value);
  for (const field of own(place, "[data-entry]")) field.value = chosen[0] === NOT_SURE || answer === undefined ? "" : day(answer);
}

// --- what follows ----------------------------------------------------------------

function show(explorer, { outcome, before }, last) {
  const said = [];
  let [came, went] = [0, 0];
  for (const plan of explorer.querySelectorAll("[data-finding]")) {
    const name = plan.dataset.finding;
    const [now, old] = [found(outcome, name), found(last, name)];
    plan.hidden = !now.reasons.length && !found(before?.outcome ?? outcome, name).reasons.length;
    const shorts = explorer.querySelector(`[data-shorts="${name}"]`);
    for (const short of shorts?.querySelectorAll("[data-short]") ?? []) {
      short.hidden = short.dataset.short !== now.answer;
      if (!short.hidden && (now.answer !== old.answer || outcome === last)) {
        said.push(`${shorts.querySelector("h4").textContent}: ${short.querySelector(".short").textContent}`);
      }
    }
    came += now.reasons.filter((id) => !old.reasons.includes(id)).length;
    went += old.reasons.filter((id) => !now.reasons.includes(id)).length;
    showReasons(plan, now.reasons, before ? found(before.outcome, name).reasons : now.reasons);
  }
  showRoutes(explorer, outcome);
  // What has a date is said first: it may be today.
  said.unshift(...showDates(explorer, outcome.dates, last.dates), ...showDays(explorer, outcome.counts, last.counts));
  showMeanings([explorer]);
  // Heard by those who do not see what has changed.
  const place = explorer.querySelector("[data-said]");
  if (came || went) said.push(place.dataset.changed.replace("{came}", came).replace("{went}", went));
  if (said.length) place.textContent = said.join(" ");
}

// What holds with either plan has reasons alone.
const found = (outcome, name) => (name === "both" ? { reasons: outcome.both } : outcome[name]);

// The reasons of now in their order, then those that held before and no longer do.
function showReasons(plan, now, old) {
  const list = plan.querySelector("[data-reasons]");
  const focused = list.contains(document.activeElement) ? document.activeElement : null;
  const gone = old.filter((id) => !now.includes(id));
  const byId = new Map([...list.children].map((item) => [item.dataset.reason, item]));
  for (const item of byId.values()) item.hidden = true;
  [...now, ...gone].forEach((id, i) => {
    const item = byId.get(id);
    item.hidden = false;
    item.classList.toggle("no-longer", !now.includes(id));
    item.querySelector("[data-new]").hidden = old.includes(id);
    item.querySelector("[data-gone]").hidden = now.includes(id);
    item.querySelector("[data-reason-number]").textContent = i + 1;
    list.append(item);
  });
  // Moving an element takes its focus away; one that is gone leaves it to its plan.
  if (focused) (focused.closest("[hidden]") ? plan.querySelector("h4") : focused).focus({ preventScroll: true });
}

// --- what if, and stories ----------------------------------------------------------

function startWhatIf(explorer, form, state, story, change) {
  const [begin, back] = ["begin", "back"].map((name) => explorer.querySelector(`[data-what-if=${name}]`));
  const hint = explorer.querySelector("[data-what-if-hint]");
  const turn = (on) => {
    begin.hidden = on;
    back.hidden = !on;
    hint.hidden = !on;
  };
  begin.onclick = () => {
    state.before = { answers: ask(form), outcome: state.outcome, story: story.told() };
    turn(true);
    hint.focus();
  };
  back.onclick = () => {
    put(form, state.before.answers, change);
    story.tell(state.before.story);
    state.before = null;
    turn(false);
    begin.focus();
    change();
  };
  turn(false);
}

// A story fills the form; what the parent had answered before comes back with
// "My own answers". A story whose answers are changed is told no more.
function startStories(explorer, form, state, change) {
  const choice = explorer.querySelector("[data-stories] select");
  const changed = choice?.querySelector("[data-changed]");
  const story = {
    told: () => choice?.value ?? "",
    tell(id) {
      if (choice) {
        choice.value = id;
        changed.hidden = id !== changed.value;
      }
      for (const told of explorer.querySelectorAll("[data-told]")) told.hidden = told.dataset.told !== id;
    },
    left() {
      if (story.told()) story.tell(changed.value);
    },
    gone() {
      state.own = null;
      story.tell("");
    },
  };
  if (choice) {
    choice.onchange = () => {
      const { given } = choice.selectedOptions[0].dataset;
      if (given) state.own ??= ask(form);
      put(form, given ? JSON.parse(given) : (state.own ?? {}), change);
      if (!given) state.own = null;
      story.tell(choice.value);
      change();
    };
  }
  return story;
}
