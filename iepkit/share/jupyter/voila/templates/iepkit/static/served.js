// In Voila the page stands in the first response: it comes alive before any kernel
// does, and needs no widget library to talk to it. Where the kernel is gone, the
// take-home page that the same server has answers in its place: the parent stays on
// this page, with all that was filled in.

import { kernelOf } from "./kernel.js";
import { hydrate } from "./page.js";

for (const root of document.querySelectorAll("[data-iepkit]")) {
  if (root.iepkit) continue;
  const page = hydrate(root, async (part) => (await import("./mine.js")).startMine(part, root));
  const kernel = kernelOf(root, () => goOnWithout(root, page));
  if (kernel) {
    page.connect(kernel);
    root.dataset.connected = "kernel";
  }
  addEventListener("online", () => page.again());
}

async function goOnWithout(root, page) {
  if (root.dataset.connected === "site") return;
  const { base } = root.closest("[data-kernel]").dataset;
  try {
    // Few pages ever need it, and a plain Voila has no take-home page.
    const { lineTo } = await import("./local.js");
    const line = await lineTo(new URL(`${base}site/`, location), root.lang);
    root.dataset.connected = "site";
    page.connect(line);
  } catch {
    // The server is gone as well: what waits for an answer says so by itself.
  }
}
