// Hands over what was made in the page: as a file, or to be pasted. It works where the
// page is no secure context too, as on a phone in a room.

const LONG_ENOUGH = 60000;

export function saveFile(content, type, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([content], { type }));
  link.download = name;
  // Some browsers take a link's click only from inside the page.
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), LONG_ENOUGH);
}

// Copies a text that stands in `field`; if nothing else works, it is left marked there
// for the parent's own hand, and false comes back.
export async function copyText(text, field) {
  field.focus();
  field.select();
  try {
    if (navigator.clipboard) {
      await navigator.clipboard.writeText(text);
      return true;
    }
  } catch {
    // Asked for leave, the parent or the browser said no.
  }
  return document.execCommand("copy");
}

// Prints one place of the page and nothing around it.
export function printOnly(place) {
  const way = [];
  for (let at = place.parentElement; at; at = at.parentElement) way.push(at);
  place.classList.add("printed");
  for (const at of way) at.classList.add("leads-to-printed");
  addEventListener("afterprint", () => {
    place.classList.remove("printed");
    for (const at of way) at.classList.remove("leads-to-printed");
  }, { once: true });
  print();
}
