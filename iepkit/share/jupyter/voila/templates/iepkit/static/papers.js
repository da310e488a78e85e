// "My papers": what to collect, with ticks; what helps most after the answers under
// Eligibility stands first. Then the steps after a no, for the parent's own state.

import { printOnly } from "./hand_over.js";

export function startPapers(place, root, { openPart }) {
  const { kept } = root.iepkit;
  const ticked = (kept.papers ??= { ticks: [], state: null, found: [] });
  const list = place.querySelector("[data-papers]");
  const papers = [...list.children];

  for (const paper of papers) {
    const box = paper.querySelector("[data-tick]");
    const { paper: id } = paper.dataset;
    box.checked = ticked.ticks.includes(id);
    box.onchange = () => {
      ticked.ticks = ticked.ticks.filter((one) => one !== id).concat(box.checked ? id : []);
    };
  }

  function sort() {
    // In another language that part may not be open yet, and its answers hold all the same.
    if (root.querySelector("[data-explorer=eligibility]")) ticked.found = reasonsIn(root);
    const { found } = ticked;
    const isAsked = found.length > 0;
    place.querySelector("[data-not-asked]").hidden = isAsked;
    place.querySelector("[data-asked]").hidden = !isAsked;
    for (const paper of papers) paper.querySelector("[data-fits]").hidden = !fits(paper, found);
    // What always helps stands first, then what fits these answers, then the others.
    const rank = (paper) => (paper.dataset.found === "" ? 0 : fits(paper, found) ? 1 : 2);
    list.append(...[...papers].sort((one, other) => rank(one) - rank(other)));
  }

  function showSteps() {
    const state = ticked.state ?? (kept.letter?.answers.state || "not_sure");
    for (const box of place.querySelectorAll("[name=papers-state]")) {
      box.checked = box.value === state;
      box.onchange = () => {
        ticked.state = box.value;
        showSteps();
      };
    }
    for (const step of place.querySelectorAll("[data-state]")) {
      const states = step.dataset.state.split(" ");
      step.hidden = states[0] !== "" && !states.includes(state);
    }
  }

  const show = () => {
    sort();
    showSteps();
  };
  place.querySelector("[data-print]").onclick = () => printOnly(place);
  for (const button of place.querySelectorAll("[data-go]")) {
    button.hidden = !root.querySelector(`[data-open="${button.dataset.go}"]`);
    button.onclick = () => openPart(button.dataset.go);
  }
  for (const hidden of place.querySelectorAll("[data-alive]")) hidden.hidden = false;
  place.closest("[data-part]").addEventListener("opened", show);
  show();
}

const fits = (paper, found) => paper.dataset.found.split(" ").some((reason) => found.includes(reason));

// What the explorer on eligibility shows now, once it was asked something.
function reasonsIn(root) {
  if (!root.iepkit.kept.eligibility) return [];
  const shown = root.querySelectorAll("[data-part=eligibility] [data-finding]:not([hidden]) [data-reason]:not([hidden], .no-longer)");
  return [...shown].map((reason) => reason.dataset.reason);
}
