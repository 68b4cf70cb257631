// What test_strings.py asks of a page: everything in it that acts, and a form sent many times without its page.
const OURS = /^\/static\/(htmx|app)(\.[0-9a-f]+)?\.js$/;
const ACTING = "iframe, object, embed, style, base, frame, applet, portal, math, link[rel=import], [style], [srcdoc]";
const ADDRESSES = ["href", "src", "action", "formaction", "data", "poster", "xlink:href", "srcset", "ping", "background"];
const SAFE = /^(\/(?!\/)|#|\?|https?:\/\/|mailto:|about:blank$|$)/i;

const acting = root => [...root.querySelectorAll("*")].flatMap(one => {
  const found = [...one.attributes].filter(({ name, value }) => name.startsWith("on") || name.startsWith("hx-on")
    || (ADDRESSES.includes(name) && !SAFE.test(value.trim())));
  if (one.matches(ACTING) || (one.localName === "script" && !OURS.test(one.getAttribute("src") ?? ""))) found.push({ name: one.localName });
  return found.map(({ name }) => `${name} in ${one.outerHTML.slice(0, 200)}`);
});

const parse = html => new DOMParser().parseFromString(html, "text/html");
const token = () => document.querySelector("[name=csrfmiddlewaretoken]").value;

const post = (address, fields, headers) => {
  const body = new FormData();
  Object.entries({ csrfmiddlewaretoken: token(), ...fields }).forEach(([name, value]) => body.append(name, value));
  return fetch(address, { method: "POST", body, headers });
};

// One at a time would be slow, all at once is not what people do.
const each = async (values, act) => {
  const results = [], waiting = [...values.entries()];
  const work = async () => { for (let next; (next = waiting.shift());) results[next[0]] = await act(next[1]); };
  await Promise.all([work(), work(), work()]);
  return results;
};

const answerWith = (address, texts) => each(texts, async text => {
  const answer = await post(address, { text }, { "HX-Request": "true" });
  const entry = parse(await answer.text()).querySelector("[data-entry]");
  return { status: answer.status, id: entry?.dataset.entry, html: entry?.querySelector(".words")?.innerHTML ?? "", acting: entry ? acting(entry) : [] };
});

const typedAgain = (room, ids) => each(ids, async id => {
  const page = parse(await (await fetch(`${room}/entries/${id}/edit`)).text());
  return page.querySelector("textarea[name=text]").value;
});

// Two pieces of HTML that a person sees the same: marks of direction and headings of the page's own depth aside.
const seen = html => {
  const body = parse(html).body;
  body.querySelectorAll("h1, h2, h3, h4, h5, h6").forEach(one => {
    const other = document.createElement("h6");
    other.append(...one.childNodes);
    one.replaceWith(other);
  });
  body.querySelectorAll("*").forEach(one => ["dir", "rel", "class"].forEach(name => one.removeAttribute(name)));
  return body.innerHTML.replace(/>\s+|\s+</g, edge => edge.trim()).trim();
};

window.strings = { acting: () => acting(document), answerWith, typedAgain, seen: htmls => htmls.map(seen) };
