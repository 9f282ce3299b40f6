// Messages that are not sent yet. Each has its key before the first try and keeps it; kept until sent: in the tab, or on the device if the person agreed.

const OLD = 10 * 60 * 1000; // ms: what is older asks before it goes

export function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16)); // randomUUID is missing on plain http
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export class Outbox {
  constructor(name, kept) {
    this.name = name;
    this.kept = kept;
    this.entries = [];
    this.files = new Map(); // key → File objects; they do not outlive the page
    try {
      this.entries = JSON.parse(this.room.getItem(name)) || [];
    } catch { /* no storage here: the page's memory must do */ }
    for (const entry of this.entries) {
      entry.state = entry.lost ? "lost" : Date.now() - entry.at > OLD ? "old" : "waiting";
    }
  }

  get room() { return this.kept ? localStorage : sessionStorage; } // throws where storage is forbidden

  keep() {
    const left = ({ key, tickets }) => (this.files.get(key)?.length ?? 0) > (tickets?.length ?? 0); // files that the server has not got
    const lasting = this.entries.map((entry) => ({ ...entry, lost: Boolean(entry.lost) || left(entry) }));
    try {
      if (lasting.length) this.room.setItem(this.name, JSON.stringify(lasting));
      else this.room.removeItem(this.name);
    } catch { /* full or forbidden */ }
  }

  add(entry, files) {
    if (files.length) this.files.set(entry.key, files);
    this.entries.push(entry);
    this.keep();
  }

  remove(key) {
    this.entries = this.entries.filter((entry) => entry.key !== key);
    this.files.delete(key);
    this.keep();
  }

  next() {
    return this.entries.find((entry) => entry.state === "waiting" || entry.state === "sending");
  }

  clear() {
    this.entries = [];
    this.files.clear();
    this.keep();
  }
}

export function upload(address, file, progress) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest(); // fetch has no upload progress
    const form = new FormData();
    form.append("file", file, file.name);
    if (file.voice) form.append("voice", "1");
    request.upload.onprogress = (event) => progress(event.loaded / (event.total || 1));
    request.onload = () => resolve(new Response(request.responseText, { status: request.status }));
    request.onerror = () => reject(new TypeError("not connected"));
    request.open("POST", address);
    request.send(form);
  });
}
