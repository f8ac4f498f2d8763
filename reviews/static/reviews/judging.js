// @ts-check
// Judging by keys: J and K go through what waits, 1 to 3 press the buttons of the one at hand.

const FIELDS = "input, textarea, select, [contenteditable]";

/** What waits on the tab that is shown. */
function waiting() {
  const all = /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[role=tabpanel]:not([hidden]) [data-waits]"));
  return [...all];
}

/** @param {HTMLElement | undefined} item */
function choose(item) {
  document.querySelector("[data-waits][aria-current]")?.removeAttribute("aria-current");
  if (!item) return;
  item.setAttribute("aria-current", "true");
  item.scrollIntoView({ block: "nearest" });
}

/** @param {number} by */
function step(by) {
  const all = waiting();
  const at = all.findIndex((one) => one.hasAttribute("aria-current"));
  choose(all[Math.min(all.length - 1, Math.max(0, at + by))]);
}

document.addEventListener("keydown", (event) => {
  const spot = /** @type {Element} */ (event.target);
  if (event.ctrlKey || event.metaKey || event.altKey || spot.closest?.(FIELDS) || document.querySelector("dialog[open]")) return;
  const key = event.key.toLowerCase();
  if (key === "j" || key === "k") step(key === "j" ? 1 : -1);
  else if (["1", "2", "3"].includes(key)) {
    const button = /** @type {HTMLElement | null} */ (document.querySelector(`[data-waits][aria-current] [data-decide="${key}"]`));
    if (!button) return;
    event.preventDefault(); // the figure is no part of the reason that is written next
    button.click();
  }
});
document.addEventListener("click", (event) => {
  const spot = /** @type {Element} */ (event.target);
  const opener = /** @type {HTMLElement | null} */ (spot.closest("[data-open-tab]"));
  if (opener) document.getElementById(opener.dataset.openTab ?? "")?.click();
  const item = /** @type {HTMLElement | null} */ (spot.closest("[data-waits]"));
  if (item) choose(item);
});
document.addEventListener("tab-chosen", () => choose(waiting()[0]));
document.addEventListener("htmx:afterSettle", () => {
  if (!document.querySelector("[data-waits][aria-current]")) choose(waiting()[0]);
});
choose(waiting()[0]);
