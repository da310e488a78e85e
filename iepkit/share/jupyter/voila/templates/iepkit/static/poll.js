// What the trainer asks the room: shown when it is asked, answered by a plain request
// that is made again until it comes through. No kernel is needed, and nothing is stored:
// what was typed lives as long as the page.

import { keepInPlace, startBar } from "./bar.js";
import { countdown } from "./countdown.js";
import { fill, read } from "./sheet.js";
import { openStream } from "./stream.js";
import { sending } from "./vote.js";

const NOTHING = { key: "", round: null, html: "" };

export function startPolls(root) {
  const panel = () => root.querySelector("[data-polls]");
  const path = panel()?.dataset.polls;
  if (!path) return;
  const place = (name) => panel().querySelector(`[data-${name}]`);
  const words = () => panel().dataset;
  // By round: what was filled in on this page, and what this phone has sent.
  const drafts = new Map();
  const sent = new Map();
  let code = [];
  let shown = NOTHING;

  const stream = openStream(() => `${path}events?lang=${root.lang}`, show);
  const votes = sending(() => `${path}votes?lang=${root.lang}`, { anew: stream.anew, told });
  const bar = startBar(root, panel);
  const clock = countdown({
    show(time) {
      const left = place("left");
      if (!left) return;
      left.hidden = !time;
      left.textContent = words().left.replace("{time}", time);
    },
    say(seconds) {
      place("news").textContent = words().leftSaid.replace("{seconds}", seconds);
    },
  });

  // In another language the page is another, and so is what is asked.
  new MutationObserver(() => {
    shown = NOTHING;
    stream.anew();
  }).observe(root, { attributes: true, attributeFilter: ["lang"] });

  function show(state) {
    const { round, state: at, html, mine } = state;
    votes.wake();
    const key = `${round} ${at}`;
    const isNew = key !== shown.key || (at === "closed" && html !== shown.html);
    if (mine) sent.set(round, mine);
    if (isNew) replace(state);
    if (at === "open" && (isNew || (mine && !drafts.has(round)))) fillIn(round);
    if (at === "closed") mark(round);
    clock.set(state.seconds, isNew);
    write("voted", state.count);
    if (key !== shown.key) {
      write("news", state.news);
      bar.tell(state.news);
    }
    shown = { key, round, html };
  }

  function write(name, text) {
    const where = place(name);
    if (where && where.textContent !== text) where.textContent = text;
  }

  function replace({ html, round }) {
    const asked = place("asked");
    const hadFocus = asked.contains(document.activeElement);
    if (round !== shown.round) write("lost-vote", "");
    keepInPlace(panel(), () => {
      asked.innerHTML = html;
      asked.hidden = !html;
    });
    // What had the focus is gone: it goes on from here, not from the start of the page.
    if (hadFocus) (asked.querySelector("h2") ?? root.querySelector("[data-part]:not([hidden]) h2")).focus();
    const form = asked.querySelector("form");
    form?.addEventListener("input", () => drafts.set(round, readSheet(form)));
    form?.addEventListener("submit", (event) => {
      event.preventDefault();
      submit(form);
    });
  }

  function fillIn(round) {
    const form = formOf(round);
    const had = sent.get(round);
    if (had) tellChange(form);
    fill(form, { code, ...had, ...drafts.get(round) });
    const kept = form.querySelector("[data-code-kept]");
    if (kept) kept.hidden = typeof had?.code !== "string";
  }

  function readSheet(form) {
    const answers = read(form);
    if (answers.code) code = answers.code;
    // A code that was typed before this page was loaded anew is the phone's all the same.
    const had = sent.get(form.dataset.round)?.code;
    return !answers.code && typeof had === "string" ? { ...answers, code: [had] } : answers;
  }

  function submit(form) {
    const { round, kind } = form.dataset;
    const answers = readSheet(form);
    const isOpen = kind === "check" || answers.choice;
    form.querySelector("[data-said]").textContent = isOpen ? "" : words().noChoice;
    if (isOpen) votes.send({ round, answers });
  }

  function told({ round, answers }, outcome, text) {
    if (outcome === "counted") sent.set(round, answers);
    const form = formOf(round);
    if (form) {
      write("said", text ?? words()[outcome]);
      if (outcome === "counted") tellChange(form);
    } else if (outcome === "ended") write("lost-vote", words().unsent);
    else if (outcome === "counted" && round === shown.round) mark(round);
  }

  function formOf(round) {
    const form = place("asked").querySelector("form");
    return form?.dataset.round === round ? form : null;
  }

  function tellChange(form) {
    const button = form.querySelector("[type=submit]");
    button.textContent = button.dataset.changed;
  }

  // Which of what is shown was chosen here.
  function mark(round) {
    const answers = sent.get(round);
    for (const choice of place("asked").querySelectorAll("[data-choice]")) {
      const { question } = choice.closest("[data-question]")?.dataset ?? {};
      const own = question ? answers?.items?.[question] : answers?.choice;
      choice.querySelector("[data-own]").hidden = own !== choice.dataset.choice;
    }
  }
}
