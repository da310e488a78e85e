// The take-home page: everything stands in the page itself, and nobody is asked.

import { localLine, pathOf } from "./local.js";
import { startMine } from "./mine.js";
import { hydrate } from "./page.js";
import { startPolls } from "./poll.js";

const root = document.querySelector("[data-iepkit]");
root.dataset.connected = "site";
const page = hydrate(root, startMine, kept());
page.connect(localLine(async () => document, turnTo));
openNamed();
// In the room, its own server put in where that is.
startPolls(root);
addEventListener("hashchange", openNamed);
// Back from another language: the page is as it was left, and waits for nothing.
addEventListener("pageshow", () => {
  page.turning = null;
  root.querySelector("[data-waiting]").textContent = "";
});
if (location.protocol === "https:") navigator.serviceWorker?.register(new URL("sw.js", home()));

// The page in another language is another file. What was filled in goes along in the
// window's name: that is written nowhere, and gone with the tab.
function turnTo(language) {
  window.name = JSON.stringify({ iepkit: page.kept });
  page.turnsAway = true;
  const open = root.querySelector("[data-open][aria-current]").dataset.open;
  location.assign(new URL(`${pathOf(language)}${location.hash || `#${open}`}`, home()));
}

function kept() {
  try {
    return JSON.parse(window.name).iepkit ?? {};
  } catch {
    return {};
  } finally {
    window.name = "";
  }
}

// The folder that holds the page in English, and the others' folders.
function home() {
  return new URL(root.lang === "en" ? "./" : "../", location.href);
}

// A link may name the part to open: index.html#rights
function openNamed() {
  root.querySelector(`[data-open="${CSS.escape(location.hash.slice(1))}"]`)?.click();
}
