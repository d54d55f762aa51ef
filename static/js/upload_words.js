// Numbers, bytes and times as the page's language writes them.
const language = document.documentElement.lang;
const UNITS = ["byte", "kilobyte", "megabyte", "gigabyte", "terabyte"];
const STEP = 1000;
const HOUR = 3600;

const format = (options) => new Intl.NumberFormat(language, options);

export const number = (value) => format({}).format(value);

const powerOf = (bytes) => (
  Math.min(UNITS.length - 1, Math.floor(Math.log(Math.max(bytes, 1)) / Math.log(STEP)))
);

function inUnit(bytes, power, per = "") {
  const unit = `${UNITS[power]}${per}`;
  const options = { style: "unit", unit, maximumFractionDigits: power > 1 ? 1 : 0 };
  return format(options).format(bytes / STEP ** power);
}

// '4.2 MB/s'
export const inRate = (bytes) => inUnit(bytes, powerOf(bytes), "-per-second");

// '12.1' of '30.2 GB': both in the unit of the whole.
export function inBytes(part, whole) {
  const power = powerOf(whole);
  const digits = { maximumFractionDigits: power > 1 ? 1 : 0, minimumFractionDigits: 0 };
  return [format(digits).format(part / STEP ** power), inUnit(whole, power)];
}

export function inTime(seconds) {
  const words = (value, unit) => format({ style: "unit", unit, unitDisplay: "long" }).format(value);
  if (seconds < 50) return words(Math.max(10, Math.ceil(seconds / 10) * 10), "second");
  if (seconds < 1.5 * HOUR) return words(Math.max(1, Math.round(seconds / 60)), "minute");
  return words(Math.round((seconds / HOUR) * 2) / 2, "hour");
}
