// @ts-check
// A whole folder of sealed files: the fingerprints are computed here and held against the
// register; only what the register does not know travels to be checked itself.
import { digestOf } from "./hashing.js";

const MOST = 500; // fingerprints in one question
const MOST_SENT = 20; // files that are sent to be checked themselves
const LARGEST = 64 * 1024 * 1024;
const RANK = { late: 0, warn: 1, none: 2, ok: 3 };

const box = /** @type {HTMLElement | null} */ (document.querySelector("[data-folder-check]"));
if (box) begin(box);

/** @param {HTMLElement} box */
function begin(box) {
  const input = /** @type {HTMLInputElement} */ (box.querySelector("input[type=file]"));
  let run = 0;
  box.hidden = false;
  input.addEventListener("change", async () => {
    run += 1;
    const mine = run;
    const files = [...(input.files ?? [])].filter((file) => /\.pdf$/i.test(file.name));
    await checkAll(box, files, () => mine === run);
  });
}

/** @typedef {{ file: File, digest: string, tone: string, word: string, about: string }} Line */

/** @param {HTMLElement} box @param {File[]} files @param {() => boolean} goesOn */
async function checkAll(box, files, goesOn) {
  const say = (/** @type {string} */ text) => {
    /** @type {HTMLElement} */ (box.querySelector("[data-state]")).textContent = text;
  };
  const words = /** @type {Record<string, string>} */ (box.dataset);
  show(box, []);
  if (!files.length) return say(words.wordsNone);
  if (files.length > MOST) return say(words.wordsMany.replace("{n}", String(MOST)));
  /** @type {Line[]} */
  const lines = [];
  for (const file of files) {
    say(words.wordsReading.replace("{n}", String(lines.length + 1)).replace("{all}", String(files.length)));
    const line = { file, digest: "", tone: "none", word: words.wordsUnread, about: "" };
    try {
      line.digest = await digestOf(file, () => undefined);
      line.word = words.wordsWaits;
    } catch {
      line.tone = "late"; // moved away or changed since it was chosen
    }
    if (!goesOn()) return undefined;
    lines.push(line);
  }
  const refusal = await ask(words.folderCheck, lines, words);
  if (!goesOn()) return undefined;
  show(box, lines);
  if (refusal) return say(refusal);
  const unknown = lines.filter((line) => line.digest && line.tone === "none");
  let sent = 0;
  for (const line of unknown) {
    say(words.wordsChecking.replace("{n}", String(unknown.indexOf(line) + 1)).replace("{all}", String(unknown.length)));
    if (line.file.size > LARGEST || sent >= MOST_SENT) line.word = words.wordsItself;
    else await send(words.one, line, words);
    sent += 1;
    if (!goesOn()) return undefined;
    show(box, lines);
  }
  const good = lines.filter((line) => line.tone === "ok").length;
  return say(words.wordsDone.replace("{n}", String(good)).replace("{all}", String(lines.length)));
}

/** Hold the fingerprints against the register; why that could not be done, or nothing.
 * @param {string} url @param {Line[]} lines @param {Record<string, string>} words */
async function ask(url, lines, words) {
  const body = new URLSearchParams();
  for (const line of lines) if (line.digest) body.append("digest", line.digest);
  try {
    const answer = await fetch(url, { method: "POST", body });
    const told = await answer.json();
    if (!answer.ok) return told.error;
    for (const line of lines) Object.assign(line, told.known[line.digest] ?? {});
    return "";
  } catch {
    return words.wordsLost;
  }
}

/** Have one file checked by itself.
 * @param {string} url @param {Line} line @param {Record<string, string>} words */
async function send(url, line, words) {
  const body = new FormData();
  body.append("file", line.file, line.file.name);
  try {
    const answer = await fetch(url, { method: "POST", body });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const found = page.querySelector("#answer");
    const word = found?.querySelector(".word")?.textContent;
    line.tone = ["ok", "warn", "late"].find((tone) => found?.classList.contains(tone)) ?? "none";
    line.word = word ?? page.querySelector("[role=alert]")?.textContent?.trim() ?? words.wordsItself;
    line.about = [...(found?.querySelectorAll("ul li") ?? [])].map((item) => item.textContent).join(" ");
  } catch {
    line.word = words.wordsLost;
  }
}

/** @param {HTMLElement} box @param {Line[]} lines */
function show(box, lines) {
  const body = /** @type {HTMLElement} */ (box.querySelector("tbody"));
  const row = /** @type {HTMLTemplateElement} */ (box.querySelector("template"));
  const order = [...lines].sort((a, b) => RANK[a.tone] - RANK[b.tone]);
  body.replaceChildren(
    ...order.map((line) => {
      const made = /** @type {DocumentFragment} */ (row.content.cloneNode(true));
      const put = (/** @type {string} */ name, /** @type {string} */ text) => {
        /** @type {HTMLElement} */ (made.querySelector(`[data-put=${name}]`)).textContent = text;
      };
      const chip = /** @type {HTMLElement} */ (made.querySelector(".chip"));
      chip.classList.add(line.tone);
      chip.querySelector("use")?.setAttribute("href", `${box.dataset.icons}#shape-${line.tone}`);
      put("word", line.word);
      put("file", line.file.webkitRelativePath || line.file.name);
      put("about", line.about);
      return made;
    }),
  );
  /** @type {HTMLElement} */ (box.querySelector(".table-box")).hidden = !lines.length;
}
