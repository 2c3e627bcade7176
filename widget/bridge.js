/*
 * What `loader.js` fetches when the visitor opens the chat: the page's end of the conversation with the
 * frame, and everything else that a page does not need before.
 *
 * Between the page and the frame go plain objects { samtale: 1, type, … }. Each side takes them only
 * from the exact origin and the exact window of the other, and posts only to that origin. The frame
 * learns the page's origin from its own address: /frame/<channel>#page=<origin>&language=<tag>&asks=1.
 *
 *   page → frame   panel    { open: boolean, focus: boolean }  whether the panel shows; focus: put the
 *                                                              cursor where one writes
 *                  identity { token, variables }               who the visitor is: a token that the site's server
 *                                                              has signed (it stands in no address), and what
 *                                                              else the page tells, as JSON; a token of null:
 *                                                              whoever it was has left, and nothing may stay
 *                  look     { scheme, tokens }                 "light", "dark" or "" for the reader's own; and
 *                                                              custom properties with their values
 *                  prefill  { name, email, message }           for fields that the visitor has left empty
 *                  page     { address, title, referrer }       where the visitor is, without what may be secret
 *   frame → page   who      {}                                 answered by `look` and `identity`
 *                  left     {}                                 nothing of the visitor is there any more
 *                  ready    {}                                 the app runs; answered by `prefill` and `panel`
 *                  state    { unread: number, live, connected, available: boolean }
 *                                                              messages not seen yet; whether a conversation goes on,
 *                                                              there is a connection, and somebody is there for
 *                                                              another conversation (undefined: not known yet)
 *                  message  {}                                 the other side wrote one
 *                  ended    {}                                 the conversation is over
 *                  where    {}                                 a conversation goes on, and its channel follows pages:
 *                                                              answered by `page`, now and at each change
 *                  refused  {}                                 the server did not believe who the visitor is; after `ready`
 *                  close    {}                                 the visitor closed the chat
 *                  failed   {}                                 the app could not start
 *                  gone     {}                                 there is no such channel for this page
 *                  wears    { look }                           the channel's own look, as a style sheet, for
 *                                                              what stands in the page
 *
 * Nothing secret of the chat is among them: the page never learns what is written.
 */
const WORDS = new Map([
  // Loading, unread.
  ["en", ["Loading the chat…", "Unread messages"]],
  ["nb", ["Laster chatten …", "Uleste meldinger"]],
  ["sv", ["Läser in chatten …", "Olästa meddelanden"]],
  ["nl", ["De chat wordt geladen…", "Ongelezen berichten"]],
  ["ar", ["جارٍ تحميل المحادثة…", "رسائل غير مقروءة"]],
]);

/* The colours are those of style/tokens.css; a test compares them. */
const STYLE = `
:host {
  --danger: var(--samtale-danger, light-dark(oklch(0.51 0.185 26), oklch(0.78 0.115 24)));
  --on-danger: color(from var(--danger) var(--ink));
}
.badge {
  background: var(--danger);
  border-radius: 11px;
  box-shadow: 0 0 0 2px var(--surface);
  color: var(--on-danger);
  font-size: 13px;
  font-weight: 600;
  inset-block-start: -4px;
  inset-inline-end: -4px;
  line-height: 22px;
  min-inline-size: 22px;
  padding-inline: 6px;
  position: absolute;
  text-align: center;
}
@media (forced-colors: active) { .badge { border: 1px solid; } }
`;

/* Of the server and its apps. */
const VERSION = "0.1.0";

/* How long connecting may take before the server is asked whether it may be. */
const DOUBTS_AFTER_MS = 3_000;

/* How often the page is looked at, once its address is wanted. */
const GLANCE_MS = 1_000;

/* What a page may set, as style/contract.json lists it. */
const TOKENS = [
  "accent on-accent launcher on-launcher head on-head own on-own other on-other surface text text-muted line link danger",
  "font size space radius radius-bubble radius-panel shadow launcher-size launcher-offset panel-width panel-height layer",
].flatMap((line) => line.split(" ").map((name) => `--samtale-${name}`));

/* The app for pages that want no frame, and what only channels with a look need. */
const SHADOW = "shadow.js";
const WEAR = "wear.js";
/* What only pages need that let visitors move the panel. */
const MOVE = "move.js";

