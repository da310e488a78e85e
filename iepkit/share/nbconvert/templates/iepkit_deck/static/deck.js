// Starts the slides; the look that was chosen stands in the address, so that the notes' window has it too.
const root = document.documentElement;
const asked = new URLSearchParams(location.search);
const looks = document.querySelectorAll("[data-look]");

function show(button, on) {
  root.classList.toggle(button.dataset.look, on);
  button.setAttribute("aria-pressed", on);
}

for (const button of looks) {
  show(button, asked.has(button.dataset.look));
  button.addEventListener("click", () => {
    const on = !root.classList.contains(button.dataset.look);
    show(button, on);
    const address = new URL(location.href);
    if (on) address.searchParams.set(button.dataset.look, "");
    else address.searchParams.delete(button.dataset.look);
    history.replaceState(history.state, "", address);
    Reveal.layout();
    fit();
  });
}

// Some languages say the same with more letters. In large print a slide that does not fit
// gets smaller, but never smaller than it is without large print.
function fit() {
  const slide = Reveal.getCurrentSlide();
  slide.style.fontSize = "";
  if (!root.classList.contains("large")) return;
  const usual = 46;
  let size = parseFloat(getComputedStyle(slide).fontSize);
  while (size > usual && (slide.scrollHeight > slide.clientHeight || slide.scrollWidth > slide.clientWidth)) {
    size -= 1;
    slide.style.fontSize = `${size}px`;
  }
}

if (asked.has("receiver") || asked.has("print-pdf")) document.querySelector(".foot").hidden = true;

Reveal.on("ready", fit);
Reveal.on("slidechanged", fit);
Reveal.initialize({
  embedded: true,
  keyboardCondition: null,
  width: 1280,
  height: 720,
  margin: 0,
  center: false,
  hash: true,
  controls: true,
  progress: true,
  slideNumber: false,
  // Its list of keys is in English alone.
  help: root.lang === "en",
  transition: "none",
  // Each slide says its own seconds; this lets the notes' window show the pace.
  defaultTiming: 60,
  plugins: [RevealNotes],
});

document.querySelector("[data-notes]").addEventListener("click", () => Reveal.getPlugin("notes").open());
