// Words: looking for them, and explaining the law's.

// Letter for letter as long as the text itself, so that a hit is marked where it stands.
export function plain(text) {
  return [...text].map((letter) => {
    const bare = letter.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
    return bare.length === letter.length ? bare : letter.toLowerCase().slice(0, letter.length);
  }).join("");
}

// Where a word, or the start of one, stands: "in" is not looked for inside "explain".
export function find(text, word, from) {
  for (let at = text.indexOf(word, from); at >= 0; at = text.indexOf(word, at + 1)) {
    if (at === 0 || !/[\p{L}\p{N}]/u.test(text[at - 1])) return at;
  }
  return -1;
}

// Each term is explained where it is first seen, whatever is filtered away; and
// wherever the words that are looked for stand in its meaning.
export function showMeanings(rows, words = []) {
  const seen = new Set();
  for (const row of rows) {
    for (const meaning of row.querySelectorAll("[data-term]")) {
      const away = meaning.parentElement.closest("[hidden]");
      const text = plain(meaning.textContent);
      const hit = words.some((word) => find(text, word, 0) >= 0);
      meaning.hidden = Boolean(away) || (seen.has(meaning.dataset.term) && !hit);
      if (!meaning.hidden) seen.add(meaning.dataset.term);
    }
  }
}
