// "My letter": one question on a screen, then the letter to read, save, copy or print.
// All of it happens in this page; only a PDF is asked for elsewhere. What was typed is
// kept in the page alone, so that it outlives a change of language, and nowhere else.

import { dayWriter } from "../day_words.js";
import { copyText, printOnly, saveFile } from "../hand_over.js";
import { askedIn, fillCopies, GAP, languageOf, notesFor, toldInstead } from "./fill.js";
import { asPlainText, belongTogether } from "./plain.js";
import { asWord } from "./word.js";

const WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
// A question's field by its kind.
const FIELDS = { line: ["input", { type: "text" }], lines: ["textarea", { rows: "6" }], date: ["input", { type: "date" }] };

export function startLetters(place, root, { where, getPdf, openPart }) {
  const sheet = JSON.parse(place.querySelector("[data-sheet]").textContent);
  // In English there is one copy alone.
  const english = JSON.parse(place.querySelector("[data-english]")?.textContent ?? "null");
  const [dayInWords, englishDay] = [sheet.language, "en"].map(dayWriter);
  const find = (mark) => place.querySelector(`[data-${mark}]`);
  const notes = new Map([...find("all-notes").children].map((note) => [note.dataset.note, note]));
  const [entry, fault] = [find("entry"), find("fault-here")];
  const names = new Map([...place.querySelectorAll("[data-pick]")].map((one) => [one.dataset.pick, one.querySelector("b").textContent]));
  // In a room others can look on, and the Wi-Fi is everybody's.
  const state = (root.iepkit.kept.letter ??= { id: null, at: "choose", answers: {}, names: where === "room" ? "pen" : "typed", copies: "both", seen: [], changes: false });

  const showing = {
    choose() {
      find("going-on").hidden = !state.id;
      find("going-on").querySelector("[data-name]").textContent = names.get(state.id) ?? "";
    },
    privacy() {
      for (const box of place.querySelectorAll("[name=letter-names]")) box.checked = box.value === state.names;
    },
    before: (instead) => showBefore(instead),
    question: (text) => showQuestion(text),
    done: () => showLetter(),
  };

  // The screens of this letter after the answers so far, by name; a question by the id of its text.
  function screens() {
    const asked = askedIn(sheet, state.id, answers()).filter((text) => state.names === "typed" || !sheet.blanks[text].personal);
    const steps = ["privacy", ...asked];
    const instead = toldInstead(sheet, state.id, answers());
    const said = notesFor(sheet, state.id, "before", answers());
    // The first question is the state, and what is said before a letter hangs on it.
    if (said.some((note) => !note.instead)) steps.splice(2, 0, "before");
    if (instead) {
      const last = Math.max(...Object.keys(instead.if).map((id) => steps.findIndex((text) => sheet.blanks[text]?.id === id)));
      steps.splice(last + 1, 0, "instead");
    }
    return [...steps, "done"];
  }

  // Of all that was answered, in whichever letter, what this one asks for. What is to
  // be left to the pen is not used, and not lost.
  function answers() {
    const used = sheet.letters[state.id].blanks
      .map((text) => sheet.blanks[text])
      .filter(({ id, kind, choices, personal }) => {
        const answer = state.answers[id] ?? "";
        return answer && (kind !== "choice" || choices.includes(answer)) && (state.names === "typed" || !personal);
      });
    return Object.fromEntries(used.map(({ id }) => [id, state.answers[id]]));
  }

  // The phone's own Back key goes one screen back, and not away from what was typed.
  function guard() {
    if (where !== "lab" && history.state?.iepkit !== "letter") history.pushState({ iepkit: "letter" }, "");
  }

  function show(at, { quietly = false } = {}) {
    state.at = at;
    if (at !== "choose" && !quietly) guard();
    if (!state.seen.includes(at)) state.seen.push(at);
    const screen = at in showing ? at : at === "instead" ? "before" : "question";
    for (const one of place.querySelectorAll("[data-screen]")) one.hidden = one.dataset.screen !== screen;
    find("steps").hidden = ["choose", "done"].includes(at);
    showing[screen](screen === "question" ? at : at === "instead");
    if (at !== "choose") {
      const all = screens();
      const progress = find("progress");
      progress.textContent = progress.dataset.step.replace("{now}", all.indexOf(at) + 1).replace("{all}", all.length);
    }
    if (quietly) return;
    const title = place.querySelector(`[data-screen=${screen}] h3`);
    title.focus({ preventScroll: true });
    // What is asked stands at the top, so that its field and the buttons are seen as well.
    title.scrollIntoView();
  }

  function showBefore(instead) {
    const said = notesFor(sheet, state.id, "before", answers()).filter((note) => Boolean(note.instead) === instead);
    putNotes("before", said);
    const other = find("other");
    other.hidden = !instead;
    if (!instead) return;
    other.querySelector("[data-name]").textContent = names.get(said[0].instead);
    find("other-letter").onclick = () => pick(said[0].instead);
  }

  function putNotes(when, said) {
    const list = place.querySelector(`[data-notes=${when}]`);
    find("all-notes").append(...list.children);
    list.append(...said.map((note) => notes.get(note.text)));
  }

  function showQuestion(text) {
    const { id, kind, choices } = sheet.blanks[text];
    const title = find("ask");
    write(title, `${text}.ask`);
    const help = find("help");
    help.hidden = !(`${text}.help` in sheet.texts);
    if (!help.hidden) write(help, `${text}.help`);
    entry.dataset.entry = id;
    fault.textContent = "";
    entry.replaceChildren(kind === "choice" ? choiceOf(text, id, choices) : fieldOf(id, kind));
    if (!help.hidden) entry.firstElementChild.setAttribute("aria-describedby", help.id);
  }

  function fieldOf(id, kind) {
    const [name, attributes] = FIELDS[kind];
    const field = document.createElement(name);
    for (const [attribute, value] of Object.entries({ ...attributes, autocomplete: "off", dir: "auto", "aria-labelledby": "letter-question" })) {
      field.setAttribute(attribute, value);
    }
    if (kind === "date") Object.assign(field, { min: "1900-01-01", max: "2100-12-31" });
    else field.maxLength = sheet.longest;
    field.value = state.answers[id] ?? "";
    field.oninput = () => {
      state.answers[id] = field.value;
    };
    return field;
  }

  function choiceOf(text, id, choices) {
    const group = document.createElement("div");
    group.setAttribute("role", "radiogroup");
    group.setAttribute("aria-labelledby", "letter-question");
    // "" leaves it open, which a choice once made could not be again.
    for (const choice of [...choices, ""]) {
      const box = Object.assign(document.createElement("input"), { type: "radio", name: "letter-choice", value: choice });
      box.checked = (state.answers[id] ?? "") === choice;
      box.onchange = () => {
        state.answers[id] = choice;
      };
      const words = document.createElement("span");
      if (choice) write(words, `${text}.choice.${choice}`);
      else words.textContent = entry.dataset.leaveOpen;
      const label = document.createElement("label");
      label.append(box, " ", words);
      group.append(label);
    }
    return group;
  }

  function write(element, text) {
    element.textContent = sheet.texts[text];
    element.lang = languageOf(sheet, text);
  }

  const letter = () => fillCopies(sheet, english, state.id, answers(), state.copies, dayInWords, englishDay);

  function preview() {
    const filled = letter();
    const gapSaid = Object.assign(document.createElement("span"), { textContent: find("preview").dataset.gap, lang: sheet.language });
    find("preview").replaceChildren(...elementsOf(filled, gapSaid));
    find("preview").lang = filled.language;
    find("as-text").hidden = true;
    find("got").textContent = "";
  }

  function showLetter() {
    for (const box of place.querySelectorAll("[name=letter-copies]")) box.checked = box.value === state.copies;
    preview();
    for (const to of place.querySelectorAll("[data-to]")) to.hidden = to.dataset.to !== state.id;
    putNotes("after", notesFor(sheet, state.id, "after", answers()));
    find("answers").replaceChildren(...screens().filter((text) => text in sheet.blanks).map(toChange));
  }

  // A question with its answer, which leads back to it.
  function toChange(text) {
    const { id, kind } = sheet.blanks[text];
    const [asked, said] = ["b", "span"].map((name) => document.createElement(name));
    write(asked, `${text}.ask`);
    const answer = state.answers[id] ?? "";
    if (kind === "choice" && answer) write(said, `${text}.choice.${answer}`);
    else said.textContent = answer || find("preview").dataset.gap;
    const button = Object.assign(document.createElement("button"), { type: "button" });
    button.append(asked, " ", said);
    button.onclick = () => {
      state.changes = true;
      show(text);
    };
    const item = document.createElement("li");
    item.append(button);
    return item;
  }

  const tell = (what) => {
    find("got").textContent = find("got").dataset[what];
  };

  const getting = {
    word() {
      saveFile(asWord(letter(), sheet.word), WORD, "letter.docx");
      tell("saved");
    },
    async pdf() {
      tell("making");
      const made = await getPdf({ letter: state.id, language: sheet.language, copies: state.copies, answers: answers() });
      if (made.file) {
        saveFile(made.file, "application/pdf", "letter.pdf");
        tell("saved");
      } else if (made.text) find("got").textContent = made.text;
      else tell("noPdf");
    },
    async copy() {
      const text = asPlainText(letter());
      const shown = find("as-text");
      shown.hidden = false;
      find("text").value = text;
      tell((await copyText(text, find("text"))) ? "copied" : "copyByHand");
    },
    print: () => printOnly(find("preview")),
  };

  function pick(id) {
    Object.assign(state, { id, seen: [], changes: false });
    show("privacy");
  }

  for (const one of place.querySelectorAll("[data-pick]")) one.onclick = () => pick(one.dataset.pick);
  for (const one of place.querySelectorAll("[data-get]")) one.onclick = getting[one.dataset.get];
  // A page with no program behind it prints its PDF.
  place.querySelector("[data-get=pdf]").hidden = where === "home";
  for (const one of place.querySelectorAll("[data-where]")) one.hidden = one.dataset.where !== where;
  for (const one of place.querySelectorAll("[data-go]")) {
    one.hidden = !root.querySelector(`[data-open="${one.dataset.go}"]`);
    one.onclick = () => openPart(one.dataset.go);
  }
  for (const box of place.querySelectorAll("[name=letter-names]")) {
    box.onchange = () => {
      state.names = box.value;
    };
  }
  for (const box of place.querySelectorAll("[name=letter-copies]")) {
    box.onchange = () => {
      state.copies = box.value;
      preview();
    };
  }
  // After a change only what was not seen yet is asked.
  const step = (by) => {
    // A day that was typed in part would become a line for the pen without a word.
    const field = state.at in sheet.blanks && entry.querySelector("input[type=date]");
    if (by > 0 && field && !field.checkValidity()) {
      fault.textContent = fault.dataset.fault;
      field.setAttribute("aria-invalid", "true");
      field.setAttribute("aria-errormessage", fault.id);
      field.focus();
      return;
    }
    const all = screens();
    const next = all[all.indexOf(state.at) + by] ?? "choose";
    show(state.changes && by > 0 ? (all.find((text) => !state.seen.includes(text)) ?? "done") : next);
  };
  find("next").onclick = () => step(1);
  find("back").onclick = () => step(-1);
  place.querySelector("form").onsubmit = (event) => {
    event.preventDefault();
    step(1);
  };
  const goBack = () => {
    if (!place.isConnected) removeEventListener("popstate", goBack);
    else if (!place.closest("[hidden]") && state.at !== "choose" && history.state?.iepkit !== "letter") step(-1);
  };
  if (where !== "lab") addEventListener("popstate", goBack);
  find("go-on").onclick = () => show("privacy");
  find("again").onclick = () => show("choose");
  find("forget").onclick = () => {
    Object.assign(state, { id: null, answers: {}, seen: [] });
    find("text").value = find("got").textContent = "";
    for (const held of [find("preview"), find("answers"), entry]) held.replaceChildren();
    show("choose");
  };
  find("alive").hidden = false;
  // A language or a law may have changed since: what is not there any more is asked anew.
  show(state.id in sheet.letters && (state.at === "choose" || screens().includes(state.at)) ? state.at : "choose", { quietly: true });
}

// The letter as a page shows it, and as a screen reader reads it.
function elementsOf({ paragraphs }, gapSaid) {
  const made = [];
  paragraphs.forEach((paragraph, at) => {
    const { kind, language } = paragraph;
    const before = paragraphs[at - 1]?.kind;
    const element = document.createElement({ subject: "h4", heading: "h5", item: "li" }[kind] ?? "p");
    element.className = belongTogether(before, kind) ? `${kind} close` : kind;
    Object.assign(element, { lang: language, dir: "auto" });
    element.append(...paragraph.pieces.map((piece) => (piece === GAP ? gap(gapSaid) : piece)));
    if (kind !== "item") made.push(element);
    else if (before === "item") made[made.length - 1].append(element);
    else {
      made.push(document.createElement("ul"));
      made[made.length - 1].append(element);
    }
  });
  return made;
}

function gap(said) {
  const line = document.createElement("span");
  line.className = "gap";
  const heard = said.cloneNode(true);
  heard.className = "unseen";
  line.append(heard);
  return line;
}
