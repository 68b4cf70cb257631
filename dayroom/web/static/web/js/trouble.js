// When a swap fails, say so in one sentence and leave the page as it was.
import { words } from "./words.js";

const show = text => {
  const note = document.createElement("div");
  note.className = "note warn";
  note.append(Object.assign(document.createElement("p"), { textContent: text }));
  document.getElementById("trouble").replaceChildren(...(text ? [note] : []));
};
const sentence = status => status >= 500 ? words.failed : status === 429 ? words.wait : words.refused;

document.addEventListener("htmx:response:error", event => {
  const { status } = event.detail.ctx.response;
  if (status !== 422) show(sentence(status));
});
document.addEventListener("htmx:error", event => { if (!event.detail.ctx?.response) show(words.offline); });
document.addEventListener("htmx:after:swap", event => { if (event.detail.ctx.response?.status < 400) show(""); });
