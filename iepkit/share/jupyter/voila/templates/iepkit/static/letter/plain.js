// A letter as plain text, to copy into an email: documents/plain.py.

import { GAP } from "./fill.js";

const LINE = "_".repeat(24);
export const KEPT_TOGETHER = ["sender", "addressee", "item", "signature", "receipt"];

export const belongTogether = (before, kind) => before === kind && KEPT_TOGETHER.includes(kind);

export function asPlainText({ paragraphs }) {
  const lines = [];
  paragraphs.forEach(({ kind, pieces }, place) => {
    if (place > 0 && !belongTogether(paragraphs[place - 1].kind, kind)) lines.push("");
    const words = pieces.map((piece) => (piece === GAP ? LINE : piece)).join("");
    lines.push(kind === "item" ? `- ${words}` : words);
  });
  return `${lines.join("\n")}\n`;
}
