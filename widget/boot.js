// Starts the app in its frame and is its hand in the browser. A file of its own, because inline
// scripts are forbidden by our security policy. What the page tells of itself stands behind the #
// of the frame's address; what goes between page and frame is written down in bridge.js. Without a frame
// (shadow.js), all that it takes from its surroundings is given to it, and behind the # stands `at`, the server.
const { appJs, appWasm } = document.querySelector("script[data-app-js]").dataset;
const about = new URLSearchParams(location.hash.slice(1));
const page = about.get("page") ?? "";
const language = ["en", "nb", "sv", "nl", "ar"].find((known) => known === about.get("language")) ?? "en";
const channel = decodeURIComponent(location.pathname.split("/").pop());
const isRefused = about.has("refused");
document.documentElement.lang = language;
if (language === "ar") document.documentElement.dir = "rtl";

/* Takes messages of a kind: from the page around the frame, and from nobody else. */
const hear = (type, act) =>
  addEventListener("message", ({ origin, source, data }) => {
    if (parent === window || origin !== page || source !== parent) return;
    if (data?.samtale === 1 && data.type === type) act(data);
  });

/* How the page wants the chat to look: values for properties of the theme, and nothing else. */
hear("look", ({ scheme, tokens }) => {
  const { style } = document.documentElement;
  for (const name of [...style]) style.removeProperty(name);
  style.colorScheme = /^(light|dark)$/.test(scheme) ? scheme : "";
  for (const name of Object.keys(Object(tokens))) {
    if (/^--samtale-[a-z\d-]+$/.test(name)) style.setProperty(name, tokens[name]);
  }
});

const post = (message) => page && parent !== window && parent.postMessage({ samtale: 1, ...message }, page);

/* Whom a token is about, as it says itself. Only the server finds out whether that is so: here it tells apart what
   each visitor of this browser keeps, so that nobody sees what somebody else wrote. */
const subject = (token) => {
  try {
    return String(JSON.parse(atob(token.split(".")[1].replaceAll("-", "+").replaceAll("_", "/"))).sub);
  } catch {
    return "";
  }
};

/* Who the page says the visitor is, now; a token of null: nobody any more, and nothing may stay. */
let told = { token: "", variables: "" };
/* Ends what goes on, once the app can. */
let leave;
/* Lets the app tell what the page tells of the visitor now. */
let tellAnew = () => {};

const ask = () =>
  new Promise((answered) => {
    if (!about.has("asks") || parent === window) return answered();
    let isFirst = true;
    hear("identity", (data) => {
      const before = told;
      told = data;
      if (isFirst) {
        isFirst = false;
        answered();
        return;
      }
      // A token that was renewed changes nothing.
      if (told.variables !== before.variables) tellAnew();
      const isSame = isRefused ? data.token === before.token : data.token && subject(data.token) === subject(before.token);
      if (isSame || data.token === before.token) return;
      about.delete("refused");
      (leave ?? host.out)();
    });
    post({ type: "who" });
  });

/* What else the page tells of the visitor: names, values, and whether they are secret, by turns. */
const variables = () => {
  try {
    const all = JSON.parse(told.variables);
    return all.slice(0, 20).flatMap(({ name, value, secret }) => [
      String(name).slice(0, 80),
      String(value).slice(0, 256),
      secret === true ? "1" : "",
    ]);
  } catch {
    return [];
  }
};

/* Under what name nobody in particular keeps things here, and under what this visitor does. */
const NOBODY = ["samtale-visitor-", about.get("at") ?? "", channel].join("");
let own = NOBODY;
/* Nothing more is kept of this visitor, not even as the frame goes away. */
let isOver = false;
const isOurs = (name) => name === NOBODY || name.startsWith(`${NOBODY} `);

/* Forgets visitors of the channel, in all tabs. */
const wipe = async (isIt) => {
  for (const key of Object.keys(sessionStorage)) if (isIt(key.replace(/ late$/, ""))) sessionStorage.removeItem(key);
  for (const { name } of await indexedDB.databases()) {
    if (!isIt(name)) continue;
    const tabs = new BroadcastChannel(name);
    tabs.postMessage("x");
    tabs.close();
    await new Promise((done) => {
      const opening = indexedDB.open(name);
      opening.onerror = done;
      opening.onsuccess = () => {
        const database = opening.result;
        const shelves = [...database.objectStoreNames];
        const work = shelves.length > 0 && database.transaction(shelves, "readwrite");
        for (const shelf of shelves) work.objectStore(shelf).clear();
        database.close(); // When the work is done.
        if (work) work.oncomplete = work.onabort = done;
        else done();
      };
    });
    indexedDB.deleteDatabase(name); // As soon as no tab has it open.
  }
};

