// Answers what a kernel would be asked, from what the take-home page holds.

import { today } from "./day_words.js";
import { workOut } from "./decide.js";

// `homes` gives the take-home page in a language, as a document; `pageIn` what a page
// in another language is answered with.
export function localLine(homes, pageIn) {
  let heard = () => {};

  const answers = {
    page: async ({ language }) => pageIn(language),
    part: async ({ name, language }) => ({ html: await held(await homes(language), `data-html="${name}"`) }),
    file: async ({ name, language }) => ({ text: JSON.parse(await held(await homes(language), `data-text="${name}"`)) }),
    decide: async ({ name, language, turn, answers: given }) => {
      const home = await homes(language);
      const sheet = JSON.parse(await held(home, `data-sheet="${name}"`));
      const sentences = JSON.parse(await held(home, "data-sentences"));
      const { outcome, problems } = workOut(sheet, given, today());
      return { turn, outcome, problems: problems.map((one) => ({ ...one, text: sentences[one.problem] })) };
    },
  };

  return {
    async send(question) {
      const { ask, name, language } = question;
      try {
        const answer = await answers[ask]?.(question);
        if (answer) heard({ ask, name, language, ...answer });
      } catch (fault) {
        // Whoever waits for an answer says that it does not come.
        console.warn(fault);
      }
    },
    hear(listener) {
      heard = listener;
    },
  };
}

// The same over the network, from a server that still answers when the kernel does not.
export async function lineTo(site, language) {
  const pages = new Map();
  const homes = (wanted) => {
    if (!pages.has(wanted)) {
      pages.set(wanted, fetched(new URL(pathOf(wanted), site)));
      // The network may be back the next time.
      pages.get(wanted).catch(() => pages.delete(wanted));
    }
    return pages.get(wanted);
  };
  await homes(language);
  return localLine(homes, async (wanted) => ({
    html: (await homes(wanted)).querySelector("[data-iepkit]").outerHTML,
  }));
}

async function fetched(address) {
  const response = await fetch(address);
  if (!response.ok) throw new Error(response.statusText);
  return new DOMParser().parseFromString(await response.text(), "text/html");
}

// Where the page in a language lies in the take-home folder.
export const pathOf = (language) => (language === "en" ? "index.html" : `${language}/index.html`);

// What stands in the page in one of its scripts; while the page is still coming in, once it does.
async function held(home, mark) {
  for (;;) {
    const place = home.querySelector(`script[${mark}]`);
    // What is still coming in is whole only once something stands behind it.
    if (place?.nextElementSibling) return place.textContent;
    if (home.readyState !== "loading") throw new Error(`the page holds no ${mark}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
