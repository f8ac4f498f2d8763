// @ts-check
// The two faces of a sheet: DWG and PDF lie on each other, so that a switch keeps the place.
import { askPatiently } from "./asking.js";
import { POINTS_PER_MM, sizeOf, tilesOf } from "./tiles.js";

/**
 * @typedef {object} Face
 * @property {"pdf" | "dwg"} side
 * @property {string} tiles
 * @property {string} layers
 * @property {string} words
 * @property {string} lines
 * @property {number} width_mm
 * @property {number} height_mm
 * @property {number[][]} [windows] box in millimetres and scale of each window into model space, the smallest first
 * @property {{scale: number, dx_mm: number, dy_mm: number}} laid on the face that counts
 */

export class Faces {
  /** @param {{now: string, told: Face[]}} told @param {any} projection of the face that counts */
  constructor(told, projection) {
    this.told = told.told;
    this.now = this.faceOf(told.now) ?? this.told[0];
    this.projection = projection;
    /** Bits of the layers that are off, for each face; nothing: as the file wants it. @type {Map<string, string>} */
    this.off = new Map();
  }

  /** @param {string} side */
  faceOf(side) {
    return this.told.find((one) => one.side === side);
  }

  /** The tiles of the face that is shown. */
  source() {
    const { tiles, width_mm: width, height_mm: height, side } = this.now;
    const off = this.off.get(side);
    const template = off === undefined ? tiles : `${tiles}&off=${off}`;
    return tilesOf(template, sizeOf(width, height), this.projection, this.laid());
  }

  /** Where the shown face lies, in points of the face that counts. */
  laid() {
    const { scale, dx_mm: dx, dy_mm: dy } = this.now.laid;
    return { scale, dx: dx * POINTS_PER_MM, dy: dy * POINTS_PER_MM };
  }

  /** From millimetres of the shown face to points of the map. @param {number} x @param {number} y */
  onMap(x, y) {
    const { scale, dx, dy } = this.laid();
    return [x * POINTS_PER_MM * scale + dx, y * POINTS_PER_MM * scale + dy];
  }

  /**
   * The scale of the window in which a shape lies whole, in real millimetres a millimetre of the sheet; 0: in none.
   * The windows are those of the DWG; on the PDF they lie where the two lie on each other.
   * @param {number[]} extent in points of the map
   */
  windowScale([x0, y0, x1, y1]) {
    for (const { windows, laid } of this.told) {
      const { scale: reduced, dx_mm: dx, dy_mm: dy } = laid;
      const onFace = (/** @type {number} */ point, /** @type {number} */ shift) => (point / POINTS_PER_MM - shift) / reduced;
      const [left, low, right, high] = [onFace(x0, dx), onFace(y0, dy), onFace(x1, dx), onFace(y1, dy)];
      const found = windows?.find(([a, b, c, d]) => a <= left && b <= low && right <= c && high <= d);
      if (found) return found[4] / reduced;
    }
    return 0;
  }

  /** A box of the shown face, in millimetres of the face that counts. @param {number[]} box */
  boxOnMap([x0, y0, x1, y1]) {
    return [...this.onMap(x0, y0), ...this.onMap(x1, y1)].map((one) => one / POINTS_PER_MM);
  }

  /** From points of the map to millimetres of the shown face. @param {number[]} point */
  onFace([x, y]) {
    const { scale, dx, dy } = this.laid();
    return [(x - dx) / scale / POINTS_PER_MM, (y - dy) / scale / POINTS_PER_MM];
  }
}

/** What a question about the face is answered; nothing when it cannot be. @param {string} address @returns {Promise<any[] | null>} */
export async function told(address) {
  const answer = await askPatiently(address);
  return answer?.ok ? answer.json() : null;
}
