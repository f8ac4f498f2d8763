// @ts-check
// Keys of a page: an element with data-key="n" is pressed (or focused) by that key, never while one types.
// "Ctrl+Enter" works inside fields too.

const FIELDS = "input:not([type=radio], [type=checkbox], [type=button]), textarea, select, [contenteditable]";

/** @param {KeyboardEvent} event */
function nameOf(event) {
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  return (event.ctrlKey || event.metaKey ? "Ctrl+" : "") + key;
}

document.addEventListener("keydown", (event) => {
  const name = nameOf(event);
  const typing = /** @type {Element} */ (event.target).closest?.(FIELDS);
  if (event.defaultPrevented || event.altKey || (typing && !name.startsWith("Ctrl+"))) return;
  if (document.querySelector("dialog[open]")) return;
  const all = /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-key]"));
  const wanted = [...all].find(
    (one) => one.dataset.key === name && one.offsetParent && !one.matches(":disabled"),
  );
  if (!wanted) return;
  event.preventDefault();
  if (wanted.matches(FIELDS)) wanted.focus();
  else wanted.click();
});

// A phrase button puts its words at the end of the field it names.
document.addEventListener("click", (event) => {
  const phrase = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest("[data-phrase-for]"));
  const field = document.getElementById(phrase?.dataset.phraseFor ?? "");
  if (!(field instanceof HTMLTextAreaElement) || !phrase) return;
  const words = (phrase.dataset.phrase ?? phrase.textContent ?? "").trim();
  field.value = field.value ? `${field.value.trimEnd()} ${words}` : words;
  field.focus();
  field.dispatchEvent(new Event("input", { bubbles: true }));
});
