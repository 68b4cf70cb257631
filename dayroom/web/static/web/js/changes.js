// An entry on the page that changed (edited, withdrawn, thanked) is drawn again, its replies left alone,
// and never under somebody's hands.
import { fetched } from "./news.js";

const own = entry => [...entry.children].filter(child => !child.matches(".replies"));

document.addEventListener("live:entry", async event => {
  const entry = document.getElementById(`e-${event.detail.id}`);
  const list = entry?.closest("[data-live-url]");
  if (!list) return;
  const [fresh] = await fetched(list, "only", event.detail.id);
  const old = own(entry);
  if (!fresh || old.some(child => child.contains(document.activeElement) || child.matches("details[open]"))) return;
  old.forEach(child => child.remove());
  entry.prepend(...own(fresh));
  htmx.process(entry);
});
