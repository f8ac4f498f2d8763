// @ts-check
// The strip of a measure: its value, by what scale, in which unit, to copy; two points of known distance calibrate.
import { measured } from "./measure.js";
import { POINTS_PER_MM } from "./tiles.js";

const UNIT = "measure-unit";

export class Measuring {
  /**
   * @param {HTMLElement} strip
   * @param {number} scale of the sheet, 0 when it tells none
   * @param {string} memory names the person and the sheet
   * @param {(extent: number[]) => number} windowScale of the window in which a shape lies, 0 in none
   * @param {() => void} changed
   */
  constructor(strip, scale, memory, windowScale, changed) {
    this.strip = strip;
    this.told = scale;
    this.windowScale = windowScale;
    this.key = `calibrated:${memory}`;
    this.changed = changed;
    /** @type {any} the shape that is told */
    this.shape = null;
    this.unitField.value = localStorage.getItem(UNIT) === "mm" ? "mm" : "m";
    this.unitField.addEventListener("change", () => {
      localStorage.setItem(UNIT, this.unitField.value);
      this.tell();
    });
    // The second press of a double click takes the focus to the sheet: the distance is to be written.
    strip.closest("sheet-viewer")?.addEventListener("dblclick", () => {
      if (strip.dataset.kind === "calibrate") this.realField.focus();
    });
    strip.addEventListener("submit", (event) => { event.preventDefault(); this.calibrate(); });
    strip.addEventListener("click", (event) => {
      const act = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest("[data-measure]"))?.dataset.measure;
      if (act === "copy") this.copy();
      if (act === "forget") this.forget();
    });
  }

  get unitField() {
    return /** @type {HTMLSelectElement} */ (this.strip.querySelector("select"));
  }

  get realField() {
    return /** @type {HTMLInputElement} */ (this.strip.querySelector("[name=real]"));
  }

  /** The scale that was found between two points; kept for the session. */
  get calibrated() {
    return Number(sessionStorage.getItem(this.key)) || 0;
  }

  /** The scale of the window in which a shape lies; 0 where there is none. @param {any} geometry */
  windowOf(geometry) {
    return geometry ? this.windowScale(geometry.getExtent()) : 0;
  }

  /** @param {any} [geometry] what is measured @returns {import("./measure.js").Basis} */
  basis(geometry) {
    const scale = this.calibrated || this.windowOf(geometry) || this.told;
    return { scale, unit: this.unitField.value === "mm" ? "mm" : "m" };
  }

  /** A measure was taken. @param {any} feature */
  take(feature) {
    this.shape = feature;
    this.strip.dataset.kind = feature.get("kind");
    this.strip.hidden = false;
    this.tell();
    if (feature.get("kind") === "calibrate") this.realField.focus();
  }

  /** Nothing is measured any more. */
  rest() {
    this.shape = null;
    this.strip.hidden = true;
  }

  value() {
    return this.shape ? measured(this.shape.getGeometry(), this.basis(this.shape.getGeometry()), this.shape.get("kind")) : "";
  }

  tell() {
    const say = (/** @type {string} */ name, /** @type {string} */ words) => {
      const place = this.strip.querySelector(`[data-out="${name}"]`);
      if (place) place.textContent = words;
    };
    say("measure", this.value());
    const { calibrated, told } = this;
    const { byPoints = "", byWindow = "", byScale = "", byPaper = "" } = this.strip.dataset;
    const window = this.windowOf(this.shape?.getGeometry());
    const number = calibrated || window || told;
    say("basis", (calibrated ? byPoints : window ? byWindow : told ? byScale : byPaper).replace("{n}", number.toFixed(number % 1 ? 2 : 0)));
    const forget = /** @type {HTMLElement | null} */ (this.strip.querySelector("[data-measure=forget]"));
    if (forget) forget.hidden = !calibrated;
    this.changed();
  }

  /** The drawn line is as long as was written, in the unit that is chosen. */
  calibrate() {
    const real = Number(this.realField.value) * (this.unitField.value === "mm" ? 1 : 1000);
    const paper = this.shape ? this.shape.getGeometry().getLength() / POINTS_PER_MM : 0;
    if (!(real > 0 && paper > 0)) return this.realField.focus();
    sessionStorage.setItem(this.key, String(real / paper));
    this.realField.value = "";
    this.shape.set("kind", "measure");
    this.strip.dataset.kind = "measure";
    this.tell();
  }

  forget() {
    sessionStorage.removeItem(this.key);
    this.tell();
  }

  async copy() {
    const words = this.value().replace("\u00a0", " ");
    await navigator.clipboard?.writeText(words).catch(() => undefined);
    this.strip.toggleAttribute("data-copied", true);
    setTimeout(() => this.strip.removeAttribute("data-copied"), 1500);
  }
}
