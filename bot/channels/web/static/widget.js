// <script src="https://…/widget.js" data-org="aoun" data-lang="ar" async></script>
// A button; the window comes in a frame of our own origin, when opened.
(() => {
  const script = document.currentScript;
  const { org, side, colour } = script.dataset, en = /^en\b/i.test(script.dataset.lang ?? document.documentElement.lang);
  if (!org) return;
  const home = new URL(script.src).origin;
  const [ask, close, name, fresh] = en ? ["💬 Ask us", "✕ Close the chat", "Chat", "new"] : ["💬 اسألنا", "✕ إغلاق المحادثة", "المحادثة", "جديدة"];
  const host = document.createElement("div");
  [host.lang, host.dir] = en ? ["en", "ltr"] : ["ar", "rtl"];
  const root = host.attachShadow({ mode: "open" });
  // a site's policy may forbid inline style
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`:host{all:initial}
button,iframe{position:fixed;z-index:2147483000;inset-inline-end:16px;border:0}
button{inset-block-end:16px;min-height:52px;padding:0 20px;border-radius:26px;background:var(--wasl,#0d655d);color:#fff;font:600 16px/1.5 system-ui,Tahoma,sans-serif;cursor:pointer;box-shadow:0 4px 18px #0004}
button:focus-visible{outline:3px solid #000;outline-offset:2px}
iframe{inset-block-end:80px;border-radius:18px;width:min(400px,calc(100vw - 32px));height:min(680px,calc(100dvh - 100px));background:#fff;box-shadow:0 10px 40px #0005}
:host([side]) :is(button,iframe){inset-inline:16px auto}
@media(max-width:480px){iframe,:host([side]) iframe{inset:0 0 72px;width:100%;height:calc(100dvh - 72px);border-radius:0}}
[hidden]{display:none}`);
  root.adoptedStyleSheets = [sheet];
  if (side === "start") host.setAttribute("side", side);
  if (colour) host.style.setProperty("--wasl", colour);
  const button = document.createElement("button");
  let frame, unread = 0;

  function draw() {
    const open = !!frame && !frame.hidden;
    button.ariaExpanded = String(open);
    button.textContent = open ? close : ask + (unread ? ` (${unread} ${fresh})` : "");
  }
  function toggle(open) {
    if (open && !frame) {
      frame = document.createElement("iframe");
      frame.src = `${home}/${encodeURIComponent(org)}?lang=${host.lang}`;
      frame.title = name;
      frame.allow = "geolocation; microphone; camera";
      root.append(frame);
    }
    frame.hidden = !open;
    if (open) unread = 0;
    (open ? frame : button).focus();
    draw();
  }
  button.onclick = () => toggle(!frame || frame.hidden);
  addEventListener("message", ({ data, origin, source }) => {
    if (!frame || origin !== home || source !== frame.contentWindow) return;
    if (data?.wasl === "close") toggle(false);
    if (data?.wasl === "message" && frame.hidden) { unread++; draw(); }
  });
  addEventListener("keydown", ({ key }) => { if (key === "Escape" && frame && !frame.hidden) toggle(false); });
  draw();
  root.append(button);
  const place = () => document.body.append(host);
  document.body ? place() : addEventListener("DOMContentLoaded", place);
})();
