// There is no such channel: the page that embeds the chat is told, so that it takes the launcher away.
const page = new URLSearchParams(location.hash.slice(1)).get("page") ?? "";
if (/^https?:\/\//.test(page) && parent !== window) {
  parent.postMessage({ samtale: 1, type: "gone" }, new URL(page).origin);
}
