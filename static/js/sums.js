// Adds up the sizes of what is ticked; without scripts a button asks the server for the sum.
const UNITS = ["B", "kB", "MB", "GB", "TB"];

function words(bytes) {
  let unit = 0;
  while (bytes >= 1000 && unit < UNITS.length - 1) {
    bytes /= 1000;
    unit += 1;
  }
  const digits = unit > 1 ? 1 : 0;
  const number = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: digits });
  return `${number.format(bytes)}\u00a0${UNITS[unit]}`;
}

function say(form) {
  const ticked = [...form.querySelectorAll("[data-size]:checked")];
  const sum = ticked.reduce((all, box) => all + Number(box.dataset.size), 0);
  form.querySelector("[data-sum]").textContent = form.dataset.sums
    .replace("{n}", ticked.length.toLocaleString(document.documentElement.lang))
    .replace("{size}", words(sum));
}

export function watchSums() {
  document.addEventListener("change", (event) => {
    const form = event.target.closest("[data-sums]");
    if (form) say(form);
  });
}
