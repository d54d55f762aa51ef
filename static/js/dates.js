// A click anywhere in a date field opens the browser's calendar; a date typed beside a choice
// chooses it.
export function watchDates() {
  document.addEventListener("input", (event) => {
    const choice = document.getElementById(event.target.dataset.ticks || "");
    if (choice) choice.checked = true;
  });
  document.addEventListener("click", (event) => {
    const field = event.target.closest("input[type=date]");
    if (!field || field.readOnly || field.disabled || !field.showPicker) return;
    try {
      field.showPicker();
    } catch {
      // Some browsers refuse outside a direct click: typing the date still works.
    }
  });
}
