// @ts-check
// A sheet as a map: one unit is one PDF point, y up, so that marks need no conversion on the way out.

/** @type {any} */
const ol = /** @type {any} */ (window).ol;

export const POINTS_PER_MM = 72 / 25.4;
const TILE = 512;
const LEVELS = 7;
const SHARPEST = 1 / 32; // points a pixel
const MOST_REDUCED = 1.75;
const AROUND_MM = 60; // of paper around a place that somebody is led to

/** @typedef {{width: number, height: number}} Size in points */

/** Zoom levels of the server: 8 pixels a point at the finest. */
const RESOLUTIONS = Array.from({ length: LEVELS }, (_, z) => 2 ** (LEVELS - 1 - z) / 8);

/** @param {number} widthMm @param {number} heightMm @returns {Size} */
export function sizeOf(widthMm, heightMm) {
  return { width: widthMm * POINTS_PER_MM, height: heightMm * POINTS_PER_MM };
}

/** @param {Size} size */
export function projectionOf({ width, height }) {
  const getPointResolution = (/** @type {number} */ one) => one;
  return new ol.proj.Projection({ code: "sheet", units: "pixels", extent: [0, 0, width, height], getPointResolution });
}

/** The steps of zoom for a sheet that lies enlarged. @param {number} scale */
export function resolutionOf(scale) {
  return RESOLUTIONS.map((one) => one * scale);
}

/**
 * The tiles of one face.
 * @param {string} template address with {z}, {x}, {y}
 * @param {Size} size of that face
 * @param {any} projection of the sheet it lies on
 * @param {{scale: number, dx: number, dy: number}} [laid] where the face lies on that sheet, in points
 */
export function tilesOf(template, { width, height }, projection, laid = { scale: 1, dx: 0, dy: 0 }) {
  const { scale, dx, dy } = laid;
  const extent = [dx, dy, dx + width * scale, dy + height * scale];
  return new ol.source.TileImage({
    projection,
    // A little enlarged, letters are fuzzy; a little reduced, they are not.
    zDirection: (/** @type {number} */ wanted, /** @type {number} */ _coarser, /** @type {number} */ finer) => wanted / finer - MOST_REDUCED,
    transition: 0, // no fade: a tile must not lie about what is there
    tileGrid: new ol.tilegrid.TileGrid({
      extent,
      origin: [extent[0], extent[3]],
      resolutions: resolutionOf(scale),
      tileSize: TILE,
    }),
    tileUrlFunction: (/** @type {number[]} */ [z, x, y]) =>
      template.replace("{z}", String(z)).replace("{x}", String(x)).replace("{y}", String(y)),
  });
}

/**
 * A layer of tiles, cut where its sheet ends: tiles at the edge are padded.
 * @param {any} source
 * @param {string} [className] a canvas of its own, for filters and curtains
 * @param {number[]} [extent] where the sheet lies, if that is not the frame of its tiles
 */
export function tileLayer(source, className, extent = source.getTileGrid().getExtent()) {
  return new ol.layer.Tile({ source, extent, ...(className && { className }) });
}

/** The paper itself: white before the first tile comes. @param {Size} size */
export function paperOf({ width, height }) {
  const feature = new ol.Feature(rectangle([0, 0, width, height]));
  return new ol.layer.Vector({
    source: new ol.source.Vector({ features: [feature] }),
    style: new ol.style.Style({ fill: new ol.style.Fill({ color: "#fff" }) }),
  });
}

/** @param {number[]} extent */
export function rectangle([x0, y0, x1, y1]) {
  return new ol.geom.Polygon([[[x0, y0], [x1, y0], [x1, y1], [x0, y1], [x0, y0]]]);
}

/** @param {any} projection */
export function viewOf(projection) {
  const [, , width, height] = projection.getExtent();
  return new ol.View({
    projection,
    center: [width / 2, height / 2],
    resolution: Math.max(width, height) / 1000,
    minResolution: SHARPEST,
    maxResolution: Math.max(width, height) / 300,
    extent: [-width / 2, -height / 2, width * 1.5, height * 1.5],
    constrainOnlyCenter: true,
    smoothResolutionConstraint: false,
  });
}

/** Show the whole sheet. @param {any} map @param {boolean} [atOnce] */
export function fit(map, atOnce = false) {
  const view = map.getView();
  view.fit(view.getProjection().getExtent(), {
    size: map.getSize(), // said aloud: a view that moves two maps cannot know it
    padding: [56, 24, 56, 24],
    duration: atOnce ? 0 : pace(),
  });
}

/**
 * Bring a box into the middle, with enough of the drawing around it to see where one is.
 * @param {any} map @param {number[]} box in millimetres @param {boolean} [atOnce]
 */
export function look(map, box, atOnce = false) {
  const [left, low, right, high] = box;
  const around = [left - AROUND_MM, low - AROUND_MM, right + AROUND_MM, high + AROUND_MM];
  const size = map.getSize() ?? [800, 600];
  map.getView().fit(around.map((one) => one * POINTS_PER_MM), { size, duration: atOnce ? 0 : pace() });
}

/** How long a move may glide; people who asked for stillness get none. */
export function pace() {
  return matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 220;
}
