/*
 * What `loader.js` fetches at once, but only where a site has set rules, or where somebody looks for what is wrong.
 *
 * Rules say when the launcher shows, what its badge says, and when a greeting stands beside it: a list, of which the first that is true
 * counts. A rule is true when one of its sets is, a set when all of its conditions are; a rule without sets always is.
 *
 *   [{ "when": [{ "page": "/checkout*", "seconds": 20 }, { "page": "#help" }], "greeting": "Can we help?" },
 *    { "when": [{ "open": false }], "launcher": false },
 *    {}]
 *
 * They are looked at again each second while the page is seen, which is as often as its address can change unnoticed.
 */
const WORDS = new Map([
  // Dismiss, greeting.
  ["en", ["Dismiss", "Greeting"]],
  ["nb", ["Lukk", "Hilsen"]],
  ["sv", ["Stäng", "Hälsning"]],
  ["nl", ["Sluiten", "Begroeting"]],
  ["ar", ["إغلاق", "تحية"]],
]);

const STYLE = `
.greeting {
  align-items: start;
  animation: rise 160ms;
  background: var(--surface);
  border-radius: var(--samtale-radius-panel, 16px);
  box-shadow: 0 0 0 1px var(--deep), var(--shadow);
  color: var(--text);
  display: flex;
  inline-size: max-content;
  inset-block-end: calc(100% + 12px);
  inset-inline-end: 0;
  max-inline-size: min(280px, 100vw - 2 * var(--offset));
  position: absolute;
}
:host([position~="start"]) .greeting { inset-inline: 0 auto; }
:host([position~="top"]) .greeting { inset-block: calc(100% + 12px) auto; }
.greeting .say { padding: 12px 0 12px 16px; overflow-wrap: anywhere; text-align: start; unicode-bidi: plaintext; }
.greeting .away { block-size: 44px; display: grid; flex: none; inline-size: 44px; place-items: center; }
:host([open]) :is(.greeting, .label) { display: none; }
.label {
  background: var(--launcher);
  block-size: 44px;
  border-radius: 22px;
  box-shadow: var(--shadow);
  color: var(--on-launcher);
  font-weight: 600;
  inset-block: 0;
  inset-inline-end: calc(100% + 8px);
  line-height: 44px;
  margin-block: auto;
  max-inline-size: calc(100vw - 2 * var(--offset) - var(--size) - 8px);
  overflow: hidden;
  padding-inline: 16px;
  position: absolute;
  text-overflow: ellipsis;
  unicode-bidi: plaintext;
  white-space: nowrap;
}
:host([position~="start"]) .label { inset-inline: calc(100% + 8px) auto; }
:host([placement="inline"]) .label { inset: auto 16px 16px; margin: 0 auto; max-inline-size: calc(100% - 32px); inline-size: max-content; }
@media (forced-colors: active) { .greeting, .label { border: 1px solid; box-sizing: border-box; } }
`;

const DAYS = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
const TICK_MS = 1_000;
/* What only channels with a look need. */
const WEAR = "wear.js";
/* How long an answer of the server about the channel counts. */
const FRESH_MS = 120_000;

/* Whether a pattern, in which a star stands for anything, is the whole of a text. */
export const fits = (pattern, text) => {
  const parts = pattern.split("*");
  let at = 0;
  for (const [index, part] of parts.entries()) {
    const found = index === 0 ? (text.startsWith(part) ? 0 : -1) : index === parts.length - 1 ? text.length - part.length : text.indexOf(part, at);
    if (found < at || !text.startsWith(part, found)) return false;
    at = found + part.length;
  }
  return at === text.length;
};

/* Whether a page, by its address, is meant: "/path*" with what stands behind a question mark, "#place", or all of it. */
export const isPage = (pattern, { pathname, search, hash, href }) => {
  if (pattern.startsWith("#")) return fits(pattern, hash);
  if (!pattern.startsWith("/")) return fits(pattern, href);
  return fits(pattern, pathname) || fits(pattern, pathname + search);
};

/* Weekday and minute of a moment by the clock on the wall of a zone. */
const clock = (now, zone) => {
  const options = { hourCycle: "h23", weekday: "short", hour: "2-digit", minute: "2-digit", timeZone: zone };
  const parts = new Map(new Intl.DateTimeFormat("en", options).formatToParts(now).map(({ type, value }) => [type, value]));
  const day = DAYS.indexOf(parts.get("weekday").slice(0, 3).toLowerCase());
  return { day, minute: Number(parts.get("hour")) * 60 + Number(parts.get("minute")) };
};

/* Whether a moment lies within "mon-fri 08:00-16:00"; several may stand there with commas between. */
export const isWithin = (hours, now, zone) => {
  const { day, minute } = clock(now, zone);
  return hours.split(",").some((span) => {
    const [, first, last = first, ...times] = /^(?:([a-z]{3})(?:-([a-z]{3}))?\s+)?(\d\d?):(\d\d)-(\d\d?):(\d\d)$/.exec(span.trim().toLowerCase()) ?? fail(`no hours: ${span}`);
    const [from, to] = [Number(times[0]) * 60 + Number(times[1]), Number(times[2]) * 60 + Number(times[3])];
    const [begin, end] = [first, last].map((name) => (name ? DAYS.indexOf(name) : -1));
    const isDay = !first || (begin <= end ? begin <= day && day <= end : begin <= day || day <= end);
    return isDay && from <= minute && minute < to;
  });
};

const fail = (reason) => {
  throw new Error(reason);
};

