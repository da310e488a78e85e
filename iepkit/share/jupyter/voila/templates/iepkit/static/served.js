// In stock Voila the page stands in the first response: it comes alive before any
// kernel does, and needs no widget library to talk to it. The workshop's own server
// has room.js instead.

import { kernelOf } from "./kernel.js";
import { hydrate } from "./page.js";

for (const root of document.querySelectorAll("[data-iepkit]")) {
  if (root.iepkit) continue;
  const page = hydrate(root, async (part) => (await import("./mine.js")).startMine(part, root));
  const kernel = kernelOf(root);
  if (kernel) {
    page.connect(kernel);
    root.dataset.connected = "kernel";
  }
  addEventListener("online", () => page.again());
}

// The widgets of the self-study stand here to be read; each is asked for anew as this learner sees it.
const studies = document.querySelectorAll("[data-study]");
if (studies.length) {
  const { hydrateStudy } = await import("./study.js");
  for (const root of studies) {
    const line = kernelOf(root);
    if (line) hydrateStudy(root, line);
  }
}
