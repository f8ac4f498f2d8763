// @ts-check
// <sheet-viewer>: a sheet that fills its place, with marks to read and tools to draw them.
// Attributes: data-tiles, data-tiles-dwg, data-width-mm, data-height-mm, data-scale, data-sector, data-marks (id of a
// JSON script), data-selected, data-box. Events: mark-drawn, mark-changed, mark-selected. Listens to marks-changed.
import "./compare.js";
import { controls } from "./controls.js";
import { boxOf, millimetresOf } from "./geometry.js";
import { featureOf, styleOf } from "./marks.js";
import { measureStyle } from "./measure.js";
import { minimap } from "./minimap.js";
import { chooseLine, fillForm, jsonIn, onLine } from "./mirror.js";
import { keepReadouts, mapFor, watchTiles } from "./sheet_map.js";
import { fit, look, paperOf, projectionOf, sizeOf, tileLayer, tilesOf, viewOf } from "./tiles.js";
import { KEYS, Tools } from "./tools.js";

/** @type {any} */
const ol = /** @type {any} */ (window).ol;

class SheetViewer extends HTMLElement {
  connectedCallback() {
    this.size = sizeOf(Number(this.dataset.widthMm), Number(this.dataset.heightMm));
    this.chosen = /** @type {string | null} */ (null);
    this.drawnAt = 0;
    this.sources = { marks: new ol.source.Vector(), drafts: new ol.source.Vector(), measures: new ol.source.Vector() };
    this.open();
    this.tools = new Tools(this.map, this.sources, {
      dept: this.dataset.sector ?? "",
      scale: Number(this.dataset.scale) || 0,
      drawn: (feature) => this.tellMark("mark-drawn", feature),
      changed: (feature) => this.tellMark("mark-changed", feature),
    });
    this.stops = [this.listen(), controls(this), onLine("data-mark", (id) => this.select(id, true))];
    this.setMarks(jsonIn(this.dataset.marks));
    if (this.dataset.box) look(this.map, JSON.parse(this.dataset.box), true);
    else fit(this.map, true);
    if (this.dataset.selected) this.select(this.dataset.selected, true);
  }

  disconnectedCallback() {
    this.stops?.forEach((stop) => stop());
    this.map?.setTarget(undefined);
  }

  open() {
    const projection = projectionOf(this.size);
    const place = /** @type {HTMLElement} */ (this.querySelector(".map"));
    this.tiles = tileLayer(tilesOf(this.dataset.tiles ?? "", this.size, projection));
    const vector = (/** @type {any} */ source, /** @type {any} */ style) => new ol.layer.Vector({ source, style, updateWhileInteracting: true });
    const marks = vector(this.sources.marks, (/** @type {any} */ one) => styleOf(one, one.getId() === this.chosen));
    const drafts = vector(this.sources.drafts, (/** @type {any} */ one) => styleOf(one, true));
    const measures = vector(this.sources.measures, measureStyle(Number(this.dataset.scale) || 0));
    this.markLayer = marks;
    this.map = mapFor(place, viewOf(projection), [paperOf(this.size), this.tiles, marks, drafts, measures]);
    this.again = watchTiles(this, this.tiles.getSource());
    keepReadouts(this, this.map);
    const corner = /** @type {HTMLElement | null} */ (this.querySelector(".mini"));
    if (corner) minimap(corner, this.map, this.size, this.dataset.tiles ?? "");
    this.map.on("singleclick", (/** @type {any} */ { pixel }) => this.press(pixel));
    this.map.on("pointermove", (/** @type {any} */ { pixel, dragging }) => {
      if (!dragging) place.classList.toggle("on-mark", this.tools?.name === "select" && Boolean(this.markAt(pixel)));
    });
  }

  listen() {
    const fresh = (/** @type {any} */ event) => {
      this.sources.drafts.clear();
      this.setMarks(event.detail?.marks ?? jsonIn(this.dataset.marks));
    };
    document.addEventListener("marks-changed", fresh);
    return () => document.removeEventListener("marks-changed", fresh);
  }

  /** Show these marks. @param {import("./marks.js").Mark[]} marks */
  setMarks(marks) {
    this.sources.marks.clear();
    this.sources.marks.addFeatures(marks.filter((mark) => mark.points?.length).map(featureOf));
  }

  /** Choose a mark; the page hears of it. @param {string | null} id @param {boolean} [travel] go there */
  select(id, travel = false) {
    const feature = id ? this.sources.marks.getFeatureById(id) : null;
    this.chosen = feature ? id : null;
    this.markLayer.changed();
    chooseLine("data-mark", this.chosen);
    if (feature && travel) look(this.map, boxOf(feature.getGeometry()));
    this.tell("mark-selected", { id: this.chosen });
  }

  /** Take back what was drawn and not kept. */
  clearDraft() {
    this.sources.drafts.clear();
  }

  /** @param {number[]} pixel */
  press(pixel) {
    // The click that ends a line is no choice of a mark.
    if (this.tools.name !== "select" || performance.now() - this.drawnAt < 500) return;
    const feature = this.markAt(pixel);
    this.select(feature ? feature.getId() : null);
  }

  /** @param {number[]} pixel */
  markAt(pixel) {
    return this.map.forEachFeatureAtPixel(pixel, (/** @type {any} */ one) => one, {
      hitTolerance: 5,
      layerFilter: (/** @type {any} */ layer) => layer === this.markLayer,
    });
  }

  /** @param {string} name */
  take(name) {
    this.tools.take(name);
    for (const one of /** @type {NodeListOf<HTMLElement>} */ (this.querySelectorAll("[data-tool]"))) {
      one.setAttribute("aria-pressed", String(one.dataset.tool === this.tools.name));
    }
    this.dataset.holding = this.tools.name;
  }

  /** The other face at the same place. @param {string} name pdf or dwg */
  showFace(name) {
    const template = name === "dwg" ? this.dataset.tilesDwg : this.dataset.tiles;
    const source = tilesOf(template ?? "", this.size, this.map.getView().getProjection());
    this.tiles.setSource(source);
    this.again = watchTiles(this, source);
  }

  /** @param {string} name @param {any} feature */
  tellMark(name, feature) {
    const geometry = feature.getGeometry();
    const mark = { shape: feature.get("shape"), points_mm: millimetresOf(geometry), box_mm: boxOf(geometry) };
    if (name === "mark-drawn") {
      this.drawnAt = performance.now();
      this.take("select");
    }
    fillForm(mark, name === "mark-drawn");
    this.tell(name, mark);
  }

  /** @param {string} name @param {object} detail */
  tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { bubbles: true, detail }));
  }
}

customElements.define("sheet-viewer", SheetViewer);
