// @ts-check
// Hands on the viewer: its buttons, its keys, the choice of face.
import { isTyping, perform } from "./sheet_map.js";
import { KEYS } from "./tools.js";

/** @typedef {{map: any, tools: any, take: (name: string) => void, showFace: (name: string) => void, again: () => void,
 *   clearDraft: () => void} & HTMLElement} Viewer */

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
  if (act === "again") viewer.again();
  else if (act) perform(viewer.map, act);
}

/** @param {Viewer} viewer @param {KeyboardEvent} event */
function key(viewer, event) {
  if (isTyping(event) || event.ctrlKey || event.metaKey || event.altKey) return;
  const isDown = event.type === "keydown";
  const onButton = /** @type {Element} */ (event.target).closest("button, a, summary, label, input");
  if (event.key === " " && !onButton) {
    event.preventDefault();
    viewer.tools.hold(isDown);
  } else if (isDown) {
    letter(viewer, event.key);
  }
}

/** @param {Viewer} viewer @param {string} name of the key */
function letter(viewer, name) {
  const tool = KEYS[/** @type {keyof typeof KEYS} */ (name.toLowerCase())];
  if (tool && viewer.querySelector(`[data-tool="${tool}"]`)) viewer.take(tool);
  else if (name === "0") perform(viewer.map, "fit");
  else if (name === "Delete") viewer.clearDraft();
  else if (name === "Escape") {
    viewer.tools.giveUp();
    viewer.take(viewer.tools.name);
  }
}
