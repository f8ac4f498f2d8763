// @ts-check
// The drawing tools: a box is dragged, lines are clicked, a pen is drawn; Escape gives up, Delete takes away.
import { styleOf } from "./marks.js";
import { measureStyle } from "./measure.js";
import { rectangle } from "./tiles.js";

/** @type {any} */
const ol = /** @type {any} */ (window).ol;

/** What each tool draws. A box is dragged with the button down. */
const DRAWS = {
  cloud: () => ({ type: "Circle", freehand: true, geometryFunction: ol.interaction.Draw.createBox() }),
  rect: () => ({ type: "Circle", freehand: true, geometryFunction: ol.interaction.Draw.createBox() }),
  arrow: () => ({ type: "LineString", maxPoints: 2 }),
  polyline: () => ({ type: "LineString" }),
  freehand: () => ({ type: "LineString", freehand: true }),
  text: () => ({ type: "Point" }),
  measure: () => ({ type: "LineString" }),
  area: () => ({ type: "Polygon" }),
  angle: () => ({ type: "LineString", minPoints: 3, maxPoints: 3 }),
  calibrate: () => ({ type: "LineString", maxPoints: 2 }),
};
const DOUBLE = 400; // ms
const MEASURES = new Set(["measure", "area", "angle", "calibrate"]);

/** The keys, as the tool bar shows them. */
export const KEYS = { v: "select", c: "cloud", r: "rect", a: "arrow", p: "polyline", f: "freehand", t: "text", m: "measure", g: "area", n: "angle", b: "calibrate" };

export class Tools {
  /**
   * @param {any} map
   * @param {{drafts: any, measures: any}} sources
   * @param {{dept: string, basis: (geometry: any) => import("./measure.js").Basis, measured: (feature: any) => void,
   *   drawn: (feature: any) => void, changed: (feature: any) => void}} page
   */
  constructor(map, { drafts, measures }, page) {
    this.map = map;
    this.sources = { drafts, measures };
    this.page = page;
    this.name = "select";
    this.drawing = null;
    this.endedAt = -DOUBLE;
    this.look = measureStyle(page.basis, (feature) => feature.get("kind") ?? this.name);
    map.addInteraction(this.reshaping());
  }

  get isMeasuring() {
    return MEASURES.has(this.name);
  }

  /** The corners of what was just drawn can be moved; a box stays a box. */
  reshaping() {
    const { drafts } = this.sources;
    const modify = new ol.interaction.Modify({ source: drafts, insertVertexCondition: () => !drafts.getFeatures().some(isBox) });
    let before = /** @type {number[][]} */ ([]);
    modify.on("modifystart", () => {
      before = drafts.getFeatures().filter(isBox).flatMap((/** @type {any} */ one) => one.getGeometry().getCoordinates()[0]);
    });
    modify.on("modifyend", (/** @type {any} */ event) =>
      event.features.forEach((/** @type {any} */ feature) => {
        if (isBox(feature)) feature.setGeometry(squared(feature.getGeometry(), before));
        this.page.changed(feature);
      }),
    );
    return modify;
  }

  /** Take a tool; a tool nobody knows is the pointer. @param {string} name */
  take(name) {
    if (this.drawing) this.map.removeInteraction(this.drawing);
    this.drawing = null;
    this.name = name in DRAWS ? name : "select";
    // Measures stay beside each other until another thing is done.
    if (!this.isMeasuring) this.sources.measures.clear();
    if (this.name === "select") return;
    this.drawing = this.drawer();
    this.map.addInteraction(this.drawing);
  }

  /** While the space bar is down, dragging moves the sheet. @param {boolean} moving */
  hold(moving) {
    this.drawing?.setActive(!moving);
  }

  /** Give up what is being drawn, then the measure, then the tool. */
  giveUp() {
    if (this.drawing?.sketchFeature_) this.drawing.abortDrawing();
    else this.take("select");
  }

  drawer() {
    const { name, isMeasuring: isMeasure } = this;
    const { drafts, measures } = this.sources;
    const draws = DRAWS[/** @type {keyof typeof DRAWS} */ (name)]();
    const drawing = new ol.interaction.Draw({
      // Who ends a line by a double click, where its last point ends it, begins no other.
      condition: (/** @type {any} */ event) => ol.events.condition.noModifierKeys(event) && performance.now() - this.endedAt >= DOUBLE,
      source: isMeasure ? measures : drafts,
      style: (/** @type {any} */ feature) => (isMeasure ? this.look(feature) : this.sketch(feature)),
      ...draws,
    });
    drawing.on("drawstart", () => !isMeasure && drafts.clear());
    drawing.on("drawend", (/** @type {any} */ { feature }) => {
      if ("maxPoints" in draws) this.endedAt = performance.now();
      if (isMeasure) {
        feature.set("kind", name);
        this.page.measured(feature);
        return;
      }
      feature.setProperties({ shape: name, dept: this.page.dept });
      // The shape joins the source after this event; a click without a drag is no mark.
      setTimeout(() => (isSpeck(feature, this.map) ? drafts.removeFeature(feature) : this.page.drawn(feature)));
    });
    return drawing;
  }

  /** Sketches come as points and rings without area, too. @param {any} feature */
  sketch(feature) {
    if (feature.getGeometry()?.getType() === "Point" && this.name !== "text") return [];
    feature.setProperties({ shape: this.name, dept: this.page.dept }, true);
    return styleOf(feature, true);
  }
}

/** @param {any} feature */
function isBox(feature) {
  return feature.getGeometry().getType() === "Polygon";
}

/** The box between the corner that moved and the one across. @param {any} geometry @param {number[][]} before */
function squared(geometry, before) {
  const now = geometry.getCoordinates()[0];
  const moved = [0, 1, 2, 3].find((i) => now[i][0] !== before[i][0] || now[i][1] !== before[i][1]) ?? 0;
  const [[x0, y0], [x1, y1]] = [before[(moved + 2) % 4], now[moved]];
  return rectangle([Math.min(x0, x1), Math.min(y0, y1), Math.max(x0, x1), Math.max(y0, y1)]);
}

/** Whether a shape is too small to be meant. @param {any} feature @param {any} map */
function isSpeck(feature, map) {
  const geometry = feature.getGeometry();
  if (geometry.getType() === "Point") return false;
  const [x0, y0, x1, y1] = geometry.getExtent();
  return Math.hypot(x1 - x0, y1 - y0) / map.getView().getResolution() < 6;
}
