// On a phone a row of tabs is wider than the page: the current one is brought into sight.
function show() {
  for (const tab of document.querySelectorAll(".tabs [aria-current]")) {
    const row = tab.parentElement, at = tab.getBoundingClientRect(), of = row.getBoundingClientRect();
    row.scrollLeft += at.left + at.width / 2 - of.left - of.width / 2;
  }
}

export function watchTabs() {
  show();
  document.addEventListener("htmx:afterSettle", show);
  document.addEventListener("shelflife:page", show);
}
