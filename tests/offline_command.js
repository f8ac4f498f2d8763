"use strict";
// For the tests: reads {roots, list, now, files: [hex]} as JSON, writes the answers as JSON.
const said = [];
process.stdin.on("data", (piece) => said.push(piece)).on("end", async () => {
  const told = JSON.parse(Buffer.concat(said).toString());
  const roots = told.roots.map((one) => Certificate.read(Bytes.ofHex(one)));
  const answers = [];
  let list = null, problem = "";
  try { list = told.list && await listOf(told.list, roots); } catch (error) { problem = error.message; }
  let ended = null, unbelieved = "";
  try { ended = told.ended && await endedBy(told.ended, roots, told.listSigners); } catch (error) { unbelieved = error.message; }
  for (const file of told.files) answers.push(await checkFile(Bytes.ofHex(file), list, roots, told.now, ended));
  process.stdout.write(JSON.stringify({ problem, unbelieved, made: ended && ended.made, root: list && list.root, answers }));
});
