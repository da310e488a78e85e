// Are these answers that can be given to an interview's questions? As explorers/answers.py has it.

import { dayAfter, isDay } from "./rules/days.js";
import { Impossible, NOT_SURE } from "./rules/given.js";

// Refuse an answer that can't be; a question without an answer is *not sure*.
export function checkAnswers(questions, answers, today) {
  for (const [name, answer] of Object.entries(answers)) {
    const question = questions.find(({ id }) => id === name);
    if (!question) throw new Impossible(name, "question");
    if (answer !== NOT_SURE) check(question, answer, today);
  }
}

function check(question, answer, today, row) {
  const fault = FAULTS[question.kind](question, answer, today);
  if (fault) throw new Impossible(question.id, fault, row);
  if (question.kind !== "list") return;
  answer.forEach((values, place) => {
    for (const [name, value] of Object.entries(values)) {
      const field = question.fields.find(({ id }) => nameOf(id) === name);
      if (value !== NOT_SURE) check(field, value, today, place);
    }
  });
}

// A field's id is the list's and its own, with a dot between.
const nameOf = (id) => id.split(".").pop();

const isWithin = ({ bounds: [least, most] }, number) => least <= number && number <= most;

const FAULTS = {
  one: ({ choices }, answer) => (choices.some(({ id }) => id === answer) ? null : "choice"),
  many({ choices }, answer) {
    const known = [...choices, { id: NOT_SURE, alone: true }];
    if (!Array.isArray(answer)) return "choice";
    const chosen = answer.map((one) => known.find(({ id }) => id === one));
    if (chosen.includes(undefined)) return "choice";
    return chosen.length > 1 && chosen.some(({ alone }) => alone) ? "alone" : null;
  },
  number: (question, answer) => (Number.isInteger(answer) && isWithin(question, answer) ? null : "number"),
  date(question, answer, today) {
    if (!isDay(answer) || !isWithin(question, Number(answer.slice(0, 4)))) return "date";
    // It may be tomorrow already where the phone is.
    return answer > dayAfter(today) ? "future" : null;
  },
  list(question, answer) {
    if (!Array.isArray(answer) || !isWithin(question, answer.length)) return "list";
    const names = question.fields.map(({ id }) => nameOf(id));
    const isRow = (row) => isObject(row) && Object.keys(row).every((name) => names.includes(name));
    return answer.every(isRow) ? null : "list";
  },
};

const isObject = (value) => value !== null && typeof value === "object" && !Array.isArray(value);
