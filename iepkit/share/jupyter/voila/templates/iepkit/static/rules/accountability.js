// From a parent's answers to facts: rules/accountability/answers.py.

import { clock } from "./days.js";
import { entered, one } from "./given.js";

export const accountability = { derive };

export function derive(answers, limits, today) {
  return {
    state: one(answers, "state"),
    plan: one(answers, "plan"),
    review: clock(entered(answers, "written_on"), limits.annual_review, today),
    evaluation: evaluation(answers, limits, today),
    reports: one(answers, "reports"),
    next_look: one(answers, "next_look"),
    followed: one(answers, "followed"),
    works: one(answers, "works"),
  };
}

function evaluation(answers, limits, today) {
  const has504 = answers.plan === "plan_504";
  const day = entered(answers, has504 ? "evaluated_504_on" : "evaluated_on");
  const cycle = has504 ? limits.cycle_504 : limits.reevaluation;
  if (clock(day, limits.reevaluation_at_most, today) === "ahead") return "recent";
  return clock(day, cycle, today);
}
