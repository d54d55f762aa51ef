// The large view: arrow keys, Escape and swiping follow its links; the next picture is fetched.
const FAR_ENOUGH = 48; // pixels a finger moves before it means something
const view = document.querySelector("[data-large]");
const TYPING = "input, select, textarea";

function follow(selector) {
  const link = view.querySelector(selector);
  if (link) link.click();
}

const KEYS = {
  ArrowLeft: "a[rel=prev]",
  ArrowRight: "a[rel=next]",
  Escape: "[data-close-large]",
};

function preload() {
  const next = view.querySelector("[data-preload]");
  if (next) new Image().src = next.dataset.preload;
}

if (view) {
  document.addEventListener("keydown", (event) => {
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey && !event.shiftKey;
    const selector = KEYS[event.key];
    if (!selector || !plain || event.target.matches(TYPING)) return;
    event.preventDefault();
    follow(selector);
  });

  let start = null;
  const stage = view.querySelector(".stage");
  stage.addEventListener("touchstart", (event) => {
    start = event.touches.length === 1 ? event.touches[0] : null;
  }, { passive: true });
  stage.addEventListener("touchend", (event) => {
    if (!start || window.visualViewport.scale > 1) return;
    const across = event.changedTouches[0].clientX - start.clientX;
    const down = event.changedTouches[0].clientY - start.clientY;
    start = null;
    if (Math.abs(across) < FAR_ENOUGH || Math.abs(across) < 2 * Math.abs(down)) return;
    follow(across > 0 ? KEYS.ArrowLeft : KEYS.ArrowRight);
  }, { passive: true });

  if (document.readyState === "complete") preload();
  else window.addEventListener("load", preload);
}
