// The page's line to the room: a websocket that is known to be alive. A phone's link
// may be gone without a word (asleep, out of the Wi-Fi), so the page asks all the time
// and opens the line anew when nobody answers. See iepkit/serving/line.py.

// Together less than five seconds, from the last word to knowing that the link is gone.
const QUIET_FOR = 1500;
const PATIENT_FOR = 2000;
const LOOK_EVERY = 500;
const LONGEST_REST = 4000;

// Each call of `opened` says that the line is (again) there, of `lost` that it is not
// any more; `heard` gets what the room says.
export function openLine(address, { opened, lost, heard }) {
  let socket = null;
  let heardAt = 0;
  // When an answer was first waited for; 0 while none is.
  let waitingSince = 0;
  let tries = 0;
  let opensAt = 0;

  const isOpen = () => socket?.readyState === WebSocket.OPEN;
  const now = () => performance.now();

  function open() {
    const fresh = new WebSocket(address);
    socket = fresh;
    waitingSince = now();
    fresh.onopen = () => {
      if (socket !== fresh) return;
      hear();
      tries = 0;
      opened();
    };
    fresh.onmessage = ({ data }) => {
      if (socket !== fresh) return;
      hear();
      if (data !== "pong") heard(JSON.parse(data));
    };
    fresh.onclose = () => {
      if (socket === fresh) drop();
    };
  }

  function hear() {
    heardAt = now();
    waitingSince = 0;
  }

  function drop() {
    const old = socket;
    socket = null;
    old?.close();
    // Not all phones of the room at the same moment.
    opensAt = now() + Math.min(LONGEST_REST, 500 * 2 ** tries) * (0.5 + Math.random() / 2);
    tries += 1;
    lost();
  }

  function ask() {
    socket.send("ping");
    waitingSince ||= now();
  }

  function look() {
    if (document.hidden) return;
    if (!socket) {
      if (now() >= opensAt) open();
    } else if (waitingSince && now() - waitingSince > PATIENT_FOR) drop();
    else if (isOpen() && !waitingSince && now() - heardAt > QUIET_FOR) ask();
  }

  // The page is looked at again, or the network is back: is the line?
  function wake() {
    if (document.hidden) return;
    tries = 0;
    opensAt = 0;
    // What was waited for in its sleep is not late yet.
    waitingSince = socket ? now() : 0;
    if (isOpen()) ask();
    look();
  }

  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) wake();
    else if (isOpen()) socket.send("away");
  });
  addEventListener("pageshow", ({ persisted }) => persisted && wake());
  addEventListener("online", wake);
  addEventListener("offline", () => socket && drop());
  addEventListener("pagehide", () => {
    const old = socket;
    socket = null;
    // With a code: without one the room takes it for a link that broke.
    old?.close(1000);
  });
  setInterval(look, LOOK_EVERY);
  open();

  return {
    isOpen,
    send(message) {
      if (isOpen()) socket.send(JSON.stringify(message));
    },
  };
}

// A name that no other page has; crypto.randomUUID is missing where the page is no secure context.
export function pageName() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
