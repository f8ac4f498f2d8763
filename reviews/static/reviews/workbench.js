// @ts-check
// The workbench between canvas and writing: the chosen mark opens its opinion, what the server keeps is drawn again.

/** @type {any} */
const htmx = /** @type {any} */ (window).htmx;
const viewer = /** @type {any} */ (document.querySelector("sheet-viewer"));
const first = new URLSearchParams(location.search).get("opinion");
let drawn = document.getElementById("marks-fresh")?.textContent ?? "";

/** @param {string} id */
function openOpinion(id) {
  const line = /** @type {HTMLElement | null} */ (document.querySelector(`.opinion-line[data-mark="${id}"]`));
  if (line?.dataset.url) htmx.ajax("GET", line.dataset.url, { target: "#opinion-pane", swap: "innerHTML" });
}

/** Take away what is shown of an opinion, unless somebody is changing it. */
function closeOpinion() {
  const pane = document.getElementById("opinion-pane");
  if (pane && !pane.querySelector("form.opinion-form")) pane.replaceChildren();
}

/** The form for a new opinion; there is one on pages of those who may write. */
function newForm() {
  return /** @type {HTMLFormElement | null} */ (document.querySelector("[data-mark-form]"));
}

/** @param {boolean} shown */
function showHint(shown) {
  const hint = /** @type {HTMLElement | null} */ (document.querySelector("[data-hint]"));
  if (hint) hint.hidden = !shown;
}

/** Draw the marks that came with a list, once; keep a mark that is still being written about. */
function drawAgain() {
  const script = document.getElementById("marks-fresh");
  const panel = document.querySelector(".panel-body[data-saved]");
  if (!script || (script.textContent === drawn && !panel)) return;
  drawn = script.textContent ?? "";
  const marks = JSON.parse(drawn || "[]");
  if (panel) {
    panel.removeAttribute("data-saved");
    document.dispatchEvent(new CustomEvent("marks-changed", { detail: { marks } }));
  } else {
    viewer?.setMarks(marks);
  }
  const chosen = viewer?.chosen;
  if (chosen) document.querySelector(`.opinion-line[data-mark="${chosen}"]`)?.setAttribute("aria-current", "true");
}

/** Show the sheets whose number or name holds the words. @param {string} words */
function searchSheets(words) {
  const wanted = words.trim().toLowerCase();
  let found = 0;
  for (const group of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("#sheet-index .group"))) {
    let here = 0;
    for (const line of /** @type {NodeListOf<HTMLElement>} */ (group.querySelectorAll(".sheet-line"))) {
      line.hidden = !(line.textContent ?? "").toLowerCase().includes(wanted);
      here += line.hidden ? 0 : 1;
    }
    group.hidden = here === 0;
    found += here;
  }
  const nothing = /** @type {HTMLElement | null} */ (document.querySelector("[data-nothing-found]"));
  if (nothing) nothing.hidden = found > 0;
}

/** Bring the open sheet into the middle of the index; the page itself stays where it is. */
function showCurrent() {
  const line = /** @type {HTMLElement | null} */ (document.querySelector(".sheet-line[aria-current]"));
  const list = line?.closest(".scroll");
  if (line && list) list.scrollTop = line.offsetTop - list.clientHeight / 2;
}

/** Show the index with or without pictures, as it was left. @param {boolean} wanted */
function showPictures(wanted) {
  document.getElementById("sheet-index")?.classList.toggle("pictured", wanted);
  document.querySelector("[data-pictures]")?.setAttribute("aria-pressed", String(wanted));
  localStorage.setItem("sheet-pictures", String(wanted));
}

document.addEventListener("mark-selected", (event) => {
  const { id } = /** @type {CustomEvent} */ (event).detail;
  if (id) openOpinion(id);
  else closeOpinion();
});
document.addEventListener("mark-drawn", () => {
  closeOpinion();
  showHint(false);
});
document.addEventListener("htmx:afterSettle", drawAgain);
document.addEventListener("click", (event) => {
  const spot = /** @type {Element} */ (event.target);
  // Lines are links for pages without this module; here they choose a mark instead.
  if (spot.closest(".opinion-line")) event.preventDefault();
  const pictures = spot.closest("[data-pictures]");
  if (pictures) showPictures(pictures.getAttribute("aria-pressed") !== "true");
  if (!spot.closest("[data-forsake]")) return;
  const form = newForm();
  form?.reset();
  if (form) form.hidden = true;
  showHint(true);
  viewer?.clearDraft();
});
document.addEventListener("input", (event) => {
  const field = /** @type {HTMLInputElement} */ (event.target);
  if (field.matches?.("[data-sheet-search]")) searchSheets(field.value);
});
document.addEventListener("keydown", (event) => {
  const spot = /** @type {Element} */ (event.target);
  // Enter looks for clauses; it does not send the opinion half written.
  if (event.key === "Enter" && !event.ctrlKey && spot.matches?.("form input[type=search]")) event.preventDefault();
});
if (localStorage.getItem("sheet-pictures") === "true") showPictures(true);
showCurrent();
if (first && /^\d+$/.test(first)) openOpinion(first);
