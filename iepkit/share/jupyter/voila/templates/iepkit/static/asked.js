// Is a question asked, after the answers to those before it? As explorers/answers.py has it.
export function isAsked(conditions, answers) {
  return Object.entries(conditions).every(([other, condition]) => holds(condition, answers[other]));
}

function holds({ is, at_least: least }, answer) {
  if (is) return [answer].flat().some((one) => is.includes(one));
  return Number.isInteger(answer) && answer >= least;
}
