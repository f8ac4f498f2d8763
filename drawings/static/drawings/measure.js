// @ts-check
// Lengths, areas and angles by the scale of the sheet: what a shape says, and how it looks.
import { valueStyle } from "./labels.js";
import { POINTS_PER_MM } from "./tiles.js";

/** @type {any} */
const ol = /** @type {any} */ (window).ol;

const RED = "#b3261e";
const METRE = 1000; // millimetres

/** @typedef {{scale: number, unit: "m" | "mm"}} Basis scale: real millimetres a millimetre of paper, 0 when unknown */

/**
 * What a measured shape says: real lengths at a scale, millimetres of paper without one.
 * @param {any} geometry
 * @param {Basis} basis
 * @param {string} [kind] angle, where the line is one
 */
export function measured(geometry, { scale, unit }, kind) {
  if (kind === "angle") return angleOf(geometry.getCoordinates());
  const isArea = geometry.getType() === "Polygon";
  const paper = isArea ? geometry.getArea() / POINTS_PER_MM ** 2 : geometry.getLength() / POINTS_PER_MM;
  if (!scale) return isArea ? `${paper.toFixed(0)}\u00a0mm²` : `${paper.toFixed(2)}\u00a0mm`;
  const real = paper * (isArea ? scale ** 2 : scale);
  if (unit === "mm") return `${real.toFixed(0)}\u00a0${isArea ? "mm²" : "mm"}`;
  return isArea ? `${(real / METRE ** 2).toFixed(2)}\u00a0m²` : `${(real / METRE).toFixed(3)}\u00a0m`;
}

/** The angle at the middle of three points. @param {number[][]} points */
function angleOf(points) {
  if (points.length < 3) return "";
  const [a, corner, b] = points;
  const turn = Math.atan2(b[1] - corner[1], b[0] - corner[0]) - Math.atan2(a[1] - corner[1], a[0] - corner[0]);
  const degrees = Math.abs((turn * 180) / Math.PI) % 360;
  return `${Math.min(degrees, 360 - degrees).toFixed(2)}°`;
}

/**
 * The style of a measured shape, also while it is drawn.
 * @param {(geometry: any) => Basis} basis
 * @param {(feature: any) => string} kindOf
 */
export function measureStyle(basis, kindOf) {
  const stroke = new ol.style.Stroke({ color: RED, width: 2 });
  const fill = new ol.style.Fill({ color: "rgba(179, 38, 30, .08)" });
  const corner = new ol.style.Circle({ radius: 3, fill: new ol.style.Fill({ color: RED }) });
  return (/** @type {any} */ feature) => {
    const geometry = feature.getGeometry();
    const type = geometry?.getType();
    if (type === "Point") return [new ol.style.Style({ image: corner })];
    if (type !== "LineString" && type !== "Polygon") return [];
    const points = type === "Polygon" ? geometry.getCoordinates()[0] : geometry.getCoordinates();
    if (points.length < 2) return [];
    const dots = new ol.style.Style({ geometry: new ol.geom.MultiPoint(points), image: corner });
    const kind = kindOf(feature);
    const words = measured(geometry, basis(geometry), kind);
    const shape = new ol.style.Style({ stroke, fill });
    return words ? [shape, dots, valueStyle(placeOf(geometry, points, kind), words)] : [shape, dots];
  };
}

/** Where the value stands. @param {any} geometry @param {number[][]} points @param {string} kind */
function placeOf(geometry, points, kind) {
  if (geometry.getType() === "Polygon") return geometry.getInteriorPoint();
  return new ol.geom.Point(kind === "angle" ? points[1] : points.at(-1));
}
