// Copy the address of a link, and say what it is good for.
import { say } from "./say.js";
import { words } from "./words.js";

document.addEventListener("click", async event => {
  const link = event.target.closest("a[data-copy]");
  if (!link || !navigator.clipboard) return;
  event.preventDefault();
  await navigator.clipboard.writeText(link.href);
  say(words.copied);
});
