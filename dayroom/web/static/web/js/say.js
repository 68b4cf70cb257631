// Speak through the one live region of the page. Emptied first, so that the same words are spoken twice.
export const say = text => {
  const region = document.getElementById("say");
  region.textContent = "";
  setTimeout(() => { region.textContent = text; }, 50);
};
