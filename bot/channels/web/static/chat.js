// The window: sends, shows what the stream brings, and never loses a word.
import { Outbox, newKey, upload } from "./outbox.js";

const body = document.body;
const words = body.dataset;
const base = `/${words.org}`;
const lang = `lang=${words.lang}`;
const $ = (id) => document.getElementById(id);
const log = $("log"), text = $("text"), trouble = $("trouble"), typing = $("typing"), down = $("down");
const outbox = new Outbox(`wasl:${words.org}`, words.kept === "yes");
const draft = `wasl:draft:${words.org}`;
let last = Number(words.last), source = null, misses = 0, timer = 0, heard = 0, pumping = false, chosen = [], pressed = {}, ended = false, apart = null, spoke = false, deaf = 0, polls = null;

document.documentElement.classList.add("js");

// ---- showing ----
const near = () => log.scrollHeight - log.scrollTop - log.clientHeight < 120;
function toEnd() { log.scrollTop = log.scrollHeight; down.hidden = true; }

// A long answer is read from its beginning: scroll on only as far as the question stays in sight.
const asked = () => { const mine = log.querySelectorAll(".msg.you"); return mine[mine.length - 1]?.offsetTop - 12; };
const following = () => near() || (asked() >= log.scrollTop - 12 && asked() < log.scrollTop + log.clientHeight); // else they read what was before
function follow() {
  const top = asked();
  if (Number.isNaN(top)) return toEnd();
  log.scrollTop = Math.min(top, log.scrollHeight);
  down.hidden = near();
}
function say(sentence) { trouble.textContent = sentence; trouble.hidden = !sentence; }

function localTimes(root) {
  for (const time of root.querySelectorAll("time")) {
    time.textContent = new Intl.DateTimeFormat(words.lang === "ar" ? "ar-u-nu-latn" : "en", { timeStyle: "short" }).format(new Date(time.dateTime));
  }
}

function age() {
  const bubbles = [...log.querySelectorAll(".msg:not([data-state])")];
  const seen = new Set();
  bubbles.reverse().forEach((bubble, index) => {
    bubble.classList.toggle("past", index > 0 && bubble.querySelector(".choices") !== null);
    const ticks = bubble.dataset.ticks; // one question ticked again and again is shown once
    bubble.hidden = ticks !== undefined && seen.has(ticks);
    if (ticks) seen.add(ticks);
  });
}

// ---- listening, and the size of the text ----
const voiceOf = (language) => globalThis.speechSynthesis?.getVoices().some((voice) => voice.lang.toLowerCase().startsWith(language));

function voices() {
  for (const button of log.querySelectorAll("[data-listen]")) {
    const can = voiceOf(button.closest("[lang]").lang);
    button.ariaDisabled = String(!can);
    button.title = can ? "" : words.wNoListen;
  }
}

async function listen(button) {
  if (button.ariaDisabled === "true") return say(words.wNoListen);
  (await import(words.speech)).toggle(button, button.closest("[lang]").lang);
}

function resize(step) { // kept in this tab alone: on the device it would tell that somebody was here
  document.documentElement.dataset.size = step;
  $("size").ariaPressed = String(step > 0);
  try { sessionStorage.setItem("wasl:size", step); } catch { /* none */ }
}

function setField(html) {
  const field = $("field");
  field.innerHTML = html;
  const kind = field.firstElementChild?.dataset.kind ?? "";
  const modes = { phone: "tel", number: "decimal", national_id: "numeric", email: "email" };
  text.inputMode = modes[kind] ?? "text";
  text.autocomplete = { phone: "tel", email: "email", name: "name", pledge: "name" }[kind] ?? "off";
  text.placeholder = field.firstElementChild?.dataset.placeholder || text.placeholder;
}

function show(line, id) {
  const stick = following();
  if (line.key) { outbox.remove(line.key); bubbleOf(line.key)?.remove(); }
  const bubble = `m${line.over ?? line.id}`; // a correction goes where the first version is
  if (line.over && $(bubble)) $(bubble).outerHTML = line.html;
  else if (!$(bubble)) (log.querySelector(".msg[data-state]") ?? typing).insertAdjacentHTML("beforebegin", line.html);
  localTimes($(bubble));
  last = Math.max(last, id);
  if (line.from !== "you") { typing.hidden = true; setField(line.field); tellParent(); }
  age();
  voices();
  if (line.from === "you") toEnd(); else if (stick && !line.over) follow(); else if (!stick && !line.over) down.hidden = false;
  if (line.device) act(line.device);
}