const format = (options) => new Intl.DateTimeFormat(language, options).format;

/* How many days before today a moment was, by the visitor's calendar. */
const daysAgo = (ms) => {
  const day = (date) => Date.UTC(date.getFullYear(), date.getMonth(), date.getDate()) / 86_400_000;
  return day(new Date()) - day(new Date(ms));
};

let audio;

/* Two soft notes. Browsers stay silent until the visitor has touched the page; then it is too late. */
const ring = async () => {
  audio ??= new AudioContext();
  const due = Date.now();
  await audio.resume();
  if (Date.now() - due > 1_000) return;
  for (const [at, pitch] of [[0, 660], [0.12, 880]]) {
    const [note, volume] = [audio.createOscillator(), audio.createGain()];
    const from = audio.currentTime + at;
    note.frequency.value = pitch;
    volume.gain.setValueAtTime(0, from);
    volume.gain.linearRampToValueAtTime(0.12, from + 0.02);
    volume.gain.exponentialRampToValueAtTime(0.001, from + 0.4);
    note.connect(volume).connect(audio.destination);
    note.start(from);
    note.stop(from + 0.4);
  }
};

/* Calls back with whether the visitor sees the chat, and whether the visitor opened it just now. */
const listen = (onPanel) => {
  let isOpen = parent === window;
  const tell = (isCalled) => onPanel(isOpen && document.visibilityState === "visible", isCalled);
  hear("panel", ({ open, focus }) => {
    isOpen = open === true;
    tell(focus === true);
  });
  for (const type of ["visibilitychange", "pageshow"]) addEventListener(type, () => tell(false));
  addEventListener("pagehide", () => onPanel(false, false));
  // The app ended as the page was left.
  addEventListener("pageshow", ({ persisted }) => persisted && begin());
  addEventListener("keydown", ({ key, isComposing }) => {
    // What is open within the chat is closed by the browser first.
    const isInner = isComposing || document.querySelector(":popover-open, dialog[open]");
    if (key === "Escape" && !isInner) post({ type: "close" });
  });
  tell(false);
  post({ type: "ready" });
  if (isRefused) post({ type: "refused" });
};

/* How long leaving may wait for the server. */
const LEAVES_WITHIN_MS = 2_000;

/* What stands in the fields as the frame goes away, for this tab: storing it takes no time. */
const late = (text) => {
  const key = `${own} late`;
  try {
    if (isRefused || isOver) return "";
    if (text === undefined) return sessionStorage.getItem(key) ?? "";
    sessionStorage.setItem(key, text);
  } catch {} // Storage is denied.
  return "";
};

/* Files that the visitor chose, dropped or pasted, by the app's numbers for them, with where they go. */
const files = new Map();

/* Calls back with each file, which has a number then, and with how far it has come: bytes, or status and answer. */
const attach = (onFile, onStep) => {
  const take = (list) => {
    for (const file of [...list]) files.set(onFile(file.name, file.size, file.type), { file, onStep });
  };
  const field = document.getElementById("file");
  field.addEventListener("change", () => {
    take(field.files);
    field.value = "";
  });
  addEventListener("paste", (event) => {
    const { files, types } = event.clipboardData;
    // A text of an office comes with a picture of itself.
    if (!files.length || ["text/plain", "text/html"].every((type) => types.includes(type))) return;
    event.preventDefault();
    take(files);
  });
  for (const type of ["dragover", "drop"]) {
    addEventListener(type, (event) => {
      if (!event.dataTransfer.types.includes("Files")) return;
      event.preventDefault();
      if (type === "drop") take(event.dataTransfer.files);
    });
  }
};

/* Sends a file's bytes to a new place, or without one to the last. */
const upload = (number, address, key) => {
  const it = files.get(number);
  if (!it) return;
  if (address) Object.assign(it, { address, key });
  const request = (it.request = new XMLHttpRequest());
  request.open("PUT", new URL(it.address, location.origin));
  request.setRequestHeader("authorization", `Bearer ${it.key}`);
  request.upload.onprogress = ({ loaded }) => it.onStep(number, loaded, -1, "");
  request.onloadend = () => it.onStep(number, 0, request.status, request.responseText);
  request.send(it.file);
};

const forget = (number) => {
  const request = files.get(number)?.request;
  files.delete(number);
  if (request) {
    request.onloadend = null;
    request.abort();
  }
};

/* Saves what an address gives, or shows it: in a picture or, without one, in a page of its own. */
const open = (href, isShown, picture) => {
  const address = new URL(isShown ? `${href}&show` : href, location.origin);
  if (picture) {
    picture.src = address;
    return;
  }
  const link = document.createElement("a");
  Object.assign(link, { href: address, rel: "noreferrer", target: isShown ? "_blank" : "" }).click();
};

