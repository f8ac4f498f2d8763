// @ts-check
// Numbers beside marks, heads of arrows, values of measures: drawn in screen pixels, upright at any zoom.

/** @type {any} */
const ol = /** @type {any} */ (window).ol;

const FONT = '"Noto Sans SC", "Noto Sans CJK SC", "Microsoft YaHei", sans-serif';
const TALL = 21;
const AWAY = { x: -30, y: -26 }; // from the corner of the mark to the middle of its number

/** @typedef {{line: string, ink: string, chosen: boolean, pale: boolean, right?: boolean}} Look */

/**
 * The number of a mark with its leader.
 * @param {any} geometry
 * @param {string} words
 * @param {Look} looks
 */
export function labelStyle(geometry, words, looks) {
  const [left, , right, top] = geometry.getExtent();
  const draw = (/** @type {number[]} */ at, /** @type {any} */ { context, pixelRatio, rotation }) => {
    context.save();
    context.translate(at[0], at[1]);
    context.rotate(-rotation); // numbers stay upright when the sheet is turned
    drawLabel(context, words, looks, pixelRatio);
    context.restore();
  };
  return new ol.style.Style({
    geometry: new ol.geom.Point([looks.right ? right : left, top]),
    zIndex: looks.chosen ? 4 : 3,
    renderer: draw,
    hitDetectionRenderer: draw,
  });
}

/** Draw at the corner of the mark, which is the origin. @param {CanvasRenderingContext2D} context @param {string} words @param {Look} looks @param {number} ratio */
function drawLabel(context, words, looks, ratio) {
  context.font = `700 ${13.5 * ratio}px ${FONT}`;
  const wide = context.measureText(words).width + 16 * ratio;
  const tall = TALL * ratio;
  const turned = looks.right ? -1 : 1;
  const middle = [turned * AWAY.x * ratio, AWAY.y * ratio];
  context.globalAlpha = looks.pale ? 0.6 : 1;
  context.strokeStyle = looks.line;
  context.lineWidth = 1.75 * ratio;
  context.beginPath();
  context.moveTo(middle[0], middle[1]);
  context.lineTo(turned * 4 * ratio, 0);
  context.stroke();
  context.beginPath();
  context.roundRect(middle[0] - wide / 2, middle[1] - tall / 2, wide, tall, 3 * ratio);
  context.fillStyle = looks.ink;
  context.fill();
  if (looks.chosen) {
    context.strokeStyle = "#fff";
    context.lineWidth = 2 * ratio;
    context.stroke();
  }
  context.fillStyle = "#fff";
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.fillText(words, middle[0], middle[1] + ratio);
}

/** The head of an arrow at the last point. @param {any} geometry @param {string} colour */
export function arrowHead(geometry, colour) {
  if (geometry.getType() !== "LineString") return [];
  const points = geometry.getCoordinates();
  const [from, to] = [points.at(-2), points.at(-1)];
  if (!from || !to) return [];
  const image = new ol.style.RegularShape({
    points: 3,
    radius: 8,
    fill: new ol.style.Fill({ color: colour }),
    rotateWithView: true,
    rotation: Math.PI / 2 - Math.atan2(to[1] - from[1], to[0] - from[0]),
  });
  return [new ol.style.Style({ geometry: new ol.geom.Point(to), image, zIndex: 2 })];
}

/** A measured value: red on white, framed. @param {any} point @param {string} words */
export function valueStyle(point, words) {
  return new ol.style.Style({
    geometry: point,
    zIndex: 5,
    text: new ol.style.Text({
      text: words,
      font: `700 14px ${FONT}`,
      fill: new ol.style.Fill({ color: "#b3261e" }),
      backgroundFill: new ol.style.Fill({ color: "#fff" }),
      backgroundStroke: new ol.style.Stroke({ color: "#b3261e", width: 1.5 }),
      padding: [3, 6, 2, 6],
      offsetY: -18,
      overflow: true,
    }),
  });
}
