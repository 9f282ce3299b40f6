// The one stream of a browser, for all its tabs: opened anew when a tab comes whose chat it does not follow yet.
// Some proxies hold a stream back until it ends: a stream that says nothing at first is helped by asking now and then.
const SILENCE = 45000, SETTLE = 50, AFTER_LEAVING = 400, GRACE = 6000, PAUSE = 10000; // milliseconds
const TYPES = ["line", "presence", "panel", "queue", "beat", "signed-out"];

export class Hub {
  #address; #tell;
  #tabs = new Map(); // id → { chats: chat → { org, after: newest line it has }, from: the first stream that serves it }
  #reached = new Map(); // chat → newest line of the stream
  #latest = new Map(); // what a tab that comes later is told at once
  #open = []; // streams, the newest last: an older one serves until its successor is there
  #number = 0; #misses = 0; #timer = 0; #heard = 0; #up = false;
  #deaf = 0; #asking = false; #spoken = 0; // when to ask, whether the stream is known to be held back, the one that spoke
  #waiting = new Map(); // chat → ids of lines that were shown while still on their way

  constructor(address, tell) { // tell(event, ids of tabs)
    this.#address = address;
    this.#tell = tell;
    setInterval(() => { if (this.#up && Date.now() - this.#heard > SILENCE) this.#lost(); }, 5000);
  }

  join(id, wanted) { // [{ org, chat, after }]
    const chats = new Map(wanted.map(({ org, chat, after }) => [chat, { org, after }]));
    const followed = this.#open.length > 0 && wanted.every(({ chat, after }) => after >= this.#reached.get(chat)); // false if it is not in the stream
    this.#tabs.set(id, { chats, from: followed ? this.#number : this.#number + 1 });
    if (this.#asking) this.#tell(this.#pace(), [id]);
    if (!followed) return this.#soon(SETTLE);
    if (this.#up) this.#tell({ type: "beat" }, [id]);
    for (const event of this.#latest.values()) if (!event.data.chat || chats.has(event.data.chat)) this.#tell(event, [id]);
  }

  leave(id) {
    const chats = this.#tabs.get(id)?.chats ?? new Map();
    this.#tabs.delete(id);
    const others = [...this.#tabs.values()];
    if (!others.length) this.#close();
    else if ([...chats.keys()].some((chat) => !others.some((tab) => tab.chats.has(chat)))) this.#soon(AFTER_LEAVING);
  }

  retry() { if (!this.#up && this.#tabs.size) this.#soon(0); }

  #soon(pause) { clearTimeout(this.#timer); this.#timer = setTimeout(() => this.#connect(), pause); }

  #close() {
    clearTimeout(this.#timer);
    clearTimeout(this.#deaf);
    for (const source of this.#open) source.close();
    this.#open = [];
    this.#latest.clear();
    this.#reached.clear();
    this.#up = false;
  }

  #wanted() { // chat → { org, after: the newest line that all its tabs have }
    const wanted = new Map();
    for (const { chats } of this.#tabs.values()) {
      for (const [chat, { org, after }] of chats) wanted.set(chat, { org, after: Math.min(after, wanted.get(chat)?.after ?? Infinity) });
    }
    return wanted;
  }

  #connect() {
    clearTimeout(this.#timer);
    const number = ++this.#number, asked = this.#wanted();
    this.#reached = new Map([...asked].map(([chat, { after }]) => [chat, after]));
    for (const [key, { data }] of this.#latest) if (data.chat && !asked.has(data.chat)) this.#latest.delete(key);
    const source = new EventSource(this.#address + query(asked));
    this.#open.push(source);
    clearTimeout(this.#deaf);
    this.#deaf = setTimeout(() => this.#ask(number), this.#asking ? SETTLE : GRACE); // a stream that reaches us says at once how many wait
    const newest = () => this.#open.at(-1) === source;
    source.onopen = () => {
      if (!newest()) return;
      for (const older of this.#open.splice(0, this.#open.length - 1)) older.close();
      this.#alive();
      this.#tell({ type: "beat" }, [...this.#tabs.keys()]);
    };
    source.onerror = () => { if (newest()) this.#lost(); else source.close(); };
    for (const type of TYPES) source.addEventListener(type, (event) => { this.#spoke(number); this.#pass(type, JSON.parse(event.data), number); });
  }

  #pace() { return { type: "pace", data: { seconds: this.#asking ? PAUSE / 1000 : 0 } }; }

  #spoke(number) {
    this.#spoken = number;
    clearTimeout(this.#deaf);
    if (!this.#asking) return;
    this.#asking = false;
    this.#tell(this.#pace(), [...this.#tabs.keys()]);
  }

  async #ask(number) {
    const wanted = this.#wanted();
    for (const [chat, place] of wanted) place.after = Math.min(place.after, ...[...this.#waiting.get(chat) ?? []].map((id) => id - 1));
    let events = null;
    try {
      const response = await fetch(this.#address.replace("/events", "/news") + query(wanted));
      events = response.redirected ? [{ type: "signed-out", data: {} }] : await response.json();
    } catch { /* not connected: the stream says so */ }
    if (number !== this.#number || number === this.#spoken || !this.#tabs.size) return;
    if (events) {
      if (!this.#asking) { this.#asking = true; this.#tell(this.#pace(), [...this.#tabs.keys()]); }
      for (const { type, data } of events) this.#pass(type, data, number);
    }
    clearTimeout(this.#deaf);
    if (this.#tabs.size) this.#deaf = setTimeout(() => this.#ask(number), PAUSE);
  }

  #alive() { this.#heard = Date.now(); this.#misses = 0; this.#up = true; }

  #pass(type, data, number) {
    this.#alive();
    const to = [...this.#tabs].filter(([, tab]) => !data.chat || (tab.chats.has(data.chat) && tab.from <= number));
    if (type === "line") {
      const waiting = this.#waiting.get(data.chat) ?? new Set();
      this.#waiting.set(data.chat, waiting);
      if (data.queued) waiting.add(data.id); else waiting.delete(data.id);
      this.#reached.set(data.chat, Math.max(data.id, this.#reached.get(data.chat) ?? 0));
      for (const [, { chats }] of to) chats.get(data.chat).after = Math.max(chats.get(data.chat).after, data.id);
    }
    if (type === "queue") this.#latest.set(type, { type, data });
    if (type === "presence") this.#latest.set(data.chat, { type, data });
    this.#tell({ type, data }, to.map(([id]) => id));
    if (type === "signed-out") this.#close();
  }

  #lost() { // the browser would try again at a fixed pace, and say nothing
    const helped = this.#asking && Date.now() - this.#heard < 2 * PAUSE; // a proxy that holds back also cuts what is silent
    this.#close();
    if (!helped) this.#tell({ type: "down" }, [...this.#tabs.keys()]);
    if (this.#tabs.size) this.#soon(Math.min(30000, 1000 * 2 ** this.#misses++) * (0.5 + Math.random() / 2));
  }
}

const query = (chats) => [...chats].map(([chat, { org, after }]) => `&chat=${org}/${chat}/${after}`).join("");

// What tabs send: { id, join: […] }, { id, leave: true } or { id, retry: true }. A tab holds a lock while it lives.
export function take(hub, { id, join, leave, retry }) {
  if (leave) hub.leave(id);
  if (retry) hub.retry();
  if (!join) return;
  hub.join(id, join);
  globalThis.navigator.locks?.request(id, () => hub.leave(id));
}
