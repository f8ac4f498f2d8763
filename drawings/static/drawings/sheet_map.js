// @ts-check
// What viewer and comparison share: a map for a sheet, its readouts, its buttons.
import { fit, pace, POINTS_PER_MM } from "./tiles.js";

/** @type {any} */
const ol = /** @type {any} */ (window).ol;

const REAL_SIZE = 72 / 96; // points a screen pixel at 100 %

/**
 * A map without OpenLayers' own buttons: ours are part of the page, with words in its language.
 * @param {HTMLElement | undefined} target
 * @param {any} view
 * @param {any[]} layers
 */
export function mapFor(target, view, layers) {
  const { noModifierKeys, primaryAction } = ol.events.condition;
  const pan = new ol.interaction.DragPan({
    // the middle button moves the sheet whatever tool is in hand
    condition: (/** @type {any} */ event) => event.originalEvent.button === 1 || (noModifierKeys(event) && primaryAction(event)),
  });
  return new ol.Map({
    target,
    view,
    layers,
    controls: [],
    interactions: ol.interaction.defaults.defaults({ dragPan: false, doubleClickZoom: false }).extend([pan]),
  });
}

/** @param {Element} root @param {string} name @param {string} text */
export function readout(root, name, text) {
  const place = root.querySelector(`[data-out="${name}"]`);
  if (place && place.textContent !== text) place.textContent = text;
}

/** Keep coordinates and zoom written out. @param {Element} root @param {any} map */
export function keepReadouts(root, map) {
  const view = map.getView();
  const zoom = () => readout(root, "zoom", `${Math.round((REAL_SIZE / view.getResolution()) * 100)}%`);
  map.on("pointermove", (/** @type {any} */ { coordinate, dragging }) => {
    if (dragging) return;
    const [x, y] = coordinate.map((/** @type {number} */ one) => (one / POINTS_PER_MM).toFixed(1));
    readout(root, "coordinates", `X ${x} Y ${y} mm`);
  });
  view.on("change:resolution", zoom);
  zoom();
}

/** @param {any} map @param {string} act @returns {boolean} whether the act was known */
export function perform(map, act) {
  const view = map.getView();
  const acts = {
    fit: () => fit(map),
    "zoom-in": () => view.animate({ zoom: view.getZoom() + 0.75, duration: pace() }),
    "zoom-out": () => view.animate({ zoom: view.getZoom() - 0.75, duration: pace() }),
    rotate: () => view.animate({ rotation: view.getRotation() + Math.PI / 2, duration: pace() }),
  };
  const known = acts[/** @type {keyof typeof acts} */ (act)];
  known?.();
  return Boolean(known);
}

/** Show that tiles are on their way, and when some did not come. @param {HTMLElement} root @param {any} source */
export function watchTiles(root, source) {
  let waiting = 0;
  let lost = 0;
  const tell = () => {
    root.toggleAttribute("data-loading", waiting > 0);
    root.toggleAttribute("data-lost", lost > 0 && waiting === 0);
  };
  source.on("tileloadstart", () => { waiting += 1; tell(); });
  source.on("tileloadend", () => { waiting -= 1; tell(); });
  source.on("tileloaderror", () => { waiting -= 1; lost += 1; tell(); });
  return () => { lost = 0; tell(); source.refresh(); };
}

/** Whether somebody is writing, so that letters are letters. @param {Event} event */
export function isTyping(event) {
  const spot = /** @type {Element} */ (event.target);
  return Boolean(spot.closest?.("input:not([type=radio], [type=checkbox]), textarea, select, dialog, [contenteditable]"));
}