/* What can be asked of a moment, by name. */
const CONDITIONS = new Map([
  ["page", (wanted, { address }) => [wanted].flat().some((it) => isPage(String(it), address))],
  ["seconds", (wanted, { seconds }) => seconds >= wanted],
  ["hours", (wanted, { now, zone }) => isWithin(String(wanted), now, zone)],
  ["zone", () => true],
  ["open", (wanted, { isOpen }) => isOpen === wanted],
]);

/* The sets of a rule; a single one may stand alone. */
const sets = ({ when }) => [when ?? []].flat();

/* The first rule that is true; none, and the launcher shows without a greeting. */
export const choose = (rules, moment) => {
  const isTrue = (set) =>
    Object.keys(set).every((name) => {
      const condition = CONDITIONS.get(name) ?? fail(`there is no condition ${name}`);
      return condition(set[name], { ...moment, zone: set.zone });
    });
  return rules.find(({ when }) => !when || sets({ when }).some(isTrue)) ?? {};
};

/* Rules out of an attribute. Whoever wrote them is told what is wrong. */
export const read = (text) => {
  const rules = JSON.parse(text);
  if (!Array.isArray(rules)) fail("rules are a list");
  const known = ["when", "launcher", "greeting", "badge"];
  const moment = { address: location, now: Date.now(), seconds: 0 };
  for (const rule of rules) {
    for (const name of Object.keys(rule)) if (!known.includes(name)) fail(`a rule has no ${name}`);
    for (const { zone, ...set } of sets(rule)) for (const name of Object.keys(set)) choose([{ when: { [name]: set[name], zone } }], moment);
  }
  return rules;
};

const engage = (it, { make }) => {
  const { element, root, launcher } = it;
  const { signal } = it.removed;
  let rules;
  try {
    rules = read(element.rules);
  } catch ({ message }) {
    return console.warn(`samtale-chat: rules: ${message}`);
  }
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(STYLE);
  root.adoptedStyleSheets.push(sheet);
  const [dismiss, greeting] = WORDS.get(it.language);
  const key = `${it.key} greeted`;
  const asks = rules.some((rule) => rule.badge === true || sets(rule).some((set) => "open" in set));
  let bubble;
  let isDismissed = false;
  try {
    isDismissed = sessionStorage.getItem(key) !== null;
  } catch {} // A page may forbid storage.

  const dismissAll = () => {
    isDismissed = true;
    bubble?.remove();
    bubble = undefined;
    try {
      sessionStorage.setItem(key, "");
    } catch {}
  };

  const greet = (text) => {
    if (bubble?.dataset.text === text) return;
    bubble?.remove();
    bubble = undefined;
    if (!text || isDismissed || element.hasAttribute("open")) return;
    const say = make("button", { class: "say", type: "button" }, text);
    say.onclick = () => launcher.click();
    const away = make("button", { class: "away", type: "button", "aria-label": dismiss }, "×");
    away.onclick = () => {
      dismissAll();
      launcher.focus();
    };
    // Not announced: the visitor meets it before the launcher, and is not interrupted.
    bubble = make("div", { class: "greeting", part: "greeting", role: "group", "aria-label": greeting, "data-text": text }, say, away);
    launcher.before(bubble);
  };

  const label = make("button", { class: "label", type: "button", hidden: "" });
  label.onclick = () => launcher.click();
  launcher.before(label);

  /* A text for all, or one for each language. */
  const spoken = (texts) => (typeof texts === "object" ? (texts[it.language] ?? texts.en) : texts);

  let isOpen;
  let ownBadge;
  let asked = -Infinity;
  const ask = async () => {
    asked = performance.now();
    try {
      let look;
      ({ open: isOpen, badge: ownBadge, look } = await standing(it));
      // Before the visitor opens the chat, which then opens in its size.
      if (look && !it.worn) {
        const { wear } = await import(new URL(WEAR, import.meta.url));
        if (!it.worn) wear(it, look);
      }
    } catch {} // Unknown: neither open nor closed.
  };

  let page = location.href;
  let since = performance.now();
  const look = () => {
    if (document.visibilityState !== "visible") return;
    if (page !== location.href) [page, since] = [location.href, performance.now()];
    if (asks && performance.now() - asked > FRESH_MS) ask().then(look);
    const seconds = (performance.now() - since) / 1_000;
    const rule = choose(rules, { address: location, seconds, now: Date.now(), isOpen });
    launcher.hidden = rule.launcher === false && !it.bridge;
    const badge = (rule.badge === true ? ownBadge : spoken(rule.badge)) ?? "";
    if (label.textContent !== badge) label.textContent = badge;
    label.hidden = launcher.hidden || !badge;
    greet(spoken(rule.greeting));
  };
  // A visitor who has opened the chat needs no greeting any more.
  element.addEventListener("open", dismissAll, { signal });
  for (const type of ["popstate", "hashchange", "visibilitychange"]) addEventListener(type, look, { signal });
  window.navigation?.addEventListener("currententrychange", look, { signal });
  const ticks = setInterval(look, TICK_MS);
  signal.addEventListener("abort", () => clearInterval(ticks));
  look();
};

/* How a channel stands, for this page, as the server tells it. A module, so that a page need allow nothing more. */
let questions = 0;
export const standing = async ({ server, channel }) => (await import(`${server}/v1/standing/${channel}?${Date.now()}-${questions++}`)).standing;

export const extras = (it, hands) => {
  // Meanwhile it may have been taken away.
  if (it.removed.signal.aborted) return;
  if (/[?&]samtale-doctor\b/.test(location.search)) import(new URL("doctor.js", import.meta.url)).then(({ doctor }) => doctor(it, hands, standing, read));
  // Where a channel is missing there is only the doctor.
  if (it.element.rules && it.launcher.isConnected) engage(it, hands);
};
