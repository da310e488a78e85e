// What a parent makes here and takes along: the letter, the dates, the papers. Most
// pages never open these parts, so that the page fetches this file when one is.

import { startDates } from "./dates/form.js";
import { startLetters } from "./letter/form.js";
import { startPapers } from "./papers.js";

const STARTS = { dates: startDates, letter: startLetters, papers: startPapers };

// `part` may hold one of them; `root` is its page.
export function startMine(part, root) {
  const base = root.closest("[data-base]")?.dataset.base;
  const where = base ? "room" : root.dataset.connected === "site" ? "home" : "lab";
  const help = { where, getPdf: base ? pdfFrom(base) : askOf(root), readFile: readBy(base), openPart: (name) => openPart(root, name) };
  for (const [mark, start] of Object.entries(STARTS)) {
    for (const place of part.querySelectorAll(`[data-mine=${mark}]:not([data-started])`)) {
      place.dataset.started = "";
      start(place, root, help);
    }
  }
  askBeforeLeaving(root);
  // What comes next is here already when the server is gone by then.
  for (const name of Object.keys(STARTS)) {
    if (root.querySelector(`[data-part="${name}"] [data-empty]`)) root.iepkit.ask({ ask: "part", name });
  }
}

// Nothing is stored, so that a page that is left by mistake would take all with it.
// It comes before kernel.js, which gives the kernel back when the page goes.
function askBeforeLeaving(root) {
  if (root.iepkit.asksBeforeLeaving) return;
  root.iepkit.asksBeforeLeaving = true;
  addEventListener("beforeunload", (event) => {
    const { letter, dates } = root.iepkit.kept;
    const typed = [...Object.values(letter?.answers ?? {}), ...Object.values(dates?.events ?? {}), dates?.lines];
    if (root.isConnected && !root.iepkit.turnsAway && typed.some(Boolean)) event.preventDefault();
  }, { capture: true });
}

const PATIENT_FOR = 20000;
const MOST_BYTES_OF_CALENDAR = 1_000_000;

// What has not come by then is not waited for.
function within(promised) {
  const late = new Promise((_, reject) => setTimeout(() => reject(new Error("late")), PATIENT_FOR));
  return Promise.race([promised, late]);
}

const openPart = (root, name) => root.querySelector(`[data-open="${name}"]`)?.click();

// The workshop server makes a PDF with no kernel; what it says is shown.
const pdfFrom = (base) => async (asked) => {
  try {
    const response = await within(fetch(`${base}letter.pdf?lang=${asked.language}`, { method: "POST", body: JSON.stringify(asked) }));
    return response.ok ? { file: await response.blob() } : { text: (await response.json()).text };
  } catch {
    return {};
  }
};

// It reads a district's calendar file too. The line of one that is too big would end before the answer.
const readBy = (base) => async (file, { tooBig, ...options }) => {
  if (file.size > MOST_BYTES_OF_CALENDAR) return { text: tooBig };
  try {
    const response = await within(fetch(`${base}calendar?${new URLSearchParams(options)}`, { method: "POST", body: file }));
    return await response.json();
  } catch {
    return {};
  }
};

// In JupyterLab the kernel does.
const askOf = (root) => async (asked) => {
  const { pdf, text } = await within(root.iepkit.wish({ ask: "pdf", ...asked })).catch(() => ({}));
  return pdf ? { file: Uint8Array.from(atob(pdf), (sign) => sign.charCodeAt(0)) } : { text };
};
