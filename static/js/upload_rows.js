// What an upload shows: what is on its way, what was not taken, and how far all of it is.
import { inBytes, inRate, inTime, number } from "./upload_words.js";

const MOST_ROWS = 100; // of those that were not taken: the words above say how many there are
const SPEAK_EVERY = 5000; // milliseconds

export class Rows {
  constructor(section) {
    const find = (name) => section.querySelector(`[data-upload-${name}]`);
    this.whole = find("all");
    for (const name of ["words", "status", "bar", "counts", "full", "others", "pause", "retry", "cancel"]) {
      this[name] = find(name);
    }
    this.input = [...section.querySelectorAll("[data-upload-files]")].at(0);
    this.complaint = find("alert");
    this.question = find("question");
    this.link = find("show");
    this.list = find("rows");
    this.template = find("row");
    this.sentences = {};
    for (const name of find("sentences").content.querySelectorAll("dt")) {
      this.sentences[name.textContent] = name.nextElementSibling.textContent;
    }
    this.spokenAt = -SPEAK_EVERY;
  }

  sentence(name, values = {}) {
    return (this.sentences[name] || "").replace(/\{(\w+)\}/g, (_whole, key) => values[key]);
  }

  open() {
    this.whole.hidden = false;
  }

  close() {
    this.whole.hidden = true;
    this.alert("");
  }

  clear() {
    this.list.replaceChildren();
  }

  // Cancelling throws nothing away that is stored; it is asked here, as there may be no connection.
  askToCancel(cancel) {
    this.question.onclose = () => {
      if (this.question.returnValue === "cancel") cancel();
    };
    this.question.returnValue = "";
    this.question.showModal();
  }

  alert(name, words) {
    const text = words || this.sentence(name);
    this.complaint.lastElementChild.textContent = text;
    this.complaint.hidden = !text;
  }

  complain(name) {
    this.alert(name);
    this.input.focus();
    this.complaint.scrollIntoView({ block: "nearest" });
  }

  change(item, state, why, sendAgain) {
    if (state === "sending") {
      this.row(item);
      this.advance(item, "sending");
    } else if (state === "refused" || state === "failed") this.refuse(item, state, why, sendAgain);
    else {
      item.row?.remove();
      item.row = null;
    }
  }

  row(item) {
    if (!item.row) {
      item.row = this.template.content.cloneNode(true).firstElementChild;
      item.row.querySelector(".name").textContent = item.path;
      item.row.querySelector("progress").setAttribute("aria-label", item.path);
    }
    item.row.className = "sending";
    item.row.querySelector("progress").hidden = false;
    item.row.querySelector("button").hidden = true;
    this.list.prepend(item.row);
    return item.row;
  }

  advance(item, state) {
    if (!item.row) return;
    this.say(item, state);
    item.row.querySelector("progress").value = item.size ? item.sent / item.size : 1;
  }

  say(item, name) {
    if (item.row) item.row.querySelector(".state").textContent = this.sentence(name);
  }

  refuse(item, state, why, sendAgain) {
    const row = this.row(item);
    row.className = "refused";
    row.querySelector(".state").textContent = why || this.sentence("failed");
    row.querySelector("progress").hidden = true;
    const button = row.querySelector("button");
    button.hidden = state !== "failed";
    button.onclick = sendAgain;
    const refused = this.list.querySelectorAll(".refused");
    if (refused.length > MOST_ROWS) refused[refused.length - 1].remove();
  }

  showAll(figures, { isBusy, isPaused, isCutOff }) {
    const words = [this.overall(figures, isBusy)];
    if (isPaused) words.push(this.sentence("paused"));
    else if (isBusy && isCutOff) words.push(this.sentence("cut-off"));
    else if (isBusy && figures.secondsLeft !== undefined) {
      words.push(this.sentence("left", { time: inTime(figures.secondsLeft) }), inRate(figures.rate));
    }
    this.words.textContent = words.join(" · ");
    this.counts.textContent = this.otherCounts(figures).join(" · ");
    this.bar.value = figures.total ? figures.sent / figures.total : 1;
    this.pause.hidden = !isBusy;
    this.cancel.hidden = !isBusy;
    this.pause.classList.toggle("is-paused", isPaused);
    this.pause.lastElementChild.textContent = this.sentence(isPaused ? "go-on" : "pause");
    this.retry.hidden = !figures.failed && !figures.full.files;
    this.full.hidden = !figures.full.files;
    this.full.lastElementChild.textContent = this.fullWords(figures.full);
    if (this.link) this.link.hidden = !figures.stored;
    this.speak([this.words.textContent, ...this.otherCounts(figures)].join(". "), !isBusy);
  }

  overall(figures, isBusy) {
    const stored = number(figures.stored);
    if (!isBusy && !figures.failed) return this.sentence("finished", { stored });
    const [sent, total] = inBytes(figures.sent, figures.total);
    return this.sentence("overall", { stored, all: number(figures.all), sent, total });
  }

  fullWords({ files, bytes }) {
    const missing = inBytes(0, bytes)[1];
    return this.sentence(files === 1 ? "full-one" : "full", { number: number(files), missing });
  }

  // Which ones were here already, and where; which ones are no pictures.
  nameOthers(duplicates, aside) {
    const count = duplicates.length + aside.length;
    this.others.hidden = !count;
    if (this.named === count) return;
    this.named = count;
    const named = [...duplicates, ...aside.map((path) => ({ path, why: this.sentence("no-picture") }))];
    this.others.lastElementChild.replaceChildren(...named.slice(0, MOST_ROWS).map(({ path, why }) => {
      const line = document.createElement("li");
      line.append(document.createElement("bdi"), document.createElement("span"));
      line.firstChild.textContent = path;
      line.lastChild.textContent = why;
      return line;
    }));
  }

  otherCounts({ duplicate, refused, failed, aside }) {
    const counts = { skipped: duplicate, "not-taken": refused, "to-send-again": failed, aside };
    return Object.entries(counts)
      .filter(([, count]) => count)
      .map(([name, count]) => this.sentence(name, { number: number(count) }));
  }

  // A screen reader is told now and then, and at the end.
  speak(words, isLast) {
    const now = performance.now();
    if (words === this.status.textContent || (!isLast && now - this.spokenAt < SPEAK_EVERY)) return;
    this.spokenAt = now;
    this.status.textContent = words;
  }
}
