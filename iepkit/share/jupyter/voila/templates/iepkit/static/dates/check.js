// For `iepkit site --check` and the tests: the dates, all that is said of them in
// English, and their calendar file.

import { calendarFile } from "./calendar_file.js";
import { sentencesOf, workOut } from "./dates.js";

const write = new Intl.DateTimeFormat("en", { dateStyle: "long", timeZone: "UTC" });
const dayInWords = (day) => write.format(new Date(day));

export function datesAndSaid(sheet, given, today) {
  const { dates, problem } = workOut(sheet, given, today);
  const said = [...dates.actBy, ...dates.owed].map((date) => {
    const { told, note, more, say } = sentencesOf(sheet, date, today, dayInWords);
    return [...told, note, ...more, say];
  });
  return { ...dates, problem, said };
}

export function savedDates(sheet, given, today, now, saysMore) {
  const { dates } = workOut(sheet, given, today);
  return calendarFile(sheet, [...dates.actBy, ...dates.owed], new Date(now), { saysMore, dayInWords });
}
