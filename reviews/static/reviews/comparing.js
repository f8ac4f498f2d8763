// @ts-check
// The comparison page: the chosen change is shown in detail beside the canvas.

/** @type {any} */
const htmx = /** @type {any} */ (window).htmx;
const pane = document.getElementById("change-pane");

document.addEventListener("change-selected", (event) => {
  const { index } = /** @type {CustomEvent} */ (event).detail;
  const address = pane?.dataset.url;
  if (index === undefined || !address) return;
  htmx.ajax("GET", address.replace(/\/0\/$/, `/${index}/`), { target: "#change-pane", swap: "innerHTML" });
});
document.addEventListener("click", (event) => {
  // Lines are links for pages without this module; here they choose a change instead.
  if (/** @type {Element} */ (event.target).closest(".change-line")) event.preventDefault();
});
