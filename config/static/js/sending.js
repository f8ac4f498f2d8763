// @ts-check
// One file on its way: hashed, announced, sent by tus from where it stopped, tried again with patience.
import "../vendor/tus-js-client-4.3.1.min.js";

const PIECE = 8 * 1024 * 1024;
const PATIENCE = [500, 1000, 2000, 5000, 10000, 20000, 30000, 30000, 60000, 60000]; // ms before each new attempt
const PASSING = new Set([0, 408, 409, 423, 429]); // statuses that another attempt may mend, besides those from 500 on

/** The server refused the file for good. */
export class Refused extends Error {}
/** The connection did not come back. */
export class Lost extends Error {}
/** The file cannot be read any more on this machine. */
export class Vanished extends Error {}

/** @typedef {{id: string, url: string, offset: number, state: string, said: string}} Announced */

let worker = /** @type {Worker | null} */ (null);
let count = 0;

/**
 * The SHA-256 of a file, made beside the page.
 * @param {File} file
 * @param {(bytes: number) => void} moved
 * @returns {Promise<string>}
 */
export function hashed(file, moved) {
  worker ??= new Worker(new URL("./hashing.js", import.meta.url), { type: "module" });
  const [mine, id] = [worker, (count += 1)];
  return new Promise((done, failed) => {
    const hear = (/** @type {MessageEvent} */ { data }) => {
      if (data.id !== id) return;
      if (data.bytes !== undefined) return moved(data.bytes);
      mine.removeEventListener("message", hear);
      if (data.lost) failed(new Vanished());
      else done(data.digest);
    };
    mine.addEventListener("message", hear);
    mine.postMessage({ id, file });
  });
}

/**
 * Say that a file is coming; the answer says what is here of it.
 * @param {string} base address of the set
 * @param {{path: string, file: File}} found
 * @param {string} sha256
 * @param {() => void} waiting
 * @returns {Promise<Announced>}
 */
export async function announce(base, { path, file }, sha256, waiting) {
  const answer = await patiently(waiting, () =>
    ask(`${base}/files`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ path, size: file.size, sha256 }),
    }),
  );
  return answer.json();
}

/** The transfer of one file; it can be halted, gone on with, and ended. */
export class Transfer {
  /**
   * @param {string} url
   * @param {File} file
   * @param {{moved: (bytes: number) => void, waiting: () => void}} tell
   */
  constructor(url, file, tell) {
    this.done = new Promise((done, failed) => {
      this.upload = new globalThis.tus.Upload(file, {
        uploadUrl: url,
        chunkSize: PIECE,
        retryDelays: PATIENCE,
        storeFingerprintForResuming: false, // the server knows it by its digest, on any machine
        headers: { Accept: "application/json", "X-CSRFToken": token() },
        onProgress: (/** @type {number} */ bytes) => tell.moved(bytes),
        onSuccess: () => done(undefined),
        onError: (/** @type {any} */ error) => failed(read(error)),
        onShouldRetry: (/** @type {any} */ error) => {
          const status = error.originalResponse?.getStatus() ?? 0;
          const again = status >= 500 ? status !== 507 : PASSING.has(status);
          if (again) tell.waiting();
          return again;
        },
      });
    });
    this.done.catch(() => undefined); // whoever has ended it does not listen any more
    this.go();
  }

  go() {
    this.upload.start();
  }

  halt() {
    return this.upload.abort();
  }

}

/** End an upload: what has come of it goes. @param {string} url */
export async function end(url) {
  const headers = { "Tus-Resumable": "1.0.0" };
  // A piece that is still being written holds the file for a moment.
  await patiently(
    () => undefined,
    () => ask(url, { method: "DELETE", headers }),
  ).catch(() => undefined); // gone already, or given up by the server in its time
}

/** Finish the set. @param {string} base @returns {Promise<string>} where to go next */
export async function complete(base) {
  const answer = await ask(`${base}/complete`, { method: "POST" });
  return (await answer.json()).next;
}

/** What went wrong with a transfer, as one of ours. @param {any} error */
function read(error) {
  const answer = error.originalResponse;
  if (!answer && !error.originalRequest) return new Vanished();
  const status = answer?.getStatus() ?? 0;
  if (PASSING.has(status) || (status >= 500 && status !== 507)) return new Lost(String(status));
  try {
    return new Refused(JSON.parse(answer.getBody()).detail);
  } catch {
    return new Refused("");
  }
}

function token() {
  return JSON.parse(document.body.getAttribute("hx-headers") ?? "{}")["X-CSRFToken"] ?? "";
}

/** @param {string} url @param {RequestInit} request */
async function ask(url, request) {
  const answer = await fetch(url, {
    ...request,
    credentials: "same-origin",
    headers: { ...request.headers, "X-CSRFToken": token(), Accept: "application/json" },
  });
  // Sent to the page for signing in: the page was open too long.
  if (answer.redirected) throw new Refused(document.getElementById("notice")?.dataset.forbidden);
  if (answer.ok) return answer;
  if (answer.status >= 500 || answer.status === 423 || answer.status === 429) throw new Lost(String(answer.status));
  const said = await answer.json().catch(() => ({}));
  throw new Refused(said.detail ?? "");
}

/**
 * @template T
 * @param {() => void} waiting
 * @param {() => Promise<T>} act
 * @returns {Promise<T>}
 */
async function patiently(waiting, act) {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await act();
    } catch (error) {
      if (error instanceof Refused) throw error;
      if (attempt === PATIENCE.length) throw new Lost();
      waiting();
      await new Promise((done) => setTimeout(done, PATIENCE[attempt]));
    }
  }
}
