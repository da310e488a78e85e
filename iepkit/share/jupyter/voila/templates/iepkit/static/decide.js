// From a parent's answers to what follows, without a server: explorers/topics.py.
// The rules' decisions stand in a table that was worked out beforehand.

import { checkAnswers } from "./answers.js";
import { isAsked } from "./asked.js";
import { accountability } from "./rules/accountability.js";
import { clock, lastDay } from "./rules/days.js";
import { discipline } from "./rules/discipline.js";
import { eligibility } from "./rules/eligibility.js";
import { Impossible, entered } from "./rules/given.js";
import { pathway } from "./rules/pathway.js";
import { rights } from "./rules/rights.js";
import { services } from "./rules/services.js";
import { team } from "./rules/team.js";

const TOPICS = { eligibility, services, team, rights, accountability, discipline, pathway };

// What follows from the answers that can be, and every one that can't. An answer
// that can't be is left out, in a list its whole row, so that one slip does not hold
// back the rest.
export function workOut(sheet, given, today) {
  const problems = [];
  let answers = given;
  for (;;) {
    try {
      return { outcome: outcomeOf(sheet, answers, today), problems };
    } catch (fault) {
      if (!(fault instanceof Impossible)) throw fault;
      const { question, row, problem } = fault;
      problems.push({ question, row, problem });
      answers = without(answers, fault);
    }
  }
}

function without(answers, { question, row }) {
  const [name] = question.split(".");
  const { [name]: answer, ...kept } = answers;
  if (row !== null) kept[name] = answer.map((values, place) => (place === row ? {} : values));
  return kept;
}

function outcomeOf(sheet, answers, today) {
  const { topic, questions, limits, clocks } = sheet;
  checkAnswers(questions, answers, today);
  const asked = {};
  for (const question of questions) {
    if (question.id in answers && isAsked(question.ask_if, answers)) asked[question.id] = answers[question.id];
  }
  const rules = TOPICS[topic];
  const outcome = look(sheet.table, rules.derive(asked, limits, today, sheet));
  const named = namedIn(outcome, sheet);
  const dates = {};
  for (const [limit, question] of Object.entries(clocks)) {
    const start = entered(asked, question);
    if (start && named.includes(limit)) dates[limit] = due(start, limits[limit], today);
  }
  return { ...outcome, dates, counts: rules.count ? rules.count(asked, limits) : {} };
}

// The time limits that this outcome shows: those of its reasons, and of all routes where there are any.
function namedIn({ both, iep, plan_504: plan504 }, { limits_of_reasons: ofReasons, limits_of_routes: ofRoutes }) {
  return [...both, ...iep.reasons, ...plan504.reasons].flatMap((reason) => ofReasons[reason] ?? []).concat(ofRoutes);
}

function due(start, number, today) {
  const day = lastDay(start, number);
  return { start, day, clock: day === today ? "last_day" : clock(start, number, today) };
}

// What the rules decide on these facts: see iepkit/site/tables.py for how to read a table.
export function look(table, facts) {
  const names = Object.keys(table.facts);
  // Where the way that begins there ends, for these facts.
  const end = (way) => {
    let place = way;
    while (place >= 0) {
      const [fact, ...ways] = table.nodes[place];
      const name = names[fact];
      place = ways[table.facts[name].indexOf(facts[name])];
    }
    return ~place;
  };
  const one = ({ of, at }) => of[end(at)];
  const list = ({ has, orders, order }) => orders[end(order)].filter((id) => end(has[id]));
  const finding = ({ answer, reasons, routes }) => (
    { answer: one(answer), reasons: list(reasons), routes: list(routes) }
  );
  return {
    iep: finding(table.iep),
    plan_504: finding(table.plan_504),
    both: list(table.both),
    first_plan: one(table.first_plan),
  };
}