// ---- unread: in the title while nobody looks, on the launcher when in a frame ----
const title = document.title;
let unread = 0;

function count(number) {
  unread = number;
  document.title = number ? `(${number}) ${title}` : title;
}

function tellParent() { if (document.hidden) count(unread + 1); if (parent !== window) parent.postMessage({ wasl: "message" }, "*"); }

// ---- one's own bubbles ----
const bubbleOf = (key) => log.querySelector(`.msg[data-state][data-key="${key}"]`);

function draw(entry) {
  let bubble = bubbleOf(entry.key);
  if (!bubble) {
    bubble = $("mine").content.firstElementChild.cloneNode(true);
    bubble.dataset.key = entry.key;
    bubble.querySelector(".said").textContent = entry.label;
    bubble.querySelector(".again").onclick = () => { Object.assign(entry, { state: "waiting", at: Date.now(), lost: false }); outbox.keep(); draw(entry); pump(); };
    bubble.querySelector(".discard").onclick = () => { outbox.remove(entry.key); bubble.remove(); };
    log.insertBefore(bubble, typing);
  }
  bubble.dataset.state = entry.state;
  bubble.querySelector(".state span").textContent = words[`w${entry.state[0].toUpperCase()}${entry.state.slice(1)}`];
  const lost = entry.state === "lost", again = bubble.querySelector(".again"); // its file went with the page
  for (const button of bubble.querySelectorAll("button")) button.hidden = !["failed", "old", "lost"].includes(entry.state);
  again.textContent = lost ? words.wTextOnly : words.wRetry;
  again.hidden ||= lost && !entry.fields.text;
  return bubble;
}

// ---- sending ----
function submit(form, submitter) {
  if (apart) return apart.querySelector("button, a").focus(); // what is written stays where it is
  const twice = submitter && submitter === pressed.button && Date.now() - pressed.at < 1000;
  pressed = { button: submitter, at: Date.now() };
  if (twice && submitter.name === "choice") return; // one press, however nervous the finger
  const fields = {};
  for (const [name, value] of new FormData(form, submitter)) if (typeof value === "string" && value) fields[name] = value;
  const files = form.id === "composer" ? chosen : [];
  const hijri = ["hijri_day", "hijri_month", "hijri_year"].map((name) => fields[name]);
  const label = submitter?.name === "choice" ? submitter.textContent.trim()
    : fields.text || (fields.latitude && words.wLocation) || (hijri.every(Boolean) ? hijri.join("/") : fields.date) || files.map((file) => file.name).join("، ");
  if (!label.trim()) return text.focus();
  const entry = { key: newKey(), fields, label, at: Date.now(), state: "waiting" };
  entry.fields.key = entry.key;
  outbox.add(entry, files);
  draw(entry);
  if (form.id === "composer") { form.reset(); grow(); choose([]); forgetDraft(); if (matchMedia("(pointer: fine)").matches) text.focus(); }
  say("");
  toEnd();
  pump();
}

async function pump() {
  if (pumping || apart) return;
  pumping = true;
  clearTimeout(timer);
  for (let entry; (entry = outbox.next());) if (!(await post(entry))) break;
  pumping = false;
}

async function post(entry) {
  entry.state = "sending";
  draw(entry);
  let response;
  try {
    response = await deliver(entry);
  } catch {
    entry.state = "waiting";
    draw(entry);
    lost();
    return false;
  }
  if (response.ok) return sent(entry, response);
  return refused(entry, response);
}

async function deliver(entry) {
  const bubble = draw(entry).querySelector("progress");
  const files = outbox.files.get(entry.key) ?? [];
  entry.tickets ??= [];
  while (entry.tickets.length < files.length) {
    bubble.hidden = false;
    toEnd(); // its state below it is seen, too
    const response = await upload(`${base}/api/files?${lang}`, files[entry.tickets.length], (part) => { bubble.value = part; });
    if (!response.ok) return response;
    entry.tickets.push((await response.json()).ticket);
    outbox.keep();
  }
  bubble.hidden = true;
  const posted = { ...entry.fields, file: entry.tickets };
  return fetch(`${base}/api/messages?${lang}`, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(posted) });
}

