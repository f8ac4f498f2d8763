// @ts-check
// How fast bytes go, told from the last few seconds, so that a pause is soon forgotten.

const WINDOW = 6000; // ms
const EVERY = 250;

export class Speed {
  constructor() {
    /** @type {{when: number, bytes: number}[]} */
    this.seen = [];
  }

  /** Bytes a second, now that so many have gone. @param {number} bytes */
  at(bytes) {
    const when = performance.now();
    const last = this.seen.at(-1);
    if (!last || when - last.when >= EVERY) this.seen.push({ when, bytes });
    while (this.seen.length > 2 && when - this.seen[0].when > WINDOW) this.seen.shift();
    const first = this.seen[0];
    const seconds = (when - first.when) / 1000;
    return seconds > 0.5 ? Math.max(0, bytes - first.bytes) / seconds : 0;
  }
}
