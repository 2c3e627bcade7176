/*
 * The script a page pastes: <script src="https://chat.example.com/widget.js" data-channel="support" async></script>
 *
 * It defines <samtale-chat> and puts one on the page: a launcher, and a panel that holds the chat in
 * a frame of the server's own origin. Until the visitor opens the chat it loads nothing, stores
 * nothing and connects to nothing. Then it paints the panel, begins to load the frame, and fetches
 * `bridge.js`, which speaks with the frame and does all that this script does not need to do at once.
 *
 * Only where the site has set rules, or where somebody looks for what is wrong, `extras.js` comes at once.
 *
 * What all of them know of one chat is one object, called `it` everywhere. The build puts their content into
 * their names, so that this script never meets one of another version.
 */
(() => {
  "use strict";

  const TAG = "samtale-chat";
  const BRIDGE = "bridge.js";
  const EXTRAS = "extras.js";
  const LOADS_WITHIN_MS = 20_000;
  const script = document.currentScript;
  const home = script?.src || location.href;

  /* What a site decides about a chat. The script line has the same as data-…; scripts have properties. */
  const CHOICES = "channel server language theme placement position isolation identity variables rules".split(" ");
  /* What a chat cannot take up while it stands: channel, server, language, isolation, rules, by how no other begins. */
  const FIRM = /^([clrs]|is)/;

  const WORDS = {
    __proto__: null,
    // Name, open, close, failed, again.
    en: ["Chat", "Open chat", "Close chat", "The chat could not be loaded.", "Try again"],
    nb: ["Chat", "Åpne chat", "Lukk chat", "Chatten kunne ikke lastes.", "Prøv igjen"],
    sv: ["Chatt", "Öppna chatten", "Stäng chatten", "Chatten kunde inte läsas in.", "Försök igen"],
    nl: ["Chat", "Chat openen", "Chat sluiten", "De chat kon niet worden geladen.", "Opnieuw proberen"],
    ar: ["محادثة", "افتح المحادثة", "أغلق المحادثة", "تعذّر تحميل المحادثة.", "حاول مرة أخرى"],
  };

  /* The colours are those of style/tokens.css; a test compares them. */
  const STYLE = `
:host {
  all: initial !important;
  color-scheme: light dark !important;
  display: block !important;
  font: 16px/1.45 var(--samtale-font, system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif) !important;
  inset-block-end: var(--offset) !important;
  inset-inline-end: var(--offset) !important;
  position: fixed !important;
  z-index: var(--samtale-layer, 2147483000) !important;
  --offset: var(--samtale-launcher-offset, 20px);
  --size: var(--samtale-launcher-size, 56px);
  --accent: var(--samtale-accent, light-dark(oklch(0.5 0.105 240), oklch(0.74 0.11 238)));
  --launcher: var(--samtale-launcher, var(--accent));
  --on-launcher: var(--samtale-on-launcher, color(from var(--launcher) var(--ink)));
  --head: var(--samtale-head, light-dark(var(--accent), oklch(from var(--accent) min(l, 0.39) calc(0.75 * c) h)));
  --on-head: var(--samtale-on-head, color(from var(--head) var(--ink)));
  --surface: var(--samtale-surface, light-dark(oklch(1 0 0), oklch(0.235 0.014 256)));
  --text: var(--samtale-text, light-dark(oklch(0.2 0.013 257), oklch(0.938 0.007 250)));
  --deep: color-mix(in oklab, var(--text) 8%, var(--surface));
  --ink: xyz-d65 calc(1e6 * (0.18 - y)) calc(1e6 * (0.18 - y)) calc(1e6 * (0.18 - y));
  --shadow: var(--samtale-shadow, 0 2px 8px oklch(0 0 0 / .16), 0 12px 40px oklch(0 0 0 / .24));
}
:host([theme~="light"]) { color-scheme: light !important; }
:host([theme~="dark"]) { color-scheme: dark !important; }
:host([position~="start"]) { inset-inline: var(--offset) auto !important; }
:host([position~="top"]) { inset-block: var(--offset) auto !important; }
:host([placement="inline"]) { block-size: 100% !important; inline-size: 100% !important; inset: auto !important; min-block-size: 320px !important; position: relative !important; z-index: auto !important; }
:host([hidden]), [hidden] { display: none !important; }
* { box-sizing: border-box !important; }
button { all: unset; cursor: pointer; touch-action: manipulation; }
:focus-visible { outline: 3px solid var(--launcher); outline-offset: 2px; }
svg { display: block; fill: none; stroke: currentcolor; stroke-linecap: round; stroke-linejoin: round; stroke-width: 1.7; inline-size: 28px; }
.launcher {
  background: var(--launcher);
  block-size: var(--size);
  border-radius: 50%;
  box-shadow: var(--shadow);
  color: var(--on-launcher);
  display: grid;
  inline-size: var(--size);
  place-items: center;
  position: relative;
  transition: scale 160ms;
}
.launcher:hover { scale: 1.05; }
.panel {
  animation: rise 160ms;
  background: var(--surface);
  block-size: min(var(--samtale-panel-height, 640px), 100dvh - var(--size) - var(--offset) - 32px);
  border-radius: var(--samtale-radius-panel, 16px);
  box-shadow: 0 0 0 1px var(--deep), var(--shadow);
  color: var(--text);
  display: grid;
  grid: 100% / 100%;
  inline-size: min(var(--samtale-panel-width, 384px), 100vw - 2 * var(--offset));
  inset-block-end: calc(100% + 12px);
  inset-inline-end: 0;
  overflow: hidden;
  position: absolute;
}
:host([position~="start"]) .panel { inset-inline: 0 auto; }
:host([position~="top"]) .panel { inset-block: calc(100% + 12px) auto; }
:host([placement="inline"]) .panel { animation: none; block-size: auto; box-shadow: 0 0 0 1px var(--deep); inline-size: auto; inset: 0; }
:host([placement="inline"]) .launcher { inset: 0; margin: auto; position: absolute; }
:host([placement="inline"][open]) .launcher { display: none; }
@keyframes rise { from { opacity: 0; transform: translateY(12px); } }
.panel > * { background: var(--surface); block-size: 100%; border: 0; grid-area: 1 / 1; inline-size: 100%; }
.head {
  align-items: center;
  background: var(--head);
  color: var(--on-head);
  display: flex;
  font-size: 18px;
  font-weight: 600;
  justify-content: space-between;
  padding-block: 8px;
  padding-inline: 16px 8px;
}
.head button { display: grid; block-size: 44px; inline-size: 44px; place-items: center; }
.head button:focus-visible { outline-color: currentcolor; outline-offset: -4px; }
.head svg { inline-size: 22px; }
.wait { display: grid; gap: 12px; padding: 16px; }
.wait i { animation: rise 0s 150ms both; background: var(--deep); block-size: 38px; border-radius: 14px; inline-size: 70%; }
.wait i + i { inline-size: 45%; }
.wait button { background: var(--launcher); border-radius: 10px; color: var(--on-launcher); justify-self: start; line-height: 44px; padding-inline: 16px; }
.spoken { clip-path: inset(50%); position: absolute; }
@media (max-width: 480px), (max-height: 480px) {
  :host(:not([placement="inline"])) .panel { animation: none; block-size: var(--height, 100dvh); border-radius: 0; inline-size: 100vw; inset: var(--top, 0) 0 auto; position: fixed; }
  :host([open]) .launcher { display: none; }
}
@media (prefers-reduced-motion) { * { animation: none !important; transition: none !important; } }
@media (forced-colors: active) { .launcher, .panel, .wait button { border: 1px solid; } }
`;

  const CHAT =
    "M12 4c4.7 0 8.5 3.4 8.5 7.6S16.7 19.2 12 19.2c-1.2 0-2.4-.2-3.4-.6L4.2 19.8l1.3-3.9a7 7 0 0 1-2-4.3C3.5 7.4 7.3 4 12 4Z" +
    "M8.5 11.6h.01M12 11.6h.01M15.5 11.6h.01";
  const CROSS = "m6 6 12 12M18 6 6 18";
  const DOWN = "m5 9 7 7 7-7";

  const make = (tag, attributes = {}, ...children) => {
    const made = document.createElement(tag);
    for (const it of Object.entries(attributes)) made.setAttribute(...it);
    made.append(...children);
    return made;
  };

  const icon = (path) => {
    const [svg, line] = ["svg", "path"].map((tag) => document.createElementNS("http://www.w3.org/2000/svg", tag));
    svg.setAttribute("viewBox", "0 0 24 24");
    svg.setAttribute("aria-hidden", "true");
    line.setAttribute("d", path);
    svg.append(line);
    return svg;
  };

  const languageOf = (element) => {
    const wanted = [element.language, document.documentElement.lang, ...navigator.languages];
    const known = wanted.map((tag) => (tag ?? "").toLowerCase().split("-")[0].replace(/^n[no]$/, "nb"));
    return known.find((tag) => WORDS[tag]) ?? "en";
  };

  /* Tells the page. The window has listeners of its own for two of the names, who expect something else. */
  const emit = ({ element }, type, detail) => {
    element.dispatchEvent(new CustomEvent(type, { bubbles: !/message|error/.test(type), composed: true, detail }));
  };

  const draw = ({ element, launcher, words, status }) => {
    const isOpen = element.hasAttribute("open");
    launcher.firstChild.firstChild.setAttribute("d", isOpen ? DOWN : CHAT);
    launcher.setAttribute("aria-expanded", isOpen);
    launcher.setAttribute("aria-label", [words[isOpen ? 2 : 1], status.textContent].join(" "));
  };

  /* What the panel shows until the app does. */
  const wait = ({ shell }, ...children) => {
    shell.querySelector(".wait")?.remove();
    shell.append(make("div", { class: "wait" }, ...children));
    shell.hidden = false;
  };

  const unload = (it) => {
    clearTimeout(it.timer);
    it.frame?.remove();
    it.frame = undefined;
    it.heard = [];
  };

  const fail = (it, reason) => {
    if (it.removed.signal.aborted) return;
    unload(it);
    const again = make("button", { type: "button" }, it.words[4]);
    again.onclick = () => {
      it.panel.focus();
      load(it);
    };
    wait(it, make("div", { role: "alert" }, it.words[3]), again);
    emit(it, "error", { reason });
  };

  let tries = 0;

  /* Fetches a part. What a browser could not fetch once it does not ask for again by the same name. */
  const fetchPart = (it, name) => import(`${it.server}/widget/${name}${tries ? `?${tries}` : ""}`);

  const load = (it) => {
    if (it.frame) return;
    const about = new URLSearchParams({ page: location.origin, language: it.language, asks: 1 });
    it.frame = make(it.element.isolation === "shadow" ? "div" : "iframe", { title: it.words[0], allow: "autoplay", src: `${it.server}/frame/${it.channel}#${about}` });
    wait(it, make("i"), make("i"), make("i"));
    it.panel.append(it.frame, it.shell);
    it.timer = setTimeout(fail, LOADS_WITHIN_MS, it, "timeout");
    if (it.bridge) return it.bridge.begin();
    const begin = ({ bridge }) => {
      if (it.removed.signal.aborted) return;
      it.bridge ??= bridge(it, HANDS);
      it.bridge.begin();
    };
    fetchPart(it, BRIDGE).then(begin).catch(() => {
      tries++;
      fail(it, "script");
    });
  };

  /* What other parts do with these hands. */
  const HANDS = { make, draw, emit, load, unload, fail };

  class Chat extends HTMLElement {
    static observedAttributes = [...CHOICES, "open"];

    #root = this.attachShadow({ mode: "open" });
    /* What the page wants of the bridge until that is there: names of its methods, and what goes with them. */
    #calls = [];
    #isByVisitor = false;
    #it;

    connectedCallback() {
      const server = new URL(this.server ?? home, home).origin;
      const channel = this.channel ?? "";
      const language = (this.lang = languageOf(this));
      const it = (this.#it = {
        __proto__: null,
        element: this,
        root: this.#root,
        server,
        channel,
        language,
        words: WORDS[language],
        key: `samtale ${server} ${channel}`,
        removed: new AbortController(),
        calls: this.#calls,
        heard: [],
        // Of a chat without a channel nothing is loaded, nor shown.
        frame: /^[\w-]{1,64}$/.test(channel) ? null : make("i"),
      });
      this.#build();
      let remembered;
      try {
        remembered = sessionStorage.getItem(it.key);
      } catch {} // A page may forbid storage.
      if (this.rules || /samtale-doctor/.test(location)) fetchPart(it, EXTRAS).then(({ extras }) => extras(it, HANDS));
      if (it.frame) return console.warn(`${TAG}: no channel`);
      this.#root.replaceChildren(it.panel, it.launcher, it.status);
      if (this.hasAttribute("open")) this.#turn();
      else if (remembered === "open") this.open();
      else if (remembered) load(it);
    }

    disconnectedCallback() {
      const it = this.#it;
      if (!it) return;
      this.#it = undefined;
      it.removed.abort();
      unload(it);
      this.#root.replaceChildren();
    }

    attributeChangedCallback(name, before, now) {
      if (!this.#it || before === now) return;
      if (name === "open") this.#turn();
      else if (FIRM.test(name)) {
        this.disconnectedCallback();
        this.connectedCallback();
      } else this.#it.bridge?.change(name);
    }

    open() {
      this.toggle(true);
    }

    close() {
      this.toggle(false);
    }

    toggle(isOpen) {
      this.#toggle(isOpen, navigator.userActivation?.isActive);
    }

    show() {
      this.hidden = false;
    }

    hide() {
      this.hidden = true;
    }

    /* Removes the chat, and what this tab remembers of it. The conversation stays. */
    destroy() {
      try {
        sessionStorage.removeItem(this.#it.key);
      } catch {} // A page may forbid storage.
      this.remove();
    }

    /* The visitor is who this token says, which the site's server has signed. */
    identify(token) {
      this.#call("stay");
      this.identity = token;
    }

    /* The visitor leaves this browser: nothing of the chat stays in it. */
    logout() {
      this.#call("leave");
      this.identity = null;
      if (this.#it) load(this.#it);
    }

    setLocale(language) {
      this.language = language;
    }

    /* The name of a theme, or custom properties with their values. */
    setTheme(theme) {
      if (typeof theme === "string") this.theme = theme;
      else for (const it of Object.entries(theme)) this.style.setProperty(...it);
    }

    /* What is to stand in fields that the visitor has left empty: { name, email, message }. */
    prefill(fields) {
      this.#call("prefill", fields);
    }

    #call(...call) {
      if (this.#it?.bridge) this.#it.bridge.call(...call);
      else this.#calls.push(call);
    }

    #toggle(isOpen, isByVisitor) {
      this.#isByVisitor = isByVisitor;
      this.toggleAttribute("open", isOpen);
    }

    #build() {
      const it = this.#it;
      const { signal } = it.removed;
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(STYLE);
      this.#root.adoptedStyleSheets = [sheet];
      const [name, , close] = it.words;
      it.launcher = make("button", { class: "launcher", part: "launcher", type: "button" }, icon(CHAT));
      it.launcher.onclick = () => this.#toggle(undefined, true);
      const cross = make("button", { type: "button", "aria-label": close }, icon(CROSS));
      cross.onclick = () => this.close();
      it.shell = make("div", { class: "shell", dir: "auto" }, make("div", { class: "head" }, name, cross));
      it.panel = make("div", { class: "panel", part: "panel", role: "dialog", "aria-label": name, tabindex: "-1", hidden: "" }, it.shell);
      it.status = make("div", { class: "spoken", role: "status" });
      this.#root.addEventListener("keydown", ({ key }) => key === "Escape" && this.close(), { signal });
      draw(it);
      addEventListener("message", ({ origin, source, data }) => {
        if (!it.frame || origin !== it.server || source !== it.frame.contentWindow || data?.samtale !== 1) return;
        if (it.bridge) it.bridge.hear(data);
        else it.heard.push(data);
      }, { signal });
    }

    /* Shows the panel or hides it, as the attribute says. */
    #turn() {
      const it = this.#it;
      const isOpen = this.hasAttribute("open");
      const hadFocus = it.panel.contains(this.#root.activeElement);
      it.isCalled = isOpen && this.#isByVisitor;
      this.#isByVisitor = false;
      it.panel.hidden = !isOpen;
      draw(it);
      if (isOpen) load(it);
      if (it.isCalled) it.panel.focus();
      else if (hadFocus) it.launcher.focus();
      it.bridge?.show();
      emit(it, isOpen ? "open" : "close");
    }
  }

  for (const name of CHOICES) {
    Object.defineProperty(Chat.prototype, name, {
      get() {
        return this.getAttribute(name);
      },
      set(value) {
        if (value == null) this.removeAttribute(name);
        else this.setAttribute(name, value.map ? JSON.stringify(value) : value);
      },
    });
  }

  /*
   * Where a page's style hides everything, itself included, nothing on it can show. Then, and only
   * when the page's content stays hidden by the same style, the root is shown again.
   */
  const uncover = () => {
    const isHidden = (element) => getComputedStyle(element).display === "none";
    const { body, documentElement: root } = document;
    if (isHidden(root) && isHidden(body)) root.style.setProperty("display", "block", "important");
  };

  /* Beside the body, not in it: a body that moves, hides or is replaced takes the chat not with it. Where the same line runs
     again, as in applications that replace the body by that of the next page, the chat that stands there takes what the line
     says now. What fills a place in the page stands where the script does. */
  const insert = () => {
    const said = script.dataset;
    const isInline = said.placement === "inline";
    const chat = (!isInline && document.querySelector(`html>[channel="${said.channel}"]`)) || make(TAG, { server: new URL(home).origin });
    for (const name of CHOICES) if (said[name]) chat[name] = said[name];
    if (isInline) script.after(chat);
    else if (!chat.isConnected) document.documentElement.append(chat);
    uncover();
    addEventListener("load", uncover);
  };

  if (!customElements.get(TAG)) customElements.define(TAG, Chat);
  if (script?.dataset.channel === undefined) return;
  if (document.body) insert();
  else addEventListener("DOMContentLoaded", insert);
})();
