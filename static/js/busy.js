// A form is sent once: its button says that work is going on.
const LONGEST_WAIT = 10_000; // then a lost answer may be asked for again
const FILE_WAIT = 2_000; // an answer that is a file leaves the page as it is, and tells nobody

function begin(form, button) {
  form.dataset.sent = "yes";
  if (button) button.setAttribute("aria-busy", "true");
}

function end(form) {
  delete form.dataset.sent;
  for (const button of document.querySelectorAll("[aria-busy=true]")) {
    if (button.form === form) button.removeAttribute("aria-busy");
  }
}

export function watchButtons() {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post") return;
    if (form.dataset.sent) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    setTimeout(() => {
      if (event.defaultPrevented && !form.matches("[hx-post]")) return;
      begin(form, event.submitter);
      setTimeout(end, form.matches("[data-file]") ? FILE_WAIT : LONGEST_WAIT, form);
    });
  }, true);
  document.addEventListener("htmx:afterRequest", (event) => {
    const form = event.detail.elt.closest("form");
    if (form) end(form);
  });
  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-sent]")) end(form);
  });
}
