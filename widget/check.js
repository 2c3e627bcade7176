// What the frame has of what the chat needs, for whoever puts the chat into a page (doctor.js): runs instead of the app.
// Without a frame it looks at what the page has.
const storage = () =>
  new Promise((told) => {
    try {
      const opening = indexedDB.open("samtale-check");
      opening.onerror = () => told(false);
      opening.onsuccess = () => {
        opening.result.close();
        indexedDB.deleteDatabase("samtale-check");
        told(true);
      };
    } catch {
      told(false);
    }
  });

/* Whether the server takes up a socket; without a greeting it lets go of it by itself. */
const socket = (server) =>
  new Promise((told) => {
    const it = new WebSocket(`${server.replace(/^http/, "ws")}/v1/socket`, "samtale.v1");
    it.onerror = () => told(false);
    it.onopen = () => {
      it.close();
      told(true);
    };
  });

/* The smallest module there is. */
const wasm = () => WebAssembly.instantiate(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0)).then(() => true, () => false);

export const check = async (server = location.origin) => ({
  storage: await storage(),
  socket: await socket(server).catch(() => false),
  wasm: await wasm(),
});
