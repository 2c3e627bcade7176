// A page of some site, with the real launcher and the real panel. What the panel would get from a server comes from the
// gallery: the frame of the channel is the gallery's stage. Behind the # of the address: what stage.js takes, and open=1.
"use strict";
{
  const about = new URLSearchParams(location.hash.slice(1));
  // Frames of one page share what a tab remembers; here each begins anew.
  Storage.prototype.getItem = () => null;
  Storage.prototype.setItem = () => {};
  const { setAttribute } = Element.prototype;
  Element.prototype.setAttribute = function (name, value) {
    const isFrame = this.localName === "iframe" && name === "src";
    const [address, rest] = String(value).split("#");
    const isOurs = isFrame && new URL(address, location.href).pathname === "/frame/gallery";
    setAttribute.call(this, name, isOurs ? `stage.html#${rest}&state=${about.get("state") ?? "chat"}` : value);
  };
  addEventListener("DOMContentLoaded", () => {
    document.documentElement.dir = about.get("language") === "ar" ? "rtl" : "ltr";
    const chat = document.createElement("samtale-chat");
    for (const name of ["language", "theme"]) if (about.has(name)) chat.setAttribute(name, about.get(name));
    chat.setAttribute("channel", "gallery");
    chat.setAttribute("server", location.origin);
    document.documentElement.append(chat);
    if (about.has("open")) chat.shadowRoot.querySelector("[part=launcher]").click();
  });
}
