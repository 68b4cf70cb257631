// The numbers beside the places, fetched when the stream says that they changed.
const set = (name, number) => document.querySelectorAll(`[data-count="${name}"]`).forEach(spot => {
  spot.hidden = !number;
  spot.querySelector(".n").textContent = number;
});

const refresh = async () => {
  const answer = await fetch("/counts", { headers: { Accept: "application/json" } });
  if (!answer.ok) return;
  const { needs, messages, rooms } = await answer.json();
  set("needs", needs);
  set("messages", messages);
  Object.entries(rooms).forEach(([room, number]) => set(`room-${room}`, number));
};

["counts", "notice", "resync"].forEach(kind => document.addEventListener(`live:${kind}`, refresh));
