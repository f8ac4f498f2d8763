// @ts-check
// The sieve of a comparison: kinds that are switched off, and what is smaller on paper than the noise.

/** Words are small and matter: the noise never takes them. */
const WORDS = new Set(["text", "dimension"]);

/** @typedef {{index: number, kind: string, box: number[]}} Change */

export class Sieve {
  /**
   * @param {Change[]} changes
   * @param {() => void} sifted called when what passes is another
   */
  constructor(changes, sifted) {
    this.changes = changes;
    this.sifted = sifted;
    /** @type {Set<string>} */
    this.off = new Set();
    this.noise = 0;
  }

  /** A control of the page was moved. @param {HTMLInputElement} control */
  set(control) {
    if (control.dataset.kind) {
      if (control.checked) this.off.delete(control.dataset.kind);
      else this.off.add(control.dataset.kind);
    } else {
      this.noise = Number(control.value);
      const said = control.parentElement?.querySelector("output");
      if (said) said.textContent = `${control.value} mm`;
    }
    this.hideLines();
    this.sifted();
  }

  /** Those that pass, in the order of the list. */
  get passing() {
    return this.changes.filter((one) => this.passes(one));
  }

  /** @param {Change} change */
  passes({ kind, box }) {
    if (this.off.has(kind)) return false;
    if (!box || WORDS.has(kind)) return true;
    return Math.max(box[2] - box[0], box[3] - box[1]) >= this.noise;
  }

  /** @param {string} index */
  lets(index) {
    const change = this.changes.find((one) => String(one.index) === index);
    return !change || this.passes(change);
  }

  hideLines() {
    const hidden = new Set(this.changes.filter((one) => !this.passes(one)).map((one) => String(one.index)));
    for (const line of document.querySelectorAll("[data-change]")) {
      /** @type {HTMLElement} */ (line).hidden = hidden.has(line.getAttribute("data-change") ?? "");
    }
    const place = document.querySelector("[data-out=sifted]");
    if (place) place.textContent = String(hidden.size);
  }
}
