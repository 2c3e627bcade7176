/* The chat's script always comes from the server it belongs to: what runs there and what runs here are of one version. */
const loading = new Map();

/* Fetches the script, which defines <samtale-chat>; the page's script-src must name the server. */
export const load = (server) => {
  const { origin } = new URL(server);
  if (!loading.has(origin)) {
    const script = import(/* @vite-ignore */ /* webpackIgnore: true */ `${origin}/widget.js`);
    loading.set(origin, script);
    script.catch(() => loading.delete(origin));
  }
  return loading.get(origin).then(() => customElements.whenDefined("samtale-chat"));
};

/* Puts a chat into the page, beside its body or into a place of it. Attributes are those of the element. */
export const create = async ({ server, parent = document.documentElement, ...attributes }) => {
  await load(server);
  const chat = document.createElement("samtale-chat");
  chat.setAttribute("server", new URL(server).origin);
  for (const name of Object.keys(attributes)) {
    const value = attributes[name];
    if (value === undefined || value === null || value === false) continue;
    const text = value === true ? "" : typeof value === "object" ? JSON.stringify(value) : String(value);
    chat.setAttribute(name, text);
  }
  parent.append(chat);
  return chat;
};
