// @ts-check
// Lengths and areas by the scale of the sheet; nothing of it is kept.
import { valueStyle } from "./labels.js";
import { POINTS_PER_MM } from "./tiles.js";

/** @type {any} */
const ol = /** @type {any} */ (window).ol;

const RED = "#b3261e";
const METRE = 1000; // millimetres

/**
 * What a measured shape says: metres at a scale, millimetres of paper without one.
 * @param {any} geometry
 * @param {number} scale the number after 1:, 0 when unknown
 */
export function measured(geometry, scale) {
  const isArea = geometry.getType() === "Polygon";
  const paper = isArea ? geometry.getArea() / POINTS_PER_MM ** 2 : geometry.getLength() / POINTS_PER_MM;
  if (!scale) return `${paper.toFixed(isArea ? 0 : 1)}\u00a0${isArea ? "mm²" : "mm"}`;
  const real = isArea ? paper * (scale / METRE) ** 2 : paper * (scale / METRE);
  return `${real.toFixed(real < 100 ? 2 : 1)}\u00a0${isArea ? "m²" : "m"}`;
}

/**
 * The style of a measured shape, also while it is drawn.
 * @param {number} scale
 */
export function measureStyle(scale) {
  const stroke = new ol.style.Stroke({ color: RED, width: 2 });
  const fill = new ol.style.Fill({ color: "rgba(179, 38, 30, .08)" });
  const corner = new ol.style.Circle({ radius: 3, fill: new ol.style.Fill({ color: RED }) });
  return (/** @type {any} */ feature) => {
    const geometry = feature.getGeometry();
    const kind = geometry?.getType();
    if (kind === "Point") return [new ol.style.Style({ image: corner })];
    if (kind !== "LineString" && kind !== "Polygon") return [];
    const points = kind === "Polygon" ? geometry.getCoordinates()[0] : geometry.getCoordinates();
    if (points.length < 2) return [];
    const dots = new ol.style.Style({ geometry: new ol.geom.MultiPoint(points), image: corner });
    const place = kind === "Polygon" ? geometry.getInteriorPoint() : new ol.geom.Point(points.at(-1));
    return [new ol.style.Style({ stroke, fill }), dots, valueStyle(place, measured(geometry, scale))];
  };
}
