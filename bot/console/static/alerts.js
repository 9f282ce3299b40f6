// A sound and a desktop notice when somebody begins to wait: only if asked for, and from one tab alone.
const HOLD = 3000; // milliseconds in which the other tabs of this browser stay quiet
const place = (name) => `wasl:alert-${name}`;
const wished = (name) => { try { return localStorage.getItem(place(name)) === "1"; } catch { return false; } };
let before = null;

export function alerts() {
  for (const box of document.querySelectorAll("[data-alert]")) {
    const name = box.dataset.alert;
    box.checked = wished(name) && (name !== "notice" || Notification.permission === "granted");
    box.addEventListener("change", async () => {
      if (box.checked && name === "notice") box.checked = "Notification" in window && await Notification.requestPermission() === "granted";
      try { localStorage.setItem(place(name), box.checked ? "1" : "0"); } catch { /* no storage */ }
      if (box.checked && name === "sound") sound(); // so that it is known, and allowed from now on
    });
  }
}

export function waits(waiting, words) {
  const more = before !== null && waiting > before;
  before = waiting;
  if (!more || !(wished("sound") || wished("notice"))) return;
  navigator.locks?.request("wasl-alert", { ifAvailable: true }, async (lock) => {
    if (!lock) return;
    if (wished("sound")) sound();
    if (wished("notice") && document.hidden) notify(words);
    await new Promise((done) => { setTimeout(done, HOLD); });
  });
}

function notify(words) {
  try { new Notification(words, { tag: "wasl-waiting" }); } catch { /* phones have none for plain pages */ }
}

function sound() {
  const audio = new AudioContext();
  const tone = audio.createOscillator(), volume = audio.createGain();
  volume.gain.setValueAtTime(.15, audio.currentTime);
  volume.gain.exponentialRampToValueAtTime(.001, audio.currentTime + .5);
  tone.frequency.value = 660;
  tone.connect(volume).connect(audio.destination);
  tone.onended = () => audio.close();
  tone.start();
  tone.stop(audio.currentTime + .5);
}
