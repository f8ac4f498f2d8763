// @ts-check
// One file on its way: announced, sent in pieces, resumed where it stopped, tried again with patience.

const PIECE = 4 * 1024 * 1024;
const PATIENCE = [1000, 2000, 5000, 10000, 30000]; // ms before each new attempt

/** The server refused the file for good. */
export class Refused extends Error {}
/** The connection did not come back. */
export class Lost extends Error {}

/**
 * Send one file.
 * @param {string} base address of the set
 * @param {{path: string, file: File}} found
 * @param {{moved: (bytes: number) => void, waiting: () => void}} tell
 */
export async function send(base, { path, file }, tell) {
  const made = await patiently(tell, () =>
    ask(`${base}/files`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ path, size: file.size }),
    }),
  );
  const { url, offset } = await made.json();
  let at = offset ?? 0;
  tell.moved(at);
  while (at < file.size) {
    at = await patiently(tell, async (attempt) => {
      const from = attempt ? await arrived(url) : at;
      return from < file.size ? sendOrCatchUp(url, file, from) : from;
    });
    tell.moved(at);
  }
}

/** Finish the set. @param {string} base @returns {Promise<string>} where to go next */
export async function complete(base) {
  const answer = await ask(`${base}/complete`, { method: "POST" });
  return (await answer.json()).next;
}

/** A piece refused because others came first is no refusal of the file. @param {string} url @param {File} file @param {number} from */
async function sendOrCatchUp(url, file, from) {
  try {
    return await sendPiece(url, file, from);
  } catch (error) {
    const there = error instanceof Refused ? await arrived(url) : from;
    if (there === from) throw error;
    return there;
  }
}

/** @param {string} url @param {File} file @param {number} from @returns {Promise<number>} the new offset */
async function sendPiece(url, file, from) {
  const answer = await ask(url, {
    method: "PATCH",
    headers: { "Upload-Offset": String(from), "Content-Type": "application/offset+octet-stream" },
    body: file.slice(from, from + PIECE),
  });
  return Number(answer.headers.get("Upload-Offset"));
}

/** How much of a file has arrived. @param {string} url */
async function arrived(url) {
  const answer = await ask(url, { method: "HEAD" });
  return Number(answer.headers.get("Upload-Offset"));
}

/** @param {string} url @param {RequestInit} request */
async function ask(url, request) {
  const { "X-CSRFToken": token } = JSON.parse(document.body.getAttribute("hx-headers") ?? "{}");
  const answer = await fetch(url, {
    ...request,
    credentials: "same-origin",
    headers: { ...request.headers, "X-CSRFToken": token, Accept: "application/json" },
  });
  // Sent to the page for signing in: the page was open too long.
  if (answer.redirected) throw new Refused(document.getElementById("notice")?.dataset.forbidden);
  if (answer.ok) return answer;
  if (answer.status >= 500 || answer.status === 429) throw new Lost(String(answer.status));
  throw new Refused(await reason(answer));
}

/** @param {Response} answer */
async function reason(answer) {
  const isJson = answer.headers.get("Content-Type")?.includes("json");
  if (!isJson) return "";
  const said = await answer.json().catch(() => ({}));
  return said.detail ?? said.error ?? "";
}

/**
 * @template T
 * @param {{waiting: () => void}} tell
 * @param {(attempt: number) => Promise<T>} act
 * @returns {Promise<T>}
 */
async function patiently(tell, act) {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await act(attempt);
    } catch (error) {
      if (error instanceof Refused) throw error;
      if (attempt === PATIENCE.length) throw new Lost();
      tell.waiting();
      await new Promise((done) => setTimeout(done, PATIENCE[attempt]));
    }
  }
}
