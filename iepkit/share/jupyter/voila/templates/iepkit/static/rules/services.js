// From a parent's answers to facts: rules/services/answers.py.

import { heard, many, named, one } from "./given.js";

export const services = { derive };

export function derive(answers, limits, today, { said, needs }) {
  const chosen = many(answers, "needs");
  return {
    state: one(answers, "state"),
    plan: one(answers, "plan"),
    ...Object.fromEntries(Object.entries(needs).map(([group, kinds]) => [group, named(chosen, ...kinds)])),
    ...heard(said, answers),
  };
}