/* Begins again, with whoever the page says it is now. */
const begin = () => {
  isOver = true;
  location.hash = about;
  location.reload();
};

let here;
/* How the chat stands, as the page was told last. */
let stand;

const host = {
  root: document,
  origin: location.origin,
  onStop: (callback) => addEventListener("samtale-stop", callback),
  attach,
  upload,
  forget,
  open,
  listen,
  ring,
  daysAgo,
  time: format({ hour: "numeric", minute: "2-digit" }),
  weekday: format({ weekday: "long" }),
  date: format({ weekday: "long", day: "numeric", month: "long" }),
  tell: (unread, live, connected, available) => {
    const before = stand;
    stand = [unread, live, connected, available].join();
    if (stand !== before) post({ type: "state", unread, live, connected, available: [false, true][available] });
  },
  say: (type) => (host[type] ? host[type]() : post({ type })),
  late,
  // What the page wants in the fields is cut to what fits into a message.
  onPrefill: (callback) =>
    hear("prefill", (fields) => {
      callback(...["message", "name", "email"].map((name) => String(fields[name] ?? "").slice(0, 4_000)));
    }),
  target: about.has("at") ? "_self" : "_parent",
  variables,
  onTold: (callback) => {
    tellAnew = callback;
  },
  // Where the visitor is, whenever that changes after `where`; and by which clock and with what browser they are there.
  onPage: (callback) =>
    hear("page", ({ address, title, referrer }) => {
      const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
      here = [address, title, referrer, timeZone, navigator.userAgent];
      callback();
    }),
  here: (at) => String(here[at]).slice(0, 1_000),
  // The app can end what goes on: it says `out` when that is done.
  onLeave: (callback) => {
    leave = () => {
      callback();
      setTimeout(host.out, LEAVES_WITHIN_MS);
    };
  },
  // The server does not believe the page: begin again as nobody in particular, of whom nothing is known or kept.
  refused: () => {
    about.set("refused", "1");
    begin();
  },
  // What goes on is over, for this visitor.
  out: async () => {
    isOver = true;
    const hasLeft = told.token === null;
    await wipe(hasLeft ? isOurs : (name) => name === own).catch(() => {}); // Storage is denied.
    if (hasLeft) post({ type: "left" });
    else begin();
  },
  // Another tab has said so.
  again: () => {
    late("");
    begin();
  },
};

const speak = (words) => {
  const templates = [...document.querySelectorAll("template")].map((it) => it.content);
  for (const root of [document, ...templates]) {
    for (const part of root.querySelectorAll("[data-word]")) part.textContent = words[part.dataset.word];
    for (const part of root.querySelectorAll("[data-label]")) part.ariaLabel = words[part.dataset.label];
  }
};

/* The channel's own look, if it has one. What the page sets stands on the root itself and wins. */
const dress = async () => {
  const sheet = new CSSStyleSheet({ baseURL: location.origin });
  const look = await (await found(`/frame/${channel}/look.css`)).text();
  await sheet.replace(look);
  document.adoptedStyleSheets = [sheet];
  if (look) post({ type: "wears", look });
};

const found = async (address) => {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address}: ${response.status}`);
  return response;
};

const run = async (wasm, words) => {
  // Whoever signs in does not go on with what nobody in particular wrote.
  if (told.token && !isRefused) {
    await wipe((name) => name === NOBODY).catch(() => {}); // Storage is denied.
    own += ` ${subject(told.token)}`;
  }
  speak(words);
  const { default: init, start } = await import(appJs);
  await init({ module_or_path: wasm });
  if (document.isGone) return; // Without a frame: the page has taken the chat away meanwhile.
  const token = isRefused ? "" : told.token;
  start(Object.entries(words).flat(), channel, language, host, isRefused ? "" : own.slice("samtale-".length), token);
};

/* The app; or, for whoever puts the chat into a page, what it would find here. */
const go = async () => {
  if (about.has("check")) {
    const { check } = await import("/widget/check.js");
    return post({ type: "checked", ...(await check()) });
  }
  const asked = ask();
  const dressed = dress().catch(() => {}); // There is the standard look.
  const wasm = found(appWasm);
  const words = await (await found(`/widget/words/${language}.json`)).json();
  await asked;
  await dressed;
  if (told.token === null) await host.out();
  else await run(wasm, words);
};

try {
  await go();
} catch (error) {
  post({ type: "failed" }); // The loader says so and offers another try.
  throw error;
}
