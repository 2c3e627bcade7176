/*
 * The script a page pastes: <script src="https://chat.example.com/widget.js" data-channel="support" async></script>
 *
 * It defines <samtale-chat> and puts one on the page: a launcher, and a panel that holds the chat in
 * a frame of the server's own origin. Until the visitor opens the chat it loads nothing, stores
 * nothing and connects to nothing. In the page it keeps one thing afterwards, for this tab only:
 * whether the chat is open, so that it is there again on the site's next page.
 *
 * Between the page and the frame go plain objects { samtale: 1, type, … }. Each side takes them only
 * from the exact origin and the exact window of the other, and posts only to that origin. The frame
 * learns the page's origin from its own address: /frame/<channel>#page=<origin>&language=<tag>&asks=1.
 *
 *   page → frame   panel  { open: boolean, focus: boolean }  whether the panel shows; focus: put the
 *                                                            cursor where one writes
 *                  identity { token, variables }           who the visitor is: a token that the site's server
 *                                                            has signed (it stands in no address), and what
 *                                                            else the page tells, as JSON; a token of null:
 *                                                            whoever it was has left, and nothing may stay
 *   frame → page   who    {}                                 answered by `identity`
 *                  left   {}                                 nothing of the visitor is there any more
 *                  ready  {}                                 the app runs; answered by `panel`
 *                  state  { unread: number, live: boolean }  messages not seen yet; whether a
 *                                                            conversation goes on
 *                  close  {}                                 the visitor closed the chat
 *                  failed {}                                 the app could not start
 *                  gone   {}                                 there is no such channel for this page
 *
 * Nothing secret of the chat is among them: the page never learns what is written.
 */
