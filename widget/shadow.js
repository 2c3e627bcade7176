/*
 * The chat without a frame, where a site wants that (isolation="shadow"): the same app in a shadow root of the page, whose
 * style sheets then reach the app's parts. What a frame has of its own, a document, an address, a window to speak to, is
 * given to `boot.js` here.
 *
 * The build puts `boot.js` into this file, and what it makes of `frame.html` and the style sheet.
 */
import { boot } from "./boot.js";
import { PANEL, SCRIPT, SHEET, WASM } from "./panel.js";

const PARTS = "header, notice, messages, message-own, message-other, card, button, composer, input, send";
const STYLE = `
:host { display: block; overflow: hidden; }
.app { position: relative; }
dialog { block-size: fit-content; box-shadow: var(--samtale-shadow-floating), 0 0 0 100vmax var(--samtale-veil); inset: 0; position: absolute; z-index: 2; }
`;
const SVG = "http://www.w3.org/2000/svg";

/* Elements out of lists: a name, attributes, and what is within; nothing in the page parses markup. */
const grow = (it, isDrawing = false) => {
  if (typeof it === "string") return it;
  const [name, attributes, ...children] = it;
  const isDrawn = isDrawing || name === "svg";
  const made = isDrawn ? document.createElementNS(SVG, name) : document.createElement(name);
  for (const key of Object.keys(attributes)) made.setAttribute(key, attributes[key]);
  const place = name === "template" ? made.content : made;
  place.append(...children.map((child) => grow(child, isDrawn)));
  return made;
};

const sheetOf = (text) => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(text);
  return sheet;
};

/* What floats above the page stands where it would in a frame of its own: the menu below the head, at the end of the
   line. */
const settle = (it, app) => {
  const { left, right, top } = app.getBoundingClientRect();
  const { clientWidth } = document.documentElement;
  const [before, after] = [`${left}px`, `${clientWidth - right}px`];
  const down = `calc(${top}px + 3.5 * var(--rem))`;
  const inset = (edge) => `calc(${edge} + var(--samtale-space-2))`;
  it.style.inset = app.dir === "rtl" ? `${down} auto auto ${inset(before)}` : `${down} ${inset(after)} auto auto`;
};

/* A question is asked within the panel: all else of the chat waits for the answer, and nothing else of the page. */
const pose = (dialog, app) => {
  let others = [];
  let before;
  dialog.tabIndex = -1;
  dialog.showModal = () => {
    before = app.getRootNode().activeElement;
    others = [...app.children].filter((it) => it !== dialog && !it.inert);
    for (const it of others) it.inert = true;
    dialog.show();
  };
  // At once, not when it is told of: what then gets the focus must be able to.
  const watch = new MutationObserver(() => {
    if (dialog.open) return;
    for (const it of others) it.inert = false;
    others = [];
    if (before?.checkVisibility()) before.focus();
    before = undefined;
  });
  watch.observe(dialog, { attributeFilter: ["open"] });
};

/* Each chat has a copy of the app's script, which holds one app. */
let copies = 0;

