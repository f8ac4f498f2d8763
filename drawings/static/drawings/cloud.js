// @ts-check
// The revision cloud: scallops along a ring, bulging outwards, of one size all around.

/** @typedef {[number, number]} Point */

const SCALLOPS = 44; // about so many around a mark
const CHORD = { least: 3, most: 16 }; // points
const STEPS = 7;

/**
 * The outline of a cloud.
 * @param {Point[]} ring closed: the last point repeats the first
 * @returns {Point[] | null} nothing for a ring without area, as sketches have
 */
export function cloudOf(ring) {
  if (ring.length < 4) return null;
  // Scallops bulge to the left of the way, so the way goes with the clock.
  const way = turn(ring) < 0 ? ring : ring.slice().reverse();
  const sides = way.slice(1).map((to, i) => ({ from: way[i], to, length: distance(way[i], to) }));
  const around = sides.reduce((sum, side) => sum + side.length, 0);
  if (around === 0) return null;
  const chord = Math.min(CHORD.most, Math.max(CHORD.least, around / SCALLOPS));
  const points = sides.filter((side) => side.length > 0).flatMap((side) => scallops(side, chord));
  return [...points, points[0]];
}

/** @param {{from: Point, to: Point, length: number}} side @param {number} chord @returns {Point[]} */
function scallops({ from, to, length }, chord) {
  const count = Math.max(1, Math.round(length / chord));
  const radius = length / count / 2;
  const heading = Math.atan2(to[1] - from[1], to[0] - from[0]);
  /** @type {Point[]} */
  const points = [];
  for (let k = 0; k < count; k += 1) {
    const middle = (k + 0.5) / count;
    const x = from[0] + (to[0] - from[0]) * middle;
    const y = from[1] + (to[1] - from[1]) * middle;
    for (let step = 0; step <= STEPS; step += 1) {
      const angle = heading + Math.PI - (step * Math.PI) / STEPS;
      points.push([x + radius * Math.cos(angle), y + radius * Math.sin(angle)]);
    }
  }
  return points;
}

/** Twice the signed area: positive against the clock. @param {Point[]} ring */
function turn(ring) {
  return ring.slice(1).reduce((sum, [x, y], i) => sum + ring[i][0] * y - x * ring[i][1], 0);
}

/** @param {Point} a @param {Point} b */
function distance(a, b) {
  return Math.hypot(b[0] - a[0], b[1] - a[1]);
}
