// Runs before the real app in the gallery's copy of its page, and stands in for the world around it: a socket that speaks
// the frames of one state, storage that forgets, uploads that go nowhere. The product's widget has nothing of this.
//
// What is shown stands behind the # of the address: state=<name of a file in states>&language=<tag>, and whatever the
// app itself is told that way.
const about = new URLSearchParams(location.hash.slice(1));
const here = new URL(".", import.meta.url);
const widget = new URL("../widget/", here);

/* The page was built for the root of a server; here it is wherever the gallery is. */
const boot = document.querySelector("script[data-app-js]");
for (const name of ["appJs", "appWasm"]) boot.dataset[name] = new URL(boot.dataset[name].replace(/^.*\//, ""), widget);
const realFetch = fetch;
globalThis.fetch = async (address, ...rest) => {
  if (String(address).startsWith("/frame/")) return new Response("");
  return realFetch(String(address).replace(/^\/widget\//, widget.href), ...rest);
};

const states = realFetch(new URL("states.json", here)).then((it) => it.json());
const state = states.then((all) => all.find((it) => it.id === about.get("state")) ?? all[0]);

/* Nothing of one frame is found in another, nor after a reload. */
const own = `gallery ${crypto.randomUUID()} `;
const { open: openBase, deleteDatabase } = IDBFactory.prototype;
const made = new Set();
IDBFactory.prototype.open = function (name, ...rest) {
  made.add(own + name);
  return openBase.call(this, own + name, ...rest);
};
addEventListener("pagehide", () => made.forEach((name) => deleteDatabase.call(indexedDB, name)));
Storage.prototype.setItem = () => {};
const { request } = LockManager.prototype;
LockManager.prototype.request = function (name, ...rest) {
  return request.call(this, own + name, ...rest);
};
globalThis.BroadcastChannel = class extends BroadcastChannel {
  constructor(name) {
    super(own + name);
  }
};

/* What the frames tell of happened just now. */
const SHIFT = Date.now() - 1_795_000_600_000;
/* The photo that no server gives. */
HTMLImageElement.prototype.setAttribute = function (name, value) {
  const isPhoto = name === "src" && value.includes("/v1/photos/");
  Element.prototype.setAttribute.call(this, name, isPhoto ? new URL("face.svg", here).href : value);
};
/* Nothing rings. */
globalThis.AudioContext = class {
  resume = () => new Promise(() => {});
};

const CONVERSATION = "b3xT0hUqkXvE7cWm2LrZ1a";

/* The one that is spoken on. */
let line;
/* Nobody is there any more. */
let isGone = false;

/* Speaks as a server would: first what the state says, then answers to what is done. */
class Line {
  #socket;
  #seq = 0;
  #messages = 0;

  constructor(socket) {
    this.#socket = socket;
  }

  say(frame) {
    const { reset, event, caught_up: caughtUp } = frame;
    this.#seq = (reset ?? event)?.seq ?? caughtUp?.heads[CONVERSATION] ?? this.#seq;
    const data = JSON.stringify(frame).replace(/\b179\d{10}\b/g, (at) => Number(at) + SHIFT);
    this.#socket.dispatchEvent(new MessageEvent("message", { data }));
  }

  async hear({ hello, probe, do: command }) {
    const { hears, closes, repeats = [], answers = {} } = await state;
    if (hello) {
      for (const frame of hears) this.say(frame);
      if (closes) return this.#socket.end(closes);
      line = this;
      for (const frame of repeats) setInterval(() => this.say(frame), 2_500);
      setInterval(() => this.hear({ probe: {} }), 20_000);
    } else if (probe) this.say({ beat: { heads: this.#seq ? { [CONVERSATION]: this.#seq } : {} } });
    else if (command) {
      const [[kind, content]] = Object.entries(command.command);
      const answer = kind in answers ? answers[kind] : this[kind]?.(content, command.id);
      if (answer?.failed) this.say({ failed: { ...answer.failed, id: command.id } });
      else if (answer !== null) this.say({ done: { id: command.id, reply: answer?.reply ?? { ok: {} } } });
      for (const change of answer?.events ?? []) {
        this.say({ event: { log: CONVERSATION, seq: this.#seq + 1, change } });
      }
    }
  }

  start(content, id) {
    const at = Date.now();
    const { reply, events } = this.post(content, id);
    return { reply: { started: { ...reply.posted, seq: 2 } }, events: [{ started: { channel: "support", at } }, ...events] };
  }

  post({ content }, id) {
    const at = Date.now();
    const message = `mGallery0000000000000${++this.#messages}`;
    const posted = { id: message, client_id: id, author: "visitor", at, content };
    return { reply: { posted: { conversation: CONVERSATION, message, seq: this.#seq + 1, at } }, events: [{ posted }] };
  }

  end() {
    return { events: [{ ended: { by: "visitor", at: Date.now() } }] };
  }

  reopen() {
    return { events: [{ reopened: { by: "visitor", at: Date.now() } }] };
  }

  rate({ scale, value, comment }) {
    return { events: [{ rated: { scale, value, comment, at: Date.now() } }] };
  }

  history() {
    return { reply: { page: { conversation: CONVERSATION, entries: [] } } };
  }

  upload({ name }) {
    return { reply: { upload: { file: `fGallery${name.length}`, address: `upload/${encodeURIComponent(name)}`, key: "none" } } };
  }

  fetch({ file }) {
    return { reply: { link: { file, address: new URL("parcel.svg?", here).href } } };
  }
}

globalThis.WebSocket = class extends EventTarget {
  #line = new Line(this);

  constructor() {
    super();
    this.#begin();
  }

  async #begin() {
    const { is_silent: isSilent } = await state;
    if (!isSilent && !isGone) this.dispatchEvent(new Event("open"));
  }

  send(text) {
    queueMicrotask(() => this.#line.hear(JSON.parse(text)));
  }

  end(code) {
    isGone = true;
    this.dispatchEvent(new CloseEvent("close", { code }));
  }

  close() {}
};

/* Files: on their way for ever, or there at once, as the state says. */
globalThis.XMLHttpRequest = class extends EventTarget {
  upload = {};
  status = 0;
  responseText = "";
  #address;

  open(_, address) {
    this.#address = String(address);
  }

  setRequestHeader() {}

  async send(file) {
    const { uploads = {} } = await state;
    const answer = uploads[file.name] ?? "under way";
    this.upload.onprogress?.({ loaded: file.size * 0.6 });
    if (answer === "under way") return;
    if (answer === "there") {
      this.status = 200;
      const { name, size, type } = file;
      this.responseText = JSON.stringify({ file: { id: this.#address.split("/").pop(), name, size, type } });
    } else Object.assign(this, { status: answer.status, responseText: JSON.stringify({ code: answer.code }) });
    this.onloadend?.();
  }

  abort() {}
};

const frame = () => new Promise((done) => requestAnimationFrame(done));

const find = async (css) => {
  for (let tries = 0; tries < 600; tries += 1) {
    const found = [...document.querySelectorAll(css)].find((it) => it.checkVisibility());
    if (found) return found;
    await frame();
  }
  throw new Error(`there is no ${css}`);
};

/* What somebody does to get the app into the state. */
const steps = {
  press: async (css) => (await find(css)).click(),
  /* As a link is followed, but that the gallery stays. */
  follow: async (css) => {
    const link = await find(css);
    link.addEventListener("click", (event) => event.preventDefault(), { once: true });
    link.click();
  },
  write: async (css, text, times = 1) => {
    const field = await find(css);
    field.value = text.repeat(times);
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.dispatchEvent(new Event("blur"));
  },
  choose: async (css, value) => {
    const field = await find(css);
    if (value === undefined) field.click();
    else {
      field.value = value;
      field.dispatchEvent(new Event("change", { bubbles: true }));
    }
  },
  attach: async (name, type, size) => {
    await find("#composer");
    const files = new DataTransfer();
    files.items.add(new File([new Uint8Array(size)], name, { type }));
    const field = document.getElementById("file");
    field.files = files.files;
    field.dispatchEvent(new Event("change"));
  },
  hear: (frame) => line.say(frame),
  scroll: async (css) => {
    const box = await find(css);
    box.scrollTop = -box.scrollHeight;
    await frame();
  },
  wait: (css) => find(css),
};

const play = async () => {
  const { does = [], shows } = await state;
  await find("body > :not(noscript)");
  for (const [step, ...rest] of does) {
    await steps[step](...rest);
    await frame();
  }
  await find(shows);
  await frame();
  await frame();
  document.activeElement?.blur();
  document.documentElement.dataset.stands = "";
  if (parent !== window) parent.postMessage({ gallery: "stands", state: about.get("state") }, location.origin);
};

play().catch((error) => {
  document.documentElement.dataset.fails = String(error);
  throw error;
});
