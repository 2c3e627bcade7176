// Every state of the widget, in the real app, side by side.
import { dress, frame, load, speak, tokens } from "./frames.js";

const [words, states, themes] = await Promise.all([speak(), load("states.json"), load("themes.json")]);
document.title = `Samtale – ${words.gallery}`;
const tools = document.getElementById("tools");
const { theme, scheme, language, size, width, css } = tools.elements;
theme.append(new Option(words.standard, ""), ...themes.map((it) => new Option(it, it)));

/* The launcher and the box of the panel stand in a page of a site. */
const pages = [
  { id: "page-closed", title: words.closed, page: "host.html" },
  { id: "page-open", title: words.opened, page: "host.html", about: { open: 1, state: "chat" } },
];
const all = [...pages, ...states.map((it) => ({ ...it, title: it.title[document.documentElement.lang] }))];

const make = (tag, members = {}, ...children) => {
  const made = Object.assign(document.createElement(tag), members);
  made.append(...children);
  return made;
};

const build = () => {
  const schemes = scheme.value === "both" ? ["light", "dark"] : [scheme.value];
  const cards = all.map((state) => {
    const frames = schemes.map((it) => {
      const made = frame(state, `${state.title} – ${words[it]}`, language.value);
      made.dataset.scheme = it;
      made.dataset.state = state.id;
      return made;
    });
    const card = make("section", { className: "state", id: state.id }, make("h2", { textContent: state.title }), make("div", { className: "frames" }, ...frames));
    card.classList.toggle("page", Boolean(state.page));
    return card;
  });
  document.getElementById("states").replaceChildren(...cards);
  look();
};

const look = async () => {
  const chosen = theme.value ? tokens(await load(`themes/${theme.value}.css`)) : {};
  const all = { ...chosen, ...tokens(css.value) };
  document.documentElement.style.setProperty("--width", `${width.value}px`);
  for (const made of document.querySelectorAll("iframe")) {
    dress(made, { scheme: made.dataset.scheme, tokens: all, size: size.value });
  }
};

const asked = new URLSearchParams(location.hash.slice(1));
for (const it of tools.elements) if (asked.has(it.name)) it.value = asked.get(it.name);
tools.addEventListener("change", ({ target }) => (target === scheme || target === language ? build() : look()));
css.addEventListener("input", look);
tools.addEventListener("submit", (event) => event.preventDefault());
build();
