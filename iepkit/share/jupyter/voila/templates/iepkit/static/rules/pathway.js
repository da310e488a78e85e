// From a parent's answers to facts: rules/pathway/answers.py.

import { clock } from "./days.js";
import { NOT_SURE, entered, inOrder, one } from "./given.js";

export const pathway = { derive };

// A Team meeting before the consent is no contradiction: a Team can meet to talk
// about the request.
export function derive(answers, limits, today) {
  const [asked, consent] = [entered(answers, "asked_on"), entered(answers, "consent_on")];
  const [meeting, offered] = [entered(answers, "meeting_on"), entered(answers, "offered_on")];
  inOrder(asked, consent, "consent_on", "consent_before_request");
  inOrder(asked, meeting, "meeting_on", "meeting_before_request");
  inOrder(asked, offered, "offered_on", "offer_before_request");
  inOrder(meeting, offered, "offered_on", "offer_before_meeting");
  return {
    state: one(answers, "state"),
    where: one(answers, "where"),
    asked_how: one(answers, "asked_how"),
    form: clock(asked, limits.consent_form, today),
    evaluation: evaluation(consent, limits, today),
    evaluation_federal: clock(consent, limits.evaluation_federal, today),
    proposal: clock(meeting, limits.proposed_iep, today),
    meeting_federal: clock(meeting, limits.iep_meeting_federal, today),
    reply: clock(offered, limits.answer_iep, today),
    has_504: one(answers, "has_504"),
  };
}

function evaluation(consent, limits, today) {
  if (clock(consent, limits.team_meeting_ma, today) === "past") return "meeting";
  if (clock(consent, limits.evaluation_ma, today) === "past") return "tests";
  return consent ? "ahead" : NOT_SURE;
}