(() => {
  "use strict";

  const TAG = "samtale-chat";
  const LOADS_WITHIN_MS = 20_000;
  const script = document.currentScript;

  const WORDS = new Map([
    // Name, open, close, unread, loading, failed, again.
    ["en", ["Chat", "Open chat", "Close chat", "Unread messages", "Loading the chat…", "The chat could not be loaded.", "Try again"]],
    ["nb", ["Chat", "Åpne chat", "Lukk chat", "Uleste meldinger", "Laster chatten …", "Chatten kunne ikke lastes.", "Prøv igjen"]],
    ["sv", ["Chatt", "Öppna chatten", "Stäng chatten", "Olästa meddelanden", "Läser in chatten …", "Chatten kunde inte läsas in.", "Försök igen"]],
    ["nl", ["Chat", "Chat openen", "Chat sluiten", "Ongelezen berichten", "De chat wordt geladen…", "De chat kon niet worden geladen.", "Opnieuw proberen"]],
    ["ar", ["محادثة", "افتح المحادثة", "أغلق المحادثة", "رسائل غير مقروءة", "جارٍ تحميل المحادثة…", "تعذّر تحميل المحادثة.", "حاول مرة أخرى"]],
  ]);

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
  --danger: var(--samtale-danger, light-dark(oklch(0.51 0.185 26), oklch(0.78 0.115 24)));
  --on-danger: color(from var(--danger) var(--ink));
  --ink: xyz-d65 calc(1e6 * (0.18 - y)) calc(1e6 * (0.18 - y)) calc(1e6 * (0.18 - y));
  --shadow: var(--samtale-shadow, 0 2px 8px oklch(0 0 0 / .16), 0 12px 40px oklch(0 0 0 / .24));
}
:host([hidden]), [hidden] { display: none !important; }
* { box-sizing: border-box; }
button { all: unset; box-sizing: border-box; cursor: pointer; touch-action: manipulation; }
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
  transition: transform 160ms;
}
.launcher:hover { transform: scale(1.05); }
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
.wait { display: grid; gap: 12px; padding: 20px 16px; }
.wait i { animation: appear 0s 150ms both; background: var(--deep); block-size: 38px; border-radius: 14px; inline-size: 70%; }
.wait i + i { inline-size: 45%; }
@keyframes appear { from { opacity: 0; } }
.wait button { background: var(--launcher); border-radius: 10px; color: var(--on-launcher); justify-self: start; line-height: 44px; padding-inline: 16px; }
p { margin: 0; }
.spoken { clip-path: inset(50%); position: absolute; }
@media (max-width: 480px), (max-height: 480px) {
  .panel { animation: none; block-size: var(--height, 100dvh); border-radius: 0; inline-size: 100vw; inset: var(--top, 0) 0 auto; position: fixed; }
  .panel:not([hidden]) ~ .launcher { display: none; }
}
@media (prefers-reduced-motion) { * { animation: none !important; transition: none !important; } }
@media (forced-colors: active) { .launcher, .panel, .wait button { border: 1px solid; } }
`;

  const CHAT =
    "M12 4c4.7 0 8.5 3.4 8.5 7.6S16.7 19.2 12 19.2c-1.2 0-2.4-.2-3.4-.6L4.2 19.8l1.3-3.9a7 7 0 0 1-2-4.300C3.500 7.400 7.300 4 12 4Z" +
    "M8.5 11.6h.01M12 11.6h.01M15.5 11.6h.01";
  const CROSS = "m6 6 12 12M18 6 6 18";
  const DOWN = "m5 9 7 7 7-7";

  const make = (tag, attributes = {}, ...children) => {
    const made = document.createElement(tag);
    for (const name of Object.keys(attributes)) made.setAttribute(name, attributes[name]);
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
    const wanted = [element.getAttribute("language"), document.documentElement.lang, ...navigator.languages];
    const known = wanted.map((tag) => (tag ?? "").toLowerCase().split("-")[0].replace(/^n[no]$/, "nb"));
    return known.find((tag) => WORDS.has(tag)) ?? "en";
  };

  class Chat extends HTMLElement {
    #root = this.attachShadow({ mode: "open" });
    #server;
    #channel;
    #language;
    #words;
    #removed;

    #launcher;
    #badge;
    #status;
    #panel;
    #shell;
    #frame;
    #timer;

    #isOpen = false;
    #isReady = false;
    #isLive = false;
    #isAsked = false;
    #isLeaving = false;
    #wantsFocus = false;

    connectedCallback() {
      this.#server = new URL(this.getAttribute("server") ?? script?.src ?? "", location.href).origin;
      this.#channel = this.getAttribute("channel") ?? "";
      if (!/^[\w-]{1,64}$/.test(this.#channel)) return this.#leave("the channel is missing or malformed");
      this.#language = languageOf(this);
      this.#words = WORDS.get(this.#language);
      this.lang = this.#language;
      this.#removed = new AbortController();
      this.#build();
      this.#listen();
      const remembered = this.#memory();
      if (remembered === "open") this.#open();
      else if (remembered) this.#load();
    }

    disconnectedCallback() {
      this.#removed?.abort();
      this.#unload();
      this.#root.replaceChildren();
      this.#isOpen = this.#isLive = false;
    }

    /* The visitor is who this token says, which the site's server has signed. */
    identify(token) {
      this.#isLeaving = false;
      this.setAttribute("identity", token);
      this.#introduce();
    }

    /* The visitor leaves this browser: nothing of the chat stays in it. */
    logout() {
      this.#isLeaving = true;
      this.removeAttribute("identity");
      if (!this.#panel?.isConnected) return;
      this.#load();
      this.#introduce();
    }

    #build() {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(STYLE);
      this.#root.adoptedStyleSheets = [sheet];
      const [name, , close] = this.#words;
      this.#badge = make("span", { class: "badge", part: "unread", "aria-hidden": "true", hidden: "" });
      this.#launcher = make("button", { class: "launcher", part: "launcher", type: "button" });
      this.#launcher.onclick = () => (this.#isOpen ? this.#close() : this.#open(true));
      const cross = make("button", { type: "button", "aria-label": close }, icon(CROSS));
      cross.onclick = () => this.#close();
      this.#shell = make("div", { class: "shell" }, make("div", { class: "head" }, name, cross));
      this.#panel = make("div", { class: "panel", part: "panel", role: "dialog", "aria-label": name, tabindex: "-1", hidden: "" }, this.#shell);
      this.#status = make("div", { class: "spoken", role: "status" });
      this.#root.replaceChildren(this.#panel, this.#launcher, this.#status);
      this.#tell(0);
    }

    #listen() {
      const { signal } = this.#removed;
      addEventListener("message", (event) => this.#hear(event), { signal });
      this.#root.addEventListener("keydown", (event) => event.key === "Escape" && this.#isOpen && this.#close(), { signal });
      /* A phone's keyboard makes the visible part of the page smaller than the page. */
      const view = window.visualViewport;
      const fit = () => {
        this.#panel.style.setProperty("--height", `${view.height}px`);
        this.#panel.style.setProperty("--top", `${view.offsetTop}px`);
      };
      for (const type of ["resize", "scroll"]) view?.addEventListener(type, fit, { signal });
    }

    #open(byVisitor = false) {
      this.#isOpen = true;
      this.#panel.hidden = false;
      this.#wantsFocus = byVisitor;
      this.#draw();
      this.#remember();
      if (byVisitor) this.#panel.focus();
      this.#load();
      this.#show();
    }

    #close() {
      const hadFocus = this.#panel.contains(this.#root.activeElement);
      this.#isOpen = false;
      this.#panel.hidden = true;
      this.#draw();
      this.#remember();
      this.#show();
      if (hadFocus) this.#launcher.focus();
    }

    #load() {
      if (this.#frame) return;
      const about = new URLSearchParams({ page: location.origin, language: this.#language, asks: 1 });
      this.#frame = make("iframe", { title: this.#words[0], allow: "autoplay", src: `${this.#server}/frame/${this.#channel}#${about}` });
      this.#wait(make("i"), make("i"), make("i"), make("span", { class: "spoken", role: "status" }, this.#words[4]));
      this.#panel.append(this.#frame, this.#shell);
      this.#timer = setTimeout(() => this.#fail(), LOADS_WITHIN_MS);
    }

    #unload() {
      clearTimeout(this.#timer);
      this.#isReady = this.#isAsked = false;
      this.#frame?.remove();
      this.#frame = undefined;
    }

    #fail() {
      this.#unload();
      const again = make("button", { type: "button" }, this.#words[6]);
      again.onclick = () => {
        this.#panel.focus();
        this.#load();
      };
      this.#wait(make("p", { role: "alert" }, this.#words[5]), again);
      this.#shell.hidden = false;
    }

    #leave(reason) {
      console.warn(`samtale-chat: ${reason}`);
      this.hidden = true;
      this.#remember(null);
    }

    /* What the panel shows until the app does. */
    #wait(...children) {
      this.#shell.querySelector(".wait")?.remove();
      this.#shell.append(make("div", { class: "wait" }, ...children));
      this.#shell.hidden = false;
    }

    #hear({ origin, source, data }) {
      if (!this.#frame || origin !== this.#server || source !== this.#frame.contentWindow) return;
      if (typeof data !== "object" || data?.samtale !== 1) return;
      if (data.type === "ready") {
        clearTimeout(this.#timer);
        this.#isReady = true;
        this.#wantsFocus &&= this.#panel.contains(this.#root.activeElement);
        this.#show();
        this.#shell.hidden = true;
      } else if (data.type === "state" && Number.isSafeInteger(data.unread) && typeof data.live === "boolean") {
        this.#isLive = data.live;
        this.#remember();
        this.#tell(data.unread);
      } else if (data.type === "who") {
        this.#isAsked = true;
        this.#introduce();
      } else if (data.type === "left") {
        this.#isLeaving = this.#isLive = false;
        this.#unload();
        this.#tell(0);
        this.#close();
      } else if (data.type === "close") this.#close();
      else if (data.type === "failed") this.#fail();
      else if (data.type === "gone") this.#leave("there is no such channel for this page");
    }

    /* Tells the app whether the panel shows. */
    #show() {
      if (!this.#isReady) return;
      const focus = this.#isOpen && this.#wantsFocus;
      if (focus) this.#frame.focus();
      this.#wantsFocus = false;
      this.#post("panel", { open: this.#isOpen, focus });
    }

    /* Tells the app who the visitor is, once it asked. */
    #introduce() {
      if (!this.#isAsked) return;
      const [token, variables] = ["identity", "variables"].map((name) => this.getAttribute(name) ?? "");
      this.#post("identity", { token: this.#isLeaving ? null : token, variables });
    }

    #post(type, content) {
      this.#frame.contentWindow.postMessage({ samtale: 1, type, ...content }, this.#server);
    }

    #draw() {
      this.#launcher.replaceChildren(icon(this.#isOpen ? DOWN : CHAT), this.#badge);
      this.#launcher.setAttribute("aria-expanded", this.#isOpen);
      this.#launcher.setAttribute("aria-label", [this.#words[this.#isOpen ? 2 : 1], this.#status.textContent].join(" "));
    }

    #tell(unread) {
      this.#status.textContent = unread > 0 ? `${this.#words[3]}: ${unread}` : "";
      this.#badge.hidden = !unread;
      this.#badge.textContent = unread > 99 ? "99+" : unread;
      this.#draw();
    }

    /* "open", "closed" with a conversation going on, or nothing; a page may forbid storage. */
    #memory(value) {
      const key = `samtale ${this.#server} ${this.#channel}`;
      try {
        if (value === undefined) return sessionStorage.getItem(key);
        if (value) sessionStorage.setItem(key, value);
        else sessionStorage.removeItem(key);
      } catch {
        return null;
      }
    }

    #remember(state = this.#isOpen ? "open" : this.#isLive ? "closed" : null) {
      this.#memory(state);
    }
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

  /* Beside the body, not in it: a body that moves, hides or is replaced takes the chat not with it. */
  const insert = () => {
    const { channel, language, identity, variables } = script.dataset;
    const chat = make(TAG, { channel: channel ?? "", server: new URL(script.src).origin });
    for (const [name, value] of Object.entries({ language, identity, variables })) value && chat.setAttribute(name, value);
    document.documentElement.append(chat);
    uncover();
    addEventListener("load", uncover, { once: true });
  };

  if (!customElements.get(TAG)) customElements.define(TAG, Chat);
  if (script?.dataset.channel === undefined) return;
  if (document.body) insert();
  else addEventListener("DOMContentLoaded", insert, { once: true });
})();
