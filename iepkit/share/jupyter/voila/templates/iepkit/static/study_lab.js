// The self-study in JupyterLab, where the widget library holds the line to the kernel.

import { hydrateStudy } from "./study.js";

export default {
  render({ model, el }) {
    let heard = () => {};
    const pass = (message) => heard(message);
    model.on("msg:custom", pass);
    const place = document.createElement("div");
    el.replaceChildren(place);
    const stop = hydrateStudy(place, {
      send: (message) => model.send(message),
      hear: (listener) => {
        heard = listener;
      },
    });
    return () => {
      model.off("msg:custom", pass);
      stop();
    };
  },
};
