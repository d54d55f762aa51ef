// The first run guesses what the browser knows: the time zone, and an address from the name.
function guessZone() {
  const zones = document.querySelector("select[data-guess=time-zone]");
  if (!zones || zones.value) return;
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if ([...zones.options].some((option) => option.value === here)) zones.value = here;
}

function wordOf(name) {
  const plain = name.toLowerCase().replaceAll("ß", "ss").replace(/[äöü]/g, (sign) => `${sign}e`);
  const bare = plain.normalize("NFD").replace(/[\u0300-\u036f]/g, "");
  return bare.replace(/[^a-z0-9]+/g, "-").slice(0, 60).replace(/^-+|-+$/g, "");
}

function proposeAddress() {
  const address = document.querySelector("[data-slug-of]");
  const name = address?.form.elements[address.dataset.slugOf];
  if (!name || address.value) return;
  let isOurs = true;
  address.addEventListener("input", () => { isOurs = false; });
  name.addEventListener("input", () => { if (isOurs) address.value = wordOf(name.value); });
}

export function guessFirstRun() {
  guessZone();
  proposeAddress();
}
