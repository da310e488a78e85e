// A widget of the self-study. Python renders all of it; here what is sent in a form or by
// a button is passed on, and what comes back takes the place of the piece that it is for.
//
// <form data-do="answer">: its fields are sent. <button data-do="again" data-question="x">:
// its data are sent. What comes back: see iepkit/learning/study/widget.py.

const CHANGED = "iepkit-study-changed";

export function hydrateStudy(root, line) {
  let current = root;
  const ask = (wanted, values = {}) => line.send({ do: wanted, values });

  function listen(place) {
    place.addEventListener("submit", (event) => {
      const form = event.target.closest("form[data-do]");
      if (!form) return;
      event.preventDefault();
      if (isFree(event.submitter)) ask(form.dataset.do, valuesOf(form, event.submitter));
    });
    place.addEventListener("click", ({ target }) => {
      const button = target.closest("button[data-do]");
      if (!button || button.form?.dataset.do) return;
      const { do: wanted, ...values } = button.dataset;
      if (isFree(button)) ask(wanted, values);
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
    for (const button of current.querySelectorAll("button[aria-disabled]")) button.removeAttribute("aria-disabled");
    if (message.focus) {
      const place = current.querySelector(`[data-piece="${message.focus}"]`);
      (place?.querySelector("[data-focus]") ?? place)?.focus();
    }
    if (message.file) save(message.file);
    if (!message.is_refresh) document.dispatchEvent(new CustomEvent(CHANGED, { detail: { root, message } }));
  });

  // What is done in one widget of a page is seen in the others: by each when somebody else learns now.
  const follow = ({ detail }) => {
    if (detail.root === root) return;
    if (detail.message.is_other_learner) ask("show");
    else if (current.querySelector("[data-follows]")) ask("refresh");
  };
  document.addEventListener(CHANGED, follow);

  // Progress may have been made in another tab.
  const again = () => {
    if (document.visibilityState === "visible") ask("refresh");
  };
  document.addEventListener("visibilitychange", again);
  ask("show");
  return () => {
    document.removeEventListener("visibilitychange", again);
    document.removeEventListener(CHANGED, follow);
  };
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
  for (const area of fresh.querySelectorAll("textarea[data-stays]")) {
    area.value = own.get(area.dataset.own) ?? "";
    area.closest("[data-own-words]").hidden = !area.value;
  }
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

// May this button be pressed? Until the answer comes a second press does nothing. Really disabled it would lose the focus.
function isFree(button) {
  if (button?.ariaDisabled === "true") return false;
  button?.setAttribute("aria-disabled", "true");
  setTimeout(() => button?.removeAttribute("aria-disabled"), 3000);
  return true;
}

function save({ name, type, content }) {
  const bytes = Uint8Array.from(atob(content), (sign) => sign.charCodeAt(0));
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([bytes], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}
