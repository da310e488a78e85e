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
    decide: async (question) => {
      const home = await homes(question.language);
      const sheet = JSON.parse(await held(home, `data-sheet="${question.name}"`));
      return decided(sheet, JSON.parse(await held(home, "data-sentences")), question);
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

// What a kernel would be asked on the workshop's own server, from files that the page
// fetches ahead: then it needs no server any more.
export function lineFrom(files) {
  const kept = new Map();
  let heard = () => {};

  function answersIn(language) {
    if (!kept.has(language)) {
      kept.set(language, fetched(new URL(`${language}/answers.json`, files)));
      // The network may be back the next time.
      kept.get(language).catch(() => kept.delete(language));
    }
    return kept.get(language);
  }

  return {
    fetchAhead: answersIn,
    async send(question) {
      const { ask, name, language } = question;
      const { sheets, sentences } = await answersIn(language);
      heard({ ask, name, language, ...decided(sheets[name], sentences, question) });
    },
    hear(listener) {
      heard = listener;
    },
  };
}

async function fetched(address) {
  const response = await fetch(address);
  if (!response.ok) throw new Error(response.statusText);
  return response.json();
}

function decided(sheet, sentences, { turn, answers }) {
  const { outcome, problems } = workOut(sheet, answers, today());
  return { turn, outcome, problems: problems.map((one) => ({ ...one, text: sentences[one.problem] })) };
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
