// A letter as a Word file: documents/word.py. `parts` is what its `skeleton` gives.

import { BEHIND, GAP, isRightToLeft } from "./fill.js";
import { KEPT_TOGETHER } from "./plain.js";
import { zip } from "./zip.js";

const STYLES = { subject: "Heading1", heading: "Heading2", item: "ListBullet" };
// Word breaks no line at these, and draws the line under them.
const SHORT_GAP = "\u00a0".repeat(30);
const TO_THE_MARGIN = '<w:tabs><w:tab w:pos="8640" w:val="left"/></w:tabs>';
const ENTITIES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

const escape = (text) => text.replace(/[&<>"]/g, (sign) => ENTITIES[sign]);

export function asWord(letter, parts) {
  // Before the words: somebody may have typed the mark.
  const spoken = Object.fromEntries(Object.entries(parts).map(([name, xml]) => [name, xml.split("{language}").join(escape(letter.language))]));
  const filled = {
    "docProps/core.xml": spoken["docProps/core.xml"].replace("{title}", () => escape(letter.title)),
    "word/document.xml": spoken["word/document.xml"].replace(
      "<w:sectPr",
      (end) => letter.paragraphs.map(paragraphXml).join("") + end,
    ),
  };
  return zip({ ...spoken, ...filled });
}

function paragraphXml(paragraph) {
  const { kind, pieces } = paragraph;
  const turned = isRightToLeft(paragraph);
  const endsInGap = pieces.length > 0 && pieces[pieces.length - 1] === GAP;
  const spacing = [
    ...(KEPT_TOGETHER.includes(kind) ? ['w:after="40"'] : []),
    ...(endsInGap ? ['w:before="80"'] : []),
  ];
  const properties = [
    STYLES[kind] ? `<w:pStyle w:val="${STYLES[kind]}"/>` : "",
    kind === BEHIND ? '<w:pageBreakBefore/>' : "",
    endsInGap ? TO_THE_MARGIN : "",
    turned ? '<w:bidi w:val="1"/>' : "",
    spacing.length ? `<w:spacing ${spacing.join(" ")}/>` : "",
  ].join("");
  const runs = pieces.map((piece, place) => runXml(piece, place === pieces.length - 1, paragraph.language, turned));
  return `<w:p><w:pPr>${properties}</w:pPr>${runs.join("")}</w:p>`;
}

function runXml(piece, isLast, language, turned) {
  const line = piece === GAP ? '<w:u w:val="single"/>' : "";
  const way = turned ? "<w:rtl/>" : "";
  const lang = `<w:lang w:val="${escape(language)}"/>`;
  const words = piece === GAP ? SHORT_GAP : escape(piece);
  const text = piece === GAP && isLast ? "<w:tab/>" : `<w:t xml:space="preserve">${words}</w:t>`;
  return `<w:r><w:rPr>${line}${way}${lang}</w:rPr>${text}</w:r>`;
}
