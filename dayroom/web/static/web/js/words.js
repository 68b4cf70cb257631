// What scripts say, in the reader's language, comes with the page.
export const words = document.getElementById("words").dataset;
export const told = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
