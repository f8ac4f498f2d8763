"use strict";
// What is judged without our server: the list of an issue, and each file against it.
const MOST_BYTES = 256 * 1024 * 1024;
const KINDS = ["ETSI.CAdES.detached", "adbe.pkcs7.detached", "ETSI.RFC3161"];
const ISSUED = "signatures.files_issued";

// The list of issued files: an event of the ledger, its way to a root, the root's time stamp.
async function listOf(told, roots) {
  const utf8 = new TextEncoder();
  const digest = await Bytes.digest(utf8.encode(told.event));
  const event = JSON.parse(told.event);
  let at = await Bytes.digest(Bytes.join([new Uint8Array([0]), digest]));
  for (const [side, partner] of told.path) {
    const other = Bytes.ofHex(partner);
    if (side !== "left" && side !== "right") throw new Error("list_not_in_root");
    at = await Bytes.digest(Bytes.join([new Uint8Array([1]), ...(side === "left" ? [other, at] : [at, other])]));
  }
  const statement = JSON.parse(told.statement);
  const inSpan = event.sequence >= statement.first && event.sequence <= statement.last;
  if (Bytes.hex(at) !== statement.root || !inSpan || event.verb !== ISSUED) throw new Error("list_not_in_root");
  const stamped = await stampedAt(Bytes.ofHex(told.token), await Bytes.digest(utf8.encode(told.statement)), roots);
  const files = new Map(Object.entries(event.particulars.files).map(([label, sha256]) => [sha256, label]));
  return { files, stamped, stream: event.stream, root: statement.number };
}

// What no longer counts: canonical JSON, and signed words that name its digest and the moment.
const LIST_WORDS = /^lianshen-revocations (\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ) ([0-9a-f]{64})$/;
async function endedBy(told, roots, signers) {
  const signed = Signed.read(Bytes.ofHex(told.signed));
  if (signed.type !== OID.data || !signed.content) throw new Error("no_revocations");
  const who = await Signed.verify(signed, await Bytes.digest(signed.content, signed.signer.digest || "SHA-256"));
  const said = LIST_WORDS.exec(new TextDecoder("latin1").decode(signed.content));
  const mine = Bytes.hex(await Bytes.digest(new TextEncoder().encode(told.list)));
  if (!said || said[2] !== mine || !signers.includes(Bytes.hex(await Bytes.digest(who.der)))) throw new Error("no_revocations");
  const made = Date.parse(said[1]);
  await chainTo(who, signed.certificates, roots, made);
  return { files: new Map(Object.entries(JSON.parse(told.list).files)), made };
}

// One file: {verdict: "listed" | "refused", reasons, label, sha256, seals, covered, behind}.
// What lies behind the last signature (`behind` bytes) is vouched for by the list alone, which
// names the digest of the whole file; without a list nothing is accepted.
// `ended` is what the list of revocations says, or null: then nobody looked.
async function checkFile(bytes, list, roots, now, ended = null) {
  const answer = { verdict: "refused", reasons: [], label: "", sha256: "", seals: [], covered: false, behind: 0 };
  if (bytes.length > MOST_BYTES) return { ...answer, reasons: ["too_large"] };
  answer.sha256 = Bytes.hex(await Bytes.digest(bytes));
  const label = list && list.files.get(answer.sha256);
  if (!list) answer.reasons.push("no_list");
  else if (label === undefined) answer.reasons.push("not_in_list");
  answer.label = label || "";
  const end = ended && ended.files.get(answer.sha256);
  if (end) answer.reasons.push(end[0] === "superseded" ? "issue_superseded" : "issue_revoked");
  const found = await sealsOf(bytes, roots, list ? list.stamped : now).catch(() => null);
  if (!found) return { ...answer, reasons: [...answer.reasons, "check_failed"] };
  answer.seals = found;
  answer.behind = found.length ? bytes.length - found[found.length - 1].end : bytes.length;
  answer.covered = answer.behind === 0;
  if (!found.length) answer.reasons.push("no_signature");
  else if (!answer.covered && !label) answer.reasons.push("not_covered");
  for (const one of found) if (one.problem && !answer.reasons.includes(one.problem)) answer.reasons.push(one.problem);
  if (!answer.reasons.length) answer.verdict = "listed";
  return answer;
}

async function sealsOf(bytes, roots, moment) {
  const text = new TextDecoder("latin1").decode(bytes);
  const seals = [];
  for (const hit of text.matchAll(/\/ByteRange\s*\[([^\]]{0,200})\]?/g)) seals.push(await sealAt(bytes, text, hit, roots, moment));
  seals.sort((a, b) => a.end - b.end);
  const signers = seals.filter((one) => one.kind === "seal");
  if (seals.length && !signers.length) seals[0].problem = seals[0].problem || "no_signature";
  return seals;
}

async function sealAt(bytes, text, hit, roots, moment) {
  const seal = { kind: "seal", signer: "", stamped: null, end: 0, problem: "" };
  try {
    const range = /^\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*$/.exec(hit[1]);
    if (!range) throw new Error("contents_unreadable");
    const [first, length, second, rest] = range.slice(1).map(Number);
    if (first !== 0 || length <= 0 || second <= length + 2 || second + rest > bytes.length) throw new Error("partly_covered");
    seal.end = second + rest;
    if (bytes[length] !== 60 || bytes[second - 1] !== 62 || hit.index > seal.end) throw new Error("partly_covered");
    const contents = Bytes.ofHex(text.slice(length + 1, second - 1).replace(/\s/g, ""));
    const cms = Der.read(contents);
    if (contents.subarray(cms.whole.length).some((byte) => byte !== 0)) throw new Error("contents_unreadable");
    const covered = Bytes.join([bytes.subarray(0, length), bytes.subarray(second, seal.end)]);
    if (!KINDS.some((kind) => kindNear(text, hit.index) === kind)) throw new Error("unknown_kind");
    const signed = Signed.read(cms.whole);
    if (signed.type === OID.tstInfo) {
      seal.kind = "stamp";
      seal.stamped = await stampedAt(cms.whole, await Bytes.digest(covered), roots);
      return seal;
    }
    if (signed.content) throw new Error("contents_unreadable");
    const who = await Signed.verify(signed, await Bytes.digest(covered, signed.signer.digest || "SHA-256"));
    seal.signer = who.label;
    if (!Certificate.maySign(who)) throw new Error("not_trusted");
    await chainTo(who, signed.certificates, roots, moment);
    const token = signed.signer.unsigned[OID.stampToken];
    if (token) seal.stamped = await stampedAt(token.whole, await Bytes.digest(signed.signer.signature), roots)
      .catch(() => { throw new Error("time_stamp_wrong"); });
  } catch (error) {
    seal.problem = /^[a-z_]+$/.test(error.message) ? error.message : "contents_unreadable";
  }
  return seal;
}

// The SubFilter of the dictionary that holds the byte range.
function kindNear(text, at) {
  const open = text.lastIndexOf(" obj", at);
  const close = text.indexOf("endobj", at);
  const hit = /\/SubFilter\s*\/([A-Za-z0-9.]+)/.exec(text.slice(Math.max(open, 0), close < 0 ? undefined : close));
  return hit ? hit[1] : "";
}
