// @ts-check
// Asking the server again: it turns a question about a drawing away while all its hands are full.

const BUSY = 503;
const LONGEST = 8000; // ms between two tries
const PAUSES = [0, 600, 1200, 2400, 4800, LONGEST, LONGEST];

/**
 * The answer, whatever it is; nothing when the server stays busy or cannot be reached.
 * @param {string} address
 * @param {number[]} [pauses] before each try, in milliseconds; longer where the server says so
 */
export async function askPatiently(address, pauses = PAUSES) {
  let least = 0;
  for (const pause of pauses) {
    const wait = Math.min(LONGEST, Math.max(least, pause));
    // All who were turned away at once do not come back at once.
    if (wait) await new Promise((go) => setTimeout(go, wait * (1 + Math.random() / 4)));
    const answer = await fetch(address, { credentials: "same-origin" }).catch(() => null);
    if (answer && answer.status !== BUSY) return answer;
    least = 1000 * Number(answer?.headers.get("Retry-After") ?? 0) || 0;
  }
  return null;
}
