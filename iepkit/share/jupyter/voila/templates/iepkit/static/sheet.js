// What is filled in, as JSON: a name such as `items.law` or `code.0` says where it stands.

export function read(form) {
  const answers = {};
  for (const control of form.elements) {
    const value = control.value?.trim();
    if (control.name && value && (control.type === "text" || control.checked)) put(answers, control.name.split("."), value);
  }
  return answers;
}

export function fill(form, answers) {
  for (const control of form.elements) {
    if (!control.name) continue;
    const value = at(answers, control.name.split("."));
    if (control.type === "radio") control.checked = String(value) === control.value;
    else control.value = value ?? "";
  }
}

function put(place, [name, ...others], value) {
  if (!others.length) {
    place[name] = value;
    return;
  }
  place[name] ??= /^\d+$/.test(others[0]) ? [] : {};
  put(place[name], others, value);
}

// A code that came as one text has no parts.
function at(answers, names) {
  return names.reduce((place, name) => (typeof place === "object" ? place?.[name] : undefined), answers);
}
