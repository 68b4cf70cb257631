// The old content stays until the new is there; after half a second a line says that it is coming.
import { words } from "./words.js";

const lines = new WeakMap();

document.addEventListener("htmx:before:request", event => {
  const { ctx } = event.detail, target = ctx.target;
  if (!(target instanceof Element) || ctx.swap === "none") return;
  target.setAttribute("aria-busy", "true");
  const line = Object.assign(document.createElement("p"), { className: "busy", textContent: words.loading });
  line.setAttribute("role", "status");
  lines.set(ctx, [target, line, setTimeout(() => { if (ctx.request.method === "GET") target.prepend(line); }, 500)]);
});

document.addEventListener("htmx:finally:request", event => {
  const [target, line, timer] = lines.get(event.detail.ctx) ?? [];
  clearTimeout(timer);
  line?.remove();
  target?.removeAttribute("aria-busy");
});
