// The real widget in frames: what gallery and studio share.

export const load = async (name) => {
  const response = await fetch(new URL(name, import.meta.url));
  if (!response.ok) throw new Error(`${name}: ${response.status}`);
  return name.endsWith(".json") ? response.json() : response.text();
};

const LANGUAGES = ["en", "nb", "sv", "nl"];

/* The language of this page: what the address asks for, else the browser's. */
export const language = (() => {
  const asked = new URLSearchParams(location.search).get("language");
  const wanted = [asked, ...navigator.languages].map((it) => (it ?? "").split("-")[0].replace(/^n[no]$/, "nb"));
  return wanted.find((it) => LANGUAGES.includes(it)) ?? "en";
})();

/* Fills in the words of the page, and gives them. */
export const speak = async () => {
  const words = await load(`words/${language}.json`);
  document.documentElement.lang = language;
  for (const it of document.querySelectorAll("[data-word]")) it.textContent = words[it.dataset.word];
  for (const it of document.querySelectorAll("[data-label]")) it.ariaLabel = words[it.dataset.label];
  return words;
};

/* The tokens that a style sheet sets: whatever its rules apply to, later ones win. A bare list of declarations will do. */
export const tokens = (css) => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css.includes("{") ? css : `samtale-chat { ${css} }`);
  const found = {};
  const read = (rules) => {
    for (const rule of rules) {
      for (const name of rule.style ?? []) {
        if (name.startsWith("--samtale-")) found[name] = rule.style.getPropertyValue(name).trim();
      }
      if (rule.cssRules && rule.constructor.name !== "CSSMediaRule") read(rule.cssRules);
    }
  };
  read(sheet.cssRules);
  return found;
};

/* A frame with one state. */
export const frame = (state, title, language) => {
  const made = document.createElement("iframe");
  const about = new URLSearchParams({ page: location.origin, language, state: state.id, ...state.about });
  Object.assign(made, { title, loading: "lazy", src: `${state.page ?? "stage.html"}#${about}` });
  return made;
};

/* Gives a frame its look, as soon as its page is there, and again whenever it is loaded. */
export const dress = (made, look) => {
  made.look = look;
  const put = () => {
    const { contentDocument: inner } = made;
    if (!inner?.body || inner.URL === "about:blank") return;
    const { documentElement: root } = inner;
    const place = inner.querySelector("samtale-chat") ?? root;
    const { scheme, tokens, size } = made.look;
    for (const name of [...place.style]) place.style.removeProperty(name);
    for (const name of Object.keys(tokens)) place.style.setProperty(name, tokens[name]);
    root.style.colorScheme = scheme;
    root.style.fontSize = `${size}%`;
    if (place !== root) place.setAttribute("theme", scheme);
  };
  made.onload = put;
  put();
};

/* The panel shows, and nobody takes the cursor. */
addEventListener("message", ({ origin, source, data }) => {
  if (origin === location.origin && data?.samtale === 1 && data.type === "ready") {
    source.postMessage({ samtale: 1, type: "panel", open: true, focus: false }, origin);
  }
});
