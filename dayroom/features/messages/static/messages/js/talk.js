// One's own message may come by the stream before the answer that brings it: the later one stays.
document.addEventListener("htmx:after:swap", () => {
  const talk = document.getElementById("talk"), there = new Set();
  [...(talk?.children ?? [])].reverse().forEach(said => { if (there.has(said.id)) said.remove(); else there.add(said.id); });
});
