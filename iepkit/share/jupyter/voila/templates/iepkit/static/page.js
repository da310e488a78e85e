// Makes a page that Python has rendered respond. All that is said is in the HTML
// already; here it is shown, hidden, marked, or asked for.
//
// A page may be alive before its kernel is: what needs the kernel (another part,
// another language, a file where no server offers it) waits for `connect`.

const MARKED = ".says, .gloss, .caveat p, tbody th span";

export function hydrate(root) {
  const waiting = [];
  let model = null;

  const page = {
    ask(question) {
      const full = { language: root.lang, ...question };
      if (model) model.send(full);
      else waiting.push(full);
    },
    connect(connected) {
      model = connected;
      model.on("msg:custom", answer);
      for (const question of waiting.splice(0)) model.send(question);
    },
    disconnect() {
      model?.off("msg:custom", answer);
      model = null;
    },
  };
  root.iepkit = page;

  function answer(message) {
    if (message.ask === "part") fill(root, message);
    else if (message.ask === "file") save(message);
    else if (message.ask === "page") replace(root, message);
  }

  start(root);
  const wanted = new URLSearchParams(location.search).get("lang");
  if (wanted && wanted !== root.lang && root.querySelector(`[data-language] option[value="${CSS.escape(wanted)}"]`)) {
    page.ask({ ask: "page", language: wanted });
  }
  return page;
}

function start(root) {
  startChart(root);
  startParts(root);
  startLanguage(root);
  for (const button of root.querySelectorAll("[data-file]")) {
    button.onclick = () => root.iepkit.ask({ ask: "file", name: button.dataset.file });
  }
  for (const hidden of root.querySelectorAll("[data-tools], [data-parts], [data-language], [data-downloads]")) {
    hidden.hidden = false;
  }
}

// --- the chart ---------------------------------------------------------------

function startChart(root) {
  const tools = root.querySelector("[data-tools]");
  if (!tools) return;
  const search = tools.querySelector("[data-search]");
  const caveats = tools.querySelector("[data-caveats]");
  const topics = [...tools.querySelectorAll("[data-choose]")];
  const show = () => showChart(root, {
    words: wanted(root, search.value),
    plan: tools.querySelector("[type=radio]:checked").value,
    caveats: caveats.checked,
    topics: new Set(topics.filter((box) => box.checked).map((box) => box.dataset.choose)),
  });
  tools.querySelector("[data-options]").open = matchMedia("(min-width: 56rem)").matches;
  tools.oninput = show;
  tools.onsubmit = (event) => event.preventDefault();
  for (const [name, checked] of [["all", true], ["none", false]]) {
    tools.querySelector(`[data-${name}]`).onclick = () => {
      for (const box of topics) box.checked = checked;
      show();
    };
  }
  show();
}

// What was typed, as it stands if the chart holds it so, else word by word.
function wanted(root, typed) {
  const phrase = plain(typed).trim().replace(/\s+/g, " ");
  if (!phrase) return [];
  const chart = plain(root.querySelector(".chart").textContent);
  return find(chart, phrase, 0) >= 0 ? [phrase] : phrase.split(" ");
}

// Where a word, or the start of one, stands: "in" is not looked for inside "explain".
function find(text, word, from) {
  for (let at = text.indexOf(word, from); at >= 0; at = text.indexOf(word, at + 1)) {
    if (at === 0 || !/[\p{L}\p{N}]/u.test(text[at - 1])) return at;
  }
  return -1;
}

function showChart(root, chosen) {
  const chart = root.querySelector(".chart");
  for (const cell of chart.querySelectorAll("[data-plan]")) {
    cell.hidden = chosen.plan !== "both" && cell.dataset.plan !== chosen.plan;
  }
  for (const caveat of chart.querySelectorAll(".caveat")) caveat.hidden = !chosen.caveats;
  const rows = [...chart.querySelectorAll("[data-topic]")];
  let shown = 0;
  for (const row of rows) {
    unmark(row);
    row.hidden = !chosen.topics.has(row.dataset.topic);
    if (row.hidden) continue;
    // The terms' meanings are searched too, so each is back before it is looked at.
    showMeanings([row]);
    row.hidden = !holdsAll(row, chosen.words);
    if (!row.hidden) shown += 1;
  }
  const visible = rows.filter((row) => !row.hidden);
  showMeanings(visible);
  for (const row of visible) mark(row, chosen.words);
  const count = root.querySelector("[data-count]");
  const said = shown ? count.dataset.some.replace("{shown}", shown).replace("{all}", rows.length) : count.dataset.zero;
  if (count.textContent !== said) count.textContent = said;
}

// Each term is explained where it is first seen, whatever is filtered away.
function showMeanings(rows) {
  const seen = new Set();
  for (const row of rows) {
    for (const meaning of row.querySelectorAll("[data-term]")) {
      const away = meaning.parentElement.closest("[hidden]");
      meaning.hidden = Boolean(away) || seen.has(meaning.dataset.term);
      if (!meaning.hidden) seen.add(meaning.dataset.term);
    }
  }
}

function visibleTexts(row) {
  return [...row.querySelectorAll(MARKED)].filter((element) => !element.closest("[hidden]"));
}

function holdsAll(row, words) {
  const text = plain(visibleTexts(row).map((element) => element.textContent).join(" "));
  return words.every((word) => find(text, word, 0) >= 0);
}

