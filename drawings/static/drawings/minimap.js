// @ts-check
// The whole sheet in a corner, with the part that is seen; a press moves there. Away while all is seen.
import { pace } from "./tiles.js";

const COARSEST = 8; // points a pixel of the one tile that shows everything
const TILE = 512;

/**
 * @param {HTMLElement} box
 * @param {any} map
 * @param {{width: number, height: number}} size in points
 * @param {string} template address of the tiles
 */
export function minimap(box, map, { width, height }, template) {
  const view = map.getView();
  const frame = document.createElement("i");
  const picture = document.createElement("img");
  picture.alt = "";
  picture.src = template.replace("{z}", "0").replace("{x}", "0").replace("{y}", "0");
  picture.style.width = `${((TILE * COARSEST) / width) * 100}%`;
  box.style.aspectRatio = `${width} / ${height}`;
  box.replaceChildren(picture, frame);

  const show = () => {
    const [x0, y0, x1, y1] = view.calculateExtent(map.getSize());
    // It would lie on the title block and show what is shown already.
    box.classList.toggle("idle", x0 <= 0 && y0 <= 0 && x1 >= width && y1 >= height);
    const part = (/** @type {number} */ value, /** @type {number} */ whole) => `${Math.max(0, Math.min(1, value / whole)) * 100}%`;
    frame.style.left = part(x0, width);
    frame.style.right = part(width - x1, width);
    frame.style.top = part(height - y1, height);
    frame.style.bottom = part(y0, height);
  };
  map.on("moveend", show);
  view.on("change:center", show);
  box.addEventListener("pointerdown", (event) => {
    const { left, top, width: wide, height: tall } = box.getBoundingClientRect();
    const center = [((event.clientX - left) / wide) * width, (1 - (event.clientY - top) / tall) * height];
    view.animate({ center, duration: pace() });
  });
  return show;
}
