// The large view: arrow keys, Escape and swiping follow its links; its neighbours are fetched.
const FAR_ENOUGH = 48; // pixels a finger moves before it means something
const NO_FURTHER = 4; // how much less the picture follows where there is no neighbour
const TYPING = "input, select, textarea";
const CAME_BY = "large-view-came-by";
const view = document.querySelector("[data-large]");

const KEYS = {
  ArrowLeft: "a[rel=prev]",
  ArrowRight: "a[rel=next]",
  Escape: "[data-close-large]",
};

function follow(selector) {
  const link = view.querySelector(selector);
  if (link) link.click();
  return Boolean(link);
}

function listenToKeys() {
  document.addEventListener("keydown", (event) => {
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey && !event.shiftKey;
    const selector = KEYS[event.key];
    if (!selector || !plain || event.target.matches(TYPING)) return;
    event.preventDefault();
    follow(selector);
  });
}

// Whoever goes on with Enter stands on the same arrow again, or on the other one at the end.
function keepFocus(stage) {
  const came = sessionStorage.getItem(CAME_BY);
  sessionStorage.removeItem(CAME_BY);
  if (came) (stage.querySelector(`a[rel=${came}]`) || stage.querySelector("a[rel]"))?.focus();
  stage.addEventListener("click", (event) => {
    const link = event.target.closest("a[rel]");
    if (link && event.isTrusted && event.detail === 0) sessionStorage.setItem(CAME_BY, link.rel);
  });
}

function listenToFingers(stage) {
  const picture = stage.querySelector("img");
  const isCalm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  let start = null;
  const isEnlarged = () => window.visualViewport.scale > 1.01;
  const towards = (across) => (across > 0 ? KEYS.ArrowLeft : KEYS.ArrowRight);
  const end = () => {
    start = null;
    picture.style.translate = "";
  };

  window.visualViewport.addEventListener("resize", () => {
    stage.toggleAttribute("data-enlarged", isEnlarged());
  });
  stage.addEventListener("pointerdown", (event) => {
    if (!event.isPrimary) end();
    else if (event.pointerType !== "mouse" && !isEnlarged()) start = event;
  });
  document.addEventListener("pointermove", (event) => {
    if (start?.pointerId !== event.pointerId || isCalm) return;
    const across = event.clientX - start.clientX;
    const share = stage.querySelector(towards(across)) ? 1 : NO_FURTHER;
    picture.style.translate = `${across / share}px`;
  });
  document.addEventListener("pointerup", (event) => {
    if (start?.pointerId !== event.pointerId) return;
    const across = event.clientX - start.clientX;
    const down = event.clientY - start.clientY;
    const means = Math.abs(across) >= FAR_ENOUGH && Math.abs(across) > 2 * Math.abs(down);
    start = null;
    if (!means || !follow(towards(across))) end();
  });
  document.addEventListener("pointercancel", end);
  window.addEventListener("pageshow", end);
}

function preload() {
  for (const link of view.querySelectorAll("[data-preload]")) {
    const image = new Image();
    image.sizes = link.dataset.sizes;
    image.srcset = link.dataset.preload;
  }
}

if (view) {
  const stage = view.querySelector(".stage");
  listenToKeys();
  keepFocus(stage);
  listenToFingers(stage);
  if (document.readyState === "complete") preload();
  else window.addEventListener("load", preload);
}
