// @ts-check
// Hands on the viewer: its buttons, its keys, the choice of face.
import { isTyping, perform } from "./sheet_map.js";
import { KEYS } from "./tools.js";

/** @typedef {{map: any, tools: any, faces: any, find: any, layers: any, take: (name: string) => void,
 *   showFace: (name: string) => void, again: () => void, goToChosen: () => void, clearDraft: () => void} & HTMLElement} Viewer */

/** What buttons do besides moving the map. */
const ACTS = {
  again: (/** @type {Viewer} */ viewer) => viewer.again(),
  find: (/** @type {Viewer} */ viewer) => viewer.find.open(),
  "find-close": (/** @type {Viewer} */ viewer) => viewer.find.close(),
  "find-next": (/** @type {Viewer} */ viewer) => viewer.find.step(1),
  "find-previous": (/** @type {Viewer} */ viewer) => viewer.find.step(-1),
  layers: (/** @type {Viewer} */ viewer) => viewer.layers.toggle(),
  chosen: (/** @type {Viewer} */ viewer) => viewer.goToChosen(),
  face: (/** @type {Viewer} */ viewer) => viewer.showFace(viewer.faces.now.side === "pdf" ? "dwg" : "pdf"),
  help: (/** @type {Viewer} */ viewer) => /** @type {HTMLDialogElement | null} */ (viewer.querySelector("dialog.keys"))?.showModal(),
};

/** Keys that press a button which may not be on the screen. */
const ACT_KEYS = { 0: "fit", 1: "real-size", w: "rotate", x: "face", l: "layers", s: "find", "?": "help", z: "chosen" };

/**
 * Let buttons and keys work.
 * @param {Viewer} viewer
 * @returns {() => void} let go of them
 */
export function controls(viewer) {
  const keys = (/** @type {KeyboardEvent} */ event) => key(viewer, event);
  document.addEventListener("keydown", keys);
  document.addEventListener("keyup", keys);
  viewer.addEventListener("click", (event) => press(viewer, event));
  viewer.addEventListener("change", (event) => {
    const { face } = /** @type {HTMLInputElement} */ (event.target).dataset;
    if (face) viewer.showFace(face);
  });
  return () => {
    document.removeEventListener("keydown", keys);
    document.removeEventListener("keyup", keys);
  };
}

/** @param {Viewer} viewer @param {Event} event */
function press(viewer, event) {
  const spot = /** @type {Element} */ (event.target);
  const button = /** @type {HTMLElement | null} */ (spot.closest("button[data-tool], button[data-act]"));
  const { tool, act } = button?.dataset ?? {};
  if (tool) viewer.take(tool);
  if (act) perform(viewer.map, act) || ACTS[/** @type {keyof typeof ACTS} */ (act)]?.(viewer);
}

/** @param {Viewer} viewer @param {KeyboardEvent} event */
function key(viewer, event) {
  if (isTyping(event) || document.querySelector("dialog[open]") || event.ctrlKey || event.metaKey || event.altKey) return;
  const isDown = event.type === "keydown";
  const onButton = /** @type {Element} */ (event.target).closest("button, a, summary, label, input");
  if (event.key === " " && !onButton) {
    event.preventDefault();
    viewer.tools.hold(isDown);
  } else if (isDown) {
    letter(viewer, event);
  }
}

/** @param {Viewer} viewer @param {KeyboardEvent} event */
function letter(viewer, event) {
  const name = event.key;
  const tool = KEYS[/** @type {keyof typeof KEYS} */ (name.toLowerCase())];
  const act = ACT_KEYS[/** @type {keyof typeof ACT_KEYS} */ (name.toLowerCase())];
  if (tool && viewer.querySelector(`[data-tool="${tool}"]`)) viewer.take(tool);
  else if (act) {
    event.preventDefault(); // the letter is no part of what is written next
    perform(viewer.map, act) || ACTS[/** @type {keyof typeof ACTS} */ (act)]?.(viewer);
  } else if (name === "Delete") viewer.clearDraft();
  else if (name === "Escape") {
    viewer.layers.close();
    viewer.tools.giveUp();
    viewer.take(viewer.tools.name);
  }
}
