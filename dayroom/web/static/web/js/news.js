// New entries of an open list: fetched one by one, then offered with a button. Only a conversation takes them in at once.
import { say } from "./say.js";
import { told, words } from "./words.js";

const found = new WeakMap();
const here = id => document.getElementById(`e-${id}`);

// A thread shows its entries; a room shows its threads, so a reply there is news of its thread.
const shownAs = (list, { room, thread, id }) => {
  if (list.dataset.liveThread) return list.dataset.liveThread === thread && id;
  return list.dataset.liveRoom === room && thread;
};

export const fetchEntry = async (list, id) => {
  const answer = await fetch(list.dataset.livePart.replace("{id}", id), { headers: { "HX-Request": "true" } });
  const holder = document.createElement("template");
  holder.innerHTML = answer.ok ? await answer.text() : "";
  return holder.content.querySelector("[data-entry]");
};

const offer = (list, entries) => {
  const all = [...(found.get(list) ?? []), ...entries].filter(entry => !here(entry.dataset.entry));
  const fresh = [...new Map(all.map(entry => [entry.dataset.entry, entry])).values()];
  const button = document.querySelector(`[data-news="${list.id}"]`);
  found.set(list, fresh);
  if (!fresh.length) { if (button) button.hidden = true; return; }
  if ("liveNow" in list.dataset) { place(list); return; }
  const text = told(fresh.length === 1 ? words.one : words.many, { count: fresh.length });
  button.hidden = false;
  button.querySelector("button").textContent = text;
  say(text);
};

const place = list => {
  const entries = (found.get(list) ?? []).filter(entry => !here(entry.dataset.entry));
  found.delete(list);
  entries.forEach(entry => {
    const home = document.querySelector(`[data-replies="${entry.dataset.parent}"]`) ?? list;
    if (home === list && list.dataset.liveAt === "start") home.prepend(entry); else home.append(entry);
    htmx.process(entry);
  });
  return entries[0];
};

document.addEventListener("click", event => {
  const button = event.target.closest("[data-news]");
  if (!button) return;
  button.hidden = true;
  const first = place(document.getElementById(button.dataset.news));
  if (first) { first.tabIndex = -1; first.focus(); }
});

document.addEventListener("live:entry", event => document.querySelectorAll("[data-live-part]").forEach(async list => {
  const id = shownAs(list, event.detail);
  if (!id || here(id)) return;
  const entry = await fetchEntry(list, id);
  if (entry) offer(list, [entry]);
}));

// One's own words arrive twice, by the answer and by the stream; whichever comes second has nothing new to offer.
document.addEventListener("htmx:after:swap", () => document.querySelectorAll("[data-live-part]").forEach(list => {
  if (found.get(list)?.length) offer(list, []);
}));

// After a gap the page itself says what was missed.
document.addEventListener("live:resync", async () => {
  const lists = [...document.querySelectorAll("[data-live-part]")];
  if (!lists.length) return;
  const answer = await fetch(location.href);
  const page = new DOMParser().parseFromString(answer.ok ? await answer.text() : "", "text/html");
  lists.forEach(list => offer(list, [...page.querySelectorAll(`#${CSS.escape(list.id)} [data-entry]`)]));
});
