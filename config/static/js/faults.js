// @ts-check
// A field that came back with a fault is seen whole, with its words: not under a bar that stays.
const show = () => document.querySelector(".field.wrong")?.scrollIntoView({ block: "nearest" });

// the browser puts focus and page first, and it looks only for the field itself
const showInTurn = () => requestAnimationFrame(() => requestAnimationFrame(show));
if (document.readyState === "complete") showInTurn();
else addEventListener("load", showInTurn);
document.addEventListener("htmx:afterSettle", showInTurn);
