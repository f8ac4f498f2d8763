// @ts-check
// The layers of the shown face: found by name, switched one by one, all, or alone; remembered by name in this browser.
import { told } from "./faces.js";

/** @typedef {{name: string, colour: string, count: number, on: boolean, shown: boolean}} Layer */

export class LayersPanel {
  /**
   * @param {HTMLElement} panel
   * @param {import("./faces.js").Faces} faces
   * @param {string} memory names the person and the sheet
   * @param {(count: number) => void} changed how many are off
   */
  constructor(panel, faces, memory, changed) {
    this.panel = panel;
    this.faces = faces;
    this.key = `layers:${memory}`;
    this.changed = changed;
    /** @type {Map<string, Layer[]>} */
    this.known = new Map();
    panel.addEventListener("input", (event) => this.input(/** @type {HTMLInputElement} */ (event.target)));
    panel.addEventListener("click", (event) => this.press(/** @type {Element} */ (event.target)));
    panel.addEventListener("keydown", (event) => {
      if (event.key === "Escape") { event.preventDefault(); event.stopPropagation(); this.close(); }
    });
  }

  get layers() {
    return this.known.get(this.faces.now.side) ?? [];
  }

  /** Remembered choices hold before anybody opens the panel. */
  async recall() {
    if (localStorage.getItem(this.key)) await this.load();
  }

  /** Ask for the layers of the shown face, once. */
  async load() {
    const { side, layers } = this.faces.now;
    if (!this.known.has(side)) {
      this.say("loading");
      const answer = await told(layers);
      if (!answer) return this.say("failed");
      const off = this.remembered();
      this.known.set(side, answer.map((one) => ({ ...one, shown: off ? !off.has(one.name) : one.on })));
      this.tell();
    }
    this.draw();
  }

  async toggle() {
    if (!this.panel.hidden) return this.close();
    this.panel.hidden = false;
    await this.load();
    this.field?.focus();
  }

  /** Shut the list; the keys of the sheet are heard again, and the next look begins with all layers. */
  close() {
    this.panel.hidden = true;
    if (this.field) this.field.value = "";
    if (this.panel.contains(document.activeElement)) /** @type {HTMLElement} */ (document.activeElement).blur();
  }

  /** @returns {HTMLInputElement | null} */
  get field() {
    return this.panel.querySelector("input[type=search]");
  }

  /** The names that are off, as they were left; nothing was ever left: null. */
  remembered() {
    const left = localStorage.getItem(this.key);
    return left === null ? null : new Set(/** @type {string[]} */ (JSON.parse(left)));
  }

  /** Tell the faces what is off, and remember it. */
  tell() {
    const { layers } = this;
    const isAsFiled = layers.every((one) => one.shown === one.on);
    const bits = layers.reduce((sum, one, at) => (one.shown ? sum : sum | (1n << BigInt(at))), 0n);
    const { side } = this.faces.now;
    if (isAsFiled) this.faces.off.delete(side);
    else this.faces.off.set(side, bits.toString(16));
    this.changed(layers.filter((one) => !one.shown && one.on).length);
  }

  keep() {
    const off = this.layers.filter((one) => !one.shown).map((one) => one.name);
    if (this.layers.every((one) => one.shown === one.on)) localStorage.removeItem(this.key);
    else localStorage.setItem(this.key, JSON.stringify(off));
    // what is off by name is off in the other face, too
    for (const side of this.known.keys()) if (side !== this.faces.now.side) this.known.delete(side);
    this.tell();
  }

  /** @param {HTMLInputElement} field */
  input(field) {
    if (field.type === "search") return this.draw();
    const layer = this.layers[Number(field.value)];
    layer.shown = field.checked;
    this.keep();
  }

  /** @param {Element} spot */
  press(spot) {
    const act = /** @type {HTMLElement | null} */ (spot.closest("[data-layers]"))?.dataset;
    if (!act) return;
    const alone = act.layers === "only" ? Number(act.at) : -1;
    const sought = this.sought();
    this.layers.forEach((one, at) => {
      if (act.layers === "only") one.shown = at === alone;
      else if (act.layers === "filed") one.shown = one.on;
      else if (sought.includes(one)) one.shown = act.layers === "all";
    });
    this.keep();
    this.draw();
  }

  /** The layers whose name holds the words; without words all. */
  sought() {
    const words = (this.field?.value ?? "").trim().toLowerCase();
    return this.layers.filter((one) => one.name.toLowerCase().includes(words));
  }

  draw() {
    const list = /** @type {HTMLElement} */ (this.panel.querySelector("ul"));
    const sought = new Set(this.sought());
    const rows = this.layers.flatMap((layer, at) => (sought.has(layer) ? [this.row(layer, at)] : []));
    list.replaceChildren(...rows);
    this.say(this.layers.length === 0 ? "none" : rows.length === 0 ? "missing" : "");
  }

  /** @param {Layer} layer @param {number} at */
  row(layer, at) {
    const row = document.createElement("li");
    const label = document.createElement("label");
    const box = Object.assign(document.createElement("input"), { type: "checkbox", value: String(at), checked: layer.shown });
    const swatch = document.createElement("i");
    if (/^#[0-9a-f]{6}$/.test(layer.colour)) swatch.style.background = layer.colour;
    const name = Object.assign(document.createElement("span"), { className: "el", textContent: layer.name, title: layer.name });
    const count = Object.assign(document.createElement("small"), { textContent: layer.count ? String(layer.count) : "–" });
    label.append(box, swatch, name, count);
    const only = Object.assign(document.createElement("button"), { type: "button", textContent: this.panel.dataset.only ?? "" });
    only.dataset.layers = "only";
    only.dataset.at = String(at);
    row.append(label, only);
    return row;
  }

  /** @param {string} what loading, failed, none, missing or nothing */
  say(what) {
    const place = /** @type {HTMLElement} */ (this.panel.querySelector("[role=status]"));
    place.textContent = what ? (this.panel.dataset[what] ?? "") : "";
    place.hidden = !what;
  }
}
