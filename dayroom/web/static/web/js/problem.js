// A form that comes back with errors: focus goes to the summary, so that it is read out first.
const toProblem = () => {
  const box = document.querySelector("[data-problem]");
  if (!box) return;
  box.tabIndex = -1;
  box.focus();
};
toProblem();
document.addEventListener("htmx:after:swap", toProblem);
