// Leave quickly: the button, or Shift three times. The Back button does not lead back here.
import { say } from "./say.js";
import { words } from "./words.js";

const PRESSES = 3, PATIENCE = 5000;
let presses = 0, timer;

const leave = link => { document.body.hidden = true; location.replace(link.href); };

document.addEventListener("click", event => {
  const link = event.target.closest("a[data-exit]");
  if (link) { event.preventDefault(); leave(link); }
});

document.addEventListener("keyup", event => {
  const link = document.querySelector("a[data-exit]");
  if (event.key !== "Shift" || !link) { presses = 0; return; }
  clearTimeout(timer);
  timer = setTimeout(() => { presses = 0; }, PATIENCE);
  presses += 1;
  if (presses === PRESSES) leave(link); else if (presses === PRESSES - 1) say(words.exit);
});
