// Starts the app in its frame and is its hand in the browser. A file of its own, because inline
// scripts are forbidden by our security policy. What the page tells of itself stands behind the #
// of the frame's address; what goes between page and frame is written down in loader.js.
const { appJs, appWasm } = document.querySelector("script[data-app-js]").dataset;
const about = new URLSearchParams(location.hash.slice(1));
const page = about.get("page") ?? "";
const language = ["en", "nb", "sv", "nl", "ar"].find((known) => known === about.get("language")) ?? "en";
const channel = decodeURIComponent(location.pathname.split("/").pop());
document.documentElement.lang = language;
if (language === "ar") document.documentElement.dir = "rtl";

const post = (message) => page && parent !== window && parent.postMessage({ samtale: 1, ...message }, page);

const format = (options) => {
  const it = new Intl.DateTimeFormat(language, options);
  return (ms) => it.format(ms);
};

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
  addEventListener("message", ({ origin, source, data }) => {
    if (origin !== page || source !== parent || data?.samtale !== 1 || data.type !== "panel") return;
    isOpen = data.open === true;
    tell(data.focus === true);
  });
  for (const type of ["visibilitychange", "pageshow"]) addEventListener(type, () => tell(false));
  addEventListener("pagehide", () => onPanel(false, false));
  addEventListener("keydown", ({ key, isComposing }) => {
    // What is open within the chat is closed by the browser first.
    const isInner = isComposing || document.querySelector(":popover-open, dialog[open]");
    if (key === "Escape" && !isInner) post({ type: "close" });
  });
  tell(false);
  post({ type: "ready" });
};

/* What stands in the fields as the frame goes away, for this tab: storing it takes no time. */
const LATE = `samtale-late ${channel}`;
const late = (text) => {
  try {
    if (text === undefined) return sessionStorage.getItem(LATE) ?? "";
    sessionStorage.setItem(LATE, text);
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
    if (!event.clipboardData.files.length) return;
    event.preventDefault();
    take(event.clipboardData.files);
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
  request.open("PUT", it.address);
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

/* Saves what an address gives, or shows it in a page of its own. */
const open = (href, isShown) => {
  const link = Object.assign(document.createElement("a"), { href, rel: "noopener noreferrer" });
  if (isShown) link.target = "_blank";
  link.click();
};

const host = {
  attach,
  upload,
  forget,
  open,
  listen,
  ring,
  daysAgo,
  time: format({ hour: "numeric", minute: "2-digit" }),
  date: format({ weekday: "long", day: "numeric", month: "long" }),
  tell: (unread, live) => post({ type: "state", unread, live }),
  say: (type) => post({ type }),
  late,
};

const speak = (words) => {
  const templates = [...document.querySelectorAll("template")].map((it) => it.content);
  for (const root of [document, ...templates]) {
    for (const part of root.querySelectorAll("[data-word]")) part.textContent = words[part.dataset.word];
    for (const part of root.querySelectorAll("[data-label]")) part.ariaLabel = words[part.dataset.label];
  }
};

const found = async (address) => {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address}: ${response.status}`);
  return response;
};

try {
  const wasm = found(appWasm);
  const words = await (await found(`/widget/words/${language}.json`)).json();
  speak(words);
  const { default: init, start } = await import(appJs);
  await init({ module_or_path: wasm });
  start(Object.entries(words).flat(), channel, language, host);
} catch (error) {
  post({ type: "failed" }); // The loader says so and offers another try.
  throw error;
}