// Letter for letter as long as the text itself, so that a hit is marked where it stands.
function plain(text) {
  return [...text].map((letter) => {
    const bare = letter.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
    return bare.length === letter.length ? bare : letter.toLowerCase().slice(0, letter.length);
  }).join("");
}

function mark(row, words) {
  if (!words.length) return;
  for (const element of visibleTexts(row)) {
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    const nodes = [];
    while (walker.nextNode()) nodes.push(walker.currentNode);
    for (const node of nodes) markNode(node, words);
  }
}

function markNode(node, words) {
  const text = plain(node.data);
  let from = 0;
  let rest = node;
  for (;;) {
    const hits = words.map((word) => [find(text, word, from), word.length]).filter(([at]) => at >= 0);
    if (!hits.length) return;
    const [at, length] = hits.reduce((a, b) => (b[0] < a[0] || (b[0] === a[0] && b[1] > a[1]) ? b : a));
    const hit = rest.splitText(at - from);
    rest = hit.splitText(length);
    const marked = document.createElement("mark");
    hit.replaceWith(marked);
    marked.append(hit);
    from = at + length;
  }
}

function unmark(row) {
  for (const marked of row.querySelectorAll("mark")) {
    const parent = marked.parentNode;
    marked.replaceWith(...marked.childNodes);
    parent.normalize();
  }
}

// --- parts, languages, files -------------------------------------------------

const PATIENCE = 15000;

function startParts(root) {
  for (const button of root.querySelectorAll("[data-open]")) {
    button.onclick = () => openPart(root, button);
  }
}

function openPart(root, button) {
  const name = button.dataset.open;
  for (const other of root.querySelectorAll("[data-open]")) {
    if (other === button) other.setAttribute("aria-current", "true");
    else other.removeAttribute("aria-current");
  }
  for (const part of root.querySelectorAll("[data-part]")) part.hidden = part.dataset.part !== name;
  const part = root.querySelector(`[data-part="${name}"]`);
  say(root, "");
  if (part.querySelector("[data-empty]")) {
    say(root, "wait");
    root.iepkit.ask({ ask: "part", name });
    setTimeout(() => {
      if (!part.hidden && part.querySelector("[data-empty]")) say(root, "lost");
    }, PATIENCE);
  } else {
    part.querySelector("h2").focus();
  }
}

function fill(root, { name, html, language }) {
  const empty = root.querySelector(`[data-part="${name}"] [data-empty]`);
  if (!empty || language !== root.lang) return;
  empty.outerHTML = html;
  const part = root.querySelector(`[data-part="${name}"]`);
  if (!part.hidden) {
    say(root, "");
    part.querySelector("h2").focus();
  }
}

function say(root, what) {
  const place = root.querySelector("[data-waiting]");
  if (place) place.textContent = what ? place.dataset[what] : "";
}

function startLanguage(root) {
  const choice = root.querySelector("[data-language] select");
  if (choice) choice.onchange = () => root.iepkit.ask({ ask: "page", language: choice.value });
}

function replace(root, { html, language }) {
  const open = root.querySelector("[aria-current]")?.dataset.open;
  const fresh = document.createRange().createContextualFragment(html).querySelector("[data-iepkit]");
  root.lang = fresh.lang;
  root.dir = fresh.dir;
  root.replaceChildren(...fresh.childNodes);
  start(root);
  if (document.body.dataset.voila) {
    document.documentElement.lang = language;
    document.documentElement.dir = root.dir;
    const title = root.querySelector("h1");
    if (title) document.title = title.textContent;
    const address = new URL(location);
    address.searchParams.set("lang", language);
    history.replaceState(null, "", address);
  }
  const button = open && root.querySelector(`[data-open="${open}"]:not([aria-current])`);
  if (button) openPart(root, button);
  else root.querySelector("[data-language] select")?.focus();
}

function save({ name, text }) {
  const link = document.createElement("a");
  const kind = name.endsWith(".csv") ? "text/csv" : "text/html";
  link.href = URL.createObjectURL(new Blob([text], { type: `${kind};charset=utf-8` }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}

// --- where the page comes from -----------------------------------------------

// In Voila the page stands in the first response: it comes alive before any kernel does.
for (const root of document.querySelectorAll("[data-iepkit]")) {
  if (!root.iepkit) hydrate(root);
}

export default {
  render({ model, el }) {
    const name = model.get("name");
    const served = document.querySelector(`[data-iepkit="${name}"]:not([data-connected])`);
    if (served && document.body.dataset.voila) {
      served.dataset.connected = "";
      const page = served.iepkit ?? hydrate(served);
      page.connect(model);
      return () => page.disconnect();
    }
    // In JupyterLab nothing stands there yet: the kernel is asked for the page.
    let page = null;
    const place = (message) => {
      if (page || message.ask !== "page") return;
      model.off("msg:custom", place);
      const root = document.createRange().createContextualFragment(message.html).querySelector("[data-iepkit]");
      el.replaceChildren(root);
      page = hydrate(root);
      page.connect(model);
    };
    model.on("msg:custom", place);
    model.send({ ask: "page", language: "en" });
    return () => {
      model.off("msg:custom", place);
      page?.disconnect();
    };
  },
};
