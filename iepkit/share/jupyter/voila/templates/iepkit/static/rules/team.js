// From a parent's answers to facts: rules/team/answers.py.

import { NOT_SURE, entered, many, named, one } from "./given.js";

export const team = { derive };

export function derive(answers, limits) {
  const present = many(answers, "present");
  const knows = many(answers, "knows");
  const excused = excusedSeats(answers);
  const representative = seat("district_representative", present, excused);
  const isLed = representative === "missing" && present.includes("administrator");
  return {
    meeting: one(answers, "meeting"),
    parent: named(present, "parent"),
    regular_class: one(answers, "regular_class"),
    regular_teacher: seat("regular_teacher", present, excused),
    special_teacher: seat("special_teacher", present, excused),
    district_representative: isLed ? "administrator" : representative,
    results: seat("results", present, excused),
    student: student(present, entered(answers, "age"), one(answers, "state"), limits),
    people: one(answers, "people"),
    knows_child: named(knows, "child"),
    knows_data: named(knows, "data"),
    knows_options: named(knows, "options"),
  };
}

// Who is both there and excused left for a part of the meeting, or is one of two in
// that role: an excusal that holds settles it, and nothing else does.
function seat(name, present, excused) {
  const isThere = named(present, name);
  const excusal = excused?.[name];
  if (excusal) return isThere === "yes" && excusal !== "excused" ? NOT_SURE : excusal;
  if (isThere === "no") return excused ? "missing" : NOT_SURE;
  return isThere === "yes" ? "present" : NOT_SURE;
}

// Each seat with a row, and how far its excusal holds; null where the parent does
// not know who is excused. What a row that names nobody gives is never looked up.
function excusedSeats(answers) {
  const rows = answers.absent ?? [];
  if (rows === NOT_SURE) return null;
  const rowsOf = (who) => rows.filter((row) => one(row, "who") === who);
  return Object.fromEntries(rows.map((row) => one(row, "who")).map((who) => [who, excusalOf(rowsOf(who))]));
}

// How far the excusal of one seat holds. Several rows become the row that asks
// most: the area is discussed if one says so, each paper is there only if all say so.
// Source: 34 CFR 300.321(e)
function excusalOf(rows) {
  const discussed = rows.map((row) => one(row, "discussed"));
  const agreed = allOf(rows.map((row) => one(row, "agreed")));
  const sent = allOf(rows.map((row) => one(row, "input")));
  if (agreed === "no") return "not_in_writing";
  if (discussed.includes("yes") && sent === "no") return "without_input";
  const isEnough = discussed.every((answer) => answer === "no") || sent === "yes";
  return agreed === "yes" && isEnough ? "excused" : NOT_SURE;
}

// Yes if each is yes; no if one is no; else not sure.
function allOf(answers) {
  if (answers.includes("no")) return "no";
  return answers.includes(NOT_SURE) ? NOT_SURE : "yes";
}

// The child by presence and by age. Below the federal age a state may plan earlier,
// and so may any Team.
// Source: 34 CFR 300.320(b); M.G.L. c. 71B, s. 2; 34 CFR 300.520
function student(present, age, state, limits) {
  const isAdult = age !== null && age >= limits.age_of_majority.value;
  if (present.includes("student")) return isAdult ? "adult_present" : "present";
  if (isAdult) return "adult";
  if (age === null) return NOT_SURE;
  if (age >= limits.transition_age_federal.value && state !== "massachusetts") return "from_federal_age";
  if (age < limits.transition_planning_age.value) return "not_yet";
  return state === "massachusetts" ? "from_state_age" : NOT_SURE;
}
