// @ts-check
// The drop zone: takes a folder, sends its files two at a time, shows each and the whole, then moves on.
import { chosen, dropped } from "./folder.js";
import { fill, megabytes, rowFor, show, widen } from "./rows.js";
import { complete, Lost, Refused, send } from "./sending.js";

const AT_ONCE = 2;
const SHOWN = 200; // rows; a set of thousands is counted, not listed

/** @typedef {{path: string, file: File, at: number, state: string, row: HTMLElement | null}} Item */

class Upload {
  /** @param {HTMLElement} zone */
  constructor(zone) {
    this.zone = zone;
    this.words = zone.dataset;
    this.drop = /** @type {HTMLElement} */ (zone.querySelector(".drop"));
    this.board = /** @type {HTMLElement} */ (zone.querySelector("[data-progress]"));
    this.again = /** @type {HTMLElement} */ (zone.querySelector("[data-again]"));
    /** @type {Item[]} */
    this.items = [];
    this.running = 0;
    this.listen();
  }

  listen() {
    for (const name of ["dragenter", "dragover"]) {
      this.drop.addEventListener(name, (event) => {
        event.preventDefault();
        this.drop.classList.add("over");
      });
    }
    this.drop.addEventListener("dragleave", () => this.drop.classList.remove("over"));
    this.drop.addEventListener("drop", async (event) => {
      event.preventDefault();
      this.drop.classList.remove("over");
      if (event.dataTransfer) this.take(await dropped(event.dataTransfer));
    });
    for (const input of /** @type {NodeListOf<HTMLInputElement>} */ (this.zone.querySelectorAll("input[type=file]"))) {
      const take = () => {
        if (input.files?.length) this.take(chosen(input.files));
        input.value = "";
      };
      input.addEventListener("change", take);
      take(); // chosen while this module was still on its way
    }
    this.again.addEventListener("click", () => this.retry());
    addEventListener("beforeunload", (event) => this.running && event.preventDefault());
  }

  /** @param {{path: string, file: File}[]} found */
  take(found) {
    const limit = Number(this.words.limit) || Infinity;
    const list = /** @type {HTMLElement} */ (this.zone.querySelector(".sending"));
    for (const one of found) {
      const row = this.items.length < SHOWN ? rowFor(one.path) : null;
      const item = { ...one, at: 0, state: "queued", row };
      if (row) list.append(row);
      this.items.push(item);
      if (one.file.size > limit) this.set(item, "failed", this.words.large);
      else this.set(item, "queued");
    }
    this.board.hidden = false;
    this.pump();
  }

  retry() {
    for (const item of this.items) if (item.state === "failed") this.set(item, "queued");
    this.again.hidden = true;
    this.pump();
  }

  pump() {
    while (this.running < AT_ONCE) {
      const item = this.items.find((one) => one.state === "queued");
      if (!item) break;
      this.running += 1;
      this.sendOne(item).finally(() => {
        this.running -= 1;
        this.pump();
      });
    }
    this.tell();
    if (this.running === 0) this.finish();
  }

  /** @param {Item} item */
  async sendOne(item) {
    this.set(item, "sending");
    const moved = (/** @type {number} */ at) => {
      item.at = at;
      this.set(item, "sending");
      this.tell();
    };
    try {
      await send(this.words.upload ?? "", item, { moved, waiting: () => this.set(item, "retry") });
      item.at = item.file.size;
      this.set(item, "sent");
    } catch (error) {
      const said = error instanceof Refused ? error.message : error instanceof Lost ? this.words.lost : "";
      this.set(item, "failed", said || this.words.failed);
    }
  }

  async finish() {
    const failed = this.items.some((item) => item.state === "failed");
    this.again.hidden = !failed;
    if (failed || !this.items.length) return;
    const next = await complete(this.words.upload ?? "").catch(() => "");
    if (next) location.assign(next);
    else this.again.hidden = false;
  }

  /** @param {Item} item @param {string} state @param {string} [said] */
  set(item, state, said) {
    item.state = state;
    if (!item.row) return;
    const percent = item.file.size ? Math.floor((100 * item.at) / item.file.size) : 100;
    const words = said ?? this.words[state] ?? "";
    item.row.className = state;
    show(item.row, ".said", state === "sending" ? `${words} ${percent}%` : words);
    widen(item.row, state === "sent" ? 100 : percent);
  }

  tell() {
    const sum = (/** @type {(item: Item) => number} */ of) => this.items.reduce((total, item) => total + of(item), 0);
    const [sent, size] = [sum((item) => item.at), sum((item) => item.file.size)];
    const done = sum((item) => (item.state === "sent" ? 1 : 0));
    const values = { done, total: this.items.length, sent: megabytes(sent), size: megabytes(size) };
    const all = done === this.items.length;
    show(this.board, "[data-said]", all ? this.words.all : fill(this.words.summary ?? "", values));
    const percent = size ? Math.floor((100 * sent) / size) : 100;
    this.board.querySelector("[role=progressbar]")?.setAttribute("aria-valuenow", String(percent));
    widen(this.board, percent);
  }
}

for (const zone of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-upload]"))) new Upload(zone);
