// On the workshop's own server the page is the same for every phone: it has no kernel
// until something is asked that only a kernel answers. Parts come as files, which the
// browser keeps. Where no kernel can answer, or the link is gone, the page answers from
// what the take-home page has: the parent stays here, with all that was filled in.

import { openLine, pageName } from "./line.js";
import { hydrate } from "./page.js";
import { startPolls } from "./poll.js";

// Time for what was asked first.
const FETCH_AHEAD_AFTER = 3000;
// A kernel that has said nothing by then is not waited for.
const PATIENT_FOR = 4000;
const ALONE_FOR = 60000;
const BACK_FOR = 5000;
const DOWN_FROM = 400;

for (const root of document.querySelectorAll("[data-line] [data-iepkit]")) start(root);

function start(root) {
  const { line: path, files } = root.closest("[data-line]").dataset;
  const page = hydrate(root, async (part) => (await import("./mine.js")).startMine(part, root));
  startPolls(root);
  const late = new Map();
  let heard = () => {};
  let aloneUntil = 0;

  const line = openLine(`${location.protocol === "https:" ? "wss:" : "ws:"}//${location.host}${path}?page=${pageName()}`, {
    opened() {
      tellLink(root, true);
      root.dataset.connected ??= "room";
      page.again();
    },
    lost() {
      tellLink(root, false);
      for (const name of late.keys()) answerAlone(name);
    },
    heard(message) {
      settle(message.name);
      if (message.ask === "alone") goAlone(message.name);
      else {
        root.dataset.connected = "room";
        heard(message);
      }
    },
  });

  // What the page answers from by itself; fetched ahead, for the link may be gone when it is needed.
  let own = null;
  function ownLine() {
    own ??= import("./local.js").then(({ lineFrom }) => {
      const made = lineFrom(new URL(files, location));
      made.hear((message) => heard(message));
      return made;
    });
    own.catch(() => {
      own = null;
    });
    return own;
  }
  async function fetchAhead() {
    try {
      await (await ownLine()).fetchAhead(root.lang);
    } catch (fault) {
      // It is fetched when it is needed, if the link is back by then.
      console.warn(fault);
    }
  }
  setTimeout(fetchAhead, FETCH_AHEAD_AFTER);

  const asked = new Map();
  function settle(name) {
    clearTimeout(late.get(name));
    late.delete(name);
  }
  async function answerAlone(name) {
    settle(name);
    try {
      await (await ownLine()).send(asked.get(name));
      root.dataset.connected = "alone";
    } catch (fault) {
      // Whoever waits says that no answer comes; the page asks again when the link is back.
      console.warn(fault);
    }
  }
  function goAlone(name) {
    aloneUntil = Date.now() + ALONE_FOR;
    answerAlone(name);
  }

  async function fetchText({ ask, name, language }) {
    try {
      const response = await fetch(`${files}${language}/${ask === "page" ? "page" : name}.html`);
      if (!response.ok) throw new Error(response.statusText);
      heard({ ask, name, language, html: await response.text() });
    } catch (fault) {
      console.warn(fault);
    }
  }

  page.connect({
    send(question) {
      if (question.ask !== "decide") {
        fetchText(question);
        return;
      }
      const { name } = question;
      asked.set(name, question);
      settle(name);
      if (!line.isOpen() || Date.now() < aloneUntil) answerAlone(name);
      else {
        line.send(question);
        late.set(name, setTimeout(answerAlone, PATIENT_FOR, name));
      }
    },
    hear(listener) {
      heard = listener;
    },
  });
}

// A link that is back at once was never gone, for the parent.
function tellLink(root, isThere) {
  const place = root.querySelector("[data-link]");
  // A part of a page has no foot of its own.
  if (!place) return;
  clearTimeout(place.timer);
  if (isThere && !place.textContent) return;
  const tell = (text) => {
    place.textContent = text;
  };
  if (isThere) {
    tell(place.dataset.back);
    place.timer = setTimeout(tell, BACK_FOR, "");
  } else if (place.textContent !== place.dataset.down) {
    place.timer = setTimeout(tell, DOWN_FROM, place.dataset.down);
  }
}