async function sent(entry, response) {
  outbox.remove(entry.key);
  entry.state = "sent";
  if (bubbleOf(entry.key)) draw(entry);
  if (!words.session && !source && (await strange())) return part(await response.json());
  if ($("owner").dataset.owner !== "staff") writing(words.wTyping, 15000); // a person writes when they do
  toEnd();
  if (!source) connect();
  return true;
}

// A browser that keeps no cookie of ours makes somebody new of us with each message: in a frame, or anywhere.
async function strange() {
  try { return (await (await fetch(`${base}/api/history?${lang}&after=${last}`)).json()).conversation === null; } catch { return false; }
}

function part({ move }) {
  apart = $(parent === window ? "strange" : "apart");
  if (apart.elements) apart.elements.move.value = move;
  apart.hidden = false;
  return false;
}

let done = 0;
function writing(sentence, ms) {
  clearTimeout(done);
  if (typing.firstElementChild.textContent !== sentence) typing.firstElementChild.textContent = sentence;
  const stick = near();
  typing.hidden = false;
  if (stick) toEnd();
  done = setTimeout(() => { typing.hidden = true; }, ms);
}

async function refused(entry, response) {
  const told = await response.json().catch(() => ({}));
  say(told.message ?? words.wFailed);
  if (response.status === 429 || response.status >= 500) {
    entry.state = "waiting";
    draw(entry);
    timer = setTimeout(pump, 1000 * (Number(response.headers.get("Retry-After")) || 5));
    return false;
  }
  entry.state = "failed";
  draw(entry);
  toEnd(); // how to send it again
  outbox.keep();
  return true;
}

// ---- the stream ----
function connect() {
  clearTimeout(timer);
  source?.close();
  source = new EventSource(`${base}/api/events?${lang}&after=${last}`);
  spoke = false;
  clearTimeout(deaf);
  deaf = setTimeout(poll, 6000); // a stream that reaches us says at once who holds the chat
  const open = () => { heard = Date.now(); misses = 0; $("offline").hidden = true; };
  const alive = () => { open(); spoke = true; polls?.stop(); };
  source.onopen = () => { open(); pump(); };
  source.onmessage = (event) => { alive(); fresh(JSON.parse(event.data), Number(event.lastEventId)); };
  source.addEventListener("beat", alive);
  source.addEventListener("typing", (event) => { alive(); writing(JSON.parse(event.data).text, 6000); });
  source.addEventListener("owner", (event) => { alive(); holds(JSON.parse(event.data)); });
  source.onerror = lost;
}

function fresh(line, id) { if (id > last) show(line, id); } // what was held back may come twice

function holds(told) {
  $("owner").dataset.owner = told.owner;
  $("owner").textContent = told.text;
}

async function poll() {
  if (spoke || ended) return;
  try { polls ??= (await import(words.polling)).polling(() => `${base}/api/history?${lang}&drawn=1&after=${last}`, news); } catch { return; }
  if (!spoke) polls.start();
}

function news(told) {
  $("offline").hidden = true;
  for (const line of told.lines) fresh(line, line.id);
  holds(told);
  pump();
}

function lost() { // the browser would retry at a fixed pace and say nothing
  if (ended) return;
  source?.close();
  $("offline").hidden = Boolean(polls?.well());
  clearTimeout(timer);
  const wait = Math.min(30000, 1000 * 2 ** misses++) * (0.5 + Math.random() / 2);
  timer = setTimeout(again, wait);
}

function again() {
  if (words.session || last || source) connect(); else { $("offline").hidden = true; pump(); }
}

setInterval(() => { if (source && source.readyState === 1 && Date.now() - heard > 45000 && !polls?.well()) lost(); }, 5000);
addEventListener("online", again);
addEventListener("offline", () => { $("offline").hidden = false; });
document.addEventListener("visibilitychange", () => { if (!document.hidden && !ended) count(0); });
document.addEventListener("visibilitychange", () => { if (!document.hidden && source && Date.now() - heard > 45000) again(); });

// ---- the composer ----
function grow() { text.dir = text.value ? "auto" : ""; text.style.height = "auto"; if (!CSS.supports("field-sizing", "content")) text.style.height = `${text.scrollHeight}px`; }
function forgetDraft() { try { sessionStorage.removeItem(draft); } catch { /* none */ } }

text.addEventListener("input", () => { grow(); try { sessionStorage.setItem(draft, text.value); } catch { /* none */ } });
text.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing && event.keyCode !== 229) {
    event.preventDefault();
    $("composer").requestSubmit();
  }
});

