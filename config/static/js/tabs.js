// @ts-check
// Tabs after the ARIA pattern: arrows move, Home and End jump; each tab names its panel by aria-controls.

/** @param {HTMLElement} tab */
function choose(tab) {
  const list = tab.closest("[role=tablist]");
  if (!list) return;
  for (const other of /** @type {NodeListOf<HTMLElement>} */ (list.querySelectorAll("[role=tab]"))) {
    const chosen = other === tab;
    other.setAttribute("aria-selected", String(chosen));
    other.tabIndex = chosen ? 0 : -1;
    const panel = document.getElementById(other.getAttribute("aria-controls") ?? "");
    if (panel) panel.hidden = !chosen;
  }
  tab.dispatchEvent(new CustomEvent("tab-chosen", { bubbles: true }));
}

/** @param {string} key @param {number} at @param {number} count */
function target(key, at, count) {
  if (key === "ArrowRight") return (at + 1) % count;
  if (key === "ArrowLeft") return (at - 1 + count) % count;
  if (key === "Home") return 0;
  return key === "End" ? count - 1 : -1;
}

document.addEventListener("click", (event) => {
  const tab = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest("[role=tab]"));
  if (tab) choose(tab);
});

document.addEventListener("keydown", (event) => {
  const tab = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest("[role=tab]"));
  const list = tab?.closest("[role=tablist]");
  if (!tab || !list) return;
  const all = [.../** @type {NodeListOf<HTMLElement>} */ (list.querySelectorAll("[role=tab]"))];
  const next = target(event.key, all.indexOf(tab), all.length);
  if (next < 0) return;
  event.preventDefault();
  all[next].focus();
  choose(all[next]);
});
