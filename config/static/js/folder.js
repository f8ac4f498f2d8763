// @ts-check
// The files of what somebody dropped: folders are walked to the end, paths are kept.

/** @typedef {{path: string, file: File}} Found */

/** @param {DataTransfer} transfer @returns {Promise<Found[]>} */
export async function dropped(transfer) {
  const items = [...transfer.items].filter((item) => item.kind === "file");
  // Entries must be taken before the first await: the transfer is emptied after the event.
  const taken = items.map((item) => ({ entry: item.webkitGetAsEntry?.(), file: item.getAsFile() }));
  const found = await Promise.all(
    taken.map(({ entry, file }) => {
      if (entry) return walk(entry);
      return file ? [{ path: file.name, file }] : [];
    }),
  );
  return found.flat().filter(isWanted);
}

/** @param {FileList} files @returns {Found[]} */
export function chosen(files) {
  return [...files].map((file) => ({ path: file.webkitRelativePath || file.name, file })).filter(isWanted);
}

/** @param {FileSystemEntry} entry @returns {Promise<Found[]>} */
async function walk(entry) {
  const path = entry.fullPath.replace(/^\//, "");
  if (entry.isFile) {
    const file = await new Promise((done, failed) => /** @type {FileSystemFileEntry} */ (entry).file(done, failed));
    return [{ path, file }];
  }
  const inside = await listed(/** @type {FileSystemDirectoryEntry} */ (entry).createReader());
  return (await Promise.all(inside.map(walk))).flat();
}

/** A reader gives at most 100 entries a call. @param {FileSystemDirectoryReader} reader */
async function listed(reader) {
  const all = [];
  for (;;) {
    const some = await new Promise((done, failed) => reader.readEntries(done, failed));
    if (!some.length) return all;
    all.push(...some);
  }
}

/** Leavings of the operating system are no drawings. @param {Found} found */
function isWanted({ path }) {
  const name = path.split("/").at(-1) ?? "";
  return !name.startsWith(".") && !["Thumbs.db", "desktop.ini"].includes(name) && !path.startsWith("__MACOSX/");
}
