// @ts-check
// The curtain: left of it lies the older sheet, right of it the newer.

/**
 * Cut layers at the curtain. A layer is told by its canvas; both need one of their own.
 * @param {HTMLElement} handle a slider on the seam
 * @param {any} map
 * @param {{left: any[], right: any[]}} layers
 */
export function curtain(handle, map, { left, right }) {
  let at = 0.5;
  let open = false;

  const place = () => {
    handle.hidden = !open;
    handle.style.left = `${at * 100}%`;
    const percent = String(Math.round(at * 100));
    handle.setAttribute("aria-valuenow", percent);
    handle.setAttribute("aria-valuetext", `${handle.dataset.say ?? ""} ${percent} %`);
    map.render();
  };
  const move = (/** @type {number} */ next) => {
    at = Math.min(1, Math.max(0, next));
    place();
  };
  const cut = (/** @type {boolean} */ rightSide) => (/** @type {any} */ { context }) => {
    context.save();
    if (!open) return;
    const { width, height } = context.canvas;
    context.resetTransform();
    context.beginPath();
    context.rect(rightSide ? width * at : 0, 0, rightSide ? width * (1 - at) : width * at, height);
    context.clip();
  };
  const restore = (/** @type {any} */ { context }) => context.restore();
  for (const [layers, rightSide] of /** @type {[any[], boolean][]} */ ([[left, false], [right, true]])) {
    for (const layer of layers) {
      layer.on("prerender", cut(rightSide));
      layer.on("postrender", restore);
    }
  }

  handle.addEventListener("pointerdown", (event) => {
    handle.setPointerCapture(event.pointerId);
    event.preventDefault();
    handle.focus();
  });
  handle.addEventListener("pointermove", (event) => {
    if (!handle.hasPointerCapture(event.pointerId)) return;
    const { left: from, width } = map.getTargetElement().getBoundingClientRect();
    move((event.clientX - from) / width);
  });
  handle.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: -0.02, ArrowRight: 0.02, ArrowDown: -0.02, ArrowUp: 0.02, PageDown: -0.1, PageUp: 0.1, Home: -1, End: 1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    move(at + step);
  });
  return (/** @type {boolean} */ wanted) => {
    open = wanted;
    place();
  };
}
