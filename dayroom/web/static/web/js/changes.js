// An entry on the page that changed (edited, withdrawn, thanked, answered) is drawn again, its replies left alone,
// and never under somebody's hands.
import { fetchEntry } from "./news.js";

const own = entry => [...entry.children].filter(child => !child.matches(".replies"));

const redraw = async id => {
  const entry = document.getElementById(`e-${id}`);
  const list = entry?.closest("[data-live-part]") ?? document.querySelector("[data-live-thread]");
  if (!entry || !list) return;
  const fresh = await fetchEntry(list, id), old = own(entry);
  if (!fresh || old.some(child => child.contains(document.activeElement) || child.matches("details[open]"))) return;
  old.forEach(child => child.remove());
  entry.prepend(...own(fresh));
  htmx.process(entry);
};

document.addEventListener("live:reaction", event => redraw(event.detail.id));
document.addEventListener("live:entry", event => {
  const inRoom = document.querySelector("[data-live-room]");
  redraw(inRoom ? event.detail.thread : event.detail.id);
});
