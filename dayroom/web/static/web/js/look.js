// Theme and text size change at once; the server remembers them for the next page.
import { say } from "./say.js";
import { words } from "./words.js";

const SIZES = ["", "large", "larger"];

const show = (name, value) => {
  const root = document.documentElement;
  if (value && value !== "auto") root.dataset[name] = value; else delete root.dataset[name];
};

document.addEventListener("submit", event => {
  const form = event.target, button = event.submitter;
  if (form.id !== "look" || !button) return;
  event.preventDefault();
  fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form, button)), headers: { "HX-Request": "true" } });
  show(button.name, button.value);
  if (button.name === "text") {
    const next = SIZES[(SIZES.indexOf(button.value) + 1) % SIZES.length];
    document.querySelectorAll('[form="look"][name="text"]').forEach(other => { other.value = next; });
    say(words.textSize);
  } else {
    document.querySelectorAll(`[form="look"][name="${button.name}"]`).forEach(other => other.setAttribute("aria-pressed", other.value === button.value));
  }
});
