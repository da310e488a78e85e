// From a parent's answers to facts: rules/eligibility/answers.py.

import { NOT_SURE, entered, heard, many, one } from "./given.js";

const DELAY = "developmental_delay";
const NO_KIND = "none_known";

export const eligibility = { derive };

export function derive(answers, limits, today, { said, kinds }) {
  const age = entered(answers, "age");
  const state = one(answers, "state");
  return {
    state,
    age: ageOf(age, one(answers, "diploma"), limits),
    condition: conditionOf(many(answers, "kinds"), kinds, age, state, limits),
    progress: one(answers, "progress"),
    need: one(answers, "need"),
    main_reason: mainReason(many(answers, "main_reason")),
    limits: one(answers, "limits"),
    ...heard(said, answers),
  };
}

function ageOf(age, diploma, limits) {
  if (age === null) return NOT_SURE;
  if (age < limits.special_education_from_age.value) return "under";
  if (age >= limits.special_education_until_age.value) return "over";
  if (age < limits.transition_planning_age.value) return "school_age";
  if (age < limits.age_of_majority.value) {
    const minor = { yes: "minor_with_diploma", not_sure: "minor_diploma_not_sure" };
    return minor[diploma] ?? "school_age";
  }
  const adult = { yes: "adult_with_diploma", not_sure: "adult_diploma_not_sure" };
  return adult[diploma] ?? "adult";
}

// The kind that weighs most; developmental delay is listed for young children, and not in every state.
function conditionOf(chosen, kinds, age, state, limits) {
  const named = chosen.filter((kind) => kind !== NO_KIND);
  const isYoung = age !== null && age <= limits.developmental_delay_through_age.value;
  const isListed = (kind) => kinds.includes(kind) || (kind === DELAY && isYoung && state === "massachusetts");
  if (named.some(isListed)) return "listed";
  if (named.length) return "other";
  return chosen.length ? "none" : NOT_SURE;
}

function mainReason(chosen) {
  const teaching = chosen.includes("teaching") || chosen.includes("english");
  const rules = chosen.includes("rules");
  if (teaching && rules) return "both";
  if (teaching) return "teaching_or_english";
  if (rules) return "rules_only";
  return chosen.length ? "none" : NOT_SURE;
}
