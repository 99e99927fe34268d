/** Script of the page, part 2: the fleet, one card per instance. */
export const fleetScript = `
const maxCards = 300;
let fleet = {};
let nameOf = new Map();
let statusOf = new Map();
let chosen = "";

function drawFleet(projects) {
  fleet = projects;
  const all = Object.values(projects).flat();
  nameOf = new Map([...nameOf, ...all.map((one) => [one.instance_id, one.name])]);
  statusOf = new Map(all.map((one) => [one.instance_id, one.status]));
  const counts = {};
  for (const one of all) counts[one.status] = (counts[one.status] || 0) + 1;
  const words = Object.entries(counts).map(([status, number]) => number + " " + status);
  const shown = chooseCards(all);
  say(at("fleet-summary"), all.length === 0
    ? "No instances. Seed some with --seed FILE or PUT /_emulator/instances."
    : count(all.length, "instance") + ": " + words.join(", ") + (shown.size < all.length ? "; " + shown.size + " shown" : ""));
  at("find-label").hidden = all.length <= maxCards;
  keep(at("fleet"), Object.entries(projects), ([id]) => id, makeProject, (part, [, instances]) =>
    keep(part.lastElementChild, instances.filter((one) => shown.has(one)), (one) => one.instance_id, makeCard, updateCard));
}

/** All of a small fleet; of a big one those that are looked for, first of all those that are not well. */
function chooseCards(all) {
  if (all.length <= maxCards) return new Set(all);
  const sought = at("find").value.trim().toLowerCase();
  const found = all.filter((one) => sought === "" ||
    [one.name, one.instance_id, one.engine, one.status].some((text) => text.toLowerCase().includes(sought)));
  const isWell = (one) => mood(one.status) === "good";
  return new Set([...found.filter((one) => !isWell(one)), ...found.filter(isWell)].slice(0, maxCards));
}

function makeProject([id]) {
  const part = element("section");
  const title = element("h3", "", "Project " + id);
  title.id = "project-" + id;
  part.setAttribute("aria-labelledby", title.id);
  const cards = element("ul", "cards");
  cards.setAttribute("role", "list");
  part.append(title, cards);
  return part;
}

function makeCard(one) {
  const card = element("li");
  const status = element("p", "status");
  const sign = element("span", "sign");
  sign.setAttribute("aria-hidden", "true");
  status.append(sign, element("span"));
  const button = element("button", "", "Calls");
  button.type = "button";
  button.append(element("span", "spoken", " of " + one.name));
  button.addEventListener("click", () => choose(chosen === one.instance_id ? "" : one.instance_id));
  card.append(element("h4", "", one.name), status, element("p", "quiet"), element("p", "mono", one.instance_id), button);
  return card;
}

function updateCard(card, one) {
  const [, status, engine, , button] = card.children;
  const kind = mood(one.status);
  card.className = "card " + kind;
  status.className = "status " + kind;
  say(status.firstElementChild, signs[kind]);
  say(status.lastElementChild, one.status);
  say(engine, one.engine + " " + one.engine_version);
  button.setAttribute("aria-pressed", String(chosen === one.instance_id));
}

/** Shows the calls of one instance only; of all when the id is empty. */
function choose(id) {
  chosen = id;
  for (const card of document.querySelectorAll(".card")) {
    card.lastElementChild.setAttribute("aria-pressed", String(card.dataset.key === id));
  }
  filterCalls();
}
`;
