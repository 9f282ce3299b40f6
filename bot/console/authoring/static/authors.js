// The authors' room: parts of the page that answer by themselves, and nothing lost by a slip.
const here = document;

// ---- a draft tried out without leaving the page ----
async function send(form, button) {
  const part = here.getElementById(form.dataset.part);
  const data = new FormData(form, button ?? undefined);
  part.setAttribute("aria-busy", "true");
  const waiting = here.createElement("p");
  waiting.className = "muted";
  waiting.setAttribute("role", "status");
  waiting.textContent = part.dataset.wait;
  const late = setTimeout(() => part.append(waiting), 600);
  try {
    const response = await fetch(form.action, { method: "POST", body: data, headers: { "X-Part": "1" } });
    if (response.redirected) return location.reload();
    if (!response.ok) throw new Error(String(response.status));
    part.innerHTML = await response.text();
    const log = part.querySelector("[role=log]");
    if (log) {
      log.scrollTop = log.scrollHeight;
      part.querySelector("[name=text]")?.focus();
    }
  } catch {
    waiting.textContent = part.dataset.failed;
    part.append(waiting);
  } finally {
    clearTimeout(late);
    part.removeAttribute("aria-busy");
  }
}

here.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.part) {
    event.preventDefault();
    if (here.getElementById(form.dataset.part).getAttribute("aria-busy") !== "true") send(form, event.submitter);
  } else {
    clean = true;
    if (event.submitter && !event.submitter.name) event.submitter.setAttribute("aria-busy", "true");
  }
});
for (const form of here.querySelectorAll("form[data-now]")) send(form, null);

// ---- unsaved work is not left by a slip ----
let clean = !here.querySelector("[data-drafted]");
for (const form of here.querySelectorAll("form[data-guard]")) form.addEventListener("input", () => { clean = false; });
addEventListener("beforeunload", (event) => { if (!clean) event.preventDefault(); });
addEventListener("pageshow", () => { for (const each of here.querySelectorAll("button[aria-busy]")) each.removeAttribute("aria-busy"); });

// ---- how many phrasings; more rows of tests ----
for (const count of here.querySelectorAll("[data-count]")) {
  const field = here.getElementById(count.dataset.count);
  const tell = () => { count.textContent = `(${field.value.split("\n").filter((line) => line.trim()).length})`; };
  field.addEventListener("input", tell);
  tell();
}
for (const more of here.querySelectorAll("[data-more]")) {
  const list = here.querySelector(`[data-list="${more.dataset.more}"]`);
  more.hidden = !list.children.length;
  more.addEventListener("click", () => {
    const items = list.querySelectorAll("[data-item]");
    const fresh = items[items.length - 1].cloneNode(true);
    for (const field of fresh.querySelectorAll("[name]")) {
      field.name = field.name.replace(/-\d+/, `-${items.length}`);
      field.id = field.name;
      if (field.tagName === "INPUT") field.value = "";
    }
    list.append(fresh);
    fresh.querySelector("input").focus();
  });
}
