// @ts-check
// What viewer and comparison share: a map for a sheet, its readouts, its buttons.
import { fit, pace, POINTS_PER_MM, rectangle } from "./tiles.js";

/** @type {any} */
const ol = /** @type {any} */ (window).ol;

const TRIES = 5; // for a tile that did not come
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
    // A sheet is turned by quarters: two fingers move and zoom it, nothing else.
    interactions: ol.interaction.defaults
      .defaults({ dragPan: false, doubleClickZoom: false, altShiftDragRotate: false, pinchRotate: false })
      .extend([pan]),
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
    "real-size": () => view.animate({ resolution: REAL_SIZE, duration: pace() }),
    rotate: () => turn(view),
  };
  const known = acts[/** @type {keyof typeof acts} */ (act)];
  known?.();
  return Boolean(known);
}

/** A quarter to the right; quick hands turn from where the last turn ends. @param {any} view */
function turn(view) {
  const quarters = (view.get("quarters") ?? 0) + 1;
  view.set("quarters", quarters);
  view.cancelAnimations();
  view.animate({ rotation: (quarters * Math.PI) / 2, duration: pace() });
}

/** The frame around a place that an address leads to. @param {number[]} box in millimetres */
export function frameOf(box) {
  const feature = new ol.Feature(rectangle(box.map((one) => one * POINTS_PER_MM)));
  feature.setStyle(new ol.style.Style({ stroke: new ol.style.Stroke({ color: "#b45309", width: 2, lineDash: [6, 5] }) }));
  return feature;
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
  source.on("tileloaderror", (/** @type {any} */ { tile }) => {
    waiting -= 1;
    // Whoever asks while all hands are full is turned away for a moment.
    tile.tries = (tile.tries ?? 0) + 1;
    if (tile.tries <= TRIES) setTimeout(() => tile.load(), 400 * 2 ** tile.tries * (0.75 + Math.random() / 2));
    else lost += 1;
    tell();
  });
  return () => { lost = 0; tell(); source.refresh(); };
}

/** Whether somebody is writing, so that letters are letters. @param {Event} event */
export function isTyping(event) {
  const spot = /** @type {Element} */ (event.target);
  return Boolean(spot.closest?.("input:not([type=radio], [type=checkbox], [type=range]), textarea, select, dialog, [contenteditable]"));
}
