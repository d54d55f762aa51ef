// How fast files go out, as the last half minute tells.
const LOOKS_BACK = 30_000; // milliseconds
const SURE_AFTER = 5_000;

export class Pace {
  constructor() {
    this.moves = [];
  }

  moved(bytes) {
    const now = performance.now();
    if (bytes > 0) this.moves.push({ at: now, bytes });
    while (this.moves.length && this.moves[0].at < now - LOOKS_BACK) this.moves.shift();
  }

  // Undefined where nothing can be said yet.
  secondsFor(bytes) {
    this.moved(0);
    const since = this.moves.length && performance.now() - this.moves[0].at;
    if (since < SURE_AFTER || bytes <= 0) return undefined;
    const moved = this.moves.reduce((sum, move) => sum + move.bytes, 0);
    return (bytes * since) / moved / 1000;
  }
}
