// In JupyterLab nothing stands there yet: the kernel is asked for the page.

import { keepKeys } from "./lab_keys.js";
import { startMine } from "./mine.js";
import { hydrate } from "./page.js";

export default {
  render({ model, el }) {
    keepKeys(el);
    let page = null;
    let heard = () => {};
    const line = {
      send: (message) => model.send(message),
      hear: (listener) => {
        heard = listener;
      },
    };
    const pass = (message) => heard(message);
    model.on("msg:custom", pass);
    line.hear((message) => {
      if (message.ask !== "page") return;
      const root = document.createRange().createContextualFragment(message.html).querySelector("[data-iepkit]");
      el.replaceChildren(root);
      page = hydrate(root, startMine);
      page.connect(line);
    });
    line.send({ ask: "page", language: model.get("language") });
    return () => {
      model.off("msg:custom", pass);
      page?.disconnect();
    };
  },
};
