"use strict";
// The page around the checks: files in, a table of verdicts out; nothing leaves the device.
(() => {
  const told = JSON.parse(document.getElementById("told").textContent);
  const roots = told.roots.map((one) => Certificate.read(Bytes.ofHex(one)));
  const put = (parent, tag, text, kind) => {
    const node = document.createElement(tag);
    if (text) node.textContent = text;
    if (kind) node.className = kind;
    parent.append(node);
    return node;
  };
  const rows = document.getElementById("rows"), state = document.getElementById("state");
  const endings = document.getElementById("endings");
  let list = null, ended = null;
  const day = (moment) => new Date(moment).toISOString().slice(0, 16).replace("T", " ");
  const unread = told.listSigners.length ? told.words.not_looked_at : told.words.no_signer;
  const asOf = () => (ended ? told.words.as_of.replace("{day}", day(ended.made)).replace("{n}", ended.files.size) : unread);
  endings.textContent = unread;

  async function takeEndings(file) {
    try {
      ended = await endedBy(file, roots, told.listSigners);
      endings.className = "ok";
      endings.textContent = asOf();
    } catch (error) {
      ended = null;
      endings.className = "late";
      endings.textContent = told.listSigners.length ? told.words.no_revocations : unread;
    }
  }

  async function take(text) {
    let file = null;
    try { file = JSON.parse(text); } catch (error) { file = null; }
    return file && file.signed ? takeEndings(file) : takeList(text);
  }

  async function takeList(text) {
    state.className = "late";
    try {
      list = await listOf(JSON.parse(text), roots);
      state.className = "ok";
      state.textContent = `${told.words.list_holds} ${list.stream} · ${list.files.size} · ${told.words.root} ${list.root} · ${day(list.stamped)} UTC`;
    } catch (error) {
      list = null;
      state.textContent = told.words.list_broken;
    }
  }

  function show(name, answer) {
    const row = put(rows, "tr");
    const ok = answer.verdict === "listed";
    put(put(row, "td"), "b", ok ? told.words.listed : told.words.refused, ok ? "ok" : "late");
    const file = put(row, "td", name);
    if (answer.label) put(file, "div", answer.label);
    put(file, "code", answer.sha256);
    const why = put(row, "td");
    for (const reason of answer.reasons) put(why, "div", told.reasons[reason] || told.reasons.check_failed);
    for (const seal of answer.seals) {
      if (seal.kind === "seal") put(why, "div", `${seal.problem ? "✗" : "✓"} ${seal.signer || told.words.unknown}`, seal.problem ? "late" : "dim");
    }
    if (answer.seals.length) {
      put(why, "div", asOf(), "dim");
      put(why, "div", answer.covered ? told.words.covered : told.words.behind.replace("{n}", answer.behind), "dim");
    }
  }

  async function answerTo(file) {
    try {
      return await checkFile(new Uint8Array(await file.arrayBuffer()), list, roots, Date.now(), ended);
    } catch (error) { // the disk was drawn out, or the file is kept elsewhere
      return { verdict: "refused", reasons: ["check_failed"], seals: [], sha256: "" };
    }
  }

  // One choice after the other; what was chosen meanwhile takes the place of what is being checked.
  let choice = 0, before = Promise.resolve();
  function check(files) {
    const mine = ++choice, all = [...files], turn = () => checkAll(all, mine);
    before = before.then(turn, turn);
  }

  async function checkAll(all, mine) {
    rows.replaceChildren();
    for (const file of all.filter((one) => /\.json$/i.test(one.name))) {
      await take(await file.text().catch(() => "")); // a list counts for the choices after it too
    }
    for (const file of all.filter((one) => /\.pdf$/i.test(one.name))) {
      const answer = await answerTo(file);
      if (mine !== choice) return;
      show(file.webkitRelativePath || file.name, answer);
    }
  }

  for (const id of ["files", "folder"]) {
    document.getElementById(id).addEventListener("change", (event) => check(event.target.files));
  }
  document.addEventListener("dragover", (event) => event.preventDefault());
  document.addEventListener("drop", (event) => { event.preventDefault(); check(event.dataTransfer.files); });
  if (!globalThis.crypto || !crypto.subtle) { state.className = "late"; state.textContent = told.words.old_browser; }
})();
