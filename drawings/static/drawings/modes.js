// @ts-check
// The ways of comparing: which layers are seen, in which map, and in what words that is said.
import { pace } from "./tiles.js";

const TURN = 700; // ms that each version is seen while flickering

export class Modes {
  /**
   * @param {HTMLElement} host
   * @param {{layers: any, map: any, beside: any, draw: (open: boolean) => void}} parts
   */
  constructor(host, { layers, map, beside, draw }) {
    this.host = host;
    this.layers = layers;
    this.map = map;
    this.beside = beside;
    this.draw = draw;
    this.mode = "overlay";
    /** Whether lines of changes are there; nothing until the server has said so. @type {boolean | undefined} */
    this.hasLines = undefined;
    this.flicker = 0;
    this.show();
  }

  /** The lines came, or there are none. @param {boolean} hasLines */
  found(hasLines) {
    this.hasLines = hasLines;
    this.show();
  }

  /** @param {string} [mode] overlay, curtain, side or flicker */
  show(mode = this.mode) {
    this.mode = mode;
    this.rest();
    const over = mode === "overlay";
    const curtained = mode === "curtain";
    // Two scans, or sheets that cannot be matched, have no lines: then both sheets are inked over each other.
    const inked = over && this.hasLines === false;
    const { older, pale, newer, lines, frames } = this.layers;
    this.host.dataset.ink = inked ? "both" : "";
    older.setVisible(mode === "flicker" || inked || curtained);
    pale.setVisible(over && this.hasLines !== false);
    newer.setVisible(mode === "side" || curtained || inked);
    lines.setVisible(over);
    frames.setVisible(mode !== "flicker");
    this.draw(curtained);
    this.placeBeside(mode === "side");
    if (mode === "flicker" && pace()) this.flicker = window.setInterval(() => this.turn(), TURN);
    this.say(mode);
  }

  /** @param {boolean} wanted */
  placeBeside(wanted) {
    const second = /** @type {HTMLElement} */ (this.host.querySelector(".map.beside"));
    second.hidden = !wanted;
    this.beside.setTarget(wanted ? second : undefined);
    this.map.updateSize();
  }

  /** The other version, while flickering. */
  turn() {
    const { older, newer } = this.layers;
    const wasOlder = older.getVisible();
    older.setVisible(!wasOlder);
    newer.setVisible(wasOlder);
    this.say(wasOlder ? "newer" : "older");
  }

  /** Choose a way as if its button were pressed. @param {string} mode */
  choose(mode) {
    const radio = this.control(`[data-mode=${mode}]`);
    if (radio) radio.checked = true;
    this.show(mode);
  }

  /** A hand on the space bar sets the pace. */
  blink() {
    const radio = this.control("[data-mode=flicker]");
    if (radio) radio.checked = true;
    if (this.mode === "flicker") this.turn();
    else this.show("flicker");
    this.rest();
  }

  /** Stop flickering by itself. */
  rest() {
    clearInterval(this.flicker);
  }

  /** What is seen, in the words of the page. @param {string} what */
  say(what) {
    const place = this.host.querySelector("[data-out=shown]");
    if (place) place.textContent = place.getAttribute(`data-say-${what}`);
  }

  /** @param {string} selector @returns {HTMLInputElement | null} */
  control(selector) {
    return this.host.querySelector(selector);
  }
}
