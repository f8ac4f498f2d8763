// @ts-check
// Search in the sheet: every text of the shown face that holds the words is marked; next and previous go there.
import { told } from "./faces.js";
import { look, POINTS_PER_MM } from "./tiles.js";

/** @type {any} */
const ol = /** @type {any} */ (window).ol;

const MOST = 2000;

/** Letters as they are compared: no width, no case, no spaces. @param {string} words */
function plain(words) {
  return words.normalize("NFKC").toLowerCase().replace(/\s+/g, "");
}

export class Find {
  /**
   * @param {HTMLElement} form
   * @param {any} map
   * @param {import("./faces.js").Faces} faces
   * @param {number} unitsPerMm of the places that are told
   */
  constructor(form, map, faces, unitsPerMm) {
    this.form = form;
    this.map = map;
    this.faces = faces;
    this.unitsPerMm = unitsPerMm;
    this.source = new ol.source.Vector();
    /** @type {Map<string, Promise<{words: string, ring: number[][]}[] | null>>} */
    this.known = new Map();
    this.at = -1;
    this.turn = 0;
    map.addLayer(new ol.layer.Vector({ source: this.source, style: (/** @type {any} */ one) => styleOf(one.get("at") === this.at), zIndex: 1 }));
    form.addEventListener("submit", (event) => event.preventDefault());
    /** What is being looked for; a step waits for it. */
    this.searching = Promise.resolve();
    this.field.addEventListener("input", () => this.seek());
    this.field.addEventListener("keydown", (event) => {
      if (event.key === "Enter") { event.preventDefault(); this.step(event.shiftKey ? -1 : 1); }
      if (event.key === "Escape") { event.stopPropagation(); this.close(); }
    });
  }

  get field() {
    return /** @type {HTMLInputElement} */ (this.form.querySelector("input"));
  }

  open() {
    this.form.hidden = false;
    this.field.focus();
    this.field.select();
  }

  close() {
    this.form.hidden = true;
    this.source.clear();
    /** @type {HTMLElement | null} */ (this.map.getTargetElement())?.focus();
  }

  /** Search for these words and go to the first. @param {string} words */
  async begin(words) {
    this.form.hidden = false;
    this.field.value = words;
    this.seek();
    this.step(1);
  }

  /** The face was changed: its words are others. */
  async again() {
    if (!this.form.hidden) await this.seek();
  }

  seek() {
    this.searching = this.search();
    return this.searching;
  }

  async search() {
    const sought = plain(this.field.value);
    const { side } = this.faces.now;
    // Only the newest search speaks: an older one that ends later would forget where a step has gone since.
    const turn = (this.turn += 1);
    if (sought && !this.known.has(side)) this.say("loading");
    const words = sought ? await this.words(side) : [];
    if (turn !== this.turn) return;
    if (!words) return this.say("failed");
    const found = words.filter((one) => one.words.includes(sought)).slice(0, MOST);
    this.at = -1;
    this.source.clear();
    this.source.addFeatures(found.sort(readingOrder).map((one, at) => new ol.Feature({ at, geometry: this.shape(one.ring) })));
    this.say(sought && !found.length ? "none" : "", found.length);
  }

  /** The words of a face: asked for once however many letters are typed meanwhile, and again after a failure. @param {string} side */
  words(side) {
    const known = this.known.get(side);
    if (known) return known;
    const asked = told(this.faces.now.words).then((/** @type {[string, ...number[]][] | null} */ answer) => {
      if (!answer) this.known.delete(side);
      return answer && answer.map(([words, ...ring]) => ({ words: plain(words), ring: pairs(ring) }));
    });
    this.known.set(side, asked);
    return asked;
  }

  /** @param {number[][]} ring */
  shape(ring) {
    const [left, right, overRight, overLeft] = ring;
    // Letters reach beyond the height that they are told with, above and below.
    const [up, down] = [0.35, -0.3];
    const lifted = (/** @type {number[]} */ foot, /** @type {number[]} */ head, /** @type {number} */ part) => foot.map((one, at) => one + (head[at] - one) * part);
    const wide = [lifted(left, overLeft, down), lifted(right, overRight, down), lifted(right, overRight, 1 + up), lifted(left, overLeft, 1 + up)];
    const corners = wide.map(([x, y]) => this.faces.onMap(x / this.unitsPerMm, y / this.unitsPerMm));
    return new ol.geom.Polygon([[...corners, corners[0]]]);
  }

  /** @param {number} by 1 or -1 */
  async step(by) {
    await this.searching;
    const count = this.source.getFeatures().length;
    if (!count) return;
    this.at = this.at < 0 ? (by > 0 ? 0 : count - 1) : (this.at + by + count) % count;
    const chosen = this.source.getFeatures().find((/** @type {any} */ one) => one.get("at") === this.at);
    this.source.changed();
    look(this.map, chosen.getGeometry().getExtent().map((/** @type {number} */ one) => one / POINTS_PER_MM));
    this.say("", count);
  }

  /** @param {string} what loading, failed, none or nothing @param {number} [count] */
  say(what, count = 0) {
    const place = /** @type {HTMLElement} */ (this.form.querySelector("[role=status]"));
    const number = count ? `${this.at < 0 ? "" : `${this.at + 1} / `}${count}${count === MOST ? "+" : ""}` : "";
    place.textContent = what ? (this.form.dataset[what] ?? "") : number;
  }
}

/** @param {{ring: number[][]}} a @param {{ring: number[][]}} b */
function readingOrder(a, b) {
  return b.ring[0][1] - a.ring[0][1] || a.ring[0][0] - b.ring[0][0];
}

/** @param {number[]} flat */
function pairs(flat) {
  return [0, 2, 4, 6].map((at) => [flat[at], flat[at + 1]]);
}

/** @param {boolean} chosen */
function styleOf(chosen) {
  return new ol.style.Style({
    fill: new ol.style.Fill({ color: chosen ? "rgba(230, 126, 0, .38)" : "rgba(255, 208, 0, .35)" }),
    stroke: new ol.style.Stroke({ color: chosen ? "#b45309" : "#c79a00", width: chosen ? 3 : 1.25 }),
    zIndex: chosen ? 2 : 1,
  });
}
