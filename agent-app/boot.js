// Starts the app. A file of its own, because inline scripts are forbidden by our security policy.

// Leptos makes the parts of a view that never change from markup that stands in the app itself. The
// server forbids turning text into markup except through this policy, and it lets nothing through that
// could run or load anything.
const alive = /<\s*(?:script|iframe|object|embed|base|link|meta|img|video|audio)\b|[\s/"']on\w+\s*=|javascript:|srcdoc/i;
globalThis.trustedTypes?.createPolicy("default", {
  createHTML: (markup) => (alive.test(markup) ? null : markup),
});

// What a person sees when the app itself has failed: nothing of it works any more, so this is made here, of
// words that the app has left with the page.
const make = (name, text, more) => Object.assign(document.createElement(name), { textContent: text }, more);
const fail = () => {
  const { fault, remedy } = document.documentElement.dataset;
  if (!fault || document.querySelector(".fault")) return;
  const note = make("div", "", { className: "fault", role: "alert" });
  note.append(make("p", fault), make("button", remedy, { className: "button", onclick: () => location.reload() }));
  document.body.append(note);
};
const judge = (error) => error instanceof WebAssembly.RuntimeError && fail();
addEventListener("error", (event) => judge(event.error));
addEventListener("unhandledrejection", (event) => judge(event.reason));
addEventListener("fault", fail);

const { appJs, appWasm } = document.querySelector("script[data-app-js]").dataset;
const { default: init } = await import(appJs);
await init({ module_or_path: appWasm });
