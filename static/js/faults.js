// When an answer is an error, or none comes, a note on top says so; the page stays as it was.
const FORBIDDEN = 403;
const place = () => document.getElementById("fault");
const isPoll = (detail) => detail.requestConfig?.triggeringEvent?.type === "hx:poll:trigger";

// Behind an open window nothing would be seen, nor read aloud.
function raise(note) {
  const dialog = document.querySelector("dialog[open]");
  if (dialog) dialog.prepend(note);
  else place().replaceChildren(note);
}

function say(words) {
  hush();
  const note = document.createElement("div");
  note.className = "note stop fault";
  note.setAttribute("role", "alert");
  const sentence = document.createElement("p");
  note.append(sentence);
  raise(note);
  sentence.textContent = words;
}

// What the server says itself, where it has words for a refusal.
function noteOf({ status, responseText }) {
  if (status !== FORBIDDEN) return null;
  return new DOMParser().parseFromString(responseText, "text/html").querySelector(".fault");
}

function refuse(event) {
  const note = noteOf(event.detail.xhr);
  if (!note || isPoll(event.detail)) return tell(event, "refused");
  hush();
  raise(note);
  window.htmx.process(note);
}

function hush() {
  for (const note of document.querySelectorAll(".fault")) note.remove();
}

function tell(event, which) {
  if (!isPoll(event.detail)) say(place().dataset[which]);
}

export function watchFaults() {
  document.addEventListener("htmx:responseError", refuse);
  for (const kind of ["htmx:sendError", "htmx:timeout"]) {
    document.addEventListener(kind, (event) => tell(event, "unanswered"));
  }
  document.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.successful && !isPoll(event.detail)) hush();
  });
}