function choose(files) {
  chosen = files;
  const list = $("chosen");
  list.hidden = !files.length;
  list.replaceChildren(...files.map((file) => {
    const chip = $("chip").content.firstElementChild.cloneNode(true);
    chip.querySelector("bdi").textContent = file.name;
    chip.querySelector("button").onclick = () => { choose(chosen.filter((one) => one !== file)); text.focus(); };
    return chip;
  }));
}

function take(files) {
  const fit = files.filter((file) => file.size <= Number(words.maxFile));
  say(fit.length < files.length ? words.wTooBig : "");
  choose([...chosen, ...fit].slice(0, 5));
}

document.addEventListener("change", (event) => {
  if (event.target.matches("[data-file]")) { take([...event.target.files]); event.target.value = ""; }
});
document.addEventListener("submit", (event) => {
  if (event.target.matches("[data-send]")) { event.preventDefault(); submit(event.target, event.submitter); }
  if (event.target.matches("[data-forget]")) { outbox.clear(); forgetDraft(); }
});
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-leave]")) { event.preventDefault(); leave(); }
  if (event.target.closest("[data-locate]")) locate();
  if (event.target.closest("[data-copy]")) copy();
  const heard = event.target.closest("[data-listen]");
  if (heard) listen(heard);
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const open = document.querySelector("details[open]");
  if (open) { open.open = false; open.querySelector("summary").focus(); } else if (parent !== window) parent.postMessage({ wasl: "close" }, "*");
});
down.onclick = toEnd;
log.addEventListener("scroll", () => { if (near()) down.hidden = true; });

async function copy() {
  const by = { you: words.wYou, bot: words.wBot, staff: words.wStaff, lang: words.lang };
  (await import(words.transcript)).save(log, title, by);
}

function locate() {
  const fail = () => { say(words.wNoLocation); text.focus(); };
  if (!navigator.geolocation) return fail();
  navigator.geolocation.getCurrentPosition(({ coords }) => {
    const form = $("composer").cloneNode(false);
    for (const part of ["latitude", "longitude"]) {
      const field = document.createElement("input");
      field.name = part;
      field.value = coords[part].toFixed(6);
      form.append(field);
    }
    form.id = "";
    submit(form);
  }, fail, { timeout: 15000, maximumAge: 60000 });
}

$("voice").onclick = async () => {
  try {
    const recorder = await import(words.recorder);
    const file = await recorder.toggle((on) => {
      $("voice").setAttribute("aria-pressed", String(on));
      $("voice").title = $("voice").querySelector(".sr").textContent = on ? words.wRecording : words.wVoice;
    });
    if (file) take([file]);
  } catch {
    say(words.wNoVoice);
  }
};

// ---- leaving ----
function wipe() {
  ended = true;
  globalThis.speechSynthesis?.cancel();
  source?.close();
  polls?.stop();
  outbox.clear();
  forgetDraft();
  fetch(`${base}/api/forget`, { method: "POST", keepalive: true }).catch(() => {});
}

function leave() {
  wipe();
  document.title = "…";
  body.hidden = true;
  try { top.location.replace(words.neutral); } catch { location.replace(words.neutral); }
}

function act(device) {
  if (device === "leave") return leave();
  wipe();
  say(words.wForgotten);
  setTimeout(() => location.replace(`${base}?${lang}`), 4000);
}

// ---- begin ----
history.replaceState(null, "", `${base}?${lang}`); // opened again, it shows nothing of before unless that is kept
localTimes(document);
age();
voices();
globalThis.speechSynthesis?.addEventListener?.("voiceschanged", voices);
$("size").onclick = () => resize((Number(document.documentElement.dataset.size) + 1) % 3);
try { resize(Number(sessionStorage.getItem("wasl:size")) || 0); } catch { resize(0); }
try { text.value ||= sessionStorage.getItem(draft) ?? ""; } catch { /* none */ }
setField($("field").innerHTML);
grow();
outbox.entries.forEach(draw);
if (log.querySelector(".msg:not(.welcome)")) toEnd(); // a welcome is read from its beginning
if (words.session) connect();
pump();
for (const picture of document.querySelectorAll("[data-later]")) picture.src = picture.dataset.later; // one can write before it is there
addEventListener("pagehide", () => globalThis.speechSynthesis?.cancel());
addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
