"use strict";
// Certificates (RFC 5280) and signed data (RFC 5652): ECDSA and RSA (PKCS #1 v1.5), SHA-2.
const DIGESTS = { "2.16.840.1.101.3.4.2.1": "SHA-256", "2.16.840.1.101.3.4.2.2": "SHA-384", "2.16.840.1.101.3.4.2.3": "SHA-512" };
const ECDSA = { "1.2.840.10045.4.3.2": "SHA-256", "1.2.840.10045.4.3.3": "SHA-384", "1.2.840.10045.4.3.4": "SHA-512" };
const RSA = { "1.2.840.113549.1.1.11": "SHA-256", "1.2.840.113549.1.1.12": "SHA-384", "1.2.840.113549.1.1.13": "SHA-512" };
const CURVES = { "1.2.840.10045.3.1.7": ["P-256", 32], "1.3.132.0.34": ["P-384", 48], "1.3.132.0.35": ["P-521", 66] };
const OID = {
  data: "1.2.840.113549.1.7.1", signedData: "1.2.840.113549.1.7.2", contentType: "1.2.840.113549.1.9.3", messageDigest: "1.2.840.113549.1.9.4",
  certificateV2: "1.2.840.113549.1.9.16.2.47", stampToken: "1.2.840.113549.1.9.16.2.14", tstInfo: "1.2.840.113549.1.9.16.1.4",
  basic: "2.5.29.19", keyUsage: "2.5.29.15", extendedUsage: "2.5.29.37", timeStamping: "1.3.6.1.5.5.7.3.8", name: "2.5.4.3",
  rsa: "1.2.840.113549.1.1.1",
};
const KNOWN_CRITICAL = [OID.basic, OID.keyUsage, OID.extendedUsage];

const Certificate = {
  read(der) {
    const whole = Der.read(der);
    if (whole.whole.length !== der.length) throw new Error("certificate: more behind it");
    const [tbs, algorithm, signature] = Der.children(whole);
    const parts = Der.children(tbs);
    const at = parts[0].tag === 0xa0 ? 1 : 0;
    const [serial, , issuer, validity, subject, key] = parts.slice(at);
    const [from, until] = Der.children(validity).map(Der.time);
    return {
      der, tbs: tbs.whole, algorithm: Der.oid(Der.children(algorithm)[0]), signature: signature.body.subarray(1),
      serial: serial.body, issuer: issuer.whole, subject: subject.whole, from, until, key: key.whole,
      extensions: Certificate.extensions(parts.find((one) => one.tag === 0xa3)), label: Certificate.label(subject),
    };
  },
  extensions(node) {
    const found = {};
    if (!node) return found;
    for (const one of Der.children(Der.children(node)[0])) {
      const parts = Der.children(one);
      const critical = parts[1].tag === 1 && parts[1].body[0] !== 0;
      found[Der.oid(parts[0])] = { critical, value: Der.expect(parts[parts.length - 1], 4).body };
    }
    return found;
  },
  label(subject) {
    for (const set of Der.children(subject)) {
      const [type, value] = Der.children(Der.children(set)[0]);
      if (Der.oid(type) === OID.name) return new TextDecoder().decode(value.body);
    }
    return "";
  },
  mayCertify(one) {
    const basic = one.extensions[OID.basic], usage = one.extensions[OID.keyUsage];
    const first = basic && Der.children(Der.read(basic.value))[0];
    if (!first || first.tag !== 1 || first.body[0] === 0) return false;
    return !usage || Boolean(Der.read(usage.value).body[1] & 4);
  },
  maySign(one) {
    const usage = one.extensions[OID.keyUsage];
    return !usage || Boolean(Der.read(usage.value).body[1] & 0xc0);
  },
  mayStamp(one) {
    const usage = one.extensions[OID.extendedUsage];
    if (!usage || !usage.critical) return false;
    const kinds = Der.children(Der.read(usage.value)).map(Der.oid);
    return kinds.length === 1 && kinds[0] === OID.timeStamping;
  },
  isStrange: (one) => Object.entries(one.extensions).some(([oid, e]) => e.critical && !KNOWN_CRITICAL.includes(oid)),
};

const Signature = {
  // The key decides what the signature is; an algorithm that does not fit it is refused.
  async holds(key, algorithm, digestName, signature, signed) {
    const [about] = Der.children(Der.read(key));
    const [kind, curve] = Der.children(about);
    if (Der.oid(kind) === OID.rsa) {
      const hash = RSA[algorithm] || (algorithm === OID.rsa ? digestName : null);
      if (!hash) throw new Error("algorithm");
      const rsa = { name: "RSASSA-PKCS1-v1_5", hash };
      const imported = await crypto.subtle.importKey("spki", key, rsa, false, ["verify"]);
      if (imported.algorithm.modulusLength < 2048) throw new Error("key too short");
      return crypto.subtle.verify(rsa, imported, signature, signed);
    }
    const hash = ECDSA[algorithm], named = curve && curve.tag === 6 && CURVES[Der.oid(curve)];
    if (!hash || !named) throw new Error("algorithm");
    const imported = await crypto.subtle.importKey("spki", key, { name: "ECDSA", namedCurve: named[0] }, false, ["verify"]);
    return crypto.subtle.verify({ name: "ECDSA", hash }, imported, Signature.raw(signature, named[1]), signed);
  },
  raw(der, size) {
    const out = new Uint8Array(2 * size);
    Der.children(Der.expect(Der.read(der), 0x30)).forEach((node, index) => {
      let value = Der.expect(node, 2).body;
      while (value.length > 1 && value[0] === 0) value = value.subarray(1);
      if (index > 1 || value.length > size) throw new Error("signature");
      out.set(value, (index + 1) * size - value.length);
    });
    return out;
  },
};

