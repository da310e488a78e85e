// The trainer's page on which the room is asked. What stands there comes written from
// the server; a part is written anew only when it is another, so that nothing that the
// trainer types is lost. See iepkit/serving/polls/told.py.

const EVERY = 1000;
const PATIENT_FOR = 5000;
// A database that another program holds is waited for, so this takes longer.
const PATIENT_FOR_DEED = 15000;

const root = document.querySelector("[data-asking]");
const find = (name) => root.querySelector(`[data-${name}]`);
const dialog = find("confirm");
let isBusy = false;
let keys = null;
let state = {};
let looks = 0;

async function look() {
  looks += 1;
  const own = looks;
  try {
    const response = await fetch("/ask/state", { signal: AbortSignal.timeout(PATIENT_FOR) });
    const told = response.ok ? await response.json() : null;
    // A later look has been answered before this one.
    if (own !== looks) return;
    if (told) show(told);
    tell(told ? "" : response.status === 403 ? "other" : "silent");
  } catch (fault) {
    console.warn(fault);
    if (own === looks) tell("silent");
  }
}

async function keepLooking() {
  await look();
  setTimeout(keepLooking, EVERY);
}

// What stands there already is not written again, so that nobody hears it twice.
function write(place, text) {
  if (place.textContent !== text) place.textContent = text;
}

function tell(fault) {
  root.classList.toggle("is-old", fault !== "");
  write(find("gone"), fault && find("gone").dataset[fault]);
}

function show(told) {
  if (told.length && !state.length) find("ask=check").elements.namedItem("form").value = "after";
  state = told;
  const isFirst = keys === null;
  const before = keys ?? {};
  keys = { now: told.key, history: told.history_key };
  for (const name of ["now", "history"]) if (before[name] !== keys[name]) replace(find(`place=${name}`), told[name]);
  if (!isFirst && before.now !== keys.now) write(find("news"), told.news);
  find("counts").hidden = told.count === "";
  write(find("count"), told.count);
  write(find("here"), told.here);
  write(find("left"), told.left);
  write(find("problem"), told.problem);
  for (const name of ["workshop", "place", "command"]) write(find(`kept=${name}`), told[name]);
  for (const mark of root.querySelectorAll("[data-asked]")) {
    mark.hidden = !told.asked.includes(mark.closest("label").querySelector("input").value);
  }
  lengths();
}

function replace(place, html) {
  const hadFocus = place.contains(document.activeElement);
  place.innerHTML = html;
  if (hadFocus) document.getElementById("now").focus();
}

// The check after is as long as the one before, and what comes next once that was asked.
function lengths() {
  const [form, length] = ["form", "length"].map((name) => find("ask=check").elements.namedItem(name));
  const isSet = form.value === "after" && Boolean(state.length);
  if (isSet) length.value = state.length;
  for (const one of length) one.disabled = isSet;
  find("same-length").hidden = !isSet;
}

// Sends it, and gives back what was answered; null where nothing was.
async function post(path, body) {
  try {
    const response = await fetch(path, {
      method: "POST",
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(PATIENT_FOR_DEED),
    });
    if (response.status === 403) tell("other");
    return { isDone: response.ok, ...(await response.json()) };
  } catch (fault) {
    console.warn(fault);
    return { isDone: false, text: root.dataset.unsaid };
  }
}

// Does one thing at a time: a second click while the first is on its way does nothing.
async function once(button, deed) {
  if (isBusy) return;
  isBusy = true;
  root.dataset.busy = "";
  button?.setAttribute("aria-disabled", "true");
  try {
    await deed();
  } finally {
    isBusy = false;
    delete root.dataset.busy;
    button?.removeAttribute("aria-disabled");
  }
}

async function open(body, fault, onField = () => false) {
  fault.textContent = "";
  let answer = await post("/ask/open", body);
  while (answer.closes) {
    if (!(await agreed(answer.text))) return;
    answer = await post("/ask/open", { ...body, closes: answer.closes });
  }
  if (!answer.isDone) {
    if (!onField(answer)) fault.textContent = answer.text;
    return;
  }
  await arrive();
}

function agreed(text) {
  write(find("closes"), text);
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "go"), { once: true });
  });
}

// Goes to where the room's question stands.
async function arrive() {
  await look();
  document.getElementById("now").focus();
}

function numbers(form) {
  const given = [...form.querySelectorAll("input")].filter((input) => input.value !== "");
  return Object.fromEntries(given.map((input) => [input.name, input.valueAsNumber]));
}

