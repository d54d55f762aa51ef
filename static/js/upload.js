// Sends the chosen photos one by one, three at a time, and says how far each of them is.
import { Rows } from "./upload_rows.js";

const AT_ONCE = 3;
const SHOW_AFTER = 10; // photos: then the page behind is told that there are new ones

class Upload {
  constructor(section) {
    this.form = section.querySelector("[data-upload]");
    this.files = this.form.querySelector("input[type=file]");
    this.rows = new Rows(section);
    this.mostBytes = Number(this.form.dataset.mostBytes);
    this.items = [];
    this.sending = 0;
    this.untold = 0;
  }

  listen() {
    this.form.addEventListener("submit", (event) => this.begin(event), true);
    for (const kind of ["dragenter", "dragover"]) {
      this.form.addEventListener(kind, (event) => this.hover(event, true));
    }
    for (const kind of ["dragleave", "drop"]) {
      this.form.addEventListener(kind, (event) => this.hover(event, false));
    }
    this.form.addEventListener("drop", (event) => this.add(event.dataTransfer.files));
    this.rows.retry.addEventListener("click", () => this.sendAgain());
    window.addEventListener("beforeunload", (event) => {
      if (this.sending) event.preventDefault();
    });
  }

  begin(event) {
    event.preventDefault();
    event.stopImmediatePropagation();
    if (this.form.reportValidity()) {
      this.add(this.files.files);
      this.files.value = "";
    }
  }

  hover(event, isOver) {
    event.preventDefault();
    this.form.classList.toggle("is-over", isOver);
  }

  add(files) {
    const album = this.form.elements.album.value;
    for (const file of files) {
      const item = { file, album, sent: 0, state: "waiting", row: this.rows.add(file) };
      this.items.push(item);
      if (file.size > this.mostBytes) this.end(item, "refused", this.rows.say("too-large"));
    }
    this.sendNext();
  }

  sendAgain() {
    for (const item of this.items.filter((each) => each.state === "failed")) {
      item.sent = 0;
      this.change(item, "waiting");
    }
    this.sendNext();
  }

  sendNext() {
    this.rows.showAll(this.items);
    while (this.sending < AT_ONCE) {
      const item = this.items.find((each) => each.state === "waiting");
      if (!item) return;
      this.send(item);
    }
  }

  send(item) {
    const request = new XMLHttpRequest();
    const body = new FormData();
    body.append("csrf_token", this.form.elements.csrf_token.value);
    body.append("album", item.album);
    body.append("files", item.file);
    this.sending += 1;
    this.change(item, "sending");
    request.upload.addEventListener("progress", (event) => this.progress(item, event));
    request.addEventListener("loadend", () => {
      this.sending -= 1;
      this.answer(item, request);
      this.sendNext();
    });
    request.open("POST", this.form.action);
    request.setRequestHeader("Accept", "application/json");
    request.send(body);
  }

  progress(item, event) {
    const share = event.total ? event.loaded / event.total : 0;
    item.sent = Math.min(item.file.size, Math.round(item.file.size * share));
    this.rows.show(item, share === 1 ? "checking" : "sending");
    this.rows.showAll(this.items);
  }

  answer(item, request) {
    const file = read(request);
    if (file && file.stored) this.end(item, "stored");
    else if (file) this.end(item, "refused", file.why);
    else if (wasSentElsewhere(request, this.form)) this.end(item, "failed", this.rows.say("signed-out"));
    else this.end(item, "failed");
  }

  end(item, state, why) {
    item.sent = state === "failed" ? 0 : item.file.size;
    this.change(item, state, why);
    if (state === "stored") this.untold += 1;
    const isLast = !this.sending && !this.items.some((each) => each.state === "waiting");
    if (this.untold && (isLast || this.untold >= SHOW_AFTER)) {
      this.untold = 0;
      window.htmx.trigger(document.body, "uploaded");
    }
  }

  change(item, state, why) {
    item.state = state;
    this.rows.show(item, state, why);
  }
}

function read(request) {
  try {
    return JSON.parse(request.responseText).files[0];
  } catch {
    return null;
  }
}

function wasSentElsewhere(request, form) {
  return request.responseURL !== "" && request.responseURL !== form.action;
}

for (const section of document.querySelectorAll("[data-uploads]")) new Upload(section).listen();
