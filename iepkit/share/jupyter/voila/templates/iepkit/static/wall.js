// The projector: how to join, and beside it, large, what is asked now.

import { countdown } from "./countdown.js";
import { openStream } from "./stream.js";

const SMALLEST = 60;

const root = document.querySelector("[data-wall]");
const place = (name) => root.querySelector(`[data-${name}]`);
let shown = "";
let news = "";

const clock = countdown({
  show(time) {
    const left = place("left");
    if (!left) return;
    left.hidden = !time;
    left.textContent = root.dataset.left.replace("{time}", time);
  },
  // The room sees it; each phone says it to who can't.
  say() {},
});

addEventListener("resize", fit);

openStream(
  () => root.dataset.wall,
  (state) => {
    // A form that is there already is not sent again.
    const isNew = state.html !== undefined && state.html !== shown;
    if (isNew) {
      place("asked").innerHTML = state.html;
      document.body.classList.toggle("is-asked", state.html !== "");
      shown = state.html;
    }
    if (state.news !== news) {
      place("news").textContent = state.news;
      news = state.news;
    }
    clock.set(state.seconds, isNew);
    const voted = place("voted");
    if (voted) voted.textContent = state.count;
    if (isNew) fit();
  },
);

// Nobody scrolls a projector: what is long is set smaller, down to what the last row can read.
function fit() {
  const asked = place("asked");
  for (let percent = 100; percent >= SMALLEST; percent -= 5) {
    asked.style.fontSize = `${percent}%`;
    if (document.documentElement.scrollHeight <= innerHeight) return;
  }
}
