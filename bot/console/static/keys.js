// Single keys for what staff do all day. On an Arabic keyboard the same keys: the place of the key counts there.
const home = "/console", OFF = "wasl:keys-off";
const press = (selector) => document.querySelector(selector)?.click();
const go = (list) => { location.href = `${home}/${list}`; };

const DOES = {
  "?": () => document.getElementById("keys").showModal(),
  "/": () => document.querySelector("[type=search]")?.focus(),
  j: () => step(1),
  k: () => step(-1),
  w: () => go("waiting"),
  m: () => go("mine"),
  t: () => go("team"),
  a: () => go("all"),
  c: () => press("form[action$='/claim'] button"),
  r: () => document.querySelector("#reply textarea")?.focus(),
  n: () => { const box = document.querySelector(".note-box"); if (box) { box.open = true; box.querySelector("textarea").focus(); } },
};

export function keyOf({ key, code, shiftKey }) {
  if (/^[a-z?/]$/i.test(key)) return key.toLowerCase();
  if (code === "Slash") return shiftKey ? "?" : "/";
  return /^\p{Letter}/u.test(key) && code.startsWith("Key") ? code.slice(3).toLowerCase() : "";
}

function step(by) {
  const rows = [...document.querySelectorAll("#list .row a")];
  rows[Math.max(0, Math.min(rows.length - 1, rows.indexOf(document.activeElement) + by))]?.focus();
}

const isOff = () => { try { return localStorage.getItem(OFF) === "1"; } catch { return false; } };

export function keys() {
  const dialog = document.getElementById("keys"), on = document.getElementById("keys-on");
  if (!dialog) return;
  on.checked = !isOff();
  on.addEventListener("change", () => { try { localStorage.setItem(OFF, on.checked ? "0" : "1"); } catch { /* no storage */ } });
  document.getElementById("keys-show")?.addEventListener("click", () => dialog.showModal());
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || isOff() || dialog.open) return;
    if (event.target.closest("input, textarea, select, [contenteditable]")) return;
    const does = DOES[keyOf(event)];
    if (!does) return;
    event.preventDefault();
    does();
  });
}
