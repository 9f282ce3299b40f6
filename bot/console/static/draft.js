// What staff have begun: kept on the server a second after the last key, in the browser only until it is there.
const PAUSE = 800, AGAIN = 5000;

export function drafting(form, { chat, staff }, sign) {
  const text = form.elements.text, place = `wasl:staff-draft:${staff}:${chat}`; // on a shared computer the next one finds their own
  try { localStorage.removeItem(`wasl:staff-draft:${chat}`); } catch { /* of a version that did not know whose it was */ }
  let timer = 0, kept = text.value, saving = Promise.resolve();

  const beside = { // of a screen that was closed before the server had it
    get: () => { try { return localStorage.getItem(place); } catch { return null; } },
    set: (words) => { try { if (words) localStorage.setItem(place, words); else localStorage.removeItem(place); } catch { /* no storage */ } },
  };

  async function save() {
    const words = text.value;
    if (words === kept) return;
    const fields = new FormData();
    for (const name of ["csrf", "key"]) fields.set(name, form.elements[name].value);
    fields.set("text", words);
    try {
      const response = await fetch(form.action.replace(/reply$/, "draft"), { method: "POST", headers: { Accept: "application/json" }, body: fields, keepalive: true });
      if (!response.ok || response.redirected) throw new Error(response.status);
      if (form.elements.key.value === fields.get("key")) kept = words; // else the reply has left meanwhile
      if (text.value === words) { beside.set(""); sign.textContent = words ? sign.dataset.kept : ""; }
    } catch {
      sign.textContent = sign.dataset.waits;
      later(AGAIN);
    }
  }

  function later(pause) { clearTimeout(timer); timer = setTimeout(flush, pause); }
  function flush() { clearTimeout(timer); saving = saving.then(save); return saving; }

  function changed() {
    text.dir = text.value ? "auto" : "";
    beside.set(text.value);
    sign.textContent = "";
    later(PAUSE);
  }

  const waiting = beside.get();
  if (waiting && waiting !== text.value) { text.value = waiting; later(0); }
  text.dir = text.value ? "auto" : "";
  text.addEventListener("input", changed);
  addEventListener("pagehide", flush);

  return {
    insert(words) { // after what is there: nothing that was written goes
      text.value = text.value.trim() ? `${text.value.trimEnd()}\n${words}` : words;
      changed();
      text.focus();
    },
    sent() { // the server forgot it with the same commit
      clearTimeout(timer);
      kept = "";
      beside.set("");
      sign.textContent = "";
    },
  };
}

// A note that has been begun, over a reload of its tab.
export function jotting(text, { chat, staff }) {
  const place = `wasl:staff-note:${staff}:${chat}`;
  const keep = () => { try { if (text.value) sessionStorage.setItem(place, text.value); else sessionStorage.removeItem(place); } catch { /* no storage */ } };
  try { text.value ||= sessionStorage.getItem(place) ?? ""; } catch { /* no storage */ }
  text.closest("details").open = Boolean(text.value);
  text.addEventListener("input", keep);
  return keep;
}
