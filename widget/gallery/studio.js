// The theme studio: what a designer sets, what becomes of it in the real widget, and whether that can be read.
import { contrast, hex, isColour, mended, rgb, shifted } from "./colour.js";
import { dress, frame, language, load, speak, tokens } from "./frames.js";
import { saving } from "./save.js";

const PREFIX = "--samtale-";
const SCHEMES = ["light", "dark"];
const KEPT = "samtale studio";
const part = (id) => document.getElementById(id);

const [words, contract, states, themes] = await Promise.all([
  speak(),
  ...["contract.json", "states.json", "themes.json"].map(load),
]);
document.title = `Samtale – ${words.studio}`;

const make = (tag, members = {}, ...children) => {
  const made = Object.assign(document.createElement(tag), members);
  made.append(...children);
  return made;
};

/* What is set: for a colour { light, dark }, else a text. What follows from the rest is not here. */
let values = new Map();

const isPublic = new Set(contract.tokens.map((it) => it.name));
const kinds = new Map(contract.tokens.map((it) => [it.name, it.kind]));

/* The two colours of a token's text. */
const halves = (text) => {
  const inner = /^light-dark\((.*)\)$/s.exec(text.trim())?.[1];
  if (inner === undefined) return [text, text];
  let depth = 0;
  for (let at = 0; at < inner.length; at += 1) {
    if (inner[at] === "(") depth += 1;
    else if (inner[at] === ")") depth -= 1;
    else if (inner[at] === "," && depth === 0) return [inner.slice(0, at).trim(), inner.slice(at + 1).trim()];
  }
  return [text, text];
};

/* A token's two colours as one text. Where one of them follows from the rest, it is what it is now. */
const whole = (name, { light, dark }) => {
  const [one, other] = [light || now(name, "light"), dark || now(name, "dark")];
  return one === other ? one : `light-dark(${one}, ${other})`;
};

const written = () => {
  const all = [...isPublic].filter((name) => values.has(name));
  return Object.fromEntries(
    all.map((name) => [PREFIX + name, kinds.get(name) === "colour" ? whole(name, values.get(name)) : values.get(name)]),
  );
};

const sheet = () => {
  const lines = Object.entries(written()).map(([name, value]) => `  ${name}: ${value};\n`);
  return `samtale-chat {\n${lines.join("")}}\n`;
};

const allow = saving(words, written);

/* The first two frames tell what comes of it. */
const views = [
  { id: "light", scheme: "light" },
  { id: "dark", scheme: "dark" },
  { id: "rtl", scheme: "light", language: "ar" },
  { id: "double", scheme: "light", size: 200 },
  { id: "phone", scheme: "dark", isPhone: true },
];
const frames = new Map();

const build = () => {
  const state = all.find((it) => it.id === part("state").value);
  frames.clear();
  const figures = views.map((view) => {
    const made = frame(state, `${state.title} – ${words[view.id]}`, view.language ?? language);
    made.loading = "eager";
    if (view.isPhone) made.className = "phone";
    frames.set(view.id, made);
    return make("figure", {}, make("figcaption", { textContent: words[view.id] }), made);
  });
  part("frames").replaceChildren(...figures);
};

/* A computed colour of the real widget. */
const resolved = (name, scheme) => {
  const inner = frames.get(scheme).contentDocument;
  const root = inner?.documentElement;
  if (root?.dataset.stands === undefined) return undefined;
  const probe = inner.body.appendChild(inner.createElement("i"));
  probe.style.color = `var(${PREFIX}${name})`;
  const colour = rgb(inner.defaultView.getComputedStyle(probe).color);
  probe.remove();
  return colour;
};

const now = (name, scheme) => {
  const found = resolved(name, scheme) ?? rgb(contract.tokens.find((it) => it.name === name)[scheme]);
  return hex(found);
};

/* Which of a pair is moved: the text, or what it follows from, and never its ground. */
const SOURCES = new Map([["focus", "link"], ["line-strong", "text"], ["on-danger", "danger"]]);
const moved = ([one]) => SOURCES.get(one) ?? one;

const judged = () =>
  contract.pairs.flatMap((pair) =>
    SCHEMES.map((scheme) => {
      const [one, other] = [resolved(pair[0], scheme), resolved(pair[1], scheme)];
      const ratio = one && other ? contrast(one, other) : undefined;
      return { pair, scheme, one, other, ratio, fails: ratio !== undefined && ratio < pair[2] };
    }),
  );

