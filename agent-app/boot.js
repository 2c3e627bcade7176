// Starts the app. A file of its own, because inline scripts are forbidden by our security policy.

// Leptos makes the parts of a view that never change from markup that stands in the app itself. The
// server forbids turning text into markup except through this policy, and it lets nothing through that
// could run or load anything.
const alive = /<\s*(?:script|iframe|object|embed|base|link|meta|img|video|audio)\b|[\s/"']on\w+\s*=|javascript:|srcdoc/i;
globalThis.trustedTypes?.createPolicy("default", {
  createHTML: (markup) => (alive.test(markup) ? null : markup),
});

const { appJs, appWasm } = document.querySelector("script[data-app-js]").dataset;
const { default: init } = await import(appJs);
await init({ module_or_path: appWasm });
