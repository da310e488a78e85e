// The form of an explorer: it gathers answers as ids, is given what follows from
// them, and shows the reasons that stand in the HTML already.

import { showMeanings } from "./words.js";

const NOT_SURE = "not_sure";

// `place` holds the forms; `root` is the page, which is asked what follows.
export function startForms(place, root = place) {
  for (const explorer of place.querySelectorAll("[data-explorer]")) startForm(explorer, root.iepkit);
}

function startForm(explorer, page) {
  const topic = explorer.dataset.explorer;
  const form = explorer.querySelector("[data-form]");
  const state = { outcome: JSON.parse(explorer.dataset.first), before: null, latest: 0 };

  async function change() {
    const answers = ask(form);
    page.kept[topic] = answers;
    if (!answers) return;
    state.latest += 1;
    const mine = state.latest;
    const answer = await page.decide(topic, answers);
    if (mine !== state.latest) return;
    if (answer.problem) {
      tell(form, answer.problem.question, answer.problem.text);
      return;
    }
    state.outcome = answer.outcome;
    show(explorer, state);
  }

  form.addEventListener("change", (event) => {
    alone(event.target);
    change();
  });
  form.onsubmit = (event) => event.preventDefault();
  startLists(form, change);
  startStories(explorer, form, change);
  startWhatIf(explorer, form, state, change);
  if (page.kept[topic]) {
    put(form, page.kept[topic], change);
    change();
  }
  ask(form);
  show(explorer, state);
  for (const hidden of explorer.querySelectorAll("[data-alive]")) hidden.hidden = false;
}

// --- questions and answers -----------------------------------------------------

// The answers to all questions that are asked now; the others are put away. An
// answer that can't be gets its sentence, and then there are no answers: null.
function ask(form) {
  const answers = {};
  let good = true;
  let number = 0;
  for (const question of form.querySelectorAll("[data-question]")) {
    question.hidden = !isAsked(question, answers);
    if (question.hidden) continue;
    if (!("switch" in question.dataset)) {
      number += 1;
      question.querySelector("[data-number]").textContent = `${number}. `;
    }
    const read = KINDS[question.dataset.kind](question);
    tell(form, question.dataset.question, read.fault ?? "");
    if (read.fault) good = false;
    else if (read.value !== undefined) answers[question.dataset.question] = read.value;
  }
  return good ? answers : null;
}

function isAsked(question, answers) {
  const conditions = Object.entries(JSON.parse(question.dataset.askIf ?? "{}"));
  return conditions.every(([other, { is, at_least: least }]) => {
    const answer = answers[other];
    return is ? is.includes(answer) : typeof answer === "number" && answer >= least;
  });
}

// What belongs to a question or to a field of a row, and not to the rows inside it.
const own = (place, selector) =>
  [...place.querySelectorAll(selector)].filter((found) => found.closest("[data-question], [data-field]") === place);

const checked = (place) => own(place, "[value]:checked").map((box) => box.value);

function entry(place, read) {
  if (checked(place).includes(NOT_SURE)) return { value: NOT_SURE };
  const [field] = own(place, "[data-entry]");
  if (field.value === "" && !field.validity.badInput) return {};
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
    let fault = false;
    const rows = [...place.querySelectorAll(".row")].map((row) => {
      const answers = {};
      for (const field of row.querySelectorAll("[data-field]")) {
        const read = KINDS[field.dataset.kind](field);
        say(field, read.fault ?? "");
        fault ||= Boolean(read.fault);
        if (read.value !== undefined) answers[field.dataset.field] = read.value;
      }
      return answers;
    });
    return fault ? { fault: " " } : { value: rows.length ? rows : undefined };
  },
};

// A sentence in the place that a question or a field has for it.
function say(place, text) {
  const [here] = own(place, "[data-fault-here]");
  if (here.textContent !== text) here.textContent = text;
}

function tell(form, name, text) {
  say(form.querySelector(`[data-question="${name}"]`), text);
}

