// @ts-check
// What every page does: messages, tabs, dialogs, menus, keys, pictures, faults, forms sent once. Pages with a drop zone get uploads too.
import "./notice.js";
import "./tabs.js";
import "./dialog.js";
import "./keys.js";
import "./pictures.js";
import "./digests.js";
import "./faults.js";
import "./once.js";

if (document.querySelector("[data-upload]")) import("./upload.js");
