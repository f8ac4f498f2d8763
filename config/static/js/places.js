// @ts-check
// Seals are moved on the picture of a page: dragged, or by arrow keys. The numbers in mm are the truth.

const STEP = 1; // mm an arrow key moves
const FINE = 0.1;
const FAR = 10;

/** @param {HTMLFormElement} form */
function place(form) {
  const page = /** @type {HTMLElement} */ (form.querySelector(".place-page"));
  const width = Number(page.dataset.width);
  const height = Number(page.dataset.height);

  for (const seal of /** @type {NodeListOf<HTMLElement>} */ (page.querySelectorAll(".place-seal"))) {
    const field = seal.dataset.field;
    const left = /** @type {HTMLInputElement} */ (form.elements.namedItem(`left-${field}`));
    const top = /** @type {HTMLInputElement} */ (form.elements.namedItem(`top-${field}`));
    const wide = Number(seal.dataset.width);
    const high = Number(seal.dataset.height);

    const draw = () => {
      seal.style.left = `${(100 * Number(left.value)) / width}%`;
      seal.style.top = `${(100 * Number(top.value)) / height}%`;
      seal.style.width = `${(100 * wide) / width}%`;
      seal.style.height = `${(100 * high) / height}%`;
      seal.setAttribute("aria-valuenow", String(Math.round(Number(left.value))));
      seal.setAttribute("aria-valuetext", `${left.value} × ${top.value} mm`);
    };
    /** @param {number} x @param {number} y */
    const move = (x, y) => {
      left.value = Math.min(Math.max(0, x), width - wide).toFixed(2);
      top.value = Math.min(Math.max(0, y), height - high).toFixed(2);
      draw();
    };

    left.addEventListener("input", draw);
    top.addEventListener("input", draw);
    if (!left.readOnly) {
      seal.addEventListener("keydown", (event) => {
        const step = event.shiftKey ? FAR : event.altKey ? FINE : STEP;
        const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
        if (!way) return;
        event.preventDefault();
        move(Number(left.value) + way[0] * step, Number(top.value) + way[1] * step);
      });
      seal.addEventListener("pointerdown", (event) => {
        if (event.button) return;
        event.preventDefault();
        seal.focus();
        seal.setPointerCapture(event.pointerId);
        const scale = width / page.clientWidth; // mm a pixel
        const from = [Number(left.value), Number(top.value), event.clientX, event.clientY];
        /** @param {PointerEvent} moved */
        const drag = (moved) =>
          move(from[0] + (moved.clientX - from[2]) * scale, from[1] + (moved.clientY - from[3]) * scale);
        seal.addEventListener("pointermove", drag);
        const stop = () => seal.removeEventListener("pointermove", drag);
        seal.addEventListener("pointerup", stop, { once: true });
        seal.addEventListener("pointercancel", stop, { once: true });
      });
    }
    draw();
  }
}

for (const form of /** @type {NodeListOf<HTMLFormElement>} */ (document.querySelectorAll("form[data-places]"))) place(form);
