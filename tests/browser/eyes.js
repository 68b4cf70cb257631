// What eyes.py asks of a page that is open; put into it together with axe.
const cut = element => element.outerHTML.slice(0, 160);
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const CONTROLS = "a[href], button, input:not([type=hidden]), select, textarea, summary";

const why = node => [...node.any, ...node.all, ...node.none].map(check => check.message).join(" ").slice(0, 200);

const look = async (place, rules) => {
  const only = rules ? { type: "rule", values: rules } : { type: "tag", values: TAGS };
  const options = { runOnly: only, resultTypes: ["violations"] };
  const found = await axe.run(place ? document.querySelector(place) : document, options);
  const faults = found.violations.flatMap(one => one.nodes.slice(0, 3).map(
    node => `${one.id}: ${node.html.slice(0, 160)} ${why(node)}`));
  return { looked: found.passes.length, faults };
};

const part = ({ left, right, top, bottom }) => ({
  left: Math.max(left, 0), right: Math.min(right, innerWidth), top: Math.max(top, 0), bottom: Math.min(bottom, innerHeight),
});

// At its upper and lower edge; what is tall may reach under the bar at one end.
const covering = (element, { left, right, top, bottom }) => {
  if (element.closest(".lintel, .bar, .rail, .skip, [popover]")) return [];
  const edge = Math.min(bottom - top, 24) / 2, heights = bottom - top > 80 ? [top + edge] : [top + edge, bottom - edge];
  const over = heights.map(y => document.elementFromPoint((left + right) / 2, y)?.closest(".lintel, .bar"));
  return over.filter(Boolean).map(one => `under ${one.className}`);
};

let last;
// Where the focus is after one more Tab, whether it can be seen, and what lies over it.
const focus = () => {
  const here = document.activeElement;
  if (!here || here === document.body) return null;
  const seen = part(here.getBoundingClientRect()), style = getComputedStyle(here), faults = [];
  const outlined = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  // A field for a date has stops of its own; the browser marks them inside it.
  if (!outlined && here !== last) faults.push("no outline");
  if (seen.right - seen.left < 1 || seen.bottom - seen.top < 1) faults.push("outside the window");
  else faults.push(...covering(here, seen));
  const again = "tabbed" in here.dataset && here !== last;
  here.dataset.tabbed = "";
  last = here;
  return { html: cut(here), faults, again };
};

const startAgain = () => {
  document.querySelectorAll("[data-tabbed]").forEach(one => delete one.dataset.tabbed);
  scrollTo(0, 0);
  document.querySelector(".skip").focus({ focusVisible: true });
};

// Of radios that belong together, Tab reaches one.
const isReached = one => "tabbed" in one.dataset
  || (one.type === "radio" && document.querySelector(`input[name="${CSS.escape(one.name)}"][data-tabbed]`));

const unreached = () => [...document.querySelectorAll(CONTROLS)]
  .filter(one => one.checkVisibility({ visibilityProperty: true }) && !one.disabled && one.tabIndex >= 0 && !isReached(one))
  .filter(one => !one.closest("[popover]:not(:popover-open)")).map(cut);

const sideways = (text, direction) => {
  const root = document.documentElement;
  root.dir = direction;
  root.dataset.text = text;
  const over = root.scrollWidth - root.clientWidth;
  const wide = [...document.body.querySelectorAll("*")].filter(one => {
    const { left, right, width } = one.getBoundingClientRect();
    return width && !one.closest(".vh, .skip, .scroll") && (right > innerWidth + 1 || left < -1);
  });
  return over > 0 ? `${over}px too wide: ${wide.slice(-2).map(cut).join(" … ")}` : "";
};

const panels = () => [...document.querySelectorAll(".panel[popover]")]
  .map(one => [one.id, one.querySelector("[hx-get]")?.getAttribute("hx-get") ?? one.textContent]);

const openAll = () => document.querySelectorAll("details").forEach(one => { one.open = true; });
const theme = name => { if (name) document.documentElement.dataset.theme = name; else delete document.documentElement.dataset.theme; };

window.eyes = { look, focus, startAgain, unreached, sideways, panels, openAll, theme };
