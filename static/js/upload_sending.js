// One file on its way, by the protocol tus: in pieces, taken up again where it was.
const PIECE = 8_000_000; // bytes
const DELAYS = [1000, 2000, 5000, 10_000, 20_000, 40_000, ...Array(120).fill(60_000)];
const FOR_GOOD = [404, 410, 411, 412, 413, 415]; // answers that no repetition changes
const ENDED = [404, 410]; // nobody waits for the file any more

export async function loadTus() {
  if (!window.tus) await import("../vendor/tus-js-client-4.3.1.min.js");
}

export class Sending {
  // `tell`: progress(sent), retrying(), ended(state, why), failed(reason), signedOut()
  constructor(item, server, tell) {
    this.item = item;
    this.server = server;
    this.tell = tell;
    this.client = new window.tus.Upload(item.file, {
      uploadUrl: item.address,
      chunkSize: PIECE,
      retryDelays: DELAYS,
      storeFingerprintForResuming: false,
      onBeforeRequest: (request) => this.sign(request),
      onAfterResponse: (request, response) => this.look(request, response),
      onShouldRetry: (error) => this.mayRetry(error),
      onProgress: (sent) => tell.progress(sent),
      onSuccess: ({ lastResponse }) => this.end(lastResponse),
      onError: (error) => this.fail(error),
    });
  }

  start() {
    this.client.start();
  }

  stop() {
    this.client.abort();
  }

  startAgain() {
    this.stop();
    this.start();
  }

  async sign(request) {
    await this.server.freshen();
    request.setHeader("X-CSRFToken", this.server.token);
  }

  look(request, response) {
    // What is there already was not sent just now: the pace is to count the rest only.
    if (request.getMethod() === "HEAD") {
      this.item.sent = Number(response.getHeader("Upload-Offset")) || 0;
    }
    const { responseURL } = response.getUnderlyingObject();
    if (responseURL && new URL(responseURL).pathname !== this.item.address) this.tell.signedOut();
  }

  mayRetry(error) {
    const status = error.originalResponse?.getStatus() ?? 0;
    if (FOR_GOOD.includes(status)) return false;
    if (status === 400) this.server.isStale = true;
    if (status === 0) this.lookAtFile();
    this.tell.retrying();
    return true;
  }

  // A file that was moved or changed looks like a broken connection.
  lookAtFile() {
    this.item.file.slice(0, 1).arrayBuffer().catch(() => {
      this.stop();
      this.tell.failed("changed");
    });
  }

  end(response) {
    const state = response.getHeader("Shelflife-State") || "stored";
    this.item.missing = Number(response.getHeader("Shelflife-Missing")) || 0;
    this.tell.ended(state, decodeURIComponent(response.getHeader("Shelflife-Why") || ""));
  }

  fail(error) {
    const response = error.originalResponse;
    if (response?.getHeader("Shelflife-State") === "refused") this.end(response);
    else this.tell.failed(ENDED.includes(response?.getStatus()) ? "ended" : "failed");
  }
}
