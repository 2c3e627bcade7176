/*
 * What `?samtale-doctor` in a page's address shows: what is wrong with how the chat was put into the page, and how to
 * put it right. It is for the person who does that, in English; visitors never load it.
 */
const STYLE = `
:host { all: initial !important; color-scheme: light dark !important; display: block !important; font: 15px/1.45 system-ui, sans-serif !important; inset: 16px auto auto 16px !important; position: fixed !important; z-index: 2147483647 !important; }
section { background: light-dark(white, #1d2126); border: 2px solid; border-radius: 10px; box-sizing: border-box; color: light-dark(#1d2126, #eceef1); inline-size: min(520px, 100vw - 32px); max-block-size: calc(100dvh - 32px); overflow: auto; padding: 16px; }
h2 { font-size: 17px; margin: 0; }
ul { list-style: none; margin: 12px 0 0; padding: 0; }
li { margin-block-start: 8px; padding-inline-start: 1.6em; position: relative; }
li::before { content: "…"; inset-inline-start: 0; position: absolute; }
li[data-is="well"]::before { color: light-dark(#0a6b3d, #5ed39a); content: "✓"; }
li[data-is="open"]::before { content: "–"; }
li[data-is="ill"]::before { color: light-dark(#b3261e, #ff9e93); content: "✗"; font-weight: bold; }
p { margin: 4px 0 0; }
code { background: light-dark(#eceef1, #2c3138); border-radius: 4px; overflow-wrap: anywhere; padding: 1px 4px; user-select: all; }
button { float: inline-end; font: inherit; min-block-size: 32px; }
`;

const PATIENCE_MS = 15_000;
/* A site's clock that is off by more makes tokens of the site worthless. */
const SKEW_MS = 60_000;

class Ill extends Error {
  /* `fix` may hold text to copy between backticks. */
  constructor(what, fix) {
    super(what);
    this.fix = fix;
  }
}

const within = (promise, ill) =>
  Promise.race([promise, new Promise((_, no) => setTimeout(() => no(ill), PATIENCE_MS))]);

/* What the browser has refused since the page began, by directive. */
const refused = new Map();
const note = ({ effectiveDirective, blockedURI }) => refused.set(effectiveDirective, blockedURI);

const CHECKS = [
  [
    "The browser is new enough",
    () => {
      const has = [
        CSS.supports("color", "light-dark(red, blue)") && CSS.supports("color", "oklch(0 0 0)"),
        "popover" in HTMLElement.prototype,
        typeof WebAssembly === "object",
        "adoptedStyleSheets" in Document.prototype,
      ];
      if (has.includes(false)) throw new Ill("This browser is too old for the chat.", "Update it. docs/EMBEDDING.md says what is needed.");
    },
  ],
  [
    "The page may load what the server has",
    ({ server, page }) => {
      if (page.protocol !== "https:" || server.startsWith("https:")) return;
      throw new Ill("The page is secure and the server is not: browsers refuse mixed content.", `Serve ${server} by https, and write \`${server.replace("http:", "https:")}\` in the script line.`);
    },
  ],
  [
    "The server answers",
    async (it) => {
      try {
        it.stands = await within(it.ask(it), new Error("time"));
      } catch {
        const fix = `Is the server running, and can this browser reach ${it.server}? Where the page has a Content Security Policy, it needs \`script-src ${it.server}\`.`;
        throw new Ill(`${it.server} does not answer.`, fix);
      }
    },
  ],
  [
    "There is such a channel",
    ({ stands, channel }) => {
      if (!stands) return false;
      if (!stands.known) throw new Ill(`The server has no channel ${channel}.`, "`samtale channel list` shows those it has; the script line names one of them in `data-channel`.");
    },
  ],
  [
    "The channel lists this site",
    ({ stands, channel }) => {
      if (!stands?.known) return false;
      if (!stands.listed) throw new Ill(`The channel does not list ${location.origin}.`, `On the server: \`samtale channel change ${channel} --sites ${location.origin}\`, with the others behind commas.`);
    },
  ],
  [
    "The clocks agree",
    ({ stands }) => {
      if (!stands) return false;
      const skew = Math.abs(stands.at - Date.now());
      if (skew > SKEW_MS) throw new Ill(`The clocks of this machine and of the server are ${Math.round(skew / 1_000)} seconds apart.`, "Set them by the network's time. Identity tokens are refused where the clock of the server that signs them is off.");
    },
  ],
  [
    "The frame loads, and has all it needs",
    async (it) => {
      if (!it.stands?.known || !it.stands.listed) return false;
      const told = await probe(it).catch((ill) => ill);
      if (refused.has("frame-src") || refused.has("child-src")) {
        throw new Ill("The page's Content Security Policy forbids the frame.", `Add \`frame-src ${it.server}\`.`);
      }
      if (told instanceof Error) throw told;
      if (!told.wasm) throw new Ill("WebAssembly does not run in the frame.", "Is there a proxy before the server that changes its Content-Security-Policy? The frame needs its own, unchanged.");
      if (!told.socket) throw new Ill("The frame cannot open a WebSocket to the server.", "A proxy before the server has to pass on `Upgrade` and `Connection`, see docs/OPERATING.md; some companies' networks forbid WebSockets.");
      if (!told.storage) throw new Ill("This browser denies the frame its storage.", "The chat works, and forgets the visitor with the page. Private windows and strict settings for other sites' data do that.");
    },
  ],
  [
    "The page may remember that the chat is open",
    () => {
      try {
        sessionStorage.getItem("");
      } catch {
        throw new Ill("The page has no storage.", "Without it the chat closes when the visitor goes to the site's next page. A sandboxed frame needs `allow-same-origin`.");
      }
    },
  ],
  [
    "What the element says can be read",
    ({ element, channel, read }) => {
      for (const name of ["variables", "rules"]) {
        const text = element.getAttribute(name);
        try {
          if (text) name === "rules" ? read(text) : JSON.parse(text).map(String);
        } catch ({ message }) {
          throw new Ill(`What stands in ${name} cannot be read: ${message}`, "It is JSON, see docs/EMBEDDING.md. In HTML, quotes within an attribute are written `&quot;`.");
        }
      }
      const token = element.getAttribute("identity");
      if (!token) return;
      let claims;
      try {
        claims = JSON.parse(atob(token.split(".")[1].replaceAll("-", "+").replaceAll("_", "/")));
      } catch {
        throw new Ill("The identity is no JSON Web Token.", "docs/EMBEDDING.md shows how to make one.");
      }
      if (claims.aud !== channel) throw new Ill(`The identity is for ${claims.aud}, not for ${channel}.`, "`aud` names the channel.");
      if (claims.exp * 1_000 < Date.now()) throw new Ill("The identity has expired.", "Sign one for each page, or call `identify` with a fresh one.");
    },
  ],
];

