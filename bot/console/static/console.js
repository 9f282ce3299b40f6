// The desk, live: lists and transcripts follow the stream, replies are sent once, drafts stay.
import { alerts, waits } from "./alerts.js";
import { beside } from "./beside.js";
import { canned } from "./canned.js";
import { drafting, jotting } from "./draft.js";
import { keys } from "./keys.js";
import { live } from "./live.js";
import { released, replace } from "./redraw.js";

const page = document.body.dataset;
const $ = (id) => document.getElementById(id);
const home = "/console", MINUTE = 60000;
let refreshing = 0;
const newestLine = new Map((page.talks ?? "").trim().split(" ").filter(Boolean).map((talk) => talk.split(":")).map(([chat, line]) => [chat, Number(line)])); // of each of the person's chats
const title = document.title;

function localTimes(root) {
  const form = new Intl.DateTimeFormat(page.lang === "ar" ? "ar-u-nu-latn-ca-gregory" : "en", { dateStyle: "medium", timeStyle: "short" });
  for (const time of root.querySelectorAll("time")) time.textContent = form.format(new Date(time.dateTime));
}

const newest = new Map(); // part → number of its newest request: a slower, older answer is not shown over it

async function fetchPart(address, part) {
  const number = (newest.get(part) ?? 0) + 1;
  newest.set(part, number);
  const holder = document.createElement("template");
  try {
    const response = await fetch(address, { headers: { Accept: "text/html" } });
    if (!response.ok || response.redirected) return location.reload();
    holder.innerHTML = await response.text();
  } catch {
    return; // not connected: the stream says so, and its return brings the next change
  }
  await released();
  if (newest.get(part) !== number) return;
  const fresh = part.id === "panel" ? holder.content : holder.content.getElementById(part.id).childNodes;
  if (part.contains(document.activeElement) && document.activeElement.matches("select, input")) return; // somebody is choosing
  const folds = [...part.querySelectorAll("details[class]")].map((each) => [each.className, each.open]);
  const focused = part.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
  replace(part, [...(fresh.childNodes ?? fresh)]);
  if (focused) part.querySelector(`[href="${focused}"]`)?.focus();
  localTimes(part);
  fold();
  for (const [name, open] of folds) for (const each of part.getElementsByClassName(name)) each.open = open;
}

function fold() { // on a phone the facts wait behind a press
  for (const part of document.querySelectorAll(".panel .more, .panel .suggested")) part.open = matchMedia("(min-width: 60rem)").matches;
}

// ---- the stream ----
const HEARD = {
  line: addLine,
  presence: ({ chat, looking, typing }) => { if (chat === page.chat) $("presence").textContent = [typing, looking].filter(Boolean).join(" · "); },
  panel: ({ chat }) => { if (chat === page.chat) fetchPart(`${page.href}/panel`, $("panel")); },
  queue: counts,
  pace: ({ seconds }) => { $("pace").hidden = !seconds; },
  "signed-out": () => location.reload(),
};

function hear({ type, data }) {
  $("offline").hidden = type !== "down";
  if (type === "down" && $("presence")) $("presence").textContent = "";
  HEARD[type]?.(data);
}

function counts({ waiting, urgent, red, late, calls, to_call }) { // calls: those for whom this visitor is called first
  const badge = $("waiting-count");
  waits(calls, badge.dataset.notice);
  badge.hidden = !waiting;
  badge.textContent = waiting;
  badge.classList.toggle("urgent", urgent > 0);
  document.title = waiting ? `(${waiting}) ${title}` : title;
  $("alert").hidden = !red;
  for (const [id, count] of [["late", late], ["to-call", to_call]]) {
    $(id).hidden = !count;
    $(id).firstElementChild.textContent = count ? `${$(id).dataset.text} (${count})` : "";
  }
  $("alert").textContent = red ? `${$("alert").dataset.text} (${red})` : "";
  if (page.live === "list") {
    clearTimeout(refreshing);
    refreshing = setTimeout(() => fetchPart(location.href, $("list")), 150);
  }
}

if (page.live === "list") setInterval(() => { if (!document.hidden) fetchPart(location.href, $("list")); }, MINUTE); // ages grow without news

// ---- the transcript ----
const log = $("log");
const near = () => log.scrollHeight - log.scrollTop - log.clientHeight < 160;
const toEnd = () => { log.scrollTop = log.scrollHeight; };

function addLine({ chat, id, direction, html }) {
  const stick = near() || direction === "staff" || direction === "note";
  newestLine.set(chat, Math.max(newestLine.get(chat) ?? 0, id));
  const old = $(`l${id}`);
  if (old?.querySelector(".correct[open]")) return; // somebody is correcting it
  if (old) old.outerHTML = html; else $("end").insertAdjacentHTML("beforebegin", html);
  localTimes($(`l${id}`));
  supersede($(`l${$(`l${id}`).dataset.corrects}`));
  if (stick) toEnd();
  if (direction === "in") answerTo(chat);
  if (direction === "in") fetchPart(`${page.href}/panel`, $("panel")); // other answers may fit now
  if (!document.hidden) seen();
}

function supersede(entry) { // a correction of it has come
  if (!entry) return;
  entry.querySelector(".correct")?.remove();
  entry.querySelector("[data-superseded]")?.removeAttribute("hidden");
}

function seen() {
  for (const field of document.querySelectorAll("#reply [data-seen]")) field.value = newestLine.get(field.dataset.seen);
}

