// Server-sent events, read by hand: so the page hears the comments too with which the
// server says that it is still there, and knows a line that has died without a word.
// EventSource keeps them to itself. See iepkit/serving/polls/stream.py.

// The server says something every ten seconds.
const QUIET_FOR = 25000;
const STALE_AFTER = 12000;
const LOOK_EVERY = 1000;
const LONGEST_REST = 15000;

// `address` gives where to listen; `heard` gets each state. Nothing is asked before the
// page is looked at for the first time.
export function openStream(address, heard) {
  // What ends the line that is open; null while none is.
  let line = null;
  let heardAt = 0;
  let opensAt = 0;
  let tries = 0;

  async function open() {
    const mine = new AbortController();
    line = mine;
    heardAt = Date.now();
    try {
      const response = await fetch(address(), { cache: "no-store", signal: mine.signal });
      if (!response.ok) throw new Error(`${response.status}`);
      await read(response.body.getReader(), mine);
    } catch (fault) {
      if (line === mine) console.warn(fault);
    }
    if (line === mine) drop();
  }

  async function read(reader, mine) {
    const decoder = new TextDecoder();
    let rest = "";
    for (;;) {
      const { done, value } = await reader.read();
      if (done || line !== mine) return;
      heardAt = Date.now();
      tries = 0;
      const events = (rest + decoder.decode(value, { stream: true })).split("\n\n");
      rest = events.pop();
      for (const event of events) tell(event);
    }
  }

  function tell(event) {
    const data = event
      .split("\n")
      .filter((words) => words.startsWith("data:"))
      .map((words) => words.slice(5));
    if (data.length) heard(JSON.parse(data.join("\n")));
  }

  function drop() {
    const old = line;
    line = null;
    old?.abort();
    // Not all phones of the room at the same moment.
    opensAt = Date.now() + Math.min(LONGEST_REST, 500 * 2 ** tries) * (0.5 + Math.random() / 2);
    tries += 1;
  }

  function anew() {
    drop();
    tries = 0;
    opensAt = 0;
    look();
  }

  // The clock may have been set meanwhile.
  const isQuietFor = (time) => Math.abs(Date.now() - heardAt) > time;

  function look() {
    if (document.hidden) return;
    if (line && isQuietFor(QUIET_FOR)) drop();
    if (!line && Date.now() >= opensAt) open();
  }

  function wake() {
    if (!document.hidden && (!line || isQuietFor(STALE_AFTER))) anew();
  }

  document.addEventListener("visibilitychange", wake);
  addEventListener("pageshow", ({ persisted }) => persisted && anew());
  addEventListener("online", anew);
  addEventListener("pagehide", () => {
    const old = line;
    line = null;
    old?.abort();
  });
  setInterval(look, LOOK_EVERY);
  look();
  return { anew };
}
