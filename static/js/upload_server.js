// What is said to the server beside the files themselves; an upload may outlive its sign-in.
const CANCELLED_AT_ONCE = 5000;

export class SignedOut extends Error {}
export class Refused extends Error {}

export class Server {
  constructor(section) {
    this.addresses = section.dataset;
    this.token = section.querySelector("input[name=csrf_token]").value;
    this.isStale = false;
  }

  announce({ album, newAlbum }, files) {
    const folders = "folders" in this.addresses;
    return this.post(this.addresses.announce, { album, new_album: newAlbum, folders, files });
  }

  async known(hashes) {
    return (await this.post(this.addresses.known, hashes)).known;
  }

  async cancel(ids) {
    for (let start = 0; start < ids.length; start += CANCELLED_AT_ONCE) {
      await this.post(this.addresses.cancelled, ids.slice(start, start + CANCELLED_AT_ONCE));
    }
  }

  async post(address, body) {
    await this.freshen();
    const answer = await this.ask(address, body);
    if (answer.status !== 400) return read(answer);
    this.isStale = true;
    await this.freshen();
    return read(await this.ask(address, body));
  }

  ask(address, body) {
    const headers = { "Content-Type": "application/json", "X-CSRFToken": this.token };
    return fetch(address, { method: "POST", headers, body: JSON.stringify(body) });
  }

  // After another sign-in the forms of this page hold a token that nobody knows any more.
  async freshen() {
    if (!this.isStale) return;
    this.token = (await read(await fetch(this.addresses.token))).token;
    this.isStale = false;
    for (const field of document.querySelectorAll("input[name=csrf_token]")) field.value = this.token;
  }
}

async function read(answer) {
  if (answer.redirected) throw new SignedOut();
  if (answer.status === 422) throw new Refused((await answer.json()).why);
  if (!answer.ok) throw new Error(`status ${answer.status}`);
  return answer.json();
}
