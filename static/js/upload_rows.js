// What an upload shows: a row per file, a bar for all, what was not taken on top.
const language = document.documentElement.lang;
const UNITS = ["byte", "kilobyte", "megabyte", "gigabyte"];
const STEP = 1000;

function inWords(bytes) {
  const power = Math.min(UNITS.length - 1, Math.floor(Math.log(Math.max(bytes, 1)) / Math.log(STEP)));
  const format = { style: "unit", unit: UNITS[power], maximumFractionDigits: power > 1 ? 1 : 0 };
  return new Intl.NumberFormat(language, format).format(bytes / STEP ** power);
}

function filled(pattern, values) {
  return pattern.replace(/\{(\w+)\}/g, (_whole, name) => values[name]);
}

export class Rows {
  constructor(section) {
    const find = (name) => section.querySelector(`[data-upload-${name}]`);
    this.whole = find("all");
    this.words = find("words");
    this.bar = find("bar");
    this.retry = find("retry");
    this.link = find("show");
    this.list = find("rows");
    this.template = find("row");
    this.sentences = {};
    for (const name of find("sentences").querySelectorAll("dt")) {
      this.sentences[name.textContent] = name.nextElementSibling.textContent;
    }
  }

  say(name) {
    return this.sentences[name];
  }

  add(file) {
    const row = this.template.content.cloneNode(true).firstElementChild;
    row.querySelector(".name").textContent = file.name;
    row.querySelector(".state").textContent = this.say("waiting");
    row.querySelector("progress").setAttribute("aria-label", file.name);
    this.list.append(row);
    this.whole.hidden = false;
    return row;
  }

  show(item, state, why) {
    const { row, file, sent } = item;
    const bar = row.querySelector("progress");
    const isOut = state === "refused" || state === "failed";
    row.className = isOut ? "refused" : state;
    row.querySelector(".state").textContent = why || this.say(state);
    bar.value = file.size ? sent / file.size : 1;
    bar.hidden = isOut || state === "stored";
    if (isOut) this.list.prepend(row);
  }

  showAll(items) {
    const taken = items.filter((item) => item.state !== "refused");
    const total = taken.reduce((sum, item) => sum + item.file.size, 0);
    const sent = taken.reduce((sum, item) => sum + item.sent, 0);
    const done = items.filter((item) => ["stored", "refused"].includes(item.state));
    const out = items.filter((item) => ["refused", "failed"].includes(item.state)).length;
    const values = { done: done.length, all: items.length, sent: inWords(sent), total: inWords(total) };
    const words = [filled(this.say("overall"), values)];
    if (out) words.push(filled(this.say("not-taken"), { number: out }));
    this.words.textContent = words.join(" · ");
    this.bar.value = total ? sent / total : 1;
    this.retry.hidden = !items.some((item) => item.state === "failed");
    if (this.link) this.link.hidden = !items.some((item) => item.state === "stored");
  }
}