const mend = (faults) => {
  for (const { pair, scheme } of faults) {
    const name = moved(pair);
    const related = judged().filter((it) => it.scheme === scheme && it.pair.includes(name));
    const demands = related.map(({ pair: [first, , least], one, other }) => [first === name ? other : one, least]);
    const { other: ground } = judged().find((it) => it.pair === pair && it.scheme === scheme);
    const from = resolved(name, scheme);
    // What only follows from it gets better with it, step by step.
    const least = pair[0] === name ? pair[2] : contrast(from, ground) * 1.25;
    const colour = mended(from, [...demands, [ground, least]]) ?? mended(from, [[ground, least]]);
    if (!colour) continue;
    const both = values.get(name) ?? {};
    values.set(name, { light: both.light ?? "", dark: both.dark ?? "", [scheme]: colour });
    wear();
  }
};

/* A ground between light and dark on which no text can be read: lighter in light, darker in dark. */
const retreat = ({ pair, scheme }) => {
  const name = pair[1].startsWith("surface") ? "surface" : pair[1];
  if (!isPublic.has(name)) return;
  const colour = shifted(resolved(name, scheme), scheme === "light" ? 0.08 : -0.08);
  values.set(name, { light: "", dark: "", ...values.get(name), [scheme]: colour });
  wear();
};

/* Repairs everything: what one repair does to others is looked at again. */
const mendAll = () => {
  for (let round = 0; round < 40; round += 1) {
    const faults = judged().filter((it) => it.fails);
    if (!faults.length) break;
    if (round % 4 === 3) retreat(faults[0]);
    else mend(faults);
  }
  fill();
  show();
};

const wear = () => {
  const set = written();
  for (const view of views) {
    dress(frames.get(view.id), { scheme: view.scheme, tokens: set, size: view.size ?? 100 });
  }
};

const cell = ({ pair, scheme, one, other, ratio, fails }) => {
  const made = make("td", { className: fails ? "fails" : "" });
  if (ratio === undefined) return made;
  const swatch = make("span", { className: "swatch" });
  swatch.dataset.sample = pair[2] < 4.5 ? "●" : "Aa";
  swatch.style.color = hex(one);
  swatch.style.background = hex(other);
  const shown = Math.floor(ratio * 100) / 100;
  made.append(swatch, " ", make("span", { className: "ratio", textContent: `${shown}${fails ? ` < ${pair[2]}` : ""}` }));
  if (fails) {
    const button = make("button", { type: "button", textContent: words.repair });
    button.ariaLabel = `${words.repair}: ${pair[0]} / ${pair[1]}, ${words[scheme]}`;
    button.dataset.mends = `${pair[0]} ${pair[1]} ${scheme}`;
    button.onclick = () => {
      mend([{ pair, scheme }]);
      fill();
      show();
      part("mend").focus();
    };
    made.append(" ", button);
  }
  return made;
};

/* Shows what follows: the frames, the contrasts, the sheet. */
const show = () => {
  wear();
  const all = judged();
  const rows = contract.pairs.map((pair) => {
    const cells = all.filter((it) => it.pair === pair).map(cell);
    return make("tr", {}, make("th", { scope: "row", textContent: `${pair[0]} / ${pair[1]}` }), ...cells);
  });
  part("pairs").replaceChildren(...rows);
  const isKnown = all.every((it) => it.ratio !== undefined);
  const faults = all.filter((it) => it.fails).length;
  const verdict = faults ? words.faults.replace("{n}", faults) : isKnown ? words.readable : words.looking;
  if (part("verdict").textContent !== verdict) part("verdict").textContent = verdict;
  const isReady = isKnown && !faults;
  allow(isReady);
  part("mend").disabled = !faults;
  part("blocked").hidden = isReady;
  for (const id of ["copy", "download"]) part(id).disabled = !isReady;
  part("css").value = isReady ? sheet() : "";
  try {
    sessionStorage.setItem(KEPT, sheet());
  } catch {} // Nothing is kept for a reload.
};