/* Speaks with the frame of one chat. `it` is what is known of that, `hands` is what the loader can do. */
export const bridge = (it, { make, draw, emit, load, unload, fail }) => {
  const { element, launcher, panel, shell, status, root, server } = it;
  const { signal } = it.removed;
  const [loading, unreadMessages] = WORDS.get(it.language);
  let isReady = false;
  /* How the app has said that the chat stands. */
  let told = { unread: 0 };
  let isAsked = false;
  let isLeaving = false;
  let filled;

  const badge = make("span", { class: "badge", part: "unread", "aria-hidden": "true", hidden: "" });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(STYLE);
  root.adoptedStyleSheets.push(sheet);
  launcher.append(badge);

  /* The app, where it is in no frame. */
  let inner;

  const post = (type, content) => {
    const message = { samtale: 1, type, ...content };
    if (inner) inner.post(message);
    else it.frame?.contentWindow?.postMessage(message, server);
  };

  /* "open", "closed" with a conversation going on, or nothing; a page may forbid storage. */
  const remember = (value) => {
    try {
      if (value) sessionStorage.setItem(it.key, value);
      else sessionStorage.removeItem(it.key);
    } catch {}
  };

  const isOpen = () => element.hasAttribute("open");

  /* How the chat stands, for the page to read. */
  const state = () => ({
    version: VERSION,
    channel: it.channel,
    language: it.language,
    open: isOpen(),
    ready: isReady,
    connected: isReady && told.connected === true,
    available: told.available,
    live: told.live === true,
    unread: told.unread,
  });
  Object.defineProperty(element, "state", { configurable: true, get: state });
  signal.addEventListener("abort", () => delete element.state);

  /* Tells the app whether the panel shows. */
  const show = () => {
    remember(isOpen() ? "open" : told.live && "closed");
    if (!isReady) return;
    dress();
    const focus = isOpen() && it.isCalled;
    if (focus) it.frame.focus();
    it.isCalled = false;
    post("panel", { open: isOpen(), focus });
  };

  const tell = (now) => {
    const before = told;
    // An app that begins does not know yet.
    const { unread, available = before.available } = now;
    told = { ...now, available };
    remember(isOpen() ? "open" : now.live && "closed");
    status.textContent = unread > 0 ? `${unreadMessages}: ${unread}` : "";
    badge.hidden = !unread;
    badge.textContent = unread > 99 ? "99+" : unread;
    draw(it);
    if (unread !== before.unread) emit(it, "unread", { count: unread });
    if (available !== before.available) emit(it, "available", { available });
  };

  /* Tells the app who the visitor is, once it asked. */
  const introduce = () => {
    if (!isAsked) return;
    const [identity, variables] = ["identity", "variables"].map((name) => element.getAttribute(name) ?? "");
    const told = { identity, variables };
    // The page may change it on the way.
    emit(it, "beforetell", told);
    post("identity", { token: isLeaving ? null : `${told.identity}`, variables: `${told.variables}` });
  };

  /* Tells the app how the page wants it to look. */
  const dress = () => {
    if (!isAsked) return;
    const style = getComputedStyle(element);
    const tokens = { __proto__: null };
    for (const name of TOKENS) {
      const value = style.getPropertyValue(name).trim();
      if (value) tokens[name] = value;
    }
    const scheme = style.colorScheme.includes(" ") ? "" : style.colorScheme;
    post("look", { scheme, tokens });
  };

  /* An address without what may be secret: user, query, and what stands behind # but is no way within the page. */
  const plain = (address) => {
    const { origin, pathname, hash } = new URL(address);
    return origin + pathname + (/^#!?\//.test(hash) ? hash.split("?")[0] : "");
  };

  /* Tells the app where the visitor is, if that is another page than it was told. */
  let where;
  let glances;
  const look = () => {
    const { title, referrer } = document;
    const page = { address: plain(location), title, referrer: referrer && plain(referrer) };
    const told = Object.values(page).join("\n");
    if (told !== where) post("page", page);
    where = told;
  };

  const prefill = () => isReady && filled && post("prefill", filled);

  /* Wherever a property gets another value, whyever: newer browsers tell of a transition. In others the page's look
     counts as it is when the chat is opened. */
  const mirror = make("span", { class: "spoken", "aria-hidden": "true" });
  const transition = ["color-scheme", ...TOKENS].map((name) => `${name} 1ms allow-discrete`).join();
  mirror.style.setProperty("transition", transition, "important");
  mirror.addEventListener("transitionend", dress);
  root.append(mirror);

  /* A phone's keyboard makes the visible part of the page smaller than the page. */
  const view = window.visualViewport;
  const fit = () => {
    panel.style.setProperty("--height", `${view.height}px`);
    panel.style.setProperty("--top", `${view.offsetTop}px`);
  };
  signal.addEventListener("abort", () => clearInterval(glances));
  for (const type of ["resize", "scroll"]) view?.addEventListener(type, fit, { signal });

  const loosen = () => {
    if (!/(mov|resiz)able/.test(element.position)) return;
    it.loosened ??= import(`${server}/widget/${MOVE}`).then(({ move }) => move(it, make)).catch(() => {});
  };
  loosen();

  const leave = () => {
    console.warn(`samtale-chat: there is no such channel for this page: ${it.channel}`);
    clearTimeout(it.timer);
    element.close();
    end();
    // Nothing of it shows, until it has another channel.
    root.replaceChildren();
    root.adoptedStyleSheets = [];
    remember();
    emit(it, "error", { reason: "channel" });
  };

  /* A page that the channel does not list may neither frame it nor connect, and no browser says so to the page. */
  const doubt = async (frame) => {
    if (told.connected || it.frame !== frame) return;
    const { standing } = await import(`${server}/v1/standing/${it.channel}?${Date.now()}`).catch(() => ({}));
    if (it.frame === frame && standing?.listed === false) leave();
  };

  const hears = {
    __proto__: null,
    who() {
      isAsked = true;
      dress();
      introduce();
    },
    ready() {
      clearTimeout(it.timer);
      isReady = true;
      prefill();
      it.isCalled &&= panel.contains(root.activeElement);
      show();
      shell.hidden = true;
      emit(it, "ready");
    },
    state: tell,
    message: () => emit(it, "message"),
    ended: () => emit(it, "ended"),
    left() {
      isLeaving = false;
      end();
      unload(it);
      tell({ unread: 0 });
      element.close();
      remember();
    },
    where() {
      where = "";
      clearInterval(glances);
      // Nothing tells of every change of address and title.
      glances = setInterval(look, GLANCE_MS);
      look();
    },
    refused() {
      console.warn("samtale-chat: the identity was refused");
      emit(it, "error", { reason: "identity" });
    },
    close: () => element.close(),
    failed() {
      end();
      fail(it, "app");
    },
    gone: leave,
    wears: ({ look }) => import(`${server}/widget/${WEAR}`).then(({ wear }) => wear(it, look)).catch(() => {}),
  };
  const hear = (data) => hears[data.type]?.(data);

  const calls = {
    __proto__: null,
    stay() {
      isLeaving = false;
    },
    leave() {
      isLeaving = true;
      load(it);
      introduce();
    },
    prefill(fields) {
      filled = fields;
      prefill();
    },
  };
  const call = (name, ...given) => calls[name](...given);

  const end = () => {
    inner?.stop();
    inner = undefined;
    isReady = false;
  };
  signal.addEventListener("abort", end);

  /* Without a frame the app begins here. */
  const enter = async () => {
    const place = it.frame;
    try {
      const { shadow } = await import(`${server}/widget/${SHADOW}`);
      // Meanwhile it may have been given up.
      if (it.frame === place) inner = shadow(it, place, (data) => queueMicrotask(() => it.frame === place && hear(data)));
    } catch {
      if (it.frame === place) fail(it, "script");
    }
  };

  /* The frame has begun to load. */
  const begin = () => {
    end();
    isAsked = false;
    clearInterval(glances);
    if (it.frame.localName === "div") enter();
    shell.querySelector(".wait").append(make("span", { class: "spoken", role: "status" }, loading));
    for (const given of it.calls.splice(0)) call(...given);
    for (const data of it.heard.splice(0)) hear(data);
    show();
    setTimeout(doubt, DOUBTS_AFTER_MS, it.frame);
  };

  /* An attribute has another value. */
  const change = (name) => {
    if (name === "identity" || name === "variables") introduce();
    else if (name === "theme") dress();
    else if (name === "position") loosen();
  };

  return { begin, call, change, hear, show };
};
