/** Script of the page, part 1: making elements. It makes text nodes only, so that text of a caller is never read as HTML. */
export const elementsScript = `
const at = (id) => document.getElementById(id);

function element(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

/** Changes what is shown only when it differs: a screen reader says a live text again when it is set again. */
function say(where, text) {
  if (where.textContent !== text) where.textContent = text;
}

function mood(status) {
  if (status === "RUNNING") return "good";
  return /ERROR|FAIL|FROZEN/.test(status) ? "bad" : "busy";
}

/** A sign and the word itself, so that colour is not needed. */
const signs = { good: "●", busy: "◐", bad: "▲" };

const clock = (time) => time.slice(11, 23);
const count = (number, word) => number + " " + word + (number === 1 ? "" : "s");

/** The children of a list, one per item and key: those that stay are the same elements, and keep focus. */
function keep(list, items, keyOf, make, update) {
  const known = new Map([...list.children].map((child) => [child.dataset.key, child]));
  let before = list.firstElementChild;
  for (const item of items) {
    const key = keyOf(item);
    const child = known.get(key) || make(item);
    known.delete(key);
    child.dataset.key = key;
    if (child === before) before = before.nextElementSibling;
    else list.insertBefore(child, before);
    update(child, item);
  }
  for (const gone of known.values()) gone.remove();
}
`;
