// What is typed is kept on this device until the server says, with the cookie "sent", that it arrived.
import { keep } from "./keep.js";
import { told, words } from "./words.js";

const PREFIX = `draft:${document.body.dataset.me ?? ""}:`;
const waiting = new WeakMap();
const fields = () => [...document.querySelectorAll("textarea[data-draft]")];
const clock = () => new Date().toTimeString().slice(0, 5);
const tell = (field, text) => { const line = document.getElementById(field.dataset.saved); if (line) line.textContent = told(text, { clock: clock() }); };

const restore = () => fields().forEach(field => {
  const kept = JSON.parse(keep.get(PREFIX + field.dataset.draft) ?? "null");
  const newer = kept && kept.at > Number(field.dataset.draftAt ?? 0) * 1000;
  if (kept && kept.text !== field.value && (newer || !field.value) && document.activeElement !== field) field.value = kept.text;
});

const arrived = () => {
  const key = document.cookie.match(/(?:^|; )sent=([^;]+)/)?.[1];
  if (!key) return;
  fields().filter(field => field.dataset.draft === key).forEach(field => { clearTimeout(waiting.get(field)); field.value = ""; });
  keep.drop(PREFIX + key);
  document.cookie = "sent=; path=/; max-age=0; samesite=lax";
};

document.addEventListener("input", event => {
  const field = event.target;
  if (!field.matches("textarea[data-draft]")) return;
  clearTimeout(waiting.get(field));
  waiting.set(field, setTimeout(() => {
    if (keep.set(PREFIX + field.dataset.draft, JSON.stringify({ text: field.value, at: Date.now() }))) tell(field, words.keptHere);
  }, 300));
});

document.addEventListener("htmx:after:request", event => {
  const field = event.detail.ctx.sourceElement;
  if (field.matches("textarea[data-draft]") && event.detail.ctx.response.status < 400) tell(field, words.kept);
});

// On a shared computer the words leave with the person; the server has its own copy.
document.addEventListener("submit", event => {
  if (event.target.matches("[data-sign-out]")) keep.keys().filter(key => key.startsWith("draft:")).forEach(keep.drop);
});

document.addEventListener("htmx:after:swap", () => { arrived(); restore(); });
window.addEventListener("pageshow", () => { arrived(); restore(); });
