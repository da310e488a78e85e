// From a parent's answers to facts: rules/rights/answers.py.

import { clock } from "./days.js";
import { entered, one } from "./given.js";

const APPEALS = { weapon_drugs_staff: "appeal_37h", felony: "appeal_37h_half" };
const SHORTEST_APPEAL = "appeal_37h34";

export const rights = { derive };

export function derive(answers, limits, today, { clocks }) {
  const discipline = one(answers, "discipline");
  // Where the kind is not known, the shortest limit is the one to go by.
  const appeal = APPEALS[discipline] ?? SHORTEST_APPEAL;
  const stands = (limit) => clock(entered(answers, clocks[limit]), limits[limit], today);
  return {
    state: one(answers, "state"),
    plan: one(answers, "plan"),
    about: one(answers, "about"),
    in_writing: one(answers, "in_writing"),
    discipline,
    appeal: stands(appeal),
    hearing: stands("due_process"),
    state_complaint: stands("state_complaint"),
    ocr_complaint: stands("ocr_complaint"),
    income_route: stands("iee_income_window"),
    answer_to_iep: stands("answer_iep"),
  };
}
