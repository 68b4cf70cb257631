// A button under each password that shows it: long ones are typed right more often when one can see them.
import { words } from "./words.js";

document.querySelectorAll("input[data-password]").forEach(input => {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "quiet";
  button.setAttribute("aria-controls", input.id);
  button.setAttribute("aria-pressed", "false");
  button.textContent = words.showPassword;
  button.addEventListener("click", () => {
    const shown = input.type === "password";
    input.type = shown ? "text" : "password";
    button.setAttribute("aria-pressed", shown);
  });
  input.after(button);
});
