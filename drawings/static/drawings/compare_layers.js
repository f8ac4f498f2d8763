// @ts-check
// The layers of a comparison: the older sheet laid on the newer, the newer pale and full, changes, frames, marks.
import { frameStyle, framesOf, lineStyle } from "./changes.js";
import { featureOf, styleOf } from "./marks.js";
import { layOlder } from "./laying.js";
import { jsonIn } from "./mirror.js";
import { sizeOf, tileLayer, tilesOf } from "./tiles.js";

/** @type {any} */
const ol = /** @type {any} */ (window).ol;

const CAME = "#0072b2";
const WENT = "#d55e00";

/**
 * @param {DOMStringMap} dataset of the element
 * @param {any} projection of the newer sheet
 * @param {{chosen: () => string | null, lets: (index: string) => boolean}} now the change that is chosen, those that are seen
 */
export function layersFor(dataset, projection, { chosen, lets }) {
  const oldSize = sizeOf(Number(dataset.oldWidthMm || dataset.widthMm), Number(dataset.oldHeightMm || dataset.heightMm));
  const ways = layOlder(dataset.tilesOld ?? "", oldSize, projection, jsonIn(dataset.laid));
  const newer = tilesOf(dataset.tilesNew ?? "", sizeOf(Number(dataset.widthMm), Number(dataset.heightMm)), projection);
  const changes = jsonIn(dataset.changes).filter((/** @type {any} */ one) => one.box);
  const frameLayer = () => vector("frames", framesOf(changes), (one) => (lets(one.getId()) ? frameStyle(one, one.getId() === chosen()) : null));
  const older = tileLayer(ways[0].source, "older", ways[0].extent);
  const beside = tileLayer(ways[0].source, "older", ways[0].extent);
  return {
    older,
    pale: tileLayer(newer, "pale"),
    newer: tileLayer(newer, "newer"),
    beside,
    /** Lay the older sheet by the whole of it (0), or by a part that moved. @param {number} way */
    layBy: (way) => {
      for (const layer of [older, beside]) {
        layer.setSource(ways[way].source);
        layer.setExtent(ways[way].extent);
      }
    },
    lines: vector("lines", [], (one) => (lets(one.get("change")) ? lineStyle(one) : null)),
    marks: vector("marks", jsonIn(dataset.marks).map(featureOf), (one) => styleOf(one, false)),
    frames: frameLayer(),
    framesBeside: frameLayer(),
  };
}

/**
 * Ink both sheets: where no lines of changes are known, orange went and blue came.
 * @param {{older: any, newer: any}} layers
 * @param {() => boolean} wanted
 */
export function inkBoth({ older, newer }, wanted) {
  for (const [layer, colour] of [[older, WENT], [newer, CAME]]) {
    layer.on("postrender", (/** @type {any} */ { context }) => {
      if (!wanted()) return;
      context.save();
      context.resetTransform();
      // Black becomes the colour, white stays white; the style sheet multiplies the layers.
      context.globalCompositeOperation = "lighten";
      context.fillStyle = colour;
      context.fillRect(0, 0, context.canvas.width, context.canvas.height);
      context.restore();
    });
  }
}

/** @param {string} className @param {any[]} features @param {(feature: any) => any} style */
function vector(className, features, style) {
  return new ol.layer.Vector({ source: new ol.source.Vector({ features }), style, className });
}
