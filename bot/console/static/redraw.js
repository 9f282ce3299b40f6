// Draws a part of the page anew while somebody works in it: no press and no choice is lost.

const FIELDS = "select, input:not([type=hidden], [type=file]), textarea";
const ticked = (field) => ["checkbox", "radio"].includes(field.type);
const same = (field) => [field.form?.getAttribute("action"), field.name, ticked(field) ? field.value : ""].join(" ");
let release = Promise.resolve();

addEventListener("pointerdown", ({ target }) => {
  if (target.closest?.("select")) return; // an opened list of choices keeps the release to itself
  release = new Promise((done) => {
    for (const end of ["pointerup", "pointercancel", "blur"]) addEventListener(end, () => setTimeout(done), { once: true });
  });
});

export const released = () => release; // what is drawn anew under a pressed finger does not get the click

function changed(field) {
  if (ticked(field)) return field.checked !== field.defaultChecked;
  if (!field.options) return field.value !== field.defaultValue;
  const all = [...field.options];
  return field.value !== (all.find((one) => one.defaultSelected) ?? all[0])?.value;
}

export function replace(part, nodes) {
  const chosen = new Map([...part.querySelectorAll(FIELDS)].filter(changed).map((field) => [same(field), field]));
  part.replaceChildren(...nodes);
  for (const field of part.querySelectorAll(FIELDS)) {
    const old = chosen.get(same(field));
    if (!old) continue;
    if (ticked(field)) field.checked = old.checked;
    else if (!field.options || [...field.options].some((one) => one.value === old.value)) field.value = old.value;
  }
}
