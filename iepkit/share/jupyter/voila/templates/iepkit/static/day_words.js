// Days as a person here has and writes them.

const ENGLISH = "en";

// The day on the wall calendar here, as "2026-09-01".
export const today = () => todayAt(new Date());

export function todayAt(now) {
  return new Date(now - now.getTimezoneOffset() * 60000).toISOString().slice(0, 10);
}

const at = (day) => new Date(`${day}T00:00:00Z`);

// Writes a day such as "2026-09-01" in a language.
export function dayWriter(language) {
  // Not in the phone's own language where it lacks that of the page.
  const write = new Intl.DateTimeFormat([language, ENGLISH], { year: "numeric", month: "long", day: "numeric", timeZone: "UTC" });
  return (day) => write.format(at(day));
}

// Writes the month of a day, and the days of the week from Sunday on.
export function monthWriter(language) {
  const month = new Intl.DateTimeFormat([language, ENGLISH], { month: "long", year: "numeric", timeZone: "UTC" });
  const names = ["short", "long"].map((weekday) => new Intl.DateTimeFormat([language, ENGLISH], { weekday, timeZone: "UTC" }));
  // November 1, 2026 is a Sunday.
  const week = Array.from({ length: 7 }, (_, n) => names.map((name) => name.format(at(`2026-11-0${n + 1}`))));
  return { month: (day) => month.format(at(day)), week };
}