async function save(form, path, body) {
  const [said, fault] = ["said", "fault"].map((name) => form.querySelector(`[data-${name}]`));
  said.textContent = "";
  fault.textContent = "";
  const answer = await post(path, body);
  (answer.isDone ? said : fault).textContent = answer.text;
  if (answer.isDone) delete form.dataset.isNew;
  return answer.isDone;
}

function saveHands(form) {
  return save(form, "/ask/hands", { round: state.round, hands: numbers(form) });
}

async function change(path) {
  const hands = find("hands");
  // Numbers that stand there are meant to count.
  if (hands?.dataset.isNew && !(await saveHands(hands))) return;
  const fault = find("fault-now");
  fault.textContent = "";
  const answer = await post(path, { round: state.round });
  if (!answer.isDone) fault.textContent = answer.text;
  await (answer.isDone ? arrive() : look());
}

const ASKED = {
  // What is disabled is not among the fields.
  check: (fields) => ({ form: fields.get("form"), length: fields.get("length") ?? state.length }),
  question: (fields) => fields.has("question") && { question: fields.get("question") },
  typed: (fields) => ({
    ask: fields.get("ask"),
    choices: [...fields.keys()].filter((name) => name.startsWith("choices.")).map((name) => fields.get(name)),
  }),
  step: (fields) => fields.has("case") && JSON.parse(fields.get("case")),
};

function clearFaults(form) {
  for (const place of form.querySelectorAll("[data-fault-of]")) place.textContent = "";
  for (const field of form.querySelectorAll("[aria-invalid]")) field.removeAttribute("aria-invalid");
}

async function ask(form) {
  const kind = form.dataset.ask;
  const fault = form.querySelector("[data-fault]");
  clearFaults(form);
  const asked = ASKED[kind](new FormData(form));
  if (!asked) {
    fault.textContent = root.dataset.unchosen;
    return;
  }
  const seconds = form.elements.seconds.value ? Number(form.elements.seconds.value) : null;
  await open({ kind, asked, seconds }, fault, ({ field, text }) => {
    const input = field && form.elements[field];
    if (!input) return false;
    form.querySelector(`[data-fault-of="${field}"]`).textContent = text;
    input.setAttribute("aria-invalid", "true");
    input.focus();
    return true;
  });
}

root.addEventListener("submit", (event) => {
  event.preventDefault();
  const form = event.target;
  once(event.submitter, async () => {
    if (form.dataset.ask) await ask(form);
    else if (form.matches("[data-hands]")) await saveHands(form);
    else await save(form, "/ask/heads", { attended: numbers(form) });
    await look();
  });
});

root.addEventListener(
  "click",
  (event) => {
    const button = event.target.closest("button");
    // The second click of a double click, whatever stands there by now.
    if (!button || event.detail <= 1) return;
    event.preventDefault();
    event.stopPropagation();
  },
  true,
);

root.addEventListener("click", ({ target }) => {
  const button = target.closest("button");
  if (!button) return;
  if (button.matches("[data-go], [data-leave]")) dialog.close(button.matches("[data-go]") ? "go" : "");
  else if (button.matches("[data-close]")) once(button, () => change("/ask/close"));
  else if (button.matches("[data-away]")) once(button, () => change("/ask/away"));
  else if (button.dataset.open) {
    const fault = find(button.closest(".history") ? "fault-history" : "fault-now");
    once(button, () => open(JSON.parse(button.dataset.open), fault));
  }
});

// A key that is held down is pressed once.
root.addEventListener("keydown", (event) => {
  if (event.repeat && event.key === "Enter") event.preventDefault();
});

root.addEventListener("input", ({ target }) => {
  const form = target.closest("form");
  if (form?.matches("[data-hands]")) form.dataset.isNew = "true";
});

root.addEventListener("change", ({ target }) => {
  const form = target.closest("[data-ask]");
  if (!form) return;
  form.querySelector("[data-fault]").textContent = "";
  if (target.matches("[data-filter]")) filter(form);
  else if (target.name === "question") preview(form, target.value);
  lengths();
});

function filter(form) {
  const wanted = [...form.querySelectorAll("[data-filter]")].filter(({ value }) => value);
  const lines = [...form.querySelectorAll("[data-list] label")];
  for (const line of lines) line.hidden = wanted.some(({ dataset, value }) => line.dataset[dataset.filter] !== value);
  const none = form.querySelector("[data-none]");
  if (none) none.hidden = lines.some((line) => !line.hidden);
}

function preview(form, id) {
  for (const one of form.querySelectorAll("[data-preview]")) one.hidden = one.dataset.preview !== id;
}

keepLooking();