/* Has a frame of its own look at what the chat's frame would have, and tell. */
const probe = (it) => {
  const { server, channel, make, root } = it;
  const about = new URLSearchParams({ page: location.origin, check: 1 });
  const frame = make("iframe", { src: `${server}/frame/${channel}#${about}`, hidden: "" });
  const answer = new Promise((told) => {
    addEventListener("message", ({ origin, source, data }) => {
      if (origin === server && source === frame.contentWindow && data?.samtale === 1 && data.type === "checked") told(data);
    });
  });
  root.append(frame);
  const blocked = new Promise((_, no) => document.addEventListener("securitypolicyviolation", ({ effectiveDirective }) => /^(frame|child)-src$/.test(effectiveDirective) && no(new Error())));
  const silence = new Ill("The frame does not answer.", "The browser's console says why. An extension that blocks other sites' frames does that, and a proxy that adds `X-Frame-Options`.");
  return within(Promise.race([answer, blocked]), silence).finally(() => frame.remove());
};

/* Text with what stands between backticks as code. */
const prose = (make, text) => text.split("`").map((part, index) => (index % 2 ? make("code", {}, part) : part));

/* `page` is where the page is. */
export const doctor = async (chat, { make }, ask, read, page = location) => {
  const place = make("samtale-doctor");
  const root = place.attachShadow({ mode: "open" });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(STYLE);
  root.adoptedStyleSheets = [sheet];
  const { element, server, channel } = chat;
  const it = { element, server, channel, make, root, ask, read, page };
  const list = make("ul");
  const close = make("button", { type: "button" }, "Close");
  close.onclick = () => place.remove();
  const title = make("h2", {}, `Chat ${channel}`);
  const verdict = make("p", { role: "status" }, "Looking …");
  root.append(make("section", { "aria-label": "Samtale doctor" }, close, title, verdict, list));
  document.documentElement.append(place);
  chat.removed.signal.addEventListener("abort", () => place.remove());
  document.addEventListener("securitypolicyviolation", note, { signal: chat.removed.signal });
  let count = 0;
  for (const [name, check] of CHECKS) {
    const item = make("li", {}, name);
    list.append(item);
    try {
      // False: there is nothing to look at, because of what is wrong already.
      item.dataset.is = (await check(it)) === false ? "open" : "well";
    } catch (ill) {
      count += 1;
      item.dataset.is = "ill";
      item.replaceChildren(ill.message, make("p", {}, ...prose(make, ill.fix ?? "")));
    }
  }
  verdict.textContent = count ? `Faults: ${count}` : "All is well.";
};
