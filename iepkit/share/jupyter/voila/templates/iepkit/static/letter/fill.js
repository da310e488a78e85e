// Fills a letter with what a parent typed: documents/letter.py, for a page that no
// server has to answer. `sheet` is what documents/letters_sheet.py gives.

import { isDay } from "../rules/days.js";
import { NOT_SURE } from "../rules/given.js";

const TO_FILL_BY_HAND = 3;
const PLACEHOLDER = /\{([a-z0-9_]+)\}/;
// Where Python's splitlines ends a line.
const LINE_END = /\r\n|[\n\v\f\r\x1c-\x1e\x85\u2028\u2029]/;
// XML, and so Word, has no way to write the last two.
const IN_NO_FILE = /[\p{Cc}\p{Cs}\ufffe\uffff]/gu;
const SPACES_AROUND = /^[ \xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+|[ \xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+$/g;
const RIGHT_TO_LEFT = /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;

const ENGLISH = "en";
const BEHIND_TEXT = "ui.letter.behind";
const DRAFT = "draft";

// The kind of the paragraph that begins a new page, for the copy behind a letter.
export const BEHIND = "behind";

// A line for the pen.
export const GAP = null;

// The letter: its paragraphs, each with its kind, its language and its pieces, which
// are words or gaps. `answers` are by the blank's id; what is missing becomes a gap.
export function fill(sheet, id, answers, dayInWords) {
  const letter = sheet.letters[id];
  const told = tell(sheet, id, answers);
  const typed = {};
  for (const text of letter.blanks) typed[sheet.blanks[text].id] = linesOf(sheet, text, told, dayInWords);
  return {
    id,
    title: sheet.texts[letter.subject],
    language: languageOf(sheet, letter.subject),
    paragraphs: letter.passages
      .filter((passage) => holds(passage.if, told))
      .flatMap((passage) => paragraphsOf(sheet, passage, typed)),
  };
}

// The letter as it is sent: in English, with the copy in the family's language behind it,
// or one of them alone. `copies` is "english", "own" or "both"; `english` the English
// words by id, and `englishDay` writes a day in English. The family's copy begins with the
// label of a draft where a text in it is one; the English letter never does.
export function fillCopies(sheet, english, id, answers, copies, dayInWords, englishDay) {
  const own = labelled(sheet, fill(sheet, id, answers, dayInWords), answers);
  if (!english || copies === "own") return own;
  const sent = fill({ ...sheet, texts: english, foreign: {}, language: ENGLISH }, id, answers, englishDay);
  if (copies === "english") return sent;
  const behind = { kind: BEHIND, pieces: [english[BEHIND_TEXT]], language: ENGLISH };
  return { ...sent, paragraphs: [...sent.paragraphs, behind, ...own.paragraphs] };
}

function labelled(sheet, letter, answers) {
  const { of, words, language } = sheet.draft;
  if (!textsIn(sheet, letter.id, answers).some((text) => of.includes(text))) return letter;
  return { ...letter, paragraphs: [{ kind: DRAFT, pieces: [words], language }, ...letter.paragraphs] };
}

// The ids of the texts that a letter is made of after these answers.
function textsIn(sheet, id, answers) {
  const { subject, blanks, passages } = sheet.letters[id];
  const told = tell(sheet, id, answers);
  const chosen = blanks.filter((text) => sheet.blanks[text].kind === "choice" && told[sheet.blanks[text].id]);
  return [
    subject,
    ...passages.filter((passage) => holds(passage.if, told)).map(({ text }) => text),
    ...chosen.map((text) => `${text}.choice.${told[sheet.blanks[text].id]}`),
  ];
}

// The blanks that are asked for after these answers, by the id of their texts.
export function askedIn(sheet, id, answers) {
  const told = tell(sheet, id, answers);
  return sheet.letters[id].blanks.filter((text) => holds(sheet.blanks[text].if, told));
}

// Those of the letter's notes that hold after these answers; `when` is "before" or "after".
export function notesFor(sheet, id, when, answers) {
  const told = tell(sheet, id, answers);
  return sheet.letters[id][when].filter((note) => holds(note.if, told));
}

// The note that another letter fits better after these answers, or undefined.
export function toldInstead(sheet, id, answers) {
  return notesFor(sheet, id, "before", answers).find(({ instead }) => instead);
}

export const languageOf = (sheet, text) => sheet.foreign[text] ?? sheet.language;

export function isRightToLeft({ pieces }) {
  const [first] = pieces.join("").match(/\p{L}/u) ?? [""];
  return RIGHT_TO_LEFT.test(first);
}

// Each blank's answer, or "" where it is missing or not asked for.
function tell(sheet, id, answers) {
  const told = {};
  for (const text of sheet.letters[id].blanks) {
    const blank = sheet.blanks[text];
    const answer = answers[blank.id] ?? "";
    const isKnown = blank.kind !== "choice" || blank.choices.includes(answer);
    told[blank.id] = isKnown && holds(blank.if, told) ? answer : "";
  }
  return told;
}

function holds(condition, told) {
  return Object.entries(condition).every(([blank, choices]) => choices.includes(told[blank] || NOT_SURE));
}

// The lines that stand for a blank; none for an empty one.
function linesOf(sheet, text, told, dayInWords) {
  const { id, kind } = sheet.blanks[text];
  const answer = told[id];
  if (kind === "choice") return answer ? [sheet.texts[`${text}.choice.${answer}`]] : [];
  const lines = answer.split(LINE_END).map(clean).filter(Boolean);
  return kind === "date" ? lines.map((line) => (isDay(line) ? dayInWords(line) : line)) : lines;
}

function clean(line) {
  return line.normalize("NFC").replaceAll("\t", " ").replace(IN_NO_FILE, "").replace(SPACES_AROUND, "");
}

function paragraphsOf(sheet, { text, kind }, typed) {
  const words = sheet.texts[text];
  const language = languageOf(sheet, text);
  const alone = new RegExp(`^${PLACEHOLDER.source}$`).exec(words)?.[1];
  if (alone && alone in typed) {
    // A list that was typed: each line is a paragraph of its own.
    const lines = typed[alone].length ? typed[alone] : Array(TO_FILL_BY_HAND).fill(GAP);
    return lines.map((line) => ({ kind, language, pieces: [line] }));
  }
  // The pen's own {hand} is no blank, and so a gap like an empty one.
  const pieces = words
    .split(PLACEHOLDER)
    .map((part, place) => (place % 2 ? typed[part]?.join(", ") || GAP : part))
    .filter((piece) => piece !== "");
  return [{ kind, language, pieces }];
}