// From a certificate to a pinned root; every one valid at the moment. Throws what is wrong.
async function chainTo(leaf, others, roots, moment) {
  let at = leaf;
  for (let steps = 0; steps < 6; steps++) {
    if (moment < at.from || moment > at.until) throw new Error("certificate_not_valid_then");
    if (Certificate.isStrange(at)) throw new Error("not_trusted");
    if (roots.some((root) => Bytes.same(root.der, at.der))) return;
    let next = null;
    for (const one of [...roots, ...others]) {
      if (!Bytes.same(one.subject, at.issuer) || !Certificate.mayCertify(one)) continue;
      const hash = ECDSA[at.algorithm] || RSA[at.algorithm];
      if (await Signature.holds(one.key, at.algorithm, hash, at.signature, at.tbs).catch(() => false)) { next = one; break; }
    }
    if (!next || next === at) throw new Error("not_trusted");
    at = next;
  }
  throw new Error("not_trusted");
}

const Signed = {
  read(der) {
    const outer = Der.children(Der.expect(Der.read(der), 0x30));
    if (Der.oid(outer[0]) !== OID.signedData) throw new Error("contents_unreadable");
    const parts = Der.children(Der.children(outer[1])[0]);
    const content = Der.children(parts[2]);
    const certificates = parts.find((one) => one.tag === 0xa0);
    const signers = Der.children(parts[parts.length - 1]);
    if (signers.length !== 1) throw new Error("contents_unreadable");
    return {
      type: Der.oid(content[0]),
      content: content[1] ? Der.expect(Der.children(content[1])[0], 4).body : null,
      certificates: certificates ? Der.children(certificates).filter((one) => one.tag === 0x30).map((one) => Certificate.read(one.whole)) : [],
      signer: Signed.signer(signers[0]),
    };
  },
  signer(node) {
    const [, sid, digest, ...rest] = Der.children(node);
    const attributes = Der.expect(rest[0], 0xa0);
    const unsigned = rest.find((one) => one.tag === 0xa1);
    const [issuer, serial] = Der.children(Der.expect(sid, 0x30));
    return {
      issuer: issuer.whole, serial: serial.body, digest: DIGESTS[Der.oid(Der.children(digest)[0])],
      attributes: Signed.attributes(attributes), signed: Bytes.join([new Uint8Array([0x31]), attributes.whole.subarray(1)]),
      algorithm: Der.oid(Der.children(rest[1])[0]), signature: Der.expect(rest[2], 4).body,
      unsigned: unsigned ? Signed.attributes(unsigned) : {},
    };
  },
  attributes(node) {
    const found = {};
    for (const one of Der.children(node)) {
      const [type, values] = Der.children(one);
      const oid = Der.oid(type);
      if (found[oid]) throw new Error("contents_unreadable");
      found[oid] = Der.children(values)[0];
    }
    return found;
  },
  // Who signed: throws unless digest, signature and the certificate's own digest hold.
  async verify(signed, digest) {
    const { signer } = signed;
    const told = signer.attributes[OID.messageDigest], type = signer.attributes[OID.contentType];
    if (!signer.digest || !told || !type || Der.oid(type) !== signed.type) throw new Error("contents_unreadable");
    if (!Bytes.same(told.body, digest)) throw new Error("content_changed");
    const who = signed.certificates.find((one) => Bytes.same(one.serial, signer.serial) && Bytes.same(one.issuer, signer.issuer));
    if (!who) throw new Error("contents_unreadable");
    const own = signer.attributes[OID.certificateV2];
    if (!own) throw new Error("contents_unreadable");
    const first = Der.children(Der.children(Der.children(own)[0])[0]);
    const hash = first[0].tag === 4 ? "SHA-256" : DIGESTS[Der.oid(Der.children(first[0])[0])];
    const value = first.find((one) => one.tag === 4);
    if (!hash || !value || !Bytes.same(value.body, await Bytes.digest(who.der, hash))) throw new Error("signature_wrong");
    const fits = await Signature.holds(who.key, signer.algorithm, signer.digest, signer.signature, signer.signed).catch(() => false);
    if (!fits) throw new Error("signature_wrong");
    return who;
  },
};

// A time stamp token (RFC 3161) over a SHA-256 digest. Returns its moment; throws what is wrong.
async function stampedAt(token, digest, roots) {
  const signed = Signed.read(token);
  if (signed.type !== OID.tstInfo || !signed.content) throw new Error("time_stamp_wrong");
  const who = await Signed.verify(signed, await Bytes.digest(signed.content, signed.signer.digest || "SHA-256"));
  const parts = Der.children(Der.read(signed.content));
  const [algorithm, imprint] = Der.children(parts[2]);
  if (DIGESTS[Der.oid(Der.children(algorithm)[0])] !== "SHA-256" || !Bytes.same(imprint.body, digest)) throw new Error("time_stamp_wrong");
  const moment = Der.time(parts[4]);
  if (!Certificate.mayStamp(who)) throw new Error("time_stamp_wrong");
  await chainTo(who, signed.certificates, roots, moment);
  return moment;
}
