// Makes the calendar file (.ics) of the dates that a parent chose: documents/calendar_file.py.
// Both give the same names, so that a date saved again takes the place of the one before it.

import { todayAt } from "../day_words.js";
import { words } from "./dates.js";
import { dayAfter, plusDays } from "../rules/days.js";
import { uuid5 } from "./uuid5.js";

export const MEDIA_TYPE = "text/calendar";
export const FILE_NAME = "school_dates.ics";

const PROGRAM = "-//School dates//EN";
const DOMAIN = "school-dates.invalid";
const NAMES = uuid5("6ba7b810-9dad-11d1-80b4-00c04fd430c8", DOMAIN);
const LONGEST_LINE = 75;
const AN_HOUR = 60 * 60 * 1000;
const HOURS_A_DAY = 24;
const NINE_IN_THE_MORNING = 9;

// The text of the file. `dates`: those of both lists that the parent chose; `now`: a
// Date; `saysMore`: whether titles and notes say what is due, else they are neutral.
export function calendarFile(sheet, dates, now, { saysMore, dayInWords }) {
  const today = todayAt(now);
  const events = dates.flatMap((date) =>
    (date.window ? ofDistrict(sheet, date) : ofParent(sheet, date, dayInWords))
      .filter(({ day }) => day >= today)
      .flatMap((event) => written(sheet, event, { name: nameOf(date, event), now, today, saysMore }))
  );
  const head = ["BEGIN:VCALENDAR", "VERSION:2.0", `PRODID:${PROGRAM}`, "METHOD:PUBLISH"];
  return [...head, ...events, "END:VCALENDAR"].map((line) => `${folded(line)}\r\n`).join("");
}

const nameOf = ({ deadline, start }, { part }) => `${uuid5(NAMES, `${deadline}/${start}/${part}`)}@${DOMAIN}`;

function ofParent(sheet, date, dayInWords) {
  const { deadline, day, remindOn } = date;
  const notes = (say) => [say("ui.calendar.act_by"), say(`deadline.${deadline}.note`)];
  // Some calendars leave alarms out when they read a file: the reminder is an event too.
  const reminder = (say) => say("ui.calendar.reminder_more", { day: dayInWords(day), what: say(whatOf(sheet, date)) });
  const title = (say) => say("ui.calendar.title_more", { what: say(whatOf(sheet, date)) });
  return [
    { part: "reminder", day: remindOn, title: reminder, notes, alarms: [] },
    { part: "day", day, title, notes, alarms: [remindOn, plusDays(day, -1)] },
  ];
}

function ofDistrict(sheet, date) {
  const { latest, earliest } = date.window;
  const day = latest ?? earliest;
  if (!day) return [];
  const title = (say) => say("ui.calendar.title_more", { what: say(whatOf(sheet, date)) });
  const notes = (say) => [say(latest ? "ui.calendar.ask" : "ui.calendar.ask_early"), say(`deadline.${date.deadline}.say`)];
  return [{ part: "day", day, title, notes, alarms: [plusDays(day, -1)] }];
}

// The id of the text that names it.
function whatOf(sheet, { deadline }) {
  return `limit.${sheet.deadlines.find(({ id }) => id === deadline).limit}.name`;
}

function written(sheet, { part, day, title, notes, alarms }, { name, now, today, saysMore }) {
  let isDraft = false;
  const say = (id, fill) => {
    isDraft ||= sheet.draft.of.includes(id);
    return words(sheet, id, fill);
  };
  const neutral = part === "reminder" ? "ui.calendar.reminder" : "ui.calendar.title";
  const summary = escaped(saysMore ? title(say) : say(neutral));
  const told = [...(saysMore ? notes(say) : []), say("ui.calendar.saved")];
  const description = [...told, ...(isDraft ? [sheet.draft.words] : [])].join("\n");
  const alarmOn = alarms.find((alarm) => alarm > today);
  return [
    "BEGIN:VEVENT",
    `UID:${name}`,
    `DTSTAMP:${now.toISOString().replace(/[-:]|\.\d+/g, "")}`,
    `DTSTART;VALUE=DATE:${figuresOf(day)}`,
    `DTEND;VALUE=DATE:${figuresOf(dayAfter(day))}`,
    `SUMMARY:${summary}`,
    `DESCRIPTION:${escaped(description)}`,
    "CLASS:PRIVATE",
    "TRANSP:TRANSPARENT",
    ...(alarmOn ? alarmAt(alarmOn, day, summary) : []),
    "END:VEVENT",
  ];
}

const figuresOf = (day) => day.replace(/-/g, "");

// It rings at nine in the morning of its day, which is counted back from the beginning of the event's.
function alarmAt(alarmOn, day, summary) {
  const hours = (Date.parse(day) - Date.parse(alarmOn)) / AN_HOUR - NINE_IN_THE_MORNING;
  const days = Math.floor(hours / HOURS_A_DAY);
  const trigger = `-P${days ? `${days}D` : ""}T${hours % HOURS_A_DAY}H`;
  return ["BEGIN:VALARM", "ACTION:DISPLAY", `DESCRIPTION:${summary}`, `TRIGGER:${trigger}`, "END:VALARM"];
}

const escaped = (text) => text.replace(/[\\;,]/g, "\\$&").replace(/\r?\n/g, "\\n");

// No line is longer than 75 bytes; one that goes on begins with a space (RFC 5545, 3.1).
function folded(line) {
  const encoder = new TextEncoder();
  let out = "";
  let length = 0;
  for (const sign of line) {
    const bytes = encoder.encode(sign).length;
    if (length + bytes > LONGEST_LINE) {
      out += "\r\n ";
      length = 1;
    }
    out += sign;
    length += bytes;
  }
  return out;
}