/* Runs the app in a place of the page. `tell` hears what the app says to the page. */
export const shadow = (it, place, tell) => {
  const { server, channel, language } = it;
  const root = place.attachShadow({ mode: "open" });
  for (const name of place.getAttributeNames()) place.removeAttribute(name);
  place.setAttribute("exportparts", PARTS);
  // Not the page's root, which its style sheets make any size, but what the browser's settings say is medium.
  place.style.fontSize = "medium";
  const rem = `:host { --rem: ${getComputedStyle(place).fontSize}; }`;
  place.removeAttribute("style");
  const sheets = [SHEET, STYLE, rem].map(sheetOf);

  const about = new URLSearchParams({ page: location.origin, language, asks: 1, at: `${server} ` });
  let hash = `#${about}`;
  /* Of the run that goes on: what it hears, and how it ends. */
  let hears;
  let ends;

  /* One run of the app; as in a frame, it may want to begin anew. */
  const start = () => {
    const ears = [];
    const stopped = new AbortController();
    const { signal } = stopped;
    const hear = (type, event) => {
      for (const [wanted, act] of [...ears]) if (wanted === type) act(event);
    };
    const page = { postMessage: (data) => signal.aborted || tell(data) };
    root.adoptedStyleSheets = sheets;

    const app = document.createElement("div");
    app.className = "app";
    app.dir = "ltr";
    app.append(...PANEL.map((child) => grow(child)));
    root.replaceChildren(app);
    // It does not bubble.
    app.addEventListener("beforetoggle", ({ target, newState }) => target.popover && newState === "open" && settle(target, app), true);
    // A frame keeps the focus that a question leaves to nobody.
    const keep = () => root.activeElement?.checkVisibility() || root.getElementById("scroll").focus();
    app.addEventListener("close", keep, true);
    const dialog = app.querySelector("dialog");
    pose(dialog, app);
    // Before anybody else takes the key for an end of the chat.
    const cancel = (event) => {
      if (event.key !== "Escape" || !dialog.open) return;
      event.stopImmediatePropagation();
      dialog.close();
    };
    for (const place of [root, it.panel]) place.addEventListener("keydown", cancel, { signal });
    // The visitor may move the panel, too.
    const follow = (it.follow = () => {
      for (const open of app.querySelectorAll(":popover-open")) settle(open, app);
    });
    for (const type of ["scroll", "resize"]) addEventListener(type, follow, { capture: true, passive: true, signal });

    const dataset = { appJs: `${server}/widget/${SCRIPT}?${copies++}`, appWasm: `/widget/${WASM}` };
    const surroundings = {
      parent: page,
      window: {},
      document: {
        documentElement: {
          style: place.style,
          set lang(tag) {
            app.lang = tag;
          },
          set dir(direction) {
            app.dir = direction;
          },
        },
        set adoptedStyleSheets(added) {
          root.adoptedStyleSheets = [...sheets, ...added];
        },
        createElement: (name) => document.createElement(name),
        // Of this run: what still comes once it is over finds what was its own.
        getElementById: (id) => app.querySelector(`#${id}`),
        querySelector: (selector) => (selector.startsWith("script") ? { dataset } : root.querySelector(selector)),
        querySelectorAll: (selector) => root.querySelectorAll(selector),
        get visibilityState() {
          return document.visibilityState;
        },
        get isGone() {
          return signal.aborted;
        },
      },
      location: {
        origin: server,
        pathname: `/frame/${channel}`,
        get hash() {
          return hash;
        },
        set hash(value) {
          hash = `#${value}`;
        },
        reload() {
          stop();
          start();
        },
      },
      async fetch(address) {
        const found = await fetch(new URL(address, server));
        if (!address.endsWith("look.css")) return found;
        return new Response((await found.text()).replace(/([\d.]+)rem\b/g, "calc($1 * var(--rem))"), found);
      },
      addEventListener(type, act) {
        ears.push([type, act]);
        if (/^(visibilitychange|page(show|hide))$/.test(type)) addEventListener(type, act, { signal });
        // What happens elsewhere in the page is none of the chat's business.
        else if (!/^(message|samtale-stop)$/.test(type)) root.addEventListener(type, act, { signal });
      },
    };
    // Nor are its keys the page's, which would take letters for commands, nor its files.
    for (const type of ["keydown", "keypress", "keyup", "paste", "dragenter", "dragover", "drop"]) {
      root.addEventListener(type, (event) => event.stopPropagation(), { signal });
    }
    hears = (data) => hear("message", { origin: location.origin, source: page, data });
    const begun = boot(surroundings).catch((error) => signal.aborted || reportError(error));
    ends = () => {
      hear("samtale-stop");
      stopped.abort();
      root.replaceChildren();
      // Its script stays for as long as the page does: what that holds is let go, once all of it has come.
      begun.then(() => import(dataset.appJs)).then(({ end }) => end()).catch(() => {});
    };
  };

  const stop = () => ends();

  start();
  return { post: (data) => hears(data), stop };
};
