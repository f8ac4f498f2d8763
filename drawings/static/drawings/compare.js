// @ts-check
// <sheet-compare>: two versions of a sheet over each other, on two sides of a curtain, side by side, or in turn.
// Attributes: data-tiles-old, data-tiles-new, data-width-mm, data-height-mm, data-old-width-mm, data-old-height-mm,
// data-laid (scale, rotation_deg, dx_mm, dy_mm of the older on the newer, parts that moved), data-changes, data-marks (ids of JSON scripts),
// data-geometry (address of the lines), data-selected. Event: change-selected {index}.
import { linesOf } from "./changes.js";
import { inkBoth, layersFor } from "./compare_layers.js";
import { curtain } from "./curtain.js";
import { chooseLine, jsonIn, onLine } from "./mirror.js";
import { Modes } from "./modes.js";
import { Sieve } from "./sieve.js";
import { isTyping, keepReadouts, mapFor, perform, watchTiles } from "./sheet_map.js";
import { fit, look, paperOf, projectionOf, sizeOf, viewOf } from "./tiles.js";

const MODES = ["overlay", "curtain", "side", "flicker"];

class SheetCompare extends HTMLElement {
  connectedCallback() {
    this.chosen = /** @type {string | null} */ (null);
    this.changes = jsonIn(this.dataset.changes);
    this.sieve = new Sieve(this.changes, () => this.redraw());
    this.open();
    this.stops = [this.listen(), onLine("data-change", (index) => this.select(index, true))];
    fit(this.map, true);
    if (this.dataset.selected) this.select(this.dataset.selected, true);
    this.bringLines();
  }

  disconnectedCallback() {
    this.modes?.rest();
    this.stops?.forEach((stop) => stop());
    this.map?.setTarget(undefined);
    this.beside?.setTarget(undefined);
  }

  open() {
    const size = sizeOf(Number(this.dataset.widthMm), Number(this.dataset.heightMm));
    const projection = projectionOf(size);
    const layers = layersFor(this.dataset, projection, { chosen: () => this.chosen, lets: (index) => this.sieve.lets(index) });
    this.layers = layers;
    const view = viewOf(projection);
    const { older, pale, newer, lines, marks, frames } = layers;
    this.map = mapFor(this.part(".map"), view, [paperOf(size), older, pale, newer, lines, marks, frames]);
    // One view moves both maps.
    this.beside = mapFor(undefined, view, [paperOf(size), layers.beside, layers.framesBeside]);
    const draw = curtain(this.part(".curtain"), this.map, { left: [older], right: [newer] });
    this.modes = new Modes(this, { layers, map: this.map, beside: this.beside, draw });
    inkBoth(layers, () => this.dataset.ink === "both");
    this.again = watchTiles(this, newer.getSource());
    keepReadouts(this, this.map);
    this.map.on("singleclick", (/** @type {any} */ { pixel }) => {
      const layerFilter = (/** @type {any} */ one) => one === frames;
      const found = this.map.forEachFeatureAtPixel(pixel, (/** @type {any} */ one) => one, { layerFilter });
      if (found) this.select(found.getId());
    });
  }

  async bringLines() {
    const address = this.dataset.geometry;
    const answer = address ? await fetch(address, { credentials: "same-origin" }).catch(() => null) : null;
    if (address) this.toggleAttribute("data-lost", !answer?.ok);
    if (answer?.ok) this.layers.lines.getSource().addFeatures(linesOf(await answer.json()));
    this.modes?.found(answer?.ok ?? false);
  }

  listen() {
    const keys = (/** @type {KeyboardEvent} */ event) => this.key(event);
    const sift = (/** @type {Event} */ event) => {
      const control = /** @type {HTMLInputElement} */ (event.target);
      if (control.matches?.("[data-sieve]")) this.sieve.set(control);
    };
    document.addEventListener("keydown", keys);
    document.addEventListener("input", sift);
    this.addEventListener("change", (event) => {
      const control = /** @type {HTMLInputElement} */ (event.target);
      if (control.dataset.act === "marks") this.layers.marks.setVisible(control.checked);
      else if (control.dataset.act === "lay") this.layers.layBy(Number(control.value));
      else if (control.dataset.mode) this.modes?.show(control.dataset.mode);
    });
    this.addEventListener("click", (event) => {
      const spot = /** @type {Element} */ (event.target);
      const act = /** @type {HTMLElement | null} */ (spot.closest("button[data-act]"))?.dataset.act;
      if (act === "next" || act === "previous") this.step(act === "next" ? 1 : -1);
      else if (act === "again") this.again();
      else if (act) perform(this.map, act);
    });
    return () => {
      document.removeEventListener("keydown", keys);
      document.removeEventListener("input", sift);
    };
  }

  /** Choose a change; the page hears of it. @param {string} index @param {boolean} [travel] go there */
  select(index, travel = false) {
    this.chosen = index;
    this.redraw();
    chooseLine("data-change", index);
    const change = this.changes.find((/** @type {any} */ one) => String(one.index) === index);
    if (travel && change?.box) look(this.map, change.box);
    this.dispatchEvent(new CustomEvent("change-selected", { bubbles: true, detail: { index: change?.index } }));
  }

  redraw() {
    for (const layer of [this.layers.frames, this.layers.framesBeside, this.layers.lines]) layer.changed();
  }

  /** @param {number} by 1 or -1 */
  step(by) {
    const passing = this.sieve.passing;
    const count = passing.length;
    if (!count) return;
    const at = passing.findIndex((/** @type {any} */ one) => String(one.index) === this.chosen);
    const next = at < 0 ? (by > 0 ? 0 : count - 1) : (at + by + count) % count;
    this.select(String(passing[next].index), true);
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    if (isTyping(event) || event.ctrlKey || event.metaKey || event.altKey) return;
    const steps = { n: 1, p: -1 }[event.key.toLowerCase()];
    const mode = MODES[Number(event.key) - 1];
    if (steps) this.step(steps);
    else if (mode) this.modes?.choose(mode);
    else if (event.key === "0") perform(this.map, "fit");
    else if (event.key === " " && !(/** @type {Element} */ (event.target).closest("button, a, summary"))) {
      event.preventDefault();
      this.modes?.blink();
    }
  }

  /** @param {string} selector @returns {HTMLElement} */
  part(selector) {
    return /** @type {HTMLElement} */ (this.querySelector(selector));
  }
}

customElements.define("sheet-compare", SheetCompare);
