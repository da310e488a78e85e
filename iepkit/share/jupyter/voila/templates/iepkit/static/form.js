// The form of an explorer: it gathers answers as ids, is given what follows from
// them, and shows the reasons that stand in the HTML already.

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
  startStories(explorer, form, change);
  startWhatIf(explorer, form, state, change);
  if (page.kept[topic]) {
    put(form, page.kept[topic]);
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

const checked = (question) => [...question.querySelectorAll("[value]:checked")].map((box) => box.value);

const KINDS = {
  one: (question) => ({ value: checked(question)[0] }),
  many: (question) => {
    const values = checked(question);
    return { value: values.includes(NOT_SURE) ? NOT_SURE : values.length ? values : undefined };
  },
  number: (question) => {
    const field = question.querySelector("[type=number]");
    if (question.querySelector(`[value="${NOT_SURE}"]`).checked) return { value: NOT_SURE };
    if (field.value === "" && !field.validity.badInput) return {};
    return field.checkValidity() ? { value: Number(field.value) } : { fault: field.dataset.fault };
  },
};

function tell(form, name, text) {
  const place = form.querySelector(`[data-question="${name}"] [data-fault-here]`);
  if (place.textContent !== text) place.textContent = text;
}

// "None of these" and "I don't know" go with no other answer, nor with a number.
function alone(changed) {
  const question = changed.closest("[data-question]");
  const field = question.querySelector("[type=number]");
  if (field) {
    if (changed === field) question.querySelector(`[value="${NOT_SURE}"]`).checked = false;
    else if (changed.checked) field.value = "";
    return;
  }
  if (changed.type !== "checkbox" || !changed.checked) return;
  for (const box of question.querySelectorAll("[type=checkbox]")) {
    if (box !== changed && ("alone" in changed.dataset || "alone" in box.dataset)) box.checked = false;
  }
}

// Fill the form with these answers; a question without one is left open.
function put(form, answers) {
  for (const question of form.querySelectorAll("[data-question]")) {
    const answer = answers[question.dataset.question];
    const chosen = [answer].flat().map(String);
    for (const box of question.querySelectorAll("[value]:is([type=radio], [type=checkbox])")) {
      box.checked = chosen.includes(box.value);
    }
    const field = question.querySelector("[type=number]");
    if (field) field.value = typeof answer === "number" ? answer : "";
  }
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
    put(form, state.before.answers);
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
    put(form, JSON.parse(option.dataset.given));
    change();
  };
}
