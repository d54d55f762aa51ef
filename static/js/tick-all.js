// One box above a list ticks all of them; without scripts each is ticked by itself.
const boxes = (form) => [...form.querySelectorAll("tbody input[type=checkbox]")];

function addTo(form) {
  const head = form.querySelector("thead .c-tick");
  if (!head || head.querySelector("input")) return;
  const all = document.createElement("input");
  Object.assign(all, { type: "checkbox", className: "box" });
  all.setAttribute("aria-label", form.dataset.tickAll);
  all.addEventListener("change", () => {
    for (const box of boxes(form)) box.checked = all.checked;
  });
  head.replaceChildren(all);
  form.addEventListener("change", () => {
    all.checked = boxes(form).every((box) => box.checked);
  });
}

function addToAll() {
  for (const form of document.querySelectorAll("form[data-tick-all]")) addTo(form);
}

export function watchTicks() {
  addToAll();
  document.addEventListener("htmx:afterSwap", addToAll);
  document.addEventListener("shelflife:page", addToAll);
}
