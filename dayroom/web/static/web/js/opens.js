// A link with data-opens fills a panel and opens it; without scripts the link leads to the same as a page.
document.addEventListener("htmx:after:swap", event => {
  const panel = document.getElementById(event.target.dataset?.opens);
  if (panel && !panel.matches(":popover-open")) panel.showPopover();
});
