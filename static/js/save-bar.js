// Says what is unsaved, and asks before the page is left with it.
const form = () => document.querySelector("form[data-save-bar]");
let leaving = false; // by saving or discarding: then nothing is asked

function fields() {
  const found = new Map();
  for (const field of form().elements) {
    if (!field.name || ["hidden", "submit"].includes(field.type)) continue;
    if (field.type === "radio") {
      if (field.checked) found.set(field.name, field.value);
    } else {
      found.set(field.name, field.type === "checkbox" && !field.checked ? "" : field.value);
    }
  }
  return found;
}

const named = (name) => [...form().elements].filter((each) => each.name === name);

function labelOf(name) {
  const [field] = named(name);
  const group = field.type === "radio" && field.closest("fieldset");
  const label = group ? group.querySelector("legend") : field.labels && field.labels[0];
  return label ? label.textContent.trim() : name;
}

function dayWords(value) {
  const form = { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" };
  return new Date(value).toLocaleDateString(document.documentElement.lang === "en" ? "en-GB" : document.documentElement.lang, form);
}

function wordsOf(name, value) {
  const fields = named(name);
  const [field] = fields;
  if (field.type === "select-one") {
    return [...field.options].find((each) => each.value === value)?.textContent.trim() || value || "–";
  }
  if (!value) return "–";
  if (field.type === "checkbox") return "✓";
  if (field.type === "date") return dayWords(value);
  if (field.type !== "radio") return value;
  const label = fields.find((each) => each.value === value)?.labels[0];
  return (label?.querySelector("b") || label)?.textContent.trim() || value;
}

function describe([name, value]) {
  const before = JSON.parse(form().dataset.stored)[name] || "";
  return `${labelOf(name)}: ${wordsOf(name, before)} → ${wordsOf(name, value)}`;
}

function changed() {
  const stored = JSON.parse(form().dataset.stored);
  return [...fields()].filter(([name, value]) => (stored[name] ?? "") !== value);
}

const isUnsaved = () => Boolean(form()) && changed().length > 0;

function show() {
  const bar = form() && document.querySelector(`[data-save-bar-for=${form().id}]`);
  if (!bar) return;
  const unsaved = isUnsaved();
  bar.hidden = !unsaved;
  document.documentElement.toggleAttribute("data-unsaved", unsaved);
  bar.querySelector("[data-what]").textContent = changed().map(describe).join(" · ");
}

function begin() {
  leaving = false;
  show();
}

export function watchUnsaved() {
  begin();
  document.addEventListener("input", show);
  document.addEventListener("change", show);
  document.addEventListener("shelflife:page", begin);
  document.addEventListener("htmx:afterSettle", show);
  document.addEventListener("submit", () => { leaving = true; });
  document.addEventListener("htmx:afterRequest", (event) => {
    if (!event.detail.xhr.getResponseHeader("HX-Redirect")) leaving = false;
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-discard]")) leaving = true;
  });
  window.addEventListener("beforeunload", (event) => {
    if (!leaving && isUnsaved()) event.preventDefault();
  });
}
