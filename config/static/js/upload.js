// @ts-check
// The drop zone: takes a folder, sends its files three at a time, shows each and the whole; halts, goes on, ends.
import { chosen, dropped } from "./folder.js";
import { Speed } from "./pace.js";
import { fill, megabytes, remaining, rowFor, show, widen } from "./rows.js";
import { Lost, Refused, Transfer, Vanished, announce, complete, end, hashed } from "./sending.js";

const AT_ONCE = 3;
const SHOWN = 200; // rows; a set of thousands is counted, not listed
const OVER = new Set(["sent", "here", "ended"]);

/** @typedef {{path: string, file: File, at: number, digest: string, state: string, said: string, row: HTMLElement | null, transfer: Transfer | null, url?: string, stop?: () => void}} Item */

class Upload {
  /** @param {HTMLElement} zone */
  constructor(zone) {
    this.zone = zone;
    this.words = zone.dataset;
    this.drop = /** @type {HTMLElement} */ (zone.querySelector(".drop"));
    this.board = /** @type {HTMLElement} */ (zone.querySelector("[data-progress]"));
    /** @type {Item[]} */
    this.items = [];
    this.running = 0;
    this.isHalted = false;
    this.speed = new Speed();
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
    this.press("again", () => this.retry());
    this.press("halt", () => this.halt());
    this.press("go", () => this.goOn());
    this.press("end", () => this.endAll());
    addEventListener("online", () => this.retry());
    addEventListener("beforeunload", (event) => this.running && event.preventDefault());
  }

  /** @param {string} name @param {() => void} act */
  press(name, act) {
    this.button(name).addEventListener("click", act);
  }

  /** @param {string} name */
  button(name) {
    return /** @type {HTMLElement} */ (this.board.querySelector(`[data-${name}]`));
  }

  /** @param {{path: string, file: File}[]} found */
  take(found) {
    const limit = Number(this.words.limit) || Infinity;
    const list = /** @type {HTMLElement} */ (this.zone.querySelector(".sending"));
    const there = new Set(this.items.filter((item) => item.state !== "failed" && item.state !== "ended").map(keyOf));
    for (const one of found) {
      if (there.has(keyOf(one))) continue; // chosen twice
      const row = this.items.length < SHOWN ? rowFor(one.path, this.words.endOne ?? "") : null;
      const item = { ...one, at: 0, digest: "", state: "queued", said: "", row, transfer: null };
      row?.querySelector("button")?.addEventListener("click", () => this.endOne(item));
      if (row) list.append(row);
      this.items.push(item);
      if (one.file.size > limit) this.set(item, "failed", this.words.large);
      else this.set(item, "queued");
    }
    this.board.hidden = !this.items.length;
    this.pump();
  }

  retry() {
    for (const item of this.items) if (item.state === "failed" && item.said !== this.words.large) this.set(item, "queued");
    this.pump();
  }

  halt() {
    this.isHalted = true;
    for (const item of this.items) {
      if (item.state !== "sending" && item.state !== "retry") continue;
      item.transfer?.halt();
      this.set(item, "halted");
    }
    this.tell();
  }

  goOn() {
    this.isHalted = false;
    this.speed = new Speed();
    for (const item of this.items) {
      if (item.state !== "halted") continue;
      this.set(item, "sending");
      item.transfer?.go();
    }
    this.pump();
  }

  async endAll() {
    this.isHalted = false;
    await Promise.all(this.items.filter((item) => !OVER.has(item.state)).map((item) => this.endOne(item)));
  }

  /** @param {Item} item */
  async endOne(item) {
    this.set(item, "ended");
    item.stop?.();
    await item.transfer?.halt();
    if (item.url) await end(item.url);
    this.tell();
  }

  pump() {
    while (this.running < AT_ONCE && !this.isHalted) {
      const item = this.items.find((one) => one.state === "queued");
      if (!item) break;
      this.running += 1;
      this.sendOne(item).finally(() => {
        this.running -= 1;
        this.pump();
      });
    }
    this.tell();
    if (this.running === 0 && !this.isHalted) this.finish();
  }

