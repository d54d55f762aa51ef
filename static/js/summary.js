// After a refused save the list of what to correct is read first.
function focusSummary() {
  const summary = document.querySelector("[data-summary]");
  if (!summary || summary.dataset.read) return;
  summary.dataset.read = "yes";
  summary.focus();
}

export function watchSummaries() {
  focusSummary();
  document.addEventListener("htmx:afterSettle", focusSummary);
  document.addEventListener("shelflife:page", focusSummary);
}
