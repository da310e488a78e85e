// What an outcome holds besides reasons: dates, the count of days, the order of the routes.

// Each time limit whose first day was entered, with its last day; what is new is
// given back, to be said.
export function showDates(explorer, dates, last) {
  const write = new Intl.DateTimeFormat(explorer.closest("[lang]")?.lang || "en", { dateStyle: "long", timeZone: "UTC" });
  for (const place of explorer.querySelectorAll("[data-due]")) {
    const due = dates[place.dataset.due];
    place.hidden = !due;
    if (!due) continue;
    for (const clock of place.querySelectorAll("[data-clock]")) clock.hidden = clock.dataset.clock !== due.clock;
    for (const [name, value] of [["start", due.start], ["day", due.day]]) {
      for (const time of place.querySelectorAll(`[data-${name}]`)) {
        time.dateTime = value;
        time.textContent = write.format(new Date(value));
      }
    }
  }
  return listDates(explorer, dates, last);
}

// What is read of an element; innerText would need it to be on the screen already.
function shownText(element) {
  const copy = element.cloneNode(true);
  for (const hidden of copy.querySelectorAll("[hidden], details")) hidden.remove();
  return copy.textContent.replace(/\s+/g, " ").trim();
}

// In words that older browsers know.
const isAway = (place) =>
  place.closest("[data-reason][hidden], [data-finding][hidden]") ||
  place.closest("[data-route]")?.querySelector("[data-also]:not([hidden])");

// All of them in one place, the earliest first: those of the reasons that are shown
// and of the routes that fit.
function listDates(explorer, dates, last) {
  const list = explorer.querySelector("[data-dates]");
  if (!list) return [];
  const day = (item) => dates[item.dataset.dated]?.day ?? "";
  const items = [...list.querySelectorAll("[data-dated]")].sort((a, b) => (day(a) < day(b) ? -1 : 1));
  for (const item of items) {
    const places = [...explorer.querySelectorAll(`:is([data-reason], [data-route]) [data-due="${item.dataset.dated}"]`)];
    item.hidden = !day(item) || places.every(isAway);
  }
  list.hidden = items.every((item) => item.hidden);
  list.querySelector("ol").append(...items);
  return items.filter((item) => !item.hidden && last[item.dataset.dated]?.day !== day(item)).map(shownText);
}

// More than these nobody counts on a phone.
const MOST_BOXES = 40;

// A box for each school day of removal: those that count, then those that may. What
// is new is given back, to be said.
export function showDays(explorer, counts, last) {
  const place = explorer.querySelector("[data-days]");
  if (!place) return [];
  const { counted = 0, may_count: may = 0, not_counted: not = 0 } = counts;
  const some = counted + may + not > 0;
  place.querySelector("[data-days-none]").hidden = some;
  place.querySelector("[data-days-some]").hidden = !some;
  for (const count of place.querySelectorAll("[data-count]")) count.textContent = counts[count.dataset.count] ?? 0;
  const threshold = Number(place.dataset.threshold);
  const boxes = [];
  for (let day = 1; day <= Math.min(MOST_BOXES, Math.max(threshold + 1, counted + may)); day += 1) {
    const box = document.createElement("span");
    box.className = day <= counted ? "counted" : day <= counted + may ? "may_count" : "empty";
    if (day === threshold + 1) box.classList.add("line");
    box.textContent = day;
    boxes.push(box);
  }
  if (counted + may > MOST_BOXES) boxes.push(`… ${counted + may}`);
  place.querySelector("[data-boxes]").replaceChildren(...boxes);
  const isNew = some && JSON.stringify(counts) !== JSON.stringify(last);
  return isNew ? [...place.querySelectorAll("[data-counted]")].map((line) => `${line.textContent}.`) : [];
}

// Routes that fit come first, with their plan; all others follow. None is hidden: a
// phone shows the name and the limit of those that follow, and the rest on a tap.
export function showRoutes(explorer, outcome) {
  const body = explorer.querySelector("[data-routes] tbody");
  if (!body) return;
  const fits = { iep: outcome.iep.routes, plan_504: outcome.plan_504.routes };
  const first = [...new Set([...fits[outcome.first_plan], ...Object.values(fits).flat()])];
  const rows = [...body.children].sort((a, b) => a.dataset.place - b.dataset.place);
  rows.forEach((row, i) => {
    row.dataset.place ??= i;
    const id = row.dataset.route;
    for (const flag of row.querySelectorAll("[data-fits]")) flag.hidden = !fits[flag.dataset.fits].includes(id);
    row.querySelector("[data-also]").hidden = first.includes(id);
    const more = row.querySelector("[data-more]");
    more.hidden = first.includes(id);
    row.classList.toggle("folded", !more.hidden && more.getAttribute("aria-expanded") === "false");
    more.onclick = () => {
      more.setAttribute("aria-expanded", String(row.classList.contains("folded")));
      row.classList.toggle("folded");
    };
  });
  const byId = new Map(rows.map((row) => [row.dataset.route, row]));
  const focused = body.contains(document.activeElement) ? document.activeElement : null;
  body.append(...first.map((id) => byId.get(id)), ...rows.filter((row) => !first.includes(row.dataset.route)));
  focused?.focus({ preventScroll: true });
}
