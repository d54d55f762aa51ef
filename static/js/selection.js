// Choosing photos of a grid: with shift from one tick to the next, all, none; says how many.
let last = null;
let shift = false;

const boxes = (form) => [...form.querySelectorAll(".tiles [type=checkbox]")];

function say(form) {
  const words = form.querySelector("[data-selection-bar] [role=status]");
  const number = boxes(form).filter((box) => box.checked).length;
  if (words) words.textContent = form.querySelector("[data-chosen]").dataset.chosen.replace("{n}", number);
}

function tickBetween(form, box) {
  const all = boxes(form);
  const ends = [all.indexOf(last), all.indexOf(box)].sort((a, b) => a - b);
  if (ends[0] >= 0) for (const each of all.slice(ends[0], ends[1] + 1)) each.checked = box.checked;
}

function button(form, words, checked) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "btn quiet";
  made.textContent = words;
  made.addEventListener("click", () => {
    for (const box of boxes(form)) box.checked = checked;
    say(form);
  });
  return made;
}

function offer() {
  const bar = document.querySelector("[data-selection-bar]:empty");
  if (!bar) return;
  const form = bar.closest("form");
  const words = document.createElement("b");
  words.setAttribute("role", "status");
  bar.append(words, button(form, bar.dataset.all, true), button(form, bar.dataset.none, false));
  say(form);
}

function note(event) {
  if (event.target.closest("[data-selection]")) shift = event.shiftKey;
}

export function watchSelections() {
  for (const kind of ["mousedown", "keydown"]) document.addEventListener(kind, note, true);
  document.addEventListener("mousedown", (event) => {
    if (event.shiftKey && event.target.closest(".tile label")) event.preventDefault();
  });
  document.addEventListener("change", (event) => {
    const form = event.target.closest("[data-selection]");
    if (!form || event.target.name !== "photo") return;
    if (shift && last) tickBetween(form, event.target);
    last = event.target;
    say(form);
  });
  document.addEventListener("shelflife:page", offer);
  document.addEventListener("htmx:afterSettle", offer);
  offer();
}
