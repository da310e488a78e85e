// What a parent entered, one question at a time, as values that rules can use:
// rules/given.py. What is none of the answers that there are was refused before,
// in answers.js.

export const NOT_SURE = "not_sure";

// An answer that can't be: `problem` is the id of its sentence, `row` says which
// row of the list, the first being 0.
export class Impossible extends Error {
  constructor(question, problem, row = null) {
    super(`${question}: ${problem}`);
    Object.assign(this, { question, problem, row });
  }
}

// The one choice; *not sure* where there is none.
export function one(answers, question) {
  return answers[question] ?? NOT_SURE;
}

// The choices of a question that takes many; none where it is not answered or *not sure*.
export function many(answers, question) {
  const chosen = [answers[question] ?? NOT_SURE].flat();
  return [...new Set(chosen)].filter((choice) => choice !== NOT_SURE);
}

// The number or the day; null where it is not answered or *not sure*.
export function entered(answers, question) {
  const answer = one(answers, question);
  return answer === NOT_SURE ? null : answer;
}

// Is one of these choices among the chosen ones? *Not sure* where nothing was chosen.
export function named(chosen, ...choices) {
  if (!chosen.length) return NOT_SURE;
  return choices.some((choice) => chosen.includes(choice)) ? "yes" : "no";
}

// What the school has said, each word as its fact.
export function heard(said, answers) {
  const words = many(answers, "said");
  return Object.fromEntries(Object.entries(said).map(([word, fact]) => [fact, words.includes(word) ? "yes" : "no"]));
}

// Refuse a day that stands before the one that has to come first.
export function inOrder(earlier, later, question, problem) {
  if (earlier && later && later < earlier) throw new Impossible(question, problem);
}
