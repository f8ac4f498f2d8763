// @ts-check
// Changes drawn over a pale sheet: blue came, orange dashed went, dotted purple moved; each with its number.
import { rectangle, POINTS_PER_MM } from "./tiles.js";

/** @type {any} */
const ol = /** @type {any} */ (window).ol;

/**
 * @typedef {object} Change
 * @property {number} index
 * @property {number} [number] what the list calls it; index + 1 when missing
 * @property {string} kind
 * @property {number[]} box in millimetres of the newer sheet
 */
/** @typedef {{index: number, kind: string, side: "old" | "new", d: [number, number][]}} Line */

const ADDED = "#0072b2";
const REMOVED = "#d55e00";
const MOVED = "#882255";
const INK = { moved: MOVED, added: "#005f96", removed: "#a84400", text: "#16202c", dimension: "#16202c" };
const OTHER = "#55636f";
const YELLOW = "#ffd88a";
const MARGIN = 3; // points around what changed

/** The lines of a comparison, one feature for each change and side. @param {Line[]} lines */
export function linesOf(lines) {
  const groups = new Map();
  for (const { index, side, d } of lines) {
    const key = `${side} ${index}`;
    const strings = groups.get(key) ?? [];
    strings.push(d.map(([x, y]) => [x * POINTS_PER_MM, y * POINTS_PER_MM]));
    groups.set(key, strings);
  }
  return [...groups].map(([key, strings]) => {
    const feature = new ol.Feature(new ol.geom.MultiLineString(strings));
    const [side, change] = key.split(" ");
    feature.setProperties({ side, change });
    return feature;
  });
}

const cameStyle = new ol.style.Style({ stroke: new ol.style.Stroke({ color: ADDED, width: 2 }), zIndex: 2 });
const wentStyle = new ol.style.Style({ stroke: new ol.style.Stroke({ color: REMOVED, width: 2, lineDash: [7, 4] }), zIndex: 1 });

/** @param {any} feature */
export function lineStyle(feature) {
  return feature.get("side") === "new" ? cameStyle : wentStyle;
}

/** The frames of changes. @param {Change[]} changes */
export function framesOf(changes) {
  return changes.map((change) => {
    const [x0, y0, x1, y1] = change.box.map((one) => one * POINTS_PER_MM);
    const feature = new ol.Feature(rectangle([x0 - MARGIN, y0 - MARGIN, x1 + MARGIN, y1 + MARGIN]));
    feature.setId(String(change.index));
    feature.setProperties({ kind: change.kind, number: String(change.number ?? change.index + 1) });
    return feature;
  });
}

/** @param {any} feature @param {boolean} chosen */
export function frameStyle(feature, chosen) {
  const kind = feature.get("kind");
  const ink = INK[/** @type {keyof typeof INK} */ (kind)] ?? OTHER;
  const dotted = kind === "moved" ? [3, 4] : undefined;
  const styles = [
    new ol.style.Style({ fill: new ol.style.Fill({ color: "rgba(255, 255, 255, 0)" }), stroke: new ol.style.Stroke({ color: ink, width: 1.75, lineDash: dotted }) }),
    numberStyle(feature, ink),
  ];
  if (chosen) styles.unshift(new ol.style.Style({ stroke: new ol.style.Stroke({ color: YELLOW, width: 7 }) }));
  return styles;
}

/** A numbered disc at the upper left corner. @param {any} feature @param {string} ink */
function numberStyle(feature, ink) {
  const [left, , , top] = feature.getGeometry().getExtent();
  return new ol.style.Style({
    geometry: new ol.geom.Point([left, top]),
    zIndex: 3,
    image: new ol.style.Circle({
      radius: 10,
      displacement: [-12, 6],
      fill: new ol.style.Fill({ color: ink }),
      stroke: new ol.style.Stroke({ color: "#fff", width: 2 }),
    }),
    text: new ol.style.Text({
      text: feature.get("number"),
      font: '700 12px "Noto Sans SC", sans-serif',
      fill: new ol.style.Fill({ color: "#fff" }),
      offsetX: -12,
      offsetY: -5,
    }),
  });
}