// "None of these" and "I don't know" go with no other answer, nor with an entry or a row.
function alone(changed) {
  const place = changed.closest("[data-field], [data-question]");
  const [unsure] = own(place, "[data-unsure]");
  if (unsure) {
    if (changed !== unsure) unsure.checked = false;
    else if (unsure.checked) {
      for (const field of own(place, "[data-entry]")) field.value = "";
      place.querySelector("[data-rows]")?.replaceChildren();
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
    row.remove();
    number(question);
    question.querySelector("[data-add]").focus();
    change();
  };
  rows.append(row);
  number(question);
  return row;
}

function number(question) {
  const rows = question.querySelector("[data-rows]");
  [...rows.children].forEach((row, i) => row.setAttribute("aria-label", row.dataset.label.replace("{number}", i + 1)));
  question.querySelector("[data-add]").disabled = rows.children.length >= Number(rows.dataset.most);
}

// Fill the form with these answers; a question without one is left open.
function put(form, answers, change) {
  for (const question of form.querySelectorAll("[data-question]")) {
    const answer = answers[question.dataset.question];
    fillIn(question, answer);
    const rows = question.querySelector("[data-rows]");
    if (!rows) continue;
    rows.replaceChildren();
    for (const values of Array.isArray(answer) ? answer : []) {
      for (const field of addRow(question, change).querySelectorAll("[data-field]")) {
        fillIn(field, values[field.dataset.field]);
      }
    }
  }
}

function fillIn(place, answer) {
  const chosen = [answer].flat().map(String);
  for (const box of own(place, "[value]:is([type=radio], [type=checkbox])")) box.checked = chosen.includes(box.value);
  for (const field of own(place, "[data-entry]")) field.value = chosen[0] === NOT_SURE || answer === undefined ? "" : answer;
}

// --- what follows ----------------------------------------------------------------

function show(explorer, { outcome, before }) {
  const said = [];
  for (const plan of explorer.querySelectorAll("[data-finding]")) {
    const now = outcome[plan.dataset.finding];
    const old = before?.outcome[plan.dataset.finding];
    for (const short of plan.querySelectorAll("[data-short]")) {
      short.hidden = short.dataset.short !== now.answer;
      if (!short.hidden) said.push(`${plan.querySelector("h4").textContent}: ${short.querySelector(".short").textContent}`);
    }
    showReasons(plan, now.reasons, old?.reasons ?? now.reasons);
  }
  showMeanings([explorer]);
  const place = explorer.querySelector("[data-said]");
  const text = said.join(" ");
  if (place.textContent && place.textContent !== text) place.textContent = text;
  else if (!place.textContent) place.textContent = text;
}

// The reasons of now in their order, then those that held before and no longer do.
function showReasons(plan, now, old) {
  const list = plan.querySelector("[data-reasons]");
  const gone = old.filter((id) => !now.includes(id));
  const byId = new Map([...list.children].map((item) => [item.dataset.reason, item]));
  for (const item of byId.values()) item.hidden = true;
  for (const id of [...now, ...gone]) {
    const item = byId.get(id);
    item.hidden = false;
    item.querySelector("[data-new]").hidden = old.includes(id);
    item.querySelector("[data-gone]").hidden = now.includes(id);
    list.append(item);
  }
}

// --- what if, and stories ----------------------------------------------------------

function startWhatIf(explorer, form, state, change) {
  const [begin, back] = ["begin", "back"].map((name) => explorer.querySelector(`[data-what-if=${name}]`));
  const hint = explorer.querySelector("[data-what-if-hint]");
  const turn = (on) => {
    begin.hidden = on;
    back.hidden = !on;
    hint.hidden = !on;
  };
  begin.onclick = () => {
    const answers = ask(form);
    if (!answers) return;
    state.before = { answers, outcome: state.outcome };
    turn(true);
    back.focus();
  };
  back.onclick = () => {
    put(form, state.before.answers, change);
    state.before = null;
    turn(false);
    begin.focus();
    change();
  };
  turn(false);
}

function startStories(explorer, form, change) {
  const choice = explorer.querySelector("[data-stories] select");
  if (!choice) return;
  choice.onchange = () => {
    const option = choice.selectedOptions[0];
    for (const told of explorer.querySelectorAll("[data-told]")) told.hidden = told.dataset.told !== choice.value;
    if (!option.dataset.given) return;
    put(form, JSON.parse(option.dataset.given), change);
    change();
  };
}