  /** @param {Item} item */
  async sendOne(item) {
    const waiting = () => item.state === "sending" && this.set(item, "retry");
    try {
      this.set(item, "checking");
      item.digest ||= await hashed(item.file, () => undefined);
      if (item.state === "ended") return;
      const here = await announce(this.words.upload ?? "", item, item.digest, waiting);
      if (here.state === "receiving") item.url = here.url;
      if (String(item.state) === "ended") await this.endOne(item);
      else if (here.said) this.arrive(item, "here", here.said);
      else if (here.state === "receiving") await this.transfer(item, here.url, waiting);
      else this.arrive(item, "sent");
    } catch (error) {
      if (item.state !== "ended") this.set(item, "failed", this.why(error));
    }
  }

  /** @param {Item} item @param {string} url @param {() => void} waiting */
  async transfer(item, url, waiting) {
    const moved = (/** @type {number} */ at) => {
      item.at = at;
      if (item.state === "retry" || item.state === "checking") this.set(item, "sending");
      if (item.state === "sending") this.set(item, "sending");
      this.tell();
    };
    const ended = new Promise((done) => (item.stop = () => done("ended")));
    item.transfer = new Transfer(url, item.file, { moved, waiting });
    this.set(item, this.isHalted ? "halted" : "sending");
    if (this.isHalted) item.transfer.halt();
    if ((await Promise.race([item.transfer.done, ended])) !== "ended") this.arrive(item, "sent");
  }

  /** @param {Item} item @param {string} state @param {string} [said] */
  arrive(item, state, said) {
    item.at = item.file.size;
    item.transfer = null;
    this.set(item, state, said);
    item.row?.parentElement?.append(item.row); // what is still on its way stays in sight
    document.body.dispatchEvent(new CustomEvent("file-arrived"));
  }

  /** @param {unknown} error */
  why(error) {
    if (error instanceof Vanished) return this.words.vanished;
    if (error instanceof Lost) return this.words.lost;
    return (error instanceof Refused && error.message) || this.words.failed;
  }

  async finish() {
    const failed = this.items.some((item) => item.state === "failed");
    const arrived = this.items.some((item) => item.state === "sent" || item.state === "here");
    if (failed || !arrived || document.getElementById("intake")) return; // the page follows by itself
    const next = await complete(this.words.upload ?? "").catch(() => "");
    if (next && this.running === 0) location.assign(next);
  }

  /** @param {Item} item @param {string} state @param {string} [said] */
  set(item, state, said) {
    item.state = state;
    item.said = said ?? "";
    if (!item.row) return;
    const percent = item.file.size ? Math.floor((100 * item.at) / item.file.size) : 100;
    const words = said ?? this.words[state] ?? "";
    const isMoving = ["sending", "halted", "retry"].includes(state);
    item.row.className = state;
    show(item.row, ".said", isMoving ? `${words} ${percent}%` : words);
    widen(item.row, OVER.has(state) ? 100 : percent);
    const button = item.row.querySelector("button");
    if (button) button.hidden = OVER.has(state);
  }

  tell() {
    const counted = this.items.filter((item) => item.state !== "ended");
    const sum = (/** @type {(item: Item) => number} */ of) => counted.reduce((total, item) => total + of(item), 0);
    const [sent, size] = [sum((item) => item.at), sum((item) => item.file.size)];
    const done = sum((item) => (OVER.has(item.state) ? 1 : 0));
    const all = done === counted.length;
    const values = { done, total: counted.length, sent: megabytes(sent), size: megabytes(size) };
    const pace = this.speed.at(sum((item) => (item.state === "here" ? 0 : item.at)));
    show(this.board, "[data-said]", all ? this.words.all : fill(this.words.summary ?? "", values));
    const isMoving = pace > 0 && !all && !this.isHalted;
    const left = { speed: megabytes(pace), left: isMoving ? remaining((size - sent) / pace) : "" };
    show(this.board, "[data-pace]", isMoving ? fill(this.words.pace ?? "", left) : "");
    const percent = size ? Math.floor((100 * sent) / size) : 100;
    this.board.querySelector("[role=progressbar]")?.setAttribute("aria-valuenow", String(percent));
    widen(this.board, percent);
    this.button("again").hidden = !this.items.some((item) => item.state === "failed" && item.said !== this.words.large);
    this.button("halt").hidden = all || this.isHalted || !this.running;
    this.button("go").hidden = all || !this.isHalted;
    this.button("end").hidden = all;
  }
}

/** @param {{path: string, file: File}} one */
function keyOf({ path, file }) {
  return `${path}\n${file.size}\n${file.lastModified}`;
}

for (const zone of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-upload]"))) new Upload(zone);
