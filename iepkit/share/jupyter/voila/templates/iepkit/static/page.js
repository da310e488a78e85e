// Makes a page that Python has rendered respond. All that is said is in the HTML
// already; here it is shown, hidden, marked, or asked for.
//
// A page may be alive before what answers it is (its kernel, or the take-home page):
// what needs it (an outcome, another part, another language, a file where no server
// offers it) waits for `connect`. What is sent holds ids alone.

import { startChart } from "./chart.js";
import { startForms } from "./form.js";

// `kept` holds what was filled in before, by topic; `startMine` is mine.js, at once or
// once it is fetched.
export function hydrate(root, startMine, kept = {}) {
  // What is asked and has no answer yet, by what it is about.
  const open = new Map();
  const asked = new Map();
  let line = null;
  let turn = 0;

  const page = {
    kept,
    // A question to the line; what comes back is found in `answer` below.
    ask(question) {
      const full = { language: root.lang, ...question };
      open.set(about(full), full);
      line?.send(full);
    },
    startMine,
    // The same, with a promise of what comes back.
    wish(question) {
      turn += 1;
      page.ask({ ...question, turn });
      return new Promise((resolve) => asked.set(turn, resolve));
    },
    // Another line may take over where one is lost: what is open is asked anew.
    connect(connected) {
      line = connected;
      // A line that was given up may wake up late.
      line.hear((message) => {
        if (line === connected) answer(message);
      });
      page.again();
    },
    again() {
      for (const question of open.values()) line?.send(question);
    },
    disconnect() {
      line = null;
    },
  };
  root.iepkit = page;

  function answer(message) {
    if (open.get(about(message))?.turn === message.turn) open.delete(about(message));
    if (message.ask === "part") fill(root, message);
    else if (message.ask === "file") save(message);
    else if (message.ask === "page") replace(root, message);
    asked.get(message.turn)?.(message);
    asked.delete(message.turn);
  }

  start(root);
  if (document.body.classList.contains("page")) tellIfAnew(root);
  const wanted = new URLSearchParams(location.search).get("lang");
  if (wanted && wanted !== root.lang && root.querySelector(`[data-turn="${CSS.escape(wanted)}"]`)) turnTo(root, wanted);
  return page;
}

// A later question about the same takes the place of an earlier one.
const about = ({ ask, name }) => `${ask} ${name ?? ""}`;

function start(root) {
  startChart(root);
  startForms(root);
  startOwn(root, root);
  startParts(root);
  startLanguages(root);
  tellAge(root);
  for (const button of root.querySelectorAll("[data-file]")) {
    button.onclick = () => root.iepkit.ask({ ask: "file", name: button.dataset.file });
  }
  for (const hidden of root.querySelectorAll("[data-tools], [data-parts], [data-downloads]")) {
    hidden.hidden = false;
  }
}

// Nothing is stored, so that a page that a phone threw away and loads anew has lost what
// was filled in; that something was is all that the browser's history holds.
function tellIfAnew(root) {
  const isAnew = Boolean(history.state?.filled);
  root.querySelector("[data-anew]").hidden = !isAnew;
  // Where the parent was is no more: it starts at the top, where this is said.
  if (isAnew) history.scrollRestoration = "manual";
  root.addEventListener("change", ({ target }) => {
    if (!target.closest("[data-explorer], [data-mine]")) return;
    root.querySelector("[data-anew]").hidden = true;
    if (!history.state?.filled) history.replaceState({ ...history.state, filled: true }, "");
  });
}

// What the page says of the law is not kept up to date in a parent's hand.
function tellAge(root) {
  const old = root.querySelector("[data-old-from]");
  old.hidden = new Date() < new Date(old.dataset.oldFrom);
  root.classList.toggle("is-old", !old.hidden);
}

// --- parts, languages, files -------------------------------------------------

const PATIENCE = 15000;

function startParts(root) {
  for (const button of root.querySelectorAll("[data-open]")) {
    button.onclick = () => openPart(root, button);
  }
}

function openPart(root, button) {
  const name = button.dataset.open;
  for (const other of root.querySelectorAll("[data-open]")) {
    if (other === button) other.setAttribute("aria-current", "true");
    else other.removeAttribute("aria-current");
  }
  for (const part of root.querySelectorAll("[data-part]")) part.hidden = part.dataset.part !== name;
  const part = root.querySelector(`[data-part="${name}"]`);
  tellWaiting(root, "");
  if (part.querySelector("[data-empty]")) {
    tellWaiting(root, "wait");
    root.iepkit.ask({ ask: "part", name });
    setTimeout(() => {
      if (!part.hidden && part.querySelector("[data-empty]")) tellWaiting(root, "lost");
    }, PATIENCE);
  } else {
    startOwn(part, root);
    part.dispatchEvent(new Event("opened"));
    part.querySelector("h2").focus();
  }
}

// What a parent makes; what did not start, because its script could not be fetched,
// starts when it is opened again.
async function startOwn(place, root) {
  if (!place.querySelector("[data-mine]:not([data-started])")) return;
  try {
    await root.iepkit.startMine(place, root);
  } catch (fault) {
    console.warn(fault);
    tellWaiting(root, "lost");
  }
}

function fill(root, { name, html, language }) {
  const empty = root.querySelector(`[data-part="${name}"] [data-empty]`);
  if (!empty || language !== root.lang) return;
  empty.outerHTML = html;
  const part = root.querySelector(`[data-part="${name}"]`);
  startForms(part, root);
  startOwn(part, root);
  if (!part.hidden) {
    tellWaiting(root, "");
    part.querySelector("h2").focus();
  }
}

function tellWaiting(root, what) {
  const place = root.querySelector("[data-waiting]");
  if (place) place.textContent = what ? place.dataset[what] : "";
}

// The link would load the page anew, and what was filled in would be gone.
function startLanguages(root) {
  for (const link of root.querySelectorAll("[data-turn]")) {
    link.onclick = (event) => {
      event.preventDefault();
      if (link.dataset.turn !== root.lang) turnTo(root, link.dataset.turn);
    };
  }
}

function turnTo(root, language) {
  tellWaiting(root, "wait");
  root.iepkit.turning = language;
  root.iepkit.ask({ ask: "page", language });
  setTimeout(() => {
    if (root.iepkit.turning === language) tellWaiting(root, "lost");
  }, PATIENCE);
}

function replace(root, { html, language }) {
  const open = root.querySelector("[data-open][aria-current]")?.dataset.open;
  const fresh = document.createRange().createContextualFragment(html).querySelector("[data-iepkit]");
  root.iepkit.turning = null;
  root.lang = fresh.lang;
  root.dir = fresh.dir;
  root.replaceChildren(...fresh.childNodes);
  start(root);
  if (document.body.classList.contains("page")) {
    document.documentElement.lang = language;
    document.documentElement.dir = root.dir;
    const title = root.querySelector("h1");
    if (title) document.title = title.textContent;
    const address = new URL(location);
    address.searchParams.set("lang", language);
    history.replaceState(history.state, "", address);
  }
  const button = open && root.querySelector(`[data-open="${open}"]:not([aria-current])`);
  if (button) openPart(root, button);
  else root.querySelector("[data-turn][aria-current]")?.focus();
}

function save({ name, text }) {
  const link = document.createElement("a");
  const isTable = name.endsWith(".csv");
  link.href = URL.createObjectURL(new Blob([text], { type: `${isTable ? "text/csv" : "text/html"};charset=utf-8` }));
  // A page to print is looked at first.
  if (isTable) link.download = name;
  else link.target = "_blank";
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}
