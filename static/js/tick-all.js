// One box ticks a whole list; without scripts it is not shown, and each is ticked by itself.
const boxes = (form) => [...form.querySelectorAll("tbody input[type=checkbox]")];

function show() {
  for (const label of document.querySelectorAll("[data-tick-all]")) label.hidden = false;
}

export function watchTicks() {
  show();
  document.addEventListener("htmx:afterSwap", show);
  document.addEventListener("shelflife:page", show);
  document.addEventListener("change", (event) => {
    const form = event.target.form;
    const all = form && form.querySelector("[data-tick-all] input");
    if (!all) return;
    if (event.target === all) for (const box of boxes(form)) box.checked = all.checked;
    else all.checked = boxes(form).every((box) => box.checked);
  });
}
