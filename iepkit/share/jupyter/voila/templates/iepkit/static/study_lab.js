// The self-study in JupyterLab, where the widget library holds the line to the kernel.

import { keepKeys } from "./lab_keys.js";
import { hydrateStudy } from "./study.js";

// A link to another notebook of this folder opens a tab. Followed as it stands it would load all of
// JupyterLab anew, and ask first whether to leave what is not saved.
function openInTab({ target }) {
  const link = target.closest("a[href$='.ipynb']");
  const folder = /\/tree\/(.*\/)/.exec(decodeURIComponent(location.pathname))?.[1];
  if (!link || !folder) return;
  link.dataset.commandlinkerCommand = "docmanager:open";
  link.dataset.commandlinkerArgs = JSON.stringify({ path: folder + link.getAttribute("href") });
}

// In an output of JupyterLab the Enter key in a field sends no form by itself.
function sendOnEnter(event) {
  const form = event.target.closest("input[type=text]")?.form;
  if (event.key !== "Enter" || event.isComposing || !form) return;
  event.preventDefault();
  form.requestSubmit(form.querySelector("[type=submit]"));
}

export default {
  render({ model, el }) {
    keepKeys(el);
    let heard = () => {};
    const pass = (message) => heard(message);
    model.on("msg:custom", pass);
    const place = document.createElement("div");
    el.replaceChildren(place);
    el.addEventListener("click", openInTab);
    el.addEventListener("keydown", sendOnEnter);
    const stop = hydrateStudy(place, {
      send: (message) => model.send(message),
      hear: (listener) => {
        heard = listener;
      },
    });
    return () => {
      model.off("msg:custom", pass);
      el.removeEventListener("click", openInTab);
      el.removeEventListener("keydown", sendOnEnter);
      stop();
    };
  },
};
