// One stream a page, open while the page is looked at. It carries ids only; what they mean is fetched, and asked for anew.
const GRACE = 30_000, FIRST_WAIT = 2_000, LONGEST_WAIT = 300_000, CROWD_SPREAD = 5_000;
const KINDS = ["entry", "reaction", "news", "counts", "notice", "ended", "bye", "resync"];
let stream, hiding, wait = FIRST_WAIT, opened = false;

const pass = (kind, detail) => document.dispatchEvent(new CustomEvent(`live:${kind}`, { detail }));

const open = () => {
  if (stream) return;
  // The first time, what happened since this page was asked for; later the page is compared whole.
  stream = new EventSource(document.body.dataset.live + (opened ? "" : `?age=${Math.round(performance.now())}`));
  stream.onopen = () => { wait = FIRST_WAIT; if (opened) pass("resync"); opened = true; };
  stream.onerror = () => { if (stream?.readyState === EventSource.CLOSED) refused(); };
  KINDS.forEach(kind => stream.addEventListener(kind, event => pass(kind, event.data ? JSON.parse(event.data) : {})));
};

const close = () => { stream?.close(); stream = undefined; };
const again = () => { close(); setTimeout(() => { if (!document.hidden) open(); }, wait * (1 + Math.random())); wait = Math.min(wait * 2, LONGEST_WAIT); };

// A stream does not say why it was refused; the way to sign-in does. Too many windows, or a restart, only wait.
const refused = async () => {
  close();
  const answer = await fetch("/counts", { redirect: "manual" }).catch(() => null);
  if (answer?.type === "opaqueredirect") pass("bye"); else again();
};

if (document.body.dataset.live) {
  open();
  document.addEventListener("visibilitychange", () => {
    clearTimeout(hiding);
    if (document.hidden) hiding = setTimeout(close, GRACE); else open();
  });
  window.addEventListener("pagehide", close);
  window.addEventListener("pageshow", event => { if (event.persisted) open(); });
}

// In a crowded room the events of a second come together; not everybody fetches at once.
document.addEventListener("live:news", ({ detail: { room, words } }) =>
  setTimeout(() => words.forEach(({ kind, ...ids }) => pass(kind, { room, ...ids })), Math.random() * CROWD_SPREAD));

// The session behind this page has ended: through the door, and back to here. A stranger would be told that here is nothing.
document.addEventListener("live:bye", () => { close(); location.assign(`/sign-in?next=${encodeURIComponent(location.pathname)}`); });
// The membership has ended: the server decides what may still be seen.
document.addEventListener("live:ended", event => { if (event.detail.room === document.body.dataset.roomId) location.reload(); });
