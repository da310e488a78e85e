// What a parent makes here and takes along: the letter, the dates, the papers. Most
// pages never open these parts, so that served.js fetches this file when one is.

import { startDates } from "./dates/form.js";
import { startLetters } from "./letter/form.js";
import { startPapers } from "./papers.js";

const STARTS = { dates: startDates, letter: startLetters, papers: startPapers };

// `part` may hold one of them; `root` is its page.
export function startMine(part, root) {
  const base = root.closest("[data-kernel]")?.dataset.base;
  const where = base ? "room" : root.dataset.connected === "site" ? "home" : "lab";
  const help = { where, getPdf: base ? pdfFrom(base) : askOf(root), readFile: readBy(base), openPart: (name) => open(root, name) };
  for (const [mark, start] of Object.entries(STARTS)) {
    for (const place of part.querySelectorAll(`[data-mine=${mark}]:not([data-started])`)) {
      place.dataset.started = "";
      start(place, root, help);
    }
  }
}

const PATIENT_FOR = 20000;

const open = (root, name) => root.querySelector(`[data-open="${name}"]`)?.click();

// The workshop server makes a PDF with no kernel; what it says is shown.
const pdfFrom = (base) => async (asked) => {
  try {
    const response = await fetch(`${base}letter.pdf`, { method: "POST", body: JSON.stringify(asked) });
    return response.ok ? { file: await response.blob() } : { text: (await response.json()).text };
  } catch {
    return {};
  }
};

// It reads a district's calendar file too.
const readBy = (base) => async (file, options) => {
  try {
    const response = await fetch(`${base}calendar?${new URLSearchParams(options)}`, { method: "POST", body: file });
    return await response.json();
  } catch {
    return {};
  }
};

// In JupyterLab the kernel does.
const askOf = (root) => async (asked) => {
  const late = new Promise((resolve) => setTimeout(() => resolve({}), PATIENT_FOR));
  const { pdf, text } = await Promise.race([root.iepkit.wish({ ask: "pdf", ...asked }), late]);
  return pdf ? { file: Uint8Array.from(atob(pdf), (sign) => sign.charCodeAt(0)) } : { text };
};
