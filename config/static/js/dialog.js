// @ts-check
// Dialogs are opened by [data-dialog="id"] and closed by [data-close]; menus close on Escape and outside.

document.addEventListener("click", (event) => {
  const spot = /** @type {Element} */ (event.target);
  const opener = /** @type {HTMLElement | null} */ (spot.closest("[data-dialog]"));
  if (opener) {
    const dialog = document.getElementById(opener.dataset.dialog ?? "");
    if (dialog instanceof HTMLDialogElement) dialog.showModal();
    return;
  }
  if (spot.closest("[data-close]")) spot.closest("dialog")?.close();
  closeMenus(spot.closest(".menu"));
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const open = /** @type {HTMLDetailsElement | null} */ (document.querySelector(".menu[open]"));
  if (!open) return;
  open.open = false;
  open.querySelector("summary")?.focus();
});

/** @param {Element | null} kept the menu that may stay open */
function closeMenus(kept) {
  for (const menu of document.querySelectorAll(".menu[open]")) {
    if (menu !== kept) menu.removeAttribute("open");
  }
}
