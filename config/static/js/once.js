// @ts-check
// A form is sent once: a second click on its button, while the answer is on its way, is no second order.

const PATIENCE = 10000; // ms; an answer that is a file to be kept leaves the page as it is

/** @type {Set<HTMLFormElement>} */
const sent = new Set();

document.addEventListener("submit", (event) => {
  const form = /** @type {HTMLFormElement} */ (event.target);
  if (event.defaultPrevented || form.method !== "post") return; // htmx sends its forms itself
  if (sent.has(form)) return event.preventDefault();
  sent.add(form);
  form.setAttribute("aria-busy", "true");
  setTimeout(() => free(form), PATIENCE);
});

// The page comes back as it was left when somebody goes back to it.
addEventListener("pageshow", () => sent.forEach(free));

/** @param {HTMLFormElement} form */
function free(form) {
  sent.delete(form);
  form.removeAttribute("aria-busy");
}
