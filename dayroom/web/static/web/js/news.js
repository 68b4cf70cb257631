// New entries of an open list: fetched, counted, then offered with a button. Only a conversation takes them in at once.
import { say } from "./say.js";
import { told, words } from "./words.js";

const waiting = new WeakMap(), found = new WeakMap();
const lists = (room, thread) => [...document.querySelectorAll("[data-live-url]")].filter(list =>
  list.dataset.liveThread ? list.dataset.liveThread === thread : list.dataset.liveRoom === room);

export const fetched = async (list, name, id) => {
  const address = new URL(list.dataset.liveUrl, location.href);
  address.searchParams.set(name, id);
  const answer = await fetch(address, { headers: { "HX-Request": "true" } });
  const holder = document.createElement("template");
  holder.innerHTML = answer.ok ? await answer.text() : "";
  return [...holder.content.querySelectorAll("[data-entry]")];
};

// The ids grow with time, so the greatest one on the page is the newest.
const newest = list => [...list.querySelectorAll("[data-entry]")].map(entry => entry.dataset.entry).sort().at(-1) ?? "";

const look = async list => {
  const entries = (await fetched(list, "after", newest(list))).filter(entry => !document.getElementById(entry.id));
  if (!entries.length) return;
  found.set(list, entries);
  if ("liveNow" in list.dataset) { place(list); return; }
  const text = told(entries.length === 1 ? words.one : words.many, { count: entries.length });
  const offer = list.parentElement.querySelector("[data-news]");
  offer.hidden = false;
  offer.querySelector("button").textContent = text;
  say(text);
};

const place = list => {
  const entries = (found.get(list) ?? []).filter(entry => !document.getElementById(entry.id));
  found.delete(list);
  entries.forEach(entry => {
    const home = document.querySelector(`[data-replies="${entry.dataset.parent}"]`) ?? list;
    if (list.dataset.liveAt === "start" && home === list) home.prepend(entry); else home.append(entry);
    htmx.process(entry);
  });
  return entries[0];
};

document.addEventListener("click", event => {
  const offer = event.target.closest("[data-news]");
  if (!offer) return;
  offer.hidden = true;
  const first = place(offer.parentElement.querySelector("[data-live-url]"));
  if (first) { first.tabIndex = -1; first.focus(); }
});

const soon = list => { clearTimeout(waiting.get(list)); waiting.set(list, setTimeout(() => look(list), 200)); };
document.addEventListener("live:entry", event => {
  if (!document.getElementById(`e-${event.detail.id}`)) lists(event.detail.room, event.detail.thread).forEach(soon);
});
document.addEventListener("live:again", () => document.querySelectorAll("[data-live-url]").forEach(soon));
