// When a whole page answers where a part was asked for (signed out, saved, an error), show the page.
const isPage = (text) => /<html[\s>]/i.test(text || "");

function show(answer) {
  const page = new DOMParser().parseFromString(answer.responseText, "text/html");
  document.title = page.title;
  document.body.replaceWith(page.body);
  if (answer.responseURL && answer.status < 400) history.replaceState(null, "", answer.responseURL);
  window.htmx.process(document.body);
  window.scrollTo(0, 0);
  document.getElementById("content")?.focus({ preventScroll: true });
  document.dispatchEvent(new Event("shelflife:page"));
}

export function watchPages() {
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { elt, xhr, boosted } = event.detail;
    if (boosted || elt.closest("[hx-select]") || !isPage(xhr.responseText)) return;
    event.detail.shouldSwap = false;
    event.detail.isError = false;
    show(xhr);
  });
}
