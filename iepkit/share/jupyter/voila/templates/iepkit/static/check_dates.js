// For `iepkit site --check`: the dates, with all that is said of them in English.

import { sentencesOf, workOut } from "./dates.js";

const write = new Intl.DateTimeFormat("en", { dateStyle: "long", timeZone: "UTC" });

export const dayInWords = (day) => write.format(new Date(day));

export function datesAndSaid(sheet, given, today) {
  const { dates, problem } = workOut(sheet, given, today);
  const said = [...dates.actBy, ...dates.owed].map((date) => {
    const { told, note, more, say } = sentencesOf(sheet, date, today, dayInWords);
    return [...told, note, ...more, say];
  });
  return { ...dates, problem, said };
}
