// What had the focus is gone with a swap: it goes to what came in its place, if that says where (tabindex="-1").
document.addEventListener("htmx:after:swap", event => {
  const place = document.getElementById(event.detail.ctx.target?.id);
  if (document.activeElement === document.body && place?.hasAttribute("tabindex")) place.focus();
});
