// @ts-check
// The canvas and the page say the same: the chosen mark is the chosen line, a drawn mark fills the form.

/**
 * Mark the line of a list as chosen and bring it into sight.
 * @param {string} attribute data-mark or data-change
 * @param {string | null} id
 */
export function chooseLine(attribute, id) {
  for (const line of document.querySelectorAll(`[${attribute}]`)) {
    const chosen = line.getAttribute(attribute) === id;
    if (chosen) line.setAttribute("aria-current", "true");
    else line.removeAttribute("aria-current");
    if (chosen) line.scrollIntoView({ block: "nearest" });
  }
}

/**
 * Call back with the id of a line that somebody presses, on this page now or later.
 * @param {string} attribute
 * @param {(id: string) => void} chosen
 * @returns {() => void} stop listening
 */
export function onLine(attribute, chosen) {
  const listen = (/** @type {Event} */ event) => {
    const line = /** @type {Element} */ (event.target).closest(`[${attribute}]`);
    if (line) chosen(line.getAttribute(attribute) ?? "");
  };
  document.addEventListener("click", listen);
  return () => document.removeEventListener("click", listen);
}

/**
 * Put a drawn mark into the form of the page: fields shape, points and box.
 * @param {{shape: string, points_mm: number[][], box_mm: number[]}} mark
 * @param {boolean} fresh a new mark: show the form and go to its first field
 */
export function fillForm(mark, fresh) {
  const form = /** @type {HTMLElement | null} */ (document.querySelector("[data-mark-form]"));
  if (!form) return;
  const values = { shape: mark.shape, points: JSON.stringify(mark.points_mm), box: JSON.stringify(mark.box_mm) };
  for (const [name, value] of Object.entries(values)) {
    const field = /** @type {HTMLInputElement | null} */ (form.querySelector(`[name="${name}"]`));
    if (field) field.value = value;
  }
  if (!fresh) return;
  form.hidden = false;
  const place = /** @type {HTMLElement | null} */ (form.querySelector("textarea, input:not([type=hidden])"));
  place?.focus();
}

/** What a JSON script of the page holds; an empty list when there is none. @param {string | undefined} id @returns {any} */
export function jsonIn(id) {
  const script = id ? document.getElementById(id) : null;
  return (script?.textContent ? JSON.parse(script.textContent) : null) || [];
}