const isLength = (text) => /^\d*\.?\d+(px|rem|em)$/.test(text);
const checks = new Map([
  ["colour", isColour],
  ["length", isLength],
  ["number", (text) => /^\d+$/.test(text)],
  ["shadow", (text) => CSS.supports("box-shadow", text) && !/url\(/i.test(text)],
  ["font", (text) => CSS.supports("font-family", text) && !/[;{}]/.test(text)],
]);

/* One field: what is typed counts as soon as it is a value. */
const field = (token, scheme) => {
  const input = make("input", { type: "text", spellcheck: false, dir: "ltr", autocomplete: "off" });
  input.dataset.token = token.name;
  input.dataset.scheme = scheme ?? "";
  input.ariaLabel = scheme ? `${token.name}, ${words[scheme]}` : token.name;
  const wrong = make("span", { className: "wrong", id: `wrong-${token.name}-${scheme ?? ""}` });
  input.setAttribute("aria-describedby", wrong.id);
  const take = (text) => {
    const is = !text || checks.get(token.kind)(text);
    input.ariaInvalid = String(!is);
    wrong.textContent = is ? "" : words[`wrong_${token.kind}`];
    if (!is) return;
    if (!scheme) {
      if (text) values.set(token.name, text);
      else values.delete(token.name);
    } else {
      const both = { light: "", dark: "", ...values.get(token.name), [scheme]: text };
      if (both.light || both.dark) values.set(token.name, both);
      else values.delete(token.name);
    }
    show();
  };
  input.oninput = () => take(input.value.trim());
  if (!scheme) return [make("div", { className: "whole" }, input, wrong)];
  const picker = make("input", { type: "color" });
  picker.ariaLabel = `${words.pick}: ${token.name}, ${words[scheme]}`;
  picker.dataset.picks = `${token.name} ${scheme}`;
  picker.oninput = () => {
    input.value = picker.value;
    take(picker.value);
  };
  const label = make("span", { className: "hint", textContent: words[scheme], ariaHidden: "true" });
  return [make("div", {}, label, make("div", { className: "colour" }, input, picker), wrong)];
};

for (const token of contract.tokens) {
  const fields = token.kind === "colour" ? SCHEMES.flatMap((it) => field(token, it)) : field(token);
  const about = make("p", { lang: "en", textContent: token.means });
  const made = make("fieldset", { className: "token" }, make("legend", { textContent: PREFIX + token.name }), about, ...fields);
  part(token.kind === "colour" ? "colours" : "rest").append(made);
}

/* Puts into the fields what is set, and beside it what follows where nothing is. */
const fill = () => {
  for (const input of document.querySelectorAll("[data-token]")) {
    const { token: name, scheme } = input.dataset;
    const value = values.get(name);
    const text = (scheme ? value?.[scheme] : value) ?? "";
    if (input.value.trim() !== text) input.value = text;
    input.ariaInvalid = "false";
    part(`wrong-${name}-${scheme}`).textContent = "";
    const token = contract.tokens.find((it) => it.name === name);
    input.placeholder = scheme ? now(name, scheme) : token.default;
  }
  for (const picker of document.querySelectorAll("[data-picks]")) picker.value = now(...picker.dataset.picks.split(" "));
};

/* Takes a sheet's tokens in the place of all that is set. Gives what is not taken. */
const take = (css) => {
  const found = tokens(css);
  const left = [];
  const next = new Map();
  for (const [name, text] of Object.entries(found)) {
    const short = name.slice(PREFIX.length);
    const kind = kinds.get(short);
    const [light, dark] = halves(text);
    const is = kind === "colour" ? isColour(light) && isColour(dark) : kind && checks.get(kind)(text);
    if (!is) left.push(name);
    else next.set(short, kind === "colour" ? { light, dark } : text);
  }
  if (!next.size && left.length) return left;
  values = next;
  show();
  fill();
  return left;
};

const theme = part("theme");
theme.append(new Option(words.standard, ""), ...themes.map((it) => new Option(it, it)));
theme.onchange = async () => take(theme.value ? await load(`themes/${theme.value}.css`) : "");

const all = states.map((it) => ({ ...it, title: it.title[language] }));
part("state").append(...all.map((it) => new Option(it.title, it.id)));
part("state").value = "chat";
part("state").onchange = () => {
  build();
  show();
};

const told = (id, text) => (part(id).textContent = text);
part("mend").onclick = mendAll;
part("copy").onclick = async () => {
  try {
    await navigator.clipboard.writeText(sheet());
    told("told", words.copied);
  } catch {
    part("css").select();
    told("told", words.not_copied);
  }
};
part("download").onclick = () => {
  const href = URL.createObjectURL(new Blob([sheet()], { type: "text/css" }));
  make("a", { href, download: "theme.css" }).click();
  setTimeout(() => URL.revokeObjectURL(href));
};
const given = (css) => {
  const left = take(css);
  told("taken", left.length ? words.left.replace("{names}", left.join(", ")) : words.taken);
};
part("take").onclick = () => given(part("given").value);
part("file").onchange = async () => {
  const [file] = part("file").files;
  if (file) given(await file.text());
};
part("values").onsubmit = (event) => event.preventDefault();

build();
let kept = "";
try {
  kept = sessionStorage.getItem(KEPT) ?? "";
} catch {} // Nothing is kept.
take(kept);
/* A frame that stands can be asked what comes of it. */
addEventListener("message", ({ origin, data }) => {
  if (origin !== location.origin || data?.gallery !== "stands") return;
  show();
  fill();
});
