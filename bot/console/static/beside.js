// A document of the shelf opens beside the chat where there is room for both; elsewhere in a tab of its own.
export function beside() {
  const shelf = document.getElementById("shelf"), reader = document.getElementById("reader");
  if (!shelf) return;
  const frame = reader.querySelector("iframe"), split = shelf.closest(".split");
  const show = (address) => {
    reader.hidden = !address;
    split.classList.toggle("reading", Boolean(address));
    frame.src = address || "about:blank";
  };
  shelf.addEventListener("click", (event) => {
    const link = event.target.closest("[data-beside]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || !matchMedia("(min-width: 60rem)").matches) return;
    event.preventDefault();
    show(link.href);
    split.scrollIntoView({ block: "start" });
    document.getElementById("reader-close").focus({ preventScroll: true });
  });
  document.getElementById("reader-close").addEventListener("click", () => { show(""); shelf.querySelector("summary").focus(); });
}
