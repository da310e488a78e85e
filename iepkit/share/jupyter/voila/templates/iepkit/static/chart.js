// The chart: what is shown, and what is marked.

import { find, plain, showMeanings } from "./words.js";

const MARKED = ".says, .gloss, .caveat p, tbody th h3";

export function startChart(root) {
  const tools = root.querySelector("[data-tools]");
  if (!tools) return;
  const search = tools.querySelector("[data-search]");
  const caveats = tools.querySelector("[data-caveats]");
  const topics = [...tools.querySelectorAll("[data-choose]")];
  const show = () => showChart(root, {
    words: wanted(root, search.value),
    plan: tools.querySelector("[type=radio]:checked").value,
    caveats: caveats.checked,
    topics: new Set(topics.filter((box) => box.checked).map((box) => box.dataset.choose)),
  });
  search.onchange = () => {
    const hit = root.querySelector("mark");
    if (hit && hit.getBoundingClientRect().top > innerHeight) hit.scrollIntoView({ block: "center" });
  };
  tools.oninput = show;
  tools.onsubmit = (event) => event.preventDefault();
  for (const [name, checked] of [["all", true], ["none", false]]) {
    tools.querySelector(`[data-${name}]`).onclick = () => {
      for (const box of topics) box.checked = checked;
      show();
    };
  }
  show();
}

// What was typed, as it stands if the chart holds it so, else word by word.
function wanted(root, typed) {
  const phrase = plain(typed).trim().replace(/\s+/g, " ");
  if (!phrase) return [];
  const rows = [...root.querySelectorAll(".chart [data-topic]")];
  const texts = rows.flatMap((row) => [...row.querySelectorAll(MARKED)].map((element) => plain(element.textContent)));
  return texts.some((text) => find(text, phrase, 0) >= 0) ? [phrase] : phrase.split(" ");
}

function showChart(root, chosen) {
  const chart = root.querySelector(".chart");
  // What is hidden is not looked at, so the chart is back before it is.
  chart.hidden = false;
  for (const cell of chart.querySelectorAll("[data-plan]")) {
    cell.hidden = chosen.plan !== "both" && cell.dataset.plan !== chosen.plan;
  }
  for (const note of chart.querySelectorAll(".caveat, [data-note]")) note.hidden = !chosen.caveats;
  const rows = [...chart.querySelectorAll("[data-topic]")];
  let shown = 0;
  for (const row of rows) {
    unmark(row);
    row.hidden = !chosen.topics.has(row.dataset.topic);
    if (row.hidden) continue;
    // The terms' meanings are searched too, so each is back before it is looked at.
    showMeanings([row], []);
    row.hidden = !holdsAll(row, chosen.words);
    if (!row.hidden) shown += 1;
  }
  const visible = rows.filter((row) => !row.hidden);
  showMeanings(visible, chosen.words);
  for (const row of visible) mark(row, chosen.words);
  chart.hidden = !shown;
  tellShown(root.querySelector("[data-count]"), chosen, shown, rows.length);
}

// What is shown, in words: heard by those who do not see it change.
function tellShown(place, { topics, plan, caveats }, shown, all) {
  const { some, none, zero, iep, plan_504: plan504, without } = place.dataset;
  const said = [shown ? some.replace("{shown}", shown).replace("{all}", all) : topics.size ? zero : none];
  if (shown && plan !== "both") said.push(plan === "iep" ? iep : plan504);
  if (shown && !caveats) said.push(without);
  const text = said.join(" ");
  if (place.textContent !== text) place.textContent = text;
}

function visibleTexts(row) {
  return [...row.querySelectorAll(MARKED)].filter((element) => !element.closest("[hidden]"));
}

function holdsAll(row, words) {
  const text = plain(visibleTexts(row).map((element) => element.textContent).join(" "));
  return words.every((word) => find(text, word, 0) >= 0);
}

function mark(row, words) {
  if (!words.length) return;
  for (const element of visibleTexts(row)) {
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    const nodes = [];
    while (walker.nextNode()) nodes.push(walker.currentNode);
    for (const node of nodes) markNode(node, words);
  }
}

function markNode(node, words) {
  const text = plain(node.data);
  let from = 0;
  let rest = node;
  for (;;) {
    const hits = words.map((word) => [find(text, word, from), word.length]).filter(([at]) => at >= 0);
    if (!hits.length) return;
    const [at, length] = hits.reduce((a, b) => (b[0] < a[0] || (b[0] === a[0] && b[1] > a[1]) ? b : a));
    const hit = rest.splitText(at - from);
    rest = hit.splitText(length);
    const marked = document.createElement("mark");
    hit.replaceWith(marked);
    marked.append(hit);
    from = at + length;
  }
}

function unmark(row) {
  for (const marked of row.querySelectorAll("mark")) {
    const parent = marked.parentNode;
    marked.replaceWith(...marked.childNodes);
    parent.normalize();
  }
}
