// @ts-check
// What an upload shows: a row for each file, amounts, sentences with values.

/** The row of one file. @param {string} path @param {string} end what the button says that takes it out */
export function rowFor(path, end) {
  const row = document.createElement("li");
  row.innerHTML =
    '<span class="el"></span><span class="bar thin"><i></i></span><span class="said"></span><button type="button" class="end">×</button>';
  show(row, ".el", path);
  const button = /** @type {HTMLElement} */ (row.querySelector("button"));
  button.title = end;
  button.setAttribute("aria-label", `${end}: ${path}`);
  row.title = path;
  return row;
}

/** Write into a part, when it says something else. @param {Element} root @param {string} selector @param {string | undefined} text */
export function show(root, selector, text) {
  const place = root.querySelector(selector);
  if (place && place.textContent !== text) place.textContent = text ?? "";
}

/** Put values into {named} places. @param {string} pattern @param {Record<string, unknown>} values */
export function fill(pattern, values) {
  return pattern.replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole));
}

/** An amount as people read it. @param {number} bytes */
export function megabytes(bytes) {
  return `${(bytes / 1024 ** 2).toFixed(bytes < 1024 ** 2 * 10 ? 1 : 0)}\u00a0MB`;
}

/** A time that is left, as people read it. @param {number} seconds */
export function remaining(seconds) {
  const whole = Math.max(1, Math.round(seconds));
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  const two = (/** @type {number} */ value) => String(value).padStart(2, "0");
  return hours ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}

/** Set the first bar inside. @param {Element} root @param {number} percent */
export function widen(root, percent) {
  const part = /** @type {HTMLElement | null} */ (root.querySelector(".bar i"));
  if (part) part.style.width = `${percent}%`;
}
