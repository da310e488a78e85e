// A widget of the self-study. Python renders all of it; here what is sent in a form or by
// a button is passed on, and what comes back takes the place of the piece that it is for.
//
// <form data-do="answer">: its fields are sent. <button data-do="again" data-question="x">:
// its data are sent. What comes back: see iepkit/learning/study/widget.py.

export function hydrateStudy(root, line) {
  let current = root;
  const ask = (wanted, values = {}) => line.send({ do: wanted, values });

  function listen(place) {
    place.addEventListener("submit", (event) => {
      const form = event.target.closest("form[data-do]");
      if (!form) return;
      event.preventDefault();
      // Before the button is disabled: what is disabled is not sent.
      const values = valuesOf(form, event.submitter);
      wait(place, event.submitter);
      ask(form.dataset.do, values);
    });
    place.addEventListener("click", ({ target }) => {
      const button = target.closest("button[data-do]");
      if (!button || button.form?.dataset.do) return;
      const { do: wanted, ...values } = button.dataset;
      wait(place, button);
      ask(wanted, values);
    });
    place.addEventListener("input", ({ target }) => {
      target.closest("[data-piece]")?.setAttribute("data-touched", "");
    });
    // A choice that is kept as soon as it is made.
    place.addEventListener("change", ({ target }) => {
      const form = target.closest("form[data-on-change]");
      if (form) ask(form.dataset.onChange, valuesOf(form));
    });
  }

  line.hear((message) => {
    if (message.page) {
      const fresh = elementOf(message.page);
      current.replaceWith(fresh);
      current = fresh;
      listen(current);
      current.dataset.connected = "";
      return;
    }
    for (const [name, html] of Object.entries(message.pieces ?? {})) replace(current, name, html, message.is_refresh);
    // What an explorer found may be told before this widget stands in the page.
    const said = current.querySelector("[data-said]");
    if (said && message.said !== undefined) said.textContent = message.said;
    current.querySelector("[data-waits]")?.removeAttribute("data-waits");
    if (message.focus) {
      const place = current.querySelector(`[data-piece="${message.focus}"]`);
      (place?.querySelector("[data-focus]") ?? place)?.focus();
    }
    if (message.file) save(message.file);
  });

  // Progress may have been made in another tab.
  const again = () => {
    if (document.visibilityState === "visible") ask("refresh");
  };
  document.addEventListener("visibilitychange", again);
  ask("show");
  return () => document.removeEventListener("visibilitychange", again);
}

function elementOf(html) {
  return document.createRange().createContextualFragment(html).firstElementChild;
}

// What is half filled in, or read just now, is not taken away by what happened in another tab.
function replace(root, name, html, isRefresh) {
  const old = root.querySelector(`[data-piece="${name}"]`);
  if (!old) return;
  const isBusy = old.matches("[data-touched]") || old.querySelector("[data-touched]") || old.contains(document.activeElement);
  if (isRefresh && (isBusy || old.outerHTML === html)) return;
  const own = new Map([...old.querySelectorAll("textarea[data-own]")].map((one) => [one.dataset.own, one.value]));
  const open = [...old.querySelectorAll("details[open][data-keep]")].map((one) => one.dataset.keep);
  const fresh = elementOf(html);
  old.replaceWith(fresh);
  // One's own words stay on this page: they are sent to nobody, and stand beside what comes.
  for (const area of fresh.querySelectorAll("textarea[data-stays]")) area.value = own.get(area.dataset.own) ?? "";
  for (const kept of open) fresh.querySelector(`details[data-keep="${kept}"]`)?.setAttribute("open", "");
}

function valuesOf(form, submitter) {
  const values = {};
  for (const [name, value] of new FormData(form, submitter)) {
    if (name in values) values[name] = [values[name], value].flat();
    else values[name] = value;
  }
  return values;
}

// Until the answer comes a second press does nothing.
function wait(root, button) {
  if (!button) return;
  button.disabled = true;
  setTimeout(() => {
    button.disabled = false;
  }, 3000);
}

function save({ name, type, content }) {
  const bytes = Uint8Array.from(atob(content), (sign) => sign.charCodeAt(0));
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([bytes], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}
