// DWG to DXF with the second reader: node second.mjs GLUE WASM SOURCE TARGET
// The last line of its output is `done`. A usual end would wait for the compiler of
// WebAssembly, which works on in the background for ten seconds; so it kills itself.
import fs from "node:fs";
import { pathToFileURL } from "node:url";

const [glue, wasm, source, target] = process.argv.slice(2);
const { default: open } = await import(pathToFileURL(glue));
const reader = await open({
  wasmBinary: fs.readFileSync(wasm),
  print() {},
  printErr() {},
});
reader.FS.writeFile("in.dwg", fs.readFileSync(source));
reader.dwg_write_dxf("in.dwg", "out.dxf");
fs.writeFileSync(target, reader.FS.readFile("out.dxf"));
fs.writeSync(1, "done\n");
process.kill(process.pid, "SIGKILL");
