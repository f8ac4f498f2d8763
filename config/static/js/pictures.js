// @ts-check
// Pictures that did not come are asked for again, with patience: a busy server turns them away for a moment.
import { askPatiently } from "../drawings/asking.js";

const AT_FIRST = 1000; // ms; the answer that says how long was the picture's own, which nobody can read
const PAUSES = [AT_FIRST, 1500, 3000, 6000, 8000, 8000];

/** @typedef {HTMLImageElement | SVGImageElement} Picture */

/** @param {EventTarget | null} spot @returns {spot is Picture} */
function isPicture(spot) {
  return spot instanceof HTMLImageElement || spot instanceof SVGImageElement;
}

/** @param {Picture} picture */
function addressOf(picture) {
  return picture instanceof SVGImageElement ? picture.href.baseVal : picture.src;
}

/** @param {Picture} picture @param {string} address */
function show(picture, address) {
  if (picture instanceof SVGImageElement) picture.setAttribute("href", address);
  else picture.src = address;
}

/** Whether it failed before this module could hear of it. @param {Picture} picture */
function hasFailed(picture) {
  if (picture instanceof HTMLImageElement) return picture.complete && !picture.naturalWidth && Boolean(picture.src);
  const address = new URL(addressOf(picture), location.href).href;
  const seen = /** @type {any} */ (performance.getEntriesByName(address, "resource").at(-1));
  return seen?.responseStatus >= 400;
}

/** Ask until it comes; its place stays quiet meanwhile, and says so when it does not. @param {Picture} picture */
async function askAgain(picture) {
  const address = addressOf(picture);
  if (picture.dataset.picture || !address || address.startsWith("blob:") || address.startsWith("data:")) return;
  picture.dataset.picture = "waiting";
  const answer = await askPatiently(address, PAUSES);
  const bytes = answer?.ok ? await answer.blob().catch(() => null) : null;
  const isWhole = bytes?.type.startsWith("image/"); // who was signed out meanwhile is sent a page instead
  // Meanwhile the page may want another picture in this place.
  if (addressOf(picture) !== address) delete picture.dataset.picture;
  else if (!bytes || !isWhole) picture.dataset.picture = "lost";
  else {
    const kept = URL.createObjectURL(bytes);
    picture.addEventListener("load", () => { delete picture.dataset.picture; URL.revokeObjectURL(kept); }, { once: true });
    show(picture, kept);
  }
}

/** Those that are still missing, when there is a new chance. */
function askForLost() {
  for (const picture of document.querySelectorAll("[data-picture=lost]")) {
    if (!isPicture(picture)) continue;
    delete picture.dataset.picture;
    askAgain(picture);
  }
}

document.addEventListener("error", (event) => { if (isPicture(event.target)) askAgain(event.target); }, true);
addEventListener("online", askForLost);
document.addEventListener("visibilitychange", () => { if (!document.hidden) askForLost(); });
for (const picture of document.querySelectorAll("img, image")) {
  if (isPicture(picture) && hasFailed(picture)) askAgain(picture);
}
