// @ts-check
// <sheet-viewer>: a sheet that fills its place, with marks to read and tools to draw them.
// Attributes: data-faces, data-marks, data-ahead (ids of JSON scripts), data-tiles (of the face that counts),
// data-width-mm, data-height-mm, data-scale, data-sector, data-selected, data-box, data-face, data-find.
// Events: mark-drawn, mark-changed, mark-selected. Listens to marks-changed.
import { fetchAhead } from "./ahead.js";
import "./compare.js";
import { controls } from "./controls.js";
import { Faces } from "./faces.js";
import { Find } from "./find.js";
import { boxOf, millimetresOf } from "./geometry.js";
import { featureOf, styleOf } from "./marks.js";
import { LayersPanel } from "./layers_panel.js";
import { Measuring } from "./measuring.js";
import { minimap } from "./minimap.js";
import { chooseLine, fillForm, jsonIn, onLine } from "./mirror.js";
import { frameOf, keepReadouts, mapFor, readout, watchTiles } from "./sheet_map.js";
import { Snapping } from "./snapping.js";
import { fit, look, paperOf, projectionOf, sizeOf, tileLayer, viewOf } from "./tiles.js";
import { Tools } from "./tools.js";

/** @type {any} */
const ol = /** @type {any} */ (window).ol;

class SheetViewer extends HTMLElement {
  connectedCallback() {
    this.size = sizeOf(Number(this.dataset.widthMm), Number(this.dataset.heightMm));
    this.chosen = /** @type {string | null} */ (null);
    this.drawnAt = 0;
    this.sources = { marks: new ol.source.Vector(), drafts: new ol.source.Vector(), measures: new ol.source.Vector() };
    this.open();
    this.furnish();
    this.tools = new Tools(this.map, this.sources, {
      dept: this.dataset.sector ?? "",
      basis: (geometry) => this.measuring.basis(geometry),
      measured: (feature) => this.measuring.take(feature),
      drawn: (feature) => this.tellMark("mark-drawn", feature),
      changed: (feature) => this.tellMark("mark-changed", feature),
    });
    this.stops = [this.listen(), controls(this), onLine("data-mark", (id) => this.select(id, true))];
    this.setMarks(jsonIn(this.dataset.marks));
    this.begin();
  }

  /** Go where the address leads. */
  begin() {
    const { box, selected, face, find } = this.dataset;
    if (face && this.faces.faceOf(face)) this.showFace(face);
    this.layers.recall();
    if (box) {
      const place = this.faces.boxOnMap(JSON.parse(box));
      look(this.map, place, true);
      this.sources.marks.addFeature(frameOf(place));
    } else fit(this.map, true);
    if (selected) this.select(selected, true);
    if (find) this.find.begin(find);
    fetchAhead(jsonIn(this.dataset.ahead), this.map);
  }

  /** The parts that stand around the map. */
  furnish() {
    const told = jsonIn(this.dataset.faces);
    const part = (/** @type {string} */ selector) => /** @type {HTMLElement} */ (this.querySelector(selector));
    this.find = new Find(part("[data-find-form]"), this.map, this.faces, told.words_per_mm);
    this.layers = new LayersPanel(part(".layer-panel"), this.faces, told.memory, (count) => {
      readout(this, "layers-off", count ? `−${count}` : "");
      this.showTiles();
    });
    this.snapping = new Snapping(this.map, this.faces, told);
    this.measuring = new Measuring(part(".measure-strip"), Number(this.dataset.scale) || 0, told.memory,
      (extent) => this.faces.windowScale(extent), () => this.sources.measures.changed());
  }

  disconnectedCallback() {
    this.stops?.forEach((stop) => stop());
    this.map?.setTarget(undefined);
  }

  open() {
    const projection = projectionOf(this.size);
    const place = /** @type {HTMLElement} */ (this.querySelector(".map"));
    this.faces = new Faces(jsonIn(this.dataset.faces), projection);
    this.tiles = tileLayer(this.faces.source());
    const vector = (/** @type {any} */ source, /** @type {any} */ style) => new ol.layer.Vector({ source, style, updateWhileInteracting: true });
    const marks = vector(this.sources.marks, (/** @type {any} */ one) => styleOf(one, one.getId() === this.chosen));
    const drafts = vector(this.sources.drafts, (/** @type {any} */ one) => styleOf(one, true));
    const measures = vector(this.sources.measures, (/** @type {any} */ one) => this.tools?.look(one));
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

  /** Bring the chosen mark into the middle. */
  goToChosen() {
    if (this.chosen) this.select(this.chosen, true);
  }

  /** Take back what was drawn and not kept. */
  clearDraft() {
    this.sources.drafts.clear();
    this.sources.measures.clear();
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
    if (this.tools.isMeasuring) this.snapping.begin();
    else {
      this.snapping.end();
      this.measuring.rest();
    }
  }

  /** The other face at the same place. @param {string} name pdf or dwg */
  showFace(name) {
    const face = this.faces.faceOf(name);
    if (!face || face === this.faces.now) return;
    this.faces.now = face;
    for (const one of /** @type {NodeListOf<HTMLInputElement>} */ (this.querySelectorAll("[data-face]"))) one.checked = one.dataset.face === name;
    this.dataset.shown = name;
    this.showTiles();
    this.find.again();
    this.snapping.again();
    if (this.layers.panel.hidden) this.layers.recall();
    else this.layers.load();
  }

  /** The tiles as face and layers want them now. */
  showTiles() {
    const source = this.faces.source();
    this.tiles.setSource(source);
    this.tiles.setExtent(source.getTileGrid().getExtent());
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
