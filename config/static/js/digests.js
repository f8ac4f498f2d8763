// @ts-check
// A digest that is shown in part is copied whole.

document.addEventListener("copy", (event) => {
  const chosen = getSelection();
  const one = chosen?.anchorNode?.parentElement?.closest("[data-whole]");
  if (!one || !one.contains(chosen?.focusNode ?? null) || !event.clipboardData) return;
  event.clipboardData.setData("text/plain", /** @type {HTMLElement} */ (one).dataset.whole ?? "");
  event.preventDefault();
});
