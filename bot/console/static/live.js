// What is new, from one stream for all tabs of this browser: in a shared worker; without one, in the tab that
// holds a lock, for which the next one waits; without locks, each tab has a stream of its own.
import { Hub, take } from "./hub.js";

const DEAF = 60000; // milliseconds without a sign of life after which a tab asks again: a worker may have died
const me = `wasl-tab-${Array.from(crypto.getRandomValues(new Uint32Array(3))).join("-")}`;

export function live(address, want, hear) { // want() → [{ org, chat, after }]; hear({ type, data })
  let heard = Date.now(), send = () => {};
  const heed = (event) => { heard = Date.now(); hear(event); };
  const join = () => send({ id: me, join: want() });

  function shared() {
    const worker = new SharedWorker(new URL("./worker.js", import.meta.url), { type: "module", name: address });
    worker.port.onmessage = ({ data }) => heed(data);
    worker.onerror = () => { if (navigator.locks) elected(); else own(); }; // its script did not arrive
    send = (message) => worker.port.postMessage(message);
    join();
  }

  function elected() {
    const channel = new BroadcastChannel(address);
    let hub = null;
    send = (message) => { if (hub) take(hub, message); else channel.postMessage(message); };
    channel.onmessage = ({ data }) => {
      if (data.to) { if (data.to.includes(me)) heed(data.event); }
      else if (data.ask) join();
      else if (hub) take(hub, data);
    };
    navigator.locks.request(address, () => {
      hub = new Hub(address, (event, to) => {
        if (to.includes(me)) heed(event);
        if (to.some((id) => id !== me)) channel.postMessage({ to, event });
      });
      channel.postMessage({ ask: true });
      join();
      return new Promise(() => {}); // until this tab is closed
    });
    join();
  }

  function own() {
    const hub = new Hub(address, heed);
    send = (message) => take(hub, message);
    join();
  }

  const begin = globalThis.SharedWorker ? shared : navigator.locks && globalThis.BroadcastChannel ? elected : own;
  if (navigator.locks) navigator.locks.request(me, () => { begin(); return new Promise(() => {}); }); else begin();
  addEventListener("pagehide", () => send({ id: me, leave: true }));
  addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
  addEventListener("online", () => send({ id: me, retry: true }));
  setInterval(() => {
    if (Date.now() - heard < DEAF) return;
    heard = Date.now();
    if (begin === shared) shared(); else join();
  }, 5000);
}
