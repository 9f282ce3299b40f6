// Ready replies: found by typing “/” at the beginning of a line or by the button, put into the box, never sent.
const fold = (words) => words.normalize("NFKD").replace(/\p{Mn}|ـ/gu, "").replace(/[أإآٱ]/g, "ا").replace(/ة/g, "ه").replace(/ى/g, "ي").toLowerCase().trim();

export function canned(text, insert) {
  const dialog = document.getElementById("canned"), find = document.getElementById("canned-find");
  if (!dialog) return;
  const all = [...dialog.querySelectorAll("[data-folded]")].map((part) => ({ part, words: fold(part.dataset.folded) }));
  const shown = () => all.filter(({ part }) => !part.hidden).map(({ part }) => part);

  function narrow() {
    const wanted = fold(find.value).split(/\s+/);
    for (const { part, words } of all) part.hidden = !wanted.every((word) => words.includes(word));
    dialog.querySelector(".empty").hidden = shown().length > 0;
  }

  function open() {
    find.value = "";
    narrow();
    dialog.showModal();
    find.focus();
  }

  function use(part) { // what staff have to give is filled in first
    const inputs = [...part.querySelectorAll("[data-field]")], missing = inputs.find((input) => !input.value.trim());
    if (missing) return missing.focus();
    const given = new Map(inputs.map((input) => [input.dataset.field, input.value.trim()]));
    dialog.close();
    insert(part.querySelector("[data-text]").dataset.text.replace(/\{(\w+)\}/g, (whole, field) => given.get(field) ?? whole));
    for (const input of inputs) input.value = "";
  }

  find.addEventListener("input", narrow);
  dialog.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing || !event.target.matches("input")) return;
    event.preventDefault();
    const part = event.target.closest("[data-folded]") ?? shown()[0];
    if (part) use(part);
  });
  dialog.addEventListener("click", (event) => { if (event.target.matches("[data-ready]")) use(event.target.closest("[data-folded]")); });
  dialog.addEventListener("close", () => text.focus());
  document.getElementById("canned-open").addEventListener("click", open);
  text.addEventListener("input", (event) => {
    const at = text.selectionStart;
    if (event.data !== "/" || !/(^|\n)\/$/.test(text.value.slice(0, at))) return;
    text.setRangeText("", at - 1, at, "end");
    text.dispatchEvent(new Event("input", { bubbles: true })); // the draft without the sign
    open();
  });
}
