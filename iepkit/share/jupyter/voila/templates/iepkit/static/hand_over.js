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
  // Some phones mark nothing in a field that can't be written in, unless they are told what.
  field.setSelectionRange(0, text.length);
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
  // Where a print never came to an end, nothing of it may be in this one.
  endPrint();
  const way = [];
  for (let at = place.parentElement; at; at = at.parentElement) way.push(at);
  place.classList.add("printed");
  for (const at of way) at.classList.add("leads-to-printed");
  addEventListener("afterprint", endPrint, { once: true });
  print();
}

function endPrint() {
  for (const mark of ["printed", "leads-to-printed"]) {
    for (const at of document.querySelectorAll(`.${mark}`)) at.classList.remove(mark);
  }
}
