// The picture follows the sliders while they move; without this the button under them does it.
let waiting;

const show = form => {
  const asked = new URLSearchParams(new FormData(form)), sheet = form.closest("[data-sheet]");
  sheet.querySelector("img").src = `${sheet.dataset.sheet}?${asked}`;
  history.replaceState(null, "", `?${asked}`);
};

document.addEventListener("input", event => {
  const form = event.target.closest("form[data-draws]");
  if (!form || !form.checkValidity()) return;
  clearTimeout(waiting);
  waiting = setTimeout(() => show(form), 250);
});
