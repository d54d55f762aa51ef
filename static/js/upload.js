// Adding photos: files and folders are chosen or dropped here; upload_queue.js, fetched then, sends them.
import { dropped, picked } from "./upload_files.js";

class Upload {
  constructor(section) {
    this.section = section;
    this.form = section.querySelector("[data-upload]");
    this.inputs = [...section.querySelectorAll("[data-upload-files]")];
    for (const hidden of section.querySelectorAll("[data-upload-scripted]")) hidden.hidden = false;
    for (const input of this.inputs) input.required = false;
  }

  listen() {
    this.form.addEventListener("submit", (event) => this.begin(event), true);
    for (const kind of ["dragenter", "dragover"]) {
      this.form.addEventListener(kind, (event) => this.hover(event, true));
    }
    for (const kind of ["dragleave", "drop"]) {
      this.form.addEventListener(kind, (event) => this.hover(event, false));
    }
    this.form.addEventListener("drop", (event) => this.add(dropped(event.dataTransfer)));
  }

  begin(event) {
    event.preventDefault();
    event.stopImmediatePropagation();
    this.add(picked(this.inputs));
    for (const input of this.inputs) input.value = "";
  }

  hover(event, isOver) {
    event.preventDefault();
    this.form.classList.toggle("is-over", isOver);
  }

  async add(finding) {
    const found = await finding;
    if (!this.queue) {
      const { Queue } = await import("./upload_queue.js");
      this.queue ||= new Queue(this.section);
    }
    await this.queue.add(found);
  }
}

for (const section of document.querySelectorAll("[data-uploads]")) new Upload(section).listen();
