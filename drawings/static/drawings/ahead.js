// @ts-check
// What comes next is fetched while nothing else is wanted: the overview of the next sheet.
import { askPatiently } from "./asking.js";

const LATER = [2000, 4000, 8000]; // ms; nobody waits for it yet

/**
 * @param {string[]} addresses
 * @param {any} map wait until it rests
 */
export function fetchAhead(addresses, map) {
  if (!addresses.length) return;
  const idle = window.requestIdleCallback ?? ((/** @type {() => void} */ go) => setTimeout(go, 500));
  map.once("rendercomplete", () => idle(() => addresses.forEach(bring)));
}

/** @param {string} address */
function bring(address) {
  const picture = new Image();
  picture.fetchPriority = "low";
  picture.addEventListener("error", () => askPatiently(address, LATER), { once: true });
  picture.src = address;
}
