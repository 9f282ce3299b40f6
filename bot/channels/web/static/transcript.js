// What the window shows, as a file of its own: made on the device, so nothing is asked of the server.

const STYLE = "body{max-width:44rem;margin:2rem auto;padding:0 1rem;font:1rem/1.75 system-ui,Tahoma,sans-serif}p{margin:0;white-space:pre-line;overflow-wrap:anywhere}article{margin-block:1rem}h2{margin:0;font-size:.85rem;color:#555}";

function element(page, parent, name, text, language) {
  const made = page.createElement(name);
  made.textContent = text;
  if (language) made.lang = language;
  if (name === "p") made.dir = "auto";
  parent.append(made);
  return made;
}

function moment(time, language) {
  const format = { dateStyle: "medium", timeStyle: "short" };
  return new Intl.DateTimeFormat(language === "ar" ? "ar-u-ca-gregory-nu-latn" : "en", format).format(new Date(time.dateTime));
}

function write(page, bubble, words) {
  const by = ["you", "staff"].find((one) => bubble.classList.contains(one)) ?? "bot";
  const time = bubble.querySelector("time");
  const part = element(page, page.body, "article", "");
  element(page, part, "h2", [words[by], time && moment(time, words.lang)].filter(Boolean).join(" · "));
  for (const line of bubble.querySelectorAll(".body p:not(.who)")) element(page, part, "p", line.textContent.trim(), bubble.lang);
  for (const file of bubble.querySelectorAll("a.file, audio")) {
    element(page, part, "p", `📎 ${file.querySelector("img")?.alt ?? file.ariaLabel ?? file.textContent.replace("📎", "").trim()}`);
  }
}

export function text(log, title, words) { // → a whole HTML page
  const page = document.implementation.createHTMLDocument(title);
  page.documentElement.lang = words.lang;
  page.documentElement.dir = words.lang === "ar" ? "rtl" : "ltr";
  page.head.insertAdjacentHTML("afterbegin", '<meta charset="utf-8"><meta name="viewport" content="width=device-width">');
  element(page, page.body, "h1", title);
  for (const bubble of log.querySelectorAll(".msg:not([data-state], .welcome, [hidden])")) write(page, bubble, words);
  const whole = page.documentElement.outerHTML; // the style joins as text: a policy forbids it to a page of ours
  return `<!doctype html>\n${whole.replace("</head>", () => `<style>${STYLE}</style></head>`)}`;
}

export function save(log, title, words) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text(log, title, words)], { type: "text/html;charset=utf-8" }));
  link.download = `${title.replace(/[^\p{L}\p{N}]+/gu, "-")}-${new Date().toISOString().slice(0, 10)}.html`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}
