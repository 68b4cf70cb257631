// Single keys, only for people who switched them on: they get in the way of voice control.
const acts = {
  j: () => step(1),
  k: () => step(-1),
  r: () => document.querySelector("#reply textarea")?.focus(),
  w: () => document.getElementById("who")?.togglePopover(),
  h: () => { location.href = document.querySelector("a.site").href; },
};

const step = by => {
  const posts = [...document.querySelectorAll(".post")];
  const next = posts[Math.max(0, Math.min(posts.length - 1, posts.indexOf(document.activeElement.closest(".post")) + by))];
  if (!next) return;
  next.tabIndex = -1;
  next.focus();
  next.scrollIntoView({ block: "center" });
};

document.addEventListener("keydown", event => {
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  if (!("keys" in document.body.dataset) || typing || event.ctrlKey || event.metaKey || event.altKey) return;
  const act = acts[event.key];
  if (!act) return;
  // Otherwise the r that opens the field is typed into it.
  event.preventDefault();
  act();
});
