// The first run guesses what the browser knows: the time zone, and an address from the name.
// Browsers still say ‘Asia/Calcutta’; old names are taken, they are only not in the list.
function bringAlong(zone, zones) {
  const [continent, ...place] = zone.split("/");
  const group = [...zones.querySelectorAll("optgroup")].find((each) => each.label === continent);
  if (group) group.append(new Option(place.join("/").replaceAll("_", " "), zone));
}

function guessZone() {
  const zones = document.querySelector("select[data-guess=time-zone]");
  if (!zones || zones.value) return;
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (![...zones.options].some((option) => option.value === here)) bringAlong(here, zones);
  zones.value = here;
  if (zones.selectedIndex < 0) zones.value = "";
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
