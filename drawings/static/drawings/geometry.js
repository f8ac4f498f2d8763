// @ts-check
// From the corners of a mark in paper millimetres to a shape on the map, and back.
import { POINTS_PER_MM } from "./tiles.js";

/** @type {any} */
const ol = /** @type {any} */ (window).ol;

/** @typedef {[number, number]} Point */
/** @typedef {"cloud" | "rect" | "arrow" | "polyline" | "text" | "freehand"} Shape */

const RINGS = new Set(["cloud", "rect"]);

/** @param {Shape} shape @param {Point[]} mm */
export function geometryOf(shape, mm) {
  const points = mm.map(([x, y]) => [x * POINTS_PER_MM, y * POINTS_PER_MM]);
  if (points.length === 1) return new ol.geom.Point(points[0]);
  if (!RINGS.has(shape)) return new ol.geom.LineString(points);
  const ring = points.length === 2 ? corners(points[0], points[1]) : points;
  return new ol.geom.Polygon([[...ring, ring[0]]]);
}

/** The corners of a shape, to a hundredth of a millimetre. @param {any} geometry @returns {Point[]} */
export function millimetresOf(geometry) {
  const kind = geometry.getType();
  const all = geometry.getCoordinates();
  const points = kind === "Point" ? [all] : kind === "Polygon" ? all[0].slice(0, -1) : all;
  return points.map((/** @type {Point} */ [x, y]) => [rounded(x), rounded(y)]);
}

/** The bounding box of a shape in millimetres. @param {any} geometry @returns {number[]} */
export function boxOf(geometry) {
  return geometry.getExtent().map(rounded);
}

/** @param {number[]} a @param {number[]} b */
function corners([x0, y0], [x1, y1]) {
  return [[x0, y0], [x1, y0], [x1, y1], [x0, y1]];
}

/** @param {number} points */
function rounded(points) {
  return Math.round((points / POINTS_PER_MM) * 100) / 100;
}
