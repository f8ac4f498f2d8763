// @ts-check
// How the older sheet lies on the newer one: scaled, turned, shifted; as a whole, or by one part that moved by itself.
import { POINTS_PER_MM, resolutionOf, tilesOf } from "./tiles.js";

/** @type {any} */
const ol = /** @type {any} */ (window).ol;

const STRAIGHT = 0.001; // degrees; below it no picture has to be turned

/** @typedef {{scale?: number, rotation_deg?: number, dx_mm?: number, dy_mm?: number, parts?: {dx_mm: number, dy_mm: number}[]}} Laid */
/** @typedef {{source: any, extent: number[]}} LaidTiles */

let laidSoFar = 0;

/**
 * The older sheet, laid once by the whole sheet and once more by each part that moved.
 * @param {string} template address of its tiles
 * @param {{width: number, height: number}} size of the older sheet, in points
 * @param {any} projection of the newer sheet
 * @param {Laid} laid
 * @returns {LaidTiles[]} the first one by the whole sheet
 */
export function layOlder(template, size, projection, laid) {
  const ways = [{ dx_mm: 0, dy_mm: 0 }, ...(laid.parts ?? [])];
  return ways.map((part) => {
    const dx = ((laid.dx_mm ?? 0) + part.dx_mm) * POINTS_PER_MM;
    const dy = ((laid.dy_mm ?? 0) + part.dy_mm) * POINTS_PER_MM;
    const turn = laid.rotation_deg ?? 0;
    const scale = laid.scale ?? 1;
    if (Math.abs(turn) < STRAIGHT) {
      const source = tilesOf(template, size, projection, { scale, dx, dy });
      return { source, extent: source.getTileGrid().getExtent() };
    }
    return turned(template, size, projection, { scale, turn: (turn * Math.PI) / 180, dx, dy });
  });
}

/**
 * Tiles of a sheet that lies turned: the map draws them anew in the frame of the newer one.
 * @param {string} template
 * @param {{width: number, height: number}} size
 * @param {any} projection
 * @param {{scale: number, turn: number, dx: number, dy: number}} laid
 */
function turned(template, size, projection, { scale, turn, dx, dy }) {
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
  const onNewer = (/** @type {number[]} */ [x, y]) => [scale * (cos * x - sin * y) + dx, scale * (sin * x + cos * y) + dy];
  const onOlder = (/** @type {number[]} */ [u, v]) => {
    const [x, y] = [(u - dx) / scale, (v - dy) / scale];
    return [cos * x + sin * y, cos * y - sin * x];
  };
  const own = new ol.proj.Projection({
    code: `older-${(laidSoFar += 1)}`,
    units: "pixels",
    extent: [0, 0, size.width, size.height],
    getPointResolution: (/** @type {number} */ one) => one * scale,
  });
  ol.proj.addCoordinateTransforms(own, projection, onNewer, onOlder);
  const corners = [[0, 0], [size.width, 0], [size.width, size.height], [0, size.height]].map(onNewer);
  const source = tilesOf(template, size, own);
  // The grid in which turned tiles are put together: that of the newer sheet, in the same steps.
  const extent = ol.extent.boundingExtent(corners);
  source.setTileGridForProjection(projection, new ol.tilegrid.TileGrid({
    extent,
    origin: [extent[0], extent[3]],
    resolutions: resolutionOf(scale),
    tileSize: 512,
  }));
  return { source, extent };
}
