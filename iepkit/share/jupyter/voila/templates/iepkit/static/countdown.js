// Time left to vote, where a time was set: shown each second, and said twice.

const SAID_AT = [30, 10];

// `show` gets what to show, or "" where no time is set; `say` a number of seconds to say.
export function countdown({ show, say }) {
  let endsAt = null;
  let unsaid = [];

  function tick() {
    if (endsAt === null) return;
    const seconds = Math.max(0, Math.ceil((endsAt - Date.now()) / 1000));
    show(`${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`);
    const due = unsaid.filter((moment) => seconds <= moment);
    if (!due.length) return;
    unsaid = unsaid.filter((moment) => seconds > moment);
    say(seconds);
  }

  setInterval(tick, 1000);
  return {
    // Seconds that are left, or null where no time is set; `isNew` for another round.
    set(seconds, isNew) {
      // What is left from the start is no news.
      if (isNew) unsaid = SAID_AT.filter((moment) => seconds > moment);
      endsAt = seconds === null ? null : Date.now() + seconds * 1000;
      if (endsAt === null) show("");
      else tick();
    },
  };
}
