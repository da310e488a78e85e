// The trainer's page asks the room how it is, and shows what it hears as it is: all
// words and numbers come written. See iepkit/serving/console.py.

const EVERY = 1000;
const PATIENT_FOR = 5000;

const root = document.querySelector("[data-console]");
const find = (name) => root.querySelector(`[data-${name}]`);
// What was told before; null until the first look, of which nothing is news.
let known = null;
let listed = "";

async function look() {
  try {
    const response = await fetch("/state", { signal: AbortSignal.timeout(PATIENT_FOR) });
    if (response.ok) {
      show(await response.json());
      tell("");
    } else tell(response.status === 403 ? "other" : "silent");
  } catch (fault) {
    console.warn(fault);
    tell("silent");
  }
  setTimeout(look, EVERY);
}

// What stands there already is not written again, so that nobody hears it twice.
function write(place, text) {
  if (place.textContent !== text) place.textContent = text;
}

function tell(fault) {
  root.classList.toggle("is-old", fault !== "");
  write(find("gone"), fault && find("gone").dataset[fault]);
}

function show({ values, bar, verdict, is_well: isWell, happened }) {
  for (const [name, text] of Object.entries(values)) {
    const place = find(`value=${name}`);
    write(place, text);
    place.classList.toggle("words", !/\d/.test(text));
  }
  for (const [name, count] of Object.entries(bar)) find(`bar=${name}`).style.flexGrow = count;
  write(find("verdict"), verdict);
  find("verdict").classList.toggle("is-urgent", !isWell);
  list(happened);
}

function list(happened) {
  const news = happened.filter(({ key }) => known && !known.has(key));
  known = new Set(happened.map(({ key }) => key));
  if (news.length) write(find("news"), news.map(({ text, advice }) => `${text} ${advice}`).join(" "));
  const now = JSON.stringify(happened);
  if (now === listed) return;
  listed = now;
  find("nothing").hidden = happened.length > 0;
  find("happened").replaceChildren(...happened.map(line));
}

function line({ time, text, count, advice, is_urgent: isUrgent }) {
  const made = document.querySelector("[data-happening]").content.cloneNode(true);
  made.querySelector("li").classList.toggle("is-urgent", isUrgent);
  made.querySelector("time").textContent = time;
  made.querySelector("[data-text]").textContent = text;
  made.querySelector("[data-count]").textContent = count && `(${count})`;
  made.querySelector(".advice").textContent = advice;
  return made;
}

find("fill").addEventListener("submit", async (event) => {
  event.preventDefault();
  const form = event.target;
  const place = find("filled");
  // Emptied first: the same sentence twice is news too.
  place.textContent = "";
  try {
    const body = JSON.stringify({ attendees: form.elements.attendees.valueAsNumber });
    const response = await fetch("/fill", { method: "POST", body });
    if (!response.ok) throw new Error(response.statusText);
    place.textContent = (await response.json()).text;
  } catch (fault) {
    console.warn(fault);
    place.textContent = form.dataset.failed;
  }
});

look();
