// The files of an upload: announced, compared with what is here, sent three at a time.
import { compare } from "./upload_hashes.js";
import { Pace } from "./upload_pace.js";
import { Rows } from "./upload_rows.js";
import { Sending, loadTus } from "./upload_sending.js";
import { Refused, Server, SignedOut } from "./upload_server.js";

const AT_ONCE = 3;
const COMPARED_AT_ONCE = 12;
const ANNOUNCED_AT_ONCE = 5000;
const SHOW_AFTER = 10; // photos: then the page behind is told that there are new ones
const LOOK_EVERY = 1000; // milliseconds

export class Queue {
  constructor(section) {
    this.form = section.querySelector("[data-upload]");
    this.mostBytes = Number(this.form.dataset.mostBytes);
    this.server = new Server(section);
    this.rows = new Rows(section);
    this.pace = new Pace();
    this.items = [];
    this.byId = new Map();
    this.fresh = []; // not compared yet
    this.ready = [];
    this.active = new Set();
    this.aside = 0;
    this.untold = 0;
    this.listen();
  }

  listen() {
    this.rows.pause.addEventListener("click", () => (this.isPaused ? this.goOn() : this.pause()));
    this.rows.retry.addEventListener("click", () => this.sendAgain(this.of("failed")));
    this.rows.cancel.addEventListener("click", () => this.cancel());
    window.addEventListener("beforeunload", (event) => {
      if (this.isBusy) event.preventDefault();
    });
    window.addEventListener("offline", () => this.rows.alert("no-connection"));
    window.addEventListener("online", () => {
      this.rows.alert("");
      for (const item of this.active) item.sending.startAgain();
    });
    setInterval(() => this.show(), LOOK_EVERY);
  }

  get isBusy() {
    return this.active.size + this.ready.length + this.fresh.length > 0;
  }

  of(state) {
    return this.items.filter((item) => item.state === state);
  }

  async add({ files, aside }) {
    this.aside += aside;
    if (!files.length) {
      this.rows.alert(aside ? "no-pictures" : "no-files");
      return;
    }
    this.rows.alert("");
    await this.announce(files.map(({ file, path }) => ({ file, path, size: file.size, sent: 0 })));
  }

  async announce(items) {
    const left = document.getElementById("uploads-left");
    try {
      await loadTus();
      for (let start = 0; start < items.length; start += ANNOUNCED_AT_ONCE) {
        await this.announceSome(items.slice(start, start + ANNOUNCED_AT_ONCE));
      }
      if (left) left.hidden = true;
    } catch (fault) {
      if (fault instanceof SignedOut) this.rows.alert("signed-out");
      else this.rows.alert("not-announced", fault instanceof Refused && fault.message);
    }
  }

  async announceSome(items) {
    const said = items.map(({ file, path }) => (
      { path, size: file.size, modified: Math.max(0, file.lastModified) }
    ));
    const answer = await this.server.announce(this.form.elements.album?.value || null, said);
    items.forEach((item, place) => {
      const { address, id, offset, state, why } = answer.files[place];
      if (!this.takePlaceOf(this.byId.get(id))) return;
      Object.assign(item, { address, id, sent: offset });
      this.items.push(item);
      this.byId.set(id, item);
      this.change(item, state === "stored" ? "duplicate" : state, why);
      if (state === "waiting") (answer.compare ? this.fresh : this.ready).push(item);
    });
    this.rows.open();
    this.pump();
  }

  // Chosen twice, a file is sent once; one that was not taken may be tried again.
  takePlaceOf(other) {
    if (!other) return true;
    if (other.state !== "failed" && other.state !== "refused") return false;
    this.items = this.items.filter((item) => item !== other);
    other.row?.remove();
    return true;
  }

  // One at a time: while some files are compared, others are on their way.
  async pump() {
    if (this.isPumping) return;
    this.isPumping = true;
    while (!this.isPaused) {
      if (this.ready.length && this.active.size < AT_ONCE) this.begin(this.ready.shift());
      else if (this.fresh.length && this.ready.length < AT_ONCE) await this.compareSome();
      else break;
    }
    this.isPumping = false;
    this.show();
  }

  async compareSome() {
    const some = this.fresh.splice(0, COMPARED_AT_ONCE);
    const known = await compare(some, this.server);
    for (const item of some) {
      if (this.byId.get(item.id) !== item) continue; // cancelled meanwhile
      if (item.id in known) this.end(item, "duplicate", known[item.id]);
      else this.ready.push(item);
    }
  }

  begin(item) {
    this.active.add(item);
    item.sending = new Sending(item, this.server, {
      progress: (sent) => this.progress(item, sent),
      retrying: () => this.rows.say(item, "trying-again"),
      ended: (state, why) => this.end(item, state, why),
      failed: (reason) => this.end(item, "failed", this.rows.sentence(reason)),
      signedOut: () => this.signedOut(),
    });
    this.change(item, "sending");
    item.sending.start();
  }

  progress(item, sent) {
    this.pace.moved(sent - item.sent);
    item.sent = sent;
    this.rows.advance(item, sent === item.size ? "checking" : "sending");
  }

  end(item, state, why) {
    this.active.delete(item);
    this.change(item, state, why);
    if (state === "stored") this.untold += 1;
    if (this.untold && (!this.isBusy || this.untold >= SHOW_AFTER)) {
      this.untold = 0;
      window.htmx.trigger(document.body, "uploaded");
    }
    this.pump();
  }

  change(item, state, why) {
    item.state = state;
    this.rows.change(item, state, why, () => this.sendAgain([item]));
  }

  sendAgain(items) {
    return this.announce(items.map(({ file, path, size }) => ({ file, path, size, sent: 0 })));
  }

  pause() {
    this.isPaused = true;
    const stopped = [...this.active];
    for (const item of stopped) {
      item.sending.stop();
      this.change(item, "waiting");
    }
    this.active.clear();
    this.ready.unshift(...stopped);
    this.show();
  }

  signedOut() {
    this.server.isStale = true;
    this.pause();
    this.rows.alert("signed-out");
  }

  async goOn() {
    try {
      await this.server.freshen();
    } catch (fault) {
      this.rows.alert(fault instanceof SignedOut ? "signed-out" : "no-connection");
      return;
    }
    this.rows.alert("");
    this.isPaused = false;
    this.pump();
  }

  cancel() {
    this.pause();
    Object.assign(this, { isPaused: false, items: [], fresh: [], ready: [], aside: 0 });
    this.byId.clear();
    this.rows.close();
    window.htmx.trigger(document.body, "uploads-left");
  }

  show() {
    if (!this.items.length) return;
    const figures = { all: this.items.length, sent: 0, total: 0, aside: this.aside };
    for (const state of ["stored", "duplicate", "refused", "failed"]) figures[state] = 0;
    for (const item of this.items) {
      if (item.state in figures) figures[item.state] += 1;
      if (item.state === "refused" || item.state === "duplicate") continue;
      figures.total += item.size;
      figures.sent += item.state === "stored" ? item.size : item.sent;
    }
    figures.rate = this.pace.rate;
    figures.secondsLeft = figures.rate && (figures.total - figures.sent) / figures.rate;
    this.rows.showAll(figures, { isBusy: this.isBusy, isPaused: this.isPaused });
  }
}
