// What a test may ask a page. Looks into open shadow roots; sees only what a person can see.
const every = function* (root = document) {
  for (const element of root.querySelectorAll("*")) {
    yield element;
    if (element.shadowRoot) yield* every(element.shadowRoot);
  }
};
const all = (css) => [...every()].filter((it) => it.matches(css));
const isShown = (it) => it.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true });
const shown = (css) => all(css).filter(isShown);
// Names stand between invisible marks of direction; nobody sees those.
const plain = (words) => words.replace(/[\u2066-\u2069]/g, "").replace(/\s+/g, " ").trim();
const text = (it) => plain(it.innerText ?? it.textContent);
const name = (it) => {
  const labels = (it.getAttribute("aria-labelledby") ?? "").split(/\s+/).filter(Boolean);
  const named = labels.map((id) => it.getRootNode().getElementById(id)?.textContent ?? "").join(" ");
  const label = it.labels?.length ? [...it.labels].map((each) => each.textContent).join(" ") : "";
  return plain(named || it.getAttribute("aria-label") || label || it.getAttribute("placeholder") || it.title || text(it));
};
// The elements that match and carry these words, in their text or as their name.
const saying = (css, words) => shown(css).filter((it) => text(it).includes(words) || name(it).includes(words));
