// @ts-check
// <sheet-compare>: two versions of a sheet over each other, side by side, or in turn; a curtain shows the newer alone.
// Attributes: data-tiles-old, data-tiles-new, data-width-mm, data-height-mm, data-old-width-mm, data-old-height-mm,
// data-laid (scale, dx_mm, dy_mm of the older on the newer), data-changes, data-marks (ids of JSON scripts),
// data-geometry (address of the lines), data-selected. Event: change-selected {index}.
import { linesOf } from "./changes.js";
import { inkBoth, layersFor } from "./compare_layers.js";
import { curtain } from "./curtain.js";
import { chooseLine, jsonIn, onLine } from "./mirror.js";
import { isTyping, keepReadouts, mapFor, perform, watchTiles } from "./sheet_map.js";
import { fit, look, pace, paperOf, projectionOf, sizeOf, viewOf } from "./tiles.js";

const TURN = 700; // ms that each version is seen while flickering

class SheetCompare extends HTMLElement {
  connectedCallback() {
    this.mode = "overlay";
    this.chosen = /** @type {string | null} */ (null);
    this.changes = jsonIn(this.dataset.changes);
    this.open();
    this.stops = [this.listen(), onLine("data-change", (index) => this.select(index, true))];
    fit(this.map, true);
    if (this.dataset.selected) this.select(this.dataset.selected, true);
    this.show("overlay");
    this.bringLines();
  }

  disconnectedCallback() {
    clearInterval(this.flicker);
    this.stops?.forEach((stop) => stop());
    this.map?.setTarget(undefined);
    this.beside?.setTarget(undefined);
  }

  open() {
    const size = sizeOf(Number(this.dataset.widthMm), Number(this.dataset.heightMm));
    const projection = projectionOf(size);
    const layers = layersFor(this.dataset, projection, () => this.chosen);
    this.layers = layers;
    const view = viewOf(projection);
    const { older, pale, newer, lines, marks, frames } = layers;
    this.map = mapFor(this.part(".map"), view, [paperOf(size), older, pale, newer, lines, marks, frames]);
    this.second = this.part(".map.beside");
    // One view moves both maps.
    this.beside = mapFor(undefined, view, [paperOf(size), layers.beside, layers.framesBeside]);
    inkBoth(layers, () => this.dataset.ink === "both");
    this.draw = curtain(this.part(".curtain"), this.map, { left: [pale, lines, older], right: [newer] });
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
    this.hasLines = answer?.ok ?? false;
    if (address) this.toggleAttribute("data-lost", !this.hasLines);
    if (answer?.ok) this.layers.lines.getSource().addFeatures(linesOf(await answer.json()));
    this.show(this.mode);
  }

  listen() {
    const keys = (/** @type {KeyboardEvent} */ event) => this.key(event);
    document.addEventListener("keydown", keys);
    this.addEventListener("change", (event) => {
      const control = /** @type {HTMLInputElement} */ (event.target);
      if (control.dataset.act === "marks") this.layers.marks.setVisible(control.checked);
      else this.show(control.dataset.mode ?? this.mode);
    });
    this.addEventListener("click", (event) => {
      const spot = /** @type {Element} */ (event.target);
      const act = /** @type {HTMLElement | null} */ (spot.closest("button[data-act]"))?.dataset.act;
      if (act === "next" || act === "previous") this.step(act === "next" ? 1 : -1);
      else if (act === "again") this.again();
      else if (act) perform(this.map, act);
    });
    return () => document.removeEventListener("keydown", keys);
  }

  /** @param {string} mode overlay, side or flicker */
  show(mode) {
    this.mode = mode;
    clearInterval(this.flicker);
    const curtained = mode === "overlay" && this.control("[data-act=curtain]")?.checked === true;
    const over = mode === "overlay";
    // Two scans, or sheets that cannot be matched, have no lines: then both sheets are inked over each other.
    const inked = over && this.hasLines === false && !curtained;
    const { older, pale, newer, lines, frames } = this.layers;
    this.dataset.ink = inked ? "both" : "";
    older.setVisible(mode === "flicker" || inked || (curtained && !this.hasLines));
    pale.setVisible(over && !inked && this.hasLines !== false);
    newer.setVisible(mode === "side" || curtained || inked);
    lines.setVisible(over);
    frames.setVisible(mode !== "flicker");
    this.draw(curtained);
    this.second.hidden = mode !== "side";
    this.beside.setTarget(mode === "side" ? this.second : undefined);
    this.map.updateSize();
    if (mode === "flicker" && pace()) this.flicker = setInterval(() => this.turn(), TURN);
    this.say(curtained ? "curtain" : mode);
  }

  /** The other version, while flickering. */
  turn() {
    const { older, newer } = this.layers;
    const wasOlder = older.getVisible();
    older.setVisible(!wasOlder);
    newer.setVisible(wasOlder);
    this.say(wasOlder ? "newer" : "older");
  }

  /** What is seen, in the words of the page. @param {string} what */
  say(what) {
    const place = this.part("[data-out=shown]");
    place.textContent = place.getAttribute(`data-say-${what}`);
  }

  /** Choose a change; the page hears of it. @param {string} index @param {boolean} [travel] go there */
  select(index, travel = false) {
    this.chosen = index;
    this.layers.frames.changed();
    this.layers.framesBeside.changed();
    chooseLine("data-change", index);
    const change = this.changes.find((/** @type {any} */ one) => String(one.index) === index);
    if (travel && change?.box) look(this.map, change.box);
    this.dispatchEvent(new CustomEvent("change-selected", { bubbles: true, detail: { index: change?.index } }));
  }

  /** @param {number} by 1 or -1 */
  step(by) {
    const count = this.changes.length;
    if (!count) return;
    const at = this.changes.findIndex((/** @type {any} */ one) => String(one.index) === this.chosen);
    const next = at < 0 ? (by > 0 ? 0 : count - 1) : (at + by + count) % count;
    this.select(String(this.changes[next].index), true);
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    if (isTyping(event) || event.ctrlKey || event.metaKey || event.altKey) return;
    const steps = { n: 1, p: -1 }[event.key.toLowerCase()];
    if (steps) this.step(steps);
    else if (event.key === "0") perform(this.map, "fit");
    else if (event.key === " " && !(/** @type {Element} */ (event.target).closest("button, a, summary"))) this.blink(event);
  }

  /** A hand on the space bar sets the pace. @param {Event} event */
  blink(event) {
    event.preventDefault();
    const radio = this.control("[data-mode=flicker]");
    if (radio) radio.checked = true;
    if (this.mode === "flicker") this.turn();
    else this.show("flicker");
    clearInterval(this.flicker);
  }

  /** @param {string} selector @returns {HTMLElement} */
  part(selector) {
    return /** @type {HTMLElement} */ (this.querySelector(selector));
  }

  /** @param {string} selector @returns {HTMLInputElement | null} */
  control(selector) {
    return this.querySelector(selector);
  }
}

customElements.define("sheet-compare", SheetCompare);
