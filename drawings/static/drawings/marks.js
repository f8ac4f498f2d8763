// @ts-check
// How marks look: department by colour and number, grade by line, state by paleness; the number never turns.
import { cloudOf } from "./cloud.js";
import { geometryOf } from "./geometry.js";
import { arrowHead, labelStyle } from "./labels.js";

/** @type {any} */
const ol = /** @type {any} */ (window).ol;

/**
 * @typedef {object} Mark
 * @property {number | string} id
 * @property {string} label what people say aloud: 建-03
 * @property {import("./geometry.js").Shape} shape
 * @property {[number, number][]} points in paper millimetres, y up
 * @property {string} dept sector of the department
 * @property {string} grade mandatory, shall or advice
 * @property {string} state
 * @property {boolean} [muted] of another department: a thin line
 * @property {string} [text] words of a text mark
 * @property {"right"} [side] the number stands at the right corner, where another has the left one
 */

/** Line and ink of each sector: the same values as in tokens.css, which a canvas cannot read. */
const COLOURS = {
  housing: { line: "#0072b2", ink: "#005f96" },
  fire: { line: "#d55e00", ink: "#a84400" },
  airdefence: { line: "#009e73", ink: "#006b4e" },
  planning: { line: "#8a6d00", ink: "#6b5400" },
  meteorology: { line: "#aa4499", ink: "#8a2f7a" },
};
const PLAIN = { line: "#55636f", ink: "#55636f" };
const SETTLED = new Set(["closed", "replaced", "withdrawn"]);

/** @param {string} sector */
export function colourOf(sector) {
  return COLOURS[/** @type {keyof typeof COLOURS} */ (sector)] ?? PLAIN;
}

/** @param {Mark} mark */
export function featureOf(mark) {
  const feature = new ol.Feature(geometryOf(mark.shape, mark.points));
  feature.setId(String(mark.id));
  feature.setProperties({ ...mark, geometry: feature.getGeometry() });
  return feature;
}

/**
 * The style of a mark.
 * @param {any} feature
 * @param {boolean} chosen
 */
export function styleOf(feature, chosen) {
  const geometry = feature.getGeometry();
  if (!geometry) return [];
  const { line, ink } = colourOf(feature.get("dept"));
  const pale = SETTLED.has(feature.get("state")) && !chosen;
  const tint = (/** @type {number} */ alpha) => line + Math.round((pale ? alpha / 2 : alpha) * 255).toString(16).padStart(2, "0");
  const stroke = new ol.style.Stroke({ color: tint(1), width: widthOf(feature, chosen), lineDash: dashOf(feature) });
  const fill = new ol.style.Fill({ color: tint(chosen ? 0.14 : 0.06) });
  const styles = [new ol.style.Style({ geometry: outlineOf, stroke, zIndex: chosen ? 2 : 1 })];
  if (geometry.getType() === "Polygon") styles.unshift(new ol.style.Style({ fill }));
  if (feature.get("shape") === "arrow") styles.push(...arrowHead(geometry, tint(1)));
  const words = [feature.get("label"), feature.get("text")].filter(Boolean).join(" ");
  if (words || feature.get("shape") === "text") {
    styles.push(labelStyle(geometry, words || "…", { line: tint(1), ink, chosen, pale, right: feature.get("side") === "right" }));
  }
  return styles;
}

/** @param {any} feature @param {boolean} chosen */
function widthOf(feature, chosen) {
  if (feature.get("muted") && !chosen) return 1.25;
  const width = feature.get("grade") === "mandatory" ? 2.5 : 2;
  return chosen ? width + 1 : width;
}

/** @param {any} feature */
function dashOf(feature) {
  return feature.get("grade") === "advice" ? [9, 4] : undefined;
}

/** The line that is drawn: a cloud for clouds. Kept until the shape changes. @param {any} feature */
function outlineOf(feature) {
  const geometry = feature.getGeometry();
  if (feature.get("shape") !== "cloud" || geometry?.getType() !== "Polygon") return geometry;
  const revision = geometry.getRevision();
  if (feature.cloud?.revision !== revision) {
    const ring = cloudOf(geometry.getCoordinates()[0]);
    feature.cloud = { revision, line: ring ? new ol.geom.LineString(ring) : geometry };
  }
  return feature.cloud.line;
}
