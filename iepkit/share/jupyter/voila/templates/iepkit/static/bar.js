// When something is asked while the parent reads elsewhere on the page, a bar at its foot
// says so, until they have been there.

export function startBar(root, panel) {
  const bar = () => root.querySelector("[data-poll-bar]");

  function hide() {
    bar().hidden = true;
  }

  // After another language the panel is another.
  let watched = null;
  const watcher = new IntersectionObserver((changes) => {
    if (changes[changes.length - 1].isIntersecting) hide();
  });
  function watch() {
    if (watched === panel()) return;
    watcher.disconnect();
    watched = panel();
    watcher.observe(watched);
  }

  return {
    // Say what the panel shows now; nothing where nothing is asked.
    tell(news) {
      watch();
      const place = bar();
      place.hidden = news === "" || isOnScreen(panel());
      if (place.hidden) return;
      place.querySelector("p").textContent = news;
      place.querySelector("button").onclick = () => {
        hide();
        const heading = panel().querySelector("h2");
        heading.scrollIntoView();
        heading.focus();
      };
      uncover(place);
    },
  };
}

function isOnScreen(element) {
  const box = element.getBoundingClientRect();
  return box.bottom > 0 && box.top < innerHeight;
}

// What has the focus may not lie under it.
function uncover(bar) {
  const hidden = document.activeElement.getBoundingClientRect().bottom - bar.getBoundingClientRect().top;
  if (document.activeElement !== document.body && hidden > 0) scrollBy(0, hidden);
}

// Safari lets the page jump when something above what is read gets another height.
export function keepInPlace(element, change) {
  const before = element.getBoundingClientRect();
  change();
  if (!CSS.supports("overflow-anchor", "auto") && before.bottom <= 0) {
    scrollBy(0, element.getBoundingClientRect().height - before.height);
  }
}
