// @ts-check
// Panes chosen by the address (#pane-x): CSS shows the chosen one, this marks the row that leads to it.

function mark() {
  for (const list of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-panes]"))) {
    const chosen = location.hash || `#pane-${list.dataset.panes}`;
    for (const link of list.querySelectorAll("a[href^='#']")) {
      if (link.getAttribute("href") === chosen) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
  }
}

addEventListener("hashchange", mark);
mark();
