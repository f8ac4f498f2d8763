// @ts-check
// A measure snaps to ends and crossings of the lines of the shown face; lines come cell by cell, for what is seen.
import { told } from "./faces.js";

/** @type {any} */
const ol = /** @type {any} */ (window).ol;

const MOST_CELLS = 20; // more are seen only from so far away that a click names no end

export class Snapping {
  /** @param {any} map @param {import("./faces.js").Faces} faces @param {{cell_mm: number, lines_per_mm: number}} measures */
  constructor(map, faces, { cell_mm: cell, lines_per_mm: perMm }) {
    this.map = map;
    this.faces = faces;
    this.cell = cell;
    this.perMm = perMm;
    this.source = new ol.source.Vector();
    this.snap = new ol.interaction.Snap({ source: this.source, pixelTolerance: 9, intersection: true });
    this.isOn = false;
    /** @type {Set<string>} */
    this.asked = new Set();
    map.on("moveend", () => this.bring());
  }

  /** After a tool of measuring was taken: the snap must be the last interaction. */
  begin() {
    this.end();
    this.isOn = true;
    this.map.addInteraction(this.snap);
    this.bring();
  }

  end() {
    if (this.isOn) this.map.removeInteraction(this.snap);
    this.isOn = false;
  }

  /** The face was changed: its lines are others. */
  again() {
    this.asked.clear();
    this.source.clear();
    this.bring();
  }

  async bring() {
    if (!this.isOn) return;
    const [x0, y0, x1, y1] = this.map.getView().calculateExtent(this.map.getSize());
    const { width_mm: width, height_mm: height } = this.faces.now;
    const low = this.faces.onFace([x0, y0]).map((one) => Math.max(0, Math.floor(one / this.cell)));
    const [right, top] = this.faces.onFace([x1, y1]);
    const high = [Math.floor(Math.min(right, width - 0.01) / this.cell), Math.floor(Math.min(top, height - 0.01) / this.cell)];
    const across = high[0] - low[0] + 1;
    const down = high[1] - low[1] + 1;
    if (across <= 0 || down <= 0 || across * down > MOST_CELLS) return;
    for (let x = low[0]; x <= high[0]; x += 1) for (let y = low[1]; y <= high[1]; y += 1) this.ask(x, y);
  }

  /** @param {number} x @param {number} y */
  async ask(x, y) {
    const { side, lines } = this.faces.now;
    const address = lines.replace("{x}", String(x)).replace("{y}", String(y));
    if (this.asked.has(address)) return;
    this.asked.add(address);
    const found = await told(address);
    if (!found) return this.asked.delete(address);
    if (side !== this.faces.now.side || !found.length) return;
    const place = (/** @type {number} */ px, /** @type {number} */ py) => this.faces.onMap(px / this.perMm, py / this.perMm);
    const parts = found.map(([ax, ay, bx, by]) => [place(ax, ay), place(bx, by)]);
    this.source.addFeature(new ol.Feature(new ol.geom.MultiLineString(parts)));
  }
}
