// @ts-check
// The message area: refusals (409) are swapped into it by htmx; faults without words get them here.

const area = /** @type {HTMLElement} */ (document.getElementById("notice"));
const pattern = /** @type {HTMLTemplateElement} */ (document.getElementById("toast-template"));

/** Show one sentence as an error that can be put away. @param {string} text */
export function say(text) {
  const toast = /** @type {DocumentFragment} */ (pattern.content.cloneNode(true));
  const place = toast.querySelector("p");
  if (place) place.textContent = text;
  area.replaceChildren(toast);
}

/** The words for an answer that brings none. @param {number} status */
function wordsFor(status) {
  const { gone, forbidden, fault } = area.dataset;
  if (status === 404) return gone;
  return status === 403 ? forbidden : fault;
}

if (area && pattern) {
  document.addEventListener("htmx:responseError", (event) => {
    const { xhr } = /** @type {CustomEvent} */ (event).detail;
    say(wordsFor(xhr.status) ?? "");
  });
  for (const name of ["htmx:sendError", "htmx:timeout"]) {
    document.addEventListener(name, () => say(area.dataset.offline ?? ""));
  }
}

document.addEventListener("click", (event) => {
  const button = /** @type {Element} */ (event.target).closest("[data-away]");
  button?.closest(".toast")?.remove();
});
