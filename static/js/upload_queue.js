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
    this.active = new Set();
    this.untold = 0;
    this.cancelled = [];
    this.begin();
    this.listen();
  }

  listen() {
    this.rows.pause.addEventListener("click", () => (this.isPaused ? this.goOn() : this.pause()));
    this.rows.retry.addEventListener("click", () => this.sendAgain(this.items.filter(mayBeSent)));
    this.rows.cancel.addEventListener("click", () => this.rows.askToCancel(() => this.cancel()));
    window.addEventListener("beforeunload", (event) => {
      if (this.isBusy) event.preventDefault();
    });
    window.addEventListener("offline", () => {
      this.pace.forget();
      if (this.isBusy) this.rows.alert("no-connection");
      this.show();
    });
    window.addEventListener("online", () => {
      this.rows.alert("");
      this.forgetCancelled();
      for (const item of this.active) item.sending.startAgain();
    });
    setInterval(() => this.show(), LOOK_EVERY);
  }

  get isBusy() {
    return this.active.size + this.ready.length + this.fresh.length > 0;
  }

  // Without a connection, or where every file that is on its way is tried again and again.
  get isCutOff() {
    return !navigator.onLine || (this.active.size > 0 && [...this.active].every((one) => one.isStuck));
  }

  // With new figures.
  begin() {
    // fresh: not compared yet
    Object.assign(this, { items: [], fresh: [], ready: [], aside: [], byId: new Map() });
    this.pace.forget();
    this.rows.clear();
  }

  async add({ files, aside }) {
    if (!files.length) {
      this.rows.complain(aside.length ? "no-pictures" : "no-files");
      return;
    }
    if (!this.isBusy && !this.items.some((item) => item.state === "failed")) this.begin();
    this.aside = [...new Set([...this.aside, ...aside])];
    this.rows.alert("");
    await this.announce(files.map(({ file, path }) => ({ file, path, size: file.size, sent: 0 })));
  }

  async announce(items) {
    const left = document.querySelector("[data-uploads-left]");
    try {
      await loadTus();
      for (let start = 0; start < items.length; start += ANNOUNCED_AT_ONCE) {
        await this.announceSome(items.slice(start, start + ANNOUNCED_AT_ONCE));
      }
      if (left) left.hidden = true;
      window.htmx.trigger(document.body, "uploaded");
    } catch (fault) {
      if (fault instanceof SignedOut) this.rows.alert("signed-out");
      else this.rows.alert("not-announced", fault instanceof Refused && fault.message);
    }
  }

  async announceSome(items) {
    const said = items.map(({ file, path }) => (
      { path, size: file.size, modified: Math.max(0, file.lastModified) }
    ));
    const { album, new_album: newAlbum } = this.form.elements;
    const place = { album: album?.value || null, newAlbum: newAlbum?.value || null };
    const answer = await this.server.announce(place, said);
    items.forEach((item, at) => {
      const { address, id, offset, state, why, missing } = answer.files[at];
      if (!this.takePlaceOf(this.byId.get(id), item)) return;
      this.byId.delete(item.id);
      Object.assign(item, { address, id, sent: offset, missing });
      if (!this.items.includes(item)) this.items.push(item);
      this.byId.set(id, item);
      this.change(item, state === "stored" ? "duplicate" : state, why);
      if (state === "waiting") (answer.compare ? this.fresh : this.ready).push(item);
    });
    this.rows.open();
    this.pump();
  }

  // Chosen twice, a file is sent once; one that was not taken may be tried again.
  takePlaceOf(other, item) {
    if (!other || other === item) return true;
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
      if (this.ready.length && this.active.size < AT_ONCE) this.send(this.ready.shift());
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

  send(item) {
    this.active.add(item);
    item.isStuck = false;
    item.sending = new Sending(item, this.server, {
      progress: (sent) => this.progress(item, sent),
      retrying: () => this.stick(item),
      ended: (state, why) => this.end(item, state, why),
      failed: (reason) => this.end(item, "failed", this.rows.sentence(reason)),
      signedOut: () => this.signedOut(),
    });
    this.change(item, "sending");
    item.sending.start();
  }

  stick(item) {
    item.isStuck = true;
    this.rows.say(item, "trying-again");
    if (this.isCutOff) this.pace.forget();
  }

  progress(item, sent) {
    item.isStuck = false;
    this.pace.moved(sent - item.sent);
    item.sent = sent;
    this.rows.advance(item, sent === item.size ? "checking" : "sending");
  }

  end(item, state, why) {
    this.active.delete(item);
    this.change(item, state, why);
    if (state === "stored") this.untold += 1;
    const isFirst = this.untold === 1 && this.items.filter((one) => one.state === "stored").length === 1;
    if (this.untold && (isFirst || !this.isBusy || this.untold >= SHOW_AFTER)) {
      this.untold = 0;
      window.htmx.trigger(document.body, "uploaded");
    }
    this.pump();
  }

  change(item, state, why) {
    Object.assign(item, { state, why });
    this.rows.change(item, state, why, () => this.sendAgain([item]));
  }

  // The entry itself waits again.
  sendAgain(items) {
    return this.announce(items);
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
    this.pace.forget();
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

  // What is stored stays; for the rest nobody waits any more.
  async cancel() {
    this.pause();
    this.isPaused = false;
    this.cancelled.push(...this.items.filter((item) => !isHere(item)).map(({ id }) => id));
    this.begin();
    this.rows.close();
    await this.forgetCancelled();
  }

  async forgetCancelled() {
    if (!this.cancelled.length) return;
    const ids = this.cancelled.splice(0);
    try {
      await this.server.cancel(ids);
    } catch {
      this.cancelled.push(...ids); // as soon as there is a connection
      return;
    }
    const left = document.querySelector("[data-uploads-left]");
    if (left && !this.isBusy) left.hidden = false;
    for (const name of ["uploads-left", "uploaded"]) window.htmx.trigger(document.body, name);
  }

  show() {
    if (!this.items.length) return;
    const figures = { all: 0, sent: 0, total: 0, aside: this.aside.length };
    for (const state of ["stored", "duplicate", "refused", "failed"]) figures[state] = 0;
    for (const item of this.items) {
      if (item.state in figures) figures[item.state] += 1;
      if (item.state !== "duplicate") figures.all += 1;
      if (item.state === "refused" || item.state === "duplicate") continue;
      figures.total += item.size;
      figures.sent += item.state === "stored" ? item.size : item.sent;
    }
    const { isBusy, isPaused, isCutOff } = this;
    figures.full = lacking(this.items);
    figures.rate = isCutOff ? undefined : this.pace.rate;
    figures.secondsLeft = figures.rate && (figures.total - figures.sent) / figures.rate;
    this.rows.showAll(figures, { isBusy, isPaused, isCutOff });
    this.rows.nameOthers(this.items.filter((item) => item.state === "duplicate"), this.aside);
  }
}

const isHere = ({ state }) => state === "stored" || state === "duplicate";
const isBeyondQuota = ({ state, missing }) => state === "refused" && missing > 0;
const mayBeSent = (item) => item.state === "failed" || isBeyondQuota(item);

// How many files the storage has no room for, and by how many bytes; each said what it alone lacks.
function lacking(items) {
  const beyond = items.filter(isBeyondQuota);
  const free = Math.min(...beyond.map(({ size, missing }) => size - missing));
  const bytes = beyond.reduce((sum, { size }) => sum + size, 0) - free;
  return { files: beyond.length, bytes: beyond.length && bytes };
}
