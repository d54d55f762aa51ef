// Placeholders of a message: a click puts one where the cursor is, in the subject or the message.
const list = () => document.querySelector("[data-placeholders]");
let last = null;

function field() {
  return last && last.isConnected ? last : document.getElementById("message");
}

function put(text) {
  const into = field();
  if (!into) return;
  into.focus();
  into.setRangeText(text, into.selectionStart, into.selectionEnd, "end");
  into.dispatchEvent(new Event("input", { bubbles: true }));
}

function asButton(code) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn quiet";
  button.textContent = code.textContent;
  button.setAttribute("aria-label", `${list().dataset.insert} ${code.textContent}`);
  button.addEventListener("click", () => put(code.textContent));
  code.replaceWith(button);
}

function offer() {
  if (!list()) return;
  for (const code of list().querySelectorAll("code")) asButton(code);
  const hint = list().previousElementSibling;
  if (hint) hint.textContent = list().dataset.hint;
}

export function watchPlaceholders() {
  document.addEventListener("focusin", (event) => {
    if (event.target.matches("#subject, #message")) last = event.target;
  });
  document.addEventListener("shelflife:page", offer);
  offer();
}
