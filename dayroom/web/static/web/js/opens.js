// A link with data-opens fills a panel and opens it; without scripts the link leads to the same as a page.
// The focus goes in, so that Tab goes on there; when the panel closes, the browser gives it back.
document.addEventListener("htmx:after:swap", event => {
  const panel = document.getElementById(event.target.dataset?.opens);
  if (!panel || panel.matches(":popover-open")) return;
  panel.showPopover();
  event.detail.ctx.target.querySelector("a, button")?.focus();
});