function answerTo(chat) { // where they wrote last, until staff choose or begin to write
  const to = $("to"), option = to && [...to.options].find((one) => one.value === chat);
  for (const one of to?.options ?? []) one.textContent = one.dataset.label + (one === option ? ` · ${to.dataset.last}` : "");
  if (option && !to.dataset.chosen && !$("text").value) to.value = chat;
}

async function earlier(link) {
  link.setAttribute("aria-busy", "true");
  const response = await fetch(link.dataset.earlier, { headers: { Accept: "text/html" } }).catch(() => null);
  link.removeAttribute("aria-busy");
  if (!response?.ok || response.redirected) return tell(page.wFailed);
  const below = log.scrollHeight - log.scrollTop, holder = document.createElement("template");
  holder.innerHTML = await response.text();
  const first = holder.content.querySelector(".entry");
  link.parentElement.replaceWith(holder.content);
  localTimes(log);
  log.scrollTop = log.scrollHeight - below; // what was read stays where it was
  first?.setAttribute("tabindex", "-1");
  first?.focus({ preventScroll: true });
}

function tell(sentence) { $("told").textContent = sentence; $("told").hidden = !sentence; }

async function post(form, submitter) {
  if (submitter) submitter.setAttribute("aria-busy", "true");
  try {
    const response = await fetch(form.action, { method: "POST", headers: { Accept: "application/json" }, body: new FormData(form) });
    return await response.json();
  } catch {
    return { done: false, message: page.wFailed };
  } finally {
    submitter?.removeAttribute("aria-busy");
  }
}

if (log) {
  const reply = $("reply"), text = $("text");
  if (reply) {
    const draft = drafting(reply, page, $("draft"));
    canned(text, draft.insert);
    document.addEventListener("click", (event) => {
      const words = event.target.closest("[data-insert]")?.dataset.insert;
      if (words) draft.insert(words);
    });
    text.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.isComposing) { event.preventDefault(); reply.requestSubmit(); }
    });
    let told = 0; // the person sees that somebody writes, not what
    text.addEventListener("input", () => {
      if (!text.value || Date.now() - told < 3000) return;
      told = Date.now();
      const form = new FormData(reply);
      for (const name of ["text", "file"]) form.delete(name);
      fetch(reply.action.replace(/reply$/, "typing"), { method: "POST", headers: { Accept: "application/json" }, body: form }).catch(() => {});
    });
    let sending = false;
    reply.addEventListener("submit", async (event) => {
      event.preventDefault();
      if (sending) return; // one click sends once; the key does the same for one that got lost on the way
      sending = true;
      const told = await post(reply, event.submitter ?? reply.querySelector(".primary"));
      sending = false;
      tell(told.message);
      reply.querySelector(".force").hidden = !told.unseen;
      if (!told.done) return;
      const to = $("to")?.value; // reset() would choose the first one again
      reply.reset();
      if (to) $("to").value = to;
      text.value = text.dir = "";
      draft.sent();
      seen();
      $("files").textContent = "";
      reply.elements.key.value = Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
      text.focus();
    });
  }
  $("to")?.addEventListener("change", (event) => { event.target.dataset.chosen = "1"; });
  log.addEventListener("click", (event) => {
    const link = event.target.closest("[data-earlier]");
    if (link) { event.preventDefault(); earlier(link); }
  });
  const jotted = $("note") && jotting($("note-text"), page);
  $("note")?.addEventListener("submit", async (event) => {
    event.preventDefault();
    const told = await post(event.target, event.submitter);
    tell(told.message);
    if (told.done) { event.target.reset(); jotted(); event.target.closest("details").open = false; }
  });
  log.addEventListener("toggle", (event) => { // it does not bubble
    if (!event.target.matches(".correct[open]")) return;
    event.target.querySelector("textarea").focus();
    event.target.scrollIntoView({ block: "nearest" });
  }, true);
  log.addEventListener("submit", async (event) => {
    if (!event.target.matches("[data-correct]")) return;
    event.preventDefault();
    const told = await post(event.target, event.submitter);
    tell(told.message);
    if (told.done) event.target.closest("details").open = false;
  });
  document.addEventListener("submit", async (event) => {
    if (!event.target.matches("[data-act]")) return;
    event.preventDefault();
    const told = await post(event.target, event.submitter);
    tell(told.message);
    if (told.done) event.target.reset();
    fetchPart(`${page.href}/panel`, $("panel"));
  });
  document.addEventListener("visibilitychange", () => { if (!document.hidden) seen(); });
  fold();
  const place = location.hash.startsWith("#l") && $(location.hash.slice(1));
  if (place) place.scrollIntoView(); else toEnd();
  seen();
}

for (const input of document.querySelectorAll(".attach input")) {
  const named = input.form.querySelector("#files");
  input.addEventListener("change", () => { named.textContent = [...input.files].map((file) => file.name).join("، "); });
}
document.querySelector(".bar nav [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" }); // on a phone the row is longer than the screen
for (const form of document.querySelectorAll("[data-auto]")) form.addEventListener("change", () => form.requestSubmit());
keys();
beside();
alerts();
localTimes(document);
// Who still has to choose a password or a second step gets no stream, and is not told of a lost connection.
if (page.live !== "none") live(`${home}/events?lang=${page.lang}&visit=${page.visit}`, () => page.live === "chat" ? [...newestLine].map(([chat, after]) => ({ org: page.org, chat, after })) : [], hear);
