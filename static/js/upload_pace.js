// How fast files go out, as the last half minute tells.
const LOOKS_BACK = 30_000; // milliseconds
const SURE_AFTER = 5_000;

export class Pace {
  constructor() {
    this.forget();
  }

  // After a pause, or without a connection, what went before tells nothing.
  forget() {
    this.moves = [];
  }

  moved(bytes) {
    const now = performance.now();
    if (bytes > 0) this.moves.push({ at: now, bytes });
    while (this.moves.length && this.moves[0].at < now - LOOKS_BACK) this.moves.shift();
  }

  // Bytes in a second; undefined where nothing can be said yet.
  get rate() {
    this.moved(0);
    const since = this.moves.length && performance.now() - this.moves[0].at;
    if (since < SURE_AFTER) return undefined;
    return (this.moves.reduce((sum, move) => sum + move.bytes, 0) * 1000) / since;
  }
}
