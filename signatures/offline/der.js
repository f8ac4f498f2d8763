"use strict";
// Reads DER (X.690). A node: {tag, body, whole, start}; nothing is trusted, too short throws.
const Der = {
  read(bytes, at = 0) {
    const tag = bytes[at];
    let length = bytes[at + 1];
    let body = at + 2;
    if ((tag & 31) === 31 || length === undefined) throw new Error("der: tag");
    if (length & 128) {
      const count = length & 127;
      if (count === 0 || count > 4) throw new Error("der: length");
      length = 0;
      for (let i = 0; i < count; i++) length = length * 256 + bytes[body++];
    }
    if (!(body + length <= bytes.length)) throw new Error("der: too short");
    return { tag, body: bytes.subarray(body, body + length), whole: bytes.subarray(at, body + length) };
  },
  children(node) {
    const found = [];
    for (let at = 0; at < node.body.length; ) {
      const child = Der.read(node.body, at);
      found.push(child);
      at += child.whole.length;
    }
    return found;
  },
  expect(node, tag) {
    if (!node || node.tag !== tag) throw new Error(`der: wanted ${tag}`);
    return node;
  },
  oid(node) {
    Der.expect(node, 6);
    const parts = [];
    let value = 0;
    for (const byte of node.body) {
      value = value * 128 + (byte & 127);
      if (!(byte & 128)) { parts.push(value); value = 0; }
    }
    const first = Math.min(2, Math.floor(parts[0] / 40));
    return [first, parts[0] - 40 * first, ...parts.slice(1)].join(".");
  },
  time(node) {
    const text = String.fromCharCode(...node.body);
    const year = node.tag === 23 ? (text < "50" ? "20" : "19") : "";
    const m = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:\.\d+)?Z$/.exec(year + text);
    if (!m || (node.tag !== 23 && node.tag !== 24)) throw new Error("der: time");
    return Date.UTC(+m[1], +m[2] - 1, +m[3], +m[4], +m[5], +m[6]);
  },
};
const Bytes = {
  same: (a, b) => a.length === b.length && a.every((x, i) => x === b[i]),
  hex: (bytes) => Array.from(bytes, (x) => x.toString(16).padStart(2, "0")).join(""),
  ofHex(text) {
    if (text.length % 2 || !/^[0-9a-fA-F]*$/.test(text)) throw new Error("hex");
    const out = new Uint8Array(text.length / 2);
    for (let i = 0; i < out.length; i++) out[i] = parseInt(text.substr(2 * i, 2), 16);
    return out;
  },
  join(parts) {
    const out = new Uint8Array(parts.reduce((n, p) => n + p.length, 0));
    let at = 0;
    for (const part of parts) { out.set(part, at); at += part.length; }
    return out;
  },
  async digest(bytes, name = "SHA-256") { return new Uint8Array(await crypto.subtle.digest(name, bytes)); },
};
