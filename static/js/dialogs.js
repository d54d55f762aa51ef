// The confirmation window: opens over the page, starts on what is to be corrected or the safe button, gives focus back.
const place = () => document.getElementById("window");
let opener = null;

function open(dialog) {
  dialog.addEventListener("close", () => leave(dialog), { once: true });
  dialog.showModal();
  const first = dialog.querySelector("[aria-invalid=true]") || dialog.querySelector("[data-first-focus]");
  if (first) first.focus();
}

function leave(dialog) {
  if (place().contains(dialog)) place().replaceChildren();
  if (opener && opener.isConnected) opener.focus();
  opener = null;
}

function showNewest() {
  const dialog = place().querySelector("dialog:not([open])");
  if (dialog) open(dialog);
  else if (!place().children.length) document.getElementById("content")?.focus({ preventScroll: true });
}

export function watchDialogs() {
  document.addEventListener("htmx:beforeRequest", (event) => {
    const asked = event.detail.elt;
    if (place().contains(asked)) return;
    const active = document.activeElement;
    const menu = asked.closest("details");
    opener = menu ? menu.querySelector("summary") : active === document.body ? asked : active;
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target === place()) showNewest();
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-close]");
    const dialog = button && button.closest("dialog[open]");
    if (!dialog) return;
    event.preventDefault();
    dialog.close();
  });
}
