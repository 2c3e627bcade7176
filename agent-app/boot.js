// Starts the app. A file of its own, because inline scripts are forbidden by our security policy.
const { appJs, appWasm } = document.querySelector("script[data-app-js]").dataset;
const { default: init } = await import(appJs);
await init({ module_or_path: appWasm });
