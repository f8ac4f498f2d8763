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
  let list = null;

  async function takeList(text) {
    state.className = "late";
    try {
      list = await listOf(JSON.parse(text), roots);
      state.className = "ok";
      const day = new Date(list.stamped).toISOString().slice(0, 16).replace("T", " ");
      state.textContent = `${told.words.list_holds} ${list.stream} · ${list.files.size} · ${told.words.root} ${list.root} · ${day} UTC`;
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
      put(why, "div", answer.covered ? told.words.covered : told.words.behind.replace("{n}", answer.behind), "dim");
    }
  }

  async function check(files) {
    rows.replaceChildren();
    const all = [...files];
    for (const file of all.filter((one) => /\.json$/i.test(one.name))) await takeList(await file.text());
    for (const file of all.filter((one) => /\.pdf$/i.test(one.name))) {
      const bytes = new Uint8Array(await file.arrayBuffer());
      show(file.webkitRelativePath || file.name, await checkFile(bytes, list, roots, Date.now()));
    }
  }

  for (const id of ["files", "folder"]) {
    document.getElementById(id).addEventListener("change", (event) => check(event.target.files));
  }
  document.addEventListener("dragover", (event) => event.preventDefault());
  document.addEventListener("drop", (event) => { event.preventDefault(); check(event.dataTransfer.files); });
  if (!globalThis.crypto || !crypto.subtle) { state.className = "late"; state.textContent = told.words.old_browser; }
})();
